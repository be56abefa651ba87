/* The skeleton of a page in both forms: where a value stands decides how it looks, what is empty leaves no trace,
 * misuse ends the program. And values: words of a record as links, instants in their zones, facts as sentences.
 */
#include "base/check.h"

#include <jansson.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "web/markup.h"
#include "web/org_record.h"

#define MSG_LABEL MSG_PARTY
static char storage[1 << 16], memory[1 << 16];
static struct buf out;
static struct arena arena;

static struct view make(enum view_format format)
{
	out = buf_of(storage, sizeof storage);
	arena = (struct arena){memory, memory + sizeof memory};
	return (struct view){.format = format, .out = &out, .language = LANGUAGE_EN, .arena = &arena};
}

typedef void writer(struct view *view);

/* The HTML after the page's heading. */
static struct str html_of(writer *write)
{
	struct view view = make(VIEW_HTML);
	view_start(&view, STR("T"), STR(""), STR(""));
	size_t begin = out.len;
	write(&view);
	assert_int_equal(view.depth, 1);
	assert_false(out.full);
	markup_check(buf_view(&out), "fragment");
	return str_slice(buf_view(&out), begin, out.len);
}

/* The JSON between "language" and the end: parsed too. */
static const char *json_of(writer *write)
{
	struct view view = make(VIEW_JSON);
	json_error_t error;
	view_start(&view, STR("T"), STR(""), STR(""));
	size_t begin = out.len;
	write(&view);
	assert_int_equal(view.depth, 1);
	buf_c(&out, "}");
	json_t *root = json_loadb(out.ptr, out.len, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		fail_msg("%s at %d: %.*s", error.text, error.position, STR_ARG(buf_view(&out)));
	json_decref(root);
	buf_byte(&out, 0);
	return out.ptr + begin;
}

/* ---- Skeleton ---------------------------------------------------------------------------------------------------- */

static void write_nothing(struct view *view)
{
	static const struct view_column columns[] = {{"a", MSG_LABEL, false}};
	view_facts(view);
	view_end(view);
	view_list(view, "items", VIEW_CARDS);
	view_end(view);
	view_table(view, "rows", MSG_RECORD, columns, 1);
	view_end(view);
	view_nothing(view, MSG_NONE_LISTED);
}

static void what_is_empty_leaves_no_trace(void **state)
{
	(void)state;
	assert_str(html_of(write_nothing), "<p class=\"nothing\">none</p>\n");
	assert_string_equal(json_of(write_nothing), ",\"items\":[],\"rows\":[]}");
}

static void write_facts(struct view *view)
{
	view_facts(view);
	view_text(view, "name", MSG_LABEL, STR("<A>"), STR("ru"));
	view_number(view, "count", MSG_NONE, 7);
	view_cell(view, "all", MSG_ENTRY);
	view_text(view, NULL, MSG_NONE, STR("x"), STR(""));
	view_text(view, NULL, MSG_NONE, STR("y"), STR(""));
	view_end(view);
	view_cell(view, "empty", MSG_ENTRY);
	view_end(view);
	view_end(view);
	view_number(view, "after", MSG_NONE, 1);
}

static void facts(void **state)
{
	(void)state;
	assert_str(html_of(write_facts), "<dl class=\"facts\">\n"
	                                 "<dt>Party</dt><dd><bdi lang=\"ru\">&lt;A&gt;</bdi></dd>\n"
	                                 "<dd>7</dd>\n"
	                                 "<dt>Entry</dt><dd><bdi>x</bdi>, <bdi>y</bdi></dd>\n"
	                                 "<dt>Entry</dt><dd><span class=\"none\">–</span></dd>\n"
	                                 "</dl>\n"
	                                 "<p class=\"value\">1</p>\n");
	assert_string_equal(json_of(write_facts), ",\"name\":\"<A>\",\"name_language\":\"ru\",\"count\":7,"
	                                          "\"all\":[\"x\",\"y\"],\"empty\":[],\"after\":1}");
}

static void write_sections(struct view *view)
{
	view_section(view, "outer", MSG_RECORD);
	view_section_titled(view, "inner", STR("Совет"), STR("ru"));
	view_bool(view, "sealed", MSG_LABEL, true);
	view_end(view);
	view_section_titled(view, "inner2", STR("B"), STR("en"));
	view_end(view);
	view_end(view);
}

static void sections(void **state)
{
	(void)state;
	assert_str(html_of(write_sections), "<section id=\"outer\"><h2><bdi>Record</bdi></h2>\n"
	                                    "<section id=\"inner-1\"><h3><bdi lang=\"ru\">Совет</bdi></h3>\n"
	                                    "<p class=\"value\"><span class=\"label\">Party:</span> yes</p>\n</section>\n"
	                                    "<section id=\"inner2-2\"><h3><bdi>B</bdi></h3>\n</section>\n</section>\n");
	assert_string_equal(json_of(write_sections), ",\"outer\":{\"inner\":{\"title\":\"Совет\",\"sealed\":true},"
	                                             "\"inner2\":{\"title\":\"B\"}}}");
}

static void write_table(struct view *view)
{
	static const struct view_column columns[] = {
		{"name", MSG_PARTY, false}, {"count", MSG_ENTRY, true}, {"rest", MSG_RECORD, false}};
	view_section(view, "part", MSG_RECORD);
	view_table(view, "rows", MSG_RECORD, columns, 3);
	view_row(view);
	view_text(view, "name", MSG_NONE, STR("a"), STR(""));
	view_number(view, "count", MSG_LABEL, 2); /* a column has its own label */
	view_cell(view, "rest", MSG_NONE);
	view_code(view, NULL, MSG_NONE, STR("head-of-state"));
	view_code(view, NULL, MSG_NONE, STR("some-other"));
	view_end(view);
	view_end(view);
	view_row(view);
	view_text(view, "name", MSG_NONE, STR(""), STR(""));
	view_end(view);
	view_end(view);
	view_end(view);
}

static void tables(void **state)
{
	(void)state;
	assert_str(html_of(write_table),
	           "<section id=\"part\"><h2><bdi>Record</bdi></h2>\n"
	           "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Record\"><table>"
	           "<caption class=\"unseen\">Record</caption>\n<thead><tr><th scope=\"col\">Party</th>"
	           "<th scope=\"col\" class=\"number\">Entry</th><th scope=\"col\">Record</th></tr></thead>\n<tbody>\n"
	           "<tr><th scope=\"row\"><bdi>a</bdi></th><td class=\"number\">2</td>"
	           "<td>heads of state, some other</td></tr>\n"
	           "<tr><th scope=\"row\"><span class=\"none\">–</span></th><td class=\"number\"></td><td></td></tr>\n"
	           "</tbody></table></div>\n</section>\n");
	assert_string_equal(json_of(write_table),
	                    ",\"part\":{\"rows\":[{\"name\":\"a\",\"count\":2,\"rest\":[\"head-of-state\",\"some-other\"]},"
	                    "{\"name\":\"\"}]}}");
}

static void write_cards(struct view *view)
{
	view_list(view, "items", VIEW_CARDS);
	view_item(view);
	view_word(view, "status", MSG_NONE, STR("adopted"), MSG_YES, "good");
	view_link(view, "page", MSG_NONE, STR("/about"), STR("<About>"));
	view_number(view, "n", MSG_LABEL, 3);
	view_link(view, "other", MSG_NONE, STR("/checkpoint"), STR("C"));
	view_long_text(view, "text", STR("One.\n\nTwo."), STR("ru"));
	view_number(view, "m", MSG_NONE, 4);
	view_end(view);
	view_item(view);
	view_end(view);
	view_end(view);
}

static void cards(void **state)
{
	(void)state;
	assert_str(html_of(write_cards),
	           "<ul class=\"cards\">\n"
	           "<li><p class=\"facts\"><span class=\"value\"><span class=\"chip chip-good\">yes</span></span></p>"
	           "<h2><a href=\"/en/about\" dir=\"auto\">&lt;About&gt;</a></h2>"
	           "<p class=\"facts\"><span class=\"value\"><span class=\"label\">Party:</span> 3</span> "
	           "<span class=\"value\"><a href=\"/checkpoint\" dir=\"auto\">C</a></span></p>"
	           "<div class=\"text\" lang=\"ru\">\n<p dir=\"auto\">One.</p>\n<p dir=\"auto\">Two.</p>\n</div>\n"
	           "<p class=\"facts\"><span class=\"value\">4</span></p></li>\n"
	           "<li></li>\n</ul>\n");
	assert_string_equal(json_of(write_cards),
	                    ",\"items\":[{\"status\":\"adopted\",\"page\":{\"title\":\"<About>\",\"href\":\"/about.json\"},"
	                    "\"n\":3,\"other\":{\"title\":\"C\",\"href\":\"/checkpoint\"},\"text\":\"One.\\n\\nTwo.\","
	                    "\"text_language\":\"ru\",\"m\":4},{}]}");
}

static void write_timeline(struct view *view)
{
	view_list(view, "items", VIEW_TIMELINE);
	view_item(view);
	view_date(view, "day", MSG_NONE, 19153);
	view_text(view, "what", MSG_NONE, STR("a"), STR(""));
	view_list(view, "more", VIEW_PLAIN);
	view_item(view);
	view_number(view, "n", MSG_NONE, 1);
	view_end(view);
	view_end(view);
	view_end(view);
	view_item(view);
	view_long_text(view, "text", STR("Words."), STR(""));
	view_end(view);
	view_item(view);
	view_date(view, "day", MSG_NONE, INT32_MAX);
	view_end(view);
	view_end(view);
}

static void timelines(void **state)
{
	(void)state;
	assert_str(
		html_of(write_timeline),
		"<ol class=\"timeline\">\n"
		"<li><div class=\"when\"><time datetime=\"2022-06-10\">10 June 2022</time></div><div class=\"what\">"
		" <span class=\"value\"><bdi>a</bdi></span><ul class=\"plain\">\n<li><span class=\"value\">1</span></li>\n"
		"</ul>\n</div></li>\n"
		"<li><div class=\"when\"></div><div class=\"what\"><div class=\"text\">\n<p dir=\"auto\">Words.</p>\n"
		"</div>\n</div></li>\n"
		"<li><div class=\"when\"><span class=\"open\">open</span></div><div class=\"what\"></div></li>\n</ol>\n");
	assert_string_equal(json_of(write_timeline),
	                    ",\"items\":[{\"day\":\"2022-06-10\",\"what\":\"a\",\"more\":[{\"n\":1}]},"
	                    "{\"text\":\"Words.\"},{\"day\":null}]}");
}

static void addresses(void **state)
{
	(void)state;
	static const struct {
		const char *path, *name, *html, *twin;
	} rows[] = {
		{"", "", "/ru/", "\"/index.json\""},
		{"/", "", "/ru/", "\"/index.json\""},
		{"/releases", "", "/ru/releases", "\"/releases.json\""},
		{"/releases?from=50", "", "/ru/releases?from=50", "\"/releases.json?from=50\""},
		{"/record#e3", "", "/ru/record#e3", "\"/record.json#e3\""},
		{"/feed.atom", "", "/ru/feed.atom", "\"/feed.atom\""},
		{"/entries/7/proof", "", "/entries/7/proof", "\"/entries/7/proof\""},
		{"/charter.txt", "", "/charter.txt", "\"/charter.txt\""},
		{"/charter", "", "/ru/charter", "\"/charter.json\""},
		{"?from=3", "", "?from=3", "\"?from=3\""},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct view view = make(VIEW_JSON);
		char address_storage[128];
		struct buf address = buf_of(address_storage, sizeof address_storage);
		view.language = LANGUAGE_RU;
		view_href(&view, &address, str_from(rows[i].path), str_from(rows[i].name));
		assert_str(buf_view(&address), rows[i].html);
		view_start(&view, STR("T"), STR(""), STR(""));
		view_link(&view, "l", MSG_NONE, str_from(rows[i].path), STR("w"));
		buf_byte(&out, 0);
		assert_non_null(strstr(out.ptr, rows[i].twin));
	}
}

/* ---- Misuse ------------------------------------------------------------------------------------------------------ */

static void one_end_too_many(struct view *view)
{
	view_end(view);
}
static void a_row_in_a_list(struct view *view)
{
	view_list(view, "l", VIEW_PLAIN);
	view_row(view);
}
static void a_value_in_a_list(struct view *view)
{
	view_list(view, "l", VIEW_PLAIN);
	view_number(view, "n", MSG_NONE, 1);
}
static void more_cells_than_columns(struct view *view)
{
	static const struct view_column columns[] = {{"a", MSG_LABEL, false}};
	view_table(view, "t", MSG_RECORD, columns, 1);
	view_row(view);
	view_number(view, "a", MSG_NONE, 1);
	view_number(view, "b", MSG_NONE, 1);
}
static void a_first_fact_without_label(struct view *view)
{
	view_facts(view);
	view_number(view, "a", MSG_NONE, 1);
}
static void a_section_within_facts(struct view *view)
{
	view_facts(view);
	view_section(view, "s", MSG_RECORD);
}
static void too_deep(struct view *view)
{
	for (unsigned i = 0; i < VIEW_DEPTH; i++)
		view_section(view, "s", MSG_RECORD);
}
static void a_message_without_its_argument(struct view *view)
{
	view_note(view, MSG_ENTRY_NUMBER, NULL, 0);
}

/* ---- Length ------------------------------------------------------------------------------------------------------ */

static void write_without_end(struct view *view)
{
	static const struct view_column columns[] = {{"a", MSG_LABEL, false}, {"b", MSG_LABEL, false}};
	view_section(view, "before", MSG_LABEL);
	view_list(view, "items", VIEW_TIMELINE);
	for (uint32_t i = 0; i < 200000; i++) {
		view_item(view);
		view_text(view, "n", MSG_NONE, STR("<a title that is much longer written than said>"), STR(""));
		view_list(view, "inner", VIEW_PLAIN);
		view_item(view);
		view_number(view, "i", MSG_NONE, i);
		view_end(view);
		view_end(view);
		view_end(view);
	}
	view_end(view);
	view_end(view);
	view_table(view, "rows", MSG_RECORD, columns, 2);
	for (uint32_t i = 0; i < 1000; i++) {
		view_row(view);
		view_cell(view, "a", MSG_NONE);
		view_text(view, "x", MSG_NONE, STR("this row is one too many"), STR(""));
		view_end(view);
		view_end(view);
	}
	view_end(view);
	view_text(view, "after", MSG_NONE, STR("what comes after it"), STR(""));
}

static void long_lists_end(void **state)
{
	(void)state;
	char *page = malloc(LIMIT_PAGE_SIZE + 1);
	assert_non_null(page);
	for (enum view_format format = VIEW_HTML; format <= VIEW_JSON; format++) {
		struct view view = make(format);
		struct buf large = buf_of(page, LIMIT_PAGE_SIZE);
		view.out = &large;
		view_start(&view, STR("T"), STR(""), STR(""));
		write_without_end(&view);
		assert_int_equal(view.depth, 1);
		assert_true(view.shortened && view.out == &large && !large.full);
		assert_true(large.len > LIMIT_PAGE_LISTS && large.len < LIMIT_PAGE_LISTS + 4096);
		if (format == VIEW_HTML)
			markup_check(buf_view(&large), "fragment");
		else
			buf_c(&large, "}");
		page[large.len] = '\0';
		assert_null(strstr(page, "one too many"));
		assert_non_null(strstr(page, "what comes after it"));
		if (format == VIEW_HTML) {
			assert_non_null(strstr(page, "The page would be too long with all of it"));
			continue;
		}
		json_error_t error;
		json_t *json = json_loads(page, JSON_REJECT_DUPLICATES, &error);
		if (!json)
			fail_msg("%s at %d", error.text, error.position);
		assert_int_equal(json_array_size(json_object_get(json, "rows")), 0);
		json_decref(json);
	}
	free(page);
}

static void misuse_ends_the_program(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		writer *write;
	} rows[] = {
		{"one end too many", one_end_too_many},
		{"a row in a list", a_row_in_a_list},
		{"a value in a list", a_value_in_a_list},
		{"more cells than columns", more_cells_than_columns},
		{"a first fact without label", a_first_fact_without_label},
		{"a section within facts", a_section_within_facts},
		{"too deep", too_deep},
		{"a message without its argument", a_message_without_its_argument},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		fflush(NULL);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			struct view view = make(VIEW_HTML);
			signal(SIGABRT, SIG_DFL);
			if (!freopen("/dev/null", "w", stderr))
				_exit(3);
			view_start(&view, STR("T"), STR(""), STR(""));
			rows[i].write(&view);
			_exit(0);
		}
		int status;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_case(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, rows[i].name);
	}
}

