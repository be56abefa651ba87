/* What the search finds in a record: every kind of row, nothing that may not be read, and the same after the index was
 * made anew.
 */
#include "app/shelf.h"

#include <unistd.h>

#include "base/limits.h"

static struct club club;
static char folder[64], path[96];
static struct region region;
static struct search *writer;
static struct reading reading;

static int set_up(void **state)
{
	(void)state;
	shelf_begin(&club);
	strcpy(folder, "/tmp/comity-served-XXXXXX");
	if (!mkdtemp(folder) || !arena_reserve(&region, (size_t)64 << 20))
		return -1;
	snprintf(path, sizeof path, "%s/search.db", folder);
	reading = (struct reading){.state = NULL};
	assert_ok(search_open(path, LOG, true, &writer, err));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	char command[128];
	search_close(writer);
	search_close(reading.search);
	arena_return(&region);
	shelf_end(&club);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

/* Everything that is durable, some entries at a time. */
static void fill_index(uint64_t at_once)
{
	uint64_t left = 1;
	struct search *kept = reading.search;
	reading = shelf_reading(&club);
	reading.search = kept;
	if (!reading.search)
		assert_ok(search_open(path, LOG, false, &reading.search, err));
	while (left > 0)
		assert_ok(served_index(&reading, writer, at_once, arena_of(&region), &left, err));
}

static void catch_up(void)
{
	assert_ok(registrar_commit(club.registrar, err));
	fill_index(3);
}

#define HITS 50
static struct found found[HITS];
static bool more;

static uint32_t find_in(const char *query, const char *language)
{
	uint32_t count = 77;
	assert_ok(
		served_search(&reading, str_from(query), str_from(language), 0, HITS, &club.arena, found, &count, &more, err));
	return count;
}

/* "kind/name/language" of each hit, newest first. */
static void finds(const char *query, const char *language, const char *wanted)
{
	char all[1024] = "";
	uint32_t count = find_in(query, language);
	for (uint32_t i = 0; i < count; i++)
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s%.*s/%.*s/%.*s", i ? " " : "", STR_ARG(found[i].kind),
		         STR_ARG(found[i].name), STR_ARG(found[i].language));
	if (strcmp(all, wanted) != 0)
		fail_msg("\"%s\" finds \"%s\", not \"%s\"", query, all, wanted);
}

static void every_kind_is_found(void **state)
{
	(void)state;
	char wanted[64];
	shelf_fill(&club);
	fill_index(7);
	/* The meeting, and what was said there. */
	snprintf(wanted, sizeof wanted, "speech/%d/en meeting/spring/en",
	         (int)library_verb(club.library, VERB_SPEAK).number[0]);
	finds("spring", "en", wanted);
	finds("весенняя", "ru", "meeting/spring/ru");
	finds("graz", "fr", "");
	finds("spring graz", "", "meeting/spring/en");
	/* A meeting without a title, by its body's in each language. */
	finds("правление", "ru", "meeting/autumn/ru meeting/spring/ru body/board/ru");
	assert_str(found[0].title, "Правление");
	/* A matter by its newest text, its symbol, its title. */
	finds("two boats", "en", "matter/boat/en");
	assert_int_equal(found[0].entry, kernel_matter_at(reading.state, 0).decided);
	assert_str(found[0].title, "A boat");
	finds("лодки", "ru", "matter/boat/ru");
	finds("\"DEC/2026/2\"", "ru", "matter/boat/ru");
	finds("sand sent", "", "matter/sand/en");
	finds("oars", "", "matter/oars/en");
	/* Documents by title, text, symbol. */
	finds("report done", "", "document/report/en");
	finds("\"DEC/2026/1\"", "", "document/report/en");
	/* Events by title, topic, text. */
	finds("march rivers", "", "event/march/en");
	finds("шествие", "", "event/march/ru");
	finds("club has met", "en", "release/first/en charter/charter/en");
	finds("собрался", "ru", "release/first/ru");
	snprintf(wanted, sizeof wanted, "speech/%d/en", (int)library_verb(club.library, VERB_SPEAK).number[0]);
	finds("friends", "", wanted);
	assert_str(found[0].title, "Spring meeting");
	snprintf(wanted, sizeof wanted, "report/%d/en", (int)library_verb(club.library, VERB_REPORT).number[0]);
	finds("metres", "", wanted);
	assert_str(found[0].title, "Water is rising");
	snprintf(wanted, sizeof wanted, "correction/%d/en", (int)library_verb(club.library, VERB_CORRECT).number[0]);
	finds("\"done well\"", "", wanted);
	/* The charter as it is read aloud, without comments. */
	finds("\"held by a-2 of Ash\"", "en", "charter/charter/en");
	assert_str(found[0].title, "Club");
	finds("stonemason", "", "");
	/* A person by identifier and by what the card says, in each language. */
	finds("\"room 7\"", "en", "person/a-2/en");
	finds("\"room 7\"", "ru", "person/a-2/ru");
	assert_str(found[0].title, "Speaker");
	/* Who and what the charter names, by all its names. */
	finds("committee", "ru", "body/board/ru");
	finds("committee", "en", "body/board/en charter/charter/en");
	finds("ясень", "", "party/A/ru charter/charter/en");
	finds("speaker", "en", "person/a-2/en office/speaker/en charter/charter/en");
	/* Never what is restricted, nor a reason. */
	finds("leaks", "", "");
	finds("\"we buy a boat\"", "", ""); /* the draft */
	finds("nothing of this", "", "");
	/* The embargo of "later" has ended: it is headed by the first line of its text. */
	finds("surprise", "en", "release/later/en");
	assert_str(found[0].title, "A surprise.");
	finds("\"une surprise\"", "", "release/later/fr");
	assert_str(found[0].title, "Une surprise.");
}

