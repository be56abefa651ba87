/* A wall clock that lies, for the tests of the command line: put before the program with LD_PRELOAD.
 *
 *     SHIM_OFFSET_MS   added to every reading of CLOCK_REALTIME
 *     SHIM_STEP_MS     added besides, from reading number SHIM_STEP_AFTER + 1 on: the clock steps while the program
 * runs
 *
 * The other clocks go on as they are.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long long number_of(const char *name)
{
	const char *text = getenv(name);
	return text ? strtoll(text, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *ret)
{
	static atomic_llong readings;
	int result = (int)syscall(SYS_clock_gettime, clock, ret);
	if (result != 0 || clock != CLOCK_REALTIME)
		return result;
	long long add_ms = number_of("SHIM_OFFSET_MS");
	if (atomic_fetch_add(&readings, 1) >= number_of("SHIM_STEP_AFTER"))
		add_ms += number_of("SHIM_STEP_MS");
	long long ns = ret->tv_nsec + add_ms % 1000 * 1000000;
	ret->tv_sec += add_ms / 1000 + (ns >= 1000000000) - (ns < 0);
	ret->tv_nsec = (long)(ns >= 1000000000 ? ns - 1000000000 : ns < 0 ? ns + 1000000000 : ns);
	return 0;
}
