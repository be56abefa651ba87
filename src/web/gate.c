/* Conditions, in this order:
 *  1. HTTP/1.0 or 1.1 (505); GET, HEAD or POST (405; 501 for a method that HTTP does not know).
 *  2. The target is a path of our own: at most LIMIT_TARGET_SIZE bytes (414), of visible characters, beginning with one
 *     slash; no absolute form, no fragment (400).
 *  3. At most LIMIT_HEADER_COUNT headers of LIMIT_HEADERS_SIZE bytes together (431); names are tokens, values hold no
 *     control characters; lines end with CR LF, and none goes on in the next one (400).
 *  4. Host once, and always with HTTP/1.1; Content-Length and Transfer-Encoding once, and not both (400).
 *  5. Transfer-Encoding is "chunked" and nothing else (501), and only with HTTP/1.1 (400).
 *  6. Content-Length is a decimal number (400) of at most LIMIT_BODY_SIZE (413); no body with GET and HEAD (400); a
 *     POST says how long it is (411).
 *  7. No Content-Encoding (415); nothing expected but 100-continue (417).
 */
#include "web/gate.h"

#include "web/query.h"

enum known {
	KNOWN_HOST,
	KNOWN_LENGTH,
	KNOWN_CODING,
	KNOWN_ENCODING,
	KNOWN_EXPECT,
	KNOWN_ACCEPT,
	KNOWN_LANGUAGE,
	KNOWN_MATCH,
	KNOWN_TYPE,
	KNOWN_MAX
};

static const struct str known_name[KNOWN_MAX] = {
	[KNOWN_HOST] = STR_INIT("host"),
	[KNOWN_LENGTH] = STR_INIT("content-length"),
	[KNOWN_CODING] = STR_INIT("transfer-encoding"),
	[KNOWN_ENCODING] = STR_INIT("content-encoding"),
	[KNOWN_EXPECT] = STR_INIT("expect"),
	[KNOWN_ACCEPT] = STR_INIT("accept"),
	[KNOWN_LANGUAGE] = STR_INIT("accept-language"),
	[KNOWN_MATCH] = STR_INIT("if-none-match"),
	[KNOWN_TYPE] = STR_INIT("content-type"),
};
/* Those that must not stand twice: the others, as lists, count as the first. */
#define ONCE(known) ((known) <= KNOWN_EXPECT || (known) == KNOWN_TYPE)

struct sorted {
	struct str value[KNOWN_MAX];
	bool has[KNOWN_MAX];
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(struct str text, struct str lower_case)
{
	if (text.len != lower_case.len)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (lower(text.ptr[i]) != lower_case.ptr[i])
			return false;
	return true;
}

static bool token(struct str name)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < name.len; i++) {
		char c = lower(name.ptr[i]);
		bool fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		for (size_t j = 0; !fine && j + 1 < sizeof(others); j++)
			fine = c == others[j];
		if (!fine)
			return false;
	}
	return name.len > 0;
}

