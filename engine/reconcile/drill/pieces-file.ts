import { closeSync, openSync, writeFileSync } from 'node:fs';
import { copyShared } from '../../snapshot/files/copy-shared.ts';
import { readInto } from '../../snapshot/files/read-exactly.ts';
import { writeAll } from '../../snapshot/files/write-all.ts';

/**
 * Where workers put their pieces side by side, each behind what is taken: in memory as far as it reaches, and beyond it
 * in a file.
 */
export interface PiecesFile {
  readonly path: string;
  readonly room: Uint8Array<SharedArrayBuffer>;
  /** How much is taken, in bytes; shared. */
  readonly taken: BigInt64Array;
}

/** What lies in memory takes no more than `room` bytes. */
export function newPiecesFile(path: string, room: number): PiecesFile {
  writeFileSync(path, '', { mode: 0o600, flag: 'wx' });
  return {
    path,
    room: new Uint8Array(new SharedArrayBuffer(Math.min(room, mostRoom))),
    taken: new BigInt64Array(new SharedArrayBuffer(8)),
  };
}

const mostRoom = 2 ** 31;

/** Where a batch's pieces are. */
export interface PiecesAt {
  readonly offset: number;
  readonly inRoom: boolean;
}

/** Into shared memory V8 copies by words where both ends are aligned, else byte by byte. */
const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** What a batch's pieces begin behind: where each of so many starts, and the end. */
export const headBytes = (pieces: number): number => aligned((pieces + 1) * 4);

/** Puts down a batch's pieces, one for each group of the listing: where each starts, and the end; then they. */
export function appendPieces({ path, room, taken }: PiecesFile, starts: Uint32Array, pieces: Uint8Array): PiecesAt {
  const head = new Uint8Array(starts.buffer, starts.byteOffset, starts.byteLength);
  const size = headBytes(starts.length - 1) + pieces.length;
  const offset = Number(Atomics.add(taken, 0, BigInt(aligned(size))));
  const behind = offset + headBytes(starts.length - 1);
  if (offset + size <= room.length) {
    room.set(head, offset);
    room.set(pieces, behind);
    return { offset, inRoom: true };
  }
  const fd = openSync(path, 'r+');
  try {
    writeAll(fd, head, offset);
    writeAll(fd, pieces, behind);
  } finally {
    closeSync(fd);
  }
  return { offset, inRoom: false };
}

/** Reads the pieces of some groups, a group's from all batches end to end. */
export class PiecesReader {
  readonly #fd: number;
  readonly #first: number;
  readonly #room: Uint8Array;
  readonly #batches: readonly { readonly at: PiecesAt; readonly starts: Uint32Array }[];

  /** `batches` are what appendPieces gave; of all `groups` those from `first` up to `end` are wanted. */
  constructor({ path, room }: PiecesFile, batches: readonly PiecesAt[], groups: number, first: number, end: number) {
    this.#fd = openSync(path, 'r');
    this.#room = room;
    this.#first = first;
    try {
      this.#batches = batches.map(({ offset, inRoom }) => {
        const starts = new Uint32Array(end - first + 1);
        this.#read({ offset: offset + first * 4, inRoom }, new Uint8Array(starts.buffer));
        return { at: { offset: offset + headBytes(groups), inRoom }, starts };
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
      const offset = at.offset + starts[i]!;
      if (bytes > 0) this.#read({ ...at, offset }, target.subarray(done, done + bytes));
      done += bytes;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #read({ offset, inRoom }: PiecesAt, target: Uint8Array): void {
    if (inRoom) copyShared(this.#room.subarray(offset, offset + target.length), target);
    else readInto(this.#fd, offset, target);
  }
}

const lengthOf = (starts: Uint32Array, i: number): number => starts[i + 1]! - starts[i]!;
