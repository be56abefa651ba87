/* Procedures: which transition an event sets off, and what taking it does.
 *
 * "on EVENT [by WHO…] TARGET [when TEST]": the transitions of the matter's stage are tried in the order in which the
 * charter states them; the first whose event it is, whose `by` names who acts, and whose condition holds on the
 * matter as it stands after the act, is taken. Without `by`: whoever takes part in the body. Closing and expiry have
 * no actor. What would be adopted at a meeting also needs the body's "quorum decide", whatever the event: without it
 * such a transition is passed over, as one whose condition does not hold.
 *
 *   into a stage        at once; its clock starts at the instant of the act (of the deadline, on expiry)
 *   into the same stage the clock starts anew; a clock "until moment" keeps its moment unless the act gives one.
 *                       An extension, a suspension and a resumption are of the clock that runs (steps.c)
 *   into an outcome     the matter is due at that instant, and moves with the outcome's own entry
 *
 * "floor SPAN" of a stage: before that instant nothing but a withdrawal (and the clock itself) leaves it; an act that
 * would is refused, what a position or a closing would set off is passed over. Where the clock runs until a moment, the
 * floor bounds the moment instead.
 *
 * An amendment into a stage brings a new text, on which nobody has spoken. One into an outcome (a silence broken by a
 * counter-proposal) leaves text and positions as they were: the outcome is about the text that was on the table.
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
	case VERB_ANSWER:
		return EVENT_ANSWER;
	case VERB_REFER:
		return EVENT_REFERRAL;
	case VERB_MOVE:
		return EVENT_MOVE;
	case VERB_EXTEND:
		return EVENT_EXTENSION;
	case VERB_PAUSE:
		return EVENT_SUSPENSION;
	case VERB_RESUME:
		return EVENT_RESUMPTION;
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

static const struct stage *target_of(const struct state *state, const struct matter *matter,
                                     const struct transition *transition)
{
	return &state->charter->procedure[matter->procedure].stage[transition->target];
}

/* The sets on the matter as the act leaves it. */
static void ballot_after(const struct state *state, const struct matter *matter, const struct transition *transition,
                         int64_t at_ms, struct ballot *ret)
{
	uint64_t nobody[POSITION_MAX * PARTY_WORDS] = {0};
	struct party_set disinterest;
	struct matter after = *matter;
	size_t recused = (size_t)POSITION_RECUSE * state->words;
	if (transition->event == EVENT_AMENDMENT && !target_of(state, matter, transition)->outcome) {
		memcpy(nobody + recused, matter->taken + recused, state->words * sizeof *nobody);
		after.taken = nobody;
	}
	ballot_of(state, &after, at_ms, ret, &disinterest);
	if (transition->event == EVENT_BALLOT)
		ballot_of_count(state, matter->secret, ret);
}

bool quorum_decides(const struct state *state, const struct matter *matter, int64_t at_ms, struct ballot *ret)
{
	uint32_t test = state->charter->body[matter->body].quorum_decide;
	struct party_set disinterest;
	if (test == NONE)
		return true;
	ballot_of(state, matter, at_ms, ret, &disinterest);
	return test_holds(state->charter, test, matter->body, ret, /* ret_rule= */ NULL);
}

/* Would it be adopted at a meeting that cannot decide? A meeting that is being closed is still one. */
static bool lacks_quorum(const struct state *state, const struct matter *matter, const struct transition *transition,
                         int64_t at_ms)
{
	const struct stage *target = target_of(state, matter, transition);
	struct ballot ballot;
	return target->outcome && target->adopted && matter->meeting != NONE &&
	       (state->meeting[matter->meeting].status == MEETING_OPEN ||
	        state->meeting[matter->meeting].status == MEETING_CLOSED) &&
	       !quorum_decides(state, matter, at_ms, &ballot);
}

bool step_unfit(const struct state *state, const struct matter *matter, const struct transition *transition)
{
	struct str kind, name;
	return (target_of(state, matter, transition)->effects & 1u << EFFECT_AMENDS_CHARTER) != 0 && matter->purpose &&
	       !charter_fits(state, matter->purpose->charter, &kind, &name);
}

/* "floor SPAN": too early to leave the stage in this way. */
static bool held_back(const struct matter *matter, const struct transition *transition, int64_t at_ms)
{
	return at_ms < matter->floor_ms && transition->target != matter->stage && transition->event != EVENT_EXPIRY &&
	       transition->event != EVENT_WITHDRAWAL;
}

/* "on move to STAGE": the act names the stage. */
static bool moves_elsewhere(const struct state *state, const struct context *c, const struct matter *matter,
                            const struct transition *transition)
{
	return transition->event == EVENT_MOVE &&
	       !str_eq(target_of(state, matter, transition)->name, field_of(c, FIELD_STAGE)->str);
}

