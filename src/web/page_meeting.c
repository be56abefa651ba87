/* One meeting: what it is, who came, what was on the agenda and said, what it decided, what followed from it.
 *
 * The kernel's state says how the meeting stands; the facts of its history say who did what when.
 */
#include "web/meeting.h"

#include "web/news.h"

/* ---- Head -------------------------------------------------------------------------------------------------------- */

/* "41st meeting, Working Group on Afghanistan" */
static struct str lead_of(const struct view *view, const struct meeting_view *meeting)
{
	struct buf lead = buf_new(view->arena, LIMIT_LABEL_SIZE + 200);
	struct str language;
	if (meeting->ordinal > 0) {
		char digits[32];
		struct buf ordinal = buf_of(digits, sizeof digits);
		buf_ordinal(&ordinal, view->language, meeting->ordinal);
		struct str argument = buf_view(&ordinal);
		buf_message(&lead, MSG_WORK_ORDINAL_MEETING, view->language, &argument, 1);
		buf_c(&lead, " · ");
	} else if (!meeting->regular) {
		buf_str(&lead, message(MSG_WORK_MEETING_EXTRAORDINARY, view->language));
		buf_c(&lead, " · ");
	}
	buf_str(&lead, work_name(view, &work_charter(view)->body[meeting->body].titles, &language));
	return buf_view(&lead);
}

static void put_notice(struct view *view, const struct fact *convened, const struct meeting_view *meeting)
{
	int64_t notice_ms = meeting->starts_ms - convened->time_ms;
	if (notice_ms <= 0)
		return;
	if (view->format == VIEW_JSON) {
		view_number(view, "notice_ms", MSG_NONE, (uint64_t)notice_ms);
		return;
	}
	char words[128];
	struct buf duration = buf_of(words, sizeof words);
	buf_duration(&duration, view->language, notice_ms);
	view_text(view, "notice", MSG_WORK_NOTICE, buf_view(&duration), STR(""));
}

static void put_facts(struct view *view, const struct meeting_view *meeting, const struct meeting_sheet *sheet)
{
	const struct value *formats = sheet->convened ? fact_get(sheet->convened, FIELD_FORMATS) : NULL;
	view_facts(view);
	work_meeting_status(view, "status", MSG_WORK_STATUS, meeting->status);
	view_body(view, "body", MSG_BODY, meeting->body);
	if (meeting->joint_count > 0) {
		view_cell(view, "together_with", MSG_WORK_MEETING_JOINT);
		for (uint32_t i = 0; i < meeting->joint_count; i++)
			view_body(view, "body", MSG_NONE, meeting->joint[i]);
		view_end(view);
	}
	if (meeting->about != NONE)
		view_subject(view, "about", MSG_WORK_MEETING_ABOUT, SUBJECT_MATTER,
		             kernel_matter_at(work_state(view), meeting->about).name);
	if (view->format == VIEW_JSON && meeting->ordinal > 0)
		view_number(view, "ordinal", MSG_NONE, meeting->ordinal);
	view_word(view, "kind", MSG_WORK_KIND, meeting->regular ? STR("regular") : STR("extraordinary"),
	          meeting->regular ? MSG_WORK_MEETING_REGULAR : MSG_WORK_MEETING_EXTRAORDINARY, NULL);
	view_time(view, "starts", MSG_WORK_STARTS, meeting->starts_ms, kernel_zone(work_state(view), meeting->zone));
	view_text(view, "place", MSG_WORK_PLACE, meeting->place, STR(""));
	if (meeting->host != NONE)
		view_party(view, "host", MSG_WORK_HOST, meeting->host);
	if (formats)
		work_codes(view, "formats", MSG_WORK_FORMATS, formats->list, formats->count);
	if (sheet->convened) {
		view_party(view, "convened_by", MSG_WORK_CONVENED_BY, sheet->convened->party);
		view_entry(view, "convened", MSG_NONE, sheet->convened->number);
		put_notice(view, sheet->convened, meeting);
	}
	view_end(view);
	if (sheet->cancelled && fact_get(sheet->cancelled, FIELD_REASON)) {
		view_section(view, "cancelled", MSG_WORK_CANCELLED_BECAUSE);
		view_fact_text(view, "reason", sheet->cancelled, FIELD_REASON);
		view_end(view);
	}
}

