/* Effects: what an outcome does beside ending its matter.
 *
 *     appoints        the party (and person) that the matter names holds its office, from `from` or from then on, to
 *                     the end of `to`, or for the office's term, or until somebody else does
 *     relieves        nobody holds it any more
 *     admits, suspends, suspends-vote, restores, withdraws
 *                     change the standing of the parties that the matter concerns (eras.c)
 *     classifies      the undecided matter that this one is about becomes one of that kind; positions stay
 *     amends-charter  the matter's text becomes the charter (amendments.c)
 *
 *  1. What an effect needs, the act that tables the matter must say; what no outcome of the procedure needs, it must
 *     not.
 *  2. An effect dates from the outcome's instant, or from 00:00 of a later `from` in the seat's zone: nothing is
 * changed behind the back of what was judged before.
 */
#include "kernel/decide.h"

#define ON_PARTIES                                                                                      \
	(1u << EFFECT_ADMITS | 1u << EFFECT_SUSPENDS | 1u << EFFECT_SUSPENDS_VOTE | 1u << EFFECT_RESTORES | \
	 1u << EFFECT_WITHDRAWS)
#define ON_OFFICES (1u << EFFECT_APPOINTS | 1u << EFFECT_RELIEVES)

/* Of all its outcomes; *ret_origin: the first that has one of `among`. */
static uint32_t effects_of(const struct procedure *procedure, uint32_t among, const struct origin **ret_origin)
{
	uint32_t all = 0;
	*ret_origin = &procedure->origin;
	for (uint32_t i = procedure->stage_count; i-- > 0;) {
		const struct stage *stage = &procedure->stage[i];
		all |= stage->effects;
		for (unsigned effect = 0; effect < EFFECT_MAX; effect++)
			if ((stage->effects & among & 1u << effect) != 0)
				*ret_origin = &stage->effect_origin[effect];
	}
	return all;
}

/* ---- Tabled ---------------------------------------------------------------------------------- */

static bool refuse_missing(const struct context *c, const struct procedure *procedure, uint32_t among, struct str does,
                           struct str what)
{
	struct verdict *verdict = refuse(c, REFUSAL_PURPOSE_MISSING);
	verdict->name[0] = procedure->titles.name;
	verdict->name[1] = does;
	verdict->name[2] = what;
	effects_of(procedure, among, &verdict->own);
	verdict->enclosing = &procedure->origin;
	return false;
}

static bool refuse_none(const struct context *c, const struct procedure *procedure, enum field field)
{
	struct verdict *verdict = refuse(c, REFUSAL_PURPOSE_NONE);
	verdict->name[0] = procedure->titles.name;
	verdict->name[1] = field_info[field].name;
	verdict->own = &procedure->origin;
	return false;
}

/* "appointed-by BODY" */
static bool appointed_by_check(const struct context *c, uint32_t office)
{
	const struct office *of = &c->state->charter->office[office];
	if (of->appointed_by == NONE || of->appointed_by == c->body)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_APPOINTED_BY);
	verdict->name[0] = of->titles.title;
	verdict->name[1] = c->state->charter->body[of->appointed_by].titles.title;
	verdict->own = &of->appointed_by_origin;
	verdict->enclosing = &of->origin;
	return false;
}

static bool office_check(const struct context *c, const struct procedure *procedure, uint32_t effects)
{
	const struct value *office = field_of(c, FIELD_OFFICE), *holder = field_of(c, FIELD_HOLDER);
	bool appoints = (effects & 1u << EFFECT_APPOINTS) != 0;
	if ((effects & ON_OFFICES) != 0 && !office->set)
		return refuse_missing(c, procedure, ON_OFFICES, appoints ? STR("appoints") : STR("relieves"),
		                      STR("the office"));
	if (appoints && !holder->set)
		return refuse_missing(c, procedure, 1u << EFFECT_APPOINTS, STR("appoints"), STR("who is to hold the office"));
	if (office->set && (effects & ON_OFFICES) == 0)
		return refuse_none(c, procedure, FIELD_OFFICE);
	if (holder->set && !appoints)
		return refuse_none(c, procedure, FIELD_HOLDER);
	if (field_of(c, FIELD_PERSON)->set && !appoints)
		return refuse_none(c, procedure, FIELD_PERSON);
	if (!office->set)
		return true;
	uint32_t index = map_get(&c->state->charter->offices, office->str);
	if (index == MAP_NONE)
		return refuse_unknown(c, STR("office"), office->str);
	if (holder->set && map_get(&c->state->charter->parties, holder->str) == MAP_NONE)
		return refuse_unknown(c, STR("party"), holder->str);
	return appointed_by_check(c, index);
}

