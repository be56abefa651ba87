/* Acts as JSON: one good one for every verb at least, and the ways to go wrong, one a line. Placeholders as in acts.h.
 */
#ifndef COMITY_TESTS_APP_ACT_CASES_H
#define COMITY_TESTS_APP_ACT_CASES_H

#include "app/acts.h"
#include "base/limits.h"

#define HEAD(verb)                                              \
	"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"" verb \
	"\",\"party\":\"ARM\",\"by\":\"arm-1\",\"nonce\":\"@N\","
#define REGISTRAR(verb) \
	"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"" verb "\",\"by\":\"registrar\",\"nonce\":\"@N\","
#define M "\"meeting\":\"m-1\""
#define X "\"matter\":\"x-1\""
#define TITLE "\"title\":{\"en\":\"A\",\"ru\":\"\xd0\x90\"}"
#define WORDS "\"text\":{\"en\":\"@P\",\"ru\":\"@R\"}"

static const char *const good_cases[] = {
	REGISTRAR(
		"found") "\"charter\":\"@H\",\"registrar\":\"@K\",\"keys\":{\"ARM\":[\"arm-1\",\"@K\"],\"BLR\":[\"blr-1\",\"@K\"]},"
				 "\"rules\":1}",
	REGISTRAR(
		"zones") "\"tzdata\":\"2024a\",\"zones\":{\"Asia/Yerevan\":[14400],\"Europe/Vienna\":[3600,-5,7200,0,-3600]}}",
	REGISTRAR("outcome") X
	",\"body\":\"csc\",\"kind\":\"decision\",\"meeting\":\"m\",\"stage\":\"silence\",\"result\":\"adopted\","
	"\"adopts\":true,\"final\":true,\"at\":1654851600000,\"version\":2,\"commitment\":\"@H\","
	"\"rule\":\"consensus\",\"cite\":\"Rule 14\",\"symbol\":\"CSC/DEC/2022/1\",\"for\":[\"ARM\"],\"against\":[],"
	"\"abstain\":[],\"reserve\":[],\"hold\":[],\"disinterest\":[],\"silent\":[\"BLR\"],\"absent\":[]}",
	REGISTRAR("outcome") X
	",\"body\":\"csc\",\"kind\":\"decision\",\"stage\":\"s\",\"result\":\"lapsed\",\"adopts\":false,\"final\":false,\"at\":0,\"version\":1,\"for\":[],\"against\":[],\"abstain\":[],"
	"\"reserve\":[],\"hold\":[],\"disinterest\":[],\"silent\":[],\"absent\":[]}",
	HEAD("countersign") "\"key\":\"@K\",\"charter\":\"@H\",\"registrar\":\"@K\"}",
	HEAD("accredit") "\"person\":\"arm-2\",\"key\":\"@K\",\"office\":\"chair\",\"focal\":true,\"card\":\"@R\"}",
	HEAD("accredit") "\"person\":\"arm-2\",\"key\":\"@K\"}",
	HEAD("revoke") "\"person\":\"arm-2\",\"reason\":{\"en\":\"@P\"}}",
	HEAD("calendar") "\"year\":2027,\"holidays\":[\"2027-01-01\",\"2027-01-07\"],\"workdays\":[]}",
	HEAD("convene") M ",\"body\":\"cfm\"," TITLE
					  ",\"regular\":false,\"host\":\"ARM\",\"place\":\"Yerevan \\\"C\\\"\",\"zone\":"
					  "\"Asia/Yerevan\",\"starts\":1654851600000,\"formats\":[\"narrow\"]}",
	HEAD("invite") M ",\"guest\":\"UN\"," TITLE "}",
	HEAD("register") M ",\"head\":\"arm-1\",\"delegates\":[\"arm-2\",\"arm_3\"]}",
	HEAD("agenda") M ",\"item\":1," TITLE "," X "}",
	HEAD("open") M ",\"format\":\"narrow\"}",
	HEAD("attend") M ",\"present\":true}",
	HEAD("speak") M ",\"item\":2,\"office\":\"sg\"," WORDS "}",
	HEAD("close") M "}",
	HEAD("cancel") M ",\"reason\":{\"en\":\"@R\"}}",
	HEAD("table") X ",\"body\":\"cfm\",\"kind\":\"substance\",\"procedure\":\"meeting\"," TITLE "," WORDS "}",
	HEAD("amend") X ",\"version\":2," WORDS "}",
	HEAD("circulate") X "}",
	HEAD("silence") X ",\"until\":9007199254740991}",
	HEAD("submit") X "," M "}",
	HEAD("position") X ",\"version\":1,\"commitment\":\"@H\",\"position\":\"object\",\"reason\":{\"en\":\"@R\"}}",
	HEAD("adopt") "\"seen\":12," X ",\"version\":1,\"commitment\":\"@H\"}",
	HEAD("reject") "\"seen\":0," X "}",
	HEAD("withdraw") X "}",
	HEAD("plan") X ",\"item\":3," TITLE
				   ",\"from\":\"2022-07-01\",\"to\":\"2024-12-31\",\"level\":\"deputy minister\",\"body\":\"cfm\"}",
	HEAD("held") X ",\"item\":3," M "}",
	HEAD("document") "\"document\":\"d-1\",\"body\":\"cfm\",\"series\":\"st\"," TITLE "," WORDS "," M "}",
	HEAD("release") "\"release\":\"r-1\"," TITLE "," WORDS ",\"embargo\":1,\"matter\":\"x-1\"," M "}",
	HEAD("release") "\"release\":\"r-2\"," WORDS ",\"event\":\"e-1\"}",
	HEAD("table") X ",\"body\":\"cfm\",\"kind\":\"substance\",\"procedure\":\"meeting\"," TITLE ",\"about\":\"x-0\"}",
	HEAD("correct") "\"entry\":9007199254740991," WORDS "}",
	HEAD("decline") "\"office\":\"chair\",\"from\":\"2027-01-01\",\"reason\":{\"en\":\"@R\"}}",
	HEAD("decline") "\"office\":\"chair\"}",
	HEAD("arrears") "\"of\":\"BLR\",\"since\":\"2024-01-01\"," WORDS "}",
	HEAD("paid") "\"of\":\"BLR\"}",
	HEAD("ballot") X ",\"round\":1,\"papers\":6,\"invalid\":1,\"ayes\":3,\"noes\":1,\"abstentions\":1,\"absentees\":0,"
					 "\"scrutineers\":[\"blr-1\",\"kaz-1\"]," WORDS "}",
	HEAD("enrol") "\"of\":\"UZB\",\"person\":\"uzb-1\",\"key\":\"@K\"}",
	HEAD("table") X
	",\"body\":\"csc\",\"kind\":\"appointment\",\"procedure\":\"signing\"," TITLE
	",\"to\":\"2029-12-31\",\"office\":\"sg\",\"holder\":\"BLR\",\"person\":\"zas\",\"from\":\"2027-01-01\"}",
	HEAD("table") X ",\"body\":\"csc\",\"kind\":\"charter\",\"procedure\":\"amendment\"," TITLE ",\"charter\":\"@H\"}",
	HEAD("amend") X ",\"version\":2,\"charter\":\"@H\"}",
	REGISTRAR("outcome") X
	",\"body\":\"ga\",\"kind\":\"election\",\"stage\":\"s\",\"result\":\"elected\",\"adopts\":true,\"final\":true,"
	"\"at\":0,\"version\":1,\"for\":[],\"against\":[],\"abstain\":[],\"reserve\":[],\"hold\":[],\"disinterest\":[],"
	"\"silent\":[],\"absent\":[],\"ayes\":128,\"noes\":60,\"abstentions\":2,\"absentees\":1}",
	HEAD("event") "\"event\":\"e-1\",\"kind\":\"parade\"," TITLE
				  ",\"topic\":{\"en\":\"T\"},\"ordinal\":13,\"body\":\"cfm\"," M "," X
				  ",\"host\":\"ARM\",\"place\":\"Yerevan\",\"zone\":\"Asia/Yerevan\",\"from\":\"2025-05-09\","
				  "\"to\":\"2025-05-10\",\"starts\":1746777600000," WORDS "}",
	HEAD("event") "\"event\":\"e-1\",\"kind\":\"parade\"," TITLE "}",
	HEAD("participate") "\"event\":\"e-1\",\"head\":\"arm-1\",\"office\":\"sg\",\"delegates\":[\"arm-2\"],"
						"\"unit\":{\"en\":\"Guard\"}," WORDS "}",
	HEAD("participate") "\"event\":\"e-1\"}",
	HEAD("report") X ",\"kind\":\"situation\"," TITLE ",\"at\":0,\"place\":\"Almaty\"," WORDS "}",
	HEAD("report") X ",\"kind\":\"note\"," TITLE "}",
	HEAD("convene") M ",\"body\":\"cfm\",\"regular\":false,\"place\":\"Y\",\"zone\":\"Asia/Yerevan\",\"starts\":1,"
					  "\"about\":\"x-1\",\"bodies\":[\"cmd\",\"cssc\"],\"waiver\":true}",
	HEAD("table") X ",\"body\":\"pc\",\"kind\":\"q\",\"procedure\":\"berlin\"," TITLE
					",\"concerned\":[\"ARM\",\"BLR\"],\"to\":\"2020-08-31\"}",
	HEAD("extend") "\"seen\":3," X ",\"reason\":{\"en\":\"@R\"}}",
	HEAD("extend") X "}",
	HEAD("pause") X ",\"reason\":{\"en\":\"@P\"}}",
	HEAD("resume") X "}",
	HEAD("answer") X "," WORDS "}",
	HEAD("request") X "," WORDS "}",
	HEAD("request") X "}",
	HEAD("refer") "\"seen\":3," X ",\"body\":\"csc\",\"reason\":{\"en\":\"@R\"}}",
	HEAD("move") "\"seen\":3," X ",\"stage\":\"full\"}",
	HEAD("deposit") "\"instrument\":\"protocol-2010\"," WORDS "}",
	HEAD("deposit") "\"instrument\":\"protocol-2010\"}",
};

