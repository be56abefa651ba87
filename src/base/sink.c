/* Numbers and texts into a sink, each self-delimiting, so that no two sequences write the same bytes. */
#include "base/sink.h"

void sink_u64(struct sink sink, uint64_t value)
{
	uint8_t bytes[8];
	for (unsigned i = 0; i < 8; i++)
		bytes[i] = (uint8_t)(value >> (56 - 8 * i));
	sink_write(sink, bytes, sizeof bytes);
}

void sink_str(struct sink sink, struct str s)
{
	sink_u64(sink, s.len);
	if (s.len)
		sink_write(sink, s.ptr, s.len);
}
