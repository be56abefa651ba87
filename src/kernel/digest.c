/* The canonical state: the same log gives the same bytes on every machine.
 *
 * Everything that decides anything is written, in the order of entries, through the sink; integers as 8 bytes big
 * endian, strings and lists with their length first, an index that points nowhere as 2^64-1, sets as their words
 * (party p of the charter is bit p % 64 of word p / 64). What follows from the rest is left out: hash tables, eras,
 * the heap.
 *
 *   "comity-state/3"
 *   charter hash (32), entries, time of the newest, registrar's key (32, zeros before the founding)
 *   per entry     nonce (16), hash (16), person, corrected
 *   zones         tzdata, time of the entry, count; each: name, first offset, transitions: instant, offset
 *   calendar      holidays, worked days
 *   per person    name, party, key (32), status, focal, office, since
 *   charters      of the one in force after the founding's and each later: hash (32), entry, from, matter; the matter
 *                 whose charter waits
 *   per body      regular meetings opened, newest host; matters whose texts wait for its next meeting; newest meeting's
 *                 instant, late ones, period, regular ones in it
 *   per office    tenures: party, person, from, until, entry; turns declined: party, turn's instant, entry
 *   standings     party, kind, status, from, entry
 *   per procedure the end to which it was prolonged
 *   per instrument deposits, newest, in force since
 *   per meeting   name, place, zone, body, ordinal, regular, host, convener, starts, status, formats, format,
 *                 registered, present; guests: name, party; delegations: party, head, delegates; items: matter,
 *                 entry; matters; speeches, convened; about; joint bodies
 *   per matter    name, kind, body, procedure, stage, author, meeting, version, commitment or "", deadline, due,
 *                 forced, asked, symbol, tabled, decided (entry, instant), changed, positions, whether decided, sets as
 *                 counted; plan items: number, level, body, from, to, held, meeting, entry; about;
 *                 entered, floor, whether paused, rest, extended, published, to, concerned, whether participating are
 *                 named, participating, bound, undoes, requesters; stages
 *                 measured: stage, from, to; whether it has a purpose: office, holder, person, whether from, from,
 *                 whether to, to, whether a charter; whether a ballot: round, papers, invalid, ayes, noes, abstentions,
 *                 absentees, entry
 *   papers        documents, releases: name, symbol, body, meeting, matter, event, published, entry
 *   per event     name, place, zone, kind, ordinal, body, meeting, matter, host, whether from, from, whether to, to,
 *                 starts, first entry, newest; parties that take part: how many, each with its entry, ascending
 *   counters      key, count
 */
#include "kernel/state.h"

static void put_index(struct sink sink, uint32_t index)
{
	sink_u64(sink, index == NONE ? UINT64_MAX : index);
}

static void put_i64(struct sink sink, int64_t value)
{
	sink_u64(sink, (uint64_t)value);
}

static void put_words(struct sink sink, const uint64_t *word, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sink_u64(sink, word[i]);
}

static void put_entries(const struct state *state, struct sink sink)
{
	for (uint64_t i = 0; i < state->size; i++) {
		const struct entry *entry = entry_at(state, i);
		sink_write(sink, entry->nonce, sizeof entry->nonce);
		sink_write(sink, entry->hash, sizeof entry->hash);
		sink_u64(sink, entry->person);
		sink_u64(sink, entry->corrected);
	}
}

static void put_days(struct sink sink, const struct days *days)
{
	sink_u64(sink, days->count);
	for (uint32_t i = 0; i < days->count; i++)
		put_i64(sink, days->list[i]);
}

static void put_time(const struct state *state, struct sink sink)
{
	sink_str(sink, state->tzdata);
	put_i64(sink, state->zones_ms);
	sink_u64(sink, state->zone_count);
	for (uint32_t i = 0; i < state->zone_count; i++) {
		const struct zone *zone = &state->zone[i];
		sink_str(sink, zone->name);
		put_i64(sink, zone->offset_first_s);
		sink_u64(sink, zone->count);
		for (uint32_t j = 0; j < zone->count; j++) {
			put_i64(sink, zone->at_s[j]);
			put_i64(sink, zone->offset_s[j]);
		}
	}
	put_days(sink, &state->holiday);
	put_days(sink, &state->workday);
}

