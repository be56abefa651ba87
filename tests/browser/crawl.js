// Every address that a reader or a program can reach from the home pages, fetched without a browser.
//
//     const site = await crawl(base, languages, report)
//     const site = await crawl(base, languages, report, (address) => …)     without those of which this is true
//     site.pages        Map: path → {path, language, template, html, size}
//
// What is promised of all of them stands in `names`, one case each.
'use strict';

const http = require('node:http');

const { tags, wordsOf } = require('./html.js');

const AT_ONCE = 4;
const ADDRESSES_MAX = 20000;
const names = {
	answers: 'every address that is linked answers 200',
	kind: 'every answer says what it is',
	policy: 'every page has a strict content security policy',
	inside: 'no page asks another host for anything, and no link leads away',
	fragment: 'every fragment that is linked is there',
	heading: 'every page has a language, a title and one heading',
	ids: 'no page has an id twice',
	twin: 'every page has a twin that parses and has the same title',
	twinLinks: 'every link of a twin leads to a page, or to a file that is linked',
};
const MACHINE = /^\/(checkpoint|tile\/|log\.vkey|charter\.txt|entries\/|blobs\/|acts|healthz|metrics)/;

function fetchOnce(agent, base, path) {
	return new Promise((resolve, reject) => {
		const request = http.get(new URL(path, base), { agent, timeout: 60000, headers: { accept: 'text/html, */*;q=0.5' } }, (answer) => {
			const parts = [];
			answer.on('data', (part) => parts.push(part));
			answer.on('error', reject);
			answer.on('end', () =>
				resolve({
					status: answer.statusCode,
					headers: answer.headers,
					location: answer.headers.location,
					type: (answer.headers['content-type'] ?? '').split(';')[0],
					text: Buffer.concat(parts).toString('utf8'),
				})
			);
		});
		request.on('timeout', () => request.destroy(new Error('no answer within a minute')));
		request.on('error', reject);
	});
}

