import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { readFailed } from './read-failed.ts';

/** An entry below a side's folder that is no folder: a file, something else, or a link that leads out or nowhere. */
export interface Entry {
  /** Relative to the side's folder. */
  readonly segments: readonly string[];
  readonly kind: 'file' | 'other' | 'leaves' | 'broken';
}

/**
 * All entries below `start`, in folders that `enter` wants. Links are followed as long as they stay below `root`: an
 * export is a stranger's, and its links must not lead us to the rest of the disk.
 */
export async function walkFolder(
  root: string,
  start: readonly string[],
  enter: (segments: readonly string[]) => boolean,
): Promise<Entry[]> {
  const home = await realpath(root);
  const visited = new Set<string>();
  const walk = async (segments: readonly string[]): Promise<Entry[]> => {
    const path = join(root, ...segments);
    const real = await realpath(path);
    if (visited.has(real))
      throw new TallyError(
        'input_unsupported',
        'A symbolic link leads to a folder that is read already',
        segments.join('/'),
        'Remove the link',
      );
    visited.add(real);
    const entries: Entry[] = [];
    for (const item of await readdir(path, { withFileTypes: true })) {
      const below = [...segments, item.name];
      if (item.name === '_delta_log')
        throw new TallyError(
          'input_unsupported',
          'The folder is a Delta table: some of its files are no longer part of it',
          segments.join('/'),
          'Export the table to plain files',
        );
      if (item.isSymbolicLink()) {
        const real = await realpath(join(path, item.name)).catch(() => null);
        if (real === null || !inside(home, real)) {
          entries.push({ segments: below, kind: real === null ? 'broken' : 'leaves' });
          continue;
        }
      }
      const kind = item.isSymbolicLink() ? await stat(join(path, item.name)) : item;
      if (!kind.isDirectory()) entries.push({ segments: below, kind: kind.isFile() ? 'file' : 'other' });
      else if (enter(below)) entries.push(...(await walk(below)));
      else entries.push({ segments: below, kind: 'other' });
    }
    return entries;
  };
  try {
    return await walk(start);
  } catch (error) {
    throw readFailed(error, start.length === 0 ? root : start.join('/'));
  }
}

export const inside = (home: string, path: string): boolean =>
  path === home || path.startsWith(home.endsWith(sep) ? home : home + sep);
