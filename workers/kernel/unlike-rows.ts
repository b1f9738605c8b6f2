import { sixteenToHex } from './hex-cells';
import { sameBytes } from './same-bytes';

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
  sixteenToHex(digest, scratch);
  return sameBytes(scratch, hex, 32);
}
