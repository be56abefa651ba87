/* Start, loop, stop.
 *
 * The loop waits for three things at once: what the library watches (its own epoll descriptor), acts that have been
 * decided (an eventfd), and a signal (a signalfd). It stops in this order: nobody new is let in; what is being answered
 * is, for at most STOP_MS; then the connections are closed.
 */
#include "web/server.h"

#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/server_private.h"

#define CONNECTION_MEMORY ((size_t)12 << 10) /* head of a request and of its answer */
#define CONNECTION_SILENT_S 30u
#define LOOP_MS 500
#define STOP_MS 8000 /* and closing the record comes after it: ten seconds are promised */
#define FILES_OURS 64u
#if MHD_VERSION >= 0x00097701
#define STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL
#else
#define STRICT MHD_OPTION_STRICT_FOR_CLIENT
#endif

/* ---- Where to listen --------------------------------------------------------------------------------------------- */

/* All the machine's addresses at once: none that a reader could go to. */
static bool wildcard(const struct addrinfo *info)
{
	static const uint8_t mapped[16] = {[10] = 0xff, [11] = 0xff}; /* ::ffff:0.0.0.0 */

	if (info->ai_family == AF_INET6) {
		const struct in6_addr *address = &((const struct sockaddr_in6 *)info->ai_addr)->sin6_addr;
		return IN6_IS_ADDR_UNSPECIFIED(address) || memcmp(address, mapped, sizeof(mapped)) == 0;
	}
	return info->ai_family == AF_INET &&
	       ((const struct sockaddr_in *)info->ai_addr)->sin_addr.s_addr == htonl(INADDR_ANY);
}

/* "HOST:PORT", "[HOST]:PORT". */
static enum err_code resolve(const char *listen_at, const char *url, struct addrinfo **ret, struct err *err)
{
	char host[256];
	const char *colon = strrchr(listen_at, ':');
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV | AI_PASSIVE}, *info;
	size_t size = colon == NULL ? 0 : (size_t)(colon - listen_at);
	bool bracket = size >= 2 && listen_at[0] == '[' && listen_at[size - 1] == ']';
	uint64_t port;

	if (colon == NULL || size >= sizeof(host))
		return err_set(err, ERR_USAGE, "expected an address with a port, as 127.0.0.1:8080 or [::1]:8080");
	memcpy(host, listen_at + bracket, size - 2u * bracket);
	host[size - 2u * bracket] = '\0';
	/* getaddrinfo would take any number, and its remainder by 65536. */
	if (!str_to_u64(str_from(colon + 1), 65535, &port))
		return err_set(err, ERR_USAGE, "cannot listen at %s: a port is a number from 0 to 65535", listen_at);
	int failed = getaddrinfo(host[0] == '\0' ? NULL : host, colon + 1, &hints, &info);
	if (failed != 0)
		return err_set(err, ERR_USAGE, "cannot listen at %s: %s", listen_at, gai_strerror(failed));
	if (url == NULL && wildcard(info)) {
		freeaddrinfo(info);
		(void)err_set(err, ERR_USAGE, "cannot listen at %s without --url: it stands for all addresses of this machine",
		              listen_at);
		return err_hint(err,
		                "the site's links need one address that readers can reach: say it with --url, or listen at "
		                "one, as 127.0.0.1:8080");
	}
	*ret = info;
	return ERR_OK;
}

enum err_code server_check_address(const char *listen_at, const char *url, struct err *err)
{
	struct addrinfo *info;
	enum err_code code = resolve(listen_at, url, &info, err);

	if (code == ERR_OK)
		freeaddrinfo(info);
	return code;
}

static enum err_code open_socket(struct server *server, struct err *err)
{
	const char *listen_at = server->config->listen;
	struct addrinfo *info;
	int on = 1;
	enum err_code code = resolve(listen_at, server->config->url, &info, err);

	if (code != ERR_OK)
		return code;
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, info->ai_addr, info->ai_addrlen) != 0 || listen(fd, SOMAXCONN) != 0) {
		code = err_set(err, errno == EADDRINUSE ? ERR_BUSY : ERR_IO, "cannot listen at %s: %s", listen_at,
		               strerror(errno));
		if (fd >= 0)
			close(fd);
	} else {
		server->listen_fd = fd;
	}
	freeaddrinfo(info);
	return code;
}

/* The address as it turned out, and the site's. */
static enum err_code find_url(struct server *server, char *address, size_t size, struct err *err)
{
	struct sockaddr_storage bound;
	socklen_t bound_size = sizeof(bound);
	char host[64], port[16];

