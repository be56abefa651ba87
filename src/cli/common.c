#include "cli/cli.h"

#include "app/complete.h"

#include <stdlib.h>

const char *cli_dir(const struct cli *cli)
{
	const char *dir = cli_option(cli, "dir");

	if (dir == NULL)
		dir = secure_getenv("COMITY_DIR");
	return dir == NULL || dir[0] == '\0' ? "." : dir;
}

enum err_code cli_open(struct cli *cli, enum folder_mode mode, struct folder *ret, struct err *err)
{
	return folder_open(cli_dir(cli), mode, cli_flag(cli, "after-gap"), cli->os, ret, err);
}

bool cli_number(struct cli *cli, const char *text, uint64_t max, uint64_t *ret)
{
	if (str_to_u64(str_from(text), max, ret))
		return true;
	(void)cli_usage(cli, "\"%s\" is not a number from 0 to %llu", text, (unsigned long long)max);
	return false;
}

enum err_code cli_entry(struct cli *cli, struct registrar *registrar, uint64_t number, struct loaded_entry *ret,
                        struct err *err)
{
	struct store *store = registrar_store(registrar);
	struct str bytes;
	uint32_t count;
	enum err_code code = store->ops->read(store, number, 1, cli->arena, &bytes, &count, err);

	if (code != ERR_OK)
		return code;
	if (count == 0) {
		(void)err_set(err, ERR_NOT_FOUND, "there is no entry %llu", (unsigned long long)number);
		return err_hint(err, "the record has %llu entries, numbered from 0",
		                (unsigned long long)kernel_size(registrar_state(registrar)));
	}
	code = entry_parse(bytes, &ret->entry, err);
	if (code == ERR_OK)
		code = act_decode(ret->entry.act, registrar_origin(registrar), cli->arena, &ret->act, err);
	if (code != ERR_OK)
		return err_prefix(err, "entry %llu", (unsigned long long)number);
	return ERR_OK;
}

/* ---- Building an act from words --------------------------------------------------------------------------------- */

struct words_context {
	struct cli *cli;
	const struct state *state; /* knows the zones that a time may name */
};

static enum err_code read_value(void *context, struct str path, struct arena *arena, struct str *ret, struct err *err)
{
	const struct os *os = ((struct words_context *)context)->cli->os;
	struct str name = arena_str(arena, path);

	if (name.ptr == NULL)
		return err_set(err, ERR_LIMIT, "no memory for the name of a file");
	return os->read_file(os->context, name.ptr, LIMIT_BLOB_SIZE, arena, ret, err);
}

static enum err_code draw_random(void *context, void *bytes, size_t size, struct err *err)
{
	const struct os *os = ((struct words_context *)context)->cli->os;

	return os->random(os->context, bytes, size, err);
}

static const struct zone *find_zone(void *context, struct str name)
{
	return kernel_zone(((struct words_context *)context)->state, name);
}

enum err_code cli_build_act(struct cli *cli, struct registrar *registrar, struct str person, uint32_t first,
                            struct act *ret, struct new_blob **ret_blobs, struct err *err)
{
	const struct state *state = registrar_state(registrar);
	struct words_context context = {cli, state};
	struct value_source source = {&context, read_value, draw_random, find_zone, registrar_now(registrar)};
	struct person_view view;
	enum verb verb = verb_find(str_from(cli->operand[first]));
	enum err_code code = ERR_OK;

	*ret = (struct act){.verb = verb, .by = person};
	*ret_blobs = NULL;
	if (verb == VERB_NONE) {
		(void)err_set(err, ERR_USAGE, "there is no act \"%s\"", cli->operand[first]);
		return err_hint(err, "comity help act lists them");
	}
	if (!kernel_person(state, person, &view))
		return err_set(err, ERR_NOT_FOUND, "nobody in this record is called \"%.*s\"", STR_ARG(person));
	ret->party = kernel_charter(state)->party[view.party].titles.name;
	for (uint32_t i = first + 1; i < cli->operand_count && code == ERR_OK; i++)
		code = act_set(ret, str_from(cli->operand[i]), &source, cli->arena, ret_blobs, err);
	if (code == ERR_OK)
		code = act_complete(state, ret, err);
	if (code == ERR_OK)
		code = act_finish(ret, cli->arena, err);
	if (code == ERR_OK)
		code = cli->os->random(cli->os->context, ret->nonce, sizeof(ret->nonce), err);
	return code;
}
