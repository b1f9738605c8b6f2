import { closeSync, openSync, writeFileSync } from 'node:fs';
import { sides, type BySide, type Side } from '../../contract/side.ts';
import type { HashName } from '../tree/hashes.ts';
import type { PlainColumn } from '../snapshot/plain-column.ts';
import { PlainParquetWriter } from '../snapshot/plain-parquet-writer.ts';
import { readExactly } from '../snapshot/read-exactly.ts';
import { loadHash, type Hash } from '../tree/hashes.ts';
import { bucketOf } from '../tree/bucket.ts';
import { listingRecord } from '../tree/listings-file.ts';
import { leafHash } from '../tree/merkle.ts';
import { mergeBucket, noCounts, type BucketSide, type MergeCounts, type RowStatus } from './merge-bucket.ts';
import { compareBytes, sortEntries } from './sort-entries.ts';
import { placeOf } from './staged-entry.ts';

/** A slice of a file of staged entries, in bytes. */
export interface EntrySlice {
  readonly path: string;
  readonly start: number;
  readonly bytes: number;
}

export interface FoldRequest {
  readonly entries: BySide<readonly EntrySlice[]>;
  readonly hash: HashName;
  readonly depth: number;
  /** The buckets of this range: `first .. first + count`. */
  readonly first: number;
  readonly count: number;
  readonly keyed: boolean;
  /** False where there is one side alone: leaves are folded and nothing is merged. */
  readonly merge: boolean;
  /** Path prefix of what is written: listings and rows of both sides. */
  readonly out: string;
}

export interface FoldedRange {
  /** 32 bytes a bucket. */
  readonly leaves: BySide<Uint8Array>;
  readonly counts: MergeCounts;
  readonly bucketsDiffering: number;
  /** Files of listings in the package's form; null when nothing differs. */
  readonly listings: BySide<string> | null;
  /** A Parquet file of the rows of differing keys: side 0 or 1, f, r, kd, rd, st; null when there are none. */
  readonly rows: string | null;
}

/** Sorts both sides' entries of a range of buckets, folds them into leaves and merges what differs. */
export async function foldRange(request: FoldRequest): Promise<FoldedRange> {
  const hash = await loadHash(request.hash);
  const sorted = { source: sortSide(request.entries.source), target: sortSide(request.entries.target) };
  const leaves = { source: new Uint8Array(32 * request.count), target: new Uint8Array(32 * request.count) };
  const counts = noCounts();
  const listings: Record<Side, Uint8Array[]> = { source: [], target: [] };
  const rows = new DifferingRows(sorted);
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
  const bytes = new Uint8Array(slices.reduce((sum, slice) => sum + slice.bytes, 0));
  let at = 0;
  for (const slice of slices) {
    if (slice.bytes === 0) continue;
    const fd = openSync(slice.path, 'r');
    try {
      bytes.set(readExactly(fd, slice.start, slice.bytes), at);
    } finally {
      closeSync(fd);
    }
    at += slice.bytes;
  }
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

interface DifferingRow {
  readonly side: Side;
  readonly at: number;
  readonly status: RowStatus;
}

/** Collects the rows of differing keys as columns. */
class DifferingRows {
  readonly #sorted: BySide<BucketSide>;
  readonly #at: DifferingRow[] = [];

  constructor(sorted: BySide<BucketSide>) {
    this.#sorted = sorted;
  }

  add = (side: Side, at: number, status: RowStatus): void => {
    this.#at.push({ side, at, status });
  };

  write(path: string): string | null {
    const count = this.#at.length;
    if (count === 0) return null;
    const valid = new Uint8Array(count).fill(1);
    const int32 = (value: (row: DifferingRow) => number): PlainColumn => ({
      kind: 'int32',
      values: Int32Array.from(this.#at, value),
      valid,
    });
    const digests = (offset: number): PlainColumn => {
      const bytes = Buffer.alloc(count * 36);
      this.#at.forEach(({ side, at }, i) => {
        bytes.writeUInt32LE(32, i * 36);
        bytes.set(this.#sorted[side].bytes.subarray(at + offset, at + offset + 32), i * 36 + 4);
      });
      const starts = Uint32Array.from({ length: count }, (_, i) => i * 36 + 4);
      return { kind: 'text', starts, ends: starts.map((start) => start + 32), bytes, valid };
    };
    const places = this.#at.map(({ side, at }) => placeOf(this.#sorted[side].view, at));
    const writer = new PlainParquetWriter(path, [
      { name: 'side', kind: 'int32' },
      { name: 'f', kind: 'int32' },
      { name: 'r', kind: 'int64' },
      { name: 'kd', kind: 'text', blob: true },
      { name: 'rd', kind: 'text', blob: true },
      { name: 'st', kind: 'int32' },
    ]);
    writer.writeGroup(
      [
        int32(({ side }) => (side === 'source' ? 0 : 1)),
        { kind: 'int32', values: Int32Array.from(places, ({ file }) => file), valid },
        { kind: 'int64', values: BigInt64Array.from(places, ({ row }) => BigInt(row)), valid },
        digests(0),
        digests(32),
        int32(({ status }) => status),
      ],
      count,
    );
    writer.close();
    return path;
  }
}
