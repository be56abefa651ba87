/* The peer of the pages: the same library driven by the same kind of loop, answering every request with one constant
 * body. What it does not do is what a page costs.
 *
 *     bench_constant SIZE          prints "http://127.0.0.1:PORT/" when it is ready, and answers until it is killed
 */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "base/str.h"

static char body[4u << 20];
static struct MHD_Response *response;

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **request)
{
	static int seen;
	(void)context;
	(void)url;
	(void)method;
	(void)version;
	(void)data;
	(void)size;
	if (*request == NULL) { /* the head only: the library wants to be asked again */
		*request = &seen;
		return MHD_YES;
	}
	return MHD_queue_response(connection, MHD_HTTP_OK, response);
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct epoll_event event = {.events = EPOLLIN};
	uint64_t size = 4096;
	if (argc > 1 && !str_to_u64(str_from(argv[1]), sizeof body, &size)) {
		fputs("bench_constant: the argument is a size in bytes, at most 4194304\n", stderr);
		return 1;
	}
	memset(body, 'x', size);
	response = MHD_create_response_from_buffer(size, body, MHD_RESPMEM_PERSISTENT);
	MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
	struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, answer, NULL, MHD_OPTION_SOCK_ADDR,
	                                             &address, MHD_OPTION_CONNECTION_LIMIT, 8192u, MHD_OPTION_END);
	if (daemon == NULL) {
		perror("bench_constant: the library does not start");
		return 1;
	}
	int fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	int outer = epoll_create1(EPOLL_CLOEXEC);
	if (outer < 0 || epoll_ctl(outer, EPOLL_CTL_ADD, fd, &event) != 0) {
		perror("bench_constant: epoll");
		return 1;
	}
	printf("http://127.0.0.1:%u/\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	for (;;) {
		if (epoll_wait(outer, &event, 1, 1000) < 0 && errno != EINTR)
			return 1;
		MHD_run_wait(daemon, 0);
	}
}
