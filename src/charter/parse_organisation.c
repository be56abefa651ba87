/* The organisation: its languages, seat, dates, week and series of symbols. */
#include "charter/reader.h"

bool read_organisation(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	struct token name;
	if (charter->origin.line != 0) {
		diag_hint(&reader->diag, "the first stands on line %u", charter->origin.line);
		return diag_error(&reader->diag, place_of(origin), "a second organisation");
	}
	charter->origin = *origin;
	if (!take_name(reader, "a name", &name))
		return false;
	charter->titles.name = name.text;
	reader->titles = &charter->titles;
	reader->series_unknown = true;
	if (!take_string(reader, "a title", &charter->titles.title))
		return false;
	uint32_t errors = reader->diag.out->error_count;
	if (!reader_block(reader, IN_ORGANISATION, &charter->origin))
		return false;
	if (reader->diag.out->error_count != errors)
		return true; /* what is missing may be in what could not be read */
	reader->series_unknown = false;
	if (charter->zone.len == 0) {
		diag_hint(&reader->diag, "form: seat \"PLACE\" ZONE");
		diag_error(&reader->diag, place_of(origin), "the organisation has no seat");
	}
	return true;
}

bool read_languages(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	do {
		struct place at = reader->token.at;
		struct str language;
		if (!take_language(reader, &language))
			return false;
		for (uint32_t i = 0; i < charter->language_count; i++)
			if (str_eq(charter->language[i], language))
				return diag_error(&reader->diag, at, "\"%S\" is named twice", language);
		if (charter->language_count == LIMIT_LANGUAGES)
			return diag_error(&reader->diag, at, "more than %u languages", LIMIT_LANGUAGES);
		if (!PUSH(reader, charter->language, charter->language_count, language))
			return false;
	} while (!reader_at_tail(reader));
	return reader_tail(reader, origin);
}

bool read_order_by(struct reader *reader, struct origin *origin)
{
	return take_word(reader, "sort") && take_language(reader, &reader->charter->order_language) &&
	       reader_tail(reader, origin);
}

bool read_seat(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	return take_string(reader, "a place", &charter->seat) && take_zone(reader, &charter->zone) &&
	       reader_tail(reader, origin);
}

/* The colour that the organisation's pages have beside black and white. */
bool read_accent(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	struct place at = reader->token.at;
	struct str accent;
	if (!take_string(reader, "a colour", &accent))
		return false;
	bool colour = accent.len == 7 && accent.ptr[0] == '#';
	for (size_t i = 1; colour && i < accent.len; i++) {
		char c = accent.ptr[i];
		colour = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
	}
	if (!colour) {
		diag_hint(&reader->diag, "red, green and blue as hex digits, for example \"#1d4f91\"");
		return diag_error(&reader->diag, at, "\"%S\" is no colour", accent);
	}
	if (!reader_tail(reader, origin))
		return false;
	charter->accent = accent;
	charter->accent_origin = *origin;
	return true;
}

/* What whoever reads a page has to know first, such as that the record is an example. */
bool read_banner(struct reader *reader, struct origin *origin)
{
	struct titles *banner = &reader->charter->banner;
	if (!take_string(reader, "a text", &banner->title))
		return false;
	banner->name = STR("banner");
	if (!reader_titled(reader, IN_BANNER, banner, origin))
		return false;
	reader->charter->banner_origin = *origin;
	return true;
}

bool read_week(struct reader *reader, struct origin *origin)
{
	static const struct str days[7] = {
		WORD("mon"), WORD("tue"), WORD("wed"), WORD("thu"), WORD("fri"), WORD("sat"), WORD("sun"),
	};
	uint8_t week = 0;
	do {
		struct place at = reader->token.at;
		uint32_t day;
		if (!take_choice(reader, "a day: mon, tue, wed, thu, fri, sat or sun", days, 7, &day))
			return false;
		if ((week >> day & 1) != 0)
			return diag_error(&reader->diag, at, "\"%S\" is named twice", days[day]);
		week = (uint8_t)(week | 1u << day);
	} while (!reader_at_tail(reader));
	if (!reader_tail(reader, origin))
		return false;
	reader->charter->week = week;
	reader->charter->week_origin = *origin;
	return true;
}

/* ---- Series ---------------------------------------------------------------------------------------------------- */

static bool is_digit_at(struct str s, size_t index)
{
	return index < s.len && s.ptr[index] >= '0' && s.ptr[index] <= '9';
}

/* A pattern names {n} once, {year} and {body} at most once, and its number can be told from what stands beside it. */
static bool check_pattern(struct reader *reader, struct place at, struct str pattern)
{
	static const char *const holes[] = {"{n}", "{year}", "{body}"};
	uint32_t seen[3] = {0};
	for (size_t i = 0; i < pattern.len; i++) {
		struct str rest = str_slice(pattern, i, pattern.len);
		uint32_t hole = 0;
		if (pattern.ptr[i] != '{' && pattern.ptr[i] != '}')
			continue;
		while (hole < 3 && !str_starts(rest, str_from(holes[hole])))
			hole++;
		if (hole == 3) {
			diag_hint(&reader->diag, "a pattern may hold {n}, {year} and {body}");
			return diag_error(&reader->diag, at, "an unknown placeholder in the pattern");
		}
		if (seen[hole]++ != 0)
			return diag_error(&reader->diag, at, "%s stands twice in the pattern", holes[hole]);
		size_t end = i + str_from(holes[hole]).len;
		bool beside = is_digit_at(pattern, end) || (end < pattern.len && pattern.ptr[end] == '{') ||
		              (i > 0 && (is_digit_at(pattern, i - 1) || pattern.ptr[i - 1] == '}'));
		if (beside) {
			diag_hint(&reader->diag, "put a sign between them, such as \"/\"");
			return diag_error(&reader->diag, at, "%s stands directly beside a digit or placeholder", holes[hole]);
		}
		i = end - 1;
	}
	if (seen[0] == 0) {
		diag_hint(&reader->diag, "for example \"DEC/{year}/{n}\"");
		return diag_error(&reader->diag, at, "a pattern without {n}");
	}
	return true;
}

bool read_series(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	struct token name;
	if (!take_name(reader, "the name of a series", &name))
		return false;
	struct series series = {.name = name.text};
	for (uint32_t i = 0; i < charter->series_count; i++) {
		if (!str_eq(charter->series[i].name, name.text))
			continue;
		diag_hint(&reader->diag, "the first stands on line %u", charter->series[i].origin.line);
		return diag_error(&reader->diag, name.at, "a second series \"%S\"", name.text);
	}
	struct place at = reader->token.at;
	if (!take_string(reader, "a pattern", &series.pattern) || !check_pattern(reader, at, series.pattern) ||
	    !reader_tail(reader, origin))
		return false;
	series.origin = *origin;
	return PUSH(reader, charter->series, charter->series_count, series);
}
