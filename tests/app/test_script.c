/* Scripts: what each line may say, what a wrong one is told, and that a script makes the same bytes every time. */
#include "app/story.h"

#include <stdlib.h>

#include "app/script.h"
#include "app/script_words.h"
#include "base/limits.h"

#define HEAD "charter club.charter\norigin club.example/record\nseed \"test\"\n"
#define KEYS "key A a-1\nkey B b-1\nkey C c-1\nkey SEC sec-1\n"
#define FOUND HEAD "at 2026-01-05T10:00Z\n" KEYS "found\n"                       /* 9 lines */
#define SIGNED FOUND "A a-1 countersign\nB b-1 countersign\nC c-1 countersign\n" /* 12 */
#define TABLE "A a-1 table matter=m body=board kind=decision procedure=written title.en=Boat text.en=\"We buy it.\"\n"
#define TABLED SIGNED TABLE /* 13 */

static struct region region;
static struct arena arena;
static struct script_result result;
static struct {
	uint32_t told, answered, outcomes;
	char words[256];
	uint32_t line;
	enum answer_status status;
	uint64_t number;
} seen;

static int set_up(void **state)
{
	(void)state;
	scratch_begin();
	assert_ok(sign_start(err));
	assert_true(arena_reserve(&region, (size_t)64 << 20));
	arena = arena_of(&region);
	write_text(scratch_path("club.charter"), club_charter);
	memset(&seen, 0, sizeof seen);
	result = (struct script_result){0};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_return(&region);
	scratch_end();
	return 0;
}

static void on_told(void *context, struct str words)
{
	(void)context;
	seen.told++;
	snprintf(seen.words, sizeof seen.words, "%.*s", STR_ARG(words));
}

static void on_answered(void *context, uint32_t line, const struct state *state, const struct act *act,
                        const struct answer *answer)
{
	(void)context;
	assert_non_null(state);
	assert_int_not_equal(act->verb, VERB_NONE);
	seen.answered++;
	seen.line = line;
	seen.status = answer->status;
	seen.number = answer->number;
}

static void on_outcome(void *context, const struct state *state, const struct act *act, uint64_t number)
{
	(void)context;
	assert_int_equal(act->verb, VERB_OUTCOME);
	assert_true(number < kernel_size(state));
	seen.outcomes++;
}

static const struct script_events events = {NULL, on_told, on_answered, on_outcome};

/* The registrar comes back open in *ret; NULL after a failure. */
static enum err_code run_file(const char *path, struct registrar **ret, struct err *err)
{
	struct store *store = NULL;
	*ret = NULL;
	assert_int_equal(store_memory_open(&store, err), ERR_OK);
	return script_run(path, store, &os_real, &events, &result, ret, err);
}

static enum err_code run(const char *text, struct registrar **ret, struct err *err)
{
	write_text(scratch_path("x.script"), text);
	return run_file(scratch_path("x.script"), ret, err);
}

static void runs(const char *text)
{
	struct registrar *registrar;
	assert_ok(run(text, &registrar, err));
	registrar_close(registrar);
}

static void fails(const char *text, enum err_code code, const char *words)
{
	struct registrar *registrar;
	assert_fails(run(text, &registrar, err), code, words);
	assert_null(registrar);
	assert_fails(run(text, &registrar, err), code, "x.script");
}

/* ---- Words ---------------------------------------------------------------------------------------------------------
 */

