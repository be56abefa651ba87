#!/bin/bash
# charters.sh FORGE: charters with each kind of error. data/charters/NAME.charter is checked, and what is printed is
# NAME.expected; nothing is founded from a charter with errors.
. "$(dirname "$0")/cli.sh"
forge=$1

cp "$data"/charters/*.charter .
for file in *.charter; do
	name=${file%.charter}
	{
		"$bin" charter check "$file" </dev/null 2>&1
		echo "exit status $?"
	} >"$name.found"
	one_file "$name" "$name.found" "$data/charters/$name.expected"
	result "$name: nothing that acts on a terminal" "$(LC_ALL=C grep -n -a $'[\001-\010\013-\037\177]' "$name.found" | cat -v)"
	run charter check "$file" --json
	{ [[ -z $out ]] || printf '%s\n' "$out"; [[ -z $err ]] || printf '%s\n' "$err"; } >"$name.json"
	result "$name: as JSON" "$("$forge" json <"$name.json" 2>&1)"
	grep -q "exit status 1" "$name.found" || continue
	expect "$name: show answers with the errors" 1 "error" charter show "$file"
	expect "$name: founds nothing" 1 "error" init "$file" --dir "new-$name" --origin o.example/r --make-keys
	result "$name: makes no folder" "$(ls -d "new-$name" 2>/dev/null)"
done
{ cat "$data/forum.charter"; head -c 1048576 /dev/zero | tr '\0' '#'; } >large
expect "a charter of more than 1 MiB" 1 "1048576" charter check large
head -c 1048576 "$bin" >program
run charter check program
equal "a program is no charter" "$status" 1
for file in club/club csto/csto council/council; do
	expect "examples/$file is sound" 0 "No errors" charter check "$examples/$file.charter"
	expect "examples/$file reads aloud" 0 "" charter show "$examples/$file.charter"
	result "examples/$file: lines of at most 100 columns" "$(grep -nE '.{101}' <<<"$out")"
done
input=$examples/club/club.charter expect "a charter on standard input" 0 "No errors" charter check -
finish
