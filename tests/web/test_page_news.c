/* The pages of the news, as people and as programs read them: what is there, in which order, and what is not there
 * before its time. The record is news_record.h's. */
#include "web/feed.h"
#include "web/look.h"
#include "web/news.h"
#include "web/news_record.h"
#include "web/org_record.h"

#define BEFORE_MS (NEWS_EMBARGO_MS - 1)

static struct org_record record;
static char page_text[4u << 20];

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

static int at_embargo(void **state)
{
	(void)state;
	record.site.reading.now_ms = NEWS_EMBARGO_MS;
	return 0;
}

/* With a NUL after it; "" when there is no such page. */
static const char *page(const char *pattern, const char *name, enum language language, enum view_format format)
{
	struct str text = org_page(&record, pattern, name, language, format);
	assert_true(text.len < sizeof(page_text));
	if (text.len > 0)
		memcpy(page_text, text.ptr, text.len);
	page_text[text.len] = '\0';
	return page_text;
}

static const char *english(const char *pattern, const char *name)
{
	return page(pattern, name, LANGUAGE_EN, VIEW_HTML);
}

static json_t *twin(const char *pattern, const char *name, enum language language)
{
	json_error_t error;
	const char *text = page(pattern, name, language, VIEW_JSON);
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		fail_msg("%s: %s at %d: %s", pattern, error.text, error.column, text);
	return root;
}

/* The words stand in this order, ended by NULL. */
static void assert_order(const char *text, const char *const *words)
{
	for (const char *at = text; *words; words++) {
		const char *found = strstr(at, *words);
		if (!found)
			fail_msg("\"%s\" is not there or not in its place:\n%s", *words, text);
		at = found + 1;
	}
}
#define assert_in_order(text, ...) assert_order((text), (const char *const[]){__VA_ARGS__, NULL})

static void assert_json(const json_t *root, const char *path, const char *wanted)
{
	const char *text = json_string_value(at(root, path));
	if (!text || strcmp(text, wanted) != 0)
		fail_msg("%s is %s, not %s", path, text ? text : "no string", wanted);
}

/* ---- Releases --------------------------------------------------------------------------------------------------- */

static void releases(void **state)
{
	(void)state;
	const char *text = english("releases", "");
	assert_in_order(text, "releases/hidden\"", "releases/russian\"", "releases/parade-over\"", "releases/old\"");
	/* a title's own markup is text; a title in another language says so */
	assert_has(text, "The &lt;b&gt;parade&lt;/b&gt; &amp; \"more\"");
	assert_lacks(text, "<b>parade");
	assert_has(text, "lang=\"ru\" dir=\"auto\">Только по-русски<");
	/* without a title: the first line of its text */
	assert_has(text, ">Hushed heading<");
	assert_in_order(text, "releases/month/2026-11\"", ">3<", "releases/month/2026-10\"", ">1<");
	assert_has(page("releases", "", LANGUAGE_RU, VIEW_HTML), ">Парад прошел<");

	json_t *root = twin("releases", "", LANGUAGE_EN);
	assert_int_equal(json_array_size(at(root, "items")), 4);
	assert_json(root, "items/0/release/name", "hidden");
	assert_json(root, "items/0/release/title", "Hushed heading");
	assert_json(root, "items/0/published", "2026-11-25T10:00:00Z");
	assert_json(root, "items/2/release/title", "The <b>parade</b> & \"more\"");
	assert_json(root, "items/2/languages/0", "en");
	assert_json(root, "items/2/languages/1", "ru");
	assert_int_equal(json_integer_value(at(root, "archive/months/0/count")), 3);
	json_decref(root);
}

static void months(void **state)
{
	static const char *const bad[] = {"2026-09", "2026-13", "2026-00", "2026-1",  "2026-011",
	                                  "0000-01", "x026-11", "2026_11", "9999-12", ""};
	(void)state;
	const char *text = english("releases/month/{name}", "2026-10");
	assert_has(text, "releases/old\"");
	assert_has(text, ">Press releases, October 2026<");
	assert_lacks(text, "releases/parade-over");
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_case(english("releases/month/{name}", bad[i])[0] == '\0', bad[i]);
}