static bool dates_check(const struct context *c, const struct procedure *procedure, uint32_t effects)
{
	const struct value *from = field_of(c, FIELD_FROM), *to = field_of(c, FIELD_TO);
	if (from->set && (effects & (ON_OFFICES | ON_PARTIES)) == 0)
		return refuse_none(c, procedure, FIELD_FROM);
	if (from->set && to->set && to->number < from->number) {
		refuse(c, REFUSAL_PURPOSE_DATES);
		return false;
	}
	return true;
}

static bool refuse_classifies(const struct context *c, const struct stage *outcome, struct str why)
{
	struct verdict *verdict = refuse(c, REFUSAL_CLASSIFIES_KIND);
	verdict->name[0] = field_of(c, FIELD_ABOUT)->str;
	verdict->name[1] = outcome->classifies;
	verdict->name[2] = why;
	verdict->own = &outcome->effect_origin[EFFECT_CLASSIFIES];
	return false;
}

/* "classifies KIND": an undecided matter of the same body, whose procedure serves the kind. */
static bool classifies_check(const struct context *c, const struct procedure *procedure)
{
	const struct state *state = c->state;
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		const struct stage *outcome = &procedure->stage[i];
		if ((outcome->effects & 1u << EFFECT_CLASSIFIES) == 0)
			continue;
		if (!field_of(c, FIELD_ABOUT)->set)
			return refuse_missing(c, procedure, 1u << EFFECT_CLASSIFIES, STR("classifies"),
			                      STR("the matter that it is about"));
		uint32_t index = map_get(&state->matters, field_of(c, FIELD_ABOUT)->str);
		const struct matter *about = &state->matter[index]; /* known: decide_TABLE has asked */
		if (about->is_decided)
			return refuse_classifies(c, outcome, STR("it is decided"));
		if (about->body != c->body)
			return refuse_classifies(c, outcome, STR("it is before another body"));
		if (!serves_kind(&state->charter->procedure[about->procedure], outcome->classifies))
			return refuse_classifies(c, outcome, STR("its procedure does not serve such matters"));
	}
	return true;
}

bool charter_field_check(const struct context *c, const struct procedure *procedure)
{
	const struct value *charter = field_of(c, FIELD_CHARTER);
	const struct origin *origin;
	bool amends = (effects_of(procedure, 1u << EFFECT_AMENDS_CHARTER, &origin) & 1u << EFFECT_AMENDS_CHARTER) != 0;
	if (!amends)
		return !charter->set || refuse_none(c, procedure, FIELD_CHARTER);
	if (!charter->set)
		return refuse_missing(c, procedure, 1u << EFFECT_AMENDS_CHARTER, STR("amends the charter"),
		                      STR("the new charter"));
	if (field_of(c, FIELD_TEXT)->set) {
		refuse(c, REFUSAL_CHARTER_AND_TEXT);
		return false;
	}
	if (!c->state->offer || memcmp(c->state->offer_hash, charter->bytes, 32) != 0) {
		refuse(c, REFUSAL_CHARTER_UNREAD);
		return false;
	}
	return fits_check(c, c->state->offer);
}

bool purpose_check(const struct context *c, const struct procedure *procedure)
{
	const struct origin *origin;
	uint32_t effects = effects_of(procedure, 0, &origin);
	return office_check(c, procedure, effects) && dates_check(c, procedure, effects) &&
	       classifies_check(c, procedure) && charter_field_check(c, procedure);
}

bool purpose_apply(struct state *state, const struct context *c, struct matter *matter)
{
	const struct charter *charter = state->charter;
	const struct value *office = field_of(c, FIELD_OFFICE), *holder = field_of(c, FIELD_HOLDER);
	const struct value *from = field_of(c, FIELD_FROM), *to = field_of(c, FIELD_TO);
	if (!office->set && !from->set && !field_of(c, FIELD_CHARTER)->set)
		return true;
	struct purpose *purpose = TRY(state->arena, struct purpose, 1);
	if (!purpose)
		return false;
	*purpose = (struct purpose){
		.office = office->set ? map_get(&charter->offices, office->str) : NONE,
		.holder = holder->set ? map_get(&charter->parties, holder->str) : NONE,
		.has_from = from->set,
		.has_to = to->set,
		.from = from->set ? (int32_t)from->number : 0,
		.to = to->set ? (int32_t)to->number : 0,
		.charter = field_of(c, FIELD_CHARTER)->set ? state->offer : NULL,
	};
	matter->purpose = purpose;
	return copy_str(state->arena, field_of(c, FIELD_PERSON)->str, &purpose->person);
}

/* ---- Done ------------------------------------------------------------------------------------ */

/* Rule 2. */
static int64_t effective(const struct state *state, const struct matter *matter, int64_t at_ms)
{
	if (!matter->purpose || !matter->purpose->has_from)
		return at_ms;
	int64_t from_ms = date_instant(state, date_from_days(matter->purpose->from));
	return from_ms > at_ms ? from_ms : at_ms;
}

