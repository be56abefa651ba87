/* What happened at a meeting, sorted out from its history once, for its page.
 *
 * Where an act can be repeated (agenda items, delegations, presence, invitations) the newest one counts. A release
 * under embargo is left out.
 */
#ifndef COMITY_WEB_MEETING_H
#define COMITY_WEB_MEETING_H

#include "web/work.h"

struct meeting_sheet { /* the history, sorted out once */
	const struct fact *convened, *cancelled, *closed;
	const struct fact **registered, **attended; /* by party */
	const struct fact **agenda;                 /* newest of each item, ascending by item */
	const struct fact **speech, **opened, **guest, **outcome, **event, **release, **document;
	uint32_t agenda_count, speech_count, opened_count, guest_count, outcome_count, event_count, release_count;
	uint32_t document_count;
};
/* False: no memory. */
bool meeting_read(const struct view *view, struct history history, struct meeting_sheet *ret);

#endif
