#!/bin/bash
# purity.sh BASE.a CHARTER.a KERNEL.a (or none): the kernel is pure because of what its objects link against.
#
# The archives are plain release objects, without sanitizers and without fortified calls. An object of the kernel, or of
# the charter (whose evaluator the kernel runs), may ask the linker only for mem*, for what base and charter define and
# for what the compiler adds. The objects of base that are drawn in by that obey the same rule, with two exceptions that
# stand below by name. No instruction touches a floating-point register.
set -u
archives=()
for archive; do
	[[ $archive == none ]] || archive=$(realpath "$archive")
	archives+=("$archive")
done
base=${archives[0]} charter=${archives[1]} kernel=${archives[2]}
set --
. "$(dirname "$0")/tap.sh"

# Drawn in by almost everything and known: err.c formats messages, arena.c asks for address space and aborts.
excepted='err.c arena.c'
pure='^(mem[a-z]*|__assert_fail|__stack_chk_fail|__udivti3|__umodti3|_GLOBAL_OFFSET_TABLE_)$'

# "object kind symbol" for every symbol of an archive: kind U (wanted) or D (defined, visible).
symbols() {
	nm -A -P "$1" | awk '{
		object = $1
		sub(/:$/, "", object)
		sub(/^.*[[\/]/, "", object)
		sub(/\]$/, "", object)
		sub(/\.o$/, "", object)
		sub(/^.*src_[a-z]+_/, "", object)
		if ($3 == "U")
			print object, "U", $2
		else if ($3 ~ /^[A-Z]$/)
			print object, "D", $2
	}'
}

# judge NAME OWN OTHERS: every wanted symbol is pure or defined in the symbols given.
judge() {
	result "$1" "$(awk -v pure="$pure" '$2 == "D" { defined[$3] } $2 == "U" && NR > own { wanted[$1 " wants " $3] = $3 }
		END { for (w in wanted) if (wanted[w] !~ pure && !(wanted[w] in defined)) print w }' \
		own="$(wc -l <<<"$3")" <(echo "$3") <(echo "$2") | sort)"
}

for archive in "${archives[@]}"; do
	[[ $archive == none || -e $archive ]] || result "$archive" "does not exist"
done
if [[ $base == none ]]; then
	skip "purity" "the base room is empty"
	finish
fi
base_symbols=$(symbols "$base")
charter_symbols='' kernel_symbols=''
[[ $charter == none ]] || charter_symbols=$(symbols "$charter")
[[ $kernel == none ]] || kernel_symbols=$(symbols "$kernel")

if [[ -n $charter_symbols ]]; then
	judge "charter: wants only mem*, base and itself" "$charter_symbols" "$base_symbols"
else
	skip "charter: wants only mem*, base and itself" "no objects"
fi
if [[ -n $kernel_symbols ]]; then
	judge "kernel: wants only mem*, base, charter and itself" "$kernel_symbols" "$base_symbols
$charter_symbols"
else
	skip "kernel: wants only mem*, base, charter and itself" "no objects"
fi

# Which objects of base are drawn in, and what do those want?
drawn=$(awk '
	$1 == "--" { outside = 1; next }
	outside { if ($2 == "U") queue[++last] = $3; next }
	$2 == "D" { home[$3] = $1 }
	$2 == "U" { wants[$1] = wants[$1] " " $3 }
	END {
		for (next_one = 1; next_one <= last; next_one++) {
			object = home[queue[next_one]]
			if (object == "" || object in seen)
				continue
			seen[object]
			count = split(wants[object], symbol, " ")
			for (i = 1; i <= count; i++) {
				queue[++last] = symbol[i]
				print object, symbol[i]
			}
			if (count == 0)
				print object, "memcpy"
		}
	}' <(echo "$base_symbols") <(echo "--") <(echo "$charter_symbols") <(echo "$kernel_symbols"))
for object in $(cut -d' ' -f1 <<<"$drawn" | sort -u); do
	if [[ " $excepted " == *" $object "* ]]; then
		echo "# base/$object is excepted by name"
		continue
	fi
	result "base/$object, drawn in, is pure" "$(awk -v object="$object" -v pure="$pure" '
		FNR == NR { if ($2 == "D") defined[$3]; next }
		$1 == object && $2 !~ pure && $2 != "strlen" && !($2 in defined) { print object " wants " $2 }' \
		<(echo "$base_symbols") <(echo "$drawn"))"
done

for room in charter kernel; do
	archive=${!room}
	if [[ $archive == none ]]; then
		skip "$room: no floating-point register" "no objects"
	elif [[ $(uname -m) != x86_64 ]]; then
		skip "$room: no floating-point register" "only looked for on x86-64"
	else
		result "$room: no floating-point register" "$(objdump -d --no-show-raw-insn "$archive" |
			grep -E '%([xyz]?mm[0-9]|st([^a-z]|$))|[[:space:]]f(ld|st|add|mul|div|sub)' | head -n 5)"
	fi
done

# Their headers are the language's own; nothing that reaches the system is even declared.
for room in charter kernel; do
	mapfile -t files < <(c_files "src/$room" | grep -v -x src/kernel/banned.h)
	((${#files[@]} > 0)) || continue
	result "$room: only headers of the language" "$(grep -n -H -E '^#[[:space:]]*include[[:space:]]*<' "${files[@]}" |
		grep -v -E '<(assert|inttypes|limits|stdalign|stdarg|stdbool|stddef|stdint|string)\.h>')"
done
finish
