/* Which texts go out of the house: those that an outcome publishes, when it is sealed; those under embargo, when it
 * ends. */
#include "app/story.h"

#include <stdio.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "record/proof.h"

#define FILES_MAX 64

static struct club club;
static char charter[8192];

/* Beside the club's written procedure, whose outcomes publish nothing, one whose adoptions do. */
static const char open_procedure[] = "procedure open \"Open procedure\" {\n"
									 "  begins member\n"
									 "  needs text\n"
									 "  stage open {\n"
									 "    clock 48h\n"
									 "    positions support object abstain\n"
									 "    on amendment by author to open\n"
									 "    on expiry to adopted when passes any\n"
									 "    on expiry to lapsed\n"
									 "  }\n"
									 "  outcome adopted {\n"
									 "    adopts\n"
									 "    publish\n"
									 "  }\n"
									 "  outcome lapsed\n"
									 "}\n";

static int set_up(void **state)
{
	(void)state;
	scratch_begin();
	club_begin(&club);
	strcpy(charter, club_charter);
	strcat(charter, open_procedure);
	club.charter = charter;
	club_ready(&club);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	scratch_end();
	return 0;
}

static void seal(void)
{
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
}

static void support(const char *who, const char *matter, uint32_t index)
{
	struct matter_view view = kernel_matter_at(registrar_state(club.registrar), index);
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, who);
	buf_c(&line, " position matter=");
	buf_c(&line, matter);
	buf_c(&line, "|version=");
	buf_u64(&line, view.version);
	buf_c(&line, "|commitment=");
	buf_hex(&line, view.commitment, HASH_SIZE);
	buf_c(&line, "|position=support|reason.en=A reason of ours.");
	buf_byte(&line, '\0');
	club_enter(&club, line.ptr);
}

/* Do these words stand in an export made now, with restricted texts or without? Which must verify. */
static bool goes_out(const char *name, bool restricted, const char *words)
{
	static struct file file[FILES_MAX];
	struct arena arena = arena_mark(&club.arena);
	struct export_result result;
	struct source source;
	struct verification v;
	const char *folder = scratch_path("%s", name);
	bool found = false;
	assert_ok(export_folder(club.registrar, &os_real, folder, restricted, &result, err));
	assert_ok(source_of_folder(folder, &os_real, &arena, &source, err));
	assert_verified(&source, NULL, &v);
	assert_true(v.blobs + 1 >= result.blobs); /* and the charter; a text counts for each act that speaks of it */
	uint32_t count = read_files(folder, &arena, file, FILES_MAX);
	for (uint32_t i = 0; i < count; i++)
		if (memmem(file[i].bytes, file[i].size, words, strlen(words)))
			found = true;
	return found;
}

/* … in the receipt of an entry? */
static bool in_receipt(uint64_t number, bool restricted, const char *words)
{
	struct verifier log = verifier_of(LOG, &club.key.public_key);
	struct receipt receipt;
	struct str bytes;
	bool found = false;
	assert_ok(receipt_make(club.registrar, number, restricted, &club.arena, &bytes, err));
	assert_ok(receipt_open(bytes, &log, &club.arena, &receipt, err));
	for (uint32_t i = 0; i < receipt.blob_count; i++)
		if (str_eq(receipt.blob[i].data, str_from(words)))
			found = true;
	return found;
}

#define FIRST "The first draft."
#define FINAL "The text as adopted."
#define FRENCH "Le texte comme adopté."
#define OTHER "Of another matter."
#define LOST "Of a matter that lapsed."

