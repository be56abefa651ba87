#include "app/story.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "record/entry.h"

void story_make(struct club *club)
{
	club_ready(club);
	club_accredit(club, "A a-1", "a-2");
	club_pass(club, HOUR_MS);
	assert_int_equal(club_enter(club, "A a-2 table matter=m|body=board|kind=decision|procedure=written|title.en=A boat|"
	                                  "text.en=public:We buy a boat.|text.fr=restricted:Nous achetons un bateau."),
	                 STORY_TABLE);
	struct matter_view matter = kernel_matter_at(registrar_state(club->registrar), 0);
	static const char *const position[] = {"B b-1", "|position=support",
	                                       "C c-1", "|position=object|reason.en=public:It will sink.",
	                                       "A a-1", "|position=support"};
	for (size_t i = 0; i < COUNT(position); i += 2) {
		struct buf line = buf_new(&club->arena, 512);
		buf_c(&line, position[i]);
		buf_c(&line, " position matter=m|version=1|commitment=");
		buf_hex(&line, matter.commitment, HASH_SIZE);
		buf_c(&line, position[i + 1]);
		buf_byte(&line, '\0');
		club_enter(club, line.ptr);
	}
	club_enter(club, "A a-1 revoke person=a-2");
	club_pass(club, 60 * HOUR_MS);
	assert_int_equal(club_enter(club, "SEC sec-1 document document=d|body=board|series=decision|title.en=Boats|"
	                                  "text.en=A boat is bought."),
	                 STORY_DOCUMENT);
	assert_ok(registrar_commit(club->registrar, err));
	assert_ok(registrar_seal(club->registrar, true, err));
	assert_int_equal(registrar_sealed(club->registrar), STORY_ENTRIES);
}

/* ---- Pieces ---------------------------------------------------------------------------------------------- */

struct pieces pieces_of(struct club *club)
{
	struct pieces pieces = {.club = club};
	assert_ok(club->store->ops->read(club->store, 0, 64, &club->arena, pieces.entry, &pieces.count, err));
	return pieces;
}

void pieces_drop(struct pieces *pieces, uint32_t index)
{
	pieces->count--;
	for (uint32_t i = index; i < pieces->count; i++)
		pieces->entry[i] = pieces->entry[i + 1];
}

void pieces_insert(struct pieces *pieces, uint32_t index, struct str entry)
{
	assert_true(pieces->count < 64);
	for (uint32_t i = pieces->count++; i > index; i--)
		pieces->entry[i] = pieces->entry[i - 1];
	pieces->entry[index] = entry;
}

void pieces_swap(struct pieces *pieces, uint32_t a, uint32_t b)
{
	struct str kept = pieces->entry[a];
	pieces->entry[a] = pieces->entry[b];
	pieces->entry[b] = kept;
}

struct str piece_act(const struct pieces *pieces, uint32_t index, int64_t *ret_ms)
{
	struct entry entry;
	assert_ok(entry_parse(pieces->entry[index], &entry, err));
	if (ret_ms)
		*ret_ms = entry.time_ms;
	return entry.act;
}

struct str piece_make(struct pieces *pieces, uint64_t number, int64_t time_ms, struct str act)
{
	struct buf buf = buf_new(&pieces->club->arena, act.len + 64);
	buf_entry(&buf, number, time_ms, act);
	assert_false(buf.full);
	return buf_view(&buf);
}

void pieces_renumber(struct pieces *pieces)
{
	for (uint32_t i = 0; i < pieces->count; i++) {
		int64_t time_ms;
		struct str act = piece_act(pieces, i, &time_ms);
		pieces->entry[i] = piece_make(pieces, i, time_ms, act);
	}
}

struct str piece_json(const struct pieces *pieces, uint32_t index)
{
	struct str act = piece_act(pieces, index, NULL);
	return str_slice(act, 0, str_find(act, '\n', 0) + 1);
}

static struct str replaced(struct arena *arena, struct str text, struct str from, struct str to)
{
	struct buf buf = buf_new(arena, text.len + to.len + 1);
	for (size_t i = 0; i + from.len <= text.len; i++) {
		if (!str_starts(str_slice(text, i, text.len), from))
			continue;
		buf_str(&buf, str_slice(text, 0, i));
		buf_str(&buf, to);
		buf_str(&buf, str_slice(text, i + from.len, text.len));
		return buf_view(&buf);
	}
	fail_msg("\"%.*s\" does not stand in %.*s", STR_ARG(from), STR_ARG(text));
	return text;
}

void piece_rewrite(struct pieces *pieces, uint32_t index, const char *from, const char *to, const char *persons)
{
	int64_t time_ms;
	struct club *club = pieces->club;
	piece_act(pieces, index, &time_ms);
	struct str json = replaced(&club->arena, piece_json(pieces, index), str_from(from), str_from(to));
	pieces->entry[index] = piece_make(pieces, index, time_ms, club_sign(club, json, persons));
}

