/* Conditions, citations and persons in words.
 *
 * A comparison that counts a set is said as a sentence about members: "at least two thirds of the members are present",
 * "no member objects", "more members vote for than vote against". The set says who (members, of a named set or not) and
 * what they do; terms join as they stand in the charter, from left to right. Other comparisons name both amounts.
 */
#include "charter/words.h"

#include "base/utf8.h"
#include "charter/eval.h"

/* What the members of a term's set do, said of many, of one, and denied; and as a quality of members. */
static const struct {
	const char *many, *one, *not_many, *not_one, *which;
} deed[TERM_MAX] = {
	[TERM_MEMBERS] = {"", "", "", "", ""},
	[TERM_PRESENT] = {"are present", "is present", "are not present", "is not present", "present"},
	[TERM_ABSENT] = {"are absent", "is absent", "are not absent", "is not absent", "absent"},
	[TERM_FOR] = {"vote for", "votes for", "do not vote for", "does not vote for", "voting for"},
	[TERM_AGAINST] = {"vote against", "votes against", "do not vote against", "does not vote against",
                      "voting against"},
	[TERM_ABSTAIN] = {"abstain", "abstains", "do not abstain", "does not abstain", "abstaining"},
	[TERM_VOTING] = {"vote for or against", "votes for or against", "do not vote", "does not vote",
                     "voting for or against"},
	[TERM_OBJECTIONS] = {"object", "objects", "do not object", "does not object", "objecting"},
	[TERM_RESERVATIONS] = {"make a reservation", "makes a reservation", "make no reservation", "makes no reservation",
                           "making a reservation"},
	[TERM_HOLDS] = {"place a hold", "places a hold", "place no hold", "places no hold", "placing a hold"},
	[TERM_SILENT] = {"are silent", "is silent", "are not silent", "is not silent", "keeping silent"},
	[TERM_SUPPORTERS] = {"support it", "supports it", "do not support it", "does not support it", "supporting it"},
	[TERM_CONCERNED] = {"are concerned", "is concerned", "are not concerned", "is not concerned", "concerned"},
	[TERM_CONSTRUCTIVE] = {"abstain constructively", "abstains constructively", "do not abstain constructively",
                           "does not abstain constructively", "abstaining constructively"},
	[TERM_PARTICIPATING] = {"take part", "takes part", "do not take part", "does not take part", "taking part"},
	[TERM_IN_ARREARS] = {"are in arrears", "is in arrears", "are not in arrears", "is not in arrears", "in arrears"},
	[TERM_SUSPENDED] = {"are suspended", "is suspended", "are not suspended", "is not suspended", "suspended"},
	[TERM_AUTHOR] = {"tabled it", "tabled it", "did not table it", "did not table it", "having tabled it"},
	[TERM_REQUESTERS] = {"ask for a meeting", "asks for a meeting", "do not ask for a meeting",
                         "does not ask for a meeting", "asking for a meeting"},
	[TERM_DEPOSITS] = {"have deposited", "has deposited", "have not deposited", "has not deposited",
                       "having deposited"},
};

/* ---- Small words ------------------------------------------------------------------------------------------ */

void buf_joint(struct buf *buf, uint32_t index, uint32_t count, const char *last)
{
	if (index == 0)
		return;
	buf_c(buf, index + 1 < count ? ", " : last);
}

void buf_day(struct buf *buf, struct date date)
{
	static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
	                                     "July",    "August",   "September", "October", "November", "December"};
	buf_u64(buf, date.day);
	buf_c(buf, " ");
	buf_c(buf, months[date.month - 1]);
	buf_c(buf, " ");
	buf_i64(buf, date.year);
}

void buf_aside(struct buf *buf, const struct origin *origin)
{
	static const char *const sure[SURE_MAX] = {
		[SURE_FOUND] = "",
		[SURE_PRESS] = "as reported",
		[SURE_INFERRED] = "inferred",
		[SURE_RECALLED] = "recalled",
	};
	if (origin->cite.len == 0 && origin->sure == SURE_FOUND)
		return;
	buf_c(buf, " (");
	buf_str(buf, origin->cite);
	if (origin->cite.len != 0 && origin->sure != SURE_FOUND)
		buf_c(buf, "; ");
	buf_c(buf, sure[origin->sure]);
	buf_c(buf, ")");
}

