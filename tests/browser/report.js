// Cases and what is wrong with them, printed as TAP at the end: a case is a promise about all pages, its problems are the
// pages that break it.
'use strict';

const SHOWN_MAX = 40;

class Report {
	constructor() {
		this.cases = new Map();
	}

	// A promise that is looked at; it is kept until a problem comes.
	promise(name) {
		if (!this.cases.has(name)) {
			this.cases.set(name, []);
		}
	}

	problem(name, where, what) {
		this.promise(name);
		this.cases.get(name).push(`${where}: ${what}`);
	}

	// Exit status: 1 when a promise is broken or none was looked at.
	print() {
		let failed = this.cases.size === 0 ? 1 : 0;
		for (const [name, problems] of this.cases) {
			console.log(`${problems.length > 0 ? 'not ok' : 'ok'} - ${name}`);
			for (const problem of problems.slice(0, SHOWN_MAX)) {
				console.log(`# ${problem.replace(/\s+/g, ' ').slice(0, 600)}`);
			}
			if (problems.length > SHOWN_MAX) {
				console.log(`# … and ${problems.length - SHOWN_MAX} more`);
			}
			failed |= problems.length > 0 ? 1 : 0;
		}
		return failed;
	}
}

module.exports = { Report };
