/* Found a record: a charter, an origin for ever, and each party's first key. A first key is provisional until its
 * holder has countersigned it, fingerprints compared out of band. */
#include "cli/cli.h"

#include "app/found.h"
#include "app/zones.h"

#include <string.h>

struct init {
	struct cli *cli;
	struct charter charter;
	struct str text, origin;
	struct first_key keys[LIMIT_PARTIES];
	bool made[LIMIT_PARTIES]; /* by party: a key made here, for trying things out */
	uint32_t key_count;
};

/* A key, a person and a party's first key are each given once. */
static int check_first(struct init *init, struct str party, struct str person, const struct public_key *key)
{
	for (uint32_t i = 0; i < init->key_count; i++) {
		const struct first_key *other = &init->keys[i];
		if (str_eq(other->party, party))
			return cli_usage(init->cli, "--first %.*s: it is given twice", STR_ARG(party));
		if (str_eq(other->person, person))
			return cli_usage(init->cli, "--first %.*s: the person %.*s is that of %.*s already", STR_ARG(party),
			                 STR_ARG(person), STR_ARG(other->party));
		if (memcmp(other->key, key->byte, PUBLIC_KEY_SIZE) == 0)
			return cli_usage(init->cli, "--first %.*s: the key is that of %.*s already", STR_ARG(party),
			                 STR_ARG(other->person));
	}
	return EXIT_DONE;
}

/* "ARM=FILE": a public key whose name is origin/person. */
static int take_first(struct init *init, const char *words, struct err *err)
{
	struct cli *cli = init->cli;
	struct str party, path, text;
	struct verifier verifier;
	size_t slash;
	enum err_code code;

	if (!str_cut(str_from(words), '=', &party, &path))
		return cli_usage(cli, "--first \"%s\": write PARTY=FILE", words);
	if (map_get(&init->charter.parties, party) == MAP_NONE)
		return cli_usage(cli, "--first %s: the charter has no party \"%.*s\"", words, STR_ARG(party));
	code = cli->os->read_file(cli->os->context, path.ptr, 1024, cli->arena, &text, err);
	if (code == ERR_OK)
		code = vkey_parse(str_ends(text, STR("\n")) ? str_slice(text, 0, text.len - 1) : text, &verifier, err);
	if (code != ERR_OK) {
		(void)err_prefix(err, "first key of %.*s, %.*s", STR_ARG(party), STR_ARG(path));
		return cli_fail(cli, err);
	}
	for (slash = verifier.name.len; slash > 0 && verifier.name.ptr[slash - 1] != '/';)
		slash--;
	if (slash == 0)
		return cli_usage(cli, "the key's name \"%.*s\" is not ORIGIN/PERSON", STR_ARG(verifier.name));
	if (init->origin.len == 0)
		init->origin = str_slice(verifier.name, 0, slash - 1);
	if (!str_eq(init->origin, str_slice(verifier.name, 0, slash - 1)))
		return cli_usage(cli, "the key \"%.*s\" is made for another record than %.*s", STR_ARG(verifier.name),
		                 STR_ARG(init->origin));
	struct str person = str_slice(verifier.name, slash, verifier.name.len);
	int status = check_first(init, party, person, &verifier.key);
	if (status != EXIT_DONE)
		return status;
	uint8_t *kept = NEW(cli->arena, uint8_t, PUBLIC_KEY_SIZE);
	memcpy(kept, verifier.key.byte, PUBLIC_KEY_SIZE);
	if (init->key_count == LIMIT_PARTIES)
		return cli_usage(cli, "more than %u first keys", LIMIT_PARTIES);
	init->keys[init->key_count++] = (struct first_key){party, person, kept};
	return EXIT_DONE;
}

static struct str lower_person(struct arena *arena, struct str party)
{
	struct buf buf = buf_new(arena, party.len + 2);

	for (size_t i = 0; i < party.len; i++) {
		char c = party.ptr[i];
		buf_byte(&buf, (uint8_t)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
	}
	buf_c(&buf, "-1");
	return buf_view(&buf);
}

static bool has_key(const struct init *init, struct str party)
{
	for (uint32_t i = 0; i < init->key_count; i++)
		if (str_eq(init->keys[i].party, party))
			return true;
	return false;
}

/* Has it persons who act? The others only stand in the charter. */
static bool acts(const struct party *party)
{
	enum status_kind status = party->status[party->status_count - 1].kind;

	return status == STATUS_MEMBER || status == STATUS_SECRETARIAT;
}

/* The persons for whom --make-keys will make keys must be nobody else's. */
static int check_made(struct init *init)
{
	for (uint32_t i = 0; i < init->charter.party_count; i++) {
		const struct party *party = &init->charter.party[i];
		struct str person = lower_person(init->cli->arena, party->titles.name);

		for (uint32_t k = 0; acts(party) && !has_key(init, party->titles.name) && k < init->key_count; k++)
			if (str_eq(init->keys[k].person, person))
				return cli_usage(init->cli, "--make-keys: %.*s would get the person %.*s, who is that of %.*s already",
				                 STR_ARG(party->titles.name), STR_ARG(person), STR_ARG(init->keys[k].party));
	}
	return EXIT_DONE;
}

/* --make-keys: a key for every member and secretariat that brought none, in DIR/keys. */
static enum err_code make_keys(struct init *init, const char *dir, struct err *err)
{
	struct cli *cli = init->cli;
	struct buf path = cli_buf(cli, 4096);
	enum err_code code;

