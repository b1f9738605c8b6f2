import { createHash } from 'node:crypto';
import type { JournalEvent } from '../../../contract/journal.ts';
import type { JournalHead } from './read-journal.ts';

type SignoffEvent = Extract<JournalEvent, { event: 'signoff' }>;

/** A journal as a sign-off binds it and is recorded in it. */
export interface SignoffJournal {
  /** The package's name in the workspace. */
  readonly run: string;
  readonly head: JournalHead;
  /** Where its lines lie. */
  readonly path: string;
  append(event: JournalEvent): void;
}

/** The line is on disk before the sign-off is there; where placing it fails a second line says so. */
export function recordSignoff(
  journal: SignoffJournal,
  who: Pick<SignoffEvent, 'name' | 'role' | 'decision' | 'key'>,
  statement: Uint8Array,
  place: () => void,
): void {
  const sha256 = createHash('sha256').update(statement).digest('hex');
  const event = { event: 'signoff', run: journal.run, ...who, statement: sha256 } as const;
  journal.append({ ...event, state: 'signed' });
  try {
    place();
  } catch (error) {
    journal.append({ ...event, state: 'failed' });
    throw error;
  }
}
