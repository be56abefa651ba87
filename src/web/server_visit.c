/* Connections and their requests, as the library tells of them.
 *
 * The library cuts a connection that is silent for CONNECTION_SILENT_S. Who sends or takes a byte now and then is not
 * silent: how long each stage may take altogether stands here, and the sweep shuts what has taken longer.
 */
#include <string.h>
#include <sys/socket.h>

#include "web/server_private.h"

static const int64_t stage_ms_max[VISIT_STAGE_MAX] = {
	[VISIT_IDLE] = 75000, /* between two requests, and until the first line of the next is there */
	[VISIT_HEAD] = 20000, /* from the first line to the last header */
	[VISIT_READY] = 20000,      [VISIT_BODY] = 300000, /* at most, and as pace.h says */
	[VISIT_DECIDING] = 0,                              /* ours */
	[VISIT_ANSWERING] = 300000,
};

void visit_stage(struct visit *visit, enum visit_stage stage)
{
	struct server *server = visit->server;
	bool was_busy = visit->stage > VISIT_HEAD, is_busy = stage > VISIT_HEAD;

	if (was_busy && !is_busy)
		server->busy_count--;
	else if (!was_busy && is_busy)
		server->busy_count++;
	visit->stage = stage;
	visit->since_ms = server->os->monotonic_ms(server->os->context);
}

void visit_sweep(struct server *server)
{
	int64_t now_ms = server->os->monotonic_ms(server->os->context);

	if (now_ms - server->swept_ms < 1000)
		return;
	server->swept_ms = now_ms;
	for (uint32_t i = 0; i < server->visit_count; i++) {
		struct visit *visit = &server->visit[i];
		int64_t max = stage_ms_max[visit->stage];
		if (visit->server != NULL)
			acts_sweep(visit, now_ms);
		if (visit->server == NULL || max == 0 || now_ms - visit->since_ms <= max)
			continue;
		/* The library finds the connection closed and cleans up. */
		(void)shutdown(visit->socket, SHUT_RDWR);
		visit->since_ms = now_ms;
		server->counts.expired++;
	}
}

static struct visit *visit_new(struct server *server)
{
	struct visit *visit = server->free_visit;

	if (visit != NULL)
		server->free_visit = visit->next_free;
	else if (server->visit_count < LIMIT_CONNECTIONS)
		visit = &server->visit[server->visit_count++];
	else
		return NULL;
	visit->server = server;
	visit->upload = NULL;
	visit->target = NULL;
	visit->stage = VISIT_IDLE;
	server->open_count++;
	visit_stage(visit, VISIT_IDLE);
	return visit;
}

static struct target *target_new(struct server *server)
{
	struct target *target = server->free_target;

	if (target != NULL)
		server->free_target = target->next_free;
	else if (server->target_count < LIMIT_CONNECTIONS)
		target = &server->target[server->target_count++];
	return target;
}

static void target_drop(struct visit *visit)
{
	if (visit->target == NULL)
		return;
	visit->target->next_free = visit->server->free_target;
	visit->server->free_target = visit->target;
	visit->target = NULL;
}

void visit_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode code)
{
	struct server *server = context;
	struct visit *visit = *socket_context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*socket_context = visit = visit_new(server);
		if (visit != NULL)
			visit->socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	} else if (visit != NULL) {
		visit_stage(visit, VISIT_IDLE);
		target_drop(visit);
		visit->server = NULL;
		visit->next_free = server->free_visit;
		server->free_visit = visit;
		server->open_count--;
	}
}

/* The first line of a request is there. */
void *visit_target(void *context, const char *uri, struct MHD_Connection *connection)
{
	struct visit *visit = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	size_t size = strlen(uri);

	if (visit == NULL)
		return NULL;
	if (visit->target == NULL)
		visit->target = target_new(context);
	if (visit->target == NULL) /* there are as many as connections */
		return NULL;
	visit->target_long = size > LIMIT_TARGET_SIZE;
	visit->target_size = visit->target_long ? 0 : size;
	memcpy(visit->target->text, uri, visit->target_size);
	visit_stage(visit, VISIT_HEAD);
	return visit;
}

void visit_completed(void *context, struct MHD_Connection *connection, void **request_context,
                     enum MHD_RequestTerminationCode code)
{
	struct visit *visit = *request_context;

	(void)context;
	(void)connection;
	(void)code;
	if (visit == NULL)
		return;
	acts_drop(visit);
	target_drop(visit);
	visit_stage(visit, VISIT_IDLE);
	*request_context = NULL;
}

