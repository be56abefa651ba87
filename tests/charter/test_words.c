/* Conditions in words, reasons with numbers, citations, prose. */
#include "charter_test.h"

#define PREFIX                                             \
	"organisation o \"O\" { seat \"S\" UTC }\n"            \
	"party a \"Alba\" { status member from 2000-01-01 }\n" \
	"party b \"Brug\" { status member from 2000-01-01 }\n" \
	"party c \"Cork\" { status member from 2000-01-01 }\n" \
	"party d \"Delf\" { status member from 2000-01-01 }\n" \
	"party e \"Elba\" { status member from 2000-01-01 }\n" \
	"set great \"Great powers\" { parties a b }\n"

struct words_case {
	const char *test, *words, *why; /* why: for two, against one (the first), two silent; NULL: it holds */
};

static const struct words_case words_cases[] = {
	{"objections = 0", "no member objects", "objections 1 of 5 members (Alba), none allowed"},
	{"objections < 1", "no member objects", "objections 1 of 5 members (Alba), none allowed"},
	{"for >= 4", "at least 4 members vote for", "for 2 of 5 members, at least 4 needed"},
	{"for >= 1", "at least one member votes for", NULL},
	{"for > 0", "at least one member votes for", NULL},
	{"for > 2", "more than 2 members vote for", "for 2 of 5 members, at least 3 needed"},
	{"4 <= for", "at least 4 members vote for", "for 2 of 5 members, at least 4 needed"},
	{"for = 3", "exactly 3 members vote for", "for 2 of 5 members, exactly 3 needed"},
	{"for = 1", "exactly one member votes for", "for 2 of 5 members (Brug, Cork), exactly 1 needed"},
	{"silent <= 1", "at most one member is silent", "silent 2 of 5 members (Delf, Elba), at most 1 allowed"},
	{"silent < 2", "fewer than 2 members are silent", "silent 2 of 5 members (Delf, Elba), at most 1 allowed"},
	{"members >= 6", "at least 6 members are there", "members 5 of 5 members, at least 6 needed"},
	{"for >= 2/3 of members", "at least two thirds of the members vote for", "for 2 of 5 members, at least 4 needed"},
	{"for > 2/5 of members", "more than two fifths of the members vote for", "for 2 of 5 members, at least 3 needed"},
	{"for >= 55% of members", "at least 55% of the members vote for", "for 2 of 5 members, at least 3 needed"},
	{"for >= 5/9 of members", "at least 5/9 of the members vote for", "for 2 of 5 members, at least 3 needed"},
	{"for >= 7/9 of voting", "at least 7/9 of the members voting for or against vote for",
     "for 2 of 5 members, at least 3 needed (voting 3)"},
	{"silent < 1/5 of members", "less than one fifth of the members are silent",
     "silent 2 of 5 members (Delf, Elba), none allowed"},
	{"for = members", "all members vote for", "for 2 of 5 members, exactly 5 needed"},
	{"present >= 100% of members", "all members are present", "present 3 of 5 members, at least 5 needed"},
	{"against > for", "more members vote against than vote for", "against 1 of 5 members, at least 3 needed (for 2)"},
	{"for <= against", "at most as many members vote for as vote against",
     "for 2 of 5 members (Brug, Cork), at most 1 allowed (against 1)"},
	{"for in great >= 2", "at least 2 members of \"Great powers\" vote for",
     "for in great 1 of 5 members, at least 2 needed"},
	{"against in great = 0", "no member of \"Great powers\" votes against",
     "against in great 1 of 5 members (Alba), none allowed"},
	{"for without great >= 2", "at least 2 members outside \"Great powers\" vote for",
     "for without great 1 of 5 members, at least 2 needed"},
	{"members without for < 3", "fewer than 3 members do not vote for",
     "members without for 3 of 5 members (Alba, Delf, Elba), at most 2 allowed"},
	{"present without for without against >= 1",
     "at least one member is present and does not vote for and does not vote against",
     "present without for without against 0 of 5 members, at least 1 needed"},
	{"great >= 3", "at least 3 members of \"Great powers\" are there", "great 2 of 5 members, at least 3 needed"},
	{"for in great >= 2/3 of great",
     "at least two thirds of the members of \"Great powers\" belong to \"Great powers\" "
     "and vote for",
     "for in great 1 of 5 members, at least 2 needed (great 2)"},
	{"for without reservations > 1/2 of for in participating",
     "more than half of the members voting for and taking part vote for and make no reservation", NULL},
	{"present without silent > 2/3 of present without reservations",
     "more than two thirds of the members present and not making a reservation are present and are not silent", NULL},
	{"1/2 of members <= 1/3 of present", "half of the members number at most one third of the members present",
     "it is needed that half of the members number at most one third of the members present"},
	{"for >= 4 and objections = 0", "at least 4 members vote for and no member objects",
     "for 2 of 5 members, at least 4 needed"},
	{"for >= 1 and objections = 0", "at least one member votes for and no member objects",
     "objections 1 of 5 members (Alba), none allowed"},
	{"for >= 4 or (objections = 0 and silent = 0)",
     "at least 4 members vote for or (no member objects and no member is silent)",
     "neither: for 2 of 5 members, at least 4 needed; nor: objections 1 of 5 members (Alba), none allowed"},
	{"not for >= 1", "it is not so that at least one member votes for",
     "it must not be so that at least one member votes for"},
	{"absent <= 0", "no member is absent", "absent 2 of 5 members (Delf, Elba), none allowed"},
	{"holds >= 1", "at least one member places a hold", "holds 0 of 5 members, at least 1 needed"},
	{"reservations >= 1", "at least one member makes a reservation", "reservations 0 of 5 members, at least 1 needed"},
	{"abstain >= 2", "at least 2 members abstain", "abstain 0 of 5 members, at least 2 needed"},
	{"supporters >= 2", "at least 2 members support it", NULL},
};

