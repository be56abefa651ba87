#!/bin/bash
# club.sh FORGE SHIM: five clubs from their charter to a proved decision, as their people would do it: keys made at home, a
# week of written procedure, a copy for everybody, a record made anew.
. "$(dirname "$0")/cli.sh"
shim=$2
clubs=(ash birch cedar elm rowan)
origin=league.example/record

expect "the charter is sound" 0 "5 parties, 0 offices, 1 bodies, 1 rules, 1 procedures. No errors." \
	charter check "$examples/club/club.charter"
expect "the charter reads aloud" 0 "Riverside Chess League" charter show "$examples/club/club.charter"
first=()
for club in "${clubs[@]}"; do
	expect "$club makes its key at home" 0 "fingerprint" key new --origin $origin --person "$club-1" --out "$club.key"
	first+=(--first "$club=$club.key.vkey")
done
equal "a secret key is its owner's" "$(stat -c %a ash.key)" 600
equal "a public half is everybody's" "$(stat -c %a ash.key.vkey)" 644
expect "key show: the same fingerprint from either half" 0 "$("$bin" key show ash.key | grep fingerprint)" key show ash.key.vkey
result "key show never shows the secret" "$("$bin" key show ash.key --json | grep -F "$(cut -d+ -f5 ash.key)")"
expect "the league is founded" 0 "Riverside Chess League is founded: record $origin in league" \
	init "$examples/club/club.charter" --dir league "${first[@]}"
told "with every fingerprint" "$("$bin" key show rowan.key | sed -n 's/^fingerprint  //p')"
export COMITY_DIR=league
expect "before a key is confirmed it can do nothing" 3 "compare its fingerprint with the registrar by another way" \
	act table matter=picnic body=assembly kind=decision procedure=written title.en=T text.en=T --key ash.key
for club in "${clubs[@]}"; do
	expect "$club confirms its key" 0 "confirms its first key" act countersign --key "$club.key"
done
expect "a key is confirmed once" 3 "needs no countersignature" act countersign --key ash.key

echo "The clubs meet at the river on 6 June." >picnic.txt
expect "explain: what would follow" 0 "The matter picnic would begin at the stage open, whose clock ends " explain table \
	matter=picnic body=assembly kind=decision procedure=written title.en="A picnic" text.en=public:@picnic.txt --as ash-1
expect "ash tables a picnic" 0 "Ash Lane Club (ash-1) tables picnic (decision) in Assembly of Clubs: A picnic in June." \
	act table matter=picnic body=assembly kind=decision procedure=written title.en="A picnic in June" text.en=public:@picnic.txt \
	--key ash.key
told "at once" "Entered as entry 7"
expect "elm supports it" 0 "Entered as entry 8" act position matter=picnic position=support --key elm.key
expect "birch supports it" 0 "Entered as entry 9" act position matter=picnic position=support --key birch.key
expect "cedar objects, with a reason" 0 "Entered as entry 10" act position matter=picnic position=object \
	reason.en="It rains in June." --key cedar.key
expect "the same matter again" 3 "the matter picnic exists already" act table matter=picnic body=assembly kind=decision \
	procedure=written title.en=T text.en=T --key elm.key
expect "log" 0 "Cedar Row Club (cedar-1) takes a position on picnic, version 1: object." log
equal "a line an entry" "$(wc -l <<<"$out")" 11
expect "show: the matter, its title, its deadline" 0 'matter      picnic, "A picnic in June": decision before Assembly of Clubs, procedure Written procedure, tabled by entry 7' show 8
told "it is still open" "  today     open, version 1, until "
expect "seal: a checkpoint over all entries" 0 "Sealed: 11 entries" seal
expect "it cannot be proved before it is decided" 1 "picnic is not decided yet" prove picnic
expect "but each entry can" 0 "proves entry 7" prove 7 --out tabled.tlog-proof
expect "the receipt holds the text" 0 "The clubs meet at the river on 6 June." verify tabled.tlog-proof --key league/log.vkey
expect "verify" 0 "11 good" verify --key league/log.vkey

