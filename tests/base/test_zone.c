/* Zones: Vienna's two changes of 2026, odd zones, the definition by search, the C library's own Vienna. */
#include "check.h"

#include <time.h>
#include <unistd.h>

#include "base/time.h"

/* 2026-03-29T01:00Z: from +1 to +2; 2026-10-25T01:00Z: back. */
static const int64_t vienna_at[] = {1774746000, 1792890000};
static const int32_t vienna_offset[] = {7200, 3600};
static const struct zone vienna = {STR_INIT("Europe/Vienna"), 3600, 2, vienna_at, vienna_offset};

static int64_t at(const char *utc)
{
	int64_t ms;
	assert_true(time_parse(str_from(utc), &ms));
	return ms;
}

static void offsets(void **state)
{
	(void)state;
	assert_int_equal(zone_offset(NULL, at("2026-07-01T00:00Z")), 0);
	assert_int_equal(zone_offset(&vienna, INT64_MIN), 3600);
	assert_int_equal(zone_offset(&vienna, at("2026-03-29T00:59:59.999Z")), 3600);
	assert_int_equal(zone_offset(&vienna, at("2026-03-29T01:00Z")), 7200);
	assert_int_equal(zone_offset(&vienna, at("2026-10-25T00:59:59.999Z")), 7200);
	assert_int_equal(zone_offset(&vienna, at("2026-10-25T01:00Z")), 3600);
	assert_int_equal(zone_offset(&vienna, TIME_NEVER), 3600);
	struct zone fixed = {STR_INIT("Asia/Yerevan"), 14400, 0, NULL, NULL};
	assert_int_equal(zone_offset(&fixed, 0), 14400);
	/* A transition before 1970 and an instant between two seconds. */
	static const int64_t when[] = {-10};
	static const int32_t then[] = {60};
	struct zone old = {STR_INIT("old"), 0, 1, when, then};
	assert_int_equal(zone_offset(&old, -10001), 0);
	assert_int_equal(zone_offset(&old, -10000), 60);
	assert_int_equal(zone_offset(&old, -9999), 60);
}

