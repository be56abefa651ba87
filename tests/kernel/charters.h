/* The charters of the kernel's tests. */
#ifndef COMITY_TESTS_KERNEL_CHARTERS_H
#define COMITY_TESTS_KERNEL_CHARTERS_H

/* A union that has one of everything: the organisation, then its procedures. */
#define UNION_CHARTER UNION_BODIES, UNION_PROCEDURES
#define UNION_BODIES                                                                                              \
	"organisation union \"Union\" {\n"                                                                            \
	"  languages en\n"                                                                                            \
	"  seat \"Moscow\" Europe/Moscow\n"                                                                           \
	"  series decision \"U/DEC/{year}/{n}\"\n"                                                                    \
	"  series statement \"{body}/ST/{n}\"\n"                                                                      \
	"  event parade \"Parade\" { host apart }\n"                                                                  \
	"  event training \"Course\" { host last }\n"                                                                 \
	"  event reception \"Reception\" { host first }\n"                                                            \
	"  event briefing \"Briefing\"\n"                                                                             \
	"}\n"                                                                                                         \
	"party ARM \"Armenia\" {\n  status member from 2000-01-01\n}\n"                                               \
	"party BLR \"Belarus\" {\n  status member from 2000-01-01\n  zone Europe/Vienna\n}\n"                         \
	"party KAZ \"Kazakhstan\" {\n  status member from 2000-01-01\n}\n"                                            \
	"party RUS \"Russia\" {\n  status member from 2000-01-01\n}\n"                                                \
	"party NEW \"Newland\" {\n  status observer from 2020-01-01 until 2026-06-01\n"                               \
	"  status member from 2026-06-01\n}\n"                                                                        \
	"party SUS \"Suspendia\" {\n  status member from 2000-01-01 until 2026-04-01\n"                               \
	"  status suspended from 2026-04-01\n}\n"                                                                     \
	"party SEC \"Secretariat\" {\n  status secretariat from 2000-01-01\n}\n"                                      \
	"party ICR \"Red Cross\" {\n  status partner from 2000-01-01\n}\n"                                            \
	"party OLD \"Oldland\" {\n  status observer from 2000-01-01 until 2010-01-01\n}\n"                            \
	"set two \"the two\" {\n  parties ARM BLR\n}\n"                                                               \
	"office secretary \"Secretary General\" {\n  holder SEC from 2020-01-01 until 2027-01-01\n}\n"                \
	"office speaker \"Speaker\" {\n  holder ARM arm-9 from 2020-01-01\n}\n"                                       \
	"body council \"Council\" {\n"                                                                                \
	"  code \"C\"\n"                                                                                              \
	"  level minister\n"                                                                                          \
	"  chair host {\n    cite \"Rules, Rule 5\"\n  }\n"                                                           \
	"  convenes secretariat member {\n    cite \"Rules, Rule 2\"\n  }\n"                                          \
	"  notice 3 working days {\n    cite \"Rules, Rule 3\"\n  }\n"                                                \
	"  formats narrow plenary\n"                                                                                  \
	"  quorum open when present >= 2/3 of members {\n    cite \"Rules, Rule 6\"\n  }\n"                           \
	"  quorum decide when present >= 4\n"                                                                         \
	"  earlier-meetings 40\n"                                                                                     \
	"  decides substance consensus\n"                                                                             \
	"  decides procedure majority\n"                                                                              \
	"  procedures sitting silent open-call\n"                                                                     \
	"}\n"                                                                                                         \
	"body working-group \"Working Group\" {\n"                                                                    \
	"  parent council\n  composition two\n  chair office secretary\n  formats plenary\n  procedures written\n}\n" \
	"body sub \"Sub-Council\" {\n  parent council\n}\n"                                                           \
	"body club \"Club\" {\n  convenes member\n  chair party KAZ\n  decides any majority\n"                        \
	"  procedures written\n}\n"                                                                                   \
	"body corner \"Corner\" {\n  convenes chair office speaker\n  chair office speaker\n  decides any majority\n" \
	"  procedures written\n}\n"                                                                                   \
	"rule consensus {\n  adopted when objections = 0\n  absence not-objecting\n  hold blocks\n"                   \
	"  cite \"Charter, Art. 12\"\n}\n"                                                                            \
	"rule majority {\n  adopted when for > against {\n    cite \"Rules, Rule 7\"\n  }\n}\n"
