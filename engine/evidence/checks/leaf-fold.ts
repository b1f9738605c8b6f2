import type { Hash } from '../../tree/hashes.ts';
import { nodeHash } from '../../tree/merkle.ts';

interface Joined {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly node: Uint8Array;
}

/**
 * The root of 2^n leaves that come one after another, in memory for n of them. A sparse tree is runs of equal nodes: what
 * has just been digested is not digested again.
 */
export class LeafFold {
  readonly #hash: Hash;
  /** By height; null where no subtree of that height waits for its partner. */
  readonly #waiting: (Uint8Array | null)[] = [];
  /** By height, what was joined last. */
  readonly #joined: Joined[] = [];

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  add(leaf: Uint8Array): void {
    let node = leaf;
    let height = 0;
    for (;;) {
      const left = this.#waiting[height] ?? null;
      if (left === null) break;
      node = this.#join(height, left, node);
      this.#waiting[height++] = null;
    }
    this.#waiting[height] = node;
  }

  /** Lower-case hex; of a number of leaves that is a power of two. */
  root(): string {
    return Buffer.from(this.#waiting.at(-1)!).toString('hex');
  }

  #join(height: number, left: Uint8Array, right: Uint8Array): Uint8Array {
    const last = this.#joined[height];
    if (last !== undefined && isSame(last.left, left) && isSame(last.right, right)) return last.node;
    const node = nodeHash(this.#hash, left, right);
    this.#joined[height] = { left, right, node };
    return node;
  }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => a === b || Buffer.compare(a, b) === 0;
