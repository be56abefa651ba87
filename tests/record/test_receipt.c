/* Receipts: what is written opens again; what was tampered with is refused, for the right reason. */
#include "record/receipts.h"

static struct world world;

static int setup(void **state)
{
	int failed = test_memory(state);
	if (!failed)
		world = world_make(&test_arena);
	return failed;
}

static void test_extra_bytes(void **state)
{
	(void)state;
	uint8_t salt[SALT_SIZE] = {0};
	struct text_part part[1] = {{STR("en"), STR("public:00")}};
	struct receipt_blob blob[2] = {{STR("public:00"), salt, STR("hi")}, {STR("permanent:00"), NULL, STR("")}};
	struct receipt receipt = {.entry = STR("entry"), .part_count = 1, .part = part, .blob_count = 2, .blob = blob};
	char storage[512];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_receipt_extra(&buf, &receipt);
	assert_str(buf_view(&buf), STR("{\"v\":1,\"entry\":\"ZW50cnk=\",\"text\":{\"en\":\"public:00\"},\"blobs\":["
	                               "{\"ref\":\"public:00\",\"salt\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\","
	                               "\"data\":\"aGk=\"},{\"ref\":\"permanent:00\",\"data\":\"\"}]}"));
	receipt.part_count = receipt.blob_count = 0;
	buf = buf_of(storage, sizeof storage);
	buf_receipt_extra(&buf, &receipt);
	assert_str(buf_view(&buf), STR("{\"v\":1,\"entry\":\"ZW50cnk=\",\"blobs\":[]}"));
}

static void assert_same(const struct receipt *got, const struct receipt *want)
{
	assert_true(str_eq(got->entry, want->entry));
	assert_int_equal(got->index, want->index);
	assert_int_equal(got->part_count, want->part_count);
	for (uint32_t i = 0; i < want->part_count; i++) {
		assert_str(got->part[i].language, want->part[i].language);
		assert_str(got->part[i].ref, want->part[i].ref);
	}
	assert_memory_equal(&got->text, &want->text, HASH_SIZE);
	assert_int_equal(got->blob_count, want->blob_count);
	for (uint32_t i = 0; i < want->blob_count; i++) {
		assert_str(got->blob[i].ref, want->blob[i].ref);
		assert_str(got->blob[i].data, want->blob[i].data);
		assert_int_equal(got->blob[i].salt == NULL, want->blob[i].salt == NULL);
		if (want->blob[i].salt)
			assert_memory_equal(got->blob[i].salt, want->blob[i].salt, SALT_SIZE);
	}
	assert_int_equal(got->checkpoint.size, ENTRIES);
	assert_str(got->checkpoint.origin, STR("club.example/record"));
}

/* arena: by value, what is after the receipt's own parts. */
static void open_good(struct arena arena, const struct receipt *receipt)
{
	struct receipt back;
	struct err err;
	struct str bytes = world_receipt_file(&world, &arena, receipt);
	assert_ok(receipt_open(bytes, &world.log, &arena, &back, &err), &err);
	assert_same(&back, receipt);
}

static void test_round_trip(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	static const unsigned which[] = {PLAIN, TEXT, POSITION, LIST};
	for (unsigned i = 0; i < 4; i++) {
		struct receipt receipt = world_receipt(&world, &arena, which[i]);
		open_good(arena, &receipt);
	}
	/* texts that were erased, or are restricted and not given away: the refs still prove the text's hash */
	struct receipt receipt = world_receipt(&world, &arena, POSITION);
	receipt.blob_count = 1;
	open_good(arena, &receipt);
	receipt.blob_count = 0;
	open_good(arena, &receipt);
	/* a blob of which the act speaks outside of any text */
	receipt = world_receipt(&world, &arena, LIST);
	receipt.blob[0] = (struct receipt_blob){world.ref[1], world.salt[1], world.data[1]};
	receipt.blob_count = 1;
	open_good(arena, &receipt);
	receipt = world_receipt(&world, &arena, TEXT);
	receipt.part_count = 0;
	memset(&receipt.text, 0, sizeof receipt.text);
	open_good(arena, &receipt);
}

/* ---- tampering with what the receipt says ---- */

