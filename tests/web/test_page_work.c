/* The pages about meetings, matters, decisions and plans: what they say is what the record says, in both forms; texts
 * that nobody may read stay inside; words that look like markup stay words.
 */
#include "web/work_look.h"

#include <string.h>

static uint64_t matter_entry(const char *name)
{
	return kernel_matter_at(record.site.reading.state, kernel_matter_find(record.site.reading.state, str_from(name)))
	    .decided;
}

static const char *decision_of(const char *matter)
{
	static char digits[24];
	snprintf(digits, sizeof digits, "%llu", (unsigned long long)matter_entry(matter));
	return digits;
}

/* ---- Meetings ---------------------------------------------------------------------------------------------------- */

static void meetings_stand_in_time(void **state)
{
	(void)state;
	json_t *json = json_of("meetings", "");
	holds(json, "now/meetings", 0);
	holds(json, "coming/meetings", 1);
	says(json, "coming/meetings/0/meeting/name", "summer");
	says(json, "coming/meetings/0/starts", "2026-06-20T08:00:00Z");
	holds(json, "past/meetings", 3);
	says(json, "past/meetings/0/meeting/name", "urgent");
	says(json, "past/meetings/1/meeting/name", "winter");
	counts(json, "past/meetings/1/ordinal", 41);
	says(json, "past/meetings/1/status", "closed");
	says(json, "past/meetings/2/status", "cancelled");
	json_decref(json);
	/* One that was convened and not opened is no longer coming the day after. */
	int64_t now_ms = record.site.reading.now_ms;
	assert_true(time_parse(STR("2026-06-21T08:00:00Z"), &record.site.reading.now_ms));
	json = json_of("meetings", "");
	holds(json, "coming/meetings", 0);
	holds(json, "past/meetings", 4);
	says(json, "past/meetings/0/status", "planned");
	json_decref(json);
	record.site.reading.now_ms = now_ms;
	assert_has(html_of("meetings", "", LANGUAGE_RU), "Зимнее заседание");
	assert_has(html_of("meetings", "", LANGUAGE_EN), "<nav class=\"filter\"");
	assert_false(exists("meetings/{name}", "autumn"));
	assert_false(exists("meetings/{name}", "levels"));
	assert_null(org_page_from(&record, "meetings", "", 4, LANGUAGE_EN, VIEW_HTML).ptr);
}

static void meeting_says_what_it_is(void **state)
{
	(void)state;
	json_t *json = json_of("meetings/{name}", "winter");
	says(json, "title", "Winter <meeting>");
	says(json, "lead", "41st meeting · Council");
	says(json, "status", "closed");
	says(json, "body/name", "council");
	counts(json, "ordinal", 41);
	says(json, "kind", "regular");
	says(json, "starts", "2026-01-20T06:00:00Z");
	says(json, "place", "Yerevan");
	says(json, "host/name", "A");
	says(json, "formats/0", "narrow");
	says(json, "formats/1", "plenary");
	says(json, "convened_by/name", "A");
	counts(json, "notice_ms", (13LL * 24 + 21) * 3600 * 1000);
	holds(json, "sittings/steps", 3);
	says(json, "sittings/steps/0/format", "narrow");
	says(json, "sittings/steps/1/format", "plenary");
	says(json, "sittings/steps/1/time", "2026-01-20T07:30:00Z");
	says(json, "sittings/steps/2/step", "closed");
	json_decref(json);
	const char *html = html_of("meetings/{name}", "winter", LANGUAGE_EN);
	assert_has(html, "Winter &lt;meeting&gt;");
	assert_lacks(html, "<meeting>");
	/* Three zones: the meeting's, the seat's, UTC. */
	assert_has(html, "20 January 2026, <bdi>10:00 Yerevan");
	assert_has(html, "07:00 Vienna");
	assert_has(html, "06:00 UTC");
	html = html_of("meetings/{name}", "winter", LANGUAGE_RU);
	assert_has(html, "41-е заседание · Совет");
	assert_has(html, "13 дней 21 ч");
}

