// Pages as Debian's Chromium shows them: axe's rules for WCAG 2.2 AA in every dress, nothing wider than a narrow screen,
// the keyboard, the console, requests to elsewhere, paper.
//
//     await look(base, jobs, printed, folder, report)       jobs: [{path, views: ['light', 'dark', 'narrow']}]
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const { wordsOf } = require('./html.js');

const AT_ONCE = 2;
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const views = {
	light: { colorScheme: 'light', width: 1280, height: 900 },
	dark: { colorScheme: 'dark', width: 1280, height: 900 },
	narrow: { colorScheme: 'light', width: 320, height: 640 },
};
const names = {
	axe: (view) => `axe finds no violation: ${view}`,
	wide: 'nothing is wider than a screen of 320 px',
	quiet: 'no page writes to the console or fails to load something',
	inside: 'no page asks another host for anything as it loads',
	skip: 'the first thing the keyboard reaches skips to the content',
	focus: 'what the keyboard reaches shows that it is reached',
	print: 'pages can be printed, and the paper has their heading',
};

async function checkAxe(page, address, view, report) {
	const found = await page.evaluate(
		(tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }),
		WCAG
	);
	report.promise(names.axe(view));
	for (const violation of found.violations) {
		const first = violation.nodes[0];
		report.problem(
			names.axe(view),
			address,
			`${violation.id} at ${violation.nodes.length} places, first ${first.html.slice(0, 160)} (${first.failureSummary})`
		);
	}
}

async function checkWidth(page, address, report) {
	const wide = await page.evaluate(() => {
		const root = document.documentElement;
		if (root.scrollWidth <= root.clientWidth) {
			return null;
		}
		const out = [...document.querySelectorAll('body *')].find((element) => {
			const box = element.getBoundingClientRect();
			if (element.closest('.skip, .scroll > *')) {
				return false; // out of view on purpose, or within what scrolls by itself
			}
			return box.right > root.clientWidth + 1 || box.left < -1;
		});
		return `${root.scrollWidth} px, for instance ${out ? out.outerHTML.slice(0, 160) : '?'}`;
	});
	if (wide) {
		report.problem(names.wide, address, wide);
	}
}

// Tab through the head of the page: skip first, and a visible change at each stop.
async function checkKeyboard(page, address, report) {
	const stop = () =>
		page.evaluate(() => {
			const element = document.activeElement;
			const style = getComputedStyle(element);
			const box = element.getBoundingClientRect();
			return {
				what: element.outerHTML.slice(0, 120),
				skip: element.classList.contains('skip'),
				outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1,
				shadowed: style.boxShadow !== 'none',
				inView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
			};
		});
	await page.keyboard.press('Tab');
	const first = await stop();
	if (!first.skip || !first.inView) {
		report.problem(names.skip, address, `first stop: ${first.what}${first.inView ? '' : ' (not in view)'}`);
	}
	for (let i = 0; i < 8; i++) {
		const reached = await stop();
		if (!reached.inView || !(reached.outlined || reached.shadowed)) {
			report.problem(names.focus, address, `${reached.what}${reached.inView ? ' (no outline)' : ' (not in view)'}`);
		}
		await page.keyboard.press('Tab');
	}
	await page.evaluate(() => document.querySelector('a.skip').focus());
	await page.keyboard.press('Enter');
	const hash = await page.evaluate(() => location.hash);
	const target = await page.evaluate(() => Boolean(document.querySelector(':target')?.querySelector('h1')));
	if (hash === '' || !target) {
		report.problem(names.skip, address, `"${hash}" holds no heading`);
	}
}

async function setView(page, view) {
	// Without motion: colours on their way from one dress to the next are nobody's.
	await page.emulateMedia({ colorScheme: views[view].colorScheme, reducedMotion: 'reduce' });
	await page.setViewportSize({ width: views[view].width, height: views[view].height });
}

async function visit(page, base, job, axe, report) {
	await setView(page, job.views[0]);
	const answer = await page.goto(new URL(job.path, base).href, { waitUntil: 'load' });
	if (answer.status() !== 200) {
		report.problem(names.quiet, job.path, `status ${answer.status()}`);
		return;
	}
	if (job.keyboard) {
		await checkKeyboard(page, job.path, report);
	}
	await page.evaluate(axe);
	for (const view of job.views) {
		await setView(page, view);
		await checkAxe(page, job.path, view, report);
	}
	await setView(page, 'narrow');
	await checkWidth(page, job.path, report);
}

function watch(page, base, report) {
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) {
			report.problem(names.quiet, page.url(), message.text());
		}
	});
	page.on('pageerror', (error) => report.problem(names.quiet, page.url(), error.message));
	page.on('requestfailed', (request) => report.problem(names.quiet, page.url(), `${request.url()} failed`));
	page.on('request', (request) => {
		const url = new URL(request.url());
		if (url.origin !== new URL(base).origin) {
			report.problem(names.inside, page.url(), request.url());
		}
	});
}

// The PDF's words hold the heading, whatever its lines.
async function print(page, base, address, folder, report) {
	const file = path.join(folder, `${address.replace(/[^a-zA-Z0-9]+/g, '-')}.pdf`);
	await page.goto(new URL(address, base).href, { waitUntil: 'load' });
	fs.writeFileSync(file, await page.pdf({ format: 'A4' }));
	const words = execFileSync('pdftotext', ['-enc', 'UTF-8', file, '-']).toString('utf8');
	const bare = (text) => text.normalize('NFKC').replace(/[\s\u00ad\u200b-\u200f\u2028-\u202f\u2066-\u2069]+/g, '');
	if (!bare(words).includes(bare(wordsOf(await page.content(), 'h1')))) {
		report.problem(names.print, address, 'the heading is not on the paper');
	}
}

async function look(base, jobs, printed, folder, report) {
	const { chromium } = require('playwright-core');
	const axe = require('axe-core').source;
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		args: process.getuid() === 0 ? ['--no-sandbox'] : [],
	});
	const queue = [...jobs];
	const worker = async () => {
		const context = await browser.newContext();
		const page = await context.newPage();
		watch(page, base, report);
		for (let job = queue.shift(); job; job = queue.shift()) {
			await visit(page, base, job, axe, report).catch((error) => report.problem(names.quiet, job.path, error.message));
		}
		await context.close();
	};
	[names.wide, names.quiet, names.inside, names.skip, names.focus, names.print].forEach((name) => report.promise(name));
	try {
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
		const page = await browser.newPage();
		for (const address of printed) {
			await print(page, base, address, folder, report).catch((error) =>
				report.problem(names.print, address, error.message)
			);
		}
	} finally {
		await browser.close();
	}
}

module.exports = { look };
