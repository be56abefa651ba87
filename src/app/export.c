/* A record as a folder of plain files that anybody can copy, serve and verify.
 *
 * Invariants
 *  1. Only sealed entries leave the house, and of the texts that they speak of those that outgoing.h lets go.
 *  2. A file once written is never changed, but `checkpoint`, which is replaced last: whoever reads meanwhile finds
 * every file that the checkpoint they hold requires. (So a text that was erased since stays in copies made before: to
 * take it back is up to those who hold them.)
 *  3. A folder that holds something else, another log, or another history of this one, is refused before anything is
 *     written; without `restricted` so is one that holds a text that is not for everybody. log.vkey is written first:
 * it says whose folder this is, even when the export is cut short.
 *  4. A text that is not for everybody lies in a file of mode 0600, every other text in one of the mode of log.vkey.
 */
#include "app/verify.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/outgoing.h"
#include "app/sealed.h"
#include "record/entry.h"
#include "record/tile.h"

#define PATH_SIZE 4096
#define SCRATCH_SIZE ((size_t)128 << 20)
#define FILE_SIZE (TILE_WIDTH * (2u + LIMIT_ENTRY_SIZE)) /* the largest: a bundle */

struct export
{
	struct registrar *registrar;
	const struct os *os;
	const char *path;
	struct region region;
	struct arena arena, mark;
	struct checkpoint checkpoint;
	struct str checkpoint_bytes;
	struct outgoing outgoing;
	struct verifier log;
	struct export_result result;
};

static enum err_code full_path(const struct export *export, struct str name, char out[PATH_SIZE], struct err *err)
{
	int length = snprintf(out, PATH_SIZE, "%s/%.*s", export->path, STR_ARG(name));

	if (length < 0 || length >= PATH_SIZE)
		return err_set(err, ERR_LIMIT, "the name of the folder is too long");
	return ERR_OK;
}

/* Write once; what is there already must be the same. */
static enum err_code write_once(struct export *export, struct str name, struct str bytes, unsigned mode,
                                struct err *err)
{
	char path[PATH_SIZE];
	struct arena scratch = export->arena;
	struct str there;
	enum err_code code = full_path(export, name, path, err);
	char *slash;

	if (code != ERR_OK)
		return code;
	if (export->os->exists(export->os->context, path)) {
		code = export->os->read_file(export->os->context, path, FILE_SIZE, &scratch, &there, err);
		if (code == ERR_OK && !str_eq(there, bytes))
			code = err_set(err, ERR_CORRUPT, "%s is there with other bytes than the record gives", path);
		return code;
	}
	slash = strrchr(path, '/');
	*slash = '\0';
	code = export->os->make_dir(export->os->context, path, 0755, err);
	*slash = '/';
	return code == ERR_OK ? export->os->write_file(export->os->context, path, bytes, mode, false, err) : code;
}

/* Invariant 4. */
static mode_t open_mode(const struct export *export)
{
	char path[PATH_SIZE];
	struct stat info;

	return full_path(export, STR("log.vkey"), path, NULL) == ERR_OK && stat(path, &info) == 0 ? info.st_mode & 0777
	                                                                                          : 0644;
}

/* … of a text that an earlier export wrote: it has become public since, or was written when all files were open. */
static enum err_code set_mode(const struct export *export, struct str name, bool secret, struct err *err)
{
	char path[PATH_SIZE];
	mode_t mode = secret ? 0600 : open_mode(export);
	struct stat info;
	enum err_code code = full_path(export, name, path, err);

	if (code != ERR_OK || stat(path, &info) != 0)
		return code;
	if ((info.st_mode & 0777) == mode || (secret && (info.st_mode & 077) == 0) || chmod(path, mode) == 0 || !secret)
		return ERR_OK; /* who may not open up another's file leaves it as it is */
	return err_set(err, ERR_ACCESS, "cannot set the mode of %s: %s", path, strerror(errno));
}

/* Invariant 3: an earlier export, or nothing at all. */
static enum err_code check_folder(const struct export *export, struct err *err)
{
	char path[PATH_SIZE];
	struct dirent *entry;
	bool ours = false, other = false;
	enum err_code code = full_path(export, STR("record.db"), path, err);
	DIR *folder;

	if (code != ERR_OK)
		return code;
	if (export->os->exists(export->os->context, path)) {
		(void)err_set(err, ERR_EXISTS, "%s is a record's own folder", export->path);
		return err_hint(err, "export into a folder of its own");
	}
	folder = opendir(export->path);
	if (folder == NULL)
		return ERR_OK; /* not there yet; or what is wrong with it shows when it is written to */
	while ((entry = readdir(folder)) != NULL) {
		struct str name = str_from(entry->d_name);
		if (str_starts(name, STR("log.vkey"))) /* or what a killed export left of it */
			ours = true;
		else if (!str_eq(name, STR(".")) && !str_eq(name, STR("..")))
			other = true;
	}
	closedir(folder);
	if (ours || !other)
		return ERR_OK;
	(void)err_set(err, ERR_EXISTS, "%s holds something, but not an export of a record", export->path);
	return err_hint(err, "export into a new folder, or one that an earlier export made");
}

