/* Acts of a script: built, signed with the derived key, submitted, judged against what the line expects; and the
 * outcomes that follow. */
#include "app/script_run.h"

#include <string.h>

#include "app/complete.h"
#include "record/entry.h"

/* ---- Entries that came about: outcomes for the story and for `expect` -------------------------------------------- */

static enum err_code note_outcome(struct script_run *run, const struct act *act, struct err *err)
{
	static const enum field field[] = {FIELD_MATTER, FIELD_RESULT, FIELD_SYMBOL, FIELD_RULE};
	struct seen_outcome *seen;
	struct str *place[4];

	if (run->outcome_count == SCRIPT_OUTCOMES)
		return err_set(err, ERR_LIMIT, "more than %d outcomes in one script", SCRIPT_OUTCOMES);
	seen = &run->outcome[run->outcome_count++];
	place[0] = &seen->matter;
	place[1] = &seen->result;
	place[2] = &seen->symbol;
	place[3] = &seen->rule;
	for (size_t i = 0; i < 4; i++) {
		*place[i] = script_keep(run, act->field[field[i]].str);
		if (place[i]->ptr == NULL)
			return err_set(err, ERR_LIMIT, "no memory for an outcome");
	}
	seen->at_ms = act->field[FIELD_AT].number;
	run->result.outcomes++;
	return ERR_OK;
}

static enum err_code report_entry(struct script_run *run, uint64_t number, struct err *err)
{
	struct store *store = registrar_store(run->registrar);
	struct str bytes;
	struct entry entry;
	struct signed_act act;
	uint32_t count;
	enum err_code code = store->ops->read(store, number, 1, &run->scratch, &bytes, &count, err);

	if (code == ERR_OK && count != 1)
		code = err_set(err, ERR_CORRUPT, "the store does not give entry %llu back", (unsigned long long)number);
	if (code == ERR_OK)
		code = entry_parse(bytes, &entry, err);
	if (code == ERR_OK)
		code = act_decode(entry.act, run->head.origin, &run->scratch, &act, err);
	if (code != ERR_OK || act.act.verb != VERB_OUTCOME)
		return code;
	code = note_outcome(run, &act.act, err);
	if (code == ERR_OK && run->events->outcome != NULL)
		run->events->outcome(run->events->context, registrar_state(run->registrar), &act.act, number);
	return code;
}

enum err_code script_report(struct script_run *run, struct err *err)
{
	const struct state *state = registrar_state(run->registrar);
	enum err_code code = ERR_OK;

	while (code == ERR_OK && run->reported < kernel_size(state)) {
		struct arena mark = arena_mark(&run->scratch);
		code = report_entry(run, run->reported++, err);
		arena_rewind(&run->scratch, mark);
	}
	return code;
}

/* ---- Acts -------------------------------------------------------------------------------------------------------- */

static struct str key_name(const struct script_run *run, struct str person)
{
	struct str name = person;

	for (uint32_t i = 0; i < run->key_count; i++)
		if (str_eq(run->keys[i].person, person))
			name = run->keys[i].name;
	return name;
}

/* accredit, enrol: the new person's key is derived, from its name or from another that the line gives. *ret_name: that
 * name. */
static enum err_code set_new_key(struct script_run *run, struct act *act, struct str given, struct str *ret_name,
                                 struct err *err)
{
	struct str name = act->field[FIELD_PERSON].str;
	uint8_t seed[SEED_SIZE], *kept = TRY(&run->scratch, uint8_t, PUBLIC_KEY_SIZE);
	struct secret_key key;

	if (kept == NULL)
		return err_set(err, ERR_LIMIT, "no memory for a key");
	if (given.ptr != NULL)
		name = str_slice(given, STR("derived:").len, given.len);
	if (name.len == 0)
		return script_wrong(run, err, "write: key=derived:NAME");
	script_seed(run->head.seed, name, seed);
	secret_key_from_seed(seed, &key);
	memcpy(kept, key.public_key.byte, PUBLIC_KEY_SIZE);
	secret_key_wipe(&key);
	act->field[FIELD_KEY].set = true;
	act->field[FIELD_KEY].bytes = kept;
	*ret_name = name;
	return ERR_OK;
}

