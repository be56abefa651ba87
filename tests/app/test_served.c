/* What is served as bytes: entries, acts, checkpoint, tiles, receipts, texts. */
#include "app/shelf.h"

#include "app/verify.h"
#include "base/limits.h"
#include "record/proof.h"

static struct club club;

static int set_up(void **state)
{
	(void)state;
	shelf_begin(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	shelf_end(&club);
	return 0;
}

static void entries_and_acts(void **state)
{
	(void)state;
	shelf_fill(&club);
	struct reading reading = shelf_reading(&club);
	for (uint64_t i = 0; i < reading.size; i++) {
		struct arena scratch = club.arena;
		struct str bytes, again;
		struct entry entry;
		struct signed_act act;
		uint32_t count;
		assert_ok(served_entry(&reading, i, &scratch, &bytes, err));
		assert_ok(club.store->ops->read(club.store, i, 1, &scratch, &again, &count, err));
		assert_true(str_eq(bytes, again));
		assert_ok(served_act(&reading, i, &scratch, &entry, &act, err));
		assert_int_equal(entry.number, i);
		assert_int_equal(act.act.verb, shelf_fact(&club, i)->verb);
	}
	struct arena scratch = club.arena;
	struct str bytes;
	struct entry entry;
	struct signed_act act;
	assert_fails(served_entry(&reading, reading.size, &scratch, &bytes, err), ERR_NOT_FOUND, "there is no entry");
	assert_fails(served_entry(&reading, UINT64_MAX, &scratch, &bytes, err), ERR_NOT_FOUND, "there is no entry");
	assert_fails(served_act(&reading, reading.size, &scratch, &entry, &act, err), ERR_NOT_FOUND, "there is no entry");
}

static void the_checkpoint(void **state)
{
	(void)state;
	struct reading reading = shelf_reading(&club);
	struct verifier log = verifier_of(LOG, &club.key.public_key);
	struct checkpoint checkpoint;
	struct arena scratch = club.arena;
	struct str bytes;
	assert_fails(served_checkpoint(&reading, &scratch, &bytes, err), ERR_NOT_FOUND, "nothing is sealed");
	shelf_seal(&club);
	reading = shelf_reading(&club);
	assert_ok(served_checkpoint(&reading, &scratch, &bytes, err));
	assert_ok(checkpoint_open(bytes, &log, scratch, &checkpoint, err));
	assert_int_equal(checkpoint.size, reading.size);
}

/* ---- Tiles --------------------------------------------------------------------------------------------------- */

static void grow_to(uint64_t size)
{
	char line[128];
	while (club_size(&club) < size) {
		snprintf(line, sizeof line, "SEC sec-1 event event=e|kind=parade|title.en=Number %d", (int)club_size(&club));
		club_enter(&club, line);
	}
	assert_ok(registrar_commit(club.registrar, err));
}

static bool has_tile(const struct reading *reading, uint32_t level, uint64_t index, uint32_t width, struct str *ret)
{
	struct err error = {.msg = ""};
	enum err_code code = served_tile(reading, (struct tile){level, index, width}, &club.arena, ret, &error);
	if (code != ERR_OK)
		assert_int_equal(code, ERR_NOT_FOUND);
	return code == ERR_OK;
}

/* Every tile of the sealed tree, and the tree that they make; nothing beyond it, though more is entered. */
static void tiles_make_the_sealed_tree(void **state)
{
	(void)state;
	static const uint64_t size[] = {7, 255, 256, 257, 600};
	uint64_t durable;
	for (size_t i = 0; i < COUNT(size); i++) {
		grow_to(size[i]);
		shelf_seal(&club);
		grow_to(size[i] + 1);
		struct reading reading = shelf_reading(&club);
		const struct hash *leaf = registrar_leaves(club.registrar, &durable);
		assert_int_equal(reading.sealed, size[i]);
		assert_int_equal(reading.size, size[i] + 1);
		struct tile tile;
		for (uint64_t k = 0; tile_of_size(size[i], k, &tile); k++) {
			struct arena mark = arena_mark(&club.arena);
			struct str bytes;
			assert_true(has_tile(&reading, tile.level, tile.index, tile.width, &bytes));
			if (tile.level == TILE_ENTRIES) {
				size_t offset = 0;
				for (uint32_t n = 0; n < tile.width; n++) {
					struct str entry;
					assert_ok(bundle_next(bytes, &offset, &entry, err));
					struct hash hash = hash_leaf(entry);
					assert_true(hash_eq(&hash, &leaf[tile.index * TILE_WIDTH + n]));
				}
				assert_int_equal(offset, bytes.len);
			} else {
				struct hash wanted[TILE_WIDTH];
				tile_hashes(leaf, tile, wanted);
				assert_int_equal(bytes.len, tile.width * sizeof(struct hash));
				assert_memory_equal(bytes.ptr, wanted, bytes.len);
			}
			/* One wider is more than is sealed. */
			if (tile.width < TILE_WIDTH) {
				assert_false(has_tile(&reading, tile.level, tile.index, tile.width + 1, &bytes));
				assert_false(has_tile(&reading, tile.level, tile.index + 1, 1, &bytes));
			}
			arena_rewind(&club.arena, mark);
		}
	}
	struct reading reading = shelf_reading(&club);
	struct str bytes;
	/* A partial tile of an earlier, smaller tree is still there. */
	assert_true(has_tile(&reading, 0, 1, 1, &bytes));
	assert_true(has_tile(&reading, TILE_ENTRIES, 0, 7, &bytes));
	static const struct tile none[] = {{0, 0, 0},
	                                   {0, 0, 257},
	                                   {0, 3, 1},
	                                   {1, 0, 3},
	                                   {2, 0, 1},
	                                   {7, 0, 1},
	                                   {8, 0, 1},
	                                   {63, 0, 1},
	                                   {64, 0, 1},
	                                   {0, UINT64_MAX, 256},
	                                   {0, UINT64_MAX / 256, 1},
	                                   {UINT32_MAX - 1, 0, 1}};
	for (size_t i = 0; i < COUNT(none); i++)
		assert_false(has_tile(&reading, none[i].level, none[i].index, none[i].width, &bytes));
}

/* The path of every entry to trees of many sizes is the one that the leaves alone give. */
static void proofs_are_those_of_the_leaves(void **state)
{
	(void)state;
	grow_to(800);
	uint64_t durable;
	const struct hash *leaf = registrar_leaves(club.registrar, &durable);
	static const uint64_t size[] = {1, 2, 255, 256, 257, 511, 512, 513, 700, 768, 769, 800};
	for (size_t i = 0; i < COUNT(size); i++)
		for (uint64_t number = 0; number < size[i]; number++) {
			struct path wanted, got;
			merkle_inclusion(leaf, number, size[i], &wanted);
			assert_ok(registrar_inclusion(club.registrar, number, size[i], club.arena, &got, err));
			assert_int_equal(got.count, wanted.count);
			assert_memory_equal(got.node, wanted.node, got.count * sizeof got.node[0]);
		}
}

/* ---- Receipts and texts -------------------------------------------------------------------------------------- */

static void receipts_of_sealed_entries(void **state)
{
	(void)state;
	shelf_fill(&club);
	struct verifier log = verifier_of(LOG, &club.key.public_key);
	uint64_t news = club_enter(&club, "SEC sec-1 release release=n|embargo=+1h|text.en=Soon.");
	assert_ok(registrar_commit(club.registrar, err));
	struct reading reading = shelf_reading(&club);
	struct receipt receipt;
	struct str bytes;
	assert_fails(served_receipt(&reading, news, &club.arena, &bytes, err), ERR_NOT_FOUND, "not sealed yet");
	assert_fails(served_receipt(&reading, news + 1, &club.arena, &bytes, err), ERR_NOT_FOUND, "there is no entry");
	shelf_seal(&club);
	for (int hour = 0; hour < 2; hour++) {
		reading = shelf_reading(&club);
		assert_ok(served_receipt(&reading, news, &club.arena, &bytes, err));
		assert_ok(receipt_open(bytes, &log, &club.arena, &receipt, err));
		assert_int_equal(receipt.index, news);
		assert_int_equal(receipt.blob_count, hour);
		club_pass(&club, HOUR_MS);
	}
	/* The text of an outcome comes from the act that amended the matter. */
	uint64_t outcome = 0;
	struct history history = library_history(club.library, SUBJECT_MATTER, STR("boat"));
	for (uint32_t i = 0; i < history.count; i++)
		if (shelf_fact(&club, history.number[i])->verb == VERB_OUTCOME)
			outcome = history.number[i];
	assert_ok(served_receipt(&reading, outcome, &club.arena, &bytes, err));
	assert_ok(receipt_open(bytes, &log, &club.arena, &receipt, err));
	assert_int_equal(receipt.blob_count, 2);
	assert_str(receipt.blob[0].data, "We buy two boats.");
}

static void texts_by_their_refs(void **state)
{
	(void)state;
	shelf_fill(&club);
	struct reading reading = shelf_reading(&club);
	const struct value *text = fact_get(library_defining(club.library, SUBJECT_RELEASE, STR("first")), FIELD_TEXT);
	enum text_state got;
	const uint8_t *salt = NULL;
	struct str bytes = STR("untouched");
	struct blob_ref ref;
	assert_true(blob_ref_parse(text->pair[0].value, &ref));
	assert_ok(served_blob(&reading, &ref, &club.arena, &got, &bytes, &salt, err));
	assert_int_equal(got, TEXT_SHOWN);
	struct blob_ref real = blob_commit(ref.class, salt, bytes);
	assert_true(hash_eq(&real.commitment, &ref.commitment));
	/* The charter has no salt. */
	struct blob_ref charter = blob_commit(BLOB_PERMANENT, NULL, str_from(shelf_charter));
	assert_ok(served_blob(&reading, &charter, &club.arena, &got, &bytes, &salt, err));
	assert_int_equal(got, TEXT_SHOWN);
	assert_null(salt);
	assert_str(bytes, shelf_charter);
	/* A restricted one, one that is nobody's, one that was erased. */
	const struct fact *position = shelf_fact(&club, library_verb(club.library, VERB_POSITION).number[0]);
	bytes = STR("untouched");
	struct blob_ref restricted, unknown = {.class = BLOB_PUBLIC};
	assert_true(blob_ref_parse(fact_get(position, FIELD_REASON)->pair[0].value, &restricted));
	assert_ok(served_blob(&reading, &restricted, &club.arena, &got, &bytes, &salt, err));
	assert_int_equal(got, TEXT_RESTRICTED);
	assert_ok(served_blob(&reading, &unknown, &club.arena, &got, &bytes, &salt, err));
	assert_int_equal(got, TEXT_MISSING);
	assert_ok(club.store->ops->blob_erase(club.store, &ref, err));
	assert_ok(served_blob(&reading, &ref, &club.arena, &got, &bytes, &salt, err));
	assert_int_equal(got, TEXT_ERASED);
	assert_str(bytes, "untouched");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(entries_and_acts),           T(the_checkpoint),
		T(tiles_make_the_sealed_tree), T(proofs_are_those_of_the_leaves),
		T(receipts_of_sealed_entries), T(texts_by_their_refs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
