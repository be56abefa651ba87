/* What holds on a day: who belongs to a set, what a set weighs, when a charter is at its newest. */
#include "charter/charter.h"

int32_t first_day(struct date from)
{
	return from.year == 0 ? INT32_MIN : date_to_days(from);
}

int32_t end_day(struct date until)
{
	return until.year == 0 ? INT32_MAX : date_to_days(until);
}

struct party_set set_on(const struct charter *charter, uint32_t index, int32_t day)
{
	const struct set *set = &charter->set[index];
	struct party_set on = {{0}};
	if (set->always)
		return set->parties;
	for (uint32_t i = 0; i < set->period_count; i++) {
		const struct set_period *period = &set->period[i];
		if (first_day(period->from) <= day && day < end_day(period->until))
			for (uint32_t w = 0; w < PARTY_WORDS; w++)
				on.word[w] |= period->parties.word[w];
	}
	return on;
}

uint64_t weight_of(const struct charter *charter, uint32_t weight, const struct party_set *set, int32_t day)
{
	const struct weight *of = &charter->weight[weight];
	uint64_t total = 0;
	for (uint32_t i = 0; i < PARTY_WORDS; i++) {
		for (uint64_t word = set->word[i]; word != 0; word &= word - 1) {
			uint32_t party = 64 * i + (uint32_t)__builtin_ctzll(word);
			for (uint32_t k = of->first[party]; k < of->first[party + 1]; k++) {
				const struct weight_value *value = &of->value[k];
				if (value->from <= day && day < value->until)
					total += value->value;
			}
		}
	}
	return total;
}
_Static_assert((uint64_t)LIMIT_PARTIES *LIMIT_WHOLE <= UINT64_C(1) << 62, "a total");

/* A set's or a weight's end is no change to wait for: terms end on days that are still to come. */
int32_t charter_latest(const struct charter *charter)
{
	int32_t latest = INT32_MIN;
	for (uint32_t i = 0; i < charter->party_count; i++)
		for (uint32_t k = 0; k < charter->party[i].status_count; k++) {
			const struct status *status = &charter->party[i].status[k];
			bool leaves = status->kind == STATUS_MEMBER && status->until.year != 0;
			int32_t day = date_to_days(leaves ? status->until : status->from);
			latest = day > latest ? day : latest;
		}
	for (uint32_t i = 0; i < charter->set_count; i++)
		for (uint32_t k = 0; k < charter->set[i].period_count; k++) {
			int32_t day = first_day(charter->set[i].period[k].from);
			latest = day > latest ? day : latest;
		}
	for (uint32_t i = 0; i < charter->weight_count; i++)
		for (uint32_t k = 0; k < charter->weight[i].value_count; k++)
			if (charter->weight[i].value[k].from > latest)
				latest = charter->weight[i].value[k].from;
	return latest;
}
