#!/bin/bash
# tally.sh FORGE: many votes by one rule. Small tables with every fault; then what is recorded of real votes: Swiss
# referendums and elections of the General Assembly (../shared/data/votes).
. "$(dirname "$0")/cli.sh"
forge=$1
votes=$tree/../shared/data/votes
swiss=$tree/charters/swiss-referendum.charter

cat >council.charter <<'END'
organisation o "O" { seat "S" UTC }
party FRA "France" { status member from 1945-10-24 }
party RUS "Russia" { status member from 1945-10-24 }
party BRA "Brazil" { status member from 1945-10-24 }
party GHA "Ghana" { status member from 1957-03-08 }
party HOL "Holy See" { status observer from 1964-04-06 }
set permanent { parties FRA RUS }
set elected {
  parties BRA
  parties GHA from 2020-01-01
}
weight votes {
  value FRA 10
  value RUS 10
  value BRA 5
  value GHA 4 from 1957-03-08
}
rule three { adopted when for >= 3 and against in permanent = 0 }
rule two { adopted when for >= 2 }
rule most { adopted when for > 1/2 of voting }
rule weighty { adopted when votes of for >= 50% of votes of members }
body assembly "Assembly" {
  decides substance three
  decides money weighty
  decides any most
}
body bureau "Bureau" {
  composition permanent
  decides any two
}
body committee "Committee" {
  composition elected
  decides any two
}
END

# judged NAME EXPECTED WORD...: the answer without its header; on the charter's newest day, when no other is said.
judged() {
	local name=$1 wanted=$2
	shift 2
	[[ " $* " == *" --at "* ]] || set -- "$@" --at 2020-01-01
	run tally council.charter "$@" table.csv
	equal "$name" "$status: $(tail -n +2 <<<"$out")$([[ -z $err ]] || printf ' / %s' "$err")" "$wanted"
}

printf 'id,party,position\n1,FRA,for\n1,RUS,for\n1,BRA,for\n1,GHA,against\n2,FRA,for\n2,RUS,against\n2,BRA,for\n2,GHA,for\n' >table.csv
judged "two votes" '0: 1,adopted,3,1,0,0,"for 3 of 4 members, at least 3 needed; against in permanent 0 of 4 members, none allowed"
2,rejected,3,1,0,0,"against in permanent 1 of 4 members (Russia), none allowed"' --rule three
run tally council.charter --rule three table.csv
equal "the answer has a header" "$(head -n 1 <<<"$out")" "id,outcome,for,against,abstain,absent,reason"
cp table.csv kept.csv
sed 's/$/\r/' kept.csv >table.csv
judged "lines that end with CR LF" "0: $(tail -n +2 <<<"$out")" --rule three
{ printf '\357\273\277'; head -c -1 kept.csv; } >table.csv
judged "a byte order mark, no last line feed" "0: $(tail -n +2 <<<"$out")" --rule three
input=table.csv run tally council.charter --rule three -
equal "from standard input" "$status: $(tail -n +2 <<<"$out" | wc -l)" "0: 2"

printf 'id,party,position\n1,FRA,for\n1,RUS,for\n' >table.csv
judged "weights" '0: 1,adopted,2,0,0,2,"votes of for 20 of 29, at least 15 needed"' --rule weighty
judged "weights and members of another day" '0: 1,adopted,2,0,0,1,"votes of for 20 of 25, at least 13 needed"' \
	--rule weighty --at 1950-01-01
judged "a body that decides by the rule, the first of several" \
	'0: 1,adopted,2,0,0,0,"for 2 of 2 members, at least 2 needed" / comity tally: several bodies decide by the rule two; the members counted are those of bureau (else --body NAME)' \
	--rule two
