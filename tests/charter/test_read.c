/* What a charter says is what is read: values, inheritance, order; limits; memory that fails; damaged texts. */
#include "charter_test.h"

static void the_members_of_the_csto(void **state)
{
	(void)state;
	struct str text = tree_file("examples/csto/csto.charter");
	struct reading reading;
	reading_good(&reading, text);
	const struct charter *c = &reading.charter;
	assert_int_equal(reading.diagnostics.count, 0);
	assert_true(str_eq(c->titles.name, STR("csto")));
	assert_text(c->titles.other[0].text, "Организация Договора о коллективной безопасности");
	assert_text(c->titles.alias[1], "ОДКБ");
	assert_int_equal(c->language_count, 2);
	assert_text(c->zone, "Europe/Moscow");
	assert_text(c->seat, "Moscow");
	assert_int_equal(c->week, 0x1f);
	assert_true(c->week_origin.line != 0);
	assert_int_equal(c->date_count, 6);
	assert_int_equal(c->date[2].date.year, 2002);
	assert_text(c->date[2].origin.cite, "Charter, Chisinau, 7 October 2002");
	assert_int_equal(c->series_count, 3);
	assert_text(c->series[1].pattern, "{body}/ST/{year}/{n}");
	/* Protocol order is that of the Russian alphabet; the permanent working bodies, without a key, are last. */
	static const char *const order[] = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB", "JST", "SEC"};
	assert_int_equal(c->party_count, 9);
	for (uint32_t i = 0; i < 9; i++)
		assert_text(c->party[c->order[i]].titles.name, order[i]);
	uint32_t uzb = map_get(&c->parties, STR("UZB"));
	const struct party *party = &c->party[uzb];
	assert_text(party->zone, "Asia/Tashkent");
	assert_int_equal(party->status_count, 3);
	assert_int_equal(party->status[0].kind, STATUS_MEMBER);
	assert_int_equal(party->status[1].from.year, 2006);
	assert_int_equal(party->status[1].until.month, 12);
	assert_int_equal(party->status[1].origin.sure, SURE_PRESS);
	assert_int_equal(party->status[2].kind, STATUS_SUSPENDED);
	assert_int_equal(party->status[2].until.year, 0);
	uint32_t general = map_get(&c->offices, STR("secretary-general"));
	assert_int_equal(c->office[general].holder_count, 5);
	assert_text(c->office[general].holder[2].person, "zas");
	assert_int_equal(c->office[general].holder[2].party, map_get(&c->parties, STR("SEC")));
	assert_int_equal(map_get(&c->bodies, STR("nothing")), MAP_NONE);
	reading_release(&reading);
	tree_file_release(text);
}

#define KEPT                                            \
	"organisation o \"O\" {\n"                          \
	"  seat \"S\" UTC\n"                                \
	"  accent \"#1d4F91\" { cite \"Colours\" }\n"       \
	"  banner \"A rehearsal\" {\n"                      \
	"    title fr \"Une répétition\"\n"               \
	"    cite \"Notice 1\"\n"                           \
	"  }\n"                                             \
	"  date plain 1992-05-15\n"                         \
	"  date day 2003-04-28 \"Day\" {\n"                 \
	"    title fr \"Jour\"\n"                           \
	"    yearly\n"                                      \
	"    place \"Basel\"\n"                             \
	"    body staff\n"                                  \
	"    cite \"Decision 3\"\n"                         \
	"    sure press\n"                                  \
	"  }\n"                                             \
	"  event parade \"Parade\" {\n"                     \
	"    title fr \"Défilé\"\n"                       \
	"    alias \"March\"\n"                             \
	"    host apart { cite \"Rule 4\" }\n"              \
	"    cite \"Rules\"\n"                              \
	"  }\n"                                             \
	"  event one \"1\" { host in-order }\n"             \
	"  event two \"2\" { host first }\n"                \
	"  event three \"3\" { host last }\n"               \
	"  event four \"4\"\n"                              \
	"  title fr \"Org\"\n"                              \
	"}\n"                                               \
	"party p \"P\" { status member from 2000-01-01 }\n" \
	"body staff \"Staff\" { decides any r }\n"          \
	"rule r { adopted when objections = 0 }\n"          \
	"procedure appeal {\n"                              \
	"  begins member\n"                                 \
	"  crisis { cite \"Rule 9\" }\n"                    \
	"  stage s { on withdrawal to t }\n"                \
	"  outcome t\n"                                     \
	"}\n"                                               \
	"procedure other {\n"                               \
	"  begins member\n"                                 \
	"  stage s { on withdrawal to t }\n"                \
	"  outcome t\n"                                     \
	"}\n"

