// read.js BASE: every page of a site that is served at BASE is fetched and read in English, without a browser. Prints TAP.
'use strict';

const { crawl } = require('./crawl.js');
const { Report } = require('./report.js');

const OTHERS = /^\/(ru|ar-XB)\//;

async function main([base]) {
	const report = new Report();
	const { pages, addresses } = await crawl(base, ['en'], report, (address) => OTHERS.test(address));
	console.log(`# ${addresses} addresses, ${pages.size} of them pages`);
	return report.print();
}

main(process.argv.slice(2)).then(
	(status) => process.exit(status),
	(error) => {
		console.log('not ok - the pages were read to their end');
		console.log(`# ${String(error.stack).replace(/\n/g, '\n# ')}`);
		process.exit(1);
	}
);
