/* Random walks: thousands of acts, most of them plausible, none of them trusted. Around each the harness compares
 * digests and checks the invariants; here every move is held against the tables of what may follow what, and at the
 * end the record is replayed. The seed is printed with a failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters.h"
#include "kernel/walk.h"

#define WALKS 12u
#define STEPS 1500u
#define NAMES 40u

static struct play play;

static const char *const parties[] = {"ARM", "BLR", "KAZ", "RUS", "NEW", "SUS", "SEC", "ICR", NULL};
static const char *const bodies[] = {"council", "council", "working-group", "club", "corner", NULL};
static const char *const procedures[] = {"sitting", "sitting", "silent", "silent", "open-call", "written", NULL};
static const char *const kinds[] = {"decision", "statement", "plan", NULL};
static const char *const positions[] = {"support", "object",      "abstain", "reserve",
                                        "hold",    "disinterest", "other",   NULL};
static const char *const words[] = {"one", "two", "three", NULL};

/* What is known of the matter, mostly: its version and text. */
static int describe(char *out, size_t size, uint32_t m)
{
	char name[16];
	snprintf(name, sizeof name, "m%u", m);
	uint32_t index = kernel_matter_find(play.state, str_from(name));
	if (index == NONE || draw(20) == 0)
		return snprintf(out, size, "matter=%s version=%u commitment=%s", name, draw(3), pick(words));
	struct matter_view view = kernel_matter_at(play.state, index);
	char text[65] = "";
	if (view.has_text) {
		struct buf buf = buf_of(text, 64);
		buf_hex(&buf, view.commitment, 32);
		text[64] = 0;
	}
	return snprintf(out, size, "matter=%s version=%u%s%s", name, view.version, view.has_text ? " commitment=" : "",
	                text);
}

/* Who would chair the matter, mostly. */
static const char *chair_of(uint32_t m, const char *otherwise)
{
	char name[16];
	snprintf(name, sizeof name, "m%u", m);
	uint32_t index = kernel_matter_find(play.state, str_from(name));
	if (index == NONE || draw(4) == 0)
		return otherwise;
	struct matter_view view = kernel_matter_at(play.state, index);
	if (view.meeting == NONE)
		return "KAZ";
	uint32_t host = kernel_meeting_at(play.state, view.meeting).host;
	for (const char *const *party = parties; *party && host != NONE; party++)
		if (str_eq(str_from(*party), play.charter.party[host].titles.name))
			return *party;
	return otherwise;
}

static const char *chair_of_meeting(uint32_t c, const char *otherwise)
{
	char name[16];
	snprintf(name, sizeof name, "c%u", c);
	uint32_t index = kernel_meeting_find(play.state, str_from(name));
	uint32_t host = index == NONE ? NONE : kernel_meeting_at(play.state, index).host;
	for (const char *const *party = parties; *party && host != NONE; party++)
		if (str_eq(str_from(*party), play.charter.party[host].titles.name))
			return *party;
	return otherwise;
}

/* An act on a meeting: verb into *ret_verb, its fields into `out`; for the chair's acts, perhaps a better party. */
static void invent_at_meeting(char *out, size_t size, const char **ret_verb, const char **party)
{
	uint32_t c = draw(NAMES / 4);
	uint32_t known = kernel_meeting_count(play.state) > 0 ? draw(kernel_meeting_count(play.state)) : NONE;
	if (known != NONE && draw(4))
		sscanf(kernel_meeting_at(play.state, known).name.ptr, "c%u", &c);
	switch (draw(6)) {
	case 0:
		*ret_verb = "convene";
		snprintf(out, size, "meeting=c%u body=%s regular=%s host=%s place=P zone=Europe/Moscow starts=+%uh",
		         draw(NAMES / 4), pick(bodies), draw(2) ? "yes" : "no", pick(parties), draw(200));
		break;
	case 1:
		*ret_verb = "open";
		*party = chair_of_meeting(c, *party);
		snprintf(out, size, "meeting=c%u format=%s", c, draw(2) ? "plenary" : "narrow");
		break;
	case 2:
		*ret_verb = draw(2) ? "close" : "attend";
		if (strcmp(*ret_verb, "close") == 0)
			*party = chair_of_meeting(c, *party);
		snprintf(out, size, strcmp(*ret_verb, "close") == 0 ? "meeting=c%u" : "meeting=c%u present=no", c);
		break;
	case 3:
		*ret_verb = draw(5) ? "agenda" : "cancel";
		snprintf(out, size, strcmp(*ret_verb, "cancel") == 0 ? "meeting=c%u" : "meeting=c%u item=%u title=T", c,
		         1 + draw(3));
		break;
	default:
		*ret_verb = "attend";
		snprintf(out, size, "meeting=c%u present=%s", c, draw(5) ? "yes" : "no");
		break;
	}
}

