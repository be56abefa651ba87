#!/bin/bash
# serve.sh FORGE SHIM: a record on the web: every answer that docs/api.md promises, clients that are slow, broken or gone,
# and a server that is killed, stopped, or has a clock that steps. Whatever was acknowledged is in the record.
. "$(dirname "$0")/cli.sh"
forge=$1 shim=$2
servers=()
trap 'kill -9 "${servers[@]}" 2>/dev/null; rm -rf "$work"' EXIT

"$bin" init "$data/forum.charter" --dir base --origin forum.example/r --make-keys >/dev/null </dev/null
for person in alp-1 bay-1; do
	"$bin" act countersign --dir base --key base/keys/$person.key >/dev/null </dev/null
done

# served DIR WORD...: a server on a free port; sets url, host, port, server. `clock=…` sets the shim,
# `listen_at=…` another address.
served() {
	local dir=$1 preload=()
	shift
	[[ -z ${clock:-} ]] || preload=(env $clock LD_PRELOAD="$shim" ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0")
	rm -f serve.out
	(
		[[ -z ${kilobytes:-} ]] || trap '' XFSZ
		[[ -z ${kilobytes:-} ]] || ulimit -f "$kilobytes" # a disk that is soon full
		exec "${preload[@]}" "$bin" serve --dir "$dir" --listen "${listen_at:-127.0.0.1:0}" "$@"
	) >serve.out 2>serve.err </dev/null &
	server=$!
	servers+=("$server")
	await "Serving at " serve.out
	url=$(sed -n 's/^Serving at \(.*\)\/$/\1/p' serve.out)
	port=${url##*:} host=127.0.0.1
}
# stopped NAME SIGNAL STATUS: the server ends so.
stopped() {
	kill -s "$2" "$server"
	wait "$server" 2>/dev/null
	equal "$1" "$?" "$3"
}

# get PATH [CURL-OPTION...]: $code, the head in head.txt, the body in body.txt.
get() {
	local path=$1
	shift
	: >body.txt
	code=$(curl -s -D head.txt -o body.txt -w '%{http_code}' --max-time 60 --path-as-is "$@" "$url$path")
	tr -d '\r' <head.txt >head.lf
}
header() {
	sed -n "s/^$1: //Ip" head.lf
}
# got NAME PATH STATUS [TEXT [CURL-OPTION...]]: the status, and TEXT in the body.
got() {
	local name=$1 path=$2 wanted=$3 text=${4:-} problems=
	shift $(($# < 4 ? 3 : 4))
	get "$path" "$@"
	[[ $code == "$wanted" ]] || problems+="status $code, expected $wanted"$'\n'
	[[ $(<body.txt) == *"$text"* ]] || problems+="no \"$text\" in the answer"$'\n'
	[[ -z $problems ]] || problems+="$(head -c 600 body.txt; head -20 head.lf)"
	result "$name" "$problems"
}
# post NAME FILE STATUS TEXT [TYPE]
post() {
	got "$1" /acts "$3" "$4" --data-binary "@$2" -H "Content-Type: ${5:-text/plain}"
}
member() { # of the last answer's JSON
	sed -n 's/.*"'"$1"'":"\{0,1\}\([^",}]*\).*/\1/p' body.txt
}
# said BYTES: sent as they are (printf), the answer on standard output until the server closes or two seconds pass.
said() {
	# shellcheck disable=SC2059
	printf "$1" >said.request
	(
		exec 3<>"/dev/tcp/$host/$port" || exit
		cat said.request >&3 # in one piece
		timeout 2 cat <&3
	) 2>/dev/null | tr -d '\r\0'
}
# trickle FILE TYPE SIZE: an act of which a byte comes every half second; FILE gets how many seconds that was let happen.
trickle() {
	local began=$SECONDS
	(
		trap '' PIPE
		exec 3<>"/dev/tcp/$host/$port" || exit
		printf 'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n' "$2" "$3" >&3
		for ((n = 0; n < 120; n++)); do
			printf '{' >&3 || break
			sleep 0.5
		done
	) 2>/dev/null
	echo $((SECONDS - began)) >"$1"
}

fresh w
listen_at=0.0.0.0:0 served w --url https://record.example
url=http://127.0.0.1:$port
got "all addresses of the machine, with one for its links" /en/feed.atom 200 'href="https://record.example/en/'
stopped "which is stopped" TERM 0

fresh r
served r
result "it says where it is" "$(grep -q '^Serving at http://127.0.0.1:[0-9]*/$' serve.out || cat serve.out)"
expect "a second one cannot have the record" 1 "is in use" serve --dir r --listen 127.0.0.1:0
expect "nor its port" 1 "cannot listen at" serve --dir base --listen "127.0.0.1:$port"
expect "an address without a port" 2 "expected an address with a port" serve --dir base --listen nowhere
for bad in 127.0.0.1:99999 127.0.0.1:65536 127.0.0.1:http 127.0.0.1: 127.0.0.1:-1 '127.0.0.1: 80' '[::1]:070'; do
	expect "a port that is none: $bad" 2 "a port is a number from 0 to 65535" serve --dir base --listen "$bad"
done
for all in :0 0.0.0.0:0 0:0 '[::]:0' '[::ffff:0.0.0.0]:0'; do
	expect "all addresses, and none for its links: $all" 2 "without --url" serve --dir base --listen "$all"
done
expect "an URL that is none" 2 "how the world reaches the site" serve --dir base --url record.example
for bad in https://record.example/forum https://record.example/; do
	expect "an URL with a path: $bad" 2 "--url takes no path" serve --dir base --url "$bad" --listen "127.0.0.1:$port"
done
expect "an URL without a host" 2 "how the world reaches the site" serve --dir base --url https:// --listen "127.0.0.1:$port"
expect "no workers" 2 "at least one worker" serve --dir base --workers 0
run log --dir r
answered "other commands read beside it" 0 "confirms its first key"

# ---- Reading
for ((tries = 0; tries < 100; tries++)); do
	get /healthz
	[[ $(member sealed) == 4 ]] && break
	sleep 0.1
done
equal "what nobody sealed is sealed soon" "$(member sealed)" 4
result "docs/api.md lists every page and every address" "$({
	sed -n 's/^\t{"\([a-z].*\)", MSG.*/\1/p' "$tree/src/web/pages.c"
	sed -n 's/^\t\t{STR_INIT("\([a-z].*\)"), ROUTE.*/\/\1/p' "$tree/src/web/route.c"
} | while read -r address; do
	grep -q -F -e "\`$address\`" "$tree/docs/api.md" || [[ $address == /acts ]] || echo "$address"
done)"
get /
equal "/ leads to a language" "$code $(header location)" "302 /en/"
get / -H 'Accept-Language: ru-RU,ru;q=0.9,en;q=0.5'
equal "to the reader's" "$code $(header location) $(header vary)" "302 /ru/ Accept-Language"
got "a page" /en/ 200 "<title>The Forum</title>"
for line in "content-type: text/html; charset=utf-8" "x-content-type-options: nosniff" "referrer-policy: same-origin" \
	"cache-control: no-cache" 'link: </en/index.json>; rel="alternate"; type="application/json"'; do
	equal "its header ${line%%:*}" "$(header "${line%%:*}")" "${line#*: }"
done
result "its policy lets nothing in from elsewhere" "$([[ $(header content-security-policy) == \
	"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" ]] ||
	cat head.lf)"
etag=$(header etag) length=$(header content-length)
result "its tag is strong" "$([[ $etag =~ ^\"[0-9a-f]{32}\"$ ]] || echo "$etag")"
got "asked again with the tag" /en/ 304 "" -H "If-None-Match: $etag"
equal "nothing is sent, the tag stands" "$(header etag) $(wc -c <body.txt)" "$etag 0"
equal "and so does the length that is not sent" "$(header content-length)" "$length"
result "nothing is sent, indeed" "$(answer=$(said "GET /en/ HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\nConnection: close\r\n\r\n")
	[[ $answer == "HTTP/1.1 304 "* && ${answer##*$'\n'} != *"<"* && $answer == *"Content-Length: $length"* ]] || echo "$answer")"
for address in '/en/search?q=forum' '/ru/search.json?q=forum' /entries/0/proof; do
	get "$address"
	sleep 0.05
	got "nothing has changed, made anew: $address" "$address" 304 "" -H "If-None-Match: $(header etag)"
done
got "one of several tags" /en/ 304 "" -H "If-None-Match: \"x\", W/$etag"
got "another tag" /en/ 200 "The Forum" -H 'If-None-Match: "x"'
get /en/ -I
equal "HEAD: the same head, no body" "$code $(header content-length) $(header etag)" "200 $length $etag"
got "its twin" /en/index.json 200 '"title":"The Forum"'
equal "is JSON" "$(header content-type)" "application/json"
got "in Russian" /ru/meetings 200 'lang="ru"'
got "without a slash" /en 308
equal "with one" "$(header location)" "/en/"
got "with a slash too many" /en/meetings/ 308
equal "without" "$(header location)" "/en/meetings"
got "with words after it" '/ru/releases/?from=3' 308
equal "which stay" "$(header location)" "/ru/releases?from=3"
got "the style sheet" /site.css 200 "{"
equal "is CSS" "$(header content-type)" "text/css; charset=utf-8"
got "the icon" /favicon.svg 200 "<svg"
got "robots.txt" /robots.txt 200 "Disallow: /*/search"
got "the feed" /en/feed.atom 200 "<feed"
got "the JSON feed" /ru/feed.json 200 '"version":"https://jsonfeed.org/version/1.1"'
got "the charter" /charter.txt 200 "organisation forum"
one_file "byte by byte" body.txt "$data/forum.charter"
get /log.vkey
one_file "the log's key" body.txt r/log.vkey
got "an entry's bytes" /entries/0 200 "comity-entry/v1 0 "
equal "for ever" "$(header cache-control)" "public, max-age=31536000, immutable"
got "an entry that there is not" /entries/99 404 "There is no such entry"
got "health" /healthz 200 '{"status":"ok","takes_acts":true,"entries":4,"sealed":4}'
got "metrics" /metrics 200 "comity_entries 4"
result "every metric has a type" "$(grep -v '^#' body.txt | sed 's/[{ ].*//' | sort -u | while read -r name; do
	grep -q "^# TYPE $name \(counter\|gauge\)$" body.txt || echo "$name"
done)"
result "and counters are called so" "$(sed -n 's/^# TYPE \(.*\) counter$/\1/p' body.txt | grep -v '_total$')"

# The log as tiles: what export writes, byte by byte
"$bin" export out --dir r >/dev/null
mapfile -t tiles < <(cd out && find tile checkpoint -type f | sort)
result "the log as tiles: what export writes" "$(for tile in "${tiles[@]}"; do
	curl -s "$url/$tile" | cmp - "out/$tile" 2>&1
done; ((${#tiles[@]} >= 3)) || echo "${tiles[*]}")"
got "a tile beyond the tree" /tile/0/007 404 "no such tile"
got "a wider tile than there is" /tile/0/000 404 "no such tile"

# ---- What is not there, and what is no request
got "no such page" /en/meetings/nope 404 '"status":404'
equal "a problem" "$(header content-type)" "application/problem+json"
got "for a browser a page" /ru/meetings/nope 404 '<html lang="ru"' -H 'Accept: text/html,*/*;q=0.8'
equal "that says on what it depends" "$(header vary)" "Accept, Accept-Language"
got "no such address" '/<script>' 400 '"status":400'
got "nothing of it is repeated" /en/nope-nope 404 '"status":404'
result "indeed" "$(grep -i 'nope' body.txt)"
got "a page's number that is none" '/en/meetings?from=x' 400
got "words that are no text" '/en/search?q=%ff' 400
got "no way out" /en/../r/registrar.key 404
got "PUT" /en/ 405 "" -X PUT
equal "says what is allowed" "$(header allow)" "GET, HEAD"
got "a method that nobody knows" /en/ 501 "" -X BREW
got "POST where nothing is taken" /en/ 405 "" -d x
got "GET of /acts" /acts 405
equal "says how" "$(header allow)" "POST"
got "whatever stands after it" '/acts?x=1' 405
equal "says the same" "$(header allow)" "POST"
got "a long address" "/$(printf 'a%.0s' {1..3000})" 414
got "a long header" / 431 "" -H "X: $(printf 'a%.0s' {1..9000})"
got "many headers" / 431 "" $(printf -- '-H X%d:y ' {1..70})
got "an unknown transfer coding" /acts 501 "" -H 'Transfer-Encoding: gzip' -H 'Content-Length:' -d x
got "something expected" /healthz 417 "" -H 'Expect: more'
for request in 'GET / HTTP/1.1\r\n\r\n' 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n' \
	'GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n' 'GET /en/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nwords' \
	'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwords' \
	'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' \
	'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n' \
	'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nwords' 'GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n' \
	'GET / HTTP/1.1\nHost: a\n\n' 'GET / HTTP/1.1\r\nHost: a\n\r\n' 'GET / HTTP/1.1\r\nHost: a\r\n\n' \
	'GET / HTTP/1.1\nHost: a\r\n\r\n' 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n' \
	'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\nY: c\r\n\r\n' 'GET / HTTP/1.1\r\nHost:\r\n a\r\n\r\n' \
	'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n' \
	'GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\t5\r\n\r\nwords' \
	'GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n' 'GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n'; do
	answer=$(said "$request")
	result "refused: ${request//\\r\\n/ }" "$([[ $answer == "HTTP/1.1 400 "* && $answer == *"Connection: close"* ]] ||
		echo "$answer")"
done
result "HTTP/2.0" "$([[ $(said 'GET / HTTP/2.0\r\nHost: a\r\n\r\n') == "HTTP/1.1 505 "* ]] || echo no)"
result "a POST without a length" "$([[ $(said 'POST /acts HTTP/1.1\r\nHost: a\r\n\r\n') == "HTTP/1.1 411 "* ]] || echo no)"
said '\x16\x03\x01\x02\x00\x01\x00' >/dev/null
said '\x00\xff\x00\xff\r\n\r\n\r\n' >/dev/null
answer=$(said 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /log.vkey HTTP/1.1\r\nHost: a\r\n\r\nHEAD /en/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
result "three requests in one go, three answers in order" "$([[ $answer == *'"status":"ok"'*"forum.example/r+"*"text/html"* &&
	$(grep -c '^HTTP/1.1 200 OK' <<<"$answer") == 3 ]] || echo "$answer")"

# ---- Acts
table=(table body=forum kind=decision procedure=written title.en=T)
signed r alp-1 "${table[@]}" matter=m-1 text.en="One." >m-1
result "an act with its text is printed as JSON" "$([[ $(<m-1) == '{"act":"'*'"blobs":[{"ref":"restricted:'* ]] || cat m-1)"
post "an act with its text" m-1 201 '{"entry":4,"time":"20' application/json
equal "says where it is" "$(header location) $(member proof)" "/entries/4 /entries/4/proof"
arrival=$(sed -n 's/.*"arrival":"\([^"]*\)".*/\1/p' body.txt)
hash=$(sed -n 's/^{"act":"\([^"\\]*\(\\.[^"\\]*\)*\)".*/\1/p' m-1 | sed 's/\\n.*//; s/\\"/"/g' |
	openssl dgst -sha256 -binary | base64)
result "and gives a receipt for its arrival" "$([[ $arrival == 'comity-arrival/v1\nforum.example/r\n'*'\n\n— forum.example/r '*'\n' ]] ||
	echo "$arrival")"
equal "over its text" "$(cut -d'\' -f3 <<<"$arrival")" "n$hash"
printf '%b' "$arrival" >arrival
expect "the receipt verifies" 0 "$(base64 -d <<<"${hash}" | od -An -v -tx1 | tr -d ' \n')" verify arrival --key "$(<r/log.vkey)"
told "and says when" " had a text at $(date -u -d "@$(($(cut -d'\' -f4 <<<"$arrival" | tr -d n) / 1000))" +%FT%T)"
sed 's/^[0-9]*$/1/' arrival >late
expect "another time does not" 1 "signature" verify late --key "$(<r/log.vkey)"
post "the same again" m-1 200 '{"entry":4,' application/json
result "with a receipt of its own" "$([[ $(<body.txt) == *'"arrival":"comity-arrival/v1'* ]] || cat body.txt)"
run show 4 --texts --dir r
told "its text is in the record" "One."
signed r bay-1 position matter=m-1 position=support >p-1
post "an act without texts" p-1 201 '{"entry":5,'
signed r bay-1 position matter=m-1 position=object --json >p-2
result "or in an envelope" "$([[ $(<p-2) == '{"act":"'* ]] || cat p-2)"
post "which is taken too" p-2 201 '{"entry":6,' application/json

# Refused and wrong
signed r bay-1 position matter=m-1 position=reserve >x
post "a rule refuses" x 422 '"type":"urn:comity:problem:refused","title":"Refused by a rule","status":422,"detail":"Refused: '
equal "a problem that names the rule" "$(header content-type) $(member rule)" "application/problem+json /charter.txt line 29"
result "cites it, and acknowledges" "$([[ $(member slug) == position-not-taken && $(<body.txt) == *'"cite":"Statutes, Art. 5'* &&
	$(<body.txt) == *'"arrival":"comity-arrival/v1'* ]] || cat body.txt)"
signed r cap-1 position matter=m-1 position=support >x
post "no right: a key that is not countersigned" x 403 '"slug":"provisional-key"'
signed r alp-1 withdraw matter=m-1 >x
sed -e 's/"nonce":"[0-9a-f]*"/"nonce":"'"$(printf '0%.0s' {1..32})"'"/' x >y
post "a signature over other words" y 403 '"type":"urn:comity:problem:signature"'
result "is acknowledged as having come" "$([[ $(<body.txt) == *'"arrival":"'* ]] || cat body.txt)"
signed r alp-1 amend matter=m-1 text.en="Two." >amend
signed r bay-1 position matter=m-1 position=abstain >stale
post "an amendment" amend 201 '"entry":7' application/json
post "a position that had not seen it" stale 409 '"title":"Out of step with the record","status":409'
signed r alp-1 withdraw matter=m-1 >x
nonce=$(grep -o 'nonce[^a-z0-9]*[0-9a-f]*' amend | grep -o '[0-9a-f]*$')
head -n 1 x | sed "s/\"nonce\":\"[0-9a-f]*\"/\"nonce\":\"$nonce\"/" | "$forge" sign r/keys/alp-1.key >y
post "a nonce that its person has used" y 409 '"slug":"nonce-used"'
signed base alp-1 countersign >x
"$bin" init "$data/forum.charter" --dir other --origin forum.example/other --make-keys >/dev/null
signed other alp-1 countersign >x
post "an act for another record" x 409 "forum.example/other"
echo words >x
post "no act" x 400 '"type":"urn:comity:problem:malformed"'
result "gets no receipt" "$(grep arrival body.txt)"
echo '{"act":"words"}' >x
post "no act in an envelope" x 400 malformed application/json
echo '{"act":1}' >x
post "no envelope" x 400 "envelope: " application/json
signed r alp-1 amend matter=m-1 text.en="Four." >four
sed 's/,"blobs":.*/}/' four >x
post "a text is missing" x 400 "a text of the act is missing" application/json
sed 's/"data":"[^"]*"/"data":"T3RoZXIu"/' four >x
post "another text than the act's" x 400 '"type":"urn:comity:problem:malformed"' application/json
result "which is said" "$([[ $(<body.txt) == *"is not the one that the act's ref was made from"* ]] || cat body.txt)"
post "of a type that is no act's" x 415 "text/plain" text/html
head -c 70000 /dev/zero >x
post "too large" x 413 "larger than any act"
head -c 17000000 /dev/zero >x
post "far too large" x 413 "" application/json
got "too large, in chunks" /acts 413 "" -H 'Content-Type: text/plain' -H 'Transfer-Encoding: chunked' -T - -X POST \
	< <(head -c 200000 /dev/zero)
got "an act in chunks" /acts 200 '"entry":5' -H 'Content-Type: text/plain' -H 'Transfer-Encoding: chunked' -T - -X POST <p-1
got "after which it is still there" /healthz 200 '"status":"ok"'

# Receipts
for ((i = 0; i < 100; i++)); do
	get /entries/7/proof
	[[ $code == 404 ]] || break
	sleep 0.1
done
equal "the receipt of an entry, once it is sealed" "$code" 200
cp body.txt seven.tlog-proof
expect "verifies" 0 "entry 7" verify seven.tlog-proof --key "$(<r/log.vkey)"
result "without the restricted text" "$(grep -c VHdvLg seven.tlog-proof | grep -v '^0$')"
ref=$(grep -o '"ref":"restricted:[0-9a-f]*' four | cut -c8-)
got "a text that the record has not" "/blobs/$ref" 404
ref=$(grep -o '"ref":"restricted:[0-9a-f]*' amend | cut -c8-)
got "a text that is for members" "/blobs/$ref" 403 "for members"
signed r off-1 countersign >x
post "the office" x 201 entry
signed r off-1 release release=news title.en=News text.en="What is new." >x
post "a press release" x 201 entry application/json
ref=$(grep -o '"ref":"public:[0-9a-f]*' x | cut -c8-)
got "its text by its address" "/blobs/$ref" 200 "What is new."
equal "with its salt" "$(header comity-salt)" "$(grep -o '"salt":"[^"]*' x | cut -c9-)"
equal "as plain text" "$(header content-type)" "text/plain; charset=utf-8"
got "its page" /en/releases/news 200 "What is new."
got "the page has changed" /en/ 200 "News" -H "If-None-Match: $etag"

# Two clients at once, and many
for ((i = 0; i < 40; i++)); do
	signed r alp-1 "${table[@]}" matter="at-once-$i" text.en="Text $i." >"at-once-$i"
done
seq 0 39 | xargs -P 8 -I{} curl -s --max-time 60 --data-binary @at-once-{} -H 'Content-Type: application/json' \
	-w '%{http_code}\n' "$url/acts" >at-once.out
equal "forty acts of eight clients: all entered" "$(grep -c '^201$' at-once.out)" 40
equal "each as an entry of its own" "$(grep -o '"entry":[0-9]*' at-once.out | sort -u | wc -l)" 40

# As many slow bodies as there are places: the slowest gives way
slow=()
for ((i = 0; i < 256; i++)); do
	exec {fd}<>"/dev/tcp/$host/$port"
	slow+=("$fd")
	printf 'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"act' >&"$fd"
done
for ((tries = 0; tries < 50; tries++)); do
	signed r alp-1 "${table[@]}" matter=between text.en="Text." >x
	get /acts --data-binary @x -H 'Content-Type: application/json'
	[[ $code == 503 ]] || break
	sleep 0.3
done
equal "beside 256 slow bodies: an act is entered" "$code" 201
get /metrics
result "in the place of one that was slow" "$(grep -q '^comity_http_expired_total [1-9]' body.txt || grep expired body.txt)"
for fd in "${slow[@]}"; do
	exec {fd}>&-
done

# Clients that are slow, idle, or gone
trickle note.seconds text/plain 500 &
trickler=$!
exec 4<>"/dev/tcp/$host/$port" 5<>"/dev/tcp/$host/$port" 6<>"/dev/tcp/$host/$port"
printf 'GET /en/ HT' >&4
printf 'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 500\r\n\r\n{"v"' >&5
got "beside slow clients" /healthz 200 ok
for ((i = 0; i < 20; i++)); do
	signed r alp-1 "${table[@]}" matter="gone-$i" text.en="Text." >gone
	{
		printf 'POST /acts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n' "$(wc -c <gone)"
		cat gone
	} >gone.request
	(exec 3<>"/dev/tcp/$host/$port" && cat gone.request >&3)
done
got "clients that hand in and are gone: the server is there" /healthz 200 ok
printf 'TP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n' >&4
result "the slow client is answered in the end" "$([[ $(timeout 5 cat <&4) == *"The Forum"* ]] || echo "it is not")"
run log --dir r
equal "what they handed in is entered" "$(grep -c 'tables gone-' <<<"$out")" 20
exec 4>&- 6>&-

wait "$trickler"
result "a byte now and then: an act has twenty seconds" "$( (($(<note.seconds) >= 18 && $(<note.seconds) <= 26)) || cat note.seconds)"

# A stop: everything handed in is answered, everything is sealed
trickle stop.seconds application/json 5000 &
sleep 1
began=$SECONDS
stopped "SIGTERM ends it" TERM 0
result "within ten seconds, whoever is slow" "$( ((SECONDS - began <= 10)) || echo $((SECONDS - began)))"
exec 5>&-
run verify r --key "$(<r/log.vkey)" --json
answered "the record verifies" 0 '"verified":true'
equal "and is sealed to its end" "$(field sealed)" "$(field entries)"
expect "nobody holds it any more" 0 "Sealed" seal --dir r

# ---- For reading only, for members only
served r --read-only --cache 0
got "for reading only: a page" /en/releases/news 200 "What is new."
get /en/index.json
sleep 0.05
got "nothing has changed, and nothing is kept" /en/index.json 304 "" -H "If-None-Match: $(header etag)"
signed r alp-1 withdraw matter=at-once-1 >x
post "no act" x 403 '"type":"urn:comity:problem:read-only"'
got "health" /healthz 200 '"status":"read-only","takes_acts":false'
reader=$server reader_url=$url
served r
post "beside one that writes" x 201 entry
number=$(member entry) writer_url=$url url=$reader_url
for ((tries = 0; tries < 50; tries++)); do
	get "/healthz"
	[[ $(member sealed) -gt $number ]] && break
	sleep 0.1
done
result "the reader follows, to the seal" "$([[ $(member sealed) -gt $number ]] || cat body.txt)"
got "and shows what was entered" /en/matters/at-once-1 200 "ithdrawn"
got "with its receipt" "/entries/$number/proof" 200 "c2sp.org/tlog-proof@v1"
url=$writer_url
stopped "which is interrupted" INT 0
server=$reader
stopped "the reader, too" TERM 0
served r --closed-record
got "a closed record: its pages" /en/releases/news 200 "What is new."
got "its checkpoint" /checkpoint 200 "forum.example/r"
for address in /entries/3 /entries/3/proof "/tile/entries/000.p/9"; do
	got "not $address" "$address" 403 "for its members"
done
got "its hashes" /tile/0/000.p/9 200
stopped "it is stopped" TERM 0

# ---- Killed: what was acknowledged is there
fresh k
cat >client.sh <<'END2'
#!/bin/bash
# client.sh URL FROM: acts, one after the other, until the server is gone
for ((i = $2; ; i += 4)); do
	curl -s --max-time 20 --data-binary "@k-$i" -H 'Content-Type: application/json' "$1/acts" >"said-$i" || break
	grep -q '"entry"' "said-$i" && echo "$i $(grep -o '"entry":[0-9]*' "said-$i" | cut -d: -f2)" >>acknowledged
done
END2
chmod +x client.sh
for ((i = 0; i < 400; i++)); do
	echo "k-$i"
done | xargs -P 2 -I{} sh -c '"$0" act table body=forum kind=decision procedure=written title.en=T matter={} text.en="Text {}." \
	--dir k --key k/keys/alp-1.key --print >{} </dev/null' "$bin"
: >acknowledged
for round in 1 2 3; do
	served k
	before=$(wc -l <acknowledged)
	for ((i = 0; i < 4; i++)); do
		./client.sh "$url" $((i + (round - 1) * 132)) 2>/dev/null &
	done
	for ((tries = 0; tries < 400 && $(wc -l <acknowledged) < before + 20; tries++)); do
		sleep 0.05
	done
	kill -9 "$server"
	wait 2>/dev/null
	run verify k --json
	answered "killed, round $round: the record verifies" 0 '"verified":true'
	equal "killed, round $round: no text is missing" "$(field blobs_absent)" 0
	"$bin" log --dir k >log
	result "killed, round $round: what was acknowledged is there" "$(while read -r i number; do
		grep -q "^ *$number  *[^ ]*  Alp (alp-1) tables k-$i " log || echo "k-$i is not entry $number"
	done <acknowledged)"
	result "killed, round $round: something was acknowledged" "$( (($(wc -l <acknowledged) > before)) || echo nothing)"
done
served k
read -r i number <acknowledged
post "the same act again after all that: its first entry" "k-$i" 200 "{\"entry\":$number," application/json
stopped "and it is stopped" TERM 0

# ---- The disk is full: nothing is acknowledged, the server ends, and nothing is lost
fresh f
head -c 900000 /dev/urandom | base64 -w 0 >long.txt
signed f alp-1 "${table[@]}" matter=long text.en=@long.txt >long
signed f alp-1 "${table[@]}" matter=short text.en=Short. >short
kilobytes=600 served f
post "before: an act" short 201 '"entry":4' application/json
post "no room for one: it is not known whether it was entered" long 503 '"type":"urn:comity:problem:unavailable"' application/json
result "it came, in any case" "$([[ $(<body.txt) == *'"arrival":"comity-arrival/v1'* ]] || cat body.txt)"
wait "$server"
equal "the server ends by itself" "$?" 1
result "and says why" "$(grep -q 'the record cannot be written any more' serve.err || cat serve.err)"
result "without a word of the system to the world" "$(grep -i 'record.db\|sqlite\|disk' body.txt)"
expect "the record verifies" 0 "Verified" verify f
served f
got "with what was acknowledged" /entries/4 200 "short"
post "and takes the act now" long 201 '"entry":5' application/json
stopped "it is stopped" TERM 0

# ---- A deadline that comes while it is served; clocks that step
for words in "init $data/forum.charter --origin forum.example/d --make-keys" "act countersign --key d/keys/alp-1.key" \
	"act ${table[*]} matter=due text.en=Due --key d/keys/alp-1.key"; do
	# shellcheck disable=SC2086
	shifted -3590000 $words --dir d
done
answered "a question that has ten seconds left" 0 "Entered as entry 3"
served d
for ((tries = 0; tries < 300; tries++)); do
	get /healthz
	[[ $(member entries) == 5 ]] && break
	sleep 0.1
done
got "nobody asks, and the outcome is entered" /healthz 200 '"entries":5'
got "its page says so" /en/matters/due 200 "lapsed"
stopped "it is stopped" TERM 0
run show 4 --dir d
told "the outcome" "due"

fresh c
clock="SHIM_STEP_AFTER=60 SHIM_STEP_MS=60000"
served c
clock=
for ((i = 0; i < 40; i++)); do
	signed base bay-1 countersign >x
	get /acts --data-binary @x -H 'Content-Type: text/plain'
	[[ $code == 503 ]] && break
	for n in 1 2 3 4 5; do get /en/; done
done
result "the clock steps: acts are answered so" "$([[ $code == 503 && $(<body.txt) == *'"type":"urn:comity:problem:clock"'* &&
	$(<body.txt) != *'"arrival"'* && $(header retry-after) == 60 ]] || cat body.txt head.lf)"
told_now=$(sed -n 's/.*"as_of":"\([^"]*\)".*/\1/p' <(curl -s "$url/en/index.json"))
result "nobody is told a wrong time" "$( (($(date -ud "$told_now" +%s) <= $(date +%s) + 5)) || echo "$told_now")"
got "health says it" /healthz 503 '"status":"clock","takes_acts":false'
result "the operator is told" "$(grep -q "the wall clock has stepped" serve.err || cat serve.err)"
got "pages are still read" /en/ 200 "The Forum"
stopped "it is stopped" TERM 0
finish
