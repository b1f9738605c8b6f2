import { TallyError } from '../../../contract/problem.ts';
import { sides, type BySide, type Side } from '../../../contract/side.ts';
import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { entryBytes } from '../../tree/bucket.ts';
import type { Hash } from '../../tree/hashes.ts';
import { digestCellBytes, writeDifferingRows } from './differing-rows.ts';
import { bytesOfSlices, readSlices } from '../hash/entry-store.ts';
import { rangeOf, type Folded, type FoldRequest } from './fold-range.ts';
import { foldLeaves } from './fold-leaves.ts';
import { differingBuckets, laidListings, listingHeadBytes } from './laid-listings.ts';
import { takeTurn } from './listing-turns.ts';
import { laidBucketWords } from './laid-bucket.ts';
import { noCounts, type MergeCounts } from './merge-bucket.ts';
import { stagedEntryBytes } from '../hash/staged-entry.ts';

const rankBytes = 16;
/** What an arena holds at most, less what the leaves and the differing rows take. */
const mostBytes = 2 ** 30;

const rowsOf = ({ entries }: FoldRequest, side: Side): number => bytesOfSlices(entries[side]) / stagedEntryBytes;

/** Buckets that are not empty, at most. */
const occupiedAtMost = (request: FoldRequest): number =>
  Math.min(request.count, rowsOf(request, 'source') + rowsOf(request, 'target'));

/** Whether the range can be folded in the kernel's memory: not where most rows of a large table have one key. */
export function fitsKernel(request: FoldRequest): boolean {
  const rows = rowsOf(request, 'source') + rowsOf(request, 'target');
  const perBucket = 4 * laidBucketWords + 2 * listingHeadBytes;
  return rows * (stagedEntryBytes + rankBytes + entryBytes + 4) + occupiedAtMost(request) * perBucket < mostBytes;
}

interface LaidSide {
  readonly rows: number;
  readonly entries: number;
  readonly ranks: number;
  readonly listings: number;
}

/** foldRange in the kernel's memory; what mergeBucket and sortEntries say for it. */
export function foldInKernel(request: FoldRequest, hash: Hash, kernel: Kernel): Folded {
  const arena = new Arena(kernel);
  const { depth, first, count } = request;
  const most = occupiedAtMost(request);
  const laid = (side: Side): LaidSide => {
    const rows = rowsOf(request, side);
    return {
      rows,
      entries: arena.alloc(rows * stagedEntryBytes),
      ranks: arena.alloc(rows * rankBytes),
      listings: arena.alloc(rows * entryBytes + most * listingHeadBytes),
    };
  };
  const at: BySide<LaidSide> = { source: laid('source'), target: laid('target') };
  const tableAt = arena.alloc(most * laidBucketWords * 4);
  const scratch = arena.alloc(kernel.sortScratchBytes());
  for (const side of sides) {
    const { rows, entries, ranks, listings } = at[side];
    readSlices(request.entries[side], arena.bytes(entries, rows * stagedEntryBytes));
    kernel.sortEntries(entries, rows, depth - Math.log2(count), ranks, listings, scratch);
  }
  const { source, target } = at;
  const buckets = kernel.layBuckets(
    ...([source.ranks, source.rows, target.ranks, target.rows] as const),
    ...([depth, first, count] as const),
    ...([source.listings, target.listings, tableAt] as const),
  );
  if (buckets < 0) throw new TallyError('internal', 'An entry is in a partition that is not its own');
  const laidBuckets = { at: tableAt, count: buckets };
  const leaves = foldLeaves(request, hash, kernel, arena, laidBuckets);
  if (request.only.length < 2) return { leaves, counts: noCounts(), differing: new Uint32Array(0), rows: null };
  const merged = merge(request, kernel, arena, laidBuckets, at);
  if (request.listings !== null)
    takeTurn(request.listings, {
      source: laidListings(arena, laidBuckets, 'source'),
      target: laidListings(arena, laidBuckets, 'target'),
    });
  return { leaves, differing: differingBuckets(laidBuckets, arena), ...merged };
}

function merge(
  request: FoldRequest,
  kernel: Kernel,
  arena: Arena,
  table: { readonly at: number; readonly count: number },
  { source, target }: BySide<LaidSide>,
): Pick<Folded, 'counts' | 'rows'> {
  const { keyed, out } = request;
  const counts = noCounts();
  const names = Object.keys(counts) as (keyof MergeCounts)[];
  const countsAt = arena.alloc(names.length * 4);
  const rowsAt = arena.alloc((source.rows + target.rows) * 4);
  const found = kernel.mergeBuckets(
    ...([table.at, table.count, source.ranks, target.ranks] as const),
    ...([keyed ? 1 : 0, countsAt, rowsAt] as const),
  );
  arena.u32(countsAt, names.length).forEach((value, i) => (counts[names[i]!] = value));
  if (found === 0) return { counts, rows: null };
  const [side, file, status] = [arena.alloc(found * 4), arena.alloc(found * 4), arena.alloc(found * 4)];
  const [row, kd, rd] = [
    arena.alloc(found * 8),
    arena.alloc(found * digestCellBytes),
    arena.alloc(found * digestCellBytes),
  ];
  kernel.differingRows(rowsAt, found, source.ranks, target.ranks, side, file, row, kd, rd, status);
  const { buffer } = kernel.memory;
  const rows = writeDifferingRows(`${out}.rows.parquet`, rangeOf(request), {
    side: new Int32Array(buffer, side, found),
    file: new Int32Array(buffer, file, found),
    row: new BigInt64Array(buffer, row, found),
    keyDigest: arena.bytes(kd, found * digestCellBytes),
    rowDigest: arena.bytes(rd, found * digestCellBytes),
    status: new Int32Array(buffer, status, found),
  });
  return { counts, rows };
}
