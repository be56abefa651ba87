/* Matters: tabled, amended, moved along, spoken to. What is allowed when, the charter's procedures say (procedure.c).
 *
 *  1. A matter is undecided until its outcome is entered; nothing touches it afterwards but the plan that it adopted.
 *  2. A position is about one version and the text that is that version. With a new version the positions on the old
 *     one no longer count; they stay in the record, where each names its version.
 *  3. The last position of a party counts.
 *  4. While a matter is before an open meeting, a member speaks to it through its delegates registered there, and
 *     only when its presence stands: whoever is not at the table has no say at the table.
 */
#include "kernel/decide.h"

static bool undecided_check(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	if (!matter->is_decided)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_DECIDED);
	verdict->name[0] = matter->name;
	verdict->name[1] = stage_of(c)->name;
	return false;
}

/* The version and the commitment that an act names are those of the matter. */
static bool version_check(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	const struct value *commitment = field_of(c, FIELD_COMMITMENT);
	if (field_of(c, FIELD_VERSION)->number != matter->version) {
		struct verdict *verdict = refuse(c, REFUSAL_VERSION);
		verdict->name[0] = matter->name;
		verdict->number[0] = matter->version;
		verdict->number[1] = field_of(c, FIELD_VERSION)->number;
		return false;
	}
	if (commitment->set == matter->has_text &&
	    (!commitment->set || memcmp(commitment->bytes, matter->commitment, 32) == 0))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_COMMITMENT);
	verdict->name[0] = matter->name;
	verdict->number[0] = matter->version;
	return false;
}

static bool step_check(const struct context *c, const struct matter *after)
{
	struct step step = {NULL, NONE};
	enum event event = event_of_verb(c->act->verb);
	enum step_result result = step_find(c->state, c, after, event, c->moment.time_ms, &step);
	return result == STEP_FOUND || refuse_step(c, result, after, event, &step);
}

/* What every act that moves a matter along does in the end. */
static bool step_apply(struct state *state, const struct context *c, int64_t until_ms)
{
	struct matter *matter = &state->matter[c->matter];
	struct step step = {NULL, NONE};
	enum step_result result = step_find(state, c, matter, event_of_verb(c->act->verb), c->moment.time_ms, &step);
	assert(result == STEP_FOUND);
	matter->changed = c->moment.number;
	return step_take(state, c->matter, &step, c->moment.time_ms, until_ms);
}

static bool has_name(const struct str *list, uint32_t count, struct str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_eq(list[i], name))
			return true;
	return false;
}

static bool body_uses(const struct body *body, uint32_t procedure)
{
	for (uint32_t i = 0; i < body->procedure_count; i++)
		if (body->procedure[i] == procedure)
			return true;
	return body->procedure_count == 0;
}

bool decide_TABLE(const struct context *c)
{
	const struct state *state = c->state;
	uint32_t index = map_get(&state->charter->procedures, field_of(c, FIELD_PROCEDURE)->str);
	const struct procedure *procedure = &state->charter->procedure[index]; /* known: begins was asked */
	struct str kind = field_of(c, FIELD_KIND)->str;
	struct verdict *verdict;
	if (map_get(&state->matters, field_of(c, FIELD_MATTER)->str) != MAP_NONE)
		return refuse_taken(c, STR("matter"), field_of(c, FIELD_MATTER)->str);
	if (state->open_count >= LIMIT_OPEN_MATTERS)
		return refuse_limit(c, STR("open matters"), LIMIT_OPEN_MATTERS);
	if (state->matter_count >= LIMIT_MATTERS)
		return refuse_limit(c, STR("matters"), LIMIT_MATTERS);
	if (!body_uses(body_of(c), index)) { /* "procedures NAME…" */
		verdict = refuse(c, REFUSAL_PROCEDURE_NOT_USED);
		verdict->name[0] = body_of(c)->titles.title;
		verdict->name[1] = procedure->titles.name;
		verdict->own = &body_of(c)->origin;
		return false;
	}
	if (procedure->kind_count > 0 && !has_name(procedure->kind, procedure->kind_count, kind)) { /* "kinds NAME…" */
		verdict = refuse(c, REFUSAL_KIND_NOT_SERVED);
		verdict->name[0] = procedure->titles.name;
		verdict->name[1] = kind;
		verdict->own = &procedure->origin;
		return false;
	}
	if (procedure->needs_text && !field_of(c, FIELD_TEXT)->set) { /* "needs text" */
		refuse_name(c, REFUSAL_TEXT_NEEDED, procedure->titles.name);
		c->verdict->own = &procedure->origin;
		return false;
	}
	return true;
}

