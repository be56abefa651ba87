/* Writing: one transaction a call; what was written is read back and checked before it commits.
 *
 * A call that finds out before its first change that it cannot succeed (a wrong number, another process's lock) leaves
 * the store usable. After the first change every failure condemns it: sqlite_end sees to that.
 */
#include "store/sqlite.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/limits.h"

static const char what_append[] = "append to";
static const char what_seal[] = "seal";
static const char what_rebuild[] = "rebuild the leaf hashes of";

/* Number and bytes into the two parameters of an insert, which then runs. */
static enum err_code insert(struct sqlite_store *sqlite, enum sqlite_query query, uint64_t number, struct str bytes,
                            const char *what, struct err *err)
{
	STATEMENT statement = NULL;
	enum err_code code = sqlite_statement(sqlite, query, &statement, err);
	int rc;

	if (code != ERR_OK)
		return code;
	rc = sqlite_bind_u64(statement, 1, number);
	if (rc == SQLITE_OK && query == QUERY_CHECKPOINT_INSERT)
		rc = sqlite3_bind_text64(statement, 2, bytes.ptr, bytes.len, SQLITE_STATIC, SQLITE_UTF8);
	else if (rc == SQLITE_OK)
		rc = sqlite_bind_bytes(statement, 2, bytes);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	return rc == SQLITE_DONE ? ERR_OK : sqlite_fail(sqlite, rc, what, err);
}

static enum err_code insert_leaf(struct sqlite_store *sqlite, uint64_t number, struct str entry, const char *what,
                                 struct err *err)
{
	struct hash leaf = hash_leaf(entry);

	return insert(sqlite, QUERY_LEAF_INSERT, number, (struct str){(const char *)leaf.byte, HASH_SIZE}, what, err);
}

