/* One argument each: the token that is there, checked, resolved, and passed; or what was expected instead. */
#include "charter/reader.h"

#include "base/utf8.h"

#define SPAN_COUNT_MAX 100000u /* of days, weeks, months or years */

/* ---- Did you mean -------------------------------------------------------------------------------------------- */

struct nearest nearest_of(struct str name)
{
	return (struct nearest){.name = name, .distance = SIZE_MAX};
}

void nearest_try(struct nearest *nearest, struct str candidate)
{
	size_t distance = str_distance(nearest->name, candidate);
	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = candidate;
	}
}

void nearest_hint(struct reader *reader, const struct nearest *nearest)
{
	size_t near = nearest->name.len < 4 ? 1 : nearest->name.len < 8 ? 2 : 3;
	if (nearest->distance <= near)
		diag_hint(&reader->diag, "did you mean \"%S\"?", nearest->best);
}

/* ---- Words ----------------------------------------------------------------------------------------------------- */

/* The words that hold conditions, dates and lists together name nothing. */
bool name_reserved(struct str name)
{
	static const char *const reserved[] = {"and", "or",   "not",   "in", "of", "without", "when",
	                                       "by",  "from", "until", "on", "to", "passes",  "working"};
	for (size_t i = 0; i < sizeof(reserved) / sizeof(*reserved); i++)
		if (str_eq(name, str_from(reserved[i])))
			return true;
	return false;
}

bool take_name(struct reader *reader, const char *what, struct token *ret_token)
{
	if (reader->token.kind != TOKEN_NAME)
		return reader_expected(reader, what);
	if (name_reserved(reader->token.text)) {
		diag_hint(&reader->diag, "it is a word of the language and names nothing");
		return diag_error(&reader->diag, reader->token.at, "expected %s, found the word %T", what, &reader->token);
	}
	*ret_token = reader->token;
	return reader_advance(reader);
}

bool take_word(struct reader *reader, const char *word)
{
	if (token_is(&reader->token, word))
		return reader_advance(reader);
	char storage[64];
	struct buf buf = buf_of(storage, sizeof(storage) - 1);
	buf_say(&buf, "\"%s\"", word);
	storage[buf.len] = '\0';
	return reader_expected(reader, storage);
}

bool take_choice(struct reader *reader, const char *what, const struct str *words, uint32_t count, uint32_t *ret)
{
	if (reader->token.kind != TOKEN_NAME)
		return reader_expected(reader, what);
	for (uint32_t i = 0; i < count; i++) {
		if (str_eq(reader->token.text, words[i])) {
			*ret = i;
			return reader_advance(reader);
		}
	}
	struct nearest nearest = nearest_of(reader->token.text);
	for (uint32_t i = 0; i < count; i++)
		nearest_try(&nearest, words[i]);
	diag_hint(&reader->diag, "form: %s", reader->row->form);
	nearest_hint(reader, &nearest);
	return diag_error(&reader->diag, reader->token.at, "expected %s, found %T", what, &reader->token);
}

bool take_element(struct reader *reader, enum element kind, uint32_t *ret)
{
	struct elements elements = elements_of(reader->charter, kind);
	struct token name;
	char storage[64];
	struct buf buf = buf_of(storage, sizeof(storage) - 1);
	buf_say(&buf, "the name of a%s %s", kind == ELEMENT_OFFICE || kind == ELEMENT_INSTRUMENT ? "n" : "", elements.word);
	storage[buf.len] = '\0';
	if (!take_name(reader, storage, &name))
		return false;
	*ret = map_get(elements.names, name.text);
	if (*ret != MAP_NONE)
		return true;
	struct nearest nearest = nearest_of(name.text);
	for (uint32_t i = 0; i < elements.count; i++)
		nearest_try(&nearest, elements_titles(&elements, i)->name);
	nearest_hint(reader, &nearest);
	return diag_error(&reader->diag, name.at, "there is no %s \"%S\"", elements.word, name.text);
}

/* ---- Strings, numbers, dates ------------------------------------------------------------------------------------- */

static bool unescape(struct reader *reader, struct str raw, struct str *ret)
{
	if (str_find(raw, '\\', 0) == raw.len) {
		*ret = raw;
		return true;
	}
	char *plain = TRY(reader->arena, char, raw.len);
	if (plain == NULL) {
		reader->diag.no_memory = true;
		return false;
	}
	size_t size = 0;
	for (size_t i = 0; i < raw.len; i++) {
		i += raw.ptr[i] == '\\';
		plain[size++] = raw.ptr[i];
	}
	*ret = (struct str){plain, size};
	return true;
}

