import { highHalves, highWords, lowHalves, lowWords } from './transpose';
import { initially, laneMask } from './lane-mask';

// BLAKE3's compression of four blocks at once, one a SIMD lane. A message's word is added to `a` before `b` is, which
// is known later.

const by16 = memory.data<u8>([2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13], 16);
const by8 = memory.data<u8>([1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12], 16);

// @ts-ignore: decorator
@inline function rotated16(x: v128): v128 {
  return i8x16.swizzle(x, v128.load(by16));
}

// @ts-ignore: decorator
@inline function rotated8(x: v128): v128 {
  return i8x16.swizzle(x, v128.load(by8));
}

// @ts-ignore: decorator
@inline function rotated12(x: v128): v128 {
  return v128.or(i32x4.shr_u(x, 12), i32x4.shl(x, 20));
}

// @ts-ignore: decorator
@inline function rotated7(x: v128): v128 {
  return v128.or(i32x4.shr_u(x, 7), i32x4.shl(x, 25));
}

/**
 * One block of each of four messages, read at p0 to p3. At `at` is the state: the chaining value, eight words of four
 * lanes, then the four lanes' chunk number, block length and flags. Lanes whose bit is set in `fresh` start from the
 * initial value.
 */
export function blake3Lanes(p0: usize, p1: usize, p2: usize, p3: usize, at: usize, fresh: u32): void {
  let r0: v128, r1: v128, r2: v128, r3: v128, t0: v128, t1: v128, t2: v128, t3: v128;
  r0 = v128.load(p0, 0);
  r1 = v128.load(p1, 0);
  r2 = v128.load(p2, 0);
  r3 = v128.load(p3, 0);
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  const m0 = lowHalves(t0, t1);
  const m1 = highHalves(t0, t1);
  const m2 = lowHalves(t2, t3);
  const m3 = highHalves(t2, t3);
  r0 = v128.load(p0, 16);
  r1 = v128.load(p1, 16);
  r2 = v128.load(p2, 16);
  r3 = v128.load(p3, 16);
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  const m4 = lowHalves(t0, t1);
  const m5 = highHalves(t0, t1);
  const m6 = lowHalves(t2, t3);
  const m7 = highHalves(t2, t3);
  r0 = v128.load(p0, 32);
  r1 = v128.load(p1, 32);
  r2 = v128.load(p2, 32);
  r3 = v128.load(p3, 32);
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  const m8 = lowHalves(t0, t1);
  const m9 = highHalves(t0, t1);
  const m10 = lowHalves(t2, t3);
  const m11 = highHalves(t2, t3);
  r0 = v128.load(p0, 48);
  r1 = v128.load(p1, 48);
  r2 = v128.load(p2, 48);
  r3 = v128.load(p3, 48);
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  const m12 = lowHalves(t0, t1);
  const m13 = highHalves(t0, t1);
  const m14 = lowHalves(t2, t3);
  const m15 = highHalves(t2, t3);
  const mask = laneMask(fresh);
  let v0 = initially(0x6a09e667, v128.load(at, 0), mask);
  let v1 = initially(0xbb67ae85, v128.load(at, 16), mask);
  let v2 = initially(0x3c6ef372, v128.load(at, 32), mask);
  let v3 = initially(0xa54ff53a, v128.load(at, 48), mask);
  let v4 = initially(0x510e527f, v128.load(at, 64), mask);
  let v5 = initially(0x9b05688c, v128.load(at, 80), mask);
  let v6 = initially(0x1f83d9ab, v128.load(at, 96), mask);
  let v7 = initially(0x5be0cd19, v128.load(at, 112), mask);
  let v8 = i32x4.splat(0x6a09e667);
  let v9 = i32x4.splat(0xbb67ae85);
  let v10 = i32x4.splat(0x3c6ef372);
  let v11 = i32x4.splat(0xa54ff53a);
  let v12 = v128.load(at, 128);
  let v13 = i32x4.splat(0); // messages are below 4 GiB
  let v14 = v128.load(at, 144);
  let v15 = v128.load(at, 160);
  // Half a step a line: a, d, c and b in turn, from the inside.
  // Round 1
  v4 = rotated12(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated16(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m0), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated8(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m1), v4)))))))));
  v5 = rotated12(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated16(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m2), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated8(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m3), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated16(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m4), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated8(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m5), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated16(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m6), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated8(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m7), v7)))))))));
  v5 = rotated12(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated16(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m8), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated8(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m9), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated16(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m10), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated8(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m11), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated16(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m12), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated8(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m13), v7)))))))));
  v4 = rotated12(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated16(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m14), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated8(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m15), v4)))))))));
  // Round 2
  v4 = rotated12(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated16(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m2), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated8(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m6), v4)))))))));
  v5 = rotated12(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated16(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m3), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated8(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m10), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated16(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m7), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated8(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m0), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated16(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m4), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated8(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m13), v7)))))))));
  v5 = rotated12(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated16(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m1), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated8(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m11), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated16(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m12), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated8(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m5), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated16(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m9), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated8(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m14), v7)))))))));
  v4 = rotated12(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated16(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m15), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated8(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m8), v4)))))))));
  // Round 3
  v4 = rotated12(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated16(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m3), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated8(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m4), v4)))))))));
  v5 = rotated12(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated16(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m10), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated8(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m12), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated16(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m13), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated8(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m2), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated16(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m7), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated8(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m14), v7)))))))));
  v5 = rotated12(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated16(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m6), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated8(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m5), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated16(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m9), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated8(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m0), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated16(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m11), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated8(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m15), v7)))))))));
  v4 = rotated12(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated16(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m8), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated8(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m1), v4)))))))));
  // Round 4
  v4 = rotated12(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated16(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m10), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated8(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m7), v4)))))))));
  v5 = rotated12(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated16(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m12), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated8(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m9), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated16(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m14), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated8(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m3), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated16(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m13), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated8(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m15), v7)))))))));
  v5 = rotated12(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated16(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m4), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated8(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m0), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated16(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m11), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated8(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m2), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated16(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m5), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated8(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m8), v7)))))))));
  v4 = rotated12(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated16(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m1), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated8(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m6), v4)))))))));
  // Round 5
  v4 = rotated12(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated16(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m12), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated8(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m13), v4)))))))));
  v5 = rotated12(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated16(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m9), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated8(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m11), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated16(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m15), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated8(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m10), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated16(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m14), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated8(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m8), v7)))))))));
  v5 = rotated12(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated16(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m7), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated8(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m2), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated16(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m5), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated8(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m3), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated16(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m0), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated8(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m1), v7)))))))));
  v4 = rotated12(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated16(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m6), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated8(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m4), v4)))))))));
  // Round 6
  v4 = rotated12(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated16(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m9), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated8(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m14), v4)))))))));
  v5 = rotated12(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated16(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m11), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated8(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m5), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated16(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m8), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated8(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m12), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated16(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m15), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated8(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m1), v7)))))))));
  v5 = rotated12(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated16(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m13), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated8(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m3), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated16(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m0), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated8(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m10), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated16(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m2), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated8(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m6), v7)))))))));
  v4 = rotated12(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated16(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m4), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated8(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m7), v4)))))))));
  // Round 7
  v4 = rotated12(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated16(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m11), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v8 = i32x4.add(v8, (v12 = rotated8(v128.xor(v12, (v0 = i32x4.add(i32x4.add(v0, m15), v4)))))))));
  v5 = rotated12(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated16(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m5), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v9 = i32x4.add(v9, (v13 = rotated8(v128.xor(v13, (v1 = i32x4.add(i32x4.add(v1, m0), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated16(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m1), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v10 = i32x4.add(v10, (v14 = rotated8(v128.xor(v14, (v2 = i32x4.add(i32x4.add(v2, m9), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated16(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m8), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v11 = i32x4.add(v11, (v15 = rotated8(v128.xor(v15, (v3 = i32x4.add(i32x4.add(v3, m6), v7)))))))));
  v5 = rotated12(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated16(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m14), v5)))))))));
  v5 = rotated7(v128.xor(v5, (v10 = i32x4.add(v10, (v15 = rotated8(v128.xor(v15, (v0 = i32x4.add(i32x4.add(v0, m10), v5)))))))));
  v6 = rotated12(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated16(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m2), v6)))))))));
  v6 = rotated7(v128.xor(v6, (v11 = i32x4.add(v11, (v12 = rotated8(v128.xor(v12, (v1 = i32x4.add(i32x4.add(v1, m12), v6)))))))));
  v7 = rotated12(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated16(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m3), v7)))))))));
  v7 = rotated7(v128.xor(v7, (v8 = i32x4.add(v8, (v13 = rotated8(v128.xor(v13, (v2 = i32x4.add(i32x4.add(v2, m4), v7)))))))));
  v4 = rotated12(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated16(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m7), v4)))))))));
  v4 = rotated7(v128.xor(v4, (v9 = i32x4.add(v9, (v14 = rotated8(v128.xor(v14, (v3 = i32x4.add(i32x4.add(v3, m13), v4)))))))));
  v128.store(at, v128.xor(v0, v8), 0);
  v128.store(at, v128.xor(v1, v9), 16);
  v128.store(at, v128.xor(v2, v10), 32);
  v128.store(at, v128.xor(v3, v11), 48);
  v128.store(at, v128.xor(v4, v12), 64);
  v128.store(at, v128.xor(v5, v13), 80);
  v128.store(at, v128.xor(v6, v14), 96);
  v128.store(at, v128.xor(v7, v15), 112);
}
