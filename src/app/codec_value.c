/* One value of an act between JSON and its typed form. The types are those of kernel/act.h; what each may be stands
 * beside its reader here.
 *
 * Objects (titles, texts, first keys, zones) must have their names in ascending byte order: an act's meaning then has
 * one form, and what is computed over the parts needs no sorting. Keys are held to the rule of registration where they
 * are read: every key in an act is one that is being registered or confirmed.
 */
#include "app/codec_private.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

bool act_name_valid(struct str s)
{
	if (s.len == 0 || s.len > LIMIT_NAME_SIZE)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i], letter = (char)(c | 0x20);
		if ((letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9'))
			continue;
		if (i == 0 || (c != '-' && c != '_'))
			return false;
	}
	return true;
}

bool act_label_valid(struct str s)
{
	if (s.len == 0 || s.len > LIMIT_LABEL_SIZE)
		return false;
	for (size_t i = 0; i < s.len;) {
		int32_t c = utf8_next(s, &i);
		if (c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
			return false;
	}
	return true;
}

bool act_ref_valid(struct str s)
{
	struct blob_ref ref;
	return blob_ref_parse(s, &ref) && ref.class != BLOB_PERMANENT;
}

uint32_t act_list_max(enum type type)
{
	switch (type) {
	case TYPE_TITLES:
	case TYPE_TEXT:
		return LIMIT_LANGUAGES;
	case TYPE_NAMES:
	case TYPE_KEYS:
		return LIMIT_PARTIES;
	case TYPE_ZONES:
		return LIMIT_ZONES;
	default:
		return LIMIT_LIST;
	}
}

struct str act_shown(struct str s)
{
	if (s.len > LIMIT_NAME_SIZE)
		return STR("(long)");
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < 0x20 || s.ptr[i] > 0x7e)
			return STR("(not plain ASCII)");
	return s;
}

static enum err_code bad(struct err *err, struct field_info field, const char *what)
{
	return err_set(err, ERR_FORMAT, "act: expected field \"%.*s\" to be %s", STR_ARG(field.name), what);
}

static enum err_code no_room(struct err *err, struct field_info field)
{
	return err_set(err, ERR_LIMIT, "no room left to read field \"%.*s\" of an act", STR_ARG(field.name));
}

/* The list's type, and at least `min` items; more than the limit is ERR_LIMIT. */
static enum err_code check_list(const struct json *json, enum json_type type, uint32_t min, struct field_info field,
                                const char *what, struct err *err)
{
	if (json->type != type || json->count < min)
		return bad(err, field, what);
	if (json->count > act_list_max(field.type))
		return err_set(err, ERR_LIMIT, "act: field \"%.*s\" has %u items, at most %u are allowed", STR_ARG(field.name),
		               json->count, act_list_max(field.type));
	return ERR_OK;
}

static bool ascending(struct str previous, const struct json *item, const struct json *first)
{
	return item == first || str_cmp(previous, item->key) < 0;
}

static enum err_code read_key(const struct json *json, struct field_info field, struct arena *arena,
                              const uint8_t **ret, struct err *err)
{
	struct public_key key;
	size_t size;
	if (json->type != JSON_STRING || !base64_decode(json->string, key.byte, sizeof key.byte, &size) ||
	    size != sizeof key.byte)
		return bad(err, field, "an Ed25519 public key: base64 of 32 bytes");
	if (!sign_key_valid(&key))
		return err_set(err, ERR_SIGNATURE, "act: field \"%.*s\" holds a key that is weak or no point of the curve",
		               STR_ARG(field.name));
	uint8_t *bytes = TRY(arena, uint8_t, sizeof key.byte);
	if (!bytes)
		return no_room(err, field);
	memcpy(bytes, key.byte, sizeof key.byte);
	*ret = bytes;
	return ERR_OK;
}

static enum err_code read_names(const struct json *json, struct field_info field, struct arena *arena,
                                struct value *value, struct err *err)
{
	static const char what[] = "a list of names";
	enum err_code code = check_list(json, JSON_ARRAY, 0, field, what, err);
	if (code)
		return code;
	struct str *list = TRY(arena, struct str, json->count);
	if (!list)
		return no_room(err, field);
	value->list = list;
	for (const struct json *item = json->child; item; item = item->next) {
		if (item->type != JSON_STRING || !act_name_valid(item->string))
			return bad(err, field, what);
		list[value->count++] = item->string;
	}
	return ERR_OK;
}

