/* Weights, sets over time, nested sets, fallback, and what being concerned, a constructive abstention, a reservation
 * mean: tables by hand, boundaries, and the European Union's qualified majority on the Council's own figures. */
#include "charter_test.h"

#define PREFIX                                                                                                               \
	"organisation o \"O\" { seat \"S\" UTC }\n"                                                                              \
	"party a \"A\" { status member from 2000-01-01 }\n"                                                                      \
	"party b \"B\" { status member from 2000-01-01 }\n"                                                                      \
	"party c \"C\" { status member from 2000-01-01 }\n"                                                                      \
	"party d \"D\" { status member from 2000-01-01 }\n"                                                                      \
	"party e \"E\" { status member from 2000-01-01 }\n"                                                                      \
	"set great { parties a b }\n"                                                                                            \
	"set odd { parties a c e }\n"                                                                                            \
	"set then {\nparties a b until 2010-01-01\nparties c from 2010-01-01 until 2020-01-01\n"                                 \
	"parties a from 2015-06-01\n}\n"                                                                                         \
	"weight small {\nvalue a 1\nvalue b 2\nvalue c 4\nvalue d 8\nvalue e 5\n}\n"                                             \
	"weight huge {\nvalue a 3659174697238528\nvalue b 3659174697238527\nvalue c 1970324836974592\nvalue d 1\nvalue e 0\n}\n" \
	"weight lately {\nvalue a 10 from 2000-01-01 until 2010-01-01\nvalue a 20 from 2010-01-01\nvalue b 15 from 2012-01-01\n}\n"

/* One letter a party: F for, N against, A abstains, C abstains constructively, R reserves, H holds, S present and
 * silent, X absent; lower case: no member. Marks, one a party: c concerned, p participating, r in arrears, s suspended.
 */
static struct ballot ballot_from(const char *letters, const char *marks, const char *day)
{
	static const struct {
		char letter;
		enum term term;
	} said[] = {{'F', TERM_FOR},          {'N', TERM_AGAINST}, {'A', TERM_ABSTAIN}, {'C', TERM_CONSTRUCTIVE},
	            {'R', TERM_RESERVATIONS}, {'H', TERM_HOLDS},   {'S', TERM_SILENT},  {'X', TERM_SILENT}};
	static const struct {
		char mark;
		enum term term;
	} marked[] = {{'c', TERM_CONCERNED}, {'p', TERM_PARTICIPATING}, {'r', TERM_IN_ARREARS}, {'s', TERM_SUSPENDED}};
	struct ballot ballot = {0};
	struct date date;
	bool some = strchr(marks, 'p') != NULL;
	assert_true(date_parse(str_from(day), &date));
	ballot.day = date_to_days(date);
	for (uint32_t i = 0; letters[i] != '\0'; i++) {
		char letter = letters[i];
		if (letter >= 'A' && letter <= 'Z')
			party_set_add(&ballot.set[TERM_MEMBERS], i);
		else
			letter = (char)(letter - 'a' + 'A');
		if (letter != 'X')
			party_set_add(&ballot.set[TERM_PRESENT], i);
		for (size_t k = 0; k < sizeof(said) / sizeof(*said); k++)
			if (said[k].letter == letter)
				party_set_add(&ballot.set[said[k].term], i);
		for (size_t k = 0; k < sizeof(marked) / sizeof(*marked) && i < strlen(marks); k++)
			if (marked[k].mark == marks[i])
				party_set_add(&ballot.set[marked[k].term], i);
		if (!some)
			party_set_add(&ballot.set[TERM_PARTICIPATING], i);
	}
	return ballot;
}

struct rule_case {
	const char *rule, *letters, *marks;
	bool adopted;
	const char *day;
};

