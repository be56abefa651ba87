/* Keeping a record: seal (enter what fell due, sign a checkpoint), rebuild (make anew what is derived). */
#include "cli/cli.h"

int run_seal(struct cli *cli)
{
	struct folder folder = {0};
	struct registrar *registrar;
	struct err err = {0};
	uint64_t before;
	int status;

	if (cli_open(cli, FOLDER_WRITE, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	registrar = folder.registrar;
	before = kernel_size(registrar_state(registrar));
	if (registrar_tick(registrar, &err) != ERR_OK || registrar_commit(registrar, &err) != ERR_OK ||
	    registrar_seal(registrar, true, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	else
		status = cli_outcomes(cli, registrar, before, kernel_size(registrar_state(registrar)));
	if (status == EXIT_DONE && cli->json) {
		struct object object = object_begin(cli);
		object_u64(&object, "sealed", registrar_sealed(registrar));
		object_end(&object);
	} else if (status == EXIT_DONE) {
		cli_say(cli, "Sealed: %llu entries\n", (unsigned long long)registrar_sealed(registrar));
	}
	folder_close(&folder);
	return status;
}

static void say_rebuilt(struct cli *cli, struct registrar *registrar)
{
	struct hash digest = registrar_digest(registrar);
	uint64_t entries = kernel_size(registrar_state(registrar));

	if (cli->json) {
		struct object object = object_begin(cli);
		object_u64(&object, "entries", entries);
		object_hex(&object, "digest", digest.byte, HASH_SIZE);
		object_end(&object);
	} else {
		struct buf buf = cli_answer(cli);
		buf_c(&buf, "Rebuilt from ");
		buf_u64(&buf, entries);
		buf_c(&buf, " entries; state ");
		buf_hex(&buf, digest.byte, HASH_SIZE);
		buf_c(&buf, "\n");
		cli_print(cli, &buf);
	}
}

int run_rebuild(struct cli *cli)
{
	struct folder folder = {0};
	struct store *store;
	struct err err = {0};
	enum err_code code;
	int lock = -1;

	code = folder_store(cli_dir(cli), FOLDER_WRITE, cli->os, &store, &lock, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	code = store->ops->rebuild(store, &err);
	store_close(store);
	cli->os->unlock(cli->os->context, lock);
	if (code == ERR_OK)
		code = cli_open(cli, FOLDER_READ, &folder, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	say_rebuilt(cli, folder.registrar);
	folder_close(&folder);
	return EXIT_DONE;
}
