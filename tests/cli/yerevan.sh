#!/bin/bash
# yerevan.sh FORGE: the meeting in Yerevan as a newcomer runs it: the story, the record that it leaves, its proof, a flipped
# byte. Root and state are typed in by hand: the same script with the same zone rules gives the same bytes, on every machine.
. "$(dirname "$0")/cli.sh"

root=5dfce96553b413c6295f384485c00a1e8d9294ae044d339e70ea9612899540d7
state=f55d01467557f61f693109e58f8af86d718437c7193bb345b96cfe00e37975ef
vkey=csto.example/record+75c3016f+ARAJvCiNBlm0UH1iysSTt1AGWp493HxGGVZ/LVAFolAi

expect "the story is told" 0 "71 acts as expected, 2 of them refused; 2 outcomes; 73 entries" \
	replay "$examples/csto/yerevan.script" --dir y
story=$out
for line in \
	"Armenia, which chairs the Organization, convenes the Council in Yerevan and proposes the agenda." \
	"  Friday 20 May 2022, 10:00 Europe/Moscow (07:00 UTC)" \
	"    #18    Armenia (arm-1) convenes Council of Ministers for Foreign Affairs: meeting cmfa-yerevan in Yerevan, Friday 10 June 2022, 10:00 Asia/Yerevan (06:00 UTC), formats narrow, plenary." \
	"    #41    Armenia (arm-fm) opens cmfa-yerevan in plenary format." \
	"    ✗      Secretariat (zas) declares security-statement, version 1, adopted." \
	"           Refused: only the chair (Armenia) may declare a matter adopted (Rules of Procedure, 18 June 2004; practice of the Council of Ministers for Foreign Affairs)." \
	"    #48    Armenia (arm-fm) declares security-statement, version 1, adopted." \
	"    #49    ⇒ The registrar records: security-statement: adopted as CMFA/ST/2022/1, Friday 10 June 2022, 11:30 Europe/Moscow (08:30 UTC) (rule Consensus)." \
	"    #52    ⇒ The registrar records: plan-2022-2024: adopted as CMFA/PLAN/2022/1, Friday 10 June 2022, 11:40 Europe/Moscow (08:40 UTC) (rule Consensus)." \
	"    #53    Armenia (arm-fm) closes cmfa-yerevan."; do
	result "told: ${line:0:60}" "$(grep -q -x -F -e "$line" <<<"$story" || echo "the story has no such line: $line")"
done
equal "two refusals" "$(grep -c "^    ✗" <<<"$story")" 2

# Zone rules are data of a record, and a machine's change.
result "zone rules of 2022" "$(zic -d zones "$data/zones.txt" 2>&1)"
echo "# version 2022e" >zones/tzdata.zi
TZDIR=$work/zones expect "the story under the zone rules of 2022" 0 "State ${state:0:16}" \
	replay "$examples/csto/yerevan.script" --dir golden --quiet
equal "root and state" "$(record_of golden)" "73 $root $state"
TZDIR=$work/nowhere expect "where no zone rules are" 1 "cannot read the machine's time zones in $work/nowhere" \
	replay "$examples/csto/yerevan.script" --dir none --quiet
result "what to do about it" "$(grep -q "install tzdata" <<<"$err" || echo "$err")"
equal "the record's public key is the script's" "$(<y/log.vkey)" "$vkey"
expect "verified with that key" 0 "73 good, each with the key of its time" verify y --key "$vkey"
told "every outcome is given again by the rules" "73 replayed, 2 of them outcomes"
expect "the same script again, elsewhere" 0 "73 entries" replay "$examples/csto/yerevan.script" --dir z --quiet
equal "is the same record" "$(record_of z)" "$(record_of y)"
expect "a folder that holds a record is left alone" 1 "holds a record of 73 entries already" \
	replay "$examples/csto/yerevan.script" --dir z --quiet
equal "and stays what it was" "$(record_of z)" "$(record_of y)"

# What was decided
expect "show: the outcome" 0 "matter      security-statement, \"Statement of the Ministers for Foreign Affairs on international security issues\": statement before Council of Ministers for Foreign Affairs" \
	show 49 --dir y
told "its rule with the citation" "by rule   Consensus (Rules of Procedure, Rule 14)"
told "who was for it" "  for       Belarus, Kazakhstan, Russia"
told "who was silent" "  silent    Armenia, Kyrgyzstan, Tajikistan"
told "how the matter stands" "  today     adopted as CMFA/ST/2022/1, version 1, by entry 49"
expect "show: a matter is its outcome" 0 "$out" show security-statement --dir y
expect "show: a meeting is the act that convened it" 0 "entry       18" show cmfa-yerevan --dir y
run show 49 --dir y
told "who signed" "signed      csto.example/record; signature good"
expect "show: the report, with its text" 0 "The CSTO Secretary General informed on the work" show 43 --texts --dir y
told "and the meeting" "meeting     cmfa-yerevan: Council of Ministers for Foreign Affairs, Yerevan, Friday 10 June 2022, 10:00 Asia/Yerevan"
expect "log: from and count" 0 "48    2022-06-10T08:30:00Z  Armenia (arm-fm) declares" log --dir y --from 48 --count 1
equal "log: one line" "$(wc -l <<<"$out")" 1
run log --dir y
equal "log: a line an entry" "$(wc -l <<<"$out")" 73
expect "log: past the end there is nothing yet" 0 "" log --dir y --from 73
equal "log: nothing" "$out" ""
expect "explain: why not" 3 "plan-2022-2024 is decided: adopted" explain adopt matter=plan-2022-2024 --dir y --as arm-fm
expect "explain: what would follow" 0 "would begin at the stage draft" explain table matter=next body=cmfa kind=statement \
	procedure=adoption title.en=Next text.en=Words --dir y --as rus-fm