static void meeting_says_who_came(void **state)
{
	(void)state;
	json_t *json = json_of("meetings/{name}", "winter");
	holds(json, "delegations/parties", 3);
	says(json, "delegations/parties/0/party/name", "B"); /* protocol order */
	says(json, "delegations/parties/1/party/name", "A");
	says(json, "delegations/parties/1/head/name", "a-2");
	says(json, "delegations/parties/1/delegates/0/name", "a-1");
	says(json, "delegations/parties/1/present", "2026-01-20T05:45:00Z");
	says(json, "delegations/parties/2/party/name", "C");
	says(json, "delegations/parties/2/present", "no");
	holds(json, "delegations/parties/2/delegates", 0);
	holds(json, "guests/invited", 1);
	says(json, "guests/invited/0/name", "anglers");
	says(json, "guests/invited/0/title", "Union of <Anglers>");
	json_decref(json);
	assert_has(html_of("meetings/{name}", "winter", LANGUAGE_EN), "Union of &lt;Anglers&gt;");
	assert_has(html_of("meetings/{name}", "winter", LANGUAGE_EN), "&lt;b&gt;Birch&lt;/b&gt;");
}

static void meeting_says_what_was_done(void **state)
{
	(void)state;
	json_t *json = json_of("meetings/{name}", "winter");
	holds(json, "agenda/items", 2);
	counts(json, "agenda/items/0/item", 1);
	says(json, "agenda/items/0/matter/name", "levels");
	says(json, "agenda/items/0/status", "adopted");
	says(json, "agenda/items/0/symbol", "CO/DEC/2026/1");
	says(json, "agenda/items/1/title", "The state of the lakes"); /* the newest words */
	holds(json, "agenda/items/1/speeches", 1);
	says(json, "agenda/items/1/speeches/0/person/name", "a-2");
	says(json, "agenda/items/1/speeches/0/office/name", "president");
	says(json, "agenda/items/1/speeches/0/text", "The lakes rise.");
	holds(json, "other_speeches/speeches", 1);
	says(json, "other_speeches/speeches/0/party/name", "B");
	assert_true(json_is_null(at(json, "other_speeches/speeches/0/text")));
	holds(json, "outcomes/matters", 1);
	says(json, "outcomes/matters/0/result", "adopted");
	says(json, "outcomes/matters/0/decision/title", "CO/DEC/2026/1");
	says(json, "events/items/0/about/name", "briefing");
	says(json, "events/items/0/from", "2026-02-03"); /* its own day, not its entry's hour */
	assert_null(at(json, "events/items/0/time"));
	holds(json, "releases/items", 1); /* the other one is under embargo */
	says(json, "releases/items/0/about/name", "open-news");
	says(json, "releases/items/0/published", "2026-01-20T09:00:00Z");
	json_decref(json);
	/* One that was under embargo says when it came out, not when it was handed in. */
	int64_t now_ms = record.site.reading.now_ms;
	assert_true(time_parse(STR("2026-06-01T12:00:00Z"), &record.site.reading.now_ms));
	json = json_of("meetings/{name}", "winter");
	says(json, "releases/items/1/about/name", "hidden-news");
	says(json, "releases/items/1/published", "2026-06-01T12:00:00Z");
	json_decref(json);
	assert_has(html_of("meetings/{name}", "winter", LANGUAGE_EN), "<time datetime=\"2026-06-01T12:00:00Z\"");
	assert_has(html_of("meetings/{name}", "winter", LANGUAGE_EN), "<time datetime=\"2026-02-03\"");
	record.site.reading.now_ms = now_ms;
	json = json_of("meetings/{name}", "urgent");
	says(json, "lead", "extraordinary meeting · Council");
	assert_null(at(json, "ordinal"));
	counts(json, "agenda/items/1/item", 2);
	json_decref(json);
	assert_has(html_of("meetings/{name}", "urgent", LANGUAGE_EN), "<h1><bdi>Council</bdi></h1>");
	json = json_of("meetings/{name}", "cancelled");
	says(json, "status", "cancelled");
	assert_true(json_is_null(at(json, "cancelled/reason")));
	json_decref(json);
}

