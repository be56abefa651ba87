/* Arrears: the secretariat states since when a party has not paid, and that it has.
 *
 * "arrears after SPAN [no-vote]": from that span after the day named, and not before the entry, the party is in
 * arrears; what that means, the charter's conditions say (`in-arrears`), or `no-vote`: it has no vote meanwhile
 * (eras.c).
 */
#include "kernel/decide.h"

/* The statement of arrears that still stands; NONE. */
static uint32_t arrears_find(const struct state *state, uint32_t party)
{
	uint32_t found = NONE;
	uint64_t entry = 0;
	for (uint32_t i = 0; i < state->standing_count; i++) {
		const struct standing *standing = &state->standing[i];
		bool about = standing->kind == STANDING_ARREARS || standing->kind == STANDING_PAID;
		if (standing->party == party && about && standing->entry >= entry) {
			found = standing->kind == STANDING_ARREARS ? i : NONE;
			entry = standing->entry;
		}
	}
	return found;
}

static bool kept_check(const struct context *c, uint32_t *ret_party)
{
	struct str name = field_of(c, FIELD_OF)->str;
	*ret_party = map_get(&c->state->charter->parties, name);
	if (*ret_party == MAP_NONE)
		return refuse_unknown(c, STR("party"), name);
	if (!c->state->charter->has_arrears) {
		refuse(c, REFUSAL_ARREARS_UNKNOWN);
		return false;
	}
	return c->state->standing_count < LIMIT_STANDINGS || refuse_limit(c, STR("changes of standing"), LIMIT_STANDINGS);
}

bool decide_ARREARS(const struct context *c)
{
	const struct state *state = c->state;
	uint32_t party;
	if (!kept_check(c, &party))
		return false;
	if (date_instant(state, date_from_days((int32_t)field_of(c, FIELD_SINCE)->number)) > c->moment.time_ms) {
		refuse(c, REFUSAL_ARREARS_SINCE);
		return false;
	}
	uint32_t stated = arrears_find(state, party);
	if (stated == NONE)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_ARREARS_STATED);
	verdict->name[0] = state->charter->party[party].titles.title;
	verdict->number[0] = (int64_t)state->standing[stated].entry;
	return false;
}

bool apply_ARREARS(struct state *state, const struct context *c)
{
	int64_t since_ms = date_instant(state, date_from_days((int32_t)field_of(c, FIELD_SINCE)->number));
	struct standing standing = {
		.party = map_get(&state->charter->parties, field_of(c, FIELD_OF)->str),
		.kind = STANDING_ARREARS,
		.from_ms = span_end(state, since_ms, state->charter->arrears),
		.entry = c->moment.number,
	};
	if (standing.from_ms < c->moment.time_ms)
		standing.from_ms = c->moment.time_ms;
	return standing_add(state, &standing);
}

bool decide_PAID(const struct context *c)
{
	uint32_t party;
	if (!kept_check(c, &party))
		return false;
	if (arrears_find(c->state, party) != NONE)
		return true;
	refuse(c, REFUSAL_NO_ARREARS)->name[0] = c->state->charter->party[party].titles.title;
	return false;
}

bool apply_PAID(struct state *state, const struct context *c)
{
	struct standing standing = {
		.party = map_get(&state->charter->parties, field_of(c, FIELD_OF)->str),
		.kind = STANDING_PAID,
		.from_ms = c->moment.time_ms,
		.entry = c->moment.number,
	};
	uint32_t stated = arrears_find(state, standing.party);
	if (state->standing[stated].from_ms > c->moment.time_ms) /* paid before they counted */
		standing_remove(state, stated);
	return standing_add(state, &standing);
}

/* ---- Views ----------------------------------------------------------------------------------- */

enum status_kind kernel_status(const struct state *state, uint32_t party, int64_t at_ms)
{
	assert(party < state->charter->party_count);
	return status_at(state, party, at_ms);
}

bool kernel_is_member(const struct state *state, uint32_t body, uint32_t party, int64_t at_ms)
{
	assert(body < state->charter->body_count && party < state->charter->party_count);
	return state->seat_zone && is_member(state, body, party, at_ms);
}

bool kernel_has_vote(const struct state *state, uint32_t party, int64_t at_ms)
{
	return has_vote(state, party, at_ms);
}

bool kernel_in_arrears(const struct state *state, uint32_t party, int64_t at_ms)
{
	return party_set_has(&era_at(state, at_ms)->in_arrears, party);
}

struct party_set kernel_electorate(const struct state *state, uint32_t body, int64_t at_ms)
{
	assert(body < state->charter->body_count);
	return state->seat_zone ? members_at(state, body, at_ms) : (struct party_set){{0}};
}

uint32_t kernel_standing_count(const struct state *state)
{
	return state->standing_count;
}

struct standing_view kernel_standing_at(const struct state *state, uint32_t index)
{
	static const enum standing_change change[] = {
		[STANDING_STATUS] = STANDING_CHANGED,    [STANDING_GONE] = STANDING_LEFT,
		[STANDING_NO_VOTE] = STANDING_LOST_VOTE, [STANDING_VOTE] = STANDING_HAS_VOTE,
		[STANDING_ARREARS] = STANDING_OWES,      [STANDING_PAID] = STANDING_OWES_NOT,
	};
	assert(index < state->standing_count);
	const struct standing *standing = &state->standing[index];
	return (struct standing_view){
		.party = standing->party,
		.change = change[standing->kind],
		.status = standing->status,
		.from_ms = standing->from_ms,
		.entry = standing->entry,
	};
}
