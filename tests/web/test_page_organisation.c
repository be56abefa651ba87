/* The pages about the organisation and its record, as HTML and as JSON: the values are those of charter and record,
 * what a body inherits says from whom, words that look like markup stay words, and nothing that is not public gets out.
 */
#include "record/checkpoint.h"
#include "web/look.h"
#include "web/org_record.h"
#include "web/organisation_record.h"

static struct org_record record;

/* ---- Looking at pages ---------------------------------------------------------------------------------------------
 */

static char *nul_terminated(struct str text)
{
	static char storage[1u << 20];
	assert_true(text.len < sizeof storage);
	memcpy(storage, text.ptr, text.len);
	storage[text.len] = '\0';
	return storage;
}

static char *html_of(const char *pattern, const char *name, enum language language)
{
	struct str page = org_page(&record, pattern, name, language, VIEW_HTML);
	assert_non_null(page.ptr);
	return nul_terminated(page);
}

static json_t *json_from(const char *pattern, const char *name, uint64_t from, enum language language)
{
	json_error_t error;
	struct str page = org_page_from(&record, pattern, name, from, language, VIEW_JSON);
	assert_non_null(page.ptr);
	json_t *json = json_loadb(page.ptr, page.len, JSON_REJECT_DUPLICATES, &error);
	if (json == NULL)
		fail_msg("%s %s: %s at %d", pattern, name, error.text, error.position);
	return json;
}

static json_t *json_of(const char *pattern, const char *name)
{
	return json_from(pattern, name, UINT64_MAX, LANGUAGE_EN);
}

static void assert_text(const json_t *json, const char *path, const char *expected)
{
	const json_t *value = at(json, path);
	if (!json_is_string(value))
		fail_msg("%s is no string", path);
	assert_string_equal(json_string_value(value), expected);
}

static void assert_number(const json_t *json, const char *path, json_int_t expected)
{
	if (!json_is_integer(at(json, path)))
		fail_msg("%s is no number", path);
	assert_int_equal(json_integer_value(at(json, path)), expected);
}

static void assert_count(const json_t *json, const char *path, size_t expected)
{
	if (!json_is_array(at(json, path)))
		fail_msg("%s is no array", path);
	assert_int_equal(json_array_size(at(json, path)), expected);
}

/* The element of an array of objects whose member has this text. */
static const json_t *with(const json_t *array, const char *path, const char *text)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *value = at(json_array_get(array, i), path);
		if (json_is_string(value) && strcmp(json_string_value(value), text) == 0)
			return json_array_get(array, i);
	}
	fail_msg("nothing has \"%s\" as %s", text, path);
	return NULL;
}

/* ---- Bodies -------------------------------------------------------------------------------------------------------
 */

static void bodies_are_a_tree(void **state)
{
	(void)state;
	json_t *json = json_of("bodies", "");
	assert_count(json, "bodies", 1);
	assert_text(json, "bodies/0/body/name", "council");
	assert_text(json, "bodies/0/level", "head-of-state");
	assert_text(json, "bodies/0/bodies/0/body/name", "board");
	assert_text(json, "bodies/0/bodies/0/bodies/0/body/name", "group");
	assert_null(at(json, "bodies/0/bodies/0/bodies/0/bodies"));
	json_decref(json);
	assert_has(html_of("bodies", "", LANGUAGE_RU), "Совет");
}

