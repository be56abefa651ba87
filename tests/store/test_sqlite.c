/* The SQLite store as a file among others: what it refuses to open, who else may have it open, what stays on disk. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
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

static void write_file(const char *path, const char *bytes, size_t size)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static struct str read_file(const char *path)
{
	struct stat status;
	char *bytes;
	FILE *file = fopen(path, "re");

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	bytes = NEW(&fixture_arena, char, (size_t)status.st_size + 1);
	assert_int_equal(fread(bytes, 1, (size_t)status.st_size, file), status.st_size);
	fclose(file);
	return (struct str){bytes, (size_t)status.st_size};
}

static long size_of(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 ? (long)status.st_size : -1;
}

/* Opening fails with this code, a message that says so and names the path, in every mode but CREATE. */
static void refuses(const char *path, enum err_code wanted, const char *says)
{
	static const enum store_mode modes[] = {STORE_READ, STORE_WRITE};

	for (size_t i = 0; i < 2; i++) {
		struct store *store = NULL;
		struct err err = {.msg = ""};
		enum err_code code = store_sqlite_open(path, modes[i], &store, &err);

		if (code != wanted || strstr(err.msg, says) == NULL || strstr(err.msg, path) == NULL)
			fail_msg("%s: wanted %s, got %s: %s", path, err_code_name(wanted), err_code_name(code), err.msg);
		assert_null(store);
		assert_int_equal(store_sqlite_open(path, modes[i], &store, /* err= */ NULL), wanted);
	}
}

static const char *filled(const char *name, uint64_t batches)
{
	const char *path = fixture_path(name);
	struct store *store = fixture_open(path, STORE_CREATE);

	fixture_fill(store, 0, batches);
	store_close(store);
	return path;
}

static void refuses_what_is_no_record(void **state)
{
	const char *path = fixture_path("other");
	static const char text[] =
		"This is not a database. It is long enough to have what would be a header of one hundred "
		"bytes, and a little more than that.";

	(void)state;
	refuses(path, ERR_NOT_FOUND, "No such file");
	refuses(fixture_path("no/such/folder"), ERR_NOT_FOUND, "No such file");
	refuses(fixture_folder(), ERR_USAGE, "not a file");
	refuses("/dev/null", ERR_USAGE, "not a file");
	write_file(path, "", 0);
	refuses(path, ERR_FORMAT, "is empty");
	write_file(path, text, sizeof(text));
	refuses(path, ERR_FORMAT, "not a database");
	assert_int_equal(unlink(path), 0);
	fixture_exec(path, "CREATE TABLE entries(number INTEGER PRIMARY KEY, bytes BLOB)");
	refuses(path, ERR_FORMAT, "is not a Comity record");
	fixture_exec(path, "PRAGMA application_id = 252006674"); /* a Fossil repository */
	refuses(path, ERR_FORMAT, "is not a Comity record");
}

static void refuses_other_versions(void **state)
{
	const char *path = filled("record.db", 3);

	(void)state;
	fixture_exec(path, "PRAGMA user_version = 2");
	refuses(path, ERR_FORMAT, "newer version of Comity");
	fixture_exec(path, "PRAGMA user_version = 0");
	refuses(path, ERR_FORMAT, "never was");
	fixture_exec(path, "PRAGMA user_version = 1");
	store_close(fixture_open(path, STORE_WRITE));
}

