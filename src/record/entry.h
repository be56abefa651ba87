/* An entry: what the registrar adds to an act. The leaf of the tree is exactly these bytes.
 *
 *     "comity-entry/v1 " number " " UTC milliseconds "\n" act verbatim
 */
#ifndef COMITY_RECORD_ENTRY_H
#define COMITY_RECORD_ENTRY_H

#include "record/note.h"

struct entry {
	uint64_t number;
	int64_t time_ms;
	struct str act; /* the note's bytes */
};

ERR_CHECKED enum err_code entry_parse(struct str bytes, struct entry *ret, struct err *err);
void buf_entry(struct buf *buf, uint64_t number, int64_t time_ms, struct str act);

/* An origin: 3–255 bytes of [a-z0-9.-/:_], beginning with a letter or digit, no "//"; not one of the reserved heads
 * "comity-", "cosignature", "subtree" — so that no checkpoint parses as another kind of signed text. */
bool origin_valid(struct str origin);

#endif
