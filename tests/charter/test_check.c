/* What can only be seen of the whole: conditions that never hold, rules by which both sides can win, people who do not
 * exist, meetings that are never in time, symbols that meet. Each case, and beside it one that is just not it. */
#include "charter_test.h"

#include "charter/reader.h"

/* Put behind each case, so that lines and columns are the case's own. */
#define PARTIES                                         \
	"party A \"A\" { status member from 2000-01-01 }\n" \
	"party B \"B\" { status member from 2000-01-01 }\n" \
	"party C \"C\" { status member from 2000-01-01 }\n" \
	"party D \"D\" { status member from 2000-01-01 }\n"
#define ORGANISATION "organisation o \"O\" { seat \"S\" UTC }\n"
#define MAJORITY "rule majority { adopted when for > against }\n"
#define BODY "body b \"B\" { decides any r }\n"
#define TAIL                                                                                                             \
	"procedure vote {\nbegins member\nstage s {\npositions support object abstain\non withdrawal to z when passes any\n" \
	"on request to z\n}\noutcome z { adopts }\n}\n"

struct check_case {
	const char *text, *rest;
	const char *expected; /* "": nothing */
};

#define OF_RULE BODY ORGANISATION PARTIES TAIL

static const struct check_case rules[] = {
	{"rule r { adopted when for > against }\n", OF_RULE, ""},
	{"rule r { adopted when for >= 2/3 of members }\n", OF_RULE, ""},
	{"rule r { adopted when for >= 3 }\n", OF_RULE, ""},
	{"rule r { adopted when objections = 0 }\n", OF_RULE, ""},
	{"rule r { adopted when for >= 1/2 of members }\n", OF_RULE,
     "1:10: warning: by the rule \"r\" both sides can win in the body \"b\": with 2 for, 2 against, and with these changed | "
     "a share of more than a half leaves room for one side only; so does: for > against\n"},
	{"rule r {\nadopted when for >= 2\ncite \"Art. 3\"\n}\n", OF_RULE,
     "2:1: warning: by the rule \"r\" (Art. 3) both sides can win in the body \"b\": with 2 for, 2 against, and with these "
     "changed | a share of more than a half leaves room for one side only; so does: for > against\n"},
	{"rule r { adopted when for >= against and abstain = 0 }\n", OF_RULE,
     "1:10: warning: by the rule \"r\" both sides can win in the body \"b\": with 2 for, 2 against, and with these changed | a share of more than a half leaves room for one side only; so does: for > against\n"},
	{"rule r { adopted when for = 3 }\n", OF_RULE,
     "1:10: warning: more support can undo an adoption by the rule \"r\" in the body \"b\": with 3 for, 1 against | compare "
     "what is for with a share of the whole, not with an exact number\n"},
	{"rule r { adopted when for > against and silent >= 1 }\n", OF_RULE,
     "1:10: warning: more support can undo an adoption by the rule \"r\" in the body \"b\": with 1 for, 2 abstaining, 1 "
     "present and silent | compare what is for with a share of the whole, not with an exact number\n"},
	{"rule r { adopted when for > against or for <= against }\n", OF_RULE,
     "1:10: warning: the rule \"r\" is met whatever the members of the body \"b\" do | say what an adoption needs, for "
     "example: for > against\n"},
	{"rule r { adopted when for > against and against > for }\n", OF_RULE,
     "2:14: error: the rule \"r\" can never be met in the body \"b\" | the body has at most 4 members\n"},
	{"rule r {\nadopted when for > 3/4 of members\nfailing when for = members and against = 1\n}\n", OF_RULE, ""},
	{"rule r { adopted when w of for >= 9 }\nweight w {\nvalue A 4 until 2010-01-01\nvalue A 9 from 2010-01-01\nvalue B 1\n"
     "value C 1\nvalue D 1\n}\n",
     OF_RULE, ""},
	{"rule r { adopted when w of for >= 13 }\nweight w {\nvalue A 4 until 2010-01-01\nvalue A 9 from 2010-01-01\nvalue B 1\n"
     "value C 1\nvalue D 1\n}\n",
     OF_RULE, "9:14: error: the rule \"r\" can never be met in the body \"b\" | the body has at most 4 members\n"},
	{"rule r { adopted when for >= 5 }\n", OF_RULE,
     "2:14: error: the rule \"r\" can never be met in the body \"b\" | the body has at most 4 members\n"},
	/* Of a version that has ended, the members that there were at its end. */
	{"rule r { adopted when for = 4 }\nparty E \"E\" { status member from 2003-01-01 until 2010-01-01 }\n"
     "body b \"B\" {\ndecides any r until 2005-06-01\ndecides any majority from 2005-06-01\n}\n",
     MAJORITY ORGANISATION PARTIES TAIL,
     "1:10: warning: more support can undo an adoption by the rule \"r\" in the body \"b\": with 4 for, 1 against | compare "
     "what is for with a share of the whole, not with an exact number\n"},
	/* A rule that a transition names is asked when it adopts, and said once. */
	{"rule r { adopted when for >= 2 }\nprocedure p {\nbegins member\nstage s {\npositions support object\n"
     "on request to z when passes r\non expiry to n\nclock 1 day\n}\noutcome z { adopts }\noutcome n\n}\n",
     "body b \"B\" { decides any majority }\nbody c \"C\" { decides any majority }\n" MAJORITY ORGANISATION PARTIES,
     "1:10: warning: by the rule \"r\" both sides can win in the body \"b\": with 2 for, 2 against, and with these changed | "
     "a share of more than a half leaves room for one side only; so does: for > against\n"},
	{"rule r { adopted when for >= 2 }\nprocedure p {\nbegins member\nstage s {\npositions support object\n"
     "on request to z when passes r\non expiry to n\nclock 1 day\n}\noutcome z\noutcome n { adopts }\n}\n",
     "body b \"B\" { decides any majority }\n" MAJORITY ORGANISATION PARTIES, ""},
};

