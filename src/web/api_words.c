/* What an act is answered with: a status, and one JSON object. */
#include <stdio.h>

#include "publish/html.h"
#include "record/arrival.h"
#include "web/api_acts.h"

#define ANSWER_SIZE 8192u

struct failure {
	unsigned status;
	const char *slug;
	const char *detail; /* NULL: the error's own words may go out */
	const char *retry_after;
};

/* What the system says about its files and its memory is for the operator; the world gets a sentence of ours. */
static struct failure failure_of(enum err_code code)
{
	switch (code) {
	case ERR_FORMAT:
	case ERR_USAGE:
		return (struct failure){400, "malformed", NULL, NULL};
	case ERR_LIMIT:
		return (struct failure){413, "too-large", NULL, NULL};
	case ERR_SIGNATURE:
		return (struct failure){403, "signature", NULL, NULL};
	case ERR_CONFLICT:
		return (struct failure){409, "other-record", NULL, NULL};
	case ERR_ACCESS:
		return (struct failure){403, "read-only", "This record is served for reading only.", NULL};
	case ERR_BUSY:
		return (struct failure){503, "busy", "Too many acts are waiting: try again.", "1"};
	case ERR_CLOCK:
		return (struct failure){
			503, "clock",
			"The registrar's clock cannot be trusted at the moment: nothing is entered, and no receipt is "
			"given for the act's arrival.",
			"60"};
	default:
		return (struct failure){503, "unavailable",
		                        "Whether the act was entered is not known: hand in the same text again later.", "30"};
	}
}

static unsigned refusal_status(enum refusal refusal)
{
	switch (refusal_class(refusal)) {
	case REFUSAL_MALFORMED:
		return 400;
	case REFUSAL_RIGHT:
		return 403;
	case REFUSAL_STALE:
		return 409;
	case REFUSAL_RULE:
		break;
	}
	return 422;
}

static void put_time(struct buf *buf, int64_t time_ms)
{
	buf_c(buf, "\"");
	buf_time_utc(buf, time_ms);
	buf_c(buf, "\"");
}

/* ,"arrival":"…" once there is a text to give a receipt for. */
static void put_arrival(struct buf *buf, const struct server *server, const struct hand_in *hand_in)
{
	char storage[ARRIVAL_SIZE_MAX];
	struct buf note = buf_of(storage, sizeof(storage));

	if (hand_in->has_text)
		buf_arrival(&note, server->clerk, &hand_in->text, hand_in->arrived_ms);
	if (note.len == 0) /* or no clock to give it by */
		return;
	buf_c(buf, ",\"arrival\":");
	json_text(buf, buf_view(&note));
}

static void put_entered(struct buf *buf, const struct server *server, const struct hand_in *hand_in)
{
	const struct answer *answer = &hand_in->answer;

	buf_c(buf, "{\"entry\":");
	buf_u64(buf, answer->number);
	buf_c(buf, ",\"time\":");
	put_time(buf, answer->time_ms);
	put_arrival(buf, server, hand_in);
	buf_c(buf, ",\"proof\":\"/entries/");
	buf_u64(buf, answer->number);
	buf_c(buf, "/proof\"}\n");
}

/* Where the rule stands: a line of /charter.txt; empty for the record's own rules. */
static void put_rule(struct buf *buf, const struct verdict *verdict)
{
	const struct origin *origin = verdict->own != NULL ? verdict->own : verdict->enclosing;

	if (origin == NULL)
		return;
	buf_c(buf, ",\"rule\":\"/charter.txt line ");
	buf_u64(buf, origin->line);
	buf_c(buf, "\"");
}

static void put_refused(struct buf *buf, const struct server *server, const struct hand_in *hand_in, unsigned status)
{
	const struct verdict *verdict = &hand_in->answer.verdict;

	buf_problem(buf, status, "refused", hand_in->words);
	buf_c(buf, ",\"slug\":");
	json_text(buf, refusal_slug(verdict->refusal));
	put_rule(buf, verdict);
	buf_c(buf, ",\"cite\":");
	json_text(buf, str_from(hand_in->cite));
	put_arrival(buf, server, hand_in);
	buf_c(buf, "}\n");
}

static void put_failed(struct buf *buf, const struct server *server, const struct hand_in *hand_in,
                       const struct failure *failure)
{
	buf_problem(buf, failure->status, failure->slug, failure->detail != NULL ? failure->detail : hand_in->err.msg);
	if (failure->detail == NULL && hand_in->err.hint[0] != '\0') {
		buf_c(buf, ",\"hint\":");
		json_text(buf, str_from(hand_in->err.hint));
	}
	put_arrival(buf, server, hand_in);
	buf_c(buf, "}\n");
}

enum MHD_Result acts_answer(struct visit *visit, struct MHD_Connection *connection)
{
	struct server *server = visit->server;
	const struct hand_in *hand_in = &visit->upload->hand_in;
	const struct answer *answer = &hand_in->answer;
	char storage[ANSWER_SIZE], location[64];
	struct buf buf = buf_of(storage, sizeof(storage));
	struct reply reply = {.status = 200, .type = "application/json"};

	if (hand_in->code != ERR_OK) {
		struct failure failure = failure_of(hand_in->code);
		reply.status = failure.status;
		reply.retry_after = failure.retry_after;
		put_failed(&buf, server, hand_in, &failure);
	} else if (answer->status == ANSWER_REFUSED) {
		reply.status = refusal_status(answer->verdict.refusal);
		put_refused(&buf, server, hand_in, reply.status);
	} else {
		reply.status = answer->status == ANSWER_ENTERED ? 201 : 200;
		(void)snprintf(location, sizeof(location), "/entries/%llu", (unsigned long long)answer->number);
		reply.location = location;
		put_entered(&buf, server, hand_in);
	}
	if (reply.status >= 400)
		reply.type = "application/problem+json";
	acts_drop(visit);
	if (buf.full)
		return reply_problem(visit, connection, 500, "internal", NULL, true);
	return reply_now(visit, connection, &reply, buf_view(&buf));
}

enum MHD_Result acts_unread(struct visit *visit, struct MHD_Connection *connection)
{
	bool crowded = visit->upload->crowded;

	acts_drop(visit);
	if (crowded)
		return reply_problem(visit, connection, 503, "busy", "Too many acts are coming in: try again.", true);
	return reply_problem(visit, connection, 413, "too-large", "The act is larger than any act may be.", true);
}