	buf_c(&path, dir);
	buf_c(&path, "/keys");
	buf_byte(&path, 0);
	if (path.full)
		return err_set(err, ERR_LIMIT, "the folder's name is too long");
	if ((code = cli->os->make_dir(cli->os->context, path.ptr, 0700, err)) != ERR_OK)
		return code;
	for (uint32_t i = 0; i < init->charter.party_count; i++) {
		const struct party *party = &init->charter.party[i];
		struct buf name = cli_buf(cli, LIMIT_KEY_NAME_SIZE), file = cli_buf(cli, 4096);
		struct str person = lower_person(cli->arena, party->titles.name);
		struct secret_key key;

		if (has_key(init, party->titles.name) || !acts(party) || init->key_count == LIMIT_PARTIES)
			continue;
		buf_str(&name, init->origin);
		buf_c(&name, "/");
		buf_str(&name, person);
		buf_c(&file, path.ptr);
		buf_c(&file, "/");
		buf_str(&file, person);
		buf_c(&file, ".key");
		buf_byte(&file, 0);
		code = key_file_ensure(file.ptr, buf_view(&name), NULL, cli->os, *cli->arena, &key, err);
		if (code != ERR_OK)
			return code;
		uint8_t *kept = NEW(cli->arena, uint8_t, PUBLIC_KEY_SIZE);
		memcpy(kept, key.public_key.byte, PUBLIC_KEY_SIZE);
		secret_key_wipe(&key);
		init->keys[init->key_count++] = (struct first_key){party->titles.name, person, kept};
	}
	return ERR_OK;
}

static void put_fingerprint(struct buf *buf, const struct first_key *first)
{
	struct public_key key;

	memcpy(key.byte, first->key, sizeof(key.byte));
	buf_fingerprint(buf, &key);
}

static void report_json(struct init *init, const struct folder *folder)
{
	struct object object = object_begin(init->cli);
	struct buf vkey = cli_aside(init->cli);

	buf_vkey(&vkey, init->origin, &folder->key.public_key);
	object_text(&object, "origin", init->origin);
	object_text(&object, "vkey", buf_view(&vkey));
	object_u64(&object, "entries", kernel_size(registrar_state(folder->registrar)));
	buf_c(&object.buf, ",\"first_keys\":[");
	for (uint32_t i = 0; i < init->key_count; i++) {
		struct object key = {init->cli, object.buf, true};
		struct buf print = cli_aside(init->cli);
		buf_c(&key.buf, i == 0 ? "{" : ",{");
		object_text(&key, "party", init->keys[i].party);
		object_text(&key, "person", init->keys[i].person);
		put_fingerprint(&print, &init->keys[i]);
		object_text(&key, "fingerprint", buf_view(&print));
		buf_c(&key.buf, "}");
		object.buf = key.buf;
	}
	buf_c(&object.buf, "]");
	object_end(&object);
}

static void report(struct init *init, const struct folder *folder, const char *dir)
{
	struct cli *cli = init->cli;
	struct buf buf = cli_answer(cli);

	buf_str(&buf, init->charter.titles.title);
	buf_c(&buf, " is founded: record ");
	buf_str(&buf, init->origin);
	buf_c(&buf, " in ");
	buf_c(&buf, dir);
	buf_c(&buf, "\nThe record's public key, for whoever verifies:\n  ");
	buf_vkey(&buf, init->origin, &folder->key.public_key);
	buf_c(&buf, "\nFirst keys, provisional until countersigned (compare fingerprints by another way):\n");
	for (uint32_t i = 0; i < init->key_count; i++) {
		buf_c(&buf, "  ");
		buf_str(&buf, init->keys[i].party);
		buf_c(&buf, "  ");
		buf_str(&buf, init->keys[i].person);
		buf_c(&buf, "  ");
		put_fingerprint(&buf, &init->keys[i]);
		buf_c(&buf, "\n");
	}
	buf_c(&buf, "Each holder now confirms its key:  comity act countersign --dir ");
	buf_c(&buf, dir);
	buf_c(&buf, " --key FILE\n");
	cli_print(cli, &buf);
}

/* Only a secretariat enrols the first person of a party that was founded without a key. */
static void warn_without_key(struct init *init)
{
	struct cli *cli = init->cli;
	struct buf names = cli_buf(cli, LIMIT_PARTIES * (LIMIT_NAME_SIZE + 2));
	bool enrols = false;

	for (uint32_t i = 0; i < init->charter.party_count; i++) {
		const struct party *party = &init->charter.party[i];
		if (has_key(init, party->titles.name)) {
			enrols = enrols || party->status[party->status_count - 1].kind == STATUS_SECRETARIAT;
		} else if (acts(party)) {
			buf_c(&names, names.len > 0 ? ", " : "");
			buf_str(&names, party->titles.name);
		}
	}
	if (names.len == 0)
		return;
	cli_say(cli, "Without a key: %.*s\n", STR_ARG(buf_view(&names)));
	if (cli->json || enrols)
		return;
	cli_complain(cli, "nobody can enrol those without a key: no secretariat has one");
	fprintf(cli->err, "hint: found the record anew with --first PARTY=FILE for each of them\n");
}

/* Zones that the charter and --zone name must be known before a folder is made. */
static enum err_code check_zones(struct init *init, struct err *err)
{
	struct cli *cli = init->cli;
	const struct charter *charter = &init->charter;
	struct arena scratch = *cli->arena;
	struct str *names = NEW(&scratch, struct str, (size_t)charter->party_count + OPTION_VALUES_MAX + 1);
	struct zone *zones;
	struct str tzdata;
	uint32_t count = 0, ignored;
	const char *zone;

