/* SHA-256 and what is hashed how: RFC 6962 leaves and nodes, commitments to blobs, the hash of a text in languages.
 *
 * The record room turns bytes into entries, proofs and checkpoints and back. It knows nothing of rules, parties or
 * stores; docs/record.md is its specification to the byte, and every file here quotes the part that it reads.
 */
#ifndef COMITY_RECORD_HASH_H
#define COMITY_RECORD_HASH_H

#include "base/buf.h"
#include "base/err.h"

#define HASH_SIZE 32u
#define SALT_SIZE 32u

struct hash {
	uint8_t byte[HASH_SIZE];
};

struct hash hash_bytes(struct str bytes); /* SHA-256(bytes) */
struct hash hash_leaf(struct str entry);  /* SHA-256(0x00 || entry), RFC 6962 section 2.1 */
struct hash hash_node(const struct hash *left, const struct hash *right); /* SHA-256(0x01 || left || right) */
struct hash hash_empty(void);                                             /* SHA-256(""): the root of the empty tree */
bool hash_eq(const struct hash *a, const struct hash *b);                 /* constant time */

/* A running hash, for state digests: feed it through a sink. */
struct hash_stream {
	_Alignas(8) unsigned char opaque[256];
};
void hash_begin(struct hash_stream *stream);
void hash_feed(void *stream, const void *bytes, size_t size); /* fits struct sink's write */
struct hash hash_end(struct hash_stream *stream);

/* Three classes of blob. permanent: SHA-256(bytes). public and restricted: SHA-256("comity-blob/v1" 0x0A || salt ||
 * bytes), the salt 32 random bytes kept beside the bytes and erased with them. */
enum blob_class { BLOB_PERMANENT, BLOB_PUBLIC, BLOB_RESTRICTED, BLOB_CLASS_MAX };
struct blob_ref {
	enum blob_class class;
	struct hash commitment;
};
/* salt: SALT_SIZE bytes; ignored (may be NULL) for permanent. */
struct blob_ref blob_commit(enum blob_class class, const uint8_t *salt, struct str bytes);
/* "permanent:", "public:" or "restricted:" and 64 lower-case hex digits. */
bool blob_ref_parse(struct str text, struct blob_ref *ret);
void buf_blob_ref(struct buf *buf, const struct blob_ref *ref);
extern const struct str blob_class_name[BLOB_CLASS_MAX];

/* The commitment to a text in its languages: SHA-256("comity-text/v1" 0x0A, then for each language in byte order:
 * language SP ref LF). `refs` are the ref's texts. Sorting is the caller's: languages must ascend strictly (assert). */
struct text_part {
	struct str language; /* "en", "zh-Hans": 2–16 of [A-Za-z0-9-] */
	struct str ref;
};
struct hash hash_text(const struct text_part *parts, size_t count);
/* To be asked of foreign parts before hash_text, which asserts it (as it asserts that no ref holds a line feed). */
bool text_language_valid(struct str language);

#endif