/* The page with ?q=; false: there is none. */
static bool filtered(page_function *run, const char *word, json_t **ret)
{
	struct page_request request = {.query_q = str_from(word), .query_from = UINT64_MAX};
	struct buf out = buf_new(&record.arena, 1u << 16);
	struct view view = {.format = VIEW_JSON,
	                    .out = &out,
	                    .site = &record.site,
	                    .arena = &record.arena,
	                    .text_language = language_tag[LANGUAGE_EN]};
	if (run(&view, &request) != PAGE_OK)
		return false;
	buf_c(&out, "}");
	*ret = json_loadb(out.ptr, out.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(*ret);
	return true;
}

static void lists_are_filtered(void **state)
{
	(void)state;
	json_t *json = NULL;
	assert_true(filtered(page_meetings, "bureau", &json));
	holds(json, "coming/meetings", 1);
	holds(json, "past/meetings", 1);
	says(json, "past/meetings/0/meeting/name", "cancelled");
	json_decref(json);
	assert_true(filtered(page_matters, "crisis", &json));
	holds(json, "open/matters", 1);
	holds(json, "ended/matters", 1);
	says(json, "ended/matters/0/matter/name", "storm");
	json_decref(json);
	assert_false(filtered(page_meetings, "cellar", &json));
	assert_false(filtered(page_matters, "cellar", &json));
}

/* ---- Matters ----------------------------------------------------------------------------------------------------- */

static void matters_open_first(void **state)
{
	(void)state;
	json_t *json = json_of("matters", "");
	holds(json, "open/matters", 2);
	says(json, "open/matters/0/matter/name", "lamps"); /* it has a clock */
	says(json, "open/matters/0/stage", "silence");
	says(json, "open/matters/0/deadline", "2026-02-10T11:00:00Z");
	says(json, "open/matters/1/matter/name", "flood");
	holds(json, "ended/matters", 3);
	says(json, "ended/matters/0/matter/name", "storm");
	says(json, "ended/matters/0/result", "withdrawn");
	says(json, "ended/matters/1/decision/title", "CO/DEC/2026/2");
	says(json, "ended/matters/2/matter/name", "levels");
	json_decref(json);
	/* The next page begins below an entry, and has no open ones. */
	json = json_from("matters", "", matter_entry("pumps"));
	assert_null(at(json, "open"));
	holds(json, "ended/matters", 1);
	says(json, "ended/matters/0/matter/name", "levels");
	json_decref(json);
	assert_false(exists("matters/{name}", "winter"));
}

static void matter_under_silence(void **state)
{
	(void)state;
	json_t *json = json_of("matters/{name}", "lamps");
	says(json, "status", "open");
	says(json, "stage", "silence");
	says(json, "author/name", "C");
	says(json, "procedure/0", "Silence procedure");
	says(json, "clock/deadline", "2026-02-10T11:00:00Z");
	holds(json, "clock/on_expiry", 2);
	says(json, "clock/on_expiry/0/to", "adopted");
	assert_true(json_string_length(at(json, "clock/on_expiry/0/when")) > 0);
	says(json, "clock/on_expiry/1/to", "broken");
	assert_null(at(json, "clock/on_expiry/1/when"));
	holds(json, "steps/stages", 4);
	assert_true(json_is_true(at(json, "steps/stages/0/visited")));
	assert_true(json_is_true(at(json, "steps/stages/1/current")));
	assert_false(json_is_true(at(json, "steps/stages/2/visited")));
	holds(json, "steps/takes", 6);
	says(json, "steps/possible/0/event", "objection");
	says(json, "steps/possible/0/by/0", "member");
	says(json, "steps/possible/0/to", "broken");
	/* Three versions; the newest is for the delegations only. */
	holds(json, "versions/texts", 3);
	says(json, "versions/texts/0/text", "Lamps are white.");
	says(json, "versions/texts/1/text", "Lamps are red.");
	counts(json, "versions/texts/2/version", 3);
	assert_true(json_is_null(at(json, "versions/texts/2/text")));
	assert_true(json_is_null(at(json, "text/text")));
	json_decref(json);
	const char *html = html_of("matters/{name}", "lamps", LANGUAGE_EN);
	assert_has(html, "aria-current=\"step\"");
	assert_has(html, "10 February 2026, <bdi>12:00 Vienna");
	assert_has(html, "11:00 UTC");
}

static void matter_has_a_matrix(void **state)
{
	(void)state;
	json_t *json = json_of("matters/{name}", "lamps");
	holds(json, "positions/matrix", 3);
	says(json, "positions/matrix/0/party/name", "B");
	counts(json, "positions/matrix/0/support/0", 2); /* on the second version */
	counts(json, "positions/matrix/0/reserve/0", 3);
	holds(json, "positions/matrix/0/object", 0);
	assert_true(json_is_false(at(json, "positions/matrix/0/silent")));
	says(json, "positions/matrix/1/party/name", "A");
	assert_true(json_is_true(at(json, "positions/matrix/1/silent")));
	holds(json, "positions/taken", 2);
	json_decref(json);
	const char *html = html_of("matters/{name}", "lamps", LANGUAGE_EN);
	assert_has(html, "class=\"mark past good\"");
	assert_has(html, "class=\"mark plain\"");
	assert_has(html, "version 2, no longer");
	assert_has(html, ">no position yet</th>");

	json = json_of("matters/{name}", "levels");
	counts(json, "positions/matrix/0/support/0", 2);
	assert_true(json_is_false(at(json, "positions/matrix/0/absent")));
	counts(json, "positions/matrix/2/object/0", 1); /* C, on the first version; it was not there for the second */
	assert_true(json_is_true(at(json, "positions/matrix/2/silent")));
	assert_true(json_is_true(at(json, "positions/matrix/2/absent")));
	assert_null(at(json, "positions/matrix/0/hold")); /* the procedure takes none */
	says(json, "positions/taken/1/reason", "It is our own <text>.");
	assert_true(json_is_null(at(json, "positions/taken/0/reason")));
	json_decref(json);
	assert_has(html_of("matters/{name}", "levels", LANGUAGE_EN), "It is our own &lt;text&gt;.");
}

static void matter_that_was_adopted(void **state)
{
	(void)state;
	json_t *json = json_of("matters/{name}", "levels");
	says(json, "title", "Water <levels>");
	says(json, "status", "adopted");
	says(json, "symbol", "CO/DEC/2026/1");
	says(json, "meeting/name", "winter");
	assert_null(at(json, "clock"));
	says(json, "text/text", "The levels are read daily & published."); /* the outcome published it */
	assert_true(json_is_null(at(json, "versions/texts/0/text")));      /* but not the draft before */
	holds(json, "outcomes/entries", 1);
	says(json, "outcomes/entries/0/rule", "Consensus");
	says(json, "outcomes/entries/0/cite", "Convention, Art. 9");
	says(json, "meetings/items/0/about/name", "winter");
	holds(json, "releases/items", 1);
	assert_true(json_array_size(at(json, "history/facts")) > 8);
	json_decref(json);
	const char *html = html_of("matters/{name}", "levels", LANGUAGE_RU);
	assert_has(html, "Уровни воды");
	assert_has(html, "Уровни читают ежедневно.");
	assert_has(html, "<li class=\"end now good\" aria-current=\"step\">");
}

/* ---- Decisions and plans ----------------------------------------------------------------------------------------- */

static void decisions_are_registered(void **state)
{
	(void)state;
	json_t *json = json_of("decisions", "");
	holds(json, "decisions", 2);
	says(json, "decisions/0/decision/title", "CO/DEC/2026/2");
	says(json, "decisions/1/matter/name", "levels");
	says(json, "decisions/1/time", "2026-01-20T07:30:00Z");
	says(json, "decisions/1/rule", "Consensus");
	json_decref(json);
	json = json_from("decisions", "", matter_entry("pumps"));
	holds(json, "decisions", 1);
	json_decref(json);
	assert_has(html_of("decisions", "", LANGUAGE_RU), "Уровни воды");
}

static void decision_says_all_of_its_outcome(void **state)
{
	(void)state;
	json_t *json = json_of("decisions/{name}", decision_of("levels"));
	says(json, "result", "adopted");
	says(json, "symbol", "CO/DEC/2026/1");
	says(json, "matter/name", "levels");
	says(json, "meeting/name", "winter");
	says(json, "at", "2026-01-20T07:30:00Z");
	says(json, "declared_by/name", "a-2");
	counts(json, "declared/number", (long long)matter_entry("levels") - 1);
	counts(json, "entry/number", (long long)matter_entry("levels"));
	says(json, "rule/adopted_when", "no member objects");
	says(json, "rule/cite", "Convention, Art. 9");
	holds(json, "count/positions", 8);
	says(json, "count/positions/0/position", "for");
	counts(json, "count/positions/0/number", 1);
	says(json, "count/positions/0/parties/0/name", "B");
	says(json, "count/positions/6/position", "silent");
	counts(json, "count/positions/6/number", 2);
	says(json, "count/positions/7/parties/0/name", "C"); /* absent */
	counts(json, "text/version", 2);
	says(json, "text/text", "The levels are read daily & published.");
	assert_int_equal(json_string_length(at(json, "text/commitment")), 64);
	char proof[64];
	snprintf(proof, sizeof proof, "/entries/%s/proof", decision_of("levels"));
	says(json, "receipt/proof/href", proof);
	says(json, "receipt/key/href", "/log.vkey");
	json_decref(json);
	assert_has(html_of("decisions/{name}", decision_of("levels"), LANGUAGE_EN), "comity verify ");

	/* One that did not adopt has a page too, but is not called a decision in the register. */
	json = json_of("decisions/{name}", decision_of("storm"));
	says(json, "result", "withdrawn");
	assert_true(json_is_false(at(json, "adopts")));
	says(json, "declared_by/name", "b-1");
	/* It was ended in writing, so nobody was absent: who took no position is silent, and counted once. */
	assert_null(at(json, "meeting"));
	holds(json, "count/positions", 7);
	says(json, "count/positions/6/position", "silent");
	counts(json, "count/positions/6/number", 3);
	json_decref(json);
	assert_has(html_of("decisions/{name}", decision_of("storm"), LANGUAGE_EN), ">silent<");
	assert_lacks(html_of("decisions/{name}", decision_of("storm"), LANGUAGE_EN), ">absent<");
	/* Where the record is for members only, there is no way to a receipt that is refused. */
	record.site.closed_record = true;
	json = json_of("decisions/{name}", decision_of("levels"));
	says(json, "receipt/proof", "closed");
	json_decref(json);
	const char *html = html_of("decisions/{name}", decision_of("levels"), LANGUAGE_EN);
	assert_has(html, "The receipt is given to members only.");
	assert_lacks(html, "/proof\"");
	assert_lacks(html, "One file proves");
	record.site.closed_record = false;
	/* Before it is sealed there is no receipt. */
	uint64_t sealed = record.site.reading.sealed;
	record.site.reading.sealed = 5;
	json = json_of("decisions/{name}", decision_of("levels"));
	assert_null(at(json, "receipt/proof"));
	json_decref(json);
	record.site.reading.sealed = sealed;
	static const char *const none[] = {"0", "1", "999999", "x", "", "-1", "01", "18446744073709551616"};
	for (size_t i = 0; i < COUNT(none); i++)
		assert_case(!exists("decisions/{name}", none[i]), none[i]);
}

static void plan_says_what_is_late(void **state)
{
	(void)state;
	json_t *json = json_of("plans", "");
	holds(json, "plans", 2); /* both adoptions of this procedure are plans; one has no items */
	counts(json, "plans/1/held", 1);
	json_decref(json);
	json = json_of("plans/{name}", "levels");
	says(json, "today", "2026-01-27");
	counts(json, "held", 1);
	counts(json, "late", 1);
	counts(json, "under_way", 1);
	counts(json, "coming", 1);
	static const char *const status[] = {"held", "late", "under-way", "coming"};
	for (uint32_t i = 0; i < COUNT(status); i++) {
		char path[64];
		snprintf(path, sizeof path, "items/rows/%u/status", i);
		says(json, path, status[i]);
	}
	says(json, "items/rows/0/meeting/name", "winter");
	says(json, "items/rows/0/level", "expert");
	says(json, "items/rows/0/body/name", "bureau");
	says(json, "items/rows/1/title", "Second <reading>");
	says(json, "items/rows/1/to", "2026-01-23");
	json_decref(json);
	/* People are told what the record knows, and not in red. */
	const char *html = html_of("plans/{name}", "levels", LANGUAGE_EN);
	assert_has(html, "<span class=\"chip chip-plain\">no record that it was held</span>");
	assert_lacks(html, "chip-bad");
	assert_has(html_of("plans/{name}", "levels", LANGUAGE_RU), "нет записи о проведении");
	/* Late from the day after its last day, by the seat's calendar: 23 January ends at 23:00 UTC in Vienna. */
	int64_t now_ms = record.site.reading.now_ms;
	assert_true(time_parse(STR("2026-01-23T22:59:59Z"), &record.site.reading.now_ms));
	json = json_of("plans/{name}", "levels");
	counts(json, "late", 0);
	json_decref(json);
	assert_true(time_parse(STR("2026-01-23T23:00:00Z"), &record.site.reading.now_ms));
	json = json_of("plans/{name}", "levels");
	counts(json, "late", 1);
	json_decref(json);
	record.site.reading.now_ms = now_ms;
	assert_false(exists("plans/{name}", "lamps")); /* not adopted */
	assert_false(exists("plans/{name}", "nothing"));
}

/* Contacts are those of today's holder: when another party holds the office, or nobody, not of whom the last one
 * accredited. */
static void office_shows_todays_contacts(void **state)
{
	static const struct {
		const char *now, *holder, *card;
	} rows[] = {
		{"2026-02-01T08:00:00Z", "A", "Call Alder"},
		{"2026-06-02T08:00:00Z", "B", NULL},
		{"2026-07-02T08:00:00Z", NULL, NULL},
	};
	(void)state;
	int64_t now_ms = record.site.reading.now_ms;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(time_parse(str_from(rows[i].now), &record.site.reading.now_ms));
		json_t *json = json_of("offices/{name}", "spokesman");
		says(json, rows[i].holder ? "holder/0/name" : "holder/0", rows[i].holder ? rows[i].holder : "nobody");
		if (rows[i].card)
			says(json, "contacts/card", rows[i].card);
		else
			assert_null(at(json, "contacts"));
		json_decref(json);
	}
	record.site.reading.now_ms = now_ms;
}

