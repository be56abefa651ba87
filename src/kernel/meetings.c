/* Meetings before they begin: convened, guests invited, delegations registered, agenda set, cancelled.
 *
 * The life of a meeting (sittings.c has the rest):
 *
 *     planned --open--> open --close--> closed
 *        \---cancel--> cancelled
 *
 * Guests, delegations, the agenda and presence can change while it is planned or open, and not afterwards.
 */
#include "kernel/decide.h"

#define BEFORE_ITS_END (1u << MEETING_PLANNED | 1u << MEETING_OPEN)

bool meeting_status_check(const struct context *c, const struct meeting *meeting, unsigned states)
{
	static const struct str words[] = {
		[MEETING_PLANNED] = {"planned", 7},
		[MEETING_OPEN] = {"open", 4},
		[MEETING_CLOSED] = {"closed", 6},
		[MEETING_CANCELLED] = {"cancelled", 9},
	};
	if ((states >> meeting->status & 1) != 0)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_MEETING_STATUS);
	verdict->name[0] = meeting->name;
	verdict->name[1] = words[meeting->status];
	verdict->name[2] = verb_info[c->act->verb].name;
	verdict->number[0] = states;
	return false;
}

static bool body_has_format(const struct body *body, struct str format)
{
	for (uint32_t i = 0; i < body->format_count; i++)
		if (str_eq(body->format[i], format))
			return true;
	return false;
}

static bool formats_check(const struct context *c)
{
	const struct value *formats = field_of(c, FIELD_FORMATS);
	for (uint32_t i = 0; i < formats->count; i++) {
		if (body_has_format(body_of(c), formats->list[i]))
			continue;
		struct verdict *verdict = refuse(c, REFUSAL_FORMAT_UNKNOWN);
		verdict->name[0] = body_of(c)->titles.title;
		verdict->name[1] = formats->list[i];
		verdict->own = &body_of(c)->format_origin;
		verdict->enclosing = &body_of(c)->origin;
		return false;
	}
	return true;
}

/* "notice SPAN": counted from the entry of the convening act, in the seat's zone and working days. */
static bool notice_check(const struct context *c, const struct zone *zone)
{
	const struct body *body = body_of(c);
	int64_t earliest = c->moment.time_ms;
	bool waived = body->has_notice && field_of(c, FIELD_WAIVER)->number != 0;
	if (waived && !waives_check(c))
		return false;
	bool noticed = body->has_notice && !waived;
	if (noticed)
		earliest = span_end(c->state, earliest, body->notice);
	if (field_of(c, FIELD_STARTS)->number >= earliest)
		return true;
	struct verdict *verdict = refuse(c, noticed ? REFUSAL_NOTICE : REFUSAL_STARTS_PAST);
	verdict->name[0] = body->titles.title;
	verdict->number[0] = body->notice.count;
	verdict->number[1] = body->notice.unit;
	verdict->when = earliest;
	verdict->zone = (uint32_t)(zone - c->state->zone);
	if (noticed) {
		verdict->own = &body->notice_origin;
		verdict->enclosing = &body->origin;
	}
	return false;
}

/* At a joint meeting, the notice of each body. */
static bool notices_check(const struct context *c, const struct zone *zone)
{
	const struct value *bodies = field_of(c, FIELD_BODIES);
	if (!notice_check(c, zone))
		return false;
	for (uint32_t i = 0; i < bodies->count; i++) {
		struct context other = *c;
		other.body = map_get(&c->state->charter->bodies, bodies->list[i]);
		if (!notice_check(&other, zone))
			return false;
	}
	return true;
}

/* "chair host": who is to take the chair is a member. */
static bool host_check(const struct context *c)
{
	const struct value *host = field_of(c, FIELD_HOST);
	uint32_t party = map_get(&c->state->charter->parties, host->str);
	if (host->set && party == MAP_NONE)
		return refuse_unknown(c, STR("party"), host->str);
	if (body_of(c)->chair != CHAIR_HOST || is_member(c->state, c->body, party, c->moment.time_ms))
		return true;
	struct verdict *verdict = refuse(c, host->set ? REFUSAL_HOST_NOT_MEMBER : REFUSAL_HOST_NEEDED);
	verdict->name[0] = body_of(c)->titles.title;
	if (host->set) {
		verdict->name[0] = c->state->charter->party[party].titles.title;
		verdict->name[1] = body_of(c)->titles.title;
	}
	verdict->own = &body_of(c)->chair_origin;
	verdict->enclosing = &body_of(c)->origin;
	return false;
}

