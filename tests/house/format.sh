#!/bin/bash
# The tree is formatted as .clang-format says. Versions differ in what they make of it, so only version 14 judges.
. "$(dirname "$0")/tap.sh"

tool=
for name in clang-format-14 clang-format; do
	if command -v "$name" >/dev/null && "$name" --version | grep -q 'version 14\.'; then
		tool=$name
		break
	fi
done

folders=()
for room in $(rooms); do
	folders+=("src/$room")
done
for other in tests bench; do
	[[ ! -d $other ]] || folders+=("$other")
done
for folder in "${folders[@]}"; do
	mapfile -t files < <(c_files "$folder" | grep -v '\.def$')
	if ((${#files[@]} == 0)); then
		continue
	fi
	if [[ -z $tool ]]; then
		skip "$folder: formatted" "clang-format 14 is not installed"
		continue
	fi
	result "$folder: formatted" "$("$tool" --style=file --dry-run -Werror "${files[@]}" 2>&1 | grep 'error:' |
		cut -d: -f1,2 | awk -F: '{ n[$1]++; if (!($1 in first)) first[$1] = $2 }
			END { for (f in n) print f ":" first[f] ": " n[f] " places; run " tool " -i " f }' tool="$tool" | sort)"
done
finish
