/* The SQLite store on disk: what it keeps, checks, tells of and leaves behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files.h"

#include <dirent.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int set_up(void **state)
{
	(void)state;
	fixture_begin();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}

static void rebuilds_dropped_leaves(void **state)
{
	const char *path = files_record("record.db", 10);
	struct str entry[2];
	struct store *store;
	uint32_t n;

	(void)state;
	fixture_exec(path, "DROP TABLE leaves");
	store = fixture_open(path, STORE_WRITE);
	assert_code(ERR_CORRUPT, store->ops->read(store, 0, 2, &fixture_arena, entry, &n, err));
	assert_ok(store->ops->rebuild(store, err));
	assert_int_equal(fixture_inspect(store), 10);
	store_close(store);
	/* Missing ones, false ones, and one of an entry that cannot be. */
	fixture_exec(path, "DELETE FROM leaves WHERE number % 3 = 1; INSERT INTO leaves VALUES(-5, x'00'); "
	                   "UPDATE leaves SET hash = x'' WHERE number = 6");
	store = fixture_open(path, STORE_WRITE);
	assert_code(ERR_CORRUPT, store->ops->read(store, 0, 2, &fixture_arena, entry, &n, err));
	assert_ok(store->ops->rebuild(store, err));
	assert_int_equal(fixture_inspect(store), 10);
	fixture_fill(store, 10, 12);
	store_close(store);
	store = fixture_open(path, STORE_READ);
	assert_int_equal(fixture_inspect(store), 12);
	store_close(store);
}

/* Leaf hashes in the way of an append: an error, nothing half-done, and the store is of no more use. */
static void fails_once_and_for_all(void **state)
{
	const char *path = files_record("record.db", 5);
	struct store *store;
	struct store_batch batch = fixture_batch(5);
	struct err told;
	uint64_t count;

	(void)state;
	store = fixture_open(path, STORE_WRITE);
	fixture_exec(path, "INSERT INTO leaves VALUES((SELECT count(*) FROM entries), zeroblob(32))");
	assert_int_equal(store->ops->append(store, &batch, &told), ERR_CORRUPT);
	assert_non_null(strstr(told.msg, path));
	assert_non_null(strstr(told.msg, "(transaction begun at "));
	assert_non_null(strstr(told.msg, "sqlite_write.c:"));
	assert_non_null(strstr(told.hint, "rebuild"));
	assert_int_equal(store->ops->count(store, &count, &told), ERR_IO);
	assert_non_null(strstr(told.msg, "closed to further use after a failure: cannot append to"));
	assert_code(ERR_IO, store->ops->append(store, &batch, err));
	assert_code(ERR_IO, store->ops->rebuild(store, err));
	store_close(store);
	files_refuse(path, ERR_CORRUPT, "has lost entries: it holds");
	fixture_exec(path, "DROP TABLE leaves");
	store = fixture_open(path, STORE_WRITE);
	assert_ok(store->ops->rebuild(store, err));
	assert_int_equal(fixture_inspect(store), 5);
	store_close(store);
}

/* Columns that read back as NULL, whatever was written: SQLite's own way to play a store that forgets. */
static const char *forgotten_table, *forgotten_column;

static int forget(void *context, int action, const char *table, const char *column, const char *database,
                  const char *trigger)
{
	(void)context;
	(void)database;
	(void)trigger;
	if (action == SQLITE_READ && strcmp(table, forgotten_table) == 0 && strcmp(column, forgotten_column) == 0)
		return SQLITE_IGNORE;
	return SQLITE_OK;
}

static int forgetful(sqlite3 *db, const char **message, const void *routines)
{
	(void)message;
	(void)routines;
	return sqlite3_set_authorizer(db, forget, NULL);
}