static void lines_are_words(void **state)
{
	(void)state;
	static const char text[] = "# nothing\n"
							   "\n"
							   " \t one  two\tthree # not this\n"
							   "title.en=\"two words\" a\"b c\"d \"\" \"\\\"\\\\\"\r\n"
							   "a#b \"# kept\" last";
	struct script_line line = {0};
	struct str bytes = str_from(text);
	size_t offset = 0;
	assert_ok(script_next(bytes, &offset, &arena, &line, err));
	assert_int_equal(line.number, 3);
	assert_int_equal(line.count, 3);
	assert_true(str_eq(line.word[0], STR("one")));
	assert_true(str_eq(line.word[2], STR("three")));
	assert_ok(script_next(bytes, &offset, &arena, &line, err));
	assert_int_equal(line.number, 4);
	assert_int_equal(line.count, 4);
	assert_true(str_eq(line.word[0], STR("title.en=two words")));
	assert_true(str_eq(line.word[1], STR("ab cd")));
	assert_int_equal(line.word[2].len, 0);
	assert_true(str_eq(line.word[3], STR("\"\\")));
	assert_true(str_eq(script_value(&line, 0, STR("title.en")), STR("two words")));
	assert_null(script_value(&line, 1, STR("title.en")).ptr);
	assert_null(script_value(&line, 0, STR("title")).ptr);
	assert_ok(script_next(bytes, &offset, &arena, &line, err));
	assert_int_equal(line.count, 3);
	assert_true(str_eq(line.word[0], STR("a#b")));
	assert_true(str_eq(line.word[1], STR("# kept")));
	assert_true(str_eq(line.word[2], STR("last")));
	assert_fails(script_next(bytes, &offset, &arena, &line, err), ERR_NOT_FOUND, "ends");
}

static void words_that_are_wrong(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum err_code code;
		const char *words;
	} cases[] = {
		{"a \"b\nc\"\n", ERR_FORMAT, "line 1: a quote is not closed"},
		{"\n\"", ERR_FORMAT, "line 2: a quote is not closed"},
		{"\"\\n\"", ERR_FORMAT, "line 1: a backslash"},
		{"\"\\", ERR_FORMAT, "line 1: a backslash"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct script_line line = {0};
		size_t offset = 0;
		assert_fails(script_next(str_from(cases[i].text), &offset, &arena, &line, err), cases[i].code, cases[i].words);
	}
	char many[2 * (SCRIPT_WORDS + 1)];
	for (size_t i = 0; i < sizeof many; i++)
		many[i] = i % 2 ? ' ' : 'w';
	struct script_line line = {0};
	size_t offset = 0;
	struct str text = {many, sizeof many};
	assert_fails(script_next(text, &offset, &arena, &line, err), ERR_LIMIT, "line 1 has more than 64 words");
	offset = 2;
	assert_ok(script_next(text, &offset, &arena, &line, err));
	assert_int_equal(line.count, SCRIPT_WORDS);
}

/* ---- Lines ---------------------------------------------------------------------------------------------------------
 */

static void a_story_runs(void **state)
{
	(void)state;
	struct registrar *registrar;
	assert_ok(run(TABLED "tell \"And they vote.\"\n"
	                     "A a-1 position matter=m position=support\n"
	                     "B b-1 position matter=m position=object reason.en=\"Too wet.\"\n"
	                     "C c-1 position matter=m version=2 position=object refused version\n"
	                     "expect matter m stage=open version=1\n"
	                     "after 1 day\n"
	                     "A a-1 accredit person=a-2\n"
	                     "A a-2 position matter=m position=support\n"
	                     "C c-1 position matter=m position=support\n"
	                     "after 24h\n"
	                     "expect outcome m adopted symbol=DEC/2026/1 rule=majority at=2026-01-07T10:00Z\n"
	                     "seal\n",
	              &registrar, err));
	assert_int_equal(result.acts, 10);
	assert_int_equal(result.refused, 1);
	assert_int_equal(result.outcomes, 1);
	assert_int_equal(result.entries, 12);
	assert_int_equal(seen.told, 1);
	assert_string_equal(seen.words, "And they vote.");
	assert_int_equal(seen.answered, 10);
	assert_int_equal(seen.line, 22);
	assert_int_equal(seen.status, ANSWER_ENTERED);
	assert_int_equal(seen.number, 10);
	assert_int_equal(seen.outcomes, 1);
	assert_int_equal(registrar_sealed(registrar), 12);
	/* From now on it can be read, not written. */
	assert_fails(registrar_tick(registrar, err), ERR_ACCESS, "");
	registrar_close(registrar);
}