/* An act on a matter, in the same way. */
static void invent_on_matter(char *out, size_t size, const char **ret_verb, const char **party)
{
	uint32_t m = draw(NAMES), version = 1;
	uint32_t known = kernel_matter_count(play.state) > 0 ? draw(kernel_matter_count(play.state)) : NONE;
	char about[256];
	if (known != NONE && draw(8)) {
		sscanf(kernel_matter_at(play.state, known).name.ptr, "m%u", &m);
		version = kernel_matter_at(play.state, known).version;
	}
	describe(about, sizeof about, m);
	switch (draw(16)) {
	case 0:
	case 1:
		*ret_verb = "table";
		snprintf(out, size, "matter=m%u body=%s kind=%s procedure=%s title=T%s", draw(NAMES), pick(bodies), pick(kinds),
		         pick(procedures), draw(4) ? " text=one" : "");
		break;
	case 2:
		*ret_verb = "amend";
		snprintf(out, size, "matter=m%u version=%u text=%s", m, version + 1, pick(words));
		break;
	case 3:
		*ret_verb = draw(2) ? "circulate" : "withdraw";
		snprintf(out, size, "matter=m%u", m);
		break;
	case 4:
		*ret_verb = "silence";
		snprintf(out, size, "matter=m%u until=+%uh seen=%u", m, 40 + draw(100), (unsigned)kernel_size(play.state));
		break;
	case 5:
	case 6:
		*ret_verb = "submit";
		snprintf(out, size, "matter=m%u meeting=c%u seen=%u", m, draw(NAMES / 4), (unsigned)kernel_size(play.state));
		break;
	case 7:
	case 8:
		*ret_verb = "adopt";
		*party = chair_of(m, *party);
		snprintf(out, size, "%s seen=%u", about, (unsigned)kernel_size(play.state));
		break;
	case 9:
		*ret_verb = "reject";
		*party = chair_of(m, *party);
		snprintf(out, size, "matter=m%u seen=%u", m, (unsigned)kernel_size(play.state));
		break;
	case 10:
		*ret_verb = "plan";
		*party = "SEC";
		snprintf(out, size, "matter=m%u item=%u title=T from=2026-04-01 to=2026-04-02", m, 1 + draw(3));
		break;
	default:
		*ret_verb = "position";
		snprintf(out, size, "%s position=%s", about, pick(positions));
		break;
	}
}

/* Events, those who take part, reports. */
static void invent_event(char *out, size_t size, const char **ret_verb, const char **party)
{
	static const char *const events[] = {"parade", "training", "reception", "ball", NULL};
	static const char *const reports[] = {"situation", "request", "mission", "rumour", NULL};
	switch (draw(3)) {
	case 0:
		*ret_verb = "event";
		*party = draw(4) ? "SEC" : *party;
		snprintf(out, size, "event=e%u kind=%s title=T host=%s from=2026-04-%02u to=2026-04-%02u starts=+%uh", draw(9),
		         pick(events), pick(parties), 1 + draw(10), 1 + draw(20), draw(3000));
		break;
	case 1:
		*ret_verb = "participate";
		snprintf(out, size, "event=e%u head=%c%c%c-1", draw(9), (*party)[0] | 32, (*party)[1] | 32, (*party)[2] | 32);
		break;
	default:
		*ret_verb = "report";
		snprintf(out, size, "matter=m%u kind=%s title=T", draw(NAMES), pick(reports));
		break;
	}
}

/* ---- What may follow what -------------------------------------------------------------------- */

static const bool meeting_moves[4][4] = {
	/* to:                planned open   closed cancelled */
	[MEETING_PLANNED] = {true, true, false, true},
	[MEETING_OPEN] = {false, true, true, false},
	[MEETING_CLOSED] = {false, false, true, false},
	[MEETING_CANCELLED] = {false, false, false, true},
};

