#!/bin/bash
# usage.sh FORGE: bad words on the command line. Each command says what is wrong, with the right exit status, for people
# and as JSON for programs; and nothing is changed.
. "$(dirname "$0")/cli.sh"
forge=$1
cp "$data/forum.charter" .
"$bin" init forum.charter --dir r --origin forum.example/r --make-keys >/dev/null </dev/null
"$bin" act countersign --dir r --key r/keys/alp-1.key >/dev/null </dev/null
"$bin" act table matter=draft body=forum kind=decision procedure=written title.en=Draft text.en=One. --dir r \
	--key r/keys/alp-1.key >/dev/null </dev/null
"$bin" seal --dir r >/dev/null </dev/null
before=$(record_of r)
mkdir empty
"$bin" key new --origin forum.example/r --person alp-9 --out alp-9 >/dev/null
key=r/keys/alp-1.key

# wrong STATUS TEXT WORD...: for people, and the same as one line of JSON.
wrong() {
	local wanted=$1 text=$2
	shift 2
	expect "$*" "$wanted" "$text" "$@"
	run "$@" --json
	result "$* --json" "$([[ $status == "$wanted" ]] || echo "exit status $status, expected $wanted"
		{ [[ -z $out ]] || printf '%s\n' "$out"; [[ -z $err ]] || printf '%s\n' "$err"; } | "$forge" json 2>&1
		[[ $wanted == 3 || $err == '{"error":"'*'","message":"'* ]] || printf '%s\n' "no error: $err")"
}

wrong 2 'there is no command "lgo"; did you mean log?' lgo
wrong 2 'there is no command ""' ''
wrong 2 'there is no command "--dir"' --dir r log

# Every command
for command in init key act explain log show verify prove replay export seal rebuild charter help version; do
	wrong 2 "there is no option --nothing" "$command" --nothing
	wrong 2 "there is no option -x" "$command" -x
	wrong 2 "--json takes no value" "$command" --json=yes
done
for command in init key explain show prove replay export charter; do
	wrong 2 "an operand is missing" "$command"
done
for command in log seal rebuild version; do
	wrong 2 '"word" is one word too many' "$command" word
done
for command in log "show 0" "prove 0" "export out" seal rebuild "act countersign --key $key" "explain countersign --as alp-1"; do
	wrong 1 "empty holds no record" $command --dir empty
	wrong 1 "holds no record" $command --dir nowhere
	wrong 1 "holds no record" $command --dir forum.charter
	wrong 2 "--dir needs a value: D" $command --dir
	wrong 2 "--dir needs a value: D" $command --dir --json
	wrong 2 "--dir is given twice" $command --dir r --dir r
done
expect "a folder's name of 5,000 bytes" 1 "comity log: " log --dir "$(printf '%5000s' '' | tr ' ' d)"
result "nothing was made" "$(ls empty; ls -d nowhere out 2>/dev/null)"

# init
wrong 2 "where? --dir D" init forum.charter
wrong 2 "the record needs a name for ever" init forum.charter --dir new
wrong 2 "no first key" init forum.charter --dir new --origin forum.example/new
wrong 2 "cannot be a record's origin" init forum.charter --dir new --origin "a b" --make-keys
wrong 2 "cannot be a record's origin" init forum.charter --dir new --origin comity-x --make-keys
wrong 1 "No such file" init nowhere.charter --dir new --origin forum.example/new --make-keys
wrong 2 "PARTY=FILE" init forum.charter --dir new --first alp
wrong 2 'no party "elp"' init forum.charter --dir new --first elp=$key
wrong 1 "No such file" init forum.charter --dir new --first alp=nowhere
wrong 1 "first key of alp" init forum.charter --dir new --first alp=forum.charter
wrong 1 "Mars/Olympus" init forum.charter --dir new --origin forum.example/new --make-keys --zone Mars/Olympus
wrong 1 "holds a record of 4 entries already" init forum.charter --dir r --origin forum.example/r --make-keys
"$bin" key new --origin other.example/r --person bay-1 --out other.key >/dev/null
"$bin" key new --origin other.example/r --person cap-1 --out cap-1.key >/dev/null
wrong 2 "made for another record" init forum.charter --dir new --origin forum.example/new --first bay=other.key.vkey
wrong 1 "this is a secret key, where a public one is wanted" init forum.charter --dir new --first bay=other.key
wrong 2 "--first bay: it is given twice" init forum.charter --dir new --first bay=other.key.vkey --first bay=other.key.vkey
wrong 2 "--first cap: the person bay-1 is that of bay already" \
	init forum.charter --dir new --first bay=other.key.vkey --first cap=other.key.vkey
