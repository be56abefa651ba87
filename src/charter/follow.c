/* Can one charter take another's place under the same record?
 *
 * The state knows elements by their indexes. A charter that follows has every element of the one before at the same
 * index and under the same name, stages and outcomes too; what it adds stands behind. So nothing in the state changes
 * its meaning, whatever the statements within the elements say now.
 */
#include "charter/charter.h"

#include <stddef.h>

struct list {
	struct str kind;
	const char *base;
	size_t size; /* of an element, which begins with its titles */
	uint32_t count;
};

#define LISTS 9
static void lists_of(const struct charter *charter, struct list ret[LISTS])
{
	const struct list lists[LISTS] = {
		{STR("party"), (const char *)charter->party, sizeof *charter->party, charter->party_count},
		{STR("set"), (const char *)charter->set, sizeof *charter->set, charter->set_count},
		{STR("weight"), (const char *)charter->weight, sizeof *charter->weight, charter->weight_count},
		{STR("office"), (const char *)charter->office, sizeof *charter->office, charter->office_count},
		{STR("body"), (const char *)charter->body, sizeof *charter->body, charter->body_count},
		{STR("rule"), (const char *)charter->rule, sizeof *charter->rule, charter->rule_count},
		{STR("procedure"), (const char *)charter->procedure, sizeof *charter->procedure, charter->procedure_count},
		{STR("event"), (const char *)charter->event_kind, sizeof *charter->event_kind, charter->event_kind_count},
		{STR("instrument"), (const char *)charter->instrument, sizeof *charter->instrument, charter->instrument_count},
	};
	_Static_assert(offsetof(struct party, titles) == 0 && offsetof(struct set, titles) == 0 &&
	                   offsetof(struct weight, titles) == 0 && offsetof(struct office, titles) == 0 &&
	                   offsetof(struct body, titles) == 0 && offsetof(struct rule, titles) == 0 &&
	                   offsetof(struct procedure, titles) == 0 && offsetof(struct event_kind, titles) == 0 &&
	                   offsetof(struct instrument, titles) == 0,
	               "an element begins with its titles");
	for (unsigned i = 0; i < LISTS; i++)
		ret[i] = lists[i];
}

static struct str name_of(const struct list *list, uint32_t index)
{
	return ((const struct titles *)(const void *)(list->base + index * list->size))->name;
}

/* The stages of a procedure that both have; a stage does not become an outcome, nor the other way round. */
static bool stages_follow(const struct procedure *old, const struct procedure *new, struct str *ret_name)
{
	for (uint32_t i = 0; i < old->stage_count; i++) {
		if (i < new->stage_count && str_eq(old->stage[i].name, new->stage[i].name) &&
		    old->stage[i].outcome == new->stage[i].outcome)
			continue;
		*ret_name = old->stage[i].name;
		return false;
	}
	return true;
}

bool charter_follows(const struct charter *old, const struct charter *new, struct str *ret_kind, struct str *ret_name)
{
	struct list was[LISTS], is[LISTS];
	lists_of(old, was);
	lists_of(new, is);
	*ret_kind = STR("organisation");
	*ret_name = old->titles.name;
	if (!str_eq(old->titles.name, new->titles.name))
		return false;
	for (unsigned k = 0; k < LISTS; k++)
		for (uint32_t i = 0; i < was[k].count; i++) {
			*ret_kind = was[k].kind;
			*ret_name = name_of(&was[k], i);
			if (i >= is[k].count || !str_eq(name_of(&was[k], i), name_of(&is[k], i)))
				return false;
		}
	*ret_kind = STR("stage or outcome");
	for (uint32_t i = 0; i < old->procedure_count; i++)
		if (!stages_follow(&old->procedure[i], &new->procedure[i], ret_name))
			return false;
	return true;
}
