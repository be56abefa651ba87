/* One value from a person's words. What was expected is said with an example; what was written is not repeated beyond
 * what is plain.
 *
 * Texts and blobs:
 *     @path                             the file's bytes
 *     words                             themselves
 *     public:<hex>, restricted:<hex>    one that is there already
 * A charter's hash is that of a file, @path, too: the text goes along as a permanent blob.
 * Before the first two, "public:" or "restricted:" says the class; without it, the verb does (codec_set.c).
 */
#include "app/codec_private.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

static enum err_code expected(struct err *err, struct field_info field, const char *what)
{
	return err_set(err, ERR_USAGE, "%.*s: expected %s", STR_ARG(field.name), what);
}

static enum err_code no_room(struct err *err, struct field_info field)
{
	return err_set(err, ERR_LIMIT, "%.*s: no room left", STR_ARG(field.name));
}

static enum err_code set_key(struct value *value, struct field_info field, struct str words,
                             const struct value_source *source, struct arena *arena, struct err *err)
{
	struct public_key key;
	struct verifier verifier;
	size_t size;
	value->str = (struct str){"", 0};
	if (str_starts(words, STR("PRIVATE+KEY+"))) {
		err_set(err, ERR_USAGE, "%.*s: this is a secret key, where a public one is wanted", STR_ARG(field.name));
		err_hint(err, "its public half is the line in FILE.vkey");
		return ERR_USAGE;
	}
	if (str_find(words, '+', 0) < words.len && vkey_parse(words, &verifier, NULL) == ERR_OK) {
		struct str origin = source->origin, name = verifier.name;
		if (origin.len > 0 && (!str_starts(name, origin) || name.len == origin.len || name.ptr[origin.len] != '/'))
			return err_set(err, ERR_USAGE, "%.*s: \"%.*s\" is made for another record than %.*s", STR_ARG(field.name),
			               STR_ARG(act_shown(name)), STR_ARG(origin));
		key = verifier.key;
		value->str = name;
	} else if (!base64_decode(words, key.byte, sizeof key.byte, &size) || size != sizeof key.byte)
		return expected(err, field,
		                "a public key: what `key show` prints (name+hash+base64), or base64 of its 32 bytes");
	if (!sign_key_valid(&key))
		return err_set(err, ERR_USAGE, "%.*s: the key is weak or no point of the curve", STR_ARG(field.name));
	uint8_t *bytes = TRY(arena, uint8_t, sizeof key.byte);
	if (!bytes)
		return no_room(err, field);
	memcpy(bytes, key.byte, sizeof key.byte);
	value->bytes = bytes;
	return ERR_OK;
}

/* 2022-06-10T13:00[Asia/Yerevan] */
static enum err_code civil_time(struct field_info field, struct str words, const struct value_source *source,
                                int64_t *ret, struct err *err)
{
	struct civil civil;
	size_t bracket = str_find(words, '[', 0);
	struct str name = str_slice(words, bracket + 1, words.len - 1);
	if (!civil_parse(str_slice(words, 0, bracket), &civil))
		return expected(err, field, "a date and a time before the zone, such as 2022-06-10T13:00[Asia/Yerevan]");
	const struct zone *zone = source->zone ? source->zone(source->context, name) : NULL;
	if (!zone && !str_eq(name, STR("UTC"))) {
		err_set(err, ERR_USAGE, "%.*s: the record has no rules for the zone \"%.*s\"", STR_ARG(field.name),
		        STR_ARG(act_shown(name)));
		err_hint(err, "write the time in UTC, 2022-06-10T09:00Z, or in a zone that the charter uses");
		return ERR_USAGE;
	}
	*ret = zone_to_utc(zone, civil);
	return ERR_OK;
}

/* "48h", "30min", or a number of days or weeks: days of 24 hours, since no zone is named. */
static bool span_words(struct str words, struct span *ret)
{
	struct str number, unit;
	uint64_t count;
	if (!str_cut(words, ' ', &number, &unit))
		return span_parse_clock(words, ret);
	if (!str_to_u64(number, 100000, &count))
		return false;
	if (str_eq(unit, STR("day")) || str_eq(unit, STR("days")))
		*ret = (struct span){(int64_t)count, SPAN_DAYS};
	else if (str_eq(unit, STR("week")) || str_eq(unit, STR("weeks")))
		*ret = (struct span){(int64_t)count, SPAN_WEEKS};
	else
		return false;
	return true;
}

