/* The first pass: the names of all elements, before anything refers to one.
 *
 * It looks at the first tokens of each line and nothing else, so that it finds at least every element that the second
 * pass will read. It says nothing: what is wrong is said by the second pass.
 */
#include "charter/reader.h"

#include <stddef.h>

#define OF(kind, w, ws, max) [kind] = {#w, ws, max, sizeof(struct w), (char *)charter->w, charter->w##_count, NULL}

struct elements elements_of(struct charter *charter, enum element kind)
{
	/* Sets and offices have no limit of their own: as many as parties. */
	const struct elements all[ELEMENT_MAX] = {
		OF(ELEMENT_PARTY, party, "parties", LIMIT_PARTIES),
		OF(ELEMENT_SET, set, "sets", LIMIT_PARTIES),
		OF(ELEMENT_OFFICE, office, "offices", LIMIT_PARTIES),
		OF(ELEMENT_BODY, body, "bodies", LIMIT_BODIES),
		OF(ELEMENT_RULE, rule, "rules", LIMIT_RULES),
		OF(ELEMENT_PROCEDURE, procedure, "procedures", LIMIT_PROCEDURES),
		OF(ELEMENT_INSTRUMENT, instrument, "instruments", LIMIT_INSTRUMENTS),
		OF(ELEMENT_WEIGHT, weight, "weights", LIMIT_WEIGHTS),
	};
	struct map *const names[ELEMENT_MAX] = {
		&charter->parties, &charter->sets,       &charter->offices,     &charter->bodies,
		&charter->rules,   &charter->procedures, &charter->instruments, &charter->weights,
	};
	struct elements elements = all[kind];
	elements.names = names[kind];
	return elements;
}

/* Every element begins with its titles. */
struct titles *elements_titles(const struct elements *elements, uint32_t index)
{
	return (struct titles *)(void *)(elements->base + elements->size * index);
}
_Static_assert(offsetof(struct party, titles) == 0 && offsetof(struct set, titles) == 0 &&
                   offsetof(struct office, titles) == 0 && offsetof(struct body, titles) == 0 &&
                   offsetof(struct rule, titles) == 0 && offsetof(struct procedure, titles) == 0 &&
                   offsetof(struct instrument, titles) == 0 && offsetof(struct weight, titles) == 0,
               "elements_titles");

bool begins_element(const struct token *keyword, const struct token *third)
{
	return !token_is(keyword, "body") ||
	       (third->kind != TOKEN_NEWLINE && third->kind != TOKEN_END && third->kind != TOKEN_CLOSE);
}

/* What the first pass does with a line: KEYWORD NAME …; depth: open braces before it. False ends the pass. */
typedef bool line_function(void *context, const struct token *keyword, const struct token *name, uint32_t depth);

static bool each_line(struct lexer lexer, line_function *function, void *context)
{
	struct diag muted = {.muted = true, .out = NULL};
	uint32_t depth = 0;
	lexer.diag = &muted;
	for (;;) {
		struct token first = lexer_next(&lexer), token = first;
		lexer.parens = 0;
		uint32_t before = depth;
		if (depth > 0 && first.kind == TOKEN_NAME && row_find(first.text, IN_CHARTER) != NULL)
			return true; /* the block was not closed: the next element's lines are not its own */
		for (uint32_t i = 0; token.kind != TOKEN_NEWLINE && token.kind != TOKEN_END; i++) {
			struct lexer ahead = lexer;
			struct token third = i == 1 ? lexer_next(&ahead) : token;
			if (i == 1 && first.kind == TOKEN_NAME && token.kind == TOKEN_NAME && begins_element(&first, &third))
				if (!function(context, &first, &token, before))
					return false;
			if (token.kind == TOKEN_OPEN)
				depth++;
			else if (token.kind == TOKEN_CLOSE && depth <= 1)
				return true; /* the block that this pass began with is closed */
			else if (token.kind == TOKEN_CLOSE)
				depth--;
			token = lexer_next(&lexer);
			lexer.parens = 0; /* every end of a line counts here */
		}
		if (token.kind == TOKEN_END)
			return true;
	}
}

static bool count_element(void *context, const struct token *keyword, const struct token *name, uint32_t depth)
{
	uint32_t *counts = context;
	struct charter none = {0};
	(void)name;
	(void)depth;
	for (enum element kind = 0; kind < ELEMENT_MAX; kind++) {
		struct elements elements = elements_of(&none, kind);
		if (token_is(keyword, elements.word) && counts[kind] < elements.limit)
			counts[kind]++;
	}
	return true;
}

struct declaring {
	struct reader *reader;
	uint32_t room[ELEMENT_MAX];
};

