/* Arenas: alignment, zeroes, exhaustion, marks, scratch by value, planned failures, poison. */
#include "check.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena_poison.h"

#define ROOM 65536u

static int reserve(void **state)
{
	static struct region region;
	*state = &region;
	return arena_reserve(&region, ROOM) ? 0 : -1;
}

static int give_back(void **state)
{
	arena_fail_after(0);
	arena_return(*state);
	return 0;
}

static void aligns_and_zeroes(void **state)
{
	struct arena arena = arena_of(*state);
	static const size_t aligns[] = {1, 2, 4, 8, 16, 64, 4096};
	for (size_t i = 0; i < COUNT(aligns); i++) {
		assert_non_null(arena_new(&arena, 1, 1, 1)); /* off the mark on purpose */
		unsigned char *bytes = arena_new(&arena, 3, 7, aligns[i]);
		assert_int_equal((uintptr_t)bytes % aligns[i], 0);
		for (size_t j = 0; j < 21; j++) {
			assert_int_equal(bytes[j], 0);
			bytes[j] = 0xff;
		}
	}
	/* The same memory again is zero again. */
	arena = arena_of(*state);
	unsigned char *all = TRY(&arena, unsigned char, ROOM / 2);
	assert_non_null(all);
	for (size_t j = 0; j < ROOM / 2; j++)
		assert_int_equal(all[j], 0);
	uint64_t *typed = NEW(&arena, uint64_t, 3);
	assert_int_equal((uintptr_t)typed % alignof(uint64_t), 0);
}

static void exhaustion_is_null(void **state)
{
	struct arena arena = arena_of(*state);
	struct arena before = arena;
	assert_null(arena_try(&arena, ROOM + 1, 1, 1));
	assert_null(arena_try(&arena, SIZE_MAX, 1, 1));
	assert_null(arena_try(&arena, SIZE_MAX / 8 + 2, 8, 8)); /* the product wraps to a small number */
	assert_null(arena_try(&arena, UINT64_C(1) << 32, UINT64_C(1) << 32, 8));
	assert_ptr_equal(arena.beg, before.beg);
	char *all = arena_try(&arena, ROOM, 1, 1);
	assert_non_null(all);
	all[0] = all[ROOM - 1] = 1;
	assert_null(arena_try(&arena, 1, 1, 1));
	assert_non_null(arena_try(&arena, 0, 8, 1)); /* nothing always fits */

	/* The padding counts too. */
	arena = (struct arena){before.beg + 1, before.beg + 64};
	assert_null(arena_try(&arena, 1, 1, 64));

	struct arena empty = {NULL, NULL};
	assert_null(arena_try(&empty, 0, 1, 1));
}

static void copies_text(void **state)
{
	struct arena arena = arena_of(*state);
	struct str copy = arena_str(&arena, STR("notice"));
	assert_str(copy, "notice");
	assert_int_equal(copy.ptr[6], '\0');
	copy = arena_str(&arena, (struct str){NULL, 0});
	assert_non_null(copy.ptr);
	assert_int_equal(copy.len, 0);
	assert_int_equal(copy.ptr[0], '\0');
	arena_fail_after(1);
	assert_null(arena_str(&arena, STR("x")).ptr);
}

static char *fill_scratch(struct arena scratch)
{
	char *bytes = NEW(&scratch, char, 100);
	memset(bytes, 'x', 100);
	return bytes;
}

static void scratch_frees_itself(void **state)
{
	struct arena arena = arena_of(*state);
	assert_non_null(NEW(&arena, char, 10));
	struct arena before = arena;
	char *first = fill_scratch(arena), *second = fill_scratch(arena);
	assert_ptr_equal(arena.beg, before.beg);
	assert_ptr_equal(first, second);
	char *mine = NEW(&arena, char, 100);
	assert_ptr_equal(mine, first);
	for (size_t i = 0; i < 100; i++)
		assert_int_equal(mine[i], 0);
}

static void rewinds(void **state)
{
	struct arena arena = arena_of(*state);
	char *kept = NEW(&arena, char, 8);
	struct arena mark = arena_mark(&arena);
	char *first = NULL;
	for (int round = 0; round < 1000; round++) {
		char *bytes = TRY(&arena, char, ROOM / 2);
		assert_non_null(bytes);
		assert_true(first == NULL || first == bytes);
		first = bytes;
		bytes[0] = bytes[ROOM / 2 - 1] = 'x';
		arena_rewind(&arena, mark);
	}
	kept[7] = 1;
	assert_ptr_equal(arena.beg, mark.beg);
}

