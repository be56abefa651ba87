/* The library against the acts themselves: every field of every verb, every history, and what happens without memory.
 */
#include "app/shelf.h"

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

/* ---- Facts --------------------------------------------------------------------------------------------------- */

static bool same_lists(enum type type, const struct value *a, const struct value *b)
{
	if (a->count != b->count)
		return false;
	for (uint32_t i = 0; i < a->count; i++) {
		switch (type) {
		case TYPE_NAMES:
			if (!str_eq(a->list[i], b->list[i]))
				return false;
			break;
		case TYPE_DATES:
			if (a->days[i] != b->days[i])
				return false;
			break;
		case TYPE_KEYS:
			if (!str_eq(a->keys[i].party, b->keys[i].party) || !str_eq(a->keys[i].person, b->keys[i].person) ||
			    memcmp(a->keys[i].key, b->keys[i].key, 32) != 0)
				return false;
			break;
		default:
			if (!str_eq(a->pair[i].name, b->pair[i].name) || !str_eq(a->pair[i].value, b->pair[i].value))
				return false;
		}
	}
	return true;
}

static bool same_value(enum type type, const struct value *a, const struct value *b)
{
	switch (type) {
	case TYPE_NAME:
	case TYPE_LABEL:
	case TYPE_BLOB:
		return str_eq(a->str, b->str);
	case TYPE_INT:
	case TYPE_BOOL:
	case TYPE_TIME:
	case TYPE_DATE:
		return a->number == b->number;
	case TYPE_HASH:
	case TYPE_KEY:
		return memcmp(a->bytes, b->bytes, 32) == 0;
	case TYPE_TEXT:
		return same_lists(type, a, b) && memcmp(a->bytes, b->bytes, 32) == 0;
	default:
		return same_lists(type, a, b);
	}
}

static void check_fact(uint64_t number)
{
	struct arena mark = arena_mark(&club.arena);
	struct act act = club_entry_act(&club, number), back;
	const struct fact *fact = shelf_fact(&club, number);
	const struct charter *charter = kernel_charter(registrar_state(club.registrar));
	assert_int_equal(fact->number, number);
	assert_int_equal(fact->time_ms, club_entry(&club, number).time_ms);
	assert_int_equal(fact->verb, act.verb);
	assert_true(str_eq(fact->by, act.by));
	assert_int_equal(fact->party, act.party.len ? map_get(&charter->parties, act.party) : NONE);
	fact_act(fact, charter, &back);
	assert_true(back.verb == act.verb && str_eq(back.party, act.party) && str_eq(back.by, act.by));
	for (int i = 0; i < FIELD_MAX; i++) {
		const struct value *value = fact_get(fact, (enum field)i);
		bool kept = act.field[i].set && field_info[i].type != TYPE_ZONES;
		assert_case((value != NULL) == kept && back.field[i].set == kept, field_info[i].name.ptr);
		assert_case(!kept || same_value(field_info[i].type, value, &act.field[i]), field_info[i].name.ptr);
		assert_case(!kept || same_value(field_info[i].type, &back.field[i], &act.field[i]), field_info[i].name.ptr);
	}
	arena_rewind(&club.arena, mark);
}

static void every_verb_is_a_fact(void **state)
{
	(void)state;
	shelf_fill(&club);
	for (int verb = 1; verb < VERB_MAX; verb++)
		assert_case(library_verb(club.library, (enum verb)verb).count > 0 || verb_info[verb].name.len == 0,
		            verb_info[verb].name.ptr);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(library_size(club.library), club_size(&club));
		for (uint64_t i = 0; i < club_size(&club); i++)
			check_fact(i);
		assert_null(library_fact(club.library, club_size(&club)));
		assert_null(library_fact(club.library, UINT64_MAX));
		shelf_reopen(&club);
	}
}

