/* Writing acts: the JSON line in its one form, the signed note; and what acts have in common by the table of verbs. */
#include "app/codec_private.h"

#include <string.h>

#include "app/amending.h"
#include "base/limits.h"

size_t act_size_max(enum verb verb)
{
	const struct verb_info *info = &verb_info[verb];
	bool large = info->right == RIGHT_REGISTRAR || (info->flags & VERB_CONSTITUTIVE) != 0;
	return large ? LIMIT_CONSTITUTIVE_SIZE : LIMIT_ACT_SIZE;
}

enum field act_field(enum verb verb, struct str name)
{
	const struct verb_info *info = &verb_info[verb];
	for (uint32_t i = 0; i < info->field_count; i++)
		if (str_eq(field_info[info->field[i]].name, name))
			return (enum field)info->field[i];
	return FIELD_MAX;
}

/* Two slips of the pen in a long word, one in a short one. */
static size_t near_enough(struct str name)
{
	return name.len > 4 ? 2 : 1;
}

struct str act_field_near(enum verb verb, struct str name)
{
	const struct verb_info *info = &verb_info[verb];
	struct str best = {"", 0};
	size_t least = near_enough(name) + 1;
	for (uint32_t i = 0; i < info->field_count; i++) {
		size_t distance = str_distance(field_info[info->field[i]].name, name);
		if (distance < least) {
			least = distance;
			best = field_info[info->field[i]].name;
		}
	}
	return best;
}

struct str act_verb_near(struct str name)
{
	struct str best = {"", 0};
	size_t least = near_enough(name) + 1;
	for (enum verb verb = VERB_NONE + 1; verb < VERB_MAX; verb++) {
		size_t distance = str_distance(verb_info[verb].name, name);
		if (distance < least) {
			least = distance;
			best = verb_info[verb].name;
		}
	}
	return best;
}

bool act_text_commit(struct value *value, struct arena *arena)
{
	struct text_part part[LIMIT_LANGUAGES];
	uint8_t *bytes = TRY(arena, uint8_t, HASH_SIZE);
	if (!bytes)
		return false;
	for (uint32_t i = 0; i < value->count; i++)
		part[i] = (struct text_part){value->pair[i].name, value->pair[i].value};
	struct hash hash = hash_text(part, value->count);
	memcpy(bytes, hash.byte, HASH_SIZE);
	value->bytes = bytes;
	return true;
}

bool act_ref(const struct act *act, uint32_t index, struct blob_ref *ret)
{
	const struct verb_info *info = &verb_info[act->verb];
	if (act_amends(act, ret) && index-- == 0)
		return true;
	for (uint32_t i = 0; i < info->field_count; i++) {
		const struct value *value = &act->field[info->field[i]];
		enum type type = field_info[info->field[i]].type;
		uint32_t count = !value->set ? 0 : type == TYPE_TEXT ? value->count : type == TYPE_BLOB;
		if (index < count)
			return blob_ref_parse(type == TYPE_TEXT ? value->pair[index].value : value->str, ret);
		index -= count;
	}
	return false;
}

static void buf_quoted_date(struct buf *buf, int32_t day)
{
	buf_byte(buf, '"');
	buf_date(buf, date_from_days(day));
	buf_byte(buf, '"');
}

static void buf_quoted_key(struct buf *buf, const uint8_t *key)
{
	buf_byte(buf, '"');
	buf_base64(buf, key, PUBLIC_KEY_SIZE);
	buf_byte(buf, '"');
}

static void buf_comma(struct buf *buf, uint32_t index)
{
	if (index > 0)
		buf_byte(buf, ',');
}

static void buf_array(struct buf *buf, enum type type, const struct value *value)
{
	buf_byte(buf, '[');
	for (uint32_t i = 0; i < value->count; i++) {
		buf_comma(buf, i);
		if (type == TYPE_NAMES)
			buf_json_string(buf, value->list[i]);
		else
			buf_quoted_date(buf, value->days[i]);
	}
	buf_byte(buf, ']');
}

static void buf_zone_array(struct buf *buf, const struct zone *zone)
{
	buf_byte(buf, '[');
	buf_i64(buf, zone->offset_first_s);
	for (uint32_t i = 0; i < zone->count; i++) {
		buf_byte(buf, ',');
		buf_i64(buf, zone->at_s[i]);
		buf_byte(buf, ',');
		buf_i64(buf, zone->offset_s[i]);
	}
	buf_byte(buf, ']');
}

