/* Outcomes: what falls due, as a value, as an act, and carried out.
 *
 * An outcome is due when the heap's first instant has come. It is a pure function of the state: which transition (the
 * one that an act took, or the first on expiry whose condition holds), the sets as they were at that instant, the
 * rule, the citation, the symbol. The entry must say exactly that; so one entry proves a decision, silence included.
 *
 *  1. The effect dates from the deadline's instant, not from the entry: the next stage's clock starts there, the year
 *     in a symbol is that instant's, and members are those of that instant.
 *  2. The rule is the one that was asked last on the way, also when the transition that was taken then has no
 * condition: "broken" says which rule was not met.
 *  3. On expiry with no transition that holds, the matter stays in its stage and the clock is spent.
 *  4. The citation is the transition's own, else the rule's, else the stage's, else the procedure's.
 */
#include "kernel/decide.h"

static struct str cite_of(const struct charter *charter, const struct procedure *procedure, const struct stage *stage,
                          const struct transition *transition, const struct rule *rule)
{
	struct str cite = {NULL, 0};
	if (transition)
		cite = transition->origin.cite;
	if (cite.len == 0 && rule)
		cite = rule_origin(charter, rule)->cite;
	if (cite.len == 0)
		cite = stage->origin.cite;
	if (cite.len == 0)
		cite = procedure->origin.cite;
	/* A label of an act; cut between two characters. */
	if (cite.len > LIMIT_LABEL_SIZE) {
		size_t end = LIMIT_LABEL_SIZE;
		while (end > 0 && ((unsigned char)cite.ptr[end] & 0xc0) == 0x80)
			end--;
		cite = str_slice(cite, 0, end);
	}
	return cite;
}

static uint32_t series_of(const struct charter *charter, const struct stage *outcome, struct str kind)
{
	if (!outcome->outcome)
		return NONE;
	return outcome->series == SERIES_OF_KIND ? series_find(charter, kind) : outcome->series;
}

/* "binds SET" of the rule by which it is adopted; else all who sit in the body as members. */
static void bind(const struct state *state, const struct matter *matter, struct outcome *ret)
{
	const struct charter *charter = state->charter;
	ret->binds = ret->adopts && ret->rule != NONE && charter->rule[ret->rule].binds != NONE;
	if (ret->binds) {
		ret->bound = rule_apply(charter, ret->rule, &ret->ballot).bound;
	} else if (ret->adopts) {
		ret->bound = composition_at(state, matter->body, ret->at_ms);
		for (uint32_t w = 0; w < state->words; w++)
			ret->bound.word[w] &= era_at(state, ret->at_ms)->status[STATUS_MEMBER].word[w];
	}
}

/* What is due for the matter at its due_ms. *ret_step: the transition, NULL when it stays. */
static void outcome_of(const struct state *state, uint32_t index, struct outcome *ret, struct step *ret_step)
{
	const struct charter *charter = state->charter;
	const struct matter *matter = &state->matter[index];
	const struct procedure *procedure = &charter->procedure[matter->procedure];
	const struct stage *stage = &procedure->stage[matter->stage];
	struct symbol symbol;
	ret->matter = index;
	ret->stage = matter->stage;
	ret->at_ms = matter->due_ms;
	ret->version = matter->version;
	ret->has_text = matter->has_text;
	memset(ret->commitment, 0, sizeof ret->commitment);
	if (matter->has_text)
		memcpy(ret->commitment, matter->commitment, sizeof ret->commitment);
	ballot_of(state, matter, matter->due_ms, &ret->ballot, &ret->disinterest);
	*ret_step = (struct step){NULL, NONE};
	/* What was to amend the charter, and does not fit it any more (amendments.c), stays where it is. */
	if (matter->forced != NONE && step_unfit(state, matter, &stage->transition[matter->forced])) {
		ret_step->transition = NULL;
	} else if (matter->forced != NONE) {
		*ret_step = (struct step){&stage->transition[matter->forced], matter->asked};
	} else if (step_find(state, /* c= */ NULL, matter, EVENT_EXPIRY, matter->due_ms, ret_step) != STEP_FOUND) {
		ret_step->transition = NULL;
	}
	ret->target = ret_step->transition ? ret_step->transition->target : matter->stage;
	ret->final = procedure->stage[ret->target].outcome;
	ret->adopts = ret->final && procedure->stage[ret->target].adopted;
	ret->rule = ret_step->rule;
	ret->secret = matter->secret && ret_step->transition && ret_step->transition->event == EVENT_BALLOT;
	if (ret->secret) { /* who said nothing is as unknown as who said what */
		memset(&ret->ballot.set[TERM_SILENT], 0, sizeof ret->ballot.set[TERM_SILENT]);
		memset(&ret->ballot.set[TERM_ABSENT], 0, sizeof ret->ballot.set[TERM_ABSENT]);
	}
	memset(&ret->recused, 0, sizeof ret->recused);
	memcpy(ret->recused.word, matter->taken + POSITION_RECUSE * state->words, state->words * sizeof *matter->taken);
	memset(&ret->bound, 0, sizeof ret->bound);
	bind(state, matter, ret);
	ret->cite = cite_of(charter, procedure, stage, ret_step->transition,
	                    ret->rule == NONE ? NULL : &charter->rule[ret->rule]);
	symbol_next(state, series_of(charter, &procedure->stage[ret->target], matter->kind), matter->body, ret->at_ms,
	            &symbol);
	memcpy(ret->storage, symbol.text, symbol.text_size);
	ret->symbol = (struct str){ret->storage, symbol.text_size};
}

