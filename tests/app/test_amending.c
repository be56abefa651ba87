/* The charter amended by an act: the text goes along, is kept for ever, and is read again by whoever opens or verifies
 * the record. And ballots, which their scrutineers sign. */
#include "app/story.h"

#include "base/limits.h"

#define FIRST                                                                                                  \
	"organisation club \"Club\" {\n  seat \"Vienna\" Europe/Vienna\n}\n"                                       \
	"party A \"Ash\" { status member from 2020-01-01 }\nparty B \"Birch\" { status member from 2020-01-01 }\n" \
	"party C \"Cedar\" { status member from 2020-01-01 }\nparty SEC \"S\" { status secretariat from 2020-01-01 }\n"
#define REST                                                                                                        \
	"body board \"Board\" {\n  convenes secretariat\n  chair party A\n  decides any majority\n}\n"                  \
	"rule majority { adopted when for > against }\n"                                                                \
	"procedure written {\n  begins member\n  stage open {\n    positions support\n    on support to adopted\n  }\n" \
	"  outcome adopted {\n    adopts\n    amends-charter\n  }\n}\n"                                                 \
	"procedure election {\n  begins member\n  stage open {\n    on ballot to elected\n  }\n  outcome elected { adopts }\n}\n"

static const char second[] = FIRST "party D \"Dew\" { status member from 2020-01-01 }\n" REST;
static struct club club;

static int set_up(void **state)
{
	(void)state;
	club_begin(&club);
	club.charter = FIRST REST;
	club.complete = true;
	club_ready(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

/* Tables an amendment to this text; `sent`: the text goes along. */
static struct club_act table(const char *matter, const char *text, bool sent)
{
	struct store_blob blob = {.ref = blob_commit(BLOB_PERMANENT, NULL, str_from(text)), .data = str_from(text)};
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, "A a-1 table body=board|kind=charter|procedure=written|title.en=T|matter=");
	buf_c(&line, matter);
	buf_c(&line, "|charter=");
	buf_hex(&line, blob.ref.commitment.byte, HASH_SIZE);
	buf_byte(&line, '\0');
	struct club_act act = club_act(&club, line.ptr);
	if (sent)
		act.blob[act.blob_count++] = blob;
	return act;
}

static void answered(const struct club_act *act, enum answer_status status, const char *slug)
{
	struct answer answer;
	assert_ok(club_submit(&club, act, &answer, err));
	assert_int_equal(answer.status, status);
	if (status == ANSWER_REFUSED)
		assert_str(refusal_slug(answer.verdict.refusal), slug);
}

static void in_force_everywhere(void **state)
{
	(void)state;
	struct club_act act = table("m", second, true);
	answered(&act, ANSWER_ENTERED, "");
	answered(&act, ANSWER_SAME, "");
	act.blob_count = 0;
	answered(&act, ANSWER_SAME, "");
	assert_ok(registrar_commit(club.registrar, err));
	club_enter(&club, "B b-1 position matter=m|position=support");
	assert_int_equal(kernel_charter_count(registrar_state(club.registrar)), 2);
	assert_int_equal(kernel_charter(registrar_state(club.registrar))->party_count, 5);
	struct secret_key key = club_key("d-1");
	struct buf enrol = buf_new(&club.arena, 256);
	buf_c(&enrol, "SEC sec-1 enrol of=D|person=d-1|key=");
	buf_base64(&enrol, key.public_key.byte, PUBLIC_KEY_SIZE);
	buf_byte(&enrol, '\0');
	club_enter(&club, enrol.ptr);
	club_enter(&club, "D d-1 countersign");
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	struct hash digest = registrar_digest(club.registrar);
	club_close(&club);
	assert_ok(club_open(&club, err));
	struct hash again = registrar_digest(club.registrar);
	assert_true(hash_eq(&digest, &again));
	assert_int_equal(kernel_charter_count(registrar_state(club.registrar)), 2);

	struct verification v;
	struct source source = store_source(&club, club.store);
	assert_verified(&source, NULL, &v);
	assert_true(hash_eq(&v.digest, &digest));
	assert_int_equal(v.blobs, 1);
	/* Permanent: nobody erases it. */
	struct blob_ref ref = blob_commit(BLOB_PERMANENT, NULL, str_from(second));
	assert_int_equal(club.store->ops->blob_erase(club.store, &ref, NULL), ERR_REFUSED);
}

static void what_is_no_charter(void **state)
{
	(void)state;
	struct club_act act = table("m", second, false);
	struct answer answer;
	assert_fails(club_submit(&club, &act, &answer, err), ERR_FORMAT, "a text of the act is missing");
	act = table("m", "nonsense\n", true);
	answered(&act, ANSWER_REFUSED, "charter-unread");
	act = table("m", "", true);
	answered(&act, ANSWER_REFUSED, "charter-unread");
	act = table(
		"m",
		"organisation club \"Club\" { seat \"Vienna\" Europe/Vienna }\nparty A \"A\" { status member from 2020-01-01 }\n",
		true);
	answered(&act, ANSWER_REFUSED, "charter-unfit");
	/* Another text than the one that is named. */
	act = table("m", second, true);
	act.blob[0].data = STR("nonsense\n");
	assert_fails(club_submit(&club, &act, &answer, err), ERR_FORMAT, "not the one");
	/* What was refused is not kept, and leaves nothing behind that the next act could meet. */
	act = table("m", "nonsense\n", false);
	assert_fails(club_submit(&club, &act, &answer, err), ERR_FORMAT, "a text of the act is missing");
	for (int i = 0; i < 3; i++) {
		act = table("m", FIRST "party SEC2 \"S\" { status partner from 2020-01-01 }\n" REST "party", true);
		answered(&act, ANSWER_REFUSED, "charter-unread");
	}
	act = table("m", FIRST REST, true);
	answered(&act, ANSWER_ENTERED, "");
}

/* An amendment of a text that an earlier act has brought: it need not be sent again. */
static void a_text_that_is_there(void **state)
{
	(void)state;
	struct club_act act = table("m", second, true);
	answered(&act, ANSWER_ENTERED, "");
	act = table("n", second, false);
	answered(&act, ANSWER_ENTERED, "");
	assert_ok(registrar_commit(club.registrar, err));
	act = table("o", second, false);
	answered(&act, ANSWER_ENTERED, "");
}

#define BALLOT " ballot matter=e|round=1|papers=3|invalid=0|ayes=2|noes=1|abstentions=0|absentees=0|scrutineers="
static void scrutineers_sign(void **state)
{
	(void)state;
	club_enter(&club, "A a-1 table matter=e|body=board|kind=x|procedure=election|title.en=E");
	club_fails(&club, "SEC sec-1" BALLOT "a-1,b-1", ERR_SIGNATURE, "the scrutineer a-1 has not signed the ballot");
	club_fails(&club, "SEC sec-1+a-1" BALLOT "a-1,b-1", ERR_SIGNATURE, "the scrutineer b-1 has not signed the ballot");
	club_fails(&club, "SEC sec-1+a-1+c-1" BALLOT "a-1,b-1", ERR_SIGNATURE, "the scrutineer b-1 has not signed");
	club_refused(&club, "SEC sec-1+a-1" BALLOT "a-1", "scrutineers-few");
	club_enter(&club, "SEC sec-1+c-1+a-1+b-1" BALLOT "a-1,b-1");
	assert_true(kernel_matter_at(registrar_state(club.registrar), 0).has_ballot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(in_force_everywhere, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_no_charter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_text_that_is_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(scrutineers_sign, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
