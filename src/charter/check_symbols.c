/* Two series that can make the same symbol, although their patterns differ: "{n}/{year}" and "{year}/{n}", or a body's
 * code that looks like a number. (Equal patterns are errors, check.c: these meet only for some numbers.)
 *
 * A pattern is a line of places: a character, a digit of a year, the first digit of a number or any more of them. Two
 * patterns are walked together; where both can take the same character, both go on.
 */
#include "charter/reader.h"

#define STEPS_MAX 3000000u /* of one charter */
#define SYMBOL_MAX 64u     /* longer ones are not looked for */

struct walk {
	struct str pattern[2], code[2]; /* the series, the bodies' codes */
	char symbol[SYMBOL_MAX];
	uint32_t size, steps;
};

/* Where a walk stands in a pattern. */
struct stand {
	size_t at;
	uint32_t inside; /* of the characters that stand for {year}, {n} or {body}: those taken */
};

static struct stand step_over(struct stand stand, size_t size)
{
	return (struct stand){stand.at + size, 0};
}

/* The place that comes next: at most two ways to go on, of which the second leaves a number. */
struct way {
	bool digit, first; /* any digit; but no zero */
	char literal;
	struct stand next;
};

static uint32_t ways_of(const struct walk *walk, uint32_t side, struct stand stand, struct way ways[2])
{
	static const struct str n = {"{n}", 3}, year = {"{year}", 6}, body = {"{body}", 6};
	struct str rest = str_slice(walk->pattern[side], stand.at, walk->pattern[side].len);
	if (rest.len == 0)
		return 0;
	if (str_starts(rest, year)) {
		struct stand next = {stand.at, stand.inside + 1};
		ways[0] = (struct way){.digit = true, .first = stand.inside == 0};
		ways[0].next = stand.inside == 3 ? step_over(stand, year.len) : next;
		return 1;
	}
	if (str_starts(rest, n)) {
		struct stand next = {stand.at, 1};
		ways[0] = (struct way){.digit = true, .first = stand.inside == 0, .next = next};
		ways[1] = (struct way){.digit = true, .first = stand.inside == 0, .next = step_over(stand, n.len)};
		return 2;
	}
	if (str_starts(rest, body) && walk->code[side].len > 0) {
		struct stand next = {stand.at, stand.inside + 1};
		ways[0] = (struct way){.literal = walk->code[side].ptr[stand.inside]};
		ways[0].next = stand.inside + 1 == walk->code[side].len ? step_over(stand, body.len) : next;
		return 1;
	}
	ways[0] = (struct way){.literal = rest.ptr[0], .next = step_over(stand, 1)};
	return 1;
}

/* A character that both can take; '\0': there is none. */
static char common(const struct way *a, const struct way *b)
{
	const struct way *literal = a->digit ? b : a, *other = a->digit ? a : b;
	if (a->digit && b->digit)
		return '2';
	if (!other->digit)
		return a->literal == b->literal ? a->literal : '\0';
	bool fits = literal->literal >= (other->first ? '1' : '0') && literal->literal <= '9';
	return fits ? literal->literal : '\0';
}

/* Numbers shorter than four digits meet as well as long ones, so the walk ends soon. */
static bool meet(struct walk *walk, struct stand a, struct stand b)
{
	struct way ways[2][2];
	uint32_t count[2] = {ways_of(walk, 0, a, ways[0]), ways_of(walk, 1, b, ways[1])};
	if (count[0] == 0 || count[1] == 0)
		return count[0] == count[1];
	if (walk->size == SYMBOL_MAX || walk->steps == STEPS_MAX)
		return false;
	walk->steps++;
	for (uint32_t i = count[0]; i-- > 0;) {
		for (uint32_t k = count[1]; k-- > 0;) {
			char c = common(&ways[0][i], &ways[1][k]);
			if (c == '\0')
				continue;
			walk->symbol[walk->size++] = c;
			if (meet(walk, ways[0][i].next, ways[1][k].next))
				return true;
			walk->size--;
		}
	}
	return false;
}

static bool names_body(struct str pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (str_starts(str_slice(pattern, i, pattern.len), STR("{body}")))
			return true;
	return false;
}

/* With any body of the one and any of the other. */
static void check_two(struct reader *reader, struct walk *walk, uint32_t one, uint32_t other)
{
	const struct charter *charter = reader->charter;
	const struct series *a = &charter->series[one], *b = &charter->series[other];
	uint32_t bodies[2] = {names_body(a->pattern) ? charter->body_count : 1,
	                      names_body(b->pattern) ? charter->body_count : 1};
	walk->pattern[0] = a->pattern;
	walk->pattern[1] = b->pattern;
	for (uint32_t i = 0; i < bodies[0]; i++) {
		for (uint32_t k = 0; k < bodies[1]; k++) {
			struct stand begin = {0, 0};
			walk->code[0] = charter->body_count == 0 ? STR("") : charter->body[i].code;
			walk->code[1] = charter->body_count == 0 ? STR("") : charter->body[k].code;
			walk->size = 0;
			if (walk->steps == STEPS_MAX || !meet(walk, begin, begin))
				continue;
			diag_hint(&reader->diag, "put a word that tells them apart into one of them");
			diag_warning(&reader->diag, place_of(&b->origin),
			             "the series \"%S\" and \"%S\" can both make the symbol \"%S\"", a->name, b->name,
			             ((struct str){walk->symbol, walk->size}));
			return;
		}
	}
}

void check_symbols(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	struct walk walk = {.steps = 0};
	if (reader->diag.out->error_count != 0)
		return; /* equal patterns are said already */
	for (uint32_t i = 0; i < charter->series_count; i++)
		for (uint32_t k = 0; k < i; k++)
			check_two(reader, &walk, k, i);
}
