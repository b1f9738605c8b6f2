import type { Hash } from './hashes.ts';
import { leafHash, nodeHash } from './merkle.ts';

/** An RFC 9162 tree that leaves are added to one by one; it holds one node a level, so its memory is the size's logarithm. */
export class GrowingTree {
  readonly #hash: Hash;
  /** Roots of the perfect trees of which the leaves so far are made, the largest first. */
  readonly #peaks: { readonly leaves: number; readonly root: Uint8Array }[] = [];
  #size = 0;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  get size(): number {
    return this.#size;
  }

  /** Adds a leaf with these data. */
  add(data: Uint8Array): void {
    let peak = { leaves: 1, root: leafHash(this.#hash, data) };
    while (this.#peaks.at(-1)?.leaves === peak.leaves) {
      const { leaves, root } = this.#peaks.pop()!;
      peak = { leaves: leaves * 2, root: nodeHash(this.#hash, root, peak.root) };
    }
    this.#peaks.push(peak);
    this.#size++;
  }

  /** The root over the leaves so far; H of nothing for none. */
  root(): Uint8Array {
    const [first, ...rest] = this.#peaks.toReversed();
    if (first === undefined) return this.#hash.digest();
    return rest.reduce((right, { root }) => nodeHash(this.#hash, root, right), first.root);
  }
}
