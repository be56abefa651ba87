#!/bin/bash
# oracle.sh [long]: `comity tally` against a second opinion that knows only the manual (../oracle/oracle.py): random
# organisations, rules and tables from fixed seeds. long: 1,000 seeds.
. "$(dirname "$0")/cli.sh"
oracle=$tree/tests/oracle/oracle.py
export COMITY_BIN=$bin PYTHONDONTWRITEBYTECODE=1

if ! command -v python3 >/dev/null; then
	skip "tally against the oracle" "python3 is not installed"
	finish
fi

# agrees NAME WORD...: the oracle found no difference; else what it printed, the first of it.
agrees() {
	local name=$1
	shift
	if python3 "$oracle" "$@" >answer 2>&1; then
		result "$name: $(tail -n 1 answer)" ""
	else
		result "$name" "$(tail -n 1 answer; head -n 200 answer)"
	fi
}

if [[ ${1:-} == long ]]; then
	agrees "1,000 seeds" seeds 1 1000
	finish
fi

agrees "seed 1" run 1 60 200

# Where the manual and the program differed once.
python3 "$oracle" once >once 2>&1
equal "what differed once was asked" "$? $(wc -l <once)" "0 9"
while IFS=$'\t' read -r how name both; do
	if [[ $how == same ]]; then
		result "$name" ""
	else
		result "$name" "$both"
	fi
done <once
finish