	if (getsockname(server->listen_fd, (struct sockaddr *)&bound, &bound_size) != 0 ||
	    getnameinfo((struct sockaddr *)&bound, bound_size, host, sizeof(host), port, sizeof(port),
	                NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		return err_set(err, ERR_IO, "cannot tell at which address the server listens");
	(void)snprintf(address, size, bound.ss_family == AF_INET6 ? "http://[%s]:%s" : "http://%s:%s", host, port);
	struct str url = str_from(server->config->url != NULL ? server->config->url : address);
	while (url.len > 0 && url.ptr[url.len - 1] == '/')
		url.len--;
	server->base_url = arena_str(&server->arena, url);
	return server->base_url.ptr == NULL ? err_set(err, ERR_LIMIT, "no memory for the site's address") : ERR_OK;
}

/* As many open files as the system lets us have, and connections by them. */
static unsigned connections_max(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return 256;
	if (limit.rlim_cur < LIMIT_CONNECTIONS + FILES_OURS) {
		rlim_t wanted = LIMIT_CONNECTIONS + FILES_OURS;
		limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
		if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0)
			return 256;
	}
	if (limit.rlim_cur >= LIMIT_CONNECTIONS + FILES_OURS)
		return LIMIT_CONNECTIONS;
	return limit.rlim_cur > 2 * FILES_OURS ? (unsigned)limit.rlim_cur - FILES_OURS : FILES_OURS;
}

/* ---- Start ------------------------------------------------------------------------------------------------------- */

/* The router decodes, strictly; nothing is decoded before it. */
static size_t keep_encoded(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

static void drop_response(void *response)
{
	MHD_destroy_response(response);
}

static enum err_code start_memory(struct server *server, struct err *err)
{
	uint64_t chance[2];
	struct cache_config cache = {
		.values_max = LIMIT_CACHE_PAGES, .bytes_max = server->config->cache_bytes, .drop = drop_response};
	enum err_code code = server->os->random(server->os->context, chance, sizeof(chance), err);

	if (code != ERR_OK)
		return code;
	cache.map_key = (struct map_key){chance[0], chance[1]};
	server->cache = cache_new(&server->arena, &cache);
	if (!arena_reserve(&server->request_region, REQUEST_REGION) ||
	    !arena_reserve(&server->body_region, LIMIT_PAGE_SIZE) ||
	    !arena_reserve(&server->visit_region, LIMIT_CONNECTIONS * sizeof(struct visit)) ||
	    !arena_reserve(&server->target_region, LIMIT_CONNECTIONS * sizeof(struct target)) || server->cache == NULL)
		return err_set(err, ERR_LIMIT, "no memory for a server");
	server->request = arena_of(&server->request_region);
	/* Not from an arena, which would touch all places to zero them; the system's memory is zero already. */
	server->visit = server->visit_region.base;
	server->target = server->target_region.base;
	server->sees_lines = visit_sees_lines();
	return acts_start(server, err);
}

static enum err_code start_daemon(struct server *server, struct err *err)
{
	server->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0, NULL, NULL, visit_request, server,
		MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_CONNECTION_LIMIT, connections_max(),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT, CONNECTION_SILENT_S,
		MHD_OPTION_URI_LOG_CALLBACK, visit_target, server, MHD_OPTION_NOTIFY_CONNECTION, visit_connection, server,
		MHD_OPTION_NOTIFY_COMPLETED, visit_completed, server, MHD_OPTION_UNESCAPE_CALLBACK, keep_encoded, NULL,
		MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, STRICT, 1, MHD_OPTION_END);
	server->listen_fd = -1; /* the library's now, even when it failed */
	if (server->daemon == NULL)
		return err_set(err, ERR_IO, "cannot start the HTTP library");
	return ERR_OK;
}

static enum err_code watch(struct server *server, int fd, struct err *err)
{
	struct epoll_event event = {.events = EPOLLIN, .data = {.fd = fd}};

	if (fd >= 0 && epoll_ctl(server->loop_fd, EPOLL_CTL_ADD, fd, &event) == 0)
		return ERR_OK;
	return err_set(err, ERR_IO, "cannot wait for requests: %s", strerror(errno));
}

static void our_signals(sigset_t *ret)
{
	sigemptyset(ret);
	sigaddset(ret, SIGTERM);
	sigaddset(ret, SIGINT);
}

enum err_code server_hold_signals(struct err *err)
{
	sigset_t signals;

	our_signals(&signals);
	if (sigprocmask(SIG_BLOCK, &signals, NULL) != 0)
		return err_set(err, ERR_IO, "cannot hold signals: %s", strerror(errno));
	return ERR_OK;
}

static enum err_code start_loop(struct server *server, struct err *err)
{
	sigset_t signals;
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	enum err_code code = ERR_OK;

