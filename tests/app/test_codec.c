/* Acts between JSON and typed values: every verb there and back, every way to be malformed. */
#include "app/act_cases.h"

static struct region region;
static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	struct err err;
	if (sign_start(&err) || !arena_reserve(&region, (size_t)32 << 20))
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

static struct str written(const struct act *act)
{
	struct buf buf = buf_new(&arena, LIMIT_CONSTITUTIVE_SIZE);
	buf_act_text(&buf, LOG, act);
	assert_false(buf.full);
	return buf_view(&buf);
}

/* The text comes back byte for byte, with and without its line feed. */
static void every_verb_there_and_back(void **state)
{
	(void)state;
	bool met[VERB_MAX] = {false};
	for (size_t i = 0; i < COUNT(good_cases); i++) {
		struct err err = {.msg = ""};
		struct act act;
		struct str text = expand(&arena, good_cases[i]);
		enum err_code code = act_decode_text(text, LOG, &arena, &act, &err);
		if (code)
			fail_msg("%s: %s", good_cases[i], err.msg);
		met[act.verb] = true;
		struct str again = written(&act);
		assert_int_equal(again.len, text.len + 1);
		assert_str(str_slice(again, 0, text.len), text.ptr);
		assert_int_equal(again.ptr[text.len], '\n');
		struct act second;
		assert_int_equal(act_decode_text(again, LOG, &arena, &second, &err), ERR_OK);
		assert_int_equal(second.verb, act.verb);
	}
	for (int verb = 1; verb < VERB_MAX; verb++)
		assert_case(met[verb] || verb_info[verb].name.len == 0, verb_info[verb].name.ptr); /* ids may be left out */
}

static struct act decoded(const char *pattern)
{
	struct act act;
	struct err err = {.msg = ""};
	if (act_decode_text(expand(&arena, pattern), LOG, &arena, &act, &err))
		fail_msg("%s: %s", pattern, err.msg);
	return act;
}

static void values_are_typed(void **state)
{
	(void)state;
	struct act act = decoded(
		HEAD("convene") "\"seen\":7,\"meeting\":\"m-1\",\"body\":\"board\",\"title\":{\"en\":\"A\",\"ru\":"
						"\"\\u0411\"},\"regular\":true,\"place\":\"Yerevan\",\"zone\":\"Asia/Yerevan\","
						"\"starts\":1654851600000,\"formats\":[\"narrow\",\"plenary\"]}");
	assert_int_equal(act.verb, VERB_CONVENE);
	assert_str(act.party, "ARM");
	assert_str(act.by, "arm-1");
	assert_int_equal(act.nonce[15], 15);
	assert_true(act.has_seen);
	assert_int_equal(act.seen, 7);
	assert_str(act.field[FIELD_MEETING].str, "m-1");
	assert_int_equal(act.field[FIELD_TITLE].count, 2);
	assert_str(act.field[FIELD_TITLE].pair[1].name, "ru");
	assert_str(act.field[FIELD_TITLE].pair[1].value, "\xd0\x91");
	assert_int_equal(act.field[FIELD_REGULAR].number, 1);
	assert_int_equal(act.field[FIELD_STARTS].number, INT64_C(1654851600000));
	assert_int_equal(act.field[FIELD_FORMATS].count, 2);
	assert_str(act.field[FIELD_FORMATS].list[1], "plenary");
	assert_false(act.field[FIELD_HOST].set);

	act = decoded(HEAD("calendar") "\"year\":2027,\"holidays\":[\"2027-01-01\",\"2027-01-07\"],\"workdays\":[]}");
	assert_int_equal(act.field[FIELD_HOLIDAYS].days[0], 20819); /* date -d 2027-01-01 +%s / 86400 */
	assert_int_equal(act.field[FIELD_HOLIDAYS].days[1], 20825);
	assert_int_equal(act.field[FIELD_WORKDAYS].count, 0);
	assert_true(act.field[FIELD_WORKDAYS].set);

	act = decoded(HEAD("correct") "\"entry\":3,\"text\":{\"en\":\"@P\"}}");
	struct text_part part = {STR("en"), STR("public:" HEX64)};
	struct hash text = hash_text(&part, 1);
	assert_memory_equal(act.field[FIELD_TEXT].bytes, text.byte, HASH_SIZE);

	act = decoded(REGISTRAR("zones") "\"tzdata\":\"2024a\",\"zones\":{\"Europe/Vienna\":[3600,1774746000,7200]}}");
	assert_int_equal(act.party.len, 0);
	const struct zone *zone = act.field[FIELD_ZONES].zones;
	assert_int_equal(zone->offset_first_s, 3600);
	assert_int_equal(zone->count, 1);
	assert_int_equal(zone->at_s[0], 1774746000);
	assert_int_equal(zone->offset_s[0], 7200);

	act = decoded(REGISTRAR(
		"found") "\"charter\":\"@H\",\"registrar\":\"@K\",\"keys\":{\"ARM\":[\"arm-1\",\"@K\"]},\"rules\":1}");
	struct secret_key key = key_of_byte(7);
	assert_str(act.field[FIELD_KEYS].keys[0].person, "arm-1");
	assert_memory_equal(act.field[FIELD_KEYS].keys[0].key, key.public_key.byte, PUBLIC_KEY_SIZE);
	assert_int_equal(act.field[FIELD_CHARTER].bytes[1], 0x11);
}

