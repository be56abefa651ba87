/* Blobs in, out and erased. After an erasure the write-ahead log is emptied too, so that the bytes are in none of the
 * store's files. What a disk or file system keeps of overwritten blocks, and copies made earlier, are beyond this
 * program; the manual says so. */
#include "store/sqlite.h"

#include <string.h>

static const char what_put[] = "add a blob to";
static const char what_get[] = "read a blob of";
static const char what_erase[] = "erase a blob of";

struct blob_row {
	bool erased;
	struct str salt, data;
};

/* The statement bound to the ref and stepped to its row; views live until it is done. */
static enum err_code find(struct sqlite_store *sqlite, const struct blob_ref *ref, struct str name,
                          sqlite3_stmt *statement, struct blob_row *ret, struct err *err)
{
	struct blob_row row;
	int rc = sqlite3_bind_text64(statement, 1, name.ptr, name.len, SQLITE_STATIC, SQLITE_UTF8);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	if (rc == SQLITE_DONE)
		return blob_unknown(ref, err);
	if (rc != SQLITE_ROW)
		return sqlite_fail(sqlite, rc, what_get, err);
	row.erased = sqlite3_column_type(statement, 1) == SQLITE_NULL;
	row.salt = row.data = STR("");
	if ((sqlite3_column_type(statement, 0) != SQLITE_NULL && !sqlite_column(statement, 0, SQLITE_BLOB, &row.salt)) ||
	    (!row.erased && !sqlite_column(statement, 1, SQLITE_BLOB, &row.data))) {
		rc = sqlite3_errcode(sqlite->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
		return sqlite_fail(sqlite, rc, what_get, err);
	}
	if (row.salt.len != (row.erased || ref->class == BLOB_PERMANENT ? 0 : SALT_SIZE))
		return blob_damaged(ref, err);
	if (!row.erased) {
		struct blob_ref real = blob_commit(ref->class, (const uint8_t *)row.salt.ptr, row.data);

		if (!hash_eq(&real.commitment, &ref->commitment))
			return blob_damaged(ref, err);
	}
	*ret = row;
	return ERR_OK;
}

enum err_code sqlite_blob_put(struct sqlite_store *sqlite, const struct store_blob *blob, struct err *err)
{
	STATEMENT insert = NULL;
	STATEMENT check = NULL;
	char storage[BLOB_REF_SIZE];
	struct str name = blob_ref_text(&blob->ref, storage);
	struct str salt = {(const char *)blob->salt, blob->ref.class == BLOB_PERMANENT ? 0 : SALT_SIZE};
	struct blob_row row;
	enum err_code code = sqlite_statement(sqlite, QUERY_BLOB_INSERT, &insert, err);
	int rc;

	if (code == ERR_OK)
		code = sqlite_statement(sqlite, QUERY_BLOB_GET, &check, err);
	if (code != ERR_OK)
		return code;
	rc = sqlite3_bind_text64(insert, 1, name.ptr, name.len, SQLITE_STATIC, SQLITE_UTF8);
	if (rc == SQLITE_OK && salt.len > 0) /* else it stays NULL */
		rc = sqlite_bind_bytes(insert, 2, salt);
	if (rc == SQLITE_OK)
		rc = sqlite_bind_bytes(insert, 3, blob->data);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(insert);
	if (rc != SQLITE_DONE)
		return sqlite_fail(sqlite, rc, what_put, err);
	/* One that was there may have been erased: it stays so. */
	code = find(sqlite, &blob->ref, name, check, &row, err);
	if (code == ERR_OK && row.erased && sqlite3_changes(sqlite->db) != 0)
		code = blob_damaged(&blob->ref, err);
	return code;
}

enum err_code sqlite_blob_get(struct store *store, const struct blob_ref *ref, struct arena *arena,
                              struct store_blob *ret, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	STATEMENT statement = NULL;
	char storage[BLOB_REF_SIZE];
	struct blob_row row;
	struct str data, salt = {NULL, 0};
	enum err_code code = sqlite_usable(sqlite, /* change= */ false, err);

	if (code == ERR_OK)
		code = sqlite_statement(sqlite, QUERY_BLOB_GET, &statement, err);
	if (code == ERR_OK)
		code = find(sqlite, ref, blob_ref_text(ref, storage), statement, &row, err);
	if (code != ERR_OK)
		return code;
	if (row.erased) {
		*ret = (struct store_blob){.ref = *ref};
		return ERR_OK;
	}
	data = arena_str(arena, row.data);
	if (data.ptr != NULL && row.salt.len > 0)
		salt = arena_str(arena, row.salt);
	if (data.ptr == NULL || (row.salt.len > 0 && salt.ptr == NULL))
		return read_no_room(row.data.len, err);
	*ret = (struct store_blob){.ref = *ref, .salt = (const uint8_t *)salt.ptr, .data = data};
	return ERR_OK;
}

enum err_code sqlite_blob_next(struct store *store, uint64_t *index, struct blob_ref *ret, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	STATEMENT statement = NULL;
	char storage[BLOB_REF_SIZE];
	struct str after = STR(""), text;
	struct blob_ref ref;
	/* Going on from the last ref costs one step in the index; another place is counted to from the beginning. */
	bool go_on = *index > 0 && *index == sqlite->cursor_index;
	enum err_code code = sqlite_usable(sqlite, /* change= */ false, err);
	int rc;

	if (code == ERR_OK)
		code = sqlite_statement(sqlite, QUERY_BLOB_NEXT, &statement, err);
	if (code != ERR_OK)
		return code;
	if (go_on)
		after = blob_ref_text(&sqlite->cursor, storage);
	rc = sqlite3_bind_text64(statement, 1, after.ptr, after.len, SQLITE_STATIC, SQLITE_UTF8);
	if (rc == SQLITE_OK)
		rc = sqlite_bind_u64(statement, 2, go_on ? 0 : *index);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	if (rc == SQLITE_DONE)
		return err_set(err, ERR_NOT_FOUND, "no more blobs");
	if (rc == SQLITE_ROW && sqlite_column(statement, 0, SQLITE_TEXT, &text) && blob_ref_parse(text, &ref)) {
		sqlite->cursor = ref;
		sqlite->cursor_index = ++*index;
		*ret = ref;
		return ERR_OK;
	}
	if (rc == SQLITE_ROW)
		rc = sqlite3_errcode(sqlite->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
	return sqlite_fail(sqlite, rc, "list the blobs of", err);
}

static enum err_code erase(struct sqlite_store *sqlite, const struct blob_ref *ref, struct err *err)
{
	STATEMENT get = NULL;
	STATEMENT update = NULL;
	char storage[BLOB_REF_SIZE];
	struct str name = blob_ref_text(ref, storage);
	struct blob_row row;
	enum err_code code = sqlite_statement(sqlite, QUERY_BLOB_GET, &get, err);
	int rc;

	if (code == ERR_OK)
		code = sqlite_statement(sqlite, QUERY_BLOB_ERASE, &update, err);
	if (code != ERR_OK)
		return code;
	/* Damaged bytes may be erased like any others. */
	code = find(sqlite, ref, name, get, &row, err);
	if (code != ERR_OK && code != ERR_CORRUPT)
		return code;
	sqlite3_reset(get);
	sqlite_writing(sqlite);
	rc = sqlite3_bind_text64(update, 1, name.ptr, name.len, SQLITE_STATIC, SQLITE_UTF8);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(update);
	if (rc != SQLITE_DONE)
		return sqlite_fail(sqlite, rc, what_erase, err);
	code = find(sqlite, ref, name, get, &row, err);
	if (code == ERR_OK && !row.erased)
		code = sqlite_fail(sqlite, SQLITE_CORRUPT, what_erase, err);
	return code;
}

/* Committed pages into the file, and the write-ahead log to length zero: only there is the old content still. */
static enum err_code empty_log(struct sqlite_store *sqlite, struct err *err)
{
	int rc = sqlite3_wal_checkpoint_v2(sqlite->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	enum err_code code;

	if (rc == SQLITE_OK)
		return ERR_OK;
	if ((rc & 0xff) == SQLITE_BUSY) {
		err_set(err, ERR_BUSY, "the blob is erased, but a reader of %s still holds its bytes in the write-ahead log",
		        sqlite->path);
		return err_hint(err, "erase it once more when the other process has ended, to remove them from there too");
	}
	code = sqlite_fail(sqlite, rc, what_erase, err);
	return sqlite_condemn(sqlite, code, err);
}

enum err_code sqlite_blob_erase(struct store *store, const struct blob_ref *ref, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	enum err_code code = sqlite_usable(sqlite, /* change= */ true, err);

	if (code == ERR_OK && ref->class == BLOB_PERMANENT)
		return blob_kept(ref, err);
	if (code == ERR_OK)
		code = sqlite_begin(sqlite, what_erase, err);
	if (code != ERR_OK)
		return code;
	code = sqlite_end(sqlite, what_erase, erase(sqlite, ref, err), err);
	return code == ERR_OK ? empty_log(sqlite, err) : code;
}
