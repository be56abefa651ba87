/* What time it is. Entry times never go back, and a machine's wall clock is believed only as long as it keeps step.
 *
 *  1. At opening, with a key: now must not lie more than CLOCK_SLACK_MS before the newest entry, and not more than
 *     GAP_MS_MAX after it unless the operator said so (`after_gap`).
 *  2. Later: the wall clock may differ from the monotonic one by what it differed at opening, give or take
 *     CLOCK_SLACK_MS; once it did not, it is not believed again. Then nothing is entered, and what is read is read by
 *     the clock as it was: the monotonic one, and what the wall clock differed from it at opening.
 *  3. A wall clock that stands up to CLOCK_SLACK_MS before the newest entry is taken for that entry's time: small
 *     corrections happen. More is ERR_CLOCK.
 *  4. The script's clock is the script's own; of it only 3 is asked, without the slack.
 */
#include "app/registrar_private.h"

#define CLOCK_SLACK_MS 2000
#define GAP_MS_MAX (400 * DAY_MS)

static enum err_code clock_back(int64_t now_ms, int64_t last_ms, struct err *err)
{
	char text[96];
	struct buf buf = buf_of(text, sizeof text);
	buf_time_utc(&buf, now_ms);
	buf_c(&buf, ", but the newest entry is of ");
	buf_time_utc(&buf, last_ms);
	struct str words = buf_view(&buf);
	err_set(err, ERR_CLOCK, "the clock says %.*s", STR_ARG(words));
	err_hint(err, "entry times never go back: set the clock right, or wait until it has caught up");
	return ERR_CLOCK;
}

enum err_code clock_start(struct registrar *registrar, bool after_gap, struct err *err)
{
	const struct os *os = registrar->os;
	int64_t wall_ms = os->wall_ms(os->context);
	registrar->skew_ms = wall_ms -
	                     os->monotonic_ms(os->context); /* a script, too, is read by this clock when it ends */
	if (registrar->script_ms)
		return ERR_OK;
	if (!registrar->has_key || registrar->durable == 0)
		return ERR_OK;
	if (wall_ms < registrar->last_ms - CLOCK_SLACK_MS)
		return clock_back(wall_ms, registrar->last_ms, err);
	if (wall_ms - registrar->last_ms <= GAP_MS_MAX || after_gap)
		return ERR_OK;
	err_set(err, ERR_CLOCK, "the newest entry is %lld days old: is the clock right?",
	        (long long)((wall_ms - registrar->last_ms) / DAY_MS));
	err_hint(err,
	         "clocks that ran out in the meantime would be entered now; if the time is right, start with --after-gap");
	return ERR_CLOCK;
}

/* Rule 2: the wall clock's time as far as it is believed. Nobody waits for the record's owner here. */
static int64_t believed(const struct registrar *registrar, bool *ret_steady)
{
	const struct os *os = registrar->os;
	int64_t wall_ms = os->wall_ms(os->context), kept_ms = os->monotonic_ms(os->context) + registrar->skew_ms;
	*ret_steady = !atomic_load(&registrar->clock_stopped) && wall_ms - kept_ms <= CLOCK_SLACK_MS &&
	              kept_ms - wall_ms <= CLOCK_SLACK_MS;
	return *ret_steady ? wall_ms : kept_ms;
}

int64_t registrar_clock(const struct registrar *registrar, bool *ret_steady)
{
	if (!registrar->script_ms)
		return believed(registrar, ret_steady);
	*ret_steady = true;
	return *registrar->script_ms;
}

int64_t registrar_now(const struct registrar *registrar)
{
	bool steady;
	if (registrar->script_ms)
		return *registrar->script_ms;
	int64_t now_ms = believed(registrar, &steady);
	return now_ms < registrar->last_ms ? registrar->last_ms : now_ms;
}

enum err_code clock_now(struct registrar *registrar, int64_t *ret_ms, struct err *err)
{
	bool steady;
	if (registrar->script_ms) {
		if (*registrar->script_ms < registrar->last_ms)
			return clock_back(*registrar->script_ms, registrar->last_ms, err);
		*ret_ms = *registrar->script_ms;
		return ERR_OK;
	}
	int64_t wall_ms = believed(registrar, &steady);
	if (!steady) {
		atomic_store(&registrar->clock_stopped, true);
		err_set(err, ERR_CLOCK, "the wall clock has stepped by more than %d seconds: nothing is entered any more",
		        CLOCK_SLACK_MS / 1000);
		err_hint(err, "see that the clock is right, then start again");
		return ERR_CLOCK;
	}
	if (wall_ms < registrar->last_ms - CLOCK_SLACK_MS)
		return clock_back(wall_ms, registrar->last_ms, err);
	*ret_ms = wall_ms < registrar->last_ms ? registrar->last_ms : wall_ms;
	return ERR_OK;
}