bool decide_CONVENE(const struct context *c)
{
	const struct state *state = c->state;
	struct str zone_name = field_of(c, FIELD_ZONE)->str;
	const struct zone *zone = kernel_zone(state, zone_name);
	if (map_get(&state->meetings, field_of(c, FIELD_MEETING)->str) != MAP_NONE)
		return refuse_taken(c, STR("meeting"), field_of(c, FIELD_MEETING)->str);
	if (state->meeting_count >= LIMIT_MEETINGS)
		return refuse_limit(c, STR("meetings"), LIMIT_MEETINGS);
	if (!host_check(c))
		return false;
	if (!zone)
		return refuse_unknown(c, STR("time zone"), zone_name);
	return formats_check(c) && joint_check(c) && notices_check(c, zone) && about_check(c);
}

static bool copy_list(struct arena *arena, const struct str *list, uint32_t count, struct str **ret)
{
	struct str *copy = TRY(arena, struct str, count + 1);
	if (!copy)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!copy_str(arena, list[i], &copy[i]))
			return false;
	*ret = copy;
	return true;
}

bool apply_CONVENE(struct state *state, const struct context *c)
{
	struct arena *arena = state->arena;
	const struct value *formats = field_of(c, FIELD_FORMATS), *host = field_of(c, FIELD_HOST);
	const struct body *body = body_of(c);
	if (!GROW(arena, state->meeting, state->meeting_count, state->meeting_capacity))
		return false;
	struct meeting *meeting = &state->meeting[state->meeting_count];
	*meeting = (struct meeting){
		.zone = kernel_zone(state, field_of(c, FIELD_ZONE)->str)->name,
		.body = c->body,
		.host = host->set ? map_get(&state->charter->parties, host->str) : NONE,
		.convener = c->party,
		.regular = field_of(c, FIELD_REGULAR)->number != 0,
		.status = MEETING_PLANNED,
		.starts_ms = field_of(c, FIELD_STARTS)->number,
		.convened = c->moment.number,
		.about = NONE,
	};
	/* Formats not stated: all that the body has. */
	meeting->format_count = formats->set ? formats->count : body->format_count;
	meeting->formats = body->format;
	if (formats->set && !copy_list(arena, formats->list, formats->count, &meeting->formats))
		return false;
	if (!copy_str(arena, field_of(c, FIELD_MEETING)->str, &meeting->name) ||
	    !copy_str(arena, field_of(c, FIELD_PLACE)->str, &meeting->place) ||
	    !map_put(&state->meetings, arena, meeting->name, state->meeting_count))
		return false;
	state->meeting_count++;
	return convoked_apply(state, c, meeting);
}

/* ---- Guests ---------------------------------------------------------------------------------- */

bool decide_INVITE(const struct context *c)
{
	const struct meeting *meeting = meeting_of(c);
	struct str name = field_of(c, FIELD_GUEST)->str;
	uint32_t party = map_get(&c->state->charter->parties, name);
	if (!meeting_status_check(c, meeting, BEFORE_ITS_END))
		return false;
	bool known = is_member_of_meeting(c->state, meeting, party, c->moment.time_ms);
	for (uint32_t i = 0; i < meeting->guest_count; i++)
		known = known || str_eq(meeting->guest[i].name, name);
	if (known) {
		struct verdict *verdict = refuse(c, REFUSAL_GUEST_KNOWN);
		verdict->name[0] = name;
		verdict->name[1] = meeting->name;
		return false;
	}
	if (party == NONE && !field_of(c, FIELD_TITLE)->set)
		return refuse_name(c, REFUSAL_GUEST_TITLE, name);
	return meeting->guest_count < LIMIT_LIST || refuse_limit(c, STR("guests of one meeting"), LIMIT_LIST);
}

bool apply_INVITE(struct state *state, const struct context *c)
{
	struct meeting *meeting = &state->meeting[c->meeting];
	struct guest guest = {.party = map_get(&state->charter->parties, field_of(c, FIELD_GUEST)->str)};
	if (!GROW(state->arena, meeting->guest, meeting->guest_count, meeting->guest_capacity) ||
	    !copy_str(state->arena, field_of(c, FIELD_GUEST)->str, &guest.name))
		return false;
	meeting->guest[meeting->guest_count++] = guest;
	if (guest.party != NONE)
		party_set_add(&meeting->guests, guest.party);
	return true;
}

/* ---- Delegations ----------------------------------------------------------------------------- */

static bool refuse_delegate(const struct context *c, enum refusal refusal, struct str name)
{
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = name;
	verdict->name[1] = c->state->charter->party[c->party].titles.title;
	if (c->act->verb == VERB_PARTICIPATE)
		verdict->section = STR("Events");
	return false;
}

