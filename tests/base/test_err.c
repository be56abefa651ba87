/* Errors: filled, prefixed, cut without breaking a character, and without a place to put them. */
#include "check.h"

#include "base/err.h"
#include "base/utf8.h"

static void fills(void **state)
{
	(void)state;
	struct err err = {.hint = "stale"};
	int line = __LINE__ + 1;
	enum err_code code = err_set(&err, ERR_IO, "cannot open %s: %s", "x.log", "no such file");
	assert_int_equal(code, ERR_IO);
	assert_int_equal(err.code, ERR_IO);
	assert_string_equal(err.msg, "cannot open x.log: no such file");
	assert_string_equal(err.hint, "");
	assert_string_equal(err.file, __FILE__);
	assert_int_equal(err.line, line);
	assert_int_equal(err_hint(&err, "try %d", 7), ERR_IO);
	assert_string_equal(err.hint, "try 7");
	assert_int_equal(err_prefix(&err, "entry %d", 12), ERR_IO);
	assert_string_equal(err.msg, "entry 12: cannot open x.log: no such file");
	assert_string_equal(err.hint, "try 7");
	assert_int_equal(err.line, line);
	/* The old message as an argument of the new one. */
	err_set(&err, ERR_CORRUPT, "again, %s", err.msg);
	assert_string_equal(err.msg, "again, entry 12: cannot open x.log: no such file");
}

static void without_a_place(void **state)
{
	(void)state;
	assert_int_equal(err_set(NULL, ERR_LIMIT, "too %s", "long"), ERR_LIMIT);
	assert_int_equal(err_prefix(NULL, "entry"), ERR_LIMIT); /* never ERR_OK */
	assert_int_equal(err_hint(NULL, "shorter"), ERR_LIMIT);
}

static void cuts_whole_characters(void **state)
{
	(void)state;
	struct err err = {.code = ERR_OK};
	char wide[801];
	for (size_t i = 0; i < 800; i += 2)
		memcpy(wide + i, "\xc3\xa9", 2);
	wide[800] = '\0';
	err_set(&err, ERR_FORMAT, "%s", wide);
	assert_int_equal(strlen(err.msg), 510);
	assert_true(utf8_valid(str_from(err.msg)));
	err_set(&err, ERR_FORMAT, "x%s", wide);
	assert_int_equal(strlen(err.msg), 511);
	err_prefix(&err, "xx"); /* pushes the last character over the edge by half */
	assert_true(str_starts(str_from(err.msg), STR("xx: x\xc3\xa9")));
	assert_true(strlen(err.msg) >= 508 && utf8_valid(str_from(err.msg)));
	err_prefix(&err, "%s", wide);
	assert_true(strlen(err.msg) <= 511 && utf8_valid(str_from(err.msg)));
	err_hint(&err, "%s", wide);
	assert_int_equal(strlen(err.hint), 254);
	assert_true(utf8_valid(str_from(err.hint)));
}

static void names_every_code(void **state)
{
	(void)state;
	static const char *const names[] = {"ok",     "limit", "format", "signature", "conflict", "refused", "not-found",
	                                    "exists", "busy",  "access", "io",        "corrupt",  "usage",   "clock"};
	assert_int_equal(COUNT(names), ERR_MAX);
	for (unsigned code = 0; code < ERR_MAX; code++)
		assert_string_equal(err_code_name((enum err_code)code), names[code]);
	assert_string_equal(err_code_name(ERR_MAX), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills),
		cmocka_unit_test(without_a_place),
		cmocka_unit_test(cuts_whole_characters),
		cmocka_unit_test(names_every_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
