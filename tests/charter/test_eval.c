/* Rules and conditions on ballots: tables by hand, boundaries, and a second evaluator that knows nothing of the first.
 */
#include "charter_test.h"

#define PREFIX                                          \
	"organisation o \"O\" { seat \"S\" UTC }\n"         \
	"party a \"A\" { status member from 2000-01-01 }\n" \
	"party b \"B\" { status member from 2000-01-01 }\n" \
	"party c \"C\" { status member from 2000-01-01 }\n" \
	"party d \"D\" { status member from 2000-01-01 }\n" \
	"party e \"E\" { status member from 2000-01-01 }\n" \
	"party f \"F\" { status member from 2000-01-01 }\n" \
	"party g \"G\" { status member from 2000-01-01 }\n" \
	"party h \"H\" { status member from 2000-01-01 }\n" \
	"party i \"I\" { status member from 2000-01-01 }\n" \
	"set great { parties a b }\n"                       \
	"set odd { parties a c e g i }\n"

/* One letter a party, from the first on: F for, N against, A abstains, R reserves, H holds, S present and silent,
 * X absent and silent, D present with disinterest; lower case: the same, but no member. */
static struct ballot ballot_from(const char *letters)
{
	struct ballot ballot = {0};
	for (uint32_t i = 0; letters[i] != '\0'; i++) {
		char letter = letters[i];
		bool member = letter >= 'A' && letter <= 'Z';
		if (member)
			party_set_add(&ballot.set[TERM_MEMBERS], i);
		else
			letter = (char)(letter - 'a' + 'A');
		if (letter != 'X')
			party_set_add(&ballot.set[TERM_PRESENT], i);
		switch (letter) {
		case 'F':
			party_set_add(&ballot.set[TERM_FOR], i);
			break;
		case 'N':
			party_set_add(&ballot.set[TERM_AGAINST], i);
			break;
		case 'A':
			party_set_add(&ballot.set[TERM_ABSTAIN], i);
			break;
		case 'R':
			party_set_add(&ballot.set[TERM_RESERVATIONS], i);
			break;
		case 'H':
			party_set_add(&ballot.set[TERM_HOLDS], i);
			break;
		case 'D':
			break;
		default:
			party_set_add(&ballot.set[TERM_SILENT], i);
		}
	}
	return ballot;
}

static void read_rule(struct reading *reading, const char *rule)
{
	static char text[20000];
	snprintf(text, sizeof(text), "%sbody z \"Z\" { decides any r }\nrule r {\n%s\n}\n", PREFIX, rule);
	reading_good(reading, str_from(text));
}

struct rule_case {
	const char *rule, *ballot;
	bool adopted;
};

