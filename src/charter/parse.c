/* The loop over statements and blocks, and the way back into it after an error. */
#include "charter/reader.h"

#include <string.h>

bool reader_advance(struct reader *reader)
{
	if (reader->token.kind == TOKEN_OPEN)
		reader->depth++;
	else if (reader->token.kind == TOKEN_CLOSE && reader->depth > 0)
		reader->depth--;
	reader->previous = reader->token;
	reader->token = lexer_next(&reader->lexer);
	return !reader->diag.no_memory;
}

bool reader_expected(struct reader *reader, const char *what)
{
	const struct token *token = &reader->token, *previous = &reader->previous;
	if (token->kind == TOKEN_BAD)
		return false; /* reported */
	if (reader->row != NULL)
		diag_hint(&reader->diag, "form: %s", reader->row->form);
	if (previous->at.line == token->at.line && previous->kind != TOKEN_NEWLINE && previous->text.ptr != NULL)
		return diag_error(&reader->diag, token->at, "expected %s after %T, found %T", what, previous, token);
	return diag_error(&reader->diag, token->at, "expected %s, found %T", what, token);
}

void *list_room(struct reader *reader, void *list, uint32_t count, size_t size)
{
	/* An array holds 4, 8, 16, …: the count alone tells when it is full. */
	if (count == LIMIT_LIST) {
		diag_error(&reader->diag, reader->previous.at, "a list of more than %u", LIMIT_LIST);
		return NULL;
	}
	if (count != 0 && (count < 4 || (count & (count - 1)) != 0))
		return list;
	void *grown = arena_try(reader->arena, count == 0 ? 4 : (size_t)count * 2, size, alignof(uint64_t));
	if (grown == NULL)
		reader->diag.no_memory = true;
	else if (count != 0)
		memcpy(grown, list, count * size);
	return grown;
}

/* ---- Statements and blocks --------------------------------------------------------------------------------------- */

/* A line's end, or the brace that ends a block of one line. */
static bool end_of_line(struct reader *reader)
{
	if (reader->token.kind == TOKEN_NEWLINE && !reader->one_line)
		return reader_advance(reader);
	if (reader->token.kind == TOKEN_END || (reader->token.kind == TOKEN_CLOSE && reader->one_line))
		return true;
	return reader_expected(reader, reader->one_line ? "\"}\"" : "the end of the line");
}

/* `body` begins an element, and a statement of a date: what stands behind the name tells them apart, and where that is
 * a brace, the context. */
static bool at_element(const struct reader *reader, unsigned context)
{
	struct diag muted = {.muted = true};
	struct lexer ahead = reader->lexer;
	if (reader->token.kind != TOKEN_NAME || row_find(reader->token.text, IN_CHARTER) == NULL)
		return false;
	ahead.diag = &muted;
	struct token name = lexer_next(&ahead), third = lexer_next(&ahead);
	if (third.kind == TOKEN_OPEN && row_find(reader->token.text, context) != NULL)
		return false;
	return name.kind != TOKEN_NAME || begins_element(&reader->token, &third);
}

/* Skip what is left of a statement that was wrong, its block included, and say nothing of it. `depth`: open braces
 * where it began. */
static void recover(struct reader *reader, uint32_t depth)
{
	bool line_begins = false;
	reader->lexer.parens = 0;
	reader->diag.muted = true;
	while (reader->token.kind != TOKEN_END) {
		if (line_begins && at_element(reader, 0)) { /* a brace is missing somewhere: begin afresh */
			reader->unwinding = reader->depth > 0;
			break;
		}
		if (reader->token.kind == TOKEN_CLOSE && reader->depth == depth && depth > 0)
			break;
		line_begins = reader->token.kind == TOKEN_NEWLINE;
		bool done = line_begins && reader->depth <= depth;
		reader->diag.muted = !done; /* the next line's first token comes with the line's end */
		reader_advance(reader);
		if (done)
			break;
	}
	reader->diag.muted = false;
}

