/* What stands in a charter and can never happen: acts of people who do not exist, meetings that nobody convenes, stages
 * that only such acts could reach, meetings that are never in time, versions that never hold, bodies and turns without
 * members. */
#include "charter/meaning.h"
#include "charter/reader.h"

#include "base/buf.h"

/* ---- Who ----------------------------------------------------------------------------------------------------- */

static bool any_status(const struct charter *charter, enum status_kind kind)
{
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		for (uint32_t k = 0; k < charter->procedure[i].stage_count; k++)
			if ((charter->procedure[i].stage[k].effects & 1u << EFFECT_ADMITS) != 0 &&
			    charter->procedure[i].stage[k].admits == kind)
				return true;
	for (uint32_t i = 0; i < charter->party_count; i++)
		for (uint32_t k = 0; k < charter->party[i].status_count; k++)
			if (charter->party[i].status[k].kind == kind)
				return true;
	return false;
}

struct present { /* who and what there is, of what need not be */
	const struct charter *charter;
	bool kind[WHO_MAX];
	int32_t first;             /* day on which somebody is a party, of whatever status */
	uint32_t body_count;       /* of those that may use the procedure that is being looked at */
	bool meets;                /* one of them can be convened */
	uint32_t reached, sitting; /* its stages that can be reached, and those with the matter before a meeting: bits */
};

/* Does somebody hold the office, or one that acts for it, when there are parties? */
static bool office_held(const struct present *present, uint32_t office)
{
	const struct charter *charter = present->charter;
	for (uint32_t i = 0; office != NONE && i < charter->office_count; i++, office = charter->office[office].acting) {
		const struct office *of = &charter->office[office];
		if (office_appointed(charter, of->appointed_by) || of->rotation.turn != TURN_NONE)
			return true;
		for (uint32_t k = 0; k < of->holder_count; k++)
			if (end_day(of->holder[k].until) > present->first)
				return true;
	}
	return false;
}

static bool set_filled(const struct present *present, const struct set *set)
{
	for (uint32_t i = 0; i < set->period_count; i++)
		if (end_day(set->period[i].until) > present->first)
			return true;
	return false;
}

static bool can_be(const struct present *present, const struct who *who)
{
	if (who->kind == WHO_SET)
		return set_filled(present, &present->charter->set[who->index]);
	return who->kind == WHO_OFFICE ? office_held(present, who->index) : present->kind[who->kind];
}

static bool any_can_be(const struct present *present, const struct who *who, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (can_be(present, &who[i]))
			return true;
	return count == 0;
}

/* "no party is ever the secretariat": of the first who is not there. */
static void hint_who(struct reader *reader, const struct present *present, const struct who *who)
{
	const struct charter *charter = present->charter;
	if (who->kind == WHO_OFFICE && office_fillable(charter, who->index))
		diag_hint(&reader->diag, "the office \"%S\" is held only before anybody is a party, and nothing appoints to it",
		          charter->office[who->index].titles.name);
	else if (who->kind == WHO_OFFICE)
		diag_hint(&reader->diag, "nobody ever holds the office \"%S\", and nothing appoints to it",
		          charter->office[who->index].titles.name);
	else if (who->kind == WHO_SET)
		diag_hint(&reader->diag, "the set \"%S\" has parties only before anybody is a party",
		          charter->set[who->index].titles.name);
	else if (who->kind == WHO_CHAIR)
		diag_hint(&reader->diag, "no body that may use the procedure has a chair");
	else
		diag_hint(&reader->diag, "no party is ever %s",
		          who->kind == WHO_SECRETARIAT ? "the secretariat"
		          : who->kind == WHO_OBSERVER  ? "an observer"
		                                       : "a partner");
}

static struct present present_of(const struct charter *charter)
{
	struct present present = {.charter = charter, .first = INT32_MAX};
	for (uint32_t i = 0; i < charter->party_count; i++)
		for (uint32_t k = 0; k < charter->party[i].status_count; k++)
			if (first_day(charter->party[i].status[k].from) < present.first)
				present.first = first_day(charter->party[i].status[k].from);
	for (uint32_t kind = 0; kind < WHO_MAX; kind++)
		present.kind[kind] = true;
	present.kind[WHO_SECRETARIAT] = any_status(charter, STATUS_SECRETARIAT);
	present.kind[WHO_OBSERVER] = any_status(charter, STATUS_OBSERVER);
	present.kind[WHO_PARTNER] = any_status(charter, STATUS_PARTNER);
	return present;
}

/* ---- Procedures ---------------------------------------------------------------------------------------------- */

/* What the procedure finds: who chairs and who convenes the bodies that may use it. Where none may, which is said in
 * check.c, nothing more is. */
