/* One event: what it is, when and where; who takes part, in the order of the protocol, with the host where its kind's
 * rule says; what was said about it. The newest act about it counts; the others stand in its history. */
#include "web/news.h"
#include "web/page.h"

/* ---- Facts ------------------------------------------------------------------------------------------------------ */

static struct str picked(struct view *view, const struct value *titles, struct str *ret_language)
{
	return titles_pick(titles, language_tag[view->language], ret_language);
}

static void facts(struct view *view, const struct event_view *event, const struct fact *fact)
{
	const struct reading *r = &view->site->reading;
	struct str language = STR("");
	view_facts(view);
	struct str kind = titles_in(&r->charter->event_kind[event->kind].titles, language_tag[view->language], &language);
	view_text(view, "kind", MSG_EVENT_KIND, kind, language);
	if (event->ordinal > 0)
		view_number(view, "ordinal", MSG_EVENT_ORDINAL, event->ordinal);
	const struct value *topic = fact_get(fact, FIELD_TOPIC);
	if (topic) {
		struct str words = picked(view, topic, &language);
		view_text(view, "topic", MSG_EVENT_TOPIC, words, language);
	}
	news_event_when(view, event, true);
	if (event->place.len > 0)
		view_text(view, "place", MSG_EVENT_PLACE, event->place, STR(""));
	if (event->host != NONE)
		view_party(view, "host", MSG_EVENT_HOST, event->host);
	if (event->body != NONE)
		view_body(view, "body", MSG_BODY, event->body);
	if (event->meeting != NONE)
		view_subject(view, "meeting", MSG_MEETING, SUBJECT_MEETING, kernel_meeting_at(r->state, event->meeting).name);
	if (event->matter != NONE)
		view_subject(view, "matter", MSG_MATTER, SUBJECT_MATTER, kernel_matter_at(r->state, event->matter).name);
	view_entry(view, "entry", MSG_PROOF, event->newest);
	view_end(view);
}

/* ---- Who takes part --------------------------------------------------------------------------------------------- */

static void office(struct view *view, const struct fact *fact)
{
	struct str name = fact_name(fact, FIELD_OFFICE);
	if (name.len > 0)
		view_subject(view, "office", MSG_NONE, SUBJECT_OFFICE, name);
}

static void participant(struct view *view, uint32_t event, uint32_t party)
{
	const struct reading *r = &view->site->reading;
	const struct fact *fact = library_fact(r->library, kernel_event_part(r->state, event, party));
	view_item(view);
	view_party(view, "party", MSG_NONE, party);
	if (!fact) {
		view_end(view);
		return;
	}
	const struct value *unit = fact_get(fact, FIELD_UNIT), *delegates = fact_get(fact, FIELD_DELEGATES);
	if (unit) {
		struct str language = STR(""), words = picked(view, unit, &language);
		view_text(view, "unit", MSG_NONE, words, language);
	}
	if (fact_name(fact, FIELD_HEAD).len > 0)
		view_person(view, "head", MSG_EVENT_HEAD, fact_name(fact, FIELD_HEAD));
	office(view, fact);
	if (delegates && delegates->count > 0) {
		view_cell(view, "delegates", MSG_EVENT_DELEGATES);
		for (uint32_t i = 0; i < delegates->count; i++)
			view_person(view, "delegate", MSG_NONE, delegates->list[i]);
		view_end(view);
	}
	view_entry(view, "entry", MSG_NONE, fact->number);
	if (fact_get(fact, FIELD_TEXT))
		view_fact_text(view, "text", fact, FIELD_TEXT);
	view_end(view);
}

static void participants(struct view *view, uint32_t index, const struct event_view *event)
{
	const struct reading *r = &view->site->reading;
	uint32_t party[LIMIT_PARTIES], count = kernel_event_order(r->state, index, party);
	bool apart = count > 0 && event->host != NONE && party[count - 1] == event->host &&
	             r->charter->event_kind[event->kind].host == HOST_APART;
	if (count == 0)
		return;
	view_section(view, "participation", MSG_EVENT_PARTICIPANTS);
	view_note(view, MSG_EVENT_ORDER_NOTE, NULL, 0);
	view_list(view, "participants", VIEW_NUMBERED);
	for (uint32_t i = 0; i < count - apart; i++)
		participant(view, index, party[i]);
	view_end(view);
	if (apart) {
		view_note(view, MSG_EVENT_HOST_APART, NULL, 0);
		view_list(view, "host_beside", VIEW_PLAIN);
		participant(view, index, event->host);
		view_end(view);
	}
	view_end(view);
}

/* ---- Page ------------------------------------------------------------------------------------------------------- */

static void history_section(struct view *view, struct history history)
{
	const struct reading *r = &view->site->reading;
	view_section(view, "history", MSG_EVENT_HISTORY);
	view_list(view, "items", VIEW_TIMELINE);
	for (uint32_t i = history.count, shown = 0; i-- > 0 && shown < LIMIT_PAGE_HISTORY;) {
		const struct fact *fact = library_fact(r->library, history.number[i]);
		if (!fact || library_embargoed(r->library, fact, r->now_ms))
			continue;
		shown++;
		view_item(view);
		view_time_short(view, "time", MSG_NONE, fact->time_ms, view_fact_zone(view, fact));
		view_fact(view, "words", fact);
		view_entry(view, "entry", MSG_NONE, fact->number);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

enum page_result page_event(struct view *view, const struct page_request *request)
{
	const struct reading *r = &view->site->reading;
	uint32_t index = kernel_event_find(r->state, request->name);
	if (index == NONE)
		return PAGE_NOT_FOUND;
	struct event_view event = kernel_event_at(r->state, index);
	const struct fact *fact = library_fact(r->library, event.newest);
	if (!fact)
		return PAGE_NOT_FOUND;
	struct history history = library_history(r->library, SUBJECT_EVENT, request->name);
	struct str language = STR("");
	struct str title = library_title(r->library, r->charter, SUBJECT_EVENT, request->name, language_tag[view->language],
	                                 &language);
	view_start(view, title, language, STR(""));
	facts(view, &event, fact);
	news_correction(view, fact);
	if (fact_get(fact, FIELD_TEXT))
		view_fact_text(view, "text", fact, FIELD_TEXT);
	participants(view, index, &event);
	news_related(view, history);
	history_section(view, history);
	return PAGE_OK;
}
