/* A script's lines as words: what script.c runs on. Private to the app room. */
#ifndef COMITY_APP_SCRIPT_WORDS_H
#define COMITY_APP_SCRIPT_WORDS_H

#include "base/buf.h"
#include "base/err.h"

#define SCRIPT_WORDS 64

struct script_line {
	uint32_t number; /* 1-based */
	uint32_t count;
	struct str word[SCRIPT_WORDS]; /* quotes taken off */
};

/* The next line that has words, from *offset on. ERR_NOT_FOUND at the end. Words lie in the text or the arena. */
ERR_CHECKED enum err_code script_next(struct str text, size_t *offset, struct arena *arena, struct script_line *line,
                                      struct err *err);
/* "KEY=…" among the words from `first` on: its value; ptr NULL when absent. */
struct str script_value(const struct script_line *line, uint32_t first, struct str key);

#endif
