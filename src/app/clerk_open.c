/* Opening and closing a served record. The clerk lies at the beginning of its own region. */
#include "app/clerk.h"

#include <assert.h>

#include "app/clerk_private.h"
#include "app/folder.h"
#include "app/folder_private.h"
#include "store/search.h"

#define WORKER_SIZE ((size_t)64 << 20) /* address space: CLERK_TAKE acts, taken apart */

static enum err_code load_key(struct clerk *clerk, const char *dir, struct err *err)
{
	struct region region = {0};
	struct str name;
	char path[PATH_SIZE];
	enum err_code code = folder_join(path, dir, "registrar.key", err);

	if (code != ERR_OK)
		return code;
	if (!arena_reserve(&region, (size_t)1 << 16))
		return err_set(err, ERR_LIMIT, "no memory to read %s", path);
	struct arena arena = arena_of(&region);
	code = key_file_read(path, clerk->os, &arena, &name, &clerk->key, err);
	arena_return(&region);
	return code;
}

static enum err_code open_registrar(struct clerk *clerk, const struct clerk_config *config, struct store *store,
                                    struct err *err)
{
	uint64_t chance[2];
	enum err_code code = config->os->random(config->os->context, chance, sizeof(chance), err);

	if (code != ERR_OK)
		return code;
	clerk->library = library_new((struct map_key){chance[0], chance[1]});
	if (clerk->library == NULL)
		return err_set(err, ERR_LIMIT, "no memory for the library of the record");
	struct registrar_config registrar = {
		.store = store,
		.os = config->os,
		.key = config->read_only ? NULL : &clerk->key,
		.after_gap = config->after_gap,
		.library = clerk->library,
	};
	return registrar_open(&registrar, &clerk->registrar, err);
}

static enum err_code open_search(struct clerk *clerk, const struct clerk_config *config, struct err *err)
{
	char path[PATH_SIZE];
	enum err_code code = folder_join(path, config->dir, "search.db", err);

	if (code != ERR_OK)
		return code;
	/* A read-only record has its search too, where the folder can be written: two that fill it write the same rows. */
	code = search_open(path, clerk->origin, /* writes= */ true, &clerk->index, err);
	if (code == ERR_OK || config->read_only)
		code = search_open(path, clerk->origin, /* writes= */ false, &clerk->search, err);
	/* Derived, and not needed for anything else: the record is served without it. */
	if (code != ERR_OK && clerk->say != NULL) {
		(void)err_prefix(err, "the search cannot be opened");
		clerk->say(clerk->say_context, err);
	}
	if (code != ERR_OK) {
		search_close(clerk->index);
		clerk->index = NULL;
	}
	return ERR_OK;
}

static enum err_code open_folder(struct clerk *clerk, const struct clerk_config *config, struct err *err)
{
	struct store *store = NULL;
	enum err_code code = folder_store(config->dir, config->read_only ? FOLDER_READ : FOLDER_WRITE, config->os, &store,
	                                  &clerk->lock, err);

	if (code != ERR_OK)
		return code;
	clerk->has_lock = clerk->lock >= 0;
	code = config->read_only ? ERR_OK : load_key(clerk, config->dir, err);
	if (code == ERR_OK)
		code = open_registrar(clerk, config, store, err);
	if (code != ERR_OK)
		store_close(store);
	return code;
}

static enum err_code open_record(struct clerk *clerk, const struct clerk_config *config, struct err *err)
{
	enum err_code code;

	if (config->store != NULL) {
		clerk->key = *config->key;
		code = open_registrar(clerk, config, config->store, err);
	} else {
		code = open_folder(clerk, config, err);
	}
	if (code != ERR_OK)
		return code;
	if (registrar_state(clerk->registrar) == NULL) {
		(void)err_set(err, ERR_NOT_FOUND, "the record is not founded yet");
		return err_hint(err, "comity init founds a record");
	}
	clerk->origin = registrar_origin(clerk->registrar);
	clerk_publish(clerk);
	return config->store != NULL ? ERR_OK : open_search(clerk, config, err);
}

static enum err_code start_threads(struct clerk *clerk, unsigned workers, struct err *err)
{
	unsigned wanted = workers == 0 ? 1 : workers < CLERK_WORKERS_MAX ? workers : CLERK_WORKERS_MAX;

