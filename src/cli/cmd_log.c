/* log: the record line by line, read in ranges, said as it goes. */
#include "cli/cli.h"

#include <string.h>

#define RANGE 256u

static void log_json(struct cli *cli, const struct state *state, const struct loaded_entry *loaded)
{
	struct object object = object_begin(cli);

	object_u64(&object, "entry", loaded->entry.number);
	object_u64(&object, "time_ms", (uint64_t)loaded->entry.time_ms);
	object_text(&object, "verb", verb_info[loaded->act.act.verb].name);
	object_text(&object, "party", loaded->act.act.party);
	object_text(&object, "by", loaded->act.act.by);
	object_text(&object, "words", cli_words(cli, state, &loaded->act.act));
	object_u64(&object, "charter", kernel_charter_for(state, loaded->entry.number));
	object_end(&object);
}

static void log_line(struct cli *cli, const struct state *state, const struct loaded_entry *loaded)
{
	struct buf buf = cli_answer(cli);

	buf_u64(&buf, loaded->entry.number);
	do
		buf_c(&buf, " ");
	while (buf.len < 6);
	buf_time_utc(&buf, loaded->entry.time_ms);
	buf_c(&buf, "  ");
	buf_act_words(&buf, state, &loaded->act.act);
	buf_c(&buf, "\n");
	/* The charter that this entry brought. */
	uint32_t version = kernel_charter_for(state, loaded->entry.number + 1);
	if (version != kernel_charter_for(state, loaded->entry.number)) {
		buf_c(&buf, "      charter ");
		buf_u64(&buf, version + 1);
		buf_c(&buf, " is in force from here on\n");
	}
	cli_print(cli, &buf);
}

/* Up to RANGE entries from `first` on, *ret_count of them. */
static enum err_code log_range(struct cli *cli, struct registrar *registrar, uint64_t first, uint32_t max,
                               uint32_t *ret_count, struct err *err)
{
	struct store *store = registrar_store(registrar);
	struct arena mark = arena_mark(cli->arena);
	struct str *bytes = NEW(cli->arena, struct str, RANGE);
	uint32_t count;
	enum err_code code = store->ops->read(store, first, max, cli->arena, bytes, &count, err);

	if (code != ERR_OK)
		return code;
	for (uint32_t i = 0; i < count && code == ERR_OK && cli->out_errno == 0; i++) {
		struct arena entry_mark = arena_mark(cli->arena);
		struct loaded_entry loaded;

		code = cli_entry_of(cli, registrar, bytes[i], first + i, &loaded, err);
		if (code == ERR_OK)
			(cli->json ? log_json : log_line)(cli, registrar_state(registrar), &loaded);
		arena_rewind(cli->arena, entry_mark);
	}
	arena_rewind(cli->arena, mark);
	*ret_count = count;
	return code;
}

int run_log(struct cli *cli)
{
	const char *from_text = cli_option(cli, "from"), *count_text = cli_option(cli, "count");
	uint64_t next = 0, left = UINT64_MAX, size;
	struct folder folder = {0};
	struct err err = {0};
	enum err_code code = ERR_OK;
	int status = EXIT_DONE;

	if ((from_text != NULL && !cli_number(cli, from_text, LIMIT_ENTRIES, &next)) ||
	    (count_text != NULL && !cli_number(cli, count_text, LIMIT_ENTRIES, &left)))
		return EXIT_USAGE;
	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	/* As far as the state goes: a writer may have gone on meanwhile. */
	size = kernel_size(registrar_state(folder.registrar));
	if (next > size) {
		code = err_set(&err, ERR_NOT_FOUND, "there is no entry %llu", (unsigned long long)next);
		(void)err_hint(&err, "the record has %llu entries, numbered from 0", (unsigned long long)size);
	}
	while (code == ERR_OK && next < size && left > 0 && cli->out_errno == 0) {
		uint64_t wanted = size - next < left ? size - next : left;
		uint32_t count = 0;

		code = log_range(cli, folder.registrar, next, wanted < RANGE ? (uint32_t)wanted : RANGE, &count, &err);
		if (code == ERR_OK && count == 0)
			code = err_set(&err, ERR_CORRUPT, "entry %llu is not in the record any more", (unsigned long long)next);
		next += count;
		left -= count;
	}
	if (code != ERR_OK)
		status = cli_fail(cli, &err);
	folder_close(&folder);
	return status;
}