static void the_head(void **state)
{
	(void)state;
	struct script_head head;
	fails("origin club.example/record\nseed s\n", ERR_FORMAT, "does not say its charter, origin and seed");
	fails("charter club.charter\norigin club.example/record\n", ERR_FORMAT, "does not say");
	fails("", ERR_FORMAT, "does not say");
	fails(HEAD "seed again\n", ERR_FORMAT, "line 4: `seed` stands a second time");
	fails("charter club charter\n", ERR_FORMAT, "line 1: after `charter` stands one word");
	fails("charter club.charter\norigin \"\"\n", ERR_FORMAT, "line 2: after `origin`");
	fails("\"", ERR_FORMAT, "line 1: a quote is not closed");
	fails("charter none.charter\norigin club.example/record\nseed s\n", ERR_NOT_FOUND, "none.charter");
	write_text(scratch_path("bad.charter"), "organisation\n");
	fails("charter bad.charter\norigin club.example/record\nseed s\n", ERR_FORMAT, "line 1");
	fails("charter club.charter\norigin \"no origin\"\nseed s\nat 2026-01-05T10:00Z\nfound\n", ERR_USAGE, "line 5: ");
	assert_fails(script_head(scratch_path("none.script"), &os_real, &arena, &head, err), ERR_NOT_FOUND,
	             "cannot read the script");
	write_text(scratch_path("x.script"), HEAD);
	assert_ok(script_head(scratch_path("x.script"), &os_real, &arena, &head, err));
	assert_true(str_eq(head.charter, STR("club.charter")));
	assert_true(str_eq(head.origin, STR("club.example/record")));
	assert_true(str_eq(head.seed, STR("test")));
	struct registrar *registrar;
	assert_fails(run_file(scratch_path("none.script"), &registrar, err), ERR_NOT_FOUND, "none.script");
	runs(HEAD); /* nothing is founded */
	assert_int_equal(result.entries, 0);
}

static void included(void **state)
{
	(void)state;
	struct script_head head;
	/* The head stands in the included file, which goes on where the script then goes on. */
	write_text(scratch_path("part.script"), TABLED);
	write_text(scratch_path("end.script"), "after 2 days\nexpect outcome m adopted\n");
	runs("# first\ninclude part.script\nB b-1 position matter=m position=support\ninclude end.script\nseal\n");
	assert_int_equal(result.acts, 5);
	assert_int_equal(seen.line, 3);
	write_text(scratch_path("x.script"), "include part.script\n");
	assert_ok(script_head(scratch_path("x.script"), &os_real, &arena, &head, err));
	assert_true(str_eq(head.origin, STR("club.example/record")));
	/* It is the same record as from one file. */
	struct registrar *registrar;
	struct hash digests[2];
	const char *texts[] = {TABLED "seal\n", "include part.script\nseal\n"};
	for (size_t i = 0; i < 2; i++) {
		assert_ok(run(texts[i], &registrar, err));
		digests[i] = registrar_digest(registrar);
		registrar_close(registrar);
	}
	assert_memory_equal(digests[0].byte, digests[1].byte, HASH_SIZE);

	fails("include none.script\n", ERR_NOT_FOUND, "line 1: cannot include none.script");
	fails(HEAD "include part.script\n", ERR_FORMAT, "line 4: part.script: line 1: `charter` stands a second time");
	fails(SIGNED "include ../x.script\n", ERR_FORMAT, "line 13: after `include` stands the name of a file");
	fails(SIGNED "include \"\"\n", ERR_FORMAT, "line 13: after `include`");
	fails(SIGNED "include\n", ERR_CONFLICT, "line 13: write: include FILE");
	fails(SIGNED "include a.script b.script\n", ERR_CONFLICT, "line 13: write: include FILE");
	write_text(scratch_path("bad.script"), "# nothing\nA a-1 sing\n");
	fails(SIGNED "include bad.script\n", ERR_CONFLICT, "line 13: bad.script: line 2: there is no such act");
	write_text(scratch_path("self.script"), "include self.script\n");
	fails(SIGNED "include self.script\n", ERR_LIMIT, "more than 4 files include each other");
}

