/* Rules judged by numbers: which can be, what does not add up, and that the answer is the one that any choice of voters
 * would give. */
#include "charter_test.h"

#define PREFIX                                                                                           \
	"organisation o \"O\" { seat \"S\" UTC }\n"                                                          \
	"party a \"A\" { status member from 2000-01-01 }\nparty b \"B\" { status member from 2000-01-01 }\n" \
	"party c \"C\" { status member from 2000-01-01 }\nparty d \"D\" { status member from 2000-01-01 }\n" \
	"party e \"E\" { status member from 2000-01-01 }\nparty f \"F\" { status member from 2000-01-01 }\n" \
	"set great { parties b e }\nset other { parties a b }\nset one { parties c }\n"                      \
	"weight w {\nvalue a 1\nvalue b 2\nvalue c 3\nvalue d 4\nvalue e 5\nvalue f 6\n}\n"
#define PARTIES 6

static void read_rule(struct reading *reading, const char *rule)
{
	static char text[20000];
	snprintf(text, sizeof(text), "%srule r {\n%s\n}\n", PREFIX, rule);
	reading_good(reading, str_from(text));
}

/* What asks who voted; NULL: nothing does. */
static const struct {
	const char *rule, *asks;
} ask_cases[] = {
	{"adopted when for > against", NULL},
	{"adopted when objections = 0 and voting >= 1/2 of members and abstain < 2 and absent < 3", NULL},
	{"adopted when for >= 4 and against in great = 0", NULL},
	{"adopted when for >= 4 and objections in great = 0 and against without great < 3", NULL},
	{"adopted when for >= 4 and members without for < 3", NULL},
	{"adopted when present >= 1/2 of members and silent = 0", NULL},
	{"adopted when for without (against in great) >= 3", NULL},
	{"adopted when members without (against in great) > 3", NULL},
	{"adopted when for > 1/2 of great", NULL}, /* how many there are of them the charter says */
	{"adopted when for > 1/2 of (members without great)", NULL},
	{"adopted when participating = members and for > 1", NULL},
	{"adopted when not against in great >= 1 or for = members", NULL},
	{"adopted when for > against\nabstention against\nabsence against", NULL},
	{"adopted when for in great = 2", "for in great"},
	{"adopted when for without great = 2", "for without great"},
	{"adopted when against in great = 0 and against in other = 0", "other"},
	{"adopted when against in great = 0\nabsence against", "against in great"},
	{"adopted when against in great = 0\nabstention against", "against in great"},
	{"adopted when objections in great = 0\nabsence objecting", "objections in great"},
	{"adopted when w of for > 3", "w of for"},
	{"adopted when 2/3 of w of members < 3 or for > 1", "w of members"},
	{"adopted when reservations = 0", "reservations"},
	{"adopted when objections without concerned = 0", "concerned"},
	{"adopted when constructive < 2", "constructive"},
	{"adopted when holds = 0", "holds"},
	{"adopted when for > 1 and (against = 0 or not for in one = 1)", "for in one"},
	{"adopted when for > 1\nfailing when for in one = 1", "for in one"},
};

static void what_asks_who_voted(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ask_cases) / sizeof(*ask_cases); i++) {
		struct reading reading;
		char words[200];
		uint32_t set, asks;
		read_rule(&reading, ask_cases[i].rule);
		bool good = rule_counts(&reading.charter, 0, &set, &asks);
		struct buf buf = buf_of(words, sizeof(words));
		if (!good)
			buf_asks(&buf, &reading.charter, asks);
		if (good != (ask_cases[i].asks == NULL) || (!good && !str_eq(buf_view(&buf), str_from(ask_cases[i].asks)))) {
			print_error("%s: %d, %.*s\n", ask_cases[i].rule, good, (int)buf.len, buf.ptr);
			fail();
		}
		reading_release(&reading);
	}
}

static struct party_set everybody(void)
{
	struct party_set set = {{0}};
	for (uint32_t i = 0; i < PARTIES; i++)
		party_set_add(&set, i);
	return set;
}

static const struct {
	struct counts counts; /* for, against, abstain, absent, veto */
	enum counts_fault fault;
} fault_cases[] = {
	{{6, 0, 0, 0, 0}, COUNTS_RIGHT},
	{{2, 2, 1, 1, 0}, COUNTS_RIGHT},
	{{0, 0, 0, 6, 0}, COUNTS_RIGHT},
	{{2, 4, 0, 0, 0}, COUNTS_RIGHT},
	{{1, 5, 0, 0, 1}, COUNTS_RIGHT},
	{{0, 6, 0, 0, 2}, COUNTS_RIGHT},
	{{7, 0, 0, 0, 0}, COUNTS_MORE},
	{{2, 2, 2, 1, 0}, COUNTS_MORE},
	{{UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, 0}, COUNTS_MORE},
	{{5, 0, 0, 0, 0}, COUNTS_FEWER},
	{{0, 0, 0, 0, 0}, COUNTS_FEWER},
	{{5, 1, 0, 0, 2}, COUNTS_VETO_MORE},
	{{3, 3, 0, 0, 3}, COUNTS_VETO_HOLDERS},
	{{1, 5, 0, 0, 0}, COUNTS_VETO_FEWER}, /* there are four without a veto */
	{{0, 6, 0, 0, 1}, COUNTS_VETO_FEWER},
};

