/* Rules and conditions applied to a ballot: exact integers, no rounding, no state.
 *
 * Every set is first cut to the members: what a party outside the electorate says does not count. An amount is a share
 * number / denominator of a total: a number of the charter (below 2^53), a count, or what a set weighs (at most
 * LIMIT_PARTIES values below 2^53: 2^62). Two are compared by cross-multiplication, number and denominator at most
 * 10^9, so that a product of three stays below 2^122 and never needs more than 128 bits.
 */
#include "charter/eval.h"

__extension__ typedef unsigned __int128 wide;

/* ---- Sets ------------------------------------------------------------------------------------------------ */

uint32_t party_set_count(const struct party_set *set)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < PARTY_WORDS; i++) {
		/* Bits of pairs, of fours, of bytes, then of all bytes. */
		uint64_t word = set->word[i];
		word -= word >> 1 & UINT64_C(0x5555555555555555);
		word = (word & UINT64_C(0x3333333333333333)) + (word >> 2 & UINT64_C(0x3333333333333333));
		word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
		count += (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
	}
	return count;
}

uint32_t party_set_next(const struct party_set *set, uint32_t from)
{
	for (uint32_t party = from; party < LIMIT_PARTIES; party = (party | 63) + 1) {
		uint64_t rest = set->word[party / 64] >> (party % 64);
		if (rest != 0)
			return party + (uint32_t)__builtin_ctzll(rest);
	}
	return NONE;
}

static struct party_set both(const struct party_set *a, const struct party_set *b)
{
	struct party_set set;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set.word[i] = a->word[i] & b->word[i];
	return set;
}

static struct party_set either(const struct party_set *a, const struct party_set *b)
{
	struct party_set set;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set.word[i] = a->word[i] | b->word[i];
	return set;
}

static struct party_set without(const struct party_set *a, const struct party_set *b)
{
	struct party_set set;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set.word[i] = a->word[i] & ~b->word[i];
	return set;
}

/* The set of a SET_ node, named sets joined whole. *ret_named: nothing but named sets were kept, so that parties may be
 * in it of which the ballot says nothing. */
static struct party_set joined(const struct charter *charter, uint32_t node, const struct ballot *ballot,
                               bool *ret_named)
{
	const struct test *test = &charter->test[node];
	struct party_set a, b;
	bool named;
	switch (test->op) {
	case SET_IN:
	case SET_WITHOUT:
		a = joined(charter, test->a, ballot, ret_named);
		b = joined(charter, test->b, ballot, &named);
		if (test->op == SET_WITHOUT)
			return without(&a, &b);
		*ret_named &= named;
		return both(&a, &b);
	case SET_NAMED:
		*ret_named = true;
		return set_on(charter, test->index, ballot->day);
	default:
		*ret_named = false;
		if (test->index == TERM_SUSPENDED)
			return ballot->set[TERM_SUSPENDED];
		return both(&ballot->set[test->index], &ballot->set[TERM_MEMBERS]);
	}
}

/* "Only members count", but for `suspended`, who are never among them: "suspended in permanent" and "permanent in
 * suspended" find the same. */
struct party_set test_set(const struct charter *charter, uint32_t node, const struct ballot *ballot)
{
	bool named;
	struct party_set set = joined(charter, node, ballot, &named);
	return named ? both(&set, &ballot->set[TERM_MEMBERS]) : set;
}

/* ---- Ballots --------------------------------------------------------------------------------------------- */

