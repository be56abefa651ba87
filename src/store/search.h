/* Full text: SQLite FTS5 over our own tokenizer (ICU word breaks, folded, stemmed where libstemmer knows the language;
 * "ё" is "е"). A derived file beside the record: it can be deleted at any time and is made anew.
 *
 * One row is one thing in one language. Rows are only ever added or replaced. What may be shown is the asker's to
 * check, row by row (search_filter): the index may hold what is still under embargo.
 *
 * Damage that shows while the file is in use is ERR_CORRUPT once; the file is removed then, and the writer's next call
 * makes it anew, empty: whoever fills it begins again at entry 0. Whoever erases a text must clear the index.
 */
#ifndef COMITY_STORE_SEARCH_H
#define COMITY_STORE_SEARCH_H

#include "record/hash.h"

struct search_row {
	struct str kind; /* "release", "matter", "meeting", "document", "event", "speech", "charter" … */
	struct str name;
	struct str language;
	uint64_t entry;
	struct str title, text;
};
struct search_hit {
	struct str kind, name, language, title;
	struct str excerpt; /* of the text, with U+2068 … U+2069 around what was found */
	uint64_t entry;
};

struct search;
/* Opens or makes the file; one that is damaged, of another version, or of another record (origin) is made anew. Who
 * does not write (writes false) opens what is there, or finds nothing until somebody has made it; the file may be
 * replaced while it is open, and is opened anew then. Writer and readers have a struct search each: a thread at a time
 * uses one.
 */
ERR_CHECKED enum err_code search_open(const char *path, struct str origin, bool writes, struct search **ret,
                                      struct err *err);
void search_close(struct search *search); /* takes NULL */
/* Entries below this number are indexed; `leaf` of the last of them tells whether it is still the same record. */
ERR_CHECKED enum err_code search_state(struct search *search, uint64_t *ret_size, struct hash *ret_leaf,
                                       struct err *err);
/* The rows of all entries from at most the indexed size on, up to `size`. When the index has come further than that
 * meanwhile, by another process, nothing is done. */
ERR_CHECKED enum err_code search_add(struct search *search, const struct search_row *rows, uint32_t count,
                                     uint64_t size, const struct hash *leaf, struct err *err);
ERR_CHECKED enum err_code search_clear(struct search *search, struct err *err);
/* Every word must be there (a last word may be unfinished); "…" is a phrase; newest first, `skip` of them left out. No
 * query is an error: what cannot be searched for is no word. language empty: all. *ret_more: there are others.
 * Rows that `shows` says no to are as if they were not there: neither found, nor counted, nor looked into. NULL: all.
 */
struct search_filter {
	bool (*shows)(void *context, struct str kind, struct str language, uint64_t entry);
	void *context;
};
ERR_CHECKED enum err_code search_find(struct search *search, struct str query, struct str language,
                                      const struct search_filter *filter, uint32_t skip, uint32_t max,
                                      struct arena *arena, struct search_hit *ret, uint32_t *ret_count, bool *ret_more,
                                      struct err *err);

#endif
