#!/bin/bash
# clock.sh FORGE SHIM: the machine's clock lies: it steps, it stands back, it has jumped a year ahead. Entry times never go
# back, and nothing is entered on a clock that cannot be believed.
. "$(dirname "$0")/cli.sh"
shim=$2
day=86400000
{
	"$bin" init "$data/forum.charter" --dir base --origin forum.example/r --make-keys &&
		"$bin" act countersign --dir base --key base/keys/alp-1.key &&
		"$bin" act table matter=draft body=forum kind=decision procedure=written title.en=Draft text.en=One. \
			--dir base --key base/keys/alp-1.key
} >begin.log 2>&1 </dev/null || cat begin.log
before=$(record_of base)
object=(act position matter=draft position=object --dir r --key r/keys/alp-1.key)
withdraw=(act withdraw matter=draft --dir r --key r/keys/alp-1.key)

# The shim itself
fresh r
shifted 120000 "${object[@]}"
answered "two minutes ahead: entered" 0 "Entered as entry 4"
run show 4 --dir r --json
ahead=$(field time_ms)
run show 3 --dir r --json
result "two minutes ahead: the entry says so" "$( ((ahead - $(field time_ms) > 110000)) || echo "$ahead")"
run "${withdraw[@]}"
answered "and then right again: the clock stands before the newest entry" 1 "the clock says "
result "what to do is said" "$([[ $err == *"entry times never go back: set the clock right, or wait"* ]] || echo "$err")"
run seal --dir r
answered "seal, too" 1 "but the newest entry is of"
run log --dir r
answered "reading asks no clock" 0 "takes a position on draft"
run verify r
answered "nor does verifying" 0 "Verified"
run explain withdraw matter=draft --dir r --as alp-1
answered "nor does explain" 0 "It would be accepted"
shifted 121000 "${withdraw[@]}"
answered "when the time has come, it goes on" 0 "Entered as entry 5"

# A little back is no harm: the time of the newest entry is taken
fresh r
shifted 1500 "${object[@]}"
answered "a second and a half ahead" 0 "Entered as entry 4"
run "${withdraw[@]}"
answered "and back: entered" 0 "Entered as entry 5"
run show 4 --dir r --json
first=$(field time_ms)
run show 5 --dir r --json
result "times do not go back" "$( (($(field time_ms) >= first)) || echo "$first")"
expect "and the record verifies" 0 "Verified" verify r

# The rules of time zones
fresh r
expect "zones: the record has what the machine knows" 0 "Nothing to enter: the rules " zones --dir r
intact "zones: nothing is entered" r "$before"
expect "zones: one is added" 0 "1 of them changed" zones --dir r --zone Asia/Tokyo
expect "zones: once" 0 "Nothing to enter" zones --dir r --zone Asia/Tokyo
expect "zones: no such one" 1 'no time zone is called "Asia/Atlantis"' zones --dir r --zone Asia/Atlantis
run zones --dir r --json
equal "zones: for programs" "$(field entered) $(field changed)" "false 0"
shifted $((6 * 365 * day)) zones --dir r --after-gap
answered "zones: six years later the rules are entered anew, with what fell due before" 0 "0 of them changed"
expect "zones: the record verifies" 0 "Verified" verify r

# A gap
for days in 399 401; do
	fresh r
	shifted $((days * day)) "${withdraw[@]}"
	if ((days < 400)); then
		answered "a gap of $days days: what fell due is entered, and the act is late" 3 "draft is decided"
		continue
	fi
	answered "a gap of $days days: is the clock right?" 1 "the newest entry is 401 days old: is the clock right?"
	result "a gap of $days days: how to go on is said" "$([[ $err == *--after-gap* ]] || echo "$err")"
	intact "a gap of $days days" r "$before"
	shifted $((days * day)) seal --dir r
	answered "a gap of $days days: seal" 1 "401 days old"
	shifted $((days * day)) log --dir r
	answered "a gap of $days days: reading" 0 "tables draft"
	shifted $((days * day)) explain withdraw matter=draft --dir r --as alp-1
	answered "a gap of $days days: explain" 3 "draft is decided"
	intact "a gap of $days days: nothing is entered by asking" r "$before"
	shifted $((days * day)) "${withdraw[@]}" --after-gap
	answered "a gap of $days days, --after-gap: what fell due is entered, and the act is late" 3 "draft is decided"
	run log --dir r --from 4
	told "the outcome" "draft: lapsed"
	shifted $((days * day)) act table matter=next body=forum kind=decision procedure=written title.en=N text.en=N \
		--dir r --key r/keys/alp-1.key
	answered "a gap of $days days, accepted once: the next act needs it no more" 0 "Entered as entry 5"
	run verify r
	answered "a gap of $days days: the record verifies" 0 "Verified"
done

# A clock that steps while the program runs: whenever it happens, an act is entered on a time that holds, or not at all.
for step in 5000 -5000 86400000 -86400000; do
	stopped=0
	for ((after = 0; after < 6; after++)); do
		fresh r
		lying SHIM_STEP_MS="$step" SHIM_STEP_AFTER="$after" -- "${object[@]}"
		entries=$(record_of r)
		entries=${entries%% *}
		[[ $err != *"the wall clock has stepped by more than 2 seconds"* ]] || ((++stopped))
		result "a step of $step ms after reading $after: all or nothing" "$(
			case $status in
			0) ((entries == 5)) || echo "entered: $entries" ;;
			3) ((entries == 5)) && [[ $out == *"Outcome, entry 4"*"draft is decided"* ]] || echo "refused: $entries $out" ;;
			1) ((entries == 4)) && [[ $err == *clock* ]] || echo "error: $entries $err" ;;
			*) echo "status $status" ;;
			esac
		)"
	done
	result "a step of $step ms is noticed" "$( ((stopped > 0)) || echo "never")"
done
fresh r
lying SHIM_STEP_MS=1900 SHIM_STEP_AFTER=1 -- "${object[@]}"
answered "a step of 1.9 seconds is let pass" 0 "Entered as entry 4"
finish
