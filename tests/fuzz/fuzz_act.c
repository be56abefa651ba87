/* Acts: a note or the JSON line alone. What decodes is written again in its one form, and that text decodes to the same
 * values: writing it once more must give the same bytes.
 */
#include "app/codec.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct region region;
static const struct str record = {"club.example/record", 19};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	struct err err;
	if (!arena_reserve(&region, (size_t)64 << 20) || sign_start(&err))
		abort();
	return 0;
}

static struct str written(const struct act *act, struct arena *arena)
{
	/* A string may grow when it is written: a control character comes back as six bytes, however it came. */
	struct buf buf = buf_new(arena, 8 * LIMIT_CONSTITUTIVE_SIZE);
	buf_act_text(&buf, record, act);
	if (buf.full)
		abort();
	return buf_view(&buf);
}

static void same_again(const struct act *act, struct arena arena)
{
	struct act again;
	struct err err;
	struct str text = written(act, &arena);
	enum err_code code = act_decode_text(text, record, &arena, &again, &err);
	if (code == ERR_LIMIT)
		return; /* longer in this form */
	if (code || again.verb != act->verb || again.has_seen != act->has_seen || again.seen != act->seen ||
	    !str_eq(again.party, act->party) || !str_eq(again.by, act->by) ||
	    memcmp(again.nonce, act->nonce, sizeof act->nonce) != 0)
		abort();
	for (int field = 0; field < FIELD_MAX; field++)
		if (again.field[field].set != act->field[field].set || again.field[field].count != act->field[field].count ||
		    again.field[field].number != act->field[field].number)
			abort();
	if (!str_eq(written(&again, &arena), text))
		abort();
	struct blob_ref ref;
	for (uint32_t i = 0; act_ref(act, i, &ref); i++)
		if (ref.class == BLOB_PERMANENT)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct arena arena = arena_of(&region);
	struct signed_act act;
	struct act line;
	struct str origin;
	struct err err;
	if (act_decode(bytes, record, &arena, &act, &err) == ERR_OK) {
		if (act.note.count == 0 || act.note.count > LIMIT_ACT_SIGNATURES || act_origin(bytes, &arena, &origin, &err) ||
		    !str_eq(origin, record))
			abort();
		same_again(&act.act, arena);
	}
	if (act_decode_text(bytes, record, &arena, &line, &err) == ERR_OK)
		same_again(&line, arena);
	return 0;
}
