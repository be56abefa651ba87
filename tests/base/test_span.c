/* Spans: month ends, changes of the clock, working days with holidays and transfers, the ends of the calendar. */
#include "check.h"

#include "base/time.h"

static const int64_t vienna_at[] = {1774746000, 1792890000}; /* 2026-03-29, 2026-10-25, 01:00Z both */
static const int32_t vienna_offset[] = {7200, 3600};
static const struct zone vienna = {STR_INIT("Europe/Vienna"), 3600, 2, vienna_at, vienna_offset};
static const struct zone yerevan = {STR_INIT("Asia/Yerevan"), 14400, 0, NULL, NULL};

/* Armenia, May 2026 as an example: 1 May, 9 May (a Saturday), 28 May; and Saturday 23 May worked for Monday 25. */
static const int32_t holidays[] = {20574, 20582, 20598, 20601}; /* 1, 9, 25, 28 May 2026 */
static const int32_t workdays[] = {20596};                      /* 23 May 2026 */
static const struct working_days may = {0x1f, 4, 1, holidays, workdays};
static const struct working_days plain = {0x1f, 0, 0, NULL, NULL};
static const struct working_days sunday_to_thursday = {0x4f, 0, 0, NULL, NULL};
static const struct working_days no_week = {0, 0, 1, NULL, workdays};
static const struct working_days never = {0, 0, 0, NULL, NULL};

static int64_t at(const char *utc)
{
	int64_t ms;
	if (strcmp(utc, "never") == 0)
		return TIME_NEVER;
	assert_true(time_parse(str_from(utc), &ms));
	return ms;
}

struct span_case {
	const char *start;
	int64_t count;
	enum span_unit unit;
	const struct zone *zone;
	const struct working_days *days;
	const char *end;
};

static void run(const struct span_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct span_case *c = &cases[i];
		char text[40];
		struct buf buf = buf_of(text, sizeof text);
		int64_t end = span_add(at(c->start), (struct span){c->count, c->unit}, c->zone, c->days);
		if (end == at(c->end))
			continue;
		buf_time_utc(&buf, end);
		fail_msg("case %zu: %s + %lld (unit %d) is %.*s, not %s", i, c->start, (long long)c->count, (int)c->unit,
		         STR_ARG(buf_view(&buf)), c->end);
	}
}

static void exact_lengths(void **state)
{
	(void)state;
	static const struct span_case cases[] = {
		{"2022-06-10T09:00Z", 48 * 3600000, SPAN_MS, &yerevan, NULL, "2022-06-12T09:00Z"},
		{"2026-03-28T12:00Z", 24 * 3600000, SPAN_MS, &vienna, NULL, "2026-03-29T12:00Z"}, /* the clock's hour moves */
		{"1970-01-01T00:00Z", -1, SPAN_MS, NULL, NULL, "1969-12-31T23:59:59.999Z"},
		{"9999-12-31T23:59:59.998Z", 1, SPAN_MS, NULL, NULL, "9999-12-31T23:59:59.999Z"},
		{"9999-12-31T23:59:59.999Z", 1, SPAN_MS, NULL, NULL, "never"},
		{"0001-01-01T00:00Z", -1, SPAN_MS, NULL, NULL, "never"},
		{"2022-06-10T09:00Z", INT64_MAX, SPAN_MS, NULL, NULL, "never"},
		{"1960-06-10T09:00Z", INT64_MIN, SPAN_MS, NULL, NULL, "never"},
		{"never", 1, SPAN_MS, NULL, NULL, "never"},
		{"never", 0, SPAN_DAYS, NULL, NULL, "never"},
	};
	run(cases, COUNT(cases));
}

