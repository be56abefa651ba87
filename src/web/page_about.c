/* /about: what this site is, how to check what it says without trusting it, where programs find the same, what it is
 * made with. It names no maker and no workplace: the organisation's name stands in the frame.
 */
#include "web/organisation.h"

static const struct view_column columns[] = {
	{"address", MSG_ORG_ADDRESS, false},
	{"what", MSG_ORG_WHAT, false},
};

/* A row. What has something to fill in is no link. */
static void address(struct view *view, struct str path, struct str words, enum message what)
{
	view_row(view);
	if (str_find(path, '{', 0) == path.len && path.ptr[0] == '/')
		view_link(view, "address", MSG_NONE, path, words);
	else
		view_text(view, "address", MSG_NONE, words, STR(""));
	view_text(view, "what", MSG_NONE, message(what, view->language), STR(""));
	view_end(view);
}

static void machine_addresses(struct view *view)
{
	static const struct {
		const char *path;
		enum message what;
	} list[] = {
		{"/checkpoint", MSG_ORG_API_CHECKPOINT},  {"/log.vkey", MSG_ORG_API_VKEY},
		{"/charter.txt", MSG_ORG_API_CHARTER},    {"/tile/{level}/{index}", MSG_ORG_API_TILE},
		{"/entries/{number}", MSG_ORG_API_ENTRY}, {"/entries/{number}/proof", MSG_ORG_API_PROOF},
		{"/blobs/{ref}", MSG_ORG_API_BLOB},       {"POST /acts", MSG_ORG_API_ACTS},
		{"/healthz", MSG_ORG_API_HEALTH},         {"/metrics", MSG_ORG_API_METRICS},
	};
	view_table(view, "api", MSG_ORG_API, columns, 2);
	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		address(view, str_from(list[i].path), str_from(list[i].path), list[i].what);
	view_end(view);
}

static void page_addresses(struct view *view)
{
	view_table(view, "pages", MSG_ORG_TWINS, columns, 2);
	for (uint32_t i = 0; i < page_count; i++) {
		struct buf path = buf_new(view->arena, 128), words = buf_new(view->arena, 160);
		buf_c(&path, "/");
		buf_c(&path, page_table[i].pattern[0] == '\0' ? "index" : page_table[i].pattern);
		buf_c(&path, ".json");
		buf_c(&words, "/");
		buf_str(&words, language_tag[view->language]);
		buf_str(&words, buf_view(&path));
		address(view, buf_view(&path), buf_view(&words), page_table[i].title);
	}
	view_end(view);
}

static void feeds(struct view *view)
{
	view_section(view, "feeds", MSG_ORG_FEEDS);
	view_note(view, MSG_ORG_FEEDS_NOTE, NULL, 0);
	view_link(view, "atom", MSG_NONE, STR("/feed.atom"), message(MSG_FRAME_ATOM, view->language));
	view_link(view, "json", MSG_NONE, STR("/feed.json"), message(MSG_FRAME_JSON_FEED, view->language));
	view_end(view);
}

static void section(struct view *view, const char *key, enum message heading, enum message words)
{
	view_section(view, key, heading);
	view_text(view, "words", MSG_NONE, message(words, view->language), STR(""));
	view_end(view);
}

enum page_result page_about(struct view *view, const struct page_request *request)
{
	(void)request;
	view_start_message(view, MSG_ABOUT, MSG_ORG_ABOUT_LEAD);
	section(view, "derived", MSG_ORG_ABOUT_DERIVED, MSG_ORG_ABOUT_DERIVED_WORDS);
	section(view, "states", MSG_ORG_ABOUT_STATES, MSG_ORG_ABOUT_STATES_WORDS);
	view_section(view, "check", MSG_ORG_ABOUT_CHECK);
	enum message how = view->site->closed_record ? MSG_ORG_COPY_CLOSED_NOTE : MSG_ORG_ABOUT_CHECK_WORDS;
	view_text(view, "words", MSG_NONE, message(how, view->language), STR(""));
	view_link(view, "record", MSG_NONE, STR("/record"), message(MSG_ORG_HOW_TO_VERIFY, view->language));
	view_link(view, "charter", MSG_NONE, STR("/charter"), message(MSG_CHARTER, view->language));
	view_end(view);
	section(view, "times", MSG_ORG_ABOUT_TIMES, MSG_ORG_ABOUT_TIMES_WORDS);
	section(view, "access", MSG_ORG_ABOUT_ACCESS, MSG_ORG_ABOUT_ACCESS_WORDS);
	section(view, "privacy", MSG_ORG_ABOUT_PRIVACY, MSG_ORG_ABOUT_PRIVACY_WORDS);
	feeds(view);
	page_addresses(view);
	machine_addresses(view);
	section(view, "licence", MSG_ORG_ABOUT_LICENCE, MSG_ORG_ABOUT_LICENCE_WORDS);
	view_section(view, "software", MSG_ORG_ABOUT_SOFTWARE);
	view_text(view, "words", MSG_NONE, message(MSG_ORG_ABOUT_SOFTWARE_WORDS, view->language), STR(""));
	view_end(view);
	return PAGE_OK;
}
