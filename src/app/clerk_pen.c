/* The pen: the one thread that enters acts. All that are ready are decided and committed together; then they are
 * answered; then what is durable is sealed, if the last checkpoint is a second old.
 *
 * It also wakes by itself: for a deadline of the record, for a seal that is due, and once a second to see whether the
 * clock still keeps step.
 */
#include "app/clerk_private.h"

#include <assert.h>
#include <time.h>

#include "app/served.h"
#include "base/limits.h"

#define WAKE_MS_MAX 1000
#define SEAL_MS 1000 /* as in registrar_commit.c: at most one checkpoint a second */
#define SEAL_RETRY_MS 20

struct pen {
	struct clerk *clerk;
	enum err_code tick_code, seal_code; /* why the last of them failed */
	struct err tick_err, seal_err;
	int64_t sealed_ms; /* by the monotonic clock; 0: never by us */
};

static void die(struct clerk *clerk, enum err_code code, const struct err *err)
{
	atomic_store(&clerk->dead, true);
	clerk_note_trouble(clerk, code, err);
}

/* What was refused, in words that outlive the registrar's next call. */
static void put_words(struct clerk *clerk, struct hand_in *hand_in)
{
	struct verdict *verdict = &hand_in->answer.verdict;
	struct buf words = buf_of(hand_in->words, sizeof(hand_in->words) - 1);
	struct buf cite = buf_of(hand_in->cite, sizeof(hand_in->cite) - 1);

	buf_verdict(&words, registrar_state(clerk->registrar), verdict);
	hand_in->words[words.len] = '\0';
	buf_verdict_cite(&cite, verdict);
	hand_in->cite[cite.len] = '\0';
	for (size_t i = 0; i < sizeof(verdict->name) / sizeof(verdict->name[0]); i++)
		verdict->name[i] = (struct str){"", 0};
}

static void decide(struct clerk *clerk, struct hand_in *hand_in)
{
	hand_in->code = registrar_submit_verified(clerk->registrar, hand_in->act, &hand_in->keys, hand_in->blobs,
	                                          hand_in->blob_count, &hand_in->answer, &hand_in->err);
	hand_in->words[0] = hand_in->cite[0] = '\0';
	if (hand_in->code == ERR_OK && hand_in->answer.status == ANSWER_REFUSED)
		put_words(clerk, hand_in);
	/* Known before the act is answered. */
	if (hand_in->code == ERR_CLOCK)
		clerk_note_trouble(clerk, hand_in->code, &hand_in->err);
}

/* Outcomes whose time has come. One that cannot be entered now is tried again; until then no act can be entered. */
static enum err_code tick(struct pen *pen, struct err *err)
{
	struct clerk *clerk = pen->clerk;

	pen->tick_code = registrar_tick(clerk->registrar, &pen->tick_err);
	if (pen->tick_code == ERR_OK || !registrar_dead(clerk->registrar))
		return ERR_OK;
	*err = pen->tick_err;
	return pen->tick_code;
}

/* Invariants 1 to 3 of clerk.h. The house is ours. */
static enum err_code enter(struct pen *pen, struct hand_in *first, struct err *err)
{
	struct clerk *clerk = pen->clerk;
	uint64_t before, after;
	enum err_code code;

	(void)registrar_leaves(clerk->registrar, &before);
	for (struct hand_in *hand_in = first; hand_in != NULL; hand_in = hand_in->next) {
		decide(clerk, hand_in);
		if (registrar_dead(clerk->registrar)) {
			*err = hand_in->err;
			return hand_in->code;
		}
	}
	code = tick(pen, err);
	if (code == ERR_OK)
		code = registrar_commit(clerk->registrar, err);
	(void)registrar_leaves(clerk->registrar, &after);
	if (code == ERR_OK && after != before)
		clerk_publish(clerk);
	if (after != before) {
		pthread_mutex_lock(&clerk->queue);
		clerk->counts.batches++;
		pthread_mutex_unlock(&clerk->queue);
	}
	return code;
}

