/* The tally: header, votes as they come and go, faults, answers. */
#include "app/tally.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "app/tally_private.h"
#include "base/utf8.h"

const struct str tally_outcome_name[TALLY_OUTCOME_MAX] = {
	[TALLY_REJECTED] = STR_INIT("rejected"),
	[TALLY_ADOPTED] = STR_INIT("adopted"),
	[TALLY_INVALID] = STR_INIT("invalid"),
};

/* ---- Faults ----------------------------------------------------------------------------------------------- */

/* Would it hide something, or turn its neighbours around, when it is shown? (csv.c has refused control characters.) */
static bool harmful(struct str text)
{
	for (size_t i = 0; i < text.len;) {
		if ((unsigned char)text.ptr[i] < 0x80) {
			i++;
			continue;
		}
		int32_t point = utf8_next(text, &i);
		if (point < 0xa0 || (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) ||
		    point == 0x200b || point == 0xfeff)
			return true;
	}
	return false;
}

/* A word of the table, at most so much of it as a message can hold. */
static struct str shortened(struct str word)
{
	if (harmful(word))
		return STR("(characters that hide)");
	size_t size = word.len > 60 ? 60 : word.len;
	while (size < word.len && size > 0 && ((unsigned char)word.ptr[size] & 0xc0) == 0x80)
		size--;
	return str_slice(word, 0, size);
}

static void buf_words(struct buf *buf, const char *format, va_list args)
{
	for (; *format != '\0'; format++) {
		if (*format != '%') {
			buf_byte(buf, (uint8_t)*format);
			continue;
		}
		switch (*++format) {
		case 's':
			buf_c(buf, va_arg(args, const char *));
			break;
		case 'S':
			buf_str(buf, shortened(va_arg(args, struct str)));
			break;
		default:
			assert(*format == 'u');
			buf_u64(buf, va_arg(args, uint64_t));
		}
	}
}

/* "line 7: words" into `keep`; the words to the sink. */
static size_t tell(struct tallying *t, uint64_t line, char *keep, const char *format, va_list args)
{
	struct buf buf = buf_of(keep, TALLY_WORDS + 32);
	buf_c(&buf, "line ");
	buf_u64(&buf, line);
	buf_c(&buf, ": ");
	size_t begin = buf.len;
	buf_words(&buf, format, args);
	if (t->sum.faults++ < LIMIT_TALLY_FAULTS)
		t->sink.fault(t->sink.context, line, str_slice(buf_view(&buf), begin, buf.len));
	return buf.len;
}

void tally_fault(struct tallying *t, uint64_t line, const char *format, ...)
{
	char storage[TALLY_WORDS + 32];
	va_list args;
	va_start(args, format);
	size_t size = tell(t, line, storage, format, args);
	va_end(args);
	if (!t->open || t->invalid)
		return;
	t->invalid = true;
	memcpy(t->fault, storage, size);
	t->fault_size = size;
}

void tally_torn(struct tallying *t, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	t->torn_size = tell(t, t->csv.line, t->torn, format, args);
	va_end(args);
	if (!t->open || t->invalid)
		return;
	t->invalid = true;
	memcpy(t->fault, t->torn, t->torn_size);
	t->fault_size = t->torn_size;
}

/* ---- Votes ------------------------------------------------------------------------------------------------ */

bool tally_id(struct tallying *t, struct str id)
{
	if (id.len == 0)
		tally_torn(t, "the id is empty");
	else if (id.len > LIMIT_TALLY_ID)
		tally_torn(t, "an id of more than %u bytes", (uint64_t)LIMIT_TALLY_ID);
	else if (harmful(id))
		tally_torn(t, "an id with characters that hide or turn around their neighbours");
	else
		return true;
	return false;
}

void tally_begin(struct tallying *t, struct str id)
{
	memcpy(t->id, id.ptr, id.len);
	t->id_size = id.len;
	t->open = true;
	t->invalid = t->torn_size > 0;
	if (t->invalid) {
		memcpy(t->fault, t->torn, t->torn_size);
		t->fault_size = t->torn_size;
		t->torn_size = 0;
	}
	bool was_full = t->seen.full;
	uint32_t before = seen_add(&t->seen, id, t->csv.line);
	if (before != 0)
		tally_fault(t, t->csv.line, "the vote \"%S\" stood on line %u already: rows of one vote stand together", id,
		            (uint64_t)before);
	if (t->seen.full && !was_full)
		tally_fault(t, t->csv.line, "more votes than are remembered: from here on nobody sees it when one comes twice");
}

