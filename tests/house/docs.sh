#!/bin/bash
# Links of the documents point to files that exist; manual pages are clean to the formatter; scripts parse.
. "$(dirname "$0")/tap.sh"

while IFS= read -r file; do
	problems=$(awk '
		/^```/ { fenced = !fenced }
		!fenced {
			line = $0
			gsub(/`[^`]*`/, "", line)
			while (match(line, /\]\([^)]*\)/)) {
				print FNR "\t" substr(line, RSTART + 2, RLENGTH - 3)
				line = substr(line, RSTART + RLENGTH)
			}
		}' "$file" | while IFS=$'\t' read -r number target; do
		target=${target%% *}
		target=${target%%#*}
		case $target in
		'' | http://* | https://* | mailto:*) ;;
		/*) echo "$file:$number: $target is an absolute path" ;;
		*) [[ -e $(dirname "$file")/$target ]] || echo "$file:$number: $target does not exist" ;;
		esac
	done)
	result "$file: links" "$problems"
done < <(text_files | grep '\.md$')

while IFS= read -r file; do
	if ! command -v groff >/dev/null; then
		skip "$file: formats without a warning" "groff is not installed"
		continue
	fi
	result "$file: formats without a warning" "$(groff -mandoc -Kutf8 -Tutf8 -ww -z "$file" 2>&1 ||
		groff -mandoc -Tutf8 -ww -z "$file" 2>&1)"
done < <(text_files | grep -E '^man/.*\.[1-8]$')

while IFS= read -r file; do
	if head -n 1 "$file" | grep -q '^#!.*sh$'; then
		problems=$(bash -n "$file" 2>&1)
		case $file in
		check | demo | .ci/run | tools/*) [[ -x $file ]] || problems+=" $file is not executable" ;;
		esac
		result "$file: parses" "$problems"
	fi
done < <(text_files)
finish
