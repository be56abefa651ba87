/* A charter of the kernel's tests: what positions mean by a rule, who is concerned, bound, taking part; weights and
 * sets over time. */
#ifndef COMITY_TESTS_KERNEL_CHARTERS_MEANINGS_H
#define COMITY_TESTS_KERNEL_CHARTERS_MEANINGS_H

#define MEANINGS_CHARTER MEANINGS_PARTIES, MEANINGS_RULES, MEANINGS_PROCEDURES
#define MEANINGS_PARTIES                                                                                 \
	"organisation league \"League\" { seat \"Moscow\" Europe/Moscow }\n"                                 \
	"party ARM \"Armenia\" { status member from 2000-01-01 }\n"                                          \
	"party BLR \"Belarus\" { status member from 2000-01-01 }\n"                                          \
	"party KAZ \"Kazakhstan\" { status member from 2000-01-01 }\n"                                       \
	"party KGZ \"Kyrgyzstan\" { status member from 2000-01-01 }\n"                                       \
	"party RUS \"Russia\" { status member from 2000-01-01 }\n"                                           \
	"party SEC \"Secretariat\" { status secretariat from 2000-01-01 }\n"                                 \
	"set permanent {\n  parties RUS\n  parties BLR until 2026-04-01\n  parties KAZ from 2026-04-01\n}\n" \
	"weight votes {\n  value ARM 1\n  value BLR 1\n  value KAZ 2\n  value KGZ 1\n"                       \
	"  value RUS 5 until 2026-04-01\n  value RUS 3 from 2026-04-01\n}\n"                                 \
	"body council \"Council\" {\n"                                                                       \
	"  chair party KAZ\n  convenes chair\n"                                                              \
	"  decides measures must { cite \"Charter, Art. 27\" }\n  decides expulsion removed\n"               \
	"  decides dispute heard\n  decides conciliation ignored\n  decides mission mission\n"               \
	"  decides agreement agreement\n  decides appointment all\n  decides project project\n"              \
	"  decides budget weighty\n  decides veto veto\n  decides policy fallback\n"                         \
	"}\n"                                                                                                \
	"body bureau \"Bureau\" { decides appointment all }\n"
#define MEANINGS_RULES                                                                                    \
	"rule must {\n  adopted when for >= 3\n"                                                              \
	"  concerned must-abstain { cite \"Charter, Art. 27(3)\" }\n}\n"                                      \
	"rule removed {\n  adopted when for = members\n  concerned removed\n  cite \"Charter, Art. 20\"\n}\n" \
	"rule heard {\n  adopted when for >= 3 and absent = 1\n  concerned heard\n}\n"                        \
	"rule ignored {\n  adopted when objections = 0\n  concerned objection-ignored\n}\n"                   \
	"rule mission {\n  adopted when objections = 0 and constructive < 2\n"                                \
	"  binds members without constructive\n}\n"                                                           \
	"rule agreement {\n  adopted when objections = 0\n  absence not-objecting\n  binds for\n}\n"          \
	"rule all {\n  adopted when for = members\n  undone-by most\n}\n"                                     \
	"rule most { adopted when for > against }\n"                                                          \
	"rule project {\n  adopted when for in participating = participating\n  binds participating\n}\n"     \
	"rule weighty { adopted when votes of for >= 1/2 of votes of members }\n"                             \
	"rule veto { adopted when for >= 2 and against in permanent = 0 }\n"                                  \
	"rule fallback {\n  adopted when objections = 0 and for >= 1\n  failing when for >= 2/3 of members\n}\n"
#define MEANINGS_PROCEDURES                                                                                      \
	"procedure vote {\n  begins member\n  about concerned if-any\n"                                              \
	"  stage open {\n    clock 1 day\n"                                                                          \
	"    positions support object abstain reserve constructive recuse hold\n"                                    \
	"    on abstention to noted when abstain >= 3\n    on amendment to open\n"                                   \
	"    on expiry to adopted when passes kind\n    on expiry to rejected\n  }\n"                                \
	"  stage noted {\n    clock 1 day\n    positions object recuse\n    on expiry to adopted when passes kind\n" \
	"    on expiry to rejected\n  }\n"                                                                           \
	"  outcome adopted {\n    adopts\n    positions accept\n  }\n  outcome rejected\n}\n"                        \
	"procedure closed {\n  begins member\n  about concerned if-any\n"                                            \
	"  stage open {\n    clock 1 day\n    positions support object\n"                                            \
	"    on expiry to adopted when passes most or passes kind\n    on expiry to rejected\n  }\n"                 \
	"  outcome adopted { adopts }\n  outcome rejected\n}\n"

#endif
