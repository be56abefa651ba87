/* Every bound of the product, in one place; docs/operations.md repeats them for people.
 *
 * Test builds shrink some of them (-DCOMITY_SMALL_LIMITS) to give bugs a chance.
 */
#ifndef COMITY_BASE_LIMITS_H
#define COMITY_BASE_LIMITS_H

/* Record (bytes) */
#define LIMIT_ACT_SIZE 8192u           /* an ordinary act, signatures included */
#define LIMIT_CONSTITUTIVE_SIZE 61440u /* founding, zones */
#define LIMIT_ENTRY_SIZE 65535u        /* C2SP tlog-tiles: a bundle's length field has 16 bits */
#define LIMIT_BLOB_SIZE (4u << 20)     /* one text, photograph, speech */
#define LIMIT_NOTE_SIGNATURES 64u      /* signature lines of a note that are looked at */
#define LIMIT_ACT_SIGNATURES 16u
#define LIMIT_ORIGIN_SIZE 255u
#define LIMIT_KEY_NAME_SIZE 384u
#define LIMIT_JSON_DEPTH 8u
#define LIMIT_PROOF_HASHES 63u
#define LIMIT_PROOF_FILE_SIZE (16u << 20)

/* Words */
#define LIMIT_NAME_SIZE 64u   /* a record-local identifier */
#define LIMIT_LABEL_SIZE 300u /* a title, a place, in one language */
#define LIMIT_LANGUAGES 16u
#define LIMIT_LIST 256u /* items of a list inside an act */

/* Charter */
#define LIMIT_CHARTER_SIZE (1u << 20)
#define LIMIT_CHARTER_LINE 1000u
#define LIMIT_CHARTER_DEPTH 16u  /* nested blocks, parentheses */
#define LIMIT_CHARTER_ERRORS 50u /* reported in one run */
#define LIMIT_PARTIES 512u       /* a party_set has this many bits */
#define LIMIT_BODIES 256u
#define LIMIT_RULES 256u
#define LIMIT_PROCEDURES 128u
#define LIMIT_STAGES 32u /* stages and outcomes of one procedure */
#define LIMIT_ZONES 64u

/* State */
#define LIMIT_ENTRIES (1u << 30)
#define LIMIT_PERSONS 65536u
#define LIMIT_MEETINGS (1u << 20)
#define LIMIT_MATTERS (1u << 20)
#define LIMIT_OPEN_MATTERS 65536u

/* Store */
#define LIMIT_BATCH 256u /* entries of one durable commit */

#endif
