/* The tally: votes by rows and by numbers, everything that does not add up with its line, and a second count that knows
 * nothing of the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/tally.h"
#include "base/buf.h"

static const char text[] =
	"organisation o \"O\" { seat \"S\" UTC }\n"
	"party a \"Alder\" { status member from 2000-01-01 }\n"
	"party b \"Birch\" { status member from 2000-01-01 }\n"
	"party c \"Cedar\" { status member from 2000-01-01 }\n"
	"party d \"Dogwood\" { status member from 2000-01-01 until 2010-01-01 }\n"
	"party e \"Elm\" { status member from 2000-01-01 }\n"
	"party x \"Guest\" { status observer from 2000-01-01 }\n"
	"party s \"Spruce\" { status suspended from 2000-01-01 }\n"
	"set permanent { parties b }\n"
	"weight w {\nvalue a 1\nvalue b 1\nvalue c 1\nvalue d 1\nvalue e 3\n}\n"
	"rule most { adopted when for > against }\n"
	"rule veto { adopted when for >= 2 and against in permanent = 0 }\n"
	"rule consensus {\nadopted when objections = 0\nconcerned objection-ignored\nhold blocks\n}\n"
	"rule must {\nadopted when for >= 2\nconcerned must-abstain\n}\n"
	"rule gone {\nadopted when for = members\nconcerned removed\n}\n"
	"rule weighty { adopted when w of for > 1/2 of w of members }\n"
	"rule some { adopted when for in participating = participating }\n"
	"rule paid { adopted when for without in-arrears > 1 and suspended = 1 }\n"
	"set listed { parties b e s }\n"
	"rule barred { adopted when suspended = 1 and suspended in listed = 1 and listed = 2 }\n"
	"rule owes { adopted when for = members and suspended = 1 }\n"
	"rule heard {\nadopted when for >= 2\nconcerned heard\n}\n"
	"rule bound { adopted when constructive < 2 and against = 0 }\n";

struct hall { /* a charter, and where the answers go */
	struct region region;
	struct arena arena;
	struct charter charter;
	char storage[200000];
	struct buf said;
	struct str bytes;
	size_t at, piece;
	uint64_t votes_taken, votes_max;
};

static void hall_open(struct hall *hall)
{
	struct diagnostics diagnostics;
	struct err err = {0};
	memset(hall, 0, sizeof(*hall));
	assert_true(arena_reserve(&hall->region, (size_t)64 << 20));
	hall->arena = arena_of(&hall->region);
	assert_int_equal(charter_read(str_from(text), &hall->arena, &hall->charter, &diagnostics, &err), ERR_OK);
	hall->votes_max = UINT64_MAX;
}

static enum err_code give(void *context, void *bytes, size_t size, size_t *ret_size, struct err *err)
{
	struct hall *hall = context;
	size_t left = hall->bytes.len - hall->at, take = left < hall->piece ? left : hall->piece;
	(void)err;
	take = take < size ? take : size;
	if (take > 0)
		memcpy(bytes, hall->bytes.ptr + hall->at, take);
	hall->at += take;
	*ret_size = take;
	return ERR_OK;
}

/* "id adopted 3/1/0/0" a line; faults "! LINE words". */
static bool hear_vote(void *context, const struct tally_vote *vote)
{
	struct hall *hall = context;
	const uint32_t counts[] = {vote->votes_for, vote->against, vote->abstain, vote->absent};
	buf_str(&hall->said, vote->id);
	buf_c(&hall->said, " ");
	buf_str(&hall->said, tally_outcome_name[vote->outcome]);
	for (int i = 0; i < 4; i++) {
		buf_c(&hall->said, i == 0 ? " " : "/");
		buf_u64(&hall->said, counts[i]);
	}
	if (vote->outcome == TALLY_INVALID) {
		buf_c(&hall->said, " ");
		buf_str(&hall->said, vote->reason);
	}
	assert_true(vote->reason.len > 0);
	buf_c(&hall->said, "\n");
	return ++hall->votes_taken < hall->votes_max;
}

