import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { readInto } from '../snapshot/read-exactly.ts';

/** A file that workers write their pieces to side by side: each takes its place behind what is taken. */
export interface PiecesFile {
  readonly path: string;
  /** How much is taken, in bytes; shared. */
  readonly taken: BigInt64Array;
}

export function newPiecesFile(path: string): PiecesFile {
  writeFileSync(path, '', { mode: 0o600, flag: 'wx' });
  return { path, taken: new BigInt64Array(new SharedArrayBuffer(8)) };
}

/** Writes a batch's pieces, one for each group of the listing: where each starts, and the end; then they. Gives where. */
export function appendPieces({ path, taken }: PiecesFile, starts: Uint32Array, pieces: Uint8Array): number {
  const head = new Uint8Array(starts.buffer, starts.byteOffset, starts.byteLength);
  const offset = Number(Atomics.add(taken, 0, BigInt(head.length + pieces.length)));
  const fd = openSync(path, 'r+');
  try {
    writeAt(fd, head, offset);
    writeAt(fd, pieces, offset + head.length);
  } finally {
    closeSync(fd);
  }
  return offset;
}

function writeAt(fd: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
}

/** Reads the pieces of some groups, a group's from all batches end to end. */
export class PiecesReader {
  readonly #fd: number;
  readonly #first: number;
  readonly #batches: readonly { readonly at: number; readonly starts: Uint32Array }[];

  /** `batches` are what appendPieces gave; of all `groups` those from `first` up to `end` are wanted. */
  constructor(path: string, batches: readonly number[], groups: number, first: number, end: number) {
    this.#fd = openSync(path, 'r');
    this.#first = first;
    try {
      this.#batches = batches.map((offset) => {
        const starts = new Uint32Array(end - first + 1);
        readInto(this.#fd, offset + first * 4, new Uint8Array(starts.buffer));
        return { at: offset + (groups + 1) * 4, starts };
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  bytesOf(group: number): number {
    return this.#batches.reduce((sum, { starts }) => sum + lengthOf(starts, group - this.#first), 0);
  }

  /** Into memory that holds bytesOf(group). */
  read(group: number, target: Uint8Array): void {
    const i = group - this.#first;
    let done = 0;
    for (const { at, starts } of this.#batches) {
      const bytes = lengthOf(starts, i);
      if (bytes > 0) readInto(this.#fd, at + starts[i]!, target.subarray(done, done + bytes));
      done += bytes;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

const lengthOf = (starts: Uint32Array, i: number): number => starts[i + 1]! - starts[i]!;
