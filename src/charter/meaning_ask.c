/* What can be known of a condition (meaning.h): easy examples, then all ballots one by one, or some. */
#include "charter/meaning.h"

#include "base/buf.h"

#define TRIED_MAX (1u << 18) /* ballots of one question that are all tried */
#define DRAWN 2000u          /* ballots drawn at random where there are more */

/* ---- Ballots ------------------------------------------------------------------------------------------------- */

struct search {
	const struct meaning *meaning;
	enum ask ask;
	uint32_t *taken;                 /* members by [group][action] */
	uint32_t *option, *option_count; /* by group: the actions that are told apart, of [group][action] */
	whole sum[MEANING_LEAVES], mirrored[MEANING_LEAVES];
	uint32_t on_side[2];
	uint32_t tried;
	uint32_t group, action; /* ASK_UNDONE: who would be for */
	uint64_t *budget;
};

static bool branch_holds(const struct meaning *meaning, uint32_t index, const whole *sum)
{
	const struct branch *branch = &meaning->branch[index];
	switch (branch->kind) {
	case BRANCH_AND:
		return branch_holds(meaning, branch->a, sum) && branch_holds(meaning, branch->b, sum);
	case BRANCH_OR:
		return branch_holds(meaning, branch->a, sum) || branch_holds(meaning, branch->b, sum);
	case BRANCH_LEAF:
		return (sum[branch->a] + meaning->leaf[branch->a].constant >= 0) == (branch->b == 0);
	default:
		return branch->kind == BRANCH_TRUE;
	}
}

static void put(struct search *search, uint32_t group, uint32_t action, uint32_t count)
{
	const struct meaning *meaning = search->meaning;
	uint32_t *taken = &search->taken[(size_t)group * meaning->action_count + action], was = *taken;
	whole more = (whole)count - (whole)was;
	if (count == was)
		return;
	meaning_spend(search->budget, meaning->leaf_count);
	for (uint32_t leaf = 0; leaf < meaning->leaf_count; leaf++) {
		search->sum[leaf] += more * meaning_gain(meaning, leaf, group, action);
		if (search->ask == ASK_BOTH)
			search->mirrored[leaf] += more * meaning_gain(meaning, leaf, group, meaning->action[action].mirror);
	}
	for (uint32_t side = 0; side < 2; side++)
		if (action_is_plain(meaning, action, side == 0 ? VOTES_FOR : VOTES_AGAINST))
			search->on_side[side] += count - was;
	*taken = count;
}

static bool undone(struct search *search)
{
	const struct meaning *meaning = search->meaning;
	whole sum[MEANING_LEAVES];
	for (uint32_t group = 0; group < meaning->group_count; group++) {
		for (uint32_t action = 0; action < meaning->action_count; action++) {
			uint32_t support = meaning->action[action].support;
			if (search->taken[(size_t)group * meaning->action_count + action] == 0 || support == action)
				continue;
			for (uint32_t leaf = 0; leaf < meaning->leaf_count; leaf++)
				sum[leaf] = search->sum[leaf] + meaning_gain(meaning, leaf, group, support) -
				            meaning_gain(meaning, leaf, group, action);
			search->group = group;
			search->action = action;
			meaning_spend(search->budget, meaning->leaf_count + meaning->branch_count);
			if (!branch_holds(meaning, meaning->root, sum))
				return true;
		}
	}
	return false;
}

/* Is this ballot what is asked for? */
static bool examine(struct search *search)
{
	const struct meaning *meaning = search->meaning;
	search->tried++;
	meaning_spend(search->budget, meaning->branch_count);
	bool holds = branch_holds(meaning, meaning->root, search->sum);
	switch (search->ask) {
	case ASK_HOLDS:
		return holds;
	case ASK_FAILS:
		return !holds;
	case ASK_BOTH:
		return holds && search->on_side[0] > 0 && search->on_side[1] > 0 &&
		       branch_holds(meaning, meaning->root, search->mirrored);
	default:
		return holds && undone(search);
	}
}

static void clear(struct search *search)
{
	const struct meaning *meaning = search->meaning;
	for (uint32_t group = 0; group < meaning->group_count; group++)
		for (uint32_t action = 0; action < meaning->action_count; action++)
			put(search, group, action, 0);
}

/* ---- Easy examples ------------------------------------------------------------------------------------------- */

