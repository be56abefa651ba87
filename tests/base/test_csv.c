/* CSV: what is a record, what is wrong and where, whatever the pieces in which the bytes come. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/csv.h"

#define ROOM (2 * (size_t)LIMIT_CSV_LINE)

struct source {
	struct str bytes;
	size_t at, piece, fail_at;
};

static enum err_code read_piece(void *context, void *bytes, size_t size, size_t *ret_size, struct err *err)
{
	struct source *source = context;
	size_t left = source->bytes.len - source->at;
	size_t take = left < source->piece ? left : source->piece;
	if (source->fail_at != 0 && source->at >= source->fail_at)
		return err_set(err, ERR_IO, "the wire is cut");
	take = take < size ? take : size;
	memcpy(bytes, source->bytes.ptr + source->at, take);
	source->at += take;
	*ret_size = take;
	return ERR_OK;
}

/* "1:a|b|c 3!words" */
static struct str shown(struct str bytes, size_t piece, char *storage, size_t size)
{
	static char room[ROOM];
	struct source source = {.bytes = bytes, .piece = piece};
	struct csv csv;
	struct err err = {0};
	struct buf buf = buf_of(storage, size);
	csv_init(&csv, read_piece, &source, room, sizeof(room));
	for (;;) {
		enum csv_result result = csv_next(&csv, &err);
		if (result == CSV_END)
			return buf_view(&buf);
		assert_int_not_equal(result, CSV_FAILED);
		buf_c(&buf, buf.len == 0 ? "" : " ");
		buf_u64(&buf, csv.line);
		buf_c(&buf, result == CSV_BAD ? "!" : ":");
		if (result == CSV_BAD)
			buf_c(&buf, csv.wrong);
		for (uint32_t i = 0; i < csv.field_count && i < CSV_FIELDS_MAX && result == CSV_RECORD; i++) {
			buf_c(&buf, i == 0 ? "" : "|");
			buf_str(&buf, csv.field[i]);
		}
	}
}

static const struct {
	const char *bytes, *shown;
	size_t size; /* 0: up to the NUL */
} cases[] = {
	{"", "", 0},
	{"a,b,c\n", "1:a|b|c", 0},
	{"a,b,c", "1:a|b|c", 0},
	{"a,b,c\r\n1,2,3\r\n", "1:a|b|c 2:1|2|3", 0},
	{"a,b,c\r\n1,2,3", "1:a|b|c 2:1|2|3", 0},
	{"a\nb\nc", "1:a 2:b 3:c", 0},
	{",\n,,\n", "1:| 2:||", 0},
	{"a,\n", "1:a|", 0},
	{"\n\na\n\n\r\nb\n\n", "3:a 6:b", 0}, /* empty lines say nothing */
	{"\n", "", 0},
	{"\xef\xbb\xbfid,b\n", "1:id|b", 0},
	{"a\n\xef\xbb\xbf"
     "b\n",
     "1:a 2:\xef\xbb\xbf"
     "b",
     0}, /* elsewhere it is a letter */
	{"\"a\",\"b\"\n", "1:a|b", 0},
	{"\"a,b\",c\n", "1:a,b|c", 0},
	{"\"a\"\"b\",\"\"\"\",\"\"\n", "1:a\"b|\"|", 0},
	{"\"a\"\r\n\"b\"", "1:a 2:b", 0},
	{"\xd1\x8f,\xe2\x82\xac\n", "1:\xd1\x8f|\xe2\x82\xac", 0},
	/* Wrong, and what stands behind it is read. */
	{"a\"b\nc\n", "1!a quote inside a field that does not begin with one 2:c", 0},
	{"\"a\"b\nc\n", "1!a quote that ends before the field does 2:c", 0},
	{"\"a\nb\"\nc\n",
     "1!a quote that is not closed on its line 2!a quote inside a field that does not begin with one 3:c", 0},
	{"\"a", "1!a quote that is not closed on its line", 0},
	{"\"\"\"\n", "1!a quote that is not closed on its line", 0},
	{"a\rb\nc\n", "1!a control character 2:c", 0},
	{"a\r\r\n", "1!a control character", 0},
	{"a\tb\n", "1!a control character", 0},
	{"\"a\tb\"\n", "1!a control character", 0},
	{"a\0b\nc\n", "1!a control character 2:c", 6},
	{"\"\0\"\n", "1!a control character", 4},
	{"a\x7f\n", "1!a control character", 0},
	{"a\xff,b\nc\n", "1!bytes that are not UTF-8 2:c", 0},
	{"\"\xc0\x80\"\n", "1!bytes that are not UTF-8", 0},
	{"\xed\xa0\x80\n", "1!bytes that are not UTF-8", 0},
};