static void order_of_members_is_free(void **state)
{
	(void)state;
	struct act act = decoded(
		"{\"meeting\":\"m-1\",\"nonce\":\"@N\",\"by\":\"arm-1\",\"party\":\"ARM\",\"verb\":\"close\",\"log\":"
		"\"club.example/record\",\"v\":1}");
	assert_int_equal(act.verb, VERB_CLOSE);
	assert_str(act.field[FIELD_MEETING].str, "m-1");
}

static void malformed_texts_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad_cases); i++) {
		struct err err = {.msg = ""};
		struct act act = {.verb = VERB_NONE};
		enum err_code code = act_decode_text(expand(&arena, bad_cases[i].text), LOG, &arena, &act, &err);
		if (code != bad_cases[i].code || !strstr(err.msg, bad_cases[i].words))
			fail_msg("%s\n  wanted %s with \"%s\"\n  got %s: %s", bad_cases[i].text, err_code_name(bad_cases[i].code),
			         bad_cases[i].words, err_code_name(code), err.msg);
		if (code == ERR_OK)
			continue; /* a limit that is just kept */
		assert_int_equal(act.verb, VERB_NONE);
		assert_int_equal(err.code, code);
	}
}

static void unknown_words_get_a_hint(void **state)
{
	(void)state;
	struct err err = {.msg = ""};
	struct act act;
	assert_int_equal(act_decode_text(expand(&arena, HEAD("convenne") "\"meeting\":\"m\"}"), LOG, &arena, &act, &err),
	                 ERR_FORMAT);
	assert_string_equal(err.hint, "did you mean \"convene\"?");
	assert_int_equal(act_decode_text(expand(&arena, HEAD("close") "\"meetng\":\"m\"}"), LOG, &arena, &act, &err),
	                 ERR_FORMAT);
	assert_string_equal(err.hint, "did you mean \"meeting\"?");
}

