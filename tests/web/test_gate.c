/* The gate: one request a line; what two programs could read in two ways does not come through. */
#include "base/check.h"

#include "web/gate.h"

static struct head head_of(const char *line, const char *fields, char *storage)
{
	struct head head = {.field_count = 0};
	struct str rest = str_from(line), field, lines;
	assert_true(str_cut(rest, ' ', &head.method, &rest));
	assert_true(str_cut(rest, ' ', &head.target, &head.version));
	strcpy(storage, fields);
	lines = str_from(storage);
	while (lines.len > 0) {
		if (!str_cut(lines, '|', &field, &lines)) {
			field = lines;
			lines = (struct str){"", 0};
		}
		struct head_field one;
		assert_true(str_cut(field, ':', &one.name, &one.value));
		if (head.field_count < LIMIT_HEADER_COUNT)
			head.field[head.field_count] = one;
		head.field_count++;
		head.field_bytes += field.len + 4;
	}
	return head;
}

static const struct {
	const char *line, *fields;
	int status;
} cases[] = {
	{"GET / HTTP/1.1", "Host:a", 0},
	{"GET / HTTP/1.0", "", 0},
	{"HEAD /en/?q=a+b%20c HTTP/1.1", "Host: record.example:8080 |Accept: text/html", 0},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5|Content-Type:text/plain", 0},
	{"POST /acts HTTP/1.1", "host:a|TRANSFER-ENCODING:Chunked", 0},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:0", 0},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5|Expect:100-Continue", 0},
	{"GET / HTTP/1.1", "Host:[::1]:80|Accept:a|Accept:b|Cookie:a=b|Accept-Language:ru|Accept-Language:en", 0},
	{"GET / HTTP/1.1", "Host:a|Content-Length:0", 0},
	/* method and version */
	{"GET / HTTP/2.0", "Host:a", 505},
	{"GET / HTTP/0.9", "", 505},
	{"GET / http/1.1", "Host:a", 505},
	{"PUT / HTTP/1.1", "Host:a", 405},
	{"OPTIONS * HTTP/1.1", "Host:a", 405},
	{"get / HTTP/1.1", "Host:a", 501},
	{"BREW / HTTP/1.1", "Host:a", 501},
	/* target */
	{"GET http://a/ HTTP/1.1", "Host:a", 400},
	{"GET * HTTP/1.1", "Host:a", 400},
	{"GET //a HTTP/1.1", "Host:a", 400},
	{"GET /a#b HTTP/1.1", "Host:a", 400},
	{"GET /a\tb HTTP/1.1", "Host:a", 400},
	{"GET /a\x01 HTTP/1.1", "Host:a", 400},
	{"GET /a\x7f HTTP/1.1", "Host:a", 400},
	{"GET /\xd0\xb0 HTTP/1.1", "Host:a", 400},
	{"GET /\"a\" HTTP/1.1", "Host:a", 400},
	{"GET /<a> HTTP/1.1", "Host:a", 400},
	{"GET /a\\b HTTP/1.1", "Host:a", 400},
	/* headers */
	{"GET / HTTP/1.1", "Host:a|X Y:1", 400},
	{"GET / HTTP/1.1", "Host:a|Content-Length :1", 400},
	{"GET / HTTP/1.1", "Host:a|:1", 400},
	{"GET / HTTP/1.1", "Host:a|X:a\rb", 400},
	{"GET / HTTP/1.1", "Host:a|X:a\nb", 400},
	{"GET / HTTP/1.1", "Host:a|X:a\x01", 400},
	/* Host */
	{"GET / HTTP/1.1", "", 400},
	{"GET / HTTP/1.1", "Host:", 400},
	{"GET / HTTP/1.1", "Host:a|Host:a", 400},
	{"GET / HTTP/1.1", "Host:a|hOST:b", 400},
	{"GET / HTTP/1.1", "Host:a/b", 400},
	{"GET / HTTP/1.1", "Host:a b", 400},
	{"GET / HTTP/1.0", "Host:a|Host:a", 400},
	/* framing */
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5|Content-Length:5", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5, 5", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:+5", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:-5", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:0x5", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:99999999999999999999", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:17000000", 413},
	{"POST /acts HTTP/1.1", "Host:a|Transfer-Encoding:chunked|Transfer-Encoding:chunked", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5|Transfer-Encoding:chunked", 400},
	{"POST /acts HTTP/1.1", "Host:a|Transfer-Encoding:gzip, chunked", 501},
	{"POST /acts HTTP/1.1", "Host:a|Transfer-Encoding:identity", 501},
	{"POST /acts HTTP/1.1", "Host:a|Transfer-Encoding:", 501},
	{"POST /acts HTTP/1.0", "Transfer-Encoding:chunked", 400},
	{"POST /acts HTTP/1.1", "Host:a", 411},
	{"GET / HTTP/1.1", "Host:a|Content-Length:5", 400},
	{"HEAD / HTTP/1.1", "Host:a|Transfer-Encoding:chunked", 400},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5|Content-Encoding:gzip", 415},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5|Expect:200-ok", 417},
	{"POST /acts HTTP/1.1", "Host:a|Content-Length:5|Content-Type:text/plain|Content-Type:text/html", 400},
};

