#!/bin/bash
# streams.sh FORGE: closed and full outputs, readers that go away, what may not reach a terminal, and the question at one.
. "$(dirname "$0")/cli.sh"
{
	"$bin" init "$data/forum.charter" --dir base --origin forum.example/r --make-keys &&
		"$bin" act countersign --dir base --key base/keys/alp-1.key &&
		"$bin" act table matter=draft body=forum kind=decision procedure=written title.en=Draft text.en=One. \
			--dir base --key base/keys/alp-1.key &&
		"$bin" seal --dir base
} >begin.log 2>&1 </dev/null || cat begin.log
before=$(record_of base)
support=(act position matter=draft position=support --key base/keys/alp-1.key)

# Outputs that do not work. What is entered stays entered.
"$bin" log --dir base >/dev/full 2>err </dev/null
equal "a full disk: exit status" $? 1
result "a full disk: it is said" "$(grep -F "cannot write the answer: No space left on device" err >/dev/null || cat err)"
"$bin" log --dir base >&- 2>err </dev/null
equal "a closed output: exit status" $? 1
result "a closed output: it is said" "$(grep -F "cannot write the answer" err >/dev/null || cat err)"
for command in help "help act" version "show 3 --dir base" "verify base" "charter show $data/forum.charter" "prove 3 --dir base"; do
	"$bin" $command >/dev/full 2>err </dev/null
	equal "a full disk: $command" "$?:$(grep -c "cannot write the answer" err)" 1:1
done
fresh r
"$bin" "${support[@]}" --dir r >&- 2>err </dev/null
equal "a closed output: an act, exit status" $? 1
entries=$(record_of r)
equal "a closed output: the act is entered" "${entries%% *}" 5
"$bin" "${support[@]}" --dir r >&- 2>&- <&-
equal "everything closed: an act, exit status" $? 1
entries=$(record_of r)
equal "everything closed: the act is entered, and nothing was written into the record" "${entries%% *}" 6
equal "everything closed: nor into the lock" "$(size_of r/lock)" 0
"$bin" "${support[@]}" --dir r 2>&- >out </dev/null
result "errors closed: the answer arrives" "$(grep -q "Entered as entry 6" out || cat out)"
"$bin" act decree --dir r --key r/keys/alp-1.key 2>&- >out </dev/null
equal "errors closed: an error" $? 2
"$bin" act --signed - --dir r <&- 2>err >out
equal "input closed: no act" $? 1
cp -r "$examples/csto" .
"$bin" replay csto/yerevan.script --dir y --quiet >/dev/null
"$bin" help act 2>err | head -n 1 >out
equal "a reader that goes away: nothing is said" "$(<err)" ""
(
	"$bin" log --dir y 2>err
	echo $? >status
) | true
equal "a reader that is not there: exit status" "$(<status)" "$([[ $(<status) == 0 ]] && echo 0 || echo 1)"
equal "a reader that is not there: nothing is said" "$(<err)" ""

# What may not reach a terminal
raw() { # raw FILE: the lines with control characters or marks of direction in them
	LC_ALL=C grep -n -a $'[\001-\010\013-\037\177]\|\302[\200-\237]\|\342\200[\252-\256]' "$1" | cat -v
}
printf 'safe \033[31mred\033[0m \033]0;title\007 \302\233 31m \342\200\256 turned\rover\nnot UTF-8: \377\n' >evil.txt
result "the check for control characters works" "$([[ -n $(raw evil.txt) ]] || echo "it finds none")"
fresh r
expect "a text with escape sequences is a text" 0 "Entered as entry 4" act table matter=evil body=forum kind=decision \
	procedure=written title.en=Evil text.en=@evil.txt --dir r --key r/keys/alp-1.key
