#!/bin/bash
# flips.sh FORGE: every class of bytes of an exported log changed in turn, and of a receipt: each is reported.
. "$(dirname "$0")/cli.sh"
"$bin" replay "$examples/csto/yerevan.script" --dir y --quiet >/dev/null
"$bin" export base --dir y >/dev/null
vkey=$(<y/log.vkey)
entries=$(cd base && find tile/entries -type f)
tile=$(cd base && find tile/0 -type f)
blob=$(cd base && find blobs -type f | sort | head -n 1)
expect "the export verifies" 0 "Verified" verify base --key "$vkey"

# caught NAME FILE TEXT SHIFT [MESSAGE]: the byte SHIFT after the beginning of TEXT is changed in a fresh copy.
caught() {
	fresh copy
	flip "copy/$2" $(($(place "$3" "copy/$2") + $4))
	expect "$1" 1 "${5:-NOT VERIFIED}" verify copy --key "$vkey"
}
caught "an entry's head" "$entries" "comity-entry/v1" 3 "the first bad entry is 0"
caught "an entry's number" "$entries" "comity-entry/v1 48" 17 "the first bad entry is 48"
caught "an entry's time" "$entries" "comity-entry/v1 44 " 25 "the first bad entry is"
caught "the line end after the time" "$entries" '{"v":1' -1 "the first bad entry is 0"
caught "a brace" "$entries" '{"v":1' 0 "the first bad entry is 0"
caught "the version of the format" "$entries" '{"v":1' 5 "the first bad entry is 0"
caught "the origin" "$entries" '"log":"csto' 7 "the first bad entry is 0"
caught "a verb" "$entries" '"verb":"adopt"' 8 "the first bad entry is 48"
caught "a party" "$entries" '"party":"RUS"' 9 "the first bad entry is"
caught "a person" "$entries" '"by":"zas"' 6 "the first bad entry is"
caught "a nonce" "$entries" '"nonce":"' 9 "the first bad entry is 0"
caught "the charter's hash" "$entries" '"charter":"' 11 "the first bad entry is 0"
caught "the registrar's key" "$entries" '"registrar":"' 13 ""
caught "a first key" "$entries" '"ARM":["arm-1","' 16 "the first bad entry is"
caught "a zone's offset" "$entries" '"Asia/Yerevan":[' 16 "the first bad entry is 1"
caught "a position" "$entries" '"position":"support"' 12 "the first bad entry is 45"
caught "a commitment" "$entries" '"commitment":"' 14 "the first bad entry is"
caught "an outcome's result" "$entries" '"result":"adopted"' 10 "the first bad entry is 49"
caught "an outcome's instant" "$entries" '"at":1654849800000' 10 "the first bad entry is 49"
caught "an outcome's symbol" "$entries" 'CMFA/ST/2022/1' 13 "the first bad entry is 49"
caught "who was counted" "$entries" '"silent":["ARM"' 11 "the first bad entry is 49"
caught "a letter of a signature's name" "$entries" '— csto.example/record/zas' 26 "the first bad entry is"
caught "a dash before a signature" "$entries" '— csto' 0 "the first bad entry is 0"
caught "a signature" "$entries" '— csto.example/record/arm-1 ' 40 "the first bad entry is"
caught "a signature's padding" "$entries" '=' 0 "the first bad entry is"
fresh copy
flip "copy/$entries" 0
expect "the length before an entry, its high byte" 1 "NOT VERIFIED" verify copy --key "$vkey"
fresh copy
flip "copy/$entries" 1
expect "the length before an entry, its low byte" 1 "NOT VERIFIED" verify copy --key "$vkey"
fresh copy
flip "copy/$entries" $(($(size_of "copy/$entries") - 1))
expect "the last byte" 1 "NOT VERIFIED" verify copy --key "$vkey"
for at in 0 31 32 1000; do
	fresh copy
	flip "copy/$tile" "$at"
	expect "byte $at of a tile of hashes" 1 "NOT VERIFIED" verify copy --key "$vkey"
done
caught "the checkpoint's origin" checkpoint csto 0
caught "the checkpoint's size" checkpoint $'73' 1
caught "the checkpoint's signature" checkpoint '— csto.example/record ' 60
fresh copy
flip copy/checkpoint $(($(place 73 copy/checkpoint) + 5))
expect "the checkpoint's root" 1 "NOT VERIFIED" verify copy --key "$vkey"
fresh copy
flip "copy/$blob" $(($(size_of "copy/$blob") / 2))
expect "a text" 1 "NOT VERIFIED" verify copy --key "$vkey"
fresh copy
flip copy/log.vkey 30
expect "the key beside the log" 1 "" verify copy

# Cut, lengthened, missing, put in another's place
for file in "$entries" "$tile" checkpoint log.vkey; do
	fresh copy
	truncate -s -1 "copy/$file"
	[[ $file == log.vkey ]] || expect "$file: one byte less" 1 "NOT VERIFIED" verify copy --key "$vkey"
	fresh copy
	: >"copy/$file"
	expect "$file: empty" 1 "NOT VERIFIED" verify copy --key "$vkey"
	fresh copy
	echo x >>"copy/$file"
	expect "$file: something more" 1 "NOT VERIFIED" verify copy --key "$vkey"
done
for file in "$entries" "$tile" checkpoint; do
	fresh copy
	rm "copy/$file"
	expect "$file: not there" 1 "" verify copy --key "$vkey"
done

# When the machine fails, that is no answer
fresh copy
rm "copy/$entries"
ln -s /proc/self/mem "copy/$entries" # reading it is an input/output error
run verify copy --key "$vkey"
result "a file that cannot be read: an error, and no verdict" "$([[ $status == 1 && $err != *VERIFIED* && $err == *Input/output* ]] ||
	echo "$status $err")"
run verify copy --key "$vkey" --json
result "a file that cannot be read, for programs" "$([[ $status == 1 && -z $out && $err == '{"error":"io",'* ]] ||
	echo "$status $out $err")"

"$bin" replay "$examples/club/picnic.script" --dir club --quiet >/dev/null
"$bin" export other --dir club >/dev/null
fresh copy
cp other/checkpoint copy/checkpoint
expect "another record's checkpoint" 1 "NOT VERIFIED" verify copy --key "$vkey"
expect "another record, and this one's key" 1 "" verify other --key "$vkey"

# A receipt
"$bin" prove security-statement --dir y --out good >/dev/null
spot() { # spot NAME SED: the receipt changed by an expression
	sed -e "$2" good >bad
	result "$1: it is another file" "$(! cmp -s good bad || echo "nothing was changed")"
	expect "$1" 1 "NOT VERIFIED" verify bad --key "$vkey"
}
spot "a receipt's head" '1s/v1/v2/'
spot "a receipt's extra" '2s/e/f/'
spot "a receipt's index" 's/^index 49/index 48/'
spot "a receipt's path" '4s/^./+/;5s/^./+/'
spot "a receipt's checkpoint" 's/^73$/74/'
spot "a receipt without its last line" '$d'
size=$(size_of good)
missed=
for ((i = 0; i < 40; i++)); do
	cp good bad
	flip bad $((i * size / 40))
	"$bin" verify bad --key "$vkey" >/dev/null 2>&1 </dev/null
	[[ $? == 1 ]] || missed+=" $((i * size / 40))"
done
equal "a byte in each of forty places of a receipt" "$missed" ""
finish
