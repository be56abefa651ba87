/* Procedures as graphs: every stage can be reached and left, every clock has an outcome, no transition is in vain. */
#include "charter/reader.h"

#include "charter/eval.h"

static bool is_position(enum event event)
{
	return event >= EVENT_OBJECTION && event <= EVENT_DISINTEREST;
}

/* ---- Reaching and leaving --------------------------------------------------------------------------------- */

static uint32_t mark_reached(const struct procedure *procedure)
{
	uint32_t reached = 1, before;
	do {
		before = reached;
		for (uint32_t i = 0; i < procedure->stage_count; i++)
			for (uint32_t k = 0; (reached >> i & 1) != 0 && k < procedure->stage[i].transition_count; k++)
				reached |= UINT32_C(1) << procedure->stage[i].transition[k].target;
	} while (reached != before);
	return reached;
}

static uint32_t mark_ending(const struct procedure *procedure)
{
	uint32_t ending = 0, before;
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		ending |= procedure->stage[i].outcome ? UINT32_C(1) << i : 0;
	do {
		before = ending;
		for (uint32_t i = 0; i < procedure->stage_count; i++)
			for (uint32_t k = 0; k < procedure->stage[i].transition_count; k++)
				if ((ending >> procedure->stage[i].transition[k].target & 1) != 0)
					ending |= UINT32_C(1) << i;
	} while (ending != before);
	return ending;
}
_Static_assert(LIMIT_STAGES <= 32, "a stage is a bit");

static void check_paths(struct reader *reader, const struct procedure *procedure)
{
	uint32_t reached = mark_reached(procedure), ending = mark_ending(procedure);
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		const struct stage *stage = &procedure->stage[i];
		const char *what = stage->outcome ? "outcome" : "stage";
		if ((reached >> i & 1) == 0) {
			diag_hint(&reader->diag, "add a transition to it, such as \"on submission to %S\"", stage->name);
			diag_error(&reader->diag, place_of(&stage->origin), "nothing leads to the %s \"%S\"", what, stage->name);
		} else if ((ending >> i & 1) == 0) {
			diag_error(&reader->diag, place_of(&stage->origin), "no way leads from the stage \"%S\" to an outcome",
			           stage->name);
		}
	}
}

/* ---- Clocks ----------------------------------------------------------------------------------------------- */

static const struct {
	int64_t min, max;
} days_of[SPAN_UNIT_MAX] = {
	[SPAN_DAYS] = {1, 1},      [SPAN_WORKING_DAYS] = {1, INT32_MAX}, [SPAN_WEEKS] = {7, 7}, [SPAN_MONTHS] = {28, 31},
	[SPAN_YEARS] = {365, 366},
};

/* Shortest and longest duration in minutes, whatever the day it starts on; a day has 23 to 25 hours. */
static void span_range(struct span span, int64_t *ret_min, int64_t *ret_max)
{
	if (span.unit == SPAN_MS) {
		*ret_min = *ret_max = span.count / 60000;
		return;
	}
	*ret_min = span.count * days_of[span.unit].min * 1440 - 60;
	*ret_max = span.count * days_of[span.unit].max * 1440 + 60;
}

bool surely_longer(struct span a, struct span b)
{
	int64_t a_min, a_max, b_min, b_max;
	if (a.unit == b.unit)
		return a.count > b.count;
	span_range(a, &a_min, &a_max);
	span_range(b, &b_min, &b_max);
	return a_min > b_max;
}

/* Spans of days end at the same time of the day, whatever its hours. */
bool surely_not_shorter(struct span a, struct span b)
{
	int64_t a_min, a_max, b_min, b_max;
	if (a.unit == b.unit)
		return a.count >= b.count;
	if (a.unit != SPAN_MS && b.unit != SPAN_MS)
		return a.count * days_of[a.unit].min >= b.count * days_of[b.unit].max;
	span_range(a, &a_min, &a_max);
	span_range(b, &b_min, &b_max);
	return a_min >= b_max;
}

