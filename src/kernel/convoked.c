/* Meetings that are convened about a matter, and meetings of several bodies at once.
 *
 *  1. "convene about=MATTER" sets off "on convening" of the matter's stage, if it has such; where nothing follows, the
 *     matter stays, and its stage must say "on opening". Either way the stage in which it then stands bounds the start:
 *     not before its floor, and before its clock ends.
 *  2. Opening such a meeting puts the matter to it and sets off "on opening"; a matter that is decided, or whose stage
 *     no longer foresees it, does not let the meeting open.
 *  3. At a joint meeting each body has its own quorum and needs its own notice, and whoever convenes it may convene
 *     each of them. The first body's chair presides; the meeting counts as one of the first body's.
 *  4. "publish next-meeting": a text waits from its outcome until a meeting of its body opens, a joint one too.
 */
#include "kernel/decide.h"

bool meeting_of_body(const struct meeting *meeting, uint32_t body)
{
	if (meeting->body == body)
		return true;
	for (uint32_t i = 0; i < meeting->joint_count; i++)
		if (meeting->joint[i] == body)
			return true;
	return false;
}

bool is_member_of_meeting(const struct state *state, const struct meeting *meeting, uint32_t party, int64_t time_ms)
{
	if (is_member(state, meeting->body, party, time_ms))
		return true;
	for (uint32_t i = 0; i < meeting->joint_count; i++)
		if (is_member(state, meeting->joint[i], party, time_ms))
			return true;
	return false;
}

/* ---- Joint meetings -------------------------------------------------------------------------- */

static bool refuse_twice(const struct context *c, uint32_t body)
{
	return refuse_name(c, REFUSAL_JOINT_TWICE, c->state->charter->body[body].titles.title);
}

bool joint_check(const struct context *c)
{
	const struct value *bodies = field_of(c, FIELD_BODIES);
	for (uint32_t i = 0; i < bodies->count; i++) {
		struct context other = *c;
		other.body = map_get(&c->state->charter->bodies, bodies->list[i]);
		if (other.body == MAP_NONE)
			return refuse_unknown(c, STR("body"), bodies->list[i]);
		bool twice = other.body == c->body;
		for (uint32_t j = 0; j < i; j++)
			twice = twice || str_eq(bodies->list[i], bodies->list[j]);
		if (twice)
			return refuse_twice(c, other.body);
		if (!convenes_check(&other))
			return false;
	}
	return true;
}

static bool joint_copy(struct state *state, const struct value *bodies, struct meeting *meeting)
{
	if (bodies->count == 0)
		return true;
	meeting->joint = TRY(state->arena, uint32_t, bodies->count);
	if (!meeting->joint)
		return false;
	for (uint32_t i = 0; i < bodies->count; i++)
		meeting->joint[i] = map_get(&state->charter->bodies, bodies->list[i]);
	meeting->joint_count = bodies->count;
	return true;
}

/* ---- About a matter -------------------------------------------------------------------------- */

/* Who acts, in the body that the matter is before. */
static struct context in_its_body(const struct context *c)
{
	struct context other = *c;
	other.body = matter_of(c)->body;
	return other;
}

static bool foresees_opening(const struct stage *stage)
{
	for (uint32_t i = 0; i < stage->transition_count; i++)
		if (stage->transition[i].event == EVENT_OPENING)
			return true;
	return false;
}

static bool refuse_start(const struct context *c, enum refusal refusal, int64_t when, const struct origin *own)
{
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = matter_of(c)->name;
	verdict->when = when;
	verdict->own = own;
	verdict->enclosing = &procedure_of(c)->origin;
	return false;
}

/* "floor SPAN", "ceiling SPAN", "clock SPAN" of the stage in which the meeting is to open. */
static bool start_check(const struct context *c, const struct stage *stage, int64_t floor_ms, int64_t end_ms)
{
	int64_t starts_ms = field_of(c, FIELD_STARTS)->number;
	if (starts_ms < floor_ms)
		return refuse_start(c, REFUSAL_MEETING_EARLY, floor_ms, &stage->floor_origin);
	return starts_ms < end_ms || refuse_start(c, REFUSAL_MEETING_LATE, end_ms, &stage->clock_origin);
}

