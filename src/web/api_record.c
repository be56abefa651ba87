/* The machine's side of reading: checkpoint, tiles, entries, receipts, texts, and the few files of our own.
 *
 * What can never change says so: a full tile, a receipt's entry. What a closed record keeps to its members: entries, as
 * bytes, in bundles, and in receipts. Hashes and checkpoints are for everybody: who may not read can still watch.
 */
#include "app/served.h"
#include "base/utf8.h"
#include "publish/html.h"
#include "web/assets.h"
#include "web/server_private.h"

#define BYTES "application/octet-stream"
#define TEXT "text/plain; charset=utf-8"
#define CLOSED "The entries of this record are for its members."
#define SHORT_TIME "public, max-age=600"
#define LONG_TIME "public, max-age=86400"

static void fail(struct made *made, unsigned status, const char *detail)
{
	made->reply.status = status;
	made->body = (struct str){NULL, 0};
	made->detail = detail;
}

static void give(struct made *made, const char *type, const char *cache, struct str body)
{
	made->reply.status = 200;
	made->reply.type = type;
	made->reply.cache = cache;
	made->body = body;
}

/* An answer's bytes, or why there are none. What the system says about its files is not for the world. */
static void give_or_fail(struct made *made, enum err_code code, const char *absent, const char *type, const char *cache,
                         struct str body)
{
	if (code == ERR_OK)
		give(made, type, cache, body);
	else if (code == ERR_NOT_FOUND)
		fail(made, 404, absent);
	else if (code == ERR_BUSY)
		fail(made, 503, "The record was being written: try again.");
	else
		fail(made, 500, NULL);
}

static void make_tile(struct server *server, const struct route *route, const struct reading *reading, struct made *ret)
{
	struct str body = {"", 0};
	struct err err = {0};

	if (route->tile.level == TILE_ENTRIES && server->config->closed_record) {
		fail(ret, 403, CLOSED);
		return;
	}
	enum err_code code = served_tile(reading, route->tile, &server->request, &body, &err);
	give_or_fail(ret, code, "The sealed tree has no such tile.", BYTES,
	             route->tile.width == TILE_WIDTH ? REPLY_FOR_EVER : LONG_TIME, body);
	ret->keeps = body.len <= ((size_t)64 << 10);
}

static void make_entry(struct server *server, const struct route *route, const struct reading *reading,
                       struct made *ret)
{
	struct str body = {"", 0};
	struct err err = {0};

	if (server->config->closed_record) {
		fail(ret, 403, CLOSED);
	} else if (route->number >= reading->size) {
		fail(ret, 404, "There is no such entry.");
	} else if (route->kind == ROUTE_ENTRY) {
		enum err_code code = served_entry(reading, route->number, &server->request, &body, &err);
		give_or_fail(ret, code, "There is no such entry.", TEXT, REPLY_FOR_EVER, body);
	} else if (route->number >= reading->sealed) {
		fail(ret, 404, "The entry is not sealed yet: the next checkpoint covers it.");
	} else {
		/* The checkpoint in it grows newer, and texts come to it or are erased. */
		enum err_code code = served_receipt(reading, route->number, &server->request, &body, &err);
		give_or_fail(ret, code, "The entry is not sealed yet: the next checkpoint covers it.", TEXT, REPLY_CHECK, body);
		ret->reply.disposition = "inline; filename=\"entry.tlog-proof\"";
	}
}

