/* The rules of time zones change, and those that a record was founded with end a generation later. What is entered here
 * replaces them whole, so it keeps the past: before last year each zone stays as the record has it (what was shown
 * and counted by it was true by the record), from then on it is as the zone data of this machine say.
 *
 * A difference counts as far as the record's own rules reach. Beyond that there is always more to say, so mere length
 * is a reason only every few years.
 */
#include "app/renew.h"

#include "app/found.h"
#include "app/zones.h"
#include "base/limits.h"

#include <string.h>

#define RENEW_YEARS 5 /* after so many, the rules are entered anew even when nothing differs */

struct renewal {
	const struct state *state;
	struct arena *scratch;
	int64_t cut_s;     /* from here on the rules are new */
	int64_t horizon_s; /* the record's own rules reach to here */
	bool keeps_past;   /* of all zones; else of the seat's only */
};

static int32_t year_of(int64_t ms)
{
	return civil_from_ms(ms, 0).date.year;
}

static int64_t year_begin_s(int32_t year)
{
	return (int64_t)date_to_days((struct date){year, 1, 1}) * 86400;
}

/* The past of one table and the future of another. */
static bool join(const struct renewal *renewal, const struct zone *old, const struct zone *fresh, struct zone *ret)
{
	int64_t *at_s = TRY(renewal->scratch, int64_t, (size_t)old->count + fresh->count + 1);
	int32_t *offset_s = TRY(renewal->scratch, int32_t, (size_t)old->count + fresh->count + 1);
	int32_t offset = old->offset_first_s;
	uint32_t count = 0;
	if (!at_s || !offset_s)
		return false;
	for (uint32_t i = 0; i < old->count && old->at_s[i] < renewal->cut_s; i++) {
		at_s[count] = old->at_s[i];
		offset = offset_s[count++] = old->offset_s[i];
	}
	if (offset != fresh->offset_first_s) {
		at_s[count] = renewal->cut_s;
		offset_s[count++] = fresh->offset_first_s;
	}
	for (uint32_t i = 0; i < fresh->count; i++) {
		at_s[count] = fresh->at_s[i];
		offset_s[count++] = fresh->offset_s[i];
	}
	*ret = (struct zone){fresh->name, old->offset_first_s, count, at_s, offset_s};
	return true;
}

static uint32_t count_before(const struct zone *zone, int64_t s)
{
	uint32_t count = 0;
	while (count < zone->count && zone->at_s[count] < s)
		count++;
	return count;
}

static bool differs(const struct zone *a, const struct zone *b, int64_t horizon_s)
{
	uint32_t count = count_before(a, horizon_s);
	if (a->offset_first_s != b->offset_first_s || count_before(b, horizon_s) != count)
		return true;
	for (uint32_t i = 0; i < count; i++)
		if (a->at_s[i] != b->at_s[i] || a->offset_s[i] != b->offset_s[i])
			return true;
	return false;
}

/* Fresh rules become those to be entered, in place. *ret_changed: how many differ from the record's. */
static bool join_all(const struct renewal *renewal, struct zone *zones, uint32_t count, uint32_t *ret_changed)
{
	struct str seat = kernel_charter(renewal->state)->zone;
	*ret_changed = 0;
	for (uint32_t i = 0; i < count; i++) {
		const struct zone *old = kernel_zone(renewal->state, zones[i].name);
		struct zone joined;
		if (!old) {
			++*ret_changed;
			continue;
		}
		if (!join(renewal, old, &zones[i], &joined))
			return false;
		if (differs(old, &joined, renewal->horizon_s))
			++*ret_changed;
		if (renewal->keeps_past || str_eq(zones[i].name, seat))
			zones[i] = joined;
	}
	return true;
}

/* Every zone that the record has, that the charter names, and that was asked for. */
static enum err_code name_zones(const struct state *state, const struct str *more, uint32_t more_count,
                                struct arena *scratch, struct str **ret, uint32_t *ret_count, struct err *err)
{
	const struct charter *charter = kernel_charter(state);
	uint32_t count = 0, room = kernel_zone_count(state) + charter->party_count + 1 + more_count;
	struct str *names = TRY(scratch, struct str, room);
	if (!names)
		return err_set(err, ERR_LIMIT, "no memory for %u zones", room);
	names[count++] = charter->zone;
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (charter->party[i].zone.len > 0)
			names[count++] = charter->party[i].zone;
	for (uint32_t i = 0; i < kernel_zone_count(state); i++)
		names[count++] = kernel_zone_at(state, i)->name;
	for (uint32_t i = 0; i < more_count; i++)
		names[count++] = more[i];
	*ret = names;
	*ret_count = count;
	return ERR_OK;
}

/* Rules and past, if need be without the past of all zones but the seat's: an act is bounded. */
static enum err_code enter(struct registrar *registrar, struct renewal *renewal, const struct zone *fresh,
                           uint32_t count, const uint8_t nonce[16], struct renewed *ret, struct err *err)
{
	struct zone zones[LIMIT_ZONES];
	enum err_code code = ERR_LIMIT;
	for (int attempt = 0; attempt < 2 && code == ERR_LIMIT; attempt++) {
		renewal->keeps_past = attempt == 0;
		memcpy(zones, fresh, count * sizeof *zones);
		if (!join_all(renewal, zones, count, &ret->changed))
			return err_set(err, ERR_LIMIT, "no memory for the rules of %u zones", count);
		code = registrar_zones(registrar, ret->tzdata, zones, count, nonce, err);
	}
	return code;
}

enum err_code zones_renew(struct registrar *registrar, const struct str *more, uint32_t more_count,
                          const uint8_t nonce[16], struct arena *scratch, struct renewed *ret, struct err *err)
{
	const struct state *state = registrar_state(registrar);
	int32_t now_year = year_of(registrar_now(registrar)), old_year = year_of(kernel_zones_time(state));
	int32_t horizon_year = old_year + ZONE_YEARS_AHEAD;
	struct renewal renewal = {
		.state = state,
		.scratch = scratch,
		.cut_s = year_begin_s(now_year - ZONE_YEARS_BACK),
		.horizon_s = year_begin_s(horizon_year + 1),
		.keeps_past = true,
	};
	struct renewed renewed = {.to_year = horizon_year, .zone_count = kernel_zone_count(state)};
	struct str *names = NULL;
	struct zone *fresh = NULL;
	uint32_t count = 0;
	enum err_code code = name_zones(state, more, more_count, scratch, &names, &count, err);

	if (!code)
		code = zones_load(names, count, now_year - ZONE_YEARS_BACK, now_year + ZONE_YEARS_AHEAD, scratch, &fresh,
		                  &count, &renewed.tzdata, err);
	if (code)
		return err_prefix(err, "new rules of time zones");
	struct zone compared[LIMIT_ZONES];
	memcpy(compared, fresh, count * sizeof *compared);
	if (!join_all(&renewal, compared, count, &renewed.changed))
		return err_set(err, ERR_LIMIT, "no memory for the rules of %u zones", count);
	renewed.entered = renewed.changed > 0 || now_year >= old_year + RENEW_YEARS;
	if (renewed.entered) {
		code = enter(registrar, &renewal, fresh, count, nonce, &renewed, err);
		renewed.number = kernel_size(state) - 1;
		renewed.zone_count = count;
		renewed.to_year = now_year + ZONE_YEARS_AHEAD;
	}
	if (!code)
		*ret = renewed;
	return code;
}
