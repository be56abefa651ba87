/* The one form that an outcome's act has. Private to the app room. */
#ifndef COMITY_APP_OUTCOME_FORM_H
#define COMITY_APP_OUTCOME_FORM_H

#include "app/codec.h"

/* The nonce of the outcome that is entry `number`: the first 16 bytes of SHA-256("comity-outcome/v1" LF origin LF
 * number in decimal LF). Not chance, so that one log has one continuation. */
void outcome_nonce(struct str origin, uint64_t number, uint8_t nonce[16]);
/* ERR_CORRUPT when an act of the verb outcome, decoded, is not the text that the registrar writes as entry `number`,
 * byte for byte, signed by it alone. Other verbs pass. */
ERR_CHECKED enum err_code outcome_form_check(const struct signed_act *act, struct str origin, uint64_t number,
                                             struct arena scratch, struct err *err);

#endif
