/* A third charter of the kernel's tests: offices that go round, are appointed to and acted in; standing that outcomes
 * change; secret ballots; classification; its own amendment. Its seat has summer time. */
#ifndef COMITY_TESTS_KERNEL_CHARTERS_BODIES_H
#define COMITY_TESTS_KERNEL_CHARTERS_BODIES_H

#define BODIES_CHARTER BODIES_HEAD, BODIES_PARTIES, BODIES_BODIES, BODIES_PROCEDURES, BODIES_EFFECTS
#define BODIES_HEAD                                                   \
	"organisation ring \"Ring\" {\n"                                  \
	"  order-by sort en\n"                                            \
	"  seat \"Vienna\" Europe/Vienna\n"                               \
	"  arrears after 2 years no-vote { cite \"Charter, Art. 19\" }\n" \
	"}\n"
#define BODIES_PARTIES                                                                                \
	"party ARM \"Armenia\" {\n  sort en \"1\"\n  status member from 2000-01-01\n}\n"                  \
	"party BLR \"Belarus\" {\n  sort en \"2\"\n  status member from 2000-01-01\n}\n"                  \
	"party KAZ \"Kazakhstan\" {\n  sort en \"3\"\n  status member from 2000-01-01\n}\n"               \
	"party RUS \"Russia\" {\n  sort en \"4\"\n  status observer from 2000-01-01 until 2001-01-01\n"   \
	"  status member from 2001-01-01\n}\n"                                                            \
	"party UZB \"Uzbekistan\" { sort en \"5\" }\n"                                                    \
	"party SEC \"Secretariat\" { status secretariat from 2000-01-01 }\n"                              \
	"office presidency \"Presidency\" {\n"                                                            \
	"  rotates month sort en of council from 2026-01-01 starting KAZ { cite \"Rule 18\" }\n}\n"       \
	"office yearly \"Yearly\" { rotates year sort en of council from 2026-03-01 }\n"                  \
	"office sg \"Secretary General\" {\n  appointed-by council { cite \"Art. 9\" }\n  term 3 years\n" \
	"  acting deputy\n}\n"                                                                            \
	"office deputy \"Deputy\" { holder BLR from 2000-01-01 until 2030-01-01 }\n"
#define BODIES_BODIES                                                                                                    \
	"body council \"Council\" {\n"                                                                                       \
	"  chair office presidency\n  recusal { cite \"Rule 20\" }\n"                                                        \
	"  convenes chair member\n  notice 2 days { cite \"Rule 8\" }\n  waives chair secretariat { cite \"Rule 8 bis\" }\n" \
	"  regular 2 per month\n  gap 14 days\n"                                                                             \
	"  decides substance great\n  decides procedural simple\n  decides any simple\n"                                     \
	"}\n"                                                                                                                \
	"body other \"Other\" {\n  parent council\n  chair party ARM\n  waives secretariat\n}\n"                             \
	"rule simple { adopted when for >= 2 }\n"                                                                            \
	"rule great { adopted when for >= 2 and objections = 0 }\n"
#define BODIES_PROCEDURES                                                            \
	"procedure paper {\n"                                                            \
	"  begins member\n  about concerned if-any\n"                                    \
	"  stage open {\n"                                                               \
	"    clock 30 days\n"                                                            \
	"    positions support object abstain\n"                                         \
	"    on submission by chair to open\n"                                           \
	"    on adoption by chair to adopted when passes kind\n"                         \
	"    on expiry to adopted when passes kind\n"                                    \
	"    on expiry to lapsed\n"                                                      \
	"  }\n"                                                                          \
	"  outcome adopted { adopts }\n"                                                 \
	"  outcome lapsed\n"                                                             \
	"}\n"                                                                            \
	"procedure substance-only {\n  begins member\n  kinds substance\n"               \
	"  stage open {\n    positions support\n    on support to adopted\n  }\n"        \
	"  outcome adopted { adopts }\n}\n"                                              \
	"procedure election {\n"                                                         \
	"  begins member\n"                                                              \
	"  stage open {\n"                                                               \
	"    clock 10 days\n"                                                            \
	"    positions recuse\n"                                                         \
	"    on ballot by secretariat to elected when passes any and present > absent\n" \
	"    on ballot by secretariat to nobody when for = 0\n"                          \
	"    on expiry to nobody\n"                                                      \
	"  }\n"                                                                          \
	"  outcome elected { adopts }\n"                                                 \
	"  outcome nobody\n"                                                             \
	"}\n"                                                                            \
	"procedure preliminary {\n"                                                      \
	"  begins member\n"                                                              \
	"  stage open {\n    positions support\n    on support to procedural\n  }\n"     \
	"  outcome procedural { classifies procedural }\n"                               \
	"}\n"
#define ON_SUPPORT(name, about, effect)                                                        \
	"procedure " name " {\n  begins member\n" about                                            \
	"  stage open {\n    positions support object\n    on support by party ARM to done\n  }\n" \
	"  outcome done {\n    adopts\n    " effect "\n  }\n}\n"
#define BODIES_EFFECTS                                                                                                              \
	ON_SUPPORT("appoint", "", "appoints")                                                                                           \
	ON_SUPPORT("relieve", "", "relieves")                                                                                           \
	ON_SUPPORT("admit", "  about concerned\n", "admits member")                                                                     \
	ON_SUPPORT("observe", "  about concerned\n", "admits observer")                                                                 \
	ON_SUPPORT("suspend", "  about concerned\n", "suspends")                                                                        \
	ON_SUPPORT("mute", "  about concerned\n", "suspends-vote")                                                                      \
	ON_SUPPORT("restore", "  about concerned\n", "restores")                                                                        \
	ON_SUPPORT("leave", "  about concerned\n", "withdraws")                                                                         \
	"procedure amendment {\n"                                                                                                       \
	"  begins member\n"                                                                                                             \
	"  stage open {\n"                                                                                                              \
	"    clock 1 year\n    positions support object\n"                                                                              \
	"    on submission to sitting\n    on amendment by author to open\n"                                                            \
	"    on support by party ARM to done\n    on expiry to lapsed\n"                                                                \
	"  }\n"                                                                                                                         \
	"  stage sitting {\n    clock 1 year\n    on adoption by chair to done\n    on closing to done\n    on expiry to lapsed\n  }\n" \
	"  outcome done {\n    adopts\n    amends-charter\n  }\n"                                                                       \
	"  outcome lapsed\n"                                                                                                            \
	"}\n"

#endif