static void hear_fault(void *context, uint64_t line, struct str words)
{
	struct hall *hall = context;
	buf_c(&hall->said, "! ");
	buf_u64(&hall->said, line);
	buf_c(&hall->said, " ");
	buf_str(&hall->said, words);
	buf_c(&hall->said, "\n");
}

static enum err_code tally(struct hall *hall, const char *rule, struct str bytes, size_t piece, struct tally_sum *ret,
                           struct err *err)
{
	struct tally_question question = {
		.charter = &hall->charter, .day = 14610 /* 2010-01-01 */, .electorate = STR("of o")};
	struct tally_sink sink = {hall, hear_vote, hear_fault};
	question.rule = map_get(&hall->charter.rules, str_from(rule));
	assert_int_not_equal(question.rule, MAP_NONE);
	for (uint32_t i = 0; i < 5; i++) /* all but the guest and who has left */
		if (i != 3)
			party_set_add(&question.members, i);
	if (strcmp(rule, "barred") == 0) /* the other rules are of an organisation that has suspended nobody */
		party_set_add(&question.suspended, map_get(&hall->charter.parties, STR("s")));
	hall->charter.arrears_no_vote = strcmp(rule, "owes") == 0; /* as if it said "arrears after 1 year no-vote" */
	hall->said = buf_of(hall->storage, sizeof(hall->storage));
	hall->bytes = bytes;
	hall->at = 0;
	hall->piece = piece;
	hall->votes_taken = 0;
	return tally_run(&question, give, hall, sink, ret, err);
}

struct tally_case {
	const char *rule, *table, *said;
};