bool kernel_due(const struct state *state, int64_t now_ms, struct outcome *ret)
{
	struct step step;
	if (state->due_count == 0 || state->due[0].at_ms > now_ms)
		return false;
	outcome_of(state, state->due[0].matter, ret, &step);
	return true;
}

void outcome_copy(struct outcome *to, const struct outcome *from)
{
	*to = *from;
	to->symbol.ptr = to->storage;
}

/* ---- As an act ------------------------------------------------------------------------------- */

static const struct {
	enum field field;
	enum term term;
} outcome_set[] = {
	{FIELD_FOR, TERM_FOR},
	{FIELD_AGAINST, TERM_AGAINST},
	{FIELD_ABSTAIN, TERM_ABSTAIN},
	{FIELD_RESERVE, TERM_RESERVATIONS},
	{FIELD_HOLD, TERM_HOLDS},
	{FIELD_DISINTEREST, TERM_MAX},
	{FIELD_SILENT, TERM_SILENT},
	{FIELD_ABSENT, TERM_ABSENT},
	{FIELD_CONSTRUCTIVE, TERM_CONSTRUCTIVE},
	{FIELD_CONCERNED, TERM_CONCERNED},
	{FIELD_RECUSED, TERM_MAX},
	{FIELD_BOUND, TERM_MAX},
};
#define OUTCOME_SETS (sizeof outcome_set / sizeof *outcome_set)
#define OUTCOME_ALWAYS 8 /* the first ones are written even when nobody is in them */

static const struct party_set *set_of(const struct outcome *outcome, size_t i)
{
	if (outcome_set[i].term != TERM_MAX)
		return &outcome->ballot.set[outcome_set[i].term];
	if (outcome_set[i].field == FIELD_RECUSED)
		return &outcome->recused;
	return outcome_set[i].field == FIELD_BOUND ? &outcome->bound : &outcome->disinterest;
}

/* Who is bound stands there when the rule says whom it binds; the others, when somebody is in them. */
static bool set_written(const struct outcome *outcome, size_t i)
{
	if (outcome_set[i].field == FIELD_BOUND)
		return outcome->binds;
	return i < OUTCOME_ALWAYS || party_set_next(set_of(outcome, i), 0) != NONE;
}

/* Of a secret ballot. */
static const enum field outcome_count[] = {FIELD_AYES, FIELD_NOES, FIELD_ABSTENTIONS, FIELD_ABSENTEES};
#define OUTCOME_COUNTS (sizeof outcome_count / sizeof *outcome_count)

static int64_t count_of(const struct secret *secret, size_t i)
{
	const uint32_t counts[] = {secret->ayes, secret->noes, secret->abstentions, secret->absentees};
	return counts[i];
}

/* "Every set is in protocol order." */
static bool names_of(const struct state *state, const struct party_set *set, struct arena *arena, struct value *ret)
{
	const struct charter *charter = state->charter;
	uint32_t count = party_set_count(set);
	struct str *list = TRY(arena, struct str, count + 1);
	if (!list)
		return false;
	*ret = (struct value){.set = true, .list = list};
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (party_set_has(set, charter->order[i]))
			list[ret->count++] = charter->party[charter->order[i]].titles.name;
	return true;
}

static bool names_equal(const struct state *state, const struct party_set *set, const struct value *value)
{
	const struct charter *charter = state->charter;
	uint32_t at = 0;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		if (!party_set_has(set, charter->order[i]))
			continue;
		if (at >= value->count || !str_eq(value->list[at], charter->party[charter->order[i]].titles.name))
			return false;
		at++;
	}
	return at == value->count;
}

