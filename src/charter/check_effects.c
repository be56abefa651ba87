/* What outcomes bring about must be possible: effects that have their object, offices that somebody can hold, turns
 * that somebody has, chairs that can be filled and ceded, ballots that are judged by numbers alone.
 */
#include "charter/reader.h"

#include "charter/eval.h"

#define STATUS_EFFECTS (1u << EFFECT_ADMITS | 1u << EFFECT_SUSPENDS | 1u << EFFECT_RESTORES | 1u << EFFECT_WITHDRAWS)
#define PARTY_EFFECTS (STATUS_EFFECTS | 1u << EFFECT_SUSPENDS_VOTE)

static uint32_t effects_of(const struct procedure *procedure)
{
	uint32_t all = 0;
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		all |= procedure->stage[i].effects;
	return all;
}

bool charter_has_effect(const struct charter *charter, enum effect effect)
{
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		if ((effects_of(&charter->procedure[i]) & 1u << effect) != 0)
			return true;
	return false;
}

/* ---- Effects --------------------------------------------------------------------------------------------------- */

/* Two effects of one outcome that undo each other. */
static void check_pair(struct reader *reader, const struct stage *outcome, enum effect a, enum effect b)
{
	if ((outcome->effects & 1u << a) != 0 && (outcome->effects & 1u << b) != 0)
		diag_error(&reader->diag, place_of(&outcome->effect_origin[b]),
		           "one outcome has the effects \"%S\" and \"%S\", which contradict each other", effect_name[a],
		           effect_name[b]);
}

static bool decided_somewhere(const struct charter *charter, struct str kind)
{
	for (uint32_t i = 0; i < charter->body_count; i++)
		if (body_rule_at(charter, i, kind, /* when= */ NULL) != NONE)
			return true;
	return false;
}

static void check_outcome(struct reader *reader, const struct procedure *procedure, const struct stage *outcome)
{
	const struct charter *charter = reader->charter;
	check_pair(reader, outcome, EFFECT_APPOINTS, EFFECT_RELIEVES);
	for (unsigned a = EFFECT_ADMITS; a <= EFFECT_WITHDRAWS; a++)
		for (unsigned b = a + 1; b <= EFFECT_WITHDRAWS; b++)
			check_pair(reader, outcome, (enum effect)a, (enum effect)b);
	for (unsigned effect = 0; effect < EFFECT_MAX; effect++) {
		const struct origin *origin = &outcome->effect_origin[effect];
		if ((outcome->effects & 1u << effect) == 0)
			continue;
		if ((PARTY_EFFECTS >> effect & 1) != 0 && procedure->about != ABOUT_CONCERNED) {
			diag_hint(&reader->diag, "form: about concerned");
			diag_error(&reader->diag, place_of(origin),
			           "the effect \"%S\" is on the parties concerned, which matters of the procedure need not name",
			           effect_name[effect]);
		}
		if ((effect == EFFECT_APPOINTS || effect == EFFECT_RELIEVES) && charter->office_count == 0)
			diag_error(&reader->diag, place_of(origin), "there is no office");
		if (effect == EFFECT_CLASSIFIES && !decided_somewhere(charter, outcome->classifies))
			diag_error(&reader->diag, place_of(origin), "no body decides matters of the kind \"%S\"",
			           outcome->classifies);
	}
}

/* ---- Offices --------------------------------------------------------------------------------------------------- */

bool office_appointed(const struct charter *charter, uint32_t body)
{
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		if ((effects_of(&charter->procedure[i]) & 1u << EFFECT_APPOINTS) != 0 &&
		    (body == NONE || body_may_use(&charter->body[body], i)))
			return true;
	return false;
}

bool office_fillable(const struct charter *charter, uint32_t office)
{
	for (uint32_t i = 0; office != NONE && i < charter->office_count; i++, office = charter->office[office].acting) {
		const struct office *of = &charter->office[office];
		if (of->holder_count != 0 || of->rotation.turn != TURN_NONE || office_appointed(charter, of->appointed_by))
			return true;
	}
	return false;
}

