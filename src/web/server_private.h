/* Private to the server: its state, and the steps that its files share.
 *
 *     server.c         start, loop, stop
 *     server_visit.c   connections and their requests: the library's callbacks, time limits
 *     server_answer.c  from a route to an answer; what is kept of it
 *     server_reply.c   answers as the library wants them: headers, problems
 *     api_record.c     the machine's side: checkpoint, tiles, entries, receipts, texts, files of our own
 *     api_acts.c       POST /acts; how slow a body may be: pace.h
 *     api_words.c      what an act is answered with
 *     metrics.c        /metrics and /healthz
 */
#ifndef COMITY_WEB_SERVER_PRIVATE_H
#define COMITY_WEB_SERVER_PRIVATE_H

#include <microhttpd.h>
#include <pthread.h>

#include "web/cache.h"
#include "web/gate.h"
#include "web/route.h"
#include "web/server.h"
#include "web/site.h"

struct server;
struct upload;

/* A connection. Stages: idle -> head -> (ready | body -> deciding) -> answering -> idle. */
enum visit_stage { VISIT_IDLE, VISIT_HEAD, VISIT_READY, VISIT_BODY, VISIT_DECIDING, VISIT_ANSWERING, VISIT_STAGE_MAX };
struct visit {
	struct server *server; /* NULL: free */
	struct visit *next_free;
	int socket;
	enum visit_stage stage;
	int64_t since_ms; /* in this stage */
	struct upload *upload;
	struct gate gate; /* from ready on; looks into the target and the library's memory of the request */
	bool target_long;
	size_t target_size;
	struct target *target; /* from the first line of a request to its end: an idle connection has none */
};
struct target {
	struct target *next_free;
	char text[LIMIT_TARGET_SIZE];
};

struct server_counts {
	uint64_t requests, status[6]; /* by hundreds */
	uint64_t kept;                /* answers sent again */
	uint64_t rendered, render_ns; /* pages and feeds made */
	uint64_t refused;             /* at the gate */
	uint64_t expired;             /* connections closed because they took too long */
};

struct server {
	const struct server_config *config;
	struct clerk *clerk;
	const struct os *os;
	struct str base_url;
	struct MHD_Daemon *daemon;
	int listen_fd, loop_fd, event_fd, signal_fd;
	struct region region, request_region, body_region, visit_region, target_region;
	struct arena arena;   /* the server's life */
	struct arena request; /* one request's */
	struct buf body;      /* one answer's, empty at its beginning */
	struct cache *cache;
	struct server_counts counts;
	int64_t started_ms, swept_ms;
	uint64_t span_generation; /* answers made in this span are made as of its beginning: server_answer.c */
	int64_t span_from_ms, span_until_ms;
	bool stopping;
	bool sees_lines; /* visit_sees_lines */

	struct visit *visit; /* LIMIT_CONNECTIONS places; those from visit_count on were never used */
	uint32_t visit_count, open_count, busy_count;
	struct visit *free_visit;
	struct target *target, *free_target; /* as many places; those from target_count on were never used */
	uint32_t target_count;

	struct upload *upload, *free_upload; /* api_acts.c */
	size_t upload_bytes;
	pthread_mutex_t done_lock;
	struct upload *done; /* decided, to be answered; newest first */
};

/* ---- server_reply.c ---- */

struct reply {
	unsigned status;
	const char *type;  /* Content-Type; NULL: no body */
	const char *cache; /* Cache-Control; NULL: no-store */
	const char *vary, *allow, *location, *link, *retry_after, *disposition, *salt, *etag; /* NULL: none */
	bool close;
};
#define REQUEST_REGION ((size_t)512 << 20) /* address space: a receipt with its texts is the largest */
#define REPLY_CHECK "no-cache"             /* kept, but asked for every time: with If-None-Match that is cheap */
#define REPLY_FOR_EVER "public, max-age=31536000, immutable"
#define ETAG_SIZE 40u

/* The body is copied. NULL: no memory. */
struct MHD_Response *reply_make(const struct reply *reply, struct str body);
/* Queues, counts, and lets go of the response unless it is kept. */
enum MHD_Result reply_send(struct visit *visit, struct MHD_Connection *connection, unsigned status,
                           struct MHD_Response *response, bool kept);
enum MHD_Result reply_now(struct visit *visit, struct MHD_Connection *connection, const struct reply *reply,
                          struct str body);
/* A strong entity tag of the body, quoted: the same bytes have the same, whenever they are made. */
void reply_etag(struct str body, char etag[ETAG_SIZE]);
/* Is one of the tags in If-None-Match this one? */
bool reply_matches(struct str if_none_match, const char *etag);

/* RFC 9457: the beginning, up to and without "}"; slug is the last part of its type. */
void buf_problem(struct buf *buf, unsigned status, const char *slug, const char *detail);
enum MHD_Result reply_problem(struct visit *visit, struct MHD_Connection *connection, unsigned status, const char *slug,
                              const char *detail, bool close);

/* ---- server_visit.c ---- */

void visit_stage(struct visit *visit, enum visit_stage stage);
/* Can it be seen how the lines of a head end? */
bool visit_sees_lines(void);
/* Closes what has taken too long; once a second. */
void visit_sweep(struct server *server);
/* The library's callbacks. */
void *visit_target(void *server, const char *uri, struct MHD_Connection *connection);
void visit_connection(void *server, struct MHD_Connection *connection, void **socket_context,
                      enum MHD_ConnectionNotificationCode code);
void visit_completed(void *server, struct MHD_Connection *connection, void **request_context,
                     enum MHD_RequestTerminationCode code);
enum MHD_Result visit_request(void *server, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload_data, size_t *upload_data_size,
                              void **request_context);

/* ---- server_answer.c ---- */

/* GET or HEAD of whatever the route is. */
enum MHD_Result answer_get(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate,
                           const struct route *route);
/* In HTML for who asks for it, else as a problem. language: LANGUAGE_MAX: by Accept-Language. */
enum MHD_Result answer_error(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate,
                             enum language language, unsigned status, const char *detail);

/* What a route has made. */
struct made {
	struct reply reply;
	struct str body;    /* in server->body or in the request's arena */
	bool keeps;         /* may be kept until the record changes, or until_ms */
	const char *detail; /* of a status of 400 and above */
};

/* ---- api_record.c ---- */
/* Between clerk_read and clerk_unread, but for what needs no record. */
void record_make(struct server *server, const struct route *route, const struct reading *reading, struct made *ret);

/* ---- metrics.c ---- */
void metrics_make(struct server *server, struct made *ret);
void health_make(struct server *server, struct made *ret);

/* ---- api_acts.c ---- */
ERR_CHECKED enum err_code acts_start(struct server *server, struct err *err);
enum MHD_Result acts_begin(struct visit *visit, struct MHD_Connection *connection, const struct gate *gate);
enum MHD_Result acts_more(struct visit *visit, struct MHD_Connection *connection, const char *data, size_t *size);
/* Resumes the connections of decided acts. */
void acts_done(struct server *server);
void acts_drop(struct visit *visit);  /* the request has ended, however */
void acts_cut(struct server *server); /* all bodies that still come in: none of them is handed in any more */
void acts_sweep(struct visit *visit, int64_t at_ms); /* cuts a body that is too slow */

#endif
