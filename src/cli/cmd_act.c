/* act: build, show in words, ask, sign, enter.
 *
 * Nobody is kept waiting while a person makes up their mind: where act asks, the record is only read until the answer
 * is there, and opened for writing after it. What changed in between makes the act stale, and the rules say so. */
#include "cli/cli.h"

#include <string.h>
#include <unistd.h>

#include "app/copy.h"
#include "web/api_envelope.h"

static void say_answer(struct cli *cli, struct registrar *registrar, const struct answer *answer)
{
	if (cli->json) {
		struct object object = object_begin(cli);
		object_u64(&object, "entry", answer->number);
		object_u64(&object, "time_ms", (uint64_t)answer->time_ms);
		object_bool(&object, "same", answer->status == ANSWER_SAME);
		object_end(&object);
	} else {
		struct buf buf = cli_answer(cli);
		buf_c(&buf, answer->status == ANSWER_SAME ? "Entered before, as entry " : "Entered as entry ");
		buf_u64(&buf, answer->number);
		buf_c(&buf, ", ");
		buf_time_zone(&buf, answer->time_ms, kernel_seat_zone(registrar_state(registrar)));
		buf_c(&buf, "\n");
		cli_print(cli, &buf);
	}
}

/* Everything that the submission led to, in the order of the record: what fell due, the act (where nobody has seen it
 * yet) or its refusal, what it decided at once. */
static int say_all(struct cli *cli, struct registrar *registrar, uint64_t before, const struct act *unseen,
                   const struct answer *answer)
{
	uint64_t size = kernel_size(registrar_state(registrar));
	bool entered = answer->status == ANSWER_ENTERED;
	int status = cli_outcomes(cli, registrar, before, entered ? answer->number : size);

	if (unseen != NULL)
		cli_say_act(cli, registrar_state(registrar), unseen);
	if (answer->status == ANSWER_REFUSED)
		return cli_refused(cli, registrar_state(registrar), &answer->verdict);
	say_answer(cli, registrar, answer);
	if (entered && status == EXIT_DONE)
		status = cli_outcomes(cli, registrar, answer->number + 1, size);
	return status;
}

/* The act and the texts that it brings, together. */
static int gather(struct cli *cli, struct str bytes, const struct new_blob *blobs, struct envelope *ret)
{
	ret->act = bytes;
	ret->blob_count = 0;
	for (; blobs != NULL; blobs = blobs->next) {
		if (ret->blob_count == ENVELOPE_BLOBS)
			return cli_usage(cli, "more than %u texts in one act", ENVELOPE_BLOBS);
		ret->blob[ret->blob_count++] = (struct store_blob){blobs->ref, new_blob_salt(blobs), blobs->data};
	}
	return EXIT_DONE;
}

static int enter(struct cli *cli, struct registrar *registrar, const struct envelope *envelope,
                 const struct act *unseen)
{
	uint64_t before = kernel_size(registrar_state(registrar));
	struct answer answer;
	struct err err = {0};
	enum err_code code;
	int status;

	code = registrar_submit(registrar, envelope->act, envelope->blob, envelope->blob_count, &answer, &err);
	if (code == ERR_OK)
		code = registrar_commit(registrar, &err); /* what fell due is entered even when the act is refused */
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	status = say_all(cli, registrar, before, unseen, &answer);
	/* The act is durable and said to be: a checkpoint that fails now is made with the next act. */
	if (registrar_seal(registrar, false, &err) != ERR_OK) {
		(void)err_prefix(&err, "no checkpoint could be signed");
		(void)cli_fail(cli, &err);
		return status == EXIT_DONE ? EXIT_ERROR : status;
	}
	return status;
}

static bool asks(const struct cli *cli)
{
	return !cli_flag(cli, "yes") && !cli_flag(cli, "print") && !cli->json && isatty(STDIN_FILENO);
}

