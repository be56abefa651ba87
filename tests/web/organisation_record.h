/* The organisation that the tests of its pages look at: every status there is, a set, offices with and without holders,
 * bodies that state and inherit, words that would be markup; and a record with what must not leak.
 *
 * Entries: 0 founding, 1 zones, 2–5 countersignatures (A, B, C, SEC), 6 sec-press is accredited for the press with a
 * card, 7 SEC's observer key … see the script.
 */
#ifndef COMITY_TESTS_WEB_ORGANISATION_RECORD_H
#define COMITY_TESTS_WEB_ORGANISATION_RECORD_H

#define SECRET_REASON "Wegen der geheimen Gründe"
#define SECRET_RELEASE "hidden-release"
#define SECRET_TEXT "Nobody may read this before the hour"

static const char organisation_charter[] = "organisation club \"The <Club> & Sons\" {\n"
										   "  title ru \"Клуб\"\n"
										   "  alias \"TC\"\n"
										   "  languages en ru\n"
										   "  order-by sort en\n"
										   "  seat \"Vienna\" Europe/Vienna\n"
										   "  date founding 1999-01-02 \"Founding\" {\n"
										   "    title ru \"Основание\"\n"
										   "    yearly\n"
										   "    cite \"Minutes\"\n"
										   "  }\n"
										   "  series decision \"{body}/DEC/{year}/{n}\"\n"
										   "  event parade \"Parade\" {\n"
										   "    title ru \"Парад\"\n"
										   "    host apart\n"
										   "  }\n"
										   "  series paper \"{body}/P/{n}\"\n"
										   "}\n"
										   "party A \"Alder\" {\n"
										   "  title ru \"Ольха\"\n"
										   "  alias \"Republic of Alder\"\n"
										   "  sort en \"02\"\n"
										   "  zone Europe/Moscow\n"
										   "  status member from 2000-01-01 { cite \"Act 1\" }\n"
										   "}\n"
										   "party B \"<b>Birch</b>\" {\n"
										   "  sort en \"01\"\n"
										   "  status observer from 2000-01-01 until 2010-01-01 { cite \"Act 2\" }\n"
										   "  status member from 2010-01-01 { sure press }\n"
										   "}\n"
										   "party C \"Cedar\" {\n"
										   "  sort en \"03\"\n"
										   "  status member from 2000-01-01\n"
										   "}\n"
										   "party D \"Dogwood\" {\n"
										   "  sort en \"04\"\n"
										   "  status observer from 2001-01-01\n"
										   "}\n"
										   "party E \"Elm\" {\n"
										   "  sort en \"05\"\n"
										   "  status partner from 2001-01-01\n"
										   "}\n"
										   "party F \"Fir\" {\n"
										   "  sort en \"06\"\n"
										   "  status member from 2000-01-01 until 2020-01-01\n"
										   "  status suspended from 2020-01-01 { cite \"Act 3\" }\n"
										   "}\n"
										   "party G \"Ginkgo\" {\n"
										   "  sort en \"07\"\n"
										   "  status member from 2000-01-01 until 2005-01-01\n"
										   "}\n"
										   "party SEC \"Secretariat\" {\n"
										   "  sort en \"09\"\n"
										   "  status secretariat from 2000-01-01\n"
										   "}\n"
										   "set founders \"The founders\" {\n"
										   "  parties A C\n"
										   "  cite \"Act 4\"\n"
										   "}\n"
										   "office president \"President\" {\n"
										   "  title ru \"Президент\"\n"
										   "  holder B from 2000-01-01 until 2026-01-01\n"
										   "  holder A a-1 from 2026-01-01 { sure recalled }\n"
										   "  cite \"Charter, Art. 7\"\n"
										   "}\n"
										   "office press \"Press Officer\" { holder SEC sec-press from 2020-01-01 }\n"
										   "office vacant \"Keeper of the Keys\" { cite \"Charter, Art. 8\" }\n"
										   "body council \"Council\" {\n"
										   "  title ru \"Совет\"\n"
										   "  alias \"the Council\"\n"
										   "  level head-of-state\n"
										   "  chair office president { cite \"Rule 1\" }\n"
										   "  convenes chair secretariat { cite \"Rule 2\" }\n"
										   "  notice 3 working days { cite \"Rule 3\" }\n"
										   "  formats narrow plenary\n"
										   "  quorum open when present >= 2/3 of members { cite \"Rule 4\" }\n"
										   "  decides any consensus { cite \"Rule 5\" }\n"
										   "  cite \"Charter, Art. 1\"\n"
										   "}\n"
										   "body board \"Board\" {\n"
										   "  parent council\n"
										   "  composition founders { cite \"Rule 6\" }\n"
										   "  notice 48h { cite \"Rule 7\" }\n"
										   "  decides procedural majority { cite \"Rule 8\" }\n"
										   "}\n"
										   "body group \"Group\" {\n"
										   "  parent board\n"
										   "  procedures written\n"
										   "  earlier-meetings 7\n"
										   "}\n"
										   "rule consensus \"Consensus\" {\n"
										   "  adopted when objections = 0\n"
										   "  absence not-objecting { cite \"Rule 9\" }\n"
										   "  hold blocks\n"
										   "  cite \"Rule 10\"\n"
										   "}\n"
										   "rule majority \"Majority\" { adopted when for > against }\n"
										   "procedure written \"Written procedure\" {\n"
										   "  begins member secretariat\n"
										   "  kinds decision\n"
										   "  needs text\n"
										   "  stage open {\n"
										   "    clock 48h\n"
										   "    positions support object abstain\n"
										   "    on expiry to adopted when passes any { cite \"Rule 11\" }\n"
										   "    on expiry to run-out\n"
										   "    on withdrawal by author to run-out\n"
										   "  }\n"
										   "  outcome adopted {\n"
										   "    adopts\n"
										   "    symbol\n"
										   "    publish\n"
										   "  }\n"
										   "  outcome run-out\n"
										   "  cite \"Rule 12\"\n"
										   "}\n";