bool take_string(struct reader *reader, const char *what, struct str *ret)
{
	if (reader->token.kind != TOKEN_STRING)
		return reader_expected(reader, what);
	struct str trimmed = str_trim(reader->token.text);
	if (trimmed.len == 0)
		return diag_error(&reader->diag, reader->token.at, "%s is empty", what);
	if (trimmed.len != reader->token.text.len)
		return diag_error(&reader->diag, reader->token.at, "%s begins or ends with a blank", what);
	if (reader->token.text.len > LIMIT_LABEL_SIZE)
		return diag_error(&reader->diag, reader->token.at, "%s of more than %u bytes", what, LIMIT_LABEL_SIZE);
	return unescape(reader, reader->token.text, ret) && reader_advance(reader);
}

bool take_number(struct reader *reader, const char *what, uint32_t max, uint32_t *ret)
{
	uint64_t value;
	if (reader->token.kind != TOKEN_INT)
		return reader_expected(reader, what);
	if (!str_to_u64(reader->token.text, max, &value))
		return diag_error(&reader->diag, reader->token.at, "%s of more than %u", what, max);
	*ret = (uint32_t)value;
	return reader_advance(reader);
}

bool take_whole(struct reader *reader, const char *what, uint64_t *ret)
{
	if (reader->token.kind != TOKEN_INT)
		return reader_expected(reader, what);
	return str_to_u64(reader->token.text, LIMIT_WHOLE, ret) && reader_advance(reader); /* the lexer has looked */
}

bool take_date(struct reader *reader, struct date *ret)
{
	if (reader->token.kind != TOKEN_DATE)
		return reader_expected(reader, "a date such as 2002-10-07");
	return date_parse(reader->token.text, ret) && reader_advance(reader);
}

/* from DATE [until DATE] */
bool take_dates(struct reader *reader, struct date *ret_from, struct date *ret_until)
{
	struct date from, until = {0};
	if (!take_word(reader, "from") || !take_date(reader, &from))
		return false;
	if (token_is(&reader->token, "until")) {
		if (!reader_advance(reader))
			return false;
		struct place at = reader->token.at;
		if (!take_date(reader, &until))
			return false;
		if (date_to_days(until) <= date_to_days(from)) {
			diag_hint(&reader->diag, "\"until\" is the first day on which it no longer holds");
			return diag_error(&reader->diag, at, "ends before it begins");
		}
	}
	*ret_from = from;
	*ret_until = until;
	return true;
}

/* Area/City or UTC; whether the zone exists is for whoever has a zone database. */
bool take_zone(struct reader *reader, struct str *ret)
{
	if (reader->token.kind != TOKEN_ZONE && !token_is(&reader->token, "UTC"))
		return reader_expected(reader, "a zone such as Asia/Yerevan or UTC");
	*ret = reader->token.text;
	return reader_advance(reader);
}

/* A tag as BCP 47 writes it: two or three small letters, then parts of up to eight letters or digits. */
static bool language_tag(struct str tag)
{
	struct str head = tag, tail = STR("");
	bool more = str_cut(tag, '-', &head, &tail);
	if (head.len < 2 || head.len > 3)
		return false;
	for (size_t i = 0; i < head.len; i++)
		if (head.ptr[i] < 'a' || head.ptr[i] > 'z')
			return false;
	while (more) {
		struct str rest = tail;
		head = rest;
		more = str_cut(rest, '-', &head, &tail);
		if (head.len == 0 || head.len > 8 || str_find(head, '_', 0) != head.len)
			return false;
	}
	return true;
}

bool take_language(struct reader *reader, struct str *ret)
{
	if (reader->token.kind != TOKEN_NAME || !language_tag(reader->token.text))
		return reader_expected(reader, "a language such as en, ru or zh-Hans");
	*ret = reader->token.text;
	return reader_advance(reader);
}

