/* Conditions: a tree of nodes in the charter's one array of tests.
 *
 *     when  = "when" test ;
 *     test  = unit { "and" unit } | unit { "or" unit } ;      never both without parentheses
 *     unit  = "not" unit | "(" test ")" | "passes" NAME | amount REL amount ;
 *     amount = NUMBER | [ ( PERCENT | FRACTION ) "of" ] size ;
 *     size  = NAME "of" part | set ;                          the first: what a set weighs
 *     set   = part { ( "in" | "without" ) part } ;
 *     part  = NAME | "(" set ")" ;
 *
 * On the left of a comparison no amount begins with a parenthesis: there it holds a condition. (Nothing is lost: sets
 * join from left to right.) One token of look-ahead tells a weight from a set: the `of` behind it.
 *
 * A condition has at most LIMIT_LIST nodes, LIMIT_CHARTER_DEPTH parentheses, and LIMIT_CHARTER_DEPTH joins in a set,
 * which bounds every recursion over it. Numbers end at 2^53-1, shares at 10^9 of 10^9, and no set of LIMIT_PARTIES
 * weighs more than 2^62: two amounts multiplied crosswise stay below 2^128, whatever the charter combines.
 */
#include "charter/reader.h"

#include <string.h>

const struct str term_name[TERM_MAX] = {
	[TERM_MEMBERS] = WORD("members"),
	[TERM_PRESENT] = WORD("present"),
	[TERM_ABSENT] = WORD("absent"),
	[TERM_FOR] = WORD("for"),
	[TERM_AGAINST] = WORD("against"),
	[TERM_ABSTAIN] = WORD("abstain"),
	[TERM_VOTING] = WORD("voting"),
	[TERM_OBJECTIONS] = WORD("objections"),
	[TERM_RESERVATIONS] = WORD("reservations"),
	[TERM_HOLDS] = WORD("holds"),
	[TERM_SILENT] = WORD("silent"),
	[TERM_SUPPORTERS] = WORD("supporters"),
	[TERM_CONCERNED] = WORD("concerned"),
	[TERM_CONSTRUCTIVE] = WORD("constructive"),
	[TERM_PARTICIPATING] = WORD("participating"),
	[TERM_IN_ARREARS] = WORD("in-arrears"),
	[TERM_SUSPENDED] = WORD("suspended"),
	[TERM_AUTHOR] = WORD("author"),
	[TERM_REQUESTERS] = WORD("requesters"),
	[TERM_DEPOSITS] = WORD("deposits"),
};

static bool add_node(struct reader *reader, struct test node, struct place at, uint32_t *ret)
{
	struct charter *charter = reader->charter;
	uint32_t count = charter->test_count;
	if (++reader->test_nodes > LIMIT_LIST)
		return diag_error(&reader->diag, at, "a condition of more than %u parts", LIMIT_LIST);
	if (count == 0 || (count >= 16 && (count & (count - 1)) == 0)) { /* 16, 32, 64, … are full */
		struct test *grown = TRY(reader->arena, struct test, count == 0 ? 16 : (size_t)count * 2);
		if (grown == NULL) {
			reader->diag.no_memory = true;
			return false;
		}
		if (count != 0)
			memcpy(grown, charter->test, count * sizeof(*grown));
		charter->test = grown;
	}
	node.origin = (struct origin){.line = at.line, .column = at.column};
	charter->test[count] = node;
	charter->test_count++;
	*ret = count;
	return true;
}

static struct test node_of(enum test_op op, uint32_t a, uint32_t b)
{
	return (struct test){.op = op, .a = a, .b = b, .index = NONE};
}

static bool no_such_set(struct reader *reader, const struct token *name)
{
	const struct charter *charter = reader->charter;
	struct nearest nearest = nearest_of(name->text);
	for (enum term term = 0; term < TERM_MAX; term++)
		nearest_try(&nearest, term_name[term]);
	for (uint32_t i = 0; i < charter->set_count; i++)
		nearest_try(&nearest, charter->set[i].titles.name);
	nearest_hint(reader, &nearest);
	if (map_get(&charter->weights, name->text) != MAP_NONE)
		diag_hint(&reader->diag, "a weight is written with its set: %S of members", name->text);
	return diag_error(&reader->diag, name->at, "there is no set \"%S\" to count", name->text);
}

static bool add_set_name(struct reader *reader, const struct token *name, uint32_t *ret)
{
	struct test node = node_of(SET_TERM, NONE, NONE);
	for (enum term term = 0; term < TERM_MAX && node.index == NONE; term++)
		if (str_eq(name->text, term_name[term]))
			node.index = term;
	if (node.index == NONE) {
		node.op = SET_NAMED;
		node.index = map_get(&reader->charter->sets, name->text);
	}
	return node.index != NONE ? add_node(reader, node, name->at, ret) : no_such_set(reader, name);
}

static bool take_joins(struct reader *reader, uint32_t depth, uint32_t *ret);