/* ---- Values of a record ------------------------------------------------------------------------------------------ */

static const char charter[] =
	"organisation pact \"Pact\" {\n  title ru \"Пакт\"\n  languages en ru\n  order-by sort en\n"
	"  seat \"Moscow\" Europe/Moscow\n}\n"
	"party A \"Alba\" {\n  title ru \"Альба\"\n  sort en \"02\"\n  zone Asia/Yerevan\n"
	"  status member from 2000-01-01\n}\n"
	"party B \"Borea\" {\n  sort en \"01\"\n  status member from 2000-01-01\n}\n"
	"party SEC \"Secretariat\" {\n  title ru \"Секретариат\"\n  status secretariat from 2000-01-01\n}\n"
	"office chief \"Chief & Co\" {\n  title ru \"Шеф\"\n  holder SEC from 2000-01-01\n}\n"
	"body council \"Council\" {\n  title ru \"Совет\"\n  convenes member\n  formats narrow plenary\n"
	"  decides any consensus\n}\n"
	"rule consensus \"Consensus\" {\n  adopted when objections = 0\n}\n"
	"procedure debate \"Debate\" {\n  begins member\n  stage talk {\n    positions object\n"
	"    on withdrawal by author to over\n  }\n  outcome over\n}\n";

static const char script[] =
	"charter test.charter\norigin pact.example/record\nseed \"view\"\n"
	"at 2022-06-01T09:00Z\nkey A a-1\nkey B b-1\nkey SEC sec-1\nfound\n"
	"A a-1 countersign\nB b-1 countersign\nSEC sec-1 countersign\n"
	"SEC sec-1 accredit person=boss office=chief\n"
	"A a-1 convene meeting=june body=council title.en=\"The <June> meeting\" regular=yes host=A place=\"Yerevan\" "
	"zone=Asia/Yerevan starts=2022-06-10T12:30[Asia/Yerevan] formats=narrow,plenary\n"
	"A a-1 table matter=m body=council kind=statement procedure=debate title.en=\"A matter\" title.ru=\"Вопрос\" "
	"text.en=\"public:One.\" text.ru=\"public:Раз.\"\n"
	"B b-1 position matter=m version=1 position=object reason.en=\"restricted:Secret\"\n"
	"SEC boss release release=early text.en=\"Hush\" embargo=2022-07-01T09:00Z\n"
	"seal\n"
	"SEC boss correct entry=9 text.en=\"public:No.\"\n";

