/* Zone rules out of the machine's IANA database, as the C library reads it: $TZDIR, or /usr/share/zoneinfo (Debian's
 * package tzdata, which is kept up to date where ICU's copy is not). The C library knows the offset at any second, also
 * long after the last written change; it is asked day by day, and the second of a change is found by halving. In the
 * database as of 2025b no offset lasts less than three and a half days (Freetown, 1939), so that no change hides
 * between two days.
 *
 * What changes only a zone's name, or the split between standard and summer time, is no change here.
 */
#include "app/zones.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"

#define ZONE_NAME_MAX 64
#define ZONE_PATH_MAX 4096
#define DAY_S INT64_C(86400)

static const char *database(void)
{
	const char *folder = getenv("TZDIR");
	return folder && folder[0] ? folder : "/usr/share/zoneinfo";
}

static int64_t year_begin_s(int32_t year)
{
	return date_to_days((struct date){year, 1, 1}) * DAY_S;
}

static int32_t offset_at(int64_t at_s)
{
	time_t time = (time_t)at_s;
	struct tm civil;
	return localtime_r(&time, &civil) ? (int32_t)civil.tm_gmtoff : 0;
}

/* The first bytes of a file of the database, at most size - 1, a NUL behind them; 0 when there is no such file. */
static size_t read_head(const char *name, char *ret, size_t size)
{
	char path[ZONE_PATH_MAX];
	int length = snprintf(path, sizeof path, "%s/%s", database(), name);
	if (length < 0 || (size_t)length >= sizeof path)
		return 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return 0;
	ssize_t got = read(fd, ret, size - 1);
	close(fd);
	ret[got > 0 ? got : 0] = '\0';
	return got > 0 ? (size_t)got : 0;
}

/* Zones have names such as America/Port-au-Prince. What else lies in the folder begins with a small letter: posix/,
 * right/ (which counts leap seconds), localtime. */
static bool is_plain(struct str name)
{
	bool plain = name.len > 0 && name.len < ZONE_NAME_MAX && name.ptr[0] >= 'A' && name.ptr[0] <= 'Z';
	for (size_t i = 0; i < name.len && plain; i++) {
		char c = name.ptr[i];
		plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' ||
		        c == '-' || c == '/';
	}
	return plain;
}

static enum err_code find_zone(struct str name, struct err *err)
{
	char text[ZONE_NAME_MAX], magic[5];
	if (access(database(), R_OK | X_OK) != 0) {
		err_set(err, ERR_IO, "cannot read the machine's time zones in %s: %s", database(), strerror(errno));
		err_hint(err, "install tzdata, or set TZDIR to the folder that holds the IANA zone files");
		return ERR_IO;
	}
	if (is_plain(name)) {
		memcpy(text, name.ptr, name.len);
		text[name.len] = '\0';
		if (read_head(text, magic, sizeof magic) == 4 && memcmp(magic, "TZif", 4) == 0) /* RFC 9636, 3.1 */
			return ERR_OK;
	}
	err_set(err, ERR_NOT_FOUND, "no time zone is called \"%.*s\"",
	        name.len < ZONE_NAME_MAX ? (int)name.len : ZONE_NAME_MAX, name.ptr);
	err_hint(err, "zones have names of the IANA database, such as Asia/Yerevan or Europe/Vienna");
	return ERR_NOT_FOUND;
}

/* The next second after from_s and before end_s at which the offset is another; end_s when there is none. */
static int64_t next_change(int64_t from_s, int64_t end_s)
{
	int32_t offset_s = offset_at(from_s);
	int64_t before_s = from_s, after_s;
	for (;;) {
		if (before_s >= end_s - 1)
			return end_s;
		after_s = before_s + DAY_S < end_s ? before_s + DAY_S : end_s - 1;
		if (offset_at(after_s) != offset_s)
			break;
		before_s = after_s;
	}
	while (after_s - before_s > 1) {
		int64_t middle_s = before_s + (after_s - before_s) / 2;
		if (offset_at(middle_s) == offset_s)
			before_s = middle_s;
		else
			after_s = middle_s;
	}
	return after_s;
}

