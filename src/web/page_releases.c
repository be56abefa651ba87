/* Press releases: the newest, and every month that has any, with its releases. */
#include "web/news.h"
#include "web/page.h"

/* ---- All -------------------------------------------------------------------------------------------------------- */

static void month_name(struct buf *buf, int32_t year, uint32_t month)
{
	buf_pad(buf, (uint64_t)year, 4);
	buf_byte(buf, '-');
	buf_pad(buf, month, 2);
}

static void section_archive(struct view *view)
{
	uint32_t count;
	struct news_month *month = news_months(view->site, view->arena, &count);
	if (count == 0)
		return;
	view_section(view, "archive", MSG_RELEASES_ARCHIVE);
	view_list(view, "months", VIEW_LINES);
	for (uint32_t i = 0; i < count; i++) {
		char path_storage[64], words_storage[128];
		struct buf path = buf_of(path_storage, sizeof(path_storage));
		struct buf words = buf_of(words_storage, sizeof(words_storage));
		buf_str(&path, STR("/releases/month/"));
		month_name(&path, month[i].year, month[i].month);
		buf_month_words(&words, view->language, month[i].year, (uint8_t)month[i].month);
		view_item(view);
		view_link(view, "month", MSG_NONE, buf_view(&path), buf_view(&words));
		view_number(view, "count", MSG_NONE, month[i].count);
		view_end(view);
	}
	view_end(view);
	view_end(view);
}

enum page_result page_releases(struct view *view, const struct page_request *request)
{
	uint32_t count, skip = news_skip(request);
	bool more;
	struct news_query query = {.from_ms = INT64_MIN, .to_ms = INT64_MAX, .skip = skip, .max = LIMIT_PAGE_ITEMS};
	struct news_release *release = news_releases(view->site, &query, view->arena, &count, &more);
	view_start_message(view, MSG_RELEASES, MSG_RELEASES_LEAD);
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = 0; i < count; i++)
		news_card(view, &release[i]);
	view_end(view);
	if (count == 0)
		view_nothing(view, MSG_RELEASES_NONE);
	news_paging(view, STR("/releases"), skip, LIMIT_PAGE_ITEMS, more);
	section_archive(view);
	view_cell(view, "feeds", MSG_RELEASES_FEEDS);
	view_link(view, "atom", MSG_NONE, STR("/feed.atom"), STR("Atom"));
	view_link(view, "json", MSG_NONE, STR("/feed.json"), STR("JSON Feed"));
	view_end(view);
	return PAGE_OK;
}

/* ---- One month -------------------------------------------------------------------------------------------------- */

/* "2025-05"; false for anything else. */
static bool month_parse(struct str name, struct date *ret)
{
	uint64_t year, month;
	if (name.len != 7 || name.ptr[4] != '-' || name.ptr[0] == '0')
		return false;
	struct str digits = str_slice(name, 5, 7);
	if (digits.ptr[0] == '0')
		digits = str_slice(digits, 1, 2);
	if (!str_to_u64(str_slice(name, 0, 4), 9998, &year) || !str_to_u64(digits, 12, &month) || year == 0 || month == 0)
		return false;
	*ret = (struct date){.year = (int32_t)year, .month = (uint8_t)month, .day = 1};
	return true;
}

enum page_result page_releases_month(struct view *view, const struct page_request *request)
{
	struct date from;
	if (!month_parse(request->name, &from))
		return PAGE_NOT_FOUND;
	struct date to = {.year = from.year + (from.month == 12), .month = (uint8_t)(from.month % 12 + 1), .day = 1};
	uint32_t count, skip = news_skip(request);
	bool more;
	struct news_query query = {
		.from_ms = news_midnight(view->site->seat_zone, date_to_days(from)),
		.to_ms = news_midnight(view->site->seat_zone, date_to_days(to)),
		.skip = skip,
		.max = LIMIT_PAGE_ITEMS,
	};
	struct news_release *release = news_releases(view->site, &query, view->arena, &count, &more);
	if (count == 0)
		return PAGE_NOT_FOUND; /* a month without releases has no page, so that nothing links to it in vain */
	char path_storage[64], month_storage[128], title_storage[256];
	struct buf path = buf_of(path_storage, sizeof(path_storage));
	struct buf month = buf_of(month_storage, sizeof(month_storage));
	struct buf title = buf_of(title_storage, sizeof(title_storage));
	buf_str(&path, STR("/releases/month/"));
	month_name(&path, from.year, from.month);
	buf_month_words(&month, view->language, from.year, from.month);
	buf_message(&title, MSG_RELEASES_OF, view->language, &(struct str){month.ptr, month.len}, 1);
	view_start(view, buf_view(&title), STR(""), STR(""));
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = 0; i < count; i++)
		news_card(view, &release[i]);
	view_end(view);
	news_paging(view, buf_view(&path), skip, LIMIT_PAGE_ITEMS, more);
	view_link(view, "all", MSG_NONE, STR("/releases"), message(MSG_HOME_ALL_RELEASES, view->language));
	return PAGE_OK;
}