# One file that proves it
expect "prove" 0 "proves entry 49" prove security-statement --dir y --out statement.tlog-proof
expect "the receipt verifies" 0 "Verified: entry 49 of record csto.example/record" verify statement.tlog-proof --key y/log.vkey
told "who was for it" "  for      BLR, KAZ, RUS"
"$bin" prove security-statement --dir y --restricted >whole
expect "with its text, public or not, when that is asked for" 0 "The Ministers for Foreign Affairs" verify whole --key "$vkey"
input=statement.tlog-proof expect "from standard input too" 0 "Verified: entry 49" verify - --key "$vkey"
"$bin" prove 49 --dir y >receipt
one_file "prove writes to standard output" receipt statement.tlog-proof
expect "a receipt needs a key" 2 "--key FILE" verify statement.tlog-proof
"$bin" key new --origin csto.example/record --person other --out other.key >/dev/null
expect "another key" 1 "NOT VERIFIED" verify statement.tlog-proof --key other.key.vkey
result "and why" "$([[ $err == *"the receipt is not signed with the key of csto.example/record/other"* ]] || echo "$err")"
run verify statement.tlog-proof --key other.key.vkey --json
result "another key, for programs: it is the signature" "$([[ $out == '{"verified":false}' && $err == '{"error":"signature",'* ]] ||
	echo "$out $err")"

# The texts for programs
run show 0 --texts --dir y --json
printf '%s\n' "$out" >texts.json
result "the founding's texts are JSON" "$("$1" json <texts.json 2>&1)"
result "the founding brings the charter" "$(grep -q -F '"texts":[{"field":"charter","class":"permanent","commitment":"'"$(
	sha256sum <"$examples/csto/csto.charter" | cut -d ' ' -f 1)"'","text":"' texts.json || cat texts.json)"
expect "for people too" 0 "seat \"Moscow\"" show 0 --texts --dir y
run show 2 --texts --dir y --json
result "a countersignature names a charter, and brings none" "$([[ $out == *'"texts":[],'* ]] || echo "$out")"
run show 43 --dir y --json
result "texts only when they are asked for" "$([[ $out != *'"texts"'* ]] || echo "$out")"
run show 43 --texts --dir y --json
result "a text with its field, language, class and words" "$(grep -q -E \
	'"texts":\[\{"field":"text","language":"en","class":"[a-z]*","commitment":"[0-9a-f]{64}","text":"' <<<"$out" || echo "$out")"
run verify y --json
result "verify says the log's key, for programs" "$([[ $out == *'"vkey":"'"$vkey"'",'* ]] || echo "$out")"

# One byte
expect "export" 0 "copy holds 73 entries" export copy --dir y
expect "the export verifies" 0 "73 good" verify copy --key "$vkey"
equal "and is the same record" "$(record_of copy)" "$(record_of y)"
bundle=$(find copy/tile/entries -type f)
flip "$bundle" $(($(place '"position":"support"' "$bundle") + 12))
expect "one byte of a position, and it is caught" 1 "NOT VERIFIED: the first bad entry is 45" verify copy

# The story as JSON
"$bin" replay "$examples/csto/yerevan.script" --json >story.json
result "the story as JSON" "$("$1" json <story.json 2>&1)"
equal "its refusals" "$(grep -c '^{"refused":' story.json)" 2
equal "its outcomes" "$(grep -c '^{"outcome":' story.json)" 2

# A script that is wrong says where, and keeps what it has made
mkdir try
cp -r "$examples/csto/csto.charter" "$examples/csto/texts" try
sed 's/^SEC zas adopt matter=security-statement refused not-named/SEC zas adopt matter=security-statement/' \
	"$examples/csto/yerevan.script" >try/wrong.script
line=$(grep -n '^SEC zas adopt' try/wrong.script | cut -d: -f1)
expect "an act that was to be entered and is refused" 1 "line $line: refused not-named: Refused: only the chair" \
	replay try/wrong.script --dir kept --quiet
expect "what it made until then verifies" 0 "entries      45" verify kept
sed 's/^ARM arm-fm close meeting=cmfa-yerevan/& refused not-the-chair/' "$examples/csto/yerevan.script" >try/wrong.script
line=$(grep -n '^ARM arm-fm close' try/wrong.script | cut -d: -f1)
expect "an act that was to be refused and is entered" 1 "line $line: entered" replay try/wrong.script --quiet
sed 's/symbol="CMFA\/ST\/2022\/1"/symbol="CMFA\/ST\/2022\/2"/' "$examples/csto/yerevan.script" >try/wrong.script
expect "an outcome with another symbol than expected" 1 "CMFA/ST/2022/1" replay try/wrong.script --quiet
sed 's/^seed .*/seed "another"/' "$examples/csto/yerevan.script" >try/other.script
run replay try/other.script --dir other --quiet
equal "another seed runs" "$status" 0
result "and gives another record" "$([[ $(record_of other) != "$(record_of y)" ]] || echo "the same")"
sed 's/^at 2022-05-20/at 2021-05-20/' "$examples/csto/yerevan.script" >try/wrong.script
expect "a script whose clock goes back" 1 "line" replay try/wrong.script --quiet

finish
