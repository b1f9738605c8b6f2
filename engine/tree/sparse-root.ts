import { digestBytes, type Hash } from './hashes.ts';
import { leafHash, nodeHash } from './merkle.ts';

/** Leaf hashes of the buckets that hold rows: `digests` end to end, those of leaves `at`, which ascend. */
export interface SparseLeaves {
  readonly at: Uint32Array;
  readonly digests: Uint8Array;
}

/** A node as it is digested: 0x01, then both children (RFC 9162 section 2.1.1). */
export const nodeBytes = 1 + 2 * digestBytes;

/** Digests nodes laid end to end. */
export type DigestNodes = (nodes: Uint8Array) => Uint8Array;

export const digestNodesBy =
  (hash: Hash): DigestNodes =>
  (nodes) => {
    const digests = new Uint8Array((nodes.length / nodeBytes) * digestBytes);
    for (let i = 0; i < digests.length / digestBytes; i++)
      digests.set(hash.digestShort(nodes.subarray(i * nodeBytes, (i + 1) * nodeBytes)), i * digestBytes);
    return digests;
  };

/** The root of `count` leaves, a power of two; all that are not given are those of an empty bucket. */
export function sparseRoot(hash: Hash, count: number, leaves: SparseLeaves, digestNodes: DigestNodes): Uint8Array {
  let empty = leafHash(hash, new Uint8Array(0));
  let level = leaves;
  for (let width = count; width > 1; width /= 2) {
    level = levelAbove(level, empty, digestNodes);
    empty = nodeHash(hash, empty, empty);
  }
  return level.at.length === 0 ? empty : level.digests;
}

/** The siblings from one of the leaves to the root, nearest first: an inclusion proof (RFC 9162 section 2.1.3.1). */
export function sparsePath(
  hash: Hash,
  count: number,
  leaves: SparseLeaves,
  leaf: number,
  digestNodes: DigestNodes,
): Uint8Array[] {
  const path: Uint8Array[] = [];
  let empty = leafHash(hash, new Uint8Array(0));
  let level = leaves;
  for (let width = count, at = leaf; width > 1; width /= 2, at = Math.floor(at / 2)) {
    const sibling = level.at.indexOf(at % 2 === 0 ? at + 1 : at - 1);
    path.push(sibling < 0 ? empty : level.digests.slice(sibling * digestBytes, (sibling + 1) * digestBytes));
    level = levelAbove(level, empty, digestNodes);
    empty = nodeHash(hash, empty, empty);
  }
  return path;
}

function levelAbove({ at, digests }: SparseLeaves, empty: Uint8Array, digestNodes: DigestNodes): SparseLeaves {
  const parents = new Uint32Array(at.length);
  const nodes = new Uint8Array(at.length * nodeBytes);
  let count = 0;
  for (let i = 0; i < at.length; i++) {
    const leaf = at[i]!;
    const from = i * digestBytes;
    const node = count * nodeBytes;
    nodes[node] = 1;
    if (leaf % 2 === 0 && at[i + 1] === leaf + 1) {
      nodes.set(digests.subarray(from, from + 2 * digestBytes), node + 1);
      i++;
    } else {
      const own = digests.subarray(from, from + digestBytes);
      nodes.set(leaf % 2 === 0 ? own : empty, node + 1);
      nodes.set(leaf % 2 === 0 ? empty : own, node + 1 + digestBytes);
    }
    parents[count++] = leaf >>> 1;
  }
  return { at: parents.subarray(0, count), digests: digestNodes(nodes.subarray(0, count * nodeBytes)) };
}
