/* The registrar's answers: founding, who may sign, retries, texts, outcomes, batches, sealing. */
#include "app/club.h"

#include "base/limits.h"
#include "record/entry.h"

static struct club club;

static int set_up(void **state)
{
	(void)state;
	club_begin(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

static uint64_t size(void)
{
	return kernel_size(registrar_state(club.registrar));
}

static uint64_t stored(void)
{
	uint64_t count = UINT64_MAX;
	assert_ok(club.store->ops->count(club.store, &count, err));
	return count;
}

static struct entry stored_entry(uint64_t number)
{
	struct str bytes;
	struct entry entry;
	uint32_t count;
	assert_ok(club.store->ops->read(club.store, number, 1, &club.arena, &bytes, &count, err));
	assert_int_equal(count, 1);
	assert_ok(entry_parse(bytes, &entry, err));
	assert_int_equal(entry.number, number);
	return entry;
}

static struct act stored_act(uint64_t number)
{
	struct signed_act act;
	assert_ok(act_decode(stored_entry(number).act, LOG, &club.arena, &act, err));
	return act.act;
}

/* ---- Founding ------------------------------------------------------------------------------------------------------
 */

static void founding_makes_two_entries(void **state)
{
	(void)state;
	assert_ok(club_open(&club, err));
	assert_null(registrar_state(club.registrar));
	assert_int_equal(registrar_origin(club.registrar).len, 0);
	assert_ok(registrar_tick(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	struct answer answer;
	assert_fails(registrar_submit(club.registrar, STR("x"), NULL, 0, &answer, err), ERR_CONFLICT, "not founded");
	assert_ok(club_found(&club, err));
	assert_str(registrar_origin(club.registrar), "club.example/record");
	assert_int_equal(stored(), 2);
	struct act found = stored_act(0), zones = stored_act(1);
	assert_int_equal(found.verb, VERB_FOUND);
	assert_memory_equal(found.field[FIELD_REGISTRAR].bytes, club.key.public_key.byte, PUBLIC_KEY_SIZE);
	assert_int_equal(found.field[FIELD_KEYS].count, 4);
	assert_int_equal(found.nonce[0], 1);
	assert_int_equal(zones.verb, VERB_ZONES);
	assert_int_equal(zones.nonce[0], 2);
	assert_int_equal(stored_entry(1).time_ms, CLUB_START_MS);
	/* The charter's text is there under the hash that the founding names, and both acts are the registrar's. */
	struct blob_ref ref = blob_commit(BLOB_PERMANENT, NULL, str_from(club_charter));
	struct store_blob blob;
	assert_memory_equal(found.field[FIELD_CHARTER].bytes, ref.commitment.byte, HASH_SIZE);
	assert_ok(club.store->ops->blob_get(club.store, &ref, &club.arena, &blob, err));
	assert_str(blob.data, club_charter);
	struct verifier log = verifier_of(LOG, &club.key.public_key);
	struct signed_act act;
	assert_ok(act_decode(stored_entry(0).act, LOG, &club.arena, &act, err));
	assert_ok(note_verify(&act.note, &log, err));
	assert_fails(club_found(&club, err), ERR_EXISTS, "founded already");
}

static void a_founding_that_fails_leaves_nothing(void **state)
{
	(void)state;
	struct secret_key key = club_key("a-1");
	struct first_key keys[] = {{STR("A"), STR("a-1"), key.public_key.byte},
	                           {STR("B"), STR("a-1"), key.public_key.byte}};
	struct zone utc = {.name = STR("UTC")};
	struct founding founding = {
		.origin = LOG,
		.charter_text = STR("organisation x \"X\" {\n  seat \"Vienna\" Europe/Vienna\n  sseries a \"b\"\n}\n"),
		.keys = keys,
		.key_count = 1,
		.tzdata = STR("2024a"),
		.zones = &utc,
		.zone_count = 1,
		.nonce = {{1}, {2}}};
	assert_ok(club_open(&club, err));
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_FORMAT, "");
	founding.charter_text = str_from(club_charter);
	founding.origin = STR("Not An Origin");
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_USAGE, "origin");
	founding.origin = LOG;
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_REFUSED, "Europe/Vienna");
	founding.key_count = 2;
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_REFUSED, "a-1");
	founding.key_count = 0;
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_FORMAT, "the founding act");
	founding.key_count = 1;
	founding.tzdata = STR("");
	assert_fails(registrar_found(club.registrar, &founding, err), ERR_FORMAT, "the time zone rules");
	assert_null(registrar_state(club.registrar));
	assert_int_equal(stored(), 0);
	assert_ok(registrar_commit(club.registrar, err));
	assert_int_equal(stored(), 0);
	assert_ok(club_found(&club, err));
	assert_int_equal(stored(), 2);
}