static const struct {
	const char *text;
	enum err_code code;
	const char *words;
} wrong[] = {
	/* the clock */
	{HEAD "at\n", ERR_CONFLICT, "line 4: which time?"},
	{HEAD "at noon\n", ERR_CONFLICT, "line 4: at: expected a time such as"},
	{HEAD "after 1h\n", ERR_CONFLICT, "line 4: the clock is not set yet"},
	{HEAD "at 2026-01-05T10:00[Europe/Vienna]\n", ERR_CONFLICT,
     "line 4: at: the record has"}, /* no zones before the founding */
	{HEAD "at 2026-01-05T10:00Z\nat 2026-01-05T09:59:59.999Z\n", ERR_CONFLICT, "line 5: the clock goes back"},
	{FOUND "after -1h\n", ERR_CONFLICT, "line 10: after: expected a span such as 48h"},
	{FOUND "after 1 parsec\n", ERR_CONFLICT, "line 10: after: expected a span such as 48h"},
	/* before the founding */
	{HEAD KEYS "found\n", ERR_CONFLICT, "line 8: the clock is not set yet"},
	{HEAD "key A\n", ERR_CONFLICT, "line 4: write: key PARTY PERSON"},
	{HEAD "zone\n", ERR_CONFLICT, "line 4: write: zone"},
	{HEAD "at 2026-01-05T10:00Z\n" KEYS "zone Europe/Atlantis\nfound\n", ERR_NOT_FOUND, "line 10: "},
	{HEAD "at 2026-01-05T10:00Z\nkey A a-1\nkey A a-2\nfound\n", ERR_FORMAT, "line 7: "},
	{HEAD "at 2026-01-05T10:00Z\nkey X x-1\nfound\n", ERR_REFUSED, "line 6: "},
	{HEAD "at 2026-01-05T10:00Z\nfound now\n", ERR_CONFLICT, "line 5: write: found"},
	{HEAD "seal\n", ERR_CONFLICT, "line 4: the record is not founded yet"},
	{HEAD "expect matter m\n", ERR_CONFLICT, "line 4: the record is not founded yet"},
	{HEAD "A a-1 countersign\n", ERR_CONFLICT, "line 4: the record is not founded yet"},
	/* after it */
	{FOUND "found\n", ERR_CONFLICT, "line 10: the record is founded already"},
	{FOUND "key B b-2\n", ERR_CONFLICT, "line 10: first keys stand before `found`"},
	{FOUND "zone Asia/Yerevan\n", ERR_CONFLICT, "line 10: zones stand before `found`"},
	{FOUND "seal twice\n", ERR_CONFLICT, "line 10: write: seal"},
	{FOUND "tell two words\n", ERR_CONFLICT, "line 10: write: tell"},
	{FOUND "tell\n", ERR_CONFLICT, "line 10: write: tell"},
	/* acts */
	{FOUND "sael\n", ERR_CONFLICT, "line 10: neither a directive nor"},
	{FOUND "A a-1\n", ERR_CONFLICT, "line 10: neither a directive nor"},
	{FOUND "A a-1 sing\n", ERR_CONFLICT, "line 10: there is no such act"},
	{FOUND "A a-1 accredit person=a-2\n", ERR_CONFLICT, "line 10: refused provisional-key"},
	{FOUND "A nobody countersign\n", ERR_NOT_FOUND, "line 10: nobody in this record"},
	{SIGNED "A nobody revoke person=b-1\n", ERR_SIGNATURE, "line 13: "},
	{SIGNED "A \"no name\" revoke person=b-1\n", ERR_CONFLICT, "line 13: the person's name cannot sign"},
	{SIGNED "A a-1 revoke\n", ERR_USAGE, "line 13: "},
	{SIGNED "A a-1 revoke person=b-1 colour=red\n", ERR_USAGE, "line 13: "},
	{SIGNED "A a-1 revoke b-1\n", ERR_USAGE, "line 13: "},
	{SIGNED "A a-1 revoke person=b-1 refused\n", ERR_USAGE, "line 13: "},
	{SIGNED "A a-1 revoke person=b-1 key=derived:x\n", ERR_USAGE, "line 13: "},
	{SIGNED "A a-1 accredit person=a-2 key=derived:\n", ERR_CONFLICT, "line 13: write: key=derived:NAME"},
	{SIGNED "A a-1 accredit person=a-2 key=nonsense\n", ERR_USAGE, "line 13: "},
	{SIGNED "A a-1 position matter=m position=support\n", ERR_NOT_FOUND, "line 13: there is no matter \"m\""},
	{SIGNED "A a-1 table matter=m body=board kind=decision procedure=written title.en=x text.en=@none.txt\n",
     ERR_NOT_FOUND, "line 13: "},
	/* what is expected */
	{SIGNED "A a-1 revoke person=b-1\n", ERR_CONFLICT, "line 13: refused "},
	{SIGNED "A a-1 accredit person=a-2 refused not-the-chair\n", ERR_CONFLICT,
     "line 13: entered, though \"refused not-the-chair\" was expected"},
	{TABLED "B b-1 position matter=m position=support refused\n", ERR_USAGE, "line 14: "},
	{TABLED "B b-1 position matter=m position=perhaps refused not-the-chair\n", ERR_CONFLICT,
     "line 14: refused unknown-name, though \"refused not-the-chair\" was expected: "},
	{TABLED "B b-1 position matter=m position=support refused not-the-chiar\n", ERR_CONFLICT,
     "line 14: there is no refusal \"not-the-chiar\""},
	{TABLED "expect\n", ERR_CONFLICT, "line 14: write: expect"},
	{TABLED "expect rain\n", ERR_CONFLICT, "line 14: write: expect"},
	{TABLED "expect meeting\n", ERR_CONFLICT, "line 14: there is no such meeting"},
	{TABLED "expect meeting m\n", ERR_CONFLICT, "line 14: there is no such meeting"},
	{TABLED "expect meeting m place=x\n", ERR_CONFLICT, "line 14: \"place=x\" cannot be expected"},
	{TABLED "expect matter\n", ERR_CONFLICT, "line 14: there is no such matter"},
	{TABLED "expect matter n\n", ERR_CONFLICT, "line 14: there is no such matter"},
	{TABLED "expect matter m stage=silence\n", ERR_CONFLICT, "line 14: the matter is at the stage open"},
	{TABLED "expect matter m version=2\n", ERR_CONFLICT, "line 14: the text is at version 1"},
	{TABLED "expect matter m version=one\n", ERR_CONFLICT, "line 14: the text is at version 1"},
	{TABLED "expect party a state=member\n", ERR_CONFLICT, "line 14: \"state=member\" cannot be expected"},
	{TABLED "expect charter number=2\n", ERR_CONFLICT, "line 14: \"number=2\" cannot be expected"},
	{TABLED "expect matter m stagr=open\n", ERR_CONFLICT, "line 14: \"stagr=open\" cannot be expected"},
	{TABLED "expect matter m open\n", ERR_CONFLICT, "line 14: \"open\" cannot be expected"},
	{TABLED "expect matter m deadline=soon\n", ERR_CONFLICT, "line 14: \"soon\" is neither a time nor \"never\""},
	{TABLED "expect matter m deadline=never\n", ERR_CONFLICT, "line 14: deadline is 2026-"},
	{TABLED "expect matter m earliest=2026-01-06T10:00Z\n", ERR_CONFLICT, "line 14: earliest is never"},
	{TABLED "expect matter m published=yes\n", ERR_CONFLICT, "line 14: the text is not published"},
	{TABLED "expect matter m bound=a\n", ERR_CONFLICT, "line 14: there is no party \"a\""},
	{TABLED "expect matter m bound=A,B\n", ERR_CONFLICT, "line 14: bound is nobody"},
	{TABLED "expect matter m bound=nobody\nexpect matter m bound=A\n", ERR_CONFLICT, "line 15: bound is nobody"},
	{TABLED "expect instrument pact since=never\n", ERR_CONFLICT, "line 14: there is no such instrument"},
	{TABLED "expect instrument\n", ERR_CONFLICT, "line 14: there is no such instrument"},
	/* later rules of time zones */
	{HEAD "rules 2026c Europe/Vienna 2026-10-25T01:00Z=+01:00\n", ERR_CONFLICT, "line 4: the record is not founded"},
	{TABLED "rules 2026c Europe/Vienna\n", ERR_CONFLICT, "line 14: write: rules VERSION ZONE TIME=+HH:MM"},
	{TABLED "rules 2026c Europe/Vienna 2026-10-25T01:00Z\n", ERR_CONFLICT, "line 14: write: rules"},
	{TABLED "rules 2026c Europe/Vienna noon=+01:00\n", ERR_CONFLICT, "line 14: write: rules"},
	{TABLED "rules 2026c Europe/Vienna 2026-10-25T01:00Z=1\n", ERR_CONFLICT, "line 14: write: rules"},
	{TABLED "rules 2026c Europe/Vienna 2026-10-25T01:00Z=+x1:00\n", ERR_CONFLICT, "line 14: write: rules"},
	{TABLED "rules 2026c Europe/Vienna 2026-10-25T01:00Z=+19:00\n", ERR_CONFLICT, "line 14: write: rules"},
	{TABLED "rules 2026c Europe/Rome 2026-10-25T01:00Z=+01:00\n", ERR_CONFLICT, "line 14: the record has no such zone"},
	{TABLED "rules 2026c Europe/Vienna 2026-10-25T01:00Z=+01:00 2026-10-25T01:00Z=+02:00\n", ERR_FORMAT,
     "line 14: the time zone rules: act: expected field \"zones\""},
	{TABLED "expect outcome m\n", ERR_CONFLICT, "line 14: write: expect outcome"},
	{TABLED "expect outcome m adopted\n", ERR_CONFLICT, "line 14: the matter has no outcome"},
	{TABLED "after 48h\nexpect outcome m adopted\n", ERR_CONFLICT, "line 15: the newest outcome of m is lapsed"},
	{TABLED "after 48h\nexpect outcome m lapsed symbol=x\n", ERR_CONFLICT, "line 15: the symbol is \"\""},
	{TABLED "after 48h\nexpect outcome m lapsed rule=x\n", ERR_CONFLICT, "line 15: the rule is \""},
	{TABLED "after 48h\nexpect outcome m lapsed at=2026-01-07T10:00:00.001Z\n", ERR_CONFLICT,
     "line 15: the outcome dates"},
	{TABLED "after 48h\nexpect outcome m lapsed at=then\n", ERR_CONFLICT, "line 15: the outcome dates"},
	{TABLED "after 48h\nexpect outcome m lapsed result=x\n", ERR_CONFLICT, "line 15: \"result=x\" cannot be"},
};