static void records_and_faults(void **state)
{
	(void)state;
	static const size_t pieces[] = {1, 2, 3, 5, 1000};
	char storage[1000];
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str bytes = {cases[i].bytes, cases[i].size != 0 ? cases[i].size : strlen(cases[i].bytes)};
		for (size_t k = 0; k < sizeof(pieces) / sizeof(*pieces); k++) {
			struct str found = shown(bytes, pieces[k], storage, sizeof(storage));
			if (str_eq(found, str_from(cases[i].shown)))
				continue;
			print_error("case %zu in pieces of %zu: %.*s\n", i, pieces[k], STR_ARG(found));
			fail();
		}
	}
}

/* Lines of all lengths around the limit, and one that never ends. */
static void long_lines(void **state)
{
	(void)state;
	size_t room = 4 * (size_t)LIMIT_CSV_LINE;
	char *text = test_malloc(room), storage[200], wanted[200];
	for (size_t size = LIMIT_CSV_LINE - 2; size <= LIMIT_CSV_LINE + 3; size++) {
		for (size_t piece = 1000; piece <= 100000; piece *= 10) {
			memset(text, 'x', size);
			memcpy(text + size, "\r\nb\n", 4);
			struct source source = {.bytes = {text, size + 4}, .piece = piece};
			static char bytes[ROOM];
			struct csv csv;
			struct err err = {0};
			csv_init(&csv, read_piece, &source, bytes, sizeof(bytes));
			enum csv_result result = csv_next(&csv, &err);
			assert_int_equal(result, size <= LIMIT_CSV_LINE ? CSV_RECORD : CSV_BAD);
			if (result == CSV_RECORD)
				assert_int_equal(csv.field[0].len, size);
			assert_int_equal(csv_next(&csv, &err), CSV_RECORD);
			assert_int_equal(csv.line, 2);
			assert_true(str_eq(csv.field[0], STR("b")));
			assert_int_equal(csv_next(&csv, &err), CSV_END);
		}
	}
	memset(text, 'x', room);
	memcpy(text, "a\n", 2);
	snprintf(wanted, sizeof(wanted), "1:a 2!a line of more than %u bytes", LIMIT_CSV_LINE);
	assert_true(str_eq(shown((struct str){text, room}, 4096, storage, sizeof(storage)), str_from(wanted)));
	/* Three of them in a row, and then a good line. */
	for (size_t i = 0; i < 3; i++)
		text[(i + 1) * (LIMIT_CSV_LINE + 200) + 2] = '\n';
	snprintf(wanted, sizeof(wanted),
	         "1:a 2!a line of more than %u bytes 3!a line of more than %u bytes "
	         "4!a line of more than %u bytes 5:xx",
	         LIMIT_CSV_LINE, LIMIT_CSV_LINE, LIMIT_CSV_LINE);
	struct str bytes = {text, 3 * (LIMIT_CSV_LINE + 200) + 5};
	assert_true(str_eq(shown(bytes, 4096, storage, sizeof(storage)), str_from(wanted)));
	test_free(text);
}

static void many_fields(void **state)
{
	(void)state;
	static char bytes[ROOM];
	struct source source = {.bytes = STR("1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18\na\n"), .piece = 7};
	struct csv csv;
	struct err err = {0};
	csv_init(&csv, read_piece, &source, bytes, sizeof(bytes));
	assert_int_equal(csv_next(&csv, &err), CSV_RECORD);
	assert_int_equal(csv.field_count, 18); /* all are counted, sixteen are kept */
	assert_true(str_eq(csv.field[15], STR("16")));
	assert_int_equal(csv_next(&csv, &err), CSV_RECORD);
	assert_int_equal(csv.field_count, 1);
}

static void a_read_that_fails(void **state)
{
	(void)state;
	static char bytes[ROOM];
	struct source source = {.bytes = STR("a\nb\nc\n"), .piece = 2, .fail_at = 4};
	struct csv csv;
	struct err err = {0};
	csv_init(&csv, read_piece, &source, bytes, sizeof(bytes));
	assert_int_equal(csv_next(&csv, &err), CSV_RECORD);
	assert_int_equal(csv_next(&csv, &err), CSV_RECORD);
	assert_int_equal(csv_next(&csv, &err), CSV_FAILED);
	assert_int_equal(err.code, ERR_IO);
}

/* What is written is read back. */
static void written_and_read(void **state)
{
	(void)state;
	static const char *const fields[] = {"", "a", "a,b", "\"", "a\"b\"", "\"\"", ",", "\"a", "a\"", "\",\""};
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		char storage[100], found[100], wanted[100];
		struct buf buf = buf_of(storage, sizeof(storage));
		buf_c(&buf, "x,");
		buf_csv(&buf, str_from(fields[i]));
		buf_c(&buf, ",y\n");
		snprintf(wanted, sizeof(wanted), "1:x|%s|y", fields[i]);
		assert_true(str_eq(shown(buf_view(&buf), 3, found, sizeof(found)), str_from(wanted)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_and_faults), cmocka_unit_test(long_lines),       cmocka_unit_test(many_fields),
		cmocka_unit_test(a_read_that_fails),  cmocka_unit_test(written_and_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
