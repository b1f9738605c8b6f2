// Counts the records of a CSV file and judges its form as engine/snapshot/csv/csv-scanner.ts does, 64 bytes at a time.
// What it refuses, the scanner says in words.
import { CR, LF, equal64, haveAny } from './csv-block';

// Where in a field the count stands between two chunks;
const FIELD_START: u32 = 0;
const UNQUOTED: u32 = 1;
const QUOTED: u32 = 2;
const CLOSED: u32 = 3;
const ESCAPED: u32 = 4;
// what it noticed;
const ODD_QUOTE: u32 = 1;
const BROKEN_LINE: u32 = 2;
const NUL: u32 = 4;
const BROKEN_BY_CR: u32 = 8;
// and where the caller keeps it all (engine/snapshot/csv/kernel-csv-count.ts).
const STATE: usize = 0; // u32, as all but the counts
const FIELD: usize = 4;
const WIDTH: usize = 8; // 0 until a record has ended
const NOTICED: usize = 12;
const AFTER_CR: usize = 16;
const HELD: usize = 24; // u64: bytes of the record that has begun
const RECORDS: usize = 32;
const LFS: usize = 40;
const CRLFS: usize = 48;
const CRS: usize = 56;
const LONGEST: usize = 64;
const FIRST: usize = 72; // bytes of the first record

/** Whether the record of these delimiters that ends `at` is of the table. */
// @ts-ignore: decorator
@inline
function endRecord(counts: usize, delimiters: u32, length: u64): bool {
  const width = load<u32>(counts, WIDTH);
  if (width == 0) {
    store<u32>(counts, delimiters + 1, WIDTH);
    store<u64>(counts, length, FIRST);
  } else if (width != delimiters + 1) return false;
  store<u64>(counts, load<u64>(counts, RECORDS) + 1, RECORDS);
  if (length > load<u64>(counts, LONGEST)) store<u64>(counts, length, LONGEST);
  return true;
}

// @ts-ignore: decorator
@inline
function add(counts: usize, what: usize, number: u64): void {
  store<u64>(counts + what, load<u64>(counts + what) + number);
}