static void what_is_asked_of_a_fact(void **state)
{
	(void)state;
	shelf_fill(&club);
	const struct fact *convened = library_defining(club.library, SUBJECT_MEETING, STR("spring"));
	assert_str(fact_name(convened, FIELD_PLACE), "Graz");
	assert_str(fact_name(convened, FIELD_OFFICE), "");
	assert_int_equal(fact_number(convened, FIELD_REGULAR, 7), 1);
	assert_int_equal(fact_number(convened, FIELD_ORDINAL, 7), 7);
	assert_int_equal(fact_number(convened, FIELD_STARTS, 0), CLUB_START_MS + HOUR_MS);
	const struct fact *document = library_defining(club.library, SUBJECT_DOCUMENT, STR("report"));
	const struct fact *correction = shelf_fact(&club, document->corrected_by);
	assert_int_equal(correction->verb, VERB_CORRECT);
	assert_int_equal(document->corrected_by, kernel_correction(registrar_state(club.registrar), document->number));
	assert_int_equal(convened->corrected_by, 0);
}

/* ---- Histories: what they should be, found by looking at every act ------------------------------------------- */

static bool has(const struct act *act, enum field field, struct str name)
{
	const struct value *value = &act->field[field];
	if (!value->set)
		return false;
	if (field_info[field].type == TYPE_NAME)
		return str_eq(value->str, name);
	for (uint32_t i = 0; i < value->count; i++)
		if (str_eq(field_info[field].type == TYPE_KEYS ? value->keys[i].person : value->list[i], name))
			return true;
	return false;
}

static bool speaks_of(const struct act *act, enum subject subject, struct str name)
{
	static const enum field field[SUBJECT_MAX] = {
		[SUBJECT_MEETING] = FIELD_MEETING,   [SUBJECT_MATTER] = FIELD_MATTER,   [SUBJECT_EVENT] = FIELD_EVENT,
		[SUBJECT_DOCUMENT] = FIELD_DOCUMENT, [SUBJECT_RELEASE] = FIELD_RELEASE, [SUBJECT_BODY] = FIELD_BODY,
		[SUBJECT_OFFICE] = FIELD_OFFICE,
	};
	if (subject == SUBJECT_PARTY)
		return act->party.len && str_eq(act->party, name);
	if (subject == SUBJECT_PERSON)
		return (act->party.len && str_eq(act->by, name)) || has(act, FIELD_PERSON, name) ||
		       has(act, FIELD_HEAD, name) || has(act, FIELD_DELEGATES, name) || has(act, FIELD_KEYS, name);
	return has(act, field[subject], name);
}

static void check_history(struct history got, bool (*wanted)(const struct act *, enum subject, struct str),
                          enum subject subject, struct str name)
{
	struct arena mark = arena_mark(&club.arena);
	uint32_t at = 0;
	for (uint64_t i = 0; i < club_size(&club); i++) {
		struct act act = club_entry_act(&club, i);
		if (wanted(&act, subject, name)) {
			if (at >= got.count || got.number[at] != i)
				fail_msg("subject %d \"%.*s\" lacks entry %d", subject, STR_ARG(name), (int)i);
			at++;
		}
		arena_rewind(&club.arena, mark);
	}
	assert_int_equal(got.count, at);
}

static bool is_about(const struct act *act, enum subject subject, struct str name)
{
	(void)subject;
	return has(act, FIELD_ABOUT, name);
}

static bool is_verb(const struct act *act, enum subject subject, struct str name)
{
	(void)subject;
	return str_eq(verb_info[act->verb].name, name);
}

static void every_history_is_whole(void **state)
{
	(void)state;
	static const char *const name[] = {"spring",  "autumn", "boat",   "flood", "sand",      "oars",
	                                   "march",   "a-1",    "a-2",    "b-1",   "sec-1",     "first",
	                                   "later",   "report", "A",      "B",     "SEC",       "board",
	                                   "speaker", "parade", "nobody", "",      "registrar", "Graz"};
	uint32_t found = 0;
	shelf_fill(&club);
	for (size_t i = 0; i < COUNT(name); i++) {
		for (int subject = 0; subject < SUBJECT_MAX; subject++) {
			struct history history = library_history(club.library, (enum subject)subject, str_from(name[i]));
			check_history(history, speaks_of, (enum subject)subject, str_from(name[i]));
			found += history.count;
		}
		check_history(library_about(club.library, str_from(name[i])), is_about, SUBJECT_MAX, str_from(name[i]));
	}
	assert_true(found > 100);
	assert_int_equal(library_about(club.library, STR("flood")).count, 1);
	for (int verb = 1; verb < VERB_MAX; verb++)
		check_history(library_verb(club.library, (enum verb)verb), is_verb, SUBJECT_MAX, verb_info[verb].name);
	struct history boat = library_history(club.library, SUBJECT_MATTER, STR("boat"));
	assert_int_equal(library_newest(club.library, boat, VERB_AMEND)->verb, VERB_AMEND);
	assert_null(library_newest(club.library, boat, VERB_SPEAK));
}

