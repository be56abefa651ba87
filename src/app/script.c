/* Invariants
 *  1. Everything in the record follows from the script, its files and the seed: running it again gives the same bytes.
 *  2. Each line is committed before the next is read, so the story only tells what is durable.
 */
#include "app/script.h"

#include <string.h>

#include "app/found.h"
#include "app/script_run.h"

#define RUN_MEMORY ((size_t)1 << 30)
#define LINE_MEMORY ((size_t)1 << 28) /* the texts of one act: at most 48 of LIMIT_BLOB_SIZE */

void script_seed(struct str seed, struct str name, uint8_t ret[SEED_SIZE])
{
	struct hash_stream stream;
	struct hash hash;

	hash_begin(&stream);
	hash_feed(&stream, "comity-script/v1\n", 17);
	hash_feed(&stream, seed.ptr, seed.len);
	hash_feed(&stream, "\n", 1);
	hash_feed(&stream, name.ptr, name.len);
	hash_feed(&stream, "\n", 1);
	hash = hash_end(&stream);
	memcpy(ret, hash.byte, SEED_SIZE);
}

enum err_code script_wrong(struct script_run *run, struct err *err, const char *what)
{
	return err_set(err, ERR_CONFLICT, "line %u: %s", run->line.number, what);
}

struct str script_keep(struct script_run *run, struct str words)
{
	return arena_str(&run->arena, words);
}

static enum err_code no_memory(struct err *err)
{
	return err_set(err, ERR_LIMIT, "no memory to run a script");
}

static bool is_founded(const struct script_run *run)
{
	return registrar_state(run->registrar) != NULL;
}

/* ---- What a script's values need -------------------------------------------------------------------------------- */

static enum err_code read_beside(void *context, struct str path, struct arena *arena, struct str *ret, struct err *err)
{
	struct script_run *run = context;
	struct buf buf = buf_new(&run->scratch, run->folder.len + path.len + 1);

	if (path.len > 0 && path.ptr[0] != '/')
		buf_str(&buf, run->folder);
	buf_str(&buf, path);
	buf_byte(&buf, 0);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "no memory for the name of a file");
	return run->os->read_file(run->os->context, buf.ptr, LIMIT_BLOB_SIZE, arena, ret, err);
}

enum err_code script_draw(void *context, void *bytes, size_t size, struct err *err)
{
	struct script_run *run = context;
	char storage[64];
	uint8_t *out = bytes;

	(void)err;
	for (size_t done = 0; done < size;) {
		uint8_t block[SEED_SIZE];
		struct buf buf = buf_of(storage, sizeof(storage));
		size_t part = size - done < SEED_SIZE ? size - done : SEED_SIZE;

		buf_c(&buf, "drawn ");
		buf_u64(&buf, run->drawn++);
		script_seed(run->head.seed, buf_view(&buf), block);
		memcpy(out + done, block, part);
		done += part;
	}
	return ERR_OK;
}

static const struct zone *find_zone(void *context, struct str name)
{
	struct script_run *run = context;
	const struct state *state = registrar_state(run->registrar);

	return state == NULL ? NULL : kernel_zone(state, name);
}

struct value_source script_source(struct script_run *run)
{
	return (struct value_source){run, read_beside, script_draw, find_zone, run->clock_ms, run->head.origin};
}

static enum err_code settle(struct script_run *run, struct err *err)
{
	enum err_code code = registrar_commit(run->registrar, err);

	return code == ERR_OK ? script_report(run, err) : code;
}

/* ---- Lines ------------------------------------------------------------------------------------------------------- */

/* What the reader says of `until`, said of the line's own word. */
static enum err_code clock_wrong(struct script_run *run, bool after, struct err *err)
{
	struct err was = *err;
	const char *what = str_starts(str_from(was.msg), STR("until: ")) ? was.msg + strlen("until: ") : was.msg;

	if (after)
		return err_set(err, ERR_CONFLICT, "line %u: after: expected a span such as 48h, 30min or 2 days",
		               run->line.number);
	(void)err_set(err, ERR_CONFLICT, "line %u: at: %s", run->line.number, what);
	return was.hint[0] == '\0' ? ERR_CONFLICT : err_hint(err, "%s", was.hint);
}

static enum err_code do_clock(struct script_run *run, struct err *err)
{
	struct value_source source = script_source(run);
	struct act probe = {.verb = VERB_SILENCE};
	struct buf buf = buf_new(&run->scratch, 256);
	struct new_blob *blobs = NULL;
	int64_t before = run->clock_ms;
	enum err_code code;