static const struct rule_case rule_cases[] = {
	/* Consensus: nobody objects. */
	{"adopted when objections = 0", "FFFFFF", true},
	{"adopted when objections = 0", "FFFFFN", false},
	{"adopted when objections = 0", "SSSSSS", true},
	{"adopted when objections = 0", "XXXXXX", true},
	{"adopted when objections = 0", "FFAARH", true},
	{"adopted when objections = 0", "FFFFFn", true}, /* an objection from outside the electorate */
	/* What absence means. */
	{"adopted when objections = 0\nabsence not-objecting", "FFFFFX", true},
	{"adopted when objections = 0\nabsence objecting", "FFFFFX", false},
	{"adopted when objections = 0\nabsence not-for", "FFFFFX", true},
	{"adopted when objections = 0\nabsence against", "FFFFFX", false},
	{"adopted when objections = 0\nabsence objecting", "FFFFFx", true},
	{"adopted when objections = 0\nabsence objecting", "FFFFFS", true},
	{"adopted when for > against\nabsence objecting", "FFFXXX", true},
	{"adopted when for > against\nabsence against", "FFFXXX", false},
	{"adopted when for > against\nabsence against", "FFFFXX", true},
	{"adopted when for >= 2/3 of voting\nabsence not-for", "FFXXXX", true},
	{"adopted when for >= 2/3 of voting\nabsence against", "FFXXXX", false},
	{"adopted when for >= 2/3 of members\nabsence not-for", "FFXXXX", false},
	/* What an abstention means. */
	{"adopted when for > against", "FFNAAA", true},
	{"adopted when for > against\nabstention harmless", "FFNAAA", true},
	{"adopted when for > against\nabstention not-for", "FFNAAA", true},
	{"adopted when for > against\nabstention against", "FFNAAA", false},
	{"adopted when for > against\nabstention against", "FFFFNA", true},
	{"adopted when objections = 0\nabstention against", "FFFFFA", true}, /* a vote, not an objection */
	{"adopted when for >= 1/2 of voting\nabstention against", "FFAA", true},
	{"adopted when for >= 1/2 of voting\nabstention against", "FFAAA", false},
	/* What a hold means. */
	{"adopted when objections = 0\nhold harmless", "FFFFFH", true},
	{"adopted when objections = 0\nhold blocks", "FFFFFH", false},
	{"adopted when objections = 0\nhold blocks", "FFFFFh", true},
	{"adopted when for > against\nhold blocks", "FHHH", true},
	/* Simple majority. */
	{"adopted when for > against", "FN", false},
	{"adopted when for > against", "FFN", true},
	{"adopted when for > against", "SSS", false},
	{"adopted when for > against", "FSSSSSSSS", true},
	{"adopted when for > 1/2 of members", "FFF", true},
	{"adopted when for > 1/2 of members", "FFFNNN", false},
	{"adopted when for > 1/2 of members", "FFFFNNN", true},
	/* Two thirds, at the edge: of 3 are 2, of 4 are 3, of 5 are 4, of 6 are 4, of 9 are 6. */
	{"adopted when for >= 2/3 of members", "FFX", true},
	{"adopted when for >= 2/3 of members", "FXX", false},
	{"adopted when for >= 2/3 of members", "FFFX", true},
	{"adopted when for >= 2/3 of members", "FFXX", false},
	{"adopted when for >= 2/3 of members", "FFFFX", true},
	{"adopted when for >= 2/3 of members", "FFFXX", false},
	{"adopted when for >= 2/3 of members", "FFFFXX", true},
	{"adopted when for >= 2/3 of members", "FFFXXX", false},
	{"adopted when for > 2/3 of members", "FFFFXX", false},
	{"adopted when for > 2/3 of members", "FFFFFX", true},
	{"adopted when for >= 2/3 of members", "FFFFFFXXX", true},
	{"adopted when for >= 2/3 of members", "FFFFFXXXX", false},
	/* Percentages, exact: 55% of 9 is 4.95, of 5 is 2.75; 67% of 3 is 2.01. */
	{"adopted when for >= 55% of members", "FFFFFXXXX", true},
	{"adopted when for >= 55% of members", "FFFFXXXXX", false},
	{"adopted when for >= 55% of members", "FFFXX", true},
	{"adopted when for >= 55% of members", "FFXXX", false},
	{"adopted when for >= 67% of members", "FFX", false},
	{"adopted when for >= 100% of members", "FFFX", false},
	{"adopted when for >= 100% of members", "FFFF", true},
	{"adopted when for = members", "FFFF", true},
	{"adopted when for = members", "FFFS", false},
	/* Large numbers do not overflow. */
	{"adopted when for >= 333333334/1000000000 of members", "FXX", false},
	{"adopted when for >= 333333333/999999999 of members", "FXX", true},
	{"adopted when for >= 999999999/1000000000 of members", "FFFFFFFFF", true},
	{"adopted when for < 1000000000", "F", true},
	/* A named set with a veto. */
	{"adopted when for >= 3 and against in great = 0", "FFFNN", true},
	{"adopted when for >= 3 and against in great = 0", "FNFFF", false},
	{"adopted when for >= 3 and against in great = 0", "AAFFF", true},
	{"adopted when for >= 3 and against in great = 0", "FFNNN", false},
	{"adopted when for in odd >= 2", "FFFFX", true},
	{"adopted when for in odd >= 2", "FFXFX", false},
	{"adopted when for without great >= 2", "FFFXF", true},
	{"adopted when for without great >= 2", "FFFXX", false},
	{"adopted when for in odd without great >= 2", "FXFXF", true},
	{"adopted when members without for < 2", "FFFX", true},
	{"adopted when members without for < 2", "FFXX", false},
	{"adopted when odd = 2", "FFF", true}, /* only its members count */
	/* Connectives. */
	{"adopted when (for >= 3 or against = 0) and present >= 2", "FSXX", true},
	{"adopted when (for >= 3 or against = 0) and present >= 2", "FNXX", false},
	{"adopted when (for >= 3 or against = 0) and present >= 2", "SXXX", false},
	{"adopted when not against >= 2", "FNX", true},
	{"adopted when not against >= 2", "FNN", false},
	{"adopted when not (against >= 2 or for = 0)", "FNX", true},
	{"adopted when not (against >= 2 or for = 0)", "SNX", false},
	{"adopted when 2 <= for", "FFX", true},
	{"adopted when 2 < for", "FFX", false},
	{"adopted when 2/3 of members <= for", "FFX", true},
	/* The other terms. */
	{"adopted when reservations <= 1", "FFR", true},
	{"adopted when reservations <= 1", "FRR", false},
	{"adopted when silent <= 1", "FSX", false},
	{"adopted when silent <= 1", "FDX", true}, /* disinterest is a position */
	{"adopted when absent = 1", "FSX", true},
	{"adopted when supporters >= 2", "FFX", true},
	{"adopted when holds = 1 and abstain = 1", "HAX", true},
	{"adopted when voting > 1/2 of members", "FNX", true},
	{"adopted when voting > 1/2 of members", "FAX", false},
};

