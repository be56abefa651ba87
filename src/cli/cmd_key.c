/* Keys: a delegate's own, kept in a file that only its owner may read. The secret half is never shown. */
#include "cli/cli.h"

#include <string.h>
#include <unistd.h>

static void show(struct cli *cli, struct str name, const struct public_key *key, const char *file)
{
	struct buf vkey = cli_buf(cli, 1024), print = cli_buf(cli, 256);

	buf_vkey(&vkey, name, key);
	buf_fingerprint(&print, key);
	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "name", name);
		object_text(&object, "vkey", buf_view(&vkey));
		object_text(&object, "fingerprint", buf_view(&print));
		object_text(&object, "file", str_from(file));
		object_end(&object);
	} else {
		struct buf buf = cli_answer(cli);
		buf_c(&buf, "name         ");
		buf_str(&buf, name);
		buf_c(&buf, "\npublic key   ");
		buf_str(&buf, buf_view(&vkey));
		buf_c(&buf, "\nfingerprint  ");
		buf_str(&buf, buf_view(&print));
		buf_c(&buf, "\n");
		cli_print(cli, &buf);
	}
}

/* A record-local identifier, as acts take it (docs/acts.md, Types: name). */
static bool person_valid(struct str person)
{
	if (person.len == 0 || person.len > LIMIT_NAME_SIZE)
		return false;
	for (size_t i = 0; i < person.len; i++) {
		char c = person.ptr[i];
		bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!alphanumeric && (i == 0 || (c != '-' && c != '_')))
			return false;
	}
	return true;
}

/* Both files or neither: a secret key without its public half is of use to nobody who is not told. */
static enum err_code write_pair(struct cli *cli, const char *file, const char *public_file, struct str name,
                                struct secret_key *ret, struct err *err)
{
	struct buf vkey = cli_buf(cli, 1024);
	uint8_t seed[SEED_SIZE];
	enum err_code code;

	if (cli->os->exists(cli->os->context, public_file)) {
		(void)err_set(err, ERR_EXISTS, "cannot write %s: it is already there and is never replaced", public_file);
		return err_hint(err, "name another file, or move that one away");
	}
	code = cli->os->random(cli->os->context, seed, sizeof(seed), err);
	if (code == ERR_OK)
		code = key_file_write(file, name, seed, cli->os, err);
	if (code != ERR_OK)
		return code;
	secret_key_from_seed(seed, ret);
	explicit_bzero(seed, sizeof(seed));
	buf_vkey(&vkey, name, &ret->public_key);
	buf_c(&vkey, "\n");
	code = cli->os->write_file(cli->os->context, public_file, buf_view(&vkey), 0644, false, err);
	if (code != ERR_OK) {
		secret_key_wipe(ret);
		unlink(file);
	}
	return code;
}

static int key_new(struct cli *cli)
{
	const char *origin = cli_option(cli, "origin"), *person = cli_option(cli, "person"), *file = cli_option(cli, "out");
	struct buf name = cli_buf(cli, LIMIT_KEY_NAME_SIZE), path = cli_buf(cli, 4096);
	struct secret_key key;
	struct err err = {0};

	if (cli->operand_count > 1)
		return cli_usage(cli, "\"%s\" is one word too many", cli->operand[1]);
	if (origin == NULL || person == NULL || file == NULL)
		return cli_usage(cli, "a new key needs --origin, --person and --out");
	if (!origin_valid(str_from(origin)))
		return cli_usage(cli, "\"%s\" cannot be a record's origin: it is like club.example/record", origin);
	if (!person_valid(str_from(person)))
		return cli_usage(cli, "\"%s\" cannot name a person: letters, digits, - and _, at most %u", person,
		                 LIMIT_NAME_SIZE);
	buf_c(&name, origin);
	buf_c(&name, "/");
	buf_c(&name, person);
	buf_c(&path, file);
	buf_c(&path, ".vkey");
	buf_byte(&path, 0);
	if (path.full)
		return cli_usage(cli, "the name of the file is too long");
	if (write_pair(cli, file, path.ptr, buf_view(&name), &key, &err) != ERR_OK)
		return cli_fail(cli, &err);
	show(cli, buf_view(&name), &key.public_key, file);
	secret_key_wipe(&key);
	cli_say(cli, "secret key   %s (keep it: nobody can restore it)\npublic half  %s\n", file, path.ptr);
	return EXIT_DONE;
}

static int key_show(struct cli *cli)
{
	struct secret_key key;
	struct str name, text;
	struct verifier verifier;
	struct err err = {0};
	enum err_code code;

	if (cli->value_count > 0)
		return cli_usage(cli, "show takes a FILE and no option but --json");
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
		show(cli, verifier.name, &verifier.key, cli->operand[1]);
		return EXIT_DONE;
	}
	explicit_bzero((char *)(uintptr_t)text.ptr, text.len);
	code = key_file_read(cli->operand[1], cli->os, cli->arena, &name, &key, &err);
	if (code != ERR_OK)
		return cli_fail(cli, &err);
	show(cli, name, &key.public_key, cli->operand[1]);
	secret_key_wipe(&key);
	return EXIT_DONE;
}

int run_key(struct cli *cli)
{
	if (strcmp(cli->operand[0], "new") == 0)
		return key_new(cli);
	if (strcmp(cli->operand[0], "show") == 0)
		return key_show(cli);
	return cli_usage(cli, "\"%s\": say new or show", cli->operand[0]);
}
