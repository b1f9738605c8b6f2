/** Bytes of an entry: keyDigest, then rowDigest (formats.md section 4). */
export const entryBytes = 64;

/** The bucket of the entry or key digest that starts at `at`: its first `depth` bits, most significant first. */
export function bucketOf(bytes: Uint8Array, depth: number, at = 0): number {
  if (depth === 0) return 0; // a shift by 32 is none
  const head = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  return head >>> (32 - depth);
}
