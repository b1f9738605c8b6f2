import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { counted } from '../contract/grouped.ts';
import { TallyError } from '../contract/problem.ts';
import { checkWorkspaceJournal } from '../engine/evidence/journal/check-workspace-journal.ts';
import { headOf } from '../engine/evidence/journal/read-journal.ts';
import { loadHash } from '../engine/tree/hashes.ts';
import type { Context } from './context.ts';
import { printChecks } from './print-verification.ts';

/**
 * A workspace's journal against its own lines and the packages beside it: the answer first, then each check by name; with
 * --json the document of `verify`. Gives the exit status.
 */
export async function verifyJournal(context: Context, path: string): Promise<0 | 4> {
  if (!existsSync(path)) throw new TallyError('input_missing', 'There is no such journal', path);
  const { memory, checks } = await checkWorkspaceJournal(dirname(path), await loadHash('sha256'));
  const sound = checks.every(({ result }) => result !== 'failed');
  if (context.json) context.print(JSON.stringify({ sound, verdict: null, checks, signers: [] }));
  else {
    const { size, root } = headOf(memory.reading.tree);
    const word = sound ? 'SOUND' : 'TAMPERED';
    const painted = context.color ? `\x1b[1;${sound ? 32 : 31}m${word}\x1b[0m` : word;
    context.print(`${painted}   a journal of ${counted(size, 'line')}, root ${root}`);
    printChecks(context, checks);
  }
  return sound ? 0 : 4;
}
