/* Rules 1 to 4 and 6 of verification (verify.c): one entry, its act, its texts. */
#include "app/verify_private.h"

#include <inttypes.h>
#include <string.h>
#include <sys/random.h>

#include "app/amending.h"
#include "app/outcome_form.h"
#include "record/entry.h"

static bool of_the_machine(enum err_code code)
{
	return code == ERR_IO || code == ERR_ACCESS || code == ERR_BUSY;
}

enum err_code verify_bad_entry(struct verify *verify, uint64_t number, struct err *err, enum err_code code)
{
	if (!of_the_machine(code)) {
		verify->result.has_bad = true;
		verify->result.bad_entry = number;
	}
	if (err != NULL)
		err->code = code;
	err_ignore(err_prefix(err, "entry %" PRIu64, number));
	return code;
}

/* No memory is nobody's fault, though ERR_LIMIT is also what an act gets that is too large. */
static enum err_code no_memory(struct err *err)
{
	return err_set(err, ERR_IO, "no memory is left for the state of the record");
}

/* ---- Rule 6: texts ----------------------------------------------------------------------------------------------- */

static enum err_code check_blob(struct verify *verify, const struct blob_ref *ref, struct err *err)
{
	struct arena scratch = verify->blobs;
	struct store_blob blob;
	struct blob_ref found;
	struct err absent = {0};
	enum err_code code = verify->source->blob(verify->source->context, ref, &scratch, &blob, &absent);

	if (code == ERR_NOT_FOUND) {
		verify->result.blobs_absent++;
		return ERR_OK;
	}
	if (code != ERR_OK) {
		if (err != NULL)
			*err = absent;
		return code;
	}
	if (blob.data.ptr == NULL) {
		verify->result.blobs_erased++;
		return ERR_OK;
	}
	found = blob_commit(ref->class, blob.salt, blob.data);
	if (!hash_eq(&found.commitment, &ref->commitment))
		return err_set(err, ERR_CORRUPT, "a text that is there is not the one that the act commits to");
	verify->result.blobs++;
	return ERR_OK;
}

static enum err_code check_blobs(struct verify *verify, const struct act *act, struct err *err)
{
	struct blob_ref ref;

	for (uint32_t i = 0; act_ref(act, i, &ref); i++) {
		enum err_code code = check_blob(verify, &ref, err);
		if (code != ERR_OK)
			return code;
	}
	return ERR_OK;
}

/* ---- Rules 1 to 4 ------------------------------------------------------------------------------------------------ */

/* Rule 2: the charter makes the state that everything else is judged by. */
static enum err_code load_charter(struct verify *verify, const struct act *act, struct hash *ret, struct err *err)
{
	struct blob_ref ref = {.class = BLOB_PERMANENT};
	struct diagnostics diagnostics = {0};
	struct store_blob blob;
	enum err_code code;

	memcpy(ref.commitment.byte, act->field[FIELD_CHARTER].bytes, HASH_SIZE);
	code = verify->source->blob(verify->source->context, &ref, &verify->perm, &blob, err);
	if (code != ERR_OK)
		return err_prefix(err, "the charter");
	*ret = hash_bytes(blob.data);
	if (blob.data.ptr == NULL || !hash_eq(ret, &ref.commitment))
		return err_set(err, ERR_CORRUPT, "the charter's text is not the one that the founding names");
	code = charter_read(blob.data, &verify->perm, &verify->charter, &diagnostics, err);
	return code == ERR_OK ? ERR_OK : err_prefix(err, "the charter");
}

static enum err_code begin(struct verify *verify, const struct entry *entry, struct arena *arena, struct err *err)
{
	struct map_key chance = {0};
	struct signed_act act;
	struct hash charter;
	struct str origin;
	enum err_code code = act_origin(entry->act, arena, &origin, err);

	if (code == ERR_OK)
		code = act_decode(entry->act, origin, arena, &act, err);
	if (code == ERR_OK && act.act.verb != VERB_FOUND)
		code = err_set(err, ERR_CORRUPT, "the first act is not a founding");
	if (code == ERR_OK)
		code = load_charter(verify, &act.act, &charter, err);
	if (code != ERR_OK)
		return code;
	/* The record may have been written to make our tables slow. */
	if (getrandom(&chance, sizeof(chance), 0) != (ssize_t)sizeof(chance))
		return err_set(err, ERR_IO, "cannot read the system's random numbers");
	verify->origin = arena_str(&verify->perm, origin);
	if (verify->origin.ptr != NULL)
		verify->state = kernel_new(&verify->perm, &verify->charter, charter.byte, chance);
	if (verify->state == NULL)
		return no_memory(err);
	memcpy(verify->result.log_key.byte, act.act.field[FIELD_REGISTRAR].bytes, PUBLIC_KEY_SIZE);
	return ERR_OK;
}

