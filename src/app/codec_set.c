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

enum err_code act_set(struct act *act, struct str assignment, const struct value_source *source, struct arena *arena,
                      struct new_blob **blobs, struct err *err)
{
	struct str left, words, name, language = {"", 0};
	if (!str_cut(assignment, '=', &left, &words)) {
		err_set(err, ERR_USAGE, "expected field=value, found \"%.*s\"", STR_ARG(act_shown(assignment)));
		hint_fields(act->verb, err);
		return ERR_USAGE;
	}
	bool dotted = str_cut(left, '.', &name, &language);
	if (!dotted)
		name = left;
	if (str_eq(name, STR("seen")) && !dotted)
		return set_seen(act, words, err);
	enum field field = act_field(act->verb, name);
	if (field == FIELD_MAX)
		return unknown(act->verb, name, err);
	enum err_code code = check_language(field_info[field], language, dotted, err);
	if (code)
		return code;
	if (act->field[field].set && !dotted)
		return err_set(err, ERR_USAGE, "%.*s is given twice", STR_ARG(name));
	return value_set(&act->field[field], field_info[field], language, words, class_of(act->verb), source, arena, blobs,
	                 err);
}

static enum err_code check_required(const struct act *act, struct err *err)
{
	const struct verb_info *info = &verb_info[act->verb];
	char text[sizeof err->msg];
	struct buf buf = buf_of(text, sizeof text);
	uint32_t missing = 0, total = 0;
	for (uint32_t i = 0; i < info->field_count; i++)
		total += info->required[i] && !act->field[info->field[i]].set;
	if (total == 0)
		return ERR_OK;
	for (uint32_t i = 0; i < info->field_count; i++) {
		if (!info->required[i] || act->field[info->field[i]].set)
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
