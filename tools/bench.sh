#!/bin/bash
# bench.sh [NAME…]: build for speed and run the benchmarks of bench/, all or those named; docs/performance.md quotes them.
# Run it on an idle machine: each compares with a limit or a peer in the same run, but noise is noise.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
setup_packages build
[[ -e build/bench/build.ninja ]] || meson setup build/bench --buildtype=release -Dtests=false >/dev/null
ninja -C build/bench bench >/dev/null
names=("$@")
if ((${#names[@]} == 0)); then
	names=(kernel store start verify)
fi
for name in "${names[@]}"; do
	printf '\n== %s\n' "$name"
	(cd build/bench && ./bench/"bench-$name")
done
