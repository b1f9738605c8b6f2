// Bytes of a Parquet export as the texts that formats.md section 2 writes them as.
import { torn } from './torn';

function hex(digit: u8): u8 {
  return digit < 10 ? 48 + digit : 87 + digit;
}

function writeByte(out: usize, byte: u8): usize {
  store<u8>(out, hex(byte >> 4));
  store<u8>(out, hex(byte & 15), 1);
  return out + 2;
}

const digits = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102);
const low = i8x16.splat(15);

/** Sixteen bytes as 32 hex digits. */
export function sixteenToHex(at: usize, out: usize): void {
  const bytes = v128.load(at);
  const high = i8x16.swizzle(digits, i8x16.shr_u(bytes, 4));
  const rest = i8x16.swizzle(digits, v128.and(bytes, low));
  v128.store(out, i8x16.shuffle(high, rest, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  v128.store(out, i8x16.shuffle(high, rest, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
}

/** `0x` and hex for each, written from `out` on: twice the bytes and two more. */
export function bytesToHex(starts: usize, ends: usize, valid: usize, count: u32, out: usize): void {
  for (let row: u32 = 0; row < count; row++) {
    const at = <usize>load<u32>(starts + (row << 2));
    const end = <usize>load<u32>(ends + (row << 2));
    store<u32>(starts + (row << 2), <u32>out);
    if (load<u8>(valid + row) != 0) {
      store<u16>(out, 0x7830);
      out += 2;
      let i = at;
      for (; end - i >= 16; i += 16, out += 32) sixteenToHex(i, out);
      for (; i < end; i++) out = writeByte(out, load<u8>(i));
    }
    store<u32>(ends + (row << 2), <u32>out);
  }
}

/** PLAIN values of 16 bytes as uuids, written from `out` on, 36 bytes each. Gives 0, or `torn`. */
export function plainUuids(
  at: usize,
  end: usize,
  valid: usize,
  count: u32,
  out: usize,
  starts: usize,
  ends: usize,
): u32 {
  for (let row: u32 = 0; row < count; row++) {
    store<u32>(starts + (row << 2), <u32>out);
    if (load<u8>(valid + row) != 0) {
      if (end - at < 16) return torn;
      for (let i: u32 = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) store<u8>(out++, 45);
        out = writeByte(out, load<u8>(at++));
      }
    }
    store<u32>(ends + (row << 2), <u32>out);
  }
  return at == end ? 0 : torn;
}
