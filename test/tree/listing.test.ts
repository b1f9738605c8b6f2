import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, entryBytes } from '../../engine/tree/bucket.ts';
import { depthFor } from '../../engine/tree/depth.ts';
import { classifyListing } from '../../engine/tree/listing.ts';
import { listingRecord, readListings } from '../../engine/tree/listings-file.ts';

type Entry = readonly [key: number, row: number];
const entryOf = ([key, row]: Entry): Buffer => Buffer.concat([Buffer.alloc(32, key), Buffer.alloc(32, row)]);
const listingOf = (entries: readonly Entry[]): Uint8Array =>
  Buffer.concat(entries.map(entryOf).sort((a, b) => Buffer.compare(a, b)));
const entries = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 })), { maxLength: 14 });

/** Section 7 read off with maps, as slowly as it is written. */
function countsByDefinition(source: readonly Entry[], target: readonly Entry[], keyed: boolean) {
  const counts = {
    matched: 0n,
    changedOrTolerance: 0n,
    sourceOnly: 0n,
    targetOnly: 0n,
    duplicatesMatched: 0n,
    duplicatesLeft: { source: 0n, target: 0n },
  };
  const count = (rows: readonly Entry[], key: number, row?: number): number =>
    rows.filter((entry) => entry[0] === key && (row === undefined || entry[1] === row)).length;
  for (let key = 0; key <= 6; key++) {
    const [s, t] = [count(source, key), count(target, key)];
    let common = 0;
    for (let row = 0; row <= 3; row++) common += Math.min(count(source, key, row), count(target, key, row));
    if (keyed && Math.max(s, t) > 1) {
      counts.duplicatesMatched += BigInt(common);
      counts.duplicatesLeft.source += BigInt(s - common);
      counts.duplicatesLeft.target += BigInt(t - common);
    } else if (keyed && s === 1 && t === 1) {
      if (common === 1) counts.matched++;
      else counts.changedOrTolerance++;
    } else {
      counts.matched += BigInt(common);
      counts.sourceOnly += BigInt(s - common);
      counts.targetOnly += BigInt(t - common);
    }
  }
  return counts;
}

async function readAll(chunks: Iterable<Uint8Array>, depth: number) {
  const read = [];
  for await (const { bucket, listing } of readListings(chunks, depth, 'x.listings'))
    read.push({ bucket, listing: Buffer.from(listing).toString('hex') });
  return read;
}

describe('two listings of one bucket', () => {
  it('are judged row by row as section 7 says', () => {
    fc.assert(
      fc.property(entries, entries, fc.boolean(), (source, target, keyed) => {
        expect(classifyListing(listingOf(source), listingOf(target), keyed)).toEqual(
          countsByDefinition(source, target, keyed),
        );
      }),
    );
  });

  it('close the equation on both sides', () => {
    fc.assert(
      fc.property(entries, entries, fc.boolean(), (source, target, keyed) => {
        const c = classifyListing(listingOf(source), listingOf(target), keyed);
        const onBoth = c.matched + c.changedOrTolerance + c.duplicatesMatched;
        expect(onBoth + c.sourceOnly + c.duplicatesLeft.source).toBe(BigInt(source.length));
        expect(onBoth + c.targetOnly + c.duplicatesLeft.target).toBe(BigInt(target.length));
      }),
    );
  });

  it('count a key that stands twice on one side alone as duplicates, not as only', () => {
    const counts = classifyListing(
      listingOf([
        [1, 1],
        [1, 1],
      ]),
      listingOf([]),
      true,
    );
    expect(counts.duplicatesLeft).toEqual({ source: 2n, target: 0n });
    expect(counts.sourceOnly).toBe(0n);
  });
});

describe('the depth of a tree', () => {
  it.each([
    [0n, 0],
    [128n, 0],
    [129n, 1],
    [256n, 1],
    [257n, 2],
    [128n << 24n, 24],
    [(128n << 24n) + 1n, 24],
    [1n << 70n, 24],
  ])('for %s entries is %s', (rows, depth) => expect(depthFor(rows)).toBe(depth));
});

describe('the bucket of an entry', () => {
  it('is the first bits of its key digest', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 40, maxLength: 40 }), fc.integer({ min: 0, max: 24 }), (bytes, depth) => {
        const bits = [...bytes.subarray(8)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
        expect(bucketOf(bytes, depth, 8)).toBe(depth === 0 ? 0 : parseInt(bits.slice(0, depth), 2));
      }),
    );
  });
});

describe('a .listings file', () => {
  const depth = 3;
  const buckets = fc.uniqueArray(fc.integer({ min: 0, max: 7 }), { maxLength: 8 }).map((list) => list.sort());
  const rows = fc.array(fc.uint8Array({ minLength: entryBytes, maxLength: entryBytes }), { maxLength: 3 });

  it('is read back as it was written, in whatever chunks it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        buckets,
        fc.array(rows, { minLength: 8, maxLength: 8 }),
        fc.array(fc.nat(200)),
        async (numbers, content, cuts) => {
          const records = numbers.map((bucket) => {
            const inBucket = content[bucket]!.map((entry) =>
              Buffer.concat([Buffer.of((bucket << 5) | (entry[0]! & 31)), entry.subarray(1)]),
            );
            return { bucket, listing: Buffer.concat(inBucket.sort((a, b) => Buffer.compare(a, b))) };
          });
          const whole = Buffer.concat(records.map(({ bucket, listing }) => listingRecord(bucket, listing)));
          const chunks: Uint8Array[] = [];
          let rest: Uint8Array = whole;
          for (const cut of cuts) {
            chunks.push(rest.subarray(0, cut));
            rest = rest.subarray(cut);
          }
          expect(await readAll([...chunks, rest], depth)).toEqual(
            records.map(({ bucket, listing }) => ({ bucket, listing: listing.toString('hex') })),
          );
        },
      ),
    );
  });

  const low = Buffer.alloc(entryBytes, 0x01);
  const high = Buffer.alloc(entryBytes, 0x02);
  it.each([
    ['a cut-off head', Buffer.alloc(5)],
    ['a cut-off listing', listingRecord(0, low).subarray(0, 30)],
    ['a bucket twice', Buffer.concat([listingRecord(0, low), listingRecord(0, high)])],
    ['buckets that go down', Buffer.concat([listingRecord(1, Buffer.alloc(0)), listingRecord(0, low)])],
    ['a bucket beyond the depth', listingRecord(8, Buffer.alloc(0))],
    ['an entry of another bucket', listingRecord(1, low)],
    ['entries that go down', listingRecord(0, Buffer.concat([high, low]))],
    ['a count that promises more', Buffer.from('00000000ffffffff', 'hex')],
  ])('is refused with %s', async (_, bytes) => {
    await expect(readAll([bytes], depth)).rejects.toMatchObject({ problem: { code: 'evidence_unsound' } });
  });

  it('writes number and count as four bytes each, most significant first', () => {
    expect(Buffer.from(listingRecord(0x010203, low)).toString('hex')).toBe(`0001020300000001${low.toString('hex')}`);
  });
});
