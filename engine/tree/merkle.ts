import { digestBytes, type Hash } from './hashes.ts';

const leafPrefix = Uint8Array.of(0);

/** RFC 9162 section 2.1.1: H(0x00 || data). */
export function leafHash(hash: Hash, ...data: readonly Uint8Array[]): Uint8Array {
  return hash.digest(leafPrefix, ...data);
}

/** RFC 9162 section 2.1.1: H(0x01 || left || right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const node = new Uint8Array(1 + 2 * digestBytes);
  node[0] = 1;
  node.set(left, 1);
  node.set(right, 1 + digestBytes);
  return hash.digestShort(node);
}

/** The root over leaf hashes laid end to end; any number of them, H of nothing for none. */
export function rootOfLeaves(hash: Hash, leaves: Uint8Array): Uint8Array {
  if (leaves.length === 0) return hash.digest();
  let level = leaves;
  while (level.length > digestBytes) level = levelAbove(hash, level);
  return level.slice();
}

/** Nodes over pairs; a last one without a partner moves up as it is, which is RFC 9162's shape. */
function levelAbove(hash: Hash, level: Uint8Array): Uint8Array {
  const count = level.length / digestBytes;
  const above = new Uint8Array(Math.ceil(count / 2) * digestBytes);
  const node = new Uint8Array(1 + 2 * digestBytes);
  node[0] = 1;
  const pairs = Math.floor(count / 2);
  for (let pair = 0; pair < pairs; pair++) {
    const at = pair * 2 * digestBytes;
    // A sparse tree is runs of equal nodes: what has just been digested is not digested again.
    if (pair > 0 && isSame(node, level, at))
      above.copyWithin(pair * digestBytes, (pair - 1) * digestBytes, pair * digestBytes);
    else {
      node.set(level.subarray(at, at + 2 * digestBytes), 1);
      above.set(hash.digestShort(node), pair * digestBytes);
    }
  }
  if (count % 2 === 1) above.set(level.subarray(level.length - digestBytes), pairs * digestBytes);
  return above;
}

/** Whether the two digests at `at` are those of the node. */
function isSame(node: Uint8Array, level: Uint8Array, at: number): boolean {
  for (let i = 0; i < 2 * digestBytes; i++) if (node[i + 1] !== level[at + i]) return false;
  return true;
}
