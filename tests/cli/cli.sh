# Common to the tests of the command line: what a user does, one TAP case for each thing that must hold.
#
# Every test works in a folder of its own, which is removed at its end. COMITY_BIN is the program; COMITY_SOURCE the tree.
set -u
export LC_ALL=C.UTF-8
unset COMITY_DIR

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=${COMITY_SOURCE:-$(cd "$here/../.." && pwd)}
examples=$tree/examples
data=$here/data
bin=${COMITY_BIN:?the program to test}
work=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1

. "$here/../tap.sh"

# run WORD...: the program; afterwards $status, $out and $err hold what it did. `input=FILE run …` feeds it.
run() {
	"$bin" "$@" <"${input:-/dev/null}" >"$work/.out" 2>"$work/.err"
	status=$?
	out=$(<"$work/.out")
	err=$(<"$work/.err")
}

# expect NAME STATUS TEXT WORD...: exit status, and TEXT where it belongs: answers and refusals on standard output,
# errors on standard error with nothing on standard output. TEXT may be empty: then nothing is compared.
expect() {
	local name=$1 wanted=$2 text=$3 problems=
	shift 3
	run "$@"
	[[ $status == "$wanted" ]] || problems+="exit status $status, expected $wanted"$'\n'
	case $wanted in
	0 | 3) [[ $out == *"$text"* ]] || problems+="no \"$text\" in the answer"$'\n' ;;
	*)
		[[ $err == *"$text"* ]] || problems+="no \"$text\" in the error"$'\n'
		[[ -n $err ]] || problems+="no error is said"$'\n'
		[[ -z $out || $out == '{"verified":false'* ]] || problems+="an answer beside the error"$'\n'
		;;
	esac
	[[ -z $problems ]] || problems+="out: $out"$'\n'"err: $err"
	result "$name" "$problems"
}

# told NAME TEXT: what the last run answered holds TEXT.
told() {
	result "$1" "$([[ $out == *"$2"* ]] || printf 'no "%s" in:\n%s\n' "$2" "$out")"
}

# equal NAME FOUND EXPECTED
equal() {
	result "$1" "$([[ $2 == "$3" ]] || printf 'found:    %s\nexpected: %s\n' "$2" "$3")"
}

# one_file NAME FOUND EXPECTED: two files with the same bytes.
one_file() {
	result "$1" "$(diff -u "$3" "$2" 2>&1 | head -n 40)"
}

# field NAME: a member of the last run's JSON answer: a number, a truth value, or a string without quotes in it.
field() {
	sed -n 's/.*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p' <<<"$out" | tail -n 1
}

# record_of DIR: entries, root and state, or what is wrong with it. The one line by which a record is compared.
record_of() {
	"$bin" verify "$1" --json </dev/null 2>&1 | sed -n 's/.*"entries":\([0-9]*\),.*"root":"\([0-9a-f]*\)","digest":"\([0-9a-f]*\)".*/\1 \2 \3/p
		/"error"/p'
}

# intact NAME DIR BEFORE: the record verifies and is what it was.
intact() {
	equal "$1: the record is what it was" "$(record_of "$2")" "$3"
}

# fresh DIR: a copy of the record in "$work/base".
fresh() {
	rm -rf "$1"
	cp -a "$work/base" "$1"
}

# await TEXT FILE: until it stands there, for at most half a minute.
await() {
	local tries
	for ((tries = 0; tries < 600; tries++)); do
		grep -q -F -e "$1" "$2" 2>/dev/null && return
		sleep 0.05
	done
	echo "# waited in vain for \"$1\""
}

# size_of FILE
size_of() {
	stat -c %s "$1"
}

# flip FILE OFFSET: another value at this byte (the lowest bit changes).
flip() {
	local byte
	byte=$(od -An -v -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
	printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# place TEXT FILE: the offset of its first occurrence.
place() {
	grep -abo -m 1 -F -e "$1" "$2" | head -n 1 | cut -d: -f1
}

# signed RECORD PERSON VERB FIELD=VALUE...: the act as it would be entered, on standard output.
signed() {
	local dir=$1 person=$2
	shift 2
	"$bin" act "$@" --dir "$dir" --key "$dir/keys/$person.key" --print </dev/null
}

# shifted OFFSET_MS WORD...: as run, with a wall clock that is off by so much. $shim is the library that does it; the
# sanitizers' library would like to come first, and need not.
shifted() {
	local offset=$1
	shift
	lying SHIM_OFFSET_MS="$offset" -- "$@"
}
# lying NAME=VALUE... -- WORD...
lying() {
	local settings=()
	while [[ $1 != -- ]]; do
		settings+=("$1")
		shift
	done
	shift
	env "${settings[@]}" LD_PRELOAD="$shim" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" \
		"$bin" "$@" <"${input:-/dev/null}" >"$work/.out" 2>"$work/.err"
	status=$?
	out=$(<"$work/.out")
	err=$(<"$work/.err")
}
# answered NAME STATUS TEXT: what the last run did.
answered() {
	result "$1" "$([[ $status == "$2" && $out$err == *"$3"* ]] || printf 'exit status %s, expected %s with "%s"\nout: %s\nerr: %s\n' \
		"$status" "$2" "$3" "$out" "$err")"
}
