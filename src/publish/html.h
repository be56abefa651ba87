/* Text into HTML and XML, escaped by construction: each writer is named for the place that it writes into. There is no
 * other way for a byte of a record into a page.
 */
#ifndef COMITY_PUBLISH_HTML_H
#define COMITY_PUBLISH_HTML_H

#include "base/buf.h"

/* Between tags. Control characters other than LF and TAB, noncharacters and bytes that are no UTF-8 become U+FFFD; the
 * CR of a CR LF is left out. */
void html_text(struct buf *buf, struct str text);
/* ` name="text"`, quoted; the name is a literal of ours. */
void html_attr(struct buf *buf, const char *name, struct str text);
/* A part of a path or of a query: percent-encoded, RFC 3986 unreserved characters as they are. */
void url_arg(struct buf *buf, struct str text);
/* Long text: blank lines part paragraphs, single line feeds become <br>; each paragraph a <p dir="auto">. */
void html_paragraphs(struct buf *buf, struct str text);
/* A string of JSON, quoted; the same characters are replaced, so that it is always valid (RFC 8259). */
void json_text(struct buf *buf, struct str text);
/* Markup of our own that holds nothing from outside: only literals, hence the macro. */
#define html_literal_markup_of_our_own(buf, literal) buf_str((buf), STR(literal))

#endif
