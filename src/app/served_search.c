/* Search: the index filled, and asked. What was found is shown only if its text may be read now: a row of what is under
 * embargo is as if it were not there.
 */
#include <string.h>

#include "app/served_private.h"
#include "base/limits.h"
#include "store/store.h"

/* ---- Filling ------------------------------------------------------------------------------------------------- */

/* Whoever only reads the record may be behind it: an index that is ahead of it is somebody's who enters, and is left
 * alone, so is one that is of another history. */
static enum err_code index_of_others(const struct reading *reading, uint64_t size, const struct hash *leaf,
                                     uint64_t *ret_first, struct err *err)
{
	uint64_t durable;
	const struct hash *leaves = registrar_leaves(reading->registrar, &durable);
	*ret_first = size < reading->size ? size : reading->size;
	if (size == 0 || size > reading->size || memcmp(&leaves[size - 1], leaf, sizeof *leaf) == 0)
		return ERR_OK;
	(void)err_set(err, ERR_CONFLICT, "the index is not of this record");
	return err_hint(err, "the server that takes acts fills it anew; or remove search.db");
}

enum err_code served_index_from(const struct reading *reading, struct search *index, uint64_t *ret_first,
                                struct err *err)
{
	uint64_t size, durable;
	struct hash leaf;
	const struct hash *leaves = registrar_leaves(reading->registrar, &durable);
	enum err_code code = search_state(index, &size, &leaf, err);
	if (code)
		return code;
	if (reading->read_only)
		return index_of_others(reading, size, &leaf, ret_first, err);
	if (size > reading->size || (size > 0 && memcmp(&leaves[size - 1], &leaf, sizeof leaf) != 0)) {
		code = search_clear(index, err);
		size = 0;
	}
	if (!code)
		*ret_first = size;
	return code;
}

enum err_code served_index(const struct reading *reading, struct search *index, uint64_t max_entries,
                           struct arena arena, uint64_t *ret_left, struct err *err)
{
	uint64_t first = 0, end = 0;
	struct search_row *row;
	struct hash leaf;
	uint32_t count;
	enum err_code code = served_index_from(reading, index, &first, err);
	if (!code)
		code = served_rows(reading, first, max_entries, &arena, &row, &count, &end, &leaf, err);
	if (!code && end > first)
		code = search_add(index, row, count, end, &leaf, err);
	if (!code)
		*ret_left = reading->size - end;
	return code;
}

/* ---- Asking -------------------------------------------------------------------------------------------------- */

/* The row's text, if it has one that was indexed. */
static bool row_ref(const struct reading *reading, struct str language, uint64_t entry, struct blob_ref *ret)
{
	const struct fact *fact = library_fact(reading->library, entry);
	return fact && served_text_ref(served_text_fact(reading, fact), language, ret);
}

static bool shows(void *context, struct str kind, struct str language, uint64_t entry)
{
	const struct reading *reading = context;
	const struct fact *fact = library_fact(reading->library, entry);
	struct blob_ref ref;
	(void)kind;
	if (!fact || entry >= reading->size || library_embargoed(reading->library, fact, reading->now_ms))
		return false;
	if (!row_ref(reading, language, entry, &ref))
		return true;
	enum text_state state = library_may_read(reading->library, reading->state, &ref, reading->now_ms);
	/* Of a restricted text only the title is there. */
	return state == TEXT_SHOWN || state == TEXT_RESTRICTED;
}

/* Erased since it was indexed? */
static enum err_code is_there(const struct reading *reading, const struct search_hit *hit, struct arena scratch,
                              bool *ret, struct err *err)
{
	struct blob_ref ref;
	struct store_blob blob;
	enum text_state state = TEXT_SHOWN;
	enum err_code code = ERR_OK;
	if (row_ref(reading, hit->language, hit->entry, &ref))
		code = library_blob(reading->library, reading->store, &ref, reading->now_ms, &scratch, &state, &blob, err);
	*ret = state == TEXT_SHOWN || state == TEXT_RESTRICTED;
	return code;
}

/* What has no title is headed by the first line of its text. */
static enum err_code title_of(const struct reading *reading, const struct search_hit *hit, struct arena *arena,
                              struct str *ret, struct err *err)
{
	const struct fact *fact = library_fact(reading->library, hit->entry);
	enum text_state state;
	struct str heading, language;
	*ret = hit->title;
	if (hit->title.len)
		return ERR_OK;
	enum err_code code = library_heading(reading->library, reading->store, reading->state, fact, hit->language,
	                                     reading->now_ms, arena, &state, &heading, &language, err);
	if (!code && state == TEXT_SHOWN)
		*ret = heading;
	return code;
}

enum err_code served_search(const struct reading *reading, struct str query, struct str language, uint32_t skip,
                            uint32_t max, struct arena *arena, struct found *ret, uint32_t *ret_count, bool *ret_more,
                            struct err *err)
{
	struct search_filter filter = {shows, (void *)(uintptr_t)reading};
	struct search_hit *hit = max ? TRY(arena, struct search_hit, max) : NULL;
	uint32_t count = 0;
	*ret_count = 0;
	*ret_more = false;
	if (!reading->search || max == 0)
		return ERR_OK;
	if (!hit)
		return err_set(err, ERR_LIMIT, "no memory for what was found");
	if (skip > LIMIT_SEARCH_SKIP)
		return ERR_OK;
	enum err_code code = search_find(reading->search, query, language, &filter, skip, max, arena, hit, &count, ret_more,
	                                 err);
	for (uint32_t i = 0; i < count && !code; i++) {
		bool there = false;
		struct found *found = &ret[*ret_count];
		code = is_there(reading, &hit[i], *arena, &there, err);
		if (code || !there)
			continue;
		*found = (struct found){hit[i].kind, hit[i].name, hit[i].language, hit[i].title, hit[i].excerpt, hit[i].entry};
		code = title_of(reading, &hit[i], arena, &found->title, err);
		(*ret_count)++;
	}
	return code;
}
