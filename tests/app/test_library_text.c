/* What anybody may read: restricted, published, under embargo, erased, missing; headings; and that receipts made with a
 * library are those made without.
 */
#include "app/shelf.h"

#include "app/verify.h"
#include "base/limits.h"

static struct club club;

static int set_up(void **state)
{
	(void)state;
	shelf_begin(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	shelf_end(&club);
	return 0;
}

/* The text of the entry's field in this language: its state, or its words when it is shown. */
static void text_is(uint64_t number, enum field field, const char *language, enum text_state wanted, const char *words,
                    const char *wanted_language)
{
	struct arena scratch = arena_mark(&club.arena);
	enum text_state got = TEXT_MISSING;
	struct str text = STR("untouched"), got_language = STR("untouched");
	assert_ok(library_text(club.library, club.store, registrar_state(club.registrar), shelf_fact(&club, number), field,
	                       str_from(language), registrar_now(club.registrar), &scratch, &got, &text, &got_language,
	                       err));
	assert_int_equal(got, wanted);
	assert_str(text, wanted == TEXT_SHOWN ? words : "untouched");
	assert_str(got_language, wanted == TEXT_SHOWN ? wanted_language : "untouched");
}

static struct blob_ref ref_at(uint64_t number, enum field field, uint32_t index)
{
	const struct value *value = fact_get(shelf_fact(&club, number), field);
	struct blob_ref ref;
	assert_non_null(value);
	assert_true(blob_ref_parse(field_info[field].type == TYPE_BLOB ? value->str : value->pair[index].value, &ref));
	return ref;
}

static enum text_state state_of(const struct blob_ref *ref)
{
	return library_may_read(club.library, registrar_state(club.registrar), ref, registrar_now(club.registrar));
}

static uint64_t decided(const char *matter)
{
	const struct state *record = registrar_state(club.registrar);
	return kernel_matter_at(record, kernel_matter_find(record, str_from(matter))).decided;
}

/* ---- Restricted and published -------------------------------------------------------------------------------- */

static void a_text_is_published_by_its_outcome(void **state)
{
	(void)state;
	uint64_t tabled = club_enter(&club, "A a-1 table matter=m|body=board|kind=decision|procedure=written|title.en=M|"
	                                    "text.en=The first draft.");
	uint64_t other = club_enter(&club, "A a-1 table matter=n|body=board|kind=decision|procedure=closed|title.en=N|"
	                                   "text.en=Of another matter.");
	uint64_t lost = club_enter(&club, "B b-1 table matter=o|body=board|kind=decision|procedure=written|title.en=O|"
	                                  "text.en=Of a matter that lapsed.");
	uint64_t amended = club_enter(&club, "A a-1 amend matter=m|text.en=As adopted.|text.fr=Comme adopté.");
	uint64_t position = club_enter(&club, "B b-1 position matter=m|position=support|reason.en=A reason of ours.");
	club_enter(&club, "C c-1 position matter=o|position=object");
	assert_ok(registrar_commit(club.registrar, err));
	text_is(tabled, FIELD_TEXT, "en", TEXT_RESTRICTED, NULL, NULL);
	text_is(amended, FIELD_TEXT, "en", TEXT_RESTRICTED, NULL, NULL);
	text_is(position, FIELD_REASON, "en", TEXT_RESTRICTED, NULL, NULL);
	text_is(position, FIELD_TEXT, "en", TEXT_NONE, NULL, NULL);
	struct blob_ref ref = ref_at(amended, FIELD_TEXT, 0);
	assert_int_equal(library_published(club.library, &ref), 0);
	club_pass(&club, 48 * HOUR_MS - 1);
	shelf_tick(&club);
	text_is(amended, FIELD_TEXT, "en", TEXT_RESTRICTED, NULL, NULL);
	club_pass(&club, 60 * HOUR_MS);
	shelf_tick(&club);
	for (int round = 0; round < 2; round++) {
		assert_true(decided("m") && decided("o"));
		text_is(amended, FIELD_TEXT, "en", TEXT_SHOWN, "As adopted.", "en");
		text_is(amended, FIELD_TEXT, "fr", TEXT_SHOWN, "Comme adopté.", "fr");
		text_is(amended, FIELD_TEXT, "ru", TEXT_SHOWN, "As adopted.", "en"); /* the charter's languages first */
		text_is(tabled, FIELD_TEXT, "en", TEXT_RESTRICTED, NULL, NULL);      /* an earlier version */
		text_is(other, FIELD_TEXT, "en", TEXT_RESTRICTED, NULL, NULL);       /* open */
		text_is(lost, FIELD_TEXT, "en", TEXT_RESTRICTED, NULL, NULL);        /* an outcome that does not publish */
		text_is(position, FIELD_REASON, "en", TEXT_RESTRICTED, NULL, NULL);
		assert_int_equal(library_published(club.library, &ref), decided("m"));
		shelf_reopen(&club);
	}
}

static void the_best_that_may_be_read_is_given(void **state)
{
	(void)state;
	uint64_t mixed = club_enter(&club, "SEC sec-1 release release=r|title.en=R|text.en=restricted:For us.|"
	                                   "text.fr=Pour tous.|text.uk=Для всіх.");
	assert_ok(registrar_commit(club.registrar, err));
	text_is(mixed, FIELD_TEXT, "en", TEXT_SHOWN, "Pour tous.", "fr");
	text_is(mixed, FIELD_TEXT, "uk", TEXT_SHOWN, "Для всіх.", "uk");
}

static void cards_and_reasons(void **state)
{
	(void)state;
	shelf_fill(&club);
	uint64_t accredited = library_verb(club.library, VERB_ACCREDIT).number[0];
	text_is(accredited, FIELD_CARD, "en", TEXT_SHOWN, "Room 7", "");
	text_is(library_verb(club.library, VERB_CANCEL).number[0], FIELD_REASON, "ru", TEXT_SHOWN, "There is no hall.",
	        "en");
	text_is(library_verb(club.library, VERB_REVOKE).number[0], FIELD_REASON, "en", TEXT_SHOWN, "It was lost.", "en");
	text_is(library_verb(club.library, VERB_POSITION).number[0], FIELD_REASON, "en", TEXT_RESTRICTED, NULL, NULL);
	text_is(library_verb(club.library, VERB_SPEAK).number[0], FIELD_TEXT, "en", TEXT_SHOWN, "Friends, we have met.",
	        "en");
	/* The charter: permanent, spoken of by the founding. */
	struct blob_ref charter = blob_commit(BLOB_PERMANENT, NULL, str_from(shelf_charter));
	assert_int_equal(state_of(&charter), TEXT_SHOWN);
	/* Under another class, or by nobody at all. */
	struct blob_ref ref = ref_at(accredited, FIELD_CARD, 0);
	ref.class = BLOB_RESTRICTED;
	assert_int_equal(state_of(&ref), TEXT_MISSING);
	ref = (struct blob_ref){.class = BLOB_PUBLIC};
	assert_int_equal(state_of(&ref), TEXT_MISSING);
}

/* ---- Embargo ------------------------------------------------------------------------------------------------- */

static void an_embargo_ends_to_the_millisecond(void **state)
{
	(void)state;
	uint64_t news = club_enter(&club,
	                           "SEC sec-1 release release=r|embargo=+48h|text.en=News.|text.fr=restricted:Notes.");
	uint64_t now = club_enter(&club, "SEC sec-1 release release=s|text.en=At once.");
	assert_ok(registrar_commit(club.registrar, err));
	for (int round = 0; round < 2; round++) {
		assert_true(library_embargoed(club.library, shelf_fact(&club, news), registrar_now(club.registrar)));
		assert_false(library_embargoed(club.library, shelf_fact(&club, now), registrar_now(club.registrar)));
		text_is(news, FIELD_TEXT, "en", TEXT_EMBARGO, NULL, NULL);
		text_is(news, FIELD_TEXT, "fr", TEXT_EMBARGO, NULL, NULL);
		text_is(now, FIELD_TEXT, "en", TEXT_SHOWN, "At once.", "en");
		shelf_reopen(&club);
		club_pass(&club, round == 0 ? 48 * HOUR_MS - 1 : 1);
	}
	assert_false(library_embargoed(club.library, shelf_fact(&club, news), registrar_now(club.registrar)));
	text_is(news, FIELD_TEXT, "en", TEXT_SHOWN, "News.", "en");
	text_is(news, FIELD_TEXT, "fr", TEXT_SHOWN, "News.", "en");
	struct blob_ref notes = ref_at(news, FIELD_TEXT, 1);
	assert_int_equal(state_of(&notes), TEXT_RESTRICTED);
}

/* A text that was to be read already, and that a release announces later, is withheld until then: here and elsewhere.
 */
static void an_embargo_holds_every_use_of_a_text(void **state)
{
	(void)state;
	uint64_t speech = club_enter(&club, "SEC sec-1 correct entry=5|text.en=public:Public words.");
	assert_ok(registrar_commit(club.registrar, err));
	text_is(speech, FIELD_TEXT, "en", TEXT_SHOWN, "Public words.", "en");
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, "SEC sec-1 release release=r|embargo=+24h|text.en=");
	buf_str(&line, fact_get(shelf_fact(&club, speech), FIELD_TEXT)->pair[0].value);
	buf_byte(&line, '\0');
	club_enter(&club, line.ptr);
	text_is(speech, FIELD_TEXT, "en", TEXT_EMBARGO, NULL, NULL);
	club_pass(&club, 24 * HOUR_MS);
	text_is(speech, FIELD_TEXT, "en", TEXT_SHOWN, "Public words.", "en");
}

