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

/* Tables of votes */
#define LIMIT_CSV_LINE 65536u
#define LIMIT_TALLY_ID 1024u       /* bytes of what names a vote */
#define LIMIT_TALLY_IDS (1u << 26) /* votes that are remembered, to see that none comes twice */
#define LIMIT_TALLY_FAULTS 1000u   /* shown in one run; all are counted */

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
#define LIMIT_WEIGHTS 64u
#define LIMIT_WEIGHT_VALUES 65536u    /* of one weight: every party over time */
#define LIMIT_WHOLE 9007199254740991u /* a weight, a number in a condition: 2^53-1 */
#define LIMIT_EVENT_KINDS 64u
#define LIMIT_INSTRUMENTS 64u /* a bit each */

/* State */
#define LIMIT_ENTRIES (1u << 30)
#define LIMIT_PERSONS 65536u
#define LIMIT_MEETINGS (1u << 20)
#define LIMIT_MATTERS (1u << 20)
#define LIMIT_OPEN_MATTERS 65536u
#define LIMIT_EVENTS (1u << 20)
#define LIMIT_STANDINGS 65536u /* changes of parties' standing by arrears */
#define LIMIT_ORDINAL 1000000u /* "the 13th international meeting" */

/* Pages and feeds */
#define LIMIT_PAGE_ITEMS 50u    /* of a list on one page; ?from=N leads on */
#define LIMIT_PAGE_HISTORY 200u /* newest facts of a history on a thing's page; the record has all */
#define LIMIT_PAGE_PLAN 500u    /* items of a plan on its page */
#define LIMIT_PAGE_MARKS 12u    /* newest marks in one cell of a matrix of positions */
#define LIMIT_PAGE_STEPS 200u   /* steps of a crisis on its page */
#define LIMIT_PAGE_SKIP 10000u  /* the greatest ?from=N of lists that are sorted for it */
#define LIMIT_SEARCH_ITEMS 20u  /* hits on one page */
#define LIMIT_FEED_ITEMS 30u
#define LIMIT_FEED_TEXT (16u << 10) /* of a longer text a feed has the heading */

/* Store */
#define LIMIT_BATCH 256u /* entries of one durable commit */

/* Search */
#define LIMIT_SEARCH_TEXT (1u << 20) /* bytes of one text that are indexed */
#define LIMIT_SEARCH_WORDS 16u       /* words and phrases of a query that count */
#define LIMIT_SEARCH_WORD 64u        /* characters of a word that count */
#define LIMIT_SEARCH_SKIP 1000u      /* hits that are left out before the first one shown */

/* Server */
#define LIMIT_TARGET_SIZE 2048u         /* path and query of a request, as sent */
#define LIMIT_HEADER_COUNT 64u          /* header lines of a request */
#define LIMIT_HEADERS_SIZE 8192u        /* their bytes */
#define LIMIT_BODY_SIZE (16u << 20)     /* an act with its texts, in base64 */
#define LIMIT_UPLOADS 256u              /* bodies being received or decided at once */
#define LIMIT_UPLOAD_BYTES (192u << 20) /* memory for acts with texts that come in: three for each byte of a body */
#define LIMIT_QUERY_SIZE 200u           /* words that are searched for */
#define LIMIT_CONNECTIONS 16384u
#define LIMIT_PAGE_SIZE (8u << 20)   /* one answer that is not a receipt or a text */
#define LIMIT_PAGE_TEXTS (5u << 20)  /* of it for texts of the record, as they are written; the rest is a link */
#define LIMIT_PAGE_LISTS (7u << 20)  /* a page that has grown to this begins no further item or row */
#define LIMIT_CACHE_BYTES (8u << 20) /* finished pages */
#define LIMIT_CACHE_PAGES 1024u
#define LIMIT_WAITING_ACTS 1024u /* handed in and not answered yet */

#endif
