/* Events beside the meetings (parades, courses, receptions), who takes part in them, and reports on matters.
 *
 *  1. The secretariat says what an event is; the same name again replaces all that was said, and leaves who takes part.
 *  2. An event with neither a first day nor a start is one whose date is open; a last day needs a first.
 *  3. A party says for itself that it takes part; saying so again replaces what it said before, not that it does.
 *  4. A report stands beside its matter: it moves nothing along, and is as good after the decision as before. What it
 *     tells of has been: its time is not after its entry's.
 */
#include "kernel/decide.h"

/* ---- Events ---------------------------------------------------------------------------------- */

static bool event_names_check(const struct context *c)
{
	const struct state *state = c->state;
	const struct value *body = field_of(c, FIELD_BODY), *host = field_of(c, FIELD_HOST);
	const struct value *meeting = field_of(c, FIELD_MEETING), *matter = field_of(c, FIELD_MATTER);
	const struct value *zone = field_of(c, FIELD_ZONE);
	if (body->set && map_get(&state->charter->bodies, body->str) == MAP_NONE)
		return refuse_unknown(c, STR("body"), body->str);
	if (host->set && map_get(&state->charter->parties, host->str) == MAP_NONE)
		return refuse_unknown(c, STR("party"), host->str);
	if (meeting->set && map_get(&state->meetings, meeting->str) == MAP_NONE)
		return refuse_unknown(c, STR("meeting"), meeting->str);
	if (matter->set && map_get(&state->matters, matter->str) == MAP_NONE)
		return refuse_unknown(c, STR("matter"), matter->str);
	return !zone->set || kernel_zone(state, zone->str) || refuse_unknown(c, STR("time zone"), zone->str);
}

/* The zone in which the event's times are: its own, else the seat's. */
static const struct zone *event_zone(const struct context *c)
{
	const struct value *zone = field_of(c, FIELD_ZONE);
	return zone->set ? kernel_zone(c->state, zone->str) : c->state->seat_zone;
}

static bool event_days_check(const struct context *c)
{
	const struct value *from = field_of(c, FIELD_FROM), *to = field_of(c, FIELD_TO);
	const struct value *starts = field_of(c, FIELD_STARTS);
	if (to->set && (!from->set || to->number < from->number)) {
		refuse(c, REFUSAL_EVENT_DATES);
		return false;
	}
	if (!from->set || !starts->set)
		return true;
	const struct zone *zone = event_zone(c);
	int64_t day = date_to_days(civil_from_ms(starts->number, zone_offset(zone, starts->number)).date);
	if (day >= from->number && day <= (to->set ? to->number : from->number))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_EVENT_STARTS);
	verdict->name[0] = field_of(c, FIELD_EVENT)->str;
	verdict->when = starts->number;
	if (zone)
		verdict->zone = (uint32_t)(zone - c->state->zone);
	return false;
}

bool decide_EVENT(const struct context *c)
{
	const struct state *state = c->state;
	const struct value *ordinal = field_of(c, FIELD_ORDINAL);
	if (map_get(&state->events, field_of(c, FIELD_EVENT)->str) == MAP_NONE && state->event_count >= LIMIT_EVENTS)
		return refuse_limit(c, STR("events"), LIMIT_EVENTS);
	/* "event KIND" */
	if (map_get(&state->charter->event_kinds, field_of(c, FIELD_KIND)->str) == MAP_NONE)
		return refuse_name(c, REFUSAL_EVENT_KIND, field_of(c, FIELD_KIND)->str);
	if (ordinal->set && (ordinal->number < 1 || ordinal->number > LIMIT_ORDINAL)) {
		refuse(c, REFUSAL_EVENT_ORDINAL)->number[0] = LIMIT_ORDINAL;
		return false;
	}
	return event_names_check(c) && event_days_check(c);
}

static uint32_t named(const struct map *map, const struct value *value)
{
	return value->set ? map_get(map, value->str) : NONE;
}

/* What the act says; name, participants and first entry are the caller's. */
static bool event_said(struct state *state, const struct context *c, struct occasion *event)
{
	const struct value *from = field_of(c, FIELD_FROM), *to = field_of(c, FIELD_TO);
	const struct value *starts = field_of(c, FIELD_STARTS), *ordinal = field_of(c, FIELD_ORDINAL);
	event->kind = map_get(&state->charter->event_kinds, field_of(c, FIELD_KIND)->str);
	event->ordinal = ordinal->set ? (uint32_t)ordinal->number : 0;
	event->body = named(&state->charter->bodies, field_of(c, FIELD_BODY));
	event->meeting = named(&state->meetings, field_of(c, FIELD_MEETING));
	event->matter = named(&state->matters, field_of(c, FIELD_MATTER));
	event->host = named(&state->charter->parties, field_of(c, FIELD_HOST));
	event->has_from = from->set;
	event->from = from->set ? (int32_t)from->number : 0;
	event->has_to = to->set;
	event->to = to->set ? (int32_t)to->number : 0;
	event->starts_ms = starts->set ? starts->number : TIME_NEVER;
	event->zone = field_of(c, FIELD_ZONE)->set ? event_zone(c)->name : (struct str){NULL, 0};
	event->newest = c->moment.number;
	return copy_str(state->arena, field_of(c, FIELD_PLACE)->str, &event->place);
}

