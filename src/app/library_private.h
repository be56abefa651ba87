/* Private to the library: how it lies in memory, and the steps that its files share.
 *
 *     library.c         made and freed; facts and histories asked for
 *     library_table.c   blocks, rows, words: each string once, with the histories of the things of that name
 *     library_add.c     an act becomes a fact
 *     library_value.c   a field's value, copied
 *     library_title.c   titles and headings
 *     library_text.c    what may be read
 *     library_time.c    when what is shown changes by itself
 *
 * Invariants
 *  1. Everything lies in one region and only grows. Blocks that lists and tables have outgrown are used again.
 *  2. A fact is there once library_add has returned ERR_OK: everything that can fail comes before anything that shows.
 *  3. The numbers of a list ascend and none stands in it twice.
 */
#ifndef COMITY_APP_LIBRARY_PRIVATE_H
#define COMITY_APP_LIBRARY_PRIVATE_H

#include "app/library.h"
#include "base/limits.h"

/* Address space, not memory. */
#define LIBRARY_SIZE ((size_t)8 << 30)
#define HEADING_SLOTS 512u

/* Rows of one size that never move: an array in pieces. */
struct rows {
	char **piece;
	uint32_t piece_count, piece_capacity, count;
};
#define ROWS_PIECE 1024u

struct list { /* a history */
	uint32_t *number;
	uint32_t count;
	uint32_t room; /* a power of two, or 0 */
};

/* From a string to the row that has it. A slot: the hash's lower half, and the row's index plus 1; 0: free. */
struct table {
	uint64_t *slot;
	uint32_t room, count;
};

/* A string of the record, kept once, and where the histories of what is called so lie among the lists (0: none). */
#define WORD_ABOUT SUBJECT_MAX /* the matters that belong to the matter of this name */
#define WORD_LISTS (SUBJECT_MAX + 1)
struct word {
	const char *ptr;
	uint32_t size;
	uint32_t list[WORD_LISTS];
};

/* A text that acts speak of. */
struct ref {
	struct str text;
	int64_t embargo_ms; /* the latest end of an embargo over it; 0: none */
	bool spoken;        /* by an entry; false while its act is being added */
	uint64_t published; /* the entry that published it; 0: none */
};

/* The first line of a release's text, once it has been asked for. */
struct heading {
	uint32_t ref; /* index and 1; 0: free */
	uint16_t size;
	char text[LIMIT_LABEL_SIZE];
};

/* Of the act that is being added. */
#define TOUCHED_MAX (LIMIT_PARTIES + 16)
#define SPOKEN_MAX (3 * LIMIT_LANGUAGES)
struct adding {
	struct fact fact;
	uint32_t touched[TOUCHED_MAX]; /* lists that get its number */
	uint32_t touched_count;
	uint32_t spoken[SPOKEN_MAX]; /* refs */
	uint32_t spoken_count;
};

struct library {
	struct region region;
	struct arena arena, mark; /* mark: empty but for this struct */
	struct map_key map_key;
	struct rows facts, words, lists, refs;
	struct rows withheld; /* entries of outcomes whose texts wait for a meeting; 0: no longer */
	struct table word_table, ref_table;
	uint32_t verb_list[VERB_MAX];
	void *block[48]; /* outgrown ones, by the power of two that is their size */
	int64_t *moment; /* a heap, the earliest first: when something shown begins or ends */
	uint32_t moment_count, moment_room;
	struct heading *heading; /* HEADING_SLOTS, from the first release on; a cache, so it changes under const */
	struct adding adding;
};

/* library_table.c. False or NULL: no memory, and nothing has changed that shows. */
void *library_block(struct library *library, unsigned power);
void library_block_free(struct library *library, void *block, unsigned power);
void *library_row(struct library *library, struct rows *rows, size_t size); /* a zeroed one after the last */
void *library_row_at(const struct rows *rows, uint32_t index, size_t size);
uint32_t library_word_find(const struct library *library, struct str text); /* NONE */
bool library_word(struct library *library, struct str text, uint32_t *ret);
uint32_t library_ref_find(const struct library *library, struct str text); /* NONE */
bool library_ref(struct library *library, struct str text, uint32_t *ret);
/* Room for one more number; the list is made where there is none yet. */
bool library_list_room(struct library *library, uint32_t *list);
/* The act that is being added belongs into this history of what is called so. */
bool library_touch(struct library *library, uint32_t word, uint32_t which);

static inline struct fact *library_fact_at(const struct library *library, uint64_t number)
{
	return library_row_at(&library->facts, (uint32_t)number, sizeof(struct fact));
}
static inline struct word *library_word_at(const struct library *library, uint32_t index)
{
	return library_row_at(&library->words, index, sizeof(struct word));
}
static inline struct list *library_list_at(const struct library *library, uint32_t index)
{
	return library_row_at(&library->lists, index, sizeof(struct list));
}
static inline struct ref *library_ref_at(const struct library *library, uint32_t index)
{
	return library_row_at(&library->refs, index, sizeof(struct ref));
}

/* library_value.c: the act's values in the library's memory, into library->adding.fact; the refs that they speak of. */
bool library_values(struct library *library, const struct act *act);

/* library_time.c */
bool library_moment_room(struct library *library); /* for those of one act */
void library_moment_add(struct library *library, const struct state *state, const struct fact *fact);

/* library_title.c: the pairs' indexes in the order in which a reader of this language wants them: that language, its
 * other forms ("ar" for "ar-EG"), the charter's languages (charter may be NULL), the rest. Returns how many. */
uint32_t library_order(const struct value *pairs, const struct charter *charter, struct str language,
                       uint32_t ret[LIMIT_LANGUAGES]);

#endif
