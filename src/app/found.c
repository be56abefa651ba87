/* From a charter and first keys to a founded record. */
#include "app/found.h"

#include "app/zones.h"

#include <string.h>

#define YEARS_AHEAD 25

static int32_t earliest_year(const struct charter *charter, int32_t now_year)
{
	int32_t year = now_year;

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
	return year < 1970 ? 1970 : year;
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

enum err_code found_record(struct registrar *registrar, struct found_words *words, struct arena scratch,
                           struct err *err)
{
	const struct charter *charter = words->charter;
	uint32_t count = 0, capacity = 1 + charter->party_count + words->zone_count;
	struct str *names = TRY(&scratch, struct str, capacity);
	struct founding founding = {.origin = words->origin, .charter_text = words->charter_text};
	struct civil now = civil_from_ms(registrar_now(registrar), 0);
	struct zone *zones;
	enum err_code code;

	if (names == NULL)
		return err_set(err, ERR_LIMIT, "no memory for %u zones", capacity);
	names[count++] = charter->zone;
	for (uint32_t i = 0; i < charter->party_count; i++)
		if (charter->party[i].zone.len > 0)
			names[count++] = charter->party[i].zone;
	for (uint32_t i = 0; i < words->zone_count; i++)
		names[count++] = words->zones[i];
	code = zones_load(names, count, earliest_year(charter, now.date.year), now.date.year + YEARS_AHEAD, &scratch,
	                  &zones, &founding.zone_count, &founding.tzdata, err);
	if (code != ERR_OK)
		return err_prefix(err, "time zones of the charter");
	sort_keys(words->keys, words->key_count);
	founding.zones = zones;
	founding.keys = words->keys;
	founding.key_count = words->key_count;
	memcpy(founding.nonce, words->nonce, sizeof(founding.nonce));
	return registrar_found(registrar, &founding, err);
}