static void dates_and_events(void **state)
{
	(void)state;
	struct reading reading;
	reading_good(&reading, STR(KEPT));
	const struct charter *c = &reading.charter;
	assert_int_equal(reading.diagnostics.count, 0);
	assert_text(c->accent, "#1d4F91");
	assert_text(c->accent_origin.cite, "Colours");
	assert_text(c->banner.title, "A rehearsal");
	assert_int_equal(c->banner.count, 1);
	assert_text(c->banner.other[0].text, "Une répétition");
	assert_text(c->banner_origin.cite, "Notice 1");
	/* The titles of what stands in it are not the organisation's. */
	assert_int_equal(c->titles.count, 1);
	assert_text(c->titles.other[0].text, "Org");
	assert_int_equal(c->titles.alias_count, 0);
	assert_int_equal(c->date_count, 2);
	assert_text(c->date[0].titles.title, "plain");
	assert_true(!c->date[0].yearly && c->date[0].place.len == 0 && c->date[0].body == NONE);
	assert_text(c->date[1].name, "day");
	assert_text(c->date[1].titles.name, "day");
	assert_text(c->date[1].titles.title, "Day");
	assert_text(c->date[1].titles.other[0].text, "Jour");
	assert_true(c->date[1].yearly);
	assert_int_equal(c->date[1].date.day, 28);
	assert_text(c->date[1].place, "Basel");
	assert_int_equal(c->date[1].body, map_get(&c->bodies, STR("staff")));
	assert_int_equal(c->body_count, 1); /* a date's body is none of its own */
	assert_text(c->date[1].origin.cite, "Decision 3");
	assert_int_equal(c->date[1].origin.sure, SURE_PRESS);
	static const enum host_place hosts[] = {HOST_APART, HOST_IN_ORDER, HOST_FIRST, HOST_LAST, HOST_IN_ORDER};
	assert_int_equal(c->event_kind_count, 5);
	for (uint32_t i = 0; i < 5; i++) {
		assert_int_equal(c->event_kind[i].host, hosts[i]);
		assert_int_equal(map_get(&c->event_kinds, c->event_kind[i].titles.name), i);
	}
	assert_int_equal(map_get(&c->event_kinds, STR("five")), MAP_NONE);
	assert_text(c->event_kind[0].titles.other[0].text, "Défilé");
	assert_text(c->event_kind[0].titles.alias[0], "March");
	assert_text(c->event_kind[0].origin.cite, "Rules");
	assert_text(c->event_kind[0].host_origin.cite, "Rule 4");
	assert_true(c->procedure[0].crisis && !c->procedure[1].crisis);
	assert_text(c->procedure[0].crisis_origin.cite, "Rule 9");
	reading_release(&reading);
}

static void its_bodies_inherit(void **state)
{
	(void)state;
	struct str text = tree_file("examples/csto/csto.charter");
	struct reading reading;
	reading_good(&reading, text);
	const struct charter *c = &reading.charter;
	const struct body *csc = &c->body[map_get(&c->bodies, STR("csc"))];
	const struct body *cmfa = &c->body[map_get(&c->bodies, STR("cmfa"))];
	const struct body *group = &c->body[map_get(&c->bodies, STR("wg-afghanistan"))];
	assert_text(cmfa->code, "CMFA");
	assert_text(group->code, "WG-AFGHANISTAN");
	assert_text(cmfa->level, "foreign-minister");
	assert_int_equal(csc->parent, NONE);
	assert_int_equal(group->parent, (uint32_t)(cmfa - c->body));
	/* Through two generations, with the place where it is stated. */
	assert_int_equal(group->chair, CHAIR_OFFICE);
	assert_int_equal(group->chair_index, map_get(&c->offices, STR("chairman")));
	assert_int_equal(group->chair_origin.line, csc->chair_origin.line);
	assert_int_equal(group->format_count, 2);
	assert_text(group->format[1], "plenary");
	assert_int_equal(group->decides_count, 6);
	assert_int_equal(body_rule(c, (uint32_t)(group - c->body), STR("substance")), map_get(&c->rules, STR("consensus")));
	/* Its own. */
	assert_int_equal(group->convenes_count, 2);
	assert_int_equal(csc->convenes_count, 1);
	assert_int_equal(cmfa->convenes_count, 1);
	/* Never inherited. */
	assert_int_equal(group->earlier_meetings, 35);
	assert_int_equal(cmfa->earlier_meetings, MEETINGS_UNKNOWN);
	assert_int_equal(csc->titles.alias_count, 1);
	assert_int_equal(csc->quorum_open, NONE);
	reading_release(&reading);
	tree_file_release(text);
}