static struct matter_view matters_before[NAMES];
static enum meeting_status meetings_before[NAMES];
static uint32_t matters_known, meetings_known;

static bool has_way(const struct procedure *procedure, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < procedure->stage[from].transition_count; i++)
		if (procedure->stage[from].transition[i].target == to)
			return true;
	return from == to;
}

static void check_moves(void)
{
	for (uint32_t i = 0; i < kernel_matter_count(play.state); i++) {
		struct matter_view now = kernel_matter_at(play.state, i), *before = &matters_before[i];
		const struct procedure *procedure = &play.charter.procedure[now.procedure];
		if (i >= matters_known) {
			assert_int_equal(now.stage, 0);
		} else if (procedure->stage[before->stage].outcome) {
			/* Decided is decided: to the last position. */
			assert_int_equal(now.stage, before->stage);
			assert_true(str_eq(now.symbol, before->symbol));
			assert_int_equal(now.decided, before->decided);
			assert_memory_equal(now.ballot.set, before->ballot.set, sizeof now.ballot.set);
			assert_int_equal(now.ballot.day, before->ballot.day);
			assert_true(now.ballot.instruments == before->ballot.instruments);
		} else {
			assert_true(has_way(procedure, before->stage, now.stage));
			assert_true(now.version == before->version || now.version == before->version + 1);
		}
		*before = now;
	}
	matters_known = kernel_matter_count(play.state);
	for (uint32_t i = 0; i < kernel_meeting_count(play.state); i++) {
		enum meeting_status now = kernel_meeting_at(play.state, i).status;
		if (i >= meetings_known)
			assert_int_equal(now, MEETING_PLANNED);
		else
			assert_true(meeting_moves[meetings_before[i]][now]);
		meetings_before[i] = now;
	}
	meetings_known = kernel_meeting_count(play.state);
}

/* ---- Walks ----------------------------------------------------------------------------------- */

static void enter_due(void)
{
	while (play_outcome(&play))
		check_moves();
}

static void walk(unsigned from, uint64_t *accepted, bool seen[VERB_MAX])
{
	walk_seed(from);
	matters_known = meetings_known = 0;
	PLAY_OPEN(&play, UNION_CHARTER);
	play_found(&play);
	for (unsigned step = 0; step < STEPS; step++) {
		char fields[512];
		struct act act;
		const char *verb, *party = pick(parties);
		play.now_ms += draw(3) ? (int64_t)draw(1000) : (int64_t)draw(8 * 3600 * 1000);
		enter_due();
		(draw(4) ? draw(8) ? invent_on_matter : invent_event : invent_at_meeting)(fields, sizeof fields, &verb, &party);
		if (walk_act(&play, party, verb, fields, &act).refusal == REFUSAL_NONE) {
			++*accepted;
			seen[act.verb] = true;
			check_moves();
			enter_due();
			for (const char *const *member = parties; act.verb == VERB_CONVENE && *member; member++)
				walk_attend(&play, *member, arena_str(&play.scratch, act.field[FIELD_MEETING].str).ptr);
		}
		check_moves();
	}
	play_replay(&play);
	play_close(&play);
}

static void test_walks(void **state)
{
	(void)state;
	uint64_t accepted = 0;
	bool seen[VERB_MAX] = {false};
	for (unsigned i = 0; i < WALKS; i++)
		walk(i + 1, &accepted, seen);
	assert_true(accepted > WALKS * STEPS / 20);
	static const enum verb wanted[] = {VERB_CONVENE, VERB_OPEN,     VERB_CLOSE,       VERB_CANCEL,    VERB_AGENDA,
	                                   VERB_ATTEND,  VERB_TABLE,    VERB_AMEND,       VERB_CIRCULATE, VERB_SILENCE,
	                                   VERB_SUBMIT,  VERB_POSITION, VERB_ADOPT,       VERB_REJECT,    VERB_WITHDRAW,
	                                   VERB_PLAN,    VERB_EVENT,    VERB_PARTICIPATE, VERB_REPORT};
	walk_check_seen(seen, wanted, sizeof wanted / sizeof *wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_walks)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
