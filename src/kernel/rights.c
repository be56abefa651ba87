/* Rights: who may do an act at all. right_check is the one check point, by the RIGHT_ of the verb's line in
 * verbs.def.
 *
 * The chair of a meeting is the head of one party's delegation as registered to it. A chair who hands over registers
 * the successor as head. Which party that is, the body's `chair` says: the meeting's host, a named party, the party
 * that holds an office; where the charter says nothing, the party that convened.
 *
 * The chair of a body, for what is done outside an open meeting: the same party, through any person with a valid key,
 * or through the person whom the charter names as holder. For `host` it is the host of the newest regular meeting that
 * was opened, as long as it is a member; before the first one, the host of the meeting that the act is about.
 *
 * "recusal": a chair whom a matter concerns cedes the chair in what is done about that matter; the meeting stays the
 * chair's.
 */
#include "kernel/decide.h"

bool signer_check(const struct context *c)
{
	const struct act *act = c->act;
	if (verb_info[act->verb].right == RIGHT_REGISTRAR) {
		if (c->person == PERSON_REGISTRAR)
			return true;
		refuse(c, REFUSAL_NOT_REGISTRAR)->name[2] = verb_info[act->verb].name;
		return false;
	}
	if (c->person == NONE || c->person == PERSON_REGISTRAR)
		return refuse_name(c, REFUSAL_PERSON_UNKNOWN, act->by);
	const struct person *person = &c->state->person[c->person];
	const struct party *party = &c->state->charter->party[person->party];
	if (!str_eq(party->titles.name, act->party)) {
		struct verdict *verdict = refuse(c, REFUSAL_PARTY_DIFFERS);
		verdict->name[0] = person->name;
		verdict->name[1] = party->titles.name;
		verdict->name[2] = act->party;
		return false;
	}
	bool wants_provisional = verb_info[act->verb].right == RIGHT_PROVISIONAL;
	enum refusal refusal = REFUSAL_NONE;
	if (person->status == KEY_REVOKED)
		refusal = REFUSAL_REVOKED;
	else if (person->status == KEY_PROVISIONAL && !wants_provisional)
		refusal = REFUSAL_PROVISIONAL;
	else if (person->status == KEY_VALID && wants_provisional)
		refusal = REFUSAL_NOT_PROVISIONAL;
	if (refusal == REFUSAL_NONE)
		return true;
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[0] = person->name;
	verdict->number[0] = (int64_t)person->since;
	return false;
}

const struct delegation *delegation_of(const struct meeting *meeting, uint32_t party)
{
	if (!meeting->delegation_of || party == NONE || meeting->delegation_of[party] == 0)
		return NULL;
	return &meeting->delegation[meeting->delegation_of[party] - 1];
}

bool in_delegation(const struct delegation *delegation, uint32_t person)
{
	if (!delegation)
		return false;
	if (delegation->head == person)
		return true;
	for (uint32_t i = 0; i < delegation->count; i++)
		if (delegation->delegate[i] == person)
			return true;
	return false;
}

/* "chair host", "chair PARTY", "chair OFFICE" */
uint32_t meeting_chair(const struct state *state, const struct meeting *meeting, int64_t time_ms)
{
	const struct body *body = &state->charter->body[meeting->body];
	struct holding holding;
	switch (body->chair) {
	case CHAIR_HOST:
		return meeting->host;
	case CHAIR_PARTY:
		return body->chair_index;
	case CHAIR_OFFICE:
		return holder_at(state, body->chair_index, time_ms, &holding) ? holding.party : NONE;
	case CHAIR_NONE:
		break;
	}
	return meeting->convener;
}

static bool is_concerned(const struct matter *matter, uint32_t party)
{
	return matter && party != NONE && words_has(matter->concerned, party);
}

/* "recusal": a chair that the matter concerns cedes the chair for it to the next in order, of those who are present. */
static uint32_t ceded(const struct context *c, const struct matter *matter, uint32_t body, uint32_t chair,
                      const struct party_set *present)
{
	struct party_set concerned = {{0}};
	if (!c->state->charter->body[body].recusal || !is_concerned(matter, chair))
		return chair;
	memcpy(concerned.word, matter->concerned, c->state->words * sizeof *concerned.word);
	return next_in_order(c->state, body, chair, c->moment.time_ms, present, &concerned);
}

