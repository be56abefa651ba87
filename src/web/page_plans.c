/* Plans: matters whose adoption made them a plan. One plan is a table of its items by date, each held, under way or
 * coming by the seat's calendar, or past without a record that it was held ("late" in JSON): what the record does not
 * say, the page does not say either.
 */
#include "web/work.h"

enum item_status { ITEM_HELD, ITEM_LATE, ITEM_NOW, ITEM_COMING, ITEM_MAX };

static enum item_status status_of(const struct plan_view *item, int32_t today)
{
	if (item->held)
		return ITEM_HELD;
	if (item->to_days < today)
		return ITEM_LATE;
	return item->from_days <= today ? ITEM_NOW : ITEM_COMING;
}

struct plan_counts {
	uint32_t of[ITEM_MAX];
};

static struct plan_counts count_items(const struct view *view, uint32_t matter)
{
	struct plan_counts counts = {{0}};
	int32_t today = work_today(view);
	for (uint32_t i = 0; i < kernel_plan_count(work_state(view), matter); i++) {
		struct plan_view item = kernel_plan_at(work_state(view), matter, i);
		counts.of[status_of(&item, today)]++;
	}
	return counts;
}

static void put_counts(struct view *view, const struct plan_counts *counts)
{
	view_number(view, "held", MSG_WORK_ITEMS_HELD, counts->of[ITEM_HELD]);
	view_number(view, "late", MSG_WORK_ITEMS_LATE, counts->of[ITEM_LATE]);
	view_number(view, "under_way", MSG_WORK_ITEMS_NOW, counts->of[ITEM_NOW]);
	view_number(view, "coming", MSG_WORK_ITEMS_COMING, counts->of[ITEM_COMING]);
}

static bool is_plan(const struct view *view, const struct matter_view *matter)
{
	return matter->decided != 0 && work_charter(view)->procedure[matter->procedure].stage[matter->stage].plan;
}

/* ---- All plans ----------------------------------------------------------------------------------------------------
 */

static void put_plan(struct view *view, uint32_t index, const struct matter_view *matter, const struct fact *outcome)
{
	struct plan_counts counts = count_items(view, index);
	struct str language;
	struct str title = work_title(view, SUBJECT_MATTER, matter->name, &language);
	view_item(view);
	work_link(view, "plan", MSG_NONE, "plans", matter->name, title);
	if (matter->symbol.len > 0)
		view_text(view, "symbol", MSG_NONE, matter->symbol, STR(""));
	view_body(view, "body", MSG_NONE, matter->body);
	view_time_short(view, "adopted", MSG_WORK_ADOPTED_AT, fact_number(outcome, FIELD_AT, outcome->time_ms),
	                view_fact_zone(view, outcome));
	put_counts(view, &counts);
	view_end(view);
}

enum page_result page_plans(struct view *view, const struct page_request *request)
{
	const struct library *library = work_library(view);
	struct history outcomes = library_verb(library, VERB_OUTCOME);
	uint32_t shown = 0;
	uint64_t last = 0;
	bool more = false;
	view_start_message(view, MSG_PLANS, MSG_WORK_PLANS_LEAD);
	view_list(view, "plans", VIEW_CARDS);
	for (uint32_t i = outcomes.count; i-- > 0;) {
		const struct fact *outcome = library_fact(library, outcomes.number[i]);
		if (outcome->number >= request->query_from || fact_number(outcome, FIELD_ADOPTS, 0) == 0)
			continue;
		uint32_t index = kernel_matter_find(work_state(view), fact_name(outcome, FIELD_MATTER));
		struct matter_view matter = kernel_matter_at(work_state(view), index);
		if (!is_plan(view, &matter))
			continue;
		more = shown == LIMIT_PAGE_ITEMS;
		if (more)
			break;
		put_plan(view, index, &matter, outcome);
		shown++;
		last = outcome->number;
	}
	view_end(view);
	if (shown == 0)
		view_nothing(view, MSG_WORK_PLANS_NONE);
	if (more)
		work_next(view, STR(""), last);
	return PAGE_OK;
}

/* ---- One plan -----------------------------------------------------------------------------------------------------
 */

static void put_status(struct view *view, enum item_status status)
{
	static const struct {
		struct str code;
		enum message word;
		const char *chip;
	} words[ITEM_MAX] = {
		[ITEM_HELD] = {STR_INIT("held"), MSG_WORK_ITEM_HELD, "good"},
		[ITEM_LATE] = {STR_INIT("late"), MSG_WORK_ITEM_LATE, "plain"},
		[ITEM_NOW] = {STR_INIT("under-way"), MSG_WORK_ITEM_NOW, "open"},
		[ITEM_COMING] = {STR_INIT("coming"), MSG_WORK_ITEM_COMING, "plain"},
	};
	view_word(view, "status", MSG_NONE, words[status].code, words[status].word, words[status].chip);
}