static bool read_day(const struct json *json, int32_t *ret)
{
	struct date date;
	if (json->type != JSON_STRING || !date_parse(json->string, &date))
		return false;
	*ret = date_to_days(date);
	return true;
}

static enum err_code read_dates(const struct json *json, struct field_info field, struct arena *arena,
                                struct value *value, struct err *err)
{
	static const char what[] = "a list of dates such as \"2027-01-07\", in ascending order";
	enum err_code code = check_list(json, JSON_ARRAY, 0, field, what, err);
	if (code)
		return code;
	int32_t *days = TRY(arena, int32_t, json->count);
	if (!days)
		return no_room(err, field);
	value->days = days;
	for (const struct json *item = json->child; item; item = item->next) {
		uint32_t i = value->count++;
		if (!read_day(item, &days[i]) || (i > 0 && days[i - 1] >= days[i]))
			return bad(err, field, what);
	}
	return ERR_OK;
}

static enum err_code read_pairs(const struct json *json, struct field_info field, struct arena *arena,
                                struct value *value, struct err *err)
{
	bool text = field.type == TYPE_TEXT;
	const char *what = text ? "an object of languages, ascending, and refs of blobs, public or restricted"
	                        : "an object of languages, ascending, and titles";
	enum err_code code = check_list(json, JSON_OBJECT, 1, field, what, err);
	if (code)
		return code;
	struct pair *pair = TRY(arena, struct pair, json->count);
	if (!pair)
		return no_room(err, field);
	value->pair = pair;
	struct str previous = {"", 0};
	for (const struct json *item = json->child; item; item = item->next) {
		if (item->type != JSON_STRING || !text_language_valid(item->key) || !ascending(previous, item, json->child))
			return bad(err, field, what);
		if (text ? !act_ref_valid(item->string) : !act_label_valid(item->string))
			return bad(err, field, what);
		previous = item->key;
		pair[value->count++] = (struct pair){item->key, item->string};
	}
	if (text && !act_text_commit(value, arena))
		return no_room(err, field);
	return ERR_OK;
}

static enum err_code read_keys(const struct json *json, struct field_info field, struct arena *arena,
                               struct value *value, struct err *err)
{
	static const char what[] = "an object of parties, ascending, each with [person, key]";
	enum err_code code = check_list(json, JSON_OBJECT, 1, field, what, err);
	if (code)
		return code;
	struct first_key *keys = TRY(arena, struct first_key, json->count);
	if (!keys)
		return no_room(err, field);
	value->keys = keys;
	struct str previous = {"", 0};
	for (const struct json *item = json->child; item; item = item->next) {
		if (item->type != JSON_ARRAY || item->count != 2 || !act_name_valid(item->key) ||
		    !ascending(previous, item, json->child))
			return bad(err, field, what);
		const struct json *person = item->child;
		if (person->type != JSON_STRING || !act_name_valid(person->string))
			return bad(err, field, what);
		struct first_key *key = &keys[value->count++];
		*key = (struct first_key){.party = item->key, .person = person->string};
		code = read_key(person->next, field, arena, &key->key, err);
		if (code)
			return code;
		previous = item->key;
	}
	return ERR_OK;
}

static bool offset_valid(const struct json *json)
{
	return json->type == JSON_INT && json->number >= -OFFSET_S_MAX && json->number <= OFFSET_S_MAX;
}

/* json: [first offset, at, offset, at, offset, …] with `at` ascending. */
static enum err_code read_zone(const struct json *json, struct field_info field, struct arena *arena, struct zone *zone,
                               struct err *err)
{
	static const char what[] =
		"an object of zones, ascending, each with [first offset, at, offset, …] in whole seconds";
	if (json->type != JSON_ARRAY || json->count % 2 == 0 || !act_label_valid(json->key) || !offset_valid(json->child))
		return bad(err, field, what);
	uint32_t count = (json->count - 1) / 2;
	int64_t *at = TRY(arena, int64_t, count);
	int32_t *offset = TRY(arena, int32_t, count);
	if (!at || !offset)
		return no_room(err, field);
	const struct json *item = json->child;
	*zone = (struct zone){json->key, (int32_t)item->number, count, at, offset};
	item = item->next;
	for (uint32_t i = 0; i < count; i++) {
		if (item->type != JSON_INT || (i > 0 && item->number <= at[i - 1]) || !offset_valid(item->next))
			return bad(err, field, what);
		if (item->number > NUMBER_MAX / 1000 || item->number < -(NUMBER_MAX / 1000))
			return bad(err, field, what);
		at[i] = item->number;
		offset[i] = (int32_t)item->next->number;
		item = item->next->next;
	}
	return ERR_OK;
}