/* Cut to the members, and what follows from the rest. Doing it again changes nothing. */
static struct ballot complete(const struct ballot *raw)
{
	const struct party_set *members = &raw->set[TERM_MEMBERS];
	struct ballot ballot = {.day = raw->day, .nameless = raw->nameless, .undoes = raw->undoes};
	ballot.instruments = raw->instruments;
	ballot.kind = raw->kind;
	for (uint32_t term = 0; term < TERM_MAX; term++)
		ballot.set[term] = both(&raw->set[term], members);
	ballot.set[TERM_SUSPENDED] = without(&raw->set[TERM_SUSPENDED], members);
	/* Position object is one set under two names, until a rule's meanings part them. */
	ballot.set[TERM_OBJECTIONS] = either(&ballot.set[TERM_OBJECTIONS], &ballot.set[TERM_AGAINST]);
	ballot.set[TERM_AGAINST] = ballot.set[TERM_OBJECTIONS];
	ballot.set[TERM_ABSTAIN] = either(&ballot.set[TERM_ABSTAIN], &ballot.set[TERM_CONSTRUCTIVE]);
	ballot.set[TERM_ABSENT] = without(members, &ballot.set[TERM_PRESENT]);
	ballot.set[TERM_VOTING] = either(&ballot.set[TERM_FOR], &ballot.set[TERM_AGAINST]);
	ballot.set[TERM_SUPPORTERS] = ballot.set[TERM_FOR];
	return ballot;
}

static void add(struct ballot *ballot, enum term to, enum term from)
{
	ballot->set[to] = either(&ballot->set[to], &ballot->set[from]);
}

/* Take the parties out of what a member can say. */
static void unsay(struct ballot *ballot, const struct party_set *parties)
{
	static const enum term said[] = {TERM_FOR,        TERM_AGAINST,    TERM_ABSTAIN, TERM_CONSTRUCTIVE,
	                                 TERM_OBJECTIONS, TERM_SUPPORTERS, TERM_HOLDS,   TERM_RESERVATIONS};
	for (size_t i = 0; i < sizeof(said) / sizeof(*said); i++)
		ballot->set[said[i]] = without(&ballot->set[said[i]], parties);
}

/* "concerned removed": no members. "concerned must-abstain": members that abstain when they are there, whatever they
 * say. "concerned heard": members that are not there. Neither of the latter two is touched by what absence means. */
static void apply_concerned(struct ballot *ballot, const struct rule *rule)
{
	struct party_set concerned = ballot->set[TERM_CONCERNED], there;
	switch (rule->concerned) {
	case CONCERNED_REMOVED:
		for (uint32_t term = 0; term < TERM_MAX; term++)
			if (term != TERM_CONCERNED)
				ballot->set[term] = without(&ballot->set[term], &concerned);
		break;
	case CONCERNED_MUST_ABSTAIN:
		unsay(ballot, &concerned);
		there = without(&concerned, &ballot->set[TERM_ABSENT]);
		ballot->set[TERM_ABSTAIN] = either(&ballot->set[TERM_ABSTAIN], &there);
		ballot->set[TERM_SILENT] = without(&ballot->set[TERM_SILENT], &there);
		break;
	case CONCERNED_HEARD:
		unsay(ballot, &concerned);
		ballot->set[TERM_PRESENT] = without(&ballot->set[TERM_PRESENT], &concerned);
		add(ballot, TERM_ABSENT, TERM_CONCERNED);
		add(ballot, TERM_SILENT, TERM_CONCERNED);
		break;
	default: /* nothing stated; "objection-ignored" comes last */
		break;
	}
}

