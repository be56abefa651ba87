/* Meetings as they are held: opened in a format, presence, speeches, closed; or cancelled.
 *
 *  1. A meeting opens at its start or later, never before, and only with a quorum. Presence can be stated before.
 *  2. A regular meeting gets its ordinal number when it opens: those held before the record began count too;
 *     where their number is not known, none is given.
 *  3. Opening an open meeting again changes its format.
 *  4. Closing sets off what the procedures say of it, for every matter that is before the meeting; a matter for which
 *     they say nothing leaves the meeting and stays where it is.
 */
#include "kernel/decide.h"

#define BEFORE_ITS_END (1u << MEETING_PLANNED | 1u << MEETING_OPEN)

static bool meeting_has_format(const struct meeting *meeting, struct str format)
{
	for (uint32_t i = 0; i < meeting->format_count; i++)
		if (str_eq(meeting->formats[i], format))
			return true;
	return false;
}

static bool format_check(const struct context *c)
{
	const struct meeting *meeting = meeting_of(c);
	const struct value *format = field_of(c, FIELD_FORMAT);
	struct verdict *verdict;
	if (format->set && !meeting_has_format(meeting, format->str)) {
		verdict = refuse(c, REFUSAL_FORMAT_UNKNOWN);
		verdict->name[0] = meeting->name;
		verdict->name[1] = format->str;
		verdict->own = &body_of(c)->format_origin;
		verdict->enclosing = &body_of(c)->origin;
		return false;
	}
	if (meeting->status == MEETING_OPEN && (!format->set || str_eq(format->str, meeting->format)))
		return refuse_name(c, REFUSAL_FORMAT_SAME, meeting->name);
	return format->set || meeting->format_count <= 1 || refuse_name(c, REFUSAL_FORMAT_NEEDED, meeting->name);
}

/* "quorum open when TEST", of each body that meets. */
static bool quorum_check(const struct context *c, uint32_t index)
{
	const struct body *body = &c->state->charter->body[index];
	struct ballot ballot;
	if (body->quorum_open == NONE)
		return true;
	ballot_of_meeting(c->state, meeting_of(c), index, c->moment.time_ms, &ballot);
	if (test_holds(c->state->charter, body->quorum_open, index, &ballot, /* ret_rule= */ NULL))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_QUORUM_OPEN);
	verdict->name[0] = meeting_of(c)->name;
	verdict->test = body->quorum_open;
	verdict->ballot = ballot;
	verdict->own = &body->quorum_open_origin;
	verdict->enclosing = &body->origin;
	return false;
}

bool decide_OPEN(const struct context *c)
{
	const struct meeting *meeting = meeting_of(c);
	if (!meeting_status_check(c, meeting, BEFORE_ITS_END))
		return false;
	if (meeting->status == MEETING_PLANNED && c->moment.time_ms < meeting->starts_ms) {
		struct verdict *verdict = refuse(c, REFUSAL_NOT_YET);
		verdict->name[0] = meeting->name;
		verdict->when = meeting->starts_ms;
		const struct zone *zone = kernel_zone(c->state, meeting->zone);
		verdict->zone = zone ? (uint32_t)(zone - c->state->zone) : NONE;
		return false;
	}
	if (!format_check(c))
		return false;
	if (meeting->status == MEETING_OPEN)
		return true;
	if (!quorum_check(c, meeting->body))
		return false;
	for (uint32_t i = 0; i < meeting->joint_count; i++)
		if (!quorum_check(c, meeting->joint[i]))
			return false;
	return opening_check(c);
}

bool apply_OPEN(struct state *state, const struct context *c)
{
	struct meeting *meeting = &state->meeting[c->meeting];
	const struct value *format = field_of(c, FIELD_FORMAT);
	struct body_state *body = &state->body[c->body];
	if (format->set) {
		for (uint32_t i = 0; i < meeting->format_count; i++)
			if (str_eq(meeting->formats[i], format->str))
				meeting->format = meeting->formats[i];
	} else if (meeting->format_count == 1) {
		meeting->format = meeting->formats[0];
	}
	if (meeting->status == MEETING_OPEN)
		return true;
	meeting->status = MEETING_OPEN;
	rhythm_opened(state, meeting->body, meeting->regular, c->moment.time_ms);
	for (uint32_t i = 0; i < meeting->joint_count; i++)
		rhythm_opened(state, meeting->joint[i], meeting->regular, c->moment.time_ms);
	withheld_release(state, meeting->body, c->moment.number);
	for (uint32_t i = 0; i < meeting->joint_count; i++)
		withheld_release(state, meeting->joint[i], c->moment.number);
	if (!opening_apply(state, c))
		return false;
	if (meeting->regular) {
		body->regular_opened++;
		if (body_of(c)->earlier_meetings != MEETINGS_UNKNOWN)
			meeting->ordinal = body_of(c)->earlier_meetings + body->regular_opened;
		body->last_host = meeting->host;
	}
	return true;
}

