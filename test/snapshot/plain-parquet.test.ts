import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TextColumnBuilder, type PlainColumn } from '../../engine/snapshot/parquet/plain-column.ts';
import { PlainParquetReader } from '../../engine/snapshot/parquet/plain-parquet-reader.ts';
import { PlainParquetWriter } from '../../engine/snapshot/parquet/plain-parquet-writer.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'plain-parquet-'))));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, `${files++}.parquet`);

const texts = (values: readonly (string | null)[]): PlainColumn => {
  const builder = new TextColumnBuilder();
  for (const value of values) {
    if (value === null) builder.appendNull();
    else builder.appendText(value);
  }
  return builder.finish();
};
const back = (column: PlainColumn): (string | null)[] =>
  Array.from(column.valid, (valid, i) => {
    if (valid === 0) return null;
    if (column.kind !== 'text') return String(column.values[i]);
    return Buffer.from(column.bytes.subarray(column.starts[i], column.ends[i])).toString('utf8');
  });

const cell = fc.option(fc.string({ unit: 'grapheme', maxLength: 60 }), { freq: 4 });

describe('the stage’s own Parquet', () => {
  it('comes back as it was written, and DuckDB reads the same rows', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(cell, fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)), { minLength: 1, maxLength: 40 }), {
          maxLength: 3,
        }),
        fc.option(fc.record({ rows: fc.integer({ min: 1, max: 9 }), bytes: fc.integer({ min: 1, max: 200 }) }), {
          nil: undefined,
        }),
        async (groups, pages) => {
          const path = fresh();
          const writer = new PlainParquetWriter(path, [
            { name: 'a"b', kind: 'text' },
            { name: 'n', kind: 'int64' },
          ]);
          for (const group of groups) {
            const numbers = BigInt64Array.from(group, ([, n]) => n);
            const valid = Uint8Array.from(group, (_, i) => (i % 3 === 1 ? 0 : 1));
            writer.writeGroup(
              [texts(group.map(([text]) => text)), { kind: 'int64', values: numbers, valid }],
              group.length,
              pages,
            );
          }
          const { sha256, bytes, rows } = writer.close();
          const expected = groups.flatMap((group) =>
            group.map(([text, n], i) => [text, i % 3 === 1 ? null : String(n)]),
          );
          expect(rows).toBe(expected.length);
          const onDisk = readFileSync(path);
          expect(createHash('sha256').update(onDisk).digest('hex')).toBe(sha256);
          expect(onDisk.length).toBe(bytes);
          const reader = new PlainParquetReader(path);
          const mine = reader.groups.flatMap((_, g) => {
            const [a, n] = reader.readGroup(g).map(back);
            return a!.map((text, i) => [text, n![i]]);
          });
          reader.close();
          expect(mine).toEqual(expected);
          const theirs = await connection.runAndReadAll(`SELECT "a""b", n::VARCHAR FROM read_parquet('${path}')`);
          expect(theirs.getRows()).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads what DuckDB writes plain, over several row groups, with NULLs and doubles', async () => {
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
    const path = fresh();
    await connection.run(
      `COPY (SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE repeat('é', (i % 50)::INT) || i END AS t, CASE WHEN i % 5 = 0 THEN NULL ELSE i / 3 END AS d
       FROM range(300000) r(i)) TO '${path}' (FORMAT parquet, PARQUET_VERSION V1, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 0)`,
    );
    const reader = new PlainParquetReader(path);
    expect(reader.groups.length).toBeGreaterThan(1);
    let i = 0;
    for (let group = 0; group < reader.groups.length; group++) {
      const [t, d] = reader.readGroup(group);
      const ts = back(t!);
      const ds = back(d!);
      for (let k = 0; k < ts.length; k++, i++) {
        if (ts[k] !== (i % 7 === 3 ? null : 'é'.repeat(i % 50) + String(i))) expect.fail(`row ${i}: ${String(ts[k])}`);
        if (ds[k] !== (i % 5 === 0 ? null : String(i / 3))) expect.fail(`row ${i}: ${String(ds[k])}`);
      }
    }
    expect(i).toBe(300000);
    reader.close();
  });

  it('refuses a compressed file instead of guessing', async () => {
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const path = fresh();
    await connection.run(`COPY (SELECT i::VARCHAR t FROM range(10) r(i)) TO '${path}' (FORMAT parquet)`);
    const reader = new PlainParquetReader(path);
    expect(() => reader.readGroup(0)).toThrow(/compressed|plain/);
    reader.close();
  });

  it.each([undefined, { rows: 1, bytes: 100 }])(
    'gives a column as it lies, but where one is NULL: pages %j',
    (pages) => {
      const path = fresh();
      const writer = new PlainParquetWriter(path, [
        { name: 'all', kind: 'text' },
        { name: 'some', kind: 'text' },
      ]);
      writer.writeGroup([texts(['ab', '']), texts(['ab', null])], 2, pages);
      writer.close();
      const reader = new PlainParquetReader(path);
      expect([...reader.readValues(0, 0)]).toEqual([2, 0, 0, 0, 97, 98, 0, 0, 0, 0]);
      expect(() => reader.readValues(0, 1)).toThrow('a value is NULL');
      reader.close();
    },
  );
});
