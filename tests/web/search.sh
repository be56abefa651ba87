#!/bin/bash
# search.sh: the search of a served record as a reader uses it, with the pages as JSON for exactness: the reader's language
# first, other languages below, hits marked, nothing that is under embargo.
. "$(dirname "$0")/../cli/cli.sh"

python=/usr/bin/python3
if ! "$python" -c 'import json' 2>/dev/null; then
	skip "the search answers" "python3 is not installed"
	finish
fi

cp -r "$examples/csto" story
cat >>story/csto.script <<'SCRIPT'
SEC zaynetdinov release release=far-off text.en="Hushed words about <b>xylophones</b>" embargo=2099-01-01T00:00Z
SEC zaynetdinov release release=markup title.en="Zebras & <i>others</i>" text.en="A <script>zebra</script> & more"
SCRIPT
# The newest entry so far is the release "markup": it is corrected, and so is the correction.
entries=$("$bin" replay story/csto.script --dir first --quiet 2>&1 | sed -n 's/.* \([0-9]*\) entries\..*/\1/p')
cat >>story/csto.script <<SCRIPT
SEC zaynetdinov correct entry=$((entries - 1)) text.en="public:Quaggas were meant"
SEC zaynetdinov correct entry=$entries text.en="public:Okapis were meant"
seal
SCRIPT
expect "a record is made" 0 "" replay story/csto.script --dir record --quiet
"$bin" serve --dir record --listen 127.0.0.1:0 >serve.out 2>serve.err &
server=$!
trap 'kill "$server" 2>/dev/null; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
for ((i = 0; i < 100; i++)); do
	url=$(sed -n 's|^Serving at \(http://[^ ]*\)/$|\1|p' serve.out)
	[[ -z $url ]] || break
	sleep 0.1
done
result "it is served" "$([[ -n $url ]] || cat serve.err)"
[[ -n $url ]] || finish

# get LANGUAGE QUERY [MORE]: the page; twin: the same as JSON.
get() {
	curl -s -G --data-urlencode "q=$2" ${3:+-d "$3"} "$url/$1/search"
}
twin() {
	curl -s -G --data-urlencode "q=$2" ${3:+-d "$3"} "$url/$1/search.json"
}
# The index is made in the background: wait for its last text.
for ((i = 0; i < 100; i++)); do
	[[ $(twin en okapis) != *correction* ]] || break
	sleep 0.1
done
# ask PYTHON: what the expression over `page` gives; `twin … | ask …`.
ask() {
	"$python" -c 'import json, sys; page = json.load(sys.stdin); print('"$1"')' 2>&1
}

equal "English words find English texts first" \
	"$(twin en "statement" | ask 'len(page["items"]) > 0, {i["language"] for i in page["items"]}')" "True {'en'}"
equal "Russian words find Russian texts" \
	"$(twin ru "заявление" | ask 'len(page["items"]) > 0, {i["language"] for i in page["items"]}')" "True {'ru'}"
equal "Russian words in English: below, as other languages" \
	"$(twin en "заявление" | ask 'page["items"], {i["language"] for i in page["other_languages"]["items"]}')" \
	"[] {'ru'}"
equal "a hit says what it is and leads there" \
	"$(twin en "graduation solemn" | ask 'page["items"][0]["kind"], page["items"][0]["page"]["href"]')" \
	"release /releases/graduation-2025.json"
equal "a person is found by the name on the card, and leads to the person's page" \
	"$(twin en "Samat Ordabaev" | ask '[i["page"]["href"] for i in page["items"] if i["kind"] == "person"]')" \
	"['/persons/ordabaev.json']"
equal "a correction leads to the release that it corrects" \
	"$(twin en "quaggas" | ask '[(i["kind"], i["page"]["href"]) for i in page["items"]]')" \
	"[('correction', '/releases/markup.json')]"
equal "so does the correction of a correction" \
	"$(twin en "okapis" | ask '[(i["kind"], i["page"]["href"]) for i in page["items"]]')" \
	"[('correction', '/releases/markup.json')]"
equal "the charter is searched as it is read aloud, without comments" \
	"$(twin en "recalled Georgia" | ask '[i["excerpt"][0] for i in page["items"] if i["kind"] == "charter"]')" "[]"
equal "its words stand between U+2068 and U+2069" \
	"$(twin en "graduation" | ask '"\u2068graduation\u2069" in " ".join(i["excerpt"] for i in page["items"])')" True
equal "from=1 leaves the first one out" \
	"$(twin en statement from=1 | ask 'page["items"][0]["page"]')" "$(twin en statement | ask 'page["items"][1]["page"]')"
equal "the twin that the head names is this page's, not the empty form's" \
	"$(curl -s -o /dev/null -D - "$url/en/search?q=two+words&from=1" | tr -d '\r' | grep -i '^link:')" \
	'Link: </en/search.json?q=two%20words&from=1>; rel="alternate"; type="application/json"'
equal "from=9000: nothing is left" "$(twin en statement from=9000 | ask 'page["items"]')" "[]"

for word in Hushed xylophones; do
	equal "$word: under embargo, so not found" \
		"$(twin en "$word" | ask 'page["items"], page.get("other_languages")')" "[] None"
done
equal "and the page says what to try" "$(get en xylophones | grep -c "Nothing was found.")" 1

page=$(get en zebra)
result "in HTML the hit is marked, and what is around it is text" "$(
	[[ $page == *"A &lt;script&gt;<mark>zebra</mark>&lt;/script&gt; &amp; more"* ]] || echo "$page"
)"
result "a title's markup is text" "$([[ $page == *"Zebras &amp; &lt;i&gt;others&lt;/i&gt;"* ]] || echo "$page")"
page=$(get en '"><script>alert(1)</script>')
result "what was typed comes back as text" "$(
	[[ $page == *'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"'* && $page != *"<script"* ]] || echo "$page"
)"
equal "without words: how to search" "$(get en "" | grep -c "Every word must occur")" 1

# Any query has an answer: quotes, operators, only punctuation, very long.
long=$(printf 'word%.0s ' {1..30})
for query in '"' '""' '"a' '*' '(' 'AND' 'a OR' 'NEAR(' '^' '-' "'" ';--' '…' "$long" $'\u202e' '%' 'a:b'; do
	status=$(curl -s -o /dev/null -w '%{http_code}' -G --data-urlencode "q=$query" "$url/en/search")
	equal "the query ${query:0:12} has an answer" "$status" 200
done
finish
