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

bool serves_kind(const struct procedure *procedure, struct str kind)
{
	for (uint32_t i = 0; i < procedure->kind_count; i++)
		if (str_eq(procedure->kind[i], kind))
			return true;
	return procedure->kind_count == 0;
}

bool body_uses(const struct body *body, uint32_t procedure)
{
	for (uint32_t i = 0; i < body->procedure_count; i++)
		if (body->procedure[i] == procedure)
			return true;
	return body->procedure_count == 0;
}

/* "procedures NAME…" */
bool refuse_procedure_not_used(const struct context *c, uint32_t body, uint32_t procedure)
{
	const struct charter *charter = c->state->charter;
	struct verdict *verdict = refuse(c, REFUSAL_PROCEDURE_NOT_USED);
	verdict->name[0] = charter->body[body].titles.title;
	verdict->name[1] = charter->procedure[procedure].titles.name;
	verdict->own = &charter->body[body].origin;
	return false;
}

static bool refuse_concerned(const struct context *c, const struct procedure *procedure, enum refusal refusal)
{
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = procedure->titles.name;
	verdict->own = procedure->about_origin.line != 0 ? &procedure->about_origin : &procedure->origin;
	verdict->enclosing = &procedure->origin;
	return false;
}

/* Parties, each once. */
static bool parties_check(const struct context *c, const struct value *names)
{
	struct party_set named = {{0}};
	for (uint32_t i = 0; i < names->count; i++) {
		uint32_t party = map_get(&c->state->charter->parties, names->list[i]);
		if (party == MAP_NONE)
			return refuse_unknown(c, STR("party"), names->list[i]);
		if (party_set_has(&named, party))
			return refuse_name(c, REFUSAL_PARTY_NAMED_TWICE, names->list[i]);
		party_set_add(&named, party);
	}
	return true;
}

/* "about concerned [if-any]" */
static bool concerned_check(const struct context *c, const struct procedure *procedure)
{
	const struct value *concerned = field_of(c, FIELD_CONCERNED);
	if (procedure->about == ABOUT_CONCERNED && concerned->count == 0)
		return refuse_concerned(c, procedure, REFUSAL_CONCERNED_NEEDED);
	if (procedure->about == ABOUT_NOBODY && concerned->count > 0)
		return refuse_concerned(c, procedure, REFUSAL_CONCERNED_NOBODY);
	return parties_check(c, concerned);
}

/* What it undoes was adopted, by the same body, as a matter of the same kind: so the same rule says how it is undone.
 */
static bool undoes_check(const struct context *c)
{
	const struct state *state = c->state;
	const struct value *undoes = field_of(c, FIELD_UNDOES);
	if (!undoes->set)
		return true;
	uint32_t index = map_get(&state->matters, undoes->str);
	if (index == MAP_NONE)
		return refuse_unknown(c, STR("matter"), undoes->str);
	const struct matter *other = &state->matter[index];
	struct str why = STR("");
	if (!other->bound)
		why = STR("it was not adopted");
	else if (other->body != c->body)
		why = STR("another body adopted it");
	else if (!str_eq(other->kind, field_of(c, FIELD_KIND)->str))
		why = STR("it is of another kind");
	if (why.len == 0)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_UNDOES);
	verdict->name[0] = other->name;
	verdict->name[1] = why;
	return false;
}

static bool parties_copy(struct state *state, const struct value *names, uint64_t **ret)
{
	if (names->count == 0)
		return true;
	uint64_t *set = TRY(state->arena, uint64_t, state->words);
	if (!set)
		return false;
	for (uint32_t i = 0; i < names->count; i++) {
		uint32_t party = map_get(&state->charter->parties, names->list[i]);
		set[party / 64] |= UINT64_C(1) << (party % 64);
	}
	*ret = set;
	return true;
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
	if (!body_uses(body_of(c), index))
		return refuse_procedure_not_used(c, c->body, index);
	if (!procedure_in_force(c, index))
		return false;
	if (!serves_kind(procedure, kind)) {
		verdict = refuse(c, REFUSAL_KIND_NOT_SERVED);
		verdict->name[0] = procedure->titles.name;
		verdict->name[1] = kind;
		verdict->own = &procedure->origin;
		return false;
	}
	if (field_of(c, FIELD_ABOUT)->set && map_get(&state->matters, field_of(c, FIELD_ABOUT)->str) == MAP_NONE)
		return refuse_unknown(c, STR("matter"), field_of(c, FIELD_ABOUT)->str);
	if (procedure->needs_text && !field_of(c, FIELD_TEXT)->set && !field_of(c, FIELD_CHARTER)->set) { /* "needs text" */
		refuse_name(c, REFUSAL_TEXT_NEEDED, procedure->titles.name);
		c->verdict->own = &procedure->origin;
		return false;
	}
	return concerned_check(c, procedure) && parties_check(c, field_of(c, FIELD_PARTICIPATING)) && undoes_check(c) &&
	       prolonging_check(c, procedure) && purpose_check(c, procedure);
}

/* What a commitment to the text is: an amendment of the charter has the charter as its text. */
static const uint8_t *text_bytes(const struct context *c)
{
	const struct value *charter = field_of(c, FIELD_CHARTER);
	return charter->set ? charter->bytes : field_of(c, FIELD_TEXT)->bytes;
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
		.has_text = field_of(c, FIELD_TEXT)->set || field_of(c, FIELD_CHARTER)->set,
		.deadline_ms = TIME_NEVER,
		.due_ms = TIME_NEVER,
		.forced = NONE,
		.asked = NONE,
		.heap = NONE,
		.undoes = field_of(c, FIELD_UNDOES)->set ? map_get(&state->matters, field_of(c, FIELD_UNDOES)->str) : NONE,
		.to = field_of(c, FIELD_TO)->set ? (int32_t)field_of(c, FIELD_TO)->number : TO_NONE,
		.tabled = c->moment.number,
		.changed = c->moment.number,
	};
	matter->taken = TRY(arena, uint64_t, (size_t)POSITION_MAX * state->words);
	if (!matter->taken || !copy_str(arena, field_of(c, FIELD_MATTER)->str, &matter->name) ||
	    !copy_str(arena, field_of(c, FIELD_KIND)->str, &matter->kind) ||
	    (matter->has_text && !copy_bytes(arena, text_bytes(c), &matter->commitment)) ||
	    !purpose_apply(state, c, matter) || !parties_copy(state, field_of(c, FIELD_CONCERNED), &matter->concerned) ||
	    !parties_copy(state, field_of(c, FIELD_PARTICIPATING), &matter->participating) ||
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
	if (!charter_field_check(c, procedure_of(c)))
		return false;
	if (!field_of(c, FIELD_TEXT)->set && !field_of(c, FIELD_CHARTER)->set)
		return refuse_name(c, REFUSAL_FIELD_MISSING, field_info[FIELD_TEXT].name);
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
	if (!copy_bytes(state->arena, text_bytes(c), &matter->commitment))
		return false;
	if (field_of(c, FIELD_CHARTER)->set)
		matter->purpose->charter = state->offer;
	matter->version++;
	matter->has_text = true;
	/* A recusal is from the matter, not from a text. */
	memset(matter->taken, 0, (size_t)POSITION_RECUSE * state->words * sizeof *matter->taken);
	if (matter->requesters)
		memset(matter->requesters, 0, state->words * sizeof *matter->requesters);
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