/* part = NAME | "(" set ")" */
static bool take_part(struct reader *reader, uint32_t depth, uint32_t *ret)
{
	struct place at = reader->token.at;
	struct token name;
	if (reader->token.kind != TOKEN_PAREN_OPEN)
		return take_name(reader, "a set to count", &name) && add_set_name(reader, &name, ret);
	if (depth == LIMIT_CHARTER_DEPTH)
		return diag_error(&reader->diag, at, "a set nested more than %u deep", LIMIT_CHARTER_DEPTH);
	if (!reader_advance(reader) || !take_part(reader, depth + 1, ret) || !take_joins(reader, depth + 1, ret))
		return false;
	return reader->token.kind == TOKEN_PAREN_CLOSE ? reader_advance(reader) : reader_expected(reader, "\")\"");
}

/* { ( "in" | "without" ) part }: *ret is what stands before them, and then the whole. */
static bool take_joins(struct reader *reader, uint32_t depth, uint32_t *ret)
{
	for (uint32_t joined = 0;; joined++) {
		struct place at = reader->token.at;
		bool in = token_is(&reader->token, "in");
		uint32_t right;
		if (!in && !token_is(&reader->token, "without"))
			return true;
		if (joined == LIMIT_CHARTER_DEPTH)
			return diag_error(&reader->diag, at, "more than %u sets joined", LIMIT_CHARTER_DEPTH + 1);
		if (!reader_advance(reader) || !take_part(reader, depth, &right) ||
		    !add_node(reader, node_of(in ? SET_IN : SET_WITHOUT, *ret, right), at, ret))
			return false;
	}
}

static bool find_weight(struct reader *reader, const struct token *name, uint32_t *ret)
{
	const struct charter *charter = reader->charter;
	*ret = map_get(&charter->weights, name->text);
	if (*ret != MAP_NONE)
		return true;
	struct nearest nearest = nearest_of(name->text);
	for (uint32_t i = 0; i < charter->weight_count; i++)
		nearest_try(&nearest, charter->weight[i].titles.name);
	nearest_hint(reader, &nearest);
	return diag_error(&reader->diag, name->at, "there is no weight \"%S\"", name->text);
}

/* size = NAME "of" part { join } | set. *ret_weight: NONE for a count. */
static bool take_size(struct reader *reader, const char *what, bool may_open, uint32_t *ret_weight, uint32_t *ret)
{
	struct token name;
	*ret_weight = NONE;
	if (may_open && reader->token.kind == TOKEN_PAREN_OPEN)
		return take_part(reader, 0, ret) && take_joins(reader, 0, ret);
	if (!take_name(reader, what, &name))
		return false;
	if (token_is(&reader->token, "of"))
		return find_weight(reader, &name, ret_weight) && reader_advance(reader) && take_part(reader, 0, ret) &&
		       take_joins(reader, 0, ret);
	return add_set_name(reader, &name, ret) && take_joins(reader, 0, ret);
}

/* 55% → 55 of 100, 2/3 → 2 of 3. The lexer has checked the digits. */
static bool share_of(struct reader *reader, const struct token *token, struct test *node)
{
	struct str head = token->text, tail = STR("100");
	uint64_t number = 0, denominator = 0;
	if (token->kind == TOKEN_PERCENT)
		head.len--;
	else
		str_cut(token->text, '/', &head, &tail);
	if (!str_to_u64(head, CHARTER_NUMBER_MAX, &number) || !str_to_u64(tail, CHARTER_NUMBER_MAX, &denominator) ||
	    number == 0 || number > denominator)
		return diag_error(&reader->diag, token->at, "a share lies above nothing and up to the whole, unlike %T", token);
	node->number = number;
	node->denominator = (uint32_t)denominator;
	return true;
}

static bool take_amount(struct reader *reader, bool may_open, uint32_t *ret)
{
	struct token first = reader->token;
	struct test node = node_of(AMOUNT_COUNT, NONE, NONE);
	if (first.kind == TOKEN_INT) {
		node.op = AMOUNT_INT;
		if (!take_whole(reader, "a number", &node.number))
			return false;
	} else if (first.kind == TOKEN_PERCENT || first.kind == TOKEN_FRACTION) {
		node.op = AMOUNT_FRACTION;
		if (!share_of(reader, &first, &node) || !reader_advance(reader) || !take_word(reader, "of") ||
		    !take_size(reader, "a set or a weight", /* may_open= */ true, &node.index, &node.a))
			return false;
	} else if (!take_size(reader, "a number, a share or a set to count", may_open, &node.index, &node.a)) {
		return false;
	}
	return add_node(reader, node, first.at, ret);
}

/* Numbers go with everything; a count of parties and a weight do not go together, nor do two weights. */
static bool check_sides(struct reader *reader, struct place at, uint32_t left, uint32_t right)
{
	const struct test *a = &reader->charter->test[left], *b = &reader->charter->test[right];
	if (a->op == AMOUNT_INT && b->op == AMOUNT_INT)
		return diag_error(&reader->diag, at, "two numbers are compared, and nothing is counted");
	if (a->op == AMOUNT_INT || b->op == AMOUNT_INT || a->index == b->index)
		return true;
	if (a->index == NONE || b->index == NONE)
		return diag_error(&reader->diag, at, "a number of parties is compared with the weight \"%S\"",
		                  reader->charter->weight[a->index == NONE ? b->index : a->index].titles.name);
	return diag_error(&reader->diag, at, "the weights \"%S\" and \"%S\" are compared",
	                  reader->charter->weight[a->index].titles.name, reader->charter->weight[b->index].titles.name);
}

