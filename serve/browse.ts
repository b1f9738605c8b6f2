import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, isAbsolute, sep } from 'node:path';
import type { CallOutput } from '../contract/calls.ts';
import { TallyError } from '../contract/problem.ts';
import { compareUtf8 } from '../engine/canonical/compare-utf8.ts';
import type { Handles } from './handles.ts';

/**
 * A folder below the one the server was started in, for a browser that has no dialogs of this machine. What a link
 * leads out of it to is not shown: whoever has the page has what the operator chose to show, and no more.
 */
export async function browse(root: string, folder: string, handles: Handles): Promise<CallOutput<'host.browse'>> {
  const home = await realpath(root);
  const here = await realpath(folder).catch(() => null);
  if (here === null || !isInside(home, here))
    throw new TallyError('usage', 'There is no such folder below the one that is served', basename(folder));
  const names = (await readdir(here)).filter((name) => !name.startsWith('.')).sort(compareUtf8);
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(here, name);
      const real = await realpath(path).catch(() => null);
      const found = real === null || !isInside(home, real) ? null : await stat(real).catch(() => null);
      if (found === null || !(found.isDirectory() || found.isFile())) return [];
      const bytes = found.isDirectory() ? null : String(found.size);
      return [{ handle: handles.handleOf(path), name, folder: found.isDirectory(), bytes }];
    }),
  );
  return {
    name: here === home ? basename(home) : relative(home, here).split(sep).join('/'),
    here: handles.handleOf(here),
    up: here === home ? null : handles.handleOf(dirname(here)),
    entries: entries.flat(),
  };
}

function isInside(home: string, path: string): boolean {
  const below = relative(home, path);
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}