/* An item more than the limit; the limit itself is fine. */
static void lists_are_bounded(void **state)
{
	(void)state;
	static const struct {
		const char *head, *item, *tail;
		uint32_t max;
	} cases[] = {
		{HEAD("register") "\"meeting\":\"m\",\"head\":\"a\",\"delegates\":[", "\"a\"", "]}", LIMIT_PARTIES},
		{HEAD("calendar") "\"year\":2027,\"holidays\":[", "\"20%02u-01-01\"", "],\"workdays\":[]}", 99},
		{HEAD("agenda") "\"meeting\":\"m\",\"item\":1,\"title\":{", "\"e%c\":\"x\"", "}}", LIMIT_LANGUAGES},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		for (uint32_t count = cases[i].max; count <= cases[i].max + 1; count++) {
			struct buf buf = buf_new(&arena, 65536);
			buf_c(&buf, cases[i].head);
			for (uint32_t k = 0; k < count; k++) {
				char item[32];
				if (i == 1)
					snprintf(item, sizeof item, "\"20%02u-01-01\"", k + 1);
				else if (i == 2)
					snprintf(item, sizeof item, "\"e%c\":\"x\"", (char)('a' + k));
				else
					snprintf(item, sizeof item, "%s", cases[i].item);
				buf_c(&buf, k ? "," : "");
				buf_c(&buf, item);
			}
			buf_c(&buf, cases[i].tail);
			buf_byte(&buf, '\0');
			assert_false(buf.full);
			struct err err = {.msg = ""};
			struct act act;
			enum err_code code = act_decode_text(expand(&arena, buf.ptr), LOG, &arena, &act, &err);
			enum err_code wanted = count <= cases[i].max ? ERR_OK : i == 1 ? ERR_FORMAT : ERR_LIMIT;
			if (code != wanted)
				fail_msg("case %zu, %u items: %s: %s", i, count, err_code_name(code), err.msg);
		}
	}
}

/* ---- Notes ----------------------------------------------------------------------------------------------- */

static struct str close_text(void)
{
	return expand(&arena, HEAD("close") "\"meeting\":\"m-1\"}\n");
}

static struct str note_of(struct str text, const char *names)
{
	struct buf buf = buf_new(&arena, 65536 + text.len);
	struct secret_key key = key_of_byte(1);
	buf_str(&buf, text);
	buf_byte(&buf, '\n');
	struct str rest = str_from(names), name;
	while (str_cut(rest, '|', &name, &rest))
		buf_note_line(&buf, name, &key, text);
	assert_false(buf.full);
	return buf_view(&buf);
}

static void notes_are_decoded(void **state)
{
	(void)state;
	struct signed_act act;
	struct err err = {.msg = ""};
	struct str bytes = note_of(close_text(), "club.example/record/arm-1|club.example/record/fra-1|");
	assert_int_equal(act_decode(bytes, LOG, &arena, &act, &err), ERR_OK);
	assert_ptr_equal(act.bytes.ptr, bytes.ptr);
	assert_int_equal(act.note.count, 2);
	/* Of what was said, whoever signed it. */
	struct hash hash = hash_bytes(close_text());
	assert_memory_equal(act.act.hash, hash.byte, HASH_SIZE);
	struct str origin;
	assert_int_equal(act_origin(bytes, &arena, &origin, &err), ERR_OK);
	assert_str(origin, "club.example/record");
}

