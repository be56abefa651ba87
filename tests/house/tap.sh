# Common to the house's tests: TAP on standard output, the tree to look at, which files belong to it.
#
# Each test is `name.sh [TREE]`; without an argument it looks at the source tree it stands in. selftest.sh hands it a
# small bad tree to see that it can fail.
set -u
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=${1:-${COMITY_SOURCE:-$(cd "$here/../.." && pwd)}}
cd "$tree" || exit 1

. "$here/../tap.sh"

# The rooms that stand in the tree, and a room's C files.
rooms() {
	find src -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort
}
c_files() {
	find "$@" -type f \( -name '*.c' -o -name '*.h' -o -name '*.def' \) | sort
}

# Every text file that people write: no build folder, no fuzz corpus, no golden bytes.
text_files() {
	find . \( -name .git -o -path './build*' -o -name node_modules -o -path './tests/fuzz/corpus' \
		-o -name golden \) -prune -o -type f -size -2000k -print | sort | while IFS= read -r file; do
		if [[ ! -s $file ]] || grep -qI . "$file"; then
			echo "${file#./}"
		fi
	done
}
