/* UTF-8 as Unicode 15 table 3-7 defines it: no surrogates, no overlong forms, at most U+10FFFF. */
#ifndef COMITY_BASE_UTF8_H
#define COMITY_BASE_UTF8_H

#include "base/str.h"

bool utf8_valid(struct str s);
/* Length of the valid prefix; s.len when all is valid. */
size_t utf8_valid_prefix(struct str s);
/* Next code point at *index, advancing it; -1 at the end or on bad bytes (index then stays). */
int32_t utf8_next(struct str s, size_t *index);
/* Bytes written to out[4]: 1–4; 0 for a surrogate or above U+10FFFF. */
size_t utf8_encode(uint32_t code_point, char out[4]);
/* Columns a person counts: code points (combining marks not told apart). */
size_t utf8_length(struct str s);

#endif
