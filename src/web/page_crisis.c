/* One crisis from the appeal to its end: a drawing, the same steps as a list with the intervals between them, what each
 * party contributed.
 */
#include "web/crisis.h"
#include "web/timeline_svg.h"

/* ---- Head -------------------------------------------------------------------------------------------------------- */

static struct str duration_words(const struct view *view, int64_t span_ms)
{
	struct buf words = buf_new(view->arena, 96);
	buf_duration(&words, view->language, span_ms);
	return buf_view(&words);
}

/* How long after the appeal: a value for programs, words for people. */
static void put_span(struct view *view, const char *key, enum message label, int64_t span_ms)
{
	if (view->format == VIEW_JSON)
		view_number(view, key, label, (uint64_t)span_ms);
	else
		view_text(view, key, label, duration_words(view, span_ms), STR(""));
}

static void put_facts(struct view *view, const struct crisis_story *story)
{
	const struct crisis_step *meeting = crisis_first(story, LANE_MEETINGS, VERB_OPEN);
	const struct crisis_step *decision = crisis_first(story, LANE_DECISIONS, VERB_OUTCOME);
	const struct matter_view *matter = &story->matter;
	view_facts(view);
	crisis_status(view, "status", MSG_WORK_STATUS, matter);
	view_stage(view, "stage", MSG_WORK_STAGE,
	           work_charter(view)->procedure[matter->procedure].stage[matter->stage].name);
	view_party(view, "author", MSG_WORK_APPEAL_BY, matter->author);
	view_body(view, "body", MSG_BODY, matter->body);
	view_time(view, "began", MSG_WORK_APPEAL, story->began_ms, story->zone);
	if (story->ended_ms != TIME_NEVER) {
		view_time(view, "ended", MSG_WORK_ENDED, story->ended_ms, story->zone);
		put_span(view, "lasted_ms", MSG_WORK_LASTED, story->ended_ms - story->began_ms);
	}
	if (meeting)
		put_span(view, "to_first_meeting_ms", MSG_WORK_TO_FIRST_MEETING, meeting->at_ms - story->began_ms);
	if (decision)
		put_span(view, "to_first_decision_ms", MSG_WORK_TO_FIRST_DECISION, decision->at_ms - story->began_ms);
	if (matter->deadline_ms != TIME_NEVER)
		view_time(view, "deadline", MSG_WORK_DEADLINE, matter->deadline_ms, story->zone);
	view_subject(view, "matter", MSG_MATTER, SUBJECT_MATTER, matter->name);
	view_end(view);
}

/* ---- Drawing ----------------------------------------------------------------------------------------------------- */

static const enum message lane_words[LANE_MAX] = {
	[LANE_COURSE] = MSG_WORK_LANE_COURSE,
	[LANE_MEETINGS] = MSG_MEETINGS,
	[LANE_DECISIONS] = MSG_DECISIONS,
	[LANE_REPORTS] = MSG_WORK_LANE_REPORTS,
	[LANE_CONTRIBUTIONS] = MSG_WORK_LANE_CONTRIBUTIONS,
	[LANE_MISSION] = MSG_WORK_LANE_MISSION,
	[LANE_RELEASES] = MSG_RELEASES,
};

static void put_drawing(struct view *view, struct buf *out, const struct crisis_story *story, struct str title)
{
	struct timeline_mark *mark = TRY(view->arena, struct timeline_mark, story->count + 1);
	struct str lane[LANE_MAX];
	bool open = story->ended_ms == TIME_NEVER;
	int64_t now_ms = view->site->reading.now_ms, to_ms = open ? now_ms : story->ended_ms;
	int64_t lasts_ms = to_ms - story->began_ms; /* in words always until now, however far the bar reaches */
	if (!mark) {
		view->failed = true;
		return;
	}
	view->running = view->running || open;
	/* The newest entry of an open crisis may be long ago: then the bar ends with it, not today. */
	if (open && story->count > 0 && to_ms - story->step[story->count - 1].at_ms > 30 * DAY_MS)
		to_ms = story->step[story->count - 1].at_ms + DAY_MS;
	for (uint32_t i = 0; i < LANE_MAX; i++)
		lane[i] = message(lane_words[i], view->language);
	for (uint32_t i = 0; i < story->count; i++)
		mark[i] = (struct timeline_mark){story->step[i].at_ms, story->step[i].lane, i + 1, story->step[i].strong};
	struct str since = duration_words(view, lasts_ms);
	struct buf bar = buf_new(view->arena, 200), steps = buf_new(view->arena, 100);
	buf_message(&bar, open ? MSG_WORK_BAR_OPEN : MSG_WORK_BAR_ENDED, view->language, &since, 1);
	buf_plural(&steps, MSG_WORK_STEP_COUNT, view->language, story->count);
	struct str told[] = {buf_view(&steps), since};
	struct buf description = buf_new(view->arena, 600);
	buf_message(&description, MSG_WORK_TIMELINE_DESCRIPTION, view->language, told, 2);
	struct timeline timeline = {
		.title = title,
		.description = buf_view(&description),
		.language = view->language,
		.zone = story->zone,
		.from_ms = story->began_ms,
		.to_ms = to_ms,
		.open = open,
		.bar = buf_view(&bar),
		.lane = lane,
		.lane_count = LANE_MAX,
		.mark = mark,
		.mark_count = story->count,
	};
	buf_timeline_svg(out, &timeline);
}

