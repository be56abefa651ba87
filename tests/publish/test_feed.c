/* Feeds: identifiers by RFC 4151, Atom and JSON Feed to the byte where it matters, and whatever bytes come in. What
 * other people's readers make of them is tests/web/feeds.sh. */
#include "base/check.h"

#include <jansson.h>

#include "base/time.h"
#include "publish/atom.h"
#include "publish/jsonfeed.h"

#define TIME_MS INT64_C(1654864200000) /* 2022-06-10T12:30:00Z */

static char storage[1 << 16];

static const struct feed_link russian[] = {{STR_INIT("ru"), STR_INIT("https://o.example/ru/releases/r1")}};
static const struct feed_link feeds[] = {{STR_INIT("ru"), STR_INIT("https://o.example/ru/feed.atom")}};

static struct feed_entry entry_of(const char *title, const char *text)
{
	return (struct feed_entry){
		.id = STR("tag:o.example,2022-06-10:record/release/r1/en"),
		.title = str_from(title),
		.url = STR("https://o.example/en/releases/r1"),
		.published_ms = TIME_MS,
		.updated_ms = TIME_MS + 60000,
		.text = str_from(text),
		.other = russian,
		.other_count = 1,
	};
}

static struct feed feed_of(const struct feed_entry *entry, uint32_t count)
{
	return (struct feed){
		.id = STR("tag:o.example,2022-01-01:record/releases/en"),
		.title = STR("The Organisation: press releases"),
		.language = STR("en"),
		.self_url = STR("https://o.example/en/feed.atom"),
		.home_url = STR("https://o.example/en/releases"),
		.author = STR("The Organisation"),
		.author_url = STR("https://o.example/en/"),
		.other = feeds,
		.other_count = 1,
		.updated_ms = TIME_MS + 60000,
		.entry = entry,
		.entry_count = count,
	};
}

static struct str written(void (*write)(struct buf *, const struct feed *), const struct feed *feed)
{
	struct buf buf = buf_of(storage, sizeof(storage) - 1);
	write(&buf, feed);
	assert_false(buf.full);
	storage[buf.len] = '\0';
	return buf_view(&buf);
}

/* ---- Identifiers ------------------------------------------------------------------------------------------------ */

static void tags(void **state)
{
	static const struct {
		const char *origin;
		int64_t time_ms;
		const char *name, *tag;
	} cases[] = {
		{"csto.example/record", TIME_MS, "release/yerevan/en", "tag:csto.example,2022-06-10:record/release/yerevan/en"},
		/* the day is UTC's, on both sides of midnight */
		{"o.example/r", INT64_C(1654905599999), "x", "tag:o.example,2022-06-10:r/x"},
		{"o.example/r", INT64_C(1654905600000), "x", "tag:o.example,2022-06-11:r/x"},
		{"o.example", TIME_MS, "x", "tag:o.example,2022-06-10:x"},
		{"O.Example/Record", TIME_MS, "X", "tag:o.example,2022-06-10:Record/X"},
		/* a port is no part of an authority */
		{"localhost:8080/r", TIME_MS, "x", "tag:localhost,2022-06-10::8080/r/x"},
		{"o.example/a b+c", TIME_MS, "x", "tag:o.example,2022-06-10:a%20b%2Bc/x"},
		{"/r", TIME_MS, "x", "tag:invalid,2022-06-10:r/x"},
		{"o.example/r/", TIME_MS, "\xd1\x8f", "tag:o.example,2022-06-10:r/%D1%8F"},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf buf = buf_of(storage, sizeof(storage));
		feed_tag(&buf, str_from(cases[i].origin), cases[i].time_ms, str_from(cases[i].name));
		assert_str(buf_view(&buf), cases[i].tag);
	}
}

/* ---- Atom ------------------------------------------------------------------------------------------------------- */

static void atom_whole(void **state)
{
	struct feed_entry entry = entry_of("A title", "First.\n\nSecond.");
	struct feed feed = feed_of(&entry, 1);
	(void)state;
	assert_str(
		written(buf_atom, &feed),
		"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
		"<id>tag:o.example,2022-01-01:record/releases/en</id>\n"
		"<title>The Organisation: press releases</title>\n"
		"<updated>2022-06-10T12:31:00Z</updated>\n"
		"<author>\n<name>The Organisation</name>\n<uri>https://o.example/en/</uri>\n</author>\n"
		"<link rel=\"self\" type=\"application/atom+xml\" hreflang=\"en\" href=\"https://o.example/en/feed.atom\"/>\n"
		"<link rel=\"alternate\" type=\"text/html\" hreflang=\"en\" href=\"https://o.example/en/releases\"/>\n"
		"<link rel=\"alternate\" type=\"application/atom+xml\" hreflang=\"ru\" "
		"href=\"https://o.example/ru/feed.atom\"/>\n"
		"<entry>\n"
		"<id>tag:o.example,2022-06-10:record/release/r1/en</id>\n"
		"<title>A title</title>\n"
		"<published>2022-06-10T12:30:00Z</published>\n"
		"<updated>2022-06-10T12:31:00Z</updated>\n"
		"<link rel=\"alternate\" type=\"text/html\" hreflang=\"en\" href=\"https://o.example/en/releases/r1\"/>\n"
		"<link rel=\"alternate\" type=\"text/html\" hreflang=\"ru\" href=\"https://o.example/ru/releases/r1\"/>\n"
		"<content type=\"text\">First.\n\nSecond.</content>\n"
		"</entry>\n"
		"</feed>\n");
}