/* The accreditation was entered: from now on the person signs with this key. */
static enum err_code keep_new_key(struct script_run *run, struct str person, struct str name, struct err *err)
{
	struct person_key key = {script_keep(run, person), script_keep(run, name)};

	if (run->key_count == SCRIPT_PERSONS)
		return err_set(err, ERR_LIMIT, "more than %d persons in one script", SCRIPT_PERSONS);
	if (key.person.ptr == NULL || key.name.ptr == NULL)
		return err_set(err, ERR_LIMIT, "no memory for a key");
	run->keys[run->key_count++] = key;
	return ERR_OK;
}

/* *ret_key: the name from which a new person's key was derived; empty otherwise. */
static enum err_code build(struct script_run *run, uint32_t words, struct act *act, struct new_blob **blobs,
                           struct str *ret_key, struct err *err)
{
	struct value_source source = script_source(run);
	bool accredit;
	enum err_code code = ERR_OK;

	*act = (struct act){.verb = verb_find(run->line.word[2]), .party = run->line.word[0], .by = run->line.word[1]};
	if (act->verb == VERB_NONE)
		return script_wrong(run, err, "there is no such act or directive");
	accredit = act->verb == VERB_ACCREDIT || act->verb == VERB_ENROL;
	for (uint32_t i = 3; i < words && code == ERR_OK; i++)
		if (!accredit || !str_starts(run->line.word[i], STR("key=derived:")))
			code = act_set(act, run->line.word[i], &source, &run->scratch, blobs, err);
	if (code == ERR_OK && accredit && !act->field[FIELD_KEY].set && act->field[FIELD_PERSON].set)
		code = set_new_key(run, act, script_value(&run->line, 3, STR("key")), ret_key, err);
	if (code == ERR_OK)
		code = act_complete(registrar_state(run->registrar), act, err);
	if (code == ERR_OK)
		code = act_finish(act, &run->scratch, err);
	if (code == ERR_OK)
		code = script_draw(run, act->nonce, sizeof(act->nonce), err);
	return code;
}

/* A ballot is signed by its scrutineers too: their lines go behind the author's. */
static enum err_code sign_along(struct script_run *run, const struct act *act, struct str *bytes, struct err *err)
{
	const struct value *names = &act->field[FIELD_SCRUTINEERS];
	struct buf note = buf_new(&run->scratch, LIMIT_ACT_SIZE);
	size_t end = str_find(*bytes, '\n', 0); /* an act is one line */

	if (names->count == 0)
		return ERR_OK;
	buf_str(&note, *bytes);
	for (uint32_t i = 0; i < names->count; i++) {
		struct buf name = buf_new(&run->scratch, LIMIT_KEY_NAME_SIZE);
		uint8_t seed[SEED_SIZE];
		struct secret_key key;

		if (str_eq(names->list[i], act->by))
			continue;
		buf_str(&name, run->head.origin);
		buf_c(&name, "/");
		buf_str(&name, names->list[i]);
		script_seed(run->head.seed, key_name(run, names->list[i]), seed);
		secret_key_from_seed(seed, &key);
		buf_note_line(&note, buf_view(&name), &key, str_slice(*bytes, 0, end + 1));
		secret_key_wipe(&key);
	}
	if (note.full)
		return err_set(err, ERR_LIMIT, "no room for the scrutineers' signatures");
	*bytes = buf_view(&note);
	return ERR_OK;
}

static enum err_code submit(struct script_run *run, const struct act *act, const struct new_blob *blobs,
                            struct answer *ret, struct err *err)
{
	struct store_blob list[LIMIT_LANGUAGES * 3];
	struct buf name = buf_new(&run->scratch, LIMIT_KEY_NAME_SIZE);
	uint8_t seed[SEED_SIZE];
	struct secret_key key;
	struct str bytes;
	uint32_t count = 0;
	enum err_code code;

