/* Private to the codec: the rules for single values, shared by what reads JSON (codec_value.c) and what reads the words
 * of people (codec_set.c, codec_set_value.c).
 */
#ifndef COMITY_APP_CODEC_PRIVATE_H
#define COMITY_APP_CODEC_PRIVATE_H

#include "app/codec.h"
#include "record/json.h"

#define NUMBER_MAX ((INT64_C(1) << 53) - 1)
#define OFFSET_S_MAX (18 * 3600) /* no zone was ever further from UTC than 16 hours */

/* By whom an act of the registrar is. */
extern const struct str registrar_name;

/* "csc", "arm-1": letter or digit first, then [A-Za-z0-9_-], 1 … LIMIT_NAME_SIZE bytes. */
bool act_name_valid(struct str s);
/* UTF-8 without control characters (U+0000 … U+001F, U+007F … U+009F) and without those that turn the direction of what
 * follows them (U+202A … U+202E, U+2066 … U+2069): 1 … LIMIT_LABEL_SIZE bytes. */
bool act_label_valid(struct str s);
/* A ref of class public or restricted: what may stand in an act. */
bool act_ref_valid(struct str s);
/* How many items a list of this type may have. Parties stand in lists of names: as many as there may be parties. */
uint32_t act_list_max(enum type type);
/* The largest act, signatures included, that this verb may have: what the registrar itself writes (founding, zones,
 * outcomes with every party's name) is of the constitutive size. */
size_t act_size_max(enum verb verb);
/* Somebody else's words for a message: what is not plain ASCII, or long, is not repeated. */
struct str act_shown(struct str s);

/* The field of this name that the verb has; FIELD_MAX when it has none. */
enum field act_field(enum verb verb, struct str name);
/* The verb's field whose name is nearest, when one is near; empty otherwise. */
struct str act_field_near(enum verb verb, struct str name);
struct str act_verb_near(struct str name);

/* The commitment of a text's parts (ascending). False: no memory. */
bool act_text_commit(struct value *value, struct arena *arena);

ERR_CHECKED enum err_code value_decode(const struct json *json, struct field_info field, struct arena *arena,
                                       struct value *ret, struct err *err);
void buf_value_json(struct buf *buf, enum type type, const struct value *value);

/* A value in a person's words; language is empty for what has none. A blob that does not name its class is of `class`.
 */
ERR_CHECKED enum err_code value_set(struct value *value, struct field_info field, struct str language, struct str words,
                                    enum blob_class class, const struct value_source *source, struct arena *arena,
                                    struct new_blob **blobs, struct err *err);

#endif
