/* Acts as people write them: "field=value", "field.LANG=value". What is meant for programs (nonce, party, by) is the
 * caller's; `seen` may be written like a field.
 */
#include "app/codec_private.h"

#include <string.h>

#include "base/limits.h"

/* All the verb's fields as a hint: "fields: meeting, body, title.LANG, …". */
static void hint_fields(enum verb verb, struct err *err)
{
	const struct verb_info *info = &verb_info[verb];
	char text[sizeof err->hint];
	struct buf buf = buf_of(text, sizeof text);
	buf_str(&buf, info->name);
	buf_c(&buf, " has the fields ");
	for (uint32_t i = 0; i < info->field_count; i++) {
		struct field_info field = field_info[info->field[i]];
		buf_c(&buf, i == 0 ? "" : ", ");
		buf_str(&buf, field.name);
		if (field.type == TYPE_TITLES || field.type == TYPE_TEXT)
			buf_c(&buf, ".LANG");
	}
	struct str view = buf_view(&buf);
	err_hint(err, "%.*s", STR_ARG(view));
}

static enum err_code unknown(enum verb verb, struct str name, struct err *err)
{
	err_set(err, ERR_USAGE, "%.*s has no field \"%.*s\"", STR_ARG(verb_info[verb].name), STR_ARG(act_shown(name)));
	struct str near = act_field_near(verb, name);
	if (near.len)
		err_hint(err, "did you mean \"%.*s\"?", STR_ARG(near));
	else
		hint_fields(verb, err);
	return ERR_USAGE;
}

static enum err_code set_seen(struct act *act, struct str words, struct err *err)
{
	uint64_t seen;
	if (act->has_seen)
		return err_set(err, ERR_USAGE, "seen is given twice");
	if (!str_to_u64(words, (uint64_t)NUMBER_MAX, &seen)) {
		err_set(err, ERR_USAGE, "seen: expected the number of entries that you have seen");
		err_hint(err, "left out, it is filled in where the verb needs it");
		return ERR_USAGE;
	}
	act->has_seen = true;
	act->seen = seen;
	return ERR_OK;
}

static enum err_code check_language(struct field_info field, struct str language, bool dotted, struct err *err)
{
	int width = (int)field.name.len;
	bool wanted = field.type == TYPE_TITLES || field.type == TYPE_TEXT;
	if (wanted && !dotted) {
		err_set(err, ERR_USAGE, "%.*s: expected a language after the field", width, field.name.ptr);
		err_hint(err, "write %.*s.en=… and once more for each other language", width, field.name.ptr);
		return ERR_USAGE;
	}
	if (!wanted && dotted)
		return err_set(err, ERR_USAGE, "%.*s: it has no languages, write %.*s=…", width, field.name.ptr, width,
		               field.name.ptr);
	if (wanted && !text_language_valid(language)) {
		err_set(err, ERR_USAGE, "%.*s: \"%.*s\" is not a language", width, field.name.ptr,
		        STR_ARG(act_shown(language)));
		err_hint(err, "a language is written as en, ru or zh-Hans");
		return ERR_USAGE;
	}
	return ERR_OK;
}

/* What these verbs bring is made to be read by everybody. All else is first the delegations' own: a draft, a speech, a
 * reason, somebody's card. */
static enum blob_class class_of(enum verb verb)
{
	return verb == VERB_DOCUMENT || verb == VERB_RELEASE ? BLOB_PUBLIC : BLOB_RESTRICTED;
}

struct word {
	struct str name, language, value;
	enum field field; /* FIELD_MAX: seen */
	bool dotted;
};

static enum err_code cut_word(enum verb verb, struct str assignment, struct word *ret, struct err *err)
{
	struct str left;
	struct word word = {.field = FIELD_MAX};
	if (!str_cut(assignment, '=', &left, &word.value)) {
		err_set(err, ERR_USAGE, "expected field=value, found \"%.*s\"", STR_ARG(act_shown(assignment)));
		hint_fields(verb, err);
		return ERR_USAGE;
	}
	word.dotted = str_cut(left, '.', &word.name, &word.language);
	if (!word.dotted)
		word.name = left;
	if (!str_eq(word.name, STR("seen")) || word.dotted) {
		word.field = act_field(verb, word.name);
		if (word.field == FIELD_MAX)
			return unknown(verb, word.name, err);
		enum err_code code = check_language(field_info[word.field], word.language, word.dotted, err);
		if (code)
			return code;
	}
	*ret = word;
	return ERR_OK;
}

