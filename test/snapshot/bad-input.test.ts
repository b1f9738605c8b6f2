import { chmodSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultCsv, type CsvOptions } from '../../engine/snapshot/csv/csv-options.ts';
import { describeSide } from '../../engine/snapshot/describe-side.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { Utf8Gate } from '../../engine/snapshot/files/utf8-gate.ts';
import { loadKernel } from '../../workers/load-kernel.ts';
import { ownFolder, problemSaid } from './folder.ts';

const kernel = loadKernel();
const folder = ownFolder();
let counter = 0;
async function said(content: string | Uint8Array, csv: CsvOptions = defaultCsv): Promise<string> {
  const path = folder.put(`${counter++}/x.csv`, content);
  const { files } = await findFiles(path, null);
  const text = await problemSaid(() => scanFile(files[0]!, csv));
  expect(await problemSaid(() => scanFile(files[0]!, csv, undefined, undefined, kernel))).toBe(text);
  return text;
}

describe('A CSV file is refused with its place', () => {
  const cases: readonly [string, string, string][] = [
    [
      'a ragged row',
      'a,b\n1,2\n\n1,2,3\n'.replace('\n\n', '\n'),
      'input_malformed: 3 fields where there are 2 columns (x.csv, row 2, line 3)',
    ],
    [
      'a short row at the end',
      'a,b\n1,2\n3',
      'input_malformed: 1 fields where there are 2 columns (x.csv, row 2, line 3)',
    ],
    [
      'an empty line',
      'a,b\n1,2\n\n3,4\n',
      'input_malformed: An empty line in a table of 2 columns (x.csv, row 2, line 3)',
    ],
    [
      'an empty line at the end',
      'a,b\r\n1,2\r\n\r\n',
      'input_malformed: An empty line in a table of 2 columns (x.csv, row 2, line 3)',
    ],
    [
      'an unclosed quote',
      'a,b\n"x\ny",2\n1,"2\n3,4\n',
      'input_malformed: A quote opened in line 4 is never closed (x.csv, row 2, line 6, column "b")',
    ],
    [
      'text after a closing quote',
      'a,b\n1,"2"x\n',
      'input_malformed: Text follows a closing quote (x.csv, row 1, line 2, column "b")',
    ],
    [
      'a space after a closing quote',
      'a,b\n"1" ,2\n',
      'input_malformed: Text follows a closing quote (x.csv, row 1, line 2, column "a")',
    ],
    [
      'lines in a quoted field counted',
      'a,b\n"\r\n\r\n",1\n"1"x,2\n',
      'input_malformed: Text follows a closing quote (x.csv, row 2, line 5, column "a")',
    ],
    [
      'a bad header',
      'a,"b\n1,2\n',
      'input_malformed: A quote opened in line 1 is never closed (x.csv, header, line 3, column 2)',
    ],
    ['a header twice', 'a,b,a\n', 'input_header: Column "a" is there twice (x.csv)'],
    ['an empty header', '\n1\n', 'input_header: The header line is empty (x.csv)'],
    ['no bytes', '', 'input_empty: The file is empty (x.csv)'],
    ['a byte order mark alone', '\uFEFF', 'input_empty: The file is empty (x.csv)'],
  ];
  it.each(cases)('%s', async (_, text, expected) => {
    expect(await said(text)).toBe(expected);
  });

  it('where its bytes are not UTF-8, in any column, quoted or not', async () => {
    const of = (text: string) => said(Buffer.from(text, 'latin1'));
    expect(await of('a,b\n1,caf\xe9\n')).toMatch(/^input_encoding: .* byte 9 .*\(x\.csv, row 1, line 2, column "b"\)$/);
    expect(await of('a,b\n1,"\xff"\n')).toMatch(/^input_encoding: .* byte 7 /);
    expect(await of('a,b\n1,\xc3')).toMatch(/^input_encoding: .* byte 6 /);
    expect(await of('a,b\n1,\xed\xa0\x80')).toMatch(/^input_encoding: .* byte 6 /);
    expect(await of('\xff\xfea\0,\0b\0')).toMatch(/^input_encoding: .* byte 0 /);
  });

  it('but columns whose names differ in the case of other letters than A to Z are two', async () => {
    const { columns } = await scanFile(
      (await findFiles(folder.put('case/x.csv', 'é,É,ß\n'), null)).files[0]!,
      defaultCsv,
    );
    expect(columns).toEqual(['é', 'É', 'ß']);
  });

  it.skipIf(process.getuid?.() === 0)('that this user may not read', async () => {
    const path = folder.put('locked/x.csv', 'a\n');
    chmodSync(path, 0);
    expect(await problemSaid(async () => scanFile((await findFiles(path, null)).files[0]!, defaultCsv))).toMatch(
      /^input_unreadable/,
    );
  });

  it('that goes away between finding and reading', async () => {
    const { files } = await findFiles(folder.put('gone/x.csv', 'a\n'), null);
    expect(await problemSaid(() => scanFile({ ...files[0]!, path: `${files[0]!.path}.gone` }, defaultCsv))).toMatch(
      /^input_missing: .*\(x\.csv\)$/,
    );
  });

  it('and the reading of it ends when it is told to', async () => {
    const { files } = await findFiles(folder.put('stop/x.csv', `a\n${'1\n'.repeat(3_000_000)}`), null);
    for (const by of [null, kernel]) {
      const stop = new AbortController();
      const reading = scanFile(files[0]!, defaultCsv, () => stop.abort(), stop.signal, by);
      await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    }
  });
});

