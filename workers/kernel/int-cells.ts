import { writeDigits } from './cell-digits';

const powers: StaticArray<u64> = [
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
  100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
  10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
];

/**
 * Integers of `size` bytes (4 or 8), each value × 10^-digits, as canonical texts with `places` digits after the point,
 * written from `out` on: 24 + places bytes a row. Where the value does not fit the places, `left[row]` is set and the
 * row is the caller's. Gives how many are left.
 */
export function intCells(
  values: usize,
  size: u32,
  valid: usize,
  rows: u32,
  digits: i32,
  places: u32,
  out: usize,
  starts: usize,
  ends: usize,
  left: usize,
): u32 {
  let leftOver: u32 = 0;
  const drop = digits - <i32>places; // digits that must be zeros
  const divisor: u64 = drop > 0 ? (drop <= 18 ? powers[drop] : 0) : 1;
  const zeros = drop < 0 ? -drop : 0; // zeros to be written behind
  for (let row: u32 = 0; row < rows; row++) {
    const cell = row << 2;
    store<u32>(starts + cell, <u32>out);
    store<u32>(ends + cell, <u32>out);
    if (load<u8>(valid + row) == 0) continue;
    const value: i64 = size == 4 ? <i64>load<i32>(values + (row << 2)) : load<i64>(values + ((<usize>row) << 3));
    const negative = value < 0;
    let size_: u64 = negative ? 0 - <u64>value : <u64>value;
    if (drop > 0) {
      if (divisor == 0 || size_ % divisor != 0) {
        if (size_ != 0) {
          store<u8>(left + row, 1);
          leftOver++;
          continue;
        }
      } else size_ /= divisor;
    }
    if (negative) store<u8>(out++, 45);
    if (zeros == 0 && places == 0) out = writeDigits(out, size_, 1);
    else if (places == 0) {
      out = writeDigits(out, size_, 1);
      if (size_ != 0) for (let i = 0; i < zeros; i++) store<u8>(out++, 48);
    } else {
      // `kept` digits of the number are behind the point, `zeros` more are written
      const kept = <i32>places - zeros;
      if (kept <= 0) {
        out = writeDigits(out, size_, 1);
        if (size_ != 0) for (let i = 0; i < -kept; i++) store<u8>(out++, 48);
        store<u8>(out++, 46);
        for (let i: u32 = 0; i < places; i++) store<u8>(out++, 48);
      } else {
        const start = out;
        out = writeDigits(out, size_, <u32>kept + 1);
        for (let at = out; at > out - kept; at--) store<u8>(at, load<u8>(at - 1));
        store<u8>(out - kept, 46);
        out++;
        for (let i = 0; i < zeros; i++) store<u8>(out++, 48);
        if (start > out) unreachable();
      }
    }
    store<u32>(ends + cell, <u32>out);
  }
  return leftOver;
}
