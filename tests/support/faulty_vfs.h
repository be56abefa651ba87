/* A disk for SQLite that fails, or loses power, at the Nth call: a VFS over the system's own.
 *
 *     faulty_vfs_install();                        // from here on it is the default VFS
 *     faulty_vfs_plan((struct faulty_plan){.fail_at = n, …});
 *     … open, append, close …
 *     if (!faulty_vfs_fired()) break;              // n is past the last call
 *     faulty_vfs_power_cut();                      // with .crash: what the disk had not synced meets its fate
 *     faulty_vfs_remove();                         // the real VFS again, to look at what is left
 *
 * Counted are opens, deletes, reads, writes, truncations, syncs, sizes and maps of shared memory. A failing write has
 * written its first half. One plan at a time, one thread.
 */
#ifndef COMITY_TESTS_FAULTY_VFS_H
#define COMITY_TESTS_FAULTY_VFS_H

#include <stdbool.h>
#include <stdint.h>

enum faulty_fate { FATE_LOST, FATE_GARBLED, FATE_MIXED }; /* MIXED: each sector lost, kept or garbled, by the seed */

struct faulty_plan {
	uint64_t fail_at;  /* 1 is the next call; 0 never */
	bool for_ever;     /* not once, but from then on */
	bool full;         /* writes fail with SQLITE_FULL, not SQLITE_IOERR_WRITE */
	bool changes_only; /* count writes, truncations and syncs alone */
	bool crash;        /* nothing works any more, and unsynced sectors meet their fate in faulty_vfs_power_cut */
	enum faulty_fate fate;
	uint64_t seed;
};

void faulty_vfs_install(void);
void faulty_vfs_remove(void);
/* Starts counting anew. Files must be closed when the plan before was a crash. */
void faulty_vfs_plan(struct faulty_plan plan);
bool faulty_vfs_fired(void);
uint64_t faulty_vfs_calls(void);
/* After a crash, all connections closed. Returns how many sectors changed. */
uint64_t faulty_vfs_power_cut(void);

#endif
