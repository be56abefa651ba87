/* What stages do beside moving on: clocks that are extended or stand still, meetings about a matter, referrals, answers
 * of those concerned; procedures that end and are prolonged; instruments that must be able to come into force.
 */
#include "charter/reader.h"

static const struct transition *transition_on(const struct stage *stage, enum event event)
{
	for (uint32_t i = 0; i < stage->transition_count; i++)
		if (stage->transition[i].event == event)
			return &stage->transition[i];
	return NULL;
}

/* ---- Clocks that are touched ---------------------------------------------------------------------------------- */

static bool has_end(const struct stage *stage)
{
	return stage->clock != CLOCK_NONE && stage->clock != CLOCK_IMMEDIATELY;
}

/* An extension, a suspension, a resumption are of the stage's own clock: they lead nowhere else. */
static void check_touch(struct reader *reader, const struct procedure *procedure, const struct stage *stage,
                        const struct transition *transition)
{
	if (&procedure->stage[transition->target] != stage) {
		diag_hint(&reader->diag, "form: on %S [by WHO…] to %S [when TEST]", event_name[transition->event], stage->name);
		diag_error(&reader->diag, place_of(&transition->origin), "the %S leaves the matter where it is",
		           event_name[transition->event]);
	} else if (!has_end(stage)) {
		diag_error(&reader->diag, place_of(&transition->origin),
		           "the %S of a clock that the stage \"%S\" does not have", event_name[transition->event], stage->name);
	}
}

static void check_pairs(struct reader *reader, const struct stage *stage)
{
	const struct transition *extension = transition_on(stage, EVENT_EXTENSION);
	const struct transition *suspension = transition_on(stage, EVENT_SUSPENSION);
	const struct transition *resumption = transition_on(stage, EVENT_RESUMPTION);
	if (extension != NULL && stage->extends_times == 0) {
		diag_hint(&reader->diag, "form: %s", row_find(STR("extends"), IN_STAGE)->form);
		diag_error(&reader->diag, place_of(&extension->origin),
		           "the stage \"%S\" does not say by how much it is extended", stage->name);
	}
	if (extension == NULL && stage->extends_times != 0) {
		diag_hint(&reader->diag, "form: on extension [by WHO…] to %S [when TEST]", stage->name);
		diag_error(&reader->diag, place_of(&stage->extends_origin), "nobody extends it");
	}
	if (suspension != NULL && resumption == NULL) {
		diag_hint(&reader->diag, "form: on resumption [by WHO…] to %S [when TEST]", stage->name);
		diag_error(&reader->diag, place_of(&suspension->origin), "a clock that stands still and is never resumed");
	}
	if (suspension == NULL && resumption != NULL)
		diag_error(&reader->diag, place_of(&resumption->origin), "a clock that never stands still is resumed");
}

/* ---- Transitions ---------------------------------------------------------------------------------------------- */

static void check_concerned(struct reader *reader, const struct procedure *procedure,
                            const struct transition *transition)
{
	for (uint32_t i = 0; procedure->about == ABOUT_NOBODY && i < transition->by_count; i++) {
		if (transition->by[i].kind != WHO_CONCERNED)
			continue;
		diag_hint(&reader->diag, "form: %s", row_find(STR("about"), IN_PROCEDURE)->form);
		diag_error(&reader->diag, place_of(&transition->by[i].origin), "matters of the procedure \"%S\" concern nobody",
		           procedure->titles.name);
	}
}

static void check_target(struct reader *reader, const struct procedure *procedure, const struct transition *transition)
{
	const struct stage *target = &procedure->stage[transition->target];
	bool must_go_on = transition->event == EVENT_CONVENING || transition->event == EVENT_REFERRAL;
	if (must_go_on && target->outcome) {
		diag_hint(&reader->diag, "name a stage");
		diag_error(&reader->diag, place_of(&transition->origin),
		           "after a %S the matter goes on, but \"%S\" is an outcome", event_name[transition->event],
		           target->name);
	}
	if (transition->event == EVENT_CONVENING && !target->outcome && transition_on(target, EVENT_OPENING) == NULL) {
		diag_hint(&reader->diag, "add \"on opening to STAGE\" to \"%S\"", target->name);
		diag_error(&reader->diag, place_of(&transition->origin), "the meeting that is convened sets nothing off");
	}
}

static void check_stage(struct reader *reader, const struct procedure *procedure, const struct stage *stage)
{
	for (uint32_t i = 0; i < stage->transition_count; i++) {
		const struct transition *transition = &stage->transition[i];
		check_concerned(reader, procedure, transition);
		check_target(reader, procedure, transition);
		if (transition->event >= EVENT_EXTENSION && transition->event <= EVENT_RESUMPTION)
			check_touch(reader, procedure, stage, transition);
	}
	check_pairs(reader, stage);
}
_Static_assert(EVENT_EXTENSION + 1 == EVENT_SUSPENSION && EVENT_SUSPENSION + 1 == EVENT_RESUMPTION, "check_stage");

