/* What follows from how a condition counts (meaning.h): proofs for any number of members and any weights.
 *
 * A sum over the members is greatest when each does what gains most. Where the greatest value of an inequality, or of
 * two that would have to hold on the same ballot, is below nothing, there is no such ballot. For "both sides can win"
 * the second is taken on the ballot with the sides changed: in the sum of both, for and against gain the same, and the
 * sum is lowered by what it costs to have someone on each side.
 */
#include "charter/meaning.h"

/* ---- Bounds -------------------------------------------------------------------------------------------------- */

static whole constant_of(const struct meaning *meaning, const struct branch *leaf)
{
	whole constant = meaning->leaf[leaf->a].constant;
	return leaf->b != 0 ? -constant - 1 : constant;
}

static whole least_of(const struct meaning *meaning, const struct branch *leaf)
{
	whole sum = constant_of(meaning, leaf);
	for (uint32_t group = 0; group < meaning->group_count; group++) {
		whole least = branch_gain(meaning, leaf, group, 0);
		for (uint32_t action = 1; action < meaning->action_count; action++) {
			whole gain = branch_gain(meaning, leaf, group, action);
			least = gain < least ? gain : least;
		}
		sum += least * meaning->size[group];
	}
	return sum;
}

/* For "someone on each side": the smallest that is given up by having one plain member for and another against. */
struct sides {
	whole loss[2][2];     /* by side: the smallest and the second, of members */
	uint32_t group[2][2]; /* of which group; NONE: there is none */
};

static void sides_take(struct sides *sides, uint32_t side, whole loss, uint32_t group, uint32_t members)
{
	for (uint32_t i = 0; i < (members > 1 ? 2u : 1u); i++) {
		if (sides->group[side][0] == NONE || loss < sides->loss[side][0]) {
			sides->loss[side][1] = sides->loss[side][0];
			sides->group[side][1] = sides->group[side][0];
			sides->loss[side][0] = loss;
			sides->group[side][0] = group;
		} else if (sides->group[side][1] == NONE || loss < sides->loss[side][1]) {
			sides->loss[side][1] = loss;
			sides->group[side][1] = group;
		}
	}
}

/* False: there cannot be someone on each side. */
static bool sides_cost(const struct meaning *meaning, const struct sides *sides, whole *ret)
{
	bool found = false;
	for (uint32_t i = 0; i < 2; i++) {
		for (uint32_t k = 0; k < 2; k++) {
			uint32_t one = sides->group[0][i], other = sides->group[1][k];
			if (one == NONE || other == NONE || (one == other && meaning->size[one] < 2))
				continue;
			whole cost = sides->loss[0][i] + sides->loss[1][k];
			*ret = !found || cost < *ret ? cost : *ret;
			found = true;
		}
	}
	return found;
}

/* Can two inequalities not hold together: is the greatest value of their sum below nothing? `mirrored`: the second on
 * the ballot with the sides changed, someone being on each. y NULL: the first alone. */
static bool never_leaves(const struct meaning *meaning, const struct branch *x, const struct branch *y, bool mirrored)
{
	struct sides sides = {.group = {{NONE, NONE}, {NONE, NONE}}};
	whole sum = constant_of(meaning, x) + (y != NULL ? constant_of(meaning, y) : 0), cost = 0;
	for (uint32_t group = 0; group < meaning->group_count; group++) {
		whole most = 0, at[2] = {0, 0};
		bool first = true, has[2] = {false, false};
		for (uint32_t action = 0; action < meaning->action_count; action++) {
			whole gain = branch_gain(meaning, x, group, action);
			if (mirrored && !action_mirrors(meaning, action))
				continue;
			if (y != NULL)
				gain += branch_gain(meaning, y, group, mirrored ? meaning->action[action].mirror : action);
			most = first || gain > most ? gain : most;
			first = false;
			for (uint32_t side = 0; side < 2; side++) {
				if (!action_is_plain(meaning, action, side == 0 ? VOTES_FOR : VOTES_AGAINST))
					continue;
				at[side] = !has[side] || gain > at[side] ? gain : at[side];
				has[side] = true;
			}
		}
		sum += most * meaning->size[group];
		for (uint32_t side = 0; side < 2 && mirrored; side++)
			if (has[side])
				sides_take(&sides, side, most - at[side], group, meaning->size[group]);
	}
	if (mirrored && !sides_cost(meaning, &sides, &cost))
		return true;
	return sum - cost < 0;
}

