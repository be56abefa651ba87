/* The words of a text, as the index and a query see them. Private to the store room.
 *
 * A word is what ICU's word breaks call one (Unicode UAX 29, root locale; dictionaries for Thai, Chinese …) if it holds
 * a letter, number or ideograph. It is folded: NFKC, case, "ё" is "е", Latin letters lose their marks ("é" is "e",
 * while "й" stays). Beside the folded word, at the same place, stand its stems: of the text's language where libstemmer
 * knows it; of English and Russian where the language is not known.
 *
 * The places of words depend on the text alone, not on the language or on who asks.
 */
#ifndef COMITY_STORE_SEARCH_WORDS_H
#define COMITY_STORE_SEARCH_WORDS_H

#include "base/buf.h"
#include "base/err.h"

struct words;
ERR_CHECKED enum err_code words_new(struct words **ret, struct err *err);
void words_free(struct words *words); /* takes NULL */

/* The language of the texts from now on: "en", "ru", "zh-Hans"; empty: not known. */
void words_language(struct words *words, struct str language);

struct word_found {
	struct str text;   /* until the next one */
	bool stem;         /* of the word before, at the same place */
	size_t begin, end; /* in the text's bytes */
};
/* Called for every word; not 0 ends it. Stems only when `stems`. Returns what the last call returned, or -1 when ICU
 * has no memory. */
typedef int words_sink(void *context, const struct word_found *word);
int words_of(struct words *words, struct str text, bool stems, words_sink *sink, void *context);

/* What people type, as an expression of FTS5 that cannot be malformed, whatever was typed: each word and each "phrase"
 * stands in quotes of ours, and all must be found in the columns title or text; the last word may be unfinished.
 * language: only rows of it; empty: all. An empty expression: there is no word in it. False: the buffer is full. */
bool words_query(struct words *words, struct str query, struct str language, struct buf *ret);

#endif