/* All do the same; or each group what makes one inequality greatest, or smallest. */
static bool try_uniform(struct search *search)
{
	const struct meaning *meaning = search->meaning;
	for (uint32_t action = 0; *search->budget != 0 && action < meaning->action_count; action++) {
		clear(search);
		for (uint32_t group = 0; group < meaning->group_count; group++)
			put(search, group, action, meaning->size[group]);
		if (examine(search))
			return true;
	}
	for (uint32_t i = 0; *search->budget != 0 && i < 2 * meaning->leaf_count; i++) {
		struct branch leaf = {BRANCH_LEAF, i / 2, i % 2};
		clear(search);
		for (uint32_t group = 0; group < meaning->group_count; group++) {
			uint32_t best = 0;
			for (uint32_t action = 1; action < meaning->action_count; action++)
				if (branch_gain(meaning, &leaf, group, action) > branch_gain(meaning, &leaf, group, best))
					best = action;
			put(search, group, best, meaning->size[group]);
		}
		if (examine(search))
			return true;
	}
	return false;
}

/* The first `first` members do one thing, the next as many another, the rest a third. */
static void put_thirds(struct search *search, uint32_t first, uint32_t one, uint32_t other, uint32_t rest)
{
	const struct meaning *meaning = search->meaning;
	uint32_t left[2] = {first, first}, action[2] = {one, other};
	clear(search);
	for (uint32_t group = 0; group < meaning->group_count; group++) {
		uint32_t free = meaning->size[group];
		for (uint32_t i = 0; i < 2; i++) {
			uint32_t some = left[i] < free ? left[i] : free;
			uint32_t *taken = &search->taken[(size_t)group * meaning->action_count + action[i]];
			put(search, group, action[i], *taken + some);
			left[i] -= some;
			free -= some;
		}
		put(search, group, rest, search->taken[(size_t)group * meaning->action_count + rest] + free);
	}
}

static bool try_sides(struct search *search)
{
	const struct meaning *meaning = search->meaning;
	for (uint32_t rest = 0; *search->budget != 0 && rest < meaning->action_count; rest++) {
		uint32_t one = meaning->action[rest].support;
		if (one == NONE || !action_mirrors(meaning, rest))
			continue;
		/* Doubling the sides, then in single steps where there are few. */
		for (uint32_t first = 1; first <= meaning->member_count / 2; first += first < 8 ? 1 : first / 2) {
			put_thirds(search, first, one, search->ask == ASK_BOTH ? meaning->action[one].mirror : rest, rest);
			if (examine(search))
				return true;
		}
		if (search->ask == ASK_BOTH) {
			put_thirds(search, meaning->member_count / 2, one, meaning->action[one].mirror, rest);
			if (examine(search))
				return true;
		}
	}
	return false;
}

/* ---- All ballots, or some ------------------------------------------------------------------------------------ */

static bool same_gains(const struct search *search, uint32_t group, uint32_t a, uint32_t b)
{
	const struct meaning *meaning = search->meaning;
	const struct action *first = &meaning->action[a], *second = &meaning->action[b];
	bool mirror = search->ask == ASK_BOTH, support = search->ask == ASK_UNDONE;
	if (mirror)
		for (uint32_t side = 0; side < 2; side++)
			if (action_is_plain(meaning, a, side == 0 ? VOTES_FOR : VOTES_AGAINST) !=
			    action_is_plain(meaning, b, side == 0 ? VOTES_FOR : VOTES_AGAINST))
				return false;
	for (uint32_t leaf = 0; leaf < meaning->leaf_count; leaf++) {
		if (meaning_gain(meaning, leaf, group, a) != meaning_gain(meaning, leaf, group, b))
			return false;
		if (mirror &&
		    meaning_gain(meaning, leaf, group, first->mirror) != meaning_gain(meaning, leaf, group, second->mirror))
			return false;
		if (support &&
		    meaning_gain(meaning, leaf, group, first->support) != meaning_gain(meaning, leaf, group, second->support))
			return false;
	}
	return true;
}

/* The actions of each group that the condition tells apart. */
static void find_options(struct search *search)
{
	const struct meaning *meaning = search->meaning;
	for (uint32_t group = 0; group < meaning->group_count; group++) {
		uint32_t *option = &search->option[(size_t)group * meaning->action_count], count = 0;
		for (uint32_t action = 0; action < meaning->action_count; action++) {
			bool known = search->ask == ASK_BOTH && !action_mirrors(meaning, action);
			for (uint32_t i = 0; i < count && !known; i++)
				known = same_gains(search, group, action, option[i]);
			if (!known)
				option[count++] = action;
		}
		search->option_count[group] = count;
	}
}

/* How many ballots are there? At most `most`, and one more when there are more. */
static uint64_t count_ballots(const struct search *search, uint64_t most)
{
	uint64_t ballots = 1;
	for (uint32_t group = 0; group < search->meaning->group_count; group++) {
		/* size + options - 1 over options - 1, step by step: each is whole. */
		uint64_t ways = 1;
		for (uint32_t i = 1; i < search->option_count[group]; i++) {
			ways = ways * (search->meaning->size[group] + i) / i;
			if (ways > most)
				return most + 1;
		}
		ballots *= ways;
		if (ballots > most)
			return most + 1;
	}
	return ballots;
}

