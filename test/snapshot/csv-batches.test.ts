import { rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { CsvRange } from '../../engine/snapshot/csv/csv-batches.ts';
import { defaultCsv, type CsvOptions } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { batchRows } from './batch-rows.ts';
import { ownFolder, problemSaid } from './folder.ts';

const folder = ownFolder();
let counter = 0;
async function scanned(content: string | Uint8Array, csv: CsvOptions = defaultCsv, name = 'x.csv') {
  const path = folder.put(`${counter++}/${name}`, content);
  return scanFile((await findFiles(path, null)).files[0]!, csv);
}

const cells = fc.constantFrom(null, '', 'x', '"', '""', ',', '\r\n', '\r', 'a "b", c\n', 'é€😀', 'y'.repeat(90));
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cells, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 30 }));
/** `bare`: quoted where it must be alone, so that there are stretches without any quote between others. */
const line = (row: readonly (string | null)[], end: string, bare = false) =>
  row
    .map((cell) => {
      if (cell === null || (bare && cell !== '' && !/["\r\n,]/.test(cell))) return cell ?? '';
      return `"${cell.replaceAll('"', '""')}"`;
    })
    .join(',') + end;

describe('Batches of a CSV file', () => {
  it('are its rows, whatever the size of the batches, whole or in ranges that begin at rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        tables,
        fc.record({
          header: fc.boolean(),
          marked: fc.boolean(),
          bare: fc.boolean(),
          end: fc.constantFrom('\n', '\r\n', '\r'),
        }),
        fc.record({ rows: fc.integer({ min: 1, max: 9 }), bytes: fc.integer({ min: 1, max: 300 }) }),
        fc.array(fc.nat({ max: 29 }), { maxLength: 3 }),
        async (rows, { header, marked, bare, end }, how, begins) => {
          const csv = { ...defaultCsv, header };
          const lead =
            (marked ? '\uFEFF' : '') +
            (header
              ? line(
                  Array.from(rows[0]!, (_, i) => `c${i}`),
                  end,
                )
              : '');
          const lines = rows.map((row) => line(row, end, bare));
          const text = lead + lines.join('');
          const file = await scanned(text, csv);
          expect(await batchRows(file, csv, file.columns, how)).toEqual(rows);
          expect(await batchRows(await scanned(gzipSync(text), csv, 'x.csv.gz'), csv, file.columns, how)).toEqual(rows);

          const places = [...new Set(begins)]
            .filter((row) => row > 0 && row < rows.length)
            .sort((a, b) => a - b)
            .map((row) => ({ byte: Buffer.byteLength(lead + lines.slice(0, row).join('')), row }));
          const parts: (string | null)[][] = [];
          for (const [i, from] of [{ byte: 0, row: 0 }, ...places].entries()) {
            const range: CsvRange = { from, to: places[i] ?? null };
            parts.push(...(await batchRows(file, csv, file.columns, { ...how, range })));
          }
          expect(parts).toEqual(rows);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('hold the columns asked for and the partitions of its path', async () => {
    folder.put('hive/day=2026-01-31/region=__HIVE_DEFAULT_PARTITION__/note=/x.csv', 'a,b,c\n1,2,3\n4,5,\n');
    const { files } = await findFiles(folder.path, 'hive/**/*.csv');
    const file = await scanFile(files[0]!, defaultCsv);
    expect(await batchRows(file, defaultCsv, ['c', 'region', 'a', 'day', 'note', 'a'], { rows: 1 })).toEqual([
      ['3', null, '1', '2026-01-31', '', '1'],
      [null, null, '4', '2026-01-31', '', '4'],
    ]);
  });

  it('hold records that are longer than what is read at once', async () => {
    const long = 'é"'.repeat(1_000_000);
    const rows = [
      ['a', 'b'],
      [long, 'c'],
      ['d', long],
    ];
    const file = await scanned(`k,v\n${rows.map((row) => line(row, '\n')).join('')}`);
    expect(await batchRows(file, defaultCsv, file.columns, { bytes: 1 << 14 })).toEqual(rows);
  });

  it('do not come from a file that is no longer the one that was scanned', async () => {
    const file = await scanned('a,b\n1,é\n3,4\n');
    const said = (content: string | Uint8Array) => {
      writeFileSync(file.path, content);
      return problemSaid(() => batchRows(file, defaultCsv));
    };
    // One of another number of rows is found by the agreements, and by its digest.
    for (const content of ['a,b\n1,2\n3\n', 'a,b\n1,"2\n3,4\n'])
      expect(await said(content)).toBe('input_changed: The file is no longer the one that was scanned (x.csv)');
    expect(await said(Buffer.from('a,b\n1,\xe9\n3,4\n', 'latin1'))).toMatch(/^input_changed/);
    rmSync(file.path);
    expect(await problemSaid(() => batchRows(file, defaultCsv))).toMatch(/^input_missing: .*\(x\.csv\)$/);
  });
});
