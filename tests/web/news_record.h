/* A small organisation and what it did in November 2026, for the tests of the news: releases before and after an
 * embargo, corrected, in one language and in two, with characters that mean markup; events with the host apart, first,
 * without a date; a document; a decision by silence, one still open, a crisis; days that return.
 *
 * The protocol order is C, A, B: neither the alphabet's nor that in which they enter anything.
 */
#ifndef COMITY_TESTS_WEB_NEWS_RECORD_H
#define COMITY_TESTS_WEB_NEWS_RECORD_H

#define NEWS_EMBARGO_MS INT64_C(1795600800000) /* 2026-11-25T10:00:00Z */

static const char news_charter[] =
	"organisation pact \"The <Pact> & Co\" {\n"
	"  title ru \"Пакт\"\n"
	"  languages en ru\n"
	"  order-by sort en\n"
	"  seat \"Vienna\" Europe/Vienna\n"
	"  date treaty 1996-11-30 \"Signing of the Pact\" {\n"
	"    title ru \"Подписание Пакта\"\n    yearly\n    place \"Vienna\"\n    body council\n    cite \"Pact, Art. 1\"\n  }\n"
	"  date leap 2004-02-29 \"The day that is rare\"\n"
	"  date young 2026-10-10 \"The youngest\"\n"
	"  series decision \"{body}/DEC/{year}/{n}\"\n"
	"  series report \"{body}/REP/{year}/{n}\"\n"
	"  event parade \"Parade\" {\n    title ru \"Парад\"\n    host apart\n  }\n"
	"  event course \"Course\" {\n    host first\n  }\n"
	"}\n"
	"party A \"Alba\" {\n  title ru \"Альба\"\n  sort en \"02\"\n  status member from 2000-01-01\n}\n"
	"party B \"Borea\" {\n  sort en \"03\"\n  status member from 2000-01-01\n}\n"
	"party C \"Cara\" {\n  sort en \"01\"\n  status member from 2000-01-01\n}\n"
	"party SEC \"Secretariat\" {\n  status secretariat from 2000-01-01\n}\n"
	"body council \"Council\" {\n  title ru \"Совет\"\n  convenes member\n  decides any consensus\n}\n"
	"rule consensus \"Consensus\" {\n  adopted when objections = 0\n}\n"
	"procedure written \"Written procedure\" {\n"
	"  begins member\n  kinds decision\n  needs text\n"
	"  stage silence {\n    clock 1 week\n    positions object\n    on expiry to adopted when passes any\n"
	"    on expiry to lapsed\n  }\n"
	"  outcome adopted {\n    adopts\n    symbol decision\n    publish\n  }\n  outcome lapsed\n"
	"}\n"
	"procedure alarm \"Alarm\" {\n"
	"  begins member\n  kinds crisis\n  crisis\n"
	"  stage called {\n    on withdrawal by author to over\n  }\n"
	"  outcome over\n"
	"}\n";

static const char news_script[] =
	"charter test.charter\norigin pact.example/record\nseed \"news\"\n"
	"at 2026-10-01T09:00Z\n"
	"key A a-1\nkey B b-1\nkey C c-1\nkey SEC sec-1\nfound\n"
	"A a-1 countersign\nB b-1 countersign\nC c-1 countersign\nSEC sec-1 countersign\n"
	"SEC sec-1 accredit person=press\n"
	"A a-1 table matter=budget body=council kind=decision procedure=written title.en=\"The budget\" text.en=\"Money.\"\n"
	"at 2026-10-15T10:00Z\n"
	"SEC press release release=old title.en=\"An old one\" text.en=\"October.\"\n"
	"at 2026-11-03T10:00Z\n"
	"SEC press document document=report body=council series=report title.en=\"Report of the year\" "
	"text.en=\"What was done.\" text.ru=\"Что сделано.\"\n"
	"SEC press event event=parade kind=parade title.en=\"The parade\" title.ru=\"Большой парад\" "
	"topic.en=\"Eighty years\" host=A place=\"Main Square\" from=2026-11-20\n"
	"B b-1 participate event=parade unit.en=\"Guards of Borea\"\n"
	"A a-1 participate event=parade unit.en=\"Regiments of the host\"\n"
	"C c-1 participate event=parade head=c-1 unit.en=\"Contingent of Cara\" unit.ru=\"Контингент\"\n"
	"SEC press event event=course kind=course title.en=\"The course\" host=B ordinal=13 starts=2026-12-01T09:00Z\n"
	"B b-1 participate event=course\n"
	"C c-1 participate event=course delegates=c-1\n"
	"SEC press event event=someday kind=course title.en=\"Some day\"\n"
	"B b-1 convene meeting=winter body=council title.en=\"Winter meeting\" regular=yes host=B place=\"Borea\" "
	"zone=Europe/Vienna starts=2026-12-10T10:00Z\n"
	"at 2026-11-20T12:00Z\n"
	"SEC press release release=parade-over title.en=\"The <b>parade</b> & \\\"more\\\"\" title.ru=\"Парад прошел\" "
	"text.en=\"<script>alert(1)</script> & so on\" text.ru=\"Парад.\" event=parade\n"
	"SEC press release release=russian title.ru=\"Только по-русски\" text.ru=\"Текст.\"\n"
	"at 2026-11-20T13:00Z\n"
	"SEC press correct entry=20 text.en=\"public:It was Friday.\"\n"
	"SEC press correct entry=21 text.ru=\"restricted:Hushed too\"\n"
	"at 2026-11-24T09:00Z\n"
	"SEC press release release=hidden text.en=\"Hushed heading\" embargo=2026-11-25T10:00Z event=parade\n"
	"A a-1 table matter=next-budget body=council kind=decision procedure=written title.en=\"The next budget\" "
	"text.en=\"More money.\"\n"
	"C c-1 table matter=flood body=council kind=crisis procedure=alarm title.en=\"The flood\"\n"
	"seal\n";

#endif
