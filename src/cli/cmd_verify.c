#include "cli/cli.h"

#include "app/verify.h"
#include "record/json.h"
#include "record/proof.h"

#include <string.h>
#include <sys/stat.h>

/* verify: a record's folder, an exported folder, or one receipt. prove, export, rebuild. */

/* --key: a vkey itself, or a file that holds one. */
static enum err_code log_key(struct cli *cli, struct verifier *ret, bool *ret_given, struct err *err)
{
	const char *key = cli_option(cli, "key");
	struct str text;
	enum err_code code;

	*ret_given = key != NULL;
	if (key == NULL)
		return ERR_OK;
	text = str_from(key);
	if (strchr(key, '+') == NULL || cli->os->exists(cli->os->context, key)) {
		code = cli->os->read_file(cli->os->context, key, 1024, cli->arena, &text, err);
		if (code != ERR_OK)
			return code;
		if (str_ends(text, STR("\n")))
			text.len--;
	}
	code = vkey_parse(text, ret, err);
	return code == ERR_OK ? ERR_OK : err_prefix(err, "--key");
}

static void say_verified(struct cli *cli, const struct verification *v, bool pinned)
{
	struct buf buf = cli_buf(cli, 8192);
	bool first = true;

	if (cli->json) {
		buf_c(&buf, "{");
		json_bool(&buf, &first, "verified", true);
		json_text(&buf, &first, "origin", v->origin);
		json_u64(&buf, &first, "entries", v->entries);
		json_u64(&buf, &first, "sealed", v->sealed);
		json_u64(&buf, &first, "signatures", v->signatures);
		json_u64(&buf, &first, "outcomes", v->outcomes);
		json_u64(&buf, &first, "blobs", v->blobs);
		json_u64(&buf, &first, "blobs_erased", v->blobs_erased);
		json_u64(&buf, &first, "blobs_absent", v->blobs_absent);
		json_bool(&buf, &first, "key_given", pinned);
		buf_json_key(&buf, &first, STR("root"));
		buf_c(&buf, "\"");
		buf_hex(&buf, v->root.byte, HASH_SIZE);
		buf_c(&buf, "\",\"digest\":\"");
		buf_hex(&buf, v->digest.byte, HASH_SIZE);
		buf_c(&buf, "\"}\n");
	} else {
		buf_c(&buf, "Verified: record ");
		buf_str(&buf, v->origin);
		buf_c(&buf, "\n  entries      ");
		buf_u64(&buf, v->entries);
		buf_c(&buf, ", sealed ");
		buf_u64(&buf, v->sealed);
		buf_c(&buf, ", from ");
		buf_time_utc(&buf, v->first_ms);
		buf_c(&buf, " to ");
		buf_time_utc(&buf, v->last_ms);
		buf_c(&buf, "\n  signatures   ");
		buf_u64(&buf, v->signatures);
		buf_c(&buf, " good, each with the key of its time\n  decisions    ");
		buf_u64(&buf, v->entries);
		buf_c(&buf, " replayed, ");
		buf_u64(&buf, v->outcomes);
		buf_c(&buf, " of them outcomes that the rules give again\n  texts        ");
		buf_u64(&buf, v->blobs);
		buf_c(&buf, " match their commitments, ");
		buf_u64(&buf, v->blobs_erased);
		buf_c(&buf, " erased, ");
		buf_u64(&buf, v->blobs_absent);
		buf_c(&buf, " not here\n  root         ");
		buf_hex(&buf, v->root.byte, HASH_SIZE);
		buf_c(&buf, "\n  state        ");
		buf_hex(&buf, v->digest.byte, HASH_SIZE);
		buf_c(&buf, "\n  log key      ");
		buf_vkey(&buf, v->origin, &v->log_key);
		buf_c(&buf, pinned ? "\n" : "\n  (taken from the record itself: compare it with what you know, or give --key)\n");
	}
	cli_print(cli, &buf);
}

static int failed(struct cli *cli, const struct verification *v, struct err *err)
{
	if (v->has_bad && !cli->json)
		fprintf(cli->err, "NOT VERIFIED: the first bad entry is %llu\n", (unsigned long long)v->bad_entry);
	else if (!cli->json)
		fprintf(cli->err, "NOT VERIFIED\n");
	return cli_fail(cli, err);
}

static int verify_receipt(struct cli *cli, const char *path, const struct verifier *key, struct err *err)
{
	struct receipt receipt;
	struct entry entry;
	struct signed_act act;
	struct str bytes;
	struct buf buf;
	enum err_code code =
		cli->os->read_file(cli->os->context, path, LIMIT_PROOF_FILE_SIZE, cli->arena, &bytes, err);

	if (code == ERR_OK)
		code = receipt_open(bytes, key, cli->arena, &receipt, err);
	if (code == ERR_OK)
		code = entry_parse(receipt.entry, &entry, err);
	if (code == ERR_OK)
		code = act_decode(entry.act, key->name, cli->arena, &act, err);
	if (code != ERR_OK) {
		if (!cli->json)
			fprintf(cli->err, "NOT VERIFIED\n");
		return cli_fail(cli, err);
	}
	buf = cli_buf(cli, LIMIT_PROOF_FILE_SIZE);
	if (cli->json) {
		bool first = true;
		buf_c(&buf, "{");
		json_bool(&buf, &first, "verified", true);
		json_u64(&buf, &first, "entry", receipt.index);
		json_u64(&buf, &first, "sealed", receipt.checkpoint.size);
		json_text(&buf, &first, "act", entry.act);
		buf_c(&buf, "}\n");
	} else {
		buf_c(&buf, "Verified: entry ");
		buf_u64(&buf, receipt.index);
		buf_c(&buf, " of record ");
		buf_str(&buf, receipt.checkpoint.origin);
		buf_c(&buf, ", under a checkpoint over ");
		buf_u64(&buf, receipt.checkpoint.size);
		buf_c(&buf, " entries\n  entered  ");
		buf_time_utc(&buf, entry.time_ms);
		buf_c(&buf, "\n  act      ");
		buf_act_words(&buf, NULL, &act.act);
		buf_c(&buf, "\n");
		for (uint32_t i = 0; i < receipt.blob_count; i++) {
			buf_c(&buf, "\n--- text that the entry commits to, ");
			buf_str(&buf, str_slice(receipt.blob[i].ref, 0, 27));
			buf_c(&buf, "…\n");
			cli_text(&buf, receipt.blob[i].data);
			if (!str_ends(receipt.blob[i].data, STR("\n")))
				buf_c(&buf, "\n");
		}
	}
	cli_print(cli, &buf);
	return EXIT_DONE;
}

