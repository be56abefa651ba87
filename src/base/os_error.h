/* Private to base: the system's reasons as our codes, with advice. */
#ifndef COMITY_BASE_OS_ERROR_H
#define COMITY_BASE_OS_ERROR_H

#include "base/err.h"

/* "cannot <verb> <path>: <reason of errno `number`>", its code and a hint where one helps. Never ERR_OK. */
enum err_code os_error_at(struct err *err, int number, const char *verb, const char *path, const char *file, int line);
#define os_error(err, number, verb, path) os_error_at((err), (number), (verb), (path), __FILE__, __LINE__)

#endif
