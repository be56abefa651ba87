/* A record's folder: made, locked, opened, and its key files. */
#include "app/folder.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/copy.h"
#include "app/folder_private.h"
#include "base/limits.h"
#include "record/entry.h"

#define KEY_FILE_SIZE 1024

enum err_code folder_join(char out[PATH_SIZE], const char *path, const char *name, struct err *err)
{
	int length = snprintf(out, PATH_SIZE, "%s/%s", path, name);
	if (length < 0 || length >= PATH_SIZE)
		return err_set(err, ERR_LIMIT, "the path of a folder is longer than %d bytes", PATH_SIZE - 1);
	return ERR_OK;
}

static enum err_code write_public(const char *path, struct str name, const struct public_key *key, const struct os *os,
                                  struct err *err)
{
	char storage[KEY_FILE_SIZE];
	struct buf buf = buf_of(storage, sizeof(storage));

	buf_vkey(&buf, name, key);
	buf_c(&buf, "\n");
	if (buf.full)
		return err_set(err, ERR_LIMIT, "the key's name is too long to write to %s", path);
	return os->write_file(os->context, path, buf_view(&buf), 0644, false, err);
}

enum err_code key_file_write(const char *path, struct str name, const uint8_t seed[SEED_SIZE], const struct os *os,
                             struct err *err)
{
	char storage[KEY_FILE_SIZE];
	struct buf buf = buf_of(storage, sizeof(storage));
	enum err_code code;

	if (!note_name_valid(name))
		return err_set(err, ERR_USAGE, "cannot write %s: a key's name has 1 to %u bytes, no spaces and no +", path,
		               LIMIT_KEY_NAME_SIZE);
	buf_skey(&buf, name, seed);
	buf_c(&buf, "\n");
	if (buf.full)
		code = err_set(err, ERR_LIMIT, "the key's name is too long to write to %s", path);
	else
		code = os->write_file(os->context, path, buf_view(&buf), 0600, false, err);
	explicit_bzero(storage, sizeof(storage));
	return code;
}

enum err_code key_file_read(const char *path, const struct os *os, struct arena *arena, struct str *ret_name,
                            struct secret_key *ret, struct err *err)
{
	struct arena scratch = *arena;
	char storage[LIMIT_KEY_NAME_SIZE];
	struct str text, name;
	struct secret_key key = {0};
	struct stat info;
	enum err_code code;

	if (stat(path, &info) == 0 && (info.st_mode & 077) != 0) {
		(void)err_set(err, ERR_ACCESS, "key file %s may be read or written by others than its owner", path);
		return err_hint(err, "chmod 600 %s, and consider whether the key is still secret", path);
	}
	code = os->read_file(os->context, path, KEY_FILE_SIZE, &scratch, &text, err);
	if (code != ERR_OK)
		return err_prefix(err, "cannot read the key");
	code = skey_parse(str_ends(text, STR("\n")) ? str_slice(text, 0, text.len - 1) : text, &name, &key, err);
	if (code == ERR_OK && name.len <= sizeof(storage))
		memcpy(storage, name.ptr, name.len);
	/* The secret's text is wiped before anything else is put in its place. */
	explicit_bzero((char *)(uintptr_t)text.ptr, text.len);
	if (code == ERR_OK && name.len > sizeof(storage))
		code = err_set(err, ERR_LIMIT, "the key's name is longer than %zu bytes", sizeof(storage));
	if (code == ERR_OK) {
		struct str kept = arena_str(arena, (struct str){storage, name.len});
		if (kept.ptr == NULL) {
			code = err_set(err, ERR_LIMIT, "no memory for the key's name");
		} else {
			*ret_name = kept;
			*ret = key;
		}
	}
	if (code != ERR_OK)
		(void)err_prefix(err, "key file %s", path);
	secret_key_wipe(&key);
	return code;
}

static enum err_code take_lock(const char *path, const struct os *os, int *ret, struct err *err)
{
	char lock[PATH_SIZE];
	enum err_code code = folder_join(lock, path, "lock", err);

	if (code != ERR_OK)
		return code;
	code = os->lock(os->context, lock, ret, err);
	if (code == ERR_BUSY) {
		(void)err_prefix(err, "the record in %s is in use", path);
		return err_hint(err, "one process writes at a time: wait for it, or stop it");
	}
	if (code != ERR_OK)
		return err_prefix(err, "cannot lock the record in %s", path);
	return ERR_OK;
}

/* A copy has no store of its own to be opened: only folder_open reads it. */
static enum err_code refuse_copy(const char *path, enum folder_mode mode, struct err *err)
{
	if (mode == FOLDER_READ) {
		(void)err_set(err, ERR_NOT_FOUND, "%s is a copy of a record, without a record.db", path);
		return err_hint(err,
		                "any web server serves a copy's files as they are; comity serve needs the registrar's folder");
	}
	(void)err_set(err, ERR_ACCESS, "%s is a copy of a record: nothing is entered in it", path);
	return err_hint(err, "enter acts in the registrar's folder or at its server; sign from a copy with: comity act "
	                     "--print");
}