static void each_wrong_line_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		fails(wrong[i].text, wrong[i].code, wrong[i].words);
}

/* ---- Keys of persons -----------------------------------------------------------------------------------------------
 */

static void derived_keys(void **state)
{
	(void)state;
	runs(SIGNED "A a-1 accredit person=a-2\n"
	            "A a-2 table matter=m body=board kind=decision procedure=written title.en=x text.en=y\n"
	            "A a-1 accredit person=a-2 key=derived:other refused person-known\n"
	            /* a refused key is nobody's: a-2 goes on with the one it has */
	            "A a-2 position matter=m position=support\n"
	            "A a-1 revoke person=a-2\n"
	            "A a-2 position matter=m position=object refused revoked-key\n");
	struct secret_key key;
	uint8_t seed[SEED_SIZE];
	struct registrar *registrar;
	struct person_view person;
	assert_ok(run(SIGNED "A a-1 accredit person=a-3 key=derived:third\n"
	                     "A a-3 table matter=m body=board kind=decision procedure=written title.en=x text.en=y\n",
	              &registrar, err));
	script_seed(STR("test"), STR("third"), seed);
	secret_key_from_seed(seed, &key);
	assert_true(kernel_person(registrar_state(registrar), STR("a-3"), &person));
	assert_memory_equal(person.key, key.public_key.byte, PUBLIC_KEY_SIZE);
	registrar_close(registrar);
	/* By hand: SHA-256("comity-script/v1" LF "test" LF "third" LF). */
	struct hash hash = hash_bytes(STR("comity-script/v1\ntest\nthird\n"));
	assert_memory_equal(seed, hash.byte, SEED_SIZE);
}