static bool about_body_check(const struct context *c)
{
	const struct charter *charter = c->state->charter;
	const struct value *bodies = field_of(c, FIELD_BODIES);
	bool meets = matter_of(c)->body == c->body;
	for (uint32_t i = 0; i < bodies->count; i++)
		meets = meets || map_get(&charter->bodies, bodies->list[i]) == matter_of(c)->body;
	if (meets)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_ABOUT_BODY);
	verdict->name[0] = matter_of(c)->name;
	verdict->name[1] = charter->body[matter_of(c)->body].titles.title;
	return false;
}

bool about_check(const struct context *c)
{
	int64_t now_ms = c->moment.time_ms;
	struct step step = {NULL, NONE};
	if (!field_of(c, FIELD_ABOUT)->set)
		return true;
	if (c->matter == NONE)
		return refuse_unknown(c, STR("matter"), field_of(c, FIELD_ABOUT)->str);
	if (!about_body_check(c) || !undecided_check(c))
		return false;
	const struct matter *matter = matter_of(c);
	struct context other = in_its_body(c);
	enum step_result result = step_find(c->state, &other, matter, EVENT_CONVENING, now_ms, &step);
	if (result == STEP_ABSENT && foresees_opening(stage_of(c)))
		return start_check(c, stage_of(c), matter->floor_ms, matter->deadline_ms);
	if (result != STEP_FOUND)
		return refuse_step(&other, result, matter, EVENT_CONVENING, &step);
	const struct stage *target = &procedure_of(c)->stage[step.transition->target];
	return start_check(c, target, floor_end(c->state, target, now_ms),
	                   clock_end(c->state, target, now_ms, /* until_ms= */ TIME_NEVER));
}

bool convoked_apply(struct state *state, const struct context *c, struct meeting *meeting)
{
	struct step step = {NULL, NONE};
	if (!joint_copy(state, field_of(c, FIELD_BODIES), meeting))
		return false;
	if (!field_of(c, FIELD_ABOUT)->set)
		return true;
	struct context other = in_its_body(c);
	struct matter *matter = &state->matter[c->matter];
	meeting->about = c->matter;
	matter->changed = c->moment.number;
	if (step_find(state, &other, matter, EVENT_CONVENING, c->moment.time_ms, &step) != STEP_FOUND)
		return true;
	return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
}

bool opening_check(const struct context *c)
{
	struct step step = {NULL, NONE};
	if (meeting_of(c)->about == NONE)
		return true;
	if (!undecided_check(c))
		return false;
	struct context other = in_its_body(c);
	enum step_result result = step_find(c->state, &other, matter_of(c), EVENT_OPENING, c->moment.time_ms, &step);
	return result == STEP_FOUND || refuse_step(&other, result, matter_of(c), EVENT_OPENING, &step);
}

bool opening_apply(struct state *state, const struct context *c)
{
	struct meeting *meeting = &state->meeting[c->meeting];
	struct step step = {NULL, NONE};
	if (meeting->about == NONE)
		return true;
	struct context other = in_its_body(c);
	struct matter *matter = &state->matter[meeting->about];
	enum step_result result = step_find(state, &other, matter, EVENT_OPENING, c->moment.time_ms, &step);
	assert(result == STEP_FOUND);
	if (!GROW(state->arena, meeting->matter, meeting->matter_count, meeting->matter_capacity))
		return false;
	meeting->matter[meeting->matter_count++] = meeting->about;
	matter->meeting = c->meeting;
	matter->changed = c->moment.number;
	return step_take(state, meeting->about, &step, c->moment.time_ms, TIME_NEVER);
}

void withheld_release(struct state *state, uint32_t body, uint64_t entry)
{
	struct body_state *of = &state->body[body];
	for (uint32_t i = 0; i < of->withheld_count; i++) {
		state->matter[of->withheld[i]].published = entry;
		state->matter[of->withheld[i]].changed = entry;
	}
	of->withheld_count = 0;
}