static void what_does_not_add_up(void **state)
{
	(void)state;
	struct reading reading;
	uint32_t set, asks;
	read_rule(&reading, "adopted when for >= 4 and against in great = 0");
	assert_true(rule_counts(&reading.charter, 0, &set, &asks));
	struct party_set members = everybody(), veto = set_on(&reading.charter, set, 0);
	for (size_t i = 0; i < sizeof(fault_cases) / sizeof(*fault_cases); i++) {
		struct ballot ballot;
		enum counts_fault fault = counts_ballot(&members, &veto, &fault_cases[i].counts, &ballot);
		if (fault != fault_cases[i].fault) {
			print_error("case %zu: %s\n", i, counts_fault_words[fault]);
			fail();
		}
		if (fault != COUNTS_RIGHT)
			continue;
		const struct counts *c = &fault_cases[i].counts;
		assert_int_equal(party_set_count(&ballot.set[TERM_FOR]), c->votes_for);
		assert_int_equal(party_set_count(&ballot.set[TERM_AGAINST]), c->against);
		assert_int_equal(party_set_count(&ballot.set[TERM_ABSTAIN]), c->abstain);
		assert_int_equal(party_set_count(&ballot.set[TERM_PRESENT]), PARTIES - c->absent);
	}
	/* Nobody is named whom nobody named. */
	struct counts counts = {4, 2, 0, 0, 1};
	struct ballot ballot;
	char words[300];
	assert_int_equal(counts_ballot(&members, &veto, &counts, &ballot), COUNTS_RIGHT);
	struct tally tally = rule_apply(&reading.charter, 0, &ballot);
	struct buf buf = buf_of(words, sizeof(words));
	buf_tally_why(&buf, &reading.charter, &tally);
	assert_text(buf_view(&buf), "against in great 1 of 6 members, none allowed");
	reading_release(&reading);
}

/* All 4^6 votes of six members: the answer by numbers is the answer by names. */
static void numbers_and_names_agree(void **state)
{
	(void)state;
	uint32_t adopted = 0, compared = 0;
	for (size_t i = 0; i < sizeof(ask_cases) / sizeof(*ask_cases); i++) {
		struct reading reading;
		uint32_t set, asks;
		if (ask_cases[i].asks != NULL)
			continue;
		read_rule(&reading, ask_cases[i].rule);
		assert_true(rule_counts(&reading.charter, 0, &set, &asks));
		struct party_set members = everybody(), veto = {{0}};
		if (set != NONE)
			veto = set_on(&reading.charter, set, 0);
		for (uint32_t vote = 0; vote < 4096; vote++, compared++) {
			struct ballot named = {.set[TERM_MEMBERS] = members, .set[TERM_PARTICIPATING] = members}, numbered;
			struct counts counts = {0};
			for (uint32_t p = 0; p < PARTIES; p++) {
				static const enum term terms[] = {TERM_FOR, TERM_AGAINST, TERM_ABSTAIN, TERM_SILENT};
				uint32_t what = vote >> (2 * p) & 3;
				party_set_add(&named.set[terms[what]], p);
				if (what != 3)
					party_set_add(&named.set[TERM_PRESENT], p);
				counts.votes_for += what == 0;
				counts.against += what == 1;
				counts.abstain += what == 2;
				counts.absent += what == 3;
				counts.veto += what == 1 && party_set_has(&veto, p);
			}
			assert_int_equal(counts_ballot(&members, set == NONE ? NULL : &veto, &counts, &numbered), COUNTS_RIGHT);
			bool by_names = rule_apply(&reading.charter, 0, &named).adopted;
			struct tally tally = rule_apply(&reading.charter, 0, &numbered), bare = {0};
			bool by_numbers = tally.adopted;
			/* And without any sets: the same, in the same words. */
			struct numbers numbers = {.members = PARTIES, .has_veto = set != NONE, .inside = 2, .counts = counts};
			assert_int_equal(numbers_check(&numbers), COUNTS_RIGHT);
			numbers_judge(&reading.charter, &numbers, &bare);
			assert_int_equal(bare.adopted, by_numbers);
			assert_int_equal(bare.failed, tally.failed);
			char words[2][600];
			struct buf one = buf_of(words[0], sizeof(words[0])), other = buf_of(words[1], sizeof(words[1]));
			buf_tally_why(&one, &reading.charter, &tally);
			buf_tally_why(&other, &reading.charter, &bare);
			assert_true(one.len > 0 && !one.full && str_eq(buf_view(&one), buf_view(&other)));
			if (by_names != by_numbers) {
				print_error("%s: vote %u\n", ask_cases[i].rule, vote);
				fail();
			}
			adopted += by_names;
		}
		reading_release(&reading);
	}
	assert_in_range(adopted, compared / 10, compared - compared / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_asks_who_voted),
		cmocka_unit_test(what_does_not_add_up),
		cmocka_unit_test(numbers_and_names_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
