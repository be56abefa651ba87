// A site with every fault that the checks look for, to see that each of them can say no. Prints its address.
'use strict';

const http = require('node:http');

const page = (language) => `<!DOCTYPE html>
<html lang="xx">
<head><title>Bad</title>
<style>
* { outline: none !important; }
p { color: #bbb; background: #fff; }
.wide { width: 900px; }
@media print { h1 { display: none; } }
</style>
<script>console.error('a complaint')</script>
</head>
<body>
<a href="https://elsewhere.example/">away</a>
<a href="#nowhere">a fragment that is not there</a>
<a href="/${language}/dead">a dead link</a>
<a class="skip" href="#twice">skip, but not first, and to no heading</a>
<h1>Bad</h1>
<h1>Twice</h1>
<p id="twice">too pale</p>
<p id="twice">too pale</p>
<div class="wide">wide</div>
<img src="http://127.0.0.1:1/outside.png">
</body>
</html>`;

const server = http.createServer((request, answer) => {
	const path = request.url.split('?')[0];
	const language = path.split('/')[1];
	if (path.endsWith('/dead')) {
		answer.writeHead(500);
		answer.end();
	} else if (path.endsWith('.json')) {
		answer.writeHead(200, { 'content-type': 'application/json' });
		answer.end('{"title":"another one","link":{"href":"/nowhere.json"}}');
	} else {
		answer.writeHead(200, { 'content-type': 'text/html' });
		answer.end(page(language));
	}
});

server.listen(0, '127.0.0.1', () => console.log(`Serving at http://127.0.0.1:${server.address().port}/`));
