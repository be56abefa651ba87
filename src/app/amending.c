/* The text of an amendment: fetched by others, read and offered here. */
#include "app/amending.h"

#include <string.h>

bool act_amends(const struct act *act, struct blob_ref *ret)
{
	const struct value *charter = &act->field[FIELD_CHARTER];
	if ((act->verb != VERB_TABLE && act->verb != VERB_AMEND) || !charter->set)
		return false;
	*ret = (struct blob_ref){.class = BLOB_PERMANENT};
	memcpy(ret->commitment.byte, charter->bytes, sizeof ret->commitment.byte);
	return true;
}

enum err_code charter_offer(struct state *state, const struct blob_ref *ref, struct str text, struct arena *arena,
                            struct err *err)
{
	struct diagnostics diagnostics;
	struct charter *charter = NULL;
	struct arena mark = arena_mark(arena);
	struct hash hash = hash_bytes(text);
	kernel_offer(state, NULL, NULL);
	if (text.len == 0 || !hash_eq(&hash, &ref->commitment))
		return ERR_OK;
	struct str kept = arena_str(arena, text);
	charter = TRY(arena, struct charter, 1);
	if (!kept.ptr || !charter)
		return err_set(err, ERR_LIMIT, "no room left for the charter that an act names");
	struct err wrong = {0};
	enum err_code code = charter_read(kept, arena, charter, &diagnostics, &wrong);
	if (code == ERR_OK) {
		kernel_offer(state, ref->commitment.byte, charter);
		return ERR_OK;
	}
	arena_rewind(arena, mark);
	return code == ERR_LIMIT && text.len <= LIMIT_CHARTER_SIZE
	           ? err_set(err, ERR_LIMIT, "no room left for the charter that an act names")
	           : ERR_OK;
}
