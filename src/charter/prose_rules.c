/* Rules and procedures read aloud. */
#include "charter/prose.h"

/* ---- Rules ------------------------------------------------------------------------------------------------ */

/* A default that nobody stated is not read aloud. */
static void prose_meaning(struct buf *buf, const char *words, const struct origin *stated)
{
	if (stated->line == 0)
		return;
	buf_c(buf, words);
	buf_aside(buf, stated);
	buf_c(buf, ".");
}

void prose_rule(struct buf *buf, const struct charter *charter, const struct rule *rule)
{
	static const char *const absence[] = {
		[ABSENCE_NOT_OBJECTING] = " Who is absent does not object",
		[ABSENCE_OBJECTING] = " Who is absent objects",
		[ABSENCE_NOT_FOR] = " Who is absent does not vote for",
		[ABSENCE_AGAINST] = " Who is absent counts as voting against",
	};
	static const char *const abstention[] = {
		[ABSTENTION_HARMLESS] = " An abstention does no harm",
		[ABSTENTION_NOT_FOR] = " An abstention is no vote for",
		[ABSTENTION_AGAINST] = " An abstention counts as a vote against",
	};
	static const char *const concerned[CONCERNED_MAX] = {
		[CONCERNED_COUNTS] = "",
		[CONCERNED_REMOVED] = " Whom the matter concerns does not count as a member",
		[CONCERNED_MUST_ABSTAIN] = " Whom the matter concerns abstains",
		[CONCERNED_HEARD] = " Whom the matter concerns is heard, and leaves before it is decided",
		[CONCERNED_OBJECTION_IGNORED] = " An objection by whom the matter concerns does not count",
	};
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &rule->titles);
	buf_c(buf, ": adopted when ");
	buf_test(buf, charter, rule->adopted_when);
	buf_aside(buf, &charter->test[rule->adopted_when].origin);
	buf_c(buf, ".");
	if (rule->failing_when != NONE) {
		buf_c(buf, " Failing that: adopted when ");
		buf_test(buf, charter, rule->failing_when);
		buf_aside(buf, &rule->failing_origin);
		buf_c(buf, ".");
	}
	prose_meaning(buf, absence[rule->absence], &rule->absence_origin);
	prose_meaning(buf, abstention[rule->abstention], &rule->abstention_origin);
	prose_meaning(buf, rule->hold_blocks ? " A hold counts as an objection" : " A hold does no harm",
	              &rule->hold_origin);
	prose_meaning(buf,
	              rule->reservation_objects ? " A reservation counts as an objection" : " A reservation is annexed",
	              &rule->reservation_origin);
	prose_meaning(buf,
	              rule->constructive_harmless ? " A constructive abstention does no harm"
	                                          : " A constructive abstention is no vote for",
	              &rule->constructive_origin);
	prose_meaning(buf, concerned[rule->concerned], &rule->concerned_origin);
	if (rule->binds != NONE) {
		buf_c(buf, " It binds ");
		buf_binds(buf, charter, rule);
		buf_aside(buf, &rule->binds_origin);
		buf_c(buf, ".");
	}
	if (rule->undone_by != NONE) {
		buf_c(buf, " What was adopted by it is undone by the rule \"");
		buf_str(buf, charter->rule[rule->undone_by].titles.title);
		buf_c(buf, "\"");
		buf_aside(buf, &rule->undone_by_origin);
		buf_c(buf, ".");
	}
	buf_aside(buf, &rule->origin);
	prose_end(buf, at, 4);
}

/* ---- Procedures ------------------------------------------------------------------------------------------- */

static void prose_extends(struct buf *buf, const struct stage *stage)
{
	if (stage->extends_times == 0)
		return;
	buf_c(buf, " It may be extended by ");
	buf_span(buf, stage->extends);
	if (stage->extends_times == EXTENDS_FREELY) {
		buf_c(buf, ", as often as wanted");
	} else {
		buf_c(buf, stage->extends_times == 1 ? ", once" : ", up to ");
		if (stage->extends_times > 1) {
			buf_u64(buf, stage->extends_times);
			buf_c(buf, " times");
		}
	}
	buf_aside(buf, &stage->extends_origin);
	buf_c(buf, ".");
}

