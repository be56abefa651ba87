/* The registrar: founding, batches, checkpoints. */
#include "app/club.h"

#include "base/limits.h"

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

/* ---- Founding -------------------------------------------------------------------------------------------- */

static void founding_makes_two_entries(void **state)
{
	(void)state;
	assert_ok(club_open(&club, err));
	assert_null(registrar_state(club.registrar));
	assert_int_equal(registrar_origin(club.registrar).len, 0);
	assert_ok(registrar_tick(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	struct answer answer;
	assert_fails(registrar_submit(club.registrar, STR("x"), NULL, 0, &answer, err), ERR_CONFLICT, "not founded");
	assert_ok(club_found(&club, err));
	assert_str(registrar_origin(club.registrar), "club.example/record");
	assert_int_equal(club_stored(&club), 2);
	struct act found = club_entry_act(&club, 0), zones = club_entry_act(&club, 1);
	assert_int_equal(found.verb, VERB_FOUND);
	assert_memory_equal(found.field[FIELD_REGISTRAR].bytes, club.key.public_key.byte, PUBLIC_KEY_SIZE);
	assert_int_equal(found.field[FIELD_KEYS].count, 4);
	assert_int_equal(found.nonce[0], 1);
	assert_int_equal(zones.verb, VERB_ZONES);
	assert_int_equal(zones.nonce[0], 2);
	assert_int_equal(club_entry(&club, 1).time_ms, CLUB_START_MS);
	/* The charter's text is there under the hash that the founding names, and both acts are the registrar's. */
	struct blob_ref ref = blob_commit(BLOB_PERMANENT, NULL, str_from(club_charter));
	struct store_blob blob;
	assert_memory_equal(found.field[FIELD_CHARTER].bytes, ref.commitment.byte, HASH_SIZE);
	assert_ok(club.store->ops->blob_get(club.store, &ref, &club.arena, &blob, err));
	assert_str(blob.data, club_charter);
	struct verifier log = verifier_of(LOG, &club.key.public_key);
	struct signed_act act;
	assert_ok(act_decode(club_entry(&club, 0).act, LOG, &club.arena, &act, err));
	assert_ok(note_verify(&act.note, &log, err));
	assert_fails(club_found(&club, err), ERR_EXISTS, "founded already");
}

static void a_founding_that_fails_leaves_nothing(void **state)
{
	(void)state;
	struct secret_key key = club_key("a-1");
	struct first_key keys[] = {{STR("A"), STR("a-1"), key.public_key.byte},
	                           {STR("B"), STR("a-1"), key.public_key.byte}};
	struct zone utc = {.name = STR("UTC")};
	struct founding founding = {
		.origin = LOG,
		.charter_text = STR("organisation x \"X\" {\n  seat \"Vienna\" Europe/Vienna\n  sseries a \"b\"\n}\n"),
		.keys = keys,
		.key_count = 1,
		.tzdata = STR("2024a"),
		.zones = &utc,
		.zone_count = 1,
		.nonce = {{1}, {2}}};
	assert_ok(club_open(&club, err));
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_FORMAT, "");
	founding.charter_text = str_from(club_charter);
	founding.origin = STR("Not An Origin");
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_USAGE, "origin");
	founding.origin = LOG;
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_REFUSED, "Europe/Vienna");
	founding.key_count = 2;
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_REFUSED, "a-1");
	founding.key_count = 0;
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_FORMAT, "the founding act");
	founding.key_count = 1;
	founding.tzdata = STR("");
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_FORMAT, "the time zone rules");
	assert_null(registrar_state(club.registrar));
	assert_int_equal(club_stored(&club), 0);
	assert_ok(registrar_commit(club.registrar, err));
	assert_int_equal(club_stored(&club), 0);
	assert_ok(club_found(&club, err));
	assert_int_equal(club_stored(&club), 2);
}

/* ---- Batches --------------------------------------------------------------------------------------------- */

