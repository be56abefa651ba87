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
#define ELECTORATES_ASKED 1000000u /* in one charter; what comes after is taken to be met */

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

/* ---- Simple rules ----------------------------------------------------------------------------------------- */

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

/* ---- Electorates ------------------------------------------------------------------------------------------ */

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

static uint32_t day_index(const int32_t *days, uint32_t count, int32_t day)
{
	uint32_t low = 0, high = count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (days[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The members of the organisation from each of the days on. */
static void find_members(const struct charter *charter, const int32_t *days, uint32_t count, struct party_set *members)
{
	for (uint32_t i = 0; i < charter->party_count; i++) {
		for (uint32_t k = 0; k < charter->party[i].status_count; k++) {
			const struct status *status = &charter->party[i].status[k];
			if (status->kind != STATUS_MEMBER)
				continue;
			uint32_t until = count;
			if (status->until.year != 0)
				until = day_index(days, count, date_to_days(status->until));
			for (uint32_t d = day_index(days, count, date_to_days(status->from)); d < until; d++)
				party_set_add(&members[d], i);
		}
	}
}

/* ---- Uses ------------------------------------------------------------------------------------------------------- */

struct checking {
	struct reader *reader;
	const struct party_set *members; /* on each day of change */
	uint32_t count, asked;
	uint32_t procedure;
};

enum answer { CAN_BE_MET, NEVER_MET, NOT_SEEN_MET };

/* Of one body and one rule. *ret_most: its largest electorate. */
static enum answer ask(struct checking *checking, uint32_t body, uint32_t rule, uint32_t *ret_most)
{
	const struct charter *charter = checking->reader->charter;
	bool simple = is_simple(charter, charter->rule[rule].adopted_when);
	struct party_set before = {0};
	uint32_t tried = 0;
	*ret_most = 0;
	for (uint32_t i = 0; i < checking->count; i++) {
		struct party_set set = electorate(charter, &charter->body[body], &checking->members[i]);
		bool same = true;
		for (uint32_t k = 0; k < PARTY_WORDS; k++)
			same &= set.word[k] == before.word[k];
		if (same)
			continue;
		before = set;
		uint32_t size = party_set_count(&set);
		*ret_most = size > *ret_most ? size : *ret_most;
		if (checking->asked++ > ELECTORATES_ASKED || can_be_met(charter, rule, &set, !simple) ||
		    (!simple && ++tried == SEARCH_ELECTORATES))
			return CAN_BE_MET;
	}
	if (*ret_most == 0)
		return CAN_BE_MET; /* nobody to decide: said of the body */
	return simple ? NEVER_MET : NOT_SEEN_MET;
}

static void report(struct checking *checking, enum answer answer, uint32_t body, uint32_t rule, struct place at,
                   uint32_t most, bool warning)
{
	struct diag *diag = &checking->reader->diag;
	struct str rule_name = checking->reader->charter->rule[rule].titles.name;
	struct str body_name = checking->reader->charter->body[body].titles.name;
	if (answer == NEVER_MET)
		diag_hint(diag, "the body has at most %u member%s", most, most == 1 ? "" : "s");
	if (answer == NEVER_MET && !warning)
		diag_error(diag, at, "the rule \"%S\" can never be met in the body \"%S\"", rule_name, body_name);
	else if (answer == NEVER_MET)
		diag_warning(diag, at, "the rule \"%S\" can never be met in the body \"%S\", which inherits it", rule_name,
		             body_name);
	else if (answer == NOT_SEEN_MET)
		diag_warning(diag, at, "no votes were found with which the rule \"%S\" is met in the body \"%S\"", rule_name,
		             body_name);
}

static void check_decides(struct checking *checking, uint32_t index)
{
	const struct charter *charter = checking->reader->charter;
	const struct body *body = &charter->body[index];
	for (uint32_t i = 0; i < body->decides_count; i++) {
		const struct decides *decides = &body->decides[i];
		bool inherited = false;
		uint32_t most;
		for (uint32_t k = 0; body->parent != NONE && k < charter->body[body->parent].decides_count; k++)
			inherited |= charter->body[body->parent].decides[k].origin.line == decides->origin.line;
		enum answer answer = ask(checking, index, decides->rule, &most);
		report(checking, answer, index, decides->rule, place_of(&decides->origin), most, inherited);
	}
}

/* `passes RULE`: enough when one body that may use the procedure can meet it. */
static void check_passing(void *context, const struct test *node)
{
	struct checking *checking = context;
	const struct charter *charter = checking->reader->charter;
	enum answer answer = CAN_BE_MET;
	uint32_t most = 0, body = NONE;
	if (node->op != TEST_PASSES || node->index == NONE)
		return;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		if (!body_may_use(&charter->body[i], checking->procedure))
			continue;
		body = i;
		answer = ask(checking, i, node->index, &most);
		if (answer == CAN_BE_MET)
			return;
	}
	if (body != NONE)
		report(checking, answer, body, node->index, place_of(&node->origin), most, /* warning= */ false);
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
	find_members(charter, days, count, members);
	struct checking checking = {.reader = reader, .members = members, .count = count};
	for (uint32_t i = 0; i < charter->body_count; i++)
		check_decides(&checking, i);
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		checking.procedure = i;
		for (uint32_t k = 0; k < charter->procedure[i].stage_count; k++)
			for (uint32_t t = 0; t < charter->procedure[i].stage[k].transition_count; t++)
				test_visit(charter, charter->procedure[i].stage[k].transition[t].when, check_passing, &checking);
	}
}
