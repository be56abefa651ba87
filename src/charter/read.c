/* The whole text: what makes it unreadable, the two passes, what follows from them. */
#include "charter/reader.h"

#include "base/utf8.h"

/* Protocol order: by the sort key of the order's language, then by name. */
static struct str sort_key(const struct charter *charter, uint32_t party, struct str language)
{
	const struct party *p = &charter->party[party];
	for (uint32_t i = 0; i < p->sort_count; i++)
		if (str_eq(p->sort[i].language, language))
			return p->sort[i].text;
	return STR("");
}

static int order_cmp(const struct charter *charter, uint32_t a, uint32_t b, struct str language)
{
	struct str key_a = sort_key(charter, a, language), key_b = sort_key(charter, b, language);
	/* A party without a key comes after those with one. */
	if ((key_a.len == 0) != (key_b.len == 0))
		return key_a.len == 0 ? 1 : -1;
	int order = str_cmp(key_a, key_b);
	return order != 0 ? order : str_cmp(charter->party[a].titles.name, charter->party[b].titles.name);
}

static uint32_t *order_by(struct reader *reader, struct str language)
{
	struct charter *charter = reader->charter;
	uint32_t *order = TRY(reader->arena, uint32_t, charter->party_count + 1);
	if (order == NULL) {
		reader->diag.no_memory = true;
		return NULL;
	}
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint32_t k = i;
		for (; k > 0 && order_cmp(charter, i, order[k - 1], language) < 0; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	return order;
}

static void order_parties(struct reader *reader)
{
	struct charter *charter = reader->charter;
	charter->order = order_by(reader, charter->order_language);
	for (uint32_t i = 0; i < charter->office_count && !reader->diag.no_memory; i++) {
		struct rotation *rotation = &charter->office[i].rotation;
		if (rotation->turn != TURN_NONE)
			rotation->order = order_by(reader, rotation->language);
	}
}

/* What makes the rest unreadable. */
static bool check_bytes(struct reader *reader, struct str text)
{
	size_t valid = utf8_valid_prefix(text);
	if (str_starts(text, STR("\xef\xbb\xbf")))
		return diag_error(&reader->diag, (struct place){1, 1, 1}, "a byte order mark at the beginning of the text");
	if (valid == text.len)
		return true;
	struct place at = {1, 1, 1};
	size_t line = 0;
	for (size_t i = 0; i < valid; i++) {
		if (text.ptr[i] == '\n') {
			at.line++;
			line = i + 1;
		}
	}
	at.column = (uint32_t)utf8_length(str_slice(text, line, valid)) + 1;
	diag_hint(&reader->diag, "save the file as UTF-8");
	return diag_error(&reader->diag, at, "bytes that are not UTF-8");
}

static void read_text(struct reader *reader, struct str text)
{
	if (!check_bytes(reader, text))
		return;
	reader->lexer = (struct lexer){.text = text};
	if (!declare_elements(reader)) {
		reader->diag.no_memory = true;
		return;
	}
	reader->lexer = lexer_of(text, &reader->diag);
	reader->token = lexer_next(&reader->lexer);
	read_statements(reader, IN_CHARTER);
	if (reader->diag.no_memory || reader->diag.out->error_count != 0)
		return;
	if (reader->charter->origin.line == 0) {
		diag_hint(&reader->diag, "form: organisation NAME \"Title\" {");
		diag_error(&reader->diag, reader->token.at, "there is no organisation");
		return;
	}
	order_parties(reader);
	if (!reader->diag.no_memory && inherit_all(reader))
		check_charter(reader);
}

enum err_code charter_read(struct str text, struct arena *arena, struct charter *ret,
                           struct diagnostics *ret_diagnostics, struct err *err)
{
	struct charter charter = {.text = text, .week = 0x1f};
	struct diagnostics diagnostics = {0};
	struct reader reader = {.arena = arena, .charter = &charter};
	*ret_diagnostics = diagnostics;
	if (text.len > LIMIT_CHARTER_SIZE)
		return err_set(err, ERR_LIMIT, "a charter of more than %u bytes", LIMIT_CHARTER_SIZE);
	if (diag_init(&reader.diag, text, arena, &diagnostics))
		read_text(&reader, text);
	else
		reader.diag.no_memory = true;
	diag_sort(&reader.diag);
	*ret_diagnostics = diagnostics;
	if (reader.diag.no_memory)
		return err_set(err, ERR_LIMIT, "no memory for the charter");
	for (uint32_t i = 0; i < diagnostics.count; i++) {
		const struct diagnostic *first = &diagnostics.list[i];
		if (first->warning)
			continue;
		enum err_code code = err_set(err, ERR_FORMAT, "charter, line %u, column %u: %.*s", first->line, first->column,
		                             STR_ARG(first->message));
		if (first->hint.len != 0)
			code = err_hint(err, "%.*s", STR_ARG(first->hint));
		return code;
	}
	*ret = charter;
	return ERR_OK;
}
