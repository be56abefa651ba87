/* A script: a record made under the script's own clock, act by act, from a text file. For examples, cases and tests.
 *
 *     # comment
 *     charter csto.charter                     a file beside the script
 *     origin csto.example/record
 *     seed "yerevan"                           keys, nonces and salts are derived from it: an example's, never secret
 *     include yerevan.script                   the lines of a file beside the script, its head among them
 *     zone Europe/Vienna                       besides those that the charter names
 *     at 2022-05-10T10:00+03:00                the clock; with a [Zone] once the record is founded
 *     key ARM arm-1                            the first key of a party
 *     found
 *     tell "The meeting is convened"           a line for the story
 *     after 2 days                             or 1h, or 1ms: moves the clock; what fell due is entered
 *     ARM arm-1 countersign                    PARTY PERSON VERB FIELD=VALUE …
 *     ARM arm-1 accredit person=arm-2          a new person's key is derived; a second one with key=derived:NAME
 *     ARM arm-2 adopt matter=x refused not-the-chair        what is expected; nothing written: that it is entered
 *     expect outcome x adopted symbol="CMFA/DEC/2022/1" rule=consensus at=2022-06-10T12:00Z
 *     expect matter x stage=silence version=2
 *     expect meeting y ordinal=41
 *     expect matter x deadline=2022-06-12T10:00Z earliest=never published=no
 *     expect office sg holder=ARM person=arm-3 acting=deputy      holder=nobody: vacant
 *     expect party ARM status=member vote=no arrears=yes
 *     expect body csc chair=ARM held=1 late=0
 *     expect charter versions=2
 *     expect instrument z since=2012-12-19T00:00Z
 *     rules 2026c Europe/Vienna 2026-10-25T01:00Z=+01:00    later time zone rules: of this zone, from there on
 *     seal
 *
 * Values with spaces are quoted, name="value of words"; a text's value may be @path beside the script. What
 * act_complete knows is filled in.
 */
#ifndef COMITY_APP_SCRIPT_H
#define COMITY_APP_SCRIPT_H

#include "app/registrar.h"

struct script_head { /* what the first lines of a script say */
	struct str charter, origin, seed;
};
ERR_CHECKED enum err_code script_head(const char *path, const struct os *os, struct arena *arena,
                                      struct script_head *ret, struct err *err);

struct script_events { /* each may be NULL */
	void *context;
	void (*told)(void *context, struct str words);
	void (*answered)(void *context, uint32_t line, const struct state *state, const struct act *act,
	                 const struct answer *answer);
	void (*outcome)(void *context, const struct state *state, const struct act *act, uint64_t number);
};
struct script_result {
	uint64_t acts, refused, outcomes, entries;
};
/* Run into an empty store, which the call takes over (closed on failure). The registrar comes back open, sealed if the
 * script says so; the caller closes it. A line that does not do what it expects is ERR_CONFLICT with file and line. */
ERR_CHECKED enum err_code script_run(const char *path, struct store *store, const struct os *os,
                                     const struct script_events *events, struct script_result *ret,
                                     struct registrar **ret_registrar, struct err *err);
/* The derived secret of a script's person or of its registrar (name "registrar"): SHA-256("comity-script/v1" LF seed LF
 * name LF). */
void script_seed(struct str seed, struct str name, uint8_t ret[SEED_SIZE]);

#endif
