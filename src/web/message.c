/* The interface's words, looked up in tables that were made at build (tools/po_compile.c). English stands in the lists
 * themselves; a language's catalogue goes before it.
 */
#include "web/message.h"

#include <assert.h>

#include "kernel/act.h"
#include "web/catalogue.h"

const struct str language_tag[LANGUAGE_MAX] = {
	[LANGUAGE_EN] = STR_INIT("en"),
	[LANGUAGE_RU] = STR_INIT("ru"),
	[LANGUAGE_PSEUDO] = STR_INIT("ar-XB"),
};
const struct str language_own_name[LANGUAGE_MAX] = {
	[LANGUAGE_EN] = STR_INIT("English"),
	[LANGUAGE_RU] = STR_INIT("Русский"),
	[LANGUAGE_PSEUDO] = STR_INIT("Pseudo-Arabic"),
};
static const struct catalogue *const catalogues[LANGUAGE_MAX] = {
	[LANGUAGE_EN] = &catalogue_en,
	[LANGUAGE_RU] = &catalogue_ru,
	[LANGUAGE_PSEUDO] = &catalogue_pseudo,
};
_Static_assert(LANGUAGE_MAX == 3, "a language has a tag, a name, a catalogue and a plural rule");

struct english {
	struct str one, many;
};
static const struct english english[MSG_MAX] = {
#define MSG(name, english) [MSG_##name] = {STR_INIT(english), STR_INIT("")},
#define MSG_PLURAL(name, one, many) [MSG_##name] = {STR_INIT(one), STR_INIT(many)},
#include "web/messages.def"
#undef MSG
#undef MSG_PLURAL
};

bool language_rtl(enum language language)
{
	return language == LANGUAGE_PSEUDO;
}

enum language language_find(struct str tag)
{
	for (unsigned i = 0; i < LANGUAGE_MAX; i++)
		if (str_eq(language_tag[i], tag))
			return (enum language)i;
	return LANGUAGE_MAX;
}

static struct str form_of(enum message message, enum language language, unsigned form)
{
	assert(message > MSG_NONE && message < MSG_MAX && language < LANGUAGE_MAX && form < CATALOGUE_FORMS);
	return catalogues[language]->message[message].form[form];
}

struct str message(enum message message, enum language language)
{
	struct str own = form_of(message, language, 0);
	return own.len > 0 ? own : english[message].one;
}

bool message_translated(enum message message, enum language language)
{
	return language == LANGUAGE_EN || form_of(message, language, 0).len > 0;
}

/* The classes of the Unicode plural rules for whole numbers: English one, other; Russian one, few, many. */
static unsigned plural_class(enum language language, uint64_t count)
{
	if (language != LANGUAGE_RU)
		return count == 1 ? 0 : 1;
	uint64_t one = count % 10, two = count % 100;
	if (one == 1 && two != 11)
		return 0;
	return one >= 2 && one <= 4 && (two < 12 || two > 14) ? 1 : 2;
}

static void put_filled(struct buf *buf, struct str words, const struct str *arguments, uint32_t count)
{
	struct str head, tail, number;
	while (str_cut(words, '{', &head, &tail) && str_cut(tail, '}', &number, &words)) {
		uint64_t index;
		buf_str(buf, head);
		bool valid = str_to_u64(number, 99, &index);
		assert(valid && index < count);
		if (valid)
			buf_str(buf, arguments[index]);
	}
	buf_str(buf, words);
}

void buf_plural(struct buf *buf, enum message message, enum language language, uint64_t count)
{
	char storage[24];
	struct buf number = buf_of(storage, sizeof storage);
	buf_u64(&number, count);
	struct str argument = buf_view(&number);
	assert(message > MSG_NONE && message < MSG_MAX && english[message].many.len > 0);
	struct str words = form_of(message, language, plural_class(language, count));
	if (words.len == 0)
		words = count == 1 ? english[message].one : english[message].many;
	put_filled(buf, words, &argument, 1);
}

void buf_message(struct buf *buf, enum message message_, enum language language, const struct str *arguments,
                 uint32_t count)
{
	put_filled(buf, message(message_, language), arguments, count);
}

bool message_word(struct str code, enum language language, struct str *ret)
{
	assert(language < LANGUAGE_MAX);
	const struct catalogue *catalogue = catalogues[language];
	uint32_t low = 0, high = catalogue->word_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = str_cmp(catalogue->word[middle].code, code);
		if (order == 0) {
			*ret = catalogue->word[middle].words;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static struct str own_phrase(struct str english_phrase, enum language language)
{
	assert(language < LANGUAGE_MAX);
	for (unsigned id = 1; id < VERB_MAX; id++)
		if (str_eq(verb_info[id].phrase, english_phrase))
			return catalogues[language]->phrase[id];
	return STR("");
}

struct str message_phrase(struct str english_phrase, enum language language)
{
	struct str own = own_phrase(english_phrase, language);
	return own.len > 0 ? own : english_phrase;
}

bool message_phrase_translated(struct str english_phrase, enum language language)
{
	return language == LANGUAGE_EN || own_phrase(english_phrase, language).len > 0;
}

void buf_date_words(struct buf *buf, enum language language, struct date date)
{
	char day[8], year[8];
	struct buf day_words = buf_of(day, sizeof day), year_words = buf_of(year, sizeof year);
	assert(date_valid(date));
	buf_u64(&day_words, date.day);
	buf_u64(&year_words, (uint64_t)date.year);
	struct str arguments[] = {
		message((enum message)(MSG_MONTH_1 + date.month - 1), language),
		buf_view(&day_words),
		buf_view(&year_words),
	};
	buf_message(buf, MSG_DATE_WORDS, language, arguments, 3);
}

void buf_month_words(struct buf *buf, enum language language, int32_t year, uint8_t month)
{
	char storage[12];
	struct buf year_words = buf_of(storage, sizeof storage);
	assert(month >= 1 && month <= 12);
	buf_i64(&year_words, year);
	struct str arguments[] = {
		message((enum message)(MSG_MONTH_ALONE_1 + month - 1), language),
		buf_view(&year_words),
	};
	buf_message(buf, MSG_MONTH_WORDS, language, arguments, 2);
}

struct str message_zone(struct str zone_name, enum language language)
{
	struct str own, head, tail = zone_name;
	if (message_word(zone_name, language, &own))
		return own;
	while (str_cut(tail, '/', &head, &tail))
		;
	return tail;
}
