import { rankBytes } from './sort-entries';
import { bucketOf, placeOf } from './staged-entry';

// A record of a bucket that holds rows: its number, then for each side where its entries start and how many they are,
// and whether both sides are the same.
export const bucketRecordBytes: usize = 24;
const headBytes: usize = 8;
export const outOfRange: u32 = 0xffff_ffff;

/**
 * Lays both sides' sorted entries out as listings, 64 bytes an entry, eight zero bytes ahead of each bucket: the last of
 * them is the leaf's prefix. Writes a record to `table` for each bucket that has entries on either side and returns how
 * many; `outOfRange` when an entry is of none of the buckets `first .. first + buckets`. Ranks lose their prefix to the
 * entry's place.
 */
export function layBuckets(
  source: usize,
  sourceCount: u32,
  target: usize,
  targetCount: u32,
  depth: u32,
  first: u32,
  buckets: u32,
  sourceListings: usize,
  targetListings: usize,
  table: usize,
): u32 {
  const sourceEnd = source + sourceCount * rankBytes;
  const targetEnd = target + targetCount * rankBytes;
  let record = table;
  while (source < sourceEnd || target < targetEnd) {
    const bucket = min(nextBucket(source, sourceEnd, depth), nextBucket(target, targetEnd, depth));
    if (bucket - first >= buckets) return outOfRange;
    const sourceTo = layBucket(source, sourceEnd, depth, bucket, sourceListings);
    const targetTo = layBucket(target, targetEnd, depth, bucket, targetListings);
    const sourceBytes = (sourceTo - source) << 2;
    const targetBytes = (targetTo - target) << 2;
    store<u32>(record, bucket);
    store<u32>(record, sourceListings + headBytes, 4);
    store<u32>(record, sourceBytes >> 6, 8);
    store<u32>(record, targetListings + headBytes, 12);
    store<u32>(record, targetBytes >> 6, 16);
    const same =
      sourceBytes == targetBytes && sameBytes(sourceListings + headBytes, targetListings + headBytes, sourceBytes);
    store<u32>(record, same ? 1 : 0, 20);
    record += bucketRecordBytes;
    sourceListings += headBytes + sourceBytes;
    targetListings += headBytes + targetBytes;
    source = sourceTo;
    target = targetTo;
  }
  return <u32>((record - table) / bucketRecordBytes);
}

function nextBucket(rank: usize, end: usize, depth: u32): u32 {
  return rank < end ? bucketOf(load<u64>(rank), depth) : outOfRange;
}

/** Returns the rank behind the bucket's last. */
function layBucket(rank: usize, end: usize, depth: u32, bucket: u32, to: usize): usize {
  store<u64>(to, 0);
  to += headBytes;
  for (; rank < end && bucketOf(load<u64>(rank), depth) == bucket; rank += rankBytes) {
    const entry = <usize>load<u32>(rank, 8);
    v128.store(to, v128.load(entry));
    v128.store(to, v128.load(entry, 16), 16);
    v128.store(to, v128.load(entry, 32), 32);
    v128.store(to, v128.load(entry, 48), 48);
    store<u64>(rank, placeOf(entry));
    to += 64;
  }
  return rank;
}

function sameBytes(a: usize, b: usize, bytes: usize): bool {
  for (let at: usize = 0; at < bytes; at += 64) {
    const low = v128.or(
      v128.xor(v128.load(a + at), v128.load(b + at)),
      v128.xor(v128.load(a + at, 16), v128.load(b + at, 16)),
    );
    const high = v128.or(
      v128.xor(v128.load(a + at, 32), v128.load(b + at, 32)),
      v128.xor(v128.load(a + at, 48), v128.load(b + at, 48)),
    );
    if (v128.any_true(v128.or(low, high))) return false;
  }
  return true;
}
