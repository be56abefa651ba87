/* Offices whose holders follow from the record: appointed by a body for a term, acting for each other, in turn. */
#include "charter/reader.h"

#include "base/buf.h"

bool read_appointed_by(struct reader *reader, struct origin *origin)
{
	struct office *office = reader->office;
	if (!take_element(reader, ELEMENT_BODY, &office->appointed_by) || !reader_tail(reader, origin))
		return false;
	office->appointed_by_origin = *origin;
	return true;
}

bool read_term(struct reader *reader, struct origin *origin)
{
	struct office *office = reader->office;
	if (!take_span(reader, &office->term) || !reader_tail(reader, origin))
		return false;
	office->has_term = true;
	office->term_origin = *origin;
	return true;
}

bool read_acting(struct reader *reader, struct origin *origin)
{
	struct office *office = reader->office;
	struct token name = reader->token;
	if (!take_element(reader, ELEMENT_OFFICE, &office->acting))
		return false;
	if (&reader->charter->office[office->acting] == office)
		return diag_error(&reader->diag, name.at, "an office cannot act for itself");
	if (!reader_tail(reader, origin))
		return false;
	office->acting_origin = *origin;
	return true;
}

/* A turn of months begins on a day that every month has. */
static bool first_day_check(struct reader *reader, const struct rotation *rotation, struct place at)
{
	if (rotation->from.day <= 28)
		return true;
	diag_hint(&reader->diag, "turns begin on this day of later months too");
	return diag_error(&reader->diag, at, "a turn begins on one of the first 28 days of a month");
}

/* rotates month|half-year|year sort LANGUAGE of BODY from DATE [starting PARTY] */
bool read_rotates(struct reader *reader, struct origin *origin)
{
	static const struct str turns[] = {WORD("month"), WORD("half-year"), WORD("year")};
	struct rotation rotation = {.starting = NONE};
	uint32_t turn;
	if (!take_choice(reader, "how long a turn is: month, half-year or year", turns, 3, &turn) ||
	    !take_word(reader, "sort") || !take_language(reader, &rotation.language) || !take_word(reader, "of") ||
	    !take_element(reader, ELEMENT_BODY, &rotation.body) || !take_word(reader, "from"))
		return false;
	struct place at = reader->token.at;
	if (!take_date(reader, &rotation.from) || !first_day_check(reader, &rotation, at))
		return false;
	if (token_is(&reader->token, "starting") &&
	    (!reader_advance(reader) || !take_element(reader, ELEMENT_PARTY, &rotation.starting)))
		return false;
	if (!reader_tail(reader, origin))
		return false;
	rotation.turn = (enum turn)(TURN_MONTH + turn);
	rotation.origin = *origin;
	reader->office->rotation = rotation;
	return true;
}