wrong 2 "cap would get the person cap-1, who is that of bay already" \
	init forum.charter --dir new --first bay=cap-1.key.vkey --make-keys
result "no founding that failed has made a folder" "$(ls -d new 2>/dev/null)"

run init forum.charter --dir alone --first bay=other.key.vkey
result "parties without a key are named, and that nobody can enrol them" "$([[ $status == 0 &&
	$out == *"Without a key: alp, cap, off"* && $err == *"nobody can enrol those without a key"* ]] || echo "$out$err")"
"$bin" key new --origin other.example/r --person off-1 --out off.key >/dev/null
run init forum.charter --dir helped --first bay=other.key.vkey --first off=off.key.vkey
result "a secretariat with a key enrols them" "$([[ $out == *"Without a key: alp, cap"* && -z $err ]] || echo "$out$err")"

run key show $key
print=$(grep -o -E '([0-9a-f]{4} ){15}[0-9a-f]{4}' <<<"$out")
expect "show gives the fingerprint of a key, as key show does" 0 "fingerprint ${print:-none}" show 2 --dir r

# key
wrong 2 'say new or show' key old
wrong 2 "a new key needs --origin, --person and --out" key new --origin o.example/r --person p
wrong 2 "cannot be a record's origin" key new --origin O --person p --out k
for person in "" a/b "a b" a+b -a é "$(printf '%65s' '' | tr ' ' p)"; do
	wrong 2 "cannot name a person" key new --origin o.example/r --person="$person" --out k
done
wrong 1 "already there" key new --origin o.example/r --person p --out other.key
: >k.vkey
wrong 1 "k.vkey: it is already there" key new --origin o.example/r --person p --out k
result "a key without its public half is not left behind" "$(ls k 2>/dev/null)"
wrong 1 "No such file" key new --origin o.example/r --person p --out nowhere/k
wrong 2 "one word too many" key new other.key --origin o.example/r --person p --out k2
wrong 2 "which key" key show
wrong 1 "No such file" key show nowhere
wrong 1 "holds no key" key show forum.charter
wrong 1 "holds no key" key show k.vkey

# act, explain
wrong 2 "which act" act --dir r
wrong 2 "whose act? --key FILE" act countersign --dir r
wrong 2 "--signed FILE is a whole act" act countersign --signed x --dir r
wrong 2 "--signed FILE is a whole act" act --signed x --key $key --dir r
wrong 1 "No such file" act --signed nowhere --dir r
wrong 1 "No such file" act countersign --key nowhere --dir r
wrong 1 "this is the registrar's own key, with which no party acts" act countersign --key r/registrar.key --dir r
wrong 2 'there is no act "decree"' act decree --key $key --dir empty
wrong 2 'did you mean "matter"' act withdraw mater=draft --key $key --dir empty
wrong 2 "as whom? --as PERSON" explain countersign --dir r
wrong 1 'nobody in this record is called "nobody"' explain countersign --as nobody --dir r
for how in "act --key $key" "explain --as alp-1"; do
	set -- $how --dir r
	wrong 2 'there is no act "decree"' "$@" decree
	wrong 2 "did you mean position" "$@" postion
	wrong 2 "the registrar's own" "$@" outcome matter=draft
	wrong 2 "title.LANG" "$@" table
	wrong 2 "expected field=value" "$@" withdraw draft
	wrong 2 'did you mean "matter"' "$@" withdraw mater=draft
	wrong 2 "matter is given twice" "$@" withdraw matter=draft matter=draft
	wrong 2 "a name such as" "$@" withdraw matter=
	wrong 2 "a name such as" "$@" withdraw "matter=dr aft"
	wrong 2 "yes or no" "$@" attend meeting=m present=maybe
	wrong 2 "a number" "$@" agenda meeting=m item=first title.en=T
	wrong 2 "a time such as" "$@" silence matter=draft until=tomorrow
	wrong 2 "no rules for the zone" "$@" silence matter=draft "until=2026-12-01T10:00[Mars/Olympus]"
	wrong 2 "a date such as" "$@" plan matter=draft item=1 title.en=T from=2026-02-30 to=2026-03-01
	wrong 2 "text: the file is empty" "$@" table matter=x title.en=T text.en=@k.vkey
	wrong 2 "position needs matter and position" "$@" position
	wrong 2 "key: this is a secret key" "$@" accredit person=alp-2 key="$(<other.key)"
	wrong 2 "made for another record than forum.example/r" "$@" accredit person=bay-1 key="$(<other.key.vkey)"
	wrong 2 "is not that of alp-2" "$@" accredit person=alp-2 key="$(<alp-9.vkey)"
	wrong 2 "a language after the field" "$@" table matter=x title=T
	wrong 2 "it has no languages" "$@" withdraw matter.en=draft
	wrong 2 "is not a language" "$@" table matter=x title.e=T
	wrong 2 "is given twice" "$@" table matter=x title.en=T title.en=U
	wrong 1 "No such file" "$@" table matter=x title.en=T text.en=@nowhere
	wrong 1 'there is no matter "draught"' "$@" position matter=draught position=support
	wrong 3 "position" "$@" position matter=draft position=maybe
	wrong 3 "there is no" "$@" withdraw matter=other
