/* Every kind of error: where it is shown, what it says, and that nothing is said twice. */
#include "charter_test.h"

/* Put behind each case, so that lines and columns are the case's own. */
#define REST                                               \
	"organisation o \"O\" {\n"                             \
	"  seat \"S\" UTC\n"                                   \
	"  series decision \"D/{year}/{n}\"\n"                 \
	"}\n"                                                  \
	"party A \"A\" { status member from 2000-01-01 }\n"    \
	"party B \"B\" { status member from 2000-01-01 }\n"    \
	"party C \"C\" { status member from 2000-01-01 }\n"    \
	"body council \"Council\" { decides any consensus }\n" \
	"rule consensus { adopted when objections = 0 }\n"

struct diag_case {
	const char *text;
	const char *expected; /* "" : none */
};

/* The case stands before the rest. */
static const struct diag_case cases[] = {
	{"", ""},
	{"# nothing\n\n\n", ""},
	/* The lexer. */
	{"party D 'D'\n",
     "1:9: error: the character U+0027 does not belong here | strings stand in straight quotes: \"…\"\n"},
	{"party D “D”\n",
     "1:9: error: the character U+201C does not belong here | strings stand in straight quotes: \"…\"\n"},
	{"party Д \"D\"\n",
     "1:7: error: the character U+0414 does not belong here | names are made of a-z, A-Z, 0-9, - and _; other letters "
     "stand in strings\n"},
	{"party D \"D\xc2\xa0\" { status member from 2000-01-01 }\n", ""},
	{"party D\xc2\xa0\"D\"\n",
     "1:8: error: the character U+00A0 does not belong here | this blank is not a plain space\n"},
	{"party D \"D { status\n", "1:9: error: a string that does not end on its line\n"},
	{"party D \"D\\n\" { status member from 2000-01-01 }\n",
     "1:11: error: an unknown escape in a string | only \\\" and \\\\ may follow a backslash\n"},
	{"party D \"a\tb\" { status member from 2000-01-01 }\n", "1:11: error: a tab in a string\n"},
	{"party D \"a\x01\" { status member from 2000-01-01 }\n",
     "1:11: error: the character U+0001 is not allowed: what a charter says must be visible\n"},
	{"# safe \xe2\x80\xae unsafe\n",
     "1:8: error: the character U+202E is not allowed: what a charter says must be visible\n"},
	{"party D \"D\" { zone Europe/Rome }\r\n# more\r\n",
     "1:33: error: a carriage return: lines end with a line feed alone | save the file with Unix line ends\n"},
	{"party D \"\" { status member from 2000-01-01 }\n", "1:9: error: a title is empty\n"},
	{"party D \" D\" { status member from 2000-01-01 }\n", "1:9: error: a title begins or ends with a blank\n"},
	{"party D \"D\" { status member from 2021-02-30 }\n", "1:34: error: there is no day \"2021-02-30\"\n"},
	{"party D \"D\" { status member from 2021-2-3 }\n",
     "1:34: error: \"2021-2-3\" is no number, date or time | numbers are written 12, 55%, 2/3, 2002-10-07, 48h or "
     "30min\n"},
	{"rule r { adopted when for >= 007 }\n",
     "1:30: error: the number \"007\" is out of range | without leading zeros, at most 9007199254740991\n"},
	{"rule r { adopted when for >= 9007199254740992 }\n",
     "1:30: error: the number \"9007199254740992\" is out of range | without leading zeros, at most 9007199254740991\n"},
	{"rule r { adopted when for >= 1/1000000001 of members }\n",
     "1:30: error: the number \"1/1000000001\" is out of range | without leading zeros, at most 1000000000\n"},
	{"rule r { adopted when for >= 55 % of members }\n",
     "1:33: error: the character U+0025 does not belong here | a percentage is written without a space: 55%\n"},
	{"rule r { adopted when for != 2 }\n", "1:27: error: the character U+0021 does not belong here\n"},
	/* Statements and blocks. */
	{"partie D \"D\" {\n}\n",
     "1:1: error: expected organisation, party, set, weight, office, body, rule, procedure or instrument, found \"partie\" | did you mean "
     "\"party\"?\n"},
	{"status member\n",
     "1:1: error: expected organisation, party, set, weight, office, body, rule, procedure or instrument, found \"status\" | \"status\" "
     "stands in a party\n"},
	{"}\n", "1:1: error: expected an element, found \"}\"\n"},
	{"party D \"D\"\n", "1:12: error: expected \"{\" after a string, found the end of the line | form: party NAME "
                        "\"Title\" {\n"},
	{"party \"D\" {\n  status member from 2000-01-01\n}\n",
     "1:7: error: expected a name after \"party\", found a string | form: party NAME \"Title\" {\n"},
	{"party D {\n  status member from 2000-01-01\n}\n",
     "1:9: error: expected a title after \"D\", found \"{\" | form: party NAME \"Title\" {\n"},
	{"party when \"D\" {\n}\n",
     "1:7: error: expected a name, found the word \"when\" | it is a word of the language and names nothing\n"},
	{"party D \"D\" {\n  status member from 2000-01-01\n",
     "1:13: error: the block that begins here is not closed | a \"}\" is missing before line 3\n"},
	{"party D \"D\" {\n  status member from 2000-01-01 {\n    cite \"x\"\n\n",
     "2:33: error: the block that begins here is not closed | a \"}\" is missing before line 5\n"},
	{"party D \"D\" {\n  statu member from 2000-01-01\n}\n",
     "2:3: error: \"statu\" is no statement of a party | did you mean \"status\"?\n"},
	{"party D \"D\" {\n  status member from 2000-01-01\n  quorum open when present >= 2\n}\n",
     "3:3: error: \"quorum\" is no statement of a party | \"quorum\" stands in a body\n"},
	{"party D \"D\" {\n  status member from 2000-01-01 {\n    zone UTC\n  }\n}\n",
     "3:5: error: \"zone\" is no statement of a statement's block | \"zone\" stands in a party\n"},
	{"party D \"D\" {\n  42\n  status member from 2000-01-01\n}\n",
     "2:3: error: expected a statement or \"}\", found \"42\"\n"},
	{"party D \"D\" { status member from 2000-01-01 zone UTC }\n",
     "1:45: error: expected \"}\" after \"2000-01-01\", found \"zone\" | form: status "
     "member|observer|partner|secretariat|suspended from DATE [until DATE]\n"},
	{"party D \"D\" { status member from 2000-01-01\n}\n",
     "1:44: error: expected \"}\" after \"2000-01-01\", found the end of the line | form: status "
     "member|observer|partner|secretariat|suspended from DATE [until DATE]\n"},
	{"party D \"D\" {\n  status member from 2000-01-01 extra\n}\n",
     "2:33: error: expected the end of the line after \"2000-01-01\", found \"extra\" | form: status "
     "member|observer|partner|secretariat|suspended from DATE [until DATE]\n"},
	{"party D \"D\" {\n  status member from 2000-01-01\n} set\n",
     "3:3: error: expected the end of the line after \"}\", found \"set\"\n"},
	{"party D \"D\" {\n  status member from 2000-01-01\n  zone UTC\n  zone UTC\n}\n",
     "4:3: error: \"zone\" is stated twice | the first stands on line 3\n"},
	{"party D \"D\" {\n  status member from 2000-01-01\n  cite \"x\"\n  cite \"y\"\n}\n",
     "4:3: error: \"cite\" is stated twice | the first stands on line 3\n"},
	{"party D \"D\" {\n  status member from 2000-01-01 { sure maybe }\n}\n",
     "2:40: error: expected how sure it is, found \"maybe\" | form: sure found|press|inferred|recalled\n"},
	{"party D \"D\" {\n  status member from 2000-01-01 { sure pres }\n}\n",
     "2:40: error: expected how sure it is, found \"pres\" | did you mean \"press\"?\n"},
	/* The organisation. */
	{"organisation p \"P\" { seat \"S\" UTC }\n", "2:1: error: a second organisation | the first stands on line 1\n"},
	/* Parties. */
	{"party D \"D\" { zone Rome }\n",
     "1:20: error: expected a zone such as Asia/Yerevan or UTC after \"zone\", found \"Rome\" | form: zone ZONE\n"},
	{"party D \"D\" {\n  title deu \"D\"\n  title d \"D\"\n  title deu \"E\"\n  status member from 2000-01-01\n}\n",
     "3:9: error: expected a language such as en, ru or zh-Hans after \"title\", found \"d\" | form: title LANGUAGE "
     "\"TEXT\"\n"
     "4:9: error: a second title in \"deu\"\n"},
	{"party D \"D\" {\n  sort en \"1\"\n  sort en \"2\"\n  status member from 2000-01-01\n}\n",
     "3:8: error: a second sort key in \"en\"\n"},
	{"party D \"D\" { status membr from 2000-01-01 }\n",
     "1:22: error: expected a status: member, observer, partner, secretariat or suspended, found \"membr\" | did you mean "
     "\"member\"?\n"},
	{"party D \"D\" { status member since 2000-01-01 }\n",
     "1:29: error: expected \"from\" after \"member\", found \"since\" | form: status "
     "member|observer|partner|secretariat|suspended from DATE [until DATE]\n"},
	{"party D \"D\" { status member from }\n",
     "1:34: error: expected a date such as 2002-10-07 after \"from\", found \"}\" | form: status "
     "member|observer|partner|secretariat|suspended from DATE [until DATE]\n"},
	{"party D \"D\" { status member from 2000-01-01 until 2000-01-01 }\n",
     "1:51: error: ends before it begins | \"until\" is the first day on which it no longer holds\n"},
	{"party D \"D\" {\n  status member from 2000-01-01\n  status suspended from 2005-01-01\n}\n",
     "3:3: error: this status begins before the one of line 2 has ended | write \"until 2005-01-01\" on line 2\n"},
	{"party A \"A\" { status member from 2000-01-01 }\n", "6:7: error: there are two parties named \"A\"\n"},
	/* Sets and offices. */
	{"set s {\n  parties A X\n}\n", "2:13: error: there is no party \"X\" | did you mean \"A\"?\n"},
	{"set s { parties A A }\n", "1:19: error: \"A\" is named twice\n"},
	{"set s {\n}\n", "1:1: error: the set \"s\" has no parties | form: parties PARTY…\n"},
	{"set for { parties A }\n", "1:5: error: a set cannot be named \"for\" | conditions count \"for\" by themselves\n"},
	{"office f \"F\" { holder D from 2000-01-01 }\n", "1:23: error: there is no party \"D\" | did you mean \"A\"?\n"},
	{"office f \"F\" {\n  holder A x from 2001-01-01\n  holder B from 2000-01-01 until 2001-06-01\n}\n",
     "2:3: error: this holder begins before the one of line 3 has ended | write \"until 2001-01-01\" on line 3\n"},
	{"office f \"F\" { holder A 5 from 2000-01-01 }\n",
     "1:25: error: expected a person or \"from\" after \"A\", found \"5\" | form: holder PARTY [PERSON] from DATE [until "
     "DATE]\n"},
	/* Bodies. */
	{"body b \"B\" { decides any consensu }\n",
     "1:26: error: there is no rule \"consensu\" | did you mean \"consensus\"?\n"},
	{"body b \"B\" { parent counsil }\n", "1:21: error: there is no body \"counsil\" | did you mean \"council\"?\n"},
	{"body b \"B\" { composition founders }\n", "1:26: error: there is no set \"founders\"\n"},
	{"body b \"B\" { procedures letter }\n", "1:25: error: there is no procedure \"letter\"\n"},
	{"body b \"B\" { chair office president }\n", "1:27: error: there is no office \"president\"\n"},
	{"body b \"B\" { chair elected }\n",
     "1:20: error: expected host, party or office, found \"elected\" | form: chair host, chair party PARTY or chair office "
     "OFFICE\n"},
	{"body b \"B\" { parent b }\n", "1:1: error: the body \"b\" is its own ancestor\n"},
	{"body b \"B\" { parent c }\nbody c \"C\" { parent d }\nbody d \"D\" { parent c }\n",
     "2:1: error: the body \"c\" is its own ancestor\n3:1: error: the body \"d\" is its own ancestor\n"},
	{"body b \"B\" { convenes members }\n",
     "1:23: error: expected who: member, chair, secretariat, author, concerned, observer, partner, party, office or set, found "
     "\"members\" | did you mean \"member\"?\n"},
	{"body b \"B\" { convenes member member }\n", "1:30: error: the same is named twice\n"},
	{"body b \"B\" { convenes author }\n", "1:23: error: there is no author yet\n"},
	{"body b \"B\" { convenes chair }\n",
     "1:1: error: the chair convenes the body \"b\", which has no chair | form: chair host, chair party PARTY or chair "
     "office OFFICE\n"},
	{"body b \"B\" { notice soon }\n",
     "1:21: error: expected a span such as 48h, 30min or 3 working days after \"notice\", found \"soon\" | form: notice "
     "SPAN\n"},
	{"body b \"B\" { notice 0h }\n", "1:21: error: a span of no time\n"},
	{"body b \"B\" { notice 0 days }\n", "1:21: error: a span of no time\n"},
	{"body b \"B\" { notice 3 working weeks }\n", "1:31: error: only days are working days\n"},
	{"body b \"B\" { notice 3 hours }\n",
     "1:23: error: expected \"days\", \"weeks\", \"months\" or \"years\" after \"3\", found \"hours\" | form: notice "
     "SPAN\n"},
	{"body b \"B\" { notice 100001 days }\n",
     "1:21: error: a span of more than 100000 | count in a longer unit: weeks, months or years\n"},
	{"body b \"B\" { formats narrow narrow }\n", "1:29: error: \"narrow\" is named twice\n"},
	{"body b \"B\" {\n  quorum open when present >= 2\n  quorum open when present >= 3\n}\n",
     "3:3: error: \"quorum open\" is stated twice | the first stands on line 2\n"},
	{"body b \"B\" { quorum close when present >= 2 }\n",
     "1:21: error: expected open or decide, found \"close\" | form: quorum open|decide when TEST\n"},
	{"body b \"B\" { quorum open present >= 2 }\n",
     "1:26: error: expected \"when\" after \"open\", found \"present\" | form: quorum open|decide when TEST\n"},
	{"body b \"B\" {\n  decides any consensus\n  decides any consensus\n}\n",
     "3:11: error: a second rule for \"any\" | the first stands on line 2\n"},
	{"body b \"B\" { code \"{n}\" }\n",
     "1:19: error: a code of more than 64 bytes or with braces | for example \"CMFA\"\n"},
	{"body b \"B\" { code \"COUNCIL\" }\n",
     "9:1: error: the bodies \"b\" and \"council\" have the same code \"COUNCIL\" | form: code \"CODE\"\n"},
	{"body b \"B\" { earlier-meetings 2000000 }\n", "1:31: error: a number of meetings of more than 1048576\n"},
	{"party D \"D\" { status observer from 2000-01-01 }\nset s { parties D }\nbody b \"B\" { composition s }\n",
     "3:14: error: no party of the set \"s\" is ever a member\n"},
	{"office f \"F\" {\n}\nbody b \"B\" { chair office f }\n",
     "3:14: warning: the office \"f\" that chairs has no holder\n"},
	{"procedure p {\n  begins member\n  kinds peace\n  stage s { on withdrawal to t }\n  outcome t\n}\nbody b \"B\" "
     "{ decides war consensus }\n",
     "7:14: warning: no procedure of the body \"b\" serves matters of the kind \"war\"\n"},
	/* Rules and conditions. */
	{"rule r {\n}\n", "1:1: error: the rule \"r\" does not say when something is adopted | form: adopted when TEST\n"},
	{"rule r { adopted when objectons = 0 }\n",
     "1:23: error: there is no set \"objectons\" to count | did you mean \"objections\"?\n"},
	{"rule r { adopted when objections }\n",
     "1:34: error: expected =, <, <=, > or >= after \"objections\", found \"}\" | form: adopted when TEST\n"},
	{"rule r { adopted when for >= }\n",
     "1:30: error: expected a number, a share or a set to count after \">=\", found \"}\" | form: adopted when TEST\n"},
	{"rule r { adopted when for >= 2/3 }\n",
     "1:34: error: expected \"of\" after \"2/3\", found \"}\" | form: adopted when TEST\n"},
	{"rule r { adopted when for >= 3/2 of members }\n",
     "1:30: error: a share lies above nothing and up to the whole, unlike \"3/2\"\n"},
	{"rule r { adopted when for >= 0% of members }\n",
     "1:30: error: a share lies above nothing and up to the whole, unlike \"0%\"\n"},
	{"rule r { adopted when for >= 1/0 of members }\n",
     "1:30: error: a share lies above nothing and up to the whole, unlike \"1/0\"\n"},
	{"rule r { adopted when 2 > 1 }\n", "1:23: error: two numbers are compared, and nothing is counted\n"},
	{"rule r { adopted when for > 1 and against = 0 or present = 3 }\n",
     "1:47: error: \"and\" and \"or\" side by side | put one of them in parentheses\n"},
	{"rule r { adopted when (for > 1 }\n",
     "1:32: error: expected \")\" after \"1\", found \"}\" | form: adopted when TEST\n"},
	{"rule r {\n  adopted when (for > 1\n  absence against\n}\n",
     "3:3: error: expected \")\", found \"absence\" | form: adopted when TEST\n"},
	{"rule r { adopted when for > 1) }\n",
     "1:30: error: expected \"}\" after \"1\", found \")\" | form: adopted when TEST\n"},
	{"rule r { adopted when passes consensus }\n",
     "1:23: error: a rule or quorum cannot ask another rule | \"passes\" stands in the transitions of a stage\n"},
	{"rule r { adopted when ((((((((((((((((for > 1)))))))))))))))) }\n",
     "1:39: error: a condition nested more than 16 deep\n"},
	{"rule r {\n  adopted when for > 1\n  absence away\n}\n",
     "3:11: error: expected not-objecting, objecting, not-for or against, found \"away\" | form: absence "
     "not-objecting|objecting|not-for|against\n"},
	{"body b \"B\" { decides any ten }\nrule ten { adopted when for >= 10 }\n",
     "1:14: error: the rule \"ten\" can never be met in the body \"b\" | the body has at most 3 members\n"},
	{"body b \"B\" { decides any r }\nrule r { adopted when for >= 3 and against < 2 and for in s >= 2 }\nset s { "
     "parties A }\n",
     "1:14: error: the rule \"r\" can never be met in the body \"b\" | the body has at most 3 members\n"},
	{"body b \"B\" { decides any r }\nrule r { adopted when against >= 4 }\n",
     "1:14: error: the rule \"r\" can never be met in the body \"b\" | the body has at most 3 members\n"},
	{"body b \"B\" { decides any r }\nrule r { adopted when against >= 2 and for = 1 }\n",
     "2:10: warning: more support can undo an adoption by the rule \"r\" in the body \"b\": with 1 for, 2 against | compare "
     "what is for with a share of the whole, not with an exact number\n"},
	{"body b \"B\" { decides any r }\nrule r { adopted when for >= 5 }\nparty D \"D\" { status member from 2001-01-01 "
     "until 2003-01-01 }\nparty E \"E\" { status member from 2002-01-01 until 2002-06-01 }\n",
     ""}, /* for five months it could be met */
	{"body b \"B\" {\n  parent d\n  composition s\n}\nset s { parties A B }\nbody d \"D\" { decides any r }\nrule r { "
     "adopted when for >= 3 }\n",
     "6:14: warning: the rule \"r\" can never be met in the body \"b\", which inherits it | the body has at most 2 "
     "members\n"},
	{"procedure p {\n  begins member\n  stage s {\n    positions support\n    on withdrawal to t when passes r\n  }\n"
     "  outcome t\n}\nrule r { adopted when for >= 4 }\n",
     "5:29: error: the rule \"r\" can never be met in the body \"council\" | the body has at most 3 members\n"},
	{"procedure p {\n  begins member\n  stage s {\n    positions support\n    on withdrawal to t when passes r\n  }\n"
     "  outcome t\n}\nrule r { adopted when for >= 3 }\nset s { parties A }\nbody b \"B\" { composition s }\n",
     ""}, /* one of the two bodies can */
	{"rule r { adopted when for > 1 }\n", "1:1: warning: nothing uses the rule \"r\"\n"},
	{"set s { parties A }\n", "1:1: warning: nothing uses the set \"s\"\n"},
	/* Procedures. */
	{"procedure p {\n}\n", "1:1: error: nobody begins the procedure \"p\" | form: begins WHO…\n"
                           "1:1: error: the procedure \"p\" has no stage | form: stage NAME {\n"
                           "1:1: error: the procedure \"p\" has no outcome | form: outcome NAME [{]\n"},
	{"procedure p {\n  begins member\n  outcome t\n  stage s { on withdrawal to t }\n}\n",
     "3:3: error: an outcome stands before the first stage | the first one is where a matter begins\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawal to u }\n  outcome t\n}\n",
     "3:30: error: there is no stage or outcome \"u\" in this procedure | did you mean \"s\"?\n"},
	{"procedure p {\n  begins member\n  stage s {\n  }\n  outcome t\n}\n",
     "3:3: error: nothing leaves the stage \"s\" | form: on EVENT [by WHO…] to STAGE [when TEST]\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawal to t }\n  stage s { on withdrawal to t }\n  outcome "
     "t\n}\n",
     "4:9: error: there are two stages or outcomes named \"s\"\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawal to t }\n  stage u { on withdrawal to t }\n  outcome "
     "t\n}\n",
     "4:3: error: nothing leads to the stage \"u\" | add a transition to it, such as \"on submission to u\"\n"},
	{"procedure p {\n  begins member\n  stage s {\n    on withdrawal to t\n    on submission to u\n  }\n  stage u { on "
     "closing to u }\n  outcome t\n}\n",
     "7:3: error: no way leads from the stage \"u\" to an outcome\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawl to t }\n  outcome t\n}\n",
     "3:16: error: expected an event, found \"withdrawl\" | did you mean \"withdrawal\"?\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawal t }\n  outcome t\n}\n",
     "3:27: error: expected \"to\" after \"withdrawal\", found \"t\" | form: on EVENT [by WHO…] to STAGE [when TEST]\n"},
	{"procedure p {\n  begins member\n  stage s {\n    clock 1 day\n    on withdrawal to t\n  }\n  outcome t\n}\n",
     "4:5: error: the clock runs out and nothing follows | add \"on expiry to OUTCOME\"\n"},
	{"procedure p {\n  begins member\n  stage s {\n    clock 1 day\n    on expiry to t when passes any\n  }\n  outcome "
     "t\n}\n",
     "4:5: error: the clock runs out and nothing follows when no condition holds | add a last \"on expiry to OUTCOME\" "
     "without a condition\n"},
	{"procedure p {\n  begins member\n  stage s { on expiry to t }\n  outcome t\n}\n",
     "3:13: error: \"on expiry\" in a stage without a clock | form: clock SPAN or clock until moment or clock immediately\n"},
	{"procedure p {\n  begins member\n  stage s {\n    clock 1 day\n    on expiry by member to t\n  }\n  outcome t\n}\n",
     "5:15: error: expiry is nobody's act | leave out \"by\"\n"},
	{"procedure p {\n  begins member\n  stage s {\n    clock 1 day\n    floor 1h\n    on expiry to t\n  }\n  outcome t\n}\n",
     ""},
	{"procedure p {\n  begins member\n  stage s { on silence to u }\n  stage u {\n    clock until moment\n    floor 5 "
     "days\n    ceiling 4 days\n    on expiry to t\n  }\n  outcome t\n}\n",
     "6:5: error: the floor lies above the ceiling\n"},
	{"procedure p {\n  begins member\n  stage s { on silence to u }\n  stage u {\n    clock until moment\n    floor 2 "
     "months\n    ceiling 6 weeks\n    on expiry to t\n  }\n  outcome t\n}\n",
     "6:5: error: the floor lies above the ceiling\n"},
	{"procedure p {\n  begins member\n  stage s { on silence to u }\n  stage u {\n    clock until moment\n    floor 7 "
     "days\n    ceiling 5 working days\n    on expiry to t\n  }\n  outcome t\n}\n",
     ""}, /* five working days may be seven */
	{"procedure p {\n  begins member\n  stage s {\n    clock until moment\n    on expiry to t\n  }\n  outcome t\n}\n",
     "4:5: error: the first stage has no moment to wait for\n"},
	{"procedure p {\n  begins member\n  stage s {\n    on silence by chair to u\n    on silence by author to t\n  }\n"
     "  stage u {\n    clock 2 days\n    on expiry to t\n  }\n  outcome t\n}\n",
     "4:5: error: the stage \"u\" waits for no moment | add \"clock until moment\" to the stage, in place of another "
     "clock\n"
     "5:5: error: the outcome \"t\" waits for no moment | silence lasts until a moment: name a stage with \"clock until "
     "moment\"\n"},
	{"procedure p {\n  begins member\n  stage s { on submission to u }\n  stage u {\n    clock until moment\n    on "
     "expiry to t\n  }\n  outcome t\n}\n",
     "3:13: error: no moment is given to the stage \"u\" here | only \"on silence\" gives the moment; a ceiling would do "
     "without\n"
     "5:5: error: nothing gives the moment that the clock waits for | form: on silence [by WHO…] to u\n"},
	{"procedure p {\n  begins member\n  stage s { on objection to t }\n  outcome t\n}\n",
     "3:13: error: the stage \"s\" takes no objection | add \"object\" to the positions\n"},
	{"procedure p {\n  begins member\n  stage s {\n    on withdrawal by member author to t\n    on withdrawal by author to "
     "t when for > 1\n  }\n  outcome t\n}\n",
     "5:5: warning: this transition is never taken | line 4 comes first and has no condition\n"
     "5:39: warning: this condition never holds in the procedure \"p\" | the stages of the procedure take: no positions\n"},
	{"procedure p {\n  begins member\n  stage s {\n    on withdrawal by author to t\n    on withdrawal to t\n  }\n  outcome "
     "t\n}\n",
     ""},
	{"procedure p {\n  begins member\n  stage s { on withdrawal to t when passes substance }\n  outcome t\n}\nbody b "
     "\"B\" { decides substanc consensus }\nbody d \"D\" { parent b }\n",
     ""}, /* decided as "any" elsewhere */
	{"procedure p {\n  begins member\n  stage s { on withdrawal to t when passes consensu }\n  outcome t\n}\nbody b "
     "\"B\" {\n  procedures p\n  decides money consensus\n}\nprocedure q {\n  begins member\n  stage s { on withdrawal to "
     "t }\n  outcome t\n}\n",
     ""},
	{"procedure p {\n  begins member\n  kinds note\n  stage s { on withdrawal to t }\n  outcome t {\n    adopts\n    "
     "symbol\n  }\n}\n",
     "7:5: error: there is no series \"note\" for matters of that kind | form: series note \"PATTERN\"\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawal to t }\n  outcome t {\n    adopts\n    symbol\n  }\n}\n",
     "6:5: error: a symbol for matters of every kind | name the series, or the kinds of matters that the procedure "
     "serves\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawal to t }\n  outcome t { plan }\n}\n",
     "4:3: error: \"t\" has a plan, but does not adopt | write \"adopts\" in the outcome\n"},
	{"procedure p { stage s { on withdrawal to t } }\n",
     "1:21: error: a stage or outcome begins on a line of its own\n"
     "1:42: error: there is no stage or outcome \"t\" in this procedure\n"},
	{"procedure p {\n  begins author\n  stage s { on withdrawal to t }\n  outcome t\n}\n",
     "2:10: error: there is no author yet\n"},
	{"procedure p {\n  begins member\n  needs money\n  stage s { on withdrawal to t }\n  outcome t\n}\n",
     "3:9: error: expected \"text\", found \"money\" | form: needs text\n"},
	{"procedure p {\n  begins member\n  stage s {\n    positions object objecting\n    on withdrawal to t\n  }\n  outcome "
     "t\n}\n",
     "4:22: error: expected a position, such as support, object or abstain, found \"objecting\" | did "
     "you mean \"object\"?\n"},
	/* Many at once, and no echo of any. */
	{"party D \"D\" {\n  status x\n  zone 5\n}\nset s { parties Q R }\nrule r { adopted if for > 1 }\n",
     "2:10: error: expected a status: member, observer, partner, secretariat or suspended, found \"x\" | form: status "
     "member|observer|partner|secretariat|suspended from DATE [until DATE]\n"
     "3:8: error: expected a zone such as Asia/Yerevan or UTC after \"zone\", found \"5\" | form: zone ZONE\n"
     "5:17: error: there is no party \"Q\" | did you mean \"D\"?\n"
     "6:18: error: expected \"when\" after \"adopted\", found \"if\" | form: adopted when TEST\n"},
};

