/* verify over stores: a good record, and records that whoever holds the registrar's key could have made, wrong in one
 * thing each, which only a reading of the record itself can find. */
#include "app/story.h"

#include <stdio.h>

#include "base/limits.h"
#include "record/entry.h"

static struct club club;
static struct pieces story;

static int set_up(void **state)
{
	(void)state;
	club_begin(&club);
	story_make(&club);
	story = pieces_of(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

/* The pieces, sealed whole, are not verified; the store keeps the very leaf hashes that are signed. */
static void refused(const struct pieces *pieces, enum err_code code, const char *words, int64_t bad)
{
	struct store *store = pieces_store(pieces, pieces->count);
	struct source source = store_source(&club, store);
	assert_not_verified(&source, NULL, code, words, bad);
	store_close(store);
}

/* ---- Good ------------------------------------------------------------------------------------------------ */

static void a_good_record_is_verified(void **state)
{
	(void)state;
	struct verification v;
	struct source source = store_source(&club, club.store);
	struct verifier key = verifier_of(LOG, &club.key.public_key);
	assert_verified(&source, &key, &v);
	assert_int_equal(v.entries, STORY_ENTRIES);
	assert_int_equal(v.sealed, STORY_ENTRIES);
	assert_int_equal(v.signatures, STORY_ENTRIES);
	assert_int_equal(v.outcomes, 1);
	assert_int_equal(v.blobs, 4); /* two of the text, the reason, the document */
	assert_int_equal(v.blobs_erased, 0);
	assert_int_equal(v.blobs_absent, 0);
	assert_int_equal(v.first_ms, CLUB_START_MS);
	assert_int_equal(v.last_ms, CLUB_START_MS + 61 * HOUR_MS);
	assert_true(str_eq(v.origin, LOG));
	assert_memory_equal(v.log_key.byte, club.key.public_key.byte, PUBLIC_KEY_SIZE);
	uint64_t count;
	struct hash root = merkle_root(registrar_leaves(club.registrar, &count), STORY_ENTRIES);
	struct hash digest = registrar_digest(club.registrar);
	assert_true(hash_eq(&v.root, &root));
	assert_true(hash_eq(&v.digest, &digest));
	/* On any number of threads, with or without the reader's key. */
	for (unsigned threads = 0; threads < 9; threads++) {
		assert_ok(verify_source(&source, NULL, threads, &v, err));
		assert_int_equal(v.signatures, STORY_ENTRIES);
	}
}

static void taken_apart_and_put_together_it_is_the_same(void **state)
{
	(void)state;
	struct verification v;
	pieces_renumber(&story);
	struct store *store = pieces_store(&story, story.count);
	struct source source = store_source(&club, store);
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.sealed, STORY_ENTRIES);
	store_close(store);
}

static void an_unsealed_tail_is_verified_too(void **state)
{
	(void)state;
	struct verification v;
	for (uint64_t sealed = 0; sealed <= STORY_ENTRIES; sealed++) {
		struct store *store = pieces_store(&story, sealed);
		struct source source = store_source(&club, store);
		assert_verified(&source, NULL, &v);
		assert_int_equal(v.entries, STORY_ENTRIES);
		assert_int_equal(v.sealed, sealed);
		store_close(store);
	}
	/* What stands in the tail counts: a bad signature there is found. */
	piece_rewrite(&story, STORY_DOCUMENT, "\"Boats\"", "\"Goats\"", "b-1");
	struct store *store = pieces_store(&story, 8);
	struct source source = store_source(&club, store);
	assert_not_verified(&source, NULL, ERR_SIGNATURE, "entry 13", STORY_DOCUMENT);
	store_close(store);
}

static void texts_that_are_not_here_are_counted(void **state)
{
	(void)state;
	struct verification v;
	struct source source;
	struct blob_ref ref, restricted = {.class = BLOB_CLASS_MAX};
	struct err none;
	for (uint64_t index = 0; !club.store->ops->blob_next(club.store, &index, &ref, &none);)
		if (ref.class == BLOB_RESTRICTED)
			restricted = ref;
	assert_ok(club.store->ops->blob_erase(club.store, &restricted, err));
	source = store_source(&club, club.store);
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.blobs, 3);
	assert_int_equal(v.blobs_erased, 1);

	/* A store that never had them: only the charter must be there. */
	struct store *store = NULL;
	struct store_blob charter;
	struct store_batch batch = {.entry_count = story.count, .entry = story.entry, .blob_count = 1, .blob = &charter};
	ref = blob_commit(BLOB_PERMANENT, NULL, str_from(club_charter));
	assert_ok(club.store->ops->blob_get(club.store, &ref, &club.arena, &charter, err));
	assert_ok(store_memory_open(&store, err));
	assert_ok(store->ops->append(store, &batch, err));
	source = store_source(&club, store);
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.blobs, 0);
	assert_int_equal(v.blobs_absent, 4);
	assert_int_equal(v.sealed, 0);
	store_close(store);

	batch.blob_count = 0;
	assert_ok(store_memory_open(&store, err));
	assert_ok(store->ops->append(store, &batch, err));
	source = store_source(&club, store);
	assert_not_verified(&source, NULL, ERR_NOT_FOUND, "the charter", 0);
	store_close(store);
}