/* The question goes where the person looks, even when the answer is piped into a file. */
static bool confirmed(struct cli *cli)
{
	char answer[8];

	if (!asks(cli))
		return true;
	fflush(cli->out);
	fprintf(cli->err, "Sign and enter this? [y/N] ");
	fflush(cli->err);
	return fgets(answer, sizeof(answer), stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

/* The person of a key name: what follows ORIGIN and a slash. */
static int person_of(struct cli *cli, struct registrar *registrar, struct str key_name, struct str *ret)
{
	struct str origin = registrar_origin(registrar);
	struct err err = {0};

	if (str_eq(key_name, origin)) {
		(void)err_set(&err, ERR_CONFLICT, "this is the registrar's own key, with which no party acts");
		(void)err_hint(&err, "--key takes the key of a person");
		return cli_fail(cli, &err);
	}
	if (!str_starts(key_name, origin) || key_name.len <= origin.len + 1 || key_name.ptr[origin.len] != '/') {
		(void)err_set(&err, ERR_CONFLICT, "the key \"%.*s\" is not of this record, %.*s", STR_ARG(key_name),
		              STR_ARG(origin));
		return cli_fail(cli, &err);
	}
	*ret = str_slice(key_name, origin.len + 1, key_name.len);
	return EXIT_DONE;
}

static bool has_text(const struct act *act, enum blob_class class)
{
	struct blob_ref ref;

	for (uint32_t i = 0; act_ref(act, i, &ref); i++)
		if (ref.class == class)
			return true;
	return false;
}

/* Without a word about it a correction is for members only, also where everybody reads what it corrects. */
static void warn_restricted(struct cli *cli, struct registrar *registrar, const struct act *act)
{
	struct loaded_entry corrected;
	struct err err = {0};
	uint64_t number = (uint64_t)act->field[FIELD_ENTRY].number;

	if (cli->json || act->verb != VERB_CORRECT || !has_text(act, BLOB_RESTRICTED) ||
	    cli_entry(cli, registrar, number, &corrected, &err) != ERR_OK || !has_text(&corrected.act.act, BLOB_PUBLIC))
		return;
	cli_complain(cli, "the text of entry %llu is public, that of its correction is restricted: it is not published",
	             (unsigned long long)number);
	fprintf(cli->err, "hint: text.en=public:… lets everybody read the correction\n");
}

/* Build the act and show it; signed when it was confirmed, else *ret_bytes stays empty. */
static int build_and_sign(struct cli *cli, struct registrar *registrar, struct str name, const struct secret_key *key,
                          struct str *ret_bytes, struct new_blob **ret_blobs)
{
	struct str person;
	struct act act;
	struct err err = {0};
	enum err_code code;
	int status = person_of(cli, registrar, name, &person);

	if (status != EXIT_DONE)
		return status;
	code = cli_build_act(cli, registrar, person, 0, &act, ret_blobs, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	if (!cli_flag(cli, "print"))
		cli_say_act(cli, registrar_state(registrar), &act);
	warn_restricted(cli, registrar, &act);
	if (!confirmed(cli))
		return EXIT_DONE;
	code = act_sign(registrar_origin(registrar), &act, name, key, cli->arena, ret_bytes, &err);
	return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}

/* The act alone, or in an envelope with the texts that it brings; with --json always in an envelope. */
static int print(struct cli *cli, const struct envelope *envelope)
{
	struct buf buf = cli_buf(cli, envelope_size(envelope));
	struct err err = {0};

	if (envelope->blob_count == 0 && !cli->json) {
		cli_raw(cli, envelope->act);
		return EXIT_DONE;
	}
	buf_envelope(&buf, envelope);
	if (buf.full) {
		(void)err_set(&err, ERR_LIMIT, "no memory for the act with its texts");
		return cli_fail(cli, &err);
	}
	cli_raw(cli, buf_view(&buf));
	return EXIT_DONE;
}

static int act_new(struct cli *cli)
{
	/* Whom a copy refuses is not asked first. */
	bool reads_first = cli_flag(cli, "print") || (asks(cli) && !copy_is(cli_dir(cli), cli->os));
	struct folder folder = {0};
	struct envelope envelope;
	struct secret_key key;
	struct str name, bytes = {"", 0};
	struct new_blob *blobs = NULL;
	struct err err = {0};
	int status;

	if (cli_check_words(cli, 0, &err) != ERR_OK ||
	    key_file_read(cli_option(cli, "key"), cli->os, cli->arena, &name, &key, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (cli_open(cli, reads_first ? FOLDER_READ : FOLDER_WRITE, &folder, &err) != ERR_OK) {
		secret_key_wipe(&key);
		return cli_fail(cli, &err);
	}
	status = build_and_sign(cli, folder.registrar, name, &key, &bytes, &blobs);
	secret_key_wipe(&key);
	if (status == EXIT_DONE)
		status = gather(cli, bytes, blobs, &envelope);
	if (status != EXIT_DONE) {
		folder_close(&folder);
		return status;
	}
	if (bytes.len == 0) {
		cli_complain(cli, "nothing was signed or entered");
		status = EXIT_ERROR;
	} else if (cli_flag(cli, "print")) {
		status = print(cli, &envelope);
	} else {
		if (reads_first) {
			folder_close(&folder);
			if (cli_open(cli, FOLDER_WRITE, &folder, &err) != ERR_OK)
				return cli_fail(cli, &err);
		}
		status = enter(cli, folder.registrar, &envelope, NULL);
	}
	folder_close(&folder);
	return status;
}

/* Whoever signed it was asked; here it is only shown, once its signatures have been found good. */
static int act_signed(struct cli *cli, const char *file)
{
	struct folder folder = {0};
	struct signed_act act;
	struct envelope envelope = {.blob_count = 0};
	struct err err = {0};
	int status;

	if (cli_read(cli, file, LIMIT_BODY_SIZE, &envelope.act, &err) != ERR_OK ||
	    (envelope_looks_like(envelope.act) && envelope_read(envelope.act, cli->arena, &envelope, &err) != ERR_OK) ||
	    cli_open(cli, FOLDER_WRITE, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (act_decode(envelope.act, registrar_origin(folder.registrar), cli->arena, &act, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	else
		status = enter(cli, folder.registrar, &envelope, &act.act);
	folder_close(&folder);
	return status;
}

int run_act(struct cli *cli)
{
	const char *file = cli_option(cli, "signed");

	if (file == NULL && cli->operand_count == 0)
		return cli_usage(cli, "which act? comity help act lists them");
	if (file != NULL && (cli->operand_count > 0 || cli_option(cli, "key") != NULL || cli_flag(cli, "print")))
		return cli_usage(cli, "--signed FILE is a whole act: it takes no further words, no key and no --print");
	if (file == NULL && cli_option(cli, "key") == NULL)
		return cli_usage(cli, "whose act? --key FILE");
	return file != NULL ? act_signed(cli, file) : act_new(cli);
}