/* Invariant 3: this log, and a history that this record continues. */
static enum err_code check_earlier(struct export *export, struct err *err)
{
	char path[PATH_SIZE];
	struct str bytes;
	struct checkpoint earlier;
	uint64_t count;
	const struct hash *leaf = registrar_leaves(export->registrar, &count);
	struct hash root;
	enum err_code code = full_path(export, STR("checkpoint"), path, err);

	if (code != ERR_OK || !export->os->exists(export->os->context, path))
		return code;
	code = export->os->read_file(export->os->context, path, 65536, &export->arena, &bytes, err);
	if (code == ERR_OK)
		code = checkpoint_open(bytes, &export->log, export->arena, &earlier, err);
	if (code != ERR_OK)
		return err_prefix(err, "%s holds something else than an export of this record", export->path);
	if (earlier.size > export->checkpoint.size)
		return err_set(err, ERR_CONFLICT, "%s holds %llu sealed entries, the record only %llu", export->path,
		               (unsigned long long)earlier.size, (unsigned long long)export->checkpoint.size);
	root = merkle_root(leaf, earlier.size);
	if (!hash_eq(&root, &earlier.root))
		return err_set(err, ERR_CORRUPT, "%s was signed with another history of this record", export->path);
	return ERR_OK;
}

/* Is the text of this file, or of what a killed export left of it, not for everybody? Its mode tells of a text under
 * embargo (invariant 4): what went out before the release came was for everybody, and is there still. */
static bool is_secret(const struct export *export, enum blob_class kind, int folder, const char *file)
{
	char storage[128];
	struct buf text = buf_of(storage, sizeof(storage));
	struct str name = str_from(file);
	struct blob_ref ref;
	struct stat info;

	buf_str(&text, blob_class_name[kind]);
	buf_c(&text, ":");
	buf_str(&text, str_slice(name, 0, name.len < HASH_SIZE * 2 ? name.len : HASH_SIZE * 2));
	if (!blob_ref_parse(buf_view(&text), &ref) || !outgoing_secret(&export->outgoing, &ref))
		return false;
	if (kind == BLOB_RESTRICTED && !outgoing_has(&export->outgoing.published, &ref))
		return true;
	return fstatat(folder, file, &info, 0) != 0 || (info.st_mode & 0777) != open_mode(export);
}

/* Invariant 3: an earlier export with all texts is not made one for everybody by leaving them there. */
static enum err_code check_texts(const struct export *export, struct err *err)
{
	for (enum blob_class kind = BLOB_PUBLIC; kind <= BLOB_RESTRICTED; kind++) {
		char path[PATH_SIZE];
		uint64_t count = 0;
		struct dirent *entry;
		DIR *folder;

		if (snprintf(path, sizeof(path), "%s/blobs/%.*s", export->path, STR_ARG(blob_class_name[kind])) >=
		    (int)sizeof(path))
			return err_set(err, ERR_LIMIT, "the name of the folder is too long");
		folder = opendir(path);
		if (folder == NULL && (errno == ENOENT || errno == ENOTDIR))
			continue;
		if (folder == NULL)
			return err_set(err, ERR_ACCESS, "cannot look into %s: %s", path, strerror(errno));
		while ((entry = readdir(folder)) != NULL)
			count += is_secret(export, kind, dirfd(folder), entry->d_name);
		closedir(folder);
		if (count == 0)
			continue;
		(void)err_set(err, ERR_EXISTS, "%s holds texts that are not public: %llu in %s", export->path,
		              (unsigned long long)count, path);
		return err_hint(err, "export into another folder, or bring this one up to date with --restricted");
	}
	return ERR_OK;
}

static enum err_code write_key(struct export *export, struct err *err)
{
	char storage[1024];
	struct buf vkey = buf_of(storage, sizeof(storage));
	enum err_code code;

	buf_vkey(&vkey, export->log.name, &export->log.key);
	buf_c(&vkey, "\n");
	code = write_once(export, STR("log.vkey"), buf_view(&vkey), 0644, err);
	return code == ERR_CORRUPT ? err_prefix(err, "the export of another record?") : code;
}

static enum err_code write_bundle(struct export *export, struct tile tile, struct str name, struct err *err)
{
	struct store *store = registrar_store(export->registrar);
	struct str entry[TILE_WIDTH];
	struct buf buf;
	size_t size = 0;
	uint32_t count;
	enum err_code code = store->ops->read(store, tile.index * TILE_WIDTH, tile.width, &export->arena, entry, &count,
	                                      err);

	if (code != ERR_OK)
		return code;
	if (count != tile.width)
		return err_set(err, ERR_CORRUPT, "the store gives %u entries instead of %u", count, tile.width);
	for (uint32_t i = 0; i < count; i++)
		size += 2 + entry[i].len;
	buf = buf_new(&export->arena, size);
	for (uint32_t i = 0; i < count; i++)
		buf_bundle_entry(&buf, entry[i]);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "no memory for a bundle");
	return write_once(export, name, buf_view(&buf), 0644, err);
}

