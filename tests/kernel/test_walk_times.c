/* Random walks among procedures in time: clocks that are extended and stand still, meetings about matters, referrals,
 * moves, deposits, days that pass in one step. The harness compares digests around every decision and checks the
 * invariants after every entry; at the end the record is replayed. Some walks are walked twice, the second time with a
 * thousand steps of time for each long one: the state is the same. The seed is printed with a failure. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/charters_time.h"
#include "kernel/walk.h"

#define WALKS 30u
#define STEPS 1500u
#define TWICE 6u /* so many of the walks */
#define MATTERS 400u
#define MEETINGS 60u

static struct play play;

static const char *const parties[] = {"ARM", "BLR", "KAZ", "KAZ", "RUS", "SEC", NULL};
static const char *const bodies[] = {"council", "council", "committee", "bureau", NULL};
static const char *const procedures[] = {"berlin", "silence", "vote", "response", "appeal", "path", "later", NULL};
static const char *const instruments[] = {"treaty", "protocol", "pact", "nothing", NULL};
static const char *const stages[] = {"watch", "full", "ended", "nowhere", NULL};
static const char *const positions[] = {"support", "support", "object", "reserve", NULL};
static const char *const kinds[] = {"measures", "x", NULL};

static uint32_t known_matter(void)
{
	uint32_t count = kernel_matter_count(play.state), m = draw(MATTERS);
	if (count > 0 && draw(10))
		sscanf(kernel_matter_at(play.state, count - 1 - draw(count < 6 ? count : 6)).name.ptr, "m%u", &m);
	return m;
}

static uint32_t known_meeting(void)
{
	uint32_t count = kernel_meeting_count(play.state), c = draw(MEETINGS);
	if (count > 0 && draw(3))
		sscanf(kernel_meeting_at(play.state, count - 1 - draw(count < 4 ? count : 4)).name.ptr, "c%u", &c);
	return c;
}

static const char *commitment_of(uint32_t m, char text[90])
{
	char name[16];
	snprintf(name, sizeof name, "m%u", m);
	uint32_t index = kernel_matter_find(play.state, str_from(name));
	text[0] = 0;
	if (index == NONE)
		return text;
	struct matter_view view = kernel_matter_at(play.state, index);
	int size = snprintf(text, 90, "version=%u", view.version);
	if (view.has_text) {
		struct buf buf = buf_of(text + size + 12, 64);
		memcpy(text + size, " commitment=", 12);
		buf_hex(&buf, view.commitment, 32);
		text[size + 12 + 64] = 0;
	}
	return text;
}

static void invent_meeting(char *out, size_t size, const char **verb, uint32_t m)
{
	uint32_t c = known_meeting();
	switch (draw(4)) {
	case 0:
	case 1:
		*verb = "convene";
		snprintf(out, size, "meeting=c%u body=%s%s regular=%s place=P zone=Europe/Vienna starts=+%uh", c, pick(bodies),
		         draw(3) ? "" : " bodies=committee", draw(2) ? "yes" : "no", 20 + draw(60));
		if (draw(3))
			snprintf(out + strlen(out), size - strlen(out), " about=m%u", m);
		break;
	case 2:
		*verb = "open";
		snprintf(out, size, "meeting=c%u", c);
		break;
	default:
		*verb = draw(3) ? "close" : "cancel";
		snprintf(out, size, "meeting=c%u", c);
		break;
	}
}

