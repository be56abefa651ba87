/* The server: one thread that reads requests and writes answers, driven by our own epoll loop around libmicrohttpd.
 *
 *     server_check_address(…)           before the record is opened, which enters what is due
 *     server_hold_signals()             before any thread is started: SIGTERM and SIGINT come to the loop
 *     clerk_open(…)
 *     server_run(…)                     until a signal, or until the record cannot be written any more
 *     clerk_close(…)
 *
 * A request goes through the gate (gate.h), the router (route.h), and then to a page or to the machine's side (the api_
 * files). Finished answers are kept (cache.h) and sent again without asking for the house as long as nothing has
 * changed.
 *
 * Why our own loop: with its internal thread in epoll mode this library stalls when exactly 128, 256 or 384 connections
 * are ready at once; run from outside it does not.
 */
#ifndef COMITY_WEB_SERVER_H
#define COMITY_WEB_SERVER_H

#include "app/clerk.h"

struct server_config {
	struct clerk *clerk;
	const struct os *os;
	const char *listen; /* "127.0.0.1:8080", "[::1]:0"; port 0: any that is free */
	/* How the world reaches it, without a slash at its end; NULL: http:// and the address, which then has to be one. */
	const char *url;
	bool closed_record; /* entries' bytes are for members only */
	size_t cache_bytes; /* of finished answers that are kept; 0: none is */
	/* Called once, when requests are answered: the address with the real port. */
	void (*ready)(void *context, const char *url);
	void *ready_context;
};

/* Whether one can listen there; ERR_USAGE. All addresses of the machine at once need an URL. */
ERR_CHECKED enum err_code server_check_address(const char *listen_at, const char *url, struct err *err);
ERR_CHECKED enum err_code server_hold_signals(struct err *err);
/* ERR_OK after a signal: everything handed in has been answered. ERR_IO when the clerk is dead. */
ERR_CHECKED enum err_code server_run(const struct server_config *config, struct err *err);

#endif
