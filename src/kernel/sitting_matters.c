/* Matters at a meeting: put to it, declared adopted or not.
 *
 *  1. A matter is put to a meeting of its own body, planned or open. Who puts it says how much of the record it has
 *     seen: no text is changed under its hand.
 *  2. What is put to a meeting is declared adopted, or not, while the meeting is open and able to decide. What else
 *     leads to an adoption there waits for the quorum too (procedure.c).
 */
#include "kernel/decide.h"

bool decide_SUBMIT(const struct context *c)
{
	const struct state *state = c->state;
	struct str name = field_of(c, FIELD_MEETING)->str;
	uint32_t index = map_get(&state->meetings, name);
	if (!undecided_check(c))
		return false;
	if (index == MAP_NONE)
		return refuse_unknown(c, STR("meeting"), name);
	const struct meeting *meeting = &state->meeting[index];
	struct verdict *verdict;
	if (!meeting_of_body(meeting, c->body)) {
		verdict = refuse(c, REFUSAL_OTHER_BODY);
		verdict->name[0] = matter_of(c)->name;
		verdict->name[1] = name;
		verdict->name[2] = body_of(c)->titles.title;
		return false;
	}
	if (!meeting_status_check(c, meeting, 1u << MEETING_PLANNED | 1u << MEETING_OPEN))
		return false;
	struct matter after = *matter_of(c);
	after.meeting = index;
	return step_check(c, &after);
}

bool apply_SUBMIT(struct state *state, const struct context *c)
{
	uint32_t index = map_get(&state->meetings, field_of(c, FIELD_MEETING)->str);
	struct meeting *meeting = &state->meeting[index];
	if (!GROW(state->arena, meeting->matter, meeting->matter_count, meeting->matter_capacity))
		return false;
	meeting->matter[meeting->matter_count++] = c->matter;
	state->matter[c->matter].meeting = index;
	return step_apply(state, c, TIME_NEVER);
}

/* "quorum decide when TEST", for what is put to a meeting: it must be open and able to decide. */
static bool sitting_check(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	if (matter->meeting == NONE)
		return true;
	const struct meeting *meeting = &c->state->meeting[matter->meeting];
	if (!meeting_status_check(c, meeting, 1u << MEETING_OPEN))
		return false;
	struct ballot ballot;
	return quorum_decides(c->state, matter, c->moment.time_ms, &ballot) || refuse_quorum(c, matter);
}

bool decide_ADOPT(const struct context *c)
{
	return undecided_check(c) && version_check(c) && sitting_check(c) && step_check(c, matter_of(c));
}

bool apply_ADOPT(struct state *state, const struct context *c)
{
	return step_apply(state, c, TIME_NEVER);
}

bool decide_REJECT(const struct context *c)
{
	return undecided_check(c) && sitting_check(c) && step_check(c, matter_of(c));
}

bool apply_REJECT(struct state *state, const struct context *c)
{
	return step_apply(state, c, TIME_NEVER);
}