static void body_says_how_it_works(void **state)
{
	(void)state;
	json_t *json = json_of("bodies/{name}", "council");
	const json_t *rules = at(json, "rules");
	assert_text(json, "title", "Council");
	assert_text(json, "aliases/0", "the Council");
	assert_text(json, "children/0/name", "board");
	assert_null(at(json, "parent"));
	/* Protocol order is that of the sort keys; the suspended and the former are no members. */
	assert_count(json, "members", 3);
	assert_text(json, "members/0/name", "B");
	assert_text(json, "members/1/name", "A");
	assert_text(json, "members/2/name", "C");
	assert_text(json, "chair_now/0/name", "A");
	assert_text(json, "chair_now/1/title", "a-1");
	assert_text(with(rules, "rule", "notice"), "says", "3 working days");
	assert_text(with(rules, "rule", "notice"), "source/0", "Rule 3");
	assert_text(with(rules, "rule", "notice"), "stated_by", "itself");
	assert_text(with(rules, "rule", "quorum_open"), "says", "at least two thirds of the members are present");
	assert_text(with(rules, "rule", "convenes"), "says/0", "chair");
	assert_text(with(rules, "rule", "convenes"), "says/1", "secretariat");
	assert_text(with(rules, "rule", "formats"), "says/1", "plenary");
	assert_text(json, "decides/0/rule", "Consensus");
	assert_text(json, "decides/0/says", "no member objects");
	assert_text(json, "decides/0/source/0", "Rule 5");
	assert_text(json, "meetings_next/items/0/meeting/name", "spring");
	assert_text(json, "matters/items/0/matter/name", "garden");
	assert_text(json, "decisions/items/0/matter/name", "budget");
	assert_text(json, "decisions/items/0/decision/title", "COUNCIL/DEC/2026/1");
	assert_text(json, "decisions/items/0/decision/href", "/decisions/12.json");
	json_decref(json);
}

static void body_says_from_whom_it_inherits(void **state)
{
	(void)state;
	json_t *json = json_of("bodies/{name}", "group");
	const json_t *rules = at(json, "rules");
	assert_text(json, "parent/name", "board");
	assert_number(json, "earlier_meetings", 7);
	assert_text(json, "procedures/0", "Written procedure");
	assert_count(json, "members", 2); /* the founders */
	assert_text(with(rules, "rule", "composition"), "says", "The founders");
	assert_text(with(rules, "rule", "composition"), "stated_by/name", "board");
	assert_text(with(rules, "rule", "notice"), "says", "48 hours");
	assert_text(with(rules, "rule", "notice"), "stated_by/name", "board");
	assert_text(with(rules, "rule", "chair"), "stated_by/name", "council");
	assert_text(with(rules, "rule", "chair"), "source/0", "Rule 1");
	assert_text(with(rules, "rule", "quorum_open"), "stated_by/name", "council");
	assert_text(with(at(json, "decides"), "kind", "procedural"), "stated_by/name", "board");
	assert_text(with(at(json, "decides"), "kind", "any"), "stated_by/name", "council");
	json_decref(json);
	json = json_of("bodies/{name}", "board");
	assert_text(json, "documents/items/0/entry/href", "/record/17.json");
	assert_text(with(at(json, "rules"), "rule", "notice"), "stated_by", "itself");
	json_decref(json);
	/* The charter's English is marked as English where the reader's language is another. */
	assert_has(html_of("bodies/{name}", "group", LANGUAGE_RU), "<bdi lang=\"en\">no member objects</bdi>");
	assert_has(html_of("bodies/{name}", "council", LANGUAGE_RU), "3 рабочих дня");
}

/* ---- Parties, offices, persons ------------------------------------------------------------------------------------
 */

static void parties_stand_by_status(void **state)
{
	(void)state;
	json_t *json = json_of("parties", "");
	assert_count(json, "members", 3);
	assert_text(json, "members/0/party/name", "B");
	assert_text(json, "members/0/since", "2010-01-01");
	assert_text(json, "observers/0/party/name", "D");
	assert_text(json, "partners/0/party/name", "E");
	assert_text(json, "suspended/0/party/name", "F");
	assert_text(json, "suspended/0/source/0", "Act 3");
	assert_text(json, "secretariat/0/party/name", "SEC");
	assert_text(json, "former/0/party/name", "G");
	json_decref(json);
	/* The day before all began, and the last day of a membership. */
	int64_t now_ms = record.site.reading.now_ms;
	assert_true(time_parse(STR("1999-12-31T22:59:59Z"), &record.site.reading.now_ms));
	json = json_of("parties", "");
	assert_null(at(json, "members"));
	assert_count(json, "former", 8);
	json_decref(json);
	assert_true(time_parse(STR("2004-12-31T22:59:59Z"), &record.site.reading.now_ms));
	json = json_of("parties", "");
	assert_text(with(at(json, "members"), "party/name", "G"), "since", "2000-01-01");
	json_decref(json);
	record.site.reading.now_ms += 1000;
	json = json_of("parties", "");
	assert_text(with(at(json, "former"), "party/name", "G"), "party/title", "Ginkgo");
	json_decref(json);
	record.site.reading.now_ms = now_ms;
}

