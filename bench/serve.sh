#!/bin/bash
# serve.sh FOLDER: what the served pages cost, beside peers in the same run. FOLDER holds the built programs (build/bench).
#
#   pages, cached and not, beside the same library answering a constant body of the same size (bench_constant)
#   Debian's fossil, /timeline, beside our page of the record
#   5,000 idle connections; the first answer after a start with 100,000 entries; memory with 10,000 entries
#
# wrk drives one thread; it and the server share the machine's cores, in our runs as in the peers'.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "${1:-build/bench}" && pwd)
seconds=${SECONDS_EACH:-4}
work=$build/serve
mkdir -p "$work"
cd "$work"
pids=()
stop_all() {
	((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
}
trap stop_all EXIT

# start NAME COMMAND…: in the background; url is what it prints first.
start() {
	local name=$1
	shift
	rm -f "$name.out"
	"$@" >"$name.out" 2>"$name.err" &
	pid=$!
	pids+=("$pid")
	for ((i = 0; i < 600; i++)); do
		url=$(grep -m 1 -o 'http://127.0.0.1:[0-9]*' "$name.out" 2>/dev/null || true)
		[[ -n $url ]] && return
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	cat "$name.err" >&2
	exit 1
}
# rate URL CONNECTIONS: requests a second; what went wrong is said, and none at all is no measurement.
rate() {
	wrk -t1 -c"$2" -d"$seconds" --timeout 5s "$1" >wrk.out
	! grep -E 'Non-2xx|Socket errors' wrk.out >&2
	awk '/^Requests\/sec/ { printf "%.0f", $2; some = $2 > 0 } END { exit !some }' wrk.out
}
ratio() {
	awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b > 0) ? a / b : 0 }'
}

rm -rf csto
"$build/comity" replay "$here/examples/csto/csto.script" --dir csto --quiet >/dev/null
start cached "$build/comity" serve --dir csto --listen 127.0.0.1:0 --read-only
cached=$url
start uncached "$build/comity" serve --dir csto --listen 127.0.0.1:0 --read-only --cache 0
uncached=$url

printf '%-36s %8s %5s %10s %10s %10s %8s %8s\n' page bytes conn constant cached uncached cached/c uncached/c
for page in ${PAGES:-en/ en/meetings/cmfa-yerevan en/matters/security-statement en/releases/cfm-yerevan en/record ru/}; do
	size=$(curl -s -o page.out -w '%{size_download}' "$cached/$page")
	start constant "$build/bench/bench-constant" "$size"
	constant=$url
	for connections in 32 128 256; do
		c=$(rate "$constant/" $connections)
		a=$(rate "$cached/$page" $connections)
		u=$(rate "$uncached/$page" $connections)
		printf '%-36s %8d %5d %10d %10d %10d %8s %8s\n' "/$page" "$size" $connections "$c" "$a" "$u" \
			"$(ratio "$a" "$c")" "$(ratio "$u" "$c")"
	done
	kill "$pid"
done

if command -v fossil >/dev/null; then
	echo
	rm -rf fossil.repo fossil.tree fossil.home
	mkdir fossil.home fossil.tree
	export HOME=$work/fossil.home USER=bench
	fossil init fossil.repo >/dev/null
	(cd fossil.tree && fossil open ../fossil.repo >/dev/null &&
		for ((i = 0; i < 128; i++)); do
			printf "%*s\n" "$i" end >"entry-$i" && fossil addremove >/dev/null && fossil commit -m "entry $i of the record" --no-warnings >/dev/null 2>&1
		done)
	port=$((20000 + RANDOM % 20000))
	fossil server fossil.repo --localhost --port $port >fossil.out 2>&1 &
	pids+=($!)
	sleep 1
	curl -s -o fossil.page "http://127.0.0.1:$port/timeline"
	printf '%-36s %8d %5s %10d requests a second\n' "fossil /timeline" "$(stat -c %s fossil.page)" 32 \
		"$(rate "http://127.0.0.1:$port/timeline" 32)"
	printf '%-36s %8d %5s %10d requests a second\n' "our /en/record, uncached" \
		"$(curl -s -o page.out -w '%{size_download}' "$uncached/en/record")" 32 "$(rate "$uncached/en/record" 32)"
else
	echo "fossil is not installed: no timeline beside ours"
fi

echo
port=${cached##*:}
before=$(awk '/VmRSS/ { print $2 }' "/proc/${pids[0]}/status")
mkfifo -m 600 idle.in 2>/dev/null || true
"$build/bench/bench-idle" "$port" 5000 <idle.in >idle.out 2>idle.err &
idle=$!
exec 7>idle.in
for ((i = 0; i < 400; i++)); do
	[[ ! -s idle.out && ! -s idle.err ]] || break
	sleep 0.05
done
cat idle.out idle.err
after=$(awk '/VmRSS/ { print $2 }' "/proc/${pids[0]}/status")
printf 'memory: %d kB before, %d kB with 5,000 idle connections (%d bytes each); meanwhile %d requests a second of /en/ at 32\n' \
	"$before" "$after" $(((after - before) * 1024 / 5000)) "$(rate "$cached/en/" 32)"
exec 7>&-
wait $idle || true

echo
for entries in 10000 100000; do
	"$build/bench/bench-folder" "r$entries" $entries
	begin=$(date +%s%N)
	start "r$entries" "$build/comity" serve --dir "r$entries" --listen 127.0.0.1:0 --read-only
	until curl -s -f -o page.out "$url/en/"; do sleep 0.005; done
	end=$(date +%s%N)
	for page in en/ en/record en/matters en/decisions ru/matters/m1 en/parties en/bodies/assembly; do
		curl -s -f -o page.out "$url/$page"
	done
	printf '%d entries: first answer %d ms after the start; VmHWM %d kB after seven pages\n' $entries \
		$(((end - begin) / 1000000)) "$(awk '/VmHWM/ { print $2 }' "/proc/$pid/status")"
	kill "$pid"
done