/* The organisation alone, with the rest without one. */
#define ORGANISATION(line)                                  \
	"organisation o \"O\" {\nseat \"S\" UTC\n" line "\n}\n" \
	"body staff \"Staff\" {\n}\n"                           \
	"party a \"A\" { status member from 2000-01-01 }\n"

static const struct diag_case organisation_cases[] = {
	{"", "1:1: error: there is no organisation | form: organisation NAME \"Title\" {\n"},
	{"organisation o \"O\" {\n}\n", "1:1: error: the organisation has no seat | form: seat \"PLACE\" ZONE\n"},
	{"organisation o \"O\" { seat \"S\" UTC }\n", "1:1: error: no party is ever a member\n"},
	{"organisation o \"O\" { seat \"S\" UTC }\nparty a \"A\" { status observer from 2000-01-01 }\n",
     "1:1: error: no party is ever a member\n"},
	/* The colour, dates and events. */
	{ORGANISATION("accent blue"), "3:8: error: expected a colour after \"accent\", found \"blue\" | form: accent "
                                  "\"#RRGGBB\"\n"},
	{ORGANISATION("accent \"#1d4f9g\""), "3:8: error: \"#1d4f9g\" is no colour | red, green and blue as hex digits, "
                                         "for example \"#1d4f91\"\n"},
	{ORGANISATION("accent \"1d4f910\""), "3:8: error: \"1d4f910\" is no colour | red, green and blue as hex digits, "
                                         "for example \"#1d4f91\"\n"},
	{ORGANISATION("accent \"#1d4f91\"\naccent \"#1D4F91\" { cite \"C\" }"),
     "4:1: error: \"accent\" is stated twice | the first stands on line 3\n"},
	{ORGANISATION("banner parade"), "3:8: error: expected a text after \"banner\", found \"parade\" | form: banner "
                                    "\"TEXT\" [{]\n"},
	{ORGANISATION("banner \" \""), "3:8: error: a text is empty\n"},
	{ORGANISATION("banner \"B\"\nbanner \"C\""),
     "4:1: error: \"banner\" is stated twice | the first stands on line 3\n"},
	{ORGANISATION("banner \"B\" { alias \"C\" }"),
     "3:14: error: \"alias\" is no statement of a banner | \"alias\" stands in the organisation\n"},
	{ORGANISATION("event parade"), "3:13: error: expected a title after \"parade\", found the end of the line | form: "
                                   "event KIND \"Title\" [{]\n"},
	{ORGANISATION("event parade \"P\" {\nhost apart\nhost first\n}"),
     "5:1: error: \"host\" is stated twice | the first stands on line 4\n"},
	{ORGANISATION("event parade \"P\" { yearly }"),
     "3:20: error: \"yearly\" is no statement of an event | \"yearly\" stands in a date\n"},
	{ORGANISATION("event parade \"P\" {\ntitle fr \"D\"\ntitle fr \"E\"\n}\ntitle fr \"O\""),
     "5:7: error: a second title in \"fr\"\n"},
	{ORGANISATION("yearly"), "3:1: error: \"yearly\" is no statement of the organisation | \"yearly\" stands in a "
                             "date\n"},
	{ORGANISATION("date d 2003-04-28 \"D\" {\nyearly\nbody stuff\n}"),
     "5:6: error: there is no body \"stuff\" | did you mean \"staff\"?\n"},
	{ORGANISATION("date d 2003-04-28 \"D\" { body staff }"), ""},
	{ORGANISATION("date d 2003-04-28 \"D\" {\nbody staff\nbody staff\n}"),
     "5:1: error: \"body\" is stated twice | the first stands on line 4\n"},
	{ORGANISATION("date d 2003-04-28 \"D\" {\nbody staff {\ncite \"C\"\n}\n}"),
     "4:12: error: expected the end of the line after \"staff\", found \"{\" | form: body BODY\n"},
	{ORGANISATION("date d 2003-04-28 \"D\" {\nplace Basel\ntitle fr \"J\"\n}\ntitle fr \"O\""),
     "4:7: error: expected a place after \"place\", found \"Basel\" | form: place \"PLACE\"\n"},
	{ORGANISATION("date d 2003-04-28 { yearly }"),
     "3:1: warning: the yearly date \"d\" has no title | form: date NAME DATE [\"Title\"] [{]\n"},
	{ORGANISATION("date d 2004-02-29 \"D\" { yearly }"),
     "3:1: warning: most years have no 29 February | in other years it is kept on 28 February\n"},
	/* A body in a block that was not closed is an element still. */
	{"organisation o \"O\" {\nseat \"S\" UTC\ndate d 2003-04-28 \"D\" {\nyearly\nbody staff \"Staff\" {\n}\nparty a "
     "\"A\" { status member from 2000-01-01 }\n",
     "3:23: error: the block that begins here is not closed | a \"}\" is missing before line 5\n"},
	{"organisation o \"O\" {\n  seat \"S\" UTC\n  order-by sort en\n}\nparty a \"A\" { status member from 2000-01-01 "
     "}\n",
     "5:1: warning: the member \"a\" has no sort key in \"en\", which orders the parties | form: sort en \"KEY\"\n"},
	{"organisation o \"O\" {\n  seat \"S\" UTC\n  week mon tue mon\n  week maandag\n  languages en en\n  date d "
     "2000-01-01\n  date d 2001-01-01\n}\n",
     "3:16: error: \"mon\" is named twice\n"
     "4:3: error: \"week\" is stated twice | the first stands on line 3\n"
     "5:16: error: \"en\" is named twice\n"
     "7:8: error: a second date \"d\" | the first stands on line 6\n"},
	{"organisation o \"O\" {\n  seat \"S\" UTC\n  series a \"A/{year}\"\n  series b \"A/{jahr}/{n}\"\n  series c "
     "\"{n}/{n}\"\n  series d \"{year}{n}\"\n  series e \"A1{n}\"\n  series f \"{n}/A\"\n  series f \"{n}/B\"\n}\n",
     "3:12: error: a pattern without {n} | for example \"DEC/{year}/{n}\"\n"
     "4:12: error: an unknown placeholder in the pattern | a pattern may hold {n}, {year} and {body}\n"
     "5:12: error: {n} stands twice in the pattern\n"
     "6:12: error: {year} stands directly beside a digit or placeholder | put a sign between them, such as \"/\"\n"
     "7:12: error: {n} stands directly beside a digit or placeholder | put a sign between them, such as \"/\"\n"
     "9:10: error: a second series \"f\" | the first stands on line 8\n"},
	{"organisation o \"O\" {\n  seat \"S\" UTC\n  series a \"A/{n}\"\n  series b \"A/{n}\"\n}\nparty a \"A\" { status "
     "member from 2000-01-01 }\n",
     "4:3: error: the series \"a\" and \"b\" give the same symbols | both make \"A/{n}\"\n"},
	{"organisation o \"O\" {\n  seat \"S\" UTC\n  series a \"{body}/{n}\"\n  series b \"COURT/{n}\"\n}\nparty a \"A\" { "
     "status member from 2000-01-01 }\nbody board \"B\" {\n}\nbody court \"C\" {\n}\n",
     "4:3: error: the series \"a\" and \"b\" give the same symbols | both make \"COURT/{n}\"\n"},
	{"procedure p {\n  begins member\n  stage s { on withdrawal to t }\n  outcome t {\n    adopts\n    symbol d\n  "
     "}\n}\norganisation o \"O\" {\n  seat \"S\" UTC\n  series d \"A/{n}\"\n}\nparty a \"A\" { status member from "
     "2000-01-01 }\n",
     "6:12: error: there is no series \"d\" | the organisation, with its series, stands before what uses them\n"},
	{"organisation o \"O\" {\n  seat \"S\" UTC\n  series d 5\n}\nprocedure p {\n  begins member\n  stage s { on "
     "withdrawal to t }\n  outcome t {\n    adopts\n    symbol d\n  }\n}\nparty a \"A\" { status member from "
     "2000-01-01 }\n",
     "3:12: error: expected a pattern after \"d\", found \"5\" | form: series NAME \"PATTERN\"\n"},
	{"organisation o \"O\" {\n  seat \"S\" UTC\n  series dec \"A/{n}\"\n}\nprocedure p {\n  begins member\n  stage s { "
     "on withdrawal to t }\n  outcome t {\n    adopts\n    symbol dek\n  }\n}\nparty a \"A\" { status member from "
     "2000-01-01 }\n",
     "10:12: error: there is no series \"dek\" | did you mean \"dec\"?\n"},
	{"organisation o \"O\" { seat \"S\" UTC }\nparty a \"A\" { status member from 2000-01-01 }\nprocedure p {\n  begins "
     "member\n  stage s { on withdrawal to t when passes substanc }\n  outcome t\n}\nbody b \"B\" { decides substance r "
     "}\nrule r { adopted when for > 0 }\n",
     "5:37: error: \"substanc\" is no rule, and no body that may use this procedure decides such a kind | did you mean "
     "\"substance\"?\n"},
	{"organisation o \"O\" { seat \"S\" UTC }\nparty a \"A\" { status member from 2000-01-01 }\nprocedure p {\n  begins "
     "member\n  stage s { on withdrawal to t }\n  outcome t\n}\n",
     "3:1: warning: no body may use the procedure \"p\"\n"},
	{"\xef\xbb\xbforganisation o \"O\" { seat \"S\" UTC }\n",
     "1:1: error: a byte order mark at the beginning of the text\n"},
	{"organisation o \"O\" { seat \"S\" UTC }\n# \xd0\xb4 \xff\n",
     "2:5: error: bytes that are not UTF-8 | save the file as UTF-8\n"},
};

