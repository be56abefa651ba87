/* From a path to what answers it: the pages of web/pages.c in each language, and the machine's addresses. */
#ifndef COMITY_WEB_ROUTE_H
#define COMITY_WEB_ROUTE_H

#include "base/limits.h"
#include "record/tile.h"
#include "web/page.h"

enum route_kind {
	ROUTE_ROOT,  /* "/": to the reader's language */
	ROUTE_MOVED, /* to `location`, with the query as it came */
	ROUTE_PAGE,
	ROUTE_FEED_ATOM,
	ROUTE_FEED_JSON,
	ROUTE_CHECKPOINT,
	ROUTE_TILE,
	ROUTE_VKEY,
	ROUTE_CHARTER,
	ROUTE_ENTRY,
	ROUTE_PROOF,
	ROUTE_BLOB,
	ROUTE_ACTS, /* the only one that takes POST, and nothing else */
	ROUTE_HEALTH,
	ROUTE_METRICS,
	ROUTE_ROBOTS,
	ROUTE_FAVICON,
	ROUTE_CSS,
	ROUTE_MAX
};

struct route {
	enum route_kind kind;
	enum language language; /* of the path; LANGUAGE_MAX when it has none */
	const struct page *page;
	enum view_format format;
	struct page_request request;
	uint64_t number; /* ROUTE_ENTRY, ROUTE_PROOF */
	struct tile tile;
	struct blob_ref ref;
	char location[LIMIT_TARGET_SIZE + 8];
	/* What the views look into: the struct must not move. */
	char path_storage[LIMIT_TARGET_SIZE], q_storage[LIMIT_QUERY_SIZE], text_storage[16];
};

/* 0, or 404 (there is no such address; ret->language is set all the same) or 400 (the address or a value after "?" is
 * malformed). path and query as they came, encoded. */
int route_find(struct str path, struct str query, struct route *ret);

/* A name of the record: 1 … LIMIT_NAME_SIZE of [A-Za-z0-9_-]. */
bool route_name_valid(struct str name);

#endif