#define ROWS "id,party,position\n"
#define NUMBERS "id,for,against,abstain,absent,veto\n"
static const struct tally_case cases[] = {
	/* Rows. */
	{"most", ROWS "1,a,for\n1,b,for\n1,c,against\n1,e,abstain\n", "1 adopted 2/1/1/0\n"},
	{"most", ROWS "1,a,for\n1,b,against\n", "1 rejected 1/1/0/2\n"}, /* without a row: absent */
	{"most", ROWS "1,a,support\n1,b,object\n1,c,present\n1,e,absent\n", "1 rejected 1/1/0/1\n"},
	{"most", ROWS "1,a,for\r\n1,b,for\r\n2,a,against\r\n", "1 adopted 2/0/0/2\n2 rejected 0/1/0/3\n"},
	{"most", "\xef\xbb\xbf" ROWS "\n1,a,for\n\n2,a,for", "1 adopted 1/0/0/3\n2 adopted 1/0/0/3\n"},
	{"most", "\"id\",\"party\",\"position\"\n\"a,\"\"b\"\"\",a,\"for\"\n", "a,\"b\" adopted 1/0/0/3\n"},
	{"most", ROWS, ""},
	{"veto", ROWS "1,a,for\n1,c,for\n1,b,against\n2,a,for\n2,c,for\n2,e,against\n",
     "1 rejected 2/1/0/1\n2 adopted 2/1/0/1\n"},
	{"consensus", ROWS "1,a,against\n1,a,concerned\n2,a,against\n3,a,hold\n4,a,reserve\n",
     "1 adopted 0/1/0/3\n2 rejected 0/1/0/3\n3 rejected 0/0/0/3\n4 adopted 0/0/0/3\n"},
	{"gone", ROWS "1,b,for\n1,c,for\n1,e,for\n1,a,absent\n1,a,concerned\n", "1 adopted 3/0/0/0\n"},
	{"gone", ROWS "1,b,for\n1,c,for\n1,e,for\n1,a,present\n1,a,concerned\n", "1 adopted 3/0/0/0\n"},
	{"gone", ROWS "1,b,for\n1,c,for\n1,e,for\n1,a,recuse\n1,a,concerned\n", "1 adopted 3/0/0/0\n"},
	{"heard", ROWS "1,b,for\n1,c,for\n1,a,present\n1,a,concerned\n", "1 adopted 2/0/0/2\n"},
	{"gone", ROWS "1,a,concerned\n1,b,for\n1,c,for\n1,e,for\n1,x,concerned\n", "1 adopted 3/0/0/0\n"}, /* a guest too */
	{"gone", ROWS "1,a,recuse\n1,b,for\n1,c,for\n1,e,for\n", "1 adopted 3/0/0/0\n"},
	{"must", ROWS "1,a,abstain\n1,a,concerned\n1,b,for\n1,c,for\n", "1 adopted 2/0/1/1\n"},
	{"must", ROWS "1,a,concerned\n1,b,for\n1,c,for\n", "1 adopted 2/0/0/2\n"},
	{"must", ROWS "1,a,concerned\n1,a,present\n1,b,for\n1,c,for\n", "1 adopted 2/0/1/1\n"},
	{"must", ROWS "1,a,concerned\n1,a,recuse\n1,b,for\n1,c,for\n", "1 adopted 2/0/0/1\n"},
	{"barred", ROWS "1,a,for\n", "1 adopted 1/0/0/3\n"},
	{"weighty", ROWS "1,e,for\n2,a,for\n2,b,for\n2,c,for\n3,a,for\n3,e,for\n",
     "1 rejected 1/0/0/3\n2 rejected 3/0/0/1\n3 adopted 2/0/0/2\n"},
	{"some", ROWS "1,a,participating\n1,b,participating\n1,a,for\n1,b,for\n2,a,for\n",
     "1 adopted 2/0/0/2\n2 rejected 1/0/0/3\n"},
	{"paid",
     ROWS "1,a,for\n1,b,for\n1,c,for\n1,c,in-arrears\n1,e,suspended\n2,a,for\n2,b,for\n2,b,in-arrears\n2,e,suspended\n",
     "1 adopted 3/0/0/0\n2 rejected 2/0/0/1\n"},
	{"owes", ROWS "1,a,in-arrears\n1,b,for\n1,c,for\n1,e,for\n", "1 adopted 3/0/0/0\n"},
	{"barred", ROWS "1,a,for\n1,s,suspended\n", "1 adopted 1/0/0/3\n"}, /* it needs no row, and may have one */
	{"bound", ROWS "1,a,constructive\n1,b,for\n2,a,constructive\n2,b,constructive\n",
     "1 adopted 1/0/1/2\n2 rejected 0/0/2/2\n"},
	/* What does not add up. */
	{"most", ROWS "1,a,for\n1,a,for\n2,a,for\n",
     "! 3 \"a\" has a position on line 2 already\n1 invalid 0/0/0/0 line 3: \"a\" has a position on line 2 already\n"
     "2 adopted 1/0/0/3\n"},
	{"most", ROWS "1,z,for\n2,a,for\n",
     "! 2 there is no party \"z\"\n1 invalid 0/0/0/0 line 2: there is no party \"z\"\n2 adopted 1/0/0/3\n"},
	{"most", ROWS "1,a,yes\n",
     "! 2 there is no position \"yes\"\n1 invalid 0/0/0/0 line 2: there is no position \"yes\"\n"},
	{"most", ROWS "1,A,For\n",
     "! 2 there is no party \"A\"\n! 2 there is no position \"For\"\n1 invalid 0/0/0/0 line 2: there is no party \"A\"\n"},
	{"most", ROWS "1, a,for \n",
     "! 2 there is no party \" a\"\n! 2 there is no position \"for \"\n1 invalid 0/0/0/0 line 2: there is no party \" a\"\n"},
	{"most", ROWS "1,d,for\n", "! 2 \"d\" is no member of o\n1 invalid 0/0/0/0 line 2: \"d\" is no member of o\n"},
	{"most", ROWS "1,x,for\n", "! 2 \"x\" is no member of o\n1 invalid 0/0/0/0 line 2: \"x\" is no member of o\n"},
	{"most", ROWS "1,a,for\n2,a,for\n1,b,for\n",
     "1 adopted 1/0/0/3\n2 adopted 1/0/0/3\n! 4 the vote \"1\" stood on line 2 already: rows of one vote stand together\n"
     "1 invalid 0/0/0/0 line 4: the vote \"1\" stood on line 2 already: rows of one vote stand together\n"},
	{"consensus", ROWS "1,a,concerned\n1,a,concerned\n",
     "! 3 \"a\" is said to be concerned twice\n1 invalid 0/0/0/0 line 3: \"a\" is said to be concerned twice\n"},
	{"must", ROWS "1,a,for\n1,b,for\n1,a,concerned\n",
     "! 2 \"a\" is concerned and must abstain\n1 invalid 0/0/0/0 line 2: \"a\" is concerned and must abstain\n"},
	{"must", ROWS "1,a,disinterest\n1,a,concerned\n",
     "! 2 \"a\" is concerned and must abstain\n1 invalid 0/0/0/0 line 2: \"a\" is concerned and must abstain\n"},
	{"most", ROWS "1,a,suspended\n1,a,for\n",
     "! 3 \"a\" is suspended and has a position\n1 invalid 0/0/0/0 line 3: \"a\" is suspended and has a position\n"},
	{"owes", ROWS "1,a,in-arrears\n1,a,for\n1,b,for\n1,c,for\n1,e,for\n",
     "! 3 \"a\" is in arrears, so it has no vote, and has a position\n"
     "1 invalid 0/0/0/0 line 3: \"a\" is in arrears, so it has no vote, and has a position\n"},
	{"gone", ROWS "1,a,against\n1,a,concerned\n",
     "! 2 \"a\" is concerned and takes no part\n1 invalid 0/0/0/0 line 2: \"a\" is concerned and takes no part\n"},
	{"heard", ROWS "1,a,concerned\n1,a,abstain\n",
     "! 3 \"a\" is concerned and takes no part\n1 invalid 0/0/0/0 line 3: \"a\" is concerned and takes no part\n"},
	{"some", ROWS "1,x,participating\n1,a,for\n",
     "! 2 \"x\" is no member of o\n1 invalid 0/0/0/0 line 2: \"x\" is no member of o\n"},
	{"paid", ROWS "1,x,in-arrears\n1,x,suspended\n1,s,suspended\n",
     "! 2 \"x\" is no member of o\n! 3 \"x\" is no member of o\n! 4 \"s\" is no member of o\n"
     "1 invalid 0/0/0/0 line 2: \"x\" is no member of o\n"},
	{"barred", ROWS "1,s,in-arrears\n",
     "! 2 \"s\" is no member of o\n1 invalid 0/0/0/0 line 2: \"s\" is no member of o\n"},
	/* A line of other than three fields is its vote's all the same. */
	{"most", ROWS "1,a\n",
     "! 2 2 fields where there are three\n1 invalid 0/0/0/0 line 2: 2 fields where there are three\n"},
	{"most", ROWS "1,a,for\n2,a\n2,b,for\n3,a,for\n",
     "1 adopted 1/0/0/3\n! 3 2 fields where there are three\n"
     "2 invalid 0/0/0/0 line 3: 2 fields where there are three\n3 adopted 1/0/0/3\n"},
	/* A line that cannot be read belongs to the vote before it, or to the one behind it. */
	{"most", ROWS "1,a,for\n1,b\n1,c,for\n2,a,for\n",
     "! 3 2 fields where there are three\n1 invalid 0/0/0/0 line 3: 2 fields where there are three\n2 adopted 1/0/0/3\n"},
	{"most", ROWS "1,a,for\n1,\"b,for\n2,a,for\n3,a,for\n",
     "! 3 a quote that is not closed on its line\n1 invalid 0/0/0/0 line 3: a quote that is not closed on its line\n"
     "2 invalid 0/0/0/0 line 3: a quote that is not closed on its line\n3 adopted 1/0/0/3\n"},
	{"most", ROWS "a\tb,a,for\n1,a,for\n2,b,for\n",
     "! 2 a control character\n1 invalid 0/0/0/0 line 2: a control character\n2 adopted 1/0/0/3\n"},
	{"most", ROWS "1,a,for\n,b,for\n", "! 3 the id is empty\n1 invalid 0/0/0/0 line 3: the id is empty\n"},
	{"most", ROWS "1,a,for,x\n",
     "! 2 4 fields where there are three\n1 invalid 0/0/0/0 line 2: 4 fields where there are three\n"},
	{"most", ROWS "1,a,for\n2\n3,a,for\n",
     "! 3 one field where there are three\n1 invalid 0/0/0/0 line 3: one field where there are three\n"
     "3 invalid 0/0/0/0 line 3: one field where there are three\n"},
	{"most",
     ROWS "\xef\xbb\xbf"
          "1,a,for\n",
     "! 2 an id with characters that hide or turn around their neighbours\n"},
	{"most", ROWS "1\xe2\x80\x8b,a,for\n", "! 2 an id with characters that hide or turn around their neighbours\n"},
	{"most", ROWS "1\xe2\x80\x8d,a,for\n", "1\xe2\x80\x8d adopted 1/0/0/3\n"}, /* a joiner is part of words */
	{"most", ROWS "1\xe2\x80\xae,a,for\n", "! 2 an id with characters that hide or turn around their neighbours\n"},
	{"most", ROWS "1,\xe2\x80\xae,for\n",
     "! 2 there is no party \"(characters that hide)\"\n1 invalid 0/0/0/0 line 2: there is no party \"(characters that hide)\"\n"},
	/* Numbers. */
	{"most", NUMBERS "1,2,1,1,0,0\n2,1,1,1,1,0\n", "1 adopted 2/1/1/0\n2 rejected 1/1/1/1\n"},
	{"most", NUMBERS "1,2,1,1,,\n2,1,1,0,,0\n", "1 adopted 2/1/1/0\n2 rejected 1/1/0/2\n"},
	{"veto", NUMBERS "1,2,1,1,0,0\n2,2,1,1,0,1\n3,3,1,0,0,\n4,1,0,3,0,0\n",
     "1 adopted 2/1/1/0\n2 rejected 2/1/1/0\n3 adopted 3/1/0/0\n4 rejected 1/0/3/0\n"},
	{"most", NUMBERS "1,4,1,0,0,0\n2,1,0,0,0,0\n3,1,0,1,2,0",
     "! 2 more positions than members: for 4, against 1, abstain 0, absent 0, veto 0 of 4 members\n"
     "1 invalid 0/0/0/0 line 2: more positions than members: for 4, against 1, abstain 0, absent 0, veto 0 of 4 members\n"
     "! 3 fewer positions than members: for 1, against 0, abstain 0, absent 0, veto 0 of 4 members\n"
     "2 invalid 0/0/0/0 line 3: fewer positions than members: for 1, against 0, abstain 0, absent 0, veto 0 of 4 members\n"
     "3 adopted 1/0/1/2\n"},
	{"most", NUMBERS "1,4,1,0,,0\n",
     "! 2 more positions than members: for 4, against 1, abstain 0, absent 0, veto 0 of 4 members\n"
     "1 invalid 0/0/0/0 line 2: more positions than members: for 4, against 1, abstain 0, absent 0, veto 0 of 4 members\n"},
	{"veto", NUMBERS "1,2,0,2,0,1\n2,1,3,0,0,2\n3,0,4,0,0,0\n",
     "! 2 more vetoes than votes against: for 2, against 0, abstain 2, absent 0, veto 1 of 4 members\n"
     "1 invalid 0/0/0/0 line 2: more vetoes than votes against: for 2, against 0, abstain 2, absent 0, veto 1 of 4 members\n"
     "! 3 more vetoes than members that have one: for 1, against 3, abstain 0, absent 0, veto 2 of 4 members\n"
     "2 invalid 0/0/0/0 line 3: more vetoes than members that have one: for 1, against 3, abstain 0, absent 0, veto 2 of 4 "
     "members\n"
     "! 4 too few vetoes: more votes against without one than there are members without one: for 0, against 4, abstain 0, "
     "absent 0, veto 0 of 4 members\n"
     "3 invalid 0/0/0/0 line 4: too few vetoes: more votes against without one than there are members without one: for 0, "
     "against 4, abstain 0, absent 0, veto 0 of 4 members\n"},
	{"most", NUMBERS "1,2,2,0,0,1\n",
     "! 2 more vetoes than members that have one: for 2, against 2, abstain 0, absent 0, veto 1 of 4 members\n"
     "1 invalid 0/0/0/0 line 2: more vetoes than members that have one: for 2, against 2, abstain 0, absent 0, veto 1 of 4 "
     "members\n"},
	{"most", NUMBERS "1,x,1,1,0,0\n2,,1,1,2,0\n3,-1,1,1,3,0\n4,1,1,1,1,0\n",
     "! 2 \"x\" is no number of votes for\n1 invalid 0/0/0/0 line 2: \"x\" is no number of votes for\n"
     "! 3 \"\" is no number of votes for\n2 invalid 0/0/0/0 line 3: \"\" is no number of votes for\n"
     "! 4 \"-1\" is no number of votes for\n3 invalid 0/0/0/0 line 4: \"-1\" is no number of votes for\n4 rejected 1/1/1/1\n"},
	{"most", NUMBERS "1,4294967295,1,1,0,0\n2,1,01,1,0,0\n3,4294967294,4294967294,4294967294,4294967294,0\n",
     "! 2 \"4294967295\" is no number of votes for\n1 invalid 0/0/0/0 line 2: \"4294967295\" is no number of votes for\n"
     "! 3 \"01\" is no number of votes against\n2 invalid 0/0/0/0 line 3: \"01\" is no number of votes against\n"
     "! 4 more positions than members: for 4294967294, against 4294967294, abstain 4294967294, absent 4294967294, veto 0 of "
     "4 members\n3 invalid 0/0/0/0 line 4: more positions than members: for 4294967294, against 4294967294, abstain "
     "4294967294, absent 4294967294, veto 0 of 4 members\n"},
	{"most", NUMBERS "1,4,0,0,0,0\n1,0,4,0,0,0\n",
     "1 adopted 4/0/0/0\n! 3 the vote \"1\" stood on line 2 already: rows of one vote stand together\n"
     "1 invalid 0/0/0/0 line 3: the vote \"1\" stood on line 2 already: rows of one vote stand together\n"},
	/* A line of numbers is a vote: its neighbours are none the worse. */
	{"most", NUMBERS "1,4,0,0,0,0\n2,4\n3,4,0,0,0,0\n,4,0,0,0,0\n5,4,0,0,0,0\n",
     "1 adopted 4/0/0/0\n! 3 2 fields where there are six\n2 invalid 0/0/0/0 line 3: 2 fields where there are six\n"
     "3 adopted 4/0/0/0\n! 5 the id is empty\n5 adopted 4/0/0/0\n"},
	{"most", NUMBERS "1\n2,4,0,0,0,0,0\n3,4,0,0,0,0\n",
     "! 2 one field where there are six\n1 invalid 0/0/0/0 line 2: one field where there are six\n"
     "! 3 7 fields where there are six\n2 invalid 0/0/0/0 line 3: 7 fields where there are six\n3 adopted 4/0/0/0\n"},
};