static const struct rule_case cases[] = {
	/* What a set weighs. 1 2 4 8 5 are 20: 65% are 13, exactly. */
	{"adopted when small of for >= 65% of small of members", "XXXFF", "", true, NULL},
	{"adopted when small of for >= 65% of small of members", "XXFFX", "", false, NULL}, /* 12 */
	{"adopted when small of for > 65% of small of members", "XXXFF", "", false, NULL},
	{"adopted when small of for >= 13", "XXXFF", "", true, NULL},
	{"adopted when small of for >= 14", "XXXFF", "", false, NULL},
	{"adopted when 13 <= small of for", "XXXFF", "", true, NULL},
	{"adopted when small of for > small of against", "NNNNF", "", false, NULL},
	{"adopted when small of for > small of against", "NNFXX", "", true, NULL},
	{"adopted when small of for in great >= 3", "FFXXX", "", true, NULL},
	{"adopted when small of (for in great) >= 3", "FXFFF", "", false, NULL},
	{"adopted when small of for without great >= 17", "XXFFF", "", true, NULL},
	{"adopted when 1/2 of small of members <= small of voting", "XFXNX", "", true, NULL}, /* 10 of 20 */
	{"adopted when 1/2 of small of members < small of voting", "XFXNX", "", false, NULL},
	{"adopted when small of members = 15", "FFFFf", "", true, NULL}, /* only of members */
	/* Near the end of what a number can be: the whole is 2^53 + 281474976710656 … ; one vote more or less decides. */
	{"adopted when huge of for >= 3659174697238528", "FXXXX", "", true, NULL},
	{"adopted when huge of for >= 3659174697238528", "XFXXX", "", false, NULL},
	{"adopted when huge of for >= 3659174697238528", "XFXFX", "", true, NULL},
	{"adopted when huge of for < 9007199254740991", "FFXXX", "", true, NULL},
	{"adopted when huge of for > 50% of huge of (members without (set-cd))", "FXXXX", "", true, NULL},
	{"adopted when huge of for >= 999999999/1000000000 of huge of members", "FFFXX", "", true, NULL},
	{"adopted when huge of for >= 999999999/1000000000 of huge of members", "FFXFF", "", false, NULL},
	{"adopted when huge of for = huge of members", "FFFXX", "", false,
     NULL}, /* one of nine million millions is missing */
	{"adopted when huge of for = huge of members", "FFFFX", "", true, NULL},
	/* Values over time; without one, nothing. */
	{"adopted when lately of members = 10", "SSSSS", "", true, "2009-12-31"},
	{"adopted when lately of members = 20", "SSSSS", "", true, "2010-01-01"},
	{"adopted when lately of members = 20", "SSSSS", "", true, "2011-12-31"},
	{"adopted when lately of members = 35", "SSSSS", "", true, "2012-01-01"},
	{"adopted when lately of members = 0", "SSSSS", "", true, "1999-12-31"},
	/* Sets over time. */
	{"adopted when then = 2", "SSSSS", "", true, "1990-01-01"},
	{"adopted when for in then = 1", "FXFXX", "", true, "2009-12-31"},
	{"adopted when for in then = 1", "FXFXX", "", true, "2010-01-01"},
	{"adopted when for in then = 2", "FXFXX", "", true, "2015-06-01"},
	{"adopted when for in then = 1 and then = 1", "FXFXX", "", true, "2020-01-01"},
	{"adopted when for without then = 2", "FFFXX", "", true, "2012-01-01"},
	/* Sets in sets. */
	{"adopted when for without (against in great) = 2", "FNFXX", "", true, NULL},
	{"adopted when members without (for without great) = 3", "FXFFX", "", true, NULL},
	{"adopted when for in (odd without great) >= 2", "FXFXF", "", true, NULL},
	{"adopted when for in (odd without great) >= 2", "FFFXX", "", false, NULL},
	{"adopted when for >= (members without great)", "FFFXX", "", true, NULL},
	{"adopted when for >= 2/3 of (members without (odd in (members without great)))", "FFXXX", "", true, NULL},
	/* Failing that. */
	{"adopted when objections = 0\nfailing when for >= 2/3 of members", "FFFFN", "", true, NULL},
	{"adopted when objections = 0\nfailing when for >= 2/3 of members", "FFFNN", "", false, NULL},
	{"adopted when objections = 0\nfailing when for >= 2/3 of members", "SSSSS", "", true, NULL},
	{"failing when for >= 2/3 of members\nadopted when objections = 0", "FFFFN", "", true, NULL},
	/* The concerned: nothing said, removed, must abstain, heard, objection ignored. */
	{"adopted when objections = 0", "FFFFN", "....c", false, NULL},
	{"adopted when objections without concerned = 0", "FFFFN", "....c", true, NULL},
	{"adopted when objections = 0\nconcerned objection-ignored", "FFFFN", "....c", true, NULL},
	{"adopted when objections = 0\nconcerned objection-ignored", "FFFNN", "....c", false, NULL},
	{"adopted when objections = 0\nconcerned objection-ignored", "FFFNN", "...cc", true,
     NULL}, /* consensus minus two */
	{"adopted when objections = 0\nabsence objecting\nconcerned objection-ignored", "FFFFX", "....c", true, NULL},
	{"adopted when against = 0\nconcerned objection-ignored", "FFFFN", "....c", false, NULL}, /* a vote still counts */
	{"adopted when for = members\nconcerned removed", "FFFFN", "....c", true, NULL},
	{"adopted when for = members\nconcerned removed", "FFFNF", "....c", false, NULL},
	{"adopted when for >= 2/3 of members\nconcerned removed", "FFFNN", "....c", true, NULL}, /* 3 of 4 */
	{"adopted when for >= 2/3 of members\nconcerned removed", "FFNNF", "....c", false, NULL},
	{"adopted when concerned = 1\nconcerned removed", "FFFFN", "....c", false, NULL}, /* no member is concerned then */
	{"adopted when for >= 3\nconcerned must-abstain", "FFFXX", "c....", false, NULL},
	{"adopted when for >= 3\nconcerned must-abstain", "FFFFX", "c....", true, NULL},
	{"adopted when against in great = 0\nconcerned must-abstain", "NFFFF", "c....", true, NULL},
	{"adopted when abstain = 1 and members = 5\nconcerned must-abstain", "SFFFF", "c....", true, NULL},
	{"adopted when abstain = 0 and absent = 1\nconcerned must-abstain", "XFFFF", "c....", true, NULL},
	{"adopted when objections = 0\nabsence objecting\nconcerned must-abstain", "XFFFF", "c....", true, NULL},
	{"adopted when for > against\nabstention against\nconcerned must-abstain", "FFFNX", "c....", false,
     NULL}, /* 2 to 2 */
	{"adopted when members = 5 and absent = 1 and silent = 1\nconcerned heard", "NFFFF", "c....", true, NULL},
	{"adopted when objections = 0\nabsence objecting\nconcerned heard", "NFFFF", "c....", true, NULL},
	{"adopted when objections = 0\nabsence objecting\nconcerned heard", "NXFFF", "c....", false, NULL},
	{"adopted when for >= 2/3 of members\nconcerned heard", "FFFFN", "c....", false, NULL},
	/* Constructive abstentions are abstentions. */
	{"adopted when abstain = 2 and constructive = 1", "FFFAC", "", true, NULL},
	{"adopted when for > against\nabstention against", "FFACC", "", false, NULL},
	{"adopted when for > against\nabstention against\nconstructive not-for", "FFACC", "", false, NULL},
	{"adopted when for > against\nabstention against\nconstructive harmless", "FFACC", "", true, NULL},
	{"adopted when not (constructive >= 1/3 of members and small of constructive >= 1/3 of small of members)", "CCFFF",
     "", true, NULL}, /* two fifths of the members, 3 of 20 */
	{"adopted when not (constructive >= 1/3 of members and small of constructive >= 1/3 of small of members)", "FFCCF",
     "", false, NULL},
	/* Reservations. */
	{"adopted when objections = 0\nreservation annexed", "FFFFR", "", true, NULL},
	{"adopted when objections = 0\nreservation objecting", "FFFFR", "", false, NULL},
	/* Who takes part, who is in arrears, who is suspended. */
	{"adopted when for in participating >= 1/2 of participating", "FXFXX", "pp...", true, NULL},
	{"adopted when for in participating > 1/2 of participating", "FXFXX", "pp...", false, NULL},
	{"adopted when participating = members", "FFFFF", "", true, NULL},
	{"adopted when for without in-arrears >= 1/2 of (members without in-arrears)", "FFXXN", "r....", false, NULL},
	{"adopted when for without in-arrears >= 1/2 of (members without in-arrears)", "FFFXN", "r....", true, NULL},
	{"adopted when suspended = 1 and members = 4", "FFFFf", "....s", true, NULL},
	{"adopted when suspended in odd = 1", "FFFFf", "....s", true, NULL},
	{"adopted when suspended in great = 1", "FFFFf", "....s", false, NULL},
	{"adopted when odd in suspended = 1", "FFFFf", "....s", true, NULL},
	{"adopted when great in suspended = 0 and odd without suspended = odd", "FFFFf", "....s", true, NULL},
	{"adopted when suspended in (odd without great) = 1 and odd = 2", "FFFFf", "....s", true, NULL},
	{"adopted when odd without great = 2", "FFFFf", "....s", false, NULL},
	{"adopted when members in suspended = 0 and for = 4", "FFFFf", "....s", true, NULL},
};