static void test_cases(void **state)
{
	(void)state;
	char storage[1024];
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct head head = head_of(cases[i].line, cases[i].fields, storage);
		struct gate gate;
		const char *reason = NULL;
		int status = gate_check(&head, &gate, &reason);
		if (status != cases[i].status)
			fail_msg("%s with %s: %d, expected %d", cases[i].line, cases[i].fields, status, cases[i].status);
		assert_true((status == 0) == (reason == NULL));
	}
}

static void test_found(void **state)
{
	(void)state;
	char storage[1024];
	struct gate gate;
	const char *reason = NULL;
	struct head head = head_of(
		"POST /acts?a=b?c HTTP/1.1",
		"Host:a|Content-Length: 12 |Content-Type:\ttext/plain |accept:x|Accept:y|If-None-Match:\"e\"", storage);
	assert_int_equal(gate_check(&head, &gate, &reason), 0);
	assert_int_equal(gate.method, METHOD_POST);
	assert_str(gate.path, "/acts");
	assert_str(gate.query, "a=b?c");
	assert_true(gate.has_body);
	assert_int_equal(gate.body_size, 12);
	assert_str(gate.content_type, "text/plain");
	assert_str(gate.accept, "x");
	assert_str(gate.if_none_match, "\"e\"");
	head = head_of("POST /acts HTTP/1.1", "Host:a|Transfer-Encoding:chunked", storage);
	assert_int_equal(gate_check(&head, &gate, &reason), 0);
	assert_true(gate.body_size == BODY_UNKNOWN && gate.has_body);
}

static void test_limits(void **state)
{
	(void)state;
	static char target[LIMIT_TARGET_SIZE + 1], value[LIMIT_HEADERS_SIZE + 1];
	char storage[64];
	struct gate gate;
	const char *reason;
	struct head head = head_of("GET / HTTP/1.1", "Host:a", storage);
	memset(target, 'a', sizeof target);
	target[0] = '/';
	head.target = (struct str){target, LIMIT_TARGET_SIZE};
	assert_int_equal(gate_check(&head, &gate, &reason), 0);
	head.target.len++;
	assert_int_equal(gate_check(&head, &gate, &reason), 414);
	head.target.len = 1;
	head.target_long = true;
	assert_int_equal(gate_check(&head, &gate, &reason), 414);
	head.target_long = false;
	head.lines_broken = true;
	assert_int_equal(gate_check(&head, &gate, &reason), 400);
	head.lines_broken = false;
	memset(value, 'v', sizeof value);
	for (; head.field_count < LIMIT_HEADER_COUNT; head.field_count++)
		head.field[head.field_count] = (struct head_field){STR("X"), STR("y")};
	assert_int_equal(gate_check(&head, &gate, &reason), 0);
	head.field_count++;
	assert_int_equal(gate_check(&head, &gate, &reason), 431);
	head.field_count = 1;
	head.field_bytes = LIMIT_HEADERS_SIZE;
	assert_int_equal(gate_check(&head, &gate, &reason), 0);
	head.field_bytes++;
	assert_int_equal(gate_check(&head, &gate, &reason), 431);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
