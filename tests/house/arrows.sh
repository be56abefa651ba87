#!/bin/bash
# A folder of src/ is a room, and an include may point only to the rooms named in its row. This table is the row.
. "$(dirname "$0")/tap.sh"

all="base charter kernel lab record store publish app node web cli"
declare -A row=(
	[base]=""
	[charter]="base"
	[kernel]="base charter"
	[lab]="base charter kernel"
	[record]="base"
	[store]="base record"
	[publish]="base charter kernel record"
	[app]="base charter kernel lab record store publish"
	[node]="base record store app"
	[web]="base charter kernel lab record publish app"
	[cli]="$all"
)

result "src holds only rooms" "$(find src -mindepth 1 -maxdepth 1 ! -type d -print)"

for room in $(rooms); do
	if [[ -z ${row[$room]+known} ]]; then
		result "$room: a room of the table" "src/$room is not in the table of tests/house/arrows.sh"
		continue
	fi
	result "$room: only sources, no folders" \
		"$(find "src/$room" -mindepth 1 ! \( -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \
			-o -name meson.build \) \) -print)"

	mapfile -t files < <(c_files "src/$room")
	if ((${#files[@]} == 0)); then
		continue
	fi
	problems=$(awk -v keep_strings=1 -f "$here/code.awk" "${files[@]}" |
		awk -v allowed=" $room ${row[$room]} " '
			/:[[:space:]]*#[[:space:]]*include[[:space:]]*"/ {
				split($0, part, "\"")
				where = part[1]
				sub(/:[^:]*$/, "", where)
				slash = index(part[2], "/")
				target = slash ? substr(part[2], 1, slash - 1) : ""
				if (target == "" || target == "." || target == "..")
					print where ": \"" part[2] "\" does not name its room"
				else if (!index(allowed, " " target " "))
					print where ": \"" part[2] "\" is no arrow of the table"
			}')
	result "$room: includes along the arrows" "$problems"
done
finish
