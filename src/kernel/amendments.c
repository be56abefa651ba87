/* The charter over time. An outcome that amends it brings a text that the app has read and offered before the matter
 * was tabled; from the entry after that outcome, acts are judged by it.
 *
 *  1. The new charter follows the one before (charter/follow.c): what the state knows by index keeps its meaning.
 *  2. Its time zones are in the record.
 *  3. Both are asked when the matter is tabled or amended, and again when it would be adopted: another amendment may
 * have come first. What does not fit any more is not adopted.
 *  4. Several matters can be decided by one act (a closing). The new charter waits until each of them has its outcome:
 *     all of these are computed by the charter under which they were decided.
 *  5. Clocks that run keep their instants. Statuses, holders and turns are computed anew, by the new charter and by
 *     what the record says; what was counted stays as it was.
 */
#include "kernel/decide.h"

void kernel_offer(struct state *state, const uint8_t hash[32], const struct charter *charter)
{
	state->offer = charter;
	if (charter)
		memcpy(state->offer_hash, hash, sizeof state->offer_hash);
}

static bool zone_known(const struct state *state, struct str zone)
{
	return zone.len == 0 || kernel_zone(state, zone) != NULL;
}

bool charter_fits(const struct state *state, const struct charter *charter, struct str *ret_kind, struct str *ret_name)
{
	const struct charter *before = state->charter;
	if (state->amended != NONE)
		before = state->matter[state->amended].purpose->charter;
	if (!charter_follows(before, charter, ret_kind, ret_name))
		return false;
	*ret_kind = STR("time zone");
	*ret_name = charter->zone;
	if (!zone_known(state, charter->zone))
		return false;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		*ret_name = charter->party[i].zone;
		if (!zone_known(state, charter->party[i].zone))
			return false;
	}
	return true;
}

bool fits_check(const struct context *c, const struct charter *charter)
{
	struct str kind, name;
	if (charter_fits(c->state, charter, &kind, &name))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_CHARTER_UNFIT);
	verdict->name[0] = kind;
	verdict->name[1] = name;
	return false;
}

/* ---- In force -------------------------------------------------------------------------------- */

bool version_add(struct state *state, const struct charter_version *version)
{
	if (!GROW(state->arena, state->version, state->version_count, state->version_capacity))
		return false;
	state->version[state->version_count++] = *version;
	return true;
}

/* A copy with room for more; NULL without memory. */
static void *widened(struct arena *arena, const void *list, size_t old_count, size_t new_count, size_t size)
{
	char *copy = arena_try(arena, new_count + 1, size, alignof(max_align_t));
	if (copy && old_count > 0)
		memcpy(copy, list, old_count * size);
	return copy;
}
#define WIDEN(arena, list, old_count, new_count) \
	(((list) = widened((arena), (list), (old_count), (new_count), sizeof *(list))) != NULL)

/* Sets of `rows` rows of words, one after the other. */
static bool widen_rows(struct state *state, uint64_t **rows, uint32_t count, uint32_t words)
{
	if (!*rows)
		return true;
	uint64_t *copy = TRY(state->arena, uint64_t, (size_t)count * words);
	if (!copy)
		return false;
	for (uint32_t r = 0; r < count; r++)
		memcpy(copy + (size_t)r * words, *rows + (size_t)r * state->words, state->words * sizeof *copy);
	*rows = copy;
	return true;
}

static bool widen_matters(struct state *state, uint32_t words)
{
	for (uint32_t i = 0; i < state->matter_count && words != state->words; i++) {
		struct matter *matter = &state->matter[i];
		if (!widen_rows(state, &matter->taken, POSITION_MAX, words) || !widen_rows(state, &matter->counted, 2, words) ||
		    !widen_rows(state, &matter->concerned, 1, words) || !widen_rows(state, &matter->participating, 1, words) ||
		    !widen_rows(state, &matter->bound, 1, words) || !widen_rows(state, &matter->requesters, 1, words))
			return false;
	}
	return true;
}

