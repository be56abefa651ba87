/* charter check: every error of a charter in one run. charter show: the charter as prose. charter fmt: in the one
 * layout. */
#include "cli/cli.h"

#include "app/zones.h"
#include "base/utf8.h"

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

static void report(struct cli *cli, const char *path, const struct diagnostics *diagnostics)
{
	if (cli->json) {
		report_json(cli, diagnostics);
	} else {
		struct buf buf = cli_answer(cli);
		buf_diagnostics(&buf, str_from(path), diagnostics);
		cli_print_err(cli, &buf);
	}
}

static enum err_code read_charter(struct cli *cli, const char *path, bool warnings, struct str *ret_text,
                                  struct charter *ret, struct err *err)
{
	struct diagnostics diagnostics = {0};
	enum err_code code = cli_read(cli, path, LIMIT_CHARTER_SIZE, ret_text, err);

	if (code != ERR_OK)
		return code;
	code = charter_read(*ret_text, cli->arena, ret, &diagnostics, err);
	if (warnings || code == ERR_FORMAT)
		report(cli, path, &diagnostics);
	if (code == ERR_FORMAT)
		return err_set(err, ERR_FORMAT, "%s has %u error%s", path, diagnostics.error_count,
		               diagnostics.error_count == 1 ? "" : "s");
	return code;
}

enum err_code cli_charter(struct cli *cli, const char *path, struct str *ret_text, struct charter *ret, struct err *err)
{
	return read_charter(cli, path, /* warnings= */ true, ret_text, ret, err);
}

enum err_code cli_charter_quiet(struct cli *cli, const char *path, struct str *ret_text, struct charter *ret,
                                struct err *err)
{
	return read_charter(cli, path, /* warnings= */ false, ret_text, ret, err);
}

/* ---- Zones ---------------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The word in a line of a charter, neither in a string nor in a comment. */
static bool find_word(struct str line, struct str word, size_t *ret_at)
{
	bool quoted = false;

	for (size_t i = 0; i < line.len; i++) {
		size_t end = i + word.len;
		if (line.ptr[i] == '"' && (i == 0 || line.ptr[i - 1] != '\\'))
			quoted = !quoted;
		if (quoted)
			continue;
		if (line.ptr[i] == '#')
			return false;
		if ((i == 0 || is_space(line.ptr[i - 1])) && str_starts(str_slice(line, i, line.len), word) &&
		    (end == line.len || is_space(line.ptr[end]))) {
			*ret_at = i;
			return true;
		}
	}
	return false;
}

/* Where the charter says the zone first. */
static void place_zone(struct str text, struct str zone, struct diagnostic *ret)
{
	struct str line, rest = text;
	size_t at = 0;

	ret->length = (uint32_t)zone.len;
	while (rest.len > 0) {
		size_t end = str_find(rest, '\n', 0);
		line = str_slice(rest, 0, end);
		rest = str_slice(rest, end + (end < rest.len), rest.len);
		ret->line++;
		if (!find_word(line, zone, &at))
			continue;
		ret->column = (uint32_t)utf8_length(str_slice(line, 0, at)) + 1;
		ret->line_text = str_ends(line, STR("\r")) ? str_slice(line, 0, line.len - 1) : line;
		return;
	}
}

/* A zone that the machine's database does not have: init would refuse it. Where there is no database nothing is said.
 */
static void check_zone(struct cli *cli, struct str text, struct str zone, struct diagnostics *diagnostics)
{
	struct diagnostic *one = &diagnostics->list[diagnostics->count];
	struct buf message = cli_buf(cli, LIMIT_LABEL_SIZE);
	struct arena scratch = *cli->arena;
	struct str tzdata;
	struct zone *zones;
	struct err err = {0};
	uint32_t count;

	if (zones_load(&zone, 1, 2000, 2000, &scratch, &zones, &count, &tzdata, &err) != ERR_NOT_FOUND)
		return;
	buf_c(&message, "this machine knows no time zone ");
	buf_str(&message, zone);
	buf_c(&message, ": no record could be founded here with it");
	*one = (struct diagnostic){
		.message = buf_view(&message),
		.hint = STR("zones have names of the IANA database, such as Asia/Yerevan or Europe/Vienna"),
		.warning = true,
	};
	place_zone(text, zone, one);
	diagnostics->count++;
}

static void check_zones(struct cli *cli, const char *path, struct str text, const struct charter *charter)
{
	struct str seen[LIMIT_ZONES + 1];
	struct diagnostics diagnostics = {.list = NEW(cli->arena, struct diagnostic, LIMIT_ZONES + 1)};
	uint32_t count = 0;

	for (uint32_t i = 0; i <= charter->party_count && count <= LIMIT_ZONES; i++) {
		struct str zone = i == 0 ? charter->zone : charter->party[i - 1].zone;
		uint32_t k = 0;

		while (k < count && !str_eq(seen[k], zone))
			k++;
		if (k < count || zone.len == 0)
			continue;
		seen[count++] = zone;
		check_zone(cli, text, zone, &diagnostics);
	}
	report(cli, path, &diagnostics);
}

/* ---- Answers --------------------------------------------------------------------------------------------------- */

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

