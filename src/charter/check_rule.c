/* Can a rule be met at all by the bodies that use it?
 *
 * On each day on which some status, set or weight changes, the electorate of each body is known (electorate.c). The
 * most favourable ballot for most rules is the one in which all are present and vote for; where that does not meet it,
 * meaning.c says whether another does. Rules that count in such a way that no other ballot could do better ("simple")
 * are asked on all days, others on the first few. Where it cannot be known, nothing is said here; comity charter check
 * --explain says so.
 */
#include "charter/meaning.h"
#include "charter/reader.h"

#include "base/buf.h"

#define SEARCH_ELECTORATES 16u /* of one body and one rule */
#define SEARCH_STEPS 10000000u /* of one charter */
#define DAYS_ASKED 4000000u    /* in one charter, of all bodies and rules; what comes after is taken to be met */

enum answer { CAN_BE_MET, NEVER_MET, NOT_KNOWN };

struct checking {
	struct reader *reader;
	struct electorates electorates;
	struct arena scratch;
	uint64_t steps; /* that may still be made */
	uint32_t asked;
	bool said[LIMIT_WEIGHTS]; /* that it lacks values; or it cannot */
	uint32_t procedure;
};

/* By these members, on this day. */
static enum answer can_be_met(struct checking *checking, uint32_t body, uint32_t rule, const struct party_set *members,
                              int32_t day)
{
	static const enum answer answer[] = {[UNDECIDED] = NOT_KNOWN, [NEVER] = NEVER_MET, [FOUND] = CAN_BE_MET};
	const struct charter *charter = checking->reader->charter;
	struct ballot best = {.day = day, .instruments = UINT64_MAX};
	struct arena scratch = checking->scratch;
	struct finding finding;
	best.set[TERM_MEMBERS] = best.set[TERM_PARTICIPATING] = *members;
	best.set[TERM_PRESENT] = best.set[TERM_FOR] = *members;
	if (rule_apply(charter, rule, &best).adopted)
		return CAN_BE_MET;
	struct meaning *meaning = TRY(&scratch, struct meaning, 1);
	struct question question = {
		.charter = charter,
		.rule = rule,
		.test = NONE,
		.body = body,
		.members = *members,
		.day = day,
		.conducts = CONDUCTS_ALL,
	};
	if (meaning == NULL || !meaning_of(&question, &scratch, meaning) ||
	    !meaning_ask(meaning, ASK_HOLDS, &scratch, &checking->steps, &finding)) {
		checking->reader->diag.no_memory = true;
		return NOT_KNOWN;
	}
	return answer[finding.known];
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
		[TERM_CONCERNED] = LOWEST,
		[TERM_CONSTRUCTIVE] = LOWEST,
		[TERM_PARTICIPATING] = HIGHEST,
		[TERM_IN_ARREARS] = LOWEST,
		[TERM_SUSPENDED] = LOWEST,
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

/* ---- Uses ------------------------------------------------------------------------------------------------------- */

static void find_weight(void *context, const struct test *node)
{
	uint64_t *weights = context;
	if ((node->op == AMOUNT_COUNT || node->op == AMOUNT_FRACTION) && node->index != NONE)
		*weights |= UINT64_C(1) << node->index;
}
_Static_assert(LIMIT_WEIGHTS <= 64, "a bit each");

static bool has_value(const struct weight *weight, uint32_t party, int32_t day)
{
	for (uint32_t k = weight->first[party]; k < weight->first[party + 1]; k++)
		if (weight->value[k].from <= day && day < weight->value[k].until)
			return true;
	return false;
}

/* Has every party values without a break from the day on which it is first a member? Then none can be missing. */
static bool has_all_values(const struct charter *charter, const struct weight *weight)
{
	for (uint32_t i = 0; i < charter->party_count; i++) {
		const struct party *party = &charter->party[i];
		int32_t covered = INT32_MAX;
		for (uint32_t k = 0; k < party->status_count && covered == INT32_MAX; k++)
			if (party->status[k].kind == STATUS_MEMBER)
				covered = date_to_days(party->status[k].from);
		for (uint32_t k = weight->first[i]; k < weight->first[i + 1] && covered != INT32_MAX; k++) {
			if (weight->value[k].from > covered)
				return false;
			covered = weight->value[k].until > covered ? weight->value[k].until : covered;
		}
		if (covered != INT32_MAX)
			return false;
	}
	return true;
}

/* "A party of the electorate without a value weighs nothing": said once a weight. */
static void check_values(struct checking *checking, uint64_t weights, const struct party_set *members, int32_t day)
{
	const struct charter *charter = checking->reader->charter;
	char storage[16];
	for (uint32_t w = 0; w < charter->weight_count; w++) {
		if ((weights >> w & 1) == 0 || checking->said[w])
			continue;
		uint32_t party = party_set_next(members, 0);
		while (party != NONE && has_value(&charter->weight[w], party, day))
			party = party_set_next(members, party + 1);
		if (party == NONE)
			continue;
		struct buf date = buf_of(storage, sizeof(storage));
		buf_date(&date, date_from_days(day));
		checking->said[w] = true;
		diag_hint(&checking->reader->diag, "form: %s", row_find(STR("value"), IN_WEIGHT)->form);
		diag_warning(&checking->reader->diag, place_of(&charter->weight[w].origin),
		             "the weight \"%S\" has no value for \"%S\" on %S, when it weighs nothing",
		             charter->weight[w].titles.name, charter->party[party].titles.name, buf_view(&date));
	}
}

/* Of one body and one rule. *ret_most: its largest electorate. */
static enum answer ask(struct checking *checking, uint32_t body, uint32_t rule, uint32_t *ret_most)
{
	const struct charter *charter = checking->reader->charter;
	bool simple = is_simple(charter, charter->rule[rule].test), met = false, known = true;
	const struct electorates *electorates = &checking->electorates;
	struct party_set before = {0};
	uint64_t weights = 0;
	uint32_t tried = 0;
	test_visit(charter, charter->rule[rule].test, find_weight, &weights);
	bool weighs = weights != 0;
	for (uint32_t i = 0; i < charter->weight_count; i++)
		weights &= ~((uint64_t)checking->said[i] << i);
	*ret_most = 0;
	for (uint32_t i = 0; i < electorates->count && (!met || weights != 0); i++) {
		int32_t day = electorates->day[i];
		struct party_set set = electorate_in(charter, body, electorates, i);
		if (checking->asked++ > DAYS_ASKED)
			return CAN_BE_MET;
		if (!weighs && party_set_same(&set, &before)) /* a weight makes it another question on every day */
			continue;
		before = set;
		check_values(checking, weights, &set, day);
		uint32_t size = party_set_count(&set);
		*ret_most = size > *ret_most ? size : *ret_most;
		if (met || !known || size == 0)
			continue;
		enum answer answer = can_be_met(checking, body, rule, &set, day);
		met = answer == CAN_BE_MET;
		known = answer != NOT_KNOWN && (simple || ++tried < SEARCH_ELECTORATES);
	}
	if (met || *ret_most == 0)
		return CAN_BE_MET; /* of nobody to decide is said elsewhere: of the body */
	return known ? NEVER_MET : NOT_KNOWN;
}

static void report(struct checking *checking, enum answer answer, uint32_t body, uint32_t rule, struct place at,
                   uint32_t most, bool inherited)
{
	struct diag *diag = &checking->reader->diag;
	const struct charter *charter = checking->reader->charter;
	struct str rule_name = charter->rule[rule].titles.name, body_name = charter->body[body].titles.name;
	bool grows = charter_has_effect(charter, EFFECT_ADMITS);
	if (answer != NEVER_MET)
		return;
	diag_hint(diag, "the body has at most %u member%s%s", most, most == 1 ? "" : "s",
	          grows ? ", as long as nobody is admitted" : "");
	if (inherited)
		diag_warning(diag, at, "the rule \"%S\" can never be met in the body \"%S\", which inherits it", rule_name,
		             body_name);
	else if (grows)
		diag_warning(diag, at, "the rule \"%S\" cannot be met in the body \"%S\"", rule_name, body_name);
	else
		diag_error(diag, at, "the rule \"%S\" can never be met in the body \"%S\"", rule_name, body_name);
}

static void check_decides(struct checking *checking, uint32_t index)
{
	const struct charter *charter = checking->reader->charter;
	const struct body *body = &charter->body[index];
	const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
	for (uint32_t i = 0; i < body->decides_count; i++) {
		const struct decides *decides = &body->decides[i];
		uint32_t most;
		enum answer answer = ask(checking, index, decides->rule, &most);
		report(checking, answer, index, decides->rule, place_of(&decides->origin), most, !own_decides(decides, parent));
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
		if (answer != NEVER_MET)
			return;
	}
	if (body != NONE)
		report(checking, answer, body, node->index, place_of(&node->origin), most, /* inherited= */ false);
}

void check_rules(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	struct checking checking = {.reader = reader, .scratch = *reader->arena, .steps = SEARCH_STEPS};
	if (!electorates_of(charter, &checking.scratch, &checking.electorates)) {
		reader->diag.no_memory = true;
		return;
	}
	for (uint32_t i = 0; i < charter->weight_count; i++)
		checking.said[i] = has_all_values(charter, &charter->weight[i]);
	for (uint32_t i = 0; i < charter->body_count; i++)
		check_decides(&checking, i);
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		checking.procedure = i;
		for (uint32_t k = 0; k < charter->procedure[i].stage_count; k++)
			for (uint32_t t = 0; t < charter->procedure[i].stage[k].transition_count; t++)
				test_visit(charter, charter->procedure[i].stage[k].transition[t].when, check_passing, &checking);
	}
}
