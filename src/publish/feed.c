/* Identifiers of what is published: tag: URIs by RFC 4151. */
#include "publish/feed.h"

#include "base/time.h"

static bool host_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

/* RFC 4151 section 2.1: specific = *( pchar / "/" / "?" ). Of the pchars only those that need no thought are left as
 * they are. */
static void specific(struct buf *buf, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (host_byte(c) || c == '_' || c == '~' || c == '/' || c == ':') {
			buf_byte(buf, (uint8_t)c);
		} else {
			static const char digit[] = "0123456789ABCDEF";
			buf_byte(buf, '%');
			buf_byte(buf, (uint8_t)digit[(unsigned char)c >> 4]);
			buf_byte(buf, (uint8_t)digit[(unsigned char)c & 15]);
		}
	}
}

void feed_tag(struct buf *buf, struct str origin, int64_t time_ms, struct str name)
{
	size_t host = 0;
	while (host < origin.len && host_byte(origin.ptr[host]))
		host++;
	buf_str(buf, STR("tag:"));
	for (size_t i = 0; i < host; i++) {
		/* "tagging entities SHOULD use the lowercase form": two tags are compared byte by byte */
		char c = origin.ptr[i];
		buf_byte(buf, (uint8_t)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
	}
	if (host == 0)
		buf_str(buf, STR("invalid")); /* RFC 2606: a name that nobody can own */
	buf_byte(buf, ',');
	buf_date(buf, civil_from_ms(time_ms, 0).date);
	buf_byte(buf, ':');
	struct str rest = str_slice(origin, host, origin.len);
	if (rest.len > 0 && rest.ptr[0] == '/')
		rest = str_slice(rest, 1, rest.len);
	specific(buf, rest);
	if (rest.len > 0 && rest.ptr[rest.len - 1] != '/')
		buf_byte(buf, '/');
	specific(buf, name);
}