bool decide_ATTEND(const struct context *c)
{
	return meeting_status_check(c, meeting_of(c), BEFORE_ITS_END);
}

/* Presence is the party's, whichever of its delegates states it. */
bool apply_ATTEND(struct state *state, const struct context *c)
{
	struct meeting *meeting = &state->meeting[c->meeting];
	if (field_of(c, FIELD_PRESENT)->number != 0)
		party_set_add(&meeting->present, c->party);
	else
		party_set_remove(&meeting->present, c->party);
	return true;
}

/* Who speaks for an office is accredited for it, and its holder's party holds it still. */
static bool office_claim_check(const struct context *c)
{
	const struct value *claim = field_of(c, FIELD_OFFICE);
	if (!claim->set)
		return true;
	uint32_t office = map_get(&c->state->charter->offices, claim->str);
	if (office == MAP_NONE)
		return refuse_unknown(c, STR("office"), claim->str);
	struct holding holding;
	if (holder_at(c->state, office, c->moment.time_ms, &holding) && holding.party == c->party &&
	    c->state->person[c->person].office == holding.office)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_OFFICE_CLAIM);
	verdict->name[0] = c->act->by;
	verdict->name[1] = c->state->charter->office[office].titles.title;
	return false;
}

bool decide_SPEAK(const struct context *c)
{
	const struct meeting *meeting = meeting_of(c);
	const struct value *item = field_of(c, FIELD_ITEM);
	if (!meeting_status_check(c, meeting, 1u << MEETING_OPEN))
		return false;
	if (item->set && (item->number < 1 || item->number > (int64_t)meeting->item_count)) {
		struct verdict *verdict = refuse(c, REFUSAL_ITEM_UNKNOWN);
		verdict->name[0] = meeting->name;
		verdict->number[0] = item->number;
		return false;
	}
	return office_claim_check(c);
}

bool apply_SPEAK(struct state *state, const struct context *c)
{
	state->meeting[c->meeting].speech_count++;
	return true;
}

bool decide_CLOSE(const struct context *c)
{
	return meeting_status_check(c, meeting_of(c), 1u << MEETING_OPEN);
}

/* "on closing TARGET [when TEST]" for one matter. */
static bool matter_close(struct state *state, const struct context *c, uint32_t index)
{
	struct matter *matter = &state->matter[index];
	struct step step;
	enum step_result result = step_find(state, /* c= */ NULL, matter, EVENT_CLOSING, c->moment.time_ms, &step);
	matter->changed = c->moment.number;
	if (result == STEP_FOUND && !step_take(state, index, &step, c->moment.time_ms, TIME_NEVER))
		return false;
	/* An outcome is counted with those who were present to the end; whatever goes on, goes on outside the meeting. */
	if (matter->forced == NONE)
		matter->meeting = NONE;
	return true;
}

bool apply_CLOSE(struct state *state, const struct context *c)
{
	struct meeting *meeting = &state->meeting[c->meeting];
	meeting->status = MEETING_CLOSED;
	for (uint32_t i = 0; i < meeting->matter_count; i++) {
		const struct matter *matter = &state->matter[meeting->matter[i]];
		if (matter->meeting == c->meeting && !matter->is_decided && matter->forced == NONE &&
		    !matter_close(state, c, meeting->matter[i]))
			return false;
	}
	return true;
}

bool decide_CANCEL(const struct context *c)
{
	return meeting_status_check(c, meeting_of(c), 1u << MEETING_PLANNED);
}

/* What was put to it leaves it, and stays where it is. */
bool apply_CANCEL(struct state *state, const struct context *c)
{
	struct meeting *meeting = &state->meeting[c->meeting];
	meeting->status = MEETING_CANCELLED;
	for (uint32_t i = 0; i < meeting->matter_count; i++) {
		struct matter *matter = &state->matter[meeting->matter[i]];
		if (matter->meeting == c->meeting && !matter->is_decided) {
			matter->meeting = NONE;
			matter->changed = c->moment.number;
		}
	}
	return true;
}
