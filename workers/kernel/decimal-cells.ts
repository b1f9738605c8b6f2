import { isDigit } from './cell-text';
import { lastBytes } from './last-bytes';

/** Longer texts are the caller's. */
const longest: u32 = 80;

const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

/**
 * Whether digits, a point where there are places, and `places` digits stand from `at` to `end`, canonical as they are.
 * `point` is ones where the point of 16 bytes that end there is.
 */
function isFixed(at: usize, end: usize, places: u32, point: v128): bool {
  const negative = load<u8>(at) == 45;
  const start = at + <usize>negative;
  const length = end - start;
  const whole = <isize>(places == 0 ? length : length - places - 1);
  if (whole <= 0 || (load<u8>(start) == 48 && whole > 1)) return false; // no leading zero
  if (length > 16) return isLongFixed(start, end, start + whole, negative);
  const values = v128.xor(lastBytes(end, length), v128.bitselect(i8x16.splat(46), i8x16.splat(48), point));
  const fits = i8x16.le_u(values, v128.andnot(i8x16.splat(9), point));
  return i8x16.all_true(fits) && (!negative || v128.any_true(values)); // no negative zero
}

function isLongFixed(start: usize, end: usize, wholeEnd: usize, negative: bool): bool {
  let some: u8 = 0;
  for (let i = start; i < end; i++) {
    const byte = load<u8>(i);
    if (i == wholeEnd) {
      if (byte != 46) return false;
      continue;
    }
    if (!isDigit(byte)) return false;
    some |= byte - 48;
  }
  return some != 0 || !negative;
}

/**
 * Texts of the decimal grammar as canonical texts with `places` digits after the point, times 10^shift. What is
 * canonical stays where it is; else the text is written from `out` on, at most places, shift and 4 bytes longer, and starts and
 * ends point there. Exponents, long texts and what has no form are left to the caller: `left[row]` is set.
 */
export function decimalCells(
  starts: usize,
  ends: usize,
  valid: usize,
  rows: u32,
  places: u32,
  shift: i32,
  out: usize,
  left: usize,
): u32 {
  let leftOver: u32 = 0;
  const point = i8x16.eq(lanes, i8x16.splat(<i8>(places == 0 ? -1 : 15 - places)));
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    const end = <usize>load<u32>(ends + (row << 2));
    if (shift == 0 && at < end && isFixed(at, end, places, point)) continue;
    const made: usize = end - at > longest ? 0 : rewrite(at, end, places, shift, out);
    if (made == 0) {
      store<u8>(left + row, 1);
      leftOver++;
      continue;
    }
    store<u32>(starts + (row << 2), <u32>out);
    store<u32>(ends + (row << 2), <u32>made);
    out = made;
  }
  return leftOver;
}

/** The address after the canonical text, or 0 where the caller must judge. */
function rewrite(at: usize, end: usize, places: u32, shift: i32, out: usize): usize {
  if (shift > 60 || shift < -60) return 0;
  let negative = false;
  if (at < end && (load<u8>(at) == 45 || load<u8>(at) == 43)) {
    negative = load<u8>(at) == 45;
    at++;
  }
  // Digit i of the number, the point left out, counted from the first one that is not zero.
  let first: usize = 0;
  let last: usize = 0;
  let digits: i32 = 0; // from the first to the last digit that is not zero
  let point: i32 = 0; // where the point stands, counted from the first such digit
  let seen: i32 = 0;
  let pointSeen = -1;
  let firstAt = -1;
  for (let i = at; i < end; i++) {
    const byte = load<u8>(i);
    if (byte == 46) {
      if (pointSeen >= 0) return 0;
      pointSeen = seen;
      continue;
    }
    if (!isDigit(byte)) return 0;
    if (byte != 48) {
      if (firstAt < 0) {
        firstAt = seen;
        first = i;
      }
      last = i;
      digits = seen - firstAt + 1;
    }
    seen++;
  }
  if (seen == 0) return 0;
  if (firstAt < 0) {
    store<u8>(out++, 48);
    if (places > 0) {
      store<u8>(out++, 46);
      for (let i: u32 = 0; i < places; i++) store<u8>(out++, 48);
    }
    return out;
  }
  point = (pointSeen < 0 ? seen : pointSeen) - firstAt + shift;
  if (digits - point > <i32>places) return 0;
  if (negative) store<u8>(out++, 45);
  let written: i32 = 0;
  let from = first;
  if (point <= 0) store<u8>(out++, 48);
  else
    for (; written < point; written++) {
      if (from <= last && load<u8>(from) == 46) from++;
      store<u8>(out++, from <= last ? load<u8>(from++) : 48);
    }
  if (places > 0) {
    store<u8>(out++, 46);
    let behind: i32 = 0;
    for (; behind < -point && behind < <i32>places; behind++) store<u8>(out++, 48);
    for (; behind < <i32>places; behind++) {
      if (from <= last && load<u8>(from) == 46) from++;
      store<u8>(out++, from <= last ? load<u8>(from++) : 48);
    }
  }
  return out;
}