static void the_councils_silence(void **state)
{
	(void)state;
	struct str text = tree_file("examples/council/council.charter");
	struct reading reading;
	reading_good(&reading, text);
	const struct charter *c = &reading.charter;
	assert_int_equal(reading.diagnostics.count, 0);
	const struct body *commission = &c->body[0], *bureau = &c->body[1];
	assert_text(commission->code, "COM");
	assert_int_equal(commission->notice.unit, SPAN_WORKING_DAYS);
	assert_int_equal(commission->notice.count, 5);
	assert_int_equal(bureau->notice.unit, SPAN_MS);
	assert_int_equal(bureau->notice.count, INT64_C(48) * 3600 * 1000);
	assert_int_equal(bureau->chair, CHAIR_HOST);
	assert_int_equal(bureau->composition, 0);
	assert_int_equal(bureau->quorum_decide, commission->quorum_decide);
	assert_int_equal(bureau->procedure_count, 1);
	assert_int_equal(bureau->earlier_meetings, 12);
	assert_int_equal(party_set_count(&c->set[0].parties), 3);
	const struct rule *two_thirds = &c->rule[1];
	assert_int_equal(two_thirds->absence, ABSENCE_NOT_FOR);
	assert_int_equal(two_thirds->abstention, ABSTENTION_AGAINST);
	assert_false(two_thirds->hold_blocks);
	assert_true(c->rule[0].hold_blocks);
	const struct procedure *silence = &c->procedure[0];
	assert_int_equal(silence->stage_count, 6);
	assert_int_equal(silence->begins_count, 2);
	assert_int_equal(silence->begins[1].kind, WHO_SECRETARIAT);
	assert_true(silence->needs_text);
	const struct stage *stage = &silence->stage[2];
	assert_text(stage->name, "silence");
	assert_int_equal(stage->clock, CLOCK_UNTIL);
	assert_true(stage->has_floor && stage->has_ceiling);
	assert_int_equal(stage->floor.count, 3);
	assert_int_equal(stage->ceiling.unit, SPAN_WEEKS);
	assert_int_equal(stage->takes, 1u << POSITION_SUPPORT | 1u << POSITION_OBJECT | 1u << POSITION_RESERVE |
	                                   1u << POSITION_HOLD | 1u << POSITION_DISINTEREST);
	assert_int_equal(stage->transition_count, 5);
	assert_int_equal(stage->transition[0].event, EVENT_OBJECTION);
	assert_int_equal(stage->transition[0].by[0].kind, WHO_MEMBER);
	assert_int_equal(stage->transition[3].event, EVENT_EXPIRY);
	assert_int_equal(stage->transition[3].target, 3);
	assert_int_equal(c->test[stage->transition[3].when].op, TEST_PASSES);
	assert_int_equal(stage->transition[4].when, NONE);
	assert_true(silence->stage[3].outcome && silence->stage[3].adopted && silence->stage[3].publish);
	assert_int_equal(silence->stage[3].series, 0);
	assert_int_equal(silence->stage[4].series, NONE);
	assert_false(silence->stage[4].adopted);
	assert_int_equal(c->procedure[1].stage[2].series, SERIES_OF_KIND);
	reading_release(&reading);
	tree_file_release(text);
}

static void a_child_overrides_kind_by_kind(void **state)
{
	(void)state;
	struct reading reading;
	reading_good(&reading,
	             STR("body grandchild \"G\" { parent child }\n"
	                 "body child \"C\" {\n  parent top\n  decides money all\n  decides war all\n  notice 1 day\n}\n"
	                 "organisation o \"O\" { seat \"S \\\"q\\\" \\\\\" UTC }\n"
	                 "party a \"A\" { status member from 2000-01-01 }\n"
	                 "body top \"T\" {\n  decides money most\n  decides any most\n  notice 2 days\n  composition s\n}\n"
	                 "rule most { adopted when for > against }\n"
	                 "rule all { adopted when for = members }\n"
	                 "set s { parties a }\n"));
	const struct charter *c = &reading.charter;
	assert_text(c->seat, "S \"q\" \\");
	assert_int_equal(c->body[0].decides_count, 3);
	assert_int_equal(body_rule(c, 0, STR("money")), 1);
	assert_int_equal(body_rule(c, 0, STR("war")), 1);
	assert_int_equal(body_rule(c, 0, STR("peace")), 0);
	assert_int_equal(body_rule(c, 2, STR("war")), 0);
	assert_int_equal(c->body[0].notice.count, 1);
	assert_int_equal(c->body[0].composition, 0);
	/* Two kinds that no procedure serves are told once, where they are stated. */
	assert_int_equal(reading.diagnostics.error_count, 0);
	assert_int_equal(reading.diagnostics.count, 3);
	reading_release(&reading);
}

