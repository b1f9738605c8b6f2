import type { Keccak } from './keccak.ts';
import { rlpBytes, rlpList } from './rlp.ts';

const nothing = Uint8Array.of(0x80);
const keyNibbles = 64;

interface Branch {
  /** How many nibbles lead to it. */
  readonly depth: number;
  readonly children: Uint8Array[];
}

/**
 * The root of a Merkle Patricia trie whose keys of 32 bytes come in ascending order: what is open at any time is one
 * branch a level, so that its memory does not depend on how many keys there are.
 */
export class TrieRoot {
  readonly #keccak: Keccak;
  readonly #open: Branch[] = [];
  #last: { readonly path: Uint8Array; readonly value: Uint8Array } | null = null;
  /** Nibbles that the last key shares with the one before it; -1 for the first. */
  #shared = -1;
  #root: Uint8Array | null = null;

  constructor(keccak: Keccak) {
    this.#keccak = keccak;
  }

  /** False for the last key over again. Keys must not descend. */
  add(key: Uint8Array, value: Uint8Array): boolean {
    const path = nibblesOf(key);
    if (this.#last !== null) {
      const shared = sharedNibbles(this.#last.path, path);
      if (shared === keyNibbles) return false;
      this.#place(this.#last.path, this.#last.value, shared);
      this.#shared = shared;
    }
    this.#last = { path, value };
    return true;
  }

  finish(): Uint8Array {
    if (this.#last === null) return this.#keccak(nothing);
    this.#place(this.#last.path, this.#last.value, -1);
    return this.#root!;
  }

  /** Hangs a leaf where its path parts from both neighbours, and closes what the next key leaves behind. */
  #place(path: Uint8Array, value: Uint8Array, next: number): void {
    const at = Math.max(this.#shared, next);
    const leaf = rlpList([rlpBytes(hexPrefix(path, at + 1, keyNibbles, true)), rlpBytes(value)]);
    this.#hang(path, at, leaf);
    for (let top = this.#open.at(-1); top !== undefined && top.depth > next; top = this.#open.at(-1)) {
      this.#open.pop();
      const above = Math.max(next, this.#open.at(-1)?.depth ?? -1);
      const branch = rlpList([...top.children, nothing]);
      const node =
        top.depth - above > 1
          ? rlpList([rlpBytes(hexPrefix(path, above + 1, top.depth, false)), this.#reference(branch)])
          : branch;
      this.#hang(path, above, node);
    }
  }

  #hang(path: Uint8Array, depth: number, node: Uint8Array): void {
    if (depth < 0) {
      this.#root = this.#keccak(node);
      return;
    }
    let top = this.#open.at(-1);
    if (top === undefined || top.depth < depth)
      this.#open.push((top = { depth, children: new Array<Uint8Array>(16).fill(nothing) }));
    top.children[path[depth]!] = this.#reference(node);
  }

  /** A node shorter than its hash stands for itself. */
  #reference(node: Uint8Array): Uint8Array {
    return node.length < 32 ? node : rlpBytes(this.#keccak(node));
  }
}

function nibblesOf(key: Uint8Array): Uint8Array {
  const nibbles = new Uint8Array(keyNibbles);
  for (let i = 0; i < key.length; i++) {
    nibbles[2 * i] = key[i]! >> 4;
    nibbles[2 * i + 1] = key[i]! & 15;
  }
  return nibbles;
}

function sharedNibbles(a: Uint8Array, b: Uint8Array): number {
  let shared = 0;
  while (shared < keyNibbles && a[shared] === b[shared]) shared++;
  return shared;
}

/** The compact form of a part of a path: whether it ends in a leaf, and whether its length is odd, in the first nibble. */
function hexPrefix(path: Uint8Array, from: number, to: number, leaf: boolean): Uint8Array {
  const odd = (to - from) % 2;
  const packed = new Uint8Array((to - from - odd) / 2 + 1);
  packed[0] = ((leaf ? 2 : 0) + odd) << 4;
  if (odd === 1) packed[0] |= path[from]!;
  for (let i = from + odd, at = 1; i < to; i += 2) packed[at++] = (path[i]! << 4) | path[i + 1]!;
  return packed;
}
