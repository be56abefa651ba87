/* The strict reader: what it gives, what it refuses and where. The comparison with another reader is in
 * test_json_oracle.c. */
#include "record/json.h"

#include "base/limits.h"
#include "vectors.h"

static const struct json *parsed(struct str text, struct arena *arena)
{
	struct json *root = NULL;
	struct err err;
	assert_ok(json_parse(text, arena, &root, &err), &err);
	assert_non_null(root);
	assert_int_equal(root->type, JSON_OBJECT);
	return root;
}

static bool inside(struct str part, struct str whole)
{
	return (uintptr_t)part.ptr >= (uintptr_t)whole.ptr && part.ptr + part.len <= whole.ptr + whole.len;
}

static void test_values(void **state)
{
	(void)state;
	struct arena arena = test_arena();
	struct str text = STR(
		"{\"v\":1,\"t\":true,\"f\":false,\"n\":null,\"s\":\"caf\xc3\xa9\",\"e\":\"\",\"a\":[1,\"x\",[],{}],"
		"\"o\":{\"in\":-7},\"k\\u0065y\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\udd4A!\"}");
	const struct json *root = parsed(text, &arena);
	assert_int_equal(root->count, 9);
	assert_int_equal(json_get(root, STR("v"))->type, JSON_INT);
	assert_int_equal(json_get(root, STR("v"))->number, 1);
	assert_int_equal(json_get(root, STR("t"))->type, JSON_TRUE);
	assert_int_equal(json_get(root, STR("f"))->type, JSON_FALSE);
	assert_int_equal(json_get(root, STR("n"))->type, JSON_NULL);
	const struct json *s = json_get(root, STR("s"));
	assert_int_equal(s->type, JSON_STRING);
	assert_str(s->string, STR("caf\xc3\xa9"));
	assert_true(inside(s->string, text)); /* nothing escaped: a view */
	assert_true(inside(s->key, text));
	assert_int_equal(json_get(root, STR("e"))->string.len, 0);
	const struct json *a = json_get(root, STR("a"));
	assert_int_equal(a->type, JSON_ARRAY);
	assert_int_equal(a->count, 4);
	assert_int_equal(a->child->number, 1);
	assert_str(a->child->next->string, STR("x"));
	assert_int_equal(a->child->next->next->type, JSON_ARRAY);
	assert_int_equal(a->child->next->next->count, 0);
	assert_null(a->child->next->next->child);
	assert_int_equal(a->child->next->next->next->type, JSON_OBJECT);
	assert_null(a->child->next->next->next->next);
	assert_int_equal(json_get(json_get(root, STR("o")), STR("in"))->number, -7);
	const struct json *key = json_get(root, STR("key"));
	assert_str(key->string, STR("\"\\/\b\f\n\r\t\xc3\xa9\xf0\x9f\x95\x8a!"));
	assert_false(inside(key->string, text));

	assert_null(json_get(root, STR("absent")));
	assert_null(json_get(root, STR("in"))); /* not of this object */
	assert_null(json_get(a, STR("v")));     /* not an object */
	assert_null(json_get(NULL, STR("v")));
	assert_int_equal(parsed(STR("{}"), &arena)->count, 0);
}

static void test_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t number;
	} cases[] = {
		{"{\"n\":0}", 0},
		{"{\"n\":9}", 9},
		{"{\"n\":10}", 10},
		{"{\"n\":-1}", -1},
		{"{\"n\":9007199254740991}", INT64_C(9007199254740991)},
		{"{\"n\":-9007199254740991}", -INT64_C(9007199254740991)},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = test_arena();
		assert_int_equal(json_get(parsed(str_from(cases[i].text), &arena), STR("n"))->number, cases[i].number);
	}
}

