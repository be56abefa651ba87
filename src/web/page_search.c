/* Search: a form that needs no script, what was found in the reader's language, and below it what was found in others.
 *
 * Excerpts come with U+2068 and U+2069 around each hit; in HTML these become <mark>, in JSON they stay. What may be
 * read has been checked by served_search.
 */
#include "app/served.h"
#include "web/news.h"
#include "web/page.h"

#define OTHERS_FEW 10u
#define MARK_SIZE 3u

/* ---- Form ------------------------------------------------------------------------------------------------------- */

static void form(struct view *view, struct str query)
{
	struct buf *buf = view_html_only(view);
	if (!buf)
		return;
	html_literal_markup_of_our_own(buf, "<form class=\"search\" method=\"get\"><label for=\"search-words\">");
	html_text(buf, message(MSG_SEARCH_WORDS, view->language));
	html_literal_markup_of_our_own(buf, "</label><input id=\"search-words\" name=\"q\" type=\"search\" dir=\"auto\"");
	html_attr(buf, "value", query);
	html_literal_markup_of_our_own(buf, "><button type=\"submit\">");
	html_text(buf, message(MSG_SEARCH, view->language));
	html_literal_markup_of_our_own(buf, "</button></form>\n");
}

/* ---- Results ---------------------------------------------------------------------------------------------------- */

struct kind {
	struct str kind;
	enum subject subject; /* SUBJECT_MAX: it has no page of this sort */
	enum message word;
};
static const struct kind kinds[] = {
	{STR_INIT("release"), SUBJECT_RELEASE, MSG_RELEASE},  {STR_INIT("meeting"), SUBJECT_MEETING, MSG_MEETING},
	{STR_INIT("matter"), SUBJECT_MATTER, MSG_MATTER},     {STR_INIT("document"), SUBJECT_DOCUMENT, MSG_DOCUMENT},
	{STR_INIT("event"), SUBJECT_EVENT, MSG_EVENT},        {STR_INIT("speech"), SUBJECT_MAX, MSG_SEARCH_SPEECH},
	{STR_INIT("report"), SUBJECT_MAX, MSG_SEARCH_REPORT}, {STR_INIT("correction"), SUBJECT_MAX, MSG_CORRECTION},
	{STR_INIT("charter"), SUBJECT_MAX, MSG_CHARTER},      {STR_INIT("party"), SUBJECT_PARTY, MSG_PARTY},
	{STR_INIT("body"), SUBJECT_BODY, MSG_BODY},           {STR_INIT("office"), SUBJECT_OFFICE, MSG_OFFICE},
	{STR_INIT("person"), SUBJECT_PERSON, MSG_PERSON},
};

static const struct kind *kind_of(struct str kind)
{
	static const struct kind other = {STR_INIT(""), SUBJECT_MAX, MSG_ENTRY};
	for (uint32_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (str_eq(kinds[i].kind, kind))
			return &kinds[i];
	}
	return &other;
}

/* What a correction corrects, itself or by way of another one, where it has a page of its own: SUBJECT_MAX when not. */
static enum subject corrected(const struct view *view, uint64_t entry, struct str *ret_name)
{
	static const struct {
		enum verb verb;
		enum subject subject;
		enum field field;
	} row[] = {
		{VERB_RELEASE, SUBJECT_RELEASE, FIELD_RELEASE},
		{VERB_DOCUMENT, SUBJECT_DOCUMENT, FIELD_DOCUMENT},
		{VERB_TABLE, SUBJECT_MATTER, FIELD_MATTER},
		{VERB_AMEND, SUBJECT_MATTER, FIELD_MATTER},
	};
	const struct library *library = view->site->reading.library;
	const struct fact *fact = library_fact(library, entry);
	while (fact && fact->verb == VERB_CORRECT) /* each of an earlier entry */
		fact = library_fact(library, (uint64_t)fact_number(fact, FIELD_ENTRY, 0));
	for (size_t i = 0; fact && i < sizeof row / sizeof row[0]; i++) {
		*ret_name = fact_name(fact, row[i].field);
		if (row[i].verb == fact->verb)
			return row[i].subject;
	}
	return SUBJECT_MAX;
}

/* To the thing's page, under its title in the reader's language; to the charter; or to the entry itself. */
static void heading(struct view *view, const struct found *found, const struct kind *kind)
{
	struct str name = found->name;
	enum subject subject = kind->word == MSG_CORRECTION ? corrected(view, found->entry, &name) : kind->subject;
	if (subject != SUBJECT_MAX) {
		view_subject(view, "page", MSG_NONE, subject, name);
		return;
	}
	char storage[40], digits_storage[24];
	struct buf path = buf_of(storage, sizeof(storage)), digits = buf_of(digits_storage, sizeof(digits_storage));
	struct str words = found->title;
	if (kind->word == MSG_CHARTER) {
		buf_str(&path, STR("/charter"));
		words = message(MSG_CHARTER, view->language);
	} else {
		buf_str(&path, STR("/record/"));
		buf_u64(&path, found->entry);
	}
	if (words.len == 0) {
		buf_u64(&digits, found->entry);
		struct buf entry = buf_new(view->arena, 128);
		struct str argument = buf_view(&digits);
		buf_message(&entry, MSG_ENTRY_NUMBER, view->language, &argument, 1);
		words = buf_view(&entry);
	}
	view_link(view, "page", MSG_NONE, buf_view(&path), words);
}

