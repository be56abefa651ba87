/* Lists of choices with weights: "ru-RU, ru;q=0.9, en;q=0.8". At most NEGOTIATE_ITEMS of them are looked at. */
#include "web/negotiate.h"

#define NEGOTIATE_ITEMS 32

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_word(struct str a, struct str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.ptr[i]) != lower(b.ptr[i]))
			return false;
	return true;
}

/* "0.8" in thousandths; 0 for what is no weight. */
static unsigned weight(struct str text)
{
	unsigned value = 0, place = 100;

	if (text.len == 0 || text.len > 5 || (text.ptr[0] != '0' && text.ptr[0] != '1'))
		return 0;
	value = (unsigned)(text.ptr[0] - '0') * 1000;
	if (text.len > 1 && text.ptr[1] != '.')
		return 0;
	for (size_t i = 2; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return 0;
		value += (unsigned)(text.ptr[i] - '0') * place;
		place /= 10;
	}
	return value > 1000 ? 0 : value;
}

/* One item of the list: its word, its weight in thousandths. False at the end. */
static bool next_item(struct str *rest, struct str *ret_word, unsigned *ret_weight)
{
	struct str item, parameters = {"", 0}, one;

	if (rest->len == 0)
		return false;
	if (!str_cut(*rest, ',', &item, rest)) {
		item = *rest;
		*rest = (struct str){"", 0};
	}
	*ret_word = item;
	(void)str_cut(item, ';', ret_word, &parameters);
	*ret_word = str_trim(*ret_word);
	*ret_weight = 1000;
	while (parameters.len > 0) {
		if (!str_cut(parameters, ';', &one, &parameters)) {
			one = parameters;
			parameters = (struct str){"", 0};
		}
		one = str_trim(one);
		if (one.len > 2 && lower(one.ptr[0]) == 'q' && one.ptr[1] == '=')
			*ret_weight = weight(str_slice(one, 2, one.len));
	}
	return true;
}

enum language negotiate_language(struct str accept_language)
{
	struct str rest = accept_language, word, base, region;
	enum language best = LANGUAGE_EN;
	unsigned best_weight = 0, item_weight;

	for (int i = 0; i < NEGOTIATE_ITEMS && next_item(&rest, &word, &item_weight); i++) {
		base = word;
		(void)str_cut(word, '-', &base, &region);
		for (unsigned language = 0; language < LANGUAGE_MAX; language++)
			if (language != LANGUAGE_PSEUDO && item_weight > best_weight && same_word(base, language_tag[language])) {
				best = (enum language)language;
				best_weight = item_weight;
			}
	}
	return best;
}

bool negotiate_html(struct str accept)
{
	struct str rest = accept, word;
	unsigned item_weight, html = 0, json = 0;

	for (int i = 0; i < NEGOTIATE_ITEMS && next_item(&rest, &word, &item_weight); i++) {
		if (same_word(word, STR("text/html")) || same_word(word, STR("application/xhtml+xml")))
			html = item_weight > html ? item_weight : html;
		if (same_word(word, STR("application/json")) || same_word(word, STR("application/problem+json")))
			json = item_weight > json ? item_weight : json;
	}
	return html > 0 && html >= json;
}
