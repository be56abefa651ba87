/* The record of the seed, as the kernel sees it: what the press releases say and no entry says alone. Who marches
 * where, which number a meeting has, who its guests are, what stays open, who held which office when.
 */
#include "app/story.h"

#include <stdlib.h>

#include "app/script.h"
#include "base/limits.h"

static struct region region;
static struct arena arena;
static struct registrar *registrar;
static const struct state *state_now;
static const struct charter *charter;

static int replay(const char *script)
{
	char path[512];
	const char *source = getenv("COMITY_SOURCE");
	struct script_events events = {0};
	struct script_result result;
	struct store *store = NULL;
	struct err error;
	if (!source || sign_start(&error) || !arena_reserve(&region, (size_t)16 << 20))
		return -1;
	arena = arena_of(&region);
	snprintf(path, sizeof path, "%s/examples/csto/%s", source, script);
	assert_ok(store_memory_open(&store, err));
	assert_ok(script_run(path, store, &os_real, &events, &result, &registrar, err));
	state_now = registrar_state(registrar);
	charter = kernel_charter(state_now);
	return 0;
}

static int csto(void **state)
{
	(void)state;
	return replay("csto.script");
}

static int kazakhstan(void **state)
{
	(void)state;
	return replay("kazakhstan.script");
}

static int armenia(void **state)
{
	(void)state;
	return replay("armenia.script");
}

static int tear_down(void **state)
{
	(void)state;
	registrar_close(registrar);
	registrar = NULL;
	arena_return(&region);
	return 0;
}

/* "KAZ KGZ": the parties in this order. */
static void assert_parties(const uint32_t *party, uint32_t count, const char *words)
{
	char found[512] = "";
	size_t len = 0;
	for (uint32_t i = 0; i < count; i++)
		len += (size_t)snprintf(found + len, sizeof found - len, "%s%.*s", i > 0 ? " " : "",
		                        STR_ARG(charter->party[party[i]].titles.name));
	assert_string_equal(found, words);
}

static void assert_participants(const char *name, enum host_place host, const char *words)
{
	static uint32_t party[LIMIT_PARTIES];
	uint32_t index = kernel_event_find(state_now, str_from(name));
	assert_int_not_equal(index, NONE);
	assert_int_equal(charter->event_kind[kernel_event_at(state_now, index).kind].host, host);
	assert_parties(party, kernel_event_order(state_now, index, party), words);
}

static struct event_view event(const char *name)
{
	uint32_t index = kernel_event_find(state_now, str_from(name));
	assert_int_not_equal(index, NONE);
	return kernel_event_at(state_now, index);
}

static struct meeting_view meeting(const char *name)
{
	uint32_t index = kernel_meeting_find(state_now, str_from(name));
	assert_int_not_equal(index, NONE);
	return kernel_meeting_at(state_now, index);
}

static struct matter_view matter(const char *name)
{
	uint32_t index = kernel_matter_find(state_now, str_from(name));
	assert_int_not_equal(index, NONE);
	return kernel_matter_at(state_now, index);
}

static struct str stage_of(struct matter_view view)
{
	return charter->procedure[view.procedure].stage[view.stage].name;
}

static int32_t day(int32_t year, uint8_t month, uint8_t of_month)
{
	return date_to_days((struct date){year, month, of_month});
}

static void the_order_of_the_march(void **state)
{
	(void)state;
	/* Their acts came in another order; the host stands beside the others. */
	assert_participants("parade-2025", HOST_APART, "BLR KAZ KGZ TJK RUS");
	struct event_view parade = event("parade-2025");
	assert_true(str_eq(charter->party[parade.host].titles.name, STR("RUS")));
	assert_true(parade.has_from && !parade.has_to);
	assert_int_equal(parade.from_days, day(2025, 5, 9));
	assert_participants("graduation-2025", HOST_IN_ORDER, "BLR KAZ KGZ RUS TJK");
	assert_participants("course-2025", HOST_IN_ORDER, "BLR KAZ KGZ RUS TJK");
	assert_int_equal(event("graduation-2025").from_days, day(2025, 4, 25));
	assert_participants("reception-yerevan", HOST_FIRST, "ARM BLR KAZ KGZ RUS TJK SEC");
	assert_participants("briefing-yerevan", HOST_FIRST, "ARM SEC");
}

