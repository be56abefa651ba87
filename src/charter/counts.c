/* Rules judged by numbers alone: a secret ballot, a table of results.
 *
 * Numbers say how many voted for, against, abstained or were absent, and of those against how many had a veto. A rule
 * can be judged by them when every set that it counts is made of whole groups of these; one named set may single out
 * votes against ("against in permanent"): they are the vetoes. It cannot be when it asks who voted in some other way,
 * weighs parties, or counts what numbers do not say (reservations, holds, who is concerned).
 *
 * How it is told: the members fall into eight cells, four groups times inside or outside the one named set; a set is a
 * mask of cells. Of each group its total is known; of one group, those against, both cells. Of the three others the
 * cell inside is unknown, and only the sum of all inside is given by the charter: the count of a mask is known exactly
 * when inside and outside differ alike in those three.
 *
 * So a vote can be judged without any set (numbers_judge). Where a ballot is wanted, counts_ballot makes one: it gives
 * the groups to members of its own choice, and a rule that passed the check cannot tell one choice from another.
 */
#include "charter/eval.h"
#include "charter/words.h"

enum group { GROUP_FOR, GROUP_AGAINST, GROUP_ABSTAIN, GROUP_ABSENT, GROUP_MAX };
#define INSIDE(group) (1u << (2 * (group)))
#define OUTSIDE(group) (2u << (2 * (group)))
#define WHOLE(group) (INSIDE(group) | OUTSIDE(group))
#define ALL_INSIDE 0x55u
#define EVERYBODY 0xffu

struct masking {
	const struct charter *charter;
	const struct rule *rule;
	uint32_t veto_set; /* the one named set; NONE until one is met */
	uint32_t asks;     /* the node that asks for more than numbers; NONE */
};

static unsigned against_mask(const struct rule *rule)
{
	unsigned mask = WHOLE(GROUP_AGAINST);
	if (rule->absence == ABSENCE_AGAINST)
		mask |= WHOLE(GROUP_ABSENT);
	if (rule->abstention == ABSTENTION_AGAINST)
		mask |= WHOLE(GROUP_ABSTAIN);
	return mask;
}

static unsigned objections_mask(const struct rule *rule)
{
	bool absent = rule->absence == ABSENCE_OBJECTING || rule->absence == ABSENCE_AGAINST;
	return WHOLE(GROUP_AGAINST) | (absent ? WHOLE(GROUP_ABSENT) : 0);
}

static unsigned term_mask(struct masking *masking, uint32_t node, enum term term)
{
	switch (term) {
	case TERM_MEMBERS:
	case TERM_PARTICIPATING:
		return EVERYBODY;
	case TERM_PRESENT:
		return EVERYBODY & ~WHOLE(GROUP_ABSENT);
	case TERM_ABSENT:
	case TERM_SILENT:
		return WHOLE(GROUP_ABSENT);
	case TERM_FOR:
	case TERM_SUPPORTERS:
		return WHOLE(GROUP_FOR);
	case TERM_AGAINST:
		return against_mask(masking->rule);
	case TERM_ABSTAIN:
		return WHOLE(GROUP_ABSTAIN);
	case TERM_VOTING:
		return WHOLE(GROUP_FOR) | against_mask(masking->rule);
	case TERM_OBJECTIONS:
		return objections_mask(masking->rule);
	default:
		masking->asks = node;
		return 0;
	}
}

static unsigned set_mask(struct masking *masking, uint32_t node)
{
	const struct test *test = &masking->charter->test[node];
	unsigned a, b;
	switch (test->op) {
	case SET_IN:
	case SET_WITHOUT:
		a = set_mask(masking, test->a);
		b = set_mask(masking, test->b);
		return test->op == SET_IN ? a & b : a & ~b;
	case SET_NAMED:
		if (masking->veto_set == NONE)
			masking->veto_set = test->index;
		else if (masking->veto_set != test->index)
			masking->asks = node;
		return ALL_INSIDE;
	default:
		return term_mask(masking, node, (enum term)test->index);
	}
}

/* +1, 0 or -1 for inside without outside, both or neither, outside without inside. */
static int lean(unsigned mask, enum group group)
{
	return ((mask & INSIDE(group)) != 0) - ((mask & OUTSIDE(group)) != 0);
}

static void check_amount(struct masking *masking, uint32_t node)
{
	const struct test *test = &masking->charter->test[node];
	if (test->op == AMOUNT_INT)
		return;
	if (test->index != NONE) {
		masking->asks = node;
		return;
	}
	unsigned mask = set_mask(masking, test->a);
	if (lean(mask, GROUP_FOR) != lean(mask, GROUP_ABSTAIN) || lean(mask, GROUP_FOR) != lean(mask, GROUP_ABSENT))
		masking->asks = test->a;
}

static void check_test(struct masking *masking, uint32_t node)
{
	const struct test *test = &masking->charter->test[node];
	if (masking->asks != NONE)
		return;
	switch (test->op) {
	case TEST_AND:
	case TEST_OR:
		check_test(masking, test->a);
		check_test(masking, test->b);
		break;
	case TEST_NOT:
		check_test(masking, test->a);
		break;
	default: /* a comparison: a rule asks no other rule */
		check_amount(masking, test->a);
		if (masking->asks == NONE)
			check_amount(masking, test->b);
	}
}

