/* Acts from the words of people: every type's forms, what is said when they are off, blobs, and what is missing. */
#include "app/acts.h"

#include "base/limits.h"

static struct region region;
static struct arena arena;
static const struct zone yerevan = {.name = {"Asia/Yerevan", 12}, .offset_first_s = 14400};
static uint8_t next_salt;

static enum err_code read_path(void *context, struct str path, struct arena *into, struct str *ret, struct err *err)
{
	(void)context;
	if (!str_eq(path, STR("speech.txt")))
		return err_set(err, ERR_NOT_FOUND, "cannot open %.*s", STR_ARG(path));
	*ret = arena_str(into, STR("a speech"));
	return ERR_OK;
}

static enum err_code salt(void *context, void *bytes, size_t size, struct err *err)
{
	(void)context, (void)err;
	memset(bytes, ++next_salt, size);
	return ERR_OK;
}

static const struct zone *find_zone(void *context, struct str name)
{
	(void)context;
	return str_eq(name, yerevan.name) ? &yerevan : NULL;
}

static const struct value_source source = {.read = read_path,
                                           .random = salt,
                                           .zone = find_zone,
                                           .now_ms = INT64_C(1654851600000)}; /* 2022-06-10T09:00Z */

static int set_up(void **state)
{
	(void)state;
	struct err err;
	if (sign_start(&err) || !arena_reserve(&region, (size_t)16 << 20))
		return -1;
	arena = arena_of(&region);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_return(&region);
	return 0;
}

static struct str act_json(const struct act *act)
{
	struct buf buf = buf_new(&arena, 8192);
	buf_act_text(&buf, LOG, act);
	struct str text = buf_view(&buf);
	size_t nonce = 0;
	while (!str_starts(str_slice(text, nonce, text.len), STR("\",")) || nonce < 100)
		nonce++;
	return str_slice(text, nonce + 2, text.len - 2); /* only the fields */
}

