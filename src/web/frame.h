/* A page in its frame: header, navigation, the other languages, search, foot; or the JSON twin, which has no frame.
 *
 * Call between clerk_read and clerk_unread. Nothing here asks a clock: "now" is the reading's.
 */
#ifndef COMITY_WEB_FRAME_H
#define COMITY_WEB_FRAME_H

#include "web/page.h"

struct page_made {
	bool failed;      /* the store failed while the page was written; answer with 500 and send nothing of `out` */
	int64_t until_ms; /* when it is not true any more, if no entry and no change by itself comes before */
};
/* The whole body of the answer into `out`, which the caller has emptied; `out` that is full (buf_failed) is the
 * caller's to notice. With PAGE_NOT_FOUND `out` holds nothing to send: answer with page_render_error(404). */
enum page_result page_render(const struct page *page, const struct page_request *request, const struct site *site,
                             enum language language, enum view_format format, struct arena *arena, struct buf *out,
                             struct page_made *ret);

/* The address of a page in a language, or of its twin, with what the request asks for after "?": "/en/record?from=50".
 */
void buf_page_address(struct buf *buf, const struct page *page, const struct page_request *request,
                      enum language language, bool twin);

/* A whole page for a status of 400 and above. It never repeats what was asked for. site: NULL when the record cannot be
 * read; then the page says only the status and the words for it. */
void page_render_error(const struct site *site, enum language language, int status, struct arena *arena,
                       struct buf *out);

#endif
