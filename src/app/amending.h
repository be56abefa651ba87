/* Amending the charter: the text that an act names is read and offered to the kernel before it is decided.
 *
 * The kernel reads nothing. Whoever hands it acts — the registrar, opening, verification — looks whether an act names a
 * charter (`table`, `amend`), fetches the permanent blob, reads it and offers what came of it. A text that is no
 * charter is offered as none, and the kernel refuses the act.
 */
#ifndef COMITY_APP_AMENDING_H
#define COMITY_APP_AMENDING_H

#include "kernel/kernel.h"
#include "record/hash.h"

/* Does the act name a charter that it would put into force? *ret: the blob. */
bool act_amends(const struct act *act, struct blob_ref *ret);
/* Read the text (empty: there is none) and offer it. Charter and text are kept in the arena; for an act that is entered
 * it must be the state's own. ERR_LIMIT: no room. */
ERR_CHECKED enum err_code charter_offer(struct state *state, const struct blob_ref *ref, struct str text,
                                        struct arena *arena, struct err *err);

#endif