#define OF_BODY MAJORITY ORGANISATION PARTIES TAIL

static const struct check_case bodies[] = {
	{"body b \"B\" {\nquorum open when present >= 4\nquorum decide when present > 3/4 of members\ndecides any majority\n}\n",
     OF_BODY, ""},
	{"body b \"B\" {\nquorum open when present >= 5 { cite \"Rule 3\" }\ndecides any majority\n}\n", OF_BODY,
     "2:1: error: the quorum to open (Rule 3) can never be met in the body \"b\" | the body has at most 4 members\n"},
	{"body b \"B\" {\nquorum decide when present >= 3 and absent >= 2\ndecides any majority\n}\n", OF_BODY,
     "2:1: error: the quorum to decide can never be met in the body \"b\" | the body has at most 4 members\n"},
	{"body b \"B\" {\nquorum open when present >= 5\ndecides any r\n}\nrule r { adopted when for >= 5 }\n",
     ORGANISATION PARTIES
     "procedure vote {\nbegins member\nabout concerned\nstage s {\npositions support object\non withdrawal "
     "to z\non request to y\n}\noutcome z {\nadopts\nadmits member\n}\noutcome y\n}\n",
     "2:1: warning: the quorum to open cannot be met in the body \"b\" | the body has at most 4 members, as long as nobody is "
     "admitted\n3:1: warning: the rule \"r\" cannot be met in the body \"b\" | the body has at most 4 members, as long as "
     "nobody is admitted\n"},
	/* At an opening nobody has taken a position yet. */
	{"body b \"B\" {\nquorum open when for >= 1\ndecides any majority\n}\n", OF_BODY,
     "2:1: error: the quorum to open can never be met in the body \"b\" | the body has at most 4 members\n"},
	/* Met by the members that there were once. */
	{"party E \"E\" { status member from 2000-01-01 until 2001-01-01 }\nbody b \"B\" {\nquorum open when present >= 5\n"
     "decides any majority\n}\n",
     OF_BODY, ""},
	{"party E \"E\" { status member from 2000-01-01 until 2001-01-01 }\nset late { parties E from 2005-01-01 }\n"
     "body b \"B\" {\ncomposition late\nchair host\ndecides any majority\n}\n",
     OF_BODY,
     "4:1: error: the body \"b\" has no member at any time, and no host to chair it | whoever belongs to \"late\" is a member "
     "only at other times\n"},
	{"party E \"E\" { status member from 2000-01-01 until 2001-01-01 }\nset late { parties E from 2000-05-01 }\n"
     "body b \"B\" {\ncomposition late\nchair host\ndecides any majority\n}\n",
     OF_BODY, ""},
	{"party E \"E\" {\nsort en \"e\"\nstatus member from 2000-01-01 until 2001-01-01\n}\nset few { parties E }\n"
     "body b \"B\" {\ncomposition few\nchair office turn\ndecides any majority\n}\noffice turn \"T\" {\n"
     "rotates month sort en of b from 2001-01-01\n}\n",
     OF_BODY, "12:1: error: nobody ever has a turn: the body \"b\" has no member from then on\n"},
	{"body b \"B\" {\ndecides any majority until 2010-01-01\ndecides any majority from 2005-01-01\n}\n", OF_BODY, ""},
	{"body b \"B\" {\ndecides any majority from 2010-01-01\ndecides any majority from 2005-01-01\n}\n", OF_BODY,
     "2:1: warning: this version never decides | the last version that holds is the rule, and the one on line 3 does "
     "whenever this one does\n"},
	{"body b \"B\" {\ndecides any majority\ndecides any majority until 2010-01-01 once i\n}\n"
     "instrument i \"I\" { enters 2010-01-01 }\n",
     OF_BODY, "3:1: warning: this version never decides | the instrument \"i\" enters into force when it has ended\n"},
	{"body b \"B\" {\ndecides any majority\ndecides any majority until 2010-01-01 once i\n}\n"
     "instrument i \"I\" { enters 2009-12-31 }\n",
     OF_BODY, ""},
	/* A chair that has left. */
	{"party E \"E\" { status member from 2000-01-01 until 2001-01-01 }\nbody b \"B\" {\nchair party E\n"
     "decides any majority\n}\n",
     OF_BODY,
     "3:1: warning: the party \"E\" that chairs has left for good | the body still has members then: name an office, or a "
     "party that stays\n"},
	{"party E \"E\" {\nstatus member from 2000-01-01 until 2001-01-01\nstatus partner from 2003-01-01\n}\n"
     "body b \"B\" {\nchair party E\ndecides any majority\n}\n",
     OF_BODY, ""},
	{"party E \"E\" { status member from 2000-01-01 until 2001-01-01 }\nset few { parties E }\nbody b \"B\" {\n"
     "composition few\nchair party E\ndecides any majority\n}\n",
     OF_BODY, ""},
	{"body b \"B\" {\ndecides any majority from 2010-01-01 until 2011-01-01\ndecides any majority from 2005-01-01 until "
     "2010-06-01\n}\n",
     OF_BODY, ""},
};