static void an_empty_store_is_no_record(void **state)
{
	(void)state;
	struct store *store = NULL;
	assert_ok(store_memory_open(&store, err));
	struct source source = store_source(&club, store);
	assert_not_verified(&source, NULL, ERR_NOT_FOUND, "not founded", -1);
	store_close(store);
}

/* ---- The checkpoint -------------------------------------------------------------------------------------- */

static void the_key_must_be_the_reader_s(void **state)
{
	(void)state;
	struct source source = store_source(&club, club.store);
	struct secret_key other = club_key("somebody");
	struct verifier wrong_key = verifier_of(LOG, &other.public_key);
	struct verifier wrong_name = verifier_of(STR("other.example/record"), &club.key.public_key);
	assert_not_verified(&source, &wrong_key, ERR_SIGNATURE, "not signed with the key", -1);
	assert_not_verified(&source, &wrong_name, ERR_SIGNATURE, "not signed with the key", -1);
	/* With nothing sealed it is the founding that tells. */
	struct store *store = pieces_store(&story, 0);
	source = store_source(&club, store);
	assert_not_verified(&source, &wrong_key, ERR_SIGNATURE, "founded with another key", -1);
	assert_not_verified(&source, &wrong_name, ERR_SIGNATURE, "founded with another key", -1);
	store_close(store);
}

static void a_checkpoint_of_somebody_else_is_refused(void **state)
{
	(void)state;
	struct secret_key key = club.key;
	club.key = club_key("somebody");
	refused(&story, ERR_SIGNATURE, "not signed with the key", -1);
	club.key = key;
}

static void a_checkpoint_over_more_than_there_is(void **state)
{
	(void)state;
	struct store *store = pieces_store(&story, STORY_ENTRIES + 3);
	struct source source = store_source(&club, store);
	source.checkpoint_after = NULL; /* as in a folder: the store would not have taken it */
	assert_not_verified(&source, NULL, ERR_CORRUPT, "17 entries were sealed, 14 are there", -1);
	store_close(store);
}

static void a_checkpoint_over_other_entries(void **state)
{
	(void)state;
	struct pieces other = story;
	int64_t time_ms;
	struct str act = piece_act(&other, 9, &time_ms);
	other.entry[9] = piece_make(&other, 9, time_ms + 1, act);
	struct store *signed_store = pieces_store(&other, other.count), *store = pieces_store(&story, 0);
	struct source source = store_source(&club, store), other_source = store_source(&club, signed_store);
	source.checkpoint = other_source.checkpoint;
	/* The store's own hashes are of these entries: they prove nothing, nobody is named. */
	assert_not_verified(&source, NULL, ERR_CORRUPT, "not the one that was signed", -1);
	source.leaves = NULL;
	assert_not_verified(&source, NULL, ERR_CORRUPT, "not the one that was signed", -1);
	store_close(signed_store);
	store_close(store);
}

/* A checkpoint of the size and root given, signed by the club's registrar or by somebody else. */
static struct str checkpoint_of(uint64_t size, struct hash root, const struct secret_key *key)
{
	struct checkpoint checkpoint = {LOG, size, root};
	struct buf buf = buf_new(&club.arena, 1024);
	buf_checkpoint(&buf, &checkpoint, key);
	return buf_view(&buf);
}

static struct hash root_of(uint64_t size)
{
	struct frontier tree = {.size = 0};
	for (uint64_t i = 0; i < size; i++)
		frontier_add(&tree, hash_leaf(story.entry[i]));
	return frontier_root(&tree);
}

