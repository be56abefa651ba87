/* The charter's decision rules and procedures, as the pages show them: a rule by what it asks for, a procedure by its
 * stages and by what leads from one to the next.
 */
#include "web/organisation.h"

/* ---- Rules --------------------------------------------------------------------------------------------------------
 */

/* What nobody stated is not shown. */
static void rule_meanings(struct view *view, const struct rule *rule)
{
	static const struct {
		struct str code;
		enum message word;
	} absence[] = {
		[ABSENCE_NOT_OBJECTING] = {STR_INIT("not-objecting"), MSG_ORG_ABSENCE_NOT_OBJECTING},
		[ABSENCE_OBJECTING] = {STR_INIT("objecting"), MSG_ORG_ABSENCE_OBJECTING},
		[ABSENCE_NOT_FOR] = {STR_INIT("not-for"), MSG_ORG_ABSENCE_NOT_FOR},
		[ABSENCE_AGAINST] = {STR_INIT("against"), MSG_ORG_ABSENCE_AGAINST},
	};
	static const struct {
		struct str code;
		enum message word;
	} abstention[] = {
		[ABSTENTION_HARMLESS] = {STR_INIT("harmless"), MSG_ORG_ABSTENTION_HARMLESS},
		[ABSTENTION_NOT_FOR] = {STR_INIT("not-for"), MSG_ORG_ABSTENTION_NOT_FOR},
		[ABSTENTION_AGAINST] = {STR_INIT("against"), MSG_ORG_ABSTENTION_AGAINST},
	};
	if (rule->absence_origin.line != 0)
		view_word(view, "absence", MSG_ORG_ABSENCE, absence[rule->absence].code, absence[rule->absence].word, NULL);
	if (rule->abstention_origin.line != 0)
		view_word(view, "abstention", MSG_ORG_ABSTENTION, abstention[rule->abstention].code,
		          abstention[rule->abstention].word, NULL);
	if (rule->hold_origin.line != 0)
		view_word(view, "hold", MSG_ORG_HOLD, rule->hold_blocks ? STR("blocks") : STR("harmless"),
		          rule->hold_blocks ? MSG_ORG_HOLD_BLOCKS : MSG_ORG_HOLD_HARMLESS, NULL);
	if (rule->reservation_origin.line != 0)
		view_word(view, "reservation", MSG_ORG_RESERVATION,
		          rule->reservation_objects ? STR("objecting") : STR("annexed"),
		          rule->reservation_objects ? MSG_ORG_RESERVATION_OBJECTING : MSG_ORG_RESERVATION_ANNEXED, NULL);
	if (rule->constructive_origin.line != 0)
		view_word(view, "constructive", MSG_ORG_CONSTRUCTIVE,
		          rule->constructive_harmless ? STR("harmless") : STR("not-for"),
		          rule->constructive_harmless ? MSG_ORG_CONSTRUCTIVE_HARMLESS : MSG_ORG_CONSTRUCTIVE_NOT_FOR, NULL);
}

/* How the parties count that a matter concerns, who is bound, how it is undone. */
static void rule_parties(struct view *view, const struct charter *charter, const struct rule *rule)
{
	static const struct {
		struct str code;
		enum message word;
	} concerned[CONCERNED_MAX] = {
		[CONCERNED_REMOVED] = {STR_INIT("removed"), MSG_ORG_CONCERNED_REMOVED},
		[CONCERNED_MUST_ABSTAIN] = {STR_INIT("must-abstain"), MSG_ORG_CONCERNED_MUST_ABSTAIN},
		[CONCERNED_HEARD] = {STR_INIT("heard"), MSG_ORG_CONCERNED_HEARD},
		[CONCERNED_OBJECTION_IGNORED] = {STR_INIT("objection-ignored"), MSG_ORG_CONCERNED_IGNORED},
	};
	if (rule->concerned != CONCERNED_COUNTS)
		view_word(view, "concerned", MSG_ORG_CONCERNED, concerned[rule->concerned].code,
		          concerned[rule->concerned].word, NULL);
	if (rule->binds != NONE) {
		struct buf buf = buf_new(view->arena, 16 * LIMIT_CHARTER_LINE);
		buf_binds(&buf, charter, rule);
		view_text(view, "binds", MSG_ORG_BINDS, buf_view(&buf), STR("en"));
	}
	if (rule->undone_by != NONE)
		org_title(view, "undone_by", MSG_ORG_UNDONE_BY, &charter->rule[rule->undone_by].titles);
}

