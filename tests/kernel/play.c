#include "kernel/play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/acts.h"

#define STATE_SIZE ((size_t)1 << 30)

static void hash_write(void *context, const void *bytes, size_t size)
{
	uint64_t *hash = context;
	*hash = map_hash((struct map_key){*hash, 1}, bytes, size);
}

uint64_t play_digest(const struct state *state)
{
	uint64_t hash = 0;
	kernel_digest(state, (struct sink){hash_write, &hash});
	return hash;
}

static void read_parts(struct play *play, const char *const *parts, struct charter *ret)
{
	struct diagnostics diagnostics = {0};
	struct err err = {0};
	struct buf text = buf_new(&play->charter_arena, LIMIT_CHARTER_SIZE);
	for (; *parts; parts++)
		buf_c(&text, *parts);
	if (charter_read(buf_view(&text), &play->charter_arena, ret, &diagnostics, &err) == ERR_OK)
		return;
	static char words[4000];
	struct buf buf = buf_of(words, sizeof words);
	buf_diagnostics(&buf, STR("test"), &diagnostics);
	fail_msg("charter: %s\n%.*s", err.msg, STR_ARG(buf_view(&buf)));
}

void play_offer(struct play *play, char letter, const char *const *parts)
{
	assert_true(play->offer_count < PLAY_OFFERS);
	read_parts(play, parts, &play->offer[play->offer_count]);
	play->offer_letter[play->offer_count++] = (uint8_t)letter;
}

/* What the app does before an act that names a charter is decided. */
static void offer(const struct play *play, struct state *state, const struct act *act)
{
	const struct value *charter = &act->field[FIELD_CHARTER];
	kernel_offer(state, NULL, NULL);
	for (unsigned i = 0; charter->set && charter->bytes && i < play->offer_count; i++)
		if (charter->bytes[0] == play->offer_letter[i])
			kernel_offer(state, charter->bytes, &play->offer[i]);
}

void play_open(struct play *play, const char *const *parts)
{
	*play = (struct play){0};
	assert_true(arena_reserve(&play->region, STATE_SIZE));
	assert_true(arena_reserve(&play->scratch_region, STATE_SIZE));
	assert_true(arena_reserve(&play->charter_region, (size_t)64 << 20));
	play->arena = arena_of(&play->region);
	play->scratch = arena_of(&play->scratch_region);
	play->charter_arena = arena_of(&play->charter_region);
	read_parts(play, parts, &play->charter);
	memset(play->charter_hash, 'C', sizeof play->charter_hash);
	play->log = NEW(&play->scratch, struct act, PLAY_LOG_MAX);
	play->log_ms = NEW(&play->scratch, int64_t, PLAY_LOG_MAX);
	play->state = kernel_new(&play->arena, &play->charter, play->charter_hash, (struct map_key){0, 0});
	assert_non_null(play->state);
	assert_true(time_parse(STR("2026-01-05T09:00Z"), &play->now_ms));
}

void play_close(struct play *play)
{
	arena_return(&play->region);
	arena_return(&play->scratch_region);
	arena_return(&play->charter_region);
}

/* ---- Acts ------------------------------------------------------------------------------------ */

static void check_words(struct play *play, const struct act *act, const struct verdict *verdict)
{
	static char words[8000];
	struct buf buf = buf_of(words, sizeof words);
	buf_verdict(&buf, play->state, verdict);
	assert_false(buf.full);
	struct str view = buf_view(&buf);
	if (!str_starts(view, verdict->refusal == REFUSAL_NONE ? STR("Accepted: ") : STR("Refused: ")) ||
	    !str_ends(view, STR(".")) || str_find(view, '{', 0) < view.len)
		fail_msg("words of a verdict: %.*s", STR_ARG(view));
	if (act->verb == VERB_NONE)
		return;
	buf = buf_of(words, sizeof words);
	buf_act_words(&buf, play->state, act);
	view = buf_view(&buf);
	if (buf.full || !str_ends(view, STR(".")) || str_find(view, '{', 0) < view.len || str_find(view, '[', 0) < view.len)
		fail_msg("words of an act: %.*s", STR_ARG(view));
}