static bool chairs_meeting(const struct context *c, const struct meeting *meeting, const struct matter *matter)
{
	uint32_t chair = meeting_chair(c->state, meeting, c->moment.time_ms);
	chair = ceded(c, matter, meeting->body, chair, &meeting->present);
	const struct delegation *delegation = delegation_of(meeting, chair);
	return chair != NONE && c->party == chair && delegation && delegation->head == c->person;
}

/* "… until the next regular session"; before the first one, who is to host it: of the meeting that is being convened,
 * that the act is about, or that its matter is put to. */
static uint32_t body_host(const struct context *c, uint32_t index)
{
	const struct state *state = c->state;
	uint32_t meeting = c->meeting;
	if (state->body[index].last_host != NONE)
		return state->body[index].last_host;
	if (c->act->verb == VERB_CONVENE)
		return map_get(&state->charter->parties, field_of(c, FIELD_HOST)->str);
	if (c->act->verb == VERB_SUBMIT)
		meeting = map_get(&state->meetings, field_of(c, FIELD_MEETING)->str);
	else if (meeting == NONE && c->matter != NONE)
		meeting = matter_of(c)->meeting;
	return meeting != NONE && state->meeting[meeting].body == index ? state->meeting[meeting].host : NONE;
}

static uint32_t body_chair(const struct context *c, uint32_t index)
{
	const struct body *body = &c->state->charter->body[index];
	struct holding holding;
	uint32_t host;
	switch (body->chair) {
	case CHAIR_HOST:
		host = body_host(c, index);
		return is_member(c->state, index, host, c->moment.time_ms) ? host : NONE;
	case CHAIR_PARTY:
		return body->chair_index;
	case CHAIR_OFFICE:
		return holder_at(c->state, body->chair_index, c->moment.time_ms, &holding) ? holding.party : NONE;
	case CHAIR_NONE:
		break;
	}
	return NONE;
}

static bool chairs_body(const struct context *c, uint32_t index, const struct matter *matter)
{
	const struct body *body = &c->state->charter->body[index];
	struct holding holding;
	uint32_t chair = body_chair(c, index), now = ceded(c, matter, index, chair, /* present= */ NULL);
	if (now == NONE || c->party != now)
		return false;
	if (body->chair != CHAIR_OFFICE || now != chair)
		return true;
	(void)holder_at(c->state, body->chair_index, c->moment.time_ms, &holding);
	return holding.person.len == 0 || str_eq(holding.person, c->act->by);
}

/* The meeting that WHO_CHAIR means; NULL: the body's chair. */
static const struct meeting *open_meeting_of(const struct context *c, const struct matter *matter)
{
	if (!matter || matter->meeting == NONE || c->state->meeting[matter->meeting].status != MEETING_OPEN)
		return NULL;
	return &c->state->meeting[matter->meeting];
}

uint32_t chair_now(const struct context *c, const struct matter *matter)
{
	const struct meeting *meeting = open_meeting_of(c, matter);
	if (meeting)
		return ceded(c, matter, meeting->body, meeting_chair(c->state, meeting, c->moment.time_ms), &meeting->present);
	return ceded(c, matter, c->body, body_chair(c, c->body), /* present= */ NULL);
}

/* The holder's own party, and the person accredited for the office or named by the charter. */
static bool holds_office(const struct context *c, uint32_t office)
{
	struct holding holding;
	if (!holder_at(c->state, office, c->moment.time_ms, &holding) || c->party != holding.party)
		return false;
	if (holding.person.len > 0)
		return str_eq(holding.person, c->act->by);
	return c->state->person[c->person].office == holding.office;
}