static struct org_record record;

static int start(void **state)
{
	(void)state;
	org_record_make(&record, charter, script);
	return 0;
}

static int end(void **state)
{
	(void)state;
	org_record_end(&record);
	return 0;
}

/* One value in facts: what stands in its <dd>, or its member in JSON. */
static struct view open_value(enum view_format format, enum language language)
{
	struct view view = make(format);
	view.site = &record.site;
	view.language = language;
	view_start(&view, STR("T"), STR(""), STR(""));
	view_facts(&view);
	return view;
}

static const char *value_of(struct view *view)
{
	view_end(view);
	assert_false(view->failed);
	if (view->format == VIEW_HTML)
		markup_check(buf_view(&out), "value");
	buf_byte(&out, 0);
	const char *begin = strstr(out.ptr, view->format == VIEW_HTML ? "<dd>" : "\"v\":");
	assert_non_null(begin);
	char *stop = strstr(out.ptr, "</dd>");
	if (stop)
		*stop = 0;
	return begin + 4;
}

static struct view value_view;
static struct view *const v = &value_view;
#define VALUE(format, language, call) (value_view = open_value((format), (language)), (call), value_of(v))

static void instants(void **state)
{
	(void)state;
	const struct zone *yerevan = kernel_zone(record.site.reading.state, STR("Asia/Yerevan"));
	int64_t ms = 0, night = 0;
	assert_non_null(yerevan);
	assert_true(time_parse(STR("2022-06-10T08:30Z"), &ms) && time_parse(STR("2022-06-09T22:15:05Z"), &night));
	assert_string_equal(
		VALUE(VIEW_HTML, LANGUAGE_EN, view_time(v, "v", MSG_LABEL, ms, yerevan)),
		"<time datetime=\"2022-06-10T08:30:00Z\">10 June 2022, <bdi>12:30 Yerevan (UTC+4)</bdi></time>"
		"<span class=\"zones\"><span class=\"between\"> · </span><bdi>11:30 Moscow</bdi> · <bdi>08:30 UTC</bdi></span>");
	assert_string_equal(
		VALUE(VIEW_HTML, LANGUAGE_RU, view_time(v, "v", MSG_LABEL, ms, yerevan)),
		"<time datetime=\"2022-06-10T08:30:00Z\">10 июня 2022 г., <bdi>12:30 Ереван (UTC+4)</bdi></time>"
		"<span class=\"zones\"><span class=\"between\"> · </span><bdi>11:30 Москва</bdi> · <bdi>08:30 UTC</bdi></span>");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_EN, view_time(v, "v", MSG_LABEL, ms, NULL)),
	                    "<time datetime=\"2022-06-10T08:30:00Z\">10 June 2022, <bdi>11:30 Moscow (UTC+3)</bdi></time>"
	                    "<span class=\"zones\"><span class=\"between\"> · </span><bdi>08:30 UTC</bdi></span>");
	/* Another day elsewhere is said; seconds where there are any. */
	assert_string_equal(
		VALUE(VIEW_HTML, LANGUAGE_EN, view_time(v, "v", MSG_LABEL, night, NULL)),
		"<time datetime=\"2022-06-09T22:15:05Z\">10 June 2022, <bdi>01:15:05 Moscow (UTC+3)</bdi></time>"
		"<span class=\"zones\"><span class=\"between\"> · </span>9 June 2022, <bdi>22:15:05 UTC</bdi></span>");
	assert_string_equal(
		VALUE(VIEW_HTML, LANGUAGE_EN, view_time_short(v, "v", MSG_LABEL, ms, yerevan)),
		"<time datetime=\"2022-06-10T08:30:00Z\">10 June 2022, <bdi>12:30 Yerevan</bdi></time>"
		"<span class=\"zones\"><span class=\"between\"> · </span><bdi>11:30 Moscow</bdi> · <bdi>08:30 UTC</bdi></span>");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_RU, view_time_short(v, "v", MSG_LABEL, ms, NULL)),
	                    "<time datetime=\"2022-06-10T08:30:00Z\">10 июня 2022 г., <bdi>11:30 Москва</bdi></time>"
	                    "<span class=\"zones\"><span class=\"between\"> · </span><bdi>08:30 UTC</bdi></span>");
	assert_string_equal(
		VALUE(VIEW_HTML, LANGUAGE_EN, view_time_short(v, "v", MSG_LABEL, night, NULL)),
		"<time datetime=\"2022-06-09T22:15:05Z\">10 June 2022, <bdi>01:15 Moscow</bdi></time>"
		"<span class=\"zones\"><span class=\"between\"> · </span>9 June 2022, <bdi>22:15 UTC</bdi></span>");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_EN, view_time(v, "v", MSG_LABEL, TIME_NEVER, NULL)),
	                    "<span class=\"open\">open</span>");
	assert_string_equal(VALUE(VIEW_JSON, LANGUAGE_RU, view_time(v, "v", MSG_LABEL, ms, yerevan)),
	                    "\"2022-06-10T08:30:00Z\"");
	assert_string_equal(VALUE(VIEW_JSON, LANGUAGE_EN, view_time(v, "v", MSG_LABEL, TIME_NEVER, NULL)), "null");
}

