/* Zone rules against facts that are typed in: the dates of the European Union's summer time, Armenia and Russia without
 * one. */
#include "base/check.h"

#include <stdlib.h>
#include <unistd.h>

#include "app/zones.h"
#include "base/limits.h"

static struct region region;
static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	if (!arena_reserve(&region, (size_t)16 << 20))
		return -1;
	arena = arena_of(&region);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_return(&region);
	return 0;
}

static int64_t instant(const char *text)
{
	int64_t ms = 0;
	assert_true(time_parse(str_from(text), &ms));
	return ms / 1000;
}

static struct zone one(const char *name, int32_t from_year, int32_t to_year)
{
	struct str names = str_from(name), tzdata;
	struct zone *zones;
	uint32_t count;
	struct err err = {.msg = ""};
	if (zones_load(&names, 1, from_year, to_year, &arena, &zones, &count, &tzdata, &err))
		fail_msg("%s: %s", name, err.msg);
	assert_int_equal(count, 1);
	assert_str(zones[0].name, name);
	return zones[0];
}

static void summer_time_of_vienna(void **state)
{
	(void)state;
	struct zone zone = one("Europe/Vienna", 2026, 2026);
	assert_int_equal(zone.offset_first_s, 3600);
	assert_int_equal(zone.count, 2);
	assert_int_equal(zone.at_s[0], instant("2026-03-29T01:00Z"));
	assert_int_equal(zone.offset_s[0], 7200);
	assert_int_equal(zone.at_s[1], instant("2026-10-25T01:00Z"));
	assert_int_equal(zone.offset_s[1], 3600);
	/* Two a year, and the last year is one of them. */
	zone = one("Europe/Vienna", 2026, 2035);
	assert_int_equal(zone.count, 20);
	assert_int_equal(zone.at_s[19], instant("2035-10-28T01:00Z"));
}

static void countries_without_summer_time(void **state)
{
	(void)state;
	struct zone zone = one("Asia/Yerevan", 2012, 2040);
	assert_int_equal(zone.count, 0);
	assert_int_equal(zone.offset_first_s, 4 * 3600);
	zone = one("Europe/Moscow", 2012, 2040);
	assert_int_equal(zone.offset_first_s, 4 * 3600);
	assert_int_equal(zone.count, 1);
	assert_int_equal(zone.at_s[0], instant("2014-10-25T22:00Z")); /* 26 October, 02:00 by the new time */
	assert_int_equal(zone.offset_s[0], 3 * 3600);
	zone = one("Asia/Yerevan", 2011, 2012);
	assert_int_equal(zone.count, 2); /* the last summer */
	assert_int_equal(zone.at_s[0], instant("2011-03-26T22:00Z"));
	assert_int_equal(zone.offset_s[0], 5 * 3600);
	zone = one("Asia/Kathmandu", 2020, 2030);
	assert_int_equal(zone.offset_first_s, 5 * 3600 + 45 * 60);
	zone = one("UTC", 2000, 2100);
	assert_int_equal(zone.count, 0);
	assert_int_equal(zone.offset_first_s, 0);
}

/* Kazakhstan has one time since 1 March 2024; the database knows it since 2024a. */
static void a_change_of_late(void **state)
{
	(void)state;
	struct str name = STR("Asia/Almaty"), tzdata;
	struct zone *zone;
	uint32_t count;
	struct err err = {.msg = ""};
	assert_int_equal(zones_load(&name, 1, 2023, 2030, &arena, &zone, &count, &tzdata, &err), ERR_OK);
	assert_int_equal(zone->offset_first_s, 6 * 3600);
	if (str_cmp(tzdata, STR("2024a")) < 0)
		skip();
	assert_int_equal(zone->count, 1);
	assert_int_equal(zone->at_s[0], instant("2024-02-29T18:00Z"));
	assert_int_equal(zone->offset_s[0], 5 * 3600);
}

/* Where it is, what it says of itself, and that the process's own zone is left as it was. */
static void the_database(void **state)
{
	(void)state;
	struct str name = STR("UTC"), tzdata;
	struct zone *zone;
	uint32_t count;
	struct err err = {.msg = ""};
	char folder[] = "/tmp/test-zones-XXXXXX", path[64];
	assert_int_equal(setenv("TZ", "XYZ-3", 1), 0);
	one("Asia/Almaty", 2020, 2021);
	assert_string_equal(getenv("TZ"), "XYZ-3");
	unsetenv("TZ");
	one("Asia/Almaty", 2020, 2021);
	assert_null(getenv("TZ"));

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/UTC", folder);
	assert_int_equal(symlink("/usr/share/zoneinfo/UTC", path), 0);
	assert_int_equal(setenv("TZDIR", folder, 1), 0);
	assert_int_equal(zones_load(&name, 1, 2020, 2021, &arena, &zone, &count, &tzdata, &err), ERR_OK);
	assert_true(str_eq(tzdata, STR("unknown")));
	assert_int_equal(unlink(path), 0);
	assert_int_equal(zones_load(&name, 1, 2020, 2021, &arena, &zone, &count, &tzdata, &err), ERR_NOT_FOUND);
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(zones_load(&name, 1, 2020, 2021, &arena, &zone, &count, &tzdata, &err), ERR_IO);
	assert_non_null(strstr(err.msg, folder));
	assert_non_null(strstr(err.hint, "tzdata"));
	unsetenv("TZDIR");
}

