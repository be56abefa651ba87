/* The strict JSON of acts and receipts: RFC 8259 and less.
 *
 * Accepted: one object; UTF-8; no white space outside strings; no duplicate keys; integers only, no exponent, no
 * fraction, no "-0", within ±(2^53 - 1); strings without U+0000 and without lone surrogates; depth at most
 * LIMIT_JSON_DEPTH; nothing after it. Everything else is ERR_FORMAT with the byte offset.
 */
#ifndef COMITY_RECORD_JSON_H
#define COMITY_RECORD_JSON_H

#include "base/buf.h"
#include "base/err.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_INT, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
	enum json_type type;
	struct str key;     /* when a member of an object: unescaped */
	struct str string;  /* JSON_STRING: unescaped; a view into the source when nothing was escaped */
	int64_t number;     /* JSON_INT */
	uint32_t count;     /* children */
	struct json *child; /* first child */
	struct json *next;  /* next sibling */
};

ERR_CHECKED enum err_code json_parse(struct str text, struct arena *arena, struct json **ret, struct err *err);
/* Member of an object; NULL when absent or not an object. */
const struct json *json_get(const struct json *object, struct str key);

/* Emitter: the caller writes braces and commas; these write one string or one "key": in the same strict form. Escapes
 * only what must be: quote, backslash, controls (as \u00xx; \n as \n). */
void buf_json_string(struct buf *buf, struct str s);
void buf_json_key(struct buf *buf, bool *first, struct str key); /* [,]"key": */

#endif