/* Bounds of the moment that the act names. */
static void prose_moment(struct buf *buf, const struct stage *stage)
{
	buf_c(buf, " It lasts until the moment that the act names");
	if (stage->has_floor) {
		buf_c(buf, ", no less than ");
		buf_span(buf, stage->floor);
		buf_aside(buf, &stage->floor_origin);
	}
	if (stage->has_ceiling) {
		buf_c(buf, ", no more than ");
		buf_span(buf, stage->ceiling);
		buf_aside(buf, &stage->ceiling_origin);
	}
	buf_aside(buf, &stage->clock_origin);
	buf_c(buf, ".");
}

static void prose_clock(struct buf *buf, const struct stage *stage)
{
	if (stage->clock == CLOCK_UNTIL) {
		prose_moment(buf, stage);
	} else if (stage->clock != CLOCK_NONE) {
		if (stage->clock == CLOCK_IMMEDIATELY)
			buf_c(buf, " What it waits for happens immediately: how long it takes is measured");
		else
			buf_c(buf, stage->clock == CLOCK_CEILING ? " It lasts no more than " : " It lasts ");
		if (stage->clock != CLOCK_IMMEDIATELY)
			buf_span(buf, stage->clock == CLOCK_CEILING ? stage->ceiling : stage->span);
		buf_aside(buf, &stage->clock_origin);
		buf_c(buf, ".");
	}
	if (stage->has_floor && stage->clock != CLOCK_UNTIL) {
		buf_c(buf, " Nothing but a withdrawal leaves it within ");
		buf_span(buf, stage->floor);
		buf_aside(buf, &stage->floor_origin);
		buf_c(buf, ".");
	}
	prose_extends(buf, stage);
}

static void prose_transition(struct buf *buf, const struct charter *charter, const struct procedure *procedure,
                             const struct transition *transition)
{
	static const char *const events[EVENT_MAX] = {
		[EVENT_CIRCULATION] = "When it is circulated",
		[EVENT_SILENCE] = "When it is put under silence",
		[EVENT_SUBMISSION] = "When it is put to the meeting",
		[EVENT_OBJECTION] = "On an objection",
		[EVENT_SUPPORT] = "When it is supported",
		[EVENT_ABSTENTION] = "On an abstention",
		[EVENT_RESERVATION] = "On a reservation",
		[EVENT_HOLD] = "On a hold",
		[EVENT_DISINTEREST] = "When disinterest is declared",
		[EVENT_AMENDMENT] = "When the text is amended",
		[EVENT_ADOPTION] = "When its adoption is declared",
		[EVENT_REJECTION] = "When its rejection is declared",
		[EVENT_WITHDRAWAL] = "When it is withdrawn",
		[EVENT_CLOSING] = "When the meeting is closed",
		[EVENT_EXPIRY] = "When the time has run out",
		[EVENT_CONVENING] = "When a meeting on it is convened",
		[EVENT_OPENING] = "When the meeting on it opens",
		[EVENT_ANSWER] = "On an answer",
		[EVENT_REQUEST] = "When a meeting is requested",
		[EVENT_REFERRAL] = "When it is referred to another body",
		[EVENT_MOVE] = "When it is moved there",
		[EVENT_EXTENSION] = "When the time is extended",
		[EVENT_SUSPENSION] = "When the clock is stopped",
		[EVENT_RESUMPTION] = "When the clock is resumed",
		[EVENT_BALLOT] = "After a secret ballot",
	};
	size_t at = prose_begin(buf, 6);
	buf_c(buf, events[transition->event]);
	if (transition->by_count != 0) {
		buf_c(buf, " by ");
		buf_whos(buf, charter, transition->by, transition->by_count);
	}
	buf_c(buf, transition->when == NONE ? ": " : ", if ");
	if (transition->when != NONE) {
		buf_test(buf, charter, transition->when);
		buf_c(buf, ": ");
	}
	buf_str(buf, procedure->stage[transition->target].name);
	buf_aside(buf, &transition->origin);
	buf_c(buf, ".");
	prose_end(buf, at, 8);
}

