#!/bin/bash
# bench.sh [NAME…]: build for speed and run the benchmarks of bench/, all or those named; docs/performance.md quotes them.
# `serve` needs wrk and curl, and fossil as its peer. Run it on an idle machine: each compares with a limit or a peer in the
# same run, but noise is noise.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/setup.sh
setup_packages bench
setup_npm build/npm "${npm_parts_site[@]}"
[[ -e build/bench/build.ninja ]] || meson setup build/bench --buildtype=release -Dtests=false >/dev/null
setup_simplecss build/bench >/dev/null
ninja -C build/bench comity bench >/dev/null
names=("$@")
if ((${#names[@]} == 0)); then
	names=(kernel store start verify charter tally library search pages serve)
fi
for name in "${names[@]}"; do
	printf '\n== %s\n' "$name"
	case $name in
	library) (cd build/bench && ./bench/bench-start . 100000 >/dev/null && ./bench/bench-library . 100000) ;;
	search) (cd build/bench && ./bench/bench-search . 100000) ;;
	pages)
		rm -rf build/bench/pages
		build/bench/comity replay examples/csto/csto.script --dir build/bench/pages --quiet >/dev/null
		build/bench/bench/bench-pages build/bench/pages
		;;
	serve) bench/serve.sh build/bench ;;
	*) (cd build/bench && "./bench/bench-$name") ;;
	esac
done
