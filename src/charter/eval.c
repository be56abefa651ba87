/* Rules and conditions applied to a ballot: exact integers, no rounding, no state.
 *
 * Every set is first cut to the members: what a party outside the electorate says does not count. An amount is a
 * fraction number × count / denominator; two are compared by cross-multiplication, where a number is at most 10^9 and a
 * count at most LIMIT_PARTIES, so that a product of three needs more than 64 bits and never more than 128.
 */
#include "charter/eval.h"

__extension__ typedef unsigned __int128 wide;

/* ---- Sets ------------------------------------------------------------------------------------------------ */

uint32_t party_set_count(const struct party_set *set)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		for (uint64_t word = set->word[i]; word != 0; word &= word - 1)
			count++;
	return count;
}

uint32_t party_set_next(const struct party_set *set, uint32_t from)
{
	for (uint32_t party = from; party < LIMIT_PARTIES; party++) {
		if (set->word[party / 64] >> (party % 64) == 0)
			party |= 63; /* the rest of the word is empty */
		else if (party_set_has(set, party))
			return party;
	}
	return NONE;
}

static struct party_set both(const struct party_set *a, const struct party_set *b)
{
	struct party_set set;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set.word[i] = a->word[i] & b->word[i];
	return set;
}

static struct party_set either(const struct party_set *a, const struct party_set *b)
{
	struct party_set set;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set.word[i] = a->word[i] | b->word[i];
	return set;
}

static struct party_set without(const struct party_set *a, const struct party_set *b)
{
	struct party_set set;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set.word[i] = a->word[i] & ~b->word[i];
	return set;
}

/* The set of a SET_ node, always among the members. */
struct party_set test_set(const struct charter *charter, uint32_t node, const struct ballot *ballot)
{
	const struct test *test = &charter->test[node];
	struct party_set set, a, b;
	switch (test->op) {
	case SET_IN:
	case SET_WITHOUT:
		a = test_set(charter, test->a, ballot);
		b = test_set(charter, test->b, ballot);
		return test->op == SET_IN ? both(&a, &b) : without(&a, &b);
	case SET_NAMED:
		return both(&charter->set[test->index].parties, &ballot->set[TERM_MEMBERS]);
	default:
		set = ballot->set[test->index];
		return both(&set, &ballot->set[TERM_MEMBERS]);
	}
}

/* ---- Ballots --------------------------------------------------------------------------------------------- */

/* Cut to the members, and what follows from the rest. Doing it again changes nothing. */
static struct ballot complete(const struct ballot *raw)
{
	const struct party_set *members = &raw->set[TERM_MEMBERS];
	struct ballot ballot;
	for (uint32_t term = 0; term < TERM_MAX; term++)
		ballot.set[term] = both(&raw->set[term], members);
	/* Position object is one set under two names, until a rule's meanings part them. */
	ballot.set[TERM_OBJECTIONS] = either(&ballot.set[TERM_OBJECTIONS], &ballot.set[TERM_AGAINST]);
	ballot.set[TERM_AGAINST] = ballot.set[TERM_OBJECTIONS];
	ballot.set[TERM_ABSENT] = without(members, &ballot.set[TERM_PRESENT]);
	ballot.set[TERM_VOTING] = either(&ballot.set[TERM_FOR], &ballot.set[TERM_AGAINST]);
	ballot.set[TERM_SUPPORTERS] = ballot.set[TERM_FOR];
	return ballot;
}

static void add(struct ballot *ballot, enum term to, enum term from)
{
	ballot->set[to] = either(&ballot->set[to], &ballot->set[from]);
}

static void apply_meanings(struct ballot *ballot, const struct rule *rule)
{
	/* "absence objecting": who is absent objects, but has not voted. "absence against": has voted against. */
	if (rule->absence == ABSENCE_OBJECTING || rule->absence == ABSENCE_AGAINST)
		add(ballot, TERM_OBJECTIONS, TERM_ABSENT);
	if (rule->absence == ABSENCE_AGAINST)
		add(ballot, TERM_AGAINST, TERM_ABSENT);
	/* "abstention against": counts among the votes against. */
	if (rule->abstention == ABSTENTION_AGAINST)
		add(ballot, TERM_AGAINST, TERM_ABSTAIN);
	/* "hold blocks": counts as an objection. */
	if (rule->hold_blocks)
		add(ballot, TERM_OBJECTIONS, TERM_HOLDS);
	ballot->set[TERM_VOTING] = either(&ballot->set[TERM_FOR], &ballot->set[TERM_AGAINST]);
}