/* ---- Signers -------------------------------------------------------------------------------------------------------
 */

static void first_keys_are_provisional(void **state)
{
	(void)state;
	assert_ok(club_open(&club, err));
	assert_ok(club_found(&club, err));
	club_refused(&club, "A a-1 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=words",
	             "provisional-key");
	/* Somebody else's key is not the one to compare; whoever has it. */
	struct act other = stored_act(0);
	struct buf buf = buf_new(&club.arena, 256);
	buf_c(&buf, "A a-1 countersign key=");
	buf_base64(&buf, other.field[FIELD_KEYS].keys[1].key, PUBLIC_KEY_SIZE);
	buf_byte(&buf, '\0');
	club_refused(&club, buf.ptr, "key-differs");
	assert_int_equal(size(), 2);
}

static void signatures_must_be_the_record_s(void **state)
{
	(void)state;
	club_ready(&club);
	static const char close[] =
		"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"A\",\"by\":\"a-1\",\"nonce\":\"" NONCE
		"\",\"meeting\":\"m\"}\n";
	struct str good = club_sign(&club, str_from(close), "a-1");
	struct answer answer;
	assert_ok(registrar_submit(club.registrar, good, NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_REFUSED); /* there is no such meeting: the signature is fine */

	/* Another word in the text; another bit in the signature, in the key id. */
	static const struct {
		size_t from_end;
		const char *words;
	} cases[] = {{20, "does not verify"}, {90, "not made with its key on record"}};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str bad = arena_str(&club.arena, good);
		char *byte = (char *)(uintptr_t)bad.ptr + bad.len - cases[i].from_end;
		*byte = *byte == 'A' ? 'B' : 'A';
		assert_fails(registrar_submit(club.registrar, bad, NULL, 0, &answer, err), ERR_SIGNATURE, cases[i].words);
	}
	struct str bad = arena_str(&club.arena, good);
	((char *)(uintptr_t)bad.ptr)[strlen(close) - 4] = 'n';
	assert_fails(registrar_submit(club.registrar, bad, NULL, 0, &answer, err), ERR_SIGNATURE, "does not verify");
	/* b-1 signs in the name of a-1; nobody is called z-9. */
	struct buf buf = buf_new(&club.arena, 1024);
	struct secret_key key = club_key("b-1");
	buf_note(&buf, str_from(close), STR("club.example/record/a-1"), &key);
	assert_fails(registrar_submit(club.registrar, buf_view(&buf), NULL, 0, &answer, err), ERR_SIGNATURE,
	             "not made with its key on record");
	club_fails(&club, "A z-9 close meeting=m", ERR_SIGNATURE, "nobody called z-9");
	club_fails(&club, "A a-1+z-9 close meeting=m", ERR_SIGNATURE, "nobody called z-9");
	/* For another party than its own: the kernel's business, and a refusal. */
	club_refused(&club, "B a-1 close meeting=m", "party-differs");
}

static void others_may_sign_with_the_author(void **state)
{
	(void)state;
	club_ready(&club);
	club_accredit(&club, "A a-1+b-1+sec-1", "a-2");
	club_accredit(&club, "B b-1", "b-2");
	club_enter(&club, "B b-1 revoke person=b-2");
	club_fails(&club, "A a-1+b-2 revoke person=a-2", ERR_SIGNATURE, "b-2, who signs with the author, is revoked");
	club_refused(&club, "B b-2 close meeting=m", "revoked-key");
	/* A co-signature that does not verify, behind one of the author's that does. */
	struct club_act act = club_act(&club, "A a-1+c-1 revoke person=a-2");
	struct str bytes = arena_str(&club.arena, act.bytes);
	char *byte = (char *)(uintptr_t)bytes.ptr + bytes.len - 20;
	*byte = *byte == 'A' ? 'B' : 'A';
	struct answer answer;
	assert_fails(registrar_submit(club.registrar, bytes, NULL, 0, &answer, err), ERR_SIGNATURE,
	             "signature of club.example/record/c-1 does not verify");
	club_enter(&club, "A a-1+c-1 revoke person=a-2");
}