/** Takes `length` more bytes; 63 bytes after them must be readable. False: the scanner refuses the file too. */
export function csvCount(counts: usize, at: usize, length: u32, delimiter: u32, quote: u32, escape: u32): bool {
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  const escapes = i8x16.splat(<i8>escape);
  const lfs = i8x16.splat(<i8>LF);
  const crs = i8x16.splat(<i8>CR);
  const nuls = i8x16.splat(0);
  const doubled = quote == escape;
  const end = at + length;
  let state = load<u32>(counts, STATE);
  let field = load<u32>(counts, FIELD);
  let noticed = load<u32>(counts, NOTICED);
  let held = load<u64>(counts, HELD);
  let record = at;
  let crAt = load<u32>(counts, AFTER_CR) != 0 ? at - 1 : 0;

  for (let block = at; block < end; block += 64) {
    const b0 = v128.load(block);
    const b1 = v128.load(block, 16);
    const b2 = v128.load(block, 32);
    const b3 = v128.load(block, 48);
    let left: u64; // delimiters and ends of lines outside quotes, where the block is judged as a whole
    let ends: u64 = 0;
    let pairs = false;
    let bits: u64 = 0; // else all that means something
    let isJudged = state <= UNQUOTED && end - block >= 64 && crAt != block - 1;
    if (isJudged && !haveAny(b0, b1, b2, b3, quotes, escapes, crs) && equal64(b0, b1, b2, b3, nuls) == 0) {
      left = equal64(b0, b1, b2, b3, delimiters);
      ends = equal64(b0, b1, b2, b3, lfs);
      state = (left | ends) >> 63 != 0 ? FIELD_START : UNQUOTED;
    } else {
      const d = equal64(b0, b1, b2, b3, delimiters);
      const n = equal64(b0, b1, b2, b3, lfs);
      const q = equal64(b0, b1, b2, b3, quotes);
      const r = equal64(b0, b1, b2, b3, crs);
      const z = equal64(b0, b1, b2, b3, nuls);
      const e = doubled ? q : equal64(b0, b1, b2, b3, escapes);
      bits = d | q | e | n | r | z;
      // Bits between an opening quote, it included, and the closing one, as long as every quote is either.
      let inside = q;
      if (q != 0) {
        inside ^= inside << 1;
        inside ^= inside << 2;
        inside ^= inside << 4;
        inside ^= inside << 8;
        inside ^= inside << 16;
        inside ^= inside << 32;
      }
      if (state == QUOTED) inside = ~inside;
      const close = q & ~inside;
      const outside = (d | n | r) & ~inside;
      const mayOpen = ((outside | close) << 1) | <u64>(state == FIELD_START || state == CLOSED);
      const mayFollow = d | n | r | q;
      const odd = (q & inside & ~mayOpen) | ((close << 1) & ~mayFollow) | (<u64>(state == CLOSED) & ~mayFollow);
      const r1 = r & ~inside;
      const n1 = n & ~inside;
      left = d & ~inside;
      pairs = r1 != 0;
      ends = pairs ? r1 : n1;
      isJudged =
        end - block >= 64 && state != ESCAPED && (doubled || (q | e) == 0) && odd == 0 &&
        (pairs ? n1 == r1 << 1 && r1 >> 63 == 0 : (n1 & 1) == 0 || crAt != block - 1);
      if (isJudged) {
        if (z != 0) noticed |= NUL;
        if (((n | r) & inside) != 0) noticed |= BROKEN_LINE;
        if ((r & inside) != 0) noticed |= BROKEN_BY_CR;
        state = inside >> 63 != 0 ? QUOTED : q >> 63 != 0 ? CLOSED : outside >> 63 != 0 ? FIELD_START : UNQUOTED;
      }
    }
    if (isJudged) {
      if (ends != 0) {
        add(counts, pairs ? CRLFS : LFS, popcnt<u64>(ends));
        const past: usize = pairs ? 2 : 1;
        do {
          const upTo = ends ^ (ends - 1);
          const p = block + <usize>ctz<u64>(ends);
          if (!endRecord(counts, field + <u32>popcnt<u64>(left & upTo), held + (p - record))) return false;
          left &= ~upTo;
          field = 0;
          held = 0;
          record = p + past;
          ends &= ends - 1;
        } while (ends != 0);
      }
      field += <u32>popcnt<u64>(left);
      continue;
    }

    const blockEnd = end - block < 64 ? end : block + 64;
    if (blockEnd - block < 64) bits &= (<u64>1 << <u64>(blockEnd - block)) - 1;
    let next = block;
    for (; bits != 0; bits &= bits - 1) {
      const p = block + <usize>ctz<u64>(bits);
      if (p != next) {
        if (state == CLOSED) return false;
        if (state == FIELD_START) state = UNQUOTED;
        else if (state == ESCAPED) state = QUOTED;
      }
      next = p + 1;
      const byte = <u32>load<u8>(p);
      if (state == ESCAPED) {
        state = QUOTED;
        if (byte == quote || byte == escape) continue;
      }
      if (state == QUOTED) {
        if (byte == quote) state = CLOSED;
        else if (byte == escape) state = ESCAPED;
        else if (byte == LF) noticed |= BROKEN_LINE;
        else if (byte == CR) noticed |= BROKEN_LINE | BROKEN_BY_CR;
        else if (byte == 0) noticed |= NUL;
      } else if (byte == delimiter) {
        state = FIELD_START;
        field++;
      } else if (byte == LF && crAt == p - 1) {
        add(counts, CRS, -1);
        add(counts, CRLFS, 1);
        record = p + 1;
      } else if (byte == LF || byte == CR) {
        if (byte == CR) crAt = p;
        add(counts, byte == CR ? CRS : LFS, 1);
        if (!endRecord(counts, field, held + (p - record))) return false;
        field = 0;
        held = 0;
        record = p + 1;
        state = FIELD_START;
      } else if (state == CLOSED) {
        if (byte != quote || !doubled) return false;
        state = QUOTED;
      } else if (byte == quote && state == FIELD_START) {
        state = QUOTED;
      } else {
        if (byte == quote) noticed |= ODD_QUOTE;
        if (byte == 0) noticed |= NUL;
        state = UNQUOTED;
      }
    }
    if (next != blockEnd) {
      if (state == CLOSED) return false;
      if (state == FIELD_START) state = UNQUOTED;
      else if (state == ESCAPED) state = QUOTED;
    }
  }

  store<u32>(counts, state, STATE);
  store<u32>(counts, field, FIELD);
  store<u32>(counts, noticed, NOTICED);
  store<u32>(counts, <u32>(length > 0 ? crAt == end - 1 : crAt != 0), AFTER_CR);
  store<u64>(counts, held + (end - record), HELD);
  return true;
}

/** Counts a last record without a line end. False: an open quote, or a record that is not of the table. */
export function csvCountEnd(counts: usize): bool {
  const state = load<u32>(counts, STATE);
  if (state == QUOTED || state == ESCAPED) return false;
  const held = load<u64>(counts, HELD);
  return held == 0 || endRecord(counts, load<u32>(counts, FIELD), held);
}
