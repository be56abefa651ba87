/* Offices: who holds one, who acts in it, whose turn it is.
 *
 *  1. The charter's holders and the tenures that outcomes gave (or took: a relief is a tenure of nobody) stand in one
 *     line: the one that began last at or before an instant counts. When it has ended nobody holds the office by it.
 *  2. "rotates TURN sort LANGUAGE of BODY from DATE starting PARTY": where 1 gives nobody, the party whose turn it is.
 *     The members of the body have their turns in order of their sort keys; who is no member when a turn begins, or has
 *     declined it, is passed over. A turn that somebody else holds by 1 from its first to its last moment uses up
 *     nobody's: the party that was next has the turn after it. A party that ceases to be a member during its turn is
 *     followed by the next in order for the rest of it.
 *  3. "acting OFFICE": where 1 and 2 give nobody, whoever holds that office acts.
 *
 * Nothing here needs an entry: a turn is a function of the record and the time. Turns that have ended are settled, for
 * nothing reaches back behind the newest entry.
 */
#include "kernel/decide.h"

#define TURNS_AHEAD 64u /* of turns that can be declined */

/* ---- By the charter or an outcome ------------------------------------------------------------ */

bool tenure_add(struct state *state, uint32_t office, const struct tenure *tenure)
{
	struct office_state *of = &state->office[office];
	if (!GROW(state->arena, of->tenure, of->tenure_count, of->tenure_capacity))
		return false;
	uint32_t at = of->tenure_count++;
	for (; at > 0 && of->tenure[at - 1].from_ms > tenure->from_ms; at--)
		of->tenure[at] = of->tenure[at - 1];
	of->tenure[at] = *tenure;
	return true;
}

/* Rule 1. */
static bool held_at(const struct state *state, uint32_t office, int64_t time_ms, struct holding *ret)
{
	const struct office *of = &state->charter->office[office];
	const struct office_state *now = &state->office[office];
	const struct holder *line = NULL;
	const struct tenure *tenure = NULL;
	for (uint32_t i = 0; i < of->holder_count && date_instant(state, of->holder[i].from) <= time_ms; i++)
		line = &of->holder[i];
	for (uint32_t i = 0; i < now->tenure_count && now->tenure[i].from_ms <= time_ms; i++)
		tenure = &now->tenure[i];
	*ret = (struct holding){.party = NONE, .office = office};
	if (tenure && (!line || tenure->from_ms >= date_instant(state, line->from))) {
		ret->party = tenure->party;
		ret->person = tenure->person;
		ret->from_ms = tenure->from_ms;
		ret->until_ms = tenure->until_ms;
		ret->entry = tenure->entry;
		ret->origin = &of->origin;
	} else if (line) {
		ret->party = line->party;
		ret->person = line->person;
		ret->from_ms = date_instant(state, line->from);
		ret->until_ms = date_instant(state, line->until);
		ret->origin = &line->origin;
	}
	return ret->party != NONE && time_ms < ret->until_ms;
}

/* ---- In turn --------------------------------------------------------------------------------- */

static int32_t turn_months(const struct rotation *rotation)
{
	return rotation->turn == TURN_MONTH ? 1 : rotation->turn == TURN_HALF_YEAR ? 6 : 12;
}

static int64_t turn_start(const struct state *state, const struct rotation *rotation, uint32_t turn)
{
	int64_t months = (int64_t)rotation->from.year * 12 + rotation->from.month - 1 +
	                 (int64_t)turn * turn_months(rotation);
	if (months / 12 > 9999)
		return TIME_NEVER;
	struct date first = {(int32_t)(months / 12), (uint8_t)(months % 12 + 1), rotation->from.day};
	return date_instant(state, first);
}

/* The turn that an instant lies in; false: before the first. */
static bool turn_at(const struct state *state, const struct rotation *rotation, int64_t time_ms, uint32_t *ret)
{
	struct date day = civil_from_ms(time_ms, zone_offset(state->seat_zone, time_ms)).date;
	int64_t months = ((int64_t)day.year - rotation->from.year) * 12 + day.month - rotation->from.month -
	                 (day.day < rotation->from.day);
	if (months < 0)
		return false;
	*ret = (uint32_t)(months / turn_months(rotation));
	return true;
}

static bool has_declined(const struct office_state *office, uint32_t party, int64_t turn_ms)
{
	for (uint32_t i = 0; i < office->declined_count; i++)
		if (office->declined[i].party == party && office->declined[i].turn_ms == turn_ms)
			return true;
	return false;
}

static uint32_t place_of_party(const uint32_t *order, uint32_t count, uint32_t party)
{
	uint32_t i = 0;
	while (i < count && order[i] != party)
		i++;
	return i;
}

