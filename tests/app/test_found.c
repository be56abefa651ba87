/* From a charter and keys to the two constitutive entries: which zones, over which years, keys in any order; what is
 * refused leaves the record unfounded. */
#include "app/story.h"

#include "app/found.h"
#include "base/limits.h"
#include "record/entry.h"

static struct club club;
static struct charter charter;
static struct found_words words;
static struct first_key keys[4];
static struct secret_key secret[4];

static int set_up(void **state)
{
	(void)state;
	club_begin(&club);
	assert_ok(club_open(&club, err));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

/* Keys of A, B, C and SEC; first those of the last. */
static void prepare(const char *text)
{
	static const char *const names[][2] = {{"SEC", "sec-1"}, {"C", "c-1"}, {"A", "a-1"}, {"B", "b-1"}};
	struct diagnostics diagnostics = {0};
	for (size_t i = 0; i < COUNT(keys); i++) {
		secret[i] = club_key(names[i][1]);
		keys[i] = (struct first_key){str_from(names[i][0]), str_from(names[i][1]), secret[i].public_key.byte};
	}
	assert_ok(charter_read(str_from(text), &club.arena, &charter, &diagnostics, err));
	words = (struct found_words){.origin = LOG,
	                             .charter_text = str_from(text),
	                             .charter = &charter,
	                             .keys = keys,
	                             .key_count = COUNT(keys),
	                             .nonce = {{1}, {2}}};
}

static enum err_code found(struct err *err)
{
	return found_record(club.registrar, &words, club.arena, err);
}

static struct act stored(uint64_t number)
{
	struct str bytes;
	struct entry entry;
	struct signed_act act;
	uint32_t count;
	assert_ok(club.store->ops->read(club.store, number, 1, &club.arena, &bytes, &count, err));
	assert_ok(entry_parse(bytes, &entry, err));
	assert_ok(act_decode(entry.act, LOG, &club.arena, &act, err));
	return act.act;
}

static bool has_transition(const struct zone *zone, int64_t at_s, int32_t offset_s)
{
	for (uint32_t i = 0; i < zone->count; i++)
		if (zone->at_s[i] == at_s)
			return zone->offset_s[i] == offset_s;
	return false;
}

static void zones_of_charter_and_words(void **state)
{
	(void)state;
	static const struct str more[] = {{"Asia/Yerevan", 12}, {"Europe/Vienna", 13}, {"Africa/Nairobi", 14}};
	prepare(club_charter);
	words.zones = more;
	words.zone_count = COUNT(more);
	assert_ok(found(err));
	struct act act = stored(1);
	const struct value *zones = &act.field[FIELD_ZONES];
	assert_int_equal(act.verb, VERB_ZONES);
	assert_true(act.field[FIELD_TZDATA].str.len >= 5); /* 2024a */
	assert_int_equal(zones->count, 3);
	assert_true(str_eq(zones->zones[0].name, STR("Africa/Nairobi")));
	assert_true(str_eq(zones->zones[1].name, STR("Asia/Yerevan")));
	assert_true(str_eq(zones->zones[2].name, STR("Europe/Vienna")));
	const struct zone *nairobi = &zones->zones[0], *vienna = &zones->zones[2];
	assert_int_equal(nairobi->count, 0);
	assert_int_equal(nairobi->offset_first_s, 3 * 3600);
	assert_true(has_transition(vienna, INT64_C(1774746000), 7200));  /* 2026-03-29T01:00Z */
	assert_true(has_transition(vienna, INT64_C(1792890000), 3600));  /* 2026-10-25T01:00Z */
	assert_true(has_transition(vienna, INT64_C(1585443600), 7200));  /* 2020-03-29T01:00Z: parties since 2020 */
	assert_true(has_transition(vienna, INT64_C(2563405200), 7200));  /* 2051-03-26T01:00Z: 25 years on */
	assert_false(has_transition(vienna, INT64_C(1553994000), 7200)); /* 2019-03-31T01:00Z */
	struct verification v;
	struct source source = store_source(&club, club.store);
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.entries, 2);
}