/* ---- Limits --------------------------------------------------------------------------------------------------- */

static char big[LIMIT_CHARTER_SIZE + 100];

static size_t add(size_t at, const char *format, ...) __attribute__((format(printf, 2, 3)));
static size_t add(size_t at, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	int size = vsnprintf(big + at, sizeof(big) - at, format, arguments);
	va_end(arguments);
	assert_true(at + (size_t)size < sizeof(big));
	return at + (size_t)size;
}

static void expect(size_t size, enum err_code code, const char *message)
{
	struct reading reading;
	reading_init(&reading, (struct str){big, size});
	if (reading.code != code || (message != NULL && strstr(reading.err.msg, message) == NULL)) {
		print_error("expected %s, found %s\n", message == NULL ? "" : message, reading.err.msg);
		fail();
	}
	reading_release(&reading);
}

static const char head[] = "organisation o \"O\" { seat \"S\" UTC }\n";

static size_t parties(size_t at, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		at = add(at, "party p%u \"P\" { status member from 2000-01-01 }\n", i);
	return at;
}

static void limits(void **state)
{
	(void)state;
	expect(parties(add(0, "%s", head), LIMIT_PARTIES), ERR_OK, NULL);
	expect(parties(add(0, "%s", head), LIMIT_PARTIES + 1), ERR_FORMAT, "more than 512 parties");
	size_t size = parties(add(0, "%s", head), 1);
	for (unsigned i = 0; i < LIMIT_BODIES + 1; i++)
		size = add(size, "body b%u \"B\" { parent b%u }\n", i, i == 0 ? LIMIT_BODIES - 1 : i - 1);
	expect(size, ERR_FORMAT, "more than 256 bodies");
	size = parties(add(0, "%s", head), 1);
	size = add(size, "body b0 \"B\" { earlier-meetings 1 }\n");
	for (unsigned i = 1; i < LIMIT_BODIES; i++) /* a dynasty: the youngest first */
		size = add(size, "body b%u \"B\" { parent b%u }\n", LIMIT_BODIES - i,
		           i == LIMIT_BODIES - 1 ? 0 : LIMIT_BODIES - i - 1);
	expect(size, ERR_OK, NULL);
	/* A line, a name, a string. */
	size = parties(add(0, "%s", head), 1);
	size = add(size, "#%0999d\n", 0);
	expect(size, ERR_OK, NULL);
	expect(add(size, "#%01000d\n", 0), ERR_FORMAT, "a line of more than 1000 bytes");
	expect(add(size, "rule r%063d { adopted when for > 0 }\n", 0), ERR_OK, NULL);
	expect(add(size, "rule r%064d { adopted when for > 0 }\n", 0), ERR_FORMAT, "a name of more than 64 characters");
	expect(add(size, "office x \"%0300d\" {\n}\n", 0), ERR_OK, NULL);
	expect(add(size, "office x \"%0301d\" {\n}\n", 0), ERR_FORMAT, "a title of more than 300 bytes");
	/* The whole. */
	memset(big, '\n', sizeof(big));
	size = parties(add(0, "%s", head), 1);
	big[size] = '\n';
	expect(LIMIT_CHARTER_SIZE, ERR_OK, NULL);
	expect(LIMIT_CHARTER_SIZE + 1, ERR_LIMIT, "more than 1048576 bytes");
}

/* An outcome may list every party twice, and must fit into an act: 28,672 bytes of names and their punctuation. */
static void names_that_fit_an_outcome(void **state)
{
	(void)state;
	size_t size = add(0, "%s", head);
	for (unsigned i = 0; i < 512; i++) /* 53 + 3 bytes each: 28,672 in all */
		size = add(size, "party p%052u \"P\" { status member from 2000-01-01 }\n", i);
	expect(size, ERR_OK, NULL);
	size = add(0, "%s", head);
	for (unsigned i = 0; i < 512; i++)
		size = add(size, "party p%0*u \"P\" { status member from 2000-01-01 }\n", i == 0 ? 53 : 52, i);
	expect(size, ERR_FORMAT, "the parties' names are too long together for an outcome");
}

