/* Breaking, folding, stemming. Words of ASCII letters, most of an English text, take a short way. */
#include "store/search_words.h"

#include <libstemmer.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include "base/arena.h"
#include "base/limits.h"

#define STEMMERS 16
#define WORD_BYTES (LIMIT_SEARCH_WORD * 4)
#define UNITS WORD_BYTES /* a folded word may be longer than what was written */
#define BYTES (UNITS * 3)

struct stemmer {
	char language[4];
	struct sb_stemmer *stemmer; /* NULL: libstemmer does not know the language */
};

struct words {
	struct region region;
	UBreakIterator *breaks;
	UText text;
	const UNormalizer2 *fold, *decompose, *compose;
	struct stemmer known[STEMMERS];
	unsigned known_count;
	struct sb_stemmer *stemmer[2]; /* of the language now */
};

/* A word on its way. */
struct piece {
	struct words *words;
	words_sink *sink;
	void *context;
	bool stems;
	struct word_found found;
	char plain[BYTES], folded[BYTES], stem[BYTES];
};

enum err_code words_new(struct words **ret, struct err *err)
{
	struct region region;
	UErrorCode status = U_ZERO_ERROR;
	if (!arena_reserve(&region, sizeof(struct words) + 64))
		return err_set(err, ERR_LIMIT, "no memory to look for words");
	struct arena arena = arena_of(&region);
	struct words *words = TRY(&arena, struct words, 1);
	if (!words) {
		arena_return(&region);
		return err_set(err, ERR_LIMIT, "no memory to look for words");
	}
	words->region = region;
	words->text = (UText)UTEXT_INITIALIZER;
	words->breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
	words->fold = unorm2_getNFKCCasefoldInstance(&status);
	words->decompose = unorm2_getNFDInstance(&status);
	words->compose = unorm2_getNFCInstance(&status);
	if (U_FAILURE(status)) {
		words_free(words);
		return err_set(err, ERR_IO, "ICU cannot look for words: %s", u_errorName(status));
	}
	words_language(words, STR(""));
	*ret = words;
	return ERR_OK;
}

void words_free(struct words *words)
{
	if (!words)
		return;
	struct region region = words->region;
	for (unsigned i = 0; i < words->known_count; i++)
		sb_stemmer_delete(words->known[i].stemmer);
	if (words->breaks)
		ubrk_close(words->breaks);
	utext_close(&words->text);
	arena_return(&region);
}

/* ---- Languages ----------------------------------------------------------------------------------------------- */

static struct sb_stemmer *stemmer_of(struct words *words, struct str language)
{
	char code[4] = "";
	size_t size = str_find(language, '-', 0);
	if (size < 2 || size > 3)
		return NULL;
	for (size_t i = 0; i < size; i++) {
		char c = language.ptr[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c < 'a' || c > 'z')
			return NULL;
		code[i] = c;
	}
	for (unsigned i = 0; i < words->known_count; i++)
		if (strcmp(words->known[i].language, code) == 0)
			return words->known[i].stemmer;
	if (words->known_count == STEMMERS)
		return NULL;
	struct stemmer *known = &words->known[words->known_count++];
	memcpy(known->language, code, sizeof code);
	known->stemmer = sb_stemmer_new(code, "UTF_8");
	return known->stemmer;
}

void words_language(struct words *words, struct str language)
{
	words->stemmer[0] = stemmer_of(words, language.len ? language : STR("en"));
	words->stemmer[1] = language.len ? NULL : stemmer_of(words, STR("ru"));
}

/* ---- Folding ------------------------------------------------------------------------------------------------- */

/* UTF-16 to bytes. 0: it does not fit. */
static size_t to_bytes(const UChar *units, int32_t count, char ret[BYTES])
{
	int32_t size = 0;
	UErrorCode status = U_ZERO_ERROR;
	u_strToUTF8WithSub(ret, BYTES, &size, units, count, 0xfffd, NULL, &status);
	return U_SUCCESS(status) ? (size_t)size : 0;
}

static int32_t to_units(const char *bytes, size_t size, UChar ret[UNITS])
{
	int32_t count = 0;
	UErrorCode status = U_ZERO_ERROR;
	u_strFromUTF8WithSub(ret, UNITS, &count, bytes, (int32_t)size, 0xfffd, NULL, &status);
	return U_SUCCESS(status) ? count : 0;
}

/* Letters that have no decomposition although people leave the mark out. */
static UChar32 bare(UChar32 c)
{
	switch (c) {
	case 0xf8: /* ø */
		return 'o';
	case 0x111: /* đ */
		return 'd';
	case 0x131: /* ı */
		return 'i';
	case 0x142: /* ł */
		return 'l';
	default:
		return c;
	}
}

