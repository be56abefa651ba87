/* Steps beside texts and votes: the clock touched, those concerned answer, a meeting is requested, the matter goes to
 * another body or to a stage that the act names.
 *
 *  1. An extension adds its span to the deadline; it is counted anew whenever the stage is entered. A clock that stands
 *     still keeps what is left of it, in milliseconds, and has no deadline meanwhile.
 *  2. A request stands whether it sets anything off or not, like a position; so several can be needed. A new version
 *     of the text and a referral begin anew: nobody has requested, nobody has spoken.
 *  3. A referral takes the matter from its meeting. Text and version stay.
 */
#include "kernel/decide.h"

static bool refuse_matter(const struct context *c, enum refusal refusal)
{
	return refuse_name(c, refusal, matter_of(c)->name);
}

/* ---- The clock ------------------------------------------------------------------------------- */

static bool refuse_extended(const struct context *c)
{
	struct verdict *verdict = refuse(c, REFUSAL_EXTENDED);
	verdict->name[0] = matter_of(c)->name;
	verdict->name[1] = stage_of(c)->name;
	verdict->number[0] = matter_of(c)->extended;
	verdict->own = &stage_of(c)->extends_origin;
	verdict->enclosing = &procedure_of(c)->origin;
	return false;
}

/* "extends SPAN [times N]" */
bool decide_EXTEND(const struct context *c)
{
	if (!undecided_check(c) || !step_check(c, matter_of(c)))
		return false;
	if (matter_of(c)->paused)
		return refuse_matter(c, REFUSAL_PAUSED);
	return matter_of(c)->extended < stage_of(c)->extends_times || refuse_extended(c);
}

bool apply_EXTEND(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	matter->changed = c->moment.number;
	matter->extended++;
	matter->deadline_ms = span_end(state, matter->deadline_ms, stage_of(c)->extends);
	return due_set(state, c->matter, matter->deadline_ms);
}

bool decide_PAUSE(const struct context *c)
{
	if (!undecided_check(c) || !step_check(c, matter_of(c)))
		return false;
	return !matter_of(c)->paused || refuse_matter(c, REFUSAL_PAUSED);
}

bool apply_PAUSE(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	matter->changed = c->moment.number;
	matter->paused = true;
	matter->rest_ms = matter->deadline_ms - c->moment.time_ms;
	matter->deadline_ms = TIME_NEVER;
	return due_set(state, c->matter, TIME_NEVER);
}

bool decide_RESUME(const struct context *c)
{
	if (!undecided_check(c) || !step_check(c, matter_of(c)))
		return false;
	return matter_of(c)->paused || refuse_matter(c, REFUSAL_NOT_PAUSED);
}

bool apply_RESUME(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	int64_t now_ms = c->moment.time_ms;
	matter->changed = c->moment.number;
	matter->paused = false;
	matter->deadline_ms = matter->rest_ms < TIME_NEVER - now_ms ? now_ms + matter->rest_ms : TIME_NEVER;
	matter->rest_ms = 0;
	return due_set(state, c->matter, matter->deadline_ms);
}

/* ---- Answers and requests -------------------------------------------------------------------- */

bool decide_ANSWER(const struct context *c)
{
	return undecided_check(c) && step_check(c, matter_of(c));
}

bool apply_ANSWER(struct state *state, const struct context *c)
{
	return step_apply(state, c, TIME_NEVER);
}

bool decide_REQUEST(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	uint64_t requesters[PARTY_WORDS] = {0};
	struct step step = {NULL, NONE};
	if (!undecided_check(c))
		return false;
	if (matter->requesters)
		memcpy(requesters, matter->requesters, c->state->words * sizeof *requesters);
	requesters[c->party / 64] |= UINT64_C(1) << (c->party % 64);
	struct matter after = *matter;
	after.requesters = requesters;
	enum step_result result = step_find(c->state, c, &after, EVENT_REQUEST, c->moment.time_ms, &step);
	if (result == STEP_ABSENT || result == STEP_NOT_BY)
		return refuse_step(c, result, &after, EVENT_REQUEST, &step);
	if (result == STEP_FOUND || !words_has(matter->requesters, c->party))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_REQUESTED);
	verdict->name[0] = matter->name;
	verdict->name[1] = c->state->charter->party[c->party].titles.title;
	return false;
}

bool apply_REQUEST(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	struct step step = {NULL, NONE};
	if (!matter->requesters)
		matter->requesters = TRY(state->arena, uint64_t, state->words);
	if (!matter->requesters)
		return false;
	matter->requesters[c->party / 64] |= UINT64_C(1) << (c->party % 64);
	matter->changed = c->moment.number;
	if (step_find(state, c, matter, EVENT_REQUEST, c->moment.time_ms, &step) != STEP_FOUND)
		return true;
	return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
}

/* ---- To another body, to another stage --------------------------------------------------------- */

bool decide_REFER(const struct context *c)
{
	const struct charter *charter = c->state->charter;
	struct str name = field_of(c, FIELD_BODY)->str;
	uint32_t body = map_get(&charter->bodies, name);
	if (!undecided_check(c) || !step_check(c, matter_of(c)))
		return false;
	if (body == MAP_NONE)
		return refuse_unknown(c, STR("body"), name);
	if (body == matter_of(c)->body) {
		struct verdict *verdict = refuse(c, REFUSAL_BODY_SAME);
		verdict->name[0] = matter_of(c)->name;
		verdict->name[1] = charter->body[body].titles.title;
		return false;
	}
	return body_uses(&charter->body[body], matter_of(c)->procedure) ||
	       refuse_procedure_not_used(c, body, matter_of(c)->procedure);
}

bool apply_REFER(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	struct step step = {NULL, NONE};
	enum step_result result = step_find(state, c, matter, EVENT_REFERRAL, c->moment.time_ms, &step);
	assert(result == STEP_FOUND);
	matter->changed = c->moment.number;
	matter->body = map_get(&state->charter->bodies, field_of(c, FIELD_BODY)->str);
	matter->meeting = NONE;
	memset(matter->taken, 0, (size_t)POSITION_MAX * state->words * sizeof *matter->taken);
	if (matter->requesters)
		memset(matter->requesters, 0, state->words * sizeof *matter->requesters);
	return step_take(state, c->matter, &step, c->moment.time_ms, TIME_NEVER);
}

/* "on move [by WHO…] to STAGE": the act names the stage. */
bool decide_MOVE(const struct context *c)
{
	struct step step = {NULL, NONE};
	if (!undecided_check(c))
		return false;
	enum step_result result = step_find(c->state, c, matter_of(c), EVENT_MOVE, c->moment.time_ms, &step);
	if (result == STEP_FOUND)
		return true;
	if (result != STEP_ABSENT)
		return refuse_step(c, result, matter_of(c), EVENT_MOVE, &step);
	struct verdict *verdict = refuse(c, REFUSAL_NO_MOVE);
	verdict->name[0] = matter_of(c)->name;
	verdict->name[1] = stage_of(c)->name;
	verdict->name[2] = field_of(c, FIELD_STAGE)->str;
	verdict->own = &stage_of(c)->origin;
	verdict->enclosing = &procedure_of(c)->origin;
	return false;
}

bool apply_MOVE(struct state *state, const struct context *c)
{
	return step_apply(state, c, TIME_NEVER);
}