void tally_give_vote(struct tallying *t, struct tally_vote *vote)
{
	vote->id = (struct str){t->id, t->id_size};
	if (t->invalid)
		*vote = (struct tally_vote){
			.id = vote->id, .outcome = TALLY_INVALID, .reason = (struct str){t->fault, t->fault_size}};
	t->open = false;
	t->sum.votes++;
	t->sum.outcome[vote->outcome]++;
	t->stopped = !t->sink.vote(t->sink.context, vote);
}

void tally_give(struct tallying *t, const struct tally *tally, const struct ballot *raw, struct str reason)
{
	const struct party_set *counted = tally->ballot.set;
	struct party_set against = raw->set[TERM_AGAINST];
	for (uint32_t i = 0; i < PARTY_WORDS; i++) /* without whom the rule's meanings add */
		against.word[i] &= counted[TERM_AGAINST].word[i];
	struct tally_vote vote = {
		.outcome = tally->adopted ? TALLY_ADOPTED : TALLY_REJECTED,
		.votes_for = party_set_count(&counted[TERM_FOR]),
		.against = party_set_count(&against),
		.abstain = party_set_count(&counted[TERM_ABSTAIN]),
		.absent = party_set_count(&counted[TERM_ABSENT]),
		.reason = reason,
	};
	tally_give_vote(t, &vote);
}

/* ---- The whole -------------------------------------------------------------------------------------------- */

static bool is_header(const struct csv *csv, const char *const *names, uint32_t count)
{
	bool same = csv->field_count == count;
	for (uint32_t i = 0; same && i < count; i++)
		same = str_eq(csv->field[i], str_from(names[i]));
	return same;
}

/* The line as its fields say it, at most so much of it as a message can hold. */
static void buf_line(struct buf *buf, const struct csv *csv)
{
	for (uint32_t i = 0; i < csv->field_count; i++) {
		if (i == CSV_FIELDS_MAX || buf->len > 120) {
			buf_c(buf, "…");
			return;
		}
		buf_c(buf, i == 0 ? "" : ",");
		buf_csv(buf, shortened(csv->field[i]));
	}
}

static enum err_code no_header(const struct csv *csv, enum csv_result result, struct err *err)
{
	char storage[256];
	struct buf line = buf_of(storage, sizeof(storage));
	if (result == CSV_END)
		(void)err_set(err, ERR_FORMAT, "nothing in it: there is no header");
	else if (result == CSV_BAD)
		(void)err_set(err, ERR_FORMAT, "line %llu is no header: %s", (unsigned long long)csv->line, csv->wrong);
	else {
		buf_line(&line, csv);
		(void)err_set(err, ERR_FORMAT, "line %llu is no header: it says \"%.*s\"", (unsigned long long)csv->line,
		              STR_ARG(buf_view(&line)));
	}
	return err_hint(err, "the first line must be id,party,position or id,for,against,abstain,absent,veto");
}

static enum err_code run(struct tallying *t, struct err *err)
{
	static const char *const rows[] = {"id", "party", "position"};
	static const char *const numbers[] = {"id", "for", "against", "abstain", "absent", "veto"};
	enum csv_result result = csv_next(&t->csv, err);
	if (result == CSV_FAILED)
		return err->code;
	if (result == CSV_RECORD && is_header(&t->csv, rows, 3))
		return tally_rows(t, err);
	if (result == CSV_RECORD && is_header(&t->csv, numbers, 6))
		return tally_numbers(t, err);
	return no_header(&t->csv, result, err);
}

enum err_code tally_run(const struct tally_question *question, csv_read *read, void *context, struct tally_sink sink,
                        struct tally_sum *ret, struct err *err)
{
	struct region region = {0};
	size_t buffer = (size_t)1 << 20;
	enum err_code code = err_set(err, ERR_LIMIT, "no memory for a tally");
	if (!arena_reserve(&region, sizeof(struct tallying) + buffer + 4096))
		return code;
	struct arena arena = arena_of(&region);
	struct tallying *t = TRY(&arena, struct tallying, 1);
	char *bytes = TRY(&arena, char, buffer);
	if (t != NULL && bytes != NULL && seen_open(&t->seen, question->map_key)) {
		t->q = question;
		t->sink = sink;
		csv_init(&t->csv, read, context, bytes, buffer);
		code = run(t, err);
		*ret = t->sum;
		seen_close(&t->seen);
	}
	arena_return(&region);
	return code;
}
