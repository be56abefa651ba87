#!/bin/bash
# format.sh [FILE...]: format C files in place as .clang-format says; without names, all of the tree.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=$(command -v clang-format-14 || command -v clang-format)
if (($# == 0)); then
	folders=()
	for folder in src tests bench; do
		[[ ! -d $folder ]] || folders+=("$folder")
	done
	mapfile -t files < <(find "${folders[@]}" -type f \( -name '*.c' -o -name '*.h' \) | sort)
	set -- "${files[@]}"
fi
"$tool" --style=file -i "$@"