enum err_code act_check_word(enum verb verb, struct str assignment, struct err *err)
{
	struct word word;
	return cut_word(verb, assignment, &word, err);
}

enum err_code act_set(struct act *act, struct str assignment, const struct value_source *source, struct arena *arena,
                      struct new_blob **blobs, struct err *err)
{
	struct word word;
	enum err_code code = cut_word(act->verb, assignment, &word, err);
	if (code)
		return code;
	if (word.field == FIELD_MAX)
		return set_seen(act, word.value, err);
	if (act->field[word.field].set && !word.dotted)
		return err_set(err, ERR_USAGE, "%.*s is given twice", STR_ARG(word.name));
	return value_set(&act->field[word.field], field_info[word.field], word.language, word.value, class_of(act->verb),
	                 source, arena, blobs, err);
}

/* A key that came with its name is used up for ever, so it had better be that of the person. */
static enum err_code check_key_name(const struct act *act, struct err *err)
{
	const struct value *person = &act->field[FIELD_PERSON];
	struct str name = act->field[FIELD_KEY].str, wanted = person->set ? person->str : act->by;
	size_t start = name.len;
	if (!act->field[FIELD_KEY].set || name.len == 0)
		return ERR_OK;
	while (start > 0 && name.ptr[start - 1] != '/')
		start--;
	if (start > 0 && str_eq(str_slice(name, start, name.len), wanted))
		return ERR_OK;
	err_set(err, ERR_USAGE, "key: its name, \"%.*s\", is not that of %.*s", STR_ARG(act_shown(name)),
	        STR_ARG(act_shown(wanted)));
	err_hint(err, "a key is made for one person of one record: comity key new");
	return ERR_USAGE;
}

/* The version and the commitment are filled in from the matter: nobody is asked for them before it is named. */
static bool is_missing(const struct act *act, uint32_t i)
{
	const struct verb_info *info = &verb_info[act->verb];
	uint8_t field = info->field[i];
	if (!info->required[i] || act->field[field].set)
		return false;
	if (field != FIELD_VERSION && field != FIELD_COMMITMENT)
		return true;
	return act_field(act->verb, field_info[FIELD_MATTER].name) == FIELD_MAX || act->field[FIELD_MATTER].set;
}

static enum err_code check_required(const struct act *act, struct err *err)
{
	const struct verb_info *info = &verb_info[act->verb];
	char text[sizeof err->msg];
	struct buf buf = buf_of(text, sizeof text);
	uint32_t missing = 0, total = 0;
	for (uint32_t i = 0; i < info->field_count; i++)
		total += is_missing(act, i);
	if (total == 0)
		return ERR_OK;
	for (uint32_t i = 0; i < info->field_count; i++) {
		if (!is_missing(act, i))
			continue;
		missing++;
		buf_c(&buf, missing == 1 ? "" : missing == total ? " and " : ", ");
		buf_str(&buf, field_info[info->field[i]].name);
	}
	struct str names = buf_view(&buf);
	err_set(err, ERR_USAGE, "%.*s needs %.*s", STR_ARG(info->name), STR_ARG(names));
	hint_fields(act->verb, err);
	return ERR_USAGE;
}

enum err_code act_finish(struct act *act, struct arena *arena, struct err *err)
{
	enum err_code code = check_required(act, err);
	if (!code)
		code = check_key_name(act, err);
	if (code)
		return code;
	const struct verb_info *info = &verb_info[act->verb];
	for (uint32_t i = 0; i < info->field_count; i++) {
		enum field field = (enum field)info->field[i];
		if (field_info[field].type == TYPE_TEXT && act->field[field].set && !act_text_commit(&act->field[field], arena))
			return err_set(err, ERR_LIMIT, "no room left for the commitment to a text");
	}
	return ERR_OK;
}
