/* What several commands do: find the record, open it, read a number, decode an entry, build an act from words. */
#include "cli/cli.h"

#include "app/complete.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *cli_dir(const struct cli *cli)
{
	const char *dir = cli_option(cli, "dir");

	if (dir == NULL)
		dir = secure_getenv("COMITY_DIR");
	return dir == NULL || dir[0] == '\0' ? "." : dir;
}

static enum err_code read_input(struct cli *cli, size_t max, struct str *ret, struct err *err)
{
	struct buf buf = cli_buf(cli, max + 1);

	if (buf.full)
		return err_set(err, ERR_LIMIT, "no memory to read standard input");
	while (buf.len < buf.cap) {
		ssize_t got = read(STDIN_FILENO, buf.ptr + buf.len, buf.cap - buf.len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(err, ERR_IO, "cannot read standard input: %s", strerror(errno));
		if (got == 0)
			break;
		buf.len += (size_t)got;
	}
	if (buf.len > max)
		return err_set(err, ERR_LIMIT, "standard input: more than the %zu bytes that are allowed", max);
	*ret = buf_view(&buf);
	return ERR_OK;
}

enum err_code cli_read(struct cli *cli, const char *path, size_t max, struct str *ret, struct err *err)
{
	if (strcmp(path, "-") == 0)
		return read_input(cli, max, ret, err);
	return cli->os->read_file(cli->os->context, path, max, cli->arena, ret, err);
}

enum err_code cli_open(struct cli *cli, enum folder_mode mode, struct folder *ret, struct err *err)
{
	const char *dir = cli_dir(cli);
	enum err_code code = folder_open(dir, mode, cli_flag(cli, "after-gap"), cli->os, ret, err);

	if (code != ERR_OK || registrar_state(ret->registrar) != NULL)
		return code;
	folder_close(ret);
	(void)err_set(err, ERR_NOT_FOUND, "the record in %s is not founded yet: its founding was interrupted", dir);
	return err_hint(err, "run comity init again, with the same origin");
}

bool cli_number(struct cli *cli, const char *text, uint64_t max, uint64_t *ret)
{
	if (str_to_u64(str_from(text), max, ret))
		return true;
	(void)cli_usage(cli, "\"%s\" is not a number from 0 to %llu", text, (unsigned long long)max);
	return false;
}

enum err_code cli_entry_of(struct cli *cli, struct registrar *registrar, struct str bytes, uint64_t number,
                           struct loaded_entry *ret, struct err *err)
{
	enum err_code code = entry_parse(bytes, &ret->entry, err);

	if (code == ERR_OK)
		code = act_decode(ret->entry.act, registrar_origin(registrar), cli->arena, &ret->act, err);
	return code == ERR_OK ? ERR_OK : err_prefix(err, "entry %llu", (unsigned long long)number);
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
	return cli_entry_of(cli, registrar, bytes, number, ret, err);
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

static enum err_code unknown_verb(const char *word, struct err *err)
{
	struct str near = {"", 0};
	size_t best = 3;

	for (unsigned verb = 1; verb < VERB_MAX; verb++) {
		size_t distance = str_distance(str_from(word), verb_info[verb].name);
		if (verb_info[verb].right != RIGHT_REGISTRAR && distance < best) {
			best = distance;
			near = verb_info[verb].name;
		}
	}
	(void)err_set(err, ERR_USAGE, "there is no act \"%s\"", word);
	if (near.len > 0)
		return err_hint(err, "did you mean %.*s? comity help act lists them", STR_ARG(near));
	return err_hint(err, "comity help act lists them");
}

enum err_code cli_check_words(struct cli *cli, uint32_t first, struct err *err)
{
	enum verb verb = verb_find(str_from(cli->operand[first]));
	enum err_code code = ERR_OK;

	if (verb == VERB_NONE)
		return unknown_verb(cli->operand[first], err);
	if (verb_info[verb].right == RIGHT_REGISTRAR)
		return err_set(err, ERR_USAGE, "%s is the registrar's own: it enters itself", cli->operand[first]);
	for (uint32_t i = first + 1; i < cli->operand_count && code == ERR_OK; i++)
		code = act_check_word(verb, str_from(cli->operand[i]), err);
	if (code == ERR_USAGE && err->hint[0] == '\0')
		(void)err_hint(err, "comity help act %s", cli->operand[first]);
	return code;
}

enum err_code cli_build_act(struct cli *cli, struct registrar *registrar, struct str person, uint32_t first,
                            struct act *ret, struct new_blob **ret_blobs, struct err *err)
{
	const struct state *state = registrar_state(registrar);
	struct words_context context = {cli, state};
	struct value_source source = {
		&context, read_value, draw_random, find_zone, registrar_now(registrar), registrar_origin(registrar)};
	struct person_view view;
	enum err_code code = cli_check_words(cli, first, err);

	*ret = (struct act){.verb = verb_find(str_from(cli->operand[first])), .by = person};
	*ret_blobs = NULL;
	if (code != ERR_OK)
		return code;
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
	if (code == ERR_USAGE && err->hint[0] == '\0')
		(void)err_hint(err, "comity help act %s", cli->operand[first]);
	return code;
}

/* ---- Words about acts -------------------------------------------------------------------------------------------- */

bool cli_fingerprint(const struct act *act, struct buf *buf)
{
	struct public_key key;

	if (!act->field[FIELD_KEY].set || act->field[FIELD_KEY].bytes == NULL)
		return false;
	memcpy(key.byte, act->field[FIELD_KEY].bytes, sizeof(key.byte));
	buf_fingerprint(buf, &key);
	return true;
}

void cli_say_act(struct cli *cli, const struct state *state, const struct act *act)
{
	struct buf buf = cli_answer(cli), print = cli_aside(cli);

	if (cli->json)
		return;
	buf_act_words(&buf, state, act);
	buf_c(&buf, "\n");
	if (cli_fingerprint(act, &print)) {
		buf_c(&buf, "The key's fingerprint: ");
		buf_str(&buf, buf_view(&print));
		buf_c(&buf, "\n");
	}
	cli_print(cli, &buf);
}

static void say_outcome(struct cli *cli, const struct state *state, const struct act *act, uint64_t number)
{
	if (cli->json) {
		struct object object = object_begin(cli);
		object_u64(&object, "outcome", number);
		object_text(&object, "matter", act->field[FIELD_MATTER].str);
		object_text(&object, "result", act->field[FIELD_RESULT].str);
		object_u64(&object, "at_ms", (uint64_t)act->field[FIELD_AT].number);
		if (act->field[FIELD_SYMBOL].set)
			object_text(&object, "symbol", act->field[FIELD_SYMBOL].str);
		object_end(&object);
	} else {
		struct buf buf = cli_answer(cli);
		buf_c(&buf, "Outcome, entry ");
		buf_u64(&buf, number);
		buf_c(&buf, ": ");
		buf_act_words(&buf, state, act);
		buf_c(&buf, "\n");
		cli_print(cli, &buf);
	}
}

int cli_outcomes(struct cli *cli, struct registrar *registrar, uint64_t from, uint64_t to)
{
	for (uint64_t number = from; number < to; number++) {
		struct arena mark = arena_mark(cli->arena);
		struct loaded_entry loaded;
		struct err err = {0};

		if (cli_entry(cli, registrar, number, &loaded, &err) != ERR_OK)
			return cli_fail(cli, &err);
		if (loaded.act.act.verb == VERB_OUTCOME)
			say_outcome(cli, registrar_state(registrar), &loaded.act.act, number);
		arena_rewind(cli->arena, mark);
	}
	return EXIT_DONE;
}
