/* Arenas: one mmap a region, a pointer that moves up, memory zeroed when it is handed out.
 *
 *  1. A region is reserved with MAP_NORESERVE: address space costs nothing until a page is touched.
 *  2. Zeroing happens at allocation, because a page may have been used before (arena_rewind, a scratch by value).
 *  3. Under ASan what is free is poisoned, and each allocation is followed by a small poisoned gap. A scratch passed by
 *     value leaves its space readable when it is dropped (nobody is told); the next allocation there sets it right.
 *  4. Only arena_try and arena_reserve can be made to fail by arena_fail_after; arena_new never is.
 */
#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/arena_poison.h"
#include "base/buf.h"

/* Poisoning writes a shadow byte for every eight: a region may be larger than it is worth marking. */
#define POISON_AT_ONCE_MAX ((size_t)16 << 20)

static _Thread_local uint64_t fail_countdown; /* 0: nothing planned */
static _Thread_local bool fail_happened;

static bool fails_now(void)
{
	if (fail_countdown == 0 || --fail_countdown > 0)
		return false;
	fail_happened = true;
	return true;
}

void arena_fail_after(uint64_t calls)
{
	fail_countdown = calls;
	fail_happened = false;
}

bool arena_failed(void)
{
	return fail_happened;
}

bool arena_reserve(struct region *region, size_t size)
{
	if (size == 0 || size > PTRDIFF_MAX || fails_now())
		return false;
	void *base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, /* fd= */ -1, 0);
	if (base == MAP_FAILED)
		return false;
	*region = (struct region){base, size};
	return true;
}

void arena_return(struct region *region)
{
	if (region->base) {
		/* The address may be given to somebody else next. */
		arena_unpoison_all(region->base, region->size);
		munmap(region->base, region->size);
	}
	*region = (struct region){NULL, 0};
}

struct arena arena_of(const struct region *region)
{
	if (!region->base)
		return (struct arena){NULL, NULL};
	size_t marked = region->size < POISON_AT_ONCE_MAX ? region->size : POISON_AT_ONCE_MAX;
	ARENA_POISON(region->base, marked);
	(void)marked;
	char *beg = region->base;
	return (struct arena){beg, beg + region->size};
}

static void *take(struct arena *arena, size_t count, size_t size, size_t align)
{
	assert(align > 0 && (align & (align - 1)) == 0);
	if (align < ARENA_GRAIN)
		align = ARENA_GRAIN;
	size_t room = (size_t)(arena->end - arena->beg);
	size_t padding = (size_t)(-(uintptr_t)arena->beg & (align - 1));
	size_t wanted;
	if (__builtin_mul_overflow(count, size, &wanted) || padding > room || wanted > room - padding)
		return NULL;
	char *ptr = arena->beg + padding;
	if (wanted) {
		ARENA_UNPOISON(ptr, wanted);
		memset(ptr, 0, wanted);
	}
	arena->beg = arena_gap(ptr + wanted, arena->end);
	return ptr;
}

void *arena_try(struct arena *arena, size_t count, size_t size, size_t align)
{
	if (fails_now() || !arena->beg)
		return NULL;
	return take(arena, count, size, align);
}

/* Said with write(2): stdio would allocate. */
static _Noreturn void out_of_room(const struct arena *arena, size_t count, size_t size)
{
	char text[160];
	struct buf buf = buf_of(text, sizeof text);
	buf_c(&buf, "comity: an arena sized by limits.h is out of room: ");
	buf_u64(&buf, count);
	buf_c(&buf, " x ");
	buf_u64(&buf, size);
	buf_c(&buf, " bytes wanted, ");
	buf_u64(&buf, (uint64_t)(arena->end - arena->beg));
	buf_c(&buf, " left\n");
	ssize_t written = write(STDERR_FILENO, buf.ptr, buf.len);
	(void)written;
	abort();
}

void *arena_new(struct arena *arena, size_t count, size_t size, size_t align)
{
	void *ptr = arena->beg ? take(arena, count, size, align) : NULL;
	if (!ptr)
		out_of_room(arena, count, size);
	return ptr;
}

struct str arena_str(struct arena *arena, struct str s)
{
	char *copy = s.len < SIZE_MAX ? arena_try(arena, s.len + 1, 1, 1) : NULL;
	if (!copy)
		return (struct str){NULL, 0};
	if (s.len)
		memcpy(copy, s.ptr, s.len);
	return (struct str){copy, s.len};
}

struct arena arena_mark(const struct arena *arena)
{
	return *arena;
}

void arena_rewind(struct arena *arena, struct arena mark)
{
	assert(mark.end == arena->end && mark.beg <= arena->beg);
	if (mark.beg < arena->beg)
		ARENA_POISON(mark.beg, (size_t)(arena->beg - mark.beg));
	arena->beg = mark.beg;
}