/* ---- Proofs -------------------------------------------------------------------------------------------------- */

struct proof {
	const struct meaning *meaning;
	bool mirrored;
	uint64_t *budget;
};

/* Can two branches never hold together? True is a proof, false is nothing. */
static bool never_both(struct proof *proof, uint32_t x, uint32_t y)
{
	const struct branch *a = &proof->meaning->branch[x], *b = &proof->meaning->branch[y];
	if (!meaning_spend(proof->budget, (uint64_t)proof->meaning->group_count * proof->meaning->action_count))
		return false;
	if (a->kind == BRANCH_FALSE || b->kind == BRANCH_FALSE)
		return true;
	if (a->kind == BRANCH_OR)
		return never_both(proof, a->a, y) && never_both(proof, a->b, y);
	if (b->kind == BRANCH_OR)
		return never_both(proof, x, b->a) && never_both(proof, x, b->b);
	if (a->kind == BRANCH_AND)
		return never_both(proof, a->a, y) || never_both(proof, a->b, y);
	if (b->kind == BRANCH_AND)
		return never_both(proof, x, b->a) || never_both(proof, x, b->b);
	if (a->kind == BRANCH_TRUE && b->kind == BRANCH_TRUE)
		return false;
	if (a->kind == BRANCH_TRUE || b->kind == BRANCH_TRUE)
		return never_leaves(proof->meaning, a->kind == BRANCH_TRUE ? b : a, NULL, proof->mirrored);
	return never_leaves(proof->meaning, a, b, proof->mirrored);
}

static bool never_holds(struct proof *proof, uint32_t x)
{
	const struct branch *a = &proof->meaning->branch[x];
	switch (a->kind) {
	case BRANCH_TRUE:
		return false;
	case BRANCH_FALSE:
		return true;
	case BRANCH_LEAF:
		return never_leaves(proof->meaning, a, NULL, /* mirrored= */ false);
	case BRANCH_OR:
		return never_holds(proof, a->a) && never_holds(proof, a->b);
	default:
		return never_holds(proof, a->a) || never_holds(proof, a->b) || never_both(proof, a->a, a->b);
	}
}

/* Does more support only help every inequality? One that always holds, or never, is not asked. */
static bool support_helps(const struct meaning *meaning, uint32_t x)
{
	const struct branch *a = &meaning->branch[x];
	if (a->kind == BRANCH_AND || a->kind == BRANCH_OR)
		return support_helps(meaning, a->a) && support_helps(meaning, a->b);
	if (a->kind != BRANCH_LEAF || least_of(meaning, a) >= 0 || never_leaves(meaning, a, NULL, false))
		return true;
	for (uint32_t group = 0; group < meaning->group_count; group++)
		for (uint32_t action = 0; action < meaning->action_count; action++)
			if (branch_gain(meaning, a, group, meaning->action[action].support) <
			    branch_gain(meaning, a, group, action))
				return false;
	return true;
}

/* Nothing but what members do is asked about, and more support only helps: then no ballot is better than all for. */
static bool all_for_is_best(const struct meaning *meaning)
{
	for (uint32_t action = 0; action < meaning->action_count; action++)
		if (meaning->action[action].is != 0 || meaning->action[action].support == NONE)
			return false;
	return support_helps(meaning, meaning->root);
}

/* After the easy examples of ASK_HOLDS, all for among them, have been tried. */
bool meaning_never(const struct meaning *meaning, enum ask ask, uint64_t *budget)
{
	struct proof proof = {.meaning = meaning, .mirrored = ask == ASK_BOTH, .budget = budget};
	bool sides = meaning->action_count > 0 && meaning->action[0].support != NONE;
	switch (ask) {
	case ASK_HOLDS:
		return all_for_is_best(meaning) || never_holds(&proof, meaning->root);
	case ASK_FAILS:
		return never_holds(&proof, meaning->denied);
	case ASK_BOTH:
		sides = sides && meaning->action[meaning->action[0].support].mirror != meaning->action[0].support;
		return !sides || never_both(&proof, meaning->root, meaning->root);
	default:
		return !sides || support_helps(meaning, meaning->root);
	}
}
