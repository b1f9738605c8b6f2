export const maximumDepth = 24;
/** Mean entries of a full bucket: 8 KiB of listing. */
const entriesPerBucket = 128n;

/** The smallest depth d with `entries <= 128 * 2^d`, at most 24 (formats.md section 4). */
export function depthFor(entries: bigint | number): number {
  const needed = BigInt(entries);
  let depth = 0;
  while (depth < maximumDepth && needed > entriesPerBucket << BigInt(depth)) depth++;
  return depth;
}