enum step_result step_find(const struct state *state, const struct context *c, const struct matter *matter,
                           enum event event, int64_t at_ms, struct step *ret)
{
	const struct stage *stage = &state->charter->procedure[matter->procedure].stage[matter->stage];
	enum step_result result = STEP_ABSENT;
	ret->rule = NONE;
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		if (transition->event != event || moves_elsewhere(state, c, matter, transition))
			continue;
		if (!by_names(c, matter, transition)) {
			if (result == STEP_ABSENT)
				result = STEP_NOT_BY;
			continue;
		}
		ret->transition = transition;
		if (held_back(matter, transition, at_ms)) {
			result = STEP_TOO_EARLY;
			continue;
		}
		if (step_unfit(state, matter, transition)) {
			result = STEP_UNFIT;
			continue;
		}
		if (lacks_quorum(state, matter, transition, at_ms)) {
			result = STEP_NO_QUORUM;
			continue;
		}
		if (transition->when == NONE)
			return STEP_FOUND;
		struct ballot ballot;
		uint32_t rule;
		ballot_after(state, matter, transition, at_ms, &ballot);
		bool holds = test_holds(state->charter, transition->when, matter->body, &ballot, &rule);
		if (rule != NONE)
			ret->rule = rule;
		if (holds)
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

static bool refuse_not_by(const struct context *c, const struct matter *matter, const struct stage *stage,
                          enum event event)
{
	struct verdict *verdict = refuse(c, REFUSAL_NOT_NAMED);
	verdict->name[2] = verb_info[c->act->verb].name;
	verdict->enclosing = &procedure_of(c)->origin;
	verdict->chair = chair_now(c, matter);
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

/* What the stage has to offer to those who act, and until when. */
static bool refuse_absent(const struct context *c, const struct stage *stage, enum event event)
{
	struct verdict *verdict = refuse(c, REFUSAL_NOT_FORESEEN);
	verdict->name[0] = matter_of(c)->name;
	verdict->name[1] = stage->name;
	verdict->name[2] = event_name[event];
	verdict->when = matter_of(c)->deadline_ms;
	verdict->own = &stage->origin;
	verdict->enclosing = &procedure_of(c)->origin;
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		enum event other = stage->transition[i].event;
		if (other <= EVENT_SUBMISSION || (other >= EVENT_AMENDMENT && other <= EVENT_WITHDRAWAL) ||
		    other >= EVENT_CONVENING)
			verdict->number[0] |= INT64_C(1) << other;
	}
	return false;
}

bool refuse_quorum(const struct context *c, const struct matter *matter)
{
	const struct body *body = body_of(c);
	struct verdict *verdict = refuse(c, REFUSAL_QUORUM_DECIDE);
	verdict->name[0] = c->state->meeting[matter->meeting].name;
	verdict->test = body->quorum_decide;
	verdict->own = &body->quorum_decide_origin;
	verdict->enclosing = &body->origin;
	(void)quorum_decides(c->state, matter, c->moment.time_ms, &verdict->ballot);
	return false;
}

static bool refuse_floor(const struct context *c, const struct matter *matter, const struct stage *stage)
{
	struct verdict *verdict = refuse(c, REFUSAL_FLOOR);
	verdict->name[0] = matter->name;
	verdict->name[1] = stage->name;
	verdict->when = matter->floor_ms;
	verdict->own = &stage->floor_origin;
	verdict->enclosing = &procedure_of(c)->origin;
	return false;
}

bool refuse_step(const struct context *c, enum step_result result, const struct matter *matter, enum event event,
                 const struct step *step)
{
	const struct charter *charter = c->state->charter;
	const struct stage *stage = stage_of(c);
	if (result == STEP_NOT_BY)
		return refuse_not_by(c, matter, stage, event);
	if (result == STEP_ABSENT)
		return refuse_absent(c, stage, event);
	if (result == STEP_NO_QUORUM)
		return refuse_quorum(c, matter);
	if (result == STEP_UNFIT)
		return fits_check(c, matter->purpose->charter);
	if (result == STEP_TOO_EARLY)
		return refuse_floor(c, matter, stage);
	struct verdict *verdict = refuse(c, event == EVENT_ADOPTION ? REFUSAL_NOT_ADOPTED : REFUSAL_CONDITION);
	verdict->name[0] = matter->name;
	verdict->own = &step->transition->origin;
	verdict->enclosing = &procedure_of(c)->origin;
	verdict->test = step->transition->when;
	ballot_after(c->state, matter, step->transition, c->moment.time_ms, &verdict->ballot);
	uint32_t rule;
	test_holds(charter, step->transition->when, matter->body, &verdict->ballot, &rule);
	if (rule == NONE)
		return false;
	/* The rule says more than "passes": which of its own tests failed, on the sets as it reads them. */
	struct tally tally = rule_apply(charter, rule, &verdict->ballot);
	if (!tally.adopted && tally.failed != NONE) {
		verdict->test = tally.failed;
		verdict->ballot = tally.ballot;
		verdict->enclosing = verdict->own;
		verdict->own = rule_origin(charter, &charter->rule[rule]);
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
		matter->asked = step->rule;
		return due_set(state, index, at_ms);
	}
	if (target == matter->stage && until_ms == TIME_NEVER && stage->clock == CLOCK_UNTIL &&
	    (matter->paused || matter->deadline_ms > at_ms))
		return true; /* it keeps its moment, running or not */
	return stage_leave(state, matter, at_ms) && stage_enter(state, index, target, at_ms, until_ms);
}
