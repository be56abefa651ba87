/* Conditions that cannot hold, rules that cannot fail, by which both sides can win, or that more support undoes.
 *
 * Asked (meaning.h) of each body as it is when the charter is at its newest; whether a condition can hold, on every day
 * on which members change, and a transition's condition with the positions that its procedure takes. Answers that are
 * proved or shown by an example are reported; what stays undecided is not, for that says nothing about the rule: comity
 * charter check --explain lists it.
 */
#include "charter/meaning.h"
#include "charter/reader.h"

#include "base/buf.h"

#define QUESTIONS_MAX 2000u
#define STEPS_MAX UINT64_C(20000000) /* some tens of milliseconds, at most */

struct seen { /* a question that was asked of a rule */
	uint32_t next;
	int32_t day;
	unsigned conducts;
	struct party_set members;
};

struct asking {
	struct reader *reader;
	const struct charter *charter;
	struct electorates electorates;
	struct arena scratch;
	struct meaning *meaning;
	uint64_t steps;
	uint32_t questions;
	struct seen *seen;
	uint32_t seen_count, seen_room;
	uint32_t first_seen[LIMIT_RULES]; /* by rule */
	uint8_t said[LIMIT_RULES];        /* bit per ask: once a rule */
	uint32_t procedure;               /* of the transition that is being looked at */
	bool adopts;                      /* it leads to an outcome that adopts */
};

/* ---- Questions ----------------------------------------------------------------------------------------------- */

/* What members can do: take the positions that some stage takes, and say nothing. */
static unsigned conducts_of(const struct procedure *procedure)
{
	static const unsigned of_position[POSITION_MAX] = {
		[POSITION_OBJECT] = 1u << VOTES_AGAINST | 1u << OBJECTS_AWAY,
		[POSITION_SUPPORT] = 1u << VOTES_FOR,
		[POSITION_ABSTAIN] = 1u << ABSTAINS,
		[POSITION_RESERVE] = 1u << RESERVES,
		[POSITION_HOLD] = 1u << HOLDS_UP | 1u << HOLDS_AWAY,
		[POSITION_DISINTEREST] = 1u << DISINTERESTED,
		[POSITION_CONSTRUCTIVE] = 1u << CONSTRUCTIVE,
		[POSITION_RECUSE] = 1u << RECUSES,
	};
	unsigned conducts = CONDUCTS_PRESENCE;
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		const struct stage *stage = &procedure->stage[i];
		for (uint32_t k = 0; k < POSITION_MAX; k++)
			if ((stage->takes >> k & 1) != 0)
				conducts |= of_position[k];
		for (uint32_t k = 0; k < stage->transition_count; k++)
			if (stage->transition[k].event == EVENT_BALLOT)
				conducts |= 1u << VOTES_FOR | 1u << VOTES_AGAINST | 1u << ABSTAINS;
	}
	return conducts;
}

static bool question_of(const struct charter *charter, const struct electorates *electorates, uint32_t body,
                        int32_t day, struct question *ret)
{
	uint32_t index = electorate_at(electorates, day);
	*ret = (struct question){.charter = charter, .rule = NONE, .test = NONE, .body = body, .day = day};
	if (index == NONE)
		return false;
	ret->members = electorate_in(charter, body, electorates, index);
	return party_set_next(&ret->members, 0) != NONE;
}

static int32_t newest(const struct electorates *electorates)
{
	return electorates->count == 0 ? 0 : electorates->day[electorates->count - 1];
}

bool decides_question(const struct charter *charter, const struct electorates *electorates, uint32_t body,
                      uint32_t index, struct question *ret)
{
	const struct decides *decides = &charter->body[body].decides[index];
	int32_t day = newest(electorates);
	if (decides->in_force.from.year != 0 && date_to_days(decides->in_force.from) > day)
		day = date_to_days(decides->in_force.from);
	if (decides->in_force.until.year != 0 && date_to_days(decides->in_force.until) <= day)
		day = date_to_days(decides->in_force.until) - 1;
	if (!question_of(charter, electorates, body, day, ret))
		return false;
	ret->rule = decides->rule;
	ret->kind = decides->kind;
	ret->conducts = CONDUCTS_ALL;
	return true;
}

