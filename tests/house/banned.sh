#!/bin/bash
# Calls that no room makes: unbounded copies, hidden state, a shell. Memory is asked for in src/base/arena.c alone.
. "$(dirname "$0")/tap.sh"

# Calls of NAME... in the code of FILE..., not counting members: "->free(" is somebody's own function.
calls() {
	local names=$1
	shift
	awk -f "$here/code.awk" "$@" | grep -E "[^A-Za-z0-9_.>]($names)[[:space:]]*\("
}

for room in $(rooms); do
	mapfile -t files < <(c_files "src/$room" | grep -v -x src/kernel/banned.h)
	if ((${#files[@]} == 0)); then
		continue
	fi
	result "$room: no banned calls" \
		"$(calls 'strcpy|stpcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atoll|system|popen|alloca|mktemp|tmpnam' \
			"${files[@]}")"
	result "$room: floating point nowhere" \
		"$(awk -f "$here/code.awk" "${files[@]}" | grep -E ':(.*[^A-Za-z0-9_])?(float|double)([^A-Za-z0-9_]|$)')"
	mapfile -t files < <(c_files "src/$room" | grep -v -x -e src/kernel/banned.h -e src/base/arena.c)
	result "$room: no memory but an arena's" \
		"$(calls 'malloc|calloc|realloc|reallocarray|aligned_alloc|posix_memalign|free|strdup|strndup|asprintf|vasprintf' \
			"${files[@]}")"
done
finish