static void older_checkpoints(void **state)
{
	(void)state;
	struct secret_key stranger;
	const uint8_t seed[SEED_SIZE] = {7};
	secret_key_from_seed(seed, &stranger);
	for (uint64_t at = 1; at < STORY_ENTRIES; at++) {
		char words[64];
		snprintf(words, sizeof(words), "the checkpoint over %u entries", (unsigned)at);
		const struct {
			struct str bytes;
			enum err_code code;
		} cases[] = {
			{checkpoint_of(at, root_of(at), &club.key), ERR_OK},
			{STR("junk"), ERR_FORMAT},
			{checkpoint_of(at, root_of(at - 1), &club.key), ERR_CORRUPT},
			{checkpoint_of(at + 1, root_of(at + 1), &club.key), ERR_CORRUPT},
			{checkpoint_of(at, root_of(at), &stranger), ERR_SIGNATURE},
		};
		for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
			struct store *store = pieces_store(&story, 0);
			assert_ok(store->ops->seal(store, 0, at, cases[i].bytes, err));
			assert_ok(store->ops->seal(store, at, STORY_ENTRIES,
			                           checkpoint_of(STORY_ENTRIES, root_of(STORY_ENTRIES), &club.key), err));
			struct source source = store_source(&club, store);
			struct verifier key = verifier_of(LOG, &club.key.public_key);
			struct verification v;
			if (cases[i].code == ERR_OK)
				assert_verified(&source, i % 2 ? &key : NULL, &v);
			else
				assert_not_verified(&source, i % 2 ? &key : NULL, cases[i].code, words, -1);
			store_close(store);
		}
		/* The newest is an older one. */
		struct store *store = pieces_store(&story, 0);
		assert_ok(store->ops->seal(store, 0, STORY_ENTRIES, checkpoint_of(at, root_of(at), &club.key), err));
		struct source source = store_source(&club, store);
		assert_not_verified(&source, NULL, ERR_CORRUPT, "the checkpoint over 14 entries: it says that it covers", -1);
		store_close(store);
	}
}

static void a_checkpoint_that_is_none(void **state)
{
	(void)state;
	struct source source = store_source(&club, club.store);
	source.checkpoint = STR("nonsense");
	assert_not_verified(&source, NULL, ERR_FORMAT, "the checkpoint", -1);
	source.checkpoint = str_slice(source.checkpoint, 0, 0);
	source.checkpoint.ptr = "";
	struct verification v;
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.sealed, 0);
}

/* ---- Order ----------------------------------------------------------------------------------------------- */

static void numbers_are_places(void **state)
{
	(void)state;
	pieces_swap(&story, 8, 9);
	refused(&story, ERR_CORRUPT, "entry 8: it calls itself 9", 8);
	pieces_swap(&story, 8, 9);
	pieces_drop(&story, 9);
	refused(&story, ERR_CORRUPT, "entry 9: it calls itself 10", 9);
}

static void swapped_entries(void **state)
{
	(void)state;
	/* A position before the matter is tabled, numbers and times made to fit. */
	int64_t time_ms;
	struct str table = piece_act(&story, 7, &time_ms), position = piece_act(&story, 8, NULL);
	story.entry[7] = piece_make(&story, 7, time_ms, position);
	story.entry[8] = piece_make(&story, 8, time_ms, table);
	refused(&story, ERR_CORRUPT, "entry 7: the rules do not accept it", 7);
}

static void dropped_entries(void **state)
{
	(void)state;
	static const struct {
		uint32_t index;
		enum err_code code;
		const char *words;
		int64_t bad;
	} cases[] = {
		{0, ERR_CORRUPT, "not a founding", 0},
		{3, ERR_CORRUPT, "the rules do not accept it", 7},        /* b-1's key was never confirmed */
		{6, ERR_SIGNATURE, "knows nobody called a-2", 6},         /* a-2 was never accredited */
		{STORY_TABLE, ERR_CORRUPT, "the rules do not accept", 7}, /* positions on nothing */
		{8, ERR_CORRUPT, "the rules do not accept it", 11},       /* one support less: another outcome */
		{STORY_OUTCOME, ERR_CORRUPT, "the rules do not accept it", 12},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pieces pieces = story;
		pieces_drop(&pieces, cases[i].index);
		pieces_renumber(&pieces);
		refused(&pieces, cases[i].code, cases[i].words, cases[i].bad);
	}
}

