#!/bin/bash
# folder.sh FORGE: what can happen to a record's folder: half a database, keys that are missing or another's, no right to
# write, a full disk, a second process, an interrupted founding. Each: a clear error, nothing lost, nothing half-done.
. "$(dirname "$0")/cli.sh"
forge=$1
{
	"$bin" init "$data/forum.charter" --dir base --origin forum.example/r --make-keys &&
		"$bin" act countersign --dir base --key base/keys/alp-1.key &&
		"$bin" act table matter=draft body=forum kind=decision procedure=written title.en=Draft text.en=One. \
			--dir base --key base/keys/alp-1.key &&
		"$bin" seal --dir base
} >begin.log 2>&1 </dev/null || cat begin.log
before=$(record_of base)
equal "the record to begin with has 4 entries" "${before%% *}" 4
act=(act position matter=draft position=support --key r/keys/alp-1.key)
sum() { sha256sum <"$1"; }

# Half a database. Reading and writing say so, and what is left of it is not touched.
size=$(size_of base/record.db)
damaged() { # damaged NAME TEXT
	local kept
	kept=$(sum r/record.db)
	expect "$1: log" 1 "$2" log --dir r
	expect "$1: show" 1 "$2" show 0 --dir r
	expect "$1: act" 1 "$2" "${act[@]}" --dir r
	expect "$1: seal" 1 "$2" seal --dir r
	expect "$1: prove" 1 "$2" prove 2 --dir r
	expect "$1: export" 1 "$2" export out --dir r
	expect "$1: verify" 1 "NOT VERIFIED" verify r
	equal "$1: the file is not touched" "$(sum r/record.db)" "$kept"
	cp base/record.db r/record.db
	intact "$1: the copy put back" r "$before"
}
for cut in 0 1 100 4096 $((size / 2)) $((size - 4096)); do
	fresh r
	truncate -s "$cut" r/record.db
	damaged "cut to $cut bytes" "record.db"
done
fresh r
head -c "$size" /dev/urandom >r/record.db
damaged "noise" "not a database"
fresh r
printf 'SQLite format 3\0' >r/record.db
head -c "$size" /dev/zero >>r/record.db
damaged "a head and zeros" "record.db"
fresh r
at=$(place '"verb":"table"' r/record.db)
flip r/record.db $((at + 8))
damaged "a byte of an entry" "entry 3 does not match its leaf hash"
fresh r
flip r/record.db "$(place 'One.' r/record.db)"
expect "a byte of a text: verify" 1 "NOT VERIFIED" verify r
expect "a byte of a text: show says so" 0 "damaged" show 3 --dir r
expect "a byte of a text: the record goes on without it" 0 "Entered as entry 4" "${act[@]}" --dir r
fresh r
rm r/record.db
expect "no database" 1 "r holds the keys of a record, but the record itself is gone" log --dir r
mkdir r/record.db
expect "a folder in its place" 2 "it is not a file" log --dir r
rmdir r/record.db
ln -s nowhere r/record.db
expect "a link to nowhere" 1 "" log --dir r
fresh r
head -c 40000 /dev/urandom >r/record.db-wal
intact "a log that is noise beside a whole database" r "$before"
expect "a log that is noise: writing goes on" 0 "Entered as entry 4" "${act[@]}" --dir r

# Keys
fresh r
mv r/registrar.key key
expect "no registrar's key: reading needs none" 0 "tables draft" log --dir r
expect "no registrar's key: verifying needs none" 0 "Verified" verify r --key base/log.vkey
expect "no registrar's key: act" 1 "registrar.key: No such file" "${act[@]}" --dir r
expect "no registrar's key: seal" 1 "registrar.key: No such file" seal --dir r
result "no registrar's key: none is made" "$(ls r/registrar.key 2>/dev/null)"
cp base/keys/alp-1.key r/registrar.key
expect "another key: act" 1 "not the registrar's of forum.example/r" "${act[@]}" --dir r
"$bin" key new --origin forum.example --person r --out false.key >/dev/null
cp false.key r/registrar.key
expect "a false key of the right name: act" 1 "not the registrar's" "${act[@]}" --dir r
cp key r/registrar.key
chmod 640 r/registrar.key
expect "a registrar's key that others may read" 1 "may be read or written by others" "${act[@]}" --dir r
: >r/registrar.key
chmod 600 r/registrar.key
expect "an empty registrar's key" 1 "registrar.key" "${act[@]}" --dir r
cp key r/registrar.key
intact "keys" r "$before"
rm r/log.vkey
expect "no log.vkey: the record knows its key" 0 "Entered as entry 4" "${act[@]}" --dir r

# No right to write
if [[ $(id -u) != 0 ]]; then
	as=()
elif command -v setpriv >/dev/null; then
	as=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
else
	as=(none)
fi
cp "$bin" program
chmod 755 . program
fresh r
rm -f r/record.db-*
[[ $(id -u) != 0 ]] || chown -R 65534 r
mkdir closed
chmod 555 closed r
if [[ ${as[*]} == none ]] || ! "${as[@]}" ./program version >/dev/null 2>&1; then
	skip "a folder that cannot be written" "no way to be somebody else here"
