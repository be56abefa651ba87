/* What the files that make and open a record's folder share. */
#ifndef COMITY_APP_FOLDER_PRIVATE_H
#define COMITY_APP_FOLDER_PRIVATE_H

#include "app/folder.h"

#define PATH_SIZE 4096

/* path + "/" + name. */
ERR_CHECKED enum err_code folder_join(char out[PATH_SIZE], const char *path, const char *name, struct err *err);
/* The store for a founding: a new one, or one that an interrupted founding left empty. ERR_EXISTS when the folder holds
 * a record, or the keys of one that is gone. */
ERR_CHECKED enum err_code folder_empty_store(const char *path, const struct os *os, struct store **ret,
                                             struct err *err);

#endif
