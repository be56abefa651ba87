/* What one record can do to a page: texts as large as they may be, positions without end, a crisis that nobody ends, an
 * embargo, corrections of corrections. Every page is made, is no larger than a page may be, and says what it leaves
 * out.
 */
#include <unistd.h>

#include "web/feed.h"
#include "web/frame.h"
#include "web/look.h"
#include "web/org_record.h"

#define REPORT_SIZE ((size_t)2800000)
#define BANNER "A <rehearsal>: nothing here has happened."

static const char charter[] =
	"organisation lakes \"Lake Commission\" {\n"
	"  languages en ru\n  seat \"Vienna\" Europe/Vienna\n"
	"  event evening \"Evening\"\n"
	"  banner \"" BANNER "\" { title ru \"Учение\" }\n"
	"}\n"
	"party A \"Alder\" { status member from 2000-01-01 }\n"
	"party B \"Birch\" { status member from 2000-01-01 }\n"
	"party SEC \"Secretariat\" { status secretariat from 2000-01-01 }\n"
	"body council \"Council\" {\n  convenes secretariat\n  chair party A\n  decides any consensus\n}\n"
	"rule consensus \"Consensus\" { adopted when objections = 0 }\n"
	"procedure open \"Open\" {\n  begins member\n"
	"  stage draft {\n    positions support object\n    on withdrawal by author to over\n  }\n  outcome over\n}\n"
	"procedure alarm \"Alarm\" {\n  begins member\n  kinds crisis\n  crisis\n"
	"  stage called {\n    on withdrawal by author to over\n  }\n  outcome over\n}\n";

static struct org_record record;
static char storage[LIMIT_PAGE_SIZE + 1];
static struct buf out;
static char text_path[2][64];

/* A text of `size` bytes that repeats a pattern, in a file beside the folders of scripts. */
static void write_text(uint32_t index, const char *pattern, size_t size)
{
	strcpy(text_path[index], "/tmp/comity-text-XXXXXX");
	int descriptor = mkstemp(text_path[index]);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	assert_non_null(file);
	for (size_t i = 0; i < size; i++)
		assert_true(fputc(pattern[i % strlen(pattern)], file) != EOF);
	assert_int_equal(fclose(file), 0);
}

static int start(void **state)
{
	static char script[1 << 15];
	struct buf buf = buf_of(script, sizeof script - 1);
	(void)state;
	write_text(0, "The water rises and nobody knows why, and so on, ", REPORT_SIZE);
	write_text(1, "<&>\"", LIMIT_BLOB_SIZE);
	buf_c(&buf, "charter test.charter\norigin lakes.example/record\nseed \"limits\"\nzone Asia/Yerevan\n"
	            "at 2026-01-05T08:00Z\nkey A a-1\nkey B b-1\nkey SEC sec-1\nfound\n"
	            "A a-1 countersign\nB b-1 countersign\nSEC sec-1 countersign\n" /* entries 2 to 4 */
	            "SEC sec-1 release release=r title.en=\"R\" text.en=\"News.\"\n"
	            "SEC sec-1 correct entry=5 text.en=\"public:It was Friday.\"\n"
	            "SEC sec-1 correct entry=6 text.en=\"public:It was Thursday.\"\n"
	            "A a-1 table matter=m body=council kind=note procedure=open title.en=\"M\"\n"
	            "SEC sec-1 convene meeting=yerevan body=council regular=no host=A place=\"Yerevan\" zone=Asia/Yerevan "
	            "starts=2026-01-20T10:00[Asia/Yerevan]\n"
	            "SEC sec-1 event event=evening kind=evening title.en=\"Evening\" zone=Asia/Yerevan "
	            "starts=2026-06-10T10:00Z\n"
	            "SEC sec-1 release release=met title.en=\"Met\" text.en=\"Met.\" meeting=yerevan\n"
	            "SEC sec-1 release release=hidden text.en=\"Hidden\" matter=m embargo=2027-01-01T00:00Z\n");
	for (uint32_t i = 0; i < 2 * LIMIT_PAGE_MARKS + 3; i++)
		buf_c(&buf, "B b-1 position matter=m position=support\n");
	for (uint32_t i = 0; i < 3; i++) {
		buf_c(&buf, "B b-1 report matter=m kind=note title.en=\"Note\" text.en=public:@../");
		buf_c(&buf, strrchr(text_path[0], '/') + 1);
		buf_c(&buf, "\n");
	}
	buf_c(&buf, "SEC sec-1 release release=large title.en=\"Large\" text.en=@../");
	buf_c(&buf, strrchr(text_path[1], '/') + 1);
	buf_c(&buf, "\nA a-1 table matter=flood body=council kind=crisis procedure=alarm title.en=\"The flood\"\n");
	for (uint32_t i = 0; i < LIMIT_PAGE_ITEMS; i++) {
		buf_c(&buf, "B b-1 table matter=ended-");
		buf_u64(&buf, i);
		buf_c(&buf, " body=council kind=crisis procedure=alarm title.en=\"E\"\nB b-1 withdraw matter=ended-");
		buf_u64(&buf, i);
		buf_c(&buf, "\n");
	}
	assert_false(buf.full);
	org_record_make(&record, charter, script);
	return 0;
}

