/* What the tests of the store's files share: reading and writing them whole, a filled record, a second process. */
#ifndef COMITY_TESTS_STORE_FILES_H
#define COMITY_TESTS_STORE_FILES_H

#include "fixture.h"

void files_write(const char *path, struct str bytes);
struct str files_read(const char *path); /* into fixture_arena */
long files_size(const char *path);       /* -1 when there is none */
/* A closed record in the folder, with the first so many batches. */
const char *files_record(const char *name, uint64_t batches);
/* Opening it fails with this code, a message that says so and names the path, for reading and for writing. */
void files_refuse(const char *path, enum err_code wanted, const char *says);
/* Run `work` in a process of its own, of a user with no rights if so wanted; true when it returned 0. */
bool files_in_child(int (*work)(const char *path), const char *path, bool as_nobody);

#endif
