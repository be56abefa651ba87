/* What comes in may be any bytes; what goes out means only text where it stands. */
#include "base/check.h"

#include "base/utf8.h"
#include "publish/html.h"

struct written {
	const char *name, *text, *wanted;
	size_t size; /* of the text; 0: up to its NUL */
};

static struct str text_of(const struct written *row)
{
	return (struct str){row->text, row->size ? row->size : strlen(row->text)};
}

static void text_between_tags(void **state)
{
	(void)state;
	static const struct written rows[] = {
		{"plain", "Armenia, 10 June", "Armenia, 10 June", 0},
		{"markup", "<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;", 0},
		{"quotes", "\"a\" 'b' \\", "\"a\" 'b' \\", 0},
		{"script", "</script><!--", "&lt;/script&gt;&lt;!--", 0},
		{"russian", "Совет & Ко", "Совет &amp; Ко", 0},
		{"tab and line feed", "a\tb\nc", "a\tb\nc", 0},
		{"carriage return before line feed", "a\r\nb", "a\nb", 0},
		{"carriage return alone", "a\rb",
	     "a\xEF\xBF\xBD"
	     "b",
	     0},
		{"NUL", "a\0b",
	     "a\xEF\xBF\xBD"
	     "b",
	     3},
		{"escape", "\x1b[31m", "\xEF\xBF\xBD[31m", 0},
		{"DEL", "\x7f", "\xEF\xBF\xBD", 0},
		{"C1", "\xC2\x85", "\xEF\xBF\xBD", 0},
		{"no-break space stays", "\xC2\xA0", "\xC2\xA0", 0},
		{"lone continuation", "a\x80z", "a\xEF\xBF\xBDz", 0},
		{"overlong <", "\xC0\xBC", "\xEF\xBF\xBD\xEF\xBF\xBD", 0},
		{"surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 0},
		{"cut in two", "\xD0", "\xEF\xBF\xBD", 0},
		{"cut before markup", "\xD0<", "\xEF\xBF\xBD&lt;", 0},
		{"noncharacter", "\xEF\xBF\xBE", "\xEF\xBF\xBD", 0},
		{"noncharacter of the Arabic block", "\xEF\xB7\x90", "\xEF\xBF\xBD", 0},
		{"four bytes", "\xF0\x9F\x95\x8A", "\xF0\x9F\x95\x8A", 0},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char storage[128];
		struct buf buf = buf_of(storage, sizeof storage);
		html_text(&buf, text_of(&rows[i]));
		assert_case(str_eq(buf_view(&buf), str_from(rows[i].wanted)), rows[i].name);
	}
}

static void attributes(void **state)
{
	(void)state;
	static const struct written rows[] = {
		{"plain", "/en/", " href=\"/en/\"", 0},
		{"quote", "\" onclick=\"x", " href=\"&quot; onclick=&quot;x\"", 0},
		{"markup", "<&>", " href=\"&lt;&amp;&gt;\"", 0},
		{"white space", "a\n\tb", " href=\"a&#10;&#9;b\"", 0},
		{"bad byte", "\xFF", " href=\"\xEF\xBF\xBD\"", 0},
		{"empty", "", " href=\"\"", 0},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char storage[128];
		struct buf buf = buf_of(storage, sizeof storage);
		html_attr(&buf, "href", text_of(&rows[i]));
		assert_case(str_eq(buf_view(&buf), str_from(rows[i].wanted)), rows[i].name);
	}
}

static void addresses(void **state)
{
	(void)state;
	char storage[128];
	struct buf buf = buf_of(storage, sizeof storage);
	url_arg(&buf, STR("A-Za_z0.9~/?&=#% +\"<\xD0\x90"));
	assert_str(buf_view(&buf), "A-Za_z0.9~%2F%3F%26%3D%23%25%20%2B%22%3C%D0%90");
}

static void paragraphs(void **state)
{
	(void)state;
	static const struct written rows[] = {
		{"one", "One.", "<p dir=\"auto\">One.</p>\n", 0},
		{"two", "One.\n\nTwo.", "<p dir=\"auto\">One.</p>\n<p dir=\"auto\">Two.</p>\n", 0},
		{"a broken line", "One,\ntwo.", "<p dir=\"auto\">One,<br>\ntwo.</p>\n", 0},
		{"blank with spaces", "a\n \t\nb", "<p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p>\n", 0},
		{"ends of lines from elsewhere", "a\r\n\r\nb\r\n", "<p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p>\n", 0},
		{"blank lines around", "\n\na\n\n\n", "<p dir=\"auto\">a</p>\n", 0},
		{"nothing", "", "", 0},
		{"only blank", " \n\n", "", 0},
		{"markup", "<p>", "<p dir=\"auto\">&lt;p&gt;</p>\n", 0},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char storage[256];
		struct buf buf = buf_of(storage, sizeof storage);
		html_paragraphs(&buf, text_of(&rows[i]));
		assert_case(str_eq(buf_view(&buf), str_from(rows[i].wanted)), rows[i].name);
	}
}

static void strings_of_json(void **state)
{
	(void)state;
	static const struct written rows[] = {
		{"plain", "a", "\"a\"", 0},
		{"quote and backslash", "\"\\", "\"\\\"\\\\\"", 0},
		{"white space", "a\n\tb", "\"a\\n\\tb\"", 0},
		{"control", "\x01", "\"\xEF\xBF\xBD\"", 0},
		{"bad byte", "\xFF", "\"\xEF\xBF\xBD\"", 0},
		{"markup stays", "<&>", "\"<&>\"", 0},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char storage[128];
		struct buf buf = buf_of(storage, sizeof storage);
		json_text(&buf, text_of(&rows[i]));
		assert_case(str_eq(buf_view(&buf), str_from(rows[i].wanted)), rows[i].name);
	}
}

/* Any bytes at all: what comes out is UTF-8 and has no markup but the escapes. */
static void any_bytes(void **state)
{
	(void)state;
	uint64_t chance = 20220610;
	for (unsigned round = 0; round < 20000; round++) {
		char text[24], storage[256];
		size_t size = (size_t)random_between(&chance, 0, sizeof text);
		for (size_t i = 0; i < size; i++) /* markup, halves of letters and controls are likely */
			text[i] = (char)(next_random(&chance) % 3 == 0
			                     ? (uint64_t) "<>&\"\xD0\xD1\x80\r\n"[next_random(&chance) % 9]
			                     : next_random(&chance) & 0xFF);
		struct str any = {text, size};
		struct buf buf = buf_of(storage, sizeof storage);
		html_text(&buf, any);
		struct str out = buf_view(&buf);
		assert_true(utf8_valid(out));
		assert_true(str_find(out, '<', 0) == out.len && str_find(out, '>', 0) == out.len);
		assert_true(str_find(out, '\r', 0) == out.len && str_find(out, '\0', 0) == out.len);
		buf.len = 0;
		html_attr(&buf, "a", any);
		out = str_slice(buf_view(&buf), 4, buf.len - 1);
		assert_true(utf8_valid(out));
		assert_true(str_find(out, '"', 0) == out.len && str_find(out, '<', 0) == out.len);
		assert_true(str_find(out, '\n', 0) == out.len);
		buf.len = 0;
		json_text(&buf, any);
		assert_true(utf8_valid(buf_view(&buf)) && !buf.full);
	}
}

static void a_full_buffer_stays_a_prefix(void **state)
{
	(void)state;
	char storage[12];
	struct buf buf = buf_of(storage, sizeof storage);
	html_text(&buf, STR("abcdefgh<<<<"));
	assert_true(buf.full);
	assert_str(buf_view(&buf), "abcdefgh&lt;");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_between_tags),
		cmocka_unit_test(attributes),
		cmocka_unit_test(addresses),
		cmocka_unit_test(paragraphs),
		cmocka_unit_test(strings_of_json),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(a_full_buffer_stays_a_prefix),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
