/* Views of bytes: comparing, cutting, numbers, edit distance.
 *
 * A view may be empty with ptr NULL; mem* may not be handed NULL, so each use looks at the length first.
 */
#include "base/str.h"

#include <string.h>

#define DISTANCE_MAX 64u

struct str str_from(const char *nul_terminated)
{
	if (!nul_terminated)
		return (struct str){NULL, 0};
	/* memchr stops at the first match. Not strlen: the kernel, which links this, may want mem* only. */
	const char *end = memchr(nul_terminated, '\0', PTRDIFF_MAX);
	return (struct str){nul_terminated, (size_t)(end - nul_terminated)};
}

bool str_eq(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_cmp(struct str a, struct str b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared ? memcmp(a.ptr, b.ptr, shared) : 0;
	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find(struct str s, char c, size_t from)
{
	if (from >= s.len)
		return s.len;
	const char *hit = memchr(s.ptr + from, c, s.len - from);
	return hit ? (size_t)(hit - s.ptr) : s.len;
}

struct str str_slice(struct str s, size_t begin, size_t end)
{
	if (end > s.len)
		end = s.len;
	if (begin > end)
		begin = end;
	if (!s.ptr)
		return s;
	return (struct str){s.ptr + begin, end - begin};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct str str_trim(struct str s)
{
	size_t begin = 0, end = s.len;
	while (begin < end && is_blank(s.ptr[begin]))
		begin++;
	while (end > begin && is_blank(s.ptr[end - 1]))
		end--;
	return str_slice(s, begin, end);
}

bool str_cut(struct str s, char c, struct str *ret_head, struct str *ret_tail)
{
	size_t at = str_find(s, c, 0);
	if (at == s.len)
		return false;
	*ret_head = str_slice(s, 0, at);
	*ret_tail = str_slice(s, at + 1, s.len);
	return true;
}

bool str_to_u64(struct str s, uint64_t max, uint64_t *ret_value)
{
	if (s.len == 0 || s.len > 20 || (s.len > 1 && s.ptr[0] == '0'))
		return false;
	uint64_t value = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(s.ptr[i] - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	if (value > max)
		return false;
	*ret_value = value;
	return true;
}

bool str_to_i64(struct str s, int64_t *ret_value)
{
	bool negative = s.len && s.ptr[0] == '-';
	uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
	uint64_t value;
	if (!str_to_u64(negative ? str_slice(s, 1, s.len) : s, limit, &value) || (negative && value == 0))
		return false;
	/* Negate without passing through +2^63, which int64_t cannot hold. */
	*ret_value = negative ? -(int64_t)(value - 1) - 1 : (int64_t)value;
	return true;
}

static size_t min3(size_t a, size_t b, size_t c)
{
	size_t least = a < b ? a : b;
	return least < c ? least : c;
}

/* The optimal string alignment distance: dynamic programming over prefixes, of which the last three rows are kept
 * because a swap looks two rows back. */
size_t str_distance(struct str a, struct str b)
{
	if (a.len > DISTANCE_MAX || b.len > DISTANCE_MAX)
		return SIZE_MAX;
	size_t rows[3][DISTANCE_MAX + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= b.len; j++)
		last[j] = before[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			bool same = a.ptr[i - 1] == b.ptr[j - 1];
			now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + !same);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1] &&
			    before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		size_t *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}
