/* The first two entries: the founding under a charter, and the rules of the zones that it uses. They are acts of the
 * registrar like others, in one commit with the charter's text; when anything is wrong the record stays empty. Later
 * rules of the zones are entered the same way.
 */
#include "app/registrar_private.h"

#include <string.h>

#include "app/library.h"
#include "record/entry.h"

static enum err_code enter_own(struct registrar *registrar, const struct act *act, int64_t now_ms, struct err *err)
{
	struct str bytes;
	struct signed_act made;
	struct arena *arena = &registrar->request;
	enum err_code code = act_sign(registrar->origin, act, registrar->origin, &registrar->key, arena, &bytes, err);
	if (!code)
		code = act_decode(bytes, registrar->origin, arena, &made, err);
	if (code)
		return code;
	struct verdict verdict = kernel_decide(registrar->state, &made.act,
	                                       (struct moment){kernel_size(registrar->state), now_ms});
	if (verdict.refusal == REFUSAL_NONE)
		return registrar_enter(registrar, &made, now_ms, err);
	char text[400];
	struct buf buf = buf_of(text, sizeof text);
	buf_verdict(&buf, registrar->state, &verdict);
	struct str words = buf_view(&buf);
	return err_set(err, ERR_REFUSED, "%.*s", STR_ARG(words));
}

static enum err_code enter_found(struct registrar *registrar, const struct founding *founding, int64_t now_ms,
                                 struct err *err)
{
	struct hash charter = hash_bytes(founding->charter_text);
	struct act act = {.verb = VERB_FOUND, .by = STR("registrar")};
	memcpy(act.nonce, founding->nonce[0], sizeof act.nonce);
	act.field[FIELD_CHARTER] = (struct value){.set = true, .bytes = charter.byte};
	act.field[FIELD_REGISTRAR] = (struct value){.set = true, .bytes = registrar->key.public_key.byte};
	act.field[FIELD_KEYS] = (struct value){.set = true, .count = founding->key_count, .keys = founding->keys};
	act.field[FIELD_RULES] = (struct value){.set = true, .number = KERNEL_RULES};
	enum err_code code = enter_own(registrar, &act, now_ms, err);
	if (code)
		err_prefix(err, "the founding act");
	return code;
}

static enum err_code enter_zones(struct registrar *registrar, struct str tzdata, const struct zone *zones,
                                 uint32_t zone_count, const uint8_t nonce[16], int64_t now_ms, struct err *err)
{
	struct act act = {.verb = VERB_ZONES, .by = STR("registrar")};
	memcpy(act.nonce, nonce, sizeof act.nonce);
	act.field[FIELD_TZDATA] = (struct value){.set = true, .str = tzdata};
	act.field[FIELD_ZONES] = (struct value){.set = true, .count = zone_count, .zones = zones};
	enum err_code code = enter_own(registrar, &act, now_ms, err);
	if (code)
		err_prefix(err, "the time zone rules");
	return code;
}

static enum err_code enter_both(struct registrar *registrar, const struct founding *founding, int64_t now_ms,
                                struct err *err)
{
	struct store_blob charter = {
		.ref = blob_commit(BLOB_PERMANENT, NULL, founding->charter_text),
		.data = founding->charter_text,
	};
	enum err_code code = registrar_begin_state(registrar, founding->origin, founding->charter_text, err);
	if (!code)
		code = blobs_add(registrar, &charter, 1, err);
	if (!code)
		code = enter_found(registrar, founding, now_ms, err);
	return code ? code
	            : enter_zones(registrar, founding->tzdata, founding->zones, founding->zone_count, founding->nonce[1],
	                          now_ms, err);
}

/* As if nothing had been tried. */
static void undo(struct registrar *registrar, struct arena perm)
{
	registrar->state = NULL;
	if (registrar->library)
		library_clear(registrar->library);
	registrar->origin = (struct str){"", 0};
	registrar->last_ms = 0;
	registrar->entry_count = 0;
	registrar->blob_count = 0;
	registrar->dead = false;
	arena_rewind(&registrar->batch, registrar->batch_mark);
	arena_rewind(&registrar->perm, perm);
}

enum err_code registrar_found(struct registrar *registrar, const struct founding *founding, struct err *err)
{
	int64_t now_ms;
	enum err_code code = registrar_ready(registrar, /* writes= */ true, err);
	if (!code)
		code = clock_now(registrar, &now_ms, err);
	if (code)
		return code;
	if (registrar->state)
		return err_set(err, ERR_EXISTS, "the record of %.*s is founded already", STR_ARG(registrar->origin));
	if (!origin_valid(founding->origin)) {
		err_set(err, ERR_USAGE, "expected an origin of 3 to %u bytes", LIMIT_ORIGIN_SIZE);
		err_hint(err,
		         "an origin names the record for ever, like example.org/record: lower-case letters, digits, . - / : _");
		return ERR_USAGE;
	}
	struct arena perm = arena_mark(&registrar->perm);
	arena_rewind(&registrar->request, registrar->request_mark);
	code = enter_both(registrar, founding, now_ms, err);
	if (code) {
		undo(registrar, perm);
		return code;
	}
	code = registrar_commit(registrar, err);
	if (code && !registrar->dead)
		undo(registrar, perm);
	return code;
}

enum err_code registrar_zones(struct registrar *registrar, struct str tzdata, const struct zone *zones,
                              uint32_t zone_count, const uint8_t nonce[16], struct err *err)
{
	int64_t now_ms;
	enum err_code code = registrar_ready(registrar, /* writes= */ true, err);
	if (!code && !registrar->state)
		return err_set(err, ERR_CONFLICT, "the record is not founded yet");
	if (!code)
		code = registrar_tick(registrar, err);
	if (!code)
		code = clock_now(registrar, &now_ms, err);
	if (code)
		return code;
	arena_rewind(&registrar->request, registrar->request_mark);
	return enter_zones(registrar, tzdata, zones, zone_count, nonce, now_ms, err);
}
