// Parquet's delta encodings and its split of bytes into streams. As in parquet.ts, every read of what a page holds is
// bounded by its end, but for the eight bytes behind it that a reader may touch.
import { torn } from './torn';

// DELTA_BINARY_PACKED, a value at a time. One is open at once.
let at: usize = 0;
let end: usize = 0;
let broken = false;
let miniblocks: u32 = 0;
let perMiniblock: u32 = 0;
let values: u64 = 0;
let value: u64 = 0;
let isFirst = true;
let leastDelta: u64 = 0;
let widths: usize = 0;
let nextMiniblock: u32 = 0;
let packed: usize = 0;
let width: u32 = 0;
let done: u32 = 0;

function varint(): u64 {
  let result: u64 = 0;
  for (let shift: u64 = 0; shift < 64; shift += 7) {
    if (at >= end) break;
    const byte = load<u8>(at++);
    result |= ((<u64>byte) & 127) << shift;
    if (byte < 128) return result;
  }
  broken = true;
  return 0;
}

function zigzag(): u64 {
  const raw = varint();
  return (raw >> 1) ^ (0 - (raw & 1));
}

/** Opens a sequence that must hold `count` values. */
function openDelta(from: usize, to: usize, count: u32): bool {
  at = from;
  end = to;
  broken = false;
  const block = varint();
  const parts = varint();
  values = varint();
  value = zigzag();
  isFirst = true;
  if (broken || block == 0 || block > 0x10_0000 || parts == 0 || parts > 512 || block % parts != 0) return false;
  miniblocks = <u32>parts;
  perMiniblock = <u32>(block / parts);
  nextMiniblock = miniblocks;
  done = perMiniblock;
  return perMiniblock % 8 == 0 && values == <u64>count;
}

function nextDelta(): u64 {
  if (isFirst) {
    isFirst = false;
    return value;
  }
  if (done == perMiniblock) {
    if (nextMiniblock == miniblocks) {
      leastDelta = zigzag();
      widths = at;
      if (broken || end - at < miniblocks) {
        broken = true;
        return 0;
      }
      at += miniblocks;
      nextMiniblock = 0;
    }
    width = load<u8>(widths + nextMiniblock++);
    packed = at;
    const bytes = (<usize>perMiniblock * width) >> 3;
    if (width > 64 || end - at < bytes) {
      broken = true;
      return 0;
    }
    at += bytes;
    done = 0;
  }
  let delta: u64 = 0;
  if (width > 0) {
    const bit = <usize>done * width;
    const from = packed + (bit >> 3);
    const shift = <u64>(bit & 7);
    delta = load<u64>(from) >> shift;
    if (shift + width > 64) delta |= (<u64>load<u8>(from, 8)) << (64 - shift);
    if (width < 64) delta &= ((<u64>1) << (<u64>width)) - 1;
  }
  done++;
  value += leastDelta + delta;
  return value;
}

function present(valid: usize, count: u32): u32 {
  let number: u32 = 0;
  for (let row: u32 = 0; row < count; row++) number += load<u8>(valid + row);
  return number;
}

/** DELTA_BINARY_PACKED integers of 4 or 8 bytes, one a row. Gives 0, or `torn`. */
export function deltaValues(from: usize, to: usize, valid: usize, count: u32, size: u32, out: usize): u32 {
  if (!openDelta(from, to, present(valid, count))) return torn;
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const one = nextDelta();
    if (broken) return torn;
    if (size == 4) store<u32>(out + ((<usize>row) << 2), <u32>one);
    else store<u64>(out + ((<usize>row) << 3), one);
  }
  return at == end ? 0 : torn;
}

/** DELTA_LENGTH_BYTE_ARRAY: texts where they lie. Gives 0, or `torn`. */
export function deltaLengthTexts(from: usize, to: usize, valid: usize, count: u32, starts: usize, ends: usize): u32 {
  if (!openDelta(from, to, present(valid, count))) return torn;
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const length = nextDelta();
    if (broken || length > <u64>(to - from)) return torn;
    store<u32>(ends + (row << 2), <u32>length);
  }
  let text = at;
  for (let row: u32 = 0; row < count; row++) {
    const start = text;
    if (load<u8>(valid + row) != 0) {
      const length = <usize>load<u32>(ends + (row << 2));
      if (length > to - text) return torn;
      text += length;
    }
    store<u32>(starts + (row << 2), <u32>start);
    store<u32>(ends + (row << 2), <u32>text);
  }
  return text == to ? 0 : torn;
}

/**
 * DELTA_BYTE_ARRAY, the lengths of prefixes that a text has from the one before to `starts`, then its own part as above to
 * `ends`; gives how many bytes the texts have in all, or 2^32 - 1 where they do not add up or are more than `most`.
 */
export function deltaTextBytes(from: usize, to: usize, valid: usize, count: u32, starts: usize, most: u32): u32 {
  const number = present(valid, count);
  if (!openDelta(from, to, number)) return torn;
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const length = nextDelta();
    if (broken || length > <u64>most) return torn;
    store<u32>(starts + (row << 2), <u32>length);
  }
  const suffixes = at;
  if (!openDelta(suffixes, to, number)) return torn;
  let bytes: u64 = 0;
  let before: u64 = 0;
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const length = nextDelta();
    const prefix = <u64>load<u32>(starts + (row << 2));
    if (broken || prefix > before || length > <u64>(to - from)) return torn;
    before = prefix + length;
    bytes += before;
    if (bytes > <u64>most) return torn;
  }
  return <u32>bytes;
}

/** The texts themselves, written from `out` on, once deltaTextBytes has said how many bytes they have. */
export function deltaTexts(
  from: usize,
  to: usize,
  valid: usize,
  count: u32,
  out: usize,
  starts: usize,
  ends: usize,
): u32 {
  const number = present(valid, count);
  if (!openDelta(from, to, number)) return torn;
  for (let i: u32 = 0; i < number; i++) nextDelta();
  const suffixes = at;
  if (broken || !openDelta(suffixes, to, number)) return torn;
  for (let row: u32 = 0; row < count; row++)
    if (load<u8>(valid + row) != 0) store<u32>(ends + (row << 2), <u32>nextDelta());
  let text = at;
  let before = out;
  for (let row: u32 = 0; row < count; row++) {
    const start = out;
    if (load<u8>(valid + row) != 0) {
      const prefix = <usize>load<u32>(starts + (row << 2));
      const length = <usize>load<u32>(ends + (row << 2));
      if (length > to - text) return torn;
      memory.copy(out, before, prefix);
      memory.copy(out + prefix, text, length);
      before = out;
      out += prefix + length;
      text += length;
    }
    store<u32>(starts + (row << 2), <u32>start);
    store<u32>(ends + (row << 2), <u32>out);
  }
  return text == to ? 0 : torn;
}

/** BYTE_STREAM_SPLIT: byte i of every value, then byte i + 1, to values of 4 or 8 bytes. Gives 0, or `torn`. */
export function splitValues(from: usize, to: usize, valid: usize, count: u32, size: u32, out: usize): u32 {
  const number = present(valid, count);
  if (to - from != <usize>number * size) return torn;
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    for (let i: u32 = 0; i < size; i++) store<u8>(out + <usize>row * size + i, load<u8>(from + <usize>number * i));
    from++;
  }
  return 0;
}
