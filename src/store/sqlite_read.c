/* Reading: every entry is checked against its leaf hash on the way out, so that a damaged page is an error and never
 * a wrong entry. Whether leaf hashes and entries were changed together is for the checkpoints to tell. */
#include "store/sqlite.h"

#include <inttypes.h>
#include <string.h>

static enum err_code gap(const struct sqlite_store *sqlite, const char *table, uint64_t number, struct err *err)
{
	err_set(err, ERR_CORRUPT, "%s holds no %s %" PRIu64, sqlite->path, table, number);
	return err_hint(err, "rebuild the derived tables, then verify; if that fails, restore from a copy");
}

enum err_code sqlite_entry_count(struct sqlite_store *sqlite, uint64_t *ret, struct err *err)
{
	STATEMENT statement = NULL;
	enum err_code code = sqlite_statement(sqlite, QUERY_COUNT, &statement, err);
	int rc;

	if (code != ERR_OK)
		return code;
	rc = sqlite3_step(statement);
	if (rc != SQLITE_ROW)
		return sqlite_fail(sqlite, rc, "count the entries of", err);
	if (sqlite3_column_type(statement, 0) == SQLITE_NULL) {
		*ret = 0;
		return ERR_OK;
	}
	if (sqlite3_column_int64(statement, 0) < 0 || sqlite3_column_int64(statement, 0) == INT64_MAX)
		return gap(sqlite, "entry", 0, err);
	*ret = (uint64_t)sqlite3_column_int64(statement, 0) + 1;
	return ERR_OK;
}

enum err_code sqlite_count(struct store *store, uint64_t *ret, struct err *err)
{
	enum err_code code = sqlite_usable(sqlite_of(store), /* change= */ false, err);

	return code != ERR_OK ? code : sqlite_entry_count(sqlite_of(store), ret, err);
}

/* The statement for a range, bound to it; *ret_end is its end, at most the count. */
static enum err_code range(struct sqlite_store *sqlite, enum sqlite_query query, uint64_t first, uint32_t max,
                           sqlite3_stmt **ret, uint32_t *ret_count, struct err *err)
{
	uint64_t count;
	enum err_code code = sqlite_usable(sqlite, /* change= */ false, err);
	int rc;

	if (code == ERR_OK)
		code = sqlite_entry_count(sqlite, &count, err);
	if (code == ERR_OK)
		code = sqlite_statement(sqlite, query, ret, err);
	if (code != ERR_OK)
		return code;
	if (first >= count)
		max = 0;
	else if (count - first < max)
		max = (uint32_t)(count - first);
	rc = sqlite_bind_u64(*ret, 1, first);
	if (rc == SQLITE_OK)
		rc = sqlite_bind_u64(*ret, 2, max == 0 ? 0 : first + max);
	if (rc != SQLITE_OK)
		return sqlite_fail(sqlite, rc, "read", err);
	*ret_count = max;
	return ERR_OK;
}

/* Step to row `number`. */
static enum err_code row(struct sqlite_store *sqlite, sqlite3_stmt *statement, const char *table, uint64_t number,
                         struct err *err)
{
	int rc = sqlite3_step(statement);

	if (rc == SQLITE_DONE || (rc == SQLITE_ROW && (uint64_t)sqlite3_column_int64(statement, 0) != number))
		return gap(sqlite, table, number, err);
	return rc == SQLITE_ROW ? ERR_OK : sqlite_fail(sqlite, rc, "read entries of", err);
}

/* A column that could not be had: either no memory, or not of the type that the table promises. */
static enum err_code no_column(struct sqlite_store *sqlite, uint64_t number, struct err *err)
{
	if (sqlite3_errcode(sqlite->db) == SQLITE_NOMEM)
		return sqlite_fail(sqlite, SQLITE_NOMEM, "read entries of", err);
	return entry_damaged(number, err);
}

