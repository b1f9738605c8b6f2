import { open, type FileHandle } from 'node:fs/promises';
import { TallyError } from '../../../contract/problem.ts';
import { digestBytes, type Hash } from '../../tree/hashes.ts';
import { inclusionPath } from '../../tree/merkle-proof.ts';
import { rootOfLeaves } from '../../tree/merkle.ts';

/** Leaves of a block: its root is taken in a few milliseconds, so that nothing else waits long. */
const blockBits = 12;

/** A table's leaf hashes on one side, as they lie in the package: paths from a leaf to the root (RFC 9162). */
export class LeafPaths {
  readonly #path: string;
  readonly #depth: number;
  readonly #hash: Hash;
  #tops: Promise<Uint8Array> | null = null;

  constructor(path: string, depth: number, hash: Hash) {
    this.#path = path;
    this.#depth = depth;
    this.#hash = hash;
  }

  /** The bucket's leaf, and its siblings from the leaf up, nearest first. */
  async of(bucket: number): Promise<{ readonly leaf: Uint8Array; readonly path: readonly Uint8Array[] }> {
    const size = 2 ** Math.min(this.#depth, blockBits);
    const tops = await (this.#tops ??= this.#blockRoots(size));
    const block = Math.floor(bucket / size);
    const within = bucket % size;
    const leaves = await this.#read((file) => readLeaves(file, block * size, size));
    const path = [...inclusionPath(this.#hash, leaves, within), ...inclusionPath(this.#hash, tops, block)];
    return { leaf: leaves.subarray(within * digestBytes, (within + 1) * digestBytes), path };
  }

  #blockRoots(size: number): Promise<Uint8Array> {
    return this.#read(async (file) => {
      const blocks = 2 ** this.#depth / size;
      const roots = new Uint8Array(blocks * digestBytes);
      for (let block = 0; block < blocks; block++)
        roots.set(rootOfLeaves(this.#hash, await readLeaves(file, block * size, size)), block * digestBytes);
      return roots;
    });
  }

  async #read<T>(use: (file: FileHandle) => Promise<T>): Promise<T> {
    const file = await open(this.#path);
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  }
}

async function readLeaves(file: FileHandle, first: number, count: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(count * digestBytes);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, first * digestBytes);
  if (bytesRead === bytes.length) return bytes;
  throw new TallyError('evidence_unsound', 'The leaf hashes are cut off', 'tables', 'Verify says what else is wrong');
}
