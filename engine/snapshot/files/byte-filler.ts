import { closeSync, openSync, readSync } from 'node:fs';
import type { InputFile } from './input-file.ts';
import { letGo } from './let-go.ts';
import { decompress, readRaw } from './read-bytes.ts';
import { readFailed } from './read-failed.ts';

/** Fills memory that somebody else laid out with a file's decompressed bytes, one after another. */
export interface ByteFiller {
  /** How many bytes it wrote to the front of `into`; 0 at the end. */
  readonly fill: (into: Uint8Array) => number | Promise<number>;
  readonly close: () => void | Promise<void>;
}

/** Bytes `from` to `to` of a file that lies uncompressed, read straight to where they are wanted. */
export function plainFiller({ path, name }: InputFile, from = 0, to = Infinity): ByteFiller {
  const attempt = (work: () => number): number => {
    try {
      return work();
    } catch (error) {
      throw readFailed(error, name);
    }
  };
  const fd = attempt(() => openSync(path, 'r'));
  let at = from;
  return {
    fill: (into) => {
      const got = attempt(() => readSync(fd, into, 0, Math.min(into.length, to - at), at));
      at += got;
      return got;
    },
    close: () => closeSync(fd),
  };
}

export function decompressedFiller(file: InputFile, raw: AsyncIterable<Buffer> = readRaw(file)): ByteFiller {
  const chunks = decompress(file, raw)[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  return {
    fill: async (into) => {
      while (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) return 0;
        rest = next.value;
      }
      const taken = rest.subarray(0, into.length);
      const { length } = taken;
      into.set(taken);
      rest = rest.subarray(length);
      if (rest.length === 0 && Buffer.isBuffer(taken) && isFull(taken)) letGo(taken);
      return length;
    },
    close: () => chunks.return?.().then(() => undefined),
  };
}

/** Whether it is the end of memory of its own, which its decoder has done with: what is smaller may be of a pool's. */
const isFull = ({ buffer, byteOffset, length }: Buffer): boolean =>
  buffer.byteLength >= 1 << 17 && byteOffset + length === buffer.byteLength;
