import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Writes a new file from chunks, each of which may be void when the next is asked for; its SHA-256 in hex. */
export function writeChunks(path: string, chunks: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  const fd = openSync(path, 'wx');
  try {
    for (const bytes of chunks) {
      hash.update(bytes);
      for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
    }
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}
