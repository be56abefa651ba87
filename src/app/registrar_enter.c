/* From an act to a pending entry. Order in registrar_submit:
 *
 *  1. Decode. The same text as an entry's: answered with that entry, whatever the clock says, whoever has lost a key
 *     since, and whatever signatures it comes with this time: others may have signed with the author on the way. (They
 *     are not checked: the entry's were, nothing is entered, and the answer tells no more than the entry itself.)
 *  2. Signatures, texts. What is wrong here is an error, and nothing has changed.
 *  3. The time. Outcomes that are due at it are entered.
 *  4. The kernel decides. A refusal is an answer; its texts are dropped.
 *  5. Texts and entry go into the batch, the act is applied; outcomes that it led to at once are entered.
 */
#include "app/registrar_private.h"

#include <assert.h>
#include <inttypes.h>

#include "app/outcome_form.h"
#include "record/entry.h"

#define ENTRY_HEAD_MAX 64u

enum err_code registrar_enter(struct registrar *registrar, const struct signed_act *act, int64_t now_ms,
                              struct err *err)
{
	struct moment moment = {kernel_size(registrar->state), now_ms};
	size_t size = ENTRY_HEAD_MAX + act->bytes.len;
	/* Never after blobs_add, which has left room: an act's texts are in the same commit. */
	if (registrar->entry_count == LIMIT_BATCH ||
	    (size_t)(registrar->batch.end - registrar->batch.beg) < size + ENTRY_HEAD_MAX) {
		enum err_code code = registrar_commit(registrar, err);
		if (code)
			return code;
	}
	struct buf entry = buf_new(&registrar->batch, size);
	buf_entry(&entry, moment.number, now_ms, act->bytes);
	if (entry.full)
		return err_set(err, ERR_LIMIT, "no room left for entry %" PRIu64, moment.number);
	enum err_code code = registrar_apply(registrar, &act->act, moment, err);
	if (code) {
		err_prefix(err, "entry %" PRIu64, moment.number);
		return registrar_die(registrar, code);
	}
	registrar->entry[registrar->entry_count++] = buf_view(&entry);
	registrar->last_ms = now_ms;
	return ERR_OK;
}

/* Written, signed, and read again like anybody's act: there is one path into the record. */
static enum err_code enter_outcome(struct registrar *registrar, const struct outcome *outcome, int64_t now_ms,
                                   struct err *err)
{
	struct act act = {.verb = VERB_NONE};
	struct signed_act made;
	struct str bytes;
	struct moment moment = {kernel_size(registrar->state), now_ms};
	if (!outcome_act(registrar->state, outcome, &registrar->request, &act))
		return err_set(err, ERR_LIMIT, "no room left for an outcome");
	outcome_nonce(registrar->origin, moment.number, act.nonce);
	enum err_code code = act_sign(registrar->origin, &act, registrar->origin, &registrar->key, &registrar->request,
	                              &bytes, err);
	if (!code)
		code = act_decode(bytes, registrar->origin, &registrar->request, &made, err);
	if (code) {
		err_prefix(err, "an outcome that is due cannot be entered");
		return code;
	}
	struct verdict verdict = kernel_decide(registrar->state, &made.act, moment);
	assert(verdict.refusal == REFUSAL_NONE);
	return registrar_enter(registrar, &made, now_ms, err);
}

static enum err_code enter_due(struct registrar *registrar, int64_t now_ms, struct err *err)
{
	struct outcome outcome;
	enum err_code code = ERR_OK;
	struct arena mark = arena_mark(&registrar->request);
	while (!code && kernel_due(registrar->state, now_ms, &outcome)) {
		code = enter_outcome(registrar, &outcome, now_ms, err);
		arena_rewind(&registrar->request, mark);
	}
	return code;
}

enum err_code registrar_tick(struct registrar *registrar, struct err *err)
{
	int64_t now_ms;
	enum err_code code = registrar_ready(registrar, /* writes= */ true, err);
	if (code || !registrar->state)
		return code;
	arena_rewind(&registrar->request, registrar->request_mark);
	code = clock_now(registrar, &now_ms, err);
	return code ? code : enter_due(registrar, now_ms, err);
}

/* When was entry `number`? */
static enum err_code time_of_entry(struct registrar *registrar, uint64_t number, int64_t *ret_ms, struct err *err)
{
	struct str bytes;
	struct entry entry;
	if (number >= registrar->durable) {
		bytes = registrar->entry[number - registrar->durable];
	} else {
		uint32_t count;
		enum err_code code = registrar->store->ops->read(registrar->store, number, /* max= */ 1, &registrar->request,
		                                                 &bytes, &count, err);
		if (code)
			return code;
		if (count != 1)
			return err_set(err, ERR_CORRUPT, "entry %" PRIu64 " is not in the store any more", number);
	}
	enum err_code code = entry_parse(bytes, &entry, err);
	if (!code)
		*ret_ms = entry.time_ms;
	return code;
}