static void an_embargo_is_kept(void **state)
{
	(void)state;
	club_enter(&club, "SEC sec-1 release release=open|title.en=Herons|text.en=Herons are back.");
	club_enter(&club, "SEC sec-1 release release=later|embargo=+5h|text.en=Herons nest.|text.ru=Цапли гнездятся.");
	char correct[96];
	snprintf(correct, sizeof correct, "SEC sec-1 correct entry=%d|text.en=public:Ducks came.",
	         (int)club_size(&club) - 1);
	club_enter(&club, correct);
	for (int i = 0; i < 4; i++) {
		char line[96];
		snprintf(line, sizeof line, "SEC sec-1 release release=r%d|title.en=Heron %d|text.en=Birds.", i, i);
		club_enter(&club, line);
	}
	catch_up();
	finds("nest", "", "");
	finds("цапли", "", "");
	finds("ducks", "", ""); /* what corrects it */
	/* Neither seen nor counted. */
	finds("heron", "en", "release/r3/en release/r2/en release/r1/en release/r0/en release/open/en");
	assert_false(more);
	uint32_t count;
	assert_ok(served_search(&reading, STR("heron"), STR(""), 4, 1, &club.arena, found, &count, &more, err));
	assert_int_equal(count, 1);
	assert_str(found[0].name, "open");
	assert_false(more);
	reading.now_ms += 5 * HOUR_MS - 1;
	finds("nest", "", "");
	reading.now_ms += 1;
	finds("nest", "", "release/later/en");
	finds("heron", "en", "release/r3/en release/r2/en release/r1/en release/r0/en release/later/en release/open/en");
	assert_ok(served_search(&reading, STR("heron"), STR(""), 4, 1, &club.arena, found, &count, &more, err));
	assert_str(found[0].name, "later");
	assert_true(more);
	/* The text of a speech that a release announces later is withheld again. */
	club_enter(&club, "SEC sec-1 correct entry=5|text.en=public:Storks too.");
	catch_up();
	assert_int_equal(find_in("storks", ""), 1);
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, "SEC sec-1 release release=s|embargo=+1h|text.en=");
	buf_str(&line, fact_get(shelf_fact(&club, club_size(&club) - 1), FIELD_TEXT)->pair[0].value);
	buf_byte(&line, '\0');
	club_enter(&club, line.ptr);
	catch_up();
	assert_int_equal(find_in("storks", ""), 0);
	reading.now_ms += HOUR_MS;
	assert_int_equal(find_in("storks", ""), 2);
}

static void a_restricted_text_comes_with_its_outcome(void **state)
{
	(void)state;
	club_enter(&club,
	           "A a-1 table matter=m|body=board|kind=decision|procedure=written|title.en=Bridge|text.en=Of oak.");
	club_enter(&club,
	           "A a-1 table matter=n|body=board|kind=decision|procedure=written|title.en=Tunnel|text.en=Of clay.");
	club_enter(&club, "C c-1 position matter=n|position=object");
	catch_up();
	finds("bridge", "", "matter/m/en");
	finds("oak", "", "");
	club_enter(&club, "A a-1 amend matter=m|text.en=Of oak and ash.|text.fr=De chêne.");
	catch_up();
	finds("oak", "", "");
	club_pass(&club, 60 * HOUR_MS);
	shelf_tick(&club);
	catch_up();
	finds("oak ash", "", "matter/m/en");
	finds("chene ", "", "matter/m/fr");
	assert_str(found[0].title, "Bridge");
	finds("clay", "", ""); /* it lapsed */
	finds("tunnel", "", "matter/n/en");
	finds("bridge", "en", "matter/m/en"); /* one row, not one a version */
}

