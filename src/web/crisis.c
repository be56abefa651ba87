/* Collecting the steps of a crisis from the histories of what belongs to it. */
#include "web/crisis.h"

#include <stdlib.h>
#include <string.h>

#define MEETINGS_MAX 64u

struct collector {
	const struct view *view;
	struct crisis_story *story;
	uint32_t capacity;
	struct str meeting[MEETINGS_MAX]; /* met so far */
	uint32_t meeting_count;
};

bool crisis_is(const struct view *view, const struct matter_view *matter)
{
	return work_charter(view)->procedure[matter->procedure].crisis;
}

int64_t crisis_ended_ms(const struct view *view, const struct matter_view *matter)
{
	if (matter->decided == 0)
		return TIME_NEVER;
	const struct fact *outcome = library_fact(work_library(view), matter->decided);
	return fact_number(outcome, FIELD_AT, outcome->time_ms);
}

void crisis_status(struct view *view, const char *key, enum message label, const struct matter_view *matter)
{
	if (matter->decided == 0)
		view_word(view, key, label, STR("open"), MSG_WORK_CRISIS_OPEN, "open");
	else
		view_word(view, key, label, STR("over"), MSG_WORK_CRISIS_OVER, "plain");
}

static void add(struct collector *collector, const struct fact *fact, int64_t at_ms, enum crisis_lane lane, bool strong)
{
	struct crisis_story *story = collector->story;
	for (uint32_t i = 0; i < story->count; i++) {
		struct crisis_step *step = &story->step[i];
		if (step->fact == fact)
			return;
		/* The outcome stands for the act that led to it. */
		if (step->fact->verb == VERB_ADOPT && fact->verb == VERB_OUTCOME && step->at_ms == at_ms &&
		    str_eq(fact_name(step->fact, FIELD_MATTER), fact_name(fact, FIELD_MATTER))) {
			step->fact = fact;
			return;
		}
	}
	if (story->count == collector->capacity) {
		story->left_out++;
		return;
	}
	story->step[story->count++] = (struct crisis_step){at_ms, fact, lane, strong};
}

static enum crisis_lane lane_of_report(const struct fact *fact)
{
	struct str kind = fact_name(fact, FIELD_KIND);
	if (str_eq(kind, STR("contribution")))
		return LANE_CONTRIBUTIONS;
	return str_eq(kind, STR("mission")) || str_eq(kind, STR("task")) ? LANE_MISSION : LANE_REPORTS;
}

static void add_release(struct collector *collector, const struct fact *fact)
{
	const struct view *view = collector->view;
	int64_t embargo_ms = fact_number(fact, FIELD_EMBARGO, 0);
	if (!library_embargoed(work_library(view), fact, view->site->reading.now_ms))
		add(collector, fact, embargo_ms > fact->time_ms ? embargo_ms : fact->time_ms, LANE_RELEASES, false);
}

/* A meeting as it was opened; one that was not, as it was convened. */
static void add_meeting(struct collector *collector, struct str name)
{
	const struct library *library = work_library(collector->view);
	struct history history = library_history(library, SUBJECT_MEETING, name);
	const struct fact *opened = NULL, *closed = NULL, *convened = NULL;
	for (uint32_t i = 0; i < collector->meeting_count; i++)
		if (str_eq(collector->meeting[i], name))
			return;
	if (collector->meeting_count == MEETINGS_MAX)
		return;
	collector->meeting[collector->meeting_count++] = name;
	for (uint32_t i = 0; i < history.count; i++) {
		const struct fact *fact = library_fact(library, history.number[i]);
		if (fact->verb == VERB_CONVENE)
			convened = fact;
		else if (fact->verb == VERB_OPEN && !opened)
			opened = fact;
		else if (fact->verb == VERB_CLOSE)
			closed = fact;
		else if (fact->verb == VERB_RELEASE)
			add_release(collector, fact);
	}
	if (convened)
		add(collector, convened, convened->time_ms, LANE_MEETINGS, false);
	if (opened)
		add(collector, opened, opened->time_ms, LANE_MEETINGS, true);
	if (closed)
		add(collector, closed, closed->time_ms, LANE_MEETINGS, false);
}

static bool blocks(const struct fact *fact)
{
	struct str position = fact_name(fact, FIELD_POSITION);
	return str_eq(position, position_name[POSITION_OBJECT]) || str_eq(position, position_name[POSITION_HOLD]);
}

