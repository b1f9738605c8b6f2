import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { describeSide } from '../../engine/snapshot/describe-side.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { formlessMark } from '../../engine/snapshot/raw-column.ts';
import { PlainParquetReader } from '../../engine/snapshot/parquet/plain-parquet-reader.ts';
import { stageRawOwn } from '../../engine/snapshot/own/raw-stage-own.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { ownFolder, problemSaid, rawRows, type Cell } from './folder.ts';

const folder = ownFolder();
let counter = 0;
const scan = async (text: string | Uint8Array) =>
  scanFile((await findFiles(folder.put(`n${counter++}.ndjson`, text), null)).files[0]!, defaultCsv);
async function rows(text: string, columns?: readonly string[]): Promise<Cell[][]> {
  const file = await scan(text);
  const out = folder.fresh();
  await stageRawOwn(file, defaultCsv, columns ?? file.columns, out);
  const staged = rawRows(out);
  expect(staged.length).toBe(file.rows);
  return staged;
}

describe('An NDJSON file', () => {
  it('gives strings as they are, numbers by their lexemes, nested values in JCS', async () => {
    expect(await rows('{"a":"1e3","b":1e3,"c":{"y":1.0,"x":[null,true]}}\r\n{"b":0.10,"a":"","c":[]}')).toEqual([
      ['1e3', '1e3', '{"x":[null,true],"y":1}'],
      ['', '0.10', '[]'],
    ]);
    expect(await rows(`{"n":${(2n ** 256n - 1n).toString()}}\n`)).toEqual([[(2n ** 256n - 1n).toString()]]);
  });

  it('gives NULL for null and for a member that is absent, also one that another file has', async () => {
    expect(await rows('{"a":null}\n{"b":true}\n', ['a', 'b', 'elsewhere', '__proto__'])).toEqual([
      [null, null, null, null],
      [null, 'true', null, null],
    ]);
  });

  it('marks a value without a form, and keeps its text as it was written', async () => {
    const file = await scan('{"a":{"n": -0},"b":"\\ud800","c":[1,{"d":"]}"},12345678901234567890]}\n');
    const out = folder.fresh();
    await stageRawOwn(file, defaultCsv, ['a', 'b', 'c'], out);
    const reader = new PlainParquetReader(out);
    const texts = reader
      .readGroup(0)
      .map((column) =>
        column.kind === 'text' ? Buffer.from(column.bytes.subarray(column.starts[0], column.ends[0])) : Buffer.alloc(0),
      );
    reader.close();
    expect(texts.map((text) => text[0])).toEqual([formlessMark, formlessMark, formlessMark]);
    expect(texts.map((text) => text.subarray(1).toString())).toEqual([
      '{"n": -0}',
      '"\\ud800"',
      '[1,{"d":"]}"},12345678901234567890]',
    ]);
  });

  it('brings back any members of any names and texts', async () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom('__proto__', '2024', '"; DROP TABLE x; --', '../../x', '😀', 'x'.repeat(300), ''),
    );
    const folded = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4, selector: folded });
    const value = fc.oneof(fc.constant(null), fc.string({ unit: 'binary', maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(
        names.chain((columns) =>
          fc.tuple(
            fc.constant(columns),
            fc.array(fc.array(value, { minLength: columns.length, maxLength: columns.length }), {
              minLength: 1,
              maxLength: 5,
            }),
          ),
        ),
        async ([columns, table]) => {
          const text = table
            .map(
              (cells) =>
                `{${cells.map((cell, i) => `${JSON.stringify(columns[i])}:${JSON.stringify(cell)}`).join(',')}}`,
            )
            .join('\n');
          expect(await rows(text, columns)).toEqual(table);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is refused with its row where a line is no object', async () => {
    const said = (text: string) => problemSaid(() => scan(text));
    expect(await said('{"a":1}\n[1]\n')).toMatch(/^input_malformed: .*\(n\d+\.ndjson, row 2, character 1\)$/);
    expect(await said('{"a":1}\n\n{"a":2}\n')).toMatch(/^input_malformed: An empty line .*row 2, character 1\)$/);
    expect(await said('{"a":1}\n{"a":2')).toMatch(/^input_malformed: .*ends too early.*row 2, character 7\)$/);
    expect(await said('{"a":1,"a":2}')).toMatch(/^input_malformed: .*twice.*row 1/);
    expect(await said('')).toMatch(/^input_empty/);
    expect(await problemSaid(() => scan(Buffer.from('{"a":"\xff"}', 'latin1')))).toMatch(
      /^input_encoding: .*byte 6.*row 1\)$/,
    );
  });

  it('may lack a member that another file of its table has', async () => {
    folder.put('many/1.ndjson', '{"a":1}\n');
    folder.put('many/2.jsonl', '{"b":1}\n{"a":2}\n');
    const side = await describeSide(folder.path, 'many', defaultCsv, { scan: scanFile });
    expect(side.columns).toEqual(['a', 'b']);
    expect(side.files.map(({ name, rows: count }) => [name, count])).toEqual([
      ['many/1.ndjson', 1],
      ['many/2.jsonl', 2],
    ]);
  });
});