static void find_bodies(struct present *present, uint32_t procedure)
{
	const struct charter *charter = present->charter;
	present->kind[WHO_CHAIR] = present->meets = false;
	present->body_count = 0;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		if (!body_may_use(body, procedure))
			continue;
		present->body_count++;
		present->kind[WHO_CHAIR] |= body->chair != CHAIR_NONE;
	}
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		if (body_may_use(body, procedure) && body->convenes_count != 0)
			present->meets |= any_can_be(present, body->convenes, body->convenes_count);
	}
	present->meets |= present->body_count == 0;
}

static bool puts_to_meeting(enum event event)
{
	return event == EVENT_SUBMISSION || event == EVENT_OPENING;
}

/* Why the event never happens in the stage, whoever there is; NULL: it may. */
static const char *never(const struct present *present, enum event event, uint32_t stage)
{
	if (!present->meets && (puts_to_meeting(event) || event == EVENT_CONVENING))
		return "nobody convenes a body that may use the procedure";
	if (present->body_count == 1 && event == EVENT_REFERRAL)
		return "no other body may use the procedure";
	if (event == EVENT_CLOSING && (present->sitting >> stage & 1) == 0)
		return "no submission and no opening puts the matter to a meeting before it comes here";
	return NULL;
}

static bool can_happen(const struct present *present, const struct transition *transition, uint32_t stage)
{
	return never(present, transition->event, stage) == NULL &&
	       any_can_be(present, transition->by, transition->by_count);
}

/* A matter is before a meeting from its submission, or the opening of one about it, until the closing or a referral;
 * a meeting may be cancelled, too. */
static void follow(struct present *present, const struct transition *transition, uint32_t stage)
{
	uint32_t target = UINT32_C(1) << transition->target;
	bool sits = (present->sitting >> stage & 1) != 0, ends = false;
	if ((present->reached >> stage & 1) == 0 || !can_happen(present, transition, stage))
		return;
	ends = transition->event == EVENT_CLOSING || transition->event == EVENT_REFERRAL;
	present->reached |= target;
	present->sitting |= puts_to_meeting(transition->event) || (sits && !ends) ? target : 0;
}

/* The stages that can be reached by what somebody can do. */
static void find_reached(struct present *present, const struct procedure *procedure)
{
	uint32_t reached, sitting;
	present->reached = 1;
	present->sitting = 0;
	do {
		reached = present->reached;
		sitting = present->sitting;
		for (uint32_t i = 0; i < procedure->stage_count; i++)
			for (uint32_t k = 0; k < procedure->stage[i].transition_count; k++)
				follow(present, &procedure->stage[i].transition[k], i);
	} while (reached != present->reached || sitting != present->sitting);
}

static bool can_leave(const struct present *present, const struct stage *stage, uint32_t index)
{
	for (uint32_t k = 0; k < stage->transition_count; k++)
		if (stage->transition[k].target != index && can_happen(present, &stage->transition[k], index))
			return true;
	return stage->outcome;
}

static void check_transition(struct reader *reader, const struct present *present, const struct transition *transition,
                             uint32_t stage)
{
	const char *why = never(present, transition->event, stage);
	if (!any_can_be(present, transition->by, transition->by_count)) {
		hint_who(reader, present, &transition->by[0]);
		diag_warning(&reader->diag, place_of(&transition->by[0].origin), "nobody can do this");
	} else if (why != NULL && (present->reached >> stage & 1) != 0) {
		diag_hint(&reader->diag, "%s", why);
		diag_warning(&reader->diag, place_of(&transition->origin), "this never happens");
	}
}

static void check_doers(struct reader *reader, const struct present *present, const struct procedure *procedure)
{
	if (!any_can_be(present, procedure->begins, procedure->begins_count)) {
		hint_who(reader, present, &procedure->begins[0]);
		diag_error(&reader->diag, place_of(&procedure->begins[0].origin), "nobody can begin the procedure \"%S\"",
		           procedure->titles.name);
	}
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		const struct stage *stage = &procedure->stage[i];
		for (uint32_t k = 0; k < stage->transition_count; k++)
			check_transition(reader, present, &stage->transition[k], i);
		if ((present->reached >> i & 1) == 0)
			diag_warning(&reader->diag, place_of(&stage->origin), "only what nobody can do leads to the %s \"%S\"",
			             stage->outcome ? "outcome" : "stage", stage->name);
		else if (!can_leave(present, stage, i))
			diag_error(&reader->diag, place_of(&stage->origin),
			           "only what nobody can do leads on from the stage \"%S\"", stage->name);
	}
}

/* ---- Deadlines ----------------------------------------------------------------------------------------------- */

static bool same_span(struct span a, struct span b)
{
	return a.unit == b.unit && a.count == b.count;
}

