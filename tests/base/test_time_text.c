/* Times as text and strictly back. */
#include "check.h"

#include "base/time.h"

static const struct zone yerevan = {STR_INIT("Asia/Yerevan"), 14400, 0, NULL, NULL};
static const struct zone honolulu = {STR_INIT("Pacific/Honolulu"), -36000, 0, NULL, NULL};
static const struct zone utc_zone = {STR_INIT("UTC"), 0, 0, NULL, NULL};

static void instants(void **state)
{
	(void)state;
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{0, "1970-01-01T00:00:00Z"},
		{-1, "1969-12-31T23:59:59.999Z"},
		{INT64_C(1654851600000), "2022-06-10T09:00:00Z"},
		{INT64_C(1654851600007), "2022-06-10T09:00:00.007Z"},
		{INT64_C(-62135596800000), "0001-01-01T00:00:00Z"},
		{INT64_C(253402300799999), "9999-12-31T23:59:59.999Z"},
		{TIME_NEVER, "never"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[32];
		struct buf buf = buf_of(text, sizeof text);
		buf_time_utc(&buf, cases[i].ms);
		assert_str(buf_view(&buf), cases[i].text);
		int64_t back = 0;
		if (cases[i].ms != TIME_NEVER) {
			assert_true(time_parse(buf_view(&buf), &back));
			assert_int_equal(back, cases[i].ms);
		}
	}
}

static void local_times(void **state)
{
	(void)state;
	static const struct {
		const char *utc;
		const struct zone *zone;
		const char *text;
	} cases[] = {
		{"2022-06-10T09:00Z", &yerevan, "Friday 10 June 2022, 13:00 Asia/Yerevan (09:00 UTC)"},
		{"2022-06-10T09:00:05Z", &yerevan, "Friday 10 June 2022, 13:00:05 Asia/Yerevan (09:00:05 UTC)"},
		{"2022-06-09T21:00Z", &yerevan, "Friday 10 June 2022, 01:00 Asia/Yerevan (9 June 2022, 21:00 UTC)"},
		{"2023-01-01T03:30Z", &honolulu,
	     "Saturday 31 December 2022, 17:30 Pacific/Honolulu (1 January 2023, 03:30 UTC)"},
		{"2022-06-10T09:00Z", NULL, "Friday 10 June 2022, 09:00 UTC"},
		{"2022-06-10T09:00Z", &utc_zone, "Friday 10 June 2022, 09:00 UTC"},
		{"0001-01-01T00:00Z", NULL, "Monday 1 January 1, 00:00 UTC"},
		{"9999-12-31T23:59Z", NULL, "Friday 31 December 9999, 23:59 UTC"},
		{"2024-02-29T00:00Z", NULL, "Thursday 29 February 2024, 00:00 UTC"},
		{"2026-03-03T00:00Z", NULL, "Tuesday 3 March 2026, 00:00 UTC"},
		{"2026-04-08T00:00Z", NULL, "Wednesday 8 April 2026, 00:00 UTC"},
		{"2026-05-10T00:00Z", NULL, "Sunday 10 May 2026, 00:00 UTC"},
		{"2026-07-01T00:00Z", NULL, "Wednesday 1 July 2026, 00:00 UTC"},
		{"2026-08-01T00:00Z", NULL, "Saturday 1 August 2026, 00:00 UTC"},
		{"2026-09-01T00:00Z", NULL, "Tuesday 1 September 2026, 00:00 UTC"},
		{"2026-10-01T00:00Z", NULL, "Thursday 1 October 2026, 00:00 UTC"},
		{"2026-11-02T00:00Z", NULL, "Monday 2 November 2026, 00:00 UTC"},
	};
	char text[100];
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t ms;
		assert_true(time_parse(str_from(cases[i].utc), &ms));
		struct buf buf = buf_of(text, sizeof text);
		buf_time_zone(&buf, ms, cases[i].zone);
		assert_str(buf_view(&buf), cases[i].text);
	}
	struct buf buf = buf_of(text, sizeof text);
	buf_time_zone(&buf, TIME_NEVER, &yerevan);
	assert_str(buf_view(&buf), "never");
}