static enum err_code set_time(struct value *value, struct field_info field, struct str words,
                              const struct value_source *source, struct err *err)
{
	struct span span;
	int64_t ms;
	if (words.len && words.ptr[0] == '+') {
		if (!span_words(str_slice(words, 1, words.len), &span) ||
		    (ms = span_add(source->now_ms, span, /* zone= */ NULL, /* days= */ NULL)) == TIME_NEVER)
			return expected(err, field, "a span after the +, such as +48h, +30min or \"+2 days\"");
	} else if (str_ends(words, STR("]")) && str_find(words, '[', 0) < words.len) {
		enum err_code code = civil_time(field, words, source, &ms, err);
		if (code)
			return code;
	} else if (!time_parse(words, &ms)) {
		return expected(err, field, "a time such as 2022-06-10T13:00[Asia/Yerevan], 2022-06-10T09:00Z or +48h");
	}
	if (ms < 0 || ms > NUMBER_MAX)
		return expected(err, field, "a time after 1970");
	value->number = ms;
	return ERR_OK;
}

static enum err_code set_bool(struct value *value, struct field_info field, struct str words, struct err *err)
{
	bool yes = str_eq(words, STR("yes")) || str_eq(words, STR("true"));
	if (!yes && !str_eq(words, STR("no")) && !str_eq(words, STR("false")))
		return expected(err, field, "yes or no");
	value->number = yes;
	return ERR_OK;
}

static enum err_code set_hash(struct value *value, struct field_info field, struct str words, struct arena *arena,
                              struct err *err)
{
	uint8_t *bytes = TRY(arena, uint8_t, HASH_SIZE);
	if (!bytes)
		return no_room(err, field);
	if (!hex_decode(words, bytes, HASH_SIZE))
		return expected(err, field,
		                str_eq(field.name, STR("charter"))
		                    ? "@FILE, a charter's text, or its hash: 64 lower-case hex digits"
		                    : "a hash: 64 lower-case hex digits");
	value->bytes = bytes;
	return ERR_OK;
}

/* Items of a comma-separated list; nothing at all is the empty list. */
static uint32_t count_items(struct str words)
{
	uint32_t count = words.len > 0;
	for (size_t i = 0; i < words.len; i++)
		count += words.ptr[i] == ',';
	return count;
}

static struct str next_item(struct str *rest)
{
	struct str item = *rest;
	if (!str_cut(*rest, ',', &item, rest))
		*rest = (struct str){"", 0};
	return str_trim(item);
}

static enum err_code check_count(struct field_info field, uint32_t count, struct err *err)
{
	if (count <= act_list_max(field.type))
		return ERR_OK;
	return err_set(err, ERR_USAGE, "%.*s: %u items, at most %u are allowed", STR_ARG(field.name), count,
	               act_list_max(field.type));
}

static enum err_code set_names(struct value *value, struct field_info field, struct str words, struct arena *arena,
                               struct err *err)
{
	uint32_t count = count_items(words);
	enum err_code code = check_count(field, count, err);
	if (code)
		return code;
	struct str *list = TRY(arena, struct str, count);
	if (!list)
		return no_room(err, field);
	for (uint32_t i = 0; i < count; i++) {
		list[i] = next_item(&words);
		if (!act_name_valid(list[i]))
			return expected(err, field, "names with commas between them, such as arm-1,arm-2");
	}
	value->list = list;
	value->count = count;
	return ERR_OK;
}

/* Sorted by insertion: lists of dates are short. False: it stands there already. */
static bool insert_day(int32_t *days, uint32_t count, int32_t day)
{
	uint32_t i = count;
	while (i > 0 && days[i - 1] > day)
		i--;
	if (i > 0 && days[i - 1] == day)
		return false;
	memmove(days + i + 1, days + i, (count - i) * sizeof *days);
	days[i] = day;
	return true;
}

