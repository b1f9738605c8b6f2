import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { JournalEvent } from '../../../contract/journal.ts';
import type { SignoffJournal } from '../../evidence/journal/signoff-journal.ts';
import { loadHash } from '../../tree/hashes.ts';
import { Journal } from './journal.ts';
import { lockWorkspace } from '../lock.ts';
import { isWorkspace } from '../workspace-file.ts';

/** A package's own place, also of one that is still to be written, by whatever links somebody came to it. */
function placeOf(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return existsSync(above) ? join(realpathSync(above), basename(path)) : path;
}

/** The workspace that a package lies in; null where it lies in none. */
export function workspaceOf(path: string): string | null {
  const folder = placeOf(path);
  const workspace = dirname(dirname(folder));
  return basename(dirname(folder)) === 'runs' && isWorkspace(workspace) ? workspace : null;
}

/**
 * Does something with a plan that may be a workspace's own (`plan.yaml` in it), whose journal is held meanwhile, as for a
 * package. Undefined for any other plan.
 */
export async function withJournalOfPlan<T>(
  path: string,
  work: (append: ((event: JournalEvent) => void) | undefined) => Promise<T>,
): Promise<T> {
  const plan = placeOf(path);
  const workspace = dirname(plan);
  if (basename(plan) !== 'plan.yaml' || !isWorkspace(workspace)) return work(undefined);
  const unlock = lockWorkspace(workspace);
  try {
    const journal = new Journal(workspace, await loadHash('sha256'));
    return await work((event) => journal.append(event));
  } finally {
    unlock();
  }
}

/**
 * Does something with a package that may lie in a workspace (`runs/RUN`), whose journal is held meanwhile: refused
 * while the workspace is open elsewhere, for a journal has one writer. Undefined outside a workspace.
 */
export async function withJournalOf<T>(
  folder: string,
  work: (journal: SignoffJournal | undefined) => Promise<T>,
): Promise<T> {
  const workspace = workspaceOf(folder);
  if (workspace === null) return work(undefined);
  const unlock = lockWorkspace(workspace);
  try {
    return await work(new Journal(workspace, await loadHash('sha256')).of(basename(placeOf(folder))));
  } finally {
    unlock();
  }
}
