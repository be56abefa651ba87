/* The layout: what it looks like, that it never changes what a charter means or loses a comment, that doing it again
 * changes nothing; on every charter of the tree, and on those charters with their blanks and comments disturbed. */
#include "charter_test.h"

#include "charter/reader.h"
#include "support/charter_dump.h"
#include <glob.h>

static char before[8 << 20], after[8 << 20];

static struct str format_into(char *storage, size_t size, struct str text)
{
	struct buf buf = buf_of(storage, size);
	struct err err = {0};
	if (charter_format(text, &buf, &err) != ERR_OK) {
		print_error("%s\n", err.msg);
		fail();
	}
	return buf_view(&buf);
}

/* The comments of a text, one a line, without blanks at their ends: read without the lexer. */
static struct str comments_of(char *storage, size_t size, struct str text)
{
	struct buf buf = buf_of(storage, size);
	bool quoted = false;
	for (size_t i = 0; i < text.len; i++) {
		if (quoted && text.ptr[i] == '\\')
			i++;
		else if (text.ptr[i] == '"')
			quoted = !quoted;
		else if (!quoted && text.ptr[i] == '#') {
			size_t end = str_find(text, '\n', i);
			buf_str(&buf, str_trim(str_slice(text, i, end)));
			buf_c(&buf, "\n");
			i = end;
		}
	}
	assert_false(buf.full);
	return buf_view(&buf);
}

static struct str dump_of(char *storage, size_t size, struct str text)
{
	struct reading reading;
	struct buf buf = buf_of(storage, size);
	reading_good(&reading, text);
	dump_charter(&buf, &reading.charter);
	buf_charter(&buf, &reading.charter);
	assert_false(buf.full);
	reading_release(&reading);
	return buf_view(&buf);
}

/* No line ends in a blank, no two empty lines follow each other, the last line has its end. */
static void assert_tidy(struct str text)
{
	assert_true(text.len > 0 && text.ptr[text.len - 1] == '\n' && text.ptr[0] != '\n');
	for (size_t i = 0; i + 1 < text.len; i++) {
		assert_false(text.ptr[i + 1] == '\n' && (text.ptr[i] == ' ' || text.ptr[i] == '\t'));
		assert_false(i + 2 < text.len && text.ptr[i] == '\n' && text.ptr[i + 1] == '\n' && text.ptr[i + 2] == '\n');
	}
}

static void assert_same(const char *what, struct str a, struct str b)
{
	if (str_eq(a, b))
		return;
	print_error("%s: was\n%.*s\nand is\n%.*s\n", what, STR_ARG(a), STR_ARG(b));
	fail();
}

/* Everything that is promised, of one charter that can be read. */
static void check_format(struct str text)
{
	static char first[4 << 20], second[4 << 20];
	struct str formatted = format_into(first, sizeof(first), text);
	assert_tidy(formatted);
	assert_same("formatted again", formatted, format_into(second, sizeof(second), formatted));
	assert_same("comments", comments_of(before, sizeof(before), text), comments_of(after, sizeof(after), formatted));
	assert_same("meaning", dump_of(before, sizeof(before), text), dump_of(after, sizeof(after), formatted));
}

/* ---- Every charter of the tree ------------------------------------------------------------------------------- */

struct walk {
	void (*visit)(struct str text);
	uint32_t read, refused;
};

static bool can_be_read(struct str text)
{
	struct reading reading;
	reading_init(&reading, text);
	bool good = reading.code == ERR_OK;
	reading_release(&reading);
	return good;
}

static void visit_text(struct walk *walk, struct str text)
{
	bool good = can_be_read(text);
	walk->read += good;
	walk->refused += !good;
	if (good)
		walk->visit(text);
}

