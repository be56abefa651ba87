/* Rows in, a transaction at a time. A row takes the place of an older one of the same thing in the same language, which
 * FTS5 must be handed in the words that were indexed then: in the language of the row.
 */
#include "store/search_private.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"

static int step(sqlite3_stmt *statement)
{
	int rc = sqlite3_step(statement);
	int reset = sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : reset != SQLITE_OK ? reset : rc;
}

static int step_with(struct search *search, enum search_query_id query, int64_t number)
{
	sqlite3_stmt *statement;
	int rc = search_statement(search, query, &statement);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(statement, 1, number);
	return rc == SQLITE_OK ? step(statement) : rc;
}

/* The first column of the only row, before the statement is reset; -1: no row, or NULL. */
static int number_of(sqlite3_stmt *statement, int64_t *ret)
{
	int rc = sqlite3_step(statement);
	*ret = -1;
	if (rc == SQLITE_ROW && sqlite3_column_type(statement, 0) == SQLITE_INTEGER)
		*ret = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int remove_old(struct search *search, const struct search_row *row)
{
	sqlite3_stmt *statement;
	int64_t old = -1;
	int rc = search_statement(search, SEARCH_OLD, &statement);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 1, row->kind);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 2, row->name);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 3, row->language);
	if (rc == SQLITE_OK)
		rc = number_of(statement, &old);
	if (rc == SQLITE_OK && old >= 0)
		rc = step_with(search, SEARCH_DELETE, old);
	return rc == SQLITE_OK && old >= 0 ? step_with(search, SEARCH_FORGET, old) : rc;
}

/* The next free rowid of the entry. */
static int place_of(struct search *search, uint64_t entry, int64_t *ret)
{
	sqlite3_stmt *statement;
	int64_t first = (int64_t)(entry * ROWS_PER_ENTRY), last = -1;
	int rc = search_statement(search, SEARCH_LAST, &statement);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(statement, 1, first);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(statement, 2, first + (int64_t)ROWS_PER_ENTRY);
	if (rc == SQLITE_OK)
		rc = number_of(statement, &last);
	*ret = last < 0 ? first : last + 1;
	return rc == SQLITE_OK && *ret == first + (int64_t)ROWS_PER_ENTRY ? SQLITE_TOOBIG : rc;
}

static int insert(struct search *search, const struct search_row *row, int64_t place)
{
	sqlite3_stmt *statement;
	int rc = search_statement(search, SEARCH_INSERT, &statement);
	const struct str column[] = {row->title, str_slice(row->text, 0, LIMIT_SEARCH_TEXT), row->language, row->kind,
	                             row->name};
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(statement, 1, place);
	for (int i = 0; i < 5 && rc == SQLITE_OK; i++)
		rc = search_bind(statement, i + 2, column[i]);
	if (rc == SQLITE_OK)
		rc = step(statement);
	if (rc == SQLITE_OK)
		rc = search_statement(search, SEARCH_REMEMBER, &statement);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 1, row->kind);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 2, row->name);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 3, row->language);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(statement, 4, place);
	return rc == SQLITE_OK ? step(statement) : rc;
}

static int add_row(struct search *search, const struct search_row *row)
{
	int64_t place = 0;
	assert(row->entry < LIMIT_ENTRIES);
	words_language(search->words, row->language);
	int rc = remove_old(search, row);
	if (rc == SQLITE_OK)
		rc = place_of(search, row->entry, &place);
	return rc == SQLITE_OK ? insert(search, row, place) : rc;
}

static int set_state(struct search *search, uint64_t size, const struct hash *leaf)
{
	sqlite3_stmt *statement;
	int rc = search_statement(search, SEARCH_SET_STATE, &statement);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(statement, 1, (int64_t)size);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_blob(statement, 2, leaf->byte, HASH_SIZE, SQLITE_STATIC);
	return rc == SQLITE_OK ? step(statement) : rc;
}

static int get_state(struct search *search, uint64_t *ret_size, struct hash *ret_leaf)
{
	sqlite3_stmt *statement;
	int rc = search_statement(search, SEARCH_STATE, &statement);
	if (rc == SQLITE_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
		const void *leaf = sqlite3_column_blob(statement, 1);
		int64_t size = sqlite3_column_int64(statement, 0);
		rc = leaf && sqlite3_column_bytes(statement, 1) == HASH_SIZE && size >= 0 ? SQLITE_OK : SQLITE_CORRUPT;
		if (rc == SQLITE_OK) {
			memcpy(ret_leaf->byte, leaf, HASH_SIZE);
			*ret_size = (uint64_t)size;
		}
	} else if (rc == SQLITE_DONE) {
		rc = SQLITE_CORRUPT;
	}
	if (statement)
		sqlite3_reset(statement);
	return rc;
}

enum err_code search_state(struct search *search, uint64_t *ret_size, struct hash *ret_leaf, struct err *err)
{
	enum err_code code = search_ready(search, err);
	if (code)
		return code;
	int rc = get_state(search, ret_size, ret_leaf);
	return rc == SQLITE_OK ? ERR_OK : search_fail(search, rc, "read the state", err);
}

enum err_code search_add(struct search *search, const struct search_row *rows, uint32_t count, uint64_t size,
                         const struct hash *leaf, struct err *err)
{
	uint64_t there = 0;
	struct hash ignored;
	assert(search->writes);
	enum err_code code = search_ready(search, err);
	if (code)
		return code;
	int rc = sqlite3_exec(search->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = get_state(search, &there, &ignored);
	/* Another process that fills the same file has come further: these rows would stand over newer ones. */
	if (there > size)
		count = 0;
	for (uint32_t i = 0; i < count && rc == SQLITE_OK; i++)
		rc = add_row(search, &rows[i]);
	if (rc == SQLITE_OK && there <= size)
		rc = set_state(search, size, leaf);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(search->db, "COMMIT", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		return ERR_OK;
	code = search_fail(search, rc, "add to the index", err);
	if (search->db)
		sqlite3_exec(search->db, "ROLLBACK", NULL, NULL, NULL);
	return code;
}