static void put_persons(const struct state *state, struct sink sink)
{
	sink_u64(sink, state->person_count);
	for (uint32_t i = 0; i < state->person_count; i++) {
		const struct person *person = &state->person[i];
		sink_str(sink, person->name);
		put_index(sink, person->party);
		sink_write(sink, person->key, 32);
		sink_u64(sink, person->status);
		sink_u64(sink, person->focal);
		put_index(sink, person->office);
		sink_u64(sink, person->since);
	}
}

static void put_delegations(const struct meeting *meeting, struct sink sink)
{
	sink_u64(sink, meeting->delegation_count);
	for (uint32_t i = 0; i < meeting->delegation_count; i++) {
		const struct delegation *delegation = &meeting->delegation[i];
		put_index(sink, delegation->party);
		put_index(sink, delegation->head);
		sink_u64(sink, delegation->count);
		for (uint32_t j = 0; j < delegation->count; j++)
			put_index(sink, delegation->delegate[j]);
	}
}

static void put_meeting(const struct state *state, const struct meeting *meeting, struct sink sink)
{
	sink_str(sink, meeting->name);
	sink_str(sink, meeting->place);
	sink_str(sink, meeting->zone);
	put_index(sink, meeting->body);
	sink_u64(sink, meeting->ordinal);
	sink_u64(sink, meeting->regular);
	put_index(sink, meeting->host);
	put_index(sink, meeting->convener);
	put_i64(sink, meeting->starts_ms);
	sink_u64(sink, meeting->status);
	sink_u64(sink, meeting->format_count);
	for (uint32_t i = 0; i < meeting->format_count; i++)
		sink_str(sink, meeting->formats[i]);
	sink_str(sink, meeting->format);
	put_words(sink, meeting->registered.word, state->words);
	put_words(sink, meeting->present.word, state->words);
	sink_u64(sink, meeting->guest_count);
	for (uint32_t i = 0; i < meeting->guest_count; i++) {
		sink_str(sink, meeting->guest[i].name);
		put_index(sink, meeting->guest[i].party);
	}
	put_delegations(meeting, sink);
	sink_u64(sink, meeting->item_count);
	for (uint32_t i = 0; i < meeting->item_count; i++) {
		put_index(sink, meeting->item[i].matter);
		sink_u64(sink, meeting->item[i].entry);
	}
	sink_u64(sink, meeting->matter_count);
	for (uint32_t i = 0; i < meeting->matter_count; i++)
		put_index(sink, meeting->matter[i]);
	sink_u64(sink, meeting->speech_count);
	sink_u64(sink, meeting->convened);
	put_index(sink, meeting->about);
	sink_u64(sink, meeting->joint_count);
	for (uint32_t i = 0; i < meeting->joint_count; i++)
		put_index(sink, meeting->joint[i]);
}

static void put_plan(const struct matter *matter, struct sink sink)
{
	sink_u64(sink, matter->item_count);
	for (uint32_t i = 0; i < matter->item_count; i++) {
		const struct plan_item *item = &matter->item[i];
		sink_u64(sink, item->number);
		sink_str(sink, item->level);
		put_index(sink, item->body);
		put_i64(sink, item->from);
		put_i64(sink, item->to);
		sink_u64(sink, item->held);
		put_index(sink, item->meeting);
		sink_u64(sink, item->entry);
	}
}

/* A set that may not be there: nobody in it. */
static void put_set(const struct state *state, const uint64_t *word, struct sink sink)
{
	static const uint64_t nobody[PARTY_WORDS];
	put_words(sink, word ? word : nobody, state->words);
}

static void put_purpose(const struct purpose *purpose, struct sink sink)
{
	sink_u64(sink, purpose != NULL);
	if (!purpose)
		return;
	put_index(sink, purpose->office);
	put_index(sink, purpose->holder);
	sink_str(sink, purpose->person);
	sink_u64(sink, purpose->has_from);
	put_i64(sink, purpose->from);
	sink_u64(sink, purpose->has_to);
	put_i64(sink, purpose->to);
	sink_u64(sink, purpose->charter != NULL);
}