/* Many things of one name and many names, so that lists and tables grow. */
static void histories_grow(void **state)
{
	(void)state;
	char line[256];
	for (int i = 0; i < 700; i++) {
		snprintf(line, sizeof line, "SEC sec-1 event event=e%d|kind=parade|title.en=Number %d", i / 2, i);
		club_enter(&club, line);
	}
	assert_ok(registrar_commit(club.registrar, err));
	for (int i = 0; i < 350; i++) {
		snprintf(line, sizeof line, "e%d", i);
		struct history history = library_history(club.library, SUBJECT_EVENT, str_from(line));
		assert_int_equal(history.count, 2);
		assert_int_equal(history.number[0], 6 + 2 * i);
		assert_int_equal(history.number[1], 7 + 2 * i);
	}
	struct history all = library_history(club.library, SUBJECT_PARTY, STR("SEC"));
	assert_int_equal(all.count, 701); /* and its countersignature */
	for (uint32_t i = 1; i < all.count; i++)
		assert_true(all.number[i - 1] < all.number[i]);
	check_fact(705);
}

/* ---- Titles -------------------------------------------------------------------------------------------------- */

static void title_is(enum subject subject, const char *name, const char *language, const char *wanted,
                     const char *wanted_language)
{
	struct str got_language;
	struct str got = library_title(club.library, kernel_charter(registrar_state(club.registrar)), subject,
	                               str_from(name), str_from(language), &got_language);
	assert_str(got, wanted);
	assert_str(got_language, wanted_language);
}

static void titles_fall_back(void **state)
{
	(void)state;
	shelf_fill(&club);
	title_is(SUBJECT_MEETING, "spring", "en", "Spring meeting", "en");
	title_is(SUBJECT_MEETING, "spring", "ru", "Весенняя встреча", "ru");
	title_is(SUBJECT_MEETING, "spring", "en-GB", "Spring meeting", "en"); /* another form of the language */
	title_is(SUBJECT_MEETING, "spring", "fr", "Весенняя встреча", "ru");  /* the charter's first */
	title_is(SUBJECT_MATTER, "flood", "ru", "The flood", "en");           /* any */
	title_is(SUBJECT_MEETING, "autumn", "en", "autumn", "");              /* the name */
	title_is(SUBJECT_MEETING, "nothing", "en", "nothing", "");
	title_is(SUBJECT_EVENT, "march", "ru", "Шествие", "ru");
	title_is(SUBJECT_DOCUMENT, "report", "ru", "Report", "en");
	title_is(SUBJECT_RELEASE, "first", "ru", "Мы встретились", "ru");
	title_is(SUBJECT_RELEASE, "later", "en", "later", "");
	title_is(SUBJECT_PERSON, "a-1", "en", "a-1", "");
	title_is(SUBJECT_PARTY, "A", "ru", "Ясень", "ru");
	title_is(SUBJECT_PARTY, "A", "fr", "Ash", "en");
	title_is(SUBJECT_PARTY, "B", "ru", "Birch", "en");
	title_is(SUBJECT_PARTY, "Z", "ru", "Z", "");
	title_is(SUBJECT_BODY, "board", "ru", "Правление", "ru");
	title_is(SUBJECT_OFFICE, "speaker", "ru", "Speaker", "en");
	/* The newest act of an event counts. */
	club_enter(&club, "SEC sec-1 event event=march|kind=parade|title.en=The march");
	title_is(SUBJECT_EVENT, "march", "en", "The march", "en");
	title_is(SUBJECT_EVENT, "march", "ru", "The march", "en");
	/* What belongs to a matter is not its own title. */
	title_is(SUBJECT_MATTER, "sand", "en", "Sand", "en");
}

