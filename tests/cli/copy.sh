#!/bin/bash
# copy.sh FORGE: what somebody does who has only a copy of the record: read it, ask, sign, and hand in elsewhere. And what
# an export lets out.
. "$(dirname "$0")/cli.sh"
{
	"$bin" init "$data/forum.charter" --dir base --origin forum.example/r --make-keys &&
		"$bin" act countersign --dir base --key base/keys/alp-1.key &&
		"$bin" act countersign --dir base --key base/keys/bay-1.key &&
		"$bin" act countersign --dir base --key base/keys/off-1.key &&
		"$bin" act table matter=draft body=forum kind=decision procedure=written title.en=Draft \
			text.en="restricted:Not for all." --dir base --key base/keys/alp-1.key &&
		"$bin" seal --dir base &&
		"$bin" act release release=news title.en=News text.en="For all." --dir base --key base/keys/off-1.key &&
		"$bin" seal --dir base
} >begin.log 2>&1 </dev/null || cat begin.log
cp base/keys/bay-1.key bay.key

# What goes out
expect "export" 0 "public holds 7 entries" export public --dir base
result "nothing more is to be said" "$([[ $out != *newer* ]] || echo "$out")"
expect "export with all texts" 0 "3 texts" export all --dir base --restricted
equal "restricted texts are the owner's" "$(stat -c %a all/blobs/restricted/*)" 600
equal "others everybody's" "$(stat -c %a all/checkpoint all/blobs/public/* | sort -u)" 644
kept=$(find all -type f -exec sha256sum {} + | sort)
expect "all texts do not become public" 1 "all holds texts that are not public: 1 in all/blobs/restricted" \
	export all --dir base
result "the hint says what to do" "$([[ $err == *"export into another folder, or bring this one up to date with --restricted"* ]] ||
	echo "$err")"
equal "nothing was changed" "$(find all -type f -exec sha256sum {} + | sort)" "$kept"
expect "with all texts it is brought up to date" 0 "3 texts" export all --dir base --restricted
expect "a receipt with its text" 0 "proves entry 5" prove 5 --dir base --restricted --out secret
equal "is the owner's" "$(stat -c %a secret)" 600
expect "one without" 0 "proves entry 5" prove 5 --dir base --out open
equal "is everybody's" "$(stat -c %a open)" 644

# Reading a copy
for command in log "log --from 2 --count 2" "show 5" "show draft" "charter show --at 3" "prove 5" "prove draft" \
	"explain position matter=draft position=support --as bay-1" "explain position matter=draft position=support --as off-1"; do
	run $command --dir base
	wanted="$status $out $err"
	run $command --dir all
	equal "with all texts: $command" "$status $out $err" "$wanted"
	run $command --dir public
	equal "public: $command" "$status ${out/, not here/, 12 bytes} $err" "$wanted"
done
expect "a text that is there" 0 "For all." show 6 --texts --dir public
expect "a text that is not" 0 ", not here" show 5 --texts --dir public
expect "with all texts it is" 0 "Not for all." show 5 --texts --dir all
COMITY_DIR=public expect "the folder by the variable" 0 "tables draft" log

# Signing
"$bin" act position matter=draft position=support --dir public --key bay.key --print </dev/null >signed
equal "an act is signed" "$(head -c 1 signed)" "{"
input=signed expect "and handed in" 0 "Entered as entry 7" act --signed - --dir base
"$bin" act table matter=other body=forum kind=decision procedure=written title.en=Other text.en="Another one." \
	--dir all --key bay.key --print </dev/null >signed
input=signed expect "with its texts" 0 "Entered as entry 8" act --signed - --dir base

# What a copy does not take
kept=$(find public -type f -exec sha256sum {} + | sort)
for command in "act position matter=draft position=support --key bay.key" "act --signed signed" seal zones rebuild serve; do
	expect "$command" 1 "public is a copy of a record: nothing is entered in it" $command --dir public
	result "$command: the hint" "$([[ $err == *"comity act --print"* ]] || echo "$err")"
done
expect "serve --read-only" 1 "public is a copy of a record, without a record.db" serve --read-only --dir public
expect "export" 1 "cannot export public: it is a copy of a record already" export further --dir public
result "export: nothing is begun" "$(ls further 2>/dev/null)"
equal "the copy is as it was" "$(find public -type f -exec sha256sum {} + | sort)" "$kept"
if command -v script >/dev/null; then
	script -qec "'$bin' act position matter=draft position=support --key bay.key --dir public" /dev/null \
		</dev/null >asked 2>&1
	result "at a terminal: no question that leads to nothing" "$(grep -F '[y/N]' asked)"
	result "at a terminal: it is said" "$(grep -q "is a copy of a record" asked || cat asked)"
fi

# Newer entries: within a second of a checkpoint no other is signed. A machine that is busy may need more than one go.
for position in abstain support abstain support abstain support; do
	"$bin" seal --dir base >/dev/null </dev/null
	"$bin" act position matter=draft position=$position --dir base --key bay.key >/dev/null </dev/null
	run export public --dir base
	[[ $out == *newer* ]] && break
done
told "an entry that stays in is said" $'texts\n1 newer entry is not sealed yet: comity seal'
run export public --dir base --json
equal "and for programs" "$(field unsealed)" 1
"$bin" seal --dir base >/dev/null </dev/null
run export public --dir base --json
equal "until it is sealed" "$(field unsealed)" 0

# A damaged copy
flip all/tile/entries/000.p/7 "$(place '"verb":"table"' all/tile/entries/000.p/7)"
expect "a byte of an entry" 1 "does not match its leaf hash" log --dir all
result "who can say more" "$([[ $err == *"comity verify"* ]] || echo "$err")"
rm -r all/tile/entries
expect "no entries" 1 "No such file" log --dir all
finish
