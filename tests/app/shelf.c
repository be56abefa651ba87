#include "app/shelf.h"

const char shelf_charter[] = "# A comment for the stonemason.\n"
							 "organisation club \"Club\" {\n"
							 "  title ru \"Клуб\"\n"
							 "  languages ru en\n"
							 "  seat \"Vienna\" Europe/Vienna\n"
							 "  series decision \"DEC/{year}/{n}\"\n"
							 "  arrears after 2 years no-vote\n"
							 "  event parade \"Parade\" { title ru \"Парад\" }\n"
							 "}\n"
							 "party A \"Ash\" {\n"
							 "  title ru \"Ясень\"\n"
							 "  status member from 2020-01-01\n"
							 "}\n"
							 "party B \"Birch\" { status member from 2020-01-01 }\n"
							 "party C \"Cedar\" { status member from 2020-01-01 }\n"
							 "party SEC \"Secretariat\" { status secretariat from 2020-01-01 }\n"
							 "party D \"Dew\" { status observer from 2020-01-01 }\n"
							 "office watch \"Watch\" { rotates month sort ru of bureau from 2026-01-01 starting C }\n"
							 "office speaker \"Speaker\" { holder A a-2 from 2020-01-01 }\n"
							 "body board \"Board\" {\n"
							 "  title ru \"Правление\"\n"
							 "  alias \"Committee\"\n"
							 "  convenes secretariat\n"
							 "  chair party A\n"
							 "  formats narrow plenary\n"
							 "  decides any majority\n"
							 "}\n"
							 "rule majority { adopted when for >= against }\n"
							 "procedure written \"Written procedure\" {\n"
							 "  begins member\n"
							 "  needs text\n"
							 "  stage open {\n"
							 "    clock 48h\n"
							 "    positions support object abstain\n"
							 "    on amendment by author to open\n"
							 "    on expiry to adopted when passes any\n"
							 "    on expiry to lapsed\n"
							 "  }\n"
							 "  outcome adopted {\n"
							 "    adopts\n"
							 "    publish\n"
							 "    plan\n"
							 "    symbol decision\n"
							 "  }\n"
							 "  outcome lapsed\n"
							 "}\n"
							 "procedure closed \"Closed procedure\" {\n"
							 "  begins member\n"
							 "  stage draft {\n"
							 "    positions support object\n"
							 "    on circulation by author to draft\n"
							 "    on silence by chair to quiet\n"
							 "    on submission by chair to sitting\n"
							 "    on withdrawal by author to withdrawn\n"
							 "  }\n"
							 "  stage quiet {\n"
							 "    clock until moment\n"
							 "    positions object\n"
							 "    on objection by member to draft\n"
							 "    on expiry to adopted\n"
							 "  }\n"
							 "  stage sitting {\n"
							 "    positions support object\n"
							 "    on adoption by chair to adopted when passes any\n"
							 "    on rejection by chair to rejected\n"
							 "    on closing to draft\n"
							 "  }\n"
							 "  outcome adopted { adopts }\n"
							 "  outcome rejected\n"
							 "  outcome withdrawn\n"
							 "}\n"
							 "procedure appeal \"Appeal\" {\n"
							 "  begins member\n"
							 "  crisis\n"
							 "  stage open {\n"
							 "    positions support object\n"
							 "    on withdrawal by author to withdrawn\n"
							 "  }\n"
							 "  outcome withdrawn\n"
							 "}\n"
							 "body bureau \"Bureau\" { parent board }\n"
							 "procedure election \"Election\" {\n"
							 "  begins member\n"
							 "  stage open {\n"
							 "    clock 1 week\n"
							 "    on ballot by secretariat to elected when passes any\n"
							 "    on expiry to nobody\n"
							 "  }\n"
							 "  outcome elected { adopts }\n"
							 "  outcome nobody\n"
							 "}\n"
							 "instrument pact \"Pact\" {\n"
							 "  title ru \"Пакт\"\n"
							 "  enters when deposits >= 2\n"
							 "}\n"
							 "procedure question \"Question\" {\n"
							 "  begins member\n"
							 "  about concerned if-any\n"
							 "  stage asked {\n"
							 "    clock 1 week\n"
							 "    extends 1 day\n"
							 "    on extension by chair to asked\n"
							 "    on suspension by chair to asked\n"
							 "    on resumption by chair to asked\n"
							 "    on answer by concerned to asked\n"
							 "    on request by member to asked\n"
							 "    on referral by chair to asked\n"
							 "    on move by chair to closed\n"
							 "    on expiry to closed\n"
							 "  }\n"
							 "  outcome closed\n"
							 "}\n";