#define UNION_PROCEDURES                                                                                          \
	"procedure sitting \"Decision at a meeting\" {\n"                                                             \
	"  begins member secretariat\n"                                                                               \
	"  kinds decision statement plan\n"                                                                           \
	"  needs text\n"                                                                                              \
	"  stage draft {\n"                                                                                           \
	"    positions support object reserve\n"                                                                      \
	"    on amendment by author to draft\n"                                                                       \
	"    on submission to table\n"                                                                                \
	"    on withdrawal by author to withdrawn\n"                                                                  \
	"  }\n"                                                                                                       \
	"  stage table {\n"                                                                                           \
	"    positions support object abstain reserve hold disinterest\n"                                             \
	"    on amendment by author secretariat to table\n"                                                           \
	"    on submission to table\n"                                                                                \
	"    on withdrawal by author to withdrawn when for = 0\n"                                                     \
	"    on adoption by chair to adopted when passes substance {\n      cite \"Rules, Rule 14\"\n    }\n"         \
	"    on rejection by chair to rejected when objections > 0\n"                                                 \
	"    on closing to lapsed when objections > 0\n"                                                              \
	"    on closing to draft\n"                                                                                   \
	"  }\n"                                                                                                       \
	"  outcome adopted {\n    adopts\n    symbol decision\n    plan\n  }\n"                                       \
	"  outcome rejected\n  outcome lapsed\n  outcome withdrawn\n"                                                 \
	"  cite \"Rules, Part III\"\n"                                                                                \
	"}\n"                                                                                                         \
	"procedure silent \"Silence\" {\n"                                                                            \
	"  begins member\n"                                                                                           \
	"  needs text\n"                                                                                              \
	"  stage draft {\n"                                                                                           \
	"    on circulation by author to circulated\n"                                                                \
	"    on silence by chair secretariat to silence\n"                                                            \
	"    on withdrawal by author to withdrawn\n"                                                                  \
	"  }\n"                                                                                                       \
	"  stage circulated {\n"                                                                                      \
	"    clock 24h\n"                                                                                             \
	"    positions object hold support\n"                                                                         \
	"    on expiry to fixed\n"                                                                                    \
	"  }\n"                                                                                                       \
	"  stage fixed {\n    clock 2 days\n    positions object\n    on objection to broken\n"                       \
	"    on expiry to adopted when objections = 0\n    on expiry to broken\n  }\n"                                \
	"  stage silence {\n"                                                                                         \
	"    clock until moment\n"                                                                                    \
	"    floor 48h {\n      cite \"Silence, 1\"\n    }\n"                                                         \
	"    ceiling 5 working days {\n      cite \"Silence, 2\"\n    }\n"                                            \
	"    positions object hold reserve disinterest\n"                                                             \
	"    on objection by member to broken\n"                                                                      \
	"    on amendment by author to draft\n"                                                                       \
	"    on expiry to adopted when passes consensus\n"                                                            \
	"    on expiry to broken\n"                                                                                   \
	"  }\n"                                                                                                       \
	"  outcome adopted {\n    adopts\n    symbol statement\n  }\n"                                                \
	"  outcome broken\n  outcome withdrawn\n"                                                                     \
	"  cite \"Silence\"\n"                                                                                        \
	"}\n"                                                                                                         \
	"procedure open-call \"Call\" {\n"                                                                            \
	"  begins member\n  kinds statement\n"                                                                        \
	"  stage calling {\n"                                                                                         \
	"    clock 1h\n    positions support object abstain\n"                                                        \
	"    on support to convening when supporters >= 3\n"                                                          \
	"    on withdrawal to lapsed\n"                                                                               \
	"    on expiry to lapsed\n"                                                                                   \
	"  }\n"                                                                                                       \
	"  stage convening {\n    clock 3h\n    positions support\n    on support to convened when supporters >= 4\n" \
	"    on expiry to lapsed\n  }\n"                                                                              \
	"  outcome convened {\n    adopts\n    symbol\n  }\n"                                                         \
	"  outcome lapsed\n"                                                                                          \
	"}\n"                                                                                                         \
	"procedure written {\n"                                                                                       \
	"  begins set two office secretary chair observer partner\n"                                                  \
	"  stage vote {\n"                                                                                            \
	"    clock 1 weeks\n    positions support object abstain\n"                                                   \
	"    on amendment by chair party BLR to vote\n"                                                               \
	"    on adoption by chair to adopted when passes procedure\n"                                                 \
	"    on rejection by chair to lapsed\n"                                                                       \
	"    on withdrawal by author to lapsed\n"                                                                     \
	"    on submission to vote\n"                                                                                 \
	"    on expiry to adopted when passes procedure\n"                                                            \
	"    on expiry to lapsed\n"                                                                                   \
	"  }\n"                                                                                                       \
	"  outcome adopted {\n    adopts\n    symbol decision\n  }\n  outcome lapsed\n"                               \
	"}\n"

#endif
