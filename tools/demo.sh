#!/bin/bash
# What ./demo shows, on the built program: the Yerevan meeting from charter to verified record. Everything is made in
# build/demo/play, anew each time.
set -euo pipefail
cd "$(dirname "$0")/.."
comity=${COMITY_BIN:?}
play=build/demo/play
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
"$comity" replay examples/csto/yerevan.script --dir "$play/csto"

title "The record, verified without trusting anybody"
"$comity" verify "$play/csto" --key "$play/csto/log.vkey"

title "The statement, proved off line by one file"
"$comity" prove security-statement --dir "$play/csto" --out "$play/statement.tlog-proof"
"$comity" verify "$play/statement.tlog-proof" --key "$play/csto/log.vkey"

title "One byte is changed in a copy, and it is caught"
"$comity" export "$play/copy" --dir "$play/csto"
bundle=$(find "$play/copy/tile/entries" -type f)
place=$(grep -abo '"position":"support"' "$bundle" | head -n 1 | cut -d: -f1)
printf 'S' | dd of="$bundle" bs=1 seek=$((place + 12)) conv=notrunc status=none
echo "In $bundle, byte $((place + 12)): \"support\" became \"Support\"."
if "$comity" verify "$play/copy"; then
	echo "The change was not caught: this must never happen." >&2
	exit 1
fi

title "Now it is yours to play with"
cat <<EOF
  export COMITY_DIR=$play/csto
  $comity log --count 10
  $comity show 48
  $comity explain adopt matter=plan-2022-2024 --as arm-fm
  $comity act table matter=my-draft body=cmfa kind=statement procedure=adoption title.en="A draft" \\
      text.en="Words." --key \$COMITY_DIR/keys/kaz-fm.key --after-gap
  $comity verify \$COMITY_DIR
  $comity replay examples/club/picnic.script
  $comity help
EOF
