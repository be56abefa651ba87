/* A condition as inequalities over what each member does (meaning.h). */
#include "charter/meaning.h"
#include "charter/reader.h"

#include <string.h>

/* ---- What a member can do ------------------------------------------------------------------------------------ */

static void find_term(void *context, const struct test *node)
{
	uint32_t *terms = context;
	if (node->op == SET_TERM)
		*terms |= UINT32_C(1) << node->index;
}
_Static_assert(TERM_MAX <= 32, "a term is a bit");

/* What a member may be, beside what it does. */
static unsigned asked_of(const struct question *question, struct meaning *meaning)
{
	const struct charter *charter = question->charter;
	uint32_t terms = 0;
	unsigned is = 0;
	for (uint32_t i = 0; i < meaning->leaf_count; i++) {
		const struct leaf *leaf = &meaning->leaf[i];
		test_visit(charter, leaf->node, find_term, &terms);
		if (leaf->rule != NONE && charter->rule[leaf->rule].concerned != CONCERNED_COUNTS)
			is |= IS_CONCERNED;
	}
	is |= (terms >> TERM_CONCERNED & 1) != 0 ? IS_CONCERNED : 0;
	is |= (terms >> TERM_IN_ARREARS & 1) != 0 ? IS_IN_ARREARS : 0;
	is |= (terms >> TERM_PARTICIPATING & 1) != 0 ? IS_OUTSIDE : 0;
	is |= (terms >> TERM_REQUESTERS & 1) != 0 ? IS_REQUESTER : 0;
	/* There is one author, and who is suspended is no member. */
	meaning->loose = (terms >> TERM_AUTHOR & 1) != 0 || (terms >> TERM_SUSPENDED & 1) != 0 ||
	                 (terms >> TERM_DEPOSITS & 1) != 0;
	return is;
}

static void list_actions(struct meaning *meaning, unsigned conducts, unsigned asked)
{
	uint32_t at[CONDUCT_MAX];
	for (unsigned is = 0; is < 16; is++) {
		if ((is & ~asked) != 0)
			continue;
		for (uint32_t conduct = 0; conduct < CONDUCT_MAX; conduct++) {
			at[conduct] = NONE;
			if ((conducts >> conduct & 1) == 0)
				continue;
			at[conduct] = meaning->action_count;
			meaning->action[meaning->action_count] = (struct action){
				.conduct = (enum conduct)conduct,
				.is = is,
				.mirror = meaning->action_count,
				.support = NONE,
			};
			meaning->action_count++;
		}
		for (uint32_t i = 0; i < meaning->action_count; i++)
			if (meaning->action[i].is == is)
				meaning->action[i].support = at[VOTES_FOR];
		if (at[VOTES_FOR] != NONE && at[VOTES_AGAINST] != NONE) {
			meaning->action[at[VOTES_FOR]].mirror = at[VOTES_AGAINST];
			meaning->action[at[VOTES_AGAINST]].mirror = at[VOTES_FOR];
		}
	}
}

/* A ballot on which all members do the same. */
static struct ballot ballot_of_all(const struct question *question, const struct action *action)
{
	static const enum term term[CONDUCT_MAX] = {
		[VOTES_FOR] = TERM_FOR,         [VOTES_AGAINST] = TERM_AGAINST,
		[ABSTAINS] = TERM_ABSTAIN,      [CONSTRUCTIVE] = TERM_CONSTRUCTIVE,
		[RESERVES] = TERM_RESERVATIONS, [HOLDS_UP] = TERM_HOLDS,
		[DISINTERESTED] = TERM_MAX,     [KEEPS_SILENT] = TERM_SILENT,
		[STAYS_AWAY] = TERM_SILENT,     [OBJECTS_AWAY] = TERM_AGAINST,
		[HOLDS_AWAY] = TERM_HOLDS,      [RECUSES] = TERM_MAX,
	};
	struct ballot ballot = {.day = question->day, .instruments = UINT64_MAX, .kind = question->kind};
	enum conduct conduct = action->conduct;
	if (conduct == RECUSES)
		return ballot;
	ballot.set[TERM_MEMBERS] = question->members;
	if (term[conduct] != TERM_MAX)
		ballot.set[term[conduct]] = question->members;
	if (conduct != STAYS_AWAY && conduct != OBJECTS_AWAY && conduct != HOLDS_AWAY)
		ballot.set[TERM_PRESENT] = question->members;
	if ((action->is & IS_CONCERNED) != 0)
		ballot.set[TERM_CONCERNED] = question->members;
	if ((action->is & IS_IN_ARREARS) != 0)
		ballot.set[TERM_IN_ARREARS] = question->members;
	if ((action->is & IS_REQUESTER) != 0)
		ballot.set[TERM_REQUESTERS] = question->members;
	if ((action->is & IS_OUTSIDE) == 0)
		ballot.set[TERM_PARTICIPATING] = question->members;
	return ballot;
}

