import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jcsBytes } from '../../engine/canonical/jcs.ts';
import type { Spot } from '../../contract/spot.ts';
import { folderOf, tallystick } from './tallystick.ts';

const page = readFileSync(new URL('../../docs/spot-checks.md', import.meta.url), 'utf8');
const [macros, ...queries] = [...page.matchAll(/^```sql\n([^]*?)^```$/gm)].map(([, text]) => text!);
const methods = { random: [], stratified: ['--column', 'region'], monetary: ['--column', 'balance'] } as const;

/** More than one partition of them. */
const rows = Array.from({ length: 230_000 }, (_, i) => {
  const balance =
    i % 50 === 0
      ? ''
      : `${i % 9 === 0 ? '-' : ''}${(i * 7919) % 1000 === 0 ? 5000 : (i * 7919) % 1000}.${String(i % 100).padStart(2, '0')}`;
  return `${i % 30 === 0 ? '' : `"A""${i % 950}"`},${balance},${['', '"north"', '"south"', '""'][i % 7] ?? 'east'}`;
});

let folder: string;
let connection: DuckDBConnection;
let close: () => void;
beforeAll(async () => {
  const csv = ['id,balance,region', ...rows, ...rows.slice(0, 40), ''].join('\n');
  const columns = { id: { type: 'text' }, balance: { type: 'decimal(2)' }, region: { type: 'text' } };
  folder = folderOf({
    'plan.json': JSON.stringify({
      ...{ tallystick: 1, name: 'by hand', source: { path: 'source' }, target: { path: 'target' } },
      tables: [{ name: 'accounts', key: [], columns }],
    }),
    'source/accounts.csv': csv,
    'target/accounts.csv': csv,
    'accounts.csv': csv,
  });
  const at = (name: string) => join(folder, name);
  await tallystick(['reconcile', at('plan.json'), '-o', at('result'), '--quiet']);
  for (const [method, more] of Object.entries(methods)) {
    const asked = [
      '--side',
      'source',
      '--table',
      'accounts',
      '--method',
      method,
      '--size',
      '61',
      '--seed',
      'a "seed" é',
    ];
    const args = ['spot', at('result'), ...asked, ...more, '--export', at('source'), '-o', at(`${method}.json`)];
    expect((await tallystick([...args, '--quiet'])).status).toBe(0);
  }
  const instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  await connection.run(`SET file_search_path = '${folder}'`);
  await connection.run(macros!);
});
afterAll(() => close());

const wrong = async (query: string) => (await connection.runAndReadAll(query)).getRowsJson();
const of = (method: string) => queries.filter((query) => query.includes(`${method}.json`));

describe('docs/spot-checks.md', () => {
  it.each(Object.keys(methods))('draws a %s sample again by its SQL, as printed', async (method) => {
    expect(of(method).length).toBeGreaterThan(0);
    expect((JSON.parse(readFileSync(join(folder, `${method}.json`), 'utf8')) as Spot).rows.length).toBeGreaterThan(40);
    for (const query of of(method)) expect(await wrong(query)).toEqual([]);
  });

  it.each(Object.keys(methods))('and finds a %s sample of which a row was exchanged', async (method) => {
    const file = join(folder, `${method}.json`);
    const spot = JSON.parse(readFileSync(file, 'utf8')) as Spot;
    copyFileSync(file, `${file}.kept`);
    const change = { digest: '0'.repeat(64), record: '1.00,"X","north"' };
    writeFileSync(file, jcsBytes({ ...spot, rows: [{ ...spot.rows[0]!, ...change }, ...spot.rows.slice(1)] }));
    expect(await wrong(of(method)[0]!)).toHaveLength(2);
    copyFileSync(`${file}.kept`, file);
  });

  it('finds shares that are not those of the strata', async () => {
    const file = join(folder, 'stratified.json');
    const spot = JSON.parse(readFileSync(file, 'utf8')) as Spot;
    const [first, second, ...more] = spot.strata!;
    const moved = [
      { ...first!, drawn: String(Number(first!.drawn) + 1) },
      { ...second!, drawn: String(Number(second!.drawn) - 1) },
      ...more,
    ];
    writeFileSync(file, jcsBytes({ ...spot, strata: moved }));
    expect(await wrong(of('stratified')[1]!)).toHaveLength(4);
  });
});
