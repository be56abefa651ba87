/* The frame: every page of a small organisation in every language and form, as markup that holds together; what the
 * frame promises; pages for errors; the accent colour.
 */
#include "web/assets.h"
#include "web/frame.h"
#include "web/look.h"
#include "web/markup.h"
#include "web/news_record.h"
#include "web/org_record.h"

static struct org_record record;
static char storage[1 << 20];
static struct buf out;

static int start(void **state)
{
	(void)state;
	org_record_make(&record, news_charter, news_script);
	return 0;
}

static int end(void **state)
{
	(void)state;
	org_record_end(&record);
	return 0;
}

static const struct page *page_find(const char *pattern)
{
	uint32_t i = 0;
	while (i < page_count && strcmp(page_table[i].pattern, pattern) != 0)
		i++;
	assert_true(i < page_count);
	return &page_table[i];
}

static enum page_result render(const struct page *page, struct page_request request, enum language language,
                               enum view_format format)
{
	struct page_made made = {.failed = true};
	struct arena mark = arena_mark(&record.arena);
	out = buf_of(storage, sizeof storage - 1);
	enum page_result result = page_render(page, &request, &record.site, language, format, &record.arena, &out, &made);
	arena_rewind(&record.arena, mark);
	assert_false(made.failed);
	assert_false(out.full);
	storage[out.len] = 0;
	return result;
}

static const char *html(const char *pattern, const char *name, enum language language)
{
	struct page_request request = {.name = str_from(name), .query_from = UINT64_MAX};
	assert_int_equal(render(page_find(pattern), request, language, VIEW_HTML), PAGE_OK);
	return storage;
}

/* Names for {name} in patterns. */
static const struct {
	const char *pattern, *name;
} named[] = {
	{"releases/month/{name}", "2026-11"},
	{"releases/{name}", "parade-over"},
	{"releases/{name}", "russian"},
	{"releases/{name}", "old"},
	{"meetings/{name}", "winter"},
	{"matters/{name}", "budget"},
	{"matters/{name}", "next-budget"},
	{"crises/{name}", "flood"},
	{"documents/{name}", "report"},
	{"events/{name}", "parade"},
	{"events/{name}", "course"},
	{"events/{name}", "someday"},
	{"bodies/{name}", "council"},
	{"parties/{name}", "A"},
	{"parties/{name}", "SEC"},
	{"persons/{name}", "press"},
	{"record/{name}", "0"},
	{"record/{name}", "20"},
};

static void check_both(const struct page *page, struct page_request request)
{
	for (unsigned language = 0; language < LANGUAGE_MAX; language++) {
		char name[200];
		json_error_t error;
		snprintf(name, sizeof name, "/%s/%s (%s)", language_tag[language].ptr, page->pattern, request.name.ptr);
		assert_case(render(page, request, (enum language)language, VIEW_HTML) == PAGE_OK, name);
		assert_case(str_starts(buf_view(&out), STR("<!DOCTYPE html>\n<html lang=")), name);
		markup_check(buf_view(&out), name);
		assert_case(render(page, request, (enum language)language, VIEW_JSON) == PAGE_OK, name);
		json_t *root = json_loadb(out.ptr, out.len, JSON_REJECT_DUPLICATES, &error);
		if (!root)
			fail_msg("%s: %s at %d", name, error.text, error.position);
		assert_case(json_is_string(json_object_get(root, "title")), name);
		json_decref(root);
	}
}

static void every_page_in_every_language_and_form(void **state)
{
	(void)state;
	unsigned pages = 0;
	for (uint32_t i = 0; i < page_count; i++) {
		const struct page *page = &page_table[i];
		struct page_request request = {.name = STR(""), .query_from = UINT64_MAX};
		if (!strchr(page->pattern, '{') && strcmp(page->pattern, "search") != 0) {
			check_both(page, request);
			pages++;
		}
		for (size_t n = 0; n < COUNT(named); n++)
			if (strcmp(named[n].pattern, page->pattern) == 0) {
				request.name = str_from(named[n].name);
				check_both(page, request);
				pages++;
			}
	}
	assert_true(pages > COUNT(named) + 10);
}