done

# log, show, prove, export, verify, replay, charter
for number in -1 x 1.5 0x1 "" 99999999999999999999; do
	wrong 2 "is not a number" log --dir r --from="$number"
	wrong 2 "is not a number" log --dir r --count="$number"
done
wrong 1 "there is no entry 5" log --dir r --from 5
wrong 1 "there is no entry 4" show 4 --dir r
wrong 1 "neither an entry's number nor a matter or meeting" show other --dir r
wrong 1 "there is no entry" prove 4 --dir r
wrong 1 "neither an entry's number nor a matter" prove other --dir r
wrong 1 "draft is not decided yet" prove draft --dir r
wrong 1 "" prove 0 --dir r --out nowhere/receipt
wrong 1 "" export forum.charter --dir r
wrong 1 "there is no such file or folder" verify nowhere
wrong 1 "" verify empty
wrong 2 "--key FILE" verify forum.charter
wrong 1 "" verify forum.charter --key r/log.vkey
wrong 1 "" verify r --key forum.charter
wrong 1 "" verify r --key nowhere
wrong 1 "" verify r --key other.key.vkey
wrong 2 "is not a number" verify r --threads many
wrong 2 "one of them is to be verified" verify r --dir r
wrong 1 "No such file" replay nowhere
wrong 1 "does not say its charter" replay forum.charter
wrong 2 'say check, show or fmt' charter print forum.charter
wrong 1 "No such file" charter check nowhere
wrong 2 "Is a directory" charter check empty
wrong 1 "holds a record" replay "$examples/club/picnic.script" --dir r
intact "after all of this" r "$before"

# Words that look like options, and where the record is
expect "-- ends the options" 1 '"--nothing" is neither' show --dir r -- --nothing
expect "an option may stand first" 0 "entry       1" show --dir=r 1
expect "--help wins" 0 "comity show NUMBER" show --dir r 1 --help
cd r || exit 1
expect "the record in the current folder" 0 "entry       1" show 1
cd .. || exit 1
export COMITY_DIR=r
expect "the record that COMITY_DIR names" 0 "entry       1" show 1
expect "--dir before COMITY_DIR" 1 "empty holds no record" show 1 --dir empty
COMITY_DIR= expect "an empty COMITY_DIR is the current folder" 1 ". holds no record" show 1

# Every answer as JSON
for words in "log" "show 1" "show 3" "explain withdraw matter=draft --as alp-1" "verify" "prove 1" "prove 1 --out receipt" \
	"export copy" "verify copy" "verify receipt --key r/log.vkey" "seal" "rebuild" "key show $key" "version" \
	"charter check forum.charter" "charter show forum.charter" "act withdraw matter=draft --key $key" \
	"replay $examples/club/picnic.script"; do
	run $words --json
	printf '%s\n' "$out" >answer
	result "$words --json answers in JSON" "$([[ $status == 0 && -z $err ]] || echo "status $status: $err"
		"$forge" json <answer 2>&1)"
done
run key new --origin o.example/r --person p --out new.key --json
result "key new --json answers in JSON" "$("$forge" json <<<"$out" 2>&1)"
run init forum.charter --dir new --origin o.example/r --make-keys --json
result "init --json answers in JSON" "$("$forge" json <<<"$out" 2>&1)"
finish
