import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sides, type BySide } from '../../contract/side.ts';
import type { EntrySlice } from '../../engine/reconcile/hash/entry-store.ts';
import { foldInJs } from '../../engine/reconcile/fold/fold-in-js.ts';
import { fitsKernel, foldInKernel } from '../../engine/reconcile/fold/fold-in-kernel.ts';
import type { Folded, FoldRequest } from '../../engine/reconcile/fold/fold-range.ts';
import { listingTurns } from '../../engine/reconcile/fold/listing-turns.ts';
import { RunFolder } from '../../engine/reconcile/run/run-folder.ts';
import { scatterEntries } from '../../engine/reconcile/hash/scatter-entries.ts';
import { stagedEntryBytes, writePlace } from '../../engine/reconcile/hash/staged-entry.ts';
import { PlainParquetReader } from '../../engine/snapshot/parquet/plain-parquet-reader.ts';
import { bucketOf } from '../../engine/tree/bucket.ts';
import { loadHash } from '../../engine/tree/hashes.ts';
import { Arena } from '../../engine/kernel/arena.ts';
import { Ledgers } from '../reconcile/ledger.ts';
import { kernel } from './hash-batch.ts';

const ledgers = new Ledgers();
const folder = new RunFolder(ledgers.fresh());
afterAll(() => folder.remove());

/** A row as key, content and whether a rule altered it; few of each, so that duplicates are common. */
type Row = readonly [key: number, content: number, altered: boolean];
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function staged(rows: readonly Row[], keyed: boolean, alike = 0): Uint8Array {
  const entries = new Uint8Array(rows.length * stagedEntryBytes);
  const view = new DataView(entries.buffer);
  rows.forEach(([key, content, altered], i) => {
    const at = i * stagedEntryBytes;
    const rowDigest = digest(`${key} ${content}`);
    const keyDigest = keyed ? digest(`${key}`) : rowDigest;
    for (const bytes of [rowDigest, keyDigest]) bytes.fill(0, 4, 4 + alike); // prefixes that tie
    entries.set(keyDigest, at);
    entries.set(rowDigest, at + 32);
    writePlace(view, at, i % 3, (i * 2 ** 31) % 2 ** 39, altered);
  });
  return entries;
}

/** As it lies on the disk: in two files, each with bytes of others around it. */
function sliced(entries: Uint8Array): EntrySlice[] {
  const half = Math.floor(entries.length / 2 / stagedEntryBytes) * stagedEntryBytes;
  return [entries.subarray(0, half), entries.subarray(half)].map((part) => {
    const path = folder.file('entries');
    writeFileSync(path, Buffer.concat([Buffer.from('before'), part, Buffer.from('after')]));
    return { store: path, start: 6, bytes: part.length };
  });
}

function whole(folded: Folded, paths: BySide<string>): unknown {
  return {
    ...folded,
    leaves: sides.map((side) => [
      [...folded.leaves[side].at],
      Buffer.from(folded.leaves[side].digests).toString('hex'),
    ]),
    differing: [...folded.differing],
    listings: sides.map((side) => readFileSync(paths[side]).toString('hex')),
    rows: folded.rows && rowsIn(folded.rows.path),
  };
}

/** Every row that was written, in the order in which it was. */
function rowsIn(path: string): string[] {
  const reader = new PlainParquetReader(path);
  const columns = reader.readGroup(0);
  reader.close();
  return Array.from({ length: columns[0]!.valid.length }, (_, i) =>
    columns
      .map((column) =>
        column.kind === 'text'
          ? Buffer.from(column.bytes.subarray(column.starts[i], column.ends[i])).toString('hex')
          : String(column.values[i]),
      )
      .join(' '),
  );
}

/** By key digest, status, side, row digest, file, row; and numbered so. */
function expectListed(rows: readonly string[]): void {
  const named = rows.map((row) => {
    const [side, f, r, kd, rd, st, o] = row.split(' ');
    return { text: [kd, st, side, rd, f, r!.padStart(13, '0')].join(' '), o: Number(o) };
  });
  expect(named.map(({ text }) => text)).toEqual(named.map(({ text }) => text).toSorted());
  expect(named.map(({ o }) => o % 2 ** 32)).toEqual(named.map((_, i) => i));
}

async function bothWays(
  entries: BySide<Uint8Array>,
  request: Omit<FoldRequest, 'entries' | 'listings' | 'out'>,
): Promise<void> {
  const hash = await loadHash(request.hash);
  const slices = { source: sliced(entries.source), target: sliced(entries.target) };
  const files = () => ({ source: folder.file('listings'), target: folder.file('listings') });
  const [js, wasm] = [files(), files()];
  const made = (paths: BySide<string>): FoldRequest => {
    const [turn] = listingTurns({ paths, package: '' }, 1);
    return { ...request, entries: slices, listings: turn!, out: folder.file('folded') };
  };
  const inJs = foldInJs(made(js), hash);
  const inKernel = foldInKernel(made(wasm), hash, kernel);
  expect(whole(inKernel, wasm)).toEqual(whole(inJs, js));
  if (inKernel.rows !== null) expectListed(rowsIn(inKernel.rows.path));
}