static void apply_meanings(struct ballot *ballot, const struct rule *rule)
{
	struct party_set absent = ballot->set[TERM_ABSENT], abstain;
	apply_concerned(ballot, rule);
	if (rule->concerned == CONCERNED_MUST_ABSTAIN || rule->concerned == CONCERNED_HEARD ||
	    rule->concerned == CONCERNED_REMOVED)
		absent = without(&absent, &ballot->set[TERM_CONCERNED]);
	/* "absence objecting": who is absent objects, but has not voted. "absence against": has voted against. */
	if (rule->absence == ABSENCE_OBJECTING || rule->absence == ABSENCE_AGAINST)
		ballot->set[TERM_OBJECTIONS] = either(&ballot->set[TERM_OBJECTIONS], &absent);
	if (rule->absence == ABSENCE_AGAINST)
		ballot->set[TERM_AGAINST] = either(&ballot->set[TERM_AGAINST], &absent);
	/* "abstention against": counts among the votes against; "constructive harmless": but those do not. */
	abstain = ballot->set[TERM_ABSTAIN];
	if (rule->constructive_harmless)
		abstain = without(&abstain, &ballot->set[TERM_CONSTRUCTIVE]);
	if (rule->abstention == ABSTENTION_AGAINST)
		ballot->set[TERM_AGAINST] = either(&ballot->set[TERM_AGAINST], &abstain);
	/* "hold blocks", "reservation objecting": count as objections. */
	if (rule->hold_blocks)
		add(ballot, TERM_OBJECTIONS, TERM_HOLDS);
	if (rule->reservation_objects)
		add(ballot, TERM_OBJECTIONS, TERM_RESERVATIONS);
	if (rule->concerned == CONCERNED_OBJECTION_IGNORED)
		ballot->set[TERM_OBJECTIONS] = without(&ballot->set[TERM_OBJECTIONS], &ballot->set[TERM_CONCERNED]);
	ballot->set[TERM_VOTING] = either(&ballot->set[TERM_FOR], &ballot->set[TERM_AGAINST]);
}

struct ballot ballot_counted(const struct charter *charter, uint32_t rule, const struct ballot *raw)
{
	struct ballot ballot = complete(raw);
	if (rule != NONE)
		apply_meanings(&ballot, &charter->rule[rule]);
	return ballot;
}

/* ---- Conditions ------------------------------------------------------------------------------------------ */

struct amount amount_of(const struct charter *charter, uint32_t node, const struct ballot *ballot)
{
	const struct test *test = &charter->test[node];
	if (test->op == AMOUNT_INT)
		return (struct amount){test->number, 1, 1};
	struct amount amount = {.number = 1, .denominator = 1};
	if (ballot->numbers != NULL) {
		amount.total = numbers_count(charter, ballot->numbers, test->a);
	} else {
		struct party_set set = test_set(charter, test->a, ballot);
		amount.total = test->index == NONE ? party_set_count(&set) : weight_of(charter, test->index, &set, ballot->day);
	}
	if (test->op == AMOUNT_FRACTION) {
		amount.number = (uint32_t)test->number;
		amount.denominator = test->denominator;
	}
	return amount;
}

static bool compare(enum test_op op, struct amount left, struct amount right)
{
	wide a = (wide)left.total * left.number * right.denominator;
	wide b = (wide)right.total * right.number * left.denominator;
	switch (op) {
	case TEST_LT:
		return a < b;
	case TEST_LE:
		return a <= b;
	case TEST_GT:
		return a > b;
	case TEST_GE:
		return a >= b;
	default:
		return a == b; /* TEST_EQ */
	}
}

/* "passes kind": the body's rule for matters of the kind that this one is. */
bool passes_own_kind(const struct test *test)
{
	return test->index == NONE && str_eq(test->kind, STR("kind"));
}

uint32_t passes_rule(const struct charter *charter, const struct test *test, uint32_t body, const struct ballot *ballot)
{
	struct str kind = passes_own_kind(test) ? ballot->kind : test->kind;
	uint32_t rule = test->index != NONE ? test->index : body_rule_at(charter, body, kind, ballot);
	return rule_undoing(charter, rule, ballot);
}

uint32_t rule_asked(const struct charter *charter, uint32_t passes, uint32_t body, const struct ballot *ballot)
{
	return passes_rule(charter, &charter->test[passes], body, ballot);
}

/* "undone-by RULE": the way back has a rule of its own. */
uint32_t rule_undoing(const struct charter *charter, uint32_t rule, const struct ballot *ballot)
{
	bool other = rule != NONE && ballot->undoes && charter->rule[rule].undone_by != NONE;
	return other ? charter->rule[rule].undone_by : rule;
}

