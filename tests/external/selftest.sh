#!/bin/sh
# The independent checker's own test, in the build folder: a checker that cannot say no proves nothing.
here=$(dirname "$0")
checker=$("$here/tlogverify_build.sh" 2>&1)
status=$?
if [ $status = 77 ]; then
	echo "1..0 # SKIP $checker"
	exit 0
fi
if [ $status != 0 ]; then
	echo "not ok 1 - tlogverify builds"
	echo "$checker" | sed 's/^/# /'
	echo "1..1"
	exit 1
fi
for tool in curl python3; do
	if ! command -v $tool >/dev/null; then
		echo "1..0 # SKIP tlogverify's own test needs $tool"
		exit 0
	fi
done
checker=$(echo "$checker" | tail -n 1)
output=$("$(dirname "$checker")/selftest.sh" 2>&1)
status=$?
count=0
echo "$output" | {
	while read -r word rest; do
		case $word in
		ok) count=$((count + 1)) && echo "ok $count - tlogverify: $rest" ;;
		BAD) count=$((count + 1)) && echo "not ok $count - tlogverify: $rest" ;;
		*) echo "# $word $rest" ;;
		esac
	done
	echo "1..$count"
}
exit $status