/* The span that ends a stage in which nothing else says when; false: it has none. */
static bool end_of(const struct stage *stage, struct span *ret)
{
	*ret = stage->clock == CLOCK_SPAN ? stage->span : stage->ceiling;
	return stage->clock == CLOCK_SPAN || (stage->has_ceiling && stage->clock != CLOCK_IMMEDIATELY);
}

/* A floor that reaches to the end of the clock: what could happen in between cannot. (Above it: check_procedure.c.) */
static void check_floor(struct reader *reader, const struct stage *stage, uint32_t index)
{
	struct span end;
	bool longer = stage->extends_times != 0; /* or it stands still: the floor does not */
	for (uint32_t k = 0; k < stage->transition_count; k++)
		longer |= stage->transition[k].event == EVENT_SUSPENSION;
	if (!stage->has_floor || stage->clock == CLOCK_UNTIL || longer || !end_of(stage, &end) ||
	    !surely_not_shorter(stage->floor, end))
		return;
	for (uint32_t k = 0; k < stage->transition_count; k++) {
		const struct transition *transition = &stage->transition[k];
		if (transition->event == EVENT_EXPIRY || transition->event == EVENT_WITHDRAWAL || transition->target == index)
			continue;
		diag_hint(&reader->diag, "the floor on line %u ends when the clock does%s", stage->floor_origin.line,
		          same_span(stage->floor, end) ? "" : ", or later");
		diag_warning(&reader->diag, place_of(&transition->origin),
		             "this comes too early or too late: the stage \"%S\" is left "
		             "by its expiry alone",
		             stage->name);
	}
}

/* A meeting that is convened about the matter must open before the stage ends, and not before the body's notice. */
static void check_notice(struct reader *reader, uint32_t procedure, const struct stage *stage)
{
	const struct charter *charter = reader->charter;
	for (uint32_t k = 0; k < stage->transition_count; k++) {
		const struct transition *transition = &stage->transition[k];
		const struct stage *target = &charter->procedure[procedure].stage[transition->target];
		struct span end;
		if (transition->event != EVENT_CONVENING || target->outcome || target->extends_times != 0 ||
		    !end_of(target, &end))
			continue;
		for (uint32_t i = 0; i < charter->body_count; i++) {
			const struct body *body = &charter->body[i];
			if (!body_may_use(body, procedure) || !body->has_notice || body->waives_count != 0 ||
			    !surely_longer(body->notice, end))
				continue;
			diag_hint(&reader->diag, "the notice stands on line %u; say who waives it, or give the stage longer",
			          body->notice_origin.line);
			diag_warning(&reader->diag, place_of(&transition->origin),
			             "no meeting is in time: the notice of the body \"%S\" is longer than the stage \"%S\" lasts",
			             body->titles.name, target->name);
		}
	}
}

/* ---- Versions ------------------------------------------------------------------------------------------------ */

/* Does `later` hold whenever `earlier` does? */
static bool outlasts(const struct in_force *later, const struct in_force *earlier)
{
	return first_day(later->from) <= first_day(earlier->from) && end_day(later->until) >= end_day(earlier->until) &&
	       (later->once & ~earlier->once) == 0;
}

/* An instrument, of those waited for, that enters into force at a date which is not before the end; NONE: there is
 * none. */
static uint32_t too_late(const struct charter *charter, const struct in_force *in_force)
{
	for (uint32_t i = 0; i < charter->instrument_count; i++) {
		const struct instrument *instrument = &charter->instrument[i];
		if ((in_force->once >> i & 1) != 0 && instrument->enters_when == NONE &&
		    first_day(instrument->enters) >= end_day(in_force->until))
			return i;
	}
	return NONE;
}

static void hint_late(struct reader *reader, uint32_t instrument)
{
	diag_hint(&reader->diag, "the instrument \"%S\" enters into force when it has ended",
	          reader->charter->instrument[instrument].titles.name);
}

static bool prolonged(const struct charter *charter, uint32_t procedure)
{
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		for (uint32_t k = 0; k < charter->procedure[i].stage_count; k++)
			if (charter->procedure[i].stage[k].outcome && charter->procedure[i].stage[k].prolongs == procedure)
				return true;
	return false;
}

static void check_time(struct reader *reader, const struct procedure *procedure, uint32_t index)
{
	uint32_t late = too_late(reader->charter, &procedure->in_force);
	if (late == NONE || prolonged(reader->charter, index))
		return;
	hint_late(reader, late);
	diag_warning(&reader->diag, place_of(&procedure->once_origin), "the procedure \"%S\" never holds",
	             procedure->titles.name);
}