/* One assignment to an act of the verb gives this JSON; or an error with these words. */
static const struct set_case {
	enum verb verb;
	const char *assignment, *json;
	const char *words, *hint;
} cases[] = {
	{VERB_CLOSE, "meeting=m-1", "\"meeting\":\"m-1\"", NULL, NULL},
	{VERB_CLOSE, "seen=12", "", NULL, NULL},
	{VERB_CLOSE, "seen=-1", NULL, "seen: expected the number", "filled in"},
	{VERB_CLOSE, "meeting=", NULL, "meeting: expected a name such as", NULL},
	{VERB_CLOSE, "meeting=m 1", NULL, "meeting: expected a name such as", NULL},
	{VERB_CLOSE, "meetin=m-1", NULL, "close has no field \"meetin\"", "did you mean \"meeting\"?"},
	{VERB_CLOSE, "colour=m-1", NULL, "close has no field \"colour\"", "close has the fields meeting"},
	{VERB_CLOSE, "meeting", NULL, "expected field=value, found \"meeting\"", "close has the fields meeting"},
	{VERB_CLOSE, "meeting.en=x", NULL, "meeting: it has no languages", NULL},
	{VERB_CONVENE, "place=Yerevan, Armenia", "\"place\":\"Yerevan, Armenia\"", NULL, NULL},
	{VERB_CONVENE, "place=a\nb", NULL, "place: expected one line of text", NULL},
	{VERB_CONVENE, "regular=yes", "\"regular\":true", NULL, NULL},
	{VERB_CONVENE, "regular=false", "\"regular\":false", NULL, NULL},
	{VERB_CONVENE, "regular=1", NULL, "regular: expected yes or no", NULL},
	{VERB_CONVENE, "formats=narrow, plenary", "\"formats\":[\"narrow\",\"plenary\"]", NULL, NULL},
	{VERB_CONVENE, "formats=", "\"formats\":[]", NULL, NULL},
	{VERB_CONVENE, "formats=narrow,,x", NULL, "formats: expected names with commas", NULL},
	{VERB_CONVENE, "title.en=A meeting", "\"title\":{\"en\":\"A meeting\"}", NULL, NULL},
	{VERB_CONVENE, "title=A meeting", NULL, "title: expected a language after the field", "write title.en="},
	{VERB_CONVENE, "title.=A meeting", NULL, "title: \"\" is not a language", "en, ru or zh-Hans"},
	{VERB_CONVENE, "title.en=", NULL, "title: expected a title of one line", NULL},
	{VERB_CONVENE, "starts=2022-06-10T13:00[Asia/Yerevan]", "\"starts\":1654851600000", NULL, NULL},
	{VERB_CONVENE, "starts=2022-06-10T09:00[UTC]", "\"starts\":1654851600000", NULL, NULL},
	{VERB_CONVENE, "starts=2022-06-10T09:00Z", "\"starts\":1654851600000", NULL, NULL},
	{VERB_CONVENE, "starts=2022-06-10T13:00:00+04:00", "\"starts\":1654851600000", NULL, NULL},
	{VERB_CONVENE, "starts=+48h", "\"starts\":1655024400000", NULL, NULL},
	{VERB_CONVENE, "starts=+2 days", "\"starts\":1655024400000", NULL, NULL},
	{VERB_CONVENE, "starts=+1 week", "\"starts\":1655456400000", NULL, NULL},
	{VERB_CONVENE, "starts=+2 moons", NULL, "starts: expected a span after the +", NULL},
	{VERB_CONVENE, "starts=+", NULL, "starts: expected a span after the +", NULL},
	{VERB_CONVENE, "starts=2022-06-10T13:00", NULL, "starts: expected a time such as", NULL},
	{VERB_CONVENE, "starts=1969-12-31T23:00Z", NULL, "starts: expected a time after 1970", NULL},
	{VERB_CONVENE, "starts=2022-06-10T13:00[Europe/Vienna]", NULL, "no rules for the zone \"Europe/Vienna\"", "in UTC"},
	{VERB_CONVENE, "starts=tomorrow[Asia/Yerevan]", NULL, "starts: expected a date and a time before the zone", NULL},
	{VERB_AGENDA, "item=3", "\"item\":3", NULL, NULL},
	{VERB_AGENDA, "item=03", NULL, "item: expected a number", NULL},
	{VERB_AGENDA, "item=9007199254740992", NULL, "item: expected a number", NULL},
	{VERB_PLAN, "from=2022-07-01", "\"from\":\"2022-07-01\"", NULL, NULL},
	{VERB_PLAN, "from=1.7.2022", NULL, "from: expected a date such as 2022-07-01", NULL},
	{VERB_CALENDAR, "holidays=2027-01-07,2027-01-01", "\"holidays\":[\"2027-01-01\",\"2027-01-07\"]", NULL, NULL},
	{VERB_CALENDAR, "holidays=2027-01-07,2027-01-07", NULL, "holidays: a date stands there twice", NULL},
	{VERB_CALENDAR, "holidays=2027-01-07;2027-01-08", NULL, "holidays: expected dates with commas", NULL},
	{VERB_ADOPT, "commitment=" HEX64, "\"commitment\":\"" HEX64 "\"", NULL, NULL},
	{VERB_ADOPT, "commitment=00", NULL, "commitment: expected a hash", NULL},
	{VERB_TABLE, "charter=x", NULL, "charter: expected @FILE, a charter's text, or its hash", NULL},
	{VERB_COUNTERSIGN, "key=@K", "\"key\":\"@K\"", NULL, NULL},
	{VERB_COUNTERSIGN, "key=AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL, "key: the key is weak", NULL},
	{VERB_COUNTERSIGN, "key=club.example/record/arm-1+00000000+AQ==", NULL, "key: expected a public key", NULL},
	{VERB_FOUND, "keys=ARM", NULL, "keys: it is made at the founding", NULL},
	{VERB_ZONES, "zones=UTC", NULL, "zones: it is made at the founding", NULL},
	{VERB_CORRECT, "text.en=@P", "\"text\":{\"en\":\"@P\"}", NULL, NULL},
	{VERB_CORRECT, "text.en=", NULL, "text: expected the words themselves", "restricted:@statement.txt"},
	{VERB_CORRECT, "text.en=@", NULL, "text: expected the words themselves", NULL},
	{VERB_CORRECT, "text.en=@none.txt", NULL, "cannot open none.txt", NULL},
	{VERB_CORRECT, "text.en=\xff", NULL, "text: expected UTF-8", NULL},
	{VERB_ACCREDIT, "card=restricted:", NULL, "card: expected the words themselves", NULL},
};

static void words_become_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct act act = {.verb = cases[i].verb, .by = STR("arm-1"), .party = STR("ARM")};
		struct new_blob *blobs = NULL;
		struct err err = {.msg = ""};
		struct str assignment = expand(&arena, cases[i].assignment);
		enum err_code code = act_set(&act, assignment, &source, &arena, &blobs, &err);
		if (cases[i].json) {
			if (code)
				fail_msg("%s: %s", cases[i].assignment, err.msg);
			if (*cases[i].json) {
				struct str json = act_json(&act);
				struct str wanted = expand(&arena, cases[i].json);
				if (!str_eq(json, wanted))
					fail_msg("%s: %.*s", cases[i].assignment, STR_ARG(json));
			}
			continue;
		}
		if (code == ERR_OK || !strstr(err.msg, cases[i].words) || (cases[i].hint && !strstr(err.hint, cases[i].hint)))
			fail_msg("%s: %s: %s (%s)", cases[i].assignment, err_code_name(code), err.msg, err.hint);
		if (code != ERR_NOT_FOUND)
			assert_int_equal(code, ERR_USAGE);
		for (int field = 0; field < FIELD_MAX; field++)
			assert_false(act.field[field].set);
	}
}

