import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { unsound } from './judge.ts';

const windowBytes = 1 << 20;

/** A file of any size as bytes by offset, held one window at a time; views stay valid after the window moves. */
export class FileBytes {
  readonly size: number;
  readonly name: string;
  readonly #fd: number;
  #window = new Uint8Array(0);
  #start = 0;

  constructor(path: string, name: string) {
    this.name = name;
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
  }

  /** Bytes `offset .. offset + length`; a file that ends before is unsound. */
  at(offset: number, length: number): Uint8Array {
    const from = offset - this.#start;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    if (offset + length > this.size) throw unsound('The file is cut off', this.name);
    this.#start = offset;
    this.#window = this.#read(offset, Math.min(Math.max(length, windowBytes), this.size - offset));
    return this.#window.subarray(0, length);
  }

  /** From `offset` as far as the window reaches: one byte at least. */
  view(offset: number): Uint8Array {
    this.at(offset, 1);
    return this.#window.subarray(offset - this.#start);
  }

  /** All of it from `offset`, in pieces of at most a window. */
  *pieces(offset = 0, end = this.size): Generator<Uint8Array> {
    for (let at = offset; at < end; at += windowBytes) yield this.at(at, Math.min(windowBytes, end - at));
  }

  close(): void {
    closeSync(this.#fd);
  }

  #read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const got = readSync(this.#fd, bytes, done, length - done, offset + done);
      if (got === 0) throw unsound('The file changed while it was read', this.name);
      done += got;
    }
    return bytes;
  }
}
