import { closeSync, openSync, writeSync } from 'node:fs';
import { sides, type BySide, type Side } from '../../contract/side.ts';
import type { Arena } from '../kernel/arena.ts';
import { entryBytes } from '../tree/bucket.ts';
import type { Folded } from './fold-range.ts';
import { laidBucketWords, laidWord, wordsOf, type LaidBuckets } from './laid-bucket.ts';

export const listingHeadBytes = 8;

/**
 * Writes the listings of the buckets that differ, in the package's form. They lie in memory with room for their heads,
 * so that neighbours are written as one.
 */
export function writeListings(out: string, arena: Arena, buckets: LaidBuckets): Pick<Folded, 'differing' | 'listings'> {
  const words = wordsOf(buckets, arena);
  const differing: number[] = [];
  for (let at = 0; at < words.length; at += laidBucketWords)
    if (words[at + laidWord.same] === 0) differing.push(words[at + laidWord.bucket]!);
  if (differing.length === 0) return { differing: new Uint32Array(0), listings: null };
  const listings: BySide<string> = { source: `${out}.source.listings`, target: `${out}.target.listings` };
  for (const side of sides) writeSide(listings[side], arena, words, side);
  return { differing: Uint32Array.from(differing), listings };
}

function writeSide(path: string, arena: Arena, words: Uint32Array, side: Side): void {
  const startWord = laidWord[`${side}Start`];
  const countWord = laidWord[`${side}Count`];
  const memory = arena.view();
  const fd = openSync(path, 'wx', 0o600);
  try {
    let from = 0;
    let to = 0;
    for (let at = 0; at < words.length; at += laidBucketWords) {
      if (words[at + laidWord.same] === 1) continue;
      const start = words[at + startWord]!;
      const count = words[at + countWord]!;
      memory.setUint32(start - listingHeadBytes, words[at + laidWord.bucket]!);
      memory.setUint32(start - listingHeadBytes + 4, count);
      if (start - listingHeadBytes !== to) {
        writeAll(fd, arena.bytes(from, to - from));
        from = start - listingHeadBytes;
      }
      to = start + count * entryBytes;
    }
    writeAll(fd, arena.bytes(from, to - from));
  } finally {
    closeSync(fd);
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
}
