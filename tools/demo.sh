#!/bin/bash
# What ./demo shows, on the built program: the Yerevan meeting from charter to verified record, then the whole seed as a
# site. Everything is made in build/demo/play, anew each time.
#
#   demo.sh [--once]     --once, or nobody at the terminal: the sites are fetched once and shut, not kept open
set -euo pipefail
cd "$(dirname "$0")/.."
comity=${COMITY_BIN:?}
play=build/demo/play
once=no
[[ -t 0 && -t 1 ]] || once=yes
case ${1:-} in
'') ;;
--once) once=yes ;;
*)
	echo "demo: $1 is no option; there is --once" >&2
	exit 2
	;;
esac
rm -rf "$play"
mkdir -p "$play"

title() {
	printf '\n\033[1m== %s\033[0m\n' "$*"
}

title "The charter of the organisation, read as rules"
"$comity" charter check examples/csto/csto.charter
"$comity" charter show examples/csto/csto.charter >"$play/charter.txt"
echo "Its prose is in $play/charter.txt."

title "Yerevan, 10 June 2022: the Council of Ministers for Foreign Affairs, act by act"
"$comity" replay examples/csto/yerevan.script --dir "$play/yerevan"

title "The record, verified without trusting anybody"
"$comity" verify "$play/yerevan" --key "$play/yerevan/log.vkey"

title "The statement, proved off line by one file"
"$comity" prove security-statement --dir "$play/yerevan" --out "$play/statement.tlog-proof"
"$comity" verify "$play/statement.tlog-proof" --key "$play/yerevan/log.vkey"

title "One byte is changed in a copy, and it is caught"
"$comity" export "$play/copy" --dir "$play/yerevan"
bundle=$(find "$play/copy/tile/entries" -type f)
place=$(grep -abo '"position":"support"' "$bundle" | head -n 1 | cut -d: -f1)
printf 'S' | dd of="$bundle" bs=1 seek=$((place + 12)) conv=notrunc status=none
echo "In $bundle, byte $((place + 12)): \"support\" became \"Support\"."
if "$comity" verify "$play/copy"; then
	echo "The change was not caught: this must never happen." >&2
	exit 1
fi

title "The whole seed, 2022 to 2025, and two crises of 2022, as sites"
for record in csto kazakhstan armenia; do
	"$comity" replay "examples/csto/$record.script" --dir "$play/$record" --quiet
done
pids=()
shut() {
	((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
	wait
}
trap shut EXIT
trap 'exit 130' INT TERM

# serve RECORD PORT WHAT OPTION…: on this port, or on any free one when it is taken.
serve() {
	local record=$1 port=$2 what=$3 url= try
	shift 3
	for try in "$port" 0; do
		"$comity" serve --dir "$play/$record" --listen "127.0.0.1:$try" "$@" >"$play/$record.out" 2>"$play/$record.err" &
		pids+=($!)
		for ((i = 0; i < 100; i++)); do
			url=$(grep -o -m 1 'http://[^ ]*' "$play/$record.out" || true)
			[[ -z $url ]] && kill -0 "${pids[-1]}" 2>/dev/null || break
			sleep 0.1
		done
		[[ -z $url ]] || break
	done
	if [[ -z $url ]]; then
		cat "$play/$record.err" >&2
		exit 1
	fi
	printf '  %-28s %s\n' "$url" "$what"
	urls+=("$url")
}
urls=()
serve csto 8080 "the organisation of the press releases (acts are taken)" --after-gap
serve kazakhstan 8081 "January 2022, Kazakhstan: from the appeal to the end" --read-only
serve armenia 8082 "September to November 2022: the chair withholds consensus" --read-only

title "Now it is yours to play with"
cat <<END
  export COMITY_DIR=$play/csto
  $comity log --count 10
  $comity show security-statement
  $comity explain adopt matter=plan-2022-2024 --as arm-fm
  $comity act table matter=my-draft body=cmfa kind=statement procedure=adoption title.en="A draft" \\
      text.en="Words." --key $play/csto/keys/kaz-fm.key --print |
      curl -sS -H 'Content-Type: application/json' --data-binary @- ${urls[0]}acts
  $comity verify $play/kazakhstan
  $comity replay examples/club/picnic.script
  $comity help
END

if [[ $once == yes ]]; then
	echo
	if command -v curl >/dev/null; then
		for url in "${urls[@]}"; do
			curl -sS -f -o /dev/null -w "  %{url_effective} answers %{http_code}, %{size_download} bytes\n" "${url}en/"
		done
	fi
	echo "Nobody is at the terminal: the sites are shut again. Open one with"
	echo "  $comity serve --dir $play/csto --after-gap"
else
	echo
	echo "The sites stay open until Ctrl-C."
	wait
fi
