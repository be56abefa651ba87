/* Events beside the meetings: parades, courses, conferences, receptions, briefings. Coming ones, past ones, and those
 * of which nobody has said the date. */
#include "web/news.h"
#include "web/page.h"

static void card(struct view *view, const struct news_event *one)
{
	const struct site *site = view->site;
	struct event_view event = kernel_event_at(site->reading.state, one->index);
	struct str language = STR("");
	struct str kind = titles_in(&site->reading.charter->event_kind[event.kind].titles, language_tag[view->language],
	                            &language);
	view_item(view);
	if (one->begins_ms != TIME_NEVER || view->format == VIEW_JSON) /* people read it in the heading above */
		news_event_when(view, &event, false);
	view_subject(view, "event", MSG_NONE, SUBJECT_EVENT, event.name);
	if (one->begins_ms != TIME_NEVER && one->begins_ms <= site->reading.now_ms && one->ends_ms > site->reading.now_ms)
		view_word(view, "status", MSG_NONE, STR("now"), MSG_EVENT_NOW, "open");
	view_text(view, "kind", MSG_NONE, kind, language);
	if (event.place.len > 0)
		view_text(view, "place", MSG_NONE, event.place, STR(""));
	view_end(view);
}

static void cards(struct view *view, const char *key, enum message heading, const struct news_event *event,
                  uint32_t count)
{
	view_section(view, key, heading);
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = 0; i < count; i++)
		card(view, &event[i]);
	view_end(view);
}

enum page_result page_events(struct view *view, const struct page_request *request)
{
	uint32_t count, skip = news_skip(request);
	bool more;
	struct news_event *event;
	view_start_message(view, MSG_EVENTS, MSG_EVENTS_LEAD);
	if (skip == 0) {
		event = news_events(view->site, NEWS_COMING, 0, LIMIT_PAGE_ITEMS, view->arena, &count, &more);
		cards(view, "coming", MSG_EVENTS_COMING, event, count);
		if (count == 0)
			view_nothing(view, MSG_EVENTS_NONE_COMING);
		view_end(view);
	}
	event = news_events(view->site, NEWS_PAST, skip, LIMIT_PAGE_ITEMS, view->arena, &count, &more);
	cards(view, "past", MSG_EVENTS_PAST, event, count);
	if (count == 0)
		view_nothing(view, MSG_EVENTS_NONE_PAST);
	news_paging(view, STR("/events"), skip, LIMIT_PAGE_ITEMS, more);
	view_end(view);
	if (skip > 0)
		return PAGE_OK;
	event = news_events(view->site, NEWS_OPEN, 0, LIMIT_PAGE_ITEMS, view->arena, &count, &more);
	if (count > 0) {
		cards(view, "open", MSG_EVENTS_OPEN, event, count);
		view_end(view);
	}
	return PAGE_OK;
}