/* Lists by party. */
static bool widen_parties(struct state *state, uint32_t from, uint32_t to)
{
	if (to == from)
		return true;
	if (!WIDEN(state->arena, state->focal_count, from, to))
		return false;
	for (uint32_t i = 0; i < state->meeting_count; i++)
		if (state->meeting[i].delegation_of && !WIDEN(state->arena, state->meeting[i].delegation_of, from, to))
			return false;
	for (uint32_t i = 0; i < state->event_count; i++)
		if (state->event[i].part && !WIDEN(state->arena, state->event[i].part, from, to))
			return false;
	return true;
}

bool state_lists(struct state *state, const struct charter *old, const struct charter *new)
{
	uint32_t bodies = old ? old->body_count : 0, offices = old ? old->office_count : 0;
	uint32_t procedures = old ? old->procedure_count : 0, instruments = old ? old->instrument_count : 0;
	if (!WIDEN(state->arena, state->body, bodies, new->body_count) ||
	    !WIDEN(state->arena, state->office, offices, new->office_count) ||
	    !WIDEN(state->arena, state->procedure, procedures, new->procedure_count) ||
	    !WIDEN(state->arena, state->instrument, instruments, new->instrument_count))
		return false;
	for (uint32_t i = bodies; i < new->body_count; i++)
		state->body[i] = (struct body_state){.last_host = NONE, .opened_ms = INT64_MIN};
	for (uint32_t i = offices; i < new->office_count; i++)
		state->office[i] = (struct office_state){.last = NONE};
	for (uint32_t i = procedures; i < new->procedure_count; i++)
		state->procedure[i].until = TO_NONE;
	for (uint32_t i = instruments; i < new->instrument_count; i++)
		state->instrument[i].entered_ms = TIME_NEVER;
	return true;
}

/* Rule 4: nothing that is due was decided by an act. */
static bool something_forced(const struct state *state)
{
	for (uint32_t i = 0; i < state->due_count; i++)
		if (state->matter[state->due[i].matter].forced != NONE)
			return true;
	return false;
}

static void zones_of(struct state *state)
{
	state->working.week = state->charter->week;
	state->seat_zone = kernel_zone(state, state->charter->zone);
	for (uint32_t i = 0; i < state->charter->office_count; i++) {
		state->office[i].turn = 0;
		state->office[i].last = NONE;
	}
	state->settled_ms = INT64_MIN;
}

bool amendment_apply(struct state *state, struct moment moment)
{
	uint32_t index = state->amended;
	if (index == NONE || something_forced(state))
		return true;
	const struct matter *matter = &state->matter[index];
	const struct charter *old = state->charter, *new = matter->purpose->charter;
	uint32_t words = (new->party_count + 63) / 64;
	struct charter_version version = {
		.charter = new,
		.entry = moment.number,
		.from_ms = moment.time_ms,
		.matter = index,
	};
	memcpy(version.hash, matter->commitment, sizeof version.hash);
	if (!version_add(state, &version) || !widen_matters(state, words) ||
	    !widen_parties(state, old->party_count, new->party_count) || !state_lists(state, old, new))
		return false;
	state->amended = NONE;
	state->words = words;
	state->charter = new;
	zones_of(state);
	return eras_build(state);
}

/* ---- Views ----------------------------------------------------------------------------------- */

uint32_t kernel_charter_count(const struct state *state)
{
	return state->version_count;
}

struct charter_view kernel_charter_at(const struct state *state, uint32_t index)
{
	assert(index < state->version_count);
	const struct charter_version *version = &state->version[index];
	return (struct charter_view){
		.charter = version->charter,
		.hash = version->hash,
		.entry = version->entry,
		.from_ms = version->from_ms,
		.matter = version->matter,
	};
}

uint32_t kernel_charter_for(const struct state *state, uint64_t entry)
{
	uint32_t index = state->version_count - 1;
	while (index > 0 && state->version[index].entry >= entry)
		index--;
	return index;
}
