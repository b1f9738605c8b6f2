import { digestBytes, type Hash } from './hashes.ts';
import { nodeHash, rootOfLeaves } from './merkle.ts';

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
const areDigests = (parts: readonly Uint8Array[]): boolean => parts.every((part) => part.length === digestBytes);

/** The largest power of two below `count`, which is at least 2. */
function leftOf(count: number): number {
  let left = 1;
  while (left * 2 < count) left *= 2;
  return left;
}

/** RFC 9162 section 2.1.3.1: the path from leaf `index` to the root, nearest first. */
export function inclusionPath(hash: Hash, leaves: Uint8Array, index: number): Uint8Array[] {
  const count = leaves.length / digestBytes;
  if (!Number.isInteger(index) || index < 0 || index >= count) throw new RangeError('No such leaf');
  if (count === 1) return [];
  const left = leftOf(count);
  const [lower, upper] = [leaves.subarray(0, left * digestBytes), leaves.subarray(left * digestBytes)];
  return index < left
    ? [...inclusionPath(hash, lower, index), rootOfLeaves(hash, upper)]
    : [...inclusionPath(hash, upper, index - left), rootOfLeaves(hash, lower)];
}

/** RFC 9162 section 2.1.4.1: that the first `size` of the leaves are a tree whose root is known; size from 1 to all. */
export function consistencyPath(hash: Hash, leaves: Uint8Array, size: number): Uint8Array[] {
  const count = leaves.length / digestBytes;
  if (!Number.isInteger(size) || size < 1 || size > count) throw new RangeError('No such earlier tree');
  return subPath(hash, leaves, size, true);
}

function subPath(hash: Hash, leaves: Uint8Array, size: number, whole: boolean): Uint8Array[] {
  const count = leaves.length / digestBytes;
  if (size === count) return whole ? [] : [rootOfLeaves(hash, leaves)];
  const left = leftOf(count);
  const [lower, upper] = [leaves.subarray(0, left * digestBytes), leaves.subarray(left * digestBytes)];
  return size <= left
    ? [...subPath(hash, lower, size, whole), rootOfLeaves(hash, upper)]
    : [...subPath(hash, upper, size - left, false), rootOfLeaves(hash, lower)];
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion(
  hash: Hash,
  claim: { index: bigint; size: bigint; leaf: Uint8Array; path: readonly Uint8Array[]; root: Uint8Array },
): boolean {
  if (claim.index < 0n || claim.index >= claim.size || !areDigests([claim.leaf, claim.root, ...claim.path]))
    return false;
  let [at, last] = [claim.index, claim.size - 1n];
  let node = claim.leaf;
  for (const sibling of claim.path) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      node = nodeHash(hash, sibling, node);
      while (at % 2n === 0n && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else node = nodeHash(hash, node, sibling);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && equal(node, claim.root);
}

interface Growth {
  readonly size1: bigint;
  readonly size2: bigint;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** RFC 9162 section 2.1.4.2; growth from an empty tree says nothing and is refused. */
export function verifyConsistency(hash: Hash, { size1, size2, root1, root2, path }: Growth): boolean {
  if (size1 < 1n || size1 > size2) return false;
  if (size1 === size2) return path.length === 0 && equal(root1, root2);
  if (path.length === 0 || !areDigests([root1, root2, ...path])) return false;
  const isPowerOfTwo = (size1 & (size1 - 1n)) === 0n;
  const [first, ...rest] = isPowerOfTwo ? [root1, ...path] : path;
  let [at, last] = [size1 - 1n, size2 - 1n];
  while (at % 2n === 1n) [at, last] = [at >> 1n, last >> 1n];
  let [earlier, later] = [first!, first!];
  for (const part of rest) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      earlier = nodeHash(hash, part, earlier);
      later = nodeHash(hash, part, later);
      while (at % 2n === 0n && at !== 0n) [at, last] = [at >> 1n, last >> 1n];
    } else later = nodeHash(hash, later, part);
    [at, last] = [at >> 1n, last >> 1n];
  }
  return last === 0n && equal(earlier, root1) && equal(later, root2);
}