/* The same question of a rule is asked once; many bodies have the same members. */
static bool is_new(struct asking *asking, const struct question *question)
{
	uint32_t *first = &asking->first_seen[question->rule];
	for (uint32_t i = *first; i != NONE; i = asking->seen[i].next)
		if (asking->seen[i].day == question->day && asking->seen[i].conducts == question->conducts &&
		    party_set_same(&asking->seen[i].members, &question->members))
			return false;
	if (asking->questions >= QUESTIONS_MAX || asking->steps == 0)
		return false;
	asking->questions++;
	if (asking->seen_count < asking->seen_room) {
		asking->seen[asking->seen_count] = (struct seen){*first, question->day, question->conducts, question->members};
		*first = asking->seen_count++;
	}
	return true;
}

/* UNDECIDED too when memory ran out, which ends the reading. *arena: what the finding lies in. */
static enum known ask(struct asking *asking, enum ask what, struct arena *arena, struct finding *ret)
{
	*ret = (struct finding){.known = UNDECIDED};
	if (!asking->reader->diag.no_memory && !meaning_ask(asking->meaning, what, arena, &asking->steps, ret))
		asking->reader->diag.no_memory = true;
	return ret->known;
}

static bool understand(struct asking *asking, const struct question *question, struct arena *arena)
{
	if (!asking->reader->diag.no_memory && !meaning_of(question, arena, asking->meaning))
		asking->reader->diag.no_memory = true;
	return !asking->reader->diag.no_memory;
}

/* ---- Rules --------------------------------------------------------------------------------------------------- */

/* " (Rules of Procedure, Rule 14)", or nothing. */
static struct str cited(char *storage, size_t size, const struct origin *origin)
{
	struct buf buf = buf_of(storage, size);
	if (origin->cite.len != 0)
		buf_say(&buf, " (%S)", origin->cite);
	return buf.full ? STR("") : buf_view(&buf);
}

static void report(struct asking *asking, enum ask what, const struct question *question, const struct finding *finding)
{
	static const char *const hint[ASK_MAX] = {
		[ASK_FAILS] = "say what an adoption needs, for example: for > against",
		[ASK_BOTH] = "a share of more than a half leaves room for one side only; so does: for > against",
		[ASK_UNDONE] = "compare what is for with a share of the whole, not with an exact number",
	};
	const struct charter *charter = asking->charter;
	const struct rule *rule = &charter->rule[question->rule];
	struct diag *diag = &asking->reader->diag;
	const struct origin *stated = &charter->test[rule->adopted_when].origin;
	struct place at = place_of(stated);
	struct str name = rule->titles.name, body = charter->body[question->body].titles.name;
	char storage[512], source[LIMIT_LABEL_SIZE + 4];
	struct buf example = buf_of(storage, sizeof(storage));
	struct str cite = cited(source, sizeof(source), stated->cite.len != 0 ? stated : &rule->origin);
	asking->said[question->rule] |= (uint8_t)(1u << what);
	diag_hint(diag, "%s", hint[what]);
	if (finding->known == FOUND)
		buf_example(&example, asking->meaning, finding->taken);
	if (what == ASK_FAILS)
		diag_warning(diag, at, "the rule \"%S\"%S is met whatever the members of the body \"%S\" do", name, cite, body);
	else if (what == ASK_BOTH)
		diag_warning(diag, at,
		             "by the rule \"%S\"%S both sides can win in the body \"%S\": with %S, and with these changed",
		             name, cite, body, buf_view(&example));
	else
		diag_warning(diag, at, "more support can undo an adoption by the rule \"%S\"%S in the body \"%S\": with %S",
		             name, cite, body, buf_view(&example));
}

static void ask_rule(struct asking *asking, const struct question *question)
{
	static const enum known doubtful[ASK_MAX] = {[ASK_FAILS] = NEVER, [ASK_BOTH] = FOUND, [ASK_UNDONE] = FOUND};
	struct arena arena = asking->scratch;
	struct finding finding;
	if (!is_new(asking, question) || !understand(asking, question, &arena))
		return;
	for (enum ask what = ASK_FAILS; what < ASK_MAX; what++) {
		struct arena own = arena;
		if ((asking->said[question->rule] >> what & 1) != 0 || ask(asking, what, &own, &finding) != doubtful[what])
			continue;
		report(asking, what, question, &finding);
		if (what == ASK_FAILS)
			return; /* what always holds holds for both sides */
	}
}

/* ---- Quorums ------------------------------------------------------------------------------------------------- */

