/* What the kernel and the charter's evaluator cannot call: time, chance, memory, the world.
 *
 * The build hands this header to every file of src/kernel and src/charter (-include). A call of a banned function
 * becomes the use of a name that nobody declares, so the compiler stops and shows the place. tests/house/purity.sh
 * checks the same on the linked objects; this header only says it earlier and at the line.
 *
 * The system's headers come first: they declare what is banned afterwards.
 */
#ifndef COMITY_KERNEL_BANNED_H
#define COMITY_KERNEL_BANNED_H

#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define BANNED(function) banned_in_the_kernel_##function

/* Time is a field of the entry. */
#undef time
#define time(...) BANNED(time)
#undef clock
#define clock(...) BANNED(clock)
#undef gettimeofday
#define gettimeofday(...) BANNED(gettimeofday)
#undef clock_gettime
#define clock_gettime(...) BANNED(clock_gettime)
#undef localtime
#define localtime(...) BANNED(localtime)
#undef localtime_r
#define localtime_r(...) BANNED(localtime_r)
#undef gmtime
#define gmtime(...) BANNED(gmtime)
#undef gmtime_r
#define gmtime_r(...) BANNED(gmtime_r)
#undef mktime
#define mktime(...) BANNED(mktime)
#undef strftime
#define strftime(...) BANNED(strftime)
#undef sleep
#define sleep(...) BANNED(sleep)

/* Chance too. */
#undef rand
#define rand(...) BANNED(rand)
#undef srand
#define srand(...) BANNED(srand)
#undef random
#define random(...) BANNED(random)
#undef arc4random
#define arc4random(...) BANNED(arc4random)
#undef getentropy
#define getentropy(...) BANNED(getentropy)
#undef getrandom
#define getrandom(...) BANNED(getrandom)

/* Memory comes from the arena that the caller hands over. */
#undef malloc
#define malloc(...) BANNED(malloc)
#undef calloc
#define calloc(...) BANNED(calloc)
#undef realloc
#define realloc(...) BANNED(realloc)
#undef reallocarray
#define reallocarray(...) BANNED(reallocarray)
#undef aligned_alloc
#define aligned_alloc(...) BANNED(aligned_alloc)
#undef free
#define free(...) BANNED(free)
#undef strdup
#define strdup(...) BANNED(strdup)
#undef strndup
#define strndup(...) BANNED(strndup)
#undef alloca
#define alloca(...) BANNED(alloca)

/* Text goes into a buf, and the kernel has nobody to talk to. */
#undef printf
#define printf(...) BANNED(printf)
#undef fprintf
#define fprintf(...) BANNED(fprintf)
#undef dprintf
#define dprintf(...) BANNED(dprintf)
#undef sprintf
#define sprintf(...) BANNED(sprintf)
#undef snprintf
#define snprintf(...) BANNED(snprintf)
#undef vprintf
#define vprintf(...) BANNED(vprintf)
#undef vfprintf
#define vfprintf(...) BANNED(vfprintf)
#undef vsprintf
#define vsprintf(...) BANNED(vsprintf)
#undef vsnprintf
#define vsnprintf(...) BANNED(vsnprintf)
#undef asprintf
#define asprintf(...) BANNED(asprintf)
#undef puts
#define puts(...) BANNED(puts)
#undef fputs
#define fputs(...) BANNED(fputs)
#undef putchar
#define putchar(...) BANNED(putchar)
#undef fopen
#define fopen(...) BANNED(fopen)
#undef perror
#define perror(...) BANNED(perror)

/* The world: environment, locale, process. */
#undef getenv
#define getenv(...) BANNED(getenv)
#undef setenv
#define setenv(...) BANNED(setenv)
#undef setlocale
#define setlocale(...) BANNED(setlocale)
#undef signal
#define signal(...) BANNED(signal)
#undef system
#define system(...) BANNED(system)
#undef exit
#define exit(...) BANNED(exit)
#undef abort
#define abort(...) BANNED(abort)

/* Bound to a locale, or unbounded. */
#undef strtol
#define strtol(...) BANNED(strtol)
#undef strtoul
#define strtoul(...) BANNED(strtoul)
#undef strtoll
#define strtoll(...) BANNED(strtoll)
#undef strtoull
#define strtoull(...) BANNED(strtoull)
#undef strtod
#define strtod(...) BANNED(strtod)
#undef atoi
#define atoi(...) BANNED(atoi)
#undef atol
#define atol(...) BANNED(atol)
#undef strcoll
#define strcoll(...) BANNED(strcoll)
#undef strcpy
#define strcpy(...) BANNED(strcpy)
#undef strcat
#define strcat(...) BANNED(strcat)
#undef strtok
#define strtok(...) BANNED(strtok)
#undef isalpha
#define isalpha(...) BANNED(isalpha)
#undef isdigit
#define isdigit(...) BANNED(isdigit)
#undef isspace
#define isspace(...) BANNED(isspace)
#undef isalnum
#define isalnum(...) BANNED(isalnum)
#undef isupper
#define isupper(...) BANNED(isupper)
#undef tolower
#define tolower(...) BANNED(tolower)
#undef toupper
#define toupper(...) BANNED(toupper)
#undef qsort
#define qsort(...) BANNED(qsort)

#endif
