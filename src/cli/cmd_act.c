#include "cli/cli.h"

#include "record/json.h"

#include <string.h>
#include <unistd.h>

/* act: build, show in words, sign, enter. explain: the same up to the decision, and nothing is sent. */

static void say_answer(struct cli *cli, struct registrar *registrar, const struct answer *answer)
{
	struct buf buf = cli_buf(cli, 8192);
	bool first = true;

	if (cli->json) {
		buf_c(&buf, "{");
		json_u64(&buf, &first, "entry", answer->number);
		json_u64(&buf, &first, "time_ms", (uint64_t)answer->time_ms);
		json_bool(&buf, &first, "same", answer->status == ANSWER_SAME);
		buf_c(&buf, "}\n");
	} else {
		buf_c(&buf, answer->status == ANSWER_SAME ? "Entered before, as entry " : "Entered as entry ");
		buf_u64(&buf, answer->number);
		buf_c(&buf, ", ");
		buf_time_zone(&buf, answer->time_ms, kernel_seat_zone(registrar_state(registrar)));
		buf_c(&buf, "\n");
	}
	cli_print(cli, &buf);
}

/* What the act led to at once: outcome entries after it. */
static int say_outcomes(struct cli *cli, struct registrar *registrar, uint64_t from, struct err *err)
{
	const struct state *state = registrar_state(registrar);

	for (uint64_t number = from; number < kernel_size(state); number++) {
		struct loaded_entry loaded;
		struct buf buf = cli_buf(cli, 8192);
		enum err_code code = cli_entry(cli, registrar, number, &loaded, err);

		if (code != ERR_OK)
			return cli_fail(cli, err);
		if (loaded.act.act.verb != VERB_OUTCOME)
			continue;
		if (cli->json) {
			bool first = true;
			buf_c(&buf, "{");
			json_u64(&buf, &first, "outcome", number);
			json_text(&buf, &first, "matter", loaded.act.act.field[FIELD_MATTER].str);
			json_text(&buf, &first, "result", loaded.act.act.field[FIELD_RESULT].str);
			if (loaded.act.act.field[FIELD_SYMBOL].set)
				json_text(&buf, &first, "symbol", loaded.act.act.field[FIELD_SYMBOL].str);
			buf_c(&buf, "}\n");
		} else {
			buf_c(&buf, "Outcome, entry ");
			buf_u64(&buf, number);
			buf_c(&buf, ": ");
			buf_act_words(&buf, state, &loaded.act.act);
			buf_c(&buf, "\n");
		}
		cli_print(cli, &buf);
	}
	return EXIT_DONE;
}

