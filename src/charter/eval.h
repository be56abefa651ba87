/* What the words need of the evaluator. Private to this room. The ballots here are complete: as in a tally. */
#ifndef COMITY_CHARTER_EVAL_H
#define COMITY_CHARTER_EVAL_H

#include "charter/charter.h"

/* number / denominator of a total: number at most 10^9 (1 of 1 for a whole), total at most 2^62. */
struct amount {
	uint64_t total;
	uint32_t number, denominator;
};
/* counts.c: the count of a SET_ node of a ballot of numbers. */
uint64_t numbers_count(const struct charter *charter, const struct numbers *numbers, uint32_t node);
/* A ballot as a rule counts it, NONE: as a condition of its own does. */
struct ballot ballot_counted(const struct charter *charter, uint32_t rule, const struct ballot *raw);
struct amount amount_of(const struct charter *charter, uint32_t node, const struct ballot *ballot);
struct party_set test_set(const struct charter *charter, uint32_t node, const struct ballot *ballot);
bool test_true(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot);
/* Adopted, failing and failed, by the rule and the ballot that stand in the tally. */
void tally_judge(const struct charter *charter, struct tally *tally);
uint32_t test_decider(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot);
bool passes_own_kind(const struct test *test);
/* The rule that a TEST_PASSES asks in a body; NONE when the body decides no such kind. */
uint32_t passes_rule(const struct charter *charter, const struct test *test, uint32_t body,
                     const struct ballot *ballot);

#endif
