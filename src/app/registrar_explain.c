/* Asking without entering, and the end of a script. */
#include "app/registrar_private.h"

enum err_code registrar_explain(struct registrar *registrar, const struct act *act, struct verdict *ret,
                                struct err *err)
{
	struct outcome outcome;
	int64_t now_ms = registrar_now(registrar);
	enum err_code code = registrar_ready(registrar, /* writes= */ false, err);

	if (code)
		return code;
	if (!registrar->state)
		return err_set(err, ERR_NOT_FOUND, "the record is not founded yet");
	while (kernel_due(registrar->state, now_ms, &outcome)) {
		struct act due;
		/* The state is now ahead of the record: nothing may be entered on top of it. */
		secret_key_wipe(&registrar->key);
		registrar->has_key = false;
		arena_rewind(&registrar->request, registrar->request_mark);
		if (!outcome_act(registrar->state, &outcome, &registrar->request, &due))
			return err_set(err, ERR_LIMIT, "no room left for an outcome");
		registrar->explained = true;
		code = kernel_apply(registrar->state, &due, (struct moment){kernel_size(registrar->state), now_ms}, err);
		if (code)
			return registrar_die(registrar, code);
	}
	arena_rewind(&registrar->request, registrar->request_mark);
	code = blobs_offer(registrar, act, /* blobs= */ NULL, 0, &registrar->request, err);
	if (code)
		return code;
	*ret = kernel_decide(registrar->state, act, (struct moment){kernel_size(registrar->state), now_ms});
	kernel_offer(registrar->state, NULL, NULL);
	return ERR_OK;
}

void registrar_leave_script(struct registrar *registrar)
{
	secret_key_wipe(&registrar->key);
	registrar->has_key = false;
	registrar->script_ms = NULL;
}
