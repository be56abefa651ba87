/* When what is shown changes by time alone: a heap of the instants at which an embargo ends, a meeting starts, an event
 * begins or is over, a meeting that was not opened counts as not held. What lies before the newest entry is dropped as
 * entries come.
 */
#include "app/library_private.h"

#include <string.h>

#define MOMENTS_OF_ACT 3u

bool library_moment_room(struct library *library)
{
	if (library->moment_count + MOMENTS_OF_ACT <= library->moment_room)
		return true;
	unsigned power = 6;
	while (((size_t)1 << power) / sizeof(int64_t) < library->moment_count + MOMENTS_OF_ACT)
		power++;
	int64_t *moment = library_block(library, power);
	if (!moment)
		return false;
	if (library->moment_room) {
		memcpy(moment, library->moment, library->moment_count * sizeof *moment);
		library_block_free(library, library->moment, power - 1);
	}
	library->moment = moment;
	library->moment_room = (uint32_t)(((size_t)1 << power) / sizeof(int64_t));
	return true;
}

static void swap(int64_t *a, int64_t *b)
{
	int64_t kept = *a;
	*a = *b;
	*b = kept;
}

static void push(struct library *library, int64_t at_ms)
{
	int64_t *heap = library->moment;
	uint32_t i = library->moment_count++;
	heap[i] = at_ms;
	for (; i > 0 && heap[i] < heap[(i - 1) / 2]; i = (i - 1) / 2)
		swap(&heap[i], &heap[(i - 1) / 2]);
}

static void pop(struct library *library)
{
	int64_t *heap = library->moment;
	uint32_t count = --library->moment_count;
	heap[0] = heap[count];
	for (uint32_t i = 0;;) {
		uint32_t least = i;
		for (uint32_t child = 2 * i + 1; child <= 2 * i + 2 && child < count; child++)
			if (heap[child] < heap[least])
				least = child;
		if (least == i)
			return;
		swap(&heap[i], &heap[least]);
		i = least;
	}
}

static int64_t midnight(const struct zone *zone, int64_t days)
{
	if (days > INT32_MAX)
		return TIME_NEVER;
	return zone_to_utc(zone, (struct civil){.date = date_from_days((int32_t)days)});
}

static void add_days(struct library *library, const struct state *state, const struct fact *fact)
{
	const struct value *from = fact_get(fact, FIELD_FROM), *to = fact_get(fact, FIELD_TO);
	const struct value *starts = fact_get(fact, FIELD_STARTS);
	const struct zone *zone = kernel_zone(state, fact_name(fact, FIELD_ZONE));
	if (!zone)
		zone = kernel_seat_zone(state);
	if (from) {
		push(library, midnight(zone, from->number));
		push(library, midnight(zone, (to ? to->number : from->number) + 1));
	} else if (starts) { /* it lasts until that day ends */
		int64_t day = date_to_days(civil_from_ms(starts->number, zone_offset(zone, starts->number)).date);
		push(library, midnight(zone, day + 1));
	}
}

void library_moment_add(struct library *library, const struct state *state, const struct fact *fact)
{
	const struct value *starts = fact_get(fact, FIELD_STARTS), *embargo = fact_get(fact, FIELD_EMBARGO);
	if (starts)
		push(library, starts->number);
	if (starts && fact->verb == VERB_CONVENE)
		push(library, starts->number + LIBRARY_LATE_MS);
	if (embargo)
		push(library, embargo->number);
	if (fact->verb == VERB_EVENT)
		add_days(library, state, fact);
	while (library->moment_count && library->moment[0] <= fact->time_ms)
		pop(library);
}

/* The earliest after now_ms in the part of the heap below `i`. Only what has passed since the newest entry is looked
 * beyond. */
static int64_t next_moment(const struct library *library, uint32_t i, int64_t now_ms)
{
	if (i >= library->moment_count)
		return TIME_NEVER;
	if (library->moment[i] > now_ms)
		return library->moment[i];
	int64_t left = next_moment(library, 2 * i + 1, now_ms), right = next_moment(library, 2 * i + 2, now_ms);
	return left < right ? left : right;
}

int64_t library_next_change(const struct library *library, const struct state *state, int64_t now_ms)
{
	const struct zone *seat = kernel_seat_zone(state);
	int64_t next_ms = next_moment(library, 0, now_ms), deadline_ms = kernel_next_deadline(state);
	int64_t day = date_to_days(civil_from_ms(now_ms, zone_offset(seat, now_ms)).date);
	/* Where a day begins in a gap, its midnight may lie before now. */
	for (int64_t i = 1; i <= 2; i++) {
		int64_t at_ms = midnight(seat, day + i);
		if (at_ms > now_ms && at_ms < next_ms)
			next_ms = at_ms;
	}
	return deadline_ms > now_ms && deadline_ms < next_ms ? deadline_ms : next_ms;
}