static int verify_folder(struct cli *cli, const char *path, const struct verifier *key, unsigned threads,
                         struct err *err)
{
	char db[4096];
	struct store *store = NULL;
	struct source source;
	struct verification verification = {0};
	int lock;
	enum err_code code = ERR_OK;
	int status = EXIT_DONE;

	if (snprintf(db, sizeof(db), "%s/record.db", path) >= (int)sizeof(db))
		return cli_usage(cli, "the name of the folder is too long");
	if (cli->os->exists(cli->os->context, db)) {
		code = folder_store(path, FOLDER_READ, cli->os, &store, &lock, err);
		if (code == ERR_OK)
			code = source_of_store(store, cli->arena, &source, err);
	} else {
		code = source_of_folder(path, cli->os, cli->arena, &source, err);
	}
	if (code == ERR_OK)
		code = verify_source(&source, key, threads, &verification, err);
	if (code != ERR_OK)
		status = failed(cli, &verification, err);
	else
		say_verified(cli, &verification, key != NULL);
	store_close(store);
	return status;
}

int run_verify(struct cli *cli)
{
	const char *path = cli->operand_count > 0 ? cli->operand[0] : cli_dir(cli);
	const char *threads_text = cli_option(cli, "threads");
	struct verifier key;
	struct stat info;
	struct err err = {0};
	bool given;
	uint64_t threads = 0;

	if (threads_text != NULL && !cli_number(cli, threads_text, 256, &threads))
		return EXIT_USAGE;
	if (log_key(cli, &key, &given, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (stat(path, &info) != 0) {
		(void)err_set(&err, ERR_NOT_FOUND, "%s: there is no such file or folder", path);
		return cli_fail(cli, &err);
	}
	if (S_ISDIR(info.st_mode))
		return verify_folder(cli, path, given ? &key : NULL, (unsigned)threads, &err);
	if (!given)
		return cli_usage(cli, "a receipt is checked against the organisation's public key: --key FILE");
	return verify_receipt(cli, path, &key, &err);
}

/* NUMBER, or a matter: then the outcome that decided it. */
static enum err_code prove_number(struct cli *cli, const struct state *state, uint64_t *ret, struct err *err)
{
	struct str word = str_from(cli->operand[0]);
	uint32_t index;

	if (str_to_u64(word, LIMIT_ENTRIES, ret))
		return ERR_OK;
	index = kernel_matter_find(state, word);
	if (index == NONE) {
		(void)err_set(err, ERR_USAGE, "\"%s\" is neither an entry's number nor a matter", cli->operand[0]);
		return err_hint(err, "comity log shows the numbers");
	}
	*ret = kernel_matter_at(state, index).decided;
	if (*ret == 0)
		return err_set(err, ERR_CONFLICT, "%s is not decided yet", cli->operand[0]);
	return ERR_OK;
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
		code = cli->os->write_file(cli->os->context, out, receipt, 0644, true, &err);
	if (code != ERR_OK)
		status = cli_fail(cli, &err);
	else if (out == NULL)
		fwrite(receipt.ptr, 1, receipt.len, cli->out);
	else
		fprintf(cli->out, "%s proves entry %llu; check it with: comity verify %s --key LOG.vkey\n", out,
		        (unsigned long long)number, out);
	folder_close(&folder);
	return status;
}

int run_export(struct cli *cli)
{
	struct folder folder = {0};
	struct export_result result;
	struct err err = {0};
	int status = EXIT_DONE;

	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (export_folder(folder.registrar, cli->os, cli->operand[0], cli_flag(cli, "restricted"), &result, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	else
		fprintf(cli->out, "%s holds %llu entries in %llu tiles and bundles, %llu texts\n", cli->operand[0],
		        (unsigned long long)result.entries, (unsigned long long)result.tiles,
		        (unsigned long long)result.blobs);
	folder_close(&folder);
	return status;
}

int run_rebuild(struct cli *cli)
{
	struct folder folder = {0};
	struct store *store;
	struct hash digest;
	struct buf buf = cli_buf(cli, 512);
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
	digest = registrar_digest(folder.registrar);
	buf_c(&buf, "Rebuilt from ");
	buf_u64(&buf, kernel_size(registrar_state(folder.registrar)));
	buf_c(&buf, " entries; state ");
	buf_hex(&buf, digest.byte, HASH_SIZE);
	buf_c(&buf, "\n");
	cli_print(cli, &buf);
	folder_close(&folder);
	return EXIT_DONE;
}