#define OF_PROCEDURE "body b \"B\" { decides any majority }\n" MAJORITY ORGANISATION PARTIES
#define OF_CHAIRED                                                                                                \
	"body b \"B\" {\nchair host\nconvenes chair\nnotice 2 weeks\ndecides any majority\n}\n" MAJORITY ORGANISATION \
		PARTIES
#define PROCEDURE(begins, stage) "procedure p {\nbegins " begins "\nstage s {\n" stage "}\noutcome z { adopts }\n}\n"
#define LASTING(until) \
	"procedure p {\nbegins member\nuntil " until "\nonce i\nstage s { on request to z }\noutcome z { adopts }\n}\n"
#define AGAIN(first, second, third)                                                                  \
	"procedure p {\nbegins member\nstage s {\n" first "}\nstage t {\n" second "}\nstage u {\n" third \
	"}\noutcome z { adopts }\n}\n"
#define MEETING(limit)                                                                         \
	"procedure p {\nbegins member\nstage s { on convening by member to t }\nstage t {\n" limit \
	"on opening to z\non expiry to z\n}\noutcome z\n}\n"

static const struct check_case procedures[] = {
	/* Terms that end: a condition that held while the members were more is no condition that never holds. */
	{"rule r { adopted when for >= 3 }\nbody b \"B\" {\ncomposition s\ndecides any r\n}\nset s {\nparties A B\n"
     "parties C D until 2010-01-01\n}\n",
     ORGANISATION PARTIES TAIL, ""},
	{"rule r { adopted when for >= 2 }\nbody b \"B\" {\ncomposition s\ndecides any r\n}\nset s {\nparties A B\n"
     "parties C until 2010-01-01\n}\nprocedure p {\nbegins member\nstage s {\npositions support\n"
     "on support to z when for >= 4\non withdrawal to z\n}\noutcome z { adopts }\n}\n",
     ORGANISATION PARTIES TAIL,
     "14:22: warning: this condition never holds in the procedure \"p\" | no votes meet it in any body that may use the "
     "procedure\n"},
	{PROCEDURE("member", "positions support\non support to z when for >= 4\n"), OF_PROCEDURE, ""},
	{PROCEDURE("member", "positions support\non support to z when for >= 5\non withdrawal to z\n"), OF_PROCEDURE,
     "5:22: warning: this condition never holds in the procedure \"p\" | no votes meet it in any body that may use the "
     "procedure\n"},
	{PROCEDURE("member", "positions object\non request to z when for > 0\non withdrawal to z\n"), OF_PROCEDURE,
     "5:22: warning: this condition never holds in the procedure \"p\" | the stages of the procedure take: object\n"},
	{PROCEDURE("member", "positions object abstain\nclock 1 day\non expiry to z when passes any\non expiry to z\n"),
     OF_PROCEDURE,
     "6:21: warning: this condition never holds in the procedure \"p\" | the stages of the procedure take: object, abstain\n"},
	{PROCEDURE("member", "positions support object\nclock 1 day\non expiry to z when passes any\non expiry to z\n"),
     OF_PROCEDURE, ""},
	{"procedure p {\nbegins member\nstage s {\nclock 1 day\non expiry to z when passes any\non expiry to z\ncite \"R 2\"\n}\n"
     "outcome z { adopts }\ncite \"Rules\"\n}\n",
     OF_PROCEDURE,
     "5:21: warning: this condition never holds in the procedure \"p\" (Rules) | the stages of the procedure take: no "
     "positions\n"},
	/* People who are not there. */
	{PROCEDURE("secretariat", "on withdrawal to z\n"), OF_PROCEDURE,
     "2:8: error: nobody can begin the procedure \"p\" | no party is ever the secretariat\n"},
	{PROCEDURE("secretariat member", "on withdrawal to z\n"), OF_PROCEDURE, ""},
	{PROCEDURE("chair", "on withdrawal to z\n"), OF_PROCEDURE,
     "2:8: error: nobody can begin the procedure \"p\" | no body that may use the procedure has a chair\n"},
	{PROCEDURE("chair", "on withdrawal to z\n"), OF_CHAIRED, ""},
	{PROCEDURE("office x", "on withdrawal to z\n"), "office x \"X\" { title en \"X\" }\n" OF_PROCEDURE,
     "2:8: error: nobody can begin the procedure \"p\" | nobody ever holds the office \"x\", and nothing appoints to it\n"},
	{PROCEDURE("office x", "on withdrawal to z\n"), "office x \"X\" { holder A from 2000-01-01 }\n" OF_PROCEDURE, ""},
	{PROCEDURE("member", "on withdrawal by observer to z\n"), OF_PROCEDURE,
     "3:1: error: only what nobody can do leads on from the stage \"s\"\n"
     "4:18: warning: nobody can do this | no party is ever an observer\n"
     "6:1: warning: only what nobody can do leads to the outcome \"z\"\n"},
	{PROCEDURE("member", "on withdrawal by observer to z\n"),
     "party O \"O\" { status observer from 2000-01-01 }\n" OF_PROCEDURE, ""},
	{PROCEDURE("member", "on withdrawal by partner to z\non request to z\n"), OF_PROCEDURE,
     "4:18: warning: nobody can do this | no party is ever a partner\n"},
	{PROCEDURE("set x", "on withdrawal to z\n"), "set x { parties A until 2000-01-01 }\n" OF_PROCEDURE,
     "2:8: error: nobody can begin the procedure \"p\" | the set \"x\" has parties only before anybody is a party\n"},
	{PROCEDURE("set x", "on withdrawal to z\n"), "set x { parties A until 2000-01-02 }\n" OF_PROCEDURE, ""},
	{PROCEDURE("office x", "on withdrawal to z\n"),
     "office x \"X\" { holder A from 1999-01-01 until 2000-01-01 }\n" OF_PROCEDURE,
     "2:8: error: nobody can begin the procedure \"p\" | the office \"x\" is held only before anybody is a party, and "
     "nothing appoints to it\n"},
	{PROCEDURE("office x", "on withdrawal to z\n"),
     "office x \"X\" { holder A from 1999-01-01 until 2000-01-02 }\n" OF_PROCEDURE, ""},
	/* Meetings that nobody convenes, or to which nothing was put; no other body. */
	{PROCEDURE("member", "on closing to z\n"), OF_CHAIRED,
     "3:1: error: only what nobody can do leads on from the stage \"s\"\n"
     "4:1: warning: this never happens | no submission and no opening puts the matter to a meeting before it comes here\n"
     "6:1: warning: only what nobody can do leads to the outcome \"z\"\n"},
	{PROCEDURE("member", "on closing to z\non submission to s\n"), OF_CHAIRED, ""},
	{AGAIN("on submission to t\n", "on request to u\n", "on closing to z\n"), OF_CHAIRED, ""},
	{AGAIN("on submission to t\n", "on closing to u\n", "on closing to z\n"), OF_CHAIRED,
     "9:1: error: only what nobody can do leads on from the stage \"u\"\n"
     "10:1: warning: this never happens | no submission and no opening puts the matter to a meeting before it comes here\n"
     "12:1: warning: only what nobody can do leads to the outcome \"z\"\n"},
	{AGAIN("on submission to t\n", "on referral to u\n", "on closing to z\non submission to u\n"),
     "body c \"C\" { decides any majority }\n" OF_CHAIRED, ""},
	{AGAIN("on submission to t\n", "on referral to u\non closing to z\n", "on request to z\n"), OF_CHAIRED,
     "7:1: warning: this never happens | no other body may use the procedure\n"
     "10:1: warning: only what nobody can do leads to the stage \"u\"\n"},
	{PROCEDURE("member", "on submission to z\n"), OF_CHAIRED, ""},
	{PROCEDURE("member", "on submission to z\n"), OF_PROCEDURE,
     "3:1: error: only what nobody can do leads on from the stage \"s\"\n"
     "4:1: warning: this never happens | nobody convenes a body that may use the procedure\n"
     "6:1: warning: only what nobody can do leads to the outcome \"z\"\n"},
	{PROCEDURE("member", "on submission to z\non withdrawal to z\n"),
     "body b \"B\" {\nconvenes secretariat\ndecides any majority\n}\n" MAJORITY ORGANISATION PARTIES,
     "4:1: warning: this never happens | nobody convenes a body that may use the procedure\n"},
	{MEETING("ceiling 3 days\n"), OF_PROCEDURE,
     "3:1: error: only what nobody can do leads on from the stage \"s\"\n"
     "3:11: warning: this never happens | nobody convenes a body that may use the procedure\n"
     "4:1: warning: only what nobody can do leads to the stage \"t\"\n"
     "9:1: warning: only what nobody can do leads to the outcome \"z\"\n"},
	/* Procedures that end before what they wait for. */
	{LASTING("2026-01-01"), "instrument i \"I\" { enters 2026-01-01 }\n" OF_PROCEDURE,
     "4:1: warning: the procedure \"p\" never holds | the instrument \"i\" enters into force when it has ended\n"},
	{LASTING("2026-01-02"), "instrument i \"I\" { enters 2026-01-01 }\n" OF_PROCEDURE, ""},
	{LASTING("2026-01-01"), "instrument i \"I\" { enters when deposits >= 2 }\n" OF_PROCEDURE, ""},
	{LASTING("2026-01-01"),
     "procedure q {\nbegins member\nstage s { on request to z }\noutcome z {\nadopts\nprolongs p\n}\n}\n"
     "instrument i \"I\" { enters 2026-01-01 }\n" OF_PROCEDURE,
     ""},
	/* Deadlines. */
	{PROCEDURE("member", "clock 3 days\nfloor 3 working days\non request to z\non expiry to z\n"), OF_PROCEDURE,
     "6:1: warning: this comes too early or too late: the stage \"s\" is left by its expiry alone | the floor on line 5 ends "
     "when the clock does, or later\n"},
	{PROCEDURE("member", "clock 3 days\nfloor 2 working days\non request to z\non expiry to z\n"), OF_PROCEDURE, ""},
	{PROCEDURE("member", "clock 1 day\nfloor 25h\non request to z\non expiry to z\n"), OF_PROCEDURE,
     "6:1: warning: this comes too early or too late: the stage \"s\" is left by its expiry alone | the floor on line 5 ends "
     "when the clock does, or later\n"},
	{PROCEDURE("member", "clock 1 day\nfloor 24h\non request to z\non expiry to z\n"), OF_PROCEDURE, ""},
	{PROCEDURE("member",
               "clock 3 days\nfloor 3 days\non request to z\non suspension to s\non resumption to s\non expiry to z\n"),
     OF_PROCEDURE, ""},
	{PROCEDURE("member", "clock 3 days\nfloor 2 days\non request to z\non expiry to z\n"), OF_PROCEDURE, ""},
	{PROCEDURE("member", "clock 3 days\nfloor 3 days\non request to z\non expiry to z\n"), OF_PROCEDURE,
     "6:1: warning: this comes too early or too late: the stage \"s\" is left by its expiry alone | the floor on line 5 ends "
     "when the clock does\n"},
	{PROCEDURE("member", "clock 3 days\nfloor 3 days\non withdrawal to z\non expiry to z\n"), OF_PROCEDURE, ""},
	{PROCEDURE("member", "clock 3 days\nfloor 4 days\non request to z\non expiry to z\n"), OF_PROCEDURE,
     "5:1: error: the floor lies above the clock's end\n"},
	{PROCEDURE("member", "ceiling 2 days\nfloor 1 week\non request to z\non expiry to z\n"), OF_PROCEDURE,
     "5:1: error: the floor lies above the ceiling\n"},
	{PROCEDURE("member", "ceiling 48h\nfloor 48h\non request to z\non expiry to z\n"), OF_PROCEDURE,
     "6:1: warning: this comes too early or too late: the stage \"s\" is left by its expiry alone | the floor on line 5 ends "
     "when the clock does\n"},
	{MEETING("ceiling 3 weeks\n"), OF_CHAIRED, ""},
	{MEETING("ceiling 3 days\n"), OF_CHAIRED,
     "3:11: warning: no meeting is in time: the notice of the body \"b\" is longer than the stage \"t\" lasts | the notice "
     "stands on line 14; say who waives it, or give the stage longer\n"},
	{MEETING("ceiling 3 days\n"),
     "body b \"B\" {\nchair host\nconvenes chair\nnotice 2 weeks\nwaives chair\ndecides any majority\n}\n" MAJORITY
         ORGANISATION PARTIES,
     ""},
};

