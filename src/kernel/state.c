/* Making a state, and the views of it that other rooms see. */
#include "kernel/state.h"

void *grown(struct arena *arena, const void *list, uint32_t count, uint32_t *capacity, size_t size)
{
	if (count < *capacity) {
		void *same;
		memcpy(&same, &list, sizeof same); /* the caller's own list, without its const */
		return same;
	}
	if (*capacity > UINT32_MAX / 2)
		return NULL;
	uint32_t twice = *capacity ? *capacity * 2 : 4;
	void *copy = arena_try(arena, twice, size, alignof(max_align_t));
	if (!copy)
		return NULL;
	if (count > 0)
		memcpy(copy, list, count * size);
	*capacity = twice;
	return copy;
}

bool copy_str(struct arena *arena, struct str from, struct str *to)
{
	*to = (struct str){NULL, 0};
	if (from.len == 0)
		return true;
	*to = arena_str(arena, from);
	return to->ptr != NULL;
}

bool copy_bytes(struct arena *arena, const uint8_t from[32], const uint8_t **to)
{
	uint8_t *copy = TRY(arena, uint8_t, 32);
	if (!copy)
		return false;
	memcpy(copy, from, 32);
	*to = copy;
	return true;
}

struct state *kernel_new(struct arena *arena, const struct charter *charter, const uint8_t charter_hash[32],
                         struct map_key map_key)
{
	assert(charter->party_count <= LIMIT_PARTIES);
	struct state *state = TRY(arena, struct state, 1);
	if (!state)
		return NULL;
	*state = (struct state){
		.arena = arena,
		.charter = charter,
		.map_key = map_key,
		.words = (charter->party_count + 63) / 64,
		.persons = map_init(map_key),
		.keys = map_init(map_key),
		.meetings = map_init(map_key),
		.matters = map_init(map_key),
		.documents = map_init(map_key),
		.releases = map_init(map_key),
		.events = map_init(map_key),
		.counters = map_init(map_key),
		.working = {.week = charter->week},
		.amended = NONE,
		.settled_ms = INT64_MIN,
	};
	memcpy(state->charter_hash, charter_hash, 32);
	struct charter_version founding = {.charter = charter, .matter = NONE};
	memcpy(founding.hash, charter_hash, 32);
	state->focal_count = TRY(arena, uint32_t, charter->party_count + 1);
	if (!state->focal_count || !state_lists(state, /* old= */ NULL, charter) || !version_add(state, &founding))
		return NULL;
	return state;
}

uint64_t kernel_size(const struct state *state)
{
	return state->size;
}

int64_t kernel_time(const struct state *state)
{
	return state->time_ms;
}

const struct charter *kernel_charter(const struct state *state)
{
	return state->charter;
}

const struct zone *kernel_zone(const struct state *state, struct str name)
{
	for (uint32_t i = 0; i < state->zone_count; i++)
		if (str_eq(state->zone[i].name, name))
			return &state->zone[i];
	return NULL;
}

const struct zone *kernel_seat_zone(const struct state *state)
{
	return state->seat_zone;
}

uint32_t kernel_zone_count(const struct state *state)
{
	return state->zone_count;
}

const struct zone *kernel_zone_at(const struct state *state, uint32_t index)
{
	assert(index < state->zone_count);
	return &state->zone[index];
}

int64_t kernel_zones_time(const struct state *state)
{
	return state->zones_ms;
}

struct str kernel_tzdata(const struct state *state)
{
	return state->tzdata;
}

const uint8_t *kernel_charter_hash(const struct state *state)
{
	return state->charter_hash;
}

const uint8_t *kernel_registrar_key(const struct state *state)
{
	return state->registrar_key;
}

bool kernel_person(const struct state *state, struct str name, struct person_view *ret)
{
	uint32_t index = map_get(&state->persons, name);
	if (index == MAP_NONE)
		return false;
	*ret = kernel_person_at(state, index);
	return true;
}

uint32_t kernel_person_count(const struct state *state)
{
	return state->person_count;
}

struct person_view kernel_person_at(const struct state *state, uint32_t index)
{
	assert(index < state->person_count);
	const struct person *person = &state->person[index];
	return (struct person_view){
		.name = person->name,
		.party = person->party,
		.key = person->key,
		.status = person->status,
		.focal = person->focal,
		.office = person->office,
		.since = person->since,
	};
}

uint32_t kernel_meeting_count(const struct state *state)
{
	return state->meeting_count;
}

uint32_t kernel_meeting_find(const struct state *state, struct str name)
{
	return map_get(&state->meetings, name);
}

