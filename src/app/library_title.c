/* Titles: what a thing is called, in the reader's language or the best there is. */
#include "app/library_private.h"

#include <assert.h>

/* "ar" of "ar-EG". */
static struct str primary(struct str language)
{
	return str_slice(language, 0, str_find(language, '-', 0));
}

static uint32_t wish(struct str has, const struct charter *charter, struct str language)
{
	if (str_eq(has, language))
		return 0;
	if (str_eq(primary(has), primary(language)))
		return 1;
	for (uint32_t i = 0; charter && i < charter->language_count; i++)
		if (str_eq(has, charter->language[i]))
			return 2 + i;
	return UINT32_MAX;
}

uint32_t library_order(const struct value *pairs, const struct charter *charter, struct str language,
                       uint32_t ret[LIMIT_LANGUAGES])
{
	uint32_t wished[LIMIT_LANGUAGES];
	assert(pairs->count <= LIMIT_LANGUAGES);
	for (uint32_t i = 0; i < pairs->count; i++) {
		uint32_t rank = wish(pairs->pair[i].name, charter, language), to = i;
		for (; to > 0 && rank < wished[to - 1]; to--) {
			wished[to] = wished[to - 1];
			ret[to] = ret[to - 1];
		}
		wished[to] = rank;
		ret[to] = i;
	}
	return pairs->count;
}

static struct str pick(const struct value *titles, const struct charter *charter, struct str language,
                       struct str *ret_language)
{
	uint32_t order[LIMIT_LANGUAGES];
	if (library_order(titles, charter, language, order) == 0) {
		*ret_language = STR("");
		return STR("");
	}
	*ret_language = titles->pair[order[0]].name;
	return titles->pair[order[0]].value;
}

struct str titles_pick(const struct value *titles, struct str language, struct str *ret_language)
{
	return pick(titles, NULL, language, ret_language);
}

struct str titles_in(const struct titles *titles, struct str language, struct str *ret_language)
{
	bool english = !str_eq(titles->title, titles->name); /* a title of its own */
	*ret_language = STR("en");
	if (english && str_eq(primary(language), STR("en")))
		return titles->title;
	for (uint32_t exact = 2; exact-- > 0;)
		for (uint32_t i = 0; i < titles->count; i++) {
			struct str has = titles->other[i].language;
			if (exact ? str_eq(has, language) : str_eq(primary(has), primary(language))) {
				*ret_language = has;
				return titles->other[i].text;
			}
		}
	if (!english)
		*ret_language = titles->count ? titles->other[0].language : STR("");
	return english || titles->count == 0 ? titles->title : titles->other[0].text;
}

static struct str of_charter(const struct map *map, const struct titles *first, size_t stride, struct str name,
                             struct str language, struct str *ret_language)
{
	uint32_t index = map_get(map, name);
	if (index == MAP_NONE)
		return name;
	const char *at = (const char *)first + index * stride;
	return titles_in((const struct titles *)(const void *)at, language, ret_language);
}

const struct fact *library_defining(const struct library *library, enum subject subject, struct str name)
{
	static const enum verb verb[SUBJECT_MAX] = {
		[SUBJECT_MEETING] = VERB_CONVENE,   [SUBJECT_MATTER] = VERB_TABLE,    [SUBJECT_EVENT] = VERB_EVENT,
		[SUBJECT_DOCUMENT] = VERB_DOCUMENT, [SUBJECT_RELEASE] = VERB_RELEASE,
	};
	struct history history = library_history(library, subject, name);
	if (subject == SUBJECT_EVENT)
		return library_newest(library, history, VERB_EVENT); /* the newest act counts */
	for (uint32_t i = 0; i < history.count && verb[subject] != VERB_NONE; i++) {
		const struct fact *fact = library_fact_at(library, history.number[i]);
		if (fact->verb == verb[subject])
			return fact;
	}
	return NULL;
}

struct str library_title(const struct library *library, const struct charter *charter, enum subject subject,
                         struct str name, struct str language, struct str *ret_language)
{
	*ret_language = STR("");
	switch (subject) {
	case SUBJECT_PARTY:
		return of_charter(&charter->parties, &charter->party->titles, sizeof *charter->party, name, language,
		                  ret_language);
	case SUBJECT_BODY:
		return of_charter(&charter->bodies, &charter->body->titles, sizeof *charter->body, name, language,
		                  ret_language);
	case SUBJECT_OFFICE:
		return of_charter(&charter->offices, &charter->office->titles, sizeof *charter->office, name, language,
		                  ret_language);
	default:
		break;
	}
	const struct fact *fact = library_defining(library, subject, name);
	const struct value *title = fact ? fact_get(fact, FIELD_TITLE) : NULL;
	return title && title->count ? pick(title, charter, language, ret_language) : name;
}
