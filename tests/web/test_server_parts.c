/* The server's small parts: percent-decoding, what a client would like to read, kept answers, envelopes. */
#include "base/check.h"

#include "record/sign.h"
#include "web/api_envelope.h"
#include "web/cache.h"
#include "web/negotiate.h"
#include "web/pace.h"
#include "web/query.h"

/* ---- Percent-decoding -------------------------------------------------------------------------------------------- */

static void test_decode(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool plus;
		const char *want; /* NULL: refused */
	} cases[] = {
		{"", false, ""},
		{"a+b", true, "a b"},
		{"a+b", false, "a+b"},
		{"%41%6a", false, "Aj"},
		{"%D0%90%d0%b1", false, "\xd0\x90\xd0\xb1"},
		{"100%25", true, "100%"},
		{"%", false, NULL},
		{"%4", false, NULL},
		{"%4g", false, NULL},
		{"%00", false, NULL},
		{"%0a", false, NULL},
		{"%7f", false, NULL},
		{"%ff", false, NULL},
		{"%d0", false, NULL},
		{"%ed%a0%80", false, NULL},
		{"%c0%af", false, NULL},
		{"12345678901234567", false, NULL}, /* does not fit */
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char storage[16];
		struct str got = {"", 0};
		bool fine = url_decode(str_from(cases[i].text), cases[i].plus, storage, sizeof storage, &got);
		assert_case(fine == (cases[i].want != NULL), cases[i].text);
		if (fine)
			assert_str(got, cases[i].want);
	}
}

static void test_find(void **state)
{
	(void)state;
	struct str value = {"x", 1};
	assert_true(query_find(STR("a=1&q=2&q=3"), STR("q"), &value));
	assert_str(value, "2");
	assert_true(query_find(STR("q"), STR("q"), &value));
	assert_str(value, "");
	assert_true(query_find(STR("q=a=b"), STR("q"), &value));
	assert_str(value, "a=b");
	assert_true(query_find(STR("&&q=1"), STR("q"), &value));
	assert_false(query_find(STR("qq=1&Q=2"), STR("q"), &value));
	assert_false(query_find(STR(""), STR("q"), &value));
}

/* ---- What a client would like ------------------------------------------------------------------------------------ */