static int end(void **state)
{
	(void)state;
	org_record_end(&record);
	return unlink(text_path[0]) != 0 || unlink(text_path[1]) != 0;
}

static struct page_made made;

static const char *page(const char *pattern, const char *name, enum language language, enum view_format format)
{
	const struct page *found = NULL;
	struct page_request request = {.name = str_from(name), .query_from = UINT64_MAX};
	for (uint32_t i = 0; i < page_count; i++)
		if (strcmp(page_table[i].pattern, pattern) == 0)
			found = &page_table[i];
	assert_non_null(found);
	struct arena arena = record.arena;
	out = buf_of(storage, LIMIT_PAGE_SIZE);
	assert_int_equal(page_render(found, &request, &record.site, language, format, &arena, &out, &made), PAGE_OK);
	assert_false(out.full);
	assert_false(made.failed);
	storage[out.len] = '\0';
	return storage;
}

static const char *english(const char *pattern, const char *name)
{
	return page(pattern, name, LANGUAGE_EN, VIEW_HTML);
}

static json_t *twin(const char *pattern, const char *name)
{
	json_error_t error;
	json_t *json = json_loads(page(pattern, name, LANGUAGE_EN, VIEW_JSON), JSON_REJECT_DUPLICATES, &error);
	if (!json)
		fail_msg("%s: %s at %d", pattern, error.text, error.position);
	return json;
}

static uint32_t occurrences(const char *text, const char *what)
{
	uint32_t count = 0;
	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		count++;
	return count;
}

/* ---- Texts ------------------------------------------------------------------------------------------------------- */

static void texts_share_a_page(void **state)
{
	(void)state;
	const char *html = english("matters/{name}", "m");
	assert_int_equal(occurrences(html, "The text goes on: the whole of it"), 2);
	assert_int_equal(occurrences(html, "<a href=\"/blobs/"), 2);
	assert_true(out.len > REPORT_SIZE && out.len < LIMIT_PAGE_TEXTS + ((size_t)1 << 20));
	json_t *json = twin("matters/{name}", "m");
	const json_t *reports = json_object_get(json_object_get(json, "reports"), "reports");
	assert_int_equal(json_array_size(reports), 3);
	assert_true(json_is_true(json_object_get(json, "shortened")));
	const json_t *whole = json_array_get(reports, 0), *cut = json_array_get(reports, 2);
	assert_null(json_object_get(whole, "text_whole"));
	assert_int_equal(json_string_length(json_object_get(whole, "text")), REPORT_SIZE);
	assert_string_equal(json_string_value(json_object_get(cut, "text_state")), "shown");
	assert_true(strncmp(json_string_value(json_object_get(cut, "text_whole")), "/blobs/", 7) == 0);
	json_decref(json);
	/* Nothing is left out where nothing has to be. */
	assert_lacks(english("releases/{name}", "r"), "The text goes on");
	json = twin("releases/{name}", "r");
	assert_null(json_object_get(json, "shortened"));
	json_decref(json);
}

static void markup_is_no_way_around(void **state)
{
	(void)state;
	const char *html = english("releases/{name}", "large");
	assert_int_equal(occurrences(html, "The text goes on: the whole of it"), 1);
	assert_has(html, "&lt;&amp;&gt;\"&lt;");
	json_decref(twin("releases/{name}", "large"));
	assert_has(page("releases/{name}", "large", LANGUAGE_RU, VIEW_HTML), "весь текст");
	(void)page("releases/{name}", "large", LANGUAGE_PSEUDO, VIEW_HTML);
}

static void a_cell_has_its_newest_marks(void **state)
{
	(void)state;
	const char *html = english("matters/{name}", "m");
	assert_int_equal(occurrences(html, "<a class=\"mark "), LIMIT_PAGE_MARKS);
	assert_int_equal(occurrences(html, "<a class=\"mark past"), LIMIT_PAGE_MARKS - 1);
	assert_has(html, "<span class=\"mark past plain\">15 earlier</span>");
	_Static_assert(LIMIT_PAGE_MARKS == 12, "15 are left out");
}

/* ---- What the record says, and when ------------------------------------------------------------------------------ */

static void the_last_correction_counts(void **state)
{
	(void)state;
	const char *html = english("releases/{name}", "r");
	assert_has(html, "It was Thursday.");
	assert_lacks(html, "It was Friday.");
	struct arena arena = record.arena;
	out = buf_of(storage, LIMIT_PAGE_SIZE);
	assert_int_equal(feed_atom(&record.site, LANGUAGE_EN, &arena, &out), PAGE_OK);
	buf_byte(&out, 0);
	assert_false(out.full);
	assert_has(storage, "It was Thursday.");
	assert_lacks(storage, "It was Friday.");
}