static void read_rule(struct reading *reading, const char *rule)
{
	static char text[20000];
	snprintf(text, sizeof(text), "%sset set-cd { parties b c }\nrule r {\n%s\n}\n", PREFIX, rule);
	reading_good(reading, str_from(text));
}

static void rules_on_ballots(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct rule_case *c = &cases[i];
		struct reading reading;
		char words[2000];
		read_rule(&reading, c->rule);
		struct ballot ballot = ballot_from(c->letters, c->marks, c->day == NULL ? "2026-01-01" : c->day);
		struct tally tally = rule_apply(&reading.charter, 0, &ballot);
		struct buf buf = buf_of(words, sizeof(words));
		buf_tally_why(&buf, &reading.charter, &tally);
		if (tally.adopted != c->adopted || (tally.failed == NONE) != c->adopted || buf.len == 0 || buf.full) {
			print_error("%s on %s/%s: adopted %d, %.*s\n", c->rule, c->letters, c->marks, tally.adopted, (int)buf.len,
			            buf.ptr);
			fail();
		}
		reading_release(&reading);
	}
}

/* Applying a rule to what it counted gives the same again. */
static void a_tally_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct rule_case *c = &cases[i];
		struct reading reading;
		read_rule(&reading, c->rule);
		struct ballot ballot = ballot_from(c->letters, c->marks, c->day == NULL ? "2026-01-01" : c->day);
		struct tally once = rule_apply(&reading.charter, 0, &ballot);
		struct tally twice = rule_apply(&reading.charter, 0, &once.ballot);
		assert_int_equal(once.adopted, twice.adopted);
		reading_release(&reading);
	}
}