#define STAGED(statements) \
	"procedure p {\n  begins member\n  stage a {\n" statements "\n    on withdrawal to z\n  }\n  outcome z\n}\n"

/* What holds at some time; clocks, meetings, instruments. */
static const struct diag_case time_cases[] = {
	{"body b \"B\" {\n  decides any consensus\n  decides any consensus from 2020-01-01\n}\n", ""},
	{"body b \"B\" {\n  decides any consensus\n  decides any consensus\n}\n",
     "3:11: error: a second rule for \"any\" | the first stands on line 2\n"},
	{"body b \"B\" {\n  decides any consensus from 2020-01-01 until 2020-01-01\n}\n",
     "2:47: error: ends before it begins | \"until\" is the first day on which it no longer holds\n"},
	{"body b \"B\" {\n  decides any consensus once t t\n}\ninstrument t \"T\" { enters 2020-01-01 }\n",
     "2:32: error: \"t\" is named twice\n"},
	{"instrument t \"T\" { title fr \"T\" }\n",
     "1:1: error: the instrument \"t\" never enters into force | form: enters when TEST, or enters DATE\n"},
	{"instrument t \"T\" { enters soon }\n",
     "1:27: error: expected \"when\" or a date such as 2002-10-07 after \"enters\", found \"soon\" | form: enters when "
     "TEST or enters DATE\n"},
	{"instrument t \"T\" { enters 2020-01-01 }\n", "1:1: warning: nothing waits for the instrument \"t\"\n"},
	{STAGED("    clock immediately\n    floor 1h"),
     "5:5: error: a floor to what happens immediately | \"immediately\" sets no limit: how long it takes is measured\n"},
	{STAGED("    clock 1h\n    ceiling 2h\n    on expiry to z"),
     "5:5: error: a clock and a ceiling: which of them ends the stage? | a ceiling alone is a clock: leave one of them "
     "out\n"},
	{STAGED("    ceiling 2h"), "4:5: error: the clock runs out and nothing follows | add \"on expiry to OUTCOME\"\n"},
	{STAGED("    floor 3h\n    ceiling 2h\n    on expiry to z"), "4:5: error: the floor lies above the ceiling\n"},
	{STAGED("    floor 3h"), ""},
	{STAGED("    clock 1h\n    on expiry to z\n    on extension to a"),
     "6:5: error: the stage \"a\" does not say by how much it is extended | form: extends SPAN [times NUMBER]\n"},
	{STAGED("    clock 1h\n    extends 1h times 0\n    on expiry to z"),
     "5:22: error: an extension that is never given\n"},
	{STAGED("    clock 1h\n    extends 1h times 2\n    on expiry to z"),
     "5:5: error: nobody extends it | form: on extension [by WHO…] to a [when TEST]\n"},
	{STAGED("    extends 1h\n    on extension to a"),
     "5:5: error: the extension of a clock that the stage \"a\" does not have\n"},
	{STAGED("    clock 1h\n    on expiry to z\n    on resumption to a"),
     "6:5: error: a clock that never stands still is resumed\n"},
	{STAGED("    on referral to z"),
     "4:5: error: after a referral the matter goes on, but \"z\" is an outcome | name a stage\n"},
	{STAGED("    on move to z\n    on move to a\n    on move by author to z"),
     "6:5: warning: this transition is never taken | line 4 comes first and has no condition\n"},
	{"procedure p {\n  begins member\n  until 2020-01-01\n  from 2021-01-01\n  stage a { on withdrawal to z }\n  outcome "
     "z\n}\n",
     "4:8: error: ends before it begins | \"until\" is the first day on which it no longer holds\n"},
	{"procedure p {\n  begins member\n  about parties\n  stage a { on withdrawal to z }\n  outcome z\n}\n",
     "3:9: error: expected \"concerned\" after \"about\", found \"parties\" | form: about concerned [if-any]\n"},
	{"procedure p {\n  begins member\n  until 2020-01-01\n  stage a { on withdrawal to z }\n  outcome z { prolongs p "
     "}\n}\n",
     "5:15: error: \"z\" prolongs, but does not adopt | write \"adopts\" in the outcome\n"},
	{"rule r { adopted when for > 0 and deposits = 0 }\nbody b \"B\" { decides any r }\n",
     "1:35: error: deposits are counted by an instrument only | they stand in \"enters when\" of an instrument; "
     "elsewhere: once INSTRUMENT\n"},
};