static void entries_at_the_end_may_not_be_missed(void **state)
{
	(void)state;
	/* Shorter, with everything that fell due: a record as it was earlier. */
	struct verification v;
	struct pieces pieces = story;
	pieces.count = STORY_OUTCOME;
	struct store *store = pieces_store(&pieces, pieces.count);
	struct source source = store_source(&club, store);
	assert_verified(&source, NULL, &v);
	store_close(store);
	/* An act that is decided at once: the outcome belongs right behind it. Here: the last entry's time moved. */
	int64_t time_ms;
	struct str act = piece_act(&pieces, STORY_REVOKE, &time_ms);
	pieces.entry[STORY_REVOKE] = piece_make(&pieces, STORY_REVOKE, time_ms + 48 * HOUR_MS, act);
	refused(&pieces, ERR_CORRUPT, "the rules do not accept it", STORY_REVOKE);
}

static void doubled_entries(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < STORY_ENTRIES; i++) {
		struct pieces pieces = story;
		pieces_insert(&pieces, i + 1, pieces.entry[i]);
		pieces_renumber(&pieces);
		refused(&pieces, ERR_CORRUPT, "the rules do not accept it", i + 1);
	}
}

static void times_that_go_back(void **state)
{
	(void)state;
	int64_t time_ms;
	struct str act = piece_act(&story, 5, &time_ms);
	story.entry[5] = piece_make(&story, 5, time_ms - 1, act);
	refused(&story, ERR_CORRUPT, "entry 5: its time lies before", 5);
}

/* ---- Acts ------------------------------------------------------------------------------------------------ */

static void an_act_changed_but_not_signed_anew(void **state)
{
	(void)state;
	for (uint32_t i = 1; i < STORY_ENTRIES; i++) {
		struct pieces pieces = story;
		int64_t time_ms;
		struct str act = piece_act(&pieces, i, &time_ms);
		/* One digit of the nonce. */
		char *copy = NEW(&club.arena, char, act.len);
		memcpy(copy, act.ptr, act.len);
		char *nonce = memmem(copy, act.len, "\"nonce\":\"", 9);
		assert_non_null(nonce);
		nonce[9] = nonce[9] == '0' ? '1' : '0';
		pieces.entry[i] = piece_make(&pieces, i, time_ms, (struct str){copy, act.len});
		/* (An outcome's nonce is not free: that is seen first.) */
		refused(&pieces, i == STORY_OUTCOME ? ERR_CORRUPT : ERR_SIGNATURE,
		        i == STORY_OUTCOME ? "nonce is not the one" : "a signature does not verify", i);
	}
}

static void the_first_of_several_is_named(void **state)
{
	(void)state;
	/* A bad signature before and behind an act that the rules do not accept. */
	piece_rewrite(&story, 10, "support", "nothing", "a-1");
	refused(&story, ERR_CORRUPT, "the rules do not accept", 10);
	piece_rewrite(&story, 8, "support", "abstain", "c-1");
	refused(&story, ERR_SIGNATURE, "entry 8", 8);
	story = pieces_of(&club);
	piece_rewrite(&story, 8, "support", "nothing", "b-1");
	int64_t time_ms;
	struct str act = piece_act(&story, 9, &time_ms);
	story.entry[9] = piece_make(&story, 9, time_ms, str_slice(act, 0, act.len - 2));
	refused(&story, ERR_CORRUPT, "entry 8", 8);
}

static void keys_are_those_of_their_entry(void **state)
{
	(void)state;
	/* After it was revoked. */
	struct pieces pieces = story;
	int64_t time_ms;
	struct str table = piece_act(&pieces, STORY_TABLE, &time_ms);
	piece_rewrite(&pieces, STORY_REVOKE, "\"by\":\"a-1\"", "\"by\":\"a-1\"", "a-1");
	pieces_swap(&pieces, 7, 11);
	pieces.count = 8;
	pieces.entry[7] = piece_make(&pieces, 7, time_ms, piece_act(&story, STORY_REVOKE, NULL));
	pieces_insert(&pieces, 8, piece_make(&pieces, 8, time_ms, table));
	refused(&pieces, ERR_CORRUPT, "entry 8: the rules do not accept it", 8);
	/* Before it was accredited. */
	pieces = story;
	pieces_swap(&pieces, 6, 7);
	pieces_renumber(&pieces);
	refused(&pieces, ERR_SIGNATURE, "knows nobody called a-2", 6);
	/* A first key before it was confirmed: b-1 accredits. */
	pieces = story;
	piece_rewrite(&pieces, 6, "\"party\":\"A\",\"by\":\"a-1\"", "\"party\":\"B\",\"by\":\"b-1\"", "b-1");
	pieces_swap(&pieces, 3, 6);
	for (uint32_t i = 3; i < 7; i += 3) {
		int64_t other_ms;
		struct str act = piece_act(&pieces, i, &other_ms);
		pieces.entry[i] = piece_make(&pieces, i, CLUB_START_MS, act);
	}
	refused(&pieces, ERR_CORRUPT, "entry 3: the rules do not accept it", 3);
	/* In another's name. */
	pieces = story;
	piece_rewrite(&pieces, 8, "\"party\":\"B\"", "\"party\":\"C\"", "b-1");
	refused(&pieces, ERR_CORRUPT, "entry 8: the rules do not accept it", 8);
	/* With another key under the right name. */
	pieces = story;
	struct secret_key key = club_key("b-2");
	struct str json = piece_json(&pieces, 8);
	struct buf note = buf_new(&club.arena, 4096);
	buf_note(&note, json, STR("club.example/record/b-1"), &key);
	piece_act(&pieces, 8, &time_ms);
	pieces.entry[8] = piece_make(&pieces, 8, time_ms, buf_view(&note));
	refused(&pieces, ERR_SIGNATURE, "not made with its key on record", 8);
}