static enum err_code set(struct act *act, const char *assignment, struct new_blob **blobs, struct err *err)
{
	return act_set(act, str_from(assignment), &source, &arena, blobs, err);
}

static void keys_are_read_as_they_are_shown(void **state)
{
	(void)state;
	struct secret_key key = key_of_byte(7);
	struct act act = {.verb = VERB_COUNTERSIGN};
	struct new_blob *blobs = NULL;
	struct err err = {.msg = ""};
	struct buf buf = buf_new(&arena, 512);
	buf_c(&buf, "key=");
	buf_vkey(&buf, STR("club.example/record/arm-1"), &key.public_key);
	assert_int_equal(act_set(&act, buf_view(&buf), &source, &arena, &blobs, &err), ERR_OK);
	assert_memory_equal(act.field[FIELD_KEY].bytes, key.public_key.byte, PUBLIC_KEY_SIZE);
}

/* An accredited key is used up for ever. */
static void a_key_is_that_of_its_name(void **state)
{
	(void)state;
	static const struct {
		const char *name, *says;
	} names[] = {
		{"club.example/record/arm-2", NULL},
		{"club.example/record/arm-1", "key: its name, \"club.example/record/arm-1\", is not that of arm-2"},
		{"club.example/record/x/arm-2", NULL},
		{"club.example/record", "key: \"club.example/record\" is made for another record than club.example/record"},
		{"club.example/other/arm-2", "key: \"club.example/other/arm-2\" is made for another record than "
	                                 "club.example/record"},
		{"club.example/recordx/arm-2", "key: \"club.example/recordx/arm-2\" is made for another record than "
	                                   "club.example/record"},
	};
	struct secret_key key = key_of_byte(7);
	struct value_source here = source;
	here.origin = STR("club.example/record");
	for (size_t i = 0; i < COUNT(names); i++) {
		struct act act = {.verb = VERB_ACCREDIT};
		struct new_blob *blobs = NULL;
		struct err err = {.msg = ""};
		struct buf buf = buf_new(&arena, 512);
		buf_c(&buf, "key=");
		buf_vkey(&buf, str_from(names[i].name), &key.public_key);
		enum err_code code = act_set(&act, buf_view(&buf), &here, &arena, &blobs, &err);
		if (code == ERR_OK)
			code = set(&act, "person=arm-2", &blobs, &err);
		if (code == ERR_OK)
			code = act_finish(&act, &arena, &err);
		assert_int_equal(code, names[i].says == NULL ? ERR_OK : ERR_USAGE);
		assert_string_equal(err.msg, names[i].says == NULL ? "" : names[i].says);
	}
}

