/* How long a body may take, and which of several is the slowest: who sends a byte now and then holds a place, and must
 * not keep it from others. Times are of the monotonic clock, in milliseconds.
 *
 *  1. A body has PACE_PATIENCE_MS from its beginning. A short one (an act alone) gets no more.
 *  2. A long one gains a millisecond for every PACE_BYTES_MS bytes, but never more than PACE_PATIENCE_MS from now on:
 *     who stops sending is cut, whatever was sent before.
 *  3. When there is no place, the slowest of those that have had PACE_FAIR_MS gives way.
 */
#ifndef COMITY_WEB_PACE_H
#define COMITY_WEB_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_PATIENCE_MS 20000
#define PACE_BYTES_MS 4 /* 4 KB a second: an old telephone's line */
#define PACE_FAIR_MS 5000

struct pace {
	bool is_long;
	int64_t began_ms, until_ms;
	uint64_t bytes;
};

static inline struct pace pace_begin(bool is_long, int64_t now_ms)
{
	return (struct pace){.is_long = is_long, .began_ms = now_ms, .until_ms = now_ms + PACE_PATIENCE_MS};
}

static inline void pace_add(struct pace *pace, size_t bytes, int64_t now_ms)
{
	pace->bytes += bytes;
	if (!pace->is_long)
		return;
	pace->until_ms += (int64_t)(bytes / PACE_BYTES_MS);
	if (pace->until_ms > now_ms + PACE_PATIENCE_MS)
		pace->until_ms = now_ms + PACE_PATIENCE_MS;
}

static inline bool pace_late(const struct pace *pace, int64_t now_ms)
{
	return now_ms >= pace->until_ms;
}

static inline bool pace_gives_way(const struct pace *pace, int64_t now_ms)
{
	return now_ms - pace->began_ms > PACE_FAIR_MS;
}

/* Fewer bytes a second up to now. Both have begun before. */
static inline bool pace_slower(const struct pace *a, const struct pace *b, int64_t now_ms)
{
	return a->bytes * (uint64_t)(now_ms - b->began_ms) < b->bytes * (uint64_t)(now_ms - a->began_ms);
}

#endif
