/* Sets of parties and weights, over time.
 *
 * A set holds parties in periods; a weight gives a party a whole number in each. Periods without `from` began before
 * everything, without `until` they go on. One party is in a set, or has a value, at most once at a time.
 */
#include "charter/reader.h"

#include <string.h>

#include "base/buf.h"

/* [from DATE] [until DATE] */
static bool take_period(struct reader *reader, struct date *ret_from, struct date *ret_until)
{
	*ret_from = *ret_until = (struct date){0};
	if (token_is(&reader->token, "from"))
		return take_dates(reader, ret_from, ret_until);
	return !token_is(&reader->token, "until") || (reader_advance(reader) && take_date(reader, ret_until));
}

/* ---- Sets ------------------------------------------------------------------------------------------------ */

static void check_periods(struct reader *reader, const struct set *set)
{
	for (uint32_t i = 1; i < set->period_count; i++) {
		const struct set_period *later = &set->period[i];
		for (uint32_t k = 0; k < i; k++) {
			const struct set_period *other = &set->period[k];
			uint32_t party = NONE;
			for (uint32_t p = 0; p < reader->charter->party_count && party == NONE; p++)
				if (party_set_has(&later->parties, p) && party_set_has(&other->parties, p))
					party = p;
			if (party == NONE || first_day(later->from) >= end_day(other->until) ||
			    first_day(other->from) >= end_day(later->until))
				continue;
			diag_hint(&reader->diag, "say with \"from\" and \"until\" when each line holds");
			diag_error(&reader->diag, place_of(&later->origin), "\"%S\" stands on line %u too, at the same time",
			           reader->charter->party[party].titles.name, other->origin.line);
			return;
		}
	}
}

bool read_set(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	struct token name = reader->token;
	if (!read_head(reader, ELEMENT_SET, /* titled= */ false, &index))
		return false;
	for (enum term term = 0; term < TERM_MAX; term++) {
		if (!str_eq(name.text, term_name[term]))
			continue;
		diag_hint(&reader->diag, "conditions count \"%S\" by themselves", name.text);
		diag_error(&reader->diag, name.at, "a set cannot be named \"%S\"", name.text);
	}
	struct set *set = index == NONE ? &reader->spare.set : &reader->charter->set[index];
	reader->set = set;
	set->origin = *origin;
	if (!reader_block(reader, IN_SET, &set->origin))
		return false;
	if (reader->diag.out->error_count != errors)
		return true;
	set->always = set->period_count == 1 && set->period[0].from.year == 0 && set->period[0].until.year == 0;
	if (set->period_count == 0) {
		diag_hint(&reader->diag, "form: parties PARTY…");
		diag_error(&reader->diag, place_of(origin), "the set \"%S\" has no parties", set->titles.name);
	}
	check_periods(reader, set);
	return true;
}

bool read_parties(struct reader *reader, struct origin *origin)
{
	struct set *set = reader->set;
	struct set_period period = {0};
	do {
		struct token name = reader->token;
		uint32_t party;
		if (!take_element(reader, ELEMENT_PARTY, &party))
			return false;
		if (party_set_has(&period.parties, party))
			return diag_error(&reader->diag, name.at, "\"%S\" is named twice", name.text);
		party_set_add(&period.parties, party);
	} while (!reader_at_tail(reader) && !token_is(&reader->token, "from") && !token_is(&reader->token, "until"));
	if (!take_period(reader, &period.from, &period.until) || !reader_tail(reader, origin))
		return false;
	period.origin = *origin;
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set->parties.word[i] |= period.parties.word[i];
	return PUSH(reader, set->period, set->period_count, period);
}

/* ---- Weights --------------------------------------------------------------------------------------------- */

static bool before(const struct weight_value *a, const struct weight_value *b)
{
	return a->party != b->party ? a->party < b->party : a->from < b->from;
}

