/* Matters: tabled, amended, moved along, spoken to. What is allowed when, the charter's procedures say (procedure.c).
 *
 *  1. A matter is undecided until its outcome is entered; nothing touches it afterwards but the plan that it adopted.
 *  2. An amendment is the next version, on which nobody has spoken yet; but one that ends the matter leaves it as it
 *     was, for the outcome is about the text that was on the table.
 */
#include "kernel/decide.h"

bool undecided_check(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	if (!matter->is_decided)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_DECIDED);
	verdict->name[0] = matter->name;
	verdict->name[1] = stage_of(c)->name;
	verdict->when = matter->decided_ms;
	verdict->number[0] = (int64_t)matter->decided;
	return false;
}

bool version_check(const struct context *c)
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

bool step_check(const struct context *c, const struct matter *after)
{
	struct step step = {NULL, NONE};
	enum event event = event_of_verb(c->act->verb);
	enum step_result result = step_find(c->state, c, after, event, c->moment.time_ms, &step);
	return result == STEP_FOUND || refuse_step(c, result, after, event, &step);
}

bool step_apply(struct state *state, const struct context *c, int64_t until_ms)
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
	if (field_of(c, FIELD_ABOUT)->set && map_get(&state->matters, field_of(c, FIELD_ABOUT)->str) == MAP_NONE)
		return refuse_unknown(c, STR("matter"), field_of(c, FIELD_ABOUT)->str);
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
		.about = field_of(c, FIELD_ABOUT)->set ? map_get(&state->matters, field_of(c, FIELD_ABOUT)->str) : NONE,
		.version = 1,
		.has_text = field_of(c, FIELD_TEXT)->set,
		.deadline_ms = TIME_NEVER,
		.due_ms = TIME_NEVER,
		.forced = NONE,
		.asked = NONE,
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
	if (!undecided_check(c))
		return false;
	if (field_of(c, FIELD_VERSION)->number != (int64_t)matter->version + 1) {
		struct verdict *verdict = refuse(c, REFUSAL_NEXT_VERSION);
		verdict->name[0] = matter->name;
		verdict->number[0] = (int64_t)matter->version + 1;
		verdict->number[1] = field_of(c, FIELD_VERSION)->number;
		return false;
	}
	return step_check(c, matter);
}

/* Into an outcome, the text stays the one that the outcome is about; the proposal stands in the act alone. */
bool apply_AMEND(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	struct step step = {NULL, NONE};
	enum step_result result = step_find(state, c, matter, EVENT_AMENDMENT, c->moment.time_ms, &step);
	assert(result == STEP_FOUND);
	matter->changed = c->moment.number;
	if (procedure_of(c)->stage[step.transition->target].outcome)
		return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
	if (!copy_bytes(state->arena, field_of(c, FIELD_TEXT)->bytes, &matter->commitment))
		return false;
	matter->version++;
	matter->has_text = true;
	memset(matter->taken, 0, (size_t)POSITION_MAX * state->words * sizeof *matter->taken);
	return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
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
	assert(target->clock == CLOCK_UNTIL); /* check_procedure.c */
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
