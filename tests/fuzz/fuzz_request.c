/* Any bytes as a request: the first line a method, a target and a version, then a header a line, then an empty line and
 * a body.
 *
 *  1. What comes through the gate has a path that begins with a slash, and one way to find its body's end.
 *  2. A route that is found has what its kind needs; its names are names; where it is moved to is an address that
 * exists.
 *  3. Languages and kinds that are asked for always lead to one of ours.
 *  4. An envelope that is read and written again is the same.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "web/api_envelope.h"
#include "web/gate.h"
#include "web/negotiate.h"
#include "web/query.h"
#include "web/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct region region;
static struct route route;

static struct str next_line(struct str *rest)
{
	struct str line = *rest;
	if (!str_cut(*rest, '\n', &line, rest))
		*rest = (struct str){"", 0};
	return line;
}

static void read_head(struct str *rest, struct head *head)
{
	struct str line = next_line(rest);
	head->method = head->target = head->version = (struct str){"", 0};
	if (str_cut(line, ' ', &head->method, &line) && !str_cut(line, ' ', &head->target, &head->version))
		head->target = line;
	head->target_long = head->lines_broken = false;
	head->field_count = 0;
	head->field_bytes = 0;
	for (line = next_line(rest); line.len > 0; line = next_line(rest)) {
		struct head_field field = {line, {"", 0}};
		(void)str_cut(line, ':', &field.name, &field.value);
		if (head->field_count < LIMIT_HEADER_COUNT)
			head->field[head->field_count] = field;
		head->field_count++;
		head->field_bytes += line.len + 4;
	}
}

/* Point 2. */
static void check_route(struct str path, struct str query)
{
	int status = route_find(path, query, &route);
	assert(status == 0 || status == 400 || status == 404);
	assert(route.language <= LANGUAGE_MAX);
	if (status != 0)
		return;
	assert(route.kind < ROUTE_MAX);
	if (route.kind == ROUTE_PAGE) {
		assert(route.page != NULL && route.language < LANGUAGE_MAX);
		assert(route.request.name.len == 0 || route_name_valid(route.request.name));
		assert(route.request.query_q.len <= LIMIT_QUERY_SIZE);
	}
	if (route.kind == ROUTE_MOVED) {
		static struct route there;
		struct str location = str_from(route.location), asked;
		if (!str_cut(location, '?', &location, &asked))
			asked = (struct str){"", 0};
		assert(str_eq(asked, query));
		assert(route_find(location, STR(""), &there) == 0 && there.kind == ROUTE_PAGE);
	}
}

/* Point 4. */
static void check_envelope(struct str body)
{
	struct arena arena = arena_of(&region);
	struct envelope envelope, again;
	struct err err;
	if (envelope_read(body, &arena, &envelope, &err))
		return;
	struct buf buf = buf_new(&arena, 8 * body.len + 65536);
	buf_envelope(&buf, &envelope);
	assert(!buf.full);
	assert(envelope_read(buf_view(&buf), &arena, &again, &err) == ERR_OK);
	assert(str_eq(again.act, envelope.act) && again.blob_count == envelope.blob_count);
	for (uint32_t i = 0; i < again.blob_count; i++)
		assert(str_eq(again.blob[i].data, envelope.blob[i].data));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size};
	struct head head;
	struct gate gate;
	const char *reason = NULL;
	char storage[64];
	struct str decoded;
	if (!region.base && !arena_reserve(&region, (size_t)64 << 20))
		abort();
	read_head(&rest, &head);
	int status = gate_check(&head, &gate, &reason);
	assert((status == 0) == (reason == NULL));
	if (status == 0) {
		assert(gate.path.len > 0 && gate.path.ptr[0] == '/');
		assert(gate.method == METHOD_POST || !gate.has_body);
		assert(gate.body_size == BODY_UNKNOWN || gate.body_size <= LIMIT_BODY_SIZE);
		check_route(gate.path, gate.query);
		enum language language = negotiate_language(gate.accept_language);
		assert(language < LANGUAGE_MAX && language != LANGUAGE_PSEUDO);
		(void)negotiate_html(gate.accept);
	}
	(void)negotiate_language(rest);
	(void)negotiate_html(rest);
	if (url_decode(rest, true, storage, sizeof storage, &decoded))
		assert(decoded.len <= sizeof storage);
	check_envelope(rest);
	return 0;
}
