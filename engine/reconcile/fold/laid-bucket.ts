import type { Arena } from '../../kernel/arena.ts';

/** Buckets that hold rows on either side, as the kernel's layBuckets has laid them. */
export interface LaidBuckets {
  readonly at: number;
  readonly count: number;
}

export const laidBucketWords = 6;

/** Where the words of one record are. */
export const laidWord = { bucket: 0, sourceStart: 1, sourceCount: 2, targetStart: 3, targetCount: 4, same: 5 } as const;

export const wordsOf = ({ at, count }: LaidBuckets, arena: Arena): Uint32Array =>
  arena.u32(at, count * laidBucketWords);
