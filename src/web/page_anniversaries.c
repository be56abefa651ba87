/* The days that the organisation remembers: each date of its charter, how long ago it was, and when it returns. */
#include "web/news.h"
#include "web/page.h"

static void years(struct view *view, const char *key, enum message label, int32_t count)
{
	char storage[128];
	struct buf words = buf_of(storage, sizeof(storage));
	if (view->format == VIEW_JSON) {
		view_number(view, key, label, (uint64_t)count);
		return;
	}
	buf_plural(&words, MSG_YEARS, view->language, (uint64_t)count);
	view_text(view, key, label, buf_view(&words), STR(""));
}

static void title(struct view *view, const struct dated *dated)
{
	struct str language = STR("");
	struct str words = titles_in(&dated->titles, language_tag[view->language], &language);
	view_text(view, "title", MSG_NONE, words, language);
}

static void marks(struct view *view, const struct news_day *day)
{
	bool round = news_round(day->next_years);
	if (view->format == VIEW_JSON) {
		view_bool(view, "round", MSG_NONE, round);
		view_bool(view, "yearly", MSG_NONE, day->dated->yearly);
		return;
	}
	if (round)
		view_word(view, "round", MSG_NONE, STR("round"), MSG_ANNIVERSARY_ROUND, "good");
	if (day->dated->yearly)
		view_word(view, "yearly", MSG_NONE, STR("yearly"), MSG_ANNIVERSARY_YEARLY, "plain");
}

void news_day_line(struct view *view, const struct news_day *day)
{
	view_item(view);
	view_date(view, "next", MSG_NONE, day->next_days);
	title(view, day->dated);
	if (day->next_years > 0)
		years(view, "years", MSG_NONE, day->next_years);
	marks(view, day);
	view_end(view);
}

/* What the day is, standing out from what is said of it. */
static void heading(struct view *view, const struct dated *dated)
{
	struct buf *buf = view_html_only(view);
	struct str language = STR("");
	struct str words = titles_in(&dated->titles, language_tag[view->language], &language);
	if (!buf) {
		title(view, dated);
		return;
	}
	html_literal_markup_of_our_own(buf, "<strong dir=\"auto\"");
	if (language.len > 0 && !str_eq(language, language_tag[view->language]))
		html_attr(buf, "lang", language);
	html_literal_markup_of_our_own(buf, ">");
	html_text(buf, words);
	html_literal_markup_of_our_own(buf, "</strong>");
}

static void item(struct view *view, const struct news_day *day)
{
	const struct dated *dated = day->dated;
	view_item(view);
	view_date(view, "next", MSG_NONE, day->next_days);
	heading(view, dated);
	marks(view, day);
	view_facts(view);
	view_date(view, "date", MSG_ANNIVERSARY_DATE, date_to_days(dated->date));
	if (dated->place.len > 0)
		view_text(view, "place", MSG_ANNIVERSARY_PLACE, dated->place, STR(""));
	if (day->years > 0)
		years(view, "years", MSG_ANNIVERSARY_SINCE, day->years);
	if (day->next_years > 0)
		years(view, "next_years", MSG_ANNIVERSARY_THEN, day->next_years);
	if (dated->body != NONE)
		view_body(view, "body", MSG_BODY, dated->body);
	if (dated->origin.cite.len > 0)
		view_text(view, "cite", MSG_ANNIVERSARY_CITE, dated->origin.cite, STR(""));
	view_end(view);
	view_end(view);
}

enum page_result page_anniversaries(struct view *view, const struct page_request *request)
{
	(void)request;
	uint32_t count;
	struct news_day *day = news_anniversaries(view->site, view->arena, &count);
	view_start_message(view, MSG_ANNIVERSARIES, MSG_ANNIVERSARIES_LEAD);
	view_list(view, "items", VIEW_TIMELINE);
	for (uint32_t i = 0; i < count; i++)
		item(view, &day[i]);
	view_end(view);
	if (count == 0)
		view_nothing(view, MSG_ANNIVERSARIES_NONE);
	return PAGE_OK;
}
