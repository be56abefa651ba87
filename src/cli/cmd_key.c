#include "cli/cli.h"

#include "record/json.h"

#include <stdlib.h>
#include <string.h>

/* Keys: a delegate's own, kept in a file that only its owner may read. The secret half is never shown. */

static int show(struct cli *cli, struct str name, const struct public_key *key, const char *file)
{
	struct buf vkey = cli_buf(cli, 1024), print = cli_buf(cli, 256), out = cli_buf(cli, 4096);
	bool first = true;

	buf_vkey(&vkey, name, key);
	buf_fingerprint(&print, key);
	if (cli->json) {
		buf_c(&out, "{");
		json_text(&out, &first, "name", name);
		json_text(&out, &first, "vkey", buf_view(&vkey));
		json_text(&out, &first, "fingerprint", buf_view(&print));
		json_text(&out, &first, "file", str_from(file));
		buf_c(&out, "}\n");
	} else {
		buf_c(&out, "name         ");
		buf_str(&out, name);
		buf_c(&out, "\npublic key   ");
		buf_str(&out, buf_view(&vkey));
		buf_c(&out, "\nfingerprint  ");
		buf_str(&out, buf_view(&print));
		buf_c(&out, "\n");
	}
	cli_print(cli, &out);
	return EXIT_DONE;
}

static int key_new(struct cli *cli)
{
	const char *origin = cli_option(cli, "origin"), *person = cli_option(cli, "person"), *file = cli_option(cli, "out");
	struct buf name = cli_buf(cli, LIMIT_KEY_NAME_SIZE), path = cli_buf(cli, 4096), vkey = cli_buf(cli, 1024);
	uint8_t seed[SEED_SIZE];
	struct secret_key key;
	struct err err = {0};
	enum err_code code;

	if (origin == NULL || person == NULL || file == NULL)
		return cli_usage(cli, "a new key needs --origin, --person and --out");
	if (!origin_valid(str_from(origin)))
		return cli_usage(cli, "\"%s\" cannot be a record's origin: it is like club.example/record", origin);
	buf_c(&name, origin);
	buf_c(&name, "/");
	buf_c(&name, person);
	if (name.full || !note_name_valid(buf_view(&name)) || str_find(str_from(person), '/', 0) < strlen(person))
		return cli_usage(cli, "\"%s\" cannot name a person: letters, digits, - and _ only", person);
	code = cli->os->random(cli->os->context, seed, sizeof(seed), &err);
	if (code == ERR_OK)
		code = key_file_write(file, buf_view(&name), seed, cli->os, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	secret_key_from_seed(seed, &key);
	explicit_bzero(seed, sizeof(seed));
	buf_vkey(&vkey, buf_view(&name), &key.public_key);
	buf_c(&vkey, "\n");
	buf_c(&path, file);
	buf_c(&path, ".vkey");
	buf_byte(&path, 0);
	if (path.full)
		return cli_usage(cli, "the name of the file is too long");
	code = cli->os->write_file(cli->os->context, path.ptr, buf_view(&vkey), 0644, false, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	show(cli, buf_view(&name), &key.public_key, file);
	secret_key_wipe(&key);
	if (!cli->json)
		fprintf(cli->out, "secret key   %s (keep it: nobody can restore it)\npublic half  %s\n", file, path.ptr);
	return EXIT_DONE;
}

static int key_show(struct cli *cli)
{
	struct secret_key key;
	struct str name, text;
	struct verifier verifier;
	struct err err = {0};
	enum err_code code;
	int status;

	if (cli->operand_count < 2)
		return cli_usage(cli, "which key? comity key show FILE");
	code = cli->os->read_file(cli->os->context, cli->operand[1], 1024, cli->arena, &text, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	if (!str_starts(text, STR("PRIVATE+KEY+"))) { /* a public half */
		if (str_ends(text, STR("\n")))
			text.len--;
		code = vkey_parse(text, &verifier, &err);
		if (code != ERR_OK) {
			(void)err_prefix(&err, "%s holds no key", cli->operand[1]);
			return cli_fail(cli, &err);
		}
		return show(cli, verifier.name, &verifier.key, cli->operand[1]);
	}
	explicit_bzero((char *)(uintptr_t)text.ptr, text.len);
	code = key_file_read(cli->operand[1], cli->os, cli->arena, &name, &key, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	status = show(cli, name, &key.public_key, cli->operand[1]);
	secret_key_wipe(&key);
	return status;
}

int run_key(struct cli *cli)
{
	if (strcmp(cli->operand[0], "new") == 0)
		return key_new(cli);
	if (strcmp(cli->operand[0], "show") == 0)
		return key_show(cli);
	return cli_usage(cli, "\"%s\": say new or show", cli->operand[0]);
}
