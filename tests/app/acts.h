/* What the tests of acts share: a log's name, keys made from one byte, JSON with placeholders.
 *
 * In a text, @K is a valid public key, @H 64 hex digits, @P and @R refs of a public and a restricted blob, @N a nonce.
 */
#ifndef COMITY_TESTS_APP_ACTS_H
#define COMITY_TESTS_APP_ACTS_H

#include "base/check.h"

#include "app/codec.h"

#define LOG STR("club.example/record")
#define HEX64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define NONCE "000102030405060708090a0b0c0d0e0f"

static inline struct secret_key key_of_byte(uint8_t byte)
{
	uint8_t seed[SEED_SIZE];
	struct secret_key key;
	memset(seed, byte, sizeof seed);
	secret_key_from_seed(seed, &key);
	return key;
}

static inline struct str expand(struct arena *arena, const char *pattern)
{
	struct secret_key key = key_of_byte(7);
	struct buf buf = buf_new(arena, 4 * strlen(pattern) + 4096);
	for (const char *p = pattern; *p; p++) {
		if (*p != '@') {
			buf_byte(&buf, (uint8_t)*p);
			continue;
		}
		switch (*++p) {
		case 'K':
			buf_base64(&buf, key.public_key.byte, PUBLIC_KEY_SIZE);
			break;
		case 'H':
			buf_c(&buf, HEX64);
			break;
		case 'P':
			buf_c(&buf, "public:" HEX64);
			break;
		case 'R':
			buf_c(&buf, "restricted:" HEX64);
			break;
		case 'N':
			buf_c(&buf, NONCE);
			break;
		default:
			buf_byte(&buf, '@');
			p--;
		}
	}
	assert_false(buf.full);
	return buf_view(&buf);
}

#endif