static void make_blob(struct server *server, const struct route *route, const struct reading *reading, struct made *ret)
{
	enum text_state state = TEXT_NONE;
	struct str body = {"", 0};
	const uint8_t *salt = NULL;
	struct err err = {0};
	enum err_code code = served_blob(reading, &route->ref, &server->request, &state, &body, &salt, &err);

	if (code != ERR_OK) {
		give_or_fail(ret, code, "There is no such text.", NULL, NULL, body);
		return;
	}
	if (state == TEXT_RESTRICTED || state == TEXT_EMBARGO)
		fail(ret, 403, state == TEXT_EMBARGO ? "This text is not out yet." : "This text is for members.");
	else if (state == TEXT_ERASED)
		fail(ret, 410, "This text was erased; the record keeps its commitment.");
	else if (state != TEXT_SHOWN)
		fail(ret, 404, "There is no such text here.");
	if (state != TEXT_SHOWN)
		return;
	bool text = utf8_valid(body);
	give(ret, text ? TEXT : BYTES, REPLY_CHECK, body);
	ret->reply.disposition = text ? NULL : "attachment";
	if (salt != NULL) {
		struct buf buf = buf_new(&server->request, 64);
		buf_base64(&buf, salt, SALT_SIZE);
		buf_byte(&buf, 0);
		ret->reply.salt = buf.full ? NULL : buf.ptr;
	}
}

static void make_favicon(struct server *server, const struct charter *charter, struct made *ret)
{
	struct buf *buf = &server->body;

	html_literal_markup_of_our_own(buf, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">"
	                                    "<rect width=\"32\" height=\"32\" rx=\"6\"");
	html_attr(buf, "fill", charter->accent.len > 0 ? charter->accent : STR("#1d4f91"));
	html_literal_markup_of_our_own(buf,
	                               "/><g fill=\"none\" stroke=\"#fff\" stroke-width=\"2.5\">"
	                               "<circle cx=\"12.5\" cy=\"16\" r=\"6.5\"/><circle cx=\"19.5\" cy=\"16\" r=\"6.5\"/>"
	                               "</g></svg>\n");
	give(ret, "image/svg+xml", LONG_TIME, buf_view(buf));
}

static void make_css(struct server *server, const struct charter *charter, struct made *ret)
{
	buf_str(&server->body, asset_css());
	asset_css_accent(&server->body, charter->accent);
	give(ret, "text/css; charset=utf-8", SHORT_TIME, buf_view(&server->body));
}

static void make_vkey(struct server *server, const struct reading *reading, struct made *ret)
{
	struct public_key key;
	const uint8_t *bytes = kernel_registrar_key(reading->state);

	for (size_t i = 0; i < sizeof(key.byte); i++)
		key.byte[i] = bytes[i];
	buf_vkey(&server->body, registrar_origin(reading->registrar), &key);
	buf_c(&server->body, "\n");
	give(ret, TEXT, LONG_TIME, buf_view(&server->body));
}

void record_make(struct server *server, const struct route *route, const struct reading *reading, struct made *ret)
{
	struct str body = {"", 0};
	struct err err = {0};

	ret->keeps = true;
	switch (route->kind) {
	case ROUTE_CHECKPOINT: {
		enum err_code code = served_checkpoint(reading, &server->request, &body, &err);
		give_or_fail(ret, code, "Nothing is sealed yet.", TEXT, REPLY_CHECK, body);
		break;
	}
	case ROUTE_TILE:
		make_tile(server, route, reading, ret);
		break;
	case ROUTE_ENTRY:
	case ROUTE_PROOF:
		make_entry(server, route, reading, ret);
		break;
	case ROUTE_BLOB:
		make_blob(server, route, reading, ret);
		break;
	case ROUTE_VKEY:
		make_vkey(server, reading, ret);
		break;
	case ROUTE_CHARTER:
		give(ret, TEXT, LONG_TIME, reading->charter->text);
		break;
	case ROUTE_ROBOTS:
		give(ret, TEXT, LONG_TIME, STR("User-agent: *\nDisallow: /*/search\nDisallow: /acts\n"));
		break;
	case ROUTE_FAVICON:
		make_favicon(server, reading->charter, ret);
		break;
	case ROUTE_CSS:
		make_css(server, reading->charter, ret);
		break;
	default:
		fail(ret, 404, NULL);
		break;
	}
	if (server->body.full)
		fail(ret, 500, NULL);
}
