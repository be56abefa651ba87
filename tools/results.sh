# Counting for ./check, which sources this file: cases of meson's test runs, and the last line.
#
# meson's JUnit file has one suite a test program with its cases; its JSON log has each program's own result. A program
# that failed without a failed case (a crash after the last one, a time-out) counts as one failed case more.

count_failed() {
	((++failed))
	echo "FAILED: $1"
}

count_skipped() {
	((++skipped))
	echo "skipped: $1"
}

# Names of the tests of a build folder that match $names (all when there are none), one a line. Suites match too.
chosen_tests() {
	local suites test name
	meson test -C "$1" --list "${@:2}" 2>/dev/null | grep -v -e '^ninja' -e '^$' | while IFS= read -r test; do
		suites=${test% / *}
		test=${test##* / }
		if ((${#names[@]} == 0)); then
			echo "$test"
		else
			for name in "${names[@]}"; do
				# shellcheck disable=SC2053 # a pattern on purpose
				if [[ $test == $name || " ${suites//[:+,]/ } " == *" $name "* ]]; then
					echo "$test"
					break
				fi
			done
		fi
	done
}

# run_tests FOLDER MESON-ARGUMENT...: run the chosen tests, add up their cases, show what failed.
run_tests() {
	local folder=$1 chosen status=0 base=${log_name:-testlog}
	shift
	mapfile -t chosen < <(chosen_tests "$folder" "$@")
	if ((${#chosen[@]} == 0)); then
		return 0
	fi
	rm -f "$folder/meson-logs/$base".*
	meson test -C "$folder" --num-processes "$jobs" --logbase "$base" "$@" "${chosen[@]}" >"$folder/tests.log" 2>&1 ||
		status=$?
	grep -E '^ *[0-9]+/[0-9]+ ' "$folder/tests.log" | sed -e 's/^ *[0-9]*\/[0-9]* */  /' || true
	add_up "$folder/meson-logs/$base" "$status"
}

add_up() {
	local log=$1 status=$2 suite cases errors failures skips bad=0 name result
	if [[ ! -e $log.junit.xml || ! -e $log.json ]]; then
		tail -n 40 "${log%/meson-logs/*}/tests.log"
		count_failed "the tests did not run to their end"
		return 0
	fi
	declare -A failures_of=()
	while IFS=$'\t' read -r suite cases errors failures skips; do
		((skipped += skips, failed += errors + failures, passed += cases - skips - errors - failures, \
			bad += errors + failures)) || true
		failures_of[$suite]=$((errors + failures))
	done < <(grep -o '<testsuite [^>]*>' "$log.junit.xml" | sed -e \
		's/.* name="\([^"]*\)" tests="\([0-9]*\)" errors="\([0-9]*\)" failures="\([0-9]*\)" skipped="\([0-9]*\)".*/\1\t\2\t\3\t\4\t\5/')
	while IFS=$'\t' read -r name result; do
		case $result in
		OK | SKIP | EXPECTEDFAIL) continue ;;
		esac
		printf '\n-- %s: %s\n' "$name" "$result"
		show_output "$log.txt" "$name"
		((++bad))
		if [[ ${failures_of[comity.$name]:-0} == 0 && -n ${failures_of[comity.$name]+subtests} ]]; then
			count_failed "$name: ended with $result although no case failed"
		fi
	done < <(sed -n -e 's/^{"name": "\([^"]*\)".*, "result": "\([A-Z]*\)", "starttime".*/\1\t\2/p' "$log.json" |
		sed -e 's/^[^\t]* \/ //; s/^comity:[^\t]*:\([^:\t]*\t\)/\1/')
	show_skipped "$log.txt"
	if ((status != 0 && bad == 0)); then
		tail -n 40 "${log%/meson-logs/*}/tests.log"
		count_failed "meson test ended with status $status"
	fi
}

# The part of meson's text log that belongs to one test: what failed and, after it, its reasons.
show_output() {
	awk -v name="$2" '
		/^=+ [0-9]+\/[0-9]+ =+$/ || /^=+ .* [0-9]+\/[0-9]+ =+$/ { inside = 0; fresh = 1; next }
		fresh && /^test: / { inside = index($0, name) > 0; fresh = 0 }
		inside && /^(command|start time|duration|test|result):/ { next }
		inside && /^(=+|-+ std(out|err) -+)$/ { next }
		inside && /^ok [0-9]/ { next }
		inside && ++shown <= 200 { print "   " $0 }
		END { if (shown > 200) print "   … and " shown - 200 " lines more" }' "$1"
}

# Skipped cases by name, so that nobody takes them for passed ones.
show_skipped() {
	awk '
		/^test: / { test = $NF }
		/^ok [0-9]+ - .*# SKIP/ {
			sub(/^ok [0-9]+ - /, "")
			sub(/ # SKIP */, ": ")
			sub(/: $/, "")
			print "  skipped: " test ": " $0
		}' "$1"
}

finish_results() {
	if ((passed == 0 && failed == 0)); then
		count_failed "no test ran${names[*]:+: is there none named ${names[*]}?}"
	fi
	printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	((failed == 0 && passed > 0))
}