struct verdict play_act(struct play *play, const struct act *act)
{
	struct moment moment = {kernel_size(play->state), play->now_ms};
	uint64_t before = play->quick ? 0 : play_digest(play->state);
	offer(play, play->state, act);
	struct verdict verdict = kernel_decide(play->state, act, moment);
	if (!play->quick && play_digest(play->state) != before)
		fail_msg("deciding %.*s changed the state", STR_ARG(verb_info[act->verb].name));
	if (!play->quick)
		check_words(play, act, &verdict);
	play->produced[verdict.refusal] = true;
	if (verdict.refusal != REFUSAL_NONE)
		return verdict;
	struct err err = {0};
	if (kernel_apply(play->state, act, moment, &err) != ERR_OK)
		fail_msg("apply: %s", err.msg);
	assert_int_equal(kernel_size(play->state), moment.number + 1);
	assert_int_equal(kernel_time(play->state), moment.time_ms);
	if (play->quick)
		return verdict;
	assert_true(play->log_count < PLAY_LOG_MAX);
	play->log[play->log_count] = *act;
	play->log_ms[play->log_count++] = play->now_ms;
	check_invariants(play->state);
	return verdict;
}

bool play_outcome(struct play *play)
{
	struct outcome outcome;
	struct act act;
	if (!kernel_due(play->state, play->now_ms, &outcome))
		return false;
	assert_true(outcome_act(play->state, &outcome, &play->scratch, &act));
	memcpy(act.nonce, &play->serial, sizeof play->serial);
	memcpy(act.hash, &play->serial, sizeof play->serial);
	play->serial++;
	struct verdict verdict = play_act(play, &act);
	if (verdict.refusal != REFUSAL_NONE)
		fail_msg("outcome refused: %.*s", STR_ARG(refusal_slug(verdict.refusal)));
	return true;
}

void play_found(struct play *play)
{
	char keys[8192] = "charter=C registrar=registrar rules=1 keys=", person[80];
	size_t size = strlen(keys);
	for (uint32_t i = 0; i < play->charter.party_count; i++) {
		struct str name = play->charter.party[i].titles.name;
		size += (size_t)snprintf(keys + size, sizeof keys - size, "%s%.*s:", i ? "," : "", STR_ARG(name));
		for (size_t j = 0; j < name.len; j++)
			keys[size++] = (char)(name.ptr[j] >= 'A' && name.ptr[j] <= 'Z' ? name.ptr[j] + 32 : name.ptr[j]);
		size += (size_t)snprintf(keys + size, sizeof keys - size, "-1:first-%.*s", STR_ARG(name));
	}
	struct act act = act_of(&play->scratch, "found", "-", "registrar", keys, play->now_ms, play->serial++);
	assert_int_equal(play_act(play, &act).refusal, REFUSAL_NONE);
	/* Moscow has no transition any more; Vienna's of 2026. */
	act = act_of(&play->scratch, "zones", "-", "registrar",
	             "tzdata=2026a zones=Europe/Moscow:10800,Europe/Vienna:3600/1774746000:7200/1792890000:3600",
	             play->now_ms, play->serial++);
	assert_int_equal(play_act(play, &act).refusal, REFUSAL_NONE);
	for (uint32_t i = 0; i < kernel_person_count(play->state); i++) {
		struct person_view view = kernel_person_at(play->state, i);
		char party[80], fields[140];
		snprintf(person, sizeof person, "%.*s", STR_ARG(view.name));
		snprintf(party, sizeof party, "%.*s", STR_ARG(play->charter.party[view.party].titles.name));
		snprintf(fields, sizeof fields, "key=first-%s charter=C registrar=registrar", party);
		act = act_of(&play->scratch, "countersign", party, person, fields, play->now_ms, play->serial++);
		assert_int_equal(play_act(play, &act).refusal, REFUSAL_NONE);
	}
}

/* ---- Lines ----------------------------------------------------------------------------------- */

struct matter_view play_matter(const struct play *play, const char *name)
{
	uint32_t index = kernel_matter_find(play->state, str_from(name));
	if (index == NONE)
		fail_msg("no matter %s", name);
	return kernel_matter_at(play->state, index);
}