bool who_is(const struct context *c, const struct who *who, const struct matter *matter)
{
	int64_t now_ms = c->moment.time_ms;
	const struct era *era = era_at(c->state, now_ms);
	const struct meeting *meeting;
	switch (who->kind) {
	case WHO_MEMBER:
		return is_member(c->state, c->body, c->party, now_ms);
	case WHO_CHAIR: /* "of the body; of the meeting once it is open" */
		if (c->act->verb == VERB_OPEN)
			return chairs_meeting(c, meeting_of(c), matter);
		meeting = open_meeting_of(c, matter);
		return meeting ? chairs_meeting(c, meeting, matter) : chairs_body(c, c->body, matter);
	case WHO_SECRETARIAT:
		return party_set_has(&era->status[STATUS_SECRETARIAT], c->party);
	case WHO_AUTHOR:
		return matter && c->party == matter->author;
	case WHO_CONCERNED:
		return is_concerned(matter, c->party);
	case WHO_OBSERVER:
		return party_set_has(&era->status[STATUS_OBSERVER], c->party);
	case WHO_PARTNER:
		return party_set_has(&era->status[STATUS_PARTNER], c->party);
	case WHO_PARTY:
		return c->party == who->index;
	case WHO_OFFICE:
		return holds_office(c, who->index);
	case WHO_SET:
		return c->party != NONE && in_set_at(c->state, who->index, c->party, now_ms);
	case WHO_MAX:
		break;
	}
	return false;
}

/* Outside any matter. */
static bool is_any_of(const struct context *c, const struct who *who, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (who_is(c, &who[i], /* matter= */ NULL))
			return true;
	return false;
}

static bool convenes(const struct context *c)
{
	return is_any_of(c, body_of(c)->convenes, body_of(c)->convenes_count);
}

static bool is_secretariat(const struct context *c)
{
	return party_set_has(&era_at(c->state, c->moment.time_ms)->status[STATUS_SECRETARIAT], c->party);
}

static bool participates(const struct context *c)
{
	const struct meeting *meeting = meeting_of(c);
	return is_member_of_meeting(c->state, meeting, c->party, c->moment.time_ms) || is_secretariat(c) ||
	       meeting_chair(c->state, meeting, c->moment.time_ms) == c->party || party_set_has(&meeting->guests, c->party);
}

static void add_who(struct verdict *verdict, const struct who *who, uint32_t count)
{
	for (uint32_t i = 0; i < count && verdict->who_count < 4; i++)
		verdict->who[verdict->who_count++] = who[i];
}

static bool refuse_right(const struct context *c, enum refusal refusal)
{
	struct verdict *verdict = refuse(c, refusal);
	verdict->name[2] = verb_info[c->act->verb].name;
	verdict->name[1] = c->state->charter->party[c->party].titles.title;
	verdict->name[0] = c->meeting != NONE ? meeting_of(c)->name : c->act->by;
	if (c->body != NONE) {
		verdict->enclosing = &body_of(c)->origin;
		verdict->chair = chair_now(c, /* matter= */ NULL);
	}
	return false;
}

static bool refuse_convener(const struct context *c, enum refusal refusal)
{
	refuse_right(c, refusal);
	add_who(c->verdict, body_of(c)->convenes, body_of(c)->convenes_count);
	if (body_of(c)->convenes_count > 0)
		c->verdict->own = &body_of(c)->convenes_origin;
	return false;
}

static bool refuse_chair(const struct context *c)
{
	uint32_t chair = meeting_chair(c->state, meeting_of(c), c->moment.time_ms);
	refuse_right(c, REFUSAL_NOT_CHAIR);
	c->verdict->name[1] = chair == NONE ? STR("nobody") : c->state->charter->party[chair].titles.title;
	c->verdict->own = &body_of(c)->chair_origin;
	return false;
}

/* RIGHT_PROCEDURE: who begins a procedure here; who may do what a stage foresees is answered by step_find, which
 * knows the transitions. */
static bool procedure_right(const struct context *c)
{
	if (c->act->verb != VERB_TABLE)
		return true;
	uint32_t index = map_get(&c->state->charter->procedures, field_of(c, FIELD_PROCEDURE)->str);
	if (index == NONE)
		return refuse_unknown(c, STR("procedure"), field_of(c, FIELD_PROCEDURE)->str);
	const struct procedure *procedure = &c->state->charter->procedure[index];
	if (is_any_of(c, procedure->begins, procedure->begins_count)) /* "begins WHO…" */
		return true;
	refuse_right(c, REFUSAL_NOT_NAMED);
	add_who(c->verdict, procedure->begins, procedure->begins_count);
	c->verdict->own = procedure->begins_count > 0 ? &procedure->begins[0].origin : NULL;
	c->verdict->enclosing = &procedure->origin;
	return false;
}

