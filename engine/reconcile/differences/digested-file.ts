import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Digested and written so many at a time: what has just been read is still in the processor's cache. */
const pieceBytes = 1 << 18;

/** A file that is written from its beginning to its end and digested on the way. */
export class DigestedFile {
  readonly #fd: number;
  readonly #digest = createHash('sha256');
  #open = true;

  constructor(path: string) {
    this.#fd = openSync(path, 'wx', 0o600);
  }

  append(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const piece = bytes.subarray(from, from + pieceBytes);
      this.#digest.update(piece);
      for (let done = 0; done < piece.length;) done += writeSync(this.#fd, piece, done);
    }
  }

  /** The SHA-256 of what was written, in hex. */
  close(): string {
    this.abort();
    return this.#digest.digest('hex');
  }

  abort(): void {
    if (this.#open) closeSync(this.#fd);
    this.#open = false;
  }
}
