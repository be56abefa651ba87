/* Dates and civil times: known days, every day of the calendar, and the C library as a second opinion. */
#include "check.h"

#include <time.h>

#include "base/time.h"

#define TIME_FIRST INT64_C(-62135596800000) /* 0001-01-01T00:00:00Z */
#define TIME_LAST INT64_C(253402300799999)  /* 9999-12-31T23:59:59.999Z */

static void known_days(void **state)
{
	(void)state;
	static const struct {
		struct date date;
		int32_t days;
		unsigned weekday; /* 0 Monday */
	} cases[] = {
		{{1970, 1, 1}, 0, 3},         {{1969, 12, 31}, -1, 2},      {{1, 1, 1}, -719162, 0},
		{{9999, 12, 31}, 2932896, 4}, {{1582, 10, 15}, -141427, 4}, {{1600, 2, 29}, -135081, 1},
		{{1900, 2, 28}, -25509, 2},   {{1900, 3, 1}, -25508, 3},    {{2000, 2, 29}, 11016, 1},
		{{2000, 3, 1}, 11017, 2},     {{2002, 10, 7}, 11967, 0},    {{2022, 6, 10}, 19153, 4},
		{{2024, 2, 29}, 19782, 3},    {{2026, 11, 24}, 20781, 1},   {{2100, 2, 28}, 47540, 6},
		{{2100, 3, 1}, 47541, 0},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct date date = cases[i].date;
		assert_true(date_valid(date));
		assert_int_equal(date_to_days(date), cases[i].days);
		assert_int_equal(date_weekday(cases[i].days), cases[i].weekday);
		struct date back = date_from_days(cases[i].days);
		assert_int_equal(back.year, date.year);
		assert_int_equal(back.month, date.month);
		assert_int_equal(back.day, date.day);
	}
}

static void invalid_dates(void **state)
{
	(void)state;
	static const struct date bad[] = {
		{0, 1, 1},      {10000, 1, 1},  {-1, 1, 1},        {2022, 0, 1},        {2022, 13, 1},
		{2022, 1, 0},   {2022, 1, 32},  {2022, 4, 31},     {2022, 6, 31},       {2022, 9, 31},
		{2022, 11, 31}, {2022, 2, 29},  {1900, 2, 29},     {2100, 2, 29},       {2024, 2, 30},
		{2000, 2, 30},  {2022, 255, 1}, {INT32_MIN, 1, 1}, {INT32_MAX, 12, 31},
	};
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(date_valid(bad[i]));
}

/* Walk the whole calendar, stepping the date by hand. */
static void every_day(void **state)
{
	(void)state;
	struct date date = {1, 1, 1};
	unsigned weekday = 0;
	for (int32_t days = -719162; days <= 2932896; days++) {
		struct date from = date_from_days(days);
		if (from.year != date.year || from.month != date.month || from.day != date.day || date_to_days(date) != days ||
		    date_weekday(days) != weekday)
			fail_msg("day %d", days);
		struct date next = {date.year, date.month, (uint8_t)(date.day + 1)};
		if (!date_valid(next))
			next = (struct date){date.year, (uint8_t)(date.month + 1), 1};
		if (!date_valid(next))
			next = (struct date){date.year + 1, 1, 1};
		date = next;
		weekday = (weekday + 1) % 7;
	}
	assert_int_equal(date.year, 10000);
}

