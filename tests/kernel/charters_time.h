/* A second charter of the kernel's tests: procedures with bounds, answers, requests, referrals, moves, clocks that are
 * touched, versions of rules, instruments. Its seat has summer time. */
#ifndef COMITY_TESTS_KERNEL_CHARTERS_TIME_H
#define COMITY_TESTS_KERNEL_CHARTERS_TIME_H

#define TIME_CHARTER TIME_BODIES, TIME_PROCEDURES, TIME_MORE
#define TIME_BODIES                                                                                          \
	"organisation league \"League\" {\n"                                                                     \
	"  seat \"Vienna\" Europe/Vienna\n"                                                                      \
	"  series decision \"L/{n}\"\n"                                                                          \
	"}\n"                                                                                                    \
	"party ARM \"Armenia\" {\n  zone Europe/Moscow\n  status member from 2000-01-01\n}\n"                    \
	"party BLR \"Belarus\" { status member from 2000-01-01 }\n"                                              \
	"party KAZ \"Kazakhstan\" { status member from 2000-01-01 }\n"                                           \
	"party RUS \"Russia\" { status member from 2000-01-01 until 2026-07-01 }\n"                              \
	"party SEC \"Secretariat\" { status secretariat from 2000-01-01 }\n"                                     \
	"set two \"the two\" { parties ARM BLR }\n"                                                              \
	"body council \"Council\" {\n"                                                                           \
	"  chair party KAZ\n"                                                                                    \
	"  convenes chair\n"                                                                                     \
	"  quorum open when present >= 2 { cite \"Rule 6\" }\n"                                                  \
	"  decides measures unanimity\n"                                                                         \
	"  decides measures majority from 2026-06-01 until 2026-09-01\n"                                         \
	"  decides measures anybody once treaty protocol\n"                                                      \
	"  decides any consensus\n"                                                                              \
	"  procedures berlin silence vote response appeal path\n"                                                \
	"}\n"                                                                                                    \
	"body committee \"Committee\" {\n"                                                                       \
	"  composition two\n  chair party ARM\n  convenes chair party KAZ\n  notice 24h { cite \"Rule 9\" }\n"   \
	"  quorum open when present >= 1 { cite \"Rule 7\" }\n  decides any consensus\n  procedures path vote\n" \
	"}\n"                                                                                                    \
	"body bureau \"Bureau\" { decides any consensus }\n"                                                     \
	"rule consensus { adopted when objections = 0 }\n"                                                       \
	"rule unanimity { adopted when for = members }\n"                                                        \
	"rule majority { adopted when for > 1/2 of members }\n"                                                  \
	"rule anybody { adopted when for >= 1 }\n"                                                               \
	"instrument treaty \"Treaty\" { enters when members without deposits = 0 }\n"                            \
	"instrument protocol \"Protocol\" { enters 2026-02-01 }\n"                                               \
	"instrument pact \"Pact\" { enters when deposits in two >= 2 }\n"
#define TIME_PROCEDURES                                                                                           \
	"procedure berlin {\n"                                                                                        \
	"  begins member\n  about concerned { cite \"Berlin 1\" }\n"                                                  \
	"  stage question {\n    clock 48h\n    on answer by concerned to answered\n    on expiry to asked\n  }\n"    \
	"  stage asked {\n    clock 48h\n    positions support\n"                                                     \
	"    on request by author to asked\n"                                                                         \
	"    on support by member to seconded when supporters without author without requesters >= 1\n"               \
	"    on expiry to lapsed\n  }\n"                                                                              \
	"  stage seconded {\n    clock immediately\n    on convening by chair to convened\n"                          \
	"    on withdrawal by author to lapsed\n  }\n"                                                                \
	"  stage convened {\n    floor 48h { cite \"Berlin 2\" }\n    ceiling 3 days { cite \"Berlin 3\" }\n"         \
	"    on opening by chair to sitting\n    on withdrawal by author to lapsed\n    on expiry to not-held\n  }\n" \
	"  stage sitting {\n    clock 2 days\n    on closing to ended\n    on expiry to ended\n  }\n"                 \
	"  outcome answered\n  outcome lapsed\n  outcome not-held\n  outcome ended\n"                                 \
	"}\n"                                                                                                         \
	"procedure silence {\n"                                                                                       \
	"  begins member\n  from 2026-03-01\n  until 2026-06-01 { cite \"Decision 74/544\" }\n"                       \
	"  stage draft {\n    on silence to silence\n    on withdrawal to broken\n  }\n"                              \
	"  stage silence {\n    clock until moment\n    floor 1h\n    ceiling 1 week\n    extends 1h times 2\n"       \
	"    positions object reserve\n    on objection to broken\n    on reservation to silence\n"                   \
	"    on request by member to broken when requesters >= 2\n"                                                   \
	"    on extension by chair to silence\n    on suspension by chair to silence\n"                               \
	"    on resumption by chair to silence\n    on expiry to adopted\n  }\n"                                      \
	"  outcome adopted {\n    adopts\n    symbol decision\n    publish next-meeting\n    prolongs silence\n  }\n" \
	"  outcome broken\n"                                                                                          \
	"}\n"                                                                                                         \
	"procedure vote {\n"                                                                                          \
	"  begins member\n  needs text\n"                                                                             \
	"  stage open {\n    clock 6 months\n    floor 1 day { cite \"Vote 1\" }\n    positions support object\n"     \
	"    on support to adopted when for = members\n    on objection to open\n    on amendment to open\n"          \
	"    on suspension by member to open when against >= 1\n    on resumption by chair to open\n"                 \
	"    on extension by chair to open\n    extends 1 month\n"                                                    \
	"    on withdrawal by author to dropped\n    on expiry to dropped\n  }\n"                                     \
	"  outcome adopted {\n    adopts\n    publish\n  }\n  outcome dropped\n"                                      \
	"}\n"
#define TIME_MORE                                                                                                                          \
	"procedure response {\n"                                                                                                               \
	"  begins member\n  crisis\n  about concerned if-any\n"                                                                                \
	"  stage watch {\n    on move by chair to full\n    on move by member to ended when for = 0\n"                                         \
	"    positions support\n    on move by secretariat to ended\n  }\n"                                                                    \
	"  stage full {\n    floor 1h\n    on referral by chair to watch\n    on move by chair to watch\n    on move by chair to ended\n  }\n" \
	"  outcome ended\n"                                                                                                                    \
	"}\n"                                                                                                                                  \
	"procedure appeal {\n"                                                                                                                 \
	"  begins member\n"                                                                                                                    \
	"  stage open {\n    positions support\n    on support to agreed when passes measures\n  }\n"                                          \
	"  outcome agreed { adopts }\n"                                                                                                        \
	"}\n"                                                                                                                                  \
	"procedure path {\n"                                                                                                                   \
	"  begins member\n"                                                                                                                    \
	"  stage first {\n    positions object support\n    on referral by chair to second\n"                                                  \
	"    on submission by chair to first\n    on objection to first\n    on request to first\n  }\n"                                       \
	"  stage second {\n    positions object support\n    on support to done when objections = 0\n"                                         \
	"    on closing to done\n    on submission by chair to second\n  }\n"                                                                  \
	"  outcome done { adopts }\n"                                                                                                          \
	"}\n"                                                                                                                                  \
	"procedure later {\n  begins member\n  once treaty pact\n"                                                                             \
	"  stage open { on withdrawal to done }\n  outcome done\n}\n"

#endif