static struct ballot some_ballot(void)
{
	struct ballot ballot = {0};
	for (uint32_t i = 0; i < 5; i++)
		party_set_add(&ballot.set[TERM_MEMBERS], i);
	for (uint32_t i = 0; i < 3; i++) {
		party_set_add(&ballot.set[TERM_PRESENT], i);
		party_set_add(&ballot.set[i == 0 ? TERM_AGAINST : TERM_FOR], i);
	}
	party_set_add(&ballot.set[TERM_SILENT], 3);
	party_set_add(&ballot.set[TERM_SILENT], 4);
	return ballot;
}

static void conditions(void **state)
{
	(void)state;
	static char text[5000], storage[2000];
	for (size_t i = 0; i < sizeof(words_cases) / sizeof(*words_cases); i++) {
		const struct words_case *c = &words_cases[i];
		struct reading reading;
		snprintf(text, sizeof(text), "%srule r { adopted when %s }\n", PREFIX, c->test);
		reading_good(&reading, str_from(text));
		struct buf buf = buf_of(storage, sizeof(storage));
		buf_test(&buf, &reading.charter, reading.charter.rule[0].adopted_when);
		assert_text(buf_view(&buf), c->words);
		struct ballot ballot = some_ballot();
		struct tally tally = rule_apply(&reading.charter, 0, &ballot);
		buf = buf_of(storage, sizeof(storage));
		assert_int_equal(tally.adopted, c->why == NULL);
		if (c->why != NULL) {
			buf_test_why(&buf, &reading.charter, tally.failed, &tally.ballot);
			assert_text(buf_view(&buf), c->why);
		}
		reading_release(&reading);
	}
}

static void rules_asked_from_a_stage(void **state)
{
	(void)state;
	struct reading reading;
	char storage[500];
	reading_good(&reading,
	             STR(PREFIX "body z \"Z\" {\n  decides war all\n  decides any all\n}\n"
	                        "rule all \"Everybody\" { adopted when for = members }\n"
	                        "procedure p {\n  begins member\n  stage s {\n    on withdrawal to t when passes all\n"
	                        "    on withdrawal to t when passes war\n    on withdrawal to t when passes any\n  }\n"
	                        "  outcome t\n}\n"));
	static const char *const words[] = {"the rule \"Everybody\" is met", "the body's rule for war is met",
	                                    "the body's rule for everything else is met"};
	static const char *const why[] = {"for 2 of 5 members, exactly 5 needed", "the body's rule for war is not met",
	                                  "the body's rule for everything else is not met"};
	struct ballot ballot = some_ballot();
	for (uint32_t i = 0; i < 3; i++) {
		uint32_t test = reading.charter.procedure[0].stage[0].transition[i].when;
		struct buf buf = buf_of(storage, sizeof(storage));
		buf_test(&buf, &reading.charter, test);
		assert_text(buf_view(&buf), words[i]);
		buf = buf_of(storage, sizeof(storage));
		buf_test_why(&buf, &reading.charter, test, &ballot);
		assert_text(buf_view(&buf), why[i]);
	}
	reading_release(&reading);
}

static void many_parties_are_not_all_named(void **state)
{
	(void)state;
	static char text[5000], storage[1000];
	size_t size = 0;
	struct ballot ballot = {0};
	struct reading reading;
	size = (size_t)snprintf(text, sizeof(text), "organisation o \"O\" { seat \"S\" UTC }\n");
	for (uint32_t i = 0; i < 12; i++) {
		size += (size_t)snprintf(text + size, sizeof(text) - size,
		                         "party p%02u \"P%u\" { status member from 2000-01-01 }\n", i, i);
		party_set_add(&ballot.set[TERM_MEMBERS], i);
		party_set_add(&ballot.set[TERM_AGAINST], i);
	}
	snprintf(text + size, sizeof(text) - size, "rule r { adopted when objections = 0 }\n");
	reading_good(&reading, str_from(text));
	struct buf buf = buf_of(storage, sizeof(storage));
	struct tally tally = rule_apply(&reading.charter, 0, &ballot);
	buf_test_why(&buf, &reading.charter, tally.failed, &tally.ballot);
	assert_text(buf_view(&buf),
	            "objections 12 of 12 members (P0, P1, P2, P3, P4, P5, P6, P7 and 4 more), none allowed");
	reading_release(&reading);
}

