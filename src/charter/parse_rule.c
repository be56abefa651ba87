/* Decision rules: when something is adopted, what absence, abstention, a hold and a reservation mean for it, how the
 * parties that a matter concerns count, who is bound, and by which rule it is undone. */
#include "charter/reader.h"

bool read_rule(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	if (!read_head(reader, ELEMENT_RULE, /* titled= */ false, &index))
		return false;
	struct rule *rule = index == NONE ? &reader->spare.rule : &reader->charter->rule[index];
	reader->rule = rule;
	rule->origin = *origin;
	rule->adopted_when = rule->failing_when = rule->binds = rule->undone_by = NONE;
	if (!reader_block(reader, IN_RULE, &rule->origin))
		return false;
	if (reader->diag.out->error_count == errors && rule->adopted_when == NONE) {
		diag_hint(&reader->diag, "form: adopted when TEST");
		diag_error(&reader->diag, place_of(origin), "the rule \"%S\" does not say when something is adopted",
		           rule->titles.name);
	}
	rule->test = rule->adopted_when;
	return rule->failing_when == NONE || rule->adopted_when == NONE ||
	       join_tests(reader, rule->adopted_when, rule->failing_when, &rule->test);
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

bool read_failing(struct reader *reader, struct origin *origin)
{
	uint32_t test;
	if (!take_test(reader, /* passes_allowed= */ false, &test) || !reader_tail(reader, origin))
		return false;
	reader->rule->failing_when = test;
	reader->rule->failing_origin = *origin;
	return true;
}

bool read_reservation(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("annexed"), WORD("objecting")};
	uint32_t means;
	if (!take_choice(reader, "annexed or objecting", words, 2, &means) || !reader_tail(reader, origin))
		return false;
	reader->rule->reservation_objects = means == 1;
	reader->rule->reservation_origin = *origin;
	return true;
}

bool read_constructive(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("harmless"), WORD("not-for")};
	uint32_t means;
	if (!take_choice(reader, "harmless or not-for", words, 2, &means) || !reader_tail(reader, origin))
		return false;
	reader->rule->constructive_harmless = means == 0;
	reader->rule->constructive_origin = *origin;
	return true;
}

bool read_concerned(struct reader *reader, struct origin *origin)
{
	static const struct str words[] = {WORD("removed"), WORD("must-abstain"), WORD("heard"), WORD("objection-ignored")};
	uint32_t means;
	if (!take_choice(reader, "removed, must-abstain, heard or objection-ignored", words, 4, &means) ||
	    !reader_tail(reader, origin))
		return false;
	reader->rule->concerned = (enum concerned_means)(means + CONCERNED_REMOVED);
	reader->rule->concerned_origin = *origin;
	return true;
}

bool read_binds(struct reader *reader, struct origin *origin)
{
	uint32_t set;
	if (!take_set_alone(reader, &set) || !reader_tail(reader, origin))
		return false;
	reader->rule->binds = set;
	reader->rule->binds_origin = *origin;
	return true;
}

bool read_undone_by(struct reader *reader, struct origin *origin)
{
	uint32_t rule;
	if (!take_element(reader, ELEMENT_RULE, &rule) || !reader_tail(reader, origin))
		return false;
	reader->rule->undone_by = rule;
	reader->rule->undone_by_origin = *origin;
	return true;
}
