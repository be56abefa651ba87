/* The strict reader against jansson (JSON_REJECT_DUPLICATES, the strictest that Debian has).
 *
 * For every text:  ours accepts  <=>  jansson accepts and no documented strictness point applies,  and then both give
 * the same value. The points are found by a third, dumb scan of the text, which needs no parser because it runs only on
 * what jansson has accepted. Texts: a generator of JSON that breaks the points now and then, and mutations of both.
 * The seed is fixed, so a failure repeats; it is printed with the text.
 */
/* Both call their types JSON_…; jansson's macros need theirs, so ours go by another name in this file. */
#define JSON_NULL OUR_NULL
#define JSON_FALSE OUR_FALSE
#define JSON_TRUE OUR_TRUE
#define JSON_INT OUR_INT
#define JSON_STRING OUR_STRING
#define JSON_ARRAY OUR_ARRAY
#define JSON_OBJECT OUR_OBJECT
#include "record/json.h"
#undef JSON_NULL
#undef JSON_FALSE
#undef JSON_TRUE
#undef JSON_INT
#undef JSON_STRING
#undef JSON_ARRAY
#undef JSON_OBJECT

#include <jansson.h>

#include "base/limits.h"
#include "vectors.h"

#define ROUNDS 60000u

enum point {
	POINT_NONE,
	POINT_NOT_OBJECT,
	POINT_SPACE,
	POINT_FRACTION,
	POINT_BIG,
	POINT_MINUS_ZERO,
	POINT_DEPTH,
	POINT_MAX
};

static const char *const point_name[POINT_MAX] = {
	"none", "not an object", "white space", "fraction or exponent", "integer beyond 2^53 - 1", "-0", "depth",
};

static uint64_t random_state;

static uint32_t chance(uint32_t below)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (uint32_t)(random_state >> 32) % below;
}

static enum point number_point(struct str token)
{
	for (size_t i = 0; i < token.len; i++)
		if (token.ptr[i] == '.' || token.ptr[i] == 'e' || token.ptr[i] == 'E')
			return POINT_FRACTION;
	if (str_eq(token, STR("-0")))
		return POINT_MINUS_ZERO;
	struct str digits = token.ptr[0] == '-' ? str_slice(token, 1, token.len) : token;
	struct str most = STR("9007199254740991");
	bool big = digits.len > most.len || (digits.len == most.len && str_cmp(digits, most) > 0);
	return big ? POINT_BIG : POINT_NONE;
}

/* The first point that applies to a text which is JSON. */
static enum point find_point(struct str text)
{
	enum point found = POINT_NONE;
	unsigned depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.len && !found; i++) {
		char c = text.ptr[i];
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
		} else if (c == '"') {
			quoted = true;
		} else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			found = POINT_SPACE;
		} else if (c == '{' || c == '[') {
			if (depth == 0 && c == '[')
				found = POINT_NOT_OBJECT;
			else if (++depth > 8)
				found = POINT_DEPTH;
		} else if (c == '}' || c == ']') {
			depth--;
		} else if (c == '-' || (c >= '0' && c <= '9')) {
			size_t end = i;
			while (end < text.len && strchr("+-.0123456789Ee", text.ptr[end]))
				end++;
			found = number_point(str_slice(text, i, end));
			i = end - 1;
		}
	}
	return found;
}

static bool same(const struct json *ours, json_t *theirs)
{
	switch (ours->type) {
	case OUR_NULL:
		return json_is_null(theirs);
	case OUR_FALSE:
		return json_is_false(theirs);
	case OUR_TRUE:
		return json_is_true(theirs);
	case OUR_INT:
		return json_is_integer(theirs) && json_integer_value(theirs) == ours->number;
	case OUR_STRING:
		return json_is_string(theirs) &&
		       str_eq(ours->string, (struct str){json_string_value(theirs), json_string_length(theirs)});
	case OUR_ARRAY: {
		if (!json_is_array(theirs) || json_array_size(theirs) != ours->count)
			return false;
		size_t i = 0;
		for (const struct json *item = ours->child; item; item = item->next)
			if (!same(item, json_array_get(theirs, i++)))
				return false;
		return i == ours->count;
	}
	case OUR_OBJECT: {
		if (!json_is_object(theirs) || json_object_size(theirs) != ours->count)
			return false;
		uint32_t count = 0;
		for (const struct json *member = ours->child; member; member = member->next, count++) {
			json_t *other = json_object_getn(theirs, member->key.ptr, member->key.len);
			if (!other || !same(member, other))
				return false;
		}
		return count == ours->count;
	}
	}
	return false;
}

