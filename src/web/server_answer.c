/* From a route to an answer. What is finished is kept under a key that says all that it depends on, besides the
 * record's generation and the time of its next change by itself.
 *
 * A span is the time between two changes: of the record, or of what is shown by time alone. Whatever is made in a span
 * is made as of its beginning, so the same address has the same bytes and the same tag all through it, kept or not. A
 * page that is true for a shorter time is made as of a whole number of such times after that.
 */
#include "web/server_private.h"

#include <stdio.h>
#include <time.h>

#include "web/feed.h"
#include "web/frame.h"
#include "web/negotiate.h"

#define RESPONSE_OVERHEAD 1500u /* headers and bookkeeping of a kept answer, about */
#define ARENA_KEEP ((size_t)8 << 20)

/* The record, as of the beginning of the span that it is in. */
static struct reading read_span(struct server *server, int64_t *ret_now_ms)
{
	struct reading reading = clerk_read(server->clerk);

	if (reading.generation != server->span_generation || reading.now_ms < server->span_from_ms ||
	    reading.now_ms >= server->span_until_ms) {
		server->span_generation = reading.generation;
		server->span_from_ms = reading.now_ms;
		server->span_until_ms = library_next_change(reading.library, reading.state, reading.now_ms);
	}
	*ret_now_ms = reading.now_ms;
	reading.now_ms = server->span_from_ms;
	return reading;
}

static struct site site_of(const struct server *server, const struct reading *reading)
{
	return (struct site){
		.reading = *reading,
		.origin = registrar_origin(reading->registrar),
		.base_url = server->base_url,
		.closed_record = server->config->closed_record,
		.seat_zone = kernel_seat_zone(reading->state),
	};
}

/* Empty memory for one answer. What a large one has touched goes back to the system. */
static bool begin_answer(struct server *server)
{
	struct arena whole = arena_of(&server->request_region);

	if ((size_t)(server->request.beg - whole.beg) > ARENA_KEEP) {
		arena_return(&server->request_region);
		if (!arena_reserve(&server->request_region, REQUEST_REGION))
			return false;
		whole = arena_of(&server->request_region);
	}
	server->request = whole;
	server->body = buf_of(server->body_region.base, LIMIT_PAGE_SIZE);
	return true;
}

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void put_name(struct buf *key, struct str name)
{
	buf_str(key, name);
	buf_byte(key, '\n');
}

/* All that the answer depends on. Empty: it is not kept. */
static struct str route_key(const struct route *route, struct buf *key)
{
	if (route->kind == ROUTE_ENTRY || route->kind == ROUTE_PROOF || route->kind == ROUTE_BLOB ||
	    route->kind == ROUTE_HEALTH || route->kind == ROUTE_METRICS || route->request.query_q.len > 0)
		return (struct str){"", 0};
	buf_byte(key, (uint8_t)route->kind);
	buf_byte(key, (uint8_t)route->language);
	buf_byte(key, (uint8_t)route->format);
	if (route->kind == ROUTE_PAGE) {
		buf_u64(key, (uint64_t)(route->page - page_table));
		buf_byte(key, '\n');
		put_name(key, route->request.name);
		put_name(key, route->request.extra);
		put_name(key, route->request.query_text);
		buf_u64(key, route->request.query_from);
	} else if (route->kind == ROUTE_TILE) {
		buf_tile_path(key, route->tile);
	}
	return key->full ? (struct str){"", 0} : buf_view(key);
}

/* ---- Making ------------------------------------------------------------------------------------------------------ */

static void make_page(struct server *server, const struct route *route, const struct site *site, struct made *ret,
                      int64_t *ret_until_ms)
{
	struct page_made page;
	enum page_result result = page_render(route->page, &route->request, site, route->language, route->format,
	                                      &server->request, &server->body, &page);

	*ret_until_ms = page.until_ms;
	ret->reply.status = page.failed || server->body.full ? 500 : result == PAGE_NOT_FOUND ? 404 : 200;
	ret->reply.type = route->format == VIEW_HTML ? "text/html; charset=utf-8" : "application/json";
	ret->reply.cache = REPLY_CHECK;
	if (ret->reply.status == 200)
		ret->body = buf_view(&server->body);
	ret->keeps = true;
}