static void other_entry(struct receipt *r)
{
	r->entry = world.entry[PLAIN];
}
static void other_index(struct receipt *r)
{
	r->index = PLAIN;
}
static void other_data(struct receipt *r)
{
	r->blob[0].data = STR("The members do not agree.\n");
}
static void other_salt(struct receipt *r)
{
	r->blob[0].salt = world.salt[1];
}
static void no_salt(struct receipt *r)
{
	r->blob[0].salt = NULL;
}
static void salt_on_permanent(struct receipt *r)
{
	r->blob[2].salt = world.salt[0];
}
static void swapped_data(struct receipt *r)
{
	struct receipt_blob first = r->blob[0];
	r->blob[0].ref = r->blob[1].ref;
	r->blob[1].ref = first.ref;
}
static void twice(struct receipt *r)
{
	r->blob[2] = r->blob[0];
}
/* A blob that hashes well, but of which nobody spoke. */
static void foreign_blob(struct receipt *r)
{
	r->blob[r->blob_count] = r->blob[0];
	r->blob[r->blob_count].data = STR("A third text\n");
	r->blob[r->blob_count].ref = keep_ref(&test_arena, blob_commit(BLOB_PUBLIC, world.salt[0], STR("A third text\n")));
	r->blob_count++;
}
/* The same bytes and commitment under another class: the blob verifies, but nobody spoke of it. */
static void other_class(struct receipt *r)
{
	struct buf buf = buf_rest(&test_arena);
	buf_c(&buf, "restricted");
	buf_str(&buf, str_slice(r->blob[0].ref, STR("public").len, r->blob[0].ref.len));
	r->blob[0].ref = buf_keep(&test_arena, &buf);
}
static void bad_ref(struct receipt *r)
{
	r->blob[0].ref = STR("secret:00");
}
static void language_renamed(struct receipt *r)
{
	r->part[0].language = STR("de");
}
static void languages_swapped(struct receipt *r)
{
	struct str ref = r->part[0].ref;
	r->part[0].ref = r->part[1].ref;
	r->part[1].ref = ref;
}
static void language_left_out(struct receipt *r)
{
	r->part_count = 1;
}
/* A true text with one more language, forged. */
static void language_added(struct receipt *r)
{
	foreign_blob(r);
	r->part[2] = (struct text_part){STR("ru"), r->blob[r->blob_count - 1].ref};
	r->part_count = 3;
}
static void languages_descend(struct receipt *r)
{
	struct text_part part = r->part[0];
	r->part[0] = r->part[1];
	r->part[1] = part;
}
static void language_short(struct receipt *r)
{
	r->part[0].language = STR("e");
}
static void language_spaced(struct receipt *r)
{
	r->part[0].language = STR("e n");
}
static void part_no_ref(struct receipt *r)
{
	r->part[1].ref = STR("public:00");
}
static void all_of_text(struct receipt *r)
{
	r->part_count = 2;
	r->part[0] = world.part[0];
	r->part[1] = world.part[1];
}
static void first_blob(struct receipt *r)
{
	r->blob[0] = (struct receipt_blob){world.ref[0], world.salt[0], world.data[0]};
	r->blob_count = 1;
}
static void as_it_is(struct receipt *r)
{
	(void)r;
}