void buf_cite(struct buf *buf, const struct origin *own, const struct origin *enclosing)
{
	if (own != NULL && own->cite.len != 0) {
		buf_str(buf, own->cite);
	} else if (enclosing != NULL && enclosing->cite.len != 0) {
		buf_str(buf, enclosing->cite);
	} else {
		const struct origin *at = own != NULL && own->line != 0 ? own : enclosing;
		buf_c(buf, "charter, line ");
		buf_u64(buf, at == NULL ? 0 : at->line);
	}
}

void buf_who(struct buf *buf, const struct charter *charter, const struct who *who)
{
	static const char *const words[WHO_MAX] = {
		[WHO_MEMBER] = "any member", [WHO_CHAIR] = "the chair",       [WHO_SECRETARIAT] = "the secretariat",
		[WHO_AUTHOR] = "the author", [WHO_OBSERVER] = "any observer", [WHO_PARTNER] = "any partner",
		[WHO_OFFICE] = "the ",       [WHO_SET] = "any of the ",       [WHO_CONCERNED] = "any party concerned",
	};
	buf_c(buf, words[who->kind] == NULL ? "" : words[who->kind]);
	if (who->kind == WHO_PARTY)
		buf_str(buf, charter->party[who->index].titles.title);
	else if (who->kind == WHO_OFFICE)
		buf_str(buf, charter->office[who->index].titles.title);
	else if (who->kind == WHO_SET)
		buf_str(buf, charter->set[who->index].titles.title);
}

void buf_whos(struct buf *buf, const struct charter *charter, const struct who *who, uint32_t count)
{
	if (count == 0)
		buf_c(buf, "anybody who takes part");
	for (uint32_t i = 0; i < count; i++) {
		buf_joint(buf, i, count, " or ");
		buf_who(buf, charter, &who[i]);
	}
}

void buf_share(struct buf *buf, const struct test *amount)
{
	static const struct {
		uint32_t number, denominator;
		const char *words;
	} known[] = {
		{1, 1, "all"},          {1, 2, "half"},           {1, 3, "one third"}, {2, 3, "two thirds"},
		{1, 4, "one quarter"},  {3, 4, "three quarters"}, {1, 5, "one fifth"}, {2, 5, "two fifths"},
		{3, 5, "three fifths"}, {4, 5, "four fifths"},    {100, 100, "all"},   {50, 100, "half"},
	};
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (known[i].number == amount->number && known[i].denominator == amount->denominator) {
			buf_c(buf, known[i].words);
			return;
		}
	}
	buf_u64(buf, amount->number);
	if (amount->denominator == 100) {
		buf_c(buf, "%");
	} else {
		buf_c(buf, "/");
		buf_u64(buf, amount->denominator);
	}
}

/* ---- Sets ------------------------------------------------------------------------------------------------- */

/* The nodes of "a in b without c" from left to right, each with the join before it. */
struct link {
	const struct test *test;
	bool without;
};
struct chain {
	uint32_t count;
	struct link item[LIMIT_CHARTER_DEPTH + 1];
};

static void chain_of(const struct charter *charter, uint32_t node, struct chain *chain)
{
	const struct test *test = &charter->test[node];
	chain->count = 0;
	for (; test->op == SET_IN || test->op == SET_WITHOUT; test = &charter->test[test->a]) {
		chain->item[chain->count].test = &charter->test[test->b];
		chain->item[chain->count++].without = test->op == SET_WITHOUT;
	}
	chain->item[chain->count].test = test;
	chain->item[chain->count++].without = false;
	for (uint32_t i = 0; i < chain->count / 2; i++) {
		struct link swap = chain->item[i];
		chain->item[i] = chain->item[chain->count - 1 - i];
		chain->item[chain->count - 1 - i] = swap;
	}
}

