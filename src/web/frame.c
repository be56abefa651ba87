/* The frame around every page: what a reader finds in the same place everywhere, whatever the page says.
 *
 * Everything is drawn from the table of pages: a page that is added there stands in the navigation and in the list at
 * the foot without a line here.
 */
#include "web/frame.h"

#include "web/view_private.h"

static const enum message area_title[AREA_MAX] = {
	[AREA_NONE] = MSG_NONE,
	[AREA_HOME] = MSG_HOME,
	[AREA_NEWS] = MSG_AREA_NEWS,
	[AREA_WORK] = MSG_AREA_WORK,
	[AREA_BODIES] = MSG_AREA_ORGANISATION,
	[AREA_RECORD] = MSG_AREA_RECORD,
};

/* ---- Addresses --------------------------------------------------------------------------------------------------- */

/* "/en/meetings/cmfa-yerevan" in a language; the twin with ".json". */
static void put_path(struct buf *buf, const struct page *page, const struct page_request *request,
                     enum language language, bool twin)
{
	struct str pattern = str_from(page->pattern), head, tail, name;
	buf_byte(buf, '/');
	buf_str(buf, language_tag[language]);
	buf_byte(buf, '/');
	for (bool second = false; str_cut(pattern, '{', &head, &tail) && str_cut(tail, '}', &name, &pattern);
	     second = true) {
		buf_str(buf, head);
		url_arg(buf, second ? request->extra : request->name);
	}
	buf_str(buf, pattern);
	if (twin)
		buf_str(buf, page->pattern[0] ? STR(".json") : STR("index.json"));
}

static void put_query(struct buf *buf, const struct page_request *request)
{
	char separator = '?';
	if (request->query_q.len > 0) {
		buf_str(buf, STR("?q="));
		url_arg(buf, request->query_q);
		separator = '&';
	}
	if (request->query_from != UINT64_MAX) {
		buf_byte(buf, (uint8_t)separator);
		buf_str(buf, STR("from="));
		buf_u64(buf, request->query_from);
	}
}

void buf_page_address(struct buf *buf, const struct page *page, const struct page_request *request,
                      enum language language, bool twin)
{
	put_path(buf, page, request, language, twin);
	put_query(buf, request);
}

/* ` href="…"` of this page in another language or form. */
static void put_here(struct view *view, enum language language, bool twin, struct str base)
{
	char storage[2048];
	struct buf address = buf_of(storage, sizeof storage);
	buf_str(&address, base);
	if (view->page) {
		buf_page_address(&address, view->page, view->request, language, twin);
	} else {
		buf_byte(&address, '/');
		buf_str(&address, language_tag[language]);
		buf_byte(&address, '/');
	}
	html_attr(view->out, "href", buf_view(&address));
}

static void put_page_link(struct view *view, const struct page *page, enum message words, struct str current)
{
	put(view, STR("<li><a href=\"/"));
	buf_str(view->out, language_tag[view->language]);
	buf_byte(view->out, '/');
	buf_c(view->out, page->pattern);
	buf_byte(view->out, '"');
	if (current.len > 0)
		html_attr(view->out, "aria-current", current);
	buf_byte(view->out, '>');
	put_message(view, words);
	put(view, STR("</a></li>"));
}

/* ---- Head -------------------------------------------------------------------------------------------------------- */

static struct str organisation(const struct view *view, struct str *ret_language)
{
	*ret_language = STR("");
	if (!view->site)
		return STR("");
	return titles_in(&view->site->reading.charter->titles, language_tag[view->language], ret_language);
}

static void put_feed(struct view *view, struct str name, struct str type, struct str organisation_title)
{
	char storage[2 * LIMIT_LABEL_SIZE];
	struct buf title = buf_of(storage, sizeof storage);
	buf_message(&title, MSG_FRAME_FEED, view->language, &organisation_title, 1);
	put(view, STR("<link rel=\"alternate\""));
	html_attr(view->out, "type", type);
	html_attr(view->out, "title", buf_view(&title));
	put(view, STR(" href=\"/"));
	buf_str(view->out, language_tag[view->language]);
	put(view, name);
	put(view, STR("\">\n"));
}