/* Each opening and the closing: the formats as they were. */
static void put_sittings(struct view *view, const struct meeting_view *meeting, const struct meeting_sheet *sheet)
{
	const struct zone *zone = kernel_zone(work_state(view), meeting->zone);
	if (sheet->opened_count == 0 && view->format == VIEW_HTML)
		return;
	view_section(view, "sittings", MSG_WORK_SITTINGS);
	view_list(view, "steps", VIEW_TIMELINE);
	for (uint32_t i = 0; i < sheet->opened_count; i++) {
		struct str format = fact_name(sheet->opened[i], FIELD_FORMAT);
		view_item(view);
		view_time_short(view, "time", MSG_NONE, sheet->opened[i]->time_ms, zone);
		view_word(view, "step", MSG_NONE, STR("opened"), MSG_WORK_OPENED, NULL);
		if (format.len > 0)
			view_code(view, "format", MSG_WORK_IN_FORMAT, format);
		view_entry(view, "entry", MSG_NONE, sheet->opened[i]->number);
		view_end(view);
	}
	if (sheet->closed) {
		view_item(view);
		view_time_short(view, "time", MSG_NONE, sheet->closed->time_ms, zone);
		view_word(view, "step", MSG_NONE, STR("closed"), MSG_WORK_CLOSED, NULL);
		view_entry(view, "entry", MSG_NONE, sheet->closed->number);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

/* ---- Who --------------------------------------------------------------------------------------------------------- */

static void put_presence(struct view *view, const struct fact *attended, const struct meeting_view *meeting)
{
	if (!attended || fact_number(attended, FIELD_PRESENT, 0) == 0) {
		view_word(view, "present", MSG_NONE, STR("no"), MSG_WORK_NOT_STATED, NULL);
		return;
	}
	view_time_short(view, "present", MSG_NONE, attended->time_ms, kernel_zone(work_state(view), meeting->zone));
}

static void put_delegations(struct view *view, const struct meeting_view *meeting, const struct meeting_sheet *sheet)
{
	static const struct view_column columns[] = {
		{"party", MSG_PARTY, false},
		{"head", MSG_WORK_HEAD_OF_DELEGATION, false},
		{"delegates", MSG_WORK_DELEGATES, false},
		{"present", MSG_WORK_PRESENT_FROM, false},
	};
	const struct charter *charter = work_charter(view);
	if (party_set_count(&meeting->registered) == 0 && view->format == VIEW_HTML)
		return;
	view_section(view, "delegations", MSG_WORK_DELEGATIONS);
	view_table(view, "parties", MSG_WORK_CAPTION_ORDER, columns, sizeof columns / sizeof *columns);
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint32_t party = charter->order[i];
		const struct fact *registered = sheet->registered[party];
		if (!registered)
			continue;
		const struct value *delegates = fact_get(registered, FIELD_DELEGATES);
		view_row(view);
		view_party(view, "party", MSG_NONE, party);
		view_person(view, "head", MSG_NONE, fact_name(registered, FIELD_HEAD));
		view_cell(view, "delegates", MSG_NONE);
		for (uint32_t d = 0; delegates && d < delegates->count; d++)
			view_person(view, "person", MSG_NONE, delegates->list[d]);
		view_end(view);
		put_presence(view, sheet->attended[party], meeting);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

static void put_guests(struct view *view, const struct meeting_sheet *sheet)
{
	if (sheet->guest_count == 0 && view->format == VIEW_HTML)
		return;
	view_section(view, "guests", MSG_WORK_GUESTS);
	view_list(view, "invited", VIEW_PLAIN);
	for (uint32_t i = 0; i < sheet->guest_count; i++) {
		struct str name = fact_name(sheet->guest[i], FIELD_GUEST);
		uint32_t party = map_get(&work_charter(view)->parties, name);
		view_item(view);
		if (view->format == VIEW_JSON)
			view_text(view, "name", MSG_NONE, name, STR(""));
		if (party != MAP_NONE)
			view_party(view, "party", MSG_NONE, party);
		else if (fact_get(sheet->guest[i], FIELD_TITLE))
			work_fact_title(view, "title", MSG_NONE, sheet->guest[i]);
		else
			view_text(view, "title", MSG_NONE, name, STR(""));
		view_entry(view, "entry", MSG_NONE, sheet->guest[i]->number);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

/* ---- What -------------------------------------------------------------------------------------------------------- */

static void put_speech(struct view *view, const struct fact *speech)
{
	struct str office = fact_name(speech, FIELD_OFFICE);
	view_item(view);
	view_person(view, "person", MSG_NONE, speech->by); /* to people it names the party too */
	if (view->format == VIEW_JSON)
		view_party(view, "party", MSG_NONE, speech->party);
	if (office.len > 0)
		view_subject(view, "office", MSG_WORK_SPEAKS_AS, SUBJECT_OFFICE, office);
	view_entry(view, "entry", MSG_NONE, speech->number);
	view_fact_text(view, "text", speech, FIELD_TEXT);
	view_end(view);
}

/* The speeches on an item; item 0: those on none that stands on the agenda. */
static bool on_item(const struct meeting_sheet *sheet, const struct fact *speech, int64_t item)
{
	int64_t spoken = fact_number(speech, FIELD_ITEM, 0);
	if (item != 0)
		return spoken == item;
	for (uint32_t i = 0; i < sheet->agenda_count; i++)
		if (fact_number(sheet->agenda[i], FIELD_ITEM, 0) == spoken)
			return false;
	return true;
}

static void put_speeches(struct view *view, const struct meeting_sheet *sheet, int64_t item)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < sheet->speech_count; i++)
		count += on_item(sheet, sheet->speech[i], item);
	if (count == 0 && view->format == VIEW_HTML)
		return;
	view_list(view, "speeches", VIEW_LINES);
	for (uint32_t i = 0; i < sheet->speech_count; i++)
		if (on_item(sheet, sheet->speech[i], item))
			put_speech(view, sheet->speech[i]);
	view_end(view);
}

static void put_matter(struct view *view, struct str name)
{
	uint32_t index = kernel_matter_find(work_state(view), name);
	if (index == NONE)
		return;
	struct matter_view matter = kernel_matter_at(work_state(view), index);
	view_literal_markup_of_our_own(view, "<p class=\"note\">");
	view_subject(view, "matter", MSG_MATTER, SUBJECT_MATTER, name);
	work_status(view, "status", MSG_NONE, &matter);
	if (matter.symbol.len > 0)
		view_text(view, "symbol", MSG_NONE, matter.symbol, STR(""));
	view_literal_markup_of_our_own(view, "</p>");
}

static void put_agenda(struct view *view, const struct meeting_sheet *sheet)
{
	if (sheet->agenda_count == 0 && view->format == VIEW_HTML)
		return;
	view_section(view, "agenda", MSG_WORK_AGENDA);
	view_list(view, "items", VIEW_NUMBERED); /* the record lets no number be left out */
	for (uint32_t i = 0; i < sheet->agenda_count; i++) {
		const struct fact *item = sheet->agenda[i];
		struct str matter = fact_name(item, FIELD_MATTER);
		view_item(view);
		if (view->format == VIEW_JSON)
			view_number(view, "item", MSG_NONE, (uint64_t)fact_number(item, FIELD_ITEM, 0));
		work_fact_title(view, "title", MSG_NONE, item);
		if (matter.len > 0)
			put_matter(view, matter);
		put_speeches(view, sheet, fact_number(item, FIELD_ITEM, 0));
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

static void put_other_speeches(struct view *view, const struct meeting_sheet *sheet)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < sheet->speech_count; i++)
		count += on_item(sheet, sheet->speech[i], 0);
	if (count == 0)
		return;
	view_section(view, "other_speeches", sheet->agenda_count > 0 ? MSG_WORK_SPEECHES_OTHER : MSG_WORK_SPEECHES);
	put_speeches(view, sheet, 0);
	view_end(view);
}

static void put_outcomes(struct view *view, const struct meeting_sheet *sheet)
{
	if (sheet->outcome_count == 0 && view->format == VIEW_HTML)
		return;
	view_section(view, "outcomes", MSG_WORK_DECIDED_THERE);
	view_list(view, "matters", VIEW_LINES);
	for (uint32_t i = 0; i < sheet->outcome_count; i++) {
		const struct fact *outcome = sheet->outcome[i];
		view_item(view);
		view_subject(view, "matter", MSG_NONE, SUBJECT_MATTER, fact_name(outcome, FIELD_MATTER));
		work_result(view, "result", MSG_NONE, outcome);
		work_decision(view, "decision", MSG_NONE, outcome);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

/* When it is or was: of a release its publication, of an event its own days or hour, of a document its entry's time. */
static void put_when(struct view *view, enum subject subject, const struct fact *fact)
{
	struct news_release release;
	if (subject == SUBJECT_EVENT) {
		uint32_t index = kernel_event_find(work_state(view), fact_name(fact, FIELD_EVENT));
		struct event_view event = kernel_event_at(work_state(view), index);
		news_event_when(view, &event, /* in_full= */ false);
	} else if (subject == SUBJECT_RELEASE && news_release(view->site, fact_name(fact, FIELD_RELEASE), &release)) {
		view_time_short(view, "published", MSG_NONE, release.published_ms, view_fact_zone(view, fact));
	} else if (subject == SUBJECT_DOCUMENT) {
		view_time_short(view, "time", MSG_NONE, fact->time_ms, view_fact_zone(view, fact));
	}
}

static void put_links(struct view *view, const char *key, enum message heading, enum subject subject, enum field field,
                      const struct fact **facts, uint32_t count)
{
	if (count == 0 && view->format == VIEW_HTML)
		return;
	view_section(view, key, heading);
	view_list(view, "items", VIEW_LINES);
	for (uint32_t i = 0; i < count; i++) {
		view_item(view);
		view_subject(view, "about", MSG_NONE, subject, fact_name(facts[i], field));
		put_when(view, subject, facts[i]);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

enum page_result page_meeting(struct view *view, const struct page_request *request)
{
	uint32_t index = kernel_meeting_find(work_state(view), request->name);
	if (index == NONE)
		return PAGE_NOT_FOUND;
	struct meeting_view meeting = kernel_meeting_at(work_state(view), index);
	struct history history = library_history(work_library(view), SUBJECT_MEETING, request->name);
	struct meeting_sheet sheet;
	if (!meeting_read(view, history, &sheet)) {
		view->failed = true;
		return PAGE_OK;
	}
	struct str language;
	struct str title = sheet.convened && fact_get(sheet.convened, FIELD_TITLE)
	                       ? work_title(view, SUBJECT_MEETING, meeting.name, &language)
	                       : work_name(view, &work_charter(view)->body[meeting.body].titles, &language);
	view_start(view, title, language, lead_of(view, &meeting));
	put_facts(view, &meeting, &sheet);
	put_sittings(view, &meeting, &sheet);
	put_agenda(view, &sheet);
	put_other_speeches(view, &sheet);
	put_outcomes(view, &sheet);
	put_delegations(view, &meeting, &sheet);
	put_guests(view, &sheet);
	put_links(view, "events", MSG_EVENTS, SUBJECT_EVENT, FIELD_EVENT, sheet.event, sheet.event_count);
	put_links(view, "releases", MSG_RELEASES, SUBJECT_RELEASE, FIELD_RELEASE, sheet.release, sheet.release_count);
	put_links(view, "documents", MSG_DOCUMENTS, SUBJECT_DOCUMENT, FIELD_DOCUMENT, sheet.document, sheet.document_count);
	work_history(view, history);
	return PAGE_OK;
}
