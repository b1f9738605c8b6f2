// What SHA-256 does in a round and for a word of its schedule (FIPS 180-4 sections 4.1.2 and 6.2.2).

// @ts-ignore: decorator
@inline
function rotated(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shr_u(x, bits), i32x4.shl(x, 32 - bits));
}

/** h + Sigma1(e) + Ch(e, f, g) + the round's constant + its word. */
// @ts-ignore: decorator
@inline
export function chosen(e: v128, f: v128, g: v128, h: v128, word: v128, constant: v128): v128 {
  const sum = v128.xor(v128.xor(rotated(e, 6), rotated(e, 11)), rotated(e, 25));
  const choice = v128.xor(g, v128.and(e, v128.xor(f, g)));
  const known = i32x4.add(i32x4.add(h, word), constant);
  return i32x4.add(i32x4.add(known, choice), sum);
}

/** Sigma0(a) + Maj(a, b, c); b ^ c is the a ^ b of the round before, which the engine's compiler sees. */
// @ts-ignore: decorator
@inline
export function majority(a: v128, b: v128, c: v128): v128 {
  const sum = v128.xor(v128.xor(rotated(a, 2), rotated(a, 13)), rotated(a, 22));
  return i32x4.add(sum, v128.xor(b, v128.and(v128.xor(a, b), v128.xor(b, c))));
}

/** The word 16 after w0. */
// @ts-ignore: decorator
@inline
export function scheduled(w0: v128, w1: v128, w9: v128, w14: v128): v128 {
  const s0 = v128.xor(v128.xor(rotated(w1, 7), rotated(w1, 18)), i32x4.shr_u(w1, 3));
  const s1 = v128.xor(v128.xor(rotated(w14, 17), rotated(w14, 19)), i32x4.shr_u(w14, 10));
  return i32x4.add(i32x4.add(w0, w9), i32x4.add(s0, s1));
}

// The same of one message's words. A rotation within a rotation saves the processor a copy of its operand.

// @ts-ignore: decorator
@inline
export function chosenWord(e: u32, f: u32, g: u32, h: u32, word: u32, constant: u32): u32 {
  const sum = rotr<u32>(e ^ rotr<u32>(e ^ rotr<u32>(e, 14), 5), 6);
  return h + word + constant + (g ^ (e & (f ^ g))) + sum;
}

// @ts-ignore: decorator
@inline
export function majorityWord(a: u32, b: u32, c: u32): u32 {
  const sum = rotr<u32>(a ^ rotr<u32>(a ^ rotr<u32>(a, 9), 11), 2);
  return sum + (b ^ ((a ^ b) & (b ^ c)));
}

// @ts-ignore: decorator
@inline
export function scheduledWord(w0: u32, w1: u32, w9: u32, w14: u32): u32 {
  const s0 = rotr<u32>(w1 ^ rotr<u32>(w1, 11), 7) ^ (w1 >>> 3);
  const s1 = rotr<u32>(w14 ^ rotr<u32>(w14, 2), 17) ^ (w14 >>> 10);
  return w0 + w9 + s0 + s1;
}
