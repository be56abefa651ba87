/* Expected failures: a code returned, the story in `struct err`, always the last parameter.
 *
 * Untouched on success. The innermost function that knows says what was tried and why it failed (lower case, no full
 * stop); each layer above may prefix; advice goes into `hint`. A refusal by the rules is not an error but a value
 * (kernel/verdict.h); a bug is an assert.
 */
#ifndef COMITY_BASE_ERR_H
#define COMITY_BASE_ERR_H

#include "base/str.h"

enum err_code {
	ERR_OK = 0,
	ERR_LIMIT,     /* a bound of limits.h or of memory */
	ERR_FORMAT,    /* bytes that do not parse */
	ERR_SIGNATURE, /* a signature, key or hash that does not verify */
	ERR_CONFLICT,  /* out of step with the record: another log, a number, a state */
	ERR_REFUSED,   /* the rules refuse; the verdict says why */
	ERR_NOT_FOUND,
	ERR_EXISTS,
	ERR_BUSY,    /* held by another process */
	ERR_ACCESS,  /* the system denies it */
	ERR_IO,      /* the system failed */
	ERR_CORRUPT, /* what was stored is not what was written */
	ERR_USAGE,   /* the caller's words are off */
	ERR_CLOCK,   /* the wall clock stepped or is implausible */
	ERR_MAX
};

struct err {
	enum err_code code;
	char msg[512];
	char hint[256];
	const char *file; /* of our source */
	int line;
};

#define ERR_CHECKED __attribute__((warn_unused_result))

/* Fill err (NULL is allowed) and return code:  return err_set(err, ERR_IO, "cannot open %s: %s", …); */
#define err_set(err, code, ...) err_set_at((err), (code), __FILE__, __LINE__, __VA_ARGS__)
enum err_code err_set_at(struct err *err, enum err_code code, const char *file, int line, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Put "what: " before the message. Returns err->code; with err NULL the code that this thread set last. */
enum err_code err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
enum err_code err_hint(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *err_code_name(enum err_code code); /* "limit", "not-found", … */
static inline void err_ignore(enum err_code code)
{
	(void)code;
} /* dropped on purpose */

#endif
