import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { layHere } from '../engine/reconcile/differences/laid-file.ts';
import { listDifferences } from '../engine/reconcile/differences/list-differences.ts';
import { listPart, type PartRequest } from '../engine/reconcile/differences/list-part.ts';
import type { HashPool } from '../engine/reconcile/run/hash-pool.ts';
import { plainParquetOptions } from '../engine/snapshot/parquet/plain-parquet-options.ts';
import { startHashPool } from '../workers/supervise.ts';
import { columnsOf } from './data.ts';

// Prints what listing differences takes, by the kernel on all cores and row by row in JavaScript on one, in processor
// time and on the clock: `node bench/differences.ts [differences]` after `npm run build`.
const count = Number(process.argv[2] ?? '200000');
const folder = mkdtempSync(join(tmpdir(), 'tallystick-differences-'));
const columns = columnsOf(7).map(({ name }) => ({ name, type: { kind: 'text' as const }, tolerance: null }));
const drilled = join(folder, 'drilled');

const instance = await DuckDBInstance.create(':memory:');
const connection = await instance.connect();
const cell = ({ name, sql }: { name: string; sql: string }) =>
  `(${sql})::VARCHAR${name === 'c3' ? ` || (CASE WHEN side = 1 THEN '1' ELSE '' END)` : ''}`;
const cells = columnsOf(7).map((column, c) => `${cell(column)} AS c${c}`);
const quoted = (c: number) => `'"' || c${c} || '"'`;
const record = columns.map((_, c) => `coalesce(${quoted(c)}, '')`).join(` || ',' || `);
await connection.run(`COPY (
  SELECT side, 0::INTEGER AS f, i AS r, unhex(sha256(${quoted(0)})) AS kd, unhex(sha256(${record})) AS rd,
    0::INTEGER AS st, ${columns.map((_, c) => `c${c}`).join(', ')}
  FROM (SELECT side, i, ${cells.join(', ')} FROM range(${count}) r(i), (VALUES (0), (1)) s(side))
  ORDER BY kd, side) TO '${drilled}' (${plainParquetOptions}, ROW_GROUP_SIZE 12288)`);
connection.closeSync();
instance.closeSync();

async function measure(name: string, pool: HashPool, out: string): Promise<void> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const table = {
    ...{ name: 'ledger', columns, key: [0], files: { source: ['source.parquet'], target: ['target.parquet'] } },
    ...{ formless: { source: [], target: [] }, drilled: [drilled] },
  };
  const { lines, tables } = await listDifferences(
    { tables: [table], hash: 'sha256', folder: out, share: 2 ** 28 },
    pool,
    undefined,
  );
  const { user, system } = process.cpuUsage(before);
  const bytes = ['ndjson', 'csv', 'parquet'].reduce(
    (sum, end) => sum + statSync(join(out, `differences.${end}`)).size,
    0,
  );
  if (lines !== count || tables[0]!.unlike > 0) throw new Error(`${lines} lines, ${tables[0]!.unlike} unlike`);
  process.stdout.write(
    `${name.padEnd(12)}${((user + system) / count).toFixed(2).padStart(7)} µs a difference, of which ${(system / count).toFixed(2)} the system's; ` +
      `${(((performance.now() - began) * 1000) / count).toFixed(2)} µs on the clock; ${(bytes / count).toFixed(0)} bytes\n`,
  );
}

const inJs = {
  size: 1,
  layFile: layHere,
  run: (_: string, request: unknown) => listPart(request as PartRequest, null),
} as unknown as HashPool;
const pool = startHashPool(availableParallelism());
try {
  for (let round = 0; round < 3; round++) {
    for (const [name, by] of [
      ['kernel', pool],
      ['JavaScript', inJs],
    ] as const) {
      const out = mkdtempSync(join(folder, 'out-'));
      await measure(name, by, out);
      rmSync(out, { recursive: true });
    }
  }
} finally {
  await pool.close();
  rmSync(folder, { recursive: true });
}
