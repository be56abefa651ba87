// check.js BASE FOLDER sample|all|few [TEMPLATE…]: all pages of a site that is served at BASE. FOLDER gets the printed pages.
//
// Every address is fetched in either case. `sample` shows each template (or only those named) once a language, its largest
// page, to the browser and to html-validate, `all` every page; `few` is a sample of a site with fewer pages. Prints TAP;
// the exit status says whether all is well.
'use strict';

const { crawl, fetchOnce } = require('./crawl.js');
const { look } = require('./look.js');
const { Report } = require('./report.js');
const { validate } = require('./validate.js');

const PAGES_MIN = { sample: 300, all: 300, few: 60 };
const TEMPLATES_MIN = 25;
const LANGUAGES = ['en', 'ru', 'ar-XB'];
const PRINTED = ['home', 'releases/*', 'meetings/*', 'matters/*', 'decisions/*', 'bodies/*', 'charter', 'record/*'];

// In the sample each language is seen in the dress in which it differs most from the others; how wide a page is on a
// narrow screen is looked at in any case.
const SAMPLE_VIEWS = { en: ['light', 'dark'], ru: ['light'], 'ar-XB': ['narrow'] };
const ALL_VIEWS = ['light', 'dark', 'narrow'];

// The largest and the smallest page of each template in each language, without those of a filter or of another text.
function extremes(pages) {
	const chosen = new Map();
	for (const page of pages) {
		if (page.path.includes('?')) {
			continue;
		}
		const key = `${page.language} ${page.template}`;
		const so = chosen.get(key) ?? { largest: page, smallest: page };
		so.largest = page.size > so.largest.size ? page : so.largest;
		so.smallest = page.size < so.smallest.size ? page : so.smallest;
		chosen.set(key, so);
	}
	return [...chosen.values()];
}

async function checkUnknown(base, report) {
	const name = 'what is not there is answered with 404, in the language asked for';
	report.promise(name);
	for (const path of ['/en/no-such-page', '/ru/meetings/no-such', '/en/record/999999999', '/no-such']) {
		const answer = await fetchOnce(undefined, base, path);
		const language = path.startsWith('/ru/') ? 'ru' : 'en';
		if (answer.status !== 404 || !answer.headers['content-security-policy']?.includes("default-src 'none'")) {
			report.problem(name, path, `status ${answer.status}`);
		} else if (!answer.text.includes(`lang="${language}"`) || answer.text.includes('no-such')) {
			report.problem(name, path, 'not in its language, or repeats what was asked for');
		}
	}
}

async function main([base, folder, extent, ...templates]) {
	const report = new Report();
	const started = Date.now();
	const said = (words) => console.log(`# ${words}, ${((Date.now() - started) / 1000).toFixed(1)} s`);
	const { pages, addresses } = await crawl(base, LANGUAGES, report);
	const chosen = extremes(pages.values()).filter(
		(so) => templates.length === 0 || templates.includes(so.largest.template)
	);
	const largest = chosen.map((so) => so.largest);
	said(`${addresses} addresses, ${pages.size} of them pages, ${chosen.length} kinds of them to look at`);
	const enough = 'there are pages of every kind that is looked for';
	report.promise(enough);
	if (chosen.length < LANGUAGES.length * (templates.length || TEMPLATES_MIN) || pages.size < PAGES_MIN[extent]) {
		report.problem(enough, base, `${pages.size} pages, ${chosen.length} templates and languages`);
	}
	await checkUnknown(base, report);
	const all = extent === 'all';
	await validate(all ? pages.values() : new Set(chosen.flatMap((so) => [so.largest, so.smallest])), report);
	said('html-validate is through');
	const jobs = (all ? [...pages.values()] : largest).map((page) => ({
		path: page.path,
		views: all ? ALL_VIEWS : SAMPLE_VIEWS[page.language],
		keyboard: page.language === 'en' && largest.includes(page),
	}));
	const printed = largest.filter((page) => page.language !== 'ar-XB' && PRINTED.includes(page.template));
	await look(base, jobs, printed.map((page) => page.path), folder, report);
	said(`${jobs.length} pages were looked at in the browser`);
	return report.print();
}

main(process.argv.slice(2)).then(
	(status) => process.exit(status),
	(error) => {
		console.log(`not ok - the checks ran to their end`);
		console.log(`# ${String(error.stack).replace(/\n/g, '\n# ')}`);
		process.exit(1);
	}
);
