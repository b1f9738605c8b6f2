import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileBytes } from '../../engine/evidence/checks/file-bytes.ts';
import { LineReader } from '../../engine/evidence/checks/line-reader.ts';
import { DifferencesInJs } from '../../engine/reconcile/differences/differences-in-js.ts';
import { temporaryFolder } from '../evidence/tools.ts';

const difference = (record: string) => ({
  table: 't',
  kind: 'changed' as const,
  key: ['1'],
  keyDigest: 'k',
  columns: ['v'],
  source: { record, digest: 's', file: 'long.csv', row: '7' },
  target: { record, digest: 't', file: 'other.csv', row: '8' },
});

describe('a difference of long values', () => {
  it.each([
    ['than is read again', 'x'.repeat(135 << 20)],
    ['than a text can be', '"'.repeat(140 << 20)],
  ])('whose line would be longer %s is refused by its row, and is no package', (_, record) => {
    const made = new DifferencesInJs((bytes) => bytes);
    expect(() => {
      made.write(difference(record));
    }).toThrow(/takes more than 268435456 bytes of differences\.ndjson.* \(long\.csv, row 7\)/);
  });
});

describe('a line of JSON', () => {
  const read = (line: string) => {
    const path = join(temporaryFolder(), 'x');
    writeFileSync(path, `${line}\n`);
    const file = new FileBytes(path, 'x');
    try {
      return new LineReader(file).next()?.length;
    } finally {
      file.close();
    }
  };
  const many = ','.repeat((1 << 25) + 1);

  it('may hold a text of tens of millions of commas and brackets, after quotes too', () => {
    const line = JSON.stringify({ record: `"${many}[{\\"` });
    expect(read(line)).toBe(line.length);
  });

  it('may not hold as many values, whose objects no memory holds', () => {
    expect(() => read(`[${many}]`)).toThrow('too many parts');
  });
});
