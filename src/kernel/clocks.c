/* Clocks: which matter falls due next. A binary heap by (instant, matter), so that equal instants go by matter.
 *
 * "A clock runs out by itself": nothing here runs. The heap's top says what is due; kernel_due words it as an
 * outcome; only the outcome's entry moves the matter.
 */
#include "kernel/state.h"

static bool before(struct due a, struct due b)
{
	return a.at_ms != b.at_ms ? a.at_ms < b.at_ms : a.matter < b.matter;
}

static void put(struct state *state, uint32_t place, struct due due)
{
	state->due[place] = due;
	state->matter[due.matter].heap = place;
}

static void sift_up(struct state *state, uint32_t place, struct due due)
{
	while (place > 0 && before(due, state->due[(place - 1) / 2])) {
		put(state, place, state->due[(place - 1) / 2]);
		place = (place - 1) / 2;
	}
	put(state, place, due);
}

static void sift_down(struct state *state, uint32_t place, struct due due)
{
	for (;;) {
		uint32_t child = place * 2 + 1;
		if (child + 1 < state->due_count && before(state->due[child + 1], state->due[child]))
			child++;
		if (child >= state->due_count || !before(state->due[child], due))
			break;
		put(state, place, state->due[child]);
		place = child;
	}
	put(state, place, due);
}

static void take_out(struct state *state, uint32_t place)
{
	struct due last = state->due[--state->due_count];
	if (place == state->due_count)
		return;
	if (place > 0 && before(last, state->due[(place - 1) / 2]))
		sift_up(state, place, last);
	else
		sift_down(state, place, last);
}

bool due_set(struct state *state, uint32_t index, int64_t at_ms)
{
	struct matter *matter = &state->matter[index];
	if (matter->heap != NONE) {
		uint32_t place = matter->heap;
		matter->heap = NONE;
		take_out(state, place);
	}
	matter->due_ms = at_ms;
	if (at_ms == TIME_NEVER)
		return true;
	if (!GROW(state->arena, state->due, state->due_count, state->due_capacity))
		return false;
	state->due_count++;
	sift_up(state, state->due_count - 1, (struct due){at_ms, index});
	return true;
}

/* "clock SPAN": counted from the instant at which the stage is entered, in the seat's zone, by the calendar as it
 * stands then. "clock until moment": the moment of the act; entered in another way, the ceiling. Whatever the span, a
 * clock runs for at least a millisecond: a stage that returns to itself cannot hold the record up. */
int64_t clock_end(const struct state *state, const struct stage *stage, int64_t at_ms, int64_t until_ms)
{
	int64_t end = TIME_NEVER;
	switch (stage->clock) {
	case CLOCK_NONE:
	case CLOCK_IMMEDIATELY:
		return TIME_NEVER;
	case CLOCK_CEILING:
		end = span_end(state, at_ms, stage->ceiling);
		break;
	case CLOCK_SPAN:
		end = span_end(state, at_ms, stage->span);
		break;
	case CLOCK_UNTIL:
		if (until_ms > at_ms)
			end = until_ms;
		if (end == TIME_NEVER && stage->has_ceiling)
			end = span_end(state, at_ms, stage->ceiling);
		break;
	}
	return end > at_ms ? end : at_ms + 1;
}

/* "floor SPAN" */
int64_t floor_end(const struct state *state, const struct stage *stage, int64_t at_ms)
{
	return stage->has_floor && stage->clock != CLOCK_UNTIL ? span_end(state, at_ms, stage->floor) : INT64_MIN;
}

/* "clock immediately": nothing limits it; how long it took is kept. */
bool stage_leave(struct state *state, struct matter *matter, int64_t at_ms)
{
	const struct stage *stage = &state->charter->procedure[matter->procedure].stage[matter->stage];
	if (stage->clock != CLOCK_IMMEDIATELY)
		return true;
	if (!GROW(state->arena, matter->measure, matter->measure_count, matter->measure_capacity))
		return false;
	matter->measure[matter->measure_count++] = (struct measure){matter->stage, matter->entered_ms, at_ms};
	return true;
}

bool stage_enter(struct state *state, uint32_t index, uint32_t stage, int64_t at_ms, int64_t until_ms)
{
	struct matter *matter = &state->matter[index];
	const struct procedure *procedure = &state->charter->procedure[matter->procedure];
	matter->stage = stage;
	matter->forced = matter->asked = NONE;
	matter->entered_ms = at_ms;
	/* Counted once, at the entry; zone rules to come move it as little as a clock. */
	matter->floor_ms = floor_end(state, &procedure->stage[stage], at_ms);
	matter->paused = false;
	matter->rest_ms = 0;
	matter->extended = 0;
	matter->deadline_ms = clock_end(state, &procedure->stage[stage], at_ms, until_ms);
	return due_set(state, index, matter->deadline_ms);
}

int64_t kernel_next_deadline(const struct state *state)
{
	return state->due_count > 0 ? state->due[0].at_ms : TIME_NEVER;
}

uint32_t kernel_clock_count(const struct state *state)
{
	return state->due_count;
}

uint32_t kernel_clock_at(const struct state *state, uint32_t index)
{
	assert(index < state->due_count);
	return state->due[index].matter;
}