static void what_was_erased_is_not_found(void **state)
{
	(void)state;
	uint64_t number = club_enter(&club, "SEC sec-1 release release=r|title.en=Names|text.en=A name.|text.fr=Un nom.");
	catch_up();
	finds("\"a name\"", "en", "release/r/en");
	struct blob_ref ref;
	assert_true(blob_ref_parse(fact_get(shelf_fact(&club, number), FIELD_TEXT)->pair[0].value, &ref));
	assert_ok(club.store->ops->blob_erase(club.store, &ref, err));
	finds("\"a name\"", "en", "");
	finds("nom", "fr", "release/r/fr");
	/* Made anew, the index has the title alone. */
	assert_ok(search_clear(writer, err));
	fill_index(100);
	finds("\"a name\"", "", "");
}

/* Every hit of many words, as text. */
static struct str everything(void)
{
	static const char *const query[] = {"a",      "the",     "boat",  "лодка", "club",  "met",  "report",
	                                    "spring", "graz",    "march", "dec",   "sand",  "oars", "well",
	                                    "metres", "friends", "board", "парад", "board", "клуб", "surprise"};
	struct buf buf = buf_new(&club.arena, 1 << 18);
	for (size_t i = 0; i < COUNT(query); i++) {
		uint32_t count = find_in(query[i], "");
		for (uint32_t k = 0; k < count; k++) {
			buf_str(&buf, found[k].kind);
			buf_byte(&buf, '/');
			buf_str(&buf, found[k].name);
			buf_byte(&buf, '/');
			buf_str(&buf, found[k].language);
			buf_byte(&buf, ' ');
			buf_u64(&buf, found[k].entry);
			buf_byte(&buf, ' ');
			buf_str(&buf, found[k].title);
			buf_byte(&buf, '\n');
			buf_str(&buf, found[k].excerpt);
			buf_byte(&buf, '\n');
		}
	}
	assert_false(buf.full);
	return buf_view(&buf);
}

static void the_same_when_made_anew(void **state)
{
	(void)state;
	/* Entry by entry, as a server does it … */
	shelf_fill(&club);
	fill_index(1);
	struct str first = everything();
	assert_true(first.len > 2000);
	/* … and all at once, when everything is known: cleared, deleted, damaged, opened with another library. */
	for (int how = 0; how < 4; how++) {
		FILE *file;
		switch (how) {
		case 0:
			assert_ok(search_clear(writer, err));
			break;
		case 1:
			assert_int_equal(unlink(path), 0);
			break;
		case 2:
			search_close(writer);
			search_close(reading.search);
			reading.search = NULL;
			file = fopen(path, "wb");
			fputs("damaged", file);
			fclose(file);
			assert_ok(search_open(path, LOG, true, &writer, err));
			break;
		default:
			shelf_reopen(&club);
			assert_ok(search_clear(writer, err));
		}
		fill_index(how == 3 ? UINT64_MAX : 10);
		struct str again = everything();
		if (!str_eq(first, again))
			fail_msg("round %d: it finds\n%.*s\nnot\n%.*s", how, STR_ARG(again), STR_ARG(first));
	}
}

/* The index of a longer record, or of another one of the same origin, is not taken for this one's. */
static void an_index_of_another_history_is_dropped(void **state)
{
	(void)state;
	uint64_t size, left = 77;
	struct hash leaf;
	club_enter(&club, "SEC sec-1 release release=r|title.en=Herons|text.en=Birds.");
	catch_up();
	assert_ok(search_state(writer, &size, &leaf, err));
	assert_int_equal(size, club_size(&club));
	assert_int_equal(find_in("herons", ""), 1);
	struct search_row row = {STR("release"), STR("strange"), STR("en"), 3, STR("Strange"), STR("")};
	for (int longer = 0; longer < 2; longer++) {
		leaf.byte[0] ^= 1;
		assert_ok(search_add(writer, &row, 1, longer ? size + 1 : size, &leaf, err));
		assert_ok(served_index(&reading, writer, 1000, arena_of(&region), &left, err));
		assert_int_equal(left, 0);
		finds("strange", "", "");
		finds("herons", "", "release/r/en");
	}
	/* Who only reads clears nothing: neither what is ahead, nor what is another's. */
	reading.read_only = true;
	reading.size--;
	assert_ok(search_state(writer, &size, &leaf, err));
	assert_ok(served_index(&reading, writer, 1000, arena_of(&region), &left, err));
	assert_int_equal(left, 0);
	reading.size++;
	finds("herons", "", "release/r/en");
	leaf.byte[0] ^= 1;
	assert_ok(search_add(writer, &row, 1, size, &leaf, err));
	assert_fails(served_index(&reading, writer, 1000, arena_of(&region), &left, err), ERR_CONFLICT,
	             "not of this record");
	reading.read_only = false;
	assert_ok(served_index(&reading, writer, 1000, arena_of(&region), &left, err));
	finds("strange", "", "");
	/* Rows that another process has gone beyond meanwhile are not put over newer ones. */
	assert_ok(search_state(writer, &size, &leaf, err));
	assert_ok(search_add(writer, &row, 1, size - 1, &leaf, err));
	finds("strange", "", "");
	/* Nothing to do is no error; neither is a search without an index. */
	assert_ok(served_index(&reading, writer, 1000, arena_of(&region), &left, err));
	assert_int_equal(left, 0);
	struct search *kept = reading.search;
	reading.search = NULL;
	assert_int_equal(find_in("herons", ""), 0);
	reading.search = kept;
	uint32_t count;
	assert_ok(served_search(&reading, STR("herons"), STR(""), LIMIT_SEARCH_SKIP + 1, 5, &club.arena, found, &count,
	                        &more, err));
	assert_int_equal(count, 0);
}

