/* The gate: whether a request is one that everybody on its way understands alike. Asked once, before routing; nothing
 * behind it looks at a raw header again.
 *
 * What two programs can read in two ways is how requests are smuggled past one of them, so it is refused here, whatever
 * the HTTP library would make of it.
 */
#ifndef COMITY_WEB_GATE_H
#define COMITY_WEB_GATE_H

#include "base/limits.h"
#include "base/str.h"

struct head_field {
	struct str name, value;
};
/* A request's head as it came. */
struct head {
	struct str method, version; /* "GET", "HTTP/1.1" */
	struct str target;          /* raw: "/en/meetings?from=50" */
	bool target_long;           /* there was more of it than LIMIT_TARGET_SIZE */
	bool lines_broken;          /* a line ends with LF alone, or goes on in the next one */
	uint32_t field_count;       /* all of them; only the first LIMIT_HEADER_COUNT are in `field` */
	size_t field_bytes;
	struct head_field field[LIMIT_HEADER_COUNT];
};

enum method { METHOD_GET, METHOD_HEAD, METHOD_POST };

#define BODY_UNKNOWN UINT64_MAX
struct gate {
	enum method method;
	struct str path, query; /* of the target, encoded; query without "?" */
	bool has_body;
	uint64_t body_size; /* BODY_UNKNOWN: chunked */
	/* Views of headers; empty when absent. */
	struct str accept, accept_language, if_none_match, content_type;
};

/* 0: let in, and *ret is filled in. Otherwise the status to answer with; *ret_reason says why in a sentence of ours,
 * and the connection is to be closed. */
int gate_check(const struct head *head, struct gate *ret, const char **ret_reason);

#endif