static enum err_code set_dates(struct value *value, struct field_info field, struct str words, struct arena *arena,
                               struct err *err)
{
	uint32_t count = count_items(words);
	enum err_code code = check_count(field, count, err);
	if (code)
		return code;
	int32_t *days = TRY(arena, int32_t, count);
	if (!days)
		return no_room(err, field);
	for (uint32_t i = 0; i < count; i++) {
		struct date date;
		if (!date_parse(next_item(&words), &date))
			return expected(err, field, "dates with commas between them, such as 2027-01-01,2027-01-07");
		if (!insert_day(days, i, date_to_days(date)))
			return err_set(err, ERR_USAGE, "%.*s: a date stands there twice", STR_ARG(field.name));
	}
	value->days = days;
	value->count = count;
	return ERR_OK;
}

/* The pair into its place by language. */
static enum err_code add_pair(struct value *value, struct field_info field, struct str language, struct str words,
                              struct arena *arena, struct err *err)
{
	if (value->count >= act_list_max(field.type))
		return err_set(err, ERR_USAGE, "%.*s: at most %u languages are allowed", STR_ARG(field.name),
		               act_list_max(field.type));
	struct pair *pair = TRY(arena, struct pair, value->count + 1);
	if (!pair)
		return no_room(err, field);
	uint32_t at = 0;
	while (at < value->count && str_cmp(value->pair[at].name, language) < 0)
		at++;
	if (at < value->count && str_eq(value->pair[at].name, language))
		return err_set(err, ERR_USAGE, "%.*s.%.*s is given twice", STR_ARG(field.name), STR_ARG(language));
	for (uint32_t i = 0; i < at; i++)
		pair[i] = value->pair[i];
	pair[at] = (struct pair){language, words};
	for (uint32_t i = at; i < value->count; i++)
		pair[i + 1] = value->pair[i];
	value->pair = pair;
	value->count++;
	return ERR_OK;
}

/* The bytes that the words stand for. */
static enum err_code fetch(struct field_info field, struct str words, const struct value_source *source,
                           struct arena *arena, struct str *ret, struct err *err)
{
	if (words.len == 0 || (words.len == 1 && words.ptr[0] == '@')) {
		expected(err, field, "the words themselves, or @ and the path of a file");
		err_hint(
			err,
			"for example text.en=restricted:@statement.txt for delegations, text.en=public:@statement.txt for all");
		return ERR_USAGE;
	}
	if (words.ptr[0] == '@') {
		if (!source->read)
			return err_set(err, ERR_USAGE, "%.*s: files cannot be read here", STR_ARG(field.name));
		enum err_code code = source->read(source->context, str_slice(words, 1, words.len), arena, ret, err);
		if (code == ERR_OK && ret->len == 0)
			return err_set(err, ERR_USAGE, "%.*s: the file is empty", STR_ARG(field.name));
		return code;
	}
	if (!utf8_valid(words))
		return expected(err, field, "UTF-8");
	*ret = words;
	return ERR_OK;
}

static bool cut_class(struct str *words, enum blob_class class)
{
	struct str name = blob_class_name[class];
	if (!str_starts(*words, name) || words->len == name.len || words->ptr[name.len] != ':')
		return false;
	*words = str_slice(*words, name.len + 1, words->len);
	return true;
}

static enum err_code make_blob(struct field_info field, struct str words, enum blob_class class,
                               const struct value_source *source, struct arena *arena, struct new_blob **blobs,
                               struct str *ret_ref, struct err *err)
{
	if (act_ref_valid(words)) {
		*ret_ref = words;
		return ERR_OK;
	}
	if (cut_class(&words, BLOB_RESTRICTED))
		class = BLOB_RESTRICTED;
	else if (cut_class(&words, BLOB_PUBLIC))
		class = BLOB_PUBLIC;
	struct str data;
	enum err_code code = fetch(field, words, source, arena, &data, err);
	if (code)
		return code;
	if (data.len > LIMIT_BLOB_SIZE)
		return err_set(err, ERR_LIMIT, "%.*s: %zu bytes, at most %u are allowed", STR_ARG(field.name), data.len,
		               LIMIT_BLOB_SIZE);
	struct new_blob *blob = TRY(arena, struct new_blob, 1);
	if (!blob)
		return no_room(err, field);
	if (!source->random)
		return err_set(err, ERR_USAGE, "%.*s: a text cannot be salted here", STR_ARG(field.name));
	code = source->random(source->context, blob->salt, sizeof blob->salt, err);
	if (code)
		return code;
	blob->ref = blob_commit(class, blob->salt, data);
	blob->data = data;
	struct buf ref = buf_new(arena, blob_class_name[class].len + 1 + (size_t)HASH_SIZE * 2);
	buf_blob_ref(&ref, &blob->ref);
	if (ref.full)
		return no_room(err, field);
	*ret_ref = buf_view(&ref);
	blob->next = *blobs;
	*blobs = blob;
	return ERR_OK;
}