struct bound_case {
	const char *rule, *letters, *marks, *bound;
};
static const struct bound_case bound_cases[] = {
	{"adopted when for > against", "FFNAX", "", "abcde"},
	{"adopted when for > against\nbinds for", "FFNAX", "", "ab"},
	{"adopted when for > against\nbinds present", "FFNAX", "", "abcd"},
	{"adopted when objections = 0\nbinds members without constructive", "FFFAC", "", "abcd"},
	{"adopted when objections = 0\nbinds members without (absent without great)", "XFFXX", "", "abc"},
	{"adopted when for >= 1\nbinds participating", "FFFFF", "p..p.", "ad"},
	{"adopted when for >= 1\nconcerned removed", "FFFFN", "....c", "abcde"}, /* no vote, but bound like the others */
	{"adopted when for >= 1\nconcerned removed\nbinds members", "FFFFN", "....c", "abcd"},
};

static void who_is_bound(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bound_cases) / sizeof(*bound_cases); i++) {
		const struct bound_case *c = &bound_cases[i];
		struct reading reading;
		char bound[8] = "";
		read_rule(&reading, c->rule);
		struct ballot ballot = ballot_from(c->letters, c->marks, "2026-01-01");
		struct tally tally = rule_apply(&reading.charter, 0, &ballot);
		assert_true(tally.adopted);
		for (uint32_t p = 0, n = 0; p < 5; p++)
			if (party_set_has(&tally.bound, p))
				bound[n++] = (char)('a' + p);
		if (strcmp(bound, c->bound) != 0) {
			print_error("%s on %s: bound %s\n", c->rule, c->letters, bound);
			fail();
		}
		reading_release(&reading);
	}
}