static void invent(char *out, size_t size, const char **verb)
{
	uint32_t m = known_matter(), seen = (uint32_t)kernel_size(play.state);
	char text[90];
	static const char *const plain[] = {"answer", "request", "request", "request", "pause", "resume", "withdraw", NULL};
	switch (draw(12)) {
	case 0:
	case 1:
		*verb = "table";
		snprintf(out, size, "matter=m%u body=%s kind=%s procedure=%s title=T%s%s%s", draw(MATTERS), pick(bodies),
		         pick(kinds), pick(procedures), draw(2) ? " text=one" : "", draw(2) ? " concerned=BLR,RUS" : "",
		         draw(4) ? "" : " to=2026-12-31");
		break;
	case 2:
	case 3:
		*verb = pick(plain);
		snprintf(out, size, "matter=m%u%s", m, strcmp(*verb, "answer") == 0 ? " text=one" : "");
		break;
	case 4:
		*verb = "extend";
		snprintf(out, size, "matter=m%u seen=%u", m, seen);
		break;
	case 5:
		*verb = "move";
		snprintf(out, size, "matter=m%u stage=%s seen=%u", m, pick(stages), seen);
		break;
	case 6:
		*verb = "refer";
		snprintf(out, size, "matter=m%u body=%s seen=%u", m, pick(bodies), seen);
		break;
	case 7:
		*verb = "silence";
		snprintf(out, size, "matter=m%u until=+%uh seen=%u", m, 1 + draw(60), seen);
		break;
	case 8:
		*verb = draw(3) ? "submit" : "deposit";
		if (strcmp(*verb, "submit") == 0)
			snprintf(out, size, "matter=m%u meeting=c%u seen=%u", m, known_meeting(), seen);
		else
			snprintf(out, size, "instrument=%s", pick(instruments));
		break;
	case 9:
		invent_meeting(out, size, verb, m);
		break;
	default:
		*verb = "position";
		snprintf(out, size, "matter=m%u %s position=%s", m, commitment_of(m, text), pick(positions));
		break;
	}
}

/* What runs out meanwhile is entered at the first of the steps at which it is due. */
static void pass_time(int64_t by_ms, unsigned steps)
{
	int64_t from_ms = play.now_ms;
	for (unsigned i = 1; i <= steps; i++) {
		play.now_ms = from_ms + by_ms * i / steps;
		while (play_outcome(&play))
			;
	}
}

/* The state's digest at the end. */
static uint64_t walk(unsigned from, unsigned steps_of_time, uint64_t *accepted, bool seen[VERB_MAX])
{
	walk_seed(from);
	PLAY_OPEN(&play, TIME_CHARTER);
	play_found(&play);
	for (unsigned step = 0; step < STEPS; step++) {
		char fields[512];
		struct act act;
		const char *verb, *party = pick(parties);
		bool far = draw(8) == 0;
		pass_time(far ? (int64_t)draw(60 * 3600) * 1000 : (int64_t)draw(3600 * 1000), far ? steps_of_time : 1);
		invent(fields, sizeof fields, &verb);
		if (walk_act(&play, party, verb, fields, &act).refusal != REFUSAL_NONE)
			continue;
		++*accepted;
		seen[act.verb] = true;
		while (play_outcome(&play))
			;
		for (unsigned i = 0; act.verb == VERB_CONVENE && i < 3; i++)
			walk_attend(&play, parties[i], arena_str(&play.scratch, act.field[FIELD_MEETING].str).ptr);
	}
	/* The state knows the time of the last entry, which must not be an outcome's. */
	play_run(&play, "ARM arm-1 table matter=end body=council kind=x procedure=vote title=End text=one\n");
	uint64_t digest = play_digest(play.state);
	play_replay(&play);
	play_close(&play);
	return digest;
}

static void test_walks(void **state)
{
	(void)state;
	uint64_t accepted = 0;
	bool seen[VERB_MAX] = {false};
	for (unsigned i = 0; i < WALKS; i++) {
		uint64_t digest = walk(i + 1, 1, &accepted, seen);
		if (i < TWICE)
			assert_true(walk(i + 1, 1000, &accepted, seen) == digest);
	}
	assert_true(accepted > WALKS * STEPS / 20);
	static const enum verb wanted[] = {VERB_TABLE, VERB_ANSWER,   VERB_REQUEST, VERB_PAUSE,   VERB_RESUME,  VERB_EXTEND,
	                                   VERB_MOVE,  VERB_REFER,    VERB_SILENCE, VERB_DEPOSIT, VERB_CONVENE, VERB_OPEN,
	                                   VERB_CLOSE, VERB_POSITION, VERB_SUBMIT,  VERB_WITHDRAW};
	walk_check_seen(seen, wanted, sizeof wanted / sizeof *wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_walks)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
