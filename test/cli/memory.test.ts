import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../engine/evidence/report/report.ts';
import { folderOf, freshFolder, tallystick } from './tallystick.ts';

const rows = 80_000;
const least = '128MiB';

/** A ledger all of whose rows differ, in one format. */
async function differing(format: 'csv' | 'parquet', more: object): Promise<string> {
  const folder = freshFolder();
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const [side, added] of [
    ['source', 0],
    ['target', 1],
  ] as const)
    await connection.run(
      `COPY (SELECT sha256(i::VARCHAR) AS id, i * 7 + ${added} AS amount, 'account ' || i % 97 AS account, repeat('m', (i % 60)::INTEGER) AS memo
       FROM range(${rows}) r(i)) TO '${join(folder, `${side}.${format}`)}' (${format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet'})`,
    );
  connection.closeSync();
  const plan = {
    tallystick: 1,
    name: 'all',
    source: { path: '.' },
    target: { path: '.' },
    tables: [
      {
        name: 'all',
        source: { files: `source.${format}` },
        target: { files: `target.${format}` },
        ...more,
        key: ['id'],
        columns: { id: { type: 'text' }, amount: { type: 'int' }, account: { type: 'text' }, memo: { type: 'text' } },
        totals: [{ name: 'amounts', sum: 'amount', by: ['account'] }],
        checks: [{ name: 'once', unique: ['id'] }],
        shard: 'account',
      },
    ],
  };
  return folderOf({ 'plan.json': JSON.stringify(plan).replaceAll('"path":"."', `"path":${JSON.stringify(folder)}`) });
}

describe('The least memory that is taken', () => {
  it.each([
    ['CSV as it is read directly', 'csv', {}],
    ['CSV that is staged', 'csv', { where: { source: 'id is not null' } }],
    ['Parquet that is staged', 'parquet', { where: { source: 'id is not null' } }],
  ] as const)('is enough for %s where every row differs, and its totals and checks', async (_, format, more) => {
    const cwd = await differing(format, more);
    const args = ['reconcile', 'plan.json', '-o', 'package', '--memory', least, '--quiet'];
    const { status, stderr, left } = await tallystick(args, { cwd });
    expect(stderr).toBe('');
    expect(status).toBe(1);
    expect(left).toEqual([]);
    const report = JSON.parse(readFileSync(join(cwd, 'package/report.json'), 'utf8')) as { readonly predicate: Report };
    const [table] = report.predicate.tables;
    expect(table).toMatchObject({ proven: true, source: { changed: String(rows) } });
    expect(table!.totals.reduce((sum, { keys }) => sum + Number(keys), 0)).toBe(rows);
  });

  it('is said where less is asked for', async () => {
    const { status, stderr } = await tallystick(['reconcile', 'plan.json', '--memory', '127MiB']);
    expect(status).toBe(2);
    expect(stderr).toContain(`At least ${least}`);
  });
});