static int explain(struct cli *cli, const struct charter *charter)
{
	struct buf buf = cli_aside(cli);
	struct err err = {0};

	if (!buf_explanation(&buf, charter, *cli->arena)) {
		(void)err_set(&err, ERR_LIMIT, "no memory to look at the charter's rules");
		return cli_fail(cli, &err);
	}
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "charter", charter->titles.title);
		object_text(&object, "explanation", buf_view(&buf));
		object_end(&object);
	} else {
		cli_print(cli, &buf);
	}
	return EXIT_DONE;
}

/* ---- fmt ----------------------------------------------------------------------------------------------------- */

/* The charter in the layout means what it meant, or nothing is written: a bug here must not change a constitution. */
static bool same_meaning(struct cli *cli, const struct charter *charter, struct str formatted)
{
	struct diagnostics diagnostics = {0};
	struct charter again;
	struct err err = {0};
	struct buf before = cli_answer(cli), after = cli_aside(cli);

	if (charter_read(formatted, cli->arena, &again, &diagnostics, &err) != ERR_OK)
		return false;
	buf_charter(&before, charter);
	buf_charter(&after, &again);
	return str_eq(buf_view(&before), buf_view(&after));
}

static enum err_code say_formatted(struct cli *cli, const char *path, const struct charter *charter, struct str text,
                                   struct str formatted, struct err *err)
{
	bool changed = !str_eq(text, formatted);

	if (cli_flag(cli, "check") && changed) {
		(void)err_set(err, ERR_FORMAT, "%s is not in the layout", path);
		return err_hint(err, "run comity charter fmt %s --write", path);
	}
	if (cli_flag(cli, "write") && changed) {
		enum err_code code = cli->os->write_file(cli->os->context, path, formatted, 0644, /* replace= */ true, err);
		if (code != ERR_OK)
			return code;
	}
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "charter", charter->titles.title);
		object_bool(&object, "changed", changed);
		if (!cli_flag(cli, "check") && !cli_flag(cli, "write"))
			object_text(&object, "text", formatted);
		object_end(&object);
	} else if (!cli_flag(cli, "check") && !cli_flag(cli, "write")) {
		cli_raw(cli, formatted);
	}
	return ERR_OK;
}

static int format_charter(struct cli *cli, const char *path)
{
	struct charter charter;
	struct str text;
	struct err err = {0};

	if (cli_flag(cli, "write") && strcmp(path, "-") == 0)
		return cli_usage(cli, "--write: standard input has no file to write to");
	/* Errors keep a charter from being laid out; its warnings are check's to say. */
	if (cli_charter_quiet(cli, path, &text, &charter, &err) != ERR_OK)
		return cli_fail(cli, &err);
	/* Room for what is refused as too long as well: then the message is the right one. */
	struct buf buf = cli_buf(cli, 2u * LIMIT_CHARTER_SIZE);
	if (charter_format(text, &buf, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (!same_meaning(cli, &charter, buf_view(&buf))) {
		(void)err_set(&err, ERR_CORRUPT, "%s would not mean the same in the layout: this is a bug", path);
		return cli_fail(cli, &err);
	}
	if (say_formatted(cli, path, &charter, text, buf_view(&buf), &err) != ERR_OK)
		return cli_fail(cli, &err);
	return EXIT_DONE;
}

/* ---- The command --------------------------------------------------------------------------------------------- */

/* The options of one are not the others'. */
static int misplaced(struct cli *cli, const char *word)
{
	static const struct {
		const char *option, *word;
	} belongs[] = {{"check", "fmt"}, {"write", "fmt"}, {"explain", "check"}, {"at", "show"}};

	for (size_t i = 0; i < sizeof(belongs) / sizeof(*belongs); i++)
		if ((cli_flag(cli, belongs[i].option) || cli_option(cli, belongs[i].option) != NULL) &&
		    strcmp(word, belongs[i].word) != 0)
			return cli_usage(cli, "--%s belongs to charter %s", belongs[i].option, belongs[i].word);
	if (cli_flag(cli, "check") && cli_flag(cli, "write"))
		return cli_usage(cli, "--check and --write: say one of them");
	return EXIT_DONE;
}

int run_charter(struct cli *cli)
{
	const char *word = cli->operand[0];
	struct charter charter;
	struct str text;
	struct err err = {0};
	int status;

	if (strcmp(word, "check") != 0 && strcmp(word, "show") != 0 && strcmp(word, "fmt") != 0)
		return cli_usage(cli, "\"%s\": say check, show or fmt", word);
	status = misplaced(cli, word);
	if (status != EXIT_DONE)
		return status;
	if (cli_option(cli, "at") != NULL && cli->operand_count > 1)
		return cli_usage(cli, "--at takes the charter from the record: name no file");
	if (cli_option(cli, "at") != NULL)
		return run_charter_at(cli);
	if (cli->operand_count < 2)
		return cli_usage(cli, "charter %s needs a FILE", word);
	if (strcmp(word, "fmt") == 0)
		return format_charter(cli, cli->operand[1]);
	if (cli_charter(cli, cli->operand[1], &text, &charter, &err) != ERR_OK)
		return cli_fail(cli, &err);
	if (strcmp(word, "check") == 0)
		check_zones(cli, cli->operand[1], text, &charter);
	(strcmp(word, "check") == 0 ? say_sound : say_prose)(cli, &charter);
	return cli_flag(cli, "explain") ? explain(cli, &charter) : EXIT_DONE;
}
