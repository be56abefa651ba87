#!/bin/bash
# Nothing unfinished is landed: no marker of work to do in any file that people write.
. "$(dirname "$0")/tap.sh"

mapfile -t files < <(text_files | grep -v -x -e 'tests/house/words\.sh' -e 'tests/house/selftest\.sh' -e LICENSE)
for word in TODO FIXME XXX HACK; do
	result "no $word" "$(grep -n -w -H -e "$word" -- "${files[@]}")"
done
for words in 'not implemented' 'not yet implemented' 'unimplemented' 'lorem ipsum'; do
	result "no '$words'" "$(grep -n -i -H -F -e "$words" -- "${files[@]}")"
done
result "no conflict markers" "$(grep -n -H -E -e '^(<<<<<<<|>>>>>>>) ' -- "${files[@]}")"
finish
