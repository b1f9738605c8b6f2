// Tables of 128 bytes, read from 64 − n on, for a block whose first n bytes are a message's.

// prettier-ignore
const kept = memory.data<u64>([
  0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff,
  0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff,
  0, 0, 0, 0, 0, 0, 0, 0,
], 16);
export const zeros = memory.data<u64>([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 16);
/** Zeros behind one bit, as SHA-256 pads. */
export const bitAndZeros = memory.data<u64>([0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0], 16);

/** Writes 64 bytes at `to`: the `length` (below 64) bytes at `from`, then what one of the tables says. */
export function paddedBlock(to: usize, from: usize, length: u32, padding: usize): void {
  const at = readable(from, length, to);
  const keep = kept + 64 - length;
  const pad = padding + 64 - length;
  v128.store(to, v128.or(v128.and(v128.load(at, 0), v128.load(keep, 0)), v128.load(pad, 0)), 0);
  v128.store(to, v128.or(v128.and(v128.load(at, 16), v128.load(keep, 16)), v128.load(pad, 16)), 16);
  v128.store(to, v128.or(v128.and(v128.load(at, 32), v128.load(keep, 32)), v128.load(pad, 32)), 32);
  v128.store(to, v128.or(v128.and(v128.load(at, 48), v128.load(keep, 48)), v128.load(pad, 48)), 48);
}

/** Where the bytes can be read as a block: at `spare`, which they are copied to, where 64 of them would trap. */
function readable(from: usize, length: u32, spare: usize): usize {
  if (<u64>from + 64 <= (<u64>memory.size()) << 16) return from;
  for (let i: u32 = 0; i < length; i++) store<u8>(spare + i, load<u8>(from + i));
  return spare;
}
