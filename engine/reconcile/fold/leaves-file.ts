import { readFileSync, writeFileSync } from 'node:fs';
import { digestBytes } from '../../tree/hashes.ts';
import type { SparseLeaves } from '../../tree/sparse-root.ts';

/** A file of the leaves of consecutive buckets. */
export interface LeavesFile {
  readonly path: string;
  readonly buckets: number;
}

const chunkBuckets = 1 << 15;

/** The leaf of an empty bucket, which buckets are not empty, and their leaves: what 2^24 buckets of few rows cost. */
export function writeLeaves(path: string, empty: Uint8Array, { at, digests }: SparseLeaves): void {
  const places = new Uint8Array(at.buffer, at.byteOffset, at.byteLength);
  writeFileSync(path, Buffer.concat([empty, places, digests]), { mode: 0o600, flag: 'wx' });
}

/** The leaves of all buckets of the files, 32 bytes each, in chunks that are void when the next is asked for. */
export function* denseLeaves(files: readonly LeavesFile[]): Generator<Uint8Array> {
  for (const { path, buckets } of files) {
    const { empty, at, digests } = readLeaves(path);
    const blank = Buffer.alloc(Math.min(buckets, chunkBuckets) * digestBytes, empty);
    const chunk = Buffer.allocUnsafe(blank.length);
    let next = 0;
    for (let first = 0; first < buckets; first += chunkBuckets) {
      const end = Math.min(first + chunkBuckets, buckets);
      const from = next;
      while (next < at.length && at[next]! < end) next++;
      if (from < next) chunk.set(blank);
      for (let i = from; i < next; i++)
        chunk.set(digests.subarray(i * digestBytes, (i + 1) * digestBytes), (at[i]! - first) * digestBytes);
      yield (from < next ? chunk : blank).subarray(0, (end - first) * digestBytes);
    }
  }
}

/** The leaves of all that is not empty in the files, as one. */
export function sparseLeaves(files: readonly LeavesFile[]): SparseLeaves {
  let first = 0;
  const parts = files.map(({ path, buckets }) => {
    const { at, digests } = readLeaves(path);
    const moved = at.map((bucket) => bucket + first);
    first += buckets;
    return { at: moved, digests };
  });
  const at = new Uint32Array(parts.reduce((sum, part) => sum + part.at.length, 0));
  let filled = 0;
  for (const part of parts) {
    at.set(part.at, filled);
    filled += part.at.length;
  }
  return { at, digests: Buffer.concat(parts.map(({ digests }) => digests)) };
}

function readLeaves(path: string): SparseLeaves & { readonly empty: Uint8Array } {
  const bytes = readFileSync(path);
  const count = (bytes.length - digestBytes) / (4 + digestBytes);
  const places = bytes.subarray(digestBytes, digestBytes + count * 4);
  return {
    empty: bytes.subarray(0, digestBytes),
    at: new Uint32Array(Uint8Array.from(places).buffer),
    digests: bytes.subarray(digestBytes + count * 4),
  };
}
