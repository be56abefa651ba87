/* Can a rule be met at all by the bodies that use it?
 *
 * On each day on which some status begins or ends, the electorate of each body is known. The most favourable ballot for
 * most rules is the one in which all are present and vote for. Where the rule counts in such a way that no other ballot
 * could do better ("simple"), a no to it is a no for ever, and an error; for other rules a search over ballots with one
 * or two kinds of positions only supports a warning. The search is bounded; what was not searched is not warned of.
 */
#include "charter/reader.h"

#define SEARCH_MEMBERS 32u
#define SEARCH_ELECTORATES 16u

/* What a member does in a ballot of the search. */
enum conduct { VOTES_FOR, VOTES_AGAINST, ABSTAINS, RESERVES, HOLDS_UP, KEEPS_SILENT, STAYS_AWAY, CONDUCT_MAX };

static void cast(struct ballot *ballot, uint32_t party, enum conduct conduct)
{
	static const enum term term[CONDUCT_MAX] = {
		[VOTES_FOR] = TERM_FOR,         [VOTES_AGAINST] = TERM_AGAINST, [ABSTAINS] = TERM_ABSTAIN,
		[RESERVES] = TERM_RESERVATIONS, [HOLDS_UP] = TERM_HOLDS,        [KEEPS_SILENT] = TERM_SILENT,
		[STAYS_AWAY] = TERM_SILENT,
	};
	party_set_add(&ballot->set[TERM_MEMBERS], party);
	party_set_add(&ballot->set[term[conduct]], party);
	if (conduct != STAYS_AWAY)
		party_set_add(&ballot->set[TERM_PRESENT], party);
}

/* The first `first` members do one thing, the others another. */
static struct ballot ballot_of(const struct party_set *members, uint32_t first, enum conduct one, enum conduct other)
{
	struct ballot ballot = {0};
	uint32_t index = 0;
	for (uint32_t p = party_set_next(members, 0); p != NONE; p = party_set_next(members, p + 1))
		cast(&ballot, p, index++ < first ? one : other);
	return ballot;
}

static bool can_be_met(const struct charter *charter, uint32_t rule, const struct party_set *members, bool search)
{
	uint32_t count = party_set_count(members);
	struct ballot best = ballot_of(members, count, VOTES_FOR, VOTES_FOR);
	if (rule_apply(charter, rule, &best).adopted || (search && count > SEARCH_MEMBERS))
		return true;
	for (uint32_t one = 0; search && one < CONDUCT_MAX; one++) {
		for (uint32_t other = 0; other < CONDUCT_MAX; other++) {
			for (uint32_t first = 1; first <= count; first++) {
				struct ballot ballot = ballot_of(members, first, (enum conduct)one, (enum conduct)other);
				if (rule_apply(charter, rule, &ballot).adopted)
					return true;
			}
		}
	}
	return false;
}

/* ---- Simple rules
 * --------------------------------------------------------------------------------------------------------- */

/* How an amount relates to all ballots of one electorate, when all vote for: bits that may both be set. */
enum { HIGHEST = 1, LOWEST = 2 };

static unsigned extreme_of(const struct charter *charter, uint32_t node)
{
	static const unsigned of_term[TERM_MAX] = {
		[TERM_MEMBERS] = HIGHEST | LOWEST,
		[TERM_PRESENT] = HIGHEST,
		[TERM_ABSENT] = LOWEST,
		[TERM_FOR] = HIGHEST,
		[TERM_AGAINST] = LOWEST,
		[TERM_ABSTAIN] = LOWEST,
		[TERM_VOTING] = HIGHEST,
		[TERM_OBJECTIONS] = LOWEST,
		[TERM_RESERVATIONS] = LOWEST,
		[TERM_HOLDS] = LOWEST,
		[TERM_SILENT] = LOWEST,
		[TERM_SUPPORTERS] = HIGHEST,
	};
	const struct test *test = &charter->test[node];
	unsigned right;
	switch (test->op) {
	case AMOUNT_COUNT:
	case AMOUNT_FRACTION:
		return extreme_of(charter, test->a);
	case SET_TERM:
		return of_term[test->index];
	case SET_IN:
		return extreme_of(charter, test->a) & extreme_of(charter, test->b);
	case SET_WITHOUT: /* the more is taken away, the less is left */
		right = extreme_of(charter, test->b);
		right = (right & HIGHEST ? LOWEST : 0u) | (right & LOWEST ? HIGHEST : 0u);
		return extreme_of(charter, test->a) & right;
	default: /* a number, a named set */
		return HIGHEST | LOWEST;
	}
}

static bool is_simple(const struct charter *charter, uint32_t node)
{
	const struct test *test = &charter->test[node];
	unsigned left, right;
	switch (test->op) {
	case TEST_AND:
	case TEST_OR:
		return is_simple(charter, test->a) && is_simple(charter, test->b);
	case TEST_GT:
	case TEST_GE:
	case TEST_LT:
	case TEST_LE:
		left = extreme_of(charter, test->a);
		right = extreme_of(charter, test->b);
		if (test->op == TEST_GT || test->op == TEST_GE)
			return (left & HIGHEST) != 0 && (right & LOWEST) != 0;
		return (left & LOWEST) != 0 && (right & HIGHEST) != 0;
	case TEST_EQ: /* "= 0": as low as can be */
		return charter->test[test->b].op == AMOUNT_INT && charter->test[test->b].number == 0 &&
		       (extreme_of(charter, test->a) & LOWEST) != 0;
	default:
		return false;
	}
}

/* ---- Electorates
 * ------------------------------------------------------------------------------------------------------------ */

