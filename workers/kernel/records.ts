const quote = i8x16.splat(0x22);
/** Quotes, a comma, and what is written past a value. */
const spare: usize = 32;

/**
 * Builds canonical records of rows `from` on, those with drop[row] left out, until `rows` or until the next record may
 * not fit before `limit`. `table` holds four u32 a column: starts, ends, valid, and 1 where the value is quoted.
 * Record i starts at recordStarts[i] and is recordLengths[i] long; rowOf[i] is its row. For column `span` (none: -1)
 * spanStarts and spanLengths say where its cell stands in the record. `result` is given three u32: the next row, records
 * made, the address after the last. Reads and writes up to 16 bytes past a value.
 */
export function assembleRecords(
  table: usize,
  columns: u32,
  from: u32,
  rows: u32,
  drop: usize,
  out: usize,
  limit: usize,
  most: u32,
  recordStarts: usize,
  recordLengths: usize,
  rowOf: usize,
  span: i32,
  spanStarts: usize,
  spanLengths: usize,
  result: usize,
): void {
  const last = limit - columns - spare; // commas of NULLs are not looked at one by one
  let made: u32 = 0;
  let row = from;
  for (; row < rows && made < most; row++) {
    if (load<u8>(drop + row) != 0) continue;
    const start = out;
    let c: u32 = 0;
    for (; c < columns; c++) {
      if (c > 0) store<u8>(out++, 44);
      const cellStart = out;
      const column = table + (c << 4);
      if (load<u8>(load<u32>(column, 8) + row) != 0) {
        const at = <usize>load<u32>(load<u32>(column) + (row << 2));
        const end = <usize>load<u32>(load<u32>(column, 4) + (row << 2));
        if (out + ((end - at) << 1) > last) break;
        out = load<u32>(column, 12) == 0 ? copied(at, end, out) : quoted(at, end, out);
      }
      if (<i32>c == span) {
        store<u32>(spanStarts + (made << 2), <u32>cellStart);
        store<u32>(spanLengths + (made << 2), <u32>(out - cellStart));
      }
    }
    if (c < columns || out > last) {
      out = start;
      break;
    }
    store<u32>(recordStarts + (made << 2), <u32>start);
    store<u32>(recordLengths + (made << 2), <u32>(out - start));
    store<u32>(rowOf + (made << 2), row);
    made++;
  }
  store<u32>(result, row);
  store<u32>(result, made, 4);
  store<u32>(result, <u32>out, 8);
}

/** No fewer bytes than the row's record takes, and what is written past it: for a caller whose room was too small. */
export function recordBound(table: usize, columns: u32, row: u32): usize {
  let size: usize = 2 * spare;
  for (let c: u32 = 0; c < columns; c++) {
    const column = table + (c << 4);
    if (load<u8>(load<u32>(column, 8) + row) == 0) size += 1;
    else size += ((load<u32>(load<u32>(column, 4) + (row << 2)) - load<u32>(load<u32>(column) + (row << 2))) << 1) + 3;
  }
  return size;
}

export function copied(at: usize, end: usize, out: usize): usize {
  const length = end - at;
  for (let i: usize = 0; i < length; i += 16) v128.store(out + i, v128.load(at + i));
  return out + length;
}

function quoted(at: usize, end: usize, out: usize): usize {
  store<u8>(out, 0x22);
  out = doubled(at, end, out + 1);
  store<u8>(out, 0x22);
  return out + 1;
}

/** A text with every quote in it doubled. */
export function doubled(at: usize, end: usize, out: usize): usize {
  for (; at < end; at += 16, out += 16) {
    const piece = v128.load(at);
    v128.store(out, piece);
    let found = <u32>i8x16.bitmask(i8x16.eq(piece, quote));
    if (found == 0) continue;
    const length = end - at;
    if (length < 16) found &= (1 << (<u32>length)) - 1;
    if (found != 0) return doubledFrom(at, end, out);
  }
  return out + end - at; // the last piece may be a part of one
}

function doubledFrom(at: usize, end: usize, out: usize): usize {
  while (at < end) {
    const piece = v128.load(at);
    v128.store(out, piece);
    let found = <u32>i8x16.bitmask(i8x16.eq(piece, quote));
    const length = end - at;
    if (length < 16) found &= (1 << (<u32>length)) - 1;
    const upTo: usize = found != 0 ? <usize>ctz(found) + 1 : min<usize>(length, 16);
    at += upTo;
    out += upTo;
    if (found != 0) store<u8>(out++, 0x22); // the quote once more
  }
  return out;
}

/**
 * Writes entries' places (staged-entry.ts): the row, counted from `firstRow`, with its file, and the bit that says that
 * a rule altered the row. Entries are 72 bytes each. Where rows are some of their file's alone, `at` says which (u32),
 * else it is 0.
 */
export function placeEntries(
  entries: usize,
  count: u32,
  rowOf: usize,
  at: usize,
  firstRow: u64,
  file: u32,
  altered: usize,
): void {
  for (let i: u32 = 0; i < count; i++) {
    const row = load<u32>(rowOf + (i << 2));
    const place = firstRow + (at == 0 ? row : load<u32>(at + (row << 2)));
    const flag: u32 = load<u8>(altered + row) != 0 ? 0x8000_0000 : 0;
    const entry = entries + <usize>i * 72;
    store<u32>(entry, <u32>place, 64);
    store<u32>(entry, flag | (file << 8) | (<u32>(place >> 32)), 68);
  }
}

/** Texts in Parquet's PLAIN layout, NULLs and dropped rows left out; gives the address after the last. */
export function packTexts(starts: usize, ends: usize, valid: usize, drop: usize, rows: u32, out: usize): usize {
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(drop + row) != 0 || load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    const end = <usize>load<u32>(ends + (row << 2));
    store<u32>(out, <u32>(end - at));
    out = copied(at, end, out + 4);
  }
  return out;
}