static bool take_comparison(struct reader *reader, uint32_t *ret)
{
	static const enum test_op ops[TOKEN_MAX] = {
		[TOKEN_EQ] = TEST_EQ, [TOKEN_LT] = TEST_LT, [TOKEN_LE] = TEST_LE, [TOKEN_GT] = TEST_GT, [TOKEN_GE] = TEST_GE,
	};
	struct place at = reader->token.at;
	uint32_t left, right;
	if (!take_amount(reader, /* may_open= */ false, &left))
		return false;
	enum test_op op = ops[reader->token.kind];
	if (op == TEST_AND && reader->token.kind == TOKEN_PAREN_CLOSE) { /* no comparison sign has this value */
		diag_hint(&reader->diag, "parentheses on the left of a comparison hold a condition: leave them out");
		return diag_error(&reader->diag, reader->token.at, "expected =, <, <=, > or >= before \")\"");
	}
	if (op == TEST_AND)
		return reader_expected(reader, "=, <, <=, > or >=");
	if (!reader_advance(reader) || !take_amount(reader, /* may_open= */ true, &right))
		return false;
	return check_sides(reader, at, left, right) && add_node(reader, node_of(op, left, right), at, ret);
}
_Static_assert(TEST_AND == 0, "take_comparison");

static bool take_passes(struct reader *reader, uint32_t *ret)
{
	struct place at = reader->token.at;
	struct test node = node_of(TEST_PASSES, NONE, NONE);
	struct token name;
	if (!reader->passes_allowed) {
		diag_hint(&reader->diag, "\"passes\" stands in the transitions of a stage");
		return diag_error(&reader->diag, at, "a rule or quorum cannot ask another rule");
	}
	if (!reader_advance(reader) || !take_name(reader, "a rule or a kind of matter", &name))
		return false;
	node.index = map_get(&reader->charter->rules, name.text);
	node.kind = name.text;
	return add_node(reader, node, at, ret);
}

static bool take_tree(struct reader *reader, uint32_t depth, uint32_t *ret);

static bool take_unit(struct reader *reader, uint32_t depth, uint32_t *ret)
{
	struct place at = reader->token.at;
	if (depth == LIMIT_CHARTER_DEPTH)
		return diag_error(&reader->diag, at, "a condition nested more than %u deep", LIMIT_CHARTER_DEPTH);
	if (token_is(&reader->token, "not")) {
		uint32_t a;
		return reader_advance(reader) && take_unit(reader, depth + 1, &a) &&
		       add_node(reader, node_of(TEST_NOT, a, NONE), at, ret);
	}
	if (reader->token.kind == TOKEN_PAREN_OPEN) {
		if (!reader_advance(reader) || !take_tree(reader, depth + 1, ret))
			return false;
		return reader->token.kind == TOKEN_PAREN_CLOSE ? reader_advance(reader) : reader_expected(reader, "\")\"");
	}
	if (token_is(&reader->token, "passes"))
		return take_passes(reader, ret);
	return take_comparison(reader, ret);
}

static bool take_tree(struct reader *reader, uint32_t depth, uint32_t *ret)
{
	struct token joint = {.kind = TOKEN_END};
	if (!take_unit(reader, depth, ret))
		return false;
	while (token_is(&reader->token, "and") || token_is(&reader->token, "or")) {
		struct token word = reader->token;
		uint32_t right;
		if (joint.kind == TOKEN_NAME && !str_eq(joint.text, word.text)) {
			diag_hint(&reader->diag, "put one of them in parentheses");
			return diag_error(&reader->diag, word.at, "\"and\" and \"or\" side by side");
		}
		joint = word;
		if (!reader_advance(reader) || !take_unit(reader, depth, &right) ||
		    !add_node(reader, node_of(token_is(&word, "and") ? TEST_AND : TEST_OR, *ret, right), word.at, ret))
			return false;
	}
	return true;
}

bool take_test(struct reader *reader, bool passes_allowed, uint32_t *ret)
{
	reader->test_nodes = 0;
	reader->passes_allowed = passes_allowed;
	return take_word(reader, "when") && take_tree(reader, 0, ret);
}

bool take_set_alone(struct reader *reader, uint32_t *ret)
{
	reader->test_nodes = 0;
	return take_part(reader, 0, ret) && take_joins(reader, 0, ret);
}

bool join_tests(struct reader *reader, uint32_t a, uint32_t b, uint32_t *ret)
{
	struct origin origin = reader->charter->test[a].origin;
	reader->test_nodes = 0;
	if (!add_node(reader, node_of(TEST_OR, a, b), place_of(&origin), ret))
		return false;
	reader->charter->test[*ret].origin = origin;
	return true;
}