static void undoing(void **state)
{
	(void)state;
	static const char text[] = PREFIX "body z \"Z\" { decides any hard }\n"
									  "rule hard {\nadopted when for = members\nundone-by easy\n}\n"
									  "rule easy { adopted when for > against }\n"
									  "procedure p {\nbegins member\nstage s {\npositions support\n"
									  "on support to t when passes any\non support to u when passes hard\n}\n"
									  "outcome t\noutcome u\n}\n";
	struct reading reading;
	reading_good(&reading, str_from(text));
	struct ballot ballot = ballot_from("FFFNX", "", "2026-01-01");
	const struct transition *on = reading.charter.procedure[0].stage[0].transition;
	uint32_t rule;
	assert_false(test_holds(&reading.charter, on[0].when, 0, &ballot, &rule));
	assert_int_equal(rule, 0);
	ballot.undoes = true;
	assert_true(test_holds(&reading.charter, on[0].when, 0, &ballot, &rule));
	assert_int_equal(rule, 1);
	assert_true(test_holds(&reading.charter, on[1].when, 0, &ballot, &rule));
	assert_int_equal(rule, 1);
	reading_release(&reading);
}

/* ---- The reasons ---------------------------------------------------------------------------------------------- */

struct reason_case {
	const char *rule, *letters, *marks, *words;
};
static const struct reason_case reason_cases[] = {
	{"adopted when for >= 3 and against in great = 0", "FFFNX", "",
     "for 3 of 5 members, at least 3 needed; against in great 0 of 5 members, none allowed"},
	{"adopted when for >= 3 and against in great = 0", "FNFFX", "",
     "against in great 1 of 5 members (B), none allowed"},
	{"adopted when small of for >= 65% of small of members", "XXXFF", "", "small of for 13 of 20, at least 13 needed"},
	{"adopted when small of for > 65% of small of members", "XXXFF", "", "small of for 13 of 20, at least 14 needed"},
	{"adopted when small of for > small of against", "NNNNF", "",
     "small of for 5 of 20, at least 16 needed (small of against 15)"},
	{"adopted when for > 1/2 of voting", "FNXXX", "", "for 1 of 5 members, at least 2 needed (voting 2)"},
	{"adopted when small of members without for < 8", "FFFXF", "",
     "small of members without for 8 of 20 (D), at most 7 allowed"},
	{"adopted when objections = 0\nfailing when for >= 2/3 of members", "FFFFN", "",
     "for 4 of 5 members, at least 4 needed"},
	{"adopted when objections = 0\nfailing when for >= 2/3 of members", "FFNNX", "",
     "neither: objections 2 of 5 members (C, D), none allowed; nor: for 2 of 5 members, at least 4 needed"},
	{"adopted when not against >= 2", "FNXXX", "", "it is not so that at least 2 members vote against"},
	{"adopted when 1/2 of members <= 2/3 of present", "FFFFF", "",
     "it is so that half of the members number at most two thirds of the members present"},
	{"adopted when huge of for = huge of members", "FFFXX", "",
     "huge of for 9288674231451647 of 9288674231451648, exactly 9288674231451648 needed"},
};