static bool is_deed(const struct test *set)
{
	return set->op == SET_TERM && set->index != TERM_MEMBERS;
}

/* A right part in parentheses, as the charter writes it. */
static bool is_compound(const struct test *set)
{
	return set->op == SET_IN || set->op == SET_WITHOUT;
}

void buf_source(struct buf *buf, const struct charter *charter, uint32_t node)
{
	const struct test *test = &charter->test[node];
	if (test->op == SET_TERM) {
		buf_str(buf, term_name[test->index]);
	} else if (test->op == SET_NAMED) {
		buf_str(buf, charter->set[test->index].titles.name);
	} else {
		bool brackets = is_compound(&charter->test[test->b]);
		buf_source(buf, charter, test->a);
		buf_c(buf, test->op == SET_IN ? " in " : " without ");
		buf_c(buf, brackets ? "(" : "");
		buf_source(buf, charter, test->b);
		buf_c(buf, brackets ? ")" : "");
	}
}

void buf_size(struct buf *buf, const struct charter *charter, const struct test *amount)
{
	if (amount->index != NONE) {
		buf_str(buf, charter->weight[amount->index].titles.name);
		buf_c(buf, " of ");
	}
	buf_source(buf, charter, amount->a);
}

/* The title of a named set, the source of a compound one. */
static void buf_named(struct buf *buf, const struct charter *charter, const struct test *set)
{
	buf_c(buf, "\"");
	if (set->op == SET_NAMED)
		buf_str(buf, charter->set[set->index].titles.title);
	else
		buf_source(buf, charter, (uint32_t)(set - charter->test));
	buf_c(buf, "\"");
}

/* "members of the permanent members", "member outside the …" */
static void buf_subject(struct buf *buf, const struct charter *charter, const struct chain *chain, bool one)
{
	buf_c(buf, one ? "member" : "members");
	for (uint32_t i = 0; i < chain->count; i++) {
		if (chain->item[i].test->op == SET_TERM)
			continue;
		buf_c(buf, chain->item[i].without ? " outside " : " of ");
		buf_named(buf, charter, chain->item[i].test);
	}
}

/* " vote for and are present"; false when the set is of members only. */
static bool buf_deeds(struct buf *buf, const struct chain *chain, bool one)
{
	bool any = false;
	for (uint32_t i = 0; i < chain->count; i++) {
		const struct test *test = chain->item[i].test;
		if (!is_deed(test))
			continue;
		buf_c(buf, any ? " and " : " ");
		if (chain->item[i].without)
			buf_c(buf, one ? deed[test->index].not_one : deed[test->index].not_many);
		else
			buf_c(buf, one ? deed[test->index].one : deed[test->index].many);
		any = true;
	}
	return any;
}

/* "the members voting for or against", "the members voting for and not making a reservation" */
void buf_whole(struct buf *buf, const struct charter *charter, uint32_t node)
{
	struct chain chain;
	chain_of(charter, node, &chain);
	buf_c(buf, "the ");
	buf_subject(buf, charter, &chain, /* one= */ false);
	const char *joint = " ";
	for (uint32_t i = 0; i < chain.count; i++) {
		const struct test *test = chain.item[i].test;
		if (!is_deed(test))
			continue;
		buf_c(buf, joint);
		buf_c(buf, chain.item[i].without ? "not " : "");
		buf_c(buf, deed[test->index].which);
		joint = " and ";
	}
}

/* ---- Comparisons ------------------------------------------------------------------------------------------ */

static const char *quantifier(enum test_op op)
{
	switch (op) {
	case TEST_GE:
		return "at least ";
	case TEST_GT:
		return "more than ";
	case TEST_LE:
		return "at most ";
	case TEST_LT:
		return "fewer than ";
	default:
		return "exactly ";
	}
}