static const char *context_name(enum context context)
{
	switch (context) {
	case IN_ORGANISATION:
		return "the organisation";
	case IN_PARTY:
		return "a party";
	case IN_SET:
		return "a set";
	case IN_WEIGHT:
		return "a weight";
	case IN_OFFICE:
		return "an office";
	case IN_BODY:
		return "a body";
	case IN_RULE:
		return "a rule";
	case IN_PROCEDURE:
		return "a procedure";
	case IN_STAGE:
		return "a stage";
	case IN_OUTCOME:
		return "an outcome";
	case IN_EVENT:
		return "an event";
	case IN_DATE:
		return "a date";
	case IN_BANNER:
		return "a banner";
	case IN_INSTRUMENT:
		return "an instrument";
	default:
		return "a statement's block";
	}
}

static bool unknown_statement(struct reader *reader, enum context context)
{
	struct str keyword = reader->token.text;
	const struct row *elsewhere = row_find(keyword, ~0u);
	struct nearest nearest = nearest_of(keyword);
	for (uint32_t i = 0; i < ROWS; i++)
		if ((rows[i].contexts & context) != 0)
			nearest_try(&nearest, str_from(rows[i].keyword));
	if (elsewhere != NULL) {
		unsigned first = elsewhere->contexts & ~(elsewhere->contexts - 1);
		diag_hint(&reader->diag, "\"%S\" stands in %s", keyword, context_name((enum context)first));
	} else {
		nearest_hint(reader, &nearest);
	}
	if (context == IN_CHARTER)
		return diag_error(
			&reader->diag, reader->token.at,
			"expected organisation, party, set, weight, office, body, rule, procedure or instrument, found %T",
			&reader->token);
	return diag_error(&reader->diag, reader->token.at, "\"%S\" is no statement of %s", keyword, context_name(context));
}

static bool read_statement(struct reader *reader, enum context context, uint32_t *lines)
{
	reader->row = NULL;
	if (reader->token.kind != TOKEN_NAME)
		return reader_expected(reader, context == IN_CHARTER ? "an element" : "a statement or \"}\"");
	const struct row *row = row_find(reader->token.text, context);
	if (row == NULL)
		return unknown_statement(reader, context);
	uint32_t *line = &lines[row - rows];
	if (row->once && *line != 0) {
		diag_hint(&reader->diag, "the first stands on line %u", *line);
		return diag_error(&reader->diag, reader->token.at, "\"%s\" is stated twice", row->keyword);
	}
	*line = reader->token.at.line;
	struct origin origin = {.line = reader->token.at.line, .column = reader->token.at.column};
	reader->row = row;
	return reader_advance(reader) && row->read(reader, &origin);
}

/* Up to the brace that closes the block, or the end of the file. */
void read_statements(struct reader *reader, enum context context)
{
	uint32_t lines[ROWS] = {0};
	while (!reader->diag.no_memory) {
		if (reader->token.kind == TOKEN_NEWLINE) {
			reader_advance(reader);
			continue;
		}
		if (reader->token.kind == TOKEN_END)
			return;
		if (context == IN_CHARTER) {
			reader->depth = 0;
			reader->unwinding = false;
		} else if (reader->token.kind == TOKEN_CLOSE || reader->unwinding || at_element(reader, context)) {
			return;
		}
		uint32_t depth = reader->depth;
		if (!read_statement(reader, context, lines) && !reader->unwinding)
			recover(reader, depth);
	}
}

/* `{ STATEMENT }` */
static void read_line(struct reader *reader, enum context context)
{
	uint32_t lines[ROWS] = {0}, depth = reader->depth;
	if (reader->token.kind == TOKEN_CLOSE)
		return;
	if (read_statement(reader, context, lines)) {
		if (reader->token.kind == TOKEN_CLOSE)
			return;
		reader->row = NULL;
		diag_hint(&reader->diag, "braces on one line hold one statement; several stand on lines of their own");
		reader_expected(reader, "\"}\"");
	}
	/* Perhaps a block of several lines was meant. */
	reader->one_line = false;
	if (reader->unwinding)
		return;
	recover(reader, depth);
	read_statements(reader, context);
}