static void calendar_lengths(void **state)
{
	(void)state;
	static const struct span_case cases[] = {
		{"2022-06-10T09:00Z", 1, SPAN_DAYS, NULL, NULL, "2022-06-11T09:00Z"},
		{"2022-06-10T09:00Z", 2, SPAN_WEEKS, NULL, NULL, "2022-06-24T09:00Z"},
		{"2022-06-10T09:00Z", -14, SPAN_DAYS, NULL, NULL, "2022-05-27T09:00Z"},
		/* Days in a zone keep the local time of day: these two "days" have 23 and 25 hours. */
		{"2026-03-28T12:00Z", 1, SPAN_DAYS, &vienna, NULL, "2026-03-29T11:00Z"},
		{"2026-10-24T12:00Z", 1, SPAN_DAYS, &vienna, NULL, "2026-10-25T13:00Z"},
		{"2026-03-22T01:30Z", 1, SPAN_WEEKS, &vienna, NULL, "2026-03-29T01:30Z"}, /* 02:30 is in the gap: 03:30 */
		{"2026-10-18T00:30Z", 1, SPAN_WEEKS, &vienna, NULL, "2026-10-25T00:30Z"}, /* the first 02:30 */
		{"2026-10-25T01:30Z", 0, SPAN_WEEKS, &vienna, NULL, "2026-10-25T01:30Z"}, /* the second stays the second */
		{"2026-10-24T22:30Z", 1, SPAN_DAYS, &vienna, NULL, "2026-10-25T23:30Z"},  /* 00:30 of the 25th and 26th */
		/* Month ends. */
		{"2022-01-31T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "2022-02-28T10:00Z"},
		{"2024-01-31T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "2024-02-29T10:00Z"},
		{"2000-01-30T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "2000-02-29T10:00Z"},
		{"1900-01-29T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "1900-02-28T10:00Z"},
		{"2022-03-31T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "2022-04-30T10:00Z"},
		{"2022-08-31T10:00Z", 6, SPAN_MONTHS, NULL, NULL, "2023-02-28T10:00Z"},
		{"2022-11-30T10:00Z", 2, SPAN_MONTHS, NULL, NULL, "2023-01-30T10:00Z"},
		{"2022-12-15T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "2023-01-15T10:00Z"},
		{"2023-01-31T10:00Z", -2, SPAN_MONTHS, NULL, NULL, "2022-11-30T10:00Z"},
		{"2024-02-29T10:00Z", 1, SPAN_YEARS, NULL, NULL, "2025-02-28T10:00Z"},
		{"2024-02-29T10:00Z", 4, SPAN_YEARS, NULL, NULL, "2028-02-29T10:00Z"},
		{"2024-02-29T10:00Z", -124, SPAN_YEARS, NULL, NULL, "1900-02-28T10:00Z"},
		{"2022-01-31T22:00Z", 1, SPAN_MONTHS, &yerevan, NULL, "2022-02-28T22:00Z"}, /* locally 1 February */
		{"2022-01-31T19:59Z", 1, SPAN_MONTHS, &yerevan, NULL, "2022-02-28T19:59Z"}, /* locally 31 January */
	};
	run(cases, COUNT(cases));
}

static void ends_of_the_calendar(void **state)
{
	(void)state;
	static const struct span_case cases[] = {
		{"9999-12-30T10:00Z", 1, SPAN_DAYS, NULL, NULL, "9999-12-31T10:00Z"},
		{"9999-12-31T10:00Z", 1, SPAN_DAYS, NULL, NULL, "never"},
		{"9999-12-31T10:00Z", 1, SPAN_WORKING_DAYS, NULL, &plain, "never"},
		{"9999-12-25T10:00Z", 1, SPAN_WEEKS, NULL, NULL, "never"},
		{"9999-11-30T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "9999-12-30T10:00Z"},
		{"9999-12-01T10:00Z", 1, SPAN_MONTHS, NULL, NULL, "never"},
		{"2022-01-01T10:00Z", 7977, SPAN_YEARS, NULL, NULL, "9999-01-01T10:00Z"},
		{"2022-01-01T10:00Z", 7978, SPAN_YEARS, NULL, NULL, "never"},
		{"0001-01-02T10:00Z", -1, SPAN_DAYS, NULL, NULL, "0001-01-01T10:00Z"},
		{"0001-01-01T10:00Z", -1, SPAN_DAYS, NULL, NULL, "never"},
		{"0001-01-31T10:00Z", -1, SPAN_MONTHS, NULL, NULL, "never"},
		{"0001-01-01T10:00Z", -1, SPAN_WORKING_DAYS, NULL, &plain, "never"},
		{"2022-01-01T10:00Z", -2021, SPAN_YEARS, NULL, NULL, "0001-01-01T10:00Z"},
		{"2022-01-01T10:00Z", INT64_MAX, SPAN_DAYS, NULL, NULL, "never"},
		{"2022-01-01T10:00Z", INT64_MIN, SPAN_DAYS, NULL, NULL, "never"},
		{"2022-01-01T10:00Z", INT64_MAX, SPAN_WEEKS, NULL, NULL, "never"},
		{"2022-01-01T10:00Z", INT64_MAX, SPAN_MONTHS, NULL, NULL, "never"},
		{"2022-01-01T10:00Z", INT64_MAX, SPAN_YEARS, NULL, NULL, "never"},
		{"2022-01-01T10:00Z", INT64_MAX, SPAN_WORKING_DAYS, NULL, &plain, "never"},
		{"2022-01-01T10:00Z", INT64_MIN, SPAN_WORKING_DAYS, NULL, &plain, "never"},
		/* In range locally, past the end in UTC; and the other way about. */
		{"9999-12-30T23:30Z", 1, SPAN_DAYS, &vienna, NULL, "never"},
		{"0001-01-02T02:00Z", -1, SPAN_DAYS, &yerevan, NULL, "0001-01-01T02:00Z"},
		{"0001-01-01T22:00Z", -1, SPAN_DAYS, &yerevan, NULL, "never"},
	};
	run(cases, COUNT(cases));
}

static void working_days(void **state)
{
	(void)state;
	static const struct span_case cases[] = {
		/* Friday 10 June 2022; the day of the start is not counted. */
		{"2022-06-10T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-13T09:00Z"},
		{"2022-06-10T09:00Z", 3, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-15T09:00Z"},
		{"2022-06-10T09:00Z", 5, SPAN_WORKING_DAYS, NULL, NULL, "2022-06-17T09:00Z"},
		{"2022-06-10T09:00Z", 6, SPAN_WORKING_DAYS, NULL, NULL, "2022-06-20T09:00Z"},
		{"2022-06-11T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-13T09:00Z"}, /* from a Saturday */
		{"2022-06-11T09:00Z", 0, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-11T09:00Z"},
		{"2022-06-13T09:00Z", -1, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-10T09:00Z"},
		{"2022-06-12T09:00Z", -1, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-10T09:00Z"},
		{"2022-06-13T09:00Z", -6, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-03T09:00Z"},
		{"2022-06-10T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &sunday_to_thursday, "2022-06-12T09:00Z"},
		/* Which day it is depends on the zone: Friday evening UTC is Saturday in Yerevan. */
		{"2022-06-09T21:00Z", 1, SPAN_WORKING_DAYS, NULL, &plain, "2022-06-10T21:00Z"},
		{"2022-06-09T21:00Z", 1, SPAN_WORKING_DAYS, &yerevan, &plain, "2022-06-12T21:00Z"},
		{"2026-03-27T12:00Z", 1, SPAN_WORKING_DAYS, &vienna, &plain, "2026-03-30T11:00Z"}, /* 13:00 both times */
		/* May 2026: Thursday 30 April, then 1 May is a holiday and a Friday. */
		{"2026-04-30T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &may, "2026-05-04T09:00Z"},
		{"2026-05-04T09:00Z", -1, SPAN_WORKING_DAYS, NULL, &may, "2026-04-30T09:00Z"},
		/* Saturday 9 May is a holiday already free: nothing is lost. */
		{"2026-05-08T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &may, "2026-05-11T09:00Z"},
		/* Saturday 23 May is worked, Monday 25 May is not. */
		{"2026-05-22T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &may, "2026-05-23T09:00Z"},
		{"2026-05-22T09:00Z", 2, SPAN_WORKING_DAYS, NULL, &may, "2026-05-26T09:00Z"},
		{"2026-05-22T09:00Z", 4, SPAN_WORKING_DAYS, NULL, &may, "2026-05-29T09:00Z"},
		{"2026-05-26T09:00Z", -1, SPAN_WORKING_DAYS, NULL, &may, "2026-05-23T09:00Z"},
		{"2026-05-26T09:00Z", -2, SPAN_WORKING_DAYS, NULL, &may, "2026-05-22T09:00Z"},
		{"2026-04-30T09:00Z", 19, SPAN_WORKING_DAYS, NULL, &may, "2026-05-29T09:00Z"},
		/* Only the transfer is worked, or nothing ever. */
		{"2026-05-01T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &no_week, "2026-05-23T09:00Z"},
		{"2026-05-01T09:00Z", 2, SPAN_WORKING_DAYS, NULL, &no_week, "never"},
		{"2026-06-01T09:00Z", -1, SPAN_WORKING_DAYS, NULL, &no_week, "2026-05-23T09:00Z"},
		{"2026-05-01T09:00Z", 1, SPAN_WORKING_DAYS, NULL, &never, "never"},
		{"2026-05-01T09:00Z", -1, SPAN_WORKING_DAYS, NULL, &never, "never"},
	};
	run(cases, COUNT(cases));
}

static void which_days_are_worked(void **state)
{
	(void)state;
	assert_true(working_day(0, NULL));    /* Thursday */
	assert_false(working_day(2, NULL));   /* Saturday */
	assert_false(working_day(-4, NULL));  /* a Sunday before the epoch */
	assert_true(working_day(-6, &plain)); /* and the Friday before it */
	assert_false(working_day(20574, &may));
	assert_true(working_day(20596, &may));
	assert_false(working_day(20597, &may));
	assert_false(working_day(20598, &may));
	/* Listed as both: a holiday. */
	static const int32_t both[] = {100};
	struct working_days twice = {0x7f, 1, 1, both, both};
	assert_false(working_day(100, &twice));
	assert_true(working_day(101, &twice));
}

/* The definition, a day at a time. */
static int32_t by_walking(int32_t day, int64_t count, const struct working_days *days)
{
	int32_t step = count > 0 ? 1 : -1;
	while (count != 0) {
		day += step;
		if (day < -719162 || day > 2932896)
			return INT32_MAX;
		if (working_day(day, days))
			count -= step;
	}
	return day;
}

static uint32_t random_days(uint64_t *seed, int32_t *days, uint32_t max)
{
	uint32_t count = (uint32_t)random_between(seed, 0, max);
	int32_t day = (int32_t)random_between(seed, 19980, 20020);
	for (uint32_t i = 0; i < count; i++) {
		days[i] = day;
		day += (int32_t)random_between(seed, 1, 1 + (int64_t)(*seed % 30)); /* sorted, close together or not */
	}
	return count;
}

static void agrees_with_walking(void **state)
{
	(void)state;
	uint64_t seed = 1234;
	for (int round = 0; round < 20000; round++) {
		int32_t holiday[20], workday[20];
		struct working_days days = {
			.week = (uint8_t)(next_random(&seed) & 0x7f), .holiday = holiday, .workday = workday};
		days.holiday_count = random_days(&seed, holiday, 20);
		days.workday_count = random_days(&seed, workday, 20);
		if (days.week == 0)
			days.week = 1;
		int32_t day = (int32_t)random_between(&seed, 19900, 20400);
		int64_t count = random_between(&seed, -150, 150);
		int64_t end = span_add(day * DAY_MS + 5, (struct span){count, SPAN_WORKING_DAYS}, NULL, &days);
		assert_int_equal(end, by_walking(day, count, &days) * DAY_MS + 5);
	}
	/* And across the whole calendar: 521722 weeks and five days, less the first day, three holidays, plus a transfer.
	 */
	int64_t first = -719162 * DAY_MS, last = 2932896 * DAY_MS;
	assert_int_equal(by_walking(-719162, 2608612, &may), 2932896);
	assert_int_equal(span_add(first, (struct span){2608612, SPAN_WORKING_DAYS}, NULL, &may), last);
	assert_int_equal(span_add(first, (struct span){2608613, SPAN_WORKING_DAYS}, NULL, &may), TIME_NEVER);
	assert_int_equal(span_add(last, (struct span){-2608612, SPAN_WORKING_DAYS}, NULL, &may), first);
	assert_int_equal(span_add(last, (struct span){-2608613, SPAN_WORKING_DAYS}, NULL, &may), TIME_NEVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exact_lengths),         cmocka_unit_test(calendar_lengths),
		cmocka_unit_test(ends_of_the_calendar),  cmocka_unit_test(working_days),
		cmocka_unit_test(which_days_are_worked), cmocka_unit_test(agrees_with_walking),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
