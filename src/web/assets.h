/* Files that the program carries in itself. */
#ifndef COMITY_WEB_ASSETS_H
#define COMITY_WEB_ASSETS_H

#include "base/str.h"

/* The style sheet with the default accent colour: the base sheet (when the build was given it) and ours. */
struct str asset_css(void);
/* The organisation's accent colour ("#1d4f91"; anything else: the default) as custom properties that stand over those
 * of asset_css: to be sent right after it, in the same answer. Light and dark, each with a contrast that suffices for
 * text.
 */
struct buf;
void asset_css_accent(struct buf *buf, struct str accent);

#endif
