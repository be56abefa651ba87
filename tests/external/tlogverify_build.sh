#!/bin/sh
# Build the independent checker of transparency logs (Go, on golang.org/x/mod) in the build folder and print its path.
#
# Its sources are not in this tree: COMITY_SHARED names the folder that holds tools/tlogverify. They are copied, because
# that folder may not be written to. Exit status 77, with the reason, when it cannot be built here.
set -eu

source=${COMITY_SHARED:-}/tools/tlogverify
build=${COMITY_BUILD:?the build folder}/external
if [ ! -d "$source" ]; then
	echo "tlogverify: its sources are not here" >&2
	exit 77
fi
if ! command -v go >/dev/null; then
	echo "tlogverify: go is not installed" >&2
	exit 77
fi
if [ ! -d /usr/share/gocode/src/golang.org/x/mod/sumdb ]; then
	echo "tlogverify: golang-golang-x-mod-dev is not installed" >&2
	exit 77
fi

mkdir -p "$build"
# Tests run side by side: one of them builds, the others wait.
exec 9>"$build/lock"
flock 9
if ! diff -q -r --exclude=tlogverify --exclude=.gocache "$source" "$build/tlogverify" >/dev/null 2>&1; then
	rm -rf "$build/tlogverify"
	cp -r "$source" "$build/tlogverify"
	chmod -R u+w "$build/tlogverify"
fi
if [ ! -x "$build/tlogverify/tlogverify" ]; then
	GOCACHE="$build/gocache" "$build/tlogverify/build.sh" >&2
fi
echo "$build/tlogverify/tlogverify"