bool rule_counts(const struct charter *charter, uint32_t rule, uint32_t *ret_veto_set, uint32_t *ret_asks)
{
	struct masking masking = {.charter = charter, .rule = &charter->rule[rule], .veto_set = NONE, .asks = NONE};
	check_test(&masking, masking.rule->test);
	*ret_veto_set = masking.veto_set;
	*ret_asks = masking.asks;
	return masking.asks == NONE;
}

void buf_asks(struct buf *buf, const struct charter *charter, uint32_t node)
{
	const struct test *test = &charter->test[node];
	if (test->op == AMOUNT_COUNT || test->op == AMOUNT_FRACTION)
		buf_size(buf, charter, test);
	else
		buf_source(buf, charter, node);
}

/* ---- Ballots --------------------------------------------------------------------------------------------- */

/* Move the first `count` parties of a set to another; there must be so many. */
static void move_some(struct party_set *from, struct party_set *to, uint32_t count)
{
	for (uint32_t i = 0; count > 0; i++) {
		uint64_t word = from->word[i], kept = word;
		for (; count > 0 && kept != 0; count--)
			kept &= kept - 1;
		from->word[i] = kept;
		to->word[i] |= word & ~kept;
	}
}

enum counts_fault numbers_check(const struct numbers *numbers)
{
	const struct counts *counts = &numbers->counts;
	uint64_t sum = (uint64_t)counts->votes_for + counts->against + counts->abstain + counts->absent;
	if (counts->veto > counts->against)
		return COUNTS_VETO_MORE;
	if (sum > numbers->members)
		return COUNTS_MORE;
	if (sum < numbers->members)
		return COUNTS_FEWER;
	if (counts->veto > (numbers->has_veto ? numbers->inside : 0))
		return COUNTS_VETO_HOLDERS;
	if (numbers->has_veto && counts->against - counts->veto > numbers->members - numbers->inside)
		return COUNTS_VETO_FEWER;
	return COUNTS_RIGHT;
}

enum counts_fault counts_ballot(const struct party_set *members, const struct party_set *veto_set,
                                const struct counts *counts, struct ballot *ret)
{
	struct party_set inside = {{0}}, outside = *members;
	for (uint32_t i = 0; veto_set != NULL && i < PARTY_WORDS; i++) {
		inside.word[i] = members->word[i] & veto_set->word[i];
		outside.word[i] &= ~veto_set->word[i];
	}
	struct numbers numbers = {.has_veto = veto_set != NULL, .inside = party_set_count(&inside), .counts = *counts};
	numbers.members = numbers.inside + party_set_count(&outside);
	enum counts_fault fault = numbers_check(&numbers);
	if (fault != COUNTS_RIGHT)
		return fault;
	*ret = (struct ballot){.nameless = true, .set[TERM_MEMBERS] = *members, .set[TERM_PARTICIPATING] = *members};
	struct party_set *set = ret->set;
	uint32_t vetoes = veto_set == NULL ? 0 : counts->veto;
	move_some(&inside, &set[TERM_AGAINST], vetoes);
	move_some(&outside, &set[TERM_AGAINST], counts->against - vetoes);
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		outside.word[i] |= inside.word[i];
	move_some(&outside, &set[TERM_FOR], counts->votes_for);
	move_some(&outside, &set[TERM_ABSTAIN], counts->abstain);
	set[TERM_SILENT] = outside; /* who is left is absent */
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set[TERM_PRESENT].word[i] = members->word[i] & ~outside.word[i];
	return COUNTS_RIGHT;
}

const char *const counts_fault_words[COUNTS_MAX] = {
	[COUNTS_RIGHT] = "",
	[COUNTS_MORE] = "more positions than members",
	[COUNTS_FEWER] = "fewer positions than members",
	[COUNTS_VETO_MORE] = "more vetoes than votes against",
	[COUNTS_VETO_HOLDERS] = "more vetoes than members that have one",
	[COUNTS_VETO_FEWER] = "too few vetoes: more votes against without one than there are members without one",
};

/* ---- Without sets ----------------------------------------------------------------------------------------- */

uint64_t numbers_count(const struct charter *charter, const struct numbers *numbers, uint32_t node)
{
	const struct counts *counts = &numbers->counts;
	struct masking masking = {
		.charter = charter, .rule = &charter->rule[numbers->rule], .veto_set = NONE, .asks = NONE};
	unsigned mask = set_mask(&masking, node);
	uint64_t count = 0;
	if ((mask & INSIDE(GROUP_AGAINST)) != 0)
		count += counts->veto;
	if ((mask & OUTSIDE(GROUP_AGAINST)) != 0)
		count += counts->against - counts->veto;
	switch (lean(mask, GROUP_FOR)) { /* as in the two other groups */
	case 1:                          /* all inside but those against */
		return count + numbers->inside - counts->veto;
	case -1:
		return count + (numbers->members - numbers->inside) - (counts->against - counts->veto);
	default:
		count += (mask & INSIDE(GROUP_FOR)) != 0 ? counts->votes_for : 0;
		count += (mask & INSIDE(GROUP_ABSTAIN)) != 0 ? counts->abstain : 0;
		return count + ((mask & INSIDE(GROUP_ABSENT)) != 0 ? counts->absent : 0);
	}
}

void numbers_judge(const struct charter *charter, const struct numbers *numbers, struct tally *ret)
{
	ret->rule = numbers->rule;
	ret->ballot.nameless = true;
	ret->ballot.numbers = numbers;
	tally_judge(charter, ret);
}
