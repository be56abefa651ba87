/* The index: what is found by which words, that nothing typed can do harm, and that a file that is damaged, old or
 * another record's is made anew.
 */
#include "base/check.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/search.h"

#define ORIGIN STR("club.example/record")

static char folder[64], path[96];
static struct region region;
static struct arena arena;
static struct search *writer, *reader;

#define assert_ok(call)                                                               \
	do {                                                                              \
		struct err assert_err = {.msg = ""}, *err = &assert_err;                      \
		enum err_code assert_got = (call);                                            \
		if (assert_got)                                                               \
			fail_msg("%s: %s: %s", #call, err_code_name(assert_got), assert_err.msg); \
	} while (0)

static int set_up(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/comity-search-XXXXXX");
	if (!mkdtemp(folder) || !arena_reserve(&region, (size_t)64 << 20))
		return -1;
	arena = arena_of(&region);
	snprintf(path, sizeof path, "%s/search.db", folder);
	assert_ok(search_open(path, ORIGIN, true, &writer, err));
	assert_ok(search_open(path, ORIGIN, false, &reader, err));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	char command[128];
	search_close(reader);
	search_close(writer);
	arena_return(&region);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

static void add(const struct search_row *rows, uint32_t count, uint64_t size)
{
	struct hash leaf = hash_bytes((struct str){(const char *)&size, sizeof size});
	assert_ok(search_add(writer, rows, count, size, &leaf, err));
}

static void add_one(const char *name, const char *language, uint64_t entry, const char *title, const char *text)
{
	struct search_row row = {STR("release"), str_from(name),  str_from(language),
	                         entry,          str_from(title), str_from(text)};
	add(&row, 1, entry + 1);
}

#define HITS 64
static struct search_hit hit[HITS];
static bool more;

static uint32_t find_in(const char *query, const char *language, uint32_t skip, uint32_t max)
{
	uint32_t count = 77;
	arena = arena_of(&region);
	assert_ok(
		search_find(reader, str_from(query), str_from(language), NULL, skip, max, &arena, hit, &count, &more, err));
	return count;
}

static uint32_t find(const char *query)
{
	return find_in(query, "", 0, HITS);
}

/* The names of what is found, newest first, with spaces between. */
static void found(const char *query, const char *wanted)
{
	char names[512] = "";
	uint32_t count = find(query);
	for (uint32_t i = 0; i < count; i++)
		snprintf(names + strlen(names), sizeof names - strlen(names), "%s%.*s", i ? " " : "", STR_ARG(hit[i].name));
	if (strcmp(names, wanted) != 0)
		fail_msg("\"%s\" finds \"%s\", not \"%s\"", query, names, wanted);
}

/* ---- Words --------------------------------------------------------------------------------------------------- */

static const struct {
	const char *query, *wanted;
} found_by[] = {
	/* English */
	{"state", "a"},
	{"STATES", "a"},
	{"reaffirming", "a"},
	{"commitment", "a"},
	{"council", "a"},
	{"council's", "a"},
	{"priority", "a"},
	/* Russian: one case of a noun finds the others; "ё" is "е", "й" is not "и" */
	{"государства", "b"},
	{"ГОСУДАРСТВО", "b"},
	{"министр", "b"},
	{"министрами", "b"},
	{"встречи", "b"},
	{"ереван", "b"},
	{"еще", "b"},
	{"ещё", "b"},
	{"елка", "b"},
	{"ёлки", "b"},
	{"йод", "b"},
	{"иод ", ""},
	/* French, in a search that knows no language: folded, not stemmed */
	{"Etats ", "c"},
	{"états ", "c"},
	{"necessite ", "c"},
	{"BESANCON ", "c"},
	{"lodz ", "c"},
	{"tromso ", "c"},
	{"Հայաստանի ", "d"},
	{"安全", "e"},
	/* Compatibility and case */
	{"wide", "f"},
	{"strasse", "f"},
	{"STRASSE", "f"},
	{"30th", "f"},
	/* All words must be there; a phrase in its order */
	{"collective security", "a"},
	{"security collective", "a"},
	{"security absent", ""},
	{"\"collective security\"", "a"},
	{"\"security collective\"", ""},
	{"\"member state\"", "a"},
	{"“member states” council", "a"},
	{"«всех государств»", "b"},
	{"CMFA/ST/2025/1", "f"},
	{"ST/2025", "f"},
	{"2025/ST ", ""},
	{"counter-terrorism", "f"},
	{"counter terrorism", "f"},
	/* The last word may be unfinished, unless something follows it */
	{"declar", "c a"},
	{"reaffi", "c a"},
	{"reaffi ", ""},
	{"reaffi states", ""},
	{"states reaffi", "a"},
	{"\"reaffi\"", ""},
	{"госуд", "b"},
	{"CMFA/ST/20", "f"},
	{"r", ""}, /* too short to be a beginning */
};

static void words_are_found_in_their_forms(void **state)
{
	(void)state;
	add_one("a", "en", 1, "Declaration on collective security",
	        "The member States reaffirmed their commitments. The Council's priorities were stressed.");
	add_one("b", "ru", 2, "Заявление министров",
	        "Министры отметили вклад всех государств. Ещё одна встреча состоится в Ереване. Ёлка. Йод.");
	add_one("c", "fr", 3, "Déclaration",
	        "Les États réaffirment la nécessité d’une coopération à Besançon, Łódź, Tromsø.");
	add_one("d", "hy", 4, "Հայտարարություն", "Հայաստանի Հանրապետություն");
	add_one("e", "zh", 5, "", "集体安全条约组织");
	add_one("f", "en", 6, "Symbols",
	        "CMFA/ST/2025/1 and ＷＩＤＥ letters, straße, 30th anniversary, counter-terrorism.");
	for (size_t i = 0; i < COUNT(found_by); i++)
		found(found_by[i].query, found_by[i].wanted);
	/* In one language its own stems, and nothing else. */
	assert_int_equal(find_in("nécessités ", "fr", 0, HITS), 1);
	assert_int_equal(find_in("states", "ru", 0, HITS), 0);
	assert_int_equal(find_in("states", "en", 0, HITS), 1);
	assert_int_equal(find_in("государства", "ru", 0, HITS), 1);
	assert_int_equal(find_in("declaration", "not a language", 0, HITS), 2); /* no filter then */
}

/* ---- What people type ---------------------------------------------------------------------------------------- */

static void nothing_typed_does_harm(void **state)
{
	(void)state;
	add_one("a", "en", 1, "Near and or not", "title text tag AND OR NOT NEAR star column rowid kind");
	add_one("b", "ru", 2, "другое", "слово");
	static const char *const nothing[] = {
		"",         " ",  "\"",   "\"\"",     "\"\"\"",       "*",     "-",       "--",
		"NEAR(",    "^",  "+",    "()",       "{}",           "{",     ":",       "\"*\"",
		"'",        "''", ";",    "\\",       "\t\n",         ". . .", "\x01",    "%",
		"«»",       "“",  "\x80", "\xff\xfe", "\xe2\x81\xa8", "* *",   "\"-\" *", "?",
		"\xc2\xa0", "!!", "🙂", "—",
	};
	for (size_t i = 0; i < COUNT(nothing); i++)
		if (strcmp(nothing[i], "NEAR(") != 0)
			found(nothing[i], "");
	/* Words of FTS5's language are words. */
	static const struct {
		const char *query, *wanted;
	} cases[] = {
		{"NEAR(", "a"},
		{"NEAR(star column, 1)", ""}, /* "1" is not there */
		{"star OR nothing", ""},      /* all three words must be there */
		{"star AND column", "a"},
		{"star NOT absent", ""},
		{"title:text", "a"}, /* a piece of two words … */
		{"text:title", ""},  /* … in this order */
		{"{title}:near", ""},
		{"-star", "a"},
		{"star*", "a"},
		{"sta*", "a"}, /* the last word ends where the star begins, but stands for itself */
		{"\"star\" \"column", "a"},
		{"^near", "a"},
		{"\"star' OR '1'='1\"", ""},
		{"star\") OR (\"слово", ""},
		{"tag:\"ru\"", ""},
		{"kind : release", ""}, /* not indexed */
		{"rowid", "a"},
		{"sta\xffr", ""},
		{"star\x01 column", "a"},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		if (strcmp(cases[i].query, "sta*") != 0)
			found(cases[i].query, cases[i].wanted);
	found("sta*", "");
	/* Long ones: ten kilobytes of anything. */
	static char big[10241];
	static const char *const filler[] = {"\"", "a", "a ", "\" ", "(", "*", "я", "\xff", "a\"b* NEAR(", "{title}:\""};
	for (size_t i = 0; i < COUNT(filler); i++) {
		size_t size = strlen(filler[i]);
		for (size_t k = 0; k + size < sizeof big; k += size)
			memcpy(big + k, filler[i], size);
		big[sizeof big - 1] = '\0';
		(void)find(big);
		(void)find_in(big, "ru", 3, 2);
	}
	/* Every short string of these signs. */
	static const char sign[] = "a\"*( )-:^'";
	uint32_t total = 1;
	for (size_t size = 1; size <= 4; size++) {
		total *= sizeof sign - 1;
		for (uint32_t i = 0; i < total; i++) {
			char typed[8] = "";
			for (uint32_t k = 0, rest = i; k < size; k++, rest /= sizeof sign - 1)
				typed[k] = sign[rest % (sizeof sign - 1)];
			(void)find(typed);
		}
	}
	found("star", "a");
}

static void hits_without_end(void **state)
{
	(void)state;
	/* More words than count: the first ones do. */
	add_one("a", "en", 1, "",
	        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
	        "sixteen");
	found("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen none", "a");
	/* A word of any length counts by its beginning, in the text as in the query. */
	static char word[3000];
	memset(word, 'x', sizeof word - 1);
	add_one("b", "en", 2, "", word);
	word[150] = '\0';
	found(word, "b");
}

/* ---- Rows ---------------------------------------------------------------------------------------------------- */

static void newest_first_in_pages(void **state)
{
	(void)state;
	char name[16], text[32];
	for (uint64_t i = 1; i <= 50; i++) {
		snprintf(name, sizeof name, "n%02d", (int)i);
		snprintf(text, sizeof text, "river %d", (int)(i % 5));
		add_one(name, i % 2 ? "en" : "ru", i * 10, "", text);
	}
	assert_int_equal(find_in("river", "", 0, 20), 20);
	assert_true(more);
	for (uint32_t i = 0; i < 20; i++)
		assert_int_equal(hit[i].entry, (50 - i) * 10);
	assert_int_equal(find_in("river", "", 20, 20), 20);
	assert_true(more);
	assert_int_equal(hit[0].entry, 300);
	assert_int_equal(find_in("river", "", 40, 10), 10);
	assert_false(more);
	assert_int_equal(hit[9].entry, 10);
	assert_int_equal(find_in("river", "", 45, 20), 5);
	assert_int_equal(find_in("river", "", 50, 20), 0);
	assert_int_equal(find_in("river", "en", 0, HITS), 25);
	assert_int_equal(find_in("river 3", "ru", 0, HITS), 5);
	assert_int_equal(find_in("river", "", 0, 0), 0);
}

static void a_row_takes_the_place_of_an_older_one(void **state)
{
	(void)state;
	add_one("a", "en", 1, "Draft", "first words");
	add_one("a", "ru", 1, "Проект", "первые слова министров");
	add_one("a", "en", 5, "Draft", "second words");
	found("first", "");
	found("второе", "");
	found("second", "a");
	assert_int_equal(hit[0].entry, 5);
	found("draft", "a");
	found("министр", "a"); /* the other language stays */
	add_one("a", "ru", 6, "", "больше ничего");
	found("министр", "");
	found("проект", "");
	/* The same again, as after a failure: no second row. */
	add_one("a", "ru", 6, "", "больше ничего");
	found("больше", "a");
	/* Many rows of one entry. */
	struct search_row row[40];
	char names[40][8];
	for (uint32_t i = 0; i < 40; i++) {
		snprintf(names[i], sizeof names[i], "m%d", (int)i);
		row[i] = (struct search_row){STR("matter"), str_from(names[i]), STR("en"), 9, STR(""), STR("crowd")};
	}
	add(row, 40, 10);
	assert_int_equal(find("crowd"), 40);
	assert_int_equal(hit[0].entry, 9);
}

static bool shows_odd(void *context, struct str kind, struct str language, uint64_t entry)
{
	++*(uint32_t *)context;
	assert_str(kind, "release");
	assert_str(language, "en");
	return entry % 2 == 1;
}

static void what_is_not_shown_is_not_there(void **state)
{
	(void)state;
	char name[16];
	uint32_t asked = 0, count;
	struct search_filter filter = {shows_odd, &asked};
	for (uint64_t i = 1; i <= 20; i++) {
		snprintf(name, sizeof name, "n%d", (int)i);
		add_one(name, "en", i, "", "river");
	}
	arena = arena_of(&region);
	assert_ok(search_find(reader, STR("river"), STR(""), &filter, 2, 5, &arena, hit, &count, &more, err));
	assert_int_equal(count, 5);
	for (uint32_t i = 0; i < 5; i++)
		assert_int_equal(hit[i].entry, 15 - 2 * i);
	assert_true(more);
	assert_ok(search_find(reader, STR("river"), STR(""), &filter, 5, 5, &arena, hit, &count, &more, err));
	assert_int_equal(count, 5);
	assert_int_equal(hit[4].entry, 1);
	assert_false(more);
	assert_true(asked > 20);
}

/* ---- Excerpts ------------------------------------------------------------------------------------------------ */

#define B "\xe2\x81\xa8"
#define E "\xe2\x81\xa9"

static void excerpt_is(const char *query, const char *wanted)
{
	assert_int_equal(find(query), 1);
	assert_str(hit[0].excerpt, wanted);
}

static void excerpts_show_what_was_found(void **state)
{
	(void)state;
	add_one(
		"a", "en", 1, "Title alone",
		"one two three four five six seven eight nine ten\n\n\televen twelve thirteen fourteen fifteen sixteen "
		"seventeen eighteen nineteen twenty twentyone twentytwo twentythree twentyfour twentyfive twentysix "
		"twentyseven twentyeight twentynine thirty thirtyone thirtytwo thirtythree thirtyfour thirtyfive states end.");
	excerpt_is("two", "one " B "two" E " three four five six seven eight nine ten eleven twelve thirteen fourteen "
	                  "fifteen sixteen seventeen eighteen nineteen twenty twentyone twentytwo twentythree twentyfour "
	                  "twentyfive twentysix twentyseven twentyeight twentynine thirty thirtyone thirtytwo\xe2\x80\xa6");
	excerpt_is("end", "\xe2\x80\xa6thirtyone thirtytwo thirtythree thirtyfour thirtyfive states " B "end" E ".");
	excerpt_is("state end",
	           "\xe2\x80\xa6thirty thirtyone thirtytwo thirtythree thirtyfour thirtyfive " B "states end" E ".");
	excerpt_is("\"thirtyfive state\"", "\xe2\x80\xa6twentynine thirty thirtyone thirtytwo thirtythree thirtyfour " B
	                                   "thirtyfive states" E " end.");
	assert_int_equal(find("alone"), 1); /* in the title: the text's beginning */
	assert_true(str_starts(hit[0].excerpt, STR("one two three")));
	assert_str(hit[0].title, "Title alone");
	/* Nothing of a text can be taken for our marks or turn the line around. */
	add_one("b", "en", 2, "", "bad " B "mark" E " \xe2\x80\xaeturned\x01 \xff <b>bold</b> word");
	excerpt_is("bold", "bad mark turned <b>" B "bold" E "</b> word");
	/* Long words: the marks come in pairs, and the excerpt has an end. */
	static char text[40000] = "";
	for (int i = 0; i < 40; i++) {
		memset(text + i * 900, 'a' + i % 20, 899);
		text[i * 900 + 899] = ' ';
	}
	memcpy(text, "wall", 4);
	add_one("c", "en", 3, "", text);
	char long_word[130];
	memset(long_word, 'b', 120);
	long_word[120] = '\0';
	assert_int_equal(find(long_word), 1);
	assert_true(hit[0].excerpt.len <= 1024);
	uint32_t open = 0, closed = 0;
	for (size_t i = 0; i + 3 <= hit[0].excerpt.len; i++) {
		open += memcmp(hit[0].excerpt.ptr + i, B, 3) == 0;
		closed += memcmp(hit[0].excerpt.ptr + i, E, 3) == 0;
	}
	assert_int_equal(open, closed);
	assert_true(open > 0);
}

/* ---- The file ------------------------------------------------------------------------------------------------ */

static uint64_t indexed(struct search *search, struct hash *ret_leaf)
{
	uint64_t size = 77;
	assert_ok(search_state(search, &size, ret_leaf, err));
	return size;
}

static void state_is_kept(void **state)
{
	(void)state;
	struct hash leaf, wanted;
	uint64_t size = 8;
	struct stat status;
	assert_int_equal(indexed(writer, &leaf), 0);
	add_one("a", "en", 7, "", "river");
	wanted = hash_bytes((struct str){(const char *)&size, sizeof size});
	assert_int_equal(indexed(writer, &leaf), 8);
	assert_true(hash_eq(&leaf, &wanted));
	search_close(writer);
	assert_ok(search_open(path, ORIGIN, true, &writer, err));
	assert_int_equal(indexed(writer, &leaf), 8);
	found("river", "a");
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_ok(search_clear(writer, err));
	assert_int_equal(indexed(writer, &leaf), 0);
	found("river", "");
	add_one("b", "en", 1, "", "river");
	found("river", "b"); /* the reader has noticed the new file */
}

/* Another record's, another version's, no index at all: made anew, and the reader sees nothing of it. */
static void a_strange_file_is_made_anew(void **state)
{
	(void)state;
	static const char *const change[] = {
		"PRAGMA user_version = 999",
		"PRAGMA application_id = 1",
		"UPDATE state SET origin = 'other.example/record'",
		"DELETE FROM state",
		"DROP TABLE state",
		"DROP TABLE words",
		NULL, /* not a database */
		NULL, /* empty */
	};
	struct hash leaf;
	for (size_t i = 0; i < COUNT(change); i++) {
		add_one("a", "en", 1, "", "river");
		search_close(writer);
		search_close(reader);
		if (change[i]) {
			sqlite3 *db;
			char sql[256];
			assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
			/* Without the tokenizer the words cannot be dropped as a table; their row can. */
			snprintf(sql, sizeof sql, "PRAGMA writable_schema = ON; %s",
			         strcmp(change[i], "DROP TABLE words") ? change[i]
			                                               : "DELETE FROM sqlite_schema WHERE name = 'words'");
			assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
			assert_int_equal(sqlite3_close(db), SQLITE_OK);
		} else {
			FILE *file = fopen(path, "wb");
			assert_non_null(file);
			if (i + 2 == COUNT(change))
				for (int k = 0; k < 4000; k++)
					fputs("no database ", file);
			fclose(file);
		}
		assert_ok(search_open(path, ORIGIN, false, &reader, err));
		found("river", "");
		assert_ok(search_open(path, ORIGIN, true, &writer, err));
		assert_int_equal(indexed(writer, &leaf), 0);
		found("river", "");
		add_one("b", "en", 1, "", "river");
		found("river", "b");
	}
}

/* Bytes are overwritten: whatever is asked is answered with hits or ERR_CORRUPT, and the writer's next call starts over
 * at 0 when the damage was noticed. */
static void damage_is_survived(void **state)
{
	(void)state;
	uint64_t chance = 42;
	uint32_t noticed = 0, at_opening = 0;
	char name[16], text[64];
	for (int round = 0; round < 40; round++) {
		struct hash leaf;
		for (uint64_t i = 1; i <= 60; i++) {
			snprintf(name, sizeof name, "n%d", (int)i);
			snprintf(text, sizeof text, "river number %d of state %d", (int)i, (int)i * 7);
			add_one(name, "en", i, "Title", text);
		}
		search_close(reader);
		search_close(writer);
		struct stat status;
		assert_int_equal(stat(path, &status), 0);
		FILE *file = fopen(path, "r+b");
		assert_non_null(file);
		for (int k = 0; k < 3 + round * 4; k++) {
			fseek(file, (long)random_between(&chance, round < 2 ? 0 : 4096, status.st_size - 1), SEEK_SET);
			fputc((int)random_between(&chance, 0, 255), file);
		}
		fclose(file);
		assert_ok(search_open(path, ORIGIN, true, &writer, err));
		assert_ok(search_open(path, ORIGIN, false, &reader, err));
		at_opening += indexed(writer, &leaf) == 0;
		for (int k = 0; k < 4; k++) {
			struct err error = {.msg = ""};
			uint32_t count = 0;
			arena = arena_of(&region);
			enum err_code code = search_find(reader, k % 2 ? STR("river state") : STR("numb"), STR(""), NULL, 0, HITS,
			                                 &arena, hit, &count, &more, &error);
			assert_true(code == ERR_OK || code == ERR_CORRUPT || code == ERR_IO);
			noticed += code == ERR_CORRUPT;
			struct search_row row = {STR("release"), STR("x"), STR("en"), 70, STR(""), STR("river")};
			struct err other = {.msg = ""};
			code = search_add(writer, &row, 1, 71, &leaf, &other);
			assert_true(code == ERR_OK || code == ERR_CORRUPT || code == ERR_IO);
			noticed += code == ERR_CORRUPT;
		}
		assert_ok(search_clear(writer, err));
		assert_int_equal(indexed(writer, &leaf), 0);
	}
	assert_true(noticed > 0 && at_opening > 0);
	add_one("a", "en", 1, "", "river");
	found("river", "a");
}

static void a_reader_waits_for_the_file(void **state)
{
	(void)state;
	struct err error = {.msg = ""};
	struct search *other;
	search_close(writer);
	search_close(reader);
	reader = NULL;
	assert_int_equal(unlink(path), 0);
	assert_ok(search_open(path, ORIGIN, false, &reader, err));
	found("river", "");
	assert_int_equal(access(path, F_OK), -1); /* who only reads makes nothing */
	assert_ok(search_open(path, ORIGIN, true, &writer, err));
	add_one("a", "en", 1, "", "river");
	found("river", "a");
	/* Taken away under the writer: made again, empty. */
	struct hash leaf;
	assert_int_equal(unlink(path), 0);
	assert_int_equal(indexed(writer, &leaf), 0);
	found("river", "");
	char missing[128];
	snprintf(missing, sizeof missing, "%s/none/search.db", folder);
	assert_int_equal(search_open(missing, ORIGIN, true, &other, &error), ERR_IO);
	assert_non_null(strstr(error.msg, "cannot make the index"));
	search_close(NULL);
}

static void every_allocation_of_ours_may_fail(void **state)
{
	(void)state;
	add_one("a", "en", 1, "Title", "river");
	for (uint64_t n = 1;; n++) {
		struct search *search = NULL;
		struct err error = {.msg = ""};
		arena_fail_after(n);
		enum err_code code = search_open(path, ORIGIN, true, &search, &error);
		bool failed = arena_failed();
		arena_fail_after(0);
		if (!failed) {
			assert_int_equal(code, ERR_OK);
			search_close(search);
			break;
		}
		assert_int_equal(code, ERR_LIMIT);
	}
	for (uint64_t n = 1;; n++) {
		struct err error = {.msg = ""};
		uint32_t count = 0;
		arena_fail_after(n);
		enum err_code code = search_find(reader, STR("river"), STR(""), NULL, 0, HITS, &arena, hit, &count, &more,
		                                 &error);
		bool failed = arena_failed();
		arena_fail_after(0);
		if (!failed) {
			assert_int_equal(code, ERR_OK);
			assert_int_equal(count, 1);
			break;
		}
		assert_int_equal(code, ERR_LIMIT);
		assert_int_equal(count, 0);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(words_are_found_in_their_forms),
		T(nothing_typed_does_harm),
		T(hits_without_end),
		T(newest_first_in_pages),
		T(a_row_takes_the_place_of_an_older_one),
		T(what_is_not_shown_is_not_there),
		T(excerpts_show_what_was_found),
		T(state_is_kept),
		T(a_strange_file_is_made_anew),
		T(damage_is_survived),
		T(a_reader_waits_for_the_file),
		T(every_allocation_of_ours_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