static void party_shows_keys_and_deeds(void **state)
{
	(void)state;
	json_t *json = json_of("parties/{name}", "A");
	const json_t *persons = at(json, "persons");
	assert_text(json, "title", "Alder");
	assert_text(json, "status", "member");
	assert_text(json, "zone", "Europe/Moscow");
	assert_text(json, "statuses/0/source/0", "Act 1");
	assert_text(json, "offices/0/office/name", "president");
	assert_text(json, "offices/0/until", "open");
	assert_text(json, "offices/0/source/1", "recalled");
	assert_text(with(persons, "person/title", "a-1"), "key", "valid");
	assert_text(with(persons, "person/title", "a-2"), "key", "revoked");
	assert_int_equal(strlen(json_string_value(at(persons, "0/fingerprint"))), 16 * 5 - 1);
	assert_number(with(persons, "person/title", "a-2"), "entry/number", 7);
	assert_text(json, "positions/items/0/entry/href", "/record/18.json");
	assert_text(json, "matters/items/0/entry/href", "/record/13.json");
	assert_text(json, "matters/items/1/entry/href", "/record/10.json");
	assert_text(json, "meetings/items/0/entry/href", "/record/9.json");
	json_decref(json);
	json = json_of("parties/{name}", "C"); /* has not countersigned */
	assert_text(json, "persons/0/key", "provisional");
	json_decref(json);
	json = json_of("parties/{name}", "B");
	assert_text(json, "statuses/0/until", "2010-01-01");
	assert_text(json, "statuses/1/source/1", "press");
	json_decref(json);
}

static void office_has_holders_and_contacts(void **state)
{
	(void)state;
	json_t *json = json_of("offices", "");
	assert_text(json, "offices/0/office/name", "president");
	assert_text(json, "offices/0/holder/0/name", "A");
	assert_text(json, "offices/0/since", "2026-01-01");
	assert_text(json, "offices/2/holder/0", "nobody");
	assert_null(at(json, "offices/2/since"));
	json_decref(json);
	json = json_of("offices/{name}", "president");
	assert_text(json, "holders/0/holder/0/name", "A"); /* newest first */
	assert_text(json, "holders/1/holder/0/name", "B");
	assert_text(json, "holders/1/until", "2026-01-01");
	assert_count(json, "chairs", 3);
	json_decref(json);
	json = json_of("offices/{name}", "press");
	assert_text(json, "contacts/card", ORG_RECORD_CARD);
	assert_number(json, "contacts/entry/number", ENTRY_CARD);
	assert_text(json, "accredited/0/person/title", "sec-press");
	/* The holder by the name that heads the card; one whose card nobody has, by the identifier. */
	assert_text(json, "holder/1/title", "Pat <Press>");
	assert_text(json, "holders/0/holder/1/title", "Pat <Press>");
	assert_text(json, "holders/0/holder/1/href", "/persons/sec-press.json");
	json_decref(json);
	assert_has(html_of("offices/{name}", "press", LANGUAGE_EN), ">Pat &lt;Press&gt;</a>");
	json = json_of("offices/{name}", "president");
	assert_text(json, "holders/0/holder/1/title", "a-1");
	json_decref(json);
	/* Before 2026 another one held it. */
	record.site.reading.now_ms -= 120 * DAY_MS;
	json = json_of("offices/{name}", "president");
	assert_text(json, "holder/0/name", "B");
	json_decref(json);
	record.site.reading.now_ms += 120 * DAY_MS;
}