static enum err_code write_tiles(struct export *export, struct err *err)
{
	struct tile tile;
	uint64_t count;
	const struct hash *leaf = registrar_leaves(export->registrar, &count);
	enum err_code code = ERR_OK;

	for (uint64_t i = 0; code == ERR_OK && tile_of_size(export->checkpoint.size, i, &tile); i++) {
		char storage[256];
		struct buf name = buf_of(storage, sizeof(storage));

		arena_rewind(&export->arena, export->mark);
		buf_tile_path(&name, tile);
		if (tile.level == TILE_ENTRIES) {
			code = write_bundle(export, tile, buf_view(&name), err);
		} else {
			struct hash *hash = NEW(&export->arena, struct hash, TILE_WIDTH);
			tile_hashes(leaf, tile, hash);
			code = write_once(export, buf_view(&name), (struct str){(const char *)hash, tile.width * HASH_SIZE}, 0644,
			                  err);
		}
		export->result.tiles++;
	}
	return code;
}

static enum err_code write_blob(struct export *export, const struct blob_ref *ref, struct err *err)
{
	struct store *store = registrar_store(export->registrar);
	char storage[256];
	struct buf name = buf_of(storage, sizeof(storage)), buf;
	struct store_blob blob;
	bool secret;
	enum err_code code = store->ops->blob_get(store, ref, &export->arena, &blob, err);

	if (code != ERR_OK || blob.data.ptr == NULL)
		return code;
	buf_c(&name, "blobs/");
	buf_str(&name, blob_class_name[ref->class]);
	buf_c(&name, "/");
	buf_hex(&name, ref->commitment.byte, HASH_SIZE);
	buf = buf_new(&export->arena, SALT_SIZE + blob.data.len);
	if (ref->class != BLOB_PERMANENT)
		buf_bytes(&buf, blob.salt, SALT_SIZE);
	buf_str(&buf, blob.data);
	if (buf.full)
		return err_set(err, ERR_LIMIT, "no memory for a text");
	export->result.blobs++;
	secret = outgoing_secret(&export->outgoing, ref);
	code = write_once(export, buf_view(&name), buf_view(&buf), secret ? 0600 : 0644, err);
	return code == ERR_OK ? set_mode(export, buf_view(&name), secret, err) : code;
}

static enum err_code write_blobs(struct export *export, bool restricted, struct err *err)
{
	struct store *store = registrar_store(export->registrar);
	uint64_t index = 0;

	for (;;) {
		struct blob_ref ref;
		struct err end = {0};
		enum err_code code = store->ops->blob_next(store, &index, &ref, &end);

		if (code == ERR_NOT_FOUND)
			return ERR_OK;
		if (code != ERR_OK && err != NULL)
			*err = end;
		arena_rewind(&export->arena, export->mark);
		if (code == ERR_OK && outgoing_allows(&export->outgoing, &ref, restricted))
			code = write_blob(export, &ref, err);
		if (code != ERR_OK)
			return code;
	}
}

static enum err_code start(struct export *export, bool restricted, struct err *err)
{
	uint64_t count;
	enum err_code code = sealed_checkpoint(export->registrar, &export->arena, &export->checkpoint_bytes,
	                                       &export->checkpoint, &export->log, err);

	if (code == ERR_OK)
		code = check_folder(export, err);
	if (code == ERR_OK)
		code = check_earlier(export, err);
	if (code == ERR_OK)
		code = outgoing_find(export->registrar, export->checkpoint.size, &export->arena, &export->outgoing, err);
	if (code == ERR_OK && !restricted)
		code = check_texts(export, err);
	if (code == ERR_OK)
		code = write_key(export, err);
	export->mark = arena_mark(&export->arena);
	(void)registrar_leaves(export->registrar, &count);
	export->result.unsealed = count - export->checkpoint.size;
	return code;
}

static enum err_code finish(struct export *export, struct err *err)
{
	char path[PATH_SIZE];
	enum err_code code = full_path(export, STR("checkpoint"), path, err);

	if (code == ERR_OK)
		code = export->os->write_file(export->os->context, path, export->checkpoint_bytes, 0644, true, err);
	export->result.entries = export->checkpoint.size;
	return code;
}

enum err_code export_folder(struct registrar *registrar, const struct os *os, const char *path, bool restricted,
                            struct export_result *ret, struct err *err)
{
	struct export export = {.registrar = registrar, .os = os, .path = path};
	enum err_code code;

	if (!arena_reserve(&export.region, SCRATCH_SIZE))
		return err_set(err, ERR_LIMIT, "no memory to export a record");
	export.arena = arena_of(&export.region);
	code = start(&export, restricted, err);
	if (code == ERR_OK)
		code = write_tiles(&export, err);
	if (code == ERR_OK)
		code = write_blobs(&export, restricted, err);
	if (code == ERR_OK)
		code = finish(&export, err);
	if (code == ERR_OK)
		*ret = export.result;
	arena_return(&export.region);
	return code;
}
