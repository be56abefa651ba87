/* Strict JSON in one pass: bounded recursion over the text, nodes in the arena.
 *
 * Terms: `at` is the byte looked at; every refusal names its offset. A string without escapes is a view into the text;
 * one with escapes is decoded into the arena, where it never needs more room than it had.
 *
 * Invariants: UTF-8 is checked for the whole text first, so the rest may walk bytes; the work done is linear in the
 * text but for duplicate keys, which cost O(n log n) at worst, whatever the keys are: small objects are compared pair
 * by pair, large ones are sorted (a table keyed by a secret would need chance, one keyed by nothing could be flooded).
 */
#include "record/json.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define NUMBER_MAX ((INT64_C(1) << 53) - 1)
#define PAIRWISE_KEYS 64u

struct parser {
	const char *at, *end, *begin;
	struct arena *arena;
	struct err *err;
};

static enum err_code read_value(struct parser *parser, uint32_t depth, struct json *ret);

static enum err_code no_room(struct parser *parser)
{
	return err_set(parser->err, ERR_LIMIT, "no room left to parse JSON at byte %zu",
	               (size_t)(parser->at - parser->begin));
}

static enum err_code wrong(struct parser *parser, const char *what)
{
	return err_set(parser->err, ERR_FORMAT, "JSON, byte %zu: %s", (size_t)(parser->at - parser->begin), what);
}

static enum err_code expected(struct parser *parser, const char *what)
{
	size_t offset = (size_t)(parser->at - parser->begin);
	if (parser->at == parser->end)
		return err_set(parser->err, ERR_FORMAT, "JSON, byte %zu: expected %s, found the end", offset, what);
	unsigned char found = (unsigned char)*parser->at;
	if (found == ' ' || found == '\t' || found == '\n' || found == '\r')
		return err_set(parser->err, ERR_FORMAT, "JSON, byte %zu: expected %s, found white space, which acts do without",
		               offset, what);
	if (found > ' ' && found < 0x7f)
		return err_set(parser->err, ERR_FORMAT, "JSON, byte %zu: expected %s, found '%c'", offset, what, found);
	return err_set(parser->err, ERR_FORMAT, "JSON, byte %zu: expected %s, found byte 0x%02x", offset, what, found);
}

static bool next_is(const struct parser *parser, char c)
{
	return parser->at < parser->end && *parser->at == c;
}