static void a_secret_is_no_public_key(void **state)
{
	(void)state;
	struct act act = {.verb = VERB_ACCREDIT};
	struct new_blob *blobs = NULL;
	struct err err = {.msg = ""};
	assert_int_equal(set(&act, "key=PRIVATE+KEY+club.example/record/arm-2+00000000+AQ==", &blobs, &err), ERR_USAGE);
	assert_string_equal(err.msg, "key: this is a secret key, where a public one is wanted");
	assert_string_equal(err.hint, "its public half is the line in FILE.vkey");
}

static void twice_is_refused(void **state)
{
	(void)state;
	struct act act = {.verb = VERB_CONVENE};
	struct new_blob *blobs = NULL;
	struct err err = {.msg = ""};
	assert_int_equal(set(&act, "meeting=a", &blobs, &err), ERR_OK);
	assert_int_equal(set(&act, "meeting=b", &blobs, &err), ERR_USAGE);
	assert_string_equal(err.msg, "meeting is given twice");
	assert_str(act.field[FIELD_MEETING].str, "a");
	assert_int_equal(set(&act, "title.ru=x", &blobs, &err), ERR_OK);
	assert_int_equal(set(&act, "title.en=y", &blobs, &err), ERR_OK);
	assert_int_equal(set(&act, "title.ru=z", &blobs, &err), ERR_USAGE);
	assert_string_equal(err.msg, "title.ru is given twice");
	assert_int_equal(set(&act, "seen=1", &blobs, &err), ERR_OK);
	assert_int_equal(set(&act, "seen=1", &blobs, &err), ERR_USAGE);
	/* Languages are kept in order whatever order they were given in. */
	assert_str(act.field[FIELD_TITLE].pair[0].name, "en");
	assert_str(act.field[FIELD_TITLE].pair[1].name, "ru");
}

static void check_blob(const struct new_blob *blob, enum blob_class class, const char *data)
{
	assert_non_null(blob);
	assert_int_equal(blob->ref.class, class);
	assert_str(blob->data, data);
	struct blob_ref again = blob_commit(class, blob->salt, blob->data);
	assert_true(hash_eq(&again.commitment, &blob->ref.commitment));
}

static void texts_become_blobs(void **state)
{
	(void)state;
	struct act act = {.verb = VERB_CORRECT};
	struct new_blob *blobs = NULL;
	struct err err = {.msg = ""};
	assert_int_equal(set(&act, "text.ru=restricted:@speech.txt", &blobs, &err), ERR_OK);
	check_blob(blobs, BLOB_RESTRICTED, "a speech");
	assert_int_equal(set(&act, "text.en=the words", &blobs, &err), ERR_OK);
	check_blob(blobs, BLOB_RESTRICTED, "the words");
	assert_int_equal(set(&act, "text.fr=restricted:secret words", &blobs, &err), ERR_OK);
	check_blob(blobs, BLOB_RESTRICTED, "secret words");
	assert_int_equal(set(&act, "text.de=public:restricted: a word", &blobs, &err), ERR_OK);
	check_blob(blobs, BLOB_PUBLIC, "restricted: a word");
	assert_memory_not_equal(blobs->salt, blobs->next->salt, SALT_SIZE);
	assert_null(blobs->next->next->next->next);

	assert_int_equal(set(&act, "entry=1", &blobs, &err), ERR_OK);
	assert_int_equal(act_finish(&act, &arena, &err), ERR_OK);
	const struct value *text = &act.field[FIELD_TEXT];
	assert_int_equal(text->count, 4);
	struct text_part part[4];
	for (uint32_t i = 0; i < 4; i++)
		part[i] = (struct text_part){text->pair[i].name, text->pair[i].value};
	assert_str(part[0].language, "de");
	assert_str(part[3].language, "ru");
	struct hash hash = hash_text(part, 4);
	assert_memory_equal(text->bytes, hash.byte, HASH_SIZE);

	/* What is about a person is restricted unless said otherwise. */
	act = (struct act){.verb = VERB_ACCREDIT};
	blobs = NULL;
	assert_int_equal(set(&act, "card=A. Bee, tel. 1", &blobs, &err), ERR_OK);
	check_blob(blobs, BLOB_RESTRICTED, "A. Bee, tel. 1");
	assert_true(str_starts(act.field[FIELD_CARD].str, STR("restricted:")));
}

