// Bytes of a Parquet export as the texts that formats.md section 2 writes them as.
import { torn } from './torn';

const hex = (digit: u8): u8 => (digit < 10 ? 48 + digit : 87 + digit);

function writeByte(out: usize, byte: u8): usize {
  store<u8>(out, hex(byte >> 4));
  store<u8>(out, hex(byte & 15), 1);
  return out + 2;
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
      for (let i = at; i < end; i++) out = writeByte(out, load<u8>(i));
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
