// Closes the CI run: names every skipped test, adds the steps that failed, prints the one line that is read, and exits by it.
import { existsSync, readFileSync } from 'node:fs';

const [path, steps] = process.argv.slice(2);
const report = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
const tests = report === null ? [] : report.testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
const passed = tests.filter(({ status }) => status === 'passed').length;
const broken =
  report === null
    ? 0
    : report.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
        .length;
const inTests = tests.filter(({ status }) => status === 'failed').length + broken;
// The test step itself is among the failed steps when a test failed: it is not counted twice.
const failed = Math.max(inTests, 0) + Math.max(0, Number(steps) - (inTests > 0 ? 1 : 0));
console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
