/* One suite for every backend: what struct store_ops promises. The cases get the backend as their state. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fixture.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "store/memory.h"

struct backend {
	const char *name;
	struct store *(*open)(void); /* a fresh store */
	struct store *(*reopen)(struct store *store);
	/* Change the leaf hash of an entry, or its bytes, behind the store's back; the store afterwards. */
	struct store *(*damage_leaf)(struct store *store, uint64_t number);
	struct store *(*damage_entry)(struct store *store, uint64_t number);
};

static struct store *memory_open(void)
{
	struct store *store = NULL;

	assert_ok(store_memory_open(&store, err));
	return store;
}

static struct store *memory_reopen(struct store *store)
{
	return store; /* what is in memory has nowhere to come back from */
}

static struct memory_entry *memory_entry(struct store *store, uint64_t number)
{
	struct memory_store *memory = (struct memory_store *)(void *)store;

	return &memory->chunk[number / MEMORY_CHUNK][number % MEMORY_CHUNK];
}

static struct store *memory_damage_leaf(struct store *store, uint64_t number)
{
	memory_entry(store, number)->leaf.byte[7] ^= 1;
	return store;
}

static struct store *memory_damage_entry(struct store *store, uint64_t number)
{
	struct memory_entry *entry = memory_entry(store, number);

	entry->bytes.len--;
	return store;
}

static struct store *sqlite_open(void)
{
	return fixture_open(fixture_path("record.db"), STORE_CREATE);
}

static struct store *sqlite_reopen(struct store *store)
{
	store_close(store);
	return fixture_open(fixture_path("record.db"), STORE_WRITE);
}

static struct store *sqlite_damage(struct store *store, const char *update, uint64_t number)
{
	char sql[200];
	struct buf buf = buf_of(sql, sizeof(sql) - 1);

	buf_c(&buf, update);
	buf_c(&buf, " WHERE number = ");
	buf_u64(&buf, number);
	buf_byte(&buf, 0);
	store_close(store);
	fixture_exec(fixture_path("record.db"), sql);
	return fixture_open(fixture_path("record.db"), STORE_WRITE);
}

static struct store *sqlite_damage_leaf(struct store *store, uint64_t number)
{
	return sqlite_damage(store, "UPDATE leaves SET hash = zeroblob(32)", number);
}

static struct store *sqlite_damage_entry(struct store *store, uint64_t number)
{
	return sqlite_damage(store, "UPDATE entries SET bytes = CAST('x' || bytes AS BLOB)", number);
}

static struct backend backends[] = {
	{"memory", memory_open, memory_reopen, memory_damage_leaf, memory_damage_entry},
	{"sqlite", sqlite_open, sqlite_reopen, sqlite_damage_leaf, sqlite_damage_entry},
};

static struct store *open_of(void **state)
{
	return ((struct backend *)*state)->open();
}

static struct store *reopen_of(void **state, struct store *store)
{
	return ((struct backend *)*state)->reopen(store);
}

static int set_up(void **state)
{
	(void)state;
	fixture_begin();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_fail_after(0);
	fixture_end();
	return 0;
}

static uint64_t count_of(struct store *store)
{
	uint64_t count = 0;

	assert_ok(store->ops->count(store, &count, err));
	return count;
}

static void is_empty(void **state)
{
	struct store *store = open_of(state);
	struct store_blob blob = fixture_blob(BLOB_PUBLIC, 1, 10), got;
	struct str entry[2], checkpoint = {"x", 1};
	struct hash leaf[2];
	struct blob_ref ref;
	uint64_t index = 0;
	uint32_t n = 7;

	for (int round = 0; round < 2; round++) {
		assert_int_equal(count_of(store), 0);
		assert_ok(store->ops->read(store, 0, 2, &fixture_arena, entry, &n, err));
		assert_int_equal(n, 0);
		n = 7;
		assert_ok(store->ops->leaves(store, 0, 2, leaf, &n, err));
		assert_int_equal(n, 0);
		assert_ok(store->ops->checkpoint(store, &fixture_arena, &checkpoint, err));
		assert_int_equal(checkpoint.len, 0);
		assert_code(ERR_NOT_FOUND, store->ops->blob_get(store, &blob.ref, &fixture_arena, &got, err));
		assert_code(ERR_NOT_FOUND, store->ops->blob_next(store, &index, &ref, err));
		assert_int_equal(index, 0);
		assert_ok(store->ops->rebuild(store, err));
		store = reopen_of(state, store);
	}
	store_close(store);
}

