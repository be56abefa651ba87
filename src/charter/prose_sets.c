/* Sets of parties and weights read aloud. */
#include "charter/prose.h"

/* " (from 1 January 2019 until 1 January 2020)"; nothing for all time. */
static void buf_days(struct buf *buf, int32_t from, int32_t until)
{
	if (from == INT32_MIN && until == INT32_MAX)
		return;
	buf_c(buf, " (");
	if (from != INT32_MIN) {
		buf_c(buf, "from ");
		buf_day(buf, date_from_days(from));
	}
	if (until != INT32_MAX) {
		buf_c(buf, from == INT32_MIN ? "until " : " until ");
		buf_day(buf, date_from_days(until));
	}
	buf_c(buf, ")");
}

static void buf_members(struct buf *buf, const struct charter *charter, const struct party_set *set)
{
	uint32_t count = party_set_count(set), shown = 0;
	for (uint32_t i = 0; i < charter->party_count; i++) {
		if (!party_set_has(set, charter->order[i]))
			continue;
		buf_joint(buf, shown++, count, " and ");
		buf_str(buf, charter->party[charter->order[i]].titles.title);
	}
}

void prose_set(struct buf *buf, const struct charter *charter, const struct set *set)
{
	size_t at = prose_begin(buf, 2);
	prose_titles(buf, &set->titles);
	buf_c(buf, ": ");
	for (uint32_t i = 0; i < set->period_count; i++) {
		const struct set_period *period = &set->period[i];
		buf_joint(buf, i, set->period_count + 1, "; ");
		buf_members(buf, charter, &period->parties);
		buf_days(buf, first_day(period->from), end_day(period->until));
		buf_aside(buf, &period->origin);
	}
	buf_aside(buf, &set->origin);
	buf_c(buf, ".");
	prose_end(buf, at, 4);
}

void prose_weight(struct buf *buf, const struct charter *charter, const struct weight *weight)
{
	size_t at = prose_begin(buf, 2);
	uint32_t shown = 0;
	prose_titles(buf, &weight->titles);
	buf_c(buf, ": ");
	for (uint32_t i = 0; i < charter->party_count; i++) {
		uint32_t party = charter->order[i];
		for (uint32_t k = weight->first[party]; k < weight->first[party + 1]; k++) {
			const struct weight_value *value = &weight->value[k];
			buf_c(buf, shown++ == 0 ? "" : "; ");
			buf_str(buf, charter->party[party].titles.title);
			buf_c(buf, " ");
			buf_u64(buf, value->value);
			buf_days(buf, value->from, value->until);
			buf_aside(buf, &value->origin);
		}
	}
	buf_aside(buf, &weight->origin);
	buf_c(buf, ".");
	prose_end(buf, at, 4);
}