/* ---- Conditions ------------------------------------------------------------------------------------------ */

struct amount amount_of(const struct charter *charter, uint32_t node, const struct ballot *ballot)
{
	const struct test *test = &charter->test[node];
	struct party_set set;
	switch (test->op) {
	case AMOUNT_COUNT:
		set = test_set(charter, test->a, ballot);
		return (struct amount){party_set_count(&set), 1};
	case AMOUNT_FRACTION:
		set = test_set(charter, test->a, ballot);
		return (struct amount){(uint64_t)test->number * party_set_count(&set), test->denominator};
	default: /* AMOUNT_INT */
		return (struct amount){test->number, 1};
	}
}

static bool compare(enum test_op op, struct amount left, struct amount right)
{
	wide a = (wide)left.number * right.denominator;
	wide b = (wide)right.number * left.denominator;
	switch (op) {
	case TEST_LT:
		return a < b;
	case TEST_LE:
		return a <= b;
	case TEST_GT:
		return a > b;
	case TEST_GE:
		return a >= b;
	default:
		return a == b; /* TEST_EQ */
	}
}

uint32_t passes_rule(const struct charter *charter, const struct test *test, uint32_t body)
{
	return test->index != NONE ? test->index : body_rule(charter, body, test->kind);
}

static bool holds(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot,
                  uint32_t *rule)
{
	const struct test *test = &charter->test[node];
	uint32_t asked;
	switch (test->op) {
	case TEST_AND:
		return holds(charter, test->a, body, ballot, rule) && holds(charter, test->b, body, ballot, rule);
	case TEST_OR:
		return holds(charter, test->a, body, ballot, rule) || holds(charter, test->b, body, ballot, rule);
	case TEST_NOT:
		return !holds(charter, test->a, body, ballot, rule);
	case TEST_PASSES:
		asked = passes_rule(charter, test, body);
		if (asked == NONE)
			return false; /* a kind that the body does not decide */
		*rule = asked;
		return rule_apply(charter, asked, ballot).adopted;
	default:
		return compare(test->op, amount_of(charter, test->a, ballot), amount_of(charter, test->b, ballot));
	}
}

/* The outermost test that decided a no: the first of an `and` that did not hold, down to one that is no `and`. */
uint32_t test_decider(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot)
{
	uint32_t ignored = NONE;
	while (charter->test[node].op == TEST_AND) {
		const struct test *test = &charter->test[node];
		node = holds(charter, test->a, body, ballot, &ignored) ? test->b : test->a;
	}
	return node;
}

bool test_true(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot)
{
	uint32_t ignored = NONE;
	return holds(charter, node, body, ballot, &ignored);
}

struct tally rule_apply(const struct charter *charter, uint32_t rule, const struct ballot *ballot)
{
	const struct rule *applied = &charter->rule[rule];
	struct tally tally = {.rule = rule, .ballot = complete(ballot), .failed = NONE};
	apply_meanings(&tally.ballot, applied);
	tally.adopted = test_true(charter, applied->adopted_when, NONE, &tally.ballot);
	if (!tally.adopted)
		tally.failed = test_decider(charter, applied->adopted_when, NONE, &tally.ballot);
	return tally;
}

bool test_holds(const struct charter *charter, uint32_t test, uint32_t body, const struct ballot *ballot,
                uint32_t *ret_rule)
{
	struct ballot whole = complete(ballot);
	uint32_t rule = NONE;
	bool result = test == NONE || holds(charter, test, body, &whole, &rule);
	if (ret_rule != NULL)
		*ret_rule = rule;
	return result;
}

uint32_t body_rule(const struct charter *charter, uint32_t body, struct str kind)
{
	uint32_t fallback = NONE;
	if (body == NONE)
		return NONE;
	const struct body *of = &charter->body[body];
	for (uint32_t i = 0; i < of->decides_count; i++) {
		if (str_eq(of->decides[i].kind, kind))
			return of->decides[i].rule;
		if (str_eq(of->decides[i].kind, STR("any")))
			fallback = of->decides[i].rule;
	}
	return fallback;
}
