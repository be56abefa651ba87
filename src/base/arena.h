/* Memory by lifetime: three arenas, perm, req and scratch.
 *
 * An arena is a straight piece of address space, [beg, end), reserved at once and touched as it is used.
 * A function that takes `struct arena *` puts its result there; one that takes `struct arena` *by value* uses the
 * rest of it as scratch, which frees itself on return because the caller's own copy never moved.
 *
 * arena_new is for what limits.h bounds (running out is a bug: abort). arena_try is for what input decides: NULL, and
 * the caller answers ERR_LIMIT. Memory is zeroed. Freed space is poisoned under ASan.
 *
 * This is the only file that asks the system for memory. Tests make the Nth arena_try fail: arena_fail_after.
 */
#ifndef COMITY_BASE_ARENA_H
#define COMITY_BASE_ARENA_H

#include "base/str.h"
#include <stdalign.h>

struct arena {
	char *beg; /* next free byte */
	char *end;
};

/* What arena_reserve got from the system and arena_return gives back. */
struct region {
	void *base;
	size_t size;
};

/* Reserve `size` bytes of address space. False when the system refuses. */
bool arena_reserve(struct region *region, size_t size);
void arena_return(struct region *region); /* takes a zeroed region too; zeroes it */
/* The whole region as an empty arena: what an earlier arena of it held is gone. */
struct arena arena_of(const struct region *region);

void *arena_new(struct arena *arena, size_t count, size_t size, size_t align);
void *arena_try(struct arena *arena, size_t count, size_t size, size_t align);

#define NEW(arena, type, count) ((type *)arena_new((arena), (count), sizeof(type), alignof(type)))
#define TRY(arena, type, count) ((type *)arena_try((arena), (count), sizeof(type), alignof(type)))

/* A copy of s in the arena with a NUL after it; ptr NULL when there is no room. */
struct str arena_str(struct arena *arena, struct str s);

/* A mark and the way back to it, for loops that reuse one arena. */
struct arena arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena mark);

/* Tests: the Nth arena_try or arena_reserve from now fails (1 is the next), once. 0 switches off. Thread-local. */
void arena_fail_after(uint64_t calls);
/* Has the planned failure happened since arena_fail_after? */
bool arena_failed(void);

#endif