bool convenes_check(const struct context *c)
{
	return convenes(c) || refuse_convener(c, REFUSAL_NOT_CONVENER);
}

bool waives_check(const struct context *c)
{
	const struct body *body = body_of(c);
	if (is_any_of(c, body->waives, body->waives_count))
		return true;
	refuse_right(c, REFUSAL_NO_WAIVER);
	c->verdict->name[0] = body->titles.title;
	c->verdict->own = body->waives_count > 0 ? &body->waives_origin : &body->notice_origin;
	add_who(c->verdict, body->waives, body->waives_count);
	return false;
}

/* A member whose vote is suspended, by a decision or by its arrears. */
static bool refuse_no_vote(const struct context *c)
{
	const struct charter *charter = c->state->charter;
	bool owes = charter->arrears_no_vote && party_set_has(&era_at(c->state, c->moment.time_ms)->in_arrears, c->party);
	refuse_right(c, REFUSAL_NO_VOTE);
	c->verdict->name[0] = charter->party[c->party].titles.title;
	c->verdict->name[1] = owes ? STR("it is in arrears") : STR("it was suspended");
	c->verdict->own = owes ? &charter->arrears_origin : NULL;
	return false;
}

bool right_check(const struct context *c)
{
	int64_t now_ms = c->moment.time_ms;
	switch (verb_info[c->act->verb].right) {
	case RIGHT_REGISTRAR:
	case RIGHT_PROVISIONAL:
	case RIGHT_ANYBODY:
		return true; /* settled by signer_check */
	case RIGHT_FOCAL:
		return c->state->person[c->person].focal || refuse_right(c, REFUSAL_NOT_FOCAL);
	case RIGHT_SECRETARIAT:
		return is_secretariat(c) || refuse_right(c, REFUSAL_NOT_SECRETARIAT);
	case RIGHT_CONVENER:
		return convenes_check(c);
	case RIGHT_CONVENER_OR_CHAIR:
		return convenes(c) || chairs_meeting(c, meeting_of(c), /* matter= */ NULL) ||
		       refuse_convener(c, REFUSAL_NOT_CONVENER_OR_CHAIR);
	case RIGHT_CHAIR:
		return chairs_meeting(c, meeting_of(c), /* matter= */ NULL) || refuse_chair(c);
	case RIGHT_PARTICIPANT:
		if (participates(c))
			return true;
		refuse_right(c, REFUSAL_NOT_PARTICIPANT);
		c->verdict->own = &body_of(c)->composition_origin;
		return false;
	case RIGHT_DELEGATE:
		if (in_delegation(delegation_of(meeting_of(c), c->party), c->person))
			return true;
		refuse_right(c, REFUSAL_NOT_DELEGATE);
		c->verdict->name[1] = c->act->by;
		return false;
	case RIGHT_MEMBER:
		if (is_member(c->state, c->body, c->party, now_ms))
			return has_vote(c->state, c->party, now_ms) || refuse_no_vote(c);
		refuse_right(c, REFUSAL_NOT_MEMBER);
		c->verdict->own = &body_of(c)->composition_origin;
		return false;
	case RIGHT_PROCEDURE:
		return procedure_right(c);
	case RIGHT_REPORTER:
		if (is_member(c->state, c->body, c->party, now_ms) || is_secretariat(c))
			return true;
		refuse_right(c, REFUSAL_NOT_REPORTER);
		c->verdict->own = &body_of(c)->composition_origin;
		return false;
	case RIGHT_MAX:
		break;
	}
	return refuse_right(c, REFUSAL_NOT_NAMED);
}

uint32_t kernel_chair(const struct state *state, uint32_t body, int64_t at_ms)
{
	const struct act nothing = {.verb = VERB_NONE};
	struct context c = {
		.state = state,
		.act = &nothing,
		.moment = {state->size, at_ms},
		.party = NONE,
		.body = body,
		.meeting = NONE,
		.matter = NONE,
		.event = NONE,
	};
	assert(body < state->charter->body_count);
	return state->seat_zone ? body_chair(&c, body) : NONE;
}