static void rows_numbers_and_faults(void **state)
{
	static const size_t pieces[] = {1, 7, 100000};
	struct hall *hall = *state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		for (size_t k = 0; k < sizeof(pieces) / sizeof(*pieces); k++) {
			struct tally_sum sum = {0};
			struct err err = {0};
			assert_int_equal(tally(hall, cases[i].rule, str_from(cases[i].table), pieces[k], &sum, &err), ERR_OK);
			if (str_eq(buf_view(&hall->said), str_from(cases[i].said)))
				continue;
			print_error("%s on\n%s\nwanted:\n%s\nfound:\n%.*s\n", cases[i].rule, cases[i].table, cases[i].said,
			            STR_ARG(buf_view(&hall->said)));
			fail();
		}
	}
}

#define A_LINE "sixty letters that are in the way of everything behind them."
static const struct {
	const char *rule, *table;
	enum err_code code;
	const char *message;
} refused[] = {
	{"most", "", ERR_FORMAT, "nothing in it: there is no header"},
	{"most", "\n\r\n", ERR_FORMAT, "nothing in it: there is no header"},
	{"most", "1,a,for\n", ERR_FORMAT, "line 1 is no header: it says \"1,a,for\""},
	{"most", "\nid;party;position\n", ERR_FORMAT, "line 2 is no header: it says \"id;party;position\""},
	{"most", "id,party\n", ERR_FORMAT, "line 1 is no header: it says \"id,party\""},
	{"most", "ID,party,position\n", ERR_FORMAT, "line 1 is no header: it says \"ID,party,position\""},
	{"most", "id,for,against,abstain,absent\n", ERR_FORMAT,
     "line 1 is no header: it says \"id,for,against,abstain,absent\""},
	{"most", "id,party,position,note\n", ERR_FORMAT, "line 1 is no header: it says \"id,party,position,note\""},
	{"most", "\"id,party,position\"\n", ERR_FORMAT, "line 1 is no header: it says \"\"id,party,position\"\""},
	{"most", "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n", ERR_FORMAT,
     "line 1 is no header: it says \"1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16…\""},
	{"most", A_LINE "," A_LINE "," A_LINE "," A_LINE "\n", ERR_FORMAT,
     "line 1 is no header: it says \"" A_LINE "," A_LINE "…\""},
	{"most", "\"id,party,position\n", ERR_FORMAT, "line 1 is no header: a quote that is not closed on its line"},
	{"most",
     "\x7f"
     "ELF",
     ERR_FORMAT, "line 1 is no header: a control character"},
	{"weighty", NUMBERS, ERR_USAGE, "numbers cannot judge the rule \"weighty\": \"w of for\" asks who voted"},
	{"consensus", NUMBERS, ERR_OK, ""},
	{"some", NUMBERS, ERR_OK, ""},
	{"bound", NUMBERS, ERR_USAGE, "numbers cannot judge the rule \"bound\": \"constructive\" asks who voted"},
};