static bool ever_member_of(const struct charter *charter, uint32_t party, uint32_t body)
{
	const struct party *of = &charter->party[party];
	uint32_t set = charter->body[body].composition;
	bool admitted = charter_has_effect(charter, EFFECT_ADMITS), member = false;
	for (uint32_t i = 0; i < of->status_count; i++) {
		member |= of->status[i].kind == STATUS_MEMBER;
		admitted &= of->status[i].kind != STATUS_SECRETARIAT;
	}
	member |= admitted;
	return member && (set == NONE || party_set_has(&charter->set[set].parties, party));
}

static void check_rotation(struct reader *reader, const struct rotation *rotation)
{
	const struct charter *charter = reader->charter;
	struct str body = charter->body[rotation->body].titles.name;
	if (rotation->starting != NONE && !ever_member_of(charter, rotation->starting, rotation->body))
		diag_error(&reader->diag, place_of(&rotation->origin),
		           "\"%S\" has the first turn and is never a member of \"%S\"",
		           charter->party[rotation->starting].titles.name, body);
	for (uint32_t i = 0; i < charter->party_count; i++) {
		const struct party *party = &charter->party[i];
		if (!ever_member_of(charter, i, rotation->body) || party_has_sort(party, rotation->language))
			continue;
		diag_hint(&reader->diag, "form: sort %S \"KEY\"", rotation->language);
		diag_warning(&reader->diag, place_of(&party->origin),
		             "\"%S\" has its turn in an office and no sort key in \"%S\": it comes last", party->titles.name,
		             rotation->language);
	}
}

static void check_office(struct reader *reader, uint32_t index)
{
	const struct charter *charter = reader->charter;
	const struct office *office = &charter->office[index];
	uint32_t steps = 0, acting = office->acting;
	while (acting != NONE && acting != index && steps++ < charter->office_count)
		acting = charter->office[acting].acting;
	if (acting == index)
		diag_error(&reader->diag, place_of(&office->acting_origin), "the office \"%S\" would act for itself",
		           office->titles.name);
	if (office->acting != NONE && acting != index && !office_fillable(charter, office->acting))
		diag_warning(&reader->diag, place_of(&office->acting_origin), "nobody ever holds the office \"%S\"",
		             charter->office[office->acting].titles.name);
	bool appointed = office_appointed(charter, office->appointed_by);
	if (office->appointed_by != NONE && !appointed)
		diag_error(&reader->diag, place_of(&office->appointed_by_origin), "no procedure of the body \"%S\" appoints",
		           charter->body[office->appointed_by].titles.name);
	if (office->appointed_by == NONE && office->has_term && !appointed)
		diag_error(&reader->diag, place_of(&office->term_origin), "a term of an office to which nothing appoints");
	if (office->rotation.turn != TURN_NONE)
		check_rotation(reader, &office->rotation);
}

/* ---- Bodies ---------------------------------------------------------------------------------------------------- */

static bool names_concerned(const struct charter *charter, const struct body *body)
{
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		if (charter->procedure[i].about != ABOUT_NOBODY && body_may_use(body, i))
			return true;
	return false;
}

static void check_body(struct reader *reader, const struct body *body)
{
	const struct charter *charter = reader->charter;
	const struct body *parent = body->parent == NONE ? NULL : &charter->body[body->parent];
	struct str name = body->titles.name;
	if (own_statement(&body->chair_origin, parent == NULL ? NULL : &parent->chair_origin) &&
	    body->chair == CHAIR_OFFICE && !office_fillable(charter, body->chair_index))
		diag_warning(&reader->diag, place_of(&body->chair_origin), "the office \"%S\" that chairs has no holder",
		             charter->office[body->chair_index].titles.name);
	if (own_statement(&body->recusal_origin, parent == NULL ? NULL : &parent->recusal_origin)) {
		if (body->chair == CHAIR_NONE)
			diag_error(&reader->diag, place_of(&body->recusal_origin),
			           "the body \"%S\" has no chair that could be ceded", name);
		else if (!names_concerned(charter, body))
			diag_warning(&reader->diag, place_of(&body->recusal_origin),
			             "no procedure of the body \"%S\" names the parties that a matter concerns", name);
	}
	if (own_statement(&body->waives_origin, parent == NULL ? NULL : &parent->waives_origin) && !body->has_notice)
		diag_error(&reader->diag, place_of(&body->waives_origin), "the body \"%S\" has no notice that could be waived",
		           name);
}

/* ---- Ballots --------------------------------------------------------------------------------------------------- */

