#!/bin/bash
# external.sh: the examples' records, exported and proved by the program itself, before two checkers that share no code with
# it or with each other; and spoilt, to see that they say no. Checkers that are not here are skipped.
set -u
here=$(cd "$(dirname "$0")/../external" && pwd)
examples=$COMITY_SOURCE/examples
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
		echo "ok $count - $name # SKIP ${output##*$'\n'}"
	elif ((status == want)); then
		echo "ok $count - $name"
	else
		((++failed))
		echo "not ok $count - $name: exit status $status, not $want"
		sed 's/^/# /' <<<"$output"
	fi
}

tree() {
	"$here/tlogverify.sh" "$1" "$(<"$1/log.vkey")"
}
# The receipt $2 of log $1 before tlogverify, with the entry $3.
receipt() {
	local checker
	checker=$("$here/tlogverify_build.sh") || return
	"$checker" proof -in "$2" -entry "$3" -log "$(<"$1/log.vkey")" -quorum 0
}
sigstore() {
	"$here/sigstore.sh" "$2" "$3" "$(<"$1/log.vkey")"
}
# Entry $2 of the only bundle of log $1.
entry() {
	python3 - "$1"/tile/entries/000* "$2" <<-'END'
		import os, sys
		path = sys.argv[1]
		if os.path.isdir(path):
		    path = os.path.join(path, os.listdir(path)[0])
		bundle, number = open(path, 'rb').read(), int(sys.argv[2])
		for _ in range(number):
		    bundle = bundle[2 + int.from_bytes(bundle[:2], 'big'):]
		sys.stdout.buffer.write(bundle[2:2 + int.from_bytes(bundle[:2], 'big')])
	END
}

if ! command -v python3 >/dev/null; then
	echo "1..0 # SKIP python3 takes the entries out of their bundle, and is not installed"
	exit 0
fi
for script in club/picnic csto/csto csto/kazakhstan csto/armenia; do
	name=${script#*/}
	record=$work/$name log=$work/$name-log
	expect 0 "$name: replayed" "$COMITY_BIN" replay "$examples/$script.script" --dir "$record" --quiet
	expect 0 "$name: exported" "$COMITY_BIN" export "$log" --dir "$record"
	expect 0 "$name: tlogverify checks signature, entries, root, tiles" tree "$log"
	for number in 0 1 7 11; do
		proof=$work/$name-$number.tlog-proof
		entry "$log" $number >"$work/$name-$number.entry"
		expect 0 "$name: entry $number proved" "$COMITY_BIN" prove $number --dir "$record" --out "$proof"
		expect 0 "$name: tlogverify checks that proof" receipt "$log" "$proof" "$work/$name-$number.entry"
		expect 0 "$name: sigstore checks that proof" sigstore "$log" "$proof" "$work/$name-$number.entry"
	done
	expect 1 "$name: tlogverify refuses a proof with another entry" \
		receipt "$log" "$work/$name-7.tlog-proof" "$work/$name-0.entry"
	expect 1 "$name: sigstore refuses a proof with another entry" \
		sigstore "$log" "$work/$name-7.tlog-proof" "$work/$name-0.entry"
	printf '\xff' | dd of="$(ls -d "$log"/tile/entries/000.p/*)" bs=1 seek=300 conv=notrunc status=none
	expect 1 "$name: tlogverify refuses a spoilt entry" tree "$log"
done
echo "1..$count"
exit $((failed > 0))
