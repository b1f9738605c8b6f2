import { bucketOf } from '../../tree/bucket.ts';
import { stagedEntryBytes } from './staged-entry.ts';

/**
 * Orders staged entries by partition, the first `bits` bits of their key digest; says where each partition starts, in
 * bytes, and the end.
 */
export function scatterEntries(
  entries: Uint8Array,
  bits: number,
): { readonly entries: Uint8Array; readonly offsets: number[] } {
  const partitions = 2 ** bits;
  const offsets = new Array<number>(partitions + 1).fill(0);
  for (let at = 0; at < entries.length; at += stagedEntryBytes)
    offsets[bucketOf(entries, bits, at) + 1]! += stagedEntryBytes;
  for (let p = 0; p < partitions; p++) offsets[p + 1]! += offsets[p]!;
  const next = offsets.slice(0, partitions);
  const out = new Uint8Array(entries.length);
  for (let at = 0; at < entries.length; at += stagedEntryBytes) {
    const partition = bucketOf(entries, bits, at);
    out.set(entries.subarray(at, at + stagedEntryBytes), next[partition]);
    next[partition]! += stagedEntryBytes;
  }
  return { entries: out, offsets };
}
