/* The kernel's way through an act. An act is accepted when all of this holds, looked at in this order; the first that
 * does not is the refusal:
 *
 *  1. The entry's time is not before that of the entry before it.
 *  2. The act is not in the record: no act of this person with this nonce and this hash. (Next to first, so that a
 *     retry is answered with its entry even when an outcome is due or its stage is over.)
 *  3. The verb is known and every required field stands.
 *  4. The record is founded, and has its time zone rules, unless the act is the founding, or the zones as entry 1.
 *  5. No outcome is due at the entry's time, or the act is that outcome.
 *  6. The nonce is not used by this person for another act.
 *  7. The author has not seen more entries than there are; has said how many where the verb asks for it; and, if it
 *     was said, the act's matter was not changed by an entry that the author had not seen.
 *  8. The signer is known, acts for its own party, and its key has the status that the verb asks for.
 *  9. What the act is about exists.
 * 10. The signer has the right (rights.c).
 * 11. The verb's own rule holds.
 *
 * Nothing here knows an organisation: what differs between two of them stands in their charters.
 */
#include "kernel/decide.h"

enum subject { SUBJECT_NONE, SUBJECT_BODY, SUBJECT_MEETING, SUBJECT_MATTER, SUBJECT_EVENT };

static const struct verb_work {
	enum subject subject;
	bool (*decide)(const struct context *c);
	bool (*apply)(struct state *state, const struct context *c);
} verb_work[VERB_MAX] = {
#define WORK(NAME, ABOUT) [VERB_##NAME] = {SUBJECT_##ABOUT, decide_##NAME, apply_##NAME}
	WORK(FOUND, NONE),      WORK(ZONES, NONE),       WORK(OUTCOME, MATTER),   WORK(COUNTERSIGN, NONE),
	WORK(ACCREDIT, NONE),   WORK(REVOKE, NONE),      WORK(CALENDAR, NONE),    WORK(CONVENE, BODY),
	WORK(INVITE, MEETING),  WORK(REGISTER, MEETING), WORK(AGENDA, MEETING),   WORK(OPEN, MEETING),
	WORK(ATTEND, MEETING),  WORK(SPEAK, MEETING),    WORK(CLOSE, MEETING),    WORK(CANCEL, MEETING),
	WORK(TABLE, BODY),      WORK(AMEND, MATTER),     WORK(CIRCULATE, MATTER), WORK(SILENCE, MATTER),
	WORK(SUBMIT, MATTER),   WORK(POSITION, MATTER),  WORK(ADOPT, MATTER),     WORK(REJECT, MATTER),
	WORK(WITHDRAW, MATTER), WORK(PLAN, MATTER),      WORK(HELD, MATTER),      WORK(DOCUMENT, BODY),
	WORK(RELEASE, NONE),    WORK(CORRECT, NONE),     WORK(EVENT, NONE),       WORK(PARTICIPATE, EVENT),
	WORK(REPORT, MATTER),   WORK(EXTEND, MATTER),    WORK(PAUSE, MATTER),     WORK(RESUME, MATTER),
	WORK(ANSWER, MATTER),   WORK(REQUEST, MATTER),   WORK(REFER, MATTER),     WORK(MOVE, MATTER),
	WORK(DEPOSIT, NONE),    WORK(DECLINE, NONE),     WORK(ARREARS, NONE),     WORK(PAID, NONE),
	WORK(BALLOT, MATTER),   WORK(ENROL, NONE),
#undef WORK
};

struct verdict *refuse(const struct context *c, enum refusal refusal)
{
	*c->verdict = (struct verdict){
		.refusal = refusal,
		.when = TIME_NEVER,
		.zone = NONE,
		.test = NONE,
		.chair = NONE,
	};
	return c->verdict;
}

bool refuse_name(const struct context *c, enum refusal refusal, struct str name)
{
	refuse(c, refusal)->name[0] = name;
	return false;
}

bool refuse_unknown(const struct context *c, struct str kind, struct str name)
{
	struct verdict *verdict = refuse(c, REFUSAL_UNKNOWN);
	verdict->name[0] = kind;
	verdict->name[1] = name;
	return false;
}

bool refuse_taken(const struct context *c, struct str kind, struct str name)
{
	struct verdict *verdict = refuse(c, REFUSAL_TAKEN);
	verdict->name[0] = kind;
	verdict->name[1] = name;
	return false;
}

bool refuse_limit(const struct context *c, struct str kind, uint64_t limit)
{
	struct verdict *verdict = refuse(c, REFUSAL_LIMIT);
	verdict->name[0] = kind;
	verdict->number[0] = (int64_t)limit;
	return false;
}

