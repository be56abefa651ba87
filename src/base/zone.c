/* Zones as data: the offset at an instant, and the instant of a local time.
 *
 * A zone with n transitions has n+1 segments. Segment 0 runs up to at_s[0] with offset_first_s; segment i has offset
 * offset_s[i-1] from at_s[i-1] on. Offsets are less than a day.
 */
#include "base/time.h"

#include "base/time_range.h"

static int32_t segment_offset(const struct zone *zone, uint32_t segment)
{
	return segment == 0 ? zone->offset_first_s : zone->offset_s[segment - 1];
}

/* The segment in force: the number of transitions at or before the second. */
static uint32_t segment_at(const struct zone *zone, int64_t utc_s)
{
	uint32_t low = 0, high = zone->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (zone->at_s[middle] <= utc_s)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int32_t zone_offset(const struct zone *zone, int64_t utc_ms)
{
	if (!zone)
		return 0;
	return segment_offset(zone, segment_at(zone, floor_div(utc_ms, 1000)));
}

/* RFC 5545, section 3.3.5: "If the local time described occurs more than once (when changing from daylight to standard
 * time), the DATE-TIME value refers to the first occurrence of the referenced time. […] If the local time described
 * does not occur (when changing from standard to daylight time), the DATE-TIME value is interpreted using the UTC
 * offset before the gap in local times."
 *
 * So: the first segment that is not over yet at this local time is the one, if it has begun; if it has not, the local
 * time lies in the gap before it, and the segment before gives the offset. */
int64_t zone_to_utc(const struct zone *zone, struct civil local)
{
	int64_t naive_ms = civil_to_ms(local, 0);
	if (!zone)
		return naive_ms;
	int64_t naive_s = floor_div(naive_ms, 1000);
	/* Two days earlier every segment before this one is over, whatever its offset. */
	uint32_t segment = segment_at(zone, naive_s - 2 * 86400);
	int32_t offset = segment_offset(zone, segment);
	while (segment < zone->count && naive_s - offset >= zone->at_s[segment]) {
		int32_t next = segment_offset(zone, segment + 1);
		if (naive_s - next < zone->at_s[segment])
			break; /* the gap: over here, not begun there */
		offset = next;
		segment++;
	}
	return naive_ms - offset * INT64_C(1000);
}
