/* The home page: what is under way with its clock, what comes next, what was decided and said last, and the days that
 * the organisation keeps. A few of each; each part ends with the way to all of it.
 */
#include "web/news.h"
#include "web/page.h"

#define FEW 5u
#define DAYS_FEW 3u

/* ---- What is under way ------------------------------------------------------------------------------------------ */

struct clocked {
	uint32_t matter;
	bool crisis;
	int64_t deadline_ms;
};

/* Put into its place among the few: crises first, then by deadline. */
static uint32_t keep(struct clocked *few, uint32_t count, struct clocked one)
{
	uint32_t place = count;
	while (place > 0 &&
	       (one.crisis != few[place - 1].crisis ? one.crisis : one.deadline_ms < few[place - 1].deadline_ms))
		place--;
	if (place == FEW)
		return count;
	if (count < FEW)
		count++;
	for (uint32_t k = count - 1; k > place; k--)
		few[k] = few[k - 1];
	few[place] = one;
	return count;
}

/* Open crises need no clock; every other matter does. Most matters of an old record are decided and have none, so the
 * list of running clocks is read, and the matters one by one only where the charter knows crises. */
static uint32_t under_way(const struct site *site, struct clocked *few)
{
	const struct state *state = site->reading.state;
	const struct charter *charter = site->reading.charter;
	bool crises = false;
	uint32_t count = 0;
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		crises = crises || charter->procedure[i].crisis;
	for (uint32_t i = crises ? kernel_matter_count(state) : 0; i-- > 0;) {
		struct matter_view matter = kernel_matter_at(state, i);
		if (matter.decided == 0 && charter->procedure[matter.procedure].crisis)
			count = keep(few, count, (struct clocked){i, true, matter.deadline_ms});
	}
	for (uint32_t i = 0; i < kernel_clock_count(state); i++) {
		uint32_t index = kernel_clock_at(state, i);
		struct matter_view matter = kernel_matter_at(state, index);
		if (matter.deadline_ms != TIME_NEVER && !charter->procedure[matter.procedure].crisis)
			count = keep(few, count, (struct clocked){index, false, matter.deadline_ms});
	}
	return count;
}

static void section_under_way(struct view *view, const struct clocked *few, uint32_t count)
{
	const struct state *state = view->site->reading.state;
	const struct charter *charter = view->site->reading.charter;
	view_section(view, "under_way", MSG_HOME_UNDER_WAY);
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = 0; i < count; i++) {
		struct matter_view matter = kernel_matter_at(state, few[i].matter);
		view_item(view);
		view_subject(view, few[i].crisis ? "crisis" : "matter", MSG_NONE, SUBJECT_MATTER, matter.name);
		if (few[i].crisis)
			view_word(view, "kind", MSG_NONE, STR("crisis"), MSG_CRISIS, "open");
		view_stage(view, "stage", MSG_HOME_STAGE, charter->procedure[matter.procedure].stage[matter.stage].name);
		view_body(view, "body", MSG_NONE, matter.body);
		if (matter.deadline_ms != TIME_NEVER)
			view_time(view, "deadline", MSG_HOME_DEADLINE, matter.deadline_ms, NULL);
		view_end(view);
	}
	view_end(view);
	if (count == 0)
		view_nothing(view, MSG_HOME_NOTHING_UNDER_WAY);
	view_link(view, "all", MSG_NONE, STR("/matters"), message(MSG_HOME_ALL_MATTERS, view->language));
	view_end(view);
}

/* ---- What comes next -------------------------------------------------------------------------------------------- */

struct coming {
	bool is_event;
	uint32_t index;
	int64_t begins_ms;
};

static uint32_t next_meetings(const struct site *site, struct coming *few)
{
	const struct state *state = site->reading.state;
	uint32_t count = 0;
	for (uint32_t i = kernel_meeting_count(state); i-- > 0;) {
		struct meeting_view meeting = kernel_meeting_at(state, i);
		if (meeting.status != MEETING_OPEN &&
		    (meeting.status != MEETING_PLANNED || meeting.starts_ms <= site->reading.now_ms - LIBRARY_LATE_MS))
			continue;
		uint32_t place = count;
		while (place > 0 && meeting.starts_ms < few[place - 1].begins_ms)
			place--;
		if (place == FEW)
			continue;
		if (count < FEW)
			count++;
		for (uint32_t k = count - 1; k > place; k--)
			few[k] = few[k - 1];
		few[place] = (struct coming){false, i, meeting.starts_ms};
	}
	return count;
}

static void coming_item(struct view *view, const struct coming *one)
{
	const struct state *state = view->site->reading.state;
	view_item(view);
	if (one->is_event) {
		struct event_view event = kernel_event_at(state, one->index);
		news_event_when(view, &event, false);
		view_subject(view, "event", MSG_NONE, SUBJECT_EVENT, event.name);
		if (event.place.len > 0)
			view_text(view, "place", MSG_NONE, event.place, STR(""));
	} else {
		struct meeting_view meeting = kernel_meeting_at(state, one->index);
		view_time_short(view, "starts", MSG_NONE, meeting.starts_ms, news_zone(view->site, meeting.zone));
		view_subject(view, "meeting", MSG_NONE, SUBJECT_MEETING, meeting.name);
		if (meeting.status == MEETING_OPEN)
			view_word(view, "status", MSG_NONE, STR("open"), MSG_HOME_MEETING_NOW, "open");
		view_text(view, "place", MSG_NONE, meeting.place, STR(""));
	}
	view_end(view);
}