static void links(void **state)
{
	(void)state;
	struct party_set both = {{0}};
	party_set_add(&both, map_get(&record.site.reading.charter->parties, STR("A")));
	party_set_add(&both, map_get(&record.site.reading.charter->parties, STR("B")));
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_EN, view_subject(v, "v", MSG_LABEL, SUBJECT_MEETING, STR("june"))),
	                    "<a href=\"/en/meetings/june\" dir=\"auto\">The &lt;June&gt; meeting</a>");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_RU, view_subject(v, "v", MSG_LABEL, SUBJECT_MEETING, STR("june"))),
	                    "<a href=\"/ru/meetings/june\" lang=\"en\" dir=\"auto\">The &lt;June&gt; meeting</a>");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_RU, view_subject(v, "v", MSG_LABEL, SUBJECT_MATTER, STR("m"))),
	                    "<a href=\"/ru/matters/m\" dir=\"auto\">Вопрос</a>");
	assert_string_equal(VALUE(VIEW_JSON, LANGUAGE_RU, view_subject(v, "v", MSG_LABEL, SUBJECT_MATTER, STR("m"))),
	                    "{\"name\":\"m\",\"title\":\"Вопрос\",\"href\":\"/matters/m.json\"}");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_EN, view_person(v, "v", MSG_LABEL, STR("boss"))),
	                    "<a href=\"/en/persons/boss\" dir=\"auto\">Chief &amp; Co (Secretariat)</a>");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_RU, view_person(v, "v", MSG_LABEL, STR("a-1"))),
	                    "<a href=\"/ru/persons/a-1\" dir=\"auto\">a-1 (Альба)</a>");
	assert_string_equal(
		VALUE(VIEW_HTML, LANGUAGE_EN, view_parties(v, "v", MSG_LABEL, &both)),
		"<a href=\"/en/parties/B\" dir=\"auto\">Borea</a>, <a href=\"/en/parties/A\" dir=\"auto\">Alba</a>");
	assert_string_equal(VALUE(VIEW_JSON, LANGUAGE_EN, view_parties(v, "v", MSG_LABEL, &both)),
	                    "[{\"name\":\"B\",\"title\":\"Borea\",\"href\":\"/parties/B.json\"},"
	                    "{\"name\":\"A\",\"title\":\"Alba\",\"href\":\"/parties/A.json\"}]");
	assert_string_equal(VALUE(VIEW_HTML, LANGUAGE_EN, view_party(v, "v", MSG_LABEL, NONE)), "The registrar");
	assert_string_equal(VALUE(VIEW_JSON, LANGUAGE_EN, view_body(v, "v", MSG_LABEL, NONE)), "null");
	assert_string_equal(
		VALUE(VIEW_HTML, LANGUAGE_EN, view_entry(v, "v", MSG_LABEL, 2)),
		"<a href=\"/en/record/2\" class=\"entry\">entry 2</a>\u00a0<span class=\"seal sealed\">sealed</span>");
	uint64_t newest = record.site.reading.size - 1;
	assert_true(record.site.reading.sealed <= newest); /* the script's last act comes after its seal */
	assert_non_null(strstr(VALUE(VIEW_HTML, LANGUAGE_EN, view_entry(v, "v", MSG_LABEL, newest)),
	                       "<span class=\"seal\">entered</span>"));
	assert_non_null(strstr(VALUE(VIEW_JSON, LANGUAGE_EN, view_entry(v, "v", MSG_LABEL, newest)), "\"sealed\":false"));
}

