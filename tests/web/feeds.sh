#!/bin/bash
# feeds.sh: the feeds of a served record before programs that know nothing of ours: jing with the schema of RFC 4287,
# feedparser, newsboat. What is not installed is skipped, visibly.
. "$(dirname "$0")/../cli/cli.sh"

schema=${COMITY_SHARED:-}/data/schemas/atom/atom_rfc4287.rnc
python=/usr/bin/python3

# The record of the seed, and a release that nobody may know of before 2099.
cp -r "$examples/csto" story
cat >>story/csto.script <<'SCRIPT'
SEC zaynetdinov release release=far-off text.en="Hushed words" text.ru="Тайные слова" embargo=2099-01-01T00:00Z
seal
SCRIPT
expect "a record is made" 0 "" replay story/csto.script --dir record --quiet

"$bin" serve --dir record --read-only --listen 127.0.0.1:0 >serve.out 2>serve.err &
server=$!
trap 'kill "$server" 2>/dev/null; chmod -R u+w "$work" 2>/dev/null; rm -rf "$work"' EXIT
for ((i = 0; i < 100; i++)); do
	url=$(sed -n 's|^Serving at \(http://[^ ]*\)/$|\1|p' serve.out)
	[[ -z $url ]] || break
	sleep 0.1
done
result "it is served" "$([[ -n $url ]] || cat serve.err)"
[[ -n $url ]] || finish

# fetch LANGUAGE FILE TYPE
fetch() {
	local got
	got=$(curl -s -o "$1-$2" -w '%{http_code} %{content_type}' "$url/$1/$2")
	equal "$1/$2: status and type" "${got%%;*}" "200 $3"
}
for language in en ru ar-XB; do
	fetch "$language" feed.atom application/atom+xml
	fetch "$language" feed.json application/feed+json
done
equal "a language that the site does not speak has no feed" \
	"$(curl -s -o /dev/null -w '%{http_code}' "$url/fr/feed.atom")" 404
for word in far-off Hushed Тайные; do
	result "no feed tells of what is under embargo: $word" "$(grep -l -e "$word" ./*-feed.*)"
done

# ---- jing: is it Atom? -------------------------------------------------------------------------------------------------

if ! command -v jing >/dev/null; then
	skip "Atom is valid" "jing is not installed"
elif [[ ! -f $schema ]]; then
	skip "Atom is valid" "the schema of RFC 4287 is not beside the tree"
else
	for language in en ru ar-XB; do
		result "$language: Atom is valid by RFC 4287" "$(jing -c "$schema" "$language-feed.atom" 2>/dev/null ||
			echo "jing refuses it")"
	done
	sed '/<entry>/,$ { /<id>/d }' en-feed.atom >spoilt.atom
	result "a feed whose entries have no id is not" \
		"$(if jing -c "$schema" spoilt.atom >/dev/null 2>&1; then echo "jing takes it"; fi)"
fi

# ---- feedparser ---------------------------------------------------------------------------------------------------------

if ! "$python" -c 'import feedparser' 2>/dev/null; then
	skip "feedparser reads the feeds" "python3-feedparser is not installed"
else
	cat >read.py <<'PYTHON'
import json, sys, urllib.request
import feedparser

url, language, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
bad = []
def must(true, words):
    if not true:
        bad.append(words)

feed = feedparser.parse(f"{url}/{language}/feed.atom")
must(not feed.bozo, f"bozo: {feed.get('bozo_exception')}")
must(feed.version == "atom10", f"version {feed.version}")
must(len(feed.entries) == count, f"{len(feed.entries)} entries, not {count}")
must(feed.feed.language == language, f"language {feed.feed.language}")
ids = [entry.id for entry in feed.entries]
must(len(set(ids)) == len(ids), "an id is there twice")
must(all(i.startswith("tag:csto.example,20") for i in ids), f"ids: {ids}")
times = [entry.published_parsed for entry in feed.entries]
must(times == sorted(times, reverse=True), "not newest first")
must(feed.feed.updated_parsed == max(e.updated_parsed for e in feed.entries), "the feed's time is not its newest's")
for entry in feed.entries:
    must(entry.title and entry.content[0].value, f"{entry.id}: no title or text")
    must(entry.content[0].type == "text/plain", f"{entry.id}: {entry.content[0].type}")
    for link in entry.links:
        with urllib.request.urlopen(link.href) as page:
            must(page.status == 200, f"{link.href}: {page.status}")

again = feedparser.parse(f"{url}/{language}/feed.atom", etag=feed.get("etag"))
must(feed.get("etag") and again.status == 304, f"asked again: {again.status}, etag {feed.get('etag')}")

with urllib.request.urlopen(f"{url}/{language}/feed.json") as answer:
    twin = json.load(answer)
must(twin["version"] == "https://jsonfeed.org/version/1.1", "version of the JSON Feed")
must(twin["feed_url"] == f"{url}/{language}/feed.json", f"feed_url {twin['feed_url']}")
must([item["id"] for item in twin["items"]] == ids, "the JSON Feed has other items")
must([item["title"] for item in twin["items"]] == [entry.title for entry in feed.entries], "other titles")
must(all(item["content_text"] and item["date_published"].endswith("Z") for item in twin["items"]), "text or time")
print("\n".join(bad), end="")
PYTHON
	for language in en ru; do
		result "$language: feedparser reads it, its links lead to pages, JSON Feed says the same" \
			"$("$python" read.py "$url" "$language" 10 2>&1)"
	done
fi

# ---- newsboat -----------------------------------------------------------------------------------------------------------

if ! command -v newsboat >/dev/null; then
	skip "newsboat reads the feeds" "newsboat is not installed"
else
	printf '%s\n' "$url/en/feed.atom" "$url/ru/feed.atom" >urls
	: >config
	HOME=$work newsboat -u urls -c cache.db -C config -x reload >newsboat.out 2>&1
	equal "newsboat reads every release of both feeds" \
		"$(HOME=$work newsboat -u urls -c cache.db -C config -x print-unread 2>&1)" "20 unread articles"
fi
finish
