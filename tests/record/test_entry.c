/* Entries: exact format, table of malformed ones; origins. */
#include "record/entry.h"

#include "base/limits.h"
#include "vectors.h"

#define HEAD "comity-entry/v1 "
#define MOST "9007199254740991" /* 2^53 - 1 */

static void test_good(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		uint64_t number;
		int64_t time_ms;
		const char *act;
	} cases[] = {
		{HEAD "0 0\nx", 0, 0, "x"},
		{HEAD "7 1654851600000\n{}\n\n\xe2\x80\x94 a b\n", 7, INT64_C(1654851600000), "{}\n\n\xe2\x80\x94 a b\n"},
		{HEAD "10 1\n\n", 10, 1, "\n"},
		{HEAD MOST " " MOST "\nact", UINT64_C(9007199254740991), INT64_C(9007199254740991), "act"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct entry entry;
		struct err err;
		assert_ok(entry_parse(str_from(cases[i].bytes), &entry, &err), &err);
		assert_int_equal(entry.number, cases[i].number);
		assert_int_equal(entry.time_ms, cases[i].time_ms);
		assert_str(entry.act, str_from(cases[i].act));
		char again[200];
		struct buf buf = buf_of(again, sizeof again);
		buf_entry(&buf, entry.number, entry.time_ms, entry.act);
		assert_false(buf.full);
		assert_str(buf_view(&buf), str_from(cases[i].bytes));
	}
}

static void test_malformed(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"",
		"comity-entry/v1",
		HEAD,
		HEAD "\n",
		HEAD "0\n",
		HEAD "0 0",
		HEAD "0 0\n", /* no act */
		HEAD "0\nact",
		HEAD " 0\nact",
		HEAD "0 \nact",
		HEAD "00 0\nact",
		HEAD "01 0\nact",
		HEAD "0 00\nact",
		HEAD "0 01\nact",
		HEAD "+1 0\nact",
		HEAD "-1 0\nact",
		HEAD "1 -1\nact",
		HEAD "0 -0\nact",
		HEAD "0 1.5\nact",
		HEAD "0 1e3\nact",
		HEAD "0x1 1\nact",
		HEAD "0  1\nact",
		HEAD "0 1 \nact",
		HEAD "0 1 2\nact",
		HEAD "0\t1\nact",
		HEAD "0 1\r\nact",
		HEAD "9007199254740992 0\nact",
		HEAD "0 9007199254740992\nact",
		HEAD "18446744073709551616 0\nact",
		HEAD "0 99999999999999999999999999\nact",
		" " HEAD "0 0\nact",
		"comity-entry/v2 0 0\nact",
		"Comity-entry/v1 0 0\nact",
		"comity-entry/v1\n0 0\nact",
		"\xef\xbb\xbf" HEAD "0 0\nact",
		HEAD "\xd9\xa1 0\nact", /* ARABIC-INDIC DIGIT ONE */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct entry entry = {.number = 77};
		struct err err = {0};
		enum err_code code = entry_parse(str_from(cases[i]), &entry, &err);
		if (code != ERR_FORMAT)
			fail_msg("case %zu, \"%s\": %s", i, cases[i], err_code_name(code));
		assert_int_equal(err.code, ERR_FORMAT);
		assert_int_equal(entry.number, 77); /* written on success only */
		assert_int_equal(entry_parse(str_from(cases[i]), &entry, NULL), ERR_FORMAT);
	}
	struct entry entry;
	assert_int_equal(entry_parse((struct str){HEAD "0\0 0\nact", 24}, &entry, NULL), ERR_FORMAT);
	assert_int_equal(entry_parse((struct str){NULL, 0}, &entry, NULL), ERR_FORMAT);
}

static void test_size(void **state)
{
	(void)state;
	static char bytes[LIMIT_ENTRY_SIZE + 1];
	memset(bytes, 'a', sizeof bytes);
	memcpy(bytes, HEAD "0 0\n", 20);
	struct entry entry;
	struct err err;
	assert_ok(entry_parse((struct str){bytes, LIMIT_ENTRY_SIZE}, &entry, &err), &err);
	assert_int_equal(entry.act.len, 65535 - 20);
	assert_int_equal(entry_parse((struct str){bytes, sizeof bytes}, &entry, &err), ERR_LIMIT);
}

static void test_full(void **state)
{
	(void)state;
	for (size_t cap = 0; cap < 23; cap++) {
		char bytes[23];
		struct buf buf = buf_of(bytes, cap);
		buf_entry(&buf, 0, 0, STR("act"));
		assert_true(buf.full);
	}
}

static const char *const good_origins[] = {
	"example.org/council",       "abc",         "0-0",      "a..",
	"log.example.org:8443/2027", "a_b/c-d.e:f", "comity",   "comit-y",
	"comity.example.org/log",    "aa/",         "subtre/e", "example.org/comity-test",
};
static const char *const bad_origins[] = {
	"",
	"a",
	"ab",
	"Example.org",
	"example.org/Council",
	".example.org",
	"-a-",
	"/abc",
	":abc",
	"_abc",
	"example.org//council",
	"https://example.org",
	"a//",
	"a b",
	"abc ",
	" abc",
	"abc\n",
	"a\nb",
	"a+b",
	"a,b",
	"a=b",
	"a\303\251b",
	"a{b",
	"{\"v\":1}",
	"comity-",
	"comity-entry/v1",
	"comity-signin/v1",
	"cosignature/v1",
	"cosignature.example.org",
	"subtree/v1",
	"subtrees.example.org",
	"a\tb",
	"a\177b",
	"a@b",
	"a`b",
	"a[b",
};

static void test_origins(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good_origins); i++)
		if (!origin_valid(str_from(good_origins[i])))
			fail_msg("refused \"%s\"", good_origins[i]);
	for (size_t i = 0; i < COUNT(bad_origins); i++)
		if (origin_valid(str_from(bad_origins[i])))
			fail_msg("accepted \"%s\"", bad_origins[i]);
	char long_origin[256];
	memset(long_origin, 'a', sizeof long_origin);
	assert_true(origin_valid((struct str){long_origin, 255}));
	assert_false(origin_valid((struct str){long_origin, 256}));
	assert_false(origin_valid((struct str){"ab\0", 3}));
	assert_false(origin_valid((struct str){NULL, 0}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good), cmocka_unit_test(test_malformed), cmocka_unit_test(test_size),
		cmocka_unit_test(test_full), cmocka_unit_test(test_origins),
	};
	return cmocka_run_group_tests_name("entry", tests, NULL, NULL);
}
