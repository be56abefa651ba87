# TAP on standard output: what the tests of the command line (cli/cli.sh) and of the house (house/tap.sh) share.
count=0 failed=0

# result NAME PROBLEMS: one case; it passes when PROBLEMS is empty.
result() {
	((++count))
	if [[ -z $2 ]]; then
		echo "ok $count - $1"
	else
		((++failed))
		echo "not ok $count - $1"
		sed -e 's/^/# /' <<<"$2"
	fi
}

skip() {
	((++count))
	echo "ok $count - $1 # SKIP $2"
}

finish() {
	echo "1..$count"
	exit $((failed > 0))
}
