#!/bin/bash
# fuzz.sh SECONDS [THING...]: let the fuzz targets of build/clang look for faults that the corpora do not show yet.
#
# New inputs go to build/fuzz/THING; what crashes is kept as build/fuzz/crash-THING-…: copy it, made small by
# -minimize_crash=1, to tests/fuzz/corpus/THING/crash-NAME. Prints TAP, one case a target.
set -u
cd "$(dirname "$0")/.." || exit 1
seconds=${1:?"usage: tools/fuzz.sh SECONDS [THING...]"}
shift
if (($# == 0)); then
	mapfile -t things < <(sed -e 's/#.*//' -e '/^ *$/d' -e 's/ .*//' tests/fuzz/list)
	set -- "${things[@]}"
fi

count=0 failed=0
for thing; do
	((++count))
	mkdir -p "build/fuzz/$thing"
	log=build/fuzz/$thing.log
	if "build/clang/tests/fuzz/fuzz-$thing" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -print_final_stats=1 \
		-artifact_prefix="build/fuzz/crash-$thing-" "build/fuzz/$thing" "tests/fuzz/corpus/$thing" >"$log" 2>&1; then
		echo "ok $count - $thing: $(sed -n -e 's/^stat::number_of_executed_units: */runs /p' "$log")"
	else
		((++failed))
		echo "not ok $count - $thing"
		tail -n 40 "$log" | sed -e 's/^/# /'
	fi
done
echo "1..$count"
exit $((failed > 0))