static void put_secret(const struct secret *secret, struct sink sink)
{
	sink_u64(sink, secret != NULL);
	if (!secret)
		return;
	sink_u64(sink, secret->round);
	sink_u64(sink, secret->papers);
	sink_u64(sink, secret->invalid);
	sink_u64(sink, secret->ayes);
	sink_u64(sink, secret->noes);
	sink_u64(sink, secret->abstentions);
	sink_u64(sink, secret->absentees);
	sink_u64(sink, secret->entry);
}

static void put_office(const struct office_state *office, struct sink sink)
{
	sink_u64(sink, office->tenure_count);
	for (uint32_t i = 0; i < office->tenure_count; i++) {
		const struct tenure *tenure = &office->tenure[i];
		put_index(sink, tenure->party);
		sink_str(sink, tenure->person);
		put_i64(sink, tenure->from_ms);
		put_i64(sink, tenure->until_ms);
		sink_u64(sink, tenure->entry);
	}
	sink_u64(sink, office->declined_count);
	for (uint32_t i = 0; i < office->declined_count; i++) {
		put_index(sink, office->declined[i].party);
		put_i64(sink, office->declined[i].turn_ms);
		sink_u64(sink, office->declined[i].entry);
	}
}

static void put_standings(const struct state *state, struct sink sink)
{
	sink_u64(sink, state->standing_count);
	for (uint32_t i = 0; i < state->standing_count; i++) {
		const struct standing *standing = &state->standing[i];
		put_index(sink, standing->party);
		sink_u64(sink, standing->kind);
		sink_u64(sink, standing->status);
		put_i64(sink, standing->from_ms);
		sink_u64(sink, standing->entry);
	}
}

static void put_charters(const struct state *state, struct sink sink)
{
	sink_u64(sink, state->version_count);
	for (uint32_t i = 1; i < state->version_count; i++) {
		const struct charter_version *version = &state->version[i];
		sink_write(sink, version->hash, sizeof version->hash);
		sink_u64(sink, version->entry);
		put_i64(sink, version->from_ms);
		put_index(sink, version->matter);
	}
	put_index(sink, state->amended);
}

static void put_matter(const struct state *state, const struct matter *matter, struct sink sink)
{
	sink_str(sink, matter->name);
	sink_str(sink, matter->kind);
	put_index(sink, matter->body);
	put_index(sink, matter->procedure);
	put_index(sink, matter->stage);
	put_index(sink, matter->author);
	put_index(sink, matter->meeting);
	sink_u64(sink, matter->version);
	sink_str(sink, (struct str){(const char *)matter->commitment, matter->has_text ? 32 : 0});
	put_i64(sink, matter->deadline_ms);
	put_i64(sink, matter->due_ms);
	put_index(sink, matter->forced);
	put_index(sink, matter->asked);
	sink_str(sink, matter->symbol);
	sink_u64(sink, matter->tabled);
	sink_u64(sink, matter->decided);
	put_i64(sink, matter->decided_ms);
	sink_u64(sink, matter->changed);
	put_words(sink, matter->taken, (size_t)POSITION_MAX * state->words);
	sink_u64(sink, matter->is_decided);
	if (matter->is_decided)
		put_words(sink, matter->counted, (size_t)2 * state->words);
	put_plan(matter, sink);
	put_index(sink, matter->about);
	put_i64(sink, matter->entered_ms);
	put_i64(sink, matter->floor_ms);
	sink_u64(sink, matter->paused);
	put_i64(sink, matter->rest_ms);
	sink_u64(sink, matter->extended);
	sink_u64(sink, matter->published);
	put_i64(sink, matter->to);
	put_set(state, matter->concerned, sink);
	sink_u64(sink, matter->participating != NULL);
	put_set(state, matter->participating, sink);
	put_set(state, matter->bound, sink);
	put_index(sink, matter->undoes);
	put_set(state, matter->requesters, sink);
	sink_u64(sink, matter->measure_count);
	for (uint32_t i = 0; i < matter->measure_count; i++) {
		put_index(sink, matter->measure[i].stage);
		put_i64(sink, matter->measure[i].from_ms);
		put_i64(sink, matter->measure[i].to_ms);
	}
	put_purpose(matter->purpose, sink);
	put_secret(matter->secret, sink);
}