static void reasons(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(reason_cases) / sizeof(*reason_cases); i++) {
		const struct reason_case *c = &reason_cases[i];
		struct reading reading;
		char words[2000];
		read_rule(&reading, c->rule);
		struct ballot ballot = ballot_from(c->letters, c->marks, "2026-01-01");
		struct tally tally = rule_apply(&reading.charter, 0, &ballot);
		struct buf buf = buf_of(words, sizeof(words));
		buf_tally_why(&buf, &reading.charter, &tally);
		assert_text(buf_view(&buf), c->words);
		reading_release(&reading);
	}
}

/* ---- What is refused when read -------------------------------------------------------------------------------- */

struct bad_case {
	const char *statements, *message;
};
static const struct bad_case bad_cases[] = {
	{"rule r { adopted when small of for >= 9007199254740992 }", "the number \"9007199254740992\" is out of range"},
	{"weight big { value a 9007199254740992 }", "the number \"9007199254740992\" is out of range"},
	{"weight big { value a 99999999999999999999999 }", "at most 9007199254740991"},
	{"rule r { adopted when small of for >= 1000000001/1000000002 of small of members }",
     "without leading zeros, at most 1000000000"},
	{"rule r { adopted when small of for > against }", "a number of parties is compared with the weight \"small\""},
	{"rule r { adopted when small of for > huge of against }", "the weights \"small\" and \"huge\" are compared"},
	{"rule r { adopted when smal of for > 1 }", "there is no weight \"smal\""},
	{"rule r { adopted when small > 1 }", "there is no set \"small\" to count"},
	{"rule r { adopted when for of small > 1 }", "there is no weight \"for\""},
	{"rule r { adopted when (for without great) > 1 }",
     "parentheses on the left of a comparison hold a condition: leave them out"},
	{"rule r { adopted when for without (great > 1 }", "expected \")\" after \"great\", found \">\""},
	{"rule r { adopted when 1/2 of 3 < for }", "expected a set or a weight after \"of\", found \"3\""},
	{"rule r {\nadopted when for > 1\nbinds evrybody\n}", "there is no set \"evrybody\" to count"},
	{"rule r {\nadopted when for > 1\nundone-by s\n}", "there is no rule \"s\""},
	{"rule r {\nadopted when for > 1\nconcerned gone\n}",
     "expected removed, must-abstain, heard or objection-ignored, found \"gone\""},
	{"rule r { failing when for > 1 }", "the rule \"r\" does not say when something is adopted"},
	{"weight none {\ncite \"X\"\n}", "the weight \"none\" has no values"},
	{"weight twice {\nvalue a 1 from 2000-01-01\nvalue a 2 from 2005-01-01\n}",
     "this value begins before the one of line 34 has ended"},
	{"weight twice {\nvalue a 1\nvalue a 2\n}", "this value begins before the one of line 34 has ended"},
	{"weight back { value a 1 from 2000-01-01 until 1999-01-01 }", "ends before it begins"},
	{"weight w { value zz 1 }", "there is no party \"zz\""},
	{"weight small { value a 1 }", "there are two weights named \"small\""},
	{"set s {\nparties a b\nparties b c\n}", "\"b\" stands on line 34 too, at the same time"},
	{"set s {\nparties a until 2001-01-01\nparties a from 2000-12-31\n}",
     "\"a\" stands on line 34 too, at the same time"},
	{"set suspended { parties a }", "a set cannot be named \"suspended\""},
	{"procedure p {\nbegins member\nstage s {\npositions accept\non withdrawal to t\n}\noutcome t\n}",
     "\"accept\" is no position in a stage"},
	{"procedure p {\nbegins member\nstage s { on withdrawal to t }\noutcome t {\nadopts\npositions support\n}\n}",
     "\"support\" is no position in an outcome"},
	{"procedure p {\nbegins member\nstage s { on withdrawal to t }\noutcome t { positions accept }\n}",
     "\"t\" does not adopt: there is nothing to accept"},
};