/* Share `left` members of the group among its options from `at` on, then go on with the next group. */
static bool try_all(struct search *search, uint32_t group, uint32_t at, uint32_t left)
{
	const struct meaning *meaning = search->meaning;
	if (group == meaning->group_count)
		return examine(search);
	uint32_t action = search->option[(size_t)group * meaning->action_count + at];
	uint32_t next = group + 1 < meaning->group_count ? meaning->size[group + 1] : 0;
	if (at + 1 == search->option_count[group]) {
		put(search, group, action, left);
		return try_all(search, group + 1, 0, next);
	}
	for (uint32_t count = 0; count <= left; count++) {
		put(search, group, action, count);
		if (try_all(search, group, at + 1, left - count))
			return true;
	}
	put(search, group, action, 0);
	return false;
}

static uint32_t draw(uint64_t *seed, uint32_t below)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33) % below;
}

/* A ballot with few kinds of options at a time: where something gives way is mostly at an edge. */
static bool try_drawn(struct search *search)
{
	const struct meaning *meaning = search->meaning;
	uint64_t seed = 1;
	for (uint32_t i = 0; *search->budget != 0 && i < DRAWN; i++) {
		clear(search);
		for (uint32_t group = 0; group < meaning->group_count; group++) {
			const uint32_t *option = &search->option[(size_t)group * meaning->action_count];
			uint32_t left = meaning->size[group];
			for (uint32_t k = 0; k < 3 && left > 0; k++) {
				uint32_t action = option[draw(&seed, search->option_count[group])];
				uint32_t some = k == 2 ? left : draw(&seed, left + 1);
				put(search, group, action, search->taken[(size_t)group * meaning->action_count + action] + some);
				left -= some;
			}
		}
		if (examine(search))
			return true;
	}
	return false;
}

/* ---- Asking -------------------------------------------------------------------------------------------------- */

static bool find_easy(struct search *search)
{
	bool uniform = search->ask == ASK_HOLDS || search->ask == ASK_FAILS;
	return uniform ? try_uniform(search) : try_sides(search);
}

/* Steps that one ballot of try_all takes at most. */
static uint64_t steps_of(const struct search *search)
{
	const struct meaning *meaning = search->meaning;
	uint64_t one = meaning->leaf_count + meaning->branch_count, cells = 0;
	for (uint32_t group = 0; group < meaning->group_count; group++)
		cells += search->option_count[group];
	return one * (search->ask == ASK_UNDONE ? cells + 2 : 4);
}

static void search_on(struct search *search, struct finding *ret)
{
	uint64_t steps, most;
	bool found;
	find_options(search);
	clear(search);
	steps = steps_of(search) + 1;
	most = *search->budget / steps < TRIED_MAX ? *search->budget / steps : TRIED_MAX;
	if (count_ballots(search, most) <= most) {
		found = try_all(search, 0, 0, search->meaning->group_count > 0 ? search->meaning->size[0] : 0);
		ret->known = found ? FOUND : NEVER;
		ret->how = BY_ALL;
	} else {
		found = try_drawn(search);
		ret->known = found ? FOUND : UNDECIDED;
		ret->how = BY_SAMPLE;
	}
}

bool meaning_ask(const struct meaning *meaning, enum ask ask, struct arena *arena, uint64_t *budget,
                 struct finding *ret)
{
	struct search search = {.meaning = meaning, .ask = ask, .budget = budget};
	*ret = (struct finding){.known = UNDECIDED, .how = BY_SAMPLE};
	/* Looking at every gain a few times is what the rest costs at least. */
	if (meaning->too_large ||
	    !meaning_spend(budget, (uint64_t)4 * meaning->leaf_count * meaning->group_count * meaning->action_count))
		return true;
	size_t cells = (size_t)meaning->group_count * meaning->action_count + 1;
	search.taken = TRY(arena, uint32_t, cells);
	search.option = TRY(arena, uint32_t, cells);
	search.option_count = TRY(arena, uint32_t, (size_t)meaning->group_count + 1);
	if (search.taken == NULL || search.option == NULL || search.option_count == NULL)
		return false;
	bool quick = ask == ASK_HOLDS || ask == ASK_FAILS; /* there mostly is one; elsewhere mostly not */
	ret->how = BY_EXAMPLE;
	if (quick && find_easy(&search)) {
		ret->known = FOUND;
	} else if (meaning_never(meaning, ask, budget)) {
		ret->known = NEVER;
		ret->how = BY_STRUCTURE;
	} else if (!quick && find_easy(&search)) {
		ret->known = FOUND;
	} else {
		search_on(&search, ret);
	}
	if (ret->known == NEVER && meaning->loose)
		ret->known = UNDECIDED;
	ret->tried = search.tried;
	ret->taken = search.taken;
	ret->group = search.group;
	ret->action = search.action;
	return true;
}
