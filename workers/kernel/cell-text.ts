// Small readers and writers of canonical text.

/** YYYYMMDD as a number, of a day counted from 1970 that is of the years 0001 to 9999. */
export function dateNumber(days: i64): u32 {
  const shifted = <u32>(days + 719_468);
  const era = shifted / 146_097;
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const marchMonth = (5 * dayOfYear + 2) / 153;
  const day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return year * 10_000 + month * 100 + day;
}

export function isDigit(byte: u8): bool {
  return byte - 48 < 10;
}

/** The number of two digits, or 255 where one of them is none. */
export function readTwo(at: usize): u32 {
  const tens = load<u8>(at) - 48;
  const ones = load<u8>(at, 1) - 48;
  return tens < 10 && ones < 10 ? <u32>tens * 10 + ones : 255;
}