static void appends_and_reads(void **state)
{
	/* SHA-256(0x00 0x00), typed in. */
	static const uint8_t leaf_of_nul[HASH_SIZE] = {0x96, 0xa2, 0x96, 0xd2, 0x24, 0xf2, 0x85, 0xc6, 0x7b, 0xee, 0x93,
	                                               0xc3, 0x0f, 0x8a, 0x30, 0x91, 0x57, 0xf0, 0xda, 0xa3, 0x5d, 0xc5,
	                                               0xb8, 0x7e, 0x41, 0x0b, 0x78, 0x63, 0x0a, 0x09, 0xcf, 0xc7};
	struct store *store = open_of(state);
	struct str entry[2] = {{"\0", 1}, STR("two")}, got[2];
	struct store_batch batch = {.entry_count = 2, .entry = entry};
	struct hash leaf[2];
	uint32_t n;

	assert_ok(store->ops->append(store, &batch, err));
	store = reopen_of(state, store);
	assert_int_equal(count_of(store), 2);
	assert_ok(store->ops->read(store, 0, 2, &fixture_arena, got, &n, err));
	assert_int_equal(n, 2);
	assert_int_equal(got[0].len, 1);
	assert_int_equal(got[0].ptr[0], 0);
	assert_true(str_eq(got[1], STR("two")));
	assert_ok(store->ops->leaves(store, 0, 1, leaf, &n, err));
	assert_int_equal(n, 1);
	assert_memory_equal(leaf[0].byte, leaf_of_nul, HASH_SIZE);
	store_close(store);
}

static void keeps_batches(void **state)
{
	struct store *store = open_of(state);

	fixture_fill(store, 0, 40);
	assert_int_equal(fixture_inspect(store), 40);
	store = reopen_of(state, store);
	assert_int_equal(fixture_inspect(store), 40);
	fixture_fill(store, 40, 60);
	assert_int_equal(fixture_inspect(store), 60);
	store_close(store);
}

static void refuses_wrong_first(void **state)
{
	struct store *store = open_of(state);
	struct store_batch batch = fixture_batch(3);
	struct store_batch none = {.first = 0};

	assert_int_equal(batch.blob_count, 3);
	fixture_fill(store, 0, 3);
	batch.first--;
	assert_code(ERR_CONFLICT, store->ops->append(store, &batch, err));
	batch.first += 2;
	assert_code(ERR_CONFLICT, store->ops->append(store, &batch, err));
	batch.first = 0;
	assert_code(ERR_CONFLICT, store->ops->append(store, &batch, err));
	batch.first = UINT64_MAX;
	assert_code(ERR_CONFLICT, store->ops->append(store, &batch, err));
	assert_code(ERR_CONFLICT, store->ops->append(store, &none, err));
	assert_int_equal(store->ops->append(store, &none, /* err= */ NULL), ERR_CONFLICT);
	/* Nothing of it is there, and the store goes on. */
	assert_int_equal(fixture_inspect(store), 3);
	fixture_fill(store, 3, 5);
	assert_int_equal(fixture_inspect(store), 5);
	store_close(store);
}