/* Offices, chairs, standing, effects, ballots. */
#define VOTED(statements, effects)                                                                            \
	"procedure p {\n  begins member\n" statements "  stage a { on withdrawal to z }\n  outcome z {\n" effects \
	"\n  }\n}\n"
#define RING "office o \"O\" { acting q }\noffice q \"Q\" { acting o }\n"
static const struct diag_case bodies_cases[] = {
	{VOTED("  about concerned\n", "    suspends"), ""},
	{VOTED("", "    suspends"),
     "5:5: error: the effect \"suspends\" is on the parties concerned, which matters of the procedure need not name | form: about concerned\n"},
	{VOTED("  about concerned if-any\n", "    withdraws"),
     "6:5: error: the effect \"withdraws\" is on the parties concerned, which matters of the procedure need not name | form: about concerned\n"},
	{VOTED("  about concerned\n", "    suspends\n    restores"),
     "7:5: error: one outcome has the effects \"suspends\" and \"restores\", which contradict each other\n"},
	{VOTED("", "    appoints"), "5:5: error: there is no office\n"},
	{"office o \"O\" { holder A from 2000-01-01 }\n" VOTED("", "    appoints\n    relieves"),
     "7:5: error: one outcome has the effects \"appoints\" and \"relieves\", which contradict each other\n"},
	{VOTED("", "    classifies nothing"), ""},
	{VOTED("  about concerned\n", "    admits membr"),
     "6:12: error: expected a status: member, observer or partner, found \"membr\" | did you mean \"member\"?\n"},
	{VOTED("  about concerned\n", "    admits suspended"),
     "6:12: error: expected a status: member, observer or partner, found \"suspended\" | form: admits member|observer|partner\n"},
	{"party D \"D\" { title fr \"D\" }\n",
     "1:1: error: the party \"D\" has no status, and no outcome admits anybody | form: status member|observer|partner|secretariat|suspended from DATE [until DATE]\n"},
	{"party D \"D\" { title fr \"D\" }\n" VOTED("  about concerned\n", "    admits observer"), ""},
	{"office o \"O\" { acting o }\n", "1:23: error: an office cannot act for itself\n"},
	{RING, "1:16: error: the office \"o\" would act for itself\n"
           "2:16: error: the office \"q\" would act for itself\n"},
	{"office o \"O\" { appointed-by council }\n", "1:16: error: no procedure of the body \"council\" appoints\n"},
	{"office o \"O\" { term 3 years }\n", "1:16: error: a term of an office to which nothing appoints\n"},
	{"office o \"O\" { term 0 years }\n", "1:21: error: a span of no time\n"},
	{"office o \"O\" { rotates week sort en of council from 2026-01-01 }\n",
     "1:24: error: expected how long a turn is: month, half-year or year, found \"week\" | form: rotates month|half-year|year sort LANGUAGE of BODY from DATE [starting PARTY]\n"},
	{"office o \"O\" { rotates month sort en of council from 2026-01-31 }\n",
     "1:54: error: a turn begins on one of the first 28 days of a month | turns begin on this day of later months too\n"},
	{"office o \"O\" { rotates month sort en of council from 2026-01-01 starting D }\n"
     "party D \"D\" {\n  sort en \"4\"\n  status observer from 2000-01-01\n}\n",
     "1:16: error: \"D\" has the first turn and is never a member of \"council\"\n"
     "10:1: warning: \"A\" has its turn in an office and no sort key in \"en\": it comes last | form: sort en \"KEY\"\n"
     "11:1: warning: \"B\" has its turn in an office and no sort key in \"en\": it comes last | form: sort en \"KEY\"\n"
     "12:1: warning: \"C\" has its turn in an office and no sort key in \"en\": it comes last | form: sort en \"KEY\"\n"},
	{"body b \"B\" {\n  parent council\n  recusal\n}\n",
     "3:3: error: the body \"b\" has no chair that could be ceded\n"},
	{"body b \"B\" {\n  parent council\n  chair party A\n  recusal\n}\n",
     "4:3: warning: no procedure of the body \"b\" names the parties that a matter concerns\n"},
	{"body b \"B\" {\n  parent council\n  waives member\n}\n",
     "3:3: error: the body \"b\" has no notice that could be waived\n"},
	{"body b \"B\" {\n  parent council\n  regular 0 per year\n}\n",
     "3:11: error: no meeting at all is no rule: leave the statement out\n"},
	{"body b \"B\" {\n  parent council\n  regular 2 per week\n}\n",
     "3:17: error: expected month or year, found \"week\" | form: regular NUMBER per month|year\n"},
	{"body b \"B\" {\n  parent council\n  regular 2 per year\n  gap 14 days\n  gap 15 days\n}\n",
     "5:3: error: \"gap\" is stated twice | the first stands on line 4\n"},
	{"set few { parties A }\nrule veto { adopted when against in few = 0 }\n"
     "procedure e {\n  begins member\n  stage a { on ballot to z when passes veto }\n  outcome z\n}\n",
     "5:13: error: the rule \"veto\" looks at who voted in a secret ballot | only numbers are known: for, against, voting, abstain, present, absent, members\n"},
	{"set few { parties A }\nrule veto { adopted when against in few = 0 }\nbody b \"B\" { decides seat veto }\n"
     "procedure e {\n  begins member\n  kinds seat\n  stage a { on ballot to z when passes kind }\n  outcome z\n}\n",
     "7:13: error: the rule \"veto\" looks at who voted in a secret ballot | only numbers are known: for, against, voting, abstain, present, absent, members\n"},
	{"procedure e {\n  begins member\n  stage a { on ballot to z when for in members = 2 }\n  outcome z\n}\n",
     "3:13: error: the condition looks at who voted in a secret ballot | only numbers are known: for, against, voting, abstain, present, absent, members\n"},
	{"procedure e {\n  begins member\n  stage a { on ballot by chair to z }\n  outcome z\n}\nbody b \"B\" {\n  parent "
     "council\n  chair party A\n}\n",
     "3:26: error: only the secretariat reports a ballot\n"},
	{"procedure e {\n  begins member\n  stage a { on ballot to z when passes any and present > absent }\n  outcome z\n}\n",
     ""},
};