static void check_bounds(struct reader *reader, const struct stage *stage)
{
	if (stage->clock == CLOCK_IMMEDIATELY && (stage->has_floor || stage->has_ceiling)) {
		diag_hint(&reader->diag, "\"immediately\" sets no limit: how long it takes is measured");
		diag_error(&reader->diag, place_of(stage->has_floor ? &stage->floor_origin : &stage->ceiling_origin),
		           "a %s to what happens immediately", stage->has_floor ? "floor" : "ceiling");
	} else if (stage->clock == CLOCK_SPAN && stage->has_ceiling) {
		diag_hint(&reader->diag, "a ceiling alone is a clock: leave one of them out");
		diag_error(&reader->diag, place_of(&stage->ceiling_origin),
		           "a clock and a ceiling: which of them ends the stage?");
	} else if (stage->clock == CLOCK_SPAN && stage->has_floor && surely_longer(stage->floor, stage->span)) {
		diag_error(&reader->diag, place_of(&stage->floor_origin), "the floor lies above the clock's end");
	} else if (stage->has_floor && stage->has_ceiling && surely_longer(stage->floor, stage->ceiling)) {
		diag_error(&reader->diag, place_of(&stage->floor_origin), "the floor lies above the ceiling");
	}
}

static void check_expiry(struct reader *reader, const struct stage *stage)
{
	const struct transition *expiry = NULL;
	bool always = false;
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		if (stage->transition[i].event != EVENT_EXPIRY)
			continue;
		expiry = &stage->transition[i];
		always |= expiry->when == NONE;
	}
	if (stage->clock == CLOCK_IMMEDIATELY && expiry != NULL) {
		diag_hint(&reader->diag, "\"immediately\" sets no limit: how long it takes is measured");
		diag_error(&reader->diag, place_of(&expiry->origin), "\"on expiry\" of a clock that never runs out");
	} else if (stage->clock == CLOCK_NONE && expiry != NULL) {
		diag_hint(&reader->diag, "form: %s", row_find(STR("clock"), IN_STAGE)->form);
		diag_error(&reader->diag, place_of(&expiry->origin), "\"on expiry\" in a stage without a clock");
	}
	if (stage->clock != CLOCK_NONE && stage->clock != CLOCK_IMMEDIATELY && !always) {
		diag_hint(&reader->diag, expiry == NULL ? "add \"on expiry to OUTCOME\""
		                                        : "add a last \"on expiry to OUTCOME\" without a condition");
		diag_error(&reader->diag, place_of(&stage->clock_origin), "the clock runs out and nothing follows%s",
		           expiry == NULL ? "" : " when no condition holds");
	}
}

/* The moment is given by the act that puts a matter under silence. Entered in another way, the clock runs to the
 * ceiling; a transition into the same stage keeps the moment. */
static void check_moment(struct reader *reader, const struct procedure *procedure, uint32_t index)
{
	const struct stage *stage = &procedure->stage[index];
	bool given = false;
	if (stage->clock != CLOCK_UNTIL)
		return;
	if (index == 0) {
		diag_error(&reader->diag, place_of(&stage->clock_origin), "the first stage has no moment to wait for");
		return;
	}
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		for (uint32_t k = 0; k < procedure->stage[i].transition_count; k++) {
			const struct transition *transition = &procedure->stage[i].transition[k];
			if (transition->target != index)
				continue;
			given |= transition->event == EVENT_SILENCE;
			if (transition->event == EVENT_SILENCE || i == index || stage->has_ceiling)
				continue;
			diag_hint(&reader->diag, "only \"on silence\" gives the moment; a ceiling would do without");
			diag_error(&reader->diag, place_of(&transition->origin), "no moment is given to the stage \"%S\" here",
			           stage->name);
		}
	}
	if (!given) {
		diag_hint(&reader->diag, "form: on silence [by WHO…] to %S", stage->name);
		diag_error(&reader->diag, place_of(&stage->clock_origin), "nothing gives the moment that the clock waits for");
	}
}

/* And the other way round: the act gives a moment, so there must be a clock that waits for it. */
static void check_silence(struct reader *reader, const struct procedure *procedure, const struct stage *stage)
{
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		const struct stage *target = &procedure->stage[transition->target];
		if (transition->event != EVENT_SILENCE || target->clock == CLOCK_UNTIL)
			continue;
		if (target->outcome)
			diag_hint(&reader->diag, "silence lasts until a moment: name a stage with \"clock until moment\"");
		else
			diag_hint(&reader->diag, "add \"clock until moment\" to the stage, in place of another clock");
		diag_error(&reader->diag, place_of(&transition->origin), "the %s \"%S\" waits for no moment",
		           target->outcome ? "outcome" : "stage", target->name);
	}
}

/* ---- Transitions ------------------------------------------------------------------------------------------ */