static void put_figure(struct view *view, const struct crisis_story *story, struct str title)
{
	struct buf *out = view_html_only(view);
	if (!out)
		return;
	html_literal_markup_of_our_own(out, "<figure class=\"timeline-figure\"><div class=\"scroll\" role=\"group\" "
	                                    "tabindex=\"0\"");
	html_attr(out, "aria-label", message(MSG_WORK_TIMELINE, view->language));
	html_literal_markup_of_our_own(out, ">");
	put_drawing(view, out, story, title);
	html_literal_markup_of_our_own(out, "</div><figcaption>");
	struct str zone = story->zone ? message_zone(story->zone->name, view->language) : STR("UTC");
	struct buf caption = buf_new(view->arena, 300);
	buf_message(&caption, MSG_WORK_TIMELINE_CAPTION, view->language, &zone, 1);
	html_text(out, buf_view(&caption));
	html_literal_markup_of_our_own(out, "</figcaption></figure>\n");
}

/* ---- Steps ------------------------------------------------------------------------------------------------------- */

/* "2 h 40 min after the appeal, 35 min after the step before" for people; empty for the appeal itself. */
static struct str interval_words(const struct view *view, const struct crisis_story *story, uint32_t index)
{
	int64_t since_ms = story->step[index].at_ms - story->began_ms;
	int64_t between_ms = index > 0 ? story->step[index].at_ms - story->step[index - 1].at_ms : 0;
	if (since_ms == 0)
		return STR("");
	struct str arguments[] = {duration_words(view, since_ms < 0 ? -since_ms : since_ms),
	                          duration_words(view, between_ms)};
	enum message words = since_ms < 0 ? MSG_WORK_STEP_BEFORE : MSG_WORK_STEP_AFTER;
	if (since_ms > 0 && between_ms > 0 && between_ms < since_ms)
		words = MSG_WORK_STEP_AFTER_BOTH;
	struct buf whole = buf_new(view->arena, 300);
	buf_message(&whole, words, view->language, arguments, 2);
	return buf_view(&whole);
}

/* The same for programs. */
static void put_interval(struct view *view, const struct crisis_story *story, uint32_t index)
{
	int64_t since_ms = story->step[index].at_ms - story->began_ms;
	view_number(view, since_ms < 0 ? "before_appeal_ms" : "after_appeal_ms", MSG_NONE,
	            (uint64_t)(since_ms < 0 ? -since_ms : since_ms));
	if (index > 0)
		view_number(view, "after_previous_ms", MSG_NONE,
		            (uint64_t)(story->step[index].at_ms - story->step[index - 1].at_ms));
}

static void put_what(struct view *view, const struct crisis_story *story, const struct fact *fact)
{
	if (fact == story->appeal)
		view_word(view, "step", MSG_NONE, STR("appeal"), MSG_WORK_APPEAL, "open");
	else if (fact->verb == VERB_OUTCOME)
		work_result(view, "step", MSG_NONE, fact);
	else if (view->format == VIEW_JSON)
		view_code(view, "step", MSG_NONE, verb_info[fact->verb].name);
	if (fact->verb == VERB_OUTCOME) {
		view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, fact_name(fact, FIELD_MATTER));
		work_decision(view, "decision", MSG_NONE, fact);
	} else {
		view_fact(view, "fact", fact);
	}
}

static void put_number(struct view *view, uint32_t number)
{
	struct buf *out = view_html_only(view);
	if (!out) {
		view_number(view, "number", MSG_NONE, number);
		return;
	}
	html_literal_markup_of_our_own(out, "<span class=\"step-number\">");
	buf_u64(out, number);
	html_literal_markup_of_our_own(out, "</span> ");
}

static void put_step(struct view *view, const struct crisis_story *story, uint32_t index)
{
	const struct fact *fact = story->step[index].fact;
	struct str words = view->format == VIEW_HTML ? interval_words(view, story, index) : STR("");
	view_item(view);
	view_time(view, "at", MSG_NONE, story->step[index].at_ms, story->zone);
	put_number(view, index + 1);
	if (view->format == VIEW_JSON)
		put_interval(view, story, index);
	if (fact->verb == VERB_REPORT) {
		if (view->format == VIEW_JSON)
			view_code(view, "step", MSG_NONE, verb_info[fact->verb].name);
		work_report(view, fact, words);
	} else {
		put_what(view, story, fact);
		view_literal_markup_of_our_own(view, "<p class=\"note\">");
		view_entry(view, "entry", MSG_NONE, fact->number);
		if (words.len > 0)
			view_text(view, "interval", MSG_NONE, words, STR(""));
		view_literal_markup_of_our_own(view, "</p>");
	}
	view_end(view);
}