static void make_feed(struct server *server, const struct route *route, const struct site *site, struct made *ret)
{
	bool atom = route->kind == ROUTE_FEED_ATOM;
	enum page_result result = (atom ? feed_atom : feed_json)(site, route->language, &server->request, &server->body);

	ret->reply.status = server->body.full ? 500 : result == PAGE_NOT_FOUND ? 404 : 200;
	ret->reply.type = atom ? "application/atom+xml" : "application/feed+json";
	ret->reply.cache = REPLY_CHECK;
	if (ret->reply.status == 200)
		ret->body = buf_view(&server->body);
	ret->keeps = true;
}

/* A page as of the beginning of the span; of a part of it, when what it says did not last until now. */
static void make_page_now(struct server *server, const struct route *route, struct site *site, int64_t now_ms,
                          struct made *ret, int64_t *ret_until_ms)
{
	int64_t from_ms = site->reading.now_ms;

	make_page(server, route, site, ret, ret_until_ms);
	if (*ret_until_ms > now_ms || *ret_until_ms <= from_ms || !begin_answer(server))
		return;
	site->reading.now_ms = now_ms - (now_ms - from_ms) % (*ret_until_ms - from_ms);
	*ret = (struct made){.reply = {.status = 500}};
	make_page(server, route, site, ret, ret_until_ms);
}

/* *ret_until_ms: when it is not true any more; the record's generation goes to *ret_generation. */
static void make(struct server *server, const struct route *route, struct made *ret, uint64_t *ret_generation,
                 int64_t *ret_until_ms)
{
	int64_t began_ns = now_ns();

	if (route->kind == ROUTE_HEALTH || route->kind == ROUTE_METRICS) {
		(route->kind == ROUTE_HEALTH ? health_make : metrics_make)(server, ret);
		return;
	}
	int64_t now_ms, until_ms = TIME_NEVER;
	struct reading reading = read_span(server, &now_ms);
	struct site site = site_of(server, &reading);
	if (route->kind == ROUTE_PAGE)
		make_page_now(server, route, &site, now_ms, ret, &until_ms);
	else if (route->kind == ROUTE_FEED_ATOM || route->kind == ROUTE_FEED_JSON)
		make_feed(server, route, &site, ret);
	else
		record_make(server, route, &reading, ret);
	*ret_generation = reading.generation;
	*ret_until_ms = until_ms < server->span_until_ms ? until_ms : server->span_until_ms;
	clerk_unread(server->clerk);
	server->counts.rendered++;
	server->counts.render_ns += (uint64_t)(now_ns() - began_ns);
}

/* The twin of a page, for programs. NULL: none, or its address is too long for a head. */
static const char *twin_link(const struct route *route, char *storage, size_t size)
{
	struct buf buf = buf_of(storage, size - 1);

	if (route->kind != ROUTE_PAGE || route->format != VIEW_HTML)
		return NULL;
	buf_c(&buf, "<");
	buf_page_address(&buf, route->page, &route->request, route->language, /* twin= */ true);
	buf_c(&buf, ">; rel=\"alternate\"; type=\"application/json\"");
	storage[buf.len] = '\0';
	return buf.full ? NULL : storage;
}

/* ---- Sending ----------------------------------------------------------------------------------------------------- */

/* 304 goes out with the head of the answer that is not sent: the library says the length of its body, which is then the
 * one that 200 would have (RFC 9110 section 8.6), and sends nothing of it. */
static enum MHD_Result send_good(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate,
                                 struct MHD_Response *response, bool kept)
{
	const char *etag = gate->if_none_match.len > 0 ? MHD_get_response_header(response, "ETag") : NULL;
	bool unchanged = etag != NULL && reply_matches(gate->if_none_match, etag);

	return reply_send(visit, connection, unchanged ? 304 : 200, response, kept);
}

static enum MHD_Result send_root(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate)
{
	char location[32];
	struct str tag = language_tag[negotiate_language(gate->accept_language)];
	struct reply reply = {.status = 302, .location = location, .cache = REPLY_CHECK, .vary = "Accept-Language"};

