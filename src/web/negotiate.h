/* What the client would like to read: Accept-Language and Accept, by RFC 9110 section 12. A header that does not parse
 * counts for what of it does.
 */
#ifndef COMITY_WEB_NEGOTIATE_H
#define COMITY_WEB_NEGOTIATE_H

#include "web/message.h"

/* The best of our languages but the pseudo one; English when nothing fits. "ru-RU" fits "ru". */
enum language negotiate_language(struct str accept_language);
/* Does the client ask for HTML by name (a browser), rather than for anything or for JSON? */
bool negotiate_html(struct str accept);

#endif
