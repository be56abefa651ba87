/* Procedures: which transition an event sets off, and what taking it does.
 *
 * "on EVENT [by WHO…] TARGET [when TEST]": the transitions of the matter's stage are tried in the order in which the
 * charter states them; the first whose event it is, whose `by` names who acts, and whose condition holds on the
 * matter as it stands after the act, is taken. Without `by`: whoever takes part in the body. Closing and expiry have
 * no actor.
 *
 *   into a stage        at once; its clock starts at the instant of the act (of the deadline, on expiry)
 *   into the same stage the clock starts anew; a clock "until moment" keeps its moment unless the act gives one
 *   into an outcome     the matter is due at that instant, and moves with the outcome's own entry
 */
#include "kernel/decide.h"

enum event event_of_verb(enum verb verb)
{
	switch (verb) {
	case VERB_CIRCULATE:
		return EVENT_CIRCULATION;
	case VERB_SILENCE:
		return EVENT_SILENCE;
	case VERB_SUBMIT:
		return EVENT_SUBMISSION;
	case VERB_AMEND:
		return EVENT_AMENDMENT;
	case VERB_ADOPT:
		return EVENT_ADOPTION;
	case VERB_REJECT:
		return EVENT_REJECTION;
	default:
		break;
	}
	assert(verb == VERB_WITHDRAW); /* the only one left */
	return EVENT_WITHDRAWAL;
}

static bool takes_part(const struct context *c)
{
	const struct era *era = era_at(c->state, c->moment.time_ms);
	return is_member(c->state, c->body, c->party, c->moment.time_ms) ||
	       party_set_has(&era->status[STATUS_SECRETARIAT], c->party) ||
	       party_set_has(&era->status[STATUS_OBSERVER], c->party) ||
	       party_set_has(&era->status[STATUS_PARTNER], c->party);
}

static bool by_names(const struct context *c, const struct matter *matter, const struct transition *transition)
{
	if (!c)
		return true;
	if (transition->by_count == 0)
		return takes_part(c);
	for (uint32_t i = 0; i < transition->by_count; i++)
		if (who_is(c, &transition->by[i], matter))
			return true;
	return false;
}

enum step_result step_find(const struct state *state, const struct context *c, const struct matter *matter,
                           enum event event, int64_t at_ms, struct step *ret)
{
	const struct stage *stage = &state->charter->procedure[matter->procedure].stage[matter->stage];
	enum step_result result = STEP_ABSENT;
	struct ballot ballot;
	struct party_set disinterest;
	bool counted = false;
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		if (transition->event != event)
			continue;
		if (!by_names(c, matter, transition)) {
			if (result == STEP_ABSENT)
				result = STEP_NOT_BY;
			continue;
		}
		*ret = (struct step){transition, NONE};
		if (transition->when == NONE)
			return STEP_FOUND;
		if (!counted)
			ballot_of(state, matter, at_ms, &ballot, &disinterest);
		counted = true;
		if (test_holds(state->charter, transition->when, matter->body, &ballot, &ret->rule))
			return STEP_FOUND;
		result = STEP_NOT_WHEN;
	}
	return result;
}

/* "adopted when TEST { cite … }" speaks for the rule more closely than a citation of the whole rule does. */
const struct origin *rule_origin(const struct charter *charter, const struct rule *rule)
{
	const struct origin *own = &charter->test[rule->adopted_when].origin;
	return own->cite.len > 0 ? own : &rule->origin;
}

static bool refuse_not_by(const struct context *c, const struct stage *stage, enum event event)
{
	struct verdict *verdict = refuse(c, REFUSAL_NOT_NAMED);
	verdict->name[2] = verb_info[c->act->verb].name;
	verdict->enclosing = &procedure_of(c)->origin;
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		if (transition->event != event)
			continue;
		if (!verdict->own)
			verdict->own = &transition->origin;
		for (uint32_t j = 0; j < transition->by_count && verdict->who_count < 4; j++)
			verdict->who[verdict->who_count++] = transition->by[j];
	}
	return false;
}

bool refuse_step(const struct context *c, enum step_result result, const struct matter *matter, enum event event,
                 const struct step *step)
{
	const struct charter *charter = c->state->charter;
	const struct stage *stage = stage_of(c);
	struct party_set disinterest;
	if (result == STEP_NOT_BY)
		return refuse_not_by(c, stage, event);
	if (result == STEP_ABSENT) {
		struct verdict *verdict = refuse(c, REFUSAL_NOT_FORESEEN);
		verdict->name[0] = matter->name;
		verdict->name[1] = stage->name;
		verdict->name[2] = event_name[event];
		verdict->own = &stage->origin;
		verdict->enclosing = &procedure_of(c)->origin;
		return false;
	}
	struct verdict *verdict = refuse(c, event == EVENT_ADOPTION ? REFUSAL_NOT_ADOPTED : REFUSAL_CONDITION);
	verdict->name[0] = matter->name;
	verdict->own = &step->transition->origin;
	verdict->enclosing = &procedure_of(c)->origin;
	verdict->test = step->transition->when;
	ballot_of(c->state, matter, c->moment.time_ms, &verdict->ballot, &disinterest);
	if (step->rule == NONE)
		return false;
	/* The rule says more than "passes": which of its own tests failed, on the sets as it reads them. */
	struct tally tally = rule_apply(charter, step->rule, &verdict->ballot);
	if (!tally.adopted && tally.failed != NONE) {
		verdict->test = tally.failed;
		verdict->ballot = tally.ballot;
		verdict->enclosing = verdict->own;
		verdict->own = rule_origin(charter, &charter->rule[step->rule]);
	}
	return false;
}

bool step_take(struct state *state, uint32_t index, const struct step *step, int64_t at_ms, int64_t until_ms)
{
	struct matter *matter = &state->matter[index];
	const struct stage *stage = &state->charter->procedure[matter->procedure].stage[matter->stage];
	uint32_t target = step->transition->target;
	if (state->charter->procedure[matter->procedure].stage[target].outcome) {
		matter->forced = (uint32_t)(step->transition - stage->transition);
		return due_set(state, index, at_ms);
	}
	if (target == matter->stage && until_ms == TIME_NEVER && stage->clock == CLOCK_UNTIL && matter->deadline_ms > at_ms)
		until_ms = matter->deadline_ms;
	return stage_enter(state, index, target, at_ms, until_ms);
}
