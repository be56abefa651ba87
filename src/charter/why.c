/* Why a condition did not hold, in numbers: "for 3 of 5 members, at least 4 needed". */
#include "charter/words.h"

#include "charter/eval.h"

/* The set as the charter writes it: "against in permanent". */
static void buf_source(struct buf *buf, const struct charter *charter, uint32_t node)
{
	const struct test *test = &charter->test[node];
	if (test->op == SET_TERM) {
		buf_str(buf, term_name[test->index]);
	} else if (test->op == SET_NAMED) {
		buf_str(buf, charter->set[test->index].titles.name);
	} else {
		buf_source(buf, charter, test->a);
		buf_c(buf, test->op == SET_IN ? " in " : " without ");
		buf_source(buf, charter, test->b);
	}
}

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

/* "at least 4 needed", "none allowed": the right side as a whole number of parties. */
static void buf_needed(struct buf *buf, enum test_op op, struct amount right)
{
	uint64_t low = right.number / right.denominator; /* rounded down */
	bool exact = right.number % right.denominator == 0;
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

static void buf_why_comparison(struct buf *buf, const struct charter *charter, const struct test *test,
                               const struct ballot *ballot)
{
	uint32_t a = test->a, b = test->b;
	enum test_op op = test->op;
	if (!test_is(charter, a, AMOUNT_COUNT) && test_is(charter, b, AMOUNT_COUNT)) {
		a = test->b;
		b = test->a;
		op = test_mirrored(op);
	}
	if (!test_is(charter, a, AMOUNT_COUNT)) { /* a share on both sides, or a share and a number */
		buf_c(buf, "it is needed that ");
		buf_test_within(buf, charter, (uint32_t)(test - charter->test), TEST_OP_MAX);
		return;
	}
	const struct test *left = &charter->test[a], *right = &charter->test[b];
	struct party_set set = test_set(charter, left->a, ballot);
	uint32_t members = party_set_count(&ballot->set[TERM_MEMBERS]);
	buf_source(buf, charter, left->a);
	buf_c(buf, " ");
	buf_u64(buf, party_set_count(&set));
	buf_c(buf, " of ");
	buf_u64(buf, members);
	buf_c(buf, members == 1 ? " member" : " members");
	struct amount needed = amount_of(charter, b, ballot);
	bool too_many = (uint64_t)party_set_count(&set) * needed.denominator > needed.number;
	if (op == TEST_LE || op == TEST_LT || (op == TEST_EQ && too_many))
		buf_parties(buf, charter, &set); /* who should not be there */
	buf_c(buf, ", ");
	buf_needed(buf, op, needed);
	bool members_only = right->op == AMOUNT_COUNT && charter->test[right->a].op == SET_TERM &&
	                    charter->test[right->a].index == TERM_MEMBERS;
	if (right->op == AMOUNT_COUNT && !members_only) {
		struct party_set other = test_set(charter, right->a, ballot);
		buf_c(buf, " (");
		buf_source(buf, charter, right->a);
		buf_c(buf, " ");
		buf_u64(buf, party_set_count(&other));
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
			buf_str(buf, str_eq(test->kind, STR("any")) ? STR("everything else") : test->kind);
			buf_c(buf, " is not met");
			break;
		}
		tally = rule_apply(charter, test->index, ballot);
		if (tally.failed != NONE)
			buf_why(buf, charter, tally.failed, &tally.ballot);
		break;
	default:
		buf_why_comparison(buf, charter, test, ballot);
	}
}

void buf_test_why(struct buf *buf, const struct charter *charter, uint32_t test, const struct ballot *ballot)
{
	if (test != NONE)
		buf_why(buf, charter, test, ballot);
}
