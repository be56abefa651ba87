/* Rows out, newest first: FTS5 walks its lists downwards by rowid and stops when there is enough. */
#include "store/search_private.h"

#include "base/limits.h"

/* A query of LIMIT_QUERY_SIZE bytes, each character at most twice and with what stands around a piece. */
#define EXPRESSION_SIZE (2 * LIMIT_QUERY_SIZE + 32 * LIMIT_SEARCH_WORDS + 256)

static bool copy_column(sqlite3_stmt *statement, int column, struct arena *arena, struct str *ret)
{
	const unsigned char *text = sqlite3_column_text(statement, column);
	int size = sqlite3_column_bytes(statement, column);
	*ret = arena_str(arena, text ? (struct str){(const char *)text, (size_t)size} : STR(""));
	return ret->ptr != NULL;
}

static enum err_code copy_hit(sqlite3_stmt *statement, struct arena *arena, struct search_hit *ret, struct err *err)
{
	ret->entry = (uint64_t)sqlite3_column_int64(statement, 0) / ROWS_PER_ENTRY;
	if (copy_column(statement, 1, arena, &ret->kind) && copy_column(statement, 2, arena, &ret->name) &&
	    copy_column(statement, 3, arena, &ret->language) && copy_column(statement, 4, arena, &ret->title) &&
	    copy_column(statement, 5, arena, &ret->excerpt))
		return ERR_OK;
	return err_set(err, ERR_LIMIT, "no memory for what was found");
}

/* Asked of every row before anything else of it is looked at. */
static void shows(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct search *search = sqlite3_user_data(context);
	const struct search_filter *filter = search->filter;
	const char *kind = (const char *)sqlite3_value_text(values[0]);
	const char *tag = (const char *)sqlite3_value_text(values[1]);
	uint64_t entry = (uint64_t)sqlite3_value_int64(values[2]) / ROWS_PER_ENTRY;
	(void)count;
	bool shown = !filter || filter->shows(filter->context, str_from(kind), str_from(tag), entry);
	if (shown && search->skip > 0) {
		search->skip--;
		shown = false;
	}
	sqlite3_result_int(context, shown);
}

int search_filter_start(struct search *search)
{
	return sqlite3_create_function_v2(search->db, "shows", 3, SQLITE_UTF8 | SQLITE_DIRECTONLY, search, shows, NULL,
	                                  NULL, NULL);
}

static enum err_code run(struct search *search, struct str expression, uint32_t max, struct arena *arena,
                         struct search_hit *ret, uint32_t *ret_count, bool *ret_more, struct err *err)
{
	sqlite3_stmt *statement;
	enum err_code code = ERR_OK;
	uint32_t count = 0;
	int rc = search_statement(search, SEARCH_FIND, &statement);
	if (rc == SQLITE_OK)
		rc = search_bind(statement, 1, expression);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(statement, 2, (int64_t)max + 1);
	if (rc != SQLITE_OK)
		return search_fail(search, rc, "search", err);
	while (!code && (rc = sqlite3_step(statement)) == SQLITE_ROW && count < max)
		code = copy_hit(statement, arena, &ret[count++], err);
	if (!code && rc != SQLITE_ROW && rc != SQLITE_DONE)
		code = search_fail(search, rc, "search", err);
	if (search->db) { /* not after damage: its statements are gone with it */
		sqlite3_reset(statement);
		sqlite3_clear_bindings(statement);
	}
	if (!code) {
		*ret_count = count;
		*ret_more = rc == SQLITE_ROW;
	}
	return code;
}

enum err_code search_find(struct search *search, struct str query, struct str language,
                          const struct search_filter *filter, uint32_t skip, uint32_t max, struct arena *arena,
                          struct search_hit *ret, uint32_t *ret_count, bool *ret_more, struct err *err)
{
	char storage[EXPRESSION_SIZE];
	struct buf expression = buf_of(storage, sizeof storage);
	struct err missing;
	enum err_code code = search_ready(search, &missing);
	*ret_count = 0;
	*ret_more = false;
	if (code == ERR_NOT_FOUND)
		return ERR_OK; /* it is being made */
	if (code) {
		if (err)
			*err = missing;
		return code;
	}
	if (language.len && !text_language_valid(language))
		language = STR("");
	words_language(search->words, language);
	if (!words_query(search->words, query, language, &expression))
		return err_set(err, ERR_LIMIT, "no memory to read a query");
	if (expression.len == 0 || max == 0)
		return ERR_OK;
	search->filter = filter;
	search->skip = skip;
	return run(search, buf_view(&expression), max, arena, ret, ret_count, ret_more, err);
}
