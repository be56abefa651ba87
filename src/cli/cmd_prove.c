/* What goes out of the house: prove (one entry as one file), export (the whole record as a folder). */
#include "cli/cli.h"

#include "app/copy.h"
#include "app/verify.h"

#include <string.h>

/* NUMBER, or a matter: then the outcome that decided it. */
static enum err_code prove_number(struct cli *cli, const struct state *state, uint64_t *ret, struct err *err)
{
	struct str word = str_from(cli->operand[0]);
	uint32_t index;

	if (str_to_u64(word, LIMIT_ENTRIES, ret))
		return ERR_OK;
	index = kernel_matter_find(state, word);
	if (index == NONE) {
		(void)err_set(err, ERR_NOT_FOUND, "\"%s\" is neither an entry's number nor a matter", cli->operand[0]);
		return err_hint(err, "comity log shows the numbers");
	}
	*ret = kernel_matter_at(state, index).decided;
	if (*ret == 0) {
		(void)err_set(err, ERR_CONFLICT, "%s is not decided yet", cli->operand[0]);
		return err_hint(err, "the number of any entry can be proved; a clock that has ended is entered by comity seal");
	}
	return ERR_OK;
}

static void say_proved(struct cli *cli, uint64_t number, struct str receipt, const char *out)
{
	if (cli->json) {
		struct object object = object_begin(cli);
		object_u64(&object, "entry", number);
		if (out != NULL)
			object_text(&object, "file", str_from(out));
		else
			object_text(&object, "receipt", receipt);
		object_end(&object);
	} else if (out == NULL) {
		cli_raw(cli, receipt);
	} else {
		cli_say(cli, "%s proves entry %llu; check it with: comity verify %s --key LOG.vkey\n", out,
		        (unsigned long long)number, out);
	}
}

int run_prove(struct cli *cli)
{
	const char *out = cli_option(cli, "out");
	struct folder folder = {0};
	struct err err = {0};
	struct str receipt;
	enum err_code code;
	uint64_t number;
	int status = EXIT_DONE;

	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	code = prove_number(cli, registrar_state(folder.registrar), &number, &err);
	if (code == ERR_OK)
		code = receipt_make(folder.registrar, number, cli_flag(cli, "restricted"), cli->arena, &receipt, &err);
	if (code == ERR_OK && out != NULL)
		code = cli->os->write_file(cli->os->context, out, receipt, cli_flag(cli, "restricted") ? 0600 : 0644, true,
		                           &err);
	if (code != ERR_OK)
		status = cli_fail(cli, &err);
	else
		say_proved(cli, number, receipt, out);
	folder_close(&folder);
	return status;
}

static void say_exported(struct cli *cli, const struct export_result *result)
{
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "folder", str_from(cli->operand[0]));
		object_u64(&object, "entries", result->entries);
		object_u64(&object, "tiles", result->tiles);
		object_u64(&object, "blobs", result->blobs);
		object_u64(&object, "unsealed", result->unsealed);
		object_end(&object);
	} else {
		cli_say(cli, "%s holds %llu entries in %llu tiles and bundles, %llu texts\n", cli->operand[0],
		        (unsigned long long)result->entries, (unsigned long long)result->tiles,
		        (unsigned long long)result->blobs);
		if (result->unsealed > 0)
			cli_say(cli, "%llu newer %s not sealed yet: comity seal\n", (unsigned long long)result->unsealed,
			        result->unsealed == 1 ? "entry is" : "entries are");
	}
}

int run_export(struct cli *cli)
{
	struct folder folder = {0};
	struct export_result result;
	struct err err = {0};
	int status = EXIT_DONE;

	if (copy_is(cli_dir(cli), cli->os)) {
		(void)err_set(&err, ERR_ACCESS, "cannot export %s: it is a copy of a record already", cli_dir(cli));
		(void)err_hint(&err, "copy the folder itself; an export for others is made from the registrar's folder");
		return cli_fail(cli, &err);
	}
	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (export_folder(folder.registrar, cli->os, cli->operand[0], cli_flag(cli, "restricted"), &result, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	else
		say_exported(cli, &result);
	folder_close(&folder);
	return status;
}
