/* verify: a record's folder, an exported folder, or one receipt. */
#include "cli/cli.h"

#include "app/verify.h"
#include "record/arrival.h"
#include "record/proof.h"

#include <string.h>
#include <sys/stat.h>

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

static void verified_json(struct cli *cli, const struct verification *v, bool pinned)
{
	struct object object = object_begin(cli);
	struct buf vkey = cli_aside(cli);

	buf_vkey(&vkey, v->origin, &v->log_key);
	object_bool(&object, "verified", true);
	object_text(&object, "origin", v->origin);
	object_text(&object, "vkey", buf_view(&vkey));
	object_u64(&object, "entries", v->entries);
	object_u64(&object, "sealed", v->sealed);
	object_u64(&object, "first_ms", (uint64_t)v->first_ms);
	object_u64(&object, "last_ms", (uint64_t)v->last_ms);
	object_u64(&object, "signatures", v->signatures);
	object_u64(&object, "outcomes", v->outcomes);
	object_u64(&object, "blobs", v->blobs);
	object_u64(&object, "blobs_erased", v->blobs_erased);
	object_u64(&object, "blobs_absent", v->blobs_absent);
	object_bool(&object, "key_given", pinned);
	object_hex(&object, "root", v->root.byte, HASH_SIZE);
	object_hex(&object, "digest", v->digest.byte, HASH_SIZE);
	object_end(&object);
}

static void say_verified(struct cli *cli, const struct verification *v, bool pinned)
{
	struct buf buf = cli_answer(cli);

	if (cli->json) {
		verified_json(cli, v, pinned);
		return;
	}
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
	cli_print(cli, &buf);
}

/* The answer "no": for programs an object of its own, before the error that says why. When the machine has failed there
 * is no answer, only the error. */
static int failed(struct cli *cli, const struct verification *v, const struct err *err)
{
	bool has_bad = v != NULL && v->has_bad;

	if (err->code == ERR_IO || err->code == ERR_ACCESS || err->code == ERR_BUSY)
		return cli_fail(cli, err);
	if (cli->json) {
		struct object object = object_begin(cli);
		object_bool(&object, "verified", false);
		if (has_bad)
			object_u64(&object, "bad_entry", v->bad_entry);
		object_end(&object);
	} else if (has_bad) {
		fprintf(cli->err, "NOT VERIFIED: the first bad entry is %llu\n", (unsigned long long)v->bad_entry);
	} else {
		fprintf(cli->err, "NOT VERIFIED\n");
	}
	return cli_fail(cli, err);
}

static void receipt_json(struct cli *cli, const struct receipt *receipt, const struct entry *entry,
                         const struct act *act)
{
	struct object object = object_begin(cli);

	object_bool(&object, "verified", true);
	object_text(&object, "origin", receipt->checkpoint.origin);
	object_u64(&object, "entry", receipt->index);
	object_u64(&object, "time_ms", (uint64_t)entry->time_ms);
	object_u64(&object, "sealed", receipt->checkpoint.size);
	object_text(&object, "words", cli_words(cli, NULL, act));
	object_text(&object, "act", entry->act);
	object_u64(&object, "texts", receipt->blob_count);
	object_end(&object);
}

/* Who was for, against, silent: what the outcome's own entry says. */
static void put_outcome(struct buf *buf, const struct act *act)
{
	if (act->verb != VERB_OUTCOME)
		return;
	if (act->field[FIELD_CITE].set) {
		buf_c(buf, "  by       ");
		buf_str(buf, act->field[FIELD_CITE].str);
		buf_c(buf, "\n");
	}
	for (enum field field = FIELD_FOR; field <= FIELD_ABSENT; field++) {
		const struct value *list = &act->field[field];
		size_t from = buf->len;

		if (!list->set || list->count == 0)
			continue;
		buf_c(buf, "  ");
		buf_str(buf, field_info[field].name);
		do
			buf_c(buf, " ");
		while (buf->len - from < 11);
		for (uint32_t i = 0; i < list->count; i++) {
			buf_c(buf, i == 0 ? "" : ", ");
			buf_str(buf, list->list[i]);
		}
		buf_c(buf, "\n");
	}
}

