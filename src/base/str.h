/* A view of bytes that somebody else owns. Never NUL-terminated by promise. */
#ifndef COMITY_BASE_STR_H
#define COMITY_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *ptr;
	size_t len;
};

/* A literal as a view. */
#define STR(literal) ((struct str){("" literal), sizeof(literal) - 1})
/* The same as an initialiser, for static tables. */
#define STR_INIT(literal)                 \
	{                                     \
		("" literal), sizeof(literal) - 1 \
	}
/* The two arguments of "%.*s". */
#define STR_ARG(s) (int)(s).len, (s).ptr

struct str str_from(const char *nul_terminated); /* NULL gives the empty view */
bool str_eq(struct str a, struct str b);
int str_cmp(struct str a, struct str b); /* by bytes, a prefix sorts first: <0, 0, >0 */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
/* Index of the first c at or after `from`, or s.len when there is none. */
size_t str_find(struct str s, char c, size_t from);
struct str str_slice(struct str s, size_t begin, size_t end); /* clamped to s */
struct str str_trim(struct str s);                            /* spaces and tabs at both ends */
/* Cut s at the first `c`: *ret_head before it, *ret_tail after it. False, and nothing written, when there is none. */
bool str_cut(struct str s, char c, struct str *ret_head, struct str *ret_tail);
/* Decimal, no sign, no leading zeros but "0" itself, at most max. */
bool str_to_u64(struct str s, uint64_t max, uint64_t *ret_value);
/* As above with an optional '-' ("-0" is refused). */
bool str_to_i64(struct str s, int64_t *ret_value);
/* Edit distance (insert, delete, replace, swap of neighbours), at most 64 bytes each, else SIZE_MAX: "did you mean". */
size_t str_distance(struct str a, struct str b);

#endif
