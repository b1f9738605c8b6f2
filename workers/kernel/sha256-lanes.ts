// SHA-256's compression (FIPS 180-4 section 6.2.2) of four messages at once, one a SIMD lane.
import { initially, laneMask } from './lane-mask';
import { highHalves, highWords, swapped, lowHalves, lowWords } from './transpose';

const constants = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

// @ts-ignore: decorator
@inline function rotated(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shr_u(x, bits), i32x4.shl(x, 32 - bits));
}

/** h + Sigma1(e) + Ch(e, f, g) + the round's constant + its word. */
// @ts-ignore: decorator
@inline function chosen(e: v128, f: v128, g: v128, h: v128, word: v128, constant: v128): v128 {
  const sum = v128.xor(v128.xor(rotated(e, 6), rotated(e, 11)), rotated(e, 25));
  const choice = v128.xor(g, v128.and(e, v128.xor(f, g)));
  const known = i32x4.add(i32x4.add(h, word), constant);
  return i32x4.add(i32x4.add(known, choice), sum);
}

/** Sigma0(a) + Maj(a, b, c); b ^ c is the a ^ b of the round before, which the engine's compiler sees. */
// @ts-ignore: decorator
@inline function majority(a: v128, b: v128, c: v128): v128 {
  const sum = v128.xor(v128.xor(rotated(a, 2), rotated(a, 13)), rotated(a, 22));
  return i32x4.add(sum, v128.xor(b, v128.and(v128.xor(a, b), v128.xor(b, c))));
}

/** The word 16 after w0. */
// @ts-ignore: decorator
@inline function scheduled(w0: v128, w1: v128, w9: v128, w14: v128): v128 {
  const s0 = v128.xor(v128.xor(rotated(w1, 7), rotated(w1, 18)), i32x4.shr_u(w1, 3));
  const s1 = v128.xor(v128.xor(rotated(w14, 17), rotated(w14, 19)), i32x4.shr_u(w14, 10));
  return i32x4.add(i32x4.add(w0, w9), i32x4.add(s0, s1));
}

/**
 * One block of each of four messages, read at p0 to p3. The state, eight words of four lanes, is at `at`; lanes whose
 * bit is set in `fresh` start from the initial value.
 */
