/* Reading a served record, and handing acts in. */
#include "app/clerk.h"

#include "app/clerk_private.h"
#include "record/arrival.h"

/* ---- Lists and the house ----------------------------------------------------------------------------------------- */

void hand_in_list_init(struct hand_in_list *list)
{
	list->first = NULL;
	list->last = &list->first;
	list->count = 0;
}

void hand_in_list_add(struct hand_in_list *list, struct hand_in *hand_in)
{
	hand_in->next = NULL;
	*list->last = hand_in;
	list->last = &hand_in->next;
	list->count++;
}

struct hand_in *hand_in_list_take(struct hand_in_list *list, uint32_t max)
{
	struct hand_in *first = list->first, **end = &list->first;
	uint32_t taken = 0;

	while (*end != NULL && taken < max) {
		end = &(*end)->next;
		taken++;
	}
	if (taken == 0)
		return NULL;
	list->first = *end;
	list->count -= taken;
	if (list->first == NULL)
		list->last = &list->first;
	*end = NULL;
	return first;
}

/* First come, first served. */
void house_enter(struct clerk *clerk)
{
	pthread_mutex_lock(&clerk->house);
	uint64_t ticket = clerk->next_ticket++;
	while (clerk->serving != ticket)
		pthread_cond_wait(&clerk->turn, &clerk->house);
	pthread_mutex_unlock(&clerk->house);
}

void house_leave(struct clerk *clerk)
{
	pthread_mutex_lock(&clerk->house);
	clerk->serving++;
	if (clerk->serving != clerk->next_ticket)
		pthread_cond_broadcast(&clerk->turn);
	pthread_mutex_unlock(&clerk->house);
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

struct reading clerk_read(struct clerk *clerk)
{
	house_enter(clerk);
	const struct state *state = registrar_state(clerk->registrar);
	return (struct reading){
		.state = state,
		.charter = kernel_charter(state),
		.library = clerk->library,
		.registrar = clerk->registrar,
		.store = registrar_store(clerk->registrar),
		.search = clerk->search,
		.size = kernel_size(state),
		.sealed = registrar_sealed(clerk->registrar),
		.generation = atomic_load(&clerk->generation),
		.now_ms = registrar_now(clerk->registrar),
		.read_only = clerk->read_only,
	};
}

void clerk_unread(struct clerk *clerk)
{
	house_leave(clerk);
}

bool clerk_dead(const struct clerk *clerk)
{
	return atomic_load(&clerk->dead);
}

bool clerk_read_only(const struct clerk *clerk)
{
	return clerk->read_only;
}

uint64_t clerk_generation(const struct clerk *clerk)
{
	return atomic_load(&clerk->generation);
}

struct clerk_sizes clerk_sizes(const struct clerk *clerk)
{
	uint64_t sealed = atomic_load(&clerk->sealed); /* first: it is never more than the entries */

	return (struct clerk_sizes){.entries = atomic_load(&clerk->entries), .sealed = sealed};
}

void clerk_publish(struct clerk *clerk)
{
	uint64_t entries, sealed = registrar_sealed(clerk->registrar);

	(void)registrar_leaves(clerk->registrar, &entries);
	atomic_store(&clerk->entries, entries);
	atomic_store(&clerk->sealed, sealed);
	atomic_fetch_add(&clerk->generation, 1);
	pthread_mutex_lock(&clerk->queue);
	pthread_cond_signal(&clerk->news);
	pthread_mutex_unlock(&clerk->queue);
}

int64_t clerk_now(const struct clerk *clerk)
{
	bool steady;

	return registrar_clock(clerk->registrar, &steady);
}

bool clerk_trouble(struct clerk *clerk, struct err *ret)
{
	pthread_mutex_lock(&clerk->queue);
	bool troubled = clerk->troubled;
	if (troubled)
		*ret = clerk->trouble;
	pthread_mutex_unlock(&clerk->queue);
	return troubled;
}

void clerk_note_trouble(struct clerk *clerk, enum err_code code, const struct err *err)
{
	pthread_mutex_lock(&clerk->queue);
	bool news = clerk->troubled ? code != clerk->trouble.code : code != ERR_OK;
	clerk->troubled = code != ERR_OK;
	atomic_store(&clerk->clock_wrong, code == ERR_CLOCK);
	if (code != ERR_OK)
		clerk->trouble = *err;
	pthread_mutex_unlock(&clerk->queue);
	if (news && clerk->say != NULL)
		clerk->say(clerk->say_context, code == ERR_OK ? NULL : err);
}

struct clerk_counts clerk_counts(struct clerk *clerk)
{
	pthread_mutex_lock(&clerk->queue);
	struct clerk_counts counts = clerk->counts;
	pthread_mutex_unlock(&clerk->queue);
	return counts;
}

void buf_arrival(struct buf *buf, const struct clerk *clerk, const struct hash *text, int64_t arrived_ms)
{
	struct arrival arrival = {clerk->origin, *text, arrived_ms};
	bool steady;

	(void)registrar_clock(clerk->registrar, &steady);
	if (!clerk->read_only && steady && !atomic_load(&clerk->clock_wrong))
		buf_arrival_note(buf, &arrival, &clerk->key);
}

/* ---- Handing in -------------------------------------------------------------------------------------------------- */

enum err_code clerk_hand_in(struct clerk *clerk, struct hand_in *hand_in, struct err *err)
{
	enum err_code code = ERR_OK;

	if (clerk->read_only)
		return err_set(err, ERR_ACCESS, "this record is served for reading only");
	if (clerk_dead(clerk))
		return err_set(err, ERR_IO, "the record cannot be written any more");
	hand_in->arrived_ms = clerk_now(clerk);
	hand_in->code = ERR_OK;
	hand_in->has_text = false;
	hand_in->keys.count = hand_in->keys.bad = 0;
	pthread_mutex_lock(&clerk->queue);
	if (clerk->closing || clerk->counts.waiting >= clerk->queue_max) {
		code = err_set(err, ERR_BUSY, "%s",
		               clerk->closing ? "the server is being stopped" : "too many acts are waiting");
	} else {
		clerk->counts.waiting++;
		hand_in_list_add(&clerk->incoming, hand_in);
		pthread_cond_signal(&clerk->work);
	}
	pthread_mutex_unlock(&clerk->queue);
	return code;
}

void clerk_answer(struct clerk *clerk, struct hand_in *hand_in)
{
	pthread_mutex_lock(&clerk->queue);
	clerk->counts.waiting--;
	if (hand_in->code != ERR_OK)
		clerk->counts.malformed++;
	else if (hand_in->answer.status == ANSWER_ENTERED)
		clerk->counts.entered++;
	else if (hand_in->answer.status == ANSWER_SAME)
		clerk->counts.same++;
	else
		clerk->counts.refused++;
	pthread_mutex_unlock(&clerk->queue);
	hand_in->done(hand_in);
}
