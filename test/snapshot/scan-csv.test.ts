import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { csvRanges } from '../../engine/snapshot/csv/csv-batches.ts';
import { defaultCsv, dialectOf, type CsvOptions } from '../../engine/snapshot/csv/csv-options.ts';
import { headerLimit } from '../../engine/snapshot/csv/csv-scanner.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { scanCsv } from '../../engine/snapshot/csv/scan-csv.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { loadKernel } from '../../workers/load-kernel.ts';
import { batchRows } from './batch-rows.ts';
import { ownFolder } from './folder.ts';

const kernel = loadKernel()!;
const folder = ownFolder();
let counter = 0;
const found = async (content: string | Uint8Array, name = 'x.csv') =>
  (await findFiles(folder.put(`${counter++}/${name}`, content), null)).files[0]!;

/** What each of the two says: what it found, or code, sentence and place. */
async function bothSay(content: string | Uint8Array, csv: CsvOptions = defaultCsv, name = 'x.csv') {
  const file = await found(content, name);
  const said = (work: Promise<unknown>) => work.catch((error: unknown) => (error as { problem: unknown }).problem);
  const byKernel = await scanCsv(kernel, file, dialectOf(file.name, csv), () => undefined).catch((e: unknown) => e);
  return {
    byKernel,
    scanner: await said(scanFile(file, csv)),
    withKernel: await said(scanFile(file, csv, undefined, undefined, kernel)),
  };
}

describe('A scan by the kernel', () => {
  it('of any bytes finds what the scanner finds, and refuses what it refuses in its words', async () => {
    const parts = fc.constantFrom(
      ...['a', 'b,c', '"', ',', '\n', '\r\n', '\r', '\\', '\0', 'é', '😀', '""', '\uFEFF', 'x'.repeat(100)].map(
        (text) => Buffer.from(text),
      ),
      ...['ff', 'c3', 'e282', 'eda080', 'f09f98', 'efbb'].map((hex) => Buffer.from(hex, 'hex')),
    );
    const files = fc.record({
      bytes: fc.array(parts, { maxLength: 40 }).map((all) => Buffer.concat(all)),
      header: fc.boolean(),
      escape: fc.constantFrom('"', '\\'),
      pack: fc.boolean(),
    });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(files, async ({ bytes, header, escape, pack }) => {
        const csv = { ...defaultCsv, header, escape };
        const name = pack ? 'x.csv.gz' : 'x.csv';
        const { byKernel, scanner, withKernel } = await bothSay(pack ? gzipSync(bytes) : bytes, csv, name);
        expect(withKernel).toMatchObject(scanner as object);
        if (byKernel === null) expect(scanner).toHaveProperty('code');
        else expect(withKernel).toMatchObject(byKernel as object);
        if (byKernel !== null) taken++;
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('of a compressed file that is damaged says what is wrong with it', async () => {
    const whole = gzipSync('a,b\n1,2\n'.repeat(1000));
    for (const bytes of [whole.subarray(0, whole.length - 9), Buffer.concat([whole, Buffer.of(0, 1)])]) {
      const { scanner, withKernel } = await bothSay(bytes, defaultCsv, 'x.csv.gz');
      expect(scanner).toMatchObject({ code: 'input_malformed', what: expect.stringMatching(/decompressed/) as string });
      expect(withKernel).toEqual(scanner);
    }
  });

  it('takes a header line of the greatest length and no longer', async () => {
    const line = `a,${'b'.repeat(headerLimit - 2)}`;
    for (const [text, taken] of [
      [`${line}\n1,2\n`, true],
      [`${line}b\n1,2\n`, false],
      [line, true],
      [`${line}b`, false],
    ] as const) {
      const { byKernel, scanner, withKernel } = await bothSay(text);
      expect(byKernel !== null).toBe(taken);
      expect(withKernel).toMatchObject(taken ? { rows: text === line ? 0 : 1 } : { code: 'input_header' });
      expect(withKernel).toMatchObject(scanner as object);
    }
  });

  it('tells where rows begin, so that several may read one file and have all of its rows once', async () => {
    const rows = Array.from({ length: 90_000 }, (_, i) => [
      String(i),
      i % 7 === 0 ? `line ${i}\r\nand "next"` : 'é'.repeat(i % 200),
      'x'.repeat(i % 100),
    ]);
    const cell = (text: string) => (/[\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    for (const end of ['\n', '\r\n', '\r']) {
      const bytes = Buffer.from(`\uFEFFk,v,w${end}${rows.map((row) => row.map(cell).join(',') + end).join('')}`);
      const file = await scanFile(await found(bytes), defaultCsv, undefined, undefined, kernel);
      expect(file).toMatchObject({ rows: rows.length, sha256: createHash('sha256').update(bytes).digest('hex') });
      const ranges = csvRanges(file);
      expect(ranges.length).toBe(Math.ceil(bytes.length / (1 << 23)));
      for (const { from } of ranges.slice(1))
        expect(bytes.subarray(from.byte).toString().split(',')[0]).toBe(String(from.row));
      const keys: (string | null)[] = [];
      for (const range of ranges)
        for (const [key] of await batchRows(file, defaultCsv, ['k'], { range })) keys.push(key ?? null);
      expect(keys).toEqual(rows.map(([key]) => key));
    }
    const packed = await scanFile(
      await found(gzipSync('a\n1\n'), 'x.csv.gz'),
      defaultCsv,
      undefined,
      undefined,
      kernel,
    );
    expect(packed.places).toBe(undefined);
  });

  it('tells of no row between a CR and its LF, wherever what is read at once ends', async () => {
    const text = `${'h'.repeat(63)}\r\n${`${'v'.repeat(62)}\r\n`.repeat(150_000)}`;
    const file = await scanFile(await found(text), defaultCsv, undefined, undefined, kernel);
    let rows = 0;
    for (const range of csvRanges(file)) rows += (await batchRows(file, defaultCsv, file.columns, { range })).length;
    expect(rows).toBe(150_000);
  });
});
