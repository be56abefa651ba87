/* How a power cut is played: writes go through to the real file, but before the first change of a 512-byte sector since
 * the file's last sync its old bytes are put aside. A sync forgets them. At the power cut each remembered sector goes
 * back to its old bytes, stays, or is filled with noise where it had been written to (and only there: SQLite counts on
 * a write leaving the bytes beside it alone, SQLITE_IOCAP_POWERSAFE_OVERWRITE).
 *
 * Names of files are taken as durable at once, shared memory as lost (the next process to open it starts over).
 */
#include "support/faulty_vfs.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

#define SECTOR 512
#define TRACKED 8
#define SECTORS_MAX ((64u << 20) / SECTOR) /* of one file */

struct sector {
	uint16_t old_size; /* bytes of it that existed */
	uint16_t from, to; /* written since */
	char old[SECTOR];
};

struct tracked {
	char path[512];
	sqlite3_int64 synced_size;
	bool dirty;
	uint32_t end; /* sectors at and above this are untouched */
	struct sector **sector;
};

struct faulty_file {
	sqlite3_file head;
	struct tracked *tracked; /* NULL: a file whose loss does not matter */
	sqlite3_file *real;
};

static struct {
	sqlite3_vfs vfs;
	sqlite3_vfs *real;
	struct faulty_plan plan;
	uint64_t calls;
	bool fired;
	struct tracked tracked[TRACKED];
	struct region region;
	struct arena arena;
} world;

static struct faulty_file *file_of(sqlite3_file *file)
{
	return (struct faulty_file *)(void *)file;
}

