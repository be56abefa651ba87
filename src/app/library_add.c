/* An act becomes a fact. First everything for which memory could be missing, then everything that shows: an act that
 * could not be added has left no trace, and can be added again.
 *
 * Two kinds of act say what may be read:
 *  1. a release under embargo withholds its texts until then, whoever else has them; what corrects it is withheld as
 *     long, and what corrects that;
 *  2. an outcome that ends a matter and says `publish` publishes the text that the matter had then; one that says
 *     `publish next-meeting` leaves that to the entry that opens the next meeting of the body.
 */
#include "app/library_private.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

enum publishing { PUBLISHES_NOTHING, PUBLISHES_OUTCOME, WITHHOLDS_OUTCOME, PUBLISHES_WITHHELD };

/* The charter's text: everybody may read what the organisation is founded under. */
static bool speak_of_charter(struct library *library, const struct act *act)
{
	char storage[96];
	struct buf text = buf_of(storage, sizeof storage);
	struct blob_ref ref = {.class = BLOB_PERMANENT};
	struct adding *adding = &library->adding;
	uint32_t index;
	memcpy(ref.commitment.byte, act->field[FIELD_CHARTER].bytes, HASH_SIZE);
	buf_blob_ref(&text, &ref);
	if (!library_ref(library, buf_view(&text), &index))
		return false;
	adding->spoken[adding->spoken_count++] = index;
	return true;
}

/* Rule 2: does the matter end here, and is its text free from now on, or from a meeting on? */
static enum publishing publishes(const struct state *state, const struct act *act, struct moment moment)
{
	if (act->verb == VERB_OPEN)
		return PUBLISHES_WITHHELD;
	if (act->verb != VERB_OUTCOME || !act->field[FIELD_FINAL].number || !act->field[FIELD_COMMITMENT].set)
		return PUBLISHES_NOTHING;
	uint32_t index = kernel_matter_find(state, act->field[FIELD_MATTER].str);
	if (index == NONE)
		return PUBLISHES_NOTHING;
	struct matter_view matter = kernel_matter_at(state, index);
	if (!matter.has_text || matter.decided != moment.number ||
	    memcmp(matter.commitment, act->field[FIELD_COMMITMENT].bytes, HASH_SIZE) != 0)
		return PUBLISHES_NOTHING;
	if (matter.published == moment.number)
		return PUBLISHES_OUTCOME;
	return kernel_charter(state)->procedure[matter.procedure].stage[matter.stage].publish ? WITHHOLDS_OUTCOME
	                                                                                      : PUBLISHES_NOTHING;
}

static uint32_t *withheld_at(const struct library *library, uint32_t index)
{
	return library_row_at(&library->withheld, index, sizeof(uint32_t));
}

/* What the outcome `outcome` decided, from the entry `number` on. */
static void publish(struct library *library, const struct fact *outcome, uint64_t number)
{
	const uint8_t *commitment = fact_get(outcome, FIELD_COMMITMENT)->bytes;
	struct history history = library_history(library, SUBJECT_MATTER, fact_name(outcome, FIELD_MATTER));
	for (uint32_t i = 0; i < history.count; i++) {
		const struct value *text = fact_get(library_fact_at(library, history.number[i]), FIELD_TEXT);
		enum verb verb = library_fact_at(library, history.number[i])->verb;
		if ((verb != VERB_TABLE && verb != VERB_AMEND) || !text || memcmp(text->bytes, commitment, HASH_SIZE) != 0)
			continue;
		for (uint32_t k = 0; k < text->count; k++) {
			struct ref *ref = library_ref_at(library, library_ref_find(library, text->pair[k].value));
			if (ref->published == 0)
				ref->published = number;
		}
	}
}

/* The meeting that a text waited for has opened. */
static void publish_withheld(struct library *library, const struct state *state, uint64_t number)
{
	for (uint32_t i = 0; i < library->withheld.count; i++) {
		uint32_t *entry = withheld_at(library, i);
		const struct fact *outcome = library_fact_at(library, *entry);
		if (*entry == 0)
			continue;
		uint32_t matter = kernel_matter_find(state, fact_name(outcome, FIELD_MATTER));
		if (matter == NONE || kernel_matter_at(state, matter).published != number)
			continue;
		publish(library, outcome, number);
		*entry = 0;
	}
}