static bool office_effect(struct state *state, const struct matter *matter, bool appoints, int64_t from_ms,
                          uint64_t entry)
{
	const struct purpose *purpose = matter->purpose;
	const struct office *office = &state->charter->office[purpose->office];
	struct tenure tenure = {.party = NONE, .from_ms = from_ms, .until_ms = TIME_NEVER, .entry = entry};
	if (appoints) {
		tenure.party = purpose->holder;
		tenure.person = purpose->person;
		if (purpose->has_to)
			tenure.until_ms = date_instant(state, date_from_days(purpose->to + 1));
		else if (office->has_term)
			tenure.until_ms = span_end(state, from_ms, office->term);
	}
	return tenure_add(state, purpose->office, &tenure);
}

/* What the party was before it was suspended; a member, when nothing else is known. */
static enum status_kind status_before(const struct state *state, uint32_t party, int64_t at_ms)
{
	const struct party *of = &state->charter->party[party];
	enum status_kind kind = STATUS_MEMBER;
	int64_t from_ms = INT64_MIN;
	for (uint32_t i = 0; i < of->status_count; i++)
		if (of->status[i].kind != STATUS_SUSPENDED && date_instant(state, of->status[i].from) <= at_ms) {
			kind = of->status[i].kind;
			from_ms = date_instant(state, of->status[i].from);
		}
	for (uint32_t i = 0; i < state->standing_count; i++) {
		const struct standing *standing = &state->standing[i];
		if (standing->party == party && standing->kind == STANDING_STATUS && standing->status != STATUS_SUSPENDED &&
		    standing->from_ms <= at_ms && standing->from_ms >= from_ms)
			kind = standing->status;
	}
	return kind;
}

static bool restore(struct state *state, uint32_t party, struct standing standing)
{
	if (!has_vote(state, party, standing.from_ms)) {
		standing.kind = STANDING_VOTE;
		if (!standing_add(state, &standing))
			return false;
	}
	if (status_at(state, party, standing.from_ms) != STATUS_SUSPENDED)
		return true;
	standing.kind = STANDING_STATUS;
	standing.status = status_before(state, party, standing.from_ms);
	return standing_add(state, &standing);
}

static bool party_effect(struct state *state, const struct stage *outcome, enum effect effect, uint32_t party,
                         int64_t from_ms, uint64_t entry)
{
	struct standing standing = {.party = party, .kind = STANDING_STATUS, .from_ms = from_ms, .entry = entry};
	switch (effect) {
	case EFFECT_ADMITS:
		standing.status = outcome->admits;
		break;
	case EFFECT_SUSPENDS:
		standing.status = STATUS_SUSPENDED;
		break;
	case EFFECT_SUSPENDS_VOTE:
		standing.kind = STANDING_NO_VOTE;
		break;
	case EFFECT_RESTORES:
		return restore(state, party, standing);
	default:
		assert(effect == EFFECT_WITHDRAWS);
		standing.kind = STANDING_GONE;
		break;
	}
	return standing_add(state, &standing);
}

static bool party_effects(struct state *state, const struct matter *matter, const struct stage *outcome,
                          int64_t from_ms, uint64_t entry)
{
	for (unsigned effect = 0; effect < EFFECT_MAX; effect++) {
		if ((outcome->effects & ON_PARTIES & 1u << effect) == 0)
			continue;
		for (uint32_t party = 0; party < state->charter->party_count; party++)
			if (words_has(matter->concerned, party) &&
			    !party_effect(state, outcome, (enum effect)effect, party, from_ms, entry))
				return false;
	}
	return true;
}

/* "classifies KIND": the name of the kind outlives every charter of the record. */
static void classify(struct state *state, uint32_t about, struct str kind, uint64_t entry)
{
	if (about == NONE || state->matter[about].is_decided)
		return;
	state->matter[about].kind = kind;
	state->matter[about].changed = entry;
}

bool effects_apply(struct state *state, uint32_t index, const struct stage *outcome, int64_t at_ms, uint64_t entry)
{
	const struct matter *matter = &state->matter[index];
	int64_t from_ms = effective(state, matter, at_ms);
	if (outcome->effects == 0)
		return true;
	if ((outcome->effects & ON_OFFICES) != 0 && matter->purpose &&
	    !office_effect(state, matter, (outcome->effects & 1u << EFFECT_APPOINTS) != 0, from_ms, entry))
		return false;
	if ((outcome->effects & 1u << EFFECT_CLASSIFIES) != 0)
		classify(state, matter->about, outcome->classifies, entry);
	if ((outcome->effects & 1u << EFFECT_AMENDS_CHARTER) != 0 && matter->purpose && matter->purpose->charter)
		state->amended = index;
	return party_effects(state, matter, outcome, from_ms, entry);
}
