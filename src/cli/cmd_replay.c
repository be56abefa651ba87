#include "cli/cli.h"

#include "app/script.h"

#include <string.h>

/* replay: run a script under its own clock, told as a story; with --dir the record is kept. */

struct story {
	struct cli *cli;
	int64_t last_ms; /* the newest instant that was told */
	bool quiet;
};

static void tell(void *context, struct str words)
{
	struct story *story = context;

	if (!story->quiet)
		fprintf(story->cli->out, "\n%.*s\n", STR_ARG(words));
}

static void tell_time(struct story *story, const struct state *state, int64_t time_ms)
{
	char storage[256];
	struct buf buf = buf_of(storage, sizeof(storage));

	if (time_ms == story->last_ms)
		return;
	story->last_ms = time_ms;
	buf_time_zone(&buf, time_ms, kernel_seat_zone(state));
	fprintf(story->cli->out, "  %.*s\n", STR_ARG(buf_view(&buf)));
}

static void answered(void *context, uint32_t line, const struct state *state, const struct act *act,
                     const struct answer *answer)
{
	struct story *story = context;
	struct cli *cli = story->cli;
	struct arena mark = arena_mark(cli->arena);
	struct buf buf = cli_buf(cli, 1u << 15);

	(void)line;
	if (!story->quiet) {
		if (answer->status != ANSWER_REFUSED)
			tell_time(story, state, answer->time_ms);
		buf_c(&buf, answer->status == ANSWER_REFUSED ? "    ✗      " : "    ");
		if (answer->status != ANSWER_REFUSED) {
			size_t digits = buf.len + 7;
			buf_c(&buf, "#");
			buf_u64(&buf, answer->number);
			while (buf.len < digits)
				buf_c(&buf, " ");
		}
		buf_act_words(&buf, state, act);
		buf_c(&buf, "\n");
		if (answer->status == ANSWER_REFUSED) {
			buf_c(&buf, "           ");
			buf_verdict(&buf, state, &answer->verdict);
			buf_c(&buf, "\n");
		}
		cli_print(cli, &buf);
	}
	arena_rewind(cli->arena, mark);
}

static void outcome(void *context, const struct state *state, const struct act *act, uint64_t number)
{
	struct story *story = context;
	struct cli *cli = story->cli;
	struct arena mark = arena_mark(cli->arena);
	struct buf buf = cli_buf(cli, 1u << 15);

	if (!story->quiet) {
		buf_c(&buf, "    #");
		buf_u64(&buf, number);
		while (buf.len < 11)
			buf_c(&buf, " ");
		buf_c(&buf, "⇒ ");
		buf_act_words(&buf, state, act);
		buf_c(&buf, "\n");
		cli_print(cli, &buf);
	}
	arena_rewind(cli->arena, mark);
}

/* Keep what the script made: the record's folder with its (derived) registrar's key, and a key file for each person. */
static enum err_code keep_keys(struct cli *cli, const char *dir, struct registrar *registrar, struct str seed,
                               struct err *err)
{
	const struct state *state = registrar_state(registrar);
	struct buf folder = cli_buf(cli, 4096);
	enum err_code code;

	buf_c(&folder, dir);
	buf_c(&folder, "/keys");
	buf_byte(&folder, 0);
	if (folder.full)
		return err_set(err, ERR_LIMIT, "the folder's name is too long");
	if ((code = cli->os->make_dir(cli->os->context, folder.ptr, 0700, err)) != ERR_OK)
		return code;
	for (uint32_t i = 0; i < kernel_person_count(state) && code == ERR_OK; i++) {
		struct person_view person = kernel_person_at(state, i);
		struct buf name = cli_buf(cli, LIMIT_KEY_NAME_SIZE), file = cli_buf(cli, 4096);
		uint8_t key_seed[SEED_SIZE];

		buf_str(&name, registrar_origin(registrar));
		buf_c(&name, "/");
		buf_str(&name, person.name);
		buf_c(&file, folder.ptr);
		buf_c(&file, "/");
		buf_str(&file, person.name);
		buf_c(&file, ".key");
		buf_byte(&file, 0);
		script_seed(seed, person.name, key_seed);
		code = key_file_write(file.ptr, buf_view(&name), key_seed, cli->os, err);
	}
	return code;
}

static int finish(struct cli *cli, struct story *story, const struct script_result *result,
                  struct registrar *registrar)
{
	struct buf buf = cli_buf(cli, 1024);
	struct hash digest = registrar_digest(registrar);
	bool first = true;

	if (cli->json) {
		buf_c(&buf, "{");
		json_u64(&buf, &first, "acts", result->acts);
		json_u64(&buf, &first, "refused", result->refused);
		json_u64(&buf, &first, "outcomes", result->outcomes);
		json_u64(&buf, &first, "entries", result->entries);
		buf_c(&buf, ",\"digest\":\"");
		buf_hex(&buf, digest.byte, HASH_SIZE);
		buf_c(&buf, "\"}\n");
	} else {
		buf_c(&buf, story->quiet ? "" : "\n");
		buf_u64(&buf, result->acts);
		buf_c(&buf, " acts as expected, ");
		buf_u64(&buf, result->refused);
		buf_c(&buf, " of them refused; ");
		buf_u64(&buf, result->outcomes);
		buf_c(&buf, " outcomes; ");
		buf_u64(&buf, result->entries);
		buf_c(&buf, " entries. State ");
		buf_hex(&buf, digest.byte, 8);
		buf_c(&buf, "…\n");
	}
	cli_print(cli, &buf);
	return EXIT_DONE;
}

int run_replay(struct cli *cli)
{
	const char *dir = cli_option(cli, "dir");
	struct story story = {cli, -1, cli->json || cli_flag(cli, "quiet")};
	struct script_events events = {&story, tell, answered, outcome};
	struct script_head head;
	struct script_result result = {0};
	struct registrar *registrar = NULL;
	struct store *store = NULL;
	struct err err = {0};
	enum err_code code;
	int status = EXIT_DONE, lock = -1;

	code = script_head(cli->operand[0], cli->os, cli->arena, &head, &err);
	if (code == ERR_OK && dir != NULL) {
		uint8_t seed[SEED_SIZE];
		script_seed(head.seed, STR("registrar"), seed);
		code = folder_prepare(dir, head.origin, seed, cli->os, &store, &lock, &err);
	} else if (code == ERR_OK) {
		code = store_memory_open(&store, &err);
	}
	if (code == ERR_OK)
		code = script_run(cli->operand[0], store, cli->os, &events, &result, &registrar, &err);
	if (code == ERR_OK && dir != NULL)
		code = keep_keys(cli, dir, registrar, head.seed, &err);
	status = code != ERR_OK ? cli_fail(cli, &err) : finish(cli, &story, &result, registrar);
	registrar_close(registrar);
	if (lock >= 0)
		cli->os->unlock(cli->os->context, lock);
	return status;
}