static void write_batch(struct pen *pen, struct hand_in *first)
{
	struct clerk *clerk = pen->clerk;
	struct err err = {0};
	enum err_code code = ERR_OK;

	if (clerk_dead(clerk)) {
		code = err_set(&err, ERR_IO, "the record cannot be written any more");
	} else {
		house_enter(clerk);
		code = enter(pen, first, &err);
		if (code != ERR_OK)
			die(clerk, code, &err);
		house_leave(clerk);
	}
	while (first != NULL) {
		struct hand_in *hand_in = first;
		first = hand_in->next;
		if (code != ERR_OK) {
			hand_in->code = code;
			hand_in->err = err;
		}
		clerk_answer(clerk, hand_in);
	}
}

static bool unsealed(const struct clerk *clerk)
{
	uint64_t durable;

	(void)registrar_leaves(clerk->registrar, &durable);
	return durable > registrar_sealed(clerk->registrar);
}

static void seal(struct pen *pen, bool force)
{
	struct clerk *clerk = pen->clerk;
	struct err err = {0};
	uint64_t before = registrar_sealed(clerk->registrar);
	enum err_code code;

	if (clerk_dead(clerk) || !unsealed(clerk))
		return;
	house_enter(clerk);
	code = registrar_seal(clerk->registrar, force, &err);
	pen->seal_code = code;
	pen->seal_err = err;
	if (code != ERR_OK && registrar_dead(clerk->registrar))
		die(clerk, code, &err);
	else if (code == ERR_OK && registrar_sealed(clerk->registrar) != before)
		clerk_publish(clerk);
	house_leave(clerk);
	if (registrar_sealed(clerk->registrar) == before)
		return;
	pen->sealed_ms = clerk->os->monotonic_ms(clerk->os->context);
	pthread_mutex_lock(&clerk->queue);
	clerk->counts.checkpoints++;
	pthread_mutex_unlock(&clerk->queue);
}

/* What is wrong, once; and that it is over. A dead clerk has said so. */
static void say_trouble(const struct pen *pen)
{
	if (clerk_dead(pen->clerk))
		return;
	if (pen->tick_code != ERR_OK)
		clerk_note_trouble(pen->clerk, pen->tick_code, &pen->tick_err);
	else
		clerk_note_trouble(pen->clerk, pen->seal_code, &pen->seal_err);
}

/* How long nothing will have to be done. Only this thread changes the state: it may look without the house. */
static int64_t wake_in(const struct pen *pen)
{
	const struct clerk *clerk = pen->clerk;
	int64_t wait = WAKE_MS_MAX;

	if (clerk_dead(clerk))
		return wait;
	int64_t deadline = kernel_next_deadline(registrar_state(clerk->registrar));
	if (deadline != TIME_NEVER && pen->tick_code == ERR_OK) {
		int64_t until = deadline - clerk_now(clerk);
		wait = until < 0 ? 0 : until < wait ? until : wait;
	}
	if (unsealed(clerk)) {
		int64_t until = pen->sealed_ms + SEAL_MS - clerk->os->monotonic_ms(clerk->os->context);
		until = until < SEAL_RETRY_MS ? SEAL_RETRY_MS : until;
		wait = until < wait ? until : wait;
	}
	return wait;
}

/* With the queue's lock. */
static struct hand_in *wait_for_batch(struct clerk *clerk, int64_t wait_ms, bool *ret_end)
{
	struct timespec until;
	struct hand_in *first = hand_in_list_take(&clerk->checked, LIMIT_BATCH);
	int waited = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_ms / 1000;
	until.tv_nsec += wait_ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	while (first == NULL && !clerk->no_worker && waited == 0) {
		waited = pthread_cond_clockwait(&clerk->ready, &clerk->queue, CLOCK_MONOTONIC, &until);
		first = hand_in_list_take(&clerk->checked, LIMIT_BATCH);
	}
	*ret_end = first == NULL && clerk->no_worker;
	return first;
}

void *clerk_write(void *context)
{
	struct pen pen = {.clerk = context};
	struct clerk *clerk = pen.clerk;
	bool end = false;

	while (!end) {
		int64_t wait_ms = wake_in(&pen);
		pthread_mutex_lock(&clerk->queue);
		struct hand_in *first = wait_for_batch(clerk, wait_ms, &end);
		pthread_mutex_unlock(&clerk->queue);
		write_batch(&pen, first);
		seal(&pen, /* force= */ end);
		say_trouble(&pen);
	}
	return NULL;
}