/* Eucla keeps quarters of an hour, New York lies behind UTC, Lord Howe moves by half an hour. */
static void unusual_offsets(void **state)
{
	(void)state;
	struct zone zone = one("America/New_York", 2026, 2026);
	assert_int_equal(zone.offset_first_s, -5 * 3600);
	assert_int_equal(zone.at_s[0], instant("2026-03-08T07:00Z"));
	assert_int_equal(zone.offset_s[0], -4 * 3600);
	zone = one("Australia/Lord_Howe", 2026, 2026);
	assert_int_equal(zone.offset_first_s, 11 * 3600);
	assert_int_equal(zone.offset_s[0], 10 * 3600 + 1800);
	/* Only real changes of the offset: Portugal in 1996 changed the name of its time in spring, nothing else. */
	zone = one("Europe/Lisbon", 1996, 1996);
	for (uint32_t i = 0; i < zone.count; i++)
		assert_int_not_equal(zone.offset_s[i], i ? zone.offset_s[i - 1] : zone.offset_first_s);
}

static void sorted_and_each_once(void **state)
{
	(void)state;
	struct str names[] = {STR("Europe/Vienna"), STR("Asia/Yerevan"), STR("Europe/Vienna"), STR("Asia/Almaty")};
	struct zone *zones;
	struct str tzdata = {"", 0};
	uint32_t count;
	struct err err = {.msg = ""};
	assert_int_equal(zones_load(names, 4, 2020, 2021, &arena, &zones, &count, &tzdata, &err), ERR_OK);
	assert_int_equal(count, 3);
	assert_str(zones[0].name, "Asia/Almaty");
	assert_str(zones[1].name, "Asia/Yerevan");
	assert_str(zones[2].name, "Europe/Vienna");
	assert_true(tzdata.len >= 5 && tzdata.ptr[0] == '2' && tzdata.ptr[4] >= 'a'); /* "2024a" */
}

static void unknown_zones_are_named(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"Europe/Wien",    "Etc/Unknown",
		"GMT+3",          "Europe",
		"localtime",      "tzdata.zi",
		"right/UTC",      "Europe/../UTC",
		"europe/vienna ", "",
		"A\x01",          "Asia/A_name_that_is_far_too_long_to_be_one_of_a_zone_of_the_database_of_zones"};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str name = str_from(cases[i]), tzdata;
		struct zone *zones;
		uint32_t count;
		struct err err = {.msg = ""};
		if (zones_load(&name, 1, 2020, 2021, &arena, &zones, &count, &tzdata, &err) != ERR_NOT_FOUND)
			fail_msg("\"%s\" is taken for a zone", cases[i]);
		assert_non_null(strstr(err.msg, "no time zone"));
		assert_true(err.hint[0] != '\0');
	}
}

static void limits(void **state)
{
	(void)state;
	struct str names[LIMIT_ZONES + 1], tzdata;
	struct zone *zones;
	uint32_t count;
	struct err err = {.msg = ""};
	char text[LIMIT_ZONES + 1][8];
	for (unsigned i = 0; i <= LIMIT_ZONES; i++) {
		snprintf(text[i], sizeof text[i], "Z%u", i);
		names[i] = str_from(text[i]);
	}
	assert_int_equal(zones_load(names, LIMIT_ZONES + 1, 2020, 2021, &arena, &zones, &count, &tzdata, &err), ERR_LIMIT);
	names[0] = STR("UTC");
	assert_int_equal(zones_load(names, 1, 2022, 2021, &arena, &zones, &count, &tzdata, &err), ERR_USAGE);
	for (uint64_t n = 1; n < 100; n++) {
		struct arena scratch = arena;
		arena_fail_after(n);
		enum err_code code = zones_load(names, 1, 2020, 2021, &scratch, &zones, &count, &tzdata, &err);
		bool failed = arena_failed();
		arena_fail_after(0);
		assert_int_equal(code, failed ? ERR_LIMIT : ERR_OK);
		if (!failed)
			return;
	}
	fail();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(summer_time_of_vienna),   cmocka_unit_test(countries_without_summer_time),
		cmocka_unit_test(unusual_offsets),         cmocka_unit_test(sorted_and_each_once),
		cmocka_unit_test(unknown_zones_are_named), cmocka_unit_test(limits),
		cmocka_unit_test(a_change_of_late),        cmocka_unit_test(the_database),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
