/* serve: one record, on the web, until a signal ends it. */
#include "cli/cli.h"

#include <string.h>
#include <unistd.h>

#include "app/clerk.h"
#include "web/server.h"

#define CACHE_MIB_MAX 4096u

/* What the operator should know goes to standard error, where a service manager keeps it. */
static void say(void *context, const struct err *err)
{
	struct cli *cli = context;

	if (err == NULL)
		cli_complain(cli, cli_flag(cli, "read-only") ? "the record is read again" : "acts are entered again");
	else
		(void)cli_fail(cli, err);
	fflush(cli->err);
}

static void ready(void *context, const char *url)
{
	struct cli *cli = context;

	if (cli->json) {
		struct object object = object_begin(cli);
		object_text(&object, "url", str_from(url));
		object_end(&object);
	} else {
		cli_say(cli, "Serving at %s/\n", url);
	}
	fflush(cli->out);
}

/* What is wrong with it; NULL: nothing. */
static const char *url_fault(const char *url)
{
	struct str text = str_from(url), host;

	if (!str_starts(text, STR("http://")) && !str_starts(text, STR("https://")))
		return "--url is how the world reaches the site: https://record.example.org";
	host = str_slice(text, str_find(text, '/', 0) + 2, text.len);
	if (str_find(host, '/', 0) < host.len)
		return "--url takes no path, not even a slash at its end: the site's links begin at the root of its host, as "
			   "https://record.example.org";
	if (host.len == 0 || text.len >= 256)
		return "--url is how the world reaches the site: https://record.example.org";
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] <= ' ' || text.ptr[i] >= 0x7f || strchr("\"'<>\\^`{|}#?", text.ptr[i]) != NULL)
			return "--url holds a character that no host has: expected as https://record.example.org";
	return NULL;
}

static unsigned cores(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > 64 ? 64 : (unsigned)count;
}

int run_serve(struct cli *cli)
{
	const char *listen = cli_option(cli, "listen") == NULL ? "127.0.0.1:8080" : cli_option(cli, "listen");
	const char *url = cli_option(cli, "url"), *threads;
	uint64_t workers = cores(), cache_mib = LIMIT_CACHE_BYTES >> 20;
	const char *cache;
	struct clerk *clerk = NULL;
	struct err err = {0};

	threads = cli_option(cli, "workers");
	if (threads != NULL && (!cli_number(cli, threads, 64, &workers) || workers == 0))
		return workers == 0 ? cli_usage(cli, "at least one worker is needed") : EXIT_USAGE;
	cache = cli_option(cli, "cache");
	if (cache != NULL && !cli_number(cli, cache, CACHE_MIB_MAX, &cache_mib))
		return EXIT_USAGE;
	if (url != NULL && url_fault(url) != NULL)
		return cli_usage(cli, "%s", url_fault(url));
	if (server_check_address(listen, url, &err) != ERR_OK)
		return cli_fail(cli, &err);
	struct clerk_config config = {
		.dir = cli_dir(cli),
		.os = cli->os,
		.after_gap = cli_flag(cli, "after-gap"),
		.read_only = cli_flag(cli, "read-only"),
		.workers = (unsigned)workers,
		.queue_max = LIMIT_WAITING_ACTS,
		.say = say,
		.say_context = cli,
	};
	if (server_hold_signals(&err) != ERR_OK || clerk_open(&config, &clerk, &err) != ERR_OK)
		return cli_fail(cli, &err);
	struct server_config server = {
		.clerk = clerk,
		.os = cli->os,
		.listen = listen,
		.url = url,
		.closed_record = cli_flag(cli, "closed-record"),
		.cache_bytes = (size_t)cache_mib << 20,
		.ready = ready,
		.ready_context = cli,
	};
	enum err_code code = server_run(&server, &err);
	clerk_close(clerk);
	return code == ERR_OK ? EXIT_DONE : cli_fail(cli, &err);
}
