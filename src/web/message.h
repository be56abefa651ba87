/* The interface's words: one list (messages.def), a .po file a language (po/), compiled at build into tables.
 *
 * In a .po file a message stands under its English words; where the same English needs several translations, msgctxt is
 * the message's name ("MONTH_5"). Words for the record's identifiers have msgctxt "word" and the identifier as msgid
 * ("stage:open" where a stage needs another word than the act); phrases of verbs have msgctxt "phrase".
 * tools/po_compile.c is strict: what it does not understand fails the build.
 *
 * A message may hold {0}, {1} …; a plural has a form for each of its language's classes. A language without a
 * translation shows the English one; the test of the catalogues says which.
 */
#ifndef COMITY_WEB_MESSAGE_H
#define COMITY_WEB_MESSAGE_H

#include "base/time.h"

enum language {
	LANGUAGE_EN,
	LANGUAGE_RU,
	LANGUAGE_PSEUDO, /* ar-XB: English in the dress of a right-to-left language, to prove the layout */
	LANGUAGE_MAX
};
extern const struct str language_tag[LANGUAGE_MAX];      /* "en", "ru", "ar-XB": first part of every address */
extern const struct str language_own_name[LANGUAGE_MAX]; /* "English", "Русский", … */
bool language_rtl(enum language language);
/* LANGUAGE_MAX when it is none of ours. */
enum language language_find(struct str tag);

enum message {
	MSG_NONE = 0,
#define MSG(name, english) MSG_##name,
#define MSG_PLURAL(name, one, many) MSG_##name,
#include "web/messages.def"
#undef MSG
#undef MSG_PLURAL
	MSG_MAX
};

struct str message(enum message message, enum language language);
/* By count, with {0} replaced by it. */
void buf_plural(struct buf *buf, enum message message, enum language language, uint64_t count);
/* {0}, {1} … replaced as they are: the caller escapes the result. */
void buf_message(struct buf *buf, enum message message, enum language language, const struct str *arguments,
                 uint32_t count);
/* The catalogue's word for an identifier ("word:plenary" → "пленарный"); false when it has none. */
bool message_word(struct str code, enum language language, struct str *ret);
/* The phrase of a verb (kernel/verbs.def) in the language: the English one where there is none. */
struct str message_phrase(struct str english_phrase, enum language language);

/* Dates in words: "10 June 2022", "10 июня 2022 г."; for archives "June 2022", "июнь 2022 г.". */
void buf_date_words(struct buf *buf, enum language language, struct date date);
void buf_month_words(struct buf *buf, enum language language, int32_t year, uint8_t month);
/* A time zone by its place: "Asia/Yerevan" → "Yerevan", "Ереван". */
struct str message_zone(struct str zone_name, enum language language);

/* For the test of the catalogues: has the language words of its own? */
bool message_translated(enum message message, enum language language);
bool message_phrase_translated(struct str english_phrase, enum language language);

#endif
