import type { Side } from '../../../contract/side.ts';
import { entryBytes } from '../../tree/bucket.ts';
import { compareKeys, compareRows, entryAt, matchedFrom, type BucketRun } from './bucket-run.ts';

/** What formats.md section 7 says of the rows of a bucket, as far as digests tell, in the order of the differences. */
export type Found =
  | { readonly kind: 'matched'; readonly rows: number }
  | { readonly kind: 'duplicates_matched'; readonly rows: number }
  | { readonly kind: 'pair'; readonly source: Uint8Array; readonly target: Uint8Array }
  | { readonly kind: 'only'; readonly side: Side; readonly entry: Uint8Array }
  | { readonly kind: 'left'; readonly side: Side; readonly entry: Uint8Array };

/** Walks the runs of one bucket side by side, key by key. Nothing is gathered, however many rows a key has. */
export function* differingKeys(source: BucketRun, target: BucketRun, keyed: boolean): Generator<Found> {
  let s = source.from;
  let t = target.from;
  while (s < source.to || t < target.to) {
    const rows = matchedFrom(source, s, target, t);
    if (rows > 0) {
      yield { kind: 'matched', rows };
      [s, t] = [s + rows * entryBytes, t + rows * entryBytes];
      continue;
    }
    const order = s >= source.to ? 1 : t >= target.to ? -1 : compareKeys(entryAt(source, s), entryAt(target, t));
    const sEnd = order <= 0 ? endOfKey(source, s) : s;
    const tEnd = order >= 0 ? endOfKey(target, t) : t;
    yield* ofKey({ ...source, from: s, to: sEnd }, { ...target, from: t, to: tEnd }, keyed);
    [s, t] = [sEnd, tEnd];
  }
}

function endOfKey(run: BucketRun, from: number): number {
  const first = entryAt(run, from);
  let to = from + entryBytes;
  while (to < run.to && compareKeys(first, entryAt(run, to)) === 0) to += entryBytes;
  return to;
}

function* ofKey(source: BucketRun, target: BucketRun, keyed: boolean): Generator<Found> {
  const [sourceRows, targetRows] = [rowsOf(source), rowsOf(target)];
  if (keyed && sourceRows === 1 && targetRows === 1) {
    const [a, b] = [entryAt(source, source.from), entryAt(target, target.from)];
    yield compareRows(a, b) === 0 ? { kind: 'matched', rows: 1 } : { kind: 'pair', source: a, target: b };
  } else if (keyed && (sourceRows > 1 || targetRows > 1)) yield* multiset(source, target, 'duplicates_matched', 'left');
  else yield* multiset(source, target, 'matched', 'only');
}

const rowsOf = ({ from, to }: BucketRun): number => (to - from) / entryBytes;

/** Multiset intersection by row digest, walked once for each side: the source's rest stands before the target's. */
function* multiset(
  source: BucketRun,
  target: BucketRun,
  common: 'matched' | 'duplicates_matched',
  rest: 'only' | 'left',
): Generator<Found> {
  for (const [side, mine, other] of [
    ['source', source, target],
    ['target', target, source],
  ] as const) {
    let o = other.from;
    for (let m = mine.from; m < mine.to; m += entryBytes) {
      const entry = entryAt(mine, m);
      while (o < other.to && compareRows(entryAt(other, o), entry) < 0) o += entryBytes;
      if (o < other.to && compareRows(entryAt(other, o), entry) === 0) {
        o += entryBytes;
        if (side === 'source') yield { kind: common, rows: 1 };
      } else yield { kind: rest, side, entry };
    }
  }
}
