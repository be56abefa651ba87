/* Buffers and sinks: what is written, the end of the room, hex and base64 both ways. */
#include "check.h"

#include "base/sink.h"

static void writes_numbers(void **state)
{
	(void)state;
	char storage[200];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_u64(&buf, 0);
	buf_byte(&buf, ' ');
	buf_u64(&buf, UINT64_MAX);
	buf_byte(&buf, ' ');
	buf_i64(&buf, INT64_MIN);
	buf_byte(&buf, ' ');
	buf_i64(&buf, INT64_MAX);
	buf_byte(&buf, ' ');
	buf_i64(&buf, -7);
	buf_byte(&buf, ' ');
	buf_pad(&buf, 7, 3);
	buf_pad(&buf, 1234, 3);
	buf_pad(&buf, 0, 0);
	buf_pad(&buf, 5, 25);
	assert_str(buf_view(&buf), "0 18446744073709551615 -9223372036854775808 9223372036854775807 -7 "
	                           "007123400000000000000000000000005");
	assert_false(buf.full);
}

static void writes_pieces(void **state)
{
	(void)state;
	char storage[32];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_str(&buf, STR("ab"));
	buf_str(&buf, (struct str){NULL, 0});
	buf_c(&buf, "cd");
	buf_c(&buf, NULL);
	buf_byte(&buf, 0xff);
	buf_bytes(&buf, "\0x", 2);
	buf_hex(&buf, "\x00\x9f\xA0", 3);
	buf_hex(&buf, NULL, 0);
	assert_int_equal(buf.len, 13);
	assert_memory_equal(buf.ptr, "abcd\xff\0x009fa0", 13);
	assert_false(buf.full);
}

static void end_is_sticky(void **state)
{
	(void)state;
	char storage[6] = "......";
	struct buf buf = buf_of(storage, 5);
	buf_c(&buf, "abc");
	buf_c(&buf, "def"); /* does not fit: not even its beginning is written */
	assert_true(buf.full);
	assert_str(buf_view(&buf), "abc");
	buf_c(&buf, "g"); /* would fit, but comes after the end */
	buf_byte(&buf, 'g');
	buf_u64(&buf, 1);
	buf_hex(&buf, "g", 1);
	assert_str(buf_view(&buf), "abc");
	assert_memory_equal(storage, "abc...", 6);

	buf = buf_of(storage, 5);
	buf_c(&buf, "vwxyz");
	assert_false(buf.full); /* exactly full is not too full */
	buf_c(&buf, "");
	assert_false(buf.full);
	buf_byte(&buf, '!');
	assert_true(buf.full);
	assert_memory_equal(storage, "vwxyz.", 6);

	static const unsigned sizes[] = {20, 19, 2, 1, 0};
	for (size_t i = 0; i < COUNT(sizes); i++) {
		char small[20];
		buf = buf_of(small, sizes[i]);
		buf_i64(&buf, INT64_MIN); /* 20 characters */
		assert_int_equal(buf.full, sizes[i] < 20);
		assert_int_equal(buf.len, sizes[i] < 20 ? 0 : 20);
	}
	buf = buf_of(storage, 5);
	buf_base64(&buf, "abcd", 4);
	assert_true(buf.full);
	buf = buf_of(storage, 5);
	buf_hex(&buf, storage, SIZE_MAX / 2 + 2); /* twice that wraps to 2 */
	assert_true(buf.full);
	buf = buf_of(storage, 5);
	buf_base64(&buf, storage, SIZE_MAX);
	assert_true(buf.full);
	assert_int_equal(buf.len, 0);
}

static void lives_in_an_arena(void **state)
{
	(void)state;
	struct region region;
	assert_true(arena_reserve(&region, 4096));
	struct arena arena = arena_of(&region);

	struct buf buf = buf_new(&arena, 10);
	assert_false(buf.full);
	buf_c(&buf, "0123456789");
	assert_false(buf.full);
	struct buf none = buf_new(&arena, 5000);
	assert_true(none.full);
	buf_c(&none, "x");
	assert_int_equal(none.len, 0);

	struct buf rest = buf_rest(&arena);
	assert_true(rest.cap > 3900 && rest.cap <= 4086);
	buf_c(&rest, "kept");
	struct str kept = buf_keep(&arena, &rest);
	assert_str(kept, "kept");
	buf_c(&rest, "!"); /* closed */
	assert_true(rest.full);
	struct buf again = buf_rest(&arena);
	assert_true(again.ptr >= kept.ptr + 4);
	for (size_t i = 0; i < 5000; i++)
		buf_byte(&again, 'x');
	assert_true(again.full);
	struct str all = buf_keep(&arena, &again);
	assert_int_equal(all.len, again.cap);
	assert_str(kept, "kept");
	assert_null(TRY(&arena, char, 1));
	struct buf nothing = buf_rest(&arena);
	buf_c(&nothing, "x");
	assert_true(nothing.full);
	assert_int_equal(buf_keep(&arena, &nothing).len, 0);

	struct arena empty = {NULL, NULL};
	nothing = buf_rest(&empty);
	buf_c(&nothing, "x");
	assert_true(nothing.full);
	assert_int_equal(buf_keep(&empty, &nothing).len, 0);
	arena_return(&region);
}

