import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leftOver, right, saying, wrong } from './judge.mjs';

const statusOf = { RECONCILED: 0, NOT_RECONCILED: 1 };

/** Reconciles a copy of the trap in `room`, and holds the package against the answer key: verdict, counts, every line. */
export function askTallystick(program, trap, answer, room) {
  const folder = join(room, 'trap');
  const kept = join(room, 'package');
  cpSync(trap, folder, { recursive: true });
  const tallystick = (...words) => spawnSync(process.execPath, [program, ...words], { encoding: 'utf8' });
  const run = tallystick('reconcile', join(folder, 'plan.yaml'), '-o', kept, '--at', '2026-01-31T02:10:00Z', '--quiet');

  if (answer.refused) {
    if (run.status !== answer.refused.status) return wrong(`ended with ${run.status}: ${run.stderr}`);
    const unsaid = answer.refused.words.filter((word) => !run.stderr.includes(word));
    if (unsaid.length > 0) return wrong(`refused without a word of ${unsaid.join(', ')}: ${run.stderr}`);
    return existsSync(kept) ? wrong('refused, and left a package') : right;
  }
  if (run.status !== statusOf[answer.verdict]) return wrong(`ended with ${run.status}: ${run.stderr}`);
  const faults = [
    ...judgeReport(join(kept, 'report.json'), answer),
    ...judgeDifferences(join(kept, 'differences.ndjson'), answer),
  ];
  for (const step of faults.length > 0 ? [] : (answer.then ?? []))
    faults.push(...later(step, { folder, kept, room, tallystick }));
  return faults.length === 0 ? right : wrong(faults.join('; '));
}

function judgeReport(path, answer) {
  const { predicate: report } = JSON.parse(readFileSync(path, 'utf8'));
  const faults = [];
  if (report.verdict !== answer.verdict) faults.push(`verdict ${report.verdict}`);
  const names = report.tables.map(({ name }) => name).toString();
  if (names !== answer.tables.map(({ name }) => name).toString()) return [...faults, `tables ${names}`];
  answer.tables.forEach((table, at) => {
    for (const side of ['source', 'target'])
      for (const [term, count] of Object.entries(report.tables[at][side])) {
        const expected = table[side][term] ?? '0';
        if (count !== expected) faults.push(`${table.name} ${side} ${term} is ${count}, not ${expected}`);
      }
    if (report.tables[at].proven !== true) faults.push(`${table.name} is not proven`);
  });
  for (const { table, name, side, pass } of answer.checks ?? []) {
    const checks = report.tables.find((one) => one.name === table).checks;
    if (checks.find((check) => check.name === name && check.side === side)?.pass !== pass)
      faults.push(`check "${name}" of the ${side} does not say ${pass}`);
  }
  return faults;
}

function judgeDifferences(path, answer) {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const found = lines.map((line) => {
    const side = line.source === null ? 'target' : 'source';
    return saying({ ...line, row: line[side].row }, side);
  });
  const expected = answer.differences.map((line) => saying(line, line.side));
  return [
    ...leftOver(expected, found).map((line) => `misses ${line}`),
    ...leftOver(found, expected).map((line) => `invents ${line}`),
  ];
}

/** What happens after the run: a file of the package altered, or the export gone on, and `verify` must see it. */
function later(step, { folder, kept, room, tallystick }) {
  let judged = kept;
  if (step.alter) {
    judged = join(room, `altered-${step.alter.replaceAll('/', '-')}`);
    cpSync(kept, judged, { recursive: true });
    const bytes = readFileSync(join(judged, step.alter));
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(join(judged, step.alter), bytes);
  }
  for (const [name, by] of Object.entries(step.replace ?? {})) copyFileSync(join(folder, by), join(folder, name));
  const data = step.verify.data ? ['--source', join(folder, 'source'), '--target', join(folder, 'target')] : [];
  const { status, stdout, stderr } = tallystick('verify', judged, ...data);
  const what = step.alter ? `${step.alter} altered` : step.replace ? 'the export gone on' : 'nothing altered';
  if (status !== step.verify.status) return [`with ${what} verify ends with ${status}: ${stdout}${stderr}`];
  return (step.verify.words ?? [])
    .filter((word) => !`${stdout}${stderr}`.includes(word))
    .map((word) => `with ${what} verify does not say ${word}`);
}
