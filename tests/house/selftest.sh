#!/bin/bash
# The house's tests can fail: each kind of fault is put into a small tree, and the test that should find it must.
here=$(cd "$(dirname "$0")" && pwd)
bad=$(mktemp -d)
trap 'rm -rf "$bad"' EXIT
count=0 failed=0

# caught NAME SCRIPT PATTERN [ARGUMENT...]: SCRIPT over the bad tree says "not ok" with PATTERN in its name or reason.
caught() {
	local name=$1 script=$2 pattern=$3 output
	shift 3
	output=$(bash "$here/$script" "${@:-$bad}" 2>&1)
	((++count))
	if grep -q '^not ok' <<<"$output" && grep -q -e "$pattern" <<<"$(grep -e '^not ok' -e '^#' <<<"$output")"; then
		echo "ok $count - $name"
	else
		((++failed))
		echo "not ok $count - $name"
		sed -e 's/^/# /' <<<"$output"
	fi
}

mkdir -p "$bad"/src/{base,kernel,record,attic} "$bad"/{docs,man,tools} "$bad/src/base/deeper"
touch "$bad/src/loose.c"
{
	printf '/* Record. */\n#include "kernel/kernel.h"\n#include "own.h"\n/* #include "app/app.h" */\n'
	printf 'char *f(char *a)\n{\n\tstrcpy(a, "free(");\n\treturn malloc(1); /* realloc( */\n}\n'
	printf 'void g(void)\n{\n'
	for ((i = 0; i < 69; i++)); do printf '\tf(0);\n'; done
	printf '}\n'
	printf '/* %0121d */\n' 1
	printf 'int x;   \nfloat y;\n'
} >"$bad/src/record/a.c"
{
	printf '#include <time.h>\n'
	for ((i = 0; i < 800; i++)); do printf '/* */\n'; done
} >"$bad/src/kernel/b.c"
printf '/* Head. */\n#ifndef B_H\n#define B_H\n#endif\n' >"$bad/src/kernel/b.h"
printf 'See [this](missing.md) and [that](../src/loose.c).\n' >"$bad/docs/a.md"
printf '.TH a 1\n.SH NAME\na \\- b\n.nosuchmacro\n' >"$bad/man/a.1"
printf '#!/bin/bash\nif\n' >"$bad/tools/a.sh"
printf 'FIX''ME later\n' >"$bad/docs/b.txt"
printf 'no line end' >"$bad/docs/c.txt"

caught "an unknown room" arrows.sh 'src/attic is not in the table'
caught "a loose file" arrows.sh 'src/loose.c'
caught "a folder in a room" arrows.sh 'src/base/deeper'
caught "an include against the arrows" arrows.sh 'src/record/a.c:2: "kernel/kernel.h" is no arrow'
caught "an include without a room" arrows.sh 'src/record/a.c:3: "own.h" does not name'
caught "a file of 801 lines" lengths.sh 'src/kernel/b.c: 801 lines'
caught "a function of 71 lines" lengths.sh 'src/record/a.c:11: 71 lines'
caught "a line of 127 columns" lengths.sh 'src/record/a.c:82: 127 columns'
caught "white space at a line end" lengths.sh 'src/record/a.c:83'
caught "no line end" lengths.sh 'docs/c.txt'
caught "a marker of unfinished work" words.sh 'docs/b.txt:1:'
caught "no head comment" headers.sh 'src/kernel/b.c'
caught "a guard of another name" headers.sh 'src/kernel/b.h: no COMITY_KERNEL_B_H'
caught "own header not first" headers.sh 'src/kernel/b.c: begins with #include <time.h>'
caught "a banned call" banned.sh 'src/record/a.c:7:'
caught "memory from malloc" banned.sh 'src/record/a.c:8:'
caught "floating point" banned.sh 'src/record/a.c:84:'
caught "a link to nothing" docs.sh 'docs/a.md:1: missing.md does not exist'
caught "a script that does not parse" docs.sh 'tools/a.sh'
if command -v groff >/dev/null; then
	caught "a manual page with a slip" docs.sh 'nosuchmacro'
fi
((++count))
output=$(bash "$here/banned.sh" "$bad")
if grep -q -e 'a.c:4' -e realloc <<<"$output" && ! grep -q 'a.c:8:.*realloc' <<<"$output"; then
	((++failed))
	echo "not ok $count - comments and strings are no code"
else
	echo "ok $count - comments and strings are no code"
fi

# Purity: objects made for the purpose.
cc=${COMITY_CC:-cc}
cd "$bad" || exit 1
printf 'unsigned long time_of(void) { return 1; }\n' >clean.c
printf 'int printf(const char *, ...);\nvoid leaky(void) { printf("x"); }\n' >leaky.c
printf 'long time(long *); void leaky(void); long now(void) { leaky(); return time(0); }\n' >now.c
printf 'double half(double x) { return x / 2; }\n' >half.c
for source in clean leaky now half; do
	"$cc" -O1 -fno-builtin -c "$source.c" -o "$source.c.o" 2>/dev/null
done
ar cr base.a clean.c.o leaky.c.o
ar cr charter.a half.c.o
ar cr kernel.a now.c.o
caught "a kernel that asks for the time" purity.sh 'now.c wants time' "$bad/base.a" "$bad/charter.a" "$bad/kernel.a"
caught "an impure object of base drawn in" purity.sh 'leaky.c wants printf' "$bad/base.a" "$bad/charter.a" "$bad/kernel.a"
if [[ $(uname -m) == x86_64 ]]; then
	caught "a floating-point register" purity.sh '%xmm0' "$bad/base.a" "$bad/charter.a" "$bad/kernel.a"
fi

echo "1..$count"
exit $((failed > 0))
