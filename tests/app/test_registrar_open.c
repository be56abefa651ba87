/* Opening a record: clocks that step or jump, stores that do not hold what was entered, keys, reading only. */
#include "app/club.h"

#include "base/limits.h"
#include "store/memory.h"

static struct club club;

static int set_up(void **state)
{
	(void)state;
	club_begin(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

/* Six entries and two more with an outcome between them; sealed after entry `sealed`. Closed. */
static struct hash closed_record(uint64_t sealed)
{
	club_ready(&club);
	if (sealed == 6)
		assert_ok(registrar_seal(club.registrar, true, err));
	club_enter(&club, "A a-1 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=words");
	club_pass(&club, 50 * HOUR_MS);
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(registrar_commit(club.registrar, err));
	if (sealed == 9)
		assert_ok(registrar_seal(club.registrar, true, err));
	struct hash digest = registrar_digest(club.registrar);
	assert_int_equal(kernel_size(registrar_state(club.registrar)), 9);
	club_close(&club);
	return digest;
}

/* ---- The same state again --------------------------------------------------------------------------------- */

static void reopening_gives_the_same_digest(void **state)
{
	(void)state;
	for (uint64_t sealed = 0; sealed <= 9; sealed += sealed ? 3 : 6) {
		struct hash digest = closed_record(sealed);
		for (int round = 0; round < 2; round++) {
			assert_ok(club_open(&club, err));
			struct hash again = registrar_digest(club.registrar);
			assert_true(hash_eq(&digest, &again));
			assert_int_equal(registrar_sealed(club.registrar), sealed);
			uint64_t count;
			registrar_leaves(club.registrar, &count);
			assert_int_equal(count, 9);
			club_close(&club);
		}
		/* And it goes on from there. */
		assert_ok(club_open(&club, err));
		assert_int_equal(club_enter(&club, "B b-1 correct entry=3|text.en=words"), 9);
		assert_ok(registrar_commit(club.registrar, err));
		assert_ok(registrar_seal(club.registrar, true, err));
		assert_int_equal(registrar_sealed(club.registrar), 10);
		club_close(&club);
		assert_ok(club_open(&club, err));
		club_end(&club);
		club_begin(&club);
	}
}

static enum err_code gone_read(struct store *store, uint64_t first, uint32_t max, struct arena *arena, struct str *ret,
                               uint32_t *ret_count, struct err *err)
{
	(void)store;
	(void)first;
	(void)max;
	(void)arena;
	(void)ret;
	(void)ret_count;
	return err_set(err, ERR_IO, "the disk is gone");
}

static enum err_code other_leaves(struct store *store, uint64_t first, uint32_t max, struct hash *ret,
                                  uint32_t *ret_count, struct err *err)
{
	(void)store;
	(void)first;
	(void)err;
	for (uint32_t i = 0; i < max; i++)
		ret[i] = (struct hash){{1}};
	*ret_count = max;
	return ERR_OK;
}

static void many_entries_are_read_in_ranges(void **state)
{
	(void)state;
	club_ready(&club);
	for (int i = 0; i < 700; i++)
		club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(registrar_commit(club.registrar, err));
	struct hash digest = registrar_digest(club.registrar);
	assert_ok(registrar_seal(club.registrar, true, err));
	club_close(&club);
	assert_ok(club_open(&club, err));
	struct hash again = registrar_digest(club.registrar);
	assert_true(hash_eq(&digest, &again));
	assert_int_equal(registrar_sealed(club.registrar), 706);
}

static void reading_needs_no_key_and_enters_nothing(void **state)
{
	(void)state;
	struct hash digest = closed_record(9);
	club_pass(&club, 4000 * 24 * HOUR_MS); /* old records can be read, whatever the year */
	struct registrar_config config = {.key = NULL};
	assert_ok(club_open_with(&club, club.store, &config, err));
	struct hash again = registrar_digest(club.registrar);
	assert_true(hash_eq(&digest, &again));
	assert_fails(registrar_tick(club.registrar, err), ERR_ACCESS, "reading only");
	assert_fails(registrar_seal(club.registrar, true, err), ERR_ACCESS, "reading only");
	club_fails(&club, "A a-1 close meeting=m", ERR_ACCESS, "reading only");
	assert_fails(club_found(&club, err), ERR_ACCESS, "reading only");
	assert_ok(registrar_commit(club.registrar, err));
}

/* Beside the one that enters: what it has entered is loaded, and believed when it is sealed. */
static void a_reader_follows(void **state)
{
	(void)state;
	struct region region = {0};
	struct registrar *reader;
	bool more = true;
	club_ready(&club);
	assert_true(arena_reserve(&region, (size_t)1 << 20));
	struct registrar_config config = {.store = club.store, .os = &club.os};
	assert_ok(registrar_open(&config, &reader, err));
	assert_ok(registrar_follow(reader, arena_of(&region), &more, err));
	assert_false(more);
	for (int i = 0; i < 700; i++)
		club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(registrar_commit(club.registrar, err));
	unsigned rounds = 0;
	do {
		assert_ok(registrar_follow(reader, arena_of(&region), &more, err));
		rounds++;
	} while (more);
	assert_in_range(rounds, 2, 10);
	struct hash digest = registrar_digest(club.registrar), again = registrar_digest(reader);
	assert_true(hash_eq(&digest, &again));
	assert_int_equal(registrar_sealed(reader), 0);
	assert_ok(registrar_seal(club.registrar, true, err));
	assert_ok(registrar_follow(reader, arena_of(&region), &more, err));
	assert_int_equal(registrar_sealed(reader), 706);
	/* A disk that is gone for a while is no harm. */
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(registrar_commit(club.registrar, err));
	struct store_ops ops = *club.store->ops;
	const struct store_ops *kept = club.store->ops;
	ops.read = gone_read;
	club.store->ops = &ops;
	assert_fails(registrar_follow(reader, arena_of(&region), &more, err), ERR_IO, "gone");
	assert_false(registrar_dead(reader));
	club.store->ops = kept;
	assert_ok(registrar_follow(reader, arena_of(&region), &more, err));
	/* An entry that the rules do not accept is the end: the state is not the record's any more. */
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(registrar_commit(club.registrar, err));
	ops = *kept;
	ops.leaves = other_leaves;
	club.store->ops = &ops;
	struct err wrong = {.msg = ""};
	assert_int_equal(registrar_follow(reader, arena_of(&region), &more, &wrong), ERR_CORRUPT);
	club.store->ops = kept;
	registrar_close(reader);
	arena_return(&region);
}

/* ---- Clocks ----------------------------------------------------------------------------------------------- */

static void small_steps_back_are_bridged(void **state)
{
	(void)state;
	club_ready(&club);
	club_pass(&club, HOUR_MS);
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	club.wall_ms -= 2000;
	assert_int_equal(registrar_now(club.registrar), CLUB_START_MS + HOUR_MS);
	struct club_act act = club_act(&club, "A a-1 correct entry=2|text.en=words");
	struct answer answer;
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.time_ms, CLUB_START_MS + HOUR_MS); /* not before the entry before it */
	club_pass(&club, 3000);
	act = club_act(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.time_ms, CLUB_START_MS + HOUR_MS + 1000);
}

static void a_wall_clock_that_steps_stops_the_registrar(void **state)
{
	(void)state;
	for (int64_t step = -2001; step <= 2001; step += 4002) {
		club_ready(&club);
		club_pass(&club, HOUR_MS); /* time that passes is no step */
		club_enter(&club, "A a-1 correct entry=2|text.en=words");
		club.wall_ms += step;
		club_fails(&club, "A a-1 correct entry=2|text.en=words", ERR_CLOCK, "stepped by more than 2 seconds");
		club.wall_ms -= step; /* right again: too late */
		club_fails(&club, "A a-1 correct entry=2|text.en=words", ERR_CLOCK, "stepped");
		assert_fails(registrar_tick(club.registrar, err), ERR_CLOCK, "stepped");
		assert_ok(registrar_commit(club.registrar, err)); /* what was entered before is kept */
		club_close(&club);
		assert_ok(club_open(&club, err));
		club_enter(&club, "A a-1 correct entry=2|text.en=words");
		club_end(&club);
		club_begin(&club);
	}
}

static void implausible_starts_are_for_the_operator(void **state)
{
	(void)state;
	closed_record(0);
	int64_t newest = club.wall_ms;
	club.wall_ms = newest - 2001;
	assert_fails(club_open(&club, err), ERR_CLOCK, "the clock says");
	club.wall_ms = newest - 2000;
	assert_ok(club_open(&club, err));
	club_close(&club);
	club.wall_ms = newest + 400 * 24 * HOUR_MS;
	assert_ok(club_open(&club, err));
	club_close(&club);
	club.wall_ms++;
	struct err error = {.msg = ""};
	assert_int_equal(club_open(&club, &error), ERR_CLOCK);
	assert_non_null(strstr(error.msg, "400 days old"));
	assert_non_null(strstr(error.hint, "--after-gap"));
	struct registrar_config config = {.key = &club.key, .after_gap = true};
	assert_ok(club_open_with(&club, club.store, &config, err));
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
}

static void the_script_s_clock_is_its_own(void **state)
{
	(void)state;
	closed_record(0);
	int64_t newest = club.wall_ms, script_ms = newest + 9000 * 24 * HOUR_MS;
	struct registrar_config config = {.key = &club.key, .script_ms = &script_ms};
	assert_ok(club_open_with(&club, club.store, &config, err));
	assert_int_equal(registrar_now(club.registrar), script_ms);
	club.wall_ms = 0;
	struct club_act act = club_act(&club, "A a-1 correct entry=2|text.en=words");
	struct answer answer;
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.time_ms, script_ms);
	script_ms--;
	club_fails(&club, "A a-1 correct entry=2|text.en=words", ERR_CLOCK, "the clock says");
}

