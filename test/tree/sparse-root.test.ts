import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { digestNodesIn } from '../../engine/reconcile/fold/digest-nodes.ts';
import { denseLeaves, writeLeaves } from '../../engine/reconcile/fold/leaves-file.ts';
import { digestBytes, hashNames, loadHash } from '../../engine/tree/hashes.ts';
import { leafHash, rootOfLeaves } from '../../engine/tree/merkle.ts';
import { sparseRoot, type SparseLeaves } from '../../engine/tree/sparse-root.ts';
import { kernel } from '../kernel/hash-batch.ts';
import { joinChunks } from '../reconcile/ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'tallystick-leaves-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Leaves at some of 2^depth places. */
const sparse = fc.nat(17).chain((depth) =>
  fc
    .record({
      places: fc.uniqueArray(fc.nat(2 ** depth - 1), { maxLength: 50 }),
      run: fc.boolean(), // neighbours, so that pairs are common
    })
    .map(({ places, run }) => {
      const at = run ? places.map((_, i) => i).filter((i) => i < 2 ** depth) : places.toSorted((a, b) => a - b);
      const digests = Buffer.concat(at.map((place) => Buffer.alloc(digestBytes, `leaf ${place}`)));
      return { depth, leaves: { at: Uint32Array.from(at), digests } satisfies SparseLeaves };
    }),
);

describe('a tree whose buckets are mostly empty', () => {
  it.each(hashNames)('has under %s the root and the leaves of the tree that is written out', async (name) => {
    const hash = await loadHash(name);
    const empty = leafHash(hash, new Uint8Array(0));
    let files = 0;
    fc.assert(
      fc.property(sparse, ({ depth, leaves }) => {
        const dense = Buffer.alloc(2 ** depth * digestBytes, empty);
        leaves.at.forEach((at, i) => dense.set(leaves.digests.subarray(i * 32, (i + 1) * 32), at * 32));
        const root = Buffer.from(rootOfLeaves(hash, dense)).toString('hex');
        for (const means of [kernel, null])
          expect(Buffer.from(sparseRoot(hash, 2 ** depth, leaves, digestNodesIn(means, hash))).toString('hex')).toBe(
            root,
          );
        const path = join(folder, `${name}-${files++}`);
        writeLeaves(path, empty, leaves);
        const file = { path, buckets: 2 ** depth };
        expect(joinChunks(denseLeaves([file, file])).equals(Buffer.concat([dense, dense]))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is digested in the kernel in as many calls as it takes', async () => {
    const hash = await loadHash('sha256');
    const at = Uint32Array.from({ length: 20_000 }, (_, i) => i);
    const digests = Buffer.alloc(at.length * digestBytes, 'leaf');
    const [inKernel, inJs] = [kernel, null].map((means) =>
      Buffer.from(sparseRoot(hash, 2 ** 15, { at, digests }, digestNodesIn(means, hash))).toString('hex'),
    );
    expect(inKernel).toBe(inJs);
  });
});
