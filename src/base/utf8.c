/* UTF-8, read by the rows of Unicode 15 table 3-7:
 *
 *     first byte   second byte   third     fourth
 *     00..7F
 *     C2..DF       80..BF
 *     E0           A0..BF        80..BF                (below: overlong)
 *     E1..EC       80..BF        80..BF
 *     ED           80..9F        80..BF                (above: surrogates)
 *     EE..EF       80..BF        80..BF
 *     F0           90..BF        80..BF    80..BF      (below: overlong)
 *     F1..F3       80..BF        80..BF    80..BF
 *     F4           80..8F        80..BF    80..BF      (above: past U+10FFFF)
 */
#include "base/utf8.h"

#include <string.h>

static size_t size_of(uint8_t first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

/* Bytes of the character that begins at s[at]: 1–4, or 0 when it is none. */
static size_t character(struct str s, size_t at, int32_t *ret_code_point)
{
	uint8_t first = (uint8_t)s.ptr[at];
	size_t size = size_of(first);
	if (size == 0 || size > s.len - at)
		return 0;
	if (size == 1) {
		*ret_code_point = first;
		return 1;
	}
	uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
	int32_t value = first & (0xff >> (size + 1));
	for (size_t i = 1; i < size; i++) {
		uint8_t next = (uint8_t)s.ptr[at + i];
		if (next < low || next > high)
			return 0;
		low = 0x80;
		high = 0xbf;
		value = value << 6 | (next & 0x3f);
	}
	*ret_code_point = value;
	return size;
}

size_t utf8_valid_prefix(struct str s)
{
	size_t at = 0;
	while (at < s.len) {
		/* Most text is ASCII: look at eight bytes together. */
		uint64_t eight;
		if (s.len - at >= sizeof eight) {
			memcpy(&eight, s.ptr + at, sizeof eight);
			if ((eight & UINT64_C(0x8080808080808080)) == 0) {
				at += sizeof eight;
				continue;
			}
		}
		int32_t code_point;
		size_t size = character(s, at, &code_point);
		if (size == 0)
			break;
		at += size;
	}
	return at;
}

bool utf8_valid(struct str s)
{
	return utf8_valid_prefix(s) == s.len;
}

int32_t utf8_next(struct str s, size_t *index)
{
	if (*index >= s.len)
		return -1;
	int32_t code_point;
	size_t size = character(s, *index, &code_point);
	if (size == 0)
		return -1;
	*index += size;
	return code_point;
}

size_t utf8_encode(uint32_t code_point, char out[4])
{
	if (code_point < 0x80) {
		out[0] = (char)code_point;
		return 1;
	}
	if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff))
		return 0;
	size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	for (size_t i = size - 1; i > 0; i--) {
		out[i] = (char)(uint8_t)(0x80 | (code_point & 0x3f));
		code_point >>= 6;
	}
	static const uint8_t lead[] = {[2] = 0xc0, [3] = 0xe0, [4] = 0xf0};
	out[0] = (char)(uint8_t)(lead[size] | code_point);
	return size;
}

size_t utf8_length(struct str s)
{
	/* Every byte that does not continue a character begins one; bad bytes count one each way. */
	size_t length = 0;
	for (size_t i = 0; i < s.len; i++)
		length += ((uint8_t)s.ptr[i] & 0xc0) != 0x80;
	return length;
}