	/* The one reader of times that people write is act_set: the clock is read as an act's field `until`. */
	buf_c(&buf, str_eq(run->line.word[0], STR("after")) ? "until=+" : "until=");
	for (uint32_t i = 1; i < run->line.count; i++) {
		buf_str(&buf, run->line.word[i]);
		if (i + 1 < run->line.count)
			buf_c(&buf, " ");
	}
	if (run->line.count < 2 || buf.full)
		return script_wrong(run, err, "which time?");
	if (run->clock_ms == 0 && str_eq(run->line.word[0], STR("after")))
		return script_wrong(run, err, "the clock is not set yet: write `at TIME` first");
	code = act_set(&probe, buf_view(&buf), &source, &run->scratch, &blobs, err);
	if (code != ERR_OK)
		return clock_wrong(run, str_eq(run->line.word[0], STR("after")), err);
	run->clock_ms = probe.field[FIELD_UNTIL].number;
	if (run->clock_ms < before)
		return script_wrong(run, err, "the clock goes back");
	if (!is_founded(run))
		return ERR_OK;
	code = registrar_tick(run->registrar, err);
	return code == ERR_OK ? settle(run, err) : code;
}

static enum err_code do_key(struct script_run *run, struct err *err)
{
	struct str party, person;
	struct secret_key key;
	uint8_t seed[SEED_SIZE], *kept;

	if (run->line.count != 3)
		return script_wrong(run, err, "write: key PARTY PERSON");
	if (is_founded(run))
		return script_wrong(run, err, "first keys stand before `found`; later ones come by accredit");
	if (run->first_count == LIMIT_PARTIES)
		return script_wrong(run, err, "too many first keys");
	kept = TRY(&run->arena, uint8_t, PUBLIC_KEY_SIZE);
	party = script_keep(run, run->line.word[1]);
	person = script_keep(run, run->line.word[2]);
	if (kept == NULL || party.ptr == NULL || person.ptr == NULL)
		return no_memory(err);
	script_seed(run->head.seed, person, seed);
	secret_key_from_seed(seed, &key);
	memcpy(kept, key.public_key.byte, PUBLIC_KEY_SIZE);
	secret_key_wipe(&key);
	run->first[run->first_count++] = (struct first_key){party, person, kept};
	return ERR_OK;
}

static enum err_code do_found(struct script_run *run, struct err *err)
{
	struct found_words words = {
		.origin = run->head.origin,
		.charter_text = run->charter_text,
		.charter = &run->charter,
		.keys = run->first,
		.key_count = run->first_count,
		.zones = run->zone,
		.zone_count = run->zone_count,
	};
	enum err_code code;

	if (run->line.count != 1)
		return script_wrong(run, err, "write: found");
	if (is_founded(run))
		return script_wrong(run, err, "the record is founded already");
	if (run->clock_ms == 0)
		return script_wrong(run, err, "the clock is not set yet: write `at TIME` first");
	code = script_draw(run, words.nonce, sizeof(words.nonce), err);
	if (code == ERR_OK)
		code = found_record(run->registrar, &words, run->scratch, err);
	return code == ERR_OK ? script_report(run, err) : code;
}

/* ---- The whole --------------------------------------------------------------------------------------------------- */

static enum err_code do_tell(struct script_run *run, struct err *err)
{
	if (run->line.count != 2)
		return script_wrong(run, err, "write: tell \"words\"");
	if (run->events->told != NULL)
		run->events->told(run->events->context, run->line.word[1]);
	return ERR_OK;
}

static enum err_code do_zone(struct script_run *run, struct err *err)
{
	struct str name;

	if (run->line.count != 2)
		return script_wrong(run, err, "write: zone Area/City");
	if (is_founded(run))
		return script_wrong(run, err, "zones stand before `found`");
	if (run->zone_count == LIMIT_ZONES)
		return script_wrong(run, err, "too many zones");
	name = script_keep(run, run->line.word[1]);
	if (name.ptr == NULL)
		return no_memory(err);
	run->zone[run->zone_count++] = name;
	return ERR_OK;
}

static enum err_code do_seal(struct script_run *run, struct err *err)
{
	if (run->line.count != 1)
		return script_wrong(run, err, "write: seal");
	return registrar_seal(run->registrar, /* force= */ true, err);
}

static enum err_code do_head(struct script_run *run, struct err *err)
{
	(void)err;
	(void)run; /* charter, origin, seed: read by script_head before anything else */
	return ERR_OK;
}

static enum err_code run_lines(struct script_run *run, struct str text, struct err *err);

/* The lines of another file, as if they stood here. A file that includes itself ends at the limit. */
static enum err_code do_include(struct script_run *run, struct err *err)
{
	uint32_t number = run->line.number;
	struct str text, name;
	enum err_code code;

	if (run->line.count != 2)
		return script_wrong(run, err, "write: include FILE");
	name = script_keep(run, run->line.word[1]);
	if (name.ptr == NULL)
		return no_memory(err);
	code = script_included(run->os, run->folder, name, ++run->depth, &run->arena, &text, err);
	if (code == ERR_OK) {
		run->line.number = 0;
		code = run_lines(run, text, err);
		if (code != ERR_OK)
			(void)err_prefix(err, "%.*s", STR_ARG(name));
	}
	run->line.number = number;
	run->depth--;
	return code;
}

