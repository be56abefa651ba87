/* Every single N: see there. */
#define STORY_EVERY true
#include "test_story_faults.c"