static const struct fact *newest(enum verb verb)
{
	struct history history = library_verb(record.library, verb);
	assert_true(history.count > 0);
	return library_fact(record.library, history.number[history.count - 1]);
}

static const char *sentence(enum verb verb, enum language language)
{
	struct view view = make(VIEW_JSON);
	view.site = &record.site;
	view.language = language;
	view_start(&view, STR("T"), STR(""), STR(""));
	view_fact(&view, "v", newest(verb));
	buf_byte(&out, 0);
	return strstr(out.ptr, "\"v\":") + 4;
}

static void facts_in_words(void **state)
{
	(void)state;
	assert_string_equal(sentence(VERB_CONVENE, LANGUAGE_EN),
	                    "\"Alba (a-1) convenes Council: The <June> meeting, Yerevan, 10 June 2022, 12:30 Yerevan "
	                    "(UTC+4), formats narrow, plenary.\"");
	assert_string_equal(sentence(VERB_CONVENE, LANGUAGE_RU),
	                    "\"Альба (a-1) созывает: Совет – The <June> meeting; Ереван, 10 июня 2022 г., 12:30 Ереван "
	                    "(UTC+4); форматы: узкий, пленарный.\"");
	assert_string_equal(sentence(VERB_POSITION, LANGUAGE_RU),
	                    "\"Borea (b-1) занимает позицию по вопросу «Вопрос» (редакция 1): возражение.\"");
	assert_string_equal(sentence(VERB_TABLE, LANGUAGE_EN), "\"Alba (a-1) tables A matter (statement) in Council.\"");
	assert_string_equal(sentence(VERB_CORRECT, LANGUAGE_EN),
	                    "\"Secretariat (boss) corrects a press release that is under embargo until 1 July 2022, 12:00 "
	                    "Moscow (UTC+3).\"");
	assert_non_null(strstr(sentence(VERB_FOUND, LANGUAGE_EN),
	                       "\"The registrar records: the organisation is founded under charter "));
}