static void tables_that_are_none(void **state)
{
	struct hall *hall = *state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct tally_sum sum = {0};
		struct err err = {0};
		enum err_code code = tally(hall, refused[i].rule, str_from(refused[i].table), 1000, &sum, &err);
		if (code != refused[i].code || (code != ERR_OK && strcmp(err.msg, refused[i].message) != 0)) {
			print_error("%s: %s\n", refused[i].table, err.msg);
			fail();
		}
		assert_true(code == ERR_OK || err.hint[0] != '\0');
	}
}

/* An id as long as can be, and one byte more. */
static void long_ids(void **state)
{
	struct hall *hall = *state;
	static char table[4000];
	for (size_t size = LIMIT_TALLY_ID; size <= LIMIT_TALLY_ID + 1; size++) {
		struct tally_sum sum = {0};
		struct err err = {0};
		int begin = snprintf(table, sizeof(table), ROWS);
		memset(table + begin, 'x', size);
		snprintf(table + begin + size, 100, ",a,for\n");
		assert_int_equal(tally(hall, "most", str_from(table), 1000, &sum, &err), ERR_OK);
		assert_int_equal(sum.outcome[TALLY_ADOPTED], size == LIMIT_TALLY_ID);
		assert_int_equal(sum.faults, size > LIMIT_TALLY_ID);
	}
}