static bool holds(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot,
                  uint32_t *rule)
{
	const struct test *test = &charter->test[node];
	uint32_t asked;
	switch (test->op) {
	case TEST_AND:
		return holds(charter, test->a, body, ballot, rule) && holds(charter, test->b, body, ballot, rule);
	case TEST_OR:
		return holds(charter, test->a, body, ballot, rule) || holds(charter, test->b, body, ballot, rule);
	case TEST_NOT:
		return !holds(charter, test->a, body, ballot, rule);
	case TEST_PASSES:
		asked = passes_rule(charter, test, body, ballot);
		if (asked == NONE)
			return false; /* a kind that the body does not decide */
		*rule = asked;
		return rule_apply(charter, asked, ballot).adopted;
	default:
		return compare(test->op, amount_of(charter, test->a, ballot), amount_of(charter, test->b, ballot));
	}
}

/* The outermost test that decided a no: the first of an `and` that did not hold, down to one that is no `and`. */
uint32_t test_decider(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot)
{
	uint32_t ignored = NONE;
	while (charter->test[node].op == TEST_AND) {
		const struct test *test = &charter->test[node];
		node = holds(charter, test->a, body, ballot, &ignored) ? test->b : test->a;
	}
	return node;
}

bool test_true(const struct charter *charter, uint32_t node, uint32_t body, const struct ballot *ballot)
{
	uint32_t ignored = NONE;
	return holds(charter, node, body, ballot, &ignored);
}

void tally_judge(const struct charter *charter, struct tally *tally)
{
	const struct rule *rule = &charter->rule[tally->rule];
	tally->failed = NONE;
	tally->failing = false;
	tally->adopted = test_true(charter, rule->adopted_when, NONE, &tally->ballot);
	/* "failing when": the fallback, when the first condition is not met. */
	if (!tally->adopted && rule->failing_when != NONE)
		tally->adopted = tally->failing = test_true(charter, rule->failing_when, NONE, &tally->ballot);
	if (!tally->adopted)
		tally->failed = test_decider(charter, rule->test, NONE, &tally->ballot);
}

struct tally rule_apply(const struct charter *charter, uint32_t rule, const struct ballot *ballot)
{
	const struct rule *applied = &charter->rule[rule];
	struct tally tally = {.rule = rule, .ballot = complete(ballot)};
	apply_meanings(&tally.ballot, applied);
	tally_judge(charter, &tally);
	/* "binds SET": as counted; else all members, the concerned among them. */
	tally.bound = applied->binds == NONE ? ballot->set[TERM_MEMBERS] : test_set(charter, applied->binds, &tally.ballot);
	return tally;
}

bool test_holds(const struct charter *charter, uint32_t test, uint32_t body, const struct ballot *ballot,
                uint32_t *ret_rule)
{
	struct ballot whole = complete(ballot);
	uint32_t rule = NONE;
	bool result = test == NONE || holds(charter, test, body, &whole, &rule);
	if (ret_rule != NULL)
		*ret_rule = rule;
	return result;
}

bool in_force_holds(const struct in_force *in_force, int32_t day, uint64_t instruments)
{
	return first_day(in_force->from) <= day && day < end_day(in_force->until) && (in_force->once & ~instruments) == 0;
}

/* "The last that holds is the rule"; a kind of its own before the fallback. */
uint32_t body_rule_at(const struct charter *charter, uint32_t body, struct str kind, const struct ballot *when)
{
	uint32_t rule = NONE, fallback = NONE;
	if (body == NONE)
		return NONE;
	const struct body *of = &charter->body[body];
	for (uint32_t i = 0; i < of->decides_count; i++) {
		const struct decides *decides = &of->decides[i];
		if (when != NULL && !in_force_holds(&decides->in_force, when->day, when->instruments))
			continue;
		if (str_eq(decides->kind, kind))
			rule = decides->rule;
		else if (str_eq(decides->kind, STR("any")))
			fallback = decides->rule;
	}
	return rule != NONE ? rule : fallback;
}

uint32_t body_rule(const struct charter *charter, uint32_t body, struct str kind)
{
	return body_rule_at(charter, body, kind, /* when= */ NULL);
}
