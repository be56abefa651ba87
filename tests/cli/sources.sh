#!/bin/bash
# sources.sh: examples/csto/SOURCES.md is held to what it says. Its sentences are the press releases, whole, each once;
# every entry that it names holds the words that it names; every text of a release is quoted from the press releases.
. "$(dirname "$0")/cli.sh"

csto=$examples/csto
seed=$tree/../shared/seed/press-releases.txt
table=sources.table

# The rows "| no. | sentence | `entry words` … | remark |".
grep -E '^\| [0-9]+ \| ' "$csto/SOURCES.md" >"$table"
column() {
	cut -d'|' -f"$1" "$table" | sed -e 's/^ //' -e 's/ $//'
}
rows=$(wc -l <"$table")
equal "the rows are numbered from 1 without gaps" "$(column 2 | tr '\n' ' ')" "$(seq -s ' ' "$rows") "
result "each row names an entry or the charter, and has four columns" \
	"$(awk -F'|' 'NF != 6 || $4 !~ /`([0-9]+|charter) [^`]+`/ { print "row " $2 }' "$table")"

expect "the script replays" 0 "2 outcomes" replay "$csto/csto.script" --dir r --quiet
result "entry 0 holds the hash of the charter" "$("$bin" show 0 --dir r |
	grep -q -F "\"charter\":\"$(sha256sum <"$csto/csto.charter" | cut -d' ' -f1)\"" || echo "it does not")"

# One line a piece of code: row, entry or `charter`, words.
awk -F'|' '{
	rest = $4
	while (match(rest, /`[^`]+`/)) {
		piece = substr(rest, RSTART + 1, RLENGTH - 2)
		rest = substr(rest, RSTART + RLENGTH)
		print $2 + 0 "\t" substr(piece, 1, index(piece, " ") - 1) "\t" substr(piece, index(piece, " ") + 1)
	}
}' "$table" >pieces
tr '\n' ' ' <"$csto/csto.charter" | tr -s ' ' >holds.charter
for entry in $(cut -f2 pieces | sort -u | grep -v charter); do
	"$bin" show "$entry" --texts --dir r 2>/dev/null | tr '\n' ' ' | tr -s ' ' >"holds.$entry"
done
problems=
checked=0
while IFS=$'\t' read -r row where words; do
	((++checked))
	grep -q -F -e "$words" "holds.$where" 2>/dev/null || problems+="row $row: $where does not hold \"$words\""$'\n'
done <pieces
result "each entry holds the words that its row names ($checked looked up)" "$problems"
result "words that are not there would be found missing" \
	"$(grep -q -F -e "the 43rd meeting" "holds.$(awk -F'\t' '$1 == 2 { print $2; exit }' pieces)" && echo "they are there")"
# Row 29, the name and the office of the press secretary, stands in the card as two lines.
result "every row has its sentence in a release or in the card of the press office" "$(
	for row in $(seq "$rows"); do
		sentence=$(column 3 | sed -n "${row}p")
		found=
		for entry in $(awk -F'\t' -v row="$row" '$1 == row && $2 != "charter" { print $2 }' pieces | sort -u); do
			if grep -q -e 'issues press release' -e 'for the office Press Secretary' "holds.$entry" &&
				grep -q -F -e "$sentence" "holds.$entry"; then
				found=yes
			fi
		done
		[[ $row == 29 || -n $found ]] || echo "row $row: no release among its entries holds the sentence whole"
	done
)"

if [[ -r $seed ]]; then
	left=$(<"$seed")
	problems=
	while IFS= read -r sentence; do
		if [[ $left != *"$sentence"* ]]; then
			problems+="not in the press releases, or there once and here twice: $sentence"$'\n'
		fi
		left=${left/"$sentence"/}
	done < <(column 3 | awk '{ print length($0) "\t" $0 }' | sort -rn | cut -f2-)
	result "the sentences stand in the press releases" "$problems"
	equal "and nothing of them is left over" "$(tr -d '_[:space:]' <<<"$left")" ""
else
	skip "the sentences stand in the press releases" "the press releases are not beside this tree"
	skip "and nothing of them is left over" "the press releases are not beside this tree"
fi

# The two crises, and what their scripts promise by `expect`.
expect "Kazakhstan, January 2022" 0 "4 of them refused; 2 outcomes" replay "$csto/kazakhstan.script" --dir k --quiet
expect "it verifies" 0 "each with the key of its time" verify k
expect "the decision to send forces" 0 "adopted as CSC/DEC/2022/1" show peacekeeping-forces --dir k
expect "the crisis is over" 0 "completed" show kazakhstan-2022 --dir k
expect "Armenia, September to November 2022" 0 "3 of them refused; 4 outcomes" replay "$csto/armenia.script" --dir a --quiet
expect "it verifies" 0 "each with the key of its time" verify a
run replay "$csto/armenia.script"
told "its own hold keeps the chair from declaring adoption" \
	"Refused: assistance-to-armenia cannot be declared adopted"
expect "the draft on assistance is not adopted" 0 "not-adopted" show assistance-to-armenia --dir a

# A file that is included counts as the script's own; the error names both.
mkdir try
cp -r "$csto"/*.charter "$csto"/*.script "$csto/texts" try
sed -i 's/^ARM arm-fm close meeting=cmfa-yerevan/& refused not-the-chair/' try/yerevan.script
line=$(grep -n '^ARM arm-fm close' try/yerevan.script | cut -d: -f1)
outer=$(grep -n '^include' try/csto.script | cut -d: -f1)
expect "an error in an included file" 1 "csto.script: line $outer: yerevan.script: line $line: entered" \
	replay try/csto.script --quiet
finish
