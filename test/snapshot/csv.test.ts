import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { hasCsvBatches } from '../../engine/snapshot/csv/csv-batches.ts';
import { openDatabase, type Database } from '../../engine/snapshot/duckdb/database.ts';
import { defaultCsv, dialectOf, type CsvOptions } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import type { ScannedFile } from '../../engine/snapshot/files/input-file.ts';
import { stageRawWithDuckDB } from '../../engine/snapshot/duckdb/raw-stage-duckdb.ts';
import { stageRawOwn } from '../../engine/snapshot/own/raw-stage-own.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { loadKernel } from '../../workers/load-kernel.ts';
import { batchRows } from './batch-rows.ts';
import { readCsv } from './csv-oracle.ts';
import { ownFolder, rawRows, type Cell } from './folder.ts';

const kernel = loadKernel();
const folder = ownFolder();
let database: Database;
beforeAll(async () => {
  database = await openDatabase({ memory: 1e9, threads: 2, temp: folder.path, allowed: [folder.path] });
});
afterAll(() => database.close());

let counter = 0;
async function scanned(
  content: string | Uint8Array,
  csv: CsvOptions = defaultCsv,
  suffix = '.csv',
): Promise<ScannedFile> {
  const path = folder.put(`f${counter++}${suffix}`, content);
  const { files } = await findFiles(path, null);
  const [byScanner, byKernel] = await Promise.allSettled([
    scanFile(files[0]!, csv),
    scanFile(files[0]!, csv, undefined, undefined, kernel),
  ]);
  if (byScanner.status === 'rejected') {
    expect(byKernel).toEqual(byScanner);
    throw byScanner.reason;
  }
  expect(byKernel).toMatchObject(byScanner);
  return byScanner.value;
}
async function ownRows(file: ScannedFile, csv: CsvOptions = defaultCsv): Promise<Cell[][]> {
  const out = folder.fresh();
  await stageRawOwn(file, csv, file.columns, out);
  return rawRows(out);
}
async function duckRows(file: ScannedFile, csv: CsvOptions = defaultCsv): Promise<Cell[][]> {
  const out = folder.fresh();
  await stageRawWithDuckDB(database.connection, file, csv, file.columns, out);
  return rawRows(out);
}

describe('A CSV file', () => {
  it('keeps texts that others sniff into something else', async () => {
    const texts = [(2n ** 256n - 1n).toString(), '0x1', '007', '1e3', 'NULL', 'NaN', 'true', '2024-01-01', ' x ', '-0'];
    const file = await scanned(`a,b\n${texts.map((text) => `${text},"${text}"`).join('\n')}\n`);
    expect(file.plain).toBe(true);
    expect(file.rows).toBe(texts.length);
    for (const rows of [await ownRows(file), await duckRows(file)])
      expect(rows).toEqual(texts.map((text) => [text, text]));
  });

  it('tells an unquoted empty field from a quoted one', async () => {
    const file = await scanned('a,b\n,""\n"",\n');
    for (const rows of [await ownRows(file), await duckRows(file)])
      expect(rows).toEqual([
        [null, ''],
        ['', null],
      ]);
  });

  it('with a header alone is an empty table', async () => {
    for (const text of ['a,b\n', 'a,b', 'a,b\r\n', 'a,b\r']) {
      const file = await scanned(text);
      expect([file.rows, file.columns]).toEqual([0, ['a', 'b']]);
      expect(await ownRows(file)).toEqual([]);
      if (file.plain) expect(await duckRows(file)).toEqual([]);
    }
  });

  it('may end its lines by LF, CRLF, CR, or all of them', async () => {
    const file = await scanned('\uFEFFa,b\r1,2\r\n3,4\n5,"6\r\n"\r7,8');
    expect([file.rows, file.plain]).toEqual([4, false]);
    expect(await ownRows(file)).toEqual([
      ['1', '2'],
      ['3', '4'],
      ['5', '6\r\n'],
      ['7', '8'],
    ]);
  });

  it('may name its columns as it likes', async () => {
    const names = [
      '',
      '"; DROP TABLE x; --',
      '../../x',
      '__proto__',
      '😀',
      'n'.repeat(300),
      "it's",
      'a,b',
      'c1',
      'line\nend',
      'nul\0',
    ];
    const header = names.map((name) => `"${name.replaceAll('"', '""')}"`);
    for (const width of [names.length - 2, names.length]) {
      const file = await scanned(
        `${header.slice(0, width).join(',')}\n${names
          .slice(0, width)
          .map((_, i) => `v${i}`)
          .join(',')}\n`,
      );
      expect(file.columns).toEqual(names.slice(0, width));
      const expected = [names.slice(0, width).map((_, i) => `v${i}`)];
      expect(await ownRows(file)).toEqual(expected);
      if (file.plain) expect(await duckRows(file)).toEqual(expected);
      expect(file.plain).toBe(width < names.length);
    }
  });

  it('of one column reads an empty line as NULL', async () => {
    const file = await scanned('id\n\n""\nx\n\n');
    expect(await ownRows(file)).toEqual([[null], [''], ['x'], [null]]);
  });

  it('without a header names its columns c1, c2 and so on', async () => {
    const csv = { ...defaultCsv, header: false };
    const file = await scanned('x,y\nz,w\n', csv);
    expect([file.columns, file.rows]).toEqual([['c1', 'c2'], 2]);
    for (const rows of [await ownRows(file, csv), await duckRows(file, csv)])
      expect(rows).toEqual([
        ['x', 'y'],
        ['z', 'w'],
      ]);
  });

  it('named .tsv is separated by TAB unless the plan says otherwise', async () => {
    expect((await scanned('a\tb\n1\t2\n', defaultCsv, '.tsv')).columns).toEqual(['a', 'b']);
    expect((await scanned('a,b\n1,2\n', { ...defaultCsv, delimiter: ',' }, '.tsv.gz'.slice(0, 4))).columns).toEqual([
      'a',
      'b',
    ]);
  });
});

