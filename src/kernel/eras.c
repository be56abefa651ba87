/* Who is what, when: statuses and holders of the charter as instants.
 *
 * A date of the charter begins at 00:00 in the zone of the seat. The instants at which any party's status begins or
 * ends cut time into eras; in each, the parties of every status are one set. They are computed when a `zones` entry
 * comes, so that a status that changes with time needs no entry, and asking who is a member costs a search among a
 * few instants.
 */
#include "kernel/state.h"

int64_t date_instant(const struct state *state, struct date date)
{
	if (date.year == 0)
		return TIME_NEVER;
	return zone_to_utc(state->seat_zone, (struct civil){.date = date});
}

static bool era_put(struct state *state, int64_t from_ms)
{
	uint32_t at = state->era_count;
	while (at > 0 && state->era[at - 1].from_ms > from_ms)
		at--;
	if (from_ms == TIME_NEVER || (at > 0 && state->era[at - 1].from_ms == from_ms))
		return true;
	if (!GROW(state->arena, state->era, state->era_count, state->era_capacity))
		return false;
	memmove(&state->era[at + 1], &state->era[at], (state->era_count - at) * sizeof *state->era);
	state->era[at] = (struct era){.from_ms = from_ms};
	state->era_count++;
	return true;
}

bool eras_build(struct state *state)
{
	const struct charter *charter = state->charter;
	state->era_count = 0;
	if (!era_put(state, INT64_MIN))
		return false;
	for (uint32_t p = 0; p < charter->party_count; p++)
		for (uint32_t i = 0; i < charter->party[p].status_count; i++) {
			const struct status *status = &charter->party[p].status[i];
			if (!era_put(state, date_instant(state, status->from)) ||
			    !era_put(state, date_instant(state, status->until)))
				return false;
		}
	for (uint32_t p = 0; p < charter->party_count; p++)
		for (uint32_t i = 0; i < charter->party[p].status_count; i++) {
			const struct status *status = &charter->party[p].status[i];
			int64_t from_ms = date_instant(state, status->from);
			int64_t until_ms = date_instant(state, status->until);
			for (uint32_t e = 0; e < state->era_count; e++)
				if (state->era[e].from_ms >= from_ms && state->era[e].from_ms < until_ms)
					party_set_add(&state->era[e].status[status->kind], p);
		}
	return true;
}

const struct era *era_at(const struct state *state, int64_t time_ms)
{
	static const struct era nobody = {.from_ms = INT64_MIN};
	uint32_t low = 0, high = state->era_count;
	if (high == 0)
		return &nobody; /* before the zones entry */
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (state->era[middle].from_ms <= time_ms)
			low = middle;
		else
			high = middle;
	}
	return &state->era[low];
}

const struct holder *holder_at(const struct state *state, uint32_t office, int64_t time_ms)
{
	const struct office *of = &state->charter->office[office];
	for (uint32_t i = 0; i < of->holder_count; i++)
		if (date_instant(state, of->holder[i].from) <= time_ms && time_ms < date_instant(state, of->holder[i].until))
			return &of->holder[i];
	return NULL;
}

bool is_member(const struct state *state, uint32_t body, uint32_t party, int64_t time_ms)
{
	uint32_t set = state->charter->body[body].composition;
	return party != NONE && party_set_has(&era_at(state, time_ms)->status[STATUS_MEMBER], party) &&
	       (set == NONE || party_set_has(&state->charter->set[set].parties, party));
}

struct party_set members_at(const struct state *state, uint32_t body, int64_t time_ms)
{
	struct party_set members = era_at(state, time_ms)->status[STATUS_MEMBER];
	uint32_t set = state->charter->body[body].composition;
	if (set != NONE)
		for (uint32_t w = 0; w < PARTY_WORDS; w++)
			members.word[w] &= state->charter->set[set].parties.word[w];
	return members;
}

int64_t span_end(const struct state *state, int64_t start_ms, struct span span)
{
	return span_add(start_ms, span, state->seat_zone, &state->working);
}
