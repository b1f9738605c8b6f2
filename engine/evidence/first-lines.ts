import { closeSync, openSync, readSync } from 'node:fs';

/** The first lines of a file, without reading the rest. */
export function firstLines(path: string, limit: number): string[] {
  const fd = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    for (let lines = 0; lines < limit;) {
      const chunk = Buffer.allocUnsafe(1 << 18);
      const got = readSync(fd, chunk);
      if (got === 0) break;
      const part = chunk.subarray(0, got);
      for (const byte of part) if (byte === 0x0a) lines++;
      chunks.push(part);
    }
    return Buffer.concat(chunks)
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, limit);
  } finally {
    closeSync(fd);
  }
}
