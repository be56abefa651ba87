/* The tables behind act.h, drawn from verbs.def, and the search for a verb's name. */
#include "kernel/act.h"

#include <assert.h>

enum { VERB_0 = 0 }; /* how verbs.def writes "no flags" */

#define TEXT(literal)                   \
	{                                   \
		"" literal, sizeof(literal) - 1 \
	}
#define UNWRAP(...) __VA_ARGS__

const struct field_info field_info[FIELD_MAX] = {
#define FIELD(name_, json, type_) [FIELD_##name_] = {.name = TEXT(json), .type = TYPE_##type_},
#include "kernel/verbs.def"
};

/* One entry of the table is filled in four passes over the list, because REQ and OPT mean something else in each. */
const struct verb_info verb_info[VERB_MAX] = {
#define VERB(id, name_, json, right_, flags_, fields, phrase_) \
	[id].name = TEXT(json), [id].right = RIGHT_##right_, [id].flags = VERB_##flags_, [id].phrase = TEXT(phrase_),
#include "kernel/verbs.def"

#define REQ(field) +1
#define OPT(field) +1
#define VERB(id, name_, json, right_, flags_, fields, phrase_) [id].field_count = 0 UNWRAP fields,
#include "kernel/verbs.def"
#undef REQ
#undef OPT

#define REQ(field) +1
#define OPT(field)
#define VERB(id, name_, json, right_, flags_, fields, phrase_) [id].required_count = 0 UNWRAP fields,
#include "kernel/verbs.def"
#undef REQ
#undef OPT

#define REQ(field_) FIELD_##field_,
#define OPT(field_) FIELD_##field_,
#define VERB(id, name_, json, right_, flags_, fields, phrase_) [id].field = {UNWRAP fields},
#include "kernel/verbs.def"
#undef REQ
#undef OPT

#define REQ(field_) true,
#define OPT(field_) false,
#define VERB(id, name_, json, right_, flags_, fields, phrase_) [id].required = {UNWRAP fields},
#include "kernel/verbs.def"
#undef REQ
#undef OPT
};

#define REQ(field) +1
#define OPT(field) +1
#define VERB(id, name_, json, right_, flags_, fields, phrase_)                                \
	_Static_assert((0 UNWRAP fields) <= VERB_FIELDS_MAX, "more fields than a verb may have"); \
	_Static_assert((id) < VERB_MAX, "ids ascend");
#include "kernel/verbs.def"
#undef REQ
#undef OPT

_Static_assert(FIELD_MAX <= 255, "a field's number is a byte");

enum verb verb_find(struct str name)
{
	for (unsigned id = 1; id < VERB_MAX; id++)
		if (name.len > 0 && str_eq(verb_info[id].name, name))
			return (enum verb)id;
	return VERB_NONE;
}
