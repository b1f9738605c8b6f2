import type { BySide } from '../../contract/side.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { loadHash, type HashName } from '../tree/hashes.ts';
import type { EntrySlice } from './entry-slice.ts';
import { fitsKernel, foldInKernel } from './fold-in-kernel.ts';
import { foldInJs } from './fold-in-js.ts';
import type { MergeCounts } from './merge-bucket.ts';

export interface FoldRequest {
  readonly entries: BySide<readonly EntrySlice[]>;
  readonly hash: HashName;
  readonly depth: number;
  /** The buckets of this range: `first .. first + count`, a power of two of them. */
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
export async function foldRange(
  request: FoldRequest,
  _onDone: (done: number) => void,
  kernel: Kernel | null,
): Promise<FoldedRange> {
  const hash = await loadHash(request.hash);
  return kernel !== null && fitsKernel(request) ? foldInKernel(request, hash, kernel) : foldInJs(request, hash);
}