"$bin" show 4 --texts --dir r >shown 2>&1
result "show cleans it" "$(raw shown)"
result "and shows the rest" "$(grep -q -F 'safe ?[31mred?[0m' shown || cat -v shown)"
"$bin" seal --dir r >/dev/null </dev/null
"$bin" prove 4 --dir r --out receipt --restricted >/dev/null
"$bin" verify receipt --key r/log.vkey >shown 2>&1
equal "a receipt with it verifies" $? 0
result "verify cleans it" "$(raw shown)"
"$bin" show 4 --texts --dir r --json >shown
result "JSON is JSON" "$("$1" json <shown 2>&1)"
result "a text that is not UTF-8 is there as bytes" "$(sed -n 's/.*"data":"\([^"]*\)".*/\1/p' shown | base64 -d | cmp - evil.txt 2>&1)"
"$bin" $'\033[31mred' >shown 2>&1
result "a command's name is cleaned" "$(raw shown)"
"$bin" log $'--\033[31mred' >shown 2>&1
result "an option's name is cleaned" "$(raw shown)"
"$bin" charter check $'\033[31mred' >shown 2>&1
result "a file's name is cleaned" "$(raw shown)"
cp "$data/charters/controls.charter" $'\033[31mred'
"$bin" charter check $'\033[31mred' >shown 2>&1
result "a charter's errors are cleaned" "$(raw shown)"
printf 'charter x\norigin a.example/r\nseed s\n\033[31m red\n' >red.script
"$bin" replay red.script >shown 2>&1
result "a script's errors are cleaned" "$(raw shown)"
sed 's/^tell "Two drafts/tell "\x1b[31mTwo drafts/' csto/yerevan.script >csto/red.script
"$bin" replay csto/red.script >shown 2>&1
result "a script's story is cleaned" "$(raw shown)"
"$bin" log $'--\377\033' --json >out 2>shown
result "words that are not UTF-8: JSON is JSON" "$("$1" json <shown 2>&1)"

# At a terminal the act is shown, and asked about. Nobody is kept waiting meanwhile.
terminal() { # terminal WORD...: standard input goes to a terminal of its own
	script -qec "$(printf '%q ' "$bin" "$@")" /dev/null 2>&1
}
if ! command -v script >/dev/null || [[ $(echo | script -qec 'test -t 0 && echo yes' /dev/null 2>/dev/null) != *yes* ]]; then
	skip "the question at a terminal" "script(1) is not installed"
else
	fresh r
	support=(act position matter=draft position=support --key r/keys/alp-1.key --dir r)
	printf 'n\n' | terminal "${support[@]}" >shown
	equal "no: the exit status is 1" "$?" 1
	result "no: nothing is signed or entered" "$(grep -q "comity act: nothing was signed or entered" shown || cat -v shown)"
	intact "no" r "$before"
	printf '\n' | terminal "${support[@]}" >shown
	result "an empty answer is no" "$(grep -q "comity act: nothing was signed or entered" shown || cat -v shown)"
	printf 'y\n' | terminal "${support[@]}" >shown
	result "yes: the words, the question, the answer" "$(grep -q "takes a position on draft, version 1: support" shown &&
		grep -q "Sign and enter this?" shown && grep -q "Entered as entry 4" shown || cat -v shown)"
	terminal "${support[@]}" --yes >shown </dev/null
	result "--yes does not ask" "$(grep -q "Entered as entry 5" shown && ! grep -q "Sign and" shown || cat -v shown)"
	mkfifo answer
	terminal "${support[@]}" <answer >shown &
	exec 9>answer
	await "Sign and enter" shown
	expect "while one thinks, another acts" 0 "Entered as entry 6" "${support[@]}"
	echo y >&9
	exec 9>&-
	wait
	result "and then the first" "$(grep -q "Entered as entry 7" shown || cat -v shown)"
	fresh r
	rm answer
	mkfifo answer
	terminal "${support[@]}" <answer >shown &
	exec 9>answer
	await "Sign and enter" shown
	"$bin" act amend matter=draft text.en=Two. --key r/keys/alp-1.key --dir r >/dev/null </dev/null
	echo y >&9
	exec 9>&-
	wait
	result "what changed meanwhile makes the act stale" "$(grep -q "draft is at version 2; the act speaks of version 1" shown ||
		cat -v shown)"
fi
finish
