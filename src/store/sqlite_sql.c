/* All the SQL there is: constants with bound parameters. And the schema and transactions.
 *
 * Tables, all STRICT:
 *
 *     entries      number, bytes                the truth
 *     blobs        ref, salt, data              the truth's long or personal parts
 *     checkpoints  size, note                   what was signed; only ever added to
 *     leaves       number, hash                 derived from entries
 *
 * An erased blob keeps its row, with salt and data NULL. secure_delete writes zeros over what SQLite lets go of; no
 * index holds anything but refs and numbers.
 */
#include "store/sqlite.h"

#include <assert.h>
#include <errno.h>

#include "base/limits.h"

#define SQL_ENTRIES "CREATE TABLE entries(number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"
#define SQL_LEAVES "CREATE TABLE leaves(number INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT"
#define SQL_BLOBS "CREATE TABLE blobs(ref TEXT PRIMARY KEY NOT NULL, salt BLOB, data BLOB) STRICT"
#define SQL_CHECKPOINTS "CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT"

/* As sqlite_schema lists them, ascending by name. */
const struct sqlite_table sqlite_table[SQLITE_TABLES] = {
	{"blobs", SQL_BLOBS, false},
	{"checkpoints", SQL_CHECKPOINTS, false},
	{"entries", SQL_ENTRIES, false},
	{"leaves", SQL_LEAVES, true},
};

static const struct {
	const char *sql, *what; /* what is tried, for "cannot … <path>" */
} queries[] = {
	[QUERY_BEGIN] = {"BEGIN IMMEDIATE", "begin a change of"},
	[QUERY_COMMIT] = {"COMMIT", "commit a change of"},
	[QUERY_ROLLBACK] = {"ROLLBACK", "take back a change of"},
	[QUERY_COUNT] = {"SELECT max(number) FROM entries", "count the entries of"},
	[QUERY_READ] = {"SELECT e.number, e.bytes, l.hash FROM entries AS e LEFT JOIN leaves AS l ON l.number = e.number "
                    "WHERE e.number >= ?1 AND e.number < ?2 ORDER BY e.number",
                    "read entries of"},
	[QUERY_LEAVES] = {"SELECT number, hash FROM leaves WHERE number >= ?1 AND number < ?2 ORDER BY number",
                      "read leaf hashes of"},
	[QUERY_SCAN] = {"SELECT number, bytes FROM entries ORDER BY number", "read entries of"},
	[QUERY_ENTRY_INSERT] = {"INSERT INTO entries(number, bytes) VALUES(?1, ?2)", "append an entry to"},
	[QUERY_LEAF_INSERT] = {"INSERT INTO leaves(number, hash) VALUES(?1, ?2)", "append a leaf hash to"},
	[QUERY_BLOB_INSERT] = {"INSERT INTO blobs(ref, salt, data) VALUES(?1, ?2, ?3) "
                           "ON CONFLICT(ref) DO NOTHING",
                           "add a blob to"},
	[QUERY_BLOB_GET] = {"SELECT salt, data FROM blobs WHERE ref = ?1", "read a blob of"},
	[QUERY_BLOB_NEXT] = {"SELECT ref FROM blobs WHERE ref > ?1 ORDER BY ref LIMIT 1 OFFSET ?2", "list the blobs of"},
	[QUERY_BLOB_ERASE] = {"UPDATE blobs SET salt = NULL, data = NULL WHERE ref = ?1", "erase a blob of"},
	[QUERY_CHECKPOINT] = {"SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1", "read the checkpoint of"},
	[QUERY_CHECKPOINT_AFTER] = {"SELECT size, note FROM checkpoints WHERE size > ?1 ORDER BY size LIMIT 1",
                                "read a checkpoint of"},
	[QUERY_CHECKPOINT_INSERT] = {"INSERT INTO checkpoints(size, note) VALUES(?1, ?2)", "add a checkpoint to"},
};
_Static_assert(sizeof(queries) / sizeof(queries[0]) == QUERY_MAX, "every query has its SQL");

/* Pages in the write-ahead log at which committed pages are moved into the file (SQLite's own default). */
#define WAL_PAGES_MAX 1000

enum err_code sqlite_statement(struct sqlite_store *sqlite, enum sqlite_query query, sqlite3_stmt **ret,
                               struct err *err)
{
	if (sqlite->statement[query] == NULL) {
		int rc = sqlite3_prepare_v3(sqlite->db, queries[query].sql, -1, SQLITE_PREPARE_PERSISTENT,
		                            &sqlite->statement[query], /* pzTail= */ NULL);

		if (rc != SQLITE_OK)
			return sqlite_fail(sqlite, rc, queries[query].what, err);
	}
	*ret = sqlite->statement[query];
	return ERR_OK;
}

void sqlite_statement_done(sqlite3_stmt **statement)
{
	if (*statement == NULL)
		return;
	/* A failed step has been reported by whoever stepped; reset only repeats its code. */
	sqlite3_reset(*statement);
	sqlite3_clear_bindings(*statement);
}

int sqlite_bind_u64(sqlite3_stmt *statement, int parameter, uint64_t value)
{
	return sqlite3_bind_int64(statement, parameter, value > INT64_MAX ? INT64_MAX : (int64_t)value);
}

int sqlite_bind_bytes(sqlite3_stmt *statement, int parameter, struct str bytes)
{
	/* A NULL pointer would bind NULL, and an empty view may have one. */
	if (bytes.len == 0)
		return sqlite3_bind_zeroblob(statement, parameter, 0);
	return sqlite3_bind_blob64(statement, parameter, bytes.ptr, bytes.len, SQLITE_STATIC);
}

