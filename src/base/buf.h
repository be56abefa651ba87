/* A bounded buffer for building text and bytes. Writing past its end sets `full` and writes nothing more: check once,
 * at the end. */
#ifndef COMITY_BASE_BUF_H
#define COMITY_BASE_BUF_H

#include "base/arena.h"

struct buf {
	char *ptr;
	size_t len, cap;
	bool full;
};

struct buf buf_of(void *storage, size_t cap);
/* cap bytes of the arena (arena_try); an arena without room gives a buffer that is full from the start. */
struct buf buf_new(struct arena *arena, size_t cap);
/* All the arena's rest as a buffer; buf_keep then takes only what was written, and closes the buffer. In between
 * nobody else allocates there. A buffer that is given up needs no call: the arena has not moved. */
struct buf buf_rest(struct arena *arena);
struct str buf_keep(struct arena *arena, struct buf *buf);

void buf_str(struct buf *buf, struct str s);
void buf_c(struct buf *buf, const char *nul_terminated);
void buf_byte(struct buf *buf, uint8_t byte);
void buf_bytes(struct buf *buf, const void *bytes, size_t size);
void buf_u64(struct buf *buf, uint64_t value);
void buf_i64(struct buf *buf, int64_t value);
void buf_pad(struct buf *buf, uint64_t value, unsigned width);    /* decimal, zero-padded */
void buf_hex(struct buf *buf, const void *bytes, size_t size);    /* lower case */
void buf_base64(struct buf *buf, const void *bytes, size_t size); /* RFC 4648 section 4, padded */
struct str buf_view(const struct buf *buf);

/* Strict decoders: the exact alphabet, canonical padding and zero spare bits; false otherwise.
 * hex_decode wants exactly 2*size digits, lower case. base64_decode writes at most cap bytes. What `bytes` holds after
 * false is not said. */
bool hex_decode(struct str text, void *bytes, size_t size);
bool base64_decode(struct str text, void *bytes, size_t cap, size_t *ret_size);

#endif
