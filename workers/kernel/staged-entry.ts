// Entries on their way to their bucket, as engine/reconcile/hash/staged-entry.ts lays them out: the key digest, the row
// digest, then file and row as one little-endian number whose highest bit says that a rule altered the row.

export const stagedEntryBytes: usize = 72;
const placeAt: usize = 64;

/** The first 64 bits of the key digest, in the order of its bytes. */
export function prefixOf(entry: usize): u64 {
  return bswap<u64>(load<u64>(entry));
}

export function placeOf(entry: usize): u64 {
  return load<u64>(entry, placeAt);
}

/** Orders by file, then row. */
export function placeRank(place: u64): u64 {
  return place & 0x7fff_ffff_ffff_ffff;
}

export function isAltered(place: u64): bool {
  return place >> 63 != 0;
}

/** The first `depth` bits. */
export function bucketOf(prefix: u64, depth: u32): u32 {
  return depth == 0 ? 0 : <u32>(prefix >> (64 - depth));
}

/** Bytewise order of two digests: below, at or above 0. */
export function compareDigests(a: usize, b: usize): i32 {
  for (let at: usize = 0; at < 32; at += 8) {
    const x = load<u64>(a + at);
    const y = load<u64>(b + at);
    if (x != y) return bswap<u64>(x) < bswap<u64>(y) ? -1 : 1;
  }
  return 0;
}

export function sameDigest(a: usize, b: usize): bool {
  const low = v128.xor(v128.load(a), v128.load(b));
  const high = v128.xor(v128.load(a, 16), v128.load(b, 16));
  return !v128.any_true(v128.or(low, high));
}
