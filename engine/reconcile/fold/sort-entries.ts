import { comparePlaces, stagedEntryBytes } from '../hash/staged-entry.ts';

/** Bytewise order of two runs of `length` bytes. */
export function compareBytes(a: Uint8Array, ai: number, b: Uint8Array, bi: number, length: number): number {
  for (let i = 0; i < length; i++) {
    const difference = a[ai + i]! - b[bi + i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The order of staged entries: by their 64 bytes, equal ones by file and row. Returns byte offsets. The first four
 * bytes and the index are packed into one double, which the engine sorts natively; only ties look further.
 */
export function sortEntries(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.length / stagedEntryBytes;
  const compare = (a: number, b: number) => compareBytes(bytes, a, bytes, b, 64) || comparePlaces(view, a, b);
  const order = new Float64Array(count);
  if (count > 2 ** 21) {
    for (let i = 0; i < count; i++) order[i] = i * stagedEntryBytes;
    return order.sort(compare);
  }
  for (let i = 0; i < count; i++) order[i] = view.getUint32(i * stagedEntryBytes) * 2 ** 21 + i;
  order.sort();
  for (let start = 0; start < count;) {
    const prefix = Math.floor(order[start]! / 2 ** 21);
    let end = start;
    for (; end < count && Math.floor(order[end]! / 2 ** 21) === prefix; end++) {
      order[end] = (order[end]! - prefix * 2 ** 21) * stagedEntryBytes;
    }
    if (end - start > 1) order.subarray(start, end).sort(compare);
    start = end;
  }
  return order;
}