static void outside_the_calendar(void **state)
{
	(void)state;
	static const int32_t early[] = {-719163, INT32_MIN}, late[] = {2932897, INT32_MAX};
	for (size_t i = 0; i < 2; i++) {
		struct date first = date_from_days(early[i]), last = date_from_days(late[i]);
		assert_true(first.year == 1 && first.month == 1 && first.day == 1);
		assert_true(last.year == 9999 && last.month == 12 && last.day == 31);
	}
	assert_int_equal(date_weekday(INT32_MIN), (unsigned)(((INT64_C(-2147483648) + 3) % 7 + 7) % 7));
	assert_int_equal(date_weekday(INT32_MAX), (unsigned)((INT64_C(2147483647) + 3) % 7));
	static const int64_t times[] = {INT64_MIN, TIME_FIRST - 1, TIME_LAST + 1, INT64_MAX};
	static const int32_t offsets[] = {0, 86399, -86399, INT32_MAX, INT32_MIN};
	for (size_t i = 0; i < COUNT(times); i++)
		for (size_t j = 0; j < COUNT(offsets); j++)
			assert_true(date_valid(civil_from_ms(times[i], offsets[j]).date));
	struct civil last = civil_from_ms(TIME_NEVER, 0);
	assert_true(last.date.year == 9999 && last.hour == 23 && last.minute == 59 && last.second == 59 && last.ms == 999);
}

static void civil_times(void **state)
{
	(void)state;
	static const struct {
		int64_t ms;
		int32_t offset_s;
		struct civil civil;
	} cases[] = {
		{0, 0, {{1970, 1, 1}, 0, 0, 0, 0}},
		{-1, 0, {{1969, 12, 31}, 23, 59, 59, 999}},
		{-1000, 0, {{1969, 12, 31}, 23, 59, 59, 0}},
		{INT64_C(1654851600000), 4 * 3600, {{2022, 6, 10}, 13, 0, 0, 0}},
		{INT64_C(1654851600001), -9 * 3600 - 1800, {{2022, 6, 9}, 23, 30, 0, 1}},
		{0, -1, {{1969, 12, 31}, 23, 59, 59, 0}},
		{TIME_FIRST, 0, {{1, 1, 1}, 0, 0, 0, 0}},
		{TIME_LAST, 0, {{9999, 12, 31}, 23, 59, 59, 999}},
		{0, 43 * 60 + 8, {{1970, 1, 1}, 0, 43, 8, 0}}, /* offsets have had seconds */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct civil civil = civil_from_ms(cases[i].ms, cases[i].offset_s);
		assert_int_equal(civil.date.year, cases[i].civil.date.year);
		assert_int_equal(civil.date.month, cases[i].civil.date.month);
		assert_int_equal(civil.date.day, cases[i].civil.date.day);
		assert_int_equal(civil.hour, cases[i].civil.hour);
		assert_int_equal(civil.minute, cases[i].civil.minute);
		assert_int_equal(civil.second, cases[i].civil.second);
		assert_int_equal(civil.ms, cases[i].civil.ms);
		assert_int_equal(civil_to_ms(civil, cases[i].offset_s), cases[i].ms);
	}
}

static void agrees_with_the_library(void **state)
{
	(void)state;
	uint64_t seed = 20221011;
	for (int i = 0; i < 200000; i++) {
		int64_t ms = random_between(&seed, TIME_FIRST, TIME_LAST);
		struct civil civil = civil_from_ms(ms, 0);
		time_t seconds = (time_t)((ms - civil.ms) / 1000);
		struct tm tm;
		assert_non_null(gmtime_r(&seconds, &tm));
		assert_int_equal(civil.date.year, tm.tm_year + 1900);
		assert_int_equal(civil.date.month, tm.tm_mon + 1);
		assert_int_equal(civil.date.day, tm.tm_mday);
		assert_int_equal(civil.hour, tm.tm_hour);
		assert_int_equal(civil.minute, tm.tm_min);
		assert_int_equal(civil.second, tm.tm_sec);
		assert_int_equal(date_weekday(date_to_days(civil.date)), (tm.tm_wday + 6) % 7);
		assert_int_equal(civil_to_ms(civil, 0), ms);
		assert_int_equal((int64_t)timegm(&tm) * 1000 + civil.ms, ms);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_days),  cmocka_unit_test(invalid_dates),
		cmocka_unit_test(every_day),   cmocka_unit_test(outside_the_calendar),
		cmocka_unit_test(civil_times), cmocka_unit_test(agrees_with_the_library),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