#define OF_SERIES PARTIES MAJORITY
#define SERIES(a, b) "organisation o \"O\" {\nseat \"S\" UTC\nseries one \"" a "\"\nseries two \"" b "\"\n}\n"
#define CODED(code) "body b \"B\" {\ncode \"" code "\"\ndecides any majority\n}\n" TAIL

static const struct check_case series[] = {
	{SERIES("A/{year}/{n}", "B/{year}/{n}"), CODED("X") OF_SERIES, ""},
	{SERIES("A/{n}", "A/{year}/{n}"), CODED("X") OF_SERIES, ""},
	{SERIES("{n}/{year}", "{n}"), CODED("X") OF_SERIES, ""},
	{SERIES("{body}/DEC/{year}/{n}", "{body}/ST/{year}/{n}"), CODED("X") OF_SERIES, ""},
	{SERIES("{n}/{year}", "{year}/{n}"), CODED("X") OF_SERIES,
     "4:1: warning: the series \"one\" and \"two\" can both make the symbol \"2222/2222\" | put a word that tells them apart "
     "into one of them\n"},
	{SERIES("A/{n}/1", "A/7/{n}"), CODED("X") OF_SERIES,
     "4:1: warning: the series \"one\" and \"two\" can both make the symbol \"A/7/1\" | put a word that tells them apart into "
     "one of them\n"},
	{SERIES("A/{n}/1", "A/0/{n}"), CODED("X") OF_SERIES, ""},
	{SERIES("{body}/{n}", "{year}/{n}"), CODED("2031") OF_SERIES,
     "4:1: warning: the series \"one\" and \"two\" can both make the symbol \"2031/2\" | put a word that tells them apart into "
     "one of them\n"},
	{SERIES("{body}/{n}", "{year}/{n}"), CODED("231") OF_SERIES, ""},
	{SERIES("{body}/{n}", "X/{n}"), CODED("X") OF_SERIES,
     "4:1: error: the series \"one\" and \"two\" give the same symbols | both make \"X/{n}\"\n"},
};

