import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cases } from './cases.ts';
import { machine } from './machine.ts';
import { runCase, type Result } from './run-case.ts';
import { table } from './table.ts';

const help = `npm run bench -- [case …] [--pairs N] [--data DIR] [--json FILE] [--long] [--install] [--list]

Runs each case named, all but the long ones when none is: us and the peers in turn, N pairs (5 unless said), whole
processes, on exports that are made where they are not there yet (in the system's temporary folder unless said, and kept
there). With --install, as root, apt-get brings peers that are not here. Prints medians of the pairs' ratios as a table; FILE (artefacts/bench.json unless said) takes every figure.

Example: npm run bench -- parquet-10m csv-10m --data /mnt/big
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '5' },
    data: { type: 'string', default: join(tmpdir(), 'tallystick-bench') },
    json: { type: 'string', default: join(import.meta.dirname, '../artefacts/bench.json') },
    install: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (text: string) => void process.stderr.write(`${text}\n`);

if (values.help) process.stdout.write(help);
else if (values.list)
  process.stdout.write(cases.map(({ name, long }) => `${name}${long ? '   (long)' : ''}\n`).join(''));
else {
  const unknown = positionals.find((name) => !cases.some((one) => one.name === name));
  const pairs = Number(values.pairs);
  if (unknown !== undefined) throw new Error(`There is no case ${unknown}; --list shows them`);
  if (!Number.isSafeInteger(pairs) || pairs < 1) throw new Error(`--pairs ${values.pairs} is no number of pairs`);
  const wanted = cases.filter(({ name, long = false }) =>
    positionals.length > 0 ? positionals.includes(name) : values.long || !long,
  );
  const home = resolve(values.data);
  mkdirSync(home, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const on = machine();
  const results: Result[] = [];
  for (const one of wanted) {
    results.push(await runCase(one, { home, pairs, installing: values.install, say }));
    // After each, so that an evening's work is not lost with its last case.
    mkdirSync(dirname(resolve(values.json)), { recursive: true });
    writeFileSync(resolve(values.json), `${JSON.stringify({ date, machine: on, results }, null, 1)}\n`);
  }
  const about = Object.entries({ date, pairs, ...on }).map(([name, value]) => `${name} ${value}`);
  process.stdout.write(`${table(results)}\n\n${about.join(', ')}\n`);
}
