import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { cases, type Case } from '../../bench/cases.ts';
import { always, type Contestant } from '../../bench/contestant.ts';
import { dataOf, type DataShape, type Differing } from '../../bench/data.ts';
import { measure } from '../../bench/measure.ts';
import { digestJoin, exceptAll, plainJoin } from '../../bench/peers/duckdb.ts';
import { pandas, sortComm, sqldiff } from '../../bench/peers/tools.ts';
import { runCase } from '../../bench/run-case.ts';
import { table } from '../../bench/table.ts';
import { tallystick } from '../../bench/tallystick.ts';
import { ownFolder } from '../snapshot/folder.ts';

const home = ownFolder().path;
const quiet = () => undefined;
const shapeOf = (format: 'csv' | 'parquet', differing: Differing, rows = 1000): DataShape => ({
  format,
  differing,
  rows,
  columns: 7,
});
const run = (one: Partial<Case> & Pick<Case, 'subject'>) =>
  runCase({ name: 'a case', against: [], ...one }, { home, pairs: 1, say: quiet });

describe('The bench’s exports', () => {
  it.each([
    ['few', 10, 5],
    ['none', 0, 0],
    ['10%', 100, 0],
  ] as const)('differ as they say: %s', async (differing, changed, missing) => {
    const data = await dataOf(home, shapeOf('parquet', differing), quiet);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const counted = await connection.runAndReadAll(
      `SELECT count(t.k)::INTEGER, count(*) FILTER (t.k IS NULL)::INTEGER, count(DISTINCT s.k)::INTEGER, min(length(s.k))::INTEGER
       FROM '${data.source}' s FULL JOIN '${data.target}' t ON s.k = t.k`,
    );
    const differ = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM '${data.source}' s JOIN '${data.target}' t ON s.k = t.k WHERE s IS DISTINCT FROM t`,
    );
    connection.closeSync();
    expect(counted.getRows()[0]).toEqual([1000 - missing, missing, 1000, 42]);
    expect([differ.getRows()[0]![0], data.changed, data.missing]).toEqual([changed, changed, missing]);
  });
});

describe('A contestant', () => {
  const ways = [tallystick(), tallystick({ hash: 'blake3', memory: '1GiB' })];
  const peers = [plainJoin, digestJoin, exceptAll, sortComm, sqldiff, pandas];
  it.for([...ways, ...peers].map((one) => [one.name, one] as const))(
    '%s finds what was put in, and ends the bench where it does not',
    async ([, contestant], { skip }) => {
      const why = contestant.absent();
      if (why !== null) skip(why);
      const shape = shapeOf('csv', 'few');
      const { rows } = await run({ subject: { contestant, shape } });
      expect(rows[0]!.seconds).toHaveLength(1);
      if (process.platform === 'linux' && ways.includes(contestant)) expect(rows[0]!.processor[0]).toBeGreaterThan(0);
      const found: Contestant['found'] = (...args) => contestant.found(...args) - 1;
      await expect(run({ subject: { contestant: { ...contestant, found }, shape } })).rejects.toThrow(
        /found \d+ (keys|rows) that differ, and \d+ do/,
      );
    },
  );

  it('that is not here is left out, and the table says why', async () => {
    const missing: Contestant = { ...plainJoin, name: 'nobody', absent: () => 'it is not here' };
    const shape = shapeOf('csv', 'few');
    const result = await run({
      subject: { contestant: plainJoin, shape },
      against: [
        { contestant: missing, shape },
        { contestant: digestJoin, shape, bar: { must: 1e6, aim: 0 } },
      ],
    });
    expect(result.ratios.map(({ row }) => row)).toEqual([2]);
    expect(table([result])).toMatch(/nobody \| left out: it is not here[^]*sha256 \|.*≤ 1000000 ×.*as it must/);
  });
});

describe('A measurement', () => {
  it('counts the memory of what a process started', async ({ skip }) => {
    skip(process.platform !== 'linux', 'only Linux has /proc');
    const scratch = join(home, 'scratch');
    mkdirSync(scratch);
    const held = 200 * 2 ** 20;
    const child = `const held = Buffer.alloc(${held}, 1); setTimeout(() => held.length, 700)`;
    const parent = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(child)}])`;
    const alone = await measure({ file: process.execPath, args: ['-e', child] }, scratch);
    const tree = await measure({ file: process.execPath, args: ['-e', parent] }, scratch);
    expect(alone.resident).toBeGreaterThan(held);
    expect(tree.resident).toBeGreaterThan(alone.resident! - 2 ** 23);
    expect(tree.proportional).toBeGreaterThan(0);
  });

  it('of a command that fails is none', async () => {
    const failing: Contestant = {
      name: 'failing',
      absent: always,
      counts: 'keys',
      found: () => 0,
      command: () => ({ file: process.execPath, args: ['-e', 'console.error("no disk"); process.exit(5)'] }),
    };
    await expect(run({ subject: { contestant: failing, shape: shapeOf('csv', 'few') } })).rejects.toThrow(
      /ended with 5: no disk/,
    );
  });
});

describe('npm run bench', () => {
  const bench = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../../bench/run.ts'), ...args], { encoding: 'utf8' });

  it('lists its cases, and refuses one that there is not', () => {
    expect(bench('--list').stdout.split('\n')).toEqual([
      ...cases.map(({ name, long }) => `${name}${long === true ? '   (long)' : ''}`),
      '',
    ]);
    expect(bench('parquet-11m').stderr).toContain('There is no case parquet-11m');
  });

  it('prints a table, and writes every figure with the machine it was measured on', () => {
    const json = join(home, 'bench.json');
    const { stdout, stderr, status } = bench('small', '--pairs', '1', '--data', join(home, 'data'), '--json', json);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^\| case \|[^]*\| small \| 10000 × 7 csv, few differing \| tallystick \|/);
    const written = JSON.parse(readFileSync(json, 'utf8')) as Record<string, Record<string, unknown>>;
    expect(written['machine']).toMatchObject({ node: process.version, cores: expect.any(String) as string });
    expect(written['results']).toMatchObject([{ name: 'small', rows: [{ seconds: [expect.any(Number)] }] }]);
  });
});