static void provisional_keys_sign_with_nobody(void **state)
{
	(void)state;
	assert_ok(club_open(&club, err));
	assert_ok(club_found(&club, err));
	struct act found = stored_act(0);
	struct buf buf = buf_new(&club.arena, 256);
	buf_c(&buf, "A a-1+b-1 countersign key=");
	buf_base64(&buf, found.field[FIELD_KEYS].keys[0].key, PUBLIC_KEY_SIZE);
	buf_byte(&buf, '\0');
	club_fails(&club, buf.ptr, ERR_SIGNATURE, "b-1, who signs with the author, is not yet confirmed");
}

static void the_registrar_s_acts_need_its_key(void **state)
{
	(void)state;
	club_ready(&club);
	static const char zones[] =
		"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"zones\",\"by\":\"registrar\",\"nonce\":\"" NONCE
		"\",\"tzdata\":\"2027a\",\"zones\":{\"Europe/Vienna\":[3600]}}\n";
	struct answer answer;
	struct buf buf = buf_new(&club.arena, 1024);
	struct secret_key key = club_key("a-1");
	buf_note(&buf, str_from(zones), LOG, &key);
	assert_fails(registrar_submit(club.registrar, buf_view(&buf), NULL, 0, &answer, err), ERR_SIGNATURE,
	             "not made with its key");
	assert_ok(registrar_submit(club.registrar, club_sign(&club, str_from(zones), "registrar"), NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	assert_int_equal(answer.number, 6);
	/* An outcome that nobody's clock asks for, by the registrar's own hand. */
	static const char outcome[] =
		"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"outcome\",\"by\":\"registrar\",\"nonce\":\"" NONCE
		"\",\"matter\":\"x\",\"stage\":\"open\",\"result\":\"adopted\",\"at\":1,\"version\":1,\"for\":[],\"against\":[],"
		"\"abstain\":[],\"reserve\":[],\"hold\":[],\"disinterest\":[],\"silent\":[],\"absent\":[]}\n";
	assert_ok(
		registrar_submit(club.registrar, club_sign(&club, str_from(outcome), "registrar"), NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_REFUSED);
	/* A person with the registrar's acts, the registrar with a person's: refusals. */
	static const char own[] =
		"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"zones\",\"party\":\"A\",\"by\":\"a-1\",\"nonce\":"
		"\"" NONCE "\",\"tzdata\":\"2027a\",\"zones\":{\"Europe/Vienna\":[3600]}}\n";
	assert_ok(registrar_submit(club.registrar, club_sign(&club, str_from(own), "a-1"), NULL, 0, &answer, err));
	assert_int_equal(answer.status, ANSWER_REFUSED);
	assert_str(refusal_slug(answer.verdict.refusal), "not-the-registrar");
	club_refused(&club, "- registrar close meeting=m", "person-unknown");
}

/* ---- Retries -------------------------------------------------------------------------------------------------------
 */

static void the_same_act_is_answered_with_its_entry(void **state)
{
	(void)state;
	club_ready(&club);
	struct club_act act = club_act(&club, "A a-1 revoke person=a-2");
	club_accredit(&club, "A a-1", "a-2");
	struct answer first, again;
	assert_ok(club_submit(&club, &act, &first, err));
	assert_int_equal(first.status, ANSWER_ENTERED);
	assert_int_equal(first.number, 7);
	club_pass(&club, 5000);
	assert_ok(club_submit(&club, &act, &again, err)); /* still pending */
	assert_int_equal(again.status, ANSWER_SAME);
	assert_int_equal(again.number, 7);
	assert_int_equal(again.time_ms, CLUB_START_MS);
	assert_ok(registrar_commit(club.registrar, err));
	club_pass(&club, 5000);
	assert_ok(club_submit(&club, &act, &again, err)); /* durable */
	assert_int_equal(again.status, ANSWER_SAME);
	assert_int_equal(again.time_ms, CLUB_START_MS);
	assert_int_equal(size(), 8);

	/* The same nonce with another text. */
	club.nonce--;
	club_refused(&club, "A a-1 revoke person=a-3", "nonce-used");
	/* The same nonce by another person is another one. */
	club.nonce--;
	club_accredit(&club, "B b-1", "b-2");
}

static void a_retry_outlives_keys_and_clocks(void **state)
{
	(void)state;
	club_ready(&club);
	club_accredit(&club, "A a-1", "a-2");
	struct club_act act = club_act(
		&club, "A a-2+b-1 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=w");
	struct answer answer;
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	club_enter(&club, "A a-1 revoke person=a-2");
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.status, ANSWER_SAME);
	/* Even past the deadline of its matter, and with a clock that is not believed. */
	club.wall_ms += 100 * HOUR_MS;
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.status, ANSWER_SAME);
	assert_int_equal(answer.number, 7);
	club_fails(&club, "A a-1 close meeting=m", ERR_CLOCK, "stepped");
}

/* ---- Texts ---------------------------------------------------------------------------------------------------------
 */

static const char table[] =
	"A a-1 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=words|text.de=restricted:Worte";

static void texts_come_with_their_act(void **state)
{
	(void)state;
	club_ready(&club);
	struct club_act act = club_act(&club, table), other = club_act(&club, "A a-1 correct entry=2|text.en=other");
	struct answer answer;
	assert_int_equal(act.blob_count, 2);
	/* One is missing. */
	assert_fails(registrar_submit(club.registrar, act.bytes, act.blob, 1, &answer, err), ERR_FORMAT,
	             "a text of the act is missing: public:");
	/* One too many. */
	struct store_blob more[] = {act.blob[0], act.blob[1], other.blob[0]};
	assert_fails(registrar_submit(club.registrar, act.bytes, more, 3, &answer, err), ERR_FORMAT, "does not speak of");
	/* One with other words, with another salt, without a salt. */
	struct store_blob changed[] = {act.blob[0], act.blob[1]};
	changed[0].data = STR("forged");
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_SIGNATURE,
	             "is not the one");
	changed[0] = act.blob[0];
	changed[0].salt = act.blob[1].salt;
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_SIGNATURE,
	             "is not the one");
	changed[0].salt = NULL;
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_FORMAT, "without its salt");
	changed[0] = act.blob[0];
	changed[0].data.len = LIMIT_BLOB_SIZE + 1;
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_LIMIT, "at most");
	assert_int_equal(size(), 6);

	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	struct store_blob got;
	assert_fails(club.store->ops->blob_get(club.store, &act.blob[0].ref, &club.arena, &got, err), ERR_NOT_FOUND, "");
	assert_ok(registrar_commit(club.registrar, err));
	for (uint32_t i = 0; i < 2; i++) {
		assert_ok(club.store->ops->blob_get(club.store, &act.blob[i].ref, &club.arena, &got, err));
		assert_true(str_eq(got.data, act.blob[i].data));
		assert_memory_equal(got.salt, act.blob[i].salt, SALT_SIZE);
	}
}

