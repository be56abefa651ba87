/* Answers as the library wants them. Every answer carries the same guard: no script, nothing from elsewhere, no
 * guessing of types, no address handed on.
 */
#include <stdio.h>

#include "publish/html.h"
#include "record/hash.h"
#include "web/server_private.h"

#define POLICY                                                                                    \
	"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; " \
	"frame-ancestors 'none'"

static const char *status_words(unsigned status)
{
	static const struct {
		unsigned status;
		const char *words;
	} table[] = {
		{400, "Bad request"},
		{403, "Not allowed"},
		{404, "Not found"},
		{405, "Method not allowed"},
		{409, "Out of step with the record"},
		{410, "Erased"},
		{411, "Length required"},
		{413, "Too large"},
		{414, "Address too long"},
		{415, "Unsupported media type"},
		{417, "Expectation failed"},
		{422, "Refused by a rule"},
		{431, "Headers too large"},
		{500, "Internal error"},
		{501, "Not known here"},
		{503, "Not available at the moment"},
		{505, "HTTP version not supported"},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].status == status)
			return table[i].words;
	return "Error";
}

static bool put(struct MHD_Response *response, const char *name, const char *value)
{
	return value == NULL || MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool put_headers(struct MHD_Response *response, const struct reply *reply)
{
	return put(response, "Content-Type", reply->type) &&
	       put(response, "Cache-Control", reply->cache == NULL ? "no-store" : reply->cache) &&
	       put(response, "Content-Security-Policy", POLICY) && put(response, "X-Content-Type-Options", "nosniff") &&
	       put(response, "Referrer-Policy", "same-origin") && put(response, "ETag", reply->etag) &&
	       put(response, "Vary", reply->vary) && put(response, "Link", reply->link) &&
	       put(response, "Allow", reply->allow) && put(response, "Location", reply->location) &&
	       put(response, "Retry-After", reply->retry_after) &&
	       put(response, "Content-Disposition", reply->disposition) && put(response, "Comity-Salt", reply->salt) &&
	       put(response, "Connection", reply->close ? "close" : NULL);
}

struct MHD_Response *reply_make(const struct reply *reply, struct str body)
{
	/* The library copies, and does not write into what it is given. */
	struct MHD_Response *response = MHD_create_response_from_buffer(
		body.len, body.len == 0 ? NULL : (void *)(uintptr_t)body.ptr, MHD_RESPMEM_MUST_COPY);

	if (response != NULL && !put_headers(response, reply)) {
		MHD_destroy_response(response);
		response = NULL;
	}
	return response;
}

enum MHD_Result reply_send(struct visit *visit, struct MHD_Connection *connection, unsigned status,
                           struct MHD_Response *response, bool kept)
{
	struct server *server = visit->server;
	enum MHD_Result result;

	if (response == NULL)
		return MHD_NO;
	visit_stage(visit, VISIT_ANSWERING);
	server->counts.status[status / 100 < 6 ? status / 100 : 0]++;
	result = MHD_queue_response(connection, status, response);
	if (!kept)
		MHD_destroy_response(response);
	return result;
}

enum MHD_Result reply_now(struct visit *visit, struct MHD_Connection *connection, const struct reply *reply,
                          struct str body)
{
	return reply_send(visit, connection, reply->status, reply_make(reply, body), /* kept= */ false);
}

void reply_etag(struct str body, char etag[ETAG_SIZE])
{
	struct hash hash = hash_bytes(body);
	struct buf buf = buf_of(etag, ETAG_SIZE - 1);

	buf_byte(&buf, '"');
	buf_hex(&buf, hash.byte, 16);
	buf_byte(&buf, '"');
	etag[buf.len] = '\0';
}

bool reply_matches(struct str if_none_match, const char *etag)
{
	struct str rest = if_none_match, tag;

	while (rest.len > 0) {
		if (!str_cut(rest, ',', &tag, &rest)) {
			tag = rest;
			rest = (struct str){"", 0};
		}
		tag = str_trim(tag);
		if (str_eq(tag, STR("*")))
			return true;
		/* Weak comparison, as RFC 9110 wants it for this header. */
		if (str_starts(tag, STR("W/")))
			tag = str_slice(tag, 2, tag.len);
		if (str_eq(tag, str_from(etag)))
			return true;
	}
	return false;
}

void buf_problem(struct buf *buf, unsigned status, const char *slug, const char *detail)
{
	buf_c(buf, "{\"type\":\"urn:comity:problem:");
	buf_c(buf, slug);
	buf_c(buf, "\",\"title\":\"");
	buf_c(buf, status_words(status));
	buf_c(buf, "\",\"status\":");
	buf_u64(buf, status);
	if (detail != NULL) {
		buf_c(buf, ",\"detail\":");
		json_text(buf, str_from(detail));
	}
}

enum MHD_Result reply_problem(struct visit *visit, struct MHD_Connection *connection, unsigned status, const char *slug,
                              const char *detail, bool close)
{
	char storage[1024];
	struct buf buf = buf_of(storage, sizeof(storage));
	struct reply reply = {.status = status, .type = "application/problem+json", .close = close};

	if (status == 405) {
		struct str path = {visit->target->text, visit->target_size}, query;
		(void)str_cut(path, '?', &path, &query);
		reply.allow = str_eq(path, STR("/acts")) ? "POST" : "GET, HEAD";
	}
	if (status == 503)
		reply.retry_after = "5";
	buf_problem(&buf, status, slug, detail);
	buf_c(&buf, "}\n");
	return reply_now(visit, connection, &reply, buf_view(&buf));
}