static void a_published_text_goes_out(void **state)
{
	(void)state;
	uint64_t tabled = club_enter(
		&club, "A a-1 table matter=m|body=board|kind=decision|procedure=open|title.en=M|text.en=" FIRST);
	uint64_t other = club_enter(&club, "A a-1 table matter=n|body=board|kind=decision|procedure=written|title.en=N|"
	                                   "text.en=" OTHER);
	uint64_t lost = club_enter(&club,
	                           "B b-1 table matter=o|body=board|kind=decision|procedure=open|title.en=O|text.en=" LOST);
	uint64_t amended = club_enter(&club, "A a-1 amend matter=m|version=2|text.en=" FINAL "|text.fr=restricted:" FRENCH);
	support("B b-1", "m", 0);
	support("B b-1", "n", 1);
	seal();
	assert_false(goes_out("before", false, FINAL));
	assert_false(in_receipt(amended, false, FINAL));
	assert_true(goes_out("all", true, FINAL));
	assert_true(goes_out("all", true, LOST));
	assert_true(in_receipt(amended, true, FINAL));
	/* Decided, but not sealed: the outcome is not known outside. */
	club_pass(&club, 60 * HOUR_MS);
	assert_ok(registrar_tick(club.registrar, err));
	assert_ok(registrar_commit(club.registrar, err));
	const struct state *record = registrar_state(club.registrar);
	struct matter_view matter = kernel_matter_at(record, 0);
	assert_true(matter.decided > 0 && kernel_matter_at(record, 1).decided > 0 &&
	            kernel_matter_at(record, 2).decided > 0);
	assert_false(goes_out("before", false, FINAL));
	assert_false(in_receipt(amended, false, FINAL));
	seal();
	/* The same folder, brought up to date; and a new one. */
	static const char *const folder[] = {"before", "after"};
	for (size_t i = 0; i < COUNT(folder); i++) {
		assert_true(goes_out(folder[i], false, FINAL));
		assert_true(goes_out(folder[i], false, FRENCH));
		assert_false(goes_out(folder[i], false, FIRST)); /* an earlier version */
		assert_false(goes_out(folder[i], false, OTHER)); /* no publish */
		assert_false(goes_out(folder[i], false, LOST));  /* another outcome */
		assert_false(goes_out(folder[i], false, "A reason of ours."));
	}
	assert_true(in_receipt(amended, false, FINAL));
	assert_true(in_receipt(amended, false, FRENCH));
	assert_true(in_receipt(matter.decided, false, FINAL));
	assert_false(in_receipt(tabled, false, FIRST));
	assert_false(in_receipt(other, false, OTHER));
	assert_false(in_receipt(lost, false, LOST));
	/* A position's own reason does not go out with the text that it is about. */
	assert_true(in_receipt(amended + 1, false, FINAL));
	assert_false(in_receipt(amended + 1, false, "A reason of ours."));
	assert_true(in_receipt(amended + 1, true, "A reason of ours."));
	/* Read by somebody else's registrar, without a key. */
	club_close(&club);
	struct registrar_config config = {0};
	assert_ok(club_open_with(&club, club.store, &config, err));
	assert_true(goes_out("reader", false, FINAL));
	assert_false(goes_out("reader", false, OTHER));
}

#define NEWS "The club has met."
#define SECRET "Notes for the press."

static void an_embargo_is_kept(void **state)
{
	(void)state;
	/* No title is needed; a release of its own text, public unless said otherwise. */
	uint64_t news = club_enter(&club,
	                           "SEC sec-1 release release=r|embargo=+48h|text.en=" NEWS "|text.fr=restricted:" SECRET);
	uint64_t now = club_enter(&club, "SEC sec-1 release release=s|title.en=At once|text.en=Nothing new.");
	seal();
	struct act untitled = club_entry_act(&club, news);
	struct buf words = buf_new(&club.arena, 512);
	buf_act_words(&words, registrar_state(club.registrar), &untitled);
	assert_null(memmem(words.ptr, words.len, "release r:", 10));
	assert_false(goes_out("log", false, NEWS));
	assert_true(goes_out("log", false, "Nothing new."));
	assert_false(in_receipt(news, false, NEWS));
	assert_true(in_receipt(now, false, "Nothing new."));
	/* Who is asked for everything, gives everything. */
	assert_true(goes_out("all", true, NEWS));
	assert_true(goes_out("all", true, SECRET));
	assert_true(in_receipt(news, true, NEWS));
	assert_true(in_receipt(news, true, SECRET));
	/* To the millisecond. */
	club_pass(&club, 48 * HOUR_MS - 1);
	assert_false(goes_out("log", false, NEWS));
	assert_false(in_receipt(news, false, NEWS));
	club_pass(&club, 1);
	assert_true(goes_out("log", false, NEWS));
	assert_true(goes_out("new", false, NEWS));
	assert_false(goes_out("new", false, SECRET));
	assert_true(in_receipt(news, false, NEWS));
	assert_false(in_receipt(news, false, SECRET));
}

/* The text of a decision that a release announces later. */
static void an_embargo_holds_a_published_text(void **state)
{
	(void)state;
	uint64_t tabled = club_enter(
		&club, "A a-1 table matter=m|body=board|kind=decision|procedure=open|title.en=M|text.en=" FINAL);
	support("B b-1", "m", 0);
	club_pass(&club, 49 * HOUR_MS);
	struct act act = {.verb = VERB_NONE};
	assert_ok(registrar_commit(club.registrar, err));
	act = club_entry_act(&club, tabled);
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, "SEC sec-1 release release=r|embargo=+24h|text.en=");
	buf_str(&line, act.field[FIELD_TEXT].pair[0].value);
	buf_byte(&line, '\0');
	club_enter(&club, line.ptr);
	seal();
	assert_false(goes_out("log", false, FINAL));
	assert_false(in_receipt(tabled, false, FINAL));
	club_pass(&club, 24 * HOUR_MS);
	assert_true(goes_out("log", false, FINAL));
	assert_true(in_receipt(tabled, false, FINAL));
}