static void what_stays_open(void **state)
{
	(void)state;
	const char *const names[] = {"high-representatives-13", "course-2025"};
	for (size_t i = 0; i < 2; i++) {
		struct event_view view = event(names[i]);
		assert_false(view.has_from || view.has_to);
		assert_int_equal(view.starts_ms, TIME_NEVER);
	}
	assert_int_equal(event("high-representatives-13").ordinal, 13);
	assert_participants("high-representatives-13", HOST_IN_ORDER, "SEC");
	/* Nobody knows whether the consultations of the plan were held. */
	uint32_t plan = kernel_matter_find(state_now, STR("plan-2022-2024"));
	assert_int_equal(kernel_plan_count(state_now, plan), 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_false(kernel_plan_at(state_now, plan, i).held);
}

static void the_working_group_s_count(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		uint32_t ordinal, guests;
	} rows[] = {
		{"wg-afghanistan-36", 36, 0}, {"wg-afghanistan-38", 38, 0}, {"wg-afghanistan-40", 40, 0},
		{"wg-afghanistan-41", 41, 5}, {"wg-afghanistan-42", 42, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct meeting_view view = meeting(rows[i].name);
		assert_int_equal(view.ordinal, rows[i].ordinal);
		assert_int_equal(view.guest_count, rows[i].guests);
		assert_int_equal(view.status, MEETING_CLOSED);
	}
	/* How many there were before is known of no council. */
	assert_int_equal(meeting("cmfa-yerevan").status, MEETING_CLOSED);
	assert_int_equal(meeting("cmfa-yerevan").ordinal, 0);
	struct party_set present = meeting("wg-afghanistan-41").present;
	uint32_t delegations = 0;
	for (uint32_t p = 0; p < charter->party_count; p++)
		delegations += party_set_has(&present, p);
	assert_int_equal(delegations, 7); /* six members and the secretariat */
}

static struct str holder(const char *office, int32_t year, uint8_t month, uint8_t of_month)
{
	uint32_t index = map_get(&charter->offices, str_from(office));
	int32_t wanted = day(year, month, of_month);
	assert_int_not_equal(index, MAP_NONE);
	for (uint32_t i = 0; i < charter->office[index].holder_count; i++) {
		const struct holder *held = &charter->office[index].holder[i];
		if (date_to_days(held->from) <= wanted && (held->until.year == 0 || wanted < date_to_days(held->until)))
			return held->person.len > 0 ? held->person : charter->party[held->party].titles.name;
	}
	return STR("nobody");
}

static void who_held_what_when(void **state)
{
	(void)state;
	static const struct {
		const char *office;
		int32_t year;
		uint8_t month, day;
		const char *holder;
	} rows[] = {
		{"chairman", 2022, 6, 10, "ARM"},
		{"chairman", 2022, 11, 23, "ARM"}, /* its session to the end */
		{"chairman", 2023, 11, 23, "BLR"},
		{"chairman", 2024, 12, 31, "KAZ"},
		{"chairman", 2025, 5, 13, "KGZ"},
		{"chairman", 2026, 1, 1, "RUS"},
		{"secretary-general", 2022, 6, 10, "zas"},
		{"secretary-general", 2017, 6, 1, "nobody"}, /* the day of the change is not known */
		{"secretary-general", 2023, 1, 1, "tasmagambetov"},
		{"secretary-general", 2026, 1, 1, "masadykov"},
		{"deputy-secretary-general", 2025, 5, 13, "ordabaev"},
		{"deputy-secretary-general", 2022, 6, 10, "nobody"},
		{"press-secretary", 2025, 4, 28, "zaynetdinov"},
		{"chief-of-joint-staff", 2022, 9, 15, "sidorov"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str found = holder(rows[i].office, rows[i].year, rows[i].month, rows[i].day);
		if (!str_eq(found, str_from(rows[i].holder)))
			fail_msg("row %zu: %.*s, not %s", i, STR_ARG(found), rows[i].holder);
	}
}

static void the_days_it_keeps(void **state)
{
	(void)state;
	uint32_t yearly = 0, found = 0;
	for (uint32_t i = 0; i < charter->date_count; i++) {
		const struct dated *date = &charter->date[i];
		yearly += date->yearly;
		if (!str_eq(date->name, STR("joint-staff")))
			continue;
		found++;
		assert_true(date->yearly);
		assert_true(str_eq(date->place, STR("Dushanbe")));
		assert_true(str_eq(charter->body[date->body].titles.name, STR("csc")));
		assert_int_equal(date_to_days(date->date), day(2003, 4, 28));
	}
	assert_int_equal(found, 1);
	assert_int_equal(yearly, 3);
}

static void forces_in_a_night(void **state)
{
	(void)state;
	struct matter_view crisis = matter("kazakhstan-2022"), forces = matter("peacekeeping-forces");
	assert_true(charter->procedure[crisis.procedure].crisis);
	assert_false(charter->procedure[forces.procedure].crisis);
	assert_int_equal(forces.about, kernel_matter_find(state_now, STR("kazakhstan-2022")));
	assert_true(str_eq(stage_of(crisis), STR("completed")));
	assert_true(str_eq(forces.symbol, STR("CSC/DEC/2022/1")));
	/* Nobody's position is known: it stands because nobody objects. */
	struct party_set nobody = {0};
	const enum term terms[] = {TERM_FOR, TERM_AGAINST, TERM_ABSTAIN, TERM_HOLDS, TERM_RESERVATIONS};
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		assert_memory_equal(&forces.ballot.set[terms[i]], &nobody, sizeof nobody);
	assert_int_equal(meeting("csc-extraordinary").ordinal, 0);
}

static void the_chair_withholds_consensus(void **state)
{
	(void)state;
	const char *const drafts[] = {"declaration-2022", "assistance-to-armenia"};
	for (size_t i = 0; i < 2; i++) {
		struct matter_view draft = matter(drafts[i]);
		assert_true(str_eq(stage_of(draft), STR("not-adopted")));
		assert_int_equal(draft.symbol.len, 0);
	}
	assert_true(str_eq(matter("mission-to-armenia").symbol, STR("CSC/DEC/2022/1")));
	assert_true(str_eq(stage_of(matter("armenia-2022")), STR("withdrawn")));
	uint32_t crisis = kernel_matter_find(state_now, STR("armenia-2022"));
	assert_int_equal(matter("mission-to-armenia").about, crisis);
	assert_int_equal(matter("assistance-to-armenia").about, crisis);
	assert_int_equal(matter("declaration-2022").about, NONE);
}

static void nobody_decides_in_an_empty_room(void **state)
{
	(void)state;
	const char *const names[] = {"pc-extraordinary", "csc-september", "csc-october", "csc-yerevan"};
	const char *const members[] = {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		for (size_t j = 0; j < sizeof members / sizeof *members; j++) {
			struct party_set present = meeting(names[i]).present;
			assert_true(party_set_has(&present, map_get(&charter->parties, str_from(members[j]))));
		}
}

int main(void)
{
#define T(name, record) cmocka_unit_test_setup_teardown(name, record, tear_down)
	const struct CMUnitTest tests[] = {
		T(the_order_of_the_march, csto),
		T(what_stays_open, csto),
		T(the_working_group_s_count, csto),
		T(who_held_what_when, csto),
		T(the_days_it_keeps, csto),
		T(forces_in_a_night, kazakhstan),
		T(the_chair_withholds_consensus, armenia),
		T(nobody_decides_in_an_empty_room, armenia),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
