/* Which texts may leave the house, found in the entries: refs stand in acts, and the state knows which of them count.
 *
 * The maps' keys are hashes, which nobody chooses freely: no chance is needed to keep them spread.
 */
#include "app/outgoing.h"

#include <string.h>

#include "record/entry.h"

#define RANGE 64u /* entries read at once: 64 KiB each */
#define SCRATCH_SIZE ((size_t)64 << 20)
#define REF_SIZE 128u

/* What one pass over entries does with each act. */
struct pass {
	struct registrar *registrar;
	uint64_t size; /* sealed entries */
	struct arena *arena;
	struct map *refs;
	bool (*counts)(const struct pass *pass, uint64_t number, const struct act *act);
	/* Of `withholds`: a bit for each entry from `first` on. It grows while the entries are read, in their order. */
	uint64_t first;
	uint8_t *late;
};

bool outgoing_has(const struct map *refs, const struct blob_ref *ref)
{
	char storage[REF_SIZE];
	struct buf text = buf_of(storage, sizeof(storage));

	buf_blob_ref(&text, ref);
	return map_get(refs, buf_view(&text)) != MAP_NONE;
}

static enum err_code take_refs(const struct pass *pass, const struct act *act, struct err *err)
{
	struct blob_ref ref;

	for (uint32_t i = 0; act_ref(act, i, &ref); i++) {
		struct buf text;
		if (outgoing_has(pass->refs, &ref))
			continue;
		text = buf_new(pass->arena, REF_SIZE);
		buf_blob_ref(&text, &ref);
		if (text.full || !map_put(pass->refs, pass->arena, buf_view(&text), 0))
			return err_set(err, ERR_LIMIT, "no memory for the refs of texts");
	}
	return ERR_OK;
}

static enum err_code take_entry(const struct pass *pass, struct str bytes, struct arena scratch, struct err *err)
{
	struct entry entry;
	struct signed_act act;
	enum err_code code = entry_parse(bytes, &entry, err);

	if (code == ERR_OK)
		code = act_decode(entry.act, registrar_origin(pass->registrar), &scratch, &act, err);
	return code == ERR_OK && pass->counts(pass, entry.number, &act.act) ? take_refs(pass, &act.act, err) : code;
}

/* Entries first … end - 1; to the last one there is, if end is beyond it. */
static enum err_code pass_over(const struct pass *pass, uint64_t first, uint64_t end, struct err *err)
{
	struct store *store = registrar_store(pass->registrar);
	struct region region = {0};
	uint32_t count = 1;
	enum err_code code = ERR_OK;

	if (first >= end)
		return ERR_OK;
	if (!arena_reserve(&region, SCRATCH_SIZE))
		return err_set(err, ERR_LIMIT, "no memory to look through a record");
	while (code == ERR_OK && count > 0 && first < end) {
		struct arena scratch = arena_of(&region);
		struct str entry[RANGE];

		code = store->ops->read(store, first, end - first < RANGE ? (uint32_t)(end - first) : RANGE, &scratch, entry,
		                        &count, err);
		for (uint32_t i = 0; code == ERR_OK && i < count; i++)
			code = take_entry(pass, entry[i], scratch, err);
		first += count;
	}
	arena_return(&region);
	return code;
}

/* ---- Not sealed yet ---------------------------------------------------------------------------------------------- */

static bool any_act(const struct pass *pass, uint64_t number, const struct act *act)
{
	(void)pass;
	(void)number;
	(void)act;
	return true;
}

/* ---- Published --------------------------------------------------------------------------------------------------- */

static bool is_published(const struct matter_view *matter, uint64_t size)
{
	return matter->has_text && matter->published > 0 && matter->published < size;
}

bool outgoing_published(const struct registrar *registrar, uint64_t size, const uint8_t *commitment)
{
	const struct state *state = registrar_state(registrar);

	for (uint32_t i = 0; i < kernel_matter_count(state); i++) {
		struct matter_view matter = kernel_matter_at(state, i);
		if (is_published(&matter, size) && memcmp(matter.commitment, commitment, HASH_SIZE) == 0)
			return true;
	}
	return false;
}

/* Does the act bring the text with which its matter ended? */
static bool brings_published(const struct pass *pass, uint64_t number, const struct act *act)
{
	const struct state *state = registrar_state(pass->registrar);
	const struct value *text = &act->field[FIELD_TEXT];
	struct matter_view matter;
	uint32_t index;

	(void)number;
	if ((act->verb != VERB_TABLE && act->verb != VERB_AMEND) || !text->set)
		return false;
	index = kernel_matter_find(state, act->field[FIELD_MATTER].str);
	if (index == NONE)
		return false;
	matter = kernel_matter_at(state, index);
	return is_published(&matter, pass->size) && memcmp(matter.commitment, text->bytes, HASH_SIZE) == 0;
}