static void refused_when_read(void **state)
{
	(void)state;
	static char text[20000], found[20000];
	for (size_t i = 0; i < sizeof(bad_cases) / sizeof(*bad_cases); i++) {
		struct reading reading;
		snprintf(text, sizeof(text), "%s%s\n", PREFIX, bad_cases[i].statements);
		reading_init(&reading, str_from(text));
		struct buf buf = buf_of(found, sizeof(found) - 1);
		buf_diagnostics(&buf, STR("text"), &reading.diagnostics);
		found[buf.len] = '\0';
		if (reading.code != ERR_FORMAT || strstr(found, bad_cases[i].message) == NULL) {
			print_error("%s\nexpected: %s\nfound: %s\n", bad_cases[i].statements, bad_cases[i].message, found);
			fail();
		}
		reading_release(&reading);
	}
}

/* A set of more than seventeen in a row, parentheses more than sixteen deep, a condition of more than 256 parts. */
static void bounded(void **state)
{
	(void)state;
	static char text[40000];
	for (int depth = 15; depth < 19; depth++) {
		struct reading reading;
		int size = snprintf(text, sizeof(text), "%srule r { adopted when for", PREFIX);
		for (int i = 0; i < depth; i++)
			size += snprintf(text + size, sizeof(text) - (size_t)size, " in (for");
		for (int i = 0; i < depth; i++)
			size += snprintf(text + size, sizeof(text) - (size_t)size, ")");
		snprintf(text + size, sizeof(text) - (size_t)size, " = 0 }\nbody z \"Z\" { decides any r }\n");
		reading_init(&reading, str_from(text));
		assert_int_equal(reading.code, depth <= 16 ? ERR_OK : ERR_FORMAT);
		reading_release(&reading);
	}
	struct reading reading;
	int size = snprintf(text, sizeof(text), "%srule r { adopted when (\nfor > 0", PREFIX);
	for (int i = 0; i < 70; i++)
		size += snprintf(text + size, sizeof(text) - (size_t)size, "\nand small of for > 0");
	snprintf(text + size, sizeof(text) - (size_t)size, ") }\n");
	reading_init(&reading, str_from(text));
	assert_int_equal(reading.code, ERR_FORMAT);
	assert_non_null(strstr(reading.err.msg, "a condition of more than 256 parts"));
	reading_release(&reading);
}

/* ---- Warnings ------------------------------------------------------------------------------------------------- */

static void values_that_are_missing(void **state)
{
	(void)state;
	char storage[4000];
	struct reading reading;
	reading_good(&reading, STR(PREFIX "body z \"Z\" { decides any r }\nrule r { adopted when lately of for > 0 }\n"));
	struct str found = short_form(&reading.diagnostics, storage, sizeof(storage));
	static const char wanted[] =
		"warning: the weight \"lately\" has no value for \"b\" on 2000-01-01, when it weighs nothing";
	storage[found.len] = '\0';
	if (strstr(storage, wanted) == NULL) {
		print_error("%s\n", storage);
		fail();
	}
	assert_null(strstr(storage, "can never be met"));
	reading_release(&reading);
	/* A weight that can never be reached is an error, as a number of members is. */
	reading_init(&reading, STR(PREFIX "body z \"Z\" { decides any r }\nrule r { adopted when small of for > 20 }\n"));
	assert_int_equal(reading.code, ERR_FORMAT);
	assert_non_null(strstr(reading.err.msg, "the rule \"r\" can never be met in the body \"z\""));
	reading_release(&reading);
}

