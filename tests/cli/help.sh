#!/bin/bash
# help.sh FORGE: help teaches, every example in it works, and the manual pages say what the program says.
. "$(dirname "$0")/cli.sh"
forge=$1
man=$tree/man

run help --json
printf '%s\n' "$out" >commands.json
result "the list of commands is JSON" "$("$forge" json <commands.json 2>&1)"
mapfile -t commands < <(sed -n 's/.*"command":"\([a-z]*\)".*/\1/p' commands.json)
equal "there are so many commands" "${#commands[@]}" 18
options_of() { # the command's options, and the two that all have
	{
		sed -n 's/.*"command":"'"$1"'".*"options":\[\(.*\)\].*/\1/p' commands.json | tr -d '"' | tr ',' '\n'
		printf 'json\nhelp\n'
	} | grep . | sort
}

run help
all=$out
equal "help without a word" "$("$bin")" "$all"
equal "--help" "$("$bin" --help)" "$all"
equal "-h" "$("$bin" -h)" "$all"
for command in "${commands[@]}"; do
	summary=$(sed -n 's/.*"command":"'"$command"'".*"summary":"\([^"]*\)".*/\1/p' commands.json)
	result "help lists $command" "$(grep -q "^  $command  *$summary$" <<<"$all" || echo "not with: $summary")"
	expect "help $command" 0 "comity $command" help "$command"
	text=$out
	result "help $command has an example" "$(grep -q "^    comity $command" <<<"$text" || echo "$text")"
	result "help $command names every option" "$(for option in $(options_of "$command"); do
		grep -q -e "^  --$option\b" <<<"$text" || echo "--$option"
	done)"
	[[ $command == help ]] || equal "$command --help" "$("$bin" "$command" --help)" "$text"
	result "help $command fits a page of 120 columns" "$(grep -E '.{121}' <<<"$text")"
done

for verb in table amend; do
	expect "help act $verb: how a charter is brought" 0 "charter     @file" help act $verb
done
expect "a countersignature's is a hash" 0 "charter     a hash" help act countersign

# The manual pages
run version
equal "version" "$out" "$("$bin" --version)"
for command in "${commands[@]}"; do
	case $command in
	help | version)
		result "comity.1 tells of $command" "$(grep -q "^\.It Ic $command" "$man/comity.1" || echo "it does not")"
		continue
		;;
	esac
	page=$man/comity-$command.1
	summary=$(sed -n 's/.*"command":"'"$command"'".*"summary":"\([^"]*\)".*/\1/p' commands.json)
	equal "comity.1 tells of $command" "$(sed -n "/^\.It Xr comity-$command 1/{n;p}" "$man/comity.1")" "$summary"
	equal "comity-$command.1: its name line is the summary" "$(sed -n 's/^\.Nd //p' "$page")" "$summary"
	equal "comity-$command.1: the options are the program's" \
		"$(sed -n 's/^\.It Fl -\([a-z-]*\).*/\1/p' "$page" | sort)" "$(options_of "$command")"
	equal "comity-$command.1: the synopsis has them" \
		"$(sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/s/.*Fl -\([a-z-]*\).*/\1/p' "$page" | sort -u)" \
		"$(options_of "$command" | grep -v -x -e json -e help)"
done
equal "every page of a command is of one that there is" \
	"$(find "$man" -name 'comity-*.1' -printf '%f\n' | sed 's/comity-\(.*\)\.1/\1/' | sort)" \
	"$(printf '%s\n' "${commands[@]}" | grep -v -x -e help -e version | sort)"
equal "every page is installed" "$(find "$man" -name '*.[1-9]' -printf '%f\n' | sort)" \
	"$(grep -o "'[^']*\.[0-9]'" "$man/meson.build" | tr -d "'" | sort)"
result "pages refer to pages that there are" "$(sed -n 's/^\.\(It \)\{0,1\}Xr \([a-z-]*\) \([0-9]\).*/\2.\3/p' "$man"/*.[1-9] |
	sort -u | while read -r page; do
	[[ -e $man/$page ]] || echo "$page"
done)"

# The formats' pages: their examples are run.
example_of() {
	sed -n '/^\.Bd -literal/,/^\.Ed/p' "$1" | sed -e '1d' -e '$d'
}
example_of "$man/comity-charter.5" >club.charter
expect "the charter in comity-charter.5 is sound" 0 "No errors" charter check club.charter
example_of "$man/comity-script.5" >picnic.script
expect "the script in comity-script.5 runs" 0 "1 outcomes" replay picnic.script --quiet

# The acts: each example is tried on the record of the meeting in Yerevan.
"$bin" replay "$examples/csto/yerevan.script" --dir yerevan --quiet >/dev/null
run help act --json
result "the list of acts is JSON" "$("$forge" json <<<"$out" 2>&1)"
mapfile -t verbs < <(sed -n 's/.*"verb":"\([a-z]*\)".*/\1/p' <<<"$out")
equal "there are so many acts for people" "${#verbs[@]}" 43
accepted=0
for verb in "${verbs[@]}"; do
	run help act "$verb"
	text=$out
	example=$(sed -n 's/^  comity act \('"$verb"'.*\) --dir D --key FILE$/\1/p' <<<"$text")
	result "help act $verb: who may, an example" "$([[ $text == *"Who may: "* && -n $example ]] || echo "$text")"
	for person in arm-1 arm-fm sec-1 zas; do
		eval "run explain $example --dir yerevan --as $person --json"
		[[ $status != 0 ]] || break
	done
	[[ $status != 0 ]] || ((++accepted))
	result "the example of $verb is an act" "$([[ $status == 0 ||
		($status == 3 && $out != *'"class":"malformed"'*) ]] || echo "status $status: $out $err")"
done
result "many of the examples would be accepted there" "$( ((accepted >= 9)) || echo "only $accepted")"
expect "the registrar's acts are not for people" 2 "the registrar's own" help act outcome
expect "help for an act that there is not" 2 "there is no act" help act dance
expect "help for a command that there is not" 2 "there is no command" help dance
expect "help for a word too many" 2 "one word too many" help log now
finish
