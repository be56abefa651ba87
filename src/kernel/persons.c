/* Founding, persons and keys.
 *
 *  1. A key belongs to one person for ever: not the registrar's, not one in use, not one that ever was.
 *  2. A person belongs to one party for ever. Revoked, the same person can be accredited again by the same party,
 *     with a new key.
 *  3. A first key is provisional until its party repeats it in a countersigning act: only then was it compared. The
 *     act repeats the charter and the registrar's key too, so it holds in this founding and in no other.
 *  4. Valid or revoked is a matter of entry number: an act is judged by the persons as the entries before it left
 *     them.
 *  5. Of a party that has none yet, the secretariat enters the first key; it is provisional like those of the founding.
 *  6. A party that has a focal point keeps one: the last cannot revoke itself.
 */
#include "kernel/decide.h"

static bool key_known(const struct state *state, const uint8_t key[32])
{
	return map_get(&state->keys, (struct str){(const char *)key, 32}) != MAP_NONE;
}

static bool key_put(struct state *state, const uint8_t key[32], const uint8_t **ret)
{
	if (!copy_bytes(state->arena, key, ret))
		return false;
	return map_put(&state->keys, state->arena, (struct str){(const char *)*ret, 32}, /* value= */ 0);
}

static bool person_add(struct state *state, const struct person *person, struct str name, const uint8_t key[32])
{
	if (!GROW(state->arena, state->person, state->person_count, state->person_capacity))
		return false;
	struct person *added = &state->person[state->person_count];
	*added = *person;
	if (!copy_str(state->arena, name, &added->name) || !key_put(state, key, &added->key) ||
	    !map_put(&state->persons, state->arena, added->name, state->person_count))
		return false;
	state->person_count++;
	return true;
}

/* ---- Founding -------------------------------------------------------------------------------- */

static bool first_key_check(const struct context *c, uint32_t index, struct party_set *seen)
{
	const struct value *keys = field_of(c, FIELD_KEYS);
	const struct first_key *key = &keys->keys[index];
	uint32_t party = map_get(&c->state->charter->parties, key->party);
	if (party == MAP_NONE)
		return refuse_unknown(c, STR("party"), key->party);
	if (party_set_has(seen, party))
		return refuse_name(c, REFUSAL_PARTY_TWICE, key->party);
	party_set_add(seen, party);
	if (str_eq(key->person, STR("registrar")))
		return refuse_taken(c, STR("person"), key->person);
	if (memcmp(key->key, field_of(c, FIELD_REGISTRAR)->bytes, 32) == 0)
		return refuse_name(c, REFUSAL_KEY_TAKEN, key->person);
	for (uint32_t i = 0; i < index; i++) {
		if (str_eq(keys->keys[i].person, key->person))
			return refuse_taken(c, STR("person"), key->person);
		if (memcmp(keys->keys[i].key, key->key, 32) == 0)
			return refuse_name(c, REFUSAL_KEY_TAKEN, key->person);
	}
	return true;
}

bool decide_FOUND(const struct context *c)
{
	const struct value *keys = field_of(c, FIELD_KEYS);
	struct party_set seen = {{0}};
	if (memcmp(field_of(c, FIELD_CHARTER)->bytes, c->state->charter_hash, 32) != 0) {
		refuse(c, REFUSAL_CHARTER_DIFFERS);
		return false;
	}
	if (field_of(c, FIELD_RULES)->number != KERNEL_RULES) {
		struct verdict *verdict = refuse(c, REFUSAL_RULES_UNKNOWN);
		verdict->number[0] = field_of(c, FIELD_RULES)->number;
		verdict->number[1] = KERNEL_RULES;
		return false;
	}
	if (keys->count == 0) {
		refuse(c, REFUSAL_KEYS_MISSING);
		return false;
	}
	for (uint32_t i = 0; i < keys->count; i++)
		if (!first_key_check(c, i, &seen))
			return false;
	return true;
}