static void vienna_2026(void **state)
{
	(void)state;
	static const struct {
		const char *local, *utc;
	} cases[] = {
		{"2026-01-15T12:00", "2026-01-15T11:00Z"}, {"2026-03-29T01:59:59.999", "2026-03-29T00:59:59.999Z"},
		{"2026-03-29T02:00", "2026-03-29T01:00Z"}, /* the gap: 02:30 becomes 03:30 */
		{"2026-03-29T02:30", "2026-03-29T01:30Z"}, {"2026-03-29T02:59:59.999", "2026-03-29T01:59:59.999Z"},
		{"2026-03-29T03:00", "2026-03-29T01:00Z"}, {"2026-03-29T03:30", "2026-03-29T01:30Z"},
		{"2026-07-01T12:00", "2026-07-01T10:00Z"}, {"2026-10-25T01:59:59.999", "2026-10-24T23:59:59.999Z"},
		{"2026-10-25T02:00", "2026-10-25T00:00Z"}, /* the overlap: the first of the two */
		{"2026-10-25T02:30", "2026-10-25T00:30Z"}, {"2026-10-25T02:59:59.999", "2026-10-25T00:59:59.999Z"},
		{"2026-10-25T03:00", "2026-10-25T02:00Z"}, {"2026-12-24T18:00", "2026-12-24T17:00Z"},
		{"0001-01-01T01:00", "0001-01-01T00:00Z"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct civil local;
		assert_true(civil_parse(str_from(cases[i].local), &local));
		assert_case(zone_to_utc(&vienna, local) == at(cases[i].utc), cases[i].local);
	}
	struct civil local;
	assert_true(civil_parse(STR("2026-03-29T02:30"), &local));
	assert_int_equal(zone_to_utc(NULL, local), at("2026-03-29T02:30Z"));
}

/* Apia left out 30 December 2011 altogether: from -10 to +14 at the end of the 29th. */
static void a_day_that_was_not(void **state)
{
	(void)state;
	static const int64_t when[] = {1325239200}; /* 2011-12-30T10:00Z */
	static const int32_t then[] = {50400};
	struct zone apia = {STR_INIT("Pacific/Apia"), -36000, 1, when, then};
	struct civil local;
	assert_true(civil_parse(STR("2011-12-30T12:00"), &local));
	assert_int_equal(zone_to_utc(&apia, local), at("2011-12-30T22:00Z")); /* noon of the 31st */
	assert_true(civil_parse(STR("2011-12-29T23:59"), &local));
	assert_int_equal(zone_to_utc(&apia, local), at("2011-12-30T09:59Z"));
	assert_true(civil_parse(STR("2011-12-31T00:00"), &local));
	assert_int_equal(zone_to_utc(&apia, local), at("2011-12-30T10:00Z"));
}

/* The definition, by search over all segments: the earliest instant that shows this local time; if none does, the
 * offset before the gap that holds it. */
static int64_t by_search(const struct zone *zone, struct civil local)
{
	int64_t naive = civil_to_ms(local, 0), best = TIME_NEVER;
	for (uint32_t segment = 0; segment <= zone->count; segment++) {
		int32_t offset = segment ? zone->offset_s[segment - 1] : zone->offset_first_s;
		int64_t ms = naive - offset * INT64_C(1000);
		if (zone_offset(zone, ms) == offset && ms < best)
			best = ms;
	}
	for (uint32_t i = 0; best == TIME_NEVER && i < zone->count; i++) {
		int32_t before = i ? zone->offset_s[i - 1] : zone->offset_first_s;
		int64_t local_begin = (zone->at_s[i] + before) * 1000, local_end = (zone->at_s[i] + zone->offset_s[i]) * 1000;
		if (naive >= local_begin && naive < local_end)
			best = naive - before * INT64_C(1000);
	}
	return best;
}

static void random_zones(void **state)
{
	(void)state;
	uint64_t seed = 7;
	for (int round = 0; round < 2000; round++) {
		int64_t when[8];
		int32_t then[8];
		uint32_t count = (uint32_t)random_between(&seed, 0, 8);
		int64_t time = random_between(&seed, -4000000, 4000000);
		int32_t spread = round % 3 == 0 ? 50400 : 3600;
		for (uint32_t i = 0; i < count; i++) {
			when[i] = time;
			then[i] = (int32_t)random_between(&seed, -spread / 900, spread / 900) * 900;
			/* Further apart than two changes can shift, as every real zone is. */
			time += random_between(&seed, 3 * spread, 1000000);
		}
		struct zone zone = {STR_INIT("x"), (int32_t)random_between(&seed, -4, 4) * 900, count, when, then};
		for (int i = 0; i < 100; i++) {
			/* Mostly close to a change. */
			int64_t near_ms = count ? when[(uint64_t)i % count] * 1000 : 0;
			int64_t ms = near_ms + random_between(&seed, -120000000, 120000000);
			struct civil local = civil_from_ms(ms, 0);
			assert_int_equal(zone_to_utc(&zone, local), by_search(&zone, local));
			/* An instant's own local time leads back to it, or to the earlier of the two that show it. */
			int32_t offset = zone_offset(&zone, ms);
			int64_t back = zone_to_utc(&zone, civil_from_ms(ms, offset));
			assert_true(back <= ms);
			assert_true(back == ms || zone_offset(&zone, back) != offset);
		}
	}
}

static void agrees_with_the_library(void **state)
{
	(void)state;
	if (access("/usr/share/zoneinfo/Europe/Vienna", R_OK) != 0)
		skip();
	assert_int_equal(setenv("TZ", "Europe/Vienna", 1), 0);
	tzset();
	uint64_t seed = 99;
	for (int i = 0; i < 20000; i++) {
		int64_t ms = random_between(&seed, at("2026-01-01T00:00Z"), at("2026-12-31T22:59Z"));
		time_t seconds = (time_t)(ms / 1000);
		struct tm tm;
		assert_non_null(localtime_r(&seconds, &tm));
		int32_t offset = zone_offset(&vienna, ms);
		assert_int_equal(offset, tm.tm_gmtoff);
		struct civil civil = civil_from_ms(ms, offset);
		assert_int_equal(civil.hour, tm.tm_hour);
		assert_int_equal(civil.date.day, tm.tm_mday);
	}
	unsetenv("TZ");
	tzset();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets),
		cmocka_unit_test(vienna_2026),
		cmocka_unit_test(a_day_that_was_not),
		cmocka_unit_test(random_zones),
		cmocka_unit_test(agrees_with_the_library),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