static void buf_object(struct buf *buf, enum type type, const struct value *value)
{
	bool first = true;
	buf_byte(buf, '{');
	for (uint32_t i = 0; i < value->count; i++) {
		if (type == TYPE_KEYS) {
			buf_json_key(buf, &first, value->keys[i].party);
			buf_byte(buf, '[');
			buf_json_string(buf, value->keys[i].person);
			buf_byte(buf, ',');
			buf_quoted_key(buf, value->keys[i].key);
			buf_byte(buf, ']');
		} else if (type == TYPE_ZONES) {
			buf_json_key(buf, &first, value->zones[i].name);
			buf_zone_array(buf, &value->zones[i]);
		} else {
			buf_json_key(buf, &first, value->pair[i].name);
			buf_json_string(buf, value->pair[i].value);
		}
	}
	buf_byte(buf, '}');
}

void buf_value_json(struct buf *buf, enum type type, const struct value *value)
{
	switch (type) {
	case TYPE_NAME:
	case TYPE_LABEL:
	case TYPE_BLOB:
		buf_json_string(buf, value->str);
		break;
	case TYPE_INT:
	case TYPE_TIME:
		buf_i64(buf, value->number);
		break;
	case TYPE_BOOL:
		buf_c(buf, value->number ? "true" : "false");
		break;
	case TYPE_DATE:
		buf_quoted_date(buf, (int32_t)value->number);
		break;
	case TYPE_HASH:
		buf_byte(buf, '"');
		buf_hex(buf, value->bytes, HASH_SIZE);
		buf_byte(buf, '"');
		break;
	case TYPE_KEY:
		buf_quoted_key(buf, value->bytes);
		break;
	case TYPE_NAMES:
	case TYPE_DATES:
		buf_array(buf, type, value);
		break;
	case TYPE_TITLES:
	case TYPE_TEXT:
	case TYPE_KEYS:
	case TYPE_ZONES:
		buf_object(buf, type, value);
		break;
	case TYPE_MAX:
		break;
	}
}

static void buf_member(struct buf *buf, bool *first, struct str key, struct str value)
{
	buf_json_key(buf, first, key);
	buf_json_string(buf, value);
}

void buf_act_text(struct buf *buf, struct str log, const struct act *act)
{
	const struct verb_info *info = &verb_info[act->verb];
	bool first = true;
	buf_byte(buf, '{');
	buf_json_key(buf, &first, STR("v"));
	buf_u64(buf, 1);
	buf_member(buf, &first, STR("log"), log);
	buf_member(buf, &first, STR("verb"), info->name);
	if (act->party.len)
		buf_member(buf, &first, STR("party"), act->party);
	buf_member(buf, &first, STR("by"), act->by);
	buf_json_key(buf, &first, STR("nonce"));
	buf_byte(buf, '"');
	buf_hex(buf, act->nonce, sizeof act->nonce);
	buf_byte(buf, '"');
	if (act->has_seen) {
		buf_json_key(buf, &first, STR("seen"));
		buf_u64(buf, act->seen);
	}
	for (uint32_t i = 0; i < info->field_count; i++) {
		const struct value *value = &act->field[info->field[i]];
		if (!value->set)
			continue;
		buf_json_key(buf, &first, field_info[info->field[i]].name);
		buf_value_json(buf, field_info[info->field[i]].type, value);
	}
	buf_c(buf, "}\n");
}

enum err_code act_sign(struct str log, const struct act *act, struct str name, const struct secret_key *key,
                       struct arena *arena, struct str *ret, struct err *err)
{
	struct arena mark = arena_mark(arena);
	size_t max = act_size_max(act->verb);
	struct buf text = buf_new(arena, max), note = buf_new(arena, max);
	if (text.cap < max || note.cap < max) {
		arena_rewind(arena, mark);
		return err_set(err, ERR_LIMIT, "no room left to sign an act");
	}
	buf_act_text(&text, log, act);
	/* Nothing is signed that could not be read back. */
	struct act same;
	struct arena scratch = *arena;
	enum err_code code = text.full ? ERR_OK : act_decode_text(buf_view(&text), log, &scratch, &same, err);
	if (code) {
		arena_rewind(arena, mark);
		return code;
	}
	if (!text.full)
		buf_note(&note, buf_view(&text), name, key);
	if (text.full || note.full) {
		arena_rewind(arena, mark);
		err_set(err, ERR_LIMIT, "the act \"%.*s\" is larger than %zu bytes", STR_ARG(verb_info[act->verb].name), max);
		err_hint(err, "put what is long into a text, which the act names by its hash");
		return ERR_LIMIT;
	}
	*ret = buf_view(&note);
	return ERR_OK;
}
