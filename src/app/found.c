/* From a charter and first keys to a founded record. */
#include "app/found.h"

#include "app/zones.h"

#include <string.h>

/* No time before 1970 can be written. */
static int32_t written_year(int32_t year)
{
	return year < 1970 ? 1970 : year;
}

static int32_t earliest_year(const struct charter *charter, int32_t now_year)
{
	int32_t year = now_year - ZONE_YEARS_BACK;

	for (uint32_t i = 0; i < charter->date_count; i++)
		if (charter->date[i].date.year < year)
			year = charter->date[i].date.year;
	for (uint32_t i = 0; i < charter->party_count; i++)
		for (uint32_t j = 0; j < charter->party[i].status_count; j++)
			if (charter->party[i].status[j].from.year < year)
				year = charter->party[i].status[j].from.year;
	for (uint32_t i = 0; i < charter->office_count; i++)
		for (uint32_t j = 0; j < charter->office[i].holder_count; j++)
			if (charter->office[i].holder[j].from.year < year)
				year = charter->office[i].holder[j].from.year;
	return written_year(year);
}

/* Insertion sort by party: at most LIMIT_PARTIES keys, once in a record's life. */
static void sort_keys(struct first_key *keys, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		struct first_key key = keys[i];
		uint32_t j = i;
		for (; j > 0 && str_cmp(keys[j - 1].party, key.party) > 0; j--)
			keys[j] = keys[j - 1];
		keys[j] = key;
	}
}

/* The charter's dates are days at its seat: its zone alone is needed since the earliest of them. Of thirty zones with
 * summer time over so long, the rules would not fit into an act. */
static enum err_code load_zones(const struct charter *charter, const struct str *names, uint32_t count,
                                int32_t now_year, struct arena *arena, struct founding *founding, struct err *err)
{
	int32_t end = now_year + ZONE_YEARS_AHEAD;
	struct zone *zones, *seat;
	uint32_t seat_count;
	struct str tzdata;
	enum err_code code = zones_load(names, count, written_year(now_year - ZONE_YEARS_BACK), end, arena, &zones,
	                                &founding->zone_count, &founding->tzdata, err);

	if (code == ERR_OK)
		code = zones_load(&charter->zone, 1, earliest_year(charter, now_year), end, arena, &seat, &seat_count, &tzdata,
		                  err);
	if (code != ERR_OK)
		return err_prefix(err, "time zones of the charter");
	for (uint32_t i = 0; i < founding->zone_count; i++)
		if (str_eq(zones[i].name, charter->zone))
			zones[i] = *seat;
	founding->zones = zones;
	return ERR_OK;
}

enum err_code found_record(struct registrar *registrar, struct found_words *words, struct arena scratch,
                           struct err *err)
{
	const struct charter *charter = words->charter;
	uint32_t count = 0, capacity = 1 + charter->party_count + words->zone_count;
	struct str *names = TRY(&scratch, struct str, capacity);
	struct founding founding = {.origin = words->origin, .charter_text = words->charter_text};
	struct civil now = civil_from_ms(registrar_now(registrar), 0);
	enum err_code code;

	if (names == NULL)
		return err_set(err, ERR_LIMIT, "no memory for %u zones", capacity);
	names[count++] = charter->zone;
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (charter->party[i].zone.len > 0)
			names[count++] = charter->party[i].zone;
	for (uint32_t i = 0; i < words->zone_count; i++)
		names[count++] = words->zones[i];
	code = load_zones(charter, names, count, now.date.year, &scratch, &founding, err);
	if (code != ERR_OK)
		return code;
	sort_keys(words->keys, words->key_count);
	founding.keys = words->keys;
	founding.key_count = words->key_count;
	memcpy(founding.nonce, words->nonce, sizeof(founding.nonce));
	return registrar_found(registrar, &founding, err);
}
