import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { markOwned, ownerIsDead } from './owner-mark.ts';

const passing = /^tallystick-[a-z]+-[A-Za-z0-9]{6}$/;
/** A package in the making, beside its place. */
const partial = /^\..+\.\d+\.partial$/s;

/** A folder that is gone when its work is (mode 0700), marked so that a later run finds it where the work was killed. */
export function makePassingFolder(temp: string, kind: 'run' | 'plan' | 'rerun'): string {
  mkdirSync(temp, { recursive: true });
  const folder = mkdtempSync(join(temp, `tallystick-${kind}-`));
  markOwned(folder);
  return folder;
}

/**
 * Removes what killed runs of this user left in a folder, and gives its paths. A folder in use, another user's, a link,
 * or anything whose owner may still live stays.
 */
export function removeDeadFolders(parent: string): string[] {
  const removed: string[] = [];
  for (const name of namesIn(parent)) {
    if (!passing.test(name) && !partial.test(name)) continue;
    const path = join(parent, name);
    try {
      const stat = lstatSync(path);
      if (!stat.isDirectory() || stat.uid !== (process.getuid?.() ?? stat.uid) || !ownerIsDead(path)) continue;
      rmSync(path, { recursive: true, force: true, maxRetries: 3 });
      removed.push(path);
    } catch {
      // Another run was faster, or the disk will not: what stays is no error of this run.
    }
  }
  return removed;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // not there yet, or not ours to look into
  }
}
