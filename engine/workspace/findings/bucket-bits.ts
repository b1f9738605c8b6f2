import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { digestBytes } from '../../tree/hashes.ts';

const blockBuckets = 1 << 15;

/** Which buckets of a table differ, a bit each: read once from both files of leaf hashes, block by block. */
export class BucketBits {
  readonly depth: number;
  readonly #bits: Uint8Array;

  private constructor(depth: number) {
    this.depth = depth;
    this.#bits = new Uint8Array(Math.ceil(2 ** depth / 8));
  }

  /** `folder` holds source.buckets and target.buckets, 2^depth digests each. */
  static async read(folder: string, depth: number): Promise<BucketBits> {
    const map = new BucketBits(depth);
    const files = await Promise.all(['source', 'target'].map((side) => open(join(folder, `${side}.buckets`))));
    try {
      const buckets = 2 ** depth;
      for (let first = 0; first < buckets; first += blockBuckets) {
        const count = Math.min(blockBuckets, buckets - first);
        const [source, target] = await Promise.all(
          files.map(async (file) => {
            const block = Buffer.alloc(count * digestBytes);
            const { bytesRead } = await file.read(block, 0, block.length, first * digestBytes);
            if (bytesRead === block.length) return block;
            throw new TallyError(
              'evidence_unsound',
              'The leaf hashes are cut off',
              'tables',
              'Verify says what else is wrong',
            );
          }),
        );
        map.#compare(source!, target!, first, 0, count);
      }
    } finally {
      await Promise.all(files.map((file) => file.close()));
    }
    return map;
  }

  /** How many buckets of each of `count` cells differ, from cell `first` on, where there are 2^level cells in all. */
  cells(level: number, first: number, count: number): Uint32Array {
    const cells = new Uint32Array(count);
    const width = 2 ** (this.depth - level);
    for (let cell = 0; cell < count; cell++) {
      const from = (first + cell) * width;
      for (let bucket = from; bucket < from + width;) {
        const byte = this.#bits[bucket >>> 3]!;
        // Most buckets are equal: eight at a time.
        if (byte === 0 && (bucket & 7) === 0) bucket += 8;
        else if (((byte >> (bucket++ & 7)) & 1) === 1) cells[cell]!++;
      }
    }
    return cells;
  }

  /** Halves what differs until it is one bucket. */
  #compare(a: Buffer, b: Buffer, first: number, from: number, to: number): void {
    if (a.compare(b, from * digestBytes, to * digestBytes, from * digestBytes, to * digestBytes) === 0) return;
    if (to - from === 1) {
      const bucket = first + from;
      this.#bits[bucket >>> 3]! |= 1 << (bucket & 7);
      return;
    }
    const middle = (from + to) >>> 1;
    this.#compare(a, b, first, from, middle);
    this.#compare(a, b, first, middle, to);
  }
}
