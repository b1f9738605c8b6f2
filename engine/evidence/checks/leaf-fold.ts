import type { Hash } from '../../tree/hashes.ts';
import { nodeHash } from '../../tree/merkle.ts';

/** The root of 2^n leaves that come one after another, in memory for n of them. */
export class LeafFold {
  readonly #hash: Hash;
  /** By height; null where no subtree of that height waits for its partner. */
  readonly #waiting: (Uint8Array | null)[] = [];

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  add(leaf: Uint8Array): void {
    let node = leaf;
    let height = 0;
    for (;;) {
      const left = this.#waiting[height] ?? null;
      if (left === null) break;
      node = nodeHash(this.#hash, left, node);
      this.#waiting[height++] = null;
    }
    this.#waiting[height] = node;
  }

  /** Lower-case hex; of a number of leaves that is a power of two. */
  root(): string {
    return Buffer.from(this.#waiting.at(-1)!).toString('hex');
  }
}