bool apply_TABLE(struct state *state, const struct context *c)
{
	struct arena *arena = state->arena;
	if (!GROW(arena, state->matter, state->matter_count, state->matter_capacity))
		return false;
	uint32_t index = state->matter_count;
	struct matter *matter = &state->matter[index];
	*matter = (struct matter){
		.body = c->body,
		.procedure = map_get(&state->charter->procedures, field_of(c, FIELD_PROCEDURE)->str),
		.author = c->party,
		.meeting = NONE,
		.version = 1,
		.has_text = field_of(c, FIELD_TEXT)->set,
		.deadline_ms = TIME_NEVER,
		.due_ms = TIME_NEVER,
		.forced = NONE,
		.heap = NONE,
		.tabled = c->moment.number,
		.changed = c->moment.number,
	};
	matter->taken = TRY(arena, uint64_t, (size_t)POSITION_MAX * state->words);
	if (!matter->taken || !copy_str(arena, field_of(c, FIELD_MATTER)->str, &matter->name) ||
	    !copy_str(arena, field_of(c, FIELD_KIND)->str, &matter->kind) ||
	    (matter->has_text && !copy_bytes(arena, field_of(c, FIELD_TEXT)->bytes, &matter->commitment)) ||
	    !map_put(&state->matters, arena, matter->name, index))
		return false;
	state->matter_count++;
	state->open_count++;
	return stage_enter(state, index, /* stage= */ 0, c->moment.time_ms, /* until_ms= */ TIME_NEVER);
}

bool decide_AMEND(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	uint64_t nobody[POSITION_MAX * PARTY_WORDS] = {0};
	if (!undecided_check(c))
		return false;
	if (field_of(c, FIELD_VERSION)->number != (int64_t)matter->version + 1) {
		struct verdict *verdict = refuse(c, REFUSAL_NEXT_VERSION);
		verdict->name[0] = matter->name;
		verdict->number[0] = (int64_t)matter->version + 1;
		verdict->number[1] = field_of(c, FIELD_VERSION)->number;
		return false;
	}
	struct matter after = *matter;
	after.taken = nobody;
	return step_check(c, &after);
}

bool apply_AMEND(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	if (!copy_bytes(state->arena, field_of(c, FIELD_TEXT)->bytes, &matter->commitment))
		return false;
	matter->version++;
	matter->has_text = true;
	memset(matter->taken, 0, (size_t)POSITION_MAX * state->words * sizeof *matter->taken);
	return step_apply(state, c, TIME_NEVER);
}

bool decide_CIRCULATE(const struct context *c)
{
	return undecided_check(c) && step_check(c, matter_of(c));
}

bool apply_CIRCULATE(struct state *state, const struct context *c)
{
	return step_apply(state, c, TIME_NEVER);
}

static bool refuse_until(const struct context *c, enum refusal refusal, int64_t when, const struct origin *own)
{
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = matter_of(c)->name;
	verdict->when = when;
	verdict->own = own;
	verdict->enclosing = own ? &procedure_of(c)->origin : NULL;
	return false;
}

/* "clock until moment", "floor SPAN", "ceiling SPAN": the bounds are counted from the act. */
bool decide_SILENCE(const struct context *c)
{
	int64_t now_ms = c->moment.time_ms, until_ms = field_of(c, FIELD_UNTIL)->number;
	struct step step = {NULL, NONE};
	if (!undecided_check(c))
		return false;
	enum step_result result = step_find(c->state, c, matter_of(c), EVENT_SILENCE, now_ms, &step);
	if (result != STEP_FOUND)
		return refuse_step(c, result, matter_of(c), EVENT_SILENCE, &step);
	const struct stage *target = &procedure_of(c)->stage[step.transition->target];
	if (until_ms <= now_ms)
		return refuse_until(c, REFUSAL_UNTIL_PAST, now_ms, /* own= */ NULL);
	if (target->outcome || target->clock != CLOCK_UNTIL) {
		int64_t end = target->outcome ? TIME_NEVER : clock_end(c->state, target, now_ms, TIME_NEVER);
		return end == until_ms || refuse_until(c, REFUSAL_UNTIL_FIXED, end, &target->clock_origin);
	}
	if (target->has_floor) {
		int64_t earliest = span_end(c->state, now_ms, target->floor);
		if (until_ms < earliest)
			return refuse_until(c, REFUSAL_UNTIL_EARLY, earliest, &target->floor_origin);
	}
	if (target->has_ceiling) {
		int64_t latest = span_end(c->state, now_ms, target->ceiling);
		if (until_ms > latest)
			return refuse_until(c, REFUSAL_UNTIL_LATE, latest, &target->ceiling_origin);
	}
	return true;
}

