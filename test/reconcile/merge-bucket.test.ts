import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeBucket, noCounts, rowStatus, type BucketSide } from '../../engine/reconcile/fold/merge-bucket.ts';
import { sortEntries } from '../../engine/reconcile/fold/sort-entries.ts';
import { placeOf, stagedEntryBytes, writePlace } from '../../engine/reconcile/hash/staged-entry.ts';
import { classifyListing } from '../../engine/tree/listing.ts';

/** A row as key, content and whether a rule altered it; few of each, so that duplicates are common. */
const row = fc.tuple(fc.nat(5), fc.nat(3), fc.boolean());
type Row = readonly [key: number, content: number, altered: boolean];

function stage(rows: readonly Row[], keyed: boolean): BucketSide {
  const bytes = new Uint8Array(rows.length * stagedEntryBytes);
  const view = new DataView(bytes.buffer);
  rows.forEach(([key, content, altered], i) => {
    const at = i * stagedEntryBytes;
    bytes[at] = 7; // one shared prefix, so that ties are looked into
    bytes[at + 31] = keyed ? key : key * 16 + content;
    bytes[at + 63] = key * 16 + content;
    writePlace(view, at, i % 3, i, altered);
  });
  return { bytes, view, order: sortEntries(bytes), from: 0, to: rows.length };
}

const listing = ({ bytes, order }: BucketSide): Uint8Array =>
  Buffer.concat(Array.from(order, (at) => bytes.subarray(at, at + 64)));

describe('the merge of a bucket', () => {
  it('counts what the listings alone say, keyed and not', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.array(row, { maxLength: 12 }), fc.boolean(), (a, b, keyed) => {
        const [s, t] = [stage(a, keyed), stage(b, keyed)];
        const counts = noCounts();
        mergeBucket(s, t, keyed, counts, () => undefined);
        const said = classifyListing(listing(s), listing(t), keyed);
        expect([counts.matched, counts.pairs, counts.sourceOnly, counts.targetOnly].map(BigInt)).toEqual([
          said.matched,
          said.changedOrTolerance,
          said.sourceOnly,
          said.targetOnly,
        ]);
        expect([counts.duplicatesMatched, counts.sourceLeft, counts.targetLeft].map(BigInt)).toEqual([
          said.duplicatesMatched,
          said.duplicatesLeft.source,
          said.duplicatesLeft.target,
        ]);
      }),
      { numRuns: 2000 },
    );
  });

  it('closes the equation of each side, and leaves no row of a differing key out', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), fc.array(row, { maxLength: 12 }), fc.boolean(), (a, b, keyed) => {
        const [s, t] = [stage(a, keyed), stage(b, keyed)];
        const counts = noCounts();
        const given = { source: 0, target: 0 };
        mergeBucket(s, t, keyed, counts, (side) => given[side]++);
        expect(counts.matched + counts.pairs + counts.sourceOnly + counts.duplicatesMatched + counts.sourceLeft).toBe(
          a.length,
        );
        expect(counts.matched + counts.pairs + counts.targetOnly + counts.duplicatesMatched + counts.targetLeft).toBe(
          b.length,
        );
        expect(given.source).toBe(a.length - counts.outside);
        expect(given.target).toBe(b.length - counts.outside);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves over the last of equal rows by file and row', () => {
    const [s, t] = [
      stage(
        [
          [1, 1, false],
          [1, 1, false],
          [1, 1, false],
        ],
        true,
      ),
      stage(
        [
          [1, 1, false],
          [1, 1, true],
        ],
        true,
      ),
    ];
    const left: number[] = [];
    const counts = noCounts();
    mergeBucket(s, t, true, counts, (side, at, status) => {
      if (side === 'source' && status === rowStatus.left) left.push(placeOf(s.view, at).row);
    });
    expect(left).toEqual([2]);
    expect(counts).toMatchObject({ duplicatesMatched: 2, sourceLeft: 1, targetLeft: 0, differingKeys: 1, outside: 0 });
  });

  it('counts a matched row as matched under a rule when either side was altered', () => {
    const counts = noCounts();
    mergeBucket(
      stage(
        [
          [1, 1, false],
          [2, 1, false],
          [3, 1, true],
        ],
        true,
      ),
      stage(
        [
          [1, 1, true],
          [2, 1, false],
          [3, 1, true],
        ],
        true,
      ),
      true,
      counts,
      () => undefined,
    );
    expect(counts).toMatchObject({ matched: 3, matchedUnderRule: 2 });
  });

  it('keeps a row’s place to 2^40 rows and its flag', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 23 - 1), fc.integer({ min: 0, max: 2 ** 40 - 1 }), fc.boolean(), (file, at, altered) => {
        const view = new DataView(new ArrayBuffer(stagedEntryBytes));
        writePlace(view, 0, file, at, altered);
        expect(placeOf(view, 0)).toEqual({ file, row: at });
        expect(view.getUint32(68, true) >= 0x8000_0000).toBe(altered);
      }),
    );
  });

  it('sorts staged entries by all their 64 bytes, then by place', () => {
    const entry = fc.tuple(fc.constantFrom(0, 3, 4, 31, 32, 62, 63), fc.constantFrom(0, 1, 127, 128, 255));
    const place = fc.tuple(fc.nat(2), fc.constantFrom(0, 1, 2 ** 32, 2 ** 32 + 1), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.tuple(entry, place), { maxLength: 60 }), (staged) => {
        const bytes = new Uint8Array(staged.length * stagedEntryBytes);
        const view = new DataView(bytes.buffer);
        staged.forEach(([[at, value], [file, row, altered]], i) => {
          bytes[i * stagedEntryBytes + at] = value;
          writePlace(view, i * stagedEntryBytes, file, row, altered);
        });
        const rank = (at: number) => {
          const { file, row } = placeOf(view, at);
          return `${Buffer.from(bytes.subarray(at, at + 64)).toString('hex')} ${file} ${String(row).padStart(12, '0')}`;
        };
        const sorted = Array.from(sortEntries(bytes), rank);
        expect(sorted).toEqual(staged.map((_, i) => rank(i * stagedEntryBytes)).toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
