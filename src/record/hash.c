/* SHA-256 (nettle), and the heads that keep one kind of hash from being read as another.
 *
 *     leaf          0x00 || entry                                           RFC 6962 section 2.1
 *     node          0x01 || left || right                                   RFC 6962 section 2.1
 *     blob          "comity-blob/v1" 0x0A || salt[32] || bytes              public and restricted; permanent: bytes
 *     text          "comity-text/v1" 0x0A || (language 0x20 ref 0x0A)*      languages ascending by byte
 *
 * A language holds no space and a ref no line feed, so a text's bytes can be read back in one way only.
 */
#include "record/hash.h"

#include <assert.h>
#include <nettle/sha2.h>
#include <sodium.h>
#include <string.h>

#define LANGUAGE_SIZE_MIN 2u
#define LANGUAGE_SIZE_MAX 16u

_Static_assert(SHA256_DIGEST_SIZE == HASH_SIZE, "struct hash is a SHA-256");
_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct hash_stream), "the opaque part is too small");
_Static_assert(_Alignof(struct sha256_ctx) <= _Alignof(struct hash_stream), "the opaque part is not aligned");

static const struct str blob_head = {"comity-blob/v1\n", 15};
static const struct str text_head = {"comity-text/v1\n", 15};

const struct str blob_class_name[BLOB_CLASS_MAX] = {
	[BLOB_PERMANENT] = {"permanent", 9},
	[BLOB_PUBLIC] = {"public", 6},
	[BLOB_RESTRICTED] = {"restricted", 10},
};

static void feed(struct sha256_ctx *context, const void *bytes, size_t size)
{
	/* An empty view may have no address, and memcpy must not be handed none. */
	if (size)
		sha256_update(context, size, bytes);
}

static struct hash finish(struct sha256_ctx *context)
{
	struct hash hash;
	sha256_digest(context, HASH_SIZE, hash.byte);
	return hash;
}

struct hash hash_bytes(struct str bytes)
{
	struct sha256_ctx context;
	sha256_init(&context);
	feed(&context, bytes.ptr, bytes.len);
	return finish(&context);
}

struct hash hash_leaf(struct str entry)
{
	struct sha256_ctx context;
	sha256_init(&context);
	feed(&context, "\x00", 1);
	feed(&context, entry.ptr, entry.len);
	return finish(&context);
}

struct hash hash_node(const struct hash *left, const struct hash *right)
{
	/* One piece: the two compressions then run without a copy through the context's block. */
	uint8_t bytes[1 + 2 * HASH_SIZE];
	bytes[0] = 0x01;
	memcpy(bytes + 1, left->byte, HASH_SIZE);
	memcpy(bytes + 1 + HASH_SIZE, right->byte, HASH_SIZE);
	return hash_bytes((struct str){(const char *)bytes, sizeof bytes});
}

struct hash hash_empty(void)
{
	return hash_bytes(STR(""));
}

bool hash_eq(const struct hash *a, const struct hash *b)
{
	return sodium_memcmp(a->byte, b->byte, HASH_SIZE) == 0;
}

static struct sha256_ctx *context_of(struct hash_stream *stream)
{
	return (struct sha256_ctx *)(void *)stream->opaque;
}

void hash_begin(struct hash_stream *stream)
{
	sha256_init(context_of(stream));
}

void hash_feed(void *stream, const void *bytes, size_t size)
{
	feed(context_of(stream), bytes, size);
}

struct hash hash_end(struct hash_stream *stream)
{
	return finish(context_of(stream));
}

struct blob_ref blob_commit(enum blob_class class, const uint8_t *salt, struct str bytes)
{
	assert(class < BLOB_CLASS_MAX);
	if (class == BLOB_PERMANENT)
		return (struct blob_ref){class, hash_bytes(bytes)};
	assert(salt);
	struct sha256_ctx context;
	sha256_init(&context);
	feed(&context, blob_head.ptr, blob_head.len);
	feed(&context, salt, SALT_SIZE);
	feed(&context, bytes.ptr, bytes.len);
	return (struct blob_ref){class, finish(&context)};
}

bool blob_ref_parse(struct str text, struct blob_ref *ret)
{
	struct str name, digits;
	if (!str_cut(text, ':', &name, &digits))
		return false;
	for (unsigned i = 0; i < BLOB_CLASS_MAX; i++) {
		if (!str_eq(name, blob_class_name[i]))
			continue;
		struct blob_ref ref = {.class = (enum blob_class)i};
		if (!hex_decode(digits, ref.commitment.byte, HASH_SIZE))
			return false;
		*ret = ref;
		return true;
	}
	return false;
}

void buf_blob_ref(struct buf *buf, const struct blob_ref *ref)
{
	assert(ref->class < BLOB_CLASS_MAX);
	buf_str(buf, blob_class_name[ref->class]);
	buf_byte(buf, ':');
	buf_hex(buf, ref->commitment.byte, HASH_SIZE);
}

bool text_language_valid(struct str language)
{
	if (language.len < LANGUAGE_SIZE_MIN || language.len > LANGUAGE_SIZE_MAX)
		return false;
	for (size_t i = 0; i < language.len; i++) {
		char c = language.ptr[i], letter = (char)(c | 0x20);
		if (!(letter >= 'a' && letter <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return true;
}

struct hash hash_text(const struct text_part *parts, size_t count)
{
	struct sha256_ctx context;
	sha256_init(&context);
	feed(&context, text_head.ptr, text_head.len);
	for (size_t i = 0; i < count; i++) {
		struct str language = parts[i].language, ref = parts[i].ref;
		assert(text_language_valid(language));
		assert(i == 0 || str_cmp(parts[i - 1].language, language) < 0);
		assert(str_find(ref, '\n', 0) == ref.len);
		feed(&context, language.ptr, language.len);
		feed(&context, " ", 1);
		feed(&context, ref.ptr, ref.len);
		feed(&context, "\n", 1);
	}
	return finish(&context);
}
