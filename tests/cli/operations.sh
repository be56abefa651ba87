#!/bin/bash
# operations.sh FORGE: docs/operations.md is true: its commands run as they stand, its limits are those of the source, and
# its codes those of the program.
. "$(dirname "$0")/cli.sh"
doc=$tree/docs/operations.md

# The commands, one after the other
mkdir bin
ln -s "$bin" bin/comity
ln -s "$examples" examples
PATH=$work/bin:$PATH
awk '/^```sh$/ { inside = 1; next } /^```$/ { if (inside) print "#--"; inside = 0 } inside' "$doc" >all
blocks=$(grep -c -x -e '#--' all)
result "there are blocks of commands" "$( ((blocks >= 6)) || echo "only $blocks")"
for ((i = 1; i <= blocks; i++)); do
	awk -v wanted="$i" 'BEGIN { n = 1 } $0 == "#--" { n++; next } n == wanted' all >block
	result "block $i: $(head -n 1 block | cut -c 1-60)" "$(bash -e block </dev/null 2>&1 >answer || cat answer)"
done
result "the matter of the text is decided a week later" "$([[ -e picnic.tlog-proof ]] || echo "no receipt")"

# The limits
limits() {
	sed -n 's/^#define \(LIMIT_[A-Z_]*\) *\([^\/]*\).*/\1 \2/p' "$tree/src/base/limits.h" | sed 's/\([0-9]\)u/\1/g' |
		while read -r name value; do
			echo "$name $((value))"
		done | sort
}
equal "every limit of the source stands in the table" \
	"$(sed -n 's/^|[^|]*| \([0-9,]*\)[^|]*| `\(LIMIT_[A-Z_]*\)` |$/\2 \1/p' "$doc" | tr -d , | sort)" "$(limits)"

# The codes
equal "every code of the program stands in the table" \
	"$(sed -n '/^| code /,/^$/s/^| `\([a-z-]*\)` .*/\1/p' "$doc" | sort)" \
	"$(sed -n '/^static const char/,/^}/s/.*\[ERR_[A-Z_]*\] = "\([a-z-]*\)".*/\1/p' "$tree/src/base/err.c" |
		grep -v -x -e ok -e refused | sort)"
finish