const texts = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      '"',
      "'",
      ',',
      ';',
      '\t',
      '|',
      '\n',
      '\r',
      '\r\n',
      '\\',
      '\0',
      ' ',
      '',
      '\uFEFF',
      'é',
      '€',
      '§',
      '😀',
      '""',
      '","',
      '\n"',
      '#',
      'NULL',
      '""""',
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));
const cells = fc.oneof(fc.constant(null), texts, fc.constantFrom('', '0x1', '1e3', '-1', 'NaN'));
const dialects = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', '§', '😀', ' '),
    quote: fc.constantFrom('"', "'", '€'),
    backslash: fc.boolean(),
    header: fc.boolean(),
  })
  .map(({ delimiter, quote, backslash, header }) => ({ delimiter, quote, escape: backslash ? '\\' : quote, header }));
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(cells, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }));

/** Writes a table as CSV; `loose` leaves out quotes wherever section 3 can do without. */
function written(
  rows: readonly (readonly Cell[])[],
  { delimiter, quote, escape }: { delimiter: string; quote: string; escape: string },
  end: string,
  loose: boolean,
): string {
  const cell = (value: Cell): string => {
    const text = String(value ?? '');
    if (value === null) return '';
    const bare =
      loose &&
      text !== '' &&
      !text.startsWith('\uFEFF') &&
      !text.startsWith(quote) &&
      !/[\r\n]/.test(text) &&
      !text.includes(delimiter);
    if (bare) return text;
    const escaped =
      escape === quote
        ? text.replaceAll(quote, quote + quote)
        : text.replaceAll(escape, escape + escape).replaceAll(quote, escape + quote);
    return quote + escaped + quote;
  };
  return rows.map((row) => row.map(cell).join(delimiter) + end).join('');
}

describe('Any table of any texts', () => {
  it('comes back from any dialect, by our own readers and, where the file is plain, by DuckDB', async () => {
    await fc.assert(
      fc.asyncProperty(
        tables,
        dialects,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.boolean(),
        async (rows, dialect, end, loose, pack) => {
          const header = rows[0]!.map((_, i) => `column ${i + 1}`);
          const text = written(dialect.header ? [header, ...rows] : rows, dialect, end, loose);
          const file = await scanned(pack ? gzipSync(text) : text, dialect, pack ? '.csv.gz' : '.csv');
          expect(file.rows).toBe(rows.length);
          if (dialect.header) expect(file.columns).toEqual(header);
          expect(await ownRows(file, dialect)).toEqual(rows);
          if (hasCsvBatches(file, dialect)) expect(await batchRows(file, dialect)).toEqual(rows);
          if (file.plain) expect(await duckRows(file, dialect)).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('Any text at all', () => {
  it('is a table to the scanner and to our readers exactly when section 3 says so, and to DuckDB where it is plain', async () => {
    const pieces = fc
      .array(
        fc.constantFrom('a', 'b', '"', ',', '\n', '\r\n', '\r', '\\', ' ', '\0', 'é', '""', '",', ',"', '"\n', '\n"'),
        { minLength: 1, maxLength: 30 },
      )
      .map((parts) => parts.join(''));
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(pieces, fc.constantFrom('"', '\\'), async (body, escape) => {
        const csv = { ...defaultCsv, escape, header: false };
        const expected = readCsv(body, dialectOf('', csv));
        const file = await scanned(body, csv).catch(() => null);
        expect(file === null).toBe(expected === null);
        if (file === null || expected === null) return;
        expect(file.rows).toBe(expected.length);
        expect(await ownRows(file, csv)).toEqual(expected);
        expect(await batchRows(file, csv)).toEqual(expected);
        if (!file.plain) return;
        plain++;
        expect(await duckRows(file, csv)).toEqual(expected);
      }),
      { numRuns: 1500 },
    );
    expect(plain).toBeGreaterThan(10);
  });
});
