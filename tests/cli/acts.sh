#!/bin/bash
# acts.sh FORGE SHIM: acts that must not get in, entered the way a stranger would enter them (`act --signed`). Each gets a
# clear error or a refusal, and the record is afterwards what it was.
. "$(dirname "$0")/cli.sh"
forge=$1

# alp, bay and the office have confirmed their keys, cap has not; bay-2 was accredited and revoked; `draft` is open.
begin() {
	"$bin" init "$data/forum.charter" --dir base --origin forum.example/r --make-keys &&
		for person in alp-1 bay-1 off-1; do
			"$bin" act countersign --dir base --key base/keys/$person.key || return
		done &&
		"$bin" key new --origin forum.example/r --person bay-2 --out base/keys/bay-2.key &&
		"$bin" act accredit person=bay-2 key="$(<base/keys/bay-2.key.vkey)" --dir base --key base/keys/bay-1.key &&
		"$bin" act revoke person=bay-2 --dir base --key base/keys/bay-1.key &&
		"$bin" act table matter=draft body=forum kind=decision procedure=written title.en="A draft" text.en="One." \
			--dir base --key base/keys/alp-1.key
} >begin.log 2>&1 </dev/null
begin || {
	cat begin.log
	exit 1
}
"$bin" key new --origin forum.example/r --person eve-1 --out eve.key >/dev/null
"$bin" key new --origin forum.example/r --person alp-1 --out false-alp.key >/dev/null
before=$(record_of base)
equal "the record to begin with has 8 entries" "${before%% *}" 8
fresh r
note=$(signed r bay-1 position matter=draft position=object; echo x)
printf %s "${note%x}" >good.act
line=$(head -n 1 good.act)
nonce=$(sed -n 's/.*"nonce":"\([0-9a-f]*\)".*/\1/p' good.act)

# forge_of KEY… <text: sign standard input with keys of the record.
forge_of() {
	"$forge" sign "$@"
}
key=r/keys/bay-1.key