bool apply_SILENCE(struct state *state, const struct context *c)
{
	return step_apply(state, c, field_of(c, FIELD_UNTIL)->number);
}

bool decide_WITHDRAW(const struct context *c)
{
	return undecided_check(c) && step_check(c, matter_of(c));
}

bool apply_WITHDRAW(struct state *state, const struct context *c)
{
	return step_apply(state, c, TIME_NEVER);
}

static enum position position_find(struct str name)
{
	unsigned i = 0;
	while (i < POSITION_MAX && !str_eq(position_name[i], name))
		i++;
	return (enum position)i;
}

/* Invariant 4. */
static bool table_check(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	if (matter->meeting == NONE || c->state->meeting[matter->meeting].status != MEETING_OPEN)
		return true;
	const struct meeting *meeting = &c->state->meeting[matter->meeting];
	enum refusal refusal = REFUSAL_NONE;
	if (!in_delegation(delegation_of(meeting, c->party), c->person))
		refusal = REFUSAL_NOT_DELEGATE;
	else if (!party_set_has(&meeting->present, c->party))
		refusal = REFUSAL_NOT_PRESENT;
	if (refusal == REFUSAL_NONE)
		return true;
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = refusal == REFUSAL_NOT_DELEGATE ? meeting->name : matter->name;
	verdict->name[1] = refusal == REFUSAL_NOT_DELEGATE ? c->act->by : meeting->name;
	verdict->name[2] = refusal == REFUSAL_NOT_DELEGATE ? verb_info[VERB_POSITION].name
	                                                   : c->state->charter->party[c->party].titles.title;
	verdict->enclosing = refusal == REFUSAL_NOT_DELEGATE ? &body_of(c)->origin : NULL;
	return false;
}

bool decide_POSITION(const struct context *c)
{
	struct str name = field_of(c, FIELD_POSITION)->str;
	if (!undecided_check(c) || !version_check(c))
		return false;
	enum position position = position_find(name);
	if (position == POSITION_MAX)
		return refuse_unknown(c, STR("position"), name);
	if ((stage_of(c)->takes >> position & 1) == 0) { /* "takes POSITION…" */
		struct verdict *verdict = refuse(c, REFUSAL_NOT_TAKEN);
		verdict->name[0] = matter_of(c)->name;
		verdict->name[1] = stage_of(c)->name;
		verdict->name[2] = name;
		verdict->own = &stage_of(c)->takes_origin;
		verdict->enclosing = &stage_of(c)->origin;
		return false;
	}
	return table_check(c);
}

bool apply_POSITION(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	enum position position = position_find(field_of(c, FIELD_POSITION)->str);
	uint64_t bit = UINT64_C(1) << (c->party % 64);
	uint64_t *word = &matter->taken[c->party / 64];
	for (uint32_t p = 0; p < POSITION_MAX; p++) {
		if (p == (uint32_t)position)
			word[p * state->words] |= bit;
		else
			word[p * state->words] &= ~bit;
	}
	matter->changed = c->moment.number;
	/* "… on objection by member broken": the position first, then what it sets off, if anything. */
	struct step step = {NULL, NONE};
	enum event event = (enum event)(EVENT_OBJECTION + position);
	if (step_find(state, c, matter, event, c->moment.time_ms, &step) != STEP_FOUND)
		return true;
	return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
}

/* ---- At a meeting ---------------------------------------------------------------------------- */

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
	if (meeting->body != c->body) {
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
	const struct body *body = body_of(c);
	if (matter->meeting == NONE)
		return true;
	const struct meeting *meeting = &c->state->meeting[matter->meeting];
	if (!meeting_status_check(c, meeting, 1u << MEETING_OPEN))
		return false;
	struct ballot ballot;
	struct party_set disinterest;
	if (body->quorum_decide == NONE)
		return true;
	ballot_of(c->state, matter, c->moment.time_ms, &ballot, &disinterest);
	if (test_holds(c->state->charter, body->quorum_decide, c->body, &ballot, /* ret_rule= */ NULL))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_QUORUM_DECIDE);
	verdict->name[0] = meeting->name;
	verdict->test = body->quorum_decide;
	verdict->ballot = ballot;
	verdict->own = &body->quorum_decide_origin;
	verdict->enclosing = &body->origin;
	return false;
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