/* Whoever comes, whatever the members are at the time: only then is it an error. */
static void check_quorum(struct asking *asking, uint32_t body, uint32_t test, const struct origin *origin,
                         const char *what)
{
	const struct charter *charter = asking->charter;
	const struct electorates *electorates = &asking->electorates;
	struct party_set before = {{0}};
	uint32_t most = 0;
	for (uint32_t i = electorates->count; test != NONE && i-- > 0;) {
		struct arena arena = asking->scratch;
		struct question question;
		struct finding finding;
		if (!question_of(charter, electorates, body, electorates->day[i], &question) ||
		    party_set_same(&before, &question.members))
			continue;
		before = question.members;
		question.test = test;
		question.conducts = CONDUCTS_PRESENCE;
		if (asking->questions >= QUESTIONS_MAX || !understand(asking, &question, &arena) ||
		    ask(asking, ASK_HOLDS, &arena, &finding) != NEVER)
			return;
		asking->questions++;
		most = asking->meaning->member_count > most ? asking->meaning->member_count : most;
	}
	if (most == 0)
		return;
	struct diag *diag = &asking->reader->diag;
	uint32_t parent = charter->body[body].parent;
	bool grows = charter_has_effect(charter, EFFECT_ADMITS);
	bool inherited = parent != NONE && (charter->body[parent].quorum_open_origin.line == origin->line ||
	                                    charter->body[parent].quorum_decide_origin.line == origin->line);
	char storage[LIMIT_LABEL_SIZE + 4];
	struct str cite = cited(storage, sizeof(storage), origin), name = charter->body[body].titles.name;
	diag_hint(diag, "the body has at most %u member%s%s", most, most == 1 ? "" : "s",
	          grows ? ", as long as nobody is admitted" : "");
	if (grows)
		diag_warning(diag, place_of(origin), "the quorum to %s%S cannot be met in the body \"%S\"", what, cite, name);
	else if (inherited) /* a body that only inherits it may never meet, or decide in writing */
		diag_warning(diag, place_of(origin),
		             "the quorum to %s%S can never be met in the body \"%S\", which inherits it", what, cite, name);
	else
		diag_error(diag, place_of(origin), "the quorum to %s%S can never be met in the body \"%S\"", what, cite, name);
}

/* ---- Transitions --------------------------------------------------------------------------------------------- */

/* Does the condition hold on some ballot of the body, or is it not known? */
static bool may_hold(struct asking *asking, struct question *question, unsigned conducts)
{
	const struct procedure *procedure = &asking->charter->procedure[asking->procedure];
	const struct body *body = &asking->charter->body[question->body];
	uint32_t kinds = procedure->kind_count != 0 ? procedure->kind_count : body->decides_count;
	question->conducts = conducts;
	for (uint32_t i = 0; i < kinds || i == 0; i++) {
		struct arena arena = asking->scratch;
		struct finding finding;
		question->kind = STR("");
		if (i < kinds)
			question->kind = procedure->kind_count != 0 ? procedure->kind[i] : body->decides[i].kind;
		if (asking->questions++ >= QUESTIONS_MAX || !understand(asking, question, &arena) ||
		    ask(asking, ASK_HOLDS, &arena, &finding) != NEVER)
			return true;
	}
	return false;
}

static void say_positions(struct buf *buf, const struct procedure *procedure)
{
	uint32_t takes = 0;
	const char *before = "";
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		takes |= procedure->stage[i].takes;
	for (uint32_t k = 0; k < POSITION_MAX; k++) {
		if ((takes >> k & 1) == 0)
			continue;
		buf_c(buf, before);
		buf_str(buf, position_name[k]);
		before = ", ";
	}
	if (takes == 0)
		buf_c(buf, "no positions");
}

