// html-validate over pages: the rules that it recommends, and those for accessibility.
'use strict';

const RULES = {
	extends: ['html-validate:recommended', 'html-validate:a11y'],
	// Titles come from the record: an organisation says them as it likes.
	rules: { 'long-title': 'off' },
};
const name = 'html-validate finds nothing in the pages looked at';

async function validate(pages, report) {
	const { HtmlValidate } = require('html-validate');
	const validator = new HtmlValidate(RULES);
	report.promise(name);
	for (const page of pages) {
		const { results } = await validator.validateString(page.html, page.path);
		for (const result of results) {
			for (const message of result.messages) {
				report.problem(name, `${page.path}:${message.line}:${message.column}`, `${message.ruleId}: ${message.message}`);
			}
		}
	}
}

module.exports = { validate };
