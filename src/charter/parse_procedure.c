/* Procedures: stages with their clocks and transitions, and the outcomes in which they end. */
#include "charter/reader.h"

#include <string.h>

const struct str event_name[EVENT_MAX] = {
	[EVENT_CIRCULATION] = WORD("circulation"),
	[EVENT_SILENCE] = WORD("silence"),
	[EVENT_SUBMISSION] = WORD("submission"),
	[EVENT_OBJECTION] = WORD("objection"),
	[EVENT_SUPPORT] = WORD("support"),
	[EVENT_ABSTENTION] = WORD("abstention"),
	[EVENT_RESERVATION] = WORD("reservation"),
	[EVENT_HOLD] = WORD("hold"),
	[EVENT_DISINTEREST] = WORD("disinterest"),
	[EVENT_AMENDMENT] = WORD("amendment"),
	[EVENT_ADOPTION] = WORD("adoption"),
	[EVENT_REJECTION] = WORD("rejection"),
	[EVENT_WITHDRAWAL] = WORD("withdrawal"),
	[EVENT_CLOSING] = WORD("closing"),
	[EVENT_EXPIRY] = WORD("expiry"),
	[EVENT_CONVENING] = WORD("convening"),
	[EVENT_OPENING] = WORD("opening"),
	[EVENT_ANSWER] = WORD("answer"),
	[EVENT_REQUEST] = WORD("request"),
	[EVENT_REFERRAL] = WORD("referral"),
	[EVENT_MOVE] = WORD("move"),
	[EVENT_EXTENSION] = WORD("extension"),
	[EVENT_SUSPENSION] = WORD("suspension"),
	[EVENT_RESUMPTION] = WORD("resumption"),
	[EVENT_BALLOT] = WORD("ballot"),
};

const struct str position_name[POSITION_MAX] = {
	[POSITION_OBJECT] = WORD("object"),
	[POSITION_SUPPORT] = WORD("support"),
	[POSITION_ABSTAIN] = WORD("abstain"),
	[POSITION_RESERVE] = WORD("reserve"),
	[POSITION_HOLD] = WORD("hold"),
	[POSITION_DISINTEREST] = WORD("disinterest"),
	[POSITION_CONSTRUCTIVE] = WORD("constructive"),
	[POSITION_ACCEPT] = WORD("accept"),
	[POSITION_RECUSE] = WORD("recuse"),
};

/* Statements that must be there; each names the procedure's first line. */
static void check_complete(struct reader *reader, const struct procedure *procedure)
{
	struct place at = place_of(&procedure->origin);
	struct str name = procedure->titles.name;
	uint32_t outcomes = 0;
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		outcomes += procedure->stage[i].outcome;
	if (procedure->begins_count == 0) {
		diag_hint(&reader->diag, "form: begins WHO…");
		diag_error(&reader->diag, at, "nobody begins the procedure \"%S\"", name);
	}
	if (outcomes == procedure->stage_count) {
		diag_hint(&reader->diag, "form: stage NAME {");
		diag_error(&reader->diag, at, "the procedure \"%S\" has no stage", name);
	} else if (procedure->stage[0].outcome) {
		diag_hint(&reader->diag, "the first one is where a matter begins");
		diag_error(&reader->diag, place_of(&procedure->stage[0].origin), "an outcome stands before the first stage");
	}
	if (outcomes == 0) {
		diag_hint(&reader->diag, "form: outcome NAME [{]");
		diag_error(&reader->diag, at, "the procedure \"%S\" has no outcome", name);
	}
}

bool read_procedure(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	if (!read_head(reader, ELEMENT_PROCEDURE, /* titled= */ false, &index))
		return false;
	struct procedure *procedure = index == NONE ? &reader->spare.procedure : &reader->charter->procedure[index];
	reader->procedure = procedure;
	procedure->origin = *origin;
	if (!declare_stages(reader, procedure)) {
		reader->diag.no_memory = true;
		return false;
	}
	if (!reader_block(reader, IN_PROCEDURE, &procedure->origin))
		return false;
	if (reader->diag.out->error_count == errors)
		check_complete(reader, procedure);
	return true;
}

bool read_kinds(struct reader *reader, struct origin *origin)
{
	struct procedure *procedure = reader->procedure;
	return take_names(reader, "a kind of matter", &procedure->kind, &procedure->kind_count) &&
	       reader_tail(reader, origin);
}

