/* Who is what, when: the one place that answers "is this party a member of this body at this instant".
 *
 * What a party is follows from the statuses of the charter and from what the record says of its standing: outcomes that
 * admit, suspend, restore or let withdraw, and arrears. Of all that begins at or before an instant, the newest counts;
 * of two that begin together, what the record says, and then the later entry. The instants at which anything begins or
 * ends cut time into eras; in each, the parties of every status are one set. They are computed when something changes,
 * so that what changes with time alone needs no entry, and asking who is a member costs a search among a few instants.
 *
 *  1. A date of the charter begins at 00:00 in the zone of the seat.
 *  2. A suspended party is no member. One whose vote is suspended is, but none of the electorate.
 *  3. "arrears after SPAN": a party is in arrears when that span has passed since it stopped paying, until it has paid.
 *     "no-vote": it has no vote meanwhile, unless an outcome restored it since.
 */
#include "kernel/state.h"

int64_t date_instant(const struct state *state, struct date date)
{
	if (date.year == 0)
		return TIME_NEVER;
	return zone_to_utc(state->seat_zone, (struct civil){.date = date});
}

/* An era begins; until something says otherwise, it is as the one before. */
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
	state->era[at] = at > 0 ? state->era[at - 1] : (struct era){0};
	state->era[at].from_ms = from_ms;
	state->era_count++;
	return true;
}

static bool of_status(const struct standing *standing)
{
	return standing->kind == STANDING_STATUS || standing->kind == STANDING_GONE;
}

/* The party's status in every era: the charter's lines and what the record says, both in the order of their instants.
 */
static void party_statuses(struct state *state, uint32_t party)
{
	const struct party *of = &state->charter->party[party];
	unsigned kind = STATUS_MAX;
	int64_t until_ms = TIME_NEVER, line_ms = INT64_MIN;
	uint32_t line = 0, next = 0;
	for (uint32_t e = 0; e < state->era_count; e++) {
		struct era *era = &state->era[e];
		for (; line < of->status_count && date_instant(state, of->status[line].from) <= era->from_ms; line++) {
			kind = of->status[line].kind;
			line_ms = date_instant(state, of->status[line].from);
			until_ms = date_instant(state, of->status[line].until);
		}
		for (; next < state->standing_count && state->standing[next].from_ms <= era->from_ms; next++) {
			const struct standing *standing = &state->standing[next];
			if (standing->party != party || !of_status(standing) || standing->from_ms < line_ms)
				continue;
			kind = standing->kind == STANDING_STATUS ? standing->status : STATUS_MAX;
			until_ms = TIME_NEVER;
		}
		for (unsigned other = 0; other < STATUS_MAX; other++)
			party_set_remove(&era->status[other], party);
		if (kind < STATUS_MAX && era->from_ms < until_ms)
			party_set_add(&era->status[kind], party);
	}
}

static void set_to(struct party_set *set, uint32_t party, bool in)
{
	if (in)
		party_set_add(set, party);
	else
		party_set_remove(set, party);
}

/* Its vote and its arrears in every era. */
static void party_votes(struct state *state, uint32_t party)
{
	bool no_vote = false, in_arrears = false, restored = false;
	uint32_t next = 0;
	for (uint32_t e = 0; e < state->era_count; e++) {
		struct era *era = &state->era[e];
		for (; next < state->standing_count && state->standing[next].from_ms <= era->from_ms; next++) {
			const struct standing *standing = &state->standing[next];
			if (standing->party != party || of_status(standing))
				continue;
			if (standing->kind == STANDING_NO_VOTE || standing->kind == STANDING_VOTE)
				no_vote = standing->kind == STANDING_NO_VOTE;
			else
				in_arrears = standing->kind == STANDING_ARREARS;
			restored = standing->kind == STANDING_VOTE;
		}
		set_to(&era->in_arrears, party, in_arrears);
		set_to(&era->voteless, party, no_vote || (in_arrears && state->charter->arrears_no_vote && !restored));
	}
}

static bool eras_cut(struct state *state)
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
	for (uint32_t i = 0; i < state->standing_count; i++)
		if (!era_put(state, state->standing[i].from_ms))
			return false;
	return true;
}