static void an_embargoed_release_says_only_that(void **state)
{
	(void)state;
	assert_string_equal(sentence(VERB_RELEASE, LANGUAGE_EN),
	                    "\"Secretariat (boss) issues a press release that is under embargo until 1 July 2022, 12:00 "
	                    "Moscow (UTC+3).\"");
	int64_t now_ms = record.site.reading.now_ms;
	record.site.reading.now_ms = fact_number(newest(VERB_RELEASE), FIELD_EMBARGO, 0);
	assert_non_null(strstr(sentence(VERB_RELEASE, LANGUAGE_EN), "issues the press release early"));
	record.site.reading.now_ms = now_ms;
}

static void facts_have_links(void **state)
{
	(void)state;
	struct view view = make(VIEW_HTML);
	view.site = &record.site;
	view_start(&view, STR("T"), STR(""), STR(""));
	view_fact(&view, "v", newest(VERB_CONVENE));
	markup_check(buf_view(&out), "fact");
	buf_byte(&out, 0);
	assert_non_null(
		strstr(out.ptr, "<p class=\"value\"><a href=\"/en/parties/A\" dir=\"auto\">Alba</a> "
	                    "(<a href=\"/en/persons/a-1\" dir=\"auto\">a-1</a>) convenes "
	                    "<a href=\"/en/bodies/council\" dir=\"auto\">Council</a>: "
	                    "<a href=\"/en/meetings/june\" dir=\"auto\">The &lt;June&gt; meeting</a>, <bdi>Yerevan</bdi>, "
	                    "<time datetime=\"2022-06-10T08:30:00Z\">"));
	/* Words between brackets keep these on their sides, whichever way the line runs. */
	view = make(VIEW_HTML);
	view.site = &record.site;
	view_start(&view, STR("T"), STR(""), STR(""));
	view_fact(&view, "v", newest(VERB_TABLE));
	buf_byte(&out, 0);
	assert_non_null(strstr(out.ptr, "A matter</a> (<bdi>statement</bdi>) in <a"));
}