# bad NAME STATUS TEXT FILE: the act is not entered, the reason is said, nothing has changed.
bad() {
	expect "$1" "$2" "$3" act --signed "$4" --dir r
	intact "$1" r "$before"
}
# bad_json NAME STATUS TEXT JSON [KEY…]: the same for a line of JSON that is signed as it stands.
bad_json() {
	local name=$1 wanted=$2 text=$3
	printf '%s\n' "$4" | forge_of "${@:5}" $([[ $# -gt 4 ]] || echo "$key") >bad.act
	bad "$name" "$wanted" "$text" bad.act
}
with() { # with SED-EXPRESSION: the good line, changed
	sed -e "$1" <<<"$line"
}

# Not a note
: >bad.act
bad "an empty file" 1 "" bad.act
echo hello >bad.act
bad "a word" 1 "" bad.act
printf '%s\n' "$line" >bad.act
bad "an act without a signature" 1 "" bad.act
printf '%s\n\n' "$line" >bad.act
bad "an act with a blank line and no signature" 1 "" bad.act
{ cat good.act; echo; } >bad.act
bad "something after the signature" 1 "" bad.act
{ printf '\357\273\277'; cat good.act; } >bad.act
bad "a byte order mark" 1 "" bad.act
sed 's/$/\r/' good.act >bad.act
bad "carriage returns" 1 "" bad.act
sed 's/^— /-- /' good.act >bad.act
bad "two hyphens for the dash" 1 "" bad.act
head -c 100 good.act >bad.act
bad "half an act" 1 "" bad.act
head -c 40000 /dev/urandom >bad.act
bad "noise" 1 "" bad.act
bad "a folder" 2 "" .
bad "a file that is not there" 1 "No such file" nowhere.act
mkfifo pipe
bad "a pipe that nobody writes to" 2 "not an ordinary file" pipe

# Not strict JSON
bad_json "JSON that ends early" 1 "" "${line%?}"
bad_json "an array" 1 "" "[$line]"
bad_json "blanks in the JSON" 1 "" "$(with 's/,/, /')"
bad_json "two objects" 1 "" "$line$line"
bad_json "two lines" 1 "" "$line"$'\n'"$line"
bad_json "a key twice" 1 "a key for the second time" "$(with 's/"matter":"draft"/"matter":"draft","matter":"draft"/')"
bad_json "a key twice, once as an escape" 1 "a key for the second time" "$(with 's/"matter":"draft"/"matter":"draft","m\\u0061tter":"x"/')"
bad_json "a fraction" 1 "" "$(with 's/"version":1/"version":1.0/')"
bad_json "an exponent" 1 "" "$(with 's/"version":1/"version":1e0/')"
bad_json "a number of 2^53" 1 "" "$(with 's/"version":1/"version":9007199254740992/')"
bad_json "a leading zero" 1 "" "$(with 's/"version":1/"version":01/')"
bad_json "a NUL as an escape" 1 "" "$(with 's/"draft"/"dra\\u0000ft"/')"
bad_json "half a surrogate pair" 1 "" "$(with 's/"draft"/"dra\\ud800ft"/')"
bad_json "bytes that are not UTF-8" 1 "" "$(with $'s/"draft"/"dra\xc3ft"/')"
printf '%s\0\n' "$line" | forge_of $key >bad.act
bad "a NUL byte" 1 "" bad.act
deep() {
	printf "%$1s" '' | tr ' ' "$2"
}
bad_json "nine levels deep" 1 "deep" "$(with 's/"matter":"draft"/"matter":'"$(deep 8 [)$(deep 8 ])"'/')"
bad_json "three thousand levels deep" 1 "deep" "$(with 's/"matter":"draft"/"matter":'"$(deep 3000 [)$(deep 3000 ])"'/')"
bad_json "three thousand objects deep" 1 "deep" "{\"v\":$(for ((i = 0; i < 1300; i++)); do printf '{"a":'; done)1"

# Not an act
bad_json "another version of the format" 1 "" "$(with 's/"v":1/"v":2/')"
bad_json "no version of the format" 1 "" "$(with 's/"v":1,//')"
bad_json "an unknown verb" 1 "" "$(with 's/"verb":"position"/"verb":"decree"/')"
bad_json "a field that the verb does not have" 1 "" "$(with 's/"matter":"draft"/"matter":"draft","meeting":"m"/')"
bad_json "a field that nothing has" 1 "" "$(with 's/"matter":"draft"/"matter":"draft","colour":"red"/')"
bad_json "a field that is missing" 1 "matter" "$(with 's/"matter":"draft",//')"
bad_json "a number as a word" 1 "version" "$(with 's/"version":1/"version":"1"/')"
bad_json "a name with a blank" 1 "matter" "$(with 's/"draft"/"dra ft"/')"
bad_json "a name of 65 characters" 1 "matter" "$(with "s/\"draft\"/\"$(deep 65 a)\"/")"
bad_json "a nonce of 120 bits" 1 "nonce" "$(with "s/$nonce/${nonce:2}/")"
bad_json "a nonce in capitals" 1 "nonce" "$(with "s/$nonce/ABCDEF${nonce:6}/")"
bad_json "a time before 1970" 1 "" "$(signed r bay-1 convene meeting=m body=forum regular=yes host=bay place=Vienna \
	zone=Europe/Vienna starts=+48h | head -n 1 | sed 's/"starts":[0-9]*/"starts":-1/')"
bad_json "a title with an escape sequence" 1 "title" "$(signed r bay-1 convene meeting=m body=forum regular=yes host=bay \
	title.en=T place=Vienna zone=Europe/Vienna starts=+48h | head -n 1 | sed 's/"en":"T"/"en":"\\u001b[31mT"/')"
bad_json "a title that turns the reading direction" 1 "title" "$(signed r bay-1 convene meeting=m body=forum regular=yes \
	host=bay title.en=T place=Vienna zone=Europe/Vienna starts=+48h | head -n 1 | sed 's/"en":"T"/"en":"\\u202eT"/')"

# Sizes. A delegation of persons whom nobody knows is refused by the rules: so the size was no trouble.
delegates() { # delegates SIZE: an act of exactly so many bytes
	local text list= rest=99 full
	full=$(signed r bay-1 register meeting=m head=bay-1 delegates=x | head -n 1)
	for ((i = 0; rest > 64; i++)); do
		list+=$(printf '"%s%03d",' "$(deep 57 d)" "$i")
		text=${full/\"x\"/${list}\"LAST\"}
		rest=$(($1 - $(printf '%s\n' "$text" | wc -c) - $(tail -n +2 good.act | wc -c) + 4))
	done
	printf '%s\n' "${text/LAST/$(deep "$rest" e)}" | forge_of $key >bad.act
}
delegates 8192
equal "an act of 8,192 bytes is made" "$(size_of bad.act)" 8192
bad "8,192 bytes: the rules look at it" 3 "there is no meeting m" bad.act
delegates 8193
equal "an act of 8,193 bytes is made" "$(size_of bad.act)" 8193
bad "8,193 bytes" 1 "8192" bad.act
{ printf '{"v":1,"log":"'; deep 61500 a; } >bad.act
bad "61,440 bytes and more" 1 "61440" bad.act
truncate -s 300M bad.act
bad "300 MiB" 1 "16777216" bad.act
input=bad.act expect "300 MiB on standard input" 1 "16777216" act --signed - --dir r
intact "300 MiB on standard input" r "$before"
rm bad.act

# Not of this record, not by this person
bad_json "an act for another log" 1 "forum.example" "$(with 's#forum.example/r#other.example/r#')"
bad_json "a person whom nobody knows" 1 "eve-1" "$(with 's/bay-1/eve-1/')" eve.key
bad_json "signed with another person's key" 1 "" "$line" r/keys/alp-1.key
bad_json "signed with another person's key under the right name" 1 "" "$line" r/keys/alp-1.key=forum.example/r/bay-1
bad_json "a new key under an old name" 1 "" "$(with 's/"bay","by":"bay-1"/"alp","by":"alp-1"/')" false-alp.key
bad_json "for another party than one's own" 3 "bay-1 acts for bay" "$(with 's/"party":"bay"/"party":"alp"/')"
bad_json "a second signature by a stranger" 1 "eve-1" "$line" $key eve.key
bad_json "the same signature twice" 1 "" "$line" $key $key
bad_json "seventeen signatures" 1 "" "$line" $key $(for ((i = 0; i < 16; i++)); do echo eve.key; done)
sed '1s/object/support/' good.act >bad.act
bad "a word changed after signing" 1 "signature" bad.act
tail=$(tail -n 1 good.act)
{ head -n 2 good.act; echo "${tail:0:60}$([[ ${tail:60:1} == A ]] && echo B || echo A)${tail:61}"; } >bad.act
bad "a signature changed" 1 "" bad.act
{ head -n 2 good.act; signed r bay-1 position matter=draft position=support | tail -n 1; } >bad.act
bad "the signature of another act" 1 "signature" bad.act

# Keys that may not
bad_json "a provisional key" 3 "provisional" "$(with 's/"bay","by":"bay-1"/"cap","by":"cap-1"/')" r/keys/cap-1.key
bad_json "a revoked key" 3 "revoked by entry 6" "$(with 's/bay-1/bay-2/')" r/keys/bay-2.key
expect "a provisional key, by act" 3 "provisional" act position matter=draft position=object --dir r --key r/keys/cap-1.key
intact "a provisional key, by act" r "$before"
expect "a revoked key, by act" 3 "revoked" act position matter=draft position=object --dir r --key r/keys/bay-2.key
intact "a revoked key, by act" r "$before"
"$bin" key new --origin other.example/r --person bay-1 --out other.key >/dev/null
expect "a key of another record" 1 "not of this record" act position matter=draft position=object --dir r --key other.key
intact "a key of another record" r "$before"
chmod 644 other.key
expect "a key file that others may read" 1 "may be read or written by others" act position matter=draft \
	position=object --dir r --key other.key
head -c 60 r/keys/bay-1.key >half.key
chmod 600 half.key
expect "half a key file" 1 "half.key" act position matter=draft position=object --dir r --key half.key

# A deadline's instant, and one millisecond before it
cat >deadline.script <<'END'
charter forum.charter
origin forum.example/r
seed "deadline"
at 2026-05-01T09:00Z
key alp alp-1
key bay bay-1
found
alp alp-1 countersign
bay bay-1 countersign
alp alp-1 table matter=first body=forum kind=decision procedure=written title.en=First text.en=One.
alp alp-1 position matter=first position=support
alp alp-1 table matter=second body=forum kind=decision procedure=written title.en=Second text.en=Two.
alp alp-1 position matter=second position=support
at 2026-05-01T09:59:59.999Z
bay bay-1 position matter=first position=object
at 2026-05-01T10:00Z
bay bay-1 position matter=second position=object refused matter-decided
expect outcome first lapsed at=2026-05-01T10:00Z
expect outcome second adopted rule=majority symbol="F/2026/1" at=2026-05-01T10:00Z
seal
END
cp "$data/forum.charter" .
expect "one millisecond before the deadline counts, its instant is late" 0 "8 acts as expected, 1 of them refused; 2 outcomes" \
	replay deadline.script --dir deadline --quiet
run log --dir deadline
told "the outcomes have entries of their own" "second: adopted as F/2026/1, Friday 1 May 2026, 12:00 Europe/Vienna"
run verify deadline
equal "and the record verifies" "$status" 0
# The registrar's own acts: nobody else's, and not by hand either
for verb in found zones outcome; do
	bad_json "$verb by a member" 1 "" "$(with 's/"position"/"'$verb'"/')"
done
outcome=$("$bin" show first --dir deadline | grep '^{"v":1' | sed "s/\"matter\":\"first\"/\"matter\":\"draft\"/
	s/\"nonce\":\"[0-9a-f]*\"/\"nonce\":\"$nonce\"/")
bad_json "an outcome by a member" 3 "only the registrar" "${outcome/\"by\":\"registrar\"/\"party\":\"bay\",\"by\":\"bay-1\"}"
bad_json "an outcome that is not due" 3 "no outcome of draft is due" "$outcome" r/registrar.key
bad_json "a second founding" 1 "" '{"v":1,"log":"forum.example/r","verb":"found","by":"registrar","nonce":"'"$nonce"'","charter":"'"$(deep 64 0)"'","rules":1}' r/registrar.key

# Texts
signed_table=$(signed r bay-1 table matter=other body=forum kind=decision procedure=written title.en=Other \
	text.en=public:$(deep 64 0) | head -n 1)
bad_json "a text that did not come along" 1 "text" "$signed_table"
bad_json "a text by a plain hash" 1 "text" "${signed_table/public:/permanent:}"
expect "no text where the procedure needs one" 3 "needs a text" act table matter=other body=forum kind=decision \
	procedure=written title.en=Other --dir r --key r/keys/bay-1.key
head -c 4194305 /dev/zero >huge.txt
expect "a text of more than 4 MiB" 1 "4194304" act table matter=other body=forum kind=decision procedure=written \
	title.en=Other text.en=@huge.txt --dir r --key r/keys/bay-1.key
intact "a text of more than 4 MiB" r "$before"

# The same again, and the same nonce again
expect "a good act is entered" 0 "Entered as entry 8" act --signed good.act --dir r
after=$(record_of r)
equal "it is one entry more" "${after%% *}" 9
expect "the same bytes again: the first entry" 0 "Entered before, as entry 8" act --signed good.act --dir r
intact "the same bytes again" r "$after"
run act --signed good.act --dir r --json
equal "the same bytes again, for programs" "$(field entry) $(field same)" "8 true"
before=$after
bad_json "the same nonce with another text" 3 "used this nonce for another act, entry 8" "$(with 's/object/support/')"
printf '%s\n' "$line" | forge_of $key r/keys/alp-1.key >bad.act
expect "the same line, signed by one more: the first entry" 0 "Entered before, as entry 8" act --signed bad.act --dir r
intact "the same line, signed by one more" r "$before"
printf '%s\n' "$line" | forge_of eve.key=forum.example/r/bay-1 >bad.act
run act --signed bad.act --dir r
result "the same line with a false signature: nothing new" "$([[ $out != *"Entered as"* ]] || echo "$out")"
intact "the same line with a false signature" r "$before"
input=good.act expect "from standard input" 0 "Entered before, as entry 8" act --signed - --dir r
with 's/"party":"bay","by":"bay-1"/"party":"alp","by":"alp-1"/' | forge_of r/keys/alp-1.key >same.act
expect "the same nonce by another person" 0 "Entered as entry 9" act --signed same.act --dir r

# Another version of the text
signed r bay-1 position matter=draft position=support >old.act
"$bin" act amend matter=draft text.en=Two. --dir r --key r/keys/alp-1.key >/dev/null </dev/null
before=$(record_of r)
bad "a position on the version before" 3 "draft is at version 2; the act speaks of version 1" old.act
commitment=$(sed -n 's/.*"commitment":"\([0-9a-f]*\)".*/\1/p' old.act)
bad_json "the right version with the text before" 3 "does not speak of the text that is version 2" \
	"$(signed r bay-1 position matter=draft position=support | head -n 1 |
		sed 's/"commitment":"[0-9a-f]*"/"commitment":"'"$commitment"'"/')"
bad_json "a version without its text" 3 "does not speak of the text" \
	"$(signed r bay-1 position matter=draft position=support | head -n 1 | sed 's/,"commitment":"[0-9a-f]*"//')"
expect "a position on the version to come" 3 "version" act position matter=draft version=3 position=support --dir r \
	--key r/keys/bay-1.key
intact "a position on the version to come" r "$before"
bad_json "more seen than there is" 3 "saw 99 entries" \
	"$(signed r bay-1 position matter=draft position=support | head -n 1 | sed 's/"matter"/"seen":99,"matter"/')"

# A correction is for members unless it says otherwise; whoever corrects what is public is told.
number=$("$bin" act release release=news title.en=News text.en="What is new." --dir r --key r/keys/off-1.key --json </dev/null |
	sed -n 's/.*"entry":\([0-9]*\).*/\1/p')
run act correct entry="$number" text.en="What is newer." --dir r --key r/keys/off-1.key
equal "a restricted correction of a public text is entered" "$status" 0
result "with a warning" "$([[ $err == *"the text of entry $number is public, that of its correction is restricted"* &&
	$err == *"hint: text.en=public:"* ]] || echo "$err")"
run act correct entry="$number" text.en="public:What is newest." --dir r --key r/keys/off-1.key
equal "a public one without" "$status $err" "0 "
run act correct entry=7 text.en="One?" --dir r --key r/keys/alp-1.key
equal "nor one of a restricted text" "$status $err" "0 "

finish
