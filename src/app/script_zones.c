/* `rules`: later time zone rules in a script, as the registrar would enter them from new zone data.
 *
 *     rules 2026c Europe/Vienna 2026-10-25T01:00Z=+01:00 …
 *
 * The zone's rules before the first of these instants stay as the record has them; from there on they are what the line
 * says. All other zones stay.
 */
#include "app/script_run.h"

#include <string.h>

/* Two digits; more than 99: none. */
static int32_t two_digits(const char *at)
{
	if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return 100;
	return (at[0] - '0') * 10 + at[1] - '0';
}

/* "+01:00" */
static bool parse_offset(struct str text, int32_t *ret_s)
{
	if (text.len != 6 || (text.ptr[0] != '+' && text.ptr[0] != '-') || text.ptr[3] != ':')
		return false;
	int32_t hours = two_digits(text.ptr + 1), minutes = two_digits(text.ptr + 4);
	*ret_s = (hours * 3600 + minutes * 60) * (text.ptr[0] == '-' ? -1 : 1);
	return hours <= 14 && minutes <= 59;
}

/* The words TIME=OFFSET of the line, behind what the zone did before the first of them. */
static enum err_code read_rules(struct script_run *run, const struct zone *old, struct zone *ret, struct err *err)
{
	uint32_t room = old->count + run->line.count, count = 0;
	int64_t *at_s = TRY(&run->scratch, int64_t, room), at_ms;
	int32_t *offset_s = TRY(&run->scratch, int32_t, room);
	if (!at_s || !offset_s)
		return err_set(err, ERR_LIMIT, "no memory for the rules of a zone");
	for (uint32_t i = 3; i < run->line.count; i++) {
		struct str time, words;
		int32_t read_s;
		if (!str_cut(run->line.word[i], '=', &time, &words) || !time_parse(time, &at_ms) || at_ms % 1000 != 0 ||
		    !parse_offset(words, &read_s))
			return script_wrong(run, err, "write: rules VERSION ZONE TIME=+HH:MM …");
		for (; i == 3 && count < old->count && old->at_s[count] < at_ms / 1000; count++) {
			at_s[count] = old->at_s[count];
			offset_s[count] = old->offset_s[count];
		}
		at_s[count] = at_ms / 1000;
		offset_s[count++] = read_s;
	}
	*ret = (struct zone){old->name, old->offset_first_s, count, at_s, offset_s};
	return ERR_OK;
}

enum err_code script_rules(struct script_run *run, struct err *err)
{
	const struct state *state = registrar_state(run->registrar);
	uint32_t count = kernel_zone_count(state);
	struct zone *zones = TRY(&run->scratch, struct zone, count + 1);
	uint8_t nonce[16];
	bool found = false;
	enum err_code code = ERR_OK;

	if (run->line.count < 4)
		return script_wrong(run, err, "write: rules VERSION ZONE TIME=+HH:MM …");
	if (zones == NULL)
		return err_set(err, ERR_LIMIT, "no memory for %u zones", count);
	for (uint32_t i = 0; i < count && code == ERR_OK; i++) {
		const struct zone *old = kernel_zone_at(state, i);
		zones[i] = *old;
		if (!str_eq(old->name, run->line.word[2]))
			continue;
		found = true;
		code = read_rules(run, old, &zones[i], err);
	}
	if (code == ERR_OK && !found)
		return script_wrong(run, err, "the record has no such zone");
	if (code == ERR_OK)
		code = script_draw(run, nonce, sizeof(nonce), err);
	if (code == ERR_OK)
		code = registrar_zones(run->registrar, run->line.word[1], zones, count, nonce, err);
	if (code == ERR_OK)
		code = registrar_commit(run->registrar, err);
	return code == ERR_OK ? script_report(run, err) : code;
}