/* What corrects a release says what stands in it: it waits as long, however long the chain. */
static void what_corrects_a_release_waits_with_it(void **state)
{
	(void)state;
	uint64_t corrected = club_enter(&club, "SEC sec-1 release release=r|embargo=+48h|text.en=News.");
	uint64_t chain[3];
	for (size_t i = 0; i < COUNT(chain); i++) {
		char line[128];
		snprintf(line, sizeof line, "SEC sec-1 correct entry=%d|text.en=public:Line %zu of the news.", (int)corrected,
		         i);
		corrected = chain[i] = club_enter(&club, line);
	}
	uint64_t other = club_enter(&club, "SEC sec-1 correct entry=5|text.en=public:Of something else.");
	assert_ok(registrar_commit(club.registrar, err));
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < COUNT(chain); i++) {
			struct blob_ref ref = ref_at(chain[i], FIELD_TEXT, 0);
			text_is(chain[i], FIELD_TEXT, "en", TEXT_EMBARGO, NULL, NULL);
			assert_int_equal(state_of(&ref), TEXT_EMBARGO);
			assert_true(library_embargoed(club.library, shelf_fact(&club, chain[i]), registrar_now(club.registrar)));
		}
		text_is(other, FIELD_TEXT, "en", TEXT_SHOWN, "Of something else.", "en");
		assert_false(library_embargoed(club.library, shelf_fact(&club, other), registrar_now(club.registrar)));
		shelf_reopen(&club);
		club_pass(&club, round == 0 ? 48 * HOUR_MS - 1 : 1);
	}
	text_is(chain[2], FIELD_TEXT, "en", TEXT_SHOWN, "Line 2 of the news.", "en");
}

