import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { openDatabase, type Database } from '../../engine/snapshot/duckdb/database.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { profileColumns, type ColumnProfile } from '../../engine/snapshot/duckdb/profile.ts';
import { stageRawWithDuckDB } from '../../engine/snapshot/duckdb/raw-stage-duckdb.ts';
import { stageRawOwn } from '../../engine/snapshot/own/raw-stage-own.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { ownFolder } from './folder.ts';
import { writeParquet } from './parquet-file.ts';

const folder = ownFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: 1e9, threads: 2, temp: folder.path, allowed: [folder.path] });
});
afterAll(() => database.close());

let counter = 0;
async function profile(files: Record<string, string>): Promise<ColumnProfile[]> {
  const side = `side-${counter++}`;
  for (const [name, content] of Object.entries(files)) folder.put(`${side}/${name}`, content);
  return profileOf(side);
}
async function profileOf(side: string): Promise<ColumnProfile[]> {
  const paths: string[] = [];
  let columns = [] as Awaited<ReturnType<typeof stageRawOwn>>;
  for (const found of (await findFiles(folder.path, side)).files) {
    const file = await scanFile(found, defaultCsv);
    const out = folder.fresh();
    const names = columns.length === 0 ? file.columns : columns.map(({ name }) => name);
    columns = file.plain
      ? await stageRawWithDuckDB(database.connection, file, defaultCsv, names, out)
      : await stageRawOwn(file, defaultCsv, names, out);
    paths.push(out);
  }
  return profileColumns(database.connection, paths, columns);
}

describe('A profile', () => {
  it('counts over all files of a table, whoever staged them', async () => {
    const [id, memo] = await profile({ '1.csv': 'id,memo\n1,x\n2,\n3,""\n', '2.csv': 'memo,id\rx,10\r' });
    expect(id).toMatchObject({
      name: 'id',
      rows: 4n,
      nulls: 0n,
      distinct: 4n,
      first: '1',
      last: '3',
      least: '1',
      greatest: '10',
      shortest: 1n,
      longest: 2n,
    });
    expect(id!.histogram.reduce((sum, n) => sum + n, 0n)).toBe(4n);
    expect(memo).toMatchObject({
      rows: 4n,
      nulls: 1n,
      distinct: 2n,
      first: '',
      last: 'x',
      least: null,
      top: [
        { text: 'x', rows: 2n },
        { text: '', rows: 1n },
      ],
      histogram: [],
    });
  });

  it('is of each column where a table has hundreds', async () => {
    const line = (of: (i: number) => unknown) => `${Array.from({ length: 300 }, (_, i) => of(i)).join(',')}\n`;
    const profiles = await profile({ '1.csv': line((i) => `c${i}`) + line((i) => i) + line((i) => i + 1000) });
    expect(profiles.map(({ name, least, greatest }) => [name, least, greatest])).toEqual(
      Array.from({ length: 300 }, (_, i) => [`c${i}`, String(i), String(i + 1000)]),
    );
  });

  it('counts apart what has no form', async () => {
    const [value] = await profile({ '1.ndjson': '{"a":{"n":-0}}\n{"a":"x"}\n{"a":null}\n{"a":"x"}\n' });
    expect(value).toMatchObject({ rows: 4n, nulls: 1n, formless: 1n, distinct: 1n, top: [{ text: 'x', rows: 2n }] });
  });

  it('of a table without rows is all zeros', async () => {
    expect((await profile({ '1.csv': 'a,b\n' }))[0]).toMatchObject({
      rows: 0n,
      nulls: 0n,
      distinct: 0n,
      first: null,
      least: null,
      top: [],
      histogram: [],
    });
  });

  it('writes doubles as they are read', async () => {
    const bytes = [1, 0.1, 1e21, -2].map((value) => {
      const out = Buffer.alloc(8);
      out.writeDoubleLE(value);
      return out;
    });
    folder.put('doubles/x.parquet', '');
    writeParquet(`${folder.path}/doubles/x.parquet`, [{ name: 'x', type: 5, values: bytes }]);
    expect((await profileOf('doubles'))[0]).toMatchObject({
      kind: 'double',
      least: '-2',
      greatest: '1e+21',
      distinct: 4n,
    });
  });

  it('finds the least and the greatest of numbers of any length', async () => {
    const whole = fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n });
    const numeral = fc
      .tuple(whole, fc.constantFrom('', '.0', '.5', '.25', '.500'), fc.constantFrom('', '00'))
      .map(([n, fraction, zeros]) =>
        n < 0n ? `-${zeros}${String(-n)}${fraction}` : `${zeros}${String(n)}${fraction}`,
      );
    const exact = (text: string): bigint => {
      const [, sign, integer, fraction] = /^(-?)(\d+)\.?(\d*)$/.exec(text)!;
      return BigInt(`${integer!}${fraction!.padEnd(3, '0')}`) * (sign === '-' ? -1n : 1n);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(numeral, fc.constantFrom('0', '-0.5', '0.5', '-1', '1')), { minLength: 1, maxLength: 8 }),
        async (numerals) => {
          const [column] = await profile({ '1.csv': `a,b\n${numerals.map((text) => `${text},x\n`).join('')}` });
          const ordered = numerals.map(exact).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          expect([exact(column!.least!), exact(column!.greatest!)]).toEqual([ordered[0], ordered.at(-1)]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