static void person_is_what_the_record_says(void **state)
{
	(void)state;
	json_t *json = json_of("persons/{name}", "sec-press");
	assert_text(json, "title", "Press Officer (sec-press)");
	assert_text(json, "party/name", "SEC");
	assert_text(json, "key", "valid");
	assert_text(json, "contacts/card", ORG_RECORD_CARD);
	assert_text(json, "offices/0/office/name", "press");
	assert_text(json, "deeds/items/0/entry/href", "/record/16.json");
	json_decref(json);
	json = json_of("persons/{name}", "a-2");
	assert_text(json, "title", "a-2");
	assert_text(json, "key", "revoked");
	json_decref(json);
}

/* ---- The charter --------------------------------------------------------------------------------------------------
 */

static void charter_is_all_there(void **state)
{
	(void)state;
	json_t *json = json_of("charter", "");
	char hash[65] = "";
	struct buf hex = buf_of(hash, sizeof hash);
	buf_hex(&hex, kernel_charter_hash(record.site.reading.state), 32);
	assert_text(json, "organisation", "The <Club> & Sons");
	assert_text(json, "seat", "Vienna");
	assert_text(json, "versions/0/hash", hash);
	assert_number(json, "versions/0/entry/number", 0);
	assert_text(json, "text/href", "/charter.txt");
	assert_text(json, "dates/0/date", "1999-01-02");
	assert_true(json_is_true(at(json, "dates/0/yearly")));
	assert_text(json, "series/1/pattern", "{body}/P/{n}");
	assert_count(json, "parties", 8);
	assert_text(json, "parties/0/party/name", "B");
	assert_text(json, "parties/0/statuses/0/source/0", "Act 2");
	assert_text(json, "sets/0/parties/1/name", "C");
	assert_text(json, "event_kinds/0/kind", "Parade");
	assert_text(json, "event_kinds/0/host", "apart");
	assert_count(json, "bodies/items", 3);
	/* What a body inherits is not said again. */
	assert_null(at(json, "bodies/items/2/body/rules"));
	assert_count(json, "bodies/items/1/body/rules", 2);
	assert_text(json, "rules/items/0/rule/title", "Consensus");
	assert_text(json, "rules/items/0/rule/absence", "not-objecting");
	assert_text(json, "rules/items/0/rule/hold", "blocks");
	assert_null(at(json, "rules/items/1/rule/absence"));
	const json_t *stages = at(json, "procedures/items/0/procedure/stages");
	assert_text(stages, "0/stage", "open");
	assert_text(stages, "0/lasts", "48 hours");
	assert_count(stages, "0/positions", 3);
	assert_text(stages, "0/transitions/0/on", "expiry");
	assert_text(stages, "0/transitions/0/by", "itself");
	assert_text(stages, "0/transitions/0/source/0", "Rule 11");
	assert_text(stages, "0/transitions/2/by/0", "author");
	assert_text(stages, "1/outcome", "adopted");
	assert_text(stages, "1/series", "kind");
	assert_text(stages, "2/outcome", "not-adopted");
	assert_non_null(strstr(json_string_value(at(json, "prose")), "Rule 12"));
	json_decref(json);
	/* Identifiers without a word of the catalogue show no hyphens, in the steps of a matter either. */
	assert_has(html_of("matters/{name}", "garden", LANGUAGE_EN), "adopted / run out</li>");
	const char *html = html_of("charter", "", LANGUAGE_RU);
	assert_has(html, "href=\"/charter.txt\"");
	assert_has(html, "<bdi>Вена</bdi>");    /* the seat, as in the foot */
	assert_has(html, "<bdi>открыто</bdi>"); /* a stage called "open", which is no opening */
	assert_lacks(html, "открытие");
	assert_has(html, "<pre class=\"charter\" lang=\"en\" dir=\"ltr\">");
	assert_has(html, "id=\"rule-consensus\"");
	assert_has(html, "id=\"procedure-written\"");
}

/* ---- The record ---------------------------------------------------------------------------------------------------
 */

