/* Positions on matters.
 *
 *  1. A position is about one version and the text that is that version. With a new version the positions on the old
 *     one no longer count; they stay in the record, where each names its version.
 *  2. The last position of a party counts.
 *  3. While a matter is before an open meeting, a member speaks to it through its delegates registered there, and
 *     only when its presence stands: whoever is not at the table has no say at the table. What was said in writing
 *     before, ballot.c counts.
 *  4. A position may set something off; the position stands whether it does or not.
 */
#include "kernel/decide.h"

static enum position position_find(struct str name)
{
	unsigned i = 0;
	while (i < POSITION_MAX && !str_eq(position_name[i], name))
		i++;
	return (enum position)i;
}

/* Invariant 3. */
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

/* The nearest citation of what a stage takes: of the statement, else of the stage (else of the procedure). */
static const struct origin *takes_origin(const struct stage *stage)
{
	bool stated = stage->takes_origin.line != 0;
	return stated && (stage->takes_origin.cite.len > 0 || stage->origin.cite.len == 0) ? &stage->takes_origin
	                                                                                   : &stage->origin;
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
		verdict->number[0] = stage_of(c)->takes;
		verdict->when = matter_of(c)->deadline_ms;
		verdict->own = takes_origin(stage_of(c));
		verdict->enclosing = &procedure_of(c)->origin;
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