static uint64_t chance(void)
{
	uint64_t z = (world.plan.seed += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static bool fails_now(bool change)
{
	if (world.fired && (world.plan.for_ever || world.plan.crash))
		return true;
	if (world.plan.changes_only && !change)
		return false;
	if (++world.calls != world.plan.fail_at)
		return false;
	world.fired = true;
	return true;
}

/* The same with the reason that the system would leave. */
static bool fails(bool change)
{
	if (!fails_now(change))
		return false;
	errno = EIO;
	return true;
}

static struct tracked *track(const char *path, int flags)
{
	if (path == NULL || !world.plan.crash || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0)
		return NULL;
	for (size_t i = 0; i < TRACKED; i++) {
		struct tracked *tracked = &world.tracked[i];

		if (tracked->path[0] == '\0') {
			assert(strlen(path) < sizeof(tracked->path));
			strcpy(tracked->path, path);
			tracked->sector = NEW(&world.arena, struct sector *, SECTORS_MAX);
		}
		if (strcmp(tracked->path, path) == 0)
			return tracked;
	}
	assert(false && "more files than TRACKED");
	return NULL;
}

/* Put aside what stands in [from, to), which is about to be written, or cut off (wrote false). */
static void remember(struct faulty_file *file, sqlite3_int64 from, sqlite3_int64 to, bool wrote)
{
	struct tracked *tracked = file->tracked;
	sqlite3_int64 size;

	if (tracked == NULL || from >= to || file->real->pMethods->xFileSize(file->real, &size) != SQLITE_OK)
		return;
	if (!tracked->dirty) {
		tracked->dirty = true;
		tracked->synced_size = size;
	}
	for (sqlite3_int64 at = from - from % SECTOR; at < to; at += SECTOR) {
		uint32_t index = (uint32_t)(at / SECTOR);
		struct sector *sector;

		assert(index < SECTORS_MAX);
		sector = tracked->sector[index];
		if (sector == NULL) {
			sector = tracked->sector[index] = NEW(&world.arena, struct sector, 1);
			sector->from = SECTOR;
			if (at < size) {
				sector->old_size = (uint16_t)(size - at < SECTOR ? size - at : SECTOR);
				if (file->real->pMethods->xRead(file->real, sector->old, sector->old_size, at) != SQLITE_OK)
					sector->old_size = 0;
			}
		}
		if (wrote && (from > at ? from - at : 0) < sector->from)
			sector->from = (uint16_t)(from > at ? from - at : 0);
		if (wrote && (to - at < SECTOR ? to - at : SECTOR) > sector->to)
			sector->to = (uint16_t)(to - at < SECTOR ? to - at : SECTOR);
		if (index >= tracked->end)
			tracked->end = index + 1;
	}
}

static void forget(struct tracked *tracked)
{
	if (tracked == NULL)
		return;
	for (uint32_t i = 0; i < tracked->end; i++)
		tracked->sector[i] = NULL;
	tracked->end = 0;
	tracked->dirty = false;
}

static int file_close(sqlite3_file *file)
{
	sqlite3_file *real = file_of(file)->real;

	return real->pMethods != NULL ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int amount, sqlite3_int64 offset)
{
	sqlite3_file *real = file_of(file)->real;

	return fails(false) ? SQLITE_IOERR_READ : real->pMethods->xRead(real, bytes, amount, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int amount, sqlite3_int64 offset)
{
	sqlite3_file *real = file_of(file)->real;
	bool was_fired = world.fired, fail = fails(true);

	/* The write during which the power goes may have got half-way; later ones never began. */
	if (fail && world.plan.crash && was_fired)
		return SQLITE_IOERR_WRITE;
	remember(file_of(file), offset, offset + (fail ? amount / 2 : amount), /* wrote= */ true);
	if (!fail)
		return real->pMethods->xWrite(real, bytes, amount, offset);
	if (amount / 2 > 0)
		(void)real->pMethods->xWrite(real, bytes, amount / 2, offset);
	errno = world.plan.full ? ENOSPC : EIO;
	return world.plan.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	sqlite3_file *real = file_of(file)->real;
	sqlite3_int64 now;

	if (fails(true))
		return SQLITE_IOERR_TRUNCATE;
	if (real->pMethods->xFileSize(real, &now) == SQLITE_OK)
		remember(file_of(file), size, now, /* wrote= */ false);
	return real->pMethods->xTruncate(real, size);
}

static int file_sync(sqlite3_file *file, int flags)
{
	sqlite3_file *real = file_of(file)->real;
	int rc;

	if (fails(true))
		return SQLITE_IOERR_FSYNC;
	/* With a crash played, the system's sync would only cost time. */
	rc = world.plan.crash ? SQLITE_OK : real->pMethods->xSync(real, flags);
	if (rc == SQLITE_OK)
		forget(file_of(file)->tracked);
	return rc;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *ret)
{
	sqlite3_file *real = file_of(file)->real;

	return fails(false) ? SQLITE_IOERR_FSTAT : real->pMethods->xFileSize(real, ret);
}

static int file_lock(sqlite3_file *file, int level)
{
	return file_of(file)->real->pMethods->xLock(file_of(file)->real, level);
}

static int file_unlock(sqlite3_file *file, int level)
{
	return file_of(file)->real->pMethods->xUnlock(file_of(file)->real, level);
}

static int file_reserved(sqlite3_file *file, int *ret)
{
	return file_of(file)->real->pMethods->xCheckReservedLock(file_of(file)->real, ret);
}

static int file_control(sqlite3_file *file, int op, void *argument)
{
	return file_of(file)->real->pMethods->xFileControl(file_of(file)->real, op, argument);
}

static int file_sector_size(sqlite3_file *file)
{
	return file_of(file)->real->pMethods->xSectorSize(file_of(file)->real);
}

static int file_characteristics(sqlite3_file *file)
{
	return file_of(file)->real->pMethods->xDeviceCharacteristics(file_of(file)->real);
}

static int shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **ret)
{
	if (fails(false))
		return SQLITE_IOERR_SHMMAP;
	return file_of(file)->real->pMethods->xShmMap(file_of(file)->real, page, size, extend, ret);
}

static int shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return file_of(file)->real->pMethods->xShmLock(file_of(file)->real, offset, n, flags);
}

static void shm_barrier(sqlite3_file *file)
{
	file_of(file)->real->pMethods->xShmBarrier(file_of(file)->real);
}

static int shm_unmap(sqlite3_file *file, int delete)
{
	return file_of(file)->real->pMethods->xShmUnmap(file_of(file)->real, delete);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector_size,
	.xDeviceCharacteristics = file_characteristics,
	.xShmMap = shm_map,
	.xShmLock = shm_lock,
	.xShmBarrier = shm_barrier,
	.xShmUnmap = shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *ret_flags)
{
	struct faulty_file *faulty = file_of(file);
	int rc;

	(void)vfs;
	faulty->head.pMethods = NULL;
	if (fails(false))
		return SQLITE_CANTOPEN;
	faulty->real = (sqlite3_file *)(void *)(faulty + 1);
	faulty->tracked = track(name, flags);
	rc = world.real->xOpen(world.real, name, faulty->real, flags, ret_flags);
	if (faulty->real->pMethods != NULL)
		faulty->head.pMethods = &methods;
	return rc;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
	int rc;

	(void)vfs;
	if (fails(true))
		return SQLITE_IOERR_DELETE;
	rc = world.real->xDelete(world.real, path, sync);
	for (size_t i = 0; i < TRACKED && rc == SQLITE_OK; i++) {
		if (strcmp(world.tracked[i].path, path) == 0)
			forget(&world.tracked[i]);
	}
	return rc;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *ret)
{
	(void)vfs;
	return fails(false) ? SQLITE_IOERR_ACCESS : world.real->xAccess(world.real, path, flags, ret);
}

void faulty_vfs_install(void)
{
	assert(sqlite3_initialize() == SQLITE_OK);
	world.real = sqlite3_vfs_find(NULL);
	world.vfs = *world.real;
	world.vfs.pNext = NULL;
	world.vfs.zName = "faulty";
	world.vfs.szOsFile = (int)sizeof(struct faulty_file) + world.real->szOsFile;
	world.vfs.xOpen = vfs_open;
	world.vfs.xDelete = vfs_delete;
	world.vfs.xAccess = vfs_access;
	faulty_vfs_plan((struct faulty_plan){0});
	assert(sqlite3_vfs_register(&world.vfs, /* make default= */ 1) == SQLITE_OK);
}

void faulty_vfs_remove(void)
{
	sqlite3_vfs_unregister(&world.vfs);
	assert(sqlite3_vfs_register(world.real, /* make default= */ 1) == SQLITE_OK);
	arena_return(&world.region);
}

void faulty_vfs_plan(struct faulty_plan plan)
{
	world.plan = plan;
	world.calls = 0;
	world.fired = false;
	memset(world.tracked, 0, sizeof(world.tracked));
	arena_return(&world.region);
	if (plan.crash) {
		assert(arena_reserve(&world.region, (size_t)128 << 20));
		world.arena = arena_of(&world.region);
	}
}

bool faulty_vfs_fired(void)
{
	return world.fired;
}

uint64_t faulty_vfs_calls(void)
{
	return world.calls;
}

static void put(int fd, const char *bytes, size_t size, off_t at)
{
	if (size > 0)
		assert(pwrite(fd, bytes, size, at) == (ssize_t)size);
}

/* One sector's fate; *size grows to what exists of it. True when it was changed. */
static bool settle(int fd, const struct sector *sector, off_t at, off_t now, off_t *size)
{
	enum faulty_fate fate = world.plan.fate;
	bool keep = false;
	off_t end = at + sector->old_size;

	if (fate == FATE_MIXED) {
		uint64_t die = chance() % 3;

		keep = die == 0;
		fate = die == 1 ? FATE_LOST : FATE_GARBLED;
	}
	if (keep || (fate == FATE_GARBLED && sector->from >= sector->to)) {
		end = now < at + SECTOR ? now : at + SECTOR;
	} else if (fate == FATE_LOST) {
		put(fd, sector->old, sector->old_size, at);
	} else {
		char noise[SECTOR];

		for (size_t i = 0; i < SECTOR; i++)
			noise[i] = (char)chance();
		put(fd, noise, (size_t)(sector->to - sector->from), at + sector->from);
		end = at + (sector->to > sector->old_size ? sector->to : sector->old_size);
	}
	if (end > *size)
		*size = end;
	return !keep;
}

uint64_t faulty_vfs_power_cut(void)
{
	uint64_t changed = 0;

	for (size_t i = 0; i < TRACKED; i++) {
		struct tracked *tracked = &world.tracked[i];
		struct stat status;
		off_t size;
		int fd;

		if (!tracked->dirty)
			continue;
		fd = open(tracked->path, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			continue;
		assert(fstat(fd, &status) == 0);
		size = tracked->synced_size < status.st_size ? tracked->synced_size : status.st_size;
		for (uint32_t s = 0; s < tracked->end; s++) {
			if (tracked->sector[s] != NULL && settle(fd, tracked->sector[s], (off_t)s * SECTOR, status.st_size, &size))
				changed++;
		}
		assert(ftruncate(fd, size) == 0);
		close(fd);
		forget(tracked);
	}
	return changed;
}