#define Z REGISTRAR("zones") "\"tzdata\":\"2024a\",\"zones\":"
#define F REGISTRAR("found") "\"charter\":\"@H\",\"registrar\":\"@K\",\"rules\":1,\"keys\":"
#define CAL HEAD("calendar") "\"year\":2027,\"workdays\":[],\"holidays\":"
#define COR HEAD("correct") "\"entry\":1,\"text\":"
#define NAME_64 "a123456789012345678901234567890123456789012345678901234567890123"
#define LABEL_300                                                                                                        \
	"123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234" \
	"567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678" \
	"901234567890123456789012345678901234567890123456789012345678901234567890"

static const struct bad_case {
	const char *text;
	enum err_code code;
	const char *words;
} bad_cases[] = {
	{"", ERR_FORMAT, "act: JSON"},
	{"[]", ERR_FORMAT, "act: JSON"},
	{"{}", ERR_FORMAT, "\"verb\" is missing"},
	{HEAD("close") M "}\n\n", ERR_FORMAT, "act: JSON"},
	{HEAD("close") M "} ", ERR_FORMAT, "act: JSON"},
	{HEAD("close") M ",\"meeting\":\"m-2\"}", ERR_FORMAT, "act: JSON"}, /* twice */
	{HEAD("close") M ",\"v\":1}", ERR_FORMAT, "act: JSON"},
	{HEAD("close") "\"meeting\":[[[[[[[[[\"m\"]]]]]]]]]}", ERR_FORMAT, "act: JSON"}, /* too deep */
	{HEAD("close") "\"meeting\":1.5}", ERR_FORMAT, "act: JSON"},
	{HEAD("close") "\"meeting\":9007199254740992}", ERR_FORMAT, "act: JSON"},
	/* What all acts have */
	{"{\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M "}",
     ERR_FORMAT, "\"v\" is missing"},
	{"{\"v\":1,\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M "}", ERR_FORMAT,
     "\"log\" is missing"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"by\":\"a\",\"nonce\":\"@N\"," M "}", ERR_FORMAT,
     "\"party\" is missing"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"nonce\":\"@N\"," M "}",
     ERR_FORMAT, "\"by\" is missing"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\"," M "}", ERR_FORMAT,
     "\"nonce\" is missing"},
	{"{\"v\":2,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M
     "}",
     ERR_FORMAT, "format version 2 is not known"},
	{"{\"v\":\"1\",\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M
     "}",
     ERR_FORMAT, "\"v\" to be a number"},
	{"{\"v\":1,\"log\":\"other.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M
     "}",
     ERR_CONFLICT, "another record, other.example/record"},
	{"{\"v\":1,\"log\":\"A B\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M "}", ERR_FORMAT,
     "\"log\" to be the origin"},
	{"{\"v\":1,\"log\":7,\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M "}", ERR_FORMAT,
     "\"log\" to be the origin"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":7,\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"@N\"," M "}",
     ERR_FORMAT, "\"verb\" to be a string"},
	{HEAD("dance") M "}", ERR_FORMAT, "no verb is called \"dance\""},
	{HEAD("") M "}", ERR_FORMAT, "no verb is called \"\""},
	{HEAD("\xd0\x90") M "}", ERR_FORMAT, "no verb is called \"(not plain ASCII)\""},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"A M\",\"by\":\"a\",\"nonce\":\"@N\"," M
     "}",
     ERR_FORMAT, "\"party\" to be a name"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"\",\"by\":\"registrar\",\"nonce\":\"@N\"," M
     "}",
     ERR_FORMAT, "\"party\" to be a name"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"-a\",\"nonce\":\"@N\"," M
     "}",
     ERR_FORMAT, "\"by\" to be a name"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"registrar\",\"nonce\":\"@N\"," M
     "}",
     ERR_FORMAT, "\"registrar\" speaks for no party"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":\"00\"," M
     "}",
     ERR_FORMAT, "\"nonce\" to be 32"},
	{"{\"v\":1,\"log\":\"club.example/record\",\"verb\":\"close\",\"party\":\"ARM\",\"by\":\"a\",\"nonce\":"
     "\"000102030405060708090A0b0c0d0e0f\"," M "}",
     ERR_FORMAT, "\"nonce\" to be 32"},
	{HEAD("close") "\"seen\":-1," M "}", ERR_FORMAT, "\"seen\" to be a number of entries"},
	{HEAD("close") "\"seen\":\"1\"," M "}", ERR_FORMAT, "\"seen\" to be a number of entries"},
	/* Fields */
	{HEAD("close") M "," X "}", ERR_FORMAT, "\"close\" has no field \"matter\""},
	{HEAD("close") M ",\"colour\":1}", ERR_FORMAT, "\"close\" has no field \"colour\""},
	{HEAD("close") "\"seen\":1}", ERR_FORMAT, "field \"meeting\" of \"close\" is missing"},
	{HEAD("submit") X "}", ERR_FORMAT, "field \"meeting\" of \"submit\" is missing"},
	{HEAD("close") "\"meeting\":null}", ERR_FORMAT, "field \"meeting\" to be a name"},
	{HEAD("close") "\"meeting\":\"\"}", ERR_FORMAT, "field \"meeting\" to be a name"},
	{HEAD("close") "\"meeting\":\"_m\"}", ERR_FORMAT, "field \"meeting\" to be a name"},
	{HEAD("close") "\"meeting\":\"m.1\"}", ERR_FORMAT, "field \"meeting\" to be a name"},
	{HEAD("close") "\"meeting\":\"" NAME_64 "\"}", ERR_OK, ""},
	{HEAD("close") "\"meeting\":\"" NAME_64 "4\"}", ERR_FORMAT, "field \"meeting\" to be a name"},
	{REGISTRAR("zones") "\"tzdata\":\"\",\"zones\":{\"A\":[0]}}", ERR_FORMAT, "\"tzdata\" to be one line"},
	{REGISTRAR("zones") "\"tzdata\":\"a\\nb\",\"zones\":{\"A\":[0]}}", ERR_FORMAT, "\"tzdata\" to be one line"},
	{REGISTRAR("zones") "\"tzdata\":\"a\\u007fb\",\"zones\":{\"A\":[0]}}", ERR_FORMAT, "\"tzdata\" to be one line"},
	{REGISTRAR("zones") "\"tzdata\":\"a\xc2\x85"
                        "b\",\"zones\":{\"A\":[0]}}",
     ERR_FORMAT, "\"tzdata\" to be one line"},
	{REGISTRAR("zones") "\"tzdata\":\"" LABEL_300 "\",\"zones\":{\"A\":[0]}}", ERR_OK, ""},
	{REGISTRAR("zones") "\"tzdata\":\"" LABEL_300 "1\",\"zones\":{\"A\":[0]}}", ERR_FORMAT,
     "\"tzdata\" to be one line"},
	{HEAD("amend") X ",\"version\":-1," WORDS "}", ERR_FORMAT, "\"version\" to be a number"},
	{HEAD("amend") X ",\"version\":\"1\"," WORDS "}", ERR_FORMAT, "\"version\" to be a number"},
	{HEAD("attend") M ",\"present\":1}", ERR_FORMAT, "\"present\" to be true or false"},
	{HEAD("silence") X ",\"until\":\"2022-01-01\"}", ERR_FORMAT, "\"until\" to be a time"},
	{HEAD("silence") X ",\"until\":-1}", ERR_FORMAT, "\"until\" to be a time"},
	{HEAD("plan") X ",\"item\":1," TITLE ",\"from\":\"2022-7-1\",\"to\":\"2022-07-01\"}", ERR_FORMAT,
     "\"from\" to be a date"},
	{HEAD("plan") X ",\"item\":1," TITLE ",\"from\":\"2022-02-29\",\"to\":\"2022-07-01\"}", ERR_FORMAT,
     "\"from\" to be a date"},
	{HEAD("adopt") X ",\"version\":1,\"commitment\":\"00\"}", ERR_FORMAT, "\"commitment\" to be a hash"},
	{HEAD("adopt") X ",\"version\":1,\"commitment\":\"public:" HEX64 "\"}", ERR_FORMAT, "\"commitment\" to be a hash"},
	{HEAD("countersign") "\"key\":\"@H\"}", ERR_FORMAT, "\"key\" to be an Ed25519 public key"},
	{HEAD("countersign") "\"key\":\"AAAA\"}", ERR_FORMAT, "\"key\" to be an Ed25519 public key"},
	/* the identity; a point of order eight; no point at all */
	{HEAD("countersign") "\"key\":\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}", ERR_SIGNATURE, "weak"},
	{HEAD("countersign") "\"key\":\"xxdqcD1N2E+6PAt2DRBnDyogU/osOczGTsf9d5KsA3o=\"}", ERR_SIGNATURE, "weak"},
	{HEAD("countersign") "\"key\":\"AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}", ERR_SIGNATURE, "weak"},
	{HEAD("accredit") "\"person\":\"b\",\"key\":\"@K\",\"card\":\"permanent:" HEX64 "\"}", ERR_FORMAT,
     "\"card\" to be a blob"},
	{HEAD("accredit") "\"person\":\"b\",\"key\":\"@K\",\"card\":\"@H\"}", ERR_FORMAT, "\"card\" to be a blob"},
	{HEAD("answer") X "}", ERR_FORMAT, "field \"text\" of \"answer\" is missing"},
	{HEAD("move") X "}", ERR_FORMAT, "field \"stage\" of \"move\" is missing"},
	{HEAD("refer") X ",\"body\":7}", ERR_FORMAT, "field \"body\" to be a name"},
	{HEAD("pause") X "," WORDS "}", ERR_FORMAT, "\"pause\" has no field \"text\""},
	{HEAD("table") X ",\"body\":\"b\",\"kind\":\"k\",\"procedure\":\"p\"," TITLE ",\"concerned\":\"ARM\"}", ERR_FORMAT,
     "\"concerned\" to be a list of names"},
	/* Lists and objects */
	{HEAD("register") M ",\"head\":\"a\",\"delegates\":\"b\"}", ERR_FORMAT, "\"delegates\" to be a list of names"},
	{HEAD("register") M ",\"head\":\"a\",\"delegates\":[\"b\",1]}", ERR_FORMAT, "\"delegates\" to be a list of names"},
	{HEAD("register") M ",\"head\":\"a\",\"delegates\":{}}", ERR_FORMAT, "\"delegates\" to be a list of names"},
	{CAL "[\"2027-01-07\",\"2027-01-01\"]}", ERR_FORMAT, "in ascending order"},
	{CAL "[\"2027-01-01\",\"2027-01-01\"]}", ERR_FORMAT, "in ascending order"},
	{CAL "[20819]}", ERR_FORMAT, "\"holidays\" to be a list of dates"},
	{COR "{}}", ERR_FORMAT, "\"text\" to be an object of languages"},
	{COR "[]}", ERR_FORMAT, "\"text\" to be an object of languages"},
	{COR "{\"en\":\"words\"}}", ERR_FORMAT, "refs of blobs"},
	{COR "{\"en\":\"permanent:" HEX64 "\"}}", ERR_FORMAT, "public or restricted"},
	{COR "{\"ru\":\"@P\",\"en\":\"@P\"}}", ERR_FORMAT, "ascending"},
	{COR "{\"e\":\"@P\"}}", ERR_FORMAT, "languages"},
	{COR "{\"en gb\":\"@P\"}}", ERR_FORMAT, "languages"},
	{HEAD("invite") M ",\"guest\":\"UN\",\"title\":{\"en\":\"\"}}", ERR_FORMAT,
     "\"title\" to be an object of languages"},
	{HEAD("invite") M ",\"guest\":\"UN\",\"title\":{\"en\":1}}", ERR_FORMAT, "\"title\" to be an object of languages"},
	{HEAD("invite") M ",\"guest\":\"UN\",\"title\":{}}", ERR_FORMAT, "\"title\" to be an object of languages"},
	{F "{}}", ERR_FORMAT, "\"keys\" to be an object of parties"},
	{F "{\"ARM\":[\"arm-1\"]}}", ERR_FORMAT, "\"keys\" to be an object of parties"},
	{F "{\"ARM\":[\"arm-1\",\"@K\",1]}}", ERR_FORMAT, "\"keys\" to be an object of parties"},
	{F "{\"ARM\":[\"arm 1\",\"@K\"]}}", ERR_FORMAT, "\"keys\" to be an object of parties"},
	{F "{\"ARM\":[\"arm-1\",\"AAAA\"]}}", ERR_FORMAT, "\"keys\" to be an Ed25519 public key"},
	{F "{\"BLR\":[\"b\",\"@K\"],\"ARM\":[\"a\",\"@K\"]}}", ERR_FORMAT, "parties, ascending"},
	{Z "{}}", ERR_FORMAT, "\"zones\" to be an object of zones"},
	{Z "{\"A\":[]}}", ERR_FORMAT, "\"zones\" to be an object of zones"},
	{Z "{\"A\":[0,1]}}", ERR_FORMAT, "\"zones\" to be an object of zones"},
	{Z "{\"A\":[0,2,3600,2,0]}}", ERR_FORMAT, "\"zones\" to be an object of zones"},
	{Z "{\"A\":[0,2,\"x\"]}}", ERR_FORMAT, "\"zones\" to be an object of zones"},
	{Z "{\"A\":[64801]}}", ERR_FORMAT, "\"zones\" to be an object of zones"},
	{Z "{\"A\":[-64800]}}", ERR_OK, ""},
	{Z "{\"A\":[0,9007199254741,0]}}", ERR_FORMAT, "\"zones\" to be an object of zones"},
	{Z "{\"B\":[0],\"A\":[0]}}", ERR_FORMAT, "zones, ascending"},
};

#endif
