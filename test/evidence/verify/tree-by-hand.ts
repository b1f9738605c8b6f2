import { createHash } from 'node:crypto';

/** Sections 1 and 4 of formats.md written down once more, as slowly as they read; shares nothing with the engine. */
export const H = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export type Cell = string | null;

export const recordOf = (types: readonly string[], cells: readonly Cell[]): string =>
  cells
    .map((cell, i) => (cell === null ? '' : types[i] === 'text' ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');

export const bucketOf = (keyDigest: Buffer, depth: number): number =>
  parseInt(
    [...keyDigest.subarray(0, 4)]
      .map((byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .slice(0, depth) || '0',
    2,
  );

/** Listings of all 2^depth buckets. */
export function listingsOf(entries: readonly Buffer[], depth: number): Buffer[] {
  return Array.from({ length: 2 ** depth }, (_, bucket) =>
    Buffer.concat(entries.filter((entry) => bucketOf(entry, depth) === bucket).sort((a, b) => Buffer.compare(a, b))),
  );
}

export const leavesOf = (listings: readonly Buffer[]): Buffer[] =>
  listings.map((listing) => H(Uint8Array.of(0), listing));

export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0]!;
  const half = leaves.length / 2;
  return H(Uint8Array.of(1), rootOf(leaves.slice(0, half)), rootOf(leaves.slice(half)));
}

/** The `.listings` file of the buckets whose numbers are given. */
export const listingsFile = (listings: readonly Buffer[], buckets: readonly number[]): Buffer =>
  Buffer.concat(
    buckets.flatMap((bucket) => {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(bucket, 0);
      head.writeUInt32BE(listings[bucket]!.length / 64, 4);
      return [head, listings[bucket]!];
    }),
  );