static void refuses_bad_batches(void **state)
{
	struct store *store = open_of(state);
	char *big = NEW(&fixture_arena, char, LIMIT_ENTRY_SIZE + 1);
	struct str entry[LIMIT_BATCH + 1];
	struct store_batch batch = {.entry_count = 3, .entry = entry};
	struct store_blob blob[2] = {fixture_blob(BLOB_RESTRICTED, 1, 100), fixture_blob(BLOB_PERMANENT, 2, 100)};

	for (size_t i = 0; i <= LIMIT_BATCH; i++)
		entry[i] = STR("entry");
	entry[2] = (struct str){big, LIMIT_ENTRY_SIZE + 1};
	assert_code(ERR_LIMIT, store->ops->append(store, &batch, err));
	entry[2] = STR("");
	assert_code(ERR_LIMIT, store->ops->append(store, &batch, err));
	entry[2] = STR("entry");
	batch.entry_count = LIMIT_BATCH + 1;
	assert_code(ERR_LIMIT, store->ops->append(store, &batch, err));

	batch.entry_count = 1;
	batch.blob = blob;
	batch.blob_count = 2;
	blob[1].data.len--;
	assert_code(ERR_SIGNATURE, store->ops->append(store, &batch, err));
	blob[1].data.len++;
	blob[0].salt = (const uint8_t *)big;
	assert_code(ERR_SIGNATURE, store->ops->append(store, &batch, err));
	blob[0].salt = NULL;
	assert_code(ERR_USAGE, store->ops->append(store, &batch, err));
	blob[0] = fixture_blob(BLOB_PUBLIC, 3, LIMIT_BLOB_SIZE + 1);
	assert_code(ERR_LIMIT, store->ops->append(store, &batch, err));
	blob[0].ref.class = BLOB_CLASS_MAX;
	assert_code(ERR_USAGE, store->ops->append(store, &batch, err));
	assert_int_equal(fixture_inspect(store), 0);
	store_close(store);
}

static void takes_maximum_sizes(void **state)
{
	struct store *store = open_of(state);
	char *big = NEW(&fixture_arena, char, LIMIT_ENTRY_SIZE);
	struct str entry[LIMIT_BATCH], got[LIMIT_BATCH];
	struct store_blob blob[2], back;
	struct store_batch batch = {.entry_count = LIMIT_BATCH, .entry = entry, .blob_count = 2, .blob = blob};
	uint32_t n;

	memset(big, 'm', LIMIT_ENTRY_SIZE);
	for (size_t i = 0; i < LIMIT_BATCH; i++)
		entry[i] = (struct str){big, LIMIT_ENTRY_SIZE - i};
	blob[0] = fixture_blob(BLOB_PERMANENT, 1, LIMIT_BLOB_SIZE);
	blob[1] = fixture_blob(BLOB_RESTRICTED, 2, LIMIT_BLOB_SIZE);
	assert_ok(store->ops->append(store, &batch, err));
	store = reopen_of(state, store);
	assert_ok(store->ops->read(store, 0, LIMIT_BATCH, &fixture_arena, got, &n, err));
	assert_int_equal(n, LIMIT_BATCH);
	for (size_t i = 0; i < LIMIT_BATCH; i++)
		assert_true(str_eq(got[i], entry[i]));
	for (size_t i = 0; i < 2; i++) {
		assert_ok(store->ops->blob_get(store, &blob[i].ref, &fixture_arena, &back, err));
		assert_true(str_eq(back.data, blob[i].data));
	}
	store_close(store);
}

static void takes_empty_batches(void **state)
{
	struct store *store = open_of(state);
	struct store_blob blob = fixture_blob(BLOB_PUBLIC, 1, 0), got;
	struct store_batch none = {.first = 0}, blob_alone = {.blob_count = 1, .blob = &blob};

	assert_ok(store->ops->append(store, &none, err));
	assert_ok(store->ops->append(store, &blob_alone, err));
	assert_int_equal(count_of(store), 0);
	/* A blob without bytes is not an erased one. */
	assert_ok(store->ops->blob_get(store, &blob.ref, &fixture_arena, &got, err));
	assert_non_null(got.data.ptr);
	assert_int_equal(got.data.len, 0);
	assert_memory_equal(got.salt, blob.salt, SALT_SIZE);
	store_close(store);
}