struct secrecy {
	struct reader *reader;
	const struct charter *charter;
	const struct transition *transition;
	uint32_t rule; /* being looked at; NONE: the transition's own condition */
	bool told;
};

static void secret_test(struct secrecy *secrecy, uint32_t test, uint32_t rule);

/* Who voted is secret: nothing but the sizes of the sets is known. */
static void secret_node(void *context, const struct test *node)
{
	struct secrecy *secrecy = context;
	const struct charter *charter = secrecy->charter;
	bool weighs = (node->op == AMOUNT_COUNT || node->op == AMOUNT_FRACTION) && node->index != NONE;
	bool names = node->op == SET_NAMED || node->op == SET_IN || node->op == SET_WITHOUT ||
	             (node->op == SET_TERM && (node->index == TERM_CONCERNED || node->index == TERM_AUTHOR ||
	                                       node->index == TERM_REQUESTERS || node->index == TERM_CONSTRUCTIVE ||
	                                       node->index == TERM_IN_ARREARS || node->index == TERM_SUSPENDED));
	if ((weighs || names) && !secrecy->told) {
		secrecy->told = true;
		diag_hint(&secrecy->reader->diag,
		          "only numbers are known: for, against, voting, abstain, present, absent, members");
		if (secrecy->rule == NONE)
			diag_error(&secrecy->reader->diag, place_of(&secrecy->transition->origin),
			           "the condition looks at who voted in a secret ballot");
		else
			diag_error(&secrecy->reader->diag, place_of(&secrecy->transition->origin),
			           "the rule \"%S\" looks at who voted in a secret ballot",
			           charter->rule[secrecy->rule].titles.name);
	}
	if (node->op != TEST_PASSES) /* a rule asks no other rule */
		return;
	if (node->index != NONE)
		secret_test(secrecy, charter->rule[node->index].test, node->index);
	for (uint32_t i = 0; node->index == NONE && i < charter->body_count; i++)
		for (uint32_t k = 0; k < charter->body[i].decides_count; k++)
			if (passes_own_kind(node) || str_eq(charter->body[i].decides[k].kind, node->kind))
				secret_test(secrecy, charter->rule[charter->body[i].decides[k].rule].test,
				            charter->body[i].decides[k].rule);
}

static void secret_test(struct secrecy *secrecy, uint32_t test, uint32_t rule)
{
	secrecy->rule = rule;
	test_visit(secrecy->charter, test, secret_node, secrecy);
	secrecy->rule = NONE;
}

static void check_ballots(struct reader *reader, const struct stage *stage)
{
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		struct secrecy secrecy = {.reader = reader, .charter = reader->charter, .transition = transition, .rule = NONE};
		if (transition->event != EVENT_BALLOT)
			continue;
		for (uint32_t k = 0; k < transition->by_count; k++)
			if (transition->by[k].kind != WHO_SECRETARIAT)
				diag_error(&reader->diag, place_of(&transition->by[k].origin), "only the secretariat reports a ballot");
		test_visit(reader->charter, transition->when, secret_node, &secrecy);
	}
}

/* ---- Arrears --------------------------------------------------------------------------------------------------- */

static void check_arrears(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	bool used = charter->arrears_no_vote;
	for (uint32_t i = 0; i < charter->test_count && !used; i++)
		used = charter->test[i].op == SET_TERM && charter->test[i].index == TERM_IN_ARREARS;
	if (charter->has_arrears && !used && !charter_has_effect(charter, EFFECT_SUSPENDS_VOTE))
		diag_warning(&reader->diag, place_of(&charter->arrears_origin), "nothing follows from arrears");
}

void check_effects(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	for (uint32_t i = 0; i < charter->procedure_count; i++) {
		const struct procedure *procedure = &charter->procedure[i];
		for (uint32_t k = 0; k < procedure->stage_count; k++) {
			if (procedure->stage[k].outcome)
				check_outcome(reader, procedure, &procedure->stage[k]);
			else
				check_ballots(reader, &procedure->stage[k]);
		}
	}
	for (uint32_t i = 0; i < charter->office_count; i++)
		check_office(reader, i);
	for (uint32_t i = 0; i < charter->body_count; i++)
		check_body(reader, &charter->body[i]);
	check_arrears(reader);
}
