/* A feed as JSON Feed 1.1, media type application/feed+json. */
#ifndef COMITY_PUBLISH_JSONFEED_H
#define COMITY_PUBLISH_JSONFEED_H

#include "publish/feed.h"

void buf_json_feed(struct buf *buf, const struct feed *feed);

#endif