/* The largest texts there are, in more languages than one, and a scratch that is too small for them. */
static void large_texts(void **state)
{
	(void)state;
	static char words[LIMIT_BLOB_SIZE + 1];
	uint64_t left = 1;
	uint8_t salt[SALT_SIZE] = {9};
	for (size_t i = 0; i + 6 <= LIMIT_BLOB_SIZE; i += 6)
		memcpy(words + i, "heron ", 6);
	memcpy(words, "egret", 5);
	memcpy(words + LIMIT_BLOB_SIZE - 6, "stork", 5);
	struct store_blob blob = {.salt = salt, .data = {words, LIMIT_BLOB_SIZE}};
	blob.ref = blob_commit(BLOB_PUBLIC, salt, blob.data);
	struct buf line = buf_new(&club.arena, 512);
	buf_c(&line, "SEC sec-1 release release=r|text.en=");
	buf_blob_ref(&line, &blob.ref);
	buf_c(&line, "|text.fr=");
	buf_blob_ref(&line, &blob.ref);
	buf_byte(&line, '\0');
	struct club_act act = club_act(&club, line.ptr);
	struct answer answer;
	assert_ok(registrar_submit(club.registrar, act.bytes, &blob, 1, &answer, err));
	assert_int_equal(answer.status, ANSWER_ENTERED);
	assert_ok(registrar_commit(club.registrar, err));
	fill_index(2);
	finds("egret", "en", "release/r/en");
	finds("egret", "fr", "release/r/fr");
	finds("stork", "", ""); /* beyond what is indexed */
	struct region small;
	assert_true(arena_reserve(&small, 1 << 20));
	assert_ok(search_clear(writer, err));
	struct err error = {.msg = ""};
	enum err_code code = ERR_OK;
	for (int i = 0; i < 10 && !code && left; i++)
		code = served_index(&reading, writer, 1, arena_of(&small), &left, &error);
	assert_int_equal(code, ERR_LIMIT);
	assert_non_null(strstr(error.msg, "entry 6"));
	arena_return(&small);
}

static void every_allocation_may_fail(void **state)
{
	(void)state;
	shelf_fill(&club);
	fill_index(1000);
	struct str wanted = everything();
	assert_ok(search_clear(writer, err));
	uint64_t left = 77, failures = 0;
	for (uint64_t n = 1;; n++) {
		struct err error = {.msg = ""};
		arena_fail_after(n);
		enum err_code code = served_index(&reading, writer, 1000, arena_of(&region), &left, &error);
		bool failed = arena_failed();
		arena_fail_after(0);
		if (!failed) {
			assert_int_equal(code, ERR_OK);
			break;
		}
		failures++;
		assert_int_equal(code, ERR_LIMIT);
		assert_int_equal(left, 77);
	}
	assert_true(failures > 50);
	assert_true(str_eq(everything(), wanted));
	for (uint64_t n = 1;; n++) {
		struct err error = {.msg = ""};
		uint32_t count = 0;
		arena_fail_after(n);
		enum err_code code = served_search(&reading, STR("boat"), STR(""), 0, HITS, &club.arena, found, &count, &more,
		                                   &error);
		bool failed = arena_failed();
		arena_fail_after(0);
		if (!failed) {
			assert_int_equal(code, ERR_OK);
			assert_true(count > 0);
			break;
		}
		assert_int_equal(code, ERR_LIMIT);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(every_kind_is_found),
		T(an_embargo_is_kept),
		T(a_restricted_text_comes_with_its_outcome),
		T(what_was_erased_is_not_found),
		T(the_same_when_made_anew),
		T(an_index_of_another_history_is_dropped),
		T(large_texts),
		T(every_allocation_may_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
