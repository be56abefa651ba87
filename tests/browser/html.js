// As much of HTML as is needed to follow links: tags with their attributes, in order. The pages are our own, well formed
// (html-validate sees to that), every attribute quoted.
'use strict';

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeHtml(text) {
	return text.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (whole, name) => {
		if (name[0] !== '#') {
			return NAMED[name] ?? whole;
		}
		const code = name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
		return String.fromCodePoint(code);
	});
}

// [{name, attributes: {href: …}}]
function tags(html) {
	const found = [];
	for (const match of html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-zA-Z:_-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
		const attributes = {};
		for (const attribute of match[2].matchAll(/([a-zA-Z:_-]+)(?:="([^"]*)")?/g)) {
			attributes[attribute[1]] = unescapeHtml(attribute[2] ?? '');
		}
		found.push({ name: match[1], attributes });
	}
	return found;
}

// The words of the first element of this name; undefined when there is none.
function wordsOf(html, name) {
	const match = html.match(new RegExp(`<${name}[^>]*>([\\s\\S]*?)</${name}>`));
	return match ? unescapeHtml(match[1].replace(/<[^>]*>/g, '')).trim() : undefined;
}

module.exports = { tags, wordsOf };
