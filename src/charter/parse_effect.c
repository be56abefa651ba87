/* What an outcome does to persons, parties and the charter, and when arrears begin to count. */
#include "charter/reader.h"

#include "base/buf.h"

const struct str effect_name[EFFECT_MAX] = {
	[EFFECT_APPOINTS] = WORD("appoints"),
	[EFFECT_RELIEVES] = WORD("relieves"),
	[EFFECT_ADMITS] = WORD("admits"),
	[EFFECT_SUSPENDS] = WORD("suspends"),
	[EFFECT_SUSPENDS_VOTE] = WORD("suspends-vote"),
	[EFFECT_RESTORES] = WORD("restores"),
	[EFFECT_WITHDRAWS] = WORD("withdraws"),
	[EFFECT_CLASSIFIES] = WORD("classifies"),
	[EFFECT_AMENDS_CHARTER] = WORD("amends-charter"),
};

static bool state_effect(struct reader *reader, enum effect effect, struct origin *origin)
{
	if (!reader_tail(reader, origin))
		return false;
	reader->stage->effects |= 1u << effect;
	reader->stage->effect_origin[effect] = *origin;
	return true;
}

/* An effect without arguments: the keyword says which. */
bool read_effect(struct reader *reader, struct origin *origin)
{
	unsigned effect = 0;
	while (!str_eq(effect_name[effect], str_from(reader->row->keyword)))
		effect++;
	return state_effect(reader, (enum effect)effect, origin);
}

bool read_admits(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("member"), WORD("observer"), WORD("partner")};
	_Static_assert(STATUS_MEMBER == 0 && STATUS_OBSERVER == 1 && STATUS_PARTNER == 2, "in the order of the words");
	uint32_t status;
	if (!take_choice(reader, "a status: member, observer or partner", words, 3, &status))
		return false;
	reader->stage->admits = (enum status_kind)status;
	return state_effect(reader, EFFECT_ADMITS, origin);
}

bool read_classifies(struct reader *reader, struct origin *origin)
{
	struct token kind;
	if (!take_name(reader, "a kind of matter", &kind))
		return false;
	reader->stage->classifies = kind.text;
	return state_effect(reader, EFFECT_CLASSIFIES, origin);
}

/* arrears after SPAN [no-vote] */
bool read_arrears(struct reader *reader, struct origin *origin)
{
	struct charter *charter = reader->charter;
	if (!take_word(reader, "after") || !take_span(reader, &charter->arrears))
		return false;
	if (token_is(&reader->token, "no-vote")) {
		charter->arrears_no_vote = true;
		if (!reader_advance(reader))
			return false;
	}
	if (!reader_tail(reader, origin))
		return false;
	charter->has_arrears = true;
	charter->arrears_origin = *origin;
	return true;
}