/* The C library's zone is set to the one that is read. */
static enum err_code load_zone(struct str name, int64_t begin_s, int64_t end_s, struct arena *arena, struct zone *ret,
                               struct err *err)
{
	uint32_t count = 0;
	for (int64_t s = next_change(begin_s, end_s); s < end_s; s = next_change(s, end_s))
		count++;
	int64_t *at_s = TRY(arena, int64_t, count);
	int32_t *offset_s = TRY(arena, int32_t, count);
	struct str copy = arena_str(arena, name);
	if (!at_s || !offset_s || !copy.ptr)
		return err_set(err, ERR_LIMIT, "no room left for the rules of zone %.*s", STR_ARG(name));
	uint32_t i = 0;
	for (int64_t s = next_change(begin_s, end_s); s < end_s; s = next_change(s, end_s), i++) {
		at_s[i] = s;
		offset_s[i] = offset_at(s);
	}
	*ret = (struct zone){copy, offset_at(begin_s), count, at_s, offset_s};
	return ERR_OK;
}

static enum err_code open_zone(struct str name, int64_t begin_s, int64_t end_s, struct arena *arena, struct zone *ret,
                               struct err *err)
{
	char setting[ZONE_NAME_MAX + 1];
	enum err_code code = find_zone(name, err);
	if (code)
		return code;
	snprintf(setting, sizeof setting, ":%.*s", STR_ARG(name));
	const char *now = getenv("TZ");
	struct str before = arena_str(arena, str_from(now ? now : ""));
	if (!before.ptr)
		return err_set(err, ERR_LIMIT, "no room left for the rules of zone %.*s", STR_ARG(name));
	if (setenv("TZ", setting, 1) != 0)
		return err_set(err, ERR_IO, "cannot read the rules of zone %.*s: %s", STR_ARG(name), strerror(errno));
	tzset();
	code = load_zone(name, begin_s, end_s, arena, ret, err);
	if (now ? setenv("TZ", before.ptr, 1) : unsetenv("TZ"))
		code = err_set(err, ERR_IO, "cannot set the time zone back to what it was: %s", strerror(errno));
	tzset();
	return code;
}

/* "2025b": the database says it in its first line, "# version 2025b". */
static struct str version(struct arena *arena)
{
	static const char said[] = "# version ";
	char head[64];
	if (read_head("tzdata.zi", head, sizeof head) <= sizeof said || strncmp(head, said, sizeof said - 1) != 0)
		return arena_str(arena, STR("unknown"));
	char *begin = head + sizeof said - 1;
	begin[strcspn(begin, " \r\n")] = '\0';
	return arena_str(arena, begin[0] ? str_from(begin) : STR("unknown"));
}

/* Into *sorted in ascending order, each once. */
static void insert_name(struct str *sorted, uint32_t *count, struct str name)
{
	uint32_t at = *count;
	while (at > 0 && str_cmp(sorted[at - 1], name) > 0)
		at--;
	if (at > 0 && str_eq(sorted[at - 1], name))
		return;
	for (uint32_t i = *count; i > at; i--)
		sorted[i] = sorted[i - 1];
	sorted[at] = name;
	(*count)++;
}

enum err_code zones_load(const struct str *names, uint32_t count, int32_t from_year, int32_t to_year,
                         struct arena *arena, struct zone **ret, uint32_t *ret_count, struct str *ret_tzdata,
                         struct err *err)
{
	struct str sorted[LIMIT_ZONES + 1];
	uint32_t zone_count = 0;
	if (from_year < 1 || to_year < from_year || to_year > 9998)
		return err_set(err, ERR_USAGE, "cannot read zone rules from year %d to year %d", from_year, to_year);
	for (uint32_t i = 0; i < count; i++) {
		insert_name(sorted, &zone_count, names[i]);
		if (zone_count > LIMIT_ZONES)
			return err_set(err, ERR_LIMIT, "more than %u time zones", LIMIT_ZONES);
	}
	struct zone *zones = TRY(arena, struct zone, zone_count);
	if (!zones)
		return err_set(err, ERR_LIMIT, "no room left for the rules of %u zones", zone_count);
	for (uint32_t i = 0; i < zone_count; i++) {
		enum err_code code = open_zone(sorted[i], year_begin_s(from_year), year_begin_s(to_year + 1), arena, &zones[i],
		                               err);
		if (code)
			return code;
	}
	struct str tzdata = version(arena);
	if (!tzdata.ptr)
		return err_set(err, ERR_LIMIT, "no room left for the version of the zone rules");
	*ret = zones;
	*ret_count = zone_count;
	*ret_tzdata = tzdata;
	return ERR_OK;
}
