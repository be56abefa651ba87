/* The matters: those under way by their deadlines, then those that ended, newest first, page by page. */
#include "web/work.h"

#include <stdlib.h>
#include <string.h>

#define LOOKED_AT 4000u /* newest matters whose kinds the filter offers */
#define KINDS_MAX 24u   /* choices of the filter: more kinds than a charter has series */

struct row {
	int64_t deadline_ms;
	uint32_t index;
};

/* The nearest deadline first; without one, the newest first. */
static int by_deadline(const void *left, const void *right)
{
	struct row a, b;
	memcpy(&a, left, sizeof a);
	memcpy(&b, right, sizeof b);
	if (a.deadline_ms != b.deadline_ms)
		return a.deadline_ms < b.deadline_ms ? -1 : 1;
	return a.index > b.index ? -1 : a.index < b.index;
}

struct matters {
	struct row *open;
	uint32_t open_count;
	struct work_choice kind[KINDS_MAX];
	uint32_t kind_count;
};

static void meet_kind(struct matters *matters, struct str kind)
{
	for (uint32_t i = 0; i < matters->kind_count; i++)
		if (str_eq(matters->kind[i].code, kind))
			return;
	if (matters->kind_count < KINDS_MAX)
		matters->kind[matters->kind_count++] = (struct work_choice){.code = kind};
}

/* False: no memory. */
static bool gather(const struct view *view, struct str kind, struct matters *ret)
{
	const struct state *state = work_state(view);
	uint32_t count = kernel_matter_count(state);
	*ret = (struct matters){.open = TRY(view->arena, struct row, count + 1)};
	if (!ret->open)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (!kernel_matter_open(state, i))
			continue;
		struct matter_view matter = kernel_matter_at(state, i);
		meet_kind(ret, matter.kind);
		if (kind.len == 0 || str_eq(kind, matter.kind))
			ret->open[ret->open_count++] = (struct row){matter.deadline_ms, i};
	}
	struct history tabled = library_verb(work_library(view), VERB_TABLE);
	for (uint32_t i = tabled.count; i-- > 0 && tabled.count - i <= LOOKED_AT;)
		meet_kind(ret, fact_name(library_fact(work_library(view), tabled.number[i]), FIELD_KIND));
	qsort(ret->open, ret->open_count, sizeof *ret->open, by_deadline);
	return true;
}

static void put_open(struct view *view, const struct matters *matters)
{
	const struct state *state = work_state(view);
	view_section(view, "open", MSG_WORK_MATTERS_OPEN);
	if (matters->open_count == 0)
		view_nothing(view, MSG_WORK_MATTERS_NONE_OPEN);
	if (matters->open_count > 0 || view->format == VIEW_JSON) {
		view_list(view, "matters", VIEW_CARDS);
		for (uint32_t i = 0; i < matters->open_count && i < LIMIT_PAGE_ITEMS; i++) {
			struct matter_view matter = kernel_matter_at(state, matters->open[i].index);
			view_item(view);
			view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, matter.name);
			view_code(view, "kind", MSG_NONE, matter.kind);
			view_body(view, "body", MSG_NONE, matter.body);
			view_stage(view, "stage", MSG_WORK_STAGE,
			           work_charter(view)->procedure[matter.procedure].stage[matter.stage].name);
			if (matter.deadline_ms != TIME_NEVER)
				view_time_short(view, "deadline", MSG_WORK_DEADLINE, matter.deadline_ms,
				                view_fact_zone(view, library_fact(work_library(view), matter.tabled)));
			view_end(view);
		}
		view_end(view);
	}
	view_end(view);
}

static void put_ended_row(struct view *view, const struct fact *outcome)
{
	uint32_t body = map_get(&work_charter(view)->bodies, fact_name(outcome, FIELD_BODY));
	view_row(view);
	view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, fact_name(outcome, FIELD_MATTER));
	view_code(view, "kind", MSG_NONE, fact_name(outcome, FIELD_KIND));
	if (body != MAP_NONE) {
		view_body(view, "body", MSG_NONE, body);
	} else {
		view_cell(view, "body", MSG_NONE);
		view_end(view);
	}
	work_result(view, "result", MSG_NONE, outcome);
	view_time_short(view, "time", MSG_NONE, fact_number(outcome, FIELD_AT, outcome->time_ms),
	                view_fact_zone(view, outcome));
	work_decision(view, "decision", MSG_NONE, outcome);
	view_end(view);
}

static void put_ended(struct view *view, struct str kind, uint64_t from)
{
	static const struct view_column columns[] = {
		{"matter", MSG_MATTER, false},      {"kind", MSG_WORK_KIND, false}, {"body", MSG_BODY, false},
		{"result", MSG_WORK_RESULT, false}, {"time", MSG_WORK_WHEN, false}, {"decision", MSG_WORK_OUTCOME, false},
	};
	const struct library *library = work_library(view);
	struct history outcomes = library_verb(library, VERB_OUTCOME);
	uint32_t shown = 0;
	uint64_t last = 0;
	bool more = false;
	view_section(view, "ended", MSG_WORK_MATTERS_ENDED);
	for (uint32_t i = outcomes.count; i-- > 0;) {
		const struct fact *outcome = library_fact(library, outcomes.number[i]);
		if (outcome->number >= from || fact_number(outcome, FIELD_FINAL, 0) == 0 ||
		    (kind.len > 0 && !str_eq(kind, fact_name(outcome, FIELD_KIND))))
			continue;
		if (shown == LIMIT_PAGE_ITEMS) {
			more = true;
			break;
		}
		if (shown++ == 0)
			view_table(view, "matters", MSG_WORK_CAPTION_NEWEST, columns, sizeof columns / sizeof *columns);
		put_ended_row(view, outcome);
		last = outcome->number;
	}
	if (shown > 0)
		view_end(view);
	else
		view_nothing(view, MSG_WORK_MATTERS_NONE_ENDED);
	if (more)
		work_next(view, kind, last);
	view_end(view);
}

enum page_result page_matters(struct view *view, const struct page_request *request)
{
	struct matters matters;
	bool known = request->query_q.len == 0;
	if (!gather(view, request->query_q, &matters)) {
		view->failed = true;
		return PAGE_OK;
	}
	for (uint32_t i = 0; i < matters.kind_count; i++)
		known = known || str_eq(matters.kind[i].code, request->query_q);
	if (!known)
		return PAGE_NOT_FOUND;
	view_start_message(view, MSG_MATTERS, MSG_WORK_MATTERS_LEAD);
	work_filter(view, "matters", MSG_WORK_FILTER_KIND, request->query_q, matters.kind, matters.kind_count);
	if (request->query_from == UINT64_MAX)
		put_open(view, &matters);
	put_ended(view, request->query_q, request->query_from);
	return PAGE_OK;
}