/* The first member from a place of the order on, going round, that has not declined the turn; NONE. */
static uint32_t next_member(const struct state *state, uint32_t office, uint32_t place, int64_t time_ms, uint32_t turn)
{
	const struct rotation *rotation = &state->charter->office[office].rotation;
	int64_t turn_ms = turn_start(state, rotation, turn);
	uint32_t count = state->charter->party_count;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t party = rotation->order[(place + i) % count];
		if (is_member(state, rotation->body, party, time_ms) && !has_declined(&state->office[office], party, turn_ms))
			return party;
	}
	return NONE;
}

/* Behind the party that the turns have come to; before the first turn, where they start. */
static uint32_t place_after(const struct state *state, const struct rotation *rotation, uint32_t last)
{
	uint32_t count = state->charter->party_count;
	if (last != NONE)
		return (place_of_party(rotation->order, count, last) + 1) % count;
	return rotation->starting == NONE ? 0 : place_of_party(rotation->order, count, rotation->starting);
}

/* Whose turn it is when `last` is the party that the turns have come to. */
static uint32_t turn_party(const struct state *state, uint32_t office, uint32_t last, uint32_t turn)
{
	const struct rotation *rotation = &state->charter->office[office].rotation;
	int64_t start_ms = turn_start(state, rotation, turn);
	return next_member(state, office, place_after(state, rotation, last), start_ms, turn);
}

/* The party that the turns have come to when a turn has passed. */
static uint32_t turn_pass(const struct state *state, uint32_t office, uint32_t last, uint32_t turn)
{
	const struct rotation *rotation = &state->charter->office[office].rotation;
	struct holding holding;
	int64_t start_ms = turn_start(state, rotation, turn), end_ms = turn_start(state, rotation, turn + 1);
	if (held_at(state, office, start_ms, &holding) && held_at(state, office, end_ms - 1, &holding))
		return last;
	uint32_t party = turn_party(state, office, last, turn);
	return party == NONE ? last : party;
}

/* Rule 2. */
static uint32_t rotation_party(const struct state *state, uint32_t office, uint32_t turn)
{
	const struct office_state *of = &state->office[office];
	uint32_t last = of->last;
	if (turn < of->turn)
		last = NONE;
	for (uint32_t k = turn < of->turn ? 0 : of->turn; k < turn; k++)
		last = turn_pass(state, office, last, k);
	return turn_party(state, office, last, turn);
}

static bool turn_holder(const struct state *state, uint32_t office, int64_t time_ms, struct holding *ret)
{
	const struct rotation *rotation = &state->charter->office[office].rotation;
	uint32_t turn;
	if (rotation->turn == TURN_NONE || !turn_at(state, rotation, time_ms, &turn))
		return false;
	uint32_t party = rotation_party(state, office, turn);
	if (party != NONE && !is_member(state, rotation->body, party, time_ms))
		party = next_member(state, office, place_after(state, rotation, party), time_ms, turn);
	if (party == NONE)
		return false;
	*ret = (struct holding){
		.party = party,
		.office = office,
		.from_ms = turn_start(state, rotation, turn),
		.until_ms = turn_start(state, rotation, turn + 1),
		.origin = &rotation->origin,
	};
	return true;
}

void offices_settle(struct state *state, int64_t time_ms)
{
	uint32_t turn;
	if (time_ms < state->settled_ms || !state->seat_zone)
		return;
	state->settled_ms = TIME_NEVER;
	for (uint32_t i = 0; i < state->charter->office_count; i++) {
		const struct rotation *rotation = &state->charter->office[i].rotation;
		struct office_state *office = &state->office[i];
		if (rotation->turn == TURN_NONE)
			continue;
		bool begun = turn_at(state, rotation, time_ms, &turn);
		for (; begun && office->turn < turn; office->turn++)
			office->last = turn_pass(state, i, office->last, office->turn);
		int64_t next_ms = turn_start(state, rotation, begun ? turn + 1 : 0);
		if (next_ms < state->settled_ms)
			state->settled_ms = next_ms;
	}
}

/* ---- Asking ---------------------------------------------------------------------------------- */

bool holder_at(const struct state *state, uint32_t office, int64_t time_ms, struct holding *ret)
{
	uint32_t count = state->charter->office_count;
	/* Rule 3; offices that act for each other in a ring are all vacant together. */
	for (uint32_t i = 0; office != NONE && i < count; i++, office = state->charter->office[office].acting)
		if (held_at(state, office, time_ms, ret) || turn_holder(state, office, time_ms, ret))
			return true;
	return false;
}

