import type { BySide, Side } from '../../../contract/side.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { loadHash, type Hash, type HashName } from '../../tree/hashes.ts';
import { leafHash } from '../../tree/merkle.ts';
import { sparseRoot, type SparseLeaves } from '../../tree/sparse-root.ts';
import type { DifferingFile } from './differing-rows.ts';
import { digestNodesIn } from './digest-nodes.ts';
import type { EntrySlice } from '../hash/entry-store.ts';
import { fitsKernel, foldInKernel } from './fold-in-kernel.ts';
import { foldInJs } from './fold-in-js.ts';
import { giveUpTurn, type ListingTurn } from './listing-turns.ts';
import { writeLeaves } from './leaves-file.ts';
import type { MergeCounts } from './merge-bucket.ts';

export interface FoldRequest {
  readonly entries: BySide<readonly EntrySlice[]>;
  readonly hash: HashName;
  readonly depth: number;
  /** The buckets of this range: `first .. first + count`, a power of two of them. */
  readonly first: number;
  readonly count: number;
  readonly keyed: boolean;
  /** The sides there are. Where it is one alone, leaves are folded and nothing is merged. */
  readonly only: readonly Side[];
  /** Where the listings of buckets that differ are written; null where nobody wants them. */
  readonly listings: ListingTurn | null;
  /** Path prefix of what else is written: leaves of both sides, and rows. */
  readonly out: string;
}

/** What sorting and merging a range say of it. */
export interface Folded {
  /** Of the buckets that are not empty on both sides, counted from the range's first. */
  readonly leaves: BySide<SparseLeaves>;
  readonly counts: MergeCounts;
  /** The buckets that differ, ascending. */
  readonly differing: Uint32Array;
  /** The rows of differing keys; null when there are none. */
  readonly rows: DifferingFile | null;
}

export interface FoldedRange extends Omit<Folded, 'leaves'> {
  /** Files for denseLeaves; one for both sides where they are equal, and none of a side that is not there. */
  readonly leaves: BySide<string | null>;
  /** The root of the range's subtree. */
  readonly roots: BySide<Uint8Array>;
}

/** Which of the table's ranges it is. */
export const rangeOf = ({ first, count }: FoldRequest): number => first / count;

/** Sorts both sides' entries of a range of buckets, folds them into leaves and a root, and merges what differs. */
export async function foldRange(
  request: FoldRequest,
  _onDone: (done: number) => void,
  kernel: Kernel | null,
): Promise<FoldedRange> {
  const hash = await loadHash(request.hash);
  try {
    const fold = kernel !== null && fitsKernel(request) ? foldInKernel : foldInJs;
    const folded = fold(request, hash, kernel!);
    return { ...folded, ...closeRange(request, folded, hash, kernel) };
  } finally {
    if (request.listings !== null) giveUpTurn(request.listings);
  }
}

function closeRange(
  { only, count, out }: FoldRequest,
  { leaves, differing }: Folded,
  hash: Hash,
  kernel: Kernel | null,
): Pick<FoldedRange, 'leaves' | 'roots'> {
  const empty = leafHash(hash, new Uint8Array(0));
  const digestNodes = digestNodesIn(kernel, hash);
  const close = (side: Side) => {
    const path = `${out}.${side}.leaves`;
    writeLeaves(path, empty, leaves[side]);
    return { path, root: sparseRoot(hash, count, leaves[side], digestNodes) };
  };
  const none = { path: null, root: new Uint8Array(0) };
  const source = only.includes('source') ? close('source') : none;
  const isSame = only.length === 2 && differing.length === 0;
  const target = isSame ? source : only.includes('target') ? close('target') : none;
  return {
    leaves: { source: source.path, target: target.path },
    roots: { source: source.root, target: target.root },
  };
}
