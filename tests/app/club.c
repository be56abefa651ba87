#include "app/club.h"

#include "app/complete.h"
#include "base/limits.h"

const char club_charter[] = "organisation club \"Club\" {\n"
							"  seat \"Vienna\" Europe/Vienna\n"
							"  series decision \"DEC/{year}/{n}\"\n"
							"}\n"
							"party A \"Ash\" { status member from 2020-01-01 }\n"
							"party B \"Birch\" { status member from 2020-01-01 }\n"
							"party C \"Cedar\" { status member from 2020-01-01 }\n"
							"party SEC \"Secretariat\" { status secretariat from 2020-01-01 }\n"
							"body board \"Board\" {\n"
							"  convenes secretariat\n"
							"  chair party A\n"
							"  decides any majority\n"
							"}\n"
							"rule majority { adopted when for > against }\n"
							"procedure written \"Written procedure\" {\n"
							"  begins member\n"
							"  needs text\n"
							"  stage open {\n"
							"    clock 48h\n"
							"    positions support object abstain\n"
							"    on expiry to adopted when passes any\n"
							"    on expiry to lapsed\n"
							"  }\n"
							"  outcome adopted {\n"
							"    adopts\n"
							"    symbol decision\n"
							"  }\n"
							"  outcome lapsed\n"
							"}\n";

static const struct {
	const char *party, *person;
} first[] = {{"A", "a-1"}, {"B", "b-1"}, {"C", "c-1"}, {"SEC", "sec-1"}};

static const struct zone vienna = {
	.name = {"Europe/Vienna", 13},
	.offset_first_s = 3600,
	.count = 2,
	.at_s = (const int64_t[]){1774746000, 1792890000},
	.offset_s = (const int32_t[]){7200, 3600},
};

static int64_t wall(void *context)
{
	return __atomic_load_n(&((struct club *)context)->wall_ms, __ATOMIC_RELAXED);
}

static int64_t monotonic(void *context)
{
	return __atomic_load_n(&((struct club *)context)->monotonic_ms, __ATOMIC_RELAXED);
}

static enum err_code chance(void *context, void *bytes, size_t size, struct err *err)
{
	(void)err;
	memset(bytes, ++((struct club *)context)->chance, size);
	return ERR_OK;
}

static void kept_open(struct store *store)
{
	(void)store;
}

void club_begin(struct club *club)
{
	struct err err = {.msg = ""};
	memset(club, 0, sizeof *club);
	club->os = (struct os){.context = club, .wall_ms = wall, .monotonic_ms = monotonic, .random = chance};
	club->wall_ms = CLUB_START_MS;
	club->monotonic_ms = 5000;
	if (sign_start(&err) || store_memory_open(&club->store, &err) || !arena_reserve(&club->region, (size_t)64 << 20))
		fail_msg("%s", err.msg);
	static struct store_ops kept;
	club->store_ops = club->store->ops;
	kept = *club->store->ops;
	kept.close = kept_open;
	club->store->ops = &kept;
	club->arena = arena_of(&club->region);
	club->key = club_key("registrar");
	club->charter = club_charter;
}

void club_end(struct club *club)
{
	club_close(club);
	club->store->ops = club->store_ops;
	store_close(club->store);
	arena_return(&club->region);
}

void club_pass(struct club *club, int64_t ms)
{
	club->wall_ms += ms;
	club->monotonic_ms += ms;
}

struct secret_key club_key(const char *person)
{
	struct secret_key key;
	struct hash seed = hash_bytes(str_from(person));
	secret_key_from_seed(seed.byte, &key);
	return key;
}

enum err_code club_open_with(struct club *club, struct store *store, struct registrar_config *config, struct err *err)
{
	assert_null(club->registrar);
	config->store = store;
	config->os = &club->os;
	return registrar_open(config, &club->registrar, err);
}

enum err_code club_open(struct club *club, struct err *err)
{
	struct registrar_config config = {.key = &club->key, .library = club->library};
	return club_open_with(club, club->store, &config, err);
}

void club_close(struct club *club)
{
	registrar_close(club->registrar);
	club->registrar = NULL;
}

enum err_code club_found(struct club *club, struct err *err)
{
	struct secret_key key[COUNT(first)];
	struct first_key keys[COUNT(first)];
	for (size_t i = 0; i < COUNT(first); i++) {
		key[i] = club_key(first[i].person);
		keys[i] = (struct first_key){str_from(first[i].party), str_from(first[i].person), key[i].public_key.byte};
	}
	struct founding founding = {
		.origin = LOG,
		.charter_text = str_from(club->charter),
		.keys = keys,
		.key_count = COUNT(first),
		.tzdata = STR("2024a"),
		.zones = &vienna,
		.zone_count = 1,
		.nonce = {{1}, {2}},
	};
	return registrar_found(club->registrar, &founding, err);
}

void club_ready(struct club *club)
{
	assert_ok(club_open(club, err));
	assert_ok(club_found(club, err));
	for (size_t i = 0; i < COUNT(first); i++) {
		struct secret_key key = club_key(first[i].person);
		struct buf buf = buf_new(&club->arena, 256);
		buf_c(&buf, first[i].party);
		buf_byte(&buf, ' ');
		buf_c(&buf, first[i].person);
		buf_c(&buf, " countersign key=");
		buf_base64(&buf, key.public_key.byte, PUBLIC_KEY_SIZE);
		buf_byte(&buf, '\0');
		assert_int_equal(club_enter(club, buf.ptr), 2 + i);
	}
	assert_ok(registrar_commit(club->registrar, err));
}