else
	real=$bin
	cat >as <<-END
		#!/bin/bash
		exec ${as[*]} "$work/program" "\$@"
	END
	chmod 755 as
	bin=$work/as
	for command in "log" "show 3" "verify" "explain withdraw matter=draft --as alp-1" "prove 3"; do
		expect "a folder that cannot be written: $command" 0 "" $command --dir r
	done
	expect "a folder that cannot be written: act" 1 "record.db" "${act[@]}" --dir r
	told "a folder that cannot be written: nothing is said to be entered" ""
	expect "a folder that cannot be written: seal" 1 "record.db" seal --dir r
	expect "a folder that cannot be written: rebuild" 1 "record.db" rebuild --dir r
	cp "$data/forum.charter" .
	expect "a folder that cannot be made" 1 "Permission denied" init forum.charter --dir closed/new \
		--origin a.example/r --make-keys
	chmod 755 r
	chmod 444 r/record.db
	expect "a database that cannot be written: log" 0 "tables draft" log --dir r
	expect "a database that cannot be written: act" 1 "Permission denied" "${act[@]}" --dir r
	chmod 000 r/record.db
	expect "a database that cannot be read: log" 1 "Permission denied" log --dir r
	chmod 600 r/record.db
	intact "a folder that could not be written" r "$before"
	bin=$real
fi

# A full disk: files may not grow beyond so many KiB. An act is entered and said to be, or it is not entered.
for limit in 1 8 32 33 36 40 44 48 56 64; do
	fresh r
	(
		trap '' XFSZ
		ulimit -f "$limit"
		run "${act[@]}" --dir r
		echo "$status" >status
		cp .out .err .. 2>/dev/null
	)
	status=$(<status) entries=$(record_of r)
	entries=${entries%% *}
	result "a disk that is full at $limit KiB" "$(
		case $status:$(<.out) in
		0:*"Entered as entry 4"*) [[ $entries == 5 ]] || echo "said to be entered, but there are $entries" ;;
		1:*"Entered"*) [[ $entries == 5 ]] || echo "said to be entered, but there are $entries" ;;
		1:*) [[ ($entries == 4 || $entries == 5) && -s .err ]] || echo "entries: $entries" ;;
		*) echo "status $status: $(<.out) $(<.err)" ;;
		esac
	)"
done

# A second process
fresh r
mkfifo hold
"$forge" lock r/lock <hold >held &
holder=$!
exec 9>hold
await held held
for command in "${act[*]}" seal rebuild zones; do
	expect "a second process: $command" 1 "process $holder holds it" $command --dir r
done
expect "a second process: init" 1 "process $holder holds it" init "$data/forum.charter" --dir r --origin forum.example/r --make-keys
expect "a second process: replay" 1 "process $holder holds it" replay "$examples/club/picnic.script" --dir r
for command in log "show 3" verify "explain withdraw matter=draft --as alp-1" "prove 3" "export copy" "${act[*]} --print"; do
	expect "a second process: $command goes on" 0 "" $command --dir r
done
intact "a second process" r "$before"
exec 9>&-
wait "$holder"
expect "when it has gone" 0 "Entered as entry 4" "${act[@]}" --dir r

# Two writers at once: each act is entered once, or told that the record is in use.
fresh r
writer() {
	for ((i = 0; i < 12; i++)); do
		"$bin" act position matter=draft position=support --key r/keys/alp-1.key --dir r </dev/null >>"$1" 2>>"$1.err"
	done
}
writer one &
writer two &
wait
entered=$(cat one two | grep -c "^Entered as entry")
busy=$(cat one.err two.err | grep -c "is in use")
equal "two writers: every act is entered or told to wait" "$((entered + busy))" 24
entries=$(record_of r)
equal "two writers: as many entries as were acknowledged" "${entries%% *}" "$((entered + 4))"
equal "two writers: no number twice" "$(cat one two | sed -n 's/^Entered as entry \([0-9]*\),.*/\1/p' | sort -n | uniq -d)" ""

# A founding that was interrupted
mkdir r2
cp base/registrar.key base/log.vkey r2
expect "keys and no database: log" 1 "r2 holds the keys of a record, but the record itself is gone" log --dir r2
expect "keys and no database: a record was lost, and is not founded over" 1 "the record itself is gone" \
	init "$data/forum.charter" --dir r2 --origin forum.example/r --make-keys
equal "keys and no database: they are kept" "$(cat r2/registrar.key)" "$(cat base/registrar.key)"
rm r2/*
: >r2/record.db
expect "an empty database and no key: log" 1 "it is empty" log --dir r2
expect "an empty database and no key: taken up" 0 "The Forum is founded" \
	init "$data/forum.charter" --dir r2 --origin forum.example/r --make-keys
expect "founded twice" 1 "holds a record of 2 entries already" \
	init "$data/forum.charter" --dir r2 --origin forum.example/r --make-keys
expect "a file in the folder's place" 1 "a file of that name is there" \
	init "$data/forum.charter" --dir begin.log --origin forum.example/r --make-keys

# Exports
fresh r
expect "export" 0 "4 entries" export copy2 --dir r
"$bin" replay "$examples/club/picnic.script" --dir club --quiet >/dev/null
kept=$(find copy2 -type f -exec sha256sum {} + | sort)
expect "another record's export in the same folder" 1 "" export copy2 --dir club
equal "another record's export has changed nothing" "$(find copy2 -type f -exec sha256sum {} + | sort)" "$kept"
expect "export over a file" 1 "" export begin.log --dir r
"$bin" "${act[@]}" --dir r >/dev/null </dev/null
"$bin" seal --dir r >/dev/null </dev/null
expect "brought up to date" 0 "5 entries" export copy2 --dir r
expect "and verified" 0 "5 good" verify copy2 --key r/log.vkey

# Rebuild
state=$(record_of r)
expect "rebuild" 0 "Rebuilt from 5 entries; state ${state##* }" rebuild --dir r
intact "rebuild" r "$state"
finish