/* ---- The condition as a tree --------------------------------------------------------------------------------- */

struct builder {
	const struct question *question;
	struct meaning *meaning;
	struct ballot versions; /* says which version of a rule holds */
};

static uint32_t add_branch(struct meaning *meaning, enum branch_kind kind, uint32_t a, uint32_t b)
{
	if (meaning->branch_count == MEANING_NODES) {
		meaning->too_large = true;
		return 0;
	}
	meaning->branch[meaning->branch_count] = (struct branch){kind, a, b};
	return meaning->branch_count++;
}

/* sign × (left - right) + add ≥ 0 */
static uint32_t add_leaf(struct builder *builder, uint32_t node, uint32_t rule, int sign, int add)
{
	struct meaning *meaning = builder->meaning;
	if (meaning->leaf_count == MEANING_LEAVES) {
		meaning->too_large = true;
		return 0;
	}
	meaning->leaf[meaning->leaf_count] = (struct leaf){node, rule, sign, add};
	return add_branch(meaning, BRANCH_LEAF, meaning->leaf_count++, 0);
}

/* A comparison, or its opposite, in inequalities; whole numbers: more than nothing is at least one. */
static uint32_t build_comparison(struct builder *builder, uint32_t node, uint32_t rule, bool denied)
{
	enum test_op op = builder->question->charter->test[node].op;
	if (op == TEST_EQ) {
		uint32_t a = add_leaf(builder, node, rule, 1, denied ? -1 : 0);
		uint32_t b = add_leaf(builder, node, rule, -1, denied ? -1 : 0);
		return add_branch(builder->meaning, denied ? BRANCH_OR : BRANCH_AND, a, b);
	}
	bool more = op == TEST_GT || op == TEST_GE, strict = op == TEST_GT || op == TEST_LT;
	more ^= denied;
	strict ^= denied;
	return add_leaf(builder, node, rule, more ? 1 : -1, strict ? -1 : 0);
}

static uint32_t build(struct builder *builder, uint32_t node, uint32_t rule, bool denied)
{
	const struct charter *charter = builder->question->charter;
	const struct test *test = &charter->test[node];
	struct meaning *meaning = builder->meaning;
	uint32_t a, b, asked;
	if (meaning->too_large)
		return 0;
	switch (test->op) {
	case TEST_AND:
	case TEST_OR:
		a = build(builder, test->a, rule, denied);
		b = build(builder, test->b, rule, denied);
		return add_branch(meaning, (test->op == TEST_AND) != denied ? BRANCH_AND : BRANCH_OR, a, b);
	case TEST_NOT:
		return build(builder, test->a, rule, !denied);
	case TEST_PASSES:
		asked = passes_rule(charter, test, builder->question->body, &builder->versions);
		/* No version holds on this day: the last one stated. */
		if (asked == NONE && builder->question->body != NONE)
			asked = body_rule(charter, builder->question->body,
			                  passes_own_kind(test) ? builder->question->kind : test->kind);
		if (asked == NONE)
			return add_branch(meaning, denied ? BRANCH_TRUE : BRANCH_FALSE, NONE, NONE);
		return build(builder, charter->rule[asked].test, asked, denied);
	default:
		return build_comparison(builder, node, rule, denied);
	}
}

