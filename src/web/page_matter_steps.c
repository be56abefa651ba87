/* The way of a matter through its procedure: the stages as steps with the current one marked, its clock, and what can
 * happen now. Everything is read from the charter; the steps that were taken, from the acts.
 */
#include "web/organisation.h"
#include "web/work.h"

/* The event that a matter's act is; EVENT_MAX for others. */
static enum event event_of(const struct fact *fact)
{
	switch (fact->verb) {
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
	case VERB_WITHDRAW:
		return EVENT_WITHDRAWAL;
	case VERB_ANSWER:
		return EVENT_ANSWER;
	case VERB_REQUEST:
		return EVENT_REQUEST;
	case VERB_REFER:
		return EVENT_REFERRAL;
	case VERB_MOVE:
		return EVENT_MOVE;
	default:
		return EVENT_MAX;
	}
}

static uint32_t stage_find(const struct procedure *procedure, struct str name)
{
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		if (str_eq(procedure->stage[i].name, name))
			return i;
	return NONE;
}

/* Where an act that was accepted led from here. Of several ways the one without a condition, else the first: which one
 * it was in truth, the state knows, and the next outcome says. */
static uint32_t led_to(const struct stage *stage, enum event event, uint32_t at)
{
	uint32_t target = NONE;
	for (uint32_t t = 0; t < stage->transition_count; t++) {
		const struct transition *transition = &stage->transition[t];
		if (transition->event == event && (target == NONE || transition->when == NONE))
			target = transition->target;
	}
	return target == NONE ? at : target;
}

/* Bit per stage that the matter was in. */
static uint32_t stages_visited(const struct view *view, const struct matter_view *matter, struct history history)
{
	const struct procedure *procedure = &work_charter(view)->procedure[matter->procedure];
	uint32_t visited = 1u | 1u << matter->stage, at = 0;
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(work_library(view), history.number[i]);
		enum event event = event_of(fact);
		if (!str_eq(fact_name(fact, FIELD_MATTER), matter->name))
			continue;
		if (fact->verb == VERB_OUTCOME) {
			uint32_t result = stage_find(procedure, fact_name(fact, FIELD_RESULT));
			at = result == NONE ? at : result;
		} else if (event == EVENT_MOVE) {
			uint32_t named = stage_find(procedure, fact_name(fact, FIELD_STAGE));
			at = named == NONE ? at : named;
		} else if (event != EVENT_MAX) {
			at = led_to(&procedure->stage[at], event, at);
		}
		visited |= 1u << at;
	}
	return visited;
}

/* ---- Steps ------------------------------------------------------------------------------------------------------- */

static void put_steps_html(struct view *view, struct buf *out, const struct matter_view *matter, uint32_t visited)
{
	const struct procedure *procedure = &work_charter(view)->procedure[matter->procedure];
	char storage[LIMIT_NAME_SIZE];
	html_literal_markup_of_our_own(out, "<ol class=\"steps\">");
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		if (procedure->stage[i].outcome)
			continue;
		if (i == matter->stage)
			html_literal_markup_of_our_own(out, "<li class=\"now\" aria-current=\"step\">");
		else if (visited >> i & 1)
			html_literal_markup_of_our_own(out, "<li class=\"past\">");
		else
			html_literal_markup_of_our_own(out, "<li>");
		html_text(out, view_stage_words(view, procedure->stage[i].name, storage));
		html_literal_markup_of_our_own(out, "</li>");
	}
	const struct stage *stage = &procedure->stage[matter->stage];
	if (stage->outcome) {
		if (stage->adopted)
			html_literal_markup_of_our_own(out, "<li class=\"end now good\" aria-current=\"step\">");
		else
			html_literal_markup_of_our_own(out, "<li class=\"end now\" aria-current=\"step\">");
		html_text(out, view_stage_words(view, stage->name, storage));
	} else {
		html_literal_markup_of_our_own(out, "<li class=\"end\">");
		bool first = true;
		for (uint32_t i = 0; i < procedure->stage_count; i++) {
			if (!procedure->stage[i].outcome)
				continue;
			if (!first)
				html_literal_markup_of_our_own(out, " / ");
			html_text(out, view_stage_words(view, procedure->stage[i].name, storage));
			first = false;
		}
	}
	html_literal_markup_of_our_own(out, "</li></ol>");
}

static void put_steps_json(struct view *view, const struct matter_view *matter, uint32_t visited)
{
	const struct procedure *procedure = &work_charter(view)->procedure[matter->procedure];
	view_list(view, "stages", VIEW_PLAIN);
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		view_item(view);
		view_stage(view, "stage", MSG_NONE, procedure->stage[i].name);
		view_bool(view, "outcome", MSG_NONE, procedure->stage[i].outcome);
		view_bool(view, "visited", MSG_NONE, (visited >> i & 1) != 0);
		view_bool(view, "current", MSG_NONE, i == matter->stage);
		view_end(view);
	}
	view_end(view);
}

/* ---- What can happen now ----------------------------------------------------------------------------------------- */

static void put_transition(struct view *view, const struct transition *transition, const struct stage *target)
{
	view_row(view);
	view_code(view, "event", MSG_NONE, event_name[transition->event]);
	if (transition->event == EVENT_EXPIRY || transition->event == EVENT_CLOSING) { /* nobody's act on the matter */
		view_cell(view, "by", MSG_NONE);
		view_end(view);
	} else {
		org_whos(view, "by", MSG_NONE, transition->by, transition->by_count);
	}
	view_stage(view, "to", MSG_NONE, target->name);
	if (transition->when != NONE)
		org_test(view, "when", MSG_NONE, transition->when);
	view_end(view);
}

static void put_possible(struct view *view, const struct matter_view *matter)
{
	static const struct view_column columns[] = {
		{"event", MSG_WORK_STEP_EVENT, false},
		{"by", MSG_WORK_STEP_BY, false},
		{"to", MSG_WORK_STEP_TO, false},
		{"when", MSG_WORK_STEP_WHEN, false},
	};
	const struct procedure *procedure = &work_charter(view)->procedure[matter->procedure];
	const struct stage *stage = &procedure->stage[matter->stage];
	if (stage->transition_count == 0)
		return;
	view_table(view, "possible", MSG_WORK_POSSIBLE_NOW, columns, sizeof columns / sizeof *columns);
	for (uint32_t i = 0; i < stage->transition_count; i++)
		put_transition(view, &stage->transition[i], &procedure->stage[stage->transition[i].target]);
	view_end(view);
}

static void put_takes(struct view *view, const struct stage *stage)
{
	if (stage->takes == 0)
		return;
	view_facts(view);
	view_cell(view, "takes", MSG_WORK_TAKES);
	for (uint32_t kind = 0; kind < POSITION_MAX; kind++)
		if (stage->takes >> kind & 1)
			work_position(view, "position", MSG_NONE, position_name[kind]);
	view_end(view);
	view_end(view);
}

void matter_steps(struct view *view, const struct matter_view *matter, struct history history)
{
	uint32_t visited = stages_visited(view, matter, history);
	view_section(view, "steps", MSG_WORK_STEPS);
	struct buf *out = view_html_only(view);
	if (out)
		put_steps_html(view, out, matter, visited);
	else
		put_steps_json(view, matter, visited);
	if (matter->decided == 0) {
		put_takes(view, &work_charter(view)->procedure[matter->procedure].stage[matter->stage]);
		put_possible(view, matter);
	}
	view_end(view);
}
