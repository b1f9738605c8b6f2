// SHA-256's compression (FIPS 180-4 section 6.2.2) of four messages at once, one a SIMD lane, and of a fifth beside them.
import { initially, laneMask } from './lane-mask';
import { chosen, chosenWord, majority, majorityWord, scheduled, scheduledWord } from './sha256-round';
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

/**
 * One block of each of four messages, read at p0 to p3. The state, eight words of four lanes, is at `at`; lanes whose
 * bit is set in `fresh` start from the initial value. With u32 for `Word` also one of a fifth message, at p4, by the
 * ports that vectors leave idle; its state stands behind theirs, word by word. With void p4 is nobody's.
 */
export function sha256Lanes<Word>(
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  p4: usize,
  at: usize,
  fresh: u32,
): void {
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
  let u: u32;
  let x0: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 0)) : 0;
  let x1: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 4)) : 0;
  let x2: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 8)) : 0;
  let x3: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 12)) : 0;
  let x4: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 16)) : 0;
  let x5: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 20)) : 0;
  let x6: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 24)) : 0;
  let x7: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 28)) : 0;
  let x8: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 32)) : 0;
  let x9: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 36)) : 0;
  let x10: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 40)) : 0;
  let x11: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 44)) : 0;
  let x12: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 48)) : 0;
  let x13: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 52)) : 0;
  let x14: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 56)) : 0;
  let x15: u32 = isInteger<Word>() ? bswap<u32>(load<u32>(p4, 60)) : 0;
  let sa: u32 = isInteger<Word>() ? load<u32>(at, 128) : 0;
  let sb: u32 = isInteger<Word>() ? load<u32>(at, 132) : 0;
  let sc: u32 = isInteger<Word>() ? load<u32>(at, 136) : 0;
  let sd: u32 = isInteger<Word>() ? load<u32>(at, 140) : 0;
  let se: u32 = isInteger<Word>() ? load<u32>(at, 144) : 0;
  let sf: u32 = isInteger<Word>() ? load<u32>(at, 148) : 0;
  let sg: u32 = isInteger<Word>() ? load<u32>(at, 152) : 0;
  let sh: u32 = isInteger<Word>() ? load<u32>(at, 156) : 0;
  let k = constants;
  let t: v128;
  t = chosen(e, f, g, h, w0, v128.load_splat<u32>(k, 0));
  d = i32x4.add(d, t);
  h = i32x4.add(t, majority(a, b, c));
  if (isInteger<Word>()) {
    u = chosenWord(se, sf, sg, sh, x0, load<u32>(k, 0));
    sd += u;
    sh = u + majorityWord(sa, sb, sc);
  }
  t = chosen(d, e, f, g, w1, v128.load_splat<u32>(k, 4));
  c = i32x4.add(c, t);
  g = i32x4.add(t, majority(h, a, b));
  if (isInteger<Word>()) {
    u = chosenWord(sd, se, sf, sg, x1, load<u32>(k, 4));
    sc += u;
    sg = u + majorityWord(sh, sa, sb);
  }
  t = chosen(c, d, e, f, w2, v128.load_splat<u32>(k, 8));
  b = i32x4.add(b, t);
  f = i32x4.add(t, majority(g, h, a));
  if (isInteger<Word>()) {
    u = chosenWord(sc, sd, se, sf, x2, load<u32>(k, 8));
    sb += u;
    sf = u + majorityWord(sg, sh, sa);
  }
  t = chosen(b, c, d, e, w3, v128.load_splat<u32>(k, 12));
  a = i32x4.add(a, t);
  e = i32x4.add(t, majority(f, g, h));
  if (isInteger<Word>()) {
    u = chosenWord(sb, sc, sd, se, x3, load<u32>(k, 12));
    sa += u;
    se = u + majorityWord(sf, sg, sh);
  }
  t = chosen(a, b, c, d, w4, v128.load_splat<u32>(k, 16));
  h = i32x4.add(h, t);
  d = i32x4.add(t, majority(e, f, g));
  if (isInteger<Word>()) {
    u = chosenWord(sa, sb, sc, sd, x4, load<u32>(k, 16));
    sh += u;
    sd = u + majorityWord(se, sf, sg);
  }
  t = chosen(h, a, b, c, w5, v128.load_splat<u32>(k, 20));
  g = i32x4.add(g, t);
  c = i32x4.add(t, majority(d, e, f));
  if (isInteger<Word>()) {
    u = chosenWord(sh, sa, sb, sc, x5, load<u32>(k, 20));
    sg += u;
    sc = u + majorityWord(sd, se, sf);
  }
  t = chosen(g, h, a, b, w6, v128.load_splat<u32>(k, 24));
  f = i32x4.add(f, t);
  b = i32x4.add(t, majority(c, d, e));
  if (isInteger<Word>()) {
    u = chosenWord(sg, sh, sa, sb, x6, load<u32>(k, 24));
    sf += u;
    sb = u + majorityWord(sc, sd, se);
  }
  t = chosen(f, g, h, a, w7, v128.load_splat<u32>(k, 28));
  e = i32x4.add(e, t);
  a = i32x4.add(t, majority(b, c, d));
  if (isInteger<Word>()) {
    u = chosenWord(sf, sg, sh, sa, x7, load<u32>(k, 28));
    se += u;
    sa = u + majorityWord(sb, sc, sd);
  }
  t = chosen(e, f, g, h, w8, v128.load_splat<u32>(k, 32));
  d = i32x4.add(d, t);
  h = i32x4.add(t, majority(a, b, c));
  if (isInteger<Word>()) {
    u = chosenWord(se, sf, sg, sh, x8, load<u32>(k, 32));
    sd += u;
    sh = u + majorityWord(sa, sb, sc);
  }
  t = chosen(d, e, f, g, w9, v128.load_splat<u32>(k, 36));
  c = i32x4.add(c, t);
  g = i32x4.add(t, majority(h, a, b));
  if (isInteger<Word>()) {
    u = chosenWord(sd, se, sf, sg, x9, load<u32>(k, 36));
    sc += u;
    sg = u + majorityWord(sh, sa, sb);
  }
  t = chosen(c, d, e, f, w10, v128.load_splat<u32>(k, 40));
  b = i32x4.add(b, t);
  f = i32x4.add(t, majority(g, h, a));
  if (isInteger<Word>()) {
    u = chosenWord(sc, sd, se, sf, x10, load<u32>(k, 40));
    sb += u;
    sf = u + majorityWord(sg, sh, sa);
  }
  t = chosen(b, c, d, e, w11, v128.load_splat<u32>(k, 44));
  a = i32x4.add(a, t);
  e = i32x4.add(t, majority(f, g, h));
  if (isInteger<Word>()) {
    u = chosenWord(sb, sc, sd, se, x11, load<u32>(k, 44));
    sa += u;
    se = u + majorityWord(sf, sg, sh);
  }
  t = chosen(a, b, c, d, w12, v128.load_splat<u32>(k, 48));
  h = i32x4.add(h, t);
  d = i32x4.add(t, majority(e, f, g));
  if (isInteger<Word>()) {
    u = chosenWord(sa, sb, sc, sd, x12, load<u32>(k, 48));
    sh += u;
    sd = u + majorityWord(se, sf, sg);
  }
  t = chosen(h, a, b, c, w13, v128.load_splat<u32>(k, 52));
  g = i32x4.add(g, t);
  c = i32x4.add(t, majority(d, e, f));
  if (isInteger<Word>()) {
    u = chosenWord(sh, sa, sb, sc, x13, load<u32>(k, 52));
    sg += u;
    sc = u + majorityWord(sd, se, sf);
  }
  t = chosen(g, h, a, b, w14, v128.load_splat<u32>(k, 56));
  f = i32x4.add(f, t);
  b = i32x4.add(t, majority(c, d, e));
  if (isInteger<Word>()) {
    u = chosenWord(sg, sh, sa, sb, x14, load<u32>(k, 56));
    sf += u;
    sb = u + majorityWord(sc, sd, se);
  }
  t = chosen(f, g, h, a, w15, v128.load_splat<u32>(k, 60));
  e = i32x4.add(e, t);
  a = i32x4.add(t, majority(b, c, d));
  if (isInteger<Word>()) {
    u = chosenWord(sf, sg, sh, sa, x15, load<u32>(k, 60));
    se += u;
    sa = u + majorityWord(sb, sc, sd);
  }
  for (k += 64; k < constants + 256; k += 64) {
    w0 = scheduled(w0, w1, w9, w14);
    t = chosen(e, f, g, h, w0, v128.load_splat<u32>(k, 0));
    d = i32x4.add(d, t);
    h = i32x4.add(t, majority(a, b, c));
    if (isInteger<Word>()) {
      x0 = scheduledWord(x0, x1, x9, x14);
      u = chosenWord(se, sf, sg, sh, x0, load<u32>(k, 0));
      sd += u;
      sh = u + majorityWord(sa, sb, sc);
    }
    w1 = scheduled(w1, w2, w10, w15);
    t = chosen(d, e, f, g, w1, v128.load_splat<u32>(k, 4));
    c = i32x4.add(c, t);
    g = i32x4.add(t, majority(h, a, b));
    if (isInteger<Word>()) {
      x1 = scheduledWord(x1, x2, x10, x15);
      u = chosenWord(sd, se, sf, sg, x1, load<u32>(k, 4));
      sc += u;
      sg = u + majorityWord(sh, sa, sb);
    }
    w2 = scheduled(w2, w3, w11, w0);
    t = chosen(c, d, e, f, w2, v128.load_splat<u32>(k, 8));
    b = i32x4.add(b, t);
    f = i32x4.add(t, majority(g, h, a));
    if (isInteger<Word>()) {
      x2 = scheduledWord(x2, x3, x11, x0);
      u = chosenWord(sc, sd, se, sf, x2, load<u32>(k, 8));
      sb += u;
      sf = u + majorityWord(sg, sh, sa);
    }
    w3 = scheduled(w3, w4, w12, w1);
    t = chosen(b, c, d, e, w3, v128.load_splat<u32>(k, 12));
    a = i32x4.add(a, t);
    e = i32x4.add(t, majority(f, g, h));
    if (isInteger<Word>()) {
      x3 = scheduledWord(x3, x4, x12, x1);
      u = chosenWord(sb, sc, sd, se, x3, load<u32>(k, 12));
      sa += u;
      se = u + majorityWord(sf, sg, sh);
    }
    w4 = scheduled(w4, w5, w13, w2);
    t = chosen(a, b, c, d, w4, v128.load_splat<u32>(k, 16));
    h = i32x4.add(h, t);
    d = i32x4.add(t, majority(e, f, g));
    if (isInteger<Word>()) {
      x4 = scheduledWord(x4, x5, x13, x2);
      u = chosenWord(sa, sb, sc, sd, x4, load<u32>(k, 16));
      sh += u;
      sd = u + majorityWord(se, sf, sg);
    }
    w5 = scheduled(w5, w6, w14, w3);
    t = chosen(h, a, b, c, w5, v128.load_splat<u32>(k, 20));
    g = i32x4.add(g, t);
    c = i32x4.add(t, majority(d, e, f));
    if (isInteger<Word>()) {
      x5 = scheduledWord(x5, x6, x14, x3);
      u = chosenWord(sh, sa, sb, sc, x5, load<u32>(k, 20));
      sg += u;
      sc = u + majorityWord(sd, se, sf);
    }
    w6 = scheduled(w6, w7, w15, w4);
    t = chosen(g, h, a, b, w6, v128.load_splat<u32>(k, 24));
    f = i32x4.add(f, t);
    b = i32x4.add(t, majority(c, d, e));
    if (isInteger<Word>()) {
      x6 = scheduledWord(x6, x7, x15, x4);
      u = chosenWord(sg, sh, sa, sb, x6, load<u32>(k, 24));
      sf += u;
      sb = u + majorityWord(sc, sd, se);
    }
    w7 = scheduled(w7, w8, w0, w5);
    t = chosen(f, g, h, a, w7, v128.load_splat<u32>(k, 28));
    e = i32x4.add(e, t);
    a = i32x4.add(t, majority(b, c, d));
    if (isInteger<Word>()) {
      x7 = scheduledWord(x7, x8, x0, x5);
      u = chosenWord(sf, sg, sh, sa, x7, load<u32>(k, 28));
      se += u;
      sa = u + majorityWord(sb, sc, sd);
    }
    w8 = scheduled(w8, w9, w1, w6);
    t = chosen(e, f, g, h, w8, v128.load_splat<u32>(k, 32));
    d = i32x4.add(d, t);
    h = i32x4.add(t, majority(a, b, c));
    if (isInteger<Word>()) {
      x8 = scheduledWord(x8, x9, x1, x6);
      u = chosenWord(se, sf, sg, sh, x8, load<u32>(k, 32));
      sd += u;
      sh = u + majorityWord(sa, sb, sc);
    }
    w9 = scheduled(w9, w10, w2, w7);
    t = chosen(d, e, f, g, w9, v128.load_splat<u32>(k, 36));
    c = i32x4.add(c, t);
    g = i32x4.add(t, majority(h, a, b));
    if (isInteger<Word>()) {
      x9 = scheduledWord(x9, x10, x2, x7);
      u = chosenWord(sd, se, sf, sg, x9, load<u32>(k, 36));
      sc += u;
      sg = u + majorityWord(sh, sa, sb);
    }
    w10 = scheduled(w10, w11, w3, w8);
    t = chosen(c, d, e, f, w10, v128.load_splat<u32>(k, 40));
    b = i32x4.add(b, t);
    f = i32x4.add(t, majority(g, h, a));
    if (isInteger<Word>()) {
      x10 = scheduledWord(x10, x11, x3, x8);
      u = chosenWord(sc, sd, se, sf, x10, load<u32>(k, 40));
      sb += u;
      sf = u + majorityWord(sg, sh, sa);
    }
    w11 = scheduled(w11, w12, w4, w9);
    t = chosen(b, c, d, e, w11, v128.load_splat<u32>(k, 44));
    a = i32x4.add(a, t);
    e = i32x4.add(t, majority(f, g, h));
    if (isInteger<Word>()) {
      x11 = scheduledWord(x11, x12, x4, x9);
      u = chosenWord(sb, sc, sd, se, x11, load<u32>(k, 44));
      sa += u;
      se = u + majorityWord(sf, sg, sh);
    }
    w12 = scheduled(w12, w13, w5, w10);
    t = chosen(a, b, c, d, w12, v128.load_splat<u32>(k, 48));
    h = i32x4.add(h, t);
    d = i32x4.add(t, majority(e, f, g));
    if (isInteger<Word>()) {
      x12 = scheduledWord(x12, x13, x5, x10);
      u = chosenWord(sa, sb, sc, sd, x12, load<u32>(k, 48));
      sh += u;
      sd = u + majorityWord(se, sf, sg);
    }
    w13 = scheduled(w13, w14, w6, w11);
    t = chosen(h, a, b, c, w13, v128.load_splat<u32>(k, 52));
    g = i32x4.add(g, t);
    c = i32x4.add(t, majority(d, e, f));
    if (isInteger<Word>()) {
      x13 = scheduledWord(x13, x14, x6, x11);
      u = chosenWord(sh, sa, sb, sc, x13, load<u32>(k, 52));
      sg += u;
      sc = u + majorityWord(sd, se, sf);
    }
    w14 = scheduled(w14, w15, w7, w12);
    t = chosen(g, h, a, b, w14, v128.load_splat<u32>(k, 56));
    f = i32x4.add(f, t);
    b = i32x4.add(t, majority(c, d, e));
    if (isInteger<Word>()) {
      x14 = scheduledWord(x14, x15, x7, x12);
      u = chosenWord(sg, sh, sa, sb, x14, load<u32>(k, 56));
      sf += u;
      sb = u + majorityWord(sc, sd, se);
    }
    w15 = scheduled(w15, w0, w8, w13);
    t = chosen(f, g, h, a, w15, v128.load_splat<u32>(k, 60));
    e = i32x4.add(e, t);
    a = i32x4.add(t, majority(b, c, d));
    if (isInteger<Word>()) {
      x15 = scheduledWord(x15, x0, x8, x13);
      u = chosenWord(sf, sg, sh, sa, x15, load<u32>(k, 60));
      se += u;
      sa = u + majorityWord(sb, sc, sd);
    }
  }
  if (isInteger<Word>()) {
    store<u32>(at, load<u32>(at, 128) + sa, 128);
    store<u32>(at, load<u32>(at, 132) + sb, 132);
    store<u32>(at, load<u32>(at, 136) + sc, 136);
    store<u32>(at, load<u32>(at, 140) + sd, 140);
    store<u32>(at, load<u32>(at, 144) + se, 144);
    store<u32>(at, load<u32>(at, 148) + sf, 148);
    store<u32>(at, load<u32>(at, 152) + sg, 152);
    store<u32>(at, load<u32>(at, 156) + sh, 156);
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
