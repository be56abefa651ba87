/* Acts that come in by POST. Private to the server.
 *
 * Answers (docs/api.md): 201 entered, 200 the same text was entered before; problems 400 malformed, 403 no right or not
 * signed by its key, 409 out of step with the record, 413 too large, 422 refused by a rule, 503 nothing can be entered
 * at the moment. As soon as the text of the act can be read, the answer holds the arrival receipt, whatever it says.
 */
#ifndef COMITY_WEB_API_ACTS_H
#define COMITY_WEB_API_ACTS_H

#include "web/api_envelope.h"
#include "web/pace.h"
#include "web/server_private.h"

enum upload_kind { UPLOAD_NOTE, UPLOAD_ENVELOPE };

struct upload {
	struct upload *next_free, *next_done;
	struct visit *visit; /* NULL: free */
	struct MHD_Connection *connection;
	enum upload_kind kind;
	struct region region, read_region;
	struct buf body;
	struct pace pace;
	size_t charged;     /* of LIMIT_UPLOAD_BYTES */
	struct arena arena; /* for what is read out of an envelope */
	bool decided;
	bool crowded; /* bytes were dropped: all uploads together are too many */
	struct envelope envelope;
	struct hand_in hand_in;
};

/* ---- api_words.c ---- */
/* What the clerk has decided, as an answer; frees the upload. */
enum MHD_Result acts_answer(struct visit *visit, struct MHD_Connection *connection);
/* Its body did not fit: into what an act may be, or beside all the others. Frees the upload. */
enum MHD_Result acts_unread(struct visit *visit, struct MHD_Connection *connection);

#endif