static void put_alternates(struct view *view, struct str organisation_title)
{
	struct str base = view->site->base_url;
	if (view->page && view->page->area != AREA_NONE) {
		for (unsigned i = 0; i < LANGUAGE_PSEUDO; i++) {
			put(view, STR("<link rel=\"alternate\""));
			html_attr(view->out, "hreflang", language_tag[i]);
			put_here(view, (enum language)i, false, base);
			put(view, STR(">\n"));
		}
		put(view, STR("<link rel=\"alternate\" type=\"application/json\""));
		put_here(view, view->language, true, base);
		put(view, STR(">\n"));
	}
	put_feed(view, STR("/feed.atom"), STR("application/atom+xml"), organisation_title);
	put_feed(view, STR("/feed.json"), STR("application/feed+json"), organisation_title);
}

static void put_head(struct view *view, struct str title, struct str lead)
{
	struct str language, name = organisation(view, &language);
	bool home = view->page && view->page->area == AREA_HOME;
	put(view, STR("<!DOCTYPE html>\n<html"));
	html_attr(view->out, "lang", language_tag[view->language]);
	put(view, language_rtl(view->language) ? STR(" dir=\"rtl\">\n") : STR(" dir=\"ltr\">\n"));
	put(view, STR("<head>\n<meta charset=\"utf-8\">\n<title>"));
	html_text(view->out, home && name.len > 0 ? name : title);
	if (!home && name.len > 0) {
		put(view, STR(" – "));
		html_text(view->out, name);
	}
	put(view, STR("</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	              "<meta name=\"color-scheme\" content=\"light dark\">\n"));
	if (lead.len > 0) {
		put(view, STR("<meta name=\"description\""));
		html_attr(view->out, "content", lead);
		put(view, STR(">\n"));
	}
	put(view, STR("<link rel=\"stylesheet\" href=\"/site.css\">\n"
	              "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/favicon.svg\">\n"));
	if (view->site)
		put_alternates(view, name);
	put(view, STR("</head>\n<body>\n"));
}

/* ---- Header ------------------------------------------------------------------------------------------------------ */

/* Each language under its own name, to this same page. The pseudo language is for those who know of it. */
static void put_languages(struct view *view)
{
	put(view, STR("<nav class=\"languages\""));
	html_attr(view->out, "aria-label", message(MSG_FRAME_LANGUAGES, view->language));
	put(view, STR("><ul>"));
	for (unsigned i = 0; i < LANGUAGE_PSEUDO; i++) {
		put(view, STR("<li><a"));
		put_here(view, (enum language)i, false, STR(""));
		html_attr(view->out, "hreflang", language_tag[i]);
		html_attr(view->out, "lang", language_tag[i]);
		if (i == view->language)
			put(view, STR(" aria-current=\"true\""));
		buf_byte(view->out, '>');
		buf_str(view->out, language_own_name[i]);
		put(view, STR("</a></li>"));
	}
	put(view, STR("</ul></nav>\n"));
}

static void put_search(struct view *view)
{
	put(view, STR("<search><form class=\"search\" method=\"get\" action=\"/"));
	buf_str(view->out, language_tag[view->language]);
	put(view, STR("/search\"><input type=\"search\" id=\"site-search\" name=\"q\" maxlength=\"200\""));
	html_attr(view->out, "aria-label", message(MSG_FRAME_SEARCH_LABEL, view->language));
	if (view->page && view->page->area == AREA_NONE &&
	    view->request->query_q.len > 0) /* on the page of what was found */
		html_attr(view->out, "value", view->request->query_q);
	put(view, STR("><button type=\"submit\">"));
	put_message(view, MSG_SEARCH);
	put(view, STR("</button></form></search>\n"));
}

static enum page_area area_now(const struct view *view)
{
	return view->page ? view->page->area : AREA_NONE;
}

/* The first part of a pattern: "meetings" of "meetings/{name}". */
static struct str first_part(const struct page *page)
{
	struct str pattern = str_from(page->pattern);
	return str_slice(pattern, 0, str_find(pattern, '/', 0));
}

/* "page" for the page itself, "true" for the list that it belongs to. */
static struct str current(const struct view *view, const struct page *page)
{
	if (!view->page)
		return STR("");
	if (page == view->page)
		return STR("page");
	return page->pattern[0] && str_eq(first_part(page), first_part(view->page)) ? STR("true") : STR("");
}