struct tally {
	size_t both, neither, by_point[POINT_MAX];
};

static void compare(struct str text, struct tally *tally)
{
	struct arena arena = test_arena();
	struct json *ours = NULL;
	struct err err = {0};
	enum err_code code = json_parse(text, &arena, &ours, &err);
	json_error_t error;
	json_t *theirs = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
	enum point point = theirs ? find_point(text) : POINT_NONE;
	if (code != ERR_OK && code != ERR_FORMAT)
		fail_msg("%s: %s\n%.*s", err_code_name(code), err.msg, STR_ARG(text));
	if (!theirs && code == ERR_OK)
		fail_msg("we accept, jansson says: %s\n%.*s", error.text, STR_ARG(text));
	if (theirs && code == ERR_OK && point)
		fail_msg("we accept in spite of: %s\n%.*s", point_name[point], STR_ARG(text));
	if (theirs && code && !point)
		fail_msg("jansson accepts, we say: %s\n%.*s", err.msg, STR_ARG(text));
	if (theirs && code == ERR_OK && !same(ours, theirs))
		fail_msg("different values\n%.*s", STR_ARG(text));
	if (!theirs)
		tally->neither++;
	else if (code == ERR_OK)
		tally->both++;
	else
		tally->by_point[point]++;
	json_decref(theirs);
}

static const char *const texts[] = {
	"{}",
	"{\"v\":1,\"origin\":\"example.org/council\",\"verb\":\"position\",\"party\":\"am\",\"nonce\":\"0f\",\"seen\":1}",
	"{\"a\":[1,2,3],\"b\":{\"c\":null,\"d\":true,\"e\":false},\"f\":\"\\u0041\\n\\\"\\\\\\/\"}",
	"{\"t\":{\"en\":\"public:ab\",\"ru\":\"caf\xc3\xa9\",\"hy\":\"\xd5\x80\"},\"n\":-9007199254740991}",
	"{\"a\":\"\\ud83d\\udd4a\",\"b\":[[[[[[[0]]]]]]]}",
	"{\"a\":9007199254740991,\"b\":0,\"c\":-1,\"d\":[]}",
	" { \"a\" : [ 1 , 2 ] } ",
	"[1,2,3]",
	"{\"a\":1.5,\"b\":1e3,\"c\":-0,\"d\":9007199254740992}",
	"{\"\":\"\",\"a\":{\"\":{\"\":[]}}}",
};

static const char *const pieces[] = {
	"{",
	"}",
	"[",
	"]",
	",",
	":",
	"\"",
	"\\",
	" ",
	"\n",
	"0",
	"-",
	"1",
	"9",
	".",
	"e",
	"-0",
	"0.5",
	"1e5",
	"true",
	"false",
	"null",
	"\"a\"",
	"\"a\":",
	",\"b\":1",
	"\\u0000",
	"\\u0041",
	"\\ud800",
	"\\udc00",
	"\\n",
	"\xc3\xa9",
	"\xff",
	"\xed\xa0\x80",
	"\xf0\x9f\x95\x8a",
	"9007199254740992",
	"-9007199254740993",
	"[[[[",
	"]]]]",
	"{\"a\":{\"a\":",
	"}}",
	"\x7f",
	"\x1f",
	"/",
};

static void generate_string(struct buf *buf)
{
	static const char *const parts[] = {
		"a", "b", "key", "\xc3\xa9", "\\n", "\\\"", "\\\\", "\\u0061", "\\uD83D\\uDD4A", "\\/", " ", "x"};
	buf_byte(buf, '"');
	for (uint32_t count = chance(4); count > 0; count--)
		buf_c(buf, parts[chance(COUNT(parts))]);
	buf_byte(buf, '"');
}

static void generate_number(struct buf *buf)
{
	static const char *const odd[] = {
		"-0", "0.25", "1E2", "9007199254740992", "-9007199254740992", "123456789012345678"};
	if (chance(40) == 0)
		buf_c(buf, odd[chance(COUNT(odd))]);
	else if (chance(10) == 0)
		buf_i64(buf, INT64_C(9007199254740991) - chance(3));
	else
		buf_i64(buf, (int64_t)chance(2001) - 1000 ? (int64_t)chance(1000) + 1 : 0);
}