static bool holds_on(const struct status *status, int32_t day)
{
	return date_to_days(status->from) <= day && (status->until.year == 0 || day < date_to_days(status->until));
}

static struct party_set members_on(const struct charter *charter, int32_t day)
{
	struct party_set members = {0};
	for (uint32_t i = 0; i < charter->party_count; i++)
		for (uint32_t k = 0; k < charter->party[i].status_count; k++)
			if (charter->party[i].status[k].kind == STATUS_MEMBER && holds_on(&charter->party[i].status[k], day))
				party_set_add(&members, i);
	return members;
}

/* All days on which the electorate may change, each once. NULL: no memory. */
static int32_t *days_of_change(const struct charter *charter, struct arena *arena, uint32_t *ret_count)
{
	uint32_t room = 0, count = 0, kept = 0;
	for (uint32_t i = 0; i < charter->party_count; i++)
		room += 2 * charter->party[i].status_count;
	int32_t *days = TRY(arena, int32_t, room + 1);
	if (days == NULL)
		return NULL;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		for (uint32_t k = 0; k < charter->party[i].status_count; k++) {
			const struct status *status = &charter->party[i].status[k];
			days[count++] = date_to_days(status->from);
			if (status->until.year != 0)
				days[count++] = date_to_days(status->until);
		}
	}
	for (uint32_t gap = count / 2; gap > 0; gap /= 2) { /* shell sort: no recursion, no memory */
		for (uint32_t i = gap; i < count; i++) {
			int32_t day = days[i];
			uint32_t k = i;
			for (; k >= gap && days[k - gap] > day; k -= gap)
				days[k] = days[k - gap];
			days[k] = day;
		}
	}
	for (uint32_t i = 0; i < count; i++)
		if (kept == 0 || days[kept - 1] != days[i])
			days[kept++] = days[i];
	*ret_count = kept;
	return days;
}

static struct party_set electorate(const struct charter *charter, const struct body *body,
                                   const struct party_set *members)
{
	struct party_set set = *members;
	if (body->composition != NONE)
		for (uint32_t i = 0; i < PARTY_WORDS; i++)
			set.word[i] &= charter->set[body->composition].parties.word[i];
	return set;
}

struct use { /* a rule that a body uses, and where that is said */
	uint32_t body, rule;
	struct origin origin;
	bool simple;
};

static void check_use(struct reader *reader, const struct use *use, const struct party_set *members, uint32_t count)
{
	const struct charter *charter = reader->charter;
	struct str rule = charter->rule[use->rule].titles.name, body = charter->body[use->body].titles.name;
	struct party_set before = {0};
	uint32_t most = 0, tried = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct party_set set = electorate(charter, &charter->body[use->body], &members[i]);
		uint32_t size = party_set_count(&set);
		bool same = true;
		for (uint32_t k = 0; k < PARTY_WORDS; k++)
			same &= set.word[k] == before.word[k];
		if (same)
			continue;
		before = set;
		most = size > most ? size : most;
		if (can_be_met(charter, use->rule, &set, !use->simple) || (!use->simple && ++tried == SEARCH_ELECTORATES))
			return;
	}
	if (most == 0)
		return; /* nobody to decide: said of the body */
	if (use->simple) {
		diag_hint(&reader->diag, "the body has at most %u members", most);
		diag_error(&reader->diag, place_of(&use->origin), "the rule \"%S\" can never be met in the body \"%S\"", rule,
		           body);
	} else {
		diag_warning(&reader->diag, place_of(&use->origin),
		             "no votes were found with which the rule \"%S\" is met in the body \"%S\"", rule, body);
	}
}

struct passing {
	struct reader *reader;
	uint32_t body;
	const struct party_set *members;
	uint32_t count;
};

static void check_passing(void *context, const struct test *node)
{
	struct passing *passing = context;
	const struct charter *charter = passing->reader->charter;
	if (node->op != TEST_PASSES || node->index == NONE)
		return;
	struct use use = {
		.body = passing->body,
		.rule = node->index,
		.origin = node->origin,
		.simple = is_simple(charter, charter->rule[node->index].adopted_when),
	};
	check_use(passing->reader, &use, passing->members, passing->count);
}

static void check_body_rules(struct reader *reader, uint32_t index, const struct party_set *members, uint32_t count)
{
	const struct charter *charter = reader->charter;
	const struct body *body = &charter->body[index];
	struct passing passing = {.reader = reader, .body = index, .members = members, .count = count};
	for (uint32_t i = 0; i < body->decides_count; i++) {
		struct use use = {
			.body = index,
			.rule = body->decides[i].rule,
			.origin = body->decides[i].origin,
			.simple = is_simple(charter, charter->rule[body->decides[i].rule].adopted_when),
		};
		check_use(reader, &use, members, count);
	}
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		for (uint32_t k = 0; body_may_use(body, i) && k < charter->procedure[i].stage_count; k++)
			for (uint32_t t = 0; t < charter->procedure[i].stage[k].transition_count; t++)
				test_visit(charter, charter->procedure[i].stage[k].transition[t].when, check_passing, &passing);
}

void check_rules(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	struct arena scratch = *reader->arena;
	uint32_t count = 0;
	int32_t *days = days_of_change(charter, &scratch, &count);
	struct party_set *members = TRY(&scratch, struct party_set, (size_t)count + 1);
	if (days == NULL || members == NULL) {
		reader->diag.no_memory = true;
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		members[i] = members_on(charter, days[i]);
	for (uint32_t i = 0; i < charter->body_count; i++)
		check_body_rules(reader, i, members, count);
}
