/* The library made and freed, and what may be asked of its facts and histories. It lies at the beginning of its region.
 */
#include "app/library.h"

#include <assert.h>
#include <string.h>

#include "app/library_private.h"

struct library *library_new(struct map_key map_key)
{
	struct region region;
	if (!arena_reserve(&region, LIBRARY_SIZE))
		return NULL;
	struct arena arena = arena_of(&region);
	struct library *library = TRY(&arena, struct library, 1);
	if (!library) {
		arena_return(&region);
		return NULL;
	}
	library->region = region;
	library->arena = library->mark = arena;
	library->map_key = map_key;
	return library;
}

void library_free(struct library *library)
{
	if (!library)
		return;
	struct region region = library->region;
	arena_return(&region);
}

void library_clear(struct library *library)
{
	struct library empty = {.region = library->region, .mark = library->mark, .map_key = library->map_key};
	arena_rewind(&library->arena, library->mark);
	empty.arena = library->mark;
	*library = empty;
}

const struct value *fact_get(const struct fact *fact, enum field field)
{
	for (uint32_t i = 0; i < fact->field_count; i++)
		if (fact->field[i].field == field)
			return &fact->field[i].value;
	return NULL;
}

struct str fact_name(const struct fact *fact, enum field field)
{
	const struct value *value = fact_get(fact, field);
	enum type type = field_info[field].type;
	assert(type == TYPE_NAME || type == TYPE_LABEL);
	return value ? value->str : STR("");
}

int64_t fact_number(const struct fact *fact, enum field field, int64_t otherwise)
{
	const struct value *value = fact_get(fact, field);
	enum type type = field_info[field].type;
	assert(type == TYPE_INT || type == TYPE_TIME || type == TYPE_DATE || type == TYPE_BOOL);
	return value ? value->number : otherwise;
}

void fact_act(const struct fact *fact, const struct charter *charter, struct act *ret)
{
	*ret = (struct act){.verb = fact->verb, .party = STR(""), .by = fact->by};
	if (fact->party != NONE)
		ret->party = charter->party[fact->party].titles.name;
	for (uint32_t i = 0; i < fact->field_count; i++)
		ret->field[fact->field[i].field] = fact->field[i].value;
}

uint64_t library_size(const struct library *library)
{
	return library->facts.count;
}

const struct fact *library_fact(const struct library *library, uint64_t number)
{
	return number < library->facts.count ? library_fact_at(library, number) : NULL;
}

static struct history history_of(const struct library *library, uint32_t index)
{
	if (index == 0)
		return (struct history){0, NULL};
	const struct list *list = library_list_at(library, index);
	return (struct history){list->count, list->number};
}

struct history library_history(const struct library *library, enum subject subject, struct str name)
{
	uint32_t word = library_word_find(library, name);
	assert(subject < SUBJECT_MAX);
	return history_of(library, word == NONE ? 0 : library_word_at(library, word)->list[subject]);
}

struct history library_about(const struct library *library, struct str matter)
{
	uint32_t word = library_word_find(library, matter);
	return history_of(library, word == NONE ? 0 : library_word_at(library, word)->list[WORD_ABOUT]);
}

struct history library_verb(const struct library *library, enum verb verb)
{
	assert(verb < VERB_MAX);
	return history_of(library, library->verb_list[verb]);
}

const struct fact *library_brought(const struct library *library, struct str matter, const uint8_t *commitment,
                                   uint64_t number)
{
	struct history history = library_history(library, SUBJECT_MATTER, matter);
	for (uint32_t i = history.count; i-- > 0;) {
		const struct fact *fact = library_fact_at(library, history.number[i]);
		const struct value *text = fact_get(fact, FIELD_TEXT);
		if (fact->number <= number && text && memcmp(text->bytes, commitment, HASH_SIZE) == 0)
			return fact;
	}
	return NULL;
}

const struct fact *library_newest(const struct library *library, struct history history, enum verb verb)
{
	for (uint32_t i = history.count; i-- > 0;) {
		const struct fact *fact = library_fact_at(library, history.number[i]);
		if (fact->verb == verb)
			return fact;
	}
	return NULL;
}

size_t library_memory(const struct library *library)
{
	return (size_t)(library->arena.beg - (char *)library->region.base);
}