static void say_receipt(struct cli *cli, const struct receipt *receipt, const struct entry *entry,
                        const struct act *act)
{
	struct buf buf = cli_answer(cli);

	if (cli->json) {
		receipt_json(cli, receipt, entry, act);
		return;
	}
	buf_c(&buf, "Verified: entry ");
	buf_u64(&buf, receipt->index);
	buf_c(&buf, " of record ");
	buf_str(&buf, receipt->checkpoint.origin);
	buf_c(&buf, ", under a checkpoint over ");
	buf_u64(&buf, receipt->checkpoint.size);
	buf_c(&buf, " entries\n  entered  ");
	buf_time_utc(&buf, entry->time_ms);
	buf_c(&buf, "\n  act      ");
	buf_act_words(&buf, NULL, act);
	buf_c(&buf, "\n");
	put_outcome(&buf, act);
	for (uint32_t i = 0; i < receipt->blob_count; i++) {
		buf_c(&buf, "\n--- text that the entry commits to, ");
		buf_str(&buf, str_slice(receipt->blob[i].ref, 0, 27));
		buf_c(&buf, "…\n");
		buf_str(&buf, receipt->blob[i].data);
		if (!str_ends(receipt->blob[i].data, STR("\n")))
			buf_c(&buf, "\n");
	}
	cli_print(cli, &buf);
}

/* The note has no line of the key. */
static enum err_code not_signed(enum err_code code, const struct verifier *key, struct err *err)
{
	if (code != ERR_NOT_FOUND)
		return code;
	(void)err_set(err, ERR_SIGNATURE, "the receipt is not signed with the key of %.*s that was given",
	              STR_ARG(key->name));
	return err_hint(err, "it is another record's, or the key is");
}

/* What a server has signed when an act came: that it had the text then, and nothing more. */
static int verify_arrival(struct cli *cli, struct str bytes, const struct verifier *key, struct err *err)
{
	struct arrival arrival;
	enum err_code code = not_signed(arrival_open(bytes, key, *cli->arena, &arrival, err), key, err);

	if (code != ERR_OK)
		return failed(cli, NULL, err);
	if (cli->json) {
		struct object object = object_begin(cli);
		object_bool(&object, "verified", true);
		object_text(&object, "origin", arrival.origin);
		object_hex(&object, "text", arrival.text.byte, HASH_SIZE);
		object_u64(&object, "arrived_ms", (uint64_t)arrival.arrived_ms);
		object_end(&object);
	} else {
		struct buf buf = cli_answer(cli);
		buf_c(&buf, "Verified: the registrar of ");
		buf_str(&buf, arrival.origin);
		buf_c(&buf, " had a text at ");
		buf_time_utc(&buf, arrival.arrived_ms);
		buf_c(&buf, "\n  SHA-256 of the text  ");
		buf_hex(&buf, arrival.text.byte, HASH_SIZE);
		buf_c(&buf, "\nWhether an act of this text was entered is for its entry's receipt to say.\n");
		cli_print(cli, &buf);
	}
	return EXIT_DONE;
}

static int verify_receipt(struct cli *cli, const char *path, const struct verifier *key, struct err *err)
{
	struct receipt receipt;
	struct entry entry;
	struct signed_act act;
	struct str bytes;
	enum err_code code = cli_read(cli, path, LIMIT_PROOF_FILE_SIZE, &bytes, err);

	if (code == ERR_OK && arrival_looks_like(bytes))
		return verify_arrival(cli, bytes, key, err);
	if (code == ERR_OK)
		code = not_signed(receipt_open(bytes, key, cli->arena, &receipt, err), key, err);
	if (code == ERR_OK)
		code = entry_parse(receipt.entry, &entry, err);
	if (code == ERR_OK)
		code = act_decode(entry.act, key->name, cli->arena, &act, err);
	if (code != ERR_OK)
		return failed(cli, NULL, err);
	say_receipt(cli, &receipt, &entry, &act.act);
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
	if (cli->operand_count > 0 && cli_option(cli, "dir") != NULL)
		return cli_usage(cli, "--dir D and \"%s\": one of them is to be verified", path);
	if (strcmp(path, "-") != 0 && stat(path, &info) != 0) {
		(void)err_set(&err, ERR_NOT_FOUND, "%s: there is no such file or folder", path);
		return cli_fail(cli, &err);
	}
	if (strcmp(path, "-") != 0 && S_ISDIR(info.st_mode))
		return verify_folder(cli, path, given ? &key : NULL, (unsigned)threads, &err);
	if (!given)
		return cli_usage(cli, "a receipt is checked against the organisation's public key: --key FILE");
	return verify_receipt(cli, path, &key, &err);
}
