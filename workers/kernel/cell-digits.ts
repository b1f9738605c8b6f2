// Digits of canonical text, eight at a time and without a branch. Writers give the address after what they wrote.

const zeros: u64 = 0x3030_3030_3030_3030;

/** The eight digits of a value below 100,000,000 as numbers, a byte each, the first of them lowest. */
// @ts-ignore: decorator
@inline
export function eightDigits(value: u32): u64 {
  // Divisions by multiplying: exact for four digits by 100, and for two by 10.
  const high = value / 10_000;
  const fours: u64 = (<u64>high) | ((<u64>(value - high * 10_000)) << 32);
  const hundreds = ((fours * 5243) >> 19) & 0x0000_007f_0000_007f;
  const twos = hundreds | ((fours - hundreds * 100) << 16);
  const tens = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
  return tens | ((twos - tens * 10) << 8);
}

/** The last `count` of eight digits, 8 at most; eight bytes from `out` on are written. */
// @ts-ignore: decorator
@inline
export function writeLast(out: usize, digits: u64, count: u32): usize {
  store<u64>(out, (digits | zeros) >> ((8 - count) << 3));
  return out + count;
}

/** `value` in decimal, at least `width` digits; up to eight bytes past them are written. */
// @ts-ignore: decorator
@inline
export function writeDigits(out: usize, value: u64, width: u32): usize {
  return value < 100_000_000 && width <= 8 ? writeShort(out, <u32>value, width) : writeLong(out, value, width);
}

// @ts-ignore: decorator
@inline
function writeShort(out: usize, value: u32, width: u32): usize {
  const digits = eightDigits(value);
  return writeLast(out, digits, max(8 - (<u32>ctz(digits) >> 3), width));
}

function writeLong(out: usize, value: u64, width: u32): usize {
  const high = value / 100_000_000;
  const before = width > 8 ? width - 8 : 0;
  if (high < 100 && before == 0) {
    const tens = (<u32>high * 103) >> 10;
    store<u16>(out, <u16>((tens == 0 ? <u32>high : tens | ((<u32>high - tens * 10) << 8)) | 0x3030));
    out += tens == 0 ? 1 : 2;
  } else if (high < 100_000_000 && before <= 8) out = writeShort(out, <u32>high, before);
  else out = writeLong(out, high, before);
  return writeLast(out, eightDigits(<u32>(value - high * 100_000_000)), 8);
}
