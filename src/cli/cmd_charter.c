#include "cli/cli.h"

#include "record/json.h"

#include <string.h>

/* charter check: every error of a charter in one run. charter show: the charter as prose. */

static void report_json(struct cli *cli, const struct diagnostics *diagnostics)
{
	for (uint32_t i = 0; i < diagnostics->count; i++) {
		const struct diagnostic *one = &diagnostics->list[i];
		struct buf buf = cli_buf(cli, 16384);
		bool first = true;

		buf_c(&buf, "{");
		json_text(&buf, &first, "kind", one->warning ? STR("warning") : STR("error"));
		json_u64(&buf, &first, "line", one->line);
		json_u64(&buf, &first, "column", one->column);
		json_text(&buf, &first, "message", one->message);
		if (one->hint.len > 0)
			json_text(&buf, &first, "hint", one->hint);
		buf_c(&buf, "}\n");
		cli_print(cli, &buf);
	}
}

static void summary(struct cli *cli, const struct charter *charter)
{
	fprintf(cli->out, "%.*s: %u parties, %u offices, %u bodies, %u rules, %u procedures. No errors.\n",
	        STR_ARG(charter->titles.title), charter->party_count, charter->office_count, charter->body_count,
	        charter->rule_count, charter->procedure_count);
}

int run_charter(struct cli *cli)
{
	bool check = strcmp(cli->operand[0], "check") == 0;
	const char *path = cli->operand[1];
	struct diagnostics diagnostics = {0};
	struct charter charter;
	struct str text;
	struct buf buf;
	struct err err = {0};
	enum err_code code;

	if (!check && strcmp(cli->operand[0], "show") != 0)
		return cli_usage(cli, "\"%s\": say check or show", cli->operand[0]);
	code = cli->os->read_file(cli->os->context, path, LIMIT_CHARTER_SIZE, cli->arena, &text, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	code = charter_read(text, cli->arena, &charter, &diagnostics, &err);
	if (code != ERR_OK && code != ERR_FORMAT)
		return cli_fail(cli, &err);
	if (cli->json && check) {
		report_json(cli, &diagnostics);
		return code == ERR_OK ? EXIT_DONE : EXIT_ERROR;
	}
	buf = cli_buf(cli, 1u << 18);
	buf_diagnostics(&buf, str_from(path), &diagnostics);
	fwrite(buf.ptr, 1, buf.len, code == ERR_OK && check ? cli->out : cli->err);
	if (code != ERR_OK) {
		fprintf(cli->err, "%u error%s in %s\n", diagnostics.error_count, diagnostics.error_count == 1 ? "" : "s", path);
		return EXIT_ERROR;
	}
	if (check) {
		summary(cli, &charter);
	} else {
		buf = cli_buf(cli, 4u << 20);
		buf_charter(&buf, &charter);
		cli_print(cli, &buf);
	}
	return EXIT_DONE;
}