static void decodes_hex(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t size;
		bool good;
		const char *bytes;
	} cases[] = {
		{"", 0, true, ""},        {"00", 1, true, "\0"},        {"0aff", 2, true, "\x0a\xff"},
		{"0aFF", 2, false, NULL}, /* upper case */
		{"0af", 2, false, NULL},  {"0af", 1, false, NULL},      {"0aff", 1, false, NULL},
		{"0aff", 3, false, NULL}, {"0g", 1, false, NULL},       {"g0", 1, false, NULL},
		{" 0", 1, false, NULL},   {"0/", 1, false, NULL},       {"0:", 1, false, NULL},
		{"0`", 1, false, NULL},   {"\xc3\xa9", 1, false, NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint8_t bytes[4];
		bool good = hex_decode(str_from(cases[i].text), bytes, cases[i].size);
		assert_case(good == cases[i].good, cases[i].text);
		if (good)
			assert_memory_equal(bytes, cases[i].bytes, cases[i].size);
	}
	uint8_t byte;
	assert_false(hex_decode((struct str){"", 0}, &byte, SIZE_MAX / 2 + 1)); /* twice that wraps to 0 */
}

static void base64_vectors(void **state)
{
	(void)state;
	/* RFC 4648, section 10, and the two letters that other alphabets replace. */
	static const struct {
		const char *plain, *text;
	} cases[] = {
		{"", ""},
		{"f", "Zg=="},
		{"fo", "Zm8="},
		{"foo", "Zm9v"},
		{"foob", "Zm9vYg=="},
		{"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"},
		{"\xfb\xef\xff", "++//"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char storage[16];
		struct buf buf = buf_of(storage, sizeof storage);
		buf_base64(&buf, cases[i].plain, strlen(cases[i].plain));
		assert_str(buf_view(&buf), cases[i].text);
		uint8_t bytes[8];
		size_t size = 99;
		assert_true(base64_decode(str_from(cases[i].text), bytes, strlen(cases[i].plain), &size));
		assert_int_equal(size, strlen(cases[i].plain));
		assert_memory_equal(bytes, cases[i].plain, size);
		if (size > 0) {
			size_t untouched = 99;
			assert_false(base64_decode(str_from(cases[i].text), bytes, size - 1, &untouched));
			assert_int_equal(untouched, 99);
		}
	}
}

static void base64_is_strict(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"Z",        "Zg",
		"Zg=",      "Zg===", /* not whole groups */
		"====",     "=g==",
		"Z===",     "A===", /* too much padding */
		"Zg==Zg==", "Zg=8",
		"Z=g=",     "=AAA", /* padding inside */
		"Zh==",     "Zv==",
		"Zm9=",     "Zm8=Zm8=", /* spare bits set; groups after the end */
		"Zm-_",     "Zm8\n",
		"Zm 8",     "Zm9v\nYmF", /* outside the alphabet */
		"Zm9v!m9v", "Zm9v\xc3\xa9==",
		"Zm9v=",
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		uint8_t bytes[16];
		size_t size = 99;
		assert_case(!base64_decode(str_from(bad[i]), bytes, sizeof bytes, &size), bad[i]);
		assert_int_equal(size, 99);
	}
	size_t size;
	uint8_t bytes[4];
	assert_false(base64_decode(STR("AA\0A"), bytes, sizeof bytes, &size));
}

/* Every two- and one-byte value has one text only: of all texts with that padding exactly one decodes to it. */
static void base64_is_canonical(void **state)
{
	(void)state;
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned accepted = 0;
	for (unsigned i = 0; i < 64 * 64 * 64; i++) {
		char text[4] = {alphabet[i >> 12], alphabet[i >> 6 & 63], alphabet[i & 63], '='};
		uint8_t bytes[2];
		size_t size;
		if (!base64_decode((struct str){text, 4}, bytes, 2, &size))
			continue;
		accepted++;
		char back[4];
		struct buf buf = buf_of(back, sizeof back);
		buf_base64(&buf, bytes, size);
		assert_memory_equal(text, back, 4);
	}
	assert_int_equal(accepted, 65536);
}

static void collect(void *context, const void *bytes, size_t size)
{
	buf_bytes(context, bytes, size);
}

static void sinks_delimit(void **state)
{
	(void)state;
	char storage[64];
	struct buf buf = buf_of(storage, sizeof storage);
	struct sink sink = {collect, &buf};
	sink_u64(sink, UINT64_C(0x0102030405060708));
	sink_str(sink, STR("ab"));
	sink_str(sink, (struct str){NULL, 0});
	sink_write(sink, "z", 1);
	assert_int_equal(buf.len, 27);
	assert_memory_equal(storage,
	                    "\1\2\3\4\5\6\7\10"
	                    "\0\0\0\0\0\0\0\2"
	                    "ab"
	                    "\0\0\0\0\0\0\0\0"
	                    "z",
	                    27);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_numbers),    cmocka_unit_test(writes_pieces),       cmocka_unit_test(end_is_sticky),
		cmocka_unit_test(lives_in_an_arena), cmocka_unit_test(decodes_hex),         cmocka_unit_test(base64_vectors),
		cmocka_unit_test(base64_is_strict),  cmocka_unit_test(base64_is_canonical), cmocka_unit_test(sinks_delimit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