static bool delegate_check(const struct context *c, struct str name)
{
	uint32_t index = map_get(&c->state->persons, name);
	return (index != MAP_NONE && c->state->person[index].party == c->party &&
	        c->state->person[index].status == KEY_VALID) ||
	       refuse_delegate(c, REFUSAL_DELEGATE_INVALID, name);
}

bool delegation_check(const struct context *c)
{
	const struct value *delegates = field_of(c, FIELD_DELEGATES), *head = field_of(c, FIELD_HEAD);
	if (delegates->count > LIMIT_LIST)
		return refuse_limit(c, STR("delegates of one party"), LIMIT_LIST);
	if (head->set && !delegate_check(c, head->str))
		return false;
	for (uint32_t i = 0; i < delegates->count; i++) {
		bool twice = head->set && str_eq(delegates->list[i], head->str);
		for (uint32_t j = 0; j < i; j++)
			twice = twice || str_eq(delegates->list[i], delegates->list[j]);
		if (twice)
			return refuse_delegate(c, REFUSAL_DELEGATE_TWICE, delegates->list[i]);
		if (!delegate_check(c, delegates->list[i]))
			return false;
	}
	return true;
}

bool decide_REGISTER(const struct context *c)
{
	return meeting_status_check(c, meeting_of(c), BEFORE_ITS_END) && delegation_check(c);
}

static struct delegation *delegation_new(struct state *state, struct meeting *meeting, uint32_t party)
{
	if (!meeting->delegation_of)
		meeting->delegation_of = TRY(state->arena, uint16_t, state->charter->party_count);
	if (!meeting->delegation_of ||
	    !GROW(state->arena, meeting->delegation, meeting->delegation_count, meeting->delegation_capacity))
		return NULL;
	struct delegation *delegation = &meeting->delegation[meeting->delegation_count++];
	*delegation = (struct delegation){.party = party};
	meeting->delegation_of[party] = (uint16_t)meeting->delegation_count;
	party_set_add(&meeting->registered, party);
	return delegation;
}

/* A party that registers again replaces its delegation whole. */
bool apply_REGISTER(struct state *state, const struct context *c)
{
	const struct value *delegates = field_of(c, FIELD_DELEGATES);
	struct meeting *meeting = &state->meeting[c->meeting];
	struct delegation *delegation;
	if (party_set_has(&meeting->registered, c->party))
		delegation = &meeting->delegation[meeting->delegation_of[c->party] - 1];
	else
		delegation = delegation_new(state, meeting, c->party);
	if (!delegation)
		return false;
	while (delegates->count > delegation->capacity)
		if (!GROW(state->arena, delegation->delegate, delegation->capacity, delegation->capacity))
			return false;
	delegation->head = map_get(&state->persons, field_of(c, FIELD_HEAD)->str);
	delegation->count = delegates->count;
	for (uint32_t i = 0; i < delegates->count; i++)
		delegation->delegate[i] = map_get(&state->persons, delegates->list[i]);
	return true;
}

/* ---- Agenda ---------------------------------------------------------------------------------- */

bool decide_AGENDA(const struct context *c)
{
	const struct meeting *meeting = meeting_of(c);
	const struct value *matter = field_of(c, FIELD_MATTER);
	int64_t item = field_of(c, FIELD_ITEM)->number;
	struct verdict *verdict;
	if (!meeting_status_check(c, meeting, BEFORE_ITS_END))
		return false;
	if (item < 1 || item > (int64_t)meeting->item_count + 1) {
		verdict = refuse(c, REFUSAL_ITEM_NUMBER);
		verdict->name[0] = meeting->name;
		verdict->number[0] = (int64_t)meeting->item_count + 1;
		return false;
	}
	if (item > LIMIT_LIST)
		return refuse_limit(c, STR("items of one agenda"), LIMIT_LIST);
	/* Of any body: ministers speak of what their heads of state will decide. Only submit puts it to a meeting. */
	if (matter->set && map_get(&c->state->matters, matter->str) == MAP_NONE)
		return refuse_unknown(c, STR("matter"), matter->str);
	return true;
}

bool apply_AGENDA(struct state *state, const struct context *c)
{
	struct meeting *meeting = &state->meeting[c->meeting];
	const struct value *matter = field_of(c, FIELD_MATTER);
	uint32_t index = (uint32_t)field_of(c, FIELD_ITEM)->number - 1;
	if (!GROW(state->arena, meeting->item, meeting->item_count, meeting->item_capacity))
		return false;
	meeting->item[index] = (struct item){
		.matter = matter->set ? map_get(&state->matters, matter->str) : NONE,
		.entry = c->moment.number,
	};
	if (index == meeting->item_count)
		meeting->item_count++;
	return true;
}