/* Rule 3: the keys as they stand before this act; the arithmetic is the pool's. */
static enum err_code queue_signatures(struct verify *verify, struct pool_slot *slot, const struct signed_act *act,
                                      uint64_t number, struct err *err)
{
	struct verifier signer[LIMIT_ACT_SIGNATURES];
	enum err_code code = act_signers(act, verify->origin, verify->state, signer, err);

	if (code != ERR_OK)
		return code;
	for (uint32_t i = 0; i < act->note.count; i++) {
		if (slot->job_count == POOL_JOBS) { /* many co-signers: these are checked here */
			if (!sign_verify(&signer[i].key, act->note.text, &act->note.line[i].signature))
				return err_set(err, ERR_SIGNATURE, "a signature does not verify");
			verify->result.signatures++;
			continue;
		}
		slot->job[slot->job_count++] = (struct pool_job){signer[i].key, act->note.line[i].signature, act->note.text,
		                                                 number};
	}
	return ERR_OK;
}

/* A charter that an act of amendment names is part of what everything is judged by: it must be there. */
static enum err_code offer(struct verify *verify, const struct act *act, struct arena scratch, struct err *err)
{
	struct store_blob blob;
	struct blob_ref ref;
	if (!act_amends(act, &ref))
		return ERR_OK;
	enum err_code code = verify->source->blob(verify->source->context, &ref, &scratch, &blob, err);
	if (code != ERR_OK)
		return err_prefix(err, "the charter that it names");
	return charter_offer(verify->state, &ref, blob.data, &verify->perm, err);
}

/* Rule 4. */
static enum err_code replay(struct verify *verify, const struct signed_act *act, struct moment moment,
                            struct arena scratch, struct err *err)
{
	struct verdict verdict = kernel_decide(verify->state, &act->act, moment);
	char storage[400];
	struct buf words = buf_of(storage, sizeof(storage));

	if (verdict.refusal == REFUSAL_NONE) {
		enum err_code code = outcome_form_check(act, verify->origin, moment.number, scratch, err);
		if (code != ERR_OK)
			return code == ERR_LIMIT ? no_memory(err) : code;
		return kernel_apply(verify->state, &act->act, moment, err) == ERR_OK ? ERR_OK : no_memory(err);
	}
	buf_verdict(&words, verify->state, &verdict);
	return err_set(err, ERR_CORRUPT, "the rules do not accept it: %.*s", STR_ARG(buf_view(&words)));
}

enum err_code verify_entry(struct verify *verify, struct pool_slot *slot, struct str bytes, uint64_t number,
                           struct err *err)
{
	struct entry entry;
	struct signed_act act;
	enum err_code code = entry_parse(bytes, &entry, err);

	if (code == ERR_OK && entry.number != number)
		code = err_set(err, ERR_CORRUPT, "it calls itself %" PRIu64, entry.number);
	if (code == ERR_OK && entry.time_ms < verify->last_ms)
		code = err_set(err, ERR_CORRUPT, "its time lies before that of the entry before it");
	if (code == ERR_OK && number == 0)
		code = begin(verify, &entry, &slot->arena, err);
	if (code == ERR_OK)
		code = act_decode(entry.act, verify->origin, &slot->arena, &act, err);
	if (code == ERR_OK)
		code = queue_signatures(verify, slot, &act, number, err);
	if (code == ERR_OK)
		code = offer(verify, &act.act, verify->blobs, err);
	if (code == ERR_OK)
		code = replay(verify, &act, (struct moment){number, entry.time_ms}, slot->arena, err);
	if (code == ERR_OK)
		code = check_blobs(verify, &act.act, err);
	if (code != ERR_OK)
		return verify_bad_entry(verify, number, err, code);
	if (number == 0)
		verify->result.first_ms = entry.time_ms;
	verify->last_ms = entry.time_ms;
	if (act.act.verb == VERB_OUTCOME)
		verify->result.outcomes++;
	return ERR_OK;
}
