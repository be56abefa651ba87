/* What holds when: instruments that come into force with deposits, procedures with a beginning and an end.
 *
 *  1. An instrument is in force from the first instant at which its condition holds: at a deposit, or when by mere time
 *     the members are others (one that has not deposited leaves). Once in force it stays so.
 *  2. Without a deposit nothing enters into force, but by a date that the charter names.
 *  3. A procedure that no longer holds takes no new matter; one that was begun under it runs to its end.
 *  4. "prolongs PROCEDURE": the adoption of a matter that names a last day (`to`) moves the procedure's end behind that
 *     day, and never back.
 */
#include "kernel/decide.h"

int32_t seat_day(const struct state *state, int64_t at_ms)
{
	return date_to_days(civil_from_ms(at_ms, zone_offset(state->seat_zone, at_ms)).date);
}

/* ---- Instruments ----------------------------------------------------------------------------- */

static bool enters(const struct state *state, uint32_t index, int64_t at_ms)
{
	struct ballot ballot = {.day = seat_day(state, at_ms)};
	ballot.set[TERM_MEMBERS] = era_at(state, at_ms)->status[STATUS_MEMBER];
	ballot.set[TERM_DEPOSITS] = state->instrument[index].deposits;
	return test_holds(state->charter, state->charter->instrument[index].enters_when, /* body= */ NONE, &ballot,
	                  /* ret_rule= */ NULL);
}

int64_t instrument_entered(const struct state *state, uint32_t index, int64_t now_ms)
{
	const struct instrument *instrument = &state->charter->instrument[index];
	const struct instrument_state *now = &state->instrument[index];
	if (instrument->enters_when == NONE)
		return date_instant(state, instrument->enters);
	if (now->entered_ms != TIME_NEVER || party_set_next(&now->deposits, 0) == NONE)
		return now->entered_ms;
	/* "by mere time": the eras that began since the newest deposit */
	for (uint32_t i = 0; i < state->era_count && state->era[i].from_ms <= now_ms; i++)
		if (state->era[i].from_ms > now->newest_ms && enters(state, index, state->era[i].from_ms))
			return state->era[i].from_ms;
	return TIME_NEVER;
}

uint64_t instruments_at(const struct state *state, int64_t at_ms)
{
	uint64_t in_force = 0;
	for (uint32_t i = 0; i < state->charter->instrument_count; i++)
		if (instrument_entered(state, i, at_ms) <= at_ms)
			in_force |= UINT64_C(1) << i;
	return in_force;
}

bool decide_DEPOSIT(const struct context *c)
{
	struct str name = field_of(c, FIELD_INSTRUMENT)->str;
	uint32_t index = map_get(&c->state->charter->instruments, name);
	if (index == MAP_NONE)
		return refuse_unknown(c, STR("instrument"), name);
	if (!party_set_has(&c->state->instrument[index].deposits, c->party))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_DEPOSITED);
	verdict->name[0] = c->state->charter->instrument[index].titles.title;
	verdict->name[1] = c->state->charter->party[c->party].titles.title;
	return false;
}

bool apply_DEPOSIT(struct state *state, const struct context *c)
{
	uint32_t index = map_get(&state->charter->instruments, field_of(c, FIELD_INSTRUMENT)->str);
	struct instrument_state *instrument = &state->instrument[index];
	int64_t now_ms = c->moment.time_ms;
	if (instrument->entered_ms == TIME_NEVER)
		instrument->entered_ms = instrument_entered(state, index, now_ms);
	party_set_add(&instrument->deposits, c->party);
	instrument->newest_ms = now_ms;
	if (instrument->entered_ms > now_ms && state->charter->instrument[index].enters_when != NONE &&
	    enters(state, index, now_ms))
		instrument->entered_ms = now_ms;
	return true;
}