struct meeting_view kernel_meeting_at(const struct state *state, uint32_t index)
{
	assert(index < state->meeting_count);
	const struct meeting *meeting = &state->meeting[index];
	return (struct meeting_view){
		.name = meeting->name,
		.place = meeting->place,
		.zone = meeting->zone,
		.body = meeting->body,
		.ordinal = meeting->ordinal,
		.regular = meeting->regular,
		.host = meeting->host,
		.starts_ms = meeting->starts_ms,
		.status = meeting->status,
		.format = meeting->format,
		.registered = meeting->registered,
		.present = meeting->present,
		.guest_count = meeting->guest_count,
		.item_count = meeting->item_count,
		.speech_count = meeting->speech_count,
		.convened = meeting->convened,
		.about = meeting->about,
		.joint_count = meeting->joint_count,
		.joint = meeting->joint,
	};
}

uint32_t kernel_matter_count(const struct state *state)
{
	return state->matter_count;
}

uint32_t kernel_matter_find(const struct state *state, struct str name)
{
	return map_get(&state->matters, name);
}

bool kernel_matter_open(const struct state *state, uint32_t index)
{
	assert(index < state->matter_count);
	return !state->matter[index].is_decided;
}

struct matter_view kernel_matter_at(const struct state *state, uint32_t index)
{
	assert(index < state->matter_count);
	const struct matter *matter = &state->matter[index];
	struct matter_view view = {
		.name = matter->name,
		.kind = matter->kind,
		.body = matter->body,
		.procedure = matter->procedure,
		.stage = matter->stage,
		.author = matter->author,
		.meeting = matter->meeting,
		.version = matter->version,
		.has_text = matter->has_text,
		.commitment = matter->commitment,
		.deadline_ms = matter->deadline_ms,
		.symbol = matter->symbol,
		.tabled = matter->tabled,
		.decided = matter->decided,
		.about = matter->about,
		.entered_ms = matter->entered_ms,
		.floor_ms = matter->floor_ms,
		.paused = matter->paused,
		.rest_ms = matter->rest_ms,
		.extended = matter->extended,
		.published = matter->published,
		.measure_count = matter->measure_count,
		.office = matter->purpose ? matter->purpose->office : NONE,
		.holder = matter->purpose ? matter->purpose->holder : NONE,
		.person = matter->purpose ? matter->purpose->person : STR(""),
		.amends_charter = matter->purpose && matter->purpose->charter,
	};
	for (uint32_t w = 0; matter->concerned && w < state->words; w++)
		view.concerned.word[w] = matter->concerned[w];
	for (uint32_t w = 0; w < state->words; w++) {
		view.recused.word[w] = matter->taken[POSITION_RECUSE * state->words + w];
		view.bound.word[w] = matter->bound ? matter->bound[w] : 0;
	}
	if (matter->secret) {
		view.has_ballot = true;
		view.round = matter->secret->round;
		view.papers = matter->secret->papers;
		view.invalid = matter->secret->invalid;
		view.ayes = matter->secret->ayes;
		view.noes = matter->secret->noes;
		view.abstentions = matter->secret->abstentions;
		view.absentees = matter->secret->absentees;
	}
	struct party_set disinterest;
	ballot_of(state, matter, state->time_ms, &view.ballot, &disinterest);
	view.participating = view.ballot.set[TERM_PARTICIPATING];
	view.undoes = matter->undoes;
	return view;
}

struct measure_view kernel_measure_at(const struct state *state, uint32_t matter, uint32_t index)
{
	assert(matter < state->matter_count && index < state->matter[matter].measure_count);
	const struct measure *measure = &state->matter[matter].measure[index];
	return (struct measure_view){measure->stage, measure->from_ms, measure->to_ms};
}

static struct paper_view paper_view(const struct paper *paper)
{
	return (struct paper_view){
		.name = paper->name,
		.symbol = paper->symbol,
		.body = paper->body,
		.meeting = paper->meeting,
		.matter = paper->matter,
		.event = paper->event,
		.published_ms = paper->published_ms,
		.entry = paper->entry,
	};
}

uint32_t kernel_document_count(const struct state *state)
{
	return state->document_count;
}

struct paper_view kernel_document_at(const struct state *state, uint32_t index)
{
	assert(index < state->document_count);
	return paper_view(&state->document[index]);
}

uint32_t kernel_release_count(const struct state *state)
{
	return state->release_count;
}

struct paper_view kernel_release_at(const struct state *state, uint32_t index)
{
	assert(index < state->release_count);
	return paper_view(&state->release[index]);
}

uint32_t kernel_plan_count(const struct state *state, uint32_t matter)
{
	assert(matter < state->matter_count);
	return state->matter[matter].item_count;
}

struct plan_view kernel_plan_at(const struct state *state, uint32_t matter, uint32_t index)
{
	assert(matter < state->matter_count && index < state->matter[matter].item_count);
	const struct plan_item *item = &state->matter[matter].item[index];
	return (struct plan_view){
		.level = item->level,
		.number = item->number,
		.body = item->body,
		.from_days = item->from,
		.to_days = item->to,
		.held = item->held,
		.meeting = item->meeting,
		.entry = item->entry,
	};
}

uint64_t kernel_correction(const struct state *state, uint64_t entry)
{
	return entry < state->size ? entry_at(state, entry)->corrected : 0;
}