static void release(void **state)
{
	(void)state;
	const char *text = english("releases/{name}", "parade-over");
	assert_has(text, ">The &lt;b&gt;parade&lt;/b&gt; &amp; \"more\"<");
	assert_has(text, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on");
	assert_lacks(text, "<script>");
	assert_has(text, "/en/events/parade\"");
	assert_has(text, "/en/record/20\"");
	assert_in_order(text, ">Correction<", "It was Friday.", "alert(1)");
	assert_has(text, "?text=ru");
	assert_int_equal(english("releases/{name}", "nothing")[0], '\0');
	/* a correction that is not public is told of, not told */
	text = english("releases/{name}", "russian");
	assert_in_order(text, ">Correction<", "The text is not published.");
	assert_lacks(text, "Hushed too");

	json_t *root = twin("releases/{name}", "parade-over", LANGUAGE_RU);
	assert_json(root, "title", "Парад прошел");
	assert_json(root, "text", "Парад.");
	assert_json(root, "published", "2026-11-20T12:00:00Z");
	assert_json(root, "event/href", "/events/parade.json");
	assert_json(root, "correction/corrected", "2026-11-20T13:00:00Z");
	assert_int_equal(json_integer_value(at(root, "entry/number")), 20);
	json_decref(root);
}

/* Before its instant a release is nowhere: not in a list, a count, a feed, on the page of what it is about. */
static void embargo(void **state)
{
	static const struct {
		const char *pattern, *name;
	} pages[] = {{"", ""}, {"releases", ""}, {"releases/month/{name}", "2026-11"}, {"events/{name}", "parade"}};
	(void)state;
	for (size_t i = 0; i < COUNT(pages); i++) {
		for (unsigned l = 0; l < LANGUAGE_MAX; l++) {
			for (unsigned f = VIEW_HTML; f <= VIEW_JSON; f++) {
				record.site.reading.now_ms = BEFORE_MS;
				const char *text = page(pages[i].pattern, pages[i].name, (enum language)l, (enum view_format)f);
				assert_case(text[0] != '\0', pages[i].pattern);
				assert_lacks(text, "hidden");
				assert_lacks(text, "Hushed");
				record.site.reading.now_ms = NEWS_EMBARGO_MS;
				text = page(pages[i].pattern, pages[i].name, (enum language)l, (enum view_format)f);
				assert_has(text, "hidden");
			}
		}
	}
	record.site.reading.now_ms = BEFORE_MS;
	assert_int_equal(english("releases/{name}", "hidden")[0], '\0');
	json_t *root = twin("releases", "", LANGUAGE_EN);
	assert_int_equal(json_integer_value(at(root, "archive/months/0/count")), 2);
	json_decref(root);
	record.site.reading.now_ms = NEWS_EMBARGO_MS;
	const char *text = english("releases/{name}", "hidden");
	assert_has(text, ">Hushed heading<");
	assert_has(text, "Handed in under embargo");
}

/* ---- Events ----------------------------------------------------------------------------------------------------- */

static void events(void **state)
{
	(void)state;
	const char *text = english("events", "");
	assert_in_order(text, "id=\"coming\"", "events/course\"", "id=\"past\"", "events/parade\"", "id=\"open\"",
	                "Date not stated", "events/someday\"");
	/* on its day an event is under way, until midnight at the seat */
	record.site.reading.now_ms = INT64_C(1795215599999); /* 2026-11-20T22:59:59.999Z */
	text = english("events", "");
	assert_in_order(text, "id=\"coming\"", "events/parade\"", "under way", "events/course\"", "id=\"past\"");
	record.site.reading.now_ms++;
	assert_in_order(english("events", ""), "id=\"past\"", "events/parade\"");
}

static void event(void **state)
{
	(void)state;
	/* protocol order C, A, B, with the host A apart: beside the others, behind them */
	const char *text = english("events/{name}", "parade");
	assert_in_order(text, "<ol class=\"numbered\">", "/en/parties/C\"", "Contingent of Cara", "/en/persons/c-1\"",
	                "/en/parties/B\"", "Guards of Borea", "</ol>", "Beside them, the host:", "/en/parties/A\"",
	                "Regiments of the host", "id=\"releases\"", "releases/hidden\"", "releases/parade-over\"",
	                "id=\"history\"");
	assert_has(text, "Eighty years");
	assert_has(text, "Main Square");
	assert_has(text, "datetime=\"2026-11-20\"");
	/* the host first; the others in their order */
	text = english("events/{name}", "course");
	assert_in_order(text, "<ol class=\"numbered\">", "/en/parties/B\"", "/en/parties/C\"", "</ol>");
	assert_lacks(text, "Beside them");
	assert_has(text, "<dt>Number in its series</dt><dd>13</dd>");
	assert_has(english("events/{name}", "someday"), "date not stated");
	assert_int_equal(english("events/{name}", "nothing")[0], '\0');

	json_t *root = twin("events/{name}", "parade", LANGUAGE_RU);
	assert_json(root, "title", "Большой парад");
	assert_json(root, "kind", "Парад");
	assert_json(root, "from", "2026-11-20");
	assert_json(root, "host/name", "A");
	assert_int_equal(json_array_size(at(root, "participation/participants")), 2);
	assert_json(root, "participation/participants/0/party/name", "C");
	assert_json(root, "participation/participants/0/unit", "Контингент");
	assert_json(root, "participation/participants/0/head/name", "c-1");
	assert_json(root, "participation/participants/1/party/name", "B");
	assert_json(root, "participation/host_beside/0/party/name", "A");
	json_decref(root);
}

/* ---- Documents, anniversaries, home ----------------------------------------------------------------------------- */

static void documents(void **state)
{
	(void)state;
	const char *text = english("documents", "");
	assert_in_order(text, "COUNCIL/REP/2026/1", "/en/documents/report\"", "/en/bodies/council\"", "2026-11-03");
	text = english("documents/{name}", "report");
	assert_in_order(text, "Report of the year<", "COUNCIL/REP/2026/1", "/en/bodies/council\"", "/en/record/10\"",
	                "What was done.");
	assert_int_equal(english("documents/{name}", "nothing")[0], '\0');
	json_t *root = twin("documents/{name}", "report", LANGUAGE_RU);
	assert_json(root, "symbol", "COUNCIL/REP/2026/1");
	assert_json(root, "text", "Что сделано.");
	json_decref(root);
}

static void anniversaries(void **state)
{
	(void)state;
	/* 25 November 2026: five days before thirty years of the Pact; 29 February returns on the 28th */
	json_t *root = twin("anniversaries", "", LANGUAGE_EN);
	assert_json(root, "items/0/title", "Signing of the Pact");
	assert_json(root, "items/0/next", "2026-11-30");
	assert_int_equal(json_integer_value(at(root, "items/0/years")), 29);
	assert_int_equal(json_integer_value(at(root, "items/0/next_years")), 30);
	assert_true(json_is_true(at(root, "items/0/round")));
	assert_true(json_is_true(at(root, "items/0/yearly")));
	assert_json(root, "items/0/place", "Vienna");
	assert_json(root, "items/0/body/name", "council");
	assert_json(root, "items/0/cite", "Pact, Art. 1");
	assert_json(root, "items/1/next", "2027-02-28");
	assert_int_equal(json_integer_value(at(root, "items/1/years")), 22);
	assert_true(json_is_false(at(root, "items/1/round")));
	assert_json(root, "items/2/next", "2027-10-10");
	assert_null(at(root, "items/2/years"));
	json_decref(root);
	assert_in_order(english("anniversaries", ""), "30 November 2026", "Signing of the Pact", "round anniversary",
	                "30 years");
	/* on the day itself it is today, and has come; the day begins at midnight in Vienna */
	record.site.reading.now_ms = INT64_C(1795993200000); /* 2026-11-29T23:00Z */
	root = twin("anniversaries", "", LANGUAGE_EN);
	assert_json(root, "items/0/next", "2026-11-30");
	assert_int_equal(json_integer_value(at(root, "items/0/years")), 30);
	json_decref(root);
	record.site.reading.now_ms += DAY_MS;
	root = twin("anniversaries", "", LANGUAGE_EN);
	assert_json(root, "items/2/next", "2027-11-30");
	json_decref(root);
}

static void home(void **state)
{
	(void)state;
	const char *text = english("", "");
	assert_has(text, "The &lt;Pact&gt; &amp; Co<");
	assert_in_order(text, "id=\"under_way\"", "matters/flood\"", "matters/next-budget\"", "2026-12-01T09:00:00Z",
	                "id=\"next\"", "events/course\"", "meetings/winter\"", "id=\"decisions\"", "matters/budget\"",
	                "COUNCIL/DEC/2026/1", "id=\"releases\"", "releases/hidden\"", "id=\"days\"", "Signing of the Pact");
	json_t *root = twin("", "", LANGUAGE_RU);
	assert_json(root, "title", "Пакт");
	assert_json(root, "under_way/items/0/crisis/name", "flood");
	assert_json(root, "under_way/items/1/matter/name", "next-budget");
	assert_json(root, "under_way/items/1/deadline", "2026-12-01T09:00:00Z");
	assert_json(root, "next/items/0/event/name", "course");
	assert_json(root, "next/items/1/meeting/name", "winter");
	assert_json(root, "decisions/items/0/decision/title", "COUNCIL/DEC/2026/1");
	json_decref(root);
	/* A meeting that has not opened stays a day, as on the list of meetings. */
	record.site.reading.now_ms = INT64_C(1796983199999); /* 2026-12-11T09:59:59.999Z */
	root = twin("", "", LANGUAGE_EN);
	assert_json(root, "next/items/0/meeting/name", "winter");
	json_decref(root);
	record.site.reading.now_ms++;
	assert_lacks(english("", ""), "meetings/winter\"");
	record.site.reading.now_ms = NEWS_EMBARGO_MS;
}

/* ---- Feeds ------------------------------------------------------------------------------------------------------ */

static const char *feed(enum page_result make(const struct site *, enum language, struct arena *, struct buf *),
                        enum language language)
{
	struct buf buf = buf_of(page_text, sizeof(page_text) - 1);
	assert_int_equal(make(&record.site, language, &record.arena, &buf), PAGE_OK);
	assert_false(buf.full);
	page_text[buf.len] = '\0';
	return page_text;
}

static void feeds(void **state)
{
	(void)state;
	/* one language a feed: what has no English text is not in the English one */
	const char *text = feed(feed_atom, LANGUAGE_EN);
	assert_in_order(text, "release/hidden/en<", "release/parade-over/en<", "release/old/en<");
	assert_lacks(text, "release/russian");
	assert_has(text, "<id>tag:pact.example,2026-11-25:record/release/hidden/en</id>\n<title>Hushed heading</title>");
	assert_in_order(text, "<title>The &lt;b&gt;parade&lt;/b&gt; &amp; \"more\"</title>",
	                "<published>2026-11-20T12:00:00Z</published>", "<updated>2026-11-20T13:00:00Z</updated>",
	                "hreflang=\"ru\" href=\"https://site.example/ru/releases/parade-over\"",
	                "&lt;script&gt;alert(1)&lt;/script&gt;", "Correction, 20 November 2026", "It was Friday.");
	assert_has(text, "rel=\"self\" type=\"application/atom+xml\" hreflang=\"en\" "
	                 "href=\"https://site.example/en/feed.atom\"");
	assert_in_order(text, "<updated>2026-11-25T10:00:00Z</updated>", "<entry>");
	assert_in_order(feed(feed_atom, LANGUAGE_RU), "xml:lang=\"ru\"", "release/russian/ru<", "release/parade-over/ru<");
	assert_lacks(page_text, "release/hidden");
	assert_lacks(page_text, "Hushed too");
	assert_in_order(page_text, "release/russian/ru<", "<updated>2026-11-20T12:00:00Z</updated>", "</entry>");

	json_t *root = json_loads(feed(feed_json, LANGUAGE_RU), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_int_equal(json_array_size(at(root, "items")), 2);
	assert_json(root, "items/0/title", "Только по-русски");
	assert_json(root, "feed_url", "https://site.example/ru/feed.json");
	json_decref(root);
}

static void feeds_embargo(void **state)
{
	(void)state;
	record.site.reading.now_ms = BEFORE_MS;
	for (unsigned l = 0; l < LANGUAGE_MAX; l++) {
		assert_lacks(feed(feed_atom, (enum language)l), "hidden");
		assert_lacks(page_text, "Hushed");
		assert_lacks(feed(feed_json, (enum language)l), "hidden");
		assert_lacks(page_text, "Hushed");
	}
	/* what is not out does not move the feed's own time either */
	assert_in_order(feed(feed_atom, LANGUAGE_EN), "<updated>2026-11-20T13:00:00Z</updated>", "<entry>");
}

/* ---- Search ----------------------------------------------------------------------------------------------------- */

static const char *search(const char *query)
{
	struct page_request request = {.query_q = str_from(query), .query_from = UINT64_MAX};
	struct buf out = buf_of(page_text, sizeof(page_text) - 1);
	struct view view = {
		.format = VIEW_HTML,
		.out = &out,
		.site = &record.site,
		.language = LANGUAGE_EN,
		.arena = &record.arena,
	};
	assert_int_equal(page_search(&view, &request), PAGE_OK);
	assert_false(out.full || view.failed);
	page_text[out.len] = '\0';
	return page_text;
}

/* Without an index: the form is there, keeps what was typed, and the page says that there is no search. */
static void search_form(void **state)
{
	(void)state;
	assert_has(search(" "), "Every word must occur");
	const char *text = search("\"><script>x");
	assert_has(text, "value=\"&quot;&gt;&lt;script&gt;x\"");
	assert_lacks(text, "<script>");
	assert_has(text, "This site has no search.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(releases, at_embargo),      cmocka_unit_test_setup(months, at_embargo),
		cmocka_unit_test_setup(release, at_embargo),       cmocka_unit_test_setup(embargo, at_embargo),
		cmocka_unit_test_setup(events, at_embargo),        cmocka_unit_test_setup(event, at_embargo),
		cmocka_unit_test_setup(documents, at_embargo),     cmocka_unit_test_setup(anniversaries, at_embargo),
		cmocka_unit_test_setup(home, at_embargo),          cmocka_unit_test_setup(feeds, at_embargo),
		cmocka_unit_test_setup(feeds_embargo, at_embargo), cmocka_unit_test_setup(search_form, at_embargo),
	};
	return cmocka_run_group_tests(tests, start, end);
}
