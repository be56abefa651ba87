/* An act with the texts that it brings, as one JSON object:
 *
 *     {"act":"<the signed note>","blobs":[{"ref":"public:…","salt":"<base64>","data":"<base64>"},…]}
 *
 * "blobs" may be left out; so may a "salt" (of a permanent blob). Nothing else may stand in it but one line
 * feed at its end. As strict as an act.
 */
#ifndef COMITY_WEB_API_ENVELOPE_H
#define COMITY_WEB_API_ENVELOPE_H

#include "app/clerk.h"

#define ENVELOPE_BLOBS (LIMIT_LANGUAGES * 3u) /* text, reason and card in as many languages as there can be */

struct envelope {
	struct str act;
	uint32_t blob_count;
	struct store_blob blob[ENVELOPE_BLOBS];
};
/* Written as it is read, with a line feed after it. */
void buf_envelope(struct buf *buf, const struct envelope *envelope);
size_t envelope_size(const struct envelope *envelope); /* room that is surely enough for buf_envelope */
/* Does the text begin as an envelope does, and not as an act? */
bool envelope_looks_like(struct str text);
/* Views into the text and the arena. ERR_FORMAT, ERR_LIMIT. */
ERR_CHECKED enum err_code envelope_read(struct str text, struct arena *arena, struct envelope *ret, struct err *err);

#endif