static uint32_t matter_named(struct play *play, struct str name, struct str line)
{
	uint32_t index = kernel_matter_find(play->state, name);
	if (index == NONE)
		fail_msg("no matter: %.*s", STR_ARG(line));
	return index;
}

static struct str word_of(struct str *rest)
{
	*rest = str_trim(*rest);
	size_t end = str_find(*rest, ' ', 0);
	struct str word = str_slice(*rest, 0, end);
	*rest = str_trim(str_slice(*rest, end, rest->len));
	return word;
}

static const char *c_string(struct play *play, struct str s)
{
	return s.len == 0 ? "" : arena_str(&play->scratch, s).ptr;
}

static void line_due(struct play *play, struct str rest, struct str line)
{
	struct outcome outcome;
	struct str matter = word_of(&rest), result = word_of(&rest), symbol = word_of(&rest);
	if (!kernel_due(play->state, play->now_ms, &outcome))
		fail_msg("nothing is due: %.*s", STR_ARG(line));
	struct matter_view view = kernel_matter_at(play->state, outcome.matter);
	struct str name = kernel_charter(play->state)->procedure[view.procedure].stage[outcome.target].name;
	if (!str_eq(view.name, matter) || !str_eq(name, result) || !str_eq(symbol, outcome.symbol))
		fail_msg("%.*s: due is %.*s %.*s %.*s", STR_ARG(line), STR_ARG(view.name), STR_ARG(name),
		         STR_ARG(outcome.symbol));
	assert_true(play_outcome(play));
}

/* The fields of a line with `seen=now` as the number of entries. */
static const char *fields_of(struct play *play, struct str rest)
{
	struct buf buf = buf_new(&play->scratch, rest.len + 24);
	size_t size = strlen("seen=now");
	for (size_t i = 0; i < rest.len; i++) {
		if (str_starts(str_slice(rest, i, rest.len), STR("seen=now"))) {
			buf_c(&buf, "seen=");
			buf_u64(&buf, kernel_size(play->state));
			i += size - 1;
		} else {
			buf_byte(&buf, (uint8_t)rest.ptr[i]);
		}
	}
	return c_string(play, buf_view(&buf));
}

static void line_act(struct play *play, struct str line)
{
	struct str rest = line, expected = STR("");
	for (size_t i = 0; i + 3 < line.len; i++)
		if (memcmp(line.ptr + i, "=> ", 3) == 0) {
			expected = str_trim(str_slice(line, i + 3, line.len));
			rest = str_trim(str_slice(line, 0, i));
		}
	struct str party = word_of(&rest), by = word_of(&rest), verb = word_of(&rest);
	struct act act = act_of(&play->scratch, c_string(play, verb), c_string(play, party), c_string(play, by),
	                        fields_of(play, rest), play->now_ms, play->serial++);
	struct verdict verdict = play_act(play, &act);
	struct str slug = verdict.refusal == REFUSAL_NONE ? STR("") : refusal_slug(verdict.refusal);
	if (!str_eq(slug, expected)) {
		static char words[8000];
		struct buf buf = buf_of(words, sizeof words);
		buf_verdict(&buf, play->state, &verdict);
		fail_msg("%.*s\n  was answered %.*s\n  %.*s", STR_ARG(line), STR_ARG(slug), STR_ARG(buf_view(&buf)));
	}
	if (verdict.refusal != REFUSAL_NONE)
		play->verdict = verdict;
}

static void line_again(struct play *play)
{
	assert_true(play->log_count > 0);
	struct verdict verdict = play_act(play, &play->log[play->log_count - 1]);
	assert_int_equal(verdict.refusal, REFUSAL_SAME);
	assert_int_equal(verdict.first_entry, play->log_count - 1);
}

static void line_says(struct play *play, struct str words, struct str line)
{
	static char text[8000];
	struct buf buf = buf_of(text, sizeof text);
	buf_verdict(&buf, play->state, &play->verdict);
	struct str said = buf_view(&buf);
	for (size_t i = 0; i + words.len <= said.len; i++)
		if (memcmp(said.ptr + i, words.ptr, words.len) == 0)
			return;
	fail_msg("%.*s: it says: %.*s", STR_ARG(line), STR_ARG(said));
}