static void rules_on_ballots(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rule_cases) / sizeof(*rule_cases); i++) {
		const struct rule_case *c = &rule_cases[i];
		struct reading reading;
		read_rule(&reading, c->rule);
		struct ballot ballot = ballot_from(c->ballot);
		struct tally tally = rule_apply(&reading.charter, 0, &ballot);
		if (tally.adopted != c->adopted || (tally.failed == NONE) != c->adopted || tally.rule != 0) {
			print_error("%s on %s: adopted %d\n", c->rule, c->ballot, tally.adopted);
			fail();
		}
		reading_release(&reading);
	}
}

static uint32_t count(const struct tally *tally, enum term term)
{
	return party_set_count(&tally->ballot.set[term]);
}

static void tally_after_meanings(void **state)
{
	(void)state;
	struct reading reading;
	read_rule(&reading, "adopted when objections = 0 and for > against\n"
	                    "absence against\nabstention against\nhold blocks");
	struct ballot ballot = ballot_from("FNARHSXxn");
	struct tally tally = rule_apply(&reading.charter, 0, &ballot);
	assert_int_equal(count(&tally, TERM_MEMBERS), 7);
	assert_int_equal(count(&tally, TERM_PRESENT), 6);
	assert_int_equal(count(&tally, TERM_ABSENT), 1);
	assert_int_equal(count(&tally, TERM_FOR), 1);
	assert_int_equal(count(&tally, TERM_AGAINST), 3);    /* N, the absent, the abstention */
	assert_int_equal(count(&tally, TERM_OBJECTIONS), 3); /* N, the absent, the hold */
	assert_int_equal(count(&tally, TERM_VOTING), 4);
	assert_int_equal(count(&tally, TERM_SILENT), 2);
	assert_false(tally.adopted);
	/* The first of the two conditions decided. */
	assert_int_equal(reading.charter.test[tally.failed].op, TEST_EQ);
	ballot = ballot_from("SSS");
	tally = rule_apply(&reading.charter, 0, &ballot);
	assert_int_equal(reading.charter.test[tally.failed].op, TEST_GT);
	reading_release(&reading);
}

/* ---- passes, body_rule ---------------------------------------------------------------------------------------- */

static void kinds_and_passes(void **state)
{
	(void)state;
	static const char text[] = PREFIX "body z \"Z\" {\ndecides money two-thirds\ndecides any most\n}\n"
									  "body y \"Y\" { parent z }\n"
									  "body w \"W\" { decides money most }\n"
									  "rule most { adopted when for > against }\n"
									  "rule two-thirds { adopted when for >= 2/3 of members }\n"
									  "procedure p {\nbegins member\nstage s {\n"
									  "on withdrawal to t when passes money\n"
									  "on withdrawal to t when passes most\n"
									  "on withdrawal to t when passes any and not passes money\n}\n"
									  "outcome t\n}\n";
	struct reading reading;
	reading_good(&reading, str_from(text));
	const struct charter *charter = &reading.charter;
	const struct transition *transition = charter->procedure[0].stage[0].transition;
	struct ballot ballot = ballot_from("FFXX");
	uint32_t rule = 7;
	assert_int_equal(body_rule(charter, 0, STR("money")), 1);
	assert_int_equal(body_rule(charter, 0, STR("else")), 0);
	assert_int_equal(body_rule(charter, 1, STR("money")), 1); /* inherited */
	assert_int_equal(body_rule(charter, 2, STR("else")), NONE);
	assert_int_equal(body_rule(charter, NONE, STR("money")), NONE);
	assert_false(test_holds(charter, transition[0].when, 0, &ballot, &rule));
	assert_int_equal(rule, 1);
	assert_true(test_holds(charter, transition[0].when, 2, &ballot, &rule)); /* another body, another rule */
	assert_int_equal(rule, 0);
	assert_false(test_holds(charter, transition[0].when, NONE, &ballot, &rule));
	assert_int_equal(rule, NONE);
	assert_true(test_holds(charter, transition[1].when, NONE, &ballot, &rule));
	assert_int_equal(rule, 0);
	assert_true(test_holds(charter, transition[2].when, 0, &ballot, &rule));
	assert_int_equal(rule, 1); /* the last one asked */
	assert_true(test_holds(charter, NONE, 0, &ballot, &rule));
	assert_int_equal(rule, NONE);
	assert_true(test_holds(charter, transition[1].when, 0, &ballot, /* ret_rule= */ NULL));
	reading_release(&reading);
}