static void lists_blobs(void **state)
{
	struct store *store = open_of(state);
	struct store_blob blob[31];
	struct store_batch batch = {.blob_count = 31, .blob = blob};
	struct blob_ref ref, third = {0};
	char last[80] = "", text[80];
	uint64_t index = 0;

	for (size_t i = 0; i < 30; i++)
		blob[i] = fixture_blob((enum blob_class)(i % 3), i, 50 + i);
	blob[30] = blob[4]; /* twice in one batch */
	assert_ok(store->ops->append(store, &batch, err));
	assert_ok(store->ops->append(store, &batch, err)); /* and once more */
	for (size_t i = 0; i < 30; i++) {
		struct buf buf = buf_of(text, sizeof(text) - 1);

		assert_ok(store->ops->blob_next(store, &index, &ref, err));
		assert_int_equal(index, i + 1);
		memset(text, 0, sizeof(text));
		buf_blob_ref(&buf, &ref);
		assert_true(strcmp(last, text) < 0);
		strcpy(last, text);
		if (i == 2)
			third = ref;
	}
	assert_code(ERR_NOT_FOUND, store->ops->blob_next(store, &index, &ref, err));
	assert_int_equal(index, 30);
	/* From any place, and twice from the same. */
	for (int round = 0; round < 2; round++) {
		index = 2;
		assert_ok(store->ops->blob_next(store, &index, &ref, err));
		assert_int_equal(index, 3);
		assert_memory_equal(ref.commitment.byte, third.commitment.byte, HASH_SIZE);
	}
	index = 31;
	assert_code(ERR_NOT_FOUND, store->ops->blob_next(store, &index, &ref, err));
	store_close(store);
}

static void erases_blobs(void **state)
{
	struct store *store = open_of(state);
	struct store_blob blob[4] = {fixture_blob(BLOB_PERMANENT, 1, 300), fixture_blob(BLOB_PUBLIC, 2, 0),
	                             fixture_blob(BLOB_RESTRICTED, 3, 90000), fixture_blob(BLOB_RESTRICTED, 4, 60)};
	struct store_blob other = fixture_blob(BLOB_PUBLIC, 5, 10), got;
	struct store_batch batch = {.blob_count = 4, .blob = blob};
	struct blob_ref ref;
	uint64_t index = 0;

	assert_ok(store->ops->append(store, &batch, err));
	assert_code(ERR_REFUSED, store->ops->blob_erase(store, &blob[0].ref, err));
	assert_code(ERR_NOT_FOUND, store->ops->blob_erase(store, &other.ref, err));
	assert_ok(store->ops->blob_erase(store, &blob[1].ref, err));
	assert_ok(store->ops->blob_erase(store, &blob[2].ref, err));
	assert_ok(store->ops->blob_erase(store, &blob[2].ref, err));
	store = reopen_of(state, store);
	/* It comes again and stays erased. */
	assert_ok(store->ops->append(store, &batch, err));
	for (size_t i = 0; i < 4; i++) {
		memset(&got, 0x55, sizeof(got));
		assert_ok(store->ops->blob_get(store, &blob[i].ref, &fixture_arena, &got, err));
		if (i == 1 || i == 2) {
			assert_null(got.data.ptr);
			assert_null(got.salt);
			assert_int_equal(got.data.len, 0);
		} else {
			assert_true(str_eq(got.data, blob[i].data));
		}
		assert_int_equal(got.ref.class, blob[i].ref.class);
	}
	for (size_t i = 0; i < 4; i++)
		assert_ok(store->ops->blob_next(store, &index, &ref, err));
	assert_code(ERR_NOT_FOUND, store->ops->blob_next(store, &index, &ref, err));
	store_close(store);
}

