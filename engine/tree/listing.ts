import { entryBytes } from './bucket.ts';

const keyBytes = entryBytes / 2;

/** Rows of one bucket by what formats.md section 7 says of them. */
export interface ListingCounts {
  matched: bigint;
  /** The key once on each side, row digests differ: changed or within tolerance, which digests cannot tell. */
  changedOrTolerance: bigint;
  sourceOnly: bigint;
  targetOnly: bigint;
  /** The same number on each side. */
  duplicatesMatched: bigint;
  duplicatesLeft: { source: bigint; target: bigint };
}

/** A run of entries with one key digest, as byte offsets into each listing; empty where a side lacks the key. */
export type OnKey = (sourceFrom: number, sourceTo: number, targetFrom: number, targetTo: number) => void;

/** Walks two sorted listings of one bucket side by side, key by key in ascending order. */
function forEachKey(source: Uint8Array, target: Uint8Array, onKey: OnKey): void {
  let [sourceAt, targetAt] = [0, 0];
  while (sourceAt < source.length || targetAt < target.length) {
    const order =
      sourceAt >= source.length ? 1 : targetAt >= target.length ? -1 : compareAt(source, sourceAt, target, targetAt);
    const sourceTo = order <= 0 ? endOfKey(source, sourceAt) : sourceAt;
    const targetTo = order >= 0 ? endOfKey(target, targetAt) : targetAt;
    onKey(sourceAt, sourceTo, targetAt, targetTo);
    [sourceAt, targetAt] = [sourceTo, targetTo];
  }
}

/** Compares the 32-byte digests that start at the offsets. */
function compareAt(a: Uint8Array, aAt: number, b: Uint8Array, bAt: number): number {
  for (let i = 0; i < keyBytes; i++) {
    const difference = a[aAt + i]! - b[bAt + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

function endOfKey(listing: Uint8Array, from: number): number {
  let to = from + entryBytes;
  while (to < listing.length && compareAt(listing, from, listing, to) === 0) to += entryBytes;
  return to;
}

/** How many entries the two runs of one key have in common, as multisets of row digests. */
function commonRows(source: Uint8Array, target: Uint8Array, ...run: Parameters<OnKey>): number {
  const [sourceFrom, sourceTo, targetFrom, targetTo] = run;
  let common = 0;
  let [s, t] = [sourceFrom, targetFrom];
  while (s < sourceTo && t < targetTo) {
    const order = compareAt(source, s + keyBytes, target, t + keyBytes);
    if (order === 0) common++;
    if (order <= 0) s += entryBytes;
    if (order >= 0) t += entryBytes;
  }
  return common;
}

/** Judges two sorted listings of one bucket (formats.md section 7); without a key, rows are matched or only. */
export function classifyListing(source: Uint8Array, target: Uint8Array, keyed: boolean): ListingCounts {
  let [matched, changed, sourceOnly, targetOnly] = [0, 0, 0, 0];
  let [duplicatesMatched, leftInSource, leftInTarget] = [0, 0, 0];
  forEachKey(source, target, (sourceFrom, sourceTo, targetFrom, targetTo) => {
    const sourceRows = (sourceTo - sourceFrom) / entryBytes;
    const targetRows = (targetTo - targetFrom) / entryBytes;
    const common = commonRows(source, target, sourceFrom, sourceTo, targetFrom, targetTo);
    if (keyed && (sourceRows > 1 || targetRows > 1)) {
      duplicatesMatched += common;
      leftInSource += sourceRows - common;
      leftInTarget += targetRows - common;
    } else if (keyed && sourceRows === 1 && targetRows === 1 && common === 0) changed++;
    else {
      matched += common;
      sourceOnly += sourceRows - common;
      targetOnly += targetRows - common;
    }
  });
  return {
    matched: BigInt(matched),
    changedOrTolerance: BigInt(changed),
    sourceOnly: BigInt(sourceOnly),
    targetOnly: BigInt(targetOnly),
    duplicatesMatched: BigInt(duplicatesMatched),
    duplicatesLeft: { source: BigInt(leftInSource), target: BigInt(leftInTarget) },
  };
}
