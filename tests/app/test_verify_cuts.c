/* Every file of an exported record cut at every length: see there. */
#define CUT_STRIDE 1
#include "test_verify_flips.c"
