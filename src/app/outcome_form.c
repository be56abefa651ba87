/* An outcome is computed: whoever has the entries before it can write it himself, to the byte. So it is held to one
 * form, or the registrar could choose among many texts of the same outcome, and hide something in the choice.
 */
#include "app/outcome_form.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"

void outcome_nonce(struct str origin, uint64_t number, uint8_t nonce[16])
{
	char text[LIMIT_ORIGIN_SIZE + 64];
	struct buf buf = buf_of(text, sizeof text);
	buf_c(&buf, "comity-outcome/v1\n");
	buf_str(&buf, origin);
	buf_byte(&buf, '\n');
	buf_u64(&buf, number);
	buf_byte(&buf, '\n');
	assert(!buf.full);
	struct hash hash = hash_bytes(buf_view(&buf));
	memcpy(nonce, hash.byte, 16);
}

enum err_code outcome_form_check(const struct signed_act *act, struct str origin, uint64_t number, struct arena scratch,
                                 struct err *err)
{
	uint8_t nonce[sizeof act->act.nonce];
	if (act->act.verb != VERB_OUTCOME)
		return ERR_OK;
	outcome_nonce(origin, number, nonce);
	if (memcmp(act->act.nonce, nonce, sizeof nonce) != 0)
		return err_set(err, ERR_CORRUPT, "an outcome's nonce is not the one that docs/acts.md gives");
	if (act->note.count != 1)
		return err_set(err, ERR_CORRUPT, "an outcome is signed by the registrar alone");
	struct act same = act->act;
	same.has_seen = false;
	struct buf buf = buf_new(&scratch, LIMIT_CONSTITUTIVE_SIZE);
	if (buf.cap < LIMIT_CONSTITUTIVE_SIZE)
		return err_set(err, ERR_LIMIT, "no room left to check an outcome");
	buf_act_text(&buf, origin, &same);
	if (buf.full || !str_eq(buf_view(&buf), act->note.text))
		return err_set(err, ERR_CORRUPT, "an outcome is not written in the one form that docs/acts.md gives");
	return ERR_OK;
}
