/* The SQLite store as a file among others: what it refuses to open, where it can be, who else may have it open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "files.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
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

static void refuses_what_is_no_record(void **state)
{
	const char *path = fixture_path("other");
	static const char text[] =
		"This is not a database. It is long enough to have what would be a header of one hundred "
		"bytes, and a little more than that.";

	(void)state;
	files_refuse(path, ERR_NOT_FOUND, "No such file");
	files_refuse(fixture_path("no/such/folder"), ERR_NOT_FOUND, "No such file");
	files_refuse(fixture_folder(), ERR_USAGE, "not a file");
	files_refuse("/dev/null", ERR_USAGE, "not a file");
	files_write(path, STR(""));
	files_refuse(path, ERR_FORMAT, "is empty");
	files_write(path, (struct str){text, sizeof(text)});
	files_refuse(path, ERR_FORMAT, "not a database");
	assert_int_equal(unlink(path), 0);
	fixture_exec(path, "CREATE TABLE entries(number INTEGER PRIMARY KEY, bytes BLOB)");
	files_refuse(path, ERR_FORMAT, "is not a Comity record");
	fixture_exec(path, "PRAGMA application_id = 252006674"); /* a Fossil repository */
	files_refuse(path, ERR_FORMAT, "is not a Comity record");
}

static void refuses_other_versions(void **state)
{
	const char *path = files_record("record.db", 3);

	(void)state;
	fixture_exec(path, "PRAGMA user_version = 2");
	files_refuse(path, ERR_FORMAT, "newer version of Comity");
	fixture_exec(path, "PRAGMA user_version = 0");
	files_refuse(path, ERR_FORMAT, "never was");
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
		const char *path = files_record("record.db", 5);

		fixture_exec(path, cases[i].sql);
		files_refuse(path, ERR_CORRUPT, cases[i].says);
		assert_int_equal(unlink(path), 0);
	}
}

static void creates_only_what_is_not_there(void **state)
{
	const char *path = files_record("record.db", 2);
	struct store *store = NULL;
	struct str before = files_read(path), after;

	(void)state;
	assert_code(ERR_EXISTS, store_sqlite_open(path, STORE_CREATE, &store, err));
	after = files_read(path);
	assert_true(str_eq(before, after));
	assert_int_equal(files_size(path) > 0, 1);
	assert_code(ERR_NOT_FOUND, store_sqlite_open(fixture_path("no/such.db"), STORE_CREATE, &store, err));
	assert_code(ERR_USAGE, store_sqlite_open("", STORE_CREATE, &store, err));
	/* The file went, its log did not: not to be thrown away by us. */
	assert_int_equal(unlink(path), 0);
	files_write(fixture_path("record.db-wal"), STR("x"));
	assert_code(ERR_EXISTS, store_sqlite_open(path, STORE_CREATE, &store, err));
	assert_int_equal(files_size(path), -1);
	assert_int_equal(files_size(fixture_path("record.db-wal")), 1);
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
			assert_true(files_size(names[i]) > 0);
			store = fixture_open(path, STORE_READ);
			assert_int_equal(fixture_inspect(store), 3);
			store_close(store);
			assert_int_equal(unlink(names[i]), 0);
		}
	}
	assert_int_equal(chdir(folder), 0);
}

static void lets_others_read(void **state)
{
	const char *path = files_record("record.db", 4);
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
	const char *path = files_record("record.db", 4);
	struct store_batch batch = fixture_batch(4);
	struct store *store;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_true(files_in_child(append_is_busy, path, false));
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	/* Two writers that both think that it is their turn: the second is told. */
	store = fixture_open(path, STORE_WRITE);
	assert_true(files_in_child(append_goes_on, path, false));
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
	const char *path = files_record("with # odd? name.db", 5), *wal = fixture_path("with # odd? name.db-wal");
	const char *shm = fixture_path("with # odd? name.db-shm"), *kept;
	struct store *writer;
	struct str log;

	(void)state;
	unlink(wal);
	unlink(shm);
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(fixture_folder(), 0555), 0);
	assert_true(files_in_child(reads_five, path, true));
	assert_true(files_in_child(create_is_denied, fixture_path("new.db"), true));
	/* An empty log is no log. */
	files_write(wal, STR(""));
	chmod(wal, 0644);
	assert_true(files_in_child(reads_five, path, true));
	/* A log with entries in it, and nobody running: it would take a write to read it. */
	chmod(path, 0644);
	writer = fixture_open(path, STORE_WRITE);
	fixture_fill(writer, 5, 6);
	log = files_read(wal);
	store_close(writer);
	unlink(shm);
	files_write(wal, log);
	chmod(path, 0444);
	assert_true(files_in_child(is_denied, path, true));
	/* The file itself may not be read. */
	kept = files_record("kept.db", 1);
	assert_int_equal(chmod(kept, 0200), 0);
	assert_true(files_in_child(is_denied, kept, true));
}

/* A living writer beside a reader that cannot write the folder: the reader shares its memory and sees what is new. */
static void reads_beside_a_writer(void **state)
{
	const char *path = files_record("record.db", 4);
	struct store *writer;

	(void)state;
	assert_int_equal(chmod(path, 0644), 0);
	writer = fixture_open(path, STORE_WRITE);
	fixture_fill(writer, 4, 5);
	assert_int_equal(chmod(fixture_folder(), 0555), 0);
	assert_true(files_in_child(reads_five, path, true));
	store_close(writer);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(refuses_what_is_no_record), CASE(refuses_other_versions),
		CASE(refuses_changed_tables),    CASE(creates_only_what_is_not_there),
		CASE(takes_odd_paths),           CASE(lets_others_read),
		CASE(tells_of_another_writer),   CASE(reads_where_nobody_may_write),
		CASE(reads_beside_a_writer),
	};

	return cmocka_run_group_tests_name("open", tests, NULL, NULL);
}