static void check_case(const struct diag_case *c, const char *rest)
{
	static char text[20000], storage[20000];
	struct reading reading;
	snprintf(text, sizeof(text), "%s%s", c->text, rest);
	reading_init(&reading, str_from(text));
	struct str found = short_form(&reading.diagnostics, storage, sizeof(storage));
	bool errors = reading.diagnostics.error_count != 0;
	if (!str_eq(found, str_from(c->expected)) || errors != (reading.code == ERR_FORMAT) ||
	    errors == (reading.code == ERR_OK)) {
		print_error("%s\nexpected:\n%s\nfound:\n%.*s\n", c->text, c->expected, STR_ARG(found));
		fail();
	}
	reading_release(&reading);
}

static void each_kind_of_error(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		/* An unused procedure would be a warning of its own; council may use all. */
		check_case(&cases[i], REST);
	}
}

static void errors_of_times(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(time_cases) / sizeof(*time_cases); i++)
		check_case(&time_cases[i], REST);
}

static void errors_of_bodies(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bodies_cases) / sizeof(*bodies_cases); i++)
		check_case(&bodies_cases[i], REST);
}

static void errors_of_the_organisation(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(organisation_cases) / sizeof(*organisation_cases); i++)
		check_case(&organisation_cases[i], "");
}