bool apply_FOUND(struct state *state, const struct context *c)
{
	const struct value *keys = field_of(c, FIELD_KEYS);
	if (!key_put(state, field_of(c, FIELD_REGISTRAR)->bytes, &state->registrar_key))
		return false;
	for (uint32_t i = 0; i < keys->count; i++) {
		const struct first_key *key = &keys->keys[i];
		struct person person = {
			.party = map_get(&state->charter->parties, key->party),
			.office = NONE,
			.status = KEY_PROVISIONAL,
			.focal = true,
			.since = c->moment.number,
		};
		if (!person_add(state, &person, key->person, key->key))
			return false;
	}
	return true;
}

/* ---- First keys ------------------------------------------------------------------------------ */

/* "a first key is provisional until the member itself countersigns": the act repeats the very key, under the very
 * charter, before the very registrar. Whoever founds another record of the same origin has no use for it. */
bool decide_COUNTERSIGN(const struct context *c)
{
	const struct person *person = &c->state->person[c->person];
	if (memcmp(field_of(c, FIELD_KEY)->bytes, person->key, 32) != 0)
		return refuse_name(c, REFUSAL_KEY_DIFFERS, person->name);
	if (memcmp(field_of(c, FIELD_CHARTER)->bytes, c->state->charter_hash, 32) != 0)
		return refuse_name(c, REFUSAL_FOUNDING_DIFFERS, STR("charter"));
	return memcmp(field_of(c, FIELD_REGISTRAR)->bytes, c->state->registrar_key, 32) == 0 ||
	       refuse_name(c, REFUSAL_FOUNDING_DIFFERS, STR("registrar's key"));
}

bool apply_COUNTERSIGN(struct state *state, const struct context *c)
{
	struct person *person = &state->person[c->person];
	person->status = KEY_VALID;
	person->since = c->moment.number;
	state->focal_count[person->party]++;
	return true;
}

/* ---- Accreditation --------------------------------------------------------------------------- */

static bool person_check(const struct context *c, struct str name)
{
	const struct state *state = c->state;
	uint32_t index = map_get(&state->persons, name);
	if (str_eq(name, STR("registrar")))
		return refuse_taken(c, STR("person"), name);
	if (index == MAP_NONE)
		return state->person_count < LIMIT_PERSONS || refuse_limit(c, STR("persons"), LIMIT_PERSONS);
	if (state->person[index].party != c->party) {
		struct verdict *verdict = refuse(c, REFUSAL_OTHER_PARTY);
		verdict->name[0] = name;
		verdict->name[1] = state->charter->party[state->person[index].party].titles.title;
		return false;
	}
	return state->person[index].status == KEY_REVOKED || refuse_name(c, REFUSAL_PERSON_KNOWN, name);
}

/* "office: only if the charter's holder of that office at that time is this party", and this person where it names one.
 */
bool holder_check(const struct context *c, struct str name, struct str person)
{
	uint32_t office = map_get(&c->state->charter->offices, name);
	if (office == MAP_NONE)
		return refuse_unknown(c, STR("office"), name);
	struct holding holding;
	bool held = holder_at(c->state, office, c->moment.time_ms, &holding) && holding.office == office;
	if (held && holding.party == c->party &&
	    (holding.person.len == 0 || person.len == 0 || str_eq(holding.person, person)))
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_NOT_HOLDER);
	verdict->name[0] = c->state->charter->office[office].titles.title;
	verdict->name[1] = person.len > 0 ? person : STR("anybody");
	verdict->name[2] = c->state->charter->party[c->party].titles.title;
	verdict->own = held ? holding.origin : NULL;
	verdict->enclosing = &c->state->charter->office[office].origin;
	return false;
}

bool decide_ACCREDIT(const struct context *c)
{
	struct str name = field_of(c, FIELD_PERSON)->str;
	if (!person_check(c, name))
		return false;
	if (key_known(c->state, field_of(c, FIELD_KEY)->bytes))
		return refuse_name(c, REFUSAL_KEY_TAKEN, name);
	return !field_of(c, FIELD_OFFICE)->set || holder_check(c, field_of(c, FIELD_OFFICE)->str, name);
}