static void refused_texts_are_dropped_and_stored_ones_suffice(void **state)
{
	(void)state;
	club_ready(&club);
	struct club_act act = club_act(&club, "A a-1 correct entry=999|text.en=words");
	struct answer answer;
	struct store_blob got;
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.status, ANSWER_REFUSED);
	assert_ok(registrar_commit(club.registrar, err));
	assert_fails(club.store->ops->blob_get(club.store, &act.blob[0].ref, &club.arena, &got, err), ERR_NOT_FOUND, "");

	/* A ref that is pending, then stored, need not come again. */
	act = club_act(&club, table);
	assert_ok(club_submit(&club, &act, &answer, err));
	struct buf ref = buf_new(&club.arena, 256);
	buf_c(&ref, "A a-1 correct entry=2|text.en=");
	buf_blob_ref(&ref, &act.blob[0].ref);
	buf_byte(&ref, '\0');
	club_enter(&club, ref.ptr);
	assert_ok(registrar_commit(club.registrar, err));
	club_enter(&club, ref.ptr);
}

static void a_retry_brings_missing_texts_but_not_erased_ones(void **state)
{
	(void)state;
	club_ready(&club);
	struct club_act act = club_act(&club, table);
	struct answer answer;
	struct store_blob got;
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(club.store->ops->blob_erase(club.store, &act.blob[0].ref, err));
	assert_ok(club_submit(&club, &act, &answer, err));
	assert_int_equal(answer.status, ANSWER_SAME);
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(club.store->ops->blob_get(club.store, &act.blob[0].ref, &club.arena, &got, err));
	assert_null(got.data.ptr);
	/* What the act does not speak of is not smuggled in by a retry. */
	struct club_act other = club_act(&club, "A a-1 correct entry=2|text.en=other");
	assert_fails(registrar_submit(club.registrar, act.bytes, other.blob, 1, &answer, err), ERR_FORMAT,
	             "does not speak of");
}

