import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageAgreesWithExport } from '../../engine/snapshot/duckdb/compare-stage.ts';
import { openDatabase, literal, type Database } from '../../engine/snapshot/duckdb/database.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { plainParquetOptions } from '../../engine/snapshot/parquet/plain-parquet-options.ts';
import { stageRawWithDuckDB } from '../../engine/snapshot/duckdb/raw-stage-duckdb.ts';
import type { RawColumn } from '../../engine/snapshot/raw-column.ts';
import { stageRawOwn } from '../../engine/snapshot/own/raw-stage-own.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { ownFolder, rawRows } from './folder.ts';
import { int64, timestamp, writeParquet } from './parquet-file.ts';

const folder = ownFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: 1e9, threads: 2, temp: folder.path, allowed: [folder.path] });
});
afterAll(() => database.close());

/** Stages a file, alters the stage by a query over its rows `s`, and asks the second reading. */
async function afterwards(path: string, alter: string | null, columns?: readonly string[]) {
  const file = await scanFile((await findFiles(path, null)).files[0]!, defaultCsv);
  const wanted = columns ?? file.columns;
  const stage = (out: string): Promise<readonly RawColumn[]> =>
    file.plain
      ? stageRawWithDuckDB(database.connection, file, defaultCsv, wanted, out)
      : stageRawOwn(file, defaultCsv, wanted, out);
  const raw = folder.fresh();
  const staged = await stage(raw);
  const altered = folder.fresh();
  if (alter !== null) {
    await database.connection.run(
      `COPY (${alter.replaceAll('STAGE', `read_parquet(${literal(raw)}, file_row_number = true)`)}) TO ${literal(altered)} (${plainParquetOptions})`,
    );
    rmSync(raw);
  }
  return stageAgreesWithExport(database.connection, file, defaultCsv, staged, alter === null ? raw : altered, stage);
}

const csv = folder.put(
  'a.csv',
  `id,memo\n${Array.from({ length: 500 }, (_, i) => `${i},${i % 3 === 0 ? '' : `"m""${i % 5}"`}`).join('\n')}\n`,
);
const odd = folder.put('odd.csv', 'id,memo\r1,2\r3,4\r');
const parquet = `${folder.path}/p.parquet`;
writeParquet(parquet, [
  { name: 'id', type: 2, values: [int64(1n), int64(2n), int64(3n)] },
  { name: 'memo', type: 2, logical: timestamp(3), values: [int64(7n), int64(8n), int64(9n)] },
]);

describe('The second reading', () => {
  it.each([
    ['plain CSV', csv],
    ['CSV that is not plain', odd],
    ['Parquet', parquet],
  ])('agrees with the stage of %s', async (_, path) => {
    expect(await afterwards(path, null)).toBeNull();
    expect(await afterwards(path, null, ['memo'])).toBeNull();
  });

  it.each([
    ['plain CSV', csv],
    ['CSV that is not plain', odd],
    ['Parquet', parquet],
  ])('finds a row of %s lost, doubled or altered', async (_, path) => {
    for (const alter of [
      'SELECT c0, c1 FROM STAGE WHERE file_row_number <> 1',
      'SELECT c0, c1 FROM STAGE UNION ALL (SELECT c0, c1 FROM STAGE LIMIT 1)',
      `SELECT c0, CASE file_row_number WHEN 1 THEN coalesce(c1, '') || 'x' ELSE c1 END AS c1 FROM STAGE`,
      'SELECT CASE file_row_number WHEN 1 THEN NULL ELSE c0 END AS c0, c1 FROM STAGE',
    ])
      expect(await afterwards(path, alter), alter).toEqual({
        expected: expect.any(String) as string,
        found: expect.any(String) as string,
      });
  });

  it('finds rows of a Parquet file in another order', async () => {
    expect(await afterwards(parquet, 'SELECT c0, c1 FROM STAGE ORDER BY c0 DESC')).not.toBeNull();
  });
});

describe('Partitions', () => {
  it('are columns of every row, NULL where the folder says so', async () => {
    folder.put('hive/region=N%2FA/kind=__HIVE_DEFAULT_PARTITION__/x.csv', 'a,b\n1,2\n3,4\n');
    folder.put("hive/region='; DROP TABLE x; --/kind=k/x.csv", 'a,b\r5,6\r');
    const { files } = await findFiles(folder.path, 'hive');
    const rows = [];
    for (const found of files) {
      const file = await scanFile(found, defaultCsv);
      const out = folder.fresh();
      const columns = ['region', 'b', 'kind'];
      const staged = file.plain
        ? await stageRawWithDuckDB(database.connection, file, defaultCsv, columns, out)
        : await stageRawOwn(file, defaultCsv, columns, out);
      rows.push(...rawRows(out));
      expect(
        await stageAgreesWithExport(database.connection, file, defaultCsv, staged, out, (again) =>
          stageRawOwn(file, defaultCsv, columns, again),
        ),
      ).toBeNull();
    }
    expect(rows).toEqual([
      ["'; DROP TABLE x; --", '6', 'k'],
      ['N/A', '2', null],
      ['N/A', '4', null],
    ]);
  });
});