static void check_condition(struct asking *asking, const struct transition *transition)
{
	const struct charter *charter = asking->charter;
	const struct procedure *procedure = &charter->procedure[asking->procedure];
	unsigned conducts = conducts_of(procedure);
	bool asked = false, by_position = false;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		struct party_set before = {{0}};
		for (uint32_t k = asking->electorates.count; body_may_use(&charter->body[i], asking->procedure) && k-- > 0;) {
			struct question question;
			if (!question_of(charter, &asking->electorates, i, asking->electorates.day[k], &question) ||
			    party_set_same(&before, &question.members))
				continue;
			before = question.members;
			question.test = transition->when;
			if (may_hold(asking, &question, conducts))
				return;
			by_position |= may_hold(asking, &question, CONDUCTS_ALL);
			asked = true;
		}
	}
	if (!asked || asking->reader->diag.no_memory)
		return;
	char storage[LIMIT_LABEL_SIZE], source[LIMIT_LABEL_SIZE + 4];
	struct buf positions = buf_of(storage, sizeof(storage));
	const struct origin *origin = transition->origin.cite.len != 0 ? &transition->origin : &procedure->origin;
	say_positions(&positions, procedure);
	if (by_position)
		diag_hint(&asking->reader->diag, "the stages of the procedure take: %S", buf_view(&positions));
	else
		diag_hint(&asking->reader->diag, "no votes meet it in any body that may use the procedure");
	diag_warning(&asking->reader->diag, place_of(&charter->test[transition->when].origin),
	             "this condition never holds in the procedure \"%S\"%S", procedure->titles.name,
	             cited(source, sizeof(source), origin));
}

/* A rule that a transition names: its adoption is one, too. */
static void check_passes(void *context, const struct test *node)
{
	struct asking *asking = context;
	const struct charter *charter = asking->charter;
	struct question question;
	if (node->op != TEST_PASSES || node->index == NONE || !asking->adopts)
		return;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		if (!body_may_use(&charter->body[i], asking->procedure) ||
		    !question_of(charter, &asking->electorates, i, newest(&asking->electorates), &question))
			continue;
		question.rule = node->index;
		question.conducts = CONDUCTS_ALL;
		ask_rule(asking, &question);
	}
}

static void check_procedure(struct asking *asking, const struct procedure *procedure)
{
	for (uint32_t i = 0; i < procedure->stage_count; i++) {
		for (uint32_t k = 0; k < procedure->stage[i].transition_count; k++) {
			const struct transition *transition = &procedure->stage[i].transition[k];
			if (transition->when == NONE)
				continue;
			check_condition(asking, transition);
			asking->adopts = procedure->stage[transition->target].adopted;
			test_visit(asking->charter, transition->when, check_passes, asking);
		}
	}
}

/* ---- All of them --------------------------------------------------------------------------------------------- */

static void check_all(struct asking *asking)
{
	const struct charter *charter = asking->charter;
	for (uint32_t i = 0; i < charter->body_count; i++) {
		const struct body *body = &charter->body[i];
		struct question question;
		for (uint32_t k = 0; k < body->decides_count; k++)
			if (decides_question(charter, &asking->electorates, i, k, &question))
				ask_rule(asking, &question);
		check_quorum(asking, i, body->quorum_open, &body->quorum_open_origin, "open");
		check_quorum(asking, i, body->quorum_decide, &body->quorum_decide_origin, "decide");
	}
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		asking->procedure = i;
		check_procedure(asking, &charter->procedure[i]);
	}
}

/* Questions of rules that there can be: one for each statement, and each body for each rule that a transition names. */
static uint32_t room_for(const struct charter *charter)
{
	uint64_t room = (uint64_t)charter->rule_count * charter->body_count + 1;
	for (uint32_t i = 0; i < charter->body_count; i++)
		room += charter->body[i].decides_count;
	return room < QUESTIONS_MAX ? (uint32_t)room : QUESTIONS_MAX;
}

void check_meanings(struct reader *reader)
{
	struct arena scratch = *reader->arena;
	struct asking *asking = TRY(&scratch, struct asking, 1);
	if (reader->diag.out->error_count != 0 || reader->diag.no_memory)
		return;
	if (asking != NULL) {
		*asking = (struct asking){.reader = reader, .charter = reader->charter, .steps = STEPS_MAX};
		for (uint32_t i = 0; i < LIMIT_RULES; i++)
			asking->first_seen[i] = NONE;
		asking->seen_room = room_for(reader->charter);
		asking->seen = TRY(&scratch, struct seen, asking->seen_room);
		asking->meaning = TRY(&scratch, struct meaning, 1);
	}
	if (asking == NULL || asking->seen == NULL || asking->meaning == NULL ||
	    !electorates_of(reader->charter, &scratch, &asking->electorates)) {
		reader->diag.no_memory = true;
		return;
	}
	asking->scratch = scratch;
	check_all(asking);
}