/* ---- Outcomes -------------------------------------------------------------------------------------------------------
 */

static void position(const char *who, const char *stance, const struct club_act *text)
{
	struct signed_act act;
	assert_ok(act_decode(text->bytes, LOG, &club.arena, &act, err));
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, who);
	buf_c(&line, " position matter=x|version=1|commitment=");
	buf_hex(&line, act.act.field[FIELD_TEXT].bytes, HASH_SIZE);
	buf_c(&line, "|position=");
	buf_c(&line, stance);
	buf_byte(&line, '\0');
	club_enter(&club, line.ptr);
}

static void clocks_run_out_by_themselves(void **state)
{
	(void)state;
	club_ready(&club);
	struct club_act text = club_act(&club, table);
	struct answer answer;
	assert_ok(club_submit(&club, &text, &answer, err));
	position("A a-1", "support", &text);
	position("B b-1", "support", &text);
	position("C c-1", "object", &text);
	club_pass(&club, 48 * HOUR_MS - 1);
	assert_ok(registrar_tick(club.registrar, err));
	assert_int_equal(size(), 10);
	club_pass(&club, 5 * HOUR_MS + 1);
	/* An act that comes now finds the matter decided; the outcome is entered before it. */
	club_refused(&club, "A a-1 withdraw matter=x", "matter-decided");
	assert_int_equal(size(), 11);
	assert_ok(registrar_commit(club.registrar, err));
	struct entry entry = stored_entry(10);
	struct act act = stored_act(10);
	assert_int_equal(entry.time_ms, CLUB_START_MS + 53 * HOUR_MS);
	assert_int_equal(act.verb, VERB_OUTCOME);
	assert_int_equal(act.field[FIELD_AT].number, CLUB_START_MS + 48 * HOUR_MS);
	assert_str(act.field[FIELD_RESULT].str, "adopted");
	assert_str(act.field[FIELD_SYMBOL].str, "DEC/2026/1");
	assert_int_equal(act.field[FIELD_FOR].count, 2);
	assert_str(act.field[FIELD_AGAINST].list[0], "C");
	/* Its nonce is no chance. */
	struct hash nonce = hash_bytes(STR("comity-outcome/v1\nclub.example/record\n10\n"));
	assert_memory_equal(act.nonce, nonce.byte, sizeof act.nonce);
	struct signed_act made;
	assert_ok(act_decode(entry.act, LOG, &club.arena, &made, err));
	assert_ok(act_check_signatures(&made, LOG, registrar_state(club.registrar), err));
}

static void an_act_at_the_deadline_is_late(void **state)
{
	(void)state;
	club_ready(&club);
	struct club_act text = club_act(&club, table);
	struct answer answer;
	assert_ok(club_submit(&club, &text, &answer, err));
	club_pass(&club, 48 * HOUR_MS - 1);
	position("A a-1", "support", &text); /* a millisecond before */
	club_pass(&club, 1);
	club_refused(&club, "A a-1 withdraw matter=x", "matter-decided");
}

/* ---- Batches --------------------------------------------------------------------------------------------------------
 */

static void nothing_is_durable_before_the_commit(void **state)
{
	(void)state;
	club_ready(&club);
	uint64_t count;
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_int_equal(stored(), 6);
	registrar_leaves(club.registrar, &count);
	assert_int_equal(count, 6);
	club_close(&club); /* not committed: gone */
	assert_int_equal(stored(), 6);
	assert_ok(club_open(&club, err));
	assert_int_equal(size(), 6);
}

