import { TallyError } from '../../../contract/problem.ts';
import { sides, type BySide, type Side } from '../../../contract/side.ts';
import { bucketOf } from '../../tree/bucket.ts';
import type { Hash } from '../../tree/hashes.ts';
import { listingRecord } from '../../tree/listings-file.ts';
import { leafHash } from '../../tree/merkle.ts';
import { digestCellBytes, writeDifferingRows, type DifferingFile } from './differing-rows.ts';
import { bytesOfSlices, readSlices, type EntrySlice } from '../hash/entry-store.ts';
import { rangeOf, type Folded, type FoldRequest } from './fold-range.ts';
import { takeTurn } from './listing-turns.ts';
import { mergeBucket, noCounts, type BucketSide, type RowStatus } from './merge-bucket.ts';
import { sortEntries } from './sort-entries.ts';
import { placeOf } from '../hash/staged-entry.ts';

/** foldRange without a kernel: where WASM SIMD is missing or its memory does not hold the range. */
export function foldInJs(request: FoldRequest, hash: Hash): Folded {
  const { first, count, depth, keyed, out } = request;
  const merge = request.only.length === 2;
  const sorted = { source: sortSide(request.entries.source), target: sortSide(request.entries.target) };
  const at: number[] = [];
  const leaves: Record<Side, Uint8Array[]> = { source: [], target: [] };
  const counts = noCounts();
  const differing: number[] = [];
  const listings: Record<Side, Uint8Array[]> = { source: [], target: [] };
  const rows = new RowsFound(sorted);
  const empty = leafHash(hash, new Uint8Array(0));

  for (;;) {
    const bucket = Math.min(nextBucket(sorted.source, depth), nextBucket(sorted.target, depth));
    if (bucket === Infinity) break;
    if (bucket < first || bucket >= first + count)
      throw new TallyError('internal', 'An entry is in a partition that is not its own');
    for (const side of sides) advance(sorted[side], bucket, depth);
    const listing = { source: listingOf(sorted.source), target: listingOf(sorted.target) };
    const leaf = { source: leafOf(hash, listing.source, empty), target: empty };
    const same = merge && equalBytes(listing.source, listing.target);
    leaf.target = same ? leaf.source : leafOf(hash, listing.target, empty);
    at.push(bucket - first);
    for (const side of sides) leaves[side].push(leaf[side]);
    if (!merge) continue;
    if (!equalBytes(leaf.source, leaf.target)) {
      differing.push(bucket);
      for (const side of sides) listings[side].push(listingRecord(bucket, listing[side]));
    }
    mergeBucket(sorted.source, sorted.target, keyed, counts, rows.add);
  }
  if (request.listings !== null) takeTurn(request.listings, listings);
  const sparse = (side: Side) => ({ at: Uint32Array.from(at), digests: Buffer.concat(leaves[side]) });
  return {
    leaves: { source: sparse('source'), target: sparse('target') },
    counts,
    differing: Uint32Array.from(differing),
    rows: rows.write(`${out}.rows.parquet`, rangeOf(request)),
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

const nextBucket = ({ bytes, order, to }: SortedSide, depth: number): number =>
  to === order.length ? Infinity : bucketOf(bytes, depth, order[to]);

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

  write(path: string, range: number): DifferingFile | null {
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
    return writeDifferingRows(path, range, { side, file, row, keyDigest, rowDigest, status });
  }
}