static const struct directive {
	struct str word;
	enum err_code (*run)(struct script_run *run, struct err *err);
	bool founded; /* needs a founded record */
} directives[] = {
	{{"charter", 7}, do_head, false},     {{"origin", 6}, do_head, false}, {{"seed", 4}, do_head, false},
	{{"tell", 4}, do_tell, false},        {{"zone", 4}, do_zone, false},   {{"at", 2}, do_clock, false},
	{{"after", 5}, do_clock, false},      {{"key", 3}, do_key, false},     {{"found", 5}, do_found, false},
	{{"expect", 6}, script_expect, true}, {{"seal", 4}, do_seal, true},    {{"include", 7}, do_include, false},
	{{"rules", 5}, script_rules, true},
};

static enum err_code do_line(struct script_run *run, struct err *err)
{
	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++) {
		enum err_code code;
		if (!str_eq(run->line.word[0], directives[i].word))
			continue;
		if (directives[i].founded && !is_founded(run))
			return script_wrong(run, err, "the record is not founded yet");
		code = directives[i].run(run, err);
		if (code != ERR_OK && !str_starts(str_from(err->msg), STR("line ")))
			return err_prefix(err, "line %u", run->line.number);
		return code;
	}
	return script_act(run, err);
}

static enum err_code run_lines(struct script_run *run, struct str text, struct err *err)
{
	size_t offset = 0;

	for (;;) {
		struct err end = {0};
		enum err_code code;

		arena_rewind(&run->scratch, run->scratch_mark);
		code = script_next(text, &offset, &run->scratch, &run->line, &end);
		if (code == ERR_NOT_FOUND)
			return ERR_OK;
		if (code != ERR_OK)
			*err = end;
		else
			code = do_line(run, err);
		if (code != ERR_OK)
			return code;
	}
}

static enum err_code prepare(struct script_run *run, const char *path, struct str *ret_text, struct err *err)
{
	struct diagnostics diagnostics = {0};
	enum err_code code;

	run->folder = script_folder(path);
	run->outcome = TRY(&run->arena, struct seen_outcome, SCRIPT_OUTCOMES);
	if (run->outcome == NULL)
		return no_memory(err);
	code = script_head(path, run->os, &run->arena, &run->head, err);
	if (code != ERR_OK)
		return code;
	code = run->os->read_file(run->os->context, path, SCRIPT_SIZE, &run->arena, ret_text, err);
	if (code == ERR_OK)
		code = read_beside(run, run->head.charter, &run->arena, &run->charter_text, err);
	if (code == ERR_OK)
		code = charter_read(run->charter_text, &run->arena, &run->charter, &diagnostics, err);
	return code == ERR_OK ? ERR_OK : err_prefix(err, "%s", path);
}

static enum err_code open_record(struct script_run *run, struct store *store, struct err *err)
{
	struct registrar_config config = {.store = store, .os = run->os, .key = &run->log_key, .script_ms = &run->clock_ms};
	uint8_t seed[SEED_SIZE];

	script_seed(run->head.seed, STR("registrar"), seed);
	secret_key_from_seed(seed, &run->log_key);
	return registrar_open(&config, &run->registrar, err);
}

/* What a run needs lives in regions of its own, which the registrar does outlive: everything it keeps is its own. */
enum err_code script_run(const char *path, struct store *store, const struct os *os, const struct script_events *events,
                         struct script_result *ret, struct registrar **ret_registrar, struct err *err)
{
	struct region kept = {0}, line = {0};
	struct arena arena;
	struct script_run *run;
	struct err own = {0};
	struct str text;
	enum err_code code;

	if (err == NULL)
		err = &own;
	if (!arena_reserve(&kept, RUN_MEMORY) || !arena_reserve(&line, LINE_MEMORY)) {
		arena_return(&kept);
		store_close(store);
		return no_memory(err);
	}
	arena = arena_of(&kept);
	run = NEW(&arena, struct script_run, 1);
	*run = (struct script_run){.os = os, .events = events, .arena = arena};
	run->scratch = run->scratch_mark = arena_of(&line);
	code = prepare(run, path, &text, err);
	if (code == ERR_OK)
		code = open_record(run, store, err);
	if (code != ERR_OK)
		store_close(store);
	else if ((code = run_lines(run, text, err)) != ERR_OK)
		(void)err_prefix(err, "%s", path);
	if (code == ERR_OK) {
		run->result.entries = is_founded(run) ? kernel_size(registrar_state(run->registrar)) : 0;
		*ret = run->result;
		*ret_registrar = run->registrar;
		registrar_leave_script(run->registrar);
	} else {
		registrar_close(run->registrar);
	}
	secret_key_wipe(&run->log_key);
	arena_return(&line);
	arena_return(&kept);
	return code;
}
