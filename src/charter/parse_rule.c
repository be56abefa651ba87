/* Decision rules: when something is adopted, and what absence, abstention and a hold mean for it. */
#include "charter/reader.h"

bool read_rule(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	if (!read_head(reader, ELEMENT_RULE, /* titled= */ false, origin, &index))
		return false;
	struct rule *rule = index == NONE ? &reader->spare.rule : &reader->charter->rule[index];
	reader->rule = rule;
	rule->origin = *origin;
	rule->adopted_when = NONE;
	if (!reader_block(reader, IN_RULE, &rule->origin))
		return false;
	if (reader->diag.out->error_count == errors && rule->adopted_when == NONE) {
		diag_hint(&reader->diag, "form: adopted when TEST");
		diag_error(&reader->diag, place_of(origin), "the rule \"%S\" does not say when something is adopted",
		           rule->titles.name);
	}
	return true;
}

bool read_adopted(struct reader *reader, struct origin *origin)
{
	uint32_t test;
	if (!take_test(reader, /* passes_allowed= */ false, &test) || !reader_tail(reader, origin))
		return false;
	/* The statement's own citation is kept with the condition: the rule has none for it. */
	reader->charter->test[test].origin = *origin;
	reader->rule->adopted_when = test;
	return true;
}

bool read_absence(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {
		[ABSENCE_NOT_OBJECTING] = WORD("not-objecting"),
		[ABSENCE_OBJECTING] = WORD("objecting"),
		[ABSENCE_NOT_FOR] = WORD("not-for"),
		[ABSENCE_AGAINST] = WORD("against"),
	};
	uint32_t means;
	if (!take_choice(reader, "not-objecting, objecting, not-for or against", words, 4, &means) ||
	    !reader_tail(reader, origin))
		return false;
	reader->rule->absence = (enum absence_means)means;
	reader->rule->absence_origin = *origin;
	return true;
}

bool read_abstention(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {
		[ABSTENTION_HARMLESS] = WORD("harmless"),
		[ABSTENTION_NOT_FOR] = WORD("not-for"),
		[ABSTENTION_AGAINST] = WORD("against"),
	};
	uint32_t means;
	if (!take_choice(reader, "harmless, not-for or against", words, 3, &means) || !reader_tail(reader, origin))
		return false;
	reader->rule->abstention = (enum abstention_means)means;
	reader->rule->abstention_origin = *origin;
	return true;
}

bool read_hold(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("harmless"), WORD("blocks")};
	uint32_t means;
	if (!take_choice(reader, "harmless or blocks", words, 2, &means) || !reader_tail(reader, origin))
		return false;
	reader->rule->hold_blocks = means == 1;
	reader->rule->hold_origin = *origin;
	return true;
}