enum err_code sqlite_read(struct store *store, uint64_t first, uint32_t max, struct arena *arena, struct str *ret_entry,
                          uint32_t *ret_count, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	STATEMENT statement = NULL;
	uint32_t count = 0;
	enum err_code code = range(sqlite, QUERY_READ, first, max, &statement, &count, err);

	for (uint32_t i = 0; i < count && code == ERR_OK; i++) {
		struct str bytes, hash, copy;
		struct hash leaf;

		code = row(sqlite, statement, "entry", first + i, err);
		if (code != ERR_OK)
			return code;
		if (!sqlite_column(statement, 1, SQLITE_BLOB, &bytes))
			return no_column(sqlite, first + i, err);
		if (sqlite3_column_type(statement, 2) == SQLITE_NULL)
			return gap(sqlite, "leaf hash", first + i, err);
		if (!sqlite_column(statement, 2, SQLITE_BLOB, &hash))
			return no_column(sqlite, first + i, err);
		leaf = hash_leaf(bytes);
		if (hash.len != HASH_SIZE || memcmp(hash.ptr, leaf.byte, HASH_SIZE) != 0)
			return entry_damaged(first + i, err);
		copy = arena_str(arena, bytes);
		if (copy.ptr == NULL)
			return read_no_room(bytes.len, err);
		ret_entry[i] = copy;
	}
	if (code == ERR_OK)
		*ret_count = count;
	return code;
}

enum err_code sqlite_leaves(struct store *store, uint64_t first, uint32_t max, struct hash *ret, uint32_t *ret_count,
                            struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	STATEMENT statement = NULL;
	uint32_t count = 0;
	enum err_code code = range(sqlite, QUERY_LEAVES, first, max, &statement, &count, err);

	for (uint32_t i = 0; i < count && code == ERR_OK; i++) {
		struct str hash;

		code = row(sqlite, statement, "leaf hash", first + i, err);
		if (code != ERR_OK)
			return code;
		if (!sqlite_column(statement, 1, SQLITE_BLOB, &hash))
			return no_column(sqlite, first + i, err);
		if (hash.len != HASH_SIZE)
			return entry_damaged(first + i, err);
		memcpy(ret[i].byte, hash.ptr, HASH_SIZE);
	}
	if (code == ERR_OK)
		*ret_count = count;
	return code;
}

enum err_code sqlite_newest(struct sqlite_store *sqlite, sqlite3_stmt *statement, uint64_t *ret_size,
                            struct str *ret_note, struct err *err)
{
	int rc = sqlite3_step(statement);
	struct str note;

	if (rc == SQLITE_DONE) {
		*ret_size = 0;
		*ret_note = STR("");
		return ERR_OK;
	}
	if (rc != SQLITE_ROW)
		return sqlite_fail(sqlite, rc, "read the checkpoint of", err);
	if (!sqlite_column(statement, 1, SQLITE_TEXT, &note)) {
		rc = sqlite3_errcode(sqlite->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
		return sqlite_fail(sqlite, rc, "read the checkpoint of", err);
	}
	if (sqlite3_column_int64(statement, 0) <= 0 || note.len == 0)
		return sqlite_fail(sqlite, SQLITE_CORRUPT, "read the checkpoint of", err);
	*ret_size = (uint64_t)sqlite3_column_int64(statement, 0);
	*ret_note = note;
	return ERR_OK;
}

enum err_code sqlite_checkpoint(struct store *store, struct arena *arena, struct str *ret, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	STATEMENT statement = NULL;
	struct str note, copy;
	uint64_t size;
	enum err_code code = sqlite_usable(sqlite, /* change= */ false, err);

	if (code == ERR_OK)
		code = sqlite_statement(sqlite, QUERY_CHECKPOINT, &statement, err);
	if (code == ERR_OK)
		code = sqlite_newest(sqlite, statement, &size, &note, err);
	if (code != ERR_OK)
		return code;
	copy = arena_str(arena, note);
	if (copy.ptr == NULL)
		return read_no_room(note.len, err);
	*ret = copy;
	return ERR_OK;
}

enum err_code sqlite_checkpoint_after(struct store *store, uint64_t size, struct arena *arena, uint64_t *ret_size,
                                      struct str *ret, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	STATEMENT statement = NULL;
	struct str note, copy;
	uint64_t found;
	enum err_code code = sqlite_usable(sqlite, /* change= */ false, err);
	int rc;

	if (code == ERR_OK)
		code = sqlite_statement(sqlite, QUERY_CHECKPOINT_AFTER, &statement, err);
	if (code != ERR_OK)
		return code;
	rc = sqlite_bind_u64(statement, 1, size);
	if (rc != SQLITE_OK)
		return sqlite_fail(sqlite, rc, "read a checkpoint of", err);
	code = sqlite_newest(sqlite, statement, &found, &note, err);
	if (code != ERR_OK)
		return code;
	if (note.len == 0)
		return err_set(err, ERR_NOT_FOUND, "no checkpoint covers more than %" PRIu64 " entries", size);
	copy = arena_str(arena, note);
	if (copy.ptr == NULL)
		return read_no_room(note.len, err);
	*ret_size = found;
	*ret = copy;
	return ERR_OK;
}