static const struct {
	const char *name;
	unsigned which;
	void (*tamper)(struct receipt *);
	enum err_code code;
	const char *part;
} tamper_case[] = {
	{"another entry", TEXT, other_entry, ERR_SIGNATURE, "these bytes are not entry 1"},
	{"another index", TEXT, other_index, ERR_SIGNATURE, "these bytes are not entry 0"},
	{"another text", TEXT, other_data, ERR_SIGNATURE, "not those that it commits to"},
	{"another salt", TEXT, other_salt, ERR_SIGNATURE, "not those that it commits to"},
	{"no salt", TEXT, no_salt, ERR_FORMAT, "has no salt"},
	{"a salt on a permanent blob", TEXT, salt_on_permanent, ERR_FORMAT, "has a salt but is permanent"},
	{"texts swapped", TEXT, swapped_data, ERR_SIGNATURE, "not those that it commits to"},
	{"a blob twice", TEXT, twice, ERR_FORMAT, "twice"},
	{"a blob of which nobody spoke", TEXT, foreign_blob, ERR_SIGNATURE, "does not speak of the blob"},
	{"the same, with a hash", POSITION, foreign_blob, ERR_SIGNATURE, "entry 2 does not speak of the blob"},
	{"the same, without a text", PLAIN, first_blob, ERR_SIGNATURE, "entry 0 does not speak of the blob"},
	{"a ref as a member's name", KEYED, first_blob, ERR_SIGNATURE, "entry 7 does not speak of the blob"},
	{"another class", TEXT, other_class, ERR_SIGNATURE, "entry 1 does not speak of the blob"},
	{"a ref that is none", TEXT, bad_ref, ERR_FORMAT, "whose ref is not one"},
	{"a language renamed", TEXT, language_renamed, ERR_SIGNATURE, "not the one that entry 1 speaks of"},
	{"the same, with a hash", POSITION, language_renamed, ERR_SIGNATURE, "not the one that entry 2 speaks of"},
	{"languages swapped", TEXT, languages_swapped, ERR_SIGNATURE, "not the one that entry 1 speaks of"},
	{"a language left out", TEXT, language_left_out, ERR_SIGNATURE, "not the one that entry 1 speaks of"},
	{"the same, with a hash", POSITION, language_left_out, ERR_SIGNATURE, "not the one that entry 2 speaks of"},
	{"a language added", TEXT, language_added, ERR_SIGNATURE, "not the one that entry 1 speaks of"},
	{"the same, with a hash", POSITION, language_added, ERR_SIGNATURE, "not the one that entry 2 speaks of"},
	{"refs that are no text", LIST, all_of_text, ERR_SIGNATURE, "not the one that entry 6 speaks of"},
	{"a text for an entry without", PLAIN, all_of_text, ERR_SIGNATURE, "not the one that entry 0 speaks of"},
	{"languages out of order", TEXT, languages_descend, ERR_FORMAT, "ascending"},
	{"a language too short", TEXT, language_short, ERR_FORMAT, "has a language that is not"},
	{"a language with a space", TEXT, language_spaced, ERR_FORMAT, "has a language that is not"},
	{"a text's ref that is none", TEXT, part_no_ref, ERR_FORMAT, "text in \"fr\" is not a reference"},
	{"an entry with a wrong number", MISCOUNTED, as_it_is, ERR_CONFLICT, "calls itself 7, but it is number 3"},
	{"an act that is not JSON", GARBLED, as_it_is, ERR_FORMAT, "cannot read the act"},
	{"bytes that are no entry", FOREIGN, as_it_is, ERR_FORMAT, "entry"},
};

static void test_tampered(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof tamper_case / sizeof tamper_case[0]; i++) {
		struct arena mark = arena_mark(&test_arena);
		struct receipt receipt = world_receipt(&world, &test_arena, tamper_case[i].which), back = {.index = 4711};
		tamper_case[i].tamper(&receipt);
		struct str bytes = world_receipt_file(&world, &test_arena, &receipt);
		struct arena arena = test_arena;
		struct err err = {.code = ERR_OK};
		enum err_code code = receipt_open(bytes, &world.log, &arena, &back, &err);
		if (code != tamper_case[i].code || !strstr(err.msg, tamper_case[i].part))
			fail_msg("%s: got %s: %s", tamper_case[i].name, err_code_name(code), err.msg);
		assert_int_equal(back.index, 4711);
		arena_rewind(&test_arena, mark);
	}
}

/* ---- tampering with the JSON ---- */

static struct str replace(struct arena *arena, struct str text, const char *from, const char *to)
{
	struct buf buf = buf_rest(arena);
	struct str old = str_from(from);
	for (size_t i = 0; i < text.len; i++) {
		if (str_starts(str_slice(text, i, text.len), old)) {
			buf_c(&buf, to);
			buf_str(&buf, str_slice(text, i + old.len, text.len));
			return buf_keep(arena, &buf);
		}
		buf_byte(&buf, (uint8_t)text.ptr[i]);
	}
	fail_msg("\"%s\" does not stand in the receipt", from);
	return text;
}