const row = fc.tuple(fc.nat(40), fc.nat(2), fc.boolean());
const rows = fc.oneof(
  fc.array(row, { maxLength: 60 }),
  fc.array(fc.tuple(fc.nat(1), fc.nat(1), fc.boolean()), { maxLength: 60 }),
);

describe('a range folded in the kernel', () => {
  it('is what it is in JavaScript: leaves, counts, listings, rows of differing keys', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        rows,
        fc.nat(12),
        fc.boolean(),
        fc.constantFrom('sha256', 'blake3'),
        fc.nat(4),
        (source, target, depth, keyed, hash, alike) =>
          bothWays(
            { source: staged(source, keyed, alike), target: staged(target, keyed, alike) },
            { hash, depth, first: 0, count: 2 ** depth, keyed, only: sides },
          ),
      ),
      { numRuns: 300 },
    );
  });

  it('is so for one partition of many, and where there is one side alone', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.nat(3), fc.nat(8), fc.boolean(), async (source, target, bits, more, merge) => {
        const depth = bits + more;
        const partition = (1 << bits) - 1;
        const of = (entries: Uint8Array) =>
          Buffer.concat(
            Array.from({ length: entries.length / stagedEntryBytes }, (_, i) =>
              entries.subarray(i * stagedEntryBytes, (i + 1) * stagedEntryBytes),
            ).filter((entry) => bucketOf(entry, bits) === partition),
          );
        await bothWays(
          { source: of(staged(source, true)), target: merge ? of(staged(target, true)) : new Uint8Array(0) },
          {
            hash: 'sha256',
            depth,
            first: partition << more,
            count: 1 << more,
            keyed: true,
            only: merge ? sides : ['source'],
          },
        );
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a few that differ', (i: number): Row => [i, i % 5000 === 7 ? 1 : 0, i % 3 === 0]],
    ['one key in all rows, in no order', (i: number): Row => [0, (i * 7919) % 20_000, false]],
    ['one row many times', (): Row => [0, 0, false]],
  ])('is so for 20,000 rows: %s', async (_, change) => {
    const rowsOf = (change: (i: number) => Row) => Array.from({ length: 20_000 }, (_, i) => change(i));
    const source = staged(
      rowsOf((i) => [change(i)[0], change(i)[1] % 19_999, false]),
      true,
    );
    for (const depth of [0, 4, 8])
      await bothWays(
        { source, target: staged(rowsOf(change), true) },
        { hash: 'sha256', depth, first: 0, count: 2 ** depth, keyed: true, only: sides },
      );
  });

  it('refuses an entry that is in a partition not its own, here as there', async () => {
    const hash = await loadHash('sha256');
    const entries = staged([[1, 1, false]], true);
    const wrong = bucketOf(entries, 1) === 0 ? 1 : 0;
    const request: FoldRequest = {
      ...{ entries: { source: sliced(entries), target: [] }, hash: 'sha256', depth: 1, first: wrong, count: 1 },
      ...{ keyed: true, only: sides, listings: null, out: folder.file('refused') },
    };
    for (const fold of [() => foldInJs(request, hash), () => foldInKernel(request, hash, kernel)])
      expect(fold).toThrow(/not its own/);
  });

  it('is not tried where the kernel’s memory does not hold it', () => {
    const request = { entries: { source: [{ store: '', start: 0, bytes: 72 * 2 ** 24 }], target: [] }, count: 1 };
    expect(fitsKernel(request as unknown as FoldRequest)).toBe(false);
  });
});

describe('entries scattered by the kernel', () => {
  it('lie as JavaScript lays them', () => {
    fc.assert(
      fc.property(rows, fc.nat(12), (rows, bits) => {
        const entries = staged(rows, true);
        const { entries: expected, offsets } = scatterEntries(entries, bits);
        const arena = new Arena(kernel);
        const [at, out] = [arena.alloc(entries.length), arena.alloc(entries.length)];
        const offsetsAt = arena.alloc(offsets.length * 4);
        arena.bytes(at, entries.length).set(entries);
        kernel.scatterEntries(at, rows.length, bits, out, offsetsAt);
        expect([...arena.u32(offsetsAt, offsets.length)]).toEqual(offsets);
        expect(Buffer.from(arena.bytes(out, entries.length)).equals(expected)).toBe(true);
      }),
    );
  });
});
