/* Percent-decoding, and values by name. */
#include "web/query.h"

#include "base/utf8.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool plain_text(struct str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f)
			return false;
	return utf8_valid(text);
}

bool url_decode(struct str text, bool plus, char *storage, size_t cap, struct str *ret)
{
	size_t size = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (size == cap)
			return false;
		if (c == '%') {
			int high = i + 2 < text.len ? digit(text.ptr[i + 1]) : -1;
			int low = i + 2 < text.len ? digit(text.ptr[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		storage[size++] = c;
	}
	struct str decoded = {storage, size};
	if (!plain_text(decoded))
		return false;
	*ret = decoded;
	return true;
}

bool url_visible(struct str target)
{
	static const char refused[] = "\"<>\\^`{|}";

	for (size_t i = 0; i < target.len; i++) {
		char c = target.ptr[i];
		if (c <= 0x20 || c >= 0x7f)
			return false;
		for (size_t j = 0; j + 1 < sizeof(refused); j++)
			if (c == refused[j])
				return false;
	}
	return true;
}

bool query_find(struct str query, struct str name, struct str *ret)
{
	struct str rest = query;

	while (rest.len > 0) {
		struct str pair = rest, key, value = {"", 0};
		if (!str_cut(rest, '&', &pair, &rest))
			rest = (struct str){"", 0};
		key = pair;
		if (str_cut(pair, '=', &key, &value) ? str_eq(key, name) : str_eq(pair, name)) {
			*ret = value;
			return true;
		}
	}
	return false;
}
