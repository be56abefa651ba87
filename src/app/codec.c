/* Reading acts: note, JSON, members, fields.
 *
 *     {"v":1,"log":ORIGIN,"verb":VERB,"party":PARTY,"by":PERSON,"nonce":32 hex digits,"seen":SIZE, fields … } \n
 *     \n
 *     — ORIGIN/PERSON signature \n          the author's; the registrar's name is ORIGIN alone
 *     — ORIGIN/OTHER signature \n …         those who sign with it
 *
 * An act is well-formed when
 *  1. it is a note of at most act_size_max(verb) bytes with 1 … LIMIT_ACT_SIGNATURES lines of 64-byte signatures, the
 *     first in the author's name, no two in the same name;
 *  2. its text is one line of strict JSON (record/json.h): an object;
 *  3. v is 1; log is this record's origin; the verb is one of verbs.def;
 *  4. party and by are names; without a party, by is "registrar", and with one it is not;
 *  5. nonce is 32 lower-case hex digits; seen, when it stands, is a number of entries;
 *  6. every other member is a field of the verb, of the field's type (codec_value.c), and no required one is missing.
 *
 * The order of members is free when read: the bytes received are the bytes kept, nothing is written anew.
 */
#include "app/codec.h"

#include <string.h>

#include "app/codec_private.h"
#include "base/limits.h"
#include "record/entry.h"

#define ACT_VERSION 1

enum member { MEMBER_V, MEMBER_LOG, MEMBER_VERB, MEMBER_PARTY, MEMBER_BY, MEMBER_NONCE, MEMBER_SEEN, MEMBER_MAX };

static const struct str member_name[MEMBER_MAX] = {
	[MEMBER_V] = {"v", 1},   [MEMBER_LOG] = {"log", 3},     [MEMBER_VERB] = {"verb", 4}, [MEMBER_PARTY] = {"party", 5},
	[MEMBER_BY] = {"by", 2}, [MEMBER_NONCE] = {"nonce", 5}, [MEMBER_SEEN] = {"seen", 4},
};

const struct str registrar_name = {"registrar", 9};

static enum member member_find(struct str key)
{
	for (enum member m = 0; m < MEMBER_MAX; m++)
		if (str_eq(key, member_name[m]))
			return m;
	return MEMBER_MAX;
}

static enum err_code expected(struct err *err, enum member member, const char *what)
{
	return err_set(err, ERR_FORMAT, "act: expected \"%s\" to be %s", member_name[member].ptr, what);
}

static enum err_code missing(struct err *err, enum member member)
{
	return err_set(err, ERR_FORMAT, "act: \"%s\" is missing", member_name[member].ptr);
}

static enum err_code read_verb(const struct json *root, struct act *act, struct err *err)
{
	const struct json *verb = json_get(root, member_name[MEMBER_VERB]);
	if (!verb)
		return missing(err, MEMBER_VERB);
	if (verb->type != JSON_STRING)
		return expected(err, MEMBER_VERB, "a string");
	act->verb = verb_find(verb->string);
	if (act->verb != VERB_NONE)
		return ERR_OK;
	err_set(err, ERR_FORMAT, "act: no verb is called \"%.*s\"", STR_ARG(act_shown(verb->string)));
	struct str near = act_verb_near(verb->string);
	if (near.len)
		err_hint(err, "did you mean \"%.*s\"?", STR_ARG(near));
	return ERR_FORMAT;
}

static enum err_code read_log(const struct json *value, struct str log, struct err *err)
{
	if (value->type != JSON_STRING || !origin_valid(value->string))
		return expected(err, MEMBER_LOG, "the origin of a record");
	if (str_eq(value->string, log))
		return ERR_OK;
	err_set(err, ERR_CONFLICT, "act: it is meant for another record, %.*s", STR_ARG(value->string));
	err_hint(err, "this record is %.*s; an act is signed for one record only", STR_ARG(log));
	return ERR_CONFLICT;
}

static enum err_code read_name(const struct json *value, enum member member, struct str *ret, struct err *err)
{
	if (value->type != JSON_STRING || !act_name_valid(value->string))
		return expected(err, member, "a name");
	*ret = value->string;
	return ERR_OK;
}