static void visit_files(struct walk *walk, const char *pattern)
{
	char path[4096];
	const char *root = getenv("COMITY_SOURCE");
	glob_t found = {0};
	root = root == NULL ? "." : root;
	snprintf(path, sizeof(path), "%s/%s", root, pattern);
	if (glob(path, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		struct str text = tree_file(found.gl_pathv[i] + strlen(root) + 1);
		visit_text(walk, text);
		tree_file_release(text);
	}
	globfree(&found);
}

/* The manual's examples that are whole, and those that are read with the first. */
static void visit_manual(struct walk *walk)
{
	static char storage[200000];
	struct str doc = tree_file("docs/charter.md"), first = {0};
	for (size_t at = 0; at < doc.len;) {
		size_t begin = str_find(doc, '\n', at) + 1, end = begin;
		if (!str_eq(str_slice(doc, at, begin), STR("```charter\n"))) {
			at = begin;
			continue;
		}
		while (!str_starts(str_slice(doc, end, doc.len), STR("```\n")))
			end = str_find(doc, '\n', end) + 1;
		struct str example = str_slice(doc, begin, end);
		first = first.ptr == NULL ? example : first;
		struct buf buf = buf_of(storage, sizeof(storage));
		if (!str_starts(example, STR("organisation")))
			buf_str(&buf, first);
		buf_str(&buf, example);
		assert_false(buf.full);
		visit_text(walk, buf_view(&buf));
		at = end + 4;
	}
	tree_file_release(doc);
}

static void visit_tree(struct walk *walk)
{
	visit_files(walk, "examples/*/*.charter");
	visit_files(walk, "examples/*/*/*.charter");
	visit_files(walk, "charters/*.charter");
	assert_true(walk->read >= 3);
	assert_int_equal(walk->refused, 0);
	visit_manual(walk);
	assert_true(walk->read >= 10);
	assert_int_equal(walk->refused, 0);
	visit_files(walk, "tests/fuzz/corpus/charter/*");
	visit_files(walk, "tests/fuzz/corpus/charter-fmt/*");
	visit_files(walk, "tests/cli/data/*.charter");
	visit_files(walk, "tests/cli/data/charters/*.charter");
	assert_true(walk->read >= 20);
}

static void every_charter_of_the_tree(void **state)
{
	(void)state;
	struct walk walk = {.visit = check_format};
	visit_tree(&walk);
}

/* ---- Disturbed ----------------------------------------------------------------------------------------------- */

static uint64_t seed;

static uint32_t draw(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % below;
}

/* Between two tokens: blanks, and where a line may end there, comments and line ends. */
static void disturb_gap(struct buf *buf, bool may_end, bool must_end, bool must_part, bool comments)
{
	static const char *const blanks[] = {" ", "  ", "\t", " \t "};
	uint32_t ends = may_end && (must_end || draw(4) == 0) ? 1 + draw(3) : 0;
	if (must_part || draw(2) == 0)
		buf_c(buf, blanks[draw(4)]);
	for (uint32_t i = 0; i < ends; i++) {
		if (comments && draw(3) == 0) {
			buf_c(buf, "# ");
			buf_u64(buf, draw(1000000));
			buf_c(buf, draw(2) == 0 ? " \t" : "");
		}
		buf_c(buf, "\n");
		if (draw(2) == 0)
			buf_c(buf, blanks[draw(4)]);
	}
}

/* The same tokens, with everything between them drawn anew. The text's own comments are dropped. */
static struct str disturb(char *storage, size_t size, struct str text, bool comments)
{
	struct diag muted = {.muted = true};
	struct lexer lexer = lexer_of(text, &muted);
	struct buf buf = buf_of(storage, size);
	struct token last = {.kind = TOKEN_NEWLINE};
	for (;;) {
		struct token token = lexer_next(&lexer);
		if (token.kind == TOKEN_END)
			break;
		bool newline = token.kind == TOKEN_NEWLINE;
		bool sign = last.kind >= TOKEN_OPEN || token.kind >= TOKEN_OPEN || last.kind == TOKEN_STRING ||
		            token.kind == TOKEN_STRING || last.kind == TOKEN_NEWLINE || newline;
		/* What stands before the parenthesis that is being read is still in its line. */
		bool inside = lexer.parens > 0 && token.kind != TOKEN_PAREN_OPEN;
		disturb_gap(&buf, newline || inside, newline, !sign, comments);
		if (token.kind == TOKEN_STRING) {
			buf_str(&buf, (struct str){token.text.ptr - 1, token.text.len + 2});
		} else if (!newline) {
			buf_str(&buf, token.text);
		}
		last = token;
	}
	buf_c(&buf, "\n");
	assert_false(buf.full);
	return buf_view(&buf);
}

static uint32_t disturbed;

static void check_disturbed(struct str text)
{
	static char storage[4 << 20], first[4 << 20], second[4 << 20];
	for (uint32_t round = 0; round < 8; round++) {
		struct str with = disturb(storage, sizeof(storage), text, /* comments= */ true);
		if (!can_be_read(with)) /* the comments made a line, or the whole, too long */
			continue;
		disturbed++;
		check_format(with);
		assert_same("meaning", dump_of(before, sizeof(before), text), dump_of(after, sizeof(after), with));
		/* Without comments, blanks alone do not matter; only empty lines do. */
		struct str without = disturb(storage, sizeof(storage), text, /* comments= */ false);
		struct str again = format_into(first, sizeof(first), without);
		struct str plain = format_into(second, sizeof(second), text);
		struct buf a = buf_of(before, sizeof(before)), b = buf_of(after, sizeof(after));
		const struct str *from[] = {&again, &plain};
		struct buf *to[] = {&a, &b};
		bool has_comments = comments_of(storage, sizeof(storage), text).len > 0;
		for (uint32_t k = 0; k < 2 && !has_comments; k++)
			for (size_t i = 0; i < from[k]->len; i++)
				if (i == 0 || from[k]->ptr[i] != '\n' || from[k]->ptr[i - 1] != '\n')
					buf_bytes(to[k], from[k]->ptr + i, 1);
		assert_same("layout", buf_view(&a), buf_view(&b));
	}
}

static void disturbed_charters(void **state)
{
	(void)state;
	struct walk walk = {.visit = check_disturbed};
	seed = 2026;
	visit_tree(&walk);
	assert_true(disturbed >= 6 * walk.read);
}

/* ---- What it looks like -------------------------------------------------------------------------------------- */
#define LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* The layout looks at tokens only, so these need not be charters. */
static const struct {
	const char *text, *expected;
} layouts[] = {
	{"", ""},
	{"\n\n# only a comment  \t", "# only a comment\n"},
	{"a   b\t\"c  d\"", "a b \"c  d\"\n"},
	{"a\n\n\n\nb\nc", "a\n\nb\nc\n"},
	{"\n\na {\n\nb\n\n}\n\n", "a { b }\n"},
	{"a{b}", "a { b }\n"},
	{"a {\nb\nc\n}", "a {\n  b\n  c\n}\n"},
	{"a {\n\n\n b\n\n\n c\n\n }", "a {\n  b\n\n  c\n}\n"},
	{"a {}", "a {}\n"},
	{"a {\n\n}", "a {}\n"},
	{"a { b { c } }", "a {\n  b { c }\n}\n"},
	{"a {# x\nb\n}", "a { # x\n  b\n}\n"},
	{"a { b }# x", "a { b } # x\n"},
	{"a {\nb # x\n} # y", "a {\n  b # x\n} # y\n"},
	{"a {\n# x\n}", "a {\n  # x\n}\n"},
	{"a {\nb\n# x\n}", "a {\n  b\n  # x\n}\n"},
	{"# x\n\n# y\na # z", "# x\n\n# y\na # z\n"},
	{"a>=1/2 of b and(c<3)", "a >= 1/2 of b and (c < 3)\n"},
	{"not(not(a))", "not (not (a))\n"},
	{"a (b\nor\nc)", "a (b or c)\n"},
	{"a (b # x\nor c)", "a (\n  b # x\n  or\n  c\n)\n"},
	{"a ( # x\nb or c # y\n) # z", "a ( # x\n  b or\n  c # y\n) # z\n"},
	{"a (b or\n# x\nc)", "a (\n  b or\n  # x\n  c\n)\n"},
	{"a {\nb (c or # x\nd) { e }\n}", "a {\n  b (\n    c or # x\n    d\n  ) { e }\n}\n"},
	/* Ninety-nine, a hundred and a hundred and one columns. */
	{"a {" LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqr}",
     "a { " LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqr }\n"},
	{"a {" LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqrs}",
     "a { " LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqrs }\n"},
	{"a {" LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqrst}",
     "a {\n  " LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqrst\n}\n"},
	/* Columns are characters, not bytes. */
	{"a {\"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé\"}",
     "a { \"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé\" }\n"},
	/* A comment that had a line of its own keeps it. */
	{"a (b\n# x\n>= c)", "a (\n  b\n  # x\n  >= c\n)\n"},
	{"w (" LONG " or bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqr)",
     "w (" LONG " or bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqr)\n"},
	{"w (" LONG " or bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqrs)",
     "w (\n  " LONG " or\n  bcdefghijklmnopqrstuvwxyzbcdefghijklmnopqrs\n)\n"},
	{"w (a) and " LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmno",
     "w (a) and " LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmno\n"},
	{"w (a) and " LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnop",
     "w (\n  a\n) and " LONG " bcdefghijklmnopqrstuvwxyzbcdefghijklmnop\n"},
	/* Only the parentheses that do not fit are broken. */
	{"w (a or b) and (" LONG " or bcdefghijklmnopqrstuvwxyzabcdefgh)",
     "w (a or b) and (\n  " LONG " or\n  bcdefghijklmnopqrstuvwxyzabcdefgh\n)\n"},
	{"w (" LONG " or (a and b) or bcdefghijklmnopqrstuvwxyzabcdefgh) and (c or d) { e }",
     "w (\n  " LONG " or\n  (a and b) or\n  bcdefghijklmnopqrstuvwxyzabcdefgh\n) and (c or d) { e }\n"},
	{"w (" LONG " in " LONG " >= 1)", "w (\n  " LONG " in\n    " LONG " >= 1\n)\n"},
};

