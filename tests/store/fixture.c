#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fixture.h"

#include <dirent.h>
#include <inttypes.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct arena fixture_arena;
uint64_t fixture_extra_blobs;
static struct region region;
static char folder[PATH_MAX];

void fixture_begin(void)
{
	if (region.base == NULL)
		assert_true(arena_reserve(&region, (size_t)192 << 20));
	fixture_arena = arena_of(&region);
	fixture_extra_blobs = 0;
}

const char *fixture_folder(void)
{
	if (folder[0] == '\0') {
		const char *base = getenv("TMPDIR");

		/* Thousands of syncs that prove nothing: what a disk forgets is played by faulty_vfs. */
		if (base == NULL)
			base = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp";
		snprintf(folder, sizeof(folder), "%s/comity-store-XXXXXX", base);
		assert_non_null(mkdtemp(folder));
	}
	return folder;
}

const char *fixture_path(const char *name)
{
	size_t size = strlen(fixture_folder()) + strlen(name) + 2;
	char *path = NEW(&fixture_arena, char, size);

	snprintf(path, size, "%s/%s", folder, name);
	return path;
}

static void remove_all(const char *path)
{
	struct dirent *item;
	DIR *dir;
	char name[PATH_MAX];

	chmod(path, 0700);
	dir = opendir(path);
	while (dir != NULL && (item = readdir(dir)) != NULL) {
		if (strcmp(item->d_name, ".") == 0 || strcmp(item->d_name, "..") == 0)
			continue;
		if (snprintf(name, sizeof(name), "%s/%s", path, item->d_name) >= (int)sizeof(name))
			continue;
		if (unlink(name) != 0)
			remove_all(name);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(path);
}

void fixture_end(void)
{
	if (folder[0] != '\0')
		remove_all(folder);
	folder[0] = '\0';
	fixture_arena = arena_of(&region);
}

uint64_t fixture_mix(uint64_t seed)
{
	uint64_t z = seed * 0x9e3779b97f4a7c15u + 0x632be59bd9b4e019u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static void noise(char *bytes, size_t size, uint64_t seed)
{
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(fixture_mix(seed + i / 8) >> (i % 8 * 8));
}

struct str fixture_entry(uint64_t number)
{
	static const size_t sizes[] = {400, 1, 60, 400, 4000, 300, 9000, 500};
	size_t size = sizes[number % 8];
	char *bytes = NEW(&fixture_arena, char, size);

	noise(bytes, size, number << 32);
	return (struct str){bytes, size};
}

struct store_blob fixture_blob(enum blob_class class, uint64_t seed, size_t size)
{
	char *salt = NEW(&fixture_arena, char, SALT_SIZE);
	char *bytes = NEW(&fixture_arena, char, size + 1);
	struct store_blob blob = {.data = {bytes, size}};

	noise(bytes, size, (seed << 20) + 1);
	noise(salt, SALT_SIZE, (seed << 20) + (1 << 19));
	if (class != BLOB_PERMANENT)
		blob.salt = (const uint8_t *)salt;
	blob.ref = blob_commit(class, blob.salt, blob.data);
	return blob;
}

static uint32_t batch_entries(uint64_t k)
{
	return (uint32_t)(1 + fixture_mix(k) % 5);
}

uint64_t fixture_first(uint64_t k)
{
	uint64_t first = 0;

	for (uint64_t i = 0; i < k; i++)
		first += batch_entries(i);
	return first;
}

static uint32_t batch_blobs(uint64_t k)
{
	return (uint32_t)(k % 4);
}

struct store_batch fixture_batch(uint64_t k)
{
	static const size_t sizes[] = {30, 700, 5000, 1, 12000};
	uint32_t entries = batch_entries(k);
	struct str *entry = NEW(&fixture_arena, struct str, entries);
	struct store_blob *blob = NEW(&fixture_arena, struct store_blob, 4);
	uint64_t first = fixture_first(k);

	for (uint32_t i = 0; i < entries; i++)
		entry[i] = fixture_entry(first + i);
	for (uint32_t i = 0; i < batch_blobs(k); i++) {
		uint64_t seed = 1000 + 4 * k + i;
		enum blob_class class = (enum blob_class)((k + i) % BLOB_CLASS_MAX);

		/* A permanent blob of one byte would soon be there already. */
		blob[i] = fixture_blob(class, seed, 8 + sizes[seed % 5]);
	}
	return (struct store_batch){
		.first = first, .entry_count = entries, .entry = entry, .blob_count = batch_blobs(k), .blob = blob};
}

void fixture_fill(struct store *store, uint64_t first, uint64_t end)
{
	for (uint64_t k = first; k < end; k++) {
		struct arena mark = arena_mark(&fixture_arena);
		struct store_batch batch = fixture_batch(k);
		struct err err;

		if (store->ops->append(store, &batch, &err) != ERR_OK)
			fail_msg("batch %" PRIu64 ": %s", k, err.msg);
		arena_rewind(&fixture_arena, mark);
	}
}

static enum err_code check_entries(struct store *store, uint64_t count, struct err *err)
{
	struct str *entry = NEW(&fixture_arena, struct str, 100);
	struct hash *leaf = NEW(&fixture_arena, struct hash, 100);

	for (uint64_t first = 0; first < count;) {
		struct arena mark = arena_mark(&fixture_arena);
		uint32_t n = 0, m = 0;
		enum err_code code = store->ops->read(store, first, 100, &fixture_arena, entry, &n, err);

		if (code == ERR_OK)
			code = store->ops->leaves(store, first, 100, leaf, &m, err);
		if (code != ERR_OK)
			return code;
		assert_int_equal(n, count - first < 100 ? count - first : 100);
		assert_int_equal(m, n);
		for (uint32_t i = 0; i < n; i++) {
			struct str expected = fixture_entry(first + i);
			struct hash hash = hash_leaf(expected);

			assert_int_equal(entry[i].len, expected.len);
			assert_memory_equal(entry[i].ptr, expected.ptr, expected.len);
			assert_memory_equal(leaf[i].byte, hash.byte, HASH_SIZE);
		}
		first += n;
		arena_rewind(&fixture_arena, mark);
	}
	return ERR_OK;
}

static enum err_code check_blobs(struct store *store, uint64_t batches, struct err *err)
{
	uint64_t expected = 0, index = 0;
	struct blob_ref ref;
	enum err_code code;

	for (uint64_t k = 0; k < batches; k++) {
		struct arena mark = arena_mark(&fixture_arena);
		struct store_batch batch = fixture_batch(k);

		for (uint32_t i = 0; i < batch.blob_count; i++, expected++) {
			struct store_blob got;

			code = store->ops->blob_get(store, &batch.blob[i].ref, &fixture_arena, &got, err);
			if (code != ERR_OK)
				return code;
			assert_non_null(got.data.ptr);
			assert_int_equal(got.data.len, batch.blob[i].data.len);
			assert_memory_equal(got.data.ptr, batch.blob[i].data.ptr, got.data.len);
			assert_int_equal(got.salt != NULL, batch.blob[i].salt != NULL);
			if (got.salt != NULL)
				assert_memory_equal(got.salt, batch.blob[i].salt, SALT_SIZE);
		}
		arena_rewind(&fixture_arena, mark);
	}
	while ((code = store->ops->blob_next(store, &index, &ref, err)) == ERR_OK)
		;
	if (code != ERR_NOT_FOUND)
		return code;
	assert_int_equal(index, expected + fixture_extra_blobs);
	return ERR_OK;
}

bool fixture_inspect_damaged(struct store *store, uint64_t *ret_batches, struct err *err)
{
	uint64_t count = 0, first = 0, k = 0;

	if (store->ops->count(store, &count, err) != ERR_OK)
		return false;
	while (first < count)
		first += batch_entries(k++);
	if (first != count)
		fail_msg("%" PRIu64 " entries: a part of batch %" PRIu64, count, k - 1);
	*ret_batches = k;
	return check_entries(store, count, err) == ERR_OK && check_blobs(store, k, err) == ERR_OK;
}

uint64_t fixture_inspect(struct store *store)
{
	struct err err = {.msg = ""};
	uint64_t batches = 0;

	if (!fixture_inspect_damaged(store, &batches, &err))
		fail_msg("%s: %s", err_code_name(err.code), err.msg);
	return batches;
}

struct store *fixture_open(const char *path, enum store_mode mode)
{
	struct store *store = NULL;
	struct err err;

	if (store_sqlite_open(path, mode, &store, &err) != ERR_OK)
		fail_msg("%s (%s)", err.msg, err.hint);
	return store;
}

void fixture_exec(const char *path, const char *sql)
{
	sqlite3 *db;
	char *message = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s", message);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}
