/* Why a condition did not hold, in numbers: "for 3 of 5 members, at least 4 needed". */
#include "charter/words.h"

#include "charter/eval.h"

__extension__ typedef unsigned __int128 wide;

/* " (Armenia, Belarus)", at most eight of them in protocol order. */
static void buf_parties(struct buf *buf, const struct charter *charter, const struct party_set *set)
{
	uint32_t count = party_set_count(set), shown = 0;
	if (count == 0)
		return;
	buf_c(buf, " (");
	for (uint32_t i = 0; i < charter->party_count && shown < 8; i++) {
		uint32_t party = charter->order[i];
		if (!party_set_has(set, party))
			continue;
		buf_c(buf, shown == 0 ? "" : ", ");
		buf_str(buf, charter->party[party].titles.title);
		shown++;
	}
	if (shown < count) {
		buf_c(buf, " and ");
		buf_u64(buf, count - shown);
		buf_c(buf, " more");
	}
	buf_c(buf, ")");
}

/* "at least 4 needed", "none allowed": the right side as a whole number. */
static void buf_needed(struct buf *buf, enum test_op op, struct amount right)
{
	/* total × number / denominator, rounded down: the rest of the total is below 10^9, and so is the number. */
	uint64_t rest = right.total % right.denominator * right.number;
	uint64_t low = right.total / right.denominator * right.number + rest / right.denominator;
	bool exact = rest % right.denominator == 0;
	uint64_t most = op == TEST_LT && exact ? low - (low > 0) : low;
	switch (op) {
	case TEST_GE:
	case TEST_GT:
		buf_c(buf, "at least ");
		buf_u64(buf, op == TEST_GE && exact ? low : low + 1);
		buf_c(buf, " needed");
		break;
	case TEST_LE:
	case TEST_LT:
		if (most != 0) {
			buf_c(buf, "at most ");
			buf_u64(buf, most);
			buf_c(buf, " allowed");
			break;
		}
		buf_c(buf, "none allowed");
		break;
	default:
		if (exact && low == 0) {
			buf_c(buf, "none allowed");
			break;
		}
		buf_c(buf, "exactly ");
		buf_u64(buf, low);
		buf_c(buf, " needed");
	}
}

/* "for 3 of 5 members", "population of for 12 of 20": what there is of how much. */
static void buf_counted(struct buf *buf, const struct charter *charter, const struct test *amount, uint64_t total,
                        const struct ballot *ballot)
{
	const struct party_set *members = &ballot->set[TERM_MEMBERS];
	bool counts = amount->index == NONE;
	uint64_t all;
	if (ballot->numbers != NULL)
		all = ballot->numbers->members;
	else
		all = counts ? party_set_count(members) : weight_of(charter, amount->index, members, ballot->day);
	buf_size(buf, charter, amount);
	buf_c(buf, " ");
	buf_u64(buf, total);
	buf_c(buf, " of ");
	buf_u64(buf, all);
	if (counts)
		buf_c(buf, all == 1 ? " member" : " members");
}

static bool is_members(const struct charter *charter, const struct test *amount)
{
	const struct test *set = &charter->test[amount->a];
	return set->op == SET_TERM && set->index == TERM_MEMBERS;
}

static bool bounds_above(enum test_op op)
{
	return op == TEST_LE || op == TEST_LT;
}

static void buf_why_comparison(struct buf *buf, const struct charter *charter, const struct test *test,
                               const struct ballot *ballot, bool no)
{
	uint32_t a = test->a, b = test->b;
	enum test_op op = test->op;
	if (!test_is(charter, a, AMOUNT_COUNT) && test_is(charter, b, AMOUNT_COUNT)) {
		a = test->b;
		b = test->a;
		op = test_mirrored(op);
	}
	if (!test_is(charter, a, AMOUNT_COUNT)) { /* a share on both sides, or a share and a number */
		buf_c(buf, no ? "it is needed that " : "it is so that ");
		buf_test_within(buf, charter, (uint32_t)(test - charter->test), TEST_OP_MAX);
		return;
	}
	const struct test *left = &charter->test[a], *right = &charter->test[b];
	uint64_t total = amount_of(charter, a, ballot).total;
	struct amount needed = amount_of(charter, b, ballot);
	bool too_many = (wide)total * needed.denominator > (wide)needed.total * needed.number;
	buf_counted(buf, charter, left, total, ballot);
	if (no && !ballot->nameless && (bounds_above(op) || (op == TEST_EQ && too_many))) {
		struct party_set set = test_set(charter, left->a, ballot);
		buf_parties(buf, charter, &set); /* who should not be there */
	}
	buf_c(buf, ", ");
	buf_needed(buf, op, needed);
	if (right->op != AMOUNT_INT && !is_members(charter, right)) {
		buf_c(buf, " (");
		buf_size(buf, charter, right);
		buf_c(buf, " ");
		buf_u64(buf, needed.total);
		buf_c(buf, ")");
	}
}

static void buf_why(struct buf *buf, const struct charter *charter, uint32_t node, const struct ballot *ballot)
{
	const struct test *test = &charter->test[node];
	struct tally tally;
	switch (test->op) {
	case TEST_AND:
		buf_why(buf, charter, test_decider(charter, node, NONE, ballot), ballot);
		break;
	case TEST_OR:
		buf_c(buf, "neither: ");
		buf_why(buf, charter, test->a, ballot);
		buf_c(buf, "; nor: ");
		buf_why(buf, charter, test->b, ballot);
		break;
	case TEST_NOT:
		buf_c(buf, "it must not be so that ");
		buf_test_within(buf, charter, test->a, TEST_NOT);
		break;
	case TEST_PASSES:
		if (test->index == NONE) {
			buf_c(buf, "the body's rule for ");
			buf_kind_asked(buf, test);
			buf_c(buf, " is not met");
			break;
		}
		tally = rule_apply(charter, test->index, ballot);
		if (tally.failed != NONE)
			buf_why(buf, charter, tally.failed, &tally.ballot);
		break;
	default:
		buf_why_comparison(buf, charter, test, ballot, /* no= */ true);
	}
}

void buf_test_why(struct buf *buf, const struct charter *charter, uint32_t test, const struct ballot *ballot)
{
	if (test != NONE)
		buf_why(buf, charter, test, ballot);
}

/* What was counted by the tests that made it a yes. */
static void buf_how(struct buf *buf, const struct charter *charter, uint32_t node, const struct ballot *ballot)
{
	const struct test *test = &charter->test[node];
	switch (test->op) {
	case TEST_AND:
		buf_how(buf, charter, test->a, ballot);
		buf_c(buf, "; ");
		buf_how(buf, charter, test->b, ballot);
		break;
	case TEST_OR:
		buf_how(buf, charter, test_true(charter, test->a, NONE, ballot) ? test->a : test->b, ballot);
		break;
	case TEST_NOT:
		buf_c(buf, "it is not so that ");
		buf_test_within(buf, charter, test->a, TEST_NOT);
		break;
	default: /* a rule asks no other rule */
		buf_why_comparison(buf, charter, test, ballot, /* no= */ false);
	}
}

void buf_tally_why(struct buf *buf, const struct charter *charter, const struct tally *tally)
{
	if (tally->adopted)
		buf_how(buf, charter, charter->rule[tally->rule].test, &tally->ballot);
	else
		buf_test_why(buf, charter, tally->failed, &tally->ballot);
}
