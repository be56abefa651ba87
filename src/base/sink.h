/* Where bytes go when the writer must not know. */
#ifndef COMITY_BASE_SINK_H
#define COMITY_BASE_SINK_H

#include "base/str.h"

struct sink {
	void (*write)(void *context, const void *bytes, size_t size);
	void *context;
};

static inline void sink_write(struct sink sink, const void *bytes, size_t size)
{
	sink.write(sink.context, bytes, size);
}
void sink_u64(struct sink sink, uint64_t value); /* 8 bytes, big endian */
void sink_str(struct sink sink, struct str s);   /* u64 length, then the bytes */

#endif
