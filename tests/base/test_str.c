/* Views: comparing, searching, cutting, numbers, edit distance. */
#include "check.h"

static const struct str none = {NULL, 0};

static void compares_by_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		int order;
	} cases[] = {
		{"", "", 0},    {"", "a", -1},   {"a", "a", 0},        {"a", "b", -1}, {"ab", "a", 1},
		{"Z", "a", -1}, {"a", "ab", -1}, {"\xc3\xa9", "z", 1}, {"b", "ab", 1}, {"abc", "abd", -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str a = str_from(cases[i].a), b = str_from(cases[i].b);
		int order = str_cmp(a, b), back = str_cmp(b, a);
		assert_int_equal((order > 0) - (order < 0), cases[i].order);
		assert_int_equal((back > 0) - (back < 0), -cases[i].order);
		assert_int_equal(str_eq(a, b), cases[i].order == 0);
	}
	assert_true(str_eq(none, STR("")));
	assert_int_equal(str_cmp(none, none), 0);
	assert_int_equal(str_from(NULL).len, 0);
	assert_int_equal(STR("a\0b").len, 3);
	assert_false(str_eq(STR("a\0b"), STR("a\0c")));
}

static void begins_and_ends(void **state)
{
	(void)state;
	struct str s = STR("council");
	assert_true(str_starts(s, STR("")));
	assert_true(str_starts(s, STR("coun")));
	assert_true(str_starts(s, s));
	assert_false(str_starts(s, STR("councils")));
	assert_false(str_starts(s, STR("oun")));
	assert_true(str_ends(s, STR("cil")));
	assert_true(str_ends(s, s));
	assert_true(str_ends(s, STR("")));
	assert_false(str_ends(s, STR("acouncil")));
	assert_false(str_ends(s, STR("ci")));
	assert_true(str_starts(none, none));
	assert_true(str_ends(none, STR("")));
}

static void finds_and_slices(void **state)
{
	(void)state;
	struct str s = STR("a.b.c");
	assert_int_equal(str_find(s, '.', 0), 1);
	assert_int_equal(str_find(s, '.', 1), 1);
	assert_int_equal(str_find(s, '.', 2), 3);
	assert_int_equal(str_find(s, '.', 4), 5);
	assert_int_equal(str_find(s, 'x', 0), 5);
	assert_int_equal(str_find(s, '.', 99), 5);
	assert_int_equal(str_find(none, '.', 0), 0);
	assert_str(str_slice(s, 1, 3), ".b");
	assert_str(str_slice(s, 3, 99), ".c");
	assert_str(str_slice(s, 4, 2), "");
	assert_str(str_slice(s, 99, 99), "");
	assert_str(str_slice(none, 0, 5), "");
}

static void trims_blanks_only(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \t a b \t")), "a b");
	assert_str(str_trim(STR("a")), "a");
	assert_str(str_trim(STR(" \t ")), "");
	assert_str(str_trim(STR("")), "");
	assert_str(str_trim(STR("\na\r")), "\na\r");
	assert_str(str_trim(none), "");
}

static void cuts_at_the_first(void **state)
{
	(void)state;
	struct str head = STR("untouched"), tail = STR("too");
	assert_false(str_cut(STR("no colon"), ':', &head, &tail));
	assert_str(head, "untouched");
	assert_str(tail, "too");
	assert_true(str_cut(STR("a:b:c"), ':', &head, &tail));
	assert_str(head, "a");
	assert_str(tail, "b:c");
	assert_true(str_cut(STR(":"), ':', &head, &tail));
	assert_str(head, "");
	assert_str(tail, "");
	struct str rest = STR("x,y");
	assert_true(str_cut(rest, ',', &head, &rest)); /* onto itself */
	assert_str(head, "x");
	assert_str(rest, "y");
}

static void reads_unsigned(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		uint64_t max;
		bool good;
		uint64_t value;
	} cases[] = {
		{"0", UINT64_MAX, true, 0},
		{"7", 7, true, 7},
		{"8", 7, false, 0},
		{"18446744073709551615", UINT64_MAX, true, UINT64_MAX},
		{"18446744073709551616", UINT64_MAX, false, 0},
		{"99999999999999999999", UINT64_MAX, false, 0},
		{"184467440737095516150", UINT64_MAX, false, 0},
		{"9007199254740992", UINT64_C(1) << 53, true, UINT64_C(9007199254740992)},
		{"", UINT64_MAX, false, 0},
		{"00", UINT64_MAX, false, 0},
		{"01", UINT64_MAX, false, 0},
		{"+1", UINT64_MAX, false, 0},
		{"-1", UINT64_MAX, false, 0},
		{" 1", UINT64_MAX, false, 0},
		{"1 ", UINT64_MAX, false, 0},
		{"1.0", UINT64_MAX, false, 0},
		{"1e3", UINT64_MAX, false, 0},
		{"0x1", UINT64_MAX, false, 0},
		{"/", UINT64_MAX, false, 0},
		{":", UINT64_MAX, false, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint64_t value = 4242;
		bool good = str_to_u64(str_from(cases[i].text), cases[i].max, &value);
		assert_case(good == cases[i].good, cases[i].text);
		assert_case(value == (good ? cases[i].value : 4242), cases[i].text);
	}
}

static void reads_signed(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool good;
		int64_t value;
	} cases[] = {
		{"0", true, 0},
		{"-1", true, -1},
		{"9223372036854775807", true, INT64_MAX},
		{"9223372036854775808", false, 0},
		{"-9223372036854775808", true, INT64_MIN},
		{"-9223372036854775809", false, 0},
		{"-0", false, 0},
		{"-", false, 0},
		{"", false, 0},
		{"--1", false, 0},
		{"-01", false, 0},
		{"+1", false, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t value = 4242;
		bool good = str_to_i64(str_from(cases[i].text), &value);
		assert_case(good == cases[i].good, cases[i].text);
		assert_case(value == (good ? cases[i].value : 4242), cases[i].text);
	}
}

static void measures_distance(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		size_t distance;
	} cases[] = {
		{"", "", 0},
		{"abc", "", 3},
		{"council", "council", 0},
		{"council", "counsel", 2},
		{"council", "concil", 1},
		{"quorum", "qourum", 1},
		{"ab", "ba", 1},
		{"kitten", "sitting", 3},
		{"a", "b", 1},
		{"ca", "abc", 3},
		{"abcdef", "badcfe", 3},
		{"notice", "notcie", 1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str a = str_from(cases[i].a), b = str_from(cases[i].b);
		assert_case(str_distance(a, b) == cases[i].distance, cases[i].a);
		assert_case(str_distance(b, a) == cases[i].distance, cases[i].b);
	}
	char longest[65];
	memset(longest, 'x', sizeof longest);
	assert_int_equal(str_distance((struct str){longest, 64}, (struct str){longest, 64}), 0);
	assert_int_equal(str_distance((struct str){longest, 64}, STR("")), 64);
	assert_true(str_distance((struct str){longest, 65}, STR("")) == SIZE_MAX);
	assert_true(str_distance(STR(""), (struct str){longest, 65}) == SIZE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares_by_bytes), cmocka_unit_test(begins_and_ends),   cmocka_unit_test(finds_and_slices),
		cmocka_unit_test(trims_blanks_only), cmocka_unit_test(cuts_at_the_first), cmocka_unit_test(reads_unsigned),
		cmocka_unit_test(reads_signed),      cmocka_unit_test(measures_distance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