	names[count++] = charter->zone;
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (charter->party[i].zone.len > 0)
			names[count++] = charter->party[i].zone;
	for (uint32_t i = 0; (zone = cli_option_at(cli, "zone", i)) != NULL; i++) {
		if (i == LIMIT_ZONES)
			return err_set(err, ERR_USAGE, "more than %u zones", LIMIT_ZONES);
		names[count++] = str_from(zone);
	}
	return zones_load(names, count, 2000, 2001, &scratch, &zones, &ignored, &tzdata, err);
}

static enum err_code found(struct init *init, struct folder *folder, struct err *err)
{
	struct cli *cli = init->cli;
	struct str zones[LIMIT_ZONES];
	struct found_words words = {
		.origin = init->origin,
		.charter_text = init->text,
		.charter = &init->charter,
		.keys = init->keys,
		.key_count = init->key_count,
		.zones = zones,
	};
	enum err_code code;
	const char *zone;

	while ((zone = cli_option_at(cli, "zone", words.zone_count)) != NULL && words.zone_count < LIMIT_ZONES)
		zones[words.zone_count++] = str_from(zone);
	code = cli->os->random(cli->os->context, words.nonce, sizeof(words.nonce), err);
	if (code == ERR_OK)
		code = found_record(folder->registrar, &words, *cli->arena, err);
	if (code == ERR_OK)
		code = registrar_seal(folder->registrar, true, err);
	return code;
}

int run_init(struct cli *cli)
{
	struct init *init = NEW(cli->arena, struct init, 1);
	const char *dir = cli_option(cli, "dir"), *origin = cli_option(cli, "origin"), *first;
	struct folder folder = {0};
	struct err err = {0};
	enum err_code code;
	int status = EXIT_DONE;

	init->cli = cli;
	init->origin = str_from(origin);
	if (dir == NULL)
		return cli_usage(cli, "where? --dir D");
	if (cli_charter(cli, cli->operand[0], &init->text, &init->charter, &err) != ERR_OK)
		return cli_fail(cli, &err);
	for (uint32_t i = 0; (first = cli_option_at(cli, "first", i)) != NULL; i++)
		if ((status = take_first(init, first, &err)) != EXIT_DONE)
			return status;
	if (init->origin.len == 0)
		return cli_usage(cli, "the record needs a name for ever: --origin club.example/record");
	if (init->key_count == 0 && !cli_flag(cli, "make-keys"))
		return cli_usage(cli, "no first key: --first PARTY=FILE for each party, or --make-keys to try things out");
	if (cli_flag(cli, "make-keys") && (status = check_made(init)) != EXIT_DONE)
		return status;
	if (check_zones(init, &err) != ERR_OK)
		return cli_fail(cli, &err);
	code = folder_create(dir, init->origin, NULL, cli->os, &folder, &err);
	if (code == ERR_OK && cli_flag(cli, "make-keys"))
		code = make_keys(init, dir, &err);
	if (code == ERR_OK)
		code = found(init, &folder, &err);
	if (code != ERR_OK)
		status = cli_fail(cli, &err);
	else if (cli->json)
		report_json(init, &folder);
	else
		report(init, &folder, dir);
	if (code == ERR_OK)
		warn_without_key(init);
	folder_close(&folder);
	return status;
}