static void an_embargo_leaves_no_trace_in_histories(void **state)
{
	(void)state;
	assert_lacks(english("matters/{name}", "m"), "embargo");
	assert_lacks(english("parties/{name}", "SEC"), "embargo");
	assert_lacks(english("persons/{name}", "sec-1"), "embargo");
	assert_lacks(page("matters/{name}", "m", LANGUAGE_EN, VIEW_JSON), "hidden");
}

static void every_list_has_all_zones(void **state)
{
	(void)state;
	assert_has(english("releases/{name}", "met"),
	           "12:00 Yerevan (UTC+4)</bdi></time><span class=\"zones\"><span class=\"between\"> · </span>"
	           "<bdi>09:00 Vienna</bdi> · <bdi>08:00 UTC</bdi></span>");
	assert_has(english("releases", ""),
	           "12:00 Yerevan</bdi></time><span class=\"zones\"><span class=\"between\"> · </span>"
	           "<bdi>09:00 Vienna</bdi> · <bdi>08:00 UTC</bdi></span>");
	assert_has(english("releases", ""),
	           "09:00 Vienna</bdi></time><span class=\"zones\"><span class=\"between\"> · </span>"
	           "<bdi>08:00 UTC</bdi></span>");
	assert_has(english("meetings/{name}", "yerevan"),
	           "12:00 Yerevan</bdi></time><span class=\"zones\"><span class=\"between\"> · </span>"
	           "<bdi>09:00 Vienna</bdi>");
}

/* An event of which only the beginning is known lasts until that day ends where it is. */
static void an_event_ends_at_its_own_midnight(void **state)
{
	(void)state;
	const struct reading *reading = &record.site.reading;
	int64_t noon_ms, midnight_ms;
	assert_true(time_parse(STR("2026-06-10T12:00:00Z"), &noon_ms));
	assert_true(time_parse(STR("2026-06-10T20:00:00Z"), &midnight_ms)); /* in Yerevan; two hours later at the seat */
	assert_int_equal(library_next_change(reading->library, reading->state, noon_ms), midnight_ms);
}

static void a_quiet_crisis_goes_on(void **state)
{
	(void)state;
	int64_t kept_ms = record.site.reading.now_ms, began_ms = kernel_time(record.site.reading.state);
	record.site.reading.now_ms = began_ms + 100 * DAY_MS;
	const char *html = english("crises/{name}", "flood");
	assert_has(html, "Since the appeal: 100 days<");
	assert_has(html, "1 step over 100 days,");
	assert_has(page("crises/{name}", "flood", LANGUAGE_RU, VIEW_HTML), "1 шаг за 100 дней,");
	/* It is not true for longer than its words are. */
	assert_int_equal(made.until_ms, record.site.reading.now_ms + MINUTE_MS);
	(void)english("parties", ""); /* clocks of the capitals */
	assert_true(made.until_ms == TIME_NEVER);
	(void)english("parties/{name}", "A");
	assert_int_equal(made.until_ms, record.site.reading.now_ms + MINUTE_MS);
	record.site.reading.now_ms = kept_ms;
}

/* As many as fit on it: the board is whole, and leads to no page without any. */
static void a_full_board_is_the_last(void **state)
{
	(void)state;
	json_t *json = twin("crises", "");
	assert_int_equal(json_array_size(at(json, "open/crises")), 1);
	assert_int_equal(json_array_size(at(json, "ended/crises")), LIMIT_PAGE_ITEMS);
	assert_null(at(json, "ended/next"));
	json_decref(json);
}

static void the_banner_stands_first(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < page_count; i++) {
		if (strchr(page_table[i].pattern, '{'))
			continue;
		const char *html = english(page_table[i].pattern, "");
		const char *banner = strstr(html, "<p class=\"banner\" dir=\"auto\">A &lt;rehearsal&gt;: nothing");
		const char *heading = strstr(html, "<h1>");
		assert_case(banner && heading && banner < heading, page_table[i].pattern);
		json_t *json = twin(page_table[i].pattern, "");
		assert_string_equal(json_string_value(json_object_get(json, "banner")), BANNER);
		json_decref(json);
	}
	assert_has(page("", "", LANGUAGE_RU, VIEW_HTML), "<p class=\"banner\" dir=\"auto\">Учение</p>");
	struct arena arena = record.arena;
	out = buf_of(storage, LIMIT_PAGE_SIZE);
	page_render_error(&record.site, LANGUAGE_EN, 404, &arena, &out);
	buf_byte(&out, 0);
	assert_has(storage, "<p class=\"banner\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_share_a_page),
		cmocka_unit_test(markup_is_no_way_around),
		cmocka_unit_test(a_cell_has_its_newest_marks),
		cmocka_unit_test(the_last_correction_counts),
		cmocka_unit_test(an_embargo_leaves_no_trace_in_histories),
		cmocka_unit_test(every_list_has_all_zones),
		cmocka_unit_test(an_event_ends_at_its_own_midnight),
		cmocka_unit_test(a_quiet_crisis_goes_on),
		cmocka_unit_test(a_full_board_is_the_last),
		cmocka_unit_test(the_banner_stands_first),
	};
	return cmocka_run_group_tests(tests, start, end);
}
