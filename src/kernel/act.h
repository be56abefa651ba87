/* An act after decoding: what a party does, as typed values. The app room turns the record's JSON into this and back
 * (app/codec.h) by the table of verbs.def; nothing here knows JSON.
 *
 * All pointers are views into the act's bytes or the decoder's arena.
 */
#ifndef COMITY_KERNEL_ACT_H
#define COMITY_KERNEL_ACT_H

#include "base/str.h"
#include "base/time.h"

enum type {
	TYPE_NAME,   /* str: letter or digit first, then [A-Za-z0-9_-], 1 … LIMIT_NAME_SIZE */
	TYPE_LABEL,  /* str: UTF-8 without control characters, 1 … LIMIT_LABEL_SIZE bytes */
	TYPE_INT,    /* number: 0 … 2^53-1 */
	TYPE_BOOL,   /* number: 0 or 1 */
	TYPE_TIME,   /* number: UTC milliseconds, 0 … 2^53-1 */
	TYPE_DATE,   /* number: days since 1970-01-01; JSON "2022-07-01" */
	TYPE_HASH,   /* bytes: 32; JSON 64 hex digits */
	TYPE_KEY,    /* bytes: 32; JSON base64 */
	TYPE_BLOB,   /* str: a blob's ref, as written */
	TYPE_NAMES,  /* list of count strings, each as NAME; JSON array, may be empty */
	TYPE_DATES,  /* days, count; JSON array, ascending, may be empty */
	TYPE_TITLES, /* pairs: language, label; JSON object in ascending order of language */
	TYPE_TEXT,   /* pairs: language, blob ref; the same; and `bytes` = commitment to the text, 32 */
	TYPE_KEYS,   /* keys, count: JSON {party: [person, key], …} in ascending order of party */
	TYPE_ZONES,  /* zones, count: JSON {zone: [first offset, at, offset, …], …} ascending; whole seconds */
	TYPE_MAX
};

struct pair {
	struct str name, value;
};
struct first_key {
	struct str party, person;
	const uint8_t *key; /* 32 bytes */
};

struct value {
	bool set;
	uint32_t count;
	struct str str;
	int64_t number;
	const uint8_t *bytes; /* 32 */
	union {
		const struct str *list;
		const struct pair *pair;
		const int32_t *days;
		const struct first_key *keys;
		const struct zone *zones;
	};
};

enum field {
#define FIELD(name, json, type) FIELD_##name,
#include "kernel/verbs.def"
	FIELD_MAX
};

enum right {
	RIGHT_REGISTRAR,         /* the registrar's own key */
	RIGHT_PROVISIONAL,       /* a first key that is not yet countersigned */
	RIGHT_FOCAL,             /* the focal point of a party */
	RIGHT_SECRETARIAT,       /* a person of a party of status secretariat */
	RIGHT_CONVENER,          /* whom the body's `convenes` names */
	RIGHT_CONVENER_OR_CHAIR, /* the same, or the chair of the meeting */
	RIGHT_CHAIR,             /* of the meeting */
	RIGHT_PARTICIPANT,       /* a member of the meeting's body, its chair, an invited guest, the secretariat */
	RIGHT_DELEGATE,          /* registered in a delegation to the meeting */
	RIGHT_MEMBER,            /* a member of the matter's body, on its own behalf */
	RIGHT_PROCEDURE,         /* whom the procedure names (begins, by) */
	RIGHT_ANYBODY,           /* any person with a valid key */
	RIGHT_REPORTER,          /* a member of the matter's body, the secretariat */
	RIGHT_MAX
};

enum verb_flags { VERB_CONSTITUTIVE = 1, VERB_NEEDS_SEEN = 2 };

enum verb {
	VERB_NONE = 0,
#define VERB(id, name, json, right, flags, fields, phrase) VERB_##name = (id),
#include "kernel/verbs.def"
	VERB_MAX
};

struct field_info {
	struct str name;
	enum type type;
};
extern const struct field_info field_info[FIELD_MAX];

#define VERB_FIELDS_MAX 32
struct verb_info { /* index: the verb's id; id 0 is empty */
	struct str name;
	enum right right;
	unsigned flags;
	struct str phrase;
	uint8_t field_count;
	uint8_t required_count; /* required fields come first? no: `required` says so, order is the JSON order */
	uint8_t field[VERB_FIELDS_MAX];
	bool required[VERB_FIELDS_MAX];
};
extern const struct verb_info verb_info[VERB_MAX];
enum verb verb_find(struct str name); /* VERB_NONE when unknown */

struct act {
	enum verb verb;
	struct str party; /* empty: the registrar */
	struct str by;    /* a person; "registrar" */
	uint8_t nonce[16];
	uint8_t hash[32]; /* SHA-256 of the JSON line with its line feed: who signed is not part of what was said */
	bool has_seen;
	uint64_t seen; /* record size that its author had seen */
	struct value field[FIELD_MAX];
};

#endif