/* text, the byte where the fault lies, and a part of what is said of it */
static const struct {
	const char *text;
	size_t at;
	const char *says;
} faults[] = {
	{"", 0, "expected '{', found the end"},
	{"1", 0, "expected '{', found '1'"},
	{"[]", 0, "expected '{', found '['"},
	{"\"a\"", 0, "expected '{'"},
	{"null", 0, "expected '{'"},
	{" {}", 0, "white space"},
	{"{} ", 2, "nothing after the object, found white space"},
	{"{}\n", 2, "nothing after the object, found white space"},
	{"{}{}", 2, "nothing after the object, found '{'"},
	{"{ }", 1, "white space"},
	{"{\"a\" :1}", 4, "expected ':', found white space"},
	{"{\"a\": 1}", 5, "white space"},
	{"{\"a\":1 }", 6, "white space"},
	{"{\"a\":1,\t\"b\":2}", 7, "white space"},
	{"{\"a\":[1,\r2]}", 8, "white space"},
	{"\xef\xbb\xbf{}", 0, "expected '{', found byte 0xef"},
	{"{", 1, "a key in quotes, found the end"},
	{"{\"", 2, "the quote that ends a string, found the end"},
	{"{\"a", 3, "found the end"},
	{"{\"a\"", 4, "expected ':', found the end"},
	{"{\"a\":", 5, "expected a value, found the end"},
	{"{\"a\":1", 6, "expected ',' or '}', found the end"},
	{"{\"a\":1,", 7, "expected a key in quotes, found the end"},
	{"{\"a\":1,}", 7, "expected a key in quotes, found '}'"},
	{"{,}", 1, "a key in quotes"},
	{"{\"a\":1,,\"b\":2}", 7, "a key in quotes"},
	{"{\"a\":1 \"b\":2}", 6, "expected ',' or '}'"},
	{"{\"a\":1;\"b\":2}", 6, "found ';'"},
	{"{a:1}", 1, "a key in quotes, found 'a'"},
	{"{'a':1}", 1, "a key in quotes"},
	{"{1:1}", 1, "a key in quotes"},
	{"{\"a\"=1}", 4, "expected ':', found '='"},
	{"{\"a\":}", 5, "expected a value, found '}'"},
	{"{\"a\":[}", 6, "expected a value, found '}'"},
	{"{\"a\":[1}", 7, "expected ',' or ']', found '}'"},
	{"{\"a\":[1,]}", 8, "expected a value, found ']'"},
	{"{\"a\":[,1]}", 6, "expected a value"},
	{"{\"a\":[1 ,2]}", 7, "white space"},
	{"{\"a\":tru}", 5, "expected a value, found 't'"},
	{"{\"a\":True}", 5, "expected a value, found 'T'"},
	{"{\"a\":nul", 5, "expected a value"},
	{"{\"a\":truex}", 9, "expected ',' or '}', found 'x'"},
	{"{\"a\":NaN}", 5, "expected a value"},
	{"{\"a\":Infinity}", 5, "expected a value"},
	{"{\"a\":undefined}", 5, "expected a value"},
	{"{\"a\":+1}", 5, "expected a value, found '+'"},
	{"{\"a\":-}", 6, "expected a digit, found '}'"},
	{"{\"a\":--1}", 6, "expected a digit"},
	{"{\"a\":-0}", 5, "begins with 0"},
	{"{\"a\":-01}", 5, "begins with 0"},
	{"{\"a\":01}", 5, "leading zero"},
	{"{\"a\":00}", 5, "leading zero"},
	{"{\"a\":0x1}", 6, "expected ',' or '}', found 'x'"},
	{"{\"a\":1.0}", 6, "no fraction"},
	{"{\"a\":0.5}", 6, "no fraction"},
	{"{\"a\":.5}", 5, "expected a value"},
	{"{\"a\":1e3}", 6, "no exponent"},
	{"{\"a\":1E3}", 6, "no exponent"},
	{"{\"a\":-0.0}", 7, "no fraction"},
	{"{\"a\":9007199254740992}", 5, "beyond 2^53 - 1"},
	{"{\"a\":-9007199254740992}", 5, "beyond 2^53 - 1"},
	{"{\"a\":18446744073709551617}", 5, "beyond 2^53 - 1"},
	{"{\"a\":99999999999999999999999999999999999999999999}", 5, "beyond 2^53 - 1"},
	{"{\"a\":\"\n\"}", 6, "control character"},
	{"{\"a\":\"x\ty\"}", 7, "control character"},
	{"{\"a\":\"\x1f\"}", 6, "control character"},
	{"{\"\x01\":1}", 2, "control character"},
	{"{\"a\":\"\\a\"}", 6, "an escape that JSON does not know"},
	{"{\"a\":\"x\\'\"}", 7, "an escape that JSON does not know"},
	{"{\"a\":\"\\\n\"}", 6, "an escape that JSON does not know"},
	{"{\"a\":\"\\U0041\"}", 6, "an escape that JSON does not know"},
	{"{\"a\":\"\\\"}", 9, "found the end"},
	{"{\"a\":\"\\", 7, "found the end"},
	{"{\"a\":\"\\u", 8, "found the end"},
	{"{\"a\":\"\\u004\"}", 6, "four hex digits"},
	{"{\"a\":\"\\u004g\"}", 6, "four hex digits"},
	{"{\"a\":\"\\u\"}", 6, "four hex digits"},
	{"{\"a\":\"\\u 041\"}", 6, "four hex digits"},
	{"{\"a\":\"\\u+041\"}", 6, "four hex digits"},
	{"{\"a\":\"x\\u0000\"}", 7, "U+0000"},
	{"{\"\\u0000\":1}", 2, "U+0000"},
	{"{\"a\":\"\\ud800\"}", 6, "lone surrogate"},
	{"{\"a\":\"\\ud800\\u0041\"}", 6, "lone surrogate"},
	{"{\"a\":\"\\ud800\\ud800\"}", 6, "lone surrogate"},
	{"{\"a\":\"\\ud800\\n\"}", 6, "lone surrogate"},
	{"{\"a\":\"\\ud800\\udc0\"}", 6, "lone surrogate"},
	{"{\"a\":\"\\ud800x\"}", 6, "lone surrogate"},
	{"{\"a\":\"\\udc00\\ud800\"}", 6, "lone surrogate"},
	{"{\"a\":\"\\udfff\"}", 6, "lone surrogate"},
	{"{\"a\":\"\xff\"}", 6, "not UTF-8"},
	{"{\"a\":\"\xc3\"}", 6, "not UTF-8"},
	{"{\"a\":\"\xc0\x80\"}", 6, "not UTF-8"},
	{"{\"a\":\"\xed\xa0\x80\"}", 6, "not UTF-8"},
	{"{\"a\":\"\xf5\x80\x80\x80\"}", 6, "not UTF-8"},
	{"{\"a\":1,\"a\":1}", 7, "a key for the second time"},
	{"{\"a\":1,\"b\":2,\"a\":3}", 13, "a key for the second time"},
	{"{\"a\":1,\"\\u0061\":2}", 7, "a key for the second time"},
	{"{\"\\u00e9\":1,\"\xc3\xa9\":2}", 12, "a key for the second time"},
	{"{\"\":1,\"\":2}", 6, "a key for the second time"},
	{"{\"o\":{\"a\":1,\"a\":2}}", 12, "a key for the second time"},
	{"{\"a\":1/**/}", 6, "found '/'"},
	{"{\"a\":1,//\n\"b\":2}", 7, "a key in quotes"},
	{"{\"a\":\xc2\xa0"
     "1}",
     5, "found byte 0xc2"},
	{"{\"a\":\x7f}", 5, "found byte 0x7f"},
};