static enum err_code read_zones(const struct json *json, struct field_info field, struct arena *arena,
                                struct value *value, struct err *err)
{
	static const char what[] = "an object of zones, ascending";
	enum err_code code = check_list(json, JSON_OBJECT, 1, field, what, err);
	if (code)
		return code;
	struct zone *zones = TRY(arena, struct zone, json->count);
	if (!zones)
		return no_room(err, field);
	value->zones = zones;
	struct str previous = {"", 0};
	for (const struct json *item = json->child; item; item = item->next) {
		if (!ascending(previous, item, json->child))
			return bad(err, field, what);
		code = read_zone(item, field, arena, &zones[value->count++], err);
		if (code)
			return code;
		previous = item->key;
	}
	return ERR_OK;
}

static enum err_code read_string(const struct json *json, struct field_info field, bool (*valid)(struct str),
                                 const char *what, struct value *value, struct err *err)
{
	if (json->type != JSON_STRING || !valid(json->string))
		return bad(err, field, what);
	value->str = json->string;
	return ERR_OK;
}

static enum err_code read_number(const struct json *json, struct field_info field, const char *what,
                                 struct value *value, struct err *err)
{
	if (json->type != JSON_INT || json->number < 0)
		return bad(err, field, what);
	value->number = json->number;
	return ERR_OK;
}

static enum err_code read_hash(const struct json *json, struct field_info field, struct arena *arena,
                               struct value *value, struct err *err)
{
	uint8_t *bytes = TRY(arena, uint8_t, HASH_SIZE);
	if (!bytes)
		return no_room(err, field);
	if (json->type != JSON_STRING || !hex_decode(json->string, bytes, HASH_SIZE))
		return bad(err, field, "a hash: 64 lower-case hex digits");
	value->bytes = bytes;
	return ERR_OK;
}

static enum err_code read_value(const struct json *json, struct field_info field, struct arena *arena,
                                struct value *value, struct err *err)
{
	int32_t day;
	switch (field.type) {
	case TYPE_NAME:
		return read_string(json, field, act_name_valid, "a name", value, err);
	case TYPE_LABEL:
		return read_string(json, field, act_label_valid, "one line of text, at most 300 bytes", value, err);
	case TYPE_BLOB:
		return read_string(json, field, act_ref_valid, "a blob's ref, public or restricted", value, err);
	case TYPE_INT:
		return read_number(json, field, "a number, 0 or more", value, err);
	case TYPE_TIME:
		return read_number(json, field, "a time: UTC milliseconds since 1970", value, err);
	case TYPE_BOOL:
		if (json->type != JSON_TRUE && json->type != JSON_FALSE)
			return bad(err, field, "true or false");
		value->number = json->type == JSON_TRUE;
		return ERR_OK;
	case TYPE_DATE:
		if (!read_day(json, &day))
			return bad(err, field, "a date such as \"2022-07-01\"");
		value->number = day;
		return ERR_OK;
	case TYPE_HASH:
		return read_hash(json, field, arena, value, err);
	case TYPE_KEY:
		return read_key(json, field, arena, &value->bytes, err);
	case TYPE_NAMES:
		return read_names(json, field, arena, value, err);
	case TYPE_DATES:
		return read_dates(json, field, arena, value, err);
	case TYPE_TITLES:
	case TYPE_TEXT:
		return read_pairs(json, field, arena, value, err);
	case TYPE_KEYS:
		return read_keys(json, field, arena, value, err);
	case TYPE_ZONES:
		return read_zones(json, field, arena, value, err);
	case TYPE_MAX:
		break;
	}
	return bad(err, field, "of a known type");
}

enum err_code value_decode(const struct json *json, struct field_info field, struct arena *arena, struct value *ret,
                           struct err *err)
{
	struct value value = {.set = true};
	enum err_code code = read_value(json, field, arena, &value, err);
	if (!code)
		*ret = value;
	return code;
}