	clerk->workers_wanted = wanted;
	for (unsigned i = 0; i < wanted; i++) {
		struct clerk_worker *worker = &clerk->worker[i];
		worker->clerk = clerk;
		if (!arena_reserve(&worker->region, WORKER_SIZE))
			return err_set(err, ERR_LIMIT, "no memory to check signatures");
		worker->arena = arena_of(&worker->region);
		if (pthread_create(&worker->thread, NULL, clerk_check, worker) != 0) {
			arena_return(&worker->region);
			return err_set(err, ERR_LIMIT, "the system gives no thread to check signatures");
		}
		clerk->worker_count++;
	}
	if (pthread_create(&clerk->pen, NULL, clerk_write, clerk) != 0)
		return err_set(err, ERR_LIMIT, "the system gives no thread to enter acts");
	clerk->has_pen = true;
	return clerk_start_index(clerk, err);
}

static enum err_code start_reading(struct clerk *clerk, struct err *err)
{
	enum err_code code = clerk_start_index(clerk, err);

	return code == ERR_OK ? clerk_start_following(clerk, err) : code;
}

enum err_code clerk_open(const struct clerk_config *config, struct clerk **ret, struct err *err)
{
	struct region region = {0};

	if (!arena_reserve(&region, sizeof(struct clerk) + 64))
		return err_set(err, ERR_LIMIT, "no memory to serve a record");
	struct arena arena = arena_of(&region);
	struct clerk *clerk = NEW(&arena, struct clerk, 1);
	clerk->region = region;
	clerk->os = config->os;
	clerk->read_only = config->read_only;
	clerk->queue_max = config->queue_max;
	clerk->say = config->say;
	clerk->say_context = config->say_context;
	pthread_mutex_init(&clerk->house, NULL);
	pthread_cond_init(&clerk->turn, NULL);
	pthread_mutex_init(&clerk->queue, NULL);
	pthread_cond_init(&clerk->work, NULL);
	pthread_cond_init(&clerk->ready, NULL);
	pthread_cond_init(&clerk->news, NULL);
	hand_in_list_init(&clerk->incoming);
	hand_in_list_init(&clerk->checked);
	enum err_code code = open_record(clerk, config, err);
	if (code == ERR_OK)
		code = config->read_only ? start_reading(clerk, err) : start_threads(clerk, config->workers, err);
	if (code != ERR_OK) {
		clerk_close(clerk);
		return code;
	}
	*ret = clerk;
	return ERR_OK;
}

static void stop_threads(struct clerk *clerk)
{
	pthread_mutex_lock(&clerk->queue);
	clerk->closing = true;
	pthread_cond_broadcast(&clerk->work);
	pthread_mutex_unlock(&clerk->queue);
	for (unsigned i = 0; i < clerk->worker_count; i++) {
		pthread_join(clerk->worker[i].thread, NULL);
		arena_return(&clerk->worker[i].region);
	}
	pthread_mutex_lock(&clerk->queue);
	clerk->no_worker = true;
	pthread_cond_broadcast(&clerk->ready);
	pthread_mutex_unlock(&clerk->queue);
	if (clerk->has_pen)
		pthread_join(clerk->pen, NULL);
}

void clerk_close(struct clerk *clerk)
{
	if (clerk == NULL)
		return;
	clerk_stop_following(clerk);
	clerk_stop_index(clerk);
	stop_threads(clerk);
	assert(clerk->incoming.count == 0 && clerk->checked.count == 0);
	search_close(clerk->index);
	search_close(clerk->search);
	registrar_close(clerk->registrar);
	library_free(clerk->library);
	secret_key_wipe(&clerk->key);
	if (clerk->has_lock)
		clerk->os->unlock(clerk->os->context, clerk->lock);
	pthread_cond_destroy(&clerk->news);
	pthread_cond_destroy(&clerk->ready);
	pthread_cond_destroy(&clerk->work);
	pthread_mutex_destroy(&clerk->queue);
	pthread_cond_destroy(&clerk->turn);
	pthread_mutex_destroy(&clerk->house);
	struct region region = clerk->region;
	arena_return(&region);
}