/* Which columns the plan's items have something to say in: for people, empty ones are left out. */
struct shown {
	bool level, body, meeting;
};

static struct shown shown_of(const struct view *view, uint32_t index, uint32_t count)
{
	struct shown shown = {0};
	for (uint32_t i = 0; i < count; i++) {
		struct plan_view item = kernel_plan_at(work_state(view), index, i);
		shown.level = shown.level || item.level.len > 0;
		shown.body = shown.body || item.body != NONE;
		shown.meeting = shown.meeting || item.meeting != NONE;
	}
	return shown;
}

static void put_empty_cell(struct view *view, const char *key)
{
	view_cell(view, key, MSG_NONE);
	view_end(view);
}

/* Level, body and meeting, where they are shown. */
static void put_around(struct view *view, const struct plan_view *item, struct shown shown)
{
	bool html = view->format == VIEW_HTML;
	if (item->level.len > 0)
		view_code(view, "level", MSG_NONE, item->level);
	else if (shown.level && html)
		put_empty_cell(view, "level");
	if (item->body != NONE)
		view_body(view, "body", MSG_NONE, item->body);
	else if (shown.body && html)
		put_empty_cell(view, "body");
	if (item->meeting != NONE)
		view_subject(view, "meeting", MSG_NONE, SUBJECT_MEETING,
		             kernel_meeting_at(work_state(view), item->meeting).name);
	else if (shown.meeting && html)
		put_empty_cell(view, "meeting");
}

static void put_item(struct view *view, const struct plan_view *item, struct shown shown)
{
	const struct fact *fact = library_fact(work_library(view), item->entry); /* the newest `plan` act on it */
	view_row(view);
	view_number(view, "item", MSG_NONE, item->number);
	work_fact_title(view, "title", MSG_NONE, fact);
	view_date(view, "from", MSG_NONE, item->from_days);
	view_date(view, "to", MSG_NONE, item->to_days);
	put_status(view, status_of(item, work_today(view)));
	put_around(view, item, shown);
	view_entry(view, "entry", MSG_NONE, item->entry);
	view_end(view);
}

static void put_items(struct view *view, uint32_t index)
{
	uint32_t count = kernel_plan_count(work_state(view), index), columns = 5;
	struct shown shown = shown_of(view, index, count);
	struct view_column column[9] = {
		{"item", MSG_WORK_ITEM_NUMBER, true}, {"title", MSG_WORK_TITLE, false},   {"from", MSG_WORK_ITEM_FROM, false},
		{"to", MSG_WORK_ITEM_TO, false},      {"status", MSG_WORK_STATUS, false},
	};
	if (shown.level)
		column[columns++] = (struct view_column){"level", MSG_WORK_LEVEL, false};
	if (shown.body)
		column[columns++] = (struct view_column){"body", MSG_BODY, false};
	if (shown.meeting)
		column[columns++] = (struct view_column){"meeting", MSG_WORK_HELD_AT, false};
	column[columns++] = (struct view_column){"entry", MSG_ENTRY, false};
	view_section(view, "items", MSG_WORK_PLAN_ITEMS);
	view_table(view, "rows", MSG_WORK_CAPTION_ITEMS, column, columns);
	for (uint32_t i = 0; i < count && i < LIMIT_PAGE_PLAN; i++) {
		struct plan_view item = kernel_plan_at(work_state(view), index, i);
		put_item(view, &item, shown);
	}
	view_end(view);
	if (count == 0)
		view_nothing(view, MSG_WORK_PLAN_NO_ITEMS);
	if (count > LIMIT_PAGE_PLAN)
		view_note(view, MSG_WORK_PLAN_CUT, NULL, 0);
	view_end(view);
}

enum page_result page_plan(struct view *view, const struct page_request *request)
{
	uint32_t index = kernel_matter_find(work_state(view), request->name);
	if (index == NONE)
		return PAGE_NOT_FOUND;
	struct matter_view matter = kernel_matter_at(work_state(view), index);
	if (!is_plan(view, &matter))
		return PAGE_NOT_FOUND;
	const struct fact *outcome = library_fact(work_library(view), matter.decided);
	struct plan_counts counts = count_items(view, index);
	struct str language;
	struct str title = work_title(view, SUBJECT_MATTER, matter.name, &language);
	view_start(view, title, language, matter.symbol);
	view_facts(view);
	view_body(view, "body", MSG_BODY, matter.body);
	view_time(view, "adopted", MSG_WORK_ADOPTED_AT, fact_number(outcome, FIELD_AT, outcome->time_ms),
	          view_fact_zone(view, outcome));
	work_decision(view, "decision", MSG_DECISION, outcome);
	view_subject(view, "matter", MSG_MATTER, SUBJECT_MATTER, matter.name);
	view_date(view, "today", MSG_WORK_AS_OF_DAY, work_today(view));
	put_counts(view, &counts);
	view_end(view);
	put_items(view, index);
	return PAGE_OK;
}