static void put_areas(struct view *view)
{
	enum page_area last = AREA_NONE, now = area_now(view);
	put(view, STR("<nav class=\"areas\""));
	html_attr(view->out, "aria-label", message(MSG_FRAME_NAVIGATION, view->language));
	put(view, STR("><ul>"));
	for (uint32_t i = 0; i < page_count; i++) {
		const struct page *page = &page_table[i];
		bool seen = false; /* each area once: at its first page */
		for (uint32_t j = 0; j < i; j++)
			seen = seen || (page_table[j].in_navigation && page_table[j].area == page->area);
		last = page->area;
		if (!page->in_navigation || seen || last == AREA_NONE)
			continue;
		struct str is_current = page == view->page ? STR("page") : last == now ? STR("true") : STR("");
		put_page_link(view, page, area_title[last], is_current);
	}
	put(view, STR("</ul></nav>\n"));
}

static void put_area(struct view *view)
{
	enum page_area now = area_now(view);
	if (now == AREA_NONE || now == AREA_HOME)
		return;
	put(view, STR("<nav class=\"area\""));
	html_attr(view->out, "aria-label", message(MSG_FRAME_SECTION, view->language));
	put(view, STR("><ul>"));
	for (uint32_t i = 0; i < page_count; i++) {
		const struct page *page = &page_table[i];
		if (page->in_navigation && page->area == now)
			put_page_link(view, page, page->title, current(view, page));
	}
	put(view, STR("</ul></nav>\n"));
}

/* On the page of one thing: the way up to the list. */
static void put_way_up(struct view *view)
{
	if (!view->page || view->page->in_navigation)
		return;
	for (uint32_t i = 0; i < page_count; i++) {
		const struct page *page = &page_table[i];
		if (!page->in_navigation || !page->pattern[0] || !str_eq(first_part(page), first_part(view->page)))
			continue;
		put(view, STR("<nav class=\"way-up\""));
		html_attr(view->out, "aria-label", message(MSG_FRAME_PATH, view->language));
		put(view, STR("><ul>"));
		put_page_link(view, page, page->title, STR(""));
		put(view, STR("</ul></nav>\n"));
		return;
	}
}

/* What the charter wants every reader to know first. */
static void put_banner(struct view *view)
{
	if (!view->site || view->site->reading.charter->banner.title.len == 0)
		return;
	struct str language,
		text = titles_in(&view->site->reading.charter->banner, language_tag[view->language], &language);
	put(view, STR("<p class=\"banner\""));
	put_lang(view, language);
	put(view, STR(" dir=\"auto\">"));
	html_text(view->out, text);
	put(view, STR("</p>\n"));
}

void frame_begin(struct view *view, struct str title, struct str lead)
{
	struct str language, name = organisation(view, &language);
	put_head(view, title, lead);
	put(view, STR("<a class=\"skip\" href=\"#content\">"));
	put_message(view, MSG_FRAME_SKIP);
	put(view, STR("</a>\n<header class=\"site\">\n"));
	put_banner(view);
	put(view, STR("<div class=\"bar\">\n<p class=\"brand\"><a href=\"/"));
	buf_str(view->out, language_tag[view->language]);
	put(view, STR("/\""));
	put_lang(view, language);
	put(view, STR(" dir=\"auto\">"));
	if (name.len > 0)
		html_text(view->out, name);
	else
		put_message(view, MSG_HOME);
	put(view, STR("</a></p>\n"));
	put_languages(view);
	put_search(view);
	put(view, STR("</div>\n"));
	put_areas(view);
	put_area(view);
	put(view, STR("</header>\n<main id=\"content\" tabindex=\"-1\">\n"));
	put_way_up(view);
}

/* ---- Foot -------------------------------------------------------------------------------------------------------- */

static void put_site_map(struct view *view)
{
	put(view, STR("<nav class=\"map\""));
	html_attr(view->out, "aria-label", message(MSG_FRAME_SITE_MAP, view->language));
	buf_byte(view->out, '>');
	for (unsigned area = AREA_NEWS; area < AREA_MAX; area++) {
		put(view, STR("<div><h2>"));
		put_message(view, area_title[area]);
		put(view, STR("</h2><ul>"));
		for (uint32_t i = 0; i < page_count; i++)
			if (page_table[i].in_navigation && page_table[i].area == area)
				put_page_link(view, &page_table[i], page_table[i].title, current(view, &page_table[i]));
		put(view, STR("</ul></div>\n"));
	}
	put(view, STR("</nav>\n"));
}