static void acts_of_another_record(void **state)
{
	(void)state;
	piece_rewrite(&story, 8, "\"log\":\"club.example/record\"", "\"log\":\"club.example/racord\"", "b-1");
	refused(&story, ERR_CONFLICT, "entry 8", 8);
}

static void acts_that_say_something_else(void **state)
{
	(void)state;
	static const struct {
		uint32_t index;
		const char *from, *to, *persons;
		enum err_code code;
	} cases[] = {
		{8, "\"version\":1", "\"version\":2", "b-1", ERR_CORRUPT}, /* a position on another text */
		{8, "\"commitment\":\"", "\"commitment\":\"0", "b-1", ERR_FORMAT},
		{8, "\"matter\":\"m\"", "\"matter\":\"n\"", "b-1", ERR_CORRUPT},
		{8, "\"position\"", "\"positions\"", "b-1", ERR_FORMAT},
		{9, "reason", "raeson", "c-1", ERR_FORMAT},
		{1, "2024a", "2024b\",\"tzdata\":\"x", "registrar", ERR_FORMAT},
		{0, "\"rules\":1", "\"rules\":2", "registrar", ERR_CORRUPT},
		{STORY_OUTCOME, "adopted", "lapsed", "registrar", ERR_CORRUPT},
		{STORY_OUTCOME, "DEC/2026/1", "DEC/2026/2", "registrar", ERR_CORRUPT},
		{STORY_OUTCOME, "\"rule\":\"majority\"", "\"rule\":\"minority\"", "registrar", ERR_CORRUPT},
		{STORY_OUTCOME, "\"against\":[\"C\"]", "\"against\":[]", "registrar", ERR_CORRUPT},
		{STORY_OUTCOME, "\"adopted\"", "\"adopted\"", "a-1", ERR_SIGNATURE}, /* a member plays the registrar */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pieces pieces = story;
		char words[32];
		piece_rewrite(&pieces, cases[i].index, cases[i].from, cases[i].to, cases[i].persons);
		snprintf(words, sizeof words, "entry %u: ", cases[i].index);
		refused(&pieces, cases[i].code, words, cases[i].index);
	}
}

static void outcomes_have_their_place(void **state)
{
	(void)state;
	/* One entry later. */
	struct pieces pieces = story;
	pieces_swap(&pieces, STORY_OUTCOME, STORY_DOCUMENT);
	pieces_renumber(&pieces);
	refused(&pieces, ERR_CORRUPT, "the rules do not accept it", STORY_OUTCOME);
	/* Before the deadline. */
	pieces = story;
	int64_t time_ms, before_ms;
	struct str act = piece_act(&pieces, STORY_OUTCOME, &time_ms);
	piece_act(&pieces, STORY_REVOKE, &before_ms);
	pieces.entry[STORY_OUTCOME] = piece_make(&pieces, STORY_OUTCOME, before_ms + 48 * HOUR_MS - 1, act);
	refused(&pieces, ERR_CORRUPT, "the rules do not accept it", STORY_OUTCOME);
	/* At its very instant it is right. */
	pieces.entry[STORY_OUTCOME] = piece_make(&pieces, STORY_OUTCOME, before_ms + 48 * HOUR_MS, act);
	struct store *store = pieces_store(&pieces, pieces.count);
	struct source source = store_source(&club, store);
	struct verification v;
	assert_verified(&source, NULL, &v);
	store_close(store);
}

