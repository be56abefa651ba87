/* What stands in a page: words in its text; values in its JSON, by a path such as "agenda/items/0/title". */
#ifndef COMITY_TESTS_WEB_LOOK_H
#define COMITY_TESTS_WEB_LOOK_H

#include "base/check.h"

#include <jansson.h>
#include <string.h>

#define assert_has(text, words)                                      \
	do {                                                             \
		if (!strstr((text), (words)))                                \
			fail_msg("\"%s\" is not in:\n%.3000s", (words), (text)); \
	} while (0)
#define assert_lacks(text, words)                                \
	do {                                                         \
		if (strstr((text), (words)))                             \
			fail_msg("\"%s\" is in:\n%.3000s", (words), (text)); \
	} while (0)

/* Members by name, elements by number; NULL: there is none. */
static inline const json_t *at(const json_t *json, const char *path)
{
	char part[64];
	while (*path != '\0' && json) {
		size_t size = strcspn(path, "/");
		assert_true(size < sizeof part);
		memcpy(part, path, size);
		part[size] = '\0';
		json = json_is_array(json) ? json_array_get(json, strtoul(part, NULL, 10)) : json_object_get(json, part);
		path += size + (path[size] == '/');
	}
	return json;
}

#endif
