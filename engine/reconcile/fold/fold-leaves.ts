import { hash as digestAtOnce } from 'node:crypto';
import type { BySide, Side } from '../../../contract/side.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { entryBytes } from '../../tree/bucket.ts';
import { digestBytes, type Hash } from '../../tree/hashes.ts';
import { leafHash } from '../../tree/merkle.ts';
import type { SparseLeaves } from '../../tree/sparse-root.ts';
import type { FoldRequest } from './fold-range.ts';
import { laidBucketWords, laidWord, wordsOf, type LaidBuckets } from './laid-bucket.ts';

/** From this many bytes a listing, native SHA-256 with the processor's own instructions beats four lanes. */
const nativeFrom = 1536;

/** Leaf hashes of both sides of every bucket that was laid. Sides that are the same are digested once. */
export function foldLeaves(
  { first }: FoldRequest,
  hash: Hash,
  kernel: Kernel,
  arena: Arena,
  buckets: LaidBuckets,
): BySide<SparseLeaves> {
  const empty = leafHash(hash, new Uint8Array(0));
  const room = buckets.count * 2;
  const startsAt = arena.alloc(room * 4);
  const lengthsAt = arena.alloc(room * 4);
  const digestsAt = arena.alloc(room * digestBytes);
  const scratch = arena.alloc(kernel.hashScratchBytes());
  const [starts, lengths] = [arena.u32(startsAt, room), arena.u32(lengthsAt, room)];
  const words = wordsOf(buckets, arena);

  let messages = 0;
  let bytes = 0;
  const add = (start: number, entries: number): void => {
    starts[messages] = start - 1; // the byte ahead is 0, a leaf's prefix
    bytes += lengths[messages++] = 1 + entries * entryBytes;
  };
  forEachFilled(words, (at, side) => add(words[at + laidWord[`${side}Start`]]!, words[at + laidWord[`${side}Count`]]!));
  if (hash.name === 'sha256' && bytes >= messages * nativeFrom) {
    // A digest as a text leaves less to be collected than one in a buffer of its own.
    const made = Buffer.from(kernel.memory.buffer, digestsAt, messages * digestBytes);
    for (let i = 0; i < messages; i++) {
      const digest = digestAtOnce('sha256', arena.bytes(starts[i]!, lengths[i]!), 'binary');
      made.write(digest, i * digestBytes, 'binary');
    }
  } else kernel[`${hash.name}Batch`](startsAt, lengthsAt, messages, digestsAt, digestBytes, scratch);

  const at = Uint32Array.from({ length: buckets.count }, (_, i) => words[i * laidBucketWords]! - first);
  const leaves = { source: filled(buckets.count, empty), target: filled(buckets.count, empty) };
  const digests = arena.u32(digestsAt, messages * leafWords);
  let done = 0;
  forEachFilled(words, (word, side) => {
    const leafAt = (word / laidBucketWords) * leafWords;
    const same = words[word + laidWord.same] === 1;
    for (let i = 0; i < leafWords; i++) {
      const digest = digests[done++]!;
      leaves[side][leafAt + i] = digest;
      if (same) leaves.target[leafAt + i] = digest;
    }
  });
  return { source: { at, digests: bytesOf(leaves.source) }, target: { at, digests: bytesOf(leaves.target) } };
}

/** Each record and side whose listing is to be digested. */
function forEachFilled(words: Uint32Array, then: (at: number, side: Side) => void): void {
  for (let at = 0; at < words.length; at += laidBucketWords) {
    if (words[at + laidWord.sourceCount]! > 0) then(at, 'source');
    if (words[at + laidWord.targetCount]! > 0 && words[at + laidWord.same] === 0) then(at, 'target');
  }
}

const leafWords = digestBytes / 4;

function filled(count: number, leaf: Uint8Array): Uint32Array {
  const leaves = new Uint32Array(count * leafWords);
  if (count > 0) bytesOf(leaves).fill(leaf);
  return leaves;
}

const bytesOf = ({ buffer }: Uint32Array): Buffer => Buffer.from(buffer);
