/* Who may sign what, and what an act that comes again is answered with. */
#include "app/club.h"

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

/* ---- Signers --------------------------------------------------------------------------------------------- */

static void first_keys_are_provisional(void **state)
{
	(void)state;
	assert_ok(club_open(&club, err));
	assert_ok(club_found(&club, err));
	club_refused(&club, "A a-1 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=words",
	             "provisional-key");
	/* Somebody else's key is not the one to compare; whoever has it. */
	struct act other = club_entry_act(&club, 0);
	struct buf buf = buf_new(&club.arena, 256);
	buf_c(&buf, "A a-1 countersign key=");
	buf_base64(&buf, other.field[FIELD_KEYS].keys[1].key, PUBLIC_KEY_SIZE);
	buf_byte(&buf, '\0');
	club_refused(&club, buf.ptr, "key-differs");
	assert_int_equal(club_size(&club), 2);
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
	struct act found = club_entry_act(&club, 0);
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
		"\",\"matter\":\"x\",\"body\":\"board\",\"kind\":\"any\",\"stage\":\"open\",\"result\":\"adopted\","
		"\"adopts\":true,\"final\":true,\"at\":1,\"version\":1,\"for\":[],\"against\":[],"
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

/* ---- Retries --------------------------------------------------------------------------------------------- */

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
	assert_int_equal(club_size(&club), 8);

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

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(first_keys_are_provisional),        T(signatures_must_be_the_record_s),
		T(others_may_sign_with_the_author),   T(provisional_keys_sign_with_nobody),
		T(the_registrar_s_acts_need_its_key), T(the_same_act_is_answered_with_its_entry),
		T(a_retry_outlives_keys_and_clocks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
