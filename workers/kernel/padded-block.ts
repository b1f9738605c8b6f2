const index: v128 = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

/** Writes 64 bytes at `to`: the `length` (below 64) bytes at `from`, the byte `mark`, then zeros. */
export function paddedBlock(to: usize, from: usize, length: u32, mark: u8): void {
  if (<u64>from + 64 > (<u64>memory.size()) << 16) return atTheEndOfMemory(to, from, length, mark);
  const marks = i8x16.splat(mark);
  for (let q = 0; q < 64; q += 16) {
    const end = i8x16.splat(<i8>(<i32>length - q));
    const data = v128.and(v128.load(from + q), i8x16.gt_s(end, index));
    v128.store(to + q, v128.or(data, v128.and(marks, i8x16.eq(end, index))));
  }
}

/** Reading 64 bytes would trap here. */
function atTheEndOfMemory(to: usize, from: usize, length: u32, mark: u8): void {
  memory.fill(to, 0, 64);
  for (let i: u32 = 0; i < length; i++) store<u8>(to + i, load<u8>(from + i));
  store<u8>(to + length, mark);
}