static void full_batches_are_committed(void **state)
{
	(void)state;
	club_ready(&club);
	for (unsigned i = 0; i < 2 * LIMIT_BATCH + 10; i++)
		club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_int_equal(stored(), 6 + 2 * LIMIT_BATCH);
	assert_ok(registrar_commit(club.registrar, err));
	assert_int_equal(stored(), 6 + 2 * LIMIT_BATCH + 10);
	uint64_t count;
	const struct hash *leaf = registrar_leaves(club.registrar, &count);
	assert_int_equal(count, stored());
	struct hash expected = {{0}}, got = leaf[count - 1];
	uint32_t one;
	assert_ok(club.store->ops->leaves(club.store, count - 1, 1, &expected, &one, err));
	assert_true(hash_eq(&expected, &got));
	assert_ok(registrar_seal(club.registrar, true, err));
}

/* ---- Sealing --------------------------------------------------------------------------------------------------------
 */

static struct checkpoint newest(void)
{
	struct str bytes;
	struct checkpoint checkpoint;
	struct verifier log = verifier_of(LOG, &club.key.public_key);
	assert_ok(club.store->ops->checkpoint(club.store, &club.arena, &bytes, err));
	assert_ok(checkpoint_open(bytes, &log, club.arena, &checkpoint, err));
	return checkpoint;
}

static void checkpoints_cover_what_is_durable(void **state)
{
	(void)state;
	club_ready(&club);
	uint64_t count;
	club_enter(&club, "A a-1 correct entry=2|text.en=words"); /* pending */
	assert_ok(registrar_seal(club.registrar, false, err));
	assert_int_equal(registrar_sealed(club.registrar), 6);
	const struct hash *leaf = registrar_leaves(club.registrar, &count);
	struct checkpoint checkpoint = newest();
	struct hash root = merkle_root(leaf, 6);
	assert_int_equal(checkpoint.size, 6);
	assert_true(hash_eq(&root, &checkpoint.root));
	/* Within a second: only when it must be. */
	assert_ok(registrar_commit(club.registrar, err));
	club_pass(&club, 999);
	assert_ok(registrar_seal(club.registrar, false, err));
	assert_int_equal(newest().size, 6);
	assert_ok(registrar_seal(club.registrar, true, err));
	assert_int_equal(newest().size, 7);
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_ok(registrar_commit(club.registrar, err));
	club_pass(&club, 1000);
	assert_ok(registrar_seal(club.registrar, false, err));
	assert_int_equal(newest().size, 8);
}

static void another_checkpoint_ends_the_registrar(void **state)
{
	(void)state;
	club_ready(&club);
	struct checkpoint other = {LOG, 3, hash_empty()};
	struct buf buf = buf_new(&club.arena, 1024);
	buf_checkpoint(&buf, &other, &club.key);
	assert_ok(club.store->ops->seal(club.store, 0, 3, buf_view(&buf), err));
	assert_fails(registrar_seal(club.registrar, true, err), ERR_CONFLICT, "cannot seal 6 entries");
	assert_fails(registrar_commit(club.registrar, err), ERR_IO, "has stopped");
	assert_fails(registrar_tick(club.registrar, err), ERR_IO, "has stopped");
	assert_fails(registrar_seal(club.registrar, true, err), ERR_IO, "has stopped");
	club_fails(&club, "A a-1 correct entry=2|text.en=words", ERR_IO, "has stopped");
	/* What was signed there is not this tree: it cannot be opened again either. */
	club_close(&club);
	assert_fails(club_open(&club, err), ERR_CORRUPT, "differs from what was signed");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(founding_makes_two_entries),
		T(a_founding_that_fails_leaves_nothing),
		T(first_keys_are_provisional),
		T(signatures_must_be_the_record_s),
		T(others_may_sign_with_the_author),
		T(provisional_keys_sign_with_nobody),
		T(the_registrar_s_acts_need_its_key),
		T(the_same_act_is_answered_with_its_entry),
		T(a_retry_outlives_keys_and_clocks),
		T(texts_come_with_their_act),
		T(refused_texts_are_dropped_and_stored_ones_suffice),
		T(a_retry_brings_missing_texts_but_not_erased_ones),
		T(clocks_run_out_by_themselves),
		T(an_act_at_the_deadline_is_late),
		T(nothing_is_durable_before_the_commit),
		T(full_batches_are_committed),
		T(checkpoints_cover_what_is_durable),
		T(another_checkpoint_ends_the_registrar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