/* What the act names, as far as it is known. */
static void resolve(struct context *c)
{
	const struct state *state = c->state;
	const struct charter *charter = state->charter;
	if (c->act->party.len == 0 && str_eq(c->act->by, STR("registrar"))) {
		c->person = PERSON_REGISTRAR;
	} else {
		c->person = map_get(&state->persons, c->act->by);
		c->party = c->person == NONE ? NONE : state->person[c->person].party;
	}
	c->place = entry_place(state, c->person, c->act->nonce);
	switch (verb_work[c->act->verb].subject) {
	case SUBJECT_BODY:
		c->body = map_get(&charter->bodies, field_of(c, FIELD_BODY)->str);
		if (c->act->verb == VERB_CONVENE && field_of(c, FIELD_ABOUT)->set)
			c->matter = map_get(&state->matters, field_of(c, FIELD_ABOUT)->str);
		break;
	case SUBJECT_MEETING:
		c->meeting = map_get(&state->meetings, field_of(c, FIELD_MEETING)->str);
		if (c->meeting != NONE) {
			c->body = meeting_of(c)->body;
			if (c->act->verb == VERB_OPEN)
				c->matter = meeting_of(c)->about;
		}
		break;
	case SUBJECT_MATTER:
		c->matter = map_get(&state->matters, field_of(c, FIELD_MATTER)->str);
		if (c->matter != NONE)
			c->body = matter_of(c)->body;
		break;
	case SUBJECT_EVENT:
		c->event = map_get(&state->events, field_of(c, FIELD_EVENT)->str);
		break;
	case SUBJECT_NONE:
		break;
	}
}

static struct context context_of(const struct state *state, const struct act *act, struct moment moment,
                                 struct verdict *verdict)
{
	struct context c = {
		.state = state,
		.act = act,
		.moment = moment,
		.person = NONE,
		.party = NONE,
		.body = NONE,
		.meeting = NONE,
		.matter = NONE,
		.event = NONE,
		.verdict = verdict,
	};
	if (act->verb > VERB_NONE && act->verb < VERB_MAX)
		resolve(&c);
	return c;
}

/* Conditions 2 and 6: a retry, or a nonce used twice. */
static bool retry_check(const struct context *c, bool *ret_nonce_used)
{
	*ret_nonce_used = false;
	if (c->person == NONE)
		return true;
	uint64_t first = entry_find(c->state, c->place, c->person, c->act->nonce);
	if (first == UINT64_MAX)
		return true;
	bool same = entry_same(entry_at(c->state, first), c->act->hash);
	struct verdict *verdict = refuse(c, same ? REFUSAL_SAME : REFUSAL_NONCE);
	verdict->first_entry = first;
	verdict->number[0] = (int64_t)first;
	verdict->name[0] = c->act->by;
	*ret_nonce_used = !same;
	return !same;
}

static bool form_check(const struct context *c)
{
	if (c->act->verb <= VERB_NONE || c->act->verb >= VERB_MAX || !verb_work[c->act->verb].decide) {
		refuse(c, REFUSAL_VERB_UNKNOWN);
		return false;
	}
	const struct verb_info *info = &verb_info[c->act->verb];
	for (unsigned i = 0; i < info->field_count; i++)
		if (info->required[i] && !c->act->field[info->field[i]].set)
			return refuse_name(c, REFUSAL_FIELD_MISSING, field_info[info->field[i]].name);
	return true;
}

/* Condition 4. */
static bool founding_check(const struct context *c)
{
	enum refusal refusal = REFUSAL_NONE;
	if (c->act->verb == VERB_FOUND && c->state->size > 0)
		refusal = REFUSAL_FOUNDED;
	else if (c->act->verb != VERB_FOUND && c->state->size == 0)
		refusal = REFUSAL_NOT_FOUNDED;
	else if (c->act->verb != VERB_ZONES && c->state->size == 1)
		refusal = REFUSAL_ZONES_FIRST;
	if (refusal != REFUSAL_NONE)
		refuse(c, refusal);
	return refusal == REFUSAL_NONE;
}

/* Condition 5. "Before any act at time T is looked at, every clock that ends at or before T has ended, in order." */
static bool due_check(const struct context *c)
{
	if (c->state->due_count == 0 || c->state->due[0].at_ms > c->moment.time_ms)
		return true;
	if (c->act->verb == VERB_OUTCOME && c->matter == c->state->due[0].matter)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_OUTCOME_DUE);
	verdict->name[0] = c->state->matter[c->state->due[0].matter].name;
	verdict->when = c->state->due[0].at_ms;
	return false;
}