static void test_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		struct arena arena = test_arena();
		struct json *root = NULL;
		struct err err = {0};
		enum err_code code = json_parse(str_from(faults[i].text), &arena, &root, &err);
		if (code != ERR_FORMAT)
			fail_msg("%s: %s", faults[i].text, err_code_name(code));
		assert_int_equal(err.code, ERR_FORMAT);
		assert_null(root);
		char at[40];
		snprintf(at, sizeof at, "JSON, byte %zu: ", faults[i].at);
		if (strncmp(err.msg, at, strlen(at)) != 0 || !strstr(err.msg, faults[i].says))
			fail_msg("%s\n  got      %s\n  expected %s… %s", faults[i].text, err.msg, at, faults[i].says);
	}
	struct arena arena = test_arena();
	struct json *root;
	assert_int_equal(json_parse((struct str){NULL, 0}, &arena, &root, NULL), ERR_FORMAT);
	assert_int_equal(json_parse((struct str){"{}\0", 3}, &arena, &root, NULL), ERR_FORMAT);
	assert_int_equal(json_parse((struct str){"{\"a\0\":1}", 8}, &arena, &root, NULL), ERR_FORMAT);
}

/* Every prefix of a good text is refused at its end, and reads nothing behind it (ASan watches the copy). */
static void test_prefixes(void **state)
{
	(void)state;
	struct str text = STR(
		"{\"v\":1,\"t\":true,\"f\":false,\"n\":null,\"s\":\"caf\xc3\xa9\",\"a\":[-1,\"\\ud83d\\udd4a\",[],{}]}");
	for (size_t size = 0; size < text.len; size++) {
		char *copy = malloc(size + 1); /* malloc, so that the end is guarded */
		assert_non_null(copy);
		copy = realloc(copy, size ? size : 1);
		assert_non_null(copy);
		memcpy(copy, text.ptr, size);
		struct arena arena = test_arena();
		struct json *root;
		assert_int_equal(json_parse((struct str){copy, size}, &arena, &root, NULL), ERR_FORMAT);
		free(copy);
	}
	struct arena arena = test_arena();
	parsed(text, &arena);
}