/* What was written is read back before it counts. */
static void checks_before_it_commits(void **state)
{
	static const struct {
		const char *table, *column;
		bool rebuild, seal;
	} cases[] = {
		{"entries", "bytes", true, false}, {"leaves", "hash", true, false},      {"blobs", "data", false, false},
		{"blobs", "salt", false, false},   {"checkpoints", "note", false, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_batch batch = fixture_batch(7);
		const char *path = files_record("record.db", 7);
		struct store *store;
		struct str checkpoint;

		assert_int_equal(batch.blob_count, 3);
		for (int change = 0; change < 2; change++) {
			forgotten_table = cases[i].table;
			forgotten_column = cases[i].column;
			assert_int_equal(sqlite3_auto_extension((void (*)(void))forgetful), SQLITE_OK);
			store = fixture_open(path, STORE_WRITE);
			sqlite3_reset_auto_extension();
			if (cases[i].seal)
				assert_code(ERR_CORRUPT, store->ops->seal(store, 0, 5, STR("sealed"), err));
			else if (change == 1 && cases[i].rebuild)
				assert_code(ERR_CORRUPT, store->ops->rebuild(store, err));
			else
				assert_code(ERR_CORRUPT, store->ops->append(store, &batch, err));
			store_close(store);
			store = fixture_open(path, STORE_WRITE);
			assert_int_equal(fixture_inspect(store), 7);
			assert_ok(store->ops->checkpoint(store, &fixture_arena, &checkpoint, err));
			assert_int_equal(checkpoint.len, 0);
			store_close(store);
		}
		assert_int_equal(unlink(path), 0);
	}
}

static void is_whole_when_closed(void **state)
{
	const char *path = fixture_path("record.db"), *copy = fixture_path("copy.db");
	struct store *store = fixture_open(path, STORE_CREATE);
	struct stat status;

	(void)state;
	fixture_fill(store, 0, 30);
	assert_true(files_size(fixture_path("record.db-wal")) > 0);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	store_close(store);
	assert_true(files_size(fixture_path("record.db-wal")) <= 0);
	struct str bytes = files_read(path);
	files_write(copy, bytes);
	store = fixture_open(copy, STORE_READ);
	assert_int_equal(fixture_inspect(store), 30);
	store_close(store);
}

/* All bytes of all the store's files. */
static struct str disk(void)
{
	DIR *dir = opendir(fixture_folder());
	struct buf buf = buf_new(&fixture_arena, 8u << 20);
	struct dirent *item;

	while ((item = readdir(dir)) != NULL) {
		if (item->d_name[0] != '.')
			buf_str(&buf, files_read(fixture_path(item->d_name)));
	}
	closedir(dir);
	assert_false(buf.full);
	return buf_view(&buf);
}

static bool holds(struct str bytes, struct str needle)
{
	return memmem(bytes.ptr, bytes.len, needle.ptr, needle.len) != NULL;
}

static bool on_disk(struct str needle)
{
	struct arena mark = arena_mark(&fixture_arena);
	bool found = holds(disk(), needle);

	arena_rewind(&fixture_arena, mark);
	return found;
}

static void is_gone(struct str bytes, const struct store_blob *blob)
{
	for (size_t at = 0; at + 16 <= blob->data.len; at += 160)
		assert_false(holds(bytes, str_slice(blob->data, at, at + 16)));
	assert_false(holds(bytes, (struct str){(const char *)blob->salt, SALT_SIZE}));
}

/* Blobs of many sizes between others, erased one by one: no piece of 16 bytes of them stays in any file. */
static void leaves_nothing_of_erased_blobs(void **state)
{
	enum { COUNT = 160 };
	struct store *store = fixture_open(fixture_path("record.db"), STORE_CREATE);
	struct store_blob *blob = NEW(&fixture_arena, struct store_blob, COUNT);
	struct arena mark;

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		struct store_batch batch;

		blob[i] = fixture_blob((enum blob_class)(1 + i % 2), i,
		                       16 + fixture_mix(i) % (i % 9 == 0 ? 20000
		                                              : i % 2    ? 300
		                                                         : 900));
		batch = (struct store_batch){.blob_count = 1, .blob = &blob[i]};
		assert_ok(store->ops->append(store, &batch, err));
	}
	mark = arena_mark(&fixture_arena);
	for (size_t i = 0; i < COUNT; i++) {
		assert_true(holds(disk(), str_slice(blob[i].data, 0, 16)));
		arena_rewind(&fixture_arena, mark);
	}
	/* Every other one first, then those between: rows move together, and must leave no copies of themselves. */
	for (size_t round = 0; round < 2; round++) {
		for (size_t i = round; i < COUNT; i += 2) {
			struct str bytes;

			assert_ok(store->ops->blob_erase(store, &blob[i].ref, err));
			bytes = disk();
			is_gone(bytes, &blob[i]);
			for (size_t other = 1; other < COUNT && round == 0; other += 2)
				assert_true(holds(bytes, str_slice(blob[other].data, 0, 16)));
			arena_rewind(&fixture_arena, mark);
		}
	}
	store_close(store);
	for (size_t i = 0; i < COUNT; i++) {
		is_gone(disk(), &blob[i]);
		arena_rewind(&fixture_arena, mark);
	}
}