static bool no_control(struct str value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.ptr[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static int refuse(int status, const char *reason, const char **ret_reason)
{
	*ret_reason = reason;
	return status;
}

/* Condition 1. */
static int check_method(const struct head *head, enum method *ret, const char **ret_reason)
{
	static const struct str others[] = {STR_INIT("PUT"),   STR_INIT("DELETE"), STR_INIT("OPTIONS"),
	                                    STR_INIT("PATCH"), STR_INIT("TRACE"),  STR_INIT("CONNECT")};

	if (!str_eq(head->version, STR("HTTP/1.1")) && !str_eq(head->version, STR("HTTP/1.0")))
		return refuse(505, "HTTP/1.1 and HTTP/1.0 are spoken here.", ret_reason);
	if (str_eq(head->method, STR("GET")))
		*ret = METHOD_GET;
	else if (str_eq(head->method, STR("HEAD")))
		*ret = METHOD_HEAD;
	else if (str_eq(head->method, STR("POST")))
		*ret = METHOD_POST;
	else {
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			if (str_eq(head->method, others[i]))
				return refuse(405, "GET, HEAD and POST are the methods of this server.", ret_reason);
		return refuse(501, "The method is unknown.", ret_reason);
	}
	return 0;
}

/* Condition 2. */
static int check_target(const struct head *head, struct gate *gate, const char **ret_reason)
{
	struct str target = head->target;

	if (head->target_long || target.len > LIMIT_TARGET_SIZE)
		return refuse(414, "The address is too long.", ret_reason);
	if (target.len == 0 || target.ptr[0] != '/')
		return refuse(400, "The request's target is not a path.", ret_reason);
	if (target.len > 1 && target.ptr[1] == '/')
		return refuse(400, "The path begins with two slashes.", ret_reason);
	if (!url_visible(target) || str_find(target, '#', 0) < target.len)
		return refuse(400, "The address holds a character that must be percent-encoded.", ret_reason);
	gate->path = target;
	gate->query = (struct str){"", 0};
	(void)str_cut(target, '?', &gate->path, &gate->query);
	return 0;
}

/* Condition 3, and what of 4 and 7 is asked of each header. */
static int sort_fields(const struct head *head, struct sorted *sorted, const char **ret_reason)
{
	if (head->field_count > LIMIT_HEADER_COUNT || head->field_bytes > LIMIT_HEADERS_SIZE)
		return refuse(431, "The request has too many headers, or too long ones.", ret_reason);
	if (head->lines_broken)
		return refuse(400, "A line of the head does not end with CR LF, or goes on in the next one.", ret_reason);
	for (uint32_t i = 0; i < head->field_count; i++) {
		const struct head_field *field = &head->field[i];
		if (!token(field->name) || !no_control(field->value))
			return refuse(400, "A header is malformed.", ret_reason);
		for (unsigned known = 0; known < KNOWN_MAX; known++) {
			if (!same(field->name, known_name[known]))
				continue;
			if (sorted->has[known] && ONCE(known))
				return refuse(400, "A header that may stand only once stands twice.", ret_reason);
			if (!sorted->has[known])
				sorted->value[known] = str_trim(field->value);
			sorted->has[known] = true;
		}
	}
	return 0;
}

static bool host_valid(struct str host)
{
	for (size_t i = 0; i < host.len; i++) {
		char c = lower(host.ptr[i]);
		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != ':' && c != '[' &&
		    c != ']' && c != '_')
			return false;
	}
	return host.len > 0 && host.len <= 255;
}

/* Conditions 4 and 5. */
static int check_framing(const struct head *head, const struct sorted *sorted, const char **ret_reason)
{
	bool newer = str_eq(head->version, STR("HTTP/1.1"));

	if (newer && !sorted->has[KNOWN_HOST])
		return refuse(400, "The header Host is missing.", ret_reason);
	if (sorted->has[KNOWN_HOST] && !host_valid(sorted->value[KNOWN_HOST]))
		return refuse(400, "The header Host names no host.", ret_reason);
	if (sorted->has[KNOWN_LENGTH] && sorted->has[KNOWN_CODING])
		return refuse(400, "Content-Length and Transfer-Encoding exclude each other.", ret_reason);
	if (sorted->has[KNOWN_CODING] && !newer)
		return refuse(400, "HTTP/1.0 knows no Transfer-Encoding.", ret_reason);
	if (sorted->has[KNOWN_CODING] && !same(sorted->value[KNOWN_CODING], STR("chunked")))
		return refuse(501, "The transfer coding is unknown.", ret_reason);
	return 0;
}

/* Conditions 6 and 7. */
static int check_body(const struct sorted *sorted, struct gate *gate, const char **ret_reason)
{
	struct str length = sorted->value[KNOWN_LENGTH];

	gate->body_size = 0;
	if (sorted->has[KNOWN_LENGTH]) {
		if (length.len == 0 || length.len > 18)
			return refuse(400, "Content-Length is not a number.", ret_reason);
		for (size_t i = 0; i < length.len; i++) {
			if (length.ptr[i] < '0' || length.ptr[i] > '9')
				return refuse(400, "Content-Length is not a number.", ret_reason);
			gate->body_size = gate->body_size * 10 + (uint64_t)(length.ptr[i] - '0');
		}
		if (gate->body_size > LIMIT_BODY_SIZE)
			return refuse(413, "The body is too large.", ret_reason);
	}
	if (sorted->has[KNOWN_CODING])
		gate->body_size = BODY_UNKNOWN;
	gate->has_body = gate->body_size > 0;
	if (gate->has_body && gate->method != METHOD_POST)
		return refuse(400, "A body comes only with POST.", ret_reason);
	if (gate->method == METHOD_POST && !sorted->has[KNOWN_LENGTH] && !sorted->has[KNOWN_CODING])
		return refuse(411, "A POST must say how long its body is.", ret_reason);
	if (sorted->has[KNOWN_ENCODING] && !same(sorted->value[KNOWN_ENCODING], STR("identity")))
		return refuse(415, "Bodies are taken as they are, without Content-Encoding.", ret_reason);
	if (sorted->has[KNOWN_EXPECT] && !same(sorted->value[KNOWN_EXPECT], STR("100-continue")))
		return refuse(417, "Nothing can be expected but 100-continue.", ret_reason);
	return 0;
}

int gate_check(const struct head *head, struct gate *ret, const char **ret_reason)
{
	struct gate gate = {.method = METHOD_GET};
	struct sorted sorted = {.has = {false}};
	int status = check_method(head, &gate.method, ret_reason);

	if (status == 0)
		status = check_target(head, &gate, ret_reason);
	if (status == 0)
		status = sort_fields(head, &sorted, ret_reason);
	if (status == 0)
		status = check_framing(head, &sorted, ret_reason);
	if (status == 0)
		status = check_body(&sorted, &gate, ret_reason);
	if (status != 0)
		return status;
	gate.accept = sorted.value[KNOWN_ACCEPT];
	gate.accept_language = sorted.value[KNOWN_LANGUAGE];
	gate.if_none_match = sorted.value[KNOWN_MATCH];
	gate.content_type = sorted.value[KNOWN_TYPE];
	*ret = gate;
	return 0;
}