static void test_depth(void **state)
{
	(void)state;
	for (uint32_t depth = 1; depth <= 12; depth++) {
		for (int objects = 0; objects < 2; objects++) {
			char text[200];
			struct buf buf = buf_of(text, sizeof text);
			buf_c(&buf, "{\"a\":");
			for (uint32_t i = 1; i < depth; i++)
				buf_c(&buf, objects ? "{\"a\":" : "[");
			buf_c(&buf, "0");
			for (uint32_t i = 1; i < depth; i++)
				buf_c(&buf, objects ? "}" : "]");
			buf_c(&buf, "}");
			assert_false(buf.full);
			struct arena arena = test_arena();
			struct json *root;
			struct err err = {0};
			enum err_code code = json_parse(buf_view(&buf), &arena, &root, &err);
			assert_int_equal(code, depth <= LIMIT_JSON_DEPTH ? ERR_OK : ERR_FORMAT);
			if (code)
				assert_non_null(strstr(err.msg, "nested too deep"));
		}
	}
	/* A megabyte of brackets is refused at the ninth. */
	static char brackets[1 << 20];
	memset(brackets, '[', sizeof brackets);
	memcpy(brackets, "{\"a\":", 5);
	struct arena arena = test_arena();
	struct json *root;
	struct err err;
	assert_int_equal(json_parse((struct str){brackets, sizeof brackets}, &arena, &root, &err), ERR_FORMAT);
	assert_non_null(strstr(err.msg, "byte 12:"));
}

/* An object of `count` keys, of which number `copy` (SIZE_MAX: none) is the text of number `original`. */
static struct str many_keys(struct arena *arena, size_t count, size_t original, size_t copy, bool escaped)
{
	struct buf buf = buf_new(arena, count * 24 + 2);
	buf_byte(&buf, '{');
	for (size_t i = 0; i < count; i++) {
		size_t number = i == copy ? original : i;
		if (i > 0)
			buf_byte(&buf, ',');
		buf_c(&buf, i == copy && escaped ? "\"\\u006b" : "\"k");
		buf_u64(&buf, (number * 7919) % 100003); /* neither ascending nor descending */
		buf_c(&buf, "\":0");
	}
	buf_byte(&buf, '}');
	assert_false(buf.full);
	return buf_view(&buf);
}

static void test_many_keys(void **state)
{
	(void)state;
	static const size_t counts[] = {2, 3, 63, 64, 65, 66, 67, 100, 127, 128, 129, 3000};
	for (size_t i = 0; i < COUNT(counts); i++) {
		size_t count = counts[i];
		struct arena arena = test_arena();
		const struct json *root = parsed(many_keys(&arena, count, 0, SIZE_MAX, false), &arena);
		assert_int_equal(root->count, count);
		/* The order is that of the text. */
		uint64_t number = 0;
		for (const struct json *member = root->child; member; member = member->next, number++) {
			char key[20];
			snprintf(key, sizeof key, "k%llu", (unsigned long long)(number * 7919 % 100003));
			assert_str(member->key, str_from(key));
		}
		const size_t pairs[][2] = {{0, 1}, {0, count - 1}, {count - 2, count - 1}, {count / 3, count / 2}};
		for (size_t j = 0; j < COUNT(pairs); j++) {
			if (pairs[j][0] == pairs[j][1])
				continue;
			for (int escaped = 0; escaped < 2; escaped++) {
				arena = test_arena();
				struct str text = many_keys(&arena, count, pairs[j][0], pairs[j][1], escaped);
				struct json *again;
				struct err err = {0};
				assert_int_equal(json_parse(text, &arena, &again, &err), ERR_FORMAT);
				assert_non_null(
					strstr(err.msg, count <= 64 || pairs[j][1] < 64 ? "a key for the second time" : "has a key twice"));
			}
		}
	}
}

