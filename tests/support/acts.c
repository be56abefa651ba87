#include "support/acts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void stop(const char *what, struct str value)
{
	fprintf(stderr, "tests/support/acts.c: %s: %.*s\n", what, STR_ARG(value));
	abort();
}

static const uint8_t *repeated(struct arena *arena, struct str word)
{
	uint8_t *bytes = NEW(arena, uint8_t, 32);
	if (word.len == 64 && hex_decode(word, bytes, 32))
		return bytes;
	if (word.len == 0)
		stop("a hash or key needs a word", word);
	for (size_t i = 0; i < 32; i++)
		bytes[i] = (uint8_t)word.ptr[i % word.len];
	return bytes;
}

static int64_t integer(struct str text)
{
	int64_t number;
	if (!str_to_i64(text, &number))
		stop("not a number", text);
	return number;
}

static int64_t instant(struct str text, int64_t now_ms)
{
	struct span span;
	int64_t ms;
	if (str_starts(text, STR("+")) && span_parse_clock(str_slice(text, 1, text.len), &span))
		return now_ms + span.count;
	if (!time_parse(text, &ms))
		stop("not a time", text);
	return ms;
}

static int32_t day(struct str text)
{
	struct date date;
	if (!date_parse(text, &date))
		stop("not a date", text);
	return date_to_days(date);
}

/* "a,b,c" as parts; "-" is none. */
static uint32_t parts(struct arena *arena, struct str text, char divider, struct str **ret)
{
	uint32_t count = 0;
	struct str head, rest = text, tail;
	struct str *list = NEW(arena, struct str, text.len + 1);
	*ret = list;
	if (str_eq(text, STR("-")))
		return 0;
	while (str_cut(rest, divider, &head, &tail)) {
		list[count++] = head;
		rest = tail;
	}
	list[count++] = rest;
	return count;
}

static void set_keys(struct arena *arena, struct str text, struct value *value)
{
	struct str *list, *part;
	value->count = parts(arena, text, ',', &list);
	struct first_key *keys = NEW(arena, struct first_key, value->count + 1);
	for (uint32_t i = 0; i < value->count; i++) {
		if (parts(arena, list[i], ':', &part) != 3)
			stop("not PARTY:person:key", list[i]);
		keys[i] = (struct first_key){part[0], part[1], repeated(arena, part[2])};
	}
	value->keys = keys;
}

static void set_zones(struct arena *arena, struct str text, struct value *value)
{
	struct str *list, *step, *part;
	value->count = parts(arena, text, ',', &list);
	struct zone *zones = NEW(arena, struct zone, value->count + 1);
	for (uint32_t i = 0; i < value->count; i++) {
		/* The name holds a slash itself: the first ':' ends it. */
		struct str name, rest;
		if (!str_cut(list[i], ':', &name, &rest))
			stop("not Zone:offset", list[i]);
		uint32_t count = parts(arena, rest, '/', &step) - 1;
		int64_t *at_s = NEW(arena, int64_t, count + 1);
		int32_t *offset_s = NEW(arena, int32_t, count + 1);
		for (uint32_t j = 0; j < count; j++) {
			if (parts(arena, step[j + 1], ':', &part) != 2)
				stop("not at:offset", step[j + 1]);
			at_s[j] = integer(part[0]);
			offset_s[j] = (int32_t)integer(part[1]);
		}
		zones[i] = (struct zone){name, (int32_t)integer(step[0]), count, at_s, offset_s};
	}
	value->zones = zones;
}

static void set_pair(struct arena *arena, struct str text, struct value *value)
{
	struct pair *pair = NEW(arena, struct pair, 1);
	*pair = (struct pair){STR("en"), text};
	value->pair = pair;
	value->count = 1;
}

static void set_days(struct arena *arena, struct str text, struct value *value)
{
	struct str *list;
	value->count = parts(arena, text, ',', &list);
	int32_t *days = NEW(arena, int32_t, value->count + 1);
	for (uint32_t i = 0; i < value->count; i++)
		days[i] = day(list[i]);
	value->days = days;
}

static void set_field(struct arena *arena, struct act *act, enum field field, struct str text, int64_t now_ms)
{
	struct value *value = &act->field[field];
	struct str *list;
	value->set = true;
	switch (field_info[field].type) {
	case TYPE_NAME:
	case TYPE_LABEL:
	case TYPE_BLOB:
		value->str = text;
		break;
	case TYPE_INT:
		value->number = integer(text);
		break;
	case TYPE_BOOL:
		value->number = str_eq(text, STR("yes"));
		break;
	case TYPE_TIME:
		value->number = instant(text, now_ms);
		break;
	case TYPE_DATE:
		value->number = day(text);
		break;
	case TYPE_HASH:
	case TYPE_KEY:
		value->bytes = repeated(arena, text);
		break;
	case TYPE_NAMES:
		value->count = parts(arena, text, ',', &list);
		value->list = list;
		break;
	case TYPE_DATES:
		set_days(arena, text, value);
		break;
	case TYPE_TEXT:
		value->bytes = repeated(arena, text);
		set_pair(arena, text, value);
		break;
	case TYPE_TITLES:
		set_pair(arena, text, value);
		break;
	case TYPE_KEYS:
		set_keys(arena, text, value);
		break;
	case TYPE_ZONES:
		set_zones(arena, text, value);
		break;
	case TYPE_MAX:
		break;
	}
}

/* The next key=value of a line; false at its end. */
static bool next_field(struct str *rest, struct str *ret_key, struct str *ret_value)
{
	struct str tail;
	*rest = str_trim(*rest);
	if (rest->len == 0)
		return false;
	if (!str_cut(*rest, '=', ret_key, &tail))
		stop("not key=value", *rest);
	if (str_starts(tail, STR("\""))) {
		if (!str_cut(str_slice(tail, 1, tail.len), '"', ret_value, rest))
			stop("no closing quote", tail);
		return true;
	}
	size_t end = str_find(tail, ' ', 0);
	*ret_value = str_slice(tail, 0, end);
	*rest = str_slice(tail, end, tail.len);
	return true;
}

struct act act_of(struct arena *arena, const char *verb, const char *party, const char *by, const char *fields,
                  int64_t now_ms, uint64_t serial)
{
	struct act act = {.verb = verb_find(str_from(verb)), .by = arena_str(arena, str_from(by))};
	struct str rest = arena_str(arena, str_from(fields)), key, value;
	if (strcmp(party, "-") != 0)
		act.party = arena_str(arena, str_from(party));
	while (next_field(&rest, &key, &value)) {
		unsigned field = 0;
		while (field < FIELD_MAX && !str_eq(field_info[field].name, key))
			field++;
		if (str_eq(key, STR("seen"))) {
			act.has_seen = true;
			act.seen = (uint64_t)integer(value);
		} else if (field == FIELD_MAX) {
			stop("no such field", key);
		} else {
			set_field(arena, &act, (enum field)field, value, now_ms);
		}
	}
	for (unsigned i = 0; i < 8; i++) {
		act.nonce[i] = act.hash[i] = (uint8_t)(serial >> (8 * i));
		act.hash[8 + i] = 0xaa;
	}
	return act;
}
