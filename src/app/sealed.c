/* The newest checkpoint, for what leaves the house. */
#include "app/sealed.h"

#include <string.h>

enum err_code sealed_checkpoint(struct registrar *registrar, struct arena *arena, struct str *ret_bytes,
                                struct checkpoint *ret, struct verifier *ret_log, struct err *err)
{
	struct store *store = registrar_store(registrar);
	const struct state *state = registrar_state(registrar);
	struct public_key key;
	enum err_code code;

	if (state == NULL || registrar_sealed(registrar) == 0) {
		(void)err_set(err, ERR_NOT_FOUND, "nothing is sealed yet");
		return err_hint(err, "comity seal, or the next act, seals what was entered before");
	}
	memcpy(key.byte, kernel_registrar_key(state), sizeof(key.byte));
	*ret_log = verifier_of(registrar_origin(registrar), &key);
	code = store->ops->checkpoint(store, arena, ret_bytes, err);
	if (code == ERR_OK)
		code = checkpoint_open(*ret_bytes, ret_log, *arena, ret, err);
	if (code != ERR_OK)
		return code;
	if (ret->size == registrar_sealed(registrar))
		return ERR_OK;
	(void)err_set(err, ERR_BUSY, "more entries were sealed while the record was being read");
	return err_hint(err, "try again");
}