# A week goes by
shifted $((7 * 86400000 + 60000)) explain position matter=picnic position=object --as rowan-1
answered "a week later rowan would be too late" 3 "picnic is decided: adopted"
equal "and nothing was entered by asking" "$("$bin" log | wc -l)" 11
shifted $((7 * 86400000 + 60000)) act position matter=picnic position=object --key rowan.key
answered "a week later rowan is too late" 3 "Refused: picnic is decided: adopted"
told "and the outcome is entered, and said" "Outcome, entry 11: The registrar records: picnic: adopted"
shifted $((7 * 86400000 + 60000)) seal
answered "seal: nothing more is due" 0 "Sealed: 12 entries"
run show 7 --json
tabled=$(field time_ms)
run show 11
told "the outcome holds from the deadline, not from its entry" "rule majority"
told "two for" "  for       Birch Hill Club, Elm Street Club"
told "one against" "  against   Cedar Row Club"
told "two silent" "  silent    Ash Lane Club, Rowan Park Club"
result "to the millisecond a week after the tabling" "$([[ $out == *"\"at\":$((tabled + 7 * 86400000)),"* ]] || echo "$out")"
expect "prove" 0 "proves entry 11" prove picnic --out picnic.tlog-proof
expect "the decision verifies off line" 0 "picnic: adopted" verify picnic.tlog-proof --key league/log.vkey
run verify picnic.tlog-proof --key league/log.vkey --json
equal "for programs" "$(field verified) $(field entry) $(field sealed)" "true 11 12"

# A copy for everybody
before=$(record_of league)
expect "export" 0 "public holds 12 entries" export public
expect "whoever has it verifies it" 0 "12 good" verify public --key league/log.vkey
told "the text too; the reason was for the members" "1 match their commitments, 0 erased, 1 not here"
equal "it is the same record" "$(record_of public)" "$before"
equal "export again changes nothing" "$(cd public && find . -type f -exec sha256sum {} + | sort)" \
	"$("$bin" export public >/dev/null && cd public && find . -type f -exec sha256sum {} + | sort)"
expect "the state made anew is the same" 0 "state ${before##* }" rebuild
equal "and so is the record" "$(record_of league)" "$before"
cp league/record.db kept.db
mkdir restored
cp kept.db restored/record.db
equal "a copy of the one file is the record" "$(record_of restored)" "$before"

# People come and go
"$bin" key new --origin $origin --person ash-2 --out ash-2.key >/dev/null
shifted 604900000 act accredit person=ash-2 key="$(<ash-2.key.vkey)" --key ash.key
answered "ash accredits a second person" 0 "Entered as entry 12"
shifted 604910000 act table matter=again body=assembly kind=decision procedure=written title.en=Again \
	text.en=@picnic.txt --key ash-2.key
answered "who tables something, for members only" 0 "Entered as entry 13"
shifted 604920000 act revoke person=ash-2 --key ash.key
answered "and is revoked" 0 "Entered as entry 14"
shifted 604930000 act withdraw matter=again --key ash-2.key
answered "and can do nothing any more" 3 "the key of ash-2 was revoked by entry 14"
shifted 604940000 act revoke person=ash-1 --key ash.key
answered "the last focal point cannot revoke itself" 3 "last focal point"
shifted 604950000 seal
answered "and sealed" 0 "Sealed: 15 entries"
expect "everything verifies, each with the key of its time" 0 "15 good" verify --key league/log.vkey
expect "show says what it can say of an old signature" 0 "signature good" show 13
expect "a restricted text is not exported" 0 "2 texts" export members
expect "unless it is asked for" 0 "4 texts" export members --restricted
expect "nor proved" 0 "proves entry 13" prove 13 --out again
result "nor proved: the receipt is without it" "$("$bin" verify again --key league/log.vkey | grep "river")"
expect "unless it is asked for, there too" 0 "proves entry 13" prove 13 --out again --restricted
expect "then it is in the receipt" 0 "river" verify again --key league/log.vkey
finish
