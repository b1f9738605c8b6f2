// Small writers of canonical text; each gives the address after what it wrote.

/** `value` in decimal, at least `width` digits. */
export function writeDigits(out: usize, value: u64, width: u32): usize {
  let digits: u32 = 1;
  for (let rest = value; rest >= 10; rest /= 10) digits++;
  if (digits < width) digits = width;
  for (let at = out + digits - 1; at >= out; at--) {
    store<u8>(at, 48 + <u8>(value % 10));
    value /= 10;
  }
  return out + digits;
}

export function writeTwo(out: usize, value: u32): usize {
  store<u8>(out, 48 + <u8>(value / 10));
  store<u8>(out, 48 + <u8>(value % 10), 1);
  return out + 2;
}

/** `YYYY-MM-DD` of a day counted from 1970; the day is of the years 0001 to 9999. */
export function writeDate(out: usize, days: i64): usize {
  const shifted = <u64>(days + 719_468);
  const era = shifted / 146_097;
  const dayOfEra = <u32>(shifted - era * 146_097);
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const marchMonth = (5 * dayOfYear + 2) / 153;
  const day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + <u32>era * 400 + (month <= 2 ? 1 : 0);
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