/* Four hex digits at `at`, either case. -1 when they are not there. */
static int32_t four_hex(const char *at, const char *end)
{
	if (end - at < 4)
		return -1;
	int32_t unit = 0;
	for (int i = 0; i < 4; i++) {
		char c = at[i], letter = (char)(c | 0x20);
		int digit = c >= '0' && c <= '9' ? c - '0' : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

/* "\uXXXX" at parser->at, or a pair of them; its UTF-8 to *out, moving both on. */
static enum err_code unicode_escape(struct parser *parser, char **out)
{
	int32_t unit = four_hex(parser->at + 2, parser->end);
	if (unit < 0)
		return wrong(parser, "\\u is not followed by four hex digits");
	if (unit == 0)
		return wrong(parser, "U+0000 in a string");
	size_t size = 6;
	uint32_t code_point = (uint32_t)unit;
	if (unit >= 0xd800 && unit <= 0xdfff) {
		const char *second = parser->at + 6;
		int32_t low = unit < 0xdc00 && parser->end - second >= 6 && second[0] == '\\' && second[1] == 'u'
		                  ? four_hex(second + 2, parser->end)
		                  : -1;
		if (low < 0xdc00 || low > 0xdfff)
			return wrong(parser, "a lone surrogate");
		code_point = 0x10000 + (((uint32_t)unit - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
		size = 12;
	}
	char bytes[4];
	size_t count = utf8_encode(code_point, bytes);
	for (size_t i = 0; i < count; i++)
		*(*out)++ = bytes[i];
	parser->at += size;
	return ERR_OK;
}

/* What the escape \c stands for; 0 when JSON does not know it. */
static char simple_escape(char c)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found = c ? strchr(from, c) : NULL;
	return found ? to[found - from] : 0;
}

/* The string whose bytes begin at parser->at and end before `close` (its quote), with at least one escape in it. */
static enum err_code unescape(struct parser *parser, const char *close, struct str *ret)
{
	char *begin = TRY(parser->arena, char, (size_t)(close - parser->at));
	if (!begin)
		return no_room(parser);
	char *out = begin;
	while (parser->at < close) {
		if (*parser->at != '\\') {
			*out++ = *parser->at++;
			continue;
		}
		/* close is a quote that is not escaped, so a byte stands after every backslash. */
		if (parser->at[1] == 'u') {
			enum err_code code = unicode_escape(parser, &out);
			if (code)
				return code;
			continue;
		}
		char c = simple_escape(parser->at[1]);
		if (!c)
			return wrong(parser, "an escape that JSON does not know");
		*out++ = c;
		parser->at += 2;
	}
	*ret = (struct str){begin, (size_t)(out - begin)};
	return ERR_OK;
}

static enum err_code read_string(struct parser *parser, struct str *ret)
{
	const char *begin = ++parser->at, *close = begin;
	bool escaped = false;
	for (;; close++) {
		if (close == parser->end) {
			parser->at = close;
			return expected(parser, "the quote that ends a string");
		}
		unsigned char c = (unsigned char)*close;
		if (c == '"')
			break;
		if (c == '\\') {
			escaped = true;
			if (++close == parser->end)
				close--; /* the end is met in the next round */
		} else if (c < 0x20) {
			parser->at = close;
			return wrong(parser, "a control character in a string");
		}
	}
	if (!escaped) {
		*ret = (struct str){begin, (size_t)(close - begin)};
	} else {
		enum err_code code = unescape(parser, close, ret);
		if (code)
			return code;
	}
	parser->at = close + 1;
	return ERR_OK;
}

static enum err_code read_number(struct parser *parser, int64_t *ret)
{
	const char *begin = parser->at;
	bool negative = next_is(parser, '-');
	if (negative)
		parser->at++;
	const char *digits = parser->at;
	int64_t total = 0;
	for (; parser->at < parser->end && *parser->at >= '0' && *parser->at <= '9'; parser->at++) {
		total = total * 10 + (*parser->at - '0');
		if (total > NUMBER_MAX) {
			parser->at = begin;
			return wrong(parser, "an integer beyond 2^53 - 1");
		}
	}
	if (parser->at == digits)
		return expected(parser, "a digit");
	if (parser->at < parser->end && (*parser->at == '.' || (*parser->at | 0x20) == 'e'))
		return wrong(parser, "numbers are integers: no fraction, no exponent");
	if (*digits == '0' && (negative || parser->at - digits > 1)) {
		parser->at = begin;
		return wrong(parser, negative ? "a negative number that begins with 0" : "a number with a leading zero");
	}
	*ret = negative ? -total : total;
	return ERR_OK;
}

static enum err_code read_literal(struct parser *parser, struct str word, enum json_type type, struct json *ret)
{
	struct str rest = {parser->at, (size_t)(parser->end - parser->at)};
	if (!str_starts(rest, word))
		return expected(parser, "a value");
	parser->at += word.len;
	ret->type = type;
	return ERR_OK;
}

/* One more child, after `last`. NULL: no room. */
static struct json *new_child(struct parser *parser, struct json *parent, struct json *last)
{
	struct json *child = TRY(parser->arena, struct json, 1);
	if (!child)
		return NULL;
	*(last ? &last->next : &parent->child) = child;
	parent->count++;
	return child;
}

static enum err_code read_array(struct parser *parser, uint32_t depth, struct json *ret)
{
	ret->type = JSON_ARRAY;
	parser->at++;
	if (next_is(parser, ']')) {
		parser->at++;
		return ERR_OK;
	}
	for (struct json *last = NULL;;) {
		last = new_child(parser, ret, last);
		if (!last)
			return no_room(parser);
		enum err_code code = read_value(parser, depth + 1, last);
		if (code)
			return code;
		bool more = next_is(parser, ',');
		if (!more && !next_is(parser, ']'))
			return expected(parser, "',' or ']'");
		parser->at++;
		if (!more)
			return ERR_OK;
	}
}

static void sift_down(const struct json **keys, size_t root, size_t count)
{
	for (;;) {
		size_t child = 2 * root + 1;
		if (child >= count)
			return;
		if (child + 1 < count && str_cmp(keys[child]->key, keys[child + 1]->key) < 0)
			child++;
		if (str_cmp(keys[root]->key, keys[child]->key) >= 0)
			return;
		const struct json *swap = keys[root];
		keys[root] = keys[child];
		keys[child] = swap;
		root = child;
	}
}

/* Duplicates of a large object, when it is whole: sort pointers to its members by key (heapsort: no bad case). */
static enum err_code check_many_keys(struct parser *parser, const struct json *object)
{
	size_t count = object->count, used = 0;
	struct arena mark = arena_mark(parser->arena);
	const struct json **keys = TRY(parser->arena, const struct json *, count);
	if (!keys)
		return no_room(parser);
	for (const struct json *member = object->child; member; member = member->next)
		keys[used++] = member;
	for (size_t i = count / 2; i-- > 0;)
		sift_down(keys, i, count);
	for (size_t left = count; left > 1;) {
		const struct json *greatest = keys[0];
		keys[0] = keys[--left];
		keys[left] = greatest;
		sift_down(keys, 0, left);
	}
	bool twice = false;
	for (size_t i = 1; i < count && !twice; i++)
		twice = str_eq(keys[i - 1]->key, keys[i]->key);
	arena_rewind(parser->arena, mark);
	return twice ? wrong(parser, "the object that ends before here has a key twice") : ERR_OK;
}

static enum err_code read_member(struct parser *parser, uint32_t depth, struct json *object, struct json **last)
{
	if (!next_is(parser, '"'))
		return expected(parser, "a key in quotes");
	const char *begin = parser->at;
	struct json *child = new_child(parser, object, *last);
	if (!child)
		return no_room(parser);
	enum err_code code = read_string(parser, &child->key);
	if (code)
		return code;
	if (object->count <= PAIRWISE_KEYS) {
		for (const struct json *other = object->child; other != child; other = other->next) {
			if (str_eq(other->key, child->key)) {
				parser->at = begin;
				return wrong(parser, "a key for the second time");
			}
		}
	}
	if (!next_is(parser, ':'))
		return expected(parser, "':'");
	parser->at++;
	*last = child;
	return read_value(parser, depth + 1, child);
}

static enum err_code read_object(struct parser *parser, uint32_t depth, struct json *ret)
{
	ret->type = JSON_OBJECT;
	parser->at++;
	if (next_is(parser, '}')) {
		parser->at++;
		return ERR_OK;
	}
	for (struct json *last = NULL;;) {
		enum err_code code = read_member(parser, depth, ret, &last);
		if (code)
			return code;
		bool more = next_is(parser, ',');
		if (!more && !next_is(parser, '}'))
			return expected(parser, "',' or '}'");
		parser->at++;
		if (!more)
			return ret->count > PAIRWISE_KEYS ? check_many_keys(parser, ret) : ERR_OK;
	}
}

/* depth: 1 for the object itself. */
static enum err_code read_value(struct parser *parser, uint32_t depth, struct json *ret)
{
	if (parser->at == parser->end)
		return expected(parser, "a value");
	char c = *parser->at;
	if ((c == '{' || c == '[') && depth > LIMIT_JSON_DEPTH)
		return wrong(parser, "nested too deep");
	switch (c) {
	case '{':
		return read_object(parser, depth, ret);
	case '[':
		return read_array(parser, depth, ret);
	case '"':
		ret->type = JSON_STRING;
		return read_string(parser, &ret->string);
	case 't':
		return read_literal(parser, STR("true"), JSON_TRUE, ret);
	case 'f':
		return read_literal(parser, STR("false"), JSON_FALSE, ret);
	case 'n':
		return read_literal(parser, STR("null"), JSON_NULL, ret);
	default:
		if (c != '-' && !(c >= '0' && c <= '9'))
			return expected(parser, "a value");
		ret->type = JSON_INT;
		return read_number(parser, &ret->number);
	}
}

enum err_code json_parse(struct str text, struct arena *arena, struct json **ret, struct err *err)
{
	if (!text.ptr)
		text = STR("");
	struct parser parser = {text.ptr, text.ptr + text.len, text.ptr, arena, err};
	size_t valid = utf8_valid_prefix(text);
	if (valid < text.len) {
		parser.at += valid;
		return wrong(&parser, "bytes that are not UTF-8");
	}
	if (!next_is(&parser, '{'))
		return expected(&parser, "'{'");
	struct json *root = TRY(arena, struct json, 1);
	if (!root)
		return no_room(&parser);
	enum err_code code = read_value(&parser, /* depth= */ 1, root);
	if (code)
		return code;
	if (parser.at != parser.end)
		return expected(&parser, "nothing after the object");
	*ret = root;
	return ERR_OK;
}

const struct json *json_get(const struct json *object, struct str key)
{
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	for (const struct json *member = object->child; member; member = member->next)
		if (str_eq(member->key, key))
			return member;
	return NULL;
}
