#!/bin/bash
# The catalogues: msgfmt accepts each, and the compiler that makes tables of them refuses what it must.
. "$(dirname "$0")/../house/tap.sh"

compile=$COMITY_BUILD/src/web/po-compile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for file in po/*/*.po; do
	if command -v msgfmt >/dev/null; then
		result "$file: msgfmt -c" "$(msgfmt -c -o /dev/null "$file" 2>&1 | grep -v 'warning: header field')"
	else
		skip "$file: msgfmt -c" "gettext is not installed"
	fi
done

header='msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"
'

# refused NAME WORDS: the catalogue on standard input ends the build, and the error names its line and says WORDS.
refused() {
	local said status
	{ printf '%s\n' "$header" && cat; } >"$work/bad.po"
	said=$("$compile" xx 3 "$work/out.c" "$work/bad.po" 2>&1)
	status=$?
	if ((status != 1)); then
		result "refused: $1" "status $status: $said"
	elif [[ $said != "$work/bad.po:"*:*"$2"* ]]; then
		result "refused: $1" "it says: $said"
	else
		result "refused: $1" ""
	fi
}

printf '%s\n' "$header" 'msgid "Home"' 'msgstr "Главная"' '' '#, fuzzy' 'msgid "Search"' 'msgstr "{9}"' '' \
	'#~ msgid "Gone"' '#~ msgstr "x"' '' 'msgid "Crisis"' 'msgstr ""' >"$work/good.po"
result "accepted: a catalogue with fuzzy, obsolete and empty entries" \
	"$("$compile" xx 3 "$work/out.c" "$work/good.po" 2>&1)"
result "written: what is translated, and only that" "$(grep -q MSG_HOME "$work/out.c" || echo 'no MSG_HOME'
	grep -E 'MSG_(SEARCH|CRISIS)' "$work/out.c")"

refused "a placeholder that is left out" "placeholders" <<'END'
msgid "entry {0}"
msgstr "запись"
END
refused "a placeholder that is not there" "placeholders" <<'END'
msgid "entry {0}"
msgstr "запись {0} из {1}"
END
refused "a placeholder that is not closed" "placeholders" <<'END'
msgid "entry {0}"
msgstr "запись {0} {"
END
refused "a field left out of a phrase" "placeholders" <<'END'
msgctxt "phrase"
msgid "circulates {matter}"
msgstr "распространяет"
END
refused "brackets of a phrase that do not pair" "brackets" <<'END'
msgctxt "phrase"
msgid "circulates {matter}"
msgstr "распространяет [{matter}"
END
refused "words that no list has" "no list has" <<'END'
msgid "Nobody says this"
msgstr "x"
END
refused "a context that is no message's name" "no list has" <<'END'
msgctxt "NOBODY"
msgid "Home"
msgstr "x"
END
refused "two translations of one thing" "translated otherwise" <<'END'
msgid "Home"
msgstr "Главная"

msgid "Home"
msgstr "Дом"
END
refused "a string without its end" "not closed" <<'END'
msgid "Home
msgstr "Главная"
END
refused "an unknown escape" "backslash" <<'END'
msgid "Home"
msgstr "\a"
END
refused "a line of something else" "neither" <<'END'
msgid "Home"
msgstring "Главная"
END
refused "too many forms" "neither" <<'END'
msgid "{0} entry in the record"
msgid_plural "{0} entries in the record"
msgstr[3] "x"
END
finish