static void check_versions(struct reader *reader, const struct body *body)
{
	const struct body *parent = body->parent == NONE ? NULL : &reader->charter->body[body->parent];
	for (uint32_t i = 0; i < body->decides_count; i++) {
		const struct decides *decides = &body->decides[i];
		bool own = own_decides(decides, parent);
		uint32_t late = too_late(reader->charter, &decides->in_force);
		if (own && late != NONE) {
			hint_late(reader, late);
			diag_warning(&reader->diag, place_of(&decides->origin), "this version never decides");
			continue;
		}
		for (uint32_t k = i + 1; k < body->decides_count && own; k++) {
			if (!str_eq(body->decides[k].kind, decides->kind) ||
			    !outlasts(&body->decides[k].in_force, &decides->in_force))
				continue;
			diag_hint(&reader->diag,
			          "the last version that holds is the rule, and the one on line %u does whenever this one does",
			          body->decides[k].origin.line);
			diag_warning(&reader->diag, place_of(&decides->origin), "this version never decides");
			break;
		}
	}
}

/* ---- Members ------------------------------------------------------------------------------------------------- */

/* Has the body members at some time from the index on? */
static bool has_members(const struct charter *charter, uint32_t body, const struct electorates *electorates,
                        uint32_t from)
{
	for (uint32_t i = from == NONE ? 0 : from; i < electorates->count; i++) {
		struct party_set members = electorate_in(charter, body, electorates, i);
		if (party_set_next(&members, 0) != NONE)
			return true;
	}
	return false;
}

/* The first day on which the party is one no longer, for good; INT32_MAX: it stays. */
static int32_t left_on(const struct party *party)
{
	int32_t day = INT32_MIN;
	for (uint32_t i = 0; i < party->status_count; i++)
		if (end_day(party->status[i].until) > day)
			day = end_day(party->status[i].until);
	return party->status_count == 0 ? INT32_MAX : day;
}

static void check_chair(struct reader *reader, const struct electorates *electorates, uint32_t index)
{
	const struct charter *charter = reader->charter;
	const struct body *body = &charter->body[index];
	const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
	if (body->chair != CHAIR_PARTY ||
	    !own_statement(&body->chair_origin, parent == NULL ? NULL : &parent->chair_origin))
		return;
	const struct party *party = &charter->party[body->chair_index];
	int32_t day = left_on(party);
	if (day == INT32_MAX || !has_members(charter, index, electorates, electorate_at(electorates, day)))
		return;
	diag_hint(&reader->diag, "the body still has members then: name an office, or a party that stays");
	diag_warning(&reader->diag, place_of(&body->chair_origin), "the party \"%S\" that chairs has left for good",
	             party->titles.name);
}

static void check_members(struct reader *reader, const struct electorates *electorates)
{
	const struct charter *charter = reader->charter;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
		check_chair(reader, electorates, i);
		/* That its set has no party that is ever a member is said in check.c. */
		if (body->composition == NONE || has_members(charter, i, electorates, 0) ||
		    !own_statement(&body->composition_origin, parent == NULL ? NULL : &parent->composition_origin))
			continue;
		diag_hint(&reader->diag, "whoever belongs to \"%S\" is a member only at other times",
		          charter->set[body->composition].titles.name);
		diag_error(&reader->diag, place_of(&body->composition_origin), "the body \"%S\" has no member at any time%s",
		           body->titles.name, body->chair == CHAIR_HOST ? ", and no host to chair it" : "");
	}
	for (uint32_t i = 0; i < charter->office_count; i++) {
		const struct rotation *rotation = &charter->office[i].rotation;
		if (rotation->turn == TURN_NONE ||
		    has_members(charter, rotation->body, electorates, electorate_at(electorates, date_to_days(rotation->from))))
			continue;
		diag_error(&reader->diag, place_of(&rotation->origin),
		           "nobody ever has a turn: the body \"%S\" has no member from then on",
		           charter->body[rotation->body].titles.name);
	}
}

void check_ways(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	struct present present = present_of(charter);
	struct arena scratch = *reader->arena;
	struct electorates electorates;
	if (reader->diag.out->error_count != 0 || reader->diag.no_memory)
		return;
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		const struct procedure *procedure = &charter->procedure[i];
		find_bodies(&present, i);
		find_reached(&present, procedure);
		check_doers(reader, &present, procedure);
		check_time(reader, procedure, i);
		for (uint32_t k = 0; k < procedure->stage_count; k++) {
			check_floor(reader, &procedure->stage[k], k);
			check_notice(reader, i, &procedure->stage[k]);
		}
	}
	for (uint32_t i = 0; i < charter->body_count; i++)
		check_versions(reader, &charter->body[i]);
	if (!electorates_of(charter, &scratch, &electorates))
		reader->diag.no_memory = true;
	else if (!charter_has_effect(charter, EFFECT_ADMITS))
		check_members(reader, &electorates);
}
