import type { z } from 'zod';
import type { JournalEvent, journalView } from '../../../contract/journal.ts';
import { checkWorkspaceJournal } from '../../evidence/journal/check-workspace-journal.ts';
import type { JournalLine } from '../../evidence/journal/journal-line.ts';
import { headOf } from '../../evidence/journal/read-journal.ts';
import { loadHash } from '../../tree/hashes.ts';
import type { Workspace } from '../workspace.ts';

type JournalView = z.output<typeof journalView>;

/** Which lines are wanted: of one event or all, counted from the latest. */
export interface JournalWish {
  readonly event: string | null;
  readonly offset: number;
  readonly limit: number;
}

/** The journal as it lies on disk now, judged against the packages beside it. */
export async function checkJournal(
  { folder }: Pick<Workspace, 'folder'>,
  wish: JournalWish | null,
): Promise<{ readonly fails: boolean; readonly view: JournalView }> {
  const { event, offset, limit } = wish ?? { event: null, offset: 0, limit: 0 };
  const kept: JournalView['lines'] = [];
  let total = 0;
  const { memory, checks } = await checkWorkspaceJournal(folder, await loadHash('sha256'), (line, number) => {
    if (event !== null && line?.event !== event) return;
    total++;
    kept.push({ line: String(number), written: line === null ? null : written(line) });
    if (kept.length > offset + limit) kept.shift();
  });
  return {
    fails: checks.some(({ result }) => result === 'failed'),
    view: {
      ...headOf(memory.reading.tree),
      checks: checks.map(({ name, result, why }) => ({ name, result, why })),
      total: String(total),
      offset,
      lines: kept.reverse().slice(offset, offset + limit),
    },
  };
}

/** Without the root it names, which the checks have judged. */
function written(line: JournalLine): { at: string; event: JournalEvent } {
  const event: Record<string, unknown> = { ...line };
  delete event['at'];
  delete event['before'];
  return { at: line.at, event: event as JournalEvent };
}
