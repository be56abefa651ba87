/* What the words need of the evaluator. Private to this room. The ballots here are complete: as in a tally. */
#ifndef COMITY_CHARTER_EVAL_H
#define COMITY_CHARTER_EVAL_H

#include "charter/charter.h"

struct amount {
	uint64_t number;
	uint32_t denominator;
};
struct amount amount_of(const struct charter *charter, uint32_t node, const struct ballot *ballot);
struct party_set test_set(const struct charter *charter, uint32_t node, const struct ballot *ballot);
bool test_true(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot);
uint32_t test_decider(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot);
/* The rule that a TEST_PASSES asks in a body; NONE when the body decides no such kind. */
uint32_t passes_rule(const struct charter *charter, const struct test *test, uint32_t body);

#endif