static void test_language(void **state)
{
	(void)state;
	static const struct {
		const char *accept;
		enum language want;
	} cases[] = {
		{"", LANGUAGE_EN},
		{"ru", LANGUAGE_RU},
		{"RU-ru", LANGUAGE_RU},
		{"de, ru;q=0.5, en;q=0.4", LANGUAGE_RU},
		{"de, ru;q=0.4, en;q=0.5", LANGUAGE_EN},
		{"en,ru", LANGUAGE_EN},
		{"ru;q=0, en;q=0.1", LANGUAGE_EN},
		{"ru;q=1.5, en;q=0.1", LANGUAGE_EN},
		{"ru;q=0.1234, en;q=0.1", LANGUAGE_EN},
		{"ru ; q=0.9 , en;q=0.1", LANGUAGE_RU},
		{"*", LANGUAGE_EN},
		{"ar-XB", LANGUAGE_EN}, /* it is nobody's language */
		{",,;;=,ru;q", LANGUAGE_RU},
		{"rus", LANGUAGE_EN},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(negotiate_language(str_from(cases[i].accept)) == cases[i].want, cases[i].accept);
}

static void test_html(void **state)
{
	(void)state;
	static const struct {
		const char *accept;
		bool want;
	} cases[] = {
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
		{"*/*", false},
		{"", false},
		{"application/json", false},
		{"application/json, text/html;q=0.5", false},
		{"text/html;q=0", false},
		{"Text/HTML;level=1;q=0.3", true},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_case(negotiate_html(str_from(cases[i].accept)) == cases[i].want, cases[i].accept);
}

/* ---- Kept answers ------------------------------------------------------------------------------------------------ */

static unsigned dropped;

static void drop(void *value)
{
	(void)value;
	dropped++;
}

struct kept {
	struct region region;
	struct cache *cache;
};

static struct kept kept_new(uint32_t values, size_t bytes)
{
	struct kept kept = {.cache = NULL};
	struct cache_config config = {.values_max = values, .bytes_max = bytes, .drop = drop};
	assert_true(arena_reserve(&kept.region, (size_t)4 << 20));
	struct arena arena = arena_of(&kept.region);
	kept.cache = cache_new(&arena, &config);
	assert_non_null(kept.cache);
	dropped = 0;
	return kept;
}

static void test_cache(void **state)
{
	(void)state;
	int a, b;
	struct kept kept = kept_new(64, 1000);
	struct cache *cache = kept.cache;
	assert_null(cache_get(cache, STR("a"), 1, 0));
	assert_true(cache_put(cache, STR("a"), &a, 100, 1, 50));
	assert_ptr_equal(cache_get(cache, STR("a"), 1, 49), &a);
	assert_null(cache_get(cache, STR("a"), 1, 50)); /* the time has come */
	assert_null(cache_get(cache, STR("a"), 2, 0));  /* the record has changed */
	assert_null(cache_get(cache, STR("a\0b"), 1, 0));
	assert_true(cache_put(cache, STR("a"), &b, 200, 2, 50)); /* in its place */
	assert_int_equal(dropped, 1);
	assert_int_equal(cache_bytes(cache), 200);
	assert_ptr_equal(cache_get(cache, STR("a"), 2, 0), &b);
	assert_false(cache_put(cache, STR("b"), &a, 1001, 2, 50));
	char key[CACHE_KEY_SIZE + 1] = {0};
	assert_false(cache_put(cache, (struct str){key, sizeof key}, &a, 1, 2, 50));
	assert_true(cache_put(cache, (struct str){key, sizeof key - 1}, &a, 1, 2, 50));
	cache_clear(cache);
	assert_int_equal(dropped, 3);
	assert_int_equal(cache_bytes(cache), 0);
	arena_return(&kept.region);
}

/* Whatever is put in, both bounds hold, every value is dropped once, and what is used all the time stays. */
static void test_cache_bounds(void **state)
{
	(void)state;
	int value;
	struct kept kept = kept_new(64, 5000);
	struct cache *cache = kept.cache;
	uint64_t random = 7;
	unsigned put = 0, hits = 0;
	assert_true(cache_put(cache, STR("favourite"), &value, 100, 1, 100));
	put++;
	for (unsigned i = 0; i < 20000; i++) {
		char name[16];
		snprintf(name, sizeof name, "k%d", (int)random_between(&random, 0, 300));
		size_t size = (size_t)random_between(&random, 1, 600);
		put += cache_put(cache, str_from(name), &value, size, 1, 100);
		assert_true(cache_bytes(cache) <= 5000);
		if (cache_get(cache, STR("favourite"), 1, 0) != NULL)
			hits++;
		else
			put += cache_put(cache, STR("favourite"), &value, 100, 1, 100);
	}
	assert_true(hits > 18000);
	cache_clear(cache);
	assert_int_equal(dropped, put);
	arena_return(&kept.region);
}

/* ---- Envelopes --------------------------------------------------------------------------------------------------- */

#define REF "public:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SALT "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

static void test_envelope(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum err_code want;
	} cases[] = {
		{"{\"act\":\"x\"}", ERR_OK},
		{"{\"act\":\"x\"}\n", ERR_OK},
		{"{\"act\":\"x\",\"blobs\":[]}", ERR_OK},
		{"{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"salt\":\"" SALT "\",\"data\":\"d29yZHM=\"}]}", ERR_OK},
		{"{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"data\":\"\"}]}", ERR_OK},
		{"{\"act\":\"x\"}\n\n", ERR_FORMAT},
		{"{\"act\":1}", ERR_FORMAT},
		{"{\"blobs\":[]}", ERR_FORMAT},
		{"{\"act\":\"x\",\"more\":1}", ERR_FORMAT},
		{"{\"act\":\"x\",\"act\":\"y\"}", ERR_FORMAT},
		{"{\"act\":\"x\",\"blobs\":{}}", ERR_FORMAT},
		{"{\"act\":\"x\",\"blobs\":[1]}", ERR_FORMAT},
		{"{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"data\":\"a\"}]}", ERR_FORMAT},
		{"{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"data\":7}]}", ERR_FORMAT},
		{"{\"act\":\"x\",\"blobs\":[{\"ref\":\"public:00\",\"data\":\"\"}]}", ERR_FORMAT},
		{"{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"salt\":\"AAEC\",\"data\":\"\"}]}", ERR_FORMAT},
		{"{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"data\":\"\",\"more\":\"\"}]}", ERR_FORMAT},
		{"", ERR_FORMAT},
		{"[]", ERR_FORMAT},
	};
	struct region region = {0};
	assert_true(arena_reserve(&region, (size_t)1 << 20));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena arena = arena_of(&region);
		struct envelope envelope;
		struct err err;
		enum err_code code = envelope_read(str_from(cases[i].text), &arena, &envelope, &err);
		assert_case(code == cases[i].want, cases[i].text);
		if (code != ERR_OK)
			continue;
		/* written again, and read again, it is the same */
		struct buf buf = buf_new(&arena, envelope_size(&envelope));
		struct envelope again;
		buf_envelope(&buf, &envelope);
		assert_false(buf.full);
		assert_int_equal(envelope_read(buf_view(&buf), &arena, &again, &err), ERR_OK);
		assert_true(envelope_looks_like(buf_view(&buf)));
		assert_true(str_eq(again.act, envelope.act) && again.blob_count == envelope.blob_count);
		for (uint32_t j = 0; j < again.blob_count; j++)
			assert_true(str_eq(again.blob[j].data, envelope.blob[j].data) &&
			            (again.blob[j].salt == NULL) == (envelope.blob[j].salt == NULL));
	}
	arena_return(&region);
}