/* ---- Stores that were damaged ----------------------------------------------------------------------------- */

static struct memory_store *memory(void)
{
	return (struct memory_store *)(void *)club.store;
}

static struct memory_entry *entry_at(uint64_t number)
{
	return &memory()->chunk[number / MEMORY_CHUNK][number % MEMORY_CHUNK];
}

/* The entry with one string in place of another, and its leaf hash made to fit. */
static void forge(uint64_t number, const char *old, const char *new)
{
	struct memory_entry *entry = entry_at(number);
	struct str copy = arena_str(&club.arena, entry->bytes);
	char *at = strstr((char *)(uintptr_t)copy.ptr, old);
	assert_non_null(at);
	assert_int_equal(strlen(old), strlen(new));
	memcpy(at, new, strlen(new));
	entry->bytes = copy;
	entry->leaf = hash_leaf(copy);
}

static void forged_entries_are_named(void **state)
{
	(void)state;
	static const struct {
		uint64_t number;
		const char *old, *new, *words;
	} cases[] = {
		{0, "\"verb\":\"found\"", "\"verb\":\"fount\"", "entry 0: act: no verb is called \"fount\""},
		{0, "\"rules\":1", "\"rules\":2", "entry 0: the rules do not accept it"},
		{0, "\"charter\":\"", "\"charter\" \"", "entry 0: act: JSON"},
		{1, "\"verb\":\"zones\"", "\"verb\":\"zoned\"", "entry 1: act: no verb"},
		{1, "2024a", "2024\\", "entry 1: act: JSON"},
		{3, "club.example/record\",\"verb", "clan.example/record\",\"verb",
	     "entry 3: act: it is meant for another record"},
		{4, "\"verb\":\"countersign\"", "\"verb\":\"counterfeit\"", "entry 4: act: no verb"},
		{4, "comity-entry/v1 4 ", "comity-entry/v1 5 ", "entry 4: it calls itself 5"},
		{5, "1767607200000", "1767607199999", "entry 5: the rules do not accept it"},
		{6, "\"matter\":\"x\"", "\"matter\":\"y\"", "entry 7: the rules do not accept it"},
		{7, "\"result\":\"lapsed\"", "\"result\":\"passed\"", "entry 7: the rules do not accept it"},
		{7, "\"silent\":[\"A\",", "\"absent\":[\"A\",", "entry 7:"},
		{8, "1767787200000", "1967787200000", ""}, /* a later time is a time: only the tree knows */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		closed_record(0);
		forge(cases[i].number, cases[i].old, cases[i].new);
		struct registrar_config config = {.key = NULL};
		struct err err = {.msg = ""};
		enum err_code code = club_open_with(&club, club.store, &config, &err);
		if (*cases[i].words ? code != ERR_CORRUPT || !strstr(err.msg, cases[i].words) : code != ERR_OK)
			fail_msg("case %zu: %s: %s", i, err_code_name(code), err.msg);
		club_end(&club);
		club_begin(&club);
	}
}

