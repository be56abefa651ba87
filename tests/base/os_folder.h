/* What the tests of the world share: a folder of their own for each test, an arena, short names. */
#ifndef COMITY_TESTS_BASE_OS_FOLDER_H
#define COMITY_TESTS_BASE_OS_FOLDER_H

#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/os.h"

static char folder[64];
static struct region region;
static struct arena arena;

static inline const char *in_folder(const char *name)
{
	static char paths[4][256];
	static unsigned turn;
	char *path = paths[turn++ % 4];
	snprintf(path, 256, "%s/%s", folder, name);
	return path;
}

static inline int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/comity-os-XXXXXX");
	if (!mkdtemp(folder) || chmod(folder, 0755) != 0 || !arena_reserve(&region, 1 << 20))
		return -1;
	arena = arena_of(&region);
	return 0;
}

static inline int remove_folder(void **state)
{
	(void)state;
	char command[192];
	snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", folder, folder);
	arena_return(&region);
	return system(command) == 0 ? 0 : -1;
}

static inline enum err_code put(const char *path, const char *text, bool replace, struct err *err)
{
	return os_real.write_file(os_real.context, path, str_from(text), 0640, replace, err);
}

static inline void assert_file(const char *path, const char *text)
{
	struct str bytes;
	struct err err = {.code = ERR_OK};
	enum err_code code = os_real.read_file(os_real.context, path, 1 << 16, &arena, &bytes, &err);
	if (code)
		fail_msg("%s", err.msg);
	assert_str(bytes, text);
	assert_int_equal(bytes.ptr[bytes.len], '\0');
}

static inline bool contains(const char *text, const char *part)
{
	return strstr(text, part) != NULL;
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

#endif