void shelf_begin(struct club *club)
{
	club_begin(club);
	club->charter = shelf_charter;
	club->complete = true;
	club->library = library_new((struct map_key){.k0 = 1});
	assert_non_null(club->library);
	club_ready(club);
}

void shelf_end(struct club *club)
{
	struct library *library = club->library;
	club_end(club);
	library_free(library);
}

void shelf_seal(struct club *club)
{
	assert_ok(registrar_commit(club->registrar, err));
	assert_ok(registrar_seal(club->registrar, true, err));
}

void shelf_tick(struct club *club)
{
	assert_ok(registrar_tick(club->registrar, err));
	assert_ok(registrar_commit(club->registrar, err));
}

void shelf_reopen(struct club *club)
{
	club_close(club);
	library_clear(club->library);
	assert_ok(club_open(club, err));
}

static void enter_all(struct club *club, const char *const *line, size_t count)
{
	for (size_t i = 0; i < count; i++)
		club_enter(club, line[i]);
}

static const char *const third[] = {
	"C c-1 table matter=smoke|body=board|kind=question|procedure=question|title.en=Smoke|concerned=B",
	"A a-1 extend matter=smoke|reason.en=It is far.",
	"A a-1 pause matter=smoke",
	"A a-1 resume matter=smoke",
	"B b-1 answer matter=smoke|text.en=public:A barbecue.",
	"C c-1 request matter=smoke|text.en=public:Let us meet.",
	"A a-1 refer matter=smoke|body=bureau",
	"A a-1 move matter=smoke|stage=closed",
	"A a-1 deposit instrument=pact|text.en=public:Ratified.",
	"C c-1 decline office=watch|reason.en=public:We are few.",
	"SEC sec-1 arrears of=C|since=2025-01-01|text.en=public:Fees of 2025.",
	"SEC sec-1 paid of=C",
	"B b-1 table matter=warden|body=board|kind=election|procedure=election|title.en=A warden",
	("SEC sec-1+a-1+b-1 ballot matter=warden|round=1|papers=3|invalid=0|ayes=2|noes=1|abstentions=0|absentees=0|"
     "scrutineers=a-1,b-1|text.en=public:Counted twice."),
};

static void fill_rest(struct club *club)
{
	struct secret_key key = club_key("d-1");
	enter_all(club, third, COUNT(third));
	struct buf enrol = buf_new(&club->arena, 256);
	buf_c(&enrol, "SEC sec-1 enrol of=D|person=d-1|key=");
	buf_base64(&enrol, key.public_key.byte, PUBLIC_KEY_SIZE);
	buf_byte(&enrol, '\0');
	club_enter(club, enrol.ptr);
}

