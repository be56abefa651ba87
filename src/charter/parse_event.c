/* Kinds of events beside the meetings, and the dates that an organisation keeps. */
#include "charter/reader.h"

const struct str host_place_name[HOST_PLACE_MAX] = {
	[HOST_IN_ORDER] = WORD("in-order"),
	[HOST_FIRST] = WORD("first"),
	[HOST_LAST] = WORD("last"),
	[HOST_APART] = WORD("apart"),
};

bool read_event(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	struct token name;
	if (!take_name(reader, "the name of a kind of event", &name))
		return false;
	struct event_kind kind = {.titles = {.name = name.text}};
	uint32_t first = map_get(&charter->event_kinds, name.text);
	if (first != MAP_NONE) {
		diag_hint(&reader->diag, "the first stands on line %u", charter->event_kind[first].origin.line);
		return diag_error(&reader->diag, name.at, "a second kind of event \"%S\"", name.text);
	}
	if (charter->event_kind_count == LIMIT_EVENT_KINDS)
		return diag_error(&reader->diag, name.at, "more than %u kinds of events", LIMIT_EVENT_KINDS);
	reader->event_kind = &kind;
	bool read = take_string(reader, "a title", &kind.titles.title) &&
	            reader_titled(reader, IN_EVENT, &kind.titles, origin);
	reader->event_kind = NULL;
	if (!read)
		return false;
	kind.origin = *origin;
	if (!map_put(&charter->event_kinds, reader->arena, name.text, charter->event_kind_count)) {
		reader->diag.no_memory = true;
		return false;
	}
	return PUSH(reader, charter->event_kind, charter->event_kind_count, kind);
}

bool read_host(struct reader *reader, struct origin *origin)
{
	uint32_t place;
	if (!take_choice(reader, "a place for the host: in-order, first, last or apart", host_place_name, HOST_PLACE_MAX,
	                 &place) ||
	    !reader_tail(reader, origin))
		return false;
	reader->event_kind->host = (enum host_place)place;
	reader->event_kind->host_origin = *origin;
	return true;
}

/* ---- Dates --------------------------------------------------------------------------------------------------- */

static void check_date(struct reader *reader, const struct dated *dated, bool titled)
{
	if (!dated->yearly)
		return;
	if (!titled) {
		diag_hint(&reader->diag, "form: %s", row_find(STR("date"), IN_ORGANISATION)->form);
		diag_warning(&reader->diag, place_of(&dated->origin), "the yearly date \"%S\" has no title", dated->name);
	}
	if (dated->date.month == 2 && dated->date.day == 29) {
		diag_hint(&reader->diag, "in other years it is kept on 28 February");
		diag_warning(&reader->diag, place_of(&dated->origin), "most years have no 29 February");
	}
}

bool read_date(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	uint32_t errors = reader->diag.out->error_count;
	struct token name;
	if (!take_name(reader, "the name of a date", &name))
		return false;
	struct dated dated = {.titles = {.name = name.text, .title = name.text}, .name = name.text, .body = NONE};
	for (uint32_t i = 0; i < charter->date_count; i++) {
		if (!str_eq(charter->date[i].name, name.text))
			continue;
		diag_hint(&reader->diag, "the first stands on line %u", charter->date[i].origin.line);
		return diag_error(&reader->diag, name.at, "a second date \"%S\"", name.text);
	}
	if (!take_date(reader, &dated.date))
		return false;
	bool titled = reader->token.kind == TOKEN_STRING;
	if (titled && !take_string(reader, "a title", &dated.titles.title))
		return false;
	reader->dated = &dated;
	bool read = reader_titled(reader, IN_DATE, &dated.titles, origin);
	reader->dated = NULL;
	if (!read)
		return false;
	dated.origin = *origin;
	if (reader->diag.out->error_count == errors)
		check_date(reader, &dated, titled);
	return PUSH(reader, charter->date, charter->date_count, dated);
}

bool read_yearly(struct reader *reader, struct origin *origin)
{
	reader->dated->yearly = true;
	return reader_tail(reader, origin);
}

bool read_place(struct reader *reader, struct origin *origin)
{
	return take_string(reader, "a place", &reader->dated->place) && reader_tail(reader, origin);
}

/* Without a block of its own: `body NAME {` begins an element. */
bool read_date_body(struct reader *reader, struct origin *origin)
{
	if (!take_element(reader, ELEMENT_BODY, &reader->dated->body))
		return false;
	return reader->token.kind == TOKEN_OPEN ? reader_expected(reader, "the end of the line")
	                                        : reader_tail(reader, origin);
}
