import { copied } from './records';
import { torn } from './torn';

// Rows on their way from where an export holds them to where the listing wants them. A piece is rows that go to one
// group of the listing: how many, and the place of each in the group; then a length each, or NULL, column by column;
// then the texts, column by column. `table` is that of assembleRecords: starts, ends, valid, and a word of its own for
// each column.
const NULL: u32 = 0xffff_ffff;
const columnBytes: usize = 16;

/** What `rows` rows take in as many pieces. */
export function pieceBytes(table: usize, columns: u32, rows: u32, pieces: u32): usize {
  let size = (<usize>rows * (1 + columns) + pieces) << 2;
  for (let c: usize = 0; c < columns; c++) {
    const column = table + c * columnBytes;
    const starts = <usize>load<u32>(column);
    const ends = <usize>load<u32>(column, 4);
    const valid = <usize>load<u32>(column, 8);
    for (let row: usize = 0; row < rows; row++)
      if (load<u8>(valid + row) != 0) size += load<u32>(ends + (row << 2)) - load<u32>(starts + (row << 2));
  }
  return size;
}

/** Writes rows `from` to `to` as a piece; gives its end. 16 bytes after it must be memory too. */
export function packPiece(table: usize, columns: u32, from: u32, to: u32, places: usize, out: usize): usize {
  const bytes = (<usize>(to - from)) << 2;
  store<u32>(out, to - from);
  memory.copy(out + 4, places + ((<usize>from) << 2), bytes);
  let lengths = out + 4 + bytes;
  out = lengths + bytes * columns;
  for (let c: usize = 0; c < columns; c++) {
    const column = table + c * columnBytes;
    const starts = <usize>load<u32>(column);
    const ends = <usize>load<u32>(column, 4);
    const valid = <usize>load<u32>(column, 8);
    for (let row: usize = from; row < to; row++, lengths += 4) {
      if (load<u8>(valid + row) == 0) {
        store<u32>(lengths, NULL);
        continue;
      }
      const start = <usize>load<u32>(starts + (row << 2));
      const end = <usize>load<u32>(ends + (row << 2));
      store<u32>(lengths, <u32>(end - start));
      out = copied(start, end, out);
    }
  }
  return out;
}

/**
 * Lays the rows of pieces, end to end from `at` to `end`, where they belong among `rows`: starts, ends and valid of each
 * column, which point into the pieces. missing[place], 1 before, becomes 0. Gives how many rows are laid, or `torn` where
 * the pieces do not add up, or hold a row twice.
 */
export function layPieces(at: usize, end: usize, table: usize, columns: u32, rows: u32, missing: usize): u32 {
  let laid: u32 = 0;
  while (at + 4 <= end) {
    const count = load<u32>(at);
    if (count > rows - laid) return torn;
    const places = at + 4;
    const bytes = (<usize>count) << 2;
    let lengths = places + bytes;
    at = lengths + bytes * columns;
    if (at > end) return torn;
    for (let i: usize = 0; i < bytes; i += 4) {
      const place = load<u32>(places + i);
      if (place >= rows || load<u8>(missing + place) == 0) return torn;
      store<u8>(missing + place, 0);
    }
    for (let c: usize = 0; c < columns; c++) {
      const column = table + c * columnBytes;
      const starts = <usize>load<u32>(column);
      const ends = <usize>load<u32>(column, 4);
      const valid = <usize>load<u32>(column, 8);
      for (let i: usize = 0; i < bytes; i += 4, lengths += 4) {
        const place = <usize>load<u32>(places + i);
        const length = load<u32>(lengths);
        store<u8>(valid + place, length == NULL ? 0 : 1);
        if (length == NULL) continue;
        if (<usize>length > end - at) return torn;
        store<u32>(starts + (place << 2), <u32>at);
        store<u32>(ends + (place << 2), <u32>(at += length));
      }
    }
    laid += count;
  }
  return at == end ? laid : torn;
}

/** Sixteen hex digits a row to the double whose bits they are; NULLs, and rows of `drop`, are left out. Gives the end. */
export function packDoubles(starts: usize, valid: usize, drop: usize, rows: u32, out: usize): usize {
  for (let row: usize = 0; row < rows; row++) {
    if (load<u8>(drop + row) != 0 || load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    let bits: u64 = 0;
    for (let i: usize = 0; i < 16; i++) {
      const digit = load<u8>(at + i);
      bits = (bits << 4) | (digit < 58 ? digit - 48 : digit - 87);
    }
    store<u64>(out, bits);
    out += 8;
  }
  return out;
}

/** Bytes of those rows that are named. */
export function gatherBytes(rows: usize, count: u32, from: usize, out: usize): void {
  for (let i: usize = 0; i < count; i++) store<u8>(out + i, load<u8>(from + load<u32>(rows + (i << 2))));
}
