import { bucketOf, prefixOf, stagedEntryBytes } from './staged-entry';

/**
 * Lays staged entries out by partition, the first `bits` bits of their key digest, in their order within each.
 * `offsets` is given where each partition starts in `out`, in bytes, and the end: 2^bits + 1 numbers.
 */
export function scatterEntries(entries: usize, count: u32, bits: u32, out: usize, offsets: usize): void {
  const last = offsets + ((<usize>4) << bits);
  const end = entries + count * stagedEntryBytes;
  memory.fill(offsets, 0, ((<usize>4) << bits) + 4);
  for (let at = entries; at < end; at += stagedEntryBytes) {
    const size = offsets + (bucketOf(prefixOf(at), bits) << 2) + 4;
    store<u32>(size, load<u32>(size) + <u32>stagedEntryBytes);
  }
  for (let at = offsets; at < last; at += 4) store<u32>(at + 4, load<u32>(at + 4) + load<u32>(at));
  for (let at = entries; at < end; at += stagedEntryBytes) {
    const next = offsets + (bucketOf(prefixOf(at), bits) << 2);
    const to = out + load<u32>(next);
    v128.store(to, v128.load(at));
    v128.store(to, v128.load(at, 16), 16);
    v128.store(to, v128.load(at, 32), 32);
    v128.store(to, v128.load(at, 48), 48);
    store<u64>(to, load<u64>(at, 64), 64);
    store<u32>(next, load<u32>(next) + <u32>stagedEntryBytes);
  }
  // Every start has moved to the next one's.
  for (let at = last; at > offsets; at -= 4) store<u32>(at, load<u32>(at - 4));
  store<u32>(offsets, 0);
}