static void line_stage(struct play *play, struct str rest, struct str line)
{
	struct str name = word_of(&rest), stage = word_of(&rest), version = word_of(&rest);
	struct matter_view view = kernel_matter_at(play->state, matter_named(play, name, line));
	struct str is = kernel_charter(play->state)->procedure[view.procedure].stage[view.stage].name;
	uint64_t number = view.version;
	if (version.len > 0)
		assert_true(str_to_u64(version, UINT32_MAX, &number));
	if (!str_eq(is, stage) || number != view.version)
		fail_msg("%.*s: it is %.*s, version %u", STR_ARG(line), STR_ARG(is), view.version);
}

static void line_deadline(struct play *play, struct str rest, struct str line)
{
	struct str name = word_of(&rest);
	int64_t want = TIME_NEVER, is = kernel_matter_at(play->state, matter_named(play, name, line)).deadline_ms;
	char text[40];
	struct buf buf = buf_of(text, sizeof text);
	if (!str_eq(rest, STR("never")) && !time_parse(rest, &want))
		fail_msg("not a time: %.*s", STR_ARG(line));
	if (want == is)
		return;
	if (is != TIME_NEVER)
		buf_time_utc(&buf, is);
	fail_msg("%.*s: it is %.*s", STR_ARG(line), STR_ARG(buf_view(&buf)));
}

static void run_line(struct play *play, struct str line)
{
	struct str rest = line, word = word_of(&rest);
	struct span span;
	if (str_eq(word, STR("at"))) {
		if (!time_parse(rest, &play->now_ms))
			fail_msg("not a time: %.*s", STR_ARG(line));
	} else if (str_eq(word, STR("after"))) {
		if (!span_parse_clock(rest, &span))
			fail_msg("not a span: %.*s", STR_ARG(line));
		play->now_ms += span.count;
	} else if (str_eq(word, STR("due"))) {
		line_due(play, rest, line);
	} else if (str_eq(word, STR("none"))) {
		struct outcome outcome;
		if (kernel_due(play->state, play->now_ms, &outcome))
			fail_msg("an outcome is due");
	} else if (str_eq(word, STR("again"))) {
		line_again(play);
	} else if (str_eq(word, STR("stage"))) {
		line_stage(play, rest, line);
	} else if (str_eq(word, STR("deadline"))) {
		line_deadline(play, rest, line);
	} else if (str_eq(word, STR("says"))) {
		line_says(play, rest, line);
	} else {
		line_act(play, line);
	}
}

void play_run(struct play *play, const char *script)
{
	struct str rest = str_from(script), line, tail;
	while (rest.len > 0) {
		if (!str_cut(rest, '\n', &line, &tail)) {
			line = rest;
			tail = STR("");
		}
		rest = tail;
		line = str_trim(line);
		if (line.len > 0 && line.ptr[0] != '#')
			run_line(play, line);
	}
}

/* ---- Replay ---------------------------------------------------------------------------------- */

struct state *play_replayed(struct play *play, struct arena *arena, struct map_key key)
{
	struct state *state = kernel_new(arena, &play->charter, play->charter_hash, key);
	struct err err = {0};
	assert_non_null(state);
	for (uint64_t i = 0; i < play->log_count; i++) {
		struct moment moment = {i, play->log_ms[i]};
		offer(play, state, &play->log[i]);
		struct verdict verdict = kernel_decide(state, &play->log[i], moment);
		if (verdict.refusal != REFUSAL_NONE)
			fail_msg("entry %u refused on replay: %.*s", (unsigned)i, STR_ARG(refusal_slug(verdict.refusal)));
		assert_int_equal(kernel_apply(state, &play->log[i], moment, &err), ERR_OK);
	}
	return state;
}

void play_replay(struct play *play)
{
	struct region region;
	assert_true(arena_reserve(&region, STATE_SIZE));
	struct arena arena = arena_of(&region);
	struct state *state = play_replayed(play, &arena, (struct map_key){UINT64_C(0x1234567890abcdef), 42});
	assert_true(play_digest(state) == play_digest(play->state));
	arena_return(&region);
}