static void check_prolongs(struct reader *reader, const struct stage *outcome)
{
	const struct procedure *of;
	if (!outcome->outcome || outcome->prolongs == NONE)
		return;
	of = &reader->charter->procedure[outcome->prolongs];
	if (!outcome->adopted) {
		diag_hint(&reader->diag, "write \"adopts\" in the outcome");
		diag_error(&reader->diag, place_of(&outcome->prolongs_origin), "\"%S\" prolongs, but does not adopt",
		           outcome->name);
	}
	if (of->in_force.until.year == 0) {
		diag_hint(&reader->diag, "form: %s", row_find(STR("until"), IN_PROCEDURE)->form);
		diag_error(&reader->diag, place_of(&outcome->prolongs_origin), "the procedure \"%S\" has no end to move",
		           of->titles.name);
	}
}

void check_steps(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		for (uint32_t k = 0; k < charter->procedure[i].stage_count; k++) {
			check_stage(reader, &charter->procedure[i], &charter->procedure[i].stage[k]);
			check_prolongs(reader, &charter->procedure[i].stage[k]);
		}
}

/* ---- Instruments ---------------------------------------------------------------------------------------------- */

/* "enters when TEST" counts deposits, members and sets of the charter: nobody votes on an entry into force. */
static void check_entry_node(void *context, const struct test *node)
{
	struct reader *reader = context;
	if (node->op != SET_TERM || node->index == TERM_DEPOSITS || node->index == TERM_MEMBERS)
		return;
	diag_hint(&reader->diag, "an instrument counts deposits, members and the charter's own sets");
	diag_error(&reader->diag, place_of(&node->origin), "there are no \"%S\" of an instrument", term_name[node->index]);
}

static void check_other_node(void *context, const struct test *node)
{
	struct reader *reader = context;
	if (node->op != SET_TERM || node->index != TERM_DEPOSITS)
		return;
	diag_hint(&reader->diag, "they stand in \"enters when\" of an instrument; elsewhere: once INSTRUMENT");
	diag_error(&reader->diag, place_of(&node->origin), "deposits are counted by an instrument only");
}

/* With a deposit by everybody who is ever a member. */
static bool can_enter(const struct charter *charter, const struct instrument *instrument)
{
	struct ballot ballot = {.day = 0};
	for (uint32_t i = 0; i < charter->party_count; i++)
		for (uint32_t k = 0; k < charter->party[i].status_count; k++)
			if (charter->party[i].status[k].kind == STATUS_MEMBER) {
				party_set_add(&ballot.set[TERM_MEMBERS], i);
				party_set_add(&ballot.set[TERM_DEPOSITS], i);
			}
	return test_holds(charter, instrument->enters_when, NONE, &ballot, /* ret_rule= */ NULL);
}

static uint64_t instruments_asked(const struct charter *charter)
{
	uint64_t asked = 0;
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		asked |= charter->procedure[i].in_force.once;
	for (uint32_t i = 0; i < charter->body_count; i++)
		for (uint32_t k = 0; k < charter->body[i].decides_count; k++)
			asked |= charter->body[i].decides[k].in_force.once;
	return asked;
}

void check_instruments(struct reader *reader)
{
	const struct charter *charter = reader->charter;
	uint64_t asked = instruments_asked(charter);
	for (uint32_t i = 0; i < charter->instrument_count; i++) {
		const struct instrument *instrument = &charter->instrument[i];
		uint32_t errors = reader->diag.out->error_count;
		test_visit(charter, instrument->enters_when, check_entry_node, reader);
		if (reader->diag.out->error_count == errors && instrument->enters_when != NONE &&
		    !can_enter(charter, instrument))
			diag_error(&reader->diag, place_of(&instrument->enters_origin),
			           "the instrument \"%S\" can never enter into force, whoever deposits", instrument->titles.name);
		if ((asked >> i & 1) == 0)
			diag_warning(&reader->diag, place_of(&instrument->origin), "nothing waits for the instrument \"%S\"",
			             instrument->titles.name);
	}
	for (uint32_t i = 0; i < charter->body_count; i++) {
		test_visit(charter, charter->body[i].quorum_open, check_other_node, reader);
		test_visit(charter, charter->body[i].quorum_decide, check_other_node, reader);
	}
	for (uint32_t i = 0; i < charter->rule_count; i++) {
		test_visit(charter, charter->rule[i].test, check_other_node, reader);
		test_visit(charter, charter->rule[i].binds, check_other_node, reader);
	}
	for (uint32_t i = 0; i < charter->procedure_count; i++)
		for (uint32_t k = 0; k < charter->procedure[i].stage_count; k++)
			for (uint32_t t = 0; t < charter->procedure[i].stage[k].transition_count; t++)
				test_visit(charter, charter->procedure[i].stage[k].transition[t].when, check_other_node, reader);
}
