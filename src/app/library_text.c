/* What anybody may read, decided in one place; app/outgoing.c says the same of what is exported.
 *
 *  1. A text that no entry speaks of is not there.
 *  2. A text over which an embargo lies is withheld, whatever its class and whoever else speaks of it.
 *  3. A restricted text is shown once an outcome has published it, a public one at once.
 */
#include "app/library_private.h"

#include <string.h>

#include "store/store.h"

static enum text_state ref_state(const struct ref *ref, enum blob_class class, int64_t now_ms)
{
	if (!ref->spoken)
		return TEXT_MISSING;
	if (ref->embargo_ms > now_ms)
		return TEXT_EMBARGO;
	return class == BLOB_RESTRICTED && ref->published == 0 ? TEXT_RESTRICTED : TEXT_SHOWN;
}

static const struct ref *ref_of(const struct library *library, const struct blob_ref *ref)
{
	char storage[96];
	struct buf text = buf_of(storage, sizeof storage);
	buf_blob_ref(&text, ref);
	uint32_t index = library_ref_find(library, buf_view(&text));
	return index == NONE ? NULL : library_ref_at(library, index);
}

enum text_state library_may_read(const struct library *library, const struct state *state, const struct blob_ref *ref,
                                 int64_t now_ms)
{
	const struct ref *known = ref_of(library, ref);
	(void)state; /* what counts was taken from it when the act was added */
	return known ? ref_state(known, ref->class, now_ms) : TEXT_MISSING;
}

uint64_t library_published(const struct library *library, const struct blob_ref *ref)
{
	const struct ref *known = ref_of(library, ref);
	return known ? known->published : 0;
}

bool library_embargoed(const struct library *library, const struct fact *fact, int64_t now_ms)
{
	(void)library;
	return fact->embargo_ms > now_ms;
}

enum err_code library_blob(const struct library *library, struct store *store, const struct blob_ref *ref,
                           int64_t now_ms, struct arena *arena, enum text_state *ret_state, struct store_blob *ret,
                           struct err *err)
{
	struct err absent = {.msg = ""};
	enum text_state state = library_may_read(library, NULL, ref, now_ms);
	if (state == TEXT_SHOWN) {
		enum err_code code = store->ops->blob_get(store, ref, arena, ret, &absent);
		if (code != ERR_OK && code != ERR_NOT_FOUND) {
			if (err)
				*err = absent;
			return code;
		}
		if (code == ERR_NOT_FOUND)
			state = TEXT_MISSING;
		else if (!ret->data.ptr)
			state = TEXT_ERASED;
	}
	*ret_state = state;
	return ERR_OK;
}

/* A field's texts in the order in which the reader wants them. A card has no language. */
static uint32_t wanted(const struct fact *fact, enum field field, const struct charter *charter, struct str language,
                       struct pair ret[LIMIT_LANGUAGES])
{
	const struct value *value = fact_get(fact, field);
	uint32_t order[LIMIT_LANGUAGES];
	if (!value)
		return 0;
	if (field_info[field].type == TYPE_BLOB) {
		ret[0] = (struct pair){STR(""), value->str};
		return 1;
	}
	uint32_t count = library_order(value, charter, language, order);
	for (uint32_t i = 0; i < count; i++)
		ret[i] = value->pair[order[i]];
	return count;
}

enum err_code library_text(const struct library *library, struct store *store, const struct state *state,
                           const struct fact *fact, enum field field, struct str language, int64_t now_ms,
                           struct arena *arena, enum text_state *ret_state, struct str *ret, struct str *ret_language,
                           struct err *err)
{
	struct pair pair[LIMIT_LANGUAGES];
	uint32_t count = wanted(fact, field, kernel_charter(state), language, pair);
	enum text_state first = TEXT_NONE;
	for (uint32_t i = 0; i < count; i++) {
		struct blob_ref ref;
		struct store_blob blob;
		enum text_state at = TEXT_MISSING;
		struct arena mark = arena_mark(arena);
		if (blob_ref_parse(pair[i].value, &ref)) {
			enum err_code code = library_blob(library, store, &ref, now_ms, arena, &at, &blob, err);
			if (code)
				return code;
		}
		if (at == TEXT_SHOWN) {
			*ret_state = at;
			*ret = blob.data;
			*ret_language = pair[i].name;
			return ERR_OK;
		}
		arena_rewind(arena, mark);
		if (i == 0)
			first = at;
	}
	*ret_state = first;
	return ERR_OK;
}

