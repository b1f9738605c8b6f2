import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { writeSample } from '../engine/sample/write-sample.ts';
import { mapped } from '../test/sample/sample-oracle.ts';

// Prints what `reconcile` takes on the sample beside what a user would write: a plain FULL OUTER JOIN of both sides in
// DuckDB, mapped by hand. In turn, in one go, three pairs: `node bench/against-join.ts [rows]` after `npm run build`.
const rows = Number(process.argv[2] ?? '1000000');
const folder = await mkdtemp(join(tmpdir(), 'bench-join-'));

async function plainJoin(ledger: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  let differing = 0;
  for (const { key, columns, source, target } of Object.values(mapped(ledger))) {
    const on = key.map((name) => `s.${name} = t.${name}`).join(' AND ');
    const differs = columns.map((name) => `s.${name} IS DISTINCT FROM t.${name}`).join(' OR ');
    const found = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM (${source}) s FULL OUTER JOIN (${target}) t ON ${on} WHERE s.${key[0]!} IS NULL OR t.${key[0]!} IS NULL OR ${differs}`,
    );
    differing += found.getRows()[0]![0] as number;
  }
  connection.closeSync();
  instance.closeSync();
  return differing;
}

function reconcile(ledger: string, out: string): string {
  const args = ['dist/tallystick.js', 'reconcile', join(ledger, 'plan.yaml'), '-o', out, '--quiet'];
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout.split('\n', 1)[0]!;
}

const seconds = (since: number): number => (performance.now() - since) / 1000;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

try {
  const ledger = join(folder, 'ledger');
  await writeSample(ledger, { rows, faults: 3, seed: 1 });
  const joins: number[] = [];
  const runs: number[] = [];
  for (let pair = 0; pair < 3; pair++) {
    let began = performance.now();
    const differing = await plainJoin(ledger);
    joins.push(seconds(began));
    began = performance.now();
    const line = reconcile(ledger, join(folder, `result-${pair}`));
    runs.push(seconds(began));
    process.stdout.write(
      `join ${joins.at(-1)!.toFixed(2)} s (${differing} rows), reconcile ${runs.at(-1)!.toFixed(2)} s (${line.slice(0, 60)})\n`,
    );
  }
  const ratio = median(runs.map((run, i) => run / joins[i]!));
  process.stdout.write(
    `${rows} rows a side: medians ${median(joins).toFixed(2)} s and ${median(runs).toFixed(2)} s, ratio ${ratio.toFixed(1)}\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
