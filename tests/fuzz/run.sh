#!/bin/bash
# run.sh TARGET CORPUS: give every file of a corpus folder to a fuzz target once; one TAP case a file.
#
# libFuzzer runs the files it is handed in order and stops at the first that crashes. So that one goes down as failed,
# and the rest is run again from the next file on.
set -u

target=$1 corpus=$2
shopt -s nullglob
files=("$corpus"/*)
if ((${#files[@]} == 0)); then
	echo "not ok 1 - $(basename "$corpus"): the corpus is empty"
	echo "1..1"
	exit 1
fi

count=0 failed=0
while ((count < ${#files[@]})); do
	log=$("$target" -timeout=20 -rss_limit_mb=4096 "${files[@]:count}" 2>&1)
	while IFS= read -r line; do
		if [[ $line =~ ^Executed\ .*\ in\ [0-9]+\ ms$ ]]; then
			echo "ok $((count + 1)) - $(basename "${files[count]}")"
			((++count))
		fi
	done <<<"$log"
	if ((count < ${#files[@]})); then
		echo "not ok $((count + 1)) - $(basename "${files[count]}")"
		sed -e 's/^/# /' <<<"$log" | tail -n 60
		((++count, ++failed))
	fi
done
echo "1..$count"
exit $((failed > 0))
