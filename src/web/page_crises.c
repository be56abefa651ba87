/* The crisis board: matters of the charter's crisis procedures, those that go on first, then those that ended. */
#include "web/crisis.h"

static void put_crisis(struct view *view, const struct matter_view *matter)
{
	struct str language;
	struct str title = work_title(view, SUBJECT_MATTER, matter->name, &language);
	const struct fact *appeal = library_fact(work_library(view), matter->tabled);
	const struct zone *zone = view_fact_zone(view, appeal);
	int64_t ended_ms = crisis_ended_ms(view, matter);
	view_item(view);
	work_link(view, "crisis", MSG_NONE, "crises", matter->name, title);
	crisis_status(view, "status", MSG_NONE, matter);
	view_party(view, "author", MSG_WORK_APPEAL_BY, matter->author);
	view_body(view, "body", MSG_NONE, matter->body);
	view_time_short(view, "began", MSG_WORK_APPEAL, appeal->time_ms, zone);
	if (ended_ms != TIME_NEVER)
		view_time_short(view, "ended", MSG_WORK_ENDED, ended_ms, zone);
	else
		view_stage(view, "stage", MSG_WORK_STAGE,
		           work_charter(view)->procedure[matter->procedure].stage[matter->stage].name);
	if (matter->deadline_ms != TIME_NEVER)
		view_time_short(view, "deadline", MSG_WORK_DEADLINE, matter->deadline_ms, zone);
	view_end(view);
}

/* Newest first. A charter without crisis procedures has none; of one with, every matter tabled is looked at, newest
 * first, until a page is full. *ret_next: where the next page begins, 0 at the end. */
static uint32_t put_board(struct view *view, bool open, uint64_t from, uint64_t *ret_next)
{
	const struct library *library = work_library(view);
	struct history tabled = library_verb(library, VERB_TABLE);
	uint32_t shown = 0;
	uint64_t last = 0;
	*ret_next = 0;
	view_list(view, "crises", VIEW_CARDS);
	for (uint32_t i = tabled.count; i-- > 0;) {
		const struct fact *fact = library_fact(library, tabled.number[i]);
		uint32_t procedure = map_get(&work_charter(view)->procedures, fact_name(fact, FIELD_PROCEDURE));
		if (fact->number >= from || procedure == MAP_NONE || !work_charter(view)->procedure[procedure].crisis)
			continue;
		struct matter_view matter = kernel_matter_at(
			work_state(view), kernel_matter_find(work_state(view), fact_name(fact, FIELD_MATTER)));
		if ((matter.decided == 0) != open)
			continue;
		if (shown == LIMIT_PAGE_ITEMS) {
			*ret_next = last;
			break;
		}
		shown++;
		put_crisis(view, &matter);
		last = fact->number;
	}
	view_end(view);
	return shown;
}

enum page_result page_crises(struct view *view, const struct page_request *request)
{
	uint64_t next;
	view_start_message(view, MSG_CRISES, MSG_WORK_CRISES_LEAD);
	if (request->query_from == UINT64_MAX) {
		view_section(view, "open", MSG_WORK_CRISES_OPEN);
		if (put_board(view, /* open= */ true, UINT64_MAX, &next) == 0)
			view_nothing(view, MSG_WORK_CRISES_NONE_OPEN);
		view_end(view);
	}
	view_section(view, "ended", MSG_WORK_CRISES_ENDED);
	if (put_board(view, /* open= */ false, request->query_from, &next) == 0)
		view_nothing(view, MSG_WORK_CRISES_NONE_ENDED);
	if (next > 0)
		work_next(view, STR(""), next);
	view_end(view);
	return PAGE_OK;
}
