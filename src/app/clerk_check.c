/* The workers: an act is read, and its signatures are verified, while the pen writes others.
 *
 *  1. What is wrong with an act in itself is answered here; it does not depend on the record.
 *  2. The signers' keys are taken from the record in one short visit for all the acts taken; the signatures are
 * verified outside. When the pen decides, it compares the keys with those of that moment (act_check_verified).
 *  3. Whether a signature is good is not answered here: an act that is in the record already is answered with its
 * entry, whoever has lost a key since.
 */
#include "app/clerk_private.h"

#include "base/limits.h"

struct task {
	struct hand_in *hand_in;
	struct signed_act *act; /* NULL: answered */
};

static enum err_code read_act(struct clerk_worker *worker, struct hand_in *hand_in, struct signed_act **ret,
                              struct err *err)
{
	struct note note;
	enum err_code code = hand_in->prepare != NULL ? hand_in->prepare(hand_in, err) : ERR_OK;

	if (code != ERR_OK)
		return code;
	if (hand_in->act.len > LIMIT_CONSTITUTIVE_SIZE)
		return err_set(err, ERR_LIMIT, "act: %zu bytes, at most %u are allowed", hand_in->act.len,
		               LIMIT_CONSTITUTIVE_SIZE);
	code = note_parse(hand_in->act, LIMIT_ACT_SIGNATURES, &worker->arena, &note, err);
	if (code != ERR_OK)
		return code;
	hand_in->text = hash_bytes(note.text);
	hand_in->has_text = true;
	struct signed_act *act = TRY(&worker->arena, struct signed_act, 1);
	if (act == NULL)
		return err_set(err, ERR_LIMIT, "no room left to read an act");
	code = act_decode(hand_in->act, worker->clerk->origin, &worker->arena, act, err);
	*ret = act;
	return code;
}

/* Rule 1. */
static uint32_t read_all(struct clerk_worker *worker, struct hand_in *first, struct task task[CLERK_TAKE])
{
	uint32_t count = 0;

	while (first != NULL) {
		struct hand_in *hand_in = first;
		first = hand_in->next;
		hand_in->code = read_act(worker, hand_in, &task[count].act, &hand_in->err);
		if (hand_in->code != ERR_OK)
			clerk_answer(worker->clerk, hand_in);
		else
			task[count++].hand_in = hand_in;
	}
	return count;
}

/* Rule 2. Whose signers cannot be told has no keys: the pen finds out why, or that they are known by then. */
static void take_keys(struct clerk *clerk, struct task *task, uint32_t count)
{
	struct verifier signer[LIMIT_ACT_SIGNATURES];

	house_enter(clerk);
	for (uint32_t i = 0; i < count; i++) {
		struct signed_act *act = task[i].act;
		struct err unused;
		if (act_signers(act, clerk->origin, registrar_state(clerk->registrar), signer, &unused) == ERR_OK)
			act_keys_of(signer, act->note.count, &task[i].hand_in->keys);
	}
	house_leave(clerk);
}

static void check(struct clerk_worker *worker, struct hand_in *first)
{
	struct clerk *clerk = worker->clerk;
	struct arena mark = arena_mark(&worker->arena);
	struct task task[CLERK_TAKE];
	uint32_t count = read_all(worker, first, task);

	if (count > 0)
		take_keys(clerk, task, count);
	for (uint32_t i = 0; i < count; i++) {
		act_keys_verify(task[i].act, &task[i].hand_in->keys);
		pthread_mutex_lock(&clerk->queue);
		hand_in_list_add(&clerk->checked, task[i].hand_in);
		pthread_cond_signal(&clerk->ready);
		pthread_mutex_unlock(&clerk->queue);
	}
	arena_rewind(&worker->arena, mark);
}

void *clerk_check(void *context)
{
	struct clerk_worker *worker = context;
	struct clerk *clerk = worker->clerk;

	pthread_mutex_lock(&clerk->queue);
	for (;;) {
		/* A fair share: a few acts that came together are verified side by side. */
		uint32_t share = clerk->incoming.count / clerk->workers_wanted + 1;
		struct hand_in *first = hand_in_list_take(&clerk->incoming, share < CLERK_TAKE ? share : CLERK_TAKE);
		if (first == NULL && clerk->closing)
			break;
		if (first == NULL) {
			pthread_cond_wait(&clerk->work, &clerk->queue);
			continue;
		}
		pthread_mutex_unlock(&clerk->queue);
		check(worker, first);
		pthread_mutex_lock(&clerk->queue);
	}
	pthread_mutex_unlock(&clerk->queue);
	return NULL;
}