/* The reader of the answers has seen enough. */
static void an_answer_that_is_not_taken(void **state)
{
	struct hall *hall = *state;
	struct tally_sum sum = {0};
	struct err err = {0};
	hall->votes_max = 2;
	assert_int_equal(tally(hall, "most", STR(ROWS "1,a,for\n2,a,for\n3,a,for\n4,a,for\n"), 1000, &sum, &err), ERR_OK);
	assert_int_equal(hall->votes_taken, 2);
	assert_int_equal(tally(hall, "most", STR(NUMBERS "1,4,0,0,0,0\n2,4,0,0,0,0\n3,4,0,0,0,0\n"), 1000, &sum, &err),
	                 ERR_OK);
	assert_int_equal(hall->votes_taken, 2);
	hall->votes_max = UINT64_MAX;
}

/* Votes by the hundred thousand, ids in order and not, some of them twice: each second time is told. */
static void many_ids(void **state)
{
	struct hall *hall = *state;
	size_t room = (size_t)16 << 20;
	char *table = test_malloc(room);
	for (int order = 0; order < 3; order++) {
		struct tally_sum sum = {0};
		struct err err = {0};
		uint32_t count = 300000, twice = 0;
		int at = snprintf(table, room, NUMBERS);
		for (uint32_t i = 0; i < count; i++) {
			uint32_t id = order == 0 ? i : order == 1 ? (i * 7919) % count : i < count / 2 ? i : count - i;
			at += snprintf(table + at, room - (size_t)at, "%u,4,0,0,0,0\n", id);
			twice += order == 2 && i > count / 2;
		}
		hall->votes_max = UINT64_MAX;
		hall->bytes = (struct str){table, (size_t)at};
		assert_int_equal(tally(hall, "most", hall->bytes, 100000, &sum, &err), ERR_OK);
		assert_int_equal(sum.votes, count);
		assert_int_equal(sum.outcome[TALLY_ADOPTED], count - twice);
		assert_int_equal(sum.outcome[TALLY_INVALID], twice);
		assert_int_equal(sum.faults, twice);
	}
	test_free(table);
}

