/** Whether two texts of one length are the same. Reads up to 16 bytes past them. */
export function sameBytes(a: usize, b: usize, length: usize): bool {
  for (let i: usize = 0; i < length; i += 16) {
    let unlike = ~i8x16.bitmask(i8x16.eq(v128.load(a + i), v128.load(b + i))) & 0xffff;
    const left = length - i;
    if (left < 16) unlike &= (1 << (<i32>left)) - 1;
    if (unlike != 0) return false;
  }
  return true;
}
