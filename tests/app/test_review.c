/* What a review found: retries under other signatures, labels that turn around, the class of a text that names none,
 * outcomes in another form, second foundings with one key, the zones of a large union. (Which texts go out:
 * test_outgoing.c.) */
#include "app/story.h"

#include <stdio.h>
#include <unistd.h>

#include "app/folder.h"
#include "app/found.h"
#include "base/limits.h"
#include "record/entry.h"

static struct club club;

static int set_up(void **state)
{
	(void)state;
	scratch_begin();
	club_begin(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	scratch_end();
	return 0;
}

/* ---- Retries --------------------------------------------------------------------------------------------- */

static struct str text_of(const struct club_act *act)
{
	return str_slice(act->bytes, 0, str_find(act->bytes, '\n', 0) + 1);
}

static void the_same_text_is_the_same_act(void **state)
{
	(void)state;
	static const char line[] = "A a-1+b-1 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=w";
	club_ready(&club);
	struct club_act act = club_act(&club, line);
	struct answer answer;
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	assert_int_equal(answer.number, 6);
	assert_ok(registrar_commit(club.registrar, err));
	club_pass(&club, 5000);
	/* The author's own copy, with one signature; with somebody else's besides; with one that is not even right. */
	static const char *const signers[] = {"a-1", "a-1+c-1", "a-1+b-1+c-1"};
	struct str text = text_of(&act);
	for (size_t i = 0; i < COUNT(signers); i++) {
		assert_ok(registrar_submit(club.registrar, club_sign(&club, text, signers[i]), NULL, 0, &answer, err));
		assert_int_equal(answer.status, ANSWER_SAME);
		assert_int_equal(answer.number, 6);
		assert_int_equal(answer.time_ms, CLUB_START_MS);
	}
	struct str other = arena_str(&club.arena, club_sign(&club, text, "a-1"));
	char *byte = (char *)(uintptr_t)other.ptr + other.len - 20;
	*byte = *byte == 'A' ? 'B' : 'A';
	assert_ok(registrar_submit(club.registrar, other, NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_SAME);
	assert_int_equal(club_size(&club), 7);
	/* One member more, and it is another text under the same nonce. */
	struct buf buf = buf_new(&club.arena, text.len + 16);
	buf_c(&buf, "{\"seen\":3,");
	buf_str(&buf, str_slice(text, 1, text.len));
	assert_ok(registrar_submit(club.registrar, club_sign(&club, buf_view(&buf), "a-1"), NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_REFUSED);
	assert_str(refusal_slug(answer.verdict.refusal), "nonce-used");
	/* It is known again by who opens the record. */
	club_close(&club);
	assert_ok(club_open(&club, err));
	assert_ok(registrar_submit(club.registrar, club_sign(&club, text, "a-1"), NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_SAME);
	assert_int_equal(answer.number, 6);
}

/* ---- Words ----------------------------------------------------------------------------------------------- */

static enum err_code set_words(struct act *act, const char *words, struct new_blob **blobs, struct err *err)
{
	struct value_source source = {.context = &club, .random = club.os.random};
	return act_set(act, str_from(words), &source, &club.arena, blobs, err);
}

static void labels_keep_their_direction(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		bool good;
	} cases[] = {
		{"\xe2\x80\xa7", true},  {"\xe2\x80\xaa", false}, {"\xe2\x80\xab", false}, {"\xe2\x80\xac", false},
		{"\xe2\x80\xad", false}, {"\xe2\x80\xae", false}, {"\xe2\x80\xaf", true},  {"\xe2\x81\xa5", true},
		{"\xe2\x81\xa6", false}, {"\xe2\x81\xa7", false}, {"\xe2\x81\xa8", false}, {"\xe2\x81\xa9", false},
		{"\xe2\x81\xaa", true},  {"\xd8\xb9", true},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char words[64], json[512];
		struct err err = {.msg = ""};
		struct act act = {.verb = VERB_INVITE};
		struct new_blob *blobs = NULL;
		snprintf(words, sizeof words, "title.en=safe%slive", cases[i].bytes);
		assert_int_equal(set_words(&act, words, &blobs, &err), cases[i].good ? ERR_OK : ERR_USAGE);
		snprintf(
			json, sizeof json,
			"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"invite\",\"party\":\"A\",\"by\":\"a-1\",\"nonce\":"
			"\"" NONCE "\",\"meeting\":\"m\",\"guest\":\"UN\",\"title\":{\"en\":\"safe%slive\"}}",
			cases[i].bytes);
		assert_int_equal(act_decode_text(str_from(json), LOG, &club.arena, &act, &err),
		                 cases[i].good ? ERR_OK : ERR_FORMAT);
	}
}

static enum err_code read_file(void *context, struct str path, struct arena *arena, struct str *ret, struct err *err)
{
	(void)context;
	(void)path;
	(void)arena;
	(void)err;
	*ret = STR("a file");
	return ERR_OK;
}

static void texts_are_restricted_unless_made_to_be_read(void **state)
{
	(void)state;
	static const struct {
		enum verb verb;
		const char *field;
		enum blob_class class;
	} cases[] = {
		{VERB_TABLE, "text.en", BLOB_RESTRICTED},      {VERB_AMEND, "text.en", BLOB_RESTRICTED},
		{VERB_POSITION, "reason.en", BLOB_RESTRICTED}, {VERB_SPEAK, "text.en", BLOB_RESTRICTED},
		{VERB_REVOKE, "reason.en", BLOB_RESTRICTED},   {VERB_CANCEL, "reason.en", BLOB_RESTRICTED},
		{VERB_CORRECT, "text.en", BLOB_RESTRICTED},    {VERB_ACCREDIT, "card", BLOB_RESTRICTED},
		{VERB_DOCUMENT, "text.en", BLOB_PUBLIC},       {VERB_RELEASE, "text.en", BLOB_PUBLIC},
	};
	static const struct {
		const char *words;
		int class; /* -1: the verb's */
		const char *data;
	} ways[] = {
		{"words", -1, "words"},
		{"@path", -1, "a file"},
		{"public:words", BLOB_PUBLIC, "words"},
		{"public:@path", BLOB_PUBLIC, "a file"},
		{"restricted:words", BLOB_RESTRICTED, "words"},
		{"restricted:@path", BLOB_RESTRICTED, "a file"},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		for (size_t k = 0; k < COUNT(ways); k++) {
			struct value_source source = {.context = &club, .random = club.os.random, .read = read_file};
			struct act act = {.verb = cases[i].verb};
			struct new_blob *blobs = NULL;
			char words[64];
			snprintf(words, sizeof words, "%s=%s", cases[i].field, ways[k].words);
			assert_ok(act_set(&act, str_from(words), &source, &club.arena, &blobs, err));
			assert_int_equal(blobs->ref.class, ways[k].class < 0 ? (int)cases[i].class : ways[k].class);
			assert_true(str_eq(blobs->data, str_from(ways[k].data)));
		}
}

/* ---- Outcomes -------------------------------------------------------------------------------------------- */

/* Whoever holds the registrar's key writes the same outcome otherwise and signs all of it. */
static void refused(struct pieces *pieces, const char *words)
{
	struct store *store = pieces_store(pieces, pieces->count);
	struct source source = store_source(&club, store);
	struct registrar_config config = {.store = store, .os = &club.os};
	struct registrar *registrar = NULL;
	assert_not_verified(&source, NULL, ERR_CORRUPT, words, STORY_OUTCOME);
	assert_fails(registrar_open(&config, &registrar, err), ERR_CORRUPT, words);
	store_close(store);
}

static void an_outcome_has_one_form(void **state)
{
	(void)state;
	static const char form[] = "not written in the one form";
	static const struct {
		const char *from, *to, *words;
	} cases[] = {
		{"\"nonce\":\"", "\"nonce\":\"@", "nonce is not the one"},
		{"\"result\":\"adopted\"", "\"result\":\"\\u0061dopted\"", form},
		{"\"nonce\":", "\"seen\":12,\"nonce\":", form},
		{"{\"v\":1,\"log\":\"club.example/record\"", "{\"log\":\"club.example/record\",\"v\":1", form},
	};
	story_make(&club);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pieces pieces = pieces_of(&club);
		piece_rewrite(&pieces, STORY_OUTCOME, cases[i].from, cases[i].to, "registrar");
		if (i == 0) { /* one digit is one too many now: without the next */
			struct str json = piece_json(&pieces, STORY_OUTCOME);
			char digits[3] = {'@', json.ptr[str_find(json, '@', 0) + 1], '\0'};
			piece_rewrite(&pieces, STORY_OUTCOME, digits, digits[1] == '0' ? "1" : "0", "registrar");
		}
		refused(&pieces, cases[i].words);
	}
	struct pieces pieces = pieces_of(&club);
	int64_t time_ms;
	piece_act(&pieces, STORY_OUTCOME, &time_ms);
	pieces.entry[STORY_OUTCOME] = piece_make(&pieces, STORY_OUTCOME, time_ms,
	                                         club_sign(&club, piece_json(&pieces, STORY_OUTCOME), "registrar+b-1"));
	refused(&pieces, "signed by the registrar alone");
	/* As it was, all is well. */
	pieces = pieces_of(&club);
	piece_rewrite(&pieces, STORY_OUTCOME, "{\"v\":1", "{\"v\":1", "registrar");
	struct store *store = pieces_store(&pieces, pieces.count);
	struct source source = store_source(&club, store);
	struct verification v;
	assert_verified(&source, NULL, &v);
	store_close(store);
}

/* ---- One key, one history -------------------------------------------------------------------------------- */

static const char *dir;

static struct str vkey_of(const char *folder)
{
	struct str vkey = {"", 0};
	char path[512];
	snprintf(path, sizeof path, "%s/log.vkey", folder);
	assert_ok(os_real.read_file(NULL, path, 1024, &club.arena, &vkey, err));
	return vkey;
}

static void lose_record(void)
{
	static const char *const name[] = {"record.db", "record.db-wal", "record.db-shm"};
	char path[512];
	for (size_t i = 0; i < COUNT(name); i++) {
		snprintf(path, sizeof path, "%s/%s", dir, name[i]);
		unlink(path);
	}
}

/* Refused, with advice that loses nothing; and nothing is made, nothing taken away. */
static void not_founded(const char *words)
{
	static struct file before[8], after[8];
	struct folder folder;
	struct err err = {.msg = ""};
	struct store *store = NULL;
	int lock;
	uint32_t count = read_files(dir, &club.arena, before, COUNT(before));
	assert_int_equal(folder_create(dir, LOG, NULL, &os_real, &folder, &err), ERR_EXISTS);
	assert_non_null(strstr(err.msg, words));
	assert_non_null(strstr(err.hint, "restore record.db from a copy"));
	assert_int_equal(folder_prepare(dir, LOG, NULL, &os_real, &store, &lock, &err), ERR_EXISTS);
	assert_int_equal(read_files(dir, &club.arena, after, COUNT(after)), count);
	for (uint32_t i = 0; i < count; i++)
		assert_true(same_file(&before[i], &after[i]));
}

static void a_key_signs_one_history(void **state)
{
	(void)state;
	struct folder folder;
	dir = scratch_path("record");
	const char *db = scratch_path("record/record.db");
	assert_ok(folder_create(dir, LOG, NULL, &os_real, &folder, err));
	folder_close(&folder);
	struct str vkey = vkey_of(dir);
	/* Interrupted before anything was founded: taken up again, with the same key. */
	assert_ok(folder_create(dir, LOG, NULL, &os_real, &folder, err));
	folder_close(&folder);
	assert_true(str_eq(vkey, vkey_of(dir)));
	/* The record lost, or empty as `: >record.db` makes it, or as SQLite does. */
	lose_record();
	not_founded("is missing");
	write_text(db, "");
	not_founded("is empty");
	struct store *store = NULL;
	struct err error = {.msg = ""};
	assert_int_equal(store_sqlite_open(db, STORE_WRITE, &store, &error), ERR_FORMAT);
	assert_null(strstr(error.hint, "remove"));
	assert_non_null(strstr(error.hint, "restore it from a copy"));
	/* One half of the key is enough to tell. */
	assert_int_equal(unlink(scratch_path("record/registrar.key")), 0);
	not_founded("is empty");
	lose_record();
	not_founded("is missing");
	assert_int_equal(unlink(scratch_path("record/log.vkey")), 0);
	assert_ok(folder_create(dir, LOG, NULL, &os_real, &folder, err));
	folder_close(&folder);
	assert_false(str_eq(vkey, vkey_of(dir)));
	lose_record();
	assert_int_equal(unlink(scratch_path("record/log.vkey")), 0);
	not_founded("is missing");
}

/* ---- A large union --------------------------------------------------------------------------------------- */

static const char *const capital[] = {
	"Europe/Amsterdam", "Europe/Athens",    "Europe/Berlin",     "Europe/Bratislava", "Europe/Brussels",
	"Europe/Bucharest", "Europe/Budapest",  "Europe/Copenhagen", "Europe/Dublin",     "Europe/Helsinki",
	"Europe/Lisbon",    "Europe/Ljubljana", "Europe/Luxembourg", "Europe/Madrid",     "Europe/Malta",
	"Europe/Paris",     "Europe/Prague",    "Europe/Riga",       "Europe/Rome",       "Europe/Sofia",
	"Europe/Stockholm", "Europe/Tallinn",   "Europe/Vienna",     "Europe/Vilnius",    "Europe/Warsaw",
	"Europe/Zagreb",    "Asia/Nicosia",
};

static struct str union_charter(struct first_key *keys, struct secret_key *secrets)
{
	struct buf text = buf_new(&club.arena, 16384);
	buf_c(&text, "organisation eu \"Union\" { seat \"Brussels\" Europe/Brussels }\n"
	             "body council \"Council\" { decides any majority }\n"
	             "rule majority { adopted when for > against }\n");
	for (size_t i = 0; i < COUNT(capital); i++) {
		struct buf party = buf_new(&club.arena, 16), person = buf_new(&club.arena, 16);
		buf_c(&party, "P");
		buf_byte(&party, (uint8_t)('A' + i / 10));
		buf_byte(&party, (uint8_t)('0' + i % 10));
		buf_c(&person, "p-");
		buf_u64(&person, i);
		buf_c(&text, "party ");
		buf_str(&text, buf_view(&party));
		buf_c(&text, " \"Party\" {\n zone ");
		buf_c(&text, capital[i]);
		buf_c(&text, "\n status member from 1958-01-01\n}\n");
		secrets[i] = key_of_byte((uint8_t)(i + 1));
		keys[i] = (struct first_key){buf_view(&party), buf_view(&person), secrets[i].public_key.byte};
	}
	assert_false(text.full);
	return buf_view(&text);
}

static void twenty_seven_zones(void **state)
{
	(void)state;
	static struct first_key keys[COUNT(capital)];
	static struct secret_key secrets[COUNT(capital)];
	struct diagnostics diagnostics = {0};
	struct charter charter;
	struct str text = union_charter(keys, secrets);
	assert_ok(charter_read(text, &club.arena, &charter, &diagnostics, err));
	struct found_words words = {.origin = LOG,
	                            .charter_text = text,
	                            .charter = &charter,
	                            .keys = keys,
	                            .key_count = COUNT(keys),
	                            .nonce = {{1}, {2}}};
	assert_ok(club_open(&club, err));
	assert_ok(found_record(club.registrar, &words, club.arena, err));
	size_t size = club_entry(&club, 1).act.len;
	assert_in_range(size, 20000, LIMIT_CONSTITUTIVE_SIZE / 2);
	struct act act = club_entry_act(&club, 1);
	const struct value *zones = &act.field[FIELD_ZONES];
	assert_int_equal(zones->count, COUNT(capital));
	for (uint32_t i = 0; i < zones->count; i++) {
		const struct zone *zone = &zones->zones[i];
		bool seat = str_eq(zone->name, STR("Europe/Brussels"));
		/* The club is founded in January 2026: from 2025-03-30T01:00Z to 2051-10-29T01:00Z; at the seat from 1977 on.
		 */
		assert_int_equal(zone->at_s[0], seat ? INT64_C(228877200) : INT64_C(1743296400));
		assert_int_equal(zone->at_s[zone->count - 1], INT64_C(2582154000));
		assert_int_equal(zone->count, seat ? 150 : 54);
	}
	struct verification v;
	struct source source = store_source(&club, club.store);
	assert_verified(&source, NULL, &v);
	assert_int_equal(v.entries, 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(the_same_text_is_the_same_act),
		T(labels_keep_their_direction),
		T(texts_are_restricted_unless_made_to_be_read),
		T(an_outcome_has_one_form),
		T(a_key_signs_one_history),
		T(twenty_seven_zones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
