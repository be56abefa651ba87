/* The story of a crisis: everything in the record that belongs to a matter of a crisis procedure, as steps in time.
 *
 * Belonging to it: the matter's own acts and outcomes; reports on it; matters tabled about it, holds and objections to
 * them, and how they ended; meetings whose agenda names it or one of those; releases on any of them that are out.
 */
#ifndef COMITY_WEB_CRISIS_H
#define COMITY_WEB_CRISIS_H

#include "web/work.h"

enum crisis_lane {
	LANE_COURSE, /* the procedure: appeal, moves, end */
	LANE_MEETINGS,
	LANE_DECISIONS, /* on matters about it */
	LANE_REPORTS,   /* situation, request, note */
	LANE_CONTRIBUTIONS,
	LANE_MISSION, /* mission, task */
	LANE_RELEASES,
	LANE_MAX
};

struct crisis_step {
	int64_t at_ms;
	const struct fact *fact;
	enum crisis_lane lane;
	bool strong;
};

struct crisis_story {
	uint32_t index;
	struct matter_view matter;
	const struct fact *appeal;  /* the act that tabled it */
	const struct zone *zone;    /* of the party that appealed; else the seat's */
	int64_t began_ms, ended_ms; /* TIME_NEVER: open */
	uint32_t count;             /* by time; at most LIMIT_PAGE_STEPS */
	uint32_t left_out;
	struct crisis_step *step;
};
/* False: no memory. The matter must be a crisis. */
bool crisis_read(const struct view *view, uint32_t matter, struct crisis_story *ret);
bool crisis_is(const struct view *view, const struct matter_view *matter);
/* When a matter was decided; TIME_NEVER while it is open. */
int64_t crisis_ended_ms(const struct view *view, const struct matter_view *matter);
/* "going on" or "over" as a chip: how it was decided says the stage. */
void crisis_status(struct view *view, const char *key, enum message label, const struct matter_view *matter);
/* The first step in a lane that is a turning point, at or after the appeal; NULL. */
const struct crisis_step *crisis_first(const struct crisis_story *story, enum crisis_lane lane, enum verb verb);

#endif
