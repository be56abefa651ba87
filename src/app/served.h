/* What a served record hands out as bytes, for the web room, which never sees the store: entries, tiles, checkpoints,
 * proofs, texts, search. All between clerk_read and clerk_unread; results lie in the arena.
 */
#ifndef COMITY_APP_SERVED_H
#define COMITY_APP_SERVED_H

#include "app/clerk.h"
#include "app/codec.h"
#include "record/entry.h"
#include "record/tile.h"
#include "store/search.h"

/* An entry's bytes as stored. ERR_NOT_FOUND above the size. */
ERR_CHECKED enum err_code served_entry(const struct reading *reading, uint64_t number, struct arena *arena,
                                       struct str *ret, struct err *err);
/* The same, taken apart. */
ERR_CHECKED enum err_code served_act(const struct reading *reading, uint64_t number, struct arena *arena,
                                     struct entry *ret_entry, struct signed_act *ret_act, struct err *err);
/* The newest checkpoint's bytes. ERR_NOT_FOUND: nothing is sealed yet. */
ERR_CHECKED enum err_code served_checkpoint(const struct reading *reading, struct arena *arena, struct str *ret,
                                            struct err *err);
/* A tile of the sealed tree, hashes or entries; ERR_NOT_FOUND when it reaches beyond it. */
ERR_CHECKED enum err_code served_tile(const struct reading *reading, struct tile tile, struct arena *arena,
                                      struct str *ret, struct err *err);
/* The receipt of a sealed entry, with the texts that anybody may read. ERR_NOT_FOUND: not sealed yet. */
ERR_CHECKED enum err_code served_receipt(const struct reading *reading, uint64_t number, struct arena *arena,
                                         struct str *ret, struct err *err);
/* A text by its ref, if anybody may read it (library_may_read); its salt too. */
ERR_CHECKED enum err_code served_blob(const struct reading *reading, const struct blob_ref *ref, struct arena *arena,
                                      enum text_state *ret_state, struct str *ret, const uint8_t **ret_salt,
                                      struct err *err);

struct found {
	struct str kind, name, language, title, excerpt; /* excerpt: what was found between U+2068 and U+2069 */
	uint64_t entry;
};
/* Only what anybody may read now. At most `max`; *ret_more: there are others after them. Kinds and names: release,
 * meeting, matter, document, event, person (the thing's name); speech, report, correction (the number of its entry);
 * party, body, office; charter. A matter is found by its newest text that may be read, and by its symbol. */
ERR_CHECKED enum err_code served_search(const struct reading *reading, struct str query, struct str language,
                                        uint32_t skip, uint32_t max, struct arena *arena, struct found *ret,
                                        uint32_t *ret_count, bool *ret_more, struct err *err);

/* Filling the index. `index` is a struct search of the caller's own that writes: never reading->search, which is for
 * those who look. Rows are made of the durable entries in order, in one language each; a text that is restricted comes
 * with the outcome that publishes it, one under embargo at once (served_search holds it back).
 *
 * To be called at start, and after every commit, by one thread, until *ret_left is 0; max_entries bounds how long
 * nobody else can have the record: 64 take a few milliseconds. An index that is new, was damaged, or belongs to another
 * history is filled from entry 0 on, but for a read-only reading, which clears nothing: it may be behind the process
 * that enters (served_index_from says then that there is nothing to do), or see another history (ERR_CONFLICT). A
 * failure costs nothing but the search: say it, and try again later.
 *
 *     reading = clerk_read(clerk);  served_index(&reading, index, 64, arena, &left, &err);  clerk_unread(clerk);
 *
 * Whoever wants to write without holding the record takes the two halves: served_rows between clerk_read and
 * clerk_unread, search_add afterwards. `first` is what served_index_from says (it needs the reading too).
 *
 * The arena is scratch: 64 MiB of address space let a text of any size through. */
ERR_CHECKED enum err_code served_index(const struct reading *reading, struct search *index, uint64_t max_entries,
                                       struct arena arena, uint64_t *ret_left, struct err *err);
ERR_CHECKED enum err_code served_index_from(const struct reading *reading, struct search *index, uint64_t *ret_first,
                                            struct err *err);
/* The rows of entries first … *ret_end - 1, at most max_entries; in the arena. *ret_leaf: of the last of them. */
ERR_CHECKED enum err_code served_rows(const struct reading *reading, uint64_t first, uint64_t max_entries,
                                      struct arena *arena, struct search_row **ret, uint32_t *ret_count,
                                      uint64_t *ret_end, struct hash *ret_leaf, struct err *err);

#endif
