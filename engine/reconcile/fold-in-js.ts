import { writeFileSync } from 'node:fs';
import { TallyError } from '../../contract/problem.ts';
import { sides, type BySide, type Side } from '../../contract/side.ts';
import { bucketOf } from '../tree/bucket.ts';
import type { Hash } from '../tree/hashes.ts';
import { listingRecord } from '../tree/listings-file.ts';
import { leafHash } from '../tree/merkle.ts';
import { digestCellBytes, writeDifferingRows } from './differing-rows.ts';
import { bytesOfSlices, readSlices, type EntrySlice } from './entry-slice.ts';
import type { FoldedRange, FoldRequest } from './fold-range.ts';
import { mergeBucket, noCounts, type BucketSide, type RowStatus } from './merge-bucket.ts';
import { compareBytes, sortEntries } from './sort-entries.ts';
import { placeOf } from './staged-entry.ts';

/** foldRange without a kernel: where WASM SIMD is missing or its memory does not hold the range. */
export function foldInJs(request: FoldRequest, hash: Hash): FoldedRange {
  const sorted = { source: sortSide(request.entries.source), target: sortSide(request.entries.target) };
  const leaves = { source: new Uint8Array(32 * request.count), target: new Uint8Array(32 * request.count) };
  const counts = noCounts();
  const listings: Record<Side, Uint8Array[]> = { source: [], target: [] };
  const rows = new RowsFound(sorted);
  let bucketsDiffering = 0;
  const empty = leafHash(hash, new Uint8Array(0));

  for (let b = 0; b < request.count; b++) {
    const bucket = request.first + b;
    for (const side of sides) advance(sorted[side], bucket, request.depth);
    const listing = { source: listingOf(sorted.source), target: listingOf(sorted.target) };
    const leaf = { source: leafOf(hash, listing.source, empty), target: empty };
    const same = request.merge && equalBytes(listing.source, listing.target);
    leaf.target = same ? leaf.source : leafOf(hash, listing.target, empty);
    for (const side of sides) leaves[side].set(leaf[side], b * 32);
    if (!request.merge) continue;
    if (compareBytes(leaf.source, 0, leaf.target, 0, 32) !== 0) {
      bucketsDiffering++;
      for (const side of sides) listings[side].push(listingRecord(bucket, listing[side]));
    }
    mergeBucket(sorted.source, sorted.target, request.keyed, counts, rows.add);
  }
  for (const side of sides)
    if (sorted[side].to < sorted[side].order.length)
      throw new TallyError('internal', 'An entry is in a partition that is not its own');
  return {
    leaves,
    counts,
    bucketsDiffering,
    listings: bucketsDiffering === 0 ? null : writeListings(request.out, listings),
    rows: rows.write(`${request.out}.rows.parquet`),
  };
}

interface SortedSide extends BucketSide {
  from: number;
  to: number;
}

function sortSide(slices: readonly EntrySlice[]): SortedSide {
  const bytes = new Uint8Array(bytesOfSlices(slices));
  readSlices(slices, bytes);
  return { bytes, view: new DataView(bytes.buffer), order: sortEntries(bytes), from: 0, to: 0 };
}

/** Moves the window to the entries of one bucket; buckets are asked for in ascending order. */
function advance(side: SortedSide, bucket: number, depth: number): void {
  side.from = side.to;
  while (side.to < side.order.length && bucketOf(side.bytes, depth, side.order[side.to]) === bucket) side.to++;
}

function listingOf(side: SortedSide): Uint8Array {
  const listing = new Uint8Array((side.to - side.from) * 64);
  for (let i = side.from, at = 0; i < side.to; i++, at += 64) {
    const start = side.order[i]!;
    listing.set(side.bytes.subarray(start, start + 64), at);
  }
  return listing;
}

const leafOf = (hash: Hash, listing: Uint8Array, empty: Uint8Array): Uint8Array =>
  listing.length === 0 ? empty : leafHash(hash, listing);

const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && Buffer.compare(a, b) === 0;

function writeListings(out: string, parts: BySide<readonly Uint8Array[]>): BySide<string> {
  const paths = { source: `${out}.source.listings`, target: `${out}.target.listings` };
  for (const side of sides) writeFileSync(paths[side], Buffer.concat(parts[side]), { mode: 0o600, flag: 'wx' });
  return paths;
}

/** Collects the rows of differing keys. */
class RowsFound {
  readonly #sorted: BySide<BucketSide>;
  readonly #at: number[] = [];
  /** 0 is the source. */
  readonly #side: (0 | 1)[] = [];
  readonly #status: RowStatus[] = [];

  constructor(sorted: BySide<BucketSide>) {
    this.#sorted = sorted;
  }

  add = (side: Side, at: number, status: RowStatus): void => {
    this.#at.push(at);
    this.#side.push(side === 'source' ? 0 : 1);
    this.#status.push(status);
  };

  write(path: string): string | null {
    const count = this.#at.length;
    if (count === 0) return null;
    const file = new Int32Array(count);
    const row = new BigInt64Array(count);
    const [keyDigest, rowDigest] = [Buffer.alloc(count * digestCellBytes), Buffer.alloc(count * digestCellBytes)];
    for (let i = 0; i < count; i++) {
      const { bytes, view } = this.#sorted[sides[this.#side[i]!]];
      const at = this.#at[i]!;
      const place = placeOf(view, at);
      file[i] = place.file;
      row[i] = BigInt(place.row);
      keyDigest.set(bytes.subarray(at, at + 32), keyDigest.writeUInt32LE(32, i * digestCellBytes));
      rowDigest.set(bytes.subarray(at + 32, at + 64), rowDigest.writeUInt32LE(32, i * digestCellBytes));
    }
    const [side, status] = [Int32Array.from(this.#side), Int32Array.from(this.#status)];
    writeDifferingRows(path, { side, file, row, keyDigest, rowDigest, status });
    return path;
  }
}