/* Step 1: the retry of a cut line may bring the texts once more; those that are missing are kept. */
static enum err_code answer_same(struct registrar *registrar, const struct act *act, const struct verdict *verdict,
                                 const struct store_blob *blobs, uint32_t blob_count, struct answer *ret,
                                 struct err *err)
{
	struct answer answer = {.status = ANSWER_SAME, .number = verdict->first_entry, .verdict = *verdict};
	enum err_code code = time_of_entry(registrar, answer.number, &answer.time_ms, err);
	if (!code)
		code = blobs_check(registrar, act, blobs, blob_count, /* complete= */ false, err);
	if (!code)
		code = blobs_add(registrar, blobs, blob_count, err);
	if (!code)
		*ret = answer;
	return code;
}

/* Steps 3 to 5. */
static enum err_code decide_and_enter(struct registrar *registrar, const struct signed_act *act,
                                      const struct store_blob *blobs, uint32_t blob_count, struct answer *ret,
                                      struct err *err)
{
	int64_t now_ms;
	enum err_code code = clock_now(registrar, &now_ms, err);
	if (!code)
		code = enter_due(registrar, now_ms, err);
	if (code)
		return code;
	struct answer answer = {.status = ANSWER_ENTERED, .number = kernel_size(registrar->state), .time_ms = now_ms};
	code = blobs_offer(registrar, &act->act, blobs, blob_count, &registrar->request, err);
	if (code)
		return code;
	answer.verdict = kernel_decide(registrar->state, &act->act, (struct moment){answer.number, now_ms});
	if (answer.verdict.refusal != REFUSAL_NONE) {
		kernel_offer(registrar->state, NULL, NULL); /* it lies in memory that goes with this act */
		answer.status = ANSWER_REFUSED;
		*ret = answer;
		return ERR_OK;
	}
	code = blobs_add(registrar, blobs, blob_count, err);
	if (!code) /* once more, into what the state lives in: what is refused must leave nothing there */
		code = blobs_offer(registrar, &act->act, blobs, blob_count, &registrar->perm, err);
	if (!code)
		code = registrar_enter(registrar, act, now_ms, err);
	if (code)
		return code;
	/* The act is entered whatever comes now: an outcome for which there is no room is still due, comes before the next
	 * act, and is complained about there. A registrar that died is another matter. */
	struct err error;
	code = enter_due(registrar, now_ms, &error);
	if (registrar->dead) {
		if (err)
			*err = error;
		return code;
	}
	*ret = answer;
	return ERR_OK;
}

/* verified NULL: nobody has looked at the signatures. */
static enum err_code submit(struct registrar *registrar, struct str act, const struct act_keys *verified,
                            const struct store_blob *blobs, uint32_t blob_count, struct answer *ret, struct err *err)
{
	struct signed_act decoded;
	enum err_code code = registrar_ready(registrar, /* writes= */ true, err);
	if (code)
		return code;
	if (!registrar->state)
		return err_set(err, ERR_CONFLICT, "the record is not founded yet");
	arena_rewind(&registrar->request, registrar->request_mark);
	if (act.len > LIMIT_CONSTITUTIVE_SIZE)
		return err_set(err, ERR_LIMIT, "act: %zu bytes, at most %u are allowed", act.len, LIMIT_CONSTITUTIVE_SIZE);
	/* A verdict's names are views into the act: they must outlive the caller's bytes. */
	struct str bytes = arena_str(&registrar->request, act);
	if (!bytes.ptr)
		return err_set(err, ERR_LIMIT, "no room left to read an act");
	code = act_decode(bytes, registrar->origin, &registrar->request, &decoded, err);
	if (code)
		return code;
	struct moment newest = {kernel_size(registrar->state), kernel_time(registrar->state)};
	struct verdict verdict = kernel_decide(registrar->state, &decoded.act, newest);
	if (verdict.refusal == REFUSAL_SAME)
		return answer_same(registrar, &decoded.act, &verdict, blobs, blob_count, ret, err);
	code = verified ? act_check_verified(&decoded, registrar->origin, registrar->state, verified, err)
	                : act_check_signatures(&decoded, registrar->origin, registrar->state, err);
	if (!code)
		code = blobs_check(registrar, &decoded.act, blobs, blob_count, /* complete= */ true, err);
	return code ? code : decide_and_enter(registrar, &decoded, blobs, blob_count, ret, err);
}

enum err_code registrar_submit(struct registrar *registrar, struct str act, const struct store_blob *blobs,
                               uint32_t blob_count, struct answer *ret, struct err *err)
{
	return submit(registrar, act, /* verified= */ NULL, blobs, blob_count, ret, err);
}

enum err_code registrar_submit_verified(struct registrar *registrar, struct str act, const struct act_keys *verified,
                                        const struct store_blob *blobs, uint32_t blob_count, struct answer *ret,
                                        struct err *err)
{
	return submit(registrar, act, verified, blobs, blob_count, ret, err);
}