/* ---- Erased and missing -------------------------------------------------------------------------------------- */

static enum err_code broken_get(struct store *store, const struct blob_ref *ref, struct arena *arena,
                                struct store_blob *ret, struct err *err)
{
	(void)store;
	(void)ref;
	(void)arena;
	(void)ret;
	return err_set(err, ERR_IO, "the disk is gone");
}

static enum err_code nothing_get(struct store *store, const struct blob_ref *ref, struct arena *arena,
                                 struct store_blob *ret, struct err *err)
{
	(void)store;
	(void)ref;
	(void)arena;
	(void)ret;
	return err_set(err, ERR_NOT_FOUND, "no such text");
}

static void what_is_not_there(void **state)
{
	(void)state;
	uint64_t number = club_enter(&club, "SEC sec-1 release release=r|text.en=English.|text.fr=Français.");
	assert_ok(registrar_commit(club.registrar, err));
	struct blob_ref english = ref_at(number, FIELD_TEXT, 0), french = ref_at(number, FIELD_TEXT, 1);
	const struct store_ops *real = club.store->ops;
	struct store_ops ops = *real;
	ops.blob_get = nothing_get;
	club.store->ops = &ops;
	text_is(number, FIELD_TEXT, "en", TEXT_MISSING, NULL, NULL);
	ops.blob_get = broken_get;
	struct arena scratch = club.arena;
	struct str text, language;
	enum text_state got;
	assert_fails(library_text(club.library, club.store, registrar_state(club.registrar), shelf_fact(&club, number),
	                          FIELD_TEXT, STR("en"), registrar_now(club.registrar), &scratch, &got, &text, &language,
	                          err),
	             ERR_IO, "the disk is gone");
	club.store->ops = real;
	assert_ok(club.store->ops->blob_erase(club.store, &english, err));
	text_is(number, FIELD_TEXT, "en", TEXT_SHOWN, "Français.", "fr");
	assert_ok(club.store->ops->blob_erase(club.store, &french, err));
	text_is(number, FIELD_TEXT, "en", TEXT_ERASED, NULL, NULL);
}