/* Condition 7. */
static bool seen_check(const struct context *c)
{
	if (!c->act->has_seen) {
		if ((verb_info[c->act->verb].flags & VERB_NEEDS_SEEN) == 0)
			return true;
		refuse(c, REFUSAL_SEEN_MISSING);
		return false;
	}
	if (c->act->seen > c->state->size) {
		struct verdict *verdict = refuse(c, REFUSAL_SEEN_AHEAD);
		verdict->number[0] = (int64_t)c->act->seen;
		verdict->number[1] = (int64_t)c->state->size;
		return false;
	}
	if (c->matter != NONE && matter_of(c)->changed >= c->act->seen) {
		struct verdict *verdict = refuse(c, REFUSAL_SEEN_STALE);
		verdict->name[0] = matter_of(c)->name;
		verdict->number[0] = (int64_t)matter_of(c)->changed;
		return false;
	}
	return true;
}

/* Condition 9. */
static bool subject_check(const struct context *c)
{
	switch (verb_work[c->act->verb].subject) {
	case SUBJECT_BODY:
		return c->body != NONE || refuse_unknown(c, STR("body"), field_of(c, FIELD_BODY)->str);
	case SUBJECT_MEETING:
		return c->meeting != NONE || refuse_unknown(c, STR("meeting"), field_of(c, FIELD_MEETING)->str);
	case SUBJECT_MATTER:
		return c->matter != NONE || refuse_unknown(c, STR("matter"), field_of(c, FIELD_MATTER)->str);
	case SUBJECT_EVENT:
		return c->event != NONE || refuse_unknown(c, STR("event"), field_of(c, FIELD_EVENT)->str);
	case SUBJECT_NONE:
		break;
	}
	return true;
}

/* All but the ballot, which belongs to a condition that did not hold: clearing it would cost more than deciding. */
static void accept(struct verdict *verdict)
{
	verdict->refusal = REFUSAL_NONE;
	verdict->first_entry = 0;
	verdict->own = verdict->enclosing = NULL;
	verdict->section = verdict->name[0] = verdict->name[1] = verdict->name[2] = (struct str){NULL, 0};
	verdict->number[0] = verdict->number[1] = 0;
	verdict->when = TIME_NEVER;
	verdict->zone = verdict->test = verdict->chair = NONE;
	verdict->who_count = 0;
}

struct verdict kernel_decide(const struct state *state, const struct act *act, struct moment moment)
{
	struct verdict verdict;
	verdict.refusal = REFUSAL_NONE;
	struct context c = context_of(state, act, moment, &verdict);
	bool nonce_used = false;
	if (moment.time_ms < state->time_ms) {
		refuse(&c, REFUSAL_TIME_BACK)->when = state->time_ms;
		return verdict;
	}
	if (!retry_check(&c, &nonce_used))
		return verdict;
	verdict.refusal = REFUSAL_NONE;
	if (!form_check(&c) || !founding_check(&c) || !due_check(&c))
		return verdict;
	if (nonce_used) {
		retry_check(&c, &nonce_used);
		return verdict;
	}
	if (seen_check(&c) && signer_check(&c) && subject_check(&c) && right_check(&c) && verb_work[act->verb].decide(&c))
		accept(&verdict);
	return verdict;
}

enum err_code kernel_apply(struct state *state, const struct act *act, struct moment moment, struct err *err)
{
	assert(act->verb > VERB_NONE && act->verb < VERB_MAX);
	assert(moment.number == state->size && moment.time_ms >= state->time_ms);
	struct context c = context_of(state, act, moment, /* verdict= */ NULL);
	/* The entry first: what the verb does may speak of it. The time stays the old one until all is done. */
	if (!entry_add(state, c.place, c.person, act) || !verb_work[act->verb].apply(state, &c))
		return err_set(err, ERR_LIMIT, "no memory to apply entry %llu", (unsigned long long)moment.number);
	int64_t settled_ms = act->verb == VERB_OUTCOME ? act->field[FIELD_AT].number : moment.time_ms;
	offices_settle(state, settled_ms);
	if (!amendment_apply(state, moment))
		return err_set(err, ERR_LIMIT, "no memory for the charter that entry %llu brings into force",
		               (unsigned long long)moment.number);
	state->offer = NULL;
	state->time_ms = moment.time_ms;
	return ERR_OK;
}
