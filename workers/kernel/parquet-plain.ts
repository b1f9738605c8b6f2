// PLAIN values of a Parquet page, decompressed, to columns of a batch.
// The bytes are a stranger's: every read is bounded by `end`, and what does not add up gives `torn`, upon which the
// caller reads the file another way, or refuses it.
import { torn } from './torn';

/** PLAIN byte arrays: 4-byte length, bytes. Gives 0, or `torn`. */
export function plainTexts(at: usize, end: usize, valid: usize, count: u32, starts: usize, ends: usize): u32 {
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) {
      store<u32>(starts + (row << 2), <u32>at);
      store<u32>(ends + (row << 2), <u32>at);
      continue;
    }
    if (end - at < 4 || at > end) return torn;
    const length = <usize>load<u32>(at);
    at += 4;
    if (length > end - at) return torn;
    store<u32>(starts + (row << 2), <u32>at);
    at += length;
    store<u32>(ends + (row << 2), <u32>at);
  }
  return at == end ? 0 : torn;
}

/** Whether no row is NULL. */
function areAll(valid: usize, count: u32): bool {
  let all = i8x16.splat(1);
  let row: u32 = 0;
  for (; row + 16 <= count; row += 16) all = v128.and(all, v128.load(valid + row));
  let rest: u8 = 1;
  for (; row < count; row++) rest &= load<u8>(valid + row);
  return i8x16.all_true(all) && rest != 0;
}

/** PLAIN values of 4 or 8 bytes, which leave NULLs out, to one a row. Gives 0, or `torn`. */
export function plainValues(at: usize, end: usize, valid: usize, count: u32, size: u32, out: usize): u32 {
  if (at <= end && end - at == <usize>count * size && areAll(valid, count)) {
    memory.copy(out, at, end - at);
    return 0;
  }
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    if (end < at + size) return torn;
    if (size == 4) store<u32>(out + (row << 2), load<u32>(at));
    else store<u64>(out + ((<usize>row) << 3), load<u64>(at));
    at += size;
  }
  return at == end ? 0 : torn;
}

/** Floats, one a row, widened to doubles. */
export function widenFloats(floats: usize, count: u32, out: usize): void {
  for (let row: u32 = 0; row < count; row++) store<f64>(out + ((<usize>row) << 3), <f64>load<f32>(floats + (row << 2)));
}

/** Big-endian integers of `width` bytes to 8-byte ones. Gives 0, or `torn`, also where one does not fit. */
export function fixedIntegers(at: usize, end: usize, width: u32, valid: usize, count: u32, out: usize): u32 {
  for (let row: u32 = 0; row < count; row++) {
    if (load<u8>(valid + row) == 0) continue;
    if (width == 0 || end < at + width) return torn;
    // Above the last eight bytes nothing but the sign may stand.
    const spare = width > 8 ? width - 8 : 0;
    const sign: u8 = load<i8>(at) < 0 ? 0xff : 0;
    for (let i: u32 = 0; i < spare; i++) if (load<u8>(at + i) != sign) return torn;
    let value: i64 = <i64>load<i8>(at + spare);
    if (spare > 0 && value < 0 != (sign != 0)) return torn;
    for (let i = spare + 1; i < width; i++) value = (value << 8) | (<i64>load<u8>(at + i));
    store<i64>(out + ((<usize>row) << 3), value);
    at += width;
  }
  return at == end ? 0 : torn;
}

/** Bits to the texts `true` and `false`, which stand at the addresses given. Gives 0, or `torn`. */
export function booleans(
  at: usize,
  end: usize,
  valid: usize,
  count: u32,
  trueAt: u32,
  falseAt: u32,
  starts: usize,
  ends: usize,
): u32 {
  let seen: u32 = 0;
  for (let row: u32 = 0; row < count; row++) {
    let start: u32 = falseAt;
    let length: u32 = 0;
    if (load<u8>(valid + row) != 0) {
      if (at + (seen >> 3) >= end) return torn;
      const bit = (load<u8>(at + (seen >> 3)) >> (<u8>(seen & 7))) & 1;
      seen++;
      start = bit != 0 ? trueAt : falseAt;
      length = bit != 0 ? 4 : 5;
    }
    store<u32>(starts + (row << 2), start);
    store<u32>(ends + (row << 2), start + length);
  }
  return 0;
}