static void record_pages_through_all_entries(void **state)
{
	(void)state;
	json_t *json = json_of("record", "");
	assert_text(json, "origin", "club.example/record");
	assert_number(json, "size", ENTRY_COUNT);
	assert_number(json, "sealed", ENTRY_UNSEALED);
	assert_int_equal(strlen(json_string_value(at(json, "root"))), 64);
	assert_non_null(strstr(json_string_value(at(json, "vkey")), "club.example/record+"));
	assert_count(json, "entries/items", ENTRY_COUNT);
	assert_number(json, "entries/items/0/entry/number", ENTRY_UNSEALED);
	assert_true(json_is_false(at(json, "entries/items/0/entry/sealed")));
	assert_true(json_is_true(at(json, "entries/items/1/entry/sealed")));
	assert_number(json, "entries/items/4/corrected_by/number", ENTRY_CORRECTION);
	assert_non_null(strstr(json_string_value(at(json, "verify/copy")), "/tile/entries/000.p/18"));
	assert_non_null(strstr(json_string_value(at(json, "verify/copy")), "/tile/0/000.p/18"));
	json_decref(json);
	json = json_from("record", "", 3, LANGUAGE_EN);
	assert_count(json, "entries/items", 4);
	assert_text(json, "entries/newer/href", "/record.json");
	assert_null(at(json, "entries/older"));
	json_decref(json);
	assert_null(org_page_from(&record, "record", "", ENTRY_COUNT, LANGUAGE_EN, VIEW_HTML).ptr);
	record.site.closed_record = true;
	json = json_of("record", "");
	assert_null(at(json, "verify/copy"));
	json_decref(json);
	record.site.closed_record = false;
}

static void every_entry_has_its_page(void **state)
{
	(void)state;
	uint32_t embargoed_count = 0;
	for (uint64_t i = 0; i < ENTRY_COUNT; i++) {
		char number[24], name[64];
		struct buf buf = buf_of(number, sizeof number - 1);
		buf_u64(&buf, i);
		number[buf.len] = '\0';
		json_t *json = json_of("record/{name}", number);
		assert_number(json, "number", (json_int_t)i);
		assert_count(json, "signers", 1);
		/* The bytes of a release under embargo have its names in them. */
		const struct fact *fact = library_fact(record.library, i);
		bool embargoed = library_embargoed(record.library, fact, record.site.reading.now_ms);
		embargoed_count += embargoed;
		const char *bytes = embargoed ? NULL : json_string_value(at(json, "received/bytes"));
		if (embargoed) {
			assert_null(at(json, "received"));
		} else {
			struct hash leaf = hash_leaf(str_from(bytes));
			char hex[65] = "";
			struct buf out = buf_of(hex, sizeof hex);
			buf_hex(&out, leaf.byte, sizeof leaf.byte);
			assert_text(json, "proof/leaf", hex);
		}
		if (i > 0) {
			buf = buf_of(name, sizeof name - 1);
			buf_c(&buf, "/record/");
			buf_u64(&buf, i - 1);
			buf_c(&buf, ".json");
			name[buf.len] = '\0';
			assert_text(json, "previous/href", name);
		}
		assert_true((at(json, "previous") == NULL) == (i == 0));
		assert_true((at(json, "next") == NULL) == (i == ENTRY_COUNT - 1));
		json_decref(json);
		const char *html = html_of("record/{name}", number, LANGUAGE_RU);
		if (embargoed)
			assert_lacks(html, "<pre class=\"bytes\"");
		else
			assert_has(html, "<pre class=\"bytes\"");
	}
	assert_true(embargoed_count > 0);
}