static void the_first_error_is_returned(void **state)
{
	(void)state;
	struct reading reading;
	reading_init(&reading, STR("party A \"A\" { zone Rome }\nrul x\n"));
	assert_int_equal(reading.code, ERR_FORMAT);
	assert_string_equal(reading.err.msg,
	                    "charter, line 1, column 20: expected a zone such as Asia/Yerevan or UTC after "
	                    "\"zone\", found \"Rome\"");
	assert_string_equal(reading.err.hint, "form: zone ZONE");
	reading_release(&reading);
}

static void shown_with_line_and_caret(void **state)
{
	(void)state;
	char storage[2000];
	struct reading reading;
	reading_init(&reading, STR("party A \"Армения\" {\n\tstatus membr from 2000-01-01\n}\n"));
	struct buf buf = buf_of(storage, sizeof(storage));
	buf_diagnostics(&buf, STR("a.charter"), &reading.diagnostics);
	assert_text(buf_view(&buf),
	            "a.charter:2:9: error: expected a status: member, observer, partner, secretariat or suspended, found "
	            "\"membr\"\n"
	            "  \tstatus membr from 2000-01-01\n"
	            "  \t       ^~~~~\n"
	            "  hint: did you mean \"member\"?\n");
	reading_release(&reading);
	reading_init(&reading, STR("party A \"Армения\" }\n"));
	buf = buf_of(storage, sizeof(storage));
	buf_diagnostics(&buf, STR("b"), &reading.diagnostics);
	assert_text(buf_view(&buf), "b:1:19: error: expected \"{\" after a string, found \"}\"\n"
	                            "  party A \"Армения\" }\n"
	                            "                    ^\n"
	                            "  hint: form: party NAME \"Title\" {\n");
	reading_release(&reading);
}

