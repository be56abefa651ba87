/* What an act need not be told because the record knows it: used by the command line and by scripts. */
#ifndef COMITY_APP_COMPLETE_H
#define COMITY_APP_COMPLETE_H

#include "kernel/kernel.h"

/* Fill in what was not written: `seen` where the verb needs it; `version` and `commitment` of a position or an adoption
 * from the matter as it stands, `version` of an amendment as the next one; `key` of a countersignature from the
 * person's own. The author still sees and signs them. */
ERR_CHECKED enum err_code act_complete(const struct state *state, struct act *act, struct err *err);

#endif