static const struct {
	const char *from, *to;
	enum err_code code;
	const char *part;
} json_case[] = {
	{"{\"v\":1,", "{ \"v\":1,", ERR_FORMAT, "cannot read the receipt's extra data"},
	{"{\"v\":1,", "[\"v\",1,", ERR_FORMAT, "cannot read the receipt's extra data"},
	{"{\"v\":1,", "{\"v\":1,\"v\":1,", ERR_FORMAT, "cannot read the receipt's extra data"},
	{"{\"v\":1,", "{\"v\":1.0,", ERR_FORMAT, "cannot read the receipt's extra data"},
	{"{\"v\":1,", "{\"v\":2,", ERR_FORMAT, "not of version 1"},
	{"{\"v\":1,", "{\"v\":\"1\",", ERR_FORMAT, "not of version 1"},
	{"{\"v\":1,", "{", ERR_FORMAT, "not of version 1"},
	{"{\"v\":1,", "{\"v\":1,\"w\":0,", ERR_FORMAT, "other members"},
	{"\"entry\"", "\"Entry\"", ERR_FORMAT, "entry is not a string"},
	{"\"entry\":\"", "\"entry\":\"*", ERR_FORMAT, "entry is not base64"},
	{"\"text\":{", "\"texts\":{", ERR_FORMAT, "other members"},
	{"\"text\":{", "\"text\":{\"aa\":1,", ERR_FORMAT, "text in \"aa\" is not a reference"},
	{"\"blobs\"", "\"blob\"", ERR_FORMAT, "blobs are not an array"},
	{"\"blobs\":[", "\"blobs\":[1,", ERR_FORMAT, "not an object of ref, salt and data"},
	{"\"blobs\":[", "\"blobs\":[{},", ERR_FORMAT, "not an object of ref, salt and data"},
	{"\"blobs\":[", "\"blobs\":[{\"ref\":1,\"data\":\"\"},", ERR_FORMAT, "whose ref is not one"},
	{"\"salt\":\"", "\"salt\":\"AAAA", ERR_LIMIT, "salt has 35 bytes"},
	{"\"salt\":\"EBAQ", "\"salt\":\"", ERR_FORMAT, "salt has 29 bytes"},
	{"\"salt\":\"EBAQ", "\"salt\":\"EBA*", ERR_FORMAT, "salt is not base64"},
	{"\"salt\":", "\"salz\":", ERR_FORMAT, "not an object of ref, salt and data"},
	{"\"data\":\"", "\"data\":[],\"x\":\"", ERR_FORMAT, "not an object of ref, salt and data"},
	{"\"data\":\"", "\"data\":\"=", ERR_FORMAT, "data is not base64"},
	{"\"data\":", "\"date\":", ERR_FORMAT, "data is not a string"},
};

static void test_json(void **state)
{
	(void)state;
	struct arena arena = test_arena;
	struct receipt receipt = world_receipt(&world, &arena, TEXT);
	struct buf buf = buf_rest(&arena);
	buf_receipt_extra(&buf, &receipt);
	struct str extra = buf_keep(&arena, &buf);
	for (size_t i = 0; i < sizeof json_case / sizeof json_case[0]; i++) {
		struct arena scratch = arena;
		struct str bad = replace(&scratch, extra, json_case[i].from, json_case[i].to);
		struct str bytes = world_file(&world, &scratch, TEXT, bad);
		struct receipt back;
		struct err err = {.code = ERR_OK};
		enum err_code code = receipt_open(bytes, &world.log, &scratch, &back, &err);
		if (code != json_case[i].code || !strstr(err.msg, json_case[i].part))
			fail_msg("%s: got %s: %s", json_case[i].to, err_code_name(code), err.msg);
	}
	/* the order of members is free, and so are JSON's other spellings of the same string */
	struct str same = replace(&arena, extra, "\"v\":1,", "");
	same = replace(&arena, same, "}]}", "}],\"\\u0076\":1}");
	struct str bytes = world_file(&world, &arena, TEXT, same);
	struct receipt back;
	struct err err;
	assert_ok(receipt_open(bytes, &world.log, &arena, &back, &err), &err);
	assert_same(&back, &receipt);
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(test_extra_bytes),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_tampered),
		cmocka_unit_test(test_json),
	};
	return cmocka_run_group_tests_name("receipt", all, setup, test_memory_release);
}
