#!/bin/bash
# killed.sh FORGE SHIM: the program is killed while it writes, at moments drawn from a fixed seed. Whatever was said to be
# entered is in the record, the record verifies, and the next act goes on as if nothing had happened.
. "$(dirname "$0")/cli.sh"
RANDOM=20220610
"$bin" init "$data/forum.charter" --dir r --origin forum.example/r --make-keys >/dev/null </dev/null
"$bin" act countersign --dir r --key r/keys/alp-1.key >/dev/null </dev/null

# killed SECONDS WORD...: run a command in a process group of its own, which is killed after so long.
killed() {
	timeout -s KILL "$@" </dev/null
} 2>/dev/null

cat >writer.sh <<'END'
#!/bin/bash
# writer.sh PROGRAM ROUND: acts with a text each, one process an act, until somebody kills it
for ((i = 0; ; i++)); do
	"$1" act table matter="m-$2-$i" body=forum kind=decision procedure=written title.en="Round $2, act $i" \
		text.en="The text of act $i of round $2." --dir r --key r/keys/alp-1.key >>acknowledged 2>>errors </dev/null
done
END
chmod +x writer.sh
: >acknowledged
: >errors
"$bin" log --dir r >log.before
rounds=24
for ((round = 0; round < rounds; round++)); do
	killed "0.$(printf %03d $((30 + RANDOM % 420)))" ./writer.sh "$bin" "$round"
	run verify r --json
	problems=
	[[ $status == 0 ]] || problems+="verify: $out $err"$'\n'
	[[ $(field blobs_absent) == 0 ]] || problems+="a text is missing: $out"$'\n'
	"$bin" log --dir r >log.after
	# What was there is there still, and so is all that was acknowledged, under its number.
	problems+=$(head -n "$(wc -l <log.before)" log.after | diff log.before -)
	problems+=$(sed -n 's/.* tables \(m-[0-9-]*\) .*/\1/p; s/^Entered as entry \([0-9]*\),.*/\1/p' acknowledged | paste - - |
		while read -r matter number; do
			grep -q "^$number  *[^ ]*  Alp (alp-1) tables $matter " log.after || echo "$matter is not entry $number"
		done)
	said=$(grep -c "^Entered as entry" acknowledged)
	entered=$(grep -c " tables m-" log.after)
	# An act that was killed between its commit and its answer is entered too: at most one a round.
	((entered >= said && entered <= said + round + 1)) || problems+="$entered entered, $said acknowledged"$'\n'
	result "killed, round $round" "$problems"
	mv log.after log.before
done
equal "no act met with an error" "$(<errors)" ""
result "some acts were acknowledged" "$( ((said > 0)) || echo "none")"
expect "and the next act goes on" 0 "Entered as entry $(wc -l <log.before)" act table matter=last body=forum kind=decision \
	procedure=written title.en=Last text.en=Last. --dir r --key r/keys/alp-1.key
"$bin" seal --dir r >/dev/null </dev/null
before=$(record_of r)
expect "the state made anew is the same" 0 "state ${before##* }" rebuild --dir r

# One process that writes a long record
{
	sed -n '1,/^found/p' "$examples/club/picnic.script"
	for club in ash birch cedar elm rowan; do echo "$club $club-1 countersign"; done
	echo 'ash ash-1 table matter=picnic body=assembly kind=decision procedure=written title.en=T text.en=T'
	for ((i = 0; i < 2000; i++)); do
		echo 'elm elm-1 position matter=picnic position=support reason.en="Again."'
	done
} >long.script
cp "$examples/club/club.charter" .
for ((round = 0; round < 6; round++)); do
	rm -rf long
	killed "0.$(printf %03d $((20 + RANDOM % 500)))" "$bin" replay long.script --dir long --quiet >/dev/null
	if [[ ! -e long/record.db ]]; then
		skip "a long record, killed, round $round" "killed before there was a record"
		continue
	fi
	run log --dir long
	case $status in
	0) expect "a long record, killed, round $round: what is there verifies" 0 "Verified" verify long ;;
	*) result "a long record, killed, round $round: nothing is there yet" "$([[ $status == 1 &&
		($err == *"not founded yet"* || $err == *"is empty"* || $err == *"holds no record"* ||
		$err == *"the record itself is gone"*) ]] || echo "$status $err")" ;;
	esac
done

# A founding
for ((round = 0; round < 10; round++)); do
	rm -rf new
	killed "0.0$(printf %02d $((1 + RANDOM % 60)))" "$bin" init "$data/forum.charter" --dir new --origin forum.example/new \
		--make-keys >said 2>/dev/null
	run init "$data/forum.charter" --dir new --origin forum.example/new --make-keys
	problems=
	case $status in
	0) ;;
	1) [[ $err == *"holds a record of 2 entries already"* ]] || problems="$err" ;;
	*) problems="status $status" ;;
	esac
	run act countersign --dir new --key new/keys/alp-1.key
	[[ $status == 0 ]] || problems+=$'\n'"$err"
	run verify new
	[[ $status == 0 ]] || problems+=$'\n'"$err"
	result "a founding, killed, round $round: it is taken up again" "$problems"
done

# An export
for ((round = 0; round < 6; round++)); do
	rm -rf out
	killed "0.0$(printf %02d $((1 + RANDOM % 90)))" "$bin" export out --dir r >/dev/null 2>&1
	run export out --dir r
	[[ $status == 0 ]] || echo "# $err"
	equal "an export, killed, round $round: it is finished the next time" "$(record_of out)" "$before"
done
finish
