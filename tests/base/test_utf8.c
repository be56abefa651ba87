/* UTF-8: every code point both ways, and every kind of malformed sequence. */
#include "check.h"

#include "base/utf8.h"

static void every_code_point(void **state)
{
	(void)state;
	uint32_t good = 0;
	for (uint32_t code_point = 0; code_point <= 0x110fff; code_point++) {
		char bytes[8] = "????????";
		size_t size = utf8_encode(code_point, bytes);
		bool wrong = code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff);
		size_t expected = wrong ? 0 : code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
		assert_int_equal(size, expected);
		if (wrong)
			continue;
		good++;
		struct str s = {bytes, size};
		size_t index = 0;
		assert_int_equal(utf8_next(s, &index), code_point);
		assert_int_equal(index, size);
		assert_int_equal(utf8_next(s, &index), -1);
		assert_int_equal(index, size);
		assert_true(utf8_valid(s));
		assert_int_equal(utf8_length(s), 1);
		for (size_t cut = 0; cut < size; cut++) {
			struct str head = {bytes, cut};
			assert_int_equal(utf8_valid_prefix(head), 0);
			assert_int_equal(utf8_valid(head), cut == 0);
		}
	}
	assert_int_equal(good, 1112064);
	char out[4];
	assert_int_equal(utf8_encode(UINT32_MAX, out), 0);
}

static void known_bytes(void **state)
{
	(void)state;
	static const struct {
		uint32_t code_point;
		const char *bytes;
	} cases[] = {
		{0x24, "$"},
		{0x7f, "\x7f"},
		{0x80, "\xc2\x80"},
		{0xe9, "\xc3\xa9"},
		{0x7ff, "\xdf\xbf"},
		{0x800, "\xe0\xa0\x80"},
		{0x540, "\xd5\x80"},
		{0x20ac, "\xe2\x82\xac"},
		{0xd7ff, "\xed\x9f\xbf"},
		{0xe000, "\xee\x80\x80"},
		{0xfffd, "\xef\xbf\xbd"},
		{0x10000, "\xf0\x90\x80\x80"},
		{0x1f54a, "\xf0\x9f\x95\x8a"},
		{0x10ffff, "\xf4\x8f\xbf\xbf"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char out[4];
		size_t size = utf8_encode(cases[i].code_point, out);
		assert_str(((struct str){out, size}), cases[i].bytes);
	}
}

static void malformed(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"\xbf\x80", /* a continuation first */
		"\xc0\x80",
		"\xc0\xaf",
		"\xc1\xbf", /* overlong, two bytes */
		"\xe0\x80\x80",
		"\xe0\x80\xaf",
		"\xe0\x9f\xbf", /* overlong, three */
		"\xf0\x80\x80\x80",
		"\xf0\x80\x80\xaf",
		"\xf0\x8f\xbf\xbf", /* overlong, four */
		"\xed\xa0\x80",
		"\xed\xad\xbf",
		"\xed\xae\x80",
		"\xed\xbf\xbf",             /* surrogates */
		"\xed\xa0\xbd\xed\xb2\xa9", /* a pair of them */
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xf7\xbf\xbf\xbf", /* past U+10FFFF */
		"\xf8\x88\x80\x80\x80",
		"\xfc\x84\x80\x80\x80\x80",
		"\xfe",
		"\xff", /* never bytes of UTF-8 */
		"\xc3(",
		"\xe2(\xa1",
		"\xe2\x82(",
		"\xf0(\x8c\xbc",
		"\xf0\x90(\xbc",
		"\xf0\x90\x8c(", /* broken off */
		"\xc3\xc3\xa9",
		"\xe2\x82\xc3\xa9",
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct str s = str_from(bad[i]);
		size_t index = 0;
		assert_case(!utf8_valid(s), bad[i]);
		assert_case(utf8_valid_prefix(s) == 0, bad[i]);
		assert_case(utf8_next(s, &index) == -1 && index == 0, bad[i]);
		/* The same behind text of every length around the eight-byte steps, and with good text after it. */
		for (size_t before = 0; before < 20; before++) {
			char text[48];
			struct buf buf = buf_of(text, sizeof text);
			for (size_t j = 0; j < before; j++)
				buf_byte(&buf, 'a');
			buf_str(&buf, s);
			buf_c(&buf, "zzzzzzzzz");
			assert_false(buf.full);
			assert_int_equal(utf8_valid_prefix(buf_view(&buf)), before);
		}
	}
}

static void all_three_byte_strings(void **state)
{
	(void)state;
	/* Of all 2^24 three-byte strings beginning with a three-byte lead, those accepted are the code points. */
	uint32_t accepted = 0;
	for (uint32_t i = 0; i < (UINT32_C(16) << 16); i++) {
		char bytes[3] = {(char)(uint8_t)(0xe0 | i >> 16), (char)(uint8_t)(i >> 8), (char)(uint8_t)i};
		accepted += utf8_valid((struct str){bytes, 3});
	}
	assert_int_equal(accepted, 0x10000 - 0x800 - 0x800);
}

static void walks_text(void **state)
{
	(void)state;
	struct str s = STR("\xd5\x80\xd5\xa1y \xe2\x82\xac\xf0\x9f\x95\x8a");
	static const int32_t points[] = {0x540, 0x561, 'y', ' ', 0x20ac, 0x1f54a};
	size_t index = 0;
	for (size_t i = 0; i < COUNT(points); i++)
		assert_int_equal(utf8_next(s, &index), points[i]);
	assert_int_equal(index, s.len);
	assert_int_equal(utf8_length(s), 6);
	assert_int_equal(utf8_length((struct str){NULL, 0}), 0);
	assert_true(utf8_valid((struct str){NULL, 0}));
	index = 99;
	assert_int_equal(utf8_next(s, &index), -1);
	assert_int_equal(index, 99);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point),       cmocka_unit_test(known_bytes), cmocka_unit_test(malformed),
		cmocka_unit_test(all_three_byte_strings), cmocka_unit_test(walks_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
