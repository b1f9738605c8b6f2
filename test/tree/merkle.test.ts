import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadHash } from '../../engine/tree/hashes.ts';
import { leafHash, nodeHash, rootOfLeaves } from '../../engine/tree/merkle.ts';
import { consistencyPath, inclusionPath, verifyConsistency, verifyInclusion } from '../../engine/tree/merkle-proof.ts';

const hash = await loadHash('sha256');
const published = new URL('../../../shared/conformance/third-party/rfc6962-proofs.json', import.meta.url);

/** RFC 9162 section 2.1.1, word for word. */
function rootByDefinition(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hash.digest();
  if (leaves.length === 1) return leaves[0]!;
  let left = 1;
  while (left * 2 < leaves.length) left *= 2;
  return nodeHash(hash, rootByDefinition(leaves.slice(0, left)), rootByDefinition(leaves.slice(left)));
}
const leavesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => leafHash(hash, Buffer.from(`leaf ${i}`)));

interface Vector {
  [name: string]: unknown;
  desc: string;
  case: string;
  proof: string[] | null;
  wantErr: boolean;
}
const digest = (text: unknown): Uint8Array => Buffer.from(text as string, 'base64');
const pathOf = (vector: Vector): Uint8Array[] => (vector.proof ?? []).map(digest);
const number = (value: unknown): bigint => BigInt(value as string);

describe('the Merkle tree of RFC 9162', () => {
  it('has a leaf of an empty bucket as the specification prints it', () => {
    expect(Buffer.from(leafHash(hash)).toString('hex')).toMatch(/^6e340b9c.*afa01d$/);
  });

  it('folds any number of leaves as the definition does', () => {
    for (let count = 0; count <= 40; count++) {
      const leaves = leavesOf(count);
      expect(Buffer.from(rootOfLeaves(hash, Buffer.concat(leaves)))).toEqual(Buffer.from(rootByDefinition(leaves)));
    }
  });

  it('proves every leaf, and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, pick, shift) => {
        const leaves = leavesOf(size);
        const joined = Buffer.concat(leaves);
        const index = pick % size;
        const claim = {
          index: BigInt(index),
          size: BigInt(size),
          leaf: leaves[index]!,
          path: inclusionPath(hash, joined, index),
          root: rootOfLeaves(hash, joined),
        };
        expect(verifyInclusion(hash, claim)).toBe(true);
        const elsewhere = (index + 1 + (shift % size)) % size;
        if (elsewhere !== index) expect(verifyInclusion(hash, { ...claim, index: BigInt(elsewhere) })).toBe(false);
        expect(verifyInclusion(hash, { ...claim, path: [...claim.path, claim.leaf] })).toBe(false);
        expect(verifyInclusion(hash, { ...claim, leaf: leafHash(hash, Buffer.from('other')) })).toBe(false);
      }),
    );
  });

  it('proves that it grew from any of its earlier sizes, and from no other', () => {
    for (let size2 = 1; size2 <= 33; size2++) {
      const joined = Buffer.concat(leavesOf(size2));
      const root2 = rootOfLeaves(hash, joined);
      for (let size1 = 1; size1 <= size2; size1++) {
        const path = consistencyPath(hash, joined, size1);
        const root1 = rootOfLeaves(hash, joined.subarray(0, size1 * 32));
        const growth = { size1: BigInt(size1), size2: BigInt(size2), root1, root2, path };
        expect(verifyConsistency(hash, growth)).toBe(true);
        expect(verifyConsistency(hash, { ...growth, root1: leafHash(hash, Buffer.from('other')) })).toBe(false);
        expect(verifyConsistency(hash, { ...growth, path: [...path, root1] })).toBe(false);
      }
    }
  });

  it('makes no path from a leaf or an earlier tree that is not there', () => {
    const joined = Buffer.concat(leavesOf(3));
    expect(() => inclusionPath(hash, joined, 3)).toThrow(RangeError);
    expect(() => consistencyPath(hash, joined, 0)).toThrow(RangeError);
    expect(() => consistencyPath(hash, joined, 4)).toThrow(RangeError);
  });
});

describe.skipIf(!existsSync(published))('the published proofs (skipped where ../shared is not there)', () => {
  // Sizes go to 2^64-1: quoted before JSON.parse can round them.
  const read = (): { inclusion: Vector[]; consistency: Vector[] } =>
    JSON.parse(readFileSync(published, 'utf8').replace(/("(?:leafIdx|treeSize|size1|size2)": )(-?\d+)/g, '$1"$2"')) as {
      inclusion: Vector[];
      consistency: Vector[];
    };

  it('judges all inclusion proofs as published', () => {
    const { inclusion } = read();
    expect(inclusion).toHaveLength(98);
    for (const vector of inclusion) {
      const good = verifyInclusion(hash, {
        index: number(vector['leafIdx']),
        size: number(vector['treeSize']),
        leaf: digest(vector['leafHash']),
        path: pathOf(vector),
        root: digest(vector['root']),
      });
      expect(good, `${vector.case}: ${vector.desc}`).toBe(!vector.wantErr);
    }
  });

  it('judges all consistency proofs as published', () => {
    const { consistency } = read();
    expect(consistency).toHaveLength(98);
    for (const vector of consistency) {
      const good = verifyConsistency(hash, {
        size1: number(vector['size1']),
        size2: number(vector['size2']),
        root1: digest(vector['root1']),
        root2: digest(vector['root2']),
        path: pathOf(vector),
      });
      expect(good, `${vector.case}: ${vector.desc}`).toBe(!vector.wantErr);
    }
  });
});
