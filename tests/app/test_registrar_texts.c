/* Texts that come with acts, and outcomes that come by themselves. */
#include "app/club.h"

#include "base/limits.h"

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

/* ---- Texts ----------------------------------------------------------------------------------------------- */

static const char table[] =
	"A a-1 table matter=x|body=board|kind=any|procedure=written|title.en=T|text.en=public:words|text.de=restricted:Worte";

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
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_FORMAT, "is not the one");
	changed[0] = act.blob[0];
	changed[0].salt = act.blob[1].salt;
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_FORMAT, "is not the one");
	changed[0].salt = NULL;
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_FORMAT, "without its salt");
	changed[0] = act.blob[0];
	changed[0].data.len = LIMIT_BLOB_SIZE + 1;
	assert_fails(registrar_submit(club.registrar, act.bytes, changed, 2, &answer, err), ERR_LIMIT, "at most");
	assert_int_equal(club_size(&club), 6);

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

/* ---- Outcomes -------------------------------------------------------------------------------------------- */

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
	assert_int_equal(club_size(&club), 10);
	club_pass(&club, 5 * HOUR_MS + 1);
	/* An act that comes now finds the matter decided; the outcome is entered before it. */
	club_refused(&club, "A a-1 withdraw matter=x", "matter-decided");
	assert_int_equal(club_size(&club), 11);
	assert_ok(registrar_commit(club.registrar, err));
	struct entry entry = club_entry(&club, 10);
	struct act act = club_entry_act(&club, 10);
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

/* What would be answered may be asked ahead of an outcome that nobody has entered; nothing is entered on top of that.
 */
static void explaining_enters_nothing(void **state)
{
	(void)state;
	club_ready(&club);
	struct club_act text = club_act(&club, table);
	struct answer answer;
	struct verdict verdict;
	struct signed_act act;
	assert_ok(club_submit(&club, &text, &answer, err));
	assert_ok(registrar_commit(club.registrar, err));
	struct club_act withdraw = club_act(&club, "A a-1 withdraw matter=x");
	assert_ok(act_decode(withdraw.bytes, LOG, &club.arena, &act, err));
	assert_ok(registrar_explain(club.registrar, &act.act, &verdict, err));
	club_enter(&club, "A a-1 correct entry=2|text.en=words"); /* nothing was due: it goes on */
	assert_ok(registrar_commit(club.registrar, err));
	club_pass(&club, 48 * HOUR_MS);
	assert_ok(registrar_explain(club.registrar, &act.act, &verdict, err));
	assert_str(refusal_slug(verdict.refusal), "matter-decided");
	club_fails(&club, "A a-1 correct entry=2|text.en=words", ERR_ACCESS, "looked ahead");
	assert_fails(registrar_tick(club.registrar, err), ERR_ACCESS, "looked ahead");
	assert_ok(registrar_commit(club.registrar, err));
	assert_int_equal(club_stored(&club), 8);
	club_close(&club);
	assert_ok(club_open(&club, err));
	club_enter(&club, "A a-1 correct entry=2|text.en=words");
	assert_int_equal(club_size(&club), 10); /* the outcome and the act */
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(texts_come_with_their_act),
		T(refused_texts_are_dropped_and_stored_ones_suffice),
		T(a_retry_brings_missing_texts_but_not_erased_ones),
		T(clocks_run_out_by_themselves),
		T(an_act_at_the_deadline_is_late),
		T(explaining_enters_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
