/* Private to the search: one connection to the index.
 *
 *     search.c          the file: opened, made anew, closed
 *     search_add.c      rows in
 *     search_find.c     rows out
 *     search_fts.c      what FTS5 is given: our words, our excerpts
 *     search_query.c    what people type, as FTS5 reads it
 *     search_words.c    words, folded and stemmed
 *
 * Tables
 *     words    FTS5: title, text, tag (the language) and, not indexed, kind and name; the rowid is the entry's number
 *              times ROWS_PER_ENTRY, and a count: the newest first is simply downwards
 *     things   (kind, name, language) -> rowid: what a row replaces
 *     state    one row: of which record, up to which entry
 *
 * A file that is damaged is removed by whoever notices. Everybody looks, before each use, whether the file under the
 * path is still the one that is open.
 */
#ifndef COMITY_STORE_SEARCH_PRIVATE_H
#define COMITY_STORE_SEARCH_PRIVATE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "store/search.h"
#include "store/search_words.h"

#define ROWS_PER_ENTRY (UINT64_C(1) << 20)
#define SEARCH_APPLICATION_ID 0x436f6d73 /* "Coms" */
#define SEARCH_FORMAT 2                  /* user_version: also of how words are stemmed, and of which rows there are */

enum search_query_id {
	SEARCH_STATE,
	SEARCH_SET_STATE,
	SEARCH_OLD,
	SEARCH_DELETE,
	SEARCH_FORGET,
	SEARCH_LAST,
	SEARCH_INSERT,
	SEARCH_REMEMBER,
	SEARCH_FIND,
	SEARCH_MAX
};

struct search {
	struct region region;
	const char *path;
	struct str origin;
	bool writes;
	sqlite3 *db; /* NULL: not open (now) */
	dev_t device;
	ino_t inode;
	sqlite3_stmt *statement[SEARCH_MAX];
	struct words *words;
	/* of the query that is running */
	const struct search_filter *filter;
	uint32_t skip; /* shown ones still to be left out */
};

/* search_find.c: the SQL function shows(kind, language, rowid) for that query. */
int search_filter_start(struct search *search);

/* The file under the path is open, and is ours: opened anew where another one lies there. For a reader: ERR_NOT_FOUND
 * while there is none. */
ERR_CHECKED enum err_code search_ready(struct search *search, struct err *err);
/* "cannot <what> <path>: …". A damaged file is removed. Never ERR_OK. */
#define search_fail(search, rc, what, err) search_fail_at((search), (rc), (what), (err), __FILE__, __LINE__)
ERR_CHECKED enum err_code search_fail_at(struct search *search, int rc, const char *what, struct err *err,
                                         const char *file, int line);
/* Prepared on first use; SQLITE_OK or another code. Reset after use, whatever happened. */
int search_statement(struct search *search, enum search_query_id query, sqlite3_stmt **ret);
int search_bind(sqlite3_stmt *statement, int parameter, struct str text);

/* search_fts.c: the tokenizer "comity" and the function excerpt(words). */
int search_fts_start(struct search *search);

#endif
