/* A line at a time out of one buffer; its fields are views into it.
 *
 * A line without quotes, controls and letters beyond ASCII (nearly every one) is split in a single pass over its bytes,
 * with a table that says which bytes need a thought.
 */
#include "base/csv.h"

#include <assert.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { PLAIN, COMMA, QUOTE, CONTROL, WIDE };

#define EIGHT(kind) (kind), (kind), (kind), (kind), (kind), (kind), (kind), (kind)
#define HALF(kind) \
	EIGHT(kind), EIGHT(kind), EIGHT(kind), EIGHT(kind), EIGHT(kind), EIGHT(kind), EIGHT(kind), EIGHT(kind)
static const uint8_t kind_of[256] = {
	EIGHT(CONTROL), EIGHT(CONTROL),   EIGHT(CONTROL), EIGHT(CONTROL), [','] = COMMA,
	['"'] = QUOTE,  [0x7f] = CONTROL, HALF(WIDE),     HALF(WIDE), /* from 0x80 on */
};

void csv_init(struct csv *csv, csv_read *read, void *context, void *bytes, size_t size)
{
	assert(size >= 2 * (size_t)LIMIT_CSV_LINE);
	*csv = (struct csv){.read = read, .context = context, .bytes = bytes, .size = size};
}

/* More bytes behind those that are there; the line that has begun moves to the front. */
static enum err_code refill(struct csv *csv, struct err *err)
{
	size_t got = 0;
	memmove(csv->bytes, csv->bytes + csv->begin, csv->end - csv->begin);
	csv->end -= csv->begin;
	csv->begin = 0;
	enum err_code code = csv->read(csv->context, csv->bytes + csv->end, csv->size - csv->end, &got, err);
	if (code != ERR_OK)
		return code;
	csv->at_end = got == 0;
	csv->end += got;
	return ERR_OK;
}

/* Whole bytes of the next line, without its end. *ret_long: it is too long, and was passed over. */
static enum csv_result next_line(struct csv *csv, struct str *ret, bool *ret_long, struct err *err)
{
	size_t looked = 0;
	*ret_long = false;
	for (;;) {
		char *from = csv->bytes + csv->begin;
		size_t there = csv->end - csv->begin;
		char *end = looked < there ? memchr(from + looked, '\n', there - looked) : NULL;
		if (end == NULL && !csv->at_end) {
			looked = there;
			if (there > LIMIT_CSV_LINE + 2) { /* keep nothing of it */
				*ret_long = true;
				csv->begin = csv->end = 0;
				looked = 0;
			}
			if (refill(csv, err) != ERR_OK)
				return CSV_FAILED;
			continue;
		}
		if (end == NULL && there == 0 && !*ret_long)
			return CSV_END;
		size_t size = end == NULL ? there : (size_t)(end - from);
		csv->begin += size + (end != NULL);
		csv->line++;
		if (size > 0 && from[size - 1] == '\r')
			size--;
		*ret_long |= size > LIMIT_CSV_LINE;
		*ret = (struct str){from, size};
		return CSV_RECORD;
	}
}

static bool wrong(struct csv *csv, const char *words)
{
	csv->wrong = words;
	return false;
}

static void put_field(struct csv *csv, struct str field)
{
	if (csv->field_count < CSV_FIELDS_MAX)
		csv->field[csv->field_count] = field;
	csv->field_count++;
}

/* The field that begins with the quote at *at; doubled quotes become one where they stand. */
static bool quoted(struct csv *csv, char *line, size_t size, size_t *at)
{
	size_t begin = *at + 1, from = begin, to = begin;
	for (; from < size; from++) {
		if (kind_of[(uint8_t)line[from]] == CONTROL)
			return wrong(csv, "a control character");
		if (line[from] == '"') {
			if (from + 1 == size || line[from + 1] != '"')
				break;
			from++;
		}
		line[to++] = line[from];
	}
	if (from == size)
		return wrong(csv, "a quote that is not closed on its line");
	if (from + 1 < size && line[from + 1] != ',')
		return wrong(csv, "a quote that ends before the field does");
	put_field(csv, (struct str){line + begin, to - begin});
	*at = from + 1;
	return true;
}

static bool split(struct csv *csv, char *line, size_t size)
{
	bool wide = false;
	csv->field_count = 0;
	for (size_t at = 0;; at++) { /* at: where a field begins, then the comma behind it */
		size_t begin = at;
		if (at < size && line[at] == '"') {
			if (!quoted(csv, line, size, &at))
				return false;
			wide = true; /* whatever stands inside is looked at again */
		} else {
			for (; at < size; at++) {
				uint8_t kind = kind_of[(uint8_t)line[at]];
				if (kind == PLAIN)
					continue;
				if (kind == COMMA)
					break;
				if (kind == CONTROL)
					return wrong(csv, "a control character");
				if (kind == QUOTE)
					return wrong(csv, "a quote inside a field that does not begin with one");
				wide = true;
			}
			put_field(csv, (struct str){line + begin, at - begin});
		}
		if (at >= size)
			break;
	}
	for (uint32_t i = 0; wide && i < csv->field_count && i < CSV_FIELDS_MAX; i++)
		if (!utf8_valid(csv->field[i]))
			return wrong(csv, "bytes that are not UTF-8");
	return true;
}

enum csv_result csv_next(struct csv *csv, struct err *err)
{
	struct str line;
	bool too_long;
	csv->field_count = 0;
	do {
		enum csv_result result = next_line(csv, &line, &too_long, err);
		if (result != CSV_RECORD)
			return result;
		if (csv->line == 1 && !too_long && str_starts(line, STR("\xef\xbb\xbf")))
			line = str_slice(line, 3, line.len);
	} while (line.len == 0 && !too_long);
	if (too_long) {
		csv->wrong = "a line of more than 65536 bytes";
		return CSV_BAD;
	}
	/* The buffer is ours to write in. */
	return split(csv, csv->bytes + (line.ptr - csv->bytes), line.len) ? CSV_RECORD : CSV_BAD;
}
_Static_assert(LIMIT_CSV_LINE == 65536, "csv_next says it");

void buf_csv(struct buf *buf, struct str field)
{
	bool quotes = field.len > 0 && memchr(field.ptr, '"', field.len) != NULL;
	if (!quotes && (field.len == 0 || memchr(field.ptr, ',', field.len) == NULL)) {
		buf_str(buf, field);
		return;
	}
	buf_byte(buf, '"');
	for (size_t begin = 0; begin < field.len;) {
		size_t end = quotes ? str_find(field, '"', begin) : field.len;
		buf_str(buf, str_slice(field, begin, end));
		if (end < field.len)
			buf_c(buf, "\"\"");
		begin = end + 1;
	}
	buf_byte(buf, '"');
}