/* Version 0.9.75 of the library takes lines that end with LF alone, and lines that go on in the next one (obsolete
 * folding), of which it loses some: two ways for a request to be one here and another for a proxy. It does not tell,
 * but it leaves the head where it was received, with NUL in place of every CR, LF and colon: so each header must begin
 * two NULs after the end of the line before it, and two pairs of them end the head. Later versions refuse such heads
 * when they are told to (server.c); of others nothing is known, and nothing is looked at. */
bool visit_sees_lines(void)
{
	return strcmp(MHD_get_version(), "0.9.75") == 0;
}

struct reader {
	struct head *head;
	const char *end; /* of the line before */
	bool broken;
};

static bool line_ends(const char *end)
{
	return end[0] == '\0' && end[1] == '\0';
}

/* Nothing but the colon and blanks between the two. */
static bool value_follows(const char *name_end, const char *value)
{
	if ((uintptr_t)value <= (uintptr_t)name_end)
		return false;
	while (name_end != value && (*name_end == '\0' || *name_end == ' ' || *name_end == '\t'))
		name_end++;
	return name_end == value;
}

static void read_line(struct reader *reader, const char *name, size_t name_size, const char *value, size_t value_size)
{
	if (reader->broken)
		return;
	reader->broken = !line_ends(reader->end) || name != reader->end + 2 || value == NULL ||
	                 !value_follows(name + name_size, value);
	reader->end = value + value_size;
}

static enum MHD_Result add_field(void *context, enum MHD_ValueKind kind, const char *name, size_t name_size,
                                 const char *value, size_t value_size)
{
	struct reader *reader = context;
	struct head *head = reader->head;

	(void)kind;
	read_line(reader, name, name_size, value, value_size);
	if (head->field_count < LIMIT_HEADER_COUNT)
		head->field[head->field_count] = (struct head_field){
			{name, name_size}, {value == NULL ? "" : value, value == NULL ? 0 : value_size}};
	head->field_count++;
	head->field_bytes += name_size + value_size + 4;
	return MHD_YES;
}

/* All headers are there: through the gate. A GET is answered when the library says that nothing more comes: what is
 * answered before that ends the connection. */
static enum MHD_Result begin(struct visit *visit, struct MHD_Connection *connection, const char *method,
                             const char *version)
{
	struct server *server = visit->server;
	struct head head;
	struct route route;
	const char *reason = NULL;

	head.method = str_from(method);
	head.version = str_from(version);
	head.target = (struct str){visit->target->text, visit->target_size};
	head.target_long = visit->target_long;
	head.field_count = 0;
	head.field_bytes = 0;
	/* Without a version there is no line to look at, and the gate refuses it anyway. */
	struct reader reader = {&head, version + strlen(version), !server->sees_lines || version[0] == '\0'};
	bool blind = reader.broken;
	(void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, add_field, &reader);
	head.lines_broken = !blind && (reader.broken || !line_ends(reader.end) || !line_ends(reader.end + 2));
	server->counts.requests++;
	int status = gate_check(&head, &visit->gate, &reason);
	if (status != 0) {
		server->counts.refused++;
		return reply_problem(visit, connection, (unsigned)status, "request", reason, /* close= */ true);
	}
	if (visit->gate.method != METHOD_POST) {
		visit_stage(visit, VISIT_READY);
		return MHD_YES;
	}
	status = route_find(visit->gate.path, visit->gate.query, &route);
	if (status == 0 && route.kind == ROUTE_ACTS)
		return acts_begin(visit, connection, &visit->gate);
	return reply_problem(visit, connection, status == 0 ? 405 : (unsigned)status, "request",
	                     status == 0 ? "Only GET and HEAD are for this address." : NULL, /* close= */ true);
}

static enum MHD_Result answer(struct visit *visit, struct MHD_Connection *connection)
{
	struct route route;
	int status = route_find(visit->gate.path, visit->gate.query, &route);

	if (status != 0)
		return answer_error(visit, connection, &visit->gate, route.language, (unsigned)status, NULL);
	return answer_get(visit, connection, &visit->gate, &route);
}

enum MHD_Result visit_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload_data, size_t *upload_data_size,
                              void **request_context)
{
	struct visit *visit = *request_context;

	(void)context;
	(void)url;
	if (visit == NULL)
		return MHD_NO;
	switch (visit->stage) {
	case VISIT_HEAD:
		return begin(visit, connection, method, version);
	case VISIT_READY:
		return answer(visit, connection);
	case VISIT_BODY:
	case VISIT_DECIDING:
		return acts_more(visit, connection, upload_data, upload_data_size);
	default: /* answered already: what still comes is let go */
		*upload_data_size = 0;
		return MHD_YES;
	}
}
