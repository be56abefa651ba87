/* Bodies. What a body does not state is filled in from its parent by inherit.c. */
#include "charter/reader.h"

#include "base/buf.h"

/* The name in upper case, for {body} in symbols. */
static bool default_code(struct reader *reader, struct body *body)
{
	struct str name = body->titles.name;
	char *code = TRY(reader->arena, char, name.len);
	if (code == NULL) {
		reader->diag.no_memory = true;
		return false;
	}
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];
		code[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	body->code = (struct str){code, name.len};
	return true;
}

bool read_body(struct reader *reader, struct origin *origin)
{
	uint32_t index;
	if (!read_head(reader, ELEMENT_BODY, /* titled= */ true, &index))
		return false;
	struct body *body = index == NONE ? &reader->spare.body : &reader->charter->body[index];
	reader->body = body;
	body->origin = *origin;
	body->parent = NONE;
	body->composition = NONE;
	body->chair_index = NONE;
	body->quorum_open = NONE;
	body->quorum_decide = NONE;
	return reader_block(reader, IN_BODY, &body->origin) && (body->code.len != 0 || default_code(reader, body));
}

bool read_code(struct reader *reader, struct origin *origin)
{
	struct place at = reader->token.at;
	struct str code;
	if (!take_string(reader, "a code", &code))
		return false;
	if (code.len > LIMIT_NAME_SIZE || str_find(code, '{', 0) != code.len || str_find(code, '}', 0) != code.len) {
		diag_hint(&reader->diag, "for example \"CMFA\"");
		return diag_error(&reader->diag, at, "a code of more than %u bytes or with braces", LIMIT_NAME_SIZE);
	}
	reader->body->code = code;
	return reader_tail(reader, origin);
}

bool read_parent(struct reader *reader, struct origin *origin)
{
	return take_element(reader, ELEMENT_BODY, &reader->body->parent) && reader_tail(reader, origin);
}

bool read_level(struct reader *reader, struct origin *origin)
{
	struct token level;
	if (!take_name(reader, "a level such as head-of-state", &level))
		return false;
	reader->body->level = level.text;
	return reader_tail(reader, origin);
}

bool read_composition(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	if (token_is(&reader->token, "members")) {
		if (!reader_advance(reader))
			return false;
	} else if (!take_element(reader, ELEMENT_SET, &body->composition)) {
		return false;
	}
	if (!reader_tail(reader, origin))
		return false;
	body->composition_origin = *origin;
	return true;
}

bool read_chair(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("host"), WORD("party"), WORD("office")};
	struct body *body = reader->body;
	uint32_t kind;
	if (!take_choice(reader, "host, party or office", words, 3, &kind))
		return false;
	if (kind == 1 && !take_element(reader, ELEMENT_PARTY, &body->chair_index))
		return false;
	if (kind == 2 && !take_element(reader, ELEMENT_OFFICE, &body->chair_index))
		return false;
	if (!reader_tail(reader, origin))
		return false;
	body->chair = kind == 0 ? CHAIR_HOST : kind == 1 ? CHAIR_PARTY : CHAIR_OFFICE;
	body->chair_origin = *origin;
	return true;
}

/* Who convenes or begins cannot be the author of what is not there yet. */
static bool no_author(struct reader *reader, const struct who *who, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (who[i].kind == WHO_AUTHOR || who[i].kind == WHO_CONCERNED)
			return diag_error(&reader->diag, place_of(&who[i].origin), "there is %s yet",
			                  who[i].kind == WHO_AUTHOR ? "no author" : "nobody concerned");
	return true;
}

bool read_convenes(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	body->convenes_origin = *origin;
	return take_whos(reader, &body->convenes, &body->convenes_count) &&
	       no_author(reader, body->convenes, body->convenes_count) && reader_tail(reader, &body->convenes_origin);
}

bool read_begins(struct reader *reader, struct origin *origin)
{
	struct procedure *procedure = reader->procedure;
	return take_whos(reader, &procedure->begins, &procedure->begins_count) &&
	       no_author(reader, procedure->begins, procedure->begins_count) && reader_tail(reader, origin);
}

bool read_notice(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	if (!take_span(reader, &body->notice) || !reader_tail(reader, origin))
		return false;
	body->has_notice = true;
	body->notice_origin = *origin;
	return true;
}