static void entry_says_what_is_proved(void **state)
{
	(void)state;
	json_t *json = json_of("record/{name}", "11");
	assert_text(json, "verb", "position");
	assert_text(json, "party/name", "B");
	assert_text(json, "matter/name", "budget");
	assert_text(json, "reason/words_state", "restricted");
	assert_true(json_is_null(at(json, "reason/words")));
	assert_text(json, "proof/receipt/href", "/entries/11/proof");
	json_decref(json);
	json = json_of("record/{name}", "18");
	assert_text(json, "proof/receipt", "not-sealed");
	assert_true(json_is_false(at(json, "state/sealed")));
	json_decref(json);
	json = json_of("record/{name}", "12");
	assert_true(json_is_null(at(json, "party")));
	assert_true(json_is_null(at(json, "signers/0/who")));
	assert_text(json, "outcome/result", "adopted");
	assert_true(json_is_true(at(json, "outcome/adopts")));
	assert_text(json, "outcome/at", "2026-03-04T09:00:00Z");
	assert_text(json, "outcome/rule", "Consensus");
	assert_text(json, "outcome/cite", "Rule 11");
	assert_text(json, "outcome/symbol", "COUNCIL/DEC/2026/1");
	assert_text(json, "outcome/for/0/name", "B");
	assert_null(at(json, "outcome/against"));
	assert_text(json, "outcome/silent/0/name", "A");
	assert_null(at(json, "outcome/absent")); /* it was decided in writing */
	assert_text(json, "outcome/decision/href", "/decisions/12.json");
	json_decref(json);
}

static void corrections_lead_both_ways(void **state)
{
	(void)state;
	json_t *json = json_of("record/{name}", "14");
	assert_number(json, "corrected_by/number", ENTRY_CORRECTION);
	assert_text(json, "text/words", "Said openly.");
	json_decref(json);
	json = json_of("record/{name}", "16");
	assert_number(json, "corrects/number", ENTRY_RELEASE);
	json_decref(json);
}

static void closed_record_shows_no_bytes(void **state)
{
	(void)state;
	record.site.closed_record = true;
	json_t *json = json_of("record/{name}", "11");
	assert_null(at(json, "received"));
	assert_null(at(json, "proof/raw"));
	assert_text(json, "proof/receipt", "closed"); /* it would be refused */
	json_decref(json);
	assert_lacks(html_of("record/{name}", "11", LANGUAGE_EN), "comity-entry/v1");
	assert_lacks(html_of("record/{name}", "11", LANGUAGE_EN), "/entries/11");
	assert_has(html_of("record/{name}", "11", LANGUAGE_EN), "given to members only");
	assert_lacks(html_of("record", "", LANGUAGE_EN), "/entries/");
	record.site.closed_record = false;
}

/* ---- What must not happen -----------------------------------------------------------------------------------------
 */

static const struct {
	const char *pattern, *name;
} shown[] = {
	{"bodies", ""},
	{"bodies/{name}", "council"},
	{"bodies/{name}", "board"},
	{"bodies/{name}", "group"},
	{"parties", ""},
	{"parties/{name}", "A"},
	{"parties/{name}", "B"},
	{"parties/{name}", "C"},
	{"parties/{name}", "D"},
	{"parties/{name}", "F"},
	{"parties/{name}", "G"},
	{"parties/{name}", "SEC"},
	{"offices", ""},
	{"offices/{name}", "president"},
	{"offices/{name}", "press"},
	{"offices/{name}", "vacant"},
	{"persons/{name}", "a-1"},
	{"persons/{name}", "a-2"},
	{"persons/{name}", "b-1"},
	{"persons/{name}", "sec-1"},
	{"persons/{name}", "sec-press"},
	{"charter", ""},
	{"record", ""},
	{"record/{name}", "0"},
	{"record/{name}", "11"},
	{"record/{name}", "12"},
	{"record/{name}", "14"},
	{"record/{name}", "16"},
	{"about", ""},
};
#define SHOWN (sizeof shown / sizeof shown[0])

