/* POST /acts: a body comes in piece by piece, is handed to the clerk while its connection sleeps, and is answered when
 * the clerk has decided.
 *
 *  1. An upload is free, or belongs to one visit; while the clerk has it, the visit's connection is suspended, and the
 *     library cannot end it.
 *  2. Everything but acts_decided, which only puts the upload on a list and wakes the loop, runs on the loop's thread.
 *  3. Reading an envelope costs: it is done by a worker of the clerk (acts_prepare).
 *  4. A place is nobody's for long: who is slow is cut (pace.h), and cut at once when somebody else needs the place or
 *     the memory. A visit in VISIT_BODY without an upload is one that was cut.
 */
#include "web/api_acts.h"

#include <assert.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#define CHARGE 3u /* what reading an envelope may take, to its length: upload_memory */

static void lower_case(struct str text, char *out, size_t cap)
{
	size_t size = text.len < cap - 1 ? text.len : cap - 1;

	for (size_t i = 0; i < size; i++) {
		char c = text.ptr[i];
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out[size] = '\0';
}

/* The media type, without its parameters. */
static bool kind_of(struct str content_type, enum upload_kind *ret)
{
	char type[64];
	struct str head = content_type, rest;

	(void)str_cut(content_type, ';', &head, &rest);
	lower_case(str_trim(head), type, sizeof(type));
	if (strcmp(type, "text/plain") == 0)
		*ret = UPLOAD_NOTE;
	else if (strcmp(type, "application/json") == 0)
		*ret = UPLOAD_ENVELOPE;
	else
		return false;
	return true;
}

enum err_code acts_start(struct server *server, struct err *err)
{
	server->upload = TRY(&server->arena, struct upload, LIMIT_UPLOADS);
	if (server->upload == NULL)
		return err_set(err, ERR_LIMIT, "no memory for the acts that come in");
	for (uint32_t i = LIMIT_UPLOADS; i-- > 0;) {
		server->upload[i].next_free = server->free_upload;
		server->free_upload = &server->upload[i];
	}
	return ERR_OK;
}

static void upload_free(struct server *server, struct upload *upload)
{
	server->upload_bytes -= upload->charged;
	arena_return(&upload->read_region);
	arena_return(&upload->region);
	upload->visit = NULL;
	upload->next_free = server->free_upload;
	server->free_upload = upload;
}

void acts_drop(struct visit *visit)
{
	if (visit->upload != NULL)
		upload_free(visit->server, visit->upload);
	visit->upload = NULL;
}

static int64_t now_ms(const struct server *server)
{
	return server->os->monotonic_ms(server->os->context);
}

/* The library finds the connection closed and cleans up; the place is free now. */
static void cut(struct upload *upload)
{
	struct visit *visit = upload->visit;

	(void)shutdown(visit->socket, SHUT_RDWR);
	visit->server->counts.expired++;
	acts_drop(visit);
}

void acts_cut(struct server *server)
{
	for (uint32_t i = 0; i < LIMIT_UPLOADS; i++)
		if (server->upload[i].visit != NULL && server->upload[i].visit->stage == VISIT_BODY)
			cut(&server->upload[i]);
}

void acts_sweep(struct visit *visit, int64_t at_ms)
{
	if (visit->stage == VISIT_BODY && visit->upload != NULL && pace_late(&visit->upload->pace, at_ms))
		cut(visit->upload);
}

/* Cuts the slowest of those that still come in and have had their time; only those that are charged, if wanted. False:
 * there is none. */
static bool make_place(struct server *server, const struct upload *but, bool charged)
{
	struct upload *slowest = NULL;
	int64_t at_ms = now_ms(server);

	for (uint32_t i = 0; i < LIMIT_UPLOADS; i++) {
		struct upload *upload = &server->upload[i];
		if (upload->visit == NULL || upload == but || upload->visit->stage != VISIT_BODY ||
		    (charged && upload->charged == 0) || !pace_gives_way(&upload->pace, at_ms))
			continue;
		if (slowest == NULL || pace_slower(&upload->pace, &slowest->pace, at_ms))
			slowest = upload;
	}
	if (slowest != NULL)
		cut(slowest);
	return slowest != NULL;
}

/* Room for the body, and for what is read out of an envelope: the act unescaped, the texts decoded, the tree. */
static bool upload_memory(struct upload *upload, size_t cap)
{
	if (!arena_reserve(&upload->region, cap + 1))
		return false;
	if (upload->kind == UPLOAD_NOTE)
		return true;
	if (!arena_reserve(&upload->read_region, 2 * cap + ((size_t)1 << 20))) {
		arena_return(&upload->region);
		return false;
	}
	upload->arena = arena_of(&upload->read_region);
	return true;
}

static struct upload *upload_new(struct server *server, enum upload_kind kind, size_t cap)
{
	struct upload *upload;

	if (server->free_upload == NULL && !make_place(server, NULL, /* charged= */ false))
		return NULL;
	upload = server->free_upload;
	upload->kind = kind;
	if (!upload_memory(upload, cap))
		return NULL;
	server->free_upload = upload->next_free;
	upload->body = buf_of(upload->region.base, cap);
	upload->decided = upload->crowded = false;
	upload->charged = 0;
	upload->pace = pace_begin(kind == UPLOAD_ENVELOPE, now_ms(server));
	return upload;
}

enum MHD_Result acts_begin(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate)
{
	struct server *server = visit->server;
	enum upload_kind kind;
	size_t max;

	if (!kind_of(gate->content_type, &kind))
		return reply_problem(visit, connection, 415, "media-type",
		                     "An act is text/plain, or application/json when it brings texts.", true);
	max = kind == UPLOAD_NOTE ? LIMIT_CONSTITUTIVE_SIZE : LIMIT_BODY_SIZE;
	if (gate->body_size != BODY_UNKNOWN && gate->body_size > max)
		return reply_problem(visit, connection, 413, "too-large", "The act is larger than any act may be.", true);
	if (clerk_read_only(server->clerk))
		return reply_problem(visit, connection, 403, "read-only", "This record is served for reading only.", true);
	if (server->stopping)
		return reply_problem(visit, connection, 503, "stopping", "The server is being stopped.", true);
	struct upload *upload = upload_new(server, kind, gate->body_size == BODY_UNKNOWN ? max : (size_t)gate->body_size);
	if (upload == NULL)
		return reply_problem(visit, connection, 503, "busy", "Too many acts are coming in: try again.", true);
	upload->visit = visit;
	upload->connection = connection;
	visit->upload = upload;
	visit_stage(visit, VISIT_BODY);
	return MHD_YES;
}

/* On a worker's thread. */
static enum err_code acts_prepare(struct hand_in *hand_in, struct err *err)
{
	struct upload *upload = hand_in->context;
	enum err_code code = envelope_read(buf_view(&upload->body), &upload->arena, &upload->envelope, err);

	if (code != ERR_OK)
		return code;
	hand_in->act = upload->envelope.act;
	hand_in->blobs = upload->envelope.blob;
	hand_in->blob_count = upload->envelope.blob_count;
	return ERR_OK;
}

/* On the clerk's threads. */
static void acts_decided(struct hand_in *hand_in)
{
	struct upload *upload = hand_in->context;
	struct server *server = upload->visit->server;

	pthread_mutex_lock(&server->done_lock);
	upload->next_done = server->done;
	server->done = upload;
	pthread_mutex_unlock(&server->done_lock);
	(void)eventfd_write(server->event_fd, 1);
}

void acts_done(struct server *server)
{
	pthread_mutex_lock(&server->done_lock);
	struct upload *upload = server->done;
	server->done = NULL;
	pthread_mutex_unlock(&server->done_lock);
	while (upload != NULL) {
		struct upload *next = upload->next_done;
		upload->decided = true;
		MHD_resume_connection(upload->connection);
		upload = next;
	}
}

/* The body is complete. */
static enum MHD_Result hand_in(struct visit *visit, struct MHD_Connection *connection)
{
	struct server *server = visit->server;
	struct upload *upload = visit->upload;
	struct err err = {0};

	memset(&upload->hand_in, 0, sizeof(upload->hand_in));
	upload->hand_in.context = upload;
	upload->hand_in.done = acts_decided;
	upload->hand_in.act = buf_view(&upload->body);
	if (upload->kind == UPLOAD_ENVELOPE)
		upload->hand_in.prepare = acts_prepare;
	enum err_code code = clerk_hand_in(server->clerk, &upload->hand_in, &err);
	if (code != ERR_OK) {
		upload->hand_in.code = code;
		upload->hand_in.err = err;
		return acts_answer(visit, connection);
	}
	/* It is resumed by this thread, so not before this returns. */
	visit_stage(visit, VISIT_DECIDING);
	MHD_suspend_connection(connection);
	return MHD_YES;
}

/* The memory for so many bytes more: an act alone is small, and there are few places. */
static bool charge(struct server *server, struct upload *upload, size_t size)
{
	size_t wanted = CHARGE * size;

	if (upload->kind == UPLOAD_NOTE)
		return true;
	while (wanted > LIMIT_UPLOAD_BYTES - server->upload_bytes)
		if (!make_place(server, upload, /* charged= */ true))
			return false;
	upload->charged += wanted;
	server->upload_bytes += wanted;
	return true;
}

enum MHD_Result acts_more(struct visit *visit, struct MHD_Connection *connection, const char *data, size_t *size)
{
	struct upload *upload = visit->upload;

	if (upload == NULL) /* cut */
		return MHD_NO;
	assert(upload->visit == visit);
	if (visit->stage == VISIT_DECIDING) {
		*size = 0;
		return upload->decided ? acts_answer(visit, connection) : MHD_YES;
	}
	if (*size == 0)
		return upload->body.full || upload->crowded ? acts_unread(visit, connection) : hand_in(visit, connection);
	/* What does not fit is read to its end and let go: an answer in the middle of a body is lost on the way. */
	if (!upload->body.full && !upload->crowded)
		upload->crowded = !charge(visit->server, upload, *size);
	if (!upload->crowded)
		buf_bytes(&upload->body, data, *size);
	pace_add(&upload->pace, *size, now_ms(visit->server));
	*size = 0;
	return MHD_YES;
}