static void tells_of_a_reader_at_erasing(void **state)
{
	const char *path = fixture_path("record.db");
	struct store *store = fixture_open(path, STORE_CREATE);
	struct store_blob blob = fixture_blob(BLOB_RESTRICTED, 9, 500), got;
	struct store_batch batch = {.blob_count = 1, .blob = &blob};
	sqlite3 *db;

	(void)state;
	assert_ok(store->ops->append(store, &batch, err));
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM blobs", NULL, NULL, NULL), SQLITE_OK);
	assert_code(ERR_BUSY, store->ops->blob_erase(store, &blob.ref, err));
	assert_ok(store->ops->blob_get(store, &blob.ref, &fixture_arena, &got, err));
	assert_null(got.data.ptr);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_true(on_disk(str_slice(blob.data, 0, 16)));
	assert_ok(store->ops->blob_erase(store, &blob.ref, err));
	assert_false(on_disk(str_slice(blob.data, 0, 16)));
	store_close(store);
}

static void tells_of_damaged_blobs(void **state)
{
	const char *path = files_record("record.db", 4);
	struct store_batch batch = fixture_batch(3);
	struct store_blob got;
	struct store *store;

	(void)state;
	fixture_exec(path,
	             "UPDATE blobs SET data = CAST(substr(data, 2) AS BLOB) WHERE rowid = (SELECT max(rowid) FROM blobs); "
	             "UPDATE blobs SET salt = x'00' WHERE rowid = (SELECT max(rowid) - 1 FROM blobs)");
	store = fixture_open(path, STORE_WRITE);
	assert_code(ERR_CORRUPT, store->ops->blob_get(store, &batch.blob[2].ref, &fixture_arena, &got, err));
	assert_code(ERR_CORRUPT, store->ops->blob_get(store, &batch.blob[1].ref, &fixture_arena, &got, err));
	assert_ok(store->ops->blob_get(store, &batch.blob[0].ref, &fixture_arena, &got, err));
	store_close(store);
}

/* A long run of commits: pages move into the file on the way, and the log does not grow without end. */
static void keeps_its_log_short(void **state)
{
	const char *path = fixture_path("record.db");
	struct store *store = fixture_open(path, STORE_CREATE);

	(void)state;
	fixture_fill(store, 0, 450);
	assert_true(files_size(path) > 1000000);
	assert_true(files_size(fixture_path("record.db-wal")) < 6000000);
	assert_int_equal(fixture_inspect(store), 450);
	store_close(store);
}

static int fills_the_disk(const char *path)
{
	struct rlimit limit = {.rlim_cur = 1500000, .rlim_max = 1500000};
	struct store *store = NULL;
	struct err err = {.msg = ""};
	uint64_t k = 0;

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || store_sqlite_open(path, STORE_CREATE, &store, &err) != ERR_OK)
		return 200;
	for (;; k++) {
		struct store_batch batch = fixture_batch(k);

		if (store->ops->append(store, &batch, &err) != ERR_OK)
			break;
	}
	store_close(store);
	if (err.code != ERR_IO || strstr(err.msg, path) == NULL || strstr(err.msg, "File too large") == NULL ||
	    err.hint[0] == '\0')
		return 201;
	/* The number of batches that were acknowledged, for the parent. */
	return fprintf(stderr, "# %u batches until the disk was full: %s\n", (unsigned)k, err.msg) > 0 && k > 20 ? 0 : 202;
}

static void survives_a_full_disk(void **state)
{
	const char *path = fixture_path("record.db");
	struct store *store;
	uint64_t batches;

	(void)state;
	assert_true(files_in_child(fills_the_disk, path, false));
	store = fixture_open(path, STORE_WRITE);
	batches = fixture_inspect(store);
	assert_true(batches > 20);
	fixture_fill(store, batches, batches + 3);
	assert_int_equal(fixture_inspect(store), batches + 3);
	store_close(store);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(rebuilds_dropped_leaves),        CASE(fails_once_and_for_all),
		CASE(checks_before_it_commits),       CASE(is_whole_when_closed),
		CASE(leaves_nothing_of_erased_blobs), CASE(tells_of_a_reader_at_erasing),
		CASE(tells_of_damaged_blobs),         CASE(keeps_its_log_short),
		CASE(survives_a_full_disk),
	};

	return cmocka_run_group_tests_name("disk", tests, NULL, NULL);
}