static void limits_of_lists_and_conditions(void **state)
{
	(void)state;
	size_t size = add(parties(add(0, "%s", head), 1), "office x \"X\" {\n"), last;
	for (unsigned i = 0; i < LIMIT_LIST; i++)
		size = add(size, "alias \"a\"\n");
	expect(add(size, "}\n"), ERR_OK, NULL);
	last = size;
	expect(add(last, "alias \"b\"\n}\n"), ERR_FORMAT, "a list of more than 256");
	size = add(parties(add(0, "%s", head), 1), "rule r {\nadopted when (for > 1");
	for (unsigned i = 0; i < 50; i++) /* five nodes each: 4 + 250 */
		size = add(size, " and\nfor > 1");
	expect(add(size, ")\n}\n"), ERR_OK, NULL);
	expect(add(size, " and\nfor > 1)\n}\n"), ERR_FORMAT, "a condition of more than 256 parts");
	size = add(parties(add(0, "%s", head), 1), "rule r {\nadopted when for");
	for (unsigned i = 0; i < LIMIT_CHARTER_DEPTH; i++)
		size = add(size, " in voting");
	expect(add(size, " > 1\n}\n"), ERR_OK, NULL);
	expect(add(size, " in voting > 1\n}\n"), ERR_FORMAT, "more than 17 sets joined");
	size = add(parties(add(0, "%s", head), 1), "procedure p {\nbegins member\nstage s0 { on withdrawal to s31 }\n");
	for (unsigned i = 1; i < LIMIT_STAGES - 1; i++)
		size = add(size, "stage s%u { on withdrawal to s31 }\n", i);
	size = add(size, "outcome s31\n");
	expect(add(size, "}\n"), ERR_FORMAT, "nothing leads to the stage \"s1\"");
	expect(add(size, "outcome s32\n}\n"), ERR_FORMAT, "more than 32 stages and outcomes");
	size = parties(add(0, "organisation o \"O\" {\nseat \"S\" UTC\nlanguages aa"), 0);
	for (unsigned i = 1; i < LIMIT_LANGUAGES; i++)
		size = add(size, " a%c", 'a' + (char)i);
	expect(add(size, "\n}\nparty p \"P\" { status member from 2000-01-01 }\n"), ERR_OK, NULL);
	expect(add(size, " zz\n}\nparty p \"P\" { status member from 2000-01-01 }\n"), ERR_FORMAT,
	       "more than 16 languages");
	size = parties(add(0, "organisation o \"O\" {\nseat \"S\" UTC"), 0);
	for (unsigned i = 0; i < LIMIT_EVENT_KINDS; i++)
		size = add(size, "\nevent e%u \"E\"", i);
	expect(add(size, "\n}\nparty p \"P\" { status member from 2000-01-01 }\n"), ERR_OK, NULL);
	expect(add(size, "\nevent e \"E\"\n}\nparty p \"P\" { status member from 2000-01-01 }\n"), ERR_FORMAT,
	       "more than 64 kinds of events");
	size = add(0, "%s", head);
	for (unsigned i = 0; i < LIMIT_ZONES - 1; i++)
		size = add(size, "party p%u \"P\" {\nzone Area/City%u\nstatus member from 2000-01-01\n}\n", i, i);
	expect(size, ERR_OK, NULL);
	expect(add(size, "party q \"P\" {\nzone Area/City\nstatus member from 2000-01-01\n}\n"), ERR_FORMAT,
	       "more than 64 zones");
}

/* ---- Damage --------------------------------------------------------------------------------------------------- */

static char prose[200000];

/* Whatever the text, reading ends, and what was read can be said. Returns whether it was read. */
static bool survives(struct str text, struct region *region)
{
	struct arena arena = arena_of(region);
	struct charter charter;
	struct diagnostics diagnostics;
	struct err err = {0};
	enum err_code code = charter_read(text, &arena, &charter, &diagnostics, &err);
	struct buf buf = buf_of(prose, sizeof(prose));
	buf_diagnostics(&buf, STR("x"), &diagnostics);
	if (code == ERR_OK)
		buf_charter(&buf, &charter);
	assert_false(buf.full);
	assert_true(code == ERR_OK ? diagnostics.error_count == 0 : diagnostics.error_count > 0);
	for (uint32_t i = 0; i < diagnostics.count; i++) {
		assert_true(diagnostics.list[i].line >= 1 && diagnostics.list[i].column >= 1);
		assert_true(diagnostics.list[i].length >= 1);
	}
	return code == ERR_OK;
}