static void fails_as_planned(void **state)
{
	struct arena arena = arena_of(*state);
	for (uint64_t n = 1; n <= 5; n++) {
		arena_fail_after(n);
		assert_false(arena_failed());
		for (uint64_t call = 1; call <= 7; call++) {
			void *ptr = arena_try(&arena, 1, 8, 8);
			assert_int_equal(ptr == NULL, call == n);
			assert_int_equal(arena_failed(), call >= n);
		}
	}
	arena_fail_after(1);
	assert_non_null(arena_new(&arena, 1, 1, 1)); /* sized by limits: never injected */
	assert_false(arena_failed());
	struct region more = {NULL, 0};
	assert_false(arena_reserve(&more, 4096));
	assert_true(arena_failed());
	assert_null(more.base);
	assert_true(arena_reserve(&more, 4096));
	arena_return(&more);
	assert_null(more.base);
	arena_return(&more);

	arena_fail_after(3);
	arena_fail_after(0);
	for (int call = 0; call < 5; call++)
		assert_non_null(arena_try(&arena, 1, 1, 1));
	assert_false(arena_failed());
}

static void refuses_absurd_regions(void **state)
{
	(void)state;
	struct region region = {NULL, 0};
	assert_false(arena_reserve(&region, 0));
	assert_false(arena_reserve(&region, SIZE_MAX));
	assert_false(arena_reserve(&region, (size_t)PTRDIFF_MAX));
	assert_null(region.base);
	struct arena none = arena_of(&region);
	assert_null(TRY(&none, char, 1));
	/* Address space costs nothing until it is touched. */
	assert_true(arena_reserve(&region, (size_t)1 << 34));
	struct arena arena = arena_of(&region);
	*NEW(&arena, char, 1) = 1;
	arena_return(&region);
}

static void new_aborts_with_a_message(void **state)
{
	struct arena arena = arena_of(*state);
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		arena_new(&arena, 3, ROOM, 1);
		_exit(0);
	}
	close(ends[1]);
	char text[200];
	ssize_t size = read(ends[0], text, sizeof text);
	close(ends[0]);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_true(size > 0);
	assert_str(((struct str){text, (size_t)size}),
	           "comity: an arena sized by limits.h is out of room: 3 x 65536 bytes wanted, 65536 left\n");
}

static void freed_space_is_poisoned(void **state)
{
#ifdef ARENA_ASAN
	struct arena arena = arena_of(*state);
	char *beg = arena.beg;
	assert_true(__asan_address_is_poisoned(beg));
	struct arena mark = arena_mark(&arena);
	char *bytes = NEW(&arena, char, 10);
	assert_false(__asan_address_is_poisoned(bytes));
	assert_false(__asan_address_is_poisoned(bytes + 9));
	assert_true(__asan_address_is_poisoned(bytes + 10));
	char *next = NEW(&arena, char, 1);
	assert_true(next >= bytes + 10 + ARENA_GAP);
	assert_true(__asan_address_is_poisoned(next - 1));
	struct buf buf = buf_rest(&arena);
	assert_false(__asan_address_is_poisoned(buf.ptr + buf.cap - 1));
	buf_c(&buf, "text");
	struct str text = buf_keep(&arena, &buf);
	assert_true(__asan_address_is_poisoned(text.ptr + 4));
	arena_rewind(&arena, mark);
	assert_true(__asan_address_is_poisoned(bytes));
	assert_true(__asan_address_is_poisoned(text.ptr));
#else
	(void)state;
	skip();
#endif
}

int main(void)
{
#define IN_REGION(test) cmocka_unit_test_setup_teardown(test, reserve, give_back)
	const struct CMUnitTest tests[] = {
		IN_REGION(aligns_and_zeroes),
		IN_REGION(exhaustion_is_null),
		IN_REGION(copies_text),
		IN_REGION(scratch_frees_itself),
		IN_REGION(rewinds),
		IN_REGION(fails_as_planned),
		IN_REGION(refuses_absurd_regions),
		IN_REGION(new_aborts_with_a_message),
		IN_REGION(freed_space_is_poisoned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
