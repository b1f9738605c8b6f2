import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Writes a file whole or not at all, whatever happens to the machine meanwhile. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const bytes = Buffer.from(content);
  const partial = `${path}.${process.pid}.partial`;
  const fd = openSync(partial, 'w', 0o600);
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done);
    fsyncSync(fd);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  renameSync(partial, path);
}