uint64_t club_accredit(struct club *club, const char *focal, const char *person)
{
	struct secret_key key = club_key(person);
	struct buf buf = buf_new(&club->arena, 256);
	buf_c(&buf, focal);
	buf_c(&buf, " accredit person=");
	buf_c(&buf, person);
	buf_c(&buf, "|key=");
	buf_base64(&buf, key.public_key.byte, PUBLIC_KEY_SIZE);
	buf_byte(&buf, '\0');
	return club_enter(club, buf.ptr);
}

/* ---- Acts ------------------------------------------------------------------------------------------------ */

static struct str word(struct str *rest, char separator)
{
	struct str head = *rest;
	if (!str_cut(*rest, separator, &head, rest))
		*rest = (struct str){"", 0};
	return head;
}

struct str club_sign(struct club *club, struct str text, const char *persons)
{
	struct buf buf = buf_new(&club->arena, LIMIT_CONSTITUTIVE_SIZE);
	struct str rest = str_from(persons);
	buf_str(&buf, text);
	buf_byte(&buf, '\n');
	while (rest.len) {
		struct str person = arena_str(&club->arena, word(&rest, '+'));
		struct secret_key key = club_key(person.ptr);
		struct buf name = buf_new(&club->arena, 384);
		buf_str(&name, LOG);
		if (!str_eq(person, STR("registrar"))) {
			buf_byte(&name, '/');
			buf_str(&name, person);
		}
		buf_note_line(&buf, buf_view(&name), &key, text);
	}
	assert_false(buf.full);
	return buf_view(&buf);
}

struct club_act club_act(struct club *club, const char *line)
{
	struct value_source source = {.context = club, .random = chance, .now_ms = club->wall_ms};
	struct str rest = arena_str(&club->arena, str_from(line));
	struct act act = {.party = word(&rest, ' ')};
	struct str persons = word(&rest, ' '), all = persons;
	struct new_blob *blobs = NULL;
	struct club_act made = {.blob_count = 0};
	act.by = word(&persons, '+');
	act.verb = verb_find(word(&rest, ' '));
	if (str_eq(act.party, STR("-")))
		act.party = STR("");
	club->nonce++;
	for (int i = 0; i < 8; i++)
		act.nonce[i] = (uint8_t)(club->nonce >> 8 * i);
	assert_int_not_equal(act.verb, VERB_NONE);
	while (rest.len)
		assert_ok(act_set(&act, word(&rest, '|'), &source, &club->arena, &blobs, err));
	/* What a countersignature binds, nobody writes by hand. */
	if (act.verb == VERB_COUNTERSIGN || club->complete)
		assert_ok(act_complete(registrar_state(club->registrar), &act, err));
	assert_ok(act_finish(&act, &club->arena, err));
	struct buf text = buf_new(&club->arena, LIMIT_CONSTITUTIVE_SIZE);
	buf_act_text(&text, LOG, &act);
	assert_false(text.full);
	made.bytes = club_sign(club, buf_view(&text), arena_str(&club->arena, all).ptr);
	for (; blobs; blobs = blobs->next)
		made.blob[made.blob_count++] = (struct store_blob){blobs->ref, new_blob_salt(blobs), blobs->data};
	return made;
}

enum err_code club_submit(struct club *club, const struct club_act *act, struct answer *ret, struct err *err)
{
	return registrar_submit(club->registrar, act->bytes, act->blob, act->blob_count, ret, err);
}

static struct str words_of(struct club *club, const struct answer *answer)
{
	struct buf buf = buf_new(&club->arena, 1024);
	buf_verdict(&buf, registrar_state(club->registrar), &answer->verdict);
	return buf_view(&buf);
}

uint64_t club_enter(struct club *club, const char *line)
{
	struct arena mark = arena_mark(&club->arena);
	struct club_act act = club_act(club, line);
	struct answer answer;
	assert_ok(club_submit(club, &act, &answer, err));
	if (answer.status != ANSWER_ENTERED)
		fail_msg("%s: %.*s", line, STR_ARG(words_of(club, &answer)));
	arena_rewind(&club->arena, mark);
	return answer.number;
}

void club_refused(struct club *club, const char *line, const char *slug)
{
	struct club_act act = club_act(club, line);
	struct answer answer;
	assert_ok(club_submit(club, &act, &answer, err));
	if (answer.status != ANSWER_REFUSED || !str_eq(refusal_slug(answer.verdict.refusal), str_from(slug)))
		fail_msg("%s: status %d: %.*s", line, answer.status, STR_ARG(words_of(club, &answer)));
}

void club_fails(struct club *club, const char *line, enum err_code code, const char *words)
{
	struct club_act act = club_act(club, line);
	struct answer answer;
	uint64_t before = kernel_size(registrar_state(club->registrar));
	assert_fails(club_submit(club, &act, &answer, err), code, words);
	assert_int_equal(kernel_size(registrar_state(club->registrar)), before);
}

/* ---- What is there --------------------------------------------------------------------------------------- */

uint64_t club_size(const struct club *club)
{
	return kernel_size(registrar_state(club->registrar));
}

uint64_t club_stored(struct club *club)
{
	uint64_t count = UINT64_MAX;
	assert_ok(club->store->ops->count(club->store, &count, err));
	return count;
}

struct entry club_entry(struct club *club, uint64_t number)
{
	struct str bytes;
	struct entry entry;
	uint32_t count;
	assert_ok(club->store->ops->read(club->store, number, 1, &club->arena, &bytes, &count, err));
	assert_int_equal(count, 1);
	assert_ok(entry_parse(bytes, &entry, err));
	assert_int_equal(entry.number, number);
	return entry;
}

struct act club_entry_act(struct club *club, uint64_t number)
{
	struct signed_act act;
	assert_ok(act_decode(club_entry(club, number).act, LOG, &club->arena, &act, err));
	return act.act;
}
