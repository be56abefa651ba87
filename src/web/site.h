/* What a page is made from: the record as it stands durable, between clerk_read and clerk_unread. */
#ifndef COMITY_WEB_SITE_H
#define COMITY_WEB_SITE_H

#include "app/clerk.h"
#include "web/message.h"

struct site {
	struct reading reading; /* state, charter, library, store, search, size, sealed, now_ms */
	struct str origin;
	struct str base_url; /* "https://csto.example": no slash at its end; for feeds and canonical links */
	bool closed_record;  /* bundles and entries' bytes are for members only */
	const struct zone *seat_zone;
};

/* One request for a page, after routing. */
struct page_request {
	struct str name;       /* of the pattern's {name}; empty */
	struct str extra;      /* of a second {…} */
	struct str query_q;    /* ?q=, decoded */
	struct str query_text; /* ?text=LANG: the language of texts */
	uint64_t query_from;   /* ?from=N: paging; UINT64_MAX when absent */
};

enum page_result { PAGE_OK, PAGE_NOT_FOUND };

#endif
