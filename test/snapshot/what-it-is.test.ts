import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TallyError } from '../../contract/problem.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { longestRecord } from '../../engine/snapshot/csv/longest-record.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { loadKernel } from '../../workers/load-kernel.ts';
import { ownFolder } from './folder.ts';

const folder = ownFolder();
const kernel = loadKernel();

/** What is said of a file, with the kernel and without it. */
async function said(name: string, content: Uint8Array): Promise<readonly TallyError['problem'][]> {
  const [file] = (await findFiles(folder.put(`${name}/${name}`, content), null)).files;
  const refusal = async (by: typeof kernel) => {
    const error = await scanFile(file!, defaultCsv, undefined, undefined, by).catch((error: unknown) => error);
    if (!(error instanceof TallyError)) throw error;
    return error.problem;
  };
  return Promise.all([refusal(kernel), refusal(null)]);
}

describe('A file that is not what its name says', () => {
  const text = 'id,note\n1,caf\u00e9\n';
  const little = Buffer.from(`\ufeff${text}`, 'utf16le');
  it.each([
    ['UTF-16', little, 'It is UTF-16: export it again as UTF-8'],
    ['UTF-16 of the other order', Buffer.from(little).swap16(), 'It is UTF-16: export it again as UTF-8'],
    ['gzip', gzipSync(text), 'It is gzip: let its name end in .gz'],
    ['zip', Buffer.from('PK\x03\x04\x14\0\0\0\b\0\xff', 'latin1'), /^It is a zip archive or a workbook/],
    ['zstd', Buffer.from('28b52ffd0408', 'hex'), 'It is zstd: let its name end in .zst'],
    ['Parquet', Buffer.from('PAR1\x15\x04\xff', 'latin1'), 'It is Parquet: let its name end in .parquet'],
    ['Latin-1', Buffer.from(text, 'latin1'), 'Export it again as UTF-8'],
  ])('%s: what to do is said', async (name, content, remedy) => {
    for (const problem of await said(`${name}.csv`, content)) {
      expect(problem.code).toBe('input_encoding');
      expect(problem.remedy).toMatch(remedy);
    }
  });
});

describe('A record that never ends', () => {
  /** A few kilobytes of gzip, of parts: a member a part. */
  const swollen = (before: string, after: string): Buffer => {
    const part = gzipSync(Buffer.alloc(1 << 24, 'z'));
    const parts = Array.from({ length: longestRecord / 2 ** 24 + 1 }, () => part);
    return Buffer.concat([gzipSync(before), ...parts, gzipSync(after)]);
  };
  it.each([
    ['csv', 'id,v\n1,a\n2,"', '"\n', 'row 2, line 3'],
    ['ndjson', '{"id":"1"}\n{"id":"', '"}\n', 'row 2'],
  ])('of %s is refused before it takes all memory', async (format, before, after, row) => {
    const name = `a.${format}.gz`;
    for (const problem of await said(name, swollen(before, after))) {
      expect([problem.code, problem.what]).toEqual([
        'input_unsupported',
        `A record is longer than ${longestRecord} bytes`,
      ]);
      expect(problem.where).toBe(`${name}, ${row}`);
    }
  });
});