static void set_str(struct act *act, enum field field, struct str str)
{
	act->field[field] = (struct value){.set = true, .str = str};
}

static void set_number(struct act *act, enum field field, int64_t number)
{
	act->field[field] = (struct value){.set = true, .number = number};
}

bool outcome_act(const struct state *state, const struct outcome *outcome, struct arena *arena, struct act *ret)
{
	const struct matter *matter = &state->matter[outcome->matter];
	const struct procedure *procedure = &state->charter->procedure[matter->procedure];
	*ret = (struct act){.verb = VERB_OUTCOME, .by = STR("registrar")};
	set_str(ret, FIELD_MATTER, matter->name);
	set_str(ret, FIELD_BODY, state->charter->body[matter->body].titles.name);
	set_str(ret, FIELD_KIND, matter->kind);
	if (matter->meeting != NONE)
		set_str(ret, FIELD_MEETING, state->meeting[matter->meeting].name);
	set_str(ret, FIELD_STAGE, procedure->stage[outcome->stage].name);
	set_str(ret, FIELD_RESULT, procedure->stage[outcome->target].name);
	set_number(ret, FIELD_ADOPTS, outcome->adopts);
	set_number(ret, FIELD_FINAL, outcome->final);
	set_number(ret, FIELD_AT, outcome->at_ms);
	set_number(ret, FIELD_VERSION, outcome->version);
	if (outcome->has_text) {
		uint8_t *commitment = TRY(arena, uint8_t, 32);
		if (!commitment)
			return false;
		memcpy(commitment, outcome->commitment, 32);
		ret->field[FIELD_COMMITMENT] = (struct value){.set = true, .bytes = commitment};
	}
	if (outcome->rule != NONE)
		set_str(ret, FIELD_RULE, state->charter->rule[outcome->rule].titles.name);
	if (outcome->cite.len > 0)
		set_str(ret, FIELD_CITE, outcome->cite);
	if (outcome->symbol.len > 0) {
		struct str symbol = arena_str(arena, outcome->symbol);
		if (!symbol.ptr)
			return false;
		set_str(ret, FIELD_SYMBOL, symbol);
	}
	for (size_t i = 0; outcome->secret && i < OUTCOME_COUNTS; i++)
		set_number(ret, outcome_count[i], count_of(matter->secret, i));
	for (size_t i = 0; i < OUTCOME_SETS; i++)
		if (set_written(outcome, i) && !names_of(state, set_of(outcome, i), arena, &ret->field[outcome_set[i].field]))
			return false;
	return true;
}

/* ---- Entered --------------------------------------------------------------------------------- */

static bool str_is(const struct context *c, enum field field, struct str want)
{
	const struct value *value = field_of(c, field);
	return value->set == (want.len > 0) && (!value->set || str_eq(value->str, want));
}

/* The first field that differs from what is due; FIELD_MAX when none does. */
static enum field outcome_differs(const struct context *c, const struct outcome *due)
{
	const struct charter *charter = c->state->charter;
	const struct matter *matter = matter_of(c);
	const struct procedure *procedure = procedure_of(c);
	const struct value *commitment = field_of(c, FIELD_COMMITMENT);
	if (!str_is(c, FIELD_BODY, body_of(c)->titles.name))
		return FIELD_BODY;
	if (!str_is(c, FIELD_KIND, matter->kind))
		return FIELD_KIND;
	if (!str_is(c, FIELD_MEETING, matter->meeting == NONE ? STR("") : c->state->meeting[matter->meeting].name))
		return FIELD_MEETING;
	if (!str_is(c, FIELD_STAGE, procedure->stage[due->stage].name))
		return FIELD_STAGE;
	if (!str_is(c, FIELD_RESULT, procedure->stage[due->target].name))
		return FIELD_RESULT;
	if (field_of(c, FIELD_ADOPTS)->number != due->adopts)
		return FIELD_ADOPTS;
	if (field_of(c, FIELD_FINAL)->number != due->final)
		return FIELD_FINAL;
	if (field_of(c, FIELD_AT)->number != due->at_ms)
		return FIELD_AT;
	if (field_of(c, FIELD_VERSION)->number != due->version)
		return FIELD_VERSION;
	if (commitment->set != due->has_text || (due->has_text && memcmp(commitment->bytes, due->commitment, 32) != 0))
		return FIELD_COMMITMENT;
	if (!str_is(c, FIELD_RULE, due->rule == NONE ? STR("") : charter->rule[due->rule].titles.name))
		return FIELD_RULE;
	if (!str_is(c, FIELD_CITE, due->cite))
		return FIELD_CITE;
	if (!str_is(c, FIELD_SYMBOL, due->symbol))
		return FIELD_SYMBOL;
	for (size_t i = 0; i < OUTCOME_COUNTS; i++)
		if (field_of(c, outcome_count[i])->set != due->secret ||
		    (due->secret && field_of(c, outcome_count[i])->number != count_of(matter->secret, i)))
			return outcome_count[i];
	for (size_t i = 0; i < OUTCOME_SETS; i++)
		if (field_of(c, outcome_set[i].field)->set != set_written(due, i) ||
		    (set_written(due, i) && !names_equal(c->state, set_of(due, i), field_of(c, outcome_set[i].field))))
			return outcome_set[i].field;
	return FIELD_MAX;
}

