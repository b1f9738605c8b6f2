// Texts of up to 16 bytes at the end of a vector, where digits have their places by themselves. The 17 bytes before a
// text's end are always memory.

/** 16 bytes of zeros, then 16 of ones: from n on, ones for the last n of a vector. */
export const lasts = memory.data<u64>([0, 0, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff], 16);

/** The `length` bytes before `end`, 16 at most, behind digits of zero. */
// @ts-ignore: decorator
@inline
export function lastBytes(end: usize, length: usize): v128 {
  return v128.bitselect(v128.load(end - 16), i8x16.splat(48), v128.load(lasts + length));
}

/** Whether every byte is below 10. */
// @ts-ignore: decorator
@inline
export function areTens(values: v128): bool {
  return i8x16.all_true(i8x16.le_u(values, i8x16.splat(9)));
}

/** The number of 16 digits, a byte each. */
// @ts-ignore: decorator
@inline
export function numberOf(digits: v128): u64 {
  const twos = twoByTwo(digits);
  const fours = i32x4.dot_i16x8_s(twos, i16x8(100, 1, 100, 1, 100, 1, 100, 1));
  const eights = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, fours), i16x8(10_000, 1, 10_000, 1, 0, 0, 0, 0));
  const both = <u64>i64x2.extract_lane(eights, 0);
  return (both & 0xffff_ffff) * 100_000_000 + (both >> 32);
}

/** Numbers of two digits each, 16 bits wide. */
// @ts-ignore: decorator
@inline
export function twoByTwo(digits: v128): v128 {
  return i16x8.add(i16x8.mul(v128.and(digits, i16x8.splat(0xff)), i16x8.splat(10)), i16x8.shr_u(digits, 8));
}
