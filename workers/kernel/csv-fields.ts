// Splits CSV records into fields as engine/snapshot/csv/csv-record.ts does. It shares no step with the count, so that each
// is a check on the other: here every byte that means something is looked at in turn.
import { CR, LF, equal64, haveAny } from './csv-block';

// How the work ended.
const MORE: u32 = 0; // all whole records are read
const FULL: u32 = 1; // as many rows as asked for
const REFUSED: u32 = 2;
// What the caller lays out (engine/snapshot/csv/kernel-csv-fields.ts), u32 each.
const ROWS: usize = 0; // out
const CONSUMED: usize = 4; // out, bytes
const DELIMITER: usize = 8;
const QUOTE: usize = 12;
const ESCAPE: usize = 16;
const WIDTH: usize = 20;
const TABLE: usize = 24; // three addresses a field: starts, ends, valid; 0 where nobody wants it
const ESCAPED_SLOTS: usize = 28; // room for a u32 a field

/** Writes a field of row `row` where somebody wants it. */
// @ts-ignore: decorator
@inline
function put(slot: usize, row: u32, start: usize, end: usize, valid: bool): bool {
  const starts = load<usize>(slot);
  if (starts == 0) return false;
  store<u32>(starts + (row << 2), start);
  store<u32>(load<usize>(slot, 4) + (row << 2), end);
  store<u8>(load<usize>(slot, 8) + row, <u8>valid);
  return true;
}

/** Leaves out the escapes of a value where it lies; the last byte of a value is none. */
function unescape(slot: usize, row: u32, quote: u32, escape: u32): void {
  const ends = load<usize>(slot, 4) + (row << 2);
  const end = load<u32>(ends);
  let to = load<u32>(load<usize>(slot) + (row << 2));
  for (let from = to; from < end; from++) {
    let byte = <u32>load<u8>(from);
    if (byte == escape) {
      const next = <u32>load<u8>(from + 1);
      if (next == quote || next == escape) {
        byte = next;
        from++;
      }
    }
    store<u8>(to++, byte);
  }
  store<u32>(ends, to);
}

/**
 * Reads at most `limit` whole records from `length` bytes, of which 63 more must be readable; where they are `final`,
 * the last needs no line end. Values of a record that was read are unescaped where they lie.
 */
export function csvFields(plan: usize, at: usize, length: u32, final: bool, limit: u32): u32 {
  const delimiter = load<u32>(plan, DELIMITER);
  const quote = load<u32>(plan, QUOTE);
  const escape = load<u32>(plan, ESCAPE);
  const width = load<u32>(plan, WIDTH);
  const table = load<usize>(plan, TABLE);
  const escapedSlots = load<usize>(plan, ESCAPED_SLOTS);
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  const escapes = i8x16.splat(<i8>escape);
  const lfs = i8x16.splat(<i8>LF);
  const crs = i8x16.splat(<i8>CR);
  const end = at + length;
  let row: u32 = 0;
  let record = at;
  let start = at;
  let field: u32 = 0;
  let slot = table;
  let quoted = false;
  let closed = false; // the field ended by its quote and is written already
  let escaped = false;
  let escapedCount: usize = 0;
  let skip = at; // what means something before it is done with
  let ended = MORE;

  for (let block = at; block < end; block += 64) {
    const b0 = v128.load(block);
    const b1 = v128.load(block, 16);
    const b2 = v128.load(block, 32);
    const b3 = v128.load(block, 48);
    const within = end - block < 64 ? (<u64>1 << <u64>(end - block)) - 1 : ~(<u64>0);
    if (!quoted && !closed && skip <= block && !haveAny(b0, b1, b2, b3, quotes, escapes, crs)) {
      // Delimiters and LF alone: as many fields at once as there are up to the next line end.
      let lines = equal64(b0, b1, b2, b3, lfs) & within;
      let marks = (equal64(b0, b1, b2, b3, delimiters) & within) | lines;
      for (;;) {
        let some = marks & (lines ^ (lines - 1)); // all of them where there is no line end
        field += <u32>popcnt<u64>(some);
        if (lines == 0 ? field >= width : field != width) return REFUSED;
        for (; some != 0; some &= some - 1) {
          const p = block + <usize>ctz<u64>(some);
          put(slot, row, start, p, p > start);
          slot += 12;
          start = p + 1;
        }
        if (lines == 0) break;
        while (escapedCount > 0) unescape(load<usize>(escapedSlots + (--escapedCount << 2)), row, quote, escape);
        field = 0;
        slot = table;
        record = start;
        if (++row == limit) {
          ended = FULL;
          break;
        }
        marks &= ~(lines ^ (lines - 1));
        lines &= lines - 1;
      }
      if (ended == FULL) break;
      continue;
    }
    let bits = equal64(b0, b1, b2, b3, quotes);
    if (escape != quote) bits |= equal64(b0, b1, b2, b3, escapes);
    if (!quoted || bits != 0)
      bits |=
        equal64(b0, b1, b2, b3, delimiters) | equal64(b0, b1, b2, b3, lfs) | equal64(b0, b1, b2, b3, crs);
    bits &= within;
    for (; bits != 0; bits &= bits - 1) {
      const p = block + <usize>ctz<u64>(bits);
      if (p < skip) continue;
      const byte = <u32>load<u8>(p);
      if (quoted) {
        if (byte != quote && byte != escape) continue;
        const next: u32 = p + 1 < end ? <u32>load<u8>(p + 1) : 256;
        if (byte == escape && (next == quote || next == escape)) {
          escaped = true;
          skip = p + 2;
        } else if (byte == quote) {
          if (next != delimiter && next != LF && next != CR && next != 256) return REFUSED;
          if (put(slot, row, start, p, true) && escaped) store<u32>(escapedSlots + (escapedCount++ << 2), slot);
          quoted = false;
          closed = true;
          escaped = false;
        }
        continue;
      }
      if (byte == quote) {
        if (p == start) {
          quoted = true;
          start = p + 1;
        }
        continue;
      }
      if (byte != delimiter && byte != LF && byte != CR) continue; // an escape outside quotes
      if (!closed) put(slot, row, start, p, p > start);
      closed = false;
      if (byte == delimiter) {
        if (++field == width) return REFUSED;
        slot += 12;
        start = p + 1;
        continue;
      }
      if (field + 1 != width) return REFUSED;
      let next = p + 1;
      if (byte == CR) {
        if (next == end) {
          if (!final) break; // its LF may be to come
        } else if (load<u8>(next) == LF) next++;
      }
      while (escapedCount > 0) unescape(load<usize>(escapedSlots + (--escapedCount << 2)), row, quote, escape);
      field = 0;
      slot = table;
      record = start = skip = next;
      if (++row == limit) {
        ended = FULL;
        break;
      }
    }
    if (ended == FULL) break;
  }

  if (final && ended == MORE && record < end) {
    if (quoted || field + 1 != width) return REFUSED;
    if (!closed) put(slot, row, start, end, end > start);
    while (escapedCount > 0) unescape(load<usize>(escapedSlots + (--escapedCount << 2)), row, quote, escape);
    row++;
    record = end;
  }
  store<u32>(plan, row, ROWS);
  store<u32>(plan, <u32>(record - at), CONSUMED);
  return ended;
}