/* ---- The European Union --------------------------------------------------------------------------------------- */

static uint64_t populations[32];
static uint32_t members;

/* The charter of the qualified majority, from the table of populations; false: the table is not there. */
static bool union_charter(char *text, size_t room)
{
	char path[4096], line[200];
	const char *root = getenv("COMITY_SOURCE");
	snprintf(path, sizeof(path), "%s/../shared/data/votes/eu27_populations_2019.csv", root == NULL ? "." : root);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return false;
	int size = snprintf(text, room,
	                    "organisation eu \"EU\" { seat \"Brussels\" Europe/Brussels }\n"
	                    "body council \"Council\" { decides any qmv }\n"
	                    "rule qmv { adopted when for >= 55%% of members and for >= 15 and (\n"
	                    "population of for >= 65%% of population of members or members without for < 4) }\n");
	char weight[4000];
	int used = snprintf(weight, sizeof(weight), "weight population {\n");
	assert_non_null(fgets(line, sizeof(line), file)); /* the header */
	for (members = 0; fgets(line, sizeof(line), file) != NULL; members++) {
		char code[8];
		unsigned long long population;
		assert_int_equal(sscanf(line, "%7[^,],%*[^,],%llu", code, &population), 2);
		populations[members] = population;
		size += snprintf(text + size, room - (size_t)size, "party %s \"%s\" { status member from 2014-11-01 }\n", code,
		                 code);
		used += snprintf(weight + used, sizeof(weight) - (size_t)used, "value %s %llu\n", code, population);
	}
	fclose(file);
	snprintf(text + size, room - (size_t)size, "%s}\n", weight);
	return true;
}

static void qualified_majority(void **state)
{
	(void)state;
	static char text[40000];
	struct reading reading;
	uint64_t total = 0, over = 0, blocking = 0;
	if (!union_charter(text, sizeof(text))) {
		print_message("skipped: ../shared/data/votes is not there\n");
		skip();
	}
	assert_int_equal(members, 27);
	reading_good(&reading, str_from(text));
	for (uint32_t i = 0; i < members; i++)
		total += populations[i];
	/* Every three and every four that are not for it. */
	for (uint32_t a = 0; a < members; a++)
		for (uint32_t b = a + 1; b < members; b++)
			for (uint32_t c = b + 1; c < members; c++)
				for (uint32_t d = c; d < members; d++) { /* d = c: three */
					struct ballot ballot = {0};
					uint64_t against = populations[a] + populations[b] + populations[c] + (d > c ? populations[d] : 0);
					for (uint32_t i = 0; i < members; i++) {
						party_set_add(&ballot.set[TERM_MEMBERS], i);
						party_set_add(&ballot.set[TERM_PRESENT], i);
						bool no = i == a || i == b || i == c || i == d;
						/* Who abstains is not for it either. */
						party_set_add(&ballot.set[!no ? TERM_FOR : i == a ? TERM_ABSTAIN : TERM_AGAINST], i);
					}
					bool adopted = rule_apply(&reading.charter, 0, &ballot).adopted;
					bool wanted = d == c || (total - against) * 100 >= 65 * total;
					assert_int_equal(adopted, wanted);
					over += d == c && against * 100 > 35 * total;
					blocking += !adopted;
				}
	assert_true(over > 0);     /* there are threes with more than 35 % … */
	assert_true(blocking > 0); /* … and fours that block */
	reading_release(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_on_ballots),
		cmocka_unit_test(a_tally_stays),
		cmocka_unit_test(who_is_bound),
		cmocka_unit_test(undoing),
		cmocka_unit_test(reasons),
		cmocka_unit_test(refused_when_read),
		cmocka_unit_test(bounded),
		cmocka_unit_test(values_that_are_missing),
		cmocka_unit_test(qualified_majority),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