static int enter(struct cli *cli, struct registrar *registrar, struct str bytes, const struct new_blob *blobs)
{
	struct store_blob list[LIMIT_LANGUAGES * 3];
	uint32_t count = 0;
	uint64_t before = kernel_size(registrar_state(registrar));
	struct answer answer;
	struct err err = {0};
	enum err_code code = ERR_OK;

	for (; blobs != NULL; blobs = blobs->next) {
		if (count == sizeof(list) / sizeof(list[0]))
			return cli_usage(cli, "more than %zu texts in one act", sizeof(list) / sizeof(list[0]));
		list[count++] = (struct store_blob){blobs->ref, blobs->salt, blobs->data};
	}
	code = registrar_submit(registrar, bytes, list, count, &answer, &err);
	if (code == ERR_OK)
		code = registrar_commit(registrar, &err); /* outcomes that fell due are entered even when the act is refused */
	if (code == ERR_OK)
		code = registrar_seal(registrar, false, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	if (answer.status == ANSWER_REFUSED)
		return cli_refused(cli, registrar_state(registrar), &answer.verdict);
	say_answer(cli, registrar, &answer);
	return say_outcomes(cli, registrar, before, &err);
}

static bool confirmed(struct cli *cli)
{
	char answer[8];

	if (cli_flag(cli, "yes") || cli->json || !isatty(STDIN_FILENO))
		return true;
	fprintf(cli->out, "Sign and enter this? [y/N] ");
	fflush(cli->out);
	return fgets(answer, sizeof(answer), stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

static void say_act(struct cli *cli, const struct state *state, const struct act *act)
{
	struct buf buf = cli_buf(cli, 16384);

	if (cli->json)
		return;
	buf_act_words(&buf, state, act);
	buf_c(&buf, "\n");
	cli_print(cli, &buf);
}

/* The person of a key name: what follows ORIGIN and a slash. */
static int person_of(struct cli *cli, struct registrar *registrar, struct str key_name, struct str *ret)
{
	struct str origin = registrar_origin(registrar);

	if (!str_starts(key_name, origin) || key_name.len <= origin.len + 1 || key_name.ptr[origin.len] != '/')
		return cli_usage(cli, "the key \"%.*s\" is not of this record, %.*s", STR_ARG(key_name), STR_ARG(origin));
	*ret = str_slice(key_name, origin.len + 1, key_name.len);
	return EXIT_DONE;
}

static int act_new(struct cli *cli, struct folder *folder)
{
	struct registrar *registrar = folder->registrar;
	const char *file = cli_option(cli, "key");
	struct secret_key key;
	struct str name, person, bytes;
	struct act act;
	struct new_blob *blobs;
	struct err err = {0};
	enum err_code code;
	int status;

	code = key_file_read(file, cli->os, cli->arena, &name, &key, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	status = person_of(cli, registrar, name, &person);
	if (status != EXIT_DONE)
		goto out;
	code = cli_build_act(cli, registrar, person, 0, &act, &blobs, &err);
	if (code == ERR_OK)
		code = act_sign(registrar_origin(registrar), &act, name, &key, cli->arena, &bytes, &err);
	if (code != ERR_OK) {
		status = cli_fail(cli, &err);
		goto out;
	}
	if (cli_flag(cli, "print") && blobs != NULL) {
		status = cli_usage(cli, "--print gives the act alone: it cannot carry the texts that this act brings");
		goto out;
	}
	if (cli_flag(cli, "print")) {
		fwrite(bytes.ptr, 1, bytes.len, cli->out);
		goto out;
	}
	say_act(cli, registrar_state(registrar), &act);
	if (confirmed(cli))
		status = enter(cli, registrar, bytes, blobs);
	else
		fprintf(cli->out, "Nothing was signed or entered.\n");
out:
	secret_key_wipe(&key);
	return status;
}

static int act_signed(struct cli *cli, struct folder *folder, const char *file)
{
	struct str bytes;
	struct err err = {0};
	enum err_code code = cli->os->read_file(cli->os->context, file, LIMIT_CONSTITUTIVE_SIZE + 1, cli->arena, &bytes, &err);

	if (code != ERR_OK)
		return cli_fail(cli, &err);
	return enter(cli, folder->registrar, bytes, NULL);
}

int run_act(struct cli *cli)
{
	const char *file = cli_option(cli, "signed");
	struct folder folder = {0};
	struct err err = {0};
	int status;

	if (file == NULL && cli->operand_count == 0)
		return cli_usage(cli, "which act? comity help act lists them");
	if (file != NULL && cli->operand_count > 0)
		return cli_usage(cli, "--signed FILE is a whole act: it takes no further words");
	if (file == NULL && cli_option(cli, "key") == NULL)
		return cli_usage(cli, "whose act? --key FILE");
	if (cli_open(cli, cli_flag(cli, "print") ? FOLDER_READ : FOLDER_WRITE, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	status = file != NULL ? act_signed(cli, &folder, file) : act_new(cli, &folder);
	folder_close(&folder);
	return status;
}

int run_explain(struct cli *cli)
{
	struct folder folder = {0};
	struct act act;
	struct new_blob *blobs;
	struct verdict verdict;
	const char *person = cli_option(cli, "as");
	struct err err = {0};
	enum err_code code;
	int status = EXIT_DONE;

	if (person == NULL)
		return cli_usage(cli, "as whom? --as PERSON");
	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	code = cli_build_act(cli, folder.registrar, str_from(person), 0, &act, &blobs, &err);
	if (code == ERR_OK)
		code = registrar_explain(folder.registrar, &act, &verdict, &err);
	if (code != ERR_OK) {
		status = cli_fail(cli, &err);
	} else {
		say_act(cli, registrar_state(folder.registrar), &act);
		if (verdict.refusal != REFUSAL_NONE)
			status = cli_refused(cli, registrar_state(folder.registrar), &verdict);
		else
			fprintf(cli->out, cli->json ? "{\"accepted\":true}\n" : "It would be accepted. Nothing was sent.\n");
	}
	folder_close(&folder);
	return status;
}

int run_seal(struct cli *cli)
{
	struct folder folder = {0};
	struct err err = {0};
	uint64_t before;
	int status = EXIT_DONE;

	if (cli_open(cli, FOLDER_WRITE, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	before = kernel_size(registrar_state(folder.registrar));
	if (registrar_tick(folder.registrar, &err) != ERR_OK || registrar_commit(folder.registrar, &err) != ERR_OK ||
	    registrar_seal(folder.registrar, true, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	else
		status = say_outcomes(cli, folder.registrar, before, &err);
	if (status == EXIT_DONE && !cli->json)
		fprintf(cli->out, "Sealed: %llu entries\n", (unsigned long long)registrar_sealed(folder.registrar));
	folder_close(&folder);
	return status;
}
