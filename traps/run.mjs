// Runs the trap pack against Tallystick, plain SQL in DuckDB, and GNU diff: `node traps/run.mjs [TRAP …]`.
// Ends with 1 when Tallystick is wrong anywhere; what the peers get wrong is only shown.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askDuckDb } from './duckdb-sql.mjs';
import { askGnuDiff } from './gnu-diff.mjs';
import { judgePeer } from './judge.mjs';
import { askTallystick } from './tallystick.mjs';

const pack = fileURLToPath(new URL('.', import.meta.url));
const program = fileURLToPath(new URL('../dist/tallystick.js', import.meta.url));
if (!existsSync(program)) {
  console.error('dist/tallystick.js is missing: npm run build makes it');
  process.exit(2);
}

const named = process.argv.slice(2);
const traps =
  named.length > 0 ? named : readdirSync(pack).filter((name) => existsSync(join(pack, name, 'answer.json')));
const room = mkdtempSync(join(tmpdir(), 'traps-'));
const table = [['trap', 'Tallystick', 'plain DuckDB SQL', 'GNU diff']];
const tally = [0, 0, 0];
const faults = [];
try {
  for (const trap of traps) {
    const folder = join(pack, trap);
    const answer = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'));
    const own = join(room, trap);
    mkdirSync(own);
    const ours = askTallystick(program, folder, answer, own);
    if (!ours.right) faults.push(`${trap}: ${ours.words}`);
    const asked = [
      ours,
      judgePeer(answer, await askDuckDb(folder)),
      judgePeer(answer, askGnuDiff(folder, answer, own)),
    ];
    asked.forEach((one, at) => (tally[at] += one.right ? 1 : 0));
    table.push([trap, ours.right ? ours.words : 'WRONG: see below', ...asked.slice(1).map(({ words }) => words)]);
  }
} finally {
  rmSync(room, { recursive: true, force: true });
}
table.push(['right', ...tally.map((count) => `${count} of ${traps.length}`)]);

const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
for (const row of table)
  console.log(
    row
      .map((cell, at) => cell.padEnd(widths[at]))
      .join('  ')
      .trimEnd(),
  );
for (const fault of faults) console.error(`\n${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
