import { readFile, realpath, stat } from 'node:fs/promises';
import { inside } from '../snapshot/files/walk-folder.ts';
import { Unreadable } from './unreadable.ts';

/** Certificates are held in memory whole; a larger one is refused and said. */
const largest = 16 * 2 ** 20;

/** The bytes of a small file of `home`: no link may lead out of it, and a pipe would be waited for until tomorrow. */
export async function readSmall(path: string, home: string): Promise<Buffer> {
  if (!inside(await realpath(home), await realpath(path)))
    throw new Unreadable('a symbolic link leads out of its folder');
  const found = await stat(path);
  if (!found.isFile()) throw new Unreadable('it is no file');
  if (found.size > largest) throw new Unreadable(`it is larger than ${largest / 2 ** 20} MiB`);
  return readFile(path);
}