static bool covers(const struct transition *wide, const struct transition *narrow)
{
	if (wide->by_count == 0)
		return true;
	for (uint32_t i = 0; i < narrow->by_count; i++) {
		bool found = false;
		for (uint32_t k = 0; k < wide->by_count; k++)
			found |= wide->by[k].kind == narrow->by[i].kind && wide->by[k].index == narrow->by[i].index;
		if (!found)
			return false;
	}
	return narrow->by_count != 0;
}

static void check_transitions(struct reader *reader, const struct stage *stage)
{
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		uint32_t position = (uint32_t)transition->event - EVENT_OBJECTION, takes = stage->takes;
		/* A constructive abstention is an abstention. */
		if ((takes >> POSITION_CONSTRUCTIVE & 1) != 0)
			takes |= 1u << POSITION_ABSTAIN;
		if (is_position(transition->event) && (takes >> position & 1) == 0) {
			diag_hint(&reader->diag, "add \"%S\" to the positions", position_name[position]);
			diag_error(&reader->diag, place_of(&transition->origin), "the stage \"%S\" takes no %S", stage->name,
			           event_name[transition->event]);
		}
		for (uint32_t k = 0; k < i; k++) {
			const struct transition *earlier = &stage->transition[k];
			if (earlier->event != transition->event || earlier->when != NONE || !covers(earlier, transition) ||
			    (earlier->event == EVENT_MOVE && earlier->target != transition->target))
				continue;
			diag_hint(&reader->diag, "line %u comes first and has no condition", earlier->origin.line);
			diag_warning(&reader->diag, place_of(&transition->origin), "this transition is never taken");
			break;
		}
	}
}

/* ---- Kinds ------------------------------------------------------------------------------------------------ */

struct asking {
	struct reader *reader;
	uint32_t procedure;
};

static void check_passes(void *context, const struct test *node)
{
	struct asking *asking = context;
	struct charter *charter = asking->reader->charter;
	if (node->op != TEST_PASSES || node->index != NONE || passes_own_kind(node))
		return;
	struct nearest nearest = nearest_of(node->kind);
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		if (!body_may_use(body, asking->procedure))
			continue;
		if (body_rule(charter, i, node->kind) != NONE)
			return;
		for (uint32_t k = 0; k < body->decides_count; k++)
			nearest_try(&nearest, body->decides[k].kind);
	}
	for (uint32_t i = 0; i < charter->rule_count; i++)
		nearest_try(&nearest, charter->rule[i].titles.name);
	nearest_hint(asking->reader, &nearest);
	diag_error(&asking->reader->diag, place_of(&node->origin),
	           "\"%S\" is no rule, and no body that may use this procedure decides such a kind", node->kind);
}

/* `symbol` alone takes the series that is named as the matter's kind. */
static void check_symbol(struct reader *reader, const struct procedure *procedure, const struct stage *stage)
{
	struct charter *charter = reader->charter;
	if (stage->series != SERIES_OF_KIND)
		return;
	if (procedure->kind_count == 0) {
		diag_hint(&reader->diag, "name the series, or the kinds of matters that the procedure serves");
		diag_error(&reader->diag, place_of(&stage->series_origin), "a symbol for matters of every kind");
	}
	for (uint32_t i = 0; i < procedure->kind_count; i++) {
		bool found = false;
		for (uint32_t k = 0; k < charter->series_count; k++)
			found |= str_eq(charter->series[k].name, procedure->kind[i]);
		if (found)
			continue;
		diag_hint(&reader->diag, "form: series %S \"PATTERN\"", procedure->kind[i]);
		diag_error(&reader->diag, place_of(&stage->series_origin), "there is no series \"%S\" for matters of that kind",
		           procedure->kind[i]);
	}
}

void check_procedures(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		const struct procedure *procedure = &charter->procedure[i];
		struct asking asking = {.reader = reader, .procedure = i};
		check_paths(reader, procedure);
		for (uint32_t k = 0; k < procedure->stage_count; k++) {
			const struct stage *stage = &procedure->stage[k];
			check_bounds(reader, stage);
			check_expiry(reader, stage);
			check_moment(reader, procedure, k);
			check_silence(reader, procedure, stage);
			check_transitions(reader, stage);
			check_symbol(reader, procedure, stage);
			for (uint32_t t = 0; t < stage->transition_count; t++)
				test_visit(charter, stage->transition[t].when, check_passes, &asking);
		}
	}
}