/* The same tree for the opposite, over the same leaves. */
static uint32_t deny(struct meaning *meaning, uint32_t index)
{
	static const enum branch_kind opposite[] = {
		[BRANCH_TRUE] = BRANCH_FALSE, [BRANCH_FALSE] = BRANCH_TRUE, [BRANCH_LEAF] = BRANCH_LEAF,
		[BRANCH_AND] = BRANCH_OR,     [BRANCH_OR] = BRANCH_AND,
	};
	struct branch of = meaning->branch[index];
	if (meaning->too_large)
		return 0;
	if (of.kind == BRANCH_AND || of.kind == BRANCH_OR) {
		of.a = deny(meaning, of.a);
		of.b = deny(meaning, of.b);
	} else if (of.kind == BRANCH_LEAF) {
		of.b ^= 1;
	}
	return add_branch(meaning, opposite[of.kind], of.a, of.b);
}

/* ---- Gains --------------------------------------------------------------------------------------------------- */

/* One side of a comparison: whom it counts under each action, and how much each of them. */
struct side {
	bool number;
	uint32_t weight;          /* or NONE */
	uint32_t set;             /* node */
	whole factor;             /* of this side, brought to the common denominator */
	uint64_t amount;          /* of a number */
	struct party_set *counts; /* by action */
};

static struct side side_of(const struct charter *charter, uint32_t node, uint32_t other)
{
	const struct test *test = &charter->test[node], *over = &charter->test[other];
	struct side side = {.number = test->op == AMOUNT_INT, .weight = NONE, .factor = 1};
	if (side.number) {
		side.amount = test->number;
	} else {
		side.set = test->a;
		side.weight = test->index;
	}
	if (test->op == AMOUNT_FRACTION)
		side.factor *= (whole)test->number;
	if (over->op == AMOUNT_FRACTION)
		side.factor *= over->denominator;
	return side;
}

/* Each group becomes two where the set parts it. */
static void split(struct meaning *meaning, const struct party_set *set)
{
	uint32_t count = meaning->group_count;
	for (uint32_t i = 0; i < count; i++) {
		struct party_set in, out;
		uint64_t any_in = 0, any_out = 0;
		for (uint32_t w = 0; w < PARTY_WORDS; w++) {
			any_in |= in.word[w] = meaning->group[i].word[w] & set->word[w];
			any_out |= out.word[w] = meaning->group[i].word[w] & ~set->word[w];
		}
		if (any_in == 0 || any_out == 0)
			continue;
		meaning->group[i] = in;
		meaning->group[meaning->group_count++] = out;
	}
}

static uint64_t value_of(const struct charter *charter, uint32_t weight, uint32_t party, int32_t day)
{
	struct party_set one = {{0}};
	if (weight == NONE)
		return 1;
	party_set_add(&one, party);
	return weight_of(charter, weight, &one, day);
}

static void split_by_weight(const struct question *question, struct meaning *meaning, uint32_t weight)
{
	uint64_t value[LIMIT_PARTIES];
	for (uint32_t p = party_set_next(&question->members, 0); p != NONE; p = party_set_next(&question->members, p + 1))
		value[p] = value_of(question->charter, weight, p, question->day);
	/* What is left over of a group is looked at again, at its place behind. */
	for (uint32_t i = 0; i < meaning->group_count; i++) {
		struct party_set equal = {{0}}, rest = {{0}};
		uint32_t first = party_set_next(&meaning->group[i], 0);
		bool all = true;
		for (uint32_t p = first; p != NONE; p = party_set_next(&meaning->group[i], p + 1)) {
			party_set_add(value[p] == value[first] ? &equal : &rest, p);
			all &= value[p] == value[first];
		}
		if (all)
			continue;
		meaning->group[i] = equal;
		meaning->group[meaning->group_count++] = rest;
	}
}