/* 48h, 30min, 3 working days, 1 month */
bool take_span(struct reader *reader, struct span *ret)
{
	static const struct {
		const char *one, *many;
		enum span_unit unit;
	} units[] = {
		{"day", "days", SPAN_DAYS},
		{"week", "weeks", SPAN_WEEKS},
		{"month", "months", SPAN_MONTHS},
		{"year", "years", SPAN_YEARS},
	};
	struct token first = reader->token;
	struct span span = {0};
	if (first.kind == TOKEN_TIME) {
		if (!span_parse_clock(first.text, &span))
			return reader_expected(reader, "a span such as 48h, 30min or 3 working days");
		if (span.count == 0)
			return diag_error(&reader->diag, first.at, "a span of no time");
		*ret = span;
		return reader_advance(reader);
	}
	uint64_t count = 0;
	if (first.kind != TOKEN_INT)
		return reader_expected(reader, "a span such as 48h, 30min or 3 working days");
	if (!str_to_u64(first.text, SPAN_COUNT_MAX, &count)) {
		diag_hint(&reader->diag, "count in a longer unit: weeks, months or years");
		return diag_error(&reader->diag, first.at, "a span of more than %u", SPAN_COUNT_MAX);
	}
	if (!reader_advance(reader))
		return false;
	bool working = token_is(&reader->token, "working");
	if (working && !reader_advance(reader))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!token_is(&reader->token, units[i].one) && !token_is(&reader->token, units[i].many))
			continue;
		if (working && units[i].unit != SPAN_DAYS)
			return diag_error(&reader->diag, reader->token.at, "only days are working days");
		if (count == 0)
			return diag_error(&reader->diag, first.at, "a span of no time");
		*ret = (struct span){.count = (int64_t)count, .unit = working ? SPAN_WORKING_DAYS : units[i].unit};
		return reader_advance(reader);
	}
	return reader_expected(reader, working ? "\"days\"" : "\"days\", \"weeks\", \"months\" or \"years\"");
}

/* ---- Lists ----------------------------------------------------------------------------------------------- */

bool take_names(struct reader *reader, const char *what, struct str **list, uint32_t *count)
{
	do {
		struct token name;
		if (!take_name(reader, what, &name))
			return false;
		for (uint32_t i = 0; i < *count; i++)
			if (str_eq((*list)[i], name.text))
				return diag_error(&reader->diag, name.at, "\"%S\" is named twice", name.text);
		if (!PUSH(reader, *list, *count, name.text))
			return false;
	} while (!reader_at_tail(reader));
	return true;
}

static bool take_who(struct reader *reader, struct who *who)
{
	static const struct str words[WHO_MAX] = {
		[WHO_MEMBER] = WORD("member"),       [WHO_CHAIR] = WORD("chair"),       [WHO_SECRETARIAT] = WORD("secretariat"),
		[WHO_AUTHOR] = WORD("author"),       [WHO_OBSERVER] = WORD("observer"), [WHO_PARTNER] = WORD("partner"),
		[WHO_PARTY] = WORD("party"),         [WHO_OFFICE] = WORD("office"),     [WHO_SET] = WORD("set"),
		[WHO_CONCERNED] = WORD("concerned"),
	};
	uint32_t kind = 0;
	who->origin = (struct origin){.line = reader->token.at.line, .column = reader->token.at.column};
	who->index = NONE;
	if (!take_choice(reader,
	                 "who: member, chair, secretariat, author, concerned, observer, partner, party, office or set",
	                 words, WHO_MAX, &kind))
		return false;
	who->kind = (enum who_kind)kind;
	switch (who->kind) {
	case WHO_PARTY:
		return take_element(reader, ELEMENT_PARTY, &who->index);
	case WHO_OFFICE:
		return take_element(reader, ELEMENT_OFFICE, &who->index);
	case WHO_SET:
		return take_element(reader, ELEMENT_SET, &who->index);
	default:
		return true;
	}
}

bool take_whos(struct reader *reader, struct who **list, uint32_t *count)
{
	do {
		struct token at = reader->token;
		struct who who;
		if (!take_who(reader, &who))
			return false;
		for (uint32_t i = 0; i < *count; i++)
			if ((*list)[i].kind == who.kind && (*list)[i].index == who.index)
				return diag_error(&reader->diag, at.at, "the same is named twice");
		if (!PUSH(reader, *list, *count, who))
			return false;
	} while (!reader_at_tail(reader) && !token_is(&reader->token, "to") && !token_is(&reader->token, "when"));
	return true;
}
