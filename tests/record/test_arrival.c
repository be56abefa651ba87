/* Arrival receipts: bytes written by hand, read back, and every way to be nearly one. */
#include "record/tree_files.h"

#include "base/limits.h"
#include "record/arrival.h"

#define HASH "stMknPZ0B/e//ZakUBC1p5plwU9cL+rWWJeiRzuVGDQ="
#define TEXT "comity-arrival/v1\nexample.int/record\n" HASH "\n1795758622590\n"

static struct secret_key key_of(uint8_t first)
{
	uint8_t seed[SEED_SIZE] = {first};
	struct secret_key key;
	secret_key_from_seed(seed, &key);
	return key;
}

static struct arrival example(void)
{
	struct arrival arrival = {.origin = STR("example.int/record"), .arrived_ms = INT64_C(1795758622590)};
	size_t size;
	assert_true(base64_decode(STR(HASH), arrival.text.byte, HASH_SIZE, &size));
	return arrival;
}

static void test_bytes(void **state)
{
	(void)state;
	struct secret_key key = key_of(1);
	struct arrival arrival = example(), again;
	char storage[ARRIVAL_SIZE_MAX], scratch[4096];
	struct buf buf = buf_of(storage, sizeof storage);
	buf_arrival_note(&buf, &arrival, &key);
	assert_false(buf.full);
	assert_true(str_starts(buf_view(&buf), STR(TEXT "\n\xe2\x80\x94 example.int/record ")));
	struct verifier log = verifier_of(STR("example.int/record"), &key.public_key);
	struct arena arena = {scratch, scratch + sizeof scratch};
	struct err err;
	assert_int_equal(arrival_open(buf_view(&buf), &log, arena, &again, &err), ERR_OK);
	assert_str(again.origin, STR("example.int/record"));
	assert_true(again.origin.ptr == storage + 18);
	assert_true(hash_eq(&again.text, &arrival.text));
	assert_int_equal(again.arrived_ms, arrival.arrived_ms);
	/* the longest origin fits */
	char origin[LIMIT_ORIGIN_SIZE];
	memset(origin, 'o', sizeof origin);
	arrival.origin = (struct str){origin, sizeof origin};
	arrival.arrived_ms = INT64_MAX;
	buf = buf_of(storage, sizeof storage);
	buf_arrival_note(&buf, &arrival, &key);
	assert_false(buf.full);
	/* another key, another log, a flipped byte anywhere */
	arrival = example();
	buf = buf_of(storage, sizeof storage);
	buf_arrival_note(&buf, &arrival, &key);
	struct secret_key other = key_of(2);
	struct verifier wrong = verifier_of(STR("example.int/record"), &other.public_key);
	assert_int_equal(arrival_open(buf_view(&buf), &wrong, arena, &again, &err), ERR_NOT_FOUND);
	wrong = verifier_of(STR("example.int/other"), &key.public_key);
	assert_int_not_equal(arrival_open(buf_view(&buf), &wrong, arena, &again, &err), ERR_OK);
	for (size_t i = 0; i < buf.len; i++) {
		storage[i] ^= 1;
		assert_int_not_equal(arrival_open(buf_view(&buf), &log, arena, &again, &err), ERR_OK);
		storage[i] ^= 1;
	}
}

static void test_text(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"comity-arrival/v1\n",
		"comity-arrival/v2\nexample.int/record\n" HASH "\n1\n",
		"comity-arrival/v1\nexample.int/record\n" HASH "\n1",
		"comity-arrival/v1\nexample.int/record\n" HASH "\n1\n\n",
		"comity-arrival/v1\nexample.int/record\n" HASH "\n1\nmore\n",
		"comity-arrival/v1\nexample.int/record\n" HASH "\n01\n",
		"comity-arrival/v1\nexample.int/record\n" HASH "\n-1\n",
		"comity-arrival/v1\nexample.int/record\n" HASH "\n9223372036854775808\n",
		"comity-arrival/v1\nexample.int/record\n" HASH "=\n1\n",
		"comity-arrival/v1\nexample.int/record\nc3RNa25QWjA=\n1\n",
		"comity-arrival/v1\nExample int\n" HASH "\n1\n",
		"comity-arrival/v1\ncomity-x\n" HASH "\n1\n",
		"comity-arrival/v1\n\n" HASH "\n1\n",
		"comity-arrival/v1\r\nexample.int/record\r\n" HASH "\r\n1\r\n",
	};
	struct arrival arrival;
	struct checkpoint checkpoint;
	struct err err;
	assert_int_equal(arrival_parse_text(STR(TEXT), &arrival, &err), ERR_OK);
	assert_int_equal(arrival.arrived_ms, INT64_C(1795758622590));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (arrival_parse_text(str_from(bad[i]), &arrival, &err) != ERR_FORMAT)
			fail_msg("case %zu", i);
	/* It is no checkpoint, and its head can be no origin. */
	assert_int_not_equal(checkpoint_parse_text(STR(TEXT), &checkpoint, &err), ERR_OK);
	assert_false(origin_valid(STR("comity-arrival/v1")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_text),
	};
	struct err err;
	if (sign_start(&err)) {
		fprintf(stderr, "%s\n", err.msg);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