static void refuses_changed_tables(void **state)
{
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{"DROP TABLE blobs", "lost its table blobs"},
		{"DROP TABLE checkpoints", "lost its table checkpoints"},
		{"DROP TABLE entries", "lost its table entries"},
		{"ALTER TABLE entries RENAME COLUMN bytes TO body", "changed its table entries"},
		{"CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM blobs; END", "that Comity did not make"},
		{"CREATE VIEW a AS SELECT 1", "that Comity did not make"},
		{"DROP TABLE leaves; CREATE VIEW leaves AS SELECT 0 AS number, zeroblob(32) AS hash",
	     "changed its table leaves"},
		{"DELETE FROM entries WHERE number = 4", "has gaps"},
		{"DELETE FROM entries WHERE number = 0", "has gaps"},
		{"INSERT INTO entries VALUES(99, x'00')", "has gaps"},
		{"INSERT INTO entries VALUES(-1, x'00')", "has gaps"},
		{"INSERT INTO checkpoints VALUES(99, 'x')", "has lost entries"},
		{"INSERT INTO leaves VALUES(99, zeroblob(32))", "has lost entries"},
		{"DELETE FROM entries; INSERT INTO checkpoints VALUES(1, 'x')", "has lost entries"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *path = filled("record.db", 5);

		fixture_exec(path, cases[i].sql);
		refuses(path, ERR_CORRUPT, cases[i].says);
		assert_int_equal(unlink(path), 0);
	}
}

