/* Conditions: a tree of nodes in the charter's one array of tests.
 *
 *     when  = "when" test ;
 *     test  = unit { "and" unit } | unit { "or" unit } ;      never both without parentheses
 *     unit  = "not" unit | "(" test ")" | "passes" NAME | amount REL amount ;
 *     amount = INT | ( PERCENT | FRACTION ) "of" set | set ;
 *     set   = NAME { ( "in" | "without" ) NAME } ;
 *
 * A condition has at most LIMIT_LIST nodes, LIMIT_CHARTER_DEPTH parentheses, and LIMIT_CHARTER_DEPTH joins in a set,
 * which bounds every recursion over it.
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

static bool take_set_name(struct reader *reader, uint32_t *ret)
{
	struct token name;
	struct test node = node_of(SET_TERM, NONE, NONE);
	if (!take_name(reader, "a number, a share or a set to count", &name))
		return false;
	for (enum term term = 0; term < TERM_MAX && node.index == NONE; term++)
		if (str_eq(name.text, term_name[term]))
			node.index = term;
	if (node.index == NONE) {
		node.op = SET_NAMED;
		node.index = map_get(&reader->charter->sets, name.text);
	}
	if (node.index == NONE) {
		struct nearest nearest = nearest_of(name.text);
		for (enum term term = 0; term < TERM_MAX; term++)
			nearest_try(&nearest, term_name[term]);
		for (uint32_t i = 0; i < reader->charter->set_count; i++)
			nearest_try(&nearest, reader->charter->set[i].titles.name);
		nearest_hint(reader, &nearest);
		return diag_error(&reader->diag, name.at, "there is no set \"%S\" to count", name.text);
	}
	return add_node(reader, node, name.at, ret);
}

static bool take_set(struct reader *reader, uint32_t *ret)
{
	if (!take_set_name(reader, ret))
		return false;
	for (uint32_t joined = 0;; joined++) {
		struct place at = reader->token.at;
		bool in = token_is(&reader->token, "in");
		uint32_t right;
		if (!in && !token_is(&reader->token, "without"))
			return true;
		if (joined == LIMIT_CHARTER_DEPTH)
			return diag_error(&reader->diag, at, "more than %u sets joined", LIMIT_CHARTER_DEPTH + 1);
		if (!reader_advance(reader) || !take_set_name(reader, &right) ||
		    !add_node(reader, node_of(in ? SET_IN : SET_WITHOUT, *ret, right), at, ret))
			return false;
	}
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
	node->number = (uint32_t)number;
	node->denominator = (uint32_t)denominator;
	return true;
}

static bool take_amount(struct reader *reader, uint32_t *ret)
{
	struct token first = reader->token;
	struct test node = node_of(AMOUNT_COUNT, NONE, NONE);
	if (first.kind == TOKEN_INT) {
		node.op = AMOUNT_INT;
		if (!take_number(reader, "a number", CHARTER_NUMBER_MAX, &node.number))
			return false;
	} else if (first.kind == TOKEN_PERCENT || first.kind == TOKEN_FRACTION) {
		node.op = AMOUNT_FRACTION;
		if (!share_of(reader, &first, &node) || !reader_advance(reader) || !take_word(reader, "of") ||
		    !take_set(reader, &node.a))
			return false;
	} else if (!take_set(reader, &node.a)) {
		return false;
	}
	return add_node(reader, node, first.at, ret);
}

static bool take_comparison(struct reader *reader, uint32_t *ret)
{
	static const enum test_op ops[TOKEN_MAX] = {
		[TOKEN_EQ] = TEST_EQ, [TOKEN_LT] = TEST_LT, [TOKEN_LE] = TEST_LE, [TOKEN_GT] = TEST_GT, [TOKEN_GE] = TEST_GE,
	};
	struct place at = reader->token.at;
	uint32_t left, right;
	if (!take_amount(reader, &left))
		return false;
	enum test_op op = ops[reader->token.kind];
	if (op == TEST_AND) /* no comparison sign has this value */
		return reader_expected(reader, "=, <, <=, > or >=");
	if (!reader_advance(reader) || !take_amount(reader, &right))
		return false;
	const struct test *test = reader->charter->test;
	if (test[left].op == AMOUNT_INT && test[right].op == AMOUNT_INT)
		return diag_error(&reader->diag, at, "two numbers are compared, and nothing is counted");
	return add_node(reader, node_of(op, left, right), at, ret);
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