void org_charter_rules(struct view *view)
{
	const struct charter *charter = view->site->reading.charter;
	if (charter->rule_count == 0)
		return;
	view_section(view, "rules", MSG_ORG_RULES);
	view_list(view, "items", VIEW_LINES);
	for (uint32_t i = 0; i < charter->rule_count; i++) {
		const struct rule *rule = &charter->rule[i];
		view_item(view);
		org_section(view, "rule", &rule->titles);
		view_facts(view);
		org_test(view, "adopted_when", MSG_ORG_ADOPTED_WHEN, rule->adopted_when);
		if (rule->failing_when != NONE)
			org_test(view, "failing_when", MSG_ORG_FAILING_WHEN, rule->failing_when);
		rule_meanings(view, rule);
		rule_parties(view, charter, rule);
		org_source(view, &rule->origin, NULL);
		view_end(view);
		view_end(view);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

/* ---- Stages -------------------------------------------------------------------------------------------------------
 */

static const enum message event_words[EVENT_MAX] = {
	[EVENT_CIRCULATION] = MSG_ORG_ON_CIRCULATION,
	[EVENT_SILENCE] = MSG_ORG_ON_SILENCE,
	[EVENT_SUBMISSION] = MSG_ORG_ON_SUBMISSION,
	[EVENT_OBJECTION] = MSG_ORG_ON_OBJECTION,
	[EVENT_SUPPORT] = MSG_ORG_ON_SUPPORT,
	[EVENT_ABSTENTION] = MSG_ORG_ON_ABSTENTION,
	[EVENT_RESERVATION] = MSG_ORG_ON_RESERVATION,
	[EVENT_HOLD] = MSG_ORG_ON_HOLD,
	[EVENT_DISINTEREST] = MSG_ORG_ON_DISINTEREST,
	[EVENT_AMENDMENT] = MSG_ORG_ON_AMENDMENT,
	[EVENT_ADOPTION] = MSG_ORG_ON_ADOPTION,
	[EVENT_REJECTION] = MSG_ORG_ON_REJECTION,
	[EVENT_WITHDRAWAL] = MSG_ORG_ON_WITHDRAWAL,
	[EVENT_CLOSING] = MSG_ORG_ON_CLOSING,
	[EVENT_EXPIRY] = MSG_ORG_ON_EXPIRY,
	[EVENT_CONVENING] = MSG_ORG_ON_CONVENING,
	[EVENT_OPENING] = MSG_ORG_ON_OPENING,
	[EVENT_ANSWER] = MSG_ORG_ON_ANSWER,
	[EVENT_REQUEST] = MSG_ORG_ON_REQUEST,
	[EVENT_REFERRAL] = MSG_ORG_ON_REFERRAL,
	[EVENT_MOVE] = MSG_ORG_ON_MOVE,
	[EVENT_EXTENSION] = MSG_ORG_ON_EXTENSION,
	[EVENT_SUSPENSION] = MSG_ORG_ON_SUSPENSION,
	[EVENT_RESUMPTION] = MSG_ORG_ON_RESUMPTION,
	[EVENT_BALLOT] = MSG_ORG_ON_BALLOT,
};

static void stage_clock(struct view *view, const struct stage *stage)
{
	if (stage->clock == CLOCK_SPAN)
		org_span(view, "lasts", MSG_ORG_LASTS, stage->span);
	else if (stage->clock == CLOCK_UNTIL)
		view_word(view, "lasts", MSG_ORG_LASTS, STR("until"), MSG_ORG_LASTS_UNTIL, NULL);
	else if (stage->clock == CLOCK_CEILING)
		view_word(view, "lasts", MSG_ORG_LASTS, STR("bounded"), MSG_ORG_LASTS_BOUNDED, NULL);
	else if (stage->clock == CLOCK_IMMEDIATELY)
		view_word(view, "lasts", MSG_ORG_LASTS, STR("immediately"), MSG_ORG_LASTS_IMMEDIATELY, NULL);
	if (stage->has_floor)
		org_span(view, "no_less_than", MSG_ORG_FLOOR, stage->floor);
	if (stage->has_ceiling)
		org_span(view, "no_more_than", MSG_ORG_CEILING, stage->ceiling);
	if (stage->extends_times > 0)
		org_span(view, "extended_by", MSG_ORG_EXTENDED_BY, stage->extends);
	if (stage->extends_times > 0 && stage->extends_times != EXTENDS_FREELY)
		view_number(view, "extended_times", MSG_ORG_EXTENDED_TIMES, stage->extends_times);
	if (stage->takes == 0)
		return;
	view_cell(view, "positions", MSG_ORG_POSITIONS_TAKEN);
	for (uint32_t i = 0; i < POSITION_MAX; i++)
		if ((stage->takes >> i & 1) != 0)
			view_code(view, "position", MSG_NONE, position_name[i]);
	view_end(view);
}

static void stage_outcome(struct view *view, const struct charter *charter, const struct stage *stage)
{
	view_word(view, "outcome", MSG_NONE, stage->adopted ? STR("adopted") : STR("not-adopted"),
	          stage->adopted ? MSG_ORG_ENDS_ADOPTED : MSG_ORG_ENDS_NOT_ADOPTED, stage->adopted ? "good" : "plain");
	if (stage->series == SERIES_OF_KIND)
		view_word(view, "series", MSG_ORG_NUMBERED, STR("kind"), MSG_ORG_NUMBERED_BY_KIND, NULL);
	else if (stage->series != NONE)
		view_code(view, "series", MSG_ORG_NUMBERED, charter->series[stage->series].name);
	if (stage->plan)
		view_word(view, "plan", MSG_NONE, STR("plan"), MSG_ORG_IS_PLAN, NULL);
	if (stage->publish)
		view_word(view, "publish", MSG_NONE, stage->publish_next ? STR("next-meeting") : STR("publish"),
		          stage->publish_next ? MSG_ORG_PUBLISHED_NEXT : MSG_ORG_MAY_BE_PUBLISHED, NULL);
	if (stage->prolongs != NONE)
		org_title(view, "prolongs", MSG_ORG_PROLONGS, &charter->procedure[stage->prolongs].titles);
}

static void transitions(struct view *view, const struct procedure *procedure, const struct stage *stage)
{
	static const struct view_column columns[] = {
		{"on", MSG_ORG_WHEN, false},   {"by", MSG_ORG_BY, false},         {"if", MSG_ORG_IF, false},
		{"then", MSG_ORG_THEN, false}, {"source", MSG_ORG_SOURCE, false},
	};
	bool sourced = false; /* most transitions have no source but their procedure's, which stands above */
	if (stage->transition_count == 0)
		return;
	for (uint32_t i = 0; i < stage->transition_count; i++)
		sourced = sourced || stage->transition[i].origin.cite.len > 0;
	view_table(view, "transitions", MSG_ORG_WHAT_LEADS_ON, columns, sourced ? 5 : 4);
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		view_row(view);
		view_word(view, "on", MSG_NONE, event_name[transition->event], event_words[transition->event], NULL);
		if (transition->event == EVENT_CLOSING || transition->event == EVENT_EXPIRY)
			view_word(view, "by", MSG_NONE, STR("itself"), MSG_ORG_BY_ITSELF, NULL);
		else
			org_whos(view, "by", MSG_NONE, transition->by, transition->by_count);
		if (transition->when == NONE)
			view_word(view, "if", MSG_NONE, STR("always"), MSG_ORG_ALWAYS, NULL);
		else
			org_test(view, "if", MSG_NONE, transition->when);
		view_stage(view, "then", MSG_NONE, procedure->stage[transition->target].name);
		if (sourced)
			org_source(view, &transition->origin, &procedure->origin);
		view_end(view);
	}
	view_end(view);
}

static void procedure_facts(struct view *view, const struct procedure *procedure)
{
	view_facts(view);
	org_whos(view, "begins", MSG_ORG_BEGUN_BY, procedure->begins, procedure->begins_count);
	if (procedure->kind_count > 0) {
		view_cell(view, "kinds", MSG_ORG_KINDS);
		for (uint32_t i = 0; i < procedure->kind_count; i++)
			view_code(view, "kind", MSG_NONE, procedure->kind[i]);
		view_end(view);
	}
	view_bool(view, "needs_text", MSG_ORG_NEEDS_TEXT, procedure->needs_text);
	if (procedure->crisis)
		view_bool(view, "crisis", MSG_ORG_IS_CRISIS, true);
	if (procedure->about != ABOUT_NOBODY)
		view_word(view, "concerned", MSG_ORG_NAMES_CONCERNED,
		          procedure->about == ABOUT_CONCERNED ? STR("always") : STR("if-any"),
		          procedure->about == ABOUT_CONCERNED ? MSG_ORG_NAMES_CONCERNED_ALWAYS
		                                              : MSG_ORG_NAMES_CONCERNED_PERHAPS,
		          NULL);
	org_in_force(view, &procedure->in_force);
	org_source(view, &procedure->origin, NULL);
	view_end(view);
}

void org_charter_procedures(struct view *view)
{
	const struct charter *charter = view->site->reading.charter;
	if (charter->procedure_count == 0)
		return;
	view_section(view, "procedures", MSG_ORG_PROCEDURES);
	view_list(view, "items", VIEW_LINES);
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		const struct procedure *procedure = &charter->procedure[i];
		view_item(view);
		org_section(view, "procedure", &procedure->titles);
		procedure_facts(view, procedure);
		view_list(view, "stages", VIEW_NUMBERED);
		for (uint32_t k = 0; k < procedure->stage_count; k++) {
			const struct stage *stage = &procedure->stage[k];
			view_item(view);
			view_stage(view, "stage", MSG_NONE, stage->name);
			if (stage->outcome)
				stage_outcome(view, charter, stage);
			else
				stage_clock(view, stage);
			transitions(view, procedure, stage);
			view_end(view);
		}
		view_end(view);
		view_end(view);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}
