/* Positions on matters.
 *
 *  1. A position is about one version and the text that is that version. With a new version the positions on the old
 *     one no longer count; they stay in the record, where each names its version.
 *  2. The last position of a party counts.
 *  3. While a matter is before an open meeting, a member speaks to it through its delegates registered there, and
 *     only when its presence stands: whoever is not at the table has no say at the table. What was said in writing
 *     before, ballot.c counts.
 *  4. A position may set something off; the position stands whether it does or not.
 *  5. "concerned must-abstain|heard|removed" of the rule that is ahead: whom the matter concerns can only abstain, or
 *     takes no position at all. Recusing oneself is always open where the stage takes it.
 *  6. "accept" is of a decided matter: who is not bound by what was adopted is bound from then on. What was counted
 *     stays as it was.
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

/* The first `passes` of a condition; NONE. */
static uint32_t first_passes(const struct charter *charter, uint32_t node)
{
	if (node == NONE)
		return NONE;
	const struct test *test = &charter->test[node];
	uint32_t found = NONE;
	switch (test->op) {
	case TEST_PASSES:
		return node;
	case TEST_AND:
	case TEST_OR:
		found = first_passes(charter, test->a);
		return found != NONE ? found : first_passes(charter, test->b);
	case TEST_NOT:
		return first_passes(charter, test->a);
	default:
		return NONE;
	}
}

/* The rule that decides the matter as it stands: the first that its stage asks, else the body's for its kind. NONE. */
static uint32_t rule_ahead(const struct context *c)
{
	const struct charter *charter = c->state->charter;
	const struct stage *stage = stage_of(c);
	struct ballot ballot;
	struct party_set disinterest;
	uint32_t asked = NONE;
	ballot_of(c->state, matter_of(c), c->moment.time_ms, &ballot, &disinterest);
	for (uint32_t i = 0; i < stage->transition_count && asked == NONE; i++)
		asked = first_passes(charter, stage->transition[i].when);
	if (asked != NONE)
		return rule_asked(charter, asked, c->body, &ballot);
	return rule_undoing(charter, body_rule_at(charter, c->body, matter_of(c)->kind, &ballot), &ballot);
}

/* 5. */
static bool concerned_position_check(const struct context *c, enum position position)
{
	const struct matter *matter = matter_of(c);
	if (!words_has(matter->concerned, c->party) || position == POSITION_RECUSE)
		return true;
	uint32_t index = rule_ahead(c);
	const struct rule *rule = index == NONE ? NULL : &c->state->charter->rule[index];
	enum concerned_means means = rule ? rule->concerned : CONCERNED_COUNTS;
	enum refusal refusal = REFUSAL_NONE;
	if (means == CONCERNED_MUST_ABSTAIN && position != POSITION_ABSTAIN)
		refusal = REFUSAL_MUST_ABSTAIN;
	else if (means == CONCERNED_REMOVED || means == CONCERNED_HEARD)
		refusal = REFUSAL_CONCERNED_OUT;
	if (refusal == REFUSAL_NONE)
		return true;
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = matter->name;
	verdict->name[1] = c->state->charter->party[c->party].titles.title;
	verdict->own = &rule->concerned_origin;
	verdict->enclosing = rule_origin(c->state->charter, rule);
	return false;
}

/* 6. The stage is the outcome that was reached. */
static bool bound_check(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	if (!words_has(matter->bound, c->party))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_BOUND);
	verdict->name[0] = matter->name;
	verdict->name[1] = c->state->charter->party[c->party].titles.title;
	return false;
}

bool decide_POSITION(const struct context *c)
{
	struct str name = field_of(c, FIELD_POSITION)->str;
	enum position position = position_find(name);
	bool later = position == POSITION_ACCEPT && matter_of(c)->is_decided;
	if ((!later && !undecided_check(c)) || !version_check(c))
		return false;
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
	return later ? bound_check(c) : table_check(c) && concerned_position_check(c, position);
}

/* What happens by it; EVENT_MAX: nothing. */
static enum event event_of(enum position position)
{
	if (position == POSITION_CONSTRUCTIVE)
		return EVENT_ABSTENTION;
	return position <= POSITION_DISINTEREST ? (enum event)(EVENT_OBJECTION + position) : EVENT_MAX;
}

bool apply_POSITION(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	enum position position = position_find(field_of(c, FIELD_POSITION)->str);
	uint64_t bit = UINT64_C(1) << (c->party % 64);
	uint64_t *word = &matter->taken[c->party / 64];
	matter->changed = c->moment.number;
	if (position == POSITION_ACCEPT) {
		word[POSITION_ACCEPT * state->words] |= bit;
		matter->bound[c->party / 64] |= bit;
		return true;
	}
	for (uint32_t p = 0; p < POSITION_MAX; p++)
		word[p * state->words] &= ~bit;
	word[position * state->words] |= bit;
	/* "… on objection by member broken": the position first, then what it sets off, if anything. */
	struct step step = {NULL, NONE};
	enum event event = event_of(position);
	if (event == EVENT_MAX || step_find(state, c, matter, event, c->moment.time_ms, &step) != STEP_FOUND)
		return true;
	return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
}
