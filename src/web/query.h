/* What stands in a request's target: a path, and after "?" names with values, percent-encoded.
 *
 * Decoding is strict: two hexadecimal digits after every "%", the result is UTF-8 without control characters. A path's
 * parts are decoded one by one, so that an encoded slash never becomes a border.
 */
#ifndef COMITY_WEB_QUERY_H
#define COMITY_WEB_QUERY_H

#include "base/buf.h"

/* The decoded text in `storage`; false: not well-formed, or longer than `cap`. plus: "+" is a space, as in forms. */
bool url_decode(struct str text, bool plus, char *storage, size_t cap, struct str *ret);
/* Only what a target may hold (RFC 3986): visible ASCII without "\"<>\\^`{|}". */
bool url_visible(struct str target);
/* The first value of a name in "a=1&b=2", still encoded; false: it is not there. Names are compared as they stand. */
bool query_find(struct str query, struct str name, struct str *ret);

#endif