judged "another body" '1: 1,invalid,,,,,"line 2: ""FRA"" is no member of committee on 2020-01-01" / table.csv:2: "FRA" is no member of committee on 2020-01-01
table.csv:3: "RUS" is no member of committee on 2020-01-01
comity tally: 2 faults; of 1 vote, 1 does not add up and was not judged' --rule two --body committee
printf 'id,for,against,abstain,absent,veto\n"a,""b""",3,1,0,0,0\nb,3,1,0,0,1\nc,3,1,1,0,0\n' >table.csv
judged "numbers" '1: "a,""b""",adopted,3,1,0,0,"for 3 of 4 members, at least 3 needed; against in permanent 0 of 4 members, none allowed"
b,rejected,3,1,0,0,"against in permanent 1 of 4 members, none allowed"
c,invalid,,,,,"line 4: more positions than members: for 3, against 1, abstain 1, absent 0, veto 0 of 4 members" / table.csv:4: more positions than members: for 3, against 1, abstain 1, absent 0, veto 0 of 4 members
comity tally: 1 fault; of 3 votes, 1 does not add up and was not judged' --rule three

printf 'id,for,against,abstain,absent,veto\n1,3,1,0,0,0\n19,2,1,1,0\n20\n' >wrong.csv
run tally council.charter --rule three --at 2020-01-01 wrong.csv
equal "a line with too few numbers is answered" "$status: $(cut -d, -f1,2 <<<"$out" | tr '\n' ' ')/ $(tail -n 1 <<<"$err")" \
	"1: id,outcome 1,adopted 19,invalid 20,invalid / comity tally: 2 faults; of 3 votes, 2 do not add up and were not judged"

# The day, when none is said: a member that has left has no vote; the ends of sets are still to come.
{ sed 's/parties GHA from 2020-01-01/& until 2030-01-01/' council.charter; printf 'party GBR "Britain" { status member from 1945-10-24 until 2021-02-01 }\n'; } >left.charter
printf 'id,party,position\n1,FRA,for\n1,RUS,for\n1,BRA,for\n2,GBR,for\n' >left.csv
run tally left.charter --rule three left.csv
equal "who has left has no vote, and the day is said" "$status: $(sed -n 2p <<<"$out") / $(head -n 2 <<<"$err")" \
	'1: 1,adopted,3,0,0,1,"for 3 of 4 members, at least 3 needed; against in permanent 0 of 4 members, none allowed" / comity tally: members, sets and weights are those of 2021-02-01 (else --at DATE)
left.csv:5: "GBR" is no member of assembly on 2021-02-01'
run tally left.charter --rule three --at 2021-01-31 left.csv
equal "the day before it had one" "$status$err: $(cut -d, -f1-6 <<<"$out" | tail -n +2 | tr '\n' ' ')" \
	"0: 1,adopted,3,0,0,2 2,rejected,1,0,0,4 "
run tally council.charter --rule three kept.csv --json
equal "with --json no day is said" "$status$err" 0

# A quorum is of a meeting, of which the table says nothing.
sed 's/^body assembly.*/&\n  quorum decide when present = members/' council.charter >quorum.charter
run tally quorum.charter --rule three --at 2020-01-01 left.csv
result "that the quorum is not judged is said" "$([[ $err == *"the quorum of assembly is not judged"* ]] || echo "$err")"

# Arrears that cost the vote, as in the record: 59 of 89.
{
	printf 'organisation un "General Assembly" {\n  seat "New York" America/New_York\n  arrears after 2 years no-vote\n}\n'
	printf 'party M%03d "Member" { status member from 1945-10-24 }\n' {1..90}
	printf 'rule two-thirds { adopted when for >= 2/3 of voting }\n'
} >owes.charter
{
	printf 'id,party,position\n'
	printf '1,M%03d,for\n' {1..59}
	printf '1,M060,in-arrears\n'
	printf '1,M%03d,against\n' {61..90}
	printf '2,M060,for\n2,M060,in-arrears\n'
} >owes.csv
run tally owes.charter --rule two-thirds --at 2020-01-01 owes.csv
equal "who is in arrears has no vote" "$(tail -n +2 <<<"$out")" '1,rejected,59,30,0,0,"for 59 of 89 members, at least 60 needed (voting 89)"
2,invalid,,,,,"line 92: ""M060"" is in arrears, so it has no vote, and has a position"'

