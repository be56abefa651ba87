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

# Zones: the text alone cannot tell, the machine can
sed -e 's|Europe/London|Europe/Lodnon|' -e '1s|$| "Europe/Lodnon" # Europe/Lodnon|' "$examples/club/club.charter" >zone.charter
expect "a zone that there is not" 0 "No errors" charter check zone.charter
result "is warned of, at its place" "$([[ $err == "zone.charter:2:66: warning: this machine knows no time zone Europe/Lodnon"* ]] || echo "$err")"
result "with what to do" "$([[ $err == *"hint: zones have names of the IANA database"* ]] || echo "$err")"
equal "once" "$(grep -c "warning:" <<<"$out$err")" 1
run charter check zone.charter --json
result "for programs" "$([[ $out == '{"kind":"warning","line":2,"column":66,'* ]] || echo "$out")"
expect "show and fmt do not ask the machine" 0 "" charter fmt zone.charter
result "and say nothing of it" "$(grep warning <<<"$err")"
expect "init refuses it" 1 "no time zone is called \"Europe/Lodnon\"" init zone.charter --dir zone --origin o.example/r --make-keys
TZDIR=$work/no-zones expect "without a database nothing is said" 0 "No errors" charter check zone.charter
result "without a database: no warning" "$(grep warning <<<"$out$err")"

# What is known of rules
expect "check --explain" 0 "both sides can never win: that follows from how it counts" \
	charter check "$examples/club/club.charter" --explain
result "check --explain says it after the verdict" "$(head -n 1 <<<"$out" | grep -v "No errors")"
equal "check --explain: four answers" "$(grep -c "^  " <<<"$out")" 4
run charter check "$examples/club/club.charter" --explain --json
printf '%s\n' "$out" >explain.json
result "check --explain --json is JSON" "$("$forge" json <explain.json 2>&1)"
expect "check --explain of a charter with errors" 1 "error" charter check many.charter --explain

# The layout
cat >rough.charter <<'END'
# a league


organisation league"League"{seat "Geneva" Europe/Zurich}   # one line

party ash "Ash"{
  # since the beginning
  status member from 2020-01-01
}
body council "Council" {
  decides any majority
}
rule majority{adopted when(for>against)}
END
cat >smooth.charter <<'END'
# a league

organisation league "League" { seat "Geneva" Europe/Zurich } # one line

party ash "Ash" {
  # since the beginning
  status member from 2020-01-01
}
body council "Council" { decides any majority }
rule majority { adopted when (for > against) }
END
cp rough.charter kept.charter
run charter fmt rough.charter
printf '%s\n' "$out" >printed
equal "fmt: exit status" "$status" 0
one_file "fmt prints the layout" printed smooth.charter
one_file "fmt leaves the file alone" rough.charter kept.charter
expect "fmt --check of a file that is not in the layout" 1 "is not in the layout" charter fmt rough.charter --check
result "fmt --check prints no charter" "$out"
expect "fmt --check of one that is" 0 "" charter fmt smooth.charter --check
result "fmt --check says nothing of it" "$out"
run charter fmt rough.charter --json
equal "fmt --json: exit status" "$status" 0
printf '%s\n' "$out" >rough.json
result "fmt --json is JSON" "$("$forge" json <rough.json 2>&1)"
expect "fmt --write" 0 "" charter fmt rough.charter --write
one_file "fmt --write writes the file" rough.charter smooth.charter
expect "fmt --write of what is in the layout" 0 "" charter fmt rough.charter --write
one_file "fmt --write leaves it as it is" rough.charter smooth.charter
input=kept.charter run charter fmt -
equal "fmt of standard input" "$out" "$(<smooth.charter)"
input=kept.charter expect "fmt --write of standard input" 2 "no file to write to" charter fmt - --write
printf 'organisation o "O" {\n  seat "S" UTC\n}\nparty p "P" { status membr from 2020-01-01 }\n' >wrong.charter
cp wrong.charter wrong.kept
expect "fmt of a charter with errors" 1 'did you mean "member"?' charter fmt wrong.charter --write
one_file "fmt leaves a charter with errors alone" wrong.charter wrong.kept
expect "fmt of no file" 1 "nothing.charter" charter fmt nothing.charter
expect "fmt --check --write" 2 "say one of them" charter fmt rough.charter --check --write
expect "check --write" 2 "--write belongs to charter fmt" charter check rough.charter --write
expect "show --check" 2 "--check belongs to charter fmt" charter show rough.charter --check
expect "fmt --explain" 2 "--explain belongs to charter check" charter fmt rough.charter --explain
expect "charter lint" 2 "say check, show or fmt" charter lint rough.charter
for file in club/club csto/csto council/council; do
	run charter fmt "$examples/$file.charter"
	printf '%s\n' "$out" >laid.charter
	expect "examples/$file: its layout is the layout" 0 "" charter fmt laid.charter --check
	equal "examples/$file: it reads aloud as before" "$("$bin" charter show laid.charter)" \
		"$("$bin" charter show "$examples/$file.charter")"
done
finish
