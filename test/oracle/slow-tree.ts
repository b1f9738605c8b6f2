import { createHash } from 'node:crypto';

const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** SHA-256 in hex. */
export const digestOf = (text: string): string => sha256(text).toString('hex');

export interface SlowTree {
  /** In hex. */
  readonly root: string;
  /** 2^depth leaf hashes, laid end to end. */
  readonly leaves: Buffer;
  /** For each bucket its sorted entries in hex. */
  readonly listings: readonly (readonly string[])[];
}

/** The tree of formats.md section 4 by the book, from entries in hex: 128 digits, key digest first. */
export function slowTree(entries: readonly string[], depth: number, h: (bytes: Buffer) => Buffer = sha256): SlowTree {
  const listings: string[][] = Array.from({ length: 2 ** depth }, () => []);
  for (const entry of entries)
    listings[depth === 0 ? 0 : Number(BigInt(`0x${entry.slice(0, 8)}`) >> BigInt(32 - depth))]!.push(entry);
  for (const listing of listings) listing.sort();
  const leaves = listings.map((listing) => h(Buffer.from(`00${listing.join('')}`, 'hex')));
  let level = leaves;
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) =>
      h(Buffer.concat([Buffer.of(1), level[2 * i]!, level[2 * i + 1]!])),
    );
  return { root: level[0]!.toString('hex'), leaves: Buffer.concat(leaves), listings };
}