void shelf_fill(struct club *club)
{
	static const char *const first[] = {
		"SEC sec-1 calendar year=2026|holidays=2026-05-01|workdays=",
		"SEC sec-1 convene meeting=spring|body=board|title.en=Spring meeting|title.ru=Весенняя встреча|regular=yes|"
		"host=B|place=Graz|zone=Europe/Vienna|starts=+1h|formats=narrow,plenary",
		"SEC sec-1 convene meeting=autumn|body=board|regular=no|place=Vienna|zone=Europe/Vienna|starts=+900h",
		"SEC sec-1 invite meeting=spring|guest=onlooker|title.en=Onlookers",
		"A a-1 register meeting=spring|head=a-1|delegates=a-2",
		"B b-1 register meeting=spring|head=b-1|delegates=",
		"SEC sec-1 agenda meeting=spring|item=1|title.en=Reports",
		"A a-1 table matter=boat|body=board|kind=decision|procedure=written|title.en=A boat|title.ru=Лодка|"
		"text.en=We buy a boat.|text.ru=Мы покупаем лодку.",
		"A a-1 amend matter=boat|text.en=We buy two boats.|text.ru=Мы покупаем две лодки.",
		"B b-1 position matter=boat|position=support|reason.en=Ours leaks.",
		"A a-1 table matter=flood|body=board|kind=appeal|procedure=appeal|title.en=The flood",
		"C c-1 table matter=sand|body=board|kind=decision|procedure=closed|title.en=Sand|text.en=public:Sand is sent.|"
		"about=flood",
		"C c-1 circulate matter=sand",
		"A a-1 silence matter=sand|until=+2h",
		"C c-1 report matter=flood|kind=situation|title.en=Water is rising|place=Graz|at=2026-01-05T09:00Z|"
		"text.en=public:The water stands at two metres.",
	};
	static const char *const second[] = {
		"A a-1 open meeting=spring|format=plenary",
		"A a-2 attend meeting=spring|present=yes",
		"B b-1 attend meeting=spring|present=yes",
		"A a-2 speak meeting=spring|item=1|office=speaker|text.en=public:Friends, we have met.",
		"B b-1 table matter=oars|body=board|kind=decision|procedure=closed|title.en=Oars",
		"A a-1 submit matter=oars|meeting=spring",
		"A a-1 adopt matter=oars",
		"B b-1 table matter=sails|body=board|kind=decision|procedure=closed|title.en=Sails",
		"A a-1 submit matter=sails|meeting=spring",
		"A a-1 reject matter=sails",
		"A a-1 close meeting=spring",
		"SEC sec-1 cancel meeting=autumn|reason.en=public:There is no hall.",
		"B b-1 table matter=paint|body=board|kind=decision|procedure=closed|title.en=Paint",
		"B b-1 withdraw matter=paint",
		"SEC sec-1 document document=report|body=board|series=decision|title.en=Report|text.en=What was done.",
		"SEC sec-1 event event=march|kind=parade|title.en=March|title.ru=Шествие|topic.en=Rivers|ordinal=3|body=board|"
		"host=B|place=Graz|zone=Europe/Vienna|from=2026-05-08|to=2026-05-09|text.en=public:All march.",
		"B b-1 participate event=march|head=b-1|delegates=|unit.en=Band",
		"SEC sec-1 release release=first|title.en=We met|title.ru=Мы встретились|text.en=The club has met.|"
		"text.ru=Клуб собрался.|meeting=spring|matter=oars|event=march",
		"SEC sec-1 release release=later|embargo=+48h|text.en=\n  A surprise. \nMore of it.|text.fr=Une surprise.",
		"A a-1 revoke person=a-2|reason.en=public:It was lost.",
	};
	struct secret_key key = club_key("a-2");
	struct buf accredit = buf_new(&club->arena, 256);
	buf_c(&accredit, "A a-1 accredit person=a-2|office=speaker|card=public:Room 7|key=");
	buf_base64(&accredit, key.public_key.byte, PUBLIC_KEY_SIZE);
	buf_byte(&accredit, '\0');
	club_enter(club, accredit.ptr);
	enter_all(club, first, COUNT(first));
	club_pass(club, 2 * HOUR_MS);
	enter_all(club, second, COUNT(second));
	uint64_t document = library_verb(club->library, VERB_DOCUMENT).number[0];
	struct buf line = buf_new(&club->arena, 128);
	buf_c(&line, "SEC sec-1 correct text.en=public:What was done well.|entry=");
	buf_u64(&line, document);
	buf_byte(&line, '\0');
	club_enter(club, line.ptr);
	club_pass(club, 50 * HOUR_MS);
	shelf_tick(club);
	club_enter(club, "SEC sec-1 plan matter=boat|item=1|title.en=A boatyard|from=2026-03-01|to=2026-04-01|level=clerks|"
	                 "body=board");
	club_enter(club, "SEC sec-1 held matter=boat|item=1|meeting=spring");
	fill_rest(club);
	shelf_seal(club);
}

struct reading shelf_reading(const struct club *club)
{
	uint64_t count;
	(void)registrar_leaves(club->registrar, &count);
	return (struct reading){
		.state = registrar_state(club->registrar),
		.charter = kernel_charter(registrar_state(club->registrar)),
		.library = club->library,
		.registrar = club->registrar,
		.store = club->store,
		.size = count,
		.sealed = registrar_sealed(club->registrar),
		.now_ms = registrar_now(club->registrar),
	};
}

const struct fact *shelf_fact(const struct club *club, uint64_t number)
{
	const struct fact *fact = library_fact(club->library, number);
	assert_non_null(fact);
	return fact;
}
