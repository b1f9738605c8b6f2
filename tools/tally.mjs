// Closes the CI run: names every skipped test, adds the steps that failed, prints the one line that is read, and exits by it.
// `node tools/tally.mjs STEPS REPORT...`: how many steps failed, and what Vitest and Playwright wrote of their tests.
import { existsSync, readFileSync } from 'node:fs';

const [steps, ...paths] = process.argv.slice(2);

/** Each test of a report as its name and `passed`, `failed` or `skipped`; a file that could not even be read is one failure. */
function testsOf(report) {
  if (report.testResults !== undefined)
    return report.testResults.flatMap(({ name, status, assertionResults }) =>
      status === 'failed' && assertionResults.length === 0
        ? [{ name, outcome: 'failed' }]
        : assertionResults.map(({ fullName, status: outcome }) => ({ name: fullName, outcome })),
    );
  const within = ({ title, specs, suites = [] }, before) => [
    ...specs.map((spec) => ofSpec(spec, [...before, title])),
    ...suites.flatMap((inner) => within(inner, [...before, title])),
  ];
  return [
    ...report.suites.flatMap((suite) => within(suite, [])),
    ...report.errors.map(({ message }) => ({ name: message, outcome: 'failed' })),
  ];
}

/** Playwright tells a test that was skipped from one that passed only by its outcome, and why by an annotation. */
function ofSpec({ title, tests }, before) {
  const why = tests.flatMap(({ annotations }) => annotations).map(({ description }) => description);
  const outcomes = new Set(tests.map(({ status }) => status));
  const outcome =
    outcomes.has('unexpected') || outcomes.has('flaky') ? 'failed' : outcomes.has('expected') ? 'passed' : 'skipped';
  return { name: [...before, title, ...(outcome === 'skipped' ? why : [])].join(' › '), outcome };
}

const missing = paths.filter((path) => !existsSync(path));
const reports = paths.filter((path) => existsSync(path)).map((path) => testsOf(JSON.parse(readFileSync(path, 'utf8'))));
const tests = reports.flat();
const count = (outcome) => tests.filter((test) => test.outcome === outcome).length;
const skipped = tests.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'failed');
for (const { name } of skipped) console.log(`skipped: ${name}`);
for (const path of missing) console.log(`no report: ${path}`);
// A step whose tests failed is among the failed steps too: it is not counted twice.
const counted = reports.filter((one) => one.some(({ outcome }) => outcome === 'failed')).length;
const failed = count('failed') + Math.max(0, Number(steps) - counted);
console.log(`${count('passed')} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 && missing.length === 0 && count('passed') > 0 ? 0 : 1;
