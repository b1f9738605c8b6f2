// Small writers of canonical text; each gives the address after what it wrote.

/** `00` to `99`, two bytes each. */
const pairs = memory.data(200, 2);
for (let value: u32 = 0; value < 100; value++)
  store<u16>(pairs + (value << 1), <u16>(((value % 10) << 8) | (value / 10) | 0x3030));

/** `value` in decimal, at least `width` digits. */
export function writeDigits(out: usize, value: u64, width: u32): usize {
  if (value < 0x1_0000_0000) return writeSmall(out, <u32>value, width);
  const high = value / 100_000_000;
  return writeSmall(writeDigits(out, high, width < 8 ? 0 : width - 8), <u32>(value - high * 100_000_000), 8);
}

/** 32-bit divisions by a constant are multiplications, and two digits a time halve them. */
function writeSmall(out: usize, value: u32, width: u32): usize {
  let digits = countDigits(value);
  if (digits < width) digits = width;
  const end = out + digits;
  let at = end;
  for (; value >= 100; at -= 2) {
    const rest = value / 100;
    store<u16>(at - 2, load<u16>(pairs + ((value - rest * 100) << 1)));
    value = rest;
  }
  if (value >= 10) {
    at -= 2;
    store<u16>(at, load<u16>(pairs + (value << 1)));
  } else store<u8>(--at, 48 + <u8>value);
  while (at > out) store<u8>(--at, 48);
  return end;
}

function countDigits(value: u32): u32 {
  if (value < 10_000) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
  if (value < 100_000_000) return value < 1_000_000 ? (value < 100_000 ? 5 : 6) : value < 10_000_000 ? 7 : 8;
  return value < 1_000_000_000 ? 9 : 10;
}

export function writeTwo(out: usize, value: u32): usize {
  store<u16>(out, load<u16>(pairs + (value << 1)));
  return out + 2;
}

/** `YYYY-MM-DD` of a day counted from 1970; the day is of the years 0001 to 9999. */
export function writeDate(out: usize, days: i64): usize {
  const shifted = <u32>(days + 719_468);
  const era = shifted / 146_097;
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const marchMonth = (5 * dayOfYear + 2) / 153;
  const day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  out = writeTwo(out, year / 100);
  out = writeTwo(out, year % 100);
  store<u8>(out++, 45);
  out = writeTwo(out, month);
  store<u8>(out++, 45);
  return writeTwo(out, day);
}

/** `HH:MM:SS` of a second of the day. */
export function writeClock(out: usize, second: u32): usize {
  out = writeTwo(out, second / 3600);
  store<u8>(out++, 58);
  out = writeTwo(out, (second / 60) % 60);
  store<u8>(out++, 58);
  return writeTwo(out, second % 60);
}

export const isDigit = (byte: u8): bool => byte - 48 < 10;

/** The number of two digits, or 255 where one of them is none. */
export function readTwo(at: usize): u32 {
  const tens = load<u8>(at) - 48;
  const ones = load<u8>(at, 1) - 48;
  return tens < 10 && ones < 10 ? <u32>tens * 10 + ones : 255;
}