static void put_steps(struct view *view, const struct crisis_story *story)
{
	view_list(view, "steps", VIEW_TIMELINE);
	for (uint32_t i = 0; i < story->count; i++)
		put_step(view, story, i);
	view_end(view);
	if (story->left_out > 0)
		view_note(view, MSG_WORK_STEPS_CUT, NULL, 0);
}

/* ---- Contributions and meetings ---------------------------------------------------------------------------------- */

static bool is_contribution(const struct crisis_step *step, uint32_t party)
{
	return step->lane == LANE_CONTRIBUTIONS && step->fact->party == party;
}

static void put_contributions(struct view *view, const struct crisis_story *story)
{
	static const struct view_column columns[] = {
		{"party", MSG_PARTY, false},
		{"title", MSG_WORK_CONTRIBUTION, false},
		{"at", MSG_WORK_WHEN, false},
		{"entry", MSG_ENTRY, false},
	};
	const struct charter *charter = work_charter(view);
	bool any = false;
	for (uint32_t i = 0; i < story->count; i++)
		any = any || story->step[i].lane == LANE_CONTRIBUTIONS;
	if (!any)
		return;
	view_section(view, "contributions", MSG_WORK_LANE_CONTRIBUTIONS);
	view_table(view, "rows", MSG_WORK_CAPTION_ORDER, columns, sizeof columns / sizeof *columns);
	for (uint32_t p = 0; p < charter->party_count; p++) {
		for (uint32_t i = 0; i < story->count; i++) {
			const struct crisis_step *step = &story->step[i];
			if (!is_contribution(step, charter->order[p]))
				continue;
			view_row(view);
			view_party(view, "party", MSG_NONE, step->fact->party);
			work_fact_title(view, "title", MSG_NONE, step->fact);
			view_time_short(view, "at", MSG_NONE, step->at_ms, story->zone);
			view_entry(view, "entry", MSG_NONE, step->fact->number);
			view_end(view);
		}
	}
	view_end(view);
	view_end(view);
}

/* The matters about it, and how they ended. */
static void put_related(struct view *view, const struct crisis_story *story)
{
	struct history about = library_about(work_library(view), story->matter.name);
	bool any = false;
	for (uint32_t i = 0; i < about.count; i++) {
		const struct fact *fact = library_fact(work_library(view), about.number[i]);
		uint32_t index = kernel_matter_find(work_state(view), fact_name(fact, FIELD_MATTER));
		if (fact->verb != VERB_TABLE || index == NONE)
			continue;
		if (!any) {
			view_section(view, "matters", MSG_WORK_MATTERS_ABOUT);
			view_list(view, "items", VIEW_LINES);
		}
		any = true;
		struct matter_view matter = kernel_matter_at(work_state(view), index);
		view_item(view);
		view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, matter.name);
		work_status(view, "status", MSG_NONE, &matter);
		if (matter.decided != 0)
			work_decision(view, "decision", MSG_NONE, library_fact(work_library(view), matter.decided));
		view_end(view);
	}
	if (any) {
		view_end(view);
		view_end(view);
	}
}

static void put_meetings(struct view *view, const struct crisis_story *story)
{
	bool any = false;
	for (uint32_t i = 0; i < story->count; i++) {
		const struct fact *fact = story->step[i].fact;
		if (fact->verb != VERB_CONVENE)
			continue;
		struct str name = fact_name(fact, FIELD_MEETING);
		struct meeting_view meeting = kernel_meeting_at(work_state(view), kernel_meeting_find(work_state(view), name));
		if (!any) {
			view_section(view, "meetings", MSG_MEETINGS);
			view_list(view, "items", VIEW_LINES);
		}
		any = true;
		view_item(view);
		view_subject(view, "meeting", MSG_NONE, SUBJECT_MEETING, name);
		view_time_short(view, "starts", MSG_NONE, meeting.starts_ms, kernel_zone(work_state(view), meeting.zone));
		work_meeting_status(view, "status", MSG_NONE, meeting.status);
		view_end(view);
	}
	if (any) {
		view_end(view);
		view_end(view);
	}
}

enum page_result page_crisis(struct view *view, const struct page_request *request)
{
	struct crisis_story story;
	uint32_t index = kernel_matter_find(work_state(view), request->name);
	if (index == NONE)
		return PAGE_NOT_FOUND;
	struct matter_view matter = kernel_matter_at(work_state(view), index);
	if (!crisis_is(view, &matter))
		return PAGE_NOT_FOUND;
	if (!crisis_read(view, index, &story)) {
		view->failed = true;
		return PAGE_OK;
	}
	struct str language, body_language;
	struct str title = work_title(view, SUBJECT_MATTER, matter.name, &language);
	view_start(view, title, language, work_name(view, &work_charter(view)->body[matter.body].titles, &body_language));
	put_facts(view, &story);
	view_section(view, "timeline", MSG_WORK_TIMELINE);
	put_figure(view, &story, title);
	put_steps(view, &story);
	view_end(view);
	put_contributions(view, &story);
	put_related(view, &story);
	put_meetings(view, &story);
	return PAGE_OK;
}