static void lines_are_checked(void **state)
{
	(void)state;
	static const struct {
		const char *names;
		enum err_code code;
		const char *words;
	} cases[] = {
		{"club.example/record/fra-1|", ERR_SIGNATURE, "by arm-1, but the first signature is fra-1's"},
		{"club.example/record|", ERR_SIGNATURE, "the first signature is registrar's"},
		{"other.example/record/arm-1|", ERR_SIGNATURE, "not in the name of a person of this record"},
		{"club.example/recordarm-1|", ERR_SIGNATURE, "not in the name of a person"},
		{"club.example/record/|", ERR_SIGNATURE, "not in the name of a person"},
		{"club.example/record/arm/1|", ERR_SIGNATURE, "not in the name of a person"},
		{"club.example/record/fra-1|club.example/record/arm-1|", ERR_SIGNATURE, "the first signature is fra-1's"},
		{"club.example/record/arm-1|club.example/record/arm-1|", ERR_FORMAT, "line 2 repeats the name of line 1"},
		{"club.example/record/arm-1|club.example/record|", ERR_SIGNATURE, "the registrar does not sign with others"},
		{"club.example/record/arm-1|elsewhere|", ERR_SIGNATURE, "line 2 is not in the name"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct signed_act act;
		struct err err = {.msg = ""};
		enum err_code code = act_decode(note_of(close_text(), cases[i].names), LOG, &arena, &act, &err);
		if (code != cases[i].code || !strstr(err.msg, cases[i].words))
			fail_msg("%s: %s: %s", cases[i].names, err_code_name(code), err.msg);
	}
	/* A person called registrar is not the registrar. */
	struct signed_act act;
	struct err err = {.msg = ""};
	struct str text = expand(&arena, REGISTRAR("correct") "\"entry\":1,\"text\":{\"en\":\"@P\"}}\n");
	assert_int_equal(act_decode(note_of(text, "club.example/record/registrar|"), LOG, &arena, &act, &err),
	                 ERR_SIGNATURE);
	assert_int_equal(act_decode(note_of(text, "club.example/record|"), LOG, &arena, &act, &err), ERR_OK);
}

static void signatures_have_their_size_and_number(void **state)
{
	(void)state;
	struct signed_act act;
	struct err err = {.msg = ""};
	struct buf many = buf_new(&arena, 4096);
	for (unsigned i = 0; i <= LIMIT_ACT_SIGNATURES; i++) {
		buf_c(&many, "club.example/record/arm-");
		buf_u64(&many, i + 1);
		buf_byte(&many, '|');
	}
	buf_byte(&many, '\0');
	assert_int_equal(act_decode(note_of(close_text(), many.ptr), LOG, &arena, &act, &err), ERR_LIMIT);
	many.ptr[many.len - strlen("club.example/record/arm-17|") - 1] = '\0';
	assert_int_equal(act_decode(note_of(close_text(), many.ptr), LOG, &arena, &act, &err), ERR_OK);
	assert_int_equal(act.note.count, LIMIT_ACT_SIGNATURES);

	struct buf buf = buf_new(&arena, 4096);
	buf_str(&buf, close_text());
	buf_c(&buf, "\n\xe2\x80\x94 club.example/record/arm-1 AAAAAAAAAAAA\n");
	assert_int_equal(act_decode(buf_view(&buf), LOG, &arena, &act, &err), ERR_FORMAT);
	assert_non_null(strstr(err.msg, "line 1 does not hold an Ed25519 signature"));
}

/* An act of exactly `size` bytes, filled up in its title. */
static struct str act_of_size(const char *head, const char *tail, const char *signer, size_t size)
{
	for (size_t fill = size; fill > 0; fill--) {
		struct buf buf = buf_new(&arena, 2 * size + 4096);
		buf_str(&buf, expand(&arena, head));
		for (size_t i = 0; i < fill; i++)
			buf_c(&buf, i == 0 ? "1" : "0");
		buf_c(&buf, tail);
		struct str bytes = note_of(buf_view(&buf), signer);
		if (bytes.len <= size)
			return bytes;
		fill -= bytes.len - size - 1;
	}
	fail();
	return STR("");
}

static void sizes_go_by_verb(void **state)
{
	(void)state;
	struct signed_act act;
	struct err err = {.msg = ""};
	/* An unknown verb of 8 KiB is refused for its verb; a large one for its size before anything is looked at. */
	static const char head[] = "{\"v\":";
	assert_int_equal(
		act_decode(act_of_size(head, "}\n", "club.example/record|", LIMIT_CONSTITUTIVE_SIZE), LOG, &arena, &act, &err),
		ERR_FORMAT);
	assert_int_equal(act_decode(act_of_size(head, "}\n", "club.example/record|", LIMIT_CONSTITUTIVE_SIZE + 1), LOG,
	                            &arena, &act, &err),
	                 ERR_LIMIT);
	/* Many names, each short: an ordinary act stops at 8 KiB, an outcome, which names every party, does not. */
	for (uint32_t count = 300; count <= 500; count += 200) {
		struct buf names = buf_new(&arena, 65536);
		for (uint32_t i = 0; i < count; i++) {
			buf_c(&names, i ? ",\"delegate-" : "\"delegate-");
			buf_pad(&names, i, 12);
			buf_c(&names, "\"");
		}
		buf_byte(&names, '\0');
		struct buf buf = buf_new(&arena, 65536);
		buf_str(&buf, expand(&arena, HEAD("register") "\"meeting\":\"m\",\"head\":\"a\",\"delegates\":["));
		buf_c(&buf, names.ptr);
		buf_c(&buf, "]}\n");
		assert_int_equal(act_decode(note_of(buf_view(&buf), "club.example/record/arm-1|"), LOG, &arena, &act, &err),
		                 count == 300 ? ERR_OK : ERR_LIMIT);
		buf.len = 0;
		buf_str(&buf,
		        expand(&arena,
		               REGISTRAR(
						   "outcome") "\"matter\":\"m\",\"body\":\"b\",\"kind\":\"k\",\"stage\":\"s\",\"result\":\"r\","
		                              "\"adopts\":false,\"final\":true,\"at\":1,\"version\":1,"
		                              "\"for\":[],\"against\":[],\"abstain\":[],\"reserve\":[],\"hold\":[],"
		                              "\"disinterest\":[],\"absent\":[],\"silent\":["));
		buf_c(&buf, names.ptr);
		buf_c(&buf, "]}\n");
		assert_int_equal(act_decode(note_of(buf_view(&buf), "club.example/record|"), LOG, &arena, &act, &err), ERR_OK);
		assert_int_equal(act.act.field[FIELD_SILENT].count, count);
	}
}

static void what_is_signed_decodes_and_verifies(void **state)
{
	(void)state;
	struct err err = {.msg = ""};
	struct act act = decoded(HEAD("close") "\"meeting\":\"m-1\"}");
	struct secret_key key = key_of_byte(1);
	struct str bytes, name = STR("club.example/record/arm-1");
	assert_int_equal(act_sign(LOG, &act, name, &key, &arena, &bytes, &err), ERR_OK);
	struct signed_act made;
	assert_int_equal(act_decode(bytes, LOG, &arena, &made, &err), ERR_OK);
	struct verifier verifier = verifier_of(name, &key.public_key);
	assert_int_equal(note_verify(&made.note, &verifier, &err), ERR_OK);
	/* The line of an act that could not be read again is not signed. */
	act.field[FIELD_MEETING].str = STR("no name");
	assert_int_equal(act_sign(LOG, &act, name, &key, &arena, &bytes, &err), ERR_FORMAT);
}

static void refs_are_found(void **state)
{
	(void)state;
	struct act act = decoded(HEAD("accredit") "\"person\":\"arm-2\",\"key\":\"@K\",\"card\":\"@R\"}");
	struct blob_ref ref;
	assert_true(act_ref(&act, 0, &ref));
	assert_int_equal(ref.class, BLOB_RESTRICTED);
	assert_false(act_ref(&act, 1, &ref));
	act = decoded(HEAD("correct") "\"entry\":3,\"text\":{\"en\":\"@P\",\"ru\":\"@R\"}}");
	assert_true(act_ref(&act, 1, &ref));
	assert_int_equal(ref.class, BLOB_RESTRICTED);
	assert_false(act_ref(&act, 2, &ref));
}

/* Every allocation of a decode fails in turn: a limit, and nothing written. */
static void memory_runs_out(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(good_cases); i++) {
		struct str text = expand(&arena, good_cases[i]);
		for (uint64_t n = 1;; n++) {
			struct act act = {.verb = VERB_NONE};
			struct err err = {.msg = ""};
			struct arena scratch = arena;
			arena_fail_after(n);
			enum err_code code = act_decode_text(text, LOG, &scratch, &act, &err);
			bool failed = arena_failed();
			arena_fail_after(0);
			if (!failed) {
				assert_int_equal(code, ERR_OK);
				break;
			}
			assert_int_equal(code, ERR_LIMIT);
			assert_int_equal(act.verb, VERB_NONE);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_verb_there_and_back),
		cmocka_unit_test(values_are_typed),
		cmocka_unit_test(order_of_members_is_free),
		cmocka_unit_test(malformed_texts_are_refused),
		cmocka_unit_test(unknown_words_get_a_hint),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(notes_are_decoded),
		cmocka_unit_test(lines_are_checked),
		cmocka_unit_test(signatures_have_their_size_and_number),
		cmocka_unit_test(sizes_go_by_verb),
		cmocka_unit_test(what_is_signed_decodes_and_verifies),
		cmocka_unit_test(refs_are_found),
		cmocka_unit_test(memory_runs_out),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
