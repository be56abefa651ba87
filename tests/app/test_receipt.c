/* Receipts made of real entries: what they carry, what they leave out, and that nothing in them can be changed. */
#include "app/story.h"

#include <stdlib.h>

#include "app/script.h"
#include "base/limits.h"
#include "record/entry.h"
#include "record/proof.h"

static struct club club;
static struct verifier log_key;

static int set_up(void **state)
{
	(void)state;
	club_begin(&club);
	log_key = verifier_of(LOG, &club.key.public_key);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	club_end(&club);
	return 0;
}

static struct receipt opened(struct registrar *registrar, const struct verifier *key, uint64_t number, bool restricted)
{
	struct str bytes;
	struct receipt receipt;
	assert_ok(receipt_make(registrar, number, restricted, &club.arena, &bytes, err));
	assert_ok(receipt_open(bytes, key, &club.arena, &receipt, err));
	assert_int_equal(receipt.index, number);
	assert_int_equal(receipt.checkpoint.size, registrar_sealed(registrar));
	return receipt;
}

static void holds(const struct receipt *receipt, const char *text)
{
	for (uint32_t i = 0; i < receipt->blob_count; i++)
		if (str_eq(receipt->blob[i].data, str_from(text)))
			return;
	fail_msg("the receipt of entry %llu lacks \"%s\"", (unsigned long long)receipt->index, text);
}

static void each_entry_has_its_receipt(void **state)
{
	(void)state;
	story_make(&club);
	struct pieces pieces = pieces_of(&club);
	for (uint32_t i = 0; i < STORY_ENTRIES; i++) {
		struct receipt receipt = opened(club.registrar, &log_key, i, false);
		assert_true(str_eq(receipt.entry, pieces.entry[i]));
		switch (i) {
		case STORY_TABLE: /* the text in its languages; the restricted one by its commitment only */
		case 8:
		case 10:
		case STORY_OUTCOME:
			assert_int_equal(receipt.part_count, 2);
			assert_int_equal(receipt.blob_count, 1);
			holds(&receipt, "We buy a boat.");
			assert_true(str_starts(receipt.part[1].ref, STR("restricted:")));
			break;
		case 9: /* the text that it is about, and its own reason */
			assert_int_equal(receipt.part_count, 2);
			assert_int_equal(receipt.blob_count, 2);
			holds(&receipt, "We buy a boat.");
			holds(&receipt, "It will sink.");
			break;
		case STORY_DOCUMENT:
			assert_int_equal(receipt.part_count, 1);
			assert_int_equal(receipt.blob_count, 1);
			holds(&receipt, "A boat is bought.");
			break;
		default:
			assert_int_equal(receipt.part_count, 0);
			assert_int_equal(receipt.blob_count, 0);
		}
	}
	struct receipt receipt = opened(club.registrar, &log_key, STORY_OUTCOME, true);
	assert_int_equal(receipt.blob_count, 2);
	holds(&receipt, "Nous achetons un bateau.");
}

static void erased_texts_stay_away(void **state)
{
	(void)state;
	struct blob_ref ref;
	struct err none;
	story_make(&club);
	for (uint64_t index = 0; !club.store->ops->blob_next(club.store, &index, &ref, &none);)
		if (ref.class != BLOB_PERMANENT)
			assert_ok(club.store->ops->blob_erase(club.store, &ref, err));
	struct receipt receipt = opened(club.registrar, &log_key, 9, true);
	assert_int_equal(receipt.part_count, 2);
	assert_int_equal(receipt.blob_count, 0);
}

static void a_text_that_stands_twice_comes_once(void **state)
{
	(void)state;
	story_make(&club);
	struct pieces pieces = pieces_of(&club);
	struct str json = piece_json(&pieces, STORY_DOCUMENT);
	const char *ref = memmem(json.ptr, json.len, "public:", 7);
	struct buf line = buf_new(&club.arena, 1024);
	buf_c(&line, "SEC sec-1 document document=e|body=board|series=decision|title.en=Boats|text.en=");
	buf_bytes(&line, ref, 71);
	buf_c(&line, "|text.fr=");
	buf_bytes(&line, ref, 71);
	buf_byte(&line, '\0');
	uint64_t number = club_enter(&club, line.ptr);
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	struct receipt receipt = opened(club.registrar, &log_key, number, false);
	assert_int_equal(receipt.part_count, 2);
	assert_int_equal(receipt.blob_count, 1);
}

