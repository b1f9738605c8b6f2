import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { writeAll } from '../../snapshot/files/write-all.ts';

/** A file that is written from its beginning to its end and digested on the way. */
export class DigestedFile {
  readonly #fd: number;
  readonly #digest = createHash('sha256');
  #open = true;

  constructor(path: string) {
    this.#fd = openSync(path, 'wx');
  }

  append(bytes: Uint8Array): void {
    writeAll(this.#fd, bytes, null, this.#digest);
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