/* ?text= asks for a language that the text does not have: the page's own comes before the charter's first. */
static void texts_in_a_language_that_is_not_there(void **state)
{
	static const struct {
		enum language page;
		const char *asked, *text;
	} rows[] = {
		{LANGUAGE_RU, "hy", ",\"v\":\"Раз.\",\"v_language\":\"ru\""},
		{LANGUAGE_EN, "hy", ",\"v\":\"One.\",\"v_language\":\"en\""},
		{LANGUAGE_RU, "en", ",\"v\":\"One.\",\"v_language\":\"en\""},
		{LANGUAGE_RU, "", ",\"v\":\"Раз.\",\"v_language\":\"ru\""},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct view view = make(VIEW_JSON);
		view.site = &record.site;
		view.language = rows[i].page;
		view.text_language = str_from(rows[i].asked);
		view_start(&view, STR("T"), STR(""), STR(""));
		view_fact_text(&view, "v", newest(VERB_TABLE), FIELD_TEXT);
		assert_false(view.failed);
		buf_byte(&out, 0);
		assert_case(strstr(out.ptr, rows[i].text) != NULL, rows[i].text);
	}
}

static void languages_by_their_own_names(void **state)
{
	(void)state;
	assert_true(str_eq(view_language_name(STR("hy")), STR("Հայերեն")));
	assert_true(str_eq(view_language_name(STR("zh")), STR("中文")));
	assert_true(str_eq(view_language_name(STR("xx")), STR("xx")));
	for (unsigned i = 0; i < LANGUAGE_PSEUDO; i++)
		assert_true(str_eq(view_language_name(language_tag[i]), language_own_name[i]));
}