struct instrument_view kernel_instrument_at(const struct state *state, uint32_t index, int64_t now_ms)
{
	assert(index < state->charter->instrument_count);
	int64_t entered_ms = instrument_entered(state, index, now_ms);
	return (struct instrument_view){
		.deposits = state->instrument[index].deposits,
		.entered_ms = entered_ms <= now_ms ? entered_ms : TIME_NEVER,
	};
}

/* ---- Procedures ------------------------------------------------------------------------------ */

int64_t procedure_until(const struct state *state, uint32_t index)
{
	int64_t stated_ms = date_instant(state, state->charter->procedure[index].in_force.until);
	int32_t until = state->procedure[index].until;
	if (until == TO_NONE)
		return stated_ms;
	int64_t prolonged_ms = date_instant(state, date_from_days(until));
	return prolonged_ms > stated_ms ? prolonged_ms : stated_ms; /* an amended charter may state a later end */
}

int64_t kernel_procedure_until(const struct state *state, uint32_t procedure)
{
	assert(procedure < state->charter->procedure_count);
	return procedure_until(state, procedure);
}

static bool refuse_procedure(const struct context *c, enum refusal refusal, const struct procedure *procedure,
                             const struct origin *own, int64_t when)
{
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = procedure->titles.name;
	verdict->when = when;
	verdict->own = own;
	verdict->enclosing = &procedure->origin;
	return false;
}

/* "from DATE", "until DATE", "once INSTRUMENT…" */
bool procedure_in_force(const struct context *c, uint32_t index)
{
	const struct charter *charter = c->state->charter;
	const struct procedure *procedure = &charter->procedure[index];
	const struct in_force *in_force = &procedure->in_force;
	int64_t now_ms = c->moment.time_ms, until_ms = procedure_until(c->state, index);
	if (in_force->from.year != 0 && now_ms < date_instant(c->state, in_force->from))
		return refuse_procedure(c, REFUSAL_PROCEDURE_NOT_YET, procedure, &procedure->from_origin,
		                        date_instant(c->state, in_force->from));
	if (now_ms >= until_ms)
		return refuse_procedure(c, REFUSAL_PROCEDURE_OVER, procedure, &procedure->until_origin, until_ms);
	uint64_t missing = in_force->once == 0 ? 0 : in_force->once & ~instruments_at(c->state, now_ms);
	for (uint32_t i = 0; missing != 0 && i < charter->instrument_count; i++) {
		if ((missing >> i & 1) == 0)
			continue;
		refuse_procedure(c, REFUSAL_PROCEDURE_WAITS, procedure, &procedure->once_origin, TIME_NEVER);
		c->verdict->name[1] = charter->instrument[i].titles.title;
		return false;
	}
	return true;
}

bool prolonging_check(const struct context *c, const struct procedure *procedure)
{
	const struct value *to = field_of(c, FIELD_TO);
	bool prolongs = false;
	if (!to->set || field_of(c, FIELD_OFFICE)->set) /* an appointment's last day is the holder's */
		return true;
	int64_t end_ms = date_instant(c->state, date_from_days((int32_t)to->number + 1));
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		uint32_t target = procedure->stage[i].prolongs;
		if (!procedure->stage[i].outcome || target == NONE)
			continue;
		prolongs = true;
		if (end_ms <= procedure_until(c->state, target))
			return refuse_procedure(c, REFUSAL_PROLONGS_LESS, &c->state->charter->procedure[target],
			                        &procedure->stage[i].prolongs_origin, procedure_until(c->state, target));
	}
	return prolongs || refuse_procedure(c, REFUSAL_PROLONGS_NOTHING, procedure, &procedure->origin, TIME_NEVER);
}

void prolong(struct state *state, const struct matter *matter, const struct stage *outcome)
{
	if (outcome->prolongs == NONE || matter->to == TO_NONE)
		return;
	struct procedure_state *procedure = &state->procedure[outcome->prolongs];
	int64_t end_ms = date_instant(state, date_from_days(matter->to + 1));
	if (end_ms > procedure_until(state, outcome->prolongs))
		procedure->until = matter->to + 1;
}