/* ---- Headings ------------------------------------------------------------------------------------------------ */

static void heading_is(uint64_t number, const char *language, enum text_state wanted, const char *words,
                       const char *wanted_language)
{
	struct arena scratch = club.arena;
	enum text_state got = TEXT_MISSING;
	struct str text = STR("untouched"), got_language = STR("untouched");
	for (int i = 0; i < 2; i++) { /* read, then remembered */
		assert_ok(library_heading(club.library, club.store, registrar_state(club.registrar), shelf_fact(&club, number),
		                          str_from(language), registrar_now(club.registrar), &scratch, &got, &text,
		                          &got_language, err));
		assert_int_equal(got, wanted);
		assert_str(text, wanted == TEXT_SHOWN ? words : "untouched");
		assert_str(got_language, wanted == TEXT_SHOWN ? wanted_language : "untouched");
	}
}

static void a_release_is_headed_by_its_title_or_first_line(void **state)
{
	(void)state;
	char line[1200] = "SEC sec-1 release release=long|text.en=", letters[900] = "";
	uint64_t titled = club_enter(&club, "SEC sec-1 release release=r|title.en=R|title.ru=Р|text.en=Text.");
	uint64_t later = club_enter(&club, "SEC sec-1 release release=s|embargo=+1h|text.en=\n \n  A surprise. \r\nMore.|"
	                                   "text.ru=Сюрприз.");
	uint64_t blank = club_enter(&club, "SEC sec-1 release release=t|text.en= \n |text.fr=Un mot");
	uint64_t restricted = club_enter(&club, "SEC sec-1 release release=u|text.en=restricted:Notes.");
	for (int i = 0; i < 400; i++)
		strcat(letters, "я");
	strcat(line, letters);
	uint64_t cut = club_enter(&club, line);
	assert_ok(registrar_commit(club.registrar, err));
	heading_is(titled, "ru", TEXT_SHOWN, "Р", "ru");
	heading_is(titled, "fr", TEXT_SHOWN, "Р", "ru");
	heading_is(later, "en", TEXT_EMBARGO, NULL, NULL);
	heading_is(blank, "en", TEXT_SHOWN, "Un mot", "fr");
	heading_is(restricted, "en", TEXT_RESTRICTED, NULL, NULL);
	letters[LIMIT_LABEL_SIZE] = '\0'; /* whole letters: two bytes each */
	heading_is(cut, "en", TEXT_SHOWN, letters, "en");
	club_pass(&club, HOUR_MS);
	heading_is(later, "en", TEXT_SHOWN, "A surprise.", "en");
	heading_is(later, "ru", TEXT_SHOWN, "Сюрприз.", "ru");
	heading_is(later, "de", TEXT_SHOWN, "Сюрприз.", "ru");
	/* A text in use by a new release under embargo, although its first line is remembered. */
	struct buf again = buf_new(&club.arena, 512);
	buf_c(&again, "SEC sec-1 release release=v|embargo=+1h|text.en=");
	buf_str(&again, fact_get(shelf_fact(&club, later), FIELD_TEXT)->pair[0].value);
	buf_byte(&again, '\0');
	club_enter(&club, again.ptr);
	heading_is(later, "en", TEXT_SHOWN, "Сюрприз.", "ru");
	club_pass(&club, HOUR_MS);
	heading_is(later, "en", TEXT_SHOWN, "A surprise.", "en");
}

