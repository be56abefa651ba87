/* charter check: every error of a charter in one run. charter show: the charter as prose. */
#include "cli/cli.h"

#include <string.h>

/* A diagnostic a line. */
static void report_json(struct cli *cli, const struct diagnostics *diagnostics)
{
	for (uint32_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *one = &diagnostics->list[i];
		struct object object = object_begin(cli);

		object_text(&object, "kind", one->warning ? STR("warning") : STR("error"));
		object_u64(&object, "line", one->line);
		object_u64(&object, "column", one->column);
		object_text(&object, "message", one->message);
		if (one->hint.len > 0)
			object_text(&object, "hint", one->hint);
		object_end(&object);
	}
}

enum err_code cli_charter(struct cli *cli, const char *path, struct str *ret_text, struct charter *ret, struct err *err)
{
	struct diagnostics diagnostics = {0};
	enum err_code code = cli_read(cli, path, LIMIT_CHARTER_SIZE, ret_text, err);

	if (code != ERR_OK)
		return code;
	code = charter_read(*ret_text, cli->arena, ret, &diagnostics, err);
	if (cli->json) {
		report_json(cli, &diagnostics);
	} else {
		struct buf buf = cli_answer(cli);
		buf_diagnostics(&buf, str_from(path), &diagnostics);
		cli_print_err(cli, &buf);
	}
	if (code == ERR_FORMAT)
		return err_set(err, ERR_FORMAT, "%s has %u error%s", path, diagnostics.error_count,
		               diagnostics.error_count == 1 ? "" : "s");
	return code;
}

static void say_sound(struct cli *cli, const struct charter *charter)
{
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "charter", charter->titles.title);
		object_u64(&object, "parties", charter->party_count);
		object_u64(&object, "offices", charter->office_count);
		object_u64(&object, "bodies", charter->body_count);
		object_u64(&object, "rules", charter->rule_count);
		object_u64(&object, "procedures", charter->procedure_count);
		object_end(&object);
	} else {
		cli_say(cli, "%.*s: %u parties, %u offices, %u bodies, %u rules, %u procedures. No errors.\n",
		        STR_ARG(charter->titles.title), charter->party_count, charter->office_count, charter->body_count,
		        charter->rule_count, charter->procedure_count);
	}
}

static void say_prose(struct cli *cli, const struct charter *charter)
{
	struct buf buf = cli_aside(cli);

	buf_charter(&buf, charter);
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "charter", charter->titles.title);
		object_text(&object, "prose", buf_view(&buf));
		object_end(&object);
	} else {
		cli_print(cli, &buf);
	}
}

int run_charter(struct cli *cli)
{
	bool check = strcmp(cli->operand[0], "check") == 0;
	struct charter charter;
	struct str text;
	struct err err = {0};

	if (!check && strcmp(cli->operand[0], "show") != 0)
		return cli_usage(cli, "\"%s\": say check or show", cli->operand[0]);
	if (cli_charter(cli, cli->operand[1], &text, &charter, &err) != ERR_OK)
		return cli_fail(cli, &err);
	(check ? say_sound : say_prose)(cli, &charter);
	return EXIT_DONE;
}