/* ---- What must not get out --------------------------------------------------------------------------------------- */

static void secrets_stay(void **state)
{
	(void)state;
	static const char *const secrets[] = {SECRET_DRAFT,   SECRET_REASON, SECRET_CANCEL, SECRET_SPEECH,
	                                      SECRET_RELEASE, SECRET_REPORT, "hidden"};
	static const struct {
		const char *pattern, *name;
	} pages[] = {
		{"meetings", ""},
		{"meetings/{name}", "winter"},
		{"meetings/{name}", "cancelled"},
		{"meetings/{name}", "urgent"},
		{"matters", ""},
		{"matters/{name}", "levels"},
		{"matters/{name}", "lamps"},
		{"matters/{name}", "pumps"},
		{"matters/{name}", "flood"},
		{"matters/{name}", "storm"},
		{"decisions", ""},
		{"plans", ""},
		{"plans/{name}", "levels"},
		{"crises", ""},
		{"crises/{name}", "flood"},
		{"crises/{name}", "storm"},
	};
	struct arena mark = arena_mark(&record.arena);
	for (size_t i = 0; i < COUNT(pages); i++) {
		arena_rewind(&record.arena, mark);
		for (unsigned language = 0; language < LANGUAGE_MAX; language++) {
			for (unsigned format = 0; format <= VIEW_JSON; format++) {
				struct str page = org_page(&record, pages[i].pattern, pages[i].name, (enum language)language,
				                           (enum view_format)format);
				assert_non_null(page.ptr);
				for (size_t s = 0; s < COUNT(secrets); s++)
					if (memmem(page.ptr, page.len, secrets[s], strlen(secrets[s])))
						fail_msg("%s %s shows \"%s\"", pages[i].pattern, pages[i].name, secrets[s]);
			}
		}
	}
	/* Once the embargo has ended, the release is there: so the search above looks for what can be found. */
	int64_t now_ms = record.site.reading.now_ms;
	assert_true(time_parse(STR("2026-06-01T12:00:00Z"), &record.site.reading.now_ms));
	assert_has(html_of("meetings/{name}", "winter", LANGUAGE_EN), "hidden-news");
	record.site.reading.now_ms = now_ms;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meetings_stand_in_time),
		cmocka_unit_test(meeting_says_what_it_is),
		cmocka_unit_test(meeting_says_who_came),
		cmocka_unit_test(meeting_says_what_was_done),
		cmocka_unit_test(lists_are_filtered),
		cmocka_unit_test(matters_open_first),
		cmocka_unit_test(matter_under_silence),
		cmocka_unit_test(matter_has_a_matrix),
		cmocka_unit_test(matter_that_was_adopted),
		cmocka_unit_test(decisions_are_registered),
		cmocka_unit_test(decision_says_all_of_its_outcome),
		cmocka_unit_test(plan_says_what_is_late),
		cmocka_unit_test(office_shows_todays_contacts),
		cmocka_unit_test(secrets_stay),
	};
	return cmocka_run_group_tests(tests, make_record, end_record);
}
