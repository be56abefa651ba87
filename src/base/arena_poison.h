/* Private to base: how arenas tell AddressSanitizer which bytes are free. Nothing at all in other builds.
 *
 * ARENA_GRAIN is the least alignment an allocation gets (ASan marks memory in eights), ARENA_GAP the poisoned bytes
 * after it, so that running past one object does not land in the next.
 */
#ifndef COMITY_BASE_ARENA_POISON_H
#define COMITY_BASE_ARENA_POISON_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>

#define ARENA_POISON(ptr, size) ASAN_POISON_MEMORY_REGION((ptr), (size))
#define ARENA_UNPOISON(ptr, size) ASAN_UNPOISON_MEMORY_REGION((ptr), (size))
#define ARENA_GRAIN 8u
#define ARENA_GAP 16u

/* Exported by both compilers' runtimes, though by no header. */
void __asan_get_shadow_mapping(size_t *ret_scale, size_t *ret_offset);
#else
#define ARENA_POISON(ptr, size) ((void)(ptr), (void)(size))
#define ARENA_UNPOISON(ptr, size) ((void)(ptr), (void)(size))
#define ARENA_GRAIN 1u
#define ARENA_GAP 0u
#endif

/* Unpoison a whole region that is about to be given back. Clearing the shadow of gigabytes byte by byte takes seconds,
 * while its pages can be dropped at once and read as zero again. */
static inline void arena_unpoison_all(void *base, size_t size)
{
#ifdef ARENA_ASAN
	const size_t page = 4096;
	size_t scale, offset;
	__asan_get_shadow_mapping(&scale, &offset);
	uintptr_t begin = ((uintptr_t)base >> scale) + offset, end = (((uintptr_t)base + size) >> scale) + offset;
	uintptr_t first = (begin + page - 1) & ~(page - 1), last = end & ~(page - 1);
	if (first < last && madvise((void *)first, last - first, MADV_DONTNEED) == 0) {
		/* What shares a page with somebody else's shadow. */
		ARENA_UNPOISON(base, (first - begin) << scale);
		ARENA_UNPOISON((char *)base + ((last - begin) << scale), (end - last) << scale);
		return;
	}
#endif
	ARENA_UNPOISON(base, size);
}

/* Where the next allocation may begin when the last one ended at `ptr`: the gap is poisoned and skipped. */
static inline char *arena_gap(char *ptr, char *end)
{
#ifdef ARENA_ASAN
	size_t gap = ARENA_GAP + (size_t)(-(uintptr_t)ptr & (ARENA_GRAIN - 1));
	size_t room = (size_t)(end - ptr);
	if (gap > room)
		gap = room;
	ARENA_POISON(ptr, gap);
	return ptr + gap;
#else
	(void)end;
	return ptr;
#endif
}

#endif