static void rebuilds_dropped_leaves(void **state)
{
	const char *path = filled("record.db", 10);
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
	const char *path = filled("record.db", 5);
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
	refuses(path, ERR_CORRUPT, "has lost entries: it holds");
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
		const char *path = filled("record.db", 7);
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

static void creates_only_what_is_not_there(void **state)
{
	const char *path = filled("record.db", 2);
	struct store *store = NULL;
	struct str before = read_file(path), after;

	(void)state;
	assert_code(ERR_EXISTS, store_sqlite_open(path, STORE_CREATE, &store, err));
	after = read_file(path);
	assert_true(str_eq(before, after));
	assert_int_equal(size_of(path) > 0, 1);
	assert_code(ERR_NOT_FOUND, store_sqlite_open(fixture_path("no/such.db"), STORE_CREATE, &store, err));
	assert_code(ERR_USAGE, store_sqlite_open("", STORE_CREATE, &store, err));
	/* The file went, its log did not: not to be thrown away by us. */
	assert_int_equal(unlink(path), 0);
	write_file(fixture_path("record.db-wal"), "x", 1);
	assert_code(ERR_EXISTS, store_sqlite_open(path, STORE_CREATE, &store, err));
	assert_int_equal(size_of(path), -1);
	assert_int_equal(size_of(fixture_path("record.db-wal")), 1);
	assert_null(store);
}

static void takes_odd_paths(void **state)
{
	static const char *const names[] = {"a b",      "what?mode=memory", "a#b",         "100%41",      "it's \"quoted\"",
	                                    ":memory:", "file:x",           "caf\xc3\xa9", "back\\slash", "a&b=c;d",
	                                    "-wal"};
	char folder[4096];

	(void)state;
	assert_non_null(getcwd(folder, sizeof(folder)));
	assert_int_equal(chdir(fixture_folder()), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		/* Absolute, relative, and with slashes to spare. */
		for (int form = 0; form < 3; form++) {
			char path[4200];
			struct store *store;

			snprintf(path, sizeof(path), "%s%s%s",
			         form == 0   ? fixture_folder()
			         : form == 2 ? "/"
			                     : "",
			         form == 2 ? fixture_folder() : "",
			         form == 0   ? "/"
			         : form == 2 ? "//"
			                     : "");
			strncat(path, names[i], 100);
			store = fixture_open(path, STORE_CREATE);
			fixture_fill(store, 0, 3);
			store_close(store);
			assert_true(size_of(names[i]) > 0);
			store = fixture_open(path, STORE_READ);
			assert_int_equal(fixture_inspect(store), 3);
			store_close(store);
			assert_int_equal(unlink(names[i]), 0);
		}
	}
	assert_int_equal(chdir(folder), 0);
}

static void is_whole_when_closed(void **state)
{
	const char *path = fixture_path("record.db"), *copy = fixture_path("copy.db");
	struct store *store = fixture_open(path, STORE_CREATE);
	struct stat status;

	(void)state;
	fixture_fill(store, 0, 30);
	assert_true(size_of(fixture_path("record.db-wal")) > 0);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	store_close(store);
	assert_true(size_of(fixture_path("record.db-wal")) <= 0);
	struct str bytes = read_file(path);
	write_file(copy, bytes.ptr, bytes.len);
	store = fixture_open(copy, STORE_READ);
	assert_int_equal(fixture_inspect(store), 30);
	store_close(store);
}

static void lets_others_read(void **state)
{
	const char *path = filled("record.db", 4);
	struct store *writer = fixture_open(path, STORE_WRITE), *reader = fixture_open(path, STORE_READ);
	struct store_batch batch = fixture_batch(4);
	struct store_blob blob = fixture_blob(BLOB_PUBLIC, 1, 10);

	(void)state;
	assert_int_equal(fixture_inspect(reader), 4);
	fixture_fill(writer, 4, 8);
	assert_int_equal(fixture_inspect(reader), 8);
	batch.first = fixture_first(8);
	assert_code(ERR_ACCESS, reader->ops->append(reader, &batch, err));
	assert_code(ERR_ACCESS, reader->ops->seal(reader, 0, 1, STR("x"), err));
	assert_code(ERR_ACCESS, reader->ops->rebuild(reader, err));
	assert_code(ERR_ACCESS, reader->ops->blob_erase(reader, &blob.ref, err));
	store_close(writer);
	assert_int_equal(fixture_inspect(reader), 8);
	store_close(reader);
	writer = fixture_open(path, STORE_WRITE);
	assert_int_equal(fixture_inspect(writer), 8);
	store_close(writer);
}

/* Run `work` in a process of its own; true when it returned 0. */
static bool in_child(int (*work)(const char *path), const char *path, bool as_nobody)
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (as_nobody && geteuid() == 0 && (setgid(65534) != 0 || setresuid(65534, 65534, 65534) != 0))
			_exit(99);
		_exit(work(path));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		print_error("the other process ended with status %x\n", (unsigned)status);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int append_is_busy(const char *path)
{
	struct store *store = NULL;
	struct store_batch batch = fixture_batch(4);
	struct err err;

	if (store_sqlite_open(path, STORE_WRITE, &store, &err) != ERR_OK)
		return 1;
	if (store->ops->append(store, &batch, &err) != ERR_BUSY || strstr(err.msg, path) == NULL ||
	    strstr(err.hint, "another process") == NULL)
		return 2;
	store_close(store);
	return 0;
}

static int append_goes_on(const char *path)
{
	struct store *store = NULL;
	struct store_batch batch = fixture_batch(4), stale = fixture_batch(3);
	struct err err;

	if (store_sqlite_open(path, STORE_WRITE, &store, &err) != ERR_OK)
		return 1;
	if (store->ops->append(store, &stale, &err) != ERR_CONFLICT)
		return 2;
	if (store->ops->append(store, &batch, &err) != ERR_OK)
		return 3;
	store_close(store);
	return 0;
}

static void tells_of_another_writer(void **state)
{
	const char *path = filled("record.db", 4);
	struct store_batch batch = fixture_batch(4);
	struct store *store;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_true(in_child(append_is_busy, path, false));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	/* Two writers that both think that it is their turn: the second is told. */
	store = fixture_open(path, STORE_WRITE);
	assert_true(in_child(append_goes_on, path, false));
	assert_code(ERR_CONFLICT, store->ops->append(store, &batch, err));
	assert_int_equal(fixture_inspect(store), 5);
	store_close(store);
}

static int reads_five(const char *path)
{
	struct store *store = NULL;
	struct err err;
	uint64_t batches;

	if (store_sqlite_open(path, STORE_READ, &store, &err) != ERR_OK) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	if (!fixture_inspect_damaged(store, &batches, &err) || batches != 5)
		return 2;
	store_close(store);
	if (store_sqlite_open(path, STORE_WRITE, &store, &err) != ERR_ACCESS || strstr(err.msg, path) == NULL)
		return 3;
	return 0;
}

static int is_denied(const char *path)
{
	struct store *store = NULL;
	struct err err;

	if (store_sqlite_open(path, STORE_READ, &store, &err) != ERR_ACCESS)
		return 1;
	return strstr(err.msg, path) != NULL && err.hint[0] != '\0' ? 0 : 2;
}

static int create_is_denied(const char *path)
{
	struct store *store = NULL;
	struct err err;

	return store_sqlite_open(path, STORE_CREATE, &store, &err) == ERR_ACCESS ? 0 : 1;
}

static void reads_where_nobody_may_write(void **state)
{
	const char *path = filled("with # odd? name.db", 5), *wal = fixture_path("with # odd? name.db-wal");
	const char *shm = fixture_path("with # odd? name.db-shm"), *kept;
	struct store *writer;
	struct str log;

	(void)state;
	unlink(wal);
	unlink(shm);
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(fixture_folder(), 0555), 0);
	assert_true(in_child(reads_five, path, true));
	assert_true(in_child(create_is_denied, fixture_path("new.db"), true));
	/* An empty log is no log. */
	write_file(wal, "", 0);
	chmod(wal, 0644);
	assert_true(in_child(reads_five, path, true));
	/* A log with entries in it, and nobody running: it would take a write to read it. */
	chmod(path, 0644);
	writer = fixture_open(path, STORE_WRITE);
	fixture_fill(writer, 5, 6);
	log = read_file(wal);
	store_close(writer);
	unlink(shm);
	write_file(wal, log.ptr, log.len);
	chmod(path, 0444);
	assert_true(in_child(is_denied, path, true));
	/* The file itself may not be read. */
	kept = filled("kept.db", 1);
	assert_int_equal(chmod(kept, 0200), 0);
	assert_true(in_child(is_denied, kept, true));
}

