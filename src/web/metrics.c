/* What an operator's programs ask: how much of what (Prometheus text format 0.0.4), and whether acts are taken. Neither
 * waits for the house.
 */
#include "publish/html.h"
#include "web/server_private.h"

static void head(struct buf *buf, const char *name, const char *type, const char *help)
{
	buf_c(buf, "# HELP ");
	buf_c(buf, name);
	buf_c(buf, " ");
	buf_c(buf, help);
	buf_c(buf, "\n# TYPE ");
	buf_c(buf, name);
	buf_c(buf, " ");
	buf_c(buf, type);
	buf_c(buf, "\n");
}

/* label: "kind=\"entered\"" or NULL. */
static void sample(struct buf *buf, const char *name, const char *label, const char *value, uint64_t number)
{
	buf_c(buf, name);
	if (label != NULL) {
		buf_c(buf, "{");
		buf_c(buf, label);
		buf_c(buf, "=\"");
		buf_c(buf, value);
		buf_c(buf, "\"}");
	}
	buf_c(buf, " ");
	buf_u64(buf, number);
	buf_c(buf, "\n");
}

static void counter(struct buf *buf, const char *name, const char *help, uint64_t number)
{
	head(buf, name, "counter", help);
	sample(buf, name, NULL, NULL, number);
}

static void gauge(struct buf *buf, const char *name, const char *help, uint64_t number)
{
	head(buf, name, "gauge", help);
	sample(buf, name, NULL, NULL, number);
}

static void put_acts(struct buf *buf, struct clerk *clerk)
{
	struct clerk_counts counts = clerk_counts(clerk);
	static const char name[] = "comity_acts_total";
	struct err trouble;

	head(buf, name, "counter", "Acts answered, by answer.");
	sample(buf, name, "answer", "entered", counts.entered);
	sample(buf, name, "answer", "same", counts.same);
	sample(buf, name, "answer", "refused", counts.refused);
	sample(buf, name, "answer", "failed", counts.malformed);
	counter(buf, "comity_batches_total", "Durable commits.", counts.batches);
	counter(buf, "comity_checkpoints_total", "Checkpoints signed.", counts.checkpoints);
	gauge(buf, "comity_acts_waiting", "Acts handed in and not answered yet.", counts.waiting);
	gauge(buf, "comity_takes_acts", "1 while acts can be entered.",
	      !clerk_read_only(clerk) && !clerk_dead(clerk) && !clerk_trouble(clerk, &trouble));
}

static void put_requests(struct buf *buf, const struct server *server)
{
	const struct server_counts *counts = &server->counts;
	static const char name[] = "comity_http_responses_total";
	static const char *const classes[] = {"", "1xx", "2xx", "3xx", "4xx", "5xx"};

	counter(buf, "comity_http_requests_total", "Requests whose head was read.", counts->requests);
	head(buf, name, "counter", "Answers, by class of status.");
	for (unsigned i = 2; i < 6; i++)
		sample(buf, name, "class", classes[i], counts->status[i]);
	counter(buf, "comity_http_refused_total", "Requests refused at the gate.", counts->refused);
	counter(buf, "comity_http_expired_total", "Connections closed because they took too long.", counts->expired);
	gauge(buf, "comity_http_connections", "Open connections.", server->open_count);
	counter(buf, "comity_pages_kept_total", "Answers sent again from the cache.", counts->kept);
	counter(buf, "comity_pages_made_total", "Answers made anew.", counts->rendered);
	counter(buf, "comity_pages_made_nanoseconds_total", "Time spent in making them.", counts->render_ns);
	gauge(buf, "comity_pages_kept_bytes", "Bytes in the cache.", cache_bytes(server->cache));
}

void metrics_make(struct server *server, struct made *ret)
{
	struct buf *buf = &server->body;
	struct clerk_sizes sizes = clerk_sizes(server->clerk);

	gauge(buf, "comity_entries", "Entries of the record.", sizes.entries);
	gauge(buf, "comity_sealed_entries", "Entries under the newest checkpoint.", sizes.sealed);
	put_acts(buf, server->clerk);
	put_requests(buf, server);
	head(buf, "comity_start_time_seconds", "gauge", "When the server was started.");
	sample(buf, "comity_start_time_seconds", NULL, NULL, (uint64_t)server->started_ms / 1000);
	ret->reply.status = 200;
	ret->reply.type = "text/plain; version=0.0.4; charset=utf-8";
	ret->body = buf_view(buf);
}

void health_make(struct server *server, struct made *ret)
{
	struct buf *buf = &server->body;
	struct clerk_sizes sizes = clerk_sizes(server->clerk);
	struct err trouble;
	const char *status = "ok";

	if (clerk_dead(server->clerk))
		status = "dead";
	else if (clerk_trouble(server->clerk, &trouble))
		status = trouble.code == ERR_CLOCK ? "clock" : "trouble";
	else if (clerk_read_only(server->clerk))
		status = "read-only";
	bool well = status[0] == 'o' || status[0] == 'r';
	buf_c(buf, "{\"status\":\"");
	buf_c(buf, status);
	buf_c(buf, "\",\"takes_acts\":");
	buf_c(buf, status[0] == 'o' ? "true" : "false");
	buf_c(buf, ",\"entries\":");
	buf_u64(buf, sizes.entries);
	buf_c(buf, ",\"sealed\":");
	buf_u64(buf, sizes.sealed);
	buf_c(buf, "}\n");
	ret->reply.status = well ? 200 : 503;
	ret->reply.type = "application/json";
	ret->body = buf_view(buf);
}
