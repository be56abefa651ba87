/* What follows from decisions: plan items, documents, press releases, corrections.
 *
 *  1. A plan's items stand under an adopted matter whose outcome says `plan`; an item can be put again, until it is
 *     held.
 *  2. A document's symbol is given here, from its series, never typed.
 *  3. A release is public from its entry, or from the end of its embargo: an instant, so nobody has to be there. Until
 *     then nothing of it may be read, so it has no title: titles stand in the record, which is public.
 *  4. Nothing is erased: a correction is an entry of its own, and the corrected one points to it.
 */
#include "kernel/decide.h"

static bool plan_check(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	const struct stage *stage = stage_of(c);
	if (matter->is_decided && stage->adopted && stage->plan)
		return true;
	refuse_name(c, REFUSAL_NOT_A_PLAN, matter->name);
	c->verdict->enclosing = &procedure_of(c)->origin;
	return false;
}

static struct plan_item *item_find(const struct matter *matter, int64_t number)
{
	for (uint32_t i = 0; i < matter->item_count; i++)
		if (matter->item[i].number == number)
			return &matter->item[i];
	return NULL;
}

static bool held_check(const struct context *c, const struct plan_item *item)
{
	if (!item || !item->held)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_ITEM_HELD);
	verdict->name[0] = matter_of(c)->name;
	verdict->number[0] = item->number;
	return false;
}

bool decide_PLAN(const struct context *c)
{
	const struct matter *matter = matter_of(c);
	const struct value *body = field_of(c, FIELD_BODY);
	int64_t number = field_of(c, FIELD_ITEM)->number;
	if (!plan_check(c))
		return false;
	if (number < 1 || number > (int64_t)matter->item_count + 1) {
		struct verdict *verdict = refuse(c, REFUSAL_ITEM_NUMBER);
		verdict->name[0] = matter->name;
		verdict->number[0] = (int64_t)matter->item_count + 1;
		verdict->section = STR("Plans");
		return false;
	}
	if (number > LIMIT_LIST)
		return refuse_limit(c, STR("items of one plan"), LIMIT_LIST);
	if (field_of(c, FIELD_FROM)->number > field_of(c, FIELD_TO)->number) {
		refuse(c, REFUSAL_PLAN_DATES);
		return false;
	}
	if (body->set && map_get(&c->state->charter->bodies, body->str) == MAP_NONE)
		return refuse_unknown(c, STR("body"), body->str);
	return held_check(c, item_find(matter, number));
}

bool apply_PLAN(struct state *state, const struct context *c)
{
	struct matter *matter = &state->matter[c->matter];
	const struct value *body = field_of(c, FIELD_BODY);
	struct plan_item item = {
		.number = (uint32_t)field_of(c, FIELD_ITEM)->number,
		.body = body->set ? map_get(&state->charter->bodies, body->str) : NONE,
		.from = (int32_t)field_of(c, FIELD_FROM)->number,
		.to = (int32_t)field_of(c, FIELD_TO)->number,
		.meeting = NONE,
		.entry = c->moment.number,
	};
	if (!copy_str(state->arena, field_of(c, FIELD_LEVEL)->str, &item.level))
		return false;
	struct plan_item *known = item_find(matter, item.number);
	if (known) {
		*known = item;
		return true;
	}
	if (!GROW(state->arena, matter->item, matter->item_count, matter->item_capacity))
		return false;
	matter->item[matter->item_count++] = item;
	return true;
}

bool decide_HELD(const struct context *c)
{
	const struct value *meeting = field_of(c, FIELD_MEETING);
	int64_t number = field_of(c, FIELD_ITEM)->number;
	if (!plan_check(c))
		return false;
	const struct plan_item *item = item_find(matter_of(c), number);
	if (!item) {
		struct verdict *verdict = refuse(c, REFUSAL_ITEM_UNKNOWN);
		verdict->name[0] = matter_of(c)->name;
		verdict->number[0] = number;
		verdict->section = STR("Plans");
		return false;
	}
	if (!held_check(c, item))
		return false;
	if (!meeting->set)
		return true;
	uint32_t index = map_get(&c->state->meetings, meeting->str);
	if (index == MAP_NONE)
		return refuse_unknown(c, STR("meeting"), meeting->str);
	return meeting_status_check(c, &c->state->meeting[index], 1u << MEETING_OPEN | 1u << MEETING_CLOSED);
}

bool apply_HELD(struct state *state, const struct context *c)
{
	const struct value *meeting = field_of(c, FIELD_MEETING);
	struct plan_item *item = item_find(&state->matter[c->matter], field_of(c, FIELD_ITEM)->number);
	item->held = true;
	item->meeting = meeting->set ? map_get(&state->meetings, meeting->str) : NONE;
	return true;
}

/* ---- Documents and releases ------------------------------------------------------------------ */