/* How many texts in the folder others may read. */
static uint32_t open_texts(const char *name)
{
	static struct file file[FILES_MAX];
	struct arena arena = arena_mark(&club.arena);
	uint32_t count = read_files(scratch_path("%s", name), &arena, file, FILES_MAX), open = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct stat info;
		assert_int_equal(stat(scratch_path("%s/%s", name, file[i].path), &info), 0);
		if (strstr(file[i].path, "blobs/"))
			open += (info.st_mode & 077) != 0;
	}
	return open;
}

static void exports_publicly(const char *name, bool wanted)
{
	struct export_result result;
	struct err error = {.msg = ""};
	enum err_code code = export_folder(club.registrar, &os_real, scratch_path("%s", name), false, &result, &error);
	assert_int_equal(code, wanted ? ERR_OK : ERR_EXISTS);
	assert_true(wanted || strstr(error.msg, "holds texts that are not public"));
}

/* A folder that was made with all texts is for everybody once they are; then all files may be read. */
static void a_full_folder_under_embargo_is_not_public(void **state)
{
	(void)state;
	club_enter(&club, "SEC sec-1 release release=r|embargo=+48h|text.en=" NEWS);
	club_enter(&club, "A a-1 table matter=m|body=board|kind=decision|procedure=open|title.en=M|text.en=" FINAL);
	club.complete = true;
	club_enter(&club, "B b-1 position matter=m|position=support");
	seal();
	assert_true(goes_out("all", true, NEWS));
	assert_true(goes_out("all", true, FINAL));
	assert_int_equal(open_texts("all"), 1); /* the charter */
	exports_publicly("all", false);
	club_pass(&club, 49 * HOUR_MS);
	assert_ok(registrar_tick(club.registrar, err));
	seal();
	exports_publicly("all", true);
	assert_int_equal(open_texts("all"), 3);
}

/* What went out before a release put it under embargo is no reason to stop. */
static void an_embargo_that_comes_late(void **state)
{
	(void)state;
	uint64_t tabled = club_enter(
		&club, "A a-1 table matter=m|body=board|kind=decision|procedure=open|title.en=M|text.en=" FINAL);
	support("B b-1", "m", 0);
	club_pass(&club, 49 * HOUR_MS);
	assert_ok(registrar_tick(club.registrar, err));
	seal();
	assert_true(goes_out("log", false, FINAL));
	struct act act = club_entry_act(&club, tabled);
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, "SEC sec-1 release release=r|embargo=+24h|text.en=");
	buf_str(&line, act.field[FIELD_TEXT].pair[0].value);
	buf_byte(&line, '\0');
	club_enter(&club, line.ptr);
	seal();
	exports_publicly("log", true);
	assert_false(goes_out("new", false, FINAL));
	assert_true(goes_out("all", true, FINAL));
	exports_publicly("all", false);
}

#define CORRECTED "The club has not met."
#define ONCE_MORE "It has, but elsewhere."

/* … and whatever corrects it, and corrects that. */
static void an_embargo_is_kept_by_corrections(void **state)
{
	(void)state;
	char line[128];
	uint64_t before = club_enter(&club, "SEC sec-1 correct entry=5|text.en=public:Long ago.");
	uint64_t news = club_enter(&club, "SEC sec-1 release release=r|embargo=+48h|text.en=" NEWS);
	snprintf(line, sizeof line, "SEC sec-1 correct entry=%d|text.en=public:" CORRECTED, (int)news);
	uint64_t first = club_enter(&club, line);
	uint64_t other = club_enter(&club, "SEC sec-1 correct entry=5|text.en=public:Of another.");
	snprintf(line, sizeof line, "SEC sec-1 correct entry=%d|text.en=public:" ONCE_MORE, (int)first);
	uint64_t second = club_enter(&club, line);
	seal();
	assert_false(goes_out("log", false, CORRECTED));
	assert_false(goes_out("log", false, ONCE_MORE));
	assert_true(goes_out("log", false, "Long ago."));
	assert_true(goes_out("log", false, "Of another."));
	assert_false(in_receipt(first, false, CORRECTED));
	assert_false(in_receipt(second, false, ONCE_MORE));
	assert_true(in_receipt(before, false, "Long ago."));
	assert_true(in_receipt(other, false, "Of another."));
	assert_true(in_receipt(second, true, ONCE_MORE));
	club_pass(&club, 48 * HOUR_MS);
	assert_true(goes_out("log", false, CORRECTED));
	assert_true(in_receipt(second, false, ONCE_MORE));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(a_published_text_goes_out),         T(an_embargo_is_kept),
		T(an_embargo_holds_a_published_text), T(a_full_folder_under_embargo_is_not_public),
		T(an_embargo_that_comes_late),        T(an_embargo_is_kept_by_corrections),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