bool read_waives(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	body->waives_origin = *origin;
	return take_whos(reader, &body->waives, &body->waives_count) &&
	       no_author(reader, body->waives, body->waives_count) && reader_tail(reader, &body->waives_origin);
}

/* regular NUMBER per month|year */
bool read_regular(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("month"), WORD("year")};
	struct body *body = reader->body;
	struct place at = reader->token.at;
	uint32_t period;
	if (!take_number(reader, "a number of meetings", 1000, &body->regular))
		return false;
	if (body->regular == 0)
		return diag_error(&reader->diag, at, "no meeting at all is no rule: leave the statement out");
	if (!take_word(reader, "per") || !take_choice(reader, "month or year", words, 2, &period) ||
	    !reader_tail(reader, origin))
		return false;
	body->regular_monthly = period == 0;
	body->regular_origin = *origin;
	return true;
}

bool read_gap(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	if (!take_span(reader, &body->gap) || !reader_tail(reader, origin))
		return false;
	body->has_gap = true;
	body->gap_origin = *origin;
	return true;
}

bool read_recusal(struct reader *reader, struct origin *origin)
{
	if (!reader_tail(reader, origin))
		return false;
	reader->body->recusal = true;
	reader->body->recusal_origin = *origin;
	return true;
}

bool read_formats(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	if (!take_names(reader, "the name of a format", &body->format, &body->format_count) || !reader_tail(reader, origin))
		return false;
	body->format_origin = *origin;
	return true;
}

bool read_quorum(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("open"), WORD("decide")};
	struct body *body = reader->body;
	uint32_t kind, test;
	if (!take_choice(reader, "open or decide", words, 2, &kind))
		return false;
	struct origin *stated = kind == 0 ? &body->quorum_open_origin : &body->quorum_decide_origin;
	if (stated->line != 0) {
		diag_hint(&reader->diag, "the first stands on line %u", stated->line);
		return diag_error(&reader->diag, place_of(origin), "\"quorum %S\" is stated twice", words[kind]);
	}
	if (!take_test(reader, /* passes_allowed= */ false, &test) || !reader_tail(reader, origin))
		return false;
	*(kind == 0 ? &body->quorum_open : &body->quorum_decide) = test;
	*stated = *origin;
	return true;
}

bool read_decides(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	struct token kind;
	if (!take_name(reader, "a kind of matter", &kind))
		return false;
	struct decides decides = {.kind = kind.text};
	if (!take_element(reader, ELEMENT_RULE, &decides.rule) || !take_in_force(reader, &decides.in_force))
		return false;
	/* A later version says when it holds; one that always does would leave nothing to those before it. */
	bool always = decides.in_force.from.year == 0 && decides.in_force.until.year == 0 && decides.in_force.once == 0;
	for (uint32_t i = 0; always && i < body->decides_count; i++) {
		if (!str_eq(body->decides[i].kind, kind.text))
			continue;
		diag_hint(&reader->diag, "the first stands on line %u", body->decides[i].origin.line);
		return diag_error(&reader->diag, kind.at, "a second rule for \"%S\"", kind.text);
	}
	if (!reader_tail(reader, origin))
		return false;
	decides.origin = *origin;
	return PUSH(reader, body->decides, body->decides_count, decides);
}

bool read_procedures(struct reader *reader, struct origin *origin)
{
	struct body *body = reader->body;
	do {
		struct token name = reader->token;
		uint32_t procedure;
		if (!take_element(reader, ELEMENT_PROCEDURE, &procedure))
			return false;
		for (uint32_t i = 0; i < body->procedure_count; i++)
			if (body->procedure[i] == procedure)
				return diag_error(&reader->diag, name.at, "\"%S\" is named twice", name.text);
		if (!PUSH(reader, body->procedure, body->procedure_count, procedure))
			return false;
	} while (!reader_at_tail(reader));
	return reader_tail(reader, origin);
}

bool read_earlier_meetings(struct reader *reader, struct origin *origin)
{
	if (token_is(&reader->token, "unknown")) {
		reader->body->earlier_meetings = MEETINGS_UNKNOWN;
		return reader_advance(reader) && reader_tail(reader, origin);
	}
	return take_number(reader, "a number of meetings", LIMIT_MEETINGS, &reader->body->earlier_meetings) &&
	       reader_tail(reader, origin);
}
