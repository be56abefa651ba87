/* What stands in a charter and can never happen: acts of people who do not exist, stages that only they could reach,
 * meetings that are never in time, versions that never hold, bodies and turns without members. */
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

struct present { /* who there is, of those who need not be */
	const struct charter *charter;
	bool kind[WHO_MAX];
};

static bool can_be(const struct present *present, const struct who *who)
{
	return who->kind == WHO_OFFICE ? office_fillable(present->charter, who->index) : present->kind[who->kind];
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
	if (who->kind == WHO_OFFICE)
		diag_hint(&reader->diag, "nobody ever holds the office \"%S\", and nothing appoints to it",
		          charter->office[who->index].titles.name);
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
	struct present present = {.charter = charter};
	for (uint32_t kind = 0; kind < WHO_MAX; kind++)
		present.kind[kind] = true;
	present.kind[WHO_SECRETARIAT] = any_status(charter, STATUS_SECRETARIAT);
	present.kind[WHO_OBSERVER] = any_status(charter, STATUS_OBSERVER);
	present.kind[WHO_PARTNER] = any_status(charter, STATUS_PARTNER);
	return present;
}

/* ---- Procedures ---------------------------------------------------------------------------------------------- */

/* The stages that can be reached by what somebody can do. */
static uint32_t reached_by(const struct present *present, const struct procedure *procedure)
{
	uint32_t reached = 1, before;
	do {
		before = reached;
		for (uint32_t i = 0; i < procedure->stage_count; i++) {
			for (uint32_t k = 0; (reached >> i & 1) != 0 && k < procedure->stage[i].transition_count; k++) {
				const struct transition *transition = &procedure->stage[i].transition[k];
				if (any_can_be(present, transition->by, transition->by_count))
					reached |= UINT32_C(1) << transition->target;
			}
		}
	} while (reached != before);
	return reached;
}

static bool can_leave(const struct present *present, const struct stage *stage, uint32_t index)
{
	for (uint32_t k = 0; k < stage->transition_count; k++)
		if (stage->transition[k].target != index &&
		    any_can_be(present, stage->transition[k].by, stage->transition[k].by_count))
			return true;
	return stage->outcome;
}

static void check_doers(struct reader *reader, const struct present *present, const struct procedure *procedure)
{
	uint32_t reached = reached_by(present, procedure);
	if (!any_can_be(present, procedure->begins, procedure->begins_count)) {
		hint_who(reader, present, &procedure->begins[0]);
		diag_error(&reader->diag, place_of(&procedure->begins[0].origin), "nobody can begin the procedure \"%S\"",
		           procedure->titles.name);
	}
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		const struct stage *stage = &procedure->stage[i];
		for (uint32_t k = 0; k < stage->transition_count; k++) {
			const struct transition *transition = &stage->transition[k];
			if (any_can_be(present, transition->by, transition->by_count))
				continue;
			hint_who(reader, present, &transition->by[0]);
			diag_warning(&reader->diag, place_of(&transition->by[0].origin), "nobody can do this");
		}
		if ((reached >> i & 1) == 0)
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
	if (!stage->has_floor || stage->clock == CLOCK_UNTIL || stage->extends_times != 0 || !end_of(stage, &end) ||
	    !same_span(stage->floor, end))
		return;
	for (uint32_t k = 0; k < stage->transition_count; k++) {
		const struct transition *transition = &stage->transition[k];
		if (transition->event == EVENT_EXPIRY || transition->event == EVENT_WITHDRAWAL || transition->target == index)
			continue;
		diag_hint(&reader->diag, "the floor on line %u ends when the clock does", stage->floor_origin.line);
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

static void check_versions(struct reader *reader, const struct body *body)
{
	const struct body *parent = body->parent == NONE ? NULL : &reader->charter->body[body->parent];
	for (uint32_t i = 0; i < body->decides_count; i++) {
		const struct decides *decides = &body->decides[i];
		bool own = own_decides(decides, parent);
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

static void check_members(struct reader *reader, const struct electorates *electorates)
{
	const struct charter *charter = reader->charter;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
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
		present.kind[WHO_CHAIR] = false;
		for (uint32_t k = 0; k < charter->body_count; k++)
			present.kind[WHO_CHAIR] |= body_may_use(&charter->body[k], i) && charter->body[k].chair != CHAIR_NONE;
		check_doers(reader, &present, procedure);
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