bool reader_block(struct reader *reader, enum context context, struct origin *origin)
{
	struct place opened = reader->token.at;
	struct origin *notes = reader->notes;
	bool one_line = reader->one_line;
	if (reader->token.kind != TOKEN_OPEN)
		return reader_expected(reader, "\"{\"");
	reader_advance(reader);
	reader->notes = origin;
	reader->one_line = reader->token.kind != TOKEN_NEWLINE;
	if (reader->one_line)
		read_line(reader, context);
	else
		read_statements(reader, context);
	reader->one_line = one_line;
	reader->notes = notes;
	reader->row = NULL;
	if (reader->diag.no_memory)
		return false;
	if (reader->token.kind != TOKEN_CLOSE) {
		if (!reader->unwinding) {
			diag_hint(&reader->diag, "a \"}\" is missing before line %u", reader->token.at.line);
			diag_error(&reader->diag, opened, "the block that begins here is not closed");
		}
		reader->unwinding = true;
		return false;
	}
	reader_advance(reader);
	return end_of_line(reader);
}

bool reader_at_tail(const struct reader *reader)
{
	return reader->token.kind == TOKEN_NEWLINE || reader->token.kind == TOKEN_END || reader->token.kind == TOKEN_OPEN ||
	       reader->token.kind == TOKEN_CLOSE;
}

bool reader_tail(struct reader *reader, struct origin *origin)
{
	return reader->token.kind == TOKEN_OPEN ? reader_block(reader, IN_NOTE, origin) : end_of_line(reader);
}

bool reader_titled(struct reader *reader, enum context context, struct titles *own, struct origin *origin)
{
	struct titles *titles = reader->titles;
	reader->titles = own;
	bool read = reader->token.kind == TOKEN_OPEN ? reader_block(reader, context, origin) : reader_tail(reader, origin);
	reader->titles = titles;
	return read;
}

/* ---- Notes and names, which many blocks have --------------------------------------------------------------------- */

bool read_cite(struct reader *reader, struct origin *origin)
{
	(void)origin;
	return take_string(reader, "a citation", &reader->notes->cite) && end_of_line(reader);
}

bool read_sure(struct reader *reader, struct origin *origin)
{
	static const struct str words[SURE_MAX] = {
		[SURE_FOUND] = WORD("found"),
		[SURE_PRESS] = WORD("press"),
		[SURE_INFERRED] = WORD("inferred"),
		[SURE_RECALLED] = WORD("recalled"),
	};
	uint32_t sure;
	(void)origin;
	if (!take_choice(reader, "how sure it is", words, SURE_MAX, &sure))
		return false;
	reader->notes->sure = (enum sure)sure;
	return end_of_line(reader);
}

bool read_title(struct reader *reader, struct origin *origin)
{
	struct titles *titles = reader->titles;
	struct place at = reader->token.at;
	struct title title;
	if (!take_language(reader, &title.language))
		return false;
	for (uint32_t i = 0; i < titles->count; i++)
		if (str_eq(titles->other[i].language, title.language))
			return diag_error(&reader->diag, at, "a second title in \"%S\"", title.language);
	return take_string(reader, "a title", &title.text) && PUSH(reader, titles->other, titles->count, title) &&
	       reader_tail(reader, origin);
}

bool read_alias(struct reader *reader, struct origin *origin)
{
	struct titles *titles = reader->titles;
	struct str alias;
	return take_string(reader, "an alias", &alias) && PUSH(reader, titles->alias, titles->alias_count, alias) &&
	       reader_tail(reader, origin);
}

bool read_head(struct reader *reader, enum element kind, bool titled, uint32_t *ret_index)
{
	struct elements elements = elements_of(reader->charter, kind);
	struct token name;
	if (!take_name(reader, "a name", &name))
		return false;
	uint32_t index = map_get(elements.names, name.text);
	struct titles *titles = (struct titles *)(void *)&reader->spare;
	*ret_index = NONE;
	memset(&reader->spare, 0, sizeof(reader->spare));
	if (index == MAP_NONE) {
		diag_error(&reader->diag, name.at, "more than %u %s", elements.limit, elements.words);
	} else if (elements_titles(&elements, index)->title.ptr != NULL) {
		diag_error(&reader->diag, name.at, "there are two %s named \"%S\"", elements.words, name.text);
	} else {
		*ret_index = index;
		titles = elements_titles(&elements, index);
	}
	titles->name = name.text;
	titles->title = name.text; /* marks the slot as read, too */
	reader->titles = titles;
	if (titled || reader->token.kind == TOKEN_STRING)
		return take_string(reader, "a title", &titles->title);
	return true;
}