/* A hash of a text that comes along: a charter. */
static enum err_code set_permanent(struct value *value, struct field_info field, struct str words,
                                   const struct value_source *source, struct arena *arena, struct new_blob **blobs,
                                   struct err *err)
{
	struct str data;
	enum err_code code = fetch(field, words, source, arena, &data, err);
	if (code)
		return code;
	struct new_blob *blob = TRY(arena, struct new_blob, 1);
	uint8_t *bytes = TRY(arena, uint8_t, HASH_SIZE);
	if (!blob || !bytes)
		return no_room(err, field);
	blob->ref = blob_commit(BLOB_PERMANENT, /* salt= */ NULL, data);
	blob->data = data;
	memcpy(bytes, blob->ref.commitment.byte, HASH_SIZE);
	value->bytes = bytes;
	blob->next = *blobs;
	*blobs = blob;
	return ERR_OK;
}

static enum err_code read_words(struct value *value, struct field_info field, struct str language, struct str words,
                                enum blob_class class, const struct value_source *source, struct arena *arena,
                                struct new_blob **blobs, struct err *err)
{
	struct date date;
	uint64_t number;
	struct str ref;
	enum err_code code;
	switch (field.type) {
	case TYPE_NAME:
		value->str = words;
		if (act_name_valid(words))
			return ERR_OK;
		return expected(err, field, "a name such as cfm-2022: letters, digits, - and _, a letter or digit first");
	case TYPE_LABEL:
		value->str = words;
		return act_label_valid(words) ? ERR_OK : expected(err, field, "one line of text, at most 300 bytes");
	case TYPE_INT:
		if (!str_to_u64(words, (uint64_t)NUMBER_MAX, &number))
			return expected(err, field, "a number, 0 or more");
		value->number = (int64_t)number;
		return ERR_OK;
	case TYPE_BOOL:
		return set_bool(value, field, words, err);
	case TYPE_TIME:
		return set_time(value, field, words, source, err);
	case TYPE_DATE:
		if (!date_parse(words, &date))
			return expected(err, field, "a date such as 2022-07-01");
		value->number = date_to_days(date);
		return ERR_OK;
	case TYPE_HASH:
		if (words.len > 0 && words.ptr[0] == '@')
			return set_permanent(value, field, words, source, arena, blobs, err);
		return set_hash(value, field, words, arena, err);
	case TYPE_KEY:
		return set_key(value, field, words, source, arena, err);
	case TYPE_BLOB:
		return make_blob(field, words, class, source, arena, blobs, &value->str, err);
	case TYPE_NAMES:
		return set_names(value, field, words, arena, err);
	case TYPE_DATES:
		return set_dates(value, field, words, arena, err);
	case TYPE_TITLES:
		if (!act_label_valid(words))
			return expected(err, field, "a title of one line, at most 300 bytes");
		return add_pair(value, field, language, words, arena, err);
	case TYPE_TEXT:
		code = make_blob(field, words, class, source, arena, blobs, &ref, err);
		return code ? code : add_pair(value, field, language, ref, arena, err);
	case TYPE_KEYS:
	case TYPE_ZONES:
	case TYPE_MAX:
		break;
	}
	return err_set(err, ERR_USAGE, "%.*s: it is made at the founding, not written by hand", STR_ARG(field.name));
}

enum err_code value_set(struct value *value, struct field_info field, struct str language, struct str words,
                        enum blob_class class, const struct value_source *source, struct arena *arena,
                        struct new_blob **blobs, struct err *err)
{
	struct value changed = *value;
	enum err_code code = read_words(&changed, field, language, words, class, source, arena, blobs, err);
	if (code)
		return code;
	changed.set = true;
	*value = changed;
	return ERR_OK;
}
