import { createHash, hash as digestAtOnce } from 'node:crypto';
import { createBLAKE3, createSHA256 } from 'hash-wasm';

export const hashNames = ['sha256', 'blake3'] as const;
export type HashName = (typeof hashNames)[number];

/** Bytes of a digest, of either hash. */
export const digestBytes = 32;

/** A digest in the making; any number may be open at once. */
export interface Digester {
  update(bytes: Uint8Array): this;
  digest(): Uint8Array;
}

/** H of formats.md. Digests are 32 bytes in a buffer of their own. */
export interface Hash {
  readonly name: HashName;
  /** For records and nodes, up to about a kilobyte: WASM, which is cheaper to call than native code. */
  digestShort(bytes: Uint8Array): Uint8Array;
  /** For listings and files, of any length: the chunks one after another. */
  digest(...chunks: readonly Uint8Array[]): Uint8Array;
  start(): Digester;
}

/** Compiles the hash once; all its methods are synchronous afterwards. */
export async function loadHash(name: HashName): Promise<Hash> {
  const wasm = await (name === 'sha256' ? createSHA256() : createBLAKE3());
  const digestShort = (bytes: Uint8Array): Uint8Array => wasm.init().update(bytes).digest('binary');
  if (name === 'sha256')
    return {
      name,
      digestShort,
      digest(...chunks) {
        if (chunks.length === 1) return digestAtOnce('sha256', chunks[0]!, 'buffer');
        const hasher = createHash('sha256');
        for (const chunk of chunks) hasher.update(chunk);
        return hasher.digest();
      },
      start() {
        const hasher = createHash('sha256');
        return {
          update(bytes) {
            hasher.update(bytes);
            return this;
          },
          digest: () => hasher.digest(),
        };
      },
    };
  return {
    name,
    digestShort,
    digest(...chunks) {
      wasm.init();
      for (const chunk of chunks) wasm.update(chunk);
      return wasm.digest('binary');
    },
    start() {
      // One WASM instance serves everybody, so each digester keeps its own state outside it.
      let state = wasm.init().save();
      return {
        update(bytes) {
          state = wasm.load(state).update(bytes).save();
          return this;
        },
        digest: () => wasm.load(state).digest('binary'),
      };
    },
  };
}
