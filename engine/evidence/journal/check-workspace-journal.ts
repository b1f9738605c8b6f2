import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import type { Hash } from '../../tree/hashes.ts';
import { failed, passed, type Check } from '../checks/check.ts';
import { readSignedFiles } from '../signing/signed-files.ts';
import { checkLines } from './check-lines.ts';
import { foundSignoffs, isBound } from './found-signoffs.ts';
import { judgeBinding, judgeUnbound } from './judge-binding.ts';
import { journalName, type JournalLine } from './journal-line.ts';
import { rememberJournal, type JournalMemory } from './remember-journal.ts';

export interface CheckedJournal {
  readonly memory: JournalMemory;
  readonly checks: readonly Check[];
}

/**
 * The journal of a workspace against what lies beside it: its own lines, every package in `runs/`, and what each of
 * their sign-offs binds. A copy of the journal alone is judged by its lines.
 */
export async function checkWorkspaceJournal(
  folder: string,
  hash: Hash,
  onLine?: (line: JournalLine | null, number: number) => void,
): Promise<CheckedJournal> {
  const packages = await Promise.all(
    packagesIn(folder).map(async (run) => {
      const files = await readSignedFiles(join(folder, 'runs', run));
      return { run, found: foundSignoffs(files, (number) => `${run}, sign-off ${number}`) };
    }),
  );
  const found = packages.flatMap((one) => one.found);
  const memory = rememberJournal(
    join(folder, journalName),
    hash,
    new Set(found.filter(isBound).map(({ binds }) => binds.size)),
    onLine,
  );
  const known = packages.map(({ run }) => {
    const report = createHash('sha256').update(readFileSync(join(folder, 'runs', run, 'report.json')));
    const name = `${run}: package`;
    return memory.reports.has(report.digest('hex'))
      ? passed(name)
      : failed(name, 'The journal has no line of the report that lies there');
  });
  const signoffs = found.map((one) =>
    isBound(one) ? judgeBinding(one, memory) : judgeUnbound(one.label, one.statement, memory),
  );
  return {
    memory,
    checks: [...checkLines(memory.reading), ...known, ...signoffs],
  };
}

function packagesIn(folder: string): string[] {
  const runs = join(folder, 'runs');
  const names = existsSync(runs) ? readdirSync(runs).sort(compareUtf8) : [];
  return names.filter((name) => !name.endsWith('.partial') && existsSync(join(runs, name, 'report.json')));
}
