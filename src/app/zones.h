/* UTC offset transitions of IANA zones, from the machine's database: read once, at the founding or when the operator
 * enters new rules; from then on they are data of the record. */
#ifndef COMITY_APP_ZONES_H
#define COMITY_APP_ZONES_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

/* Transitions from `from_year` to `to_year` of each zone; sorted by name, duplicates dropped. ERR_NOT_FOUND names an
 * unknown zone, ERR_IO that there is no database. *ret_tzdata: the database's version, "2025b"; "unknown" where it does
 * not say. For the while the process's own zone (TZ) is another: not while other threads read the local time. */
ERR_CHECKED enum err_code zones_load(const struct str *names, uint32_t count, int32_t from_year, int32_t to_year,
                                     struct arena *arena, struct zone **ret, uint32_t *ret_count,
                                     struct str *ret_tzdata, struct err *err);

#endif
