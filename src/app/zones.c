/* Zone rules out of ICU's copy of the IANA database, as exact whole seconds. ICU speaks in doubles of milliseconds;
 * they hold whole numbers far beyond any date and are turned into integers at once.
 *
 * A "transition" of ICU may change only a zone's name or the split between standard and summer time: kept are those
 * where the offset from UTC really changes.
 */
#include "app/zones.h"

#include <unicode/ucal.h>

#include "base/limits.h"

#define ZONE_ID_MAX 64

/* One zone being read: the calendar stands at `ms`, where the offset is `offset_s`. */
struct walk {
	UCalendar *calendar;
	int64_t ms;
	int32_t offset_s;
};

static enum err_code icu_failed(struct str name, UErrorCode status, struct err *err)
{
	return err_set(err, ERR_IO, "cannot read the rules of zone %.*s: %s", STR_ARG(name), u_errorName(status));
}

static int64_t year_begin_ms(int32_t year)
{
	return date_to_days((struct date){year, 1, 1}) * DAY_MS;
}

/* ICU's own form of the name. Names that ICU makes up as it goes ("GMT+3", "Etc/Unknown") are no zones. */
static enum err_code zone_id(struct str name, UChar ret[ZONE_ID_MAX], struct err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar canonical[ZONE_ID_MAX];
	UBool known = 0;
	bool plain = name.len > 0 && name.len < ZONE_ID_MAX;
	for (size_t i = 0; i < name.len && plain; i++) {
		plain = name.ptr[i] > 0x20 && name.ptr[i] < 0x7f;
		ret[i] = (UChar)name.ptr[i];
	}
	if (plain) {
		ret[name.len] = 0;
		ucal_getCanonicalTimeZoneID(ret, (int32_t)name.len, canonical, ZONE_ID_MAX, &known, &status);
	}
	if (plain && U_SUCCESS(status) && known && !str_eq(name, STR("Etc/Unknown")))
		return ERR_OK;
	err_set(err, ERR_NOT_FOUND, "no time zone is called \"%.*s\"", name.len < ZONE_ID_MAX ? (int)name.len : ZONE_ID_MAX,
	        name.ptr);
	err_hint(err, "zones have names of the IANA database, such as Asia/Yerevan or Europe/Vienna");
	return ERR_NOT_FOUND;
}

static bool walk_to(struct walk *walk, int64_t ms, UErrorCode *status)
{
	ucal_setMillis(walk->calendar, (UDate)ms, status);
	int32_t standard = ucal_get(walk->calendar, UCAL_ZONE_OFFSET, status);
	int32_t summer = ucal_get(walk->calendar, UCAL_DST_OFFSET, status);
	walk->ms = ms;
	walk->offset_s = (standard + summer) / 1000;
	return U_SUCCESS(*status);
}

/* To the next change of the offset before end_ms; false when there is none or ICU fails. */
static bool walk_next(struct walk *walk, int64_t end_ms, UErrorCode *status)
{
	int32_t offset_s = walk->offset_s;
	UDate next;
	while (ucal_getTimeZoneTransitionDate(walk->calendar, UCAL_TZ_TRANSITION_NEXT, &next, status)) {
		if (U_FAILURE(*status) || (int64_t)next >= end_ms || !walk_to(walk, (int64_t)next, status))
			return false;
		if (walk->offset_s != offset_s)
			return true;
	}
	return false;
}

static enum err_code load_zone(struct walk *walk, struct str name, int64_t begin_ms, int64_t end_ms,
                               struct arena *arena, struct zone *ret, struct err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	uint32_t count = 0;
	if (!walk_to(walk, begin_ms, &status))
		return icu_failed(name, status, err);
	int32_t offset_first_s = walk->offset_s;
	while (walk_next(walk, end_ms, &status))
		count++;
	int64_t *at_s = TRY(arena, int64_t, count);
	int32_t *offset_s = TRY(arena, int32_t, count);
	struct str copy = arena_str(arena, name);
	if (!at_s || !offset_s || !copy.ptr)
		return err_set(err, ERR_LIMIT, "no room left for the rules of zone %.*s", STR_ARG(name));
	uint32_t i = 0;
	for (walk_to(walk, begin_ms, &status); i < count && walk_next(walk, end_ms, &status); i++) {
		at_s[i] = walk->ms / 1000;
		offset_s[i] = walk->offset_s;
	}
	if (U_FAILURE(status) || i < count)
		return icu_failed(name, status, err);
	*ret = (struct zone){copy, offset_first_s, count, at_s, offset_s};
	return ERR_OK;
}

static enum err_code open_zone(struct str name, int64_t begin_ms, int64_t end_ms, struct arena *arena, struct zone *ret,
                               struct err *err)
{
	UChar id[ZONE_ID_MAX];
	UErrorCode status = U_ZERO_ERROR;
	enum err_code code = zone_id(name, id, err);
	if (code)
		return code;
	struct walk walk = {.calendar = ucal_open(id, (int32_t)name.len, "en", UCAL_GREGORIAN, &status)};
	if (U_FAILURE(status))
		return icu_failed(name, status, err);
	code = load_zone(&walk, name, begin_ms, end_ms, arena, ret, err);
	ucal_close(walk.calendar);
	return code;
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
		enum err_code code = open_zone(sorted[i], year_begin_ms(from_year), year_begin_ms(to_year + 1), arena,
		                               &zones[i], err);
		if (code)
			return code;
	}
	UErrorCode status = U_ZERO_ERROR;
	const char *version = ucal_getTZDataVersion(&status);
	if (U_FAILURE(status))
		return err_set(err, ERR_IO, "cannot read the version of the zone rules: %s", u_errorName(status));
	struct str tzdata = arena_str(arena, str_from(version));
	if (!tzdata.ptr)
		return err_set(err, ERR_LIMIT, "no room left for the version of the zone rules");
	*ret = zones;
	*ret_count = zone_count;
	*ret_tzdata = tzdata;
	return ERR_OK;
}
