import { readTwo } from './cell-text';
import { areTens, lasts, twoByTwo } from './last-bytes';

function isDay(at: usize): bool {
  const century = readTwo(at);
  const years = readTwo(at + 2);
  const month = readTwo(at + 5);
  const day = readTwo(at + 8);
  if (load<u8>(at, 4) != 45 || load<u8>(at, 7) != 45 || century == 255 || years == 255) return false;
  const year = century * 100 + years;
  if (year == 0 || month < 1 || month > 12 || day < 1) return false;
  if (month == 2) return day <= (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28);
  return day <= <u32>(month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
}

/** Texts `YYYY-MM-DD`, which stay where they are; whatever else is left to the caller. */
export function dateTexts(starts: usize, ends: usize, valid: usize, rows: u32, left: usize): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    if (<usize>load<u32>(ends + (row << 2)) - at == 10 && isDay(at)) continue;
    store<u8>(left + row, 1);
    leftOver++;
  }
  return leftOver;
}

/**
 * Texts `YYYY-MM-DD[Tt ]HH:MM:SS([.,]D{1,9})?`, for an instant (`zulu`) with a Z behind, or without one where `bare`
 * says that they are UTC; 32 bytes a row from `out` on. Other offsets and what has no form are left to the caller.
 */
export function timeTexts(
  starts: usize,
  ends: usize,
  valid: usize,
  rows: u32,
  precision: u32,
  zulu: bool,
  bare: bool,
  out: usize,
  left: usize,
): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    if (load<u8>(valid + row) == 0) continue;
    const at = <usize>load<u32>(starts + (row << 2));
    const made = timeText(at, load<u32>(ends + (row << 2)), precision, zulu, bare, out);
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

// The digits of `YYYY-MM-DD HH:MM:SS`, from its first 16 bytes and from its last.
const yearPlaces = memory.data<u8>([0, 1, 2, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255], 16);
const restPlaces = memory.data<u8>([255, 255, 255, 255, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 255, 255], 16);
// By century, years, month, day, hour, minute and second: the least, and how far beyond it they may be.
const least = i16x8(0, 0, 1, 1, 0, 0, 0, 0);
const beyond = i16x8(99, 99, 11, 30, 23, 59, 59, 0);
const gapsOfLast = i8x16(0, 45, 0, 0, 45, 0, 0, 0, 0, 0, 58, 0, 0, 58, 0, 0);
const gaps: i32 = 0b10_0100_0001_0010;

function timeText(at: usize, end: usize, precision: u32, zulu: bool, bare: bool, out: usize): usize {
  if (<isize>(end - at) < 19 || end - at > 31) return 0;
  const separator = load<u8>(at, 10);
  if (separator != 84 && separator != 32 && separator != 116) return 0;
  const first = v128.load(at);
  const last = v128.load(at, 3);
  if ((i8x16.bitmask(i8x16.eq(last, gapsOfLast)) & gaps) != gaps) return 0;
  const year = i8x16.swizzle(first, v128.load(yearPlaces));
  const rest = i8x16.swizzle(last, v128.load(restPlaces));
  const digits = v128.xor(v128.or(year, rest), i8x16(48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 48, 0, 0));
  const parts = twoByTwo(digits);
  if (!areTens(digits) || !i16x8.all_true(i16x8.le_u(i16x8.sub(parts, least), beyond))) return 0;
  if (i32x4.extract_lane(parts, 0) == 0) return 0; // no year 0
  if (i16x8.extract_lane_u(parts, 3) > 28 && !isDay(at)) return 0;
  let next = at + 19;
  let count: u32 = 0;
  let fraction = i8x16.splat(48);
  if (next < end && (load<u8>(next) == 46 || load<u8>(next) == 44)) {
    next++;
    fraction = v128.load(next);
    const others = i8x16.bitmask(i8x16.gt_u(v128.xor(fraction, i8x16.splat(48)), i8x16.splat(9)));
    count = min(<u32>ctz(others | 0x1_0000), <u32>(end - next));
    if (count == 0 || count > 9) return 0;
    for (let i = precision; i < count; i++) if (load<u8>(next + i) != 48) return 0;
    next += count;
  }
  if (next == end) {
    if (zulu && !bare) return 0;
  } else if (!zulu || next + 1 != end || (load<u8>(next) != 90 && load<u8>(next) != 122)) return 0;
  v128.store(out, first);
  v128.store(out, last, 3);
  store<u8>(out, 84, 10);
  out += 19;
  if (precision > 0) {
    store<u8>(out, 46);
    v128.store(out, v128.bitselect(i8x16.splat(48), fraction, v128.load(lasts + 16 - count)), 1);
    out += precision + 1;
  }
  if (zulu) store<u8>(out++, 90);
  return out;
}