static const char organisation_script[] =
	"charter test.charter\n"
	"origin club.example/record\n"
	"seed \"the pages of an organisation\"\n"
	"at 2026-03-02T10:00+01:00\n"
	"key A a-1\nkey B b-1\nkey C c-1\nkey SEC sec-1\n"
	"found\n"
	"A a-1 countersign\n"                                                      /* 2 */
	"B b-1 countersign\n"                                                      /* 3 */
	"SEC sec-1 countersign\n"                                                  /* 4 */
	"SEC sec-1 accredit person=sec-press office=press card=public:@card.txt\n" /* 5 */
	"A a-1 accredit person=a-2\n"                                              /* 6 */
	"A a-1 revoke person=a-2\n"                                                /* 7 */
	"SEC sec-1 convene meeting=spring body=council title.en=\"Spring meeting\" title.ru=\"Весенняя встреча\" "
	"regular=yes host=A place=Vienna zone=Europe/Vienna starts=2026-04-01T10:00[Europe/Vienna] formats=plenary\n" /* 8
                                                                                                                   */
	"A a-1 register meeting=spring head=a-1 delegates=\n" /* 9 */
	"A a-1 table matter=budget body=council kind=decision procedure=written title.en=\"The budget\" "
	"title.ru=\"Бюджет\" text.en=\"We spend little.\"\n"                              /* 10 */
	"B b-1 position matter=budget position=support reason.en=\"" SECRET_REASON "\"\n" /* 11 */
	"after 2 days\n"                                                                  /* 12: outcome */
	"expect outcome budget adopted\n"
	"A a-1 table matter=garden body=council kind=decision procedure=written title.en=\"The garden\" "
	"text.en=\"Roses.\"\n"                                                                             /* 13 */
	"SEC sec-press release release=first title.en=\"First\" text.en=\"Said openly.\" meeting=spring\n" /* 14 */
	"SEC sec-press release release=" SECRET_RELEASE " text.en=\"" SECRET_TEXT "\" "
	"embargo=2026-05-01T12:00[Europe/Vienna]\n"                                                            /* 15 */
	"SEC sec-press correct entry=14 text.en=\"Meant otherwise.\"\n"                                        /* 16 */
	"SEC sec-1 document document=paper1 body=board series=paper title.en=\"A paper\" text.en=\"Words.\"\n" /* 17 */
	"seal\n"
	"A a-1 position matter=garden position=abstain\n"; /* 18: not sealed */

#define ENTRY_CARD 5
#define ENTRY_POSITION 11
#define ENTRY_OUTCOME 12
#define ENTRY_RELEASE 14
#define ENTRY_EMBARGOED 15
#define ENTRY_CORRECTION 16
#define ENTRY_UNSEALED 18
#define ENTRY_COUNT 19

#endif
