/* An act in words: the phrase of verbs.def with its fields filled in, under the name of who acts.
 *
 *     Armenia (arm-1) convenes Council of Ministers for Foreign Affairs: meeting cfm-2022 in Yerevan, Friday 10 June
 *     2022, 13:00 Asia/Yerevan (09:00 UTC), formats narrow, plenary.
 *
 * {field} is put in words by the field's type, or by what it names: a party, a body, an office, a rule by its title.
 * A part in [ ] is left out when a field in it is absent. Works on any act that was decoded, accepted or not; without
 * a state names stay names and times are UTC.
 */
#include "kernel/state.h"

static struct str title_of(const struct titles *titles)
{
	return titles->title.len > 0 ? titles->title : titles->name;
}

/* A name's title, if it is one of this kind. */
static struct str titled(const struct state *state, enum verb verb, enum field field, struct str name)
{
	if (!state)
		return name;
	const struct charter *charter = state->charter;
	uint32_t index;
	switch (field) {
	case FIELD_KIND: /* other verbs' kinds are words, not names */
		index = verb == VERB_EVENT ? map_get(&charter->event_kinds, name) : MAP_NONE;
		return index == MAP_NONE ? name : title_of(&charter->event_kind[index].titles);
	case FIELD_BODY:
		index = map_get(&charter->bodies, name);
		return index == MAP_NONE ? name : title_of(&charter->body[index].titles);
	case FIELD_HOST:
	case FIELD_GUEST:
	case FIELD_HOLDER:
	case FIELD_OF:
		index = map_get(&charter->parties, name);
		return index == MAP_NONE ? name : title_of(&charter->party[index].titles);
	case FIELD_OFFICE:
		index = map_get(&charter->offices, name);
		return index == MAP_NONE ? name : title_of(&charter->office[index].titles);
	case FIELD_RULE:
		index = map_get(&charter->rules, name);
		return index == MAP_NONE ? name : title_of(&charter->rule[index].titles);
	default:
		return name;
	}
}

/* English if there is English, else what comes first. */
static struct str pair_words(const struct value *value)
{
	for (uint32_t i = 0; i < value->count; i++)
		if (str_eq(value->pair[i].name, STR("en")))
			return value->pair[i].value;
	return value->count > 0 ? value->pair[0].value : STR("");
}

static void put_time(struct buf *buf, const struct state *state, const struct act *act, enum field field, int64_t ms)
{
	const struct zone *zone = state ? state->seat_zone : NULL;
	if (state && field == FIELD_STARTS && act->field[FIELD_ZONE].set) {
		const struct zone *place = kernel_zone(state, act->field[FIELD_ZONE].str);
		zone = place ? place : zone;
	}
	buf_time_zone(buf, ms, zone);
}

static void put_list(struct buf *buf, const struct value *value, enum type type)
{
	if (value->count == 0)
		buf_c(buf, "none");
	for (uint32_t i = 0; i < value->count; i++) {
		if (i > 0)
			buf_c(buf, ", ");
		if (type == TYPE_DATES)
			buf_date(buf, date_from_days(value->days[i]));
		else
			buf_str(buf, value->list[i]);
	}
}

static void put_field(struct buf *buf, const struct state *state, const struct act *act, enum field field)
{
	const struct value *value = &act->field[field];
	switch (field_info[field].type) {
	case TYPE_NAME:
	case TYPE_LABEL:
	case TYPE_BLOB:
		buf_str(buf, titled(state, act->verb, field, value->str));
		break;
	case TYPE_INT:
		buf_i64(buf, value->number);
		break;
	case TYPE_BOOL:
		if (field == FIELD_PRESENT)
			buf_c(buf, value->number ? "present" : "absent");
		else
			buf_c(buf, value->number ? "yes" : "no");
		break;
	case TYPE_TIME:
		put_time(buf, state, act, field, value->number);
		break;
	case TYPE_DATE:
		buf_date(buf, date_from_days((int32_t)value->number));
		break;
	case TYPE_HASH:
		if (value->bytes)
			buf_hex(buf, value->bytes, 32);
		break;
	case TYPE_KEY:
		if (value->bytes)
			buf_base64(buf, value->bytes, 32);
		break;
	case TYPE_NAMES:
	case TYPE_DATES:
		put_list(buf, value, field_info[field].type);
		break;
	case TYPE_TITLES:
	case TYPE_TEXT:
		buf_str(buf, pair_words(value));
		break;
	case TYPE_KEYS:
	case TYPE_ZONES:
		buf_u64(buf, value->count);
		break;
	case TYPE_MAX:
		break;
	}
}

static enum field field_find(struct str name)
{
	unsigned i = 0;
	while (i < FIELD_MAX && !str_eq(field_info[i].name, name))
		i++;
	assert(i < FIELD_MAX); /* a phrase of verbs.def names a field that is not there */
	return (enum field)i;
}

/* Does a part of a phrase name only fields that the act has? */
static bool complete(const struct act *act, struct str part)
{
	struct str head, tail, name;
	while (str_cut(part, '{', &head, &tail) && str_cut(tail, '}', &name, &part))
		if (!act->field[field_find(name)].set)
			return false;
	return true;
}

static void put_part(struct buf *buf, const struct state *state, const struct act *act, struct str part)
{
	struct str head, tail, name;
	while (str_cut(part, '{', &head, &tail) && str_cut(tail, '}', &name, &part)) {
		buf_str(buf, head);
		put_field(buf, state, act, field_find(name));
	}
	buf_str(buf, part);
}

static void put_phrase(struct buf *buf, const struct state *state, const struct act *act, struct str phrase)
{
	struct str head, tail, part;
	while (str_cut(phrase, '[', &head, &tail) && str_cut(tail, ']', &part, &phrase)) {
		put_part(buf, state, act, head);
		if (complete(act, part))
			put_part(buf, state, act, part);
	}
	put_part(buf, state, act, phrase);
}

void buf_act_words(struct buf *buf, const struct state *state, const struct act *act)
{
	assert(act->verb > VERB_NONE && act->verb < VERB_MAX);
	if (act->party.len > 0) {
		uint32_t party = state ? map_get(&state->charter->parties, act->party) : MAP_NONE;
		buf_str(buf, party == MAP_NONE ? act->party : title_of(&state->charter->party[party].titles));
		buf_c(buf, " (");
		buf_str(buf, act->by);
		buf_c(buf, ") ");
	} else {
		buf_c(buf, "The registrar records: ");
	}
	put_phrase(buf, state, act, verb_info[act->verb].phrase);
	buf_c(buf, ".");
}
