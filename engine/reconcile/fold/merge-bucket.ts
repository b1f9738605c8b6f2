import { sides } from '../../../contract/side.ts';
import { compareBytes } from './sort-entries.ts';
import { isAltered } from '../hash/staged-entry.ts';

/** One side of a bucket: staged entries and the sorted byte offsets `order[from .. to)` of those in the bucket. */
export interface BucketSide {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly order: Float64Array;
  readonly from: number;
  readonly to: number;
}

/** What a row of a differing key is: one of a pair that differs, alone, a duplicate left over, or equal to another. */
export const rowStatus = { pair: 0, only: 1, left: 2, matched: 3 } as const;
export type RowStatus = (typeof rowStatus)[keyof typeof rowStatus];

/** Section 7's terms as far as digests tell them. */
export interface MergeCounts {
  matched: number;
  matchedUnderRule: number;
  /** Keys once on each side with unequal rows: changed or within tolerance. */
  pairs: number;
  sourceOnly: number;
  targetOnly: number;
  duplicatesMatched: number;
  sourceLeft: number;
  targetLeft: number;
  differingKeys: number;
  /** Matched rows, duplicates too, whose key does not differ: what agreement 2 counts. */
  outside: number;
}

export const noCounts = (): MergeCounts => ({
  matched: 0,
  matchedUnderRule: 0,
  pairs: 0,
  sourceOnly: 0,
  targetOnly: 0,
  duplicatesMatched: 0,
  sourceLeft: 0,
  targetLeft: 0,
  differingKeys: 0,
  outside: 0,
});

/**
 * Called for every row of a differing key, with the byte offset of its entry, in the order of the listing: by key
 * digest, status, side, row digest, file, row.
 */
export type OnRow = (side: 'source' | 'target', at: number, status: RowStatus) => void;

/**
 * Merges both sides of one bucket entry by entry and adds to `counts` (formats.md section 7). Where a key occurs more
 * than once on either side all its rows are duplicates; of equal rows the first by file and row are the matched ones.
 */
export function mergeBucket(s: BucketSide, t: BucketSide, keyed: boolean, counts: MergeCounts, onRow: OnRow): void {
  let i = s.from;
  let j = t.from;
  while (i < s.to || j < t.to) {
    const order = i >= s.to ? 1 : j >= t.to ? -1 : compareBytes(s.bytes, s.order[i]!, t.bytes, t.order[j]!, 32);
    const iEnd = order <= 0 ? endOfKey(s, i) : i;
    const jEnd = order >= 0 ? endOfKey(t, j) : j;
    if (iEnd - i === 1 && jEnd - j === 1 && sameRow(s, s.order[i]!, t, t.order[j]!)) {
      counts.matched++;
      counts.outside++;
      if (isAltered(s.view, s.order[i]!) || isAltered(t.view, t.order[j]!)) counts.matchedUnderRule++;
    } else mergeKey({ ...s, from: i, to: iEnd }, { ...t, from: j, to: jEnd }, keyed, counts, onRow);
    i = iEnd;
    j = jEnd;
  }
}

const sameRow = (s: BucketSide, a: number, t: BucketSide, b: number): boolean =>
  compareBytes(s.bytes, a + 32, t.bytes, b + 32, 32) === 0;

function endOfKey(side: BucketSide, from: number): number {
  let end = from + 1;
  while (end < side.to && compareBytes(side.bytes, side.order[from]!, side.bytes, side.order[end]!, 32) === 0) end++;
  return end;
}

/** One key whose rows are not simply one equal pair. */
function mergeKey(s: BucketSide, t: BucketSide, keyed: boolean, counts: MergeCounts, onRow: OnRow): void {
  const ns = s.to - s.from;
  const nt = t.to - t.from;
  if (ns === 1 && nt === 1) {
    counts.pairs++;
    counts.differingKeys++;
    onRow('source', s.order[s.from]!, rowStatus.pair);
    onRow('target', t.order[t.from]!, rowStatus.pair);
    return;
  }
  if (keyed && ns + nt === 1) {
    if (ns === 1) counts.sourceOnly++;
    else counts.targetOnly++;
    counts.differingKeys++;
    if (ns === 1) onRow('source', s.order[s.from]!, rowStatus.only);
    else onRow('target', t.order[t.from]!, rowStatus.only);
    return;
  }
  mergeMany(s, t, keyed, counts, onRow);
}

/** Multiset intersection by row digest: a key more than once on a side, or rows of a table without a key. */
function mergeMany(s: BucketSide, t: BucketSide, keyed: boolean, counts: MergeCounts, onRow: OnRow): void {
  const left = keyed ? rowStatus.left : rowStatus.only;
  const matched: (readonly [number, number])[] = [];
  const rest: (readonly ['source' | 'target', number])[] = [];
  let i = s.from;
  let j = t.from;
  while (i < s.to || j < t.to) {
    const order =
      i >= s.to ? 1 : j >= t.to ? -1 : compareBytes(s.bytes, s.order[i]! + 32, t.bytes, t.order[j]! + 32, 32);
    if (order === 0) matched.push([s.order[i++]!, t.order[j++]!]);
    else if (order < 0) rest.push(['source', s.order[i++]!]);
    else rest.push(['target', t.order[j++]!]);
  }
  for (const [side] of rest) {
    if (keyed) counts[side === 'source' ? 'sourceLeft' : 'targetLeft']++;
    else counts[side === 'source' ? 'sourceOnly' : 'targetOnly']++;
  }
  if (keyed) counts.duplicatesMatched += matched.length;
  else {
    counts.matched += matched.length;
    for (const [a, b] of matched) if (isAltered(s.view, a) || isAltered(t.view, b)) counts.matchedUnderRule++;
  }
  if (rest.length === 0) {
    counts.outside += matched.length;
    return;
  }
  counts.differingKeys++;
  for (const of of sides) for (const [side, at] of rest) if (side === of) onRow(side, at, left);
  for (const [a] of matched) onRow('source', a, rowStatus.matched);
  for (const [, b] of matched) onRow('target', b, rowStatus.matched);
}