export function sha256Lanes(p0: usize, p1: usize, p2: usize, p3: usize, at: usize, fresh: u32): void {
  let r0: v128, r1: v128, r2: v128, r3: v128, t0: v128, t1: v128, t2: v128, t3: v128;
  r0 = swapped(v128.load(p0, 0));
  r1 = swapped(v128.load(p1, 0));
  r2 = swapped(v128.load(p2, 0));
  r3 = swapped(v128.load(p3, 0));
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  let w0 = lowHalves(t0, t1);
  let w1 = highHalves(t0, t1);
  let w2 = lowHalves(t2, t3);
  let w3 = highHalves(t2, t3);
  r0 = swapped(v128.load(p0, 16));
  r1 = swapped(v128.load(p1, 16));
  r2 = swapped(v128.load(p2, 16));
  r3 = swapped(v128.load(p3, 16));
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  let w4 = lowHalves(t0, t1);
  let w5 = highHalves(t0, t1);
  let w6 = lowHalves(t2, t3);
  let w7 = highHalves(t2, t3);
  r0 = swapped(v128.load(p0, 32));
  r1 = swapped(v128.load(p1, 32));
  r2 = swapped(v128.load(p2, 32));
  r3 = swapped(v128.load(p3, 32));
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  let w8 = lowHalves(t0, t1);
  let w9 = highHalves(t0, t1);
  let w10 = lowHalves(t2, t3);
  let w11 = highHalves(t2, t3);
  r0 = swapped(v128.load(p0, 48));
  r1 = swapped(v128.load(p1, 48));
  r2 = swapped(v128.load(p2, 48));
  r3 = swapped(v128.load(p3, 48));
  t0 = lowWords(r0, r1);
  t1 = lowWords(r2, r3);
  t2 = highWords(r0, r1);
  t3 = highWords(r2, r3);
  let w12 = lowHalves(t0, t1);
  let w13 = highHalves(t0, t1);
  let w14 = lowHalves(t2, t3);
  let w15 = highHalves(t2, t3);
  const mask = laneMask(fresh);
  let a = initially(0x6a09e667, v128.load(at, 0), mask);
  let b = initially(0xbb67ae85, v128.load(at, 16), mask);
  let c = initially(0x3c6ef372, v128.load(at, 32), mask);
  let d = initially(0xa54ff53a, v128.load(at, 48), mask);
  let e = initially(0x510e527f, v128.load(at, 64), mask);
  let f = initially(0x9b05688c, v128.load(at, 80), mask);
  let g = initially(0x1f83d9ab, v128.load(at, 96), mask);
  let h = initially(0x5be0cd19, v128.load(at, 112), mask);
  const a0 = a;
  const b0 = b;
  const c0 = c;
  const d0 = d;
  const e0 = e;
  const f0 = f;
  const g0 = g;
  const h0 = h;
  let k = constants;
  let t: v128;
  t = chosen(e, f, g, h, w0, v128.load_splat<u32>(k, 0));
  d = i32x4.add(d, t);
  h = i32x4.add(t, majority(a, b, c));
  t = chosen(d, e, f, g, w1, v128.load_splat<u32>(k, 4));
  c = i32x4.add(c, t);
  g = i32x4.add(t, majority(h, a, b));
  t = chosen(c, d, e, f, w2, v128.load_splat<u32>(k, 8));
  b = i32x4.add(b, t);
  f = i32x4.add(t, majority(g, h, a));
  t = chosen(b, c, d, e, w3, v128.load_splat<u32>(k, 12));
  a = i32x4.add(a, t);
  e = i32x4.add(t, majority(f, g, h));
  t = chosen(a, b, c, d, w4, v128.load_splat<u32>(k, 16));
  h = i32x4.add(h, t);
  d = i32x4.add(t, majority(e, f, g));
  t = chosen(h, a, b, c, w5, v128.load_splat<u32>(k, 20));
  g = i32x4.add(g, t);
  c = i32x4.add(t, majority(d, e, f));
  t = chosen(g, h, a, b, w6, v128.load_splat<u32>(k, 24));
  f = i32x4.add(f, t);
  b = i32x4.add(t, majority(c, d, e));
  t = chosen(f, g, h, a, w7, v128.load_splat<u32>(k, 28));
  e = i32x4.add(e, t);
  a = i32x4.add(t, majority(b, c, d));
  t = chosen(e, f, g, h, w8, v128.load_splat<u32>(k, 32));
  d = i32x4.add(d, t);
  h = i32x4.add(t, majority(a, b, c));
  t = chosen(d, e, f, g, w9, v128.load_splat<u32>(k, 36));
  c = i32x4.add(c, t);
  g = i32x4.add(t, majority(h, a, b));
  t = chosen(c, d, e, f, w10, v128.load_splat<u32>(k, 40));
  b = i32x4.add(b, t);
  f = i32x4.add(t, majority(g, h, a));
  t = chosen(b, c, d, e, w11, v128.load_splat<u32>(k, 44));
  a = i32x4.add(a, t);
  e = i32x4.add(t, majority(f, g, h));
  t = chosen(a, b, c, d, w12, v128.load_splat<u32>(k, 48));
  h = i32x4.add(h, t);
  d = i32x4.add(t, majority(e, f, g));
  t = chosen(h, a, b, c, w13, v128.load_splat<u32>(k, 52));
  g = i32x4.add(g, t);
  c = i32x4.add(t, majority(d, e, f));
  t = chosen(g, h, a, b, w14, v128.load_splat<u32>(k, 56));
  f = i32x4.add(f, t);
  b = i32x4.add(t, majority(c, d, e));
  t = chosen(f, g, h, a, w15, v128.load_splat<u32>(k, 60));
  e = i32x4.add(e, t);
  a = i32x4.add(t, majority(b, c, d));
  for (k += 64; k < constants + 256; k += 64) {
    w0 = scheduled(w0, w1, w9, w14);
    t = chosen(e, f, g, h, w0, v128.load_splat<u32>(k, 0));
    d = i32x4.add(d, t);
    h = i32x4.add(t, majority(a, b, c));
    w1 = scheduled(w1, w2, w10, w15);
    t = chosen(d, e, f, g, w1, v128.load_splat<u32>(k, 4));
    c = i32x4.add(c, t);
    g = i32x4.add(t, majority(h, a, b));
    w2 = scheduled(w2, w3, w11, w0);
    t = chosen(c, d, e, f, w2, v128.load_splat<u32>(k, 8));
    b = i32x4.add(b, t);
    f = i32x4.add(t, majority(g, h, a));
    w3 = scheduled(w3, w4, w12, w1);
    t = chosen(b, c, d, e, w3, v128.load_splat<u32>(k, 12));
    a = i32x4.add(a, t);
    e = i32x4.add(t, majority(f, g, h));
    w4 = scheduled(w4, w5, w13, w2);
    t = chosen(a, b, c, d, w4, v128.load_splat<u32>(k, 16));
    h = i32x4.add(h, t);
    d = i32x4.add(t, majority(e, f, g));
    w5 = scheduled(w5, w6, w14, w3);
    t = chosen(h, a, b, c, w5, v128.load_splat<u32>(k, 20));
    g = i32x4.add(g, t);
    c = i32x4.add(t, majority(d, e, f));
    w6 = scheduled(w6, w7, w15, w4);
    t = chosen(g, h, a, b, w6, v128.load_splat<u32>(k, 24));
    f = i32x4.add(f, t);
    b = i32x4.add(t, majority(c, d, e));
    w7 = scheduled(w7, w8, w0, w5);
    t = chosen(f, g, h, a, w7, v128.load_splat<u32>(k, 28));
    e = i32x4.add(e, t);
    a = i32x4.add(t, majority(b, c, d));
    w8 = scheduled(w8, w9, w1, w6);
    t = chosen(e, f, g, h, w8, v128.load_splat<u32>(k, 32));
    d = i32x4.add(d, t);
    h = i32x4.add(t, majority(a, b, c));
    w9 = scheduled(w9, w10, w2, w7);
    t = chosen(d, e, f, g, w9, v128.load_splat<u32>(k, 36));
    c = i32x4.add(c, t);
    g = i32x4.add(t, majority(h, a, b));
    w10 = scheduled(w10, w11, w3, w8);
    t = chosen(c, d, e, f, w10, v128.load_splat<u32>(k, 40));
    b = i32x4.add(b, t);
    f = i32x4.add(t, majority(g, h, a));
    w11 = scheduled(w11, w12, w4, w9);
    t = chosen(b, c, d, e, w11, v128.load_splat<u32>(k, 44));
    a = i32x4.add(a, t);
    e = i32x4.add(t, majority(f, g, h));
    w12 = scheduled(w12, w13, w5, w10);
    t = chosen(a, b, c, d, w12, v128.load_splat<u32>(k, 48));
    h = i32x4.add(h, t);
    d = i32x4.add(t, majority(e, f, g));
    w13 = scheduled(w13, w14, w6, w11);
    t = chosen(h, a, b, c, w13, v128.load_splat<u32>(k, 52));
    g = i32x4.add(g, t);
    c = i32x4.add(t, majority(d, e, f));
    w14 = scheduled(w14, w15, w7, w12);
    t = chosen(g, h, a, b, w14, v128.load_splat<u32>(k, 56));
    f = i32x4.add(f, t);
    b = i32x4.add(t, majority(c, d, e));
    w15 = scheduled(w15, w0, w8, w13);
    t = chosen(f, g, h, a, w15, v128.load_splat<u32>(k, 60));
    e = i32x4.add(e, t);
    a = i32x4.add(t, majority(b, c, d));
  }
  v128.store(at, i32x4.add(a, a0), 0);
  v128.store(at, i32x4.add(b, b0), 16);
  v128.store(at, i32x4.add(c, c0), 32);
  v128.store(at, i32x4.add(d, d0), 48);
  v128.store(at, i32x4.add(e, e0), 64);
  v128.store(at, i32x4.add(f, f0), 80);
  v128.store(at, i32x4.add(g, g0), 96);
  v128.store(at, i32x4.add(h, h0), 112);
}
