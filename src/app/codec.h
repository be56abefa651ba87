/* Acts between the record's JSON and the kernel's typed values, by the table of kernel/verbs.def. The app room joins
 * kernel, record and store: it is the only place that may.
 */
#ifndef COMITY_APP_CODEC_H
#define COMITY_APP_CODEC_H

#include "base/limits.h"
#include "kernel/act.h"
#include "record/note.h"

struct state;

/* An act as it came: the note, its decoded act, who signed. */
struct signed_act {
	struct str bytes;
	struct note note;
	struct act act;
};

/* Parse the note, the JSON and the verb's fields; check sizes (by verb), `log`, names of signature lines' form.
 * Signatures are not checked here. Everything strict: an unknown, missing or ill-typed field is ERR_FORMAT with its
 * name; another log is ERR_CONFLICT; a key that may not be registered is ERR_SIGNATURE. The first signature line's name
 * must be log + "/" + by (the registrar: log), further ones log + "/" + a person, none twice. act.hash is the hash of
 * the note's text, so that the same act is known again under whatever signatures it comes. */
ERR_CHECKED enum err_code act_decode(struct str bytes, struct str log, struct arena *arena, struct signed_act *ret,
                                     struct err *err);
/* The log that an act says it belongs to, checked only to be a possible origin: for the first entry of a record about
 * which nothing is known yet. A view into the bytes or the arena. */
ERR_CHECKED enum err_code act_origin(struct str bytes, struct arena *arena, struct str *ret, struct err *err);
/* The keys under which the act's lines must verify, one for each line, in their order (ret: LIMIT_ACT_SIGNATURES), by
 * the state just before the act: the first is the author's, whatever its status (the kernel judges that); every further
 * one must be a person's with a valid key. ERR_SIGNATURE names the first line that is nobody's. A founding act is
 * signed by the key that it names itself. */
ERR_CHECKED enum err_code act_signers(const struct signed_act *act, struct str log, const struct state *state,
                                      struct verifier *ret, struct err *err);
/* act_signers, and every signature. */
ERR_CHECKED enum err_code act_check_signatures(const struct signed_act *act, struct str log, const struct state *state,
                                               struct err *err);
/* The same in two steps, for those who may look at the state only for a moment: the keys are taken from it first, the
 * signatures checked without it. */
struct act_keys {
	uint32_t count; /* 0: the act's signers could not be told */
	uint32_t bad;   /* the first line whose signature does not verify; count: all do */
	struct public_key key[LIMIT_ACT_SIGNATURES];
};
/* What act_signers said, in keys; `bad` is not known yet. */
void act_keys_of(const struct verifier *signers, uint32_t count, struct act_keys *ret);
void act_keys_verify(const struct signed_act *act, struct act_keys *keys); /* fills in `bad` */
/* act_check_signatures, with what was verified before: nothing is verified again as long as the signers by the state
 * are the ones that were verified. */
ERR_CHECKED enum err_code act_check_verified(const struct signed_act *act, struct str log, const struct state *state,
                                             const struct act_keys *verified, struct err *err);
/* Only the JSON line of an act (no note): for `explain`. */
ERR_CHECKED enum err_code act_decode_text(struct str text, struct str log, struct arena *arena, struct act *ret,
                                          struct err *err);
/* Every ref of a blob that an act holds, its charter's, its texts' and its card's: index 0, 1, … until false. */
bool act_ref(const struct act *act, uint32_t index, struct blob_ref *ret);
/* The JSON line with its \n. Fields in the order of the table. act->hash is not used. */
void buf_act_text(struct buf *buf, struct str log, const struct act *act);
/* Sign: the whole note, in the arena. `name` is the key's name. What could not be decoded again is not signed: the
 * error is that of act_decode_text. */
ERR_CHECKED enum err_code act_sign(struct str log, const struct act *act, struct str name, const struct secret_key *key,
                                   struct arena *arena, struct str *ret, struct err *err);

/* A blob that a value on a command line or in a script brought along. */
struct new_blob {
	struct blob_ref ref;
	uint8_t salt[SALT_SIZE]; /* not of a permanent one */
	struct str data;
	struct new_blob *next;
};
static inline const uint8_t *new_blob_salt(const struct new_blob *blob)
{
	return blob->ref.class == BLOB_PERMANENT ? NULL : blob->salt;
}
/* How values written by people become fields: `read` fetches what "@path" names, `random` makes salts. */
struct value_source {
	void *context;
	enum err_code (*read)(void *context, struct str path, struct arena *arena, struct str *ret, struct err *err);
	enum err_code (*random)(void *context, void *bytes, size_t size, struct err *err);
	const struct zone *(*zone)(void *context, struct str name); /* for times such as 2022-06-10T13:00[Asia/Yerevan] */
	int64_t now_ms;                                             /* for times such as +48h */
	struct str origin; /* a vkey must be made for this record; empty: for any */
};
/* One "field=value" into the act. NAMES, DATES: comma-separated. TITLES, TEXT: "field.LANG=value"; a text's value is
 * "@path" or the words themselves, kept in a blob whose class stands before it ("public:@path", "restricted:words") or
 * is `public` in the acts release and document and `restricted` in every other; KEY: a vkey or base64; TIME: RFC 3339,
 * a civil time with [Zone], or +span; BOOL yes/no/true/false; HASH hex. ERR_USAGE with what was expected. */
ERR_CHECKED enum err_code act_set(struct act *act, struct str assignment, const struct value_source *source,
                                  struct arena *arena, struct new_blob **blobs, struct err *err);
/* Would act_set know the field? What needs no record: the word's form, the field's name, its language. */
ERR_CHECKED enum err_code act_check_word(enum verb verb, struct str assignment, struct err *err);
/* A vkey must be that of the act's person. Texts whose parts are all there get their commitment; missing required
 * fields: ERR_USAGE naming them all. */
ERR_CHECKED enum err_code act_finish(struct act *act, struct arena *arena, struct err *err);

#endif