/* Read entries and leaf hashes back: `expected`, or with NULL only that each entry has its hash. */
static enum err_code recheck(struct sqlite_store *sqlite, uint64_t first, uint64_t end, const struct str *expected,
                             const char *what, struct err *err)
{
	STATEMENT statement = NULL;
	enum err_code code = sqlite_statement(sqlite, QUERY_READ, &statement, err);
	int rc;

	if (code != ERR_OK)
		return code;
	rc = sqlite_bind_u64(statement, 1, first);
	if (rc == SQLITE_OK)
		rc = sqlite_bind_u64(statement, 2, end);
	if (rc != SQLITE_OK)
		return sqlite_fail(sqlite, rc, what, err);
	for (uint64_t number = first; number < end; number++) {
		struct str bytes, hash;
		struct hash leaf;

		rc = sqlite3_step(statement);
		if (rc != SQLITE_ROW && rc != SQLITE_DONE)
			return sqlite_fail(sqlite, rc, what, err);
		if (rc == SQLITE_DONE || (uint64_t)sqlite3_column_int64(statement, 0) != number ||
		    !sqlite_column(statement, 1, SQLITE_BLOB, &bytes) || !sqlite_column(statement, 2, SQLITE_BLOB, &hash)) {
			rc = sqlite3_errcode(sqlite->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
			return sqlite_fail(sqlite, rc, what, err);
		}
		leaf = hash_leaf(expected != NULL ? expected[number - first] : bytes);
		if (hash.len != HASH_SIZE || memcmp(hash.ptr, leaf.byte, HASH_SIZE) != 0 ||
		    (expected != NULL && !str_eq(bytes, expected[number - first])))
			return entry_damaged(number, err);
	}
	return ERR_OK;
}

static enum err_code append(struct sqlite_store *sqlite, const struct store_batch *batch, struct err *err)
{
	uint64_t count;
	enum err_code code = sqlite_entry_count(sqlite, &count, err);

	if (code == ERR_OK)
		code = batch_fits(batch, count, err);
	if (code != ERR_OK)
		return code;
	sqlite_writing(sqlite);
	for (uint32_t i = 0; i < batch->entry_count && code == ERR_OK; i++) {
		code = insert(sqlite, QUERY_ENTRY_INSERT, count + i, batch->entry[i], what_append, err);
		if (code == ERR_OK)
			code = insert_leaf(sqlite, count + i, batch->entry[i], what_append, err);
	}
	for (uint32_t i = 0; i < batch->blob_count && code == ERR_OK; i++)
		code = sqlite_blob_put(sqlite, &batch->blob[i], err);
	if (code == ERR_OK)
		code = recheck(sqlite, count, count + batch->entry_count, batch->entry, what_append, err);
	return code;
}

enum err_code sqlite_append(struct store *store, const struct store_batch *batch, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	enum err_code code = sqlite_usable(sqlite, /* change= */ true, err);

	if (code == ERR_OK)
		code = batch_check(batch, err);
	if (code == ERR_OK)
		code = sqlite_begin(sqlite, what_append, err);
	if (code != ERR_OK)
		return code;
	return sqlite_end(sqlite, what_append, append(sqlite, batch, err), err);
}

static enum err_code read_newest(struct sqlite_store *sqlite, struct str compare, uint64_t *ret_size, bool *ret_same,
                                 struct err *err)
{
	STATEMENT statement = NULL;
	struct str note;
	enum err_code code = sqlite_statement(sqlite, QUERY_CHECKPOINT, &statement, err);

	if (code == ERR_OK)
		code = sqlite_newest(sqlite, statement, ret_size, &note, err);
	if (code == ERR_OK)
		*ret_same = str_eq(note, compare);
	return code;
}

static enum err_code seal(struct sqlite_store *sqlite, uint64_t expected, uint64_t size, struct str checkpoint,
                          struct err *err)
{
	uint64_t newest, count;
	bool same;
	enum err_code code = sqlite_entry_count(sqlite, &count, err);

	if (code == ERR_OK)
		code = read_newest(sqlite, checkpoint, &newest, &same, err);
	if (code == ERR_OK)
		code = seal_check(newest, count, expected, size, checkpoint, err);
	if (code != ERR_OK)
		return code;
	sqlite_writing(sqlite);
	code = insert(sqlite, QUERY_CHECKPOINT_INSERT, size, checkpoint, what_seal, err);
	if (code == ERR_OK)
		code = read_newest(sqlite, checkpoint, &newest, &same, err);
	if (code == ERR_OK && (newest != size || !same))
		code = sqlite_fail(sqlite, SQLITE_CORRUPT, what_seal, err);
	return code;
}

enum err_code sqlite_seal(struct store *store, uint64_t expected, uint64_t size, struct str checkpoint, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	enum err_code code = sqlite_usable(sqlite, /* change= */ true, err);

	if (code == ERR_OK)
		code = sqlite_begin(sqlite, what_seal, err);
	if (code != ERR_OK)
		return code;
	return sqlite_end(sqlite, what_seal, seal(sqlite, expected, size, checkpoint, err), err);
}

static enum err_code rebuild_leaves(struct sqlite_store *sqlite, uint64_t *ret_count, struct err *err)
{
	STATEMENT statement = NULL;
	enum err_code code = sqlite_statement(sqlite, QUERY_SCAN, &statement, err);
	uint64_t count = 0;

	while (code == ERR_OK) {
		struct str bytes;
		int rc = sqlite3_step(statement);

		if (rc == SQLITE_DONE)
			break;
		if (rc != SQLITE_ROW)
			return sqlite_fail(sqlite, rc, what_rebuild, err);
		if ((uint64_t)sqlite3_column_int64(statement, 0) != count)
			return err_set(err, ERR_CORRUPT, "%s holds no entry %" PRIu64, sqlite->path, count);
		if (!sqlite_column(statement, 1, SQLITE_BLOB, &bytes)) {
			rc = sqlite3_errcode(sqlite->db) == SQLITE_NOMEM ? SQLITE_NOMEM : SQLITE_CORRUPT;
			return sqlite_fail(sqlite, rc, what_rebuild, err);
		}
		code = insert_leaf(sqlite, count++, bytes, what_rebuild, err);
	}
	*ret_count = count;
	return code;
}

enum err_code sqlite_rebuild(struct store *store, struct err *err)
{
	struct sqlite_store *sqlite = sqlite_of(store);
	uint64_t count = 0;
	enum err_code code = sqlite_usable(sqlite, /* change= */ true, err);

	if (code == ERR_OK)
		code = sqlite_begin(sqlite, what_rebuild, err);
	if (code != ERR_OK)
		return code;
	sqlite_writing(sqlite);
	code = sqlite_leaves_recreate(sqlite, err);
	if (code == ERR_OK)
		code = rebuild_leaves(sqlite, &count, err);
	if (code == ERR_OK)
		code = recheck(sqlite, 0, count, /* expected= */ NULL, what_rebuild, err);
	return sqlite_end(sqlite, what_rebuild, code, err);
}