static void generate_space(struct buf *buf)
{
	if (chance(150) == 0)
		buf_byte(buf, (uint8_t) " \t\r\n"[chance(4)]);
}

static void generate(struct buf *buf, unsigned depth)
{
	generate_space(buf);
	uint32_t kind = depth == 0 ? 6 + (chance(60) == 0) : chance(depth > 8 ? 6 : 9);
	if (kind < 2) {
		generate_string(buf);
	} else if (kind < 5) {
		generate_number(buf);
	} else if (kind == 5) {
		buf_c(buf, (const char *const[]){"true", "false", "null"}[chance(3)]);
	} else {
		bool array = kind == 7;
		buf_byte(buf, array ? '[' : '{');
		for (uint32_t count = chance(4), i = 0; i < count; i++) {
			if (i > 0)
				buf_byte(buf, ',');
			if (!array) {
				generate_string(buf);
				buf_byte(buf, ':');
			}
			generate(buf, depth + 1);
		}
		buf_byte(buf, array ? ']' : '}');
	}
	generate_space(buf);
}

/* One change to a text of `size` bytes in room for `cap`; the new size. */
static size_t mutate(char *text, size_t size, size_t cap)
{
	size_t at = chance((uint32_t)size + 1), count = 1 + chance(4);
	switch (chance(5)) {
	case 0: /* another byte */
		if (at < size)
			text[at] = (char)(text[at] ^ 1 << chance(8));
		return size;
	case 1: /* bytes gone */
		if (at + count > size)
			return size;
		memmove(text + at, text + at + count, size - at - count);
		return size - count;
	case 2: { /* bytes said twice */
		count *= 3;
		if (at + count > size || size + count > cap)
			return size;
		memmove(text + at + count, text + at, size - at);
		return size + count;
	}
	case 3: /* the end gone */
		return chance(4) == 0 ? at : size;
	default: { /* a piece put in */
		const char *piece = pieces[chance(COUNT(pieces))];
		size_t length = strlen(piece);
		if (size + length > cap)
			return size;
		memmove(text + at + length, text + at, size - at);
		memcpy(text + at, piece, length);
		return size + length;
	}
	}
}

static void test_texts(void **state)
{
	(void)state;
	struct tally tally = {0};
	for (size_t i = 0; i < COUNT(texts); i++)
		compare(str_from(texts[i]), &tally);
	assert_int_equal(tally.both, 7);
	assert_int_equal(tally.neither, 0);
}

static void test_mutations(void **state)
{
	(void)state;
	struct tally tally = {0};
	random_state = UINT64_C(0x9e3779b97f4a7c15);
	for (unsigned round = 0; round < ROUNDS; round++) {
		char text[4096];
		size_t size = strlen(texts[round % COUNT(texts)]);
		memcpy(text, texts[round % COUNT(texts)], size);
		for (uint32_t changes = 1 + chance(3); changes > 0; changes--)
			size = mutate(text, size, sizeof text);
		compare((struct str){text, size}, &tally);
	}
	/* Neither side may be trivial. */
	assert_true(tally.both > ROUNDS / 50);
	assert_true(tally.neither > ROUNDS / 4);
}

static void test_generated(void **state)
{
	(void)state;
	struct tally tally = {0};
	random_state = UINT64_C(0xc0ffee1234567);
	for (unsigned round = 0; round < ROUNDS; round++) {
		static char text[1 << 16];
		struct buf buf = buf_of(text, sizeof text);
		generate(&buf, 0);
		if (buf.full)
			continue;
		compare(buf_view(&buf), &tally);
	}
	assert_true(tally.both > ROUNDS / 4);
	for (int point = POINT_NONE + 1; point < POINT_MAX; point++)
		if (tally.by_point[point] < 10)
			fail_msg("\"%s\" came up %zu times", point_name[point], tally.by_point[point]);
	print_message("generated: both %zu, neither %zu\n", tally.both, tally.neither);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_mutations),
		cmocka_unit_test(test_generated),
	};
	return cmocka_run_group_tests_name("json-oracle", tests, NULL, NULL);
}