# As JSON
run tally council.charter --rule three table.csv --json
printf '%s\n' "$out" >answer.json
result "the answer is JSON" "$("$forge" json <answer.json 2>&1)"
equal "and says the same" "$status: $(grep -c '"outcome":"adopted"' answer.json) $(grep -c '"fault":' answer.json)" "1: 1 1"

# What is no question
expect "without a rule" 2 "say by which rule" tally council.charter table.csv
expect "a rule that there is not" 2 'no rule "four"' tally council.charter --rule four table.csv
expect "a body that there is not" 2 'no body "court"' tally council.charter --rule three --body court table.csv
expect "a date that is none" 2 "no date" tally council.charter --rule three --at yesterday table.csv
expect "a day on which nobody is a member" 2 "nobody is a member" tally council.charter --rule three --at 1900-01-01 table.csv
expect "numbers for a rule that weighs" 2 "asks who voted" tally council.charter --rule weighty table.csv
expect "a table that there is not" 1 "cannot open gone.csv" tally council.charter --rule three gone.csv
expect "a folder" 1 "directory" tally council.charter --rule three .
expect "a charter that is none" 1 "error" tally table.csv --rule three table.csv
expect "a program is no table" 1 "no header" tally council.charter --rule three "$bin"
: >empty
expect "an empty table" 1 "there is no header" tally council.charter --rule three empty
printf 'id;party;position\n' >other
expect "another header" 1 "is no header" tally council.charter --rule three other
printf 'id,party\n1,FRA\n' >short
expect "a header that is too short" 1 'line 1 is no header: it says "id,party"' tally council.charter --rule three short
equal "and nothing is answered" "$out" ""

# A full disk is said, and a reader that has seen enough is not bothered.
if [[ -c /dev/full ]]; then
	"$bin" tally council.charter --rule three kept.csv >/dev/full 2>.err
	equal "an answer that cannot be written" "$?: $(grep -c "cannot write the answer" .err)" "1: 1"
fi

# A million rows, in bounded memory.
awk 'BEGIN { print "id,party,position"; for (i = 0; i < 250000; i++) { print i ",FRA,for"; print i ",RUS,abstain"; print i ",BRA,for"; print i ",GHA," (i % 2 ? "for" : "against") } }' >many.csv
run tally council.charter --rule three many.csv
equal "a million rows" "$status: $(cut -d, -f2 <<<"$out" | sort | uniq -c | tr -s ' \n' ' ')" "0:  125000 adopted 1 outcome 125000 rejected "

# ---- What is recorded ------------------------------------------------------------------------------------------------

if [[ ! -r $votes/swissvotes_double_majority.csv ]]; then
	skip "Swiss referendums" "there is no ../shared/data/votes"
	skip "elections of the General Assembly" "there is no ../shared/data/votes"
	finish
fi

# Three tables (to 1978, since 1979, and of the people alone), and what is recorded of each vote. The titles have commas, in
# quotes; the columns behind them are counted from the end: three a canton, 26 cantons, in the order of the header. A canton's
# third column is what it is recorded to have answered.
awk -F, -v OFS=, '
	function clean(line,   out, i, c, quoted) { # commas inside quotes become semicolons
		for (i = 1; i <= length(line); i++) {
			c = substr(line, i, 1)
			if (c == "\"") { quoted = !quoted; continue }
			out = out (quoted && c == "," ? ";" : c)
		}
		return out
	}
	{ $0 = clean($0); sub(/\r$/, "") }
	NR == 1 {
		for (i = 1; i <= NF; i++) {
			at[$i] = i
			if ($i ~ /-annahme$/) { canton[++cantons] = toupper(substr($i, 1, 2)); column[cantons] = i }
		}
		split("old new people", table, " ")
		for (t in table) print "id,party,position" >(table[t] ".csv")
		next
	}
	$at["annahme"] ~ /^[01]$/ && $at["volkja"] ~ /^[0-9]+$/ {
		split($at["datum"], day, ".")
		file = $at["stand"] == 3 ? "people" : day[3] < 1979 ? "old" : "new"
		print $1, ($at["annahme"] == 1 ? "adopted" : "rejected") >(file ".recorded")
		print $1, "people", ($at["volkja"] + 0 > $at["volknein"] + 0 ? "for" : "against") >(file ".csv")
		for (i = 1; file != "people" && i <= cantons; i++)
			if ($column[i] ~ /^[01]$/)
				print $1, canton[i], ($column[i] == 1 ? "for" : "against") >(file ".csv")
	}' "$votes/swissvotes_double_majority.csv"