static void changes_under_a_seal_are_seen(void **state)
{
	(void)state;
	closed_record(9);
	forge(8, "1767787200000", "1767787200001");
	assert_fails(club_open(&club, err), ERR_CORRUPT, "the tree over the first 9 entries differs from what was signed");
}

static void entries_and_their_hashes_must_fit(void **state)
{
	(void)state;
	closed_record(0);
	entry_at(3)->leaf.byte[5] ^= 1;
	assert_fails(club_open(&club, err), ERR_CORRUPT, "entry 3");
}

static void missing_entries_are_noticed(void **state)
{
	(void)state;
	closed_record(9);
	memory()->count = 7;
	struct err error = {.msg = ""};
	assert_int_equal(club_open(&club, &error), ERR_CORRUPT);
	assert_non_null(strstr(error.msg, "entries that were sealed are missing: the store holds 7 of 9"));
	assert_non_null(strstr(error.hint, "a member's copy"));
	memory()->count = 0;
	assert_fails(club_open(&club, err), ERR_CORRUPT, "the store holds 0 of 9");
}

static void checkpoints_must_be_the_registrar_s(void **state)
{
	(void)state;
	closed_record(0);
	struct secret_key other = club_key("somebody");
	assert_ok(club_open(&club, err));
	uint64_t count;
	const struct hash *leaf = registrar_leaves(club.registrar, &count);
	struct checkpoint checkpoint = {LOG, count, merkle_root(leaf, count)};
	struct buf buf = buf_new(&club.arena, 1024);
	buf_checkpoint(&buf, &checkpoint, &other);
	assert_ok(club.store->ops->seal(club.store, 0, count, buf_view(&buf), err));
	club_close(&club);
	assert_fails(club_open(&club, err), ERR_CORRUPT, "the newest checkpoint");
	memory()->checkpoint = STR("no note");
	assert_fails(club_open(&club, err), ERR_CORRUPT, "the newest checkpoint");
}

