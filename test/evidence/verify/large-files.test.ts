import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differingKeys } from '../../../engine/evidence/checks/differing-keys.ts';
import { runAt } from '../../../engine/evidence/checks/bucket-run.ts';
import { FileBytes } from '../../../engine/evidence/checks/file-bytes.ts';
import { LeafFold } from '../../../engine/evidence/checks/leaf-fold.ts';
import { LineReader } from '../../../engine/evidence/checks/line-reader.ts';
import { loadHash } from '../../../engine/tree/hashes.ts';
import { classifyListing } from '../../../engine/tree/listing.ts';
import { listingRecord } from '../../../engine/tree/listings-file.ts';
import { temporaryFolder } from '../tools.ts';
import { H, rootOf } from './tree-by-hand.ts';

const folder = () => temporaryFolder();
function fileOf(path: string, bytes: Uint8Array): FileBytes {
  writeFileSync(path, bytes);
  return new FileBytes(path, 'x');
}

describe('a file that is larger than its window', () => {
  const bytes = Buffer.from(Array.from({ length: 3 << 20 }, (_, i) => (i * 7919) >>> 5));

  it('gives the same bytes wherever they are asked for, also after the window has moved', () => {
    const file = fileOf(join(folder(), 'x'), bytes);
    const early = file.at(1000, 64);
    fc.assert(
      fc.property(fc.nat(bytes.length), fc.nat(2 << 20), (offset, length) => {
        const fits = Math.min(length, bytes.length - offset);
        expect(Buffer.compare(file.at(offset, fits), bytes.subarray(offset, offset + fits))).toBe(0);
      }),
      { numRuns: 200 },
    );
    expect(Buffer.compare(early, bytes.subarray(1000, 1064))).toBe(0);
    expect(Buffer.compare(Buffer.concat([...file.pieces()]), bytes)).toBe(0);
    expect(() => file.at(bytes.length - 1, 2)).toThrow('cut off');
    file.close();
  });

  it('is read line by line, a line of several windows too', () => {
    const lines = Array.from({ length: 40_000 }, (_, i) => (i === 20_000 ? 'é'.repeat(2 << 20) : `line ${i} €`));
    const file = fileOf(join(folder(), 'x'), Buffer.from(lines.map((line) => `${line}\n`).join('')));
    const reader = new LineReader(file);
    const read: string[] = [];
    for (let line = reader.next(); line !== null; line = reader.next()) read.push(line);
    expect(read.length).toBe(lines.length);
    expect(read.every((line, i) => line === lines[i])).toBe(true);
    expect(reader.line).toBe(lines.length);
    file.close();
  });
});

describe('two listings of one bucket on disk', () => {
  const entry = ([key, row]: readonly [number, number]) =>
    Buffer.concat([Buffer.alloc(32, key), Buffer.alloc(32, row)]);
  const entries = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 3 })), { maxLength: 14 });
  const listing = (rows: readonly (readonly [number, number])[]) =>
    Buffer.concat(rows.map(entry).sort((a, b) => Buffer.compare(a, b)));

  it('hold the kinds that the listings in memory hold, in the order of the differences', () => {
    const at = folder();
    fc.assert(
      fc.property(entries, entries, fc.boolean(), (source, target, keyed) => {
        const [a, b] = [listing(source), listing(target)];
        const [s, t] = [fileOf(join(at, 's'), listingRecord(0, a)), fileOf(join(at, 't'), listingRecord(0, b))];
        const found = [...differingKeys(runAt(s, 0)!, runAt(t, 0)!, keyed)];
        s.close();
        t.close();
        const count = (kind: string, side?: string) =>
          found
            .filter((each) => each.kind === kind && (side === undefined || ('side' in each && each.side === side)))
            .reduce((rows, each) => rows + ('rows' in each ? BigInt(each.rows) : 1n), 0n);
        expect({
          matched: count('matched'),
          changedOrTolerance: count('pair'),
          sourceOnly: count('only', 'source'),
          targetOnly: count('only', 'target'),
          duplicatesMatched: count('duplicates_matched'),
          duplicatesLeft: { source: count('left', 'source'), target: count('left', 'target') },
        }).toEqual(classifyListing(a, b, keyed));
        const order = found.flatMap((each) =>
          'entry' in each ? [`${hex(each.entry, 0)} ${each.side} ${hex(each.entry, 32)}`] : [],
        );
        if (keyed) expect(order).toEqual(order.toSorted());
      }),
    );
  });

  it('hold them where windows end within them, at other places on either side', () => {
    const entryOf = (key: number, row: number) => {
      const bytes = Buffer.alloc(64).fill(row, 32);
      bytes.writeUInt32BE(key);
      return bytes;
    };
    const rows = (side: number) =>
      Array.from({ length: 40_000 }, (_, key) => {
        if (key % 1000 === side) return []; // in the other alone
        const same = entryOf(key, 1);
        if (key % 700 === 0) return [entryOf(key, side)];
        return key % 900 === 0 ? [same, same, entryOf(key, side + 2)] : [same];
      }).flat();
    const [a, b] = [Buffer.concat(rows(2)), Buffer.concat(rows(3))];
    const [s, t] = [fileOf(join(folder(), 's'), listingRecord(0, a)), fileOf(join(folder(), 't'), listingRecord(0, b))];
    const counts = { matched: 0n, pair: 0n, only: 0n, left: 0n, duplicates_matched: 0n };
    for (const found of differingKeys(runAt(s, 0)!, runAt(t, 0)!, true))
      counts[found.kind] += 'rows' in found ? BigInt(found.rows) : 1n;
    s.close();
    t.close();
    const { matched, changedOrTolerance, sourceOnly, targetOnly, duplicatesMatched, duplicatesLeft } = classifyListing(
      a,
      b,
      true,
    );
    expect(counts).toEqual({
      matched,
      pair: changedOrTolerance,
      only: sourceOnly + targetOnly,
      left: duplicatesLeft.source + duplicatesLeft.target,
      duplicates_matched: duplicatesMatched,
    });
    expect(Object.values(counts).every((count) => count > 0n)).toBe(true);
  });

  const hex = (bytes: Uint8Array, at: number) => Buffer.from(bytes.subarray(at, at + 32)).toString('hex');
});

describe('leaves that come one after another', () => {
  it.each([0, 1, 2, 5, 9])('fold to the root of a tree of depth %i', async (depth) => {
    const leaves = Array.from({ length: 2 ** depth }, (_, i) => H(String(i)));
    const fold = new LeafFold(await loadHash('sha256'));
    for (const leaf of leaves) fold.add(leaf);
    expect(fold.root()).toBe(rootOf(leaves).toString('hex'));
  });

  it('fold so where most are the same, in whatever runs they come', async () => {
    const hash = await loadHash('sha256');
    const few = fc.array(fc.nat(2), { minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(few, fc.nat(1), (which, often) => {
        const leaves = which.map((leaf) => H(String(leaf * often)));
        const fold = new LeafFold(hash);
        for (const leaf of leaves) fold.add(Uint8Array.from(leaf)); // equal, and never the same bytes in memory
        expect(fold.root()).toBe(rootOf(leaves).toString('hex'));
      }),
    );
  });
});