bool decide_OUTCOME(const struct context *c)
{
	struct outcome due;
	if (!kernel_due(c->state, c->moment.time_ms, &due))
		return refuse_name(c, REFUSAL_OUTCOME_NOT_DUE, matter_of(c)->name);
	assert(due.matter == c->matter); /* decide.c, condition 5 */
	enum field field = outcome_differs(c, &due);
	if (field == FIELD_MAX)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_OUTCOME_DIFFERS);
	verdict->name[0] = matter_of(c)->name;
	verdict->name[1] = field_info[field].name;
	return false;
}

/* "publish", from this entry; "publish next-meeting": from the entry that opens the body's next one. */
static bool matter_publish(struct state *state, uint32_t index, const struct stage *outcome, uint64_t number)
{
	struct body_state *body = &state->body[state->matter[index].body];
	if (outcome->publish && !outcome->publish_next)
		state->matter[index].published = number;
	if (!outcome->publish_next)
		return true;
	if (!GROW(state->arena, body->withheld, body->withheld_count, body->withheld_capacity))
		return false;
	body->withheld[body->withheld_count++] = index;
	return true;
}

/* The end: the sets are kept as counted, the symbol is taken. */
static bool matter_end(struct state *state, uint32_t index, const struct outcome *due, uint64_t number)
{
	struct matter *matter = &state->matter[index];
	const struct procedure *procedure = &state->charter->procedure[matter->procedure];
	struct symbol symbol;
	uint32_t series = series_of(state->charter, &procedure->stage[due->target], matter->kind);
	const struct stage *outcome = &procedure->stage[due->target];
	symbol_next(state, series, matter->body, due->at_ms, &symbol);
	uint64_t *counted = TRY(state->arena, uint64_t, (size_t)2 * state->words);
	if (!counted || !symbol_take(state, &symbol, &matter->symbol) || !stage_leave(state, matter, due->at_ms) ||
	    !matter_publish(state, index, outcome, number))
		return false;
	prolong(state, matter, outcome);
	memcpy(counted, due->ballot.set[TERM_MEMBERS].word, state->words * sizeof *counted);
	memcpy(counted + state->words, due->ballot.set[TERM_PRESENT].word, state->words * sizeof *counted);
	if (due->adopts) {
		matter->bound = TRY(state->arena, uint64_t, state->words);
		if (!matter->bound)
			return false;
		memcpy(matter->bound, due->bound.word, state->words * sizeof *matter->bound);
	}
	if (!effects_apply(state, index, outcome, due->at_ms, number))
		return false;
	matter->counted = counted;
	matter->stage = due->target;
	matter->forced = matter->asked = NONE;
	matter->deadline_ms = TIME_NEVER;
	matter->entered_ms = due->at_ms;
	matter->floor_ms = INT64_MIN;
	matter->paused = false;
	matter->rest_ms = 0;
	matter->extended = 0;
	matter->is_decided = true;
	matter->decided = number;
	matter->decided_ms = due->at_ms;
	state->open_count--;
	return due_set(state, index, TIME_NEVER);
}

bool apply_OUTCOME(struct state *state, const struct context *c)
{
	struct outcome due;
	struct step step;
	struct matter *matter = &state->matter[c->matter];
	outcome_of(state, c->matter, &due, &step);
	matter->changed = c->moment.number;
	if (!step.transition) {
		bool forced = matter->forced != NONE;
		matter->forced = matter->asked = NONE;
		if (!forced) /* the clock is spent; else it runs on */
			matter->deadline_ms = TIME_NEVER;
		else if (matter->meeting != NONE && state->meeting[matter->meeting].status == MEETING_CLOSED)
			matter->meeting = NONE;
		return due_set(state, c->matter, matter->deadline_ms);
	}
	if (procedure_of(c)->stage[due.target].outcome)
		return matter_end(state, c->matter, &due, c->moment.number);
	return step_take(state, c->matter, &step, due.at_ms, TIME_NEVER);
}
