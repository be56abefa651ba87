/* The interface's words: every language has them all, plurals follow their language, placeholders are filled. */
#include "base/check.h"

#include "base/utf8.h"
#include "charter/charter.h"
#include "kernel/act.h"
#include "web/message.h"

static const char *const names[MSG_MAX] = {
#define MSG(name, english) [MSG_##name] = #name,
#define MSG_PLURAL(name, one, many) [MSG_##name] = #name,
#include "web/messages.def"
#undef MSG
#undef MSG_PLURAL
};

static void russian_is_complete(void **state)
{
	(void)state;
	unsigned missing = 0;
	for (unsigned i = 1; i < MSG_MAX; i++) {
		if (message_translated((enum message)i, LANGUAGE_RU))
			continue;
		print_error("# po/ru has no %s: \"%.*s\"\n", names[i], STR_ARG(message((enum message)i, LANGUAGE_EN)));
		missing++;
	}
	for (unsigned id = 1; id < VERB_MAX; id++) {
		if (verb_info[id].phrase.len == 0 || message_phrase_translated(verb_info[id].phrase, LANGUAGE_RU))
			continue;
		print_error("# po/ru has no phrase for \"%.*s\"\n", STR_ARG(verb_info[id].name));
		missing++;
	}
	assert_int_equal(missing, 0);
}

/* What every record may use: positions, statuses, events, verbs. */
static void russian_has_the_words_of_the_language(void **state)
{
	(void)state;
	struct str word;
	for (unsigned i = 0; i < POSITION_MAX; i++)
		assert_case(message_word(position_name[i], LANGUAGE_RU, &word), position_name[i].ptr);
	for (unsigned i = 0; i < STATUS_MAX; i++)
		assert_case(message_word(status_name[i], LANGUAGE_RU, &word), status_name[i].ptr);
	for (unsigned i = 0; i < EVENT_MAX; i++)
		assert_case(message_word(event_name[i], LANGUAGE_RU, &word), event_name[i].ptr);
	for (unsigned id = 1; id < VERB_MAX; id++)
		if (verb_info[id].name.len > 0)
			assert_case(message_word(verb_info[id].name, LANGUAGE_RU, &word), verb_info[id].name.ptr);
}

static void languages(void **state)
{
	(void)state;
	assert_int_equal(language_find(STR("en")), LANGUAGE_EN);
	assert_int_equal(language_find(STR("ru")), LANGUAGE_RU);
	assert_int_equal(language_find(STR("ar-XB")), LANGUAGE_PSEUDO);
	assert_int_equal(language_find(STR("EN")), LANGUAGE_MAX);
	assert_int_equal(language_find(STR("")), LANGUAGE_MAX);
	assert_true(language_rtl(LANGUAGE_PSEUDO));
	assert_false(language_rtl(LANGUAGE_RU));
	assert_str(message(MSG_HOME, LANGUAGE_EN), "Home");
	assert_str(message(MSG_HOME, LANGUAGE_RU), "Главная");
	assert_str(message(MSG_HOME, LANGUAGE_PSEUDO), "\u202eHome\u202c");
}

static void plurals(void **state)
{
	(void)state;
	static const struct {
		uint64_t count;
		const char *english, *russian;
	} rows[] = {
		{0, "0 entries in the record", "В реестре 0 записей"},
		{1, "1 entry in the record", "В реестре 1 запись"},
		{2, "2 entries in the record", "В реестре 2 записи"},
		{4, "4 entries in the record", "В реестре 4 записи"},
		{5, "5 entries in the record", "В реестре 5 записей"},
		{11, "11 entries in the record", "В реестре 11 записей"},
		{12, "12 entries in the record", "В реестре 12 записей"},
		{14, "14 entries in the record", "В реестре 14 записей"},
		{21, "21 entries in the record", "В реестре 21 запись"},
		{22, "22 entries in the record", "В реестре 22 записи"},
		{100, "100 entries in the record", "В реестре 100 записей"},
		{111, "111 entries in the record", "В реестре 111 записей"},
		{112, "112 entries in the record", "В реестре 112 записей"},
		{121, "121 entries in the record", "В реестре 121 запись"},
		{1024, "1024 entries in the record", "В реестре 1024 записи"},
	};
	for (size_t i = 0; i < COUNT(rows); i++) {
		char storage[128];
		struct buf buf = buf_of(storage, sizeof storage);
		buf_plural(&buf, MSG_FRAME_ENTRIES, LANGUAGE_EN, rows[i].count);
		assert_str(buf_view(&buf), rows[i].english);
		buf.len = 0;
		buf_plural(&buf, MSG_FRAME_ENTRIES, LANGUAGE_RU, rows[i].count);
		assert_str(buf_view(&buf), rows[i].russian);
	}
}