static void another_key_opens_nothing(void **state)
{
	(void)state;
	closed_record(0);
	struct secret_key other = club_key("somebody");
	struct registrar_config config = {.key = &other};
	assert_fails(club_open_with(&club, club.store, &config, err), ERR_SIGNATURE, "not the registrar's");
}

static void a_charter_that_is_gone_or_changed(void **state)
{
	(void)state;
	closed_record(0);
	struct blob_ref ref = blob_commit(BLOB_PERMANENT, NULL, str_from(club_charter));
	struct memory_blob *blob = memory()->blob;
	while (blob && !(blob->ref.class == BLOB_PERMANENT && hash_eq(&blob->ref.commitment, &ref.commitment)))
		blob = blob->right ? blob->right : blob->left;
	assert_non_null(blob);
	blob->data[3] ^= 1;
	assert_fails(club_open(&club, err), ERR_CORRUPT, "entry 0: the charter");
	blob->data[3] ^= 1;
	assert_ok(club_open(&club, err));
	club_close(&club);
	memory()->blob = NULL;
	assert_fails(club_open(&club, err), ERR_CORRUPT, "entry 0: the charter");
}

/* What is sealed is what is stored, not what was meant to be stored. */
static void a_store_that_lost_bytes_is_not_sealed(void **state)
{
	(void)state;
	club_ready(&club);
	forge(5, "1767607200000", "1767607200001");
	assert_fails(registrar_seal(club.registrar, true, err), ERR_CORRUPT,
	             "stored entries are not those that were entered");
	assert_fails(registrar_commit(club.registrar, err), ERR_IO, "has stopped");
	struct str bytes = {NULL, 1};
	assert_ok(club.store->ops->checkpoint(club.store, &club.arena, &bytes, err));
	assert_int_equal(bytes.len, 0);
}

static void address_space_may_be_refused(void **state)
{
	(void)state;
	for (uint64_t n = 1; n <= 3; n++) {
		arena_fail_after(n);
		struct err error = {.msg = ""};
		enum err_code code = club_open(&club, &error);
		arena_fail_after(0);
		assert_int_equal(code, ERR_LIMIT);
		assert_non_null(strstr(error.msg, "address space"));
	}
	assert_ok(club_open(&club, err));
}

/* Processes of the command line seal one after the other: not every one of them at once. */
static void the_last_seal_is_remembered(void **state)
{
	(void)state;
	club_ready(&club);
	assert_ok(registrar_seal(club.registrar, true, err));
	club_close(&club);
	static const char *const person[] = {"a-2", "a-3", "a-4"};
	for (size_t i = 0; i < COUNT(person); i++) {
		assert_ok(club_open(&club, err));
		assert_int_equal(club_accredit(&club, "A a-1", person[i]), 6 + i);
		assert_ok(registrar_commit(club.registrar, err));
		assert_ok(registrar_seal(club.registrar, false, err));
		/* Within the second nothing is sealed; after it, everything. */
		assert_int_equal(registrar_sealed(club.registrar), i < 2 ? 6 : 9);
		club_close(&club);
		club_pass(&club, i == 0 ? 999 : 1);
	}
	/* Who wants it sealed gets it sealed. */
	assert_ok(club_open(&club, err));
	club_accredit(&club, "A a-1", "a-5");
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	assert_int_equal(registrar_sealed(club.registrar), 10);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(reopening_gives_the_same_digest),
		T(many_entries_are_read_in_ranges),
		T(reading_needs_no_key_and_enters_nothing),
		T(a_reader_follows),
		T(small_steps_back_are_bridged),
		T(a_wall_clock_that_steps_stops_the_registrar),
		T(implausible_starts_are_for_the_operator),
		T(the_script_s_clock_is_its_own),
		T(forged_entries_are_named),
		T(changes_under_a_seal_are_seen),
		T(entries_and_their_hashes_must_fit),
		T(missing_entries_are_noticed),
		T(checkpoints_must_be_the_registrar_s),
		T(another_key_opens_nothing),
		T(a_charter_that_is_gone_or_changed),
		T(a_store_that_lost_bytes_is_not_sealed),
		T(the_last_seal_is_remembered),
		T(address_space_may_be_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