static void what_the_frame_promises(void **state)
{
	(void)state;
	const char *page = html("matters/{name}", "budget", LANGUAGE_EN);
	assert_has(page, "<html lang=\"en\" dir=\"ltr\">");
	assert_has(page, "<title>The budget – The &lt;Pact&gt; &amp; Co</title>");
	assert_has(page, "<link rel=\"stylesheet\" href=\"/site.css\">");
	assert_has(page, "<link rel=\"alternate\" hreflang=\"ru\" href=\"https://site.example/ru/matters/budget\">");
	assert_has(page, "<link rel=\"alternate\" type=\"application/json\" "
	                 "href=\"https://site.example/en/matters/budget.json\">");
	assert_has(page,
	           "type=\"application/atom+xml\" title=\"The &lt;Pact&gt; &amp; Co: newest\" href=\"/en/feed.atom\">");
	assert_has(page, "<a class=\"skip\" href=\"#content\">Skip to the content</a>");
	assert_has(page, "<main id=\"content\"");
	/* the other language leads to the same page; the pseudo language is not offered */
	assert_has(page, "<a href=\"/ru/matters/budget\" hreflang=\"ru\" lang=\"ru\">Русский</a>");
	assert_has(page, "<a href=\"/en/matters/budget\" hreflang=\"en\" lang=\"en\" aria-current=\"true\">English</a>");
	assert_lacks(page, "ar-XB");
	/* the area and the list that the page belongs to are current */
	assert_has(page, "<a href=\"/en/meetings\" aria-current=\"true\">Work</a>");
	assert_has(page, "<a href=\"/en/matters\" aria-current=\"true\">Matters</a>");
	assert_has(page, "action=\"/en/search\"");
	assert_has(page, " entries in the record, ");
	assert_has(page, "As of ");
	assert_has(page, "Seat: Vienna");
	assert_has(html("matters", "", LANGUAGE_EN), "<a href=\"/en/matters\" aria-current=\"page\">Matters</a>");
	assert_has(html("", "", LANGUAGE_RU), "<title>Пакт</title>");
	assert_has(storage, "<a href=\"/ru/\" aria-current=\"page\">Главная</a>");
	assert_has(storage, "Местопребывание: Вена");
	assert_has(html("", "", LANGUAGE_PSEUDO), "<html lang=\"ar-XB\" dir=\"rtl\">");
}

static void the_address_keeps_its_query(void **state)
{
	(void)state;
	struct page_request request = {
		.name = STR(""), .query_q = STR("a \"b\" & ю"), .query_from = 0, .query_text = STR("ru")};
	render(page_find("about"), request, LANGUAGE_EN, VIEW_HTML);
	assert_has(storage, "href=\"/ru/about?q=a%20%22b%22%20%26%20%D1%8E&amp;from=0\"");
	assert_lacks(storage, "value=\"a &quot;b"); /* a filter is not what was searched for */
}

static void there_is_no_such_page(void **state)
{
	(void)state;
	struct page_request request = {.name = STR("nobody"), .query_from = UINT64_MAX};
	static const char *const patterns[] = {
		"releases/{name}", "releases/month/{name}", "meetings/{name}",  "decisions/{name}", "matters/{name}",
		"plans/{name}",    "crises/{name}",         "documents/{name}", "events/{name}",    "bodies/{name}",
		"parties/{name}",  "offices/{name}",        "persons/{name}",   "record/{name}"};
	for (size_t i = 0; i < COUNT(patterns); i++) {
		assert_case(render(page_find(patterns[i]), request, LANGUAGE_EN, VIEW_HTML) == PAGE_NOT_FOUND, patterns[i]);
		assert_case(render(page_find(patterns[i]), request, LANGUAGE_EN, VIEW_JSON) == PAGE_NOT_FOUND, patterns[i]);
	}
}