bool apply_EVENT(struct state *state, const struct context *c)
{
	struct str name = field_of(c, FIELD_EVENT)->str;
	uint32_t index = map_get(&state->events, name);
	if (index != MAP_NONE)
		return event_said(state, c, &state->event[index]);
	if (!GROW(state->arena, state->event, state->event_count, state->event_capacity))
		return false;
	struct occasion *event = &state->event[state->event_count];
	*event = (struct occasion){.entry = c->moment.number};
	if (!event_said(state, c, event) || !copy_str(state->arena, name, &event->name) ||
	    !map_put(&state->events, state->arena, event->name, state->event_count))
		return false;
	state->event_count++;
	return true;
}

/* ---- Who takes part -------------------------------------------------------------------------- */

bool decide_PARTICIPATE(const struct context *c)
{
	const struct value *office = field_of(c, FIELD_OFFICE);
	return delegation_check(c) && (!office->set || holder_check(c, office->str, field_of(c, FIELD_HEAD)->str));
}

bool apply_PARTICIPATE(struct state *state, const struct context *c)
{
	struct occasion *event = &state->event[c->event];
	if (!event->part) {
		event->part = TRY(state->arena, uint32_t, state->charter->party_count);
		if (!event->part)
			return false;
	}
	event->part[c->party] = (uint32_t)c->moment.number;
	party_set_add(&event->parties, c->party);
	return true;
}

/* ---- Reports --------------------------------------------------------------------------------- */

bool decide_REPORT(const struct context *c)
{
	static const char *const kinds[] = {"situation", "request", "contribution", "mission", "task", "note"};
	const struct value *at = field_of(c, FIELD_AT);
	struct str kind = field_of(c, FIELD_KIND)->str;
	size_t i = 0;
	while (i < sizeof kinds / sizeof *kinds && !str_eq(kind, str_from(kinds[i])))
		i++;
	if (i == sizeof kinds / sizeof *kinds)
		return refuse_name(c, REFUSAL_REPORT_KIND, kind);
	if (!at->set || at->number <= c->moment.time_ms)
		return true;
	refuse(c, REFUSAL_REPORT_FUTURE)->when = c->moment.time_ms;
	return false;
}

/* The entry itself is all there is: nothing that is decided hangs on a report. */
bool apply_REPORT(struct state *state, const struct context *c)
{
	(void)state;
	(void)c;
	return true;
}

/* ---- Views ----------------------------------------------------------------------------------- */

uint32_t kernel_event_count(const struct state *state)
{
	return state->event_count;
}

uint32_t kernel_event_find(const struct state *state, struct str name)
{
	return map_get(&state->events, name);
}

struct event_view kernel_event_at(const struct state *state, uint32_t index)
{
	assert(index < state->event_count);
	const struct occasion *event = &state->event[index];
	return (struct event_view){
		.name = event->name,
		.kind = event->kind,
		.ordinal = event->ordinal,
		.body = event->body,
		.meeting = event->meeting,
		.matter = event->matter,
		.host = event->host,
		.has_from = event->has_from,
		.has_to = event->has_to,
		.from_days = event->from,
		.to_days = event->to,
		.starts_ms = event->starts_ms,
		.zone = event->zone,
		.place = event->place,
		.parties = event->parties,
		.entry = event->entry,
		.newest = event->newest,
	};
}

uint64_t kernel_event_part(const struct state *state, uint32_t event, uint32_t party)
{
	assert(event < state->event_count && party < state->charter->party_count);
	return state->event[event].part ? state->event[event].part[party] : 0;
}

/* "host in-order|first|last|apart" */
uint32_t kernel_event_order(const struct state *state, uint32_t index, uint32_t *ret_party)
{
	assert(index < state->event_count);
	const struct charter *charter = state->charter;
	const struct occasion *event = &state->event[index];
	enum host_place place = charter->event_kind[event->kind].host;
	bool moved = event->host != NONE && place != HOST_IN_ORDER && party_set_has(&event->parties, event->host);
	uint32_t count = 0;
	if (moved && place == HOST_FIRST)
		ret_party[count++] = event->host;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint32_t party = charter->order[i];
		if (party_set_has(&event->parties, party) && !(moved && party == event->host))
			ret_party[count++] = party;
	}
	if (moved && place != HOST_FIRST)
		ret_party[count++] = event->host;
	return count;
}
