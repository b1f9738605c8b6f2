import { createHash } from 'node:crypto';
import { closeSync, openSync, write } from 'node:fs';
import { promisify } from 'node:util';

const writeAt = promisify(write);

/** A file that is written from its beginning to its end and digested on the way. */
export class DigestedFile {
  readonly #fd: number;
  readonly #digest = createHash('sha256');
  #size = 0;
  #open = true;

  constructor(path: string) {
    this.#fd = openSync(path, 'wx', 0o600);
  }

  /** Digests bytes now, and writes them meanwhile: they must stay as they are until then. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#digest.update(bytes);
    const start = this.#size;
    this.#size += bytes.length;
    for (let done = 0; done < bytes.length;)
      done += (await writeAt(this.#fd, bytes, done, bytes.length - done, start + done)).bytesWritten;
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