static void fifty_are_shown_and_all_counted(void **state)
{
	(void)state;
	static char text[20000], storage[20000];
	size_t size = 0;
	for (int i = 0; i < 70; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size, "rule r%d\n", i);
	struct reading reading;
	reading_init(&reading, (struct str){text, size});
	assert_int_equal(reading.code, ERR_FORMAT);
	assert_int_equal(reading.diagnostics.count, 50);
	assert_int_equal(reading.diagnostics.error_count, 70);
	struct buf buf = buf_of(storage, sizeof(storage));
	buf_diagnostics(&buf, STR("x"), &reading.diagnostics);
	assert_true(str_ends(buf_view(&buf), STR("\nx: 20 more errors\n")));
	reading_release(&reading);
}

/* Sixty warnings must not hide the error that comes after them. */
static void an_error_is_never_hidden(void **state)
{
	(void)state;
	static char text[30000];
	size_t size = 0;
	for (int i = 0; i < 60; i++)
		size += (size_t)snprintf(text + size, sizeof(text) - size,
		                         "office o%d \"O\" {\n}\nbody b%d \"B\" { chair office o%d }\n", i, i, i);
	snprintf(text + size, sizeof(text) - size, "%s%s",
	         "procedure p {\n  begins member\n  stage s { on expiry to t }\n  outcome t\n}\n", REST);
	struct reading reading;
	reading_init(&reading, str_from(text));
	assert_int_equal(reading.code, ERR_FORMAT);
	assert_int_equal(reading.diagnostics.count, 50);
	assert_int_equal(reading.diagnostics.error_count, 1);
	assert_non_null(strstr(reading.err.msg, "\"on expiry\" in a stage without a clock"));
	reading_release(&reading);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_error),
		cmocka_unit_test(errors_of_times),
		cmocka_unit_test(errors_of_bodies),
		cmocka_unit_test(errors_of_the_organisation),
		cmocka_unit_test(the_first_error_is_returned),
		cmocka_unit_test(shown_with_line_and_caret),
		cmocka_unit_test(fifty_are_shown_and_all_counted),
		cmocka_unit_test(an_error_is_never_hidden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
