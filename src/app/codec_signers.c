/* Whose signatures an act must carry: from its lines and the record's persons to keys. */
#include "app/codec_private.h"

#include <string.h>

#include "base/limits.h"
#include "kernel/kernel.h"

static struct public_key key_of(const uint8_t *bytes)
{
	struct public_key key;
	memcpy(key.byte, bytes, sizeof key.byte);
	return key;
}

static enum err_code registrar_signer(const struct act *act, struct str log, const struct state *state,
                                      struct verifier *ret, struct err *err)
{
	const uint8_t *bytes = state ? kernel_registrar_key(state) : NULL;
	if (!bytes && act->verb == VERB_FOUND)
		bytes = act->field[FIELD_REGISTRAR].bytes;
	if (!bytes)
		return err_set(err, ERR_SIGNATURE, "act: the record knows no registrar's key yet");
	struct public_key key = key_of(bytes);
	*ret = verifier_of(log, &key);
	return ERR_OK;
}

static enum err_code person_signer(struct str line, struct str log, const struct state *state, bool author,
                                   struct verifier *ret, struct err *err)
{
	struct str person = str_slice(line, log.len + 1, line.len);
	struct person_view view;
	if (!state || !kernel_person(state, person, &view)) {
		err_set(err, ERR_SIGNATURE, "act: the record knows nobody called %.*s", STR_ARG(person));
		err_hint(err, "a delegate is accredited by the focal point of its party first");
		return ERR_SIGNATURE;
	}
	if (!author && view.status != KEY_VALID)
		return err_set(err, ERR_SIGNATURE, "act: the key of %.*s, who signs with the author, is %s", STR_ARG(person),
		               view.status == KEY_REVOKED ? "revoked" : "not yet confirmed");
	struct public_key key = key_of(view.key);
	*ret = verifier_of(line, &key);
	return ERR_OK;
}

/* Who counted a secret ballot signs the count. */
static enum err_code scrutineers_signed(const struct signed_act *act, struct str log, struct err *err)
{
	const struct value *names = &act->act.field[FIELD_SCRUTINEERS];
	for (uint32_t i = 0; i < names->count; i++) {
		bool signed_it = false;
		for (uint32_t k = 0; k < act->note.count && !signed_it; k++) {
			struct str line = act->note.line[k].name;
			signed_it = line.len > log.len && str_eq(str_slice(line, log.len + 1, line.len), names->list[i]);
		}
		if (signed_it)
			continue;
		err_set(err, ERR_SIGNATURE, "act: the scrutineer %.*s has not signed the ballot", STR_ARG(names->list[i]));
		err_hint(err, "a count of a ballot carries the signatures of all its scrutineers, behind its author's");
		return ERR_SIGNATURE;
	}
	return ERR_OK;
}

enum err_code act_signers(const struct signed_act *act, struct str log, const struct state *state, struct verifier *ret,
                          struct err *err)
{
	for (uint32_t i = 0; i < act->note.count; i++) {
		struct str line = act->note.line[i].name;
		enum err_code code = str_eq(line, log) ? registrar_signer(&act->act, log, state, &ret[i], err)
		                                       : person_signer(line, log, state, i == 0, &ret[i], err);
		if (code)
			return code;
		if (memcmp(ret[i].key_id, act->note.line[i].key_id, sizeof ret[i].key_id) != 0) {
			err_set(err, ERR_SIGNATURE, "act: the signature of %.*s is not made with its key on record", STR_ARG(line));
			err_hint(err, "was another key accredited since, or is it another key file?");
			return ERR_SIGNATURE;
		}
	}
	return act->act.verb == VERB_BALLOT ? scrutineers_signed(act, log, err) : ERR_OK;
}

enum err_code act_check_signatures(const struct signed_act *act, struct str log, const struct state *state,
                                   struct err *err)
{
	const struct act_keys none = {.count = 0};
	return act_check_verified(act, log, state, &none, err);
}

void act_keys_of(const struct verifier *signers, uint32_t count, struct act_keys *ret)
{
	*ret = (struct act_keys){.count = count, .bad = count};
	for (uint32_t i = 0; i < count; i++)
		ret->key[i] = signers[i].key;
}

void act_keys_verify(const struct signed_act *act, struct act_keys *keys)
{
	keys->bad = 0;
	while (keys->bad < keys->count &&
	       sign_verify(&keys->key[keys->bad], act->note.text, &act->note.line[keys->bad].signature))
		keys->bad++;
}

enum err_code act_check_verified(const struct signed_act *act, struct str log, const struct state *state,
                                 const struct act_keys *verified, struct err *err)
{
	struct verifier verifier[LIMIT_ACT_SIGNATURES];
	enum err_code code = act_signers(act, log, state, verifier, err);
	bool same = verified->count == act->note.count;
	struct act_keys keys;
	if (code)
		return code;
	for (uint32_t i = 0; same && i < verified->count; i++)
		same = memcmp(&verified->key[i], &verifier[i].key, sizeof verified->key[i]) == 0;
	if (!same) {
		act_keys_of(verifier, act->note.count, &keys);
		act_keys_verify(act, &keys);
		verified = &keys;
	}
	if (verified->bad == verified->count)
		return ERR_OK;
	return err_set(err, ERR_SIGNATURE, "act: the signature of %.*s does not verify",
	               STR_ARG(verifier[verified->bad].name));
}
