/* An arrival receipt: the registrar's signed word that a text came at a time, given before it decides anything.
 *
 *     comity-arrival/v1 \n  origin \n  base64(SHA-256(text)) \n  UTC milliseconds \n  (blank line, signature of the
 * log)
 *
 * `text` is the act's note text: its JSON line with the line feed, without signatures. Who holds the receipt and the
 * act can show later that the registrar had it, whatever became of it. It parses neither as an act nor as a checkpoint.
 */
#ifndef COMITY_RECORD_ARRIVAL_H
#define COMITY_RECORD_ARRIVAL_H

#include "record/note.h"

struct arrival {
	struct str origin;
	struct hash text;
	int64_t arrived_ms; /* 0 … */
};

#define ARRIVAL_SIZE_MAX 1024u /* of the whole note */

/* The whole note, signed with the log's key under the origin as its name. */
void buf_arrival_note(struct buf *buf, const struct arrival *arrival, const struct secret_key *key);
/* Does it begin as an arrival receipt does? */
bool arrival_looks_like(struct str bytes);
/* The four lines alone. ret->origin is a view. */
ERR_CHECKED enum err_code arrival_parse_text(struct str text, struct arrival *ret, struct err *err);
/* Parse the note and check the log's signature; the origin must be log->name (ERR_CONFLICT). ret->origin is a view into
 * bytes. */
ERR_CHECKED enum err_code arrival_open(struct str bytes, const struct verifier *log, struct arena scratch,
                                       struct arrival *ret, struct err *err);

#endif