static void reads_instants(void **state)
{
	(void)state;
	static const struct {
		const char *text, *same; /* NULL: refused */
	} cases[] = {
		{"2022-06-10T09:00Z", "2022-06-10T09:00:00Z"},
		{"2022-06-10T09:00:01Z", "2022-06-10T09:00:01Z"},
		{"2022-06-10T09:00:01.250Z", "2022-06-10T09:00:01.250Z"},
		{"2022-06-10T13:00+04:00", "2022-06-10T09:00:00Z"},
		{"2022-06-10T13:00:00.001+04:00", "2022-06-10T09:00:00.001Z"},
		{"2022-06-09T23:30-09:30", "2022-06-10T09:00:00Z"},
		{"2022-06-10T09:00+00:00", "2022-06-10T09:00:00Z"},
		{"0001-01-01T00:00Z", "0001-01-01T00:00:00Z"},
		{"0001-01-01T04:00+04:00", "0001-01-01T00:00:00Z"},
		{"0001-01-01T03:59:59.999+04:00", NULL}, /* the year 0 */
		{"9999-12-31T23:59-00:01", NULL},        /* the year 10000 */
		{"2022-06-10T09:00", NULL},
		{"2022-06-10T09Z", NULL},
		{"2022-06-10", NULL},
		{"2022-06-10 09:00Z", NULL},
		{"2022-06-10t09:00Z", NULL},
		{"2022-06-10T09:00z", NULL},
		{"2022-06-10T09:00:60Z", NULL},
		{"2016-12-31T23:59:60Z", NULL}, /* a real leap second */
		{"2022-06-10T24:00Z", NULL},
		{"2022-06-10T09:60Z", NULL},
		{"2022-06-10T09:00:01.25Z", NULL},
		{"2022-06-10T09:00:01.2500Z", NULL},
		{"2022-06-10T09:00:01.Z", NULL},
		{"2022-06-10T09:00:01,250Z", NULL},
		{"2022-06-10T09:00.250Z", NULL},
		{"2022-06-10T9:00Z", NULL},
		{"2022-6-10T09:00Z", NULL},
		{"2022-06-10T09:00+0400", NULL},
		{"2022-06-10T09:00+04", NULL},
		{"2022-06-10T09:00+24:00", NULL},
		{"2022-06-10T09:00+04:60", NULL},
		{"2022-06-10T09:00ZZ", NULL},
		{"2022-06-10T09:00Z ", NULL},
		{" 2022-06-10T09:00Z", NULL},
		{"2022-06-10T09:00+04:00Z", NULL},
		{"2022-06-31T09:00Z", NULL},
		{"0000-06-10T09:00Z", NULL},
		{"12022-06-10T09:00Z", NULL},
		{"-022-06-10T09:00Z", NULL},
		{"", NULL},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t ms = 4242;
		bool good = time_parse(str_from(cases[i].text), &ms);
		assert_case(good == (cases[i].same != NULL), cases[i].text);
		if (!good) {
			assert_int_equal(ms, 4242);
			continue;
		}
		char text[32];
		struct buf buf = buf_of(text, sizeof text);
		buf_time_utc(&buf, ms);
		assert_str(buf_view(&buf), cases[i].same);
	}
	int64_t ms;
	struct str good = STR("2022-06-10T09:00:01.250+04:00");
	for (size_t cut = 0; cut < good.len; cut++)
		assert_false(time_parse(str_slice(good, 0, cut), &ms));
}

static void reads_dates(void **state)
{
	(void)state;
	struct date date = {0, 0, 0};
	static const char *const bad[] = {
		"",           "2002-10-7",   "2002-1-07",   "02-10-07",
		"2002/10/07", "20021007",    "2002-10-07 ", " 2002-10-07",
		"2002-10-32", "2002-13-01",  "2002-00-01",  "2002-10-00",
		"0000-01-01", "2002-02-29",  "1900-02-29",  "10000-01-01",
		"+002-10-07", "2002-10-07T", "2002-1a-07",  "2002-10-0\n",
	};
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_case(!date_parse(str_from(bad[i]), &date), bad[i]);
	assert_int_equal(date.year, 0);
	assert_true(date_parse(STR("2002-10-07"), &date));
	assert_true(date.year == 2002 && date.month == 10 && date.day == 7);
	assert_true(date_parse(STR("2000-02-29"), &date));
	char text[16];
	struct buf buf = buf_of(text, sizeof text);
	buf_date(&buf, (struct date){987, 6, 5});
	assert_str(buf_view(&buf), "0987-06-05");
}