static void atom_escapes(void **state)
{
	struct feed_entry entry = entry_of("<script>&\"'</title>",
	                                   "]]> <b>&amp;</b> \x01\x1b \xff\xfe \xef\xbf\xbf \xed\xa0\x80 end");
	entry.url = STR("https://o.example/en/releases/\"><x>&a=b");
	struct feed feed = feed_of(&entry, 1);
	(void)state;
	struct str text = written(buf_atom, &feed);
	assert_non_null(strstr(storage, "<title>&lt;script&gt;&amp;"));
	assert_non_null(strstr(storage, "]]&gt; &lt;b&gt;&amp;amp;&lt;/b&gt; "));
	assert_non_null(strstr(storage, "href=\"https://o.example/en/releases/&quot;&gt;&lt;x&gt;&amp;a=b\"/>"));
	/* what XML 1.0 forbids is not there: control characters, U+FFFF, bytes that are no UTF-8 */
	assert_null(memchr(text.ptr, 0x01, text.len));
	assert_null(memchr(text.ptr, 0x1b, text.len));
	assert_null(memchr(text.ptr, 0xff, text.len));
	assert_null(strstr(storage, "\xef\xbf\xbf"));
	assert_null(strstr(storage, "\xed\xa0\x80"));
}

static void atom_summary(void **state)
{
	struct feed_entry entry = entry_of("A long one", "");
	entry.summary = STR("A long one");
	entry.other_count = 0;
	struct feed feed = feed_of(&entry, 1);
	(void)state;
	written(buf_atom, &feed);
	assert_non_null(strstr(storage, "<summary type=\"text\">A long one</summary>"));
	assert_null(strstr(storage, "<content"));
}

/* Nothing is written past the end, and the buffer says so. */
static void atom_full(void **state)
{
	struct feed_entry entry = entry_of("A title", "First.");
	struct feed feed = feed_of(&entry, 1);
	size_t whole = written(buf_atom, &feed).len;
	(void)state;
	for (size_t cap = 0; cap < whole; cap++) {
		memset(storage, 0x55, whole + 8);
		struct buf buf = buf_of(storage, cap);
		buf_atom(&buf, &feed);
		assert_true(buf.full);
		assert_int_equal(storage[cap], 0x55);
	}
}

/* ---- JSON Feed -------------------------------------------------------------------------------------------------- */

static const char *string_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	if (!text)
		fail_msg("no string \"%s\"", key);
	return text;
}

static void json_whole(void **state)
{
	struct feed_entry entry = entry_of("\"A\" \\ title", "First.\n\n\tSecond \x01 \xff.");
	struct feed feed = feed_of(&entry, 1);
	json_error_t error;
	(void)state;
	struct str text = written(buf_json_feed, &feed);
	json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, &error);
	if (!root)
		fail_msg("%s at %d:%d", error.text, error.line, error.column);
	assert_string_equal(string_of(root, "version"), "https://jsonfeed.org/version/1.1");
	assert_string_equal(string_of(root, "home_page_url"), "https://o.example/en/releases");
	assert_string_equal(string_of(root, "feed_url"), "https://o.example/en/feed.atom");
	assert_string_equal(string_of(root, "language"), "en");
	const json_t *author = json_array_get(json_object_get(root, "authors"), 0);
	assert_string_equal(string_of(author, "name"), "The Organisation");
	assert_string_equal(string_of(author, "url"), "https://o.example/en/");
	const json_t *items = json_object_get(root, "items"), *item = json_array_get(items, 0);
	assert_int_equal(json_array_size(items), 1);
	assert_string_equal(string_of(item, "id"), "tag:o.example,2022-06-10:record/release/r1/en");
	assert_string_equal(string_of(item, "url"), "https://o.example/en/releases/r1");
	assert_string_equal(string_of(item, "title"), "\"A\" \\ title");
	assert_string_equal(string_of(item, "content_text"), "First.\n\n\tSecond \xef\xbf\xbd \xef\xbf\xbd.");
	assert_string_equal(string_of(item, "date_published"), "2022-06-10T12:30:00Z");
	assert_string_equal(string_of(item, "date_modified"), "2022-06-10T12:31:00Z");
	assert_string_equal(string_of(json_object_get(item, "_languages"), "ru"), "https://o.example/ru/releases/r1");
	json_decref(root);
}

static void json_none(void **state)
{
	struct feed feed = feed_of(NULL, 0);
	(void)state;
	struct str text = written(buf_json_feed, &feed);
	json_t *root = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_int_equal(json_array_size(json_object_get(root, "items")), 0);
	json_decref(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags),         cmocka_unit_test(atom_whole), cmocka_unit_test(atom_escapes),
		cmocka_unit_test(atom_summary), cmocka_unit_test(atom_full),  cmocka_unit_test(json_whole),
		cmocka_unit_test(json_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
