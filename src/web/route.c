/* The router. Order: fixed machine addresses; machine addresses with a number or name; then /LANGUAGE/… by the table.
 *
 * A path's parts are what stands between slashes after decoding; an encoded slash or an empty part is no address.
 * A page's twin has ".json" after its last part; names hold no dot, so nothing else ends that way.
 */
#include "web/route.h"

#include "web/query.h"

bool route_name_valid(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return name.len > 0 && name.len <= LIMIT_NAME_SIZE;
}

static bool fixed_route(struct str path, struct route *route)
{
	static const struct {
		struct str path;
		enum route_kind kind;
	} fixed[] = {
		{STR_INIT(""), ROUTE_ROOT},
		{STR_INIT("site.css"), ROUTE_CSS},
		{STR_INIT("favicon.svg"), ROUTE_FAVICON},
		{STR_INIT("checkpoint"), ROUTE_CHECKPOINT},
		{STR_INIT("acts"), ROUTE_ACTS},
		{STR_INIT("log.vkey"), ROUTE_VKEY},
		{STR_INIT("charter.txt"), ROUTE_CHARTER},
		{STR_INIT("healthz"), ROUTE_HEALTH},
		{STR_INIT("metrics"), ROUTE_METRICS},
		{STR_INIT("robots.txt"), ROUTE_ROBOTS},
	};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (str_eq(path, fixed[i].path)) {
			route->kind = fixed[i].kind;
			return true;
		}
	return false;
}

/* "entries/12", "entries/12/proof", "blobs/public:…", "tile/…" */
static bool machine_route(struct str path, struct route *route)
{
	struct str rest = path, number, tail;

	if (str_starts(path, STR("tile/"))) {
		route->kind = ROUTE_TILE;
		return tile_path_parse(path, &route->tile);
	}
	if (str_starts(path, STR("blobs/"))) {
		route->kind = ROUTE_BLOB;
		return blob_ref_parse(str_slice(path, 6, path.len), &route->ref);
	}
	if (!str_starts(path, STR("entries/")))
		return false;
	rest = number = str_slice(path, 8, path.len);
	route->kind = ROUTE_ENTRY;
	if (str_cut(rest, '/', &number, &tail)) {
		route->kind = ROUTE_PROOF;
		if (!str_eq(tail, STR("proof")))
			return false;
	}
	return str_to_u64(number, LIMIT_ENTRIES, &route->number);
}

/* Part by part; {…} takes a name. */
static bool matches(const char *pattern, struct str path, struct page_request *request)
{
	struct str wanted = str_from(pattern), given = path, want, part;
	unsigned names = 0;

	while (wanted.len > 0 || given.len > 0) {
		if (!str_cut(wanted, '/', &want, &wanted)) {
			want = wanted;
			wanted = (struct str){"", 0};
		}
		if (!str_cut(given, '/', &part, &given)) {
			part = given;
			given = (struct str){"", 0};
		}
		if (want.len > 0 && want.ptr[0] == '{') {
			if (!route_name_valid(part))
				return false;
			*(names++ == 0 ? &request->name : &request->extra) = part;
		} else if (!str_eq(want, part)) {
			return false;
		}
	}
	return true;
}

static bool page_route(struct str path, struct route *route)
{
	struct str rest = path;

	route->kind = ROUTE_PAGE;
	route->format = VIEW_HTML;
	if (str_eq(path, STR("feed.atom")) || str_eq(path, STR("feed.json"))) {
		route->kind = str_ends(path, STR(".atom")) ? ROUTE_FEED_ATOM : ROUTE_FEED_JSON;
		return true;
	}
	if (str_ends(path, STR(".json"))) {
		route->format = VIEW_JSON;
		rest = str_slice(path, 0, path.len - 5);
		if (rest.len == 0) /* "/en/.json" */
			return false;
		if (str_eq(rest, STR("index")))
			rest = (struct str){"", 0};
	}
	if (str_ends(rest, STR("/")))
		return false;
	for (uint32_t i = 0; i < page_count; i++) {
		route->request.name = route->request.extra = (struct str){"", 0};
		if (matches(page_table[i].pattern, rest, &route->request)) {
			route->page = &page_table[i];
			return true;
		}
	}
	return false;
}

/* False: something after "?" is malformed. What is not known is ignored. */
static bool read_query(struct str query, struct route *route)
{
	struct page_request *request = &route->request;
	struct str value;

	if (query_find(query, STR("q"), &value) &&
	    !url_decode(value, true, route->q_storage, sizeof(route->q_storage), &request->query_q))
		return false;
	if (query_find(query, STR("text"), &value) &&
	    (!url_decode(value, true, route->text_storage, sizeof(route->text_storage), &request->query_text) ||
	     (request->query_text.len > 0 && !text_language_valid(request->query_text))))
		return false;
	return !query_find(query, STR("from"), &value) || str_to_u64(value, INT64_MAX, &request->query_from);
}

/* Only ever to an address that exists. */
static int moved_route(struct str page, struct str query, struct route *route)
{
	struct buf buf = buf_of(route->location, sizeof(route->location) - 1);

	if (!page_route(page, route) || route->kind != ROUTE_PAGE)
		return 404;
	buf_c(&buf, "/");
	buf_str(&buf, language_tag[route->language]);
	buf_c(&buf, "/");
	buf_str(&buf, page);
	buf_c(&buf, query.len > 0 ? "?" : "");
	buf_str(&buf, query);
	route->location[buf.len] = '\0';
	route->kind = ROUTE_MOVED;
	return buf.full ? 404 : 0;
}

/* /LANGUAGE/… */
static int language_route(struct str path, struct str query, struct route *route)
{
	struct str tag = path, rest = {"", 0};
	bool slash = str_cut(path, '/', &tag, &rest);

	route->language = language_find(tag);
	if (route->language == LANGUAGE_MAX)
		return 404;
	if (!slash)
		return moved_route(rest, query, route);
	if (rest.len > 0 && rest.ptr[rest.len - 1] == '/')
		return moved_route(str_slice(rest, 0, rest.len - 1), query, route);
	if (!page_route(rest, route))
		return 404;
	return read_query(query, route) ? 0 : 400;
}

/* "%2F" would hide a border; it is in no address of ours. */
static bool hides_slash(struct str path)
{
	for (size_t i = 0; i + 2 < path.len; i++)
		if (path.ptr[i] == '%' && path.ptr[i + 1] == '2' && (path.ptr[i + 2] == 'f' || path.ptr[i + 2] == 'F'))
			return true;
	return false;
}

int route_find(struct str path, struct str query, struct route *ret)
{
	struct str decoded;

	ret->kind = ROUTE_MAX;
	ret->language = LANGUAGE_MAX;
	ret->page = NULL;
	ret->format = VIEW_HTML;
	ret->request = (struct page_request){
		.name = {"", 0}, .extra = {"", 0}, .query_q = {"", 0}, .query_text = {"", 0}, .query_from = UINT64_MAX};
	if (!url_decode(path, false, ret->path_storage, sizeof(ret->path_storage), &decoded) || decoded.len == 0)
		return 400;
	if (hides_slash(path))
		return 404;
	decoded = str_slice(decoded, 1, decoded.len);
	if (fixed_route(decoded, ret) || machine_route(decoded, ret))
		return 0;
	return language_route(decoded, query, ret);
}
