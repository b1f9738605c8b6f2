/** Bits of the 64 bytes a, b, c, d that equal a byte, the first lowest. */
// @ts-ignore: decorator
@inline
export function equal64(a: v128, b: v128, c: v128, d: v128, byte: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(i8x16.eq(a, byte))) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(b, byte))) << 16) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(c, byte))) << 32) |
    (<u64>(<u32>i8x16.bitmask(i8x16.eq(d, byte))) << 48)
  );
}

/** Whether one of the 64 bytes is one of three. */
// @ts-ignore: decorator
@inline
export function haveAny(a: v128, b: v128, c: v128, d: v128, x: v128, y: v128, z: v128): bool {
  return v128.any_true(v128.or(v128.or(isAny(a, x, y, z), isAny(b, x, y, z)), v128.or(isAny(c, x, y, z), isAny(d, x, y, z))));
}

// @ts-ignore: decorator
@inline
function isAny(bytes: v128, x: v128, y: v128, z: v128): v128 {
  return v128.or(v128.or(i8x16.eq(bytes, x), i8x16.eq(bytes, y)), i8x16.eq(bytes, z));
}

export const LF: u32 = 10;
export const CR: u32 = 13;