static void dates_of_offices_and_parties_count(void **state)
{
	(void)state;
	static const char text[] = "organisation club \"Club\" { seat \"Vienna\" Europe/Vienna }\n"
							   "party A \"Ash\" {\n status member from 1955-01-01\n zone Asia/Yerevan\n}\n"
							   "party B \"Birch\" { status member from 2020-01-01 }\n"
							   "party C \"Cedar\" { status member from 2020-01-01 }\n"
							   "party SEC \"Secretariat\" { status secretariat from 2020-01-01 }\n"
							   "body board \"Board\" { decides any majority }\n"
							   "rule majority { adopted when for > against }\n";
	prepare(text);
	assert_ok(found(err));
	struct act act = stored(1);
	const struct value *zones = &act.field[FIELD_ZONES];
	assert_int_equal(zones->count, 2);
	assert_true(str_eq(zones->zones[0].name, STR("Asia/Yerevan")));
	/* From 1970 on, not earlier: no time before that can be written. */
	for (uint32_t i = 0; i < zones->zones[1].count; i++)
		assert_true(zones->zones[1].at_s[i] >= 0);
	assert_true(has_transition(&zones->zones[1], INT64_C(323823600), 7200)); /* 1980-04-05T23:00Z */
}

static void keys_in_any_order(void **state)
{
	(void)state;
	prepare(club_charter);
	assert_ok(found(err));
	struct act act = stored(0);
	const struct value *first = &act.field[FIELD_KEYS];
	assert_int_equal(first->count, 4);
	assert_true(str_eq(first->keys[0].party, STR("A")));
	assert_true(str_eq(first->keys[1].party, STR("B")));
	assert_true(str_eq(first->keys[2].party, STR("C")));
	assert_true(str_eq(first->keys[3].person, STR("sec-1")));
	assert_memory_equal(first->keys[0].key, secret[2].public_key.byte, PUBLIC_KEY_SIZE);
}

static void unfounded(enum err_code code, const char *part)
{
	uint64_t count;
	assert_fails(found(err), code, part);
	assert_null(registrar_state(club.registrar));
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(club.store->ops->count(club.store, &count, err));
	assert_int_equal(count, 0);
}

static void what_is_wrong_leaves_nothing(void **state)
{
	(void)state;
	static struct str many[LIMIT_ZONES + 1];
	static char names[LIMIT_ZONES + 1][16];
	struct str zone = STR("Europe/Atlantis");
	prepare(club_charter);
	words.zones = &zone;
	words.zone_count = 1;
	unfounded(ERR_NOT_FOUND, "Europe/Atlantis");
	zone = STR("");
	unfounded(ERR_NOT_FOUND, "time zones of the charter");
	zone = STR("Europe/Vienna\n");
	unfounded(ERR_NOT_FOUND, "time zones of the charter");
	for (size_t i = 0; i < COUNT(many); i++) {
		snprintf(names[i], sizeof names[i], "Zone/%zu", i);
		many[i] = str_from(names[i]);
	}
	words.zones = many;
	words.zone_count = COUNT(many);
	unfounded(ERR_LIMIT, "more than 64 time zones");
	words.zone_count = 0;
	words.origin = STR("Not an origin");
	unfounded(ERR_USAGE, "origin");
	words.origin = LOG;
	keys[1].party = STR("NOBODY");
	unfounded(ERR_REFUSED, "");
	keys[1].party = keys[0].party;
	unfounded(ERR_FORMAT, "");
	prepare(club_charter);
	assert_ok(found(err));
	assert_fails(found(err), ERR_EXISTS, "founded already");
}

static void memory_that_runs_out(void **state)
{
	(void)state;
	bool failed;
	uint64_t n = 0;
	prepare(club_charter);
	do {
		struct err error = {.msg = ""};
		arena_fail_after(++n);
		enum err_code code = found(&error);
		failed = arena_failed();
		arena_fail_after(0);
		assert_true(!code || failed);
		if (code)
			assert_int_equal(error.code, code);
		if (code && registrar_state(club.registrar)) { /* the commit failed, that is the end of a registrar */
			assert_fails(registrar_commit(club.registrar, err), ERR_IO, "stopped");
			club_close(&club);
			assert_ok(club_open(&club, err));
			assert_null(registrar_state(club.registrar));
		}
		if (failed && !code) { /* it helped itself: begin anew */
			tear_down(NULL);
			set_up(NULL);
			prepare(club_charter);
		}
	} while (failed);
	assert_true(n > 20);
	assert_int_equal(kernel_size(registrar_state(club.registrar)), 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(zones_of_charter_and_words), T(dates_of_offices_and_parties_count),
		T(keys_in_any_order),          T(what_is_wrong_leaves_nothing),
		T(memory_that_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