static void excerpt(struct view *view, struct str text, struct str language)
{
	struct buf *buf = view_html_only(view);
	if (!buf) {
		view_text(view, "excerpt", MSG_NONE, text, language);
		return;
	}
	html_literal_markup_of_our_own(buf, "<p class=\"excerpt\"");
	html_attr(buf, "lang", language);
	html_literal_markup_of_our_own(buf, " dir=\"auto\">");
	bool marked = false;
	size_t plain = 0;
	for (size_t i = 0; i + MARK_SIZE <= text.len; i++) {
		struct str here = str_slice(text, i, i + MARK_SIZE);
		bool begins = str_eq(here, STR("\xe2\x81\xa8")), ends = str_eq(here, STR("\xe2\x81\xa9"));
		if (!begins && !ends)
			continue;
		html_text(buf, str_slice(text, plain, i));
		if (begins && !marked)
			html_literal_markup_of_our_own(buf, "<mark>");
		else if (ends && marked)
			html_literal_markup_of_our_own(buf, "</mark>");
		marked = begins;
		plain = i + MARK_SIZE;
		i += MARK_SIZE - 1;
	}
	html_text(buf, str_slice(text, plain, text.len));
	if (marked)
		html_literal_markup_of_our_own(buf, "</mark>");
	html_literal_markup_of_our_own(buf, "</p>\n");
}

static void hit(struct view *view, const struct found *found)
{
	const struct kind *kind = kind_of(found->kind);
	view_item(view);
	heading(view, found, kind);
	view_word(view, "kind", MSG_NONE, found->kind, kind->word, "plain");
	if (view->format == VIEW_JSON)
		view_text(view, "language", MSG_NONE, found->language, STR(""));
	view_entry(view, "entry", MSG_NONE, found->entry);
	excerpt(view, found->excerpt, found->language);
	view_end(view);
}

static uint32_t ask(struct view *view, struct str query, struct str language, uint32_t skip, uint32_t max,
                    struct found *found, bool *ret_more)
{
	uint32_t count = 0;
	struct err err;
	*ret_more = false;
	if (served_search(&view->site->reading, query, language, skip, max, view->arena, found, &count, ret_more, &err))
		view->failed = true;
	return view->failed ? 0 : count;
}

/* ---- Page ------------------------------------------------------------------------------------------------------- */

struct hits {
	struct found *found;
	uint32_t count;
	bool more;
};

static bool among(const struct hits *hits, const struct found *found)
{
	for (uint32_t i = 0; i < hits->count; i++) {
		if (str_eq(hits->found[i].kind, found->kind) && str_eq(hits->found[i].name, found->name))
			return true;
	}
	return false;
}

/* In each of the charter's languages but the reader's: what was not found in that one already. */
static uint32_t others(struct view *view, struct str query, struct str own, const struct hits *hits)
{
	const struct charter *charter = view->site->reading.charter;
	struct found *found = NEW(view->arena, struct found, OTHERS_FEW);
	uint32_t total = 0;
	for (uint32_t l = 0; l < charter->language_count; l++) {
		bool more;
		if (str_eq(charter->language[l], own))
			continue;
		uint32_t count = ask(view, query, charter->language[l], 0, OTHERS_FEW, found, &more);
		for (uint32_t i = 0; i < count; i++) {
			if (among(hits, &found[i]))
				continue;
			if (total++ == 0) {
				view_section(view, "other_languages", MSG_SEARCH_OTHERS);
				view_list(view, "items", VIEW_CARDS);
			}
			hit(view, &found[i]);
		}
	}
	if (total > 0) {
		view_end(view);
		view_end(view);
	}
	return total;
}

static void paging(struct view *view, struct str query, uint32_t skip, bool more)
{
	struct buf path = buf_new(view->arena, query.len * 3 + 32);
	buf_str(&path, STR("/search?q="));
	url_arg(&path, query);
	news_paging(view, buf_view(&path), skip, LIMIT_SEARCH_ITEMS, more);
}

enum page_result page_search(struct view *view, const struct page_request *request)
{
	struct str query = str_trim(request->query_q);
	/* the pseudo-language is English in another dress */
	struct str own = language_tag[view->language == LANGUAGE_PSEUDO ? LANGUAGE_EN : view->language];
	view_start_message(view, MSG_SEARCH, MSG_NONE);
	form(view, query);
	if (query.len == 0) {
		view_note(view, MSG_SEARCH_HOW, NULL, 0);
		return PAGE_OK;
	}
	if (!view->site->reading.search) {
		view_note(view, MSG_SEARCH_OFF, NULL, 0);
		return PAGE_OK;
	}
	uint32_t skip = news_skip(request);
	struct hits hits = {.found = NEW(view->arena, struct found, LIMIT_SEARCH_ITEMS)};
	hits.count = ask(view, query, own, skip, LIMIT_SEARCH_ITEMS, hits.found, &hits.more);
	if (view->format == VIEW_JSON) /* people have it in the form */
		view_text(view, "query", MSG_NONE, query, STR(""));
	view_list(view, "items", VIEW_CARDS);
	for (uint32_t i = 0; i < hits.count; i++)
		hit(view, &hits.found[i]);
	view_end(view);
	paging(view, query, skip, hits.more && skip + LIMIT_SEARCH_ITEMS <= LIMIT_SEARCH_SKIP);
	uint32_t other_count = skip == 0 ? others(view, query, own, &hits) : 0;
	if (hits.count + other_count == 0)
		view_note(view, MSG_SEARCH_NO_HITS, NULL, 0);
	return PAGE_OK;
}