/* "128 entries in the record, 128 sealed · As of 10 June 2022, 12:30 Moscow (UTC+3)" */
static void put_standing(struct view *view)
{
	const struct reading *reading = &view->site->reading;
	char storage[256], words_storage[512];
	struct buf time_words = buf_of(storage, sizeof storage), words = buf_of(words_storage, sizeof words_storage);
	put(view, STR("<p class=\"standing\"><a href=\"/"));
	buf_str(view->out, language_tag[view->language]);
	put(view, STR("/record\">"));
	buf_plural(&words, MSG_FRAME_ENTRIES, view->language, reading->size);
	buf_str(&words, STR(", "));
	buf_plural(&words, MSG_FRAME_SEALED, view->language, reading->sealed);
	html_text(view->out, buf_view(&words));
	put(view, STR("</a> · <time datetime=\""));
	buf_time_utc(view->out, reading->now_ms);
	put(view, STR("\">"));
	buf_time_words(&time_words, view, reading->now_ms, NULL);
	struct str argument = buf_view(&time_words);
	words.len = 0;
	buf_message(&words, MSG_FRAME_AS_OF, view->language, &argument, 1);
	html_text(view->out, buf_view(&words));
	put(view, STR("</time>"));
	if (reading->charter->seat.len > 0) {
		words.len = 0;
		struct str seat = reading->charter->seat;
		message_word(seat, view->language, &seat);
		buf_message(&words, MSG_FRAME_SEAT, view->language, &seat, 1);
		put(view, STR(" · "));
		html_text(view->out, buf_view(&words));
	}
	if (view->page && view->site->base_url.len > 0) {
		char address_storage[2048];
		struct buf address = buf_of(address_storage, sizeof address_storage);
		buf_str(&address, view->site->base_url);
		put_path(&address, view->page, view->request, view->language, false);
		put(view, STR("<span class=\"address\">"));
		html_text(view->out, buf_view(&address));
		put(view, STR("</span>"));
	}
	put(view, STR("</p>\n"));
}

static void put_machine(struct view *view)
{
	put(view, STR("<ul class=\"machine\">"));
	if (view->page) {
		put(view, STR("<li><a type=\"application/json\""));
		put_here(view, view->language, true, STR(""));
		buf_byte(view->out, '>');
		put_message(view, MSG_FRAME_JSON);
		put(view, STR("</a></li>"));
	}
	put(view, STR("<li><a href=\"/"));
	buf_str(view->out, language_tag[view->language]);
	put(view, STR("/feed.atom\">"));
	put_message(view, MSG_FRAME_ATOM);
	put(view, STR("</a></li><li><a href=\"/"));
	buf_str(view->out, language_tag[view->language]);
	put(view, STR("/feed.json\">"));
	put_message(view, MSG_FRAME_JSON_FEED);
	put(view, STR("</a></li><li><a href=\"/checkpoint\">"));
	put_message(view, MSG_FRAME_CHECKPOINT);
	put(view, STR("</a></li></ul>\n"));
}

void frame_end(struct view *view)
{
	put(view, STR("</main>\n<footer class=\"site\">\n"));
	if (view->site) {
		put_site_map(view);
		put_standing(view);
		put(view, STR("<p class=\"proof\">"));
		put_message(view, MSG_FRAME_PROOF);
		put(view, STR("</p>\n"));
		put_machine(view);
	}
	put(view, STR("</footer>\n</body>\n</html>\n"));
}

/* ---- Pages ------------------------------------------------------------------------------------------------------- */

enum page_result page_render(const struct page *page, const struct page_request *request, const struct site *site,
                             enum language language, enum view_format format, struct arena *arena, struct buf *out,
                             struct page_made *ret)
{
	struct view view = {
		.format = format,
		.out = out,
		.site = site,
		.language = language,
		.arena = arena,
		.text_language = request->query_text,
		.page = page,
		.request = request,
	};
	enum page_result result = page->run(&view, request);
	/* What has lasted until now is said in minutes. */
	*ret = (struct page_made){view.failed, view.running ? site->reading.now_ms + MINUTE_MS : TIME_NEVER};
	if (result != PAGE_OK || view.failed)
		return result;
	assert(view.depth == 1); /* what was opened is closed, and view_start was called */
	if (format == VIEW_HTML)
		frame_end(&view);
	else
		put(&view, view.shortened ? STR(",\"shortened\":true}\n") : STR("}\n"));
	return PAGE_OK;
}