static void citations(void **state)
{
	(void)state;
	char storage[100];
	struct origin own = {.line = 7, .cite = STR("Art. 1")}, bare = {.line = 8},
				  around = {.line = 5, .cite = STR("Art. 2")};
	const struct {
		const struct origin *own, *enclosing;
		const char *words;
	} cases[] = {
		{&own, &around, "Art. 1"}, {&bare, &around, "Art. 2"},       {&bare, &bare, "charter, line 8"},
		{NULL, &around, "Art. 2"}, {&bare, NULL, "charter, line 8"}, {NULL, &bare, "charter, line 8"},
		{&own, NULL, "Art. 1"},    {NULL, NULL, "charter, line 0"},
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct buf buf = buf_of(storage, sizeof(storage));
		buf_cite(&buf, cases[i].own, cases[i].enclosing);
		assert_text(buf_view(&buf), cases[i].words);
	}
}

/* Which version takes whose place, wherever they stand; whom a rule binds. */
static void versions_and_the_bound(void **state)
{
	(void)state;
	static char storage[10000];
	struct reading reading;
	reading_good(&reading,
	             STR(PREFIX "body z \"Z\" {\n  decides war all until 2010-01-01\n  decides any few\n"
	                        "  decides war few from 2010-01-01\n}\n"
	                        "body y \"Y\" {\n  decides any all\n  decides any few from 2010-01-01 until 2011-01-01\n}\n"
	                        "rule all \"All\" { adopted when for = members }\n"
	                        "rule few \"Few\" {\n  adopted when for > against\n  binds for without reservations\n}\n"
	                        "procedure p {\n  begins member\n  kinds war peace\n  stage s { on withdrawal to t }\n"
	                        "  outcome t\n}\n"));
	struct buf buf = buf_of(storage, sizeof(storage) - 1);
	buf_charter(&buf, &reading.charter);
	storage[buf.len] = '\0';
	for (size_t i = 0; i < buf.len; i++)
		if (storage[i] == '\n')
			storage[i] = ' ';
	for (char *at = strstr(storage, "  "); at != NULL; at = strstr(at, "  "))
		memmove(at, at + 1, strlen(at));
	static const char *const words[] = {
		("It decides war by \"All\", until 1 January 2010; in its place, from 1 January 2010, by \"Few\". It decides "
	     "everything else by \"Few\"."),
		"It decides everything by \"All\"; in its place, from 1 January 2010, until 1 January 2011, by \"Few\".",
		"It binds the members voting for and not making a reservation.",
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strstr(storage, words[i]) == NULL) {
			print_error("\"%s\" is not in: %s\n", words[i], storage);
			fail();
		}
	}
	reading_release(&reading);
}

/* Whole charters against files that a person has read. */
static void prose(void **state)
{
	(void)state;
	static char storage[100000];
	static const char *const golden[EXAMPLES] = {
		"tests/charter/expected/club.txt",
		"tests/charter/expected/council.txt",
		"tests/charter/expected/csto.txt",
		"tests/charter/expected/times.txt",
	};
	for (size_t i = 0; i < EXAMPLES; i++) {
		struct str text = tree_file(example_files[i]), expected = tree_file(golden[i]);
		struct reading reading;
		reading_good(&reading, text);
		struct buf buf = buf_of(storage, sizeof(storage));
		buf_charter(&buf, &reading.charter);
		storage[buf.len] = '\0';
		if (!str_eq(buf_view(&buf), expected)) {
			print_error("%s differs; found:\n%s\n", golden[i], storage);
			fail();
		}
		/* At most 100 code points a line, no blank at its end. */
		size_t column = 0;
		for (size_t k = 0; k < buf.len; k++) {
			column = storage[k] == '\n' ? 0 : column + (((unsigned char)storage[k] & 0xc0) != 0x80);
			assert_true(column <= 100);
			assert_false(storage[k] == '\n' && k > 0 && storage[k - 1] == ' ');
		}
		/* A buffer that is too small is full, and nothing is written past it. */
		for (size_t cap = 0; cap < buf.len; cap += 7) {
			static char small[100000];
			memset(small, '~', sizeof(small));
			struct buf tight = buf_of(small, cap);
			buf_charter(&tight, &reading.charter);
			assert_true(tight.full);
			assert_int_equal(small[cap], '~');
		}
		reading_release(&reading);
		tree_file_release(text);
		tree_file_release(expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions),
		cmocka_unit_test(rules_asked_from_a_stage),
		cmocka_unit_test(many_parties_are_not_all_named),
		cmocka_unit_test(citations),
		cmocka_unit_test(versions_and_the_bound),
		cmocka_unit_test(prose),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
