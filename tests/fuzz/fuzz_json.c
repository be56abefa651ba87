/* Strict JSON: walk what was read, write it, read that again: the same tree, and within the bounds that were promised.
 */
#include "record/json.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

#define NUMBER_MAX ((INT64_C(1) << 53) - 1)

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct region region;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	if (!arena_reserve(&region, (size_t)256 << 20))
		abort();
	return 0;
}

static void check_string(struct str s)
{
	if (!utf8_valid(s) || str_find(s, 0, 0) != s.len)
		abort();
}

static void emit(struct buf *buf, const struct json *json, unsigned depth)
{
	uint32_t count = 0;
	bool object = json->type == JSON_OBJECT, first = true;
	switch (json->type) {
	case JSON_NULL:
		buf_c(buf, "null");
		break;
	case JSON_FALSE:
		buf_c(buf, "false");
		break;
	case JSON_TRUE:
		buf_c(buf, "true");
		break;
	case JSON_INT:
		if (json->number > NUMBER_MAX || json->number < -NUMBER_MAX)
			abort();
		buf_i64(buf, json->number);
		break;
	case JSON_STRING:
		check_string(json->string);
		buf_json_string(buf, json->string);
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		if (depth > LIMIT_JSON_DEPTH)
			abort();
		buf_byte(buf, object ? '{' : '[');
		for (const struct json *child = json->child; child; child = child->next, count++) {
			if (object) {
				check_string(child->key);
				buf_json_key(buf, &first, child->key);
			} else if (count > 0) {
				buf_byte(buf, ',');
			}
			emit(buf, child, depth + 1);
		}
		buf_byte(buf, object ? '}' : ']');
		break;
	}
	if (count != json->count)
		abort();
}

static bool same(const struct json *a, const struct json *b)
{
	if (a->type != b->type || a->number != b->number || a->count != b->count || !str_eq(a->key, b->key) ||
	    !str_eq(a->string, b->string))
		return false;
	const struct json *x = a->child, *y = b->child;
	for (; x && y; x = x->next, y = y->next)
		if (!same(x, y))
			return false;
	return !x && !y;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > (1u << 18))
		return 0;
	struct arena arena = arena_of(&region);
	struct json *json, *again;
	struct err err;
	if (json_parse((struct str){(const char *)data, size}, &arena, &json, &err)) {
		if (err.code != ERR_FORMAT) /* there is room for all of it */
			abort();
		return 0;
	}
	/* A control character written as \t becomes \u0009: three times its size, and no more. */
	struct buf buf = buf_new(&arena, 3 * size);
	emit(&buf, json, 1);
	if (buf.full || json_parse(buf_view(&buf), &arena, &again, &err) || !same(json, again))
		abort();
	/* Keys are unique: each is found at its own place. */
	for (const struct json *member = json->child; member; member = member->next)
		if (json->count < 1000 && json_get(json, member->key) != member)
			abort();
	return 0;
}