static void seals_in_order(void **state)
{
	struct store *store = open_of(state);
	char *big = NEW(&fixture_arena, char, (64u << 10) + 1);
	struct str got;
	uint64_t size = 0;

	memset(big, 'c', (64u << 10) + 1);
	assert_code(ERR_NOT_FOUND, store->ops->checkpoint_after(store, 0, &fixture_arena, &size, &got, err));
	assert_code(ERR_CONFLICT, store->ops->seal(store, 0, 0, STR("nothing"), err));
	assert_code(ERR_CONFLICT, store->ops->seal(store, 0, 1, STR("too early"), err));
	fixture_fill(store, 0, 9);
	assert_true(count_of(store) > 9);
	assert_code(ERR_CONFLICT, store->ops->seal(store, 3, 4, STR("nothing is sealed yet"), err));
	assert_ok(store->ops->seal(store, 0, 5, STR("org\n5\nroot \xe2\x80\x94\n"), err));
	assert_code(ERR_CONFLICT, store->ops->seal(store, 0, 6, STR("another sealed"), err));
	assert_code(ERR_CONFLICT, store->ops->seal(store, 5, 5, STR("same size"), err));
	assert_code(ERR_CONFLICT, store->ops->seal(store, 5, 4, STR("backwards"), err));
	assert_code(ERR_CONFLICT, store->ops->seal(store, 5, UINT64_MAX, STR("more than there is"), err));
	assert_code(ERR_LIMIT, store->ops->seal(store, 5, 6, STR(""), err));
	assert_code(ERR_LIMIT, store->ops->seal(store, 5, 6, (struct str){big, (64u << 10) + 1}, err));
	assert_ok(store->ops->checkpoint(store, &fixture_arena, &got, err));
	assert_true(str_eq(got, STR("org\n5\nroot \xe2\x80\x94\n")));
	assert_ok(store->ops->seal(store, 5, count_of(store), (struct str){big, 64u << 10}, err));
	store = reopen_of(state, store);
	assert_ok(store->ops->checkpoint(store, &fixture_arena, &got, err));
	assert_int_equal(got.len, 64u << 10);
	assert_code(ERR_CONFLICT, store->ops->seal(store, 5, 6, STR("late"), err));
	/* Both are kept, and found from the oldest on, in any order of asking. */
	for (int again = 0; again < 2; again++) {
		assert_ok(store->ops->checkpoint_after(store, 4, &fixture_arena, &size, &got, err));
		assert_int_equal(size, 5);
		assert_true(str_eq(got, STR("org\n5\nroot \xe2\x80\x94\n")));
		assert_ok(store->ops->checkpoint_after(store, 5, &fixture_arena, &size, &got, err));
		assert_int_equal(size, count_of(store));
		assert_int_equal(got.len, 64u << 10);
		assert_code(ERR_NOT_FOUND, store->ops->checkpoint_after(store, size, &fixture_arena, &size, &got, err));
		assert_code(ERR_NOT_FOUND, store->ops->checkpoint_after(store, UINT64_MAX, &fixture_arena, &size, &got, err));
	}
	assert_int_equal(fixture_inspect(store), 9);
	store_close(store);
}

static void reads_ranges(void **state)
{
	static const struct {
		uint64_t first;
		uint32_t max, expected;
	} cases[] = {
		{0, 0, 0},   {0, 1, 1},   {0, 20, 20},        {0, 21, 20},         {19, 1, 1},
		{19, 5, 1},  {20, 1, 0},  {21, 3, 0},         {7, 6, 6},           {UINT64_MAX, 9, 0},
		{19, 30, 1}, {0, 30, 20}, {INT64_MAX, 30, 0}, {1ull << 63, 30, 0}, {5, 15, 15},
	};
	struct store *store = open_of(state);
	struct str entry[20], got[30];
	struct hash leaf[30];
	struct store_batch batch = {.entry_count = 20, .entry = entry};

	for (uint64_t i = 0; i < 20; i++)
		entry[i] = fixture_entry(i);
	assert_ok(store->ops->append(store, &batch, err));
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		uint32_t n = 99, m = 99;

		assert_ok(store->ops->read(store, cases[c].first, cases[c].max, &fixture_arena, got, &n, err));
		assert_ok(store->ops->leaves(store, cases[c].first, cases[c].max, leaf, &m, err));
		assert_int_equal(n, cases[c].expected);
		assert_int_equal(m, cases[c].expected);
		for (uint32_t i = 0; i < n; i++) {
			struct hash hash = hash_leaf(entry[cases[c].first + i]);

			assert_true(str_eq(got[i], entry[cases[c].first + i]));
			assert_memory_equal(leaf[i].byte, hash.byte, HASH_SIZE);
		}
	}
	store_close(store);
}

