import { existsSync } from 'node:fs';
import { TallyError } from '../../../contract/problem.ts';
import { loadHash } from '../../tree/hashes.ts';
import { notDone, type Check } from '../checks/check.ts';
import { readSignedFiles } from '../signing/signed-files.ts';
import { foundSignoffs, isBound } from './found-signoffs.ts';
import { checkLines } from './check-lines.ts';
import { judgeBinding } from './judge-binding.ts';
import { rememberJournal } from './remember-journal.ts';

/** For `verify` of a package: whether the journal at hand is the one that its sign-offs bind; null where none was given. */
export async function checkBindings(folder: string, journal: string | null): Promise<Check[]> {
  const found = foundSignoffs(await readSignedFiles(folder), (number) => `sign-off ${number}`);
  const bound = found.filter(isBound);
  if (journal === null)
    return bound.map(({ label, binds }) =>
      notDone(`${label}: journal`, `It binds the first ${binds.size} lines of a journal that was not given`),
    );
  if (!existsSync(journal))
    throw new TallyError('input_missing', 'There is no such journal', journal, 'Name a workspace’s journal.jsonl');
  const memory = rememberJournal(journal, await loadHash('sha256'), new Set(bound.map(({ binds }) => binds.size)));
  const checks = checkLines(memory.reading);
  if (bound.length === 0) checks.push(notDone('journal: binding', 'No sign-off of this package binds a journal'));
  return [...checks, ...bound.map((one) => judgeBinding(one, memory))];
}
