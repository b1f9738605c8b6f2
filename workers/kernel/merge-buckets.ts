import { bucketRecordBytes } from './lay-buckets';
import { rankBytes } from './sort-entries';
import { compareDigests, isAltered, sameDigest } from './staged-entry';

// What engine/reconcile/fold/merge-bucket.ts says of one bucket, for all that layBuckets has laid: its counts in their order
// as u32, and a u32 for each row of a differing key, in the order of the listing: its rank among its side's rows, two
// bits of status, one of side.
const entryBytes: usize = 64;

const matched: usize = 0;
const matchedUnderRule: usize = 4;
const pairs: usize = 8;
const only: usize = 12; // of the source, then of the target
const duplicatesMatched: usize = 20;
const left: usize = 24; // of the source, then of the target
const differingKeys: usize = 32;
const outside: usize = 36;
const countBytes: usize = 40;

const statusPair: u32 = 0;
const statusOnly: u32 = 1;
const statusLeft: u32 = 2;
const statusMatched: u32 = 3;

/** One key's entries on one side: address and rank of the first, address behind the last. */
let sFrom: usize = 0;
let sTo: usize = 0;
let sRank: u32 = 0;
let tFrom: usize = 0;
let tTo: usize = 0;
let tRank: u32 = 0;
let counts: usize = 0;
let out: usize = 0;
let sourceRanks: usize = 0;
let targetRanks: usize = 0;

/** Returns how many rows were written to `rows`, which has room for all rows of both sides. */
export function mergeBuckets(
  table: usize,
  buckets: u32,
  source: usize,
  target: usize,
  keyed: bool,
  countsAt: usize,
  rows: usize,
): u32 {
  counts = countsAt;
  out = rows;
  sourceRanks = source;
  targetRanks = target;
  sRank = 0;
  tRank = 0;
  memory.fill(counts, 0, countBytes);
  const end = table + buckets * bucketRecordBytes;
  for (let record = table; record < end; record += bucketRecordBytes) {
    const sEnd = <usize>load<u32>(record, 4) + load<u32>(record, 8) * entryBytes;
    const tEnd = <usize>load<u32>(record, 12) + load<u32>(record, 16) * entryBytes;
    const same = load<u32>(record, 20) != 0;
    sTo = load<u32>(record, 4);
    tTo = load<u32>(record, 12);
    while (sTo < sEnd || tTo < tEnd) {
      sFrom = sTo;
      tFrom = tTo;
      const order = same ? 0 : sFrom == sEnd ? 1 : tFrom == tEnd ? -1 : compareDigests(sFrom, tFrom);
      if (order <= 0) sTo = endOfKey(sFrom, sEnd);
      if (order >= 0) tTo = endOfKey(tFrom, tEnd);
      mergeKey(keyed, same);
      sRank += rowsOf(sFrom, sTo);
      tRank += rowsOf(tFrom, tTo);
    }
  }
  return <u32>((out - rows) >> 2);
}

function endOfKey(from: usize, end: usize): usize {
  let to = from + entryBytes;
  while (to < end && sameDigest(from, to)) to += entryBytes;
  return to;
}

function rowsOf(from: usize, to: usize): u32 {
  return <u32>((to - from) / entryBytes);
}

function count(what: usize, by: u32): void {
  store<u32>(counts + what, load<u32>(counts + what) + by);
}

function mergeKey(keyed: bool, same: bool): void {
  const ns = rowsOf(sFrom, sTo);
  const nt = rowsOf(tFrom, tTo);
  if (ns == 1 && nt == 1) {
    if (same || sameDigest(sFrom + 32, tFrom + 32)) {
      count(matched, 1);
      count(outside, 1);
      countAltered(sRank, tRank);
    } else {
      count(pairs, 1);
      count(differingKeys, 1);
      write(0, sRank, statusPair);
      write(1, tRank, statusPair);
    }
  } else if (keyed && ns + nt == 1) {
    count(only + (nt << 2), 1);
    count(differingKeys, 1);
    write(nt, nt == 0 ? sRank : tRank, statusOnly);
  } else mergeMany(keyed, ns, nt);
}

/** Multiset intersection by row digest: a key more than once on a side, or rows of a table without a key. */
function mergeMany(keyed: bool, ns: u32, nt: u32): void {
  const common = walk(keyed, walkCount);
  count(keyed ? left : only, ns - common);
  count((keyed ? left : only) + 4, nt - common);
  count(keyed ? duplicatesMatched : matched, common);
  if (ns == common && nt == common) {
    count(outside, common);
    return;
  }
  count(differingKeys, 1);
  walk(keyed, walkSourceLeft);
  walk(keyed, walkTargetLeft);
  walk(keyed, walkSourceMatched);
  walk(keyed, walkTargetMatched);
}

const walkCount: i32 = 0;
const walkSourceLeft: i32 = 1;
const walkTargetLeft: i32 = 2;
const walkSourceMatched: i32 = 3;
const walkTargetMatched: i32 = 4;

/** Walks the rows of one key on both sides and writes those asked for. Returns how many are matched. */
function walk(keyed: bool, what: i32): u32 {
  const status = keyed ? statusLeft : statusOnly;
  let s = sFrom;
  let t = tFrom;
  let common: u32 = 0;
  while (s < sTo || t < tTo) {
    const order = s == sTo ? 1 : t == tTo ? -1 : compareDigests(s + 32, t + 32);
    const sAt = sRank + rowsOf(sFrom, s);
    const tAt = tRank + rowsOf(tFrom, t);
    if (order == 0) {
      common++;
      if (what == walkCount) {
        if (!keyed) countAltered(sAt, tAt);
      } else if (what == walkSourceMatched) write(0, sAt, statusMatched);
      else if (what == walkTargetMatched) write(1, tAt, statusMatched);
    } else if (order < 0 && what == walkSourceLeft) write(0, sAt, status);
    else if (order > 0 && what == walkTargetLeft) write(1, tAt, status);
    if (order <= 0) s += entryBytes;
    if (order >= 0) t += entryBytes;
  }
  return common;
}

function countAltered(s: u32, t: u32): void {
  if (isAltered(load<u64>(sourceRanks + s * rankBytes)) || isAltered(load<u64>(targetRanks + t * rankBytes)))
    count(matchedUnderRule, 1);
}

function write(side: u32, rank: u32, status: u32): void {
  store<u32>(out, (rank << 3) | (status << 1) | side);
  out += 4;
}
