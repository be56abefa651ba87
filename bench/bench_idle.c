/* Many idle connections: opens COUNT of them to 127.0.0.1:PORT, lets each have one answer, and keeps them all open
 * until its standard input ends.
 *
 *     bench_idle PORT COUNT [PATH]     prints "COUNT connections, each answered" when all are open
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/str.h"

static int open_one(const struct sockaddr_in *address, const char *request, char *first, size_t size)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ssize_t got;
	if (fd < 0 || connect(fd, (const struct sockaddr *)address, sizeof *address) != 0)
		return -1;
	if (write(fd, request, strlen(request)) != (ssize_t)strlen(request))
		return -1;
	got = read(fd, first, size - 1);
	if (got <= 0)
		return -1;
	first[got] = '\0';
	return fd;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct rlimit limit;
	uint64_t port, count;
	char request[1024], first[65536];
	if (argc < 3 || !str_to_u64(str_from(argv[1]), 65535, &port) || !str_to_u64(str_from(argv[2]), 60000, &count)) {
		fputs("bench_idle PORT COUNT [PATH]\n", stderr);
		return 1;
	}
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	address.sin_port = htons((uint16_t)port);
	snprintf(request, sizeof request, "GET %.900s HTTP/1.1\r\nHost: localhost\r\n\r\n",
	         argc > 3 ? argv[3] : "/healthz");
	for (uint64_t i = 0; i < count; i++) {
		if (open_one(&address, request, first, sizeof first) < 0) {
			fprintf(stderr, "bench_idle: connection %llu: %s\n", (unsigned long long)i + 1, strerror(errno));
			return 1;
		}
		if (strncmp(first, "HTTP/1.1 200", 12) != 0) {
			fprintf(stderr, "bench_idle: connection %llu was answered: %.40s\n", (unsigned long long)i + 1, first);
			return 1;
		}
	}
	printf("%llu connections, each answered\n", (unsigned long long)count);
	fflush(stdout);
	while (read(STDIN_FILENO, first, sizeof first) > 0)
		;
	return 0;
}
