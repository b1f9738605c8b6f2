import { sameBytes } from './same-bytes';

const digits = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102);
const low = i8x16.splat(15);

/**
 * How many of `count` rows do not have the digests that stand beside them: of row i those made are 32 bytes at
 * keys + 32 i and rows + 32 i, and those beside it, from row `from` on, 66 bytes of `0x` and hex. `scratch` is 32 bytes.
 */
export function unlikeRows(
  keys: usize,
  rows: usize,
  keyDigests: usize,
  rowDigests: usize,
  from: u32,
  count: u32,
  scratch: usize,
): u32 {
  let unlike: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const at = (from + i) << 2;
    const digest = (<usize>i) << 5;
    if (
      !isHexOf(keys + digest, load<u32>(keyDigests + at) + 2, scratch) ||
      !isHexOf(rows + digest, load<u32>(rowDigests + at) + 2, scratch)
    )
      unlike++;
  }
  return unlike;
}

function isHexOf(digest: usize, hex: usize, scratch: usize): bool {
  return isHalf(digest, hex, scratch) && isHalf(digest + 16, hex + 32, scratch);
}

function isHalf(digest: usize, hex: usize, scratch: usize): bool {
  writeHex(digest, scratch);
  return sameBytes(scratch, hex, 32);
}

/** Sixteen bytes as 32 hex digits. */
export function writeHex(at: usize, out: usize): void {
  const bytes = v128.load(at);
  const high = i8x16.swizzle(digits, i8x16.shr_u(bytes, 4));
  const rest = i8x16.swizzle(digits, v128.and(bytes, low));
  v128.store(out, i8x16.shuffle(high, rest, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  v128.store(out, i8x16.shuffle(high, rest, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
}