static void nothing_is_durable_before_the_commit(void **state)
{
	(void)state;
	club_ready(&club);
	uint64_t count;
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_int_equal(club_stored(&club), 6);
	registrar_leaves(club.registrar, &count);
	assert_int_equal(count, 6);
	club_close(&club); /* not committed: gone */
	assert_int_equal(club_stored(&club), 6);
	assert_ok(club_open(&club, err));
	assert_int_equal(club_size(&club), 6);
}

static void full_batches_are_committed(void **state)
{
	(void)state;
	club_ready(&club);
	for (unsigned i = 0; i < 2 * LIMIT_BATCH + 10; i++)
		club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_int_equal(club_stored(&club), 6 + 2 * LIMIT_BATCH);
	assert_ok(registrar_commit(club.registrar, err));
	assert_int_equal(club_stored(&club), 6 + 2 * LIMIT_BATCH + 10);
	uint64_t count;
	const struct hash *leaf = registrar_leaves(club.registrar, &count);
	assert_int_equal(count, club_stored(&club));
	struct hash expected = {{0}}, got = leaf[count - 1];
	uint32_t one;
	assert_ok(club.store->ops->leaves(club.store, count - 1, 1, &expected, &one, err));
	assert_true(hash_eq(&expected, &got));
	assert_ok(registrar_seal(club.registrar, true, err));
}

/* ---- Sealing --------------------------------------------------------------------------------------------- */

static struct checkpoint newest(void)
{
	struct str bytes;
	struct checkpoint checkpoint;
	struct verifier log = verifier_of(LOG, &club.key.public_key);
	assert_ok(club.store->ops->checkpoint(club.store, &club.arena, &bytes, err));
	assert_ok(checkpoint_open(bytes, &log, club.arena, &checkpoint, err));
	return checkpoint;
}

static void checkpoints_cover_what_is_durable(void **state)
{
	(void)state;
	club_ready(&club);
	uint64_t count;
	club_enter(&club, "A a-1 correct entry=2|text.en=words"); /* pending */
	assert_ok(registrar_seal(club.registrar, false, err));
	assert_int_equal(registrar_sealed(club.registrar), 6);
	const struct hash *leaf = registrar_leaves(club.registrar, &count);
	struct checkpoint checkpoint = newest();
	struct hash root = merkle_root(leaf, 6);
	assert_int_equal(checkpoint.size, 6);
	assert_true(hash_eq(&root, &checkpoint.root));
	/* Within a second: only when it must be. */
	assert_ok(registrar_commit(club.registrar, err));
	club_pass(&club, 999);
	assert_ok(registrar_seal(club.registrar, false, err));
	assert_int_equal(newest().size, 6);
	assert_ok(registrar_seal(club.registrar, true, err));
	assert_int_equal(newest().size, 7);
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(registrar_commit(club.registrar, err));
	club_pass(&club, 1000);
	assert_ok(registrar_seal(club.registrar, false, err));
	assert_int_equal(newest().size, 8);
}

static void another_checkpoint_ends_the_registrar(void **state)
{
	(void)state;
	club_ready(&club);
	struct checkpoint other = {LOG, 3, hash_empty()};
	struct buf buf = buf_new(&club.arena, 1024);
	buf_checkpoint(&buf, &other, &club.key);
	assert_ok(club.store->ops->seal(club.store, 0, 3, buf_view(&buf), err));
	assert_fails(registrar_seal(club.registrar, true, err), ERR_CONFLICT, "cannot seal 6 entries");
	assert_fails(registrar_commit(club.registrar, err), ERR_IO, "has stopped");
	assert_fails(registrar_tick(club.registrar, err), ERR_IO, "has stopped");
	assert_fails(registrar_seal(club.registrar, true, err), ERR_IO, "has stopped");
	club_fails(&club, "A a-1 correct entry=2|text.en=words", ERR_IO, "has stopped");
	/* What was signed there is not this tree: it cannot be opened again either. */
	club_close(&club);
	assert_fails(club_open(&club, err), ERR_CORRUPT, "differs from what was signed");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(founding_makes_two_entries),           T(a_founding_that_fails_leaves_nothing),
		T(nothing_is_durable_before_the_commit), T(full_batches_are_committed),
		T(checkpoints_cover_what_is_durable),    T(another_checkpoint_ends_the_registrar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