/* "a matter of this procedure is a crisis" */
bool read_crisis(struct reader *reader, struct origin *origin)
{
	if (!reader_tail(reader, origin))
		return false;
	reader->procedure->crisis = true;
	reader->procedure->crisis_origin = *origin;
	return true;
}

bool read_needs(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("text")};
	uint32_t what;
	if (!take_choice(reader, "\"text\"", words, 1, &what))
		return false;
	reader->procedure->needs_text = true;
	return reader_tail(reader, origin);
}

/* ---- Stages and outcomes --------------------------------------------------------------------------------------- */

/* The slot that declare_stages has made for the name. */
static bool enter_stage(struct reader *reader, struct origin *origin, bool outcome)
{
	struct token name;
	if (!take_name(reader, "a name", &name))
		return false;
	uint32_t index = map_get(&reader->stages, name.text);
	struct stage *stage = &reader->spare_stage;
	memset(stage, 0, sizeof(*stage));
	if (index == MAP_NONE && reader->procedure->stage_count < LIMIT_STAGES)
		diag_error(&reader->diag, name.at, "a stage or outcome begins on a line of its own");
	else if (index == MAP_NONE)
		diag_error(&reader->diag, name.at, "more than %u stages and outcomes", LIMIT_STAGES);
	else if (reader->procedure->stage[index].origin.line != 0)
		diag_error(&reader->diag, name.at, "there are two stages or outcomes named \"%S\"", name.text);
	else
		stage = &reader->procedure->stage[index];
	stage->name = name.text;
	stage->outcome = outcome;
	stage->series = NONE;
	stage->prolongs = NONE;
	stage->origin = *origin;
	reader->stage = stage;
	return true;
}

bool read_stage(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count;
	if (!enter_stage(reader, origin, /* outcome= */ false))
		return false;
	struct stage *stage = reader->stage;
	if (!reader_block(reader, IN_STAGE, &stage->origin))
		return false;
	/* "A stage with a ceiling and no clock of its own ends there." */
	if (stage->clock == CLOCK_NONE && stage->has_ceiling) {
		stage->clock = CLOCK_CEILING;
		stage->clock_origin = stage->ceiling_origin;
	}
	if (reader->diag.out->error_count == errors && stage->transition_count == 0) {
		diag_hint(&reader->diag, "form: on EVENT [by WHO…] to STAGE [when TEST]");
		diag_error(&reader->diag, place_of(origin), "nothing leaves the stage \"%S\"", stage->name);
	}
	return true;
}

bool read_outcome(struct reader *reader, struct origin *origin)
{
	if (!enter_stage(reader, origin, /* outcome= */ true))
		return false;
	struct stage *stage = reader->stage;
	if (reader->token.kind != TOKEN_OPEN)
		return reader_tail(reader, &stage->origin);
	uint32_t errors = reader->diag.out->error_count;
	if (!reader_block(reader, IN_OUTCOME, &stage->origin))
		return false;
	if (reader->diag.out->error_count != errors)
		return true;
	if (!stage->adopted && stage->takes != 0)
		diag_error(&reader->diag, place_of(&stage->takes_origin), "\"%S\" does not adopt: there is nothing to accept",
		           stage->name);
	if (!stage->adopted && (stage->plan || stage->series != NONE)) {
		diag_hint(&reader->diag, "write \"adopts\" in the outcome");
		diag_error(&reader->diag, place_of(origin), "\"%S\" has a %s, but does not adopt", stage->name,
		           stage->plan ? "plan" : "symbol");
	}
	return true;
}

bool read_clock(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	if (token_is(&reader->token, "until")) {
		if (!reader_advance(reader) || !take_word(reader, "moment"))
			return false;
		stage->clock = CLOCK_UNTIL;
	} else if (token_is(&reader->token, "immediately")) {
		if (!reader_advance(reader))
			return false;
		stage->clock = CLOCK_IMMEDIATELY;
	} else {
		if (!take_span(reader, &stage->span))
			return false;
		stage->clock = CLOCK_SPAN;
	}
	if (!reader_tail(reader, origin))
		return false;
	stage->clock_origin = *origin;
	return true;
}

bool read_floor(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	if (!take_span(reader, &stage->floor) || !reader_tail(reader, origin))
		return false;
	stage->has_floor = true;
	stage->floor_origin = *origin;
	return true;
}

bool read_ceiling(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	if (!take_span(reader, &stage->ceiling) || !reader_tail(reader, origin))
		return false;
	stage->has_ceiling = true;
	stage->ceiling_origin = *origin;
	return true;
}