static void entries_that_are_none(void **state)
{
	(void)state;
	struct pieces pieces = story;
	pieces.entry[4] = STR("comity-entry/v2 4 1767607200000\n{}\n");
	refused(&pieces, ERR_FORMAT, "entry 4: an entry does not begin", 4);
	pieces.entry[4] = STR("comity-entry/v1 4 1767607200000\n{}\n");
	refused(&pieces, ERR_FORMAT, "entry 4: act", 4);
	pieces.entry[0] = STR("comity-entry/v1 0 1767607200000\n{}\n");
	refused(&pieces, ERR_FORMAT, "entry 0: act", 0);
	char *large = NEW(&club.arena, char, LIMIT_ENTRY_SIZE);
	memset(large, 'x', LIMIT_ENTRY_SIZE);
	memcpy(large, "comity-entry/v1 4 1767607200000\n", 32);
	pieces = story;
	pieces.entry[4] = (struct str){large, LIMIT_ENTRY_SIZE};
	refused(&pieces, ERR_LIMIT, "entry 4: act", 4);
}

/* ---- The source's own failures --------------------------------------------------------------------------- */

/* A source around a store's that cannot give one entry, or one text. */
struct faulty {
	struct source inner;
	uint64_t entry;
	enum err_code entry_code, blob_code;
};

static enum err_code faulty_read(void *context, uint64_t first, uint32_t max, struct arena *arena,
                                 struct str *ret_entry, uint32_t *ret_count, struct err *err)
{
	struct faulty *faulty = context;
	if (faulty->entry_code && first <= faulty->entry && faulty->entry < first + max)
		return err_set(err, faulty->entry_code, "the disk's entry");
	return faulty->inner.read(faulty->inner.context, first, max, arena, ret_entry, ret_count, err);
}

static enum err_code faulty_blob(void *context, const struct blob_ref *ref, struct arena *arena, struct store_blob *ret,
                                 struct err *err)
{
	struct faulty *faulty = context;
	if (faulty->blob_code && ref->class == BLOB_RESTRICTED)
		return err_set(err, faulty->blob_code, "the disk's text");
	return faulty->inner.blob(faulty->inner.context, ref, arena, ret, err);
}

static void a_source_that_fails(void **state)
{
	(void)state;
	struct faulty faulty = {.inner = store_source(&club, club.store)};
	struct source source = {
		.context = &faulty, .read = faulty_read, .blob = faulty_blob, .checkpoint = faulty.inner.checkpoint};
	/* A range that cannot be read is read one by one: the entry that is damaged is named … */
	for (faulty.entry = 0; faulty.entry < STORY_ENTRIES; faulty.entry++) {
		faulty.entry_code = ERR_CORRUPT;
		assert_not_verified(&source, NULL, ERR_CORRUPT, "the disk's entry", (int64_t)faulty.entry);
		/* … unless it is the machine that fails. */
		faulty.entry_code = ERR_IO;
		assert_not_verified(&source, NULL, ERR_IO, "the disk's entry", -1);
	}
	faulty.entry_code = ERR_OK;
	faulty.blob_code = ERR_IO;
	assert_not_verified(&source, NULL, ERR_IO, "entry 7: the disk's text", -1);
	faulty.blob_code = ERR_CORRUPT;
	assert_not_verified(&source, NULL, ERR_CORRUPT, "entry 7: the disk's text", STORY_TABLE);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_good_record_is_verified),
		T(taken_apart_and_put_together_it_is_the_same),
		T(an_unsealed_tail_is_verified_too),
		T(texts_that_are_not_here_are_counted),
		T(an_empty_store_is_no_record),
		T(the_key_must_be_the_reader_s),
		T(a_checkpoint_of_somebody_else_is_refused),
		T(a_checkpoint_over_more_than_there_is),
		T(a_checkpoint_over_other_entries),
		T(a_checkpoint_that_is_none),
		T(older_checkpoints),
		T(numbers_are_places),
		T(swapped_entries),
		T(dropped_entries),
		T(entries_at_the_end_may_not_be_missed),
		T(doubled_entries),
		T(times_that_go_back),
		T(an_act_changed_but_not_signed_anew),
		T(the_first_of_several_is_named),
		T(keys_are_those_of_their_entry),
		T(acts_of_another_record),
		T(acts_that_say_something_else),
		T(outcomes_have_their_place),
		T(entries_that_are_none),
		T(a_source_that_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