static void nothing_secret_gets_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHOWN; i++) {
		for (enum language language = LANGUAGE_EN; language < LANGUAGE_MAX; language++) {
			for (int format = VIEW_HTML; format <= VIEW_JSON; format++) {
				struct arena mark = arena_mark(&record.arena);
				struct str page = org_page(&record, shown[i].pattern, shown[i].name, language,
				                           (enum view_format)format);
				char *text = nul_terminated(page);
				assert_lacks(text, SECRET_REASON);
				assert_lacks(text, SECRET_TEXT);
				assert_lacks(text, SECRET_RELEASE);
				arena_rewind(&record.arena, mark);
			}
		}
	}
	/* Of the release under embargo its own entry says nothing but that; its bytes are what the tree holds. */
	json_t *json = json_of("record/{name}", "15");
	assert_null(at(json, "release"));
	assert_null(at(json, "text"));
	assert_null(strstr(json_string_value(at(json, "words")), SECRET_RELEASE));
	json_decref(json);
	assert_lacks(html_of("record/{name}", "15", LANGUAGE_EN), SECRET_TEXT);
	assert_lacks(html_of("record/{name}", "15", LANGUAGE_EN), "/releases/" SECRET_RELEASE);
	/* When the hour has come, it does. */
	record.site.reading.now_ms += 90 * DAY_MS;
	json = json_of("record/{name}", "15");
	assert_text(json, "release/name", SECRET_RELEASE);
	assert_text(json, "text/words", SECRET_TEXT);
	json_decref(json);
	record.site.reading.now_ms -= 90 * DAY_MS;
}

static void words_stay_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHOWN; i++) {
		struct arena mark = arena_mark(&record.arena);
		char *html = html_of(shown[i].pattern, shown[i].name, LANGUAGE_EN);
		assert_lacks(html, "<b>");
		assert_lacks(html, "<Club>");
		arena_rewind(&record.arena, mark);
	}
	assert_has(html_of("parties/{name}", "B", LANGUAGE_EN), "&lt;b&gt;Birch&lt;/b&gt;");
}

static void what_is_not_there_is_not_found(void **state)
{
	(void)state;
	static const struct {
		const char *pattern, *name;
	} absent[] = {
		{"bodies/{name}", "no-such"}, {"bodies/{name}", ""},        {"parties/{name}", "a"},
		{"offices/{name}", "x"},      {"persons/{name}", "nobody"}, {"persons/{name}", ""},
		{"record/{name}", "19"},      {"record/{name}", "-1"},      {"record/{name}", "01"},
		{"record/{name}", "x"},       {"record/{name}", ""},        {"record/{name}", "18446744073709551616"},
	};
	for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
		assert_null(org_page(&record, absent[i].pattern, absent[i].name, LANGUAGE_EN, VIEW_HTML).ptr);
		assert_null(org_page(&record, absent[i].pattern, absent[i].name, LANGUAGE_EN, VIEW_JSON).ptr);
	}
}

static void every_page_parses_in_every_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < SHOWN; i++) {
		for (enum language language = LANGUAGE_EN; language < LANGUAGE_MAX; language++) {
			struct arena mark = arena_mark(&record.arena);
			json_t *json = json_from(shown[i].pattern, shown[i].name, UINT64_MAX, language);
			assert_true(json_string_length(at(json, "title")) > 0);
			assert_text(json, "language", language == LANGUAGE_RU ? "ru" : language == LANGUAGE_EN ? "en" : "ar-XB");
			json_decref(json);
			arena_rewind(&record.arena, mark);
		}
	}
}

static int begin(void **state)
{
	(void)state;
	org_record_make(&record, organisation_charter, organisation_script);
	return 0;
}

static int end(void **state)
{
	(void)state;
	org_record_end(&record);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_are_a_tree),
		cmocka_unit_test(body_says_how_it_works),
		cmocka_unit_test(body_says_from_whom_it_inherits),
		cmocka_unit_test(parties_stand_by_status),
		cmocka_unit_test(party_shows_keys_and_deeds),
		cmocka_unit_test(office_has_holders_and_contacts),
		cmocka_unit_test(person_is_what_the_record_says),
		cmocka_unit_test(charter_is_all_there),
		cmocka_unit_test(record_pages_through_all_entries),
		cmocka_unit_test(every_entry_has_its_page),
		cmocka_unit_test(entry_says_what_is_proved),
		cmocka_unit_test(corrections_lead_both_ways),
		cmocka_unit_test(closed_record_shows_no_bytes),
		cmocka_unit_test(nothing_secret_gets_out),
		cmocka_unit_test(words_stay_words),
		cmocka_unit_test(what_is_not_there_is_not_found),
		cmocka_unit_test(every_page_parses_in_every_language),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