static void what_has_no_receipt(void **state)
{
	(void)state;
	struct str bytes;
	assert_ok(club_open(&club, err));
	assert_fails(receipt_make(club.registrar, 0, false, &club.arena, &bytes, err), ERR_NOT_FOUND,
	             "there is no entry 0");
	club_close(&club);
	story_make(&club);
	assert_fails(receipt_make(club.registrar, STORY_ENTRIES, false, &club.arena, &bytes, err), ERR_NOT_FOUND,
	             "there is no entry 14");
	assert_fails(receipt_make(club.registrar, UINT64_MAX, false, &club.arena, &bytes, err), ERR_NOT_FOUND,
	             "there is no entry");
	club_accredit(&club, "B b-1", "b-2");
	assert_fails(receipt_make(club.registrar, STORY_ENTRIES, false, &club.arena, &bytes, err), ERR_CONFLICT,
	             "entered, but not sealed yet");
	assert_ok(registrar_commit(club.registrar, err));
	assert_fails(receipt_make(club.registrar, STORY_ENTRIES, false, &club.arena, &bytes, err), ERR_CONFLICT,
	             "entered, but not sealed yet");
	/* Pending and unsealed entries do not hinder the receipts of others. */
	opened(club.registrar, &log_key, 3, false);
	assert_ok(registrar_seal(club.registrar, true, err));
	opened(club.registrar, &log_key, STORY_ENTRIES, false);
}

static void a_receipt_has_its_size(void **state)
{
	(void)state;
	size_t size = (size_t)5 << 19;
	struct str bytes;
	club_ready(&club);
	char *line = NEW(&club.arena, char, 4 * size + 512), *end = line;
	end = stpcpy(line, "A a-1 table matter=m|body=board|kind=decision|procedure=written|title.en=Long");
	for (int i = 0; i < 4; i++) {
		end = stpcpy(end, "|text.");
		*end++ = 'a';
		*end++ = (char)('a' + i);
		*end++ = '=';
		memset(end, 'x' - i, size);
		end += size;
	}
	*end = '\0';
	uint64_t number = club_enter(&club, line);
	assert_ok(registrar_commit(club.registrar, err));
	assert_ok(registrar_seal(club.registrar, true, err));
	club.arena = arena_of(&club.region);
	assert_fails(receipt_make(club.registrar, number, true, &club.arena, &bytes, err), ERR_LIMIT, "larger than");
}

/* Base64 has no spare bits and JSON no spare bytes: whatever is changed is noticed. */
static void no_byte_can_be_changed(void **state)
{
	(void)state;
	struct str bytes;
	struct err error;
	struct receipt receipt;
	story_make(&club);
	assert_ok(receipt_make(club.registrar, 9, true, &club.arena, &bytes, err));
	char *copy = NEW(&club.arena, char, bytes.len);
	memcpy(copy, bytes.ptr, bytes.len);
	struct arena mark = arena_mark(&club.arena);
	for (size_t i = 0; i < bytes.len; i++) {
		copy[i] = (char)((unsigned char)copy[i] ^ 1u << i % 8);
		if (receipt_open((struct str){copy, bytes.len}, &log_key, &club.arena, &receipt, &error) == ERR_OK)
			fail_msg("byte %zu of the receipt may be changed", i);
		copy[i] = bytes.ptr[i];
		arena_rewind(&club.arena, mark);
		if (receipt_open(str_slice(bytes, 0, i), &log_key, &club.arena, &receipt, &error) == ERR_OK)
			fail_msg("the receipt may be cut at byte %zu", i);
		arena_rewind(&club.arena, mark);
	}
	assert_ok(receipt_open((struct str){copy, bytes.len}, &log_key, &club.arena, &receipt, err));
}