/* By party, then by `from`: shell sort, no recursion, no memory. */
static void sort_values(struct weight *weight)
{
	struct weight_value *list = weight->value;
	for (uint32_t gap = weight->value_count / 2; gap > 0; gap /= 2) {
		for (uint32_t i = gap; i < weight->value_count; i++) {
			struct weight_value moved = list[i];
			uint32_t k = i;
			for (; k >= gap && before(&moved, &list[k - gap]); k -= gap)
				list[k] = list[k - gap];
			list[k] = moved;
		}
	}
}

static void check_values(struct reader *reader, const struct weight *weight)
{
	for (uint32_t i = 1; i < weight->value_count; i++) {
		const struct weight_value *earlier = &weight->value[i - 1], *later = &weight->value[i];
		if (earlier->party != later->party || later->from >= earlier->until)
			continue;
		diag_hint(&reader->diag, "write \"until\" on line %u", earlier->origin.line);
		diag_error(&reader->diag, place_of(&later->origin), "this value begins before the one of line %u has ended",
		           earlier->origin.line);
		return;
	}
}

/* Where each party's values begin. False: no memory. */
static bool index_values(struct reader *reader, struct weight *weight)
{
	uint32_t parties = reader->charter->party_count, at = 0;
	weight->first = TRY(reader->arena, uint32_t, (size_t)parties + 1);
	if (weight->first == NULL) {
		reader->diag.no_memory = true;
		return false;
	}
	for (uint32_t party = 0; party <= parties; party++) {
		while (at < weight->value_count && weight->value[at].party < party)
			at++;
		weight->first[party] = at;
	}
	return true;
}

bool read_weight(struct reader *reader, struct origin *origin)
{
	uint32_t errors = reader->diag.out->error_count, index;
	struct token name = reader->token;
	if (!read_head(reader, ELEMENT_WEIGHT, /* titled= */ false, &index))
		return false;
	struct weight *weight = index == NONE ? &reader->spare.weight : &reader->charter->weight[index];
	reader->weight = weight;
	reader->weight_room = 0;
	weight->origin = *origin;
	if (!reader_block(reader, IN_WEIGHT, &weight->origin))
		return false;
	if (reader->diag.out->error_count != errors)
		return true;
	if (weight->value_count == 0) {
		diag_hint(&reader->diag, "form: %s", row_find(STR("value"), IN_WEIGHT)->form);
		diag_error(&reader->diag, name.at, "the weight \"%S\" has no values", weight->titles.name);
	}
	sort_values(weight);
	check_values(reader, weight);
	return index_values(reader, weight);
}

static bool push_value(struct reader *reader, struct weight_value value)
{
	struct weight *weight = reader->weight;
	if (weight->value_count == LIMIT_WEIGHT_VALUES)
		return diag_error(&reader->diag, place_of(&value.origin), "a weight of more than %u values",
		                  LIMIT_WEIGHT_VALUES);
	if (weight->value_count == reader->weight_room) {
		uint32_t room = reader->weight_room == 0 ? 16 : reader->weight_room * 2;
		struct weight_value *grown = TRY(reader->arena, struct weight_value, room);
		if (grown == NULL) {
			reader->diag.no_memory = true;
			return false;
		}
		if (weight->value_count != 0)
			memcpy(grown, weight->value, weight->value_count * sizeof(*grown));
		weight->value = grown;
		reader->weight_room = room;
	}
	weight->value[weight->value_count++] = value;
	return true;
}

bool read_value(struct reader *reader, struct origin *origin)
{
	struct weight_value value;
	struct date from, until;
	if (!take_element(reader, ELEMENT_PARTY, &value.party) || !take_whole(reader, "a whole number", &value.value) ||
	    !take_period(reader, &from, &until) || !reader_tail(reader, origin))
		return false;
	value.from = first_day(from);
	value.until = end_day(until);
	value.origin = *origin;
	return push_value(reader, value);
}