static void texts_of_facts(void **state)
{
	(void)state;
	struct view view = make(VIEW_HTML);
	view.site = &record.site;
	view_start(&view, STR("T"), STR(""), STR(""));
	view_fact_text(&view, "text", newest(VERB_TABLE), FIELD_TEXT);
	view.text_language = STR("ru");
	view_fact_text(&view, "text", newest(VERB_TABLE), FIELD_TEXT);
	view_fact_text(&view, "text", newest(VERB_POSITION), FIELD_REASON);
	view_fact_text(&view, "text", newest(VERB_RELEASE), FIELD_TEXT);
	view_fact_text(&view, "text", newest(VERB_CONVENE), FIELD_TEXT);
	assert_false(view.failed);
	markup_check(buf_view(&out), "texts");
	buf_byte(&out, 0);
	assert_string_equal(strstr(out.ptr, "<div"),
	                    "<div class=\"text\">\n<p dir=\"auto\">One.</p>\n</div>\n"
	                    "<p class=\"languages\"><span class=\"label\">The text in other languages</span> "
	                    "<a href=\"?text=ru\" lang=\"ru\" hreflang=\"ru\">Русский</a></p>\n"
	                    "<div class=\"text\" lang=\"ru\">\n<p dir=\"auto\">Раз.</p>\n</div>\n"
	                    "<p class=\"languages\"><span class=\"label\">The text in other languages</span> "
	                    "<a href=\"?text=en\" lang=\"en\" hreflang=\"en\">English</a></p>\n"
	                    "<p class=\"note\">The text is not published.</p>\n"
	                    "<p class=\"note\">The text is under embargo.</p>\n");
	view = make(VIEW_JSON);
	view.site = &record.site;
	view_start(&view, STR("T"), STR(""), STR(""));
	view_fact_text(&view, "a", newest(VERB_TABLE), FIELD_TEXT);
	view_fact_text(&view, "b", newest(VERB_POSITION), FIELD_REASON);
	buf_byte(&out, 0);
	assert_string_equal(
		strstr(out.ptr, ",\"a\""),
		",\"a\":\"One.\",\"a_language\":\"en\",\"a_state\":\"shown\",\"b\":null,\"b_state\":\"restricted\"");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_empty_leaves_no_trace),
		cmocka_unit_test(facts),
		cmocka_unit_test(sections),
		cmocka_unit_test(tables),
		cmocka_unit_test(cards),
		cmocka_unit_test(timelines),
		cmocka_unit_test(addresses),
		cmocka_unit_test(long_lists_end),
		cmocka_unit_test(misuse_ends_the_program),
		cmocka_unit_test(instants),
		cmocka_unit_test(links),
		cmocka_unit_test(facts_in_words),
		cmocka_unit_test(an_embargoed_release_says_only_that),
		cmocka_unit_test(facts_have_links),
		cmocka_unit_test(texts_in_a_language_that_is_not_there),
		cmocka_unit_test(languages_by_their_own_names),
		cmocka_unit_test(texts_of_facts),
	};
	return cmocka_run_group_tests(tests, start, end);
}