/* What a paper points to exists. */
static bool points_check(const struct context *c)
{
	const struct value *meeting = field_of(c, FIELD_MEETING), *matter = field_of(c, FIELD_MATTER);
	const struct value *event = field_of(c, FIELD_EVENT);
	if (meeting->set && map_get(&c->state->meetings, meeting->str) == MAP_NONE)
		return refuse_unknown(c, STR("meeting"), meeting->str);
	if (matter->set && map_get(&c->state->matters, matter->str) == MAP_NONE)
		return refuse_unknown(c, STR("matter"), matter->str);
	if (event->set && map_get(&c->state->events, event->str) == MAP_NONE)
		return refuse_unknown(c, STR("event"), event->str);
	return true;
}

bool decide_DOCUMENT(const struct context *c)
{
	struct str name = field_of(c, FIELD_DOCUMENT)->str, series = field_of(c, FIELD_SERIES)->str;
	if (map_get(&c->state->documents, name) != MAP_NONE)
		return refuse_taken(c, STR("document"), name);
	if (series_find(c->state->charter, series) == NONE)
		return refuse_unknown(c, STR("series"), series);
	return points_check(c);
}

bool apply_DOCUMENT(struct state *state, const struct context *c)
{
	const struct value *meeting = field_of(c, FIELD_MEETING);
	struct symbol symbol;
	if (!GROW(state->arena, state->document, state->document_count, state->document_capacity))
		return false;
	struct paper *paper = &state->document[state->document_count];
	*paper = (struct paper){
		.body = c->body,
		.meeting = meeting->set ? map_get(&state->meetings, meeting->str) : NONE,
		.matter = NONE,
		.event = NONE,
		.published_ms = c->moment.time_ms,
		.entry = c->moment.number,
	};
	symbol_next(state, series_find(state->charter, field_of(c, FIELD_SERIES)->str), c->body, c->moment.time_ms,
	            &symbol);
	if (!copy_str(state->arena, field_of(c, FIELD_DOCUMENT)->str, &paper->name) ||
	    !symbol_take(state, &symbol, &paper->symbol) ||
	    !map_put(&state->documents, state->arena, paper->name, state->document_count))
		return false;
	state->document_count++;
	return true;
}

bool decide_RELEASE(const struct context *c)
{
	struct str name = field_of(c, FIELD_RELEASE)->str;
	const struct value *embargo = field_of(c, FIELD_EMBARGO);
	if (map_get(&c->state->releases, name) != MAP_NONE)
		return refuse_taken(c, STR("release"), name);
	if (embargo->set && embargo->number <= c->moment.time_ms) {
		refuse(c, REFUSAL_EMBARGO_PAST);
		return false;
	}
	if (embargo->set && field_of(c, FIELD_TITLE)->set) {
		refuse(c, REFUSAL_EMBARGO_TITLE);
		return false;
	}
	return points_check(c);
}

bool apply_RELEASE(struct state *state, const struct context *c)
{
	const struct value *meeting = field_of(c, FIELD_MEETING), *matter = field_of(c, FIELD_MATTER);
	const struct value *embargo = field_of(c, FIELD_EMBARGO), *event = field_of(c, FIELD_EVENT);
	if (!GROW(state->arena, state->release, state->release_count, state->release_capacity))
		return false;
	struct paper *paper = &state->release[state->release_count];
	*paper = (struct paper){
		.body = NONE,
		.meeting = meeting->set ? map_get(&state->meetings, meeting->str) : NONE,
		.matter = matter->set ? map_get(&state->matters, matter->str) : NONE,
		.event = event->set ? map_get(&state->events, event->str) : NONE,
		.published_ms = embargo->set ? embargo->number : c->moment.time_ms,
		.entry = c->moment.number,
	};
	if (!copy_str(state->arena, field_of(c, FIELD_RELEASE)->str, &paper->name) ||
	    !map_put(&state->releases, state->arena, paper->name, state->release_count))
		return false;
	state->release_count++;
	return true;
}

/* ---- Corrections ----------------------------------------------------------------------------- */

/* A party corrects its own entries; the secretariat its own and the registrar's. Nobody corrects what another party
 * has said. */
bool decide_CORRECT(const struct context *c)
{
	const struct state *state = c->state;
	int64_t number = field_of(c, FIELD_ENTRY)->number;
	if (number < 0 || (uint64_t)number >= state->size) {
		refuse(c, REFUSAL_ENTRY_UNKNOWN)->number[0] = number;
		return false;
	}
	uint32_t author = entry_at(state, (uint64_t)number)->person;
	if (author == PERSON_REGISTRAR
	        ? party_set_has(&era_at(state, c->moment.time_ms)->status[STATUS_SECRETARIAT], c->party)
	        : state->person[author].party == c->party)
		return true;
	struct verdict *verdict = refuse(c, REFUSAL_NOT_AUTHOR);
	verdict->number[0] = number;
	verdict->name[0] = STR("the registrar");
	verdict->name[1] = STR("the secretariat");
	if (author != PERSON_REGISTRAR)
		verdict->name[0] = verdict->name[1] = state->charter->party[state->person[author].party].titles.title;
	return false;
}

bool apply_CORRECT(struct state *state, const struct context *c)
{
	entry_at(state, (uint64_t)field_of(c, FIELD_ENTRY)->number)->corrected = (uint32_t)c->moment.number;
	return true;
}