static enum err_code read_member(const struct json *value, enum member member, struct str log, struct act *act,
                                 struct err *err)
{
	switch (member) {
	case MEMBER_V:
		if (value->type != JSON_INT)
			return expected(err, member, "a number");
		if (value->number != ACT_VERSION)
			return err_set(err, ERR_FORMAT, "act: format version %lld is not known, only %d is",
			               (long long)value->number, ACT_VERSION);
		return ERR_OK;
	case MEMBER_LOG:
		return read_log(value, log, err);
	case MEMBER_PARTY:
		return read_name(value, member, &act->party, err);
	case MEMBER_BY:
		return read_name(value, member, &act->by, err);
	case MEMBER_NONCE:
		if (value->type != JSON_STRING || !hex_decode(value->string, act->nonce, sizeof act->nonce))
			return expected(err, member, "32 lower-case hex digits");
		return ERR_OK;
	case MEMBER_SEEN:
		if (value->type != JSON_INT || value->number < 0)
			return expected(err, member, "a number of entries");
		act->has_seen = true;
		act->seen = (uint64_t)value->number;
		return ERR_OK;
	case MEMBER_VERB:
	case MEMBER_MAX:
		break;
	}
	return ERR_OK;
}

static enum err_code unknown_field(const struct act *act, struct str key, struct err *err)
{
	struct str verb = verb_info[act->verb].name;
	err_set(err, ERR_FORMAT, "act: \"%.*s\" has no field \"%.*s\"", STR_ARG(verb), STR_ARG(act_shown(key)));
	struct str near = act_field_near(act->verb, key);
	if (near.len)
		err_hint(err, "did you mean \"%.*s\"?", STR_ARG(near));
	return ERR_FORMAT;
}

static enum err_code check_complete(const struct act *act, unsigned given, struct err *err)
{
	for (enum member m = 0; m < MEMBER_MAX; m++)
		if (m != MEMBER_PARTY && m != MEMBER_SEEN && !(given >> m & 1))
			return missing(err, m);
	bool registrar = str_eq(act->by, registrar_name);
	if (act->party.len == 0 && !registrar)
		return missing(err, MEMBER_PARTY);
	if (act->party.len && registrar)
		return err_set(err, ERR_FORMAT, "act: \"registrar\" speaks for no party");
	const struct verb_info *info = &verb_info[act->verb];
	for (uint32_t i = 0; i < info->field_count; i++)
		if (info->required[i] && !act->field[info->field[i]].set)
			return err_set(err, ERR_FORMAT, "act: field \"%.*s\" of \"%.*s\" is missing",
			               STR_ARG(field_info[info->field[i]].name), STR_ARG(info->name));
	return ERR_OK;
}

/* text: the JSON line without its line feed. */
static enum err_code read_text(struct str text, struct str log, struct arena *arena, struct act *act, struct err *err)
{
	struct json *root;
	enum err_code code = json_parse(text, arena, &root, err);
	if (code) {
		err_prefix(err, "act");
		return code;
	}
	code = read_verb(root, act, err);
	unsigned given = 0;
	for (const struct json *value = root->child; value && !code; value = value->next) {
		enum member member = member_find(value->key);
		if (member < MEMBER_MAX) {
			given |= 1u << member;
			code = read_member(value, member, log, act, err);
			continue;
		}
		enum field field = act_field(act->verb, value->key);
		if (field == FIELD_MAX)
			return unknown_field(act, value->key, err);
		code = value_decode(value, field_info[field], arena, &act->field[field], err);
	}
	return code ? code : check_complete(act, given, err);
}

static enum err_code check_size(struct str bytes, size_t max, struct err *err)
{
	if (bytes.len <= max)
		return ERR_OK;
	err_set(err, ERR_LIMIT, "act: %zu bytes, at most %zu are allowed", bytes.len, max);
	err_hint(err, "what is long belongs into a text, which the act names by its hash");
	return ERR_LIMIT;
}

/* Is this LOG/PERSON, and PERSON a name? */
static bool person_of_line(struct str line, struct str log, struct str *ret)
{
	if (!str_starts(line, log) || line.len <= log.len || line.ptr[log.len] != '/')
		return false;
	*ret = str_slice(line, log.len + 1, line.len);
	return act_name_valid(*ret);
}

