/* A small whole record, made with the club's fixture, and what the tests of verify, export and receipts do with
 * records: take them apart, put them together otherwise, write them out, spoil files.
 *
 * The story's entries:
 *     0  founding           4  C countersigns        8  b-1 supports m
 *     1  zones              5  SEC countersigns      9  c-1 objects to m, with a reason
 *     2  A countersigns     6  a-1 accredits a-2    10  a-1 supports m
 *     3  B countersigns     7  a-2 tables m         11  a-1 revokes a-2
 *    12  outcome: m is adopted as DEC/2026/1          13  sec-1 publishes document d
 */
#ifndef COMITY_TESTS_APP_STORY_H
#define COMITY_TESTS_APP_STORY_H

#include "app/club.h"

#include "app/verify.h"

#define STORY_ENTRIES 14
#define STORY_TABLE 7
#define STORY_REVOKE 11
#define STORY_OUTCOME 12
#define STORY_DOCUMENT 13

/* Into a club just begun: committed and sealed; the registrar stays open. */
void story_make(struct club *club);

/* A record as loose entries. */
struct pieces {
	struct club *club;
	uint32_t count;
	struct str entry[64];
};
struct pieces pieces_of(struct club *club); /* copies of the stored entries */
void pieces_drop(struct pieces *pieces, uint32_t index);
void pieces_insert(struct pieces *pieces, uint32_t index, struct str entry);
void pieces_swap(struct pieces *pieces, uint32_t a, uint32_t b);
/* Give every entry the number of its place. */
void pieces_renumber(struct pieces *pieces);
/* The act of an entry; an entry from an act; the JSON line of an act, with its line feed. */
struct str piece_act(const struct pieces *pieces, uint32_t index, int64_t *ret_ms);
struct str piece_make(struct pieces *pieces, uint64_t number, int64_t time_ms, struct str act);
struct str piece_json(const struct pieces *pieces, uint32_t index);
/* Replace `from` by `to` (once; it must stand there) in the JSON of the act and sign it anew with these persons' keys.
 */
void piece_rewrite(struct pieces *pieces, uint32_t index, const char *from, const char *to, const char *persons);

/* A new store in memory with these entries, all of the club's blobs, and a checkpoint over the first `sealed` of them,
 * signed by the registrar. (As whoever holds the registrar's key could make it.) */
struct store *pieces_store(const struct pieces *pieces, uint64_t sealed);

/* Verify, and compare: OK … */
void assert_verified(const struct source *source, const struct verifier *key, struct verification *ret);
/* … or failed with this code, words in the message, and this first bad entry (-1: none is named). */
void assert_not_verified(const struct source *source, const struct verifier *key, enum err_code code, const char *words,
                         int64_t bad);
struct source store_source(struct club *club, struct store *store);

/* ---- Folders and files ----------------------------------------------------------------------------------- */

/* A fresh folder for the whole test program; removed, with all in it, by scratch_end. */
void scratch_begin(void);
void scratch_end(void);
const char *scratch_path(const char *format, ...) __attribute__((format(printf, 1, 2))); /* in it; 16 live at a time */
/* Every file below `folder`, sorted by name: paths relative to it and bytes. */
struct file {
	char path[256];
	size_t size;
	char *bytes; /* in the arena */
};
uint32_t read_files(const char *folder, struct arena *arena, struct file *ret, uint32_t max);
bool same_file(const struct file *a, const struct file *b);
void write_file_raw(const char *folder, const struct file *file); /* not durable; folders are made */
void write_text(const char *path, const char *text);

#endif
