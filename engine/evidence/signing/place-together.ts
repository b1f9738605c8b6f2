import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';

/**
 * Writes new files below the folder, all or none: whole in a temporary folder first, then each under its own name. A
 * name that is taken, by somebody signing at the same moment say, is `usage`, and nothing is left behind.
 * Synchronous, so that an interrupt comes before or after and never between.
 */
export function placeTogether(folder: string, files: ReadonlyMap<string, string | Uint8Array>): void {
  const temporary = mkdtempSync(join(folder, '.signing-'));
  const moves = [...files].map(([name, content], index) => ({
    content,
    from: join(temporary, String(index)),
    to: join(folder, name),
  }));
  const claimed: string[] = [];
  try {
    for (const { from, content } of moves) writeSynced(from, content);
    for (const { to } of moves) {
      claim(to);
      claimed.push(to);
    }
    for (const { from, to } of moves) renameSync(from, to);
  } catch (error) {
    for (const path of claimed) rmSync(path, { force: true });
    throw error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function writeSynced(path: string, content: string | Uint8Array): void {
  const fd = openSync(path, 'wx');
  try {
    writeFileSync(fd, content);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Takes the name with an empty file: a rename alone would silently replace somebody else's, on every file system. */
function claim(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  try {
    closeSync(openSync(path, 'wx'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new TallyError('usage', 'Somebody signed at the same moment', path, 'Sign again');
  }
}