/* The extra put together anew by somebody who knows the format. */
static void another_extra_is_refused(void **state)
{
	(void)state;
	struct str bytes;
	struct proof_file proof;
	story_make(&club);
	struct receipt good = opened(club.registrar, &log_key, 9, true), receipt;
	assert_ok(receipt_make(club.registrar, 9, true, &club.arena, &bytes, err));
	assert_ok(proof_parse(bytes, &club.arena, &proof, err));
	for (int i = 0; i < 6; i++) {
		struct receipt bad = good, other = opened(club.registrar, &log_key, STORY_DOCUMENT, true);
		struct receipt_blob blob[4];
		enum err_code wanted = ERR_SIGNATURE;
		memcpy(blob, good.blob, good.blob_count * sizeof *blob);
		bad.blob = blob;
		if (i == 0)
			blob[0].data = STR("We buy a ship.");
		else if (i == 1)
			blob[0].salt = blob[1].salt;
		else if (i == 2)
			blob[bad.blob_count++] = other.blob[0]; /* nobody speaks of it here */
		else if (i == 3)
			bad.part = other.part, bad.part_count = 1;
		else if (i == 4)
			bad.entry = other.entry;
		else
			blob[bad.blob_count++] = blob[0], wanted = ERR_FORMAT;
		struct buf extra = buf_new(&club.arena, 1 << 16), file = buf_new(&club.arena, 1 << 17);
		buf_receipt_extra(&extra, &bad);
		proof.extra = buf_view(&extra);
		buf_proof(&file, &proof);
		assert_fails(receipt_open(buf_view(&file), &log_key, &club.arena, &receipt, err), wanted, "");
	}
}

/* An adoption in a meeting: the Yerevan story's statement. */
static void an_adoption_proves_its_text(void **state)
{
	(void)state;
	char path[512];
	const char *source = getenv("COMITY_SOURCE");
	struct store *store = NULL;
	struct script_events events = {.context = NULL};
	struct script_result result;
	struct registrar *registrar;
	uint32_t adoptions = 0, outcomes = 0;
	if (!source)
		skip();
	snprintf(path, sizeof path, "%s/examples/csto/yerevan.script", source);
	assert_ok(store_memory_open(&store, err));
	assert_ok(script_run(path, store, &os_real, &events, &result, &registrar, err));
	struct public_key key;
	memcpy(key.byte, kernel_registrar_key(registrar_state(registrar)), PUBLIC_KEY_SIZE);
	struct verifier csto = verifier_of(registrar_origin(registrar), &key);
	for (uint64_t i = 0; i < registrar_sealed(registrar); i++) {
		struct receipt receipt = opened(registrar, &csto, i, false);
		struct entry entry;
		struct signed_act act;
		assert_ok(entry_parse(receipt.entry, &entry, err));
		assert_ok(act_decode(entry.act, csto.name, &club.arena, &act, err));
		if (act.act.verb != VERB_ADOPT && act.act.verb != VERB_OUTCOME)
			continue;
		assert_true(receipt.part_count >= 1);
		assert_true(receipt.blob_count >= 1);
		assert_memory_equal(receipt.text.byte, act.act.field[FIELD_COMMITMENT].bytes, HASH_SIZE);
		adoptions += act.act.verb == VERB_ADOPT;
		outcomes += act.act.verb == VERB_OUTCOME;
	}
	assert_true(adoptions >= 2);
	assert_true(outcomes >= 2);
	registrar_close(registrar);
}

static void memory_that_runs_out(void **state)
{
	(void)state;
	bool failed;
	uint64_t n = 0;
	story_make(&club);
	do {
		struct err error = {.msg = ""};
		struct str bytes;
		struct arena mark = arena_mark(&club.arena);
		arena_fail_after(++n);
		enum err_code code = receipt_make(club.registrar, 9, true, &club.arena, &bytes, &error);
		failed = arena_failed();
		arena_fail_after(0);
		assert_int_equal(code != ERR_OK, failed);
		if (failed)
			assert_int_equal(error.code, ERR_LIMIT);
		arena_rewind(&club.arena, mark);
	} while (failed);
	assert_true(n > 20);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(each_entry_has_its_receipt), T(erased_texts_stay_away),      T(a_text_that_stands_twice_comes_once),
		T(what_has_no_receipt),        T(a_receipt_has_its_size),      T(no_byte_can_be_changed),
		T(another_extra_is_refused),   T(an_adoption_proves_its_text), T(memory_that_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