static void sets_of_parties(void **state)
{
	(void)state;
	struct party_set set = {0};
	assert_int_equal(party_set_next(&set, 0), NONE);
	static const uint32_t members[] = {0, 5, 63, 64, 127, 128, 300, 511};
	for (size_t i = 0; i < 8; i++)
		party_set_add(&set, members[i]);
	assert_int_equal(party_set_count(&set), 8);
	uint32_t at = party_set_next(&set, 0);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(at, members[i]);
		at = party_set_next(&set, at + 1);
	}
	assert_int_equal(at, NONE);
	party_set_remove(&set, 64);
	assert_int_equal(party_set_next(&set, 64), 127);
	assert_false(party_set_has(&set, 64));
	assert_int_equal(party_set_next(&set, 512), NONE);
}

/* ---- A second evaluator ---------------------------------------------------------------------------------------- */

/* It makes a condition as text while it evaluates it on arrays of bool; nothing is shared with the charter's. */

#define PARTIES 9

struct naive {
	uint64_t seed;
	char *text;
	size_t size, cap;
	const char *letters;
};

static uint32_t roll(struct naive *naive, uint32_t sides)
{
	naive->seed ^= naive->seed << 13;
	naive->seed ^= naive->seed >> 7;
	naive->seed ^= naive->seed << 17;
	return (uint32_t)(naive->seed >> 33) % sides;
}

static void write(struct naive *naive, const char *word)
{
	int size = snprintf(naive->text + naive->size, naive->cap - naive->size, "%s ", word);
	naive->size += (size_t)size;
	assert_true(naive->size < naive->cap);
}

static bool in_term(struct naive *naive, const char *name, int i)
{
	char letter = naive->letters[i];
	if (!strcmp(name, "members"))
		return true;
	if (!strcmp(name, "present"))
		return letter != 'X';
	if (!strcmp(name, "absent"))
		return letter == 'X';
	if (!strcmp(name, "for") || !strcmp(name, "supporters"))
		return letter == 'F';
	if (!strcmp(name, "against") || !strcmp(name, "objections"))
		return letter == 'N';
	if (!strcmp(name, "abstain"))
		return letter == 'A';
	if (!strcmp(name, "voting"))
		return letter == 'F' || letter == 'N';
	if (!strcmp(name, "reservations"))
		return letter == 'R';
	if (!strcmp(name, "holds"))
		return letter == 'H';
	if (!strcmp(name, "silent"))
		return letter == 'S' || letter == 'X';
	if (!strcmp(name, "great"))
		return i < 2;
	assert_string_equal(name, "odd");
	return i % 2 == 0;
}

static int naive_set(struct naive *naive)
{
	static const char *const names[] = {"members", "present",    "absent",     "for",          "against",
	                                    "abstain", "voting",     "objections", "reservations", "holds",
	                                    "silent",  "supporters", "great",      "odd"};
	bool in[PARTIES] = {false};
	const char *name = names[roll(naive, 14)];
	write(naive, name);
	for (int i = 0; i < PARTIES; i++)
		in[i] = naive->letters[i] >= 'A' && naive->letters[i] <= 'Z' && in_term(naive, name, i);
	while (roll(naive, 3) == 0) {
		bool keep = roll(naive, 2) == 0;
		write(naive, keep ? "in" : "without");
		name = names[roll(naive, 14)];
		write(naive, name);
		for (int i = 0; i < PARTIES; i++)
			in[i] = in[i] && in_term(naive, name, i) == keep;
	}
	int size = 0;
	for (int i = 0; i < PARTIES; i++)
		size += in[i];
	return size;
}

