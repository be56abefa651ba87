/* Values copied into the library's memory. Names, kinds, places and other words are kept once; so is the commitment of
 * a position or an outcome where it is that of the matter's newest text.
 *
 * Not kept is what nobody is shown: the zones' transitions (the kernel has them).
 */
#include "app/library_private.h"

#include <string.h>

#define NO_HISTORY UINT32_MAX

/* In which history of its name a field puts the act. */
static uint32_t history_of_field(enum field field)
{
	switch (field) {
	case FIELD_MEETING:
		return SUBJECT_MEETING;
	case FIELD_MATTER:
		return SUBJECT_MATTER;
	case FIELD_EVENT:
		return SUBJECT_EVENT;
	case FIELD_PERSON:
	case FIELD_HEAD:
	case FIELD_DELEGATES:
		return SUBJECT_PERSON;
	case FIELD_DOCUMENT:
		return SUBJECT_DOCUMENT;
	case FIELD_RELEASE:
		return SUBJECT_RELEASE;
	case FIELD_BODY:
		return SUBJECT_BODY;
	case FIELD_OFFICE:
		return SUBJECT_OFFICE;
	case FIELD_ABOUT:
		return WORD_ABOUT;
	default:
		return NO_HISTORY;
	}
}

static bool keep_name(struct library *library, struct str from, uint32_t which, struct str *to)
{
	uint32_t index;
	if (!library_word(library, from, &index) || (which != NO_HISTORY && !library_touch(library, index, which)))
		return false;
	const struct word *word = library_word_at(library, index);
	*to = (struct str){word->ptr, word->size};
	return true;
}

static bool keep_word(struct library *library, struct str from, struct str *to)
{
	return keep_name(library, from, NO_HISTORY, to);
}

static bool keep_ref(struct library *library, struct str from, struct str *to)
{
	struct adding *adding = &library->adding;
	uint32_t index;
	if (!library_ref(library, from, &index))
		return false;
	*to = library_ref_at(library, index)->text;
	adding->spoken[adding->spoken_count++] = index;
	return true;
}

static bool keep_bytes(struct library *library, const uint8_t *from, const uint8_t **to)
{
	uint8_t *copy = TRY(&library->arena, uint8_t, 32);
	if (!copy)
		return false;
	memcpy(copy, from, 32);
	*to = copy;
	return true;
}

/* The matter's newest text, if that has this commitment. */
static const uint8_t *known_commitment(const struct library *library, const struct act *act, const uint8_t *bytes)
{
	const struct value *matter = &act->field[FIELD_MATTER];
	struct history history = library_history(library, SUBJECT_MATTER, matter->set ? matter->str : STR(""));
	/* A few steps back: in a long vote the newest fact shares it already. */
	for (uint32_t i = history.count; i-- > 0 && history.count - i <= 4;) {
		const struct fact *fact = library_fact_at(library, history.number[i]);
		for (uint32_t k = 0; k < fact->field_count; k++) {
			const struct value *value = &fact->field[k].value;
			if ((fact->field[k].field == FIELD_TEXT || fact->field[k].field == FIELD_COMMITMENT) &&
			    memcmp(value->bytes, bytes, 32) == 0)
				return value->bytes;
		}
	}
	return NULL;
}

static bool keep_pairs(struct library *library, const struct value *from, bool text, struct value *to)
{
	struct pair *pair = TRY(&library->arena, struct pair, from->count);
	if (!pair)
		return false;
	for (uint32_t i = 0; i < from->count; i++) {
		if (!keep_word(library, from->pair[i].name, &pair[i].name))
			return false;
		if (text) {
			if (!keep_ref(library, from->pair[i].value, &pair[i].value))
				return false;
			continue;
		}
		pair[i].value = arena_str(&library->arena, from->pair[i].value);
		if (!pair[i].value.ptr)
			return false;
	}
	to->pair = pair;
	return !text || keep_bytes(library, from->bytes, &to->bytes);
}

static bool keep_names(struct library *library, const struct value *from, uint32_t which, struct value *to)
{
	struct str *list = from->count ? TRY(&library->arena, struct str, from->count) : NULL;
	if (from->count && !list)
		return false;
	for (uint32_t i = 0; i < from->count; i++)
		if (!keep_name(library, from->list[i], which, &list[i]))
			return false;
	to->list = list;
	return true;
}

static bool keep_days(struct library *library, const struct value *from, struct value *to)
{
	int32_t *days = from->count ? TRY(&library->arena, int32_t, from->count) : NULL;
	if (from->count && !days)
		return false;
	if (from->count)
		memcpy(days, from->days, from->count * sizeof *days);
	to->days = days;
	return true;
}

static bool keep_keys(struct library *library, const struct value *from, struct value *to)
{
	struct first_key *keys = from->count ? TRY(&library->arena, struct first_key, from->count) : NULL;
	if (from->count && !keys)
		return false;
	for (uint32_t i = 0; i < from->count; i++)
		if (!keep_word(library, from->keys[i].party, &keys[i].party) ||
		    !keep_name(library, from->keys[i].person, SUBJECT_PERSON, &keys[i].person) ||
		    !keep_bytes(library, from->keys[i].key, &keys[i].key))
			return false;
	to->keys = keys;
	return true;
}

static bool keep(struct library *library, const struct act *act, enum field field, struct value *to)
{
	const struct value *from = &act->field[field];
	*to = (struct value){.set = true, .count = from->count, .number = from->number};
	switch (field_info[field].type) {
	case TYPE_NAME:
		return keep_name(library, from->str, history_of_field(field), &to->str);
	case TYPE_LABEL:
		if (field != FIELD_SYMBOL)
			return keep_word(library, from->str, &to->str);
		to->str = arena_str(&library->arena, from->str); /* no two are the same */
		return to->str.ptr != NULL;
	case TYPE_HASH:
		to->bytes = field == FIELD_COMMITMENT ? known_commitment(library, act, from->bytes) : NULL;
		return to->bytes || keep_bytes(library, from->bytes, &to->bytes);
	case TYPE_KEY:
		return keep_bytes(library, from->bytes, &to->bytes);
	case TYPE_BLOB:
		return keep_ref(library, from->str, &to->str);
	case TYPE_NAMES:
		return keep_names(library, from, history_of_field(field), to);
	case TYPE_DATES:
		return keep_days(library, from, to);
	case TYPE_TITLES:
	case TYPE_TEXT:
		return keep_pairs(library, from, field_info[field].type == TYPE_TEXT, to);
	case TYPE_KEYS:
		return keep_keys(library, from, to);
	default:
		return true; /* numbers */
	}
}

bool library_values(struct library *library, const struct act *act)
{
	const struct verb_info *info = &verb_info[act->verb];
	struct fact *fact = &library->adding.fact;
	uint32_t count = 0;
	for (uint32_t i = 0; i < info->field_count; i++)
		count += act->field[info->field[i]].set && field_info[info->field[i]].type != TYPE_ZONES;
	struct fact_field *kept = count ? arena_try(&library->arena, count, sizeof *kept, 8) : NULL;
	if (count && !kept)
		return false;
	fact->field = kept;
	fact->field_count = count;
	count = 0;
	for (uint32_t i = 0; i < info->field_count; i++) {
		enum field field = info->field[i];
		if (!act->field[field].set || field_info[field].type == TYPE_ZONES)
			continue;
		kept[count].field = field;
		if (!keep(library, act, field, &kept[count++].value))
			return false;
	}
	return keep_name(library, act->by, act->party.len ? SUBJECT_PERSON : NO_HISTORY, &fact->by);
}