enum test_op test_mirrored(enum test_op op)
{
	switch (op) {
	case TEST_GE:
		return TEST_LE;
	case TEST_GT:
		return TEST_LT;
	case TEST_LE:
		return TEST_GE;
	case TEST_LT:
		return TEST_GT;
	default:
		return op;
	}
}

/* "no member objects", "at least 9 members vote for" */
static void buf_count(struct buf *buf, const struct charter *charter, uint32_t set, enum test_op op, uint64_t number)
{
	struct chain chain;
	chain_of(charter, set, &chain);
	bool none = number == 0 && (op == TEST_EQ || op == TEST_LE);
	none |= number == 1 && op == TEST_LT;
	if (number == 0 && op == TEST_GT) {
		op = TEST_GE;
		number = 1;
	}
	bool one = none || number == 1;
	size_t begin = buf->len;
	buf_c(buf, none ? "no " : quantifier(op));
	if (!none && one)
		buf_c(buf, "one ");
	if (!one) {
		buf_u64(buf, number);
		buf_c(buf, " ");
	}
	buf_subject(buf, charter, &chain, one);
	if (!buf_deeds(buf, &chain, one) && begin < buf->len)
		buf_c(buf, one ? " is there" : " are there");
}

bool test_is(const struct charter *charter, uint32_t node, enum test_op op)
{
	return charter->test[node].op == op;
}

/* "the population of", before what is weighed. */
static void buf_weighing(struct buf *buf, const struct charter *charter, const struct test *amount)
{
	if (amount->index == NONE)
		return;
	buf_c(buf, "the ");
	buf_str(buf, charter->weight[amount->index].titles.title);
	buf_c(buf, " of ");
}

static void buf_amount(struct buf *buf, const struct charter *charter, uint32_t node)
{
	const struct test *test = &charter->test[node];
	if (test->op == AMOUNT_INT) {
		buf_u64(buf, test->number);
		return;
	}
	if (test->op == AMOUNT_FRACTION) {
		buf_share(buf, test);
		buf_c(buf, " of ");
	}
	buf_weighing(buf, charter, test);
	buf_whole(buf, charter, test->a);
}

static bool weighs(const struct charter *charter, uint32_t node)
{
	const struct test *test = &charter->test[node];
	return test->op != AMOUNT_INT && test->index != NONE;
}

/* "more members vote for than vote against", when both sides are plain terms. */
static bool buf_contest(struct buf *buf, const struct charter *charter, const struct test *test)
{
	const struct test *left = &charter->test[charter->test[test->a].a];
	const struct test *right = &charter->test[charter->test[test->b].a];
	bool plain = left->op == SET_TERM && right->op == SET_TERM && left->index != TERM_MEMBERS &&
	             right->index != TERM_MEMBERS;
	if (!plain || test->op == TEST_EQ)
		return false;
	buf_c(buf, test->op == TEST_GT   ? "more members "
	           : test->op == TEST_LT ? "fewer members "
	           : test->op == TEST_GE ? "at least as many members "
	                                 : "at most as many members ");
	buf_c(buf, deed[left->index].many);
	buf_c(buf, test->op == TEST_GT || test->op == TEST_LT ? " than " : " as ");
	buf_c(buf, deed[right->index].many);
	return true;
}

/* "all members vote for": everything of the members is asked for. */
static bool buf_all(struct buf *buf, const struct charter *charter, uint32_t set, enum test_op op, uint32_t right)
{
	const struct test *amount = &charter->test[right];
	bool whole = amount->op == AMOUNT_COUNT || amount->number == amount->denominator;
	struct chain chain;
	if ((op != TEST_EQ && op != TEST_GE) || !whole || charter->test[amount->a].op != SET_TERM ||
	    charter->test[amount->a].index != TERM_MEMBERS || charter->test[set].op != SET_TERM ||
	    charter->test[set].index == TERM_MEMBERS)
		return false;
	chain_of(charter, set, &chain);
	buf_c(buf, "all members");
	return buf_deeds(buf, &chain, /* one= */ false);
}