	our_signals(&signals);
	server->loop_fd = epoll_create1(EPOLL_CLOEXEC);
	server->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	server->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (server->loop_fd < 0 || info == NULL)
		return err_set(err, ERR_IO, "cannot wait for requests: %s", strerror(errno));
	code = watch(server, info->epoll_fd, err);
	if (code == ERR_OK)
		code = watch(server, server->event_fd, err);
	return code == ERR_OK ? watch(server, server->signal_fd, err) : code;
}

/* ---- Loop -------------------------------------------------------------------------------------------------------- */

/* False: the library has failed. */
static bool turn(struct server *server, int wait_ms)
{
	struct epoll_event event[4];
	struct signalfd_siginfo signal_info;
	eventfd_t times;
	MHD_UNSIGNED_LONG_LONG library_ms;

	if (MHD_get_timeout(server->daemon, &library_ms) == MHD_YES && library_ms < (unsigned)wait_ms)
		wait_ms = (int)library_ms;
	int count = epoll_wait(server->loop_fd, event, 4, wait_ms);
	for (int i = 0; i < count; i++) {
		if (event[i].data.fd == server->signal_fd &&
		    read(server->signal_fd, &signal_info, sizeof(signal_info)) == sizeof(signal_info))
			server->stopping = true;
		if (event[i].data.fd == server->event_fd && eventfd_read(server->event_fd, &times) == 0)
			acts_done(server);
	}
	visit_sweep(server);
	return MHD_run_wait(server->daemon, 0) == MHD_YES;
}

static bool deciding(const struct server *server)
{
	for (uint32_t i = 0; i < server->visit_count; i++)
		if (server->visit[i].server != NULL && server->visit[i].stage == VISIT_DECIDING)
			return true;
	return false;
}

/* Everything handed in is answered, everything answered is sent, as far as its reader takes it in time. What the clerk
 * has is waited for, however long: it is the clerk's business to end. Bodies that still come in then are cut. */
static bool finish(struct server *server)
{
	int64_t end_ms = server->os->monotonic_ms(server->os->context) + STOP_MS;
	int listen_fd = MHD_quiesce_daemon(server->daemon);
	bool well = true, late = false;

	server->stopping = true;
	if (listen_fd >= 0)
		close(listen_fd);
	while (well && (late ? deciding(server) : server->busy_count > 0)) {
		int64_t left_ms = end_ms - server->os->monotonic_ms(server->os->context);
		late = left_ms <= 0;
		if (late)
			acts_cut(server);
		well = turn(server, late || left_ms > LOOP_MS ? LOOP_MS : (int)left_ms);
	}
	return well;
}

static enum err_code serve(struct server *server, struct err *err)
{
	char address[128];
	bool well = true;
	enum err_code code = open_socket(server, err);

	if (code == ERR_OK)
		code = find_url(server, address, sizeof(address), err);
	if (code == ERR_OK)
		code = start_memory(server, err);
	if (code == ERR_OK)
		code = start_daemon(server, err);
	if (code == ERR_OK)
		code = start_loop(server, err);
	if (code != ERR_OK)
		return code;
	server->config->ready(server->config->ready_context, address);
	while (well && !server->stopping && !clerk_dead(server->clerk))
		well = turn(server, LOOP_MS);
	well = well && finish(server);
	if (clerk_dead(server->clerk)) {
		struct err trouble = {0};
		(void)clerk_trouble(server->clerk, &trouble);
		return err_set(err, ERR_IO, "the record cannot be %s any more: %s",
		               clerk_read_only(server->clerk) ? "read" : "written", trouble.msg);
	}
	return well ? ERR_OK : err_set(err, ERR_IO, "the HTTP library has failed");
}

static void stop(struct server *server)
{
	if (server->daemon != NULL)
		MHD_stop_daemon(server->daemon);
	cache_clear(server->cache);
	const int fds[] = {server->listen_fd, server->loop_fd, server->event_fd, server->signal_fd};
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	arena_return(&server->target_region);
	arena_return(&server->visit_region);
	arena_return(&server->body_region);
	arena_return(&server->request_region);
	pthread_mutex_destroy(&server->done_lock);
	struct region region = server->region;
	arena_return(&region);
}

enum err_code server_run(const struct server_config *config, struct err *err)
{
	struct region region = {0};

	if (!arena_reserve(&region, (size_t)16 << 20))
		return err_set(err, ERR_LIMIT, "no memory for a server");
	struct arena arena = arena_of(&region);
	struct server *server = NEW(&arena, struct server, 1);
	server->region = region;
	server->arena = arena;
	server->config = config;
	server->clerk = config->clerk;
	server->os = config->os;
	server->started_ms = config->os->wall_ms(config->os->context);
	server->listen_fd = server->loop_fd = server->event_fd = server->signal_fd = -1;
	pthread_mutex_init(&server->done_lock, NULL);
	enum err_code code = serve(server, err);
	stop(server);
	return code;
}
