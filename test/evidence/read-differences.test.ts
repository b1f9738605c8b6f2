import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { differenceLine, type Difference } from '../../engine/evidence/differences/difference.ts';
import { readDifferences, readDifferencesOf } from '../../engine/evidence/differences/read-differences.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallystick-differences-'));
afterAll(() => rmSync(folder, { recursive: true }));

const digests = Array.from({ length: 4 }, (_, i) => String(i).repeat(64));
// Texts that would pass for the member, had their quotes no backslash.
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 5 }),
  fc.constantFrom(...digests.map((digest) => `\\,"keyDigest":"${digest}","`), '\\', '"'),
);
const side = fc.record({ record: text, digest: fc.constantFrom(...digests), file: text, row: fc.constant('1') });
const differences: fc.Arbitrary<Difference[]> = fc.array(
  fc.oneof(
    fc.record({
      table: text,
      kind: fc.constant('changed' as const),
      key: fc.array(fc.option(text), { maxLength: 2 }),
      keyDigest: fc.constantFrom(...digests),
      columns: fc.array(text, { maxLength: 2 }),
      source: fc.option(side),
      target: fc.option(side),
    }),
    fc.record({
      ...{ table: text, kind: fc.constant('unrepresentable' as const), column: text, text },
      ...{ key: fc.constant(null), keyDigest: fc.constant(null), columns: fc.constant(null) },
      ...{ source: side, target: fc.constant(null) },
    }),
  ),
  { maxLength: 8 },
);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('the differences of a few keys', () => {
  it('are read as among all of them, whatever their texts look like', async () => {
    const path = join(folder, 'differences.ndjson');
    await fc.assert(
      fc.asyncProperty(
        differences,
        fc.uniqueArray(fc.constantFrom(...digests, 'f'.repeat(64))),
        async (written, keys) => {
          writeFileSync(path, written.map(differenceLine).join(''));
          const [whole, few] = [await all(readDifferences(path)), await all(readDifferencesOf(path, new Set(keys)))];
          expect(whole).toEqual(written);
          expect(few).toEqual(written.filter(({ keyDigest }) => keyDigest !== null && keys.includes(keyDigest)));
        },
      ),
      { numRuns: 300 },
    );
  });
});
