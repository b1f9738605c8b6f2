import { basename, dirname } from 'node:path';
import type { SignoffJournal } from '../evidence/journal/signoff-journal.ts';
import { loadHash } from '../tree/hashes.ts';
import { Journal } from './journal.ts';
import { lockWorkspace } from './lock.ts';
import { isWorkspace } from './workspace-file.ts';

/**
 * Does something with a package that may lie in a workspace (`runs/RUN`), whose journal is held meanwhile: refused
 * while the workspace is open elsewhere, for a journal has one writer. Undefined outside a workspace.
 */
export async function withJournalOf<T>(
  folder: string,
  work: (journal: SignoffJournal | undefined) => Promise<T>,
): Promise<T> {
  const workspace = dirname(dirname(folder));
  if (basename(dirname(folder)) !== 'runs' || !isWorkspace(workspace)) return work(undefined);
  const unlock = lockWorkspace(workspace);
  try {
    return await work(new Journal(workspace, await loadHash('sha256')).of(basename(folder)));
  } finally {
    unlock();
  }
}