/* Random votes with random faults, counted by another hand. */
static void against_a_second_count(void **state)
{
	struct hall *hall = *state;
	static const char *const words[] = {"for", "against", "abstain", "absent", "present"};
	static char table[400000];
	uint64_t seed = 0x2545f4914f6cdd1d;
	uint32_t invalid = 0, adopted = 0, votes = 3000;
	int at = snprintf(table, sizeof(table), ROWS);
	for (uint32_t vote = 0; vote < votes; vote++) {
		bool said[5] = {false}, bad = false;
		uint32_t counts[2] = {0};
		for (uint32_t row = 0; row < 5 || row == 0; row++) {
			seed ^= seed << 13;
			seed ^= seed >> 7;
			seed ^= seed << 17;
			uint32_t party = row, word = (uint32_t)(seed >> 40) % 5;
			if ((seed >> 20) % 40 == 0)
				party = (uint32_t)(seed >> 30) % 5; /* perhaps twice, perhaps who has left */
			else if (party == 3 || (seed >> 10) % 4 == 0)
				continue;
			bad |= party == 3 || said[party];
			said[party] = true;
			counts[0] += word == 0;
			counts[1] += word == 1;
			at += snprintf(table + at, sizeof(table) - (size_t)at, "v%u,%c,%s\n", vote, "abcde"[party], words[word]);
		}
		bool none = !said[0] && !said[1] && !said[2] && !said[3] && !said[4];
		if (none) {
			at += snprintf(table + at, sizeof(table) - (size_t)at, "v%u,a,abstain\n", vote);
		}
		invalid += bad;
		adopted += !bad && counts[0] > counts[1];
	}
	struct tally_sum sum = {0};
	struct err err = {0};
	assert_int_equal(tally(hall, "most", (struct str){table, (size_t)at}, 4096, &sum, &err), ERR_OK);
	assert_int_equal(sum.votes, votes);
	assert_int_equal(sum.outcome[TALLY_INVALID], invalid);
	assert_int_equal(sum.outcome[TALLY_ADOPTED], adopted);
	assert_true(invalid > votes / 50 && adopted > votes / 10);
}

static int open_hall(void **state)
{
	struct hall *hall = test_malloc(sizeof(*hall));
	hall_open(hall);
	*state = hall;
	return 0;
}

static int close_hall(void **state)
{
	struct hall *hall = *state;
	arena_return(&hall->region);
	test_free(hall);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_numbers_and_faults),
		cmocka_unit_test(tables_that_are_none),
		cmocka_unit_test(long_ids),
		cmocka_unit_test(an_answer_that_is_not_taken),
		cmocka_unit_test(many_ids),
		cmocka_unit_test(against_a_second_count),
	};
	return cmocka_run_group_tests(tests, open_hall, close_hall);
}
