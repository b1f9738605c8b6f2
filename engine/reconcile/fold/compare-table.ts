import type { BySide, Side } from '../../../contract/side.ts';
import type { HashName } from '../../tree/hashes.ts';
import { loadHash } from '../../tree/hashes.ts';
import { rootOfLeaves } from '../../tree/merkle.ts';
import type { DifferingFile } from './differing-rows.ts';
import type { EntrySlice } from '../hash/entry-store.ts';
import type { HashPool } from '../run/hash-pool.ts';
import type { HashedGroup } from '../hash/hash-rows.ts';
import type { LeavesFile } from './leaves-file.ts';
import { giveUpTurn, listingTurns, type ListingFiles } from './listing-turns.ts';
import { noCounts, type MergeCounts } from './merge-bucket.ts';
import type { RunFolder } from '../run/run-folder.ts';
import { settle } from '../run/settle.ts';

/** What the digests alone say of a table. */
export interface ComparedTable {
  readonly depth: number;
  /** Lower-case hex. */
  readonly roots: BySide<string>;
  /** Files of 2^depth leaf hashes a side, in order, for denseLeaves. */
  readonly leaves: BySide<readonly LeavesFile[]>;
  readonly counts: MergeCounts;
  readonly bucketsDiffering: number;
  /** The rows of differing keys, files end to end in the order of the listing. */
  readonly rows: readonly DifferingFile[];
}

/** Buckets `first` to `first + count` of a table are folded: which of them differ can be told. */
export interface FoldedBuckets {
  readonly depth: number;
  readonly first: number;
  readonly count: number;
  /** Those of them that differ, ascending. */
  readonly differing: Uint32Array;
}

/** What sorting, laying out and merging a row of both sides takes, in bytes. */
const foldedBytes = 400;

/** Partitions so that a range of both sides is sorted within a worker's share of memory, at most 200,000 rows each. */
export function partitionBitsFor(rows: number, share: number): number {
  const most = Math.min(200_000, Math.max(20_000, share / foldedBytes));
  let bits = 0;
  while (bits < 12 && rows > most * 2 ** bits) bits++;
  return bits;
}

/** Step 4's second half: ranges of buckets are sorted, folded and merged in workers; the tree is closed here. */
export async function compareTable(
  groups: BySide<readonly HashedGroup[]>,
  partitionBits: number,
  depth: number,
  { keyed, only }: { readonly keyed: boolean; readonly only: readonly Side[] },
  hashName: HashName,
  pool: HashPool,
  folder: RunFolder,
  listings: ListingFiles | null,
  onBuckets: (buckets: FoldedBuckets) => void,
): Promise<ComparedTable> {
  const rangeBits = Math.min(partitionBits, depth);
  const turns = listings === null ? null : listingTurns(listings, 2 ** rangeBits);
  const ranges = Array.from({ length: 2 ** rangeBits }, async (_, range) => {
    const width = 2 ** (partitionBits - rangeBits);
    const slices = (side: readonly HashedGroup[]): EntrySlice[] =>
      side.map(({ entriesIn: store, offsets }) => {
        const start = offsets[range * width]!;
        return { store, start, bytes: offsets[(range + 1) * width]! - start };
      });
    const count = 2 ** (depth - rangeBits);
    const turn = turns?.[range] ?? null;
    const folding = pool.run('fold', {
      entries: { source: slices(groups.source), target: slices(groups.target) },
      hash: hashName,
      depth,
      first: range * count,
      count,
      keyed,
      only,
      listings: turn,
      out: folder.file('range'),
    });
    // A worker that dies says nothing, and those behind it would wait.
    const folded = await folding.finally(() => {
      if (turn !== null) giveUpTurn(turn);
    });
    onBuckets({ depth, first: range * count, count, differing: folded.differing });
    return folded;
  });
  const folded = await settle(ranges);
  const hash = await loadHash(hashName);
  const root = (side: Side) =>
    Buffer.from(rootOfLeaves(hash, Buffer.concat(folded.map(({ roots }) => roots[side])))).toString('hex');
  const leaves = (side: Side): LeavesFile[] =>
    folded.flatMap((range) => {
      const path = range.leaves[side];
      return path === null ? [] : [{ path, buckets: 2 ** (depth - rangeBits) }];
    });
  const counts = noCounts();
  for (const range of folded)
    for (const name of Object.keys(counts) as (keyof MergeCounts)[]) counts[name] += range.counts[name];
  return {
    depth,
    roots: { source: root('source'), target: root('target') },
    leaves: { source: leaves('source'), target: leaves('target') },
    counts,
    bucketsDiffering: folded.reduce((sum, range) => sum + range.differing.length, 0),
    rows: folded.flatMap(({ rows }) => (rows === null ? [] : [rows])),
  };
}
