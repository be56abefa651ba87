#!/bin/bash
# Files of at most 800 lines, functions of at most 70, lines of at most 120 columns (a tab is 4), nothing at line ends.
# The width is not held against tests: a typed-in vector or message stays whole.
. "$(dirname "$0")/tap.sh"

folders=()
for room in $(rooms); do
	folders+=("src/$room")
done
for other in tests bench; do
	[[ ! -d $other ]] || folders+=("$other")
done

for folder in "${folders[@]}"; do
	mapfile -t files < <(c_files "$folder")
	if ((${#files[@]} == 0)); then
		continue
	fi
	lines=$(awk 'FNR == 1 && NR > 1 { print count, name } { name = FILENAME; count = FNR } END { print count, name }' \
		"${files[@]}")
	awk '$1 > 400 { print "# " $2 ": " $1 " lines, over 400" }' <<<"$lines"
	result "$folder: files of at most 800 lines" "$(awk '$1 > 800 { print $2 ": " $1 " lines" }' <<<"$lines")"

	# A function's body opens with a brace in column 0, or one that ends its signature's line, and closes with a brace
	# alone in column 0.
	result "$folder: functions of at most 70 lines" "$(awk '
		FNR == 1 { open = 0 }
		/^\{$/ || /^[a-zA-Z_].*\{$/ { open = FNR }
		/^\}$/ && open {
			if (FNR - open + 1 > 70)
				print FILENAME ":" open ": " FNR - open + 1 " lines"
			open = 0
		}' "${files[@]}")"

	[[ $folder != tests ]] || continue
	result "$folder: lines of at most 120 columns" "$(awk '{
		text = $0
		gsub(/[\200-\277]/, "", text)
		width = 0
		pieces = split(text, piece, "\t")
		for (i = 1; i <= pieces; i++) {
			width += length(piece[i])
			if (i < pieces)
				width += 4 - width % 4
		}
		if (width > 120)
			print FILENAME ":" FNR ": " width " columns"
	}' "${files[@]}")"
done

mapfile -t files < <(text_files | grep -v -e '^tests/.*/data/' -e '^examples/.*\.out$')
result "no white space at line ends" "$(awk '/[ \t\r]$/ && FILENAME !~ /\.patch$/ { print FILENAME ":" FNR }' "${files[@]}")"
result "every file ends with a line end" "$(for file in "${files[@]}"; do
	[[ ! -s $file || -z $(tail -c 1 "$file") ]] || echo "$file"
done)"
finish