/* More releases than the cache has places. */
static void headings_push_each_other_out(void **state)
{
	(void)state;
	char line[128];
	for (int i = 0; i < 1100; i++) {
		snprintf(line, sizeof line, "SEC sec-1 release release=r%d|text.en=Number %d\nMore.", i, i);
		club_enter(&club, line);
	}
	assert_ok(registrar_commit(club.registrar, err));
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 1100; i++) {
			snprintf(line, sizeof line, "Number %d", i);
			heading_is((uint64_t)(6 + i), "en", TEXT_SHOWN, line, "en");
		}
}

/* ---- One rule ------------------------------------------------------------------------------------------------ */

/* What the library lets go out is what outgoing.c lets out: receipts are the same bytes with and without it, for every
 * entry, before and after an outcome and an embargo. */
static void receipts_are_those_of_outgoing(void **state)
{
	(void)state;
	shelf_fill(&club);
	club_enter(&club, "SEC sec-1 release release=soon|embargo=+5h|text.en=Soon.");
	club_enter(&club, "A a-1 table matter=next|body=board|kind=decision|procedure=written|title.en=N|text.en=Next.");
	club_enter(&club, "B b-1 position matter=next|position=support|reason.en=public:Because.");
	uint64_t last = club_size(&club);
	for (int hour = 0; hour < 60; hour += 20) {
		shelf_seal(&club);
		for (int restricted = 0; restricted < 2; restricted++)
			for (uint64_t i = 0; i < club_size(&club); i++) {
				struct arena scratch = club.arena;
				struct registrar_config config = {.key = &club.key};
				struct str with, without;
				assert_ok(receipt_make(club.registrar, i, restricted, &scratch, &with, err));
				struct registrar *kept = club.registrar;
				club.registrar = NULL;
				assert_ok(club_open_with(&club, club.store, &config, err));
				assert_ok(receipt_make(club.registrar, i, restricted, &scratch, &without, err));
				club_close(&club);
				club.registrar = kept;
				if (!str_eq(with, without))
					fail_msg("the receipt of entry %d at hour %d differs", (int)i, hour);
			}
		club_pass(&club, 20 * HOUR_MS);
		shelf_tick(&club);
	}
	assert_true(club_size(&club) > last); /* the outcome came in between */
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_text_is_published_by_its_outcome),
		T(the_best_that_may_be_read_is_given),
		T(cards_and_reasons),
		T(an_embargo_ends_to_the_millisecond),
		T(an_embargo_holds_every_use_of_a_text),
		T(what_corrects_a_release_waits_with_it),
		T(what_is_not_there),
		T(a_release_is_headed_by_its_title_or_first_line),
		T(headings_push_each_other_out),
		T(receipts_are_those_of_outgoing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
