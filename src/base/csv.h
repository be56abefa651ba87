/* Comma-separated values (RFC 4180) of any length, record by record, in bounded memory.
 *
 * Stricter than most: one record is one line, of at most LIMIT_CSV_LINE bytes; the line ends with LF or CR LF, the last
 * one may end with the file. A field that begins with a quote ends with one, and a quote inside it is doubled;
 * elsewhere no quote stands. Control characters stand nowhere, line breaks inside quotes among them; bytes are UTF-8. A
 * byte order mark at the very beginning is passed over, and so are empty lines: they say nothing.
 *
 * What is wrong is told line by line, and reading goes on with the next line: nothing is guessed.
 *
 *     csv_init(&csv, read, context, storage, size);
 *     while ((result = csv_next(&csv, &err)) != CSV_END) …
 */
#ifndef COMITY_BASE_CSV_H
#define COMITY_BASE_CSV_H

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"

#define CSV_FIELDS_MAX 16

enum csv_result {
	CSV_RECORD, /* field[0 … field_count) */
	CSV_BAD,    /* a line that is no record: `wrong` says why */
	CSV_END,    /* nothing more */
	CSV_FAILED  /* reading failed: err */
};

/* At most `size` bytes into `bytes`; 0 at the end. */
typedef enum err_code csv_read(void *context, void *bytes, size_t size, size_t *ret_size, struct err *err);

struct csv {
	csv_read *read;
	void *context;
	char *bytes;
	size_t size, begin, end;
	bool at_end;
	uint64_t line;                    /* of the record, from 1 */
	uint32_t field_count;             /* of them at most CSV_FIELDS_MAX are kept */
	struct str field[CSV_FIELDS_MAX]; /* good until the next call */
	const char *wrong;
};

/* `bytes`: at least twice LIMIT_CSV_LINE, the caller's. */
void csv_init(struct csv *csv, csv_read *read, void *context, void *bytes, size_t size);
enum csv_result csv_next(struct csv *csv, struct err *err);

/* A field as it is written: in quotes when it holds a comma or a quote. */
struct buf;
void buf_csv(struct buf *buf, struct str field);

#endif