static void test_envelope_limits(void **state)
{
	(void)state;
	struct region region = {0};
	struct envelope envelope;
	struct err err;
	assert_true(arena_reserve(&region, (size_t)64 << 20));
	for (unsigned blobs = ENVELOPE_BLOBS; blobs <= ENVELOPE_BLOBS + 1; blobs++) {
		struct arena arena = arena_of(&region);
		struct buf buf = buf_new(&arena, 1 << 16);
		buf_c(&buf, "{\"act\":\"x\",\"blobs\":[");
		for (unsigned i = 0; i < blobs; i++)
			buf_c(&buf, i == 0 ? "{\"ref\":\"" REF "\",\"data\":\"\"}" : ",{\"ref\":\"" REF "\",\"data\":\"\"}");
		buf_c(&buf, "]}");
		assert_false(buf.full);
		assert_int_equal(envelope_read(buf_view(&buf), &arena, &envelope, &err),
		                 blobs == ENVELOPE_BLOBS ? ERR_OK : ERR_LIMIT);
	}
	/* the longest text, and one that is longer */
	for (size_t extra = 0; extra <= 2; extra += 2) {
		struct arena arena = arena_of(&region);
		struct buf buf = buf_new(&arena, (size_t)8 << 20);
		buf_c(&buf, "{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"data\":\"");
		for (size_t i = 0; i < LIMIT_BLOB_SIZE / 3 + extra; i++)
			buf_c(&buf, "YWJj");
		buf_c(&buf, "\"}]}");
		assert_false(buf.full);
		assert_int_equal(envelope_read(buf_view(&buf), &arena, &envelope, &err), extra == 0 ? ERR_OK : ERR_LIMIT);
	}
	/* an arena without room */
	struct arena small = arena_of(&region);
	small.end = small.beg + 256;
	assert_int_not_equal(envelope_read(STR("{\"act\":\"x\",\"blobs\":[{\"ref\":\"" REF "\",\"data\":\"d29yZHM=\"}]}"),
	                                   &small, &envelope, &err),
	                     ERR_OK);
	arena_return(&region);
}

/* ---- How long a body may take ------------------------------------------------------------------------------------ */

/* The moment at which a body of `rate` bytes a millisecond, up to `size`, is late; 0: it is not, before `max_ms`. */
static int64_t late_at(bool is_long, uint64_t rate, uint64_t size, int64_t max_ms)
{
	struct pace pace = pace_begin(is_long, 1000);
	for (int64_t now = 1000; now < 1000 + max_ms; now++) {
		if (pace_late(&pace, now))
			return now - 1000;
		if (pace.bytes + rate <= size)
			pace_add(&pace, (size_t)rate, now);
	}
	return 0;
}

static void test_pace(void **state)
{
	(void)state;
	/* An act alone has its time, whatever it sends. */
	assert_int_equal(late_at(false, 0, 0, 300000), PACE_PATIENCE_MS);
	assert_int_equal(late_at(false, 1, 61440, 300000), PACE_PATIENCE_MS);
	/* One with texts has as long as it goes on, at the least that is asked. */
	assert_int_equal(late_at(true, 4, UINT64_MAX, 300000), 0);
	assert_in_range(late_at(true, 2, UINT64_MAX, 300000), PACE_PATIENCE_MS, 300000);
	/* Who sends everything but the end at once gains nothing by it. */
	assert_in_range(late_at(true, 100000, 16000000, 300000), PACE_PATIENCE_MS, PACE_PATIENCE_MS + 200);
	/* The slowest gives way, once it has had its time. */
	struct pace slow = pace_begin(true, 0), fast = pace_begin(false, 4000);
	slow.bytes = 100;
	fast.bytes = 99;
	assert_true(pace_slower(&slow, &fast, 8000));
	assert_false(pace_slower(&fast, &slow, 8000));
	assert_false(pace_gives_way(&fast, 4000 + PACE_FAIR_MS));
	assert_true(pace_gives_way(&fast, 4001 + PACE_FAIR_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode),   cmocka_unit_test(test_find),
		cmocka_unit_test(test_language), cmocka_unit_test(test_html),
		cmocka_unit_test(test_cache),    cmocka_unit_test(test_cache_bounds),
		cmocka_unit_test(test_envelope), cmocka_unit_test(test_envelope_limits),
		cmocka_unit_test(test_pace),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
