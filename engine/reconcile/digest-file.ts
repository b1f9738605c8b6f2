import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFailed } from '../snapshot/read-failed.ts';

/** The SHA-256 of a file's bytes, in hex. `name` is what an error calls it. */
export async function digestFile(path: string, name = path, onDone?: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      onDone?.(done);
    }
  } catch (error) {
    throw readFailed(error, name);
  }
  return hash.digest('hex');
}