static bool declare_element(void *context, const struct token *keyword, const struct token *name, uint32_t depth)
{
	struct declaring *declaring = context;
	struct charter *charter = declaring->reader->charter;
	uint32_t *const counts[ELEMENT_MAX] = {
		&charter->party_count, &charter->set_count,       &charter->office_count,     &charter->body_count,
		&charter->rule_count,  &charter->procedure_count, &charter->instrument_count, &charter->weight_count,
	};
	(void)depth;
	for (enum element kind = 0; kind < ELEMENT_MAX; kind++) {
		struct elements elements = elements_of(charter, kind);
		if (!token_is(keyword, elements.word) || map_get(elements.names, name->text) != MAP_NONE ||
		    elements.count == declaring->room[kind])
			continue;
		if (!map_put(elements.names, declaring->reader->arena, name->text, elements.count))
			return false;
		elements_titles(&elements, elements.count)->name = name->text;
		++*counts[kind];
	}
	return true;
}

/* A line that closes more than it opens must not end the pass over the whole text. */
static bool each_line_of_text(struct str text, line_function *function, void *context)
{
	struct lexer lexer = {.text = text, .line = 1, .column = 1};
	while (lexer.pos < text.len) {
		struct lexer line = lexer;
		size_t end = str_find(text, '\n', lexer.pos);
		line.text.len = end;
		if (!each_line(line, function, context))
			return false;
		lexer.pos = end + 1;
		lexer.line++;
	}
	return true;
}

bool declare_elements(struct reader *reader)
{
	struct charter *charter = reader->charter;
	struct str text = reader->lexer.text;
	struct declaring declaring = {.reader = reader};
	uint32_t *room = declaring.room;
	each_line_of_text(text, count_element, room);
	/* No key: a charter is a constitutive text that all parties have agreed to; its names are nobody's weapon, and
	 * their number is bounded. */
	for (enum element kind = 0; kind < ELEMENT_MAX; kind++)
		*elements_of(charter, kind).names = map_init((struct map_key){0, 0});
	charter->event_kinds = map_init((struct map_key){0, 0});
	/* One more than needed, so that there is always an array. */
	charter->party = TRY(reader->arena, struct party, room[ELEMENT_PARTY] + 1);
	charter->set = TRY(reader->arena, struct set, room[ELEMENT_SET] + 1);
	charter->office = TRY(reader->arena, struct office, room[ELEMENT_OFFICE] + 1);
	charter->body = TRY(reader->arena, struct body, room[ELEMENT_BODY] + 1);
	charter->rule = TRY(reader->arena, struct rule, room[ELEMENT_RULE] + 1);
	charter->procedure = TRY(reader->arena, struct procedure, room[ELEMENT_PROCEDURE] + 1);
	charter->instrument = TRY(reader->arena, struct instrument, room[ELEMENT_INSTRUMENT] + 1);
	charter->weight = TRY(reader->arena, struct weight, room[ELEMENT_WEIGHT] + 1);
	if (charter->party == NULL || charter->set == NULL || charter->office == NULL || charter->body == NULL ||
	    charter->rule == NULL || charter->procedure == NULL || charter->instrument == NULL || charter->weight == NULL)
		return false;
	return each_line_of_text(text, declare_element, &declaring);
}

struct declaring_stages {
	struct reader *reader;
	struct procedure *procedure;
	uint32_t count;
};

static bool is_stage(const struct token *keyword, uint32_t depth)
{
	return depth == 1 && (token_is(keyword, "stage") || token_is(keyword, "outcome"));
}

static bool count_stage(void *context, const struct token *keyword, const struct token *name, uint32_t depth)
{
	struct declaring_stages *declaring = context;
	(void)name;
	if (is_stage(keyword, depth) && declaring->count < LIMIT_STAGES)
		declaring->count++;
	return true;
}

static bool declare_stage(void *context, const struct token *keyword, const struct token *name, uint32_t depth)
{
	struct declaring_stages *declaring = context;
	struct procedure *procedure = declaring->procedure;
	struct map *names = &declaring->reader->stages;
	if (!is_stage(keyword, depth) || map_get(names, name->text) != MAP_NONE ||
	    procedure->stage_count == declaring->count)
		return true;
	if (!map_put(names, declaring->reader->arena, name->text, procedure->stage_count))
		return false;
	procedure->stage[procedure->stage_count].name = name->text;
	procedure->stage_count++;
	return true;
}

bool declare_stages(struct reader *reader, struct procedure *procedure)
{
	struct declaring_stages declaring = {.reader = reader, .procedure = procedure};
	struct lexer lexer = reader->lexer;
	reader->stages = map_init((struct map_key){0, 0});
	if (reader->token.kind != TOKEN_OPEN)
		return true; /* the second pass will say so */
	/* The brace has been read: go back to it, and stop behind its match. */
	lexer.pos = (size_t)(reader->token.text.ptr - lexer.text.ptr);
	each_line(lexer, count_stage, &declaring);
	procedure->stage = TRY(reader->arena, struct stage, declaring.count + 1);
	return procedure->stage != NULL && each_line(lexer, declare_stage, &declaring);
}