bool read_positions(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	uint32_t takes = 0;
	do {
		struct token word = reader->token;
		uint32_t position;
		if (!take_choice(reader, "a position, such as support, object or abstain", position_name, POSITION_MAX,
		                 &position))
			return false;
		if (stage->outcome != (position == POSITION_ACCEPT)) {
			diag_hint(&reader->diag,
			          "what was adopted is accepted later in its outcome, and nothing else is done there");
			return diag_error(&reader->diag, word.at, "\"%S\" is no position in %s", word.text,
			                  stage->outcome ? "an outcome" : "a stage");
		}
		if ((takes >> position & 1) != 0)
			return diag_error(&reader->diag, word.at, "\"%S\" is named twice", word.text);
		takes |= 1u << position;
	} while (!reader_at_tail(reader));
	if (!reader_tail(reader, origin))
		return false;
	stage->takes = takes;
	stage->takes_origin = *origin;
	return true;
}

static bool take_stage(struct reader *reader, uint32_t *ret)
{
	const struct procedure *procedure = reader->procedure;
	struct token name;
	if (!take_name(reader, "a stage or outcome", &name))
		return false;
	*ret = map_get(&reader->stages, name.text);
	if (*ret != MAP_NONE)
		return true;
	struct nearest nearest = nearest_of(name.text);
	for (uint32_t i = 0; i < procedure->stage_count; i++)
		nearest_try(&nearest, procedure->stage[i].name);
	nearest_hint(reader, &nearest);
	return diag_error(&reader->diag, name.at, "there is no stage or outcome \"%S\" in this procedure", name.text);
}

/* on EVENT [by WHO…] to STAGE [when TEST] */
bool read_on(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	struct transition transition = {.when = NONE};
	uint32_t event;
	if (!take_choice(reader, "an event", event_name, EVENT_MAX, &event))
		return false;
	transition.event = (enum event)event;
	if (token_is(&reader->token, "by")) {
		if (transition.event == EVENT_EXPIRY || transition.event == EVENT_CLOSING) {
			diag_hint(&reader->diag, "leave out \"by\"");
			return diag_error(&reader->diag, reader->token.at, "%S is nobody's act", event_name[event]);
		}
		if (!reader_advance(reader) || !take_whos(reader, &transition.by, &transition.by_count))
			return false;
	}
	if (!take_word(reader, "to") || !take_stage(reader, &transition.target))
		return false;
	if (token_is(&reader->token, "when") && !take_test(reader, /* passes_allowed= */ true, &transition.when))
		return false;
	if (!reader_tail(reader, origin))
		return false;
	transition.origin = *origin;
	return PUSH(reader, stage->transition, stage->transition_count, transition);
}

bool read_adopts(struct reader *reader, struct origin *origin)
{
	reader->stage->adopted = true;
	return reader_tail(reader, origin);
}

bool read_symbol(struct reader *reader, struct origin *origin)
{
	struct stage *stage = reader->stage;
	if (reader_at_tail(reader)) {
		stage->series = SERIES_OF_KIND;
	} else {
		const struct charter *charter = reader->charter;
		struct token name;
		if (!take_name(reader, "the name of a series", &name))
			return false;
		struct nearest nearest = nearest_of(name.text);
		for (uint32_t i = 0; i < charter->series_count; i++) {
			nearest_try(&nearest, charter->series[i].name);
			if (str_eq(charter->series[i].name, name.text))
				stage->series = i;
		}
		if (stage->series == NONE && !reader->series_unknown) {
			if (charter->origin.line == 0)
				diag_hint(&reader->diag, "the organisation, with its series, stands before what uses them");
			nearest_hint(reader, &nearest);
			return diag_error(&reader->diag, name.at, "there is no series \"%S\"", name.text);
		}
	}
	if (!reader_tail(reader, origin))
		return false;
	stage->series_origin = *origin;
	return true;
}

bool read_plan(struct reader *reader, struct origin *origin)
{
	reader->stage->plan = true;
	return reader_tail(reader, origin);
}

/* publish [next-meeting] */
bool read_publish(struct reader *reader, struct origin *origin)
{
	reader->stage->publish = true;
	if (!reader_at_tail(reader)) {
		if (!take_word(reader, "next-meeting"))
			return false;
		reader->stage->publish_next = true;
	}
	return reader_tail(reader, origin);
}