/* The signature lines' form: rule 1 at the top. */
static enum err_code check_lines(const struct signed_act *act, struct str log, struct err *err)
{
	for (uint32_t i = 0; i < act->note.count; i++) {
		const struct note_line *line = &act->note.line[i];
		if (line->blob.len != SIGNATURE_SIZE)
			return err_set(err, ERR_FORMAT, "act: signature line %u does not hold an Ed25519 signature", i + 1);
		for (uint32_t k = 0; k < i; k++)
			if (str_eq(act->note.line[k].name, line->name))
				return err_set(err, ERR_FORMAT, "act: signature line %u repeats the name of line %u", i + 1, k + 1);
		struct str person = {"", 0};
		bool registrar = str_eq(line->name, log);
		if (!registrar && !person_of_line(line->name, log, &person))
			return err_set(err, ERR_SIGNATURE, "act: signature line %u is not in the name of a person of this record",
			               i + 1);
		if (i == 0 && !str_eq(act->act.by, registrar ? registrar_name : person)) {
			err_set(err, ERR_SIGNATURE, "act: it is by %.*s, but the first signature is %.*s's", STR_ARG(act->act.by),
			        STR_ARG(registrar ? registrar_name : person));
			err_hint(err, "the author signs first; others sign after");
			return ERR_SIGNATURE;
		}
		if (i > 0 && registrar)
			return err_set(err, ERR_SIGNATURE, "act: the registrar does not sign with others");
	}
	/* A person called "registrar" would pass for the registrar above: its line must be the log's own name. */
	if (act->act.party.len == 0 && !str_eq(act->note.line[0].name, log))
		return err_set(err, ERR_SIGNATURE, "act: it is the registrar's, but not signed in the name of the log");
	return ERR_OK;
}

static enum err_code split_note(struct str bytes, struct arena *arena, struct note *ret, struct str *ret_line,
                                struct err *err)
{
	enum err_code code = check_size(bytes, LIMIT_CONSTITUTIVE_SIZE, err);
	if (code)
		return code;
	struct note note;
	code = note_parse(bytes, LIMIT_ACT_SIGNATURES, arena, &note, err);
	if (code) {
		err_prefix(err, "act");
		return code;
	}
	*ret = note;
	*ret_line = str_slice(note.text, 0, note.text.len - 1);
	return ERR_OK;
}

enum err_code act_decode(struct str bytes, struct str log, struct arena *arena, struct signed_act *ret, struct err *err)
{
	struct signed_act act = {.bytes = bytes};
	struct str line;
	enum err_code code = split_note(bytes, arena, &act.note, &line, err);
	if (!code)
		code = read_text(line, log, arena, &act.act, err);
	if (!code)
		code = check_size(bytes, act_size_max(act.act.verb), err);
	if (!code)
		code = check_lines(&act, log, err);
	if (code)
		return code;
	struct hash hash = hash_bytes(act.note.text);
	memcpy(act.act.hash, hash.byte, sizeof act.act.hash);
	*ret = act;
	return ERR_OK;
}

enum err_code act_decode_text(struct str text, struct str log, struct arena *arena, struct act *ret, struct err *err)
{
	struct act act = {.verb = VERB_NONE};
	enum err_code code = check_size(text, LIMIT_CONSTITUTIVE_SIZE, err);
	if (code)
		return code;
	struct str line = text;
	if (line.len && line.ptr[line.len - 1] == '\n')
		line.len--;
	code = read_text(line, log, arena, &act, err);
	if (!code)
		code = check_size(text, act_size_max(act.verb), err);
	if (code)
		return code;
	*ret = act;
	return ERR_OK;
}

enum err_code act_origin(struct str bytes, struct arena *arena, struct str *ret, struct err *err)
{
	struct note note;
	struct str line;
	struct json *root;
	enum err_code code = split_note(bytes, arena, &note, &line, err);
	if (code)
		return code;
	code = json_parse(line, arena, &root, err);
	if (code) {
		err_prefix(err, "act");
		return code;
	}
	const struct json *log = json_get(root, member_name[MEMBER_LOG]);
	if (!log)
		return missing(err, MEMBER_LOG);
	if (log->type != JSON_STRING || !origin_valid(log->string))
		return expected(err, MEMBER_LOG, "the origin of a record");
	*ret = log->string;
	return ERR_OK;
}