enum err_code folder_store(const char *path, enum folder_mode mode, const struct os *os, struct store **ret,
                           int *ret_lock, struct err *err)
{
	char db[PATH_SIZE];
	int lock = -1;
	enum err_code code = folder_join(db, path, "record.db", err);

	if (code != ERR_OK)
		return code;
	if (copy_is(path, os))
		return refuse_copy(path, mode, err);
	if (!os->exists(os->context, db)) {
		char key[PATH_SIZE];
		if (folder_join(key, path, "registrar.key", err) == ERR_OK && os->exists(os->context, key)) {
			(void)err_set(err, ERR_NOT_FOUND, "%s holds the keys of a record, but the record itself is gone: no %s",
			              path, db);
			return err_hint(err, "restore record.db from a copy; another record is founded in a new folder");
		}
		(void)err_set(err, ERR_NOT_FOUND, "%s holds no record (no %s)", path, db);
		return err_hint(err, "found one with: comity init CHARTER --dir %s", path);
	}
	if (mode == FOLDER_WRITE && (code = take_lock(path, os, &lock, err)) != ERR_OK)
		return code;
	code = store_sqlite_open(db, mode == FOLDER_WRITE ? STORE_WRITE : STORE_READ, ret, err);
	if (code != ERR_OK) {
		if (lock >= 0)
			os->unlock(os->context, lock);
		return code;
	}
	*ret_lock = lock;
	return ERR_OK;
}

/* The store is the registrar's from a successful open on; until then ours. */
static enum err_code open_registrar(struct folder *folder, struct store *store, bool after_gap, struct library *library,
                                    struct err *err)
{
	struct registrar_config config = {
		.store = store,
		.os = folder->os,
		.key = folder->has_lock ? &folder->key : NULL,
		.after_gap = after_gap,
		.library = library,
	};
	enum err_code code = registrar_open(&config, &folder->registrar, err);

	if (code != ERR_OK)
		store_close(store);
	return code;
}

static enum err_code load_key(const char *path, struct folder *folder, struct err *err)
{
	struct region region = {0};
	struct arena arena;
	struct str name;
	char key[PATH_SIZE];
	enum err_code code = folder_join(key, path, "registrar.key", err);

	if (code != ERR_OK)
		return code;
	if (!arena_reserve(&region, 1u << 16))
		return err_set(err, ERR_LIMIT, "no memory to read %s", key);
	arena = arena_of(&region);
	code = key_file_read(key, folder->os, &arena, &name, &folder->key, err);
	arena_return(&region);
	return code;
}

static enum err_code open_copy(const char *path, struct folder *folder, struct library *library, struct err *err)
{
	struct store *store = NULL;
	enum err_code code = copy_open(path, folder->os, &store, err);

	if (code == ERR_OK)
		code = open_registrar(folder, store, /* after_gap= */ false, library, err);
	return code == ERR_OK ? copy_check_key(folder->registrar, err) : code;
}

enum err_code folder_open(const char *path, enum folder_mode mode, bool after_gap, const struct os *os,
                          struct folder *ret, struct err *err)
{
	return folder_open_with(path, mode, after_gap, /* library= */ NULL, os, ret, err);
}

enum err_code folder_open_with(const char *path, enum folder_mode mode, bool after_gap, struct library *library,
                               const struct os *os, struct folder *ret, struct err *err)
{
	struct store *store = NULL;
	int lock;
	enum err_code code;

	*ret = (struct folder){.os = os};
	if (mode == FOLDER_READ && copy_is(path, os)) {
		code = open_copy(path, ret, library, err);
		if (code != ERR_OK)
			folder_close(ret);
		return code;
	}
	code = folder_store(path, mode, os, &store, &lock, err);
	if (code != ERR_OK)
		return code;
	ret->lock = lock;
	ret->has_lock = lock >= 0;
	if (mode == FOLDER_WRITE && (code = load_key(path, ret, err)) != ERR_OK)
		store_close(store);
	else
		code = open_registrar(ret, store, after_gap, library, err);
	if (code != ERR_OK)
		folder_close(ret);
	return code;
}

/* A key that lies there from an earlier attempt must be the one that is wanted. */
static enum err_code found_key(const char *path, struct str name, const uint8_t *given, const struct os *os,
                               struct arena scratch, struct secret_key *ret, struct err *err)
{
	struct secret_key key = {0}, wanted = {0};
	struct str found;
	enum err_code code = key_file_read(path, os, &scratch, &found, &key, err);

	if (code != ERR_OK)
		return code;
	if (given != NULL)
		secret_key_from_seed(given, &wanted);
	if (!str_eq(found, name))
		code = err_set(err, ERR_EXISTS, "%s holds the key \"%.*s\", not \"%.*s\"", path, STR_ARG(found), STR_ARG(name));
	else if (given != NULL && memcmp(wanted.public_key.byte, key.public_key.byte, PUBLIC_KEY_SIZE) != 0)
		code = err_set(err, ERR_EXISTS, "%s holds another key of the name \"%.*s\"", path, STR_ARG(name));
	else
		*ret = key;
	secret_key_wipe(&wanted);
	secret_key_wipe(&key);
	return code;
}

