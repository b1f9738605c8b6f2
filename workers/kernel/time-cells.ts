import { eightDigits, writeDigits, writeLast } from './cell-digits';
import { dateNumber } from './cell-text';

const firstDay: i64 = -719_162; // 0001-01-01
const lastDay: i64 = 2_932_896; // 9999-12-31

function power(digits: u32): i64 {
  let result: i64 = 1;
  for (let i: u32 = 0; i < digits; i++) result *= 10;
  return result;
}

// Days whose text is known, 16 bytes each: `YYYY-MM-DDT`, a zero, and the day's number. A ledger has few of them.
const knownDays: u32 = 4096;
const known = memory.data(65_536, 16);
const dateGaps = i8x16(48, 48, 48, 48, 45, 48, 48, 45, 48, 48, 84, 0, 0, 0, 0, 0);
const datePlaces = i8x16(0, 1, 2, 3, -1, 4, 5, -1, 6, 7, -1, -1, -1, -1, -1, -1);

/** `YYYY-MM-DD`, and six bytes more, of a day counted from 1970 that is of the years 0001 to 9999. */
function writeDate(out: usize, days: i64): usize {
  const number = <u32>(days - firstDay) + 1;
  const at = known + ((<usize>(number & (knownDays - 1))) << 4);
  if (load<u32>(at, 12) != number) {
    const digits = i64x2.splat(eightDigits(dateNumber(days)));
    v128.store(at, v128.or(i8x16.swizzle(digits, datePlaces), dateGaps));
    store<u32>(at, number, 12);
  }
  v128.store(out, v128.load(at));
  return out + 10;
}

// `HH:MM:SS` from the last six of eight digits.
const clockPlaces = i8x16(2, 3, -1, 4, 5, -1, 6, 7, -1, -1, -1, -1, -1, -1, -1, -1);
const clockGaps: u64 = 0x30_30_3a_30_30_3a_30_30;

/** `HH:MM:SS` of a second of the day. */
function writeClock(out: usize, second: u32): usize {
  const hour = second / 3600;
  const minute = second / 60;
  const digits = eightDigits(hour * 10_000 + (minute - hour * 60) * 100 + (second - minute * 60));
  store<u64>(out, i64x2.extract_lane(i8x16.swizzle(i64x2.splat(digits), clockPlaces), 0) | clockGaps);
  return out + 8;
}

/** Days from 1970 (i32) as dates; 16 bytes a row from `out` on. */
export function dateCells(
  values: usize,
  valid: usize,
  rows: u32,
  out: usize,
  starts: usize,
  ends: usize,
  left: usize,
): u32 {
  let leftOver: u32 = 0;
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(starts + (row << 2), <u32>out);
    store<u32>(ends + (row << 2), <u32>out);
    if (load<u8>(valid + row) == 0) continue;
    const days = <i64>load<i32>(values + (row << 2));
    if (days < firstDay || days > lastDay) {
      store<u8>(left + row, 1);
      leftOver++;
      continue;
    }
    out = writeDate(out, days);
    store<u32>(ends + (row << 2), <u32>out);
  }
  return leftOver;
}

/**
 * Counts of 10^-unit seconds since 1970 (i64) as times of `precision` digits, with a Z where `zulu`; 32 bytes a row
 * from `out` on. What has a digit more than the precision, or a year out of range, is left to the caller.
 */
export function timeCells(
  values: usize,
  valid: usize,
  rows: u32,
  unit: u32,
  precision: u32,
  zulu: bool,
  out: usize,
  starts: usize,
  ends: usize,
  left: usize,
): u32 {
  let leftOver: u32 = 0;
  const per = power(unit);
  const cut = unit > precision ? power(unit - precision) : 1;
  const grown = precision > unit ? power(precision - unit) : 1;
  for (let row: u32 = 0; row < rows; row++) {
    store<u32>(starts + (row << 2), <u32>out);
    store<u32>(ends + (row << 2), <u32>out);
    if (load<u8>(valid + row) == 0) continue;
    const value = load<i64>(values + ((<usize>row) << 3));
    let seconds = per == 1_000_000 ? value / 1_000_000 : value / per;
    let fraction = value - seconds * per;
    if (fraction < 0) {
      fraction += per;
      seconds--;
    }
    let days = seconds / 86_400;
    let second = seconds - days * 86_400;
    if (second < 0) {
      second += 86_400;
      days--;
    }
    if (days < firstDay || days > lastDay || (cut > 1 && fraction % cut != 0)) {
      store<u8>(left + row, 1);
      leftOver++;
      continue;
    }
    out = writeDate(out, days) + 1;
    out = writeClock(out, <u32>second);
    if (precision > 0) {
      store<u8>(out++, 46);
      const digits = <u64>(cut > 1 ? fraction / cut : fraction * grown);
      out = precision <= 8 ? writeLast(out, eightDigits(<u32>digits), precision) : writeDigits(out, digits, precision);
    }
    if (zulu) store<u8>(out++, 90);
    store<u32>(ends + (row << 2), <u32>out);
  }
  return leftOver;
}
