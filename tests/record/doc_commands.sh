#!/bin/bash
# The commands of docs/record.md, run in the order of the page: each ```sh block must print the ```example block that
# follows it. They use nothing of ours, so this is the check of the example that our code has no part in.
set -u

page=$COMITY_SOURCE/docs/record.md
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/wanted" "$folder/got" "$folder/work"

for tool in openssl sha256sum base64 od xargs; do
	if ! command -v "$tool" >/dev/null; then
		echo "1..0 # SKIP $tool is not installed"
		exit 0
	fi
done

# One script of all commands; the output of a block goes to a file named after the example behind it.
awk -v folder="$folder" '
	/^```$/ { kind = ""; next }
	/^```sh$/ { kind = "sh"; text = ""; waiting = 1; next }
	/^```example / {
		kind = "example"; name = $2
		if (waiting) print "{\n" text "} > " folder "/got/" name
		waiting = 0
		printf "" > (folder "/wanted/" name)
		print name > (folder "/names")
		next
	}
	/^```/ { kind = "other" }
	/^#/ && kind == "" { if (waiting) printf "%s", text; waiting = 0 }
	kind == "sh" { text = text $0 "\n" }
	kind == "example" { print > (folder "/wanted/" name) }' "$page" >"$folder/script"

(cd "$folder/work" && LC_ALL=C.UTF-8 bash -eu "$folder/script") 2>"$folder/errors"
status=$?
sed -e 's/^/# /' "$folder/errors"

count=0 failed=0
while IFS= read -r name; do
	((++count))
	if problems=$(diff "$folder/wanted/$name" "$folder/got/$name" 2>&1); then
		echo "ok $count - $name"
	else
		((++failed))
		echo "not ok $count - $name"
		sed -e 's/^/# /' <<<"$problems"
	fi
done <"$folder/names"
echo "1..$count"
exit $((failed > 0 || count == 0 || status != 0))
