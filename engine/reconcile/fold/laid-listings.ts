import type { Side } from '../../../contract/side.ts';
import type { Arena } from '../../kernel/arena.ts';
import { entryBytes } from '../../tree/bucket.ts';
import { laidBucketWords, laidWord, wordsOf, type LaidBuckets } from './laid-bucket.ts';

export const listingHeadBytes = 8;

/** The buckets that differ, ascending. */
export function differingBuckets(buckets: LaidBuckets, arena: Arena): Uint32Array {
  const words = wordsOf(buckets, arena);
  const differing: number[] = [];
  for (let at = 0; at < words.length; at += laidBucketWords)
    if (words[at + laidWord.same] === 0) differing.push(words[at + laidWord.bucket]!);
  return Uint32Array.from(differing);
}

/**
 * A side's listings of the buckets that differ, in the package's form, as they lie: with room for their heads, so that
 * neighbours are one piece.
 */
export function laidListings(arena: Arena, buckets: LaidBuckets, side: Side): readonly Uint8Array[] {
  const words = wordsOf(buckets, arena);
  const startWord = laidWord[`${side}Start`];
  const countWord = laidWord[`${side}Count`];
  const memory = arena.view();
  const pieces: Uint8Array[] = [];
  let from = 0;
  let to = 0;
  for (let at = 0; at < words.length; at += laidBucketWords) {
    if (words[at + laidWord.same] === 1) continue;
    const start = words[at + startWord]! - listingHeadBytes;
    const count = words[at + countWord]!;
    memory.setUint32(start, words[at + laidWord.bucket]!);
    memory.setUint32(start + 4, count);
    if (start !== to) {
      if (to > from) pieces.push(arena.bytes(from, to - from));
      from = start;
    }
    to = start + listingHeadBytes + count * entryBytes;
  }
  if (to > from) pieces.push(arena.bytes(from, to - from));
  return pieces;
}