static void test_no_room(void **state)
{
	(void)state;
	struct arena setup = test_arena();
	struct buf buf = buf_new(&setup, 4000);
	buf_c(&buf, "{\"a\\n\":[1,\"\\u0041\",{\"b\":[]}],\"many\":");
	buf_str(&buf, many_keys(&setup, 70, 0, SIZE_MAX, false));
	buf_c(&buf, "}");
	assert_false(buf.full);
	uint64_t call = 1;
	for (;; call++) {
		struct arena arena = setup;
		struct json *root = NULL;
		struct err err = {0};
		arena_fail_after(call);
		enum err_code code = json_parse(buf_view(&buf), &arena, &root, &err);
		bool failed = arena_failed();
		arena_fail_after(0);
		if (!failed) {
			assert_int_equal(code, ERR_OK);
			break;
		}
		assert_int_equal(code, ERR_LIMIT);
		assert_int_equal(err.code, ERR_LIMIT);
		assert_null(root);
	}
	assert_int_equal(call - 1, 1 + 2 + 2 + 5 - 1 + 70 + 1); /* nodes, two decoded strings, the sorting room */
	/* And an arena that is too small for true. */
	static _Alignas(8) char small[256]; /* static: its gaps stay marked for ASan */
	struct arena arena = {small, small + sizeof small};
	struct json *root;
	assert_int_equal(json_parse(buf_view(&buf), &arena, &root, NULL), ERR_LIMIT);
}

static void test_emit(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = {
		{"", "\"\""},
		{"plain", "\"plain\""},
		{"\"", "\"\\\"\""},
		{"a\\b/c", "\"a\\\\b/c\""},
		{"line\nfeed", "\"line\\nfeed\""},
		{"\n\n", "\"\\n\\n\""},
		{"\t\r\b\f\x01\x1f", "\"\\u0009\\u000d\\u0008\\u000c\\u0001\\u001f\""},
		{"\x7f\xc2\x85", "\"\x7f\xc2\x85\""},
		{"caf\xc3\xa9 \xf0\x9f\x95\x8a", "\"caf\xc3\xa9 \xf0\x9f\x95\x8a\""},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = test_arena();
		struct buf buf = buf_new(&arena, 200);
		bool first = true;
		buf_byte(&buf, '{');
		buf_json_key(&buf, &first, str_from(cases[i].in));
		size_t before = buf.len;
		buf_json_string(&buf, str_from(cases[i].in));
		assert_str(str_slice(buf_view(&buf), before, buf.len), str_from(cases[i].out));
		assert_false(first);
		buf_json_key(&buf, &first, STR("two\n"));
		buf_i64(&buf, -5);
		buf_byte(&buf, '}');
		assert_false(buf.full);
		const struct json *root = parsed(buf_view(&buf), &arena);
		assert_int_equal(root->count, 2);
		assert_str(root->child->key, str_from(cases[i].in));
		assert_str(root->child->string, str_from(cases[i].in));
		assert_int_equal(json_get(root, STR("two\n"))->number, -5);
	}
	/* Every byte below U+0080 but U+0000, there and back. */
	char bytes[127];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i + 1);
	struct arena arena = test_arena();
	struct buf buf = buf_new(&arena, 1000);
	buf_c(&buf, "{\"s\":");
	buf_json_string(&buf, (struct str){bytes, sizeof bytes});
	buf_c(&buf, "}");
	assert_str(json_get(parsed(buf_view(&buf), &arena), STR("s"))->string, (struct str){bytes, sizeof bytes});
	/* U+0000 can be written but not read. */
	buf = buf_new(&arena, 100);
	buf_c(&buf, "{\"s\":");
	buf_json_string(&buf, (struct str){"a\0", 2});
	buf_c(&buf, "}");
	assert_str(buf_view(&buf), STR("{\"s\":\"a\\u0000\"}"));
	struct json *root;
	assert_int_equal(json_parse(buf_view(&buf), &arena, &root, NULL), ERR_FORMAT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),   cmocka_unit_test(test_numbers), cmocka_unit_test(test_faults),
		cmocka_unit_test(test_prefixes), cmocka_unit_test(test_depth),   cmocka_unit_test(test_many_keys),
		cmocka_unit_test(test_no_room),  cmocka_unit_test(test_emit),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
