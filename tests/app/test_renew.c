/* Later zone rules: entered when they say something else, when a zone is added, and every few years; clocks that run
 * keep their instants, and the past stays as the record has it. */
#include "app/club.h"

#include "app/renew.h"

#define YEAR_MS (INT64_C(365) * DAY_MS)

static struct club club;

static int begin(void **state)
{
	(void)state;
	club_begin(&club);
	club_ready(&club);
	return 0;
}

static int end(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

static struct renewed renew(const char *zone)
{
	struct renewed renewed = {.entered = false};
	struct str more = str_from(zone ? zone : "");
	static uint8_t nonce[16] = {0xee, 0xee};
	nonce[15]++;
	assert_ok(zones_renew(club.registrar, &more, zone != NULL, nonce, &club.arena, &renewed, err));
	assert_ok(registrar_commit(club.registrar, err));
	return renewed;
}

static const struct zone *zone_now(const char *name)
{
	const struct zone *zone = kernel_zone(registrar_state(club.registrar), str_from(name));
	assert_non_null(zone);
	return zone;
}

/* The club's founding knows Vienna's rules of 2026 only; the machine knows more. */
static void what_differs_is_entered(void **state)
{
	(void)state;
	club_enter(&club, "A a-1 table matter=m|body=board|kind=decision|procedure=written|title.en=M|text.en=Words.");
	int64_t deadline_ms = kernel_next_deadline(registrar_state(club.registrar));
	struct renewed renewed = renew(NULL);
	assert_true(renewed.entered);
	assert_int_equal(renewed.changed, 1);
	assert_int_equal(renewed.zone_count, 1);
	assert_int_equal(renewed.to_year, 2026 + 25);
	assert_int_equal(renewed.number + 1, club_size(&club));
	assert_true(kernel_next_deadline(registrar_state(club.registrar)) == deadline_ms);
	struct act act = club_entry_act(&club, renewed.number);
	assert_int_equal(act.verb, VERB_ZONES);
	assert_true(str_eq(act.field[FIELD_TZDATA].str, renewed.tzdata));
	/* Last year's rules and 25 years of new ones: summer time twice a year, as long as the database believes in it. */
	assert_true(zone_now("Europe/Vienna")->count >= 2 * 25);
	assert_int_equal(zone_offset(zone_now("Europe/Vienna"), INT64_C(1782900000000)), 7200);
	/* A second time there is nothing to say. */
	renewed = renew(NULL);
	assert_false(renewed.entered);
	assert_int_equal(renewed.changed, 0);
	assert_int_equal(club_size(&club), club_stored(&club));
}

static void a_zone_is_added(void **state)
{
	(void)state;
	renew(NULL);
	struct renewed renewed = renew("Asia/Tokyo");
	assert_true(renewed.entered);
	assert_int_equal(renewed.changed, 1);
	assert_int_equal(renewed.zone_count, 2);
	assert_int_equal(zone_now("Asia/Tokyo")->offset_first_s, 9 * 3600);
	assert_false(renew("Asia/Tokyo").entered);
	struct renewed none;
	struct str wrong = STR("Asia/Atlantis");
	static const uint8_t nonce[16] = {200};
	assert_fails(zones_renew(club.registrar, &wrong, 1, nonce, &club.arena, &none, err), ERR_NOT_FOUND,
	             "no time zone is called \"Asia/Atlantis\"");
}

/* After some years the rules end too near; the past is kept. */
static void years_later(void **state)
{
	(void)state;
	renew(NULL);
	uint32_t before = zone_now("Europe/Vienna")->count;
	int64_t first_s = zone_now("Europe/Vienna")->at_s[0];
	int32_t first_offset_s = zone_now("Europe/Vienna")->offset_first_s;
	club_pass(&club, 4 * YEAR_MS);
	assert_false(renew(NULL).entered);
	club_pass(&club, YEAR_MS + 30 * DAY_MS);
	struct renewed renewed = renew(NULL);
	assert_true(renewed.entered);
	assert_int_equal(renewed.changed, 0);
	assert_int_equal(renewed.to_year, 2031 + 25);
	assert_int_equal(zone_now("Europe/Vienna")->count, before + 10);
	assert_true(zone_now("Europe/Vienna")->at_s[0] == first_s);
	assert_int_equal(zone_now("Europe/Vienna")->offset_first_s, first_offset_s);
}

/* What fell due comes first, and a reader is told no. */
static void in_order(void **state)
{
	(void)state;
	club_enter(&club, "A a-1 table matter=m|body=board|kind=decision|procedure=written|title.en=M|text.en=Words.");
	club_pass(&club, 49 * HOUR_MS);
	struct renewed renewed = renew(NULL);
	assert_true(renewed.entered);
	assert_int_equal(club_entry_act(&club, renewed.number - 1).verb, VERB_OUTCOME);
	club_close(&club);
	struct registrar_config config = {.key = NULL};
	assert_ok(club_open_with(&club, club.store, &config, err));
	struct str more = STR("Asia/Tokyo");
	static const uint8_t nonce[16] = {201};
	assert_fails(zones_renew(club.registrar, &more, 1, nonce, &club.arena, &renewed, err), ERR_ACCESS, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_differs_is_entered, begin, end),
		cmocka_unit_test_setup_teardown(a_zone_is_added, begin, end),
		cmocka_unit_test_setup_teardown(years_later, begin, end),
		cmocka_unit_test_setup_teardown(in_order, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