static void put_papers(const struct paper *list, uint32_t count, struct sink sink)
{
	sink_u64(sink, count);
	for (uint32_t i = 0; i < count; i++) {
		sink_str(sink, list[i].name);
		sink_str(sink, list[i].symbol);
		put_index(sink, list[i].body);
		put_index(sink, list[i].meeting);
		put_index(sink, list[i].matter);
		put_index(sink, list[i].event);
		put_i64(sink, list[i].published_ms);
		sink_u64(sink, list[i].entry);
	}
}

static void put_event(const struct occasion *event, struct sink sink)
{
	sink_str(sink, event->name);
	sink_str(sink, event->place);
	sink_str(sink, event->zone);
	put_index(sink, event->kind);
	sink_u64(sink, event->ordinal);
	put_index(sink, event->body);
	put_index(sink, event->meeting);
	put_index(sink, event->matter);
	put_index(sink, event->host);
	sink_u64(sink, event->has_from);
	put_i64(sink, event->from);
	sink_u64(sink, event->has_to);
	put_i64(sink, event->to);
	put_i64(sink, event->starts_ms);
	sink_u64(sink, event->entry);
	sink_u64(sink, event->newest);
	sink_u64(sink, party_set_count(&event->parties));
	uint32_t party = party_set_next(&event->parties, 0);
	for (; party != NONE; party = party_set_next(&event->parties, party + 1)) {
		put_index(sink, party);
		sink_u64(sink, event->part[party]);
	}
}

void kernel_digest(const struct state *state, struct sink sink)
{
	static const uint8_t no_key[32];
	sink_str(sink, STR("comity-state/3"));
	sink_write(sink, state->charter_hash, 32);
	sink_u64(sink, state->size);
	put_i64(sink, state->time_ms);
	sink_write(sink, state->registrar_key ? state->registrar_key : no_key, 32);
	put_entries(state, sink);
	put_time(state, sink);
	put_persons(state, sink);
	put_charters(state, sink);
	for (uint32_t i = 0; i < state->charter->body_count; i++) {
		sink_u64(sink, state->body[i].regular_opened);
		put_index(sink, state->body[i].last_host);
		sink_u64(sink, state->body[i].withheld_count);
		for (uint32_t j = 0; j < state->body[i].withheld_count; j++)
			put_index(sink, state->body[i].withheld[j]);
		put_i64(sink, state->body[i].opened_ms);
		sink_u64(sink, state->body[i].late);
		put_i64(sink, state->body[i].period);
		sink_u64(sink, state->body[i].held);
	}
	for (uint32_t i = 0; i < state->charter->office_count; i++)
		put_office(&state->office[i], sink);
	put_standings(state, sink);
	for (uint32_t i = 0; i < state->charter->procedure_count; i++)
		put_i64(sink, state->procedure[i].until);
	for (uint32_t i = 0; i < state->charter->instrument_count; i++) {
		put_words(sink, state->instrument[i].deposits.word, state->words);
		put_i64(sink, state->instrument[i].newest_ms);
		put_i64(sink, state->instrument[i].entered_ms);
	}
	sink_u64(sink, state->meeting_count);
	for (uint32_t i = 0; i < state->meeting_count; i++)
		put_meeting(state, &state->meeting[i], sink);
	sink_u64(sink, state->matter_count);
	for (uint32_t i = 0; i < state->matter_count; i++)
		put_matter(state, &state->matter[i], sink);
	put_papers(state->document, state->document_count, sink);
	put_papers(state->release, state->release_count, sink);
	sink_u64(sink, state->event_count);
	for (uint32_t i = 0; i < state->event_count; i++)
		put_event(&state->event[i], sink);
	sink_u64(sink, state->counter_count);
	for (uint32_t i = 0; i < state->counter_count; i++) {
		sink_str(sink, state->counter[i].key);
		sink_u64(sink, state->counter[i].count);
	}
}
