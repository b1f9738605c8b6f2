import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { GrowingTree } from '../../engine/tree/growing-tree.ts';
import { loadHash } from '../../engine/tree/hashes.ts';
import { leafHash, rootOfLeaves } from '../../engine/tree/merkle.ts';

const hash = await loadHash('sha256');

describe('a tree that grows', () => {
  it('has at every size the root of a tree built at once', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 70 }), (leaves) => {
        const tree = new GrowingTree(hash);
        expect(Buffer.from(tree.root()).equals(hash.digest())).toBe(true);
        leaves.forEach((leaf, i) => {
          tree.add(leaf);
          const all = Buffer.concat(leaves.slice(0, i + 1).map((data) => leafHash(hash, data)));
          expect(Buffer.from(tree.root()).equals(rootOfLeaves(hash, all))).toBe(true);
          expect(tree.size).toBe(i + 1);
        });
      }),
      { numRuns: 50 },
    );
  });
});