// "/en/meetings/cmfa-yerevan" → "meetings/*": pages of one template have one function.
function templateOf(path) {
	const parts = path.replace(/[?#].*$/, '').split('/').slice(2);
	if (parts[0] === 'releases' && parts[1] === 'month') {
		return 'releases/month/*';
	}
	return parts.length > 1 ? `${parts[0]}/*` : parts[0] || 'home';
}

function checkHead(report, path, answer) {
	const policy = answer.headers['content-security-policy'] ?? '';
	if (!/default-src 'none'/.test(policy) || /unsafe|\*|https?:/.test(policy)) {
		report.problem(names.policy, path, `content-security-policy is "${policy}"`);
	}
	if (answer.headers['x-content-type-options'] !== 'nosniff') {
		report.problem(names.kind, path, 'x-content-type-options is not nosniff');
	}
}

function checkPage(report, path, language, html) {
	const all = tags(html);
	const root = all.find((tag) => tag.name === 'html');
	const headings = all.filter((tag) => tag.name === 'h1').length;
	const ids = new Set();
	if (root?.attributes.lang !== language || !wordsOf(html, 'title') || headings !== 1 || !wordsOf(html, 'h1')) {
		report.problem(names.heading, path, `lang "${root?.attributes.lang}", ${headings} of h1`);
	}
	for (const tag of all) {
		const id = tag.attributes.id;
		if (id !== undefined && ids.has(id)) {
			report.problem(names.ids, path, id);
		}
		ids.add(id);
	}
	return ids;
}

// {address, fragment, resource}: what the page links to or loads.
function linksOf(report, base, path, html) {
	const links = [];
	for (const { name, attributes } of tags(html)) {
		const target = attributes.href ?? attributes.src ?? (name === 'form' ? attributes.action : undefined);
		if (target === undefined) {
			continue;
		}
		const url = new URL(target, new URL(path, base));
		if (url.origin !== new URL(base).origin) {
			report.problem(names.inside, path, target);
			continue;
		}
		links.push({ address: url.pathname + url.search, fragment: decodeURIComponent(url.hash.slice(1)) });
	}
	return links;
}

// Every "href" in a twin, whatever it is in.
function twinLinks(value, found) {
	for (const [key, member] of Object.entries(value ?? {})) {
		if (key === 'href' && typeof member === 'string') {
			found.push(member);
		} else if (typeof member === 'object') {
			twinLinks(member, found);
		}
	}
	return found;
}

// A twin's links are without language, and lead to twins: the page's address is that in the twin's language, without
// ".json".
function pageOfTwin(href, language) {
	if (MACHINE.test(href)) {
		return href;
	}
	const [head, query] = href.split('?');
	const page = head === '/index.json' ? '/' : head.replace(/(?<!^\/feed)\.json$/, '');
	return `/${language}${page}${query ? `?${query}` : ''}`;
}

function checkTwin(report, path, html, twin) {
	let data;
	try {
		data = JSON.parse(twin.text);
	} catch (error) {
		report.problem(names.twin, path, error.message);
		return [];
	}
	if (typeof data.title !== 'string' || data.title.trim() !== wordsOf(html, 'h1')) {
		report.problem(names.twin, path, `"${data.title}" is not "${wordsOf(html, 'h1')}"`);
	}
	return twinLinks(data, []);
}

async function crawl(base, languages, report, passed = () => false) {
	const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
	const queue = [];
	const seen = new Map(); // address → who links to it first
	const pages = new Map();
	const ids = new Map();
	const fragments = [];
	const fromTwins = [];
	const add = (address, from) => {
		if (!seen.has(address) && !passed(address) && seen.size < ADDRESSES_MAX) {
			seen.set(address, from);
			queue.push(address);
		}
	};
	const visit = async (address) => {
		const answer = await fetchOnce(agent, base, address);
		const language = address.split('/')[1];
		if (answer.status >= 300 && answer.status < 400 && answer.location) {
			add(new URL(answer.location, new URL(address, base)).pathname, address);
			return;
		}
		if (answer.status !== 200) {
			report.problem(names.answers, address, `${answer.status}, linked from ${seen.get(address)}`);
			return;
		}
		if (answer.type === '') {
			report.problem(names.kind, address, 'no content-type');
		}
		if (answer.type === 'application/json' || answer.type === 'application/feed+json') {
			JSON.parse(answer.text);
		}
		if (answer.type !== 'text/html') {
			return;
		}
		checkHead(report, address, answer);
		ids.set(address, checkPage(report, address, language, answer.text));
		pages.set(address, {
			path: address,
			language,
			template: templateOf(address),
			html: answer.text,
			size: answer.text.length,
		});
		for (const link of linksOf(report, base, address, answer.text)) {
			add(link.address, address);
			if (link.fragment) {
				fragments.push({ ...link, from: address });
			}
		}
		const [head, query] = address.split('?');
		const twinPath = head.endsWith('/') ? `${head}index.json` : `${head}.json`;
		const twin = await fetchOnce(agent, base, query ? `${twinPath}?${query}` : twinPath);
		for (const href of checkTwin(report, address, answer.text, twin)) {
			fromTwins.push({ address: pageOfTwin(href, language), from: address });
		}
	};
	const worker = async () => {
		while (queue.length > 0) {
			const address = queue.shift();
			await visit(address).catch((error) => report.problem(names.answers, address, error.message));
		}
	};

	Object.values(names).forEach((name) => report.promise(name));
	languages.forEach((language) => add(`/${language}/`, 'the start'));
	// A worker ends when the queue is empty, which another may fill again.
	while (queue.length > 0) {
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
	}
	for (const { address, fragment, from } of fragments) {
		if (ids.has(address) && !ids.get(address).has(fragment)) {
			report.problem(names.fragment, from, `${address}#${fragment}`);
		}
	}
	for (const { address, from } of fromTwins) {
		if (!seen.has(address.replace(/#.*$/, ''))) {
			report.problem(names.twinLinks, from, address);
		}
	}
	agent.destroy();
	return { pages, addresses: seen.size };
}

module.exports = { crawl, fetchOnce };