static void buf_comparison(struct buf *buf, const struct charter *charter, const struct test *test)
{
	uint32_t a = test->a, b = test->b;
	enum test_op op = test->op;
	if (!test_is(charter, a, AMOUNT_COUNT) && test_is(charter, b, AMOUNT_COUNT)) {
		a = test->b;
		b = test->a;
		op = test_mirrored(op);
	}
	if (weighs(charter, a) || weighs(charter, b)) {
		buf_amount(buf, charter, a);
		buf_c(buf, " is ");
		buf_c(buf, op == TEST_LT ? "less than " : quantifier(op));
		buf_amount(buf, charter, b);
		return;
	}
	if (test_is(charter, a, AMOUNT_COUNT) && test_is(charter, b, AMOUNT_INT)) {
		buf_count(buf, charter, charter->test[a].a, op, charter->test[b].number);
		return;
	}
	if (test_is(charter, a, AMOUNT_COUNT) && buf_all(buf, charter, charter->test[a].a, op, b))
		return;
	if (test_is(charter, a, AMOUNT_COUNT) && test_is(charter, b, AMOUNT_FRACTION)) {
		struct chain chain;
		chain_of(charter, charter->test[a].a, &chain);
		buf_c(buf, op == TEST_LT ? "less than " : quantifier(op));
		buf_amount(buf, charter, b);
		size_t begin = buf->len;
		for (uint32_t i = 0; i < chain.count; i++) {
			if (chain.item[i].test->op == SET_TERM)
				continue;
			buf_c(buf, chain.item[i].without ? " lie outside " : " belong to ");
			buf_named(buf, charter, chain.item[i].test);
			buf_c(buf, " and");
		}
		if (!buf_deeds(buf, &chain, /* one= */ false) && begin < buf->len)
			buf->len -= 4; /* the last " and" */
		return;
	}
	if (test_is(charter, a, AMOUNT_COUNT) && test_is(charter, b, AMOUNT_COUNT) && buf_contest(buf, charter, test))
		return;
	buf_amount(buf, charter, a);
	buf_c(buf, " number ");
	buf_c(buf, quantifier(op));
	buf_amount(buf, charter, b);
}

/* What "passes KIND" asks about. */
void buf_kind_asked(struct buf *buf, const struct test *test)
{
	buf_str(buf, passes_own_kind(test)            ? STR("matters of its kind")
	             : str_eq(test->kind, STR("any")) ? STR("everything else")
	                                              : test->kind);
}

void buf_test_within(struct buf *buf, const struct charter *charter, uint32_t node, enum test_op around)
{
	const struct test *test = &charter->test[node];
	bool joint = test->op == TEST_AND || test->op == TEST_OR;
	bool brackets = joint && around != TEST_OP_MAX && around != test->op;
	if (brackets)
		buf_c(buf, "(");
	switch (test->op) {
	case TEST_AND:
	case TEST_OR:
		buf_test_within(buf, charter, test->a, test->op);
		buf_c(buf, test->op == TEST_AND ? " and " : " or ");
		buf_test_within(buf, charter, test->b, test->op);
		break;
	case TEST_NOT:
		buf_c(buf, "it is not so that ");
		buf_test_within(buf, charter, test->a, TEST_NOT);
		break;
	case TEST_PASSES:
		if (test->index != NONE) {
			buf_c(buf, "the rule \"");
			buf_str(buf, charter->rule[test->index].titles.title);
			buf_c(buf, "\" is met");
		} else {
			buf_c(buf, "the body's rule for ");
			buf_kind_asked(buf, test);
			buf_c(buf, " is met");
		}
		break;
	default:
		buf_comparison(buf, charter, test);
	}
	if (brackets)
		buf_c(buf, ")");
}

void buf_test(struct buf *buf, const struct charter *charter, uint32_t test)
{
	if (test != NONE)
		buf_test_within(buf, charter, test, TEST_OP_MAX);
}

void buf_binds(struct buf *buf, const struct charter *charter, const struct rule *rule)
{
	if (rule->binds != NONE)
		buf_whole(buf, charter, rule->binds);
}