static void rebuilds_leaves(void **state)
{
	struct backend *backend = *state;
	struct store *store = backend->open();
	struct str entry[4];
	uint32_t n = 99;

	fixture_fill(store, 0, 20);
	store = backend->damage_leaf(store, 5);
	assert_code(ERR_CORRUPT, store->ops->read(store, 4, 4, &fixture_arena, entry, &n, err));
	assert_int_equal(n, 99); /* written on success only */
	assert_ok(store->ops->read(store, 1, 4, &fixture_arena, entry, &n, err));
	assert_ok(store->ops->read(store, 6, 4, &fixture_arena, entry, &n, err));
	assert_ok(store->ops->rebuild(store, err));
	assert_int_equal(fixture_inspect(store), 20);
	store = backend->reopen(store);
	assert_int_equal(fixture_inspect(store), 20);
	fixture_fill(store, 20, 22);
	assert_int_equal(fixture_inspect(store), 22);
	store_close(store);
}

static void tells_of_damage(void **state)
{
	struct backend *backend = *state;
	struct store *store = backend->open();
	struct str entry[10];
	struct err err;
	uint32_t n;

	fixture_fill(store, 0, 20);
	store = backend->damage_entry(store, 7);
	assert_int_equal(store->ops->read(store, 0, 10, &fixture_arena, entry, &n, &err), ERR_CORRUPT);
	assert_string_equal(err.msg, "entry 7 does not match its leaf hash");
	assert_non_null(strstr(err.hint, "verify"));
	store_close(store);
}

static void holds_many(void **state)
{
	struct store *store = open_of(state);
	struct str entry[LIMIT_BATCH], got[LIMIT_BATCH];
	char text[LIMIT_BATCH][24];
	struct arena mark = arena_mark(&fixture_arena);
	uint64_t total = 10000;

	for (uint64_t first = 0; first < total;) {
		struct store_batch batch = {.first = first, .entry = entry};

		for (; batch.entry_count < LIMIT_BATCH && first < total; batch.entry_count++, first++) {
			int len = snprintf(text[batch.entry_count], sizeof(text[0]), "entry %u", (unsigned)first);

			entry[batch.entry_count] = (struct str){text[batch.entry_count], (size_t)len};
		}
		assert_ok(store->ops->append(store, &batch, err));
	}
	store = reopen_of(state, store);
	assert_int_equal(count_of(store), total);
	for (uint64_t first = 0; first < total;) {
		uint32_t n;

		assert_ok(store->ops->read(store, first, LIMIT_BATCH, &fixture_arena, got, &n, err));
		for (uint32_t i = 0; i < n; i++, first++) {
			int len = snprintf(text[0], sizeof(text[0]), "entry %u", (unsigned)first);

			assert_true(str_eq(got[i], (struct str){text[0], (size_t)len}));
		}
		arena_rewind(&fixture_arena, mark);
	}
	store_close(store);
}