bool eras_build(struct state *state)
{
	if (!eras_cut(state))
		return false;
	for (uint32_t p = 0; p < state->charter->party_count; p++) {
		party_statuses(state, p);
		party_votes(state, p);
	}
	return true;
}

bool standing_add(struct state *state, const struct standing *standing)
{
	if (!GROW(state->arena, state->standing, state->standing_count, state->standing_capacity) ||
	    !era_put(state, standing->from_ms))
		return false;
	uint32_t at = state->standing_count++;
	for (; at > 0 && state->standing[at - 1].from_ms > standing->from_ms; at--)
		state->standing[at] = state->standing[at - 1];
	state->standing[at] = *standing;
	if (of_status(standing))
		party_statuses(state, standing->party);
	else
		party_votes(state, standing->party);
	return true;
}

void standing_remove(struct state *state, uint32_t index)
{
	uint32_t party = state->standing[index].party;
	state->standing_count--;
	memmove(&state->standing[index], &state->standing[index + 1],
	        (state->standing_count - index) * sizeof *state->standing);
	party_votes(state, party);
}

/* ---- Asking ---------------------------------------------------------------------------------- */

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

enum status_kind status_at(const struct state *state, uint32_t party, int64_t time_ms)
{
	const struct era *era = era_at(state, time_ms);
	unsigned kind = 0;
	while (kind < STATUS_MAX && !party_set_has(&era->status[kind], party))
		kind++;
	return (enum status_kind)kind;
}

bool in_set_at(const struct state *state, uint32_t index, uint32_t party, int64_t time_ms)
{
	const struct set *set = &state->charter->set[index];
	if (set->always || !party_set_has(&set->parties, party))
		return party_set_has(&set->parties, party);
	struct party_set now = set_on(state->charter, index, seat_day(state, time_ms));
	return party_set_has(&now, party);
}

bool is_member(const struct state *state, uint32_t body, uint32_t party, int64_t time_ms)
{
	uint32_t composition = state->charter->body[body].composition;
	return party != NONE && party_set_has(&era_at(state, time_ms)->status[STATUS_MEMBER], party) &&
	       (composition == NONE || in_set_at(state, composition, party, time_ms));
}

bool has_vote(const struct state *state, uint32_t party, int64_t time_ms)
{
	return !party_set_has(&era_at(state, time_ms)->voteless, party);
}

struct party_set composition_at(const struct state *state, uint32_t body, int64_t time_ms)
{
	uint32_t set = state->charter->body[body].composition;
	struct party_set all = {{0}};
	if (set == NONE) {
		for (uint32_t p = 0; p < state->charter->party_count; p++)
			party_set_add(&all, p);
		return all;
	}
	if (state->charter->set[set].always)
		return state->charter->set[set].parties;
	return set_on(state->charter, set, seat_day(state, time_ms));
}

struct party_set members_at(const struct state *state, uint32_t body, int64_t time_ms)
{
	const struct era *era = era_at(state, time_ms);
	struct party_set members = era->status[STATUS_MEMBER], within;
	bool all = state->charter->body[body].composition == NONE;
	if (!all)
		within = composition_at(state, body, time_ms);
	for (uint32_t w = 0; w < state->words; w++)
		members.word[w] &= ~era->voteless.word[w] & (all ? UINT64_MAX : within.word[w]);
	return members;
}

struct party_set suspended_at(const struct state *state, uint32_t body, int64_t time_ms)
{
	const struct era *era = era_at(state, time_ms);
	struct party_set set = composition_at(state, body, time_ms);
	for (uint32_t w = 0; w < state->words; w++)
		set.word[w] &= era->status[STATUS_SUSPENDED].word[w] |
		               (era->status[STATUS_MEMBER].word[w] & era->voteless.word[w]);
	return set;
}

struct party_set in_arrears_at(const struct state *state, uint32_t body, int64_t time_ms)
{
	const struct era *era = era_at(state, time_ms);
	struct party_set set = composition_at(state, body, time_ms);
	for (uint32_t w = 0; w < state->words; w++)
		set.word[w] &= era->status[STATUS_MEMBER].word[w] & era->in_arrears.word[w];
	return set;
}

int64_t span_end(const struct state *state, int64_t start_ms, struct span span)
{
	return span_add(start_ms, span, state->seat_zone, &state->working);
}
