/* The memory store's inside, for memory.c and for the tests that damage it. Private to the room. */
#ifndef COMITY_STORE_MEMORY_H
#define COMITY_STORE_MEMORY_H

#include "store/batch.h"

#include "base/limits.h"

#define MEMORY_REGION_SIZE (32u << 20)
#define MEMORY_REGIONS 4096u /* 128 GiB of address space at most */
#define MEMORY_CHUNK 4096u   /* entries whose places are asked for at once */

struct memory_entry {
	struct str bytes;
	struct hash leaf; /* derived */
};

/* A search tree without balancing: its keys are hashes, which come in no order, and a store in memory is nobody's
 * service that an enemy could slow down. */
struct memory_blob {
	struct blob_ref ref;
	bool erased;
	uint8_t salt[SALT_SIZE];
	char *data;
	size_t size;
	struct memory_blob *left, *right;
};

struct memory_checkpoint {
	uint64_t size;
	struct str note;
	struct memory_checkpoint *next; /* the next larger one */
};

struct memory_store {
	struct store store;
	struct arena arena; /* the rest of the newest region */
	uint32_t region_count;
	uint64_t count;
	struct memory_blob *blob;
	uint64_t cursor_index;  /* blob_next: the call with this index … */
	struct blob_ref cursor; /* … follows this ref */
	uint64_t sealed;
	struct str checkpoint;
	struct memory_checkpoint *oldest, *newest;
	struct memory_checkpoint *found; /* checkpoint_after: what was asked for last */
	struct region region[MEMORY_REGIONS];
	struct memory_entry *chunk[LIMIT_ENTRIES / MEMORY_CHUNK];
};

#endif
