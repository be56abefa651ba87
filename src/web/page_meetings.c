/* The meetings: those that sit now, those to come (soonest first), those that were (newest first, page by page). */
#include "web/work.h"

#include <stdlib.h>
#include <string.h>

struct row {
	int64_t starts_ms;
	uint32_t index;
};

static int by_start(const void *left, const void *right)
{
	struct row a, b;
	memcpy(&a, left, sizeof a);
	memcpy(&b, right, sizeof b);
	if (a.starts_ms != b.starts_ms)
		return a.starts_ms < b.starts_ms ? -1 : 1;
	return a.index < b.index ? -1 : a.index > b.index;
}

struct meetings {
	struct row *now, *coming, *past;
	uint32_t now_count, coming_count, past_count;
	struct work_choice *bodies;
	uint32_t body_count;
};

/* A planned meeting whose hour passed a day ago without its being opened is no longer one to come. False: no memory. */
static bool gather(const struct view *view, struct str body, struct meetings *ret)
{
	const struct state *state = work_state(view);
	const struct charter *charter = work_charter(view);
	uint32_t count = kernel_meeting_count(state);
	*ret = (struct meetings){
		.now = TRY(view->arena, struct row, count + 1),
		.coming = TRY(view->arena, struct row, count + 1),
		.past = TRY(view->arena, struct row, count + 1),
		.bodies = TRY(view->arena, struct work_choice, charter->body_count + 1),
	};
	bool *met = TRY(view->arena, bool, charter->body_count + 1);
	if (!ret->now || !ret->coming || !ret->past || !ret->bodies || !met)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		struct meeting_view meeting = kernel_meeting_at(state, i);
		met[meeting.body] = true;
		if (body.len > 0 && !str_eq(body, charter->body[meeting.body].titles.name))
			continue;
		struct row row = {meeting.starts_ms, i};
		if (meeting.status == MEETING_OPEN)
			ret->now[ret->now_count++] = row;
		else if (meeting.status == MEETING_PLANNED && meeting.starts_ms > view->site->reading.now_ms - LIBRARY_LATE_MS)
			ret->coming[ret->coming_count++] = row;
		else
			ret->past[ret->past_count++] = row;
	}
	for (uint32_t b = 0; b < charter->body_count; b++) {
		if (!met[b])
			continue;
		struct work_choice *choice = &ret->bodies[ret->body_count++];
		choice->code = charter->body[b].titles.name;
		choice->words = work_name(view, &charter->body[b].titles, &choice->language);
	}
	qsort(ret->now, ret->now_count, sizeof *ret->now, by_start);
	qsort(ret->coming, ret->coming_count, sizeof *ret->coming, by_start);
	qsort(ret->past, ret->past_count, sizeof *ret->past, by_start);
	return true;
}

static void put_ordinal(struct view *view, const struct meeting_view *meeting)
{
	if (meeting->ordinal == 0)
		return;
	if (view->format == VIEW_JSON) {
		view_number(view, "ordinal", MSG_NONE, meeting->ordinal);
		return;
	}
	char digits[32], words[160];
	struct buf ordinal = buf_of(digits, sizeof digits), whole = buf_of(words, sizeof words);
	buf_ordinal(&ordinal, view->language, meeting->ordinal);
	struct str argument = buf_view(&ordinal);
	buf_message(&whole, MSG_WORK_ORDINAL_MEETING, view->language, &argument, 1);
	view_text(view, "ordinal", MSG_NONE, buf_view(&whole), STR(""));
}

static void put_cards(struct view *view, const char *key, enum message heading, const struct row *rows, uint32_t count)
{
	const struct state *state = work_state(view);
	if (count == 0 && view->format == VIEW_HTML)
		return;
	view_section(view, key, heading);
	view_list(view, "meetings", VIEW_CARDS);
	for (uint32_t i = 0; i < count && i < LIMIT_PAGE_ITEMS; i++) {
		struct meeting_view meeting = kernel_meeting_at(state, rows[i].index);
		view_item(view);
		view_subject(view, "meeting", MSG_NONE, SUBJECT_MEETING, meeting.name);
		work_meeting_status(view, "status", MSG_NONE, meeting.status);
		put_ordinal(view, &meeting);
		view_time_short(view, "starts", MSG_NONE, meeting.starts_ms, kernel_zone(state, meeting.zone));
		view_text(view, "place", MSG_NONE, meeting.place, STR(""));
		view_body(view, "body", MSG_NONE, meeting.body);
		if (meeting.format.len > 0)
			view_code(view, "format", MSG_NONE, meeting.format);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

static void put_past(struct view *view, const struct meetings *meetings, struct str chosen, uint64_t from)
{
	static const struct view_column columns[] = {
		{"meeting", MSG_MEETING, false},     {"starts", MSG_WORK_WHEN, false}, {"body", MSG_BODY, false},
		{"ordinal", MSG_WORK_ORDINAL, true}, {"place", MSG_WORK_PLACE, false}, {"status", MSG_WORK_STATUS, false},
	};
	const struct state *state = work_state(view);
	view_section(view, "past", MSG_WORK_MEETINGS_PAST);
	if (meetings->past_count == 0)
		view_nothing(view, MSG_WORK_MEETINGS_NONE);
	uint64_t end = from;
	if (meetings->past_count > 0 || view->format == VIEW_JSON) {
		view_table(view, "meetings", MSG_WORK_CAPTION_NEWEST, columns, sizeof columns / sizeof *columns);
		for (; end < meetings->past_count && end < from + LIMIT_PAGE_ITEMS; end++) {
			struct meeting_view meeting = kernel_meeting_at(state,
			                                                meetings->past[meetings->past_count - 1 - end].index);
			view_row(view);
			view_subject(view, "meeting", MSG_NONE, SUBJECT_MEETING, meeting.name);
			view_time_short(view, "starts", MSG_NONE, meeting.starts_ms, kernel_zone(state, meeting.zone));
			view_body(view, "body", MSG_NONE, meeting.body);
			if (meeting.ordinal > 0) {
				view_number(view, "ordinal", MSG_NONE, meeting.ordinal);
			} else {
				view_cell(view, "ordinal", MSG_NONE);
				view_end(view);
			}
			view_text(view, "place", MSG_NONE, meeting.place, STR(""));
			work_meeting_status(view, "status", MSG_NONE, meeting.status);
			view_end(view);
		}
		view_end(view);
	}
	if (end < meetings->past_count)
		work_next(view, chosen, end);
	view_end(view);
}

enum page_result page_meetings(struct view *view, const struct page_request *request)
{
	struct meetings meetings;
	uint64_t from = request->query_from == UINT64_MAX ? 0 : request->query_from;
	if (request->query_q.len > 0 && map_get(&work_charter(view)->bodies, request->query_q) == MAP_NONE)
		return PAGE_NOT_FOUND;
	if (!gather(view, request->query_q, &meetings)) {
		view->failed = true;
		return PAGE_OK;
	}
	if (from > meetings.past_count)
		return PAGE_NOT_FOUND;
	view_start_message(view, MSG_MEETINGS, MSG_WORK_MEETINGS_LEAD);
	work_filter(view, "meetings", MSG_WORK_FILTER_BODY, request->query_q, meetings.bodies, meetings.body_count);
	if (from == 0) {
		put_cards(view, "now", MSG_WORK_MEETINGS_NOW, meetings.now, meetings.now_count);
		put_cards(view, "coming", MSG_WORK_MEETINGS_COMING, meetings.coming, meetings.coming_count);
	}
	put_past(view, &meetings, request->query_q, from);
	return PAGE_OK;
}
