/* Bounded text and bytes, and the two encodings that the record uses (hex, base64).
 *
 * Invariants: len <= cap; once `full` is set nothing is written any more, so what stands in the buffer is always a
 * prefix of what was meant. A piece that does not fit whole is not written at all.
 */
#include "base/buf.h"

#include <assert.h>
#include <string.h>

#include "base/arena_poison.h"

struct buf buf_of(void *storage, size_t cap)
{
	return (struct buf){.ptr = storage, .len = 0, .cap = cap, .full = false};
}

struct buf buf_new(struct arena *arena, size_t cap)
{
	char *ptr = arena_try(arena, cap, 1, 1);
	if (!ptr)
		return (struct buf){.ptr = NULL, .len = 0, .cap = 0, .full = true};
	return buf_of(ptr, cap);
}

struct buf buf_rest(struct arena *arena)
{
	/* While ASan watches, the arena stands on a grain already, unless somebody made it by hand. */
	size_t room = (size_t)(arena->end - arena->beg);
	if (room)
		ARENA_UNPOISON(arena->beg, room);
	return buf_of(arena->beg, room);
}

struct str buf_keep(struct arena *arena, struct buf *buf)
{
	assert(buf->ptr == arena->beg && buf->len <= (size_t)(arena->end - arena->beg));
	struct str kept = buf_view(buf);
	/* What is left stays readable to ASan but for the gap: marking a large arena each time would cost too much. */
	if (buf->ptr)
		arena->beg = arena_gap(buf->ptr + buf->len, arena->end);
	buf->cap = buf->len;
	return kept;
}

/* Room for `size` more bytes, already counted; NULL when there is none or nothing is asked for. */
static char *grow(struct buf *buf, size_t size)
{
	if (buf->full || size > buf->cap - buf->len) {
		buf->full = true;
		return NULL;
	}
	if (size == 0)
		return NULL;
	char *ptr = buf->ptr + buf->len;
	buf->len += size;
	return ptr;
}

void buf_bytes(struct buf *buf, const void *bytes, size_t size)
{
	char *ptr = grow(buf, size);
	if (ptr)
		memcpy(ptr, bytes, size);
}

void buf_str(struct buf *buf, struct str s)
{
	buf_bytes(buf, s.ptr, s.len);
}

void buf_c(struct buf *buf, const char *nul_terminated)
{
	buf_str(buf, str_from(nul_terminated));
}

void buf_byte(struct buf *buf, uint8_t byte)
{
	buf_bytes(buf, &byte, 1);
}

void buf_pad(struct buf *buf, uint64_t value, unsigned width)
{
	char digits[20];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	size_t count = sizeof digits - at, zeros = width > count ? width - count : 0;
	char *ptr = grow(buf, zeros + count);
	if (!ptr)
		return;
	memset(ptr, '0', zeros);
	memcpy(ptr + zeros, digits + at, count);
}

void buf_u64(struct buf *buf, uint64_t value)
{
	buf_pad(buf, value, 1);
}

void buf_i64(struct buf *buf, int64_t value)
{
	/* One piece, so that a sign never stands alone at the end of a full buffer. */
	char text[21];
	struct buf piece = buf_of(text, sizeof text);
	if (value < 0)
		buf_byte(&piece, '-');
	buf_u64(&piece, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
	buf_bytes(buf, piece.ptr, piece.len);
}

void buf_hex(struct buf *buf, const void *bytes, size_t size)
{
	static const char digit[] = "0123456789abcdef";
	const uint8_t *in = bytes;
	char *out = size <= SIZE_MAX / 2 ? grow(buf, size * 2) : NULL;
	if (!out) {
		buf->full |= size > SIZE_MAX / 2;
		return;
	}
	for (size_t i = 0; i < size; i++) {
		out[2 * i] = digit[in[i] >> 4];
		out[2 * i + 1] = digit[in[i] & 15];
	}
}

static const char base64_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void buf_base64(struct buf *buf, const void *bytes, size_t size)
{
	const uint8_t *in = bytes;
	size_t groups = size / 3 + (size % 3 != 0);
	char *out = groups <= SIZE_MAX / 4 ? grow(buf, groups * 4) : NULL;
	if (!out) {
		buf->full |= groups > SIZE_MAX / 4;
		return;
	}
	for (size_t i = 0; i < size; i += 3, out += 4) {
		size_t left = size - i;
		uint32_t word = (uint32_t)in[i] << 16;
		if (left > 1)
			word |= (uint32_t)in[i + 1] << 8;
		if (left > 2)
			word |= in[i + 2];
		out[0] = base64_alphabet[word >> 18];
		out[1] = base64_alphabet[word >> 12 & 63];
		out[2] = left > 1 ? base64_alphabet[word >> 6 & 63] : '=';
		out[3] = left > 2 ? base64_alphabet[word & 63] : '=';
	}
}

struct str buf_view(const struct buf *buf)
{
	return (struct str){buf->ptr, buf->len};
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

bool hex_decode(struct str text, void *bytes, size_t size)
{
	uint8_t *out = bytes;
	if (size > SIZE_MAX / 2 || text.len != size * 2)
		return false;
	for (size_t i = 0; i < size; i++) {
		int high = hex_value(text.ptr[2 * i]), low = hex_value(text.ptr[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static int base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(struct str text, void *bytes, size_t cap, size_t *ret_size)
{
	uint8_t *out = bytes;
	if (text.len % 4 != 0)
		return false;
	size_t padding = 0;
	if (text.len && text.ptr[text.len - 1] == '=')
		padding = text.ptr[text.len - 2] == '=' ? 2 : 1;
	size_t size = text.len / 4 * 3 - padding;
	if (size > cap)
		return false;
	size_t written = 0;
	for (size_t i = 0; i < text.len; i += 4) {
		size_t symbols = i + 4 == text.len ? 4 - padding : 4;
		uint32_t word = 0;
		for (size_t j = 0; j < 4; j++) {
			/* Padding counts as zero bits; '=' anywhere else is outside the alphabet. */
			int value = j < symbols ? base64_value(text.ptr[i + j]) : 0;
			if (value < 0)
				return false;
			word = word << 6 | (uint32_t)value;
		}
		/* Spare bits must be zero, or two texts would decode to the same bytes. */
		if ((symbols == 2 && (word & 0xffff)) || (symbols == 3 && (word & 0xff)))
			return false;
		for (size_t j = 0; j + 1 < symbols; j++)
			out[written++] = (uint8_t)(word >> (16 - 8 * j));
	}
	assert(written == size);
	*ret_size = size;
	return true;
}