uint32_t next_in_order(const struct state *state, uint32_t body, uint32_t after, int64_t time_ms,
                       const struct party_set *within, const struct party_set *without)
{
	const struct charter *charter = state->charter;
	const struct body *of = &charter->body[body];
	const uint32_t *order = charter->order;
	if (of->chair == CHAIR_OFFICE && charter->office[of->chair_index].rotation.turn != TURN_NONE)
		order = charter->office[of->chair_index].rotation.order;
	uint32_t place = place_of_party(order, charter->party_count, after);
	for (uint32_t i = 1; i < charter->party_count; i++) {
		uint32_t party = order[(place + i) % charter->party_count];
		if (is_member(state, body, party, time_ms) && (!within || party_set_has(within, party)) &&
		    (!without || !party_set_has(without, party)))
			return party;
	}
	return NONE;
}

/* ---- Act decline ----------------------------------------------------------------------------- */

static bool refuse_turn(const struct context *c, enum refusal refusal, uint32_t office)
{
	const struct office *of = &c->state->charter->office[office];
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = of->titles.title;
	verdict->own = of->rotation.turn == TURN_NONE ? &of->origin : &of->rotation.origin;
	verdict->enclosing = &of->origin;
	return false;
}

/* The turn that the act means; false: refused. */
static bool turn_meant(const struct context *c, uint32_t office, uint32_t *ret)
{
	const struct rotation *rotation = &c->state->charter->office[office].rotation;
	const struct value *from = field_of(c, FIELD_FROM);
	int64_t now_ms = c->moment.time_ms, meant_ms = now_ms;
	uint32_t now = 0, turn;
	if (rotation->turn == TURN_NONE)
		return refuse_turn(c, REFUSAL_NO_TURNS, office);
	if (from->set)
		meant_ms = date_instant(c->state, date_from_days((int32_t)from->number));
	(void)turn_at(c->state, rotation, now_ms, &now);
	bool there = turn_at(c->state, rotation, meant_ms, &turn);
	if (!there || turn < now)
		return refuse_turn(c, REFUSAL_TURN_PAST, office);
	if (turn > now + TURNS_AHEAD) {
		refuse_turn(c, REFUSAL_TURN_FAR, office);
		c->verdict->number[0] = TURNS_AHEAD;
		return false;
	}
	*ret = turn;
	return true;
}

/* "declines": the party whose turn it is, or will be, leaves it to the next in order. */
bool decide_DECLINE(const struct context *c)
{
	uint32_t office = map_get(&c->state->charter->offices, field_of(c, FIELD_OFFICE)->str), turn;
	if (office == MAP_NONE)
		return refuse_unknown(c, STR("office"), field_of(c, FIELD_OFFICE)->str);
	if (!turn_meant(c, office, &turn))
		return false;
	uint32_t party = rotation_party(c->state, office, turn);
	if (party == c->party)
		return true;
	refuse_turn(c, REFUSAL_OTHER_TURN, office);
	c->verdict->name[1] = party == NONE ? STR("nobody") : c->state->charter->party[party].titles.title;
	c->verdict->when = turn_start(c->state, &c->state->charter->office[office].rotation, turn);
	return false;
}

bool apply_DECLINE(struct state *state, const struct context *c)
{
	uint32_t office = map_get(&state->charter->offices, field_of(c, FIELD_OFFICE)->str), turn;
	struct office_state *of = &state->office[office];
	if (!turn_meant(c, office, &turn) || !GROW(state->arena, of->declined, of->declined_count, of->declined_capacity))
		return false;
	int64_t turn_ms = turn_start(state, &state->charter->office[office].rotation, turn);
	of->declined[of->declined_count++] = (struct declined){c->party, turn_ms, c->moment.number};
	return true;
}

/* ---- Views ----------------------------------------------------------------------------------- */

static struct tenure_view view_of(const struct holding *holding, uint32_t office)
{
	return (struct tenure_view){
		.party = holding->party,
		.person = holding->person,
		.acting = holding->office == office ? NONE : holding->office,
		.from_ms = holding->from_ms,
		.until_ms = holding->until_ms,
		.entry = holding->entry,
		.origin = holding->origin,
	};
}

bool kernel_holder(const struct state *state, uint32_t office, int64_t at_ms, struct tenure_view *ret)
{
	struct holding holding;
	assert(office < state->charter->office_count);
	if (!state->seat_zone || !holder_at(state, office, at_ms, &holding))
		return false;
	*ret = view_of(&holding, office);
	return true;
}

uint32_t kernel_tenure_count(const struct state *state, uint32_t office)
{
	assert(office < state->charter->office_count);
	return state->office[office].tenure_count;
}

struct tenure_view kernel_tenure_at(const struct state *state, uint32_t office, uint32_t index)
{
	assert(index < kernel_tenure_count(state, office));
	const struct tenure *tenure = &state->office[office].tenure[index];
	return (struct tenure_view){
		.party = tenure->party,
		.person = tenure->person,
		.acting = NONE,
		.from_ms = tenure->from_ms,
		.until_ms = tenure->until_ms,
		.entry = tenure->entry,
		.origin = &state->charter->office[office].origin,
	};
}