/* ---- Headings ------------------------------------------------------------------------------------------------ */

/* Cut at a character's beginning. */
static struct str first_line(struct str text)
{
	while (text.len && (text.ptr[0] == '\n' || text.ptr[0] == '\r' || text.ptr[0] == ' ' || text.ptr[0] == '\t'))
		text = str_slice(text, 1, text.len);
	struct str line = str_slice(text, 0, str_find(text, '\n', 0));
	while (line.len && (line.ptr[line.len - 1] == '\r' || line.ptr[line.len - 1] == ' '))
		line.len--;
	if (line.len <= LIMIT_LABEL_SIZE)
		return line;
	size_t end = LIMIT_LABEL_SIZE;
	while (end > 0 && ((uint8_t)line.ptr[end] & 0xc0) == 0x80)
		end--;
	return str_slice(line, 0, end);
}

/* The cache's place for this ref, or NULL. Erasing a text takes the record's lock, which whoever has a library for long
 * holds: a line that is kept here is of a text that is still there. */
static struct heading *heading_of(const struct library *library, uint32_t ref)
{
	return library->heading ? &library->heading[ref % HEADING_SLOTS] : NULL;
}

static enum err_code heading_read(const struct library *library, struct store *store, struct str text, int64_t now_ms,
                                  struct arena *arena, enum text_state *ret_state, struct str *ret, struct err *err)
{
	struct blob_ref ref;
	struct store_blob blob;
	uint32_t index = library_ref_find(library, text);
	if (index == NONE || !blob_ref_parse(text, &ref)) {
		*ret_state = TEXT_MISSING;
		return ERR_OK;
	}
	*ret_state = ref_state(library_ref_at(library, index), ref.class, now_ms);
	struct heading *heading = heading_of(library, index);
	if (*ret_state == TEXT_SHOWN && heading && heading->ref == index + 1) {
		*ret = arena_str(arena, (struct str){heading->text, heading->size});
		return ret->ptr ? ERR_OK : err_set(err, ERR_LIMIT, "no memory for a heading");
	}
	enum err_code code = library_blob(library, store, &ref, now_ms, arena, ret_state, &blob, err);
	if (code || *ret_state != TEXT_SHOWN)
		return code;
	*ret = first_line(blob.data);
	if (heading) {
		heading->ref = index + 1;
		heading->size = (uint16_t)ret->len;
		if (ret->len)
			memcpy(heading->text, ret->ptr, ret->len);
	}
	return ERR_OK;
}

enum err_code library_heading(const struct library *library, struct store *store, const struct state *state,
                              const struct fact *fact, struct str language, int64_t now_ms, struct arena *arena,
                              enum text_state *ret_state, struct str *ret, struct str *ret_language, struct err *err)
{
	struct pair pair[LIMIT_LANGUAGES];
	const struct value *title = fact_get(fact, FIELD_TITLE);
	uint32_t order[LIMIT_LANGUAGES];
	enum text_state first = TEXT_NONE;
	if (library_embargoed(library, fact, now_ms)) {
		*ret_state = TEXT_EMBARGO;
		return ERR_OK;
	}
	if (title && library_order(title, kernel_charter(state), language, order) > 0) {
		*ret_state = TEXT_SHOWN;
		*ret = title->pair[order[0]].value;
		*ret_language = title->pair[order[0]].name;
		return ERR_OK;
	}
	uint32_t count = wanted(fact, FIELD_TEXT, kernel_charter(state), language, pair);
	for (uint32_t i = 0; i < count; i++) {
		enum text_state at;
		struct str line;
		enum err_code code = heading_read(library, store, pair[i].value, now_ms, arena, &at, &line, err);
		if (code)
			return code;
		if (at == TEXT_SHOWN && line.len) {
			*ret_state = at;
			*ret = line;
			*ret_language = pair[i].name;
			return ERR_OK;
		}
		if (at == TEXT_SHOWN)
			at = TEXT_NONE; /* it is blank */
		if (i == 0)
			first = at;
	}
	*ret_state = first;
	return ERR_OK;
}