enum err_code key_file_ensure(const char *path, struct str name, const uint8_t *given, const struct os *os,
                              struct arena scratch, struct secret_key *ret, struct err *err)
{
	uint8_t seed[SEED_SIZE];
	enum err_code code;

	if (os->exists(os->context, path))
		return found_key(path, name, given, os, scratch, ret, err);
	if (given != NULL)
		memcpy(seed, given, sizeof(seed));
	else if ((code = os->random(os->context, seed, sizeof(seed), err)) != ERR_OK)
		return code;
	code = key_file_write(path, name, seed, os, err);
	if (code == ERR_OK)
		secret_key_from_seed(seed, ret);
	explicit_bzero(seed, sizeof(seed));
	return code;
}

/* log.vkey from an earlier attempt must go with registrar.key. */
static enum err_code ensure_public(const char *path, struct str name, const struct public_key *key, const struct os *os,
                                   struct arena scratch, struct err *err)
{
	struct buf wanted = buf_new(&scratch, KEY_FILE_SIZE);
	struct str found;
	enum err_code code;

	if (!os->exists(os->context, path))
		return write_public(path, name, key, os, err);
	buf_vkey(&wanted, name, key);
	buf_c(&wanted, "\n");
	code = os->read_file(os->context, path, KEY_FILE_SIZE, &scratch, &found, err);
	if (code != ERR_OK || (!wanted.full && str_eq(found, buf_view(&wanted))))
		return code;
	(void)err_set(err, ERR_EXISTS, "%s does not belong to the registrar's key beside it", path);
	return err_hint(err, "found the record in a new folder");
}

/* The registrar's key and its public half, from an earlier attempt or new. */
static enum err_code ensure_keys(const char *path, struct str origin, const uint8_t *given, struct folder *folder,
                                 struct err *err)
{
	struct region region = {0};
	char name[PATH_SIZE];
	enum err_code code = folder_join(name, path, "registrar.key", err);

	if (code != ERR_OK)
		return code;
	if (!arena_reserve(&region, 1u << 16))
		return err_set(err, ERR_LIMIT, "no memory for %s", name);
	code = key_file_ensure(name, origin, given, folder->os, arena_of(&region), &folder->key, err);
	if (code == ERR_OK)
		code = folder_join(name, path, "log.vkey", err);
	if (code == ERR_OK)
		code = ensure_public(name, origin, &folder->key.public_key, folder->os, arena_of(&region), err);
	arena_return(&region);
	return code;
}

/* Lock, empty store, keys; the registrar is not opened yet. */
static enum err_code prepare(const char *path, struct str origin, const uint8_t *seed, struct folder *folder,
                             struct store **ret, struct err *err)
{
	const struct os *os = folder->os;
	struct store *store = NULL;
	enum err_code code;

	if (!origin_valid(origin)) {
		(void)err_set(err, ERR_USAGE, "\"%.*s\" cannot be a record's origin", STR_ARG(origin));
		return err_hint(err, "an origin is like a web address without scheme: club.example/record");
	}
	if ((code = os->make_dir(os->context, path, 0755, err)) != ERR_OK)
		return err_prefix(err, "cannot make the record's folder");
	if ((code = take_lock(path, os, &folder->lock, err)) != ERR_OK)
		return code;
	folder->has_lock = true;
	code = folder_empty_store(path, os, &store, err);
	if (code == ERR_OK && (code = ensure_keys(path, origin, seed, folder, err)) != ERR_OK)
		store_close(store);
	if (code == ERR_OK)
		*ret = store;
	return code;
}

enum err_code folder_create(const char *path, struct str origin, const uint8_t *seed, const struct os *os,
                            struct folder *ret, struct err *err)
{
	struct store *store = NULL;
	enum err_code code;

	*ret = (struct folder){.os = os};
	code = prepare(path, origin, seed, ret, &store, err);
	if (code == ERR_OK)
		code = open_registrar(ret, store, false, /* library= */ NULL, err);
	if (code != ERR_OK)
		folder_close(ret);
	return code;
}

enum err_code folder_prepare(const char *path, struct str origin, const uint8_t *seed, const struct os *os,
                             struct store **ret, int *ret_lock, struct err *err)
{
	struct folder folder = {.os = os};
	enum err_code code = prepare(path, origin, seed, &folder, ret, err);

	secret_key_wipe(&folder.key);
	if (code == ERR_OK)
		*ret_lock = folder.lock;
	else
		folder_close(&folder);
	return code;
}

void folder_close(struct folder *folder)
{
	registrar_close(folder->registrar);
	folder->registrar = NULL;
	secret_key_wipe(&folder->key);
	if (folder->has_lock)
		folder->os->unlock(folder->os->context, folder->lock);
	*folder = (struct folder){.os = folder->os};
}
