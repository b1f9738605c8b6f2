// What `npm start` does until there is a screen: makes the sample ledger, reconciles it, and says where the report lies.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'tallystick-'));
const tallystick = (...args) => {
  const { status } = spawnSync(process.execPath, ['dist/tallystick.js', ...args], { stdio: 'inherit' });
  return status ?? 5;
};
const made = tallystick('sample', join(folder, 'sample'), '--rows', '100000');
if (made !== 0) process.exit(made);
const verdict = tallystick('reconcile', join(folder, 'sample', 'plan.yaml'), '-o', join(folder, 'result'));
if (verdict > 1) process.exit(verdict);
console.log(
  `\nThe sample's target has faults put in, listed in ${join(folder, 'sample', 'faults.json')}: not reconciled is right.`,
);
console.log(`Report: ${join(folder, 'result', 'report.html')}`);
