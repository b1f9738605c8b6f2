import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import type { ScannedFile } from '../../engine/snapshot/files/input-file.ts';
import { csvReader } from '../../engine/snapshot/duckdb/export-query.ts';
import { castOf, directSql } from '../../engine/reconcile/read/direct-sql.ts';
import { defaultReading, type CanonicalType } from '../../engine/canonical/types.ts';

const odd: readonly (readonly [CanonicalType, readonly string[]])[] = [
  [
    { kind: 'int' },
    // prettier-ignore
    ['0', '-0', '+5', '007', '5.', '.0', '-5.00', '1e3', '12e-1', '10e-1', '1.5', '2.5', '9223372036854775807', '9223372036854775808',
      '-9223372036854775808', ' 5', '5 ', '\t5', '1_000', '0x1F', '1,0', '1e18', '1e19', '100e-2', '+', '-', 'nan', '00000000000000000000005'],
  ],
  [
    { kind: 'float' },
    // prettier-ignore
    ['0', '-0', '1.', '.5', '+1.5', '1e3', '1e400', '1e-400', 'nan', 'NaN', '-nan', 'inf', 'Infinity', '-inf', ' 1.5', '1.5 ', '1_0',
      '0x1p3', '1e', '5e-324', '0.1', '1.7976931348623157e308', '123456789012345678901234567890', '1f', '1,5'],
  ],
  [
    { kind: 'datetime', precision: 6 },
    // prettier-ignore
    ['2020-01-01 00:00:00', '2020-01-01T00:00:00', '2020-01-01t00:00:00', '2020-01-01 00:00:00.123456', '2020-01-01 00:00:00.1234567',
      '2020-01-01 00:00:00,5', '2020-01-01 00:00:00Z', '2020-01-01 00:00:00+02', '2020-01-01', '2020-1-1 0:0:0', '0001-01-01 00:00:00',
      '9999-12-31 23:59:59.999999', '2020-02-30 00:00:00', '2020-01-01 24:00:00', ' 2020-01-01 00:00:00', '2020-01-01 00:00', 'infinity'],
  ],
  [
    { kind: 'date' },
    [
      '2020-01-01',
      '2020-1-1',
      '0001-01-01',
      '9999-12-31',
      '2020-02-30',
      ' 2020-01-01',
      '2020-01-01 00:00:00',
      '2020/01/01',
      'infinity',
    ],
  ],
  [
    { kind: 'decimal', scale: 2 },
    // prettier-ignore
    ['0', '-0', '1.5', '1.555', '1.545', '1e2', '1e-1', '1e-3', '+1', '.5', '5.', '00001.10', '9999999999999999.99', '12345678901234567.8',
      '1_0', ' 1', '-.05', '1.5e1', '1.234e2', 'nan'],
  ],
];

describe('a field that the reader of CSV reads as a type by itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-casts-'));
  let instance: DuckDBInstance;
  beforeAll(async () => (instance = await DuckDBInstance.create(':memory:')));
  afterAll(() => {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  });

  it('is what the cast of its text is, and refused where that is', async () => {
    const connection = await instance.connect();
    const ask = async (sql: string): Promise<string> => {
      try {
        return String((await connection.runAndReadAll(sql)).getRows()[0]);
      } catch {
        return 'refused';
      }
    };
    let asked = 0;
    for (const [type, texts] of odd) {
      const cast = castOf(directSql(type, defaultReading, { kind: 'field' }, { decimal: 18, wideInt: false })!)!;
      for (const field of texts
        .flatMap((text) => [`"${text}"`, ...(text.includes(',') ? [] : [text])])
        .concat('', '""')) {
        const path = join(folder, `${asked++}.csv`);
        writeFileSync(path, `a,b\nz,${field}\n`);
        const file: ScannedFile = {
          ...{ path, name: 't.csv', format: 'csv', compression: 'none', partitions: [], bytes: 0, sha256: '' },
          ...{ rows: 1, columns: ['a', 'b'], plain: true, brokenLines: false },
        };
        const typed = csvReader(file, defaultCsv, new Map([['b', cast]]));
        const untyped = csvReader(file, defaultCsv);
        const said = (value: string, from: string) => ask(`SELECT hash(${value}), (${value})::VARCHAR FROM ${from}`);
        expect([field, await said('f1', typed.from)]).toEqual([field, await said(`CAST(f1 AS ${cast})`, untyped.from)]);
      }
    }
    connection.closeSync();
    expect(asked).toBeGreaterThan(150);
  });
});
