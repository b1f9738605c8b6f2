import { areTens, lastBytes, lasts, numberOf } from './last-bytes';

/** The bits of doubles as 16 hex digits, one NaN for all; 16 bytes a row from `out` on. */
export function floatCells(values: usize, valid: usize, rows: u32, out: usize, starts: usize, ends: usize): void {
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(starts + (row << 2), <u32>out);
    store<u32>(ends + (row << 2), <u32>out);
    if (load<u8>(valid + row) == 0) continue;
    out = writeBits(out, load<f64>(values + ((<usize>row) << 3)));
    store<u32>(ends + (row << 2), <u32>out);
  }
}

const hexDigits = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102);

function writeBits(out: usize, value: f64): usize {
  let bits = reinterpret<u64>(value);
  if (value != value) bits = 0x7ff8_0000_0000_0000;
  const bytes = i64x2.splat(bswap<u64>(bits));
  const low = v128.and(bytes, i8x16.splat(15));
  const high = v128.and(i64x2.shr_u(bytes, 4), i8x16.splat(15));
  const nibbles = v128.shuffle<i8>(high, low, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  v128.store(out, i8x16.swizzle(hexDigits, nibbles));
  return out + 16;
}

const exact: StaticArray<f64> = [
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
];

/**
 * Texts of the decimal grammar as the bits of the nearest double, where one division of two exact doubles gives it: up
 * to 2^53 of digits and powers of ten to 22. All else is left to the caller. 16 bytes a row from `out` on.
 */
export function floatTexts(starts: usize, ends: usize, valid: usize, rows: u32, out: usize, left: usize): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    let at = <usize>load<u32>(starts + (row << 2));
    const end = <usize>load<u32>(ends + (row << 2));
    const sign = <u32>load<u8>(at);
    if (at < end && (sign == 45 || sign == 43)) at++;
    const size = end - at <= 16 ? shortDouble(at, end) : longDouble(at, end);
    if (size != size) {
      store<u8>(left + row, 1);
      leftOver++;
      continue;
    }
    store<u32>(starts + (row << 2), <u32>out);
    out = writeBits(out, sign == 45 ? -size : size);
    store<u32>(ends + (row << 2), <u32>out);
  }
  return leftOver;
}

/** The number of up to 16 bytes of digits and a point, or NaN: those before the point move up to its place. */
function shortDouble(at: usize, end: usize): f64 {
  const length = end - at;
  let bytes = lastBytes(end, length);
  const points = i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(46)));
  let behind: usize = 0;
  if (points != 0) {
    behind = 15 - <usize>ctz(points);
    bytes = v128.bitselect(bytes, lastBytes(end - 1, length - 1), v128.load(lasts + behind));
  }
  const digits = v128.xor(bytes, i8x16.splat(48));
  if (length < 1 + <usize>(points != 0) || !areTens(digits)) return NaN;
  return exactly(numberOf(digits), behind);
}

/** The same of any length, byte by byte. */
function longDouble(at: usize, end: usize): f64 {
  let number: u64 = 0;
  let digits = 0;
  let behind: usize = 0;
  let pointed = false;
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == 46) {
      if (pointed) return NaN;
      pointed = true;
      continue;
    }
    if (byte - 48 >= 10) return NaN;
    if (number != 0 || byte != 48) digits++;
    if (digits > 18) return NaN;
    number = number * 10 + (byte - 48);
    if (pointed) behind++;
  }
  return exactly(number, behind);
}

function exactly(number: u64, behind: usize): f64 {
  return number > 0x20_0000_0000_0000 || behind > 22 ? NaN : <f64>number / unchecked(exact[<i32>behind]);
}
