/* Parties and their status over time, offices and their holders. */
#include "charter/reader.h"

#include "base/buf.h"

const struct str status_name[STATUS_MAX] = {
	[STATUS_MEMBER] = WORD("member"),       [STATUS_OBSERVER] = WORD("observer"),
	[STATUS_PARTNER] = WORD("partner"),     [STATUS_SECRETARIAT] = WORD("secretariat"),
	[STATUS_SUSPENDED] = WORD("suspended"),
};

static bool overlap(struct reader *reader, const struct origin *later, struct date later_from,
                    const struct origin *earlier, struct date earlier_until, const char *what)
{
	char storage[16];
	struct buf day = buf_of(storage, sizeof(storage));
	if (date_to_days(later_from) >= end_day(earlier_until))
		return false;
	buf_date(&day, later_from);
	diag_hint(&reader->diag, "write \"until %S\" on line %u", buf_view(&day), earlier->line);
	diag_error(&reader->diag, place_of(later), "this %s begins before the one of line %u has ended", what,
	           earlier->line);
	return true;
}

/* ---- Parties --------------------------------------------------------------------------------------------- */

static void check_party(struct reader *reader, struct party *party)
{
	for (uint32_t i = 1; i < party->status_count; i++) {
		struct status moved = party->status[i];
		uint32_t k = i;
		for (; k > 0 && date_to_days(party->status[k - 1].from) > date_to_days(moved.from); k--)
			party->status[k] = party->status[k - 1];
		party->status[k] = moved;
	}
	for (uint32_t i = 1; i < party->status_count; i++) {
		const struct status *earlier = &party->status[i - 1], *later = &party->status[i];
		if (overlap(reader, &later->origin, later->from, &earlier->origin, earlier->until, "status"))
			return;
	}
}

bool read_party(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	if (!read_head(reader, ELEMENT_PARTY, /* titled= */ true, &index))
		return false;
	struct party *party = index == NONE ? &reader->spare.party : &reader->charter->party[index];
	reader->party = party;
	party->origin = *origin;
	if (!reader_block(reader, IN_PARTY, &party->origin))
		return false;
	if (reader->diag.out->error_count == errors)
		check_party(reader, party);
	return true;
}

bool read_sort(struct reader *reader, struct origin *origin)
{
	struct party *party = reader->party;
	struct place at = reader->token.at;
	struct title sort;
	if (!take_language(reader, &sort.language))
		return false;
	for (uint32_t i = 0; i < party->sort_count; i++)
		if (str_eq(party->sort[i].language, sort.language))
			return diag_error(&reader->diag, at, "a second sort key in \"%S\"", sort.language);
	return take_string(reader, "a sort key", &sort.text) && PUSH(reader, party->sort, party->sort_count, sort) &&
	       reader_tail(reader, origin);
}

bool read_zone(struct reader *reader, struct origin *origin)
{
	return take_zone(reader, &reader->party->zone) && reader_tail(reader, origin);
}

bool read_status(struct reader *reader, struct origin *origin)
{
	struct party *party = reader->party;
	struct status status = {0};
	uint32_t kind;
	if (!take_choice(reader, "a status: member, observer, partner, secretariat or suspended", status_name, STATUS_MAX,
	                 &kind) ||
	    !take_dates(reader, &status.from, &status.until) || !reader_tail(reader, origin))
		return false;
	status.kind = (enum status_kind)kind;
	status.origin = *origin;
	return PUSH(reader, party->status, party->status_count, status);
}

/* ---- Offices --------------------------------------------------------------------------------------------- */

static void check_office(struct reader *reader, struct office *office)
{
	for (uint32_t i = 1; i < office->holder_count; i++) {
		struct holder moved = office->holder[i];
		uint32_t k = i;
		for (; k > 0 && date_to_days(office->holder[k - 1].from) > date_to_days(moved.from); k--)
			office->holder[k] = office->holder[k - 1];
		office->holder[k] = moved;
	}
	for (uint32_t i = 1; i < office->holder_count; i++) {
		const struct holder *earlier = &office->holder[i - 1], *later = &office->holder[i];
		if (overlap(reader, &later->origin, later->from, &earlier->origin, earlier->until, "holder"))
			return;
	}
}

bool read_office(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	if (!read_head(reader, ELEMENT_OFFICE, /* titled= */ true, &index))
		return false;
	struct office *office = index == NONE ? &reader->spare.office : &reader->charter->office[index];
	reader->office = office;
	office->origin = *origin;
	office->appointed_by = office->acting = NONE;
	office->rotation = (struct rotation){.body = NONE, .starting = NONE};
	if (!reader_block(reader, IN_OFFICE, &office->origin))
		return false;
	if (reader->diag.out->error_count == errors)
		check_office(reader, office);
	return true;
}

bool read_holder(struct reader *reader, struct origin *origin)
{
	struct office *office = reader->office;
	struct holder holder = {.person = STR("")};
	if (!take_element(reader, ELEMENT_PARTY, &holder.party))
		return false;
	if (!token_is(&reader->token, "from")) {
		struct token person;
		if (!take_name(reader, "a person or \"from\"", &person))
			return false;
		holder.person = person.text;
	}
	if (!take_dates(reader, &holder.from, &holder.until) || !reader_tail(reader, origin))
		return false;
	holder.origin = *origin;
	return PUSH(reader, office->holder, office->holder_count, holder);
}