static void prose_stage(struct buf *buf, const struct charter *charter, const struct procedure *procedure,
                        const struct stage *stage)
{
	static const struct str positions[POSITION_MAX] = {
		[POSITION_OBJECT] = WORD("object"),
		[POSITION_SUPPORT] = WORD("support it"),
		[POSITION_ABSTAIN] = WORD("abstain"),
		[POSITION_RESERVE] = WORD("make a reservation"),
		[POSITION_HOLD] = WORD("place a hold"),
		[POSITION_DISINTEREST] = WORD("declare disinterest"),
		[POSITION_CONSTRUCTIVE] = WORD("abstain constructively"),
		[POSITION_RECUSE] = WORD("recuse themselves"),
		[POSITION_ACCEPT] = WORD("accept it"),
	};
	size_t at = prose_begin(buf, 4);
	struct str taken[POSITION_MAX];
	uint32_t count = 0;
	buf_c(buf, "Stage ");
	buf_str(buf, stage->name);
	buf_aside(buf, &stage->origin);
	buf_c(buf, ".");
	prose_clock(buf, stage);
	for (uint32_t i = 0; i < POSITION_MAX; i++)
		if ((stage->takes >> i & 1) != 0)
			taken[count++] = positions[i];
	if (count != 0) {
		buf_c(buf, " Members may ");
		prose_names(buf, taken, count, " or ");
		buf_aside(buf, &stage->takes_origin);
		buf_c(buf, ".");
	}
	prose_end(buf, at, 6);
	for (uint32_t i = 0; i < stage->transition_count; i++)
		prose_transition(buf, charter, procedure, &stage->transition[i]);
}

static void prose_outcome(struct buf *buf, const struct charter *charter, const struct stage *stage)
{
	size_t at = prose_begin(buf, 4);
	buf_c(buf, "Outcome ");
	buf_str(buf, stage->name);
	buf_c(buf, stage->adopted ? ": adopted" : ": not adopted");
	buf_aside(buf, &stage->origin);
	if (stage->series == SERIES_OF_KIND)
		buf_c(buf, "; numbered in the series of its kind");
	if (stage->series != SERIES_OF_KIND && stage->series != NONE) {
		buf_c(buf, "; numbered in the series ");
		buf_str(buf, charter->series[stage->series].name);
	}
	if (stage->takes != 0) { /* nothing else stands in an outcome */
		buf_c(buf, "; members that are not bound may accept it later");
		buf_aside(buf, &stage->takes_origin);
	}
	prose_effects(buf, stage);
	if (stage->plan)
		buf_c(buf, "; its text is a plan");
	if (stage->publish)
		buf_c(buf,
		      stage->publish_next ? "; may be published when the body's next meeting opens" : "; may be published");
	if (stage->prolongs != NONE) {
		buf_c(buf, "; prolongs \"");
		buf_str(buf, charter->procedure[stage->prolongs].titles.title);
		buf_c(buf, "\" to the day that the matter names");
		buf_aside(buf, &stage->prolongs_origin);
	}
	buf_c(buf, ".");
	prose_end(buf, at, 6);
}

void prose_procedure(struct buf *buf, const struct charter *charter, const struct procedure *procedure)
{
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &procedure->titles);
	buf_c(buf, ": begun by ");
	buf_whos(buf, charter, procedure->begins, procedure->begins_count);
	if (procedure->needs_text)
		buf_c(buf, ", with a text");
	if (procedure->kind_count != 0)
		buf_c(buf, ", for matters of the kind ");
	prose_names(buf, procedure->kind, procedure->kind_count, " or ");
	buf_aside(buf, &procedure->origin);
	buf_c(buf, ".");
	if (procedure->crisis) {
		buf_c(buf, " Its matters are crises");
		buf_aside(buf, &procedure->crisis_origin);
		buf_c(buf, ".");
	}
	if (procedure->about != ABOUT_NOBODY) {
		buf_c(buf, procedure->about == ABOUT_CONCERNED ? " A matter names the parties that it concerns"
		                                               : " A matter may name parties that it concerns");
		buf_aside(buf, &procedure->about_origin);
		buf_c(buf, ".");
	}
	prose_procedure_holds(buf, charter, procedure);
	prose_end(buf, at, 4);
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		if (procedure->stage[i].outcome)
			prose_outcome(buf, charter, &procedure->stage[i]);
		else
			prose_stage(buf, charter, procedure, &procedure->stage[i]);
	}
}
