/* What an act need not be told because the record knows it. */
#include "app/complete.h"

static void set_number(struct value *value, uint64_t number)
{
	value->set = true;
	value->number = (int64_t)number;
}

static void set_bytes(struct value *value, const uint8_t bytes[32])
{
	value->set = true;
	value->bytes = bytes;
}

static bool takes(enum verb verb, enum field field)
{
	const struct verb_info *info = &verb_info[verb];

	for (uint8_t i = 0; i < info->field_count; i++)
		if (info->field[i] == field)
			return true;
	return false;
}

/* The version and commitment of the text as it stands: what a position or an adoption is about. */
static void complete_text(struct act *act, const struct matter_view *matter)
{
	struct value *version = &act->field[FIELD_VERSION];
	struct value *commitment = &act->field[FIELD_COMMITMENT];

	if (act->verb == VERB_AMEND) {
		if (!version->set)
			set_number(version, matter->version + 1u);
		return;
	}
	if (takes(act->verb, FIELD_VERSION) && !version->set)
		set_number(version, matter->version);
	if (takes(act->verb, FIELD_COMMITMENT) && !commitment->set && matter->has_text &&
	    version->number == (int64_t)matter->version) {
		commitment->set = true;
		commitment->bytes = matter->commitment;
	}
}

static enum err_code no_matter(const struct state *state, struct str name, struct err *err)
{
	struct str near = {0};
	size_t best = 3;

	for (uint32_t i = 0; i < kernel_matter_count(state); i++) {
		struct str other = kernel_matter_at(state, i).name;
		size_t distance = str_distance(name, other);
		if (distance < best) {
			best = distance;
			near = other;
		}
	}
	(void)err_set(err, ERR_NOT_FOUND, "there is no matter \"%.*s\"", STR_ARG(name));
	if (near.len > 0)
		err_ignore(err_hint(err, "did you mean %.*s?", STR_ARG(near)));
	return ERR_NOT_FOUND;
}

enum err_code act_complete(const struct state *state, struct act *act, struct err *err)
{
	const struct value *name = &act->field[FIELD_MATTER];
	struct person_view person;

	if ((verb_info[act->verb].flags & VERB_NEEDS_SEEN) != 0 && !act->has_seen) {
		act->has_seen = true;
		act->seen = kernel_size(state);
	}
	if (act->verb == VERB_COUNTERSIGN && !act->field[FIELD_KEY].set) {
		if (!kernel_person(state, act->by, &person))
			return err_set(err, ERR_NOT_FOUND, "nobody in this record is called \"%.*s\"", STR_ARG(act->by));
		set_bytes(&act->field[FIELD_KEY], person.key);
	}
	if (act->verb == VERB_COUNTERSIGN && kernel_registrar_key(state) != NULL) {
		if (!act->field[FIELD_CHARTER].set)
			set_bytes(&act->field[FIELD_CHARTER], kernel_charter_hash(state));
		if (!act->field[FIELD_REGISTRAR].set)
			set_bytes(&act->field[FIELD_REGISTRAR], kernel_registrar_key(state));
	}
	if (name->set && takes(act->verb, FIELD_VERSION)) {
		uint32_t index = kernel_matter_find(state, name->str);
		struct matter_view matter;

		if (index == NONE)
			return no_matter(state, name->str, err);
		matter = kernel_matter_at(state, index);
		complete_text(act, &matter);
	}
	return ERR_OK;
}
