/* What of a record may leave the house: the entries under its newest checkpoint. Private to the app room. */
#ifndef COMITY_APP_SEALED_H
#define COMITY_APP_SEALED_H

#include "app/registrar.h"

/* The newest checkpoint, its bytes in the arena, and the key it is signed with. ERR_NOT_FOUND: nothing is sealed.
 * ERR_BUSY: another process sealed more since this registrar read the record, whose tree is therefore too small. */
ERR_CHECKED enum err_code sealed_checkpoint(struct registrar *registrar, struct arena *arena, struct str *ret_bytes,
                                            struct checkpoint *ret, struct verifier *ret_log, struct err *err);

#endif