/* Whom each side of each leaf counts under each action; the groups that follow. */
static bool find_sides(const struct question *question, struct meaning *meaning, struct side *sides,
                       struct arena *arena)
{
	uint64_t weights = 0;
	for (uint32_t i = 0; i < 2 * meaning->leaf_count; i++) {
		const struct test *test = &question->charter->test[meaning->leaf[i / 2].node];
		sides[i] = side_of(question->charter, i % 2 == 0 ? test->a : test->b, i % 2 == 0 ? test->b : test->a);
		sides[i].counts = TRY(arena, struct party_set, meaning->action_count);
		if (sides[i].counts == NULL)
			return false;
		if (!sides[i].number && sides[i].weight != NONE)
			weights |= UINT64_C(1) << sides[i].weight;
	}
	for (uint32_t action = 0; action < meaning->action_count; action++) {
		struct ballot all = ballot_of_all(question, &meaning->action[action]), counted = {0};
		for (uint32_t i = 0; i < 2 * meaning->leaf_count; i++) {
			uint32_t rule = meaning->leaf[i / 2].rule;
			if (i == 0 || rule != meaning->leaf[(i - 1) / 2].rule)
				counted = ballot_counted(question->charter, rule, &all);
			if (sides[i].number)
				continue;
			sides[i].counts[action] = test_set(question->charter, sides[i].set, &counted);
			split(meaning, &sides[i].counts[action]);
		}
	}
	for (uint32_t w = 0; w < LIMIT_WEIGHTS; w++)
		if ((weights >> w & 1) != 0)
			split_by_weight(question, meaning, w);
	return true;
}

static void find_gains(const struct question *question, struct meaning *meaning, const struct side *sides)
{
	for (uint32_t i = 0; i < meaning->leaf_count; i++) {
		struct leaf *leaf = &meaning->leaf[i];
		for (uint32_t k = 0; k < 2; k++) {
			const struct side *side = &sides[2 * i + k];
			whole factor = (k == 0 ? leaf->sign : -leaf->sign) * side->factor;
			if (side->number) {
				leaf->constant += factor * (whole)side->amount;
				continue;
			}
			for (uint32_t group = 0; group < meaning->group_count; group++) {
				uint32_t party = party_set_next(&meaning->group[group], 0);
				whole value = (whole)value_of(question->charter, side->weight, party, question->day);
				whole *gain = &meaning->gain[((size_t)i * meaning->group_count + group) * meaning->action_count];
				for (uint32_t action = 0; action < meaning->action_count; action++)
					if (party_set_has(&side->counts[action], party))
						gain[action] += factor * value;
			}
		}
	}
}
/* A gain is below 2^53 · 2^30 · 2^30 in size twice over, a sum of LIMIT_PARTIES of them below 2^123. */

static bool find_groups(const struct question *question, struct meaning *meaning, struct arena *arena)
{
	struct side sides[2 * MEANING_LEAVES];
	meaning->member_count = party_set_count(&question->members);
	meaning->group = TRY(arena, struct party_set, meaning->member_count + 1);
	if (meaning->group == NULL)
		return false;
	if (meaning->member_count > 0)
		meaning->group[meaning->group_count++] = question->members;
	if (!find_sides(question, meaning, sides, arena))
		return false;
	size_t table = (size_t)meaning->leaf_count * meaning->group_count * meaning->action_count;
	if (table > MEANING_TABLE) {
		meaning->too_large = true;
		return true;
	}
	meaning->size = TRY(arena, uint32_t, meaning->group_count + 1);
	meaning->gain = TRY(arena, whole, table + 1);
	if (meaning->size == NULL || meaning->gain == NULL)
		return false;
	for (uint32_t i = 0; i < meaning->group_count; i++)
		meaning->size[i] = party_set_count(&meaning->group[i]);
	find_gains(question, meaning, sides);
	return true;
}

bool meaning_of(const struct question *question, struct arena *arena, struct meaning *ret)
{
	struct builder builder = {.question = question, .meaning = ret};
	uint32_t test = question->rule != NONE ? question->charter->rule[question->rule].test : question->test;
	builder.versions = (struct ballot){.day = question->day, .instruments = UINT64_MAX, .kind = question->kind};
	ret->too_large = ret->loose = false;
	ret->action_count = ret->leaf_count = ret->branch_count = ret->group_count = 0;
	ret->root = build(&builder, test, question->rule, /* denied= */ false);
	ret->denied = deny(ret, ret->root);
	if (ret->too_large)
		return true;
	list_actions(ret, question->conducts, asked_of(question, ret));
	return find_groups(question, ret, arena);
}
