/* Opening and closing, and what may be asked. The registrar itself lies at the beginning of its perm arena. */
#include "app/registrar.h"

#include <assert.h>

#include "app/library.h"
#include "app/registrar_private.h"

enum err_code registrar_ready(const struct registrar *registrar, bool writes, struct err *err)
{
	if (registrar->dead) {
		err_set(err, ERR_IO, "the registrar has stopped after a failure");
		err_hint(err, "end this process and open the record again: what is stored is the truth");
		return ERR_IO;
	}
	if (writes && registrar->explained)
		return err_set(err, ERR_ACCESS,
		               "the registrar has looked ahead to explain an act: open the record again to enter");
	if (writes && !registrar->has_key)
		return err_set(err, ERR_ACCESS, "the record is open for reading only: the registrar's key is not there");
	return ERR_OK;
}

enum err_code registrar_die(struct registrar *registrar, enum err_code code)
{
	assert(code != ERR_OK);
	registrar->dead = true;
	return code;
}

static void return_regions(struct region perm, struct region request, struct region batch, struct region leaf)
{
	arena_return(&leaf);
	arena_return(&batch);
	arena_return(&request);
	arena_return(&perm);
}

static enum err_code reserve(struct registrar **ret, struct err *err)
{
	struct region perm = {NULL, 0}, request = {NULL, 0}, batch = {NULL, 0}, none = {NULL, 0};
	bool enough = arena_reserve(&perm, PERM_SIZE) && arena_reserve(&request, REQUEST_SIZE) &&
	              arena_reserve(&batch, BATCH_SIZE);
	struct arena arena = arena_of(&perm);
	struct registrar *registrar = enough ? TRY(&arena, struct registrar, 1) : NULL;
	if (!registrar) {
		return_regions(perm, request, batch, none);
		err_set(err, ERR_LIMIT, "cannot reserve %zu MiB of address space for a record",
		        (PERM_SIZE + REQUEST_SIZE + BATCH_SIZE) >> 20);
		err_hint(err, "address space is not memory: look at `ulimit -v` and vm.overcommit_memory");
		return ERR_LIMIT;
	}
	registrar->perm_region = perm;
	registrar->request_region = request;
	registrar->batch_region = batch;
	registrar->perm = arena;
	registrar->request = registrar->request_mark = arena_of(&request);
	registrar->batch = registrar->batch_mark = arena_of(&batch);
	*ret = registrar;
	return ERR_OK;
}

static void release(struct registrar *registrar)
{
	secret_key_wipe(&registrar->key);
	arena_return(&registrar->node_region);
	return_regions(registrar->perm_region, registrar->request_region, registrar->batch_region, registrar->leaf_region);
}

static enum err_code start(struct registrar *registrar, const struct registrar_config *config, struct err *err)
{
	uint64_t chance[2];
	enum err_code code = config->os->random(config->os->context, chance, sizeof chance, err);
	if (code)
		return code;
	registrar->map_key = (struct map_key){chance[0], chance[1]};
	registrar->os = config->os;
	registrar->script_ms = config->script_ms;
	registrar->store = config->store;
	registrar->library = config->library;
	if (config->key) {
		registrar->key = *config->key;
		registrar->has_key = true;
	}
	code = registrar_load(registrar, err);
	return code ? code : clock_start(registrar, config->after_gap, err);
}

enum err_code registrar_open(const struct registrar_config *config, struct registrar **ret, struct err *err)
{
	struct registrar *registrar;
	enum err_code code = reserve(&registrar, err);
	if (code)
		return code;
	code = start(registrar, config, err);
	if (code) {
		release(registrar);
		return code;
	}
	*ret = registrar;
	return ERR_OK;
}

void registrar_close(struct registrar *registrar)
{
	if (!registrar)
		return;
	store_close(registrar->store);
	release(registrar);
}

const struct state *registrar_state(const struct registrar *registrar)
{
	return registrar->state;
}

struct str registrar_origin(const struct registrar *registrar)
{
	return registrar->origin;
}

bool registrar_dead(const struct registrar *registrar)
{
	return registrar->dead;
}

uint64_t registrar_sealed(const struct registrar *registrar)
{
	return registrar->sealed.size;
}

const struct hash *registrar_leaves(const struct registrar *registrar, uint64_t *ret_count)
{
	*ret_count = registrar->durable;
	return registrar->leaf;
}

struct store *registrar_store(struct registrar *registrar)
{
	return registrar->store;
}

const struct library *registrar_library(const struct registrar *registrar)
{
	return registrar->library;
}

enum err_code registrar_apply(struct registrar *registrar, const struct act *act, struct moment moment, struct err *err)
{
	enum err_code code = kernel_apply(registrar->state, act, moment, err);
	if (code || !registrar->library)
		return code;
	return library_add(registrar->library, registrar->state, act, moment, err);
}

struct hash registrar_digest(const struct registrar *registrar)
{
	struct hash_stream stream;
	hash_begin(&stream);
	if (registrar->state)
		kernel_digest(registrar->state, (struct sink){hash_feed, &stream});
	return hash_end(&stream);
}