struct store *pieces_store(const struct pieces *pieces, uint64_t sealed)
{
	struct club *club = pieces->club;
	struct store *store = NULL;
	struct store_blob blob[64];
	struct store_batch batch = {.entry_count = pieces->count, .entry = pieces->entry, .blob = blob};
	assert_ok(store_memory_open(&store, err));
	for (uint64_t index = 0;;) {
		struct blob_ref ref;
		struct err none;
		if (club->store->ops->blob_next(club->store, &index, &ref, &none))
			break;
		assert_ok(club->store->ops->blob_get(club->store, &ref, &club->arena, &blob[batch.blob_count++], err));
	}
	assert_ok(store->ops->append(store, &batch, err));
	if (sealed > 0) {
		struct frontier tree = {.size = 0};
		for (uint64_t i = 0; i < sealed; i++)
			frontier_add(&tree, i < pieces->count ? hash_leaf(pieces->entry[i]) : hash_empty());
		struct checkpoint checkpoint = {LOG, sealed, frontier_root(&tree)};
		struct buf buf = buf_new(&club->arena, 1024);
		buf_checkpoint(&buf, &checkpoint, &club->key);
		assert_ok(store->ops->seal(store, 0, sealed < pieces->count ? sealed : pieces->count, buf_view(&buf), err));
	}
	return store;
}

/* ---- Verifying ------------------------------------------------------------------------------------------- */

struct source store_source(struct club *club, struct store *store)
{
	struct source source;
	assert_ok(source_of_store(store, &club->arena, &source, err));
	return source;
}

void assert_verified(const struct source *source, const struct verifier *key, struct verification *ret)
{
	assert_ok(verify_source(source, key, 1, ret, err));
	assert_false(ret->has_bad);
}

void assert_not_verified(const struct source *source, const struct verifier *key, enum err_code code, const char *words,
                         int64_t bad)
{
	struct verification verification;
	struct err err = {.msg = ""};
	enum err_code got = verify_source(source, key, 1, &verification, &err);
	int64_t got_bad = verification.has_bad ? (int64_t)verification.bad_entry : -1;
	if (got != code || err.code != code || !strstr(err.msg, words) || got_bad != bad)
		fail_msg("wanted %s \"%s\" at entry %lld, got %s at entry %lld: %s", err_code_name(code), words, (long long)bad,
		         err_code_name(got), (long long)got_bad, err.msg);
}

/* ---- Folders and files ----------------------------------------------------------------------------------- */

static char scratch[64];

void scratch_begin(void)
{
	strcpy(scratch, "/tmp/comity-app-XXXXXX");
	if (!mkdtemp(scratch) || chmod(scratch, 0755) != 0)
		fail_msg("no folder");
}

void scratch_end(void)
{
	char command[192];
	snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", scratch, scratch);
	assert_int_equal(system(command), 0);
}

const char *scratch_path(const char *format, ...)
{
	static char paths[16][512];
	static unsigned turn;
	char *path = paths[turn++ % 16];
	int head = snprintf(path, sizeof paths[0], "%s/", scratch);
	va_list args;
	va_start(args, format);
	vsnprintf(path + head, sizeof paths[0] - (size_t)head, format, args);
	va_end(args);
	return path;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static uint32_t read_below(const char *folder, const char *inside, struct arena *arena, struct file *ret,
                           uint32_t count, uint32_t max)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", folder, inside);
	DIR *dir = opendir(path);
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat info;
		char name[256];
		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "%.120s%s%.120s", inside, *inside ? "/" : "", entry->d_name);
		snprintf(path, sizeof path, "%s/%s", folder, name);
		assert_int_equal(stat(path, &info), 0);
		if (S_ISDIR(info.st_mode)) {
			count = read_below(folder, name, arena, ret, count, max);
			continue;
		}
		struct str bytes;
		assert_true(count < max);
		assert_ok(os_real.read_file(NULL, path, 1 << 26, arena, &bytes, err));
		strcpy(ret[count].path, name);
		ret[count].size = bytes.len;
		ret[count].bytes = NEW(arena, char, bytes.len + 1);
		memcpy(ret[count++].bytes, bytes.ptr, bytes.len);
	}
	closedir(dir);
	return count;
}

uint32_t read_files(const char *folder, struct arena *arena, struct file *ret, uint32_t max)
{
	uint32_t count = read_below(folder, "", arena, ret, 0, max);
	qsort(ret, count, sizeof *ret, by_path);
	return count;
}

bool same_file(const struct file *a, const struct file *b)
{
	return !strcmp(a->path, b->path) && a->size == b->size && !memcmp(a->bytes, b->bytes, a->size);
}

void write_file_raw(const char *folder, const struct file *file)
{
	char path[512];
	snprintf(path, sizeof path, "%s/%s", folder, file->path);
	FILE *out = fopen(path, "wb");
	if (!out) {
		char *slash = strrchr(path, '/');
		*slash = '\0';
		assert_ok(os_real.make_dir(NULL, path, 0755, err));
		*slash = '/';
		out = fopen(path, "wb");
	}
	assert_non_null(out);
	assert_int_equal(fwrite(file->bytes, 1, file->size, out), file->size);
	assert_int_equal(fclose(out), 0);
}

void write_text(const char *path, const char *text)
{
	FILE *out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, strlen(text), out), strlen(text));
	assert_int_equal(fclose(out), 0);
}