static bool prepare(struct library *library, const struct act *act)
{
	uint32_t party;
	if (!library_values(library, act) || (act->verb == VERB_FOUND && !speak_of_charter(library, act)))
		return false;
	if (act->party.len && (!library_word(library, act->party, &party) || !library_touch(library, party, SUBJECT_PARTY)))
		return false;
	if (act->verb == VERB_RELEASE && !library->heading) {
		library->heading = TRY(&library->arena, struct heading, HEADING_SLOTS);
		if (!library->heading)
			return false;
	}
	return library_list_room(library, &library->verb_list[act->verb]) && library_moment_room(library) &&
	       (act->verb != VERB_OUTCOME || library_row(library, &library->withheld, sizeof(uint32_t))) &&
	       library_row(library, &library->facts, sizeof(struct fact));
}

static void put_number(struct library *library, uint32_t index, uint32_t number)
{
	struct list *list = library_list_at(library, index);
	if (list->count == 0 || list->number[list->count - 1] != number) /* an act may name a person twice */
		list->number[list->count++] = number;
}

/* Rule 1. A correction is about an earlier entry: what lies over that one is known. */
static int64_t embargo_of(const struct library *library, const struct fact *fact)
{
	uint64_t corrected = (uint64_t)fact_number(fact, FIELD_ENTRY, 0);
	if (fact->verb == VERB_RELEASE)
		return fact_number(fact, FIELD_EMBARGO, 0);
	if (fact->verb != VERB_CORRECT || corrected >= fact->number)
		return 0;
	return library_fact_at(library, corrected)->embargo_ms;
}

/* Nothing here can fail. */
static void show(struct library *library, const struct state *state, enum publishing publishing)
{
	const struct adding *adding = &library->adding;
	struct fact *fact = library_fact_at(library, library->facts.count);
	*fact = adding->fact;
	fact->embargo_ms = embargo_of(library, fact);
	library->facts.count++;
	for (uint32_t i = 0; i < adding->touched_count; i++)
		put_number(library, adding->touched[i], (uint32_t)fact->number);
	put_number(library, library->verb_list[fact->verb], (uint32_t)fact->number);
	for (uint32_t i = 0; i < adding->spoken_count; i++) {
		struct ref *ref = library_ref_at(library, adding->spoken[i]);
		ref->spoken = true;
		if (ref->embargo_ms < fact->embargo_ms)
			ref->embargo_ms = fact->embargo_ms;
	}
	if (publishing == PUBLISHES_OUTCOME)
		publish(library, fact, fact->number);
	else if (publishing == WITHHOLDS_OUTCOME)
		*withheld_at(library, library->withheld.count++) = (uint32_t)fact->number;
	else if (publishing == PUBLISHES_WITHHELD)
		publish_withheld(library, state, fact->number);
	if (fact->verb == VERB_CORRECT) {
		uint64_t corrected = (uint64_t)fact_number(fact, FIELD_ENTRY, 0);
		if (corrected < fact->number)
			library_fact_at(library, corrected)->corrected_by = (uint32_t)fact->number;
	}
	library_moment_add(library, state, fact);
}

enum err_code library_add(struct library *library, const struct state *state, const struct act *act,
                          struct moment moment, struct err *err)
{
	struct adding *adding = &library->adding;
	assert(moment.number == library->facts.count && act->verb != VERB_NONE && act->verb < VERB_MAX);
	adding->touched_count = adding->spoken_count = 0;
	adding->fact = (struct fact){.number = moment.number, .time_ms = moment.time_ms, .verb = act->verb, .party = NONE};
	if (act->party.len)
		adding->fact.party = map_get(&kernel_charter(state)->parties, act->party);
	if (!prepare(library, act))
		return err_set(err, ERR_LIMIT, "no memory to keep entry %" PRIu64 " in the library", moment.number);
	show(library, state, publishes(state, act, moment));
	return ERR_OK;
}
