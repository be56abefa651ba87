/* charter show --at ENTRY: the charter by which an entry of a record was judged, and when it came into force. */
#include "cli/cli.h"

static void say_version(struct cli *cli, const struct charter_view *view, uint32_t index, uint32_t count)
{
	struct buf buf = cli_answer(cli);

	buf_c(&buf, "Charter ");
	buf_u64(&buf, index + 1);
	buf_c(&buf, " of ");
	buf_u64(&buf, count);
	if (index == 0) {
		buf_c(&buf, ", of the founding");
	} else {
		buf_c(&buf, ", in force from entry ");
		buf_u64(&buf, view->entry + 1);
		buf_c(&buf, ", ");
		buf_time_utc(&buf, view->from_ms);
	}
	buf_c(&buf, ", SHA-256 ");
	buf_hex(&buf, view->hash, 32);
	buf_c(&buf, "\n\n");
	cli_print(cli, &buf);
}

static void say_json(struct cli *cli, const struct charter_view *view, uint32_t index, uint32_t count)
{
	struct buf prose = cli_aside(cli);
	buf_charter(&prose, view->charter);
	struct object object = object_begin(cli);

	object_text(&object, "charter", view->charter->titles.title);
	object_u64(&object, "version", index);
	object_u64(&object, "versions", count);
	if (index > 0)
		object_u64(&object, "outcome", view->entry);
	object_hex(&object, "hash", view->hash, 32);
	object_text(&object, "prose", buf_view(&prose));
	object_end(&object);
}

static enum err_code show_at(struct cli *cli, const struct state *state, uint64_t entry, struct err *err)
{
	uint32_t count = kernel_charter_count(state), index;
	struct charter_view view;

	if (entry >= kernel_size(state)) {
		err_set(err, ERR_NOT_FOUND, "there is no entry %llu", (unsigned long long)entry);
		return err_hint(err, "the record has %llu entries, numbered from 0", (unsigned long long)kernel_size(state));
	}
	index = kernel_charter_for(state, entry);
	view = kernel_charter_at(state, index);
	if (cli->json) {
		say_json(cli, &view, index, count);
		return ERR_OK;
	}
	say_version(cli, &view, index, count);
	struct buf prose = cli_aside(cli);
	buf_charter(&prose, view.charter);
	cli_print(cli, &prose);
	return ERR_OK;
}

int run_charter_at(struct cli *cli)
{
	struct folder folder = {0};
	struct err err = {0};
	uint64_t entry;
	int status = EXIT_DONE;

	if (!cli_number(cli, cli_option(cli, "at"), LIMIT_ENTRIES, &entry))
		return EXIT_USAGE;
	if (cli_open(cli, FOLDER_READ, &folder, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (show_at(cli, registrar_state(folder.registrar), entry, &err) != ERR_OK)
		status = cli_fail(cli, &err);
	folder_close(&folder);
	return status;
}