/* Latin letters without their marks; everything else as it is, composed. */
static size_t without_marks(const struct words *words, const char *bytes, size_t size, char ret[BYTES])
{
	UChar units[UNITS], apart[UNITS], kept[UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t count = to_units(bytes, size, units), to = 0;
	bool latin = false;
	count = unorm2_normalize(words->decompose, units, count, apart, UNITS, &status);
	if (U_FAILURE(status))
		return 0;
	for (int32_t i = 0; i < count;) {
		UErrorCode ignored = U_ZERO_ERROR;
		UChar unit = apart[i++];
		UChar32 c = unit;
		if (U16_IS_LEAD(unit) && i < count && U16_IS_TRAIL(apart[i]))
			c = U16_GET_SUPPLEMENTARY(unit, apart[i++]);
		if (latin && u_charType(c) == U_NON_SPACING_MARK)
			continue;
		latin = uscript_getScript(c, &ignored) == USCRIPT_LATIN;
		c = bare(c);
		if (to + 2 > (int32_t)UNITS)
			return 0;
		U16_APPEND_UNSAFE(kept, to, c);
	}
	count = unorm2_normalize(words->compose, kept, to, units, UNITS, &status);
	return U_FAILURE(status) ? 0 : to_bytes(units, count, ret);
}

static bool has_latin_marks(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		/* U+00C0 … U+036F: lead bytes C3 … CD; U+1E00 … U+1EFF: E1 B8 … E1 BB */
		if (((uint8_t)bytes[i] >= 0xc3 && (uint8_t)bytes[i] <= 0xcd) || (uint8_t)bytes[i] == 0xe1)
			return true;
	return false;
}

/* NFKC and case; "ё" is "е"; one kind of apostrophe. */
static size_t fold(const struct words *words, struct str text, char ret[BYTES])
{
	UChar units[UNITS], folded[UNITS];
	UErrorCode status = U_ZERO_ERROR;
	int32_t count = to_units(text.ptr, text.len, units);
	count = unorm2_normalize(words->fold, units, count, folded, UNITS, &status);
	if (U_FAILURE(status))
		return 0;
	for (int32_t i = 0; i < count; i++) {
		if (folded[i] == 0x451)
			folded[i] = 0x435;
		else if (folded[i] == 0x2019 || folded[i] == 0x2bc)
			folded[i] = '\'';
	}
	return to_bytes(folded, count, ret);
}

static bool fold_ascii(struct str text, char ret[BYTES])
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if ((uint8_t)c >= 0x80)
			return false;
		ret[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return true;
}

/* ---- Words --------------------------------------------------------------------------------------------------- */

static int give(struct piece *piece, struct str text, bool stem)
{
	piece->found.text = text;
	piece->found.stem = stem;
	return piece->sink(piece->context, &piece->found);
}

static int give_stem(struct piece *piece, struct sb_stemmer *stemmer, struct str plain, struct str folded)
{
	const sb_symbol *bytes = sb_stemmer_stem(stemmer, (const sb_symbol *)plain.ptr, (int)plain.len);
	if (!bytes)
		return -1;
	struct str stem = {(const char *)bytes, (size_t)sb_stemmer_length(stemmer)};
	if (has_latin_marks(stem.ptr, stem.len))
		stem = (struct str){piece->stem, without_marks(piece->words, stem.ptr, stem.len, piece->stem)};
	return stem.len == 0 || str_eq(stem, folded) ? 0 : give(piece, stem, true);
}

static int give_word(struct piece *piece, struct str text)
{
	/* Of what is no word any more, the beginning counts. */
	if (text.len > WORD_BYTES)
		text.len = WORD_BYTES;
	size_t size = fold_ascii(text, piece->plain) ? text.len : fold(piece->words, text, piece->plain);
	struct str plain = {piece->plain, size}, folded = plain;
	if (has_latin_marks(plain.ptr, plain.len))
		folded = (struct str){piece->folded, without_marks(piece->words, plain.ptr, plain.len, piece->folded)};
	/* What folds to nothing keeps its place, so that phrases do not close over it. */
	if (folded.len == 0)
		folded = STR("\xef\xbf\xbd");
	int result = give(piece, folded, false);
	for (int i = 0; i < 2 && !result && piece->stems && plain.len; i++)
		if (piece->words->stemmer[i])
			result = give_stem(piece, piece->words->stemmer[i], plain, folded);
	return result;
}

int words_of(struct words *words, struct str text, bool stems, words_sink *sink, void *context)
{
	struct piece piece;
	UErrorCode status = U_ZERO_ERROR;
	int result = 0;
	piece.words = words;
	piece.sink = sink;
	piece.context = context;
	piece.stems = stems;
	if (text.len == 0)
		return 0;
	utext_openUTF8(&words->text, text.ptr, (int64_t)text.len, &status);
	ubrk_setUText(words->breaks, &words->text, &status);
	if (U_FAILURE(status))
		return -1;
	for (int32_t begin = ubrk_first(words->breaks), end; !result && (end = ubrk_next(words->breaks)) != UBRK_DONE;
	     begin = end) {
		if (ubrk_getRuleStatus(words->breaks) < UBRK_WORD_NONE_LIMIT)
			continue;
		piece.found.begin = (size_t)begin;
		piece.found.end = (size_t)end;
		result = give_word(&piece, str_slice(text, (size_t)begin, (size_t)end));
	}
	return result;
}
