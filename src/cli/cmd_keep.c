/* Keeping a record: seal (enter what fell due, sign a checkpoint), rebuild (make anew what is derived), zones (enter
 * later rules of time zones). */
#include "cli/cli.h"

#include "app/renew.h"
#include "base/limits.h"

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

/* ---- Time zones ---------------------------------------------------------------------------------------------- */

static void say_renewed(struct cli *cli, const struct renewed *renewed)
{
	if (cli->json) {
		struct object object = object_begin(cli);
		object_bool(&object, "entered", renewed->entered);
		if (renewed->entered)
			object_u64(&object, "number", renewed->number);
		object_text(&object, "tzdata", renewed->tzdata);
		object_u64(&object, "zones", renewed->zone_count);
		object_u64(&object, "changed", renewed->changed);
		object_u64(&object, "to_year", (uint64_t)renewed->to_year);
		object_end(&object);
		return;
	}
	if (renewed->entered)
		cli_say(cli, "Entered as %llu: the rules %.*s of %u time zones, %u of them changed, to the end of %d\n",
		        (unsigned long long)renewed->number, STR_ARG(renewed->tzdata), renewed->zone_count, renewed->changed,
		        renewed->to_year);
	else
		cli_say(cli, "Nothing to enter: the rules %.*s say of %u time zones what the record says, to the end of %d\n",
		        STR_ARG(renewed->tzdata), renewed->zone_count, renewed->to_year);
}

static enum err_code renew(struct cli *cli, struct registrar *registrar, struct renewed *ret, struct err *err)
{
	struct str more[LIMIT_ZONES];
	uint32_t count = 0;
	uint8_t nonce[16];
	const char *zone;
	enum err_code code;

	while ((zone = cli_option_at(cli, "zone", count)) != NULL) {
		if (count == LIMIT_ZONES)
			return err_set(err, ERR_USAGE, "more than %u zones", LIMIT_ZONES);
		more[count++] = str_from(zone);
	}
	code = cli->os->random(cli->os->context, nonce, sizeof(nonce), err);
	if (code == ERR_OK)
		code = zones_renew(registrar, more, count, nonce, cli->arena, ret, err);
	if (code == ERR_OK)
		code = registrar_commit(registrar, err);
	return code == ERR_OK ? registrar_seal(registrar, true, err) : code;
}

int run_zones(struct cli *cli)
{
	struct folder folder = {0};
	struct renewed renewed = {.entered = false};
	struct err err = {0};
	uint64_t before;
	int status;

	if (cli_open(cli, FOLDER_WRITE, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	before = kernel_size(registrar_state(folder.registrar));
	if (renew(cli, folder.registrar, &renewed, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	else
		status = cli_outcomes(cli, folder.registrar, before, kernel_size(registrar_state(folder.registrar)));
	if (status == EXIT_DONE)
		say_renewed(cli, &renewed);
	folder_close(&folder);
	return status;
}