/* Meetings and events in one row of time; at most FEW. */
static uint32_t coming_up(struct view *view, struct coming *few)
{
	struct coming meeting[FEW];
	uint32_t meeting_count = next_meetings(view->site, meeting), event_count, m = 0, e = 0;
	bool more;
	struct news_event *event = news_events(view->site, NEWS_COMING, 0, FEW, view->arena, &event_count, &more);
	while (m + e < FEW && (m < meeting_count || e < event_count)) {
		bool take_event = m == meeting_count || (e < event_count && event[e].begins_ms < meeting[m].begins_ms);
		few[m + e] = take_event ? (struct coming){true, event[e].index, event[e].begins_ms} : meeting[m];
		*(take_event ? &e : &m) += 1;
	}
	return m + e;
}

static void section_next(struct view *view, const struct coming *few, uint32_t count)
{
	view_section(view, "next", MSG_HOME_NEXT);
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = 0; i < count; i++)
		coming_item(view, &few[i]);
	view_end(view);
	if (count == 0)
		view_nothing(view, MSG_HOME_NOTHING_NEXT);
	view_cell(view, "all", MSG_NONE);
	view_link(view, "meetings", MSG_NONE, STR("/meetings"), message(MSG_HOME_ALL_MEETINGS, view->language));
	view_link(view, "events", MSG_NONE, STR("/events"), message(MSG_HOME_ALL_EVENTS, view->language));
	view_end(view);
	view_end(view);
}

/* ---- What was decided, said, and is remembered ------------------------------------------------------------------ */

static void section_decisions(struct view *view)
{
	const struct reading *r = &view->site->reading;
	struct history outcomes = library_verb(r->library, VERB_OUTCOME);
	uint32_t count = 0;
	view_section(view, "decisions", MSG_HOME_DECISIONS);
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = outcomes.count; i-- > 0 && count < FEW;) {
		const struct fact *fact = library_fact(r->library, outcomes.number[i]);
		struct str symbol = fact_name(fact, FIELD_SYMBOL);
		if (symbol.len == 0 || fact_number(fact, FIELD_ADOPTS, 0) == 0)
			continue;
		char storage[40];
		struct buf path = buf_of(storage, sizeof(storage));
		buf_str(&path, STR("/decisions/"));
		buf_u64(&path, fact->number);
		view_item(view);
		view_time_short(view, "adopted", MSG_NONE, fact_number(fact, FIELD_AT, fact->time_ms),
		                view_fact_zone(view, fact));
		view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, fact_name(fact, FIELD_MATTER));
		view_link(view, "decision", MSG_NONE, buf_view(&path), symbol);
		uint32_t body = map_get(&r->charter->bodies, fact_name(fact, FIELD_BODY));
		if (body != NONE)
			view_body(view, "body", MSG_NONE, body);
		view_end(view);
		count++;
	}
	view_end(view);
	if (count == 0)
		view_nothing(view, MSG_HOME_NO_DECISIONS);
	view_link(view, "all", MSG_NONE, STR("/decisions"), message(MSG_HOME_ALL_DECISIONS, view->language));
	view_end(view);
}

static void section_releases(struct view *view)
{
	uint32_t count;
	bool more;
	struct news_query query = {.from_ms = INT64_MIN, .to_ms = INT64_MAX, .max = FEW};
	struct news_release *release = news_releases(view->site, &query, view->arena, &count, &more);
	view_section(view, "releases", MSG_HOME_RELEASES);
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = 0; i < count; i++)
		news_card(view, &release[i]);
	view_end(view);
	if (count == 0)
		view_nothing(view, MSG_RELEASES_NONE);
	view_link(view, "all", MSG_NONE, STR("/releases"), message(MSG_HOME_ALL_RELEASES, view->language));
	view_end(view);
}

static void section_days(struct view *view)
{
	uint32_t count;
	struct news_day *day = news_anniversaries(view->site, view->arena, &count);
	if (count == 0)
		return;
	view_section(view, "days", MSG_HOME_DAYS);
	view_list(view, "items", VIEW_LINES);
	for (uint32_t i = 0; i < count && i < DAYS_FEW; i++)
		news_day_line(view, &day[i]);
	view_end(view);
	view_link(view, "all", MSG_NONE, STR("/anniversaries"), message(MSG_HOME_ALL_DAYS, view->language));
	view_end(view);
}

enum page_result page_home(struct view *view, const struct page_request *request)
{
	(void)request;
	struct str language = STR("");
	struct str name = titles_in(&view->site->reading.charter->titles, language_tag[view->language], &language);
	struct clocked clocked[FEW];
	struct coming coming[FEW];
	uint32_t clocked_count = under_way(view->site, clocked), coming_count = coming_up(view, coming);
	view_start(view, name, language, message(MSG_HOME_LEAD, view->language));
	/* nobody should have to read past what is not there: a part without anything in it stands at the end */
	if (clocked_count > 0)
		section_under_way(view, clocked, clocked_count);
	if (coming_count > 0)
		section_next(view, coming, coming_count);
	section_decisions(view);
	section_releases(view);
	section_days(view);
	if (clocked_count == 0)
		section_under_way(view, clocked, 0);
	if (coming_count == 0)
		section_next(view, coming, 0);
	return PAGE_OK;
}