/* Only from the entry that tabled the first of them to the outcome of the last: often none at all. */
static enum err_code find_published(const struct pass *pass, struct err *err)
{
	const struct state *state = registrar_state(pass->registrar);
	uint64_t first = UINT64_MAX, end = 0;

	for (uint32_t i = 0; i < kernel_matter_count(state); i++) {
		struct matter_view matter = kernel_matter_at(state, i);
		if (!is_published(&matter, pass->size))
			continue;
		first = matter.tabled < first ? matter.tabled : first;
		end = matter.decided > end ? matter.decided : end;
	}
	return pass_over(pass, first, end, err);
}

/* ---- Under embargo ----------------------------------------------------------------------------------------------- */

static bool is_late(const struct pass *pass, uint64_t number)
{
	uint64_t bit = number - pass->first;

	return number >= pass->first && number < pass->size && (pass->late[bit / 8] >> bit % 8 & 1) != 0;
}

static void put_late(const struct pass *pass, uint64_t number)
{
	uint64_t bit = number - pass->first;

	pass->late[bit / 8] = (uint8_t)(pass->late[bit / 8] | 1u << bit % 8);
}

/* A release under embargo, or what corrects one, or what corrects that. */
static bool withholds(const struct pass *pass, uint64_t number, const struct act *act)
{
	if (act->verb == VERB_CORRECT && is_late(pass, (uint64_t)act->field[FIELD_ENTRY].number))
		put_late(pass, number);
	return is_late(pass, number);
}

/* Is the release of a sealed entry, and its embargo not over? */
static bool is_embargoed(const struct paper_view *release, uint64_t size, int64_t now_ms)
{
	return release->published_ms > now_ms && release->entry < size;
}

enum err_code outgoing_withheld(struct registrar *registrar, uint64_t size, struct arena *arena, struct map *ret,
                                struct err *err)
{
	const struct state *state = registrar_state(registrar);
	struct pass pass = {registrar, size, arena, ret, withholds, size, NULL};
	int64_t now_ms = registrar_now(registrar);
	uint32_t count = kernel_release_count(state);

	*ret = map_init((struct map_key){0});
	for (uint32_t i = 0; i < count; i++) {
		struct paper_view release = kernel_release_at(state, i);
		if (is_embargoed(&release, size, now_ms) && release.entry < pass.first)
			pass.first = release.entry;
	}
	if (pass.first == size)
		return ERR_OK;
	pass.late = TRY(arena, uint8_t, (size - pass.first) / 8 + 1);
	if (pass.late == NULL)
		return err_set(err, ERR_LIMIT, "no memory for what is under embargo");
	for (uint32_t i = 0; i < count; i++) {
		struct paper_view release = kernel_release_at(state, i);
		if (is_embargoed(&release, size, now_ms))
			put_late(&pass, release.entry);
	}
	return pass_over(&pass, pass.first, size, err);
}

/* ---- All of it --------------------------------------------------------------------------------------------------- */

enum err_code outgoing_find(struct registrar *registrar, uint64_t size, struct arena *arena, struct outgoing *ret,
                            struct err *err)
{
	struct outgoing found = {.unsealed = map_init((struct map_key){0}), .published = map_init((struct map_key){0})};
	struct pass tail = {registrar, size, arena, &found.unsealed, any_act, 0, NULL};
	struct pass published = {registrar, size, arena, &found.published, brings_published, 0, NULL};
	/* The texts of entries above the checkpoint come with the next one. (So does a text that a sealed entry and one of
	 * these both speak of.) */
	enum err_code code = pass_over(&tail, size, UINT64_MAX, err);

	if (code == ERR_OK)
		code = find_published(&published, err);
	if (code == ERR_OK)
		code = outgoing_withheld(registrar, size, arena, &found.withheld, err);
	if (code == ERR_OK)
		*ret = found;
	return code;
}

bool outgoing_secret(const struct outgoing *outgoing, const struct blob_ref *ref)
{
	return outgoing_has(&outgoing->withheld, ref) ||
	       (ref->class == BLOB_RESTRICTED && !outgoing_has(&outgoing->published, ref));
}

bool outgoing_allows(const struct outgoing *outgoing, const struct blob_ref *ref, bool restricted)
{
	return !outgoing_has(&outgoing->unsealed, ref) && (restricted || !outgoing_secret(outgoing, ref));
}
