/* What is asked of a file before it is used as a record, in this order:
 *
 *  1. application_id is ours: "not a Comity record" otherwise;
 *  2. user_version is known: "made by a newer version" otherwise;
 *  3. the tables are exactly ours; the derived one may be missing;
 *  4. entries are numbered 0 … count - 1 without a gap;
 *  5. no checkpoint covers more entries than there are, and no leaf hash is of a later one;
 *  6. as many blobs are found by their ref as there are.
 *
 * Whether entries are what was signed is not asked here: that is verification, and takes the keys.
 */
#include "store/sqlite.h"

#include <inttypes.h>

enum err_code sqlite_identity_check(struct sqlite_store *sqlite, struct err *err)
{
	int64_t id, version, objects;
	enum err_code code = sqlite_number(sqlite, "PRAGMA application_id", "open", &id, err);

	if (code == ERR_OK)
		code = sqlite_number(sqlite, "PRAGMA user_version", "open", &version, err);
	if (code == ERR_OK)
		code = sqlite_number(sqlite, "SELECT count(*) FROM sqlite_schema", "open", &objects, err);
	if (code != ERR_OK)
		return code;
	if (id == 0 && objects == 0) {
		err_set(err, ERR_FORMAT, "%s is not a Comity record: it is empty", sqlite->path);
		return err_hint(err,
		                "if it was a record, restore it from a copy; if its founding was interrupted, found it again");
	}
	if (id != RECORD_APPLICATION_ID) {
		err_set(err, ERR_FORMAT, "%s is not a Comity record", sqlite->path);
		return err_hint(err, "give the path of a record");
	}
	if (version > RECORD_FORMAT) {
		err_set(err, ERR_FORMAT,
		        "%s was made by a newer version of Comity: its format is %" PRId64 ", this one knows %d", sqlite->path,
		        version, RECORD_FORMAT);
		return err_hint(err, "open it with that version");
	}
	if (version < RECORD_FORMAT)
		return err_set(err, ERR_FORMAT, "%s has the format %" PRId64 ", which never was", sqlite->path, version);
	return ERR_OK;
}

/* The table of this name, or SQLITE_TABLES. */
static size_t find_table(struct str name)
{
	size_t i = 0;

	while (i < SQLITE_TABLES && !str_eq(name, str_from(sqlite_table[i].name)))
		i++;
	return i;
}

static enum err_code strange(const struct sqlite_store *sqlite, const char *what, const char *name, struct err *err)
{
	err_set(err, ERR_CORRUPT, "cannot use %s: %s%s", sqlite->path, what, name);
	return err_hint(err, "restore the record from a copy");
}

/* One row of sqlite_schema. The names of strange things are not repeated: they could be anything. */
static enum err_code check_object(struct sqlite_store *sqlite, sqlite3_stmt *row, bool seen[SQLITE_TABLES],
                                  struct err *err)
{
	struct str name, sql;
	size_t i;

	if (!sqlite_column(row, 0, SQLITE_TEXT, &name) || !sqlite_column(row, 1, SQLITE_TEXT, &sql)) {
		if (sqlite3_errcode(sqlite->db) == SQLITE_NOMEM)
			return sqlite_fail(sqlite, SQLITE_NOMEM, "read the tables of", err);
		name = sql = STR("");
	}
	i = find_table(name);
	if (i == SQLITE_TABLES)
		return strange(sqlite, "it holds a table, view or trigger that Comity did not make", "", err);
	if (!str_eq(sql, str_from(sqlite_table[i].sql)))
		return strange(sqlite, "somebody changed its table ", sqlite_table[i].name, err);
	seen[i] = true;
	return ERR_OK;
}

/* Exactly our tables and nothing that could act by itself, whoever made the file. */
enum err_code sqlite_schema_check(struct sqlite_store *sqlite, struct err *err)
{
	static const char sql[] = "SELECT name, sql FROM sqlite_schema WHERE substr(name, 1, 7) <> 'sqlite_'";
	sqlite3_stmt *statement = NULL;
	enum err_code code = ERR_OK;
	bool seen[SQLITE_TABLES] = {false};
	int rc = sqlite3_prepare_v2(sqlite->db, sql, -1, &statement, /* pzTail= */ NULL);

	if (rc == SQLITE_OK) {
		while (code == ERR_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW)
			code = check_object(sqlite, statement, seen, err);
	}
	if (code == ERR_OK && rc != SQLITE_DONE)
		code = sqlite_fail(sqlite, rc, "read the tables of", err);
	sqlite3_finalize(statement);
	for (size_t i = 0; i < SQLITE_TABLES && code == ERR_OK; i++) {
		if (!seen[i] && !sqlite_table[i].derived)
			code = strange(sqlite, "it has lost its table ", sqlite_table[i].name, err);
	}
	return code;
}

static enum err_code lost(const struct sqlite_store *sqlite, int64_t rows, const char *who, int64_t cover,
                          struct err *err)
{
	err_set(err, ERR_CORRUPT, "%s has lost entries: it holds %" PRId64 ", its %s %" PRId64, sqlite->path, rows, who,
	        cover);
	return err_hint(err, "restore the record from a copy");
}

enum err_code sqlite_number_check(struct sqlite_store *sqlite, struct err *err)
{
	enum { ROWS, FIRST, LAST, SEALED, BLOBS, REFS, LEAVES, LEAF, NUMBERS };
	static const char *const sql[NUMBERS] = {
		[ROWS] = "SELECT count(*) FROM entries",
		[FIRST] = "SELECT min(number) FROM entries",
		[LAST] = "SELECT max(number) FROM entries",
		[SEALED] = "SELECT max(size) FROM checkpoints",
		[BLOBS] = "SELECT count(*) FROM blobs NOT INDEXED",
		[REFS] = "SELECT count(*) FROM blobs INDEXED BY sqlite_autoindex_blobs_1",
		[LEAVES] = "SELECT count(*) FROM sqlite_schema WHERE name = 'leaves'",
		[LEAF] = "SELECT max(number) FROM leaves",
	};
	int64_t number[NUMBERS] = {0};
	enum err_code code = ERR_OK;

	for (size_t i = 0; i < NUMBERS && code == ERR_OK; i++) {
		if (i != LEAF || number[LEAVES] == 1)
			code = sqlite_number(sqlite, sql[i], "count what is in", &number[i], err);
	}
	if (code != ERR_OK)
		return code;
	if (number[ROWS] > 0 && (number[FIRST] != 0 || number[LAST] != number[ROWS] - 1)) {
		err_set(err, ERR_CORRUPT, "%s has gaps: %" PRId64 " entries are numbered %" PRId64 " to %" PRId64, sqlite->path,
		        number[ROWS], number[FIRST], number[LAST]);
		return err_hint(err, "restore the record from a copy");
	}
	if (number[SEALED] > number[ROWS])
		return lost(sqlite, number[ROWS], "checkpoint covers", number[SEALED], err);
	/* More leaf hashes than entries: entries were there. Fewer are only to be rebuilt. */
	if (number[LEAF] > number[LAST])
		return lost(sqlite, number[ROWS], "leaf hashes go up to number", number[LEAF], err);
	if (number[BLOBS] != number[REFS])
		return strange(sqlite, "blobs are lost from its table, or from the index of it", "", err);
	return ERR_OK;
}