static void placeholders(void **state)
{
	(void)state;
	char storage[256];
	struct buf buf = buf_of(storage, sizeof storage);
	struct str arguments[] = {STR("Secretary {1}"), STR("Secretariat")};
	buf_message(&buf, MSG_PERSON_OF, LANGUAGE_EN, arguments, 2);
	assert_str(buf_view(&buf), "Secretary {1} (Secretariat)"); /* what is put in is not looked into */
	buf.len = 0;
	buf_message(&buf, MSG_ENTRY_NUMBER, LANGUAGE_PSEUDO, arguments, 1);
	assert_str(buf_view(&buf), "\u202eentry\u202c Secretary {1}");
}

static void dates(void **state)
{
	(void)state;
	char storage[128];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_date_words(&buf, LANGUAGE_EN, (struct date){2022, 6, 10});
	assert_str(buf_view(&buf), "10 June 2022");
	buf.len = 0;
	buf_date_words(&buf, LANGUAGE_RU, (struct date){2022, 6, 10});
	assert_str(buf_view(&buf), "10 июня 2022 г.");
	buf.len = 0;
	buf_date_words(&buf, LANGUAGE_RU, (struct date){2025, 5, 9});
	assert_str(buf_view(&buf), "9 мая 2025 г.");
	buf.len = 0;
	buf_month_words(&buf, LANGUAGE_EN, 2025, 5);
	assert_str(buf_view(&buf), "May 2025");
	buf.len = 0;
	buf_month_words(&buf, LANGUAGE_RU, 2025, 5);
	assert_str(buf_view(&buf), "май 2025 г.");
}

static void words(void **state)
{
	(void)state;
	struct str word;
	assert_true(message_word(STR("head-of-state"), LANGUAGE_EN, &word));
	assert_str(word, "heads of state");
	assert_true(message_word(STR("not-adopted"), LANGUAGE_RU, &word));
	assert_str(word, "не принято");
	assert_false(message_word(STR("not-adopte"), LANGUAGE_RU, &word));
	assert_false(message_word(STR(""), LANGUAGE_RU, &word));
	assert_str(message_zone(STR("Asia/Yerevan"), LANGUAGE_EN), "Yerevan");
	assert_str(message_zone(STR("Asia/Yerevan"), LANGUAGE_RU), "Ереван");
	assert_str(message_zone(STR("America/Argentina/Salta"), LANGUAGE_RU), "Salta");
	assert_str(message_zone(STR("UTC"), LANGUAGE_EN), "UTC");
}

/* The pseudo language has English's words, each turned; what stands in braces and brackets is left alone. */
static void pseudo_keeps_placeholders(void **state)
{
	(void)state;
	for (unsigned id = 1; id < VERB_MAX; id++) {
		struct str plain = message_phrase(verb_info[id].phrase, LANGUAGE_EN);
		struct str turned = message_phrase(verb_info[id].phrase, LANGUAGE_PSEUDO);
		char storage[1024];
		struct buf undone = buf_of(storage, sizeof storage);
		for (size_t i = 0; i < turned.len; i++) {
			struct str rest = str_slice(turned, i, turned.len);
			if (str_starts(rest, STR("\u202e")) || str_starts(rest, STR("\u202c")))
				i += 2;
			else
				buf_byte(&undone, (uint8_t)turned.ptr[i]);
		}
		assert_true(utf8_valid(turned));
		assert_case(str_eq(buf_view(&undone), plain), verb_info[id].name.ptr);
		assert_case(plain.len == 0 || turned.len > plain.len, verb_info[id].name.ptr);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(languages),
		cmocka_unit_test(plurals),
		cmocka_unit_test(placeholders),
		cmocka_unit_test(dates),
		cmocka_unit_test(words),
		cmocka_unit_test(pseudo_keeps_placeholders),
		cmocka_unit_test(russian_has_the_words_of_the_language),
		cmocka_unit_test(russian_is_complete),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