	for (; blobs != NULL && count < sizeof(list) / sizeof(list[0]); blobs = blobs->next)
		list[count++] = (struct store_blob){blobs->ref, new_blob_salt(blobs), blobs->data};
	buf_str(&name, run->head.origin);
	buf_c(&name, "/");
	buf_str(&name, act->by);
	if (name.full || !note_name_valid(buf_view(&name)))
		return script_wrong(run, err, "the person's name cannot sign");
	script_seed(run->head.seed, key_name(run, act->by), seed);
	secret_key_from_seed(seed, &key);
	code = act_sign(run->head.origin, act, buf_view(&name), &key, &run->scratch, &bytes, err);
	if (code == ERR_OK)
		code = sign_along(run, act, &bytes, err);
	if (code == ERR_OK)
		code = registrar_submit(run->registrar, bytes, list, count, ret, err);
	secret_key_wipe(&key);
	return code;
}

/* A line that expects what is no refusal at all is wrong, whatever the answer is. */
static enum err_code check_reason(struct script_run *run, struct str expected, struct err *err)
{
	struct str near = {"", 0};
	size_t best = 3;

	for (unsigned refusal = REFUSAL_NONE + 1; refusal < REFUSAL_MAX; refusal++) {
		struct str slug = refusal_slug((enum refusal)refusal);
		size_t distance = str_distance(expected, slug);
		if (distance == 0)
			return ERR_OK;
		if (distance < best) {
			best = distance;
			near = slug;
		}
	}
	(void)err_set(err, ERR_CONFLICT, "line %u: there is no refusal \"%.*s\"", run->line.number, STR_ARG(expected));
	return near.len == 0 ? ERR_CONFLICT : err_hint(err, "did you mean %.*s?", STR_ARG(near));
}

/* Did the answer do what the line expects? */
static enum err_code judge(struct script_run *run, struct str expected, const struct answer *answer, struct err *err)
{
	struct buf words = buf_new(&run->scratch, 16384);

	if (answer->status != ANSWER_REFUSED) {
		if (expected.ptr == NULL)
			return ERR_OK;
		return err_set(err, ERR_CONFLICT, "line %u: entered, though \"refused %.*s\" was expected", run->line.number,
		               STR_ARG(expected));
	}
	run->result.refused++;
	if (expected.ptr != NULL && str_eq(expected, refusal_slug(answer->verdict.refusal)))
		return ERR_OK;
	buf_verdict(&words, registrar_state(run->registrar), &answer->verdict);
	if (expected.ptr != NULL)
		return err_set(err, ERR_CONFLICT, "line %u: refused %.*s, though \"refused %.*s\" was expected: %.*s",
		               run->line.number, STR_ARG(refusal_slug(answer->verdict.refusal)), STR_ARG(expected),
		               STR_ARG(buf_view(&words)));
	return err_set(err, ERR_CONFLICT, "line %u: refused %.*s: %.*s", run->line.number,
	               STR_ARG(refusal_slug(answer->verdict.refusal)), STR_ARG(buf_view(&words)));
}

enum err_code script_act(struct script_run *run, struct err *err)
{
	struct str expected = {0}, new_key = {0};
	uint32_t words = run->line.count;
	struct act act;
	struct answer answer;
	struct new_blob *blobs = NULL;
	enum err_code code = ERR_OK;

	if (words < 3)
		return script_wrong(run, err, "neither a directive nor PARTY PERSON VERB …");
	if (registrar_state(run->registrar) == NULL)
		return script_wrong(run, err, "the record is not founded yet");
	if (words >= 5 && str_eq(run->line.word[words - 2], STR("refused"))) {
		expected = run->line.word[words - 1];
		words -= 2;
		code = check_reason(run, expected, err);
	}
	if (code == ERR_OK)
		code = build(run, words, &act, &blobs, &new_key, err);
	if (code == ERR_OK)
		code = submit(run, &act, blobs, &answer, err);
	if (code != ERR_OK)
		return str_starts(str_from(err->msg), STR("line ")) ? code : err_prefix(err, "line %u", run->line.number);
	run->result.acts++;
	code = registrar_commit(run->registrar, err);
	if (code == ERR_OK && run->events->answered != NULL)
		run->events->answered(run->events->context, run->line.number, registrar_state(run->registrar), &act, &answer);
	if (code == ERR_OK)
		code = judge(run, expected, &answer, err);
	if (code == ERR_OK && new_key.len > 0 && answer.status == ANSWER_ENTERED)
		code = keep_new_key(run, act.field[FIELD_PERSON].str, new_key, err);
	return code == ERR_OK ? script_report(run, err) : code;
}
