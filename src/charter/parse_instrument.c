/* Instruments (treaties and protocols that come into force), and what holds only at some time: from a date, until a
 * date, once instruments are in force.
 */
#include "charter/reader.h"

#include <string.h>

bool read_instrument(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	if (!read_head(reader, ELEMENT_INSTRUMENT, /* titled= */ true, &index))
		return false;
	struct instrument *instrument = index == NONE ? &reader->spare.instrument : &reader->charter->instrument[index];
	reader->instrument = instrument;
	instrument->origin = *origin;
	instrument->enters_when = NONE;
	if (!reader_block(reader, IN_INSTRUMENT, &instrument->origin))
		return false;
	if (reader->diag.out->error_count == errors && instrument->enters_origin.line == 0) {
		diag_hint(&reader->diag, "form: enters when TEST, or enters DATE");
		diag_error(&reader->diag, place_of(&instrument->origin), "the instrument \"%S\" never enters into force",
		           instrument->titles.name);
	}
	return true;
}

/* enters when TEST, or enters DATE */
bool read_enters(struct reader *reader, struct origin *origin)
{
	struct instrument *instrument = reader->instrument;
	if (reader->token.kind == TOKEN_DATE) {
		if (!take_date(reader, &instrument->enters))
			return false;
	} else if (token_is(&reader->token, "when")) {
		if (!take_test(reader, /* passes_allowed= */ false, &instrument->enters_when))
			return false;
	} else {
		return reader_expected(reader, "\"when\" or a date such as 2002-10-07");
	}
	if (!reader_tail(reader, origin))
		return false;
	instrument->enters_origin = *origin;
	return true;
}

/* ---- When something holds ----------------------------------------------------------------------------------- */

static bool take_instruments(struct reader *reader, uint64_t *ret)
{
	uint64_t once = 0;
	do {
		struct token name = reader->token;
		uint32_t index;
		if (!take_element(reader, ELEMENT_INSTRUMENT, &index))
			return false;
		if ((once >> index & 1) != 0)
			return diag_error(&reader->diag, name.at, "\"%S\" is named twice", name.text);
		once |= UINT64_C(1) << index;
	} while (!reader_at_tail(reader));
	*ret = once;
	return true;
}
_Static_assert(LIMIT_INSTRUMENTS <= 64, "an instrument is a bit");

static bool check_order(struct reader *reader, const struct in_force *in_force, struct place at)
{
	if (in_force->from.year == 0 || in_force->until.year == 0 ||
	    date_to_days(in_force->until) > date_to_days(in_force->from))
		return true;
	diag_hint(&reader->diag, "\"until\" is the first day on which it no longer holds");
	return diag_error(&reader->diag, at, "ends before it begins");
}

bool take_in_force(struct reader *reader, struct in_force *ret)
{
	struct in_force in_force = {0};
	struct place at = reader->token.at;
	if (token_is(&reader->token, "from") && (!reader_advance(reader) || !take_date(reader, &in_force.from)))
		return false;
	if (token_is(&reader->token, "until")) {
		if (!reader_advance(reader))
			return false;
		at = reader->token.at;
		if (!take_date(reader, &in_force.until) || !check_order(reader, &in_force, at))
			return false;
	}
	if (token_is(&reader->token, "once") && (!reader_advance(reader) || !take_instruments(reader, &in_force.once)))
		return false;
	*ret = in_force;
	return true;
}

bool read_from(struct reader *reader, struct origin *origin)
{
	struct procedure *procedure = reader->procedure;
	struct place at = reader->token.at;
	if (!take_date(reader, &procedure->in_force.from) || !check_order(reader, &procedure->in_force, at) ||
	    !reader_tail(reader, origin))
		return false;
	procedure->from_origin = *origin;
	return true;
}

bool read_until(struct reader *reader, struct origin *origin)
{
	struct procedure *procedure = reader->procedure;
	struct place at = reader->token.at;
	if (!take_date(reader, &procedure->in_force.until) || !check_order(reader, &procedure->in_force, at) ||
	    !reader_tail(reader, origin))
		return false;
	procedure->until_origin = *origin;
	return true;
}

bool read_once(struct reader *reader, struct origin *origin)
{
	struct procedure *procedure = reader->procedure;
	if (!take_instruments(reader, &procedure->in_force.once) || !reader_tail(reader, origin))
		return false;
	procedure->once_origin = *origin;
	return true;
}

/* ---- Statements of procedures, stages and outcomes ------------------------------------------------------------ */

/* about concerned [if-any] */
bool read_about(struct reader *reader, struct origin *origin)
{
	struct procedure *procedure = reader->procedure;
	enum about about = ABOUT_CONCERNED;
	if (!take_word(reader, "concerned"))
		return false;
	if (!reader_at_tail(reader)) {
		if (!take_word(reader, "if-any"))
			return false;
		about = ABOUT_PERHAPS;
	}
	if (!reader_tail(reader, origin))
		return false;
	procedure->about = about;
	procedure->about_origin = *origin;
	return true;
}

/* extends SPAN [times N] */
bool read_extends(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	uint32_t times = EXTENDS_FREELY;
	struct span span;
	if (!take_span(reader, &span))
		return false;
	if (token_is(&reader->token, "times")) {
		if (!reader_advance(reader))
			return false;
		struct place at = reader->token.at;
		if (!take_number(reader, "a number of times", LIMIT_LIST, &times))
			return false;
		if (times == 0)
			return diag_error(&reader->diag, at, "an extension that is never given");
	}
	if (!reader_tail(reader, origin))
		return false;
	stage->extends = span;
	stage->extends_times = times;
	stage->extends_origin = *origin;
	return true;
}

/* prolongs PROCEDURE */
bool read_prolongs(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	if (!take_element(reader, ELEMENT_PROCEDURE, &stage->prolongs) || !reader_tail(reader, origin))
		return false;
	stage->prolongs_origin = *origin;
	return true;
}
