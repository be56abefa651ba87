#!/bin/bash
# cases.sh FORGE: every case of examples/cases does what it says, under a charter without errors or warnings; a case says
# at its head what it shows, and whether it is real; charters are laid out and read without a word.
. "$(dirname "$0")/cli.sh"

for file in "$examples"/{club,council}/*.charter "$tree"/charters/*.charter "$examples"/cases/*.charter; do
	name=${file#"$tree"/}
	expect "$name is laid out" 0 "" charter fmt "$file" --check
	run charter check "$file"
	equal "$name is sound" "$status" 0
	result "$name: no warning" "$(grep -E "warning" <<<"$err$out")"
	expect "$name reads aloud" 0 "" charter show "$file"
	result "$name: lines of at most 100 columns" "$(grep -nE '.{101}' <<<"$out")"
done
for file in "$examples"/cases/*.script; do
	name=${file##*/}
	expect "$name does what it says" 0 "acts as expected" replay "$file" --quiet --dir "record-$name"
	result "$name: says at its head what it shows" "$(head -1 "$file" | grep -v '^# [A-Z]')"
	expect "$name: its record verifies" 0 "Verified: record" verify "record-$name"
	result "$name: is in the list of cases" "$(grep -q -F "($name)" "$examples/cases/README.md" || echo it is not)"
done
finish
