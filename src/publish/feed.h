/* A feed as plain data: what the Atom and the JSON writer (atom.h, jsonfeed.h) are handed. One feed is in one language.
 *
 * All strings are views that outlive the writing; addresses are absolute and already percent-encoded. Writing ends
 * silently when the buffer is full: the caller looks once, at the end.
 */
#ifndef COMITY_PUBLISH_FEED_H
#define COMITY_PUBLISH_FEED_H

#include "base/buf.h"

/* The same thing in a language. */
struct feed_link {
	struct str language, href;
};
struct feed_entry {
	struct str id; /* for ever the same: feed_tag */
	struct str title;
	struct str url; /* its page in the feed's language */
	int64_t published_ms, updated_ms;
	struct str summary; /* empty: none */
	struct str text;    /* empty: only the summary and the page */
	const struct feed_link *other;
	uint32_t other_count; /* in other languages than the feed's: each language once */
};
struct feed {
	struct str id;
	struct str title;
	struct str language;
	struct str self_url; /* of this very document */
	struct str home_url; /* the page that lists the same for people */
	struct str author, author_url;
	const struct feed_link *other; /* this feed in other languages */
	uint32_t other_count;
	int64_t updated_ms;
	const struct feed_entry *entry; /* newest first */
	uint32_t entry_count;
};

/* A tag: URI (RFC 4151) that nobody else can have made and that no move of the site changes:
 * "tag:csto.example,2022-06-10:record/NAME" for the origin "csto.example/record". What stands before the origin's first
 * character that no host name has is the authority; the day is that of the instant in UTC. `name` may hold slashes. */
void feed_tag(struct buf *buf, struct str origin, int64_t time_ms, struct str name);

#endif
