/* A timeline as a drawing: lanes one below the other, time along them, a numbered mark for each step.
 *
 * The marks carry numbers only; what they mean stands in the list that follows the drawing, so no label can cover
 * another. Marks that come too close within a lane go to a row below. Ticks are quarters of an hour, hours, days or
 * months as the whole span asks for, in one zone. Where the language runs from right to left, so does time.
 *
 * Only classes and attributes: no style attribute, no script; site.css colours it for light, dark and paper.
 */
#ifndef COMITY_WEB_TIMELINE_SVG_H
#define COMITY_WEB_TIMELINE_SVG_H

#include "base/time.h"
#include "web/message.h"

struct timeline_mark {
	int64_t at_ms;
	uint32_t lane;
	uint32_t number;
	bool strong; /* a turning point: the appeal, an adoption, the end */
};

struct timeline {
	struct str title, description; /* what a reader who does not see it is told */
	enum language language;
	const struct zone *zone; /* of the ticks; NULL: UTC */
	int64_t from_ms, to_ms;  /* the bar at the top */
	bool open;               /* it goes on */
	struct str bar;          /* its words */
	const struct str *lane;
	uint32_t lane_count;              /* a lane without marks is left out */
	const struct timeline_mark *mark; /* ascending by time */
	uint32_t mark_count;
};
void buf_timeline_svg(struct buf *buf, const struct timeline *timeline);

#endif