/* Every byte of a short text, of a longer one about 2,000 of them. */
static size_t stride(struct str text)
{
	return text.len / 2048 | 1;
}

static void every_prefix(void **state)
{
	(void)state;
	struct region region;
	assert_true(arena_reserve(&region, (size_t)4 << 20));
	for (size_t i = 0; i < EXAMPLES; i++) {
		struct str text = tree_file(example_files[i]);
		uint32_t good = 0;
		for (size_t size = 0; size < text.len; size += stride(text))
			good += survives(str_slice(text, 0, size), &region);
		assert_true(survives(text, &region));
		assert_true(good < text.len / 4);
		tree_file_release(text);
	}
	arena_return(&region);
}

static void every_byte_changed(void **state)
{
	(void)state;
	static const char changes[] = {'\0', '\n', ' ', '"', '{', '}', '(', ')', '#', '9', 'x', '=', '\xff'};
	struct region region;
	assert_true(arena_reserve(&region, (size_t)4 << 20));
	for (size_t i = 0; i < EXAMPLES; i++) {
		struct str text = tree_file(example_files[i]);
		char *copy = test_malloc(text.len);
		memcpy(copy, text.ptr, text.len);
		for (size_t at = 0; at < text.len; at += stride(text)) {
			copy[at] ^= (char)(1 << at % 8);
			survives((struct str){copy, text.len}, &region);
			copy[at] = changes[at % sizeof(changes)];
			survives((struct str){copy, text.len}, &region);
			copy[at] = text.ptr[at];
		}
		test_free(copy);
		tree_file_release(text);
	}
	arena_return(&region);
}

static void every_line_left_out(void **state)
{
	(void)state;
	struct region region;
	assert_true(arena_reserve(&region, (size_t)4 << 20));
	for (size_t i = 0; i < EXAMPLES; i++) {
		struct str text = tree_file(example_files[i]);
		char *copy = test_malloc(text.len);
		for (size_t begin = 0; begin < text.len;) {
			size_t end = str_find(text, '\n', begin) + 1;
			memcpy(copy, text.ptr, begin);
			memcpy(copy + begin, text.ptr + end, text.len - end);
			survives((struct str){copy, text.len - (end - begin)}, &region);
			begin = end;
		}
		test_free(copy);
		tree_file_release(text);
	}
	arena_return(&region);
}

static void memory_that_fails(void **state)
{
	(void)state;
	static const char broken[] = "party A \"A\" { zone Rome }\nrul x\nrule r { adopted when fro > 1 }\n";
	for (size_t i = 0; i <= EXAMPLES; i++) {
		struct str text = i < EXAMPLES ? tree_file(example_files[i]) : str_from(broken);
		uint64_t calls = 1;
		for (;; calls++) {
			struct region region;
			struct charter charter;
			struct diagnostics diagnostics;
			struct err err = {0};
			assert_true(arena_reserve(&region, (size_t)4 << 20));
			struct arena arena = arena_of(&region);
			arena_fail_after(calls);
			enum err_code code = charter_read(text, &arena, &charter, &diagnostics, &err);
			bool failed = arena_failed();
			arena_fail_after(0);
			struct buf buf = buf_of(prose, sizeof(prose));
			buf_diagnostics(&buf, STR("x"), &diagnostics);
			arena_return(&region);
			if (!failed) {
				assert_int_equal(code, i < EXAMPLES ? ERR_OK : ERR_FORMAT);
				break;
			}
			assert_int_equal(code, ERR_LIMIT);
			assert_string_equal(err.msg, "no memory for the charter");
		}
		assert_true(calls > 10);
		if (i < EXAMPLES)
			tree_file_release(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_members_of_the_csto),
		cmocka_unit_test(dates_and_events),
		cmocka_unit_test(its_bodies_inherit),
		cmocka_unit_test(the_councils_silence),
		cmocka_unit_test(a_child_overrides_kind_by_kind),
		cmocka_unit_test(limits),
		cmocka_unit_test(names_that_fit_an_outcome),
		cmocka_unit_test(limits_of_lists_and_conditions),
		cmocka_unit_test(every_prefix),
		cmocka_unit_test(every_byte_changed),
		cmocka_unit_test(every_line_left_out),
		cmocka_unit_test(memory_that_fails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