static void layouts_of_tokens(void **state)
{
	(void)state;
	static char first[10000], second[10000];
	for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		struct str formatted = format_into(first, sizeof(first), str_from(layouts[i].text));
		assert_text(formatted, layouts[i].expected);
		assert_text(format_into(second, sizeof(second), formatted), layouts[i].expected);
	}
}

static void what_cannot_be_laid_out(void **state)
{
	(void)state;
	static char storage[4000];
	static const struct {
		const char *text;
		enum err_code code;
		const char *message;
	} cases[] = {
		{"a\n}", ERR_FORMAT, "line 2 of the charter cannot be read"},
		{"a {\nb", ERR_FORMAT, "line 2 of the charter cannot be read"},
		{"a\nb ' c", ERR_FORMAT, "line 2 of the charter cannot be read"},
		{"a\nb (c", ERR_FORMAT, "line 2 of the charter cannot be read"},
		{"a\nb c)", ERR_FORMAT, "line 2 of the charter cannot be read"},
		{"a (b # x", ERR_FORMAT, "line 1 of the charter cannot be read"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf buf = buf_of(storage, sizeof(storage));
		struct err err = {0};
		assert_int_equal(charter_format(str_from(cases[i].text), &buf, &err), cases[i].code);
		assert_string_equal(err.msg, cases[i].message);
	}
	struct buf small = buf_of(storage, 5);
	struct err err = {0};
	assert_int_equal(charter_format(STR("abc def"), &small, &err), ERR_LIMIT);
	/* A comment of as many bytes as a line may have stands as far to the right as it can. */
	for (size_t size = 996; size <= 1000; size++) {
		static char text[4000], again[4000];
		struct buf buf = buf_of(text, sizeof(text)), formatted = buf_of(storage, sizeof(storage));
		struct buf twice = buf_of(again, sizeof(again));
		size_t deep = 1000 - size < 2 ? 1000 - size : 2;
		buf_say(&buf, "a {\nb (c and\n");
		for (uint32_t lines = 0; lines < 2; lines++) {
			for (size_t i = 0; i < size; i++)
				buf_c(&buf, "#");
			buf_c(&buf, lines == 0 ? "\nd)\n" : "\n}");
		}
		assert_int_equal(charter_format(buf_view(&buf), &formatted, &err), ERR_OK);
		struct str found = buf_view(&formatted);
		size_t last = found.len - size - strlen("\n}\n");
		for (size_t i = 0; i < deep; i++)
			assert_int_equal(found.ptr[last - 1 - i], ' ');
		assert_int_equal(found.ptr[last - 1 - deep], '\n');
		assert_int_equal(charter_format(found, &twice, &err), ERR_OK);
		assert_true(str_eq(found, buf_view(&twice)));
	}
	/* A line of 998 bytes, and one of 999, deeper by two. */
	for (size_t size = 998; size <= 999; size++) {
		static char text[2000];
		struct buf buf = buf_of(text, sizeof(text)), formatted = buf_of(storage, sizeof(storage));
		buf_c(&buf, "a\nb {\n");
		for (size_t i = 0; i < 498; i++)
			buf_c(&buf, "c ");
		buf_c(&buf, size == 998 ? "cc\n}" : "ccc\n}");
		if (size == 998) {
			assert_int_equal(charter_format(buf_view(&buf), &formatted, &err), ERR_OK);
		} else {
			assert_int_equal(charter_format(buf_view(&buf), &formatted, &err), ERR_LIMIT);
			assert_string_equal(err.msg, "line 3 would have more than 1000 bytes, with its indentation");
		}
	}
}

/* Blocks and parentheses deeper than any charter has: an answer, and no end of the stack. */
static void deep_nests(void **state)
{
	(void)state;
	static char storage[1 << 20], out[4 << 20];
	for (uint32_t kind = 0; kind < 4; kind++) {
		struct buf buf = buf_of(storage, sizeof(storage)), formatted = buf_of(out, sizeof(out));
		struct err err = {0};
		for (uint32_t i = 0; i < 100000; i++)
			buf_c(&buf, kind == 0 ? "a{\n" : kind == 1 ? "a{" : kind == 2 ? "(" : "( # x\n");
		assert_int_equal(charter_format(buf_view(&buf), &formatted, &err), ERR_FORMAT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts_of_tokens),  cmocka_unit_test(what_cannot_be_laid_out),
		cmocka_unit_test(deep_nests),         cmocka_unit_test(every_charter_of_the_tree),
		cmocka_unit_test(disturbed_charters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