/* The crisis itself, or a matter about it: own says which. */
static void add_fact(struct collector *collector, const struct fact *fact, struct str matter, bool own)
{
	enum crisis_lane lane = own ? LANE_COURSE : LANE_DECISIONS;
	if (fact->verb == VERB_AGENDA) {
		add_meeting(collector, fact_name(fact, FIELD_MEETING));
		return;
	}
	if (fact->verb == VERB_RELEASE) {
		add_release(collector, fact);
		return;
	}
	bool moves = fact->verb == VERB_TABLE || fact->verb == VERB_CIRCULATE || fact->verb == VERB_SILENCE ||
	             fact->verb == VERB_SUBMIT || fact->verb == VERB_POSITION || fact->verb == VERB_OUTCOME ||
	             fact->verb == VERB_REPORT || fact->verb == VERB_AMEND || fact->verb == VERB_ADOPT;
	if (!moves || !str_eq(fact_name(fact, FIELD_MATTER), matter))
		return;
	if (fact->verb == VERB_REPORT)
		add(collector, fact, fact_number(fact, FIELD_AT, fact->time_ms), lane_of_report(fact), false);
	else if (fact->verb == VERB_OUTCOME)
		add(collector, fact, fact_number(fact, FIELD_AT, fact->time_ms), lane,
		    fact_number(fact, FIELD_ADOPTS, 0) != 0 || own);
	else if (fact->verb == VERB_TABLE)
		add(collector, fact, fact->time_ms, lane, /* strong= */ own);
	else if (own && fact->verb == VERB_ADOPT)
		add(collector, fact, fact->time_ms, lane, /* strong= */ true);
	else if (own || (fact->verb == VERB_POSITION && blocks(fact)))
		add(collector, fact, fact->time_ms, lane, false);
}

static void add_history(struct collector *collector, struct str matter, bool own)
{
	const struct library *library = work_library(collector->view);
	struct history history = library_history(library, SUBJECT_MATTER, matter);
	for (uint32_t i = 0; i < history.count; i++)
		add_fact(collector, library_fact(library, history.number[i]), matter, own);
}

static int by_time(const void *left, const void *right)
{
	struct crisis_step a, b;
	memcpy(&a, left, sizeof a);
	memcpy(&b, right, sizeof b);
	if (a.at_ms != b.at_ms)
		return a.at_ms < b.at_ms ? -1 : 1;
	return a.fact->number < b.fact->number ? -1 : a.fact->number > b.fact->number;
}

bool crisis_read(const struct view *view, uint32_t matter, struct crisis_story *ret)
{
	const struct library *library = work_library(view);
	*ret = (struct crisis_story){.index = matter, .matter = kernel_matter_at(work_state(view), matter)};
	ret->step = TRY(view->arena, struct crisis_step, LIMIT_PAGE_STEPS);
	if (!ret->step)
		return false;
	ret->appeal = library_fact(library, ret->matter.tabled);
	ret->began_ms = ret->appeal->time_ms;
	ret->ended_ms = crisis_ended_ms(view, &ret->matter);
	struct str zone = work_charter(view)->party[ret->matter.author].zone;
	ret->zone = zone.len > 0 ? kernel_zone(work_state(view), zone) : NULL;
	if (!ret->zone)
		ret->zone = view->site->seat_zone;
	struct collector collector = {.view = view, .story = ret, .capacity = LIMIT_PAGE_STEPS};
	add_history(&collector, ret->matter.name, /* own= */ true);
	struct history about = library_about(library, ret->matter.name);
	for (uint32_t i = 0; i < about.count; i++) {
		const struct fact *fact = library_fact(library, about.number[i]);
		if (fact->verb == VERB_TABLE)
			add_history(&collector, fact_name(fact, FIELD_MATTER), /* own= */ false);
	}
	qsort(ret->step, ret->count, sizeof *ret->step, by_time);
	return true;
}

const struct crisis_step *crisis_first(const struct crisis_story *story, enum crisis_lane lane, enum verb verb)
{
	for (uint32_t i = 0; i < story->count; i++) {
		const struct crisis_step *step = &story->step[i];
		if (step->lane == lane && step->fact->verb == verb && step->strong && step->at_ms >= story->began_ms)
			return step;
	}
	return NULL;
}
