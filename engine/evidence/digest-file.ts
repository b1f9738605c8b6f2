import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

/** SHA-256 of a package's file in lower-case hex; null where there is none, or something that is no plain file. */
export async function digestFile(folder: string, name: string): Promise<string | null> {
  const path = join(folder, name);
  try {
    if (!(await lstat(path)).isFile()) return null; // a link would be evidence of whatever it points to today
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}
