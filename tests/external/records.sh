#!/bin/bash
# records.sh MAKE_LOG: logs of our own making, of sizes at which tiles begin and end, before two checkers that share no
# code with us or with each other; and the same logs spoilt, to see that they say no.
set -u
here=$(cd "$(dirname "$0")" && pwd)
make_log=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0 failed=0

# expect STATUS NAME COMMAND...: run it and compare; status 77 is a skip whatever was expected.
expect() {
	local want=$1 name=$2 output status
	shift 2
	output=$("$@" 2>&1)
	status=$?
	((++count))
	if ((status == 77)); then
		echo "ok $count - $name # SKIP $output"
	elif ((status == want)); then
		echo "ok $count - $name"
	else
		((++failed))
		echo "not ok $count - $name: exit status $status, not $want"
		sed 's/^/# /' <<<"$output"
	fi
}

tree() {
	"$here/tlogverify.sh" "$1" "$(<"$1/log.vkey")" "${@:2}"
}
# The receipt of folder $1 before tlogverify, with the entry of folder $2.
receipt() {
	local checker
	checker=$("$here/tlogverify_build.sh") || return
	"$checker" proof -in "$1/receipt.tlog-proof" -entry "$2/receipt.entry" -log "$(<"$1/log.vkey")" -quorum 0
}
sigstore() {
	"$here/sigstore.sh" "$1/receipt.tlog-proof" "$2/receipt.entry" "$(<"$1/log.vkey")"
}
# One byte of a file replaced.
spoil() {
	printf '\xff' | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# size and the entry whose receipt is asked for: first, last, both sides of a tile's edge, the largest entry there can be
earlier=
while read -r size index; do
	log=$work/$size
	expect 0 "size $size: made" "$make_log" "$log" "$size" "$index"
	expect 0 "size $size: tlogverify checks signature, entries, root, tiles" tree "$log"
	expect 0 "size $size: tlogverify checks the receipt of entry $index" receipt "$log" "$log"
	expect 0 "size $size: sigstore checks the receipt of entry $index" sigstore "$log" "$log"
	if [[ -n $earlier ]]; then
		expect 0 "size $size: grew out of size $earlier" tree "$log" -old "$work/$earlier/checkpoint"
	fi
	earlier=$size
done <<'SIZES'
1 0
2 1
255 100
256 255
257 256
700 0
70000 65536
SIZES

expect 1 "an earlier state does not grow out of a later one" tree "$work/256" -old "$work/700/checkpoint"
expect 1 "tlogverify refuses a receipt with another entry" receipt "$work/700" "$work/257"
expect 1 "sigstore refuses a receipt with another entry" sigstore "$work/700" "$work/257"
spoil "$work/700/tile/entries/001" 300
expect 1 "tlogverify refuses a spoilt entry" tree "$work/700"
spoil "$work/257/tile/0/000" 8191
expect 1 "tlogverify refuses a spoilt hash" tree "$work/257"
spoil "$work/70000/tile/2/000.p/1" 0
expect 1 "tlogverify refuses a spoilt hash of level 2" tree "$work/70000"
echo "1..$count"
exit $((failed > 0))