static void check_cases(const struct check_case *cases, size_t count)
{
	static char text[20000], found[20000];
	for (size_t i = 0; i < count; i++) {
		struct buf buf = buf_of(text, sizeof(text));
		struct reading reading;
		buf_c(&buf, cases[i].text);
		buf_c(&buf, cases[i].rest);
		reading_init(&reading, buf_view(&buf));
		struct str actual = short_form(&reading.diagnostics, found, sizeof(found));
		if (!str_eq(actual, str_from(cases[i].expected)))
			print_error("%s\n", cases[i].text);
		assert_text(actual, cases[i].expected);
		reading_release(&reading);
	}
}

static void of_rules(void **state)
{
	(void)state;
	check_cases(rules, sizeof(rules) / sizeof(*rules));
}

static void of_bodies(void **state)
{
	(void)state;
	check_cases(bodies, sizeof(bodies) / sizeof(*bodies));
}

static void of_procedures(void **state)
{
	(void)state;
	check_cases(procedures, sizeof(procedures) / sizeof(*procedures));
}

static void of_series(void **state)
{
	(void)state;
	check_cases(series, sizeof(series) / sizeof(*series));
}

/* Bodies, rules and weights to the limits: a reading ends in reasonable time whatever it asks. */
static void the_largest_questions(void **state)
{
	(void)state;
	static char text[1 << 20];
	struct buf buf = buf_of(text, sizeof(text));
	struct reading reading;
	buf_c(&buf, ORGANISATION "weight w {\n");
	for (uint32_t i = 0; i < LIMIT_PARTIES; i++)
		buf_say(&buf, "value p%u %u\n", i, 1000000 + i * i * 7919);
	buf_c(&buf, "}\n");
	for (uint32_t i = 0; i < LIMIT_PARTIES; i++)
		buf_say(&buf, "party p%u \"P\" { status member from %u-01-01 }\n", i, 1600 + i % 300);
	for (uint32_t i = 0; i < LIMIT_RULES; i++) {
		/* Sums that nobody can decide. */
		buf_say(&buf, "rule r%u { adopted when w of for = %u and w of against = %u and (w of abstain > %u", i,
		        9000001 + i, 7000001 + i, 100 + i);
		for (uint32_t k = 0; k < 8; k++)
			buf_say(&buf, " or w of silent > %u", k * 1000);
		buf_c(&buf, ") }\n");
	}
	for (uint32_t i = 0; i < LIMIT_BODIES; i++) {
		buf_say(&buf, "body b%u \"B\" {\n", i);
		for (uint32_t k = 0; k < 20; k++)
			buf_say(&buf, "decides k%u r%u\n", k, (i * 20 + k) % LIMIT_RULES);
		buf_c(&buf, "decides any r0\n}\n");
	}
	assert_false(buf.full);
	reading_init(&reading, buf_view(&buf));
	assert_int_equal(reading.diagnostics.error_count, 0);
	reading_release(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_rules),
		cmocka_unit_test(of_bodies),
		cmocka_unit_test(of_procedures),
		cmocka_unit_test(of_series),
		cmocka_unit_test(the_largest_questions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
