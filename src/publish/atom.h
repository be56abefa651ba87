/* A feed as Atom (RFC 4287), media type application/atom+xml; UTF-8. */
#ifndef COMITY_PUBLISH_ATOM_H
#define COMITY_PUBLISH_ATOM_H

#include "publish/feed.h"

void buf_atom(struct buf *buf, const struct feed *feed);

#endif