/* Reads into an arena without room, and every arena_try on the way made to fail. */
static void lacks_memory(void **state)
{
	struct store *store = open_of(state);
	struct store_batch batch = fixture_batch(7);
	struct region region;
	struct arena small;
	struct str entry[4], checkpoint = STR("untouched");
	struct store_blob blob;
	uint64_t k, first = 0;
	uint32_t n = 99;

	assert_int_equal(batch.blob_count, 3);
	fixture_fill(store, 0, 8);
	assert_ok(store->ops->seal(store, 0, 8, STR("a checkpoint"), err));
	assert_true(arena_reserve(&region, 4096));
	small = arena_of(&region);
	small.end = small.beg + 8;
	assert_code(ERR_LIMIT, store->ops->read(store, 0, 4, &small, entry, &n, err));
	assert_int_equal(n, 99);
	assert_code(ERR_LIMIT, store->ops->blob_get(store, &batch.blob[0].ref, &small, &blob, err));
	assert_code(ERR_LIMIT, store->ops->checkpoint(store, &small, &checkpoint, err));
	assert_code(ERR_LIMIT, store->ops->checkpoint_after(store, 0, &small, &first, &checkpoint, err));
	assert_true(str_eq(checkpoint, STR("untouched")));
	arena_return(&region);

	for (k = 1;; k++) {
		struct store_batch next = fixture_batch(8);
		enum err_code code[5];
		struct err err;

		arena_fail_after(k);
		code[0] = store->ops->read(store, 0, 4, &fixture_arena, entry, &n, &err);
		code[1] = store->ops->blob_get(store, &batch.blob[0].ref, &fixture_arena, &blob, &err);
		code[2] = store->ops->checkpoint(store, &fixture_arena, &checkpoint, &err);
		code[3] = store->ops->append(store, &next, &err);
		code[4] = store->ops->seal(store, 8, 9, STR("next"), &err);
		if (!arena_failed())
			break;
		arena_fail_after(0);
		for (size_t i = 0; i < 5; i++)
			assert_true(code[i] == ERR_OK || code[i] == ERR_LIMIT || (i >= 3 && code[i] == ERR_CONFLICT));
		assert_true(fixture_inspect(store) == (code[3] == ERR_LIMIT ? 8 : 9));
		assert_true(k < 100);
	}
	assert_true(k > 5);
	arena_fail_after(0);
	store_close(store);
}

static void opens_without_memory(void **state)
{
	struct backend *backend = *state;
	bool sqlite = strcmp(backend->name, "sqlite") == 0;
	uint64_t k;

	for (k = 1;; k++) {
		struct store *store = NULL;
		struct err err;
		enum err_code code;

		const char *path = fixture_path("scarce.db");

		arena_fail_after(k);
		code = sqlite ? store_sqlite_open(path, STORE_CREATE, &store, &err) : store_memory_open(&store, &err);
		if (!arena_failed()) {
			store_close(store);
			break;
		}
		arena_fail_after(0);
		assert_int_equal(code, ERR_LIMIT);
		assert_null(store);
	}
	assert_true(k > 2);
}

#define CASE(function) cmocka_unit_test_prestate_setup_teardown(function, set_up, tear_down, BACKEND)
#define CASES                                                                                                       \
	CASE(is_empty), CASE(appends_and_reads), CASE(keeps_batches), CASE(refuses_wrong_first),                        \
		CASE(refuses_bad_batches), CASE(takes_maximum_sizes), CASE(takes_empty_batches), CASE(lists_blobs),         \
		CASE(erases_blobs), CASE(seals_in_order), CASE(reads_ranges), CASE(rebuilds_leaves), CASE(tells_of_damage), \
		CASE(holds_many), CASE(lacks_memory), CASE(opens_without_memory)

int main(void)
{
#define BACKEND &backends[0]
	const struct CMUnitTest memory[] = {CASES};
#undef BACKEND
#define BACKEND &backends[1]
	const struct CMUnitTest sqlite[] = {CASES};
#undef BACKEND
	int failed = cmocka_run_group_tests_name("memory", memory, NULL, NULL);

	return failed + cmocka_run_group_tests_name("sqlite", sqlite, NULL, NULL);
}
