#!/bin/bash
# run.sh PROGRAM [ARGUMENT...]: run one test program and print its results as one clean TAP stream.
#
# cmocka 1.1.5 prints a skipped case as "not ok 3 # SKIP name", a group's failed set-up as number 0, and one plan for
# each group. Here cases are numbered through, a skip is "ok … # SKIP", the plan comes last, and what was planned but
# never ran counts as failed. The program's exit code is handed on. COMITY_WRAP (valgrind …) goes before the program.
set -u

wrap=(${COMITY_WRAP:-})
[[ $1 != *bash ]] || wrap=()
exec 3< <(exec "${wrap[@]}" "$@")
pid=$!

count=0 planned=0 failed=0 in_group=0

# A group that ends early (a crash, an abort) leaves planned cases behind: they failed.
close_group() {
	while ((in_group < planned)); do
		((++in_group, ++count, ++failed))
		echo "not ok $count - case $in_group of the plan never ran"
	done
	planned=0 in_group=0
}

while IFS= read -r line || [[ -n $line ]]; do
	if [[ $line =~ ^1\.\.([0-9]+)[[:space:]]*(#.*)?$ ]]; then
		reason=${BASH_REMATCH[2]}
		if [[ ${BASH_REMATCH[1]} == 0 && -n $reason ]]; then
			((++count))
			echo "ok $count - all # SKIP ${reason#*[Ss][Kk][Ii][Pp]}"
		elif ((in_group > 0 && planned == 0)); then
			planned=${BASH_REMATCH[1]} # a plan after its cases
			close_group
		else
			close_group
			planned=${BASH_REMATCH[1]}
		fi
	elif [[ $line =~ ^(not\ )?ok([[:space:]]+[0-9]+)?[[:space:]]*(.*)$ ]]; then
		no=${BASH_REMATCH[1]} number=${BASH_REMATCH[2]//[[:space:]]/} rest=${BASH_REMATCH[3]#- }
		((++count))
		[[ $number == 0 ]] || ((++in_group))
		if [[ $rest =~ ^(.*)\#\ *[Ss][Kk][Ii][Pp][[:space:]]*(.*)$ ]]; then
			name=${BASH_REMATCH[1]% } why=${BASH_REMATCH[2]}
			echo "ok $count - ${name:-$why} # SKIP ${name:+$why}"
		else
			[[ -z $no ]] || ((++failed))
			echo "${no}ok $count - ${rest//#/}"
		fi
	elif [[ $line == \#* || -z $line ]]; then
		echo "$line"
	else
		echo "# $line"
	fi
done <&3
close_group
wait "$pid"
status=$?
if ((count == 0)); then
	echo "not ok 1 - ran no test"
	echo "1..1"
	exit 1
fi
echo "1..$count"
((status == 0 || failed > 0)) || echo "# the program ended with status $status after its last case"
exit "$status"
