#!/bin/bash
# The header is the manual, and each file says first what it is for.
. "$(dirname "$0")/tap.sh"

for room in $(rooms); do
	mapfile -t files < <(c_files "src/$room")
	if ((${#files[@]} == 0)); then
		continue
	fi
	result "$room: a head comment first" "$(for file in "${files[@]}"; do
		head -n 1 "$file" | grep -q '^/\* .*[[:alnum:]]' || echo "$file"
	done)"
	result "$room: include guards named for the file" "$(for file in "${files[@]}"; do
		[[ $file == *.h ]] || continue
		guard=COMITY_${file#src/}
		guard=${guard//[\/.]/_}
		guard=${guard^^}
		grep -q -x "#ifndef $guard" "$file" && grep -q -x "#define $guard" "$file" || echo "$file: no $guard"
	done)"
	result "$room: a source includes its own header first" "$(for file in "${files[@]}"; do
		own=${file%.c}.h
		if [[ $file == *.c && -e $own ]]; then
			first=$(grep -m 1 -E '^#[[:space:]]*include' "$file")
			[[ $first == *"\"${own#src/}\""* ]] || echo "$file: begins with ${first:-nothing}"
		fi
	done)"
done
finish