bool apply_ACCREDIT(struct state *state, const struct context *c)
{
	const struct value *office = field_of(c, FIELD_OFFICE);
	struct str name = field_of(c, FIELD_PERSON)->str;
	struct person person = {
		.party = c->party,
		.office = office->set ? map_get(&state->charter->offices, office->str) : NONE,
		.status = KEY_VALID,
		.focal = field_of(c, FIELD_FOCAL)->set && field_of(c, FIELD_FOCAL)->number != 0,
		.since = c->moment.number,
	};
	if (person.focal)
		state->focal_count[c->party]++;
	uint32_t index = map_get(&state->persons, name);
	if (index == MAP_NONE)
		return person_add(state, &person, name, field_of(c, FIELD_KEY)->bytes);
	person.name = state->person[index].name;
	if (!key_put(state, field_of(c, FIELD_KEY)->bytes, &person.key))
		return false;
	state->person[index] = person;
	return true;
}

/* ---- Parties that join later ------------------------------------------------------------------ */

/* A party that the founding gave no key, and that has none yet: its first is entered by the secretariat, and
 * provisional like those of the founding. */
bool decide_ENROL(const struct context *c)
{
	const struct state *state = c->state;
	struct str name = field_of(c, FIELD_PERSON)->str, party_name = field_of(c, FIELD_OF)->str;
	uint32_t party = map_get(&state->charter->parties, party_name);
	if (party == MAP_NONE)
		return refuse_unknown(c, STR("party"), party_name);
	for (uint32_t i = 0; i < state->person_count; i++)
		if (state->person[i].party == party)
			return refuse_name(c, REFUSAL_ENROLLED, state->charter->party[party].titles.title);
	if (str_eq(name, STR("registrar")) || map_get(&state->persons, name) != MAP_NONE)
		return refuse_taken(c, STR("person"), name);
	if (state->person_count >= LIMIT_PERSONS)
		return refuse_limit(c, STR("persons"), LIMIT_PERSONS);
	return !key_known(state, field_of(c, FIELD_KEY)->bytes) || refuse_name(c, REFUSAL_KEY_TAKEN, name);
}

bool apply_ENROL(struct state *state, const struct context *c)
{
	struct person person = {
		.party = map_get(&state->charter->parties, field_of(c, FIELD_OF)->str),
		.office = NONE,
		.status = KEY_PROVISIONAL,
		.focal = true,
		.since = c->moment.number,
	};
	return person_add(state, &person, field_of(c, FIELD_PERSON)->str, field_of(c, FIELD_KEY)->bytes);
}

/* ---- Revocation ------------------------------------------------------------------------------- */

bool decide_REVOKE(const struct context *c)
{
	const struct state *state = c->state;
	struct str name = field_of(c, FIELD_PERSON)->str;
	uint32_t index = map_get(&state->persons, name);
	if (index == MAP_NONE)
		return refuse_unknown(c, STR("person"), name);
	const struct person *person = &state->person[index];
	if (person->party != c->party) {
		struct verdict *verdict = refuse(c, REFUSAL_OTHER_PARTY);
		verdict->name[0] = name;
		verdict->name[1] = state->charter->party[person->party].titles.title;
		return false;
	}
	if (person->status == KEY_REVOKED)
		return refuse_name(c, REFUSAL_ALREADY_REVOKED, name);
	if (index == c->person && state->focal_count[c->party] == 1) {
		struct verdict *verdict = refuse(c, REFUSAL_LAST_FOCAL);
		verdict->name[0] = name;
		verdict->name[1] = state->charter->party[c->party].titles.title;
		return false;
	}
	return true;
}

bool apply_REVOKE(struct state *state, const struct context *c)
{
	struct person *person = &state->person[map_get(&state->persons, field_of(c, FIELD_PERSON)->str)];
	if (person->focal)
		state->focal_count[person->party]--;
	person->status = KEY_REVOKED;
	person->since = c->moment.number;
	return true;
}