describe('Files of one table', () => {
  it('may order their columns differently, but must have the same', async () => {
    folder.put('order/1.csv', 'a,b\n1,2\n');
    folder.put('order/2.csv', 'b,a\n1,2\n');
    const side = await describeSide(folder.path, 'order', defaultCsv, { scan: scanFile });
    expect([side.columns, side.files[1]!.columns]).toEqual([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    folder.put('order/3.csv', 'b,a,c\n1,2,3\n');
    expect(await problemSaid(() => describeSide(folder.path, 'order', defaultCsv, { scan: scanFile }))).toBe(
      'input_header: Files of one table have different columns: "c" is in order/3.csv alone (order/1.csv)',
    );
    folder.put('order/3.csv', 'b\n1\n');
    expect(await problemSaid(() => describeSide(folder.path, 'order', defaultCsv, { scan: scanFile }))).toBe(
      'input_header: Files of one table have different columns: "a" is in order/1.csv alone (order/3.csv)',
    );
  });

  it('may not have a column that a partition names too', async () => {
    folder.put('hive/region=EU/x.csv', 'a,region\n1,2\n');
    expect(await problemSaid(() => describeSide(folder.path, 'hive', defaultCsv, { scan: scanFile }))).toMatch(
      /^input_header: Column "region" is there twice \(hive\/region=EU\/x\.csv\)/,
    );
  });
});

describe('UTF-8', () => {
  it('is judged alike wherever its chunks are cut', () => {
    const texts = [
      Buffer.from('a€😀é\uFEFF'),
      Buffer.from('\uFEFFx'),
      Buffer.from([0x61, 0xe2, 0x82, 0x61]),
      Buffer.from([0xf0, 0x9f, 0x98]),
      Buffer.from([0xc0, 0x80]),
      Buffer.from([0x80]),
      Buffer.from([0xf4, 0x90, 0x80, 0x80]),
    ];
    const judged = (bytes: Buffer, cuts: readonly number[]): string => {
      const gate = new Utf8Gate('x');
      try {
        const parts = cuts.map((cut, i) => Buffer.from(gate.push(bytes.subarray(cuts[i - 1] ?? 0, cut))));
        gate.end();
        return Buffer.concat(parts).toString('hex');
      } catch (error) {
        return (error as Error).message;
      }
    };
    for (const bytes of texts) {
      const whole = judged(bytes, [bytes.length]);
      for (let cut = 0; cut <= bytes.length; cut++)
        for (let next = cut; next <= bytes.length; next++) expect(judged(bytes, [cut, next, bytes.length])).toBe(whole);
    }
  });
});
