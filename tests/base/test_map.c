/* The map: its hash against published values, growth, absence, no memory. */
#include "check.h"

#include "base/map.h"

static void hash_is_siphash_1_3(void **state)
{
	(void)state;
	/* Key 00 01 … 0f, message 00 01 … of the given length (the reference code with one and three rounds). */
	static const uint64_t counting[] = {
		UINT64_C(0xabac0158050fc4dc), UINT64_C(0xc9f49bf37d57ca93), UINT64_C(0x82cb9b024dc7d44d),
		UINT64_C(0x8bf80ab8e7ddf7fb), UINT64_C(0xcf75576088d38328), UINT64_C(0xdef9d52f49533b67),
		UINT64_C(0xc50d2b50c59f22a7), UINT64_C(0xd3927d989bb11140), UINT64_C(0x369095118d299a8e),
	};
	uint8_t message[16];
	for (unsigned i = 0; i < sizeof message; i++)
		message[i] = (uint8_t)i;
	struct map_key key = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
	for (size_t i = 0; i < COUNT(counting); i++)
		assert_true(map_hash(key, message, i) == counting[i]);

	/* From another implementation (CPython 3.11, _imp.source_hash): key 12345, 0. */
	static const struct {
		const char *text;
		uint64_t hash;
	} cases[] = {
		{"", UINT64_C(0xeee247d7a3fae181)},
		{"hello", UINT64_C(0x6f8e27dcbc741b18)},
		{"Council of Foreign Ministers", UINT64_C(0x4d2b4e2521663ba6)},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_true(map_hash((struct map_key){12345, 0}, cases[i].text, strlen(cases[i].text)) == cases[i].hash);
	struct map_key zero = {0, 0};
	assert_true(map_hash(zero, NULL, 0) == UINT64_C(0xd1fba762150c532c));
	assert_true(map_hash(zero, "siphash", 7) == UINT64_C(0x8264ceeccb16bcbe));
}

static struct str name_of(uint32_t number, char storage[16])
{
	struct buf buf = buf_of(storage, 16);
	buf_byte(&buf, 'n');
	buf_u64(&buf, number);
	return buf_view(&buf);
}

static void keeps_what_was_put(void **state)
{
	(void)state;
	enum { NAMES = 20000 };
	struct region region;
	assert_true(arena_reserve(&region, 16u << 20));
	struct arena arena = arena_of(&region);
	struct map map = map_init((struct map_key){1, 2});
	char storage[16];
	assert_int_equal(map_get(&map, STR("n0")), MAP_NONE);
	for (uint32_t i = 0; i < NAMES; i++) {
		struct str name = name_of(i, storage);
		assert_int_equal(map_get(&map, name), MAP_NONE);
		assert_true(map_put(&map, &arena, arena_str(&arena, name), i * 3));
		assert_true(map.count <= map.capacity / 4 * 3);
	}
	assert_int_equal(map.count, NAMES);
	assert_int_equal(map.capacity, 32768);
	for (uint32_t i = 0; i < NAMES; i++)
		assert_int_equal(map_get(&map, name_of(i, storage)), i * 3);
	assert_int_equal(map_get(&map, name_of(NAMES, storage)), MAP_NONE);
	assert_int_equal(map_get(&map, STR("")), MAP_NONE);
	assert_true(map_put(&map, &arena, (struct str){NULL, 0}, 0)); /* the empty name is one */
	assert_int_equal(map_get(&map, STR("")), 0);
	assert_int_equal(map_get(&map, STR("n0\0")), MAP_NONE);
	arena_return(&region);
}

static void no_memory_leaves_it_whole(void **state)
{
	(void)state;
	struct region region;
	assert_true(arena_reserve(&region, 1u << 16));
	struct arena arena = arena_of(&region);
	static char storage[64][16];
	struct map map = map_init((struct map_key){0, 0});
	for (uint32_t i = 0; i < 64; i++) {
		struct str name = name_of(i, storage[i]);
		bool must_grow = map.count >= map.capacity / 4 * 3;
		arena_fail_after(1);
		bool put = map_put(&map, &arena, name, i);
		assert_int_equal(put, !must_grow);
		assert_int_equal(arena_failed(), must_grow);
		arena_fail_after(0);
		for (uint32_t j = 0; j < i; j++)
			assert_int_equal(map_get(&map, name_of(j, storage[j])), j);
		if (!put) {
			assert_int_equal(map_get(&map, name), MAP_NONE);
			assert_true(map_put(&map, &arena, name, i));
		}
		assert_int_equal(map.count, i + 1);
	}
	arena_return(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_is_siphash_1_3),
		cmocka_unit_test(keeps_what_was_put),
		cmocka_unit_test(no_memory_leaves_it_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
