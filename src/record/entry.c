/* Entries and origins, byte by byte.
 *
 *     "comity-entry/v1" 0x20 number 0x20 milliseconds 0x0A act
 *
 *  1. number and milliseconds are decimal, without sign or leading zeros, 0 … 2^53 - 1.
 *  2. The act is one byte or more, verbatim; what it must look like is the note's and the kernel's business.
 *  3. The whole is at most LIMIT_ENTRY_SIZE bytes: the length field of a tile bundle has 16 bits.
 *
 * So there is one way only to write an entry, and equal entries are equal bytes.
 */
#include "record/entry.h"

#include <assert.h>

#include "base/limits.h"

#define ENTRY_NUMBER_MAX ((UINT64_C(1) << 53) - 1)
#define ORIGIN_SIZE_MIN 3u

static const struct str entry_head = {"comity-entry/v1 ", 16};

enum err_code entry_parse(struct str bytes, struct entry *ret, struct err *err)
{
	if (bytes.len > LIMIT_ENTRY_SIZE)
		return err_set(err, ERR_LIMIT, "an entry of %zu bytes is longer than %u", bytes.len, LIMIT_ENTRY_SIZE);
	if (!str_starts(bytes, entry_head))
		return err_set(err, ERR_FORMAT, "an entry does not begin with \"comity-entry/v1 \"");
	struct str fields, act, number, time;
	if (!str_cut(str_slice(bytes, entry_head.len, bytes.len), '\n', &fields, &act))
		return err_set(err, ERR_FORMAT, "the first line of an entry does not end");
	if (!str_cut(fields, ' ', &number, &time))
		return err_set(err, ERR_FORMAT, "an entry's number is not followed by its time");
	struct entry entry = {.act = act};
	uint64_t time_ms;
	if (!str_to_u64(number, ENTRY_NUMBER_MAX, &entry.number))
		return err_set(err, ERR_FORMAT, "an entry's number is not a plain decimal below 2^53");
	if (!str_to_u64(time, ENTRY_NUMBER_MAX, &time_ms))
		return err_set(err, ERR_FORMAT, "an entry's time is not a plain decimal below 2^53");
	if (act.len == 0)
		return err_set(err, ERR_FORMAT, "an entry holds no act");
	entry.time_ms = (int64_t)time_ms;
	*ret = entry;
	return ERR_OK;
}

void buf_entry(struct buf *buf, uint64_t number, int64_t time_ms, struct str act)
{
	assert(number <= ENTRY_NUMBER_MAX && time_ms >= 0 && (uint64_t)time_ms <= ENTRY_NUMBER_MAX && act.len > 0);
	buf_str(buf, entry_head);
	buf_u64(buf, number);
	buf_byte(buf, ' ');
	buf_u64(buf, (uint64_t)time_ms);
	buf_byte(buf, '\n');
	buf_str(buf, act);
}

bool origin_valid(struct str origin)
{
	/* Heads of other texts that the same kind of key signs: ours, cosignature/v1, subtree/v1. */
	static const struct str reserved[] = {{"comity-", 7}, {"cosignature", 11}, {"subtree", 7}};

	if (origin.len < ORIGIN_SIZE_MIN || origin.len > LIMIT_ORIGIN_SIZE)
		return false;
	for (size_t i = 0; i < origin.len; i++) {
		char c = origin.ptr[i];
		bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		bool mark = c == '.' || c == '-' || c == '/' || c == ':' || c == '_';
		if (!alphanumeric && (!mark || i == 0))
			return false;
		if (c == '/' && origin.ptr[i - 1] == '/')
			return false;
	}
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (str_starts(origin, reserved[i]))
			return false;
	return true;
}