/* A living writer beside a reader that cannot write the folder: the reader shares its memory and sees what is new. */
static void reads_beside_a_writer(void **state)
{
	const char *path = filled("record.db", 4);
	struct store *writer;

	(void)state;
	assert_int_equal(chmod(path, 0644), 0);
	writer = fixture_open(path, STORE_WRITE);
	fixture_fill(writer, 4, 5);
	assert_int_equal(chmod(fixture_folder(), 0555), 0);
	assert_true(in_child(reads_five, path, true));
	store_close(writer);
}

/* All bytes of all the store's files. */
static struct str disk(void)
{
	DIR *dir = opendir(fixture_folder());
	struct buf buf = buf_new(&fixture_arena, 8u << 20);
	struct dirent *item;

	while ((item = readdir(dir)) != NULL) {
		if (item->d_name[0] != '.')
			buf_str(&buf, read_file(fixture_path(item->d_name)));
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
	const char *path = filled("record.db", 4);
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
	assert_true(size_of(path) > 1000000);
	assert_true(size_of(fixture_path("record.db-wal")) < 6000000);
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
	assert_true(in_child(fills_the_disk, path, false));
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
		CASE(refuses_what_is_no_record),
		CASE(refuses_other_versions),
		CASE(refuses_changed_tables),
		CASE(rebuilds_dropped_leaves),
		CASE(fails_once_and_for_all),
		CASE(checks_before_it_commits),
		CASE(creates_only_what_is_not_there),
		CASE(takes_odd_paths),
		CASE(is_whole_when_closed),
		CASE(lets_others_read),
		CASE(tells_of_another_writer),
		CASE(reads_where_nobody_may_write),
		CASE(reads_beside_a_writer),
		CASE(leaves_nothing_of_erased_blobs),
		CASE(tells_of_a_reader_at_erasing),
		CASE(tells_of_damaged_blobs),
		CASE(keeps_its_log_short),
		CASE(survives_a_full_disk),
	};

	return cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
}