bool sqlite_column(sqlite3_stmt *statement, int column, int type, struct str *ret)
{
	const void *bytes;

	if (sqlite3_column_type(statement, column) != type)
		return false;
	bytes = type == SQLITE_TEXT ? (const void *)sqlite3_column_text(statement, column)
	                            : sqlite3_column_blob(statement, column);
	if (bytes == NULL && sqlite3_errcode(sqlite3_db_handle(statement)) == SQLITE_NOMEM)
		return false;
	*ret = bytes == NULL ? STR("") : (struct str){bytes, (size_t)sqlite3_column_bytes(statement, column)};
	return true;
}

enum err_code sqlite_number(struct sqlite_store *sqlite, const char *sql, const char *what, int64_t *ret,
                            struct err *err)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(sqlite->db, sql, -1, &statement, /* pzTail= */ NULL);
	int64_t number = 0;

	if (rc == SQLITE_OK) {
		rc = sqlite3_step(statement);
		if (rc == SQLITE_ROW)
			number = sqlite3_column_int64(statement, 0);
	}
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		enum err_code code = sqlite_fail(sqlite, rc, what, err);

		sqlite3_finalize(statement);
		return code;
	}
	sqlite3_finalize(statement);
	*ret = number;
	return ERR_OK;
}

enum err_code sqlite_exec(struct sqlite_store *sqlite, const char *sql, const char *what, struct err *err)
{
	int rc = sqlite3_exec(sqlite->db, sql, /* callback= */ NULL, NULL, /* errmsg= */ NULL);

	return rc == SQLITE_OK ? ERR_OK : sqlite_fail(sqlite, rc, what, err);
}

enum err_code sqlite_schema_create(struct sqlite_store *sqlite, struct err *err)
{
	static const char what[] = "create the tables of";
	enum err_code code = sqlite_begin(sqlite, what, err);

	if (code != ERR_OK)
		return code;
	sqlite_writing(sqlite);
	for (size_t i = 0; i < SQLITE_TABLES && code == ERR_OK; i++)
		code = sqlite_exec(sqlite, sqlite_table[i].sql, what, err);
	/* 1131375993 is RECORD_APPLICATION_ID: pragmas take no parameters. */
	if (code == ERR_OK)
		code = sqlite_exec(sqlite, "PRAGMA application_id = 1131375993; PRAGMA user_version = 1", what, err);
	return sqlite_end(sqlite, what, code, err);
}
_Static_assert(RECORD_APPLICATION_ID == 1131375993 && RECORD_FORMAT == 1, "the pragmas say the same");

enum err_code sqlite_leaves_recreate(struct sqlite_store *sqlite, struct err *err)
{
	return sqlite_exec(sqlite, "DROP TABLE IF EXISTS leaves; " SQL_LEAVES, "drop the leaf hashes of", err);
}

static int step_alone(struct sqlite_store *sqlite, enum sqlite_query query, struct err *err, enum err_code *code)
{
	STATEMENT statement = NULL;

	*code = sqlite_statement(sqlite, query, &statement, err);
	return *code == ERR_OK ? sqlite3_step(statement) : SQLITE_ERROR;
}

enum err_code sqlite_begin_at(struct sqlite_store *sqlite, const char *what, struct err *err, const char *file,
                              int line)
{
	enum err_code code;
	int rc;

	assert(sqlite->transaction.file == NULL);
	rc = step_alone(sqlite, QUERY_BEGIN, err, &code);
	if (code == ERR_OK && rc != SQLITE_DONE)
		code = sqlite_fail(sqlite, rc, what, err);
	if (code != ERR_OK)
		return code;
	sqlite->transaction.file = file;
	sqlite->transaction.line = line;
	sqlite->transaction.written = false;
	return ERR_OK;
}

void sqlite_writing(struct sqlite_store *sqlite)
{
	assert(sqlite->transaction.file != NULL);
	sqlite->transaction.written = true;
}

/* Move committed pages into the file when there are many. What was committed is durable whether this succeeds or not;
 * but a disk that fails here must not be written to again, so the next call hears of it. */
static void move_pages(struct sqlite_store *sqlite)
{
	struct err err;
	int rc;

	if (sqlite->wal_pages < WAL_PAGES_MAX)
		return;
	rc = sqlite3_wal_checkpoint_v2(sqlite->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	if (rc != SQLITE_OK && (rc & 0xff) != SQLITE_BUSY && (rc & 0xff) != SQLITE_LOCKED && (rc & 0xff) != SQLITE_NOMEM)
		sqlite_condemn(sqlite, sqlite_fail(sqlite, rc, "move committed pages into", &err), &err);
}

enum err_code sqlite_end(struct sqlite_store *sqlite, const char *what, enum err_code code, struct err *err)
{
	bool written = sqlite->transaction.written;
	enum err_code ignored;

	assert(sqlite->transaction.file != NULL);
	if (code == ERR_OK) {
		int rc;

		errno = 0;
		rc = step_alone(sqlite, QUERY_COMMIT, err, &code);
		if (code == ERR_OK && rc != SQLITE_DONE) {
			sqlite->commit_errno = errno;
			code = sqlite_fail(sqlite, rc, what, err);
			sqlite->commit_errno = 0;
		}
		if (code == ERR_OK) {
			sqlite->transaction.file = NULL;
			move_pages(sqlite);
			return ERR_OK;
		}
		/* A commit that failed may have reached the disk or not: only reopening tells. */
		written = true;
	}
	if (!sqlite3_get_autocommit(sqlite->db))
		(void)step_alone(sqlite, QUERY_ROLLBACK, /* err= */ NULL, &ignored);
	sqlite->transaction.file = NULL;
	if (written || !sqlite3_get_autocommit(sqlite->db))
		sqlite_condemn(sqlite, code, err);
	return code;
}
