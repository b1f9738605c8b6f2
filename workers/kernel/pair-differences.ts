import { sameBytes } from './same-bytes';

// engine/evidence/differences/difference.ts, and engine/reconcile/fold/merge-bucket.ts for a row's status.
const CHANGED: u32 = 0;
const WITHIN_TOLERANCE: u32 = 1;
const SOURCE_ONLY: u32 = 2;
const DUPLICATE: u32 = 4;
const PAIR: u32 = 0;
const LEFT: u32 = 2;
const MATCHED: u32 = 3;
/** No other row. */
export const NONE: u32 = 0xffff_ffff;

/**
 * Finds the differences of drilled rows `from` to `to`, which are in the order of the listing. Each is given to `list` as
 * its kind, its row, the other row of a pair or NONE, and `words` of bits that say which columns differ. A pair that
 * differs in a column is `changed` until JavaScript has judged what has a tolerance. `counts` holds two u32 a column: how many pairs differ in
 * it, and the row of the first of them, from 1. Where more rows are to come (`more`), half a pair at the end waits for
 * them. `cells` is the table of assembleRecords; key digests are 66 bytes of `0x` and hex. `result` is given the next row,
 * how many were found, and how many of them are
 * pairs that differ in a column, and how many are pairs that do not.
 */
export function pairDifferences(
  cells: usize,
  columns: u32,
  sides: usize,
  statuses: usize,
  keyDigests: usize,
  from: u32,
  to: u32,
  more: bool,
  list: usize,
  words: u32,
  counts: usize,
  result: usize,
): void {
  const size = (3 + words) << 2;
  let found: u32 = 0;
  let changed: u32 = 0;
  let alike: u32 = 0;
  let row = from;
  for (; row < to; row++) {
    const status = load<u32>(statuses + (row << 2));
    if (status == MATCHED) continue;
    if (status == PAIR && row + 1 == to && more) break;
    const difference = list + found++ * size;
    store<u32>(difference, row, 4);
    memory.fill(difference + 12, 0, words << 2);
    if (status == PAIR && row + 1 < to && isPair(statuses, keyDigests, row)) {
      const differs = compare(cells, columns, row, difference + 12, counts);
      store<u32>(difference, differs ? CHANGED : WITHIN_TOLERANCE);
      store<u32>(difference, row + 1, 8);
      if (differs) changed++;
      else alike++;
      row++;
      continue;
    }
    store<u32>(difference, status == LEFT ? DUPLICATE : SOURCE_ONLY + load<u32>(sides + (row << 2)));
    store<u32>(difference, NONE, 8);
  }
  store<u32>(result, row);
  store<u32>(result, found, 4);
  store<u32>(result, changed, 8);
  store<u32>(result, alike, 12);
}

function isPair(statuses: usize, keyDigests: usize, row: u32): bool {
  const at = row << 2;
  return (
    load<u32>(statuses + at, 4) == PAIR &&
    sameBytes(load<u32>(keyDigests + at) + 2, load<u32>(keyDigests + at, 4) + 2, 64)
  );
}

/** Marks the columns in which a row and the one after it differ; whether there are any. */
function compare(cells: usize, columns: u32, row: u32, mask: usize, counts: usize): bool {
  let differs = false;
  for (let c: u32 = 0; c < columns; c++) {
    if (sameCell(cells + (c << 4), row)) continue;
    differs = true;
    const word = mask + ((c >> 5) << 2);
    store<u32>(word, load<u32>(word) | (1 << (c & 31)));
    const count = counts + (c << 3);
    if (load<u32>(count) == 0) store<u32>(count, row + 1, 4);
    store<u32>(count, load<u32>(count) + 1);
  }
  return differs;
}

function sameCell(column: usize, row: u32): bool {
  const valid = load<u32>(column, 8) + row;
  if (load<u8>(valid) != load<u8>(valid, 1)) return false;
  if (load<u8>(valid) == 0) return true;
  const at = row << 2;
  const starts = load<u32>(column) + at;
  const ends = load<u32>(column, 4) + at;
  const start = load<u32>(starts);
  const other = load<u32>(starts, 4);
  const length = load<u32>(ends) - start;
  return load<u32>(ends, 4) - other == length && sameBytes(start, other, length);
}