static void errors(void **state)
{
	(void)state;
	static const struct {
		int status;
		const char *words;
	} rows[] = {
		{400, "could not be understood"},
		{403, "not public"},
		{404, "no such page"},
		{405, "only answers reading"},
		{408, "could not be understood"},
		{413, "too large"},
		{414, "too large"},
		{429, "busy"},
		{431, "too large"},
		{500, "could not be made"},
		{503, "The site is busy"},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		for (unsigned with_site = 0; with_site < 2; with_site++)
			for (unsigned language = 0; language < LANGUAGE_MAX; language++) {
				char status[24];
				snprintf(status, sizeof status, ">Status %d<", rows[i].status);
				out = buf_of(storage, sizeof storage - 1);
				page_render_error(with_site ? &record.site : NULL, (enum language)language, rows[i].status,
				                  &record.arena, &out);
				storage[out.len] = 0;
				markup_check(buf_view(&out), status);
				if (language != LANGUAGE_EN)
					continue;
				assert_has(storage, status);
				assert_has(storage, rows[i].words);
				assert_has(storage, "<a href=\"/en/\">To the home page</a>");
				assert_int_equal(strstr(storage, "entries in the record") != NULL, with_site);
			}
}

/* ---- Style ------------------------------------------------------------------------------------------------------- */

static void the_style_sheet_is_in_the_program(void **state)
{
	(void)state;
	struct str css = asset_css();
	assert_true(css.len > 5000);
	assert_true(memmem(css.ptr, css.len, "@media print", 12) != NULL);
	assert_true(memmem(css.ptr, css.len, "prefers-color-scheme: dark", 26) != NULL);
	assert_true(memmem(css.ptr, css.len, "url(", 4) == NULL); /* no request to anywhere */
	assert_true(memmem(css.ptr, css.len, "@import", 7) == NULL);
}

static void accents_are_readable(void **state)
{
	(void)state;
	/* computed apart, with WCAG's formulas in floating point */
	static const struct {
		const char *accent, *css;
	} rows[] = {
		/* dark enough as it is; lighter in the dark, lines less so than words */
		{"#1d4f91", "\n:root{--rule:#1d4f91;--accent:#1d4f91;}\n"
	                "@media screen and (prefers-color-scheme:dark){:root{--rule:#39659f;--accent:#809cc1;}}\n"},
		{"#1D4F91", "\n:root{--rule:#1d4f91;--accent:#1d4f91;}\n"
	                "@media screen and (prefers-color-scheme:dark){:root{--rule:#39659f;--accent:#809cc1;}}\n"},
		/* yellow is darkened for words on paper, and stays in the dark */
		{"#ffd500", "\n:root{--rule:#a78c00;--accent:#705d00;}\n"
	                "@media screen and (prefers-color-scheme:dark){:root{--rule:#ffd500;--accent:#ffd500;}}\n"},
		{"#000000", "\n:root{--rule:#000000;--accent:#000000;}\n"
	                "@media screen and (prefers-color-scheme:dark){:root{--rule:#686868;--accent:#979797;}}\n"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		out = buf_of(storage, sizeof storage);
		asset_css_accent(&out, str_from(rows[i].accent));
		assert_str(buf_view(&out), rows[i].css);
	}
}

static void other_accents_are_the_default(void **state)
{
	(void)state;
	static const char *const rows[] = {"", "blue", "#1d4f9", "#1d4f911", "1d4f911", "#1d4g91", "#}body{"};
	char wanted_storage[200];
	struct buf wanted = buf_of(wanted_storage, sizeof wanted_storage);
	asset_css_accent(&wanted, STR("#1d4f91"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		out = buf_of(storage, sizeof storage);
		asset_css_accent(&out, str_from(rows[i]));
		assert_case(str_eq(buf_view(&out), buf_view(&wanted)), rows[i]);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_in_every_language_and_form),
		cmocka_unit_test(what_the_frame_promises),
		cmocka_unit_test(the_address_keeps_its_query),
		cmocka_unit_test(there_is_no_such_page),
		cmocka_unit_test(errors),
		cmocka_unit_test(the_style_sheet_is_in_the_program),
		cmocka_unit_test(accents_are_readable),
		cmocka_unit_test(other_accents_are_the_default),
	};
	return cmocka_run_group_tests(tests, start, end);
}
