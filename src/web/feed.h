/* The feeds of a site: the newest press releases that have a text in the feed's language, and are out.
 *
 * Between clerk_read and clerk_unread; into `buf`, which the caller has emptied. A store that failed leaves `buf` full,
 * as one that is too small does: answer with 500 and send nothing of it.
 */
#ifndef COMITY_WEB_FEED_H
#define COMITY_WEB_FEED_H

#include "web/site.h"

enum page_result feed_atom(const struct site *site, enum language language, struct arena *arena, struct buf *buf);
enum page_result feed_json(const struct site *site, enum language language, struct arena *arena, struct buf *buf);

#endif