static void titles_of_the_charter(void **state)
{
	(void)state;
	struct title other[] = {{STR("ru"), STR("Клуб")}, {STR("ar"), STR("ناد")}};
	struct titles both = {.name = STR("club"), .title = STR("Club"), .count = 2, .other = other};
	struct titles named = {.name = STR("club"), .title = STR("club"), .count = 2, .other = other};
	struct titles bare = {.name = STR("club"), .title = STR("club")};
	static const struct {
		const char *language, *both, *both_language, *named, *named_language;
	} cases[] = {
		{"en", "Club", "en", "Клуб", "ru"},  {"en-US", "Club", "en", "Клуб", "ru"}, {"ru", "Клуб", "ru", "Клуб", "ru"},
		{"ar-XB", "ناد", "ar", "ناد", "ar"}, {"fr", "Club", "en", "Клуб", "ru"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str language;
		assert_str(titles_in(&both, str_from(cases[i].language), &language), cases[i].both);
		assert_str(language, cases[i].both_language);
		assert_str(titles_in(&named, str_from(cases[i].language), &language), cases[i].named);
		assert_str(language, cases[i].named_language);
		assert_str(titles_in(&bare, str_from(cases[i].language), &language), "club");
		assert_str(language, "");
	}
}

/* ---- Time ---------------------------------------------------------------------------------------------------- */

static void next_is(int64_t now_ms, int64_t wanted_ms)
{
	assert_int_equal(library_next_change(club.library, registrar_state(club.registrar), now_ms), wanted_ms);
}

static void changes_come_by_themselves(void **state)
{
	(void)state;
	const int64_t start = CLUB_START_MS;           /* 2026-01-05T10:00Z */
	const int64_t midnight = start + 13 * HOUR_MS; /* in Vienna */
	next_is(start, midnight);
	next_is(midnight - 1, midnight);
	next_is(midnight, midnight + DAY_MS);
	club_enter(&club, "SEC sec-1 convene meeting=m|body=board|regular=no|place=Graz|zone=Europe/Vienna|starts=+3h");
	next_is(start, start + 3 * HOUR_MS);
	club_enter(&club, "SEC sec-1 release release=r|embargo=+2h|text.en=News.");
	next_is(start, start + 2 * HOUR_MS);
	next_is(start + 2 * HOUR_MS, start + 3 * HOUR_MS);
	next_is(start + 3 * HOUR_MS, midnight);
	club_enter(&club, "A a-1 table matter=m|body=board|kind=decision|procedure=closed|title.en=M");
	club_enter(&club, "A a-1 silence matter=m|until=+1h");
	next_is(start, start + HOUR_MS);
	next_is(start + HOUR_MS, start + 2 * HOUR_MS);
	/* A day elsewhere begins at another hour. */
	club_enter(&club, "SEC sec-1 event event=e|kind=parade|title.en=E|from=2026-05-09|zone=Europe/Vienna");
	const int64_t day = INT64_C(1778277600000); /* 2026-05-08T22:00Z: summer time */
	next_is(day - 1, day);
	next_is(day, day + DAY_MS);
	/* Across the change of the clocks, 2026-03-29. */
	const int64_t before = INT64_C(1774738800000); /* 2026-03-28T23:00Z, midnight of the 29th */
	next_is(before - 1, before);
	next_is(before, before + 23 * HOUR_MS);
	/* A meeting that nobody opened. */
	next_is(start + DAY_MS + HOUR_MS, start + 3 * HOUR_MS + LIBRARY_LATE_MS);
	/* Entries later on, what has passed is forgotten, what comes is not. */
	club_pass(&club, 5 * HOUR_MS);
	club_enter(&club, "SEC sec-1 convene meeting=n|body=board|regular=no|place=Graz|zone=Europe/Vienna|starts=+2h");
	next_is(start + 5 * HOUR_MS, start + 7 * HOUR_MS);
	for (int i = 40; i > 0; i--) {
		char line[160];
		snprintf(line, sizeof line,
		         "SEC sec-1 convene meeting=n%d|body=board|regular=no|place=Graz|zone=Europe/Vienna|starts=+%dmin", i,
		         i);
		club_enter(&club, line);
	}
	for (int i = 0; i < 40; i++)
		next_is(start + 5 * HOUR_MS + i * 60000, start + 5 * HOUR_MS + (i + 1) * 60000);
}

/* ---- Without memory ------------------------------------------------------------------------------------------ */

struct shape {
	uint64_t size;
	uint32_t verbs[VERB_MAX], histories[SUBJECT_MAX];
};

static struct shape shape_of(const struct library *library)
{
	static const char *const name[SUBJECT_MAX] = {"spring", "boat", "march", "a-1",    "report",
	                                              "first",  "A",    "board", "speaker"};
	struct shape shape = {.size = library_size(library)};
	for (int verb = 1; verb < VERB_MAX; verb++)
		shape.verbs[verb] = library_verb(library, (enum verb)verb).count;
	for (int subject = 0; subject < SUBJECT_MAX; subject++)
		shape.histories[subject] = library_history(library, (enum subject)subject, str_from(name[subject])).count;
	return shape;
}

/* Whatever allocation fails, an act that could not be added leaves no trace, and can be added again: at the end the
 * library is the same as one for which there was always memory. */
static void every_allocation_may_fail(void **state)
{
	(void)state;
	shelf_fill(&club);
	const struct state *record = registrar_state(club.registrar);
	struct library *library = library_new((struct map_key){.k0 = 2});
	uint64_t failures = 0;
	for (uint64_t number = 0; number < club_size(&club); number++) {
		struct arena mark = arena_mark(&club.arena);
		struct act act = club_entry_act(&club, number);
		struct moment moment = {number, club_entry(&club, number).time_ms};
		for (uint64_t n = 1;; n++) {
			struct err err = {.msg = ""};
			struct shape before = shape_of(library);
			arena_fail_after(n);
			enum err_code code = library_add(library, record, &act, moment, &err);
			bool failed = arena_failed();
			arena_fail_after(0);
			if (!failed) {
				assert_int_equal(code, ERR_OK);
				break;
			}
			failures++;
			assert_int_equal(code, ERR_LIMIT);
			assert_non_null(strstr(err.msg, "no memory to keep entry"));
			struct shape after = shape_of(library);
			assert_memory_equal(&before, &after, sizeof before);
		}
		arena_rewind(&club.arena, mark);
	}
	assert_true(failures > 100);
	struct library *kept = club.library;
	struct shape wanted = shape_of(kept), got = shape_of(library);
	assert_memory_equal(&wanted, &got, sizeof wanted);
	club.library = library;
	for (uint64_t i = 0; i < club_size(&club); i++)
		check_fact(i);
	club.library = kept;
	library_free(library);
	arena_fail_after(1);
	assert_null(library_new((struct map_key){0}));
	arena_fail_after(2);
	assert_null(library_new((struct map_key){0}));
	arena_fail_after(0);
	library_free(NULL);
}

/* A founding that fails leaves an empty library. */
static void a_failed_founding_is_forgotten(void **state)
{
	(void)state;
	struct club other;
	struct err error = {.msg = ""};
	uint64_t forgotten = 0;
	club_begin(&other);
	other.charter = shelf_charter;
	other.library = library_new((struct map_key){0});
	assert_ok(club_open(&other, err));
	for (uint64_t n = 1;; n++) {
		arena_fail_after(n);
		enum err_code code = club_found(&other, &error);
		bool failed = arena_failed();
		arena_fail_after(0);
		if (!failed) {
			assert_int_equal(code, ERR_OK);
			break;
		}
		assert_int_not_equal(code, ERR_OK);
		forgotten += library_size(other.library) == 0;
		/* A commit that failed is the registrar's end: the truth is in the store. */
		if (library_size(other.library) > 0) {
			assert_fails(club_found(&other, err), ERR_IO, "has stopped");
			club_close(&other);
			library_clear(other.library);
			assert_ok(club_open(&other, err));
			assert_int_equal(library_size(other.library), 0);
		}
		if (n > 100000)
			fail_msg("it never succeeds");
	}
	assert_true(forgotten > 10);
	assert_int_equal(library_size(other.library), 2);
	assert_int_equal(library_history(other.library, SUBJECT_PERSON, STR("a-1")).count, 1);
	struct library *library = other.library;
	club_end(&other);
	library_free(library);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(every_verb_is_a_fact),
		T(what_is_asked_of_a_fact),
		T(every_history_is_whole),
		T(histories_grow),
		T(titles_fall_back),
		T(titles_of_the_charter),
		T(changes_come_by_themselves),
		T(every_allocation_may_fail),
		T(a_failed_founding_is_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
