/* What must hold between any two entries: one function, run after every entry of every kernel test. It looks inside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kernel/play.h"
#include "kernel/state.h"

static void check_due(const struct state *state)
{
	for (uint32_t i = 0; i < state->due_count; i++) {
		const struct due *due = &state->due[i], *parent = &state->due[(i - (i > 0)) / 2];
		assert_int_equal(state->matter[due->matter].heap, i);
		assert_true(state->matter[due->matter].due_ms == due->at_ms);
		assert_true(parent->at_ms < due->at_ms || (parent->at_ms == due->at_ms && parent->matter <= due->matter));
	}
	assert_true(kernel_next_deadline(state) == (state->due_count ? state->due[0].at_ms : TIME_NEVER));
}

static void check_matter(const struct state *state, const struct matter *matter)
{
	const struct procedure *procedure = &state->charter->procedure[matter->procedure];
	assert_true(matter->stage < procedure->stage_count);
	assert_true(matter->is_decided == procedure->stage[matter->stage].outcome);
	assert_true(matter->is_decided == (matter->counted != NULL));
	assert_true((matter->due_ms == TIME_NEVER) == (matter->heap == NONE));
	assert_true(matter->version >= 1 && (!matter->has_text || matter->commitment));
	assert_true(matter->changed < state->size && matter->tabled <= matter->changed);
	assert_true((matter->bound != NULL) == (matter->is_decided && procedure->stage[matter->stage].adopted));
	assert_true(matter->undoes == NONE || state->matter[matter->undoes].bound != NULL);
	if (matter->is_decided) {
		assert_true(matter->heap == NONE && matter->forced == NONE && matter->deadline_ms == TIME_NEVER);
		assert_true(matter->decided < state->size && matter->decided_ms <= state->time_ms);
	} else {
		assert_true(matter->symbol.len == 0 && matter->item_count == 0);
		assert_true(matter->forced != NONE || matter->due_ms == matter->deadline_ms);
		/* A matter before a meeting is before one that can still end with it, unless its outcome is on the way. */
		if (matter->meeting != NONE && matter->forced == NONE)
			assert_true(state->meeting[matter->meeting].status <= MEETING_OPEN);
	}
	/* A clock that stands still has no deadline, and only a clock that runs out can stand still. */
	const struct stage *stage = &procedure->stage[matter->stage];
	bool ends = !stage->outcome && stage->clock != CLOCK_NONE && stage->clock != CLOCK_IMMEDIATELY;
	assert_true(!matter->paused || (ends && matter->deadline_ms == TIME_NEVER && matter->rest_ms > 0));
	assert_true(ends || matter->deadline_ms == TIME_NEVER);
	assert_true(matter->entered_ms <= state->time_ms && matter->extended <= stage->extends_times);
	assert_true(!matter->is_decided || matter->floor_ms == INT64_MIN);
	assert_true(matter->published == 0 || (matter->is_decided && matter->published >= matter->decided));
	for (uint32_t i = 0; i < matter->measure_count; i++)
		assert_true(matter->measure[i].from_ms <= matter->measure[i].to_ms &&
		            procedure->stage[matter->measure[i].stage].clock == CLOCK_IMMEDIATELY);
	for (uint32_t party = 0; party < state->charter->party_count; party++) {
		unsigned positions = 0;
		for (uint32_t p = 0; p < POSITION_MAX; p++)
			positions += p != POSITION_ACCEPT && taken_has(state, matter, (enum position)p, party);
		assert_true(positions <= 1);
		/* What was adopted is accepted later, by who is bound from then on. */
		if (taken_has(state, matter, POSITION_ACCEPT, party))
			assert_true(matter->bound && (matter->bound[party / 64] >> (party % 64) & 1) != 0);
	}
}

static void check_meeting(const struct state *state, const struct meeting *meeting)
{
	assert_true(meeting->status <= MEETING_CANCELLED);
	assert_int_equal(party_set_count(&meeting->registered), meeting->delegation_count);
	for (uint32_t i = 0; i < meeting->delegation_count; i++)
		assert_int_equal(meeting->delegation_of[meeting->delegation[i].party], i + 1);
	for (uint32_t w = 0; w < PARTY_WORDS; w++)
		assert_true((meeting->present.word[w] & ~meeting->registered.word[w]) == 0);
	assert_true(meeting->ordinal == 0 || (meeting->regular && meeting->status != MEETING_PLANNED));
	assert_true(meeting->convened < state->size);
}

static void check_persons(const struct state *state)
{
	static uint32_t focal[LIMIT_PARTIES];
	memset(focal, 0, sizeof focal);
	for (uint32_t i = 0; i < state->person_count; i++) {
		const struct person *person = &state->person[i];
		assert_int_equal(map_get(&state->persons, person->name), i);
		assert_int_not_equal(map_get(&state->keys, (struct str){(const char *)person->key, 32}), MAP_NONE);
		assert_true(person->since < state->size);
		if (person->focal && person->status == KEY_VALID)
			focal[person->party]++;
	}
	for (uint32_t party = 0; party < state->charter->party_count; party++)
		assert_int_equal(focal[party], state->focal_count[party]);
}

static void check_event(const struct state *state, uint32_t index)
{
	const struct occasion *event = &state->event[index];
	uint32_t order[LIMIT_PARTIES], count = kernel_event_order(state, index, order);
	struct party_set seen = {{0}};
	assert_int_equal(map_get(&state->events, event->name), index);
	assert_true(event->kind < state->charter->event_kind_count);
	assert_true(event->entry <= event->newest && event->newest < state->size);
	assert_true(!event->has_to || (event->has_from && event->to >= event->from));
	for (uint32_t i = 0; i < count; i++)
		party_set_add(&seen, order[i]);
	assert_memory_equal(&seen, &event->parties, sizeof seen);
	assert_int_equal(party_set_count(&seen), count);
	for (uint32_t party = 0; party < state->charter->party_count; party++) {
		uint64_t part = kernel_event_part(state, index, party);
		assert_true((part != 0) == party_set_has(&event->parties, party) && part < state->size);
		assert_true(part == 0 || part > event->entry);
	}
}

void check_invariants(const struct state *state)
{
	uint32_t open = 0;
	check_due(state);
	check_persons(state);
	for (uint32_t i = 0; i < state->matter_count; i++) {
		check_matter(state, &state->matter[i]);
		open += !state->matter[i].is_decided;
	}
	assert_int_equal(open, state->open_count);
	for (uint32_t i = 0; i < state->meeting_count; i++)
		check_meeting(state, &state->meeting[i]);
	for (uint32_t i = 0; i < state->event_count; i++)
		check_event(state, i);
	for (uint32_t i = 0; i < state->charter->body_count; i++)
		for (uint32_t j = 0; j < state->body[i].withheld_count; j++) {
			const struct matter *matter = &state->matter[state->body[i].withheld[j]];
			assert_true(matter->is_decided && matter->body == i && matter->published == 0);
		}
	for (uint32_t i = 1; i < state->era_count; i++)
		assert_true(state->era[i - 1].from_ms < state->era[i].from_ms);
}
