/* The manual is true: every example of docs/charter.md is read and says what stands below it; every keyword is
 * explained as it is written, and used by a charter of examples/. */
#include "charter_test.h"

#include "charter/reader.h"
#include <glob.h>

/* The fenced block at or after *at whose opening line is "```" and `kind`; false when there is none. */
static bool next_block(struct str text, struct str kind, size_t *at, struct str *ret_body)
{
	while (*at < text.len) {
		size_t end = str_find(text, '\n', *at);
		struct str line = str_slice(text, *at, end);
		*at = end + 1;
		if (!str_starts(line, STR("```")))
			continue;
		size_t begin = *at, close = begin;
		while (!str_starts(str_slice(text, close, text.len), STR("```\n")))
			close = str_find(text, '\n', close) + 1;
		*at = close + 4;
		*ret_body = str_slice(text, begin, close);
		if (str_eq(str_slice(line, 3, line.len), kind))
			return true;
	}
	return false;
}

static struct str joined(struct str a, struct str b)
{
	static char storage[100000];
	struct buf buf = buf_of(storage, sizeof(storage));
	buf_str(&buf, a);
	buf_str(&buf, b);
	assert_false(buf.full);
	return buf_view(&buf);
}

static void good_examples(void **state)
{
	(void)state;
	struct str doc = tree_file("docs/charter.md"), first, example;
	size_t at = 0;
	uint32_t count = 1;
	assert_true(next_block(doc, STR("charter"), &at, &first));
	struct reading reading;
	reading_good(&reading, first);
	reading_release(&reading);
	for (; next_block(doc, STR("charter"), &at, &example); count++) {
		/* Read together with the first, unless it is whole. */
		bool whole = str_starts(example, STR("organisation"));
		reading_good(&reading, whole ? example : joined(first, example));
		reading_release(&reading);
	}
	assert_true(count >= 8);
	tree_file_release(doc);
}

static void examples_of_errors(void **state)
{
	(void)state;
	static char storage[20000];
	struct str doc = tree_file("docs/charter.md"), first, example, expected;
	size_t at = 0;
	uint32_t count = 0;
	assert_true(next_block(doc, STR("charter"), &at, &first));
	for (at = 0; next_block(doc, STR("charter-error"), &at, &example); count++) {
		struct reading reading;
		assert_true(next_block(doc, STR("text"), &at, &expected));
		bool whole = str_starts(example, STR("organisation"));
		reading_init(&reading, whole ? example : joined(example, first));
		struct buf buf = buf_of(storage, sizeof(storage) - 1);
		buf_diagnostics(&buf, STR("example"), &reading.diagnostics);
		if (!str_eq(buf_view(&buf), expected)) {
			print_error("expected:\n%.*s\nfound:\n%.*s\n", STR_ARG(expected), (int)buf.len, buf.ptr);
			fail();
		}
		reading_release(&reading);
	}
	assert_true(count >= 4);
	tree_file_release(doc);
}

static bool holds_text(struct str text, struct str wanted)
{
	for (size_t i = 0; i + wanted.len <= text.len; i++)
		if (memcmp(text.ptr + i, wanted.ptr, wanted.len) == 0)
			return true;
	return false;
}

/* The form of each keyword, as a table of the manual writes it: between ` and with \|. */
static void every_form_is_in_the_manual(void **state)
{
	(void)state;
	struct str doc = tree_file("docs/charter.md");
	for (uint32_t i = 0; i < ROWS; i++) {
		char storage[300];
		struct buf buf = buf_of(storage, sizeof(storage));
		buf_c(&buf, "`");
		for (const char *c = rows[i].form; *c != '\0'; c++) {
			/* "clock SPAN or clock until moment" is two pieces of code. */
			if (strncmp(c, " or ", 4) == 0) {
				buf_c(&buf, "` or `");
				c += 3;
			} else if (strncmp(c, ", chair", 7) == 0) {
				buf_c(&buf, "`, `");
				c += 1;
			} else {
				buf_c(&buf, *c == '|' ? "\\" : "");
				buf_bytes(&buf, c, 1);
			}
		}
		buf_c(&buf, "`");
		if (!holds_text(doc, buf_view(&buf))) {
			print_error("not in docs/charter.md: %.*s\n", (int)buf.len, buf.ptr);
			fail();
		}
	}
	tree_file_release(doc);
}

/* The charters of the tree: those of real organisations, the examples, those of the cases. */
static void every_keyword_is_used_by_a_charter(void **state)
{
	(void)state;
	static const char *const patterns[] = {"charters/*.charter", "examples/*/*.charter"};
	const char *source = getenv("COMITY_SOURCE");
	bool used[ROWS] = {false};
	glob_t found = {0};
	if (source == NULL)
		skip();
	for (size_t i = 0; i < 2; i++) {
		char pattern[4096];
		snprintf(pattern, sizeof(pattern), "%s/%s", source, patterns[i]);
		glob(pattern, i > 0 ? GLOB_APPEND : 0, NULL, &found);
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct str text = tree_file(found.gl_pathv[i] + strlen(source) + 1);
		struct diag muted = {.muted = true};
		struct lexer lexer = lexer_of(text, &muted);
		/* A keyword stands at the beginning of a line or after the brace of a block of one line. */
		bool begins = true;
		for (struct token token = lexer_next(&lexer); token.kind != TOKEN_END; token = lexer_next(&lexer)) {
			for (uint32_t k = 0; begins && k < ROWS; k++)
				used[k] |= token_is(&token, rows[k].keyword);
			begins = token.kind == TOKEN_NEWLINE || token.kind == TOKEN_OPEN;
		}
		tree_file_release(text);
	}
	globfree(&found);
	for (uint32_t k = 0; k < ROWS; k++) {
		if (!used[k]) {
			print_error("no charter uses \"%s\"\n", rows[k].keyword);
			fail();
		}
	}
}

/* The smallest useful charter stays under thirty lines. */
static void the_club_is_small(void **state)
{
	(void)state;
	struct str text = tree_file("examples/club/club.charter");
	uint32_t lines = 0;
	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	assert_in_range(lines, 1, 29);
	tree_file_release(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_examples),
		cmocka_unit_test(examples_of_errors),
		cmocka_unit_test(every_form_is_in_the_manual),
		cmocka_unit_test(every_keyword_is_used_by_a_charter),
		cmocka_unit_test(the_club_is_small),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
