import { placeOf, placeRank, prefixOf, stagedEntryBytes } from './staged-entry';

// An entry while it is sorted: its prefix, its address, four bytes of nothing.
export const rankBytes: usize = 16;
const fewest: u32 = 24;
const mostBits: u32 = 16;
export const sortScratchBytes: usize = 4 << mostBits;

/**
 * Writes ranks of the entries to `sorted`: by their 64 bytes, equal ones by file and row. All share the first `shared`
 * bits. They are counted into bins by the bits that follow, and each bin is sorted by comparing. `spare` is as large
 * as `sorted`.
 */
export function sortEntries(
  entries: usize,
  count: u32,
  shared: u32,
  sorted: usize,
  spare: usize,
  scratch: usize,
): void {
  if (count == 0) return;
  let bits: u32 = 1;
  while (bits < mostBits && count >> (bits + 1) > 0) bits++;
  const bins = scratch + ((<usize>4) << bits);
  const end = entries + count * stagedEntryBytes;
  memory.fill(scratch, 0, bins - scratch);
  for (let at = entries; at < end; at += stagedEntryBytes) {
    const bin = scratch + binOf(prefixOf(at), shared, bits);
    store<u32>(bin, load<u32>(bin) + 1);
  }
  let next = sorted;
  for (let bin = scratch; bin < bins; bin += 4) {
    const size = load<u32>(bin);
    store<u32>(bin, next);
    next += size * rankBytes;
  }
  for (let at = entries; at < end; at += stagedEntryBytes) {
    const prefix = prefixOf(at);
    const bin = scratch + binOf(prefix, shared, bits);
    const to = <usize>load<u32>(bin);
    store<u64>(to, prefix);
    store<u32>(to, at, 8);
    store<u32>(bin, to + rankBytes);
  }
  let from = sorted;
  for (let bin = scratch; bin < bins; bin += 4) {
    const to = <usize>load<u32>(bin);
    const size = <u32>((to - from) / rankBytes);
    if (size > fewest) mergeSort(from, size, spare);
    else if (size > 1) insertionSort(from, to);
    from = to;
  }
}

function binOf(prefix: u64, shared: u32, bits: u32): usize {
  return (<usize>((prefix << shared) >> (64 - bits))) << 2;
}

/** Whether the entry of rank record `a` comes after that of prefix and address. */
function isBehind(a: usize, prefix: u64, entry: usize): bool {
  const other = load<u64>(a);
  return other != prefix ? other > prefix : isBehindByAll(load<u32>(a, 8), entry);
}

function isBehindByAll(a: usize, b: usize): bool {
  for (let at: usize = 8; at < 64; at += 8) {
    const x = bswap<u64>(load<u64>(a + at));
    const y = bswap<u64>(load<u64>(b + at));
    if (x != y) return x > y;
  }
  return placeRank(placeOf(a)) > placeRank(placeOf(b));
}

function insertionSort(from: usize, to: usize): void {
  for (let at = from + rankBytes; at < to; at += rankBytes) {
    const prefix = load<u64>(at);
    const entry = load<u32>(at, 8);
    let hole = at;
    for (; hole > from && isBehind(hole - rankBytes, prefix, entry); hole -= rankBytes)
      v128.store(hole, v128.load(hole - rankBytes));
    store<u64>(hole, prefix);
    store<u32>(hole, entry, 8);
  }
}

/** For entries of which many are equal, or nearly so: never quadratic, and linear where they are in order already. */
function mergeSort(at: usize, count: u32, spare: usize): void {
  const bytes = count * rankBytes;
  let width: usize = 16 * rankBytes;
  for (let run: usize = 0; run < bytes; run += width) insertionSort(at + run, at + min(run + width, bytes));
  let from = at;
  let to = spare;
  for (; width < bytes; width <<= 1) {
    for (let run: usize = 0; run < bytes; run += 2 * width) {
      const middle = min(run + width, bytes);
      merge(from + run, from + middle, from + min(middle + width, bytes), to + run);
    }
    const done = to;
    to = from;
    from = done;
  }
  if (from != at) memory.copy(at, from, bytes);
}

function merge(left: usize, right: usize, end: usize, to: usize): void {
  const middle = right;
  if (middle == end || !isBehind(middle - rankBytes, load<u64>(middle), load<u32>(middle, 8))) {
    memory.copy(to, left, end - left);
    return;
  }
  for (; left < middle || right < end; to += rankBytes) {
    if (right == end || (left < middle && !isBehind(left, load<u64>(right), load<u32>(right, 8)))) {
      v128.store(to, v128.load(left));
      left += rankBytes;
    } else {
      v128.store(to, v128.load(right));
      right += rankBytes;
    }
  }
}