cat old.recorded new.recorded people.recorded >recorded
equal "682 Swiss votes have figures and an outcome" "$(wc -l <recorded)" 682
same=0
for table in old new people; do
	rule=people-and-cantons at=(--at 2026-01-01)
	[[ $table != people ]] || rule=people
	[[ $table != old ]] || at=(--at 1978-12-31)
	run tally "$swiss" --rule "$rule" "${at[@]}" "$table.csv"
	tail -n +2 <<<"$out" | cut -d, -f1,2 >"$table.found"
	one_file "Swiss votes: $table" "$table.found" "$table.recorded"
	equal "Swiss votes: $table: nothing to report" "$status$err" 0
	same=$((same + $(comm -12 <(sort "$table.found") <(sort "$table.recorded") | wc -l)))
done
equal "Swiss votes: as recorded" "$same" 682
run tally "$swiss" --rule people-and-cantons new.csv
equal "Swiss votes: the charter at its newest is the same" "$(tail -n +2 <<<"$out" | cut -d, -f1,2)" "$(<new.recorded)"
run tally "$swiss" --rule people-and-cantons --at 1978-12-31 new.csv
result "Jura was no canton before 1979" "$([[ $status == 1 && $err == *'"JU" is no member'* ]] || echo "$status $err" | head -n 3)"

# The elections: every candidate is a vote; who did not vote for it, of those present and voting, voted against.
{
	printf 'organisation un "General Assembly" { seat "New York" America/New_York }\n'
	printf 'party M%03d "Member" { status member from 1945-10-24 }\n' {1..193}
	printf 'rule two-thirds { adopted when for >= 2/3 of voting }\n'
	printf 'body assembly "General Assembly" { decides election two-thirds }\n'
} >un.charter
awk -F, -v OFS=, 'NR == 1 { print "id,for,against,abstain,absent,veto"; next }
	$1 ~ /^UNSC/ {
		count = split($10, candidate, "|")
		for (i = 1; i <= count; i++) {
			split(candidate[i], pair, ":")
			abstain = $7 + $6
			print $1 "/" $2 "/" $3 "/" pair[1], pair[2], $8 - pair[2], abstain, "", ""
			print $1 "/" $2 "/" $3 "/" pair[1], (index("|" $11 "|", "|" pair[1] "|") ? "adopted" : "rejected") >"elections.recorded"
			print $9 >"elections.majority"
		}
	}' "$votes/ga_elections.csv" >elections.csv
run tally un.charter --rule two-thirds --at 2020-01-01 elections.csv
tail -n +2 <<<"$out" | cut -d, -f1,2 >elections.found
one_file "elections of the General Assembly: every candidate" elections.found elections.recorded
equal "elections of the General Assembly: nothing to report" "$status$err" 0
result "all of them" "$([[ $(wc -l <elections.recorded) -ge 22 ]] || echo "only $(wc -l <elections.recorded)")"
equal "and the majority that was needed" "$(tail -n +2 <<<"$out" | sed 's/.*at least \([0-9]*\) needed.*/\1/')" "$(<elections.majority)"
finish
