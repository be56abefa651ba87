/* How often a body meets, held against what the charter says: "regular NUMBER per year", "gap SPAN". Nothing is
 * enforced: a body that meets too seldom is reported, by its page and to whoever asks.
 *
 * A meeting counts in the year or month of the seat in which it opens. A meeting is late when it opens after the
 * longest gap since the one before has passed. The first one is never late.
 */
#include "kernel/decide.h"

/* The year, or the month counted from year 0, in which an instant lies. */
static int32_t period_of(const struct state *state, const struct body *body, int64_t at_ms)
{
	struct date day = civil_from_ms(at_ms, zone_offset(state->seat_zone, at_ms)).date;
	return body->regular_monthly ? day.year * 12 + day.month - 1 : day.year;
}

void rhythm_opened(struct state *state, uint32_t index, bool regular, int64_t at_ms)
{
	const struct body *body = &state->charter->body[index];
	struct body_state *now = &state->body[index];
	int32_t period = period_of(state, body, at_ms);
	if (body->has_gap && now->opened_ms != INT64_MIN && at_ms > span_end(state, now->opened_ms, body->gap))
		now->late++;
	now->opened_ms = at_ms;
	if (now->period != period)
		now->held = 0;
	now->period = period;
	now->held += regular;
}

struct rhythm_view kernel_rhythm(const struct state *state, uint32_t index, int64_t at_ms)
{
	assert(index < state->charter->body_count);
	const struct body *body = &state->charter->body[index];
	const struct body_state *now = &state->body[index];
	struct rhythm_view view = {
		.wanted = body->regular,
		.monthly = body->regular_monthly,
		.last_ms = TIME_NEVER,
		.gap_ends_ms = TIME_NEVER,
		.late = now->late,
	};
	if (now->opened_ms == INT64_MIN)
		return view;
	view.last_ms = now->opened_ms;
	view.held = now->period == period_of(state, body, at_ms) ? now->held : 0;
	if (body->has_gap)
		view.gap_ends_ms = span_end(state, now->opened_ms, body->gap);
	return view;
}
