/* C2SP tlog-checkpoint v1.0.0: origin, size, root, signed by the log's key under the origin as its name. We emit no
 * extension lines and refuse them.
 */
#ifndef COMITY_RECORD_CHECKPOINT_H
#define COMITY_RECORD_CHECKPOINT_H

#include "record/note.h"

struct checkpoint {
	struct str origin;
	uint64_t size;
	struct hash root;
};

void buf_checkpoint_text(struct buf *buf, const struct checkpoint *checkpoint);
void buf_checkpoint(struct buf *buf, const struct checkpoint *checkpoint, const struct secret_key *key);
/* Parse the note and check the log's signature (other lines, cosignatures, are ignored); origin must be log->name
 * (ERR_CONFLICT). ret->origin is a view into bytes. */
ERR_CHECKED enum err_code checkpoint_open(struct str bytes, const struct verifier *log, struct arena scratch,
                                          struct checkpoint *ret, struct err *err);
/* The three lines alone. ret->origin is a view. */
ERR_CHECKED enum err_code checkpoint_parse_text(struct str text, struct checkpoint *ret, struct err *err);

#endif