/* As a number of 60ths of a hundredth: exact for every share made here. */
static long naive_amount(struct naive *naive, bool number)
{
	static const int of[] = {2, 3, 4, 5, 6};
	char word[32];
	if (number && roll(naive, 3) == 0) {
		int value = (int)roll(naive, 10);
		snprintf(word, sizeof(word), "%d", value);
		write(naive, word);
		return value * 6000L;
	}
	if (roll(naive, 3) == 0) {
		int percent = 1 + (int)roll(naive, 100);
		snprintf(word, sizeof(word), "%d%% of", percent);
		write(naive, word);
		return naive_set(naive) * 60L * percent;
	}
	if (roll(naive, 2) == 0) {
		int denominator = of[roll(naive, 5)], numerator = 1 + (int)roll(naive, (uint32_t)denominator);
		snprintf(word, sizeof(word), "%d/%d of", numerator, denominator);
		write(naive, word);
		return naive_set(naive) * (6000L / denominator) * numerator;
	}
	return naive_set(naive) * 6000L;
}

static bool naive_test(struct naive *naive, int depth)
{
	uint32_t form = roll(naive, depth > 0 ? 6 : 3);
	if (form == 3) {
		write(naive, "not");
		write(naive, "(");
		bool value = !naive_test(naive, depth - 1);
		write(naive, ")");
		return value;
	}
	if (form > 3) {
		bool value = form == 4;
		uint32_t parts = 2 + roll(naive, 3);
		for (uint32_t i = 0; i < parts; i++) {
			if (i != 0)
				write(naive, form == 4 ? "and" : "or");
			write(naive, "(");
			bool part = naive_test(naive, depth - 1);
			value = form == 4 ? value && part : value || part;
			write(naive, ")");
		}
		return value;
	}
	static const char *const signs[] = {"=", "<", "<=", ">", ">="};
	uint32_t sign = roll(naive, 5);
	long left = naive_amount(naive, /* number= */ false);
	write(naive, signs[sign]);
	long right = naive_amount(naive, /* number= */ true);
	switch (sign) {
	case 0:
		return left == right;
	case 1:
		return left < right;
	case 2:
		return left <= right;
	case 3:
		return left > right;
	default:
		return left >= right;
	}
}

static void against_a_second_evaluator(void **state)
{
	(void)state;
	static char text[60000];
	uint32_t held = 0, runs = 4000;
	struct naive naive = {.seed = 0x5eedc0ffee, .text = text, .cap = sizeof(text)};
	for (uint32_t run = 0; run < runs; run++) {
		char letters[PARTIES + 1] = {0};
		for (int i = 0; i < PARTIES; i++)
			letters[i] = "FFNNARHSXDfnx"[roll(&naive, 13)];
		naive.letters = letters;
		naive.size = 0;
		/* In a transition, where no rule changes what the sets hold. */
		write(&naive, PREFIX "rule r { adopted when for > against }\n"
		                     "body z \"Z\" { decides any r }\n"
		                     "procedure p {\nbegins member\nstage s {\non withdrawal to o when");
		size_t begin = naive.size;
		bool expected = naive_test(&naive, 3);
		char condition[30000];
		snprintf(condition, sizeof(condition), "%s", text + begin);
		write(&naive, "\n}\noutcome o\n}\n");
		struct reading reading;
		/* A condition of more than 1000 bytes goes over lines, which parentheses allow. */
		for (size_t i = begin, line = begin; i < naive.size; i++) {
			if (text[i] == '(' && i - line > 500) {
				text[i + 1] = '\n';
				line = i;
			}
		}
		reading_init(&reading, (struct str){text, naive.size});
		if (reading.code != ERR_OK) { /* more than 256 parts */
			assert_non_null(strstr(reading.err.msg, "parts"));
			reading_release(&reading);
			continue;
		}
		struct ballot ballot = ballot_from(letters);
		const struct procedure *procedure = &reading.charter.procedure[reading.charter.procedure_count - 1];
		bool actual = test_holds(&reading.charter, procedure->stage[0].transition[0].when, 0, &ballot, NULL);
		if (actual != expected) {
			print_error("run %u: %s on %s: %d\n", run, condition, letters, actual);
			fail();
		}
		held += actual;
		reading_release(&reading);
	}
	/* Both answers occur. */
	assert_in_range(held, runs / 10, runs - runs / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_on_ballots),           cmocka_unit_test(tally_after_meanings),
		cmocka_unit_test(kinds_and_passes),           cmocka_unit_test(sets_of_parties),
		cmocka_unit_test(against_a_second_evaluator),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