	(void)snprintf(location, sizeof(location), "/%.*s/", STR_ARG(tag));
	return reply_now(visit, connection, &reply, (struct str){"", 0});
}

enum MHD_Result answer_get(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate,
                           const struct route *route)
{
	struct server *server = visit->server;
	char key_storage[CACHE_KEY_SIZE], etag[ETAG_SIZE], link[256];
	struct buf key_buf = buf_of(key_storage, sizeof(key_storage));
	struct str key = route_key(route, &key_buf);
	struct made made = {.reply = {.status = 500}};
	uint64_t generation = 0;
	int64_t until_ms = 0;

	if (route->kind == ROUTE_ROOT)
		return send_root(visit, connection, gate);
	if (route->kind == ROUTE_MOVED) {
		struct reply reply = {.status = 308, .location = route->location, .cache = "max-age=3600"};
		return reply_now(visit, connection, &reply, (struct str){"", 0});
	}
	if (route->kind == ROUTE_ACTS)
		return reply_problem(visit, connection, 405, "request", "Acts are handed in with POST.", false);
	struct MHD_Response *response = key.len == 0 ? NULL
	                                             : cache_get(server->cache, key, clerk_generation(server->clerk),
	                                                         clerk_now(server->clerk));
	if (response != NULL) {
		server->counts.kept++;
		return send_good(visit, connection, gate, response, /* kept= */ true);
	}
	if (!begin_answer(server))
		return MHD_NO;
	make(server, route, &made, &generation, &until_ms);
	if (made.reply.status >= 400 && made.body.ptr == NULL)
		return answer_error(visit, connection, gate, route->language, made.reply.status, made.detail);
	if (made.reply.status != 200)
		return reply_now(visit, connection, &made.reply, made.body);
	if (made.reply.cache != NULL) {
		reply_etag(made.body, etag);
		made.reply.etag = etag;
	}
	made.reply.link = twin_link(route, link, sizeof(link));
	response = reply_make(&made.reply, made.body);
	if (response == NULL)
		return MHD_NO;
	bool kept = made.keeps && key.len > 0 &&
	            cache_put(server->cache, key, response, made.body.len + RESPONSE_OVERHEAD, generation, until_ms);
	return send_good(visit, connection, gate, response, kept);
}

/* ---- Errors ------------------------------------------------------------------------------------------------------ */

static enum MHD_Result error_page(struct visit *visit, struct MHD_Connection *connection, enum language language,
                                  unsigned status)
{
	struct server *server = visit->server;
	char key_storage[4] = {(char)ROUTE_MAX, (char)language, (char)(status / 100), (char)(status % 100)};
	struct str key = {key_storage, sizeof(key_storage)};
	struct reply reply = {.status = status, .type = "text/html; charset=utf-8", .vary = "Accept, Accept-Language"};
	struct MHD_Response *response = cache_get(server->cache, key, clerk_generation(server->clerk),
	                                          clerk_now(server->clerk));

	if (response != NULL)
		return reply_send(visit, connection, status, response, /* kept= */ true);
	if (!begin_answer(server))
		return MHD_NO;
	int64_t now_ms, until_ms;
	struct reading reading = read_span(server, &now_ms);
	struct site site = site_of(server, &reading);
	page_render_error(&site, language, (int)status, &server->request, &server->body);
	until_ms = server->span_until_ms;
	clerk_unread(server->clerk);
	if (server->body.full)
		return reply_problem(visit, connection, status, "request", NULL, false);
	response = reply_make(&reply, buf_view(&server->body));
	if (response == NULL)
		return MHD_NO;
	bool kept = cache_put(server->cache, key, response, server->body.len + RESPONSE_OVERHEAD, reading.generation,
	                      until_ms);
	return reply_send(visit, connection, status, response, kept);
}

enum MHD_Result answer_error(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate,
                             enum language language, unsigned status, const char *detail)
{
	if (!negotiate_html(gate->accept))
		return reply_problem(visit, connection, status, "request", detail, false);
	if (language == LANGUAGE_MAX)
		language = negotiate_language(gate->accept_language);
	return error_page(visit, connection, language, status);
}
