/* Who the members of a body are, on each day on which they, what they weigh or the sets of the charter change. */
#include "charter/meaning.h"

static void sort_days(int32_t *days, uint32_t count)
{
	for (uint32_t gap = count / 2; gap > 0; gap /= 2) { /* shell sort: no recursion, no memory */
		for (uint32_t i = gap; i < count; i++) {
			int32_t day = days[i];
			uint32_t k = i;
			for (; k >= gap && days[k - gap] > day; k -= gap)
				days[k] = days[k - gap];
			days[k] = day;
		}
	}
}

static uint32_t add_days(int32_t *days, uint32_t count, struct date from, struct date until)
{
	if (from.year != 0)
		days[count++] = date_to_days(from);
	if (until.year != 0)
		days[count++] = date_to_days(until);
	return count;
}

/* All days on which the electorate or what it weighs may change, each once. NULL: no memory. */
static int32_t *days_of_change(const struct charter *charter, struct arena *arena, uint32_t *ret_count)
{
	uint32_t room = 0, count = 0, kept = 0;
	for (uint32_t i = 0; i < charter->party_count; i++)
		room += 2 * charter->party[i].status_count;
	for (uint32_t i = 0; i < charter->set_count; i++)
		room += 2 * charter->set[i].period_count;
	for (uint32_t i = 0; i < charter->weight_count; i++)
		room += 2 * charter->weight[i].value_count;
	int32_t *days = TRY(arena, int32_t, room + 1);
	if (days == NULL)
		return NULL;
	for (uint32_t i = 0; i < charter->party_count; i++)
		for (uint32_t k = 0; k < charter->party[i].status_count; k++)
			count = add_days(days, count, charter->party[i].status[k].from, charter->party[i].status[k].until);
	for (uint32_t i = 0; i < charter->set_count; i++)
		for (uint32_t k = 0; k < charter->set[i].period_count; k++)
			count = add_days(days, count, charter->set[i].period[k].from, charter->set[i].period[k].until);
	for (uint32_t i = 0; i < charter->weight_count; i++) {
		const struct weight *weight = &charter->weight[i];
		for (uint32_t k = 0; k < weight->value_count; k++) {
			if (weight->value[k].from != INT32_MIN)
				days[count++] = weight->value[k].from;
			if (weight->value[k].until != INT32_MAX)
				days[count++] = weight->value[k].until;
		}
	}
	sort_days(days, count);
	for (uint32_t i = 0; i < count; i++)
		if (kept == 0 || days[kept - 1] != days[i])
			days[kept++] = days[i];
	*ret_count = kept;
	return days;
}

static uint32_t day_index(const int32_t *days, uint32_t count, int32_t day)
{
	uint32_t low = 0, high = count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (days[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void find_members(const struct charter *charter, const int32_t *days, uint32_t count, struct party_set *members)
{
	for (uint32_t i = 0; i < charter->party_count; i++) {
		for (uint32_t k = 0; k < charter->party[i].status_count; k++) {
			const struct status *status = &charter->party[i].status[k];
			if (status->kind != STATUS_MEMBER)
				continue;
			uint32_t until = count;
			if (status->until.year != 0)
				until = day_index(days, count, date_to_days(status->until));
			for (uint32_t d = day_index(days, count, date_to_days(status->from)); d < until; d++)
				party_set_add(&members[d], i);
		}
	}
}

bool electorates_of(const struct charter *charter, struct arena *arena, struct electorates *ret)
{
	uint32_t count = 0;
	int32_t *days = days_of_change(charter, arena, &count);
	struct party_set *members = TRY(arena, struct party_set, (size_t)count + 1);
	if (days == NULL || members == NULL)
		return false;
	find_members(charter, days, count, members);
	*ret = (struct electorates){.count = count, .day = days, .members = members};
	return true;
}

struct party_set electorate_in(const struct charter *charter, uint32_t body, const struct electorates *electorates,
                               uint32_t index)
{
	struct party_set set = electorates->members[index], sits;
	if (charter->body[body].composition == NONE)
		return set;
	sits = set_on(charter, charter->body[body].composition, electorates->day[index]);
	for (uint32_t i = 0; i < PARTY_WORDS; i++)
		set.word[i] &= sits.word[i];
	return set;
}

uint32_t electorate_at(const struct electorates *electorates, int32_t day)
{
	uint32_t index = day_index(electorates->day, electorates->count, day);
	bool exactly = index < electorates->count && electorates->day[index] == day;
	return exactly ? index : index == 0 ? NONE : index - 1;
}
