#!/bin/bash
# browser.sh sample|all|few|read RECORD…, browser.sh selftest: replay scripts of examples, serve the records, and look at all
# pages that can be reached: tests/browser says at what. A record is a script's path under examples, without its end;
# `cases` stands for all of examples/cases. Nothing is skipped silently: without node, the npm parts or Chromium each case
# says so.
#
# `sample` fetches everything of every record, but shows only one page of each template to the browser; of the records of
# 2022 only the crises, which the first has not; `few` only a matter and the charter. `read` only fetches: it needs no
# more than node.
set -u
extent=$1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=${COMITY_SOURCE:-$here/../..}
comity=${COMITY_BIN:?}
chromium=${CHROMIUM:-$(command -v chromium || true)}
records=("$@")
if [[ ${records[*]} == cases ]]; then
	mapfile -t records < <(cd "$source/examples" && printf '%s\n' cases/*.script)
	records=("${records[@]%.script}")
fi
cases_of_a_site=21

modules=
for folder in "${NODE_PATH:-}" "${COMITY_BUILD:-}/node_modules" "${COMITY_BUILD:-}/../npm/node_modules"; do
	if [[ -d $folder/playwright-core && -d $folder/axe-core && -d $folder/html-validate ]]; then
		modules=$folder
		break
	fi
done
missing=
if [[ -z $(command -v node) ]]; then
	missing="node is not installed"
elif [[ $extent == read ]]; then
	: # it needs nothing else
elif [[ -z $modules ]]; then
	missing="playwright-core, axe-core and html-validate are not installed; ./check installs them"
elif [[ -z $chromium ]]; then
	missing="chromium is not installed"
elif [[ -z $(command -v pdftotext) ]]; then
	missing="pdftotext (poppler-utils) is not installed"
fi

work=$(mktemp -d)
pid=
stop() {
	[[ -z $pid ]] || { kill "$pid" && wait "$pid"; } 2>/dev/null
	pid=
}
trap 'stop; rm -rf "$work"' EXIT

count=0 failed=0
ok() {
	((++count))
	echo "ok $count - $1"
}
not_ok() {
	((++count, ++failed))
	echo "not ok $count - $1"
	[[ ! -s ${2:-} ]] || sed 's/^/# /' "$2"
}

# The address that a server which was just started says it listens at: sets `base`.
wait_for_address() {
	for ((i = 0; i < 200; i++)); do
		base=$(grep -s -o -m 1 'http://127\.0\.0\.1:[0-9]*' "$work/serve.log")
		[[ -z $base ]] || return 0
		kill -0 "$pid" 2>/dev/null || return 1
		sleep 0.1
	done
	return 1
}

# serve FOLDER: on a free port; sets `base`. Read only: the records are old, and clocks of theirs that ran out since are
# not to be entered.
serve() {
	rm -f "$work/serve.log" # or the address of the server before it is read
	"$comity" serve --dir "$1" --listen 127.0.0.1:0 --read-only >"$work/serve.log" 2>&1 &
	pid=$!
	wait_for_address
}

# Of the pages' own words how to copy and verify the record: they do what they say.
copy_as_told() {
	local folder=$work/copy-$1
	mkdir -p "$folder"
	(
		cd "$folder" || exit 1
		curl -fsS "$base/en/record.json" >../record.json || exit 1
		node -e 'console.log(JSON.parse(require("fs").readFileSync("../record.json")).verify.copy)' >../copy.sh || exit 1
		sed -i -e "s#^comity #'$comity' #" -e 's#^curl #curl -sS #' ../copy.sh
		bash -e ../copy.sh
	) >"$work/copy.log" 2>&1
}

if [[ $extent == selftest ]]; then
	records=()
	if [[ -n $missing ]]; then
		((++count))
		echo "ok $count - every check finds its fault # SKIP $missing"
	else
		node "$source/tests/browser/bad_site.js" >"$work/serve.log" 2>&1 &
		pid=$!
		wait_for_address
		NODE_PATH=$modules CHROMIUM=$chromium node "$source/tests/browser/check.js" "$base/" "$work" sample home \
			>"$work/checked" 2>&1
		while IFS= read -r line; do
			case $line in
			'not ok - '*) ok "found: not so that ${line#not ok - }" ;;
			'ok - '*) not_ok "not found: ${line#ok - }" ;;
			esac
		done <"$work/checked"
		if ((count == cases_of_a_site)); then
			ok "there are no other cases"
		else
			not_ok "there are $count cases, not $cases_of_a_site" "$work/checked"
		fi
	fi
fi

for record in "${records[@]}"; do
	script=$source/examples/$record.script
	record=${record##*/}
	if [[ -n $missing ]]; then
		((++count))
		echo "ok $count - the pages of $record # SKIP $missing"
		continue
	fi
	if "$comity" replay "$script" --dir "$work/$record" --quiet >"$work/replay.log" 2>&1; then
		ok "$record: replayed"
	else
		not_ok "$record: replayed" "$work/replay.log"
		continue
	fi
	if serve "$work/$record"; then
		ok "$record: served"
	else
		not_ok "$record: served" "$work/serve.log"
		continue
	fi
	if [[ $extent == few || $extent == read ]]; then
		: # the page of the record is the same in every site
	elif copy_as_told "$record"; then
		ok "$record: copied and verified by the commands on the page of the record"
	else
		not_ok "$record: copied and verified by the commands on the page of the record" "$work/copy.log"
	fi
	templates=()
	if [[ $extent == sample && $record != csto ]]; then
		templates=(crises 'crises/*')
	elif [[ $extent == few ]]; then
		templates=('matters/*' charter)
	fi
	mkdir -p "$work/paper"
	look=("$source/tests/browser/check.js" "$base/" "$work/paper" "$extent" "${templates[@]}")
	[[ $extent != read ]] || look=("$source/tests/browser/read.js" "$base/")
	NODE_PATH=$modules CHROMIUM=$chromium node "${look[@]}" >"$work/checked" 2>&1
	status=$?
	problems=0
	while IFS= read -r line; do
		case $line in
		'ok - '*) ok "$record: ${line#ok - }" ;;
		'not ok - '*)
			not_ok "$record: ${line#not ok - }"
			((++problems))
			;;
		*) echo "# ${line#\# }" ;;
		esac
	done <"$work/checked"
	if ((status != 0 && problems == 0)); then
		not_ok "$record: the checks ran to their end (status $status)"
	fi
	if kill -0 "$pid" 2>/dev/null; then
		ok "$record: the server still runs"
	else
		not_ok "$record: the server still runs" "$work/serve.log"
	fi
	stop
done
echo "1..$count"
exit $((failed > 0))