static void zones_and_files(void **state)
{
	(void)state;
	write_text(scratch_path("boat.txt"), "We buy a boat.\n");
	struct registrar *registrar;
	assert_ok(run(HEAD "zone Asia/Yerevan\nat 2026-01-05T10:00Z\n" KEYS "found\n"
	                   "A a-1 countersign\n"
	                   "at 2026-01-06T14:00[Asia/Yerevan]\n"
	                   "A a-1 table matter=m body=board kind=decision procedure=written title.en=x text.en=@boat.txt "
	                   "text.fr=restricted:@boat.txt\n"
	                   "expect matter m version=1\n",
	              &registrar, err));
	assert_int_equal(kernel_time(registrar_state(registrar)), INT64_C(1767693600000)); /* 2026-01-06T10:00Z */
	assert_int_equal(kernel_matter_at(registrar_state(registrar), 0).deadline_ms, INT64_C(1767866400000));
	registrar_close(registrar);
	struct script_events none = {0};
	struct store *store = NULL;
	assert_ok(store_memory_open(&store, err));
	assert_ok(script_run(scratch_path("x.script"), store, &os_real, &none, &result, &registrar, err));
	registrar_close(registrar);
	assert_ok(store_memory_open(&store, err));
	write_text(scratch_path("x.script"), "nonsense");
	assert_int_equal(script_run(scratch_path("x.script"), store, &os_real, &none, &result, &registrar, NULL),
	                 ERR_FORMAT);
}

