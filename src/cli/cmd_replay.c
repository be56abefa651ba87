/* replay: run a script under its own clock, told as a story; with --dir the record is kept. */
#include "cli/cli.h"

#include "app/script.h"

#include <string.h>

struct story {
	struct cli *cli;
	int64_t last_ms; /* the newest instant that was told */
	bool quiet;
};

static void tell(void *context, struct str words)
{
	struct story *story = context;
	struct buf buf = cli_answer(story->cli);

	if (story->quiet)
		return;
	if (story->cli->json) {
		struct object object = object_begin(story->cli);
		object_text(&object, "told", words);
		object_end(&object);
		return;
	}
	buf_c(&buf, "\n");
	buf_str(&buf, words);
	buf_c(&buf, "\n");
	cli_print(story->cli, &buf);
}

/* The time above what happened at it, once. */
static void put_time(struct story *story, struct buf *buf, const struct state *state, int64_t time_ms)
{
	if (time_ms == story->last_ms)
		return;
	story->last_ms = time_ms;
	buf_c(buf, "  ");
	buf_time_zone(buf, time_ms, kernel_seat_zone(state));
	buf_c(buf, "\n");
}

static void put_number(struct buf *buf, uint64_t number)
{
	size_t from = buf->len;

	buf_c(buf, "    #");
	buf_u64(buf, number);
	do
		buf_c(buf, " ");
	while (buf->len - from < 11);
}

static void answer_json(struct story *story, const struct state *state, const struct act *act,
                        const struct answer *answer)
{
	struct object object = object_begin(story->cli);

	if (answer->status == ANSWER_REFUSED)
		object_text(&object, "refused", refusal_slug(answer->verdict.refusal));
	else
		object_u64(&object, "entry", answer->number);
	object_u64(&object, "time_ms", (uint64_t)answer->time_ms);
	object_text(&object, "words", cli_words(story->cli, state, act));
	if (answer->status == ANSWER_REFUSED) {
		struct buf why = cli_aside(story->cli);
		buf_verdict(&why, state, &answer->verdict);
		object_text(&object, "why", buf_view(&why));
	}
	object_end(&object);
}

static void answered(void *context, uint32_t line, const struct state *state, const struct act *act,
                     const struct answer *answer)
{
	struct story *story = context;
	struct buf buf = cli_answer(story->cli);

	(void)line;
	if (story->quiet)
		return;
	if (story->cli->json) {
		answer_json(story, state, act, answer);
		return;
	}
	put_time(story, &buf, state, answer->time_ms);
	if (answer->status == ANSWER_REFUSED)
		buf_c(&buf, "    ✗      ");
	else
		put_number(&buf, answer->number);
	buf_act_words(&buf, state, act);
	buf_c(&buf, "\n");
	if (answer->status == ANSWER_REFUSED) {
		buf_c(&buf, "           ");
		buf_verdict(&buf, state, &answer->verdict);
		buf_c(&buf, "\n");
	}
	cli_print(story->cli, &buf);
}

static void outcome(void *context, const struct state *state, const struct act *act, uint64_t number)
{
	struct story *story = context;
	struct buf buf = cli_answer(story->cli);

	if (story->quiet)
		return;
	if (story->cli->json) {
		struct object object = object_begin(story->cli);
		object_u64(&object, "outcome", number);
		object_text(&object, "words", cli_words(story->cli, state, act));
		object_end(&object);
		return;
	}
	put_time(story, &buf, state, kernel_time(state));
	put_number(&buf, number);
	buf_c(&buf, "⇒ ");
	buf_act_words(&buf, state, act);
	buf_c(&buf, "\n");
	cli_print(story->cli, &buf);
}

/* Is the seed the person's key, as the record has it? One accredited under another derived name has another. */
static bool seed_is_of(const uint8_t seed[SEED_SIZE], const struct person_view *person)
{
	struct secret_key key;
	bool same;

	secret_key_from_seed(seed, &key);
	same = memcmp(key.public_key.byte, person->key, PUBLIC_KEY_SIZE) == 0;
	secret_key_wipe(&key);
	return same;
}

/* Keep what the script made: the record's folder with its (derived) registrar's key, and a key file for each person
 * whose key is derived from its own name. */
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
		if (seed_is_of(key_seed, &person))
			code = key_file_write(file.ptr, buf_view(&name), key_seed, cli->os, err);
	}
	return code;
}

static void finish(struct cli *cli, const struct story *story, const struct script_result *result,
                   struct registrar *registrar)
{
	struct hash digest = registrar_digest(registrar);

	if (cli->json) {
		struct object object = object_begin(cli);
		object_u64(&object, "acts", result->acts);
		object_u64(&object, "refused", result->refused);
		object_u64(&object, "outcomes", result->outcomes);
		object_u64(&object, "entries", result->entries);
		object_hex(&object, "digest", digest.byte, HASH_SIZE);
		object_end(&object);
	} else {
		struct buf buf = cli_answer(cli);
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
		cli_print(cli, &buf);
	}
}

int run_replay(struct cli *cli)
{
	const char *dir = cli_option(cli, "dir");
	struct story story = {cli, -1, cli_flag(cli, "quiet")};
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
	if (code != ERR_OK)
		status = cli_fail(cli, &err);
	else
		finish(cli, &story, &result, registrar);
	registrar_close(registrar);
	if (lock >= 0)
		cli->os->unlock(cli->os->context, lock);
	return status;
}
