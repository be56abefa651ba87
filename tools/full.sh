# The rest of ./check --full, which sources this file: valgrind, many seeds, new fuzz inputs, lines covered.

say "release build, tests under valgrind"
if ! command -v valgrind >/dev/null; then
	count_skipped "tests under valgrind: it is not installed"
elif CC=gcc build build/release all -Dbuildtype=release; then
	export COMITY_WRAP='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite'
	log_name=valgrind run_tests build/release --no-suite long --no-suite script --no-suite heavy \
		--timeout-multiplier 10
	unset COMITY_WRAP

	say "many seeds"
	log_name=long run_tests build/release --suite long
fi

say "fuzz targets for ${FUZZ_SECONDS:=30} s each"
if [[ -e build/clang/build.ninja ]]; then
	while IFS= read -r line; do
		[[ $line == 1..* ]] || echo "  $line"
		case $line in
		ok\ *) ((++passed)) ;;
		not\ ok\ *) count_failed "${line#not ok * - }" ;;
		esac
	done < <(tools/fuzz.sh "$FUZZ_SECONDS")
else
	count_skipped "looking for new fuzz inputs: there are no targets"
fi

say "clang-tidy"
tidy=$(command -v clang-tidy-14 || command -v clang-tidy || true)
if [[ -z $tidy || ! -e build/clang/compile_commands.json ]]; then
	count_skipped "clang-tidy: it is not installed"
else
	for room in src/*/; do
		mapfile -t files < <(sed -n -e 's|.*"file": "[^"]*/\('"$room"'[^"/]*\.c\)".*|\1|p' \
			build/clang/compile_commands.json | sort -u)
		((${#files[@]} > 0)) || continue
		log=build/tidy-$(basename "$room").log
		if printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P "$jobs" "$tidy" -p build/clang --quiet >"$log" 2>/dev/null; then
			((++passed))
			echo "  ok $room"
		else
			grep -E 'error:|warning:' "$log" | sort -u | sed -n 1,40p
			count_failed "clang-tidy on $room, see $log"
		fi
	done
fi

say "lines covered by all tests"
if ! command -v lcov >/dev/null; then
	count_skipped "coverage: lcov is not installed"
elif CC=gcc build build/coverage all -Dbuildtype=debug -Db_coverage=true; then
	find build/coverage -name '*.gcda' -delete
	meson test -C build/coverage --num-processes "$jobs" --no-suite long --no-suite house --timeout-multiplier 4 \
		>build/coverage.tests.log 2>&1 ||
		count_failed "a test failed in the build for coverage, see build/coverage.tests.log"
	# First every line there is, hit or not, then the hits: a file that no test links counts too.
	for round in --initial ''; do
		lcov --quiet --capture ${round:+"$round"} --directory build/coverage --base-directory build/coverage \
			--output-file "build/coverage${round:+-all}.info" >build/coverage.log 2>&1 ||
			count_failed "lcov failed, see build/coverage.log"
	done
	awk -v source="$PWD/src/" '
		/^SF:/ { file = index($0, source) == 4 ? substr($0, 4 + length(source)) : "" }
		/^DA:/ && file != "" {
			split(substr($0, 4), field, ",")
			hits[file ":" field[1]] += field[2]
		}
		END {
			for (line in hits) {
				room = substr(line, 1, index(line, "/") - 1)
				lines[room]++
				if (hits[line] > 0)
					hit[room]++
			}
			for (room in lines)
				printf "  %-10s %6d of %6d lines  %5.1f %%\n", room, hit[room], lines[room], 100 * hit[room] / lines[room]
		}' build/coverage-all.info build/coverage.info | sort
fi