/* ---- The same every time -------------------------------------------------------------------------------------------
 */

static void kept_open(struct store *store)
{
	(void)store;
}

static void same_twice(const char *example)
{
	static struct file file[2][64];
	struct hash digest[2];
	uint32_t count[2];
	for (int i = 0; i < 2; i++) {
		char path[512];
		struct registrar *registrar;
		struct export_result exported;
		snprintf(path, sizeof path, "%s/examples/%s", getenv("COMITY_SOURCE"), example);
		assert_ok(run_file(path, &registrar, err));
		digest[i] = registrar_digest(registrar);
		assert_int_equal(registrar_sealed(registrar), result.entries);
		const char *log = scratch_path("log-%d-%s", i, strrchr(example, '/') + 1);
		assert_ok(export_folder(registrar, &os_real, log, true, &exported, err));
		count[i] = read_files(log, &arena, file[i], 64);
		/* Opened again, and verified: the same state. */
		struct store *store = registrar_store(registrar);
		static struct store_ops kept;
		const struct store_ops *ops = store->ops;
		kept = *ops;
		kept.close = kept_open;
		store->ops = &kept;
		registrar_close(registrar);
		store->ops = ops;
		struct registrar_config config = {.store = store, .os = &os_real};
		struct registrar *again;
		struct verification v;
		struct source source;
		assert_ok(registrar_open(&config, &again, err));
		struct hash reopened = registrar_digest(again);
		assert_true(hash_eq(&digest[i], &reopened));
		assert_ok(source_of_folder(log, &os_real, &arena, &source, err));
		assert_verified(&source, NULL, &v);
		assert_true(hash_eq(&digest[i], &v.digest));
		registrar_close(again);
		assert_int_equal(v.entries, result.entries);
	}
	assert_true(hash_eq(&digest[0], &digest[1]));
	assert_int_equal(count[0], count[1]);
	assert_true(count[0] > 5);
	for (uint32_t i = 0; i < count[0]; i++)
		assert_true(same_file(&file[0][i], &file[1][i]));
}

static void the_examples_are_the_same_every_time(void **state)
{
	(void)state;
	if (!getenv("COMITY_SOURCE"))
		skip();
	same_twice("club/picnic.script");
	same_twice("csto/yerevan.script");
	same_twice("csto/csto.script");
	same_twice("csto/kazakhstan.script");
	same_twice("csto/armenia.script");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(lines_are_words),
		T(words_that_are_wrong),
		T(a_story_runs),
		T(the_head),
		T(included),
		T(each_wrong_line_is_named),
		T(derived_keys),
		T(zones_and_files),
		T(the_examples_are_the_same_every_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