static void reads_civil_times(void **state)
{
	(void)state;
	struct civil civil;
	assert_true(civil_parse(STR("2022-06-10T13:05"), &civil));
	assert_true(civil.date.year == 2022 && civil.date.month == 6 && civil.date.day == 10);
	assert_true(civil.hour == 13 && civil.minute == 5 && civil.second == 0 && civil.ms == 0);
	assert_true(civil_parse(STR("2022-06-10T23:59:58.007"), &civil));
	assert_true(civil.hour == 23 && civil.minute == 59 && civil.second == 58 && civil.ms == 7);
	static const char *const bad[] = {"2022-06-10T13:05Z",   "2022-06-10T13:05+04:00", "2022-06-10", "2022-06-10T24:00",
	                                  "2022-06-10T13:05:60", "2022-06-10T13:05:",      "2022-06-10T"};
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_case(!civil_parse(str_from(bad[i]), &civil), bad[i]);
	assert_int_equal(civil.ms, 7);
}

static void spans(void **state)
{
	(void)state;
	static const struct {
		struct span span;
		const char *text;
	} cases[] = {
		{{48 * 3600000, SPAN_MS}, "48 hours"},
		{{3600000, SPAN_MS}, "1 hour"},
		{{1800000, SPAN_MS}, "30 minutes"},
		{{5400000, SPAN_MS}, "90 minutes"},
		{{60000, SPAN_MS}, "1 minute"},
		{{90000, SPAN_MS}, "90 seconds"},
		{{1, SPAN_MS}, "1 millisecond"},
		{{1500, SPAN_MS}, "1500 milliseconds"},
		{{0, SPAN_MS}, "0 hours"},
		{{-7200000, SPAN_MS}, "-2 hours"},
		{{1, SPAN_DAYS}, "1 day"},
		{{14, SPAN_DAYS}, "14 days"},
		{{1, SPAN_WORKING_DAYS}, "1 working day"},
		{{3, SPAN_WORKING_DAYS}, "3 working days"},
		{{2, SPAN_WEEKS}, "2 weeks"},
		{{1, SPAN_MONTHS}, "1 month"},
		{{5, SPAN_YEARS}, "5 years"},
		{{INT64_MIN, SPAN_DAYS}, "-9223372036854775808 days"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char text[40];
		struct buf buf = buf_of(text, sizeof text);
		buf_span(&buf, cases[i].span);
		assert_str(buf_view(&buf), cases[i].text);
	}
}

static void reads_clock_spans(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t ms; /* -1: refused */
	} cases[] = {
		{"48h", 172800000},
		{"30min", 1800000},
		{"90s", 90000},
		{"500ms", 500},
		{"0h", 0},
		{"9223372036854775807ms", INT64_MAX},
		{"9223372036854775808ms", -1},
		{"2562047788015h", INT64_C(9223372036854000000)},
		{"2562047788016h", -1},
		{"", -1},
		{"h", -1},
		{"48", -1},
		{"48 h", -1},
		{"48H", -1},
		{"48hh", -1},
		{"48m", -1},
		{"-1h", -1},
		{"+1h", -1},
		{"01h", -1},
		{"1.5h", -1},
		{"3d", -1},
		{" 1h", -1},
		{"1h ", -1},
		{"1h30min", -1},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct span span = {-1, SPAN_UNIT_MAX};
		bool good = span_parse_clock(str_from(cases[i].text), &span);
		assert_case(good == (cases[i].ms >= 0), cases[i].text);
		assert_case(span.count == cases[i].ms, cases[i].text);
		assert_case(span.unit == (good ? SPAN_MS : SPAN_UNIT_MAX), cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instants),          cmocka_unit_test(local_times),       cmocka_unit_test(reads_instants),
		cmocka_unit_test(reads_dates),       cmocka_unit_test(reads_civil_times), cmocka_unit_test(spans),
		cmocka_unit_test(reads_clock_spans),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