static void what_is_missing_is_named(void **state)
{
	(void)state;
	struct act act = {.verb = VERB_CONVENE};
	struct new_blob *blobs = NULL;
	struct err err = {.msg = ""};
	assert_int_equal(set(&act, "meeting=a", &blobs, &err), ERR_OK);
	assert_int_equal(set(&act, "zone=UTC", &blobs, &err), ERR_OK);
	assert_int_equal(act_finish(&act, &arena, &err), ERR_USAGE);
	assert_string_equal(err.msg, "convene needs body, regular, place and starts");
	assert_string_equal(err.hint,
	                    "convene has the fields meeting, body, title.LANG, regular, host, place, zone, starts, "
	                    "formats, about, bodies, waiver");
	act = (struct act){.verb = VERB_CLOSE};
	assert_int_equal(act_finish(&act, &arena, &err), ERR_USAGE);
	assert_string_equal(err.msg, "close needs meeting");
	/* What is filled in from the matter is not asked for. */
	act = (struct act){.verb = VERB_POSITION};
	assert_int_equal(act_finish(&act, &arena, &err), ERR_USAGE);
	assert_string_equal(err.msg, "position needs matter and position");
}

static void a_source_may_lack_functions(void **state)
{
	(void)state;
	static const struct value_source nothing = {.now_ms = 0};
	static const char *const wants[] = {"text.en=@speech.txt", "text.en=words"};
	for (size_t i = 0; i < COUNT(wants); i++) {
		struct act act = {.verb = VERB_CORRECT};
		struct new_blob *blobs = NULL;
		struct err err = {.msg = ""};
		assert_int_equal(act_set(&act, str_from(wants[i]), &nothing, &arena, &blobs, &err), ERR_USAGE);
		assert_null(blobs);
	}
	struct act act = {.verb = VERB_SILENCE};
	struct new_blob *blobs = NULL;
	struct err err = {.msg = ""};
	assert_int_equal(act_set(&act, STR("until=2022-06-10T13:00[Asia/Yerevan]"), &nothing, &arena, &blobs, &err),
	                 ERR_USAGE);
}

static void texts_and_lists_are_bounded(void **state)
{
	(void)state;
	struct new_blob *blobs = NULL;
	struct err err = {.msg = ""};
	struct act act = {.verb = VERB_CORRECT};
	struct arena scratch = arena;
	char *text = NEW(&scratch, char, LIMIT_BLOB_SIZE + 9);
	struct str words = {text, LIMIT_BLOB_SIZE + 9};
	memset(text, 'x', words.len);
	memcpy(text, "text.en=", 8);
	assert_int_equal(act_set(&act, words, &source, &scratch, &blobs, &err), ERR_LIMIT);
	words.len--;
	assert_int_equal(act_set(&act, words, &source, &scratch, &blobs, &err), ERR_OK);

	act = (struct act){.verb = VERB_CORRECT};
	for (unsigned i = 0; i <= LIMIT_LANGUAGES; i++) {
		char assignment[32];
		snprintf(assignment, sizeof assignment, "text.e%c=x", (char)('a' + i));
		assert_int_equal(act_set(&act, arena_str(&arena, str_from(assignment)), &source, &arena, &blobs, &err),
		                 i < LIMIT_LANGUAGES ? ERR_OK : ERR_USAGE);
	}
	act = (struct act){.verb = VERB_CALENDAR};
	struct buf buf = buf_new(&arena, 16384);
	buf_c(&buf, "holidays=2027-01-01");
	for (unsigned i = 0; i < LIMIT_LIST; i++)
		buf_c(&buf, ",2027-01-01");
	assert_int_equal(act_set(&act, buf_view(&buf), &source, &arena, &blobs, &err), ERR_USAGE);
	assert_non_null(strstr(err.msg, "257 items, at most 256"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_become_values),
		cmocka_unit_test(keys_are_read_as_they_are_shown),
		cmocka_unit_test(a_key_is_that_of_its_name),
		cmocka_unit_test(a_secret_is_no_public_key),
		cmocka_unit_test(twice_is_refused),
		cmocka_unit_test(texts_become_blobs),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(a_source_may_lack_functions),
		cmocka_unit_test(texts_and_lists_are_bounded),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
