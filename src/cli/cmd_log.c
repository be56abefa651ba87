#include "cli/cli.h"

#include "record/json.h"

#include <string.h>

/* log: the record line by line. show: one entry to the byte, with who signed it and what followed. */

static void log_line(struct cli *cli, const struct state *state, const struct loaded_entry *loaded)
{
	struct buf buf = cli_buf(cli, 1u << 15), words = cli_buf(cli, 1u << 14);

	buf_act_words(&words, state, &loaded->act.act);
	if (cli->json) {
		bool first = true;
		buf_c(&buf, "{");
		json_u64(&buf, &first, "entry", loaded->entry.number);
		json_u64(&buf, &first, "time_ms", (uint64_t)loaded->entry.time_ms);
		json_text(&buf, &first, "verb", verb_info[loaded->act.act.verb].name);
		json_text(&buf, &first, "party", loaded->act.act.party);
		json_text(&buf, &first, "by", loaded->act.act.by);
		json_text(&buf, &first, "words", buf_view(&words));
		buf_c(&buf, "}\n");
	} else {
		size_t digits;
		buf_u64(&buf, loaded->entry.number);
		for (digits = buf.len; digits < 6; digits++)
			buf_c(&buf, " ");
		buf_time_utc(&buf, loaded->entry.time_ms);
		buf_c(&buf, "  ");
		buf_str(&buf, buf_view(&words));
		buf_c(&buf, "\n");
	}
	cli_print(cli, &buf);
}

int run_log(struct cli *cli)
{
	const char *from_text = cli_option(cli, "from"), *count_text = cli_option(cli, "count");
	uint64_t from = 0, count = UINT64_MAX, size;
	struct folder folder = {0};
	struct err err = {0};
	int status = EXIT_DONE;

	if ((from_text != NULL && !cli_number(cli, from_text, LIMIT_ENTRIES, &from)) ||
	    (count_text != NULL && !cli_number(cli, count_text, LIMIT_ENTRIES, &count)))
		return EXIT_USAGE;
	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	size = kernel_size(registrar_state(folder.registrar));
	for (uint64_t number = from; number < size && number - from < count && status == EXIT_DONE; number++) {
		struct arena mark = arena_mark(cli->arena);
		struct loaded_entry loaded;

		if (cli_entry(cli, folder.registrar, number, &loaded, &err) != ERR_OK)
			status = cli_fail(cli, &err);
		else
			log_line(cli, registrar_state(folder.registrar), &loaded);
		arena_rewind(cli->arena, mark);
	}
	folder_close(&folder);
	return status;
}

/* ---- show ------------------------------------------------------------------------------------------------------- */

/* Verify the first signature with the key that the record gives the signer today or, for a registrar, the log's. */
static const char *signature_status(const struct state *state, const struct loaded_entry *loaded)
{
	const struct act *act = &loaded->act.act;
	struct person_view person;
	struct public_key key;
	const uint8_t *bytes;

	if (act->party.len == 0) {
		bytes = kernel_registrar_key(state);
	} else {
		if (!kernel_person(state, act->by, &person))
			return "by an unknown person";
		bytes = person.key;
	}
	memcpy(key.byte, bytes, sizeof(key.byte));
	if (sign_verify(&key, loaded->act.note.text, &loaded->act.note.line[0].signature))
		return "good";
	return "not by the person's present key (it may have been replaced since: verify checks each with the key of its time)";
}

static void show_text(struct cli *cli, struct registrar *registrar, const struct loaded_entry *loaded)
{
	const struct state *state = registrar_state(registrar);
	const struct act *act = &loaded->act.act;
	struct buf buf = cli_buf(cli, 1u << 18);
	struct hash leaf;
	uint64_t count;
	const struct hash *leaves = registrar_leaves(registrar, &count);

	leaf = leaves[loaded->entry.number];
	buf_c(&buf, "entry     ");
	buf_u64(&buf, loaded->entry.number);
	buf_c(&buf, loaded->entry.number < registrar_sealed(registrar) ? ", sealed" : ", entered, not sealed yet");
	buf_c(&buf, "\ntime      ");
	buf_time_zone(&buf, loaded->entry.time_ms, kernel_seat_zone(state));
	buf_c(&buf, "\nact       ");
	buf_act_words(&buf, state, act);
	buf_c(&buf, "\nsigned    ");
	for (uint32_t i = 0; i < loaded->act.note.count; i++) {
		buf_c(&buf, i == 0 ? "" : ", ");
		buf_str(&buf, loaded->act.note.line[i].name);
	}
	buf_c(&buf, "; signature ");
	buf_c(&buf, signature_status(state, loaded));
	buf_c(&buf, "\nleaf      ");
	buf_hex(&buf, leaf.byte, sizeof(leaf.byte));
	buf_c(&buf, "\n\n");
	buf_str(&buf, loaded->entry.act);
	cli_print(cli, &buf);
}

static void show_json(struct cli *cli, struct registrar *registrar, const struct loaded_entry *loaded)
{
	struct buf buf = cli_buf(cli, 1u << 18), words = cli_buf(cli, 1u << 14);
	bool first = true;
	uint64_t count;
	const struct hash *leaves = registrar_leaves(registrar, &count);

	buf_act_words(&words, registrar_state(registrar), &loaded->act.act);
	buf_c(&buf, "{");
	json_u64(&buf, &first, "entry", loaded->entry.number);
	json_u64(&buf, &first, "time_ms", (uint64_t)loaded->entry.time_ms);
	json_bool(&buf, &first, "sealed", loaded->entry.number < registrar_sealed(registrar));
	json_text(&buf, &first, "words", buf_view(&words));
	json_text(&buf, &first, "signature", str_from(signature_status(registrar_state(registrar), loaded)));
	buf_json_key(&buf, &first, STR("leaf"));
	buf_c(&buf, "\"");
	buf_hex(&buf, leaves[loaded->entry.number].byte, HASH_SIZE);
	buf_c(&buf, "\"");
	json_text(&buf, &first, "act", loaded->entry.act);
	buf_c(&buf, "}\n");
	cli_print(cli, &buf);
}

int run_show(struct cli *cli)
{
	struct folder folder = {0};
	struct loaded_entry loaded;
	struct err err = {0};
	uint64_t number;
	int status = EXIT_DONE;

	if (!cli_number(cli, cli->operand[0], LIMIT_ENTRIES, &number))
		return EXIT_USAGE;
	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (cli_entry(cli, folder.registrar, number, &loaded, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	else if (cli->json)
		show_json(cli, folder.registrar, &loaded);
	else
		show_text(cli, folder.registrar, &loaded);
	folder_close(&folder);
	return status;
}
