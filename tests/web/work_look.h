/* Looking at pages: the record is made once for a test program; a page comes as HTML text or as parsed JSON, in which a
 * path such as "agenda/items/0/title" names a value.
 */
#ifndef COMITY_TESTS_WEB_WORK_LOOK_H
#define COMITY_TESTS_WEB_WORK_LOOK_H

#include "web/look.h"
#include "web/org_record.h"
#include "web/work_record.h"

static struct org_record record;

static int make_record(void **state)
{
	(void)state;
	static char charter[16384], script[16384];
	for (size_t i = 0; i < COUNT(work_charter); i++)
		strcat(charter, work_charter[i]);
	for (size_t i = 0; i < COUNT(work_script); i++)
		strcat(script, work_script[i]);
	org_record_make(&record, charter, script);
	return 0;
}

static int end_record(void **state)
{
	(void)state;
	org_record_end(&record);
	return 0;
}

/* Good until the next call. */
static inline const char *html_of(const char *pattern, const char *name, enum language language)
{
	static char storage[1u << 20];
	struct str page = org_page(&record, pattern, name, language, VIEW_HTML);
	if (!page.ptr)
		fail_msg("there is no page %s %s", pattern, name);
	assert_true(page.len < sizeof storage);
	memcpy(storage, page.ptr, page.len);
	storage[page.len] = '\0';
	return storage;
}

static inline json_t *json_from(const char *pattern, const char *name, uint64_t from)
{
	json_error_t error;
	struct str page = org_page_from(&record, pattern, name, from, LANGUAGE_EN, VIEW_JSON);
	if (!page.ptr)
		fail_msg("there is no page %s %s", pattern, name);
	json_t *json = json_loadb(page.ptr, page.len, JSON_REJECT_DUPLICATES, &error);
	if (!json)
		fail_msg("%s %s: %s at %d", pattern, name, error.text, error.position);
	return json;
}

static inline json_t *json_of(const char *pattern, const char *name)
{
	return json_from(pattern, name, UINT64_MAX);
}

static inline void says(const json_t *json, const char *path, const char *expected)
{
	const json_t *value = at(json, path);
	if (!json_is_string(value))
		fail_msg("%s is no text", path);
	if (strcmp(json_string_value(value), expected) != 0)
		fail_msg("%s is \"%s\", not \"%s\"", path, json_string_value(value), expected);
}

static inline void counts(const json_t *json, const char *path, long long expected)
{
	const json_t *value = at(json, path);
	if (!json_is_integer(value))
		fail_msg("%s is no number", path);
	if (json_integer_value(value) != expected)
		fail_msg("%s is %lld, not %lld", path, (long long)json_integer_value(value), expected);
}

static inline void holds(const json_t *json, const char *path, size_t expected)
{
	const json_t *value = at(json, path);
	if (!json_is_array(value))
		fail_msg("%s is no array", path);
	if (json_array_size(value) != expected)
		fail_msg("%s has %zu elements, not %zu", path, json_array_size(value), expected);
}

static inline bool exists(const char *pattern, const char *name)
{
	return org_page(&record, pattern, name, LANGUAGE_EN, VIEW_HTML).ptr != NULL;
}

#endif
